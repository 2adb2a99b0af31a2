//! Definite role nouns and whom they mean: `the president`, `the Japanese leader`, `the reclusive North Korean leader`.
//!
//! Finds: *the*, *this*, *our*, *his* + up to four adjectives or nationalities + a role noun in the singular; `Mr. President`. Does not
//! find: roles right before the name (`the special counsel Robert Mueller` is a title), `a senator`, plurals, `his lawyer`.
//! Method: among the persons named near and first, one whose title or apposition fits the noun and the country; home offices
//! (`President Trump`) before foreign ones (`North Korean President Kim`), then who was named last. Nobody named fits: who held the
//! office on the article's date, by the table of leaders, in the country that is said or that the article is about.

use super::context::{country_of_phrase, is_deputy, is_one_of, phrase, role_at};
use super::known::Countries;
use super::leaders;
use super::office::Office;
use super::resolve::Resolver;
use crate::entity::lexicon::{Country, Flags, Lexicon, RoleClass};
use crate::entity::view::{Shape, View, Word};
use crate::text::Span;
use jiff::civil::Date;

/// Persons that one role mention is compared with, at most.
pub(super) const MOST: usize = 24;

/// A role mention.
pub(crate) struct RoleMention {
    pub span: Span,
    pub draft: Option<u32>,
    /// What resolved it: "definite-role", "leaders-table" for offices whose holder only the table names, "description".
    pub method: &'static str,
}

/// A role noun as it stands in the text.
struct Found {
    first: usize,
    last: usize,
    office: Office,
    country: Option<Country>,
    is_former: bool,
    /// Of how many words the noun is.
    len: usize,
    /// `the president of the chess union`: of something that is no country.
    is_of_other: bool,
    /// `the mayor of Rome`: of something with a name.
    is_of_name: bool,
    determiner: Determiner,
}

/// What stands before a role noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Determiner {
    The,
    /// `this president`, `our president`, `his vice president`: offices of state only.
    Other,
    /// `Mr. President`
    Address,
    /// `Japan's prime minister`
    Country(Country),
}

/// Where the article plays, and when: for offices whose holder it does not name.
pub(crate) struct Setting<'a> {
    pub countries: &'a Countries,
    pub date: Option<Date>,
}

/// Finds and resolves the role mentions, in order.
pub(crate) fn find_roles(resolver: &mut Resolver<'_, '_>, setting: &Setting<'_>) -> Vec<RoleMention> {
    let view = resolver.view;
    let mut buffer = String::new();
    let mut mentions = Vec::new();
    // With the sentence of the last mention.
    let mut recent: Vec<(u32, u32)> = Vec::with_capacity(MOST);
    let firsts: Vec<u32> = (0..resolver.drafts.len().min(MOST) as u32).collect();
    let mut named = 0;
    let mut i = 0;
    while i < view.words.len() {
        let found = determiner_at(view, i, &mut buffer)
            .and_then(|(determiner, last)| role_phrase(view, (i, last), determiner, &mut buffer));
        let Some(found) = found else {
            i += 1;
            continue;
        };
        while named < resolver.named.len() && resolver.named[named].span.start < view.words[i].span.start {
            let mention = &resolver.named[named];
            note(&mut recent, mention.draft, view.words.get(mention.words.0).map_or(0, |word| word.sentence));
            named += 1;
        }
        let next_name = resolver.named.get(named);
        i = found.last + 1;
        // A title: the name follows at once.
        let start_of_next = next_name.map_or(u32::MAX, |next| next.span.start);
        if view.words.get(found.last + 1).is_some_and(|word| {
            word.span.start >= start_of_next || word.is_capital() && !word.is_initial && word.shape == Shape::Capital
        }) {
            continue;
        }
        // the mayor of X, Ana Ruiz; not her husband, Otto Lang.
        let is_office = found.determiner != Determiner::Other || found.office.class != RoleClass::Public;
        // A spokesman for the president, Tim Ames: the spokesman.
        let is_inner = is_inside_other(view, found.first, &mut buffer);
        let next_person = next_name.map(|next| next.draft);
        let apposed = next_name
            .filter(|_| is_office && !is_inner)
            .filter(|next| is_apposed(view, found.last + 1, next.words.0, next.words.1))
            .map(|next| next.draft);
        let can_be_chosen = match found.determiner {
            Determiner::The | Determiner::Country(_) => true,
            Determiner::Other | Determiner::Address => is_of_state(&found.office.noun),
        };
        let mut method = "definite-role";
        let draft = match apposed {
            None if can_be_chosen => match choose(resolver, &found, &recent, &firsts) {
                Choice::One(draft) => Some(draft).filter(|_| !is_inner || Some(draft) != next_person),
                Choice::Several => None,
                Choice::Nobody => {
                    method = "leaders-table";
                    holder(resolver, &found, setting, &mut buffer)
                }
            },
            apposed => apposed,
        };
        if let Some(draft) = draft {
            note(&mut recent, draft, view.words[found.first].sentence);
        }
        if draft.is_some() || can_be_chosen && matches!(found.office.class, RoleClass::Leader | RoleClass::Office) {
            if draft.is_none() {
                method = "definite-role";
            }
            mentions.push(RoleMention { span: view.cover(found.first, found.last), draft, method });
        }
    }
    mentions
}

