//! `Document`: one analysed article, the owner of all views.

use super::errors::{InvalidInputError, InvalidOptionError};
use super::model::NamesModel;
use super::names::{NamesRef, PyNames};
use super::pipeline::{PyPipeline, Settings};
use super::values::{to_date, to_python};
use super::views::{
    PyMark, PyMention, PyPerson, PyQuote, PyRegion, PySentence, PySpan, PySpeaker, PyTimeExpression, PyToken, View, view_at,
};
use crate::clean::Region;
use crate::document::{Article, Document};
use crate::text::Span;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

/// A document and what it was made from, shared by its views.
#[derive(Debug)]
pub(super) struct Shared {
    pub document: Document,
    /// The input, its text left out: that is in the document.
    given: Article,
    /// The user's model, if it was made with one.
    model: Option<Arc<NamesModel>>,
    /// The user's names, if it was made with some.
    names: Option<Arc<NamesRef>>,
    has_text: bool,
    hash: u64,
    /// The masked regions.
    boilerplate: Vec<Region>,
    /// For every token, whether it is quoted; made when first asked for.
    is_quoted: OnceLock<Vec<bool>>,
}

impl Shared {
    /// Path and checksum of the user's model.
    fn model_key(&self) -> Option<(&str, u32)> {
        self.model.as_ref().map(|model| (model.path.as_str(), model.checksum))
    }
}

/// A counted reference to a document. Two are equal if their documents were made from the same input, with the same model and
/// settings: names of the user's own, quotes or none, pronouns guessed or not, the order of slashed dates.
#[derive(Clone, Debug)]
pub(super) struct DocRef(Arc<Shared>);

impl DocRef {
    /// Analyses `article`.
    pub(super) fn analyze(pipeline: &PyPipeline, article: Article) -> Self {
        let mut found = Self::analyze_group(pipeline, vec![article]);
        found.pop().expect("a document for each article")
    }

    /// Analyses a few articles; see [`Pipeline::analyze_group`](crate::pipeline::Pipeline::analyze_group).
    pub(super) fn analyze_group(pipeline: &PyPipeline, mut articles: Vec<Article>) -> Vec<Self> {
        let without_text = |article: &mut Article| {
            let text = article.text.take();
            let given = article.clone();
            article.text = text;
            (given, article.text.is_some())
        };
        let given: Vec<(Article, bool)> = articles.iter_mut().map(without_text).collect();
        let documents = pipeline.pipeline.analyze_group(articles);
        let joined = given.into_iter().zip(documents);
        joined.map(|((given, has_text), document)| Self::new(pipeline, given, has_text, document)).collect()
    }

    fn new(pipeline: &PyPipeline, mut given: Article, has_text: bool, document: Document) -> Self {
        if document.text.is_empty() {
            given.error.clone_from(&document.error);
        }
        let mut hasher = FxHasher::default();
        (&document.text, &given.id, &given.date, &given.title, &given.outlet).hash(&mut hasher);
        (document.has_quote_layer, document.has_guessed_pronouns, document.day_first).hash(&mut hasher);
        let boilerplate = document.boilerplate().copied().collect();
        let (model, names) = (pipeline.model.clone(), pipeline.names.clone());
        Self(Arc::new(Shared {
            document,
            given,
            model,
            names,
            has_text,
            hash: hasher.finish(),
            boilerplate,
            is_quoted: OnceLock::new(),
        }))
    }

    /// Masked region `id`.
    pub(super) fn masked(&self, id: u32) -> Option<Region> {
        self.0.boilerplate.get(id as usize).copied()
    }

    /// Whether token `id` is quoted, if quotes were looked for.
    pub(super) fn is_quoted(&self, id: u32) -> Option<bool> {
        let is_quoted = || self.0.is_quoted.get_or_init(|| self.0.document.quoted_tokens())[id as usize];
        self.has_quote_layer.then(is_quoted)
    }
}

impl std::ops::Deref for DocRef {
    type Target = Document;
    fn deref(&self) -> &Document {
        &self.0.document
    }
}

impl PartialEq for DocRef {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&*self.0, &*other.0);
        Arc::ptr_eq(&self.0, &other.0)
            || a.hash == b.hash
                && a.has_text == b.has_text
                && a.document.has_quote_layer == b.document.has_quote_layer
                && a.document.has_guessed_pronouns == b.document.has_guessed_pronouns
                && a.document.day_first == b.document.day_first
                && a.document.text == b.document.text
                && a.names.as_ref().map(|names| names.key) == b.names.as_ref().map(|names| names.key)
                && a.model_key().map(|key| key.1) == b.model_key().map(|key| key.1)
                && (&a.given.id, &a.given.date, &a.given.title) == (&b.given.id, &b.given.date, &b.given.title)
                && (&a.given.outlet, &a.given.error, &a.given.notes) == (&b.given.outlet, &b.given.error, &b.given.notes)
    }
}
impl Eq for DocRef {}
impl Hash for DocRef {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.hash);
    }
}

