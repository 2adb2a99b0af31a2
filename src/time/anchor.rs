//! Values: what an expression says, counted from the publication or from the time last named.
//!
//! Input: meanings in the order of the text, each with the tense of its clause. Output: values, or none where something is not known.
//! The narrative: the time last named, and the year the text is in since one was named; what counts from the publication ends it.

use super::meaning::{From, Item, Lean, Meaning, YearOf};
use super::tense::Tense;
use super::unit::Unit;
use super::value::{Part, TimeType, Value, add_days, add_months, day, monday, weekday};
use jiff::civil::Date;

/// The time last named.
#[derive(Clone, Debug, Default)]
enum Last {
    /// None yet.
    #[default]
    Nothing,
    /// One without a value.
    Unknown,
    Known(Value),
}

/// What later expressions count from.
#[derive(Clone, Debug, Default)]
pub struct Anchor {
    publication: Option<Date>,
    last: Last,
    /// The year the text is in, and the sentence in which it was named, if that was by a bare year.
    narrated: Option<(i16, Option<u32>)>,
    /// The sentence of the time last named.
    sentence: u32,
}

/// For how many days after its end a quarter is what is told of.
const RESULTS_DAYS: i64 = 60;

/// For how many days after a date an infinitive is taken to be about it, not about the next year's.
const JUST_PAST_DAYS: i64 = 75;

/// For how many sentences a bare year holds for the months that follow.
const BARE_YEAR_HOLDS: u32 = 2;

impl Anchor {
    /// Before the first expression of an article of that date.
    pub fn new(publication: Option<Date>) -> Self {
        Self { publication, ..Self::default() }
    }

    /// The value of an expression in a sentence, and a note of it for those that follow.
    pub fn read(&mut self, meaning: &Meaning, tense: Tense, sentence: u32, hint: Option<Date>) -> Option<Value> {
        let value = self.value(meaning, tense, sentence, hint);
        self.note(meaning, value.as_ref(), sentence);
        value
    }

    fn note(&mut self, meaning: &Meaning, value: Option<&Value>, sentence: u32) {
        match (meaning, value) {
            (Meaning::Text(..) | Meaning::Clock(_, _, None), _) | (_, Some(Value::Century(_) | Value::Bc(_))) => {}
            (_, Some(value)) => {
                self.last = Last::Known(value.clone());
                self.sentence = sentence;
            }
            (_, None) => self.last = Last::Unknown,
        }
        let Some(value) = value else { return };
        if is_of_publication(meaning) {
            self.narrated = None;
        } else if let (true, Some(year)) = (names_year(meaning), value.year()) {
            let is_bare = matches!(value, Value::Year(_));
            let is_now = self.publication.is_some_and(|publication| publication.year() == year);
            self.narrated = if is_now { None } else { Some((year, is_bare.then_some(sentence))) };
        } else if let (Some((narrated, _)), Some(year)) = (&mut self.narrated, value.year()) {
            *narrated = year;
        }
    }

