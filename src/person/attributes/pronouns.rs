//! The pronouns that an article uses for a person.
//!
//! Input: the person's mentions, those by pronoun among them. Output: *he*, *she* or *they*: the one that is stated (`stated`), else the one
//! used most; none if two are used equally often, or where a title or the given name says otherwise and too little speaks for it. Does not
//! count: *I*, *we*, *you*, *who*, which fit anybody. A title, a role (*spokeswoman*) and a given name are a guess, made where one asks for
//! it and the article uses no pronoun at all.

use super::super::{Gender, MentionId, People, Person};
use crate::coref::Pronoun;
use crate::entity::MentionKind;
use crate::entity::lexicon::{Lexicon, WordGender};
use crate::person::name::Name;
use crate::person::resolve::is_family_first;
use crate::tag::Tag;

/// Where a value of [`Attributes::pronouns`](super::Attributes::pronouns) comes from.
pub(super) const ARTICLE: &str = "article";
/// A title, the role, or the given name.
pub(super) const GUESS: &str = "guess";

/// Fills in the pronouns of all persons, from the mentions that the document has at the end.
pub(crate) fn add_pronouns(text: &str, people: &mut People, guesses: bool) {
    let mentions = &people.mentions;
    for person in &mut people.persons {
        if person.attributes.pronouns.is_some() {
            continue;
        }
        let mut counts = [0u32; 3];
        for &MentionId(id) in &person.mentions {
            let mention = &mentions[id as usize];
            if mention.kind == MentionKind::Pronoun
                && let Some(which) = which(mention.span.text(text))
            {
                counts[which] += 1;
            }
        }
        let used = most(counts).filter(|&which| !is_doubtful(person, which, counts[which]));
        let guess = if guesses && counts == [0; 3] { guess(person) } else { None };
        person.attributes.pronouns = used.or(guess).map(|which| SETS[which]);
        person.attributes.pronouns_method = used.map(|_| ARTICLE).or(guess.map(|_| GUESS));
    }
}

const SETS: [&str; 3] = ["he", "she", "they"];
const HE: usize = 0;
const SHE: usize = 1;

/// The set that a pronoun belongs to, by position in [`SETS`].
fn which(pronoun: &str) -> Option<usize> {
    let set = Pronoun::read(pronoun, Tag::Prp)?.of_person()?;
    SETS.iter().position(|&held| held == set)
}

/// The set used most; none for none, or for two alike.
fn most(counts: [u32; 3]) -> Option<usize> {
    let best = counts.into_iter().max()?;
    let mut holders = (0..3).filter(|&which| counts[which] == best && best > 0);
    let first = holders.next()?;
    holders.next().is_none().then_some(first)
}

/// Share of one gender among the bearers of a given name from which on it is clear.
const CLEAR: f32 = 0.985;

/// Pronouns that speak for more than a clear name does.
const ENOUGH: u32 = 2;

/// Whether `count` pronouns are more likely somebody else's: a title tells another gender, or a clear name does and they are few.
fn is_doubtful(person: &Person, which: usize, count: u32) -> bool {
    let of_name = || by_name(person).filter(|_| count < ENOUGH);
    let other = of_gender(person.told_gender).or_else(of_name);
    which <= SHE && other.is_some_and(|other| other != which)
}

/// Given names that women bear in some countries and men in others, beyond what their share among Americans says.
const BY_COUNTRY: [&str; 22] = [
    "alexis",
    "andrea",
    "camille",
    "daniele",
    "gabriele",
    "jan",
    "jean",
    "joan",
    "karen",
    "laurence",
    "luca",
    "marian",
    "michele",
    "nicola",
    "nikita",
    "nikol",
    "nikola",
    "patrice",
    "sasha",
    "simone",
    "valentine",
    "vivian",
];

/// By the given name, if one gender bears it all but always and everywhere.
fn by_name(person: &Person) -> Option<usize> {
    let name = Name::parse(&person.name);
    if !name.is_full() || is_family_first(&name, &person.name) || BY_COUNTRY.contains(&name.first()) {
        return None;
    }
    match Lexicon::get().share_of_women(name.first())? {
        share if share >= CLEAR => Some(SHE),
        share if share <= 1.0 - CLEAR => Some(HE),
        _ => None,
    }
}

fn of_gender(gender: Gender) -> Option<usize> {
    match gender {
        Gender::Unknown => None,
        Gender::Masculine => Some(HE),
        Gender::Feminine => Some(SHE),
    }
}

/// From the title, else the role, else the given name.
fn guess(person: &Person) -> Option<usize> {
    let of_role = || {
        let noun = person.attributes.role.as_deref()?.rsplit(' ').next()?;
        let lexicon = Lexicon::get();
        let gender = lexicon.role(noun).and_then(|role| role.gender).or_else(|| lexicon.title(noun)?.gender)?;
        Some(if gender == WordGender::Masculine { HE } else { SHE })
    };
    of_gender(person.told_gender).or_else(of_role).or_else(|| by_name(person))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Article;
    use crate::pipeline::Pipeline;

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
            assert_eq!(most(counts).map(|which| SETS[which]), expected, "{pronouns}");
        }
    }

    fn person(name: &str, told_gender: Gender) -> Person {
        Person {
            name: name.to_owned(),
            aliases: Vec::new(),
            mentions: Vec::new(),
            gender: Gender::Unknown,
            attributes: super::super::Attributes::default(),
            method: "article",
            told_gender,
            share_of_women: None,
        }
    }

    #[test]
    fn pronouns_that_a_title_or_a_clear_name_speaks_against_are_somebody_elses() {
        let (told, none) = (Gender::Feminine, Gender::Unknown);
        for (name, gender, which, count, expected) in [
            ("Robert Osei", none, SHE, 1, true),
            ("Robert Osei", none, SHE, 2, false),
            ("Robert Osei", none, HE, 1, false),
            ("Robert Osei", none, 2, 1, false),
            ("Robert Osei", told, HE, 5, true),
            ("Robert Osei", told, SHE, 1, false),
            ("Osei", none, SHE, 1, false),
            ("Zyx Osei", none, SHE, 1, false),
            ("Andrea Osei", none, HE, 1, false),
        ] {
            assert_eq!(is_doubtful(&person(name, gender), which, count), expected, "{name} {which} {count}");
        }
    }

    #[test]
    fn a_guess_goes_by_title_role_and_name_in_this_order() {
        for (text, expected) in [
            ("Mrs. Robert Brown spoke.", Some("she")),
            ("Mr. Mary Li spoke.", Some("he")),
            ("Spokeswoman Robert Li spoke.", Some("she")),
            ("Robert Li, an actress, spoke.", Some("she")),
            ("Mrs. Ruiz spoke.", Some("she")),
            ("Pope Francis spoke.", Some("he")),
            ("Actress Kim Lee spoke.", Some("she")),
            ("Robert Brown spoke.", Some("he")),
            ("Jean Brown spoke.", None),
            ("Andrea Brown spoke.", None),
            ("Brown spoke.", None),
            ("Robert Brown, who uses they/them pronouns, spoke.", Some("they")),
        ] {
            let article = Article { text: Some(text.to_owned()), ..Article::default() };
            let document = Pipeline::new().with_guessed_pronouns().analyze(article);
            let told = document.people.persons.first().and_then(|person| person.attributes.pronouns);
            assert_eq!(told, expected, "{text} {:?}", document.people.persons);
        }
    }
}
