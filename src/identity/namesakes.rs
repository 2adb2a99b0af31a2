//! Joins rows of one name, and keeps namesakes apart.
//!
//! A rare name is one person, whatever the dates and contexts, unless what articles say contradicts. A common one (`John Smith`, a
//! family name alone) joins rows that share enough context, and no others. Two rows of one name in one article are two persons, always:
//! the article tells them apart.

use super::attributes::{Profile, may_contradict};
use super::evidence::{Item, pairs};
use super::form::{Form, is_frequent_family};
use super::prepare::Batch;
use super::{ENOUGH, MOST};
use hashbrown::HashSet;
use rustc_hash::FxBuildHasher;
use std::cmp::Reverse;

/// Of several namesakes, the one with this many times the rows of the next is meant where nothing decides.
const DOMINANCE: u32 = 4;

/// Rows from which on somebody is established as the bearer of a common name, and how many times the next one's they must be.
const ESTABLISHED: (u32, u32) = (5, 2);

/// Joins the rows of every group of forms.
pub(super) fn join(batch: &mut Batch<'_>) {
    let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); batch.forms.len()];
    for row in 0..batch.form_of.len() as u32 {
        rows_of[batch.group(row) as usize].push(row);
    }
    let full = batch.forms.iter().filter(|form| form.is_full);
    let families: HashSet<String, FxBuildHasher> = full.flat_map(Form::own_families).cloned().collect();
    for mut rows in rows_of {
        rows.sort_unstable_by_key(|&row| batch.ranks[row as usize]);
        let is_common = rows.iter().any(|&row| batch.form(row).is_common());
        let roots = batch.clusters.roots(rows.iter().copied());
        let is_doubtful = is_common || may_contradict(roots.iter().map(|&root| batch.clusters.profile(root)));
        if rows.len() > 1 && is_doubtful {
            let form = batch.form(rows[0]);
            let is_of_many = !form.is_full && (families.contains(&form.families[0]) || is_frequent_family(&form.families[0]));
            join_by_context(batch, &rows, is_of_many);
            if is_common {
                join_to_established(batch, &rows);
            } else {
                join_unless_contradicted(batch, &rows);
            }
        } else {
            join_all(batch, &roots);
        }
    }
}

/// Whether two of one name are two persons whatever their context.
fn are_two(one: &Profile, other: &Profile) -> bool {
    one.meets(other) || one.excludes(other)
}

/// Joins clusters that nothing can tell apart but that an article has two of them: then the first of its rows belongs to the others.
fn join_all(batch: &mut Batch<'_>, roots: &[u32]) {
    let Some(&first) = roots.first() else { return };
    for &other in &roots[1..] {
        batch.comparisons += 1;
        let root = batch.clusters.root(first);
        if !are_two(batch.clusters.profile(root), batch.clusters.profile(other)) {
            batch.clusters.join(root, other);
        }
    }
}

/// Joins rows that share enough context, those that share most first.
///
/// A word that others go by too (`Clinton` beside Bill Clinton, `David`) is one person only within a story: in articles of one time.
fn join_by_context(batch: &mut Batch<'_>, rows: &[u32], is_of_many: bool) {
    let items: Vec<Item> = rows.iter().map(|&row| Item::of_row(&batch.context, row)).collect();
    let mut found = pairs(&items.iter().collect::<Vec<_>>(), &batch.context, &mut batch.comparisons, |_, _| true);
    found.retain(|pair| pair.score >= ENOUGH && (pair.is_near || !is_of_many));
    found.sort_by_key(|pair| Reverse(pair.score));
    for pair in found {
        let (one, other) = (batch.clusters.root(items[pair.one].id), batch.clusters.root(items[pair.other].id));
        if one != other && !are_two(batch.clusters.profile(one), batch.clusters.profile(other)) {
            batch.clusters.join(one, other);
        }
    }
}

/// Joins what is left of a common name to the one bearer whom the articles are about, if there is any evidence at all.
///
/// A governor in a hundred articles called Rick Scott is meant by the next one too, more likely than another Rick Scott.
fn join_to_established(batch: &mut Batch<'_>, rows: &[u32]) {
    let mut parts = batch.clusters.roots(rows.iter().copied());
    parts.sort_by_key(|&root| (Reverse(batch.clusters.profile(root).size), batch.clusters.profile(root).first));
    let size = |at: usize| parts.get(at).map_or(0, |&root| batch.clusters.profile(root).size);
    let is_full = rows.first().is_some_and(|&row| batch.form(row).is_full && !batch.form(row).has_initial_first());
    if !is_full || size(0) < ESTABLISHED.0 || size(0) < ESTABLISHED.1 * size(1) {
        return;
    }
    let person = Item::of_cluster(&batch.context, &batch.clusters, parts[0]);
    for &part in &parts[1..] {
        batch.comparisons += 1;
        let item = Item::of_cluster(&batch.context, &batch.clusters, part);
        let root = batch.clusters.root(parts[0]);
        let (known, profile) = (batch.clusters.profile(root), batch.clusters.profile(part));
        if !(known.meets(profile) || known.contradicts(profile)) && (item.nearness(&person) > 0 || item.shares_with(&person)) {
            batch.clusters.join(root, part);
        }
    }
}

/// Joins what is left: best known first, each to the one namesake that nothing contradicts, or that is meant by far most often.
fn join_unless_contradicted(batch: &mut Batch<'_>, rows: &[u32]) {
    let mut parts = batch.clusters.roots(rows.iter().copied());
    // The second of an article comes last: it must not keep the others from joining the first.
    let mut seen: HashSet<u32, FxBuildHasher> = HashSet::default();
    let seconds: HashSet<u32, FxBuildHasher> = parts.iter().copied().filter(|&root| !seen_first(batch, root, &mut seen)).collect();
    parts.sort_by_key(|&root| {
        let profile = batch.clusters.profile(root);
        let is_second = seconds.contains(&root);
        (profile.given.is_none(), is_second, !profile.says_something(), Reverse(profile.size), profile.first)
    });
    let mut persons: Vec<u32> = Vec::new();
    for part in parts {
        let mut possible: Vec<u32> = Vec::new();
        for &person in persons.iter().take(MOST) {
            batch.comparisons += 1;
            let root = batch.clusters.root(person);
            let (known, profile) = (batch.clusters.profile(root), batch.clusters.profile(part));
            if !(known.meets(profile) || known.contradicts(profile)) {
                possible.push(root);
            }
        }
        possible.sort_by_key(|&root| (Reverse(batch.clusters.profile(root).size), batch.clusters.profile(root).first));
        let size = |at: usize| possible.get(at).map_or(0, |&root| batch.clusters.profile(root).size);
        if possible.len() == 1 || size(0) >= DOMINANCE * size(1).max(1) {
            batch.clusters.join(possible[0], part);
        } else {
            persons.push(part);
        }
    }
}

/// Whether no article of a cluster has been seen before; they have been then.
fn seen_first(batch: &Batch<'_>, root: u32, seen: &mut HashSet<u32, FxBuildHasher>) -> bool {
    let n_rows = batch.rows.len() as u32;
    let rows = batch.clusters.members(root).iter().filter(|&&row| row < n_rows);
    let mut articles: Vec<u32> = rows.map(|&row| batch.rows[row as usize].article).collect();
    articles.sort_unstable();
    articles.dedup();
    articles.into_iter().filter(|&article| !seen.insert(article)).count() == 0
}
