//! What the rest of the article says of a word: the second stage of the name model.
//!
//! The first stage decides sentence by sentence. The second adds to its scores what the same word, the same name and longer names with
//! the word in them were taken for elsewhere in the article (Krishnan & Manning 2006), and the labels beside it.
//! Cost: a few hash look-ups a capitalised word.

use super::article::Input;
use super::recognizer::{Kind, Name};
use crate::model::Sink;
use crate::model::hash::{mix, mix2};
use rustc_hash::FxHashMap;

/// Kinds, and the class of words outside all names.
const CLASSES: usize = Kind::ALL.len() + 1;

/// How often something was taken for each kind, and (last) for none.
type Counts = [u16; CLASSES];

/// What the first stage made of an article.
#[derive(Clone, Debug, Default)]
pub struct Agreement {
    /// The label of each token, and by how much it won, in four steps.
    labels: Vec<(u8, u8)>,
    words: FxHashMap<u32, Counts>,
    names: FxHashMap<u64, Counts>,
    /// By word: kinds of the longer names that begin, and that end with it.
    begins: FxHashMap<u32, Counts>,
    ends: FxHashMap<u32, Counts>,
    /// For each token, one past the number of the name it is in.
    name_of: Vec<u32>,
    /// The keys of the names.
    keys: Vec<(u64, Kind)>,
}

fn class_of(label: u8) -> usize {
    if label == 0 { CLASSES - 1 } else { usize::from(label - 1) / 2 }
}

/// How sure the first stage was: steps of the lead, in learned units.
fn lead_step(lead: f32) -> u8 {
    match lead {
        ..10.0 => 0,
        ..25.0 => 1,
        ..60.0 => 2,
        _ => 3,
    }
}

impl Agreement {
    /// Reads what the first stage decided: for each token its label and its lead over the next best in learned units, and the names.
    pub fn read(&mut self, input: Input<'_>, labels: impl Iterator<Item = (u8, f32)>, names: &[Name]) {
        self.labels.clear();
        self.labels.extend(labels.map(|(label, lead)| (label, lead_step(lead))));
        self.words.clear();
        self.names.clear();
        self.begins.clear();
        self.ends.clear();
        self.keys.clear();
        self.name_of.clear();
        self.name_of.resize(self.labels.len(), 0);
        for (i, &(label, _)) in self.labels.iter().enumerate() {
            if label != 0 || input.word(i).letters.begins_upper {
                self.words.entry(input.words[i]).or_default()[class_of(label)] += 1;
            }
        }
        for name in names {
            let key = (name.first..=name.last).fold(0, |key, i| mix2(12, key, input.word(i).lower));
            self.keys.push((key, name.kind));
            self.name_of[name.first..=name.last].fill(self.keys.len() as u32);
            self.names.entry(key).or_default()[name.kind as usize] += 1;
            if name.last > name.first {
                self.begins.entry(input.words[name.first]).or_default()[name.kind as usize] += 1;
                self.ends.entry(input.words[name.last]).or_default()[name.kind as usize] += 1;
            }
        }
    }

    /// Whether the second stage looks at token `i`.
    #[inline]
    pub fn concerns(&self, input: Input<'_>, i: usize) -> bool {
        self.labels[i].0 != 0 || input.word(i).letters.begins_upper
    }

    /// The features of a token that the second stage looks at.
    pub fn add_features(&self, input: Input<'_>, sentence: &std::ops::Range<usize>, i: usize, sink: &mut impl Sink) {
        let (label, step) = self.labels[i];
        let own = u64::from(label) << 2 | u64::from(step);
        let label_at = |at: Option<usize>| at.filter(|at| sentence.contains(at)).map_or(99, |at| u64::from(self.labels[at].0));
        let word = input.words[i];
        let class = class_of(label);
        let counts_of = |map: &FxHashMap<u32, Counts>| map.get(&word).copied().unwrap_or_default();
        let mut elsewhere = counts_of(&self.words);
        elsewhere[class] = elsewhere[class].saturating_sub(1);
        let (mut begins, mut ends) = (counts_of(&self.begins), counts_of(&self.ends));
        let mut same = Counts::default();
        let (mut is_first, mut is_last, mut is_alone) = (false, false, true);
        if let Some(number) = self.name_of[i].checked_sub(1) {
            let (key, kind) = self.keys[number as usize];
            same = self.names.get(&key).copied().unwrap_or_default();
            same[kind as usize] = same[kind as usize].saturating_sub(1);
            let beside = |at: Option<usize>| at.and_then(|at| self.name_of.get(at)).is_some_and(|&of| of == number + 1);
            is_first = !beside(i.checked_sub(1));
            is_last = !beside(Some(i + 1));
            is_alone = is_first && is_last;
            if !is_alone {
                let drop = |counts: &mut Counts| counts[kind as usize] = counts[kind as usize].saturating_sub(1);
                if is_first {
                    drop(&mut begins);
                }
                if is_last {
                    drop(&mut ends);
                }
            }
        }
        let place = u64::from(is_first) << 2 | u64::from(is_last) << 1 | u64::from(is_alone);
        let (of_word, of_name, of_begins, of_ends) = (vote(&elsewhere), vote(&same), vote(&begins), vote(&ends));
        sink.add(mix(1, own));
        sink.add(mix2(2, own, of_word));
        sink.add(mix2(3, own, mix2(0, of_word, input.word(i).shape)));
        sink.add(mix2(4, own, of_name));
        sink.add(mix2(5, own, mix2(0, of_ends, place)));
        sink.add(mix2(6, own, mix2(0, of_begins, place)));
        sink.add(mix2(7, own, mix2(0, of_ends, of_word)));
        sink.add(mix2(8, label_at(i.checked_sub(1)), mix2(0, own, label_at(Some(i + 1)))));
        sink.add(mix(9, of_word));
        sink.add(mix2(10, of_ends, of_begins));
        // What the words beside it were elsewhere.
        for (template, at) in [(11, i.checked_sub(1)), (12, Some(i + 1))] {
            let Some(at) = at.filter(|at| sentence.contains(at)) else { continue };
            let mut counts = self.words.get(&input.words[at]).copied().unwrap_or_default();
            let class = class_of(self.labels[at].0);
            counts[class] = counts[class].saturating_sub(1);
            sink.add(mix2(template, own, mix2(0, vote(&counts), u64::from(self.labels[at].0))));
        }
    }
}

/// The most frequent class, whether all agree, and how many there are (up to three); 0 if none.
fn vote(counts: &Counts) -> u64 {
    let all: u16 = counts.iter().sum();
    if all == 0 {
        return 0;
    }
    let mut best = 0;
    for class in 1..CLASSES {
        if counts[class] > counts[best] {
            best = class;
        }
    }
    1 + ((best as u64) << 3 | u64::from(counts[best] == all) << 2 | u64::from(all.min(3)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_tell_the_most_frequent_and_whether_all_agree() {
        assert_eq!(vote(&[0; CLASSES]), 0);
        assert_ne!(vote(&[2, 0, 0, 0, 0]), vote(&[2, 1, 0, 0, 0]));
        assert_eq!(vote(&[3, 0, 0, 0, 0]), vote(&[9, 0, 0, 0, 0]));
        assert_ne!(vote(&[0, 2, 0, 0, 0]), vote(&[0, 0, 2, 0, 0]));
    }
}
