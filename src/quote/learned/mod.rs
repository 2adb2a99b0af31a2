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
pub mod linking;
pub(crate) mod probe;
pub mod sheet;
pub mod speech;
pub mod spotter;
pub mod spotting;

use crate::error::{Error, Result};
use crate::model::hash::{atom, fingerprint, mix};
use crate::model::posterior::{self, Factors, Posterior, WIDTH};
use crate::model::{Batch, DenseDecoder, Model, Scores, Steps, UNSURE, Vocabulary, Weights, labels_of, row_bytes};
use crate::tag::Tag;
use linker::CueView;
use linking::Linking;
use sheet::{Lemmas, Sheet, Stretch, Words};
use spotting::Spotting;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

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

/// The odds of a token that the second stage does not look at.
const OUTSIDE: posterior::Row = [1.0, posterior::FLOOR, posterior::FLOOR, posterior::FLOOR, posterior::FLOOR, 0.0, 0.0, 0.0];

/// Bytes of a row of weights.
const ROW: usize = row_bytes(WIDTH);

/// A number for each label.
type LabelScores = [i16; WIDTH];

fn label_scores(scores: &Scores<ROW>) -> LabelScores {
    std::array::from_fn(|label| labels_of(scores)[label])
}

/// Adds scores to others.
#[inline]
fn add(total: &mut LabelScores, scores: &LabelScores) {
    *total = std::array::from_fn(|label| total[label].wrapping_add(scores[label]));
}

/// One of the two stages.
#[derive(Clone, Debug)]
pub struct Stage {
    weights: Weights<ROW>,
    labels: usize,
    scale: f32,
    factors: Factors,
    transitions: Steps<WIDTH>,
    /// The odds of a label by how many steps its score lies below the best; less than the last is [`posterior::FLOOR`].
    odds: Vec<f32>,
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
        // Scores are whole steps: so many odds there are above the floor, and no more.
        let odds =
            (0..=u16::MAX).map(|steps| libm::expf(f32::from(steps) * -model.scale)).take_while(|&odds| odds > posterior::FLOOR);
        let odds = odds.chain([posterior::FLOOR]).collect();
        let transitions = Steps::new(&model.transitions, labels);
        Self { weights: Weights::of(model), labels, scale: model.scale, factors, transitions, odds }
    }

    /// The odds of the labels against the likeliest.
    fn odds(&self, scores: &LabelScores) -> posterior::Row {
        let best = scores[1..self.labels].iter().fold(scores[0], |best, &score| best.max(score));
        let last = self.odds.len() - 1;
        let mut odds = [0.0; WIDTH];
        for (odds, &score) in odds.iter_mut().zip(scores).take(self.labels) {
            *odds = self.odds[usize::from(best.abs_diff(score)).min(last)];
        }
        odds
    }

    fn steps(&self, value: f32) -> i32 {
        (value / self.scale) as i32
    }
}

/// The two stages.
#[derive(Clone, Debug)]
pub struct QuoteModel {
    /// No other model has the same.
    id: u64,
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
    spotting: Spotting,
    first_stage: Posterior,
    /// What the first stage says of the article's tokens.
    rows: Vec<posterior::Row>,
    second_stage: Posterior,
    linking: Linking,
    scores: Vec<LabelScores>,
    /// The labels that are certain.
    sole: Vec<u8>,
    decoder: DenseDecoder<WIDTH>,
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
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let expected = [(spotter, &spotter::LABELS[..]), (linker, &linker::LABELS[..]), (speech, &speech::LABELS[..])];
        for (model, labels) in expected {
            if !model.labels.iter().eq(labels.iter()) {
                let what = "its labels are not those of quotes".to_owned();
                return Err(Error::InvalidModel { source: model.name.clone(), at: 0, what });
            }
        }
        Ok(Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
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
            let read = |file: &'static [u8], name: &str| Model::from_embedded(file, name, name, features_fingerprint(name));
            let speech = include_bytes!("../../../data/models/quotes_speech.bin");
            read(spotter, "quotes-spotter")
                .and_then(|spotter| QuoteModel::new(&spotter, &read(linker, "quotes-linker")?, &read(speech, "quotes-speech")?))
                .unwrap_or_else(|error| panic!("{error}"))
        });
        &MODEL
    }

    /// The probabilities of the first stage's labels for a paragraph: left in `posterior`.
    pub fn spot(&self, sheet: &Sheet, paragraph: Stretch, spotting: &mut Spotting, posterior: &mut Posterior) {
        let stage = &self.spotter;
        posterior.odds.clear();
        spotting.score(sheet, paragraph, (self.id, &stage.weights), |scores| posterior.odds.push(stage.odds(scores)));
        posterior.sum(&stage.factors);
    }

    /// Cues that are likely enough, as runs of tokens, with their probability.
    pub fn cues(&self, paragraph: Stretch, rows: &[posterior::Row]) -> Vec<(Run, f32)> {
        likely_cues(paragraph, rows, self.reading.cue)
    }

    /// Links every likely cue of a text.
    pub fn find_links(&self, scratch: &mut QuoteScratch) -> Vec<Link> {
        let QuoteScratch { sheet, view, spotting, first_stage, rows, second_stage, linking, scores, sole, decoder, .. } = scratch;
        // One stage for all paragraphs, then the other: the tables of both do not fit next to the processor.
        let mut cues = Vec::new();
        rows.clear();
        for &paragraph in &sheet.paragraphs {
            self.spot(sheet, paragraph, spotting, first_stage);
            cues.push(self.cues(paragraph, &first_stage.rows));
            rows.extend_from_slice(&first_stage.rows);
        }
        let mut found = Vec::new();
        for (&paragraph, cues) in sheet.paragraphs.iter().zip(cues) {
            let tokens = (paragraph.first as usize, paragraph.end as usize);
            for (cue, share) in cues {
                view.fill(sheet, tokens, cue, &rows[tokens.0..tokens.1], false);
                let link = self.link(sheet, view, share, second_stage, linking, scores, sole, decoder);
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
        linking: &mut Linking,
        scores: &mut Vec<LabelScores>,
        sole: &mut Vec<u8>,
        decoder: &mut DenseDecoder<WIDTH>,
    ) -> Link {
        let stage = &self.linker;
        let (outside, source) = (stage.steps(self.reading.outside) as i16, stage.steps(self.reading.source) as i16);
        posterior.odds.clear();
        scores.clear();
        sole.clear();
        for row in linking.score(sheet, view, &stage.weights) {
            sole.push(if row.is_some() { UNSURE } else { 0 });
            posterior.odds.push(row.as_ref().map_or(OUTSIDE, |row| stage.odds(row)));
            let mut row = row.unwrap_or_default();
            row[0] = row[0].saturating_add(outside);
            row[1] = row[1].saturating_add(source);
            scores.push(row);
        }
        posterior.sum(&stage.factors);
        let path = decoder.best_path(scores, sole, &stage.transitions);
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
