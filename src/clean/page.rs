//! The text as lines, each with the telling phrases it holds: what every line rule looks at.
//!
//! Input: the raw text. Output: its non-blank lines without the white space around them, in order.
//! Method: one pass of memchr for the line ends, one of an Aho-Corasick automaton for the phrases. Cost: O(bytes).

use crate::text::marks::{is_dash, is_invisible};
use aho_corasick::{AhoCorasick, Input, MatchKind, packed};
use std::sync::LazyLock;

/// Makes the enum of phrases and the list the automaton is built from, so that the two cannot differ.
macro_rules! phrases {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// A phrase that hints at boilerplate wherever it stands in a line. Matched without regard to ASCII case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Phrase { $($name),* }
        const PHRASES: &[(Phrase, &str)] = &[$((Phrase::$name, $text)),*];
    };
}

phrases! {
    ContributedTo = "contributed to this",
    ContributedReporting = "contributed reporting",
    RightsReserved = "all rights reserved",
    Copyright = "copyright",
    CopyrightSign = "©",
    ReportingBy = "reporting by ",
    Newsletter = "newsletter",
    Inbox = "inbox",
    SignUp = "sign up",
    SignUpHyphen = "sign-up",
    Subscribe = "subscribe",
    BySigningUp = "by signing up",
    YourInbox = "your inbox",
    OurNewsletter = "our newsletter",
    Twitter = "twitter",
    Facebook = "facebook",
    Instagram = "instagram",
    Handle = "(@",
    At = "@",
    EmailProtected = "[email",
    Getty = "getty",
    Reuters = "reuters",
    PhotoColon = "photo:",
    PhotoBy = "photo by ",
    PhotosBy = "photos by ",
    Photo = "photo",
    ImageColon = "image:",
    CreditColon = "credit:",
    SlashAp = "/ap",
    ViaAp = "via ap",
    Afp = "afp",
    EarlierVersion = "earlier version of this",
    PreviousVersion = "previous version of this",
    ReadMore = "read more",
    PromoCode = "promo code",
    NrPlus = "nrplus",
    UnitName = "\"unitname\"",
    VoteHere = "vote here",
    VoteNow = "vote now",
    RushDeadline = "on a rush deadline",
    Paywall = "paywall",
}

/// Phrases of so many bytes and more are found by [`FINDER`]; the signs, which are shorter, by their bytes.
const SHORTEST: usize = 3;

/// Finds the longest phrase at a place; shorter ones that begin there are in [`BEGIN_IN`].
struct Finder {
    /// The numbers of the phrases.
    numbers: Vec<usize>,
    /// By vectors of bytes, where the machine has them.
    vectors: Option<packed::Searcher>,
    automaton: AhoCorasick,
}

static FINDER: LazyLock<Finder> = LazyLock::new(|| {
    let numbers: Vec<usize> = (0..PHRASES.len()).filter(|&number| PHRASES[number].1.len() >= SHORTEST).collect();
    let texts = || numbers.iter().map(|&number| PHRASES[number].1);
    let vectors = packed::Config::new().match_kind(packed::MatchKind::LeftmostLongest).builder().extend(texts()).build();
    let automaton =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(texts()).expect("the phrases are constants");
    Finder { numbers, vectors, automaton }
});

impl Finder {
    /// The first phrase at `from` or behind it, by its number, and where it begins. The text is in small letters.
    fn find(&self, lower: &str, from: usize) -> Option<(usize, usize)> {
        let found = if let Some(vectors) = &self.vectors {
            vectors.find_in(lower, aho_corasick::Span { start: from, end: lower.len() })?
        } else {
            self.automaton.find(Input::new(lower).range(from..))?
        };
        Some((self.numbers[found.pattern().as_usize()], found.start()))
    }
}

/// For each phrase itself and those that begin it: length and bit.
static BEGIN_IN: LazyLock<Vec<Vec<(usize, u64)>>> = LazyLock::new(|| {
    let beginnings = |(_, text): &(Phrase, &str)| {
        let beginnings = PHRASES.iter().filter(|(_, other)| text.starts_with(other));
        beginnings.map(|&(phrase, other)| (other.len(), 1 << phrase as u64)).collect()
    };
    PHRASES.iter().map(beginnings).collect()
});

