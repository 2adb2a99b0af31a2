//! Attributions that are a matter of layout, not of verbs.
//!
//! Finds: `Ruiz: US holding talks` in a headline (`headline-colon`), `RUIZ: We lost.` in a transcript (`transcript`), `“We lost.” — Ana
//! Ruiz` (`dash-byline`), `Ruiz was blunt: “We lost.”` (`colon`), `As Ruiz told the council:` above a quotation (`cue-above`).
//! Does not find: labels that are no speaker (`NOTE:`, `Analysis:`).

use super::attributions::find_attributions;
use super::content::{Draft, stretch_span};
use super::join::floating;
use super::nouns::is_saying_noun;
use super::scene::{Scene, Segment};
use super::words::WordClass as Class;
use super::{Cue, Quote, QuoteKind, Status};
use crate::text::Span;
use crate::token::{Case, TokenKind};

/// Words in capitals before a colon that are no speaker.
const HEADINGS: &[&str] = &[
    "note",
    "update",
    "correction",
    "photos",
    "photo",
    "video",
    "read",
    "related",
    "more",
    "source",
    "credit",
    "opinion",
    "analysis",
    "breaking",
    "editor",
    "watch",
    "date",
    "time",
    "place",
    "price",
    "tickets",
    "info",
    "cost",
    "location",
    "report",
    "exclusive",
    "top",
    "story",
    "poll",
    "live",
];

/// Nouns that speak in a headline: `Study: Bees can count`.
const SPEAKING_NOUNS: &[&str] = &[
    "study",
    "report",
    "poll",
    "survey",
    "police",
    "official",
    "officials",
    "sources",
    "source",
    "experts",
    "prosecutors",
    "lawyer",
];

/// `“We lost.” — Ana Ruiz`: a dash and a person's name, and nothing else, behind the words.
pub fn dash_byline(scene: &Scene<'_>, segment: &Segment, at: usize, region: usize) -> Option<Draft> {
    let dash = segment.items.get(at + 1).filter(|item| item.class.is(Class::BREAK))?;
    let end = segment.items.len() - usize::from(segment.items.last()?.class.is(Class::END));
    let is_name = at + 2 < end
        && (at + 2..end).all(|i| {
            segment.items[i].region.is_none()
                && (scene.is_capitalised(segment.items[i].first) || scene.is_person_at(segment.items[i].first))
        });
    if !is_name || end - at > 8 {
        return None;
    }
    let mut draft = floating(scene, segment, region);
    draft.quote.method = "dash-byline";
    draft.quote.cue = Some(Cue { span: scene.input.tokens.spans[dash.first], lemma: "—".to_owned() });
    draft.quote.source = Some(stretch_span(scene, segment, at + 2, end - 1));
    draft.can_continue = false;
    Some(draft)
}

/// `As Ruiz told the council:` and the words in the paragraph below.
pub fn cue_above(scene: &Scene<'_>, number: usize, region: usize) -> Option<Draft> {
    let above = &scene.segments[number.checked_sub(1)?];
    let last = above.items.last().filter(|item| item.class.is(Class::COLON))?;
    let mut draft = floating(scene, above, region);
    draft.quote.in_title = false;
    let attributions = find_attributions(scene, above);
    if let Some(attribution) =
        attributions.iter().rev().find(|attribution| attribution.status.is_speech() && attribution.source.is_some())
    {
        let (first, last) = attribution.source?;
        draft.quote.status = attribution.status;
        draft.quote.cue = Some(attribution.cue_of(scene, above));
        draft.quote.source = Some(stretch_span(scene, above, first, last));
        draft.quote.method = "cue-above";
        return Some(draft);
    }
    let (first, end) = scene.subject_of(above, above.items.len() - 1)?;
    draft.quote.cue = Some(Cue { span: scene.input.tokens.spans[last.first], lemma: ":".to_owned() });
    draft.quote.source = Some(stretch_span(scene, above, first, end));
    draft.quote.method = "colon";
    Some(draft)
}

