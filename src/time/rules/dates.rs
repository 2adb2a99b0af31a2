//! Dates of the calendar: days, months and years in words and digits, whole or in part.

use super::years::short_year;
use super::{Read, Rule};
use crate::tag::Tag;
use crate::time::meaning::{From, Item, Lean, Meaning, YearOf};
use crate::time::ranges::first_end;
use crate::time::sheet::Sheet;
use crate::time::unit::Unit;
use crate::time::value::{TimeType, Value, day};
use crate::time::words::{Class as C, Classes, Word};
use crate::token::TokenKind;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "month-day",
        about: "A month and a day, with or without a year, a day of the week before them",
        starts: Classes::of(&[C::Month, C::Weekday]),
        read: month_day,
        finds: &[
            ("It opened on [March 3, 2015].", "2015-03-03"),
            ("It shut [Tues., Jan. 9, 2018] at last.", "2018-01-09"),
            ("The gate was locked on [Feb. 23].", "2018-02-23"),
            ("It is dated [February 30, 2015].", ""),
        ],
        passes_over: &["Some may 21 times try.", "They sold March 15 percent of it."],
    },
    Rule {
        id: "day-month",
        about: "A day and a month, with or without a year",
        starts: Classes::of(&[C::Digits, C::Ordinal, C::The, C::Weekday, C::Number]),
        read: day_month,
        finds: &[
            ("It began on [14 November 2009].", "2009-11-14"),
            ("It was signed on [the 3rd of March, 2015].", "2015-03-03"),
            ("It ends on [30 April].", "2018-04-30"),
            ("It was signed on [the third day of March 2009].", "2009-03-03"),
            ("He broke the order of [the 12th of October last].", "2017-10-12"),
        ],
        passes_over: &["All 14 may go.", "It was the final day of March."],
    },
    Rule {
        id: "month-year",
        about: "A month and a year",
        starts: Classes::of(&[C::Month]),
        read: month_year,
        finds: &[
            ("She took over in [June 2011].", "2011-06"),
            ("They met in [May of 2009].", "2009-05"),
            ("He died in [December of 384].", "0384-12"),
            ("It was roofed in [June last year].", "2017-06"),
        ],
        passes_over: &["Everyone may 2011 or not.", "It was the March of 384 men."],
    },
    Rule {
        id: "month",
        about: "A month alone, or with last, this or next; words that are names or verbs too need a preposition",
        starts: Classes::of(&[C::Month, C::Last, C::This, C::Next, C::Past]),
        read: month,
        finds: &[
            ("It sank in [January], killing six.", "2018-01"),
            ("It will be sold [next October].", "2018-10"),
            ("It was sold [last October].", "2017-10"),
        ],
        passes_over: &["April Lindgren won.", "May smiled.", "Thousands march through Sorrel."],
    },
    Rule {
        id: "numeric",
        about: "Digits with hyphens, slashes or full stops: year first, day or month first by the article, day first with stops",
        starts: Classes::of(&[C::Numeric]),
        read: numeric,
        finds: &[
            ("The file of [2016-10-07] is gone.", "2016-10-07"),
            ("The receipt of [03/04/2018] was forged.", "2018-03-04"),
            ("The stamp reads [17.04.2018] in red.", "2018-04-17"),
        ],
        passes_over: &["Version 1.2.13 is out.", "Call 713-853-3989."],
    },
    Rule {
        id: "day-of-month",
        about: "An ordinal alone behind a preposition, or with its month said otherwise",
        starts: Classes::of(&[C::The]),
        read: day_of_month,
        finds: &[("Rent is due on [the 25th].", "2018-04-25"), ("It is due on [the 20th of next month].", "2018-05-20")],
        passes_over: &["On the 25th floor it burned.", "He was the 25th to leave."],
    },
];

/// Words behind digits that make them an amount.
pub(super) const COUNTED: Classes = Classes::of(&[C::Unit, C::Units, C::Meridiem, C::OClock, C::Scale, C::Fraction]);

/// A day of the month in digits at `i`.
fn day_digits(sheet: &Sheet<'_>, i: usize) -> Option<(u8, usize)> {
    let word = sheet.word(i);
    let is_day = match word.class {
        C::Digits => word.digits <= 2,
        C::Ordinal => word.digits > 0,
        _ => false,
    };
    let is_amount = sheet.is_of(i + 1, COUNTED) || sheet.is_any(i + 1, &["percent", "per", "%", "million", "people", "times"]);
    (is_day && !is_amount && word.value <= 39).then(|| (word.value as u8, i + 1))
}

