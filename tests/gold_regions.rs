//! Every case of `gold/regions.toml`: the masked regions exactly, by text and kind, and the title where the text begins with it.

use pullquote::clean::{RegionKind, find_regions};
use toml::{Table, Value};

/// Cases that we read otherwise than their writer, by the convention of the corpora; each with the reason.
const UNSETTLED: &[(&str, &str)] = &[];

#[test]
fn regions_are_those_of_the_gold() {
    let table: Table = include_str!("gold/regions.toml").parse().expect("the file is TOML");
    let cases = table["case"].as_array().expect("an array of cases");
    let mut wrong = Vec::new();
    for case in cases {
        let field = |name: &str| case.get(name).and_then(Value::as_str);
        let (name, text) = (field("name").expect("a name"), field("text").expect("a text"));
        let wanted: Vec<(&str, &str)> = case["regions"]
            .as_array()
            .expect("regions")
            .iter()
            .map(|region| (region["kind"].as_str().expect("a kind"), region["text"].as_str().expect("a text")))
            .collect();
        let cleaned = find_regions(text, field("title"));
        let found: Vec<(&str, &str)> = cleaned
            .regions
            .iter()
            .filter(|region| region.kind.is_masked())
            .map(|region| (region.kind.name(), region.span.text(text)))
            .collect();
        let titles = cleaned.regions.iter().filter(|region| region.kind == RegionKind::Title);
        let title = titles.map(|region| region.span.text(text)).next();
        let is_title_right = field("title").is_none_or(|given| title == Some(given) || !text.starts_with(given));
        let is_unsettled = UNSETTLED.iter().any(|&(unsettled, _)| unsettled == name);
        if (wanted != found || !is_title_right) != is_unsettled {
            wrong.push(format!("{name}\n   wanted {wanted:?}\n   found  {found:?}\n   title {title:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