    /// The value of an expression; nothing is noted.
    pub fn value(&self, meaning: &Meaning, tense: Tense, sentence: u32, hint: Option<Date>) -> Option<Value> {
        match meaning {
            Meaning::Value(value) => Some(value.clone()),
            Meaning::Text(_, text) => Some(Value::Text(text.clone())),
            Meaning::Impossible(_) => None,
            Meaning::InYear { item, year, weekday, lean } => self.in_year(*item, year, *weekday, *lean, tense, sentence),
            Meaning::DayOfMonth(number, of) => self.day_of_month(*number, of.as_deref(), tense, sentence),
            Meaning::NthWeekday(nth, number, of) => {
                let (year, month) = self.value(of, tense, sentence, None)?.month()?;
                let found = day(year, month, 1)?.nth_weekday_of_month(*nth, weekday(*number)).ok()?;
                Some(Value::Day(found))
            }
            Meaning::Weekday(number, lean, week) => self.weekday(*number, *lean, week.as_deref(), tense, sentence).map(Value::Day),
            Meaning::Weekend(lean) => self.weekend(*lean, tense).map(Value::Weekend),
            Meaning::Days(by) => Some(Value::Day(add_days(self.publication?, *by)?)),
            Meaning::Shift { unit, by, from } => self.shift(*unit, *by, *from, sentence),
            Meaning::FromThat { unit, by, that } => {
                // `a week ago Friday`, `a week from Friday`: whole weeks say which way.
                let tense = match (&**that, by.signum()) {
                    (Meaning::Weekday(_, Lean::Open, None), sign) if *unit == Unit::Day && by % 7 == 0 => {
                        if sign < 0 {
                            Tense::Past
                        } else {
                            Tense::Future
                        }
                    }
                    _ => tense,
                };
                shifted(&self.value(that, tense, sentence, None)?, *unit, *by)
            }
            Meaning::Anniversary { months, that } => match self.value(that, tense, sentence, None)? {
                Value::Day(that) => in_months(that, *months).map(Value::Day),
                Value::Week(that) => Some(Value::Week(monday(in_months(self.publication.unwrap_or(that), *months)?)?)),
                Value::Month(year, month) => add_months(year, month, *months).map(|(year, month)| Value::Month(year, month)),
                _ => None,
            },
            Meaning::TurnOfCentury => Some(Value::Century(match self.narrated_year(sentence) {
                Some(year) => (year + 50) / 100,
                None => self.publication?.year() / 100,
            })),
            Meaning::Part(part, day) => {
                let value = self.value(day, tense, sentence, None)?;
                let by = matches!((&value, part), (Value::Part(_, Part::Night), Part::Morning));
                Some(Value::Part(add_days(value.day()?, i64::from(by))?, *part))
            }
            Meaning::InDay(day) => {
                let narrated = self.value(day, tense, sentence, None).and_then(|value| value.day());
                Some(Value::InDay(narrated.or(self.publication)?))
            }
            Meaning::Clock(minutes, seconds, day) => {
                let day = match day {
                    Some(day) => self.value(day, tense, sentence, None)?.day()?,
                    None => hint.or_else(|| self.clock_day())?,
                };
                Some(Value::Clock(day, *minutes, *seconds))
            }
            Meaning::Fiscal(year, quarter) => Some(Value::Fiscal(self.year_of(year, tense, sentence)?, *quarter)),
        }
    }

    /// The day of a clock time that nothing in its sentence tells.
    fn clock_day(&self) -> Option<Date> {
        match (&self.last, self.narrated) {
            (Last::Known(value), Some(_)) => value.day().or(self.publication),
            _ => self.publication,
        }
    }

    fn year_of(&self, year: &YearOf, tense: Tense, sentence: u32) -> Option<i16> {
        match year {
            YearOf::Given(year) => Some(*year),
            YearOf::Of(meaning) => self.value(meaning, tense, sentence, None)?.year(),
            YearOf::Unknown => None,
        }
    }

    /// The year the text is in.
    fn narrated_year(&self, sentence: u32) -> Option<i16> {
        let (year, bare) = self.narrated?;
        bare.is_none_or(|named| sentence.saturating_sub(named) <= BARE_YEAR_HOLDS).then_some(year)
    }

