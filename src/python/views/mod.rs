//! Views on one document: a counted reference and a number each, made when asked for.

use super::document::{DocRef, PyDocument};
use super::values::to_date;
use crate::clean::RegionKind;
use crate::person::PersonId;
use crate::tag::{Pos, Tag};
use crate::text::Span;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use pyo3::{PyClass, PyClassInitializer};
use std::borrow::Cow;

/// A view that is found by its number in a layer.
pub(super) trait View: PyClass + Into<PyClassInitializer<Self>> {
    /// The view of number `id`, which must exist.
    fn at(doc: DocRef, id: u32) -> Self;
}

type Reduced<'py> = PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)>;

fn reduce<'py>(py: Python<'py>, doc: &DocRef, layer: &str, first: u32, second: u32) -> Reduced<'py> {
    let document = Bound::new(py, PyDocument::new(doc.clone()))?;
    let arguments = (document, layer, first, second).into_pyobject(py)?;
    Ok((py.import("pullquote._core")?.getattr("_restore_view")?, arguments))
}

/// At most 60 code points, for `repr`.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{:?}", format!("{}…", &text[..at])),
        None => format!("{text:?}"),
    }
}

/// A class with `doc` and `id`, its span, and the methods given.
macro_rules! view {
    ($(#[$about:meta])* $class:ident, $name:literal, $layer:literal, |$self:ident| $span:expr, { $($method:tt)* }) => {
        $(#[$about])*
        #[pyclass(name = $name, module = "pullquote", frozen, eq, hash)]
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $class {
            doc: DocRef,
            id: u32,
        }

        impl View for $class {
            fn at(doc: DocRef, id: u32) -> Self {
                Self { doc, id }
            }
        }

        impl $class {
            fn span(&self) -> Span {
                let $self = self;
                $span
            }
        }

        #[pymethods]
        impl $class {
            /// First code point.
            #[getter]
            fn start(&self) -> u32 {
                self.doc.char_span(self.span()).0
            }

            /// One past the last code point.
            #[getter]
            fn end(&self) -> u32 {
                self.doc.char_span(self.span()).1
            }

            /// Exactly ``doc.text[start:end]``.
            #[getter]
            fn text(&self) -> &str {
                self.span().text(&self.doc.text)
            }

            fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py> {
                reduce(py, &self.doc, $layer, self.id, 0)
            }

            $($method)*
        }
    };
}

/// A stretch of the text.
#[pyclass(name = "Span", module = "pullquote", frozen, eq, hash)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PySpan {
    doc: DocRef,
    span: Span,
}

impl PySpan {
    pub(super) fn new(doc: DocRef, span: Span) -> Self {
        Self { doc, span }
    }
}

#[pymethods]
impl PySpan {
    /// First code point.
    #[getter]
    fn start(&self) -> u32 {
        self.doc.char_span(self.span).0
    }

    /// One past the last code point.
    #[getter]
    fn end(&self) -> u32 {
        self.doc.char_span(self.span).1
    }

    /// Exactly ``doc.text[start:end]``.
    #[getter]
    fn text(&self) -> &str {
        self.span.text(&self.doc.text)
    }

    fn __repr__(&self) -> String {
        format!("Span({}, {}, {})", self.start(), self.end(), shortened(self.text()))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py> {
        reduce(py, &self.doc, "span", self.span.start, self.span.end)
    }
}

view! {
    /// A word, number, mark or symbol.
    PyToken, "Token", "tokens", |token| token.doc.tokens.spans[token.id as usize], {
        /// Penn tag; None where the text is not English.
        #[getter]
        fn tag(&self) -> Option<&'static str> {
            self.doc.tag(self.id as usize).map(Tag::name)
        }

        /// Universal part of speech; None where the text is not English.
        #[getter]
        fn pos(&self) -> Option<&'static str> {
            self.doc.pos(self.id as usize).map(Pos::name)
        }

        /// Dictionary form, of names the form itself; None where the text is not English.
        #[getter]
        fn lemma(&self) -> Option<Cow<'_, str>> {
            self.doc.lemma(self.id as usize)
        }

        /// Whether it stands in quotation marks that quote somebody; None with ``quotes=False``.
        #[getter]
        fn is_quoted(&self) -> Option<bool> {
            self.doc.is_quoted(self.id)
        }

        fn __repr__(&self) -> String {
            format!("Token({}, {}, {})", self.start(), self.end(), shortened(self.text()))
        }
    }
}

