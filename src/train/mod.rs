//! Learns models from labelled sequences: small, deterministic, on one thread.

mod perceptron;

pub use perceptron::{Config, Learned, Sequence, learn};
