//! The weights in use: rows of bytes, summed eight labels at a time.

use super::Model;
use super::decode::UNSURE;
use super::hash;

/// Labels in one block.
pub const BLOCK: usize = 8;

/// What is added to a weight in the table, so that it is not negative.
const BIAS: u8 = 0x80;

/// Every other byte of a word.
const EVEN: u64 = 0x00ff_00ff_00ff_00ff;

/// So many bytes can be added up in 16 bits.
const ADDENDS: usize = 256;

/// How many more bits of a feature the filter reads than the table.
pub const FILTER_BITS: u32 = 5;

/// A token's scores for all labels, eight to a block; those behind the last label are 0.
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
    /// Eight weights to a word, the first in the lowest byte, each more by [`BIAS`].
    rows: Box<[[u64; BLOCKS]]>,
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
        let mut rows = vec![[u64::MAX / 0xff * u64::from(BIAS); BLOCKS]; 1 << model.bits].into_boxed_slice();
        for (bytes, row) in model.rows.chunks_exact(labels).zip(&mut rows) {
            for (word, bytes) in row.iter_mut().zip(bytes.chunks(BLOCK)) {
                let mut weights = word.to_le_bytes();
                for (weight, &byte) in weights.iter_mut().zip(bytes) {
                    // As signed, and more by 128: the highest bit turned.
                    *weight = byte ^ BIAS;
                }
                *word = u64::from_le_bytes(weights);
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

/// Adds up the rows of the features of a few tokens.
///
/// Features wait until [`Batch::finish`], so that all look-ups of the filter, and then all of the table, run at once, from one token
/// into the next: the time goes into waiting for memory, and how many rows a token has is known before they are asked for.
#[derive(Clone, Debug, Default)]
pub struct Batch<const BLOCKS: usize> {
    features: Vec<u64>,
    rows: Vec<u32>,
    /// One past the last feature, later row, of each token but the last.
    ends: Vec<usize>,
    scores: Vec<Scores<BLOCKS>>,
}

impl<const BLOCKS: usize> Batch<BLOCKS> {
    /// Forgets all tokens.
    pub fn clear(&mut self) {
        self.features.clear();
        self.ends.clear();
        self.scores.clear();
    }

    /// Begins a token, with scores summed before.
    #[inline]
    pub fn begin(&mut self, scores: Scores<BLOCKS>) {
        if !self.scores.is_empty() {
            self.ends.push(self.features.len());
        }
        self.scores.push(scores);
    }

    /// The label that leads all others by `lead` in what the last token began with, or [`UNSURE`].
    #[inline]
    pub fn clear_label(&self, lead: i16) -> u8 {
        let Some(scores) = self.scores.last() else { return UNSURE };
        let labels = scores.as_flattened();
        let best = labels.iter().fold(i16::MIN, |best, &score| best.max(score));
        let floor = best.saturating_sub(lead);
        if labels.iter().map(|&score| u16::from(score >= floor)).sum::<u16>() > 1 {
            return UNSURE;
        }
        labels.iter().position(|&score| score == best).map_or(UNSURE, |label| label as u8)
    }

    /// The scores of all tokens.
    #[inline(never)]
    pub fn finish(&mut self, weights: &Weights<BLOCKS>) -> &[Scores<BLOCKS>] {
        self.ends.push(self.features.len());
        self.rows.resize(self.features.len(), 0);
        let (mut start, mut count) = (0, 0);
        for end in &mut self.ends {
            for &feature in &self.features[start..*end] {
                self.rows[count] = weights.row(feature) as u32;
                count += usize::from(weights.knows(feature));
            }
            start = *end;
            *end = count;
        }
        let mut start = 0;
        for (token, &end) in self.scores.iter_mut().zip(&self.ends) {
            for rows in self.rows[start..end].chunks(ADDENDS) {
                add_rows(token, &weights.rows, rows);
            }
            start = end;
        }
        self.features.clear();
        self.ends.clear();
        &self.scores
    }
}

/// Adds rows of the table to scores: eight weights at once, in two words of four sums each. Faster than vectors of eight, for which the
/// compiler takes the bytes apart one by one.
#[inline]
fn add_rows<const BLOCKS: usize>(scores: &mut Scores<BLOCKS>, table: &[[u64; BLOCKS]], rows: &[u32]) {
    let mut sums = [[0_u64; 2]; BLOCKS];
    for &row in rows {
        for (sums, weights) in sums.iter_mut().zip(table[row as usize]) {
            sums[0] += weights & EVEN;
            sums[1] += weights >> 8 & EVEN;
        }
    }
    let bias = rows.len() as u16 * u16::from(BIAS);
    for (scores, sums) in scores.iter_mut().zip(sums) {
        for (label, score) in scores.iter_mut().enumerate() {
            let sum = (sums[label % 2] >> (label / 2 * 16)) as u16;
            *score = score.wrapping_add(sum.wrapping_sub(bias).cast_signed());
        }
    }
}

/// Adds scores to others.
#[inline]
pub fn add_scores<const BLOCKS: usize>(total: &mut Scores<BLOCKS>, scores: &Scores<BLOCKS>) {
    for (total, scores) in total.iter_mut().zip(scores) {
        *total = std::array::from_fn(|i| total[i].wrapping_add(scores[i]));
    }
}

impl<const BLOCKS: usize> Sink for Batch<BLOCKS> {
    #[inline]
    fn add(&mut self, feature: u64) {
        self.features.push(feature);
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
        let mut batch = Batch::default();
        // Twice, to see that a batch can be used again; the second token has no features.
        for _ in 0..2 {
            batch.clear();
            batch.begin([[1; BLOCK]; BLOCKS]);
            for feature in [0, 1 << 62, 3 << 62, 3 << 62] {
                batch.add(feature);
            }
            batch.begin([[7; BLOCK]; BLOCKS]);
            let scores = batch.finish(&weights);
            for (label, &score) in scores[0].as_flattened()[..labels].iter().enumerate() {
                let expected: i16 = [0, 1, 3, 3].iter().map(|row| i16::from(model.rows[row * labels + label].cast_signed())).sum();
                assert_eq!(score, 1 + expected);
            }
            assert!(scores[0].as_flattened()[labels..].iter().all(|&score| score == 1));
            assert_eq!(scores[1], [[7; BLOCK]; BLOCKS]);
        }
    }

    #[test]
    fn sums_rows_over_all_blocks() {
        check::<1>(1);
        check::<1>(8);
        check::<2>(9);
        check::<6>(48);
    }

    #[test]
    fn features_never_learned_from_count_nothing() {
        let mut filter = vec![0; filter_len(2)];
        filter[0] |= 1 << (hash::row(1 << 62, 2 + FILTER_BITS) % 64);
        let weights = Weights::<1>::of(&model(1, filter));
        let mut batch = Batch::default();
        batch.begin([[0; BLOCK]]);
        for feature in [1 << 62, (1 << 62) + (1 << 60), 3 << 62] {
            batch.add(feature);
        }
        assert_eq!(batch.finish(&weights)[0][0][0], 1);
    }

    #[test]
    fn a_label_is_clear_if_it_leads_by_enough() {
        let mut batch = Batch::<1>::default();
        let mut scores = [[0; BLOCK]];
        (scores[0][3], scores[0][5]) = (50, 20);
        batch.begin(scores);
        assert_eq!((batch.clear_label(29), batch.clear_label(30)), (3, UNSURE));
    }
}
