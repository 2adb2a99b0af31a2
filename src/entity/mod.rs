//! Finds named mentions and numbers.
//!
//! Input: text, tokens, sentences. Output: [`Mention`]s of kind `Name`, sorted by start, not overlapping; without `'s`, without titles.
//! Method: a trained model ([`recognizer`]) that sees words, gazetteers and the whole article, whose
//! places of a word then agree; places told apart by gazetteer and head
//! word (`labels`); amounts by grammar (`numbers`). `confidence` is the share right among names of like kind and margin that were kept
//! out of training. Cost: linear; a few hash lookups a word.

mod agreement;
pub mod article;
pub mod features;
pub mod flags;
mod labels;
pub mod lexicon;
mod numbers;
pub mod phrases;
pub mod recognizer;
pub mod view;

use crate::text::Span;
use recognizer::{Name, Recognizer};
use serde::Serialize;
use view::View;

/// Entity labels, as in `OntoNotes`.
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
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Person,
        Self::Org,
        Self::Gpe,
        Self::Loc,
        Self::Fac,
        Self::Norp,
        Self::Money,
        Self::Percent,
        Self::Quantity,
        Self::Ordinal,
        Self::Cardinal,
    ];

    /// The label of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.name() == name)
    }

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

/// The mentions of a document: the names that a recognizer found, and numbers.
pub fn find_mentions(view: &View<'_>, names: &[Name], recognizer: &Recognizer) -> Vec<Mention> {
    merge(labels::to_mentions(view.text, view.tokens, names, recognizer), numbers::find_numbers(view))
}

/// Names win over numbers that they overlap; an amount of money takes the names in it (`5 million Australian dollars`).
fn merge(mut names: Vec<Mention>, numbers: Vec<Mention>) -> Vec<Mention> {
    let mut amounts = numbers.iter().filter(|number| number.label == Label::Money).map(|number| number.span).peekable();
    names.retain(|name| {
        while amounts.next_if(|amount| amount.end <= name.span.start).is_some() {}
        !amounts.peek().is_some_and(|amount| amount.contains(name.span))
    });
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The names and numbers of a text, as `text LABEL`.
    fn found(text: &str) -> Vec<String> {
        let (mut tokens, paragraphs) = crate::token::tokenize(text, &[]);
        crate::token::find_sentences(text, &mut tokens, &paragraphs, &[]);
        let mut scratch = crate::scratch::Scratch::default();
        let (words, _, names) = scratch.read(text, &tokens, Recognizer::get());
        let mentions = find_mentions(&View::new(text, &tokens, &words, scratch.vocabulary()), &names, Recognizer::get());
        mentions.iter().map(|mention| format!("{} {}", mention.span.text(text), mention.label.name())).collect()
    }

    #[test]
    fn finds_names_without_titles_and_possessives() {
        for (text, expected) in [
            ("Then Japanese Prime Minister Shinzo Abe spoke.", &["Japanese NORP", "Shinzo Abe PERSON"][..]),
            ("It was Sen. Ana Ruiz's bill.", &["Ana Ruiz PERSON"][..]),
            (
                "He met Robert F. Kennedy Jr. in Palm Beach, Fla.",
                &["Robert F. Kennedy Jr. PERSON", "Palm Beach GPE", "Fla. GPE"][..],
            ),
            ("The summit failed, said Donald Trump and Kim Jong Un.", &["Donald Trump PERSON", "Kim Jong Un PERSON"]),
            (
                "The Trump-Kim summit failed, said Donald Trump and Kim Jong Un.",
                &["Trump PERSON", "Kim PERSON", "Donald Trump PERSON", "Kim Jong Un PERSON"],
            ),
            (
                "Maria Trump-Kim met Donald Trump and Kim Jong Un.",
                &["Maria Trump-Kim PERSON", "Donald Trump PERSON", "Kim Jong Un PERSON"],
            ),
            ("Amina Otieno spoke to NATO.", &["Amina Otieno PERSON", "NATO ORG"]),
            ("The Department of Justice sued the Bank of England.", &["Department of Justice ORG", "Bank of England ORG"][..]),
            ("She sailed down the Jordan River.", &["Jordan River LOC"][..]),
            ("Theresa May left. May said so.", &["Theresa May PERSON", "May PERSON"][..]),
            // Not names: common words that begin a sentence, laws, weekdays, titles alone.
            ("Green energy is cheap. Will it last? May be.", &[][..]),
            ("The Affordable Care Act passed on Monday.", &[][..]),
            ("The President met the Prime Minister.", &[][..]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn finds_amounts_by_grammar() {
        for (text, expected) in [
            ("a US$ 4.2 billion dam", &["US$ 4.2 billion MONEY"][..]),
            ("it cost $5 or ten million dollars", &["$5 MONEY", "ten million dollars MONEY"][..]),
            ("up 12 percent, then 3.5%", &["12 percent PERCENT", "3.5% PERCENT"][..]),
            ("some 40 km away", &["40 km QUANTITY"][..]),
            ("the third of twenty-two men", &["third ORDINAL", "twenty-two CARDINAL"][..]),
            // Dates and times live elsewhere.
            ("in 1999, on April 5, at 5 p.m.", &[][..]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
