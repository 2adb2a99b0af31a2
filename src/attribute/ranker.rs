//! The model that chooses among the candidates for the speaker of a quote.
//!
//! Input: for every candidate a list of hashed features. Output: the share of belief in each. Method: a log-linear model over the
//! candidates of one quote; weights are bytes in a table of 2^bits rows ([`crate::model`]), so that sums are exact.
//! Cost: one lookup a feature.

use crate::error::Result;
use crate::model::{Model, hash};
use std::sync::LazyLock;

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
            match Ranker::from_bytes(file, "data/models/speakers.bin") {
                Ok(ranker) => ranker,
                // Whoever trains it after a change of the features has none yet.
                Err(_) if cfg!(feature = "train") => Ranker { bits: 1, scale: 1.0, rows: vec![0; 2] },
                Err(error) => panic!("{error}"),
            }
        });
        &RANKER
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
