//! What stands between a reporting verb and its content.
//!
//! Finds: days and occasions ("on Tuesday", "in a statement"), who was told ("told reporters"), appositions behind an inverted
//! source, "that", a comma or colon. Does not find: the end of a bare prepositional phrase that names no day and no occasion.
//! Example: in `told CNN on Friday that the deal was dead` the content begins at `the deal`.

use super::attributions::AttributionAt;
use super::cues::{Form, Frames};
use super::scene::{Scene, Segment};
use super::words::WordClass as Class;
use crate::token::TokenKind;

/// What goes to somebody.
const LETTERS: [&str; 13] = [
    "letter",
    "letters",
    "memo",
    "memorandum",
    "email",
    "emails",
    "e-mail",
    "note",
    "message",
    "messages",
    "statement",
    "text",
    "report",
];

/// Moves `rest` behind days, occasions, the addressee, "that" and a comma.
pub fn skip_tail(scene: &Scene<'_>, segment: &Segment, attribution: &mut AttributionAt) {
    let items = &segment.items;
    let mut at = attribution.rest;
    for _ in 0..6 {
        let before = at;
        at = skip_apposition(scene, segment, attribution, at);
        at = skip_adverbials(scene, segment, at);
        if attribution.addressee.is_none() {
            let to = items.get(at).filter(|item| item.region.is_none() && item.class.is(Class::TO));
            // "said in a letter to senators that"; "said to be safe" is no addressee
            let is_addressed = |at: usize| at > 0 && LETTERS.iter().any(|noun| scene.is(items[at - 1].first, noun));
            let start = if to.is_some() && (!attribution.frames.has(Frames::INFINITIVE) || is_addressed(at)) { at + 1 } else { at };
            let can_tell = attribution.frames.has(Frames::ADDRESSEE) && !attribution.is_inverted;
            if (can_tell || start > at)
                && let Some(end) = addressee_end(scene, segment, start, can_tell && start == at)
            {
                attribution.addressee = Some((start, end));
                at = end + 1;
            }
        }
        // "told the Courier, which printed it, that …"
        let opens_relative = items.get(at).is_some_and(|item| item.class.is(Class::COMMA))
            && items.get(at + 1).is_some_and(|item| item.class.is(Class::RELATIVE));
        if attribution.addressee.is_some()
            && opens_relative
            && let Some(close) = (at + 2..items.len().min(at + 24)).find(|&i| items[i].class.is(Class::COMMA))
            && items.get(close + 1).is_some_and(|item| item.class.is(Class::THAT))
        {
            at = close + 1;
        }
        if at == before {
            break;
        }
    }
    if let Some(item) = items.get(at).filter(|item| item.class.is(Class::COMMA | Class::COLON)) {
        // "said, however, that": a parenthesis between two commas.
        let is_parenthesis = item.class.is(Class::COMMA)
            && items.get(at + 1).is_some_and(|item| item.class.is(Class::ADVERB))
            && items.get(at + 2).is_some_and(|item| item.class.is(Class::COMMA));
        attribution.has_pause = !is_parenthesis;
        at += if is_parenthesis { 3 } else { 1 };
    }
    if items.get(at).is_some_and(|item| item.region.is_none() && item.class.is(Class::THAT)) && attribution.frames.has(Frames::THAT)
    {
        // "said that was not her view": a pronoun.
        if items.get(at + 1).is_some_and(|item| item.region.is_none() && item.class.is(Class::BE | Class::MODAL)) {
            attribution.rest = at;
            return;
        }
        attribution.has_that = true;
        at += 1;
        if items.get(at).is_some_and(|item| item.class.is(Class::COMMA)) {
            at += 1;
        }
    }
    attribution.rest = at;
}

/// `said Ruiz, the mayor of Lima,`: past the apposition behind an inverted source.
fn skip_apposition(scene: &Scene<'_>, segment: &Segment, attribution: &AttributionAt, at: usize) -> usize {
    let items = &segment.items;
    if !attribution.is_inverted || !items.get(at).is_some_and(|item| item.class.is(Class::COMMA)) {
        return at;
    }
    let opens = items.get(at + 1).is_some_and(|item| {
        item.region.is_none()
            && (item.class.is(Class::DETERMINER | Class::RELATIVE | Class::POSSESSIVE | Class::PREPOSITION)
                || scene.input.tokens.kinds[item.first] == TokenKind::Number
                || (item.class == Class::NONE && scene.verbs[item.first].is_none()))
    });
    if !opens {
        return at;
    }
    let mut end = at + 1;
    while let Some(item) = items.get(end) {
        if item.region.is_some() || item.class.is(Class::COMMA | Class::COLON | Class::END | Class::BREAK) {
            break;
        }
        // "said Haddad, who called it …": the apposition reports something of its own.
        if scene.verbs[item.first].is_some_and(|verb| matches!(verb.form, Form::Past | Form::Third) && verb.status.is_speech()) {
            return at;
        }
        end += 1;
    }
    end
}

