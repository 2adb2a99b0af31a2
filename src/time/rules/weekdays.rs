//! Days of the week, weekends, holidays.

use super::relative::lean;
use super::{LEANING, Read, Rule};
use crate::tag::Tag;
use crate::time::holidays::{HOLIDAYS, On};
use crate::time::meaning::{From, Item, Lean, Meaning, YearOf};
use crate::time::sheet::Sheet;
use crate::time::unit::Unit;
use crate::time::value::Value;
use crate::time::words::{Class as C, Classes};
use crate::token::{Case, TokenKind};

const WITH_WEEKDAY: Classes = Classes(LEANING.0 | Classes::of(&[C::Weekday]).0);
const WITH_HOLIDAY: Classes = Classes(LEANING.0 | Classes::of(&[C::Holiday, C::Ordinal, C::Month]).0);
const WITH_UNIT: Classes = Classes(LEANING.0 | Classes::of(&[C::Unit]).0);

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "weekday",
        about: "A day of the week, alone or with last, this or next; not in names",
        starts: WITH_WEEKDAY,
        read: weekday,
        finds: &[
            ("She said [Monday] that it would close.", "2018-04-16"),
            ("The senate will vote on [Friday].", "2018-04-20"),
            ("He lost his keys [last Tuesday].", "2018-04-10"),
            ("[Tuesday]'s vote was close.", "2018-04-17"),
            ("It reopens on [Friday week].", "2018-04-27"),
        ],
        passes_over: &[
            "The Good Friday Agreement held.",
            "Coach Billy Sunday sang.",
            "The Sunday Courier said so.",
            "Orsk Wednesday drew with Tarrow.",
        ],
    },
    Rule {
        id: "nth-weekday",
        about: "The first Monday of a month, the last Friday in April",
        starts: Classes::of(&[C::The, C::Ordinal, C::Unit]),
        read: nth_weekday,
        finds: &[
            ("It sits on [the first Monday of next month].", "2018-05-07"),
            ("It was [the last Friday in March].", "2018-03-30"),
        ],
        passes_over: &["It was the first Monday for the shop."],
    },
    Rule {
        id: "weekend",
        about: "The weekend, last, this or next weekend",
        starts: WITH_UNIT,
        read: weekend,
        finds: &[("The fair drew crowds [last weekend].", "2018-W15-WE"), ("It shuts [this weekend].", "2018-W16-WE")],
        passes_over: &["They bought a weekend home."],
    },
    Rule {
        id: "holiday",
        about: "A holiday, with or without its year",
        starts: WITH_HOLIDAY,
        read: holiday,
        finds: &[
            ("It exploded on [Christmas Eve].", "2017-12-24"),
            ("It opened on [Memorial Day 2016].", "2016-05-30"),
            ("It shuts until [Labor Day].", "2018-09-03"),
            ("It will shut for [Ramadan].", "2018-05-16/2018-06-14"),
        ],
        passes_over: &[
            "He fought in the Yom Kippur War.",
            "It came from Easter Island.",
            "Senator Carol Christmas voted.",
            "They sold a Christmas tree.",
        ],
    },
];

/// Whether the day's name stands in another name.
fn is_in_name(sheet: &Sheet<'_>, i: usize, first: usize) -> bool {
    let is_name = |at: usize| {
        sheet.is_capitalized(at)
            && sheet.kind(at) == Some(TokenKind::Word)
            && matches!(sheet.class(at), C::None | C::Part | C::Unit | C::Frequency)
            && sheet.tag(at).is_none_or(|tag| matches!(tag, Tag::Nnp | Tag::Nnps))
    };
    // `The Sunday Courier`, `its Sunday Courier`; but `on Sunday Kim met`.
    let before = first.checked_sub(1).filter(|&before| before >= sheet.start);
    let is_determined = first == i
        && before
            .is_some_and(|before| sheet.is(before, C::The) || matches!(sheet.tag(before), Some(Tag::PrpPossessive | Tag::Pos)));
    let is_part = sheet.is(i + 1, C::Part);
    if is_name(i + 1) && is_determined && !is_part {
        return true;
    }
    // `Billy Sunday` where nothing else stands before it in the clause; `Ruby Friday, sang`.
    if first == i && before.is_some_and(is_name) {
        let mut at = i - 1;
        while at > sheet.start && is_name(at - 1) {
            at -= 1;
        }
        let is_clause_start = at == sheet.start
            || matches!(sheet.tag(at - 1), Some(Tag::Colon | Tag::OpenQuote | Tag::Cc)) && !sheet.is(i + 1, C::Comma)
            || matches!(sheet.tag(at - 1), Some(Tag::Comma)) && sheet.is(i + 1, C::Comma) && i - at == 1;
        let is_shouted = sheet.tokens.cases[i - 1] == Case::Upper && sheet.tokens.cases[i - 1] != sheet.tokens.cases[i];
        return is_clause_start && !is_shouted && !is_part;
    }
    false
}

