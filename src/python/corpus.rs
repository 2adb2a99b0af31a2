//! `same_quotes`, `compare`, `find`: columns of the caller's tables in, columns out, some rows at a time.

use super::errors::InvalidInputError;
use super::watch::{lock, watched};
use crate::corpus::edits::{Difference, Edit};
use crate::corpus::find::find;
use crate::corpus::normal::tokens_of;
use crate::corpus::same::{SameQuotes, SameRow, compare_texts};
use crate::corpus::signatures::NO_DAY;
use crate::corpus::texts::Texts;
use crate::corpus::{Quotation, Signatures};
use crate::model::hash::{atom, mix2};
use pyo3::prelude::*;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// A column of few values: of each row the number of its value, and the values.
type Coded = (Vec<u32>, Vec<Option<String>>);

/// The columns of all quotations, of one length.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(super) struct QuoteColumns {
    pub said: Vec<String>,
    pub quote: Vec<String>,
    pub article: Coded,
    pub speaker: Coded,
    pub speaker_kind: Coded,
    pub kind: Coded,
    pub identity: Coded,
    pub date: Coded,
}

impl QuoteColumns {
    /// The quotations as the core takes them.
    pub(super) fn quotations(&self) -> PyResult<Vec<Quotation<'_>>> {
        let n = self.said.len();
        let coded = [&self.article, &self.speaker, &self.speaker_kind, &self.kind, &self.identity, &self.date];
        let is_right = |(codes, values): &Coded| codes.len() == n && codes.iter().all(|&code| (code as usize) < values.len());
        if self.quote.len() != n || !coded.into_iter().all(is_right) {
            return Err(InvalidInputError::new_err("columns of quotations differ in length"));
        }
        if self.said.iter().any(|said| u32::try_from(said.len()).is_err()) {
            return Err(InvalidInputError::new_err("a quotation has 4 GiB of text or more"));
        }
        let articles: Vec<u64> = self.article.1.iter().map(|id| atom(id.as_deref().unwrap_or("").as_bytes())).collect();
        let rows = (0..n).map(|row| Quotation {
            said: &self.said[row],
            speaker: get(&self.speaker, row),
            speaker_kind: get(&self.speaker_kind, row),
            is_reported: matches!(get(&self.kind, row), Some("indirect" | "mixed")),
            identity: get(&self.identity, row),
            date: get(&self.date, row),
            label: mix2(13, articles[self.article.0[row] as usize], atom(self.quote[row].as_bytes())),
        });
        Ok(rows.collect())
    }
}

fn get((codes, values): &Coded, row: usize) -> Option<&str> {
    values[codes[row] as usize].as_deref()
}

/// Code points before a byte.
pub(super) fn chars(text: &str, byte: u32) -> usize {
    if text.is_ascii() { byte as usize } else { text[..byte as usize].chars().count() }
}

