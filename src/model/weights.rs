//! The weights in use: rows of bytes.

use super::Model;
use super::decode::UNSURE;
use super::hash;
use super::near::Near;
use super::table::{Found, HEAD, Table, head_of};

/// How many more bits of a feature the filter reads than the table: those of the features of one row fit into its head.
pub const FILTER_BITS: u32 = 5;

/// A token's scores as wide as a row: those of the labels (see [`labels_of`]), then what they began with.
pub type Scores<const ROW: usize> = [i16; ROW];

/// The scores of the labels among those of a row.
#[inline]
pub fn labels_of<const ROW: usize>(scores: &Scores<ROW>) -> &[i16] {
    &scores[..ROW - HEAD]
}

/// How many bytes a row with so many labels has: whole words, so that rows are seldom in two lines of the cache.
pub const fn row_bytes(labels: usize) -> usize {
    (HEAD + labels).next_multiple_of(8)
}

/// The section of a model with its frequent features: for each row of the table of frequent ones, which class of which row it holds, as
/// the lowest bits of its number in 16 bits; all ones for none.
pub const FREQUENT: &str = "frequent";

/// How many rows so wide the table of frequent features has, as a power of two: half of what a small processor keeps next to it.
pub const fn frequent_bits(row_bytes: usize) -> u32 {
    18 - row_bytes.next_power_of_two().ilog2()
}

/// What takes the features of a token: a list of them in training, the sum of their rows in use. The code that makes features is
/// written once, for both.
pub trait Sink {
    /// Takes one feature.
    fn add(&mut self, feature: u64);

    /// Takes some, in their order: faster than one by one.
    fn add_all(&mut self, features: &[u64]);
}

impl Sink for Vec<u64> {
    #[inline]
    fn add(&mut self, feature: u64) {
        self.push(feature);
    }

    #[inline]
    fn add_all(&mut self, features: &[u64]) {
        self.extend_from_slice(features);
    }
}

/// A few features on their way to a [`Sink`]. Where a list of templates fills it, the compiler knows the place of each, and asks for room
/// once for all of them.
#[derive(Clone, Copy, Debug)]
pub struct Few<const MOST: usize> {
    features: [u64; MOST],
    count: usize,
}

impl<const MOST: usize> Few<MOST> {
    /// None yet.
    #[inline]
    pub fn new() -> Self {
        Self { features: [0; MOST], count: 0 }
    }

    /// Takes one feature.
    ///
    /// # Panics
    /// If it is full.
    #[inline]
    pub fn add(&mut self, feature: u64) {
        self.features[self.count] = feature;
        self.count += 1;
    }

    /// Hands them on.
    #[inline]
    pub fn give(self, sink: &mut impl Sink) {
        sink.add_all(&self.features[..self.count]);
    }
}

impl<const MOST: usize> Default for Few<MOST> {
    fn default() -> Self {
        Self::new()
    }
}

/// A table of 2^bits rows. A weight times the model's scale is what was learned.
///
/// A row's head has a bit for each of 32 classes of features: whether any was learned from. The others count nothing, as they did in
/// training.
///
/// The table is larger than the cache next to the processor, and waiting for memory is what takes the time. So a smaller table comes
/// before it ([`Near`]), where most look-ups end.
#[derive(Clone, Debug)]
pub struct Weights<const ROW: usize> {
    bits: u32,
    labels: usize,
    all: Table<ROW>,
    near: Near<ROW>,
    transitions: Vec<i32>,
}

