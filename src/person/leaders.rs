//! Who held which office when: heads of state and government, presidents and vice presidents of the United States,
//! Congress; offices of the United States that news calls by surname (officials.tsv, compiled by hand).
//!
//! Input: a country, office or surname, and the article's date. Output: rows of the embedded table.
//! Method: binary search by country, hash by short form. The table is data/lexicons/leaders.tsv.

use crate::entity::lexicon::{Country, rows as table_rows};
use hashbrown::HashMap;
use jiff::civil::Date;
use rustc_hash::FxBuildHasher;
use std::sync::LazyLock;

/// One person in one office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leader {
    /// The country.
    pub country: Country,
    /// The office, in lower case (`president`, `prime minister`, `senator`).
    pub office: &'static str,
    /// The name as newspapers print it.
    pub name: &'static str,
    /// What the person is called for short (`Xi`, `Merkel`).
    pub short: &'static str,
    /// The first day.
    pub since: Date,
    /// The last day, if it is over.
    pub until: Option<Date>,
    /// `F`, `M` or unknown.
    pub gender: Option<char>,
}

impl Leader {
    /// Whether the office was held on this day.
    pub fn holds_on(&self, date: Date) -> bool {
        self.since <= date && self.until.is_none_or(|until| date <= until)
    }

    /// Whether the office had been held before this day, and no longer was.
    pub fn held_before(&self, date: Date) -> bool {
        self.until.is_some_and(|until| until < date)
    }

    /// Whether the short form alone may mean this person: heads of our time, no member of Congress.
    pub fn is_well_known(&self) -> bool {
        (self.is_head() || self.office == "vice president") && self.until.is_none_or(|until| until.year() >= 2005)
    }

    /// Of several offices that one person holds, the least comes first: heads before others, offices of their own before those that
    /// come with another (the president of France is a prince of Andorra; the monarch of Britain reigns over other realms).
    fn rank(&self) -> (bool, bool, bool) {
        (!self.is_head(), self.office == "prince", self.country != Country(*b"UK"))
    }

    /// Whether this is a head of state or government (not a member of Congress, not a vice president).
    pub fn is_head(&self) -> bool {
        matches!(
            self.office,
            "president"
                | "prime minister"
                | "premier"
                | "chancellor"
                | "supreme leader"
                | "leader"
                | "king"
                | "queen"
                | "pope"
                | "emperor"
                | "chief minister"
                | "chief executive"
                | "chairman"
                | "emir"
                | "grand duke"
                | "prince"
                | "sultan"
        )
    }
}

struct Table {
    /// Sorted by country.
    rows: Vec<Leader>,
    by_short: HashMap<&'static str, Vec<u32>, FxBuildHasher>,
    by_name: HashMap<&'static str, Vec<u32>, FxBuildHasher>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut rows: Vec<Leader> = table_rows(include_str!("../../data/lexicons/leaders.tsv"))
        .chain(table_rows(include_str!("../../data/lexicons/officials.tsv")))
        .filter_map(parse)
        .collect();
    rows.sort_by_key(|row| row.country);
    let (mut by_short, mut by_name) = (HashMap::<_, Vec<u32>, _>::default(), HashMap::<_, Vec<u32>, _>::default());
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&at| rows[at].rank());
    for at in order {
        let row = &rows[at];
        by_short.entry(row.short).or_default().push(at as u32);
        by_name.entry(row.name).or_default().push(at as u32);
    }
    Table { rows, by_short, by_name }
});

fn parse(row: &'static str) -> Option<Leader> {
    let mut fields = row.split('\t');
    let country = Country(fields.next()?.as_bytes().try_into().ok()?);
    let (office, name, short) = (fields.next()?, fields.next()?, fields.next()?);
    let (since, until) = (parse_date(fields.next()?, false)?, parse_date(fields.next()?, true));
    Some(Leader { country, office, name, short, since, until, gender: fields.next().and_then(|gender| gender.chars().next()) })
}

/// A day; of a month or a year alone, its first or last.
fn parse_date(text: &str, is_end: bool) -> Option<Date> {
    let mut fields = text.split('-');
    let year = fields.next()?.parse().ok()?;
    let month = fields.next().map_or(if is_end { 12 } else { 1 }, |month| month.parse().unwrap_or(1));
    let day = fields.next().map_or(1, |day| day.parse().unwrap_or(1));
    let date = Date::new(year, month, day).ok()?;
    Some(if is_end && text.len() < 10 { date.last_of_month() } else { date })
}

/// All rows, by country.
pub fn rows() -> &'static [Leader] {
    &TABLE.rows
}

/// The rows of a country.
pub fn of_country(country: Country) -> &'static [Leader] {
    let rows = &TABLE.rows;
    let first = rows.partition_point(|row| row.country < country);
    let last = rows.partition_point(|row| row.country <= country);
    &rows[first..last]
}

/// Who held `office` in `country` on `date`; with `office` "leader", every head of state or government.
pub fn leaders_at(country: Country, office: &str, date: Date) -> impl Iterator<Item = &'static Leader> {
    of_country(country)
        .iter()
        .filter(move |row| row.holds_on(date) && if office == "leader" { row.is_head() } else { row.office == office })
}

/// The rows of persons who go by `short` (as printed: `Merkel`), the foremost offices first.
pub fn by_short(short: &str) -> impl Iterator<Item = &'static Leader> {
    TABLE.by_short.get(short).into_iter().flatten().map(|&at| &TABLE.rows[at as usize])
}

/// The rows of the person of this full name, the foremost office first.
pub fn by_name(name: &str) -> impl Iterator<Item = &'static Leader> {
    TABLE.by_name.get(name).into_iter().flatten().map(|&at| &TABLE.rows[at as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn names(country: [u8; 2], office: &str, on: Date) -> Vec<&'static str> {
        leaders_at(Country(country), office, on).map(|leader| leader.name).collect()
    }

    #[test]
    fn knows_who_held_office() {
        assert_eq!(names(*b"US", "president", date(2018, 4, 17)), ["Donald Trump"]);
        assert_eq!(names(*b"US", "president", date(2012, 4, 17)), ["Barack Obama"]);
        assert_eq!(names(*b"JA", "prime minister", date(2018, 4, 17)), ["Shinzo Abe"]);
        assert_eq!(names(*b"KN", "leader", date(2018, 4, 17)), ["Kim Jong Un"]);
        assert_eq!(names(*b"GM", "chancellor", date(2010, 1, 1)), ["Angela Merkel"]);
        assert!(names(*b"GM", "chancellor", date(1990, 1, 1)).is_empty());
    }

    #[test]
    fn the_foremost_office_comes_first() {
        let on = date(2023, 4, 17);
        for (name, country, office) in
            [("Emmanuel Macron", *b"FR", "president"), ("Charles III", *b"UK", "king"), ("Albert II", *b"MN", "prince")]
        {
            let first = by_name(name).find(|row| row.holds_on(on)).expect(name);
            assert_eq!((first.country, first.office), (Country(country), office), "{name}");
        }
        assert_eq!(by_short("Charles").find(|row| row.holds_on(on)).expect("Charles").country, Country(*b"UK"));
    }

    #[test]
    fn finds_by_short_form() {
        let found: Vec<_> = by_short("Xi").map(|leader| leader.name).collect();
        assert_eq!(found, ["Xi Jinping"]);
        assert_eq!(by_short("Nobody").count(), 0);
        assert!(by_name("Kamala Harris").all(|leader| leader.gender == Some('F')));
    }
}
