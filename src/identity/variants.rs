//! Joins persons whose full names can be one but are not equal: nicknames, initials, second family names, suffixes left out.
//!
//! Needs shared context, or an article that has both forms for one person; and that nobody else fits nearly as well.

use super::evidence::{Item, Pair, pairs};
use super::form::Relation;
use super::prepare::Batch;
use super::{ENOUGH, MOST};
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Evidence that joins `Eric Holder` and `Eric Holder Jr.`: three rare persons beside both, and no article that has both.
const MUCH: u32 = 12;
/// Forms of one cluster that are compared.
const MOST_FORMS: usize = 8;
/// Groups of one family that are compared with each other before their clusters are.
const MOST_GROUPS: usize = 32;

/// Joins within every family name.
pub(super) fn join(batch: &mut Batch<'_>) {
    let mut families: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for row in 0..batch.form_of.len() as u32 {
        let form = batch.form(row);
        if form.is_full {
            for family in &form.families {
                match families.get_mut(family) {
                    Some(rows) => rows.push(row),
                    None => drop(families.insert(family.clone(), vec![row])),
                }
            }
        }
    }
    let told = told_by_articles(batch);
    for rows in families.into_values() {
        let groups: HashSet<u32, FxBuildHasher> = rows.iter().map(|&row| batch.group(row)).collect();
        if groups.len() > 1 {
            let related = related_groups(batch, groups);
            let rows = rows.into_iter().filter(|&row| related.contains(&batch.group(row)));
            let roots = batch.clusters.roots(rows.collect::<Vec<_>>());
            if roots.len() > 1 {
                join_family(batch, &roots, &told);
            }
        }
    }
}

/// The groups that can be one person with another of the family.
fn related_groups(batch: &mut Batch<'_>, groups: HashSet<u32, FxBuildHasher>) -> HashSet<u32, FxBuildHasher> {
    if groups.len() > MOST_GROUPS {
        return groups;
    }
    let mut sorted: Vec<u32> = groups.into_iter().collect();
    sorted.sort_unstable();
    let mut related = HashSet::default();
    for (at, &one) in sorted.iter().enumerate() {
        for &other in &sorted[at + 1..] {
            batch.comparisons += 1;
            if batch.forms[one as usize].relation(&batch.forms[other as usize]) != Relation::Not {
                related.extend([one, other]);
            }
        }
    }
    related
}

/// For every group those that an article has as forms of one person's name with it.
type Told = BTreeMap<u32, BTreeSet<u32>>;

fn told_by_articles(batch: &Batch<'_>) -> Told {
    let mut told = Told::new();
    for (row, further) in batch.further_forms.iter().enumerate() {
        let own = batch.group(row as u32);
        for form in further {
            let other = batch.group_of[*form as usize];
            told.entry(own.min(other)).or_default().insert(own.max(other));
        }
    }
    told
}

/// A cluster and its full forms.
struct Named {
    item: Item,
    forms: Vec<u32>,
    is_given: bool,
}

impl Named {
    fn new(batch: &Batch<'_>, root: u32) -> Self {
        Self {
            item: Item::of_cluster(&batch.context, &batch.clusters, root),
            forms: batch.full_forms(root, MOST_FORMS),
            is_given: batch.clusters.profile(root).given.is_some(),
        }
    }
}

/// How two clusters are related by their names: as their least related forms are.
///
/// An identity that was there before may have names that cannot be joined by themselves: one that agrees is enough.
fn relation(batch: &Batch<'_>, (a, b): (&[u32], &[u32]), is_given: bool) -> Relation {
    if a.iter().any(|form| b.iter().any(|other| batch.group_of[*form as usize] == batch.group_of[*other as usize])) {
        // Namesakes: they have been told apart.
        return Relation::Not;
    }
    let all = a.iter().flat_map(|form| b.iter().map(|other| batch.forms[*form as usize].relation(&batch.forms[*other as usize])));
    let rank = |relation: &Relation| match relation {
        Relation::Not => 0,
        Relation::Hardly => 1,
        Relation::Perhaps | Relation::Same => 2,
    };
    let found = if is_given { all.max_by_key(rank) } else { all.min_by_key(rank) };
    found.unwrap_or(Relation::Not)
}

