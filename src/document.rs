//! A document: the caller's text, untouched, and the layers found in it.

use crate::attribute::{Attribution, Details};
use crate::clean::Region;
use crate::entity::Mention;
use crate::person::{People, PersonId};
use crate::quote::{QuietMark, Quote, QuoteKind};
use crate::tag::{Pos, Tag, Tags};
use crate::text::CharIndex;
use crate::time::TimeExpression;
use crate::token::{Paragraph, Sentence, Tokens};
use std::borrow::Cow;

/// One article as the caller gives it.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// The raw text. `None` is a row without text: an error row, not a failure.
    pub text: Option<String>,
    /// The caller's id, as text.
    pub id: Option<String>,
    /// The publication date as given; unreadable ones are noted.
    pub date: Option<String>,
    /// The title, given apart from the text.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// What is known to be wrong with the row before it is read (not a string, a duplicate id): becomes its error.
    pub error: Option<String>,
    /// Doubts about the row from before it was read (a lone surrogate replaced): go to its note.
    pub notes: Vec<String>,
}

impl Article {
    /// Puts the title, a blank line, before the text, so that offsets index the two together.
    pub fn join_title(&mut self) {
        if let (Some(title), Some(text)) = (&self.title, &mut self.text)
            && !title.trim().is_empty()
        {
            text.insert_str(0, "\n\n");
            text.insert_str(0, title);
        }
    }
}

/// An analysed article. Immutable; every span indexes [`text`](Self::text).
#[derive(Clone, Debug)]
pub struct Document {
    /// The caller's text, untouched.
    pub text: String,
    /// Byte offsets to code points.
    pub chars: CharIndex,
    /// The caller's id.
    pub id: Option<String>,
    /// The publication date: the caller's, else the one in the metadata prefix.
    pub date: Option<jiff::civil::Date>,
    /// The title: the caller's, else the one found at the top of the text.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// `Some("en")` or unknown.
    pub language: Option<&'static str>,
    /// Why the article was not analysed.
    pub error: Option<String>,
    /// Analysed, with a doubt.
    pub notes: Vec<String>,
    /// Title and boilerplate.
    pub regions: Vec<Region>,
    /// Paragraphs of title and body.
    pub paragraphs: Vec<Paragraph>,
    /// Tokens of title and body.
    pub tokens: Tokens,
    /// Sentences of title and body.
    pub sentences: Vec<Sentence>,
    /// Tags of the tokens; empty where the text is not English.
    pub tags: Tags,
    /// Persons, and all mentions.
    pub people: People,
    /// Whether quotes were looked for. If not, [`quotes`](Self::quotes) and [`marks`](Self::marks) are empty and say nothing of the
    /// text.
    pub has_quote_layer: bool,
    /// Whether pronouns were guessed from given names where the article uses none.
    pub has_guessed_pronouns: bool,
    /// Quotes, sorted by start.
    pub quotes: Vec<Quote>,
    /// Whose each quote is; parallel to `quotes`.
    pub attributions: Vec<Attribution>,
    /// What else is told of each saying; parallel to `quotes`.
    pub details: Vec<Details>,
    /// Marks that quote nobody.
    pub marks: Vec<QuietMark>,
    /// Dates, times of day, durations and sets, sorted by start; also in some kinds of boilerplate. Empty where the text is not English.
    pub times: Vec<TimeExpression>,
    /// The order of slashed dates that was asked for.
    pub day_first: Option<bool>,
}

impl Document {
    /// Mentions of every kind, sorted by start.
    pub fn mentions(&self) -> &[Mention] {
        &self.people.mentions
    }

    /// The Penn tag of token `i`; none where the text is not English.
    pub fn tag(&self, i: usize) -> Option<Tag> {
        self.tags.tags.get(i).copied()
    }

    /// The universal part of speech of token `i`.
    pub fn pos(&self, i: usize) -> Option<Pos> {
        self.tags.pos.get(i).copied()
    }

    /// The dictionary form of token `i`.
    pub fn lemma(&self, i: usize) -> Option<Cow<'_, str>> {
        self.tag(i).map(|tag| crate::tag::lemma(self.tokens.form(&self.text, i), tag))
    }

    /// Regions that are boilerplate (the title is not).
    pub fn boilerplate(&self) -> impl Iterator<Item = &Region> {
        self.regions.iter().filter(|region| region.kind.is_masked())
    }

    /// Global ids: the article's id, a colon, a letter and the number from 1; without an article id, letter and number.
    fn numbered(&self, letter: char, number: u32) -> String {
        match &self.id {
            Some(id) => format!("{id}:{letter}{}", number + 1),
            None => format!("{letter}{}", number + 1),
        }
    }

    /// The id of quote `index`: unique over a batch of articles with ids.
    pub fn quote_id(&self, index: usize) -> String {
        self.numbered('q', index as u32)
    }

    /// The id of a person: unique over a batch of articles with ids.
    pub fn person_id(&self, person: PersonId) -> String {
        self.numbered('p', person.0)
    }

    /// The id of what mention `number` means: a person's [`person_id`](Self::person_id), or another entity's; `None` where nobody knows.
    pub fn entity_id(&self, number: usize) -> Option<String> {
        let person = self.people.person_of[number].map(|person| self.person_id(person));
        person.or_else(|| self.people.entity_of.get(number).copied().flatten().map(|entity| self.numbered('e', entity)))
    }

    /// The parts of quote `index` joined by one space: the words that are reported.
    pub fn said(&self, index: usize) -> String {
        let parts: Vec<&str> = self.quotes[index].parts.iter().map(|part| part.text(&self.text)).collect();
        parts.join(" ")
    }

    /// The doubts about the article as one line, if there are any.
    pub fn note(&self) -> Option<String> {
        if self.notes.is_empty() { None } else { Some(self.notes.join("; ")) }
    }

    /// For every token, whether it lies in quotation marks that quote somebody; false where quotes were not looked for.
    pub fn quoted_tokens(&self) -> Vec<bool> {
        let mut is_quoted = vec![false; self.tokens.len()];
        for quote in &self.quotes {
            let spans = if quote.kind == QuoteKind::Direct { &quote.parts } else { &quote.quoted };
            for &span in spans {
                is_quoted[self.tokens.inside(span)].fill(true);
            }
        }
        is_quoted
    }
}
