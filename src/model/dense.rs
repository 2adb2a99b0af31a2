//! Finds the best sequence of labels where a token has all labels or one: [`Decoder`](super::Decoder) for models of few labels.
//!
//! Input: scores of every label for every token, weights of transitions. Output: the same sequence as the decoder's without a cut.
//! Method: Viterbi over whole rows, which the compiler takes four labels at a time. A sum and the label it comes from are one number, so
//! that the larger number is the better sum, and of equal sums that of the lower label. Cost: O(tokens × labels²), a ninth of it as steps.

use super::decode::UNSURE;

/// Bits below a sum that hold the label it comes from.
const FROM_BITS: u32 = 4;
const FROM: i32 = (1 << FROM_BITS) - 1;

/// After how many tokens sums are made relative again. A score and a transition of 16 bits each, moved by the bits above, are less than
/// 2^21 a token; what labels of a token lie apart is not more than twice that.
const REBASED: usize = 1 << 8;

/// Weights of transitions, made ready: from each label, and from the start, to each label.
#[derive(Clone, Debug)]
pub struct Steps<const W: usize> {
    labels: usize,
    /// From, to; each with the label it comes from below.
    rows: [[i32; W]; W],
    start: [i32; W],
}

impl<const W: usize> Steps<W> {
    /// Those of weights: from each label, and last from the start, to each label.
    ///
    /// # Panics
    /// If there are more labels than `W`, or than 16.
    pub fn new(transitions: &[i32], labels: usize) -> Self {
        assert!(labels <= W && W <= 1 << FROM_BITS, "{labels} labels in rows of {W}");
        let mut steps = Self { labels, rows: [[0; W]; W], start: [0; W] };
        // The lower label is the larger number.
        for ((row, weights), below) in steps.rows.iter_mut().zip(transitions.chunks(labels)).zip((0..=FROM).rev()).take(labels) {
            for (step, weight) in row.iter_mut().zip(weights) {
                *step = weight << FROM_BITS | below;
            }
        }
        for (step, weight) in steps.start.iter_mut().zip(&transitions[labels * labels..]) {
            *step = weight << FROM_BITS;
        }
        steps
    }
}

/// Finds best sequences; keeps its buffers between calls.
#[derive(Clone, Debug)]
pub struct DenseDecoder<const W: usize> {
    /// For each token and label the label before.
    from: Vec<[u8; W]>,
    path: Vec<u8>,
}

impl<const W: usize> Default for DenseDecoder<W> {
    fn default() -> Self {
        Self { from: Vec::new(), path: Vec::new() }
    }
}

impl<const W: usize> DenseDecoder<W> {
    /// The best labels for tokens with these scores. In `sole` a token has its label if that is certain, else [`UNSURE`].
    pub fn best_path<const LABELS: usize>(&mut self, scores: &[[i16; LABELS]], sole: &[u8], steps: &Steps<W>) -> &[u8] {
        let labels = steps.labels;
        self.from.clear();
        self.path.clear();
        // The sums of the labels of the token before, moved by the bits below; all count, or one.
        let mut sums = [0; W];
        let mut only = None;
        for (i, token) in scores.iter().enumerate() {
            if i > 0 && i % REBASED == 0 {
                rebase(&mut sums[..labels], only);
            }
            let label = sole.get(i).map_or(UNSURE, |&label| label);
            let best = match only {
                _ if i == 0 => steps.start,
                None => all_steps(&sums, steps),
                Some(from) => {
                    let row = &steps.rows[from];
                    if label != UNSURE {
                        // From one label to one: mostly so.
                        let to = usize::from(label);
                        let mut step = [0; W];
                        step[to] = from as u8;
                        self.from.push(step);
                        sums[to] = ((sums[from] + row[to]) & !FROM) + (i32::from(token[to]) << FROM_BITS);
                        only = Some(to);
                        continue;
                    }
                    std::array::from_fn(|to| sums[from] + row[to])
                }
            };
            self.from.push(best.map(|best| (best & FROM ^ FROM).cast_unsigned() as u8));
            for (to, (sum, best)) in sums.iter_mut().zip(best).enumerate() {
                let score = token.get(to).map_or(0, |&score| i32::from(score));
                *sum = (best & !FROM) + (score << FROM_BITS);
            }
            only = (label != UNSURE).then_some(usize::from(label));
        }
        let mut at = only.unwrap_or_else(|| (1..labels).fold(0, |best, label| if sums[label] > sums[best] { label } else { best }));
        self.path.resize(scores.len(), 0);
        for (label, from) in self.path.iter_mut().zip(&self.from).rev() {
            *label = at as u8;
            at = usize::from(from[at]) % W;
        }
        &self.path
    }
}

/// The best sums with a step from any label to each.
#[inline]
fn all_steps<const W: usize>(sums: &[i32; W], steps: &Steps<W>) -> [i32; W] {
    let mut best = [i32::MIN; W];
    for (&sum, row) in sums.iter().zip(&steps.rows).take(steps.labels) {
        best = std::array::from_fn(|to| best[to].max(sum + row[to]));
    }
    best
}

/// Takes the best sum from all that count.
#[cold]
fn rebase(sums: &mut [i32], only: Option<usize>) {
    let best = only.map_or_else(|| sums.iter().copied().max().unwrap_or_default(), |only| sums[only]);
    match only {
        Some(only) => sums[only] = 0,
        None => sums.iter_mut().for_each(|sum| *sum -= best),
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::Decoder;
    use super::*;

    #[test]
    fn finds_what_the_decoder_finds() {
        let (labels, tokens) = (9, 700);
        let mut state = 7_u64;
        let mut number = |range: i32| {
            state = super::super::hash::mix(1, state);
            (state >> 40) as i32 % (2 * range) - range
        };
        let mut decoder = Decoder::<i32>::default();
        let mut dense = DenseDecoder::<12>::default();
        // Small numbers: many sums are equal. Large ones: all that fit.
        for range in [3, 60, 32_000, 3, 60, 32_000] {
            let scores: Vec<[i16; 9]> = (0..tokens).map(|_| std::array::from_fn(|_| number(range) as i16)).collect();
            let transitions: Vec<i32> = (0..(labels + 1) * labels).map(|_| number(range)).collect();
            let sole: Vec<u8> = (0..tokens).map(|_| u8::try_from(number(27)).map_or(UNSURE, |label| label % 9)).collect();
            let steps = Steps::new(&transitions, labels);
            for sole in [&[][..], &sole, &[UNSURE, 2], &[4; 700]] {
                for count in [0, 1, 2, tokens] {
                    let expected = decoder.best_path(&scores[..count], sole, &transitions, labels, None);
                    assert_eq!(dense.best_path(&scores[..count], sole, &steps), expected, "{range} {count}");
                }
            }
        }
    }
}
