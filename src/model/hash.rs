//! Features as 64-bit hashes: atoms (hashes of strings or small numbers) mixed with the number of a template.
//!
//! The top bits are the well-mixed ones: they choose the row of the table. Part of the model format: a change here makes every
//! trained model unreadable, which the reader notices by the fingerprint of the features (see [`fingerprint`]).

const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
const STIR: u64 = 0xd6e8_feb8_6659_fd93;

/// The hash of a string.
#[inline]
pub fn atom(bytes: &[u8]) -> u64 {
    let mut hash = (bytes.len() as u64).wrapping_mul(SPREAD);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.iter().rev().fold(0, |word, &byte| (word << 8) | u64::from(byte));
        hash = stir(hash ^ word);
    }
    let word = chunks.remainder().iter().rev().fold(0, |word, &byte| (word << 8) | u64::from(byte));
    stir(hash ^ word)
}

#[inline]
fn stir(value: u64) -> u64 {
    let value = value.wrapping_mul(STIR);
    (value ^ (value >> 32)).wrapping_mul(SPREAD)
}

/// A feature of one atom.
#[inline]
pub fn mix(template: u64, a: u64) -> u64 {
    stir(a ^ template.wrapping_mul(SPREAD))
}

/// A feature of two atoms, whose order counts.
#[inline]
pub fn mix2(template: u64, a: u64, b: u64) -> u64 {
    stir(a.rotate_left(23).wrapping_mul(STIR) ^ b ^ template.wrapping_mul(SPREAD))
}

/// The row of a feature in a table of 2^`bits` rows.
#[inline]
pub fn row(feature: u64, bits: u32) -> usize {
    (feature >> (64 - bits)) as usize
}

/// One number for a list of features: what a stage's feature code gives for a probe text stands in the model file, so that a
/// model is never read with features it was not trained on.
pub fn fingerprint(features: &[u64]) -> u64 {
    features.iter().fold(features.len() as u64, |hash, &feature| mix2(1, hash, feature))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_things_differ() {
        let words = ["", "a", "b", "ab", "ba", "abcdefgh", "abcdefgi", "abcdefgha", "abcdefgh\0"];
        for (i, a) in words.iter().enumerate() {
            for b in &words[i + 1..] {
                assert_ne!(atom(a.as_bytes()), atom(b.as_bytes()), "{a} {b}");
            }
        }
        assert_ne!(mix(1, 5), mix(2, 5));
        assert_ne!(mix2(1, 5, 6), mix2(1, 6, 5));
    }

    #[test]
    fn rows_are_spread_evenly() {
        let mut counts = [0; 64];
        for number in 0..6400 {
            counts[row(mix(3, atom(format!("w{number}").as_bytes())), 6)] += 1;
        }
        assert!(counts.iter().all(|&count| (50..=150).contains(&count)), "{counts:?}");
    }
}
