//! The averaged structured perceptron with a margin.
//!
//! Input: sequences of features with their right labels. Output: averaged weights.
//! Method: Collins 2002; while learning, every label but the right one gets a bonus, so that right ones win by a margin. Features
//! seen less than twice are left out. Same input, same bytes: one thread, a generator of our own, a fixed order of additions.
//! Cost: O(epochs × tokens × (features + labels²)); 8 bytes of memory for a weight.

use crate::model::hash::{self, row};
use crate::model::{Decoder, Weights};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// A sequence to learn from: the features of all its tokens, and where each token's end.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// Features of all tokens in a row.
    pub features: Vec<u64>,
    /// One past each token's last feature.
    pub ends: Vec<u32>,
    /// The right labels.
    pub labels: Vec<u8>,
}

impl Sequence {
    /// Appends a token.
    pub fn push(&mut self, features: &[u64], label: u8) {
        self.features.extend(features);
        self.ends.push(self.features.len() as u32);
        self.labels.push(label);
    }

    /// The features of each token.
    fn tokens(&self) -> impl Iterator<Item = &[u64]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.features[start as usize..end as usize])
    }
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// How many labels there are.
    pub labels: usize,
    /// The table has 2^bits rows.
    pub bits: u32,
    /// How often all sequences are seen.
    pub epochs: u32,
    /// What is added to the score of every wrong label.
    pub margin: f32,
    /// Features seen less often are left out.
    pub min_count: u32,
    /// Orders the sequences.
    pub seed: u64,
}

/// Learned weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    labels: usize,
    bits: u32,
    /// Which features were learned from.
    filter: Vec<u64>,
    /// Rows of the table.
    pub table: Vec<f32>,
    /// From each label, and last from the start, to each label.
    pub transitions: Vec<f32>,
    /// The share of wrong tokens in each epoch, before its updates.
    pub losses: Vec<f64>,
}

impl Learned {
    /// The weights as they are used.
    pub fn quantized(&self) -> Weights {
        Weights::quantized(self.bits, self.labels, &self.table, self.filter.clone(), &self.transitions)
    }

    /// The same weights rounded to `levels` steps on either side of 0: what a wider type would cost.
    #[must_use]
    pub fn rounded(&self, levels: f32) -> Self {
        let largest = self.table.iter().fold(f32::MIN_POSITIVE, |largest, weight| largest.max(weight.abs()));
        let scale = largest / levels;
        let round = |weights: &[f32]| weights.iter().map(|weight| (weight / scale).round() * scale).collect();
        Self { table: round(&self.table), transitions: round(&self.transitions), ..self.clone() }
    }

    /// The best labels of a sequence, its own labels not looked at.
    pub fn best_path(&self, sequence: &Sequence, decoder: &mut Decoder<f32>, path: &mut Vec<u8>) {
        let mut scores = Vec::with_capacity(sequence.ends.len() * self.labels);
        for features in sequence.tokens() {
            let known = features.iter().filter(|&&feature| Weights::passes(&self.filter, self.bits, feature));
            score(&self.table, self.labels, known.map(|&feature| row(feature, self.bits)), &mut scores);
        }
        decoder.best_path(&scores, &self.transitions, self.labels, None, path);
    }
}

fn score(table: &[f32], labels: usize, rows: impl Iterator<Item = usize>, scores: &mut Vec<f32>) {
    let first = scores.len();
    scores.resize(first + labels, 0.0);
    for row in rows {
        for (score, weight) in scores[first..].iter_mut().zip(&table[row * labels..(row + 1) * labels]) {
            *score += weight;
        }
    }
}

/// Weights and the sums that average them over all steps.
struct Averaged {
    weights: Vec<f32>,
    /// What each weight gained, times the step when it did.
    gains: Vec<f64>,
}

impl Averaged {
    fn new(len: usize) -> Self {
        Self { weights: vec![0.0; len], gains: vec![0.0; len] }
    }

    fn add(&mut self, at: usize, value: f32, step: f64) {
        self.weights[at] += value;
        self.gains[at] += f64::from(value) * step;
    }

    fn average(&self, steps: f64) -> Vec<f32> {
        self.weights.iter().zip(&self.gains).map(|(&weight, gain)| (f64::from(weight) - gain / steps) as f32).collect()
    }
}

/// Rows of the frequent features of a sequence.
struct Rows {
    rows: Vec<u32>,
    ends: Vec<u32>,
}

