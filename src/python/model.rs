//! Models of the user's own: read from files for a pipeline, found again for pickled documents, learned from articles.

use super::errors::{InvalidInputError, InvalidOptionError};
use super::input::{Reading, read_text};
use super::pipeline::check_signals;
use crate::entity::recognizer::{Kind, Recognizer};
use crate::error::Result;
use crate::train::custom::{EPOCHS, Labelled, MIN_ARTICLES, Trained, train_custom};
use crate::train::names::GoldName;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

/// A model for names that was read from a file.
#[derive(Debug)]
pub(super) struct NamesModel {
    /// The file's absolute path.
    pub path: String,
    /// Its bytes.
    pub file: Vec<u8>,
    /// See [`checksum`].
    pub checksum: u32,
    /// What they stand for.
    pub recognizer: Arc<Recognizer>,
}

/// The checksum of a model file without its own at the end: with it, all have the same.
fn checksum(file: &[u8]) -> u32 {
    crc32fast::hash(&file[..file.len().saturating_sub(4)])
}

/// The models in use.
static LOADED: Mutex<Vec<Weak<NamesModel>>> = Mutex::new(Vec::new());

/// A model in use that `is_it`.
fn find_loaded(is_it: impl Fn(&NamesModel) -> bool) -> Option<Arc<NamesModel>> {
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    loaded.retain(|model| model.strong_count() > 0);
    loaded.iter().filter_map(Weak::upgrade).find(|model| is_it(model))
}

impl NamesModel {
    /// Reads the bytes of the file at `path`, or takes the one with the same bytes that is in use.
    pub(super) fn from_bytes(path: String, file: Vec<u8>) -> Result<Arc<Self>> {
        if let Some(model) = find_loaded(|model| model.path == path && model.file == file) {
            return Ok(model);
        }
        let recognizer = Arc::new(Recognizer::from_bytes(&file, &path)?);
        let model = Arc::new(Self { checksum: checksum(&file), path, file, recognizer });
        LOADED.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(&model));
        Ok(model)
    }

    /// The model that a pickled document was made with: in use, or at its path.
    pub(super) fn restore(path: String, expected: u32) -> PyResult<Arc<Self>> {
        if let Some(model) = find_loaded(|model| model.checksum == expected) {
            return Ok(model);
        }
        let file = std::fs::read(&path).map_err(|error| {
            InvalidInputError::new_err(format!("model {path}: {error}; a pickled document was made with it: put it back there"))
        })?;
        if checksum(&file) != expected {
            let what = "another model than the one that a pickled document was made with; analyse its text again";
            return Err(InvalidInputError::new_err(format!("model {path}: {what}")));
        }
        Ok(Self::from_bytes(path, file)?)
    }
}

/// An article with its names: start and end in code points, and the kind (`PER`, `ORG`, `LOC`, `NORP`).
type LabelledRow<'py> = (Bound<'py, PyAny>, Vec<(usize, usize, String)>);

fn read_article((text, names): LabelledRow<'_>) -> PyResult<Labelled> {
    let Reading::Text(text, _) = read_text(&text)? else { return Err(InvalidInputError::new_err("no text")) };
    let names = names.into_iter().map(|(start, end, label)| {
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == label);
        let kind = kind.ok_or_else(|| InvalidInputError::new_err(format!("unknown kind {label:?}")))?;
        Ok(GoldName { start, end, kind })
    });
    Ok(Labelled { text, names: names.collect::<PyResult<_>>()? })
}

/// How often the calling thread looks after signals.
const WATCH_EVERY: Duration = Duration::from_millis(50);

/// Learns a model for names from ``(text, [(start, end, kind), …])``: its file, the losses by epoch, and how many names could not be
/// learned from as they stand.
#[pyfunction]
#[pyo3(signature = (rows, /, *, from_scratch = false, epochs = None))]
pub(super) fn train_names<'py>(
    py: Python<'py>,
    rows: Vec<LabelledRow<'py>>,
    from_scratch: bool,
    epochs: Option<u32>,
) -> PyResult<(Bound<'py, PyBytes>, Vec<f64>, usize)> {
    if epochs == Some(0) {
        return Err(InvalidOptionError::new_err("epochs is 0; expected a number from 1"));
    }
    let articles = rows.into_iter().map(read_article).collect::<PyResult<Vec<_>>>()?;
    let mut outcome = Ok(());
    let trained = py.detach(|| -> Result<Option<Trained>> {
        let base = if from_scratch { None } else { Some(Recognizer::embedded_model()?) };
        let mut last_look = Instant::now();
        train_custom(&articles, base.as_ref(), epochs.unwrap_or(EPOCHS), &mut || {
            if outcome.is_ok() && last_look.elapsed() >= WATCH_EVERY {
                outcome = check_signals();
                last_look = Instant::now();
            }
            outcome.is_ok()
        })
    })?;
    outcome?;
    let trained = trained.ok_or_else(|| InvalidInputError::new_err("training was stopped"))?;
    Ok((PyBytes::new(py, &trained.file), trained.losses, trained.missed))
}

/// The fewest articles that ``train_names`` takes.
pub(super) const MIN_LABELLED: usize = MIN_ARTICLES;
