//! The words of a corpus as numbers.
//!
//! Input: raw texts. Output: the frequent words, and each paragraph as a list of their numbers.
//! Method: texts are cleaned and cut by our own tokeniser, so that words are the ones the tagger will look up; digits become 0,
//! case is kept; addresses and handles are left out. Words are numbered by descending frequency, ties by the word: the order of
//! the texts does not matter.
//! Cost: O(bytes), at the speed of the tokeniser; 4 bytes of memory for a token.

use crate::clean;
use crate::token::{self, TokenKind};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

/// Frequent words and where they occur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corpus {
    /// The words by descending frequency, ties by the word.
    pub words: Vec<String>,
    /// How often each occurs.
    pub counts: Vec<u32>,
    /// Numbers of words, paragraph after paragraph; rare words are left out.
    pub tokens: Vec<u32>,
    /// One past the last token of each paragraph.
    pub ends: Vec<u32>,
}

impl Corpus {
    /// Reads `texts` and keeps the words that occur `min_count` times or more, at most `max_words`.
    pub fn read(texts: impl IntoIterator<Item = String>, min_count: u32, max_words: usize) -> Self {
        let mut numbers: HashMap<String, u32, FxBuildHasher> = HashMap::default();
        let (mut counts, mut tokens, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for text in texts {
            let cleaned = clean::find_regions(&text, None);
            let (found, paragraphs) = token::tokenize(&text, &cleaned.regions);
            let mut at = 0;
            for paragraph in 0..paragraphs.len() as u32 {
                while at < found.len() && found.paragraphs[at] == paragraph {
                    at += 1;
                    if matches!(found.kinds[at - 1], TokenKind::Url | TokenKind::Email | TokenKind::Handle) {
                        continue;
                    }
                    let word = normalize(found.form(&text, at - 1));
                    let next = counts.len() as u32;
                    let number = *numbers.entry_ref(&*word).or_insert(next);
                    if number == next {
                        counts.push(0);
                    }
                    counts[number as usize] += 1;
                    tokens.push(number);
                }
                ends.push(tokens.len() as u32);
            }
        }
        let mut words: Vec<(String, u32)> =
            numbers.into_iter().filter(|&(_, number)| counts[number as usize] >= min_count).collect();
        words.sort_unstable_by(|(a, i), (b, j)| (Reverse(counts[*i as usize]), a).cmp(&(Reverse(counts[*j as usize]), b)));
        words.truncate(max_words);
        let mut kept = vec![None; counts.len()];
        for (new, &(_, old)) in words.iter().enumerate() {
            kept[old as usize] = Some(new as u32);
        }
        let mut corpus = Self { counts: words.iter().map(|&(_, old)| counts[old as usize]).collect(), ..Self::default() };
        let mut start = 0;
        for end in ends {
            corpus.tokens.extend(tokens[start..end as usize].iter().filter_map(|&old| kept[old as usize]));
            corpus.ends.push(corpus.tokens.len() as u32);
            start = end as usize;
        }
        corpus.words = words.into_iter().map(|(word, _)| word).collect();
        corpus
    }

    /// Where the tokens of each paragraph stand.
    pub fn paragraphs(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| start as usize..end as usize)
    }
}

/// The word as it stands in the table: digits are 0.
pub fn normalize(form: &str) -> Cow<'_, str> {
    if form.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        Cow::Owned(form.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect())
    } else {
        Cow::Borrowed(form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_words_by_frequency_and_drops_rare_ones() {
        let texts = || ["On 14 May we met.\n\nOn 25 May we met again.", "We met on 30 June. a@b.com a@b.com"].map(str::to_owned);
        let corpus = Corpus::read(texts(), 2, 100);
        let words: Vec<&str> = corpus.words.iter().map(AsRef::as_ref).collect();
        assert_eq!(words, [".", "00", "met", "May", "On", "we"]);
        assert_eq!(corpus.counts, [3, 3, 3, 2, 2, 2]);
        let lengths: Vec<usize> = corpus.paragraphs().map(|paragraph| paragraph.len()).collect();
        assert_eq!(lengths, [6, 6, 3]);
        assert_eq!(Corpus::read(texts(), 2, 3).words, corpus.words[..3]);
        assert_eq!(Corpus::read(texts().into_iter().rev(), 2, 100).words, corpus.words);
    }
}
