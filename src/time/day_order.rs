//! Whether slashed dates have the day first.

use super::words::{Class, Word};
use crate::token::Tokens;

/// What the article's own slashed dates say that can be read in one way only; none if they say nothing or disagree.
pub fn of_article(text: &str, tokens: &Tokens, words: &[Word]) -> Option<bool> {
    let (mut day, mut month) = (false, false);
    for (i, _) in words.iter().enumerate().filter(|(_, word)| word.class == Class::Numeric) {
        let mut parts = tokens.form(text, i).split('/').map(|part| part.parse::<u32>().unwrap_or(0));
        match (parts.next(), parts.next(), parts.next()) {
            (Some(13..=31), Some(1..=12), Some(_)) => day = true,
            (Some(1..=12), Some(13..=31), Some(_)) => month = true,
            _ => {}
        }
    }
    if day == month { None } else { Some(day) }
}

/// Words of outlets, in lower case, in whose country the day stands first; ends of their addresses.
const WORDS: [&str; 34] = [
    "bbc",
    "guardian",
    "telegraph",
    "independent",
    "irish",
    "scotsman",
    "sky news",
    "daily mail",
    "daily mirror",
    "daily express",
    "evening standard",
    "financial times",
    "times of india",
    "hindu",
    "hindustan",
    "indian express",
    "ndtv",
    "economic times",
    "dawn",
    "sydney",
    "the age",
    "australian",
    "new zealand",
    "nz herald",
    "stuff.co",
    "straits times",
    "south china morning post",
    "scmp",
    "al jazeera",
    "deutsche welle",
    "france 24",
    "euronews",
    "mail & guardian",
    "daily nation",
];
const ENDS: [&str; 10] = [".uk", ".ie", ".au", ".nz", ".in", ".za", ".ng", ".ke", ".pk", ".sg"];

/// Whether an outlet is one of a country that writes the day first.
pub fn of_outlet(outlet: &str) -> bool {
    let outlet = outlet.to_lowercase();
    WORDS.iter().any(|word| contains_word(&outlet, word))
        || ENDS.iter().any(|end| outlet.ends_with(end) || outlet.contains(&format!("{end}/")))
}

/// Whether `word` stands in `text` and nothing is written on to it.
fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        is_edge(text[..at].chars().next_back()) && is_edge(text[at + word.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_by_country() {
        for (outlet, expected) in [
            ("BBC News", true),
            ("www.independent.co.uk", true),
            ("The Irish Ledger", true),
            ("Capitol Wire", false),
            ("Dawson County Courier", false),
        ] {
            assert_eq!(of_outlet(outlet), expected, "{outlet}");
        }
    }
}
