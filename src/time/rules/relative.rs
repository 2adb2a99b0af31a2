//! Times that count from the publication or from the time last named.

use super::{Read, Rule};
use crate::tag::Tag;
use crate::time::meaning::{From, Lean, Meaning, YearOf};
use crate::time::sheet::Sheet;
use crate::time::unit::{Amount, Unit};
use crate::time::value::TimeType;
use crate::time::words::{Class as C, Classes};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "day-name",
        about: "Yesterday, today, tomorrow, the days beyond",
        starts: Classes::of(&[C::DayName, C::The]),
        read: day_name,
        finds: &[
            ("It closed [yesterday].", "2018-04-16"),
            ("It sails [the day after tomorrow].", "2018-04-19"),
            ("Orsk votes [today].", "2018-04-17"),
        ],
        passes_over: &["They played \"Yesterday\" at his grave."],
    },
    Rule {
        id: "unit",
        about: "Last, this, next week, month, year: from publication",
        starts: Classes::of(&[C::Last, C::This, C::Next, C::The]),
        read: unit,
        finds: &[
            ("Exports fell [last year].", "2017"),
            ("It opens [next month].", "2018-05"),
            ("He died [last week].", "2018-W15"),
            ("She lost [this past year].", "2018"),
        ],
        passes_over: &["At last years count.", "This time they won."],
    },
    Rule {
        id: "that-unit",
        about: "That day, the same year, the following week, the previous month: from the time last named",
        starts: Classes::of(&[C::That, C::The, C::Following, C::Previous]),
        read: that_unit,
        finds: &[
            ("In 1998 he won; [the same year] he died.", "1998"),
            ("On June 3, 2015 it began. [The following day] it fell.", "2015-06-04"),
            ("In 1998 he won; [the previous year] he lost.", "1997"),
        ],
        passes_over: &["He said that years had passed.", "The following people came."],
    },
    Rule {
        id: "ago",
        about: "So many units ago",
        starts: Classes::of(&[C::A, C::Number, C::Digits, C::Few, C::Units, C::Half, C::Decimal, C::Scale, C::Vague]),
        read: ago,
        finds: &[
            ("It split [two years ago].", "2016"),
            ("They wed [a week ago].", "2018-W15"),
            ("It closed [several months ago].", "PAST_REF"),
            ("It was found [11 days ago].", "2018-04-06"),
            ("It fell [50 years ago today].", "1968-04-17"),
            ("It fell [a week ago Friday].", "2018-04-06"),
        ],
        passes_over: &["They waited two years."],
    },
    Rule {
        id: "later",
        about: "So many units later, earlier, before, after: from the time last named",
        starts: Classes::of(&[C::A, C::Number, C::Digits, C::Few, C::Units, C::Half, C::The]),
        read: later,
        finds: &[
            ("He came in 1998. [A year later] he left.", "1999"),
            ("He fell on March 2, 2012. [Two days earlier] he ate.", "2012-02-29"),
            ("It was looted [two days before Christmas 2016].", "2016-12-23"),
        ],
        passes_over: &["Two years later than planned, it opened.", "Two days after the vote it fell."],
    },
    Rule {
        id: "from-day",
        about: "So many units from now, from a day of the week, today, tomorrow",
        starts: Classes::of(&[C::A, C::Number, C::Digits, C::Half]),
        read: from_day,
        finds: &[
            ("The court will sit [a week from Friday].", "2018-04-27"),
            ("It ends [six weeks from now].", "2018-W22"),
            ("It will open [a year from today].", "2019-04-17"),
        ],
        passes_over: &["He took a week from his leave.", "It was a day from Friday to forget."],
    },
    Rule {
        id: "of-this-year",
        about: "The year, the month, the week where a part of it or an accounting period is meant",
        starts: Classes::of(&[C::The]),
        read: of_this_year,
        finds: &[("Revenue for [the year] ended Sept. 30 was flat.", "2018"), ("It fell in [the quarter].", "2018-Q1")],
        passes_over: &["It was named the ship of the year.", "He saw the week through."],
    },
];

