//! The whole way from an [`Article`] to a [`Document`], and batches of them on several threads.
//!
//! The order of the stages is fixed: clean, token, tag, entity, quote, person, attribute, time. Each takes typed layers and gives one new
//! layer; none changes an earlier one.

use crate::clean::Cleaned;
use crate::document::{Article, Document};
use crate::entity::phrases::Phrases;
use crate::entity::recognizer::Recognizer;
use crate::entity::view::View;
use crate::person::{self, People};
use crate::scratch::Scratch;
use crate::text::{CharIndex, Span};
use crate::{attribute, clean, coref, entity, quote, tag, time, token};
use jiff::civil::Date;
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

/// Articles that are analysed together, at most.
const GROUP: usize = 32;

/// Bytes of text that are analysed together, at most, where it is more than one article.
const GROUP_BYTES: usize = 1 << 18;

/// The layers that are found beside regions, tokens and sentences, which always are. Each needs those before it but times, which need
/// tags alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools)] // One for each layer.
pub struct Wanted {
    /// Parts of speech.
    pub tags: bool,
    /// Names, numbers, persons.
    pub people: bool,
    /// Quotes, whose they are, and pronouns.
    pub quotes: bool,
    /// Dates and times, and the days of quotes.
    pub times: bool,
}

impl Wanted {
    /// Every layer.
    pub const ALL: Self = Self { tags: true, people: true, quotes: true, times: true };

    /// The layers of both, and those they need.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let quotes = self.quotes || other.quotes;
        let people = self.people || other.people || quotes;
        let times = self.times || other.times;
        Self { tags: self.tags || other.tags || people || times, people, quotes, times }
    }
}

/// Analyses articles. Cheap to make and to clone, shared between threads.
#[derive(Clone, Debug)]
pub struct Pipeline {
    max_bytes: usize,
    /// The layers that somebody will look at.
    wanted: Wanted,
    /// Finds the names; the embedded one if none.
    recognizer: Option<Arc<Recognizer>>,
    /// The user's own names, if there are any.
    phrases: Option<Arc<Phrases>>,
    /// Whether the stages quote and attribute run.
    finds_quotes: bool,
    /// Whether pronouns are guessed where the article uses none.
    guesses_pronouns: bool,
    /// Whether the day stands first in slashed dates.
    day_first: Option<bool>,
}

