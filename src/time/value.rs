//! What a time is: its TIMEX3 value and the days it covers.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use std::fmt::Write;

/// The type of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum TimeType {
    Date,
    Time,
    Duration,
    Set,
}

impl TimeType {
    /// The name in TIMEX3, tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    /// The part of a number, as the lexicon has it.
    pub fn of(number: u32) -> Self {
        [Self::Morning, Self::Afternoon, Self::Evening, Self::Night][number as usize % 4]
    }

    /// The letters of TIMEX3.
    pub fn letters(self) -> &'static str {
        match self {
            Self::Morning => "TMO",
            Self::Afternoon => "TAF",
            Self::Evening => "TEV",
            Self::Night => "TNI",
        }
    }
}

/// A time that has a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Value {
    Year(i16),
    /// 1 is spring, 4 winter, which begins in December of its year.
    Season(i16, u8),
    Half(i16, u8),
    Quarter(i16, u8),
    Month(i16, u8),
    /// By its Monday.
    Week(Date),
    /// By the Monday of its week.
    Weekend(Date),
    Day(Date),
    /// From a day to another, both included: Ramadan.
    Span(Date, Date),
    /// A day of which nothing closer is known than that it is a part: `earlier in the day`.
    InDay(Date),
    Part(Date, Part),
    /// Minutes since midnight, up to 24:00; and seconds.
    Clock(Date, u16, Option<u8>),
    /// Tens of years.
    Decade(i16),
    /// Hundreds of years.
    Century(i16),
    /// A year before Christ.
    Bc(u16),
    /// A fiscal year, and its quarter.
    Fiscal(i16, Option<u8>),
    /// What has a value without days: durations, sets, `PAST_REF`.
    Text(String),
}

/// The first day of a month, if there is such a month.
pub fn month_start(year: i16, month: u8) -> Option<Date> {
    day(year, month, 1)
}

/// A day, if there is one; years 1 to 9999.
pub fn day(year: i16, month: u8, day: u8) -> Option<Date> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1..=9999).contains(&date.year()).then_some(date)
}

