//! Quotations without an attribution of their own.
//!
//! Finds: the speaker of the quotation before in the paragraph (`carried-sentence`) or in the paragraph before
//! (`carried-paragraph`); the person the sentence before is about (`subject-before`); the speaker of the next attribution in the
//! same paragraph (`carried-back`).
//! Does not find: a speaker across a paragraph of narration that names other people: `ambiguous`, none rather than a wrong one.

use super::speaker::Resolver;
use super::{Attribution, Reason, Speaker, SpeakerKind};
use crate::text::Span;

/// The speaker of floating quote `number`, given the attributions before it.
pub(super) fn speaker_of(
    resolver: &Resolver<'_>,
    number: usize,
    before: &[Attribution],
) -> (Result<Speaker, Reason>, &'static str) {
    let quotes = &resolver.input.quotes;
    let quote = &quotes[number];
    let start = quote.span().start;
    let here = resolver.paragraph_of(start);
    let previous = (0..number).rev().find(|&i| quotes[i].status.is_speech() && !quotes[i].in_title);
    let previous_place = previous.map(|i| resolver.paragraph_of(quotes[i].span().start));
    let previous_end = previous.map_or(0, |i| quotes[i].span().end.max(quotes[i].cue.as_ref().map_or(0, |cue| cue.span.end)));
    // The sentence right before, if it is narration.
    let sentences = resolver.input.sentences;
    let index = sentences.partition_point(|sentence| sentence.span.end <= start);
    let sentence_before = sentences[..index].iter().rev().find(|sentence| sentence.depth == 0);
    let is_narration = sentence_before.is_some_and(|sentence| sentence.span.start >= previous_end);
    let carry = |method: &'static str| {
        let speaker = previous
            .and_then(|i| before[i].speaker.clone())
            .filter(|speaker| speaker.name.is_some())
            .map(|speaker| Speaker { kind: SpeakerKind::None, mention: None, ..speaker });
        (speaker.ok_or(Reason::NoCandidate), method)
    };
    if previous_place == Some(here) {
        if is_narration && let Some(person) = sentence_before.and_then(|sentence| resolver.subject_of(sentence.span)) {
            return (Ok(resolver.named(person, SpeakerKind::None)), "subject-before");
        }
        return carry("carried-sentence");
    }
    if let Some(sentence) = sentence_before.filter(|_| is_narration) {
        let same_paragraph = sentence.paragraph as usize == here;
        let ends_with_colon = sentence.span.text(resolver.input.text).ends_with(':');
        if same_paragraph || ends_with_colon {
            let subject = resolver.subject_of(sentence.span).map(|person| resolver.named(person, SpeakerKind::None));
            return (subject.ok_or(Reason::NoCandidate), "subject-before");
        }
    }
    match previous_place {
        Some(place) if place + 1 == here => carry("carried-paragraph"),
        Some(place) if place + 2 == here => {
            // One paragraph of narration between: carried only if it names nobody else.
            let between = resolver.input.paragraphs[place + 1].span;
            let named = resolver.subject_of(between);
            let last = previous.and_then(|i| before[i].speaker.as_ref()).and_then(|speaker| speaker.person);
            match (named, last) {
                (None, _) => carry("carried-paragraph"),
                (Some(person), Some(last)) if person == last => carry("carried-paragraph"),
                (Some(person), None) => (Ok(resolver.named(person, SpeakerKind::None)), "subject-before"),
                _ => (Err(Reason::Ambiguous), "carried-paragraph"),
            }
        }
        Some(_) => (Err(Reason::Ambiguous), "carried-paragraph"),
        None => (Err(Reason::NoCue), "carried-paragraph"),
    }
}

/// Quotations that still have no speaker take the one of the next attribution in their paragraph.
pub(super) fn look_ahead(resolver: &Resolver<'_>, attributions: &mut [Attribution]) {
    let quotes = &resolver.input.quotes;
    let place = |span: Span| resolver.paragraph_of(span.start);
    for number in (0..attributions.len()).rev() {
        let is_floating = quotes[number].method == "carried" && attributions[number].speaker.is_none();
        let Some(next) = attributions.get(number + 1).filter(|_| is_floating) else { continue };
        let is_near = place(quotes[number].span()) == place(quotes[number + 1].span());
        if !is_near || quotes[number].in_title || !quotes[number + 1].status.is_speech() {
            continue;
        }
        if let Some(speaker) = next.speaker.clone().filter(|speaker| speaker.name.is_some()) {
            attributions[number].speaker = Some(Speaker { kind: SpeakerKind::None, mention: None, ..speaker });
            attributions[number].reason = None;
            attributions[number].method = "carried-back";
            attributions[number].confidence = super::confidence::of(&quotes[number], 1.0);
            attributions[number].belief = 1.0;
        }
    }
}