    fn in_year(&self, item: Item, year: &YearOf, weekday: Option<i8>, lean: Lean, tense: Tense, sentence: u32) -> Option<Value> {
        if *year != YearOf::Unknown {
            return item_in(item, self.year_of(year, tense, sentence)?);
        }
        if lean == Lean::Open
            && let Some(year) = self.narrated_year(sentence)
        {
            return item_in(item, year);
        }
        if let Lean::Same | Lean::Following | Lean::Previous = lean {
            let Some(base) = self.last_value() else { return beside(item, self.publication?, lean) };
            let base_day = base.first_day().or_else(|| day(base.year()?, 1, 1))?;
            return match lean {
                Lean::Same => item_in(item, base.year()?),
                _ => beside(item, base_day, lean),
            };
        }
        let publication = self.publication?;
        if let Some(number) = weekday {
            // The year in which the day of the week is right.
            let years = [0, 1, -1].map(|by| publication.year() + by);
            let fits = |value: &Value| value.day().is_some_and(|day| day.weekday() == self::weekday(number));
            let mut fitting = years.iter().filter_map(|&year| item_in(item, year)).filter(fits);
            if let Some(value) = fitting.next() {
                return Some(value);
            }
        }
        // What is expected of a quarter that has just ended are its results.
        if let (Item::Quarter(_) | Item::Half(_), Lean::Open) = (item, lean)
            && let Some(value) = beside(item, publication, Lean::Past)
            && value.days().and_then(|(_, last)| add_days(last, RESULTS_DAYS)).is_some_and(|late| late >= publication)
        {
            return Some(value);
        }
        let lean = match (lean, tense) {
            (Lean::Open, Tense::Plan) if is_just_past(item, publication) => Lean::Past,
            (Lean::Open, Tense::Future | Tense::Present | Tense::Plan) => Lean::Coming,
            (Lean::Open, Tense::Past) => Lean::Past,
            (Lean::This, _) => return this(item, publication, tense),
            (lean, _) => lean,
        };
        beside(item, publication, lean)
    }

    fn last_value(&self) -> Option<&Value> {
        match &self.last {
            Last::Known(value) => Some(value),
            _ => None,
        }
    }

    fn day_of_month(&self, number: u8, of: Option<&Meaning>, tense: Tense, sentence: u32) -> Option<Value> {
        if let Some(of) = of {
            let (year, month) = self.value(of, tense, sentence, None)?.month()?;
            return day(year, month, number).map(Value::Day);
        }
        if self.narrated_year(sentence).is_some()
            && let Some((year, month)) = self.last_value().and_then(Value::month)
        {
            return day(year, month, number).map(Value::Day);
        }
        let publication = self.publication?;
        let is_back = tense == Tense::Past;
        let months = (0..=3)
            .filter_map(|by| add_months(publication.year(), publication.month().unsigned_abs(), if is_back { -by } else { by }));
        let mut days = months.filter_map(|(year, month)| day(year, month, number));
        days.find(|&day| if is_back { day <= publication } else { day >= publication }).map(Value::Day)
    }

    fn weekday(&self, number: i8, lean: Lean, week: Option<&Meaning>, tense: Tense, sentence: u32) -> Option<Date> {
        if let Some(week) = week {
            let first = self.value(week, tense, sentence, None)?.first_day()?;
            return add_days(monday(first)?, i64::from(number) - 1);
        }
        let from = match lean {
            Lean::Same | Lean::Following | Lean::Previous => match &self.last {
                Last::Known(value) => value.first_day()?,
                Last::Nothing => self.publication?,
                Last::Unknown => return None,
            },
            _ => self.publication?,
        };
        let offset = (i64::from(number) - i64::from(from.weekday().to_monday_one_offset())).rem_euclid(7);
        let (forward, back) = (if offset == 0 { 7 } else { offset }, if offset == 0 { 7 } else { 7 - offset });
        let by = match (lean, tense) {
            (Lean::Last | Lean::Past | Lean::Previous, _) => -back,
            (Lean::Next, _) => return add_days(monday(from)?, 6 + i64::from(number)),
            (Lean::Coming | Lean::Following, _) => forward,
            _ if offset == 0 => 0,
            (Lean::Same, _) => offset,
            (_, Tense::Past) => -back,
            _ => forward,
        };
        add_days(from, by)
    }

    fn weekend(&self, lean: Lean, tense: Tense) -> Option<Date> {
        let from = match (lean, self.last_value()) {
            (Lean::Same | Lean::Following | Lean::Previous, Some(value)) => value.first_day()?,
            _ => self.publication?,
        };
        let this = monday(from)?;
        let is_weekend = from.weekday().to_monday_one_offset() >= 6;
        let weeks = match lean {
            Lean::Last | Lean::Previous | Lean::Past => -1,
            Lean::Next => 1,
            Lean::Following if is_weekend => 1,
            Lean::Open | Lean::This if tense == Tense::Past && !is_weekend => -1,
            _ => 0,
        };
        add_days(this, weeks * 7)
    }

