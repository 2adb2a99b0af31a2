//! `Pipeline`: articles in, documents or tables out, on threads without the GIL, watching for Ctrl-C.

use super::arrow_dates::read_dates;
use super::arrow_in::{Labels, PyArrowBatch, Texts};
use super::document::{DocRef, PyDocument};
use super::errors::{InvalidInputError, InvalidOptionError};
use super::input::Row;
use super::model::NamesModel;
use super::names::{NamesRef, PyNames};
use super::table::PyTable;
use crate::document::Article;
use crate::export::table::{ArticleColumns, Batch, TableBuilder, TableKind, TableOptions};
use crate::pipeline::{Pipeline, Wanted, work_each_watched};
use crate::quote::Status;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};
use std::collections::HashMap;
use std::sync::Arc;

/// What a batch call asks for, checked once.
#[pyclass(name = "TableOptions", module = "pullquote._core", frozen)]
pub struct PyTableOptions {
    kinds: Vec<TableKind>,
    options: TableOptions,
    is_title_in_text: bool,
    /// Whether of the table of articles nothing but errors is looked at.
    errors_only: bool,
    threads: usize,
}

#[pymethods]
impl PyTableOptions {
    /// Raises ``InvalidOptionError`` for an unknown table or status, or a confidence that is not from 0 to 1.
    #[new]
    #[pyo3(signature = (tables, *, context = 0, statuses, min_confidence = 0.0, title_in_text = false, tags = true, only_names = false, errors_only = false, threads = 1))]
    #[allow(clippy::too_many_arguments, clippy::fn_params_excessive_bools)]
    fn new(
        tables: Vec<String>,
        context: i64,
        statuses: Vec<String>,
        min_confidence: f64,
        title_in_text: bool,
        tags: bool,
        only_names: bool,
        errors_only: bool,
        threads: usize,
    ) -> PyResult<Self> {
        let known: Vec<&str> = TableKind::ALL.iter().map(|kind| kind.name()).collect();
        let kinds = tables.iter().map(|name| TableKind::from_name(name).ok_or_else(|| unknown("table", name, &known)));
        let named: Vec<&str> = Status::ALL.iter().map(|status| status.name()).collect();
        let statuses = statuses.iter().map(|name| {
            let found = Status::ALL.into_iter().find(|status| status.name() == name);
            found.ok_or_else(|| unknown("status", name, &named))
        });
        let context = u32::try_from(context).map_err(|_| {
            InvalidOptionError::new_err(format!("context is {context}; expected a number of characters from 0 to {}", u32::MAX))
        })?;
        if !(0.0..=1.0).contains(&min_confidence) {
            let message = format!("min_confidence is {min_confidence}; expected a number from 0 to 1");
            return Err(InvalidOptionError::new_err(message));
        }
        let statuses = statuses.collect::<PyResult<_>>()?;
        let options = TableOptions {
            context,
            statuses,
            min_confidence,
            has_text: title_in_text,
            has_quotes: true,
            has_tags: tags,
            only_phrases: only_names,
        };
        Ok(Self { kinds: kinds.collect::<PyResult<_>>()?, options, is_title_in_text: title_in_text, errors_only, threads })
    }
}

fn unknown(what: &str, name: &str, known: &[&str]) -> PyErr {
    InvalidOptionError::new_err(format!("unknown {what} {name:?}; expected one of: {}", known.join(", ")))
}

/// The names of the columns of an Arrow batch that are read: None where there is none.
type ColumnNames = (String, Option<String>, Option<String>, Option<String>, Option<String>);

/// A column to keep: its name, and the tables that have this very column already.
type Kept = (String, Vec<String>);

/// The columns of a chunk as lists.
type Lists<'py> = (
    Bound<'py, PyList>,
    Option<Bound<'py, PyList>>,
    Option<Bound<'py, PyList>>,
    Option<Bound<'py, PyList>>,
    Option<Bound<'py, PyList>>,
);

