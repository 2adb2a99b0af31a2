//! Seasons, quarters and halves, fiscal years, decades and centuries.

use super::dates::year_phrase;
use super::relative::lean;
use super::{LEANING, Read, Rule};
use crate::tag::Tag;
use crate::time::meaning::{From, Item, Lean, Meaning, YearOf};
use crate::time::ranges::numbered_century;
use crate::time::sheet::Sheet;
use crate::time::unit::Unit;
use crate::time::value::Value;
use crate::time::words::{Class as C, Classes};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "season",
        about: "A season of a year, or with last, this or next, or behind a preposition",
        starts: Classes(LEANING.0 | Classes::of(&[C::Season, C::Digits]).0),
        read: season,
        finds: &[
            ("Nine were lost [last summer].", "2017-SU"),
            ("It froze in [the winter of 2016-17].", "2016-WI"),
            ("By [autumn 1921] there was bread.", "1921-FA"),
        ],
        passes_over: &["They bottle spring water.", "Prices fall.", "Summer Bexley won."],
    },
    Rule {
        id: "quarter",
        about: "A quarter or a half of a year; not those of games",
        starts: Classes(LEANING.0 | Classes::of(&[C::Ordinal, C::Unit, C::Short, C::Digits]).0),
        read: quarter,
        finds: &[
            ("It began in [the third quarter of 1991].", "1991-Q3"),
            ("Margins in [Q3 2017] were thin.", "2017-Q3"),
            ("It doubled in [the second half of 2006].", "2006-H2"),
        ],
        passes_over: &["She paid with a quarter.", "He scored in the fourth quarter as the Herons won 31-28."],
    },
    Rule {
        id: "fiscal-year",
        about: "A fiscal year",
        starts: Classes::of(&[C::Fiscal, C::The, C::Short, C::This, C::Last, C::Next]),
        read: fiscal,
        finds: &[("In [fiscal 2016] it earned $9 million.", "2016"), ("The [FY2019] budget is late.", "2019")],
        passes_over: &["The fiscal cliff came near."],
    },
    Rule {
        id: "decade",
        about: "A decade in digits or words; not temperatures and ages",
        starts: Classes::of(&[C::Decade, C::The]),
        read: decade,
        finds: &[
            ("It boomed in [the 1990s].", "199X"),
            ("Disco ruled in [the '70s].", "197X"),
            ("She ran it in [the nineties].", "199X"),
        ],
        passes_over: &["Highs will be in the 50s.", "A woman in her mid-50s ran."],
    },
    Rule {
        id: "century",
        about: "A century by its number",
        starts: Classes::of(&[C::Ordinal, C::The, C::Number]),
        read: century,
        finds: &[("It came in [the 20th century].", "19XX"), ("A [17th-century] wreck lay there.", "16XX")],
        passes_over: &["He sells for Century Homes.", "It was his 20th century at the crease."],
    },
];