impl<const ROW: usize> Weights<ROW> {
    /// The weights of a model.
    ///
    /// # Panics
    /// If the model has more labels than fit; whoever reads it compares its labels with their own first.
    pub fn of(model: &Model) -> Self {
        let labels = model.labels.len();
        assert!(row_bytes(labels) <= ROW, "{labels} labels in {ROW} bytes");
        let mut all = Table::new(1 << model.bits);
        for row in 0..1 << model.bits {
            let classes = classes_of(&model.filter, row);
            if classes != 0 {
                all.set_weights(row, weights_of(model, row));
                all.set_head(row, classes);
            }
        }
        Self { bits: model.bits, labels, all, near: Near::of(model), transitions: model.transitions.clone() }
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

/// The weights of a row as they stand in the file.
pub(super) fn weights_of(model: &Model, row: usize) -> &[u8] {
    let labels = model.labels.len();
    &model.rows[row * labels..(row + 1) * labels]
}

/// Which of the 32 classes of features that share a row the filter knows; all if there is no filter.
pub(super) fn classes_of(filter: &[u64], row: usize) -> u32 {
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
pub struct Batch<const ROW: usize> {
    features: Vec<u64>,
    /// One past the last feature of each token but the last.
    ends: Vec<usize>,
    found: Found,
    scores: Vec<Scores<ROW>>,
}

impl<const ROW: usize> Batch<ROW> {
    /// Forgets all tokens.
    pub fn clear(&mut self) {
        self.features.clear();
        self.ends.clear();
        self.scores.clear();
    }

    /// Begins a token, with scores summed before.
    #[inline]
    pub fn begin(&mut self, scores: Scores<ROW>) {
        if !self.scores.is_empty() {
            self.ends.push(self.features.len());
        }
        self.scores.push(scores);
    }

    /// Begins a token with no scores; its number in what [`Self::finish`] gives.
    #[inline]
    pub fn begin_next(&mut self) -> u32 {
        self.begin([0; ROW]);
        self.scores.len() as u32 - 1
    }

    /// The label that leads all others by `lead` in what the last token began with, or [`UNSURE`].
    #[inline]
    pub fn clear_label(&self, lead: i16) -> u8 {
        let Some(scores) = self.scores.last() else { return UNSURE };
        // Whole rows are fast; the scores behind the labels are what they began with, 0.
        let best = scores.iter().fold(i16::MIN, |best, &score| best.max(score));
        let floor = best.saturating_sub(lead);
        if scores.iter().map(|&score| u16::from(score >= floor)).sum::<u16>() > 1 {
            return UNSURE;
        }
        labels_of(scores).iter().position(|&score| score == best).map_or(UNSURE, |label| label as u8)
    }

    /// The scores of all tokens.
    #[inline(never)]
    pub fn finish(&mut self, weights: &Weights<ROW>) -> &[Scores<ROW>] {
        self.ends.push(self.features.len());
        // Half a row takes half the work.
        if ROW == 16 && weights.labels <= 8 {
            self.add_all::<8>(weights);
        } else {
            self.add_all::<ROW>(weights);
        }
        self.features.clear();
        self.ends.clear();
        &self.scores
    }

    /// Adds the rows of all features, of which the first lanes count.
    #[inline]
    fn add_all<const LANES: usize>(&mut self, weights: &Weights<ROW>) {
        let Self { features, ends, found, scores } = self;
        weights.near.look_up::<LANES>(features, ends, found, scores);
        let (rows, bits) = (weights.all.rows(), weights.bits);
        let mut start = 0;
        let mut finder = found.begin(features.len());
        for &end in &*ends {
            for &feature in &features[start..end] {
                let row = hash::row(feature, bits);
                finder.push(row, head_of(&rows[row]) >> hash::row(feature << bits, FILTER_BITS) & 1 == 1);
            }
            start = end;
            finder.end_token();
        }
        found.add_to::<ROW, LANES>(rows, ROW - HEAD, scores);
    }
}

/// Adds scores to others.
#[inline]
pub fn add_scores<const ROW: usize>(total: &mut Scores<ROW>, scores: &Scores<ROW>) {
    *total = std::array::from_fn(|at| total[at].wrapping_add(scores[at]));
}

impl<const ROW: usize> Sink for Batch<ROW> {
    #[inline]
    fn add(&mut self, feature: u64) {
        self.features.push(feature);
    }

    #[inline]
    fn add_all(&mut self, features: &[u64]) {
        self.features.extend_from_slice(features);
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
            rows: (0..labels << 2).map(|i| (i % 251) as u8).collect::<Vec<u8>>().into(),
            sections: Vec::new(),
        }
    }

    fn check<const ROW: usize>(labels: usize) {
        let model = model(labels, Vec::new());
        let weights = Weights::<ROW>::of(&model);
        let mut batch = Batch::default();
        // Twice, to see that a batch can be used again; the second token has no features.
        for _ in 0..2 {
            batch.clear();
            batch.begin([1; ROW]);
            for feature in [0, 1 << 62, 3 << 62, 3 << 62] {
                batch.add(feature);
            }
            batch.begin([7; ROW]);
            let scores = batch.finish(&weights);
            for (label, &score) in labels_of(&scores[0])[..labels].iter().enumerate() {
                let expected: i16 = [0, 1, 3, 3].iter().map(|row| i16::from(model.rows[row * labels + label].cast_signed())).sum();
                assert_eq!(score, 1 + expected);
            }
            assert!(labels_of(&scores[0])[labels..].iter().all(|&score| score == 1));
            assert!(labels_of(&scores[1]).iter().all(|&score| score == 7));
        }
    }

    #[test]
    fn sums_rows_over_all_words() {
        check::<8>(1);
        check::<8>(4);
        check::<16>(9);
        check::<16>(12);
        check::<56>(48);
        check::<64>(48);
    }

    #[test]
    fn features_never_learned_from_count_nothing() {
        let mut filter = vec![0; filter_len(2)];
        filter[0] |= 1 << (hash::row(1 << 62, 2 + FILTER_BITS) % 64);
        let weights = Weights::<8>::of(&model(1, filter));
        let mut batch = Batch::default();
        batch.begin([0; 8]);
        for feature in [1 << 62, (1 << 62) + (1 << 60), 3 << 62] {
            batch.add(feature);
        }
        assert_eq!(labels_of(&batch.finish(&weights)[0])[0], 1);
    }

    #[test]
    fn frequent_features_stand_twice_and_say_the_same() {
        let bits = 17;
        let mut model =
            Model { bits, rows: (0..3_u32 << bits).map(|i| (i % 251) as u8).collect::<Vec<u8>>().into(), ..model(3, Vec::new()) };
        model.filter = vec![0xaaaa_5555_ffff_0000; filter_len(bits)];
        let features: Vec<u64> = (0..4000).map(|i| hash::mix(1, i % 3000)).collect();
        let sums = |model: &Model| {
            let weights = Weights::<16>::of(model);
            let mut batch = Batch::default();
            for features in features.chunks(300) {
                batch.begin([0; 16]);
                for &feature in features {
                    batch.add(feature);
                }
            }
            batch.finish(&weights).to_vec()
        };
        let expected = sums(&model);
        let (rows, behind) = (1 << frequent_bits(16), bits + FILTER_BITS - frequent_bits(16));
        // A known class for each row of the small table.
        let of_row = |row: usize| (0..1 << behind).find(|class| passes_class(&model.filter, row << behind | class));
        let full: Vec<u8> = (0..rows).flat_map(|row| of_row(row).map_or(u16::MAX, |class| class as u16).to_le_bytes()).collect();
        let left = |model: &Model| {
            let (mut features, mut ends, mut found) = (features.clone(), [features.len()], Found::default());
            Near::<16>::of(model).look_up::<16>(&mut features, &mut ends, &mut found, &mut [[0; 16]]);
            ends[0]
        };
        let with_section = |section: &[u8]| Model { sections: vec![(FREQUENT.to_owned(), section.to_vec())], ..model.clone() };
        assert!(left(&with_section(&full)) < left(&model) && left(&model) < features.len());
        // None; numbers that no table of this size has; half a number; too many.
        for section in [full.clone(), Vec::new(), vec![0xff; 100], vec![0x7f; 100], full[..1001].to_vec(), full.repeat(2)] {
            assert_eq!(sums(&with_section(&section)), expected);
        }
    }

    fn passes_class(filter: &[u64], class: usize) -> bool {
        filter[class / 64] >> (class % 64) & 1 == 1
    }

    #[test]
    fn a_label_is_clear_if_it_leads_by_enough() {
        let mut batch = Batch::<8>::default();
        let mut scores = [0; 8];
        (scores[3], scores[1]) = (50, 20);
        batch.begin(scores);
        assert_eq!((batch.clear_label(29), batch.clear_label(30)), (3, UNSURE));
    }
}
