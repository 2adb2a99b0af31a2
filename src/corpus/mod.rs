//! Across articles: the same words, the same story, copies.
//!
//! The stages, each a file: the normal form of words ([`normal`], [`numbers`]), how much a word tells ([`rarity`]), what is kept of
//! a quotation ([`signatures`]), stock phrases ([`counts`]), who may be the same utterance ([`index`]), which words agree
//! ([`align`](mod@align)), whether that is enough ([`judge`]), clusters ([`cluster`]), what was changed ([`edits`]), and the table
//! ([`same`]).
//!
//! Method: seed and extend, as in the search for like genes (BLAST, Altschul et al. 1990), over rare word triples; leader clustering
//! from the longest variant down, with the evidence in bits (Leskovec et al. 2009 cluster phrases of news by containment; we ask
//! besides how likely it is that two people say these words, on these days). Cost: linear in the words: each leads to a bounded
//! number of look-ups, each quotation to a bounded number of alignments, of which none costs more than the words of the quotation and a
//! bounded number of others. Long work ends soon after a [`Stop`] is set.

// Weights and counts are far below 2^23, positions below 2^31.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_wrap, clippy::cast_sign_loss)]

pub mod align;
pub mod articles;
pub mod cluster;
pub mod counts;
pub mod duplicates;
pub mod edits;
mod file;
pub mod find;
pub mod index;
pub mod judge;
pub mod normal;
pub mod numbers;
pub mod rarity;
pub mod same;
pub mod signatures;
pub mod speaker;
pub mod stop;
pub mod store;
pub mod stories;
pub mod texts;

pub use same::{Same, SameQuotes, SameRow, same_quotes};
pub use signatures::{Quotation, Signatures};
pub use stop::Stop;
