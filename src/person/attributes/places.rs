//! Where an article tells what somebody is: before the name, behind it, in its clause.
//!
//! Finds: `Acme Corp. chief executive Ana Ruiz`; `the mayor of Port Alder, Ana Ruiz,`; `Ana Ruiz, 34, a potter,`; `Ana Ruiz (D-Ore.)`;
//! `Ana Ruiz of Greenpeace`; `Ana Ruiz, who is prime minister`; `Ana Ruiz is the mayor`. Does not find: what is told in the past, of
//! the future, with a negation, as somebody's words (`said that Ruiz is the mayor`), or of a pronoun. Cost: bounded for each name.

use super::core::{is_core, is_determiner};
use super::groups::{is_party, party_of};
use super::phrase::{self, Opening, Phrase};
use super::reader::Reader;
use super::{Collected, age, nouns};
use crate::entity::Label;
use crate::entity::lexicon::Flags;
use crate::entity::view::Shape;
use crate::person::resolve::Named;
use crate::tag::Tag;

/// Words that a role before a comma may take: `the mayor of the city of Port Alder, Ana Ruiz,`.
const REACH: usize = 16;

/// Parts between commas behind a name that are read: `Ruiz, 34, of Springfield, a potter, who …`.
const SEGMENTS: usize = 4;

/// Reads all that stands around one mention.
pub(super) fn read(reader: &Reader<'_>, named: &Named, is_full: bool, buffer: &mut String, collected: &mut Collected) {
    let (mut first, last) = named.words;
    if last >= reader.len() {
        return;
    }
    // The response coordinator, Dr. | Ana Ruiz
    for _ in 0..2 {
        if first > 0 && reader.view.words[first - 1].has(Flags::HONORIFIC) && is_address(reader, first - 1) {
            first -= 1;
        }
    }
    if first > 0 && reader.same_sentence(first - 1, first) {
        if reader.is_comma(first - 1) {
            if let Some(years) = age::before(reader, first) {
                collected.add_age(years);
            }
            if let Some(phrase) = apposed_before(reader, first, last, is_full, buffer) {
                collected.add(phrase);
            }
        } else if reader.shape(first - 1) == Some(Shape::Possessive) {
            // Radio Lagoon's Ana Ruiz
            if let Some(name) = first.checked_sub(2).and_then(|at| reader.name_over(at)).filter(|name| name.label == Label::Org) {
                collected.add_body(|| reader.span_words(name.span), false);
            }
        } else if let Some(phrase) = before(reader, first, last, is_full, buffer) {
            if let Some(other) = beside(reader, first, &phrase, buffer) {
                collected.add(other);
            }
            collected.add(phrase);
        }
    }
    behind(reader, first, last, buffer, collected);
}

/// Whether word `i` is a form of address: `Dr.`, `Mrs.`, `Sheikh`; not: `Professor`.
fn is_address(reader: &Reader<'_>, i: usize) -> bool {
    reader.view.words[i].is_capital() && nouns::known(&reader.text(i).to_lowercase()).is_none()
}

/// `Acme Corp. chief executive | Ana Ruiz`.
fn before(reader: &Reader<'_>, first: usize, last: usize, is_full: bool, buffer: &mut String) -> Option<Phrase> {
    if let found @ Some(_) = phrase::read_before_with_complement(reader, first, buffer) {
        return found.filter(|_| is_full);
    }
    let phrase = phrase::read_before(reader, first, buffer)?;
    // the officer Ruiz shot
    let is_clause = !is_full
        && reader.shape(first - 1) == Some(Shape::Lower)
        && phrase.opening >= Opening::Owner
        && matches!(reader.tag(last + 1), Some(Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Vbn));
    (!is_clause).then_some(phrase)
}

