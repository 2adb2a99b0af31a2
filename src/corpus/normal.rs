//! The normal form in which words are the same: what outlets change without changing words.
//!
//! Finds the words of a quotation as [`Token`]s. Marks, dashes, case, accents, entities and mis-decoded marks do not count;
//! contractions are written out (`don't`: do not), numbers are values (`twelve thousand`: 12000), letters in brackets belong to
//! their word (`[Y]ou`), British and American endings are one (`labour`, `organise`), `uh` and `um` are no words.
//! Contract: tokens in order of the text, each with the bytes it stands for; tokens of one contraction share them. A key is a hash
//! of 27 bits with five signs: equal words have equal keys, and the words cannot be had back from keys.
//! Cost: one pass, O(bytes).

use super::numbers;
use crate::text::marks::{is_invisible, mark_at};

/// The hash of a word, and what stands with it.
pub type Key = u32;

/// The part of a key that is the word.
pub const WORD: Key = (1 << 29) - 1;
/// A number.
pub const NUMBER: Key = 1 << 27;
/// A word that denies.
pub const NEGATION: Key = 1 << 28;
/// An ellipsis stands before or after the word.
pub const ELLIPSIS: Key = 1 << 29;
/// The word, or a letter of it, stands in square brackets.
pub const BRACKET: Key = 1 << 30;
/// A sentence or a part of the quotation ends after the word.
pub const BREAK: Key = 1 << 31;

/// A word in its normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Word and signs.
    pub key: Key,
    /// The first byte of what it stands for.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// The key of a lower-case word.
pub fn key_of(word: &str) -> Key {
    let hash = (crate::model::hash::atom(word.as_bytes()) >> 37) as Key;
    let is_negation = matches!(
        word,
        "not" | "no" | "never" | "none" | "nobody" | "nothing" | "neither" | "nor" | "nowhere" | "without" | "hardly" | "cannot"
    );
    let is_number = word.as_bytes().first().is_some_and(u8::is_ascii_digit);
    hash | if is_negation { NEGATION } else { 0 } | if is_number { NUMBER } else { 0 }
}

/// The words of `text` in their normal form.
pub fn tokens_of(text: &str) -> Vec<Token> {
    let mut reader =
        Reader { text, at: 0, word: String::new(), tokens: Vec::new(), sentence: 0, numbers: numbers::Joiner::default() };
    reader.read();
    reader.tokens
}

/// Whether a bracket closes soon: one that does not is no insertion.
fn is_closed(after: &[u8]) -> bool {
    after.iter().take(120).position(|&byte| byte == b']' || byte == b'[').is_some_and(|at| after[at] == b']')
}

/// The most words of a sentence: a text without a full stop would be searched for its end again and again.
const LONGEST_SENTENCE: usize = 512;

/// Goes through the text.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The word that is read, lower case, with `'` for any apostrophe.
    word: String,
    tokens: Vec<Token>,
    /// The first token of the sentence.
    sentence: usize,
    numbers: numbers::Joiner,
}

/// Letters and digits that are spelled otherwise without marks: `é` is `e`.
fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// An apostrophe at `at`, as a mark, an entity or mis-decoded: its length in bytes.
fn apostrophe(text: &str, at: usize) -> Option<usize> {
    if let Some(mark) = mark_at(text, at) {
        return mark.is_single.then(|| (mark.span.end - mark.span.start) as usize);
    }
    text[at..].starts_with('ʼ').then_some('ʼ'.len_utf8())
}

/// Whether the letter at `at` begins a mark or a dash that was read in a wrong encoding: `â€œ`, `â€”`.
fn is_misread(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    rest.starts_with('â') && (rest.starts_with("â€”") || rest.starts_with("â€“") || mark_at(text, at).is_some())
}

