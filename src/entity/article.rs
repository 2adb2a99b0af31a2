//! An article as the name model reads it: its words by number, its runs of capitalised words, the entries of the gazetteer in it, and
//! where else in the article each capitalised word stands.
//!
//! Cost: linear; a few hash look-ups a capitalised word; buffers are kept between texts.

use super::lexicon::{Flags, Lexicon};
use crate::model::hash::{atom, mix, mix2};
use crate::model::{Lookup, Vocabulary, Word};
use crate::tag::Tag;
use std::sync::LazyLock;

/// Words of a run of capitals that are looked at.
const MAX_RUN: usize = 8;

/// Words of an entry of the gazetteer, at most.
const MAX_PHRASE: usize = 6;

/// Occurrences of a form whose surroundings are told to the others.
const OCCURRENCES: usize = 4;

/// The gazetteer by hashes of words: entries of one word or more.
static PHRASES: LazyLock<Lookup> = LazyLock::new(|| {
    let entries = Lexicon::get().entries().map(|(entry, class)| {
        let key = entry.split(' ').fold(0, |key, word| extend_key(key, atom(word.as_bytes())));
        (key, class)
    });
    // Sorted, so that the table does not depend on the order of a hash map.
    let mut entries: Vec<(u64, u16)> = entries.collect();
    entries.sort_unstable();
    Lookup::new(entries)
});

fn extend_key(key: u64, lower: u64) -> u64 {
    mix2(11, key, lower)
}

/// Where a form stands, for the other places where it stands.
#[derive(Clone, Copy, Debug)]
struct Occurrence {
    position: u32,
    /// One hash each: what the surroundings say.
    hints: [u64; 5],
}

/// What an article shows of one capitalised form.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// How often it has a capital that does not come from the sentence's beginning.
    inner: u8,
    /// A bit for each kind of neighbour seen.
    neighbours: u8,
    occurrences: Vec<Occurrence>,
}

/// What is worked out for one article; keeps its buffers between articles.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// For each token, one past the last token of its run of capitals, and its first; both the token itself if it has no capital.
    runs: Vec<(u32, u32)>,
    /// For each token, what the gazetteer says of the stretch it is in: 0, or class, whether it is the first word, whether there are more.
    phrases: Vec<u16>,
    /// For each word number, one past the place of what was seen of it.
    places: Vec<u32>,
    seen: Vec<Seen>,
    count: usize,
    /// First and one past the last token of each sentence.
    sentences: Vec<(u32, u32)>,
    /// Whether each sentence is a heading: most of its words begin with a capital.
    headings: Vec<bool>,
}

/// The tokens of an article.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The words met so far.
    pub vocabulary: &'a Vocabulary,
    /// The number of each token's word.
    pub words: &'a [u32],
    /// The sentence of each token, not falling.
    pub sentences: &'a [u32],
    /// The tag of each token; empty if there are none.
    pub tags: &'a [Tag],
}

impl Input<'_> {
    /// The word of token `i`.
    #[inline]
    pub fn word(&self, i: usize) -> &Word {
        self.vocabulary.word(self.words[i])
    }
}

const AFTER_CAPITAL: u8 = 1;
const AFTER_TITLE: u8 = 2;
const AFTER_PLACE_PREPOSITION: u8 = 4;
const BEFORE_SAYING: u8 = 8;
const BEFORE_ORG_HEAD: u8 = 16;
const AFTER_THE: u8 = 32;

impl Article {
    /// Reads an article.
    pub fn read(&mut self, input: Input<'_>) {
        self.find_sentences(input);
        self.find_runs(input);
        self.find_phrases(input);
        self.find_occurrences(input);
    }

