//! Joins each attribution of a sentence with its content.
//!
//! Finds: the quoted region or the clause before, behind or around the attribution ("The talks, he said, failed.").
//! Rules, by id: `said-after` (content, then source and cue), `said-before` (cue, then content), `said-inside` (content on both
//! sides), `that-clause`, `bare-clause`, `infinitive`, `wh-clause`, `according-to`, `called` (a few quoted words), `declined`.
//! Does not find: content in another sentence; [`join`](super::join) does that.
//! Cost: O(items + attributions) for each sentence.

use super::attributions::AttributionAt;
use super::clauses::{
    can_open_clause, clause_end, has_finite, is_goal_after_to, is_only_lead_in, is_relative, opens_clause, second_verb,
    touches_region,
};
use super::cues::{Form, Frames};
use super::scene::{Item, Scene, Segment};
use super::words::WordClass as Class;
use super::{Quote, QuoteKind, Status};
use crate::text::Span;

/// No content reaches further than this many items from its attribution: longer sentences are no sentences.
const REACH: usize = 500;

/// No more later attributions than this are asked where a content ends.
const MOST_LATER: usize = 32;

/// A quote on its way, with the regions it took.
#[derive(Clone, Debug)]
pub struct Draft {
    pub quote: Quote,
    /// Regions used up.
    pub regions: Vec<usize>,
    /// Whether the attribution ends its sentence's content, so that a quotation right behind continues it.
    pub can_continue: bool,
}

/// A content found: its parts, the words in marks, the regions.
struct Content {
    kind: QuoteKind,
    parts: Vec<Span>,
    quoted: Vec<Span>,
    regions: Vec<usize>,
    method: &'static str,
}

/// What a stretch of items holds.
pub struct Shape {
    pub first: usize,
    pub last: usize,
    pub regions: Vec<usize>,
    pub words: usize,
}

impl Shape {
    pub fn is_lone_region(&self) -> bool {
        self.words == 0 && !self.regions.is_empty()
    }
}

/// Trims punctuation and conjunctions from both ends of `start..end`; nothing if no word and no region is left.
fn shape(scene: &Scene<'_>, segment: &Segment, start: usize, end: usize) -> Option<Shape> {
    let items = &segment.items;
    let (mut start, mut end) = (start, end.min(items.len()));
    let is_edge = |item: &Item| item.region.is_none() && item.class.is(Class::PUNCTUATION) && !item.class.is(Class::BRACKET);
    while start < end && is_edge(&items[start]) {
        start += 1;
    }
    while start < end && is_edge(&items[end - 1]) {
        end -= 1;
    }
    if start >= end {
        return None;
    }
    let regions: Vec<usize> = items[start..end].iter().filter_map(|item| item.region).collect();
    let words = items[start..end].iter().filter(|item| item.region.is_none() && scene.is_word(item.first)).count();
    (words > 0 || !regions.is_empty()).then_some(Shape { first: start, last: end - 1, regions, words })
}

/// The drafts of one sentence, in the order of their attributions.
pub fn find_contents(scene: &Scene<'_>, segment: &Segment, attributions: &[AttributionAt]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut taken_to = 0;
    let mut number = 0;
    while number < attributions.len() {
        let attribution = &attributions[number];
        number += 1;
        if attribution.first < taken_to || is_told_by_tail(segment, attribution, &attributions[number..]) {
            continue;
        }
        let limit = next_limit(scene, segment, attribution, &attributions[number..]).min(attribution.rest + REACH);
        let limit = if attribution.ends_at_comma { clause_end(scene, segment, attribution.rest, limit) } else { limit };
        let from = taken_to.max(attribution.first.saturating_sub(REACH));
        let Some((content, end)) = content_of(scene, segment, attribution, from, limit) else { continue };
        let kind = content.kind;
        let ends_in_marks = content.method == "said-after"
            && content.regions.last().is_some_and(|&region| {
                content.parts.last().is_some_and(|part| {
                    part.end >= scene.regions[region].inner.end && part.end <= scene.regions[region].inner.end + 8
                })
            });
        let source = attribution.source.map(|(first, last)| stretch_span(scene, segment, first, last));
        drafts.push(Draft {
            quote: Quote {
                kind,
                status: status_with(scene, segment, attribution, &content),
                parts: content.parts,
                quoted: content.quoted,
                parent: None,
                in_title: segment.in_title,
                cue: Some(attribution.cue_of(scene, segment)),
                source,
                antecedent: antecedent(scene, segment, attribution),
                addressee: attribution.addressee.map(|(first, last)| stretch_span(scene, segment, first, last)),
                method: content.method,
                share: None,
            },
            regions: content.regions,
            can_continue: kind == QuoteKind::Direct || kind == QuoteKind::Mixed && ends_in_marks,
        });
        taken_to = end;
    }
    drafts
}

