//! Whether two aligned quotations are one utterance.
//!
//! Input: an [`Alignment`], the weights of the words, what is known of speakers and days. Output: a margin, or none.
//! Method: the words in common must weigh as much as chance would rarely bring: 20 bits for one speaker on one day, more for
//! unknown or different speakers, and more with every doubling of the days between (a stump phrase comes back, a sentence of forty
//! words does not). And they must be most of what stands between them: words changed count fully, words left out at an ellipsis or
//! between sentences hardly. A changed negation or number is let pass only where nearly all else is the same.
//! Cost: O(words).

use super::align::Alignment;
use super::normal::{BRACKET, ELLIPSIS, Key, NEGATION, NUMBER, WORD};
use super::rarity::is_last;
use super::speaker::Relation;
use std::ops::Range;

/// Words with their weights.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// Keys, in order.
    pub keys: &'a [Key],
    /// Weights in tenths of bits.
    pub weights: &'a [u8],
}

impl Words<'_> {
    fn weight(&self, range: &Range<usize>) -> i32 {
        self.weights[range.clone()].iter().map(|&weight| i32::from(weight)).sum()
    }

    fn count(&self, range: &Range<usize>, sign: Key) -> usize {
        self.keys[range.clone()].iter().filter(|&&key| key & sign != 0).count()
    }

    fn is_bracketed(&self, range: &Range<usize>) -> bool {
        !range.is_empty() && self.keys[range.clone()].iter().all(|&key| key & BRACKET != 0)
    }
}

/// Words of both that have no partner, between two pairs or in the same sentence as the first or last pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Positions in the longer one.
    pub a: Range<usize>,
    /// Positions in the shorter one.
    pub b: Range<usize>,
    /// Whether it lies before the first or after the last pair.
    pub is_end: bool,
}

/// What lies between and beside the pairs: gaps in order. At the ends it goes to the end of the sentence on either side.
pub fn gaps(a: &[Key], b: &[Key], alignment: &Alignment) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let (Some(&(first_a, first_b)), Some(&(last_a, last_b))) = (alignment.pairs.first(), alignment.pairs.last()) else {
        return gaps;
    };
    let (first_a, first_b, last_a, last_b) = (first_a as usize, first_b as usize, last_a as usize, last_b as usize);
    let back = |keys: &[Key], from: usize| keys[..from].iter().rposition(|&key| is_last(key)).map_or(0, |at| at + 1);
    let on = |keys: &[Key], from: usize| {
        if is_last(keys[from]) {
            return from + 1;
        }
        keys[from + 1..].iter().position(|&key| is_last(key)).map_or(keys.len(), |at| from + 2 + at)
    };
    let start = Gap { a: back(a, first_a)..first_a, b: back(b, first_b)..first_b, is_end: true };
    let end = Gap { a: last_a + 1..on(a, last_a), b: last_b + 1..on(b, last_b), is_end: true };
    gaps.extend(Some(start).filter(|gap| !gap.b.is_empty()));
    for two in alignment.pairs.windows(2) {
        let gap = Gap { a: two[0].0 as usize + 1..two[1].0 as usize, b: two[0].1 as usize + 1..two[1].1 as usize, is_end: false };
        if !(gap.a.is_empty() && gap.b.is_empty()) {
            gaps.push(gap);
        }
    }
    gaps.extend(Some(end).filter(|gap| !gap.b.is_empty()));
    gaps
}

/// Whether words were left out of, or added to, the shorter with a sign that says so, or between sentences.
fn is_marked(keys: &[Key], at: &Range<usize>) -> bool {
    let before = at.start.checked_sub(1).and_then(|at| keys.get(at));
    let after = keys.get(at.end);
    before.is_some_and(|&key| is_last(key) || key & ELLIPSIS != 0) || after.is_some_and(|key| key & ELLIPSIS != 0)
}

