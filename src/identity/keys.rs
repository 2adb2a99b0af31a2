//! Names and keys of the identities, from their content alone.
//!
//! The name is the fullest usual form: given names rather than initials, then what most rows have. The key is given name, family
//! name and suffix of that form; a namesake's has the first article's date, outlet and persons with it, and so has the key of
//! somebody known by one word.

use super::form::{Form, usual};
use super::prepare::Batch;
use super::{Given, Identity, Links, Method};
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Persons of an article that a long key names.
const MOST_IN_KEY: usize = 16;

/// The result of the batch as it is joined now.
pub(super) fn name_all(batch: &mut Batch<'_>) -> Links {
    let n_rows = batch.rows.len();
    let mut numbers: HashMap<u32, u32, FxBuildHasher> = HashMap::default();
    let mut roots: Vec<u32> = Vec::new();
    let mut identity_of = Vec::with_capacity(n_rows);
    for row in 0..n_rows as u32 {
        let root = batch.clusters.root(row);
        let next = roots.len() as u32;
        let number = *numbers.entry(root).or_insert(next);
        if number == next {
            roots.push(root);
        }
        identity_of.push(number);
    }
    let mut articles = Articles::new(batch);
    let best: Vec<u32> = roots.iter().map(|&root| best_form(batch, root)).collect();
    let mut identities: Vec<Identity> =
        roots.iter().zip(&best).map(|(&root, &form)| identity(batch, root, form, &mut articles)).collect();
    batch.comparisons += articles.work;
    make_unique(batch, &mut identities, &roots);
    let registered = registered_groups(batch);
    let mut methods = Vec::with_capacity(n_rows);
    for row in 0..n_rows as u32 {
        let identity = identity_of[row as usize] as usize;
        methods.push(method(batch, row, (roots[identity], best[identity]), &registered));
    }
    Links { identity_of, methods, identities, comparisons: batch.comparisons }
}

/// What the articles are, by content: each worked out when a key first asks for it.
struct Articles {
    rows: Vec<Vec<u32>>,
    keys: Vec<Option<String>>,
    /// Rows read for the keys.
    work: u64,
}

impl Articles {
    fn new(batch: &Batch<'_>) -> Self {
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); batch.articles.len()];
        for (at, row) in batch.rows.iter().enumerate() {
            rows[row.article as usize].push(at as u32);
        }
        Self { keys: vec![None; rows.len()], rows, work: 0 }
    }

    /// Date, outlet and the first persons of an article.
    fn key(&mut self, batch: &Batch<'_>, article: usize) -> &str {
        self.keys[article].get_or_insert_with(|| {
            self.work += self.rows[article].len() as u64;
            let mut names: Vec<&str> = self.rows[article].iter().map(|&row| batch.rows[row as usize].name.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            names.truncate(MOST_IN_KEY);
            let head = &batch.articles[article];
            format!("{}\n{}\n{}", head.date.as_deref().unwrap_or(""), head.outlet.as_deref().unwrap_or(""), names.join("\n"))
        })
    }
}

/// The clusters with entries of the register, each with the groups of the entry's full names.
fn registered_groups(batch: &mut Batch<'_>) -> HashSet<(u32, u32), FxBuildHasher> {
    let further = batch.rows.len() as u32..batch.form_of.len() as u32;
    further.map(|row| (batch.clusters.root(row), batch.group(row))).collect()
}

/// The rows of the user in a cluster.
fn own_rows<'b>(batch: &'b Batch<'_>, root: u32) -> impl Iterator<Item = u32> + use<'b> {
    let n_rows = batch.rows.len() as u32;
    batch.clusters.members(root).iter().copied().filter(move |&row| row < n_rows)
}