/// `Ruiz would not say whether it leaked, the Courier reported.`: what was not said is itself reported, by who stands at the end.
fn is_told_by_tail(segment: &Segment, attribution: &AttributionAt, later: &[AttributionAt]) -> bool {
    let items = &segment.items;
    let ends =
        |at: usize| items[at.min(items.len())..].iter().all(|item| item.region.is_none() && item.class.is(Class::PUNCTUATION));
    matches!(attribution.status, Status::Negated | Status::Hypothetical)
        && later.iter().take(MOST_LATER).any(|next| {
            next.first > attribution.rest
                && next.source.is_some()
                && !next.is_participle
                && !next.is_shared
                && items[next.first - 1].class.is(Class::COMMA)
                && ends(next.rest)
        })
}

/// The status of an attribution with this content: who asks somebody to do a thing requests, and who wonders whether, not aloud, thinks.
fn status_with(scene: &Scene<'_>, segment: &Segment, attribution: &AttributionAt, content: &Content) -> Status {
    let is_aloud =
        segment.items.get(attribution.cue.1 + 1).is_some_and(|item| item.region.is_none() && scene.is(item.first, "aloud"));
    match attribution.lemma.as_str() {
        "ask" if content.method == "infinitive" && attribution.status == Status::Asked => Status::Said,
        "wonder" if content.kind == QuoteKind::Indirect && attribution.status == Status::Asked && !is_aloud => Status::Thought,
        _ => attribution.status,
    }
}

/// `groups who argue …`: the noun phrase before a relative pronoun that is the source.
fn antecedent(scene: &Scene<'_>, segment: &Segment, attribution: &AttributionAt) -> Option<Span> {
    let (first, last) = attribution.source?;
    if first != last || !segment.items[first].class.is(Class::RELATIVE) || first == 0 {
        return None;
    }
    let end = if segment.items[first - 1].class.is(Class::COMMA) { first - 1 } else { first };
    let (first, last) = scene.source_before(segment, 0, end)?;
    Some(stretch_span(scene, segment, first, last))
}

pub fn stretch_span(scene: &Scene<'_>, segment: &Segment, first: usize, last: usize) -> Span {
    scene.cover(segment.items[first].first, segment.items[last].last)
}

/// Where the content behind an attribution must end: before the next attribution that is not inside it.
fn next_limit(scene: &Scene<'_>, segment: &Segment, attribution: &AttributionAt, later: &[AttributionAt]) -> usize {
    let items = &segment.items;
    let coordination = second_verb(scene, segment, attribution);
    for next in later.iter().take(MOST_LATER) {
        if next.first < attribution.rest || next.first == 0 {
            continue;
        }
        if next.first == attribution.rest && (next.is_participle || next.is_shared) {
            return attribution.rest;
        }
        let before = items[next.first - 1];
        let boundary = before.region.is_some() || before.class.is(Class::PUNCTUATION | Class::CONJUNCTION);
        // "which he called his “top priority”": the naming of something inside, never the content itself.
        let names_region = next.frames.has(Frames::NAMING)
            && next.source.is_some()
            && items[next.rest.min(items.len())..].iter().take(4).any(|item| item.region.is_some())
            && before.region.is_none()
            && before.class.is(Class::RELATIVE);
        if names_region {
            return next.first - if next.first >= 2 && items[next.first - 2].class.is(Class::COMMA) { 2 } else { 1 };
        }
        // "and that it …", "who said": still inside. A second verb of the same speaker needs a comma or conjunction.
        let is_separate = if next.is_participle || next.is_shared {
            boundary && !before.class.is(Class::BRACKET)
        } else if next.is_according {
            before.class.is(Class::COMMA)
        } else {
            before.region.is_some()
                || before.class.is(Class::COMMA | Class::BREAK)
                || before.class.is(Class::CONJUNCTION) && scene.is(before.first, "but")
                || before.class.is(Class::SUBORDINATOR) && scene.is(before.first, "while")
        };
        if is_separate {
            let mut end = next.first;
            while end > attribution.rest
                && items[end - 1].region.is_none()
                && items[end - 1].class.is(Class::PUNCTUATION | Class::CONJUNCTION | Class::ADVERB | Class::SUBORDINATOR)
                && !items[end - 1].class.is(Class::BRACKET)
            {
                end -= 1;
            }
            return end.min(coordination);
        }
    }
    items.len().min(coordination)
}

