//! `Quote`.

use super::super::values::to_date;
use super::{DocRef, PyCue, PySpan, PySpeaker, Reduced, View, reduce, shortened};
use crate::attribute::{Attribution, Details, Reason};
use crate::quote::Quote;
use crate::text::Span;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

view! {
    /// One quotation or reported statement.
    PyQuote, "Quote", "quotes", |quote| quote.quote().span(), {
        /// The quote's id: unique over a batch of articles with ids.
        #[getter]
        fn id(&self) -> String {
            self.doc.quote_id(self.id as usize)
        }

        /// ``"direct"``, ``"mixed"``, ``"indirect"`` or ``"fragment"``.
        #[getter]
        fn kind(&self) -> &'static str {
            self.quote().kind.name()
        }

        /// ``"said"``, ``"wrote"``, ``"denied"``, …; see ``pq.SPEECH``.
        #[getter]
        fn status(&self) -> &'static str {
            self.quote().status.name()
        }

        /// The parts joined by one space: the words reported.
        #[getter]
        fn said(&self) -> String {
            self.doc.said(self.id as usize)
        }

        /// The stretches that were said, without the outer marks; a split quotation has several.
        #[getter]
        fn parts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            self.spans(py, &self.quote().parts)
        }

        /// The words in marks of a mixed quote or a fragment; empty for direct and indirect quotes.
        #[getter]
        fn quoted<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            self.spans(py, &self.quote().quoted)
        }

        /// Whether it stands in the title.
        #[getter]
        fn in_title(&self) -> bool {
            self.quote().in_title
        }

        /// The quote that holds this one, or None.
        #[getter]
        fn parent(&self) -> Option<Self> {
            self.quote().parent.map(|parent| Self::at(self.doc.clone(), parent.0))
        }

        /// The words of saying, or None.
        #[getter]
        fn cue(&self) -> Option<PyCue> {
            self.quote().cue.as_ref().map(|_| PyCue::at(self.doc.clone(), self.id))
        }

        /// Who says it, or None; where it or its name is None, ``reason`` says why.
        #[getter]
        fn speaker(&self) -> Option<PySpeaker> {
            self.attribution().speaker.as_ref().map(|_| PySpeaker::at(self.doc.clone(), self.id))
        }

        /// Who else it may be: pairs of speaker and confidence, the surest first, the one chosen among them; at most five. They are
        /// made by a model where the source is a pronoun or a noun phrase, or where there is none.
        #[getter]
        fn candidates<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            let pairs = self.attribution().candidates.iter().zip(1..).filter_map(|((_, confidence), number)| {
                let speaker = PySpeaker::candidate(self.doc.clone(), self.id, number)?;
                Some((speaker, crate::export::json::rounded(*confidence)))
            });
            PyTuple::new(py, pairs.collect::<Vec<_>>())
        }

        /// Who was told, or None.
        #[getter]
        fn addressee(&self) -> Option<&str> {
            self.attribution().addressee.as_deref()
        }

        /// The medium, in the words of the text: ``"a statement"``, ``"Twitter"``; or None.
        #[getter]
        fn channel(&self) -> Option<&str> {
            self.words(self.details().channel)
        }

        /// The outlet or the occasion, in the words of the text: ``"CNN"``, ``"a news conference"``; or None.
        #[getter]
        fn venue(&self) -> Option<&str> {
            self.words(self.details().venue)
        }

        /// The outlet that is credited with the report, or None.
        #[getter]
        fn reported_by(&self) -> Option<&str> {
            self.words(self.details().reported_by)
        }

        /// The ground given for not naming the source, or None.
        #[getter]
        fn anonymity_reason(&self) -> Option<&str> {
            self.words(self.details().anonymity_reason)
        }

        /// Brackets with their contents and ellipses in the words quoted, in order.
        #[getter]
        fn inserts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            self.spans(py, &self.details().inserts)
        }

        /// The day it was said: in the clause of the cue, else the article's date; None where neither tells a day.
        #[getter]
        fn said_on<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
            self.details().said_on.map(|day| to_date(py, day)).transpose()
        }

        /// How likely words and speaker are right, 0 to 1; 0 where nobody is named.
        #[getter]
        fn confidence(&self) -> f64 {
            crate::export::json::rounded(self.attribution().confidence)
        }

        // What `python -m eval.confidence` learns the confidence from: the kind of evidence, the rule, the models' share, the ranker's.
        #[getter]
        fn _evidence(&self) -> (&'static str, &'static str, Option<f32>, f32) {
            let quote = self.quote();
            (quote.evidence().name(), quote.method, quote.share, self.attribution().belief)
        }

        /// The rule or model that found the speaker.
        #[getter]
        fn method(&self) -> &'static str {
            self.attribution().method
        }

        /// Why there is no name: ``"no-cue"``, ``"no-candidate"``, ``"ambiguous"``, ``"low-confidence"``.
        #[getter]
        fn reason(&self) -> Option<&'static str> {
            self.attribution().reason.map(Reason::name)
        }

        fn __repr__(&self) -> String {
            let speaker = self.attribution().speaker.as_ref().and_then(|speaker| speaker.name.as_ref());
            let speaker = speaker.map_or("None".to_owned(), |name| format!("{name:?}"));
            format!("Quote({}, {speaker}, {})", self.kind(), shortened(&self.said()))
        }
    }
}

impl PyQuote {
    fn quote(&self) -> &Quote {
        &self.doc.quotes[self.id as usize]
    }

    fn attribution(&self) -> &Attribution {
        &self.doc.attributions[self.id as usize]
    }

    fn details(&self) -> &Details {
        &self.doc.details[self.id as usize]
    }

    fn words(&self, span: Option<Span>) -> Option<&str> {
        span.map(|span| span.text(&self.doc.text))
    }

    fn spans<'py>(&self, py: Python<'py>, spans: &[Span]) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, spans.iter().map(|&span| PySpan::new(self.doc.clone(), span)))
    }
}
