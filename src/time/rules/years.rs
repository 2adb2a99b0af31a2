//! Years that stand alone.

use super::dates::COUNTED;
use super::{Read, Rule};
use crate::tag::Tag;
use crate::text::measures::MEASURES;
use crate::time::meaning::Meaning;
use crate::time::sheet::Sheet;
use crate::time::value::Value;
use crate::time::words::{Class as C, Classes};
use crate::token::TokenKind;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "year",
        about: "A year in four digits, unless it counts, names or addresses something",
        starts: Classes::of(&[C::Digits, C::The, C::Unit]),
        read: year,
        finds: &[
            ("They have shared no road since [1961].", "1961"),
            ("Few remember [the year 1972].", "1972"),
            ("She wept in the [2010] film.", "2010"),
        ],
        passes_over: &["About 2000 people signed.", "He paid $1999.", "Flight 2018 was late.", "It is in the 1900 block of Elm."],
    },
    Rule {
        id: "era-year",
        about: "A year with AD, BC and their like",
        starts: Classes::of(&[C::Digits, C::Era]),
        read: era_year,
        finds: &[("It fell in [AD 79].", "0079"), ("It silted up in [44 BC].", "BC0044")],
        passes_over: &["The ad 79 of us saw."],
    },
    Rule {
        id: "short-year",
        about: "A year in two digits behind an apostrophe",
        starts: Classes::of(&[C::ShortYear]),
        read: |sheet, i| Some((Meaning::Value(Value::Year(short_year(sheet.word(i).value))), i + 1)),
        finds: &[("The ['87] crash ruined him.", "1987")],
        passes_over: &["He is 5'87 tall."],
    },
];

/// The year that two digits mean: 30 to 99 of the last century.
pub(crate) fn short_year(digits: u32) -> i16 {
    if digits >= 30 { 1900 + digits as i16 } else { 2000 + digits as i16 }
}

/// Words before a number that it names or addresses.
const NAMED: [&str; 52] = [
    "flight",
    "flights",
    "route",
    "routes",
    "highway",
    "bill",
    "interstate",
    "room",
    "page",
    "pages",
    "pp",
    "p",
    "p.",
    "section",
    "no",
    "no.",
    "number",
    "resolution",
    "channel",
    "area",
    "model",
    "windows",
    "boeing",
    "airbus",
    "article",
    "chapter",
    "level",
    "suite",
    "apartment",
    "unit",
    "apt",
    "extension",
    "line",
    "lot",
    "gate",
    "bus",
    "train",
    "class",
    "fm",
    "am",
    "serial",
    "version",
    "box",
    "proposition",
    "amendment",
    "code",
    "road",
    "station",
    "file",
    "case",
    "nasdaq",
    "index",
];

/// Words behind a number that it counts, beside the units of measure.
const COUNTED_NOUNS: [&str; 18] = [
    "people", "percent", "per", "block", "seat", "seats", "dollars", "euros", "troops", "soldiers", "men", "women", "votes",
    "square", "points", "hp", "cc", "calories",
];

/// Whether the number before `i` counts or measures something.
fn is_measure(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.is_any(i, &MEASURES) || sheet.is_any(i, &COUNTED_NOUNS)
}

fn year(sheet: &Sheet<'_>, i: usize) -> Read {
    // `the year 1972`, `year 1972`
    let at = match sheet.class(i) {
        C::The if sheet.is_any(i + 1, &["year", "years"]) => i + 2,
        C::Unit if sheet.is_any(i, &["year"]) && sheet.before(i, 1) != C::Fiscal => i + 1,
        C::Digits => i,
        _ => return None,
    };
    let word = sheet.word(at);
    if word.class != C::Digits || word.digits != 4 && at == i {
        return None;
    }
    if at > i {
        let is_year = (1..=9999).contains(&word.value) && (3..=4).contains(&word.digits);
        return is_year.then(|| (Meaning::Value(Value::Year(word.value as i16)), at + 1));
    }
    is_year_here(sheet, i).then(|| (Meaning::Value(Value::Year(word.value as i16)), i + 1))
}

/// Prepositions after which almost any number of four digits is a year.
const STRONG: [&str; 17] = [
    "in", "since", "until", "till", "by", "from", "between", "before", "after", "during", "early", "late", "mid", "circa", "c.",
    "of", "through",
];

/// Whether four digits are a year.
pub(crate) fn is_year_here(sheet: &Sheet<'_>, i: usize) -> bool {
    is_year_behind(sheet, i, true)
}

