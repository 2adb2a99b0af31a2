//! Each pattern of the details, and beside it what only looks like it.

use crate::document::{Article, Document};
use crate::pipeline::Pipeline;
use crate::text::Span;

fn analyzed(text: &str) -> Document {
    let document = Pipeline::new().analyze(Article { text: Some(text.to_owned()), ..Article::default() });
    document.check().expect("spans are true");
    document
}

/// The first quote's field, in words; "-" where there is none.
fn judge(cases: &[(&str, &str)], field: impl Fn(&super::Details) -> Option<Span>) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|&(text, expected)| {
            let document = analyzed(text);
            let found = document.details.first().and_then(&field).map_or("-", |span| span.text(text));
            (found != expected).then(|| format!("{text}\n  expected {expected:?}, found {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn channels() {
    judge(
        &[
            ("“The bridge is safe,” the ministry said in a written statement.", "a written statement"),
            ("In a blog post, Elena Markova wrote that the bridge was safe.", "a blog post"),
            ("“The bridge is safe,” Elena Markova wrote on Facebook.", "Facebook"),
            ("“The bridge is safe,” Elena Markova said by telephone.", "telephone"),
            ("“The bridge is safe,” Elena Markova said through her lawyer.", "her lawyer"),
            ("“The bridge is safe,” Elena Markova said during an interview on Monday.", "an interview"),
            // Another verb's, a relative clause's, a compound's, no medium.
            ("“The bridge is safe,” said Elena Markova, who lost her job over a remark in an interview.", "-"),
            ("“The bridge is safe,” Elena Markova said in an interview room.", "-"),
            ("“The bridge is safe,” Elena Markova said on a sour note.", "-"),
            ("“The bridge is safe,” Elena Markova said on Monday.", "-"),
            ("“The bridge is safe,” Elena Markova said by the river.", "-"),
            ("“It is safe,” Elena Markova said on a tape kept by Linz City Radio.", "-"),
        ],
        |details| details.channel,
    );
}

#[test]
fn venues() {
    judge(
        &[
            ("“The bridge is safe,” Elena Markova told CNN.", "CNN"),
            ("“The bridge is safe,” Elena Markova told the Evening Herald on Monday.", "the Evening Herald"),
            ("In an interview with the BBC, Elena Markova said the bridge was safe.", "the BBC"),
            ("“The bridge is safe,” Elena Markova said at a town hall meeting in Linz.", "a town hall meeting"),
            ("“The bridge is safe,” Elena Markova told reporters at a briefing.", "a briefing"),
            ("“The bridge is safe,” Elena Markova said on Fox News.", "Fox News"),
            // Places, times, people, outlets in another phrase.
            ("“The bridge is safe,” Elena Markova said in Linz.", "-"),
            ("“The bridge is safe,” Elena Markova said at the time.", "-"),
            ("“The bridge is safe,” Elena Markova told reporters.", "-"),
            ("“The bridge is safe,” Elena Markova told a Fox News host.", "-"),
            ("“The bridge is safe,” said Elena Markova, whose sister spoke at a rally.", "-"),
            ("“The bridge is safe,” Elena Markova said, referring to a debate on the network.", "-"),
        ],
        |details| details.venue,
    );
}

#[test]
fn credits() {
    judge(
        &[
            ("The bridge is safe, the ministry said, the Evening Herald reported.", "the Evening Herald"),
            ("“The bridge is safe,” Elena Markova said, according to the BBC.", "the BBC"),
            ("According to the Evening Herald, Elena Markova said: “The bridge is safe.”", "the Evening Herald"),
            ("Elena Markova was quoted by the state news agency as saying the bridge was safe.", "the state news agency"),
            // The outlet's own report, and sources that are no outlet.
            ("The Evening Herald reported that the bridge was safe.", "-"),
            ("“The bridge is safe,” Elena Markova said, according to the police.", "-"),
            ("“The bridge is safe,” Elena Markova said, according to a Fox News poll.", "-"),
        ],
        |details| details.reported_by,
    );
}

#[test]
fn grounds_of_anonymity() {
    judge(
        &[
            (
                "“The bridge is safe,” said an engineer, speaking on condition of anonymity because the report is secret.",
                "the report is secret",
            ),
            ("“The bridge is safe,” said an engineer, who asked not to be identified, citing company rules.", "company rules"),
            (
                "“The bridge is safe,” said an engineer who was not authorized to speak publicly.",
                "was not authorized to speak publicly",
            ),
            (
                "“The bridge is safe,” an engineer said. The man asked not to be named for fear of losing his job.",
                "fear of losing his job",
            ),
            ("“The bridge is safe,” an engineer said on condition of anonymity.", "-"),
            ("“The bridge is safe,” said an engineer, who was not allowed to enter the site.", "-"),
            ("“The bridge is safe,” said Elena Markova. The man was named because he had run.", "-"),
        ],
        |details| details.anonymity_reason,
    );
}

#[test]
fn addressees_of_phrases() {
    judge(
        &[
            ("In a letter to shareholders, Elena Markova wrote that the bridge was safe.", "shareholders"),
            ("Speaking to reporters on Monday, Elena Markova said the bridge was safe.", "-"),
            ("In a letter to be opened later, Elena Markova wrote that the bridge was safe.", "-"),
        ],
        |details| details.addressee,
    );
}

#[test]
fn attitudes_have_no_medium_and_nobody_is_told() {
    for (text, status) in [
        ("In a letter to shareholders, Elena Markova hopes for a quick repair of the bridge.", "thought"),
        ("On Facebook, Elena Markova believes that the bridge is safe.", "thought"),
        ("At a news conference, Elena Markova blamed the rain for the collapse.", "thought"),
        ("Elena Markova criticized the mayor in a statement.", "thought"),
    ] {
        let document = analyzed(text);
        assert_eq!(document.quotes[0].status.name(), status, "{text}");
        assert_eq!(document.details[0], super::Details::default(), "{text}");
    }
    // Refusals have: they were heard.
    let document = analyzed("In a letter to shareholders, Elena Markova declined to comment on the bridge.");
    let found = [document.details[0].channel, document.details[0].addressee].map(|span| span.map(|span| span.text(&document.text)));
    assert_eq!(found, [Some("a letter"), Some("shareholders")]);
}

#[test]
fn inserts_of_the_words_quoted_only() {
    for (text, expected) in [
        ("“They [the owners] ran … away,” Elena Markova said.", vec!["[the owners]", "…"]),
        ("Elena Markova said the owners [both brothers] “ran ... away” at dawn.", vec!["..."]),
        ("Elena Markova said the owners [both brothers] ran away.", vec![]),
    ] {
        let document = analyzed(text);
        let found: Vec<&str> = document.details[0].inserts.iter().map(|span| span.text(text)).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn refusals() {
    for (text, expected) in [
        ("Elena Markova declined on Friday to comment on the bridge.", Some(("declined", "to comment on the bridge"))),
        ("The company declined further comment.", Some(("declined", "further comment"))),
        (
            "The ministry did not return phone calls and emails seeking comment on Monday.",
            Some(("return", "phone calls and emails seeking comment")),
        ),
        ("A spokesman refused to say when the bridge would open.", Some(("refused to say", "when the bridge would open"))),
        ("The owner could not immediately be reached.", Some(("reached", "reached"))),
        ("Elena Markova was unavailable for comment.", Some(("unavailable", "for comment"))),
        ("The governor wouldn’t discuss the bridge.", Some(("discuss", "the bridge"))),
        // Other things declined, other silences, ignorance, what others tell of.
        ("Elena Markova declined the prize, and sales declined to comments of traders.", None),
        ("Elena Markova refused to sign the bill.", None),
        ("Elena Markova refused to say the words of the oath.", None),
        ("The agency declined to comment and aides later left.", Some(("declined", "to comment"))),
        ("Elena Markova refused to give money to the bridge.", None),
        ("The official declined to be named.", None),
        ("The patient did not respond to treatment.", None),
        ("The village could not be reached by road.", None),
        ("The striker did not return to the field.", None),
        ("“He declined to comment,” Elena Markova said.", None),
        ("Elena Markova said the ministry had declined to comment.", None),
    ] {
        let document = analyzed(text);
        let found = document.quotes.iter().find(|quote| quote.status == crate::quote::Status::Declined);
        let words = found.map(|quote| (quote.cue.as_ref().map_or("", |cue| cue.span.text(text)), quote.parts[0].text(text)));
        assert_eq!(words, expected, "{text}");
    }
}

#[test]
fn roles_that_ask_not_to_be_named_are_unnamed() {
    let kind = |text: &str| analyzed(text).attributions[0].speaker.as_ref().map(|speaker| speaker.kind.name());
    assert_eq!(kind("“It is safe,” said the engineer, who asked not to be named."), Some("anonymous"));
    assert_eq!(kind("“It is safe,” said the engineer, who asked not to be moved."), Some("role"));
    assert_eq!(kind("“It is safe,” said Elena Markova, who asked not to be named."), Some("name"));
}

#[test]
fn a_text_that_begins_with_of_breaks_nothing() {
    let document = analyzed("Of the two papers the Courier quoted Elena Markova as saying the bridge was safe.");
    assert_eq!(document.error, None);
}
