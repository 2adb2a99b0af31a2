//! A short article whose features stand for the code that makes them.
//!
//! Output: a [`Probe`]: tokens and sentences by the real stages; tags, names and quotes by hand, so that no model and no rule for quotes
//! has a part in it. The fingerprints of the models of quotes and of speakers are made of it.

use super::linker::CueView;
use super::sheet::{Lemmas, Sheet, Words};
use super::{Run, speech, spotter};
use crate::entity::{Label, Mention, MentionKind};
use crate::model::{Clusters, Vocabulary, posterior};
use crate::quote::scene::Scene;
use crate::quote::{Cue, Input, Pairing, Quote, QuoteKind, Status, pair_marks};
use crate::tag::{Tag, Tags};
use crate::text::Span;
use crate::token::{self, Paragraph, Sentence, Tokens};

const TEXT: &str = "Mayor Ana Ruiz of Linz told reporters on Monday that the bridge, built in 1962, was safe.\n\n“We are ready,” \
     she said. “It will open.” The mayor denied the report.\n\n“Not yet,” insisted Otto Lang. He would not say whether it had paid.\n\n\
     “So we wait,” his deputy added.\n\n“For how long?”";

/// Kind, status, the words, cue and its lemma, source, addressee, rule.
type Row = (QuoteKind, Status, &'static [&'static str], &'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const QUOTES: [Row; 6] = [
    (QuoteKind::Indirect, Status::Said, &["the bridge, built in 1962, was safe"], "told", "tell", "Mayor Ana Ruiz", "reporters", "that-clause"),
    (QuoteKind::Direct, Status::Said, &["We are ready,", "It will open."], "said", "say", "she", "", "said-after"),
    (QuoteKind::Indirect, Status::Denied, &["the report"], "denied", "deny", "The mayor", "", "bare-clause"),
    (QuoteKind::Direct, Status::Said, &["Not yet,"], "insisted", "insist", "Otto Lang", "", "said-after"),
    (QuoteKind::Direct, Status::Said, &["So we wait,"], "added", "add", "his deputy", "", "said-after"),
    (QuoteKind::Direct, Status::Said, &["For how long?"], "", "", "", "", "carried"),
];

/// An article with all that the models of quotes and speakers read.
#[allow(missing_docs)]
pub struct Probe {
    pub text: &'static str,
    pub tokens: Tokens,
    pub sentences: Vec<Sentence>,
    pub paragraphs: Vec<Paragraph>,
    pub pairing: Pairing,
    pub tags: Tags,
    pub names: Vec<Mention>,
    pub quotes: Vec<Quote>,
}

impl Probe {
    /// Makes it.
    pub fn new() -> Self {
        let (mut tokens, paragraphs) = token::tokenize(TEXT, &[]);
        let pairing = pair_marks(TEXT, &paragraphs, &[]);
        let sentences = token::find_sentences(TEXT, &mut tokens, &paragraphs, &pairing.pairs);
        let tags: Vec<Tag> = tokens.spans.iter().map(|span| tag_of(span.text(TEXT))).collect();
        let pos = Vec::new();
        let name = |(words, label): (&str, Label)| Mention {
            span: find(words),
            label,
            kind: MentionKind::Name,
            confidence: 1.0,
            method: "model",
        };
        let names = [("Ana Ruiz", Label::Person), ("Linz", Label::Gpe), ("Otto Lang", Label::Person)].map(name).to_vec();
        let quotes = QUOTES.iter().map(quote_of).collect();
        Self { text: TEXT, tokens, sentences, paragraphs, pairing, tags: Tags { tags, pos }, names, quotes }
    }

    /// The article as rules and models see it.
    pub fn scene(&self) -> Scene<'_> {
        let Self { text, tokens, sentences, paragraphs, pairing, names, .. } = self;
        Scene::new(Input { text, tokens, sentences, paragraphs, pairing, names, is_english: true })
    }

    /// The atoms of its tokens.
    pub fn sheet(&self, scene: &Scene<'_>) -> Sheet {
        let clusters = Clusters::parse("the\t1f1\nbridge\t2\n");
        let mut vocabulary = Vocabulary::default();
        let numbers: Vec<u32> = self.tokens.spans.iter().map(|span| vocabulary.number(span.text(TEXT), &clusters)).collect();
        let words = Words { vocabulary: &vocabulary, numbers: &numbers, tags: &self.tags.tags };
        let mut sheet = Sheet::default();
        sheet.fill(scene, words, &mut Lemmas::default(), &self.quotes);
        sheet
    }

    /// The tokens of a stretch.
    pub fn run(&self, span: Span) -> Run {
        let tokens = self.tokens.inside(span);
        (tokens.start, tokens.end - 1)
    }
}