/// Analyses articles; the settings are those of ``pullquote.Pipeline``.
#[pyclass(name = "Pipeline", module = "pullquote._core", frozen)]
#[derive(Default)]
pub struct PyPipeline {
    pub(super) pipeline: Pipeline,
    /// The user's model, if it has one.
    pub(super) model: Option<Arc<NamesModel>>,
    /// The user's names, if there are any.
    pub(super) names: Option<Arc<NamesRef>>,
}

/// Whether quotes are looked for, whether pronouns are guessed, whether slashed dates have the day first if that is set.
pub(super) type Settings = (bool, bool, Option<bool>);

impl PyPipeline {
    pub(super) fn with_settings(
        model: Option<Arc<NamesModel>>,
        names: Option<Arc<NamesRef>>,
        (has_quotes, guesses_pronouns, day_first): Settings,
    ) -> Self {
        let mut pipeline = Pipeline::new();
        if let Some(model) = &model {
            pipeline = pipeline.with_recognizer(Arc::clone(&model.recognizer));
        }
        if let Some(names) = &names {
            pipeline = pipeline.with_phrases(Arc::clone(&names.phrases));
        }
        if !has_quotes {
            pipeline = pipeline.without_quotes();
        }
        if guesses_pronouns {
            pipeline = pipeline.with_guessed_pronouns();
        }
        if let Some(is_day_first) = day_first {
            pipeline = pipeline.with_day_first(is_day_first);
        }
        Self { pipeline, model, names }
    }
}

#[pymethods]
impl PyPipeline {
    /// With the embedded models, or with that of a file: its path and bytes; with quotes or without; with pronouns guessed or not; with
    /// the order of slashed dates; with names of the user's own.
    #[new]
    #[pyo3(signature = (model = None, /, *, quotes = true, guess_pronouns = false, day_first = None, names = None))]
    fn new(
        py: Python<'_>,
        model: Option<(String, Vec<u8>)>,
        quotes: bool,
        guess_pronouns: bool,
        day_first: Option<bool>,
        names: Option<Bound<'_, PyNames>>,
    ) -> PyResult<Self> {
        let model = model.map(|(path, file)| py.detach(|| NamesModel::from_bytes(path, file))).transpose()?;
        Ok(Self::with_settings(model, names.map(NamesRef::new), (quotes, guess_pronouns, day_first)))
    }

    /// Whether it looks for quotes.
    #[getter]
    fn quotes(&self) -> bool {
        self.pipeline.finds_quotes()
    }

    /// Whether it guesses pronouns from given names.
    #[getter]
    fn guess_pronouns(&self) -> bool {
        self.pipeline.guesses_pronouns()
    }

    /// Whether slashed dates have the day first; None where the article and its outlet decide.
    #[getter]
    fn day_first(&self) -> Option<bool> {
        self.pipeline.day_first()
    }

    /// The user's names, or None.
    #[getter]
    fn names(&self, py: Python<'_>) -> Option<Py<PyNames>> {
        self.names.as_ref().map(|names| names.object.clone_ref(py))
    }

