//! The gold of the same words across articles (tests/gold/same_words.toml), written before the code was: who is one utterance with
//! whom, in any order of the rows, and the edits and flags of variants.

use pullquote::corpus::{Quotation, SameRow, same_quotes};
use std::collections::{BTreeMap, BTreeSet};

fn quotations(rows: &[toml::Value]) -> Vec<Quotation<'_>> {
    rows.iter()
        .enumerate()
        .map(|(at, row)| {
            let text = |name: &str| row.get(name).and_then(toml::Value::as_str);
            Quotation {
                said: text("said").unwrap_or_default(),
                speaker: text("speaker"),
                date: text("date"),
                label: at as u64,
                ..Quotation::default()
            }
        })
        .collect()
}

/// Which rows are one cluster, whatever its name; those that stand once are left out.
fn partition(labels: impl Iterator<Item = (String, usize)>) -> BTreeSet<BTreeSet<usize>> {
    let mut clusters: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (label, row) in labels {
        clusters.entry(label).or_default().insert(row);
    }
    clusters.into_values().filter(|rows| rows.len() > 1).collect()
}

fn mistakes(case: &toml::Value) -> Vec<String> {
    let rows = case["quotes"].as_array().unwrap();
    let quotes = quotations(rows);
    let same = same_quotes(&quotes, false, 2);
    let gold = partition(rows.iter().enumerate().map(|(at, row)| (row["is"].as_str().unwrap().to_owned(), at)));
    let found = partition(same.rows.iter().map(|row| (row.cluster.to_string(), row.quote as usize)));
    let mut wrong = Vec::new();
    if gold != found {
        wrong.push(format!("clusters {found:?}, expected {gold:?}"));
    }
    let longest = |cluster: u32| same.rows.iter().find(|row| row.cluster == cluster && row.is_longest).unwrap();
    for row in &same.rows {
        let (given, said) = (&rows[row.quote as usize], quotes[row.quote as usize].said);
        let text = |text: &str, range: &std::ops::Range<u32>| text[range.start as usize..range.end as usize].to_owned();
        let of_longest = quotes[longest(row.cluster).quote as usize].said;
        let edits: Vec<[String; 3]> = (row.difference.edits.iter())
            .map(|edit| [edit.op.name().to_owned(), text(of_longest, &edit.from), text(said, &edit.to)])
            .collect();
        check(given, "edits", &edits, row, &mut wrong, |value| {
            let one = |value: &toml::Value| value.as_str().unwrap().to_owned();
            value.as_array().unwrap().iter().map(|edit| [one(&edit[0]), one(&edit[1]), one(&edit[2])]).collect()
        });
        let flags: Vec<String> = row.difference.flags.names().map(str::to_owned).collect();
        check(given, "flags", &flags, row, &mut wrong, |value| {
            value.as_array().unwrap().iter().map(|flag| flag.as_str().unwrap().to_owned()).collect()
        });
    }
    wrong
}

fn check<T: PartialEq + std::fmt::Debug>(
    given: &toml::Value,
    name: &str,
    found: &T,
    row: &SameRow,
    wrong: &mut Vec<String>,
    read: impl Fn(&toml::Value) -> T,
) {
    if let Some(expected) = given.get(name).map(read)
        && expected != *found
    {
        wrong.push(format!("{name} of row {}: {found:?}, expected {expected:?}", row.quote));
    }
}

#[test]
fn same_words_are_as_in_the_gold() {
    let gold: toml::Table = include_str!("gold/same_words.toml").parse().unwrap();
    let unsettled: toml::Table = include_str!("gold/unsettled.toml").parse().unwrap();
    let unsettled = unsettled.get("same_words").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let cases = gold["case"].as_array().unwrap();
    assert!(cases.len() >= 60);
    let (mut right, mut shown, mut names) = (0, Vec::new(), BTreeSet::new());
    for case in cases {
        let name = case["name"].as_str().unwrap();
        assert!(names.insert(name), "two cases are called {name}");
        let wrong = mistakes(case);
        right += usize::from(wrong.is_empty());
        match (wrong.is_empty(), unsettled.contains_key(name)) {
            (true, true) => shown.push(format!("{name} is right now: take it off tests/gold/unsettled.toml")),
            (false, false) => shown.push(format!("{name}:\n  {}", wrong.join("\n  "))),
            _ => {}
        }
    }
    for name in unsettled.keys().filter(|name| !names.contains(name.as_str())) {
        shown.push(format!("{name} is no case: take it off tests/gold/unsettled.toml"));
    }
    assert!(shown.is_empty(), "{right} of {} right\n{}", cases.len(), shown.join("\n"));
}

#[test]
fn no_order_of_rows_changes_the_clusters() {
    let gold: toml::Table = include_str!("gold/same_words.toml").parse().unwrap();
    let cases = gold["case"].as_array().unwrap();
    let rows: Vec<&toml::Value> = cases.iter().flat_map(|case| case["quotes"].as_array().unwrap()).collect();
    let quotes = quotations(&rows.into_iter().cloned().collect::<Vec<_>>()).into_iter().map(own).collect::<Vec<_>>();
    let ids_of = |quotes: &[Quotation<'_>], threads: usize| -> BTreeMap<u64, BTreeSet<String>> {
        let same = same_quotes(quotes, true, threads);
        let mut found: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
        for row in &same.rows {
            let label = quotes[row.quote as usize].label;
            found
                .entry(label)
                .or_default()
                .insert(format!("{} {} {} {:?}", same.ids[row.cluster as usize], row.start, row.end, row.difference));
        }
        found
    };
    let expected = ids_of(&quotes, 1);
    assert!(expected.len() > 100);
    for step in [3_usize, 7, 11] {
        let mut shuffled = quotes.clone();
        shuffled.sort_by_key(|quote| (quote.label.wrapping_mul(step as u64 * 0x9e37_79b9) % 101, quote.label));
        assert_eq!(ids_of(&shuffled, step), expected);
    }
}

/// With a label of its own over all cases.
fn own(quote: Quotation<'_>) -> Quotation<'static> {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    Quotation {
        said: leak(quote.said),
        speaker: quote.speaker.map(leak),
        date: quote.date.map(leak),
        label: NEXT.fetch_add(1, Ordering::Relaxed),
        ..Quotation::default()
    }
}
