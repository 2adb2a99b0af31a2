//! Clock times and parts of the day.

use super::relative::lean;
use super::{Read, Rule};
use crate::tag::Tag;
use crate::time::meaning::{From, Lean, Meaning};
use crate::time::sheet::Sheet;
use crate::time::unit::Unit;
use crate::time::value::Part;
use crate::time::words::{Class as C, Classes, Word};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "clock",
        about: "A clock time, with zone and day where they stand beside it",
        starts: Classes::of(&[C::Clock, C::Digits, C::Number, C::Decimal]),
        read: clock,
        finds: &[
            ("It sounded at [3:07 p.m.]", "2018-04-17T15:07"),
            ("It closes at [3 p.m. EDT Oct. 30].", "2018-10-30T15:00"),
            ("The lamps go out at [six o'clock in the evening].", "2018-04-17T18:00"),
            ("It hit at [13:48 UTC].", "2018-04-17T13:48"),
        ],
        passes_over: &["The odds were 3:1.", "He hosts a show on AM radio.", "The note read 27:80."],
    },
    Rule {
        id: "noon",
        about: "Noon and midnight, with the day beside them",
        starts: Classes::of(&[C::Noon]),
        read: noon,
        finds: &[("It began at [noon Sunday].", "2018-04-15T12:00"), ("It ended at [midnight].", "2018-04-17T24:00")],
        passes_over: &["Pastor Jo Noon sang.", "They took the midnight train."],
    },
    Rule {
        id: "day-part",
        about: "A part of a day that is named: Thursday night, this morning, the morning of June 11",
        starts: Classes::of(&[
            C::Weekday,
            C::DayName,
            C::This,
            C::Last,
            C::That,
            C::The,
            C::Next,
            C::Month,
            C::Holiday,
            C::Digits,
            C::Following,
            C::Same,
        ]),
        read: day_part,
        finds: &[
            ("A boat sank [this morning].", "2018-04-17TMO"),
            ("It burned down [last night].", "2018-04-16TNI"),
            ("He was killed on [Thursday evening].", "2018-04-12TEV"),
            ("On [the morning of June 11, 1788], bells rang.", "1788-06-11TMO"),
        ],
        passes_over: &["\"Good morning, Vera,\" he said."],
    },
    Rule {
        id: "night",
        about: "Tonight, overnight",
        starts: Classes::of(&[C::DayName]),
        read: night,
        finds: &[("She speaks [tonight].", "2018-04-17TNI"), ("It burned [overnight].", "2018-04-16TNI")],
        passes_over: &["She watched the Tonight Show."],
    },
    Rule {
        id: "in-the-day",
        about: "Earlier or later in the day",
        starts: Classes::of(&[C::Earlier, C::Early]),
        read: in_the_day,
        finds: &[("[Earlier in the day], they had shaken hands.", "2018-04-17")],
        passes_over: &["It was earlier than the day before."],
    },
];

/// The zone and what stands in parentheses behind a clock time.
fn zone(sheet: &Sheet<'_>, i: usize) -> usize {
    let is_zone = |at: usize| sheet.is(at, C::Zone) && (sheet.is_capitalized(at) || sheet.is_any(at, &["local"]));
    let at = if is_zone(i) {
        let at = if sheet.is_any(i + 1, &["time"]) { i + 2 } else { i + 1 };
        if at == i + 1 && sheet.is_any(i, &["local", "central", "pacific", "eastern"]) && !sheet.is_any(i, &["eastern"]) {
            i
        } else {
            at
        }
    } else {
        i
    };
    // `(1210 GMT) Thursday`: inside where the date stands behind it.
    if sheet.is_any(at, &["("]) {
        let close = (at + 2..at + 7).find(|&at| sheet.is_any(at, &[")"]));
        if let Some(close) = close
            && (at..close).any(|at| sheet.is(at, C::Zone))
            && beside(sheet, close + 1).is_some()
        {
            return close + 1;
        }
    }
    at
}

/// A day that stands right behind a clock time: `, Tue April 17, 2018`, `Wednesday`.
fn beside(sheet: &Sheet<'_>, i: usize) -> Option<(Meaning, usize)> {
    let at = sheet.skip_comma(i);
    let is_start =
        sheet.is_of(at, Classes::of(&[C::Weekday, C::Month, C::DayName, C::Digits, C::Numeric, C::Last, C::Next, C::This]));
    if !is_start || sheet.is(at, C::Digits) && !sheet.is(at + 1, C::Month) {
        return None;
    }
    super::day_at(sheet, at)
}

