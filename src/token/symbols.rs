//! Punctuation, symbols, emoji and emoticons.
//!
//! Input: a stretch without spaces. Output: one token for each mark, or for a run of the same (`...`, `--`, `***`, `?!`).
//! Cost: O(bytes).

use super::TokenKind;
use super::bytes::{ALNUM, DIGIT, HIGH, class, class_at, digits_end, is_letter_at, is_word_at, run_end, same_end};
use super::words::{Chunk, Scanner};

impl Scanner<'_> {
    /// A character outside ASCII that begins no word run of ASCII: a letter of any script, an ellipsis, a dash, a symbol.
    pub(super) fn beyond_ascii(&mut self, chunk: &Chunk<'_>, start: usize) -> usize {
        let form = chunk.form;
        if is_word_at(form, start) {
            return self.word(chunk, start);
        }
        let Some(first) = form[start..].chars().next() else { return form.len() };
        let mut end = start + first.len_utf8();
        let kind = match first {
            '…' | '‥' | '\u{2010}'..='\u{2015}' => {
                end = form.len() - form[start..].trim_start_matches(first).len();
                TokenKind::Punctuation
            }
            '、' | '。' | '！' | '？' | '，' | '：' | '；' | '（' | '）' | '¿' | '¡' | '•' | '·' | '「' | '」' | '《' | '》' => {
                TokenKind::Punctuation
            }
            _ => {
                end = self.symbol_end(chunk, start, end, first);
                TokenKind::Symbol
            }
        };
        self.emit(chunk, start, end, kind);
        end
    }

    /// The end of an emoji with its modifiers, partners and joined successors.
    fn symbol_end(&self, chunk: &Chunk<'_>, start: usize, mut end: usize, first: char) -> usize {
        let is_flag = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
        let mut is_pair = false;
        while let Some(next) = chunk.form[end..].chars().next() {
            let gap = chunk.span(start, end).end as usize..chunk.span(end, end + next.len_utf8()).start as usize;
            let joins = matches!(next, '\u{fe00}'..='\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}')
                || (&self.text[gap] == "\u{200d}" && !next.is_ascii())
                || (is_flag(first) && is_flag(next) && !is_pair)
                // `🎉🎉`
                || (next == first && !is_flag(first) && matches!(first, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}'));
            if !joins {
                break;
            }
            is_pair |= is_flag(next);
            end += next.len_utf8();
        }
        end
    }

    /// Punctuation, quotation marks and symbols of ASCII.
    pub(super) fn mark(&mut self, chunk: &Chunk<'_>, at: usize, byte: u8) -> usize {
        let bytes = chunk.form.as_bytes();
        if let Some(end) = emoticon_end(chunk.form, at) {
            self.emit(chunk, at, end, TokenKind::Symbol);
            return end;
        }
        let (end, kind) = match byte {
            b'\'' => return self.apostrophe(chunk, at),
            b'"' => (at + 1, TokenKind::QuoteMark),
            b'`' => (if chunk.byte(at + 1) == b'`' { at + 2 } else { at + 1 }, TokenKind::QuoteMark),
            b'.' => {
                let end = same_end(bytes, at);
                let is_free = at == 0 || class(bytes[at - 1]) & (ALNUM | HIGH) == 0;
                if end == at + 1 && class_at(bytes, end) == DIGIT && is_free {
                    return self.number(chunk, at, end);
                }
                (end, TokenKind::Punctuation)
            }
            b'!' | b'?' => {
                let run = bytes[at..].iter().take_while(|byte| matches!(byte, b'!' | b'?')).count();
                (at + run, TokenKind::Punctuation)
            }
            b'-' if at == 0
                && class_at(bytes, 1) == DIGIT
                && digits_end(bytes, 1) <= 3
                && self.tokens.kinds.last() != Some(&TokenKind::Number) =>
            {
                return self.number(chunk, at, 1);
            }
            b'-' => {
                let end = same_end(bytes, at);
                if chunk.byte(end) == b'>' { (end + 1, TokenKind::Symbol) } else { (end, TokenKind::Punctuation) }
            }
            b'#' if is_letter_at(chunk.form, at + 1) => {
                let mut end = run_end(chunk.form, at + 1);
                while chunk.byte(end) == b'_' {
                    end = run_end(chunk.form, same_end(bytes, end));
                }
                (end, TokenKind::Hashtag)
            }
            b'+' if class_at(bytes, at + 1) == DIGIT && (at == 0 || bytes[at - 1] == b'(') => {
                return self.number(chunk, at, at + 1);
            }
            b'*' | b'=' | b'_' | b'~' | b'<' | b'>' | b'^' | b'|' | b'#' | b'+' => {
                let end = same_end(bytes, at);
                let end = if byte == b'=' && chunk.byte(end) == b'>' { end + 1 } else { end };
                (end, if matches!(byte, b'*' | b'_' | b'=') { TokenKind::Punctuation } else { TokenKind::Symbol })
            }
            b'$' => (same_end(bytes, at), TokenKind::Symbol),
            b',' | b';' | b':' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'/' => (at + 1, TokenKind::Punctuation),
            _ => (at + 1, TokenKind::Symbol),
        };
        self.emit(chunk, at, end, kind);
        end
    }
}

/// The end of the emoticon at `at`: eyes, perhaps a nose, a mouth, and then the end of the stretch or punctuation.
fn emoticon_end(form: &str, at: usize) -> Option<usize> {
    let bytes = form.as_bytes();
    match bytes[at] {
        b':' | b';' | b'=' => {}
        b'^' => {
            let run = bytes[at + 1..].iter().take(3).take_while(|&&byte| byte == b'_').count();
            let end = at + 1 + run;
            return (run > 0 && bytes.get(end) == Some(&b'^')).then_some(end + 1);
        }
        b'<' => return (bytes[at..].starts_with(b"<3") && bytes.len() == at + 2).then_some(at + 2),
        _ => return None,
    }
    let mut mouth = at + 1;
    if matches!(bytes.get(mouth), Some(b'-' | b'o' | b'^' | b'\'')) {
        mouth += 1;
    }
    let shape = *bytes.get(mouth)?;
    if !matches!(shape, b')' | b'(' | b'D' | b'P' | b'p' | b'/' | b'\\' | b'|' | b']' | b'[' | b'*' | b'O') {
        return None;
    }
    let is_bracket = matches!(shape, b')' | b'(');
    let end = if is_bracket { same_end(bytes, mouth) } else { mouth + 1 };
    // Letters and slashes are mouths only where nothing stands before the eyes.
    if !is_bracket && at > 0 && bytes[at - 1] != b' ' {
        return None;
    }
    if shape == b'(' && class_at(bytes, end) & (ALNUM | HIGH) != 0 {
        return None;
    }
    let is_end = end == bytes.len() || matches!(bytes[end], b' ' | b'.' | b',' | b'!' | b'?');
    is_end.then_some(end)
}
