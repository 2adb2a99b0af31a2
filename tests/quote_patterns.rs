//! Patterns of reporting, each with a sentence that looks alike and is none. People, places and events are made up.
//!
//! Beside tests/gold, which was written before the code: these were written with it.

use pullquote::{Article, Pipeline};

/// A text and its quotes but for attitudes: `status source: cue: parts`.
type Row = (&'static str, &'static [&'static str]);

fn check(rows: &[Row]) {
    let pipeline = Pipeline::new();
    let mut wrong = Vec::new();
    for (text, expected) in rows {
        let document = pipeline.analyze(Article { text: Some((*text).to_owned()), ..Article::default() });
        let json = document.to_json();
        let found: Vec<String> = json["quotes"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|quote| quote["status"] != "thought")
            .map(|quote| {
                let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
                let parts: Vec<String> = quote["parts"].as_array().into_iter().flatten().map(|part| text(&part["text"])).collect();
                let source = text(&quote["speaker"]["mention"]["text"]);
                format!("{} {source}: {}: {}", text(&quote["status"]), text(&quote["cue"]["text"]), parts.join(" | "))
            })
            .collect();
        if found != *expected {
            wrong.push(format!("{text}\n    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sayings_that_did_not_take_place() {
    check(&[
        ("Mayor Ana Lindt did not say whether the pier was safe.", &["negated Mayor Ana Lindt: say: whether the pier was safe"]),
        ("Lindt has never said that the pier was safe.", &["negated Lindt: said: the pier was safe"]),
        ("Lindt stopped short of saying that the vote was rigged.", &["negated Lindt: saying: the vote was rigged"]),
        ("Lindt would say that the tower leans.", &["hypothetical Lindt: say: the tower leans"]),
        ("Lindt is expected to tell lawmakers that the roof leaks.", &["hypothetical Lindt: tell: the roof leaks"]),
        // Inside of what is said, and beside it.
        ("Lindt said she had not said the safe was empty.", &["said Lindt: said: she had not said the safe was empty"]),
        (
            "Lindt would not say whether the pump leaked, the Courier reported.",
            &["said the Courier: reported: Lindt would not say whether the pump leaked"],
        ),
        // A month, an event.
        ("Prosecutors in May concluded that the dam was sound.", &["said Prosecutors: concluded: the dam was sound"]),
        ("The crew is likely to find that the hull is cracked.", &[]),
    ]);
}

#[test]
fn idioms_report_nothing() {
    check(&[
        ("Grandmother Oyuna told a story and the children slept.", &[]),
        ("Oyuna told reporters the well was dry.", &["said Oyuna: told: the well was dry"]),
        ("The eggs are sorted according to size.", &[]),
        ("The eggs are cold, according to Oyuna.", &["said Oyuna: according to: The eggs are cold"]),
        ("Riggers stressed that cable until it split.", &[]),
        ("Riggers stressed that cables split.", &["said Riggers: stressed: cables split"]),
    ]);
}

#[test]
fn what_a_noun_tells_ends_before_the_main_verb() {
    check(&[
        ("The guard's warning that the reef was unlit came too late.", &["said The guard: warning: the reef was unlit"]),
        (
            "The guard's warning that she knew the reef was unlit came too late.",
            &["said The guard: warning: she knew the reef was unlit"],
        ),
        (
            "Tan's announcement that he would sell the ship because it leaked surprised the crew.",
            &["said Tan: announcement: he would sell the ship because it leaked"],
        ),
        // Inside of what is said the sentence is whole.
        (
            "Tan said a warning that the reef was unlit came too late.",
            &["said Tan: said: a warning that the reef was unlit came too late"],
        ),
    ]);
}

#[test]
fn parentheses_hold_what_is_said_in_them() {
    check(&[
        ("The horses – there were eleven, Duarte recalled – swam ashore.", &["said Duarte: recalled: there were eleven"]),
        ("The plan – a bold one – failed, Duarte said.", &["said Duarte: said: The plan – a bold one – failed"]),
    ]);
}

#[test]
fn whose_words_they_are() {
    check(&[
        ("The Daily Anvil quoted Tan as saying: “The ship is empty.”", &["said Tan: saying: The ship is empty."]),
        ("Tan left, in the words of an aide, “like a storm.”", &["said an aide: in the words of: like a storm."]),
        ("The treaty was described by envoy Pavlo Hnat as “ink on ice.”", &["said envoy Pavlo Hnat: described: ink on ice."]),
        ("Her answer to reporters: “Ask my lawyer.”", &["said Her: :: Ask my lawyer."]),
        ("Added Tan: “And the frogs.”", &["said Tan: Added: And the frogs."]),
        ("“Never,” returned Tan. The ship returned to port.", &["said Tan: returned: Never,"]),
        ("The road, as Tan put it, is a goat.", &["said Tan: put: The road | is a goat"]),
        ("Tan put the cup on the sill.", &[]),
    ]);
}

#[test]
fn a_transcript_quoted_whole_has_turns() {
    check(&[
        (
            "Partial transcript:\n\n\"RUIZ: Did the siren sound?\n\n\"TAN: Not until noon. It was too late.\"",
            &["said RUIZ: :: Did the siren sound?", "said TAN: :: Not until noon. It was too late."],
        ),
        // One label alone is none.
        ("\"NOTE: the siren is broken,\" Tan wrote.", &["wrote Tan: wrote: NOTE: the siren is broken,"]),
    ]);
}

#[test]
fn a_heading_in_single_marks_quotes_nobody() {
    let text = "“We lost the barn,” Tan said.\n\n‘Legend of the Barn’\n\nThe barn stood for a century.";
    check(&[(text, &["said Tan: said: We lost the barn,"])]);
    let text = "‘We lost the barn,’ Tan said.\n\n‘It was old.’";
    check(&[(text, &["said Tan: said: We lost the barn,", "said -: -: It was old."])]);
}

#[test]
fn requests_not_to_be_named_are_no_content() {
    check(&[
        (
            "A clerk, who asked not to be named because the files are secret, said the vault was empty.",
            &["said A clerk: said: the vault was empty"],
        ),
        ("Tan asked the clerk to be quiet.", &["said Tan: asked: to be quiet"]),
    ]);
}

/// Attitudes, as `source: cue: parts`.
fn attitudes(text: &str) -> Vec<String> {
    let document = Pipeline::new().analyze(Article { text: Some(text.to_owned()), ..Article::default() });
    let thought = document.quotes.iter().filter(|quote| quote.status == pullquote::quote::Status::Thought);
    thought.map(|quote| quote.parts.iter().map(|part| part.text(&document.text)).collect::<Vec<_>>().join(" | ")).collect()
}

#[test]
fn an_attitude_takes_no_words_of_a_sentence_with_its_own_attribution() {
    let told = "Some neighbors are not convinced. \"Show me the receipts,\" said Wendell Tran, 71, who lives across the street.";
    assert_eq!(attitudes(told), [""; 0]);
    let thought = "Some neighbors are not convinced that the pier will hold. Wendell Tran lives across the street.";
    assert_eq!(attitudes(thought), ["the pier will hold"]);
}
