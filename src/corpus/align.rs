//! Aligns two sequences of words: which words of one are words of the other, in order.
//!
//! Input: the keys of both and places where three words agree (seeds). Output: [`Alignment`]: pairs of positions, both rising.
//! Method: seeds grow to runs (as BLAST does); runs are chained, heaviest chain first; gaps between runs and the words next to the
//! ends are filled by dynamic programming over at most [`WINDOW`] words a side.
//! Cost: O(words + runs² + gaps × WINDOW²); at most [`MAX_RUNS`] runs, so linear in the words.

use super::normal::{BREAK, ELLIPSIS, Key, WORD};

/// The most words on a side of a gap that are aligned word by word.
const WINDOW: usize = 24;
/// The most runs that are chained.
const MAX_RUNS: usize = 48;
/// The most words that an ellipsis stands for at the ends.
const FAR: usize = 400;
/// Runs hold so many times the words of the shorter, at most.
const GROWTH: usize = 64;
/// The most words between two runs, in either sequence: more is no one sentence or two.
const APART: usize = 4096;
/// What a word that has no partner costs at the ends, in tenths of bits.
const UNMATCHED: i32 = 25;

/// Which words agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// Positions in the first and in the second sequence.
    pub pairs: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    a: usize,
    b: usize,
    len: usize,
}

fn same(a: Key, b: Key) -> bool {
    (a ^ b) & WORD == 0
}

/// Aligns `a` and `b`; `seeds` are positions (in a, in b) from which three words agree; `weights` are those of `b`.
pub fn align(a: &[Key], b: &[Key], weights: &[u8], seeds: &mut [(u32, u32)]) -> Alignment {
    let runs = chain(grow(a, b, seeds), weights);
    let Some((first, last)) = runs.first().copied().zip(runs.last().copied()) else { return Alignment::default() };
    let mut pairs = Vec::with_capacity(b.len());
    let mut outer = Vec::new();
    before_first(a, b, weights, first, &mut pairs);
    let mut end = (first.a, first.b);
    for run in &runs {
        fill(a, b, end, (run.a, run.b), weights, &mut pairs);
        pairs.extend((0..run.len).map(|at| ((run.a + at) as u32, (run.b + at) as u32)));
        end = (run.a + run.len, run.b + run.len);
    }
    after_last(a, b, weights, (last.a + last.len, last.b + last.len), &mut pairs);
    if let (Some(&first), Some(&last)) = (pairs.first(), pairs.last()) {
        outer_before(a, b, (first.0 as usize, first.1 as usize), &mut outer);
        outer.append(&mut pairs);
        pairs = outer;
        outer_after(a, b, (last.0 as usize + 1, last.1 as usize + 1), &mut pairs);
    }
    Alignment { pairs }
}

/// Aligns two short sequences word by word, without seeds; `weights` are those of `b`. Cost: O(words of a × words of b).
pub fn align_short(a: &[Key], b: &[Key], weights: &[u8]) -> Alignment {
    let mut pairs = Vec::new();
    let table = Table::new(a.len(), b.len(), 0, |i, j| same(a[i], b[j]).then(|| i32::from(weights[j]) + 1));
    table.walk(a.len(), b.len(), |i, j| pairs.push((i as u32, j as u32)));
    Alignment { pairs }
}

/// The words before an ellipsis, if they stand anywhere before in the longer; else the words at which both sentences begin.
fn outer_before(a: &[Key], b: &[Key], first: (usize, usize), pairs: &mut Vec<(u32, u32)>) {
    let (left_a, left_b) = (&a[..first.0], &b[..first.1]);
    if left_a.is_empty() || left_b.is_empty() {
        return;
    }
    let n = left_b.len();
    if n <= WINDOW && b[first.1] & ELLIPSIS != 0 {
        let nearest = left_a.windows(n).rev().take(FAR).position(|words| words.iter().zip(left_b).all(|(a, b)| same(*a, *b)));
        if let Some(back) = nearest {
            let at = left_a.len() - n - back;
            return pairs.extend((0..n).map(|word| ((at + word) as u32, word as u32)));
        }
    }
    let start = |keys: &[Key]| keys.iter().rposition(|key| key & BREAK != 0).map_or(0, |at| at + 1);
    let (start_a, start_b) = (start(left_a), start(left_b));
    let n = left_a[start_a..].iter().zip(&left_b[start_b..]).take(WINDOW).take_while(|(a, b)| same(**a, **b)).count();
    pairs.extend((0..n).map(|word| ((start_a + word) as u32, (start_b + word) as u32)));
}

