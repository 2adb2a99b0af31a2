//! Quotation marks, dashes and spaces: what each character may do.
//!
//! Finds every character (or character sequence) that may open or close a quotation, over the untouched text.
//! Double marks: `"`, `“ ”`, `„ ‟`, `« »`, `＂`, `''`, ``` `` ```, the HTML entities `&quot;` `&ldquo;` `&rdquo;` `&#34;` `&#8220;`
//! `&#8221;`, and the mis-decoded `â€œ` `â€\u{9d}`. Single marks: `'`, `‘ ’`, `‚ ‛`, `‹ ›`, `` ` ``, `&#39;` `&lsquo;` `&rsquo;` `&#8216;`
//! `&#8217;`, `â€˜` `â€™`.
//! Method: one pass; memchr-like byte tests first, since most bytes of news are none of these.

use super::Span;

/// What a mark can do by its shape alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Opens (`“`, `«`).
    Open,
    /// Closes (`”`, `»`).
    Close,
    /// Undirected (`"`, `'`): the neighbours decide.
    Either,
}

/// One occurrence of a quotation mark in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkAt {
    /// Where it stands.
    pub span: Span,
    /// Single (`'`) or double (`"`).
    pub is_single: bool,
    /// Its shape.
    pub direction: Direction,
    /// A family: marks pair within one family first (straight, curly, guillemet, backtick, low).
    pub family: Family,
}

/// Marks of one family close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// `"` `'` and their entities.
    Straight,
    /// `“ ”` `‘ ’` and their entities and mis-decoded forms.
    Curly,
    /// `« »` `‹ ›`.
    Guillemet,
    /// ``` `` ``` and `''`.
    Doubled,
    /// `„` `‚`.
    Low,
}

/// Multi-byte sequences that stand for one mark, longest first where one begins another.
const SEQUENCES: &[(&str, bool, Direction, Family)] = &[
    ("&quot;", false, Direction::Either, Family::Straight),
    ("&ldquo;", false, Direction::Open, Family::Curly),
    ("&rdquo;", false, Direction::Close, Family::Curly),
    ("&#8220;", false, Direction::Open, Family::Curly),
    ("&#8221;", false, Direction::Close, Family::Curly),
    ("&#x201c;", false, Direction::Open, Family::Curly),
    ("&#x201d;", false, Direction::Close, Family::Curly),
    ("&#x201C;", false, Direction::Open, Family::Curly),
    ("&#x201D;", false, Direction::Close, Family::Curly),
    ("&#34;", false, Direction::Either, Family::Straight),
    ("&laquo;", false, Direction::Open, Family::Guillemet),
    ("&raquo;", false, Direction::Close, Family::Guillemet),
    ("&#39;", true, Direction::Either, Family::Straight),
    ("&#039;", true, Direction::Either, Family::Straight),
    ("&apos;", true, Direction::Either, Family::Straight),
    ("&lsquo;", true, Direction::Open, Family::Curly),
    ("&rsquo;", true, Direction::Close, Family::Curly),
    ("&#8216;", true, Direction::Open, Family::Curly),
    ("&#8217;", true, Direction::Close, Family::Curly),
    ("â€œ", false, Direction::Open, Family::Curly),
    ("â€\u{9d}", false, Direction::Close, Family::Curly),
    ("â€˜", true, Direction::Open, Family::Curly),
    ("â€™", true, Direction::Close, Family::Curly),
    ("``", false, Direction::Open, Family::Doubled),
    ("''", false, Direction::Either, Family::Doubled),
    ("’’", false, Direction::Close, Family::Doubled),
    ("‘‘", false, Direction::Open, Family::Doubled),
    ("\"", false, Direction::Either, Family::Straight),
    ("“", false, Direction::Open, Family::Curly),
    ("”", false, Direction::Close, Family::Curly),
    ("„", false, Direction::Open, Family::Low),
    ("‟", false, Direction::Open, Family::Curly),
    ("«", false, Direction::Open, Family::Guillemet),
    ("»", false, Direction::Close, Family::Guillemet),
    ("＂", false, Direction::Either, Family::Straight),
    ("〝", false, Direction::Open, Family::Curly),
    ("〞", false, Direction::Close, Family::Curly),
    ("'", true, Direction::Either, Family::Straight),
    ("‘", true, Direction::Open, Family::Curly),
    ("’", true, Direction::Close, Family::Curly),
    ("‛", true, Direction::Open, Family::Curly),
    ("‚", true, Direction::Open, Family::Low),
    ("‹", true, Direction::Open, Family::Guillemet),
    ("›", true, Direction::Close, Family::Guillemet),
    ("`", true, Direction::Open, Family::Doubled),
    ("´", true, Direction::Close, Family::Doubled),
];