/// `The horses – there were eleven, Duarte recalled – swam.`: where a dash or bracket that closes right behind the attribution opened,
/// what is said stands inside; else `from`.
fn parenthesis(scene: &Scene<'_>, segment: &Segment, from: usize, attribution: &AttributionAt) -> usize {
    let items = &segment.items;
    let form = |i: usize| scene.input.tokens.form(scene.input.text, items[i].first);
    let is_closed = items.get(attribution.rest).is_some_and(|item| {
        item.region.is_none() && (item.class.is(Class::BREAK) && form(attribution.rest) != ";" || form(attribution.rest) == ")")
    });
    if !is_closed {
        return from;
    }
    let close = form(attribution.rest);
    let opens = |&i: &usize| items[i].region.is_none() && (form(i) == close && close != ")" || close == ")" && form(i) == "(");
    let open = (from..attribution.first).rev().find(opens);
    // Behind an even number of dashes, the last of them closes: "the plan – a good one – will fail, he said – soon".
    let open = open.filter(|_| close == ")" || (from..attribution.first).filter(opens).count() % 2 == 1);
    // A region between: "“No” – he paused – “never,” he said".
    open.filter(|&open| items[open..attribution.first].iter().all(|item| item.region.is_none())).map_or(from, |open| open + 1)
}

/// The content of an attribution between the items `from` and `limit`, and where the next attribution may begin.
fn content_of(
    scene: &Scene<'_>,
    segment: &Segment,
    attribution: &AttributionAt,
    from: usize,
    limit: usize,
) -> Option<(Content, usize)> {
    let before = shape(scene, segment, parenthesis(scene, segment, from, attribution), attribution.first);
    let after = shape(scene, segment, attribution.rest, limit);
    if attribution.status == Status::Declined {
        let after = shape(scene, segment, attribution.rest, clause_end(scene, segment, attribution.rest, limit))?;
        let end = after.last + 1;
        return Some((clause(scene, segment, &after, "declined"), end));
    }
    if attribution.is_according {
        return according(scene, segment, attribution, before, after);
    }
    let touches = attribution.first > from && touches_region(segment, attribution.first);
    // Content in marks right before the attribution.
    if touches && let Some(before) = &before {
        let region = scene.regions[*before.regions.last()?];
        let opens = before.is_lone_region() || is_only_lead_in(scene, segment, before);
        if opens
            && (region.starts_like_sentence || region.words > 2 || attribution.frames.has(Frames::QUOTATION))
            && attribution.frames.has(Frames::QUOTATION | Frames::CLAUSE)
        {
            let mut content = direct(scene, before, "said-after");
            let mut end = attribution.rest;
            // "…," he said, "…"
            if let Some(after) = &after
                && segment.items[after.first].region.is_some()
            {
                let next = scene.regions[after.regions[0]];
                content.parts.push(next.inner);
                content.regions.push(after.regions[0]);
                content.method = "said-inside";
                end = after.first + 1;
            }
            return Some((content, end));
        }
        if before.words > 0 && attribution.frames.has(Frames::CLAUSE | Frames::QUOTATION) && !attribution.is_participle {
            let content = clause(scene, segment, before, "said-after");
            return Some((content, attribution.rest));
        }
    }
    if let Some(after) = after
        && let Some(found) = content_after(scene, segment, attribution, before.as_ref(), &after)
    {
        return Some(found);
    }
    // "The talks failed, he said."
    let before = before?;
    let comma = attribution.first > from && segment.items[attribution.first - 1].class.is(Class::COMMA);
    let can_close = comma
        && before.words + before.regions.iter().map(|&region| scene.regions[region].words).sum::<usize>() >= 3
        && attribution.frames.has(Frames::CLAUSE)
        && !attribution.is_participle
        && !attribution.is_shared;
    // "Having sworn off sugar, Tan admitted two guests": a participle at the start has no subject.
    let opens_with_participle =
        segment.items[before.first].region.is_none() && scene.lower(segment.items[before.first].first).ends_with("ing");
    let from = before.first + usize::from(opens_with_participle);
    let took_place = attribution.status != Status::Hypothetical && attribution.status != Status::Negated;
    if can_close && took_place && has_finite(scene, segment, from, before.last) {
        return Some((clause(scene, segment, &before, "said-after"), attribution.rest));
    }
    None
}

