//! Column builders by type, and the record batch they become.

use super::schema::{Column, ColumnType, TableKind, arrow_schema};
use super::{ArticleColumns, Runs, TableOptions};
use crate::error::{Error, Result};
use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, LargeStringBuilder, ListBuilder, StructBuilder,
};
use arrow_array::{Array, ArrayRef, DictionaryArray, Int32Array, Int64Array, LargeStringArray, RecordBatch};
use arrow_schema::{Field, Schema};
use std::sync::Arc;

/// One value of a row.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Cell<'a> {
    Null,
    Text(&'a str),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    /// Days since 1970-01-01.
    Date(i32),
    Spans(&'a [(i64, i64, &'a str)]),
    Texts(&'a [String]),
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
impl<'a> From<&'a str> for Cell<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}
impl<'a> From<&'a String> for Cell<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}
impl From<i64> for Cell<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

#[derive(Debug)]
enum Builder {
    /// Made of the rows in the end.
    ArticleId,
    /// A column of texts that nobody looked for: so many nulls.
    NoText(usize),
    Text(LargeStringBuilder),
    Integer(Int64Builder),
    Float(Float64Builder),
    Boolean(BooleanBuilder),
    Date(Date32Builder),
    Spans(ListBuilder<StructBuilder>),
    Texts(ListBuilder<LargeStringBuilder>),
}

impl Builder {
    fn new(kind: ColumnType) -> Self {
        match kind {
            ColumnType::Text => Self::Text(LargeStringBuilder::new()),
            ColumnType::ArticleId => Self::ArticleId,
            ColumnType::Integer => Self::Integer(Int64Builder::new()),
            ColumnType::Float => Self::Float(Float64Builder::new()),
            ColumnType::Boolean => Self::Boolean(BooleanBuilder::new()),
            ColumnType::Date => Self::Date(Date32Builder::new()),
            ColumnType::Spans => Self::Spans(ListBuilder::new(StructBuilder::from_fields(ColumnType::span_fields(), 0))),
            ColumnType::Texts => Self::Texts(ListBuilder::new(LargeStringBuilder::new())),
        }
    }

    fn push(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Self::Text(builder), Cell::Text(text)) => builder.append_value(text),
            (Self::Integer(builder), Cell::Integer(number)) => builder.append_value(number),
            (Self::Float(builder), Cell::Float(number)) => builder.append_value(number),
            (Self::Boolean(builder), Cell::Boolean(is_so)) => builder.append_value(is_so),
            (Self::Date(builder), Cell::Date(days)) => builder.append_value(days),
            (Self::Spans(builder), Cell::Spans(spans)) => {
                for &(start, end, text) in spans {
                    push_span(builder.values(), start, end, text);
                }
                builder.append(true);
            }
            (Self::Texts(builder), Cell::Texts(texts)) => {
                for text in texts {
                    builder.values().append_value(text);
                }
                builder.append(true);
            }
            (builder, cell) => {
                debug_assert!(matches!(cell, Cell::Null), "{cell:?} does not fit its column");
                builder.push_null();
            }
        }
    }

    fn push_null(&mut self) {
        match self {
            Self::ArticleId => {}
            Self::NoText(count) => *count += 1,
            Self::Text(builder) => builder.append_null(),
            Self::Integer(builder) => builder.append_null(),
            Self::Float(builder) => builder.append_null(),
            Self::Boolean(builder) => builder.append_null(),
            Self::Date(builder) => builder.append_null(),
            Self::Spans(builder) => builder.append(false),
            Self::Texts(builder) => builder.append(false),
        }
    }

    fn finish(self, rows: &Runs) -> ArrayRef {
        match self {
            Self::ArticleId => encode_rows(rows),
            Self::NoText(count) => Arc::new(LargeStringArray::new_null(count)),
            Self::Text(mut builder) => ArrayBuilder::finish(&mut builder),
            Self::Integer(mut builder) => ArrayBuilder::finish(&mut builder),
            Self::Float(mut builder) => ArrayBuilder::finish(&mut builder),
            Self::Boolean(mut builder) => ArrayBuilder::finish(&mut builder),
            Self::Date(mut builder) => ArrayBuilder::finish(&mut builder),
            Self::Spans(mut builder) => ArrayBuilder::finish(&mut builder),
            Self::Texts(mut builder) => ArrayBuilder::finish(&mut builder),
        }
    }
}