fn season(sheet: &Sheet<'_>, i: usize) -> Read {
    // `the 1982 summer`
    let the = if sheet.is(i, C::The) { i + 1 } else { i };
    if sheet.is(the + 1, C::Season)
        && !(sheet.is_capitalized(the + 1) && sheet.is_capitalized(the + 2))
        && let Some((Meaning::Value(Value::Year(year)), at)) = year_phrase(sheet, the)
    {
        return Some((Meaning::item(Item::Season(sheet.word(at).value as u8), YearOf::Given(year)), at + 1));
    }
    let (lean, at) = lean(sheet, i);
    let word = sheet.word(at);
    if word.class != C::Season {
        return None;
    }
    let season = word.value as u8;
    let item = Item::Season(season);
    let end = at + 1;
    // `the winter of 2016-17`, `autumn 1921`
    let of = if sheet.is(end, C::Of) { end + 1 } else { sheet.skip_comma(end) };
    let is_verb = lean == Lean::Open && matches!(sheet.tag(at), Some(Tag::Vb | Tag::Vbp | Tag::Vbd));
    if let Some((year, behind)) = year_phrase(sheet, of).filter(|_| !is_verb) {
        let is_pair =
            season == 4 && sheet.is(behind, C::Dash) && sheet.is(behind + 1, C::Digits) && sheet.word(behind + 1).digits != 1;
        let behind = if is_pair { behind + 2 } else { behind };
        let year = YearOf::from_meaning(year);
        return Some((Meaning::item(item, year), behind));
    }
    let is_noun =
        matches!(sheet.tag(end), Some(Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Hyph | Tag::Jj)) || sheet.is(end, C::Of);
    let has_name = sheet.is_capitalized(at) && at > sheet.start;
    match lean {
        // `a wet summer`
        Lean::Open
            if sheet.is(i, C::Season)
                && sheet.is_any(i, &["summer", "winter", "autumn"])
                && sheet.tag(i.wrapping_sub(1)) == Some(Tag::Jj)
                && sheet.before(i, 2) == C::A
                && !is_noun
                && !has_name =>
        {
            Some((Meaning::leaning(item, lean), end))
        }
        Lean::Open => {
            let is_clean = !is_noun && !matches!(sheet.tag(at), Some(Tag::Vb | Tag::Vbp | Tag::Vbd | Tag::Vbz));
            let is_led =
                i > sheet.start && sheet.is_of(i - 1, Classes::of(&[C::In, C::On, C::Early, C::Before, C::After, C::To, C::Of]));
            // `Winter is …`, `it was spring`, `the summer ends`: not of a fall.
            let is_subject = i == sheet.start && matches!(sheet.tag(end), Some(Tag::Vbz | Tag::Vbd | Tag::Md | Tag::Cc));
            let is_said = sheet.is_any_before(i, &["is", "was", "'s"]) && at == i && !has_name;
            let is_certain = !sheet.is_any(at, &["fall", "spring"]);
            let is_found = is_led && (!has_name || at > i) || is_subject && at == i || is_said || at > i && is_certain && !has_name;
            (is_found && is_clean).then(|| (Meaning::leaning(item, lean), end))
        }
        _ if has_name => None,
        // `this fall in prices`
        _ if word.value == 3 && sheet.is_any(at, &["fall"]) && sheet.is(end, C::In) && sheet.tag(end + 1) == Some(Tag::Nns) => None,
        _ => Some((Meaning::leaning(item, lean), end)),
    }
}

/// The tokens around one, as far as they are looked at.
fn around(sheet: &Sheet<'_>, at: usize) -> std::ops::Range<usize> {
    at.saturating_sub(40).max(sheet.start)..(at + 40).min(sheet.end)
}

/// Words of games: their quarters and halves are no times.
const GAMES: [&str; 33] = [
    "touchdown",
    "touchdowns",
    "yards",
    "goal",
    "goals",
    "scored",
    "scoring",
    "score",
    "game",
    "lead",
    "halftime",
    "points",
    "kick",
    "coach",
    "quarterback",
    "match",
    "minute",
    "penalty",
    "substitute",
    "header",
    "equalizer",
    "striker",
    "midfielder",
    "rebounds",
    "defense",
    "bench",
    "fouls",
    "foul",
    "team",
    "season",
    "players",
    "player",
    "inning",
];

/// Whether the sentence tells of a game.
fn is_game(sheet: &Sheet<'_>, at: usize) -> bool {
    around(sheet, at).any(|i| {
        sheet.is(i, C::Dash) && sheet.is_joined(i) && is_score(sheet, i.wrapping_sub(1)) && is_score(sheet, i + 1)
            || sheet.is_lower(i) && sheet.class(i) == C::None && sheet.is_any(i, &GAMES)
    })
}

fn is_score(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.is(i, C::Digits) && sheet.word(i).digits <= 3
}