/// The same; `looks_back`: the second year of a range asks for the first.
fn is_year_behind(sheet: &Sheet<'_>, i: usize, looks_back: bool) -> bool {
    let word = sheet.word(i);
    if word.class != C::Digits || word.digits != 4 || !(1000..=2999).contains(&word.value) {
        return false;
    }
    let is_modern = (1900..=2069).contains(&word.value);
    if is_measure(sheet, i + 1)
        || sheet.is_of(i + 1, COUNTED)
        || sheet.is(i + 1, C::Zone)
        || sheet.is_any(i + 1, &["%", "hours", "hrs"])
    {
        return false;
    }
    if sheet.is(i + 1, C::Dash) && sheet.is_joined(i + 1) {
        // `1500-meter`, `1914-1918`
        let is_range = sheet.is(i + 2, C::Digits);
        if is_measure(sheet, i + 2) || !is_range && !is_modern || sheet.is_of(i + 2, COUNTED) {
            return false;
        }
    }
    let Some(before) = i.checked_sub(1).filter(|&before| before >= sheet.start) else {
        // At the start of a sentence: a year, unless it counts what follows.
        return is_modern && !(word.value.is_multiple_of(100) && is_counting(sheet, i));
    };
    if sheet.is(before, C::Dash) {
        let is_range = i >= 2 && sheet.is(i - 2, C::Digits) && sheet.word(i - 2).digits == 4;
        if is_range {
            return looks_back && is_year_behind(sheet, i - 2, false);
        }
        if sheet.is_joined(i) && sheet.is_joined(before) && !sheet.is_any_before(before, &["mid", "pre", "post", "early", "late"]) {
            return false;
        }
    }
    match sheet.kind(before) {
        Some(TokenKind::Symbol) if !sheet.is_any(before, &["(", "+", "©"]) => return false,
        Some(TokenKind::Number) if !matches!(sheet.class(before), C::Numeric | C::Clock | C::Digits | C::Ordinal | C::Decade) => {
            return false;
        }
        _ => {}
    }
    if sheet.is_any(before, &NAMED) || sheet.is_any(before, &["'s"]) && sheet.is_any(i + 1, &["block"]) {
        return false;
    }
    let is_of_name = sheet.is(before, C::Of) && sheet.is_any_before(before, &["number", "total", "block"]);
    if is_of_name {
        return false;
    }
    if sheet.is_any(before, &STRONG) {
        return is_modern && !(word.value.is_multiple_of(100) && is_counting(sheet, i)) || !is_counting(sheet, i);
    }
    if sheet.is_of(before, Classes::of(&[C::About, C::A])) && (is_counting(sheet, i) || !is_modern) {
        return false;
    }
    if !is_modern {
        // `Western theater 1861-1863`; `the blockade, 1861`
        let is_range = sheet.is(i + 1, C::Dash)
            && sheet.is(i + 2, C::Digits)
            && sheet.word(i + 2).digits == 4
            && (word.value + 1..word.value + 150).contains(&sheet.word(i + 2).value);
        let is_closing = sheet.is(before, C::Comma) && i + 1 >= sheet.end;
        if word.value >= 1400 && (is_range || is_closing) {
            return true;
        }
        let is_open = sheet.is_any(before, &["(", "and", "or", "to", "the", "ca", "ca.", "[", "–", "/"]);
        return is_open && !is_counting(sheet, i) && word.value >= 1400 && (!sheet.is_any(before, &["the"]) || word.value < 2000);
    }
    let is_round = word.value.is_multiple_of(100) || sheet.is_of(before, Classes::of(&[C::About, C::To]));
    !(is_round && is_counting(sheet, i))
}

/// Whether a number counts the noun behind it: `2000 people`.
fn is_counting(sheet: &Sheet<'_>, i: usize) -> bool {
    match sheet.tag(i + 1) {
        Some(Tag::Nns) => true,
        Some(Tag::Jj) => sheet.tag(i + 2) == Some(Tag::Nns),
        _ => false,
    }
}

fn era_year(sheet: &Sheet<'_>, i: usize) -> Read {
    let is_era = |at: usize| sheet.is(at, C::Era) && sheet.is_capitalized(at);
    let (number, era, end) = if is_era(i) && sheet.is(i + 1, C::Digits) {
        (sheet.word(i + 1), sheet.word(i), i + 2)
    } else if is_era(i + 1) && sheet.is(i, C::Digits) {
        (sheet.word(i), sheet.word(i + 1), i + 2)
    } else {
        return None;
    };
    let value = match (era.value, number.value) {
        (1, year @ 1..=9999) => Value::Bc(year as u16),
        (0, year @ 1..=9999) => Value::Year(year as i16),
        _ => return None,
    };
    Some((Meaning::Value(value), end))
}
