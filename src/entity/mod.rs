//! Finds named mentions and numbers.
//!
//! Input: text, tokens, sentences. Output: [`Mention`]s of kind `Name`, sorted by start, not overlapping; without `'s`, without titles.
//! Method: a gazetteer and rules over capitalised words (`scan`), then agreement over the whole article (`settle`), as in
//! Krishnan & Manning 2006; amounts by grammar (`numbers`). `method` is the rule's id, `confidence` its rough precision.
//! Cost: linear; a few hash lookups a word.

pub mod lexicon;
mod numbers;
mod scan;
mod settle;
pub(crate) mod view;

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
    // Sentences and paragraphs are read through the tokens' columns.
    let _ = (sentences, paragraphs);
    let view = view::View::new(text, tokens);
    let candidates = scan::Scanner::new(&view).scan();
    let names = settle::Settler::new(&view, &candidates).settle(&candidates);
    merge(names, numbers::find_numbers(&view))
}

/// Names win over numbers that they overlap.
fn merge(names: Vec<Mention>, numbers: Vec<Mention>) -> Vec<Mention> {
    let mut merged = Vec::with_capacity(names.len() + numbers.len());
    let mut numbers = numbers.into_iter().peekable();
    let mut end = 0;
    for name in names {
        while let Some(number) = numbers.next_if(|number| number.span.start < name.span.start) {
            if number.span.end <= name.span.start && number.span.start >= end {
                merged.push(number);
            }
        }
        if name.span.start >= end {
            end = name.span.end;
            merged.push(name);
        }
    }
    merged.extend(numbers.filter(|number| number.span.start >= end));
    merged
}
