//! `link_people`: columns of the caller's tables in, identities out.

use super::errors::InvalidInputError;
use crate::identity::{ArticleRow, Given, PersonRow, link};
use pyo3::prelude::*;

/// The columns of all persons, of one length.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(super) struct PeopleColumns {
    article: Vec<u32>,
    label: Vec<String>,
    name: Vec<String>,
    aliases: Vec<Vec<String>>,
    role: Vec<Option<String>>,
    affiliation: Vec<Option<String>>,
    age: Vec<Option<i64>>,
    nationality: Vec<Option<String>>,
    pronouns: Vec<Option<String>>,
    known: Vec<Option<u32>>,
}

impl PeopleColumns {
    fn into_rows(self) -> Vec<PersonRow> {
        let said = self.role.into_iter().zip(self.affiliation).zip(self.age).zip(self.nationality).zip(self.pronouns);
        let names = self.article.into_iter().zip(self.label).zip(self.name).zip(self.aliases).zip(self.known);
        names
            .zip(said)
            .map(|(((((article, label), name), aliases), known), ((((role, affiliation), age), nationality), pronouns))| {
                PersonRow { article, label, name, aliases, role, affiliation, age, nationality, pronouns, known }
            })
            .collect()
    }
}

/// For every row its identity and method; for every identity its name, the number of the given one, key and long key; comparisons.
type Linked = (Vec<u32>, Vec<&'static str>, Vec<(String, Option<u32>, String, String)>, u64);

/// Links persons over articles: see ``pullquote.link_people``.
///
/// ``articles`` are (label, date, outlet), ``given`` (whether of the register, names).
#[pyfunction]
#[pyo3(signature = (people, articles, given, /))]
pub(super) fn link_people(
    py: Python<'_>,
    people: PeopleColumns,
    articles: Vec<(String, Option<String>, Option<String>)>,
    given: Vec<(bool, Vec<String>)>,
) -> PyResult<Linked> {
    let rows = people.into_rows();
    let articles: Vec<ArticleRow> = articles.into_iter().map(|(label, date, outlet)| ArticleRow { label, date, outlet }).collect();
    let given: Vec<Given> = given
        .into_iter()
        .map(
            |(is_register, mut names)| {
                if is_register { Given::Register(names) } else { Given::Earlier(names.pop().unwrap_or_default()) }
            },
        )
        .collect();
    let is_known = |row: &PersonRow| row.known.is_none_or(|known| (known as usize) < given.len());
    if !rows.iter().all(|row| (row.article as usize) < articles.len() && is_known(row)) {
        return Err(InvalidInputError::new_err("a person of an article or an identity that is not there"));
    }
    let links = py.detach(|| link(&rows, &articles, &given));
    let methods = links.methods.iter().map(|method| method.name()).collect();
    let identities = links.identities.into_iter().map(|found| (found.name, found.given, found.key, found.long_key)).collect();
    Ok((links.identity_of, methods, identities, links.comparisons))
}
