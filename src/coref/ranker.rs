//! Who answers whom a pronoun means.

use super::features::fingerprint;
use super::{Scene, Who};
use crate::attribute::ranker::may_be_missing;
use crate::model::{Candidates, Ranker};
use crate::text::Span;
use std::sync::LazyLock;

/// The name of the model in its file.
pub const NAME: &str = "pronouns";

/// A question: whom does this pronoun mean? The last candidate is nobody of those mentioned.
#[derive(Clone, Debug)]
pub struct Question {
    /// The pronoun.
    pub span: Span,
    /// Which pronoun.
    pub who: Who,
    /// The features of all candidates.
    pub candidates: Candidates,
    /// The entity of each candidate but the last one.
    pub entities: Vec<u32>,
}

/// Who answers questions: the model, or in training who writes them down.
pub trait Choose {
    /// The share of belief in each candidate, summing to 1.
    fn choose(&mut self, question: &Question, scene: &Scene<'_>) -> Vec<f32>;
}

impl Choose for &Ranker {
    fn choose(&mut self, question: &Question, _: &Scene<'_>) -> Vec<f32> {
        self.shares(&question.candidates)
    }
}

/// The embedded model, read on first use.
///
/// # Panics
/// If the embedded file is damaged, which a test rules out.
pub fn embedded() -> &'static Ranker {
    static RANKER: LazyLock<Ranker> = LazyLock::new(|| {
        let file = include_bytes!("../../data/models/pronouns.bin");
        Ranker::from_embedded(file, "data/models/pronouns.bin", NAME, fingerprint(), may_be_missing())
            .unwrap_or_else(|error| panic!("{error}"))
    });
    &RANKER
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_is_read() {
        let file = include_bytes!("../../data/models/pronouns.bin");
        assert!(Ranker::from_bytes(file, "pronouns.bin", NAME, fingerprint()).is_ok());
    }
}