fn join_family(batch: &mut Batch<'_>, roots: &[u32], told: &Told) {
    let named: Vec<Named> = roots.iter().map(|&root| Named::new(batch, root)).collect();
    let relate = |one: usize, other: usize| {
        let (a, b) = (&named[one], &named[other]);
        relation(batch, (&a.forms, &b.forms), a.is_given || b.is_given)
    };
    let mut relations: HashMap<(usize, usize), Relation, FxBuildHasher> = HashMap::default();
    let mut comparisons = 0;
    let items: Vec<&Item> = named.iter().map(|named| &named.item).collect();
    let mut found = pairs(&items, &batch.context, &mut comparisons, |one, other| {
        *relations.entry((one, other)).or_insert_with(|| relate(one, other)) != Relation::Not
    });
    let n_found = found.len();
    for (one, other) in told_pairs(batch, &named, told) {
        let relation = relate(one, other);
        if relation != Relation::Not {
            relations.insert((one, other), relation);
            // `pairs` sorts them.
            match found[..n_found].binary_search_by_key(&(one, other), |pair| (pair.one, pair.other)) {
                Ok(at) => found[at].score += ENOUGH,
                Err(_) => found.push(Pair { one, other, score: ENOUGH, is_near: false }),
            }
        }
    }
    found.retain(|pair| pair.score >= if relations[&(pair.one, pair.other)] == Relation::Hardly { MUCH } else { ENOUGH });
    found.sort_by_key(|pair| (Reverse(pair.score), pair.one, pair.other));
    let mut of_item: Vec<Vec<Pair>> = vec![Vec::new(); named.len()];
    for &pair in &found {
        for at in [pair.one, pair.other] {
            if of_item[at].len() < MOST {
                of_item[at].push(pair);
            }
        }
    }
    // A pair is contested where one of the two shares nearly as much with a third, who cannot be the other.
    let is_contested = |pair: &Pair| {
        [(pair.one, pair.other), (pair.other, pair.one)].into_iter().any(|(at, partner)| {
            let rivals = of_item[at].iter().filter(|rival| *rival != pair && 2 * rival.score > pair.score);
            rivals.map(|rival| rival.one + rival.other - at).any(|third| relate(partner, third) == Relation::Not)
        })
    };
    found.retain(|pair| !is_contested(pair));
    batch.comparisons += comparisons + found.len() as u64;
    for pair in found {
        let (one, other) = (batch.clusters.root(roots[pair.one]), batch.clusters.root(roots[pair.other]));
        let (a, b) = (batch.clusters.profile(one), batch.clusters.profile(other));
        let is_met = relations[&(pair.one, pair.other)] == Relation::Hardly && a.meets(b);
        if one == other || is_met || a.contradicts(b) {
            continue;
        }
        // Others may have been joined since: the names must agree still.
        let is_given = a.given.is_some() || b.given.is_some();
        let forms = (batch.full_forms(one, MOST_FORMS), batch.full_forms(other, MOST_FORMS));
        if relation(batch, (&forms.0, &forms.1), is_given) != Relation::Not {
            batch.clusters.join(one, other);
        }
    }
}

/// The pairs that an article has as one person, where either name has one bearer only.
fn told_pairs(batch: &Batch<'_>, named: &[Named], told: &Told) -> Vec<(usize, usize)> {
    let mut holders: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, named) in named.iter().enumerate() {
        for form in &named.forms {
            let holders = holders.entry(batch.group_of[*form as usize]).or_default();
            if holders.last() != Some(&at) {
                holders.push(at);
            }
        }
    }
    let only = |group: u32| holders.get(&group).filter(|holders| holders.len() == 1).map(|holders| holders[0]);
    let mut found = Vec::new();
    for &group in holders.keys() {
        let Some(one) = only(group) else { continue };
        let others = told.get(&group).into_iter().flatten();
        let others = others.filter_map(|&group| only(group)).filter(|&other| other != one);
        found.extend(others.map(|other| (one.min(other), one.max(other))));
    }
    found.sort_unstable();
    found.dedup();
    found
}
