//! Which way a clause points in time: by the verb nearest to an expression.

use super::sheet::Sheet;
use super::words::{Class, Classes};
use crate::tag::Tag;

/// The way a clause points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Tense {
    Past,
    Present,
    /// An infinitive: mostly to come, `asked to postpone all in March`.
    Plan,
    Future,
}

/// How far the verb is looked for, in tokens.
const REACH: usize = 30;

/// Words that make what they govern a plan.
const PLANNED: [&str; 16] = [
    "due",
    "expected",
    "scheduled",
    "planned",
    "slated",
    "set",
    "supposed",
    "poised",
    "projected",
    "forecast",
    "likely",
    "upcoming",
    "going",
    "ready",
    "coming",
    "pending",
];

const BE_NOW: [&str; 9] = ["is", "are", "'s", "'re", "am", "'m", "isn't", "aren't", "being"];
const BE_THEN: [&str; 4] = ["was", "were", "got", "had"];

/// Verbs after which an infinitive has happened.
const HAPPENED: [&str; 14] = [
    "failed",
    "managed",
    "had",
    "able",
    "began",
    "continued",
    "tried",
    "came",
    "went",
    "refused",
    "helped",
    "used",
    "happened",
    "seemed",
];

/// The tense of the clause in which tokens `first` up to `end` stand; `is_day`: they name a day.
pub fn tense(sheet: &Sheet<'_>, first: usize, end: usize, is_day: bool) -> Tense {
    if sheet.tags.is_empty() {
        return Tense::Past;
    }
    let is_possessive = sheet.is_any(end, &["'s", "'"]) && sheet.is_joined(end);
    let left = if is_possessive { None } else { verb_before(sheet, first) };
    let found = left.or_else(|| verb_after(sheet, end));
    // `stores hired guards for Black Friday`; `markets closed for Eid al-Fitr`, a week later
    if is_day && sheet.is_any_before(first, &["for"]) && !is_possessive {
        return if matches!(found, Some((Tense::Past, _))) { Tense::Plan } else { Tense::Future };
    }
    let by = sheet.is_any_before(first, &["by"]);
    let until = sheet.is_any_before(first, &["until", "till", "through"]);
    if by || until {
        let (tense, verb) = found.unwrap_or((Tense::Future, first));
        let has_had =
            (first.saturating_sub(REACH).max(sheet.start)..(end + REACH).min(sheet.end)).any(|i| sheet.is_any(i, &["had"]));
        let is_state = sheet.is_any(verb, &["was", "were", "been", "said"]) || sheet.tag(verb) != Some(Tag::Vbd);
        return if tense == Tense::Past && (by && has_had || until && !is_state) { Tense::Past } else { Tense::Future };
    }
    found.map_or(Tense::Past, |(tense, _)| tense)
}

/// The nearest verb before token `first`.
fn verb_before(sheet: &Sheet<'_>, first: usize) -> Option<(Tense, usize)> {
    let from = first.saturating_sub(REACH).max(sheet.start);
    let mut i = first;
    while i > from {
        i -= 1;
        if matches!(sheet.tag(i), Some(Tag::Colon)) {
            return None;
        }
        if let Some(tense) = verb(sheet, i) {
            return Some((tense, i));
        }
    }
    None
}

/// The nearest verb from token `end` on.
fn verb_after(sheet: &Sheet<'_>, end: usize) -> Option<(Tense, usize)> {
    for i in end..(end + REACH).min(sheet.end) {
        if let Some(Tag::Vbz | Tag::Vbp) = sheet.tag(i)
            && sheet.is_any(i, &BE_NOW)
        {
            // `is expected`, `are meeting`, `is to`
            let is_plan = (i + 1..i + 4).any(|i| sheet.is_any(i, &PLANNED) || matches!(sheet.tag(i), Some(Tag::Vbg | Tag::To)));
            return Some((if is_plan { Tense::Future } else { Tense::Present }, i));
        }
        if let Some(Tag::Vbz | Tag::Vbp) = sheet.tag(i)
            && sheet.is_any(i, &["has", "have", "'ve"])
        {
            return Some((Tense::Past, i));
        }
        if sheet.tag(i) == Some(Tag::Vbn) || sheet.tag(i) == Some(Tag::Vbg) {
            continue;
        }
        // `shares leaped`: the noun looks like a verb.
        if matches!(sheet.tag(i), Some(Tag::Vbz | Tag::Vbp)) && (i + 1..i + 4).any(|i| sheet.tag(i) == Some(Tag::Vbd)) {
            continue;
        }
        if let Some(tense) = verb(sheet, i) {
            return Some((tense, i));
        }
    }
    None
}