/// A singular unit at `i` that is a date: week and longer, or day.
fn date_unit(sheet: &Sheet<'_>, i: usize) -> Option<(Unit, usize)> {
    let at = if sheet.is_any(i, &["calendar", "school", "academic", "financial", "election"]) { i + 1 } else { i };
    let word = sheet.word(at);
    let unit = Unit::of(word.value);
    let is_unit = word.class == C::Unit && unit >= Unit::Day && unit != Unit::Weekend && unit != Unit::Fortnight;
    // `ABC's "This Week"`, but `LAST WEEK`
    let is_shouted = sheet.tokens.cases.get(at) == Some(&crate::token::Case::Upper);
    let is_possessed = sheet.is_capitalized(at) && at > sheet.start && !is_shouted;
    (is_unit && !is_possessed).then_some((unit, at + 1))
}

fn day_name(sheet: &Sheet<'_>, i: usize) -> Read {
    let word = sheet.word(i);
    if word.class == C::DayName && word.value <= 2 {
        // `"Yesterday"`, `USA Today`
        let is_title = sheet.is_capitalized(i)
            && (i > sheet.start && sheet.is_any(i - 1, &["\"", "'"]) && sheet.is_any(i + 1, &["\"", "'"])
                || i > sheet.start
                    && sheet.is_capitalized(i - 1)
                    && sheet.class(i - 1) == C::None
                    && sheet.tokens.cases[i] != crate::token::Case::Upper
                    && sheet.tag(i) != Some(Tag::Nn));
        return (!is_title).then(|| (Meaning::Days(i64::from(word.value) - 1), i + 1));
    }
    if sheet.is(i, C::The) && sheet.is_any(i + 1, &["day"]) && sheet.is(i + 3, C::DayName) {
        let by = match (sheet.class(i + 2), sheet.word(i + 3).value) {
            (C::Before, 0) => -2,
            (C::After, 2) => 2,
            _ => return None,
        };
        return Some((Meaning::Days(by), i + 4));
    }
    None
}

fn unit(sheet: &Sheet<'_>, i: usize) -> Read {
    let (by, at) = match sheet.class(i) {
        C::Last => (-1, i + 1),
        C::Next => (1, i + 1),
        C::This if sheet.is(i + 1, C::Past) => (0, i + 2),
        C::This if sheet.is(i + 1, C::Coming) => (1, i + 2),
        C::This if sheet.is(i + 1, C::Same) => (0, i + 2),
        C::This => (0, i + 1),
        C::The if sheet.is(i + 1, C::Current) => (0, i + 2),
        C::The if sheet.is(i + 1, C::Coming) => (1, i + 2),
        _ => return None,
    };
    let (unit, end) = date_unit(sheet, at)?;
    if unit == Unit::Day && by != 0 || sheet.is(end, C::Dash) && sheet.is_joined(end) {
        return None;
    }
    let by = if sheet.is(i + 1, C::Past) && unit != Unit::Year { -1 } else { by };
    let by = if unit == Unit::Day { return Some((Meaning::Days(0), end)) } else { by };
    Some((Meaning::Shift { unit, by, from: From::Publication }, end))
}

/// `next month`, `the month`, `that month`.
pub(crate) fn month_phrase(sheet: &Sheet<'_>, i: usize) -> Read {
    let found = unit(sheet, i).or_else(|| that_unit(sheet, i));
    let is_month = |meaning: &Meaning| matches!(meaning, Meaning::Shift { unit: Unit::Month, .. });
    found.filter(|(meaning, _)| is_month(meaning)).or_else(|| {
        let is_plain = sheet.is_of(i, Classes::of(&[C::The, C::Every])) && sheet.is_any(i + 1, &["month"]);
        is_plain.then_some((Meaning::Shift { unit: Unit::Month, by: 0, from: From::Publication }, i + 2))
    })
}

