//! Learns the embedded tables from text: small, deterministic, on one thread.

pub mod clusters;
pub mod corpus;
pub mod vectors;

pub use clusters::train_clusters;
