//! The user's own names: lists of phrases by label, shared by pipelines and the documents they make.

use super::errors::InvalidOptionError;
use crate::entity::Label;
use crate::entity::phrases::{PhraseCase, Phrases};
use pyo3::prelude::*;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Lists of names by label.
pub(super) type Lists = Vec<(String, Vec<String>)>;

/// Names of the user's own, ready to be found; what they were made of is kept for pickles.
#[pyclass(name = "Names", module = "pullquote._core", frozen)]
#[derive(Debug)]
pub struct PyNames {
    pub(super) phrases: Arc<Phrases>,
    lists: Lists,
    ignore_case: bool,
    key: u64,
}

/// Names in use by a pipeline and its documents.
#[derive(Debug)]
pub(super) struct NamesRef {
    /// The object that Python sees: a pickle of many documents holds it once.
    pub object: Py<PyNames>,
    pub phrases: Arc<Phrases>,
    /// The same for the same lists.
    pub key: u64,
}

impl NamesRef {
    pub(super) fn new(names: Bound<'_, PyNames>) -> Arc<Self> {
        let (phrases, key) = (Arc::clone(&names.get().phrases), names.get().key);
        Arc::new(Self { object: names.unbind(), phrases, key })
    }
}

#[pymethods]
impl PyNames {
    /// From ``[(label, [name, ...]), ...]``.
    ///
    /// Raises:
    ///     InvalidOptionError: a label that there is not; an empty name, or one that stands under two labels.
    #[new]
    #[pyo3(signature = (lists, /, *, ignore_case = false))]
    fn new(py: Python<'_>, lists: Lists, ignore_case: bool) -> PyResult<Self> {
        let mut labels = Vec::with_capacity(lists.len());
        for (name, _) in &lists {
            let known = || Label::ALL.map(Label::name).join(", ");
            let label = Label::from_name(name).ok_or_else(|| {
                InvalidOptionError::new_err(format!("names: unknown label {name:?}; expected one of: {}", known()))
            })?;
            labels.push(label);
        }
        let case = if ignore_case { PhraseCase::Ignore } else { PhraseCase::Exact };
        let made = py.detach(|| {
            let all =
                labels.iter().zip(&lists).flat_map(|(&label, (_, names))| names.iter().map(move |name| (label, name.as_str())));
            Phrases::new(all, case)
        });
        let phrases = made.map_err(|error| InvalidOptionError::new_err(error.to_string()))?;
        let mut hasher = FxHasher::default();
        (&lists, ignore_case).hash(&mut hasher);
        Ok(Self { phrases: Arc::new(phrases), lists, ignore_case, key: hasher.finish() })
    }

    /// The lists as they were given.
    #[getter]
    fn lists(&self) -> Lists {
        self.lists.clone()
    }

    /// Whether case does not count.
    #[getter]
    fn ignore_case(&self) -> bool {
        self.ignore_case
    }

    fn __len__(&self) -> usize {
        self.lists.iter().map(|(_, names)| names.len()).sum()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Lists, bool))> {
        let restore = slf.py().import("pullquote._core")?.getattr("_restore_names")?;
        Ok((restore, (slf.get().lists.clone(), slf.get().ignore_case)))
    }
}

/// Makes names from their lists; for pickle.
#[pyfunction]
#[pyo3(name = "_restore_names", signature = (lists, ignore_case, /))]
pub(super) fn restore_names(py: Python<'_>, lists: Lists, ignore_case: bool) -> PyResult<PyNames> {
    PyNames::new(py, lists, ignore_case)
}
