//! Which features are learned from: those that occur often enough and weigh enough.
//!
//! Input: examples. Output: a [`FeatureChoice`], a bit for each class of features; the examples as rows of chosen features ([`keep_rows`]). The
//! weight of a feature is learned in a wide table first. Cost: O(features), and a learning of four epochs.

use super::perceptron::{Config, Examples, learn};
use crate::model::FILTER_BITS;
use crate::model::hash::row;

/// What of an example the learner keeps: the rows of its frequent features.
pub(super) struct Kept {
    pub(super) rows: Vec<u32>,
    pub(super) ends: Vec<u32>,
    pub(super) allowed: Vec<u64>,
}

/// Features are told apart by this many bits of them while they are chosen.
const CHOICE_BITS: u32 = 28;

/// Which features are kept, a bit each.
pub(super) struct FeatureChoice(Vec<u64>);

impl FeatureChoice {
    pub(super) fn all() -> Self {
        Self(vec![u64::MAX; 1 << (CHOICE_BITS - 6)])
    }

    /// The features seen often enough.
    pub(super) fn counted(min_count: u8, read: &Examples<'_>) -> Self {
        let mut choice = Self::all();
        if min_count > 1 {
            let mut counts = vec![0_u8; 1 << CHOICE_BITS];
            read(&mut |example| {
                for &feature in &example.features {
                    let count = &mut counts[row(feature, CHOICE_BITS)];
                    *count = count.saturating_add(1);
                }
            });
            choice.retain(|at| counts[at] >= min_count);
        }
        choice
    }

    /// Keeps the features whose row of a table of 2^`bits` rows is kept.
    pub(super) fn retain_rows(&mut self, bits: u32, keeps: impl Fn(usize) -> bool) {
        self.retain(|at| keeps(at >> (CHOICE_BITS - bits)));
    }

    pub(super) fn has(&self, feature: u64) -> bool {
        let at = row(feature, CHOICE_BITS);
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    fn retain(&mut self, keeps: impl Fn(usize) -> bool) {
        for (word, bits) in self.0.iter_mut().enumerate() {
            for bit in 0..64 {
                if *bits >> bit & 1 == 1 && !keeps(word * 64 + bit) {
                    *bits &= !(1 << bit);
                }
            }
        }
    }
}

/// Bits of the wide table in which the weights of features are learned before the small ones are left out.
const WIDE_BITS: u32 = 20;

/// The features that occur often enough and weigh enough.
pub(super) fn choose_features(config: Config, read: &Examples<'_>) -> FeatureChoice {
    let mut choice = FeatureChoice::counted(config.min_count, read);
    if config.min_weight > 0.0 {
        let wide = Config { bits: WIDE_BITS.max(config.bits), min_weight: 0.0, epochs: config.epochs.min(4), ..config };
        let table = learn(wide, read).table;
        let weighs =
            |row: usize| table[row * config.labels..][..config.labels].iter().any(|weight| weight.abs() >= config.min_weight);
        choice.retain_rows(wide.bits, weighs);
    }
    choice
}

/// Rows of the chosen features of all sentences; the filter comes to know them.
pub(super) fn keep_rows(config: Config, read: &Examples<'_>, choice: &FeatureChoice, filter: &mut [u64]) -> Vec<Kept> {
    let Config { bits, has_filter, .. } = config;
    let mut sentences = Vec::new();
    read(&mut |example| {
        let (mut rows, mut ends) = (Vec::new(), Vec::new());
        for features in example.tokens() {
            for &feature in features.iter().filter(|&&feature| choice.has(feature)) {
                rows.push(row(feature, bits) as u32);
                if has_filter {
                    let class = row(feature, bits + FILTER_BITS);
                    filter[class / 64] |= 1 << (class % 64);
                }
            }
            ends.push(rows.len() as u32);
        }
        rows.shrink_to_fit();
        sentences.push(Kept { rows, ends, allowed: example.allowed.clone() });
    });
    sentences
}
