//! The weights in use: rows of bytes, summed eight at a time.

use super::Model;
use super::decode::UNSURE;
use super::hash;

/// Bytes in a word, and sums in a block of scores.
pub const BLOCK: usize = 8;

/// A row begins with so many bytes that say which features it knows; then come the weights, a byte for each label.
pub const HEAD: usize = 4;

/// What is added to a weight in the table, so that it is not negative.
const BIAS: u8 = 0x80;

/// Every other byte of a word.
const EVEN: u64 = 0x00ff_00ff_00ff_00ff;

/// So many bytes can be added up in 16 bits.
const ADDENDS: usize = 256;

/// How many more bits of a feature the filter reads than the table: those of the features of one row fit into its head.
pub const FILTER_BITS: u32 = 5;

/// A token's scores as wide as a row: 0 for its head, then those of the labels, then anything (see [`labels_of`]).
pub type Scores<const WORDS: usize> = [[i16; BLOCK]; WORDS];

/// The scores of the labels among those of a row.
#[inline]
pub fn labels_of<const WORDS: usize>(scores: &Scores<WORDS>) -> &[i16] {
    &scores.as_flattened()[HEAD..]
}

/// How many words of 64 bits a row with so many labels has, at least.
pub const fn words_for(labels: usize) -> usize {
    (HEAD + labels).div_ceil(BLOCK)
}

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

/// A table of 2^bits rows. A weight times the model's scale is what was learned.
///
/// A row's head has a bit for each of 32 classes of features: whether any was learned from. The others count nothing, as they did in
/// training. It stands with the weights, so that both come from memory at once: waiting for memory is what takes the time.
#[derive(Clone, Debug)]
pub struct Weights<const WORDS: usize> {
    bits: u32,
    labels: usize,
    /// Eight bytes to a word, the first one lowest; weights are more by [`BIAS`].
    table: Vec<u64>,
    /// Where the first row begins, so that rows as wide as a line of the cache are not in two.
    start: usize,
    transitions: Vec<i32>,
}

impl<const WORDS: usize> Weights<WORDS> {
    /// The weights of a model.
    ///
    /// # Panics
    /// If the model has more labels than fit; whoever reads it compares its labels with their own first.
    pub fn of(model: &Model) -> Self {
        const LINE: usize = 64;
        let labels = model.labels.len();
        assert!(words_for(labels) <= WORDS, "{labels} labels in {WORDS} words");
        let mut table = vec![0_u64; (WORDS << model.bits) + LINE / 8];
        let start = (LINE - table.as_ptr().addr() % LINE) % LINE / 8;
        for ((number, bytes), row) in model.rows.chunks_exact(labels).enumerate().zip(table[start..].as_chunks_mut::<WORDS>().0) {
            let mut row_bytes = [[BIAS; BLOCK]; WORDS];
            let flat = row_bytes.as_flattened_mut();
            flat[..HEAD].copy_from_slice(&known(&model.filter, number).to_le_bytes());
            for (weight, &byte) in flat[HEAD..].iter_mut().zip(bytes) {
                // As signed, and more by 128: the highest bit turned.
                *weight = byte ^ BIAS;
            }
            *row = row_bytes.map(u64::from_le_bytes);
        }
        Self { bits: model.bits, labels, table, start, transitions: model.transitions.clone() }
    }

    /// How many labels there are.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// From each label, and last from the start, to each label.
    pub fn transitions(&self) -> &[i32] {
        &self.transitions
    }
}

