//! The gold of persons (tests/gold/people.toml, names_parts.toml), written before the code was: every person by the fullest name, with
//! every form.
//!
//! A title before a full name (`Governor Ana Ruiz`) may be part of the form or not. Where a surname only stands behind a title
//! (`Mrs. Ruiz`), the surname alone may be listed or not: the gold does both.

mod common;

use common::judge;
use pullquote::Document;
use pullquote::entity::MentionKind;
use std::collections::{BTreeMap, BTreeSet};

type Forms = BTreeMap<String, BTreeSet<String>>;

/// The forms of every person, with or without surnames that only stand behind a title.
fn found(document: &Document, with_bare: bool) -> Forms {
    let people = &document.people;
    people
        .persons
        .iter()
        .map(|person| {
            let mut forms: BTreeSet<String> = person.aliases.iter().cloned().collect();
            let named = person
                .mentions
                .iter()
                .map(|id| &people.mentions[id.0 as usize])
                .filter(|mention| mention.kind != MentionKind::Pronoun);
            let texts = named.map(|mention| mention.span.text(&document.text));
            forms.extend(texts.filter(|text| with_bare || *text == person.name).map(str::to_owned));
            (person.name.clone(), forms)
        })
        .collect()
}

/// Leaves out forms that are another form behind a title: `Governor Ana Ruiz` beside `Ana Ruiz`.
fn settled(forms: &BTreeSet<String>) -> BTreeSet<String> {
    let is_titled_full =
        |form: &String| forms.iter().any(|other| other.contains(' ') && form != other && form.ends_with(&format!(" {other}")));
    forms.iter().filter(|form| !is_titled_full(form)).cloned().collect()
}

/// What differs from the persons and forms of a case.
fn differences(case: &toml::Table, document: &Document) -> Vec<String> {
    let people = case["people"].as_table().expect("people").iter();
    let gold: Forms = people
        .map(|(person, forms)| {
            let forms = forms.as_array().expect("forms").iter().filter_map(toml::Value::as_str).map(str::to_owned).collect();
            (person.clone(), settled(&forms))
        })
        .collect();
    let (least, most) = (found(document, false), found(document, true));
    let is_right = least.keys().eq(gold.keys())
        && gold.iter().all(|(person, forms)| settled(&least[person]).is_subset(forms) && forms.is_subset(&most[person]));
    if is_right { Vec::new() } else { vec![format!("gold  {gold:?}"), format!("found {most:?}")] }
}

#[test]
fn people_are_as_in_the_gold() {
    judge("people", include_str!("gold/people.toml"), differences);
}

#[test]
fn parts_of_names_are_as_in_the_gold() {
    judge("names_parts", include_str!("gold/names_parts.toml"), differences);
}
