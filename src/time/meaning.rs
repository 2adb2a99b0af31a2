//! What an expression says before anything around it is asked: the anchor comes later ([`super::anchor`]).

use super::holidays::On;
use super::unit::Unit;
use super::value::{Part, TimeType, Value};

/// Where an expression counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum From {
    Publication,
    /// The publication, in `a year ago`: of a quarter named beside it, that quarter.
    Ago,
    /// The time last named.
    Narrative,
}

/// Which way a word points: `last`, `this`, `next`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Lean {
    /// Nothing says; the verb decides.
    Open,
    Last,
    This,
    /// `this past Saturday`.
    Past,
    Next,
    /// `this coming Saturday`.
    Coming,
    /// `that`, `the same`: of the time last named.
    Same,
    /// `the following`.
    Following,
    /// `the previous`.
    Previous,
}

/// What recurs every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Item {
    Month(u8),
    MonthDay(u8, u8),
    Quarter(u8),
    Half(u8),
    Season(u8),
    Holiday(On),
}

/// The year of an item.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum YearOf {
    Unknown,
    Given(i16),
    /// What another expression says: `of that year`, `last year`.
    Of(Box<Meaning>),
}

impl YearOf {
    /// The year that an expression says.
    pub fn from_meaning(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Value(Value::Year(year)) => Self::Given(year),
            other => Self::Of(Box::new(other)),
        }
    }
}

/// What an expression says.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Meaning {
    /// All that is needed.
    Value(Value),
    /// A duration, a set, a vague reference.
    Text(TimeType, String),
    /// A date that there is not: found, without a value.
    Impossible(TimeType),
    InYear {
        item: Item,
        year: YearOf,
        weekday: Option<i8>,
        lean: Lean,
    },
    /// `the 25th`; of a month that another expression says.
    DayOfMonth(u8, Option<Box<Meaning>>),
    /// `the first Monday of next month`: -1 is the last.
    NthWeekday(i8, i8, Box<Meaning>),
    /// Lean, and weeks more (`a week from Tuesday`, `Tuesday of last week`).
    Weekday(i8, Lean, Option<Box<Meaning>>),
    Weekend(Lean),
    /// Days from publication.
    Days(i64),
    Shift {
        unit: Unit,
        by: i64,
        from: From,
    },
    /// So many units before or after another time: `two days before Christmas 2016`.
    FromThat {
        unit: Unit,
        by: i64,
        that: Box<Meaning>,
    },
    /// So many months before or after another time, in its own grain: `50 years ago today`, `20 years ago this month`.
    Anniversary {
        months: i64,
        that: Box<Meaning>,
    },
    /// `the turn of the century`: the one nearest to the narrative.
    TurnOfCentury,
    /// A part of a day.
    Part(Part, Box<Meaning>),
    /// `earlier in the day`.
    InDay(Box<Meaning>),
    /// Minutes since midnight, seconds, its day if that stands with it.
    Clock(u16, Option<u8>, Option<Box<Meaning>>),
    /// A fiscal year, and its quarter.
    Fiscal(YearOf, Option<u8>),
}

impl Meaning {
    /// A day of a month in words that say its year, or not.
    pub fn item(item: Item, year: YearOf) -> Self {
        Self::InYear { item, year, weekday: None, lean: Lean::Open }
    }

    /// An item on which a word leans.
    pub fn leaning(item: Item, lean: Lean) -> Self {
        Self::InYear { item, year: YearOf::Unknown, weekday: None, lean }
    }

    /// The type, which needs no value.
    pub fn time_type(&self) -> TimeType {
        match self {
            Self::Text(kind, _) | Self::Impossible(kind) => *kind,
            Self::Value(value) if value.is_time() => TimeType::Time,
            Self::Part(..) | Self::InDay(_) | Self::Clock(..) => TimeType::Time,
            _ => TimeType::Date,
        }
    }

    /// Whether it is a day or something in a day, which a clock time can take its day from.
    pub fn is_day(&self) -> bool {
        match self {
            Self::Value(value) => value.day().is_some(),
            Self::InYear { item: Item::Holiday(on), .. } => !on.is_long(),
            Self::InYear { item: Item::MonthDay(..), .. }
            | Self::DayOfMonth(..)
            | Self::NthWeekday(..)
            | Self::Weekday(..)
            | Self::Days(_)
            | Self::Part(..)
            | Self::Shift { unit: Unit::Day, .. }
            | Self::FromThat { unit: Unit::Day, .. } => true,
            Self::Anniversary { that, .. } => that.is_day(),
            Self::Clock(_, _, day) => day.is_some(),
            _ => false,
        }
    }
}
