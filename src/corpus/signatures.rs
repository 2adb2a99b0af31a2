//! Quotations as keys: what is kept of them to compare them, without their texts.
//!
//! Four bytes and a weight for each word, and day, speaker and a label for each quotation, in columns.

use super::normal::{BREAK, Key, Token, tokens_of};
use super::rarity::weigh;
use super::speaker::Speaker;
use crate::text::marks::find_marks;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// A quotation as it comes in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quotation<'a> {
    /// The words.
    pub said: &'a str,
    /// Who says it, if known.
    pub speaker: Option<&'a str>,
    /// `speaker_kind`, if known.
    pub speaker_kind: Option<&'a str>,
    /// Whether words outside marks are a report (`kind` is mixed or indirect): they tell less.
    pub is_reported: bool,
    /// `identity_id` of `link_people`, if known.
    pub identity: Option<&'a str>,
    /// The day it was published, ISO; what is no date counts for none.
    pub date: Option<&'a str>,
    /// Tells quotations apart that are equal in all else, whatever their order: a hash of ids.
    pub label: u64,
}

/// No day is known.
pub const NO_DAY: i32 = i32::MIN;

/// Quotations without their texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signatures {
    /// The keys of all words.
    pub keys: Vec<Key>,
    /// The weights of all words.
    pub weights: Vec<u8>,
    /// Where the words of each quotation end.
    pub ends: Vec<u64>,
    /// Days since 1970, or [`NO_DAY`].
    pub days: Vec<i32>,
    /// Of each quotation an index into `names`.
    pub speakers: Vec<u32>,
    /// Bytes of the texts, up to 2^32: of two with the same words the one written out counts as longer. Below them a hash of the text,
    /// so that of two with as many bytes, too, the same comes first in any order.
    pub sizes: Vec<u64>,
    /// Labels; see [`Quotation::label`].
    pub labels: Vec<u64>,
    /// All speakers; the first is nobody.
    pub names: Vec<Speaker>,
    /// Where a speaker is in `names`.
    numbers: FxHashMap<Speaker, u32>,
}

/// How long a text is, and which.
fn size_of(said: &str) -> u64 {
    (said.len() as u64) << 32 | crate::model::hash::atom(said.as_bytes()) >> 32
}

/// A date as days since 1970.
pub fn day_of(date: &str) -> Option<i32> {
    let date: Date = date.get(..10)?.parse().ok()?;
    let since = date.since((jiff::Unit::Day, Date::constant(1970, 1, 1))).ok()?;
    Some(since.get_days())
}

impl Signatures {
    /// How many quotations.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Where the words of a quotation stand.
    pub fn range(&self, quote: usize) -> std::ops::Range<usize> {
        let start = if quote == 0 { 0 } else { self.ends[quote - 1] };
        start as usize..self.ends[quote] as usize
    }

    /// The keys of a quotation.
    pub fn keys_of(&self, quote: usize) -> &[Key] {
        &self.keys[self.range(quote)]
    }

    /// The number of a speaker, who is added if new.
    pub fn number_of(&mut self, speaker: Speaker) -> u32 {
        let names = &mut self.names;
        *self.numbers.entry(speaker).or_insert_with_key(|speaker| {
            names.push(speaker.clone());
            names.len() as u32 - 1
        })
    }

    /// Adds one as keys.
    pub fn push(&mut self, keys: impl Iterator<Item = Key>, speaker: u32, day: i32, size: u64, label: u64) {
        let first = self.keys.len();
        self.keys.extend(keys);
        weigh(&self.keys[first..], &mut self.weights);
        self.ends.push(self.keys.len() as u64);
        self.days.push(day);
        self.speakers.push(speaker);
        self.sizes.push(size);
        self.labels.push(label);
    }

    /// Adds one of another set, by a speaker of one's own.
    pub fn push_from(&mut self, other: &Self, quote: usize, speaker: u32) {
        let range = other.range(quote);
        self.keys.extend(&other.keys[range.clone()]);
        self.weights.extend(&other.weights[range]);
        self.ends.push(self.keys.len() as u64);
        self.days.push(other.days[quote]);
        self.speakers.push(speaker);
        self.sizes.push(other.sizes[quote]);
        self.labels.push(other.labels[quote]);
    }