/// Learns weights for `sequences`.
pub fn learn(sequences: &[Sequence], config: Config) -> Learned {
    let Config { labels, bits, epochs, margin, min_count, seed } = config;
    let (kept, filter) = keep_frequent(sequences, min_count, bits);
    let mut table = Averaged::new(labels << bits);
    let mut transitions = Averaged::new((labels + 1) * labels);
    let mut order: Vec<usize> = (0..sequences.len()).collect();
    let (mut decoder, mut path, mut scores) = (Decoder::default(), Vec::new(), Vec::new());
    let (mut step, mut state, mut losses) = (0.0, seed, Vec::new());
    for _ in 0..epochs {
        shuffle(&mut order, &mut state);
        let (mut wrong, mut total) = (0_u32, 0_u32);
        for &at in &order {
            let (gold, rows) = (&sequences[at].labels, &kept[at]);
            step += 1.0;
            scores.clear();
            let mut start = 0;
            for (&end, &right) in rows.ends.iter().zip(gold) {
                let first = scores.len();
                score(&table.weights, labels, rows.rows[start..end as usize].iter().map(|&row| row as usize), &mut scores);
                for score in &mut scores[first..] {
                    *score += margin;
                }
                scores[first + usize::from(right)] -= margin;
                start = end as usize;
            }
            decoder.best_path(&scores, &transitions.weights, labels, None, &mut path);
            total += gold.len() as u32;
            let mut start = 0;
            let (mut gold_before, mut path_before) = (labels, labels);
            for ((&end, &right), &found) in rows.ends.iter().zip(gold).zip(&path) {
                let (right, found) = (usize::from(right), usize::from(found));
                if right != found {
                    wrong += 1;
                    for &row in &rows.rows[start..end as usize] {
                        table.add(row as usize * labels + right, 1.0, step);
                        table.add(row as usize * labels + found, -1.0, step);
                    }
                }
                if (gold_before, right) != (path_before, found) {
                    transitions.add(gold_before * labels + right, 1.0, step);
                    transitions.add(path_before * labels + found, -1.0, step);
                }
                (gold_before, path_before) = (right, found);
                start = end as usize;
            }
        }
        losses.push(f64::from(wrong) / f64::from(total.max(1)));
    }
    let steps = step + 1.0;
    Learned { labels, bits, filter, table: table.average(steps), transitions: transitions.average(steps), losses }
}

/// Rows of all features that occur at least `min_count` times, and the filter that knows them.
fn keep_frequent(sequences: &[Sequence], min_count: u32, bits: u32) -> (Vec<Rows>, Vec<u64>) {
    let mut counts: HashMap<u64, u32, FxBuildHasher> = HashMap::default();
    for &feature in sequences.iter().flat_map(|sequence| &sequence.features) {
        *counts.entry(feature).or_default() += 1;
    }
    let keep = |sequence: &Sequence| {
        let mut rows = Rows { rows: Vec::new(), ends: Vec::new() };
        for features in sequence.tokens() {
            let frequent = features.iter().filter(|&feature| counts[feature] >= min_count);
            rows.rows.extend(frequent.map(|&feature| row(feature, bits) as u32));
            rows.ends.push(rows.rows.len() as u32);
        }
        rows
    };
    let all = sequences.iter().flat_map(|sequence| &sequence.features).copied();
    let filter = Weights::filter_of(bits, all.filter(|feature| counts[feature] >= min_count));
    (sequences.iter().map(keep).collect(), filter)
}

/// Fisher and Yates with a generator of our own.
fn shuffle(order: &mut [usize], state: &mut u64) {
    for last in (1..order.len()).rev() {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        order.swap(last, (hash::mix(7, *state) % (last as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words whose label follows from the word, but for one that follows from the word before.
    fn toy() -> (Vec<Sequence>, Config) {
        let mut state = 3;
        let sequences = (0..60).map(|_| {
            let mut sequence = Sequence::default();
            let mut before = 0;
            for _ in 0..8 {
                state = hash::mix(9, state);
                let word = state % 7;
                let label = if word == 6 { 2 - before.min(2) } else { word % 3 };
                sequence.push(&[hash::mix(1, word), hash::mix(2, word / 2), hash::mix(3, state)], label as u8);
                before = label;
            }
            sequence
        });
        (sequences.collect(), Config { labels: 3, bits: 8, epochs: 6, margin: 1.0, min_count: 2, seed: 1 })
    }

    #[test]
    fn learns_a_toy_and_its_loss_falls() {
        let (sequences, config) = toy();
        let learned = learn(&sequences, config);
        assert!(learned.losses[0] > 0.1 && learned.losses[5] < learned.losses[0] / 2.0, "{:?}", learned.losses);
        let weights = learned.quantized();
        let mut wrong = 0;
        let (mut decoder, mut exact, mut path, mut found) = (Decoder::default(), Decoder::default(), Vec::new(), Vec::new());
        for sequence in &sequences {
            let mut scores = Vec::new();
            sequence.tokens().for_each(|features| weights.score(&features[..2], &mut scores));
            decoder.best_path(&scores, weights.transitions(), 3, None, &mut path);
            wrong += path.iter().zip(&sequence.labels).filter(|(found, right)| found != right).count();
            learned.rounded(32767.0).best_path(sequence, &mut exact, &mut found);
            assert_eq!(found.len(), path.len());
        }
        assert!(wrong * 10 < 60 * 8, "{wrong} of 480 wrong");
    }

    #[test]
    fn the_same_bytes_every_time() {
        let (sequences, config) = toy();
        assert_eq!(learn(&sequences, config), learn(&sequences, config));
        assert_ne!(learn(&sequences, config).table, learn(&sequences, Config { seed: 2, ..config }).table);
    }
}
