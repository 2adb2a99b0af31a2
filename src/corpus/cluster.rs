//! Clusters of quotations that are the same utterance.
//!
//! Input: [`Signatures`]. Output: [`Clusters`]: for each the longest variant and its members, each with the stretch that is the
//! same. A quotation that joins sentences of two utterances is a member of both.
//! Method: from the longest quotation to the shortest, each is compared with the utterances so far that share three words in a row
//! with it ([`super::index`]), at most [`MOST_CANDIDATES`] of them; the alignment decides ([`super::judge`]). It joins the best, or
//! is the longest variant of a new utterance; what it has beside the stretch is placed likewise. Members are compared with the
//! longest variant only, so that unlike ends do not chain. The order is by content, so that no order of rows changes the result.
//! Cost: O(words): a bounded number of look-ups a word and alignments a quotation.

use super::align::{Alignment, align, triple};
use super::counts::Counts;
use super::index::Index;
use super::judge::{Words, margin};
use super::normal::Key;
use super::rarity::is_last;
use super::signatures::{NO_DAY, Signatures};
use super::speaker::Relation;
use super::stop::Stop;
use std::cmp::Ordering;
use std::ops::Range;

/// The most utterances that a quotation is compared with.
const MOST_CANDIDATES: usize = 6;
/// Fewer words are no fragment.
const FEWEST: usize = 3;
/// What three words must weigh to be looked up, in tenths of bits.
const LEAST_TRIPLE: i32 = 80;
/// The fewest words beside a stretch that are placed on their own, and what they must weigh.
const FEWEST_BESIDE: usize = 5;
const LEAST_BESIDE: i32 = 300;

/// The most utterances that one quotation is made of, and the most places of like words that are looked at for it: a book quoted
/// whole would have any number.
const MOST_PARTS: usize = 64;
const MOST_HITS: usize = 1 << 20;

/// A stretch of a quotation in a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The quotation.
    pub quote: u32,
    /// Its words that are the same utterance, from and to.
    pub from: u32,
    /// One past the last.
    pub to: u32,
    /// From the first to one past the last word of the longest variant that agrees with one of these, in words of that variant.
    pub of: (u32, u32),
    /// By how much the decision was taken, in tenths of bits; 0 for the longest.
    pub margin: i32,
}

/// One utterance: the longest variant first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The longest, then the others, in the order in which they joined.
    pub members: Vec<Member>,
}

struct Segment {
    quote: u32,
    from: u32,
    to: u32,
    /// Who said it: of the longest variant, or of the first member that names somebody.
    speaker: u32,
    cluster: u32,
}

struct Builder<'a> {
    all: &'a Signatures,
    counts: Counts,
    index: Index,
    segments: Vec<Segment>,
    clusters: Vec<Cluster>,
    /// Weights with those of stock phrases lowered.
    weights: Vec<u8>,
    /// Places of words that agree, of the quotation at hand: (segment, in the quotation, in the segment).
    hits: Vec<(u32, u32, u32)>,
    seeds: Vec<(u32, u32)>,
}

/// All utterances, also those that stand once, in an order that depends on contents only; some of them if stopped.
pub fn find_clusters(all: &Signatures, stop: &Stop) -> Vec<Cluster> {
    let order = order(all, stop);
    let counts = Counts::new(all, stop);
    let mut builder = Builder {
        all,
        weights: counts.lowered(all, stop),
        counts,
        index: Index::default(),
        segments: Vec::new(),
        clusters: Vec::new(),
        hits: Vec::new(),
        seeds: Vec::new(),
    };
    for quote in order {
        if stop.is_set() {
            break;
        }
        builder.place_quote(quote);
    }
    builder.clusters
}

/// The quotations, longest first, in words, then in bytes; equals by their words, days, speakers, labels.
fn order(all: &Signatures, stop: &Stop) -> Vec<u32> {
    let mut order: Vec<u32> = (0..all.len() as u32).collect();
    let length = |quote: u32| (all.keys_of(quote as usize).len(), all.sizes[quote as usize] >> 32);
    order.sort_unstable_by_key(|&quote| std::cmp::Reverse(length(quote)));
    for alike in order.chunk_by_mut(|&a, &b| length(a) == length(b)).filter(|alike| alike.len() > 1) {
        if stop.is_set() {
            break;
        }
        alike.sort_unstable_by(|&a, &b| compare(all, a as usize, b as usize));
    }
    order
}

