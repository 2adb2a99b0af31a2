//! In how many quotations, and in how many contexts, three words follow each other: counted approximately, in flat memory.
//!
//! Method: a table of saturating counters (count-min with two rows for contexts), and a Bloom filter of (three words, speaker,
//! month), so that one utterance printed by a hundred outlets is one context and a stump phrase is many. Counts are never too
//! low; they are the same for any order of quotations. Memory: 6 to 12 bytes for each word, at most 448 MB.

use super::align::triple;
use super::signatures::{NO_DAY, Signatures};
use super::stop::Stop;
use crate::model::hash::mix2;

/// Approximate counts of all triples of words.
pub struct Counts {
    shift: u32,
    /// Quotations that have it.
    total: Vec<u8>,
    /// Contexts, twice.
    contexts: Vec<u8>,
}

/// Contexts up to which three words are nothing special.
const FEW: f32 = 3.0;

impl Counts {
    /// Counts the triples of all quotations.
    pub fn new(all: &Signatures, stop: &Stop) -> Self {
        let bits = (all.keys.len().max(1) * 2).next_power_of_two().trailing_zeros().clamp(10, 26);
        let mut counts = Self { shift: 64 - bits, total: vec![0; 1 << bits], contexts: vec![0; 2 << bits] };
        let mut filter = vec![0_u64; (8 << bits) / 64];
        let filter_shift = counts.shift - 3;
        for quote in (0..all.len()).take_while(|_| !stop.is_set()) {
            let name = &all.names[all.speakers[quote] as usize];
            let month = if all.days[quote] == NO_DAY { 0 } else { all.days[quote].div_euclid(30) + 1 };
            // The surname, so that one speaker under two forms is one context.
            let speaker = u64::from(name.words.last().copied().unwrap_or(0));
            for words in all.keys_of(quote).windows(3) {
                let triple = triple(words);
                let at = (triple >> counts.shift) as usize;
                counts.total[at] = counts.total[at].saturating_add(1);
                let context = mix2(5, triple, speaker << 16 ^ u64::from(month.cast_unsigned()));
                let bit = (context >> filter_shift) as usize;
                if filter[bit / 64] >> (bit % 64) & 1 == 0 {
                    filter[bit / 64] |= 1 << (bit % 64);
                    for row in counts.rows(triple) {
                        counts.contexts[row] = counts.contexts[row].saturating_add(1);
                    }
                }
            }
        }
        counts
    }

    fn rows(&self, triple: u64) -> [usize; 2] {
        let second = triple.rotate_left(29).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        [(triple >> self.shift) as usize * 2, (second >> self.shift) as usize * 2 + 1]
    }

    /// Whether another quotation may have these three words.
    pub fn is_shared(&self, triple: u64) -> bool {
        self.total[(triple >> self.shift) as usize] > 1
    }

    /// What part of their weight three words keep: all in few contexts, less the more there are.
    fn kept(&self, triple: u64) -> f32 {
        let contexts = self.rows(triple).into_iter().map(|row| self.contexts[row]).min().unwrap_or(0);
        (FEW / f32::from(contexts.max(1))).clamp(0.15, 1.0)
    }

    /// All weights, with those of stock phrases lowered.
    pub fn lowered(&self, all: &Signatures, stop: &Stop) -> Vec<u8> {
        let mut lowered = all.weights.clone();
        for quote in (0..all.len()).take_while(|_| !stop.is_set()) {
            let range = all.range(quote);
            for (at, words) in all.keys[range.clone()].windows(3).enumerate() {
                let triple = triple(words);
                // What stands once has one context.
                let kept = if self.is_shared(triple) { self.kept(triple) } else { 1.0 };
                if kept < 1.0 {
                    let stretch = range.start + at..range.start + at + 3;
                    for (lowered, weight) in lowered[stretch.clone()].iter_mut().zip(&all.weights[stretch]) {
                        *lowered = (*lowered).min((f32::from(*weight) * kept) as u8);
                    }
                }
            }
        }
        lowered
    }
}
