//! Which features are met most: their weights stand once more in a small table, so that most look-ups need not wait for memory (see
//! [`Weights`](crate::model::Weights)). What a model says does not depend on it.
//!
//! Input: a learned model's features in use. Output: a section of the model file. Method: counts of each class of features (see
//! [`passes`]); each row of the small table goes to the class counted most of all that fall into it. Cost: O(features).

use super::perceptron::{Examples, Learned};
use crate::model::hash::row;
use crate::model::{FILTER_BITS, FREQUENT, frequent_bits, passes, row_bytes};

/// The section of the model file. `read` hands out examples with those features that are looked up token by token in use. Empty for a
/// model without a filter, or of another size than ours.
pub fn frequent_features(learned: &Learned, read: &Examples<'_>) -> (String, Vec<u8>) {
    let bits = learned.bits;
    if learned.filter.is_empty() {
        return (FREQUENT.to_owned(), Vec::new());
    }
    let mut counts = vec![0_u32; 1 << (bits + FILTER_BITS)];
    read(&mut |example| {
        for &feature in example.features.iter().filter(|&&feature| passes(&learned.filter, bits, feature)) {
            let count = &mut counts[row(feature, bits + FILTER_BITS)];
            *count = count.saturating_add(1);
        }
    });
    let table_bits = frequent_bits(row_bytes(learned.labels));
    // What stands behind a row's number has to fit into 16 bits.
    if !(1..16).contains(&(bits + FILTER_BITS).saturating_sub(table_bits)) {
        return (FREQUENT.to_owned(), Vec::new());
    }
    let mut section = Vec::with_capacity(2 << table_bits);
    for classes in counts.chunks_exact(1 << (bits + FILTER_BITS - table_bits)) {
        // The first of equals.
        let (class, &most) = classes.iter().enumerate().rev().max_by_key(|(_, count)| **count).unwrap_or((0, &0));
        section.extend(if most == 0 { u16::MAX } else { class as u16 }.to_le_bytes());
    }
    (FREQUENT.to_owned(), section)
}