fn that_unit(sheet: &Sheet<'_>, i: usize) -> Read {
    let at = if sheet.is_of(i, Classes::of(&[C::The, C::That]))
        && sheet.is_of(i + 1, Classes::of(&[C::Same, C::Following, C::Previous, C::Next]))
    {
        i + 1
    } else {
        i
    };
    let by = match sheet.class(at) {
        C::That if sheet.word(at).value == 0 => 0,
        C::Same if at > i => 0,
        C::Following if at > i || sheet.before(at, 1) != C::None || at == sheet.start => 1,
        C::Next if at > i && sheet.is(i, C::The) => 1,
        C::Previous => -1,
        _ => return None,
    };
    let very = if sheet.is(at, C::That) && sheet.is(at + 1, C::Same) { at + 2 } else { at + 1 };
    let (unit, end) = date_unit(sheet, very)?;
    if sheet.is(end, C::Dash) && sheet.is_joined(end) {
        return None;
    }
    Some((Meaning::Shift { unit, by, from: From::Narrative }, end))
}

/// An amount with its unit.
fn measure(sheet: &Sheet<'_>, i: usize) -> Option<(Amount, Unit, usize)> {
    if sheet.is(i, C::Units) {
        return Some((Amount::Vague, Unit::of(sheet.word(i).value), i + 1));
    }
    let (amount, at) = sheet.amount(i)?;
    let at = sheet.skip_hyphen(at);
    let (unit, _, end) = sheet.unit(at)?;
    // `a year and a half ago`
    if sheet.is(end, C::And)
        && sheet.is(end + 1, C::A)
        && sheet.is(end + 2, C::Half)
        && let Amount::Hundredths(hundredths) = amount
    {
        return Some((Amount::Hundredths(hundredths.saturating_add(50)), unit, end + 3));
    }
    Some((amount, unit, end))
}

/// A shift by an amount of a unit, in units that dates have; none if it is vague.
fn shift(amount: Amount, unit: Unit, sign: i64, from: From) -> Option<Meaning> {
    let Amount::Hundredths(hundredths) = amount else { return None };
    let hundredths = i64::from(hundredths);
    let (unit, factor) = match unit {
        Unit::Decade => (Unit::Year, 10),
        Unit::Century => (Unit::Year, 100),
        Unit::Millennium => (Unit::Year, 1000),
        Unit::Fortnight => (Unit::Week, 2),
        unit => (unit, 1),
    };
    let hundredths = hundredths * factor;
    let (unit, by) = match unit {
        Unit::Year if hundredths % 100 != 0 => (Unit::Month, hundredths * 12 / 100),
        unit => (unit, hundredths / 100),
    };
    Some(Meaning::Shift { unit, by: sign * by, from })
}

fn past_ref() -> Meaning {
    Meaning::Text(TimeType::Date, "PAST_REF".to_owned())
}

fn ago(sheet: &Sheet<'_>, i: usize) -> Read {
    if sheet.is_any(i, &["long"]) {
        return sheet.is(i + 1, C::Ago).then(|| (past_ref(), i + 2));
    }
    if sheet.is_any(i, &["some"]) && sheet.is_any(i + 1, &["time"]) && sheet.is(i + 2, C::Ago) {
        return Some((past_ref(), i + 3));
    }
    let (amount, unit, end) = measure(sheet, i)?;
    let ago = sheet.skip_hyphen(end);
    if !sheet.is(ago, C::Ago) && !sheet.is_any(ago, &["back"])
        || sheet.is_any(ago, &["back"]) && sheet.is_of(ago + 1, Classes::of(&[C::To, C::In]))
    {
        return None;
    }
    if sheet.is_any(ago, &["back"]) && !matches!(sheet.tag(ago + 1), None | Some(Tag::Comma | Tag::Stop)) {
        return None;
    }
    beside_day(sheet, amount, unit, -1, ago + 1)
        .or_else(|| Some((shift(amount, unit, -1, From::Ago).unwrap_or_else(past_ref), ago + 1)))
}

