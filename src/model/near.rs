//! The smaller table before that of all weights: the weights of frequent features, and which features are known at all.
//!
//! Input: a feature. Output: its weights, if they are here; else whether it has to be looked up. More than half of the look-ups end with
//! weights, half of the others because nothing was learned from the feature. Both answers stand in one row, so in one line of the cache.
//! Models with wide rows have no weights here: they would be too few to pay; a bitmap alone tells what is known.

use super::Model;
use super::hash;
use super::table::{Found, Table};
use super::weights::{FILTER_BITS, FREQUENT, Scores, classes_of, frequent_bits, weights_of};

/// Bytes of a row that has weights here.
const NARROW: usize = 16;

/// The labels whose weights fit into a row beside the rest.
pub const NEAR_LABELS: usize = 9;

/// The place in a row of the class of features whose weights it has: so many bits of the feature, behind those that choose the row.
const CLASS: usize = NEAR_LABELS;
const CLASS_BITS: u32 = 8;

/// Rows, as a power of two.
const ROW_BITS: u32 = frequent_bits(NARROW);

/// Bits of a feature that choose a bit of the bitmap.
const KNOWN_BITS: u32 = 20;

/// See the module.
#[derive(Clone, Debug)]
pub struct Near<const ROW: usize> {
    /// Weights, class, marks.
    rows: Table<ROW>,
    /// The bitmap, where there are no rows.
    known: Option<Box<[u64; 1 << (KNOWN_BITS - 6)]>>,
}

impl<const ROW: usize> Near<ROW> {
    /// That of a model.
    pub fn of(model: &Model) -> Self {
        // A row can tell apart so many classes and no more, and has room for so many weights.
        let has_weights = ROW == NARROW && model.bits + FILTER_BITS == ROW_BITS + CLASS_BITS && model.labels.len() <= NEAR_LABELS;
        if has_weights {
            Self { rows: rows_of(model), known: None }
        } else {
            let mut known = vec![0; 1 << (KNOWN_BITS - 6)];
            each_known(model, KNOWN_BITS, |at| known[at / 64] |= 1 << (at % 64));
            let known = known.try_into().unwrap_or_else(|_| unreachable!("made as long"));
            Self { rows: Table::new(0), known: Some(known) }
        }
    }

    /// Adds what stands here to the scores of each token, and keeps the features that have to be looked up in the table of all, in the
    /// same order. `ends`: one past the last feature of each token. There are at most `LANES` labels.
    #[inline]
    pub fn look_up<const LANES: usize>(
        &self,
        features: &mut [u64],
        ends: &mut [usize],
        found: &mut Found,
        scores: &mut [Scores<ROW>],
    ) {
        if let Some(rows) = self.rows.rows().first_chunk() {
            find_rows(rows, features, ends, found);
            found.add_to::<ROW, LANES>(rows, NEAR_LABELS, scores);
        } else if let Some(known) = &self.known {
            drop_unknown(known, features, ends);
        }
    }
}

fn rows_of<const ROW: usize>(model: &Model) -> Table<ROW> {
    let mut rows = Table::new(1 << ROW_BITS);
    let classes = model.section(FREQUENT).map_or(&[][..], |section| section.as_chunks::<2>().0);
    for row in 0..1 << ROW_BITS {
        // Any class will do where the section has none.
        let class = classes.get(row).map(|&class| usize::from(u16::from_le_bytes(class)));
        let class = class.filter(|class| class >> CLASS_BITS == 0).unwrap_or_default();
        let of_all = row << CLASS_BITS | class;
        let is_known = classes_of(&model.filter, of_all >> FILTER_BITS) >> (of_all % (1 << FILTER_BITS)) & 1 == 1;
        rows.set_weights(row, if is_known { weights_of(model, of_all >> FILTER_BITS) } else { &[] });
        rows.row_mut(row)[CLASS..].fill(0);
        rows.row_mut(row)[CLASS] = class as u8;
    }
    each_known(model, ROW_BITS + CLASS_BITS, |at| {
        let mark = mark_of((at % (1 << CLASS_BITS)) as u64) as usize;
        rows.row_mut(at >> CLASS_BITS)[CLASS + 1 + mark / 8] |= 1 << (mark % 8);
    });
    rows
}

/// Finds the rows of features whose weights stand here, and keeps the other features that may be known, in the same order.
fn find_rows<const ROW: usize>(rows: &[[u8; ROW]; 1 << ROW_BITS], features: &mut [u64], ends: &mut [usize], found: &mut Found) {
    let mut finder = found.begin(features.len());
    let (mut start, mut kept) = (0, 0);
    for end in ends {
        let some = &mut features[..*end];
        for at in start..some.len() {
            let feature = some[at];
            let row = hash::row(feature, ROW_BITS);
            let class = feature << ROW_BITS >> (64 - CLASS_BITS);
            // Class and marks are the last seven bytes.
            let tail = rows[row].last_chunk().map_or(0, |&tail| u64::from_le_bytes(tail));
            let is_here = (tail >> 8) as u8 == class as u8;
            finder.push(row, is_here);
            some[kept] = feature;
            kept += usize::from(tail >> (16 + mark_of(class)) & 1 == 1 && !is_here);
        }
        start = *end;
        *end = kept;
        finder.end_token();
    }
}

/// Keeps the features that may be known, in the same order.
fn drop_unknown(known: &[u64; 1 << (KNOWN_BITS - 6)], features: &mut [u64], ends: &mut [usize]) {
    let (mut start, mut kept) = (0, 0);
    for end in ends {
        for at in start..*end {
            let class = hash::row(features[at], KNOWN_BITS);
            features[kept] = features[at];
            kept += (known[class / 64] >> (class % 64) & 1) as usize;
        }
        start = *end;
        *end = kept;
    }
}

/// The mark of a class: one of 48 bits that tell which features of a row are known.
#[inline]
fn mark_of(class: u64) -> u64 {
    (class * 3) >> 4
}

/// Calls `take` with the first so many bits of each known feature, from the bits of its class.
fn each_known(model: &Model, bits: u32, mut take: impl FnMut(usize)) {
    let all_bits = model.bits + FILTER_BITS;
    // A class has more bits than these, or stands for all that begin as it does.
    let (cut, width) = (all_bits.saturating_sub(bits), bits.saturating_sub(all_bits));
    for row in 0..1 << model.bits {
        let mut left = classes_of(&model.filter, row);
        while left > 0 {
            let class = left.trailing_zeros() as usize;
            left &= left - 1;
            let first = (row << FILTER_BITS | class) >> cut << width;
            (first..first + (1 << width)).for_each(&mut take);
        }
    }
}
