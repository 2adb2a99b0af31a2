//! Reads the corpora of ../shared/data.

use super::Failure;
use serde_json::Value;
use std::path::Path;

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