/// Which of the 32 classes of features that share a row the filter knows; all if there is no filter.
fn known(filter: &[u64], row: usize) -> u32 {
    if filter.is_empty() { u32::MAX } else { (filter[row / 2] >> (row % 2 * 32)) as u32 }
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
/// Features wait until [`Batch::finish`], so that all look-ups of the table run at once, from one token into the next.
#[derive(Clone, Debug, Default)]
pub struct Batch<const WORDS: usize> {
    features: Vec<u64>,
    /// One past the last feature of each token but the last.
    ends: Vec<usize>,
    scores: Vec<Scores<WORDS>>,
}

impl<const WORDS: usize> Batch<WORDS> {
    /// Forgets all tokens.
    pub fn clear(&mut self) {
        self.features.clear();
        self.ends.clear();
        self.scores.clear();
    }

    /// Begins a token, with scores summed before.
    #[inline]
    pub fn begin(&mut self, scores: Scores<WORDS>) {
        if !self.scores.is_empty() {
            self.ends.push(self.features.len());
        }
        self.scores.push(scores);
    }

    /// The label that leads all others by `lead` in what the last token began with, or [`UNSURE`].
    #[inline]
    pub fn clear_label(&self, lead: i16) -> u8 {
        let Some(scores) = self.scores.last() else { return UNSURE };
        // Whole rows are fast; the head's scores are 0, and those behind the labels are what they began with.
        let all = scores.as_flattened();
        let best = all.iter().fold(i16::MIN, |best, &score| best.max(score));
        let floor = best.saturating_sub(lead);
        if all.iter().map(|&score| u16::from(score >= floor)).sum::<u16>() > 1 {
            return UNSURE;
        }
        labels_of(scores).iter().position(|&score| score == best).map_or(UNSURE, |label| label as u8)
    }

    /// The scores of all tokens.
    #[inline(never)]
    pub fn finish(&mut self, weights: &Weights<WORDS>) -> &[Scores<WORDS>] {
        self.ends.push(self.features.len());
        let rows = weights.table[weights.start..].as_chunks::<WORDS>().0;
        let mut start = 0;
        for (token, &end) in self.scores.iter_mut().zip(&self.ends) {
            for features in self.features[start..end].chunks(ADDENDS) {
                add_rows(token, rows, weights.bits, features);
            }
            start = end;
        }
        self.features.clear();
        self.ends.clear();
        &self.scores
    }
}

/// Adds the rows of features to scores: eight weights at once, in two words of four sums each. Faster than vectors of eight, for which
/// the compiler takes the bytes apart one by one.
#[inline]
fn add_rows<const WORDS: usize>(scores: &mut Scores<WORDS>, rows: &[[u64; WORDS]], bits: u32, features: &[u64]) {
    let mut sums = [[0_u64; 2]; WORDS];
    let mut count = 0_u64;
    for &feature in features {
        let row = rows[hash::row(feature, bits)];
        let is_known = row[0] >> (feature << bits >> (64 - FILTER_BITS)) & 1;
        count += is_known;
        // All ones or nothing, so that there is no branch to guess.
        let mask = is_known.wrapping_neg();
        for (sums, weights) in sums.iter_mut().zip(row) {
            let weights = weights & mask;
            sums[0] += weights & EVEN;
            sums[1] += weights >> 8 & EVEN;
        }
    }
    let surplus = count as u16 * u16::from(BIAS);
    for (scores, sums) in scores.iter_mut().zip(sums) {
        for (label, score) in scores.iter_mut().enumerate() {
            let sum = (sums[label % 2] >> (label / 2 * 16)) as u16;
            *score = score.wrapping_add(sum.wrapping_sub(surplus).cast_signed());
        }
    }
    scores[0][..HEAD].fill(0);
}

/// Adds scores to others.
#[inline]
pub fn add_scores<const WORDS: usize>(total: &mut Scores<WORDS>, scores: &Scores<WORDS>) {
    for (total, scores) in total.iter_mut().zip(scores) {
        *total = std::array::from_fn(|i| total[i].wrapping_add(scores[i]));
    }
}

impl<const WORDS: usize> Sink for Batch<WORDS> {
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

    fn check<const WORDS: usize>(labels: usize) {
        let model = model(labels, Vec::new());
        let weights = Weights::<WORDS>::of(&model);
        let mut batch = Batch::default();
        // Twice, to see that a batch can be used again; the second token has no features.
        for _ in 0..2 {
            batch.clear();
            batch.begin([[1; BLOCK]; WORDS]);
            for feature in [0, 1 << 62, 3 << 62, 3 << 62] {
                batch.add(feature);
            }
            batch.begin([[7; BLOCK]; WORDS]);
            let scores = batch.finish(&weights);
            for (label, &score) in labels_of(&scores[0])[..labels].iter().enumerate() {
                let expected: i16 = [0, 1, 3, 3].iter().map(|row| i16::from(model.rows[row * labels + label].cast_signed())).sum();
                assert_eq!(score, 1 + expected);
            }
            assert!(labels_of(&scores[0])[labels..].iter().all(|&score| score == 1));
            assert_eq!(scores[0][0][..HEAD], [0; HEAD]);
            assert!(labels_of(&scores[1]).iter().all(|&score| score == 7));
        }
    }

    #[test]
    fn sums_rows_over_all_words() {
        check::<1>(1);
        check::<1>(4);
        check::<2>(9);
        check::<7>(48);
        check::<8>(48);
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
        assert_eq!(labels_of(&batch.finish(&weights)[0])[0], 1);
    }

    #[test]
    fn a_label_is_clear_if_it_leads_by_enough() {
        let mut batch = Batch::<1>::default();
        let mut scores = [[0; BLOCK]];
        (scores[0][HEAD + 3], scores[0][HEAD + 1]) = (50, 20);
        batch.begin(scores);
        assert_eq!((batch.clear_label(29), batch.clear_label(30)), (3, UNSURE));
    }
}