/// Whether an abbreviated day of the week is one: a full stop, a date or a clock time beside it.
fn is_day(sheet: &Sheet<'_>, i: usize) -> bool {
    let word = sheet.word(i);
    if !sheet.is_capitalized(i) {
        return false;
    }
    if !word.is_short_weekday() {
        return true;
    }
    let has_stop = sheet.form(i).ends_with('.') && !sheet.is_any(i, &["sun.", "sat."]);
    has_stop || BESIDE.has(sheet.class(sheet.skip_comma(i + 1))) || i > sheet.start && BESIDE.has(sheet.class(i - 1))
}

const BESIDE: Classes = Classes::of(&[C::Month, C::Clock, C::Meridiem, C::Zone, C::Part, C::Numeric]);

/// What makes a holiday of a day of the week: Good Friday, Ash Wednesday.
const FEAST_WORDS: [&str; 11] = ["good", "ash", "black", "palm", "easter", "cyber", "shrove", "fat", "maundy", "holy", "whit"];

fn weekday(sheet: &Sheet<'_>, i: usize) -> Read {
    let (lean, at) = lean(sheet, i);
    if !sheet.is(at, C::Weekday) || !is_day(sheet, at) || is_in_name(sheet, at, i) {
        return None;
    }
    // `the Good Friday Agreement`: no holiday, and no Friday.
    if at == i && sheet.is_any_before(i, &FEAST_WORDS) && sheet.is_capitalized(i - 1) {
        return None;
    }
    // `the Monday after`, `the Friday deadline` are the day alone.
    if lean == Lean::Open && at > i {
        return None;
    }
    let end = at + 1;
    // `Tuesday of last week`, `Tuesday last week`, `Thursday of that week`
    if lean == Lean::Open {
        let of = if sheet.is(end, C::Of) { end + 1 } else { end };
        let by = match sheet.class(of) {
            C::Last => Some((-1, From::Publication)),
            C::This => Some((0, From::Publication)),
            C::Next => Some((1, From::Publication)),
            C::That => Some((0, From::Narrative)),
            _ => None,
        };
        if let Some((by, from)) = by
            && sheet.is_any(of + 1, &["week"])
        {
            let week = Meaning::Shift { unit: Unit::Week, by, from };
            return Some((Meaning::Weekday(sheet.word(at).weekday(), lean, Some(Box::new(week))), of + 2));
        }
        if sheet.is(end, C::Last)
            && !sheet.is_of(end + 1, Classes::of(&[C::Unit, C::Units, C::Month, C::Part, C::Season]))
            && sheet.tag(end + 1).is_none_or(|tag| matches!(tag, Tag::Comma | Tag::Stop | Tag::In))
        {
            return Some((Meaning::Weekday(sheet.word(at).weekday(), Lean::Last, None), end + 1));
        }
    }
    let day = Meaning::Weekday(sheet.word(at).weekday(), lean, None);
    // `on Friday week`, as the British say.
    let is_week = lean == Lean::Open && sheet.is_any(end, &["week"]) && sheet.is_lower(end);
    if is_week && sheet.is_any_before(i, &["on", "by", "until", "till", "from", "before", "after"]) && super::closes(sheet, end + 1)
    {
        return Some((Meaning::FromThat { unit: Unit::Day, by: 7, that: Box::new(day) }, end + 1));
    }
    Some((day, end))
}

fn nth_weekday(sheet: &Sheet<'_>, i: usize) -> Read {
    let at = if sheet.is(i, C::The) { i + 1 } else { i };
    let (nth, at) = match sheet.class(at) {
        C::Last => (-1, at + 1),
        _ => sheet.ordinal(at).filter(|(nth, _)| *nth <= 5).map(|(nth, end)| (nth as i8, end))?,
    };
    if !sheet.is(at, C::Weekday) || !sheet.is_of(at + 1, Classes::of(&[C::Of, C::In])) {
        return None;
    }
    let (of, end) = super::relative::month_phrase(sheet, at + 2).or_else(|| super::month_at(sheet, at + 2))?;
    let is_month = matches!(
        of,
        Meaning::InYear { item: Item::Month(_), .. } | Meaning::Shift { unit: Unit::Month, .. } | Meaning::Value(Value::Month(..))
    );
    is_month.then(|| (Meaning::NthWeekday(nth, sheet.word(at).weekday(), Box::new(of)), end))
}

