//! The words a thread has met, each read once: hashes of its form, affixes and shape, its clusters, what the lexicon knows of it.
//!
//! Input: forms of tokens. Output: numbers of words, and what a model sees of a word by itself ([`Word`]). A text repeats its words, and
//! texts repeat each other's: what depends on the word alone is worked out once, for all models ([`WordSums`](super::WordSums)).
//! Cost: a hash and a look-up a token; a kilobyte a word, at most [`Vocabulary::LIMIT`] words.

use super::clusters::{Clusters, UNCLUSTERED};
use super::hash::atom;
use crate::entity::lexicon::{Flags, Lexicon, lower_into};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a place before or behind the sentence gives as hashes.
const EDGE: u64 = 0x6564_6765;

/// What is known of a word by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    /// The form.
    pub form: u64,
    /// The form in lower case.
    pub lower: u64,
    /// The first one to four characters in lower case; the whole word where it is shorter.
    pub prefixes: [u64; 4],
    /// The last one to four.
    pub suffixes: [u64; 4],
    /// The classes of its characters, runs cut at three.
    pub shape: u64,
    /// Fine, middle and coarse cluster.
    pub clusters: [u32; 3],
    /// What the lexicon knows.
    pub flags: Flags,
    /// The same, of `co-author` what it knows of the last part; no feature of a model.
    pub flags_with_part: Flags,
    /// Its letters.
    pub letters: Letters,
}

/// How a word is cased and what else is in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, clippy::struct_excessive_bools)]
pub struct Letters {
    pub begins_upper: bool,
    pub has_lower: bool,
    pub has_upper: bool,
    pub has_digit: bool,
    pub has_hyphen: bool,
}

impl Letters {
    /// Two letters or more, all capitals.
    pub fn is_shouted(self) -> bool {
        self.has_upper && !self.has_lower && !self.has_digit
    }

    fn bits(self) -> u64 {
        u64::from(self.begins_upper)
            | u64::from(self.has_lower) << 1
            | u64::from(self.has_upper) << 2
            | u64::from(self.has_digit) << 3
            | u64::from(self.has_hyphen) << 4
    }
}

impl Word {
    /// A place before or behind the sentence.
    pub const NONE: Self = Self {
        form: EDGE,
        lower: EDGE,
        prefixes: [EDGE; 4],
        suffixes: [EDGE; 4],
        shape: EDGE,
        clusters: [UNCLUSTERED + 1; 3],
        flags: Flags::NONE,
        flags_with_part: Flags::NONE,
        letters: Letters { begins_upper: false, has_lower: false, has_upper: false, has_digit: false, has_hyphen: false },
    };

    /// Reads a form (a normal form, see [`Tokens::form`](crate::token::Tokens::form)).
    pub fn new(form: &str, clusters: &Clusters) -> Self {
        let mut lower = String::new();
        lower_into(&mut lower, form);
        let (shape, letters) = read_shape(form);
        let lower_atom = atom(lower.as_bytes());
        let mut prefixes = [lower_atom; 4];
        for (prefix, (end, _)) in prefixes.iter_mut().zip(lower.char_indices().skip(1)) {
            *prefix = atom(&lower.as_bytes()[..end]);
        }
        let mut suffixes = [lower_atom; 4];
        for (suffix, (start, _)) in suffixes.iter_mut().zip(lower.char_indices().rev()) {
            *suffix = atom(&lower.as_bytes()[start..]);
        }
        Self {
            form: atom(form.as_bytes()),
            lower: lower_atom,
            prefixes,
            suffixes,
            shape,
            clusters: clusters.of(form, &lower),
            flags: Lexicon::get().flags(&lower),
            flags_with_part: Lexicon::get().flags_with_part(&lower),
            letters,
        }
    }

    /// Its casing as one number.
    pub fn casing(&self) -> u64 {
        self.letters.bits()
    }
}

