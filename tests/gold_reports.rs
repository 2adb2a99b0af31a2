//! The gold of reports of every kind and status (tests/gold/reports.toml), written blind; its header states the conventions.
//!
//! `cargo test --test gold_reports -- --nocapture` shows, beside what newly fails, the share that is right, by level and by field.

#![allow(clippy::print_stdout, reason = "the shares are for who runs it by hand")]

mod common;

use common::{judge, strings, tables, text_of};
use pullquote::Document;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use toml::Table;

/// What is compared of a quote; the fields from `addressee` on are mostly absent.
const FIELDS: [&str; 14] = [
    "kind",
    "status",
    "parts",
    "quoted",
    "cue",
    "source",
    "speaker",
    "speaker_kind",
    "addressee",
    "venue",
    "channel",
    "reported_by",
    "anonymity_reason",
    "inserts",
];

/// The fields of a quote in words, in the order of [`FIELDS`]; empty where there is nothing.
type InWords = [String; 14];

fn texts(spans: &Value) -> String {
    let texts: Vec<&str> = spans.as_array().into_iter().flatten().filter_map(|span| span["text"].as_str()).collect();
    texts.join(" | ")
}

/// Case does not tell names and phrases apart.
fn folded(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_lowercase()
}

fn in_words(quote: &Value) -> InWords {
    let plain = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let speaker = &quote["speaker"];
    let kind = plain(&quote["kind"]);
    [
        kind.clone(),
        plain(&quote["status"]),
        texts(&quote["parts"]),
        if kind == "direct" { String::new() } else { texts(&quote["quoted"]) },
        plain(&quote["cue"]["text"]),
        plain(&speaker["mention"]["text"]),
        folded(&speaker["name"]),
        speaker["kind"].as_str().unwrap_or("none").to_owned(),
        folded(&quote["addressee"]),
        folded(&quote["venue"]),
        folded(&quote["channel"]),
        folded(&quote["reported_by"]),
        folded(&quote["anonymity_reason"]),
        texts(&quote["inserts"]),
    ]
}

fn gold_in_words(quote: &Table) -> InWords {
    let plain = |key: &str| text_of(quote, key).unwrap_or_default();
    let folded = |key: &str| plain(key).to_lowercase();
    let joined = |key: &str| strings(quote, key).unwrap_or_default().join(" | ");
    let kind = plain("kind");
    [
        kind.clone(),
        text_of(quote, "status").unwrap_or("said".to_owned()),
        joined("parts"),
        if kind == "direct" { String::new() } else { joined("quoted") },
        plain("cue"),
        plain("source"),
        folded("speaker"),
        text_of(quote, "speaker_kind").unwrap_or("none".to_owned()),
        folded("addressee"),
        folded("venue"),
        folded("channel"),
        folded("reported_by"),
        folded("anonymity_reason"),
        joined("inserts"),
    ]
}

/// The outer quotes of every status, in words.
fn found_in(document: &Document) -> Vec<InWords> {
    let json = document.to_json();
    let quotes = json["quotes"].as_array().into_iter().flatten();
    quotes.filter(|quote| quote["parent_id"].is_null()).map(in_words).collect()
}

/// How many of how many.
#[derive(Default)]
struct Share {
    right: usize,
    of: usize,
    /// Where the gold has none.
    extra: usize,
}

/// A gold quote and a found one are the same where the first part of one begins with that of the other, or ends with it.
fn is_same(gold: &InWords, found: &InWords) -> bool {
    let (gold, found) = (gold[2].as_str(), found[2].as_str());
    gold.starts_with(found) || found.starts_with(gold) || gold.ends_with(found) || found.ends_with(gold)
}

fn count(shares: &mut BTreeMap<String, Share>, level: &str, gold: &[InWords], found: &[InWords], is_right: bool) {
    for name in ["cases".to_owned(), format!("cases {level}")] {
        let share = shares.entry(name).or_default();
        share.of += 1;
        share.right += usize::from(is_right);
    }
    for quote in gold {
        let twin = found.iter().find(|other| is_same(quote, other));
        for (at, field) in FIELDS.iter().enumerate().filter(|&(at, _)| !quote[at].is_empty()) {
            let share = shares.entry(format!("field {at:02} {field}")).or_default();
            share.of += 1;
            share.right += usize::from(twin.is_some_and(|twin| twin[at] == quote[at]));
        }
        if quote[1] == "declined" {
            let share = shares.entry("declined whole".to_owned()).or_default();
            share.of += 1;
            share.right += usize::from(found.contains(quote));
        }
    }
    for other in found {
        let twin = gold.iter().find(|quote| is_same(quote, other));
        for (at, field) in FIELDS.iter().enumerate().skip(3).filter(|&(at, _)| !other[at].is_empty()) {
            if twin.is_none_or(|twin| twin[at].is_empty()) {
                shares.entry(format!("field {at:02} {field}")).or_default().extra += 1;
            }
        }
        if other[1] == "declined" && !gold.contains(other) {
            shares.entry("declined whole".to_owned()).or_default().extra += 1;
        }
    }
}

#[test]
fn reports_are_as_in_the_gold() {
    let shares: RefCell<BTreeMap<String, Share>> = RefCell::default();
    let differences = |case: &Table, document: &Document| {
        let gold: Vec<InWords> = tables(case, "quotes").iter().map(gold_in_words).collect();
        let found = found_in(document);
        let missing = gold.iter().filter(|quote| !found.contains(quote)).map(|quote| format!("gold  {quote:?}"));
        let extra = found.iter().filter(|quote| !gold.contains(quote)).map(|quote| format!("found {quote:?}"));
        let mut lines: Vec<String> = missing.chain(extra).collect();
        if lines.is_empty() && found != gold {
            lines.push(format!("found in the order {found:?}"));
        }
        if case.contains_key("marks") {
            let words = |mark: &Table| [text_of(mark, "text"), text_of(mark, "kind")].map(Option::unwrap_or_default);
            let gold: Vec<_> = tables(case, "marks").iter().map(words).collect();
            let text = &document.text;
            let found: Vec<_> =
                document.marks.iter().map(|mark| [mark.span.text(text).to_owned(), mark.kind.name().to_owned()]).collect();
            if found != gold {
                lines.push(format!("marks gold {gold:?}, found {found:?}"));
            }
        }
        let level = text_of(case, "level").unwrap_or_default();
        count(&mut shares.borrow_mut(), &level, &gold, &found, lines.is_empty());
        lines
    };
    let judged = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        judge("reports", include_str!("gold/reports.toml"), differences);
    }));
    for (name, share) in shares.borrow().iter() {
        println!("{name}: {} of {}, {} extra", share.right, share.of, share.extra);
    }
    if let Err(panic) = judged {
        std::panic::resume_unwind(panic);
    }
}
