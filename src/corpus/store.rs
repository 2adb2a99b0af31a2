//! A corpus of quotations without their texts: batches are added, saved, loaded and merged.
//!
//! Holds of each quotation the keys and weights of its words (five bytes a word), day, speaker, outlet and ids. Clusters are found anew
//! over all when they are asked for. The file: magic, version, columns with their lengths, checksum; little-endian. The reader
//! trusts nothing: a file that is cut off, damaged or something else is an error that says where.

use super::cluster::find_clusters;
use super::edits::{Difference, aligned, compare_keys, flags_of};
use super::same::{first_day, ids_of, sorted};
use super::signatures::{NO_DAY, Quotation, Signatures};
use super::speaker::Speaker;
use crate::error::{Error, Result};
use rustc_hash::{FxHashMap, FxHashSet};

const MAGIC: &[u8; 8] = b"PQCORPUS";

/// The version of the file's layout, and of the keys.
pub const FORMAT_VERSION: u32 = 1;

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

/// Quotations of many batches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corpus {
    all: Signatures,
    /// Ids and outlets, each once; 0 is none.
    texts: Texts,
    /// Of each quotation the article, the quote and the outlet.
    ids: Vec<[u32; 3]>,
    spans: Vec<(u32, u32)>,
    known: FxHashSet<u64>,
}

/// No span.
const NO_SPAN: (u32, u32) = (u32::MAX, u32::MAX);

#[derive(Clone, Debug, Default, PartialEq)]
struct Texts {
    bytes: String,
    ends: Vec<u32>,
    numbers: FxHashMap<u64, u32>,
}

impl Texts {
    fn number_of(&mut self, text: Option<&str>) -> u32 {
        let Some(text) = text else { return 0 };
        let hash = crate::model::hash::atom(text.as_bytes());
        if let Some(&number) = self.numbers.get(&hash)
            && self.get(number) == Some(text)
        {
            return number;
        }
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
        let number = self.ends.len() as u32;
        self.numbers.entry(hash).or_insert(number);
        number
    }

