//! The gold of what an article says of its persons (tests/gold/attributes.toml), written before any code was looked at.
//!
//! Every person of a case has exactly the role, affiliation, age and nationality that the case gives. Pronouns are judged apart.

mod common;

use common::judge;
use pullquote::Document;

/// The differences of the persons of a case, in the fields of `keys`.
fn differences(case: &toml::Table, document: &Document, keys: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, gold) in case["people"].as_table().expect("people") {
        let Some(person) = document.people.persons.iter().find(|person| person.name == *name) else {
            let names: Vec<&String> = document.people.persons.iter().map(|person| &person.name).collect();
            lines.push(format!("no {name} among {names:?}"));
            continue;
        };
        let told = &person.attributes;
        for &key in keys {
            let found = match key {
                "role" => told.role.clone(),
                "affiliation" => told.affiliation.clone(),
                "age" => told.age.map(|age| age.to_string()),
                "nationality" => told.nationality.clone(),
                _ => told.pronouns.map(str::to_owned),
            };
            let gold = gold.get(key).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            if found != gold {
                lines.push(format!("{name}: {key} {found:?}, gold {gold:?}"));
            }
        }
    }
    lines
}

#[test]
fn attributes_are_as_in_the_gold() {
    judge("attributes", include_str!("gold/attributes.toml"), |case, document| {
        differences(case, document, &["role", "affiliation", "age", "nationality"])
    });
}