type Layer = PyOnceLock<Py<PyTuple>>;

/// An analysed article: the untouched text and the layers found in it.
///
/// Made by ``pq.analyze``. Frozen, hashable, picklable; shows itself in a notebook. Each layer is a
/// tuple of views, sorted by start. Offsets are code points into ``text``:
/// ``doc.text[q.start:q.end] == q.text``.
#[pyclass(name = "Document", module = "pullquote", frozen, eq, hash)]
pub struct PyDocument {
    doc: DocRef,
    layers: [Layer; 8],
}

impl PartialEq for PyDocument {
    fn eq(&self, other: &Self) -> bool {
        self.doc == other.doc
    }
}
impl Eq for PyDocument {}
impl Hash for PyDocument {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.doc.hash(state);
    }
}

impl PyDocument {
    pub(super) fn new(doc: DocRef) -> Self {
        Self { doc, layers: [const { Layer::new() }; 8] }
    }

    fn check_quote_layer(&self, method: &str) -> PyResult<()> {
        if self.doc.has_quote_layer {
            return Ok(());
        }
        let message =
            format!("{method} needs quotes, and the document was made with quotes=False; analyze the text with quotes=True");
        Err(InvalidOptionError::new_err(message))
    }

    /// The tuple of all views of a layer, made once.
    fn layer<'py, V: View>(&self, py: Python<'py>, slot: usize, count: usize) -> PyResult<Bound<'py, PyTuple>> {
        let tuple = self.layers[slot].get_or_try_init(py, || {
            let views = (0..count).map(|id| Bound::new(py, V::at(self.doc.clone(), id as u32))).collect::<PyResult<Vec<_>>>()?;
            PyTuple::new(py, views).map(Bound::unbind)
        })?;
        Ok(tuple.bind(py).clone())
    }
}

#[pymethods]
impl PyDocument {
    /// The text as the caller gave it.
    #[getter]
    fn text(&self) -> &str {
        &self.doc.text
    }

    /// The caller's id, as text.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.doc.id.as_deref()
    }

    /// The publication date: the caller's, else the one in the metadata prefix.
    #[getter]
    fn date<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.doc.date.map(|date| to_date(py, date)).transpose()
    }

    /// The title: the caller's, else the one at the top of the text.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.doc.title.as_deref()
    }

    /// Who published it, as the caller says.
    #[getter]
    fn outlet(&self) -> Option<&str> {
        self.doc.outlet.as_deref()
    }

    /// ``"en"``, or None for anything else.
    #[getter]
    fn language(&self) -> Option<&'static str> {
        self.doc.language
    }

    /// Why the article was not analysed, or None.
    #[getter]
    fn error(&self) -> Option<&str> {
        self.doc.error.as_deref()
    }

    /// Doubts about an article that was analysed, or None.
    #[getter]
    fn note(&self) -> Option<String> {
        self.doc.note()
    }

    /// Tokens of title and body.
    #[getter]
    fn tokens<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.layer::<PyToken>(py, 0, self.doc.tokens.len())
    }

    /// Sentences of title and body; those inside quotations have depth 1.
    #[getter]
    fn sentences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.layer::<PySentence>(py, 1, self.doc.sentences.len())
    }

    /// Names, numbers, roles and pronouns.
    #[getter]
    fn mentions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.layer::<PyMention>(py, 2, self.doc.mentions().len())
    }

    /// Quotations and reported statements, of every status; empty with ``quotes=False``.
    #[getter]
    fn quotes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.layer::<PyQuote>(py, 3, self.doc.quotes.len())
    }

    /// Quotation marks that quote nobody; empty with ``quotes=False``.
    #[getter]
    fn marks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.layer::<PyMark>(py, 4, self.doc.marks.len())
    }

    /// Persons, in order of first appearance.
    #[getter]
    fn people<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.layer::<PyPerson>(py, 5, self.doc.people.persons.len())
    }

    /// Masked stretches: what is not the article's own prose.
    #[getter]
    fn boilerplate<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.layer::<PyRegion>(py, 6, self.doc.0.boilerplate.len())
    }

    /// Dates, times of day, durations and sets of times, with their values against the article's date.
    #[getter]
    fn times<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.layer::<PyTimeExpression>(py, 7, self.doc.times.len())
    }

    /// Checks that every span of every layer is true to its offsets.
    ///
    /// Raises:
    ///     InvalidInputError: a span is not; please report the text.
    fn check(&self) -> PyResult<()> {
        self.doc.check().map_err(InvalidInputError::new_err)
    }

    /// Shows the article with its names, quotes and speakers: as HTML in a notebook, else printed.
    fn show(&self, py: Python<'_>) -> PyResult<()> {
        let document = Py::new(py, Self::new(self.doc.clone()))?;
        py.import("pullquote.display")?.call_method1("show_document", (document,))?;
        Ok(())
    }

    /// The document in the exchange format, ``"schema": 1``: plain dicts, lists, str, numbers, None.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.doc.to_json())
    }

    /// ``to_dict()`` as one line of JSON.
    fn to_json(&self) -> String {
        self.doc.to_json_line()
    }

    /// The outlet's own words: the text without boilerplate and without quoted words and their marks.
    ///
    /// Raises:
    ///     InvalidOptionError: the document was made with ``quotes=False``.
    fn narration(&self) -> PyResult<String> {
        self.check_quote_layer("narration()")?;
        Ok(self.doc.narration_text())
    }

    /// The quoted words, one stretch a line.
    ///
    /// Raises:
    ///     InvalidOptionError: the document was made with ``quotes=False``.
    fn quoted(&self) -> PyResult<String> {
        self.check_quote_layer("quoted()")?;
        Ok(self.doc.quoted_text())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let document = Py::new(py, Self::new(self.doc.clone()))?;
        py.import("pullquote.display")?.call_method1("document_html", (document,))?.extract()
    }

    fn __repr__(&self) -> String {
        let doc = &*self.doc;
        let id = doc.id.as_ref().map_or(String::new(), |id| format!("id={id:?}, "));
        if let Some(error) = &doc.error {
            return format!("Document({id}error={error:?})");
        }
        let chars = doc.chars.to_chars(&doc.text, doc.text.len() as u32);
        let quotes = if doc.has_quote_layer { format!("{} quotes", doc.quotes.len()) } else { "quotes=False".to_owned() };
        format!("Document({id}{chars} characters, {quotes}, {} people)", doc.people.persons.len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let given = &self.doc.0.given;
        let text = self.doc.0.has_text.then_some(self.doc.text.as_str());
        let settings = (self.doc.has_quote_layer, self.doc.has_guessed_pronouns, self.doc.day_first);
        let (id, date, title, outlet) = (&given.id, &given.date, &given.title, &given.outlet);
        let model = self.doc.0.model_key();
        let names = self.doc.0.names.as_ref().map(|names| names.object.clone_ref(py));
        let inputs = (text, id, date, title, outlet, &given.notes, &given.error, model, settings, names);
        Ok((py.import("pullquote._core")?.getattr("_restore_document")?, inputs.into_pyobject(py)?))
    }
}