    fn get(&self, number: u32) -> Option<&str> {
        let at = number.checked_sub(1)? as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        Some(&self.bytes[start as usize..self.ends[at] as usize])
    }
}

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
        self.len() - before
    }

    /// All clusters; rows as in [`super::same::same_quotes`].
    pub fn same_quotes(&self, alone: bool) -> (Vec<StoredRow>, Vec<String>) {
        let clusters = sorted(find_clusters(&self.all), &self.all, alone);
        let mut rows = Vec::new();
        for (number, cluster) in clusters.iter().enumerate() {
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
                    let (alignment, gaps) = aligned(keys(0), keys(at));
                    compare_keys(keys(0), keys(at), &alignment, &gaps)
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
        let columns = all.keys.len() * 5 + all.len() * (8 + 4 + 4 + 4 + 8 + 12 + 8);
        let names: usize = all.names.iter().map(|name| 80 + name.words.len() * 4).sum();
        columns + names + self.texts.bytes.len() + self.texts.ends.len() * 20 + self.known.len() * 9
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let all = &self.all;
        let mut file = Vec::with_capacity(64 + all.keys.len() * 5 + all.len() * 48 + self.texts.bytes.len());
        file.extend(MAGIC);
        file.extend(FORMAT_VERSION.to_le_bytes());
        let mut column = |n: usize, bytes: &mut dyn Iterator<Item = u8>| {
            file.extend((n as u64).to_le_bytes());
            file.extend(bytes);
        };
        column(all.keys.len(), &mut all.keys.iter().flat_map(|key| key.to_le_bytes()));
        column(all.weights.len(), &mut all.weights.iter().copied());
        column(all.len(), &mut all.ends.iter().flat_map(|end| end.to_le_bytes()));
        column(all.len(), &mut all.days.iter().flat_map(|day| day.to_le_bytes()));
        column(all.len(), &mut all.speakers.iter().flat_map(|speaker| speaker.to_le_bytes()));
        column(all.len(), &mut all.sizes.iter().flat_map(|size| size.to_le_bytes()));
        column(all.len(), &mut all.labels.iter().flat_map(|label| label.to_le_bytes()));
        column(all.len(), &mut self.ids.iter().flatten().flat_map(|id| id.to_le_bytes()));
        column(all.len(), &mut self.spans.iter().flat_map(|span| [span.0, span.1]).flat_map(u32::to_le_bytes));
        let mut names = Vec::new();
        for name in &all.names {
            names.push(name.words.len() as u8);
            names.push(u8::from(name.is_person) | u8::from(name.identity.is_some()) << 1);
            names.extend(name.words.iter().flat_map(|word| word.to_le_bytes()));
            names.extend(name.identity.unwrap_or(0).to_le_bytes());
        }
        column(names.len(), &mut names.iter().copied());
        column(self.texts.ends.len(), &mut self.texts.ends.iter().flat_map(|end| end.to_le_bytes()));
        column(self.texts.bytes.len(), &mut self.texts.bytes.bytes());
        file.extend(crc32fast::hash(&file).to_le_bytes());
        file
    }

    /// Reads a file; `source` is its name in messages.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] if it is no corpus, cut off, damaged or of another version.
    pub fn from_bytes(file: &[u8], source: &str) -> Result<Self> {
        let mut reader = Reader { file, at: 0, source };
        if reader.take(MAGIC.len(), "its name")? != MAGIC {
            return Err(reader.error("this is no corpus of pullquote; expected it to begin with PQCORPUS"));
        }
        let version = u32::from_le_bytes(reader.array("the version")?);
        if version != FORMAT_VERSION {
            return Err(reader.error(&format!("version {version}; expected {FORMAT_VERSION}: make the corpus again")));
        }
        let Some((body, checksum)) = file.split_last_chunk::<4>().filter(|(body, _)| body.len() >= reader.at) else {
            return Err(reader.error("cut off before the checksum"));
        };
        reader.file = body;
        let mut corpus = Self::default();
        let all = &mut corpus.all;
        all.keys = reader.column("words", u32::from_le_bytes)?;
        all.weights = reader.column("weights", |[byte]: [u8; 1]| byte)?;
        all.ends = reader.column("ends", u64::from_le_bytes)?;
        all.days = reader.column("days", i32::from_le_bytes)?;
        all.speakers = reader.column("speakers", u32::from_le_bytes)?;
        all.sizes = reader.column("sizes", u32::from_le_bytes)?;
        all.labels = reader.column("labels", u64::from_le_bytes)?;
        let word = |bytes: &[u8], at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        corpus.ids = reader.column("ids", |bytes: [u8; 12]| [word(&bytes, 0), word(&bytes, 4), word(&bytes, 8)])?;
        corpus.spans = reader.column("spans", |bytes: [u8; 8]| (word(&bytes, 0), word(&bytes, 4)))?;
        let names = reader.column("names", |[byte]: [u8; 1]| byte)?;
        corpus.texts.ends = reader.column("ends of texts", u32::from_le_bytes)?;
        let bytes = reader.column("texts", |[byte]: [u8; 1]| byte)?;
        if reader.at != body.len() {
            return Err(reader.error("bytes too many"));
        }
        if crc32fast::hash(body) != u32::from_le_bytes(*checksum) {
            return Err(reader.error("the checksum is wrong: the file is damaged"));
        }
        corpus.texts.bytes = String::from_utf8(bytes).map_err(|_| reader.error("texts that are no UTF-8"))?;
        read_names(&names, &mut corpus.all).ok_or_else(|| reader.error("names that break off"))?;
        corpus.check().map_err(|what| reader.error(what))?;
        corpus.index();
        Ok(corpus)
    }

    /// What no checksum tells: that columns fit each other.
    fn check(&self) -> std::result::Result<(), &'static str> {
        let (all, n) = (&self.all, self.all.ends.len());
        let lengths = [all.days.len(), all.sizes.len(), all.speakers.len(), all.labels.len(), self.ids.len(), self.spans.len()];
        if lengths.iter().any(|&length| length != n) || all.weights.len() != all.keys.len() || n > u32::MAX as usize {
            return Err("columns of different lengths");
        }
        if !all.ends.is_sorted() || all.ends.last().copied().unwrap_or(0) != all.keys.len() as u64 {
            return Err("ends of quotations that do not rise to the end");
        }
        if all.speakers.iter().any(|&speaker| speaker as usize >= all.names.len()) {
            return Err("a speaker that is not there");
        }
        let texts = &self.texts;
        let is_end = |&end: &u32| texts.bytes.is_char_boundary(end as usize);
        if !texts.ends.is_sorted()
            || !texts.ends.iter().all(is_end)
            || texts.ends.last().map_or(0, |&end| end as usize) != texts.bytes.len()
        {
            return Err("ends of texts that do not rise to the end");
        }
        if self.ids.iter().flatten().any(|&id| id as usize > texts.ends.len()) {
            return Err("an id that is not there");
        }
        // Days far beyond any calendar would overflow differences.
        if all.days.iter().any(|&day| day != NO_DAY && !(-800_000..3_000_000).contains(&day)) {
            return Err("a day that is none");
        }
        Ok(())
    }

    /// Builds what is not in the file.
    fn index(&mut self) {
        for number in 1..=self.texts.ends.len() as u32 {
            let hash = self.texts.get(number).map(|text| crate::model::hash::atom(text.as_bytes()));
            if let Some(hash) = hash {
                self.texts.numbers.entry(hash).or_insert(number);
            }
        }
        let known = self.ids.iter().zip(&self.all.labels).filter(|(ids, _)| ids[1] != 0).map(|(_, &label)| label);
        self.known = known.collect();
    }
}

