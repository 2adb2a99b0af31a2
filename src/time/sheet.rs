//! A sentence as the rules read it: its tokens with their classes.

use super::unit::{Amount, Unit};
use super::words::{Class, Classes, Word};
use crate::tag::Tag;
use crate::token::{Case, TokenKind, Tokens};

/// The largest number in digits that is read.
const MOST: u32 = 10_000_000;

/// The tokens of a text with their classes, and the bounds of the sentence that is read.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a Tokens,
    /// Their tags; empty where there are none.
    pub tags: &'a [Tag],
    /// What the grammar knows of each.
    pub words: &'a [Word],
    /// The sentence: from its first token.
    pub start: usize,
    /// One past its last.
    pub end: usize,
    /// Whether the day stands first in slashed dates.
    pub is_day_first: bool,
}

impl<'a> Sheet<'a> {
    /// What token `i` means; nothing beyond the sentence.
    pub fn word(&self, i: usize) -> Word {
        if i >= self.start && i < self.end { self.words[i] } else { Word::NONE }
    }

    /// The class of token `i`.
    pub fn class(&self, i: usize) -> Class {
        self.word(i).class
    }

    /// The class of the token `back` before `i`.
    pub fn before(&self, i: usize, back: usize) -> Class {
        i.checked_sub(back).map_or(Class::None, |i| self.class(i))
    }

    /// Whether token `i` is of `class`.
    pub fn is(&self, i: usize, class: Class) -> bool {
        self.class(i) == class
    }

    /// Whether token `i` is of one of `classes`.
    pub fn is_of(&self, i: usize, classes: Classes) -> bool {
        classes.has(self.class(i))
    }

