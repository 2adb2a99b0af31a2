//! Ends of ranges and members of lists: what one leaves out, it takes from the other.

use super::meaning::{Item, Lean, Meaning, YearOf};
use super::sheet::Sheet;
use super::value::{TimeType, Value, day};
use super::words::{Class as C, Classes, Word};
use crate::tag::Tag;

/// An expression of a sentence, before its value.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its first token.
    pub first: usize,
    /// One past its last.
    pub end: usize,
    /// What it says.
    pub meaning: Meaning,
    /// The rule that read it.
    pub method: &'static str,
}

/// What joins two ends or members.
const JOINTS: Classes = Classes::of(&[C::To, C::And, C::Dash, C::Comma]);
const ENDS: Classes = Classes::of(&[C::To, C::And, C::Dash]);

/// Reads the second end of a range at `i`, by what stands before it: `July 12-15, 1922`, `2014-16`.
pub fn second_end(sheet: &Sheet<'_>, i: usize, before: &Found) -> Option<Found> {
    let word = sheet.word(i);
    if !matches!(word.class, C::Digits | C::Ordinal)
        || word.digits == 0
        || word.digits > 2
        || before.end + 1 != i
        || !sheet.is_of(before.end, JOINTS)
    {
        return None;
    }
    let number = word.value as u8;
    match &before.meaning {
        // `2014-16`
        Meaning::Value(Value::Year(year))
            if word.class == C::Digits
                && word.digits == 2
                && sheet.is(i - 1, C::Dash)
                && (sheet.is_joined(i) || sheet.form(i - 1) == "–")
                && sheet.is(i - 2, C::Digits) =>
        {
            let later = year / 100 * 100 + i16::from(number);
            let is_range = later > *year && !(sheet.is(i + 1, C::Dash) && sheet.is(i + 2, C::Digits));
            is_range.then_some(Found { first: i, end: i + 1, meaning: Meaning::Value(Value::Year(later)), method: "range-year" })
        }
        Meaning::InYear { item: Item::MonthDay(month, first), year: YearOf::Unknown, .. } => {
            // `May 21, 22 people died`
            let is_listed = !sheet.is(i - 1, C::Comma) || sheet.is_of(i + 1, Classes::of(&[C::And, C::Comma]));
            let is_counting = matches!(sheet.tag(i + 1), Some(Tag::Nns | Tag::Nn | Tag::Jj | Tag::Nnp | Tag::Cd))
                && !sheet.is(i + 1, C::Digits)
                || sheet.is_of(i + 1, Classes::of(&[C::Month, C::Meridiem, C::Units, C::Clock]));
            if !is_listed || is_counting || number <= *first && sheet.is(i - 1, C::Dash) || number == 0 || number > 31 {
                return None;
            }
            // The year stands behind the last member: `July 12-15, 1922`.
            let at = sheet.skip_comma(i + 1);
            let (year, end) = match sheet.word(at) {
                Word { class: C::Digits, digits: 4, value } if (1000..=2999).contains(&value) => {
                    (YearOf::Given(value as i16), at + 1)
                }
                _ => (YearOf::Unknown, i + 1),
            };
            let meaning = match year {
                YearOf::Given(year) => {
                    day(year, *month, number).map_or(Meaning::Impossible(TimeType::Date), |day| Meaning::Value(Value::Day(day)))
                }
                year => Meaning::item(Item::MonthDay(*month, number), year),
            };
            Some(Found { first: i, end, meaning, method: "range-day" })
        }
        _ => None,
    }
}

/// Reads the first end of a range at `i`, by what stands behind it: `12-15 July 1922`, `the 12th and 13th of May`,
/// `the late 19th and early 20th centuries`, `from 7 to 8 p.m.`
pub fn first_end(sheet: &Sheet<'_>, i: usize) -> Option<Found> {
    if let Some(found) = first_ordinal(sheet, i) {
        return Some(found);
    }
    let word = sheet.word(i);
    if word.class != C::Digits || word.digits > 2 || !sheet.is_of(i + 1, ENDS) {
        return None;
    }
    let second = i + 2;
    let other = sheet.word(second);
    let (hours, meridiem) = match other.class {
        C::Digits if other.digits <= 2 => (other.value, second + 1),
        C::Clock => (other.value % 10_000 / 60, second + 1),
        _ => return None,
    };
    if !sheet.is(meridiem, C::Meridiem) || !(1..=12).contains(&word.value) || !(1..=12).contains(&hours) {
        return None;
    }
    // `11 to 2 p.m.` begins in the morning.
    let offset = sheet.word(meridiem).value;
    let offset = if word.value % 12 > hours % 12 { 12 - offset } else { offset };
    let minutes = (word.value % 12 + offset) * 60;
    Some(Found { first: i, end: i + 1, meaning: Meaning::Clock(minutes as u16, None, None), method: "range-clock" })
}

/// `the`, `early`, `mid-` before a number at `i`.
fn skip_words(sheet: &Sheet<'_>, i: usize) -> usize {
    let at = if sheet.is(i, C::The) { i + 1 } else { i };
    if sheet.is(at, C::Early) { sheet.skip_hyphen(at + 1) } else { at }
}