/// The first place of some words.
fn find(words: &str) -> Span {
    let start = TEXT.find(words).unwrap_or_default();
    Span::new(start, start + words.len())
}

fn quote_of(&(kind, status, parts, cue, lemma, source, addressee, method): &Row) -> Quote {
    let found = |words: &str| (!words.is_empty()).then(|| find(words));
    Quote {
        kind,
        status,
        parts: parts.iter().map(|words| find(words)).collect(),
        quoted: Vec::new(),
        parent: None,
        in_title: false,
        cue: found(cue).map(|span| Cue { span, lemma: lemma.to_owned() }),
        source: found(source),
        antecedent: None,
        addressee: found(addressee),
        method,
        share: None,
    }
}

/// A tag for each sort of word; no tagger's.
fn tag_of(word: &str) -> Tag {
    match word {
        "told" | "was" | "said" | "denied" | "insisted" | "added" => Tag::Vbd,
        "built" | "paid" => Tag::Vbn,
        "will" | "would" => Tag::Md,
        "are" | "open" | "say" | "wait" => Tag::Vb,
        "that" | "of" | "on" | "in" | "whether" | "For" => Tag::In,
        "the" | "The" => Tag::Dt,
        "she" | "he" | "We" | "we" | "It" | "it" | "He" => Tag::Prp,
        "his" => Tag::PrpPossessive,
        "reporters" => Tag::Nns,
        "1962" => Tag::Cd,
        "," => Tag::Comma,
        "." | "?" => Tag::Stop,
        "“" => Tag::OpenQuote,
        "”" => Tag::CloseQuote,
        _ if word.starts_with(char::is_uppercase) => Tag::Nnp,
        _ => Tag::Nn,
    }
}

/// The features of a stage, by the name of its model.
pub fn features_of(stage: &str) -> Vec<u64> {
    let probe = Probe::new();
    let sheet = probe.sheet(&probe.scene());
    let mut features = Vec::new();
    match stage {
        "quotes-spotter" => {
            for &paragraph in &sheet.paragraphs {
                for at in paragraph.first as usize..paragraph.end as usize {
                    spotter::add_features(&sheet, paragraph, at, at % 2 == 0, &mut features);
                }
            }
        }
        "quotes-linker" => {
            let mut view = CueView::default();
            for (number, cue) in probe.quotes.iter().filter_map(|quote| quote.cue.as_ref()).enumerate() {
                let cue = probe.run(cue.span);
                let Some(paragraph) = sheet.paragraphs.iter().find(|paragraph| (cue.0 as u32) < paragraph.end) else { continue };
                let within = (paragraph.first as usize, paragraph.end as usize);
                let thoughts: Vec<posterior::Row> = (within.0..within.1).map(thought).collect();
                view.fill(&sheet, within, cue, &thoughts, number % 2 == 0);
                (view.within.0..view.within.1).for_each(|at| view.add_features(&sheet, at, &mut features));
            }
        }
        _ => {
            for quote in &probe.quotes {
                let (Some(cue), Some(source)) = (&quote.cue, quote.source) else { continue };
                let contents: Vec<Run> = quote.parts.iter().map(|&part| probe.run(part)).collect();
                speech::add_features(&sheet, probe.run(cue.span), &[probe.run(source)], &contents, &mut features);
            }
        }
    }
    features
}

/// What a first stage might think of a token: each label in turn, more or less sure.
fn thought(at: usize) -> posterior::Row {
    let most = [0.4, 0.7, 0.94][at % 3];
    let mut row = [(1.0 - most) / 6.0; posterior::WIDTH];
    row[at % spotter::LABELS.len()] = most;
    row
}
