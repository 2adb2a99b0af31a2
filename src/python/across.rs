//! `duplicates`, `stories` and `Corpus`: across articles, beside quotations.

use super::corpus::QuoteColumns;
use super::errors::InvalidInputError;
use crate::corpus::duplicates::{find_copies, sketches_of};
use crate::corpus::find::find;
use crate::corpus::normal::tokens_of;
use crate::corpus::signatures::{NO_DAY, day_of};
use crate::corpus::store::{Corpus, Ids};
use crate::corpus::stories::{Stories, StoryOptions, vectors_of};
use crate::model::hash::atom;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The columns of articles, of one length.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(super) struct ArticleTexts {
    text: Vec<String>,
    title: Vec<Option<String>>,
    date: Vec<Option<String>>,
    label: Vec<String>,
}

impl ArticleTexts {
    fn check(&self) -> PyResult<()> {
        let n = self.text.len();
        if [self.title.len(), self.date.len(), self.label.len()].iter().any(|&length| length != n) {
            return Err(InvalidInputError::new_err("columns of articles differ in length"));
        }
        Ok(())
    }

    fn days(&self) -> Vec<i32> {
        self.date.iter().map(|date| date.as_deref().and_then(day_of).unwrap_or(NO_DAY)).collect()
    }

    fn labels(&self) -> Vec<u64> {
        self.label.iter().map(|label| atom(label.as_bytes())).collect()
    }
}

/// For each article the row of the one it copies, and the share: see ``pullquote.duplicates``.
#[pyfunction]
#[pyo3(signature = (articles, least, threads, /))]
pub(super) fn find_duplicates(
    py: Python<'_>,
    articles: ArticleTexts,
    least: f32,
    threads: usize,
) -> PyResult<Vec<Option<(u32, f32)>>> {
    articles.check()?;
    Ok(py.detach(|| {
        let texts: Vec<&str> = articles.text.iter().map(String::as_str).collect();
        let sketches = sketches_of(&texts, threads);
        let copies = find_copies(&sketches, &articles.days(), &articles.labels(), least);
        copies.into_iter().map(|copy| copy.map(|copy| (copy.of, copy.share))).collect()
    }))
}

/// For each article the number of its story: see ``pullquote.stories``.
#[pyfunction]
#[pyo3(signature = (articles, window, least, threads, /))]
pub(super) fn find_stories(py: Python<'_>, articles: ArticleTexts, window: u32, least: f32, threads: usize) -> PyResult<Vec<u32>> {
    articles.check()?;
    Ok(py.detach(|| {
        let pairs: Vec<(&str, &str)> = articles
            .text
            .iter()
            .zip(&articles.title)
            .map(|(text, title)| (title.as_deref().unwrap_or(""), text.as_str()))
            .collect();
        let vectors = vectors_of(&pairs, threads);
        Stories::default().add(&vectors, &articles.days(), &articles.labels(), StoryOptions { window, least })
    }))
}

/// Article, quote, outlet, and the span in code points.
type IdColumns = Vec<(Option<String>, Option<String>, Option<String>, Option<(u32, u32)>)>;

/// Quotation, its words in the cluster and all of them, whether the longest, share, flags, first day, lag, margin, cluster.
type Stored = (u32, (u32, u32), bool, f32, Vec<&'static str>, Option<i32>, Option<i32>, Option<f32>, u32);

/// Quotations without their texts; see ``pullquote.Corpus``.
#[pyclass(name = "Corpus", module = "pullquote._core", frozen)]
pub(super) struct PyCorpus {
    inner: Mutex<Corpus>,
}

impl PyCorpus {
    fn lock(&self) -> MutexGuard<'_, Corpus> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl PyCorpus {
    #[new]
    fn new() -> Self {
        Self { inner: Mutex::default() }
    }

    /// Reads a file's bytes; ``source`` is its name in messages.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, file: Vec<u8>, source: String) -> PyResult<Self> {
        let corpus = py.detach(|| Corpus::from_bytes(&file, &source))?;
        Ok(Self { inner: Mutex::new(corpus) })
    }

    /// The file.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let bytes = py.detach(|| self.lock().to_bytes());
        PyBytes::new(py, &bytes)
    }

    /// Adds quotations that are not there yet: how many.
    fn add(&self, py: Python<'_>, quotes: QuoteColumns, ids: IdColumns, threads: usize) -> PyResult<usize> {
        let quotations = quotes.quotations()?;
        if ids.len() != quotations.len() {
            return Err(InvalidInputError::new_err("columns of quotations differ in length"));
        }
        let ids: Vec<Ids> = ids.into_iter().map(|(article, quote, outlet, span)| Ids { article, quote, outlet, span }).collect();
        Ok(py.detach(|| self.lock().add(&quotations, &ids, threads)))
    }

    /// Adds the quotations of another corpus that are not there yet: how many.
    fn merge(&self, py: Python<'_>, other: &Bound<'_, Self>) -> usize {
        let other = other.get();
        if std::ptr::eq(self, other) {
            return 0;
        }
        py.detach(|| {
            // Never two locks at once: two threads may merge two corpora into each other.
            let other = other.lock().clone();
            self.lock().merge(&other)
        })
    }

    /// Clusters: rows, and the ids of the clusters.
    fn same_quotes(&self, py: Python<'_>, alone: bool) -> (Vec<Stored>, Vec<String>) {
        py.detach(|| {
            let (rows, ids) = self.lock().same_quotes(alone);
            let rows = rows.into_iter().map(|row| {
                let flags = row.difference.flags.names().collect();
                let first = Some(row.first_day).filter(|&day| day != NO_DAY);
                let share = row.difference.kept_share;
                (row.quote, row.words, row.is_longest, share, flags, first, row.lag, row.margin, row.cluster)
            });
            (rows.collect(), ids)
        })
    }

    /// Quotations that hold the words of a query: their numbers and scores.
    fn find(&self, py: Python<'_>, query: String, least: f32, most: usize) -> Vec<(u32, f32)> {
        py.detach(|| {
            let keys: Vec<u32> = tokens_of(&query).iter().map(|token| token.key).collect();
            let hits = find(self.lock().signatures(), &keys, least, most);
            hits.into_iter().map(|hit| (hit.quote, hit.score)).collect()
        })
    }

    /// Article, quote, outlet, span and day (since 1970) of quotations.
    #[allow(clippy::type_complexity)]
    fn about(
        &self,
        quotes: Vec<u32>,
    ) -> PyResult<Vec<(Option<String>, Option<String>, Option<String>, Option<(u32, u32)>, Option<i32>)>> {
        let corpus = self.lock();
        if quotes.iter().any(|&quote| quote as usize >= corpus.len()) {
            return Err(InvalidInputError::new_err("a quotation that is not there"));
        }
        let about = quotes.into_iter().map(|quote| {
            let Ids { article, quote: id, outlet, span } = corpus.ids_of(quote as usize);
            (article, id, outlet, span, corpus.day_of(quote as usize))
        });
        Ok(about.collect())
    }

    /// Bytes of memory.
    #[getter]
    fn n_bytes(&self) -> usize {
        self.lock().n_bytes()
    }

    fn __len__(&self) -> usize {
        self.lock().len()
    }
}