    /// Adds the quotations of another set after one's own.
    pub fn extend(&mut self, other: &Self) {
        let numbers: Vec<u32> = other.names.iter().map(|name| self.number_of(name.clone())).collect();
        let first = self.keys.len() as u64;
        self.keys.extend(&other.keys);
        self.weights.extend(&other.weights);
        self.ends.extend(other.ends.iter().map(|end| first + end));
        self.days.extend(&other.days);
        self.speakers.extend(other.speakers.iter().map(|&speaker| numbers[speaker as usize]));
        self.sizes.extend(&other.sizes);
        self.labels.extend(&other.labels);
    }

    /// The signatures of quotations, made on `threads` threads; the same for any number.
    pub fn of(quotes: &[Quotation<'_>], threads: usize) -> Self {
        let threads = threads.clamp(1, 1 + quotes.len() / 4096);
        let share = quotes.len().div_ceil(threads).max(1);
        let parts: Vec<Self> = std::thread::scope(|scope| {
            let handles: Vec<_> = quotes.chunks(share).map(|part| scope.spawn(|| Self::of_part(part))).collect();
            handles.into_iter().map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        });
        let mut parts = parts.into_iter();
        let mut all = parts.next().unwrap_or_default();
        parts.for_each(|part| all.extend(&part));
        all
    }

    fn of_part(quotes: &[Quotation<'_>]) -> Self {
        let mut all = Self::default();
        let mut known: FxHashMap<[Option<&str>; 3], u32> = FxHashMap::default();
        for quote in quotes {
            let given = [quote.speaker, quote.speaker_kind, quote.identity];
            let speaker = *known.entry(given).or_insert_with(|| all.number_of(Speaker::new(given[0], given[1], given[2])));
            let day = quote.date.and_then(day_of).unwrap_or(NO_DAY);
            let tokens = tokens_of(quote.said);
            let first = all.keys.len();
            all.push(tokens.iter().map(|token| token.key), speaker, day, size_of(quote.said), quote.label);
            lower_names(quote.said, &tokens, &mut all.weights[first..]);
            if quote.is_reported {
                lower_report(quote.said, &tokens, &mut all.weights[first..]);
            }
        }
        all
    }
}

/// Halves the weights of words with a capital within a sentence: names tell what is talked about, not in which words. Texts of six
/// words and more that are mostly capitals are headlines or shouting, and say nothing of names.
fn lower_names(said: &str, tokens: &[Token], weights: &mut [u8]) {
    let is_capital = |at: usize| said[tokens[at].start as usize..].starts_with(char::is_uppercase);
    let n_capitals = (0..tokens.len()).filter(|&at| is_capital(at)).count();
    if tokens.len() >= 6 && n_capitals * 2 > tokens.len() {
        return;
    }
    for at in 0..tokens.len() {
        // The first word of a sentence is a name only where another follows.
        let begins = at == 0 || tokens[at - 1].key & BREAK != 0;
        if is_capital(at) && (!begins || at + 1 < tokens.len() && is_capital(at + 1)) {
            weights[at] /= 2;
        }
    }
}

/// Lowers the weights of words outside double marks, which are the article's: names and terms that two reports share say little.
fn lower_report(said: &str, tokens: &[Token], weights: &mut [u8]) {
    let mut bounds = find_marks(said).into_iter().filter(|mark| !mark.is_single).map(|mark| mark.span.start).peekable();
    let mut is_inside = false;
    for (token, weight) in tokens.iter().zip(weights) {
        while bounds.next_if(|&at| at < token.start).is_some() {
            is_inside = !is_inside;
        }
        if !is_inside {
            *weight = (u16::from(*weight) * 2 / 5) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_threads_gives_the_same() {
        let texts: Vec<String> = (0..20_000).map(|n| format!("We sold {n} boats to the town of Nowhere{}", n % 97)).collect();
        let names = ["Ana Ruiz", "Jo Tran", "officials"];
        let quotes: Vec<Quotation> = texts
            .iter()
            .enumerate()
            .map(|(at, said)| Quotation { said, speaker: Some(names[at % 3]), date: Some("2018-02-28"), ..Quotation::default() })
            .collect();
        let one = Signatures::of(&quotes, 1);
        assert_eq!(one, Signatures::of(&quotes, 3));
        assert_eq!((one.len(), one.names.len(), one.days[7]), (20_000, 3, 17_590));
        assert_eq!(one.keys_of(5)[2], super::super::normal::key_of("5"));
    }

    #[test]
    fn days() {
        assert_eq!(day_of("1970-01-02"), Some(1));
        assert_eq!(day_of("2018-02-28T12:00:00Z"), Some(17_590));
        assert_eq!((day_of("yesterday"), day_of(""), day_of("2018-02-30")), (None, None, None));
    }
}
