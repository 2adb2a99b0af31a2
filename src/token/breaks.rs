//! Where a sentence ends without a full stop: after a heading, a stamp or an address that was written on to the next sentence, and
//! where a speaker breaks off.
//!
//! Input: tokens. Output: ends, added to those that are there. Runs before the rules on full stops (`boundaries`).
//! Finds: date (`Pier reopens Monday, June 1, 2009` at the end of a paragraph, `March 6, 2009 The` at its beginning), figure
//! (`Figure 2.6 The`), credit (`the booth Image: Ann Lee`), stamp (`02/14/2003 10:12 AM Dear`), link (`https://t.co/x The`),
//! note (`the award [17] She`), bracket (`(so it seems) They`), broken-off (`because of the — The storm`).
//! Does not find: `closed on Monday, June 1, 2009`, `Figure 2.6 shows`, `the four — The Hague too — agreed`, `is — I think — so`.
//! Method: only tokens that are no words, and the beginnings of paragraphs, are looked at. Cost: O(tokens).

use super::abbreviations::is_starter;
use super::{Case, TokenKind, Tokens};

/// Adds ends to `ends`.
pub(super) fn mark_breaks(text: &str, tokens: &Tokens, ends: &mut [bool]) {
    let reader = Reader { text, tokens };
    for (i, kind) in tokens.kinds.iter().enumerate() {
        if *kind == TokenKind::Word && !reader.begins_paragraph(i) {
            continue;
        }
        if reader.begins_paragraph(i)
            && let Some(last) = reader.heading(i)
        {
            ends[last] = true;
        }
        let last = match kind {
            TokenKind::Punctuation => match reader.raw(i) {
                "—" | "–" | "--" => reader.broken_off(i),
                ":" => reader.before_credit(i),
                ")" => reader.bracket(i),
                "]" => reader.note(i),
                _ => None,
            },
            TokenKind::Number => reader.stamp(i).or_else(|| reader.before_date(i)),
            TokenKind::Url | TokenKind::Email => reader.link(i),
            _ => None,
        };
        if let Some(last) = last {
            ends[last] = true;
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a Tokens,
}

impl Reader<'_> {
    /// The raw text of token `i`; empty past the last.
    fn raw(&self, i: usize) -> &str {
        self.tokens.spans.get(i).map_or("", |span| span.text(self.text))
    }

    fn begins_paragraph(&self, i: usize) -> bool {
        i == 0 || self.tokens.paragraphs[i - 1] != self.tokens.paragraphs[i]
    }

    fn in_paragraph(&self, i: usize, j: usize) -> bool {
        self.tokens.paragraphs.get(j) == self.tokens.paragraphs.get(i)
    }

    fn is_number(&self, i: usize) -> bool {
        self.tokens.kinds.get(i) == Some(&TokenKind::Number)
    }

    /// Whether a capitalised word stands at `j`, in the paragraph of `i`.
    fn is_capital(&self, i: usize, j: usize) -> bool {
        self.in_paragraph(i, j)
            && self.tokens.kinds[j] == TokenKind::Word
            && matches!(self.tokens.cases[j], Case::Title | Case::Upper | Case::Mixed)
    }

    /// figure, date: the last token of a number or date that heads a paragraph and is no part of what follows.
    fn heading(&self, i: usize) -> Option<usize> {
        let raw = self.raw(i);
        let last = if matches!(raw, "Figure" | "Fig." | "Table" | "Chart" | "Listing") && self.is_number(i + 1) {
            i + 1
        } else {
            let month = if is_weekday(raw) && self.raw(i + 1) == "," { i + 2 } else { i };
            self.date_end(month)?
        };
        self.is_capital(i, last + 1).then_some(last)
    }

    /// The last token of `June 1, 2009`, if that stands at `month`.
    fn date_end(&self, month: usize) -> Option<usize> {
        let is_date = is_month(self.raw(month))
            && self.in_paragraph(month, month + 3)
            && self.is_number(month + 1)
            && self.raw(month + 1).len() <= 2
            && self.raw(month + 2) == ","
            && is_year(self.raw(month + 3));
        is_date.then_some(month + 3)
    }

    /// date: the token before `Monday, June 1, 2009`, where `year` is its last and the last of the paragraph.
    fn before_date(&self, year: usize) -> Option<usize> {
        if self.in_paragraph(year, year + 1) || year < 6 || !is_year(self.raw(year)) {
            return None;
        }
        let weekday = year - 5;
        let before = weekday - 1;
        let is_date = is_weekday(self.raw(weekday))
            && self.raw(weekday + 1) == ","
            && self.date_end(weekday + 2) == Some(year)
            && self.in_paragraph(year, before);
        if !is_date {
            return None;
        }
        let raw = self.raw(before);
        let goes_on = self.tokens.kinds[before] == TokenKind::Punctuation
            || BEFORE_DATE.contains(&raw)
            || (self.tokens.cases[before] == Case::Lower && raw.ends_with("ed"));
        (!goes_on).then_some(before)
    }

    /// stamp: `AM` behind a date and a time in digits, before a capital.
    fn stamp(&self, date: usize) -> Option<usize> {
        let is_stamp = self.raw(date).split('/').count() == 3
            && self.is_number(date + 1)
            && self.raw(date + 1).contains(':')
            && matches!(self.raw(date + 2), "AM" | "PM" | "am" | "pm" | "a.m." | "p.m.");
        (is_stamp && self.is_capital(date, date + 3)).then_some(date + 2)
    }

    /// credit: the token before `Image:`.
    fn before_credit(&self, colon: usize) -> Option<usize> {
        if colon < 2 || self.begins_paragraph(colon) {
            return None;
        }
        let mut first = colon - 1;
        if self.raw(first).eq_ignore_ascii_case("credit") && matches!(self.raw(first - 1), "Photo" | "Image" | "Picture") {
            first -= 1;
        }
        if !matches!(self.raw(first), "Image" | "Images" | "Photo" | "Photos" | "Photograph" | "Picture" | "Illustration")
            || self.begins_paragraph(first)
        {
            return None;
        }
        let before = first - 1;
        let is_word = matches!(self.tokens.kinds[before], TokenKind::Word | TokenKind::Number);
        (is_word || self.raw(before) == ")").then_some(before)
    }

    /// link: an address with its protocol or path, before a capital or another one; of a mailbox, before a word that begins sentences.
    fn link(&self, i: usize) -> Option<usize> {
        let raw = self.raw(i);
        let next = i + 1;
        let is_end = if self.tokens.kinds[i] == TokenKind::Email {
            self.in_paragraph(i, next) && (is_starter(self.raw(next)) || OPENERS.contains(&self.raw(next)))
        } else {
            let is_address = raw.contains('/') || raw.starts_with("www.");
            let is_list = self.in_paragraph(i, next) && self.tokens.kinds.get(next) == Some(&TokenKind::Url);
            is_address && (is_list || self.is_capital(i, next))
        };
        is_end.then_some(i)
    }

    /// note: `[17] She`, also where no full stop stands before.
    fn note(&self, close: usize) -> Option<usize> {
        let is_note = close >= 3
            && !self.begins_paragraph(close)
            && self.is_number(close - 1)
            && self.raw(close - 2) == "["
            && self.in_paragraph(close, close - 3);
        (is_note && self.is_capital(close, close + 1) && is_starter(self.raw(close + 1))).then_some(close)
    }

    /// bracket: several words in brackets before a word that begins sentences and nothing else.
    fn bracket(&self, close: usize) -> Option<usize> {
        const SUBJECTS: [&str; 16] =
            ["The", "It", "He", "She", "We", "They", "This", "There", "These", "If", "When", "You", "That", "But", "So", "What"];
        if !self.is_capital(close, close + 1) || !SUBJECTS.contains(&self.raw(close + 1)) {
            return None;
        }
        let from = close.saturating_sub(40);
        let open = (from..close).rev().take_while(|&i| self.in_paragraph(close, i)).find(|&i| self.raw(i) == "(")?;
        (close - open > 2 && !self.begins_paragraph(open)).then_some(close)
    }

    /// broken-off: a dash before a word that begins a new attempt; before one that may go on, only behind a word that ends no clause.
    fn broken_off(&self, dash: usize) -> Option<usize> {
        if self.begins_paragraph(dash) || !self.is_capital(dash, dash + 1) {
            return None;
        }
        let (before, next, second) = (self.raw(dash - 1), self.raw(dash + 1), self.raw(dash + 2));
        let is_new = OPENERS.contains(&next)
            || (ASKING.contains(&next) && ASKED.contains(&second))
            // `W- was he`
            || (next.len() <= 3 && (next.ends_with('-') || (second == "-" && self.is_attached(dash + 2))));
        let is_start = is_new || (is_starter(next) && next != "I" && OPEN_ENDED.contains(&before));
        // `late- —`
        let is_torn = before.ends_with('-') && self.tokens.cases[dash - 1] != Case::None;
        (is_start || (is_torn && next != "I")).then_some(dash)
    }

    /// Whether nothing stands between token `i` and the one before.
    fn is_attached(&self, i: usize) -> bool {
        self.tokens.spans[i - 1].end == self.tokens.spans[i].start
    }
}

/// Words before a date that belong to its clause.
const BEFORE_DATE: [&str; 22] = [
    "on", "of", "by", "for", "from", "until", "till", "since", "before", "after", "the", "and", "or", "to", "through", "this",
    "last", "next", "is", "was", "in", "at",
];

/// Words that end no clause: what a speaker says last before he breaks off.
const OPEN_ENDED: [&str; 58] = [
    "the", "a", "an", "to", "of", "with", "from", "by", "at", "for", "into", "about", "is", "are", "was", "were", "'s", "'re",
    "'m", "'ve", "'ll", "'d", "’s", "’re", "’m", "’ve", "’ll", "’d", "I", "we", "he", "she", "they", "and", "or", "but", "because",
    "if", "that", "than", "who", "what", "where", "when", "whose", "which", "my", "your", "his", "our", "their", "can", "will",
    "would", "could", "should", "like", "very",
];

/// Words that begin a new attempt, whatever stands before.
const OPENERS: [&str; 20] = [
    "Well", "Yes", "Yeah", "Oh", "Okay", "OK", "Look", "Listen", "Wait", "Jeez", "Gosh", "Wow", "Hey", "Mhm", "Hm", "Uh", "Um",
    "Huh", "Sorry", "Thanks",
];

/// What begins a question, before one of `ASKED`.
const ASKING: [&str; 20] = [
    "Would", "Could", "Should", "Can", "Will", "Do", "Does", "Did", "Is", "Are", "Was", "Were", "Have", "Has", "What", "Why",
    "How", "Where", "When", "Who",
];
const ASKED: [&str; 22] = [
    "I", "you", "he", "she", "it", "we", "they", "this", "that", "there", "these", "those", "the", "do", "does", "did", "is",
    "are", "was", "were", "'s", "about",
];

fn is_weekday(word: &str) -> bool {
    matches!(word, "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday")
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) && matches!(word.as_bytes()[0], b'1' | b'2')
}
