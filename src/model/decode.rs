//! The best sequence of labels: first-order Viterbi over the best few labels of each token.
//!
//! Input: scores of every label for every token, transitions. Output: one label a token; ties go to the lower label.
//! Cost: O(tokens × (labels + kept²)); a token whose label is certain costs what the one before it has kept.
//! Sums are made relative to their best one every [`REBASED`] tokens, so that they fit however long a sentence is.

use std::ops::{Add, Range, Sub};

/// A number that scores are made of: `i32` in use, `f32` in training.
pub trait Score: Copy + PartialOrd + Default + Add<Output = Self> + Sub<Output = Self> {}
impl<T: Copy + PartialOrd + Default + Add<Output = T> + Sub<Output = T>> Score for T {}

/// One label that is still possible at a token.
#[derive(Clone, Copy, Debug)]
struct Candidate<T> {
    label: usize,
    /// Of the best sequence that ends here.
    score: T,
    /// The candidate before, by its place in the list.
    back: usize,
}

/// After how many tokens sums are made relative again. A token adds at most 2^16 steps (a score and a transition of 16 bits each), and what
/// is kept at one token lies few steps apart: sums stay below 2^29.
const REBASED: usize = 1 << 12;

/// Stands for "no label" where a token may have one that is certain.
pub const UNSURE: u8 = u8::MAX;

/// Finds best sequences; keeps its buffers between calls.
#[derive(Clone, Debug, Default)]
pub struct Decoder<T> {
    candidates: Vec<Candidate<T>>,
    path: Vec<u8>,
}

impl<T: Score> Decoder<T> {
    /// The best labels for `scores`, a row of at least `labels` for each token; `transitions` hold a row for each label and last one for
    /// the start.
    ///
    /// Labels that score more than `cut` below the best one of their token are left out, if a cut is given; and all others where `sole`
    /// has a label and not [`UNSURE`] (tokens behind its end are unsure).
    #[inline(never)]
    pub fn best_path<const ROW: usize, S: Score + Into<T>>(
        &mut self,
        scores: &[[S; ROW]],
        sole: &[u8],
        transitions: &[T],
        labels: usize,
        cut: Option<S>,
    ) -> &[u8] {
        self.candidates.clear();
        let mut before = 0..0;
        for (i, token) in scores.iter().enumerate() {
            if i > 0 && i % REBASED == 0 {
                self.rebase(before.clone());
            }
            let first = self.candidates.len();
            let sole = sole.get(i).copied().unwrap_or(UNSURE);
            if sole == UNSURE {
                let token = &token[..labels];
                let best = token.iter().skip(1).fold(token[0], |best, &score| if score > best { score } else { best });
                let floor = cut.map(|cut| best - cut);
                for (label, &score) in token.iter().enumerate() {
                    if floor.is_none_or(|floor| score >= floor) {
                        self.push(label, score.into(), &before, transitions, labels);
                    }
                }
            } else {
                self.push(usize::from(sole), token[usize::from(sole)].into(), &before, transitions, labels);
            }
            before = first..self.candidates.len();
        }
        let mut at = before.clone().next();
        for candidate in before {
            if at.is_some_and(|best| self.candidates[candidate].score > self.candidates[best].score) {
                at = Some(candidate);
            }
        }
        self.path.clear();
        self.path.resize(scores.len(), 0);
        if let Some(mut at) = at {
            for label in self.path.iter_mut().rev() {
                *label = self.candidates[at].label as u8;
                at = self.candidates[at].back;
            }
        }
        &self.path
    }

    /// Takes the best score of some candidates from all of them.
    #[cold]
    fn rebase(&mut self, of: Range<usize>) {
        let candidates = &mut self.candidates[of];
        let Some(first) = candidates.first().map(|candidate| candidate.score) else { return };
        let best = candidates.iter().fold(first, |best, candidate| if candidate.score > best { candidate.score } else { best });
        for candidate in candidates {
            candidate.score = candidate.score - best;
        }
    }

    /// Adds a label for the token in hand, with the best of the candidates `before` it.
    #[inline]
    fn push(&mut self, label: usize, score: T, before: &Range<usize>, transitions: &[T], labels: usize) {
        let mut best = Candidate { label, score: score + transitions[labels * labels + label], back: 0 };
        for (back, previous) in self.candidates[before.clone()].iter().enumerate() {
            let total = previous.score + score + transitions[previous.label * labels + label];
            if back == 0 || total > best.score {
                best = Candidate { label, score: total, back: before.start + back };
            }
        }
        self.candidates.push(best);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_trying_all_sequences_finds() {
        let (labels, tokens) = (3, 4);
        let mut state = 7_u64;
        let mut number = || {
            state = super::super::hash::mix(1, state);
            (state >> 58) as i32 - 32
        };
        for _ in 0..50 {
            let scores: Vec<[i32; 4]> = (0..tokens).map(|_| [number(), number(), number(), 99]).collect();
            let transitions: Vec<i32> = (0..(labels + 1) * labels).map(|_| number()).collect();
            let total = |path: &[u8]| -> i32 {
                let steps = path.iter().enumerate().map(|(i, &label)| {
                    let from = if i == 0 { labels } else { usize::from(path[i - 1]) };
                    scores[i][usize::from(label)] + transitions[from * labels + usize::from(label)]
                });
                steps.sum()
            };
            let all = (0..81_u8).map(|n| [n / 27, n / 9 % 3, n / 3 % 3, n % 3]);
            let mut decoder = Decoder::default();
            let path = decoder.best_path(&scores, &[], &transitions, labels, None);
            assert_eq!(Some(total(path)), all.map(|path| total(&path)).max());
            assert_eq!(decoder.best_path(&scores, &[], &transitions, labels, Some(200)).len(), tokens);
            let path = decoder.best_path(&scores, &[UNSURE, 2], &transitions, labels, None);
            let all = (0..81_u8).map(|n| [n / 27, n / 9 % 3, n / 3 % 3, n % 3]).filter(|path| path[1] == 2);
            assert_eq!(Some(total(path)), all.map(|path| total(&path)).max());
        }
    }

    #[test]
    fn sums_of_a_sentence_without_end_fit() {
        let scores_of =
            |step: i16| -> Vec<[i16; 2]> { (0..200_000).map(|i| if i % 2 == 0 { [step, 0] } else { [0, step] }).collect() };
        let mut decoder = Decoder::<i32>::default();
        // 65,000 steps a token for the label that changes each time; then 16,250 steps lost a token for the one that stays.
        let path = decoder.best_path(&scores_of(32_500), &[], &[0, 32_500, 32_500, 0, 0, 0], 2, None);
        assert!(path.iter().enumerate().all(|(i, &label)| usize::from(label) == i % 2));
        let path = decoder.best_path(&scores_of(-32_500), &[], &[0, -32_500, -32_500, 0, 0, 0], 2, None);
        assert!(path.iter().all(|&label| label == path[0]));
    }

    #[test]
    fn nothing_in_nothing_out() {
        assert!(Decoder::<i32>::default().best_path::<2, i32>(&[], &[], &[0; 6], 2, None).is_empty());
    }
}
