//! What articles say of a person, and when two accounts contradict each other.
//!
//! Input: the columns of a row. Output: [`Profile`]s that merge. Two of them contradict by year of birth (ages beyond what dates
//! explain; where a date is missing, ages far apart), by given identity, by standing side by side in articles, and, where no context is
//! shared, by country, pronoun or field (a striker is no senator of the same year). A column that is null contradicts nothing.

use super::year;
use crate::entity::lexicon::{Country, Lexicon};
use hashbrown::HashSet;
use jiff::civil::Date;
use rustc_hash::FxBuildHasher;

/// A field of work that people rarely change within a few years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Sport,
    Politics,
    Arts,
    Medicine,
    Police,
}

/// Nouns for persons that tell the field; facts of the language, compiled by hand. Law and business go with any.
const FIELDS: [(Field, &str); 5] = [
    (
        Field::Sport,
        "striker goalkeeper midfielder defender footballer forward winger coach quarterback linebacker pitcher catcher outfielder \
         shortstop batsman bowler cricketer golfer boxer sprinter swimmer cyclist skier skater gymnast wrestler rower jockey \
         athlete referee halfback cornerback",
    ),
    (
        Field::Politics,
        "senator congressman congresswoman congressperson representative governor mayor minister chancellor premier mp lawmaker \
         legislator councilman councilwoman councillor alderman assemblyman assemblywoman commissioner ambassador",
    ),
    (
        Field::Arts,
        "actor actress singer songwriter rapper guitarist drummer pianist violinist musician composer painter sculptor novelist poet \
         playwright dancer choreographer comedian",
    ),
    (Field::Medicine, "doctor surgeon physician nurse cardiologist pediatrician epidemiologist oncologist dentist midwife"),
    (Field::Police, "policeman policewoman constable detective sheriff trooper patrolman firefighter"),
];

/// Years between two accounts after which the field may have changed.
const YEARS_OF_A_CAREER: i32 = 5;

/// Years between two ages that no articles lie apart, of which one has no date.
const YEARS_OF_NEWS: i32 = 40;

fn field(role: &str) -> Option<Field> {
    let role = role.to_lowercase();
    role.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .find_map(|word| FIELDS.iter().find(|(_, nouns)| nouns.split(' ').any(|noun| noun == word)).map(|(field, _)| *field))
}

/// The country of a nationality, a country's name or a capital.
pub(super) fn country(nationality: &str) -> Option<Country> {
    Lexicon::get().country(&nationality.trim().to_lowercase())
}

/// What is said of one person, over one row or many.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// Rows, those of the register not counted.
    pub size: u32,
    /// The first row in canonical order.
    pub first: u32,
    /// The identity that was there before.
    pub given: Option<u32>,
    /// Of the years of birth that the ages tell, the latest first one and the earliest last one: those that all ages agree with, or, the
    /// other way round, the gap between those that do not.
    births: Option<(i32, i32)>,
    /// The lowest and the highest age, and the same of articles without date.
    ages: Option<(i32, i32)>,
    undated_ages: Option<(i32, i32)>,
    women: u32,
    men: u32,
    countries: Vec<Country>,
    fields: Vec<Field>,
    /// The first and the last year of publication.
    years: Option<(i32, i32)>,
    articles: HashSet<u32, FxBuildHasher>,
}

impl Profile {
    pub fn of(row: &super::PersonRow, rank: u32, date: Option<Date>) -> Self {
        let year_of = date.map(year);
        let age = row.age.and_then(|age| i32::try_from(age).ok()).filter(|age| (0..=130).contains(age));
        let ages = age.map(|age| (age, age));
        let pronoun = row.pronouns.as_deref().unwrap_or_default().trim().to_lowercase();
        Self {
            size: 1,
            first: rank,
            given: row.known,
            births: age.zip(year_of).map(|(age, year)| (year - age - 1, year - age)),
            ages,
            undated_ages: ages.filter(|_| date.is_none()),
            women: u32::from(pronoun.starts_with("she")),
            men: u32::from(pronoun == "he" || pronoun.starts_with("he/") || pronoun.starts_with("he,")),
            countries: row.nationality.as_deref().and_then(country).into_iter().collect(),
            fields: row.role.as_deref().and_then(field).into_iter().collect(),
            years: year_of.map(|year| (year, year)),
            articles: std::iter::once(row.article).collect(),
        }
    }

