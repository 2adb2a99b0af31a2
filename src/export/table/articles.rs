//! The caller's own columns in our tables: ids and columns to keep, of any Arrow type.

use super::Runs;
use super::columns::encode;
use super::schema::TableKind;
use crate::error::{Error, Result};
use arrow_array::builder::Int32Builder;
use arrow_array::{Array, ArrayRef, LargeStringArray, make_array};
use arrow_data::transform::MutableArrayData;
use arrow_schema::DataType;
use std::sync::Arc;

/// Columns of the caller's table, one value per article of a chunk.
#[derive(Clone, Debug, Default)]
pub struct ArticleColumns {
    /// The id column; a dictionary has been decoded ([`decode`](Self::decode)).
    pub ids: Option<ArrayRef>,
    /// Columns to copy: name, values, and the tables that have this very column already.
    pub kept: Vec<(String, ArrayRef, Vec<TableKind>)>,
}

/// The values at `positions` (`None` for null), in a new array that holds nothing else.
fn take(array: &dyn Array, positions: impl ExactSizeIterator<Item = Option<usize>>) -> Result<ArrayRef> {
    let data = array.to_data();
    let mut taken = MutableArrayData::new(vec![&data], true, positions.len());
    for position in positions {
        match position {
            Some(at) => taken.try_extend(0, at, at + 1),
            None => taken.try_extend_nulls(1),
        }
        .map_err(|error| Error::InvalidInput(format!("a column of type {} could not be copied: {error}", array.data_type())))?;
    }
    Ok(make_array(taken.freeze()))
}

impl ArticleColumns {
    /// A column without dictionary encoding; one of type null becomes texts that are null.
    ///
    /// # Errors
    /// The values of one chunk are too long for the column's type.
    pub fn decode(array: &ArrayRef) -> Result<ArrayRef> {
        if array.data_type() == &DataType::Null {
            return Ok(Arc::new(LargeStringArray::new_null(array.len())));
        }
        let Some(dictionary) = arrow_array::cast::AsArray::as_any_dictionary_opt(array.as_ref()) else {
            return Ok(array.clone());
        };
        if dictionary.values().is_empty() {
            return take(dictionary.values(), vec![None; array.len()].into_iter());
        }
        let keys = dictionary.normalized_keys();
        let at = keys.into_iter().enumerate().map(|(row, key)| array.is_valid(row).then_some(key));
        take(dictionary.values(), at)
    }

    /// The id of each row, dictionary-encoded; the dictionary holds the ids that occur.
    pub(super) fn encode_ids(&self, rows: &Runs) -> Result<Option<ArrayRef>> {
        let Some(ids) = self.ids.as_ref() else { return Ok(None) };
        let mut firsts: Vec<usize> = Vec::new();
        let mut keys = Int32Builder::with_capacity(rows.len());
        for &(row, count) in rows.runs() {
            if ids.is_valid(row as usize) {
                keys.append_value_n(i32::try_from(firsts.len()).unwrap_or(i32::MAX), count);
                firsts.push(row as usize);
            } else {
                keys.append_nulls(count);
            }
        }
        let values = take(ids, firsts.into_iter().map(Some))?;
        Ok(Some(encode(keys.finish(), values)))
    }

    /// The kept columns, one value per row.
    pub(super) fn take_kept(&self, kind: TableKind, rows: &Runs) -> Result<Vec<(String, ArrayRef)>> {
        let rows: Vec<Option<usize>> = rows.iter().map(|row| Some(row as usize)).collect();
        self.kept
            .iter()
            .filter(|(_, _, has_it)| !has_it.contains(&kind))
            .map(|(name, array, _)| Ok((name.clone(), take(array, rows.iter().copied())?)))
            .collect()
    }
}
