//! The pronouns that an article uses for a person.
//!
//! Input: the person's mentions, those by pronoun among them. Output: *he*, *she* or *they*: the one used most; none if two are used
//! equally often. Does not count: *I*, *we*, *you*, *who*, which fit anybody. A given name is a guess, made where one asks for it.

use super::super::{MentionId, People, Person};
use crate::entity::MentionKind;
use crate::entity::lexicon::WordGender;
use crate::person::name::Name;
use crate::person::resolve::{given_gender, is_family_first};

/// Where a value of [`Attributes::pronouns`](super::Attributes::pronouns) comes from.
pub(super) const ARTICLE: &str = "article";
/// The given name.
pub(super) const GUESS: &str = "guess";

/// Fills in the pronouns of all persons, from the mentions that the document has at the end.
pub(crate) fn add_pronouns(text: &str, people: &mut People, guesses: bool) {
    let mentions = &people.mentions;
    for person in &mut people.persons {
        let mut counts = [0u32; 3];
        for &MentionId(id) in &person.mentions {
            let mention = &mentions[id as usize];
            if mention.kind == MentionKind::Pronoun
                && let Some(which) = which(mention.span.text(text))
            {
                counts[which] += 1;
            }
        }
        let used = most(counts);
        let attributes = &mut person.attributes;
        attributes.pronouns = used;
        attributes.pronouns_method = used.map(|_| ARTICLE);
        if guesses && counts == [0; 3] {
            let guess = guess(person);
            person.attributes.pronouns = guess;
            person.attributes.pronouns_method = guess.map(|_| GUESS);
        }
    }
}

const SETS: [&str; 3] = ["he", "she", "they"];

/// The set that a pronoun belongs to, by position in [`SETS`].
fn which(pronoun: &str) -> Option<usize> {
    let is = |list: &[&str]| list.iter().any(|word| word.eq_ignore_ascii_case(pronoun));
    if is(&["he", "him", "his", "himself"]) {
        Some(0)
    } else if is(&["she", "her", "hers", "herself"]) {
        Some(1)
    } else if is(&["they", "them", "their", "theirs", "themself", "themselves"]) {
        Some(2)
    } else {
        None
    }
}

/// The set used most; none for none, or for two alike.
fn most(counts: [u32; 3]) -> Option<&'static str> {
    let best = counts.into_iter().max()?;
    let mut holders = (0..3).filter(|&which| counts[which] == best && best > 0);
    let first = holders.next()?;
    holders.next().is_none().then_some(SETS[first])
}

/// From a given name that one gender bears nearly always.
fn guess(person: &Person) -> Option<&'static str> {
    let name = Name::parse(&person.name);
    if !name.is_full() || is_family_first(&name, &person.name) {
        return None;
    }
    Some(match given_gender(name.first())? {
        WordGender::Masculine => SETS[0],
        WordGender::Feminine => SETS[1],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_used_most_counts_and_a_tie_does_not() {
        for (pronouns, expected) in [
            ("he His him", Some("he")),
            ("she Her he", Some("she")),
            ("they themselves", Some("they")),
            ("he she", None),
            ("I who you", None),
            ("", None),
        ] {
            let mut counts = [0; 3];
            for which in pronouns.split_whitespace().filter_map(which) {
                counts[which] += 1;
            }
            assert_eq!(most(counts), expected, "{pronouns}");
        }
    }
}
