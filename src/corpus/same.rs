//! The same words across articles: clusters of quotations as rows of a table.
//!
//! Input: quotations with what is known of them. Output: [`SameRow`]s, of utterances that stand twice or more (or of all).
//! Method: [`super::cluster`], then [`super::edits`] of every member against the longest variant. Cost: O(words), on all threads but
//! for the clustering itself, which goes from the longest to the shortest.

use super::cluster::{Cluster, Member, find_clusters};
use super::edits::{Difference, Wording, compare, flags_of, window};
use super::normal::tokens_of;
use super::signatures::{NO_DAY, Quotation, Signatures};
use super::stop::Stop;
use crate::model::hash::{atom, mix2};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A quotation, or a stretch of one, in a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct SameRow {
    /// The cluster, as an index into the ids.
    pub cluster: u32,
    /// The quotation, as an index into the input.
    pub quote: u32,
    /// The longest variant of the cluster.
    pub longest: u32,
    /// The stretch that is the same utterance, in bytes of `said`.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Whether it is the longest variant.
    pub is_longest: bool,
    /// How it differs from the longest.
    pub difference: Difference,
    /// The first day of the cluster, or [`NO_DAY`].
    pub first_day: i32,
    /// Days since then, if known.
    pub lag: Option<i32>,
    /// How far the decision to join it was from the other, in bits; None for the longest.
    pub margin: Option<f32>,
}

/// The result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Same {
    /// Clusters in order of their first quotation; in each by day, then in order of the input.
    pub rows: Vec<SameRow>,
    /// The id of every cluster.
    pub ids: Vec<String>,
}

