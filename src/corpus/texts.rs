//! Many texts in one, and texts that are kept once each.

use crate::model::hash::atom;
use rustc_hash::FxHashMap;

/// Texts one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// All of them.
    pub bytes: String,
    /// Where each ends.
    pub ends: Vec<u64>,
}

impl Texts {
    /// Adds one.
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u64);
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One of them.
    pub fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start as usize..self.ends[at] as usize]
    }

    /// Whether the ends fit the bytes: asked of what comes from a file.
    pub fn is_sound(&self) -> bool {
        let is_end = |&end: &u64| usize::try_from(end).is_ok_and(|end| self.bytes.is_char_boundary(end));
        self.ends.is_sorted() && self.ends.iter().all(is_end) && self.ends.last().copied().unwrap_or(0) == self.bytes.len() as u64
    }
}

/// Texts by number, each once; 0 is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interned {
    texts: Texts,
    numbers: FxHashMap<u64, u32>,
}

impl Interned {
    /// Of texts from a file, each of which should be there once.
    pub fn from_texts(texts: Texts) -> Self {
        let mut numbers = FxHashMap::default();
        for at in 0..texts.len() {
            numbers.entry(atom(texts.get(at).as_bytes())).or_insert(at as u32 + 1);
        }
        Self { texts, numbers }
    }

    /// The texts.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The number of a text, which is added if new.
    pub fn number_of(&mut self, text: Option<&str>) -> u32 {
        let Some(text) = text else { return 0 };
        let hash = atom(text.as_bytes());
        if let Some(&number) = self.numbers.get(&hash)
            && self.get(number) == Some(text)
        {
            return number;
        }
        self.texts.push(text);
        let number = self.texts.len() as u32;
        self.numbers.entry(hash).or_insert(number);
        number
    }

    /// A text by its number.
    pub fn get(&self, number: u32) -> Option<&str> {
        Some(self.texts.get(number.checked_sub(1)? as usize))
    }

    /// Bytes of memory, about.
    pub fn n_bytes(&self) -> usize {
        self.texts.bytes.len() + self.texts.len() * 24
    }
}
