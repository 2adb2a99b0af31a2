//! A corpus of quotations without their texts: batches are added, saved, loaded and merged.
//!
//! Holds of each quotation the keys and weights of its words (five bytes a word), day, speaker, outlet and ids. Clusters are found anew
//! over all when they are asked for; the stories of articles grow with every batch ([`super::articles`]). Its file: [`super::file`].

use super::articles::{ArticleSet, Articles};
use super::cluster::find_clusters;
use super::edits::{Difference, aligned, compare_keys, flags_of, window};
use super::same::{first_day, ids_of, sorted};
use super::signatures::{NO_DAY, Quotation, Signatures};
use super::stop::Stop;
use super::stories::StoryOptions;
use super::texts::Interned;
use rustc_hash::FxHashSet;

/// The ids of a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    /// The article's id as text.
    pub article: Option<String>,
    /// The quotation's.
    pub quote: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Code points of the article, if known.
    pub span: Option<(u32, u32)>,
}

/// Quotations and articles of many batches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corpus {
    pub(super) all: Signatures,
    /// Ids and outlets, each once.
    pub(super) texts: Interned,
    /// Of each quotation the article, the quote and the outlet.
    pub(super) ids: Vec<[u32; 3]>,
    pub(super) spans: Vec<(u32, u32)>,
    /// Labels of the quotations that have ids.
    pub(super) known: FxHashSet<u64>,
    pub(super) articles: Articles,
}

/// No span.
const NO_SPAN: (u32, u32) = (u32::MAX, u32::MAX);

/// A member of a cluster, as the corpus knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRow {
    /// The quotation, in the order in which they were added.
    pub quote: u32,
    /// The cluster, as an index into the ids.
    pub cluster: u32,
    /// How many words of the quotation are the same utterance, and how many it has.
    pub words: (u32, u32),
    /// Whether it is the longest variant.
    pub is_longest: bool,
    /// Flags and share; no edits, which need the words.
    pub difference: Difference,
    /// The first day of the cluster, or [`NO_DAY`].
    pub first_day: i32,
    /// Days since then.
    pub lag: Option<i32>,
    /// See [`super::same::SameRow::margin`].
    pub margin: Option<f32>,
}

impl Corpus {
    /// How many quotations.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The signatures.
    pub fn signatures(&self) -> &Signatures {
        &self.all
    }

    /// The ids of a quotation.
    pub fn ids_of(&self, quote: usize) -> Ids {
        let text = |at: usize| self.texts.get(self.ids[quote][at]).map(str::to_owned);
        let span = Some(self.spans[quote]).filter(|&span| span != NO_SPAN);
        Ids { article: text(0), quote: text(1), outlet: text(2), span }
    }

    /// The day of a quotation.
    pub fn day_of(&self, quote: usize) -> Option<i32> {
        Some(self.all.days[quote]).filter(|&day| day != NO_DAY)
    }

