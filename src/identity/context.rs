//! The context of a row: who else stands in its article, and what is said of the person.
//!
//! Output: features with weights, which add up to evidence that two rows are one person ([`super::ENOUGH`] is enough):
//!
//! | shared | weight |
//! |---|---|
//! | a person of full name beside the row, in at most 30 articles, neither famous nor of a common name | 4 |
//! | an affiliation, in at most 30 rows; in at most 300; in more | 4, 2, 1 |
//! | a family name beside the row, in at most 30 articles; in at most 300 | 2, 1 |
//! | a role, in at most 30 rows; in more | 2, 1 |
//! | the country | 1 |
//! | published within 15 days; by the same outlet too (see `evidence`) | 1, 2 |
//!
//! Bounds: the rarest [`MOST_BESIDE`] persons of an article count.

use super::attributes::country;
use super::form::{Fame, Form};
use super::{ArticleRow, PersonRow};
use hashbrown::HashMap;
use jiff::civil::Date;
use rustc_hash::FxBuildHasher;

/// Features of one article's persons that are kept.
const MOST_BESIDE: usize = 32;
const RARE: u32 = 30;
const USUAL: u32 = 300;

/// A trait that rows share, as a number that content alone decides.
pub(super) type Feature = u32;

/// Day of publication since 1970, and outlet.
pub(super) type Moment = (i32, Option<u32>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Person,
    Family,
    Affiliation,
    Role,
    Country,
}

/// The features of all rows.
#[derive(Debug, Default)]
pub(super) struct Context {
    of_row: Vec<Vec<Feature>>,
    weights: Vec<u32>,
    moments: Vec<Option<Moment>>,
}

/// Features in the making: kind and text, and how many articles or rows have them.
#[derive(Default)]
struct Found<'a> {
    numbers: HashMap<(Kind, &'a str), u32, FxBuildHasher>,
    names: Vec<(Kind, &'a str)>,
    counts: Vec<u32>,
    is_telling: Vec<bool>,
}

impl<'a> Found<'a> {
    fn add(&mut self, kind: Kind, text: &'a str, is_telling: bool) -> u32 {
        let next = self.names.len() as u32;
        let number = *self.numbers.entry((kind, text)).or_insert(next);
        if number == next {
            self.names.push((kind, text));
            self.counts.push(0);
            self.is_telling.push(is_telling);
        }
        self.counts[number as usize] += 1;
        number
    }

    fn weight(&self, number: u32) -> u32 {
        let count = self.counts[number as usize];
        match self.names[number as usize].0 {
            _ if count < 2 => 0,
            Kind::Person => 4 * u32::from(count <= RARE && self.is_telling[number as usize]),
            Kind::Affiliation => {
                if count <= RARE {
                    4
                } else {
                    1 + u32::from(count <= USUAL)
                }
            }
            Kind::Family => u32::from(count <= RARE) + u32::from(count <= USUAL),
            Kind::Role => 1 + u32::from(count <= RARE),
            Kind::Country => 1,
        }
    }
}

/// Texts that a row's own columns hold, folded.
struct Own {
    affiliation: Option<String>,
    role: Option<String>,
    country: Option<String>,
}

fn own(row: &PersonRow) -> Own {
    let folded = |text: &Option<String>| text.as_ref().map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty());
    let country = row.nationality.as_deref().and_then(country).map(|country| String::from_utf8_lossy(&country.0).into_owned());
    Own { affiliation: folded(&row.affiliation), role: folded(&row.role), country }
}

impl Context {
    /// The context of every row; `forms[form_of[row]]` is its form, `groups` name the forms that are one name.
    pub fn new(
        rows: &[PersonRow],
        articles: &[ArticleRow],
        dates: &[Option<Date>],
        forms: &[Form],
        form_of: &[u32],
        groups: &[u32],
    ) -> Self {
        let owns: Vec<Own> = rows.iter().map(own).collect();
        let mut found = Found::default();
        let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); articles.len()];
        for (at, row) in rows.iter().enumerate() {
            rows_of[row.article as usize].push(at as u32);
        }
        // Per article each person and each family once; beside it the group or the family name, to leave out a row's own.
        let group_key = |form: u32| forms[groups[form as usize] as usize].key.as_str();
        let family = |form: u32| forms[form as usize].families[0].as_str();
        let mut beside: Vec<Vec<u32>> = Vec::with_capacity(articles.len());
        for of_article in &rows_of {
            let mut names: Vec<(Kind, &str, bool)> = Vec::new();
            for &row in of_article {
                let form = form_of[row as usize];
                let parsed = &forms[form as usize];
                if parsed.is_full {
                    names.push((Kind::Person, group_key(form), parsed.fame == Fame::Rare));
                }
                names.push((Kind::Family, family(form), true));
            }
            names.sort_unstable();
            names.dedup_by_key(|name| (name.0, name.1));
            beside.push(names.into_iter().map(|(kind, text, is_telling)| found.add(kind, text, is_telling)).collect());
        }
        let mut of_row: Vec<Vec<u32>> = Vec::with_capacity(rows.len());
        for own in &owns {
            let texts = [(Kind::Affiliation, &own.affiliation), (Kind::Role, &own.role), (Kind::Country, &own.country)];
            of_row.push(texts.into_iter().filter_map(|(kind, text)| Some(found.add(kind, text.as_deref()?, true))).collect());
        }
        for (of_article, beside) in rows_of.iter().zip(&mut beside) {
            beside.retain(|&number| found.weight(number) > 0);
            beside.sort_unstable_by_key(|&number| (found.counts[number as usize], found.names[number as usize]));
            beside.truncate(MOST_BESIDE + 2);
            for &row in of_article {
                let form = form_of[row as usize];
                let (person, house) = ((Kind::Person, group_key(form)), (Kind::Family, family(form)));
                let others = beside.iter().copied().filter(|&number| {
                    let name = found.names[number as usize];
                    name != person && name != house
                });
                of_row[row as usize].extend(others.take(MOST_BESIDE));
            }
        }
        // Numbers by content, not by order.
        let mut order: Vec<u32> = (0..found.names.len() as u32).collect();
        order.sort_unstable_by_key(|&number| found.names[number as usize]);
        let mut renumbered = vec![0; order.len()];
        for (new, &old) in order.iter().enumerate() {
            renumbered[old as usize] = new as u32;
        }
        for features in &mut of_row {
            features.retain(|&number| found.weight(number) > 0);
            for number in features.iter_mut() {
                *number = renumbered[*number as usize];
            }
            features.sort_unstable();
        }
        let mut outlets: Vec<&str> = articles.iter().filter_map(|article| article.outlet.as_deref()).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let moments = rows.iter().map(|row| {
            let outlet = articles[row.article as usize].outlet.as_deref();
            let outlet = outlet.and_then(|outlet| outlets.binary_search(&outlet).ok()).map(|at| at as u32);
            dates[row.article as usize].map(|date| (days(date), outlet))
        });
        Self { moments: moments.collect(), of_row, weights: order.iter().map(|&number| found.weight(number)).collect() }
    }

    /// The features of a row, sorted; none of a name of the register.
    pub fn features(&self, row: u32) -> &[Feature] {
        self.of_row.get(row as usize).map_or(&[], Vec::as_slice)
    }

    pub fn weight(&self, feature: Feature) -> u32 {
        self.weights[feature as usize]
    }

    pub fn moment(&self, row: u32) -> Option<Moment> {
        self.moments.get(row as usize).copied().flatten()
    }
}

fn days(date: Date) -> i32 {
    date.since(Date::constant(1970, 1, 1)).map_or(0, |since| since.get_days())
}