    /// A name of the register: it says nothing but which identity it is.
    pub fn of_register(given: u32, rank: u32) -> Self {
        Self { first: rank, given: Some(given), ..Self::default() }
    }

    /// Whether anything is known that could contradict something.
    pub fn says_something(&self) -> bool {
        self.ages.is_some() || self.women + self.men > 0 || !self.countries.is_empty() || !self.fields.is_empty()
    }

    pub fn merge(&mut self, other: Self) {
        self.size += other.size;
        self.first = self.first.min(other.first);
        self.given = self.given.or(other.given);
        self.births = merged(self.births, other.births, |(a, b), (c, d)| (a.max(c), b.min(d)));
        self.ages = merged(self.ages, other.ages, outer);
        self.undated_ages = merged(self.undated_ages, other.undated_ages, outer);
        self.women += other.women;
        self.men += other.men;
        self.years = merged(self.years, other.years, outer);
        for country in other.countries {
            if !self.countries.contains(&country) {
                self.countries.push(country);
            }
        }
        for field in other.fields {
            if !self.fields.contains(&field) {
                self.fields.push(field);
            }
        }
        if self.articles.len() < other.articles.len() {
            let fewer = std::mem::replace(&mut self.articles, other.articles);
            self.articles.extend(fewer);
        } else {
            self.articles.extend(other.articles);
        }
    }

    /// Whether no context can make these one person.
    pub fn excludes(&self, other: &Self) -> bool {
        let is_given_otherwise = self.given.zip(other.given).is_some_and(|(one, other)| one != other);
        let is_born_otherwise = self.births.zip(other.births).is_some_and(|((a, b), (c, d))| a.max(c) > b.min(d) + 1);
        is_given_otherwise || is_born_otherwise || self.is_other_age(other) || self.stands_beside(other)
    }

    /// Whether ages lie too far apart for any two dates, where one is not known.
    fn is_other_age(&self, other: &Self) -> bool {
        let is_far = |one: Option<(i32, i32)>, other| {
            one.zip(other).is_some_and(|(one, other)| {
                let (low, high) = outer(one, other);
                high - low > YEARS_OF_NEWS
            })
        };
        is_far(self.undated_ages, other.ages) || is_far(self.ages, other.undated_ages)
    }

    /// Whether articles tell the two apart: in more than one of ten of those of the lesser known.
    fn stands_beside(&self, other: &Self) -> bool {
        let (few, many) = if self.articles.len() <= other.articles.len() { (self, other) } else { (other, self) };
        let both = few.articles.iter().filter(|article| many.articles.contains(*article)).count();
        both * 10 > few.articles.len()
    }

    /// Whether any article has both.
    pub fn meets(&self, other: &Self) -> bool {
        let (few, many) = if self.articles.len() <= other.articles.len() { (self, other) } else { (other, self) };
        few.articles.iter().any(|article| many.articles.contains(article))
    }

    /// Whether these are two persons unless shared context says otherwise.
    pub fn contradicts(&self, other: &Self) -> bool {
        self.excludes(other) || self.is_other_gender(other) || self.is_other_country(other) || self.is_other_field(other)
    }

    fn is_other_gender(&self, other: &Self) -> bool {
        self.women > self.men && other.men > other.women || self.men > self.women && other.women > other.men
    }

    fn is_other_country(&self, other: &Self) -> bool {
        !self.countries.is_empty()
            && !other.countries.is_empty()
            && !self.countries.iter().any(|country| other.countries.contains(country))
    }

    fn is_other_field(&self, other: &Self) -> bool {
        let is_near = self.years.zip(other.years).is_none_or(|((a, b), (c, d))| {
            let apart = if a > d { a - d } else { (c - b).max(0) };
            apart < YEARS_OF_A_CAREER
        });
        is_near
            && !self.fields.is_empty()
            && !other.fields.is_empty()
            && !self.fields.iter().any(|field| other.fields.contains(field))
    }
}

/// Both ranges as one, or the one there is.
fn merged(
    one: Option<(i32, i32)>,
    other: Option<(i32, i32)>,
    join: impl FnOnce((i32, i32), (i32, i32)) -> (i32, i32),
) -> Option<(i32, i32)> {
    match (one, other) {
        (Some(one), Some(other)) => Some(join(one, other)),
        (one, other) => one.or(other),
    }
}