    /// Adds quotations; those whose article and quote ids are there already are left out. How many were added.
    pub fn add(&mut self, quotes: &[Quotation<'_>], ids: &[Ids], threads: usize) -> usize {
        let (mut new, mut kept) = (Vec::new(), Vec::new());
        for (quote, ids) in quotes.iter().zip(ids) {
            if ids.quote.is_none() || self.known.insert(quote.label) {
                new.push(*quote);
                kept.push(ids);
            }
        }
        self.all.extend(&Signatures::of(&new, threads));
        for ids in &kept {
            let texts = [&ids.article, &ids.quote, &ids.outlet];
            self.ids.push(texts.map(|text| self.texts.number_of(text.as_deref())));
            self.spans.push(ids.span.unwrap_or(NO_SPAN));
        }
        kept.len()
    }

    /// Adds the quotations of another corpus; those that are there already are left out. How many were added.
    pub fn merge(&mut self, other: &Self) -> usize {
        let before = self.len();
        let speakers: Vec<u32> = other.all.names.iter().map(|name| self.all.number_of(name.clone())).collect();
        for quote in 0..other.len() {
            let ids = other.ids_of(quote);
            if ids.quote.is_some() && !self.known.insert(other.all.labels[quote]) {
                continue;
            }
            self.all.push_from(&other.all, quote, speakers[other.all.speakers[quote] as usize]);
            let texts = [&ids.article, &ids.quote, &ids.outlet];
            self.ids.push(texts.map(|text| self.texts.number_of(text.as_deref())));
            self.spans.push(other.spans[quote]);
        }
        self.articles.merge(&other.articles, &mut self.texts, &other.texts);
        self.len() - before
    }

    /// Adds articles to the stories: for each article its number here; none, and no story changed, if stopped.
    pub fn add_articles(&mut self, set: &ArticleSet, options: StoryOptions, stop: &Stop) -> Option<Vec<u32>> {
        self.articles.add(set, &mut self.texts, options, stop)
    }

    /// How many articles.
    pub fn n_articles(&self) -> usize {
        self.articles.ids.len()
    }

    /// Of an article its id, its day, the id of the article that its story is named by, and how many articles that story has.
    pub fn article(&self, at: usize) -> (&str, i32, &str, u32) {
        let articles = &self.articles;
        let story = articles.story_of[at] as usize;
        let id = |at: usize| self.texts.get(articles.ids[at]).unwrap_or("");
        (id(at), articles.days[at], id(articles.firsts[story] as usize), articles.stories.stories[story].n)
    }

    /// All clusters, some of them if stopped; rows as in [`super::same::same_quotes`].
    pub fn same_quotes(&self, alone: bool, stop: &Stop) -> (Vec<StoredRow>, Vec<String>) {
        let clusters = sorted(find_clusters(&self.all, stop), &self.all, alone);
        let mut rows = Vec::new();
        for (number, cluster) in clusters.iter().enumerate() {
            if stop.is_set() {
                break;
            }
            let first_day = first_day(cluster, &self.all);
            let keys = |at: usize| {
                let member = &cluster.members[at];
                &self.all.keys_of(member.quote as usize)[member.from as usize..member.to as usize]
            };
            let from = rows.len();
            for (at, member) in cluster.members.iter().enumerate() {
                let difference = if at == 0 {
                    Difference { kept_share: 1.0, flags: flags_of(keys(0)), ..Difference::default() }
                } else {
                    let longest = keys(0);
                    let window = window(longest.len(), member.of);
                    let (alignment, gaps) = aligned(&longest[window.clone()], keys(at));
                    let difference = compare_keys(&longest[window.clone()], keys(at), &alignment, &gaps);
                    difference.of_whole(&window, longest.len())
                };
                let n_words = self.all.keys_of(member.quote as usize).len() as u32;
                rows.push(StoredRow {
                    quote: member.quote,
                    cluster: number as u32,
                    words: (member.to - member.from, n_words),
                    is_longest: at == 0,
                    difference,
                    first_day,
                    lag: self.day_of(member.quote as usize).map(|day| day - first_day),
                    margin: (at > 0).then_some(member.margin as f32 / 10.0),
                });
            }
            rows[from..].sort_by_key(|row| {
                let day = self.all.days[row.quote as usize];
                (day == NO_DAY, day, row.quote)
            });
        }
        (rows, ids_of(&clusters, &self.all))
    }

    /// Bytes of memory that the columns take.
    pub fn n_bytes(&self) -> usize {
        let all = &self.all;
        let columns = all.keys.len() * 5 + all.len() * (8 + 4 + 4 + 8 + 8 + 12 + 8);
        let names: usize = all.names.iter().map(|name| 80 + name.words.len() * 4).sum();
        columns + names + self.texts.n_bytes() + self.known.len() * 9 + self.articles.n_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toy(from: u32, to: u32) -> Corpus {
        let said: Vec<String> =
            (from..to).map(|n| format!("The lighthouse keeper of island {} sold his lamp, alas {}", n % 7, n % 3)).collect();
        let quotes: Vec<Quotation> = said
            .iter()
            .zip(from..)
            .map(|(said, n)| Quotation {
                said,
                speaker: Some("Ana Ruiz"),
                date: Some("2018-02-03"),
                label: u64::from(n),
                ..Quotation::default()
            })
            .collect();
        let ids: Vec<Ids> = (from..to)
            .map(|n| Ids {
                article: Some(format!("a{}", n / 2)),
                quote: Some(format!("q{n}")),
                outlet: Some("The Brief".to_owned()),
                span: Some((n, n + 9)),
            })
            .collect();
        let mut corpus = Corpus::default();
        assert_eq!(corpus.add(&quotes, &ids, 2), (to - from) as usize);
        assert_eq!(corpus.add(&quotes, &ids, 2), 0, "the same again");
        corpus
    }

    #[test]
    fn what_is_saved_is_loaded_and_merged() {
        let corpus = toy(0, 20);
        let loaded = Corpus::from_bytes(&corpus.to_bytes(), "toy").unwrap();
        assert_eq!(loaded, corpus);
        let stop = Stop::default();
        assert_eq!(loaded.same_quotes(false, &stop), corpus.same_quotes(false, &stop));
        assert!(corpus.same_quotes(false, &stop).0.len() >= 10);
        let mut parts = toy(0, 12);
        assert_eq!(parts.merge(&toy(8, 20)), 8);
        assert_eq!(parts.to_bytes(), corpus.to_bytes());
        assert_eq!(Corpus::from_bytes(&Corpus::default().to_bytes(), "empty").unwrap(), Corpus::default());
    }

    #[test]
    fn broken_files_are_errors() {
        let mut corpus = toy(0, 6);
        let told =
            [("Ferry strikes pier", "The Marigold struck a pier in Kettle Bay."), ("", "Marigold: Kettle Bay counts the cost.")];
        let mut set = ArticleSet::new(true, false);
        set.read(&told, 1);
        set.ids.push("a0");
        set.ids.push("b0");
        set.days.extend([17_000, 17_001]);
        let options = StoryOptions { window: 5, least: 0.2 };
        assert_eq!(corpus.add_articles(&set, options, &Stop::default()), Some(vec![0, 1]));
        assert_eq!(corpus.article(1), ("b0", 17_001, "a0", 2));
        let file = corpus.to_bytes();
        assert_eq!(Corpus::from_bytes(&file, "toy").unwrap(), corpus);
        for cut in 0..file.len() {
            assert!(Corpus::from_bytes(&file[..cut], "toy").is_err(), "cut at {cut}");
        }
        for at in 0..file.len() {
            for bit in 0..8 {
                let mut broken = file.clone();
                broken[at] ^= 1 << bit;
                assert!(Corpus::from_bytes(&broken, "toy").is_err(), "bit {bit} of byte {at}");
                // With a right checksum it may be read, but never panics.
                let n = broken.len() - 4;
                let sum = crc32fast::hash(&broken[..n]).to_le_bytes();
                broken[n..].copy_from_slice(&sum);
                if let Ok(mut corpus) = Corpus::from_bytes(&broken, "toy") {
                    _ = corpus.same_quotes(true, &Stop::default());
                    _ = corpus.add_articles(&set, options, &Stop::default());
                }
            }
        }
    }
}