/// The same after the last pair: the words after an ellipsis, or at which both sentences end.
fn outer_after(a: &[Key], b: &[Key], end: (usize, usize), pairs: &mut Vec<(u32, u32)>) {
    let (right_a, right_b) = (&a[end.0..], &b[end.1..]);
    if right_a.is_empty() || right_b.is_empty() {
        return;
    }
    let n = right_b.len();
    if n <= WINDOW && right_b[0] & ELLIPSIS != 0 {
        let nearest = right_a.windows(n).take(FAR).position(|words| words.iter().zip(right_b).all(|(a, b)| same(*a, *b)));
        if let Some(on) = nearest {
            return pairs.extend((0..n).map(|word| ((end.0 + on + word) as u32, (end.1 + word) as u32)));
        }
    }
    // A sentence that ended with the last pair has no other end.
    if (a[end.0 - 1] | b[end.1 - 1]) & BREAK != 0 {
        return;
    }
    let stop = |keys: &[Key]| keys.iter().position(|key| key & BREAK != 0).map_or(keys.len(), |at| at + 1);
    let (stop_a, stop_b) = (stop(right_a), stop(right_b));
    let backwards = right_a[..stop_a].iter().rev().zip(right_b[..stop_b].iter().rev());
    let n = backwards.take(WINDOW).take_while(|(a, b)| same(**a, **b)).count();
    pairs.extend((0..n).rev().map(|back| ((end.0 + stop_a - 1 - back) as u32, (end.1 + stop_b - 1 - back) as u32)));
}

/// Seeds as runs that no agreeing word touches.
fn grow(a: &[Key], b: &[Key], seeds: &mut [(u32, u32)]) -> Vec<Run> {
    // By diagonal, so that the seeds of a run follow each other.
    seeds.sort_unstable_by_key(|&(a, b)| (i64::from(b) - i64::from(a), b));
    let mut runs: Vec<Run> = Vec::new();
    // One word said again and again agrees with itself from every place on.
    let mut steps = GROWTH * (b.len() + WINDOW);
    for &(at_a, at_b) in seeds.iter() {
        let (at_a, at_b) = (at_a as usize, at_b as usize);
        if steps == 0 {
            break;
        }
        if runs.last().is_some_and(|run| run.a + at_b == run.b + at_a && at_b < run.b + run.len) {
            continue;
        }
        let back = (1..=at_a.min(at_b)).take_while(|&back| same(a[at_a - back], b[at_b - back])).count();
        let on = a[at_a..].iter().zip(&b[at_b..]).take_while(|(a, b)| same(**a, **b)).count();
        runs.push(Run { a: at_a - back, b: at_b - back, len: back + on });
        steps = steps.saturating_sub(back + on);
    }
    if runs.len() > MAX_RUNS {
        runs.sort_by_key(|run| (std::cmp::Reverse(run.len), run.b, run.a));
        runs.truncate(MAX_RUNS);
    }
    runs
}

/// The heaviest sequence of runs that rises in both; runs that overlap are cut.
fn chain(mut runs: Vec<Run>, weights: &[u8]) -> Vec<Run> {
    runs.sort_unstable_by_key(|run| (run.b, run.a));
    if runs.len() == 1 {
        return runs;
    }
    let mut sums = Vec::with_capacity(weights.len() + 1);
    sums.push(0_i64);
    sums.extend(weights.iter().scan(0, |sum, &weight| {
        *sum += i64::from(weight) + 1;
        Some(*sum)
    }));
    let weight = |run: Run| sums[run.b + run.len] - sums[run.b];
    let mut best: Vec<(i64, Option<usize>)> = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let mut found = (weight(*run), None);
        for (before, earlier) in runs[..at].iter().enumerate() {
            let cut = overlap(*earlier, *run);
            let is_near = run.a <= earlier.a + earlier.len + APART && run.b <= earlier.b + earlier.len + APART;
            if earlier.a < run.a && earlier.b < run.b && cut < run.len && is_near {
                let rest = Run { a: run.a + cut, b: run.b + cut, len: run.len - cut };
                // A jump costs a little, so that the nearer of two like runs is taken.
                let jump = (run.b as i64 - run.a as i64 - earlier.b as i64 + earlier.a as i64).abs().min(20);
                let total = best[before].0 + weight(rest) - jump;
                if total > found.0 {
                    found = (total, Some(before));
                }
            }
        }
        best.push(found);
    }
    let mut at = (0..best.len()).max_by_key(|&at| (best[at].0, std::cmp::Reverse(at)));
    let mut chain: Vec<Run> = Vec::new();
    while let Some(run) = at {
        chain.push(runs[run]);
        at = best[run].1;
    }
    chain.reverse();
    for at in 1..chain.len() {
        let cut = overlap(chain[at - 1], chain[at]);
        let run = &mut chain[at];
        (run.a, run.b, run.len) = (run.a + cut, run.b + cut, run.len - cut.min(run.len));
    }
    chain
}