/// From the lower of two to the higher.
fn outer((a, b): (i32, i32), (c, d): (i32, i32)) -> (i32, i32) {
    (a.min(c), b.max(d))
}

/// Whether any two of the accounts may contradict each other; if not, nothing but a shared article can.
pub(super) fn may_contradict<'p>(profiles: impl IntoIterator<Item = &'p Profile>) -> bool {
    let mut seen = Profile::default();
    for profile in profiles {
        if seen.given.is_some() && profile.given.is_some() && seen.given != profile.given {
            return true;
        }
        if seen.is_other_age(profile) {
            return true;
        }
        seen.births = merged(seen.births, profile.births, |(a, b), (c, d)| (a.max(c), b.min(d)));
        seen.ages = merged(seen.ages, profile.ages, outer);
        seen.undated_ages = merged(seen.undated_ages, profile.undated_ages, outer);
        seen.given = seen.given.or(profile.given);
        seen.women += profile.women;
        seen.men += profile.men;
        let is_new = |&country: &Country| !seen.countries.contains(&country);
        if !seen.countries.is_empty() && profile.countries.iter().any(is_new) {
            return true;
        }
        if !seen.fields.is_empty() && profile.fields.iter().any(|field| !seen.fields.contains(field)) {
            return true;
        }
        if seen.countries.is_empty() {
            seen.countries.clone_from(&profile.countries);
        }
        if seen.fields.is_empty() {
            seen.fields.clone_from(&profile.fields);
        }
        if seen.births.is_some_and(|(low, high)| low > high + 1) || seen.women > 0 && seen.men > 0 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::PersonRow;
    use jiff::civil::date;

    #[test]
    fn reads_fields_from_whole_words() {
        for (role, expected) in [
            ("former U.S. senator", Some(Field::Politics)),
            ("Striker", Some(Field::Sport)),
            ("lawyer", None),
            ("administrator", None),
            ("", None),
        ] {
            assert_eq!(field(role), expected, "{role}");
        }
    }

    #[test]
    fn ages_contradict_beyond_what_dates_explain() {
        // One article each: in one they would be two persons anyway.
        let mut article = 0;
        let mut profile = |age, year: i16| {
            article += 1;
            Profile::of(&PersonRow { age: Some(age), article, ..PersonRow::default() }, 0, Some(date(year, 6, 1)))
        };
        assert!(profile(34, 2018).excludes(&profile(61, 2018)));
        assert!(!profile(34, 2010).excludes(&profile(42, 2018)));
        assert!(!profile(34, 2018).excludes(&profile(36, 2018)), "a birthday and an editor's slip");
        assert!(profile(34, 1990).excludes(&profile(34, 2018)));
        assert!(!profile(-5, 1990).excludes(&profile(34, 2018)), "no age");
    }

    #[test]
    fn ages_drift_no_further_than_two_may_differ() {
        let profile = |age: u32| {
            Profile::of(&PersonRow { age: Some(age.into()), article: age, ..PersonRow::default() }, 0, Some(date(2018, 1, 1)))
        };
        let mut person = profile(30);
        for age in 31..=60 {
            if !person.excludes(&profile(age)) {
                person.merge(profile(age));
            }
        }
        assert_eq!(person.ages, Some((30, 32)), "a birthday and an editor's slip");
        assert!(person.excludes(&profile(29)));
        assert!(may_contradict(&[profile(30), profile(31), profile(33)]));
        assert!(!may_contradict(&[profile(30), profile(31), profile(32)]));
    }

    #[test]
    fn ages_without_dates_contradict_only_far_apart() {
        let mut article = 0;
        let mut profile = |age, date| {
            article += 1;
            Profile::of(&PersonRow { age: Some(age), article, ..PersonRow::default() }, 0, date)
        };
        let day = Some(date(2018, 6, 1));
        for (one, other, expected) in
            [((20, None), (61, None), true), ((20, None), (60, None), false), ((20, day), (61, None), true)]
        {
            let (one, other) = (profile(one.0, one.1), profile(other.0, other.1));
            assert_eq!(one.excludes(&other), expected, "{one:?} {other:?}");
            assert_eq!(other.excludes(&one), expected);
            assert_eq!(may_contradict([&one, &other]), expected);
        }
        let (young, old) = (profile(20, Some(date(1970, 6, 1))), profile(68, day));
        assert!(!young.excludes(&old), "with dates these are one");
    }
}
