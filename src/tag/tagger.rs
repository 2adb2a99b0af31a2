//! The tagger in use: the embedded model, and any other of its kind.

use super::features::{Features, Word, features_fingerprint};
use super::tagset::Tag;
use super::{Tags, Universal};
use crate::error::{Error, Result};
use crate::model::{Decoder, Lookup, Model, Weights};
use crate::token::Tokens;
use std::sync::LazyLock;

/// Labels that score this much below a token's best (in learned units) are not tried: nearly as good as all (0.1 points), and much faster.
pub const CUT: f32 = 30.0;

/// Tags sentences. Cheap to share.
#[derive(Clone, Debug)]
pub struct Tagger {
    weights: Weights,
    cut: i32,
    clusters: Lookup,
    universal: Universal,
}

/// Buffers of one caller.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// The features of the sentence last read.
    pub features: Features,
    scores: Vec<i32>,
    decoder: Decoder<i32>,
    path: Vec<u8>,
}

impl Tagger {
    /// The embedded model, read on first use.
    ///
    /// # Panics
    /// If the embedded file is damaged, which a test rules out.
    pub fn get() -> &'static Self {
        static TAGGER: LazyLock<Tagger> = LazyLock::new(|| {
            let file = include_bytes!("../../data/models/tags.bin");
            Tagger::from_bytes(file, "data/models/tags.bin").unwrap_or_else(|error| panic!("{error}"))
        });
        &TAGGER
    }

    /// Reads a model file; `source` is its name in messages.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] as [`Model::from_bytes`], and if its labels are not ours.
    pub fn from_bytes(file: &[u8], source: &str) -> Result<Self> {
        let model = Model::from_bytes(file, source, "tags", features_fingerprint())?;
        if !model.labels.iter().eq(Tag::ALL.map(Tag::name).iter()) {
            return Err(Error::InvalidModel {
                source: source.to_owned(),
                at: 0,
                what: "its labels are not the Penn tags".to_owned(),
            });
        }
        let clusters = Lookup::from_bytes(model.section("clusters").unwrap_or_default());
        let universal = Universal::from_bytes(model.section("universal").unwrap_or_default());
        let cut = (CUT / model.weights.scale()) as i32;
        Ok(Self { weights: model.weights, cut, clusters, universal })
    }

    /// Appends the tags of one sentence.
    pub fn tag_sentence<'a>(&self, words: impl Iterator<Item = Word<'a>>, scratch: &mut Scratch, found: &mut Tags) {
        let Scratch { features, scores, decoder, path } = scratch;
        features.read(words, &self.clusters);
        scores.clear();
        for i in 0..features.len() {
            self.weights.score(&features.of(i), scores);
        }
        decoder.best_path(scores, self.weights.transitions(), Tag::ALL.len(), Some(self.cut), path);
        let first = found.tags.len();
        found.tags.extend(path.iter().map(|&label| Tag::from_number(label).unwrap_or(Tag::Nn)));
        for i in 0..features.len() {
            found.pos.push(self.universal.of(&found.tags[first..], i, features.lower(i)));
        }
    }

    /// Tags the tokens of a document, sentence by sentence.
    pub fn tag(&self, text: &str, tokens: &Tokens) -> Tags {
        let count = tokens.len();
        let mut found = Tags { tags: Vec::with_capacity(count), pos: Vec::with_capacity(count) };
        let mut scratch = Scratch::default();
        let touches = |i: usize| i > 0 && i < count && tokens.spans[i - 1].end == tokens.spans[i].start;
        let mut first = 0;
        while first < count {
            let sentence = tokens.sentences[first];
            let len = tokens.sentences[first..].iter().take_while(|&&of| of == sentence).count();
            let words = (first..first + len).map(|i| Word {
                form: tokens.form(text, i),
                is_spaced_before: !touches(i),
                is_spaced_after: !touches(i + 1),
            });
            self.tag_sentence(words, &mut scratch, &mut found);
            first += len;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_reads_and_tags() {
        let words = ["She", "has", "told", "the", "reporters", "."];
        let words = words.map(|form| Word { form, is_spaced_before: form != ".", is_spaced_after: form != "reporters" });
        let mut found = Tags::default();
        Tagger::get().tag_sentence(words.into_iter(), &mut Scratch::default(), &mut found);
        let names: Vec<&str> = found.tags.iter().map(|tag| tag.name()).collect();
        assert_eq!(names, ["PRP", "VBZ", "VBN", "DT", "NNS", "."]);
        let parts: Vec<&str> = found.pos.iter().map(|pos| pos.name()).collect();
        assert_eq!(parts, ["PRON", "AUX", "VERB", "DET", "NOUN", "PUNCT"]);
    }

    #[test]
    fn a_model_for_another_task_is_refused() {
        let error = Tagger::from_bytes(b"PQMODEL\0\x01\0\0\0", "mine.bin").map(|_| ()).map_err(|error| error.to_string());
        assert!(error.is_err_and(|error| error.starts_with("model mine.bin: cut off")));
    }
}
