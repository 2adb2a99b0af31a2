//! The name model in use: the embedded one, and any other of its kind.
//!
//! Input: an article's words, sentences, tags. Output: names with kind and confidence, by tokens.
//! Method: a linear model over hashed features ([`features`](super::features)), first-order Viterbi; then the
//! places of each word in the article agree ([`agreement`](super::agreement)). Kinds as in [`Kind`].

use super::agreement::{Agreement, Votes};
use super::article::{Article, Input};
use super::features::{add_context_features, add_word_features, features_fingerprint};
use crate::error::{Error, Result};
use crate::model::{
    Batch, DenseDecoder, Model, PLACES, Scores, Steps, UNSURE, Vocabulary, Weights, WordSums, labels_of, row_bytes,
};
use std::ops::Range;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the model tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A person.
    Person,
    /// An organisation.
    Organization,
    /// A place of any kind: the data has one class for them.
    Place,
    /// A nationality, religion or political group.
    Group,
}

impl Kind {
    /// All of them, in the order of the labels.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organization, Self::Place, Self::Group];

    /// Its name in the labels.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organization => "ORG",
            Self::Place => "LOC",
            Self::Group => "NORP",
        }
    }
}

/// Labels: outside, then the first and any further token of each kind.
pub const LABELS: usize = 1 + 2 * Kind::ALL.len();

/// Bytes of a row of weights.
const ROW: usize = row_bytes(LABELS);

/// Labels in a row of the decoder's sums: whole vectors.
const STEPS: usize = LABELS.next_multiple_of(4);

/// The scores of a token's labels.
pub(super) type LabelScores = [i16; LABELS];

/// The names of the labels, as they stand in the model file.
pub fn label_names() -> Vec<String> {
    let of_kind = Kind::ALL.iter().flat_map(|kind| [format!("B-{}", kind.name()), format!("I-{}", kind.name())]);
    std::iter::once("O".to_owned()).chain(of_kind).collect()
}

/// Whether label `to` may follow `from`, [`LABELS`] standing for the start: names go on only from their own kind.
pub fn may_follow(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from != LABELS && (from == to || from + 1 == to)
}

/// A name: its tokens, its kind, by how much its labels won.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// The first token.
    pub first: usize,
    /// The last token.
    pub last: usize,
    /// What it names.
    pub kind: Kind,
    /// The least lead of its tokens' labels over the next best, in steps of the model's weights.
    pub margin: i32,
}

/// Steps of the margin between entries of the table of confidence, in learned units.
pub const MARGIN_STEP: f32 = 4.0;

/// Entries of that table for each kind.
pub const MARGIN_STEPS: usize = 16;

/// What single words say is enough where a lower-case word's "no name" leads by so much (in learned units): in 200 raw articles 4 of 16
/// thousand names came out otherwise, and a third of the look-ups fell away.
const CLEAR: f32 = 260.0;

/// The file of the embedded model.
const EMBEDDED: &[u8] = include_bytes!("../../data/models/names.bin");

/// Finds names. Cheap to share.
#[derive(Clone, Debug)]
pub struct Recognizer {
    id: u64,
    weights: Weights<ROW>,
    steps: Steps<STEPS>,
    scale: f32,
    /// [`CLEAR`] in steps.
    clear: i16,
    agreement: Agreement,
    /// The share of right names by kind and margin, in percent.
    confidence: [[u8; MARGIN_STEPS]; Kind::ALL.len()],
}

/// What one thread keeps between texts.
#[derive(Clone, Debug, Default)]
pub struct NameScratch {
    owner: u64,
    sums: WordSums<ROW>,
    batch: Batch<ROW>,
    article: Article,
    scores: Vec<LabelScores>,
    /// The labels that are certain.
    sole: Vec<u8>,
    votes: Votes,
    decoder: DenseDecoder<STEPS>,
    path: Vec<u8>,
}

