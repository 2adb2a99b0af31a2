//! Quotations whose attribution stands elsewhere, and marks that quote nobody.
//!
//! Finds, over the paragraphs in order: a quotation that continues the one before (`"A," she said. "B."`, paragraphs reopened); one
//! whose sentence names its speaker by a colon; floating quotations (`carried`, the attribute stage decides whose); headlines
//! (`Trump: …`); transcripts (`RUIZ: …`); fragments without a reporting verb (`own-words`: his “blessing”); and what is left: titles,
//! nicknames, slogans, terms, scare quotes.
//! Method: one pass, rules in the order of the list.

use super::attributions::find_attributions;
use super::content::{Draft, find_contents, stretch_span};
use super::quiet;
use super::scene::{Scene, Segment};
use super::words::WordClass as Class;
use super::{Cue, Found, Input, Quote, QuoteKind, Status};
use crate::text::Span;
use crate::token::Case;

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

/// Finds quotes, their cues and their source spans.
pub fn find_quotes(input: Input<'_>) -> Found {
    let scene = Scene::new(input);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut is_used = vec![false; scene.regions.len()];
    if input.is_english {
        let transcript = transcript_labels(&scene);
        for (number, segment) in scene.segments.iter().enumerate() {
            read_segment(&scene, number, segment, &transcript, &mut drafts, &mut is_used);
        }
    }
    let mut found = quiet::find(&scene, &mut is_used, input.is_english);
    found.quotes.extend(drafts.into_iter().map(|draft| draft.quote));
    found.quotes.sort_by_key(|quote| (quote.span().start, quote.span().end));
    found.quotes.retain(|quote| !quote.parts.is_empty());
    found
}

fn take(is_used: &mut [bool], drafts: &mut Vec<Draft>, draft: Draft) {
    for &region in &draft.regions {
        is_used[region] = true;
    }
    drafts.push(draft);
}

fn read_segment(
    scene: &Scene<'_>,
    number: usize,
    segment: &Segment,
    transcript: &[Option<usize>],
    drafts: &mut Vec<Draft>,
    is_used: &mut [bool],
) {
    if let Some(colon) = transcript[number]
        && let Some(draft) = transcript_turn(scene, segment, colon)
    {
        take(is_used, drafts, draft);
        return;
    }
    if segment.in_title
        && let Some(draft) = headline(scene, segment)
    {
        take(is_used, drafts, draft);
        return;
    }
    if continues_paragraph(scene, segment, drafts, is_used) {
        return;
    }
    let attributions = find_attributions(scene, segment);
    let found = find_contents(scene, segment, &attributions);
    let first_free = segment
        .items
        .iter()
        .position(|item| item.region.is_some_and(|region| !found.iter().any(|draft| draft.regions.contains(&region))));
    for (order, mut draft) in found.into_iter().enumerate() {
        if order == 0 {
            take_over_paragraphs(scene, &mut draft, drafts);
        }
        take(is_used, drafts, draft);
    }
    if let Some(first) = first_free {
        read_free_regions(scene, number, segment, first, drafts, is_used);
    }
}

/// A paragraph that opens a mark again, or is still open, where the one before ended inside a quotation.
fn continues_paragraph(scene: &Scene<'_>, segment: &Segment, drafts: &mut [Draft], is_used: &mut [bool]) -> bool {
    let Some(region) = segment.items.first().and_then(|item| item.region) else { return false };
    let Some(previous) = region.checked_sub(1) else { return false };
    let (before, here) = (scene.regions[previous], scene.regions[region]);
    let follows = here.paragraph == before.paragraph + 1 && !before.is_closed;
    let Some(draft) = drafts.last_mut() else { return false };
    if !follows || draft.regions.last() != Some(&previous) || draft.quote.kind != QuoteKind::Direct {
        return false;
    }
    // Where the continuation has an attribution of its own, it is read as usual.
    let stands_alone = segment.items.iter().skip(1).all(|item| item.region.is_some() || item.class.is(Class::PUNCTUATION));
    if !stands_alone && segment.items.len() > 2 {
        return false;
    }
    draft.quote.parts.push(here.inner);
    draft.regions.push(region);
    draft.can_continue = true;
    is_used[region] = true;
    true
}

/// Paragraphs left open before, whose attribution stands only in the last: one quote.
fn take_over_paragraphs(scene: &Scene<'_>, draft: &mut Draft, drafts: &mut Vec<Draft>) {
    let Some(&first) = draft.regions.first().filter(|_| draft.quote.kind == QuoteKind::Direct) else { return };
    let Some(last) = drafts.last() else { return };
    let Some(&previous) = last.regions.last() else { return };
    let (before, here) = (scene.regions[previous], scene.regions[first]);
    let is_open =
        previous + 1 == first && !before.is_closed && before.paragraph + 1 == here.paragraph && here.inner == draft.quote.parts[0];
    if is_open && last.quote.cue.is_none() && last.quote.source.is_none() && last.quote.kind == QuoteKind::Direct {
        let Some(mut last) = drafts.pop() else { return };
        last.quote.parts.append(&mut draft.quote.parts);
        last.regions.append(&mut draft.regions);
        draft.quote.parts = last.quote.parts;
        draft.regions = last.regions;
    }
}

