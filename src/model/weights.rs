//! The weights in use: rows of bytes, summed in blocks of sixteen labels that the compiler turns into vector instructions.

use super::hash;

/// Labels in one block.
const BLOCK: usize = 16;

/// The most blocks of a row.
const MAX_BLOCKS: usize = 4;

/// How many more bits of a feature the filter reads than the table.
const FILTER_BITS: u32 = 5;

/// A table of 2^bits rows, one byte for each label, and transitions between neighbours; both times `scale` are the learned weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    pub(super) bits: u32,
    pub(super) labels: usize,
    pub(super) scale: f32,
    /// One bit for each of 2^(bits + [`FILTER_BITS`]) classes of features: whether any was learned from. Others are not looked up, as
    /// they were not in training; most rows they would have shared are so never loaded.
    pub(super) filter: Vec<u64>,
    /// Rows padded to whole blocks.
    table: Vec<[i8; BLOCK]>,
    /// From each label, and last from the start, to each label.
    pub(super) transitions: Vec<i32>,
}

impl Weights {
    /// The most labels a model can have.
    pub const MAX_LABELS: usize = BLOCK * MAX_BLOCKS;
    /// The most features of one token: their sum fits sixteen bits.
    pub const MAX_FEATURES: usize = 256;

    /// How many words of 64 bits the filter of a table has.
    pub fn filter_len(bits: u32) -> usize {
        (1_usize << (bits + FILTER_BITS)) / 64
    }

    /// The filter that lets `features` through.
    pub fn filter_of(bits: u32, features: impl Iterator<Item = u64>) -> Vec<u64> {
        let mut filter = vec![0; Self::filter_len(bits)];
        for feature in features {
            let at = hash::row(feature, bits + FILTER_BITS);
            filter[at / 64] |= 1 << (at % 64);
        }
        filter
    }

    /// Whether the filter lets a feature through.
    #[inline]
    pub fn passes(filter: &[u64], bits: u32, feature: u64) -> bool {
        let class = hash::row(feature, bits + FILTER_BITS);
        filter[class / 64] >> (class % 64) & 1 == 1
    }

    /// Weights from rows of `labels` bytes and (`labels` + 1) × `labels` transitions.
    ///
    /// # Panics
    /// If the sizes do not agree; the file reader checks them first.
    pub fn new(bits: u32, labels: usize, scale: f32, rows: &[u8], filter: Vec<u64>, transitions: Vec<i32>) -> Self {
        assert!((1..=Self::MAX_LABELS).contains(&labels) && rows.len() == labels << bits);
        assert!(filter.len() == Self::filter_len(bits) && transitions.len() == (labels + 1) * labels);
        let blocks = labels.div_ceil(BLOCK);
        let mut table = vec![[0; BLOCK]; blocks << bits];
        for (row, padded) in rows.chunks_exact(labels).zip(table.chunks_exact_mut(blocks)) {
            for (bytes, block) in row.chunks(BLOCK).zip(padded) {
                for (&byte, weight) in bytes.iter().zip(block) {
                    *weight = byte.cast_signed();
                }
            }
        }
        Self { bits, labels, scale, filter, table, transitions }
    }

    /// The learned weights rounded to bytes: one scale for all, the largest weight becoming 127. Transitions keep more digits.
    pub fn quantized(bits: u32, labels: usize, table: &[f32], filter: Vec<u64>, transitions: &[f32]) -> Self {
        let largest = table.iter().fold(f32::MIN_POSITIVE, |largest, weight| largest.max(weight.abs()));
        let scale = largest / 127.0;
        let rows: Vec<u8> = table.iter().map(|weight| ((weight / scale).round() as i8).cast_unsigned()).collect();
        let transitions = transitions.iter().map(|weight| (weight / scale).round() as i32).collect();
        Self::new(bits, labels, scale, &rows, filter, transitions)
    }

    /// How many labels there are.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// What one step of a weight is worth in learned units.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// Transitions for [`Decoder::best_path`](super::Decoder::best_path).
    pub fn transitions(&self) -> &[i32] {
        &self.transitions
    }

    /// The rows without padding, as they stand in the file.
    pub(super) fn rows(&self) -> impl Iterator<Item = u8> + '_ {
        let blocks = self.labels.div_ceil(BLOCK);
        self.table
            .chunks_exact(blocks)
            .flat_map(|row| row.as_flattened()[..self.labels].iter().map(|weight| weight.cast_unsigned()))
    }

    /// Appends a token's score for every label.
    pub fn score(&self, features: &[u64], scores: &mut Vec<i32>) {
        debug_assert!(features.len() <= Self::MAX_FEATURES, "{} features", features.len());
        match self.labels.div_ceil(BLOCK) {
            1 => self.sum::<1>(features, scores),
            2 => self.sum::<2>(features, scores),
            3 => self.sum::<3>(features, scores),
            _ => self.sum::<4>(features, scores),
        }
    }

    /// Whole blocks are loaded, widened and added by value, so that the sums stay in vector registers.
    #[inline(never)]
    fn sum<const BLOCKS: usize>(&self, features: &[u64], scores: &mut Vec<i32>) {
        let mut total = [[0_i16; BLOCK]; BLOCKS];
        let (rows, _) = self.table.as_chunks::<BLOCKS>();
        for &feature in features {
            if !Self::passes(&self.filter, self.bits, feature) {
                continue;
            }
            let row = rows[hash::row(feature, self.bits)];
            for block in 0..BLOCKS {
                let (sums, weights) = (total[block], row[block]);
                total[block] = std::array::from_fn(|i| sums[i].wrapping_add(i16::from(weights[i])));
            }
        }
        scores.extend(total.as_flattened()[..self.labels].iter().map(|&score| i32::from(score)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_rows_over_all_blocks() {
        for labels in [1, 7, 16, 17, 48, 64] {
            let rows: Vec<u8> = (0..labels << 2).map(|i| (i % 251) as u8).collect();
            let weights = Weights::new(2, labels, 1.0, &rows, vec![u64::MAX; 2], vec![0; (labels + 1) * labels]);
            assert_eq!(weights.rows().collect::<Vec<_>>(), rows);
            let features = [0, 1 << 62, 3 << 62, 3 << 62];
            let mut scores = Vec::new();
            weights.score(&features, &mut scores);
            for (label, &score) in scores.iter().enumerate() {
                let expected: i32 = [0, 1, 3, 3].iter().map(|row| i32::from(rows[row * labels + label].cast_signed())).sum();
                assert_eq!(score, expected);
            }
            assert_eq!(scores.len(), labels);
        }
    }

    #[test]
    fn features_never_learned_from_are_passed_over() {
        let filter = Weights::filter_of(2, [1 << 62].into_iter());
        let weights = Weights::new(2, 1, 1.0, &[1, 2, 3, 4], filter, vec![0; 2]);
        let mut scores = Vec::new();
        weights.score(&[0, 1 << 62, (1 << 62) + (1 << 60), 3 << 62], &mut scores);
        assert_eq!(scores, [2]);
    }

    #[test]
    fn rounds_without_clipping() {
        let weights = Weights::quantized(1, 2, &[-12.7, 0.04, 6.35, 0.06], vec![0], &[25.4, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(weights.rows().map(u8::cast_signed).collect::<Vec<_>>(), [-127, 0, 64, 1]);
        assert_eq!(weights.transitions()[0], 254);
    }
}