/// `ago today`, `from Friday`: a day at `i`, and a whole amount before or after it.
fn beside_day(sheet: &Sheet<'_>, amount: Amount, unit: Unit, sign: i64, i: usize) -> Read {
    let Amount::Hundredths(hundredths) = amount else { return None };
    if hundredths % 100 != 0 {
        return None;
    }
    let by = sign * i64::from(hundredths / 100);
    let (that, end) = day_name(sheet, i).or_else(|| {
        let is_day = unit == Unit::Week || unit == Unit::Fortnight;
        if is_day && sheet.is(i, C::Weekday) {
            // As it stands, and no `Friday last`.
            return super::plain_day_at(sheet, i).filter(|(that, _)| matches!(that, Meaning::Weekday(_, Lean::Open, None)));
        }
        let is_period = sheet.is(i, C::This) && sheet.is_any(i + 1, &["week", "month"]) && unit >= Unit::Year;
        if is_period { self::unit(sheet, i) } else { None }
    })?;
    let that = Box::new(that);
    let meaning = match unit.months() {
        Some(months) => Meaning::Anniversary { months: by * months, that },
        None => Meaning::FromThat { unit: Unit::Day, by: by * unit.days()?, that },
    };
    super::closes(sheet, end).then_some((meaning, end))
}

/// `a week from Friday`, `six months from now`.
fn from_day(sheet: &Sheet<'_>, i: usize) -> Read {
    let (amount, unit, end) = measure(sheet, i).filter(|(_, unit, _)| !unit.is_clock())?;
    if !sheet.is_any(end, &["from"]) {
        return None;
    }
    if sheet.is_any(end + 1, &["now"]) {
        return Some((shift(amount, unit, 1, From::Publication)?, end + 2));
    }
    beside_day(sheet, amount, unit, 1, end + 1)
}

fn later(sheet: &Sheet<'_>, i: usize) -> Read {
    // `the day before`, `the year after`
    if sheet.is(i, C::The) {
        let (unit, end) = date_unit(sheet, i + 1).filter(|(unit, _)| *unit <= Unit::Year && *unit != Unit::Quarter)?;
        let sign = match sheet.class(end) {
            C::Before => -1,
            C::After if sheet.word(end).value == 0 => 1,
            _ => return None,
        };
        if let Some((that, behind)) = super::date_at(sheet, end + 1) {
            return Some((Meaning::FromThat { unit, by: sign, that: Box::new(that) }, behind));
        }
        // `the week before that`
        let behind = if sheet.is_any(end + 1, &["that"]) && super::closes(sheet, end + 2) { end + 2 } else { end + 1 };
        return super::closes(sheet, behind).then_some((Meaning::Shift { unit, by: sign, from: From::Narrative }, behind));
    }
    let (amount, unit, end) = measure(sheet, i).filter(|(_, unit, _)| !unit.is_clock())?;
    let word = sheet.word(end);
    let (sign, is_relational) = match word.class {
        C::Earlier if sheet.is_any(end + 1, &["than"]) => return None,
        C::Earlier => (if word.value == 0 { -1 } else { 1 }, false),
        C::Before => (-1, true),
        C::After if word.value == 0 => (1, true),
        C::After if word.value == 1 => (1, false),
        _ => return None,
    };
    if is_relational {
        // `eight days after Oct. 12` is how long; `two days before Christmas` is a day.
        let that = if sign < 0 { super::date_at(sheet, end + 1) } else { None };
        if let Some((that, behind)) = that.filter(|(that, _)| that.is_day() || unit > Unit::Day) {
            let Amount::Hundredths(hundredths) = amount else { return None };
            return Some((Meaning::FromThat { unit, by: sign * i64::from(hundredths / 100), that: Box::new(that) }, behind));
        }
        if !super::closes(sheet, end + 1) {
            return None;
        }
    }
    let meaning = shift(amount, unit, sign, From::Narrative);
    let end = end + 1;
    match meaning {
        Some(meaning) => Some((meaning, end)),
        None => Some((Meaning::Impossible(TimeType::Date), end)),
    }
}

