//! What one thread keeps between texts: the words it has met and what the models make of them.

use crate::entity::article::Input;
use crate::entity::recognizer::{Name, NameScratch, Recognizer};
use crate::model::{Clusters, Vocabulary};
use crate::quote::learned::{QuoteModel, QuoteScratch, Text};
use crate::quote::{Found, find_quotes};
use crate::tag::{TagScratch, Tagger, Tags};
use crate::token::Tokens;

/// Buffers of one thread; what they hold never changes a result.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    vocabulary: Vocabulary,
    words: Vec<u32>,
    tags: TagScratch,
    names: NameScratch,
    quotes: QuoteScratch,
}

impl Scratch {
    /// The words of the last text that was read, and the number of each of its tokens' words.
    pub fn words(&self) -> (&Vocabulary, &[u32]) {
        (&self.vocabulary, &self.words)
    }

    /// Finds the quotes of the last text that was read.
    pub fn find_quotes(&mut self, input: crate::quote::Input<'_>, tags: &Tags, model: Option<&QuoteModel>) -> Found {
        let text = Text { vocabulary: &self.vocabulary, words: &self.words, tags: &tags.tags };
        find_quotes(input, text, &mut self.quotes, model)
    }

    /// Tags the tokens of a text and finds the names in it. `tokens.sentences` is filled.
    pub fn read(&mut self, text: &str, tokens: &Tokens, recognizer: &Recognizer) -> (Tags, Vec<Name>) {
        let clusters = Clusters::get();
        self.vocabulary.begin_text();
        self.words.clear();
        let mut forms = tokens.forms.iter().peekable();
        for (i, span) in tokens.spans.iter().enumerate() {
            let form = forms.next_if(|(id, _)| id.index() == i).map_or_else(|| span.text(text), |(_, form)| form);
            self.words.push(self.vocabulary.number(form, clusters));
        }
        let tags = Tagger::get().tag(tokens, &self.words, &self.vocabulary, &mut self.tags);
        let input = Input { vocabulary: &self.vocabulary, words: &self.words, sentences: &tokens.sentences, tags: &tags.tags };
        let names = recognizer.find(input, &mut self.names);
        (tags, names)
    }
}
