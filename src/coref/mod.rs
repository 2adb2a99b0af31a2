//! Whom pronouns mean.
//!
//! Input: text, tokens, tags, quotation marks, people. Output: [`Pronouns`]: every personal pronoun, with the entity it means where one is
//! likely enough.
//! Method: from left to right, each pronoun of the third person is put to a trained ranker ([`ranker`]) over the entities mentioned
//! before it (names, roles, nouns for persons, pronouns already read) and nobody of them; *who* is the name right before; *I*, *we* and
//! *you* belong to the speaker and the addressee of the quotation, outside quotations to author and reader (`speech`).
//! The shape follows mention ranking (Denis and Baldridge 2008). Cost: O(tokens), at most [`MOST`](features) candidates a pronoun.

mod answer;
mod entities;
mod features;
mod phrases;
pub mod ranker;
mod scene;
mod speech;
mod words;

use crate::text::Span;

pub use answer::{find_pronouns, find_pronouns_with};
pub use entities::{Entities, Entity, EntityKind};
pub use features::fingerprint as features_fingerprint;
pub use scene::{Referent, Scene};
pub use speech::{Speech, resolve_speech};
pub use words::{Case, Pronoun, Who};

/// What pronouns are read in.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Input<'a> {
    pub text: &'a str,
    pub tokens: &'a crate::token::Tokens,
    pub tags: &'a crate::tag::Tags,
    pub paragraphs: &'a [crate::token::Paragraph],
    /// Paired quotation marks.
    pub pairs: &'a [crate::quote::MarkPair],
    pub people: &'a crate::person::People,
    /// The mentions of `people` by entity.
    pub entities: &'a Entities,
}

/// A pronoun and whom it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Where it stands.
    pub span: Span,
    /// What kind of pronoun.
    pub pronoun: Pronoun,
    /// Whom it means, by number in [`Pronouns::entities`]; `None` where nobody is likely enough.
    pub entity: Option<u32>,
    /// The share of belief in that, 0 to 1.
    pub belief: f32,
}

impl Reference {
    /// What found out whom it means.
    pub fn method(&self) -> &'static str {
        match self.pronoun.who {
            Who::I | Who::We => "speaker",
            Who::You => "addressee",
            Who::Relative => "relative-pronoun",
            Who::He | Who::She | Who::They => "pronoun-ranker",
        }
    }
}

/// The pronouns of an article.
#[derive(Clone, Debug, Default)]
pub struct Pronouns {
    /// In order of the text.
    pub references: Vec<Reference>,
    /// The entities of the names ([`Entities::list`]) and behind them those that have no name.
    pub entities: Vec<Referent>,
}
