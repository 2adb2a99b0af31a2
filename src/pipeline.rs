//! The whole way from an [`Article`] to a [`Document`], and batches of them on several threads.
//!
//! The order of the stages is fixed: clean, token, tag, entity, quote, person, attribute. Each takes typed layers and gives one new
//! layer; none changes an earlier one.

use crate::document::{Article, Document};
use crate::entity::recognizer::Recognizer;
use crate::entity::view::View;
use crate::person::{self, People};
use crate::scratch::Scratch;
use crate::text::CharIndex;
use crate::{attribute, clean, entity, quote, tag, token};
use jiff::civil::Date;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Offsets are `u32`: longer texts become error rows.
const MAX_BYTES: usize = u32::MAX as usize;

/// How often the calling thread looks whether to go on.
const WATCH_EVERY: Duration = Duration::from_millis(50);

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Analyses articles. Cheap to make and to clone, shared between threads.
#[derive(Clone, Debug)]
pub struct Pipeline {
    max_bytes: usize,
    /// Finds the names; the embedded one if none.
    recognizer: Option<Arc<Recognizer>>,
}

impl Default for Pipeline {
    fn default() -> Self {
        Self { max_bytes: MAX_BYTES, recognizer: None }
    }
}

impl Pipeline {
    /// A pipeline with the embedded lexicons and models.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same pipeline with another model for names, such as [`train_custom`](crate::train::custom::train_custom) makes.
    #[must_use]
    pub fn with_recognizer(self, recognizer: Arc<Recognizer>) -> Self {
        Self { recognizer: Some(recognizer), ..self }
    }

    fn recognizer(&self) -> &Recognizer {
        self.recognizer.as_deref().unwrap_or_else(|| Recognizer::get())
    }

