//! Nationalities and parties among the names of groups.
//!
//! Finds: `Japanese`, `South Korean`, `Korean-American`, `Spaniard` (nationalities); `Democratic`, `Labour`, `D-Ore.` (parties).
//! Does not find: faiths, continents, towns (`Catholic`, `European`, `New Yorker`).

use crate::entity::lexicon::{Lexicon, PhraseKind};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::sync::LazyLock;

/// What a name of a group is, where the table of countries does not tell it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Party,
    Nationality,
    /// Has a country in the table, and is no nationality.
    Other,
}

/// Parties by name and by those who belong to them, in lower case.
const PARTIES: &str = "democratic democrat republican gop libertarian labour labor conservative tory liberal socialist communist green independent likud \
bjp anc snp ukip peronist";

const OTHERS: &str = "u.s.-led taiwan confederate texan californian londoner democrats republicans";

/// Nationalities for which the tables give no country.
const NATIONS: &str = "emirati qatari turk swede dane finn pole brit briton spaniard scot scotsman scotswoman irishman irishwoman englishman englishwoman \
welshman frenchman frenchwoman dutchman dutchwoman ivorian kosovar bosniak croat serb czech palestinian korean malay burkinabe filipina tibetan argentine";

const NATIONS_OF_TWO_WORDS: [&str; 5] = ["costa rican", "puerto rican", "south sudanese", "sri lankan", "new zealander"];

static GROUPS: LazyLock<HashMap<&'static str, Group, FxBuildHasher>> = LazyLock::new(|| {
    let lists = [(PARTIES, Group::Party), (OTHERS, Group::Other), (NATIONS, Group::Nationality)];
    let words = lists.into_iter().flat_map(|(list, group)| list.split_whitespace().map(move |word| (word, group)));
    words.chain(NATIONS_OF_TWO_WORDS.map(|name| (name, Group::Nationality))).collect()
});

/// Whether a name in lower case is a nationality (an adjective, or one who has it).
pub(super) fn is_nationality(lower: &str) -> bool {
    let is_one = |word: &str| {
        if let Some(group) = GROUPS.get(word) {
            return *group == Group::Nationality;
        }
        let phrase = Lexicon::get().phrase(word);
        phrase.is_some_and(|phrase| phrase.kind == PhraseKind::Group && phrase.country.is_some())
    };
    // Korean-American, French-Canadian: both halves are one.
    is_one(lower) || lower.split_once('-').is_some_and(|(one, other)| is_one(one) && is_one(other))
}

/// Whether a name in lower case is a party's, or its members'.
pub(super) fn is_party(lower: &str) -> bool {
    GROUPS.get(lower) == Some(&Group::Party)
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