#[allow(clippy::too_many_lines, reason = "one case after the other, in the order in which they are tried")]
fn content_after(
    scene: &Scene<'_>,
    segment: &Segment,
    attribution: &AttributionAt,
    before: Option<&Shape>,
    after: &Shape,
) -> Option<(Content, usize)> {
    let items = &segment.items;
    let frames = attribution.frames;
    let first = items[after.first];
    // Items between `rest` and the shape are punctuation: a dash or an ellipsis.
    let end = after.last + 1;
    if let Some(number) = first.region {
        let region = scene.regions[number];
        let follows = items.get(after.first + 1);
        let stops = region.ends_like_sentence || follows.is_none_or(|item| item.class.is(Class::PUNCTUATION | Class::CONJUNCTION));
        // "The treaty, he said, “has no teeth.”": the words go on with the clause before.
        let comma_before = attribution.first > 0 && items[attribution.first - 1].class.is(Class::COMMA);
        if let Some(before) =
            before.filter(|before| comma_before && before.words > 0 && before.regions.is_empty() && attribution.has_pause)
            && !region.starts_like_sentence
            && !items[before.first].class.is(Class::PREPOSITION | Class::TIME)
        {
            let shape = shape(scene, segment, after.first, end)?;
            return Some((around(scene, segment, before, &shape), end));
        }
        let is_whole = !attribution.has_that && (region.starts_like_sentence || attribution.has_pause) && stops;
        if is_whole && frames.has(Frames::QUOTATION | Frames::CLAUSE) {
            let mut content =
                direct(scene, &Shape { first: after.first, last: after.first, regions: vec![number], words: 0 }, "said-before");
            if attribution.has_pause
                && before.is_some_and(Shape::is_lone_region)
                && attribution.first > 0
                && touches_region(segment, attribution.first)
            {
                content.method = "said-inside";
            }
            return Some((content, after.first + 1));
        }
        if frames.has(Frames::NAMING) && region.words < 8 && !attribution.has_that {
            return Some((fragment(scene, number), after.first + 1));
        }
        if !frames.has(Frames::CLAUSE | Frames::THAT | Frames::QUOTATION | Frames::INFINITIVE) {
            return None;
        }
        let end = if stops && !attribution.has_that { after.first + 1 } else { end };
        if attribution.frames.has(Frames::THAT | Frames::QUOTATION) {
            let shape = shape(scene, segment, after.first, end)?;
            return Some((clause(scene, segment, &shape, if attribution.has_that { "that-clause" } else { "bare-clause" }), end));
        }
        return None;
    }
    let is_named = frames.has(Frames::NAMING) && !attribution.has_that;
    if is_named
        && !frames.has(Frames::CLAUSE)
        && let Some(&number) = after.regions.first()
    {
        return Some((fragment(scene, number), region_item(segment, after, number) + 1));
    }
    let starts = first.class;
    let comma_before = attribution.first > 0 && items[attribution.first - 1].class.is(Class::COMMA);
    let is_inside = attribution.has_pause && comma_before && before.is_some() && frames.has(Frames::CLAUSE);
    let says_so = scene.is(first.first, "so") && after.words <= 2;
    let rule = if says_so {
        None
    } else if is_inside && !starts.is(Class::RELATIVE) {
        Some("bare-clause")
    } else if attribution.has_that {
        Some("that-clause")
    } else if frames.has(Frames::INFINITIVE)
        && !is_goal_after_to(scene, segment, after.first)
        && (starts.is(Class::TO)
            || starts.is(Class::NEGATION) && items.get(after.first + 1).is_some_and(|item| item.class.is(Class::TO)))
    {
        Some("infinitive")
    } else if frames.has(Frames::QUESTION) && starts.is(Class::QUESTION) {
        Some("wh-clause")
    } else if frames.has(Frames::GERUND)
        && scene.verbs[first.first].is_none_or(|verb| verb.form == Form::Ing)
        && scene.lower(first.first).ends_with("ing")
    {
        Some("gerund")
    } else if frames.has(Frames::CLAUSE) && can_open_clause(scene, first) && opens_clause(scene, segment, attribution, after) {
        Some("bare-clause")
    } else {
        None
    };
    let rule = rule.or_else(|| is_relative(scene, segment, attribution, first).then_some("relative-clause"));
    let Some(rule) = rule else {
        if is_named && let Some(&number) = after.regions.first() {
            return Some((fragment(scene, number), region_item(segment, after, number) + 1));
        }
        // A verb that takes no such clause, a quotation further on: "praised the deal, “the best we had.”"
        return None;
    };
    // "The talks, he said, failed.": a comma on both sides.
    if attribution.has_pause && rule == "bare-clause" {
        // "As Ruiz said, the gate is shut."
        if attribution.first == 0 && scene.is(items[0].first, "as") && items[0].region.is_none() {
            let shape = shape(scene, segment, after.first, end)?;
            return Some((clause(scene, segment, &shape, "said-before"), end));
        }
        let before = before.filter(|_| comma_before)?;
        let is_adverbial = items[before.first].class.is(Class::PREPOSITION | Class::TIME)
            && !has_finite(scene, segment, before.first, before.last);
        let after_clause = shape(scene, segment, after.first, end)?;
        if !is_adverbial || before.words > 0 {
            return Some((around(scene, segment, before, &after_clause), end));
        }
    }
    // A relative clause ends at its comma.
    let end = if rule == "relative-clause" { clause_end(scene, segment, after.first, end) } else { end };
    let shape = shape(scene, segment, after.first, end)?;
    Some((clause(scene, segment, &shape, rule), end))
}