view! {
    /// A sentence.
    PySentence, "Sentence", "sentences", |sentence| sentence.doc.sentences[sentence.id as usize].span, {
        /// 0: a sentence of the article; 1: a sentence inside a quotation.
        #[getter]
        fn depth(&self) -> u8 {
            self.doc.sentences[self.id as usize].depth
        }

        fn __repr__(&self) -> String {
            format!("Sentence({}, {}, {})", self.start(), self.end(), shortened(self.text()))
        }
    }
}

view! {
    /// One mention of a person, a place, an organisation, a number.
    PyMention, "Mention", "mentions", |mention| mention.doc.mentions()[mention.id as usize].span, {
        /// The entity's label, as in OntoNotes: ``"PERSON"``, ``"ORG"``, …
        #[getter]
        fn label(&self) -> &'static str {
            self.doc.mentions()[self.id as usize].label.name()
        }

        /// ``"name"``, ``"role"`` or ``"pronoun"``.
        #[getter]
        fn kind(&self) -> &'static str {
            self.doc.mentions()[self.id as usize].kind.name()
        }

        /// The person it means, or None.
        #[getter]
        fn person(&self) -> Option<PyPerson> {
            self.doc.people.person_of[self.id as usize].map(|person| PyPerson::at(self.doc.clone(), person.0))
        }

        /// How sure, 0 to 1.
        #[getter]
        fn confidence(&self) -> f64 {
            crate::export::json::rounded(self.doc.mentions()[self.id as usize].confidence)
        }

        /// The rule or model that found it.
        #[getter]
        fn method(&self) -> &'static str {
            self.doc.mentions()[self.id as usize].method
        }

        fn __repr__(&self) -> String {
            format!("Mention({}, {}, {}, {:?})", self.start(), self.end(), shortened(self.text()), self.label())
        }
    }
}

view! {
    /// Quotation marks that quote nobody: a title, a nickname, a scare quote, …
    PyMark, "Mark", "marks", |mark| mark.doc.marks[mark.id as usize].span, {
        /// ``"scare"``, ``"title"``, ``"nickname"``, ``"slogan"``, ``"term"``, ``"measure"``, ``"unpaired"``.
        #[getter]
        fn kind(&self) -> &'static str {
            self.doc.marks[self.id as usize].kind.name()
        }

        /// The rule that found it.
        #[getter]
        fn method(&self) -> &'static str {
            self.doc.marks[self.id as usize].method
        }

        fn __repr__(&self) -> String {
            format!("Mark({}, {}, {}, {:?})", self.start(), self.end(), shortened(self.text()), self.kind())
        }
    }
}

view! {
    /// A date, a time of day, a duration or a set of times.
    PyTimeExpression, "TimeExpression", "times", |time| time.doc.times[time.id as usize].span, {
        /// ``"DATE"``, ``"TIME"``, ``"DURATION"`` or ``"SET"``.
        #[getter]
        fn r#type(&self) -> &'static str {
            self.doc.times[self.id as usize].kind.name()
        }

        /// The TIMEX3 value; None where it needs a publication date or an anchor that is not known, and for dates that there are not.
        #[getter]
        fn value(&self) -> Option<&str> {
            self.doc.times[self.id as usize].value.as_deref()
        }

        /// The first day that it covers, or None.
        #[getter]
        fn first_day<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
            self.doc.times[self.id as usize].days.map(|days| to_date(py, days.0)).transpose()
        }

        /// The last day that it covers, itself included, or None.
        #[getter]
        fn last_day<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
            self.doc.times[self.id as usize].days.map(|days| to_date(py, days.1)).transpose()
        }

        /// The rule that found it.
        #[getter]
        fn method(&self) -> &'static str {
            self.doc.times[self.id as usize].method
        }

        fn __repr__(&self) -> String {
            let value = self.doc.times[self.id as usize].value.as_ref().map_or("None".to_owned(), |value| format!("{value:?}"));
            format!("TimeExpression({}, {}, {}, {value})", self.start(), self.end(), shortened(self.text()))
        }
    }
}

