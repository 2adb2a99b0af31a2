//! The extension module `pullquote._core`: the only place that names Python.
//!
//! Thin wiring: it reads the caller's objects into [`Article`](crate::Article)s, runs the core without the GIL, and shows documents
//! as frozen views and tables as Arrow streams. Data frames are the business of `python/pullquote`.

// PyO3 hands arguments over by value.
#![allow(clippy::needless_pass_by_value)]
// Getters of fields that a later stage fills.
#![allow(clippy::unused_self)]

mod across;
mod arrow_dates;
mod arrow_in;
mod corpus;
mod document;
mod errors;
mod identity;
mod input;
mod model;
mod names;
mod pipeline;
mod table;
mod values;
mod views;
mod watch;

/// Rust core of `pullquote`; use the names in `pullquote` itself.
#[pyo3::pymodule]
mod _core {
    #[pymodule_export]
    use super::across::{PyArticleSet, PyCorpus};
    #[pymodule_export]
    use super::arrow_in::{PyArrowBatch, PyArrowReader};
    #[pymodule_export]
    use super::corpus::{PyQuoteSet, PySameQuotes, compare};
    #[pymodule_export]
    use super::document::{PyDocument, restore_document, restore_view};
    #[pymodule_export]
    use super::identity::link_people;
    #[pymodule_export]
    use super::model::train_names;
    #[pymodule_export]
    use super::names::{PyNames, restore_names};
    #[pymodule_export]
    use super::pipeline::{PyPipeline, PyTableOptions};
    #[pymodule_export]
    use super::table::{PyTable, table_columns, table_names};
    #[pymodule_export]
    use super::views::{
        PyCue, PyMark, PyMention, PyPerson, PyQuote, PyRegion, PySentence, PySpan, PySpeaker, PyTimeExpression, PyToken,
    };

    #[pymodule_init]
    fn init(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        use pyo3::types::PyModuleMethods;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("MIN_LABELLED", super::model::MIN_LABELLED)?;
        module.add("SCHEMA_VERSION", crate::export::json::SCHEMA)
    }
}