/// The Monday of the week of a day.
pub fn monday(day: Date) -> Option<Date> {
    add_days(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

/// So many days later; years 1 to 9999.
pub fn add_days(day: Date, days: i64) -> Option<Date> {
    let days = i32::try_from(days).ok().filter(|days| days.abs() < 4_000_000)?;
    let date = day.checked_add(jiff::Span::new().days(days)).ok()?;
    (1..=9999).contains(&date.year()).then_some(date)
}

/// So many months later, as year and month.
pub fn add_months(year: i16, month: u8, months: i64) -> Option<(i16, u8)> {
    let count = (i64::from(year) * 12 + i64::from(month) - 1).checked_add(months)?;
    let year = i16::try_from(count.div_euclid(12)).ok().filter(|year| (1..=9999).contains(year))?;
    Some((year, count.rem_euclid(12) as u8 + 1))
}

/// All days from the first of `months` months from `month`.
fn months(year: i16, month: u8, months: i64) -> Option<(Date, Date)> {
    let first = month_start(year, month)?;
    let last = match add_months(year, month, months - 1) {
        Some((year, month)) => month_start(year, month)?.last_of_month(),
        None => return None,
    };
    Some((first, last))
}

fn years(first: i16, last: i16) -> Option<(Date, Date)> {
    Some((day(first.max(1), 1, 1)?, day(last.min(9999), 12, 31)?))
}

impl Value {
    /// `DATE` or `TIME`; what is a text has its own type.
    pub fn is_time(&self) -> bool {
        matches!(self, Self::InDay(_) | Self::Part(..) | Self::Clock(..))
    }

    /// The days it covers, both included; none where they are not known.
    pub fn days(&self) -> Option<(Date, Date)> {
        match *self {
            Self::Year(year) => years(year, year),
            Self::Season(year, season) => months(year, season * 3, 3),
            Self::Half(year, half) => months(year, half * 6 - 5, 6),
            Self::Quarter(year, quarter) => months(year, quarter * 3 - 2, 3),
            Self::Month(year, month) => months(year, month, 1),
            Self::Week(monday) => Some((monday, add_days(monday, 6)?)),
            Self::Weekend(monday) => Some((add_days(monday, 5)?, add_days(monday, 6)?)),
            Self::Day(day) | Self::InDay(day) | Self::Part(day, _) | Self::Clock(day, ..) => Some((day, day)),
            Self::Span(first, last) => Some((first, last)),
            Self::Decade(tens) => years(tens.checked_mul(10)?, tens.checked_mul(10)?.checked_add(9)?),
            Self::Century(hundreds) => years(hundreds.checked_mul(100)?, hundreds.checked_mul(100)?.checked_add(99)?),
            Self::Bc(_) | Self::Fiscal(..) | Self::Text(_) => None,
        }
    }

    /// The TIMEX3 value.
    pub fn text(&self) -> String {
        match self {
            Self::Year(year) | Self::Fiscal(year, None) => format!("{year:04}"),
            Self::Season(year, season) => format!("{year:04}-{}", season_letters(*season)),
            Self::Half(year, half) => format!("{year:04}-H{half}"),
            Self::Quarter(year, quarter) | Self::Fiscal(year, Some(quarter)) => format!("{year:04}-Q{quarter}"),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Week(monday) => week(*monday),
            Self::Weekend(monday) => week(*monday) + "-WE",
            Self::Day(day) | Self::InDay(day) => iso(*day),
            Self::Span(first, last) => iso(*first) + "/" + &iso(*last),
            Self::Part(day, part) => iso(*day) + part.letters(),
            Self::Clock(day, minutes, seconds) => {
                let mut text = format!("{}T{:02}:{:02}", iso(*day), minutes / 60, minutes % 60);
                if let Some(seconds) = seconds {
                    _ = write!(text, ":{seconds:02}");
                }
                text
            }
            Self::Decade(tens) => format!("{tens:03}X"),
            Self::Century(hundreds) => format!("{hundreds:02}XX"),
            Self::Bc(year) => format!("BC{year:04}"),
            Self::Text(text) => text.clone(),
        }
    }

    /// The day, if it is one or lies in one.
    pub fn day(&self) -> Option<Date> {
        match *self {
            Self::Day(day) | Self::InDay(day) | Self::Part(day, _) | Self::Clock(day, ..) => Some(day),
            _ => None,
        }
    }

    /// The year it lies in, if it is one year.
    pub fn year(&self) -> Option<i16> {
        match *self {
            Self::Year(year)
            | Self::Season(year, _)
            | Self::Half(year, _)
            | Self::Quarter(year, _)
            | Self::Month(year, _)
            | Self::Fiscal(year, _) => Some(year),
            Self::Week(monday) | Self::Weekend(monday) => Some(monday.iso_week_date().year()),
            Self::Span(first, _) => Some(first.year()),
            _ => self.day().map(Date::year),
        }
    }

    /// The month it lies in, if it is in one.
    pub fn month(&self) -> Option<(i16, u8)> {
        match *self {
            Self::Month(year, month) => Some((year, month)),
            Self::Week(day) | Self::Weekend(day) => Some((day.year(), day.month().unsigned_abs())),
            _ => self.day().map(|day| (day.year(), day.month().unsigned_abs())),
        }
    }

    /// A day to count from: its first.
    pub fn first_day(&self) -> Option<Date> {
        self.days().map(|days| days.0)
    }
}

/// The letters of a season.
pub fn season_letters(season: u8) -> &'static str {
    ["SP", "SU", "FA", "WI"][usize::from(season - 1) % 4]
}

/// A day as TIMEX3 has it.
pub fn iso(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

fn week(monday: Date) -> String {
    let week: ISOWeekDate = monday.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The day of the week of a number, 1 for Monday.
pub fn weekday(number: i8) -> Weekday {
    Weekday::from_monday_one_offset(number.clamp(1, 7)).unwrap_or(Weekday::Monday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn values_and_days() {
        for (value, text, days) in [
            (Value::Year(1), "0001", "0001-01-01 0001-12-31"),
            (Value::Year(9999), "9999", "9999-01-01 9999-12-31"),
            (Value::Month(2016, 2), "2016-02", "2016-02-01 2016-02-29"),
            (Value::Month(1900, 2), "1900-02", "1900-02-01 1900-02-28"),
            (Value::Season(2016, 4), "2016-WI", "2016-12-01 2017-02-28"),
            (Value::Season(2019, 4), "2019-WI", "2019-12-01 2020-02-29"),
            (Value::Half(2018, 2), "2018-H2", "2018-07-01 2018-12-31"),
            (Value::Quarter(2018, 4), "2018-Q4", "2018-10-01 2018-12-31"),
            (Value::Week(date(2020, 12, 28)), "2020-W53", "2020-12-28 2021-01-03"),
            (Value::Weekend(date(2020, 12, 28)), "2020-W53-WE", "2021-01-02 2021-01-03"),
            (Value::Part(date(2018, 4, 17), Part::Night), "2018-04-17TNI", "2018-04-17 2018-04-17"),
            (Value::Clock(date(2018, 4, 17), 1440, None), "2018-04-17T24:00", "2018-04-17 2018-04-17"),
            (Value::Decade(199), "199X", "1990-01-01 1999-12-31"),
            (Value::Century(0), "00XX", "0001-01-01 0099-12-31"),
            (Value::Bc(44), "BC0044", ""),
            (Value::Fiscal(2016, Some(2)), "2016-Q2", ""),
        ] {
            let shown = value.days().map_or(String::new(), |(first, last)| format!("{} {}", iso(first), iso(last)));
            assert_eq!((value.text().as_str(), shown.as_str()), (text, days));
        }
        // Winter of the last year there is ends beyond it.
        assert_eq!(Value::Season(9999, 4).days(), None);
        assert_eq!(Value::Decade(i16::MAX).days(), None);
        assert_eq!(add_days(date(1, 1, 1), -1), None);
        assert_eq!(add_months(9999, 12, 1), None);
    }
}
