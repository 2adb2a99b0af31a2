//! Learned models for quotes of every kind.
//!
//! Input: the scene, tags, words, and what the rules found. Output: [`Link`]s: a cue, its source and its content, as runs of tokens, with
//! a probability. Method: a conditional random field labels cues, sources and contents in each paragraph ([`spotter`]); for each likely
//! cue a second one labels the source and the content of that cue ([`linker`]). Both see what the rules made of each token, and so learn
//! when the rules are right. After Pareti et al. 2013 and Newell et al. 2018, who link by classifiers.
//! Cost: O(tokens × features), and O(80 × features) a cue.

// Distances between tokens are far below every limit of the numbers they are kept in.
#![allow(clippy::cast_possible_wrap, clippy::cast_sign_loss, clippy::cast_precision_loss)]

pub mod linker;
pub(crate) mod probe;
pub mod sheet;
pub mod speech;
pub mod spotter;

use crate::error::{Error, Result};
use crate::model::hash::{atom, fingerprint, mix};
use crate::model::posterior::{self, Factors, Posterior, WIDTH};
use crate::model::{Batch, Decoder, Model, UNSURE, Vocabulary, Weights, labels_of, row_bytes};
use crate::tag::Tag;
use linker::CueView;
use sheet::{Lemmas, Sheet, Stretch, Words};
use std::sync::LazyLock;

/// A run of tokens: the first and the last.
pub type Run = (usize, usize);

/// How a model is read out.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// What the odds of a cue are multiplied by.
    pub cue: f32,
    /// What is added to the score of no label in the second stage.
    pub outside: f32,
    /// What is added to the score of a source's first token.
    pub source: f32,
}

impl Default for Reading {
    fn default() -> Self {
        Self { cue: 1.0, outside: -2.0, source: 1.0 }
    }
}

/// Tokens that the first stage takes for part of a source or a content with less than this probability are not looked at again.
const UNLIKELY: f32 = 0.01;

/// The odds of such a token.
const OUTSIDE: posterior::Row = [1.0, posterior::FLOOR, posterior::FLOOR, posterior::FLOOR, posterior::FLOOR, 0.0, 0.0, 0.0];

/// Tokens whose features wait at once.
const AT_ONCE: usize = 256;

/// Bytes of a row of weights.
const ROW: usize = row_bytes(WIDTH);

/// One of the two stages.
#[derive(Clone, Debug)]
pub struct Stage {
    weights: Weights<ROW>,
    labels: usize,
    scale: f32,
    factors: Factors,
}

impl Stage {
    fn new(model: &Model) -> Self {
        // Steps fit in 16 bits, as the reader checks; those of forbidden transitions are far below all others.
        #[allow(clippy::cast_precision_loss)]
        let transitions: Vec<f32> = model
            .transitions
            .iter()
            .map(|&steps| if steps <= -30_000 { f32::NEG_INFINITY } else { steps as f32 * model.scale })
            .collect();
        let labels = model.labels.len();
        let mut factors = Factors::new(&transitions, labels);
        for from in 0..=labels {
            for to in 0..labels {
                if transitions[from * labels + to] == f32::NEG_INFINITY {
                    let row = if from == labels { &mut factors.start } else { &mut factors.rows[from] };
                    row[to] = 0.0;
                }
            }
        }
        Self { weights: Weights::of(model), labels, scale: model.scale, factors }
    }

    fn odds(&self, scores: &[i16]) -> posterior::Row {
        posterior::odds_of(&std::array::from_fn(|i| f32::from(scores[i]) * self.scale), self.labels)
    }

    fn steps(&self, value: f32) -> i32 {
        (value / self.scale) as i32
    }
}

/// The two stages.
#[derive(Clone, Debug)]
pub struct QuoteModel {
    spotter: Stage,
    linker: Stage,
    speech: Stage,
    /// How it is read out.
    pub reading: Reading,
}

/// A cue with its source and content.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The cue.
    pub cue: Run,
    /// The runs of the source; mostly one.
    pub sources: Vec<Run>,
    /// The runs of the content, in order.
    pub contents: Vec<Run>,
    /// How likely it is a cue.
    pub cue_share: f32,
    /// How likely the content's tokens are its content, in the mean.
    pub content_share: f32,
    /// For each token from `start`, how likely it is this cue's source and content.
    pub shares: Vec<(f32, f32)>,
    /// See `shares`.
    pub start: usize,
}

/// What one thread keeps between texts.
#[derive(Clone, Debug, Default)]
pub struct QuoteScratch {
    /// The atoms of the article.
    pub sheet: Sheet,
    lemmas: Lemmas,
    view: CueView,
    first_stage: Posterior,
    second_stage: Posterior,
    batch: Batch<ROW>,
    scores: Vec<[i16; WIDTH]>,
    /// The labels that are certain.
    sole: Vec<u8>,
    decoder: Decoder<i32>,
}

/// What the models read beside the scene.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct Text<'a> {
    pub vocabulary: &'a Vocabulary,
    pub words: &'a [u32],
    pub tags: &'a [Tag],
}

