//! Every case of `gold/regions.toml`: the masked regions exactly, by text and kind, and the title where the text begins with it.

mod common;

use common::{judge, tables, text_of};
use pullquote::clean::{RegionKind, find_regions};

#[test]
fn regions_are_as_in_the_gold() {
    judge("regions", include_str!("gold/regions.toml"), |case, document| {
        let regions = tables(case, "regions");
        let gold: Vec<(String, String)> =
            regions.iter().map(|region| (text_of(region, "kind").unwrap(), text_of(region, "text").unwrap())).collect();
        let found: Vec<(String, String)> = document
            .boilerplate()
            .map(|region| (region.kind.name().to_owned(), region.span.text(&document.text).to_owned()))
            .collect();
        if found == gold { Vec::new() } else { vec![format!("gold  {gold:?}"), format!("found {found:?}")] }
    });
}

/// The package shows no titles, so this is judged here alone, and no case is unsettled.
#[test]
fn titles_are_where_the_text_begins_with_them() {
    let gold: toml::Table = include_str!("gold/regions.toml").parse().expect("the gold is TOML");
    for case in tables(&gold, "case") {
        let text = text_of(&case, "text").expect("a text");
        let Some(title) = text_of(&case, "title").filter(|title| text.starts_with(title.as_str())) else { continue };
        let regions = find_regions(&text, Some(&title)).regions;
        let found = regions.iter().find(|region| region.kind == RegionKind::Title).map(|region| region.span.text(&text));
        assert_eq!(found, Some(title.as_str()), "{:?}", case["name"]);
    }
}