/// With zone and day.
#[allow(clippy::unnecessary_wraps, reason = "what every rule gives")]
fn with_day(sheet: &Sheet<'_>, minutes: u16, seconds: Option<u8>, i: usize) -> Read {
    let at = zone(sheet, i);
    match beside(sheet, at) {
        Some((day, end)) => Some((Meaning::Clock(minutes, seconds, Some(Box::new(day))), end)),
        None => Some((Meaning::Clock(minutes, seconds, None), at)),
    }
}

/// `in the morning` at `i`: hours to add to a number below twelve.
fn in_part(sheet: &Sheet<'_>, i: usize) -> Option<(u16, usize)> {
    let part = if sheet.is(i, C::In) && sheet.is(i + 1, C::The) {
        sheet.word(i + 2)
    } else if sheet.is_any(i, &["at"]) {
        sheet.word(i + 1)
    } else {
        return None;
    };
    let end = if sheet.is(i, C::In) { i + 3 } else { i + 2 };
    (part.class == C::Part).then_some((if part.value == 0 { 0 } else { 12 }, end))
}

/// Minutes of hours and minutes in the half of the day that `offset` says.
fn half_day(hours: u32, minutes: u32, offset: u16) -> Option<u16> {
    ((1..=12).contains(&hours) && minutes < 60).then(|| (hours % 12 * 60 + minutes) as u16 + offset * 60)
}

fn clock(sheet: &Sheet<'_>, i: usize) -> Read {
    let word = sheet.word(i);
    let (hours, minutes, seconds) = match word {
        Word { class: C::Clock, value, .. } => {
            let seconds = (value / 10_000).checked_sub(1).map(|seconds| seconds as u8);
            (value % 10_000 / 60, value % 10_000 % 60, seconds)
        }
        Word { class: C::Digits, digits: 1..=2, value } | Word { class: C::Number, value: value @ 1..=12, .. } => (value, 0, None),
        // `7.30 p.m.`
        Word { class: C::Decimal, digits: 1.., value } => (value / 100, value % 100, None),
        // `0512 GMT`, `1400 hours`
        Word { class: C::Digits, digits: 4, value } => {
            let is_zoned = sheet.is(i + 1, C::Zone) && sheet.is_capitalized(i + 1) || sheet.is_any(i + 1, &["hours", "hrs"]);
            if !is_zoned
                || value / 100 > 24
                || value % 100 > 59
                || sheet.is_any(i + 1, &["hours"]) && sheet.is_of(i.wrapping_sub(1), Classes::of(&[C::About]))
            {
                return None;
            }
            let at = if sheet.is_any(i + 1, &["hours", "hrs"]) { i + 2 } else { i + 1 };
            return with_day(sheet, (value / 100 * 60 + value % 100) as u16, None, at);
        }
        _ => return None,
    };
    let at = i + 1;
    if sheet.is(at, C::Meridiem) && !(sheet.is_any(at, &["am"]) && sheet.is_joined(at) && word.class == C::Number) {
        let offset = sheet.word(at).value as u16;
        return with_day(sheet, half_day(hours, minutes, offset)?, seconds, at + 1);
    }
    let clock = if sheet.is(at, C::OClock) { at + 1 } else { at };
    if let Some((offset, end)) = in_part(sheet, clock)
        && (clock > at
            || word.class == C::Clock
            || sheet.is_any_before(i, &["at", "until", "around", "about", "by", "before", "after", "till", "since"]))
    {
        return with_day(sheet, half_day(hours, minutes, offset)?, seconds, end);
    }
    if clock > at {
        return with_day(sheet, half_day(hours, minutes, 0)?, None, clock);
    }
    if word.class != C::Clock {
        return None;
    }
    // 24 hours: a zone, or a word before it that leads a time.
    let is_zoned = sheet.is(at, C::Zone) && sheet.is_capitalized(at) || sheet.is_any(at, &["hours", "hrs", "h"]);
    let is_led = sheet
        .is_any_before(i, &["at", "until", "by", "from", "around", "about", "since", "before", "after", "till", "between", "to"]);
    let is_dated = i > sheet.start && sheet.is_of(i - 1, Classes::of(&[C::Numeric]))
        || beside(sheet, at).is_some() && sheet.is(at, C::Weekday);
    if hours * 60 + minutes > 1440 || !(is_zoned || is_led || is_dated) || word.digits == 0 {
        return None;
    }
    let end = if sheet.is_any(at, &["hours", "hrs", "h"]) { at + 1 } else { at };
    with_day(sheet, (hours * 60 + minutes) as u16, seconds, end)
}

