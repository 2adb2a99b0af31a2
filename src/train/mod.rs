//! Learning the models: small, with no dependency of its own.

mod perceptron;

pub use perceptron::{Config, Example, Learned, MAX_LABELS, learn};
