//! Durations and vague references: times without days.

use super::{Read, Rule};
use crate::tag::Tag;
use crate::time::meaning::Meaning;
use crate::time::sheet::Sheet;
use crate::time::unit::{Amount, Unit, duration};
use crate::time::value::TimeType;
use crate::time::words::{Class as C, Classes};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "duration",
        about: "An amount of time; not an age",
        starts: Classes::of(&[C::Digits, C::Number, C::Decimal, C::Half, C::A, C::Few, C::Units, C::Scale]),
        read: amount_of_time,
        finds: &[
            ("The ban lasts [90 days].", "P90D"),
            ("He got a [six-month] ban.", "P6M"),
            ("He was held for [a year and a half].", "P1Y6M"),
            ("They had [half a century] of peace.", "P50Y"),
            ("Rescuers dug for [hours].", "PTXH"),
        ],
        passes_over: &["The tree is 300 years old.", "The 8-month-old slept.", "They read the minutes of the meeting."],
    },
    Rule {
        id: "past-duration",
        about: "The past two months, the next few days, recent weeks",
        starts: Classes::of(&[
            C::The,
            C::Last,
            C::Past,
            C::Next,
            C::Coming,
            C::Recent,
            C::Following,
            C::Previous,
            C::These,
            C::That,
            C::This,
        ]),
        read: past_duration,
        finds: &[
            ("Over [the past two months] four quit.", "P2M"),
            ("In [recent days] it grew worse.", "PXD"),
            ("In [the coming weeks] it will be drained.", "PXW"),
        ],
        passes_over: &["The two men left.", "The last two to leave paid."],
    },
    Rule {
        id: "vague",
        about: "Now, currently, recently, the past, the future, these days",
        starts: Classes::of(&[C::Now, C::Vague, C::The, C::These, C::Few]),
        read: vague,
        finds: &[
            ("The mill is [now] a hotel.", "PRESENT_REF"),
            ("[These days] nobody fishes.", "PRESENT_REF"),
            ("It held bats [recently].", "PAST_REF"),
            ("No one knows what it will be in [the future].", "FUTURE_REF"),
        ],
        passes_over: &["Oil futures slid.", "He walked past the mill.", "The former mill, once a prison, was full."],
    },
];

pub(super) fn text(kind: TimeType, value: impl Into<String>) -> Meaning {
    Meaning::Text(kind, value.into())
}

/// Whether an age follows: `old`, `-old`, `of age`, `olds`.
fn is_age(sheet: &Sheet<'_>, i: usize) -> bool {
    let at = if sheet.is(i, C::Dash) && sheet.is_joined(i) { i + 1 } else { i };
    sheet.is_any(at, &["old", "olds", "older", "younger"]) || sheet.is(i, C::Of) && sheet.is_any(i + 1, &["age"])
}

