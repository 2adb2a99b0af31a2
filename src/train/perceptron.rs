//! The averaged structured perceptron with a margin.
//!
//! Input: sentences as features and the labels allowed for each token. Output: averaged weights.
//! Method: Collins 2002; while learning, every label but the right one gets a bonus, so that right ones win by a margin. Where several
//! labels are allowed (a corpus that does not mark some kind of name), the right one is the best of them so far, as in the latent
//! perceptron of Sun et al. 2009. Features seen less than twice are left out. Learning can begin at the weights of a model. Same input, same bytes: one thread, a generator of our
//! own, a fixed order of additions. Cost: O(epochs × tokens × (features + labels²)); 12 bytes of memory for a weight.

use super::feature_choice::{FeatureChoice, choose_features, keep_rows};
use crate::model::hash::{self, row};
use crate::model::{Decoder, Model, filter_len, passes};

/// The largest number of labels.
pub const MAX_LABELS: usize = 64;

/// The weight of a transition that is not allowed.
pub(super) const FORBIDDEN: f32 = -1e6;

/// The steps of a forbidden transition in the model file.
const FORBIDDEN_STEPS: i32 = -30_000;

/// A sentence to learn from.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// Features of all tokens in a row.
    pub features: Vec<u64>,
    /// One past each token's last feature.
    pub ends: Vec<u32>,
    /// For each token the labels that may be right, a bit each.
    pub allowed: Vec<u64>,
}

impl Example {
    /// Forgets all tokens.
    pub fn clear(&mut self) {
        self.features.clear();
        self.ends.clear();
        self.allowed.clear();
    }

    /// Ends a token whose features were pushed.
    pub fn end_token(&mut self, allowed: u64) {
        self.ends.push(self.features.len() as u32);
        self.allowed.push(allowed);
    }

    /// The features of each token.
    pub fn tokens(&self) -> impl Iterator<Item = &[u64]> {
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
    /// How often all sentences are seen.
    pub epochs: u32,
    /// What is added to the score of every wrong label.
    pub margin: f32,
    /// Features seen less often are left out.
    pub min_count: u8,
    /// Features whose largest weight, learned in a wide table first, is smaller are left out.
    pub min_weight: f32,
    /// Whether the model says which features it has seen (see [`passes`]).
    pub has_filter: bool,
    /// Whether label `to` may follow label `from` (the number of labels stands for the start).
    pub may_follow: fn(from: usize, to: usize) -> bool,
    /// Orders the sentences.
    pub seed: u64,
}

/// Learned weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    pub(super) labels: usize,
    pub(super) bits: u32,
    pub(super) filter: Vec<u64>,
    /// Rows of the table.
    pub table: Vec<f32>,
    /// From each label, and last from the start, to each label.
    pub transitions: Vec<f32>,
    /// The share of wrong tokens in each epoch, before its updates.
    pub losses: Vec<f64>,
}

impl Learned {
    /// The weights of a model, as far as its file keeps them: to begin at in [`learn_on`].
    pub fn from_model(model: &Model) -> Self {
        // Steps fit in 16 bits, as the reader checks.
        #[allow(clippy::cast_precision_loss)]
        let transition = |&steps: &i32| if steps <= FORBIDDEN_STEPS { FORBIDDEN } else { steps as f32 * model.scale };
        Self {
            labels: model.labels.len(),
            bits: model.bits,
            filter: model.filter.clone(),
            table: model.rows.iter().map(|&step| f32::from(step.cast_signed()) * model.scale).collect(),
            transitions: model.transitions.iter().map(transition).collect(),
            losses: Vec::new(),
        }
    }