fn read_names(mut bytes: &[u8], all: &mut Signatures) -> Option<()> {
    while !bytes.is_empty() {
        let (head, rest) = bytes.split_first_chunk::<2>()?;
        let n = usize::from(head[0]);
        let (words, rest) = rest.split_at_checked(n * 4)?;
        let (identity, rest) = rest.split_first_chunk::<8>()?;
        let words = words.as_chunks::<4>().0.iter().map(|&word| u32::from_le_bytes(word)).collect();
        let identity = (head[1] & 2 != 0).then(|| u64::from_le_bytes(*identity));
        let before = all.names.len() as u32;
        if all.number_of(Speaker { words, is_person: head[1] & 1 != 0, identity }) != before {
            return None;
        }
        bytes = rest;
    }
    Some(())
}

struct Reader<'a> {
    file: &'a [u8],
    at: usize,
    source: &'a str,
}

impl<'a> Reader<'a> {
    fn error(&self, what: &str) -> Error {
        Error::InvalidInput(format!("corpus {}: {what} (at byte {})", self.source, self.at))
    }

    fn take(&mut self, n: usize, what: &str) -> Result<&'a [u8]> {
        let taken = self.at.checked_add(n).and_then(|end| self.file.get(self.at..end));
        let taken = taken.ok_or_else(|| self.error(&format!("cut off in {what}")))?;
        self.at += n;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self, what: &str) -> Result<[u8; N]> {
        let taken = self.take(N, what)?;
        taken.try_into().map_err(|_| self.error(&format!("cut off in {what}")))
    }

    fn column<T, const N: usize>(&mut self, what: &str, read: impl Fn([u8; N]) -> T) -> Result<Vec<T>> {
        let n = u64::from_le_bytes(self.array(what)?);
        let n = usize::try_from(n).ok().and_then(|n| n.checked_mul(N)).ok_or_else(|| self.error(&format!("cut off in {what}")))?;
        Ok(self.take(n, what)?.as_chunks::<N>().0.iter().map(|&bytes| read(bytes)).collect())
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
        assert_eq!(loaded.same_quotes(false), corpus.same_quotes(false));
        assert!(corpus.same_quotes(false).0.len() >= 10);
        let mut parts = toy(0, 12);
        assert_eq!(parts.merge(&toy(8, 20)), 8);
        assert_eq!(parts.to_bytes(), corpus.to_bytes());
        assert_eq!(Corpus::from_bytes(&Corpus::default().to_bytes(), "empty").unwrap(), Corpus::default());
    }

    #[test]
    fn broken_files_are_errors() {
        let file = toy(0, 6).to_bytes();
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
                if let Ok(corpus) = Corpus::from_bytes(&broken, "toy") {
                    _ = corpus.same_quotes(true);
                }
            }
        }
    }
}
