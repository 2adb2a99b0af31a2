//! Sets of times: every Friday, twice a year, daily.

use super::amounts::text;
use super::{Read, Rule};
use crate::tag::Tag;
use crate::time::sheet::Sheet;
use crate::time::unit::{Amount, Unit, duration};
use crate::time::value::{Part, TimeType, season_letters};
use crate::time::words::{Class as C, Classes, Word};
use crate::token::TokenKind;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "every",
        about: "Every or each unit, weekday, month, part of day or date",
        starts: Classes::of(&[C::Every]),
        read: every,
        finds: &[
            ("It leaves [every Friday].", "XXXX-WXX-5"),
            ("It is taken [every two years].", "P2Y"),
            ("They bathe there [each August].", "XXXX-08"),
            ("It sails [every weekday].", "XXXX-WXX-WD"),
        ],
        passes_over: &["Every man left.", "He has every right."],
    },
    Rule {
        id: "weekdays",
        about: "Days of the week in the plural, weekdays, with parts of the day",
        starts: Classes::of(&[C::Weekdays, C::Weekday]),
        read: weekdays,
        finds: &[
            ("Practice is on [Tuesdays].", "XXXX-WXX-2"),
            ("They met [Tuesday nights].", "XXXX-WXX-2TNI"),
            ("It opens at nine on [weekdays].", "XXXX-WXX-WD"),
        ],
        passes_over: &["Ruby Tuesdays Inc. paid.", "The weekday service was cut.", "Her novel Weekdays sold well."],
    },
    Rule {
        id: "times-per",
        about: "Once a month, twice a year, three times a week",
        starts: Classes::of(&[C::Times, C::Number, C::Digits, C::Few]),
        read: times_per,
        finds: &[("The board meets [once a month].", "P1M"), ("It rang [three times a day].", "P1D")],
        passes_over: &["It is three times a nuisance.", "Once a prison, it is now shut."],
    },
    Rule {
        id: "rate",
        about: "An amount a year, per day",
        starts: Classes::of(&[C::A, C::Per]),
        read: rate,
        finds: &[("The job pays $40,000 [a year].", "P1Y")],
        passes_over: &["It took us one per room."],
    },
    Rule {
        id: "frequency",
        about: "Daily, weekly, monthly; not in the names of papers",
        starts: Classes::of(&[C::Frequency]),
        read: frequency,
        finds: &[("The [daily] tally fell.", "P1D"), ("The prize is given [annually].", "P1Y")],
        passes_over: &["Lidia Kerr of the Orsk Daily Lantern asked.", "He edits Boat Monthly."],
    },
];

/// Monday to Friday, beside TIMEX3's `XXXX-WXX-WE`.
const WORKDAYS: &str = "XXXX-WXX-WD";

/// `weekdays` and `weekday` among the days of the week in the plural.
const ALL_WEEKDAYS: u32 = 8;
const WEEKDAY: u32 = 9;

fn weekday_pattern(weekday: i8) -> String {
    format!("XXXX-WXX-{weekday}")
}

fn every(sheet: &Sheet<'_>, i: usize) -> Read {
    let at = if sheet.is_any(i + 1, &["other", "single"]) { i + 2 } else { i + 1 };
    let is_other = sheet.is_any(i + 1, &["other"]);
    let word = sheet.word(at);
    let found = |value: String, end| Some((text(TimeType::Set, value), end));
    match word.class {
        C::Weekdays if word.value == WEEKDAY => found(WORKDAYS.to_owned(), at + 1),
        C::Unit if Unit::of(word.value) == Unit::Weekend => found("XXXX-WXX-WE".to_owned(), at + 1),
        C::Unit if !matches!(Unit::of(word.value), Unit::Second) => {
            let amount = Amount::whole(if is_other { 2 } else { 1 });
            found(duration(amount, Unit::of(word.value), None), at + 1)
        }
        C::Weekday => {
            let pattern = weekday_pattern(word.weekday());
            match sheet.word(at + 1) {
                Word { class: C::Part, value, .. } => found(pattern + Part::of(value).letters(), at + 2),
                _ => found(pattern, at + 1),
            }
        }
        C::Month if sheet.is_capitalized(at) => match sheet.word(at + 1) {
            Word { class: C::Digits | C::Ordinal, value: day @ 1..=31, .. } => {
                found(format!("XXXX-{:02}-{day:02}", word.month()), at + 2)
            }
            _ => found(format!("XXXX-{:02}", word.month()), at + 1),
        },
        C::Season => found(format!("XXXX-{}", season_letters(word.value as u8)), at + 1),
        C::Part => found(format!("XXXX-XX-XX{}", Part::of(word.value).letters()), at + 1),
        _ => {
            let (amount, next) = sheet.amount(at).filter(|_| !sheet.is(at, C::A))?;
            let (unit, is_plural, end) = sheet.unit(next)?;
            if !is_plural {
                return None;
            }
            found(duration(amount, unit, None), end)
        }
    }
}