/// Whether the number of negations differs, and whether numbers stand in place of other numbers.
pub fn changes(a: &[Key], b: &[Key], gaps: &[Gap]) -> (bool, bool) {
    let negations = |keys: &[Key], range: &Range<usize>| keys[range.clone()].iter().filter(|&&key| key & NEGATION != 0).count();
    let numbers = |keys: &[Key], range: &Range<usize>| -> Vec<Key> {
        keys[range.clone()].iter().filter(|&&key| key & NUMBER != 0).map(|&key| key & WORD).collect()
    };
    let (mut has_negation, mut has_number) = (false, false);
    for gap in gaps {
        // Whole sentences left out change nothing in the others.
        let is_cut = gap.b.is_empty() && is_marked(b, &gap.b);
        if !(is_cut || gap.is_end && gap.a.is_empty()) {
            has_negation |= negations(a, &gap.a) != negations(b, &gap.b);
        }
        let (of_a, of_b) = (numbers(a, &gap.a), numbers(b, &gap.b));
        has_number |= !of_a.is_empty() && !of_b.is_empty() && of_a != of_b && !gap.is_end;
    }
    (has_negation, has_number)
}

/// How much agrees: weight in tenths of bits, and its share of what stands there.
pub fn agreement(a: Words<'_>, b: Words<'_>, alignment: &Alignment, gaps: &[Gap]) -> (i32, f32) {
    let weight = |&(of_a, of_b): &(u32, u32)| i32::from(a.weights[of_a as usize].min(b.weights[of_b as usize]));
    let matched: i32 = alignment.pairs.iter().map(weight).sum();
    let mut lost = 0;
    for gap in gaps {
        let (in_a, in_b) = (a.weight(&gap.a), b.weight(&gap.b));
        lost += if gap.is_end {
            if b.is_bracketed(&gap.b) || a.is_bracketed(&gap.a) {
                20.min(in_b)
            } else {
                // A name in two sentences that agree in nothing else is no quotation.
                in_a.min(in_b) + in_a.max(in_b).min(400) * 15 / 100
            }
        } else if gap.b.is_empty() {
            if is_marked(b.keys, &gap.b) { in_a.min(20) } else { in_a.min(160) / 2 }
        } else if gap.a.is_empty() {
            if b.is_bracketed(&gap.b) || is_marked(a.keys, &gap.a) { in_b.min(20) } else { in_b.min(160) / 2 }
        } else if b.is_bracketed(&gap.b) || a.is_bracketed(&gap.a) {
            20
        } else if is_marked(b.keys, &gap.b) && b.count(&gap.b, ELLIPSIS) > 0 {
            in_a.min(20) + in_b
        } else {
            in_a.max(in_b).min(400)
        };
    }
    (matched, matched as f32 / (matched + lost).max(1) as f32)
}

/// How far the words in common go beyond what is needed, in tenths of bits; None if they do not.
pub fn margin(a: Words<'_>, b: Words<'_>, alignment: &Alignment, relation: Relation, days: u32) -> Option<i32> {
    if alignment.pairs.len() < 3 {
        return None;
    }
    let gaps = gaps(a.keys, b.keys, alignment);
    let (matched, share) = agreement(a, b, alignment, &gaps);
    let doublings = (1.0 + days as f32).log2();
    // A whole quotation of four words and more within the longer one of that week was picked by somebody: that is no chance.
    let is_whole = days <= 7 && b.keys.len() >= 4 && alignment.pairs.len() == b.keys.len() && gaps.is_empty();
    let (least, each, least_share) = match relation {
        Relation::Same if is_whole => (150.0, 60.0, 0.6),
        Relation::Same => (200.0, 60.0, 0.6),
        Relation::Unknown => (320.0, 60.0, 0.65),
        Relation::Different => (600.0, 100.0, 0.8),
    };
    let needed = (least + each * doublings) as i32;
    if matched < needed || share < (least_share + 0.03_f32 * doublings).min(0.92) {
        return None;
    }
    let (has_negation, has_number) = changes(a.keys, b.keys, &gaps);
    if (has_negation || has_number) && share < 0.85 {
        return None;
    }
    Some(((matched - needed) as f32 * share) as i32)
}