    fn shift(&self, unit: Unit, by: i64, from: From, sentence: u32) -> Option<Value> {
        let publication = self.publication.map(Value::Day);
        match (from, &self.last) {
            (From::Narrative, Last::Unknown) => None,
            // `the quarter`, and none was named: the one of which there are results.
            (From::Narrative, Last::Nothing) if unit == Unit::Quarter && by == 0 => shifted(&publication?, unit, -1),
            (From::Narrative, Last::Known(value)) => shifted(value, unit, by),
            // `a year ago` beside a quarter is that quarter of the year before.
            (From::Ago, Last::Known(value @ Value::Quarter(..)))
                if unit == Unit::Year && by == -1 && sentence == self.sentence && self.publication.is_some() =>
            {
                shifted(value, unit, by)
            }
            _ => shifted(&publication?, unit, by),
        }
    }
}

/// The same day of the month so many months later; none if that month has no such day.
fn in_months(from: Date, months: i64) -> Option<Date> {
    let (year, month) = add_months(from.year(), from.month().unsigned_abs(), months)?;
    day(year, month, from.day().unsigned_abs())
}

fn this(item: Item, publication: Date, tense: Tense) -> Option<Value> {
    match item {
        // Winter is of the year in which it begins.
        Item::Season(4) if publication.month() <= 5 && (publication.month() <= 2 || tense == Tense::Past) => {
            item_in(item, publication.year() - 1)
        }
        _ => item_in(item, publication.year()),
    }
}

/// Whether an item ended shortly before a day, and the next one is far.
fn is_just_past(item: Item, from: Date) -> bool {
    let ended = beside(item, from, Lean::Last).and_then(|value| value.days());
    ended.and_then(|(_, last)| add_days(last, JUST_PAST_DAYS)).is_some_and(|late| late >= from)
}

/// The item nearest to a day on the side that `lean` says: with `Past` and `Coming` it may hold the day.
fn beside(item: Item, from: Date, lean: Lean) -> Option<Value> {
    let year = from.year();
    let is_fit = |value: &Value| {
        let Some((first, last)) = value.days() else { return false };
        match lean {
            Lean::Past if matches!(item, Item::Quarter(_) | Item::Half(_)) => last < from,
            Lean::Past => first <= from,
            Lean::Coming => last >= from,
            Lean::Last | Lean::Previous => last < from,
            _ => first > from,
        }
    };
    let is_back = matches!(lean, Lean::Past | Lean::Last | Lean::Previous);
    // Eight years: the longest way from one 29 February to the next.
    let mut years = (0..=8).map(|by| if is_back { year + 1 - by } else { year - 1 + by });
    years.find_map(|year| {
        // What goes by the moon may come twice in a year.
        let twice = [is_back, !is_back].map(|is_last| occurrence(item, year, is_last));
        twice.into_iter().flatten().find(is_fit)
    })
}

/// Whether an expression counts from the publication.
fn is_of_publication(meaning: &Meaning) -> bool {
    match meaning {
        // `today` and `ago` are said in any narrative.
        Meaning::Days(by) => *by != 0,
        Meaning::Shift { unit, from: From::Publication, .. } => *unit != Unit::Day,
        Meaning::Weekday(_, lean, _) | Meaning::Weekend(lean) | Meaning::InYear { lean, year: YearOf::Unknown, .. } => {
            matches!(lean, Lean::Last | Lean::This | Lean::Next | Lean::Past | Lean::Coming)
                || matches!(meaning, Meaning::Weekday(_, Lean::Open, None))
        }
        Meaning::Part(_, day) | Meaning::Clock(_, _, Some(day)) => is_of_publication(day),
        _ => false,
    }
}