    /// The model: weights rounded to bytes, one scale for all, the largest weight becoming 127. Transitions keep more digits.
    pub fn quantized(&self, name: &str, features: u64, labels: Vec<String>, sections: Vec<(String, Vec<u8>)>) -> Model {
        let largest = self.table.iter().fold(f32::MIN_POSITIVE, |largest, weight| largest.max(weight.abs()));
        let scale = largest / 127.0;
        let steps = |weight: f32| if weight <= FORBIDDEN / 2.0 { FORBIDDEN_STEPS } else { (weight / scale).round() as i32 };
        Model {
            name: name.to_owned(),
            features,
            labels,
            bits: self.bits,
            scale,
            transitions: self.transitions.iter().map(|&weight| steps(weight).clamp(FORBIDDEN_STEPS, -FORBIDDEN_STEPS)).collect(),
            filter: self.filter.clone(),
            rows: self.table.iter().map(|weight| ((weight / scale).round() as i8).cast_unsigned()).collect::<Vec<u8>>().into(),
            sections,
        }
    }

    /// Weights between those at which learning began (0) and these (1): the mean forgets little of what the new sentences do not show
    /// (Wortsman et al. 2022).
    #[must_use]
    pub fn mixed(mut self, start: &Model, share: f32) -> Self {
        let start = Self::from_model(start);
        let weights = self.table.iter_mut().zip(start.table).chain(self.transitions.iter_mut().zip(start.transitions));
        weights.for_each(|(new, old)| *new = old + share * (*new - old));
        self
    }

    /// Makes weights that are the mean of `count` runs the mean of one run more; all with the same features.
    pub(super) fn average_in(&mut self, other: &Self, count: u32) {
        #[allow(clippy::cast_precision_loss)] // a few
        let share = 1.0 / (count + 1) as f32;
        let weights = self.table.iter_mut().zip(&other.table).chain(self.transitions.iter_mut().zip(&other.transitions));
        weights.for_each(|(mean, new)| *mean += (new - *mean) * share);
    }

    /// All weights times `factor`: the best labels stay the same.
    #[must_use]
    pub fn times(mut self, factor: f32) -> Self {
        self.table.iter_mut().chain(&mut self.transitions).for_each(|weight| *weight *= factor);
        self
    }

    /// How many bits of the filter are set: about the number of features.
    pub fn known_features(&self) -> u32 {
        self.filter.iter().map(|bits| bits.count_ones()).sum()
    }

    /// The same weights rounded to `levels` steps on either side of 0: what a wider type would cost.
    #[must_use]
    pub fn rounded(&self, levels: f32) -> Self {
        let largest = self.table.iter().fold(f32::MIN_POSITIVE, |largest, weight| largest.max(weight.abs()));
        let scale = largest / levels;
        let round = |weights: &[f32]| weights.iter().map(|weight| (weight / scale).round() * scale).collect();
        Self { table: round(&self.table), transitions: round(&self.transitions), ..self.clone() }
    }

    /// The scores of a sentence's tokens.
    pub fn score(&self, example: &Example) -> Vec<[f32; MAX_LABELS]> {
        let mut scores = Vec::with_capacity(example.ends.len());
        for features in example.tokens() {
            let mut token = [0.0; MAX_LABELS];
            for &feature in features {
                if self.filter.is_empty() || passes(&self.filter, self.bits, feature) {
                    add_row(&mut token, &self.table, self.labels, row(feature, self.bits));
                }
            }
            scores.push(token);
        }
        scores
    }

    /// The best labels of a sentence; what is allowed is not looked at.
    pub fn best_path(&self, example: &Example, decoder: &mut Decoder<f32>, path: &mut Vec<u8>) {
        path.clear();
        path.extend(decoder.best_path(&self.score(example), &[], &self.transitions, self.labels, None));
    }
}

#[inline]
fn add_row(scores: &mut [f32; MAX_LABELS], table: &[f32], labels: usize, row: usize) {
    for (score, weight) in scores[..labels].iter_mut().zip(&table[row * labels..(row + 1) * labels]) {
        *score += weight;
    }
}

/// Weights and the sums that average them over all steps.
struct Averaged {
    weights: Vec<f32>,
    /// What each weight gained, times the step when it did.
    gains: Vec<f64>,
}

impl Averaged {
    fn new(weights: Vec<f32>) -> Self {
        Self { gains: vec![0.0; weights.len()], weights }
    }

    #[inline]
    fn add(&mut self, at: usize, value: f32, step: f64) {
        self.weights[at] += value;
        self.gains[at] += f64::from(value) * step;
    }

