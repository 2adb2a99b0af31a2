//! What the tests of the gold share: the cases of a file, and the list of those that do not come out right yet.
//!
//! tests/python/test_gold.py judges the same cases by the same comparisons, through the package.

use pullquote::{Article, Document, Pipeline};
use std::collections::BTreeSet;
use std::fmt::Write;

/// A field of a case that is text.
pub fn text_of(case: &toml::Table, key: &str) -> Option<String> {
    case.get(key).and_then(toml::Value::as_str).map(str::to_owned)
}

/// A field of a case that is a list of texts.
#[allow(dead_code, reason = "not every gold file has one")]
pub fn strings(case: &toml::Table, key: &str) -> Option<Vec<String>> {
    Some(case.get(key)?.as_array()?.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect())
}

/// A field of a case that is a list of tables; empty where it is absent.
#[allow(dead_code, reason = "not every gold file has one")]
pub fn tables(case: &toml::Table, key: &str) -> Vec<toml::Table> {
    let listed = case.get(key).and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    listed.iter().map(|value| value.as_table().expect("a table").clone()).collect()
}

/// Analyses every case of `source` and says all at once which ones newly fail, and which ones that
/// tests/gold/unsettled.toml lists under `[name]` are right now, or gone. A case with `doubt` may come out either way.
pub fn judge(name: &str, source: &str, differences: impl Fn(&toml::Table, &Document) -> Vec<String>) {
    let gold: toml::Table = source.parse().expect("the gold is TOML");
    let cases = tables(&gold, "case");
    let unsettled: toml::Table = include_str!("../gold/unsettled.toml").parse().expect("the list is TOML");
    let unsettled = unsettled.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let pipeline = Pipeline::new();
    let (mut shown, mut right, mut doubtful, mut names) = (String::new(), 0, 0, BTreeSet::new());
    for case in &cases {
        let label = text_of(case, "name").expect("a name");
        let (text, date, title) = (text_of(case, "text"), text_of(case, "date"), text_of(case, "title"));
        // Only cases of times have it.
        let is_day_first = case.get("day_first").and_then(toml::Value::as_bool);
        let pipeline = is_day_first.map_or_else(|| pipeline.clone(), |is_first| pipeline.clone().with_day_first(is_first));
        let document = pipeline.analyze(Article { text, date, title, ..Article::default() });
        document.check().expect("offsets are true");
        let lines = differences(case, &document);
        assert!(names.insert(label.clone()), "two cases of {name} are called {label}");
        if case.contains_key("doubt") {
            doubtful += 1;
            continue;
        }
        right += usize::from(lines.is_empty());
        match (lines.is_empty(), unsettled.contains_key(&label)) {
            (true, true) => _ = write!(shown, "\n{label} is right now: take it off tests/gold/unsettled.toml"),
            (false, false) => {
                _ = write!(shown, "\n{label}: {}\n  {}", document.text.replace('\n', "⏎"), lines.join("\n  "));
            }
            _ => {}
        }
    }
    for label in unsettled.keys().filter(|label| !names.contains(*label)) {
        _ = write!(shown, "\n{label} is no case of {name}: take it off tests/gold/unsettled.toml");
    }
    assert!(shown.is_empty(), "{name}: {right} of {} right{shown}", cases.len() - doubtful);
}