/// How many words of `next` lie within `run`, in either sequence.
fn overlap(run: Run, next: Run) -> usize {
    (run.a + run.len).saturating_sub(next.a).max((run.b + run.len).saturating_sub(next.b))
}

/// Pairs between two runs.
fn fill(a: &[Key], b: &[Key], from: (usize, usize), to: (usize, usize), weights: &[u8], pairs: &mut Vec<(u32, u32)>) {
    let (in_a, in_b) = (to.0 - from.0, to.1 - from.1);
    if in_a == 0 || in_b == 0 {
        return;
    }
    if in_a <= WINDOW && in_b <= WINDOW {
        let table =
            Table::new(in_a, in_b, 0, |i, j| same(a[from.0 + i], b[from.1 + j]).then(|| i32::from(weights[from.1 + j]) + 1));
        table.walk(in_a, in_b, |i, j| pairs.push(((from.0 + i) as u32, (from.1 + j) as u32)));
        return;
    }
    // Too wide to compare: the words next to either run.
    let back = (1..=in_a.min(in_b)).take_while(|&back| same(a[to.0 - back], b[to.1 - back])).count();
    pairs.extend((0..back).rev().map(|at| ((to.0 - 1 - at) as u32, (to.1 - 1 - at) as u32)));
}

/// Pairs before the first run: the end of a local alignment.
fn before_first(a: &[Key], b: &[Key], weights: &[u8], run: Run, pairs: &mut Vec<(u32, u32)>) {
    let (in_a, in_b) = (run.a.min(WINDOW), run.b.min(WINDOW));
    let table = Table::new(in_a, in_b, UNMATCHED, |i, j| {
        let (a_at, b_at) = (run.a - 1 - i, run.b - 1 - j);
        same(a[a_at], b[b_at]).then(|| i32::from(weights[b_at]) + 1)
    });
    let (i, j) = table.best();
    let first = pairs.len();
    table.walk(i, j, |i, j| pairs.push(((run.a - 1 - i) as u32, (run.b - 1 - j) as u32)));
    pairs[first..].reverse();
}

/// Pairs after the last run.
fn after_last(a: &[Key], b: &[Key], weights: &[u8], end: (usize, usize), pairs: &mut Vec<(u32, u32)>) {
    let (in_a, in_b) = ((a.len() - end.0).min(WINDOW), (b.len() - end.1).min(WINDOW));
    let table =
        Table::new(in_a, in_b, UNMATCHED, |i, j| same(a[end.0 + i], b[end.1 + j]).then(|| i32::from(weights[end.1 + j]) + 1));
    let (i, j) = table.best();
    table.walk(i, j, |i, j| pairs.push(((end.0 + i) as u32, (end.1 + j) as u32)));
}

/// Scores of all beginnings of two stretches.
struct Table {
    width: usize,
    height: usize,
    scores: Vec<i32>,
    cost: i32,
    gains: Vec<i32>,
}

impl Table {
    fn new(in_a: usize, in_b: usize, cost: i32, gain: impl Fn(usize, usize) -> Option<i32>) -> Self {
        let width = in_b + 1;
        let mut table = Self { width, height: in_a + 1, scores: Vec::new(), cost, gains: Vec::new() };
        if in_a == 0 || in_b == 0 {
            return table;
        }
        table.scores = vec![0; width * (in_a + 1)];
        table.gains = vec![-1; width * (in_a + 1)];
        for i in 0..=in_a {
            for j in 0..=in_b {
                if i == 0 || j == 0 {
                    table.scores[i * width + j] = -cost * (i + j) as i32;
                    continue;
                }
                let (up, left) = (table.scores[(i - 1) * width + j] - cost, table.scores[i * width + j - 1] - cost);
                let mut best = up.max(left);
                // A word in place of another costs once.
                let diagonal = table.scores[(i - 1) * width + j - 1];
                best = best.max(diagonal - cost);
                if let Some(gain) = gain(i - 1, j - 1) {
                    table.gains[i * width + j] = gain;
                    best = best.max(diagonal + gain);
                }
                table.scores[i * width + j] = best;
            }
        }
        table
    }