/// Puts a person named in `sentence` last.
pub(super) fn note(recent: &mut Vec<(u32, u32)>, draft: u32, sentence: u32) {
    recent.retain(|&(held, _)| held != draft);
    if recent.len() == MOST {
        recent.remove(0);
    }
    recent.push((draft, sentence));
}

/// What stands before a role noun at word `at`, and its last word.
fn determiner_at(view: &View<'_>, at: usize, buffer: &mut String) -> Option<(Determiner, usize)> {
    let word = &view.words[at];
    if word.has(Flags::FUNCTION) && word.span.end - word.span.start <= 5 {
        phrase(view, at, at + 1, buffer);
        match &**buffer {
            "the" => return Some((Determiner::The, at)),
            "this" | "that" | "our" | "your" | "their" | "its" | "his" | "her" => return Some((Determiner::Other, at)),
            _ => return None,
        }
    }
    if word.is_capital() && word.has(Flags::PHRASE) {
        let country = view.longest(at, buffer, 3, |text, _| Lexicon::get().country(text));
        if let Some((len, country)) =
            country.filter(|(len, _)| view.words.get(at + len).is_some_and(|next| next.shape == Shape::Possessive))
        {
            return Some((Determiner::Country(country), at + len));
        }
    }
    let is_address = word.is_capital() && is_one_of(view, at, buffer, &["mr.", "mr", "madam"]);
    (is_address && is_one_of(view, at + 1, buffer, &["president", "speaker", "chairman", "secretary", "vice"]))
        .then_some((Determiner::Address, at))
}

/// Offices of state: held by one at a time, so that anybody's is the same.
fn is_of_state(noun: &str) -> bool {
    matches!(noun, "president" | "vice president" | "prime minister" | "chancellor" | "commander-in-chief")
}

/// Who holds the office by the table of leaders, though the article names nobody who does.
fn holder(resolver: &mut Resolver<'_, '_>, found: &Found, setting: &Setting<'_>, buffer: &mut String) -> Option<u32> {
    let date = setting.date.filter(|_| !found.is_former && !found.is_of_other)?;
    phrase(resolver.view, found.last + 1 - found.len, found.last + 1, buffer);
    let office = if &**buffer == "vice-president" { "vice president" } else { buffer.as_str() };
    // Offices of one country that newspapers elsewhere give without it.
    let country = match found.country {
        Some(country) => country,
        None => setting.countries.home().filter(|_| has_table(office))?,
    };
    let mut rows = leaders::leaders_at(country, office, date);
    let leader = rows.next()?;
    if rows.any(|other| other.name != leader.name) {
        return None;
    }
    Some(resolver.draft_of_leader(leader))
}

/// Offices that one person holds for a whole country.
fn has_table(office: &str) -> bool {
    !matches!(office, "senator" | "representative" | "governor" | "leader" | "king" | "queen" | "prince" | "chairman" | "candidate")
}

