//! The weights in use: rows of bytes, summed in blocks of sixteen labels that the compiler turns into vector instructions.

use super::Model;
use super::decode::UNSURE;
use super::hash;

/// Labels in one block.
pub const BLOCK: usize = 16;

/// How many more bits of a feature the filter reads than the table.
pub const FILTER_BITS: u32 = 5;

/// A token's scores for all labels, sixteen to a block; those behind the last label are 0.
pub type Scores<const BLOCKS: usize> = [[i16; BLOCK]; BLOCKS];

/// What takes the features of a token: a list of them in training, the sum of their rows in use. The code that makes features is
/// written once, for both.
pub trait Sink {
    /// Takes one feature.
    fn add(&mut self, feature: u64);
}

impl Sink for Vec<u64> {
    fn add(&mut self, feature: u64) {
        self.push(feature);
    }
}

/// A table of 2^bits rows, one byte for each label. A row times the model's scale is the learned weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights<const BLOCKS: usize> {
    bits: u32,
    labels: usize,
    /// One bit for each of 2^(bits + [`FILTER_BITS`]) classes of features: whether any was learned from. The others count nothing, as
    /// they did in training, and their rows are not loaded. Empty: all count.
    filter: Box<[u64]>,
    rows: Box<[[[i8; BLOCK]; BLOCKS]]>,
    transitions: Vec<i32>,
}

impl<const BLOCKS: usize> Weights<BLOCKS> {
    /// The weights of a model.
    ///
    /// # Panics
    /// If the model has more labels than fit; whoever reads it compares its labels with their own first.
    pub fn of(model: &Model) -> Self {
        let labels = model.labels.len();
        assert!(labels <= BLOCKS * BLOCK, "{labels} labels in {BLOCKS} blocks");
        let mut rows = vec![[[0; BLOCK]; BLOCKS]; 1 << model.bits].into_boxed_slice();
        for (bytes, row) in model.rows.chunks_exact(labels).zip(&mut rows) {
            for (&byte, weight) in bytes.iter().zip(row.as_flattened_mut()) {
                *weight = byte.cast_signed();
            }
        }
        Self { bits: model.bits, labels, filter: model.filter.clone().into(), rows, transitions: model.transitions.clone() }
    }

    /// How many labels there are.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// From each label, and last from the start, to each label.
    pub fn transitions(&self) -> &[i32] {
        &self.transitions
    }

    /// The row of a feature.
    #[inline]
    fn row(&self, feature: u64) -> usize {
        hash::row(feature, self.bits)
    }

    /// Whether a feature counts.
    #[inline]
    fn knows(&self, feature: u64) -> bool {
        self.filter.is_empty() || passes(&self.filter, self.bits, feature)
    }
}

/// Whether a filter lets a feature through.
#[inline]
pub fn passes(filter: &[u64], bits: u32, feature: u64) -> bool {
    let class = hash::row(feature, bits + FILTER_BITS);
    filter[class / 64] >> (class % 64) & 1 == 1
}

/// How many words of 64 bits the filter of a table has.
pub fn filter_len(bits: u32) -> usize {
    (1_usize << (bits + FILTER_BITS)) / 64
}

/// Features that wait, at most.
const PENDING: usize = 64;

/// Adds up rows. Features wait until [`Sum::finish`], so that all look-ups of the filter, and then all of the table, run at once: the
/// time goes into waiting for memory.
#[derive(Clone, Debug)]
pub struct Sum<'a, const BLOCKS: usize> {
    weights: &'a Weights<BLOCKS>,
    scores: Scores<BLOCKS>,
    pending: [u64; PENDING],
    len: usize,
}

impl<'a, const BLOCKS: usize> Sum<'a, BLOCKS> {
    /// Begins with nothing.
    pub fn new(weights: &'a Weights<BLOCKS>) -> Self {
        Self { weights, scores: [[0; BLOCK]; BLOCKS], pending: [0; PENDING], len: 0 }
    }

