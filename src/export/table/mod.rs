//! Documents to Arrow record batches: one batch a table for a chunk of articles.
//!
//! Input: documents in order, each with the number of its row. Output: [`Batch`]es whose columns are those of
//! [`TableKind::columns`], sorted by (article, start). `article_id` holds row numbers until [`Batch::with_articles`] puts the
//! caller's ids and further columns in. Cost: O(rows).

mod articles;
mod columns;
mod rows;
mod runs;
mod schema;

pub use articles::ArticleColumns;
pub use columns::{Batch, Cell, Columns};
pub use runs::Runs;
pub use schema::{Column, ColumnType, TableKind, arrow_schema};

use crate::document::Document;
use crate::quote::Status;

/// What the tables hold, beyond their fixed columns.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // Options, each on its own.
pub struct TableOptions {
    /// Code points of text before and after each row's span, as `context_before` and `context_after`; 0 for none.
    pub context: u32,
    /// The statuses of which quotes are rows.
    pub statuses: Vec<Status>,
    /// The least confidence of the attributions of which quotes are rows, 0 to 1.
    pub min_confidence: f64,
    /// Whether `articles` returns the text that was analysed.
    pub has_text: bool,
    /// Whether quotes were looked for. If not, the columns that depend on them can be null, and are.
    pub has_quotes: bool,
    /// Whether the table of tokens has parts of speech and lemmas. If not, they are null.
    pub has_tags: bool,
    /// Whether the table of mentions has the user's own names and no others.
    pub only_phrases: bool,
}

impl Default for TableOptions {
    fn default() -> Self {
        let statuses = Status::ALL.into_iter().filter(|status| status.is_speech()).collect();
        Self { context: 0, statuses, min_confidence: 0.0, has_text: false, has_quotes: true, has_tags: true, only_phrases: false }
    }
}

/// Collects the rows of one table.
#[derive(Debug)]
pub struct TableBuilder {
    kind: TableKind,
    options: TableOptions,
    columns: Columns,
}

impl TableBuilder {
    /// An empty table.
    pub fn new(kind: TableKind, options: TableOptions) -> Self {
        let columns = Columns::new(kind, &options);
        Self { kind, options, columns }
    }

    /// Adds the rows of the document that stands in row `row` of the input.
    pub fn push(&mut self, row: u64, document: &Document) {
        rows::push(&mut self.columns, self.kind, &self.options, row, document);
    }

    /// The rows as one record batch.
    pub fn finish(self) -> Batch {
        self.columns.finish(self.kind)
    }
}

#[cfg(test)]
mod tests;