/// The fingerprint of a stage's features: of what their code gives for the [`probe`].
pub fn features_fingerprint(stage: &str) -> u64 {
    mix(fingerprint(&probe::features_of(stage)), atom(stage.as_bytes()))
}

impl QuoteModel {
    /// All stages.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] if the labels are not ours.
    pub fn new(spotter: &Model, linker: &Model, speech: &Model) -> Result<Self> {
        let expected = [(spotter, &spotter::LABELS[..]), (linker, &linker::LABELS[..]), (speech, &speech::LABELS[..])];
        for (model, labels) in expected {
            if !model.labels.iter().eq(labels.iter()) {
                let what = "its labels are not those of quotes".to_owned();
                return Err(Error::InvalidModel { source: model.name.clone(), at: 0, what });
            }
        }
        Ok(Self {
            spotter: Stage::new(spotter),
            linker: Stage::new(linker),
            speech: Stage::new(speech),
            reading: Reading::default(),
        })
    }

    /// The embedded models, read at the first call.
    ///
    /// # Panics
    /// If an embedded file is damaged, which a test rules out.
    pub fn get() -> &'static Self {
        static MODEL: LazyLock<QuoteModel> = LazyLock::new(|| {
            let spotter = include_bytes!("../../../data/models/quotes_spotter.bin");
            let linker = include_bytes!("../../../data/models/quotes_linker.bin");
            let read = |file: &[u8], name: &str| Model::from_bytes(file, name, name, features_fingerprint(name));
            let speech = include_bytes!("../../../data/models/quotes_speech.bin");
            read(spotter, "quotes-spotter")
                .and_then(|spotter| QuoteModel::new(&spotter, &read(linker, "quotes-linker")?, &read(speech, "quotes-speech")?))
                .unwrap_or_else(|error| panic!("{error}"))
        });
        &MODEL
    }

    /// The probabilities of the first stage's labels for a paragraph: left in `scratch`.
    pub fn spot(&self, sheet: &Sheet, paragraph: Stretch, batch: &mut Batch<ROW>, posterior: &mut Posterior) {
        let stage = &self.spotter;
        posterior.odds.clear();
        let tokens = paragraph.first as usize..paragraph.end as usize;
        // Not all of a long paragraph at once: features take room.
        for first in tokens.clone().step_by(AT_ONCE) {
            batch.clear();
            for at in first..tokens.end.min(first + AT_ONCE) {
                batch.begin([0; ROW]);
                spotter::add_features(sheet, paragraph, at, false, batch);
            }
            posterior.odds.extend(batch.finish(&stage.weights).iter().map(|scores| stage.odds(labels_of(scores))));
        }
        posterior.sum(&stage.factors);
    }

    /// Cues that are likely enough, as runs of tokens, with their probability.
    pub fn cues(&self, paragraph: Stretch, rows: &[posterior::Row]) -> Vec<(Run, f32)> {
        likely_cues(paragraph, rows, self.reading.cue)
    }

    /// Links every likely cue of a text.
    pub fn find_links(&self, scratch: &mut QuoteScratch) -> Vec<Link> {
        let QuoteScratch { sheet, view, first_stage, second_stage, batch, scores, sole, decoder, .. } = scratch;
        let mut found = Vec::new();
        for &paragraph in &sheet.paragraphs {
            self.spot(sheet, paragraph, batch, first_stage);
            for (cue, share) in self.cues(paragraph, &first_stage.rows) {
                view.fill(sheet, (paragraph.first as usize, paragraph.end as usize), cue, &first_stage.rows, false);
                let link = self.link(sheet, view, share, second_stage, batch, scores, sole, decoder);
                if !link.contents.is_empty() {
                    found.push(link);
                }
            }
        }
        found
    }

    /// By how much a link is speech rather than an attitude, a plan, a topic: log-odds.
    pub fn speech_score(&self, sheet: &Sheet, link: &Link) -> f32 {
        let mut batch = Batch::default();
        batch.begin([0; ROW]);
        speech::add_features(sheet, link.cue, &link.sources, &link.contents, &mut batch);
        let scores = labels_of(&batch.finish(&self.speech.weights)[0]);
        let transitions = self.speech.weights.transitions();
        // Transitions from the start weigh in; steps fit in 16 bits.
        #[allow(clippy::cast_precision_loss)]
        let steps = (i32::from(scores[0]) - i32::from(scores[1]) + transitions[4] - transitions[5]) as f32;
        steps * self.speech.scale
    }

    #[allow(clippy::too_many_arguments, reason = "buffers")]
    fn link(
        &self,
        sheet: &Sheet,
        view: &CueView,
        cue_share: f32,
        posterior: &mut Posterior,
        batch: &mut Batch<ROW>,
        scores: &mut Vec<[i16; WIDTH]>,
        sole: &mut Vec<u8>,
        decoder: &mut Decoder<i32>,
    ) -> Link {
        let stage = &self.linker;
        let (outside, source) = (stage.steps(self.reading.outside) as i16, stage.steps(self.reading.source) as i16);
        batch.clear();
        sole.clear();
        for at in view.within.0..view.within.1 {
            batch.begin([0; ROW]);
            let is_likely = view.share(at) >= UNLIKELY;
            sole.push(if is_likely { UNSURE } else { 0 });
            if is_likely {
                view.add_features(sheet, at, batch);
            }
        }
        posterior.odds.clear();
        scores.clear();
        for (row, &label) in batch.finish(&stage.weights).iter().zip(sole.iter()) {
            posterior.odds.push(if label == UNSURE { stage.odds(labels_of(row)) } else { OUTSIDE });
            let mut row: [i16; WIDTH] = std::array::from_fn(|label| labels_of(row)[label]);
            row[0] = row[0].saturating_add(outside);
            row[1] = row[1].saturating_add(source);
            scores.push(row);
        }
        posterior.sum(&stage.factors);
        let path = decoder.best_path(scores, sole, stage.weights.transitions(), stage.labels, None);
        let start = view.within.0;
        let shares: Vec<(f32, f32)> = posterior.rows.iter().map(|row| (row[1] + row[2], row[3] + row[4])).collect();
        let (sources, contents) = (runs(path, 1, start), runs(path, 3, start));
        let inside = contents.iter().flat_map(|&(first, last)| first..=last);
        let (sum, count) = inside.fold((0.0, 0.0), |(sum, count), i| (sum + shares[i - start].1, count + 1.0));
        let content_share = if count > 0.0 { sum / count } else { 0.0 };
        Link { cue: view.cue, sources, contents, cue_share, content_share, shares, start }
    }
}