/// `the third of March`, `the third day of March`: the day, and where `of` stands.
fn day_ordinal(sheet: &Sheet<'_>, i: usize) -> Option<(u8, usize)> {
    let (number, end) = sheet.ordinal(i).filter(|_| !sheet.is_any(i, &["final", "opening"]))?;
    let end = if sheet.is_any(end, &["day"]) { end + 1 } else { end };
    Some((u8::try_from(number).ok().filter(|_| sheet.is(end, C::Of))?, end))
}

/// The year behind a month or a day at `i`: `, 2015`, `of that year`, `last year`.
pub(crate) fn year_behind(sheet: &Sheet<'_>, i: usize, is_day: bool) -> Option<(YearOf, usize)> {
    let at = sheet.skip_comma(i);
    let word = sheet.word(at);
    match word.class {
        C::Digits if word.digits == 4 || (is_day && word.digits == 3 && at > i) => {
            let is_amount = sheet.is_of(at + 1, Classes::of(&[C::Units, C::Scale])) || sheet.is_any(at + 1, &["people", "percent"]);
            let is_year = if is_day { word.value <= 9999 } else { (1000..=2999).contains(&word.value) };
            (word.value > 0 && is_year && !is_amount).then(|| (YearOf::Given(word.value as i16), at + 1))
        }
        C::ShortYear if !is_day || at > i => Some((YearOf::Given(short_year(word.value)), at + 1)),
        C::Of if at == i => {
            let year = year_phrase(sheet, at + 1).map(|(meaning, end)| (YearOf::Of(Box::new(meaning)), end));
            year.or_else(|| early_year(sheet, at + 1))
        }
        C::Last | C::This | C::Next | C::The | C::That => {
            let (meaning, end) = relative_year(sheet, at)?;
            Some((YearOf::Of(Box::new(meaning)), end))
        }
        _ => None,
    }
}

/// `2015`, `the year 2015`, `that year`.
pub(crate) fn year_phrase(sheet: &Sheet<'_>, i: usize) -> Read {
    let plain = |at: usize| {
        let word = sheet.word(at);
        if word.class == C::ShortYear {
            return Some((Meaning::Value(Value::Year(short_year(word.value))), at + 1));
        }
        (word.class == C::Digits && word.digits == 4 && (1000..=2999).contains(&word.value))
            .then(|| (Meaning::Value(Value::Year(word.value as i16)), at + 1))
    };
    plain(i).or_else(|| relative_year(sheet, i)).or_else(|| {
        let is_year = sheet.is(i, C::The) && sheet.is_any(i + 1, &["year"]);
        if is_year { plain(i + 2) } else { None }
    })
}

/// `last year`, `that year`, `the same year`, `the following year`.
fn relative_year(sheet: &Sheet<'_>, i: usize) -> Read {
    let at = if sheet.is_of(i, Classes::of(&[C::The, C::That])) && !sheet.is_any(i + 1, &["year"]) { i + 1 } else { i };
    let (by, from) = match sheet.class(at) {
        C::Last if at == i => (-1, From::Publication),
        C::This if at == i => (0, From::Publication),
        C::Next if at == i => (1, From::Publication),
        C::That if at == i => (0, From::Narrative),
        C::Same => (0, From::Narrative),
        C::Following | C::Next => (1, From::Narrative),
        C::Previous => (-1, From::Narrative),
        _ => return None,
    };
    let is_year = sheet.is_any(at + 1, &["year"]);
    is_year.then_some((Meaning::Shift { unit: Unit::Year, by, from }, at + 2))
}

/// Month and day as far as they are known.
fn in_year(month: u8, number: u8, year: YearOf, weekday: Option<i8>) -> Meaning {
    let is_possible = match year {
        YearOf::Given(year) => {
            return day(year, month, number).map_or(Meaning::Impossible(TimeType::Date), |day| Meaning::Value(Value::Day(day)));
        }
        _ => day(2000, month, number).is_some(),
    };
    if is_possible {
        Meaning::InYear { item: Item::MonthDay(month, number), year, weekday, lean: Lean::Open }
    } else {
        Meaning::Impossible(TimeType::Date)
    }
}

/// A day of the week before a date at `i`, and where the date begins.
fn weekday_before(sheet: &Sheet<'_>, i: usize) -> (Option<i8>, usize) {
    let word = sheet.word(i);
    if word.class != C::Weekday || !sheet.is_capitalized(i) {
        return (None, i);
    }
    let at = if sheet.is_any(i + 1, &["."]) && sheet.is_joined(i + 1) { i + 2 } else { i + 1 };
    let at = sheet.skip_comma(at);
    (Some(word.weekday()), if sheet.is(at, C::The) { at + 1 } else { at })
}