    fn average(&self, steps: f64) -> Vec<f32> {
        self.weights.iter().zip(&self.gains).map(|(&weight, gain)| (f64::from(weight) - gain / steps) as f32).collect()
    }
}

/// Hands all sentences to its argument.
pub type Examples<'a> = dyn Fn(&mut dyn FnMut(&Example)) + 'a;

/// Learns weights for the sentences that `read` hands to its argument; it is called several times and must give the same ones.
pub fn learn(config: Config, read: &Examples<'_>) -> Learned {
    learn_while(config, read, &mut || true).unwrap_or_else(|| unreachable!("nobody stops it"))
}

/// [`learn`], asked before each sentence whether to go on; none if not.
pub fn learn_while(config: Config, read: &Examples<'_>, goes_on: &mut dyn FnMut() -> bool) -> Option<Learned> {
    learn_chosen(config, &choose_features(config, read), read, goes_on)
}

/// [`learn_while`] with features that are chosen.
pub(super) fn learn_chosen(
    config: Config,
    choice: &FeatureChoice,
    read: &Examples<'_>,
    goes_on: &mut dyn FnMut() -> bool,
) -> Option<Learned> {
    run(config, beginning(config), choice, read, goes_on)
}

/// No weights yet.
fn beginning(config: Config) -> Learned {
    let Config { labels, bits, .. } = config;
    let mut transitions = vec![0.0; (labels + 1) * labels];
    for from in 0..=labels {
        for to in 0..labels {
            if !(config.may_follow)(from, to) {
                transitions[from * labels + to] = FORBIDDEN;
            }
        }
    }
    let filter = if config.has_filter { vec![0; filter_len(bits)] } else { Vec::new() };
    Learned { labels, bits, filter, table: vec![0.0; labels << bits], transitions, losses: Vec::new() }
}

/// [`learn_while`] from the weights of a model: labels, size, filter and forbidden transitions are its own, and every feature counts.
pub fn learn_on(config: Config, start: &Model, read: &Examples<'_>, goes_on: &mut dyn FnMut() -> bool) -> Option<Learned> {
    let start = Learned::from_model(start);
    let config = Config { labels: start.labels, bits: start.bits, has_filter: !start.filter.is_empty(), ..config };
    run(config, start, &FeatureChoice::all(), read, goes_on)
}