/// Runs of a label and of the one behind it.
pub fn runs(path: &[u8], label: u8, start: usize) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    for (i, &of) in path.iter().enumerate() {
        if of == label {
            found.push((start + i, start + i));
        } else if of == label + 1
            && let Some(run) = found.last_mut().filter(|run| run.1 + 1 == start + i)
        {
            run.1 = start + i;
        }
    }
    found
}

/// Runs of tokens whose likeliest label is a cue, the odds of cues multiplied.
pub fn likely_cues(paragraph: Stretch, rows: &[posterior::Row], factor: f32) -> Vec<(Run, f32)> {
    let mut found: Vec<(Run, f32)> = Vec::new();
    let mut is_open = false;
    for (i, row) in rows.iter().enumerate() {
        let at = paragraph.first as usize + i;
        let others = row[3..7].iter().fold(row[0], |best, &share| if share > best { share } else { best });
        let (begins, goes_on) = (row[1] * factor, row[2] * factor);
        let is_cue = begins > others || goes_on > others;
        if is_cue && (begins > goes_on || !is_open) {
            found.push(((at, at), row[1] + row[2]));
        } else if is_cue && let Some((run, share)) = found.last_mut() {
            run.1 = at;
            *share = share.max(row[1] + row[2]);
        }
        is_open = is_cue;
    }
    found
}

impl QuoteScratch {
    /// Fills the sheet of an article.
    pub(super) fn read(&mut self, scene: &super::scene::Scene<'_>, text: Text<'_>, rules: &[super::Quote]) {
        let words = Words { vocabulary: text.vocabulary, numbers: text.words, tags: text.tags };
        self.sheet.fill(scene, words, &mut self.lemmas, rules);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_begin_anew_at_each_first_label() {
        assert_eq!(runs(&[0, 3, 4, 3, 0, 4, 1], 3, 10), [(11, 12), (13, 13)]);
        assert_eq!(runs(&[1, 2, 2], 1, 0), [(0, 2)]);
        assert!(runs(&[], 1, 0).is_empty());
    }

    #[test]
    fn a_cue_needs_no_majority() {
        let row = |outside: f32, begins: f32, goes_on: f32| [outside, begins, goes_on, 0.0, 0.0, 0.0, 0.0, 0.0];
        let rows = [row(0.9, 0.1, 0.0), row(0.6, 0.4, 0.0), row(0.5, 0.0, 0.5), row(1.0, 0.0, 0.0)];
        let paragraph = Stretch { first: 5, end: 9 };
        let cues = likely_cues(paragraph, &rows, 2.0);
        assert_eq!(cues, [((6, 7), 0.5)]);
        assert!(likely_cues(paragraph, &rows, 0.5).is_empty());
    }

    #[test]
    fn fingerprints_are_those_of_the_features() {
        let stages = ["quotes-spotter", "quotes-linker", "quotes-speech"];
        for stage in stages {
            let mut features = probe::features_of(stage);
            assert_eq!(features, probe::features_of(stage));
            assert_eq!(features_fingerprint(stage), mix(fingerprint(&features), atom(stage.as_bytes())));
            // A template more, a template less, another value.
            let own = fingerprint(&features);
            features.push(1);
            assert_ne!(fingerprint(&features), own);
            features.truncate(features.len() - 2);
            assert_ne!(fingerprint(&features), own);
            features.sort_unstable();
            features.dedup();
            assert!(features.len() > 50, "{stage}: {}", features.len());
        }
    }

    #[test]
    fn the_embedded_models_are_whole() {
        assert!(QuoteModel::get().reading.cue > 0.0);
    }
}
