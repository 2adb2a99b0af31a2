//! The gold of quotes, sources, speakers and quiet marks (tests/gold/quotes.toml), written before the code was.

mod common;

use common::{judge, strings, tables, text_of};
use pullquote::{Document, Span};
use toml::Table;

/// A quote in words: kind, status, parts, quoted (not of direct ones), cue, source, speaker, addressee. Case does not tell speakers
/// and addressees apart.
fn in_words(document: &Document, number: usize) -> String {
    let (quote, attribution) = (&document.quotes[number], &document.attributions[number]);
    let words = |spans: &[Span]| spans.iter().map(|span| span.text(&document.text).to_owned()).collect();
    let speaker = attribution.speaker.as_ref().and_then(|speaker| speaker.name.as_deref());
    row(
        quote.kind.name(),
        quote.status.name(),
        &words(&quote.parts),
        &words(&quote.quoted),
        [
            quote.cue.as_ref().map(|cue| cue.span.text(&document.text).to_owned()),
            quote.source.map(|source| source.text(&document.text).to_owned()),
            speaker.map(str::to_lowercase),
            attribution.addressee.as_deref().map(str::to_lowercase),
        ],
    )
}

/// The same of the gold.
fn gold_in_words(quote: &Table) -> String {
    let field = |key: &str| text_of(quote, key);
    let status = field("status").unwrap_or("said".to_owned());
    let parts = strings(quote, "parts").expect("parts");
    let names = [field("speaker"), field("addressee")].map(|name| name.map(|name| name.to_lowercase()));
    let [speaker, addressee] = names;
    let kind = field("kind").expect("a kind");
    let quoted = strings(quote, "quoted").unwrap_or_default();
    row(&kind, &status, &parts, &quoted, [field("cue"), field("source"), speaker, addressee])
}

fn row(kind: &str, status: &str, parts: &Vec<String>, quoted: &Vec<String>, named: [Option<String>; 4]) -> String {
    let quoted = if kind == "direct" { &Vec::new() } else { quoted };
    let [cue, source, speaker, addressee] = named;
    format!("{kind} {status} {parts:?} quoted {quoted:?} cue {cue:?} source {source:?} speaker {speaker:?} to {addressee:?}")
}

#[test]
fn quotes_are_as_in_the_gold() {
    judge("quotes", include_str!("gold/quotes.toml"), |case, document| {
        let is_told = |&i: &usize| document.quotes[i].status.is_speech() && document.quotes[i].parent.is_none();
        let found: Vec<String> = (0..document.quotes.len()).filter(is_told).map(|i| in_words(document, i)).collect();
        let gold: Vec<String> = tables(case, "quotes").iter().map(gold_in_words).collect();
        let missing = gold.iter().filter(|quote| !found.contains(quote)).map(|quote| format!("gold  {quote}"));
        let extra = found.iter().filter(|quote| !gold.contains(quote)).map(|quote| format!("found {quote}"));
        let mut lines: Vec<String> = missing.chain(extra).collect();
        if lines.is_empty() && found != gold {
            lines.push(format!("found in the order {found:?}"));
        }
        if case.contains_key("marks") {
            let gold: Vec<_> = tables(case, "marks").iter().map(|mark| (text_of(mark, "text"), text_of(mark, "kind"))).collect();
            let found: Vec<_> = document
                .marks
                .iter()
                .map(|mark| (Some(mark.span.text(&document.text).to_owned()), Some(mark.kind.name().to_owned())))
                .collect();
            if found != gold {
                lines.push(format!("marks gold {gold:?}, found {found:?}"));
            }
        }
        lines
    });
}
