//! The gold of times (tests/gold/times.toml, times_more.toml), written before any code; their headers state the conventions.

mod common;

use common::{judge, tables, text_of};
use pullquote::Document;

/// Extent (in bytes), text, type, value, first and last day of a time; empty where there is none.
type InWords = (usize, String, String, String, String, String);

fn found(document: &Document) -> Vec<InWords> {
    let json = document.to_json();
    let times = document.times.iter().zip(json["times"].as_array().expect("times"));
    times
        .map(|(time, shown)| {
            let field = |name: &str| shown[name].as_str().unwrap_or_default().to_owned();
            let start = time.span.start as usize;
            (start, field("text"), field("type"), field("value"), field("first_day"), field("last_day"))
        })
        .collect()
}

fn wanted(case: &toml::Table, text: &str) -> Vec<InWords> {
    let times = tables(case, "times");
    let places = times.iter().map(|time| {
        let field = |name: &str| text_of(time, name).unwrap_or_default();
        let nth = time.get("nth").and_then(toml::Value::as_integer).unwrap_or(1) - 1;
        let place =
            text.match_indices(&field("text")).nth(usize::try_from(nth).expect("a place")).expect("the time stands in the text");
        (place.0, field("text"), field("type"), field("value"), field("first_day"), field("last_day"))
    });
    places.collect()
}

fn differences(case: &toml::Table, document: &Document) -> Vec<String> {
    let (wanted, found) = (wanted(case, &document.text), found(document));
    if wanted == found { Vec::new() } else { vec![format!("gold  {wanted:?}"), format!("found {found:?}")] }
}

#[test]
fn times_are_as_in_the_gold() {
    judge("times", include_str!("gold/times.toml"), differences);
}

#[test]
fn patterns_that_came_later_are_as_in_the_gold() {
    judge("times_more", include_str!("gold/times_more.toml"), differences);
}
