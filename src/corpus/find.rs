//! Ranked fuzzy search: quotations that hold the words of a query, or most of them.
//!
//! Input: [`Signatures`] and the keys of a query. Output: [`Hit`]s, best first. Method: in each quotation the stretch that is richest in
//! words of the query (the heaviest run, other words counting against it), then a comparison of the query with that stretch; the
//! score is the weight of the words they share, in order, in that of the query, less a part of what else stands in the stretch.
//! Cost: O(words) for a query of at most [`MOST_WORDS`] words.

use super::align::{Alignment, align_short};
use super::normal::{Key, WORD};
use super::rarity::weigh;
use super::signatures::Signatures;
use super::stop::Stop;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The words of a query that are looked for.
pub const MOST_WORDS: usize = 64;
/// The longest stretch that is compared, in words.
const WIDEST: usize = 256;
/// What a word counts that is none of the query's, in tenths of bits.
const OTHER: i32 = 20;

/// A quotation that holds the query.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The quotation.
    pub quote: u32,
    /// How much of the query is there, 0 to 1.
    pub score: f32,
    /// The words that hold it, from and to.
    pub words: Range<usize>,
}

/// The best `most` quotations with a score of at least `least`, best first; equals in the order of the input; of some if stopped.
pub fn find(all: &Signatures, query: &[Key], least: f32, most: usize, stop: &Stop) -> Vec<Hit> {
    let query = &query[..query.len().min(MOST_WORDS)];
    let mut weights = Vec::new();
    weigh(query, &mut weights);
    let total: i32 = weights.iter().map(|&weight| i32::from(weight) + 1).sum();
    let mut wanted: FxHashMap<Key, i32> = FxHashMap::default();
    for (key, weight) in query.iter().zip(&weights) {
        wanted.insert(key & WORD, i32::from(*weight) + 1);
    }
    let mut hits: Vec<Hit> = Vec::new();
    for quote in (0..all.len()).take_while(|_| !stop.is_set()) {
        let keys = all.keys_of(quote);
        let Some((words, rough)) = richest(keys, &wanted) else { continue };
        if (rough as f32) < least * total as f32 * 0.8 {
            continue;
        }
        if let Some((score, words)) = score(query, &weights, total, keys, words)
            && score >= least
        {
            hits.push(Hit { quote: quote as u32, score, words });
        }
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.quote.cmp(&b.quote)));
    hits.truncate(most);
    hits
}

/// The run of words that is heaviest in words of the query, and the weight of those in it.
fn richest(keys: &[Key], wanted: &FxHashMap<Key, i32>) -> Option<(Range<usize>, i32)> {
    let (mut best, mut from, mut value, mut held) = (None::<(i32, Range<usize>, i32)>, 0, 0, 0);
    for (at, key) in keys.iter().enumerate() {
        let weight = wanted.get(&(key & WORD)).copied();
        if value <= 0 {
            (from, value, held) = (at, 0, 0);
        }
        value += weight.unwrap_or(-OTHER);
        held += weight.unwrap_or(0);
        if weight.is_some() && best.as_ref().is_none_or(|(of_best, ..)| value > *of_best) {
            best = Some((value, from..at + 1, held));
        }
    }
    let (_, words, held) = best?;
    Some((words, held))
}

fn score(query: &[Key], weights: &[u8], total: i32, keys: &[Key], words: Range<usize>) -> Option<(f32, Range<usize>)> {
    let words = words.start..words.end.min(words.start + WIDEST);
    let Alignment { pairs } = align_short(&keys[words.clone()], query, weights);
    let (first, last) = (pairs.first()?, pairs.last()?);
    let matched: i32 = pairs.iter().map(|pair| i32::from(weights[pair.1 as usize]) + 1).sum();
    let found = words.start + first.0 as usize..words.start + last.0 as usize + 1;
    let others = found.len() - pairs.len();
    let score = matched as f32 / (total as f32 + 0.5 * (OTHER * others as i32) as f32);
    Some((score, found))
}

#[cfg(test)]
mod tests {
    use super::super::normal::tokens_of;
    use super::super::signatures::Quotation;
    use super::*;

    #[test]
    fn ranks_by_what_agrees() {
        let texts = [
            "We will see what happens with the pier.",
            "Nobody knows. We'll see what happens!",
            "We will see the pier.",
            "The gulls are loud, and what happens at sea we will never see.",
            "Nothing here.",
        ];
        let quotes: Vec<Quotation> = texts.iter().map(|said| Quotation { said, ..Quotation::default() }).collect();
        let all = Signatures::of(&quotes, 1);
        let query: Vec<Key> = tokens_of("we'll see what happens").iter().map(|token| token.key).collect();
        let stop = Stop::default();
        let hits = find(&all, &query, 0.3, 10, &stop);
        let order: Vec<u32> = hits.iter().map(|hit| hit.quote).collect();
        assert_eq!(order[..2], [0, 1], "{hits:?}");
        assert!(!order.contains(&4) && hits[0].score > 0.99 && hits[2].score < 0.9, "{hits:?}");
        assert_eq!(hits[1].words, 2..7);
        assert!(find(&all, &[], 0.3, 10, &stop).is_empty());
        assert_eq!(find(&all, &query, 0.3, 1, &stop).len(), 1);
    }
}