    /// Path and bytes of the model, or None for the embedded ones.
    #[getter]
    fn model<'py>(&self, py: Python<'py>) -> Option<(&str, Bound<'py, PyBytes>)> {
        self.model.as_ref().map(|model| (model.path.as_str(), PyBytes::new(py, &model.file)))
    }

    /// Refuses tables of quotes where quotes are not looked for.
    #[pyo3(signature = (options, /))]
    fn check_tables(&self, options: &PyTableOptions) -> PyResult<()> {
        match options.kinds.iter().find(|kind| kind.is_of_quotes() && !self.pipeline.finds_quotes()) {
            None => Ok(()),
            Some(kind) => {
                let others = TableKind::ALL.iter().filter(|kind| !kind.is_of_quotes()).map(|kind| kind.name());
                Err(InvalidOptionError::new_err(format!(
                    "table {:?} needs quotes, and quotes is False; expected quotes=True, or only tables out of: {}",
                    kind.name(),
                    others.collect::<Vec<_>>().join(", ")
                )))
            }
        }
    }

    /// Analyses one article.
    #[pyo3(signature = (text, *, date = None, title = None, id = None, outlet = None, title_in_text = false))]
    #[allow(clippy::too_many_arguments)]
    fn analyze<'py>(
        &self,
        py: Python<'py>,
        text: Bound<'py, PyAny>,
        date: Option<Bound<'py, PyAny>>,
        title: Option<Bound<'py, PyAny>>,
        id: Option<Bound<'py, PyAny>>,
        outlet: Option<Bound<'py, PyAny>>,
        title_in_text: bool,
    ) -> PyResult<PyDocument> {
        let article = Row { text: Some(text), id, date, title, outlet }.read(title_in_text)?;
        Ok(py.detach(|| PyDocument::new(DocRef::analyze(self, article))))
    }

    /// Analyses articles given as lists ``(texts, ids, dates, titles, outlets)``; the documents are in order.
    #[pyo3(signature = (lists, errors, threads, /))]
    fn analyze_many(
        &self,
        py: Python<'_>,
        lists: Lists<'_>,
        errors: HashMap<u64, String>,
        threads: usize,
    ) -> PyResult<Vec<PyDocument>> {
        let articles = read_lists(&lists, &errors, 0, false)?;
        let mut documents = Vec::with_capacity(articles.len());
        self.watched(py, articles.into_iter(), threads, DocRef::analyze_group, |document| {
            documents.push(PyDocument::new(document));
        })?;
        Ok(documents)
    }

    /// Tables of articles given as lists ``(texts, ids, dates, titles, outlets)``, and how many have errors.
    #[pyo3(signature = (lists, errors, first_row, options, /))]
    fn extract_lists(
        &self,
        py: Python<'_>,
        lists: Lists<'_>,
        errors: HashMap<u64, String>,
        first_row: u64,
        options: &PyTableOptions,
    ) -> PyResult<(Vec<PyTable>, usize)> {
        let articles = read_lists(&lists, &errors, first_row, options.is_title_in_text)?;
        let (batches, failed) = self.extract(py, articles.into_iter(), first_row, options)?;
        Ok((batches.into_iter().map(PyTable::new).collect(), failed))
    }

    /// Tables of articles given as an Arrow batch, and how many have errors.
    #[pyo3(signature = (batch, names, keep, errors, first_row, options, /))]
    #[allow(clippy::too_many_arguments)]
    fn extract_batch(
        &self,
        py: Python<'_>,
        batch: &Bound<'_, PyArrowBatch>,
        names: ColumnNames,
        keep: Vec<Kept>,
        errors: HashMap<u64, String>,
        first_row: u64,
        options: &PyTableOptions,
    ) -> PyResult<(Vec<PyTable>, usize)> {
        let batch = batch.get();
        let (text, id, date, title, outlet) = names;
        let column = batch.column(&text)?;
        let texts = Texts::new(&column).ok_or_else(|| {
            InvalidInputError::new_err(format!("column {text:?} is of type {}; expected text", column.data_type()))
        })?;
        let labels = |name: &Option<String>| name.as_ref().map(|name| Labels::new(&batch.column(name)?, name)).transpose();
        let (ids, titles, outlets) = (labels(&id)?, labels(&title)?, labels(&outlet)?);
        let dates = date.map(|name| read_dates(py, &batch.column(&name)?, &name)).transpose()?;
        let articles = (0..batch.batch.num_rows()).map(|row| {
            let label = |labels: &Option<Labels>| labels.as_ref().and_then(|labels| labels.get(row));
            let mut article = Article {
                text: texts.get(row).map(str::to_owned),
                id: label(&ids),
                date: dates.as_ref().and_then(|dates| dates[row].clone()),
                title: label(&titles),
                outlet: label(&outlets),
                error: errors.get(&(first_row + row as u64)).cloned(),
                notes: Vec::new(),
            };
            if options.is_title_in_text {
                article.join_title();
            }
            article
        });
        let (batches, failed) = self.extract(py, articles, first_row, options)?;
        let kept = keep.iter().map(|(name, tables)| {
            let tables = tables.iter().map(String::as_str).filter_map(TableKind::from_name).collect();
            let column = batch.batch.column_by_name(name).cloned();
            let column = column.ok_or_else(|| InvalidInputError::new_err(format!("no column {name:?}")))?;
            Ok((name.clone(), column, tables))
        });
        let ids = id.map(|name| batch.column(&name)).transpose()?;
        let columns = ArticleColumns { ids, kept: kept.collect::<PyResult<_>>()? };
        let tables = batches.iter().map(|batch| Ok(PyTable::new(batch.with_articles(&columns, first_row)?)));
        Ok((tables.collect::<PyResult<_>>()?, failed))
    }
}

