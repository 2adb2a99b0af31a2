//! The weights in use: rows of bytes.

use super::Model;
use super::decode::UNSURE;
use super::hash;

/// A row begins with so many bytes that say which features it knows; then come the weights, a byte for each label.
pub const HEAD: usize = 4;

/// What is added to a weight in the table, so that it is not negative.
const BIAS: u8 = 0x80;

/// So many bytes can be added up in 16 bits.
const ADDENDS: usize = 256;

/// How many more bits of a feature the filter reads than the table: those of the features of one row fit into its head.
pub const FILTER_BITS: u32 = 5;

/// A token's scores as wide as a row: nothing for its head, then those of the labels, then anything (see [`labels_of`]).
pub type Scores<const ROW: usize> = [i16; ROW];

/// The scores of the labels among those of a row.
#[inline]
pub fn labels_of<const ROW: usize>(scores: &Scores<ROW>) -> &[i16] {
    &scores[HEAD..]
}

/// How many bytes a row with so many labels has: whole words, so that rows are seldom in two lines of the cache.
pub const fn row_bytes(labels: usize) -> usize {
    (HEAD + labels).next_multiple_of(8)
}

/// The section of a model with its frequent features: for each row of the table of frequent ones, which class of which row it holds, as
/// the lowest bits of its number in 16 bits; all ones for none.
pub const FREQUENT: &str = "frequent";

/// The highest bits of a feature by which unknown ones are told.
const KNOWN_BITS: u32 = 20;

