//! How likely each label is at each token, over all sequences: forward and backward sums.
//!
//! Input: scores of every label for every token, weights of transitions. Output: a row of probabilities a token. Method: sums of products,
//! scaled token by token (Rabiner 1989). Only additions, multiplications, divisions and a table or a portable exponential function, in a
//! fixed order: every machine gives the same bits. Cost: O(tokens × labels²).

/// Labels in a row; those behind the last are 0.
pub const WIDTH: usize = 8;

/// A number for each label.
pub type Row = [f32; WIDTH];

/// Nothing is less likely than this, so that no sum is zero.
pub const FLOOR: f32 = 1e-30;

/// Sums forward and backward; keeps its buffers between calls.
#[derive(Clone, Debug, Default)]
pub struct Posterior {
    /// `exp` of the scores, at most 1.
    pub odds: Vec<Row>,
    forward: Vec<Row>,
    /// The probabilities of the labels.
    pub rows: Vec<Row>,
}

/// Weights of transitions as factors: from each label, and last from the start, to each label. Those behind the last label are 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Factors {
    /// From, to.
    pub rows: [Row; WIDTH + 1],
}

impl Factors {
    /// The factors of learned weights: a row of `labels` for each label and last one for the start.
    pub fn new(transitions: &[f32], labels: usize) -> Self {
        let mut factors = Self::default();
        for from in 0..=labels {
            let row = if from == labels { WIDTH } else { from };
            for to in 0..labels {
                factors.rows[row][to] = libm::expf(transitions[from * labels + to].clamp(-80.0, 80.0));
            }
        }
        factors
    }
}

/// `exp` of the scores of a token, the largest becoming 1.
pub fn odds_of(scores: &Row, labels: usize) -> Row {
    let best = scores[1..labels].iter().fold(scores[0], |best, &score| if score > best { score } else { best });
    let mut odds = [0.0; WIDTH];
    for (odds, &score) in odds[..labels].iter_mut().zip(scores) {
        *odds = libm::expf(score - best).max(FLOOR);
    }
    odds
}

impl Posterior {
    /// Fills [`rows`](Self::rows) from [`odds`](Self::odds).
    pub fn sum(&mut self, factors: &Factors) {
        let count = self.odds.len();
        self.forward.clear();
        self.rows.clear();
        self.rows.resize(count, [0.0; WIDTH]);
        let mut before = factors.rows[WIDTH];
        for (at, odds) in self.odds.iter().enumerate() {
            let mut next = [0.0; WIDTH];
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
        let mut behind = [1.0; WIDTH];
        for at in (0..count).rev() {
            self.rows[at] = scaled(std::array::from_fn(|to| self.forward[at][to] * behind[to]));
            let ahead: Row = std::array::from_fn(|to| self.odds[at][to] * behind[to]);
            behind = [0.0; WIDTH];
            for (from, row) in factors.rows[..WIDTH].iter().enumerate() {
                behind[from] = row.iter().zip(&ahead).fold(0.0, |sum, (factor, ahead)| sum + factor * ahead);
            }
            behind = scaled(behind);
        }
    }

    /// Adds to `into` how often each transition is expected, after [`sum`](Self::sum); for learning. Needs the backward sums again, so it
    /// works them out again.
    pub fn add_expected_transitions(&self, factors: &Factors, into: &mut [Row; WIDTH + 1]) {
        let count = self.odds.len();
        if count == 0 {
            return;
        }
        let mut behind = [1.0; WIDTH];
        for at in (1..count).rev() {
            let ahead: Row = std::array::from_fn(|to| self.odds[at][to] * behind[to]);
            let mut total = 0.0;
            let mut pairs = [[0.0; WIDTH]; WIDTH];
            for (from, pairs) in pairs.iter_mut().enumerate() {
                let weight = self.forward[at - 1][from];
                *pairs = std::array::from_fn(|to| weight * factors.rows[from][to] * ahead[to]);
                total += pairs.iter().sum::<f32>();
            }
            let share = 1.0 / total.max(FLOOR);
            for (into, pairs) in into.iter_mut().zip(&pairs) {
                *into = std::array::from_fn(|to| into[to] + pairs[to] * share);
            }
            behind = [0.0; WIDTH];
            for (from, row) in factors.rows[..WIDTH].iter().enumerate() {
                behind[from] = row.iter().zip(&ahead).fold(0.0, |sum, (factor, ahead)| sum + factor * ahead);
            }
            behind = scaled(behind);
        }
        into[WIDTH] = std::array::from_fn(|to| into[WIDTH][to] + self.rows[0][to]);
    }
}

/// Divided by their sum.
fn scaled(row: Row) -> Row {
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
            let mut posterior =
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
            let mut pairs = [[0.0; WIDTH]; WIDTH + 1];
            posterior.add_expected_transitions(&factors, &mut pairs);
            let sum: f32 = pairs.iter().flatten().sum();
            assert!((sum - 4.0).abs() < 1e-3, "{sum}");
        }
    }
}