/// Finds what is the same utterance; with `alone` also those that stand once.
pub fn same_quotes(quotes: &[Quotation<'_>], alone: bool, threads: usize) -> Same {
    let stop = Stop::default();
    let all = Signatures::of(quotes, threads);
    let same = SameQuotes::find(&all, alone, &stop);
    let rows = same.rows(0..same.ids.len(), &all, &|quote| quotes[quote as usize].said, threads, &stop);
    Same { rows, ids: same.ids }
}

/// What is the same utterance, the rows of which are worked out part by part, so that not all are in memory at once.
#[derive(Debug)]
pub struct SameQuotes {
    clusters: Vec<Cluster>,
    /// The id of every cluster.
    pub ids: Vec<String>,
}

impl SameQuotes {
    /// The clusters of quotations; some of them if stopped.
    pub fn find(all: &Signatures, alone: bool, stop: &Stop) -> Self {
        let clusters = sorted(find_clusters(all, stop), all, alone);
        Self { ids: ids_of(&clusters, all), clusters }
    }

    /// The clusters from `first` that have `n_rows` members and more between them, or all that are left.
    pub fn part(&self, first: usize, n_rows: usize) -> Range<usize> {
        let (mut end, mut n) = (first, 0);
        while n < n_rows && end < self.clusters.len() {
            n += self.clusters[end].members.len();
            end += 1;
        }
        first..end
    }

    /// The rows of some clusters; `said` are the words of a quotation by its number.
    pub fn rows<'a>(
        &self,
        part: Range<usize>,
        all: &Signatures,
        said: &(impl Fn(u32) -> &'a str + Sync),
        threads: usize,
        stop: &Stop,
    ) -> Vec<SameRow> {
        let clusters = &self.clusters[part.clone()];
        let share = clusters.len().div_ceil(threads.clamp(1, 1 + clusters.len() / 256)).max(1);
        let parts: Vec<Vec<SameRow>> = std::thread::scope(|scope| {
            let handles: Vec<_> = clusters
                .chunks(share)
                .enumerate()
                .map(|(at, clusters)| {
                    let first = part.start + at * share;
                    scope.spawn(move || {
                        let numbered = clusters.iter().zip(first..);
                        numbered.flat_map(|(cluster, number)| rows_of(cluster, number as u32, all, said, stop)).collect()
                    })
                })
                .collect();
            handles.into_iter().map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        });
        parts.into_iter().flatten().collect()
    }
}

/// The clusters that are asked for, in order of their first quotation in the input.
pub fn sorted(clusters: Vec<Cluster>, all: &Signatures, alone: bool) -> Vec<Cluster> {
    // A quotation that stands alone, less what of it is in a cluster, is no row of its own.
    let is_wanted = |cluster: &Cluster| cluster.members.len() > 1 || alone && is_whole(&cluster.members[0], all);
    let mut clusters: Vec<Cluster> = clusters.into_iter().filter(is_wanted).collect();
    clusters.sort_by_cached_key(|cluster| {
        let first = cluster.members.iter().map(|member| (member.quote, member.from)).min();
        first.unwrap_or_default()
    });
    clusters
}

fn is_whole(member: &Member, all: &Signatures) -> bool {
    (member.to - member.from) as usize == all.keys_of(member.quote as usize).len()
}

/// An id for every cluster, made of the longest variant's words and label.
pub fn ids_of(clusters: &[Cluster], all: &Signatures) -> Vec<String> {
    let mut taken: FxHashMap<u64, u32> = FxHashMap::default();
    clusters
        .iter()
        .map(|cluster| {
            let longest = &cluster.members[0];
            let keys = &all.keys_of(longest.quote as usize)[longest.from as usize..longest.to as usize];
            let bytes: Vec<u8> = keys.iter().flat_map(|key| key.to_le_bytes()).collect();
            let day = u64::from(all.days[longest.quote as usize].cast_unsigned());
            let id = mix2(day, atom(&bytes), all.labels[longest.quote as usize]);
            let again = taken.entry(id).or_default();
            *again += 1;
            if *again == 1 { format!("same-{id:016x}") } else { format!("same-{id:016x}-{again}") }
        })
        .collect()
}

/// The first day of a cluster.
pub fn first_day(cluster: &Cluster, all: &Signatures) -> i32 {
    let days = cluster.members.iter().map(|member| all.days[member.quote as usize]);
    days.filter(|&day| day != NO_DAY).min().unwrap_or(NO_DAY)
}

fn rows_of<'a>(
    cluster: &Cluster,
    number: u32,
    all: &Signatures,
    said: &(impl Fn(u32) -> &'a str + Sync),
    stop: &Stop,
) -> Vec<SameRow> {
    let first_day = first_day(cluster, all);
    let first = &cluster.members[0];
    let text = said(first.quote);
    let tokens = tokens_of(text);
    let longest = &tokens[first.from as usize..first.to as usize];
    let mut rows = Vec::with_capacity(cluster.members.len());
    // Members with the very words of an earlier one differ as it does.
    let mut known: FxHashMap<(&str, u32), Difference> = FxHashMap::default();
    for (at, member) in cluster.members.iter().enumerate().take_while(|_| !stop.is_set()) {
        let said = said(member.quote);
        let tokens = tokens_of(said);
        let wording = Wording { text: said, tokens: &tokens[member.from as usize..member.to as usize] };
        let difference = if at == 0 {
            Difference { kept_share: 1.0, flags: flags_of(&wording.keys()), ..Difference::default() }
        } else {
            let difference = known.entry((said, member.from)).or_insert_with(|| {
                let window = window(longest.len(), member.of);
                compare(Wording { text, tokens: &longest[window.clone()] }, wording).of_whole(&window, longest.len())
            });
            difference.clone()
        };
        let (start, end) = bounds(said, &tokens, member);
        let day = all.days[member.quote as usize];
        rows.push(SameRow {
            cluster: number,
            quote: member.quote,
            longest: first.quote,
            start,
            end,
            is_longest: at == 0,
            difference,
            first_day,
            lag: (day != NO_DAY).then(|| day - first_day),
            margin: (at > 0).then_some(member.margin as f32 / 10.0),
        });
    }
    let day = |row: &SameRow| all.days[row.quote as usize];
    rows.sort_by_key(|row| (day(row) == NO_DAY, day(row), row.quote, row.start));
    rows
}

/// Compares any two wordings: the edits that make `b` of `a`, and the flags of the shorter.
///
/// The longer is the one with more words, else the one that is first in the order of bytes, so that the comparison is the same from
/// either side, with `from` and `to` changed over.
pub fn compare_texts(a: &str, b: &str) -> Difference {
    let (of_a, of_b) = (tokens_of(a), tokens_of(b));
    let (a, b) = (Wording { text: a, tokens: &of_a }, Wording { text: b, tokens: &of_b });
    if (of_a.len(), std::cmp::Reverse(a.text)) >= (of_b.len(), std::cmp::Reverse(b.text)) {
        return compare(a, b);
    }
    compare(b, a).turned()
}

/// The bytes of a member's words: a whole quotation with the marks at its ends, a stretch with what stands at its words.
fn bounds(said: &str, tokens: &[super::normal::Token], member: &Member) -> (u32, u32) {
    let (from, to) = (member.from as usize, member.to as usize);
    let start = if from == 0 { 0 } else { tokens[from].start };
    let end = if to == tokens.len() {
        said.len() as u32
    } else {
        // To the next word, less the space and what opens there.
        let end = tokens[to - 1].end as usize;
        let between = &said[end..(tokens[to].start as usize).max(end)];
        let kept = between.find(char::is_whitespace).unwrap_or(between.len());
        (end + kept) as u32
    };
    (start, end.max(start))
}