fn quarter(sheet: &Sheet<'_>, i: usize) -> Read {
    if let C::Short = sheet.class(i) {
        let item = match sheet.word(i).value {
            number @ 1..=4 => Item::Quarter(number as u8),
            number @ 11..=12 => Item::Half(number as u8 - 10),
            _ => return None,
        };
        return Some(of_year(sheet, item, i + 1, Lean::Open));
    }
    // `the 2016 fourth quarter`
    let the = if sheet.is(i, C::The) { i + 1 } else { i };
    if let Some((Meaning::Value(Value::Year(year)), at)) = year_phrase(sheet, the).filter(|(_, at)| *at == the + 1)
        && let Some((item, end)) = numbered(sheet, at)
    {
        return Some((Meaning::item(item, YearOf::Given(year)), end));
    }
    let (lean, at) = lean(sheet, i);
    let fiscal = if sheet.is(at, C::Fiscal) { at + 1 } else { at };
    let (item, end) = numbered(sheet, fiscal)?;
    if matches!(lean, Lean::Last) && at == i + 1 {
        // `last fourth quarter` is none.
        return None;
    }
    let (meaning, behind) = of_year(sheet, item, end, lean);
    if fiscal > at {
        let Item::Quarter(quarter) = item else { return None };
        let year = YearOf::Of(Box::new(Meaning::Shift { unit: Unit::Year, by: 0, from: From::Publication }));
        return Some((Meaning::Fiscal(year, Some(quarter)), behind));
    }
    let is_open = matches!(meaning, Meaning::InYear { year: YearOf::Unknown, .. });
    if is_open && is_game(sheet, i) || is_open && matches!(item, Item::Half(_)) && !is_business(sheet, end) {
        return None;
    }
    // The district, the coin.
    let is_determined = at > i
        || sheet.is(end - 2, C::Dash)
        || i > sheet.start && sheet.is_of(i - 1, Classes::of(&[C::In, C::On, C::Of, C::To]))
        || !is_open
        || sheet.is_any_before(i, &["'s", "a", "its", "their"])
        || i == sheet.start;
    is_determined.then_some((meaning, behind))
}

/// `third quarter`, `second-half`.
fn numbered(sheet: &Sheet<'_>, i: usize) -> Option<(Item, usize)> {
    let (number, at) = sheet.ordinal(i)?;
    let unit = sheet.skip_hyphen(at);
    if sheet.is_any(unit, &["quarter"]) && (1..=4).contains(&number) {
        return Some((Item::Quarter(number as u8), unit + 1));
    }
    (sheet.is(unit, C::Half) && (1..=2).contains(&number)).then_some((Item::Half(number as u8), unit + 1))
}

/// Whether a half year is told of: results behind it.
fn is_business(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.is_any(
        i,
        &["profit", "profits", "loss", "losses", "earnings", "results", "sales", "revenue", "revenues", "net", "figures"],
    )
}

/// An item with its year behind it: `of 1991`, `2017`, `of the year`, `of fiscal 2016`.
fn of_year(sheet: &Sheet<'_>, item: Item, i: usize, lean: Lean) -> (Meaning, usize) {
    let at = if sheet.is_of(i, Classes::of(&[C::Of, C::In])) { i + 1 } else { sheet.skip_comma(i) };
    if let Item::Quarter(quarter) = item
        && let Some((Meaning::Fiscal(year, None), end)) = fiscal(sheet, at)
    {
        return (Meaning::Fiscal(year, Some(quarter)), end);
    }
    if let Some((year, end)) = year_phrase(sheet, at) {
        let year = YearOf::from_meaning(year);
        return (Meaning::item(item, year), end);
    }
    if at > i && sheet.is(at, C::The) && sheet.is_any(at + 1, &["year"]) {
        let year = Meaning::Shift { unit: Unit::Year, by: 0, from: From::Publication };
        return (Meaning::item(item, YearOf::Of(Box::new(year))), at + 2);
    }
    (Meaning::leaning(item, lean), i)
}

fn fiscal(sheet: &Sheet<'_>, i: usize) -> Read {
    let shift = |by| YearOf::Of(Box::new(Meaning::Shift { unit: Unit::Year, by, from: From::Publication }));
    if let C::Short = sheet.class(i) {
        let value = sheet.word(i).value;
        if value >= 1900 {
            return Some((Meaning::Fiscal(YearOf::Given(value as i16), None), i + 1));
        }
        let is_year = value == 0 && sheet.is(i + 1, C::Digits) && sheet.word(i + 1).digits == 4;
        return is_year.then(|| (Meaning::Fiscal(YearOf::Given(sheet.word(i + 1).value as i16), None), i + 2));
    }
    let (lean, at) = lean(sheet, i);
    if !sheet.is(at, C::Fiscal) {
        return None;
    }
    let has_year = sheet.is_any(at + 1, &["year"]);
    let end = if has_year { at + 2 } else { at + 1 };
    let number = sheet.word(end);
    if number.class == C::Digits && number.digits == 4 && (1900..=2200).contains(&number.value) {
        return Some((Meaning::Fiscal(YearOf::Given(number.value as i16), None), end + 1));
    }
    let by = match lean {
        Lean::Last | Lean::Previous | Lean::Past => -1,
        Lean::Next | Lean::Coming | Lean::Following => 1,
        _ => 0,
    };
    (has_year && at > i).then(|| (Meaning::Fiscal(shift(by), None), end))
}