/// `Acme chief executive and | founder Ana Ruiz`: the role before the one found; not: `the mayor and councilman Ana Ruiz`.
fn beside(reader: &Reader<'_>, first: usize, phrase: &Phrase, buffer: &mut String) -> Option<Phrase> {
    let start = (first.saturating_sub(REACH)..first).rev().take_while(|&i| is_core(reader, i)).last()?;
    let and = start.checked_sub(1).filter(|&at| reader.is(at, &["and"]) && reader.same_sentence(at, first))?;
    let other = phrase::read_before(reader, and, buffer)?;
    (phrase.role.is_some() && other.role.is_some() && other.affiliation.is_some() && other.opening < Opening::Determiner)
        .then_some(other)
}

/// `the mayor of Port Alder, | Ana Ruiz,`.
fn apposed_before(reader: &Reader<'_>, first: usize, last: usize, is_full: bool, buffer: &mut String) -> Option<Phrase> {
    let comma = first - 1;
    let is_closed = match reader.shape(last + 1) {
        Some(Shape::Comma) => {
            let next = last + 2;
            // the mayor, Ana Ruiz, Lyle Wren and others; after the mayor, Ruiz, who …
            !reader.is(next, &["and", "or", "a", "an", "the", "who", "whose"])
                && reader.shape(next) != Some(Shape::Number)
                && reader.name_at(next).is_none_or(|(name, _)| name.label != Label::Person)
        }
        Some(Shape::Possessive | Shape::Quote) => true,
        _ => {
            !reader.same_sentence(last, last + 1)
                || matches!(reader.text(last + 1), "." | ";" | ":" | ")" | "—" | "–" | "(" | "?" | "!")
        }
    };
    for start in (comma.saturating_sub(REACH)..comma).rev() {
        if !reader.same_sentence(start, comma) || reader.is_comma(start) {
            return None;
        }
        let begins = is_determiner(reader, start) || is_core(reader, start) && (start == 0 || !is_core(reader, start - 1));
        if !begins || is_determiner(reader, start) && !is_core(reader, start + 1) || start > 0 && is_determiner(reader, start - 1) {
            continue;
        }
        // A spokesman for | the president, Tim Ames
        let is_inner = start >= 2
            && is_determiner(reader, start)
            && reader.is(start - 1, &["of", "for", "to", "with"])
            && reader.view.words[start - 2].has_any(Flags::ROLE.with(Flags::TITLE))
            && reader.shape(start - 2) == Some(Shape::Lower);
        let Some(found) = phrase::read(reader, start, buffer).filter(|_| !is_inner) else { continue };
        if found.end == comma && found.role.is_some() {
            let is_initial = reader.view.words[start].is_initial;
            // A columnist for the Ledger, Ana Ruiz lives in Quito.
            if !(is_closed || is_initial && reader.is(start, &["a", "an"])) {
                return None;
            }
            return (found.opening >= Opening::Owner && (is_full || is_initial)).then_some(found);
        }
    }
    None
}

