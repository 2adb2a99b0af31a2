//! How likely each label is at each token, over all sequences: forward and backward sums.
//!
//! Input: scores of every label for every token, weights of transitions. Output: a row of probabilities a token. Method: sums of products,
//! scaled token by token (Rabiner 1989). Only additions, multiplications, divisions and a table or a portable exponential function, in a
//! fixed order: every machine gives the same bits. Cost: O(tokens × labels²).

/// Labels in a row, unless another width is said; those behind the last are 0.
pub const WIDTH: usize = 8;

/// A number for each label.
pub type Row<const W: usize = WIDTH> = [f32; W];

/// Nothing is less likely than this, so that no sum is zero.
pub const FLOOR: f32 = 1e-30;

/// Sums forward and backward; keeps its buffers between calls.
#[derive(Clone, Debug, Default)]
pub struct Posterior<const W: usize = WIDTH> {
    /// `exp` of the scores, at most 1.
    pub odds: Vec<Row<W>>,
    forward: Vec<Row<W>>,
    /// The probabilities of the labels.
    pub rows: Vec<Row<W>>,
}

/// Weights of transitions as factors: from each label, and from the start, to each label. Those behind the last label are 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Factors<const W: usize = WIDTH> {
    /// From, to.
    pub rows: [Row<W>; W],
    /// From the start.
    pub start: Row<W>,
}

impl<const W: usize> Default for Factors<W> {
    fn default() -> Self {
        Self { rows: [[0.0; W]; W], start: [0.0; W] }
    }
}

impl<const W: usize> Factors<W> {
    /// The factors of learned weights: a row of `labels` for each label and last one for the start.
    pub fn new(transitions: &[f32], labels: usize) -> Self {
        let mut factors = Self::default();
        for from in 0..=labels {
            let row = if from == labels { &mut factors.start } else { &mut factors.rows[from] };
            for to in 0..labels {
                row[to] = libm::expf(transitions[from * labels + to].clamp(-80.0, 80.0));
            }
        }
        factors
    }
}

/// `exp` of the scores of a token, the largest becoming 1.
pub fn odds_of<const W: usize>(scores: &Row<W>, labels: usize) -> Row<W> {
    let best = scores[1..labels].iter().fold(scores[0], |best, &score| if score > best { score } else { best });
    let mut odds = [0.0; W];
    for (odds, &score) in odds[..labels].iter_mut().zip(scores) {
        *odds = libm::expf(score - best).max(FLOOR);
    }
    odds
}

impl<const W: usize> Posterior<W> {
    /// Fills [`rows`](Self::rows) from [`odds`](Self::odds).
    pub fn sum(&mut self, factors: &Factors<W>) {
        let count = self.odds.len();
        self.forward.clear();
        self.rows.clear();
        self.rows.resize(count, [0.0; W]);
        let mut before = factors.start;
        for (at, odds) in self.odds.iter().enumerate() {
            let mut next = [0.0; W];
            if at == 0 {
                next = before;
            } else {
                for (&weight, row) in before.iter().zip(&factors.rows) {
                    next = std::array::from_fn(|to| next[to] + weight * row[to]);
                }
            }
            before = scaled(std::array::from_fn(|to| next[to] * odds[to]));
            self.forward.push(before);
        }
        let mut behind = [1.0; W];
        for at in (0..count).rev() {
            self.rows[at] = scaled(std::array::from_fn(|to| self.forward[at][to] * behind[to]));
            let ahead: Row<W> = std::array::from_fn(|to| self.odds[at][to] * behind[to]);
            behind = [0.0; W];
            for (from, row) in factors.rows.iter().enumerate() {
                behind[from] = row.iter().zip(&ahead).fold(0.0, |sum, (factor, ahead)| sum + factor * ahead);
            }
            behind = scaled(behind);
        }
    }

    /// Adds to `into` how often each transition is expected, after [`sum`](Self::sum); for learning. Needs the backward sums again, so it
    /// works them out again.
    pub fn add_expected_transitions(&self, factors: &Factors<W>, into: &mut Factors<W>) {
        let count = self.odds.len();
        if count == 0 {
            return;
        }
        let mut behind = [1.0; W];
        for at in (1..count).rev() {
            let ahead: Row<W> = std::array::from_fn(|to| self.odds[at][to] * behind[to]);
            let mut total = 0.0;
            let mut pairs = [[0.0; W]; W];
            for (from, pairs) in pairs.iter_mut().enumerate() {
                let weight = self.forward[at - 1][from];
                *pairs = std::array::from_fn(|to| weight * factors.rows[from][to] * ahead[to]);
                total += pairs.iter().sum::<f32>();
            }
            let share = 1.0 / total.max(FLOOR);
            for (into, pairs) in into.rows.iter_mut().zip(&pairs) {
                *into = std::array::from_fn(|to| into[to] + pairs[to] * share);
            }
            behind = [0.0; W];
            for (from, row) in factors.rows.iter().enumerate() {
                behind[from] = row.iter().zip(&ahead).fold(0.0, |sum, (factor, ahead)| sum + factor * ahead);
            }
            behind = scaled(behind);
        }
        into.start = std::array::from_fn(|to| into.start[to] + self.rows[0][to]);
    }
}

/// Divided by their sum.
fn scaled<const W: usize>(row: Row<W>) -> Row<W> {
    let total: f32 = row.iter().sum();
    let share = 1.0 / total.max(FLOOR);
    row.map(|value| value * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_to_what_trying_all_sequences_gives() {
        let labels = 3;
        let mut state = 11_u64;
        let mut number = || {
            state = super::super::hash::mix(1, state);
            f32::from((state >> 58) as u8) / 16.0 - 2.0
        };
        for _ in 0..20 {
            let scores: Vec<Row> = (0..4).map(|_| [number(), number(), number(), 0.0, 0.0, 0.0, 0.0, 0.0]).collect();
            let transitions: Vec<f32> = (0..12).map(|_| number()).collect();
            let mut posterior: Posterior =
                Posterior { odds: scores.iter().map(|scores| odds_of(scores, labels)).collect(), ..Posterior::default() };
            let factors = Factors::new(&transitions, labels);
            posterior.sum(&factors);
            let (mut total, mut expected) = (0.0, [[0.0_f32; 3]; 4]);
            for n in 0..81_usize {
                let path = [n / 27, n / 9 % 3, n / 3 % 3, n % 3];
                let mut score = 0.0;
                for (at, &label) in path.iter().enumerate() {
                    let from = if at == 0 { labels } else { path[at - 1] };
                    score += scores[at][label] + transitions[from * labels + label];
                }
                let weight = score.exp();
                total += weight;
                path.iter().enumerate().for_each(|(at, &label)| expected[at][label] += weight);
            }
            for (row, expected) in posterior.rows.iter().zip(&expected) {
                for (found, expected) in row.iter().zip(expected) {
                    assert!((found - expected / total).abs() < 1e-4, "{found} {}", expected / total);
                }
            }
            let mut pairs = Factors::default();
            posterior.add_expected_transitions(&factors, &mut pairs);
            let sum: f32 = pairs.rows.iter().flatten().chain(&pairs.start).sum();
            assert!((sum - 4.0).abs() < 1e-3, "{sum}");
        }
    }
}