fn decade(sheet: &Sheet<'_>, i: usize) -> Read {
    let at = if sheet.is(i, C::The) { i + 1 } else { i };
    let at = if at > i && sheet.is(at, C::Early) { sheet.skip_hyphen(at + 1) } else { at };
    // `the roaring 20s`, `the wild 90s`
    let is_coloured =
        at > i && sheet.is(at + 1, C::Decade) && matches!(sheet.tag(at), Some(Tag::Jj | Tag::Vbg | Tag::Nn)) && sheet.is_lower(at);
    let at = if is_coloured { at + 1 } else { at };
    let word = sheet.word(at);
    if word.class != C::Decade {
        return None;
    }
    let is_whole = word.value >= 1000;
    let form = sheet.form(at);
    let is_marked = form.starts_with('\'');
    if !is_whole {
        let is_worded = !form.starts_with(|c: char| c.is_ascii_digit()) && !is_marked;
        let has_article = at > i || i > sheet.start && sheet.is_of(i - 1, Classes::of(&[C::And, C::To, C::Early]));
        // `in his fifties`, `temperatures in the 50s`
        let is_of_person = sheet.tag(i.wrapping_sub(1)) == Some(Tag::PrpPossessive)
            || sheet.tag(i.wrapping_sub(2)) == Some(Tag::PrpPossessive) && sheet.is(i.wrapping_sub(1), C::Early);
        // `the 1950s and 60s`
        let is_second =
            i > sheet.start + 1 && sheet.is_of(i - 1, Classes::of(&[C::And, C::To, C::Dash])) && sheet.is(i - 2, C::Decade);
        // `the 90s`, `90s music`
        let is_music = !is_worded
            && word.value >= 50
            && (at > i || sheet.tag(i + 1) == Some(Tag::Nn) && sheet.class(i.wrapping_sub(1)) != C::In);
        if is_of_person
            || !has_article && !is_marked && !is_second && !is_music
            || !is_marked && !is_worded && !is_second && !is_music
        {
            return None;
        }
        let is_weather = around(sheet, at).any(|i| {
            sheet.is_any(
                i,
                &[
                    "highs",
                    "lows",
                    "high",
                    "low",
                    "temperatures",
                    "temperature",
                    "degrees",
                    "weather",
                    "sunny",
                    "mercury",
                    "fahrenheit",
                ],
            )
        });
        if is_weather || !(20..=90).contains(&word.value) {
            return None;
        }
        return Some((Meaning::Value(Value::Decade(190 + word.value as i16 / 10)), at + 1));
    }
    // `the 1800s` are the century, `the 2000s` the decade.
    if word.value.is_multiple_of(100) && word.value < 2000 {
        return Some((Meaning::Value(Value::Century(word.value as i16 / 100)), at + 1));
    }
    (word.value <= 9990).then(|| (Meaning::Value(Value::Decade(word.value as i16 / 10)), at + 1))
}

fn century(sheet: &Sheet<'_>, i: usize) -> Read {
    let at = if sheet.is(i, C::The) { i + 1 } else { i };
    let at = if at > i && sheet.is_of(at, Classes::of(&[C::Early])) { sheet.skip_hyphen(at + 1) } else { at };
    let (number, end) = sheet.ordinal(at)?;
    let unit = sheet.skip_hyphen(end);
    if !sheet.is_any(unit, &["century", "centuries"]) || !(1..=99).contains(&number) {
        return None;
    }
    // `his 20th century`
    if at == i && i > sheet.start && matches!(sheet.tag(i - 1), Some(Tag::PrpPossessive)) {
        return None;
    }
    let is_bc = sheet.is(unit + 1, C::Era) && sheet.word(unit + 1).value == 1;
    Some((numbered_century(number, is_bc), if is_bc { unit + 2 } else { unit + 1 }))
}