impl Default for Pipeline {
    fn default() -> Self {
        Self {
            max_bytes: MAX_BYTES,
            wanted: Wanted::ALL,
            recognizer: None,
            phrases: None,
            finds_quotes: true,
            guesses_pronouns: false,
            day_first: None,
        }
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

    /// The same pipeline with names of the user's own, which are found beside and before those of the model; see [`Phrases`].
    #[must_use]
    pub fn with_phrases(self, phrases: Arc<Phrases>) -> Self {
        Self { phrases: Some(phrases), ..self }
    }

    /// The same pipeline, but that no quotes are looked for, which takes half the time: documents have
    /// [`has_quote_layer`](Document::has_quote_layer) false, no quotes, no marks and no mentions by pronoun: persons have only those
    /// pronouns that the article states, and none are guessed. All else is the same.
    #[must_use]
    pub fn without_quotes(self) -> Self {
        Self { finds_quotes: false, ..self }
    }

    /// Whether it looks for quotes.
    pub fn finds_quotes(&self) -> bool {
        self.finds_quotes
    }

    /// The same pipeline, but that persons for whom the article uses no pronoun get one from a title, the role or a given name that one
    /// gender bears all but always; [`pronouns_method`](person::Attributes::pronouns_method) says "guess" then. Not without quotes, where no
    /// pronouns are read.
    #[must_use]
    pub fn with_guessed_pronouns(self) -> Self {
        Self { guesses_pronouns: true, ..self }
    }

    /// Whether it guesses pronouns.
    pub fn guesses_pronouns(&self) -> bool {
        self.guesses_pronouns
    }

    /// The same pipeline, but that slashed dates such as 3/4/2018 have the day first, or the month; see
    /// [`find_times`](time::find_times) for what holds otherwise.
    #[must_use]
    pub fn with_day_first(self, is_day_first: bool) -> Self {
        Self { day_first: Some(is_day_first), ..self }
    }

    /// Whether slashed dates have the day first, if that was set.
    pub fn day_first(&self) -> Option<bool> {
        self.day_first
    }

    /// The same pipeline, but that only these layers are found; the others stay empty, as if the text had none. For callers that look
    /// at no others: sentences alone take a thirtieth of the time.
    #[must_use]
    pub fn limited_to(self, wanted: Wanted) -> Self {
        Self { wanted: wanted.or(Wanted::default()), ..self }
    }

    fn recognizer(&self) -> &Recognizer {
        self.recognizer.as_deref().unwrap_or_else(|| Recognizer::get())
    }

    /// Analyses one article. Never fails: what is wrong with the row is in [`Document::error`]. A panic in a stage, which would
    /// be our mistake, becomes the error of its row too, so that one text cannot take a batch down.
    ///
    /// Many articles are faster in a batch: see [`Self::analyze_group`].
    ///
    /// # Panics
    /// Never: a group of one has one document.
    pub fn analyze(&self, article: Article) -> Document {
        let mut documents = self.analyze_group(vec![article]);
        documents.pop().expect("a document for each article")
    }

    /// Analyses a few articles together, each stage over all of them before the next: a model that has just been used is still
    /// in the cache. The documents are those that [`Self::analyze`] gives for each, in order.
    pub fn analyze_group(&self, articles: Vec<Article>) -> Vec<Document> {
        let mut documents: Vec<Document> = articles.into_iter().map(|article| self.read(article)).collect();
        let mut good: Vec<&mut Document> = documents.iter_mut().filter(|document| document.error.is_none()).collect();
        if !self.find_layers(&mut good) {
            // One of them panicked: alone, it takes no other down.
            for document in good {
                if !self.find_layers(&mut [&mut *document]) {
                    document.error = Some("internal error, please report the text; the message went to standard error".to_owned());
                }
            }
        }
        documents
    }

    /// The document of an article before anything is found in it.
    fn read(&self, article: Article) -> Document {
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
            has_quote_layer: self.finds_quotes,
            has_guessed_pronouns: self.guesses_pronouns,
            quotes: Vec::new(),
            attributions: Vec::new(),
            details: Vec::new(),
            marks: Vec::new(),
            times: Vec::new(),
            day_first: self.day_first,
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
        document
    }

    /// Runs the stages; false, and nothing is changed, if one panicked.
    fn find_layers(&self, documents: &mut [&mut Document]) -> bool {
        if documents.is_empty() {
            return true;
        }
        // After a panic the scratch is not given back: it may be half written.
        let mut scratch = Scratch::take();
        let found = std::panic::catch_unwind(AssertUnwindSafe(|| find_layers(documents, &mut scratch, self)));
        let Ok(layers) = found else { return false };
        scratch.give_back();
        for (document, layers) in documents.iter_mut().zip(layers) {
            layers.add_to(document);
        }
        true
    }

    /// Analyses articles on `threads` threads and hands each document to `consume` in input order.
    ///
    /// `consume` runs on the calling thread; when it returns `false`, the rest is dropped. At most a few hundred documents
    /// are held at a time, so memory stays flat.
    pub fn analyze_each<I, F>(&self, articles: I, threads: usize, consume: F)
    where
        I: ExactSizeIterator<Item = Article> + Send,
        F: FnMut(Document) -> bool,
    {
        work_each_watched(articles, threads, |group| self.analyze_group(group), consume, || true);
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

/// Articles as they come, in groups for [`Pipeline::analyze_group`], numbered.
struct Groups<I: Iterator> {
    articles: std::iter::Peekable<I>,
    number: usize,
    /// Articles in a group, at most.
    most: usize,
}

impl<I: ExactSizeIterator<Item = Article>> Iterator for Groups<I> {
    type Item = (usize, Vec<Article>);

    fn next(&mut self) -> Option<Self::Item> {
        let mut group = vec![self.articles.next()?];
        let bytes = |article: &Article| article.text.as_ref().map_or(0, String::len);
        let mut room = GROUP_BYTES.saturating_sub(bytes(&group[0]));
        while group.len() < self.most
            && let Some(article) = self.articles.next_if(|article| bytes(article) <= room)
        {
            room -= bytes(&article);
            group.push(article);
        }
        self.number += 1;
        Some((self.number - 1, group))
    }
}

/// Does `work` on groups of articles, on `threads` other threads, and hands each result to `consume` on the calling thread, in
/// input order. `work` gives a result for each article.
///
/// The calling thread asks `goes_on` every 50 ms, for callers that must look after signals; when that or `consume` returns
/// `false`, the rest is dropped. Finished results wait for earlier ones; threads that run ahead wait for the calling thread.
pub fn work_each_watched<I, T, W, F, G>(articles: I, threads: usize, work: W, mut consume: F, mut goes_on: G)
where
    I: ExactSizeIterator<Item = Article> + Send,
    T: Send,
    W: Fn(Vec<Article>) -> Vec<T> + Sync,
    F: FnMut(T) -> bool,
    G: FnMut() -> bool,
{
    let threads = threads.clamp(1, articles.len().max(1));
    // Enough groups for all threads to end at about the same time.
    let most = (articles.len() / (threads * 4)).clamp(1, GROUP);
    let source = Mutex::new(Groups { articles: articles.peekable(), number: 0, most });
    let is_stopped = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel::<(usize, Vec<T>)>(threads * 2);
        for _ in 0..threads {
            let (sender, source, is_stopped, work) = (sender.clone(), &source, &is_stopped, &work);
            scope.spawn(move || {
                while !is_stopped.load(Ordering::Relaxed) {
                    let next = source.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((number, group)) = next else { return };
                    if sender.send((number, work(group))).is_err() {
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
            while is_wanted && let Some(results) = early.remove(&expected) {
                expected += 1;
                is_wanted = results.into_iter().all(&mut consume);
            }
            if !is_wanted {
                is_stopped.store(true, Ordering::Relaxed);
                return;
            }
        }
    });
}

/// What the stages find in a text.
struct Layers {
    cleaned: Cleaned,
    tokens: token::Tokens,
    paragraphs: Vec<token::Paragraph>,
    pairing: quote::Pairing,
    sentences: Vec<token::Sentence>,
    words: Vec<u32>,
    tags: tag::Tags,
    names: Vec<entity::Mention>,
    people: People,
    entities: coref::Entities,
    pronouns: coref::Pronouns,
    found: quote::Found,
    attributions: Vec<attribute::Attribution>,
    details: Vec<attribute::Details>,
    times: Vec<time::TimeExpression>,
}

/// Runs the stages in order, each over all texts.
fn find_layers(documents: &[&mut Document], scratch: &mut Scratch, pipeline: &Pipeline) -> Vec<Layers> {
    let wanted = pipeline.wanted;
    let mut group: Vec<Layers> = documents.iter().map(|document| Layers::read(document)).collect();
    let each = || documents.iter().map(|document| &**document);
    if wanted.tags {
        scratch.begin();
        for (document, layers) in each().zip(&mut group) {
            layers.words = scratch.words(&document.text, &layers.tokens);
        }
        for layers in &mut group {
            layers.tags = scratch.tag(&layers.tokens, &layers.words);
        }
    }
    if wanted.people {
        for (document, layers) in each().zip(&mut group) {
            layers.find_people(document, scratch, pipeline);
        }
    } else if let Some(phrases) = &pipeline.phrases {
        for (document, layers) in each().zip(&mut group) {
            layers.people.mentions = phrases.find(&document.text, &layers.tokens);
            layers.people.person_of = vec![None; layers.people.mentions.len()];
        }
    }
    let finds_quotes = wanted.quotes && pipeline.finds_quotes;
    if finds_quotes {
        for (document, layers) in each().zip(&mut group) {
            layers.find_quotes(document, scratch);
        }
        for (document, layers) in each().zip(&mut group) {
            layers.find_pronouns(document);
        }
        for (document, layers) in each().zip(&mut group) {
            layers.attribute(document);
        }
    }
    for (document, layers) in each().zip(&mut group) {
        if wanted.times {
            layers.find_times(document);
        }
        if wanted.people {
            layers.people.add_pronouns(&layers.entities, &layers.pronouns);
            person::add_pronouns(&document.text, &mut layers.people, pipeline.guesses_pronouns && finds_quotes);
        }
    }
    group
}

impl Layers {
    /// Regions, tokens, sentences.
    fn read(document: &Document) -> Self {
        let text = &document.text;
        let cleaned = clean::find_regions(text, document.title.as_deref());
        let (mut tokens, paragraphs) = token::tokenize(text, &cleaned.regions);
        let pairing = quote::pair_marks(text, &paragraphs, &cleaned.regions);
        let sentences = token::find_sentences(text, &mut tokens, &paragraphs, &pairing.pairs);
        Self {
            cleaned,
            tokens,
            paragraphs,
            pairing,
            sentences,
            words: Vec::new(),
            tags: tag::Tags::default(),
            names: Vec::new(),
            people: People::default(),
            entities: coref::Entities::default(),
            pronouns: coref::Pronouns::default(),
            found: quote::Found::default(),
            attributions: Vec::new(),
            details: Vec::new(),
            times: Vec::new(),
        }
    }

    /// Names, numbers, persons.
    fn find_people(&mut self, document: &Document, scratch: &mut Scratch, pipeline: &Pipeline) {
        let recognizer = pipeline.recognizer();
        let names = scratch.names(&self.tokens, &self.words, &self.tags, recognizer);
        let view = View::new(&document.text, &self.tokens, &self.words, scratch.vocabulary());
        let mut names = entity::find_mentions(&view, &names, recognizer);
        if let Some(phrases) = &pipeline.phrases {
            names = phrases.add_to(&document.text, &self.tokens, names);
        }
        let evidence = person::Evidence {
            tags: if self.cleaned.is_foreign { &[] } else { &self.tags.tags },
            pairs: &self.pairing.pairs,
            date: document.date.or(self.cleaned.metadata_date),
        };
        self.people = person::resolve_people(&view, &names, evidence);
        self.names = names;
        self.entities = coref::Entities::of(&document.text, &self.people);
    }

    /// Whom the pronouns of the third person mean.
    fn find_pronouns(&mut self, document: &Document) {
        if self.cleaned.is_foreign {
            return;
        }
        self.pronouns = coref::find_pronouns(&coref::Input {
            text: &document.text,
            tokens: &self.tokens,
            tags: &self.tags,
            paragraphs: &self.paragraphs,
            pairs: &self.pairing.pairs,
            people: &self.people,
            entities: &self.entities,
        });
    }

    /// Quotes, and marks that quote nobody.
    fn find_quotes(&mut self, document: &Document, scratch: &mut Scratch) {
        let input = quote::Input {
            text: &document.text,
            tokens: &self.tokens,
            sentences: &self.sentences,
            paragraphs: &self.paragraphs,
            pairing: &self.pairing,
            names: &self.names,
            is_english: !self.cleaned.is_foreign,
        };
        self.found = scratch.find_quotes(input, &self.words, &self.tags, Some(quote::learned::QuoteModel::get()));
    }

    /// Whose each quote is, and what else is told of it.
    fn attribute(&mut self, document: &Document) {
        let text = &document.text;
        let (quotes, mut attributions) = attribute::attribute_quotes(attribute::Input {
            text,
            tokens: &self.tokens,
            tags: &self.tags,
            sentences: &self.sentences,
            paragraphs: &self.paragraphs,
            quotes: std::mem::take(&mut self.found.quotes),
            people: &self.people,
            entities: &self.entities,
            pronouns: &self.pronouns,
        });
        let hidden = tag::Tags::default();
        let details = attribute::find_details(&attribute::DetailsInput {
            text,
            tokens: &self.tokens,
            tags: if self.cleaned.is_foreign { &hidden } else { &self.tags },
            mentions: &self.people.mentions,
            quotes: &quotes,
            attributions: &attributions,
            marks: &self.found.marks,
        });
        for (attribution, details) in attributions.iter_mut().zip(&details) {
            let told = details.addressee.map(|told| told.text(text).to_owned());
            attribution.addressee = told.or(attribution.addressee.take());
            if details.is_unnamed {
                attribution.hide_name();
            }
        }
        for attribution in &attributions {
            if let Some(attribute::Speaker {
                kind: attribute::SpeakerKind::Role,
                person: Some(person),
                mention: Some(source),
                ..
            }) = attribution.speaker
            {
                self.people.settle_role(text, source, person);
            }
        }
        let addressees: Vec<Option<Span>> =
            quotes.iter().zip(&details).map(|(quote, details)| details.addressee.or(quote.addressee)).collect();
        let speech = coref::Speech { quotes: &quotes, attributions: &attributions, addressees: &addressees, people: &self.people };
        coref::resolve_speech(&mut self.pronouns, &speech);
        self.found.quotes = quotes;
        self.attributions = attributions;
        self.details = details;
    }

    /// Dates and times, and the day of each quote.
    fn find_times(&mut self, document: &Document) {
        if self.cleaned.is_foreign {
            return;
        }
        let publication = document.date.or(self.cleaned.metadata_date);
        self.times = time::find_times(&time::Input {
            text: &document.text,
            tokens: &self.tokens,
            tags: &self.tags.tags,
            regions: &self.cleaned.regions,
            publication,
            day_first: document.day_first,
            outlet: document.outlet.as_deref(),
        });
        let (text, tokens, tags, times) = (&document.text, &self.tokens, &self.tags.tags, &self.times);
        let said_on = time::SaidOn { text, tokens, tags, times, publication };
        for (quote, details) in self.found.quotes.iter().zip(&mut self.details) {
            details.said_on = said_on.day_of(quote);
        }
    }

    /// Becomes part of its document.
    fn add_to(self, document: &mut Document) {
        let Cleaned { regions, metadata_date, language, notes, is_foreign, .. } = self.cleaned;
        if document.title.is_none() {
            let title = regions.iter().find(|region| region.kind == clean::RegionKind::Title);
            document.title = title.map(|region| region.span.text(&document.text).to_owned());
        }
        document.date = document.date.or(metadata_date);
        document.language = language;
        document.notes.extend(notes);
        document.regions = regions;
        document.tokens = self.tokens;
        document.paragraphs = self.paragraphs;
        document.sentences = self.sentences;
        document.tags = if is_foreign { tag::Tags::default() } else { self.tags };
        document.people = self.people;
        document.quotes = self.found.quotes;
        document.attributions = self.attributions;
        document.details = self.details;
        document.marks = self.found.marks;
        document.times = self.times;
    }
}

/// Reads a publication date: the first ten characters of an ISO date or timestamp, or a timestamp's date.
pub(crate) fn parse_date(given: &str) -> Option<Date> {
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
        work_each_watched(articles(), 2, |group| Pipeline::new().analyze_group(group), &mut consume, || false);
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