fn weekdays(sheet: &Sheet<'_>, i: usize) -> Read {
    let word = sheet.word(i);
    let is_all = word.class == C::Weekdays && word.value >= ALL_WEEKDAYS;
    // `Mondays`, but `weekdays`.
    let is_written = if is_all { !sheet.is_capitalized(i) || i == sheet.start } else { sheet.is_capitalized(i) };
    if !is_written || word.class == C::Weekday && word.is_short_weekday() {
        return None;
    }
    let pattern = if is_all { WORKDAYS.to_owned() } else { weekday_pattern(word.weekday()) };
    let next = sheet.word(i + 1);
    match (word.class, next.class) {
        (C::Weekdays, class) if word.value == WEEKDAY && class != C::Parts => None,
        (C::Weekday | C::Weekdays, C::Parts) | (C::Weekdays, C::Part) => {
            Some((text(TimeType::Set, pattern + Part::of(next.value).letters()), i + 2))
        }
        (C::Weekdays, _) => {
            let is_name =
                i > sheet.start && sheet.is_capitalized(i - 1) && sheet.class(i - 1) == C::None && sheet.is_capitalized(i + 1);
            (!is_name).then(|| (text(TimeType::Set, pattern), i + 1))
        }
        _ => None,
    }
}

/// A unit behind `a`, `per`, `each`, `every` at `i`.
fn per(sheet: &Sheet<'_>, i: usize) -> Option<(String, usize)> {
    if !sheet.is_of(i, Classes::of(&[C::A, C::Per, C::Every])) {
        return None;
    }
    let at = if sheet.is_any(i + 1, &["calendar"]) { i + 2 } else { i + 1 };
    if sheet.is(at, C::Unit) {
        return Some((duration(Amount::whole(1), Unit::of(sheet.word(at).value), None), at + 1));
    }
    let (count, next) = sheet.number(at).filter(|_| sheet.is(i, C::Every))?;
    let (unit, _, end) = sheet.unit(next)?;
    Some((duration(Amount::whole(count), unit, None), end))
}

fn times_per(sheet: &Sheet<'_>, i: usize) -> Read {
    let at = if sheet.is(i, C::Times) {
        i + 1
    } else {
        let (_, at) = sheet.amount(i)?;
        if !sheet.is_any(at, &["times", "days", "nights", "hours", "mornings", "evenings"]) {
            return None;
        }
        at + 1
    };
    let (value, end) = per(sheet, at)?;
    Some((text(TimeType::Set, value), end))
}

fn rate(sheet: &Sheet<'_>, i: usize) -> Read {
    let (value, end) = per(sheet, i)?;
    let before = i.checked_sub(1).filter(|&before| before >= sheet.start)?;
    let unit = sheet.word(end - 1);
    if Unit::of(unit.value) == Unit::Second
        || Unit::of(unit.value) == Unit::Quarter && sheet.is(i, C::A)
        || sheet.is_of(end, Classes::of(&[C::Ago, C::Earlier, C::Before, C::After, C::Dash]))
    {
        return None;
    }
    if sheet.is(end, C::And) && sheet.is(end + 2, C::Half) {
        return None;
    }
    if sheet.is(i, C::A) {
        let is_amount = sheet.kind(before) == Some(TokenKind::Number)
            || matches!(sheet.tag(before), Some(Tag::Cd | Tag::Nns))
            || sheet.is_any(before, &["%", "percent", "cent", "times", "million", "billion", "thousand", "dollars"]);
        let is_earlier_amount =
            sheet.tag(before) == Some(Tag::Nn) && before > sheet.start && matches!(sheet.tag(before - 1), Some(Tag::Cd));
        if !(is_amount || is_earlier_amount) || matches!(sheet.class(before), C::Units | C::Unit) && !sheet.is(before, C::Units) {
            return None;
        }
        if sheet.class(before) == C::Digits && sheet.word(before).digits == 4 && sheet.before(before, 1) == C::In {
            return None;
        }
    }
    let start_is_per = sheet.is(i, C::Per);
    if start_is_per && !matches!(sheet.class(i + 1), C::Unit) {
        return None;
    }
    Some((text(TimeType::Set, value), end))
}

fn frequency(sheet: &Sheet<'_>, i: usize) -> Read {
    let is_name = sheet.is_capitalized(i) && (i > sheet.start || sheet.is_capitalized(i + 1));
    let unit = Unit::of(sheet.word(i).value);
    // `two-weekly`, `biweekly` are words of their own.
    let is_joined = i > sheet.start && sheet.is(i - 1, C::Dash);
    (!is_name && !is_joined).then(|| (text(TimeType::Set, duration(Amount::whole(1), unit, None)), i + 1))
}
