//! The normal form of a stretch of text, with the way back to the raw bytes.
//!
//! Straight marks and apostrophes for curly, mis-decoded and encoded ones, no invisible characters, plain spaces, entities decoded.
//! The scanner reads this form, so that every spelling of a text has the same tokens.
//! Only stretches with bytes outside ASCII or an `&` are built; buffers are reused. Cost: O(bytes).

use crate::text::{Span, marks};

/// A normal form and, for each of its bytes, the raw bytes it stands for.
#[derive(Debug, Default)]
pub(super) struct View {
    pub(super) form: String,
    starts: Vec<u32>,
    ends: Vec<u32>,
}

/// Named entities that are no quotation marks.
const ENTITIES: [(&str, char); 13] = [
    ("&amp;", '&'),
    ("&nbsp;", ' '),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&apos;", '\''),
    ("&mdash;", '—'),
    ("&ndash;", '–'),
    ("&hellip;", '…'),
    ("&shy;", '\u{ad}'),
    ("&bull;", '•'),
    ("&pound;", '£'),
    ("&euro;", '€'),
    ("&cent;", '¢'),
];

/// Dashes and ellipses of UTF-8 read as Windows-1252; last the closing mark that lost its third byte, which has no character there.
const MISREAD: [(&str, char); 4] = [("â€“", '–'), ("â€”", '—'), ("â€¦", '…'), ("â€", '"')];

impl View {
    /// Builds the view of `text[start..end]`.
    pub(super) fn build(&mut self, text: &str, start: usize, end: usize) {
        self.form.clear();
        self.starts.clear();
        self.ends.clear();
        let text = &text[..end];
        let mut at = start;
        while let Some(c) = text[at..].chars().next() {
            let (normal, len) = normal_at(text, at, c);
            if !marks::is_invisible(normal) {
                self.form.push(if normal.is_whitespace() { ' ' } else { normal });
                self.starts.resize(self.form.len(), at as u32);
                self.ends.resize(self.form.len(), (at + len) as u32);
            }
            at += len;
        }
    }

    /// The raw bytes of `start..end` of the form, which is not empty.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span { start: self.starts[start], end: self.ends[end - 1] }
    }
}

/// What the character or sequence at `at` reads as, and its raw length.
fn normal_at(text: &str, at: usize, c: char) -> (char, usize) {
    if c.is_ascii() && c != '&' {
        return (c, 1);
    }
    // The common ones at once, and no search for letters.
    match c {
        // Two of them are one double mark.
        '‘' | '’' if !text[at + 3..].starts_with(c) => return ('\'', 3),
        '“' | '”' => return ('"', 3),
        '–' | '—' | '…' | '\u{a0}' => return (c, c.len_utf8()),
        _ if c.is_alphabetic() && c != 'â' => return (c, c.len_utf8()),
        _ => {}
    }
    if c == '&' && !text.as_bytes().get(at + 1).is_some_and(|&byte| byte == b'#' || byte.is_ascii_lowercase()) {
        return (c, 1);
    }
    if let Some(mark) = marks::mark_at(text, at) {
        return (if mark.is_single { '\'' } else { '"' }, mark.span.len());
    }
    if c == '&' {
        let rest = &text[at..];
        if let Some((name, decoded)) = ENTITIES.iter().find(|(name, _)| rest.starts_with(name)) {
            return (*decoded, name.len());
        }
        if let Some(decoded) = numeric_entity(rest) {
            return decoded;
        }
    }
    if c == 'â'
        && let Some((sequence, decoded)) = MISREAD.iter().find(|(sequence, _)| text[at..].starts_with(sequence))
    {
        return (*decoded, sequence.len());
    }
    let normal = if matches!(c, '\u{2010}' | '\u{2011}') { '-' } else { c };
    (normal, c.len_utf8())
}

/// `&#8212;`, `&#x2014;`: the character and the length of the entity.
fn numeric_entity(rest: &str) -> Option<(char, usize)> {
    let body = rest.strip_prefix("&#")?;
    let semicolon = body.bytes().take(8).position(|byte| byte == b';')?;
    let digits = &body[..semicolon];
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    let decoded = char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace())?;
    let decoded = match decoded {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        c => c,
    };
    Some((decoded, semicolon + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_spelling_alike_and_finds_the_way_back() {
        for (raw, form) in [
            ("don’t", "don't"),
            ("AT&amp;T", "AT&T"),
            ("co\u{ad}operate", "cooperate"),
            ("a\u{a0}b", "a b"),
            ("a&nbsp;b", "a b"),
            ("&#8212;", "—"),
            ("&#x2019;s", "'s"),
            ("itâ€™s", "it's"),
            ("aâ€“b", "a–b"),
            ("’’", "\""),
            ("â€œGoâ€ ", "\"Go\" "),
            ("&bogus;", "&bogus;"),
            ("&#;&#x110000;", "&#;&#x110000;"),
            ("\u{feff}“Hi”", "\"Hi\""),
        ] {
            let mut view = View::default();
            view.build(raw, 0, raw.len());
            assert_eq!(view.form, form);
        }
        let raw = "x co\u{ad}op&amp;";
        let mut view = View::default();
        view.build(raw, 2, raw.len());
        assert_eq!(view.span(0, 4).text(raw), "co\u{ad}op");
        assert_eq!(view.span(4, 5).text(raw), "&amp;");
    }
}
