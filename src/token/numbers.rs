//! Numbers and what is written on to them: separators, measures, telephone numbers, units.
//!
//! Input: a stretch without spaces. Output: one token for the number, one for a unit (`5|pm`) or for each mark of feet and inches.
//! Method: rules on the bytes behind the digits. Cost: O(bytes).

use super::TokenKind;
use super::bytes::{ALNUM, DIGIT, LETTER, class_at, digits_end, is_any_of, is_letter_at, is_word_at, run_end, same_end};
use super::words::{Chunk, Scanner};

impl Scanner<'_> {
    /// A number that begins at `start`; its first digits at `digits` (a sign or a point may stand before).
    pub(super) fn number(&mut self, chunk: &Chunk<'_>, start: usize, digits: usize) -> usize {
        let form = chunk.form;
        let bytes = form.as_bytes();
        let mut at = digits_end(bytes, digits);
        if let Some(inches) = inches_end(bytes, digits, at) {
            // Marks of feet and inches are no quotation marks.
            self.emit(chunk, start, at, TokenKind::Number);
            self.emit(chunk, at, at + 1, TokenKind::Symbol);
            self.emit(chunk, at + 1, inches, TokenKind::Number);
            let mark = bytes[inches..].iter().take(2).take_while(|&&byte| byte == b'\'').count();
            let mark = if chunk.byte(inches) == b'"' { 1 } else { mark / 2 * 2 };
            if mark > 0 {
                self.emit(chunk, inches, inches + mark, TokenKind::Symbol);
            }
            return inches + mark;
        }
        // `90's`
        if chunk.byte(at) == b'\''
            && matches!(at - digits, 2 | 4)
            && bytes[at - 1] == b'0'
            && bytes.get(at + 1) == Some(&b's')
            && !is_word_at(form, at + 2)
        {
            self.emit(chunk, start, at + 2, TokenKind::Number);
            return at + 2;
        }
        if chunk.byte(at) == b'-'
            && let Some(end) = joined_digits_end(bytes, digits)
        {
            self.emit(chunk, start, end, TokenKind::Number);
            return end;
        }
        loop {
            let next = digits_end(bytes, at + 1);
            let count = next.saturating_sub(at + 1);
            match chunk.byte(at) {
                b',' if count >= 3 => at = next,
                b'.' | b':' | b'/' if count > 0 => at = next,
                _ => break,
            }
        }
        if is_letter_at(form, at) || chunk.byte(at) == b'_' {
            let end = run_end(form, if chunk.byte(at) == b'_' { same_end(bytes, at) } else { at });
            let is_pence = &form[at..end] == "p" && at - start <= 2;
            let is_time = end == at + 1 && matches!(bytes[at], b'a' | b'p') && form[end..].starts_with(".m");
            if !is_time && !is_pence && !is_unit(&form[at..end]) {
                at = end;
            }
        }
        self.emit(chunk, start, at, TokenKind::Number);
        at
    }
}

/// `6'2"`, `6'2`: where the inches end.
fn inches_end(bytes: &[u8], start: usize, at: usize) -> Option<usize> {
    if at - start > 2 || bytes.get(at) != Some(&b'\'') {
        return None;
    }
    let inches = digits_end(bytes, at + 1);
    ((1..=2).contains(&(inches - at - 1)) && class_at(bytes, inches) & ALNUM == 0).then_some(inches)
}

/// The end of digits joined by hyphens that are one number: telephone numbers, post codes, dates (`713-853-3989`, `2018-04-21`).
fn joined_digits_end(bytes: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut groups, mut lengths) = (start, 0, [0; 2]);
    loop {
        let end = digits_end(bytes, at);
        if end == at {
            return None;
        }
        if groups < 2 {
            lengths[groups] = end - at;
        }
        groups += 1;
        // No number has more; the limit keeps hostile texts linear.
        if groups > 6 {
            return None;
        }
        if bytes.get(end) != Some(&b'-') || class_at(bytes, end + 1) != DIGIT {
            let is_whole = class_at(bytes, end) & LETTER == 0;
            return (is_whole && (groups > 2 || (groups == 2 && matches!(lengths, [3 | 5, 4])))).then_some(end);
        }
        at = end + 1;
    }
}

/// Units and magnitudes that are words of their own when written on to a number: `5|pm`, `35|mm`, `1.2|bn`.
fn is_unit(letters: &str) -> bool {
    const UNITS: [&str; 40] = [
        "am", "pm", "mm", "cm", "km", "kg", "mg", "ml", "ft", "lb", "lbs", "oz", "mph", "kph", "hr", "hrs", "min", "mins", "sec",
        "secs", "gb", "mb", "tb", "kb", "mhz", "ghz", "khz", "hz", "kw", "mw", "gw", "kwh", "mwh", "in", "yr", "yrs", "bn", "tn",
        "mn", "trn",
    ];
    matches!(letters, "k" | "m" | "K") || is_any_of(letters, &UNITS)
}
