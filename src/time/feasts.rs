//! Feasts that move with the moon, by a table of their days (data/lexicons/feasts.tsv): 1950 to 2050.

use super::value::add_days;
use jiff::civil::Date;
use std::sync::LazyLock;

/// A feast of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Feast {
    Ramadan,
    EidAlFitr,
    EidAlAdha,
    LunarNewYear,
    Passover,
    RoshHashanah,
    YomKippur,
    Hanukkah,
    Diwali,
}

/// Their names in the table.
const NAMES: [(&str, Feast); 9] = [
    ("ramadan", Feast::Ramadan),
    ("eid_al_fitr", Feast::EidAlFitr),
    ("eid_al_adha", Feast::EidAlAdha),
    ("lunar_new_year", Feast::LunarNewYear),
    ("passover", Feast::Passover),
    ("rosh_hashanah", Feast::RoshHashanah),
    ("yom_kippur", Feast::YomKippur),
    ("hanukkah", Feast::Hanukkah),
    ("diwali", Feast::Diwali),
];

/// First and last day of each time that a feast was or will be kept, in order.
static DAYS: LazyLock<[Vec<(Date, Date)>; 9]> = LazyLock::new(|| {
    let mut days: [Vec<(Date, Date)>; 9] = Default::default();
    for line in include_str!("../../data/lexicons/feasts.tsv").lines().skip(1) {
        let mut fields = line.split('\t');
        let feast = fields.next().and_then(|name| NAMES.iter().find(|(known, _)| *known == name));
        let (Some((_, feast)), Some(Ok(first)), Some(Ok(length))) =
            (feast, fields.next().map(str::parse::<Date>), fields.next().map(str::parse::<i64>))
        else {
            continue;
        };
        if let Some(last) = add_days(first, length - 1) {
            days[*feast as usize].push((first, last));
        }
    }
    days
});

impl Feast {
    /// First and last day, each time that it begins in a year: twice at most, none outside the table.
    pub fn in_year(self, year: i16) -> &'static [(Date, Date)] {
        let days = &DAYS[self as usize];
        let first = days.partition_point(|(first, _)| first.year() < year);
        let end = days.partition_point(|(first, _)| first.year() <= year);
        &days[first..end]
    }

    /// Whether it is more than a day.
    pub fn is_long(self) -> bool {
        matches!(self, Self::Ramadan | Self::Passover | Self::Hanukkah)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = include_str!("../../data/lexicons/feasts.tsv").lines().count() - 1;
        assert_eq!(DAYS.iter().map(Vec::len).sum::<usize>(), lines);
        assert!(DAYS.iter().all(|days| days.windows(2).all(|pair| pair[0].1 < pair[1].0)));
        for (name, feast) in NAMES {
            assert_eq!(feast.is_long(), DAYS[feast as usize].iter().all(|(first, last)| first < last), "{name}");
        }
    }

    #[test]
    fn feasts_in_years() {
        assert_eq!(Feast::Passover.in_year(2018), [(date(2018, 3, 31), date(2018, 4, 7))]);
        assert_eq!(Feast::EidAlFitr.in_year(2000).len(), 2);
        assert_eq!(Feast::Ramadan.in_year(1861), []);
        assert_eq!(Feast::Diwali.in_year(9999), []);
    }
}