/// The form that names a cluster.
fn best_form(batch: &Batch<'_>, root: u32) -> u32 {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for row in own_rows(batch, root) {
        *counts.entry(batch.form_of[row as usize]).or_default() += 1;
    }
    let rank = |form: u32, count: u32| {
        let parsed = &batch.forms[form as usize];
        (parsed.is_full, !parsed.has_initial_first(), count, Reverse(form))
    };
    counts.iter().max_by_key(|&(&form, &count)| rank(form, count)).map_or(0, |(&form, _)| form)
}

/// The usual spelling of a form in a cluster: not in capitals, the most frequent, the one with accents.
fn spelling(batch: &Batch<'_>, root: u32, form: u32) -> String {
    let mut counts: BTreeMap<Cow<'_, str>, u32> = BTreeMap::new();
    for row in own_rows(batch, root).filter(|&row| batch.form_of[row as usize] == form) {
        *counts.entry(usual(&batch.rows[row as usize].name)).or_default() += 1;
    }
    let rank = |text: &str, count: u32| (text.chars().any(char::is_lowercase), count, text.len());
    let best = counts.iter().max_by_key(|&(text, &count)| (rank(text, count), Reverse(text)));
    best.map_or_else(String::new, |(text, _)| text.to_string())
}

fn identity(batch: &Batch<'_>, root: u32, form: u32, articles: &mut Articles) -> Identity {
    let profile = batch.clusters.profile(root);
    let parsed = &batch.forms[form as usize];
    let found = spelling(batch, root, form);
    let name = match profile.given.map(|given| &batch.given[given as usize]) {
        Some(Given::Register(names)) => names.first().map_or(found, String::clone),
        // What was known by one word may have a full name now.
        Some(Given::Earlier(name)) if !parsed.is_full || Form::parse(name).is_full => usual(name).into_owned(),
        _ => found,
    };
    // By the first article in canonical order.
    let first = own_rows(batch, root).min_by_key(|&row| batch.ranks[row as usize]);
    let article = first.map_or("", |row| articles.key(batch, batch.rows[row as usize].article as usize));
    let long_key = format!("{}\n{article}", parsed.core);
    let key = if parsed.is_full { parsed.core.clone() } else { long_key.clone() };
    Identity { name, given: profile.given, key, long_key }
}

/// Gives the short key to the one with most rows of those that share it, and makes the others' long keys different.
fn make_unique(batch: &Batch<'_>, identities: &mut [Identity], roots: &[u32]) {
    let mut order: Vec<usize> = (0..identities.len()).collect();
    order.sort_by_key(|&at| {
        let profile = batch.clusters.profile(roots[at]);
        (profile.given.is_none(), Reverse(profile.size), profile.first)
    });
    let mut taken: HashSet<String, FxBuildHasher> = HashSet::default();
    let mut times: HashMap<String, u32, FxBuildHasher> = HashMap::default();
    for at in order {
        let identity = &mut identities[at];
        let count = times.entry(identity.long_key.clone()).or_default();
        *count += 1;
        if *count > 1 {
            // Articles that are equal in all that is known of them: numbered in canonical order.
            identity.long_key = format!("{}\n{count}", identity.long_key);
        }
        if !taken.insert(identity.key.clone()) {
            identity.key.clone_from(&identity.long_key);
            taken.insert(identity.key.clone());
        }
    }
}

/// How a row came to its identity, of cluster `root`, which goes by form `best`.
fn method(batch: &Batch<'_>, row: u32, (root, best): (u32, u32), registered: &HashSet<(u32, u32), FxBuildHasher>) -> Method {
    let profile = batch.clusters.profile(root);
    if batch.is_alias[row as usize] {
        return Method::Alias;
    }
    let is_of_register = profile.given.is_some_and(|given| matches!(batch.given[given as usize], Given::Register(_)));
    if profile.size == 1 && !is_of_register {
        return Method::Alone;
    }
    let (form, group) = (batch.form(row), batch.group(row));
    let agrees = if is_of_register { registered.contains(&(root, group)) } else { group == batch.group_of[best as usize] };
    if form.is_full && !form.is_common() && agrees { Method::FullName } else { Method::Context }
}