fn amount_of_time(sheet: &Sheet<'_>, i: usize) -> Read {
    if sheet.is(i, C::Units) {
        return bare_units(sheet, i);
    }
    // `the fifth state in as many years`
    if sheet.is(i, C::Few) && sheet.is_any_before(i, &["as"]) {
        return None;
    }
    let (mut amount, mut at) = sheet.amount(i)?;
    // `two to three weeks`, `two or three years`: at least.
    let is_pair = sheet.is_any(at, &["to", "or"]) || sheet.is(at, C::Dash);
    if is_pair
        && !sheet.is(i, C::A)
        && let Some((_, second)) = sheet.number(at + 1)
        && sheet.is(second, C::Units)
    {
        at = second;
    }
    let unit_at = sheet.skip_hyphen(at);
    let (unit, is_plural, mut end) = sheet.unit(unit_at)?;
    let is_one = sheet.is(i, C::A) && amount == Amount::whole(1);
    // `a second`, `a quarter`, `a minute`: mostly something else.
    if unit == Unit::Second && !is_plural && sheet.before(unit_at, 1) != C::Dash || is_age(sheet, end) {
        return None;
    }
    if !is_plural
        && unit_at == at
        && !is_one
        && amount != Amount::whole(1)
        && amount != Amount::Hundredths(50)
        && !is_singular_adjective(sheet, end)
    {
        return None;
    }
    if sheet.is_capitalized(end - 1) && !sheet.is_capitalized(i) && i + 1 < end {
        return None;
    }
    if is_one && !is_length(sheet, i, unit, end) {
        return None;
    }
    if sheet.is(end, C::And)
        && sheet.is(end + 1, C::A)
        && sheet.is(end + 2, C::Half)
        && let Amount::Hundredths(hundredths) = amount
    {
        amount = Amount::Hundredths(hundredths.saturating_add(50));
        end += 3;
    }
    // `two years and four months`, `1 hour, 20 minutes`
    let has_joint = sheet.is(end, C::And) || sheet.is(end, C::Comma) && unit.is_clock();
    let more_at = if has_joint { end + 1 } else { end };
    if let Some((more, next)) = sheet.number(more_at)
        && let Some((smaller, _, behind)) = sheet.unit(next)
        && smaller < unit
        && unit_at == at
        && (more_at > end || unit.is_clock())
        && !sheet.is(behind, C::Ago)
    {
        return Some((text(TimeType::Duration, duration(amount, unit, Some((more, smaller)))), behind));
    }
    let end = if sheet.is_any(end, &["or"]) && sheet.is_any(end + 1, &["so"]) { end + 2 } else { end };
    // `five-year-old`, `a two-week-long strike`
    let end = if sheet.is(end, C::Dash) && sheet.is_joined(end) && sheet.is_any(end + 1, &["long"]) { end + 2 } else { end };
    Some((text(TimeType::Duration, duration(amount, unit, None)), end))
}

/// `two year sentence`: written without its hyphen.
fn is_singular_adjective(sheet: &Sheet<'_>, i: usize) -> bool {
    matches!(sheet.tag(i), Some(Tag::Nn | Tag::Nns | Tag::Jj))
}

/// Whether `a week` is how long something takes.
fn is_length(sheet: &Sheet<'_>, i: usize, unit: Unit, end: usize) -> bool {
    if sheet.is(end, C::And) && sheet.is(end + 2, C::Half) || sheet.before(end - 1, 1) == C::Half {
        return true;
    }
    if i + 2 < end || sheet.is_of(end, Classes::of(&[C::After, C::Before])) && !sheet.is_any(end, &["on"]) {
        return true;
    }
    if matches!(sheet.tag(end), Some(Tag::Nn | Tag::Nns | Tag::Hyph | Tag::Wdt))
        || unit == Unit::Quarter
        || unit == Unit::Weekend
        || sheet.is_any(end, &["when", "that"])
    {
        return false;
    }
    // `for a week`, `within a month`, `took a year`, `less than a day`, `nearly a decade`
    sheet.is_any_before(
        i,
        &[
            "for",
            "within",
            "in",
            "than",
            "about",
            "nearly",
            "almost",
            "over",
            "least",
            "around",
            "under",
            "only",
            "just",
            "took",
            "takes",
            "take",
            "taking",
            "lasted",
            "last",
            "lasts",
            "spent",
            "spend",
            "spending",
            "after",
            "to",
            "half",
            "roughly",
            "waited",
            "waiting",
            "wait",
            "lasting",
            "approximately",
        ],
    ) && unit >= Unit::Minute
        || matches!(unit, Unit::Decade | Unit::Century | Unit::Fortnight | Unit::Millennium)
            && sheet.tag(i.wrapping_sub(1)) == Some(Tag::In)
}

