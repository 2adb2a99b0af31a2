//! Dates of an Arrow column as ISO texts: texts as they are, dates, and timestamps on the day of their own time zone.

use super::arrow_in::Texts;
use super::errors::InvalidInputError;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use jiff::civil;
use pyo3::prelude::*;

const SECONDS_A_DAY: i64 = 86_400;

/// The ISO date that many days after 1970-01-01, or the number where no calendar has it.
fn iso(days: i64) -> String {
    let date = jiff::Span::new().try_days(days).ok().and_then(|days| civil::date(1970, 1, 1).checked_add(days).ok());
    date.map_or_else(|| format!("day {days}"), |date| date.to_string())
}

/// Reads the dates of a decoded column.
pub(super) fn read_dates(py: Python<'_>, column: &ArrayRef, name: &str) -> PyResult<Vec<Option<String>>> {
    if let Some(texts) = Texts::new(column) {
        return Ok((0..column.len()).map(|row| texts.get(row).map(str::to_owned)).collect());
    }
    let seconds = |numbers: Vec<Option<i64>>, a_second: i64| -> Vec<Option<i64>> {
        numbers.into_iter().map(|number| number.map(|number| number.div_euclid(a_second))).collect()
    };
    let (seconds, zone) = match column.data_type() {
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>();
            return Ok(days.iter().map(|day| day.map(|day| iso(i64::from(day)))).collect());
        }
        DataType::Date64 => (seconds(column.as_primitive::<Date64Type>().iter().collect(), 1000), None),
        DataType::Timestamp(unit, zone) => {
            let numbers = match unit {
                TimeUnit::Second => seconds(column.as_primitive::<TimestampSecondType>().iter().collect(), 1),
                TimeUnit::Millisecond => seconds(column.as_primitive::<TimestampMillisecondType>().iter().collect(), 1000),
                TimeUnit::Microsecond => seconds(column.as_primitive::<TimestampMicrosecondType>().iter().collect(), 1_000_000),
                TimeUnit::Nanosecond => seconds(column.as_primitive::<TimestampNanosecondType>().iter().collect(), 1_000_000_000),
            };
            (numbers, zone.as_deref())
        }
        other => {
            let message = format!("column {name:?} is of type {other}; expected text, a date or a timestamp: cast it first");
            return Err(InvalidInputError::new_err(message));
        }
    };
    let offset = zone.map(|zone| py.import("pullquote._zones")?.call_method1("offset_of", (zone,))).transpose()?;
    let local = |seconds: i64| -> PyResult<String> {
        let shift: i64 = offset.as_ref().map_or(Ok(0), |offset| offset.call1((seconds,))?.extract())?;
        Ok(iso((seconds + shift).div_euclid(SECONDS_A_DAY)))
    };
    seconds.into_iter().map(|seconds| seconds.map(local).transpose()).collect()
}