impl Reader<'_> {
    fn read(&mut self) {
        let (mut in_bracket, mut was_ellipsis, mut dots) = (false, false, 0);
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let Some(c) = rest.chars().next() else { break };
            if c.is_alphanumeric() && !is_misread(self.text, self.at) {
                let n_before = self.tokens.len();
                let had_bracket = self.read_word(in_bracket);
                dots = 0;
                let is_inside = in_bracket;
                in_bracket &= !had_bracket;
                if self.tokens.len() > n_before {
                    let new = &mut self.tokens[n_before..];
                    if was_ellipsis {
                        new[0].key |= ELLIPSIS;
                    }
                    if is_inside || had_bracket {
                        for token in new {
                            token.key |= BRACKET;
                        }
                    }
                    was_ellipsis = false;
                    if self.tokens.len() - self.sentence >= LONGEST_SENTENCE {
                        self.end_with(BREAK);
                    }
                }
                continue;
            }
            let mut length = c.len_utf8();
            match c {
                '[' => in_bracket = is_closed(&rest.as_bytes()[1..]),
                ']' => in_bracket = false,
                '…' => was_ellipsis = self.end_with(ELLIPSIS | BREAK),
                '.' => {
                    dots += 1;
                    if dots >= 3 {
                        was_ellipsis = self.end_with(ELLIPSIS | BREAK);
                    } else {
                        self.end_with(BREAK);
                    }
                }
                '!' | '?' | ';' | ':' | '\n' => {
                    self.end_with(BREAK);
                }
                '%' => self.push_word("percent", self.at, self.at + 1),
                '&' if rest.starts_with("&amp;") => {
                    length = 5;
                    self.push_word("and", self.at, self.at + 5);
                }
                '&' if mark_at(self.text, self.at).is_none() => self.push_word("and", self.at, self.at + 1),
                _ => {
                    if let Some(mark) = mark_at(self.text, self.at) {
                        length = (mark.span.end - mark.span.start) as usize;
                    } else if is_misread(self.text, self.at) {
                        length = "â€”".len();
                    }
                }
            }
            if !c.is_whitespace() && c != '.' && c != ']' && c != '[' {
                dots = 0;
            }
            self.at += length;
        }
        self.numbers.flush(&mut self.tokens);
        if was_ellipsis {
            self.end_with(ELLIPSIS);
        }
    }

    /// Marks the last word; always true.
    fn end_with(&mut self, signs: Key) -> bool {
        self.numbers.flush(&mut self.tokens);
        if let Some(last) = self.tokens.last_mut() {
            last.key |= signs;
        }
        self.sentence = self.tokens.len();
        true
    }

    /// Reads letters, digits, apostrophes between them and brackets around some of them; whether there were brackets.
    fn read_word(&mut self, in_bracket: bool) -> bool {
        self.word.clear();
        let (text, start) = (self.text, self.at);
        let (mut end, mut had_bracket) = (start, false);
        // `[Y]ou`: the bracket before the word is part of it.
        let is_led = in_bracket && text[..start].ends_with('[');
        let mut at = start;
        while let Some(c) = text[at..].chars().next() {
            if is_invisible(c) {
                at += c.len_utf8();
                continue;
            }
            if is_misread(text, at) {
                let length = apostrophe(text, at).unwrap_or(0);
                if length == 0 || !text[at + length..].starts_with(char::is_alphanumeric) {
                    break;
                }
                self.word.push('\'');
                at += length;
                continue;
            }
            if c.is_alphanumeric() {
                for lower in c.to_lowercase() {
                    match fold(lower) {
                        Some(plain) => self.word.push_str(plain),
                        None => self.word.push(lower),
                    }
                }
                at += c.len_utf8();
                end = at;
                continue;
            }
            let next = |length: usize| text[at + length..].chars().next().is_some_and(char::is_alphanumeric);
            match c {
                // 12,000 and 2.5, and initials: U.S.
                ',' | '.' if next(1) => {
                    let digits = self.word.as_bytes().last().is_some_and(u8::is_ascii_digit)
                        && text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
                    let initials = c == '.' && is_initial(&self.word) && text[at + 1..].starts_with(char::is_alphabetic);
                    if !(digits || initials) {
                        break;
                    }
                    if digits && c == '.' {
                        self.word.push('.');
                    }
                    at += 1;
                }
                ']' if is_led && next(1) => {
                    had_bracket = true;
                    at += 1;
                }
                '[' if !in_bracket && next(1) => {
                    had_bracket = true;
                    at += 1;
                }
                _ => match apostrophe(text, at) {
                    Some(length) if next(length) => {
                        self.word.push('\'');
                        at += length;
                    }
                    _ => break,
                },
            }
        }
        // Whatever it was, the next word is further on.
        self.at = end.max(start + text[start..].chars().next().map_or(1, char::len_utf8));
        // `legisl[ation]`: the bracket closes after the word.
        if had_bracket && text[end..].starts_with(']') && !in_bracket {
            self.at = end + 1;
        }
        let word = std::mem::take(&mut self.word);
        self.push_surface(&word, start, end);
        self.word = word;
        had_bracket
    }

    /// A word as written, in its parts.
    fn push_surface(&mut self, word: &str, start: usize, end: usize) {
        if matches!(word, "uh" | "um" | "er" | "ah" | "eh" | "hm" | "hmm" | "uhm") {
            return;
        }
        if let Some(words) = written_out(word) {
            for part in words {
                self.push_word(part, start, end);
            }
            return;
        }
        let Some((host, clitic)) = word.rsplit_once('\'') else { return self.push_word(word, start, end) };
        let second = match clitic {
            "t" if host.ends_with('n') && host.len() > 1 => {
                let host = &host[..host.len() - 1];
                let host = match host {
                    "wo" => "will",
                    "ca" => "can",
                    "sha" => "shall",
                    other => other,
                };
                self.push_word(host, start, end);
                return self.push_word("not", start, end);
            }
            "s" => "is",
            "re" => "are",
            "m" => "am",
            "ll" => "will",
            "ve" => "have",
            "d" => "would",
            _ => {
                // O'Neill: one word.
                let joined: String = word.chars().filter(|&c| c != '\'').collect();
                return self.push_word(&joined, start, end);
            }
        };
        let host: String = host.chars().filter(|&c| c != '\'').collect();
        self.push_word(&host, start, end);
        self.push_word(second, start, end);
    }

    /// A plain word.
    fn push_word(&mut self, word: &str, start: usize, end: usize) {
        if word.is_empty() {
            return;
        }
        let (start, end) = (start as u32, end as u32);
        if self.numbers.take(word, start, end, &mut self.tokens) {
            return;
        }
        let mut spelled = String::new();
        let word = american(word, &mut spelled);
        self.tokens.push(Token { key: key_of(word), start, end });
    }
}