/// The order of two quotations of one length.
fn compare(all: &Signatures, a: usize, b: usize) -> Ordering {
    let name = |at: usize| &all.names[all.speakers[at] as usize];
    // Without a day last: the first to be published stands for the others.
    let day = |at: usize| (all.days[at] == NO_DAY, all.days[at]);
    (all.keys_of(a).cmp(all.keys_of(b)))
        .then_with(|| day(a).cmp(&day(b)))
        .then_with(|| name(b).is_person.cmp(&name(a).is_person))
        .then_with(|| name(a).cmp(name(b)))
        .then_with(|| all.labels[a].cmp(&all.labels[b]))
        .then_with(|| all.sizes[a].cmp(&all.sizes[b]))
        .then_with(|| all.weights[all.range(a)].cmp(&all.weights[all.range(b)]))
        .then_with(|| a.cmp(&b))
}

fn sum(weights: &[u8]) -> i32 {
    weights.iter().map(|&weight| i32::from(weight)).sum()
}

impl Builder<'_> {
    fn place_quote(&mut self, quote: u32) {
        let all = self.all;
        let range = all.range(quote as usize);
        let (keys, weights) = (&all.keys[range.clone()], &all.weights[range]);
        let mut hits = std::mem::take(&mut self.hits);
        hits.clear();
        if keys.len() >= FEWEST {
            let day = all.days[quote as usize];
            for (at, words) in keys.windows(3).enumerate() {
                let triple = triple(words);
                if hits.len() >= MOST_HITS {
                    break;
                }
                if sum(&weights[at..at + 3]) >= LEAST_TRIPLE && self.counts.is_shared(triple) {
                    self.index.look_up(triple, day, |segment, of| hits.push((segment, at as u32, of)));
                }
            }
            hits.sort_unstable();
        }
        self.place(quote, &hits);
        self.hits = hits;
    }

    /// Places the words of a quotation: a stretch with the utterance that it is most like, then what stands before and after it.
    fn place(&mut self, quote: u32, hits: &[(u32, u32, u32)]) {
        let words = self.all.range(quote as usize);
        let mut rest: Vec<Range<usize>> = std::iter::once(0..words.len()).collect();
        for n_placed in 0..MOST_PARTS {
            let Some(range) = rest.pop() else { return };
            let is_whole = n_placed == 0;
            if !is_whole && (range.len() < FEWEST_BESIDE || sum(&self.weights[words.clone()][range.clone()]) < LEAST_BESIDE) {
                continue;
            }
            let Some((segment, alignment, margin)) = self.best(quote, &range, hits) else {
                self.found(quote, range);
                continue;
            };
            let keys = self.all.keys_of(quote as usize);
            let stretch = stretch_of(keys, &self.weights[words.clone()], &range, &alignment);
            let of = match (alignment.pairs.first(), alignment.pairs.last()) {
                (Some(first), Some(last)) => (first.0, last.0 + 1),
                _ => (0, 0),
            };
            let number = self.segments[segment as usize].cluster;
            let member = Member { quote, from: stretch.start as u32, to: stretch.end as u32, of, margin };
            self.clusters[number as usize].members.push(member);
            let known = self.all.speakers[quote as usize];
            let segment = &mut self.segments[segment as usize];
            if self.all.names[segment.speaker as usize].words.is_empty() {
                segment.speaker = known;
            }
            rest.push(stretch.end..range.end);
            rest.push(range.start..stretch.start);
        }
    }

    /// The utterance that the words belong to, the alignment with its longest variant, and how sure that is.
    fn best(&mut self, quote: u32, range: &Range<usize>, hits: &[(u32, u32, u32)]) -> Option<(u32, Alignment, i32)> {
        let words = self.all.range(quote as usize);
        let is_in = |at: u32| range.contains(&(at as usize)) && range.contains(&(at as usize + 2));
        let mut candidates: Vec<(i32, u32, usize, usize)> = Vec::new();
        let mut at = 0;
        while at < hits.len() {
            let segment = hits[at].0;
            let n = hits[at..].iter().take_while(|hit| hit.0 == segment).count();
            // Its own other words are no other utterance.
            if self.segments[segment as usize].quote != quote {
                let (mut rough, mut seen) = (0, range.start);
                for &(_, place, _) in hits[at..at + n].iter().filter(|hit| is_in(hit.1)) {
                    let (from, to) = (seen.max(place as usize), place as usize + 3);
                    if from < to {
                        rough += sum(&self.weights[words.start + from..words.start + to]) + 1;
                        seen = to;
                    }
                }
                if rough > 0 {
                    candidates.push((-rough, segment, at, n));
                }
            }
            at += n;
        }
        candidates.sort_unstable();
        candidates.truncate(MOST_CANDIDATES);
        let mut best: Option<(u32, Alignment, i32)> = None;
        for (_, segment, first, n) in candidates {
            let mut seeds = std::mem::take(&mut self.seeds);
            seeds.clear();
            let inside = hits[first..first + n].iter().filter(|hit| is_in(hit.1));
            seeds.extend(inside.map(|&(_, b, a)| (a, b - range.start as u32)));
            let judged = self.judge(quote, range, segment, &mut seeds);
            self.seeds = seeds;
            if let Some((alignment, margin)) = judged
                && best.as_ref().is_none_or(|(_, _, of_best)| margin > *of_best)
            {
                // Nothing is better than to hold all words, said by the same one in the same days.
                let is_perfect = alignment.pairs.len() == range.len() && self.is_near(quote, segment);
                best = Some((segment, alignment, margin));
                if is_perfect {
                    break;
                }
            }
        }
        best
    }

    fn judge(&self, quote: u32, range: &Range<usize>, segment: u32, seeds: &mut [(u32, u32)]) -> Option<(Alignment, i32)> {
        let all = self.all;
        let segment = &self.segments[segment as usize];
        let words = {
            let whole = all.range(segment.quote as usize);
            whole.start + segment.from as usize..whole.start + segment.to as usize
        };
        let (a, of_a) = (&all.keys[words.clone()], &self.weights[words]);
        let whole = all.range(quote as usize);
        let (b, weights) = (&all.keys[whole.clone()][range.clone()], &self.weights[whole][range.clone()]);
        let alignment = align(a, b, weights, seeds);
        let (day_a, day_b) = (all.days[segment.quote as usize], all.days[quote as usize]);
        let days = match (day_a == NO_DAY, day_b == NO_DAY) {
            (false, false) => day_a.abs_diff(day_b),
            // Where no dates are given, all is taken to be of one day.
            (true, true) => 0,
            _ => 2,
        };
        let name = |speaker: u32| &all.names[speaker as usize];
        let relation = match name(segment.speaker).relation(name(all.speakers[quote as usize])) {
            // The first to be named stands for the cluster; the longest variant may know better.
            Relation::Different => name(all.speakers[segment.quote as usize]).relation(name(all.speakers[quote as usize])),
            relation => relation,
        };
        let words = (Words { keys: a, weights: of_a }, Words { keys: b, weights });
        margin(words.0, words.1, &alignment, relation, days).map(|margin| (alignment, margin))
    }

    fn is_near(&self, quote: u32, segment: u32) -> bool {
        let (all, segment) = (self.all, &self.segments[segment as usize]);
        let days = all.days[quote as usize].abs_diff(all.days[segment.quote as usize]);
        let name = |speaker: u32| &all.names[speaker as usize];
        days <= 1 && name(segment.speaker).relation(name(all.speakers[quote as usize])) == Relation::Same
    }

    /// A new utterance, of which these words are the longest variant.
    fn found(&mut self, quote: u32, range: Range<usize>) {
        let all = self.all;
        let (segment, cluster) = (self.segments.len() as u32, self.clusters.len() as u32);
        let whole = all.range(quote as usize);
        let keys = &all.keys[whole.clone()][range.clone()];
        let weights = &all.weights[whole][range.clone()];
        for (at, words) in keys.windows(3).enumerate() {
            let triple = triple(words);
            if sum(&weights[at..at + 3]) >= LEAST_TRIPLE && self.counts.is_shared(triple) {
                self.index.add(triple, all.days[quote as usize], segment, at as u32);
            }
        }
        let (from, to) = (range.start as u32, range.end as u32);
        self.segments.push(Segment { quote, from, to, speaker: all.speakers[quote as usize], cluster });
        self.clusters.push(Cluster { members: vec![Member { quote, from, to, of: (0, to - from), margin: 0 }] });
    }
}

/// The words of a quotation that are the same utterance: from the first to the last that agrees, and its own words to either end
/// of the sentence, unless they outweigh what agrees.
fn stretch_of(keys: &[Key], weights: &[u8], range: &Range<usize>, alignment: &Alignment) -> Range<usize> {
    let (Some(first), Some(last)) = (alignment.pairs.first(), alignment.pairs.last()) else { return range.clone() };
    let (first, last) = (range.start + first.1 as usize, range.start + last.1 as usize);
    let start = keys[range.start..first].iter().rposition(|&key| is_last(key)).map_or(range.start, |at| range.start + at + 1);
    let end = if is_last(keys[last]) {
        last + 1
    } else {
        keys[last + 1..range.end].iter().position(|&key| is_last(key)).map_or(range.end, |at| last + 2 + at)
    };
    let matched: i32 = alignment.pairs.iter().map(|pair| i32::from(weights[range.start + pair.1 as usize])).sum();
    let start = if sum(&weights[start..first]) > matched { first } else { start };
    let end = if sum(&weights[last + 1..end]) > matched { last + 1 } else { end };
    start..end
}