view! {
    /// A masked stretch of boilerplate.
    PyRegion, "Region", "boilerplate", |region| region.region().0, {
        /// ``"byline"``, ``"dateline"``, ``"caption"``, …
        #[getter]
        fn kind(&self) -> &'static str {
            self.region().1.name()
        }

        fn __repr__(&self) -> String {
            format!("Region({}, {}, {}, {:?})", self.start(), self.end(), shortened(self.text()), self.kind())
        }
    }
}

impl PyRegion {
    fn region(&self) -> (Span, RegionKind) {
        self.doc.masked(self.id).map_or((Span { start: 0, end: 0 }, RegionKind::Title), |region| (region.span, region.kind))
    }
}

view! {
    /// The words of saying.
    PyCue, "Cue", "cues", |cue| cue.doc.quotes[cue.id as usize].cue.as_ref().map_or(Span { start: 0, end: 0 }, |cue| cue.span), {
        /// The dictionary form: ``"say"``, ``"according to"``, ``":"``.
        #[getter]
        fn lemma(&self) -> &str {
            self.doc.quotes[self.id as usize].cue.as_ref().map_or("", |cue| cue.lemma.as_str())
        }

        fn __repr__(&self) -> String {
            format!("Cue({}, {}, {})", self.start(), self.end(), shortened(self.text()))
        }
    }
}

mod people;
mod quotes;

pub use people::{PyPerson, PySpeaker};
pub use quotes::PyQuote;

/// The view of number `id` in a layer, if both exist.
pub(super) fn view_at<'py>(py: Python<'py>, doc: DocRef, layer: &str, id: u32) -> PyResult<Option<Bound<'py, PyAny>>> {
    fn made<V: View>(py: Python<'_>, doc: DocRef, id: u32) -> PyResult<Option<Bound<'_, PyAny>>> {
        Ok(Some(Bound::new(py, V::at(doc, id))?.into_any()))
    }
    let at = id as usize;
    let attribution = doc.attributions.get(at);
    match layer {
        "tokens" if at < doc.tokens.len() => made::<PyToken>(py, doc, id),
        "sentences" if at < doc.sentences.len() => made::<PySentence>(py, doc, id),
        "mentions" if at < doc.mentions().len() => made::<PyMention>(py, doc, id),
        "marks" if at < doc.marks.len() => made::<PyMark>(py, doc, id),
        "times" if at < doc.times.len() => made::<PyTimeExpression>(py, doc, id),
        "boilerplate" if doc.masked(id).is_some() => made::<PyRegion>(py, doc, id),
        "quotes" if at < doc.quotes.len() => made::<PyQuote>(py, doc, id),
        "cues" if doc.quotes.get(at).is_some_and(|quote| quote.cue.is_some()) => made::<PyCue>(py, doc, id),
        "speakers" if attribution.is_some_and(|it| it.speaker.is_some()) => made::<PySpeaker>(py, doc, id),
        "people" if at < doc.people.persons.len() => made::<PyPerson>(py, doc, id),
        _ => Ok(None),
    }
}

fn mention_views(doc: &DocRef, person: PersonId) -> Vec<PyMention> {
    doc.people.persons[person.index()].mentions.iter().map(|mention| PyMention::at(doc.clone(), mention.0)).collect()
}