/// `days`, `for hours`, `decades`: bare plurals behind a preposition, at the start or before `after`.
fn bare_units(sheet: &Sheet<'_>, i: usize) -> Read {
    let unit = Unit::of(sheet.word(i).value);
    if matches!(unit, Unit::Second | Unit::Quarter | Unit::Weekend)
        || sheet.is_capitalized(i) && i > sheet.start
        || is_age(sheet, i + 1)
    {
        return None;
    }
    let before = i.checked_sub(1).filter(|&before| before >= sheet.start);
    let is_led = before.is_none_or(|before| {
        sheet.is_any(
            before,
            &[
                "for", "in", "within", "over", "after", "took", "takes", "take", "taking", "spent", "spend", "spending", "lasted",
                "last", "of", "and", "or", "from", "through", "about", "waited", "wait", "just", "only", "than", "lasting",
                "until", "with",
            ],
        ) || matches!(sheet.tag(before), Some(Tag::Comma | Tag::OpenQuote | Tag::Vbd | Tag::Vbn | Tag::In | Tag::Colon))
            && !sheet.is_any(before, &["on"])
    });
    let is_relational = sheet.is_of(i + 1, Classes::of(&[C::After, C::Before])) || sheet.is_any(i + 1, &["after", "before"]);
    let is_long = unit >= Unit::Day;
    // `in minutes of the meeting`
    let is_clean = !(sheet.is(i + 1, C::Dash) || unit <= Unit::Hour && sheet.is(i + 1, C::Of));
    let is_found = is_clean
        && (is_relational || is_led && (is_long || sheet.is_any_before(i, &["for", "in", "within", "took", "spent", "after"])));
    is_found.then(|| {
        let is_joined = sheet.is(i + 1, C::Dash) && sheet.is_any(i + 2, &["long"]);
        (text(TimeType::Duration, duration(Amount::Vague, unit, None)), if is_joined { i + 3 } else { i + 1 })
    })
}

fn past_duration(sheet: &Sheet<'_>, i: usize) -> Read {
    let mut at = i;
    if sheet.is_of(at, Classes::of(&[C::The, C::These, C::This, C::That])) {
        at += 1;
    }
    let is_leaning = sheet.is_of(at, Classes::of(&[C::Last, C::Past, C::Next, C::Coming, C::Recent, C::Following, C::Previous]));
    // `a recent two-week period`
    if sheet.is(at, C::Recent) && !sheet.is(at + 1, C::Units) {
        return None;
    }
    if is_leaning {
        at += 1;
    } else if !sheet.is(i, C::The) || !sheet.is_of(at, Classes::of(&[C::Digits, C::Number, C::Ordinal, C::Units])) {
        return None;
    }
    if sheet.is(at, C::Ordinal) {
        // `the first three months`
        if is_leaning {
            return None;
        }
        at += 1;
        sheet.number(at)?;
    }
    // `the past decade`, `the last week`, `the next century`
    if sheet.is(at, C::Unit)
        && sheet.is(i, C::The)
        && is_leaning
        && !sheet.is_of(i + 1, Classes::of(&[C::Following, C::Previous, C::Recent]))
    {
        let unit = Unit::of(sheet.word(at).value);
        let is_ahead = sheet.is_of(i + 1, Classes::of(&[C::Next, C::Coming]));
        let is_long = if is_ahead {
            matches!(unit, Unit::Hour | Unit::Decade | Unit::Century)
        } else {
            unit >= Unit::Day && !matches!(unit, Unit::Weekend | Unit::Quarter) || unit == Unit::Hour
        };
        let is_past = sheet.is(i + 1, C::Past) || is_ahead || unit != Unit::Day;
        return (is_long && is_past && !sheet.is(at + 1, C::Dash) && !sheet.is(at + 1, C::Of))
            .then(|| (text(TimeType::Duration, duration(Amount::whole(1), unit, None)), at + 1));
    }
    // `the years that followed`
    if sheet.is(i, C::The) && sheet.is(at, C::Units) && !is_leaning && sheet.is_any(at + 1, &["that", "since", "ahead"]) {
        return Some((text(TimeType::Duration, duration(Amount::Vague, Unit::of(sheet.word(at).value), None)), at + 1));
    }
    let (amount, unit_at) = match sheet.class(at) {
        C::Units => (Amount::Vague, at),
        _ => sheet.amount(at).filter(|_| !sheet.is(at, C::A) && !sheet.is(at, C::Half))?,
    };
    let joined = sheet.skip_hyphen(unit_at);
    let (unit, is_plural, end) = sheet.unit(joined)?;
    if is_age(sheet, end) || !is_plural && joined == unit_at && amount != Amount::whole(1) {
        return None;
    }
    let is_plain = !is_leaning;
    // `the nine months ended Sept. 30`; but `the two days` are as good as none.
    if is_plain && joined > unit_at {
        return None;
    }
    if is_plain && sheet.is(i, C::The) && matches!(amount, Amount::Vague) {
        return None;
    }
    // `last days of the battle` is vague as it stands.
    let end = if sheet.is_any(end, &["or"]) && sheet.is_any(end + 1, &["so"]) { end + 2 } else { end };
    Some((text(TimeType::Duration, duration(amount, unit, None)), end))
}