/// How many rows so wide the table of frequent features has, as a power of two: half of what a small processor keeps next to it.
pub const fn frequent_bits(row_bytes: usize) -> u32 {
    18 - row_bytes.next_power_of_two().ilog2()
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
/// training.
///
/// The table is larger than the cache next to the processor, and waiting for memory is what takes the time. So the weights of the
/// features that were met most in training stand once more in a small table, whose head says which class of which row each is: more
/// than half of the look-ups end there. Of the others most are unknown: a bitmap tells.
#[derive(Clone, Debug)]
pub struct Weights<const ROW: usize> {
    bits: u32,
    labels: usize,
    all: Table<ROW>,
    /// Of 2^[`frequent_bits`] rows; a row's head has the bits of its feature behind those that choose the row.
    frequent: Table<ROW>,
    /// Which of those bits belong to the feature's class.
    class_bits: u32,
    /// Whether a feature whose highest bits are these may be known.
    known: Box<[u64; 1 << (KNOWN_BITS - 6)]>,
    transitions: Vec<i32>,
}

/// Rows: a head, then the weights, each more by [`BIAS`].
#[derive(Clone, Debug)]
struct Table<const ROW: usize> {
    bytes: Vec<u8>,
    /// Where the first row begins, so that rows as wide as a line of the cache are not in two.
    start: usize,
}

impl<const ROW: usize> Table<ROW> {
    fn new(rows: usize) -> Self {
        const LINE: usize = 64;
        let bytes = vec![BIAS; ROW * rows + LINE];
        let start = (LINE - bytes.as_ptr().addr() % LINE) % LINE;
        Self { bytes, start }
    }

    #[inline]
    fn rows(&self) -> &[[u8; ROW]] {
        self.bytes[self.start..].as_chunks::<ROW>().0
    }

    /// Fills a row.
    fn set(&mut self, row: usize, head: u32, weights: &[u8]) {
        let row = &mut self.bytes[self.start + row * ROW..][..ROW];
        row[..HEAD].copy_from_slice(&head.to_le_bytes());
        for (weight, &byte) in row[HEAD..].iter_mut().zip(weights) {
            // As signed, and more by 128: the highest bit turned.
            *weight = byte ^ BIAS;
        }
    }
}

/// The head of a row.
#[inline]
fn head_of<const ROW: usize>(row: &[u8; ROW]) -> u32 {
    u32::from_le_bytes([row[0], row[1], row[2], row[3]])
}

impl<const ROW: usize> Weights<ROW> {
    /// The weights of a model.
    ///
    /// # Panics
    /// If the model has more labels than fit; whoever reads it compares its labels with their own first.
    pub fn of(model: &Model) -> Self {
        let Model { bits, .. } = *model;
        let labels = model.labels.len();
        assert!(row_bytes(labels) <= ROW, "{labels} labels in {ROW} bytes");
        let weights_of = |row: usize| &model.rows[row * labels..(row + 1) * labels];
        let mut all = Table::new(1 << bits);
        let mut known = vec![0_u64; 1 << (KNOWN_BITS - 6)];
        // A class is known by the first so many of its bits, or stands for all that begin as it does.
        let all_bits = bits + FILTER_BITS;
        let (cut, width) = (all_bits.saturating_sub(KNOWN_BITS), KNOWN_BITS.saturating_sub(all_bits));
        for row in 0..1 << bits {
            let classes = classes_of(&model.filter, row);
            all.set(row, classes, weights_of(row));
            let mut left = classes;
            while left > 0 {
                let class = left.trailing_zeros() as usize;
                left &= left - 1;
                let first = (row << FILTER_BITS | class) >> cut << width;
                (first..first + (1 << width)).for_each(|at| known[at / 64] |= 1 << (at % 64));
            }
        }
        let known = known.try_into().unwrap_or_else(|_| unreachable!("made as long"));
        let mut frequent = Table::new(1 << frequent_bits(ROW));
        let classes = model.section(FREQUENT).map_or(&[][..], |section| section.as_chunks::<2>().0);
        let behind = all_bits.saturating_sub(frequent_bits(ROW));
        let class_bits = !(u32::MAX >> behind);
        for row in 0..1 << frequent_bits(ROW) {
            let class = classes.get(row).map_or(usize::from(u16::MAX), |&class| usize::from(u16::from_le_bytes(class)));
            // Where there is no section, or a damaged one, every feature takes the longer way.
            if behind > 0 && class >> behind == 0 {
                frequent.set(row, (class as u32) << (32 - behind), weights_of((row << behind | class) >> FILTER_BITS));
            } else {
                frequent.set(row, u32::MAX, &[]);
            }
        }
        Self { bits, labels, all, frequent, class_bits, known, transitions: model.transitions.clone() }
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
fn classes_of(filter: &[u64], row: usize) -> u32 {
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

    /// The label that leads all others by `lead` in what the last token began with, or [`UNSURE`].
    #[inline]
    pub fn clear_label(&self, lead: i16) -> u8 {
        let Some(scores) = self.scores.last() else { return UNSURE };
        // Whole rows are fast; the head's scores are 0, and those behind the labels are what they began with.
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
        self.add_frequent(weights);
        self.add_others(weights);
        self.features.clear();
        self.ends.clear();
        &self.scores
    }

    /// Adds the rows of frequent features and keeps the others that may be known, in the same order.
    fn add_frequent(&mut self, weights: &Weights<ROW>) {
        let (rows, known, class_bits) = (weights.frequent.rows(), &*weights.known, weights.class_bits);
        let features = &mut self.features[..];
        let (mut start, mut kept) = (0, 0);
        for (token, end) in self.scores.iter_mut().zip(&mut self.ends) {
            while start < *end {
                let stop = (*end).min(start + ADDENDS);
                let mut sums = Sums::default();
                for at in start..stop {
                    let feature = features[at];
                    let row = &rows[hash::row(feature, frequent_bits(ROW))];
                    let behind = (feature << frequent_bits(ROW) >> 32) as u32;
                    let mask = sign(u64::from(head_of(row) ^ behind & class_bits).wrapping_sub(1));
                    sums.add(row, mask);
                    let class = hash::row(feature, KNOWN_BITS);
                    let is_known = known[class / 64] >> (class % 64) & 1;
                    features[kept] = feature;
                    kept += (is_known & !mask) as usize;
                }
                sums.add_to(token);
                start = stop;
            }
            *end = kept;
        }
    }

    /// Adds the rows of the features that are left.
    fn add_others(&mut self, weights: &Weights<ROW>) {
        let (rows, bits) = (weights.all.rows(), weights.bits);
        let mut start = 0;
        for (token, &end) in self.scores.iter_mut().zip(&self.ends) {
            for features in self.features[start..end].chunks(ADDENDS) {
                let mut sums = Sums::default();
                for &feature in features {
                    let row = &rows[hash::row(feature, bits)];
                    // The class's bit becomes the highest.
                    sums.add(row, sign(u64::from(head_of(row)) << (63 - hash::row(feature << bits, FILTER_BITS))));
                }
                sums.add_to(token);
            }
            start = end;
        }
    }
}

/// All ones if the highest bit is set, else 0. By arithmetic, of which the compiler makes no branch: a third of the look-ups and more go
/// the other way, and all behind a wrong guess would wait for memory in turn.
#[inline]
fn sign(value: u64) -> u64 {
    (value.cast_signed() >> 63).cast_unsigned()
}

/// Sums of the weights of rows.
struct Sums<const ROW: usize> {
    sums: [u16; ROW],
    count: u16,
}

impl<const ROW: usize> Default for Sums<ROW> {
    fn default() -> Self {
        Self { sums: [0; ROW], count: 0 }
    }
}

impl<const ROW: usize> Sums<ROW> {
    /// Adds a row if `mask` is all ones, nothing if it is 0; at most [`ADDENDS`] times.
    #[inline]
    fn add(&mut self, row: &[u8; ROW], mask: u64) {
        let mask = mask as u16;
        self.count = self.count.wrapping_sub(mask);
        // Without the head, the compiler takes the rest eight at a time.
        #[allow(clippy::needless_range_loop, reason = "two arrays of one length, which the compiler then sums as vectors")]
        for at in HEAD..ROW {
            self.sums[at] = self.sums[at].wrapping_add(u16::from(row[at]) & mask);
        }
    }

    /// Adds the sums to scores, and begins anew.
    #[inline]
    fn add_to(&mut self, scores: &mut Scores<ROW>) {
        let surplus = self.count.wrapping_mul(u16::from(BIAS));
        #[allow(clippy::needless_range_loop, reason = "as above")]
        for at in HEAD..ROW {
            scores[at] = scores[at].wrapping_add(self.sums[at].wrapping_sub(surplus).cast_signed());
        }
        *self = Self::default();
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
        let bits = 12;
        let mut model = Model { bits, rows: (0..3_u32 << bits).map(|i| (i % 251) as u8).collect(), ..model(3, Vec::new()) };
        model.filter = vec![0xaaaa_5555_ffff_0000; filter_len(bits)];
        let features: Vec<u64> = (0..4000).map(|i| hash::mix(1, i)).collect();
        let sums = |model: &Model| {
            let weights = Weights::<8>::of(model);
            let mut batch = Batch::default();
            for features in features.chunks(300) {
                batch.begin([0; 8]);
                for &feature in features {
                    batch.add(feature);
                }
            }
            batch.finish(&weights).to_vec()
        };
        let expected = sums(&model);
        let (rows, behind) = (1 << frequent_bits(8), bits + FILTER_BITS - frequent_bits(8));
        // A known class for each row of the small table.
        let of_row = |row: usize| (0..1 << behind).find(|class| passes_class(&model.filter, row << behind | class));
        let full: Vec<u8> = (0..rows).flat_map(|row| of_row(row).map_or(u16::MAX, |class| class as u16).to_le_bytes()).collect();
        let weights = Weights::<8>::of(&Model { sections: vec![(FREQUENT.to_owned(), full.clone())], ..model.clone() });
        assert!((0..rows).any(|row| head_of(&weights.frequent.rows()[row]) != u32::MAX));
        // None; numbers that no table of this size has; half a number; too many.
        for section in [full.clone(), Vec::new(), vec![0xff; 100], vec![0x7f; 100], full[..1001].to_vec(), full.repeat(2)] {
            let model = Model { sections: vec![(FREQUENT.to_owned(), section)], ..model.clone() };
            assert_eq!(sums(&model), expected);
        }
    }

    fn passes_class(filter: &[u64], class: usize) -> bool {
        filter[class / 64] >> (class % 64) & 1 == 1
    }

    #[test]
    fn a_label_is_clear_if_it_leads_by_enough() {
        let mut batch = Batch::<8>::default();
        let mut scores = [0; 8];
        (scores[HEAD + 3], scores[HEAD + 1]) = (50, 20);
        batch.begin(scores);
        assert_eq!((batch.clear_label(29), batch.clear_label(30)), (3, UNSURE));
    }
}