/// Whether the word so far is initials without their dots: `u`, `us`.
fn is_initial(word: &str) -> bool {
    word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Words that stand for several, and short forms.
fn written_out(word: &str) -> Option<&'static [&'static str]> {
    Some(match word {
        "let's" => &["let", "us"],
        "cannot" => &["can", "not"],
        "gonna" => &["going", "to"],
        "wanna" => &["want", "to"],
        "gotta" => &["got", "to"],
        "y'all" => &["you", "all"],
        "okay" => &["ok"],
        "till" => &["until"],
        "mr" => &["mister"],
        _ => return None,
    })
}

/// American spelling of regular endings; what it does to other words (`exercise`) it does to all of them.
fn american<'a>(word: &'a str, spelled: &'a mut String) -> &'a str {
    let n = word.len();
    if n < 5 || !word.is_ascii() {
        return word;
    }
    if let Some(at) = word.find("our").filter(|&at| {
        at >= 2
            && (at + 3 == n
                || matches!(&word[at + 3..], "s" | "ed" | "ing" | "able" | "er" | "ers" | "ite" | "ful" | "hood" | "hoods" | "ly"))
    }) {
        spelled.push_str(&word[..at]);
        spelled.push_str("or");
        spelled.push_str(&word[at + 3..]);
        return spelled;
    }
    for (british, ending) in [
        ("ise", "ize"),
        ("ised", "ized"),
        ("ises", "izes"),
        ("ising", "izing"),
        ("isation", "ization"),
        ("tre", "ter"),
        ("tres", "ters"),
        ("ence", "ense"),
    ] {
        if let Some(stem) = word.strip_suffix(british).filter(|stem| stem.len() >= 3) {
            spelled.push_str(stem);
            spelled.push_str(ending);
            return spelled;
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        tokens_of(text).iter().map(|token| token.key & WORD).collect()
    }

    #[test]
    fn spelling_does_not_count() {
        for (a, b) in [
            ("We won’t sell, \"ever\".", "we will not sell ever"),
            ("I'm sure it's theirs; they'd know.", "I am sure it is theirs they would know"),
            ("a last-minute plan", "A last minute plan"),
            ("[Y]ou legisl[ation]", "you legislation"),
            ("twelve thousand boats", "12,000 boats"),
            ("in ninety-nine", "in 99"),
            ("five million, two hundred and six", "5,000,206"),
            ("Forty percent", "40%"),
            ("donâ€™t &amp; can&#39;t", "don't and cannot"),
            ("the labour of theatres we organise", "the labor of theaters we organize"),
            ("uh, we, um, go", "we go"),
            ("the U.S. café", "the US cafe"),
            ("2.5 million", "2,500,000"),
            ("â€œHiâ€\u{9d} â€” we sureâ€”ly goâ€™ â€˜nowâ€™", "“Hi” — we sure—ly go’ ‘now’"),
            ("Ã¢ â€™tis", "Ã¢ 'tis"),
            ("We’re go-ing\u{200b} — now", "we are go ing now"),
        ] {
            assert_eq!(keys(a), keys(b), "{a} | {b}");
        }
    }

    #[test]
    fn words_do() {
        for (a, b) in
            [("we go", "we do go"), ("will", "will not"), ("12", "13"), ("four hours", "for hours"), ("us", "u s"), ("2.5", "25")]
        {
            assert_ne!(keys(a), keys(b), "{a} | {b}");
        }
    }

    #[test]
    fn signs_stand_with_words() {
        let text = "This harbor … [of the town] is. Not [...] ours";
        let tokens = tokens_of(text);
        let of = |word: &str| tokens.iter().find(|token| &text[token.start as usize..token.end as usize] == word).unwrap().key;
        assert_ne!(of("harbor") & ELLIPSIS, 0);
        assert_ne!(of("of") & ELLIPSIS, 0);
        assert_ne!(of("of") & BRACKET, 0);
        assert_eq!(of("is") & (BRACKET | ELLIPSIS), 0);
        assert_ne!(of("is") & BREAK, 0);
        assert_ne!(of("Not") & NEGATION, 0);
        assert_ne!(of("ours") & ELLIPSIS, 0);
        assert_eq!(of("ours") & BRACKET, 0);
    }

    #[test]
    fn tokens_stand_for_their_bytes() {
        let text = "“They’d sold twelve thousand [boa]ts,”";
        let spans: Vec<&str> = tokens_of(text).iter().map(|token| &text[token.start as usize..token.end as usize]).collect();
        assert_eq!(spans, ["They’d", "They’d", "sold", "twelve thousand", "boa]ts"]);
    }
}