/// The classes of the characters, runs cut at three, as a number; and what letters there are.
fn read_shape(form: &str) -> (u64, Letters) {
    let (mut shape, mut run, mut last) = (1_u64, 0, 0);
    let mut letters = Letters { begins_upper: form.starts_with(char::is_uppercase), ..Letters::default() };
    for c in form.chars() {
        let class = match c {
            'a'..='z' => 1,
            'A'..='Z' => 2,
            '0'..='9' => 3,
            '-' => 4,
            '.' | ',' => 5,
            _ if c.is_lowercase() => 1,
            _ if c.is_uppercase() => 2,
            _ if c.is_alphanumeric() => 6,
            _ => 7,
        };
        letters.has_lower |= class == 1;
        letters.has_upper |= class == 2;
        letters.has_digit |= class == 3;
        letters.has_hyphen |= class == 4;
        run = if class == last { run + 1 } else { 1 };
        last = class;
        // The mark on top moves left with each class, so that shapes of up to twenty runs differ.
        if run <= 3 && shape < 1 << 60 {
            shape = shape << 3 | class;
        }
    }
    (shape, letters)
}

/// The words met so far, in the order they were met: the frequent ones stand together at the beginning.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    numbers: HashMap<u64, u32, FxBuildHasher>,
    words: Vec<Word>,
    /// See [`Self::edition`].
    edition: u64,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self { numbers: HashMap::default(), words: vec![Word::NONE], edition: next_edition() }
    }
}

/// A number that was not given before.
fn next_edition() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Vocabulary {
    /// More words than these are forgotten before the next text.
    pub const LIMIT: usize = 1 << 14;

    /// The number of the place before or behind a sentence.
    pub const NONE: u32 = 0;

    /// Forgets all words if there are many.
    pub fn begin_text(&mut self) {
        if self.words.len() > Self::LIMIT {
            self.numbers.clear();
            self.words.truncate(1);
            self.edition = next_edition();
        }
    }

    /// The number of a word.
    #[inline]
    pub fn number(&mut self, form: &str, clusters: &Clusters) -> u32 {
        *self.numbers.entry(atom(form.as_bytes())).or_insert_with(|| {
            self.words.push(Word::new(form, clusters));
            self.words.len() as u32 - 1
        })
    }

    /// What is known of a word.
    #[inline]
    pub fn word(&self, number: u32) -> &Word {
        &self.words[number as usize]
    }

    /// All words by number.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Changes whenever words are forgotten, and no two vocabularies have the same: what is kept beside one by the numbers of its words
    /// holds as long as this number stays. From 1.
    pub fn edition(&self) -> u64 {
        self.edition
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_cut_runs_at_three() {
        let shape_of = |form: &str| read_shape(form).0;
        assert_eq!(shape_of("Washington"), shape_of("Paris"));
        for (a, b) in [("NATO", "Nato"), ("1,2", "12"), ("U.S.", "US"), ("iPhone", "phone"), ("a-b", "ab")] {
            assert_ne!(shape_of(a), shape_of(b), "{a} {b}");
        }
        assert_eq!(shape_of(&"a-".repeat(500)), shape_of(&"a-".repeat(900)));
    }

    #[test]
    fn a_word_is_read_once_and_forgotten_when_there_are_many() {
        let clusters = Clusters::get();
        let mut vocabulary = Vocabulary::default();
        let paris = vocabulary.number("Paris", clusters);
        assert_eq!(vocabulary.number("Paris", clusters), paris);
        assert_ne!(vocabulary.number("paris", clusters), paris);
        assert_eq!(vocabulary.word(paris).lower, vocabulary.word(paris + 1).lower);
        for i in 0..=Vocabulary::LIMIT {
            vocabulary.number(&format!("w{i}"), clusters);
        }
        let edition = vocabulary.edition();
        vocabulary.begin_text();
        assert_eq!(vocabulary.words().len(), 1);
        assert_ne!(vocabulary.edition(), edition);
        assert_ne!(vocabulary.edition(), Vocabulary::default().edition());
        assert_eq!(vocabulary.number("Paris", clusters), 1);
    }

    #[test]
    fn affixes_of_short_words_are_the_word() {
        let word = Word::new("Ab", Clusters::get());
        assert_eq!(word.prefixes, [atom(b"a"), word.lower, word.lower, word.lower]);
        assert_eq!(word.suffixes, [atom(b"b"), word.lower, word.lower, word.lower]);
    }
}
