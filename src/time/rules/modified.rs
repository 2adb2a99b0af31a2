//! Words before times: early and late, the end of, earlier and later, nearly and about.

use super::{Read, Rule};
use crate::tag::Tag;
use crate::time::meaning::{From, Meaning};
use crate::time::sheet::Sheet;
use crate::time::unit::Unit;
use crate::time::value::TimeType;
use crate::time::words::{Class as C, Classes};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "early-late",
        about: "Early, late, mid-, earlier, later before a date or a part of a day",
        starts: Classes::of(&[C::Early, C::Earlier, C::The]),
        read: early,
        finds: &[
            ("She moved in [early 2005].", "2005"),
            ("[Late last month], hail fell.", "2018-03"),
            ("[Earlier this year] it shut.", "2018"),
            ("It overturned [early Monday].", "2018-04-16"),
        ],
        passes_over: &["The early bird.", "It came late to the party."],
    },
    Rule {
        id: "end-of",
        about: "The end, the beginning, the middle of a period",
        starts: Classes::of(&[C::The, C::End]),
        read: end_of,
        finds: &[
            ("It had no debt at [the end of 2016].", "2016"),
            ("It must close by [the end of the year].", "2018"),
            ("At [the beginning of March 2008] he fell ill.", "2008-03"),
        ],
        passes_over: &["It is the end of the road."],
    },
    Rule {
        id: "about",
        about: "About, nearly, more than, at least and their like before an amount of time or a clock time",
        starts: Classes::of(&[C::About, C::Few]),
        read: about,
        finds: &[
            ("It split [about two years ago].", "2016"),
            ("It lasted [more than four hours].", "PT4H"),
            ("It stood for [over half a century].", "P50Y"),
        ],
        passes_over: &["About the two men.", "It was over."],
    },
    Rule {
        id: "recently",
        about: "More, most or only recently",
        starts: Classes::of(&[C::About]),
        read: |sheet, i| {
            let is_more = sheet.is_any(i, &["more", "as"]) && sheet.is_any(i + 1, &["recently"]);
            is_more.then(|| (Meaning::Text(TimeType::Date, "PAST_REF".to_owned()), i + 2))
        },
        finds: &[("[More recently], the mill housed bats.", "PAST_REF")],
        passes_over: &["More than that was lost."],
    },
];

fn early(sheet: &Sheet<'_>, i: usize) -> Read {
    let at = if sheet.is(i, C::The) { i + 1 } else { i };
    if !sheet.is_of(at, Classes::of(&[C::Early, C::Earlier])) {
        return None;
    }
    let next = if sheet.is(at + 1, C::Dash) { at + 2 } else { at + 1 };
    let is_earlier = sheet.is(at, C::Earlier);
    // `early in 2005`, `late in the week`, `earlier in the month`, `later on Tuesday`
    let inside = if sheet.is(next, C::In) || sheet.is_any(next, &["on"]) { next + 1 } else { next };
    if inside > next {
        if sheet.is(inside, C::The)
            && let Some((unit, end)) = plain_unit(sheet, inside + 1)
        {
            return Some((Meaning::Shift { unit, by: 0, from: From::Narrative }, end));
        }
        // `early in the morning of 29 April`
        if let Some(found) = super::part_at(sheet, inside) {
            return Some(found);
        }
        if sheet.is_any(next, &["on"]) && !is_earlier {
            return None;
        }
        return super::date_at(sheet, inside);
    }
    if sheet.is(next, C::The) && at == i && !is_earlier && !sheet.is_of(next + 1, Classes::of(&[C::Next, C::Following])) {
        return None;
    }
    // A time of day, then dates.
    let found = super::part_at(sheet, next).or_else(|| super::date_at(sheet, next))?;
    if at > i && !matches!(found.0, Meaning::Value(_) | Meaning::InYear { .. }) {
        return None;
    }
    Some(found)
}

/// `week` in `late in the week`.
fn plain_unit(sheet: &Sheet<'_>, i: usize) -> Option<(Unit, usize)> {
    let word = sheet.word(i);
    let unit = Unit::of(word.value);
    (word.class == C::Unit && matches!(unit, Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century))
        .then_some((unit, i + 1))
}

fn end_of(sheet: &Sheet<'_>, i: usize) -> Read {
    let at = if sheet.is(i, C::The) { i + 1 } else { i };
    let at = if sheet.is_any(at, &["very"]) { at + 1 } else { at };
    if !sheet.is(at, C::End) {
        return None;
    }
    if !sheet.is(at + 1, C::Of) {
        return None;
    }
    let next = at + 2;
    if sheet.is(next, C::The)
        && let Some((unit, end)) = plain_unit(sheet, next + 1)
    {
        if unit == Unit::Century && sheet.is_any(at, &["turn"]) {
            return Some((Meaning::TurnOfCentury, end));
        }
        return Some((
            Meaning::Shift {
                unit,
                by: 0,
                from: if unit == Unit::Year || unit == Unit::Month { From::Narrative } else { From::Publication },
            },
            end,
        ));
    }
    if sheet.is(next, C::The) && sheet.is_any(next + 1, &["day"]) {
        return None;
    }
    super::date_at(sheet, next)
}

/// `at least`, `more than`, `about`: what stands before an amount, and where the amount begins.
fn approximately(sheet: &Sheet<'_>, i: usize) -> Option<usize> {
    let pair = |first: &[&str], second: &[&str]| sheet.is_any(i, first) && sheet.is_any(i + 1, second);
    if sheet.is_any(i, &["well", "just"]) && sheet.is_any(i + 1, &["over", "under"]) {
        return Some(i + 2);
    }
    // Asked before it is read on: `just just just` is as deep as it is long.
    if sheet.is_any(i, &["just"]) {
        let is_read_on = sheet.is_any(i + 1, &["about", "over", "under", "more", "less"]);
        return if is_read_on { approximately(sheet, i + 1) } else { None };
    }
    if pair(&["more", "less", "fewer"], &["than"])
        || pair(&["at"], &["least", "most"])
        || pair(&["up"], &["to"])
        || pair(&["close"], &["to"])
    {
        return Some(i + 2);
    }
    if sheet.is_any(i, &["as"]) && sheet.is_any(i + 1, &["many", "much", "long", "little", "few"]) && sheet.is_any(i + 2, &["as"]) {
        return Some(i + 3);
    }
    let is_plain = sheet.is_any(i, &["about", "around", "nearly", "almost", "over", "roughly", "approximately", "some", "under"]);
    is_plain.then_some(i + 1)
}

fn about(sheet: &Sheet<'_>, i: usize) -> Read {
    let at = approximately(sheet, i)?;
    // `over the past two months`: a preposition.
    let is_amount =
        sheet.is_of(at, Classes::of(&[C::A, C::Digits, C::Number, C::Decimal, C::Half, C::Few, C::Scale, C::Clock, C::Noon]));
    if !is_amount {
        return None;
    }
    let is_around = sheet.is_any(i, &["about", "around", "nearly", "almost", "roughly", "approximately", "just"]);
    let (meaning, end) = super::amount_at(sheet, at)?;
    let is_clock = matches!(meaning, Meaning::Clock(..));
    let is_over = is_clock && !is_around || sheet.tag(i) == Some(Tag::Rp);
    (!is_over).then_some((meaning, end))
}