/// Reads the determiner at word `the` and the role noun behind it.
fn role_phrase(view: &View<'_>, (first, the): (usize, usize), determiner: Determiner, buffer: &mut String) -> Option<Found> {
    let lexicon = Lexicon::get();
    let (mut country, mut is_former) = (None, false);
    let mut at = the + 1;
    let mut found: Option<(usize, Office, usize)> = None;
    let the_age = age_words(view, at, buffer);
    at += the_age;
    while at < view.words.len() && at <= the + the_age + 6 && view.words[at].sentence == view.words[the].sentence {
        // The deputy prime minister is not the prime minister; a deputy alone is one.
        phrase(view, at, at + 1, buffer);
        // The acting mayor is not the mayor named so: the attributes tell who acts.
        if matches!(&**buffer, "acting" | "interim") {
            return None;
        }
        let is_deputy = is_deputy(buffer) && role_at(view, at + 1, buffer).is_some();
        let here = role_at(view, at, buffer);
        if is_deputy && here.as_ref().is_none_or(|(len, _)| *len == 1) {
            return None;
        }
        if let Some((len, office)) = here {
            found = Some((at + len - 1, office, len));
            at += len;
            continue;
        }
        if found.is_some() {
            break;
        }
        let word = &view.words[at];
        match word.shape {
            Shape::Lower if !word.has(Flags::FUNCTION) => {
                phrase(view, at, at + 1, buffer);
                is_former |= matches!(&**buffer, "former" | "late" | "ex" | "then");
                // Past participles and adjectives may stand between; verbs and plural nouns end the phrase.
                if word.has(Flags::SAYING) {
                    return None;
                }
            }
            Shape::Capital | Shape::Upper => {
                if let Some((len, named)) = view.longest(at, buffer, 3, |text, _| lexicon.country(text)) {
                    country = Some(named);
                    at += len;
                    continue;
                }
                if !word.has_any(Flags::PHRASE.with(Flags::TITLE_MODIFIER).with(Flags::TITLE)) {
                    return None;
                }
            }
            Shape::Hyphen | Shape::Number => {}
            _ => return None,
        }
        at += 1;
    }
    let (last, office, len) = found?;
    if last > the + the_age + 5 {
        return None;
    }
    if let Determiner::Country(owner) = determiner {
        country = Some(owner);
    }
    let of = country_of_phrase(view, last + 1, buffer);
    let is_of_other = of.is_none() && country.is_none() && is_one_of(view, last + 1, buffer, &["of"]);
    let named = last + 2 + usize::from(is_of_other && is_one_of(view, last + 2, buffer, &["the"]));
    // Of a capital too: the mayor of Rome. Heads of state and government are told by their country.
    let is_of_name =
        is_of_other && view.words.get(named).is_some_and(Word::is_capital) || of.is_some() && office.class != RoleClass::Leader;
    country = of.or(country);
    // the president-elect, the vice-president's
    if view.words.get(last + 1).is_some_and(|word| word.shape == Shape::Hyphen && word.span.start == view.words[last].span.end) {
        return None;
    }
    phrase(view, the, the + 1, buffer);
    Some(Found { first, last, office, country, is_former, len, is_of_other, is_of_name, determiner })
}

/// How many words `72-year-old` takes at word `at`: none, or five.
fn age_words(view: &View<'_>, at: usize, buffer: &mut String) -> usize {
    if view.words.get(at).is_none_or(|word| word.shape != Shape::Number) {
        return 0;
    }
    let end = (at + 5).min(view.words.len());
    phrase(view, at + 1, end, buffer);
    if buffer.starts_with("-year-old") { 5 } else { 0 }
}