/// Regions of a sentence that no attribution took.
fn read_free_regions(
    scene: &Scene<'_>,
    number: usize,
    segment: &Segment,
    first: usize,
    drafts: &mut Vec<Draft>,
    is_used: &mut [bool],
) {
    let mut last_free: Option<usize> = None;
    let only_regions = segment.items.iter().all(|item| item.region.is_some() || item.class.is(Class::PUNCTUATION));
    for at in first..segment.items.len() {
        let Some(region) = segment.items[at].region.filter(|&region| !is_used[region]) else { continue };
        let quoted = scene.regions[region];
        let stands_alone = only_regions;
        let previous_item = at.checked_sub(1).map(|i| segment.items[i]);
        let next_item = segment.items.get(at + 1);
        let opens_sentence = previous_item.is_none_or(|item| item.class.is(Class::COLON | Class::END) || item.region.is_some());
        if let Some(draft) = dash_byline(scene, segment, at, region) {
            take(is_used, drafts, draft);
            continue;
        }
        let whole = quoted.starts_like_sentence && quoted.ends_like_sentence && quoted.words >= 2;
        if stands_alone
            || (opens_sentence && whole && next_item.is_none_or(|item| item.class.is(Class::PUNCTUATION) || item.region.is_some()))
        {
            let has_colon = previous_item.is_some_and(|item| item.class.is(Class::COLON));
            if !has_colon
                && joins_previous(scene, number, at, region, drafts, last_free)
                && let Some(draft) = drafts.last_mut()
            {
                draft.quote.parts.push(quoted.inner);
                if draft.quote.kind == QuoteKind::Mixed {
                    draft.quote.quoted.push(quoted.inner);
                }
                draft.regions.push(region);
                is_used[region] = true;
                last_free = Some(at);
                continue;
            }
            if has_colon && let Some(draft) = colon(scene, segment, at, region) {
                take(is_used, drafts, draft);
                continue;
            }
            if !segment.in_title && (stands_alone || has_colon || at == 0) {
                let above = (at == 0).then(|| cue_above(scene, number, region)).flatten();
                take(is_used, drafts, above.unwrap_or_else(|| floating(scene, segment, region)));
                last_free = Some(at);
            }
        } else if at == 0 && quoted.starts_like_sentence && quoted.words >= 5 && !segment.in_title {
            take(is_used, drafts, floating(scene, segment, region));
            last_free = Some(at);
        } else if is_sibling(scene, segment, at, drafts) {
            if let Some(draft) = drafts.last_mut() {
                draft.quote.parts.push(quoted.inner);
                draft.quote.quoted.push(quoted.inner);
                draft.regions.push(region);
                is_used[region] = true;
            }
        } else if let Some(draft) = own_words(scene, segment, at, region) {
            take(is_used, drafts, draft);
        } else if quoted.words >= 6 && !segment.in_title {
            // Long words in marks are somebody's, even where no verb says so.
            let mut draft = floating(scene, segment, region);
            draft.quote.kind = QuoteKind::Fragment;
            draft.quote.quoted = vec![quoted.inner];
            draft.quote.method = "long-fragment";
            draft.can_continue = false;
            draft.quote.source = scene.subject_of(segment, at).map(|(first, last)| stretch_span(scene, segment, first, last));
            take(is_used, drafts, draft);
        }
    }
}

/// `"A," she said. "B."`: nothing between the attribution of the draft before and this region.
fn joins_previous(scene: &Scene<'_>, number: usize, at: usize, region: usize, drafts: &[Draft], last_free: Option<usize>) -> bool {
    let Some(draft) = drafts.last().filter(|draft| draft.can_continue) else {
        return false;
    };
    let Some(&last) = draft.regions.last() else { return false };
    if last + 1 != region || scene.regions[last].paragraph != scene.regions[region].paragraph {
        return false;
    }
    if at > 0 {
        return last_free == Some(at - 1) || scene.segments[number].items[at - 1].region == Some(last);
    }
    // The sentence before must end with the quote's own attribution or its last part.
    let Some(previous) = number.checked_sub(1).map(|i| &scene.segments[i]) else { return false };
    let quote = &draft.quote;
    let reaches =
        quote.parts.last().into_iter().chain(quote.cue.as_ref().map(|cue| &cue.span)).map(|span| span.start).max().unwrap_or(0);
    let previous_start = previous.items.first().map_or(0, |item| scene.input.tokens.spans[item.first].start);
    reaches >= previous_start && (quote.cue.is_some() || quote.source.is_none())
}

fn floating(scene: &Scene<'_>, segment: &Segment, region: usize) -> Draft {
    let inner = scene.regions[region].inner;
    Draft {
        quote: Quote {
            kind: QuoteKind::Direct,
            status: Status::Said,
            parts: vec![inner],
            quoted: Vec::new(),
            parent: None,
            in_title: segment.in_title,
            cue: None,
            source: None,
            antecedent: None,
            addressee: None,
            method: "carried",
        },
        regions: vec![region],
        can_continue: true,
    }
}

