//! `Speaker` and `Person`: not stretches of text themselves.

use super::{DocRef, PySpan, Reduced, View, mention_views, reduce};
use crate::attribute;
use crate::person::{self, PersonId};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// Who says a quote.
#[pyclass(name = "Speaker", module = "pullquote", frozen, eq, hash)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PySpeaker {
    doc: DocRef,
    /// The quote's number.
    id: u32,
    /// Which of the quote's candidates, counted from 1; 0 for the speaker itself.
    candidate: u32,
}

impl View for PySpeaker {
    fn at(doc: DocRef, id: u32) -> Self {
        Self { doc, id, candidate: 0 }
    }
}

impl PySpeaker {
    /// A candidate for the speaker of a quote, counted from 1.
    pub(in crate::python) fn candidate(doc: DocRef, id: u32, candidate: u32) -> Option<Self> {
        let attribution = doc.attributions.get(id as usize)?;
        let exists = attribution.candidates.len() >= candidate as usize && candidate > 0;
        exists.then_some(Self { doc, id, candidate })
    }

    fn speaker(&self) -> Option<&attribute::Speaker> {
        let attribution = &self.doc.attributions[self.id as usize];
        match self.candidate.checked_sub(1) {
            Some(candidate) => attribution.candidates.get(candidate as usize).map(|(speaker, _)| speaker),
            None => attribution.speaker.as_ref(),
        }
    }
}

#[pymethods]
impl PySpeaker {
    /// The fullest name known; for groups, documents and unnamed sources the noun phrase; None where nobody can tell
    /// whom a pronoun means.
    #[getter]
    fn name(&self) -> Option<&str> {
        self.speaker()?.name.as_deref()
    }

    /// What the words that name the speaker are: ``"name"``, ``"role"``, ``"pronoun"``, ``"group"``,
    /// ``"organization"``, ``"anonymous"``, ``"document"``; ``"none"`` for a speaker carried over.
    #[getter]
    fn kind(&self) -> &'static str {
        self.speaker().map_or("none", |speaker| speaker.kind.name())
    }

    /// The person of the article, or None.
    #[getter]
    fn person(&self) -> Option<PyPerson> {
        self.speaker().and_then(|speaker| speaker.person).map(|person| PyPerson::at(self.doc.clone(), person.0))
    }

    /// The words that name the speaker in the attribution, or None.
    #[getter]
    fn mention(&self) -> Option<PySpan> {
        self.speaker().and_then(|speaker| speaker.mention).map(|span| PySpan::new(self.doc.clone(), span))
    }

    fn __repr__(&self) -> String {
        match self.name() {
            Some(name) => format!("Speaker({name:?}, {:?})", self.kind()),
            None => format!("Speaker(None, {:?})", self.kind()),
        }
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py> {
        reduce(py, &self.doc, "speakers", self.id, self.candidate)
    }
}

/// A person of the article.
#[pyclass(name = "Person", module = "pullquote", frozen, eq, hash)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PyPerson {
    doc: DocRef,
    id: u32,
}

impl View for PyPerson {
    fn at(doc: DocRef, id: u32) -> Self {
        Self { doc, id }
    }
}

impl PyPerson {
    fn person(&self) -> &person::Person {
        &self.doc.people.persons[self.id as usize]
    }
}

#[pymethods]
impl PyPerson {
    /// The person's id: unique over a batch of articles with ids.
    #[getter]
    fn id(&self) -> String {
        self.doc.person_id(PersonId(self.id))
    }

    /// The fullest name known.
    #[getter]
    fn name(&self) -> &str {
        &self.person().name
    }

    /// What gave the name: ``"article"``, or ``"leaders-table"`` where the article gives a part of it or the office alone.
    #[getter]
    fn method(&self) -> &'static str {
        self.person().method
    }

    /// The other forms in the article, in order of first appearance.
    #[getter]
    fn aliases<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.person().aliases)
    }

    /// Office or occupation as the article tells it, in lower case: ``"prime minister"``, ``"former spokeswoman"``.
    #[getter]
    fn role(&self) -> Option<&str> {
        self.person().attributes.role.as_deref()
    }

    /// What tells the role: ``"article"``, or ``"leaders-table"`` where the article does not.
    #[getter]
    fn role_method(&self) -> Option<&'static str> {
        self.person().attributes.role_method
    }

    /// The organisation, party or place that the role belongs to, as written, without "the".
    #[getter]
    fn affiliation(&self) -> Option<&str> {
        self.person().attributes.affiliation.as_deref()
    }

    /// Age in years.
    #[getter]
    fn age(&self) -> Option<u8> {
        self.person().attributes.age
    }

    /// Nationality as written: ``"Japanese"``.
    #[getter]
    fn nationality(&self) -> Option<&str> {
        self.person().attributes.nationality.as_deref()
    }

    /// The pronouns that the article states, or uses most for the person: ``"he"``, ``"she"``, ``"they"``; with
    /// ``guess_pronouns=True`` where it uses none, those of a title, the role or a given name that one gender bears all but always.
    #[getter]
    fn pronouns(&self) -> Option<&'static str> {
        self.person().attributes.pronouns
    }

    /// What tells the pronouns: ``"article"`` or ``"guess"``.
    #[getter]
    fn pronouns_method(&self) -> Option<&'static str> {
        self.person().attributes.pronouns_method
    }

    /// Where the person is mentioned.
    #[getter]
    fn mentions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, mention_views(&self.doc, PersonId(self.id)))
    }

    fn __repr__(&self) -> String {
        format!("Person({:?})", self.name())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> Reduced<'py> {
        reduce(py, &self.doc, "people", self.id, 0)
    }
}