fn push_span(builder: &mut StructBuilder, start: i64, end: i64, text: &str) {
    if let Some(field) = builder.field_builder::<Int64Builder>(0) {
        field.append_value(start);
    }
    if let Some(field) = builder.field_builder::<Int64Builder>(1) {
        field.append_value(end);
    }
    if let Some(field) = builder.field_builder::<LargeStringBuilder>(2) {
        field.append_value(text);
    }
    builder.append(true);
}

/// The columns of one table, growing.
#[derive(Debug)]
pub struct Columns {
    schema: Vec<Column>,
    builders: Vec<Builder>,
    rows: Runs,
    has_quotes: bool,
    /// Values of a column on their way into it.
    integers: Vec<i64>,
}

impl Columns {
    pub(super) fn new(kind: TableKind, options: &TableOptions) -> Self {
        let mut columns = kind.columns().to_vec();
        columns.extend(kind.further_columns(options));
        let is_sought = |column: &Column| options.has_tags || kind != TableKind::Tokens || !column.needs_tags();
        let new = |column: &Column| if is_sought(column) { Builder::new(column.kind) } else { Builder::NoText(0) };
        let builders = columns.iter().map(new).collect();
        Self { schema: columns, builders, rows: Runs::default(), has_quotes: options.has_quotes, integers: Vec::new() }
    }

    /// Adds a row: one cell for each column but `article_id`, in order. `row` is the article's.
    pub(super) fn push(&mut self, row: u64, cells: &[Cell<'_>]) {
        debug_assert_eq!(cells.len() + 1, self.schema.len(), "cells for {:?}", self.schema[0].name);
        let mut cells = cells.iter().copied();
        for (column, builder) in self.schema.iter().zip(&mut self.builders) {
            if column.kind != ColumnType::ArticleId {
                builder.push(cells.next().unwrap_or(Cell::Null));
            }
        }
        self.rows.push(row, 1);
    }

    /// Adds `count` rows of one article, which the caller fills column by column, but `article_id`, in order.
    pub(super) fn extend(&mut self, row: u64, count: usize) -> NewRows<'_> {
        self.rows.push(row, count);
        let own = self.schema.iter().zip(&mut self.builders).filter(|(column, _)| column.kind != ColumnType::ArticleId);
        NewRows { count, integers: &mut self.integers, builders: own.map(|(_, builder)| builder).collect::<Vec<_>>().into_iter() }
    }

    /// How many rows.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn finish(self, kind: TableKind) -> Batch {
        let Self { schema: columns, builders, rows, has_quotes, .. } = self;
        let arrays: Vec<ArrayRef> = builders.into_iter().map(|builder| builder.finish(&rows)).collect();
        let fields = columns
            .iter()
            .zip(&arrays)
            .map(|(column, array)| {
                // Without quotes null in every chunk, so that chunks have one schema; where a document differs from the options, too.
                let is_nullable = column.is_nullable || column.needs_quotes && (!has_quotes || array.null_count() > 0);
                Field::new(column.name, array.data_type().clone(), is_nullable)
            })
            .collect();
        Batch::new(kind, rows, fields, arrays)
    }
}

/// Rows to be filled, each column by one call, in the order of the schema.
#[derive(Debug)]
pub(super) struct NewRows<'a> {
    count: usize,
    integers: &'a mut Vec<i64>,
    builders: std::vec::IntoIter<&'a mut Builder>,
}

impl NewRows<'_> {
    pub(super) fn integers(&mut self, values: impl Iterator<Item = i64>) {
        let Some(Builder::Integer(builder)) = self.builders.next() else { return };
        self.integers.clear();
        self.integers.extend(values);
        debug_assert_eq!(self.integers.len(), self.count);
        builder.append_slice(self.integers);
    }

    pub(super) fn booleans(&mut self, values: impl Iterator<Item = bool>) {
        let Some(Builder::Boolean(builder)) = self.builders.next() else { return };
        values.for_each(|value| builder.append_value(value));
    }

    pub(super) fn texts<'t>(&mut self, values: impl Iterator<Item = &'t str>) {
        let Some(Builder::Text(builder)) = self.builders.next() else { return };
        values.for_each(|value| builder.append_value(value));
    }

    pub(super) fn optional_texts<T: AsRef<str>>(&mut self, values: impl Iterator<Item = Option<T>>) {
        let Some(Builder::Text(builder)) = self.builders.next() else { return };
        values.for_each(|value| builder.append_option(value));
    }

    pub(super) fn nulls(&mut self) {
        match self.builders.next() {
            Some(Builder::NoText(count)) => *count += self.count,
            Some(builder) => (0..self.count).for_each(|_| builder.push_null()),
            None => {}
        }
    }
}