    /// Begins anew, with scores summed before.
    #[inline]
    pub fn begin(&mut self, scores: Scores<BLOCKS>) {
        self.scores = scores;
        self.len = 0;
    }

    /// Adds scores summed before.
    #[inline]
    pub fn add_scores(&mut self, scores: &Scores<BLOCKS>) {
        for (total, scores) in self.scores.iter_mut().zip(scores) {
            *total = std::array::from_fn(|i| total[i].wrapping_add(scores[i]));
        }
    }

    /// The label that leads all others by `lead` in what was summed before, or [`UNSURE`].
    #[inline]
    pub fn clear_label(&self, lead: i16) -> u8 {
        let labels = self.scores.as_flattened();
        let best = labels.iter().fold(i16::MIN, |best, &score| best.max(score));
        let floor = best.saturating_sub(lead);
        if labels.iter().map(|&score| u16::from(score >= floor)).sum::<u16>() > 1 {
            return UNSURE;
        }
        labels.iter().position(|&score| score == best).map_or(UNSURE, |label| label as u8)
    }

    /// The scores of all that was added. Whole blocks are widened and added by value, so that the sums stay in vector registers. A token
    /// has far fewer than the 256 features whose sum could overflow.
    #[inline]
    pub fn finish(&mut self) -> Scores<BLOCKS> {
        let mut count = 0;
        for i in 0..self.len {
            let feature = self.pending[i];
            self.pending[count] = feature;
            count += usize::from(self.weights.knows(feature));
        }
        let mut scores = self.scores;
        for &feature in &self.pending[..count] {
            let row = &self.weights.rows[self.weights.row(feature)];
            for block in 0..BLOCKS {
                let (total, weights) = (scores[block], row[block]);
                scores[block] = std::array::from_fn(|i| total[i].wrapping_add(i16::from(weights[i])));
            }
        }
        self.len = 0;
        self.scores = scores;
        scores
    }
}

impl<const BLOCKS: usize> Sink for Sum<'_, BLOCKS> {
    #[inline]
    fn add(&mut self, feature: u64) {
        if self.len == PENDING {
            self.finish();
        }
        self.pending[self.len] = feature;
        self.len += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(labels: usize, filter: Vec<u64>) -> Model {
        Model {
            name: "toy".to_owned(),
            features: 1,
            labels: (0..labels).map(|label| label.to_string()).collect(),
            bits: 2,
            scale: 1.0,
            transitions: vec![0; (labels + 1) * labels],
            filter,
            rows: (0..labels << 2).map(|i| (i % 251) as u8).collect(),
            sections: Vec::new(),
        }
    }

    fn check<const BLOCKS: usize>(labels: usize) {
        let model = model(labels, Vec::new());
        let weights = Weights::<BLOCKS>::of(&model);
        let mut sum = Sum::new(&weights);
        for feature in [0, 1 << 62, 3 << 62, 3 << 62] {
            sum.add(feature);
        }
        let half = sum.finish();
        sum.add_scores(&half);
        let scores = sum.finish();
        for (label, &score) in scores.as_flattened()[..labels].iter().enumerate() {
            let expected: i16 = [0, 1, 3, 3].iter().map(|row| i16::from(model.rows[row * labels + label].cast_signed())).sum();
            assert_eq!(score, 2 * expected);
        }
        assert!(scores.as_flattened()[labels..].iter().all(|&score| score == 0));
    }

    #[test]
    fn sums_rows_over_all_blocks() {
        check::<1>(1);
        check::<1>(9);
        check::<2>(17);
        check::<3>(48);
    }

    #[test]
    fn features_never_learned_from_count_nothing() {
        let mut filter = vec![0; filter_len(2)];
        filter[0] |= 1 << (hash::row(1 << 62, 2 + FILTER_BITS) % 64);
        let weights = Weights::<1>::of(&model(1, filter));
        let mut sum = Sum::new(&weights);
        for feature in [1 << 62, (1 << 62) + (1 << 60), 3 << 62] {
            sum.add(feature);
        }
        assert_eq!(sum.finish()[0][0], 1);
    }
}
