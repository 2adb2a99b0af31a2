//! `same_quotes`, `compare`, `find`: columns of the caller's tables in, columns out.

use super::errors::InvalidInputError;
use crate::corpus::edits::{Difference, Edit};
use crate::corpus::find::find;
use crate::corpus::normal::tokens_of;
use crate::corpus::same::{Same, SameRow, compare_texts};
use crate::corpus::signatures::NO_DAY;
use crate::corpus::{Quotation, Signatures, same_quotes as find_same};
use crate::model::hash::{atom, mix2};
use pyo3::prelude::*;

/// A column of few values: of each row the number of its value, and the values.
type Coded = (Vec<u32>, Vec<Option<String>>);

/// The columns of all quotations, of one length.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(super) struct QuoteColumns {
    pub said: Vec<String>,
    pub quote: Vec<String>,
    pub article: Coded,
    pub speaker: Coded,
    pub speaker_kind: Coded,
    pub kind: Coded,
    pub identity: Coded,
    pub date: Coded,
}

impl QuoteColumns {
    /// The quotations as the core takes them.
    pub(super) fn quotations(&self) -> PyResult<Vec<Quotation<'_>>> {
        let n = self.said.len();
        let coded = [&self.article, &self.speaker, &self.speaker_kind, &self.kind, &self.identity, &self.date];
        let is_right = |(codes, values): &Coded| codes.len() == n && codes.iter().all(|&code| (code as usize) < values.len());
        if self.quote.len() != n || !coded.into_iter().all(is_right) {
            return Err(InvalidInputError::new_err("columns of quotations differ in length"));
        }
        let articles: Vec<u64> = self.article.1.iter().map(|id| atom(id.as_deref().unwrap_or("").as_bytes())).collect();
        let rows = (0..n).map(|row| Quotation {
            said: &self.said[row],
            speaker: get(&self.speaker, row),
            speaker_kind: get(&self.speaker_kind, row),
            is_reported: matches!(get(&self.kind, row), Some("indirect" | "mixed")),
            identity: get(&self.identity, row),
            date: get(&self.date, row),
            label: mix2(13, articles[self.article.0[row] as usize], atom(self.quote[row].as_bytes())),
        });
        Ok(rows.collect())
    }
}

fn get((codes, values): &Coded, row: usize) -> Option<&str> {
    values[codes[row] as usize].as_deref()
}

/// Code points before a byte.
pub(super) fn chars(text: &str, byte: u32) -> usize {
    if text.is_ascii() { byte as usize } else { text[..byte as usize].chars().count() }
}

/// (op, from, to) in words.
type WordEdit = (&'static str, String, String);

fn edits_of(edits: &[Edit], from: &str, to: &str) -> Vec<WordEdit> {
    let text = |text: &str, range: &std::ops::Range<u32>| text[range.start as usize..range.end as usize].to_owned();
    edits.iter().map(|edit| (edit.op.name(), text(from, &edit.from), text(to, &edit.to))).collect()
}

/// Of every row the number of its quotation and cluster, the stretch (code points of said), whether it is the longest, the share,
/// edits, flags, the first day (days since 1970), days since then, the margin; then the ids of the clusters.
type SameColumns = (
    Vec<u32>,
    Vec<u32>,
    Vec<(usize, usize)>,
    Vec<bool>,
    Vec<f32>,
    Vec<Vec<WordEdit>>,
    Vec<Vec<&'static str>>,
    Vec<Option<i32>>,
    Vec<Option<i32>>,
    Vec<Option<f32>>,
    Vec<String>,
);

/// Finds what is the same utterance: see ``pullquote.same_quotes``.
#[pyfunction]
#[pyo3(signature = (quotes, alone, threads, /))]
pub(super) fn same_quotes(py: Python<'_>, quotes: QuoteColumns, alone: bool, threads: usize) -> PyResult<SameColumns> {
    let quotations = quotes.quotations()?;
    Ok(py.detach(|| columns_of(find_same(&quotations, alone, threads), &quotes.said)))
}

fn columns_of(same: Same, said: &[String]) -> SameColumns {
    let mut longest = vec![0; same.ids.len()];
    for row in same.rows.iter().filter(|row| row.is_longest) {
        longest[row.cluster as usize] = row.quote;
    }
    let of = |row: &SameRow| said[row.quote as usize].as_str();
    let edits = |row: &SameRow| edits_of(&row.difference.edits, &said[longest[row.cluster as usize] as usize], of(row));
    let rows = &same.rows;
    (
        rows.iter().map(|row| row.quote).collect(),
        rows.iter().map(|row| row.cluster).collect(),
        rows.iter().map(|row| (chars(of(row), row.start), chars(of(row), row.end))).collect(),
        rows.iter().map(|row| row.is_longest).collect(),
        rows.iter().map(|row| row.difference.kept_share).collect(),
        rows.iter().map(edits).collect(),
        rows.iter().map(|row| row.difference.flags.names().collect()).collect(),
        rows.iter().map(|row| Some(row.first_day).filter(|&day| day != NO_DAY)).collect(),
        rows.iter().map(|row| row.lag).collect(),
        rows.iter().map(|row| row.margin).collect(),
        same.ids,
    )
}

/// Edits with their stretches in both texts (code points), flags, and the share of the longer that is kept.
type Compared = (Vec<(&'static str, (usize, usize), (usize, usize))>, Vec<&'static str>, f32);

/// Compares two wordings: see ``pullquote.compare``.
#[pyfunction]
#[pyo3(signature = (a, b, /))]
pub(super) fn compare(py: Python<'_>, a: String, b: String) -> Compared {
    py.detach(|| {
        let Difference { edits, flags, kept_share } = compare_texts(&a, &b);
        let span = |text: &str, range: &std::ops::Range<u32>| (chars(text, range.start), chars(text, range.end));
        let edits = edits.iter().map(|edit| (edit.op.name(), span(&a, &edit.from), span(&b, &edit.to))).collect();
        (edits, flags.names().collect(), kept_share)
    })
}

/// Row, score, stretch in code points, edits, flags.
type Found = (u32, f32, (usize, usize), Vec<WordEdit>, Vec<&'static str>);

/// Searches quotations: see ``pullquote.find``.
#[pyfunction]
#[pyo3(signature = (said, query, least, most, threads, /))]
pub(super) fn find_quotes(py: Python<'_>, said: Vec<String>, query: String, least: f32, most: usize, threads: usize) -> Vec<Found> {
    py.detach(|| {
        let quotations: Vec<Quotation<'_>> = said.iter().map(|said| Quotation { said, ..Quotation::default() }).collect();
        let all = Signatures::of(&quotations, threads);
        let keys: Vec<u32> = tokens_of(&query).iter().map(|token| token.key).collect();
        let hits = find(&all, &keys, least, most);
        let found = hits.into_iter().map(|hit| {
            let text = said[hit.quote as usize].as_str();
            let tokens = &tokens_of(text)[hit.words];
            let (start, end) = (tokens[0].start, tokens[tokens.len() - 1].end);
            let stretch = &text[start as usize..end as usize];
            let difference = compare_texts(&query, stretch);
            let edits = edits_of(&difference.edits, &query, stretch);
            (hit.quote, hit.score, (chars(text, start), chars(text, end)), edits, difference.flags.names().collect())
        });
        found.collect()
    })
}