fn weekend(sheet: &Sheet<'_>, i: usize) -> Read {
    let (lean, at) = lean(sheet, i);
    if !sheet.is_any(at, &["weekend"]) || at == i || sheet.is_capitalized(at) && at > sheet.start && !sheet.is_capitalized(at - 1) {
        return None;
    }
    Some((Meaning::Weekend(lean), at + 1))
}

/// Holidays that are words or names as well, like those of the moon: not before nouns and in names, but with a year.
const DOUBTFUL: [&str; 5] = ["christmas", "easter", "halloween", "thanksgiving", "pentecost"];

fn holiday(sheet: &Sheet<'_>, i: usize) -> Read {
    let (lean, at) = lean(sheet, i);
    let is_start = sheet.is_of(at, Classes::of(&[C::Holiday, C::Month, C::Ordinal]));
    if !is_start || !sheet.is_capitalized(at) {
        return None;
    }
    let first = sheet.form(at).bytes().next()?.to_ascii_lowercase();
    let (end, on) = HOLIDAYS
        .iter()
        .filter(|(words, _)| words[0].as_bytes()[0] == first)
        .find_map(|(words, on)| Some((named(sheet, at, words)?, *on)))?;
    let is_doubtful = end == at + 1 && sheet.is_any(at, &DOUBTFUL) || matches!(on, On::Moon(_));
    if is_doubtful && !is_feast(sheet, at, i, end) {
        return None;
    }
    let start_is_the = sheet.is(i, C::The) && lean == Lean::Open;
    if start_is_the && !sheet.is_any(at, &["fourth", "lunar", "chinese"]) {
        return None;
    }
    // `the Good Friday Agreement`
    let is_determined = start_is_the || at == i && sheet.before(i, 1) == C::The;
    if is_determined && sheet.is_capitalized(end) && matches!(sheet.tag(end), Some(Tag::Nnp | Tag::Nnps | Tag::Nn)) {
        return None;
    }
    if let Some((year, end)) = super::dates::year_behind(sheet, end, false) {
        return Some((Meaning::InYear { item: Item::Holiday(on), year, weekday: None, lean }, end));
    }
    Some((Meaning::InYear { item: Item::Holiday(on), year: YearOf::Unknown, weekday: None, lean }, end))
}

/// Where the words of a holiday end that stand at `i`, with possessives and full stops between them.
fn named(sheet: &Sheet<'_>, i: usize, words: &[&str]) -> Option<usize> {
    let mut end = i;
    for (number, word) in words.iter().enumerate() {
        let form = sheet.form(end);
        let is_word = form.eq_ignore_ascii_case(word) || form.strip_suffix('.').is_some_and(|form| form.eq_ignore_ascii_case(word));
        if !is_word {
            return None;
        }
        end += 1;
        if number + 1 < words.len() {
            end = sheet.skip_possessive(end);
            end = if sheet.is_any(end, &["."]) { end + 1 } else { end };
        }
    }
    // `Christmas Day` in capitals: names have capitals throughout.
    sheet.is_capitalized(end - 1).then_some(end)
}

/// Whether a feast that is also a name or an adjective is the day.
fn is_feast(sheet: &Sheet<'_>, at: usize, first: usize, end: usize) -> bool {
    if super::dates::year_behind(sheet, end, false).is_some() {
        return true;
    }
    // `the Tet (Lunar New Year) holiday`
    let end = if sheet.tag(end) == Some(Tag::CloseBracket) { end + 1 } else { end };
    let is_noun = matches!(sheet.tag(end), Some(Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Jj | Tag::Hyph | Tag::Vbg))
        && !sheet.is(end, C::Part);
    let is_noun = is_noun && !(at > first && sheet.tag(end) == Some(Tag::Vbg));
    let is_name =
        at > sheet.start && at == first && sheet.is_capitalized(at - 1) && sheet.class(at - 1) == C::None && at - 1 > sheet.start
            || at == sheet.start + 1 && sheet.is_capitalized(at - 1) && sheet.class(at - 1) == C::None;
    !is_noun && !is_name
}
