//! The gold of pronouns and roles (tests/gold/pronouns.toml), written before the code was: whom the n-th place of some words means.
//!
//! A mention that is longer in front or behind, with the same head, counts. Doubtful cases are not judged.

mod common;

use common::judge;
use pullquote::{Document, Span};

/// The n-th place (from 1) of `surface` that no letter, digit or underscore touches.
fn place(text: &str, surface: &str, n: usize) -> Option<Span> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let is_alone = |at: usize| !text[..at].ends_with(is_word) && !text[at + surface.len()..].starts_with(is_word);
    let at = text.match_indices(surface).map(|(at, _)| at).filter(|&at| is_alone(at)).nth(n - 1)?;
    Some(Span::new(at, at + surface.len()))
}

/// The name of the person that the mention there means, and how it was found.
fn meant(document: &Document, span: Span) -> Option<(String, &'static str)> {
    let people = &document.people;
    let is_here = |held: &Span| *held == span || held.start == span.start && held.end > span.end || held.end == span.end;
    let mut here = (0..people.mentions.len()).filter(|&at| is_here(&people.mentions[at].span));
    let found = here.find_map(|at| people.person_of[at])?;
    let person = people.person(found);
    Some((person.name.clone(), person.method))
}

#[test]
fn pronouns_and_roles_mean_whom_the_gold_says() {
    judge("pronouns", include_str!("gold/pronouns.toml"), |case, document| {
        if case.contains_key("doubt") {
            return Vec::new();
        }
        let mut lines = Vec::new();
        for row in case["expect"].as_array().expect("rows") {
            let (surface, n, wanted) = (
                row[0].as_str().expect("words"),
                usize::try_from(row[1].as_integer().expect("a number")).expect("from 1"),
                &row[2],
            );
            let wanted: Vec<&str> = wanted.as_str().expect("a name").split(" | ").collect();
            let Some(span) = place(&document.text, surface, n) else {
                lines.push(format!("{surface} {n} is not in the text"));
                continue;
            };
            let found = meant(document, span);
            let name = found.as_ref().map_or("-", |(name, _)| name.as_str());
            if !wanted.contains(&name) {
                lines.push(format!("{surface} {n}: gold {}, found {name}", wanted.join(" | ")));
            }
            if case.contains_key("from") && name != "-" && found.as_ref().is_some_and(|(_, method)| *method == "article") {
                lines.push(format!("{surface} {n}: {name} is said to be in the article"));
            }
        }
        lines
    });
}
