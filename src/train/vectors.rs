//! Vectors of words: skip-gram with negative sampling.
//!
//! Input: a corpus. Output: a vector for each word; words that stand in like contexts have vectors of like direction.
//! Method: Mikolov et al. 2013 (Distributed Representations of Words and Phrases), as in word2vec: windows of random width,
//! frequent words thinned out, negatives drawn by count^0.75, the sigmoid from a table, a rate that falls to nothing. Paragraphs
//! come in a new order in each epoch. The same bytes on every machine: one thread, a generator of our own (splitmix64, Steele et
//! al. 2014), additions in a fixed order of eight lanes, and of the floating-point functions only those that IEEE 754 rounds
//! exactly (no `exp`, no `powf`, no fused multiplication).
//! Cost: O(epochs × thinned tokens × window × negatives × dimensions); 8 bytes of memory for a word and dimension.
#![allow(clippy::cast_precision_loss)]

use super::corpus::Corpus;

/// How long vectors are: a hundred, rounded up to whole lanes.
pub const DIMENSIONS: usize = 104;

/// How many sums an addition over a vector is split into.
const LANES: usize = 8;

/// A word's place among the others.
pub type Vector = [f32; DIMENSIONS];

/// How to learn vectors.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// How far context reaches to either side, at most.
    pub window: usize,
    /// How many random words each true neighbour is told from.
    pub negatives: usize,
    /// Words with a larger share of all tokens are thinned out.
    pub subsample: f64,
    /// How often all paragraphs are seen.
    pub epochs: usize,
    /// The learning rate at the start.
    pub rate: f32,
    /// Starts the generator.
    pub seed: u64,
}

/// Narrow windows and little thinning, as in Brown clusters: words are alike that could stand in each other's place, not words of
/// one topic. Of the dev words that the training files do not know, the tag of most words of the fine cluster is right for 59 to
/// 63% (two runs, EWT); with a window of 3, a subsample of 1e-4 and a rate of 0.025 for 45%.
impl Default for Config {
    fn default() -> Self {
        Self { window: 1, negatives: 5, subsample: 1e-3, epochs: 4, rate: 0.05, seed: 1 }
    }
}

/// Learns a vector for each word of `corpus`.
pub fn train_vectors(corpus: &Corpus, config: Config) -> Vec<Vector> {
    let mut random = Random::new(config.seed);
    let count = corpus.words.len();
    let spread = |random: &mut Random| (random.unit() as f32 - 0.5) / DIMENSIONS as f32;
    let mut inputs: Vec<Vector> = (0..count).map(|_| std::array::from_fn(|_| spread(&mut random))).collect();
    let mut outputs: Vec<Vector> = vec![[0.0; DIMENSIONS]; count];
    let sigmoid = Sigmoid::new();
    let noise = Noise::new(&corpus.counts);
    let keeps = keep_shares(&corpus.counts, config.subsample);
    let mut paragraphs: Vec<_> = corpus.paragraphs().collect();
    let total = (corpus.tokens.len() * config.epochs).max(1) as f32;
    let (mut seen, mut kept, mut targets) = (0, Vec::new(), Vec::new());
    for _ in 0..config.epochs {
        random.shuffle(&mut paragraphs);
        for paragraph in &paragraphs {
            let rate = config.rate * (1.0 - seen as f32 / total);
            seen += paragraph.len();
            kept.clear();
            let words = corpus.tokens[paragraph.clone()].iter().map(|&word| word as usize);
            kept.extend(words.filter(|&word| random.unit() < keeps[word]));
            for (i, &word) in kept.iter().enumerate() {
                let reach = 1 + random.below(config.window);
                let last = (i + reach).min(kept.len() - 1);
                for j in (i.saturating_sub(reach)..=last).filter(|&j| j != i) {
                    let input = &mut inputs[word];
                    targets.clear();
                    targets.push((kept[j], 1.0));
                    let negatives = (0..config.negatives).map(|_| noise.draw(&mut random));
                    targets.extend(negatives.filter(|&negative| negative != kept[j]).map(|negative| (negative, 0.0)));
                    // First all products, then all changes: the processor fetches the next vectors meanwhile.
                    for (target, step) in &mut targets {
                        *step = (*step - sigmoid.of(dot(input, &outputs[*target]))) * rate;
                    }
                    let mut change = [0.0; DIMENSIONS];
                    for &(target, step) in &targets {
                        exchange(&mut change, &mut outputs[target], input, step);
                    }
                    add_scaled(input, 1.0, &change);
                }
            }
        }
    }
    inputs
}

/// The share of each word's occurrences that is kept.
fn keep_shares(counts: &[u32], subsample: f64) -> Vec<f64> {
    let total: f64 = counts.iter().map(|&count| f64::from(count)).sum();
    let share = |&count: &u32| {
        let ratio = subsample * total / f64::from(count);
        ratio.sqrt() + ratio
    };
    counts.iter().map(share).collect()
}

/// The sum of the products, in eight lanes.
#[inline]
pub(super) fn dot(a: &Vector, b: &Vector) -> f32 {
    let mut sums = [0.0; LANES];
    for (a, b) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let pair = |lane: usize| sums[lane] + sums[lane + LANES / 2];
    (pair(0) + pair(1)) + (pair(2) + pair(3))
}