/// Row numbers, dictionary-encoded like every `article_id`.
fn encode_rows(rows: &Runs) -> ArrayRef {
    let mut keys: Vec<i32> = Vec::with_capacity(rows.len());
    for (key, &(_, count)) in rows.runs().iter().enumerate() {
        keys.resize(keys.len() + count, i32::try_from(key).unwrap_or(i32::MAX));
    }
    let values = rows.runs().iter().map(|&(row, _)| i64::try_from(row).unwrap_or(i64::MAX));
    encode(keys.into(), Arc::new(Int64Array::from_iter_values(values)))
}

/// A dictionary array from keys that all point into `values`.
pub(super) fn encode(keys: Int32Array, values: ArrayRef) -> ArrayRef {
    Arc::new(DictionaryArray::new(keys, values))
}

/// The rows of one table for a chunk of articles.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Which table.
    pub kind: TableKind,
    /// For every row, the article's row in the input.
    pub rows: Runs,
    /// The columns.
    pub records: RecordBatch,
}

impl Batch {
    pub(super) fn new(kind: TableKind, rows: Runs, fields: Vec<Field>, arrays: Vec<ArrayRef>) -> Self {
        let schema = Arc::new(arrow_schema(kind, fields));
        let records = RecordBatch::try_new(schema.clone(), arrays);
        debug_assert!(records.is_ok(), "{kind:?}: {records:?}");
        Self { kind, rows, records: records.unwrap_or_else(|_| RecordBatch::new_empty(schema)) }
    }

    /// The same rows with the caller's ids in `article_id` and the caller's further columns at the end.
    /// `first_row` is the input row of the columns' first value.
    ///
    /// # Errors
    /// The copied values are too long for their column's type.
    pub fn with_articles(&self, articles: &ArticleColumns, first_row: u64) -> Result<Self> {
        let mut rows = Runs::default();
        self.rows.runs().iter().for_each(|&(row, count)| rows.push(row - first_row, count));
        let schema = self.records.schema();
        let mut fields: Vec<Field> = schema.fields().iter().map(|field| field.as_ref().clone()).collect();
        let mut arrays = self.records.columns().to_vec();
        if let (Some(ids), Ok(at)) = (articles.encode_ids(&rows)?, schema.index_of("article_id")) {
            fields[at] = Field::new("article_id", ids.data_type().clone(), true);
            arrays[at] = ids;
        }
        for (name, array) in articles.take_kept(self.kind, &rows)? {
            fields.push(Field::new(name, array.data_type().clone(), true));
            arrays.push(array);
        }
        Ok(Self::new(self.kind, self.rows.clone(), fields, arrays))
    }

    /// The same rows with columns of texts set: at the end, or in place of columns of these names. They may be null.
    ///
    /// # Errors
    /// A column is longer or shorter than the table.
    pub fn with_texts<'a>(&self, columns: impl IntoIterator<Item = (&'a str, LargeStringArray)>) -> Result<Self> {
        let mut fields: Vec<Field> = self.records.schema().fields().iter().map(|field| field.as_ref().clone()).collect();
        let mut arrays = self.records.columns().to_vec();
        for (name, array) in columns {
            if array.len() != self.rows.len() {
                let message = format!("column {name:?} has {} values; the table has {} rows", array.len(), self.rows.len());
                return Err(Error::InvalidInput(message));
            }
            let field = Field::new(name, array.data_type().clone(), true);
            if let Some(at) = fields.iter().position(|field| field.name() == name) {
                (fields[at], arrays[at]) = (field, Arc::new(array));
            } else {
                fields.push(field);
                arrays.push(Arc::new(array));
            }
        }
        Ok(Self::new(self.kind, self.rows.clone(), fields, arrays))
    }

    /// The schema, metadata included.
    pub fn schema(&self) -> Arc<Schema> {
        self.records.schema()
    }
}
