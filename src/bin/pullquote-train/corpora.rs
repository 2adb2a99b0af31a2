//! Reads the corpora of ../shared/data, and the teacher's labels.

use super::Failure;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::str::SplitAsciiWhitespace;

/// Licences of GUM's texts that allow commercial use; weights that ship learn from these alone.
const OPEN_LICENSES: [&str; 3] = ["CC-BY-4.0", "CC-BY-2.5", "CC-BY-SA-3.0"];

/// Whether a document of GUM may be learned from.
pub fn is_open(document: &Value) -> bool {
    document["license"].as_str().is_some_and(|license| OPEN_LICENSES.contains(&license))
}

/// The documents of a file, one JSON object a line.
pub fn read_documents(path: &Path) -> Result<Vec<Value>, Failure> {
    let file = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    file.lines()
        .enumerate()
        .map(|(line, text)| serde_json::from_str(text).map_err(|error| format!("{}:{}: {error}", path.display(), line + 1).into()))
        .collect()
}

/// The teacher's labels of raw articles (gzip, written by teach/labels.py), by article: what `read` makes of the items of a line.
///
/// # Errors
/// If the file cannot be read, or `read` gives none.
pub fn read_labels<T>(path: &str, read: impl Fn(SplitAsciiWhitespace<'_>) -> Option<T>) -> Result<BTreeMap<String, T>, Failure> {
    let file = std::fs::File::open(path).map_err(|error| format!("{path}: {error}"))?;
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text)?;
    let label = |line: &str| {
        let (id, items) = line.split_once('\t')?;
        Some((id.to_owned(), read(items.split_ascii_whitespace())?))
    };
    text.lines().map(|line| label(line).ok_or_else(|| format!("{path}: odd line {line:.60}").into())).collect()
}

/// The numbers of an item, if they are so many.
pub fn numbers_of<const N: usize>(item: &str) -> Option<[usize; N]> {
    let numbers: Vec<usize> = item.split(',').map(str::parse).collect::<Result<_, _>>().ok()?;
    numbers.try_into().ok()
}