    fn find_sentences(&mut self, input: Input<'_>) {
        self.sentences.clear();
        self.headings.clear();
        let mut first = 0;
        while first < input.words.len() {
            let number = input.sentences[first];
            let len = input.sentences[first..].iter().take_while(|&&of| of == number).count();
            self.sentences.push((first as u32, (first + len) as u32));
            let (mut words, mut capitals) = (0, 0);
            for i in first..first + len {
                let letters = input.word(i).letters;
                words += u32::from(letters.has_lower || letters.has_upper);
                capitals += u32::from(letters.begins_upper);
            }
            self.headings.push(words > 2 && capitals * 10 >= words * 7);
            first += len;
        }
    }

    /// Sentences as ranges of tokens, each with whether it is a heading.
    pub fn sentences(&self) -> impl Iterator<Item = (std::ops::Range<usize>, bool)> {
        self.sentences.iter().zip(&self.headings).map(|(&(first, end), &is_heading)| (first as usize..end as usize, is_heading))
    }

    fn find_runs(&mut self, input: Input<'_>) {
        self.runs.clear();
        for &(first, end) in &self.sentences {
            let (mut at, end) = (first as usize, end as usize);
            while at < end {
                let mut last = at;
                if input.word(at).letters.begins_upper {
                    // A hyphen between two capitals goes on with the run: `Ocasio-Cortez`.
                    while last + 1 < end && last + 1 - at < MAX_RUN {
                        let next = input.word(last + 1);
                        if next.letters.begins_upper {
                            last += 1;
                        } else if next.letters.has_hyphen
                            && !next.letters.has_lower
                            && last + 2 < end
                            && input.word(last + 2).letters.begins_upper
                        {
                            last += 2;
                        } else {
                            break;
                        }
                    }
                }
                self.runs.extend((at..=last).map(|_| (at as u32, last as u32)));
                at = last + 1;
            }
        }
    }

    fn find_phrases(&mut self, input: Input<'_>) {
        self.phrases.clear();
        self.phrases.resize(input.words.len(), 0);
        let phrases = &*PHRASES;
        let starts = Flags::PHRASE
            .with(Flags::STARTS_PHRASE)
            .with(Flags::TITLE)
            .with(Flags::STARTS_TITLE)
            .with(Flags::ROLE)
            .with(Flags::STARTS_ROLE);
        let longer = Flags::STARTS_PHRASE.with(Flags::STARTS_TITLE).with(Flags::STARTS_ROLE);
        for &(first, end) in &self.sentences {
            let (mut at, end) = (first as usize, end as usize);
            while at < end {
                let word = input.word(at);
                let mut found = None;
                if word.flags.has_any(starts) {
                    let mut key = 0;
                    let most = if word.flags.has_any(longer) { MAX_PHRASE } else { 1 };
                    for last in at..end.min(at + most) {
                        key = extend_key(key, input.word(last).lower);
                        if let Some(class) = phrases.get(key) {
                            found = Some((last, class));
                        }
                    }
                }
                let Some((last, class)) = found else {
                    at += 1;
                    continue;
                };
                for i in at..=last {
                    self.phrases[i] = 1 + (class << 2 | u16::from(i == at) << 1 | u16::from(last > at));
                }
                at = last + 1;
            }
        }
    }

    fn find_occurrences(&mut self, input: Input<'_>) {
        self.places.clear();
        self.places.resize(input.vocabulary.words().len(), 0);
        for seen in &mut self.seen[..self.count] {
            seen.inner = 0;
            seen.neighbours = 0;
            seen.occurrences.clear();
        }
        self.count = 0;
        for s in 0..self.sentences.len() {
            let (first, end) = (self.sentences[s].0 as usize, self.sentences[s].1 as usize);
            for i in first..end {
                if input.word(i).letters.begins_upper {
                    self.see(input, i, first, end, self.headings[s]);
                }
            }
        }
    }