/// `”` mis-decoded, its last byte lost on the way: only where white space, an ASCII sign or nothing follows, since the same two
/// characters begin every mis-decoded dash and ellipsis.
const LOST_BYTE: &[(&str, bool, Direction, Family)] = &[("â€", false, Direction::Close, Family::Curly)];

fn is_lost_byte(rest: &[u8], sequence: &str) -> bool {
    rest.strip_prefix(sequence.as_bytes())
        .is_some_and(|after| after.first().is_none_or(|&byte| byte.is_ascii() && !byte.is_ascii_alphanumeric()))
}

/// First bytes of all sequences.
static IS_FIRST: [bool; 256] = {
    let mut table = [false; 256];
    let firsts = [b'"', b'\'', b'`', b'&', 0xC2, 0xC3, 0xE2, 0xE3, 0xEF];
    let mut at = 0;
    while at < firsts.len() {
        table[firsts[at] as usize] = true;
        at += 1;
    }
    table
};

#[inline]
fn is_first_byte(byte: u8) -> bool {
    IS_FIRST[byte as usize]
}

/// The quotation mark that begins at byte `offset`, if any.
pub fn mark_at(text: &str, offset: usize) -> Option<MarkAt> {
    let rest = &text.as_bytes()[offset..];
    if !is_first_byte(*rest.first()?) {
        return None;
    }
    // The last character of a mis-decoded dash (`â€”`) looks like a curly mark.
    if rest[0] == 0xE2 && text.as_bytes()[..offset].ends_with("â€".as_bytes()) {
        return None;
    }
    // The usual ones at once, and the dashes and ellipses that begin like curly marks.
    let usual = match rest {
        [b'"', ..] => Some((1, false, Direction::Either, Family::Straight)),
        [b'\'', next, ..] if *next != b'\'' => Some((1, true, Direction::Either, Family::Straight)),
        [0xE2, 0x80, 0x9C, ..] => Some((3, false, Direction::Open, Family::Curly)),
        [0xE2, 0x80, 0x9D, ..] => Some((3, false, Direction::Close, Family::Curly)),
        [0xE2, 0x80, 0x99, next, ..] if *next != 0xE2 => Some((3, true, Direction::Close, Family::Curly)),
        [0xE2, 0x80, 0x93 | 0x94 | 0xA6, ..] => return None,
        _ => None,
    };
    if let Some((len, is_single, direction, family)) = usual {
        return Some(MarkAt { span: Span::new(offset, offset + len), is_single, direction, family });
    }
    let found = SEQUENCES.iter().find(|(sequence, ..)| rest.starts_with(sequence.as_bytes()));
    found.or_else(|| LOST_BYTE.iter().find(|(sequence, ..)| is_lost_byte(rest, sequence))).map(
        |&(sequence, is_single, direction, family)| MarkAt {
            span: Span::new(offset, offset + sequence.len()),
            is_single,
            direction,
            family,
        },
    )
}

/// Every quotation mark of `text`, left to right.
pub fn find_marks(text: &str) -> Vec<MarkAt> {
    let bytes = text.as_bytes();
    let mut marks = Vec::new();
    let mut offset = 0;
    while let Some(next) = bytes[offset..].iter().position(|&byte| is_first_byte(byte)) {
        offset += next;
        if let Some(mark) = mark_at(text, offset) {
            offset = mark.span.end as usize;
            marks.push(mark);
        } else {
            offset += 1;
        }
    }
    marks
}

/// Whether `c` is a dash that may separate clauses: `–`, `—`, `―`, `--` is two hyphens and is left to the tokeniser.
pub fn is_dash(c: char) -> bool {
    matches!(c, '\u{2013}' | '\u{2014}' | '\u{2015}' | '\u{2012}' | '\u{2212}')
}

/// Whether `c` shows nothing and separates nothing: soft hyphen, zero-width space and joiners, BOM, direction marks.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_shape_and_no_bytes_of_others() {
        let text = "\"a\" “b” «c» ``d'' it’s é &quot;e&quot; &amp; â€œfâ€\u{9d} â€œgâ€ â€” …";
        let found: Vec<&str> = find_marks(text).iter().map(|mark| mark.span.text(text)).collect();
        assert_eq!(found, ["\"", "\"", "“", "”", "«", "»", "``", "''", "’", "&quot;", "&quot;", "â€œ", "â€\u{9d}", "â€œ", "â€"]);
    }
}