impl Recognizer {
    /// The embedded model, read at the first call.
    ///
    /// # Panics
    /// If the embedded file is damaged, which a test rules out.
    pub fn get() -> &'static Self {
        static RECOGNIZER: LazyLock<Recognizer> = LazyLock::new(|| {
            let model = Recognizer::embedded_model();
            model
                .and_then(|model| Recognizer::from_model(&model, "data/models/names.bin"))
                .unwrap_or_else(|error| panic!("{error}"))
        });
        &RECOGNIZER
    }

    /// The embedded model as it was learned, to learn on from.
    ///
    /// # Errors
    /// As [`Self::from_bytes`], if the embedded file is damaged, which a test rules out.
    pub fn embedded_model() -> Result<Model> {
        Model::from_embedded(EMBEDDED, "data/models/names.bin", "names", features_fingerprint())
    }

    /// Reads a model file; `source` is its name in messages.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] as [`Model::from_bytes`], and if its labels are not ours.
    pub fn from_bytes(file: &[u8], source: &str) -> Result<Self> {
        Self::from_model(&Model::from_bytes(file, source, "names", features_fingerprint())?, source)
    }

    /// Takes a model that was read or learned.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] if its labels are not ours.
    pub fn from_model(model: &Model, source: &str) -> Result<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        if model.labels != label_names() {
            let what = format!("labels {}; expected {}", model.labels.join(" "), label_names().join(" "));
            return Err(Error::InvalidModel { source: source.to_owned(), at: 0, what });
        }
        let mut confidence = [[50; MARGIN_STEPS]; Kind::ALL.len()];
        if let Some(table) = model.section("confidence") {
            for (slot, &share) in confidence.as_flattened_mut().iter_mut().zip(table) {
                *slot = share.min(100);
            }
        }
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        Ok(Self {
            id,
            weights: Weights::of(model),
            steps: Steps::new(&model.transitions, LABELS),
            scale: model.scale,
            clear: (CLEAR / model.scale) as i16,
            agreement: Agreement::new(model.scale),
            confidence,
        })
    }

    /// The shares of [`Self::confidence`], in percent, by kind and step of the margin.
    pub fn confidence_table(&self) -> &[[u8; MARGIN_STEPS]; Kind::ALL.len()] {
        &self.confidence
    }

    /// The share of names of this kind and margin that were right in articles kept out of training.
    pub fn confidence(&self, name: &Name) -> f32 {
        f32::from(self.confidence[name.kind as usize][margin_step(name.margin, self.scale)]) / 100.0
    }

    /// Finds the names of an article.
    pub fn find(&self, input: Input<'_>, scratch: &mut NameScratch) -> Vec<Name> {
        if scratch.owner != self.id {
            *scratch = NameScratch { owner: self.id, ..NameScratch::default() };
        }
        let NameScratch { sums, batch, article, scores, sole, decoder, path, .. } = scratch;
        sums.update(input.vocabulary, &self.weights, batch, add_word_features);
        article.read(input);
        scores.clear();
        sole.clear();
        path.clear();
        for (sentence, is_heading) in article.sentences() {
            batch.clear();
            let word_at = |i: usize| if i < sentence.end { input.words[i] } else { Vocabulary::NONE };
            let mut around = [Vocabulary::NONE; PLACES];
            around[3] = word_at(sentence.start);
            around[4] = word_at(sentence.start + 1);
            for i in sentence.clone() {
                around.rotate_left(1);
                around[4] = word_at(i + 2);
                batch.begin(sums.of(around));
                let label = if input.word(i).letters.begins_upper { UNSURE } else { batch.clear_label(self.clear) };
                sole.push(label);
                if label == UNSURE {
                    add_context_features(input, article, &sentence, is_heading, i, batch);
                }
            }
            scores.extend(batch.finish(&self.weights).iter().map(flat));
            path.extend(self.best_path(&sentence, scores, sole, decoder));
        }
        self.agree(input, scratch);
        let NameScratch { article, scores, path, .. } = scratch;
        let mut found = Vec::new();
        for (sentence, _) in article.sentences() {
            collect(&path[sentence.clone()], &scores[sentence.clone()], sentence.start, &mut found);
        }
        found
    }

    /// The best labels of a sentence.
    fn best_path<'s>(
        &self,
        sentence: &Range<usize>,
        scores: &[LabelScores],
        sole: &[u8],
        decoder: &'s mut DenseDecoder<STEPS>,
    ) -> &'s [u8] {
        decoder.best_path(&scores[sentence.clone()], &sole[sentence.clone()], &self.steps)
    }

    /// Lets the places of each word in the article agree (see [`agreement`](super::agreement)).
    fn agree(&self, input: Input<'_>, scratch: &mut NameScratch) {
        let NameScratch { article, scores, sole, votes, decoder, path, .. } = scratch;
        self.agreement.count(input, article, scores, path, votes);
        for (sentence, _) in article.sentences() {
            let mut is_pulled = false;
            for i in sentence.clone() {
                if let Some(form) = article.form(input.words[i]) {
                    is_pulled |= self.agreement.pull(form, path[i], &mut scores[i], votes);
                }
            }
            if is_pulled {
                let labels = self.best_path(&sentence, scores, sole, decoder);
                path[sentence].copy_from_slice(labels);
            }
        }
    }
}

