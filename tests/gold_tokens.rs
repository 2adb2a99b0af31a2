//! The gold of tokens and sentences (tests/gold/tokens.toml, sentences.toml), written before the code was.

mod common;

use common::{judge, strings};

#[test]
fn tokens_are_as_in_the_gold() {
    judge("tokens", include_str!("gold/tokens.toml"), |case, document| {
        let gold = strings(case, "tokens").expect("tokens");
        let found: Vec<&str> = document.tokens.spans.iter().map(|span| span.text(&document.text)).collect();
        if found == gold { Vec::new() } else { vec![format!("gold  {gold:?}"), format!("found {found:?}")] }
    });
}

#[test]
fn sentences_are_as_in_the_gold() {
    judge("sentences", include_str!("gold/sentences.toml"), |case, document| {
        let mut lines = Vec::new();
        for (key, depth) in [("sentences", 0), ("inner", 1)] {
            let of_depth = document.sentences.iter().filter(|sentence| sentence.depth == depth);
            let found: Vec<&str> = of_depth.map(|sentence| sentence.span.text(&document.text)).collect();
            if let Some(gold) = strings(case, key).filter(|gold| *gold != found) {
                lines.extend([format!("{key} gold  {gold:?}"), format!("{key} found {found:?}")]);
            }
        }
        lines
    });
}
