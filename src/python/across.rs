//! `duplicates`, `stories` and `Corpus`: across articles, beside quotations.

use super::corpus::QuoteColumns;
use super::errors::InvalidInputError;
use super::watch::{lock, watched};
use crate::corpus::articles::ArticleSet;
use crate::corpus::find::find;
use crate::corpus::normal::tokens_of;
use crate::corpus::signatures::{NO_DAY, day_of};
use crate::corpus::store::{Corpus, Ids};
use crate::corpus::stories::StoryOptions;
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::sync::{Mutex, MutexGuard};

/// The columns of articles, of one length.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct ArticleTexts {
    text: Vec<String>,
    title: Vec<Option<String>>,
    date: Vec<Option<String>>,
    label: Vec<String>,
}

/// Articles, batch by batch, without their texts; see ``pullquote.duplicates`` and ``pullquote.stories``.
#[pyclass(name = "ArticleSet", module = "pullquote._core", frozen)]
pub(super) struct PyArticleSet {
    inner: Mutex<ArticleSet>,
}

#[pymethods]
impl PyArticleSet {
    /// An empty one, for stories, for copies or for both.
    #[new]
    fn new(for_stories: bool, for_copies: bool) -> Self {
        Self { inner: Mutex::new(ArticleSet::new(for_stories, for_copies)) }
    }

    /// Adds articles.
    fn push(&self, py: Python<'_>, articles: ArticleTexts, threads: usize) -> PyResult<()> {
        let n = articles.text.len();
        if [articles.title.len(), articles.date.len(), articles.label.len()].iter().any(|&length| length != n) {
            return Err(InvalidInputError::new_err("columns of articles differ in length"));
        }
        if articles.text.iter().any(|text| u32::try_from(text.len()).is_err()) {
            return Err(InvalidInputError::new_err("an article has 4 GiB of text or more"));
        }
        py.detach(|| {
            let titles = articles.title.iter().map(|title| title.as_deref().unwrap_or(""));
            let pairs: Vec<(&str, &str)> = titles.zip(articles.text.iter().map(String::as_str)).collect();
            let mut set = lock(&self.inner);
            set.read(&pairs, threads);
            articles.label.iter().for_each(|id| set.ids.push(id));
            set.days.extend(articles.date.iter().map(|date| date.as_deref().and_then(day_of).unwrap_or(NO_DAY)));
        });
        Ok(())
    }

    fn __len__(&self) -> usize {
        lock(&self.inner).len()
    }

    /// For each article the number of the one it copies, and the share.
    fn copies(&self, py: Python<'_>, least: f32) -> PyResult<Vec<Option<(u32, f32)>>> {
        watched(py, |stop| {
            let copies = lock(&self.inner).copies(least, stop);
            copies.into_iter().map(|copy| copy.map(|copy| (copy.of, copy.share))).collect()
        })
    }

    /// For each article the number of the first one of its story.
    fn stories(&self, py: Python<'_>, window: u32, least: f32) -> PyResult<Vec<u32>> {
        let found = watched(py, |stop| lock(&self.inner).stories(StoryOptions { window, least }, stop))?;
        found.ok_or_else(|| PyKeyboardInterrupt::new_err(()))
    }
}

/// Article, quote, outlet, and the span in code points.
type IdColumns = Vec<(Option<String>, Option<String>, Option<String>, Option<(u32, u32)>)>;

/// Quotation, its words in the cluster and all of them, whether the longest, share, flags, first day, lag, margin, cluster.
type Stored = (u32, (u32, u32), bool, f32, Vec<&'static str>, Option<i32>, Option<i32>, Option<f32>, u32);

/// Id, day, the id of the first article of the story, how many articles it has.
type StoredArticle = (String, Option<i32>, String, u32);

/// Quotations without their texts; see ``pullquote.Corpus``.
#[pyclass(name = "Corpus", module = "pullquote._core", frozen)]
pub(super) struct PyCorpus {
    inner: Mutex<Corpus>,
}

impl PyCorpus {
    fn lock(&self) -> MutexGuard<'_, Corpus> {
        lock(&self.inner)
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
            // Always in one order: two threads may merge two corpora into each other.
            let is_first = std::ptr::from_ref(self) < std::ptr::from_ref(other);
            let early = is_first.then(|| self.lock());
            let other = other.lock();
            early.unwrap_or_else(|| self.lock()).merge(&other)
        })
    }

    /// Adds articles that are not there yet to the stories: for each article its number.
    fn add_articles(&self, py: Python<'_>, articles: &Bound<'_, PyArticleSet>, window: u32, least: f32) -> PyResult<Vec<u32>> {
        let articles = articles.get();
        let options = StoryOptions { window, least };
        let found = watched(py, |stop| self.lock().add_articles(&lock(&articles.inner), options, stop))?;
        found.ok_or_else(|| PyKeyboardInterrupt::new_err(()))
    }

    /// Of articles the id, the day (since 1970), the id of the first article of the story, and how many articles it has.
    fn articles(&self, numbers: Vec<u32>) -> PyResult<Vec<StoredArticle>> {
        let corpus = self.lock();
        if numbers.iter().any(|&at| at as usize >= corpus.n_articles()) {
            return Err(InvalidInputError::new_err("an article that is not there"));
        }
        let article = |at: u32| {
            let (id, day, first, n) = corpus.article(at as usize);
            (id.to_owned(), Some(day).filter(|&day| day != NO_DAY), first.to_owned(), n)
        };
        Ok(numbers.into_iter().map(article).collect())
    }

    /// How many articles.
    #[getter]
    fn n_articles(&self) -> usize {
        self.lock().n_articles()
    }

    /// Clusters: rows, and the ids of the clusters.
    fn same_quotes(&self, py: Python<'_>, alone: bool) -> PyResult<(Vec<Stored>, Vec<String>)> {
        watched(py, |stop| {
            let (rows, ids) = self.lock().same_quotes(alone, stop);
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
    fn find(&self, py: Python<'_>, query: String, least: f32, most: usize) -> PyResult<Vec<(u32, f32)>> {
        watched(py, |stop| {
            let keys: Vec<u32> = tokens_of(&query).iter().map(|token| token.key).collect();
            let hits = find(self.lock().signatures(), &keys, least, most, stop);
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
