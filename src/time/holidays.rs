//! Holidays that are days of the year: fixed ones, those on a day of the week, those that go by Easter.
//!
//! Where countries differ, those of the United States (Mother's Day, Labor Day, Election Day).

use super::value::{add_days, day};
use jiff::civil::Date;

/// How a holiday's day is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// Month and day.
    Fixed(u8, u8),
    /// Month, day of the week (1 Monday), which one (negative from the end).
    Nth(u8, i8, i8),
    /// Days after Easter Sunday.
    Easter(i16),
    /// Days after another nth: Black Friday, Election Day.
    After(u8, i8, i8, i16),
}

/// The words of a holiday, in lower case without possessive and full stops, and its day.
pub const HOLIDAYS: &[(&[&str], On)] = &[
    (&["christmas", "eve"], On::Fixed(12, 24)),
    (&["christmas", "day"], On::Fixed(12, 25)),
    (&["christmas"], On::Fixed(12, 25)),
    (&["boxing", "day"], On::Fixed(12, 26)),
    (&["new", "year", "eve"], On::Fixed(12, 31)),
    (&["new", "years", "eve"], On::Fixed(12, 31)),
    (&["new", "year", "day"], On::Fixed(1, 1)),
    (&["new", "years", "day"], On::Fixed(1, 1)),
    (&["epiphany"], On::Fixed(1, 6)),
    (&["martin", "luther", "king", "day"], On::Nth(1, 1, 3)),
    (&["martin", "luther", "king", "jr", "day"], On::Nth(1, 1, 3)),
    (&["mlk", "day"], On::Nth(1, 1, 3)),
    (&["groundhog", "day"], On::Fixed(2, 2)),
    (&["valentine", "day"], On::Fixed(2, 14)),
    (&["valentines", "day"], On::Fixed(2, 14)),
    (&["presidents", "day"], On::Nth(2, 1, 3)),
    (&["president", "day"], On::Nth(2, 1, 3)),
    (&["international", "women", "day"], On::Fixed(3, 8)),
    (&["st", "patrick", "day"], On::Fixed(3, 17)),
    (&["saint", "patrick", "day"], On::Fixed(3, 17)),
    (&["april", "fools", "day"], On::Fixed(4, 1)),
    (&["april", "fool", "day"], On::Fixed(4, 1)),
    (&["earth", "day"], On::Fixed(4, 22)),
    (&["may", "day"], On::Fixed(5, 1)),
    (&["cinco", "de", "mayo"], On::Fixed(5, 5)),
    (&["mother", "day"], On::Nth(5, 7, 2)),
    (&["mothers", "day"], On::Nth(5, 7, 2)),
    (&["father", "day"], On::Nth(6, 7, 3)),
    (&["fathers", "day"], On::Nth(6, 7, 3)),
    (&["memorial", "day"], On::Nth(5, 1, -1)),
    (&["flag", "day"], On::Fixed(6, 14)),
    (&["juneteenth"], On::Fixed(6, 19)),
    (&["independence", "day"], On::Fixed(7, 4)),
    (&["fourth", "of", "july"], On::Fixed(7, 4)),
    (&["bastille", "day"], On::Fixed(7, 14)),
    (&["labor", "day"], On::Nth(9, 1, 1)),
    (&["labour", "day"], On::Nth(9, 1, 1)),
    (&["patriot", "day"], On::Fixed(9, 11)),
    (&["columbus", "day"], On::Nth(10, 1, 2)),
    (&["halloween"], On::Fixed(10, 31)),
    (&["guy", "fawkes", "night"], On::Fixed(11, 5)),
    (&["bonfire", "night"], On::Fixed(11, 5)),
    (&["all", "saints", "day"], On::Fixed(11, 1)),
    (&["all", "souls", "day"], On::Fixed(11, 2)),
    (&["election", "day"], On::After(11, 1, 1, 1)),
    (&["veterans", "day"], On::Fixed(11, 11)),
    (&["armistice", "day"], On::Fixed(11, 11)),
    (&["remembrance", "day"], On::Fixed(11, 11)),
    (&["remembrance", "sunday"], On::Nth(11, 7, 2)),
    (&["thanksgiving", "day"], On::Nth(11, 4, 4)),
    (&["thanksgiving"], On::Nth(11, 4, 4)),
    (&["black", "friday"], On::After(11, 4, 4, 1)),
    (&["cyber", "monday"], On::After(11, 4, 4, 4)),
    (&["shrove", "tuesday"], On::Easter(-47)),
    (&["fat", "tuesday"], On::Easter(-47)),
    (&["mardi", "gras"], On::Easter(-47)),
    (&["ash", "wednesday"], On::Easter(-46)),
    (&["palm", "sunday"], On::Easter(-7)),
    (&["maundy", "thursday"], On::Easter(-3)),
    (&["holy", "thursday"], On::Easter(-3)),
    (&["good", "friday"], On::Easter(-2)),
    (&["holy", "saturday"], On::Easter(-1)),
    (&["easter", "sunday"], On::Easter(0)),
    (&["easter", "monday"], On::Easter(1)),
    (&["easter", "day"], On::Easter(0)),
    (&["easter"], On::Easter(0)),
    (&["ascension", "day"], On::Easter(39)),
    (&["pentecost"], On::Easter(49)),
    (&["whit", "sunday"], On::Easter(49)),
    (&["whit", "monday"], On::Easter(50)),
    (&["corpus", "christi"], On::Easter(60)),
];

impl On {
    /// Its day in a year.
    pub fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed(month, number) => day(year, month, number),
            Self::Nth(month, weekday, nth) => day(year, month, 1)?.nth_weekday_of_month(nth, super::value::weekday(weekday)).ok(),
            Self::Easter(days) => add_days(easter(year)?, i64::from(days)),
            Self::After(month, weekday, nth, days) => add_days(Self::Nth(month, weekday, nth).in_year(year)?, i64::from(days)),
        }
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
#[allow(clippy::many_single_char_names, reason = "the names of the published algorithm")]
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let number = (h + l - 7 * m + 33 * month + 19) % 32;
    day(year, u8::try_from(month).ok()?, u8::try_from(number).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_of_holidays() {
        for (on, year, expected) in [
            (On::Easter(0), 2018, date(2018, 4, 1)),
            (On::Easter(0), 1916, date(1916, 4, 23)),
            (On::Easter(0), 2000, date(2000, 4, 23)),
            (On::Easter(-46), 2008, date(2008, 2, 6)),
            (On::Nth(11, 4, 4), 2019, date(2019, 11, 28)),
            (On::Nth(5, 1, -1), 2016, date(2016, 5, 30)),
            (On::After(11, 1, 1, 1), 2016, date(2016, 11, 8)),
            (On::After(11, 4, 4, 1), 2019, date(2019, 11, 29)),
        ] {
            assert_eq!(on.in_year(year), Some(expected));
        }
        for year in 1..=9999 {
            assert!(HOLIDAYS.iter().all(|(_, on)| on.in_year(year).is_some()), "{year}");
        }
    }
}