/// One non-blank line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// The line without white space at either end.
    pub text: &'t str,
    /// Byte offset of `text` in the article.
    pub start: usize,
    /// `text` after list marks, dashes, opening brackets and invisible characters: where its words begin.
    pub core: &'t str,
    /// Whether a blank line (or the top of the text) comes before.
    pub is_after_blank: bool,
    /// One bit for each phrase the line holds.
    phrases: u64,
}

impl<'t> Line<'t> {
    /// One past the last byte, in the article.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether the line holds the phrase.
    pub fn has(&self, phrase: Phrase) -> bool {
        self.phrases & (1 << phrase as u64) != 0
    }

    /// Whether the line holds one of the phrases.
    pub fn has_any(&self, phrases: &[Phrase]) -> bool {
        phrases.iter().any(|&phrase| self.has(phrase))
    }

    /// Whether the line holds any telling phrase at all: most prose does not, and is done with at once.
    pub fn has_phrases(&self) -> bool {
        self.phrases != 0
    }

    /// What opens the line before its words: `• `, `— `, `(`.
    pub fn mark(&self) -> &'t str {
        &self.text[..self.text.len() - self.core.len()]
    }

    /// Whether the words begin with one of `openers` (given in lower case), ending at a word boundary.
    pub fn opens_with_any(&self, openers: &[&str]) -> bool {
        // Nearly every opener is ruled out by its first byte, so that test stands here, in line.
        let Some(first) = self.core.as_bytes().first().map(u8::to_ascii_lowercase) else { return false };
        openers.iter().any(|opener| opener.as_bytes()[0] == first && starts_with_words(self.core, opener))
    }

    /// Whether the line's words, without final punctuation, are exactly one of `wholes` (given in lower case).
    pub fn is_any(&self, wholes: &[&str]) -> bool {
        // A label is short; the white space of a long line is not worth a look.
        if self.core.len() > 72 {
            return false;
        }
        let bare = self.core.trim_end_matches(['.', ':', '…', '!', ')', ']', '*', ' ', '»', '›']);
        wholes.iter().any(|whole| bare.len() == whole.len() && bare.eq_ignore_ascii_case(whole))
    }

    /// Whether the line ends as a sentence does: with a full stop, question or exclamation mark, or closing quotation mark.
    pub fn ends_as_sentence(&self) -> bool {
        ends_as_sentence(self.text)
    }
}

/// Whether `text` ends as a sentence does.
pub(super) fn ends_as_sentence(text: &str) -> bool {
    let inner = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', ' ']);
    inner.ends_with(['.', '?', '!', '…']) || text.ends_with(['"', '”'])
}

/// Whether `text` begins with `opener` (lower case, ASCII or not), without regard to ASCII case, curly apostrophes as straight
/// ones, and with no letter or digit right after an opener that ends in one.
pub(super) fn starts_with_words(text: &str, opener: &str) -> bool {
    prefix_len(text, opener).is_some()
}

/// The length in bytes of `opener` at the beginning of `text`, as [`starts_with_words`] compares them.
#[inline]
pub(super) fn prefix_len(text: &str, opener: &str) -> Option<usize> {
    // Nearly every call ends here, at the first byte or the second.
    let is_same = |found: u8, wanted: u8| found.eq_ignore_ascii_case(&wanted) || !found.is_ascii();
    match (text.as_bytes(), opener.as_bytes()) {
        ([a, b, ..], [first, second, ..]) if a.eq_ignore_ascii_case(first) && is_same(*b, *second) => {
            whole_prefix_len(text, opener)
        }
        ([a, ..], [first]) if a.eq_ignore_ascii_case(first) => whole_prefix_len(text, opener),
        _ => None,
    }
}