/// What follows the name.
fn behind(reader: &Reader<'_>, first: usize, last: usize, buffer: &mut String, collected: &mut Collected) {
    let mut at = last + 1;
    if reader.is(at, &["jr", "jr.", "sr", "sr."]) {
        at += 1;
    }
    if reader.shape(at) == Some(Shape::Lower) {
        if reader.is(at, &["of"]) {
            of_body(reader, at, collected);
        } else if is_subject(reader, first) && !reader.is_quoted(first) {
            clause(reader, at, buffer, collected);
        }
        return;
    }
    for _ in 0..SEGMENTS {
        if !reader.same_sentence(last, at) {
            return;
        }
        if let Some((years, next)) = age::behind(reader, at - 1) {
            collected.add_age(years);
            at = next;
            continue;
        }
        if let Some((party, next)) = party_behind(reader, at) {
            collected.add_party(party);
            at = next;
            continue;
        }
        if !reader.is_comma(at) && !matches!(reader.text(at), "—" | "–" | "--" | "(") {
            return;
        }
        let start = at + 1;
        if reader.is(start, &["of", "from", "with"]) {
            of_body(reader, start, collected);
            at = phrase_end(reader, start + 1);
        } else if reader.is(start, &["who"]) {
            return clause(reader, start + 1, buffer, collected);
        } else {
            if let Some((name, end)) = reader.name_at(start).filter(|(name, _)| name.label == Label::Org)
                && !reader.same_sentence(last, end + 1)
            {
                // — Ana Ruiz, Harbour Ledger
                return collected.add_body(|| reader.span_words(name.span), false);
            }
            let Some(mut found) = phrase::read(reader, start, buffer) else { return };
            let is_bracketed = reader.text(start - 1) == "(";
            if !ends_apposition(reader, last, &found) || is_bracketed && !found.is_known {
                return;
            }
            at = found.end;
            if let Some((name, next)) = body_behind(reader, at).filter(|_| found.role.is_some() && found.affiliation.is_none()) {
                found.affiliation = Some(name);
                at = next;
            }
            let has_role = found.role.is_some();
            collected.add(found);
            // a Democrat and former secretary of state
            if !has_role && reader.is(at, &["and"]) {
                let Some(other) = phrase::read(reader, at + 1, buffer).filter(|other| other.is_known) else { return };
                at = other.end;
                collected.add(other);
            }
        }
    }
}

/// `, Adama University` at word `at`, behind a role: the body, and the first word behind.
fn body_behind(reader: &Reader<'_>, at: usize) -> Option<(String, usize)> {
    let (name, last) = reader.name_at(at + 1).filter(|(name, _)| reader.is_comma(at) && name.label == Label::Org)?;
    let is_closed =
        !reader.same_sentence(at, last + 1) || reader.is_comma(last + 1) || matches!(reader.text(last + 1), "." | ";" | ")");
    // Ana Ruiz, chancellor, Adama University, and …: a list
    let is_list = reader.is(last + 2, &["and"]);
    (is_closed && !is_list && reader.same_sentence(at, last)).then(|| (reader.span_words(name.span), last + 1))
}

/// The words of a plain noun phrase with its prepositions: `the village of Port Alder`.
fn phrase_end(reader: &Reader<'_>, start: usize) -> usize {
    let mut at = start;
    while at < start + REACH && (is_core(reader, at) || is_determiner(reader, at) || reader.is(at, &["of", "in", "near"])) {
        at += 1;
    }
    at
}

/// Whether an apposition can end behind the phrase: a comma, a bracket, a preposition; no verb, no name.
fn ends_apposition(reader: &Reader<'_>, last: usize, phrase: &Phrase) -> bool {
    let end = phrase.end;
    if phrase.opening == Opening::Nothing && !phrase.is_known {
        return false;
    }
    if !reader.same_sentence(last, end) || reader.is_comma(end) {
        // Ana Ruiz, the mayor, and two aides: a list
        let is_list = reader.is(end + 1, &["and"]) && is_determiner(reader, end + 2) && !reader.is(end + 2, &["a", "an"]);
        return !is_list || phrase.opening < Opening::The;
    }
    if reader.is(end, &["and"]) && is_determiner(reader, end + 1) && phrase.opening == Opening::The {
        return false;
    }
    // For Ruiz, the mayor is a friend; but: Ruiz, professor at Adama University told
    let is_verb = matches!(reader.tag(end), Some(Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md));
    let is_bare_role = phrase.opening == Opening::Nothing && phrase.affiliation.is_some();
    (!is_verb || is_bare_role) && reader.name_at(end).is_none()
}