    /// Where the score is highest: (words of a, words of b); the shortest of equals.
    fn best(&self) -> (usize, usize) {
        let mut best = (0, (0, 0));
        for i in 1..self.height {
            for j in 1..self.width {
                let Some(&score) = self.scores.get(i * self.width + j) else { return (0, 0) };
                if score > best.0 {
                    best = (score, (i, j));
                }
            }
        }
        best.1
    }

    /// The pairs on the best way to (i, j), in order.
    fn walk(&self, mut i: usize, mut j: usize, mut pair: impl FnMut(usize, usize)) {
        let mut found = Vec::new();
        while i > 0 && j > 0 && !self.scores.is_empty() {
            let at = i * self.width + j;
            let score = self.scores[at];
            if self.gains[at] >= 0 && score == self.scores[at - self.width - 1] + self.gains[at] {
                found.push((i - 1, j - 1));
                (i, j) = (i - 1, j - 1);
            } else if score == self.scores[at - self.width - 1] - self.cost {
                (i, j) = (i - 1, j - 1);
            } else if score == self.scores[at - self.width] - self.cost {
                i -= 1;
            } else {
                j -= 1;
            }
        }
        for &(i, j) in found.iter().rev() {
            pair(i, j);
        }
    }
}

/// All places where three words of both agree; at most [`MAX_SEEDS`] for each place in `b`, and for all.
pub fn find_seeds(a: &[Key], b: &[Key]) -> Vec<(u32, u32)> {
    let mut of_a: Vec<(u64, u32)> = a.windows(3).enumerate().map(|(at, words)| (triple(words), at as u32)).collect();
    of_a.sort_unstable();
    let mut seeds = Vec::new();
    for (at, words) in b.windows(3).enumerate() {
        let key = triple(words);
        let first = of_a.partition_point(|&(of, _)| of < key);
        seeds.extend(of_a[first..].iter().take_while(|&&(of, _)| of == key).take(MAX_SEEDS).map(|&(_, a)| (a, at as u32)));
    }
    seeds
}

/// The most seeds for one place.
pub const MAX_SEEDS: usize = 4;

/// Three words as one key.
pub fn triple(words: &[Key]) -> u64 {
    let of = |at: usize| u64::from(words[at] & WORD);
    crate::model::hash::mix2(3, of(0) << 29 | of(1), of(2))
}

#[cfg(test)]
mod tests {
    use super::super::normal::tokens_of;
    use super::*;

    fn aligned(a: &str, b: &str) -> String {
        let keys = |text: &str| tokens_of(text).iter().map(|token| token.key).collect::<Vec<_>>();
        let (a_keys, b_keys) = (keys(a), keys(b));
        let mut seeds = find_seeds(&a_keys, &b_keys);
        let found = align(&a_keys, &b_keys, &vec![50; b_keys.len()], &mut seeds);
        assert!(found.pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1), "{found:?}");
        assert!(found.pairs.iter().all(|&(at, of)| same(a_keys[at as usize], b_keys[of as usize])));
        let words: Vec<&str> = b.split_whitespace().collect();
        found.pairs.iter().map(|&(_, at)| words[at as usize]).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn finds_what_both_have() {
        for (a, b, both) in [
            ("the old pier is gone for good", "the old pier is gone for good", "the old pier is gone for good"),
            ("he said the old pier is gone", "mayor said the old pier is gone", "said the old pier is gone"),
            ("we the people of this old town want the pier", "we the people want the pier", "we the people want the pier"),
            ("one two three xx four five six", "one two three yy four five six", "one two three four five six"),
            ("one two three four xx five", "one two three four five", "one two three four five"),
            ("a b c d e f", "x y z", ""),
            ("a b c and then a b c", "a b c", "a b c"),
        ] {
            assert_eq!(aligned(a, b), both, "{a} | {b}");
        }
    }

    #[test]
    fn a_word_said_a_thousand_times_is_no_trouble() {
        let many = "ha ".repeat(3000);
        assert!(!aligned(&many, &many).is_empty());
    }
}
