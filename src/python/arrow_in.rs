//! Reads any Arrow stream (pyarrow, polars, duckdb, …) chunk by chunk.
//!
//! Input: an object with `__arrow_c_stream__`. Output: [`PyArrowBatch`]es of a bounded number of rows; texts in any of Arrow's
//! string types, dictionaries included, dates as text, dates or timestamps. The one file with `unsafe`: taking over the stream
//! that a capsule holds.
#![allow(unsafe_code)]

use super::errors::InvalidInputError;
use crate::export::table::ArticleColumns;
use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, ArrayRef, LargeStringArray, RecordBatch, RecordBatchReader, StringArray, StringViewArray};
use arrow_schema::{ArrowError, DataType, Schema};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::sync::{Arc, Mutex, PoisonError};

fn refused(error: impl std::fmt::Display) -> PyErr {
    InvalidInputError::new_err(format!("the Arrow stream could not be read: {error}"))
}

/// Takes over the stream that the object exports.
fn import_stream(articles: &Bound<'_, PyAny>) -> PyResult<RecordBatchStreamReader> {
    let exported = articles.call_method0("__arrow_c_stream__")?;
    let capsule = exported.cast::<PyCapsule>()?;
    let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: the protocol says that a capsule of this name points to an ArrowArrayStream, valid while the capsule lives, which
    // it does until the end of this function. `from_raw` moves the stream out and leaves a released one behind, as the protocol
    // asks, so nobody frees it twice.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
    RecordBatchStreamReader::try_new(stream).map_err(refused)
}

struct Rest {
    reader: RecordBatchStreamReader,
    batch: Option<RecordBatch>,
}

/// An Arrow stream, read once from front to back.
#[pyclass(name = "ArrowReader", module = "pullquote._core", frozen)]
pub struct PyArrowReader {
    schema: Arc<Schema>,
    rest: Mutex<Rest>,
}

#[pymethods]
impl PyArrowReader {
    /// Takes over the stream of an object with ``__arrow_c_stream__``.
    #[new]
    fn new(articles: &Bound<'_, PyAny>) -> PyResult<Self> {
        let reader = import_stream(articles)?;
        Ok(Self { schema: reader.schema(), rest: Mutex::new(Rest { reader, batch: None }) })
    }

    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The next rows, at most ``max_rows``; None at the end.
    #[pyo3(signature = (max_rows, /))]
    fn read(&self, py: Python<'_>, max_rows: usize) -> PyResult<Option<PyArrowBatch>> {
        let max_rows = max_rows.max(1);
        // The producer may be Python itself, so the lock is taken and the stream read without the GIL.
        let read = py.detach(|| -> Result<Option<RecordBatch>, ArrowError> {
            let mut rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
            let batch = loop {
                match rest.batch.take() {
                    Some(batch) if batch.num_rows() > 0 => break batch,
                    _ => match rest.reader.next() {
                        Some(batch) => rest.batch = Some(batch?),
                        None => return Ok(None),
                    },
                }
            };
            if batch.num_rows() <= max_rows {
                return Ok(Some(batch));
            }
            rest.batch = Some(batch.slice(max_rows, batch.num_rows() - max_rows));
            Ok(Some(batch.slice(0, max_rows)))
        });
        Ok(read.map_err(refused)?.map(|batch| PyArrowBatch { batch }))
    }

    /// A batch without rows, of the stream's columns.
    fn empty(&self) -> PyArrowBatch {
        PyArrowBatch { batch: RecordBatch::new_empty(self.schema.clone()) }
    }
}

/// Some rows of an Arrow stream.
#[pyclass(name = "ArrowBatch", module = "pullquote._core", frozen)]
pub struct PyArrowBatch {
    pub(super) batch: RecordBatch,
}

#[pymethods]
impl PyArrowBatch {
    /// How many rows.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// The labels of a column: ids as texts, None for null.
    #[pyo3(signature = (name, /))]
    fn labels(&self, name: &str) -> PyResult<Vec<Option<String>>> {
        let labels = Labels::new(&self.column(name)?, name)?;
        Ok((0..self.batch.num_rows()).map(|row| labels.get(row)).collect())
    }
}

impl PyArrowBatch {
    /// A column by name, decoded and checked: what came from outside may break Arrow's rules.
    pub(super) fn column(&self, name: &str) -> PyResult<ArrayRef> {
        let column = self.batch.column_by_name(name);
        let column = column.ok_or_else(|| InvalidInputError::new_err(format!("no column {name:?}")))?;
        column.to_data().validate_full().map_err(|error| refused(format!("column {name:?}: {error}")))?;
        Ok(ArticleColumns::decode(column)?)
    }
}

/// A column of texts.
pub(super) enum Texts {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Texts {
    /// Reads a decoded column, or names its type where it holds no text.
    pub(super) fn new(column: &ArrayRef) -> Option<Self> {
        match column.data_type() {
            DataType::Utf8 => Some(Self::Small(column.as_string::<i32>().clone())),
            DataType::LargeUtf8 => Some(Self::Large(column.as_string::<i64>().clone())),
            DataType::Utf8View => Some(Self::View(column.as_string_view().clone())),
            _ => None,
        }
    }

    pub(super) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Small(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::Large(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::View(texts) => texts.is_valid(row).then(|| texts.value(row)),
        }
    }
}

/// A column of ids, titles or outlets: texts or numbers.
pub(super) enum Labels {
    Texts(Texts),
    Numbers(Vec<Option<String>>),
}

impl Labels {
    pub(super) fn new(column: &ArrayRef, name: &str) -> PyResult<Self> {
        use arrow_array::types::{
            Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
        };
        if let Some(texts) = Texts::new(column) {
            return Ok(Self::Texts(texts));
        }
        macro_rules! numbers {
            ($($kind:ident => $native:ident),*) => {
                match column.data_type() {
                    $(DataType::$kind => {
                        let numbers = column.as_primitive::<$native>();
                        Ok(Self::Numbers(numbers.iter().map(|number| number.map(|number| number.to_string())).collect()))
                    })*
                    other => {
                        let message = format!("column {name:?} is of type {other}; expected text or numbers: cast it first");
                        Err(InvalidInputError::new_err(message))
                    }
                }
            };
        }
        numbers!(Int8 => Int8Type, Int16 => Int16Type, Int32 => Int32Type, Int64 => Int64Type, UInt8 => UInt8Type,
            UInt16 => UInt16Type, UInt32 => UInt32Type, UInt64 => UInt64Type, Float32 => Float32Type, Float64 => Float64Type)
    }

    pub(super) fn get(&self, row: usize) -> Option<String> {
        match self {
            Self::Texts(texts) => texts.get(row).map(str::to_owned),
            Self::Numbers(numbers) => numbers[row].clone(),
        }
    }
}