/// The token before `i` that is no adverb and no `not`.
fn skip_adverbs(sheet: &Sheet<'_>, i: usize) -> Option<usize> {
    let mut at = i;
    for _ in 0..4 {
        at = at.checked_sub(1).filter(|&at| at >= sheet.start)?;
        let is_adverb =
            matches!(sheet.tag(at), Some(Tag::Rb | Tag::Prp | Tag::Comma)) || sheet.is_of(at, Classes::of(&[Class::Weekday]));
        if !is_adverb {
            return Some(at);
        }
    }
    None
}

/// What the verb at `i` says, with the words before it; none where it is no verb that tells.
fn verb(sheet: &Sheet<'_>, i: usize) -> Option<Tense> {
    if sheet.is_any(i, &PLANNED) && matches!(sheet.tag(i), Some(Tag::Jj | Tag::Vbn | Tag::Vbd | Tag::Vbg)) {
        // `had planned`, `was expected`
        return Some(Tense::Future);
    }
    match sheet.tag(i)? {
        Tag::Md => Some(Tense::Future),
        Tag::Vbd => Some(Tense::Past),
        Tag::Vbz | Tag::Vbp => Some(present(sheet, i)),
        Tag::Vb => Some(base(sheet, i)),
        Tag::Vbn => Some(participle(sheet, i)),
        Tag::Vbg => gerund(sheet, i),
        _ => None,
    }
}

fn present(sheet: &Sheet<'_>, i: usize) -> Tense {
    if sheet.is_any(i, &BE_NOW) || sheet.is_any(i, &["has", "have", "does", "do", "'ve"]) {
        return Tense::Present;
    }
    let is_report = sheet.is_any(
        i,
        &["says", "say", "reports", "writes", "tells", "shows", "show", "according", "know", "knows", "thinks", "think"],
    );
    if is_report { Tense::Past } else { Tense::Plan }
}

fn base(sheet: &Sheet<'_>, i: usize) -> Tense {
    let Some(before) = skip_adverbs(sheet, i) else { return Tense::Future };
    match sheet.tag(before) {
        Some(Tag::To) => {
            let is_done = before > sheet.start && sheet.is_any(before - 1, &HAPPENED);
            if is_done { Tense::Past } else { Tense::Plan }
        }
        _ if sheet.is_any(before, &["did"]) => Tense::Past,
        _ => Tense::Future,
    }
}

fn participle(sheet: &Sheet<'_>, i: usize) -> Tense {
    let Some(aux) = skip_adverbs(sheet, i) else { return Tense::Past };
    if sheet.is_any(aux, &["be", "get"]) {
        // `will be held`, `to be held`
        return Tense::Future;
    }
    if sheet.is_any(aux, &["have"]) {
        let governor = skip_adverbs(sheet, aux);
        return if governor.is_some_and(|governor| sheet.is_any(governor, &["will", "'ll"])) { Tense::Future } else { Tense::Past };
    }
    if sheet.is_any(aux, &BE_NOW) { Tense::Present } else { Tense::Past }
}

fn gerund(sheet: &Sheet<'_>, i: usize) -> Option<Tense> {
    let aux = skip_adverbs(sheet, i)?;
    if sheet.is_any(aux, &BE_NOW) || sheet.is_any(aux, &["be"]) {
        return Some(Tense::Future);
    }
    if sheet.is_any(aux, &BE_THEN) || sheet.is_any(aux, &["been"]) {
        return Some(Tense::Past);
    }
    // `starting Monday` goes with the clause.
    None
}