fn whole_prefix_len(text: &str, opener: &str) -> Option<usize> {
    // Letters of ASCII are compared as bytes; others are decoded.
    let same =
        text.bytes().zip(opener.bytes()).take_while(|(found, wanted)| found.to_ascii_lowercase() == *wanted && found.is_ascii());
    let same = same.count();
    if text.as_bytes().get(same).is_none_or(u8::is_ascii) && same < opener.len() {
        return None;
    }
    let (opener_end, mut rest) = (&opener[same..], text[same..].chars());
    for wanted in opener_end.chars() {
        let found = match rest.next()? {
            '’' | '‘' => '\'',
            '\u{a0}' => ' ',
            c => c.to_ascii_lowercase(),
        };
        if found != wanted {
            return None;
        }
    }
    let ends_in_word = opener.ends_with(char::is_alphanumeric);
    let rest = rest.as_str();
    (!(ends_in_word && rest.starts_with(char::is_alphanumeric))).then_some(text.len() - rest.len())
}

/// The last place where `needle` (lower-case ASCII) stands in `text`, without regard to ASCII case.
pub(super) fn rfind_ignore_case(text: &str, needle: &str) -> Option<usize> {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    (0..=text.len().checked_sub(needle.len())?).rev().find(|&at| text[at..at + needle.len()].eq_ignore_ascii_case(needle))
}

/// Where the last sentence of `text` begins, by a full stop, question or exclamation mark before a space and a capital; 0 where it
/// is longer than 600 bytes.
pub(super) fn last_sentence_start(text: &str) -> usize {
    let floor = floor_boundary(text, text.len().saturating_sub(600));
    let window = &text[floor..];
    memchr::memrchr_iter(b' ', window.as_bytes())
        .find(|&space| {
            let before = window[..space].trim_end_matches(['"', '”', '’', ')', ' ']);
            before.ends_with(['.', '?', '!']) && !ends_in_abbreviation(before) && window[space + 1..].starts_with(is_sentence_start)
        })
        .map_or(0, |space| floor + space + 1)
}

/// The character boundary at or before `at`.
pub(super) fn floor_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whether a character may begin a sentence.
fn is_sentence_start(c: char) -> bool {
    c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '‘' | '\'' | '(' | '[' | '@' | '©')
}

/// Whether the full stop at the end of `text` ends an initial or a short title (`J.`, `U.S.`, `Sen.`, `Jr.`).
pub(super) fn ends_in_abbreviation(text: &str) -> bool {
    let Some(stem) = text.strip_suffix('.') else { return false };
    let word = stem.rsplit([' ', '\u{a0}', '(', '"', '“']).next().unwrap_or_default();
    let is_title = matches!(
        word,
        "Mr" | "Mrs"
            | "Ms"
            | "Dr"
            | "Sen"
            | "Rep"
            | "Gov"
            | "Gen"
            | "Col"
            | "Lt"
            | "Sgt"
            | "St"
            | "Jr"
            | "Sr"
            | "Prof"
            | "Rev"
            | "No"
            | "vs"
            | "Sens"
            | "Reps"
            | "Govs"
            | "Adm"
            | "Capt"
            | "Maj"
            | "Hon"
            | "Pres"
            | "Sept"
            | "Oct"
            | "Nov"
            | "Dec"
            | "Jan"
            | "Feb"
            | "Aug"
    );
    is_title || word.contains('.') || (word.chars().count() == 1 && word.starts_with(char::is_uppercase))
}

/// Whether `c` may stand before the words of a line: a list mark, a dash, an opening bracket, an invisible character.
fn is_line_mark(c: char) -> bool {
    matches!(c, '•' | '*' | '-' | '(' | '[' | '|' | '>' | '»' | '›' | '▪' | '■' | '●' | '·' | '_' | '+' | '►' | '▶')
        || is_dash(c)
        || is_invisible(c)
        || c.is_whitespace()
}

