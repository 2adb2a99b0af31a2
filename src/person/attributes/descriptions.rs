//! Whom a definite description means that the offices (`roles`) leave open.
//!
//! Finds: `the 34-year-old`, `the 72-year-old former vice president`; `the Swede`; `the Oregon Democrat`; `the goalkeeper`, `the prime
//! minister` (as `who is prime minister` told it); `the gunman`; `his longtime lawyer`, where the article has told who that is.
//! Does not find: `the man`, `the victim`, plurals, descriptions of a body by a common noun (`the head of the fire brigade`), and those
//! that fit two.
//! Method: the phrase is read like any that tells something of a person ([`core`](super::core)); age, nationality, party and noun must
//! not contradict what has been told of the person meant, and one of them must agree. Of several the only one named in the last sentences.
//! Cost: at most [`MOST`] persons for each description.

use super::Collected;
use super::core::{core_end, read_core};
use super::nouns::Noun;
use super::phrase::Phrase;
use super::reader::Reader;
use crate::entity::Label;
use crate::entity::lexicon::{Flags, Lexicon};
use crate::entity::view::Shape;
use crate::person::context::{self, is_deputy};
use crate::person::resolve::Resolver;
use crate::person::roles::{MOST, RoleMention, note};
use crate::tag::Tag;

/// Words of a description, at most.
const LONGEST: usize = 8;

/// How many sentences back somebody named is still at hand.
const SENTENCES: u32 = 2;

/// Whoever is said to have done it.
const SUSPECTS: [&str; 14] = [
    "gunman",
    "shooter",
    "suspect",
    "attacker",
    "assailant",
    "killer",
    "murderer",
    "bomber",
    "defendant",
    "perpetrator",
    "culprit",
    "hijacker",
    "arsonist",
    "accused",
];

/// What happens to those, in the passive; `pleaded` and `opened (fire)` they do themselves.
const CHARGED: [&str; 9] =
    ["arrested", "charged", "accused", "indicted", "convicted", "sentenced", "detained", "pleaded", "arraigned"];

/// A description as it stands in the text.
struct Description {
    phrase: Phrase,
    /// The head noun in lower case; empty for `the 34-year-old`, `the Swede`.
    head: String,
    /// `the mayor of Port Alder`
    of: Option<String>,
    is_suspect: bool,
    /// `his lawyer`: of somebody.
    is_owned: bool,
    /// The first word behind.
    end: usize,
}

/// Adds the descriptions to the role mentions (which are in order before and after), and persons to those of them that had none.
pub(super) fn resolve(
    reader: &Reader<'_>,
    resolver: &Resolver<'_, '_>,
    collected: &[Collected],
    roles: &mut Vec<RoleMention>,
    buffer: &mut String,
) {
    let words = &reader.view.words;
    // Persons with the sentence of their last mention, the last named last.
    let mut near: Vec<(u32, u32)> = Vec::with_capacity(MOST);
    let (mut named, mut role) = (0, 0);
    let mut suspects: Option<Vec<u32>> = None;
    let mut found = Vec::new();
    for i in 0..reader.len() {
        if !words[i].has(Flags::FUNCTION) || !reader.is(i, &["the", "his", "her"]) {
            continue;
        }
        let start = words[i].span.start;
        while resolver.named.get(named).is_some_and(|mention| mention.span.start < start) {
            let mention = &resolver.named[named];
            note(&mut near, mention.draft, words.get(mention.words.0).map_or(0, |word| word.sentence));
            named += 1;
        }
        while roles.get(role).is_some_and(|mention| mention.span.start < start) {
            role += 1;
        }
        let open = roles.get(role).filter(|mention| mention.span.start == start);
        if near.is_empty() || open.is_some_and(|mention| mention.draft.is_some()) {
            continue;
        }
        let Some(said) = read(reader, i, buffer) else { continue };
        if said.is_suspect && suspects.is_none() {
            suspects = Some(find_suspects(reader, resolver));
        }
        let sentence = words[i].sentence;
        let suspects = suspects.as_deref().unwrap_or_default();
        let chosen = choose(&said, &near, sentence, |draft| fits(&said, draft, resolver, collected, suspects));
        // Nobody is his own lawyer: of the one named last, in the same sentence.
        let is_own = |draft: u32| said.is_owned && near.last() == Some(&(draft, sentence));
        let Some(draft) = chosen.filter(|&draft| !is_own(draft)) else { continue };
        if open.is_some() {
            roles[role].draft = Some(draft);
            roles[role].method = "description";
        } else {
            found.push(RoleMention { span: reader.view.cover(i, said.end - 1), draft: Some(draft), method: "description" });
        }
    }
    if !found.is_empty() {
        roles.append(&mut found);
        roles.sort_by_key(|mention| (mention.span.start, mention.span.end));
    }
}

