//! Learning to choose among candidates: a log-linear model over the candidates of one question.
//!
//! Input: [`Choice`]s. Output: weights, and the model file. Method: the likelihood of the right candidates (one or several), by
//! stochastic gradient with steps that shrink for each weight (`AdaGrad`), weights averaged over the later half of the epochs and
//! pulled towards 0. One thread, a fixed order: the same bytes each time. Cost: O(epochs × candidates × features).

use crate::model::hash::row;
use crate::model::{Candidates, Model};

/// A question whose answer is known.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The features of all candidates.
    pub candidates: Candidates,
    /// Which candidates are right.
    pub right: Vec<bool>,
    /// How much it counts.
    pub weight: f32,
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// The table has 2^bits rows.
    pub bits: u32,
    /// How often all questions are seen.
    pub epochs: u32,
    /// The length of the first steps.
    pub rate: f32,
    /// How strongly weights are pulled towards 0.
    pub decay: f32,
}

/// Learned weights.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnedRanker {
    /// A weight for each row of the table.
    pub table: Vec<f32>,
    bits: u32,
}

/// The share of belief in each candidate.
fn shares(choice: &Choice, table: &[f32], bits: u32) -> Vec<f32> {
    let sum = |features: &[u64]| features.iter().map(|&feature| table[row(feature, bits)]).sum();
    let mut sums: Vec<f32> = choice.candidates.iter().map(sum).collect();
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    for sum in &mut sums {
        *sum = libm::expf(*sum - most);
    }
    let all: f32 = sums.iter().sum();
    for sum in &mut sums {
        *sum /= all;
    }
    sums
}

/// Learns from the questions in their order.
pub fn learn_ranker(config: Config, choices: &[Choice]) -> LearnedRanker {
    let Config { bits, epochs, rate, decay } = config;
    let size = 1 << bits;
    let (mut table, mut squares, mut average) = (vec![0.0f32; size], vec![0.0f32; size], vec![0.0f32; size]);
    let mut averaged = 0.0f32;
    for epoch in 0..epochs {
        // Another order each time, the same in every run.
        let step = 2 * (epoch as usize * 7919 % 5000) + 1;
        let count = choices.len();
        let step = (step..step + count.max(1)).find(|step| gcd(*step, count.max(1)) == 1).unwrap_or(1);
        for number in 0..count {
            let choice = &choices[number * step % count];
            if !choice.right.contains(&true) {
                continue;
            }
            let shares = shares(choice, &table, bits);
            let sum_right: f32 = shares.iter().zip(&choice.right).filter(|(_, right)| **right).map(|(share, _)| share).sum();
            for ((features, &share), &right) in choice.candidates.iter().zip(&shares).zip(&choice.right) {
                let goal = if right { share / sum_right.max(1e-12) } else { 0.0 };
                let pull = (goal - share) * choice.weight;
                for &feature in features {
                    let row = row(feature, bits);
                    let gradient = pull - decay * table[row];
                    squares[row] += gradient * gradient;
                    table[row] += rate * gradient / (squares[row].sqrt() + 1e-3);
                }
            }
        }
        if epoch * 2 >= epochs {
            averaged += 1.0;
            for (sum, weight) in average.iter_mut().zip(&table) {
                *sum += weight;
            }
        }
    }
    for sum in &mut average {
        *sum /= averaged.max(1.0);
    }
    LearnedRanker { table: average, bits }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl LearnedRanker {
    /// The model: weights rounded to bytes.
    pub fn quantized(&self, name: &str, features: u64) -> Model {
        let largest = self.table.iter().fold(f32::MIN_POSITIVE, |largest, weight| largest.max(weight.abs()));
        let scale = largest / 127.0;
        Model {
            name: name.to_owned(),
            features,
            labels: vec!["speaks".to_owned()],
            bits: self.bits,
            scale,
            transitions: vec![0; 2],
            filter: Vec::new(),
            rows: self.table.iter().map(|weight| ((weight / scale).round() as i8).cast_unsigned()).collect::<Vec<u8>>().into(),
            sections: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(candidates: &[&[u64]], right: &[bool]) -> Choice {
        let mut choice = Choice { right: right.to_vec(), weight: 1.0, ..Choice::default() };
        for features in candidates {
            choice.candidates.features.extend(features.iter().map(|&feature| crate::model::hash::mix(1, feature)));
            choice.candidates.end_one();
        }
        choice
    }

    #[test]
    fn learns_what_tells_and_twice_the_same() {
        let two = [choice(&[&[1, 5], &[2, 5]], &[true, false]), choice(&[&[2, 6], &[1, 7], &[3]], &[false, true, false])];
        let choices: Vec<Choice> = two.into_iter().cycle().take(40).collect();
        let config = Config { bits: 10, epochs: 6, rate: 0.2, decay: 1e-4 };
        let learned = learn_ranker(config, &choices);
        let asked = choice(&[&[2, 9], &[1, 9]], &[false, false]);
        let shares = shares(&asked, &learned.table, 10);
        assert!(shares[1] > 0.8, "{shares:?}");
        assert_eq!(learned, learn_ranker(config, &choices));
    }
}
