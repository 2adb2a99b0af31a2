//! Reads Python values as article fields, whatever they are: never an exception for a single bad value.

use crate::document::Article;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyFloat, PyString};

/// What was found where a text should be.
pub(super) enum Reading {
    /// A text, and how many lone surrogates were replaced in it.
    Text(String, usize),
    /// None, NaN, NaT, NA.
    Missing,
    /// Something else: the name of its type.
    Other(String),
}

/// Reads a `str` without leaving a UTF-8 copy inside it. A lone surrogate becomes exactly one U+FFFD, which has as many bytes.
fn read_str(value: &Bound<'_, PyString>) -> PyResult<(String, usize)> {
    if let Ok(encoded) = value.encode_utf8() {
        return Ok((String::from_utf8_lossy(encoded.as_bytes()).into_owned(), 0));
    }
    let encoded = value.call_method1("encode", ("utf-8", "surrogatepass"))?;
    let mut bytes = encoded.cast::<PyBytes>()?.as_bytes().to_vec();
    let mut replaced = 0;
    for at in 0..bytes.len().saturating_sub(2) {
        if bytes[at] == 0xED && bytes[at + 1] >= 0xA0 {
            bytes[at..at + 3].copy_from_slice("\u{fffd}".as_bytes());
            replaced += 1;
        }
    }
    Ok((String::from_utf8_lossy(&bytes).into_owned(), replaced))
}

/// Whether the value stands for no value: None, NaN, `pandas.NA`, NaT.
fn is_missing(value: &Bound<'_, PyAny>) -> bool {
    value.is_none()
        || value.cast::<PyFloat>().is_ok_and(|number| number.value().is_nan())
        || value.get_type().name().is_ok_and(|name| name == "NAType" || name == "NaTType")
}

pub(super) fn read_text(value: &Bound<'_, PyAny>) -> PyResult<Reading> {
    if let Ok(text) = value.cast::<PyString>() {
        let (text, replaced) = read_str(text)?;
        return Ok(Reading::Text(text, replaced));
    }
    if is_missing(value) {
        return Ok(Reading::Missing);
    }
    Ok(Reading::Other(value.get_type().name()?.to_string()))
}

/// A title, an outlet or an id as text.
pub(super) fn read_label(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    match read_text(value)? {
        Reading::Text(text, _) => Ok(Some(text)),
        Reading::Missing => Ok(None),
        Reading::Other(_) => Ok(Some(read_str(&value.str()?)?.0)),
    }
}

/// A date as text: ISO for everything that has `isoformat`, else what it prints as.
pub(super) fn read_date(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    let text = match read_text(value)? {
        Reading::Text(text, _) => return Ok(Some(text)),
        Reading::Missing => return Ok(None),
        Reading::Other(_) if value.hasattr("isoformat")? => value.call_method0("isoformat")?.str()?,
        Reading::Other(_) => value.str()?,
    };
    let text = read_str(&text)?.0;
    Ok((text != "NaT").then_some(text))
}

/// The fields of one article as Python values.
#[derive(Default)]
pub(super) struct Row<'py> {
    pub text: Option<Bound<'py, PyAny>>,
    pub id: Option<Bound<'py, PyAny>>,
    pub date: Option<Bound<'py, PyAny>>,
    pub title: Option<Bound<'py, PyAny>>,
    pub outlet: Option<Bound<'py, PyAny>>,
}

impl Row<'_> {
    /// The article; what is wrong with its text is in its `error` and `notes`.
    pub(super) fn read(&self, title_in_text: bool) -> PyResult<Article> {
        let mut article = Article {
            id: self.id.as_ref().map(read_label).transpose()?.flatten(),
            date: self.date.as_ref().map(read_date).transpose()?.flatten(),
            title: self.title.as_ref().map(read_label).transpose()?.flatten(),
            outlet: self.outlet.as_ref().map(read_label).transpose()?.flatten(),
            ..Article::default()
        };
        match self.text.as_ref().map_or(Ok(Reading::Missing), read_text)? {
            Reading::Text(text, replaced) => {
                article.text = Some(text);
                if replaced > 0 {
                    article.notes.push(format!("{replaced} lone surrogates read as U+FFFD"));
                }
            }
            Reading::Missing => article.error = Some("no text".to_owned()),
            Reading::Other(name) => article.error = Some(format!("text is not a str but {name}")),
        }
        if title_in_text {
            article.join_title();
        }
        Ok(article)
    }
}