fn region_item(segment: &Segment, shape: &Shape, number: usize) -> usize {
    (shape.first..=shape.last).find(|&i| segment.items[i].region == Some(number)).unwrap_or(shape.last)
}

fn according(
    scene: &Scene<'_>,
    segment: &Segment,
    attribution: &AttributionAt,
    before: Option<Shape>,
    after: Option<Shape>,
) -> Option<(Content, usize)> {
    let comma_after = segment.items.get(attribution.rest).is_some_and(|item| item.class.is(Class::COMMA));
    let source_end = attribution.rest;
    match (before, after) {
        (Some(before), _) if before.is_lone_region() => Some((direct(scene, &before, "according-to"), source_end)),
        (Some(before), Some(after)) if comma_after && !has_finite(scene, segment, before.first, before.last) && after.words > 2 => {
            let end = after.last + 1;
            let mut content = around(scene, segment, &before, &after);
            content.method = "according-to";
            Some((content, end))
        }
        (Some(before), _) if before.words > 1 => Some((clause(scene, segment, &before, "according-to"), source_end)),
        (_, Some(after)) if comma_after => {
            let end = after.last + 1;
            if after.is_lone_region() {
                return Some((direct(scene, &after, "according-to"), end));
            }
            Some((clause(scene, segment, &after, "according-to"), end))
        }
        _ => None,
    }
}

fn direct(scene: &Scene<'_>, shape: &Shape, method: &'static str) -> Content {
    Content {
        kind: QuoteKind::Direct,
        parts: shape.regions.iter().map(|&number| scene.regions[number].inner).collect(),
        quoted: Vec::new(),
        regions: shape.regions.clone(),
        method,
    }
}

fn fragment(scene: &Scene<'_>, number: usize) -> Content {
    let inner = scene.regions[number].inner;
    Content { kind: QuoteKind::Fragment, parts: vec![inner], quoted: vec![inner], regions: vec![number], method: "called" }
}

/// A reported clause: mixed if words in it are in marks, else indirect.
fn clause(scene: &Scene<'_>, segment: &Segment, shape: &Shape, method: &'static str) -> Content {
    Content {
        kind: if shape.regions.is_empty() { QuoteKind::Indirect } else { QuoteKind::Mixed },
        parts: vec![stretch_span(scene, segment, shape.first, shape.last)],
        quoted: shape.regions.iter().map(|&number| scene.regions[number].inner).collect(),
        regions: shape.regions.clone(),
        method,
    }
}

/// A clause around its attribution.
fn around(scene: &Scene<'_>, segment: &Segment, before: &Shape, after: &Shape) -> Content {
    let mut content = clause(scene, segment, before, "said-inside");
    let behind = clause(scene, segment, after, "said-inside");
    content.parts.extend(behind.parts);
    content.quoted.extend(behind.quoted);
    content.regions.extend(behind.regions);
    if !content.regions.is_empty() {
        content.kind = QuoteKind::Mixed;
    }
    content
}