/// The scores of the labels.
fn flat(scores: &Scores<ROW>) -> LabelScores {
    let mut row = [0; LABELS];
    row.copy_from_slice(&labels_of(scores)[..LABELS]);
    row
}

/// By how much a label leads the next best.
pub(super) fn lead(label: u8, scores: &LabelScores) -> i32 {
    let label = usize::from(label);
    let rival = (0..LABELS).filter(|&other| other != label).map(|other| scores[other]).max().unwrap_or(i16::MIN);
    i32::from(scores[label]) - i32::from(rival)
}

/// The entry of the table of confidence for a margin.
#[allow(clippy::cast_precision_loss, clippy::cast_sign_loss)] // margins are small, and not negative here
pub fn margin_step(margin: i32, scale: f32) -> usize {
    ((margin.max(0) as f32 * scale / MARGIN_STEP) as usize).min(MARGIN_STEPS - 1)
}

/// Appends the names that the labels of a sentence stand for.
fn collect(path: &[u8], scores: &[LabelScores], start: usize, found: &mut Vec<Name>) {
    let mut open: Option<Name> = None;
    for (i, (&label, scores)) in path.iter().zip(scores).enumerate() {
        let label = usize::from(label);
        if label == 0 {
            found.extend(open.take());
            continue;
        }
        let margin = lead(label as u8, scores);
        match &mut open {
            Some(name) if label % 2 == 0 => {
                name.last = start + i;
                name.margin = name.margin.min(margin);
            }
            _ => {
                found.extend(open.take());
                open = Some(Name { first: start + i, last: start + i, kind: Kind::ALL[(label - 1) / 2], margin });
            }
        }
    }
    found.extend(open);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_names_with_their_least_lead() {
        let mut scores = [[0; LABELS]; 5];
        for (token, (label, lead)) in scores.iter_mut().zip([(1, 9), (2, 4), (0, 1), (3, 7), (1, 2)]) {
            token[label] = lead;
        }
        let mut found = Vec::new();
        collect(&[1, 2, 0, 3, 1], &scores, 10, &mut found);
        let name = |first, last, kind, margin| Name { first, last, kind, margin };
        assert_eq!(found, [name(10, 11, Kind::Person, 4), name(13, 13, Kind::Organization, 7), name(14, 14, Kind::Person, 2)]);
    }

    #[test]
    fn names_go_on_only_from_their_own_kind() {
        assert!(may_follow(LABELS, 1) && may_follow(LABELS, 0) && !may_follow(LABELS, 2));
        assert!(may_follow(1, 2) && may_follow(2, 2) && !may_follow(1, 4) && may_follow(4, 1));
        assert_eq!(label_names().len(), LABELS);
        assert_eq!(margin_step(-3, 1.0), 0);
        assert_eq!(margin_step(i32::MAX, 1.0), MARGIN_STEPS - 1);
    }
}
