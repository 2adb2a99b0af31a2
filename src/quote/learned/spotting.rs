//! The first stage in use: the scores of a paragraph's tokens.
//!
//! Input: a sheet and a paragraph of it. Output: the scores of each token's labels. They are the sums of the weights of
//! [`spotter::add_features`], with fewer look-ups: what a word gives to its own token and to those around is kept as long as the vocabulary,
//! and what goes on unchanged from token to token is looked up once. Exact: the same integers in another order.
//! Cost: O(tokens × features), half of them looked up.

use super::sheet::{Row, Sheet, Stretch};
use super::spotter::{self, OWN, PLACES, part};
use super::{LabelScores, ROW, add, label_scores};
use crate::model::posterior::WIDTH;
use crate::model::{Batch, Run, Sink, Weights};
use std::ops::Range;

/// Tokens whose features wait at once.
const AT_ONCE: usize = 64;

/// No tag.
const NONE: u8 = u8::MAX;

/// What a word gives.
#[derive(Clone, Debug)]
struct WordSums {
    /// To the token that sees it at each place; nothing at its own.
    around: [LabelScores; PLACES],
    /// To its own token, for the first two tags that it was met with, as far as they differ in their last bit.
    own: [LabelScores; 2],
    tags: [u8; 2],
    is_met: bool,
}

impl WordSums {
    const NEW: Self = Self { around: [[0; WIDTH]; PLACES], own: [[0; WIDTH]; 2], tags: [NONE; 2], is_met: false };
}

/// What is kept between paragraphs, and buffers.
#[derive(Clone, Debug, Default)]
pub struct Spotting {
    /// The model, and the edition of the vocabulary, that the sums are of.
    owner: (u64, u64),
    /// By the number of the word.
    words: Vec<WordSums>,
    /// What is looked up for words: number, and which of its sums.
    open: Vec<(u32, u8)>,
    batch: Batch<ROW>,
    /// For each token where in the batch the features of its verbs are, those of its frame, its own.
    places: Vec<[u32; 3]>,
}

impl Spotting {
    /// Hands the scores of each token of a paragraph to `take`, in order. `model` is the number of the model whose weights are given.
    pub fn score(
        &mut self,
        sheet: &Sheet,
        paragraph: Stretch,
        (model, weights): (u64, &Weights<ROW>),
        mut take: impl FnMut(&LabelScores),
    ) {
        if self.owner != (model, sheet.edition) {
            self.owner = (model, sheet.edition);
            self.words.clear();
        }
        let tokens = paragraph.first as usize..paragraph.end as usize;
        // Not all of a long paragraph at once: features take room.
        for first in tokens.clone().step_by(AT_ONCE) {
            let some = first..tokens.end.min(first + AT_ONCE);
            self.meet_words(sheet, paragraph, some.clone(), weights);
            self.score_some(sheet, paragraph, some, weights, &mut take);
        }
    }

    /// Looks up the words of tokens, and of those around them, that are not known yet.
    fn meet_words(&mut self, sheet: &Sheet, paragraph: Stretch, tokens: Range<usize>, weights: &Weights<ROW>) {
        let Self { words, open, batch, .. } = self;
        open.clear();
        batch.clear();
        let seen = tokens.start.saturating_sub(OWN).max(paragraph.first as usize)..(tokens.end + OWN).min(paragraph.end as usize);
        let largest = sheet.rows[seen.clone()].iter().map(|row| row.word as usize).max().unwrap_or_default();
        if words.len() <= largest {
            words.resize(largest + 1, WordSums::NEW);
        }
        for row in sheet.rows[seen].iter().chain([&Row::EDGE]) {
            let word = &mut words[row.word as usize];
            if !std::mem::replace(&mut word.is_met, true) {
                for place in (0..PLACES).filter(|&place| place != OWN) {
                    batch.begin([0; ROW]);
                    add_word(row, place, batch);
                    open.push((row.word, place as u8));
                }
            }
        }
        for at in tokens {
            let row = &sheet.rows[at];
            let slot = slot_of(row);
            let tag = &mut words[row.word as usize].tags[slot];
            if *tag == NONE {
                *tag = row.tag as u8;
                batch.begin([0; ROW]);
                add_own(sheet, paragraph, at, batch);
                open.push((row.word, (PLACES + slot) as u8));
            }
        }
        for (&(word, place), scores) in open.iter().zip(batch.finish(weights)) {
            let WordSums { around, own, .. } = &mut words[word as usize];
            let place = usize::from(place);
            *(if place < PLACES { &mut around[place] } else { &mut own[place - PLACES] }) = label_scores(scores);
        }
    }