/// `Ruiz was blunt: "We lost."`
pub fn colon(scene: &Scene<'_>, segment: &Segment, at: usize, region: usize) -> Option<Draft> {
    let (first, last) = possessor(scene, segment, at - 1)
        .or_else(|| scene.subject_of(segment, at - 1).map(|(first, last)| (first_with_role(scene, segment, first), last)))?;
    let mut draft = floating(scene, segment, region);
    draft.quote.method = "colon";
    draft.quote.cue = Some(Cue { span: scene.input.tokens.spans[segment.items[at - 1].first], lemma: ":".to_owned() });
    draft.quote.source = Some(stretch_span(scene, segment, first, last));
    Some(draft)
}

/// `Ruiz’s verdict: “No.”`, `Her answer to reporters: “No.”`: whose saying a noun tells of, at the start of the words before a colon.
fn possessor(scene: &Scene<'_>, segment: &Segment, colon: usize) -> Option<(usize, usize)> {
    let items = &segment.items;
    let is_noun = |i: usize| i < colon && items[i].region.is_none() && is_saying_noun(&scene.lower(items[i].first));
    let start = items[..colon].iter().position(|item| item.region.is_none() && !item.class.is(Class::PUNCTUATION))?;
    if items[start].class.is(Class::POSSESSIVE) && (is_noun(start + 1) || is_noun(start + 2)) {
        return Some((start, start));
    }
    let is_mark = |i: &usize| ["'s", "’s", "'", "’"].contains(&scene.input.tokens.form(scene.input.text, items[*i].first));
    let mark = (start + 1..colon.min(start + 8)).find(is_mark)?;
    let is_whole = items[start..mark]
        .iter()
        .all(|item| item.region.is_none() && !item.class.is(Class::PUNCTUATION | Class::FINITE | Class::BE));
    (is_whole && (is_noun(mark + 1) || is_noun(mark + 2))).then_some((start, mark - 1))
}

/// Where a name's roles begin: `pilot Yusra Benali`, `Surgeon Ivana Horvat`.
fn first_with_role(scene: &Scene<'_>, segment: &Segment, first: usize) -> usize {
    let is_role = |item: &super::scene::Item| {
        item.region.is_none()
            && scene.names[item.first].is_none()
            && !item.class.is(Class::PUNCTUATION | Class::SUBJECT)
            && crate::entity::lexicon::Lexicon::get().role(&scene.lower(item.first)).is_some()
    };
    if scene.names[segment.items[first].first].is_none() {
        return first;
    }
    let roles = segment.items[..first].iter().rev().take(3).take_while(|item| is_role(item)).count();
    first - roles
}

/// `Trump: US holding talks at 'very high levels'`; `Trump to cops: 'Don't be too nice'`.
pub fn headline(scene: &Scene<'_>, segment: &Segment) -> Option<Draft> {
    let items = &segment.items;
    let colon = (1..items.len().min(8)).find(|&i| items[i].region.is_none() && items[i].class.is(Class::COLON))?;
    if items[..colon].iter().any(|item| item.region.is_some() || item.class.is(Class::PUNCTUATION | Class::BE | Class::MODAL)) {
        return None;
    }
    let is_speaker = |i: usize| {
        SPEAKING_NOUNS.contains(&scene.lower(items[i].first).as_ref())
            || crate::entity::lexicon::Lexicon::get().role(&scene.lower(items[i].first)).is_some()
            || scene
                .name_at(items[i].first)
                .is_some_and(|name| matches!(name.label, crate::entity::Label::Person | crate::entity::Label::Org))
    };
    let to = (1..colon).find(|&i| items[i].class.is(Class::TO));
    let source_end = to.unwrap_or(colon) - 1;
    if !is_speaker(source_end)
        || items[..=source_end]
            .iter()
            .any(|item| item.class.is(Class::AUXILIARY | Class::FINITE) || scene.verbs[item.first].is_some())
    {
        return None;
    }
    let end = items.len() - usize::from(items.last().is_some_and(|item| item.class.is(Class::END)));
    if colon + 2 > end {
        return None;
    }
    let regions: Vec<usize> = items[colon + 1..end].iter().filter_map(|item| item.region).collect();
    let is_direct = end == colon + 2 && regions.len() == 1;
    let content = if is_direct { scene.regions[regions[0]].inner } else { stretch_span(scene, segment, colon + 1, end - 1) };
    let kind = if is_direct {
        QuoteKind::Direct
    } else if regions.is_empty() {
        QuoteKind::Indirect
    } else {
        QuoteKind::Mixed
    };
    let cue = Cue { span: scene.input.tokens.spans[items[colon].first], lemma: ":".to_owned() };
    Some(Draft {
        quote: Quote {
            kind,
            status: Status::Said,
            parts: vec![content],
            quoted: if is_direct { Vec::new() } else { regions.iter().map(|&region| scene.regions[region].inner).collect() },
            parent: None,
            in_title: true,
            cue: Some(cue),
            source: Some(stretch_span(scene, segment, 0, source_end)),
            antecedent: None,
            addressee: to.map(|to| stretch_span(scene, segment, to + 1, colon - 1)),
            method: "headline-colon",
            share: None,
        },
        regions,
        can_continue: false,
    })
}

