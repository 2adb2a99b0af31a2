//! What every sequence model of the project shares: hashed features, a table of weights, decoding, the file.
//!
//! A stage turns each token into features (64-bit hashes, [`hash`]); their top bits choose rows of a table of small integers
//! ([`Weights`]) whose sum is the token's score for every label; [`Decoder`] finds the best sequence. Most features tell of one word
//! by itself ([`Word`]); what they add is summed once for each word of a [`Vocabulary`] ([`WordSums`]). Training uses the same features
//! and the same decoder, with `f32` weights. All arithmetic in use is on integers, so every machine gives the same result.
//! Cost: O(tokens × features that read several words); nothing is allocated for a token.

mod clusters;
mod decode;
mod dense;
mod file;
pub mod hash;
mod lookup;
mod near;
pub mod posterior;
mod ranker;
mod sums;
mod table;
mod vocabulary;
mod weights;

pub use clusters::{Clusters, UNCLUSTERED};
pub use decode::{Decoder, Score, UNSURE};
pub use dense::{DenseDecoder, Steps};
pub use file::{FORMAT_VERSION, Model, restamp};
pub use lookup::Lookup;
pub use ranker::{Candidates, Ranker};
pub use sums::{OWN, PLACES, Run, WordSums};
pub use vocabulary::{Letters, Vocabulary, Word};
pub use weights::{
    Batch, FILTER_BITS, FREQUENT, Few, Scores, Sink, Weights, filter_len, frequent_bits, labels_of, passes, row_bytes,
};
