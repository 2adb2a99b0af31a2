//! Nationalities and parties among the names of groups.
//!
//! Finds: `Japanese`, `South Korean`, `Korean-American`, `Spaniard` (nationalities); `Democratic`, `Labour`, `D-Ore.` (parties).
//! Does not find: faiths, continents, towns (`Catholic`, `European`, `New Yorker`).

use crate::entity::lexicon::{Lexicon, PhraseKind};

/// Parties by name and by those who belong to them, in lower case.
const PARTIES: &str = "democratic democrat republican libertarian labour labor conservative tory liberal socialist communist green \
independent likud hamas fatah bjp anc snp ukip plaid peronist christian-democrat social-democrat";

/// Groups that the table of countries knows, or that have a country there, and that are no nationality.
const NO_NATIONS: &str =
    "democrat democrats republican republicans u.s.-led taiwan english-speaking confederate texan californian londoner";

/// Nationalities for which the tables give no country.
const MORE_NATIONS: &str = "emirati qatari turk swede dane finn pole brit briton spaniard scot scotsman scotswoman irishman irishwoman englishman \
englishwoman welshman frenchman frenchwoman dutchman dutchwoman ivorian kosovar bosniak croat serb czech costa\u{a0}rican puerto\u{a0}rican \
south\u{a0}sudanese sri\u{a0}lankan new\u{a0}zealander palestinian korean malay burkinabe filipina tibetan catalan swazi argentine";

fn lists(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|entry| entry.len() >= word.len() && entry.replace('\u{a0}', " ") == word)
}

/// Whether a name in lower case is a nationality (an adjective, or one who has it).
pub(super) fn is_nationality(lower: &str) -> bool {
    let is_one = |word: &str| {
        let phrase = Lexicon::get().phrase(word);
        phrase.is_some_and(|phrase| phrase.kind == PhraseKind::Group && phrase.country.is_some() && !lists(NO_NATIONS, word))
            || lists(MORE_NATIONS, word)
    };
    // Korean-American, French-Canadian: both halves are one.
    is_one(lower) || lower.split_once('-').is_some_and(|(one, other)| is_one(one) && is_one(other))
}

/// Whether a name in lower case is a party's, or its members'.
pub(super) fn is_party(lower: &str) -> bool {
    lists(PARTIES, lower)
}

/// The party that a letter behind a name stands for.
pub(super) fn party_of(letter: char) -> Option<&'static str> {
    match letter {
        'D' => Some("Democratic"),
        'R' => Some("Republican"),
        'I' => Some("Independent"),
        'L' => Some("Libertarian"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nationalities_are_no_faiths_parties_or_towns() {
        for (word, expected) in [
            ("japanese", true),
            ("south korean", true),
            ("korean-american", true),
            ("spaniard", true),
            ("puerto rican", true),
            ("republican", false),
            ("catholic", false),
            ("european", false),
            ("new yorker", false),
            ("table", false),
        ] {
            assert_eq!(is_nationality(word), expected, "{word}");
        }
        assert!(is_party("democratic") && !is_party("japanese"));
    }
}
