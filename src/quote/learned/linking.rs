//! The second stage in use: the scores of the tokens around a cue.
//!
//! Input: a sheet and a cue's view of it. Output: for each token that is read the scores of its labels, if the first stage leaves them open.
//! They are the sums of the weights of [`CueView::add_features`], where what goes on unchanged from token to token is looked up once.
//! Exact: the same integers in another order. Cost: O(tokens × features), half of them looked up.

use super::linker::{CueView, Look, part};
use super::sheet::Sheet;
use super::{LabelScores, ROW, label_scores};
use crate::model::{Batch, Run, Weights};

/// Tokens that the first stage takes for part of a source or a content with less than this probability are not looked at again.
const UNLIKELY: f32 = 0.01;

/// Places in a batch that make up the features of a token: its own and one for each run.
type Places = [u32; 6];

/// Buffers.
#[derive(Clone, Debug, Default)]
pub struct Linking {
    batch: Batch<ROW>,
    places: Vec<Option<Places>>,
    scores: Vec<Option<LabelScores>>,
}

impl Linking {
    /// The scores of each token of the view, in order; none where no source and no content is likely.
    pub fn score(&mut self, sheet: &Sheet, view: &CueView, weights: &Weights<ROW>) -> &[Option<LabelScores>] {
        let Self { batch, places, scores } = self;
        batch.clear();
        let mut runs = Runs::default();
        places.clear();
        places.extend((view.within.0..view.within.1).map(|at| {
            let is_likely = view.share(at) >= UNLIKELY;
            is_likely.then(|| runs.add(sheet, view, &view.look(sheet, at), batch))
        }));
        let sums = batch.finish(weights);
        scores.clear();
        scores.extend(places.iter().map(|places| {
            let places = places.as_ref()?;
            let mut total = label_scores(&sums[places[0] as usize]);
            for &place in &places[1..] {
                super::add(&mut total, &label_scores(&sums[place as usize]));
            }
            Some(total)
        }));
        scores
    }
}

/// What goes on from token to token.
#[derive(Default)]
struct Runs {
    far: Run<u64>,
    marks: Run<(u64, u64)>,
    verbs: Run<(u64, u32, u32)>,
    thought: Run<([u8; 4], [u8; 2], u64)>,
    rules: Run<([u64; 3], u64, u64)>,
}

impl Runs {
    fn add(&mut self, sheet: &Sheet, view: &CueView, look: &Look<'_>, batch: &mut Batch<ROW>) -> Places {
        let far = self.far.place(look.far_key(), batch, |batch| view.add_parts::<{ part::FAR }>(sheet, look, batch));
        let marks = self.marks.place(look.marks_key(), batch, |batch| view.add_parts::<{ part::MARKS }>(sheet, look, batch));
        let verbs = self.verbs.place(look.verbs_key(), batch, |batch| view.add_parts::<{ part::VERBS }>(sheet, look, batch));
        let thought =
            self.thought.place(look.thought_key(), batch, |batch| view.add_parts::<{ part::THOUGHT }>(sheet, look, batch));
        let rules = self.rules.place(look.rules_key(), batch, |batch| view.add_parts::<{ part::RULES }>(sheet, look, batch));
        let own = batch.begin_next();
        view.add_parts::<{ part::REST }>(sheet, look, batch);
        [own, far, marks, verbs, thought, rules]
    }
}
