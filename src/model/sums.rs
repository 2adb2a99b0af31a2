//! What each word adds to the scores of its own token and of the two on either side, summed once for each word.
//!
//! A linear model adds up; so all rows that depend on one word alone can be added up ahead, and a token's score is the sum of five
//! such vectors and of the few features that read several words. Exact: the same integers in another order.

use super::weights::{Batch, Scores, Weights, add_scores};
use super::{Vocabulary, Word};

/// Places around a token whose words it sees: two before, one before, its own, one behind, two behind.
pub const PLACES: usize = 5;

/// The place of the token's own word.
pub const OWN: usize = 2;

/// The sums of the words of a [`Vocabulary`], by their numbers.
#[derive(Clone, Debug, Default)]
pub struct WordSums<const ROW: usize> {
    sums: Vec<[Scores<ROW>; PLACES]>,
    edition: u64,
}

impl<const ROW: usize> WordSums<ROW> {
    /// Sums the words met since the last call. `add_features(word, place, batch)` adds what a word gives to the token that sees it at
    /// `place`.
    pub fn update(
        &mut self,
        vocabulary: &Vocabulary,
        weights: &Weights<ROW>,
        batch: &mut Batch<ROW>,
        add_features: impl Fn(&Word, usize, &mut Batch<ROW>),
    ) {
        if self.edition != vocabulary.edition() {
            self.sums.clear();
            self.edition = vocabulary.edition();
        }
        for word in &vocabulary.words()[self.sums.len()..] {
            batch.clear();
            for place in 0..PLACES {
                batch.begin([0; ROW]);
                add_features(word, place, batch);
            }
            self.sums.extend(batch.finish(weights).first_chunk::<PLACES>());
        }
    }

    /// The scores of the token in the middle of five words, as far as single words tell.
    #[inline]
    pub fn of(&self, around: [u32; PLACES]) -> Scores<ROW> {
        let mut scores = self.sums[around[0] as usize][0];
        for (place, &word) in around.iter().enumerate().skip(1) {
            add_scores(&mut scores, &self.sums[word as usize][place]);
        }
        scores
    }
}

/// Features that a run of tokens has in common: a batch takes them once, and anew where their key changes.
///
/// The sum of a token's features is then that of several places of the batch. Exact, as above.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run<K> {
    key: Option<K>,
    place: u32,
}

impl<K: PartialEq> Run<K> {
    /// No run yet.
    pub fn new() -> Self {
        Self { key: None, place: 0 }
    }

    /// The place in the batch of the features that go with `key`: that of the run, or a new one, which `add_features` fills.
    #[inline]
    pub fn place<const ROW: usize>(&mut self, key: K, batch: &mut Batch<ROW>, add_features: impl FnOnce(&mut Batch<ROW>)) -> u32 {
        if self.key.as_ref() != Some(&key) {
            self.key = Some(key);
            self.place = batch.begin_next();
            add_features(batch);
        }
        self.place
    }
}
