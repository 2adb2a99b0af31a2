//! The universal part of speech that follows from a Penn tag, the word, and the next tag that is no adverb's.
//!
//! Method: a table learned from the treebanks: the most frequent part for the tag; where a word has another, for the word;
//! where the word goes both ways, for the word and the next tag (`have` before a participle is an auxiliary). Cost: O(1).

use super::tagset::{Pos, Tag};
use crate::model::Lookup;
use crate::model::hash::mix2;
use std::collections::BTreeMap;

/// Behind the last token.
const END: u64 = 99;

/// The table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Universal {
    /// For each tag.
    defaults: Vec<Pos>,
    exceptions: Lookup,
}

fn word_key(tag: Tag, lower: u64) -> u64 {
    mix2(101, lower, tag as u64)
}

fn next_key(tag: Tag, lower: u64, next: u64) -> u64 {
    mix2(102, word_key(tag, lower), next)
}

/// The tag behind token `i` that is no adverb's.
fn next_tag(tags: &[Tag], i: usize) -> u64 {
    tags[i + 1..].iter().take(4).find(|&&tag| tag != Tag::Rb).map_or(END, |&tag| tag as u64)
}

/// How often each part was seen.
type Counts = BTreeMap<u64, [u32; Pos::ALL.len()]>;

fn most_frequent(counts: &[u32; Pos::ALL.len()]) -> Pos {
    let mut best = Pos::X;
    for pos in Pos::ALL {
        if counts[pos as usize] > counts[best as usize] {
            best = pos;
        }
    }
    best
}

impl Universal {
    /// The part of token `i` of a sentence.
    pub fn of(&self, tags: &[Tag], i: usize, lower: u64) -> Pos {
        let tag = tags[i];
        let found =
            self.exceptions.get(next_key(tag, lower, next_tag(tags, i))).or_else(|| self.exceptions.get(word_key(tag, lower)));
        let found = found.and_then(|number| Pos::ALL.get(usize::from(number)).copied());
        found.or_else(|| self.defaults.get(tag as usize).copied()).unwrap_or(Pos::X)
    }

    /// Learns the table from sentences of tags, words and parts.
    pub fn learn<'a>(sentences: impl Iterator<Item = (&'a [Tag], &'a [u64], &'a [Pos])> + Clone) -> Self {
        let mut by_tag = [[0; Pos::ALL.len()]; Tag::ALL.len()];
        let (mut by_word, mut by_next) = (Counts::new(), Counts::new());
        // The way from each key to the one it is an exception of.
        let (mut tag_of, mut word_of) = (BTreeMap::new(), BTreeMap::new());
        for (tags, words, parts) in sentences {
            for (i, ((&tag, &word), &part)) in tags.iter().zip(words).zip(parts).enumerate() {
                let (word_key, next_key) = (word_key(tag, word), next_key(tag, word, next_tag(tags, i)));
                by_tag[tag as usize][part as usize] += 1;
                by_word.entry(word_key).or_insert([0; Pos::ALL.len()])[part as usize] += 1;
                by_next.entry(next_key).or_insert([0; Pos::ALL.len()])[part as usize] += 1;
                tag_of.insert(word_key, tag);
                word_of.insert(next_key, word_key);
            }
        }
        let defaults: Vec<Pos> = by_tag.iter().map(most_frequent).collect();
        let mut exceptions = BTreeMap::new();
        for (key, counts) in &by_word {
            let best = most_frequent(counts);
            if counts.iter().sum::<u32>() >= 2 && best != defaults[tag_of[key] as usize] {
                exceptions.insert(*key, best);
            }
        }
        let of_words = exceptions.clone();
        for (key, counts) in &by_next {
            let (best, word) = (most_frequent(counts), word_of[key]);
            let usual = of_words.get(&word).copied().unwrap_or(defaults[tag_of[&word] as usize]);
            if counts[best as usize] >= 2 && best != usual {
                exceptions.insert(*key, best);
            }
        }
        Self { defaults, exceptions: Lookup::new(exceptions.into_iter().map(|(key, pos)| (key, pos as u16))) }
    }

    /// For the model file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = self.defaults.iter().map(|&pos| pos as u8).collect();
        bytes.extend(self.exceptions.to_bytes());
        bytes
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote; any bytes give some table.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let (defaults, exceptions) = bytes.split_at(bytes.len().min(Tag::ALL.len()));
        let defaults = defaults.iter().map(|&number| Pos::ALL.get(usize::from(number)).copied().unwrap_or(Pos::X)).collect();
        Self { defaults, exceptions: Lookup::from_bytes(exceptions) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_between_two_parts_is_decided_by_the_next_tag() {
        let (have, run) = (1, 2);
        let perfect = (vec![Tag::Vbp, Tag::Rb, Tag::Vbn], vec![have, 9, run], vec![Pos::Aux, Pos::Adv, Pos::Verb]);
        let own = (vec![Tag::Vbp, Tag::Nn], vec![have, 7], vec![Pos::Verb, Pos::Noun]);
        let other = (vec![Tag::Vbp], vec![run], vec![Pos::Verb]);
        let all = [&perfect, &perfect, &own, &own, &own, &other];
        let table = Universal::learn(all.iter().map(|(tags, words, parts)| (&tags[..], &words[..], &parts[..])));
        let table = Universal::from_bytes(&table.to_bytes());
        assert_eq!(table.of(&perfect.0, 0, have), Pos::Aux);
        assert_eq!(table.of(&own.0, 0, have), Pos::Verb);
        assert_eq!(table.of(&[Tag::Vbp], 0, 55), Pos::Verb);
        assert_eq!(Universal::from_bytes(&[]).of(&[Tag::Nn], 0, 1), Pos::X);
    }
}