/// `, Ana Ruiz,` within six words behind the role, up to a comma.
fn is_apposed(view: &View<'_>, from: usize, name: usize, name_last: usize) -> bool {
    if name >= view.words.len()
        || name < from + 1
        || name > from + 7
        || view.words[name - 1].shape != Shape::Comma
        || view.words[from - 1].sentence != view.words[name].sentence
    {
        return false;
    }
    let is_plain = view.words[from..name - 1].iter().all(|word| {
        matches!(word.shape, Shape::Capital | Shape::Upper | Shape::Lower | Shape::Initial) && !word.has(Flags::SAYING)
    });
    let starts_of =
        name - 1 == from || view.words[from].shape == Shape::Lower && view.words[from].span.end - view.words[from].span.start <= 3;
    let closes = view.words.get(name_last + 1).is_none_or(|word| word.shape != Shape::Lower);
    is_plain && starts_of && closes
}

/// Whom a role means.
enum Choice {
    One(u32),
    /// Two or more that nothing tells apart.
    Several,
    Nobody,
}

fn choose(resolver: &Resolver<'_, '_>, found: &Found, recent: &[(u32, u32)], firsts: &[u32]) -> Choice {
    let mut best: Option<(i32, u32)> = None;
    // Those of the best fit who are named in one sentence are alike: `Senator Ruiz met Senator Lang. The senator said`.
    let mut fitting: Option<(i32, u32)> = None;
    let mut is_tie = false;
    for (&(draft, sentence), age) in recent.iter().rev().zip(0..) {
        let Some(fit) = fit(resolver, draft, found) else { continue };
        match best {
            Some((held, _)) if fit - age < held => is_tie |= fitting == Some((fit, sentence)),
            _ => {
                best = Some((fit - age, draft));
                fitting = Some((fit, sentence));
                is_tie = false;
            }
        }
    }
    for &draft in firsts.iter().filter(|&&draft| !recent.iter().any(|&(held, _)| held == draft)) {
        let Some(score) = fit(resolver, draft, found).map(|fit| fit - 500) else { continue };
        match best {
            Some((held, _)) if score < held => {}
            Some((held, _)) if score == held => is_tie = true,
            _ => {
                best = Some((score, draft));
                is_tie = false;
            }
        }
    }
    match best {
        Some(_) if is_tie => Choice::Several,
        Some((_, draft)) => Choice::One(draft),
        None => Choice::Nobody,
    }
}

/// Whether the role at word `at` belongs to another: `a spokesman for | the president`, `the mother of | the victim`.
fn is_inside_other(view: &View<'_>, at: usize, buffer: &mut String) -> bool {
    at >= 2
        && view.words[at - 2].sentence == view.words[at].sentence
        && is_one_of(view, at - 1, buffer, &["of", "for", "to", "with"])
        && view.words[at - 2].shape == Shape::Lower
        && (role_at(view, at - 2, buffer).is_some()
            || is_one_of(
                view,
                at - 2,
                buffer,
                &["mother", "father", "son", "daughter", "wife", "husband", "brother", "sister", "friend"],
            ))
}

/// How well the person fits the role: `None` if not at all.
fn fit(resolver: &Resolver<'_, '_>, draft: u32, found: &Found) -> Option<i32> {
    // The mayor of Rome: whose mayor somebody is, the facts do not tell.
    if found.is_of_name {
        return None;
    }
    let person = &resolver.drafts[draft as usize];
    let mut best: Option<i32> = None;
    for fact in person.facts.iter().filter(|fact| fact.office.can_be_called(&found.office)) {
        // The former mayor is not the mayor; but the senator may be a former one.
        if found.is_former && !fact.is_former {
            continue;
        }
        let known = person.facts.iter().find_map(|fact| fact.country);
        let score = match (found.country, fact.country.or(known)) {
            (Some(said), Some(held)) if said == held => 300,
            (Some(_), Some(_)) => continue,
            (Some(_), None) => 0,
            (None, Some(held)) if held != Country::US => 100,
            (None, _) => 200,
        };
        // Who holds it before who held it.
        let score = score - if fact.is_former == found.is_former { 0 } else { 150 };
        // The exact noun before a looser one.
        let score = score + if fact.office.noun == found.office.noun { 30 } else { 0 };
        best = best.max(Some(score));
    }
    if found.is_former && best.is_some() && !person.facts.iter().any(|fact| fact.office.noun == found.office.noun) {
        return None;
    }
    best
}
