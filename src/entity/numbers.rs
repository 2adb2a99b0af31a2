//! Amounts and numbers by grammar: MONEY, PERCENT, QUANTITY, ORDINAL, CARDINAL.
//!
//! Finds: money (see `money`), `12 percent`, `40 km`, `the third`, `two hundred`. Does not find: years, days of
//! months, times of day (they live in `times`), `one` as a pronoun.
//! Example: `a US$ 4.2 billion dam` gives MONEY `US$ 4.2 billion`. Cost: one pass.

mod money;

use super::lexicon::Flags;
use super::view::{Shape, View};
use super::{Label, Mention, MentionKind};
use crate::text::measures::MEASURES;
use crate::token::TokenKind;

const SCALES: [&str; 16] = [
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "m",
    "bn",
    "tn",
    "k",
    "mn",
    "crore",
    "lakh",
    "dozen",
    "hundreds",
    "thousands",
    "millions",
];
const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "twentieth",
    "thirtieth",
    "hundredth",
    "nineteenth",
    "eighteenth",
];

/// What a word adds to a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Digits,
    Word,
    None,
}

struct Finder<'a, 'b> {
    view: &'a View<'b>,
    buffer: String,
}

/// Finds amounts and numbers, sorted by start.
pub(crate) fn find_numbers(view: &View<'_>) -> Vec<Mention> {
    let mut finder = Finder { view, buffer: String::new() };
    let mut found = Vec::new();
    let mut i = 0;
    while i < view.words.len() {
        i = finder.number_at(i, &mut found);
    }
    found
}

impl Finder<'_, '_> {
    fn form(&self, i: usize) -> &str {
        let tokens = self.view.tokens;
        self.view.words.get(i).map_or("", |word| tokens.form(self.view.text, word.token as usize))
    }

    fn is_in(&mut self, i: usize, list: &[&str]) -> bool {
        if i >= self.view.words.len() {
            return false;
        }
        self.buffer.clear();
        self.view.push_lower(&mut self.buffer, i);
        list.contains(&&*self.buffer)
    }

    fn part(&self, i: usize) -> Part {
        let Some(word) = self.view.words.get(i) else { return Part::None };
        match word.shape {
            Shape::Number => Part::Digits,
            Shape::Lower | Shape::Capital if word.has(Flags::NUMBER) => Part::Word,
            _ => Part::None,
        }
    }

    /// Reads a number at `i`; gives the word to go on from.
    fn number_at(&mut self, i: usize, found: &mut Vec<Mention>) -> usize {
        if let Some((last, confidence, method)) = self.money_at(i) {
            found.push(Mention {
                span: self.view.cover(i, last),
                label: Label::Money,
                kind: MentionKind::Name,
                confidence,
                method,
            });
            return last + 1;
        }
        let words = &self.view.words;
        let mut push = |first: usize, last: usize, label, confidence, method| {
            found.push(Mention { span: self.view.cover(first, last), label, kind: MentionKind::Name, confidence, method });
        };
        match self.part(i) {
            Part::None => {
                if matches!(words[i].shape, Shape::Lower | Shape::Capital)
                    && words[i].has(Flags::COMMON.with(Flags::FUNCTION))
                    && self.is_in(i, &ORDINALS[..3])
                    || words[i].shape == Shape::Lower
                        && words[i].span.end - words[i].span.start >= 5
                        && self.form(i).ends_with("th")
                        && self.is_in(i, &ORDINALS)
                {
                    push(i, i, Label::Ordinal, 0.8, "ordinal");
                }
                return i + 1;
            }
            Part::Digits if self.is_ordinal(i) => {
                let is_day = i > 0 && words[i - 1].has(Flags::DATE);
                if !is_day {
                    push(i, i, Label::Ordinal, 0.9, "ordinal");
                }
                return i + 1;
            }
            _ => {}
        }
        let last = self.number_end(i);
        let mut next = last + 1;
        if next < words.len() && words[next].shape == Shape::Hyphen {
            next += 1;
        }
        if self.is_in(next, &["%", "percent", "percentage"]) || self.is_in(next, &["per"]) && self.is_in(next + 1, &["cent"]) {
            let end = if self.is_in(next, &["per"]) { next + 1 } else { next };
            push(i, end, Label::Percent, 0.97, "percent");
            return end + 1;
        }
        if self.is_in(next, &MEASURES) || self.is_in(next, &["square", "cubic", "nautical"]) && self.is_in(next + 1, &MEASURES) {
            let end = if self.is_in(next, &MEASURES) { next } else { next + 1 };
            push(i, end, Label::Quantity, 0.85, "unit");
            return end + 1;
        }
        if !self.is_date_or_pronoun(i, last) {
            push(i, last, Label::Cardinal, 0.75, "number");
        }
        last + 1
    }

    /// The last word of the number that begins at `i`.
    fn number_end(&mut self, i: usize) -> usize {
        let words = &self.view.words;
        let mut last = i;
        while last + 1 < words.len() && last < i + 8 && words[last + 1].sentence == words[i].sentence {
            if self.is_in(last + 1, &SCALES) || self.part(last + 1) == Part::Word {
                last += 1;
            } else if words[last + 1].shape == Shape::Hyphen
                && last + 2 < words.len()
                && (self.is_in(last + 2, &SCALES) || self.part(last + 2) == Part::Word)
            {
                last += 2;
            } else {
                break;
            }
        }
        last
    }

    fn is_ordinal(&self, i: usize) -> bool {
        let form = self.form(i);
        form.starts_with(|c: char| c.is_ascii_digit()) && ["th", "st", "nd", "rd"].iter().any(|end| form.ends_with(end))
    }

    fn is_date_or_pronoun(&mut self, first: usize, last: usize) -> bool {
        let words = &self.view.words;
        let form = self.form(first);
        let is_digits = form.bytes().all(|byte| byte.is_ascii_digit());
        let before = first.checked_sub(1).map_or(Flags::default(), |at| words[at].flags);
        let after = words.get(last + 1).map_or(Flags::default(), |word| word.flags);
        let is_year = first == last
            && is_digits
            && form.len() == 4
            && (form.starts_with("19") || form.starts_with("20") || form.starts_with("18"));
        let is_decade = form.len() == 5 && form.ends_with("0s") || form.contains([':', '/']);
        let is_handle =
            words[first].shape == Shape::Number && self.view.tokens.kinds[words[first].token as usize] != TokenKind::Number;
        is_year
            || is_decade
            || is_handle
            || before.has(Flags::DATE)
            || after.has(Flags::DATE)
            || first == last && self.is_in(first, &["one"])
            || self.is_in(
                last + 1,
                &[
                    "a.m.", "p.m.", "am", "pm", "year", "years", "days", "day", "months", "month", "weeks", "week", "hours",
                    "hour", "minutes", "seconds", "decades", "o'clock",
                ],
            )
    }
}
