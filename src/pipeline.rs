//! The whole way from an [`Article`] to a [`Document`], and batches of them on several threads.
//!
//! The order of the stages is fixed: clean, token, entity, quote, person, attribute. Each takes typed layers and gives one new
//! layer; none changes an earlier one.

use crate::document::{Article, Document};
use crate::person::{self, People};
use crate::text::CharIndex;
use crate::{attribute, clean, entity, quote, token};
use jiff::civil::Date;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Offsets are `u32`: longer texts become error rows.
const MAX_BYTES: usize = u32::MAX as usize;

/// Analyses articles. Cheap to make, shared between threads.
#[derive(Clone, Debug, Default)]
pub struct Pipeline {}

impl Pipeline {
    /// A pipeline with the embedded lexicons.
    pub fn new() -> Self {
        Self::default()
    }

    /// Analyses one article. Never fails: what is wrong with the row is in [`Document::error`].
    pub fn analyze(&self, article: Article) -> Document {
        let mut document = Document {
            chars: CharIndex::new(""),
            text: String::new(),
            id: article.id,
            date: None,
            title: article.title.filter(|title| !title.trim().is_empty()),
            outlet: article.outlet,
            language: None,
            error: article.error,
            notes: article.notes,
            regions: Vec::new(),
            paragraphs: Vec::new(),
            tokens: token::Tokens::default(),
            sentences: Vec::new(),
            people: People::default(),
            quotes: Vec::new(),
            attributions: Vec::new(),
            marks: Vec::new(),
        };
        if let Some(given) = article.date {
            document.date = parse_date(&given);
            if document.date.is_none() && !given.trim().is_empty() {
                document.notes.push(format!("unreadable date {given:?}; expected one like 2018-04-17"));
            }
        }
        let Some(text) = article.text else {
            document.error.get_or_insert_with(|| "no text".to_owned());
            return document;
        };
        if text.len() > MAX_BYTES {
            document.error.get_or_insert_with(|| format!("text of {} bytes; at most {MAX_BYTES} are read", text.len()));
            return document;
        }
        document.chars = CharIndex::new(&text);
        document.text = text;
        if document.error.is_none() {
            find_layers(&mut document);
        }
        document
    }

    /// Analyses articles on `threads` threads and hands each document to `consume` in input order.
    ///
    /// `consume` runs on the calling thread; when it returns `false`, the rest is dropped. At most a few hundred documents
    /// are held at a time, so memory stays flat.
    pub fn analyze_each<I, F>(&self, articles: I, threads: usize, mut consume: F)
    where
        I: ExactSizeIterator<Item = Article> + Send,
        F: FnMut(Document) -> bool,
    {
        if threads <= 1 {
            for article in articles {
                if !consume(self.analyze(article)) {
                    return;
                }
            }
            return;
        }
        let source = std::sync::Mutex::new(articles.enumerate());
        let stop = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel::<(usize, Document)>(threads * 16);
            for _ in 0..threads {
                let (sender, source, stop) = (sender.clone(), &source, &stop);
                scope.spawn(move || {
                    loop {
                        if stop.load(Ordering::Relaxed) > 0 {
                            return;
                        }
                        let next = source.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
                        let Some((row, article)) = next else { return };
                        if sender.send((row, self.analyze(article))).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            let mut waiting = std::collections::BTreeMap::new();
            let mut expected = 0;
            for (row, document) in &receiver {
                waiting.insert(row, document);
                while let Some(document) = waiting.remove(&expected) {
                    expected += 1;
                    if !consume(document) {
                        stop.store(1, Ordering::Relaxed);
                        return;
                    }
                }
            }
        });
    }

    /// Analyses a batch; the documents are in input order.
    pub fn analyze_batch(&self, articles: Vec<Article>, threads: usize) -> Vec<Document> {
        let mut documents = Vec::with_capacity(articles.len());
        self.analyze_each(articles.into_iter(), threads, |document| {
            documents.push(document);
            true
        });
        documents
    }
}

/// Runs the stages in order.
fn find_layers(document: &mut Document) {
    let cleaned = clean::find_regions(&document.text, document.title.as_deref());
    document.date = document.date.or(cleaned.metadata_date);
    document.language = cleaned.language;
    document.notes.extend(cleaned.notes);
    document.regions = cleaned.regions;
    let (mut tokens, paragraphs) = token::tokenize(&document.text, &document.regions);
    let pairing = quote::pair_marks(&document.text, &paragraphs, &document.regions);
    let sentences = token::find_sentences(&document.text, &mut tokens, &paragraphs, &pairing.pairs);
    let names = entity::find_mentions(&document.text, &tokens, &sentences, &paragraphs);
    let found = quote::find_quotes(quote::Input {
        text: &document.text,
        tokens: &tokens,
        sentences: &sentences,
        paragraphs: &paragraphs,
        pairing: &pairing,
        names: &names,
        is_english: document.language == Some("en"),
    });
    let title_region = document.regions.iter().find(|region| region.kind == clean::RegionKind::Title);
    if document.title.is_none() {
        document.title = title_region.map(|region| region.span.text(&document.text).to_owned());
    }
    let people = person::resolve_people(person::Input {
        text: &document.text,
        tokens: &tokens,
        sentences: &sentences,
        paragraphs: &paragraphs,
        regions: &document.regions,
        names: &names,
        date: document.date,
        title: document.title.as_deref(),
    });
    let (quotes, attributions) = attribute::attribute_quotes(attribute::Input {
        text: &document.text,
        tokens: &tokens,
        sentences: &sentences,
        paragraphs: &paragraphs,
        quotes: found.quotes,
        people: &people,
    });
    document.tokens = tokens;
    document.paragraphs = paragraphs;
    document.sentences = sentences;
    document.people = people;
    document.quotes = quotes;
    document.attributions = attributions;
    document.marks = found.marks;
}

/// Reads a publication date: the first ten characters of an ISO date or timestamp, or a timestamp's date.
fn parse_date(given: &str) -> Option<Date> {
    let given = given.trim();
    given.parse::<Date>().ok().or_else(|| given.get(..10)?.parse().ok())
}