/// `“We lost.” — Ana Ruiz`: a dash and a person's name, and nothing else, behind the words.
fn dash_byline(scene: &Scene<'_>, segment: &Segment, at: usize, region: usize) -> Option<Draft> {
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
fn cue_above(scene: &Scene<'_>, number: usize, region: usize) -> Option<Draft> {
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
fn colon(scene: &Scene<'_>, segment: &Segment, at: usize, region: usize) -> Option<Draft> {
    let (first, last) = scene.subject_of(segment, at - 1)?;
    let mut draft = floating(scene, segment, region);
    draft.quote.method = "colon";
    draft.quote.cue = Some(Cue { span: scene.input.tokens.spans[segment.items[at - 1].first], lemma: ":".to_owned() });
    draft.quote.source = Some(stretch_span(scene, segment, first, last));
    Some(draft)
}

/// `Trump: US holding talks at 'very high levels'`; `Trump to cops: 'Don't be too nice'`.
fn headline(scene: &Scene<'_>, segment: &Segment) -> Option<Draft> {
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
        },
        regions,
        can_continue: false,
    })
}

/// For every segment, the item of the colon behind its speaker's label, where the article is a transcript: at least two
/// paragraphs that begin `NAME:` in capitals, or `Q:` and `A:`.
fn transcript_labels(scene: &Scene<'_>) -> Vec<Option<usize>> {
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
fn transcript_turn(scene: &Scene<'_>, segment: &Segment, colon: usize) -> Option<Draft> {
    let paragraph = scene.input.paragraphs.get(segment.paragraph as usize)?;
    let start = scene.input.tokens.spans[segment.items.get(colon + 1)?.first].start;
    let content = Span { start, end: paragraph.span.end };
    let regions: Vec<usize> = (0..scene.regions.len()).filter(|&i| content.contains(scene.regions[i].inner)).collect();
    Some(Draft {
        quote: Quote {
            kind: QuoteKind::Direct,
            status: Status::Said,
            parts: vec![content.trim(scene.input.text)],
            quoted: Vec::new(),
            parent: None,
            in_title: false,
            cue: Some(Cue { span: scene.input.tokens.spans[segment.items[colon].first], lemma: ":".to_owned() }),
            source: Some(stretch_span(scene, segment, 0, colon - 1)),
            antecedent: None,
            addressee: None,
            method: "transcript",
        },
        regions,
        can_continue: false,
    })
}

/// `offered his “blessing”`: a possessive that points back to the subject, right before the words.
fn own_words(scene: &Scene<'_>, segment: &Segment, at: usize, region: usize) -> Option<Draft> {
    let quoted = scene.regions[region];
    if at == 0 || quoted.words > 8 || segment.in_title {
        return None;
    }
    let before = segment.items[at - 1];
    let is_own = before.region.is_none() && ["his", "her", "their", "its"].iter().any(|word| scene.is(before.first, word));
    if !is_own {
        return None;
    }
    let verb = (0..at - 1).rev().take(3).find(|&i| segment.items[i].region.is_none() && is_verb_like(scene, segment, i))?;
    let (first, last) = scene.subject_of(segment, verb)?;
    let mut draft = floating(scene, segment, region);
    draft.quote.kind = QuoteKind::Fragment;
    draft.quote.quoted = vec![quoted.inner];
    draft.quote.method = "own-words";
    draft.quote.source = Some(stretch_span(scene, segment, first, last));
    let span = scene.input.tokens.spans[segment.items[verb].first];
    draft.quote.cue = Some(Cue {
        span,
        lemma: scene.verbs[segment.items[verb].first]
            .map_or_else(|| scene.lower(segment.items[verb].first).into_owned(), |verb| verb.lemma.to_owned()),
    });
    draft.can_continue = false;
    Some(draft)
}

/// `praised the “patience” and “good teeth” of the jury`: a second fragment of the same attribution.
fn is_sibling(scene: &Scene<'_>, segment: &Segment, at: usize, drafts: &[Draft]) -> bool {
    let Some(last) = drafts.last().filter(|draft| draft.quote.kind == QuoteKind::Fragment && draft.quote.cue.is_some()) else {
        return false;
    };
    let near = at.saturating_sub(8);
    let Some(previous) =
        segment.items[near..at].iter().rposition(|item| item.region.is_some_and(|region| last.regions.contains(&region)))
    else {
        return false;
    };
    let between = &segment.items[near + previous + 1..at];
    between.iter().any(|item| item.class.is(Class::CONJUNCTION | Class::COMMA))
        && between.len() <= 6
        && !between.iter().any(|item| scene.verbs[item.first].is_some() || item.class.is(Class::FINITE | Class::BE | Class::MODAL))
}

fn is_verb_like(scene: &Scene<'_>, segment: &Segment, at: usize) -> bool {
    let item = segment.items[at];
    let word = scene.lower(item.first);
    item.class.is(Class::FINITE)
        || scene.verbs[item.first].is_some()
        || (word.len() > 4 && word.ends_with("ed") && scene.names[item.first].is_none())
}