// The method itself is not general enough in its lifetime.
#[allow(clippy::redundant_closure_for_method_calls)]
pub(super) fn check_signals() -> PyResult<()> {
    Python::attach(|py| py.check_signals())
}

fn item<'py>(list: Option<&Bound<'py, PyList>>, at: usize) -> PyResult<Option<Bound<'py, PyAny>>> {
    list.map(|list| list.get_item(at)).transpose()
}

/// Reads rows of Python values.
fn read_lists(lists: &Lists<'_>, errors: &HashMap<u64, String>, first_row: u64, is_joined: bool) -> PyResult<Vec<Article>> {
    let (texts, ids, dates, titles, outlets) = lists;
    let rows = texts.iter().enumerate().map(|(at, text)| {
        let row = Row {
            text: Some(text),
            id: item(ids.as_ref(), at)?,
            date: item(dates.as_ref(), at)?,
            title: item(titles.as_ref(), at)?,
            outlet: item(outlets.as_ref(), at)?,
        };
        let mut article = row.read(is_joined)?;
        if let Some(error) = errors.get(&(first_row + at as u64)) {
            article.error = Some(error.clone());
        }
        Ok(article)
    });
    rows.collect()
}

impl PyPipeline {
    fn extract<I>(&self, py: Python<'_>, articles: I, first_row: u64, options: &PyTableOptions) -> PyResult<(Vec<Batch>, usize)>
    where
        I: ExactSizeIterator<Item = Article> + Send,
    {
        self.check_tables(options)?;
        let has_quotes = self.pipeline.finds_quotes();
        let settings = TableOptions { has_quotes, ..options.options.clone() };
        let new = |&kind: &TableKind| TableBuilder::new(kind, settings.clone());
        let mut builders: Vec<TableBuilder> = options.kinds.iter().map(new).collect();
        let kinds = options.kinds.iter().filter(|kind| !(options.errors_only && **kind == TableKind::Articles));
        let wanted = kinds.map(|kind| kind.wanted(&settings)).fold(Wanted::default(), Wanted::or);
        let pipeline = self.pipeline.clone().limited_to(wanted);
        let (mut row, mut failed) = (first_row, 0);
        self.watched(
            py,
            articles,
            options.threads,
            |_, group| pipeline.analyze_group(group),
            |document| {
                for builder in &mut builders {
                    builder.push(row, &document);
                }
                failed += usize::from(document.error.is_some());
                row += 1;
            },
        )?;
        Ok((builders.into_iter().map(TableBuilder::finish).collect(), failed))
    }

    /// Works through the articles without the GIL, and looks for signals on the way.
    fn watched<I, T>(
        &self,
        py: Python<'_>,
        articles: I,
        threads: usize,
        work: impl Fn(&Self, Vec<Article>) -> Vec<T> + Sync,
        mut consume: impl FnMut(T) + Send,
    ) -> PyResult<()>
    where
        I: ExactSizeIterator<Item = Article> + Send,
        T: Send,
    {
        let mut outcome = Ok(());
        py.detach(|| {
            work_each_watched(
                articles,
                threads,
                |group| work(self, group),
                |result| {
                    consume(result);
                    true
                },
                || {
                    outcome = check_signals();
                    outcome.is_ok()
                },
            );
        });
        outcome
    }
}
