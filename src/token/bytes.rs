//! What each byte may be in a word: one table look-up decides the path through the scanner.

/// Separates tokens.
pub(super) const SPACE: u8 = 1;
/// `a` to `z`.
pub(super) const LOWER: u8 = 2;
/// `A` to `Z`.
pub(super) const UPPER: u8 = 4;
/// `0` to `9`.
pub(super) const DIGIT: u8 = 8;
/// Part of a character outside ASCII.
pub(super) const HIGH: u8 = 16;
/// `&`: may begin an entity.
pub(super) const AMPERSAND: u8 = 32;
/// `@`, `/`, `:`: may belong to an address.
pub(super) const ADDRESS: u8 = 64;
/// Every other printable or control character.
pub(super) const OTHER: u8 = 128;

pub(super) const LETTER: u8 = LOWER | UPPER;
pub(super) const ALNUM: u8 = LETTER | DIGIT;

const fn class_of(byte: u8) -> u8 {
    match byte {
        b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => SPACE,
        b'a'..=b'z' => LOWER,
        b'A'..=b'Z' => UPPER,
        b'0'..=b'9' => DIGIT,
        0x80..=0xFF => HIGH,
        b'&' => AMPERSAND,
        b'@' | b'/' | b':' => ADDRESS,
        _ => OTHER,
    }
}

static CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = class_of(byte as u8);
        byte += 1;
    }
    table
};

/// The class of a byte.
#[inline]
pub(super) fn class(byte: u8) -> u8 {
    CLASSES[byte as usize]
}

/// The class of the byte at `at`, 0 past the end.
#[inline]
pub(super) fn class_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).map_or(0, |&byte| class(byte))
}

/// Whether a letter or digit, of any script, begins at `at`.
pub(super) fn is_word_at(text: &str, at: usize) -> bool {
    let class = class_at(text.as_bytes(), at);
    class & ALNUM != 0 || (class == HIGH && text[at..].chars().next().is_some_and(is_word_char))
}

/// Whether a letter, of any script, begins at `at`.
pub(super) fn is_letter_at(text: &str, at: usize) -> bool {
    let class = class_at(text.as_bytes(), at);
    class & LETTER != 0 || (class == HIGH && text[at..].chars().next().is_some_and(char::is_alphabetic))
}

/// Letters and digits of any script, and the marks that combine with them.
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{dff}')
}

/// The end of the run of letters and digits that begins at `at`.
#[inline]
pub(super) fn run_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let class = class(bytes[at]);
        if class & ALNUM != 0 {
            at += 1;
        } else if class == HIGH {
            match text[at..].chars().next() {
                Some(c) if is_word_char(c) => at += c.len_utf8(),
                _ => break,
            }
        } else {
            break;
        }
    }
    at
}

/// The end of the run of ASCII digits that begins at `at`.
pub(super) fn digits_end(bytes: &[u8], mut at: usize) -> usize {
    while class_at(bytes, at) == DIGIT {
        at += 1;
    }
    at
}

/// The end of the run of equal bytes that begins at `at`.
pub(super) fn same_end(bytes: &[u8], at: usize) -> usize {
    let first = bytes[at];
    at + bytes[at..].iter().take_while(|&&byte| byte == first).count()
}

/// Whether `text` ends with `suffix`, whatever the case. `suffix` is ASCII in lower case.
pub(super) fn ends_with_any_case(text: &str, suffix: &str) -> bool {
    let (text, suffix) = (text.as_bytes(), suffix.as_bytes());
    text.len() >= suffix.len() && text[text.len() - suffix.len()..].eq_ignore_ascii_case(suffix)
}

/// Whether `word` is one of `list` (ASCII, lower case), whatever the case.
pub(super) fn is_any_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|entry| word.eq_ignore_ascii_case(entry))
}
