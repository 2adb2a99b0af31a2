//! One identity for each person over many articles: a second, explicit step after the analysis.
//!
//! Input: the persons of all articles ([`PersonRow`]), dates and outlets of the articles, and, if there are any, the identities of
//! earlier runs and the user's own register. Output: [`Links`]: for every row its identity and how it came to it.
//! Method: rows with one full name are one person, unless what the articles say of them contradicts (`namesakes`); common names,
//! nicknames, initials, second family names and family names alone need shared context as well (`context`, `variants`, `bare`).
//! The order of rows and articles changes nothing: ties are broken by content, and keys are made of content.
//! Cost: near linear. Names meet only within a family name, rows only where they share a feature, each at most [`MOST`] others.

mod attributes;
mod bare;
mod clusters;
mod context;
mod evidence;
mod form;
mod keys;
mod namesakes;
mod order;
mod prepare;
mod variants;

use jiff::civil::Date;

/// How many others one row, component or cluster is compared with for one feature or name.
const MOST: usize = 16;

/// Evidence from shared context that joins what a name alone does not; see `context` for the weights.
const ENOUGH: u32 = 3;

/// A row of the table `people`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonRow {
    /// The article, as an index into the articles.
    pub article: u32,
    /// The user's id: tells rows apart that are equal in all else.
    pub label: String,
    /// The fullest name that the article has.
    pub name: String,
    /// Other forms in the article.
    pub aliases: Vec<String>,
    /// Office or occupation.
    pub role: Option<String>,
    /// Organisation or party.
    pub affiliation: Option<String>,
    /// Age in years.
    pub age: Option<i64>,
    /// Nationality or country.
    pub nationality: Option<String>,
    /// Pronouns that the article uses: `she`, `he`, `they`.
    pub pronouns: Option<String>,
    /// The identity of an earlier run, as an index into the known ones.
    pub known: Option<u32>,
}

/// What is known of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleRow {
    /// The user's id: tells articles apart that are equal in all else.
    pub label: String,
    /// The publication date, ISO; what is no date counts for none.
    pub date: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
}

/// An identity that is there before the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// From the user's register: the names, the first of which is the identity's.
    Register(Vec<String>),
    /// From an earlier run: its name. Its rows say so in [`PersonRow::known`].
    Earlier(String),
}

/// How a row came to its identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The register names it.
    Alias,
    /// The full name agrees with others of the identity.
    FullName,
    /// The name agrees in part, or is a common one; shared context decided.
    Context,
    /// No other row has this identity.
    Alone,
}

impl Method {
    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alias => "alias",
            Self::FullName => "full-name",
            Self::Context => "context",
            Self::Alone => "alone",
        }
    }
}

/// A person over all articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The fullest usual name.
    pub name: String,
    /// The identity that was there before the run, as an index into the given ones.
    pub given: Option<u32>,
    /// What identifiers of new identities are made of: content alone, different for every identity.
    pub key: String,
    /// A longer key, for where `key` is taken by an earlier identity.
    pub long_key: String,
}

/// The result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// For every row, the index of its identity.
    pub identity_of: Vec<u32>,
    /// For every row, how it came to it.
    pub methods: Vec<Method>,
    /// The identities, in order of their first rows.
    pub identities: Vec<Identity>,
    /// How many comparisons of names, rows or clusters were made.
    pub comparisons: u64,
}

/// Links the rows of many articles.
///
/// `given` are the identities there are before: [`PersonRow::known`] and [`Identity::given`] are indices into it.
///
/// # Panics
///
/// If a row's `article` or `known` is no index of `articles` or `given`.
pub fn link(rows: &[PersonRow], articles: &[ArticleRow], given: &[Given]) -> Links {
    let mut batch = prepare::Batch::new(rows, articles, given);
    namesakes::join(&mut batch);
    variants::join(&mut batch);
    bare::join(&mut batch);
    keys::name_all(&mut batch)
}

fn year(date: Date) -> i32 {
    i32::from(date.year())
}

#[cfg(test)]
mod tests;
