//! A linear-chain conditional random field.
//!
//! Input: sequences as features and the labels allowed for each token (as for the perceptron, [`Example`]). Output: averaged weights ([`Learned`]).
//! Method: gradient of the log-likelihood (Lafferty et al. 2001) sequence by sequence, steps by AdaGrad (Duchi et al. 2011), a tenth of
//! the features left out at random, weights averaged over the later epochs. Tokens of which the model is already sure change nothing.
//! Features seen rarely, and those that weigh little in a wide table learned first, are left out. Same input, same bytes: one thread, a
//! generator of our own, a portable exponential function. Cost: O(epochs × tokens × (features + labels²)); 96 bytes of memory a row.

use super::feature_choice::{FeatureChoice, Kept, choose_features, keep_rows};
use super::perceptron::{Config, Example, Examples, FORBIDDEN, Learned, learn_chosen, shuffle};
use crate::model::hash::row;
use crate::model::posterior::{Factors, Posterior, Row, WIDTH, odds_of};
use crate::model::{filter_len, hash};

/// What is learned of a row: weights, squared steps, what averaging takes off.
#[derive(Clone, Copy)]
struct Cell<const W: usize> {
    weights: Row<W>,
    squares: Row<W>,
    gains: Row<W>,
}

impl<const W: usize> Cell<W> {
    const NEW: Self = Self { weights: [0.0; W], squares: [0.0; W], gains: [0.0; W] };

    /// A step against the gradient; `since` counts the sequences that the average is over, so far.
    #[inline]
    fn step(&mut self, gradient: &Row<W>, rate: f32, since: f32) {
        for (label, &slope) in gradient.iter().enumerate() {
            self.squares[label] += slope * slope;
            let step = -rate * slope / (self.squares[label] + EASE).sqrt();
            self.weights[label] += step;
            self.gains[label] += step * since;
        }
    }

    fn average(&self, steps: f32) -> Row<W> {
        std::array::from_fn(|label| self.weights[label] - self.gains[label] / steps)
    }
}

/// Keeps first steps finite.
const EASE: f32 = 1e-4;

/// Tokens whose labels are all this near to the truth change nothing.
const SURE: f32 = 0.002;

/// How the field learns, beside what it shares with the perceptron (`margin` is not used).
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Shared settings.
    pub config: Config,
    /// The length of a step.
    pub rate: f32,
    /// How many features of 256 are left out at random.
    pub dropped: u8,
    /// How many features are kept at most, by weight in a wide table of 2^`wide_bits` rows; 0: all.
    pub kept: usize,
    /// See `kept`.
    pub wide_bits: u32,
    /// How often it is learned, each time in another order; the weights are averaged. What one run owes to its order, a point of F1 up
    /// or down, goes.
    pub runs: u32,
}

/// Learns weights for the sequences that `read` hands to its argument; it is called several times and must give the same ones.
pub fn learn_field(field: Field, read: &Examples<'_>) -> Learned {
    if field.config.labels <= WIDTH { learn_wide::<WIDTH>(field, read) } else { learn_wide::<{ 2 * WIDTH }>(field, read) }
}

fn learn_wide<const W: usize>(field: Field, read: &Examples<'_>) -> Learned {
    let mut choice = FeatureChoice::counted(field.config.min_count, read);
    if field.kept > 0 {
        let wide = Config { bits: field.wide_bits, has_filter: false, epochs: field.config.epochs.min(3), ..field.config };
        let learned = run::<W>(Field { config: wide, ..field }, &choice, read);
        let labels = wide.labels;
        let weight = |at: usize| learned.table[at * labels..][..labels].iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        // Several features may share a row of the wide table: count rows that are met.
        let mut met = vec![false; 1 << wide.bits];
        read(&mut |example| {
            for &feature in example.features.iter().filter(|&&feature| choice.has(feature)) {
                met[row(feature, wide.bits)] = true;
            }
        });
        let mut weights: Vec<f32> = met.iter().enumerate().filter(|(_, met)| **met).map(|(at, _)| weight(at)).collect();
        if weights.len() > field.kept {
            weights.sort_unstable_by(|a, b| b.total_cmp(a));
            let least = weights[field.kept];
            choice.retain_rows(wide.bits, |at| weight(at) > least);
        }
    }
    repeat::<W>(field, &choice, read)
}

