//! The gold of tokens and sentences (tests/gold/tokens.toml, sentences.toml), written before the code was.

use pullquote::{quote, token};
use std::fmt::Write;

/// Cases that we hold to be wrong, or that two conventions decide differently, with the reason.
const UNSETTLED: &[(&str, &str)] = &[
    ("em-tis", "UD and the Penn Treebank cut 't|is, as they cut it|'s"),
    ("double-name-whole", "UD cuts Trump|-|Kim: without a list of surnames Bell-Whitaker looks the same"),
    ("split-after-attribution", "the second quotation stands alone, and one that does is cut as UD does"),
    ("quotation-alone", "a quotation that stands alone is cut as UD does; whole ones cost 1.7 points of EWT sentences"),
];

fn cases(source: &str) -> Vec<toml::Table> {
    let table: toml::Table = source.parse().expect("the gold is TOML");
    table["case"].as_array().expect("a list of cases").iter().map(|case| case.as_table().expect("a case").clone()).collect()
}

fn strings(case: &toml::Table, key: &str) -> Option<Vec<String>> {
    Some(case.get(key)?.as_array()?.iter().filter_map(|value| value.as_str()).map(str::to_owned).collect())
}

/// Says which cases fail, all at once, and that no unsettled case is right or gone.
fn report(kind: &str, total: usize, failures: &[(String, String)], names: &[String]) {
    let mut shown = String::new();
    for (name, difference) in failures {
        if !UNSETTLED.iter().any(|(unsettled, _)| unsettled == name) {
            let _ = write!(shown, "\n{name}\n{difference}");
        }
    }
    for (name, _) in UNSETTLED.iter().filter(|(name, _)| names.iter().any(|known| known == name)) {
        if !failures.iter().any(|(failed, _)| failed == name) {
            let _ = write!(shown, "\n{name} is right now: take it off the unsettled list");
        }
    }
    assert!(shown.is_empty(), "{kind}: {} of {total} right{shown}", total - failures.len());
}

#[test]
fn tokens_are_as_in_the_gold() {
    let cases = cases(include_str!("gold/tokens.toml"));
    let (mut failures, mut names) = (Vec::new(), Vec::new());
    for case in &cases {
        let name = case["name"].as_str().expect("a name").to_owned();
        let text = case["text"].as_str().expect("a text");
        let expected = strings(case, "tokens").expect("tokens");
        let (tokens, _) = token::tokenize(text, &[]);
        let found: Vec<&str> = tokens.spans.iter().map(|span| span.text(text)).collect();
        if found != expected {
            failures.push((name.clone(), format!("  gold  {expected:?}\n  found {found:?}")));
        }
        names.push(name);
    }
    report("tokens", cases.len(), &failures, &names);
}

#[test]
fn sentences_are_as_in_the_gold() {
    let cases = cases(include_str!("gold/sentences.toml"));
    let (mut failures, mut names) = (Vec::new(), Vec::new());
    for case in &cases {
        let name = case["name"].as_str().expect("a name").to_owned();
        let text = case["text"].as_str().expect("a text");
        let (mut tokens, paragraphs) = token::tokenize(text, &[]);
        let pairs = quote::pair_marks(text, &paragraphs, &[]).pairs;
        let found = token::find_sentences(text, &mut tokens, &paragraphs, &pairs);
        let at_depth = |depth| found.iter().filter(|s| s.depth == depth).map(|s| s.span.text(text).to_owned()).collect::<Vec<_>>();
        let mut difference = String::new();
        for (key, depth) in [("sentences", 0), ("inner", 1)] {
            if let Some(expected) = strings(case, key)
                && expected != at_depth(depth)
            {
                let found = at_depth(depth);
                let _ = writeln!(difference, "  {key} gold  {expected:?}\n  {key} found {found:?}");
            }
        }
        if !difference.is_empty() {
            failures.push((name.clone(), difference));
        }
        names.push(name);
    }
    report("sentences", cases.len(), &failures, &names);
}