    /// Analyses one article. Never fails: what is wrong with the row is in [`Document::error`]. A panic in a stage, which would
    /// be our mistake, becomes the error of its row too, so that one text cannot take a batch down.
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
            tags: tag::Tags::default(),
            people: People::default(),
            quotes: Vec::new(),
            attributions: Vec::new(),
            details: Vec::new(),
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
        if text.len() > self.max_bytes {
            document.error.get_or_insert_with(|| format!("text of {} bytes; at most {} are read", text.len(), self.max_bytes));
            return document;
        }
        document.chars = CharIndex::new(&text);
        document.text = text;
        if document.error.is_none() {
            // After a panic the scratch is not put back: it may be half written.
            let mut scratch = SCRATCH.take();
            match std::panic::catch_unwind(AssertUnwindSafe(|| find_layers(&mut document, &mut scratch, self.recognizer()))) {
                Ok(()) => SCRATCH.set(scratch),
                Err(_) => {
                    document.error = Some("internal error, please report the text; the message went to standard error".to_owned());
                }
            }
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
        work_each_watched(articles, threads, |article| self.analyze(article), consume, || true);
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

/// Does `work` on `threads` other threads and hands each result to `consume` on the calling thread, in input order.
///
/// The calling thread asks `goes_on` every 50 ms, for callers that must look after signals; when that or `consume` returns
/// `false`, the rest is dropped. Finished results wait for earlier ones; threads that run ahead wait for the calling thread.
pub fn work_each_watched<I, T, W, F, G>(articles: I, threads: usize, work: W, mut consume: F, mut goes_on: G)
where
    I: ExactSizeIterator<Item = Article> + Send,
    T: Send,
    W: Fn(Article) -> T + Sync,
    F: FnMut(T) -> bool,
    G: FnMut() -> bool,
{
    let threads = threads.clamp(1, articles.len().max(1));
    let source = Mutex::new(articles.enumerate());
    let is_stopped = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel::<(usize, T)>(threads * 16);
        for _ in 0..threads {
            let (sender, source, is_stopped, work) = (sender.clone(), &source, &is_stopped, &work);
            scope.spawn(move || {
                while !is_stopped.load(Ordering::Relaxed) {
                    let next = source.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((row, article)) = next else { return };
                    if sender.send((row, work(article))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut expected = 0;
        let mut last_look = Instant::now();
        loop {
            let arrival = receiver.recv_timeout(WATCH_EVERY);
            if matches!(arrival, Err(RecvTimeoutError::Disconnected)) {
                return;
            }
            let mut is_wanted = true;
            if last_look.elapsed() >= WATCH_EVERY {
                is_wanted = goes_on();
                last_look = Instant::now();
            }
            early.extend(arrival);
            while is_wanted && let Some(result) = early.remove(&expected) {
                expected += 1;
                is_wanted = consume(result);
            }
            if !is_wanted {
                is_stopped.store(true, Ordering::Relaxed);
                return;
            }
        }
    });
}

/// Runs the stages in order.
fn find_layers(document: &mut Document, scratch: &mut Scratch, recognizer: &Recognizer) {
    let cleaned = clean::find_regions(&document.text, document.title.as_deref());
    document.date = document.date.or(cleaned.metadata_date);
    document.language = cleaned.language;
    document.notes.extend(cleaned.notes);
    document.regions = cleaned.regions;
    let (mut tokens, paragraphs) = token::tokenize(&document.text, &document.regions);
    let pairing = quote::pair_marks(&document.text, &paragraphs, &document.regions);
    let sentences = token::find_sentences(&document.text, &mut tokens, &paragraphs, &pairing.pairs);
    let (tags, names) = scratch.read(&document.text, &tokens, recognizer);
    let view = View::new(&document.text, &tokens);
    let names = entity::find_mentions(&view, &names, recognizer);
    let input = quote::Input {
        text: &document.text,
        tokens: &tokens,
        sentences: &sentences,
        paragraphs: &paragraphs,
        pairing: &pairing,
        names: &names,
        is_english: !cleaned.is_foreign,
    };
    let found = scratch.find_quotes(input, &tags, Some(quote::learned::QuoteModel::get()));
    let title_region = document.regions.iter().find(|region| region.kind == clean::RegionKind::Title);
    if document.title.is_none() {
        document.title = title_region.map(|region| region.span.text(&document.text).to_owned());
    }
    let people = person::resolve_people(&view, &names, document.date);
    let (quotes, mut attributions) = attribute::attribute_quotes(attribute::Input {
        text: &document.text,
        tokens: &tokens,
        tags: &tags,
        sentences: &sentences,
        paragraphs: &paragraphs,
        quotes: found.quotes,
        people: &people,
    });
    let tags = if cleaned.is_foreign { tag::Tags::default() } else { tags };
    let details = attribute::find_details(&attribute::DetailsInput {
        text: &document.text,
        tokens: &tokens,
        tags: &tags,
        mentions: &people.mentions,
        quotes: &quotes,
        attributions: &attributions,
        marks: &found.marks,
    });
    for (attribution, details) in attributions.iter_mut().zip(&details) {
        let told = details.addressee.map(|told| told.text(&document.text).to_owned());
        attribution.addressee = told.or(attribution.addressee.take());
        if details.is_unnamed {
            attribution.hide_name();
        }
    }
    document.tokens = tokens;
    document.paragraphs = paragraphs;
    document.sentences = sentences;
    document.tags = tags;
    document.people = people;
    document.quotes = quotes;
    document.attributions = attributions;
    document.details = details;
    document.marks = found.marks;
}

/// Reads a publication date: the first ten characters of an ISO date or timestamp, or a timestamp's date.
fn parse_date(given: &str) -> Option<Date> {
    let given = given.trim();
    given.parse::<Date>().ok().or_else(|| given.get(..10)?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(text: &str) -> Article {
        Article { text: Some(text.to_owned()), ..Article::default() }
    }

    #[test]
    fn refuses_texts_beyond_the_limit_and_reads_the_others() {
        let pipeline = Pipeline { max_bytes: 8, ..Pipeline::default() };
        let documents = pipeline.analyze_batch(vec![article("12345678"), article("123456789")], 1);
        assert_eq!(documents[0].error, None);
        assert_eq!(documents[1].error.as_deref(), Some("text of 9 bytes; at most 8 are read"));
        assert_eq!(MAX_BYTES, 4_294_967_295);
    }

    #[test]
    fn keeps_the_order_on_any_number_of_threads() {
        let articles: Vec<Article> = (0..200).map(|i| article(&"word ".repeat((i * 37) % 50))).collect();
        let lengths = |threads| -> Vec<usize> {
            Pipeline::new().analyze_batch(articles.clone(), threads).iter().map(|document| document.text.len()).collect()
        };
        assert_eq!(lengths(1), lengths(7));
    }

    #[test]
    fn stops_when_the_consumer_or_the_watcher_says_so() {
        let articles = || (0..100).map(|_| article("a")).collect::<Vec<_>>().into_iter();
        let mut seen = 0;
        Pipeline::new().analyze_each(articles(), 3, |_| {
            seen += 1;
            seen < 5
        });
        assert_eq!(seen, 5);
        let mut consumed = 0;
        let mut consume = |_| {
            consumed += 1;
            std::thread::sleep(Duration::from_millis(5));
            true
        };
        work_each_watched(articles(), 2, |article| Pipeline::new().analyze(article), &mut consume, || false);
        assert!(consumed < 100, "{consumed}");
    }

    #[test]
    fn dates_are_read_from_the_front() {
        let (day, none) = (Some(jiff::civil::date(2018, 4, 17)), None);
        for (given, expected) in [
            ("2018-04-17", day),
            (" 2018-04-17T23:59:59+02:00 ", day),
            ("2018-04-17 10:00", day),
            ("17 April 2018", none),
            ("2018-02-30", none),
            ("éééééé", none),
        ] {
            assert_eq!(parse_date(given), expected, "{given}");
        }
    }
}
