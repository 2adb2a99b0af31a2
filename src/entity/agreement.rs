//! Agreement over the article: what a capitalised word is at its other places there pulls at what it is here.
//!
//! Input: the labels of all sentences by themselves and their scores. Output: the scores with what the other places say added, and the
//! labels of the sentences in which that tells against a label found anew.
//! Method: each place of a form votes for its kind (or for being no name) with its lead, held between two bounds; a place whose own kind
//! is not that of most of the other votes has their shares, times a force that grows with their sum, added to its scores. After
//! Krishnan & Manning 2006, whose second model learns how much to trust the others; learned so, it lost here (MODEL_CARD.md).
//! Cost: O(capitalised words), and decoding a few sentences twice.

use super::article::{Article, Input};
use super::recognizer::{Kind, LABELS, LabelScores, lead};

/// The kinds, and first of all "no name".
const KINDS: usize = 1 + Kind::ALL.len();

/// How much the others count, in learned units: the most that is added to a score, and between what a vote is held. Chosen on the
/// development sets; from 100 to 200, 15 to 75 and 45 to 150 all gain about as much.
const FORCE: f32 = 110.0;
const LEAST: f32 = 22.0;
const MOST: f32 = 45.0;

/// How much the others count, in steps of a model's weights.
#[derive(Clone, Copy, Debug)]
pub(super) struct Agreement {
    force: i32,
    least: i32,
    most: i32,
}

/// The votes of each form, by kind.
pub(super) type Votes = Vec<[i32; KINDS]>;

/// The number of the kind that a label is of; 0 for none.
fn kind_of(label: u8) -> usize {
    usize::from(label).div_ceil(2)
}

impl Agreement {
    /// For a model whose steps are `scale` learned units.
    pub(super) fn new(scale: f32) -> Self {
        let steps = |units: f32| (units / scale) as i32;
        Self { force: steps(FORCE), least: steps(LEAST), most: steps(MOST).max(1) }
    }

    fn vote(self, label: u8, scores: &LabelScores) -> i32 {
        lead(label, scores).clamp(self.least, self.most)
    }

    /// Counts the votes of the labels found sentence by sentence.
    pub(super) fn count(self, input: Input<'_>, article: &Article, scores: &[LabelScores], path: &[u8], votes: &mut Votes) {
        votes.clear();
        votes.resize(article.count_forms(), [0; KINDS]);
        for ((&word, scores), &label) in input.words.iter().zip(scores).zip(path) {
            if let Some(form) = article.form(word) {
                votes[form][kind_of(label)] += self.vote(label, scores);
            }
        }
    }

    /// Adds what the others say to the scores of token `i` if most of them say something else; returns whether it did.
    pub(super) fn pull(self, form: usize, label: u8, scores: &mut LabelScores, votes: &Votes) -> bool {
        let own = kind_of(label);
        let mut others = votes[form];
        others[own] -= self.vote(label, scores);
        let total: i32 = others.iter().sum();
        if total <= 0 || others.iter().all(|&of_kind| of_kind <= others[own]) {
            return false;
        }
        let force = i64::from(self.force) * i64::from(total) / i64::from(total + self.most);
        for label in 0..LABELS {
            let share = i64::from(others[kind_of(label as u8)]);
            scores[label] = scores[label].saturating_add((force * share / i64::from(total)) as i16);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores in which a label leads by so much.
    fn scores(label: usize, lead: i16) -> LabelScores {
        let mut scores = LabelScores::default();
        scores[label] = lead;
        scores
    }

    #[test]
    fn the_others_turn_a_doubtful_label_and_leave_a_sure_one() {
        let agreement = Agreement::new(1.0);
        let (person, organization) = (1_u8, 3_u8);
        for (own_lead, is_turned) in [(20, true), (300, false)] {
            let mut doubtful = scores(usize::from(organization), own_lead);
            // Two places say person, this one organisation.
            let mut votes = vec![[0; KINDS]];
            votes[0][kind_of(person)] = 2 * agreement.vote(person, &scores(usize::from(person), 200));
            votes[0][kind_of(organization)] = agreement.vote(organization, &doubtful);
            assert!(agreement.pull(0, organization, &mut doubtful, &votes));
            assert_eq!(doubtful[usize::from(person)] > doubtful[usize::from(organization)], is_turned, "{own_lead}");
        }
    }

    #[test]
    fn one_place_alone_or_in_agreement_is_left_as_it_is() {
        let agreement = Agreement::new(1.0);
        let mut own = scores(1, 30);
        let mut votes = vec![[0; KINDS]];
        votes[0][1] = agreement.vote(1, &own);
        assert!(!agreement.pull(0, 1, &mut own, &votes));
        votes[0][1] += 80;
        assert!(!agreement.pull(0, 1, &mut own, &votes));
        assert_eq!(own, scores(1, 30));
    }
}
