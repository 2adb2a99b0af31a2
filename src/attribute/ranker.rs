//! The model that chooses among the candidates for the speaker of a quote.
//!
//! Input: for every candidate a list of hashed features. Output: the share of belief in each. Method: a log-linear model over the
//! candidates of one quote; weights are bytes in a table of 2^bits rows ([`crate::model`]), so that sums are exact.
//! Cost: one lookup a feature.

use crate::error::Result;
use crate::model::{Model, hash};
use std::sync::LazyLock;
#[cfg(feature = "train")]
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether an embedded model that is damaged or outdated passes for an empty one: for the programs that train it anew after a change of
/// the features. They set it before the first use.
#[cfg(feature = "train")]
pub static MAY_BE_MISSING: AtomicBool = AtomicBool::new(false);

#[cfg(feature = "train")]
fn may_be_missing() -> bool {
    MAY_BE_MISSING.load(Ordering::Relaxed)
}

#[cfg(not(feature = "train"))]
fn may_be_missing() -> bool {
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
    /// The features of all candidates in a row.
    pub features: Vec<u64>,
    /// One past each candidate's last feature.
    pub ends: Vec<u32>,
    /// What each candidate is called.
    pub names: Vec<String>,
    /// The spans in which each candidate is named, nearest first; a few only.
    pub mentions: Vec<Vec<crate::text::Span>>,
    /// The candidate that the rules would choose.
    pub rule: Option<usize>,
}

impl Question {
    /// The features of each candidate.
    pub fn candidates(&self) -> impl Iterator<Item = &[u64]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.features[start as usize..end as usize])
    }
}

/// Who answers questions: the model, or in training who writes them down.
pub trait Choose {
    /// The share of belief in each candidate, summing to 1.
    fn choose(&mut self, question: &Question) -> Vec<f32>;
}

/// The trained model.
#[derive(Clone, Debug)]
pub struct Ranker {
    bits: u32,
    scale: f32,
    rows: Vec<i8>,
}

impl Ranker {
    /// The embedded model, read on first use.
    ///
    /// # Panics
    /// If the embedded file is damaged, which a test rules out.
    pub fn get() -> &'static Self {
        static RANKER: LazyLock<Ranker> = LazyLock::new(|| {
            let file = include_bytes!("../../data/models/speakers.bin");
            Ranker::from_embedded(file, may_be_missing()).unwrap_or_else(|error| panic!("{error}"))
        });
        &RANKER
    }

    /// The same of its bytes. If it may be missing, a file that cannot be read is told of, and passes for a model that knows nothing.
    fn from_embedded(file: &[u8], may_be_missing: bool) -> Result<Self> {
        match Self::from_bytes(file, "data/models/speakers.bin") {
            Err(error) if may_be_missing => {
                #[allow(clippy::print_stderr, reason = "for who trains it")]
                {
                    eprintln!("{error}\nuntil it is trained, a model of speakers that knows nothing stands in for it");
                }
                Ok(Self { bits: 1, scale: 1.0, rows: vec![0; 2] })
            }
            read => read,
        }
    }

    /// Reads a model file; `source` is its name in messages.
    ///
    /// # Errors
    /// [`Error::InvalidModel`](crate::Error::InvalidModel) as [`Model::from_bytes`].
    pub fn from_bytes(file: &[u8], source: &str) -> Result<Self> {
        let model = Model::from_bytes(file, source, NAME, super::features::fingerprint())?;
        // One label: a row is one byte.
        let labels = model.labels.len();
        let rows = model.rows.iter().step_by(labels).map(|byte| byte.cast_signed()).collect();
        Ok(Self { bits: model.bits, scale: model.scale, rows })
    }
}

impl Choose for &Ranker {
    fn choose(&mut self, question: &Question) -> Vec<f32> {
        let sums: Vec<i32> = question
            .candidates()
            .map(|features| features.iter().map(|&feature| i32::from(self.rows[hash::row(feature, self.bits)])).sum())
            .collect();
        let most = sums.iter().copied().max().unwrap_or(0);
        #[allow(clippy::cast_precision_loss, reason = "sums of some forty bytes")]
        let shares: Vec<f32> = sums.iter().map(|&sum| libm::expf((sum - most) as f32 * self.scale)).collect();
        let all: f32 = shares.iter().sum();
        shares.iter().map(|share| share / all).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_model_passes_for_an_empty_one_only_where_it_is_trained() {
        let mut file = include_bytes!("../../data/models/speakers.bin").to_vec();
        assert!(Ranker::from_embedded(&file, false).is_ok_and(|ranker| ranker.rows.len() > 2));
        // Outdated: another fingerprint.
        file[12] ^= 1;
        assert!(Ranker::from_embedded(&file, false).is_err());
        assert!(Ranker::from_embedded(&file, true).is_ok_and(|ranker| ranker.rows == [0; 2]));
    }
}
