//! Definite role nouns and whom they mean: `the president`, `the Japanese leader`, `the reclusive North Korean leader`.
//!
//! Finds: *the* + up to four adjectives or nationalities + a role noun in the singular. Does not find: roles right before the name
//! (`the special counsel Robert Mueller` is a title), `a senator`, plurals.
//! Method: among the persons named near and first, one whose title or apposition fits the noun and the country; home offices
//! (`President Trump`) before foreign ones (`North Korean President Kim`), then who was named last.

use super::context::{country_of_phrase, is_one_of, phrase, role_at};
use super::office::Office;
use super::resolve::Resolver;
use crate::entity::lexicon::{Country, Flags, Lexicon, RoleClass};
use crate::entity::view::{Shape, View};
use crate::text::Span;

/// Persons that one role mention is compared with, at most.
const MOST: usize = 24;

/// A role mention.
pub(crate) struct RoleMention {
    pub span: Span,
    pub draft: Option<u32>,
}

/// A role noun as it stands in the text.
struct Found {
    first: usize,
    last: usize,
    office: Office,
    country: Option<Country>,
    is_former: bool,
}

/// Finds and resolves the role mentions, in order.
pub(crate) fn find_roles(resolver: &Resolver<'_, '_>) -> Vec<RoleMention> {
    let view = resolver.view;
    let mut buffer = String::new();
    let mut mentions = Vec::new();
    let mut recent: Vec<u32> = Vec::with_capacity(MOST);
    let firsts: Vec<u32> = (0..resolver.drafts.len().min(MOST) as u32).collect();
    let mut named = 0;
    let mut i = 0;
    while i < view.words.len() {
        if !(view.words[i].has(Flags::FUNCTION) && is_one_of(view, i, &mut buffer, &["the"])) {
            i += 1;
            continue;
        }
        let Some(found) = role_phrase(view, i, &mut buffer) else {
            i += 1;
            continue;
        };
        while named < resolver.named.len() && resolver.named[named].span.start < view.words[i].span.start {
            let draft = resolver.named[named].draft;
            recent.retain(|&held| held != draft);
            if recent.len() == MOST {
                recent.remove(0);
            }
            recent.push(draft);
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
        // the mayor of X, Ana Ruiz,
        let apposed = next_name.filter(|next| is_apposed(view, found.last + 1, next.words.0, next.words.1)).map(|next| next.draft);
        let draft = apposed.or_else(|| choose(resolver, &found, &recent, &firsts));
        if let Some(draft) = draft {
            recent.retain(|&held| held != draft);
            if recent.len() == MOST {
                recent.remove(0);
            }
            recent.push(draft);
        }
        if draft.is_some() || matches!(found.office.class, RoleClass::Leader | RoleClass::Office) {
            mentions.push(RoleMention { span: view.cover(found.first, found.last), draft });
        }
    }
    mentions
}

/// Reads `the` at word `the` and the role noun behind it.
fn role_phrase(view: &View<'_>, the: usize, buffer: &mut String) -> Option<Found> {
    let lexicon = Lexicon::get();
    let (mut country, mut is_former) = (None, false);
    let mut at = the + 1;
    let mut found: Option<(usize, Office)> = None;
    while at < view.words.len() && at <= the + 6 && view.words[at].sentence == view.words[the].sentence {
        if let Some((len, office)) = role_at(view, at, buffer) {
            found = Some((at + len - 1, office));
            at += len;
            continue;
        }
        if found.is_some() {
            break;
        }
        let word = &view.words[at];
        match word.shape {
            Shape::Lower if !word.has(Flags::FUNCTION) => {
                if is_one_of(view, at, buffer, &["former", "late", "ex", "then"]) {
                    is_former = true;
                }
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
    let (last, office) = found?;
    if last > the + 5 {
        return None;
    }
    country = country_of_phrase(view, last + 1, buffer).or(country);
    // the president-elect, the vice-president's
    if view.words.get(last + 1).is_some_and(|word| word.shape == Shape::Hyphen && word.span.start == view.words[last].span.end) {
        return None;
    }
    phrase(view, the, the + 1, buffer);
    Some(Found { first: the, last, office, country, is_former })
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

fn choose(resolver: &Resolver<'_, '_>, found: &Found, recent: &[u32], firsts: &[u32]) -> Option<u32> {
    let mut best: Option<(i32, u32)> = None;
    let mut is_tie = false;
    let candidates = recent.iter().rev().copied().enumerate().map(|(age, draft)| (age as i32, draft));
    let later = firsts.iter().copied().filter(|draft| !recent.contains(draft)).map(|draft| (500, draft));
    for (age, draft) in candidates.chain(later) {
        let Some(fit) = fit(resolver, draft, found) else { continue };
        let score = fit - age;
        match best {
            Some((held, _)) if score < held => {}
            Some((held, _)) if score == held => is_tie = true,
            _ => {
                best = Some((score, draft));
                is_tie = false;
            }
        }
    }
    best.filter(|_| !is_tie).map(|(_, draft)| draft)
}

/// How well the person fits the role: `None` if not at all.
fn fit(resolver: &Resolver<'_, '_>, draft: u32, found: &Found) -> Option<i32> {
    let person = &resolver.drafts[draft as usize];
    let mut best = None;
    for fact in person.facts.iter().filter(|fact| fact.office.can_be_called(&found.office)) {
        let known = person.facts.iter().find_map(|fact| fact.country);
        let score = match (found.country, fact.country.or(known)) {
            (Some(said), Some(held)) if said == held => 300,
            (Some(_), Some(_)) => continue,
            (Some(_), None) => 0,
            (None, Some(held)) if held != Country::US => 100,
            (None, _) => 200,
        };
        // The exact noun before a looser one.
        let score = score + if fact.office.noun == found.office.noun { 30 } else { 0 };
        best = best.max(Some(score));
    }
    if found.is_former && best.is_some() && !person.facts.iter().any(|fact| fact.office.noun == found.office.noun) {
        return None;
    }
    best
}
