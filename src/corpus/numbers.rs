//! Numbers in words and figures as one value: `twelve thousand`, `12,000`, `12 thousand`.
//!
//! Finds runs of number words and figures that make one number; ordinals up to `twentieth` and of tens are figures with `th`.
//! Does not find fractions (`two thirds`) or numbers read digit by digit. Cost: O(1) a word.

use super::normal::{Token, key_of};

/// What a word is in a number.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// 0 to 19.
    Unit(u64),
    /// 20, 30, … 90.
    Ten(u64),
    /// 100.
    Hundred,
    /// 1,000 and up.
    Scale(u64),
}

fn part_of(word: &str) -> Option<Part> {
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if !(3..=9).contains(&word.len()) {
        return None;
    }
    if let Some(at) = UNITS.iter().position(|unit| *unit == word) {
        return Some(Part::Unit(at as u64));
    }
    if let Some(at) = TENS.iter().position(|ten| *ten == word) {
        return Some(Part::Ten(at as u64 * 10 + 20));
    }
    Some(match word {
        "hundred" => Part::Hundred,
        "thousand" => Part::Scale(1_000),
        "million" => Part::Scale(1_000_000),
        "billion" => Part::Scale(1_000_000_000),
        "trillion" => Part::Scale(1_000_000_000_000),
        _ => return None,
    })
}

fn ordinal(word: &str) -> Option<&'static str> {
    Some(match word {
        "first" => "1st",
        "second" => "2nd",
        "third" => "3rd",
        "fourth" => "4th",
        "fifth" => "5th",
        "sixth" => "6th",
        "seventh" => "7th",
        "eighth" => "8th",
        "ninth" => "9th",
        "tenth" => "10th",
        "eleventh" => "11th",
        "twelfth" => "12th",
        "twentieth" => "20th",
        _ => return None,
    })
}

/// A number whose words are still coming.
#[derive(Default)]
pub struct Joiner {
    open: Option<Open>,
}

struct Open {
    start: u32,
    end: u32,
    /// Thousands and up, and what is below them.
    total: f64,
    rest: f64,
    last: Part,
    /// An `and` that belongs to the number only if more of it follows: where it stands.
    pending: Option<(u32, u32)>,
}

/// How a value is written: without a fraction where there is none.
fn written(value: f64) -> String {
    format!("{value}")
}

impl Joiner {
    /// Takes the word if it is of a number; else closes the number before it. Numbers are pushed when they are complete.
    pub fn take(&mut self, word: &str, start: u32, end: u32, tokens: &mut Vec<Token>) -> bool {
        if let Some(figures) = ordinal(word) {
            self.flush(tokens);
            tokens.push(Token { key: key_of(figures), start, end });
            return true;
        }
        let is_figures = word.as_bytes()[0].is_ascii_digit();
        if is_figures {
            self.flush(tokens);
            match word.parse::<f64>() {
                Ok(value) if value < 1e15 => {
                    // A leading zero and years are kept by their value too: figures stand open for `12 thousand`.
                    self.open = Some(Open { start, end, total: 0.0, rest: value, last: Part::Hundred, pending: None });
                }
                _ => tokens.push(Token { key: key_of(word), start, end }),
            }
            return true;
        }
        if word == "and"
            && self.open.as_ref().is_some_and(|open| {
                open.pending.is_none() && matches!(open.last, Part::Hundred | Part::Scale(_)) && open.rest + open.total >= 100.0
            })
        {
            if let Some(open) = &mut self.open {
                open.pending = Some((start, end));
            }
            return true;
        }
        let Some(part) = part_of(word) else {
            self.flush(tokens);
            return false;
        };
        if let Some(open) = &mut self.open
            && open.add(part)
        {
            (open.end, open.last, open.pending) = (end, part, None);
            return true;
        }
        self.flush(tokens);
        let (total, rest) = match part {
            Part::Unit(value) | Part::Ten(value) => (0.0, value as f64),
            Part::Hundred => (0.0, 100.0),
            Part::Scale(value) => (value as f64, 0.0),
        };
        self.open = Some(Open { start, end, total, rest, last: part, pending: None });
        true
    }

    /// Closes a number.
    pub fn flush(&mut self, tokens: &mut Vec<Token>) {
        if let Some(open) = self.open.take() {
            tokens.push(Token { key: key_of(&written(open.total + open.rest)), start: open.start, end: open.end });
            if let Some((start, end)) = open.pending {
                tokens.push(Token { key: key_of("and"), start, end });
            }
        }
    }
}

impl Open {
    /// Adds a part, if it can follow.
    fn add(&mut self, part: Part) -> bool {
        match (self.last, part) {
            (Part::Ten(_), Part::Unit(value @ 1..=9)) => self.rest += value as f64,
            (Part::Hundred | Part::Scale(_), Part::Unit(value) | Part::Ten(value)) if self.is_spelled() => {
                self.rest += value as f64;
            }
            (Part::Unit(_) | Part::Ten(_), Part::Hundred) if self.rest < 100.0 => self.rest *= 100.0,
            (_, Part::Scale(scale)) if self.rest > 0.0 && self.pending.is_none() => {
                self.total += self.rest * scale as f64;
                self.rest = 0.0;
            }
            _ => return false,
        }
        true
    }

    /// Whether more words may add to it: after `two hundred`, not after `200`.
    fn is_spelled(&self) -> bool {
        self.total > 0.0 && self.rest == 0.0
            || self.rest > 0.0 && self.rest % 100.0 == 0.0 && self.rest < 1000.0 && self.total >= 0.0
    }
}
