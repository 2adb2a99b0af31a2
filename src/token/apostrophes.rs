//! Apostrophes and single marks that are not inside a word: clitics, elisions, decades, possessives, quotation marks.
//!
//! Input: a stretch without spaces. Output: one token with the letters that belong to the apostrophe, or the mark alone.
//! A bare mark behind `s` is a possessive unless a single mark stands open in the paragraph. Cost: O(bytes).

use super::TokenKind;
use super::bytes::{is_any_of, is_word_at, run_end};
use super::clitics;
use super::words::{Chunk, Scanner};

impl Scanner<'_> {
    /// An apostrophe or single mark that is not inside a word.
    pub(super) fn apostrophe(&mut self, chunk: &Chunk<'_>, at: usize) -> usize {
        let form = chunk.form;
        let bytes = form.as_bytes();
        let next = at + 1;
        let is_attached = at > 0 && bytes[at - 1] != b' ';
        let letters_end = run_end(form, next);
        let letters = &form[next..letters_end];
        let is_closed_behind = chunk.byte(letters_end) == b'\'';
        if clitics::is_clitic(letters) && !is_closed_behind && (is_attached || letters == "s") {
            self.emit(chunk, at, letters_end, TokenKind::Word);
            return letters_end;
        }
        let follows_word = is_attached && is_word_end(form, at);
        if chunk.byte(next) == b'\'' && chunk.span(at, next).len() == 1 && chunk.span(next, next + 1).len() == 1 {
            self.emit(chunk, at, next + 1, TokenKind::QuoteMark);
            return next + 1;
        }
        if !follows_word {
            if is_closed_behind && letters.eq_ignore_ascii_case("n") {
                self.emit(chunk, at, letters_end + 1, TokenKind::Word);
                return letters_end + 1;
            }
            if !is_closed_behind && is_any_of(letters, &["tis", "twas", "twere", "twould"]) {
                self.emit(chunk, at, at + 2, TokenKind::Word);
                self.emit(chunk, at + 2, letters_end, TokenKind::Word);
                return letters_end;
            }
            if !is_closed_behind
                && is_any_of(letters, &["em", "til", "till", "n", "cuz", "cause", "bout", "nuff", "kay", "ol", "ere"])
            {
                self.emit(chunk, at, letters_end, TokenKind::Word);
                return letters_end;
            }
            let decade = letters.strip_suffix('s').unwrap_or(letters);
            let is_decade = decade.len() == 2 && decade.bytes().all(|b| b.is_ascii_digit());
            // `'90s.`, but not the digits of `'90.5`.
            let is_whole = chunk.byte(letters_end) != b'.' || !is_word_at(form, letters_end + 1);
            if is_decade && is_whole && !is_closed_behind {
                self.emit(chunk, at, letters_end, TokenKind::Number);
                return letters_end;
            }
        }
        let is_plural = follows_word && matches!(bytes[at - 1] | 0x20, b's' | b'z' | b'x') && !is_word_at(form, next);
        if is_plural && !self.has_open_single {
            self.emit(chunk, at, next, TokenKind::Word);
            return next;
        }
        self.has_open_single = !follows_word && is_word_at(form, next);
        self.emit(chunk, at, next, TokenKind::QuoteMark);
        next
    }
}

/// Whether a letter or digit ends at `at`.
fn is_word_end(form: &str, at: usize) -> bool {
    form[..at].chars().next_back().is_some_and(char::is_alphanumeric)
}