/// The lines of `text`, with the phrases each holds.
pub(super) fn read_lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::with_capacity(text.len() / 128 + 1);
    let mut start = 0;
    let mut is_after_blank = true;
    for end in memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).chain([text.len()]) {
        let whole = &text[start..end];
        let trimmed = whole.trim();
        if trimmed.is_empty() {
            // The empty stretch inside `\r\n` is no blank line.
            is_after_blank |= end == 0
                || end == text.len()
                || !(whole.is_empty() && text.as_bytes()[end] == b'\n' && text.as_bytes()[end - 1] == b'\r');
        } else {
            let offset = start + whole.len() - whole.trim_start().len();
            let core = trimmed.trim_start_matches(is_line_mark);
            lines.push(Line { text: trimmed, start: offset, core, is_after_blank, phrases: 0 });
            is_after_blank = false;
        }
        start = end + 1;
    }
    mark_signs(text, &mut lines);
    mark_words(text, &mut lines);
    lines
}

/// Moves on from line `current` to the one that holds byte `at`.
fn line_at<'l, 't>(lines: &'l mut [Line<'t>], current: &mut usize, at: usize) -> Option<&'l mut Line<'t>> {
    while lines.get(*current).is_some_and(|line| line.end() <= at) {
        *current += 1;
    }
    lines.get_mut(*current).filter(|line| line.start <= at)
}

/// Marks the lines that hold the phrases of one sign or two.
fn mark_signs(text: &str, lines: &mut [Line]) {
    let bytes = text.as_bytes();
    let mut current = 0;
    // `©` is C2 A9.
    for at in memchr::memchr2_iter(b'@', 0xC2, bytes) {
        let Some(line) = line_at(lines, &mut current, at) else { continue };
        if bytes[at] == b'@' {
            line.phrases |= 1 << Phrase::At as u64;
            if at > line.start && bytes[at - 1] == b'(' {
                line.phrases |= 1 << Phrase::Handle as u64;
            }
        } else if bytes[at + 1] == 0xA9 {
            line.phrases |= 1 << Phrase::CopyrightSign as u64;
        }
    }
}

/// Marks the lines that hold the phrases of three bytes and more.
fn mark_words(text: &str, lines: &mut [Line]) {
    let lower = text.to_ascii_lowercase();
    let mut current = 0;
    let mut from = 0;
    while let Some((phrase, start)) = FINDER.find(&lower, from) {
        // Phrases that overlap with this one begin further on ("your inbox" holds "inbox").
        from = start + 1;
        let Some(line) = line_at(lines, &mut current, start) else { continue };
        let room = line.end() - start;
        for &(len, bit) in &BEGIN_IN[phrase] {
            line.phrases |= if len <= room { bit } else { 0 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_lines_of_all_three_ends_and_trims_them() {
        let lines = read_lines(" one \r\ntwo\r\n\r\n\u{200b}• three\nfour\rfive");
        let seen: Vec<(&str, &str, bool)> = lines.iter().map(|line| (line.text, line.core, line.is_after_blank)).collect();
        assert_eq!(
            seen,
            [
                ("one", "one", true),
                ("two", "two", false),
                ("\u{200b}• three", "three", true),
                ("four", "four", false),
                ("five", "five", false)
            ]
        );
    }

    #[test]
    fn finds_phrases_in_their_lines() {
        let lines = read_lines("Plain prose.\n\nGet it in YOUR INBOX\n\nMore prose.");
        assert!(!lines[0].has_phrases() && !lines[2].has_phrases());
        assert!(lines[1].has(Phrase::YourInbox) && lines[1].has(Phrase::Inbox) && !lines[1].has(Phrase::SignUp));
        assert!(PHRASES.len() <= 64, "one bit for each phrase");
    }

    #[test]
    fn compares_openers_by_words() {
        assert!(starts_with_words("Read More: it", "read more"));
        assert!(!starts_with_words("Readings", "read"));
        assert!(starts_with_words("Editor’s note", "editor's note"));
        assert!(!starts_with_words("", "a"));
    }

    #[test]
    fn finds_the_last_sentence() {
        let text = "He went to the U.S. Capitol. Sen. Doe stayed.";
        assert_eq!(&text[last_sentence_start(text)..], "Sen. Doe stayed.");
        assert_eq!(last_sentence_start("One sentence only."), 0);
    }
}
