//! What every sequence model of the project shares: hashed features, a table of weights, decoding, the file.
//!
//! A stage turns each token into features (64-bit hashes, [`hash`]); their top bits choose rows of a table of small integers
//! ([`Weights`]) whose sum is the token's score for every label; [`Decoder`] finds the best sequence. Training uses the same
//! features and the same decoder, with `f32` weights. All arithmetic in use is on integers, so every machine gives the same result.
//! Cost: O(tokens × features); nothing is allocated for a token.

mod decode;
mod file;
pub mod hash;
mod lookup;
mod weights;

pub use decode::{Decoder, Score};
pub use file::{FORMAT_VERSION, Model};
pub use lookup::Lookup;
pub use weights::Weights;