/// Days and occasions: "Tuesday", "on Friday", "in a statement", "at a news conference in Lima", "last week".
pub fn skip_adverbials(scene: &Scene<'_>, segment: &Segment, mut at: usize) -> usize {
    let items = &segment.items;
    let class = |i: usize| items.get(i).filter(|item| item.region.is_none()).map_or(Class::NONE, |item| item.class);
    let is_time = |i: usize| {
        class(i).is(Class::TIME)
            || items.get(i).is_some_and(|item| item.region.is_none() && scene.input.tokens.kinds[item.first] == TokenKind::Number)
    };
    loop {
        if class(at).is(Class::TIME) {
            at += 1;
            continue;
        }
        if class(at).is(Class::ADVERB) && !class(at).is(Class::SUBJECT | Class::PREPOSITION) {
            at += 1;
            continue;
        }
        // "as early as Monday"
        let is_as = |i: usize| items.get(i).is_some_and(|item| item.region.is_none() && scene.is(item.first, "as"));
        if is_as(at) && is_as(at + 2) && is_time(at + 3) {
            at += 4;
            continue;
        }
        let starts = class(at).is(Class::DETERMINER) && class(at + 1).is(Class::TIME)
            || items.get(at).is_some_and(|item| {
                item.region.is_none()
                    && ["last", "this", "next", "earlier"].iter().any(|word| scene.is(item.first, word))
                    && class(at + 1).is(Class::TIME)
            });
        if starts {
            at += 2;
            continue;
        }
        if class(at).is(Class::PREPOSITION) && !class(at).is(Class::TO) {
            // "on condition of anonymity"
            if let Some(end) = (at + 1..at + 5)
                .find(|&i| items.get(i).is_some_and(|item| item.region.is_none() && scene.is(item.first, "anonymity")))
            {
                at = end + 1;
                continue;
            }
            // A prepositional phrase counts if it reaches a day or an occasion within a few words.
            let end = (at + 1..at + 8).take_while(|&i| {
                let class = class(i);
                items.get(i).is_some_and(|item| item.region.is_none())
                    && !class.is(Class::THAT
                        | Class::SUBJECT
                        | Class::COMMA
                        | Class::COLON
                        | Class::END
                        | Class::MODAL
                        | Class::BE
                        | Class::AUXILIARY)
            });
            let reached = end.into_iter().find(|&i| is_time(i) || class(i).is(Class::OCCASION));
            if let Some(end) = reached {
                at = end + 1;
                // "news conference", "blog post": the last of the occasion's words.
                while class(at).is(Class::OCCASION | Class::TIME) || (is_time(at) && is_time(at - 1)) {
                    at += 1;
                }
                continue;
            }
            // "of the talks", "of Clinton": what is spoken of, up to a comma or colon before a quotation.
            let stop = (at + 1..at + 12)
                .find(|&i| items.get(i).is_none_or(|item| item.region.is_some() || item.class.is(Class::PUNCTUATION)));
            if let Some(stop) = stop
                && class(stop).is(Class::COMMA | Class::COLON)
                && items.get(stop + 1).is_some_and(|item| item.region.is_some())
            {
                return stop;
            }
        }
        return at;
    }
}

/// The last item of a noun phrase that names who is told. `is_object`: without "to", right behind the verb.
fn addressee_end(scene: &Scene<'_>, segment: &Segment, start: usize, is_object: bool) -> Option<usize> {
    let items = &segment.items;
    let first = items.get(start).filter(|item| item.region.is_none())?;
    if first.class.is(Class::OBJECT) && scene.names[first.first].is_none() {
        return Some(start);
    }
    if first.class.is(Class::PUNCTUATION
        | Class::SUBJECT
        | Class::THAT
        | Class::TO
        | Class::PREPOSITION
        | Class::SUBORDINATOR
        | Class::AUXILIARY
        | Class::MODAL
        | Class::TIME)
        && scene.names[first.first].is_none()
        && !first.class.is(Class::DETERMINER)
    {
        return None;
    }
    if scene.lower(first.first).ends_with("ing") {
        return None;
    }
    let mut end = start;
    while let Some(item) = items.get(end + 1).filter(|item| item.region.is_none()) {
        let token = item.first;
        let same_name = scene.names[token].is_some() && scene.names[token] == scene.names[items[end].first];
        let is_possessive = scene.is(token, "'s");
        let after_possessive = scene.is(items[end].first, "'s");
        let joins_names = item.class.is(Class::CONJUNCTION)
            && items.get(end + 2).is_some_and(|next| {
                next.region.is_none() && (scene.is_capitalised(next.first) || scene.names[next.first].is_some())
            })
            && scene.is_capitalised(items[end].first);
        let after_determiner = items[end].class.is(Class::DETERMINER | Class::POSSESSIVE) && !items[end].class.is(Class::THAT);
        let lower_noun = item.class == Class::NONE && !scene.is_capitalised(token) && scene.names[token].is_none();
        let continues_phrase =
            lower_noun && (after_determiner || items[end].class == Class::NONE || after_possessive) && scene.verbs[token].is_none();
        let capital = scene.is_capitalised(token)
            && (scene.is_capitalised(items[end].first) || after_determiner || after_possessive)
            && (scene.names[token].is_none() || after_determiner || after_possessive);
        if same_name || is_possessive || continues_phrase || capital || joins_names {
            end += if joins_names { 2 } else { 1 };
            continue;
        }
        break;
    }
    if end - start > 8 {
        return None;
    }
    // Without "that", a bare clause may begin here: what is told needs something behind it that begins a clause.
    let next = items.get(end + 1);
    let opens = next.is_none_or(|item| {
        item.region.is_some()
            || item.class.is(Class::THAT
                | Class::TO
                | Class::SUBJECT
                | Class::DETERMINER
                | Class::POSSESSIVE
                | Class::PUNCTUATION
                | Class::QUESTION
                | Class::TIME
                | Class::PREPOSITION
                | Class::ADVERB)
            || scene.names[item.first].is_some()
            || scene.is_capitalised(item.first)
    });
    let plural_told = !is_object || scene.input.tokens.spans.len() > start;
    (opens && plural_told).then_some(end)
}
