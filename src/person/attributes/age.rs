//! Ages in years, in figures.
//!
//! Finds: `Kim, 34,`, `Kim (34)`, `Kim, aged 34,`, `34-year-old Kim`, `Kim is 34`, `who is 34`, `Kim turned 34 on Friday`, `Kim died at 84`.
//! Does not find: ages in words, ages told of a time gone by (`then 34`, `was 34`), `turns 35`. House numbers (`Kim, 34 Elm Street`), scores and years are none: nothing but a comma,
//! a bracket or the end of the clause may follow.

use super::reader::Reader;
use crate::entity::view::Shape;

/// The oldest that anybody is.
const OLDEST: u8 = 122;

/// The number at word `i` if it can be an age.
fn years(reader: &Reader<'_>, i: usize) -> Option<u8> {
    if reader.shape(i) != Some(Shape::Number) {
        return None;
    }
    reader.text(i).parse().ok().filter(|years| (1..=OLDEST).contains(years))
}

/// `34-year-old` at word `i`: the age and the first word behind.
pub(super) fn year_old(reader: &Reader<'_>, i: usize) -> Option<(u8, usize)> {
    let years = years(reader, i)?;
    let is_hyphen = |i| reader.shape(i) == Some(Shape::Hyphen);
    let at = i + 1 + usize::from(is_hyphen(i + 1));
    if !reader.is(at, &["year"]) {
        return None;
    }
    let at = at + 1 + usize::from(is_hyphen(at + 1));
    reader.is(at, &["old"]).then_some((years, at + 1))
}

/// The age behind the last word of a name, and the first word behind it: `, 34,`, ` (34)`, `, aged 34,`.
pub(super) fn behind(reader: &Reader<'_>, last: usize) -> Option<(u8, usize)> {
    let opens = reader.text(last + 1) == "(";
    if !opens && !reader.is_comma(last + 1) {
        return None;
    }
    let mut at = last + 2;
    let is_said = reader.is(at, &["aged", "age"]);
    at += usize::from(is_said || reader.is(at, &["now"]));
    let years = years(reader, at).filter(|_| reader.same_sentence(last, at))?;
    at += 1;
    if reader.is(at, &["years"]) && reader.is(at + 1, &["old"]) {
        at += 2;
    }
    let ends = if opens { reader.text(at) == ")" } else { is_said || is_closed(reader, last, at) };
    ends.then_some((years, at + usize::from(opens)))
}

/// The age at word `i` behind `is`: `34`, `34 years old`.
pub(super) fn told(reader: &Reader<'_>, i: usize) -> Option<u8> {
    let years = years(reader, i)?;
    (reader.is(i + 1, &["years"]) && reader.is(i + 2, &["old"]) || is_closed(reader, i, i + 1)).then_some(years)
}

/// How far behind *died* the age may stand.
const REACH: usize = 12;

/// `died on Monday at the age of 84`, `died at 84`, `died, aged 84`, where word `i` stands behind *died*.
pub(super) fn at_death(reader: &Reader<'_>, i: usize) -> Option<u8> {
    let end = (i + REACH).min(reader.len());
    let mut at = i;
    while at < end && reader.same_sentence(i - 1, at) {
        if reader.is(at, &["aged", "age"]) && !reader.is(at + 1, &["of"]) {
            return years(reader, at + 1);
        }
        if reader.is(at, &["of"]) && reader.is(at - 1, &["age"]) {
            return years(reader, at + 1);
        }
        if reader.is(at, &["at"]) && years(reader, at + 1).is_some() && is_closed(reader, at, at + 2) {
            return years(reader, at + 1);
        }
        at += 1;
    }
    None
}

/// `turned 50 on Friday`, where word `i` stands behind *turned*; not: `turned 50 in 1998`, `turned 50 acres into`.
pub(super) fn reached(reader: &Reader<'_>, i: usize) -> Option<u8> {
    let years = years(reader, i)?;
    let is_recent = reader.is(i + 1, &["on", "this", "last", "today", "yesterday", "earlier"]);
    (is_recent || is_closed(reader, i, i + 1)).then_some(years)
}

/// `Aged 34, Kim`: before the first word of a name.
pub(super) fn before(reader: &Reader<'_>, first: usize) -> Option<u8> {
    if first < 3 || !reader.is_comma(first - 1) || !reader.same_sentence(first, first - 3) {
        return None;
    }
    years(reader, first - 2).filter(|_| reader.is(first - 3, &["aged"]))
}

/// Whether a clause or phrase ends before word `i`.
fn is_closed(reader: &Reader<'_>, from: usize, i: usize) -> bool {
    !reader.same_sentence(from, i)
        || reader.is_comma(i)
        || matches!(reader.text(i), "." | ";" | ":" | ")" | "—" | "–" | "--" | "!" | "?")
        || reader.shape(i) == Some(Shape::Quote)
        || reader.is(i, &["and", "but", "who", "or"])
}
