//! Learning the models: small, deterministic, on one thread, with no dependency of its own.

pub mod crf;
pub mod custom;
mod feature_choice;
mod frequent;
pub mod names;

mod perceptron;
pub mod quotes;
mod ranker;

pub use frequent::frequent_features;
pub use perceptron::{Config, Example, Examples, Learned, MAX_LABELS, learn, learn_on, learn_while};
pub use ranker::{Choice, Config as RankerConfig, LearnedRanker, learn_ranker};