    /// The form of token `i`; empty beyond the sentence.
    pub fn form(&self, i: usize) -> &'a str {
        if i >= self.start && i < self.end { self.tokens.form(self.text, i) } else { "" }
    }

    /// Whether token `i` is one of these words, in lower case.
    pub fn is_any(&self, i: usize, words: &[&str]) -> bool {
        i >= self.start && i < self.end && self.tokens.is_any(self.text, i, words)
    }

    /// The same of the token before `i`.
    pub fn is_any_before(&self, i: usize, words: &[&str]) -> bool {
        i.checked_sub(1).is_some_and(|i| self.is_any(i, words))
    }

    /// The tag of token `i`.
    pub fn tag(&self, i: usize) -> Option<Tag> {
        if i >= self.start && i < self.end { self.tags.get(i).copied() } else { None }
    }

    /// Whether token `i` begins with a capital letter.
    pub fn is_capitalized(&self, i: usize) -> bool {
        i >= self.start && i < self.end && matches!(self.tokens.cases[i], Case::Title | Case::Upper | Case::Mixed)
    }

    /// Whether token `i` is a word in small letters.
    pub fn is_lower(&self, i: usize) -> bool {
        i >= self.start && i < self.end && self.tokens.cases[i] == Case::Lower && self.tokens.kinds[i] == TokenKind::Word
    }

    /// The kind of token `i`.
    pub fn kind(&self, i: usize) -> Option<TokenKind> {
        (i >= self.start && i < self.end).then(|| self.tokens.kinds[i])
    }

    /// Whether nothing stands between token `i` and the one before it.
    pub fn is_joined(&self, i: usize) -> bool {
        i > self.start && i < self.end && self.tokens.spans[i - 1].end == self.tokens.spans[i].start
    }

    /// Behind a hyphen at `i`, if there is one written on to both sides; else `i`.
    pub fn skip_hyphen(&self, i: usize) -> usize {
        if self.is(i, Class::Dash) && self.is_joined(i) && self.is_joined(i + 1) { i + 1 } else { i }
    }

    /// Behind a comma at `i`, if there is one.
    pub fn skip_comma(&self, i: usize) -> usize {
        if self.is(i, Class::Comma) { i + 1 } else { i }
    }

    /// Behind a possessive at `i`.
    pub fn skip_possessive(&self, i: usize) -> usize {
        if self.is_any(i, &["'s", "'"]) && self.is_joined(i) { i + 1 } else { i }
    }

    /// A whole number in digits or words at `i`, and where it ends.
    pub fn number(&self, i: usize) -> Option<(u32, usize)> {
        let word = self.word(i);
        let (mut value, mut at) = match word.class {
            // More is no amount of time, and hundredths of it would not fit.
            Class::Digits => return (word.value <= MOST).then_some((word.value, i + 1)),
            Class::Number => (word.value, i + 1),
            // `a hundred`, `a dozen`
            Class::A if self.is(i + 1, Class::Scale) => (1, i + 1),
            _ => return None,
        };
        if (20..100).contains(&value) && value.is_multiple_of(10) {
            let next = self.skip_hyphen(at);
            if let Word { class: Class::Number, value: unit @ 1..10, .. } = self.word(next) {
                (value, at) = (value + unit, next + 1);
            }
        }
        // `two hundred and fifty`, `twelve hundred`
        for _ in 0..2 {
            let next = self.skip_hyphen(at);
            let Word { class: Class::Scale, value: scale, .. } = self.word(next) else { break };
            (value, at) = (value.saturating_mul(scale), next + 1);
            let rest = if self.is(at, Class::And) { at + 1 } else { at };
            if let Word { class: Class::Number, value: small, .. } = self.word(rest)
                && self.is(rest + 1, Class::Units)
            {
                (value, at) = (value + small, rest + 1);
            }
        }
        Some((value, at))
    }

    /// An amount that a unit may follow: `3`, `two and a half`, `2 1/2`, `several`, `a couple of`, `a`.
    pub fn amount(&self, i: usize) -> Option<(Amount, usize)> {
        let word = self.word(i);
        match word.class {
            Class::Decimal => return Some((Amount::Hundredths(word.value), i + 1)),
            Class::Half => {
                let at = self.skip_hyphen(i + 1);
                let at = if self.is(at, Class::A) { at + 1 } else { at };
                return Some((Amount::Hundredths(50), at));
            }
            Class::Few => {
                if self.is_any(i, &["some"]) && self.number(i + 1).is_some() {
                    return None;
                }
                let at = if self.is(i + 1, Class::Few) { i + 2 } else { i + 1 };
                let at = if self.is(at, Class::Of) && self.is_any(i, &["couple", "dozens"]) { at + 1 } else { at };
                let at = if self.is_any(at, &["more", "other"]) { at + 1 } else { at };
                let is_two = self.is_any(i, &["couple"]);
                return Some((if is_two { Amount::whole(2) } else { Amount::Vague }, at));
            }
            Class::A => {
                if self.is(i + 1, Class::Few) {
                    return self.amount(i + 1);
                }
                if self.is(i + 1, Class::Half) {
                    return Some((Amount::Hundredths(50), self.skip_hyphen(i + 2)));
                }
                if self.is_any(i + 1, &["number", "handful"]) && self.is(i + 2, Class::Of) {
                    return Some((Amount::Vague, i + 3));
                }
                if !self.is(i + 1, Class::Scale) {
                    let at = if self.is_any(i + 1, &["single", "full", "whole", "further"]) { i + 2 } else { i + 1 };
                    return Some((Amount::whole(1), at));
                }
            }
            _ => {}
        }
        let (whole, at) = self.number(i)?;
        if let Word { class: Class::Fraction, value, .. } = self.word(at) {
            return Some((Amount::Hundredths(whole.saturating_mul(100).saturating_add(value * 25)), at + 1));
        }
        // `two and a half`, `three-and-a-half`
        let next = self.skip_hyphen(at);
        if self.is(next, Class::And) {
            let article = self.skip_hyphen(next + 1);
            let half = self.skip_hyphen(article + 1);
            if self.is(article, Class::A) && self.is(half, Class::Half) {
                return Some((Amount::Hundredths(whole.saturating_mul(100).saturating_add(50)), half + 1));
            }
        }
        let at = if self
            .is_any(at, &["more", "full", "straight", "consecutive", "long", "whole", "additional", "further", "successive"])
        {
            at + 1
        } else {
            at
        };
        Some((Amount::whole(whole), at))
    }

    /// A unit at `i`, with a word that narrows it (`trading days`, `calendar year`), and where it ends.
    pub fn unit(&self, i: usize) -> Option<(Unit, bool, usize)> {
        let at = if self.is_any(i, &["trading", "business", "working", "calendar", "consecutive", "straight", "full"]) {
            i + 1
        } else {
            i
        };
        let word = self.word(at);
        match word.class {
            Class::Unit | Class::Units => Some((Unit::of(word.value), word.class == Class::Units, at + 1)),
            _ => None,
        }
    }

    /// An ordinal at `i`: `third`, `3rd`, `twenty-first`, `second`.
    pub fn ordinal(&self, i: usize) -> Option<(u32, usize)> {
        let word = self.word(i);
        match word.class {
            Class::Ordinal => Some((word.value, i + 1)),
            Class::Unit if word.value == 0 => Some((2, i + 1)),
            Class::Number if word.value >= 20 => {
                let at = self.skip_hyphen(i + 1);
                match self.word(at) {
                    Word { class: Class::Ordinal, value: unit @ 1..10, .. } => Some((word.value + unit, at + 1)),
                    Word { class: Class::Unit, value: 0, .. } => Some((word.value + 2, at + 1)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
