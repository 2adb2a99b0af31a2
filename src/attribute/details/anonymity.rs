//! Why a source is not named.
//!
//! Finds: the ground behind a request not to be named ("on condition of anonymity because …", "asked not to be identified, citing …",
//! "requested anonymity for fear of …", "… to discuss private talks", "whose name has been changed to …"), and the lack of leave to
//! speak ("who was not authorized to speak publicly"), beside the quote or in the sentence after it ("The official asked …").
//! Does not find: a request without a ground ("on condition of anonymity"), a ban on something else ("not authorized to enter").
//! The ground stands without because, for, citing; a purpose keeps its "to".

use super::{Details, Input};
use crate::attribute::SpeakerKind;
use crate::tag::Tag;
use crate::text::Span;

/// How many tokens may stand between the request and its ground.
const NEAR: usize = 4;

/// Whether the request not to be named ends at `token`.
fn ends_request(input: &Input<'_>, first: usize, token: usize) -> bool {
    let before = |back: usize, words: &[&str]| token >= first + back && input.is_any(token - back, words);
    if input.is(token, "anonymity") {
        return before(
            1,
            &["of", "requested", "requesting", "for", "demanded", "granted", "given", "sought", "insisted", "on", "seeking"],
        );
    }
    if input.is_any(token, &["named", "identified", "quoted"]) {
        let asks = (1..=6).any(|back| before(back, &["not", "declined", "declining", "refused", "anonymous"]));
        return before(1, &["be"]) && asks;
    }
    input.is_any(token, &["changed", "withheld"]) && (1..=6).any(|back| before(back, &["name", "names"]))
}

/// Whether the tokens `first..end` hold a request not to be named.
pub(super) fn is_asked_for(input: &Input<'_>, first: usize, end: usize) -> bool {
    (first..end).any(|token| ends_request(input, first, token))
}

/// The ground given in the tokens `first..end`.
pub(super) fn reason_in(input: &Input<'_>, first: usize, end: usize) -> Option<Span> {
    let request = (first..end).find(|&token| ends_request(input, first, token));
    let Some(request) = request else { return without_leave(input, first, end) };
    for token in request + 1..end.min(request + 1 + NEAR) {
        let is = |words: &[&str]| input.is_any(token, words);
        let next_is = |words: &[&str]| token + 1 < end && input.is_any(token + 1, words);
        let start = if is(&["because", "due", "owing"]) && next_is(&["of", "to"]) {
            token + 2
        } else if is(&["because", "as", "since", "citing", "fearing", "saying"]) {
            token + 1
        } else if is(&["for"]) && next_is(&["fear"]) || is(&["out"]) && next_is(&["of"]) {
            if is(&["for"]) { token + 1 } else { token + 2 }
        } else if is(&["to"]) && token + 1 < end && input.tag(token + 1) == Some(Tag::Vb) {
            token
        } else {
            continue;
        };
        return clause(input, start, end);
    }
    // "who asked not to be named because": else the lack of leave is the ground.
    without_leave(input, first, end)
}

/// `was not authorized to speak publicly`: the words themselves are the ground.
fn without_leave(input: &Input<'_>, first: usize, end: usize) -> Option<Span> {
    let leave =
        (first..end).find(|&token| input.is_any(token, &["authorized", "authorised", "allowed", "permitted", "cleared"]))?;
    let speaks = (leave + 1..end.min(leave + 4)).any(|token| {
        input.is_any(token, &["speak", "talk", "discuss", "comment", "brief", "disclose", "reveal", "give", "address"])
    });
    let not = (first..leave).rev().take(3).find(|&token| input.is_any(token, &["not", "n't"]))?;
    let be = not.checked_sub(1).filter(|&be| be >= first && input.is_any(be, &["was", "were", "is", "are"]))?;
    // Of the source it is told by a relative clause or a pronoun, not by the journalist of anybody.
    let subject = be.checked_sub(1).filter(|&subject| subject >= first)?;
    let is_told = input.is_any(subject, &["who", "they", "he", "she"]);
    if is_told && speaks { clause(input, be, end) } else { None }
}

/// From `start` to the end of the clause.
fn clause(input: &Input<'_>, start: usize, end: usize) -> Option<Span> {
    let ends = |token: usize| {
        let text = input.tokens.form(input.text, token);
        matches!(text, "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "–" | "—" | "--" | "\"" | "“" | "”")
    };
    let last = (start..end).take_while(|&token| !ends(token)).last()?;
    Some(input.tokens.cover(start, last))
}

/// `“…,” an official said. The official asked not to be named because …`: the sentence about anonymity is no quote of its own; what
/// it tells is told of the unnamed source that spoke last.
pub(super) fn add_from_next_sentence(input: &Input<'_>, held: &[bool], found: &mut [Details]) {
    let (tokens, quotes) = (input.tokens, input.quotes);
    for number in 0..quotes.len() {
        let Some(speaker) = input.attributions[number].speaker.as_ref() else { continue };
        let is_named = speaker.kind != SpeakerKind::Anonymous;
        if is_named || !super::is_told(&quotes[number]) || found[number].anonymity_reason.is_some() {
            continue;
        }
        let Some(anchor) = quotes[number].source.map(|source| tokens.first_at_or_after(source.start)) else { continue };
        if anchor >= held.len() {
            continue;
        }
        let sentence = tokens.sentences[anchor];
        let from = tokens.sentences.partition_point(|&other| other <= sentence);
        // Two sentences on: the first may carry the quotation further.
        for next in sentence + 1..=sentence + 2 {
            let first = tokens.sentences.partition_point(|&other| other < next);
            let end = tokens.sentences.partition_point(|&other| other <= next).min(first + super::REACH);
            let is_near = first >= from && first < end && tokens.paragraphs[first] <= tokens.paragraphs[anchor] + 1;
            if !is_near || held[first..end].iter().any(|&held| held) || !is_about_source(input, first, end) {
                continue;
            }
            found[number].anonymity_reason = reason_in(input, first, end);
        }
    }
}

/// Whether the sentence begins with who may be the source: a pronoun, "the official", "both people".
fn is_about_source(input: &Input<'_>, first: usize, end: usize) -> bool {
    const SOURCES: &[&str] = &[
        "official",
        "officials",
        "source",
        "sources",
        "person",
        "people",
        "diplomat",
        "diplomats",
        "officer",
        "officers",
        "aide",
        "aides",
        "man",
        "woman",
        "employee",
        "employees",
    ];
    input.is_any(first, &["he", "she", "they", "both", "all"])
        || input.is_any(first, &["the"]) && (first + 1..end.min(first + 4)).any(|token| input.is_any(token, SOURCES))
}