fn noon(sheet: &Sheet<'_>, i: usize) -> Read {
    let is_name = sheet.is_capitalized(i) && i > sheet.start;
    let is_noun = matches!(sheet.tag(i + 1), Some(Tag::Nn | Tag::Nns))
        && !sheet.is_of(i + 1, Classes::of(&[C::Weekday, C::DayName, C::Zone, C::Month]));
    if is_name && sheet.tokens.cases[i] != crate::token::Case::Upper || is_noun {
        return None;
    }
    with_day(sheet, sheet.word(i).value as u16 * 60, None, i + 1)
}

fn night(sheet: &Sheet<'_>, i: usize) -> Read {
    let by = match sheet.word(i).value {
        3 => 0,
        4 => -1,
        _ => return None,
    };
    if sheet.is_capitalized(i) && i > sheet.start && sheet.is_capitalized(i + 1)
        || by == -1 && matches!(sheet.tag(i), Some(Tag::Jj))
    {
        return None;
    }
    if sheet.is_capitalized(i) && i == sheet.start + 1 && sheet.is(i - 1, C::The) {
        return None;
    }
    Some((Meaning::Part(Part::Night, Box::new(Meaning::Days(by))), i + 1))
}

fn day_part(sheet: &Sheet<'_>, i: usize) -> Read {
    let part_at = |at: usize| {
        (sheet.is(at, C::Part) && !(sheet.is_capitalized(at) && sheet.is_lower(at.wrapping_sub(1))))
            .then(|| Part::of(sheet.word(at).value))
    };
    let today = || Box::new(Meaning::Days(0));
    let narrated = |by| Box::new(Meaning::Shift { unit: Unit::Day, by, from: From::Narrative });
    // `the morning of June 11`, `the night before`, `the night`
    if sheet.is(i, C::The)
        && let Some(part) = part_at(i + 1)
    {
        if sheet.is(i + 2, C::Of)
            && let Some((day, end)) = super::day_at(sheet, i + 3)
        {
            return Some((Meaning::Part(part, Box::new(day)), end));
        }
        let by = match sheet.class(i + 2) {
            C::Before => -1,
            C::After if sheet.word(i + 2).value == 0 => 1,
            _ => return None,
        };
        let is_end = matches!(sheet.tag(i + 3), None | Some(Tag::Comma | Tag::Stop));
        return is_end.then(|| (Meaning::Part(part, narrated(by)), i + 3));
    }
    // `early Monday morning` begins with its modifier: another rule. Here: `Monday's early morning hours`, `June 3 morning`.
    if let Some((day, end)) = super::plain_day_at(sheet, i) {
        let at = sheet.skip_possessive(end);
        let at = if at > end && sheet.is(at, C::Early) { at + 1 } else { at };
        if let Some(part) = part_at(at) {
            return Some((Meaning::Part(part, Box::new(day)), at + 1));
        }
    }
    let (lean, at) = lean(sheet, i);
    let at = if at > i && sheet.is(at, C::Early) { at + 1 } else { at };
    let part = part_at(at)?;
    let day = match lean {
        Lean::This => today(),
        Lean::Last if part == Part::Night || part == Part::Evening => Box::new(Meaning::Days(-1)),
        Lean::Following => narrated(1),
        Lean::Previous => narrated(-1),
        Lean::Same => narrated(0),
        _ => return None,
    };
    Some((Meaning::Part(part, day), at + 1))
}

fn in_the_day(sheet: &Sheet<'_>, i: usize) -> Read {
    let is_day = sheet.is(i + 1, C::In) && sheet.is(i + 2, C::The) && sheet.is_any(i + 3, &["day"]) && !sheet.is_any(i, &["mid"]);
    is_day.then(|| (Meaning::InDay(Box::new(Meaning::Shift { unit: Unit::Day, by: 0, from: From::Narrative })), i + 4))
}
