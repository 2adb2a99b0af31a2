//! What is kept between texts: the words it has met and what the models make of them.

use crate::entity::article::Input;
use crate::entity::recognizer::{Name, NameScratch, Recognizer};
use crate::model::{Clusters, Vocabulary};
use crate::quote::learned::{QuoteModel, QuoteScratch, Text};
use crate::quote::{self, Found, find_quotes};
use crate::tag::{TagScratch, Tagger, Tags};
use crate::text::Span;
use crate::token::Tokens;
use std::sync::{Mutex, PoisonError};

/// Those that nobody uses now, the one used last at the end. Threads come and go with each batch; what is known of words stays.
static SPARE: Mutex<Vec<Scratch>> = Mutex::new(Vec::new());

/// So many are kept, at most: one takes some twenty megabytes.
const KEPT: usize = 8;

/// Buffers, for one thread at a time; what they hold never changes a result.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    vocabulary: Vocabulary,
    tags: TagScratch,
    names: NameScratch,
    quotes: QuoteScratch,
}

impl Scratch {
    /// The spare one used last, or a new one.
    pub fn take() -> Self {
        SPARE.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Keeps it for the next who needs one.
    pub fn give_back(self) {
        let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.len() < KEPT {
            spare.push(self);
        }
    }

    /// Before a text or a few of them are read: numbers of words from before no longer hold.
    pub fn begin(&mut self) {
        self.vocabulary.begin_text();
    }

    /// The words that are known.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The number of each token's word.
    pub fn words(&mut self, text: &str, tokens: &Tokens) -> Vec<u32> {
        let clusters = Clusters::get();
        let mut forms = tokens.forms.iter().peekable();
        let number = |(i, span): (usize, &Span)| {
            let form = forms.next_if(|(id, _)| id.index() == i).map_or_else(|| span.text(text), |(_, form)| form);
            self.vocabulary.number(form, clusters)
        };
        tokens.spans.iter().enumerate().map(number).collect()
    }

    /// Tags the tokens of a text. `tokens.sentences` is filled.
    pub fn tag(&mut self, tokens: &Tokens, words: &[u32]) -> Tags {
        Tagger::get().tag(tokens, words, &self.vocabulary, &mut self.tags)
    }

    /// Finds the names of a text.
    pub fn names(&mut self, tokens: &Tokens, words: &[u32], tags: &Tags, recognizer: &Recognizer) -> Vec<Name> {
        let input = Input { vocabulary: &self.vocabulary, words, sentences: &tokens.sentences, tags: &tags.tags };
        recognizer.find(input, &mut self.names)
    }

    /// All of the above: the words, tags and names of one text.
    pub fn read(&mut self, text: &str, tokens: &Tokens, recognizer: &Recognizer) -> (Vec<u32>, Tags, Vec<Name>) {
        self.begin();
        let words = self.words(text, tokens);
        let tags = self.tag(tokens, &words);
        let names = self.names(tokens, &words, &tags, recognizer);
        (words, tags, names)
    }

    /// Finds the quotes of a text.
    pub fn find_quotes(&mut self, input: quote::Input<'_>, words: &[u32], tags: &Tags, model: Option<&QuoteModel>) -> Found {
        let text = Text { vocabulary: &self.vocabulary, words, tags: &tags.tags };
        find_quotes(input, text, &mut self.quotes, model)
    }
}