fn vague(sheet: &Sheet<'_>, i: usize) -> Read {
    let date = |value: &str, end| Some((text(TimeType::Date, value), end));
    match sheet.class(i) {
        C::Now if sheet.is_any(i, &["now"]) => {
            let is_odd = sheet.is_any_before(i, &["until", "by", "from"]) && sheet.is_any(i + 1, &["on"]);
            let is_word = i > sheet.start && sheet.is(i - 1, C::Dash)
                || sheet.is(i + 1, C::Dash) && sheet.is_joined(i + 1) && sheet.is_any(i + 2, &["famous", "infamous", "classic"]);
            let is_name =
                sheet.is_capitalized(i) && i > sheet.start && sheet.is_capitalized(i - 1) && sheet.tag(i) == Some(Tag::Nnp);
            if is_odd || is_word || is_name { None } else { date("PRESENT_REF", i + 1) }
        }
        C::Now => date("PRESENT_REF", i + 1),
        C::Vague if sheet.is_any(i, &["right"]) && sheet.is_any(i + 1, &["now"]) => date("PRESENT_REF", i + 2),
        C::These if sheet.is_any(i + 1, &["days"]) => date("PRESENT_REF", i + 2),
        C::Vague if sheet.is_any(i, &["recently", "lately"]) => date("PAST_REF", i + 1),
        C::The => {
            if sheet.is_any(i + 1, &["future"]) {
                let is_noun = matches!(sheet.tag(i + 2), Some(Tag::Nn | Tag::Nns | Tag::Nnp)) || sheet.is(i + 2, C::Of);
                return if is_noun { None } else { date("FUTURE_REF", i + 2) };
            }
            if sheet.is_any(i + 1, &["near", "foreseeable", "immediate", "distant", "not-too-distant"])
                && sheet.is_any(i + 2, &["future"])
            {
                return date("FUTURE_REF", i + 3);
            }
            if sheet.is_any(i + 1, &["recent", "distant"]) && sheet.is(i + 2, C::Past) {
                return date("PAST_REF", i + 3);
            }
            if sheet.is(i + 1, C::Past)
                && matches!(
                    sheet.tag(i + 2),
                    None | Some(
                        Tag::Comma
                            | Tag::Stop
                            | Tag::CloseQuote
                            | Tag::Cc
                            | Tag::Colon
                            | Tag::Vbd
                            | Tag::Vbz
                            | Tag::Md
                            | Tag::In
                            | Tag::To
                            | Tag::Prp
                    )
                )
            {
                return date("PAST_REF", i + 2);
            }
            if sheet.is_any(i + 1, &["present", "moment"])
                && sheet.is_any_before(i, &["at", "for", "until"])
                && !matches!(sheet.tag(i + 2), Some(Tag::Nn | Tag::Nns))
                && !sheet.is(i + 2, C::Of)
            {
                return date("PRESENT_REF", i + 2);
            }
            None
        }
        _ => None,
    }
}