/// The first of two days of a month, or of two centuries.
fn first_ordinal(sheet: &Sheet<'_>, i: usize) -> Option<Found> {
    let day_number = |at: usize| {
        let word = sheet.word(at);
        let is_number = matches!(word.class, C::Digits | C::Ordinal) && (1..=2).contains(&word.digits);
        (is_number && (1..=31).contains(&word.value)).then_some((word.value as u8, at + 1))
    };
    let at = if sheet.is(i, C::The) { i + 1 } else { i };
    if let Some((number, joint)) = day_number(at)
        && sheet.is_of(joint, ENDS)
        && let Some((other, end)) = day_number(if sheet.is(joint + 1, C::The) { joint + 2 } else { joint + 1 })
        && number < other
    {
        let month = if sheet.is(end, C::Of) { end + 1 } else { end };
        if sheet.is(month, C::Month) && sheet.is_capitalized(month) {
            let meaning = Meaning::item(Item::MonthDay(sheet.word(month).month(), number), YearOf::Unknown);
            return Some(Found { first: i, end: joint, meaning, method: "range-day" });
        }
    }
    let (number, joint) = sheet.ordinal(skip_words(sheet, i)).filter(|(number, _)| (1..=99).contains(number))?;
    if !sheet.is_of(joint, ENDS) || sheet.tag(i.wrapping_sub(1)) == Some(Tag::PrpPossessive) {
        return None;
    }
    let (_, end) = sheet.ordinal(skip_words(sheet, joint + 1))?;
    let unit = sheet.skip_hyphen(end);
    if !sheet.is_any(unit, &["century", "centuries"]) {
        return None;
    }
    let is_bc = sheet.is(unit + 1, C::Era) && sheet.word(unit + 1).value == 1;
    Some(Found { first: i, end: joint, meaning: numbered_century(number, is_bc), method: "range-century" })
}

/// A century by its number, 1 to 99.
pub fn numbered_century(number: u32, is_bc: bool) -> Meaning {
    if is_bc {
        Meaning::Text(TimeType::Date, format!("BC{:02}", number - 1))
    } else {
        Meaning::Value(Value::Century(number as i16 - 1))
    }
}

/// Gives months and days without a year the year of the end behind them: `from November to February 2011`.
pub fn borrow_years(sheet: &Sheet<'_>, found: &mut [Found]) {
    for i in (0..found.len().saturating_sub(1)).rev() {
        let (head, tail) = found.split_at_mut(i + 1);
        let (before, behind) = (&mut head[i], &tail[0]);
        let (gap, next) = (before.end..behind.first, &behind.meaning);
        let is_joint = |i: usize| sheet.is_of(i, JOINTS) || sheet.is_any(i, &["from", "in", "on", "either"]);
        let is_joined = !gap.is_empty() && gap.len() <= 3 && gap.clone().all(is_joint);
        // `the spring and summer of 2015`
        if let (
            Meaning::InYear { item: Item::Season(own), year: given @ YearOf::Unknown, lean: Lean::Open, .. },
            Meaning::InYear { item: Item::Season(season), year: YearOf::Given(year), .. },
        ) = (&mut before.meaning, next)
            && is_joined
        {
            *given = YearOf::Given(if *own > *season { year - 1 } else { *year });
            continue;
        }
        // `June in 1981`
        if let (
            Meaning::InYear { item: Item::Month(_) | Item::MonthDay(..), year: given @ YearOf::Unknown, lean: Lean::Open, .. },
            Meaning::Value(Value::Year(year)),
        ) = (&mut before.meaning, next)
            && gap.len() == 1
            && sheet.is(gap.start, C::In)
        {
            *given = YearOf::Given(*year);
            continue;
        }
        let (year, month) = match next {
            Meaning::Value(Value::Day(day)) => (day.year(), day.month().unsigned_abs()),
            Meaning::Value(Value::Month(year, month)) => (*year, *month),
            Meaning::InYear { item: Item::Month(month) | Item::MonthDay(month, _), year: YearOf::Given(year), .. } => {
                (*year, *month)
            }
            _ => continue,
        };
        if let Meaning::InYear {
            item: Item::Month(own) | Item::MonthDay(own, _),
            year: given @ YearOf::Unknown,
            lean: Lean::Open,
            ..
        } = &mut before.meaning
            && is_joined
        {
            *given = YearOf::Given(if *own > month { year - 1 } else { year });
        }
    }
}

/// The expression from which a clock time takes its day: a day behind it (`10 p.m. on Wednesday`, `7 a.m. to 8 p.m. Tuesday`), else the
/// nearest before it in the sentence.
pub fn day_of_clock(sheet: &Sheet<'_>, found: &[Found], i: usize) -> Option<usize> {
    let mut at = i;
    while let Some(next) = found.get(at + 1) {
        let gap = found[at].end..next.first;
        let is_near = gap.len() <= 3
            && gap
                .clone()
                .all(|i| sheet.is_of(i, JOINTS) || sheet.is_any(i, &["on", "of", "until", "till", "from", "the", "in", "(", "by"]));
        if !is_near {
            break;
        }
        if next.meaning.is_day() {
            return Some(at + 1);
        }
        at += 1;
        if !matches!(next.meaning, Meaning::Clock(..)) || at > i + 4 {
            break;
        }
    }
    (i.saturating_sub(4)..i).rev().find(|&i| found[i].meaning.is_day() || matches!(found[i].meaning, Meaning::InDay(_)))
}