/// Reads the description whose determiner is word `i`, up to a possessive.
fn read(reader: &Reader<'_>, i: usize, buffer: &mut String) -> Option<Description> {
    let is_owned = !reader.is(i, &["the"]);
    let end = core_end(reader, i + 1);
    // The 34-year-old's lawyer: the 34-year-old.
    let mut end = (i + 1..end).find(|&at| reader.shape(at) == Some(Shape::Possessive)).unwrap_or(end);
    // The vice president | stopped by
    while end > i + 2 && reader.shape(end - 1) == Some(Shape::Lower) && matches!(reader.tag(end - 1), Some(Tag::Vbn | Tag::Vbg)) {
        end -= 1;
    }
    if end == i + 1 || end > i + 1 + LONGEST || !reader.same_sentence(i, end - 1) {
        return None;
    }
    let core = read_core(reader, i + 1, end, buffer)?;
    // The lawyer Ana Ruiz; the lawyer, Ana Ruiz,; the mayor of Port Alder; the 34-year-olds
    let is_title = |at| reader.name_at(at).is_some_and(|(name, _)| name.label == Label::Person);
    if is_title(end)
        || reader.is_comma(end) && is_title(end + 1)
        || reader.is(end, &["for", "to"])
        || matches!(reader.tag(end - 1), Some(Tag::Nns | Tag::Nnps))
    {
        return None;
    }
    let head = match core.head {
        Some((at, noun)) => {
            // The name of the role, where it is one: the deputy mayor.
            context::phrase(reader.view, if noun == Noun::Role { core.role.min(at) } else { at }, end, buffer);
            buffer.clone()
        }
        // Somebody from there: the Swede said; not: the Swedish, the Swede tunnel
        None if core.phrase.age.is_none() && !is_one_person(reader, end - 1) => return None,
        None => String::new(),
    };
    // The mayor of Port Alder: whose, must be told.
    let of = if reader.is(end, &["of"]) {
        let at = end + 1 + usize::from(reader.is(end + 1, &["the"]));
        Some(reader.name_at(at).map(|(name, _)| reader.span_words(name.span))?)
    } else {
        None
    };
    let is_suspect = SUSPECTS.contains(&&*head);
    let tells = match core.head {
        Some((_, Noun::Person)) => is_suspect || core.phrase.age.is_some() || core.phrase.party.is_some(),
        Some((_, Noun::Role)) => true,
        None => core.phrase.age.is_some() || core.phrase.nationality.is_some() || core.phrase.party.is_some(),
    };
    (tells && (!is_owned || core.head.is_some())).then_some(Description {
        phrase: core.phrase,
        head,
        of,
        is_suspect,
        is_owned,
        end,
    })
}

/// Whether the nationality or party at word `last` stands for one who has it, as subject or owner.
fn is_one_person(reader: &Reader<'_>, last: usize) -> bool {
    let text = reader.text(last);
    let is_many = ["sh", "ch", "se", "ss", "s"].iter().any(|ending| text.ends_with(ending));
    let next = reader.tag(last + 1);
    !is_many
        && !text.ends_with("ic")
        && (reader.shape(last + 1) == Some(Shape::Possessive)
            || reader.is_comma(last + 1)
            || matches!(next, Some(Tag::Vbd | Tag::Vbz | Tag::Md | Tag::Rb)))
}

/// The person that fits: of several, the only one named in the last sentences.
fn choose(said: &Description, near: &[(u32, u32)], sentence: u32, fits: impl Fn(u32) -> Fit) -> Option<u32> {
    let is_at_hand = |named: u32| named + SENTENCES >= sentence;
    let mut fitting = near.iter().rev().filter(|(draft, _)| fits(*draft) == Fit::Told);
    if let Some((first, _)) = fitting.next() {
        let Some((_, next)) = fitting.next() else { return Some(*first) };
        let (_, last) = near.iter().rev().find(|(draft, _)| draft == first)?;
        return (is_at_hand(*last) && !is_at_hand(*next)).then_some(*first);
    }
    // An age that nothing tells: of the only one at hand.
    said.phrase.age?;
    let mut at_hand = near.iter().rev().take_while(|(_, named)| is_at_hand(*named)).filter(|(draft, _)| fits(*draft) != Fit::No);
    let (first, _) = at_hand.next()?;
    at_hand.next().is_none().then_some(*first)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    No,
    /// Nothing speaks against it.
    Open,
    Told,
}