/// For every segment, the item of the colon behind its speaker's label, where the article is a transcript: at least two
/// paragraphs that begin `NAME:` in capitals, or `Q:` and `A:`.
pub fn transcript_labels(scene: &Scene<'_>) -> Vec<Option<usize>> {
    let mut labels = vec![None; scene.segments.len()];
    let mut count = 0;
    for (number, segment) in scene.segments.iter().enumerate() {
        let opens_paragraph = number == 0 || scene.segments[number - 1].paragraph != segment.paragraph;
        if !opens_paragraph || segment.items.len() < 3 {
            continue;
        }
        let colon =
            (1..segment.items.len().min(6)).find(|&i| segment.items[i].region.is_none() && segment.items[i].class.is(Class::COLON));
        let Some(colon) = colon else { continue };
        let is_heading = segment.items[..colon]
            .iter()
            .any(|item| item.class.is(Class::QUESTION) || HEADINGS.contains(&scene.lower(item.first).as_ref()));
        // A quotation of a whole transcript opens each of its paragraphs with a mark.
        let is_label = !is_heading
            && segment.items[..colon].iter().all(|item| {
                item.region.is_none()
                    && (scene.input.tokens.cases[item.first] == Case::Upper
                        || scene.input.tokens.form(scene.input.text, item.first).len() == 1
                        || item.class.is(Class::PUNCTUATION) && !item.class.is(Class::BRACKET))
            });
        if is_label {
            labels[number] = Some(colon);
            count += 1;
        }
    }
    if count < 2 { vec![None; scene.segments.len()] } else { labels }
}

/// One turn of a transcript: what stands behind the label, to the end of the paragraph.
pub fn transcript_turn(scene: &Scene<'_>, segment: &Segment, colon: usize) -> Option<Draft> {
    let paragraph = scene.input.paragraphs.get(segment.paragraph as usize)?;
    let start = scene.input.tokens.spans[segment.items.get(colon + 1)?.first].start;
    let content = Span { start, end: paragraph.span.end }.trim(scene.input.text);
    // The mark of a transcript that is quoted whole.
    let is_marked = scene.input.tokens.kinds[segment.items[0].first] == TokenKind::QuoteMark;
    let said = content.text(scene.input.text);
    let said = if is_marked { said.trim_end_matches(['"', '”', '\'']).trim_end() } else { said };
    let content = Span { end: content.start + said.len() as u32, ..content };
    let regions: Vec<usize> = (0..scene.regions.len()).filter(|&i| content.contains(scene.regions[i].inner)).collect();
    Some(Draft {
        quote: Quote {
            kind: QuoteKind::Direct,
            status: Status::Said,
            parts: vec![content],
            quoted: Vec::new(),
            parent: None,
            in_title: false,
            cue: Some(Cue { span: scene.input.tokens.spans[segment.items[colon].first], lemma: ":".to_owned() }),
            source: Some(stretch_span(scene, segment, usize::from(segment.items[0].class.is(Class::PUNCTUATION)), colon - 1)),
            antecedent: None,
            addressee: None,
            method: "transcript",
            share: None,
        },
        regions,
        can_continue: false,
    })
}
