//! `Table`: record batches that any Arrow consumer reads through two capsules, and plain Python lists for those without Arrow.

use super::errors::{InvalidInputError, InvalidOptionError};
use super::values::to_date;
use crate::export::table::{ArticleColumns, Batch, TableKind};
use arrow_array::cast::AsArray;
use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatchIterator};
use arrow_schema::{DataType, Schema};
use jiff::{ToSpan, civil};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use std::sync::Arc;

/// The names of all tables, in the order of the documentation.
#[pyfunction]
pub(super) fn table_names() -> Vec<&'static str> {
    TableKind::ALL.iter().map(|kind| kind.name()).collect()
}

/// The columns that a table always has: name, type, whether it may be null (with quotes), what it holds.
#[pyfunction]
#[pyo3(signature = (table, /))]
pub(super) fn table_columns(table: &str) -> PyResult<Vec<(&'static str, &'static str, bool, &'static str)>> {
    let known = table_names().join(", ");
    let kind = TableKind::from_name(table)
        .ok_or_else(|| InvalidOptionError::new_err(format!("unknown table {table:?}; expected one of: {known}")))?;
    Ok(kind.columns().iter().map(|column| (column.name, column.kind.name(), column.is_nullable, column.about)).collect())
}

/// A table of results: an Arrow stream that pyarrow, polars, pandas, duckdb and others read.
///
/// ``pl.DataFrame(table)``, ``pa.table(table)``, ``duckdb.sql("from table")``.
#[pyclass(name = "Table", module = "pullquote", frozen)]
#[derive(Debug)]
pub struct PyTable {
    batches: Vec<Batch>,
    kind: TableKind,
    schema: Arc<Schema>,
}

impl PyTable {
    pub(super) fn new(batch: Batch) -> Self {
        Self { kind: batch.kind, schema: batch.schema(), batches: vec![batch] }
    }
}

fn failed(error: impl std::fmt::Display) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

#[pymethods]
impl PyTable {
    /// One table from chunks of the same table, in order.
    #[staticmethod]
    fn concat(tables: Vec<Bound<'_, Self>>) -> PyResult<Self> {
        let first = tables.first().ok_or_else(|| InvalidInputError::new_err("no tables to join"))?.get();
        let (kind, schema) = (first.kind, first.schema.clone());
        if tables.iter().any(|table| table.get().schema != schema) {
            return Err(InvalidInputError::new_err("the chunks of the articles differ in the types of their columns"));
        }
        let batches = tables.iter().flat_map(|table| table.get().batches.iter().cloned()).collect();
        Ok(Self { batches, kind, schema })
    }

    /// Which table: ``"quotes"``, ``"people"``, …
    #[getter]
    fn name(&self) -> &'static str {
        self.kind.name()
    }

    /// How many rows.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(|batch| batch.rows.len()).sum()
    }

    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// For each column its name, its kind (``"text"``, ``"integer"``, ``"float"``, ``"boolean"``, ``"date"``, ``"nested"``,
    /// ``"other"``) and whether it may be null.
    #[getter]
    fn columns(&self) -> Vec<(String, &'static str, bool)> {
        let fields = self.schema.fields().iter();
        fields.map(|field| (field.name().clone(), column_kind(field.data_type()), field.is_nullable())).collect()
    }

    /// For every row, the article's row in the input, from 0.
    fn article_rows(&self) -> Vec<u64> {
        self.batches.iter().flat_map(|batch| batch.rows.iter()).collect()
    }

    /// The columns as lists of plain Python values; stretches are dicts.
    ///
    /// Raises:
    ///     InvalidInputError: a column kept from the input has a type that needs an Arrow library.
    fn to_pydict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        for field in self.schema.fields() {
            columns.set_item(field.name(), self.column(py, field.name())?)?;
        }
        Ok(columns)
    }

    /// The table with columns of texts set: at the end, or in place of columns of these names.
    ///
    /// Raises:
    ///     InvalidInputError: a column with more or fewer values than the table has rows.
    fn with_texts(&self, columns: Vec<(String, Vec<Option<String>>)>) -> PyResult<Self> {
        if let Some((name, values)) = columns.iter().find(|(_, values)| values.len() != self.num_rows()) {
            let message = format!("column {name:?} has {} values; the table has {} rows", values.len(), self.num_rows());
            return Err(InvalidInputError::new_err(message));
        }
        let mut rest: Vec<_> = columns.into_iter().map(|(name, values)| (name, values.into_iter())).collect();
        let mut batches = Vec::with_capacity(self.batches.len());
        for batch in &self.batches {
            let texts = rest.iter_mut().map(|(name, values)| (name.as_str(), values.take(batch.rows.len()).collect()));
            batches.push(batch.with_texts(texts)?);
        }
        let schema = batches.first().map_or_else(|| self.schema.clone(), Batch::schema);
        Ok(Self { batches, kind: self.kind, schema })
    }

    /// One column as a list of plain Python values.
    ///
    /// Raises:
    ///     InvalidInputError: there is no such column, or it has a type that needs an Arrow library.
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let known = self.column_names().join(", ");
        let at = self
            .schema
            .index_of(name)
            .map_err(|_| InvalidInputError::new_err(format!("no column {name:?}; there are: {known}")))?;
        let list = PyList::empty(py);
        for batch in &self.batches {
            append_values(py, &list, batch.records.column(at))?;
        }
        Ok(list)
    }

    fn __len__(&self) -> usize {
        self.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("Table({:?}, {} rows, {} columns)", self.name(), self.num_rows(), self.schema.fields().len())
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(failed)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The protocol allows a producer to give its own schema: the consumer casts.
        drop(requested_schema);
        let batches: Vec<_> = self.batches.iter().map(|batch| Ok(batch.records.clone())).collect();
        let reader = RecordBatchIterator::new(batches, self.schema.clone());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }
}

fn column_kind(kind: &DataType) -> &'static str {
    match kind {
        DataType::LargeUtf8 => "text",
        DataType::Int64 => "integer",
        DataType::Float64 => "float",
        DataType::Boolean => "boolean",
        DataType::Date32 => "date",
        DataType::List(_) => "nested",
        _ => "other",
    }
}

/// Appends every value of `array`.
fn append_values(py: Python<'_>, list: &Bound<'_, PyList>, array: &ArrayRef) -> PyResult<()> {
    let array = ArticleColumns::decode(array)?;
    for row in 0..array.len() {
        list.append(value_at(py, array.as_ref(), row)?)?;
    }
    Ok(())
}

fn value_at<'py>(py: Python<'py>, array: &dyn Array, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if array.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    Ok(match array.data_type() {
        DataType::LargeUtf8 => array.as_string::<i64>().value(row).into_pyobject(py)?.into_any(),
        DataType::Utf8 => array.as_string::<i32>().value(row).into_pyobject(py)?.into_any(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Boolean => array.as_boolean().value(row).into_pyobject(py)?.to_owned().into_any(),
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>().value(row);
            let date = civil::date(1970, 1, 1).checked_add(days.days()).map_err(failed)?;
            to_date(py, date)?
        }
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            let list = PyList::empty(py);
            append_values(py, &list, &items)?;
            list.into_any()
        }
        DataType::Struct(fields) => {
            let (dict, columns) = (PyDict::new(py), array.as_struct());
            for (field, column) in fields.iter().zip(columns.columns()) {
                dict.set_item(field.name(), value_at(py, column.as_ref(), row)?)?;
            }
            dict.into_any()
        }
        other => {
            let message = format!("a column of type {other} has no plain Python form; read the table with pyarrow or polars");
            return Err(InvalidInputError::new_err(message));
        }
    })
}
