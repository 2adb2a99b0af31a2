//! Says whose each quote is.
//!
//! Input: quotes with their source spans, people. Output: one [`Attribution`] a quote, in the same order.

mod answer;
mod apposition;
mod beside;
mod candidates;
mod carry;
mod confidence;
mod details;
mod features;
mod nouns;
pub mod ranker;
mod speaker;

use crate::person::PersonId;
use crate::text::Span;
use serde::Serialize;

pub use answer::{attribute_quotes, attribute_quotes_with};
pub use details::{Details, Input as DetailsInput, find_details};
pub use features::fingerprint as features_fingerprint;

/// What the source span is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum SpeakerKind {
    Name,
    Role,
    Pronoun,
    Group,
    Organization,
    Anonymous,
    Document,
    /// No span of its own: the speaker is carried over.
    None,
}

impl SpeakerKind {
    /// The name in tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Role => "role",
            Self::Pronoun => "pronoun",
            Self::Group => "group",
            Self::Organization => "organization",
            Self::Anonymous => "anonymous",
            Self::Document => "document",
            Self::None => "none",
        }
    }
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The fullest name known; for groups, documents and unnamed sources the noun phrase, less a leading "the"; `None` for a
    /// pronoun or "who" that could not be resolved.
    pub name: Option<String>,
    /// What the source span is.
    pub kind: SpeakerKind,
    /// The person of the article, if it is one.
    pub person: Option<PersonId>,
    /// The source span, if the quote has one.
    pub mention: Option<Span>,
}

/// Why a quote has no speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Reason {
    NoCue,
    NoCandidate,
    Ambiguous,
    LowConfidence,
}

impl Reason {
    /// The name in tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoCue => "no-cue",
            Self::NoCandidate => "no-candidate",
            Self::Ambiguous => "ambiguous",
            Self::LowConfidence => "low-confidence",
        }
    }
}

/// Whose a quote is.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Who: `None` where there is neither a source span nor anybody to carry over.
    pub speaker: Option<Speaker>,
    /// Who was told, by name where the article knows it.
    pub addressee: Option<String>,
    /// How likely content and speaker are both right, 0 to 1: the quote's own confidence, times how often its kind has the right source,
    /// times `belief`. 0 where no speaker is named.
    pub confidence: f32,
    /// The share of belief in the speaker: the ranker's where it was asked, else 1; 0 where no speaker is named.
    pub belief: f32,
    /// The rule's id.
    pub method: &'static str,
    /// Why there is no name; `None` where there is one.
    pub reason: Option<Reason>,
    /// Who else it may be: speakers with the share of belief in each, the surest first; the one chosen among them.
    pub candidates: Vec<(Speaker, f32)>,
}

impl Attribution {
    /// Makes a role or a group the unnamed source that the article says it is.
    pub(crate) fn hide_name(&mut self) {
        if let Some(speaker) = &mut self.speaker
            && speaker.person.is_none()
            && matches!(speaker.kind, SpeakerKind::Role | SpeakerKind::Group)
        {
            speaker.kind = SpeakerKind::Anonymous;
        }
    }
}

/// What [`attribute_quotes`] reads.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Input<'a> {
    pub text: &'a str,
    pub tokens: &'a crate::token::Tokens,
    pub tags: &'a crate::tag::Tags,
    pub sentences: &'a [crate::token::Sentence],
    pub paragraphs: &'a [crate::token::Paragraph],
    pub quotes: Vec<crate::quote::Quote>,
    pub people: &'a crate::person::People,
    /// The mentions of `people` by entity.
    pub entities: &'a crate::coref::Entities,
    /// The pronouns of the third person, with whom they mean.
    pub pronouns: &'a crate::coref::Pronouns,
}
