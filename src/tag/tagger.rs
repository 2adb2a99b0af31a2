//! The tagger in use: the embedded model, and any other of its kind.

use super::features::{add_context_features, add_word_features, features_fingerprint};
use super::tagset::Tag;
use super::{Tags, Universal};
use crate::error::{Error, Result};
use crate::model::{Batch, Decoder, Model, PLACES, UNSURE, Vocabulary, Weights, WordSums, labels_of, row_bytes};
use crate::token::Tokens;
use std::sync::LazyLock;

/// Labels that score this much below a token's best (in learned units) are not tried: as good as all, and faster.
const CUT: f32 = 30.0;

/// What single words say is enough where a tag leads by so much (in learned units): 8 of 217 thousand tags of raw articles came out
/// otherwise.
const CLEAR: f32 = 80.0;

/// Bytes of a row: a whole line of the cache.
const ROW: usize = row_bytes(Tag::ALL.len()).next_power_of_two();

/// Tags sentences. Cheap to share.
#[derive(Clone, Debug)]
pub struct Tagger {
    weights: Weights<ROW>,
    cut: i16,
    /// [`CLEAR`] in steps.
    clear: i16,
    universal: Universal,
}

/// What one thread keeps between texts.
#[derive(Clone, Debug, Default)]
pub struct TagScratch {
    sums: WordSums<ROW>,
    batch: Batch<ROW>,
    scores: Vec<[i16; Tag::ALL.len()]>,
    /// The labels that are certain.
    sole: Vec<u8>,
    decoder: Decoder<i32>,
}

/// A token as the tagger reads it.
#[derive(Clone, Copy, Debug)]
pub struct TagInput {
    /// The number of its word.
    pub word: u32,
    /// Bit 1 if white space, or nothing, stands before it, bit 0 if behind it.
    pub spaces: u8,
}

impl Tagger {
    /// The embedded model, read on first use.
    ///
    /// # Panics
    /// If the embedded file is damaged, which a test rules out.
    pub fn get() -> &'static Self {
        static TAGGER: LazyLock<Tagger> = LazyLock::new(|| {
            let file = include_bytes!("../../data/models/tags.bin");
            let source = "data/models/tags.bin";
            let model = Model::from_embedded(file, source, "tags", features_fingerprint());
            model.and_then(|model| Tagger::from_model(&model, source)).unwrap_or_else(|error| panic!("{error}"))
        });
        &TAGGER
    }

    /// Reads a model file; `source` is its name in messages.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] as [`Model::from_bytes`], and if its labels are not ours.
    pub fn from_bytes(file: &[u8], source: &str) -> Result<Self> {
        Self::from_model(&Model::from_bytes(file, source, "tags", features_fingerprint())?, source)
    }

    fn from_model(model: &Model, source: &str) -> Result<Self> {
        if !model.labels.iter().eq(Tag::ALL.map(Tag::name).iter()) {
            return Err(Error::InvalidModel {
                source: source.to_owned(),
                at: 0,
                what: "its labels are not the Penn tags".to_owned(),
            });
        }
        let universal = Universal::from_bytes(model.section("universal").unwrap_or_default());
        Ok(Self { weights: Weights::of(model), cut: (CUT / model.scale) as i16, clear: (CLEAR / model.scale) as i16, universal })
    }

    /// Appends the tags of one sentence, whose words are all in the vocabulary.
    pub fn tag_sentence(&self, sentence: &[TagInput], vocabulary: &Vocabulary, scratch: &mut TagScratch, found: &mut Tags) {
        let TagScratch { sums, batch, scores, sole, decoder } = scratch;
        sums.update(vocabulary, &self.weights, batch, add_word_features);
        let lower = |i: usize| vocabulary.word(sentence[i].word);
        let is_shouted = is_shouted(sentence.iter().map(|token| vocabulary.word(token.word)));
        scores.clear();
        sole.clear();
        batch.clear();
        let mut around = [Vocabulary::NONE; PLACES];
        let word_at = |i: usize| sentence.get(i).map_or(Vocabulary::NONE, |token| token.word);
        around[3] = word_at(0);
        around[4] = word_at(1);
        for (i, token) in sentence.iter().enumerate() {
            around.rotate_left(1);
            around[4] = word_at(i + 2);
            batch.begin(sums.of(around));
            let label = batch.clear_label(self.clear);
            sole.push(label);
            if label == UNSURE {
                add_context_features(around.map(|word| vocabulary.word(word)), u64::from(token.spaces), i == 0, is_shouted, batch);
            }
        }
        for token in batch.finish(&self.weights) {
            let mut flat = [0; Tag::ALL.len()];
            flat.copy_from_slice(&labels_of(token)[..Tag::ALL.len()]);
            scores.push(flat);
        }
        let path = decoder.best_path(scores, sole, self.weights.transitions(), Tag::ALL.len(), Some(self.cut));
        let first = found.tags.len();
        found.tags.extend(path.iter().map(|&label| Tag::from_number(label).unwrap_or(Tag::Nn)));
        for i in 0..sentence.len() {
            found.pos.push(self.universal.of(&found.tags[first..], i, lower(i).lower));
        }
    }

    /// Tags the tokens of a document, sentence by sentence; `words` are the numbers of their words.
    pub fn tag(&self, tokens: &Tokens, words: &[u32], vocabulary: &Vocabulary, scratch: &mut TagScratch) -> Tags {
        let count = tokens.len();
        let mut found = Tags { tags: Vec::with_capacity(count), pos: Vec::with_capacity(count) };
        let is_free = |i: usize| i == 0 || i >= count || tokens.spans[i - 1].end != tokens.spans[i].start;
        let mut sentence = Vec::new();
        let mut first = 0;
        while first < count {
            let number = tokens.sentences[first];
            let len = tokens.sentences[first..].iter().take_while(|&&of| of == number).count();
            sentence.clear();
            sentence.extend(
                (first..first + len)
                    .map(|i| TagInput { word: words[i], spaces: u8::from(is_free(i)) << 1 | u8::from(is_free(i + 1)) }),
            );
            self.tag_sentence(&sentence, vocabulary, scratch, &mut found);
            first += len;
        }
        found
    }
}

/// Whether a sentence of some length is in capitals.
pub fn is_shouted<'a>(words: impl ExactSizeIterator<Item = &'a crate::model::Word>) -> bool {
    words.len() > 2 && words.into_iter().all(|word| !word.letters.has_lower)
}
