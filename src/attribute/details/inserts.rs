//! What the outlet put into the words it quotes.
//!
//! Finds: brackets with their contents (`[the owners]`, `[sic]`, `[T]he`), ellipses (`…`, `...`, `. . .`); an ellipsis in brackets is
//! one insert. Does not find: round brackets (they may be the speaker's), brackets that don't close in the same part, anything in
//! the journalist's own words of a mixed or indirect quote.

use crate::quote::{Quote, QuoteKind};
use crate::text::Span;
use regex::Regex;
use std::sync::LazyLock;

/// "\[sic\]", "…", "...", ". . ."; not "(laughs)", ".." or an open "\[".
static INSERT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[[^\[\]\n]{1,300}\]|…|\.{3,}|\.(?:[ \u{a0}]\.){2,}").expect("the pattern is right"));

/// The inserts of a quote, in order.
pub(super) fn find(text: &str, quote: &Quote) -> Vec<Span> {
    let spans = if quote.kind == QuoteKind::Direct { &quote.parts } else { &quote.quoted };
    let in_span = |span: &Span| {
        let start = span.start as usize;
        INSERT.find_iter(span.text(text)).map(move |found| Span::new(start + found.start(), start + found.end()))
    };
    spans.iter().flat_map(in_span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_and_non_matches() {
        for (text, expected) in [
            ("They [the owners] promised … a roof [...] soon", vec!["[the owners]", "…", "[...]"]),
            ("[T]he roof . . . is a rumor ...", vec!["[T]", ". . .", "..."]),
            ("It rose. ... Then it fell", vec!["..."]),
            ("the sea (laughs) rose. Then .. it [fell", vec![]),
        ] {
            let found: Vec<&str> = INSERT.find_iter(text).map(|found| found.as_str()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
