//! Tags every token: Penn tag, universal part of speech, and on demand its lemma.
//!
//! Input: tokens and sentences. Output: columns parallel to the tokens.
//! Method: a linear model over word, affixes, shape, clusters and two neighbours on either side, decoded by Viterbi
//! ([`crate::model`]); the universal part follows from Penn tag, word and next tag by a learned table. Cost: O(tokens).

mod features;
mod lemma;
mod tagger;
mod tagset;
mod universal;

pub use features::{add_context_features, add_word_features, features_fingerprint};
pub use lemma::lemma;
pub use tagger::{TagInput, TagScratch, Tagger, is_shouted};
pub use tagset::{Pos, Tag};
pub use universal::Universal;

/// The tags of a document's tokens, in columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// Penn tags.
    pub tags: Vec<Tag>,
    /// Universal parts of speech.
    pub pos: Vec<Pos>,
}