fn run(
    config: Config,
    start: Learned,
    choice: &FeatureChoice,
    read: &Examples<'_>,
    goes_on: &mut dyn FnMut() -> bool,
) -> Option<Learned> {
    let Config { labels, bits, epochs, margin, seed, .. } = config;
    let mut filter = start.filter;
    let sentences = keep_rows(config, read, choice, &mut filter);
    let (mut table, mut transitions) = (Averaged::new(start.table), Averaged::new(start.transitions));
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let (mut decoder, mut gold, mut scores) = (Decoder::default(), Vec::new(), Vec::new());
    let (mut step, mut state, mut losses) = (0.0, seed, Vec::new());
    for _ in 0..epochs {
        shuffle(&mut order, &mut state);
        let (mut wrong, mut total) = (0_u32, 0_u32);
        for &at in &order {
            if !goes_on() {
                return None;
            }
            let sentence = &sentences[at];
            step += 1.0;
            scores.clear();
            let mut start = 0;
            for &end in &sentence.ends {
                let mut token = [0.0; MAX_LABELS];
                for &row in &sentence.rows[start..end as usize] {
                    add_row(&mut token, &table.weights, labels, row as usize);
                }
                scores.push(token);
                start = end as usize;
            }
            find_gold(&sentence.allowed, &scores, &transitions.weights, labels, &mut decoder, &mut gold);
            for (token, &right) in scores.iter_mut().zip(&gold) {
                for score in &mut token[..labels] {
                    *score += margin;
                }
                token[usize::from(right)] -= margin;
            }
            let path = decoder.best_path(&scores, &[], &transitions.weights, labels, None);
            total += gold.len() as u32;
            let mut start = 0;
            let (mut gold_before, mut path_before) = (labels, labels);
            for ((&end, &right), &found) in sentence.ends.iter().zip(&gold).zip(path) {
                let (right, found) = (usize::from(right), usize::from(found));
                if right != found {
                    wrong += 1;
                    for &row in &sentence.rows[start..end as usize] {
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
    Some(Learned { labels, bits, filter, table: table.average(steps), transitions: transitions.average(steps), losses })
}

/// The right labels: the only allowed ones, or the best path through the allowed ones.
fn find_gold(
    allowed: &[u64],
    scores: &[[f32; MAX_LABELS]],
    transitions: &[f32],
    labels: usize,
    decoder: &mut Decoder<f32>,
    gold: &mut Vec<u8>,
) {
    if allowed.iter().all(|labels| labels.is_power_of_two()) {
        gold.clear();
        gold.extend(allowed.iter().map(|labels| labels.trailing_zeros() as u8));
        return;
    }
    let mut masked = scores.to_vec();
    for (token, allowed) in masked.iter_mut().zip(allowed) {
        for (label, score) in token[..labels].iter_mut().enumerate() {
            if allowed >> label & 1 == 0 {
                *score += 2.0 * FORBIDDEN;
            }
        }
    }
    gold.clear();
    gold.extend(decoder.best_path(&masked, &[], transitions, labels, None));
}

/// Fisher and Yates with a generator of our own.
pub(crate) fn shuffle(order: &mut [usize], state: &mut u64) {
    for last in (1..order.len()).rev() {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        order.swap(last, (hash::mix(7, *state) % (last as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Batch, Sink, Weights, labels_of};

    /// Words whose label follows from the word, but for one that follows from the word before.
    fn toy() -> (Vec<Example>, Config) {
        let mut state = 3;
        let sentences = (0..60).map(|_| {
            let mut example = Example::default();
            let mut before = 0;
            for _ in 0..8 {
                state = hash::mix(9, state);
                let word = state % 7;
                let label = if word == 6 { 2 - before.min(2) } else { word % 3 };
                example.features.extend([hash::mix(1, word), hash::mix(2, word / 2), hash::mix(3, state)]);
                example.end_token(1 << label);
                before = label;
            }
            example
        });
        let config = Config {
            labels: 3,
            bits: 8,
            epochs: 6,
            margin: 1.0,
            min_count: 2,
            min_weight: 0.0,
            has_filter: true,
            may_follow: |_, _| true,
            seed: 1,
        };
        (sentences.collect(), config)
    }

    fn learn_all(examples: &[Example], config: Config) -> Learned {
        learn(config, &|take| examples.iter().for_each(take))
    }

    #[test]
    fn learns_a_toy_and_its_loss_falls() {
        let (examples, config) = toy();
        let learned = learn_all(&examples, config);
        assert!(learned.losses[0] > 0.1 && learned.losses[5] < learned.losses[0] / 2.0, "{:?}", learned.losses);
        let model = learned.quantized("toy", 7, ["a", "b", "c"].map(str::to_owned).to_vec(), Vec::new());
        let read = Model::from_bytes(&model.to_bytes(), "toy.bin", "toy", 7).unwrap();
        let weights = Weights::<8>::of(&read);
        let mut wrong = 0;
        let (mut decoder, mut exact, mut found) = (Decoder::<i32>::default(), Decoder::default(), Vec::new());
        for example in &examples {
            let mut batch = Batch::default();
            for features in example.tokens() {
                batch.begin([0; 8]);
                for &feature in features {
                    batch.add(feature);
                }
            }
            let scores: Vec<[i16; 3]> =
                batch.finish(&weights).iter().map(|scores| std::array::from_fn(|label| labels_of(scores)[label])).collect();
            let path = decoder.best_path(&scores, &[], weights.transitions(), 3, None).to_vec();
            wrong += path.iter().zip(&example.allowed).filter(|(found, right)| 1 << **found != **right).count();
            learned.rounded(32767.0).best_path(example, &mut exact, &mut found);
            assert_eq!(found.len(), path.len());
        }
        assert!(wrong * 10 < 60 * 8, "{wrong} of 480 wrong");
    }

    #[test]
    fn the_same_bytes_every_time() {
        let (examples, config) = toy();
        assert_eq!(learn_all(&examples, config), learn_all(&examples, config));
        assert_ne!(learn_all(&examples, config).table, learn_all(&examples, Config { seed: 2, ..config }).table);
    }

    #[test]
    fn learning_begins_at_the_weights_of_a_model() {
        let (examples, config) = toy();
        let (early, late) = examples.split_at(50);
        let labels = || ["a", "b", "c"].map(str::to_owned).to_vec();
        let read = |examples: &'_ [Example], take: &mut dyn FnMut(&Example)| examples.iter().for_each(take);
        let config = Config { may_follow: |from, to| !(from == 0 && to == 0), ..config };
        let base = learn(config, &|take| read(early, take)).quantized("toy", 7, labels(), Vec::new());
        let go = |epochs, examples| {
            learn_on(Config { epochs, ..config }, &base, &|take| read(examples, take), &mut || true).expect("nobody stops it")
        };
        // Nothing learned: the same weights again. Something learned: others, whose first epoch errs less than one from nothing.
        let idle = go(0, late).quantized("toy", 7, labels(), Vec::new());
        assert!(idle.rows == base.rows && idle.transitions == base.transitions && idle.scale.to_bits() == base.scale.to_bits());
        let cold = learn(Config { epochs: 1, ..config }, &|take| read(late, take));
        let warm = go(1, late);
        assert!(warm.losses[0] < cold.losses[0], "{:?} {:?}", warm.losses, cold.losses);
        let model = warm.quantized("toy", 7, labels(), Vec::new());
        assert_ne!(model.rows, base.rows);
        assert_eq!(model.transitions[0], FORBIDDEN_STEPS);
        assert_eq!(go(1, late), warm);
        assert_eq!(warm.clone().mixed(&base, 0.0).quantized("toy", 7, labels(), Vec::new()).rows, base.rows);
        let half = warm.clone().mixed(&base, 0.5);
        let start = Learned::from_model(&base);
        assert!(
            half.table.iter().zip(&warm.table).zip(&start.table).all(|((half, new), old)| (half * 2.0 - new - old).abs() < 1e-3)
        );
        assert!(model.filter.iter().zip(&base.filter).all(|(new, old)| new & old == *old));
        let mut calls = 0;
        let mut stops = || {
            calls += 1;
            calls < 5
        };
        assert_eq!(learn_on(config, &base, &|take| read(late, take), &mut stops), None);
        assert_eq!(calls, 5);
    }

    #[test]
    fn labels_that_are_not_marked_are_guessed() {
        // Half of the sentences leave it open whether a token is 1 or 2; the others teach which words are which.
        let (mut examples, config) = toy();
        for example in examples.iter_mut().step_by(2) {
            for allowed in &mut example.allowed {
                *allowed |= if *allowed == 1 { 0 } else { 0b110 };
            }
        }
        let learned = learn_all(&examples, config);
        let (_, full) = toy();
        let (right, _) = toy();
        let (mut decoder, mut path, mut wrong) = (Decoder::default(), Vec::new(), 0);
        for (example, right) in examples.iter().zip(&right) {
            learned.best_path(example, &mut decoder, &mut path);
            wrong += path.iter().zip(&right.allowed).filter(|(found, right)| 1 << **found != **right).count();
        }
        assert!(wrong * 5 < 60 * 8, "{wrong} of {} wrong", 60 * 8 * full.labels / 3);
    }

    #[test]
    fn forbidden_transitions_are_never_taken() {
        let (examples, config) = toy();
        let learned = learn_all(&examples, Config { may_follow: |from, to| !(from == 0 && to == 0), ..config });
        let (mut decoder, mut path) = (Decoder::default(), Vec::new());
        for example in &examples {
            learned.best_path(example, &mut decoder, &mut path);
            assert!(path.windows(2).all(|pair| pair != [0, 0]));
        }
        let model = learned.quantized("toy", 7, vec!["a".to_owned(); 3], Vec::new());
        assert_eq!(model.transitions[0], FORBIDDEN_STEPS);
    }
}
