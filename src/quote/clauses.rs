//! Where a reported clause begins and ends, without a parser: words that show a finite verb, openers, boundaries.

use super::attributions::AttributionAt;
use super::content::Shape;
use super::cues::{Form, Frames};
use super::scene::{Item, Scene, Segment};
use super::words::WordClass as Class;

/// `said the talks could fail but also raised the possibility …`: where the speaker's own second verb begins. "but" only: after
/// "and" the verb is as often the content's.
pub fn second_verb(scene: &Scene<'_>, segment: &Segment, attribution: &AttributionAt) -> usize {
    let items = &segment.items;
    let is_word = |i: usize, word: &str| items.get(i).is_some_and(|item| item.region.is_none() && scene.is(item.first, word));
    for at in attribution.rest + 3..items.len().min(attribution.rest + 60) {
        if !is_word(at, "but") {
            continue;
        }
        let verb = at + 1 + usize::from(is_word(at + 1, "also") || is_word(at + 1, "then") || is_word(at + 1, "later"));
        let is_past = items.get(verb).is_some_and(|item| {
            item.region.is_none()
                && (scene.lower(item.first).ends_with("ed") || scene.verbs[item.first].is_some_and(|verb| verb.form == Form::Past))
        });
        if is_past {
            return if items[at - 1].class.is(Class::COMMA) { at - 1 } else { at };
        }
    }
    items.len()
}

/// `"And," he said`: nothing but a conjunction or adverb beside the region.
pub fn is_only_lead_in(scene: &Scene<'_>, segment: &Segment, shape: &Shape) -> bool {
    shape.regions.len() == 1
        && segment.items[shape.last].region.is_some()
        && shape.words <= 2
        && (shape.first..shape.last).all(|i| {
            segment.items[i].class.is(Class::CONJUNCTION | Class::ADVERB | Class::PUNCTUATION)
                || scene.is(segment.items[i].first, "so")
        })
}

/// Whether a region stands right before item `at`, a comma or dash apart.
pub fn touches_region(segment: &Segment, at: usize) -> bool {
    let previous = segment.items[at - 1];
    previous.region.is_some()
        || (at >= 2 && previous.class.is(Class::COMMA | Class::BREAK | Class::END) && segment.items[at - 2].region.is_some())
}

/// `the fires, which officials said were under control`: the verb's clause lost its subject to "which".
pub fn is_relative(scene: &Scene<'_>, segment: &Segment, attribution: &AttributionAt, first: Item) -> bool {
    let before = attribution.first.checked_sub(1).map(|i| segment.items[i]);
    attribution.frames.has(Frames::CLAUSE)
        && first.class.is(Class::BE | Class::MODAL | Class::AUXILIARY | Class::FINITE)
        && before.is_some_and(|item| {
            item.region.is_none() && ["which", "that", "who", "what"].iter().any(|word| scene.is(item.first, word))
        })
}

/// Whether a clause may begin with this word.
pub fn can_open_clause(scene: &Scene<'_>, item: Item) -> bool {
    let class = item.class;
    !class.is(Class::PREPOSITION
        | Class::TO
        | Class::CONJUNCTION
        | Class::OBJECT
        | Class::PUNCTUATION
        | Class::AUXILIARY
        | Class::BE)
        || scene.names[item.first].is_some()
        || class.is(Class::SUBJECT | Class::DETERMINER | Class::POSSESSIVE | Class::SUBORDINATOR)
        || ["in", "on", "at", "under", "after", "with", "for", "both"].iter().any(|word| scene.is(item.first, word))
}

/// Whether what follows the verb is a clause and no object: "announced the measure" is none.
pub fn opens_clause(scene: &Scene<'_>, segment: &Segment, attribution: &AttributionAt, after: &Shape) -> bool {
    if matches!(attribution.lemma.as_str(), "say" | "tell" | "claim" | "insist" | "argue" | "add") && after.words > 1 {
        return attribution.lemma == "say" || has_finite(scene, segment, after.first, after.last);
    }
    // The verb must come before the first comma, and a participle behind its noun ("the deal reached in May") is not enough.
    let end = (after.first..=after.last)
        .find(|&i| segment.items[i].class.is(Class::COMMA | Class::BREAK) || segment.items[i].region.is_some())
        .unwrap_or(after.last + 1);
    let is_object = segment.items[after.first].class.is(Class::DETERMINER | Class::POSSESSIVE);
    (after.first..end.min(after.first + 14)).any(|i| {
        let item = segment.items[i];
        let strong = item.class.is(Class::AUXILIARY | Class::BE | Class::MODAL | Class::FINITE)
            && scene.names[item.first].is_none()
            && !scene.is(item.first, "'s");
        let after_that =
            i > after.first && segment.items[after.first..i].iter().any(|item| item.class.is(Class::RELATIVE | Class::THAT));
        let past = !is_object
            && i > after.first
            && scene.names[item.first].is_none()
            && scene.lower(item.first).len() > 4
            && scene.lower(item.first).ends_with("ed");
        (strong && !(is_object && after_that)) || past
    })
}

/// Whether a stretch holds a word that shows a finite verb.
pub fn has_finite(scene: &Scene<'_>, segment: &Segment, first: usize, last: usize) -> bool {
    (first..=last.min(first + 40)).any(|i| {
        let item = segment.items[i];
        if item.region.is_some() {
            return true;
        }
        item.class.is(Class::AUXILIARY | Class::BE | Class::MODAL | Class::FINITE)
            || i > first
                && scene.names[item.first].is_none()
                && (scene.lower(item.first).len() > 4 && scene.lower(item.first).ends_with("ed")
                    || scene.verbs[item.first].is_some_and(|verb| matches!(verb.form, Form::Past | Form::Third)))
    })
}

/// Where a short clause ends: at the first comma, dash or semicolon.
pub fn clause_end(_: &Scene<'_>, segment: &Segment, from: usize, limit: usize) -> usize {
    (from..limit).find(|&i| segment.items[i].class.is(Class::COMMA | Class::BREAK)).unwrap_or(limit)
}

/// `pleaded guilty to lying`: "to" is a preposition before a gerund or a noun phrase.
pub fn is_goal_after_to(scene: &Scene<'_>, segment: &Segment, to: usize) -> bool {
    segment.items[to].class.is(Class::TO)
        && segment.items.get(to + 1).is_none_or(|item| {
            item.region.is_none()
                && (item.class.is(Class::DETERMINER | Class::POSSESSIVE | Class::OBJECT)
                    || scene.names[item.first].is_some()
                    || scene.lower(item.first).ends_with("ing") && scene.lower(item.first).len() > 5)
        })
}
