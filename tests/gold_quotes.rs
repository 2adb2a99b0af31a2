//! The gold of quotes, sources, speakers and quiet marks (tests/gold/quotes.toml), written before the code was.
//!
//! Cases that fail are listed in tests/gold/quotes_unsettled.toml, with the reason; one that is right again must be taken off.

use pullquote::{Article, Document, Pipeline};
use std::collections::BTreeMap;
use std::fmt::Write;

fn text_of(value: Option<&toml::Value>) -> Option<String> {
    value.and_then(toml::Value::as_str).map(str::to_owned)
}

fn strings(value: Option<&toml::Value>) -> Option<Vec<String>> {
    Some(value?.as_array()?.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect())
}

/// One line for each thing that differs.
fn differences(case: &toml::Table, document: &Document) -> Vec<String> {
    let text = &document.text;
    let mut lines = Vec::new();
    let empty = Vec::new();
    let expected = case.get("quotes").and_then(toml::Value::as_array).unwrap_or(&empty);
    let found: Vec<usize> = (0..document.quotes.len())
        .filter(|&i| document.quotes[i].status.is_speech() && document.quotes[i].parent.is_none())
        .collect();
    let mut is_matched = vec![false; found.len()];
    for gold in expected {
        let gold = gold.as_table().expect("a quote is a table");
        let parts = strings(gold.get("parts")).expect("parts");
        let said = |i: usize| document.quotes[i].parts.iter().map(|part| part.text(text).to_owned()).collect::<Vec<_>>();
        let Some(at) = (0..found.len()).find(|&at| !is_matched[at] && said(found[at]) == parts) else {
            lines.push(format!("missing {parts:?}"));
            continue;
        };
        is_matched[at] = true;
        let (quote, attribution) = (&document.quotes[found[at]], &document.attributions[found[at]]);
        let mut check = |what: &str, gold: Option<String>, found: Option<String>| {
            let same = match (&gold, &found) {
                (Some(gold), Some(found)) => gold.to_lowercase() == found.to_lowercase(),
                _ => gold == found,
            };
            if !same {
                lines.push(format!("{what} of {:?}: gold {gold:?}, found {found:?}", parts[0]));
            }
        };
        check("kind", text_of(gold.get("kind")), Some(quote.kind.name().to_owned()));
        check("status", text_of(gold.get("status")).or(Some("said".to_owned())), Some(quote.status.name().to_owned()));
        check("cue", text_of(gold.get("cue")), quote.cue.as_ref().map(|cue| cue.span.text(text).to_owned()));
        check("source", text_of(gold.get("source")), quote.source.map(|source| source.text(text).to_owned()));
        check("speaker", text_of(gold.get("speaker")), attribution.speaker.as_ref().and_then(|speaker| speaker.name.clone()));
        if gold.contains_key("addressee") {
            check("addressee", text_of(gold.get("addressee")), attribution.addressee.clone());
        }
    }
    for (at, &number) in found.iter().enumerate().filter(|(at, _)| !is_matched[*at]) {
        let quote = &document.quotes[number];
        let parts: Vec<&str> = quote.parts.iter().map(|part| part.text(text)).collect();
        lines.push(format!("extra {} {parts:?} by {} (#{at})", quote.kind.name(), quote.method));
    }
    if let Some(marks) = case.get("marks").and_then(toml::Value::as_array) {
        for gold in marks {
            let gold = gold.as_table().expect("a mark is a table");
            let (words, kind) = (text_of(gold.get("text")), text_of(gold.get("kind")));
            if !document
                .marks
                .iter()
                .any(|mark| Some(mark.span.text(text)) == words.as_deref() && Some(mark.kind.name()) == kind.as_deref())
            {
                let found: Vec<_> = document.marks.iter().map(|mark| (mark.span.text(text), mark.kind.name())).collect();
                lines.push(format!("mark {words:?} {kind:?}, found {found:?}"));
            }
        }
    }
    lines
}

#[test]
fn quotes_are_as_in_the_gold() {
    let gold: toml::Table = include_str!("gold/quotes.toml").parse().expect("the gold is TOML");
    let unsettled: BTreeMap<String, String> =
        toml::from_str(include_str!("gold/quotes_unsettled.toml")).expect("a table of names and reasons");
    let pipeline = Pipeline::new();
    let cases = gold["case"].as_array().expect("a list of cases");
    let (mut right, mut shown) = (0, String::new());
    for case in cases {
        let case = case.as_table().expect("a case");
        let name = case["name"].as_str().expect("a name");
        let document =
            pipeline.analyze(Article { text: text_of(case.get("text")), date: text_of(case.get("date")), ..Article::default() });
        let lines = differences(case, &document);
        right += usize::from(lines.is_empty());
        match (lines.is_empty(), unsettled.contains_key(name)) {
            (true, true) => {
                let _ = write!(shown, "\n{name} is right now: take it off the unsettled list");
            }
            (false, false) => {
                let _ = write!(shown, "\n{name}: {}\n  {}", document.text.replace('\n', "⏎"), lines.join("\n  "));
            }
            _ => {}
        }
    }
    assert!(shown.is_empty(), "{right} of {} right{shown}", cases.len());
}
