//! What the tagger sees of a token: its word (affixes, shape, clusters) and the two on either side.
//!
//! Input: the words of one sentence. Output: features, to a [`Sink`]. Training and use both go through here.

use crate::model::hash::{atom, fingerprint, mix, mix2};
use crate::model::{OWN, PLACES, Sink, Word};

/// What a word by itself gives to the token that sees it at `place` (0 two before the token, 2 its own, 4 two behind).
#[inline]
pub fn add_word_features(word: &Word, place: usize, sink: &mut impl Sink) {
    let template = |number: u64| number * PLACES as u64 + place as u64;
    let [fine, middle, coarse] = word.clusters.map(u64::from);
    sink.add(mix(template(0), word.lower));
    sink.add(mix(template(1), middle));
    if place.abs_diff(OWN) <= 1 {
        sink.add(mix(template(3), fine));
        sink.add(mix(template(4), word.suffixes[2]));
        sink.add(mix(template(5), word.suffixes[1]));
        sink.add(mix(template(6), word.shape));
    }
    if place == OWN {
        sink.add(mix(template(7), word.form));
        sink.add(mix(template(8), coarse));
        for (number, &prefix) in word.prefixes.iter().take(3).enumerate() {
            sink.add(mix(template(9 + number as u64), prefix));
        }
        sink.add(mix(template(13), word.suffixes[0]));
        sink.add(mix(template(14), word.suffixes[3]));
        sink.add(mix2(template(15), word.shape, word.suffixes[2]));
        sink.add(mix(template(17), word.flags.bits()));
        sink.add(mix(template(18), word.casing()));
    }
}

/// What several words together give to the token in the middle. `spaces`: bit 1 if white space, or nothing, stands before the token,
/// bit 0 if behind it; `is_first` in its sentence; `is_shouted` if the sentence is in capitals.
#[inline]
pub fn add_context_features(around: [&Word; PLACES], spaces: u64, is_first: bool, is_shouted: bool, sink: &mut impl Sink) {
    let [before2, before, own, after, after2] = around;
    let middle = |word: &Word| u64::from(word.clusters[1]);
    let place = u64::from(is_first) << 1 | u64::from(is_shouted);
    let base = 200;
    sink.add_all(&[
        mix2(base, own.shape, place),
        mix2(base + 1, own.lower, spaces),
        mix2(base + 2, before.lower, own.lower),
        mix2(base + 3, own.lower, after.lower),
        mix2(base + 4, before.lower, after.lower),
        mix2(base + 8, middle(before), mix2(0, own.suffixes[1], middle(after))),
        mix2(base + 9, middle(before), own.lower),
        mix2(base + 10, own.lower, middle(after)),
        mix2(base + 11, before.suffixes[2], own.suffixes[2]),
        mix2(base + 12, own.suffixes[2], after.suffixes[2]),
        mix2(base + 13, own.shape, mix2(0, before.shape, after.shape)),
    ]);
    let (fine, coarse) = (|word: &Word| u64::from(word.clusters[0]), |word: &Word| u64::from(word.clusters[2]));
    sink.add_all(&[
        mix2(base + 16, fine(before), middle(own)),
        mix2(base + 17, middle(own), fine(after)),
        mix2(base + 18, coarse(before2), mix2(0, middle(before), own.suffixes[1])),
        mix2(base + 19, own.suffixes[1], mix2(0, middle(after), coarse(after2))),
        mix2(base + 14, before2.lower, before.lower),
        mix2(base + 15, after.lower, after2.lower),
    ]);
}

/// The fingerprint of this code: what it gives for a few words.
pub fn features_fingerprint() -> u64 {
    let clusters = crate::model::Clusters::parse("The\t1f1\nwon\t2\n");
    let words = ["The", "minister", "'s", "mid-2019", "réseau", "U.S.", "won", "n't", "\"", "1,200.5", "NATO"];
    let words: Vec<Word> = words.iter().map(|form| Word::new(form, &clusters)).collect();
    let mut features = Vec::new();
    for word in &words {
        (0..PLACES).for_each(|place| add_word_features(word, place, &mut features));
    }
    for around in words.windows(PLACES) {
        let around = [0, 1, 2, 3, 4].map(|i| &around[i]);
        add_context_features(around, 1, true, false, &mut features);
    }
    features.push(atom(b"tags"));
    fingerprint(&features)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_its_own() {
        let word = Word::NONE;
        let mut features = Vec::new();
        (0..PLACES).for_each(|place| add_word_features(&word, place, &mut features));
        add_context_features([&word; PLACES], 0, false, false, &mut features);
        let count = features.len();
        features.sort_unstable();
        features.dedup();
        assert_eq!(features.len(), count);
    }
}