/// Makes a document from its inputs, then path and checksum of the model, if it was the user's, and the settings: whether it
/// has quotes, whether pronouns are guessed, the order of slashed dates; and the user's names; for pickle.
#[pyfunction]
#[pyo3(name = "_restore_document", signature = (text, id, date, title, outlet, notes, error, model = None, settings = None, names = None, /))]
#[allow(clippy::too_many_arguments)]
pub(super) fn restore_document(
    py: Python<'_>,
    text: Option<String>,
    id: Option<String>,
    date: Option<String>,
    title: Option<String>,
    outlet: Option<String>,
    notes: Vec<String>,
    error: Option<String>,
    model: Option<(String, u32)>,
    settings: Option<Settings>,
    names: Option<Bound<'_, PyNames>>,
) -> PyResult<PyDocument> {
    let article = Article { text, id, date, title, outlet, error, notes };
    let names = names.map(NamesRef::new);
    py.detach(|| {
        let model = model.map(|(path, checksum)| NamesModel::restore(path, checksum)).transpose()?;
        let pipeline = PyPipeline::with_settings(model, names, settings.unwrap_or((true, false, None)));
        Ok(PyDocument::new(DocRef::analyze(&pipeline, article)))
    })
}

/// Makes a view from its document, layer and number; for pickle.
#[pyfunction]
#[pyo3(name = "_restore_view", signature = (document, layer, first, second, /))]
pub(super) fn restore_view<'py>(
    py: Python<'py>,
    document: &Bound<'py, PyDocument>,
    layer: &str,
    first: u32,
    second: u32,
) -> PyResult<Bound<'py, PyAny>> {
    let doc = document.get().doc.clone();
    let found = if layer == "span" {
        let in_text = doc.text.get(first as usize..second as usize).is_some();
        in_text.then(|| PySpan::new(doc, Span { start: first, end: second }).into_pyobject(py).map(Bound::into_any)).transpose()?
    } else if layer == "speakers" && second > 0 {
        PySpeaker::candidate(doc, first, second).map(|speaker| speaker.into_pyobject(py).map(Bound::into_any)).transpose()?
    } else {
        view_at(py, doc, layer, first)?
    };
    found.ok_or_else(|| InvalidInputError::new_err(format!("no view {layer:?} {first} in this document")))
}