fn is_month(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.is(i, C::Month) && sheet.is_capitalized(i)
}

fn month_day(sheet: &Sheet<'_>, i: usize) -> Read {
    let (weekday, at) = weekday_before(sheet, i);
    if !is_month(sheet, at) {
        return None;
    }
    // `March the 3rd`
    let behind = if sheet.is(at + 1, C::The) { at + 2 } else { at + 1 };
    let (number, end) = day_digits(sheet, behind)?;
    let (year, end) = year_behind(sheet, end, true).unwrap_or((YearOf::Unknown, end));
    Some((in_year(sheet.word(at).month(), number, year, weekday), end))
}

fn day_month(sheet: &Sheet<'_>, i: usize) -> Read {
    let (weekday, at) = weekday_before(sheet, i);
    let at = if weekday.is_none() && sheet.is(at, C::The) { at + 1 } else { at };
    let (number, end) = day_digits(sheet, at).or_else(|| day_ordinal(sheet, at))?;
    let month = match sheet.class(end) {
        C::Of => end + 1,
        C::Dash if sheet.is_joined(end) => end + 1,
        _ => end,
    };
    if !is_month(sheet, month) || sheet.is_any_before(at, &["$", "#", "no."]) {
        return None;
    }
    let end = if sheet.is(month + 1, C::Dash) && sheet.is_joined(month + 1) { month + 2 } else { month + 1 };
    let (year, end) = year_behind(sheet, end, true).or_else(|| early_year(sheet, end)).unwrap_or((YearOf::Unknown, month + 1));
    let meaning = in_year(sheet.word(month).month(), number, year, weekday);
    Some(postposed(sheet, end, meaning))
}

/// `420` in `30 September 420`, `September of 420`.
fn early_year(sheet: &Sheet<'_>, i: usize) -> Option<(YearOf, usize)> {
    let word = sheet.word(i);
    let is_year = word.class == C::Digits && word.digits == 3 && word.value > 0 && super::closes(sheet, i + 1);
    is_year.then_some((YearOf::Given(word.value as i16), i + 1))
}

/// A month or a day with `last` or `next` behind it, as in laws and letters: `the 12th of October last`.
fn postposed(sheet: &Sheet<'_>, end: usize, mut meaning: Meaning) -> (Meaning, usize) {
    if let Meaning::InYear { year: YearOf::Unknown, lean: own @ Lean::Open, .. } = &mut meaning
        && sheet.is_of(end, Classes::of(&[C::Last, C::Next]))
        && super::closes(sheet, end + 1)
    {
        *own = if sheet.is(end, C::Last) { Lean::Previous } else { Lean::Following };
        return (meaning, end + 1);
    }
    (meaning, end)
}

fn month_year(sheet: &Sheet<'_>, i: usize) -> Read {
    if !is_month(sheet, i) {
        return None;
    }
    let behind = if sheet.is(i + 1, C::Dash) && sheet.is_joined(i + 1) { i + 2 } else { i + 1 };
    let (year, end) = year_behind(sheet, behind, false)?;
    let month = sheet.word(i).month();
    Some(match year {
        YearOf::Given(year) => (Meaning::Value(Value::Month(year, month)), end),
        year => (Meaning::item(Item::Month(month), year), end),
    })
}

/// Words before which a doubtful month is one.
const BEFORE_MONTHS: Classes =
    Classes::of(&[C::In, C::On, C::Of, C::To, C::Last, C::Next, C::This, C::Early, C::Every, C::Past, C::Before, C::After]);

fn month(sheet: &Sheet<'_>, i: usize) -> Read {
    let (lean, at) = match sheet.class(i) {
        C::Last => (Lean::Last, i + 1),
        C::Next => (Lean::Next, i + 1),
        C::This if sheet.is(i + 1, C::Past) => (Lean::Past, i + 2),
        C::This if sheet.is(i + 1, C::Coming) => (Lean::Coming, i + 2),
        C::This => (Lean::This, i + 1),
        C::Past => (Lean::Past, i + 1),
        _ => (Lean::Open, i),
    };
    if !is_month(sheet, at) || is_in_name(sheet, at) || at > i && day_digits(sheet, at + 1).is_some() {
        return None;
    }
    let word = sheet.word(at);
    if word.is_doubtful_month() && !is_surely_month(sheet, at) {
        return None;
    }
    Some((Meaning::leaning(Item::Month(word.month()), lean), at + 1))
}

