//! Rows joined to persons, step by step: a union-find whose roots hold what is said of the person.

use super::attributes::Profile;

/// A partition of the rows.
#[derive(Debug)]
pub(super) struct Clusters {
    parents: Vec<u32>,
    /// Of roots; of others, what is left.
    profiles: Vec<Profile>,
    members: Vec<Vec<u32>>,
}

impl Clusters {
    pub fn new(profiles: Vec<Profile>) -> Self {
        let n_rows = profiles.len() as u32;
        Self { parents: (0..n_rows).collect(), profiles, members: (0..n_rows).map(|row| vec![row]).collect() }
    }

    /// The root of a row's cluster: good for comparing only until the next [`Self::join`].
    pub fn root(&mut self, row: u32) -> u32 {
        let mut at = row;
        while self.parents[at as usize] != at {
            let above = self.parents[self.parents[at as usize] as usize];
            self.parents[at as usize] = above;
            at = above;
        }
        at
    }

    pub fn profile(&self, root: u32) -> &Profile {
        &self.profiles[root as usize]
    }

    /// The rows of a cluster, in no order that means anything.
    pub fn members(&self, root: u32) -> &[u32] {
        &self.members[root as usize]
    }

    /// The clusters of some rows, each once, in canonical order.
    pub fn roots(&mut self, rows: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let mut roots: Vec<u32> = rows.into_iter().map(|row| self.root(row)).collect();
        roots.sort_unstable_by_key(|&root| self.profiles[root as usize].first);
        roots.dedup();
        roots
    }

    /// Makes one cluster of two.
    pub fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return;
        }
        let is_less = self.members[one as usize].len() < self.members[other as usize].len();
        let (keep, give) = if is_less { (other, one) } else { (one, other) };
        self.parents[give as usize] = keep;
        let profile = std::mem::take(&mut self.profiles[give as usize]);
        self.profiles[keep as usize].merge(profile);
        let members = std::mem::take(&mut self.members[give as usize]);
        self.members[keep as usize].extend(members);
    }
}