/// (op, from, to) in words.
type WordEdit = (&'static str, String, String);

fn edits_of(edits: &[Edit], from: &str, to: &str) -> Vec<WordEdit> {
    let text = |text: &str, range: &std::ops::Range<u32>| text[range.start as usize..range.end as usize].to_owned();
    edits.iter().map(|edit| (edit.op.name(), text(from, &edit.from), text(to, &edit.to))).collect()
}

/// Of every row the number of its quotation, the id of its cluster, the stretch and the length of its words (code points), the words of
/// the stretch, whether it is the longest, the share, edits, flags, the first day (days since 1970), days since then, the margin.
type SameColumns = (
    Vec<u32>,
    Vec<String>,
    Vec<(usize, usize, usize)>,
    Vec<String>,
    Vec<bool>,
    Vec<f32>,
    Vec<Vec<WordEdit>>,
    Vec<Vec<&'static str>>,
    Vec<Option<i32>>,
    Vec<Option<i32>>,
    Vec<Option<f32>>,
);

/// Quotations, batch by batch: their words as keys, and their texts.
#[pyclass(name = "QuoteSet", module = "pullquote._core", frozen)]
#[derive(Default)]
pub(super) struct PyQuoteSet {
    inner: Mutex<Arc<QuoteSet>>,
}

#[derive(Clone, Default)]
struct QuoteSet {
    all: Signatures,
    texts: Texts,
}

impl QuoteSet {
    fn said(&self, quote: u32) -> &str {
        self.texts.get(quote as usize)
    }
}

#[pymethods]
impl PyQuoteSet {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Adds quotations.
    fn push(&self, py: Python<'_>, quotes: QuoteColumns, threads: usize) -> PyResult<()> {
        let quotations = quotes.quotations()?;
        py.detach(|| {
            let mut inner = lock(&self.inner);
            let set = Arc::make_mut(&mut inner);
            set.all.extend(&Signatures::of(&quotations, threads));
            quotes.said.iter().for_each(|said| set.texts.push(said));
        });
        Ok(())
    }

    fn __len__(&self) -> usize {
        lock(&self.inner).all.len()
    }

    /// Finds what is the same utterance: see ``pullquote.same_quotes``.
    fn same_quotes(&self, py: Python<'_>, alone: bool, threads: usize) -> PyResult<PySameQuotes> {
        let quotes = Arc::clone(&lock(&self.inner));
        let same = watched(py, |stop| SameQuotes::find(&quotes.all, alone, stop))?;
        Ok(PySameQuotes { quotes, same, threads, rest: Mutex::default() })
    }

    /// Searches: see ``pullquote.find``.
    fn find(&self, py: Python<'_>, query: String, least: f32, most: usize) -> PyResult<Vec<Found>> {
        let quotes = Arc::clone(&lock(&self.inner));
        watched(py, |stop| {
            let keys: Vec<u32> = tokens_of(&query).iter().map(|token| token.key).collect();
            let found = find(&quotes.all, &keys, least, most, stop).into_iter().take_while(|_| !stop.is_set()).map(|hit| {
                let text = quotes.said(hit.quote);
                let tokens = &tokens_of(text)[hit.words];
                let (start, end) = (tokens[0].start, tokens[tokens.len() - 1].end);
                let stretch = &text[start as usize..end as usize];
                let difference = compare_texts(&query, stretch);
                let edits = edits_of(&difference.edits, &query, stretch);
                (hit.quote, hit.score, stretch.to_owned(), edits, difference.flags.names().collect())
            });
            found.collect()
        })
    }
}

/// Utterances, the rows of which are asked for part by part.
#[pyclass(name = "SameQuotes", module = "pullquote._core", frozen)]
pub(super) struct PySameQuotes {
    quotes: Arc<QuoteSet>,
    same: SameQuotes,
    threads: usize,
    /// The next cluster, and rows of the last part that were not asked for yet.
    rest: Mutex<(usize, VecDeque<SameRow>)>,
}

#[pymethods]
impl PySameQuotes {
    /// The next rows, at most ``n``; none at the end.
    fn next_rows(&self, py: Python<'_>, n: usize) -> PyResult<SameColumns> {
        watched(py, |stop| {
            let mut rest = lock(&self.rest);
            let (next, rows) = &mut *rest;
            let part = self.same.part(*next, n.saturating_sub(rows.len()));
            *next = part.end;
            let said = |quote| self.quotes.said(quote);
            rows.extend(self.same.rows(part, &self.quotes.all, &said, self.threads, stop));
            let n = n.min(rows.len());
            let rows: Vec<SameRow> = rows.drain(..n).collect();
            self.columns(&rows)
        })
    }
}

impl PySameQuotes {
    fn columns(&self, rows: &[SameRow]) -> SameColumns {
        let of = |row: &SameRow| self.quotes.said(row.quote);
        let span = |row: &SameRow| {
            let said = of(row);
            (chars(said, row.start), chars(said, row.end), chars(said, said.len() as u32))
        };
        (
            rows.iter().map(|row| row.quote).collect(),
            rows.iter().map(|row| self.same.ids[row.cluster as usize].clone()).collect(),
            rows.iter().map(span).collect(),
            rows.iter().map(|row| of(row)[row.start as usize..row.end as usize].to_owned()).collect(),
            rows.iter().map(|row| row.is_longest).collect(),
            rows.iter().map(|row| row.difference.kept_share).collect(),
            rows.iter().map(|row| edits_of(&row.difference.edits, self.quotes.said(row.longest), of(row))).collect(),
            rows.iter().map(|row| row.difference.flags.names().collect()).collect(),
            rows.iter().map(|row| Some(row.first_day).filter(|&day| day != NO_DAY)).collect(),
            rows.iter().map(|row| row.lag).collect(),
            rows.iter().map(|row| row.margin).collect(),
        )
    }
}

/// Row, score, the stretch, edits, flags.
type Found = (u32, f32, String, Vec<WordEdit>, Vec<&'static str>);

/// Edits with their stretches in both texts (code points), flags, and the share of the longer that is kept.
type Compared = (Vec<(&'static str, (usize, usize), (usize, usize))>, Vec<&'static str>, f32);

/// Compares two wordings: see ``pullquote.compare``.
#[pyfunction]
#[pyo3(signature = (a, b, /))]
pub(super) fn compare(py: Python<'_>, a: String, b: String) -> Compared {
    py.detach(|| {
        let Difference { edits, flags, kept_share } = compare_texts(&a, &b);
        let span = |text: &str, range: &std::ops::Range<u32>| (chars(text, range.start), chars(text, range.end));
        let edits = edits.iter().map(|edit| (edit.op.name(), span(&a, &edit.from), span(&b, &edit.to))).collect();
        (edits, flags.names().collect(), kept_share)
    })
}