/// `(D-Ore.)`, `, R-Ohio,`, `(D)`, `(SNP)` at word `at`: the party, and the first word behind.
fn party_behind<'a>(reader: &Reader<'a>, at: usize) -> Option<(&'a str, usize)> {
    let opens = reader.text(at) == "(";
    if !opens && !reader.is_comma(at) {
        return None;
    }
    let start = reader.view.words.get(at + 1)?.span.start as usize;
    let rest = &reader.view.text[start..];
    let mut chars = rest.chars();
    if opens && reader.text(at + 2) == ")" && is_party(&reader.text(at + 1).to_lowercase()) {
        return Some((reader.text(at + 1), at + 3));
    }
    let party = party_of(chars.next()?)?;
    let is_state = matches!(chars.next()?, '-' | '–' | '‑') && chars.next()?.is_uppercase();
    if !(is_state || opens && rest[1..].starts_with(')')) {
        return None;
    }
    let mut end = at + 2;
    while end < at + 10 && reader.same_sentence(at, end) && !reader.is_comma(end) && reader.text(end) != ")" {
        end += 1;
    }
    Some((party, end + usize::from(opens && reader.text(end) == ")")))
}

/// `of Greenpeace`, `from the University of Port Alder` at word `at`: whom the person belongs to.
fn of_body(reader: &Reader<'_>, at: usize, collected: &mut Collected) {
    let first = at + 1 + usize::from(is_determiner(reader, at + 1));
    // with the research firm Harbour Data
    let found = (first..first + 5).take_while(|&i| i == first || is_core(reader, i)).find_map(|i| reader.name_at(i));
    let Some((name, _)) = found.filter(|_| reader.same_sentence(at, first)) else { return };
    match name.label {
        Label::Org => collected.add_body(|| reader.span_words(name.span), false),
        // Rep. Ana Ruiz of Ohio: where the office is; not: the potter Ana Ruiz of Port Alder
        Label::Gpe if reader.is(at, &["of"]) => collected.add_body(|| reader.span_words(name.span), true),
        _ => {}
    }
}

/// Whether the name that begins with word `first` can be the subject of what follows.
fn is_subject(reader: &Reader<'_>, first: usize) -> bool {
    let mut before = first;
    // Over the title.
    while before > 0 && first - before < 6 && reader.same_sentence(before - 1, first) && is_core(reader, before - 1) {
        before -= 1;
    }
    if before == 0 || !reader.same_sentence(before - 1, first) {
        return true;
    }
    match reader.tag(before - 1) {
        Some(Tag::In) => reader.is(before - 1, &["because", "since", "while", "where", "as", "although", "though"]),
        Some(Tag::To | Tag::Cc) => reader.is(before - 1, &["but"]),
        _ => true,
    }
}

/// `is the mayor of Port Alder`, `is 34`, `serves as`, `died at 84`, `turned 50` at word `at`.
fn clause(reader: &Reader<'_>, mut at: usize, buffer: &mut String, collected: &mut Collected) {
    at += usize::from(reader.is(at, &["has"]) && reader.is(at + 1, &["died", "turned"]));
    let told = if reader.is(at, &["died", "dies"]) {
        age::at_death(reader, at + 1)
    } else if reader.is(at, &["turned"]) {
        age::reached(reader, at + 1)
    } else {
        None
    };
    if let Some(years) = told {
        collected.add_age(years);
        return;
    }
    let mut next = if reader.is(at, &["is", "remains"]) {
        at + 1
    } else if reader.is(at, &["serves", "works"]) && reader.is(at + 1, &["as"])
        || reader.is(at, &["has"]) && reader.is(at + 1, &["been"])
    {
        at + 2
    } else {
        return;
    };
    while reader.is(next, &["also", "now", "currently", "still", "both"]) {
        next += 1;
    }
    if let Some(years) = age::told(reader, next) {
        collected.add_age(years);
        return;
    }
    let Some(found) = phrase::read(reader, next, buffer).filter(|_| reader.same_sentence(at, next)) else { return };
    // is president of; not: is star struck
    let is_role = (found.opening >= Opening::Owner || found.is_known) && !matches!(reader.tag(found.end), Some(Tag::Nn | Tag::Nns));
    let is_adjective = found.role.is_none() && found.nationality.is_some() && found.end == next + 1;
    if is_role || is_adjective {
        collected.add(found);
    }
}
