//! How much context two rows or clusters share.
//!
//! Input: items with features and moments. Output: pairs that share a feature, with the sum of the weights.
//! Bounds: for one feature an item meets at most [`MOST`] others, so the pairs grow with the items, not with their square.

use super::MOST;
use super::clusters::Clusters;
use super::context::{Context, Feature, Moment};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::collections::BTreeMap;

/// Days within which two articles are of one time.
const NEAR: i32 = 15;

/// Something with a context: a row, or a cluster of rows.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// The row or the cluster's root.
    pub id: u32,
    pub features: Vec<Feature>,
    /// Sorted.
    pub moments: Vec<Moment>,
}

impl Item {
    pub fn of_row(context: &Context, row: u32) -> Self {
        Self { id: row, features: context.features(row).to_vec(), moments: context.moment(row).into_iter().collect() }
    }

    pub fn of_cluster(context: &Context, clusters: &Clusters, root: u32) -> Self {
        let members = clusters.members(root);
        let mut features: Vec<Feature> = members.iter().flat_map(|&row| context.features(row)).copied().collect();
        features.sort_unstable();
        features.dedup();
        let mut moments: Vec<Moment> = members.iter().filter_map(|&row| context.moment(row)).collect();
        moments.sort_unstable();
        moments.dedup();
        Self { id: root, features, moments }
    }

    /// Whether they share any feature.
    pub fn shares_with(&self, other: &Self) -> bool {
        self.features.iter().any(|feature| other.features.binary_search(feature).is_ok())
    }

    /// 1 if published within [`NEAR`] days of each other, 2 if by one outlet.
    pub fn nearness(&self, other: &Self) -> u32 {
        let (few, many) = if self.moments.len() <= other.moments.len() { (self, other) } else { (other, self) };
        let mut best = 0;
        for &(day, outlet) in few.moments.iter().take(MOST) {
            let from = many.moments.partition_point(|&(other, _)| other < day - NEAR);
            for &(_, by) in many.moments[from..].iter().take_while(|&&(other, _)| other <= day + NEAR).take(MOST) {
                best = best.max(if outlet.is_some() && outlet == by { 2 } else { 1 });
            }
        }
        best
    }
}

/// Two items and what they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Positions among the items.
    pub one: usize,
    pub other: usize,
    /// From features and dates.
    pub score: u32,
    /// Whether they were published within [`NEAR`] days of each other.
    pub is_near: bool,
}

/// The pairs that share a feature and `may` be one person, in canonical order of the items.
pub(super) fn pairs(
    items: &[&Item],
    context: &Context,
    comparisons: &mut u64,
    mut may: impl FnMut(usize, usize) -> bool,
) -> Vec<Pair> {
    let mut of_feature: BTreeMap<Feature, Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        for &feature in &item.features {
            of_feature.entry(feature).or_default().push(at);
        }
    }
    let mut shared: HashMap<(usize, usize), u32, FxBuildHasher> = HashMap::default();
    for (feature, holders) in of_feature {
        let weight = context.weight(feature);
        for (at, &one) in holders.iter().enumerate() {
            let mut met = 0;
            for &other in &holders[at + 1..] {
                *comparisons += 1;
                met += 1;
                if may(one, other) {
                    *shared.entry((one, other)).or_default() += weight;
                }
                if met >= MOST {
                    break;
                }
            }
        }
    }
    let mut pairs: Vec<Pair> = Vec::with_capacity(shared.len());
    for (&(one, other), &shared) in sorted(&shared) {
        let nearness = items[one].nearness(items[other]);
        pairs.push(Pair { one, other, score: shared + nearness, is_near: nearness > 0 });
    }
    pairs
}

/// The entries of a hash map in the order of their keys.
fn sorted<K: Ord, V>(map: &HashMap<K, V, FxBuildHasher>) -> Vec<(&K, &V)> {
    #[allow(clippy::iter_over_hash_type)]
    let mut entries: Vec<(&K, &V)> = map.iter().collect();
    entries.sort_unstable_by(|a, b| a.0.cmp(b.0));
    entries
}