/// The mean of a perceptron's weights and `factor` times a field's, both with the features that the perceptron's settings choose: each
/// errs where the other does not. The field makes `epochs` passes.
pub fn learn_both(field: Field, epochs: u32, factor: f32, read: &Examples<'_>) -> Learned {
    const W: usize = 2 * WIDTH;
    let choice = choose_features(field.config, read);
    let mut both = learn_chosen(field.config, &choice, read, &mut || true).unwrap_or_else(|| unreachable!("nobody stops it"));
    let field = Field { config: Config { epochs, ..field.config }, ..field };
    both.average_in(&repeat::<W>(field, &choice, read).times(factor), 1);
    both
}

/// The mean of several runs.
fn repeat<const W: usize>(field: Field, choice: &FeatureChoice, read: &Examples<'_>) -> Learned {
    let mut learned = run::<W>(field, choice, read);
    for number in 1..field.runs {
        let config = Config { seed: field.config.seed.wrapping_add(u64::from(number) << 32), ..field.config };
        learned.average_in(&run::<W>(Field { config, ..field }, choice, read), number);
    }
    learned
}

fn run<const W: usize>(field: Field, choice: &FeatureChoice, read: &Examples<'_>) -> Learned {
    let Config { labels, bits, epochs, seed, .. } = field.config;
    assert!(labels <= W, "{labels} labels; at most {W}");
    let mut filter = if field.config.has_filter { vec![0; filter_len(bits)] } else { Vec::new() };
    let sequences = keep_rows(field.config, read, choice, &mut filter);
    let mut cells = vec![Cell::<W>::NEW; 1 << bits];
    // From each label, and last from the start.
    let mut moves = vec![Cell::<W>::NEW; labels + 1];
    let mut order: Vec<usize> = (0..sequences.len()).collect();
    let (mut posterior, mut right_ones) = (Posterior::<W>::default(), Posterior::<W>::default());
    let (mut state, mut dice) = (seed, seed ^ 0x5eed);
    let (mut since, mut losses) = (0.0_f32, Vec::new());
    let mut kept = KeptRows::default();
    for epoch in 0..epochs {
        shuffle(&mut order, &mut state);
        let is_averaged = epoch * 2 >= epochs.saturating_sub(1);
        let (mut wrong, mut total) = (0.0_f64, 0_u32);
        for &at in &order {
            let sequence = &sequences[at];
            since += f32::from(u8::from(is_averaged));
            let mut factors = Factors::<W>::default();
            #[allow(clippy::needless_range_loop, reason = "the last one stands for the start")]
            for from in 0..=labels {
                let row = if from == labels { &mut factors.start } else { &mut factors.rows[from] };
                for to in (0..labels).filter(|&to| (field.config.may_follow)(from, to)) {
                    row[to] = libm::expf(moves[from].weights[to].clamp(-30.0, 30.0));
                }
            }
            kept.draw(sequence, field.dropped, &mut dice);
            posterior.odds.clear();
            for rows in kept.tokens() {
                let mut scores = [0.0; W];
                for &row in rows {
                    let weights = &cells[row as usize].weights;
                    scores = std::array::from_fn(|label| scores[label] + weights[label]);
                }
                posterior.odds.push(odds_of(&scores.map(|score| score * kept.scale), labels));
            }
            posterior.sum(&factors);
            let (mut found, mut right) = (Factors::<W>::default(), Factors::<W>::default());
            posterior.add_expected_transitions(&factors, &mut found);
            // What is right is likely too where several labels are allowed: what they are by the model, the others ruled out.
            right_ones.odds.clear();
            for (odds, allowed) in posterior.odds.iter().zip(&sequence.allowed) {
                right_ones.odds.push(std::array::from_fn(|label| {
                    if *allowed == 1 << label {
                        1.0
                    } else if allowed >> label & 1 == 1 {
                        odds[label]
                    } else {
                        0.0
                    }
                }));
            }
            if sequence.allowed.iter().all(|allowed| allowed.is_power_of_two()) {
                right_ones.rows.clone_from(&right_ones.odds);
                let mut row = &mut right.start;
                for allowed in &sequence.allowed {
                    let label = allowed.trailing_zeros() as usize;
                    row[label] += 1.0;
                    row = &mut right.rows[label];
                }
            } else {
                right_ones.sum(&factors);
                right_ones.add_expected_transitions(&factors, &mut right);
            }
            for ((rows, likely), right) in kept.tokens().zip(&posterior.rows).zip(&right_ones.rows) {
                let gradient: Row<W> = std::array::from_fn(|label| likely[label] - right[label]);
                wrong += f64::from(gradient.iter().fold(0.0_f32, |sum, slope| sum + slope.max(0.0)));
                total += 1;
                if gradient.iter().all(|slope| slope.abs() < SURE) {
                    continue;
                }
                let gradient = gradient.map(|slope| slope * kept.scale);
                for &row in rows {
                    cells[row as usize].step(&gradient, field.rate, since);
                }
            }
            for (from, cell) in moves.iter_mut().enumerate() {
                let (found, right) =
                    if from == labels { (&found.start, &right.start) } else { (&found.rows[from], &right.rows[from]) };
                cell.step(&std::array::from_fn(|to| found[to] - right[to]), field.rate, since);
            }
        }
        losses.push(wrong / f64::from(total.max(1)));
    }
    let steps = since + 1.0;
    let mut transitions = vec![FORBIDDEN; (labels + 1) * labels];
    for from in 0..=labels {
        let cell = moves[from].average(steps);
        for to in 0..labels {
            if (field.config.may_follow)(from, to) {
                transitions[from * labels + to] = cell[to];
            }
        }
    }
    let table = cells.iter().flat_map(|cell| cell.average(steps).into_iter().take(labels)).collect();
    Learned { labels, bits, filter, table, transitions, losses }
}