/// Adds `scale` times `more`.
#[inline]
pub(super) fn add_scaled(vector: &mut Vector, scale: f32, more: &Vector) {
    for (value, more) in vector.iter_mut().zip(more) {
        *value += scale * more;
    }
}

/// Adds `step` times `output` to `change`, and `step` times `input` to `output`.
#[inline]
fn exchange(change: &mut Vector, output: &mut Vector, input: &Vector, step: f32) {
    for ((change, output), input) in change.iter_mut().zip(output).zip(input) {
        *change += step * *output;
        *output += step * input;
    }
}

/// A vector of the same direction and length 1; nothing stays nothing.
pub(super) fn to_unit(vector: &Vector) -> Vector {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 { vector.map(|value| value / length) } else { *vector }
}

/// The logistic function from a table.
struct Sigmoid {
    values: Vec<f32>,
}

impl Sigmoid {
    /// Where the function is as good as 0 or 1.
    const BOUND: f32 = 6.0;
    /// How many steps there are to 1.
    const STEPS: f32 = 128.0;
    /// The last step.
    const LAST: u16 = 1536;

    fn new() -> Self {
        let value = |i: u16| (1.0 / (1.0 + exp(f64::from(Self::BOUND) - f64::from(i) / f64::from(Self::STEPS)))) as f32;
        Self { values: (0..=Self::LAST).map(value).collect() }
    }

    #[inline]
    #[allow(clippy::cast_sign_loss)]
    fn of(&self, x: f32) -> f32 {
        self.values[((x.clamp(-Self::BOUND, Self::BOUND) + Self::BOUND) * Self::STEPS) as usize]
    }
}

/// e^x by additions and multiplications alone, which are the same on every machine; good to ten digits between -6 and 6.
fn exp(x: f64) -> f64 {
    let x = x / 1024.0;
    let mut power = 1.0 + x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0)));
    for _ in 0..10 {
        power *= power;
    }
    power
}

/// Draws words by count^0.75 (Walker 1977: a table of aliases).
struct Noise {
    /// For each word: below which draw the word itself is meant, and which other word above it.
    slots: Vec<(u32, u32)>,
}

impl Noise {
    fn new(counts: &[u32]) -> Self {
        let weight = |&count: &u32| {
            let root = f64::from(count).sqrt();
            root * root.sqrt()
        };
        let weights: Vec<f64> = counts.iter().map(weight).collect();
        let mean = weights.iter().sum::<f64>() / weights.len().max(1) as f64;
        let mut shares: Vec<f64> = weights.iter().map(|weight| weight / mean).collect();
        let mut slots: Vec<(u32, u32)> = (0..counts.len() as u32).map(|word| (u32::MAX, word)).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..shares.len()).partition(|&word| shares[word] < 1.0);
        while let (Some(&giver), Some(taker)) = (large.last(), small.pop()) {
            slots[taker] = (to_threshold(shares[taker]), giver as u32);
            shares[giver] -= 1.0 - shares[taker];
            if shares[giver] < 1.0 {
                large.pop();
                small.push(giver);
            }
        }
        Self { slots }
    }

    #[inline]
    fn draw(&self, random: &mut Random) -> usize {
        let bits = random.next();
        let word = ((bits >> 32) * self.slots.len() as u64) >> 32;
        let (threshold, other) = self.slots[word as usize];
        if (bits as u32) < threshold { word as usize } else { other as usize }
    }
}

#[allow(clippy::cast_sign_loss)]
fn to_threshold(share: f64) -> u32 {
    (share * f64::from(u32::MAX)) as u32
}

/// splitmix64.
pub(super) struct Random {
    state: u64,
}

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    #[inline]
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let value = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    /// A number from 0 up to 1.
    #[inline]
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from 0 up to `bound`, which is below 2^32.
    #[inline]
    pub(super) fn below(&mut self, bound: usize) -> usize {
        (((self.next() >> 32) * bound as u64) >> 32) as usize
    }

    /// Fisher and Yates.
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_splitmix64() {
        let mut random = Random::new(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn the_table_is_the_logistic_function() {
        let sigmoid = Sigmoid::new();
        for x in [-9.0_f32, -6.0, -2.5, -0.01, 0.0, 0.3, 4.0, 6.0, 9.0] {
            assert!((sigmoid.of(x) - 1.0 / (1.0 + (-x).exp())).abs() < 0.003, "{x}");
        }
        assert!((exp(-6.0) / (-6.0_f64).exp() - 1.0).abs() < 1e-10 && (exp(6.0) / 6.0_f64.exp() - 1.0).abs() < 1e-10);
    }

    #[test]
    fn noise_follows_counts_to_the_power_of_three_quarters() {
        let noise = Noise::new(&[10_000, 625, 16, 1]);
        let mut random = Random::new(3);
        let mut drawn = [0.0; 4];
        (0..100_000).for_each(|_| drawn[noise.draw(&mut random)] += 1.0 / 100_000.0);
        for (share, weight) in drawn.iter().zip([1000.0, 125.0, 8.0, 1.0]) {
            assert!((share - weight / 1134.0_f64).abs() < 0.003, "{drawn:?}");
        }
    }

    #[test]
    fn rare_words_are_kept_and_frequent_ones_thinned_out() {
        let shares = keep_shares(&[999_900, 100], 1e-4);
        assert!(shares[0] < 0.02 && shares[1] >= 1.0, "{shares:?}");
    }
}
