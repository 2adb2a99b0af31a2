//! Holidays: fixed ones, those on a day of the week, those that go by Easter, and those of the moon ([`super::feasts`]).
//!
//! Where countries differ, those of the United States (Mother's Day, Labor Day, Election Day).

use super::feasts::Feast;
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
    /// Days after Easter Sunday of the Julian calendar.
    OrthodoxEaster(i16),
    /// By the moon.
    Moon(Feast),
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
    (&["orthodox", "good", "friday"], On::OrthodoxEaster(-2)),
    (&["orthodox", "easter", "sunday"], On::OrthodoxEaster(0)),
    (&["orthodox", "easter"], On::OrthodoxEaster(0)),
    (&["orthodox", "christmas"], On::Fixed(1, 7)),
    (&["ascension", "day"], On::Easter(39)),
    (&["pentecost"], On::Easter(49)),
    (&["whit", "sunday"], On::Easter(49)),
    (&["whit", "monday"], On::Easter(50)),
    (&["corpus", "christi"], On::Easter(60)),
    (&["ramadan"], On::Moon(Feast::Ramadan)),
    (&["eid", "al-fitr"], On::Moon(Feast::EidAlFitr)),
    (&["eid", "ul-fitr"], On::Moon(Feast::EidAlFitr)),
    (&["eid-al-fitr"], On::Moon(Feast::EidAlFitr)),
    (&["eid", "al-adha"], On::Moon(Feast::EidAlAdha)),
    (&["eid", "ul-adha"], On::Moon(Feast::EidAlAdha)),
    (&["eid-al-adha"], On::Moon(Feast::EidAlAdha)),
    (&["lunar", "new", "year"], On::Moon(Feast::LunarNewYear)),
    (&["chinese", "new", "year"], On::Moon(Feast::LunarNewYear)),
    (&["passover"], On::Moon(Feast::Passover)),
    (&["rosh", "hashanah"], On::Moon(Feast::RoshHashanah)),
    (&["rosh", "hashana"], On::Moon(Feast::RoshHashanah)),
    (&["yom", "kippur"], On::Moon(Feast::YomKippur)),
    (&["hanukkah"], On::Moon(Feast::Hanukkah)),
    (&["chanukah"], On::Moon(Feast::Hanukkah)),
    (&["diwali"], On::Moon(Feast::Diwali)),
    (&["deepavali"], On::Moon(Feast::Diwali)),
];

impl On {
    /// Its first and last day in a year; with `is_last` the later ones, if it comes twice.
    pub fn in_year(self, year: i16, is_last: bool) -> Option<(Date, Date)> {
        if let Self::Moon(feast) = self {
            let days = feast.in_year(year);
            return if is_last { days.last() } else { days.first() }.copied();
        }
        let day = self.day_in(year)?;
        Some((day, day))
    }

    /// Whether it is more than a day.
    pub fn is_long(self) -> bool {
        matches!(self, Self::Moon(feast) if feast.is_long())
    }

    fn day_in(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed(month, number) => day(year, month, number),
            Self::Nth(month, weekday, nth) => day(year, month, 1)?.nth_weekday_of_month(nth, super::value::weekday(weekday)).ok(),
            Self::Easter(days) => add_days(easter(year)?, i64::from(days)),
            Self::After(month, weekday, nth, days) => add_days(Self::Nth(month, weekday, nth).day_in(year)?, i64::from(days)),
            Self::OrthodoxEaster(days) => add_days(orthodox_easter(year)?, i64::from(days)),
            Self::Moon(_) => None,
        }
    }
}

/// Easter Sunday of the Julian calendar (Meeus), as a day of the Gregorian one.
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let count = d + e + 114;
    // How far the calendars are apart in spring.
    let apart = y / 100 - y / 400 - 2;
    let julian = day(year, u8::try_from(count / 31).ok()?, u8::try_from(count % 31 + 1).ok()?)?;
    add_days(julian, i64::from(apart))
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
            (On::OrthodoxEaster(0), 2018, date(2018, 4, 8)),
            (On::OrthodoxEaster(0), 2021, date(2021, 5, 2)),
            (On::OrthodoxEaster(0), 1982, date(1982, 4, 18)),
        ] {
            assert_eq!(on.in_year(year, false), Some((expected, expected)));
        }
        for year in 1..=9999 {
            for (words, on) in HOLIDAYS {
                let is_known = match on {
                    On::Moon(Feast::Diwali) => (2001..=2035).contains(&year),
                    On::Moon(_) => (1950..=2050).contains(&year),
                    _ => true,
                };
                assert_eq!(on.in_year(year, true).is_some(), is_known, "{words:?} {year}");
            }
        }
    }
}