/// Whether a word that is a name or a verb too is a month here.
fn is_surely_month(sheet: &Sheet<'_>, i: usize) -> bool {
    let is_joined_mid = sheet.before(i, 1) == C::Dash && sheet.before(i, 2) == C::Early;
    let is_listed = sheet.before(i, 1) == C::And && sheet.before(i, 2) == C::Month
        || sheet.is(i + 1, C::And) && sheet.is(i + 2, C::Month) && !sheet.word(i + 2).is_doubtful_month();
    let is_before = BEFORE_MONTHS.has(sheet.before(i, 1)) && !sheet.is_any_before(i, &["on", "at", "for", "after"]);
    (is_before || is_joined_mid || is_listed || sheet.is_any_before(i, &["like"]))
        && !(sheet.is_any(i + 1, &["'s"]) && sheet.is_any_before(i, &["by", "to", "of"]))
}

/// Whether the word stands in a name: capitals without a comma on either side.
pub(crate) fn is_in_name(sheet: &Sheet<'_>, i: usize) -> bool {
    let is_name = |at: usize| {
        sheet.is_capitalized(at)
            && sheet.kind(at) == Some(TokenKind::Word)
            && sheet.class(at) == C::None
            && sheet.tag(at).is_none_or(|tag| matches!(tag, Tag::Nnp | Tag::Nnps))
    };
    let is_led = BEFORE_MONTHS.has(sheet.before(i, 1)) || sheet.is_any_before(i, &["on"]);
    // `April Lindgren`; but `in April Trump said`.
    is_name(i + 1) && !is_led && i + 1 < sheet.end && sheet.word(i).is_doubtful_month() && sheet.class(i) == C::Month
}

fn numeric(sheet: &Sheet<'_>, i: usize) -> Read {
    let form = sheet.form(i);
    let separator = form.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = form.split(separator).collect();
    let &[first, second, third] = &parts[..] else { return None };
    let numbers: Vec<u16> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let &[one, two, three] = &numbers[..] else { return None };
    if second.len() > 2 || sheet.is_any_before(i, &["$", "€", "£"]) {
        return None;
    }
    let found = |year: u16, month: u16, number: u16| {
        let date = day(i16::try_from(year).ok()?, month.min(99) as u8, number.min(99) as u8);
        Some((date.map_or(Meaning::Impossible(TimeType::Date), |day| Meaning::Value(Value::Day(day))), i + 1))
    };
    if first.len() == 4 && third.len() <= 2 && separator != '.' {
        return found(one, two, three);
    }
    let has_year = third.len() == 4 && three > 0;
    let is_short = third.len() == 2 && separator == '/';
    if first.len() > 2 || !(has_year || is_short) {
        return None;
    }
    let year = if has_year { three } else { short_year(u32::from(three)).unsigned_abs() };
    let is_day_first = separator == '.' || sheet.is_day_first;
    let (month, number) = match (one, two) {
        (13.., 1..=12) => (two, one),
        (1..=12, 13..) => (one, two),
        _ if is_day_first => (two, one),
        _ => (one, two),
    };
    let is_possible = month <= 12 && number <= 31;
    if is_short && !is_possible { None } else { found(year, month, number) }
}

fn day_of_month(sheet: &Sheet<'_>, i: usize) -> Read {
    let Word { class: C::Ordinal, digits: 1.., value: number @ 1..=31 } = sheet.word(i + 1) else { return None };
    let number = number as u8;
    if sheet.is(i + 2, C::Of) {
        let at = i + 3;
        if let Some((meaning, end)) = super::relative::month_phrase(sheet, at) {
            return Some((Meaning::DayOfMonth(number, Some(Box::new(meaning))), end));
        }
    }
    // `from the 15th to the 19th century`, `to the 19th floor`: what stands behind the second tells.
    let second = if sheet.is(i + 3, C::The) { i + 4 } else { i + 3 };
    if sheet.is_of(i + 2, Classes::of(&[C::To, C::And, C::Dash]))
        && sheet.is(second, C::Ordinal)
        && (first_end(sheet, i).is_some() || matches!(sheet.tag(second + 1), Some(Tag::Nn | Tag::Nns | Tag::Nnp)))
    {
        return None;
    }
    let is_led = sheet.is_any_before(i, &["on", "by", "until", "since", "from", "to", "before", "after", "till", "and", "through"]);
    let is_noun =
        matches!(sheet.tag(i + 2), Some(Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Jj | Tag::Cd | Tag::Hyph | Tag::Jjs))
            || sheet.is_of(i + 2, Classes::of(&[C::Dash, C::Unit, C::Units, C::Of, C::And]));
    (is_led && !is_noun).then_some((Meaning::DayOfMonth(number, None), i + 2))
}