    fn score_some(
        &mut self,
        sheet: &Sheet,
        paragraph: Stretch,
        tokens: Range<usize>,
        weights: &Weights<ROW>,
        take: &mut impl FnMut(&LabelScores),
    ) {
        let Self { words, batch, places, .. } = self;
        batch.clear();
        places.clear();
        let (mut verbs, mut frame) = (Run::new(), Run::new());
        for at in tokens.clone() {
            let near = spotter::near(sheet, paragraph, at);
            let row = near[OWN];
            let of_verbs = verbs.place((row.previous_verb, row.next_verb), batch, |batch| {
                spotter::add_parts::<{ part::VERBS }>(sheet, near, at, batch);
            });
            let of_frame = frame.place(spotter::frame(sheet, near), batch, |batch| {
                spotter::add_parts::<{ part::FRAME }>(sheet, near, at, batch);
            });
            places.push([of_verbs, of_frame, batch.begin_next()]);
            spotter::add_parts::<{ part::REST }>(sheet, near, at, batch);
            if words[row.word as usize].tags[slot_of(row)] != row.tag as u8 {
                add_own(sheet, paragraph, at, batch);
            }
        }
        let scores = batch.finish(weights);
        for (at, places) in tokens.zip(places) {
            let mut total = [0; WIDTH];
            for &place in &*places {
                add(&mut total, &label_scores(&scores[place as usize]));
            }
            let near = spotter::near(sheet, paragraph, at);
            for (place, row) in near.iter().enumerate().filter(|&(place, _)| place != OWN) {
                add(&mut total, &words[row.word as usize].around[place]);
            }
            let (own, slot) = (&words[near[OWN].word as usize], slot_of(near[OWN]));
            if own.tags[slot] == near[OWN].tag as u8 {
                add(&mut total, &own.own[slot]);
            }
            take(&total);
        }
    }
}

fn add_word(row: &Row, place: usize, batch: &mut Batch<ROW>) {
    let (form, cluster) = spotter::word_features(row, place);
    batch.add(form);
    if let Some(cluster) = cluster {
        batch.add(cluster);
    }
}

/// What a token's word and tag give to it.
fn add_own(sheet: &Sheet, paragraph: Stretch, at: usize, batch: &mut Batch<ROW>) {
    let near = spotter::near(sheet, paragraph, at);
    add_word(near[OWN], OWN, batch);
    spotter::add_parts::<{ part::OWN }>(sheet, near, at, batch);
}

fn slot_of(row: &Row) -> usize {
    row.tag as usize % 2
}

#[cfg(test)]
mod tests {
    use super::super::probe::Probe;
    use super::*;
    use crate::model::Model;
    use crate::model::hash::mix;

    #[test]
    fn scores_are_the_sums_of_all_features() {
        let labels = spotter::LABELS.len();
        let rows: Vec<u8> = (0..labels << 10).map(|i| mix(1, i as u64) as u8).collect();
        let model = Model { bits: 10, rows: rows.into(), ..crate::train::quotes::empty_model("quotes-spotter", &spotter::LABELS) };
        let weights = Weights::<ROW>::of(&model);
        let probe = Probe::new();
        let scene = probe.scene();
        let sheet = probe.sheet(&scene);
        let mut spotting = Spotting::default();
        // Again, with what is known by then.
        for _ in 0..2 {
            for &paragraph in &sheet.paragraphs {
                let mut at = paragraph.first as usize;
                spotting.score(&sheet, paragraph, (1, &weights), |scores| {
                    let mut batch = Batch::default();
                    batch.begin([0; ROW]);
                    spotter::add_features(&sheet, paragraph, at, false, &mut batch);
                    assert_eq!(*scores, label_scores(&batch.finish(&weights)[0]), "token {at}");
                    at += 1;
                });
                assert_eq!(at, paragraph.end as usize);
            }
        }
    }
}
