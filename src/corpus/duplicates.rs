//! Near-duplicates: articles that are copies of another, and how much they have in common.
//!
//! Input: texts with days. Output: for each article the one it is a copy of, if any, and the share of its words that stand there.
//! Method: hashes of five words in a row, of which every [`EVERY`]th is kept by value, so that the same stretch keeps the same hashes
//! in every text (Broder 1997; Manber 1994). From the first published to the last (the longest first on one day), each article is
//! looked up among the originals so far: a copy if at least `least` of its kept hashes stand in one. The order is by content, so that
//! no order of rows changes the result. Cost: O(bytes) to hash, and for each kept hash at most [`MOST`] originals.

use super::signatures::NO_DAY;
use super::stop::Stop;
use crate::model::hash::mix;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// Words in a row.
const WORDS: usize = 5;
/// One of so many hashes is kept.
const EVERY: u64 = 4;
/// The most originals under one hash: what more articles have is no sign of a copy.
const MOST: usize = 16;
/// Fewer kept hashes (some twenty words) tell nothing.
const FEWEST: usize = 4;

/// The kept hashes of an article, sorted, each once.
pub type Sketch = Vec<u64>;

/// An article that is a copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copy {
    /// The original, as an index.
    pub of: u32,
    /// The share of its words in a row that stand in the original, 0 to 1.
    pub share: f32,
}

/// The sketch of a text.
pub fn sketch_of(text: &str) -> Sketch {
    let mut hashes = Vec::with_capacity(text.len() / 20);
    let mut last = [0_u64; WORDS];
    let mut n = 0;
    for_each_word(text.as_bytes(), |word| {
        last[n % WORDS] = word;
        n += 1;
        if n >= WORDS {
            let hash = (0..WORDS).fold(0, |hash, back| mix(7, hash ^ last[(n + back) % WORDS].rotate_left(back as u32)));
            if hash % EVERY == 0 {
                hashes.push(hash);
            }
        }
    });
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Calls `found` with the hash of every word: ASCII letters in lower case and digits; of other signs letters by their bytes.
fn for_each_word(bytes: &[u8], mut found: impl FnMut(u64)) {
    let mut hash = 0_u64;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let step = match byte {
            b'A'..=b'Z' => u64::from(byte | 32),
            // Apostrophes of every kind belong to no word, and end none: `won’t` is `wont`.
            b'\'' => {
                at += 1;
                continue;
            }
            0xE2 if bytes.get(at + 1) == Some(&0x80) => {
                let is_apostrophe = matches!(bytes.get(at + 2), Some(0x98 | 0x99));
                at += 3;
                if !is_apostrophe && hash != 0 {
                    found(hash);
                    hash = 0;
                }
                continue;
            }
            ..0x80 if !byte.is_ascii_alphanumeric() => {
                if hash != 0 {
                    found(hash);
                    hash = 0;
                }
                at += 1;
                continue;
            }
            _ => u64::from(byte),
        };
        hash = (hash.rotate_left(5) ^ step).wrapping_mul(0x517c_c1b7_2722_0a95);
        at += 1;
    }
    if hash != 0 {
        found(hash);
    }
}

/// The sketches of texts, on `threads` threads.
pub fn sketches_of(texts: &[&str], threads: usize) -> Vec<Sketch> {
    let share = texts.len().div_ceil(threads.clamp(1, 1 + texts.len() / 64)).max(1);
    std::thread::scope(|scope| {
        let handles: Vec<_> =
            texts.chunks(share).map(|part| scope.spawn(|| part.iter().map(|text| sketch_of(text)).collect::<Vec<_>>())).collect();
        handles.into_iter().flat_map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// For each article the original it is a copy of; of some of them if stopped. `days` are as in [`super::signatures`], `labels` tell equals apart.
pub fn find_copies(sketches: &[Sketch], days: &[i32], labels: &[u64], least: f32, stop: &Stop) -> Vec<Option<Copy>> {
    let mut order: Vec<u32> = (0..sketches.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| {
        let key = |at: u32| (days[at as usize] == NO_DAY, days[at as usize]);
        let sketch = |at: u32| &sketches[at as usize];
        key(a)
            .cmp(&key(b))
            .then_with(|| sketch(b).len().cmp(&sketch(a).len()))
            .then_with(|| sketch(a).cmp(sketch(b)))
            .then_with(|| labels[a as usize].cmp(&labels[b as usize]))
            .then(a.cmp(&b))
    });
    let mut originals = Originals::default();
    let mut copies = vec![None; sketches.len()];
    for at in order {
        if stop.is_set() {
            break;
        }
        let sketch = &sketches[at as usize];
        if sketch.len() < FEWEST {
            continue;
        }
        match originals.look_up(sketch).filter(|copy| copy.share >= least) {
            Some(copy) => copies[at as usize] = Some(copy),
            None => originals.add(at, sketch),
        }
    }
    copies
}

/// Originals by their hashes.
#[derive(Default)]
struct Originals {
    /// Of a hash the first in the list of originals that have it.
    first: HashMap<u64, u32, FxBuildHasher>,
    /// (original, next in the list).
    entries: Vec<(u32, u32)>,
    counts: HashMap<u32, u32, FxBuildHasher>,
}

const END: u32 = u32::MAX;

impl Originals {
    fn add(&mut self, original: u32, sketch: &Sketch) {
        for &hash in sketch {
            let first = self.first.entry(hash).or_insert(END);
            let (mut n, mut at) = (0, *first);
            while at != END {
                at = self.entries[at as usize].1;
                n += 1;
            }
            if n < MOST {
                self.entries.push((original, *first));
                *first = self.entries.len() as u32 - 1;
            }
        }
    }

    /// The original that has most of the hashes; of equals the first.
    fn look_up(&mut self, sketch: &Sketch) -> Option<Copy> {
        self.counts.clear();
        for hash in sketch {
            let mut at = self.first.get(hash).copied().unwrap_or(END);
            while at != END {
                let (original, next) = self.entries[at as usize];
                *self.counts.entry(original).or_default() += 1;
                at = next;
            }
        }
        // The order of the map does not matter: the best is unique.
        #[allow(clippy::iter_over_hash_type)]
        let best = self.counts.iter().map(|(&original, &n)| (n, std::cmp::Reverse(original))).max();
        best.map(|(n, of)| Copy { of: of.0, share: n as f32 / sketch.len() as f32 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("word{}", n * 7919 % 10_007)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn copies_are_found_and_strangers_not() {
        let texts = [
            text(0, 400),
            // The same with another head and other marks.
            format!("By our own reporter. {}", text(0, 400).replace(' ', ", ").to_uppercase()),
            // Half of it.
            text(0, 200),
            // Half of it and as much of its own.
            format!("{}{}", text(0, 200), text(5000, 5400)),
            text(1000, 1400),
            "Short.".to_owned(),
        ];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let sketches = sketches_of(&texts, 2);
        assert_eq!(sketches, sketches_of(&texts, 1));
        let days = [3, 4, 4, 4, 4, NO_DAY];
        let copies = find_copies(&sketches, &days, &[0; 6], 0.6, &Stop::default());
        let of: Vec<Option<u32>> = copies.iter().map(|copy| copy.map(|copy| copy.of)).collect();
        assert_eq!(of, [None, Some(0), Some(0), None, None, None]);
        assert!(copies[1].unwrap().share > 0.95, "{copies:?}");
        // On days the other way round, the later is the copy.
        let copies = find_copies(&sketches, &[5, 4, 6, 6, 6, 6], &[0; 6], 0.6, &Stop::default());
        assert_eq!(copies[0].map(|copy| copy.of), Some(1));
    }
}
