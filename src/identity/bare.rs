//! Joins persons known by a family name alone to the one person of that name whom their context means.
//!
//! Finds: `Abe` beside Trump, where another article has Shinzo Abe beside Trump. Does not find: given names alone; anybody where two
//! of the family fit about as well; anybody where nothing but the name is shared.

use super::context::Feature;
use super::evidence::Item;
use super::form::is_frequent_family;
use super::prepare::Batch;
use super::{ENOUGH, MOST};
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;
use std::collections::BTreeMap;

/// Evidence that is enough where there is one bearer only of a family name that is not a usual one: a rare family beside both.
const SOME: u32 = 2;

/// Joins within every family name that stands alone somewhere.
pub(super) fn join(batch: &mut Batch<'_>) {
    let mut families: BTreeMap<String, (Vec<u32>, Vec<u32>)> = BTreeMap::new();
    for row in 0..batch.form_of.len() as u32 {
        let form = batch.form(row);
        if !form.is_full {
            families.entry(form.families[0].clone()).or_default().0.push(row);
        }
    }
    for row in 0..batch.form_of.len() as u32 {
        let form = batch.form(row);
        if form.is_full {
            for family in form.own_families() {
                if let Some(rows) = families.get_mut(family) {
                    rows.1.push(row);
                }
            }
        }
    }
    for (family, (bare, full)) in families {
        let (bare, full) = (batch.clusters.roots(bare), batch.clusters.roots(full));
        if !full.is_empty() {
            join_family(batch, &family, &bare, &full);
        }
    }
}

/// Somebody whose full name the family name may stand for.
struct Candidate {
    item: Item,
    /// `jr` and the like; None stands for a form without.
    suffixes: Vec<Option<Box<str>>>,
}

impl Candidate {
    fn new(batch: &Batch<'_>, root: u32) -> Self {
        let forms = batch.full_forms(root, MOST);
        Self {
            item: Item::of_cluster(&batch.context, &batch.clusters, root),
            suffixes: forms.iter().map(|&form| batch.forms[form as usize].name.suffix.clone()).collect(),
        }
    }
}

fn join_family(batch: &mut Batch<'_>, family: &str, bare: &[u32], full: &[u32]) {
    let candidates: Vec<Candidate> = full.iter().map(|&root| Candidate::new(batch, root)).collect();
    let mut holders: HashMap<Feature, Vec<usize>, FxBuildHasher> = HashMap::default();
    for (at, candidate) in candidates.iter().enumerate() {
        for &feature in &candidate.item.features {
            holders.entry(feature).or_default().push(at);
        }
    }
    let is_only = candidates.len() == 1 && !is_frequent_family(family);
    let are_full: HashSet<u32, FxBuildHasher> = full.iter().copied().collect();
    let mut chosen: Vec<(u32, u32)> = Vec::new();
    for &root in bare.iter().filter(|root| !are_full.contains(*root)) {
        if let Some(other) = choose(batch, root, &candidates, &holders, is_only) {
            chosen.push((root, other));
        }
    }
    for (one, other) in chosen {
        let (one, other) = (batch.clusters.root(one), batch.clusters.root(other));
        if one != other && !batch.clusters.profile(one).contradicts(batch.clusters.profile(other)) {
            batch.clusters.join(one, other);
        }
    }
}

/// The candidate whom a cluster of bare names means, if one fits twice as well as any other.
fn choose(
    batch: &mut Batch<'_>,
    root: u32,
    candidates: &[Candidate],
    holders: &HashMap<Feature, Vec<usize>, FxBuildHasher>,
    is_only: bool,
) -> Option<u32> {
    let item = Item::of_cluster(&batch.context, &batch.clusters, root);
    let mut shared: BTreeMap<usize, u32> = BTreeMap::new();
    for feature in &item.features {
        // What so many of one name share tells nobody apart.
        let Some(holders) = holders.get(feature).filter(|holders| holders.len() <= MOST) else { continue };
        for &at in holders {
            batch.comparisons += 1;
            *shared.entry(at).or_default() += batch.context.weight(*feature);
        }
    }
    let suffix = batch.form(*batch.clusters.members(root).first()?).name.suffix.clone();
    let mut scores: Vec<(u32, u32, usize)> = Vec::new();
    for (at, shared) in shared {
        let candidate = &candidates[at];
        let has_suffix = candidate.suffixes.contains(&suffix);
        let profile = batch.clusters.profile(root);
        if suffix.is_some() && !has_suffix || profile.contradicts(batch.clusters.profile(candidate.item.id)) {
            continue;
        }
        // The father before the son.
        let score = (shared + item.nearness(&candidate.item)) / if has_suffix { 1 } else { 2 };
        scores.push((score, shared, at));
    }
    scores.sort_by_key(|&(score, _, at)| (std::cmp::Reverse(score), at));
    let &(score, shared, at) = scores.first()?;
    let second = scores.get(1).map_or(0, |&(score, ..)| score);
    let is_enough = score >= ENOUGH || is_only && shared >= SOME;
    (score >= 2 * second && is_enough).then_some(candidates[at].item.id)
}
