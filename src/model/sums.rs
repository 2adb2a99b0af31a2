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
    age: u32,
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
        if self.age != vocabulary.age() {
            self.sums.clear();
            self.age = vocabulary.age();
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