fn of_this_year(sheet: &Sheet<'_>, i: usize) -> Read {
    if sheet.is_any(i + 1, &["full", "whole", "entire"]) && sheet.is_any(i + 2, &["year"]) {
        return Some((Meaning::Shift { unit: Unit::Year, by: 0, from: From::Narrative }, i + 3));
    }
    if sheet.is_any(i + 1, &["latest"]) && sheet.is_any(i + 2, &["quarter"]) {
        return Some((Meaning::Shift { unit: Unit::Quarter, by: -1, from: From::Publication }, i + 3));
    }
    let (unit, end) =
        date_unit(sheet, i + 1).filter(|(unit, _)| matches!(unit, Unit::Year | Unit::Quarter | Unit::Month | Unit::Week))?;
    if end != i + 2 {
        return None;
    }
    let is_led = sheet.is_any_before(i, &["for", "during", "in", "within", "through"]);
    let is_closed =
        !matches!(sheet.tag(end), Some(Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Jj | Tag::Hyph | Tag::Wdt | Tag::Wrb | Tag::Rb))
            && !sheet.is_of(end, Classes::of(&[C::Digits, C::Of, C::Before, C::After, C::Dash, C::Ago]))
            && !sheet.is_any(end, &["that", "when", "since"]);
    let is_accounting = unit == Unit::Quarter || sheet.is_any(end, &["ended", "ending", "to"]) || is_led && unit == Unit::Year;
    let is_so_far =
        sheet.is_any_before(i, &["in", "of"]) && sheet.is_any(i.saturating_sub(2), &["far", "earlier", "later", "early", "late"]);
    let is_found = is_closed && (is_so_far || is_led && is_accounting);
    let is_quarter = unit == Unit::Quarter && is_led && is_closed;
    if unit == Unit::Quarter && !is_quarter {
        return None;
    }
    let from = if unit == Unit::Quarter { From::Narrative } else { From::Publication };
    let by = 0;
    let meaning = Meaning::Shift { unit, by, from };
    if unit == Unit::Year && sheet.is_any(end, &["ended", "ending"]) {
        return Some((Meaning::Fiscal(YearOf::Of(Box::new(meaning)), None), end));
    }
    is_found.then_some((meaning, end))
}

/// The lean of `last`, `this past`, `next` and their like at `i`, and what follows them.
pub(crate) fn lean(sheet: &Sheet<'_>, i: usize) -> (Lean, usize) {
    let at = if sheet.is(i, C::The) { i + 1 } else { i };
    match sheet.class(at) {
        C::Last => (Lean::Last, at + 1),
        C::This if sheet.is(at + 1, C::Past) || sheet.is(at + 1, C::Last) => (Lean::Past, at + 2),
        C::This if sheet.is(at + 1, C::Coming) || sheet.is(at + 1, C::Next) => (Lean::Coming, at + 2),
        C::This | C::Current => (Lean::This, at + 1),
        C::Past => (Lean::Past, at + 1),
        C::Coming => (Lean::Coming, at + 1),
        C::Next if at > i => (Lean::Following, at + 1),
        C::Next => (Lean::Next, at + 1),
        C::Following => (Lean::Following, at + 1),
        C::Previous => (Lean::Previous, at + 1),
        C::That => (Lean::Same, if sheet.is(at + 1, C::Same) { at + 2 } else { at + 1 }),
        C::Same => (Lean::Same, at + 1),
        _ => (Lean::Open, at),
    }
}
