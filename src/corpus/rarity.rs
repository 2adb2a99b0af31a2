//! How much a word tells of which utterance it is from.
//!
//! Input: the tokens of a quotation. Output: for each a weight in tenths of bits: rare words much, common ones little, words of
//! set phrases (`thoughts and prayers`, proverbs, laws) nearly nothing.
//! Method: log2(sentences / sentences with the word), counted over news (data/lexicons/word_rarity.tsv); what is not in the table
//! is rare. The table is fixed, so that weights depend on no batch. Cost: a look-up a word.

use super::normal::{BREAK, Key, WORD, tokens_of};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::sync::LazyLock;

/// Of a word that the table lacks.
const RARE: u8 = 140;
/// Of a figure.
const FIGURE: u8 = 90;
/// The most that a word of a set phrase weighs.
const SET: u8 = 8;

type Map<V> = HashMap<Key, V, FxBuildHasher>;

static WORDS: LazyLock<Map<u8>> = LazyLock::new(|| {
    let mut words = Map::default();
    for line in include_str!("../../data/lexicons/word_rarity.tsv").lines().skip(1) {
        let Some((word, tenths)) = line.split_once('\t') else { continue };
        if let ([token], Ok(tenths)) = (tokens_of(word).as_slice(), tenths.parse::<u8>()) {
            let weight = words.entry(token.key & WORD).or_insert(RARE);
            *weight = (*weight).min(tenths);
        }
    }
    words
});

/// Set phrases by their first word.
static PHRASES: LazyLock<Map<Vec<Vec<Key>>>> = LazyLock::new(|| {
    let mut phrases: Map<Vec<Vec<Key>>> = Map::default();
    for line in include_str!("../../data/lexicons/set_phrases.tsv").lines().skip(1) {
        let keys: Vec<Key> = tokens_of(line).iter().map(|token| token.key & WORD).collect();
        if let Some(&first) = keys.first() {
            phrases.entry(first).or_default().push(keys);
        }
    }
    phrases
});

fn weight_of(key: Key) -> u8 {
    let default = if key & super::normal::NUMBER == 0 { RARE } else { FIGURE };
    WORDS.get(&(key & WORD)).copied().unwrap_or(default)
}

/// The weight of each word, appended to `weights`.
pub fn weigh(keys: &[Key], weights: &mut Vec<u8>) {
    let first = weights.len();
    weights.extend(keys.iter().map(|&key| weight_of(key)));
    let weights = &mut weights[first..];
    for at in 0..keys.len() {
        let Some(phrases) = PHRASES.get(&(keys[at] & WORD)) else { continue };
        for phrase in phrases {
            let stretch = keys.get(at..at + phrase.len());
            if stretch.is_some_and(|stretch| stretch.iter().zip(phrase).all(|(key, of)| key & WORD == *of)) {
                weights[at..at + phrase.len()].iter_mut().for_each(|weight| *weight = (*weight).min(SET));
            }
        }
    }
}

/// Whether a sentence ends after the word.
pub fn is_last(key: Key) -> bool {
    key & BREAK != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(text: &str) -> Vec<u8> {
        let keys: Vec<Key> = tokens_of(text).iter().map(|token| token.key).collect();
        let mut weights = Vec::new();
        weigh(&keys, &mut weights);
        weights
    }

    #[test]
    fn rare_words_weigh_more() {
        let found = weights("the harbor belongs to quokkas 17,431");
        assert!(found[0] < 20 && found[1] > 100 && found[3] < 40 && found[4] == RARE && found[5] == FIGURE, "{found:?}");
        assert_eq!(weights("one"), weights("1"));
    }

    #[test]
    fn set_phrases_weigh_little() {
        let found = weights("Our thoughts and prayers are with Quillon");
        assert!(found[1] <= SET && found[3] <= SET && found[6] == RARE, "{found:?}");
        // A counter-example: the same words in another order.
        assert!(weights("prayers and thoughts").iter().all(|&weight| weight > SET));
    }
}
