//! Who answers whose a quote is: the model that chooses among the candidates for a speaker.
//!
//! Input: a [`Question`]. Output: the share of belief in each candidate, by a log-linear model ([`Ranker`]).

use super::features::fingerprint;
use crate::model::{Candidates, Ranker};
use std::sync::LazyLock;
#[cfg(feature = "train")]
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether an embedded ranker that is damaged or outdated passes for an empty one: for the programs that train it anew after a change
/// of the features. They set it before the first use.
#[cfg(feature = "train")]
pub static MAY_BE_MISSING: AtomicBool = AtomicBool::new(false);

#[cfg(feature = "train")]
pub(crate) fn may_be_missing() -> bool {
    MAY_BE_MISSING.load(Ordering::Relaxed)
}

#[cfg(not(feature = "train"))]
pub(crate) fn may_be_missing() -> bool {
    false
}

/// The name of the model in its file.
pub const NAME: &str = "speakers";

/// A question: whose is this quote, among these candidates?
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The quote, by number.
    pub quote: usize,
    /// What is asked, in a word: for reports.
    pub asked: &'static str,
    /// The features of all candidates.
    pub candidates: Candidates,
    /// What each candidate is called.
    pub names: Vec<String>,
    /// The spans in which each candidate is named, nearest first; a few only.
    pub mentions: Vec<Vec<crate::text::Span>>,
    /// The candidate that the rules would choose.
    pub rule: Option<usize>,
}

/// Who answers questions: the model, or in training who writes them down.
pub trait Choose {
    /// The share of belief in each candidate, summing to 1.
    fn choose(&mut self, question: &Question) -> Vec<f32>;
}

/// The embedded model, read on first use.
///
/// # Panics
/// If the embedded file is damaged, which a test rules out.
pub fn embedded() -> &'static Ranker {
    static RANKER: LazyLock<Ranker> = LazyLock::new(|| {
        let file = include_bytes!("../../data/models/speakers.bin");
        Ranker::from_embedded(file, "data/models/speakers.bin", NAME, fingerprint(), may_be_missing())
            .unwrap_or_else(|error| panic!("{error}"))
    });
    &RANKER
}

impl Choose for &Ranker {
    fn choose(&mut self, question: &Question) -> Vec<f32> {
        self.shares(&question.candidates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_is_read() {
        let file = include_bytes!("../../data/models/speakers.bin");
        assert!(Ranker::from_bytes(file, "speakers.bin", NAME, fingerprint()).is_ok());
    }
}