/// Whether what has been told of a person fits a description.
fn fits(said: &Description, draft: u32, resolver: &Resolver<'_, '_>, collected: &[Collected], suspects: &[u32]) -> Fit {
    let told = &collected[draft as usize];
    let mut is_told = false;
    if let Some(years) = said.phrase.age {
        match told.age {
            Some(held) if held != years => return Fit::No,
            Some(_) => is_told = true,
            None => {}
        }
    }
    if let Some(nation) = &said.phrase.nationality {
        let facts = resolver.drafts[draft as usize].facts.iter().find_map(|fact| fact.country);
        let is_same = match (&told.nationality, Lexicon::get().country(&nation.to_lowercase()), facts) {
            (Some(held), ..) => is_same_nation(nation, held),
            (None, Some(country), Some(held)) => country == held,
            _ => false,
        };
        if (said.head.is_empty() || told.nationality.is_some()) && !is_same {
            return Fit::No;
        }
        is_told |= is_same && said.head.is_empty();
    }
    if let Some(party) = &said.phrase.party {
        let held = told.party.as_ref().or_else(|| told.roles.iter().find_map(|role| role.party.as_ref()));
        let is_same = held.is_some_and(|held| shared_start(party, held) >= 6);
        if !is_same && (held.is_some() || said.head.is_empty()) {
            return Fit::No;
        }
        is_told |= is_same;
    }
    if said.is_suspect {
        return if suspects.contains(&draft) { Fit::Told } else { Fit::No };
    }
    if !said.head.is_empty() {
        let has_role = told.roles.iter().any(|role| {
            // His lawyer is nobody's who is the lawyer of a body.
            let is_of_person = || role.affiliation.as_ref().is_none_or(|owner| is_person(resolver, owner, draft));
            let is_of_body = said.of.as_ref().is_none_or(|of| role.affiliation.as_ref().is_some_and(|held| held.contains(&**of)));
            let is_over = said.phrase.is_former && !role.is_former && !said.is_owned;
            role.role.as_ref().is_some_and(|role| ends_with_word(role, &said.head))
                && !is_over
                && is_of_body
                && (!said.is_owned || is_of_person())
        });
        // A noun that nothing tells of the person needs the age to speak for it.
        if !has_role && (said.phrase.age.is_none() || !is_told && !told.roles.is_empty() && said.is_owned) {
            return Fit::No;
        }
        is_told |= has_role;
    }
    if is_told { Fit::Told } else { Fit::Open }
}

/// `base commander` ends with `commander`; a deputy mayor is no mayor.
fn ends_with_word(role: &str, head: &str) -> bool {
    role.strip_suffix(head).is_some_and(|rest| {
        let rest_word = rest.trim_end_matches([' ', '-']);
        rest.is_empty() || rest_word.len() < rest.len() && !is_deputy(rest_word.rsplit([' ', '-']).next().unwrap_or_default())
    })
}

/// `Swede` and `Swedish`, `Dane` and `Danish`.
fn is_same_nation(one: &str, other: &str) -> bool {
    let (lower, other_lower) = (one.to_lowercase(), other.to_lowercase());
    match (Lexicon::get().country(&lower), Lexicon::get().country(&other_lower)) {
        (Some(one), Some(other)) => one == other,
        _ => shared_start(&lower, &other_lower) >= 3,
    }
}

fn shared_start(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
}

/// Whether a name is that of a person of the article other than `draft`.
fn is_person(resolver: &Resolver<'_, '_>, name: &str, draft: u32) -> bool {
    let last = name.rsplit(' ').next().unwrap_or(name);
    let is_so = |(at, held): (usize, &crate::person::resolve::Draft)| {
        at as u32 != draft && resolver.forms[held.best as usize].name.last() == last
    };
    resolver.drafts.iter().take(4 * MOST).enumerate().any(is_so)
}

/// Persons that are said to be suspects or charged with something: `the gunman, identified as Ruiz`, `Ruiz was charged with`.
fn find_suspects(reader: &Reader<'_>, resolver: &Resolver<'_, '_>) -> Vec<u32> {
    let mut suspects = Vec::new();
    for mention in &resolver.named {
        let (first, last) = mention.words;
        let before = |back: usize| first.checked_sub(back).filter(|&at| reader.same_sentence(at, first));
        let is_named = before(1).is_some_and(|at| reader.is(at, &["as"]))
            && (2..6).any(|back| before(back).is_some_and(|at| reader.is(at, &["identified", "named"])));
        // Suspect Ruiz; the gunman, 2nd Lt. Ruiz
        let is_titled =
            (1..5).any(|back| before(back).is_some_and(|at| reader.is(at, &SUSPECTS) && (back == 1 || reader.is_comma(at + 1))));
        let is_charged = (last + 1..last + 6).any(|at| {
            let is_verb = reader.is(at, &CHARGED) || reader.is(at, &["opened"]) && reader.is(at + 1, &["fire"]);
            is_verb && reader.same_sentence(last, at) && !reader.is_comma(at + 1)
        });
        let is_apposed =
            reader.is_comma(last + 1) && (last + 2..last + 6).any(|at| reader.is(at, &SUSPECTS) && reader.same_sentence(last, at));
        if (is_named || is_titled || is_charged || is_apposed) && !suspects.contains(&mention.draft) {
            suspects.push(mention.draft);
        }
    }
    suspects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nations_and_roles_agree_by_their_words() {
        for (one, other, expected) in [("Swede", "Swedish", true), ("Dane", "Danish", true), ("Dane", "Dutch", false)] {
            assert_eq!(is_same_nation(one, other), expected, "{one} / {other}");
        }
        assert!(ends_with_word("base commander", "commander"));
        assert!(!ends_with_word("supercommander", "commander"));
        assert!(!ends_with_word("deputy mayor", "mayor") && !ends_with_word("vice-president", "president"));
    }
}