    fn see(&mut self, input: Input<'_>, i: usize, first: usize, end: usize, in_heading: bool) {
        let place = &mut self.places[input.words[i] as usize];
        if *place == 0 {
            if self.count == self.seen.len() {
                self.seen.push(Seen::default());
            }
            self.count += 1;
            *place = self.count as u32;
        }
        let seen = &mut self.seen[*place as usize - 1];
        let (run_first, run_last) = self.runs[i];
        let (run_first, run_last) = (run_first as usize, run_last as usize);
        let none = Word::NONE;
        let before = if i > first { input.word(i - 1) } else { &none };
        let after = if i + 1 < end { input.word(i + 1) } else { &none };
        if i > first && !in_heading {
            seen.inner = seen.inner.saturating_add(1);
        }
        if !in_heading {
            let mut neighbour = |is_there: bool, bit: u8| seen.neighbours |= if is_there { bit } else { 0 };
            neighbour(run_first < i, AFTER_CAPITAL);
            neighbour(before.flags.has_any(Flags::TITLE.with(Flags::HONORIFIC)), AFTER_TITLE);
            neighbour(before.flags.has(Flags::PLACE_PREPOSITION), AFTER_PLACE_PREPOSITION);
            neighbour(after.flags.has(Flags::SAYING), BEFORE_SAYING);
            neighbour(after.flags.has_any(Flags::ORG_HEAD.with(Flags::ORG_OF)), BEFORE_ORG_HEAD);
            neighbour(before.lower == *THE, AFTER_THE);
        }
        if seen.occurrences.len() < OCCURRENCES {
            let head = input.word(run_first);
            let tail = input.word(run_last);
            let is_given = u64::from(head.flags.has(Flags::GIVEN));
            let position = ((i - run_first).min(3) * 4 + (run_last - i).min(3)) as u64;
            let beyond = if run_last + 1 < end { input.word(run_last + 1) } else { &none };
            let ahead = if run_first > first { input.word(run_first - 1) } else { &none };
            let hints = [
                mix(1, before.lower),
                mix(2, after.lower),
                mix(3, position * 2 + is_given),
                if run_last > i { mix(4, tail.lower) } else { mix2(5, ahead.lower, u64::from(beyond.clusters[1])) },
                mix(6, u64::from(before.clusters[1])),
            ];
            seen.occurrences.push(Occurrence { position: i as u32, hints });
        }
    }

    /// How many capitalised forms there are.
    pub fn count_forms(&self) -> usize {
        self.count
    }

    /// The number of a capitalised form, from 0, by its word's number.
    #[inline]
    pub fn form(&self, word: u32) -> Option<usize> {
        (self.places[word as usize] as usize).checked_sub(1)
    }

    /// The run of capitals that holds token `i`: its first and last token.
    #[inline]
    pub fn run(&self, i: usize) -> (usize, usize) {
        (self.runs[i].0 as usize, self.runs[i].1 as usize)
    }

    /// What the gazetteer says of the stretch that token `i` is in.
    #[inline]
    pub fn phrase(&self, i: usize) -> u64 {
        u64::from(self.phrases[i])
    }

    /// What the article shows of the form of token `i` elsewhere: how often inside sentences (up to 3), which neighbours; then hands
    /// the distinct hints of its other occurrences to `take`.
    pub fn elsewhere(&self, input: Input<'_>, i: usize, mut take: impl FnMut(u64)) -> (u64, u64) {
        let place = self.places[input.words[i] as usize];
        if place == 0 {
            return (0, 0);
        }
        let seen = &self.seen[place as usize - 1];
        let mut told = [0; OCCURRENCES * 5];
        let mut count = 0;
        for occurrence in seen.occurrences.iter().filter(|occurrence| occurrence.position as usize != i) {
            for hint in occurrence.hints {
                if !told[..count].contains(&hint) {
                    told[count] = hint;
                    count += 1;
                    take(hint);
                }
            }
        }
        (u64::from(seen.inner.min(3)), u64::from(seen.neighbours))
    }
}

static THE: LazyLock<u64> = LazyLock::new(|| atom(b"the"));