/// Whether an expression says a year in digits.
fn names_year(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Value(_) | Meaning::InYear { year: YearOf::Given(_), .. } => true,
        Meaning::Part(_, day) | Meaning::Clock(_, _, Some(day)) | Meaning::FromThat { that: day, .. } => names_year(day),
        _ => false,
    }
}

/// An item in a year, the first time that it comes.
fn item_in(item: Item, year: i16) -> Option<Value> {
    occurrence(item, year, false)
}

/// An item in a year; with `is_last` the last time that it comes.
fn occurrence(item: Item, year: i16, is_last: bool) -> Option<Value> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    Some(match item {
        Item::Month(month) => Value::Month(year, month),
        Item::MonthDay(month, number) => Value::Day(day(year, month, number)?),
        Item::Quarter(quarter) => Value::Quarter(year, quarter),
        Item::Half(half) => Value::Half(year, half),
        Item::Season(season) => Value::Season(year, season),
        Item::Holiday(on) => match on.in_year(year, is_last)? {
            (first, last) if first == last => Value::Day(first),
            (first, last) => Value::Span(first, last),
        },
    })
}

/// A number of tens or hundreds of years, from 0 to `most`.
fn within(number: i64, most: i16) -> Option<i16> {
    i16::try_from(number).ok().filter(|number| (0..=most).contains(number))
}

/// A time some units later, in the grain of the unit.
fn shifted(base: &Value, unit: Unit, by: i64) -> Option<Value> {
    let year_of = |value: &Value| value.year().or_else(|| value.first_day().map(Date::year));
    let later = |year: i16| i16::try_from(i64::from(year) + by).ok().filter(|year| (1..=9999).contains(year));
    Some(match unit {
        Unit::Day => Value::Day(add_days(base.day()?, by)?),
        Unit::Week | Unit::Fortnight => {
            let from = match base {
                Value::Week(monday) | Value::Weekend(monday) => *monday,
                base => base.day()?,
            };
            Value::Week(monday(add_days(from, by.checked_mul(7)?)?)?)
        }
        Unit::Weekend => Value::Weekend(monday(add_days(base.day()?, by.checked_mul(7)?)?)?),
        Unit::Month => {
            let (year, month) = base.month()?;
            let (year, month) = add_months(year, month, by)?;
            Value::Month(year, month)
        }
        Unit::Quarter => {
            let (year, quarter) = match base {
                Value::Quarter(year, quarter) => (*year, *quarter),
                base => base.month().map(|(year, month)| (year, (month - 1) / 3 + 1))?,
            };
            let (year, month) = add_months(year, quarter * 3, by.checked_mul(3)?)?;
            Value::Quarter(year, month / 3)
        }
        Unit::Year => match *base {
            Value::Quarter(year, quarter) if by != 0 => Value::Quarter(later(year)?, quarter),
            Value::Half(year, half) if by != 0 => Value::Half(later(year)?, half),
            _ => Value::Year(later(year_of(base)?)?),
        },
        Unit::Decade => Value::Decade(within(i64::from(year_of(base)? / 10) + by, 999)?),
        Unit::Century => Value::Century(within(i64::from(year_of(base)? / 100) + by, 99)?),
        Unit::Millennium => return None,
        Unit::Second | Unit::Minute | Unit::Hour => {
            let Value::Clock(day, minutes, _) = *base else { return None };
            let step = match unit {
                Unit::Hour => by.checked_mul(60)?,
                Unit::Minute => by,
                _ => return None,
            };
            let total = i64::from(minutes).checked_add(step)?;
            Value::Clock(add_days(day, total.div_euclid(1440))?, total.rem_euclid(1440) as u16, None)
        }
    })
}

/// The type of an expression, with its value known.
pub fn time_type(meaning: &Meaning, value: Option<&Value>) -> TimeType {
    match value {
        Some(value) if value.is_time() => TimeType::Time,
        _ => match meaning {
            Meaning::Shift { unit, .. } if unit.is_clock() => TimeType::Time,
            meaning => meaning.time_type(),
        },
    }
}
