//! Finds direct, mixed, indirect and fragment quotations, and the marks that quote nobody.
//!
//! Input: text, tokens, sentences, paired marks, mentions. Output: [`Quote`]s sorted by start; they overlap only when nested.
//! Method: marks are paired ([`pairing`]); each sentence becomes a row of words and whole quotations ([`scene`]); reporting verbs
//! are found in the words ([`verbs`], [`attributions`]) with their subjects ([`sources`]); content is what stands before, behind or
//! around them ([`content`]); the rest is joined or left quiet ([`join`], [`quiet`]). Rules have ids: [`Quote::method`]. The shape
//! follows the attribution rules of Almeida et al. 2014 and Muzny et al. 2017.

mod attributions;
mod clauses;
mod confidence;
mod content;
mod credits;
mod cues;
mod declined;
mod formats;
mod fuse;
mod halves;
mod join;
pub mod learned;
mod nouns;
mod pairing;
mod quiet;
mod scene;
mod sources;
mod status;
mod tail;
mod tidy;
mod verbs;
mod words;

use crate::text::Span;
use serde::Serialize;

pub use confidence::Evidence;
pub use join::{find_quotes, read_sheet};
pub use pairing::{Pairing, pair_marks};

/// The number of a quote within the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuoteId(pub u32);

/// Two marks that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkPair {
    /// The opening mark (empty, at the start of the stretch, where a pair was closed by rule only).
    pub open: Span,
    /// The closing mark; empty, at the end of the paragraph, where the quotation runs on or its mark is missing.
    pub close: Span,
    /// 0 for an outer pair, 1 for one inside it, and so on.
    pub depth: u8,
    /// Single marks.
    pub is_single: bool,
    /// Whether a closing mark is there.
    pub is_closed: bool,
}

impl MarkPair {
    /// What stands between the marks.
    pub fn inner(&self) -> Span {
        Span { start: self.open.end, end: self.close.start }
    }

    /// The marks and what stands between.
    pub fn outer(&self) -> Span {
        self.open.cover(self.close)
    }
}

/// How the words are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// A whole utterance in marks.
    Direct,
    /// A reported clause with some words in marks.
    Mixed,
    /// A reported clause without marks.
    Indirect,
    /// Quoted words within the journalist's own sentence.
    Fragment,
}

impl QuoteKind {
    /// The name in tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
            Self::Fragment => "fragment",
        }
    }
}

/// What the speaker did with the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Status {
    Said,
    Wrote,
    Tweeted,
    Asked,
    Denied,
    Thought,
    Hypothetical,
    Negated,
    Declined,
}

impl Status {
    /// Every status, in the order of the documentation.
    pub const ALL: [Self; 9] = [
        Self::Said,
        Self::Wrote,
        Self::Tweeted,
        Self::Asked,
        Self::Denied,
        Self::Thought,
        Self::Hypothetical,
        Self::Negated,
        Self::Declined,
    ];

    /// Whether it counts as speech.
    pub fn is_speech(self) -> bool {
        matches!(self, Self::Said | Self::Wrote | Self::Tweeted | Self::Asked | Self::Denied)
    }

    /// The name in tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Wrote => "wrote",
            Self::Tweeted => "tweeted",
            Self::Asked => "asked",
            Self::Denied => "denied",
            Self::Thought => "thought",
            Self::Hypothetical => "hypothetical",
            Self::Negated => "negated",
            Self::Declined => "declined",
        }
    }
}

/// The verb or phrase of saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Where.
    pub span: Span,
    /// Its dictionary form ("say", "according to", ":").
    pub lemma: String,
}

/// One quotation or reported statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// Direct, mixed, indirect, fragment.
    pub kind: QuoteKind,
    /// Said, wrote, denied, …
    pub status: Status,
    /// The content: one span for each part, in order, without the outer marks.
    pub parts: Vec<Span>,
    /// For mixed quotes, the words in marks; for a fragment, its part.
    pub quoted: Vec<Span>,
    /// The quotation that holds this one.
    pub parent: Option<QuoteId>,
    /// Whether it stands in the title.
    pub in_title: bool,
    /// The cue, where there is one.
    pub cue: Option<Cue>,
    /// The span that names the speaker in the attribution.
    pub source: Option<Span>,
    /// Where the source is "who": the noun phrase it stands for.
    pub antecedent: Option<Span>,
    /// The span that names who was told.
    pub addressee: Option<Span>,
    /// The rule or model that joined content, cue and source.
    pub method: &'static str,
    /// How likely the models take cue and content to be right: their own estimate, too low where a rule found the quote too;
    /// [`Quote::confidence`] corrects it. None where a rule alone found it.
    pub share: Option<f32>,
}

impl Quote {
    /// From the first part to the last; every quote of a document has one.
    pub fn span(&self) -> Span {
        let (first, last) = (self.parts.first(), self.parts.last());
        first.zip(last).map_or(Span { start: 0, end: 0 }, |(first, last)| first.cover(*last))
    }
}

/// What marks that quote nobody are there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum QuietMarkKind {
    Scare,
    Title,
    Nickname,
    Slogan,
    Term,
    Measure,
    Unpaired,
}

impl QuietMarkKind {
    /// The name in tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scare => "scare",
            Self::Title => "title",
            Self::Nickname => "nickname",
            Self::Slogan => "slogan",
            Self::Term => "term",
            Self::Measure => "measure",
            Self::Unpaired => "unpaired",
        }
    }
}

/// Marks that quote nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuietMark {
    /// The words in the marks (or the mark itself, for measures and unpaired ones).
    pub span: Span,
    /// What for.
    pub kind: QuietMarkKind,
    /// The rule.
    pub method: &'static str,
}

/// What [`find_quotes`] reads.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Input<'a> {
    pub text: &'a str,
    pub tokens: &'a crate::token::Tokens,
    pub sentences: &'a [crate::token::Sentence],
    pub paragraphs: &'a [crate::token::Paragraph],
    pub pairing: &'a Pairing,
    pub names: &'a [crate::entity::Mention],
    pub is_english: bool,
}

/// What was found between and around the marks.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Quotes, sorted by start.
    pub quotes: Vec<Quote>,
    /// Marks that quote nobody, sorted by start.
    pub marks: Vec<QuietMark>,
}
