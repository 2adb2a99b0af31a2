//! Asks whose each quote is, and takes the answers in order.
//!
//! Input: quotes in order, people. Output: an [`Attribution`] for each quote.
//! Method: a source span that names somebody is believed; whom a pronoun or a definite noun means, and whose a quote without source
//! is, the model says ([`ranker`]), to which the answer of the rules is one feature among others. Each answer is known when the next
//! question is asked. Cost: O(quotes), at most 24 candidates each.

use super::beside::source_beside;
use super::candidates::Asked;
use super::features::{Asking, ask};
use super::ranker::{self, Choose};
use super::speaker::{Resolver, addressee};
use super::{Attribution, Input, Reason, Speaker, SpeakerKind, carry, confidence};
use crate::quote::Quote;
use crate::text::Span;

/// A quote without source whose likeliest speaker is less likely than this stays without one.
const FLOOR: f32 = 0.25;

/// How many alternatives are kept, and from which share on.
const KEPT: usize = 5;
const LEAST: f32 = 0.01;

/// Gives every quote its speaker. Quotes are given back as they came; the attributions are in the same order.
pub fn attribute_quotes(input: Input<'_>) -> (Vec<Quote>, Vec<Attribution>) {
    let attributions = attribute_quotes_with(&input, &mut ranker::embedded());
    (input.quotes, attributions)
}

/// The same with another model.
pub fn attribute_quotes_with<C: Choose>(input: &Input<'_>, chooser: &mut C) -> Vec<Attribution> {
    let mut resolver = Resolver::new(input);
    let mut attributions: Vec<Attribution> = Vec::with_capacity(input.quotes.len());
    for number in 0..input.quotes.len() {
        let quote = &input.quotes[number];
        let beside = (quote.method == "carried").then(|| source_beside(&resolver, quote)).flatten();
        let source = quote.source.or(beside);
        let (found, method) = match source {
            Some(source) if beside.is_some() => (resolver.speaker(source, quote), "beside"),
            Some(source) => (resolver.speaker(source, quote), quote.method),
            None if quote.method == "carried" => carry::speaker_of(&resolver, number, &attributions),
            None => (Err(Reason::NoCue), quote.method),
        };
        let rule = found.as_ref().ok();
        let asked = match source {
            Some(source) => resolver.asked(source, rule),
            None => (quote.method == "carried" && !quote.in_title).then_some(Asked::Nobody),
        };
        let asking = asked.and_then(|asked| ask(&resolver, number, source, asked, rule, method));
        let attribution = match (asked, asking) {
            (Some(asked), Some(asking)) => answer(&asking, asked, method, quote, chooser),
            _ => by_rule(source, found, method, quote),
        };
        if let Some(speaker) = attribution.speaker.as_ref().filter(|speaker| speaker.name.is_some() && quote.status.is_speech()) {
            let at = source.map_or(quote.span().start, |source| source.start);
            resolver.spoken.push((at, speaker.clone(), number));
        }
        let addressee = quote.addressee.map(|span| addressee(&resolver, span, quote, attribution.speaker.as_ref()));
        attributions.push(Attribution { addressee, ..attribution });
    }
    carry::look_ahead(&resolver, &mut attributions);
    attributions
}

/// What the source span says, without a model.
fn by_rule(source: Option<Span>, found: Result<Speaker, Reason>, method: &'static str, quote: &Quote) -> Attribution {
    let reason = found.as_ref().err().copied();
    // A source that could not be resolved is still where the sentence says who speaks.
    let unresolved =
        || source.map(|source| Speaker { name: None, kind: SpeakerKind::Pronoun, person: None, mention: Some(source) });
    let belief = if reason.is_none() { 1.0 } else { 0.0 };
    let confidence = confidence::of(quote, belief);
    let candidates = found.iter().map(|speaker| (speaker.clone(), confidence)).collect();
    Attribution { addressee: None, confidence, belief, speaker: found.ok().or_else(unresolved), method, reason, candidates }
}

/// What the model says.
fn answer<C: Choose>(asking: &Asking, asked: Asked, method: &'static str, quote: &Quote, chooser: &mut C) -> Attribution {
    let shares = chooser.choose(&asking.question);
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|&a, &b| shares[b].total_cmp(&shares[a]).then(a.cmp(&b)));
    let best = order[0];
    let candidates: Vec<(Speaker, f32)> = order
        .iter()
        .take(KEPT)
        .map(|&i| (asking.speakers[i].clone(), confidence::of(quote, shares[i])))
        .filter(|(_, share)| *share >= LEAST)
        .collect();
    let mut speaker = asking.speakers[best].clone();
    if asked == Asked::Nobody {
        if shares[best] < FLOOR {
            return Attribution {
                speaker: None,
                addressee: None,
                confidence: 0.0,
                belief: 0.0,
                method,
                reason: Some(Reason::LowConfidence),
                candidates,
            };
        }
        if let Some(mention) = asking.beside[best] {
            speaker = Speaker { kind: SpeakerKind::Name, mention: Some(mention), ..speaker };
        }
    }
    let method = if asked != Asked::Nobody || asking.question.rule == Some(best) { method } else { "ranked" };
    let (belief, confidence) = (shares[best], confidence::of(quote, shares[best]));
    Attribution { speaker: Some(speaker), addressee: None, confidence, belief, method, reason: None, candidates }
}
