//! The best sequence of labels: first-order Viterbi over the best few labels of each token.
//!
//! Input: scores of every label for every token, transitions. Output: one label a token; ties go to the lower label.
//! Cost: O(tokens × (labels + kept²)); a token whose label is certain costs what the one before it has kept.
//! Sums are made relative to their best one every [`REBASED`] tokens, so that they fit however long a sentence is.

use std::ops::{Add, Sub};

/// A number that scores are made of: `i32` in use, `f32` in training.
pub trait Score: Copy + PartialOrd + Default + Add<Output = Self> + Sub<Output = Self> {}
impl<T: Copy + PartialOrd + Default + Add<Output = T> + Sub<Output = T>> Score for T {}

/// One label that is still possible at the token in hand.
#[derive(Clone, Copy, Debug)]
struct Live<T> {
    /// Of the best sequence that ends here.
    score: T,
    /// Where its row of transitions begins.
    row: usize,
}

/// A label that was possible at a token, and how far before it in the list the best one of the token before stands: less than twice the
/// number of labels, of which there are 64 at most.
#[derive(Clone, Copy, Debug)]
struct Step {
    label: u8,
    back: u8,
}

/// Labels that are compared at once.
const AT_ONCE: usize = 8;

/// After how many tokens sums are made relative again. A token adds at most 2^16 steps (a score and a transition of 16 bits each), and what
/// is kept at one token lies few steps apart: sums stay below 2^29.
const REBASED: usize = 1 << 12;

/// Stands for "no label" where a token may have one that is certain.
pub const UNSURE: u8 = u8::MAX;

/// Finds best sequences; keeps its buffers between calls.
#[derive(Clone, Debug, Default)]
pub struct Decoder<T> {
    /// Of all tokens.
    steps: Vec<Step>,
    /// Of the token before, and of the one in hand.
    before: Vec<Live<T>>,
    live: Vec<Live<T>>,
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
        self.steps.clear();
        self.live.clear();
        for (i, token) in scores.iter().enumerate() {
            if i > 0 && i % REBASED == 0 {
                self.rebase();
            }
            std::mem::swap(&mut self.before, &mut self.live);
            self.live.clear();
            let sole = sole.get(i).copied().unwrap_or(UNSURE);
            let token = &token[..labels];
            if sole != UNSURE {
                self.push(usize::from(sole), token[usize::from(sole)].into(), transitions, labels);
            } else if let Some(cut) = cut {
                let best = token.iter().skip(1).fold(token[0], |best, &score| if score > best { score } else { best });
                let floor = best - cut;
                let is_in = |score: S| score >= floor;
                for (number, some) in token.chunks(AT_ONCE).enumerate() {
                    // Mostly none of them is.
                    if !some.iter().fold(false, |any, &score| any | is_in(score)) {
                        continue;
                    }
                    for (place, &score) in some.iter().enumerate().filter(|&(_, &score)| is_in(score)) {
                        self.push(number * AT_ONCE + place, score.into(), transitions, labels);
                    }
                }
            } else {
                for (label, &score) in token.iter().enumerate() {
                    self.push(label, score.into(), transitions, labels);
                }
            }
        }
        let ends = self.steps.len() - self.live.len();
        let mut best: Option<(usize, T)> = None;
        for (place, live) in self.live.iter().enumerate() {
            if best.is_none_or(|(_, score)| live.score > score) {
                best = Some((ends + place, live.score));
            }
        }
        self.path.clear();
        self.path.resize(scores.len(), 0);
        if let Some((mut at, _)) = best {
            for label in self.path.iter_mut().rev() {
                let step = self.steps[at];
                *label = step.label;
                at -= usize::from(step.back);
            }
        }
        &self.path
    }

    /// Takes the best score of the labels in hand from all of them.
    #[cold]
    fn rebase(&mut self) {
        let Some(first) = self.live.first().map(|live| live.score) else { return };
        let best = self.live.iter().fold(first, |best, live| if live.score > best { live.score } else { best });
        for live in &mut self.live {
            live.score = live.score - best;
        }
    }

    /// Adds a label for the token in hand, with the best of those before it.
    #[inline]
    fn push(&mut self, label: usize, score: T, transitions: &[T], labels: usize) {
        let far = self.live.len() + self.before.len();
        let into = &transitions[label..];
        let mut best = score + into[labels * labels];
        let mut place = 0;
        if let Some((before, others)) = self.before.split_first() {
            best = before.score + score + into[before.row];
            for (other, before) in others.iter().enumerate() {
                let total = before.score + score + into[before.row];
                if total > best {
                    (best, place) = (total, other + 1);
                }
            }
        }
        self.live.push(Live { score: best, row: label * labels });
        self.steps.push(Step { label: label as u8, back: (far - place) as u8 });
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