/// The rows of a sequence that are not left out this time.
#[derive(Default)]
struct KeptRows {
    rows: Vec<u32>,
    ends: Vec<u32>,
    /// Makes up for what is left out.
    scale: f32,
}

impl KeptRows {
    fn draw(&mut self, sequence: &Kept, dropped: u8, dice: &mut u64) {
        self.rows.clear();
        self.ends.clear();
        self.scale = 256.0 / (256.0 - f32::from(dropped));
        let mut start = 0;
        for &end in &sequence.ends {
            for rows in sequence.rows[start as usize..end as usize].chunks(8) {
                *dice = dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mut bytes = hash::mix(7, *dice);
                for &row in rows {
                    if bytes as u8 >= dropped {
                        self.rows.push(row);
                    }
                    bytes >>= 8;
                }
            }
            self.ends.push(self.rows.len() as u32);
            start = end;
        }
    }

    fn tokens(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.rows[start as usize..end as usize])
    }
}

/// One label a token.
pub fn example_of(example: &mut Example, label: usize) {
    example.end_token(1 << label);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Decoder;
    use crate::model::hash::mix;

    #[test]
    fn learns_a_toy_the_same_way_every_time() {
        let mut state = 3;
        let examples: Vec<Example> = (0..80)
            .map(|_| {
                let mut example = Example::default();
                let mut before = 0;
                for _ in 0..8 {
                    state = mix(9, state);
                    let word = state % 7;
                    let label = if word == 6 { 2 - before.min(2) } else { word % 3 };
                    example.features.extend([mix(1, word), mix(2, word / 2), mix(3, state)]);
                    example_of(&mut example, label as usize);
                    before = label;
                }
                example
            })
            .collect();
        let config = Config {
            labels: 3,
            bits: 12,
            epochs: 20,
            margin: 0.0,
            min_count: 2,
            min_weight: 0.0,
            has_filter: true,
            may_follow: |_, _| true,
            seed: 1,
        };
        let field = Field { config, rate: 0.3, dropped: 13, kept: 0, wide_bits: 12, runs: 1 };
        let read = |take: &mut dyn FnMut(&Example)| examples.iter().for_each(take);
        let learned = learn_field(field, &read);
        assert!(learned.losses[19] < learned.losses[0] / 2.0, "{:?}", learned.losses);
        let (mut decoder, mut path, mut wrong) = (Decoder::default(), Vec::new(), 0);
        for example in &examples {
            learned.best_path(example, &mut decoder, &mut path);
            wrong += path.iter().zip(&example.allowed).filter(|(found, right)| 1 << **found != **right).count();
        }
        assert!(wrong * 20 < 80 * 8, "{wrong} wrong");
        assert_eq!(learn_field(field, &read), learned);
        let mean = learn_field(Field { runs: 2, ..field }, &read);
        assert_eq!(mean.filter, learned.filter);
        assert_ne!(mean.table, learned.table);
        let few = learn_field(Field { kept: 4, ..field }, &read);
        assert!(few.known_features() <= 5, "{}", few.known_features());
    }
}
