//! The walk over the sentences: each one's attributions first, then the quotations that have none of their own.
//!
//! Finds, in order: turns and headlines ([`formats`](super::formats)); paragraphs that reopen a quotation; attributions with their
//! content ([`content`](super::content)); a quotation that continues the one before (`"A," she said. "B."`); floating quotations
//! (`carried`: the attribute stage decides whose); words with a possessive that points back (`own-words`: his “blessing”); long
//! fragments (`long-fragment`). What is left quotes nobody ([`quiet`](super::quiet)).
//! Cost: O(tokens) for the rules; see `learned` and `fuse` for the models.

use super::attributions::find_attributions;
use super::content::{Draft, find_contents, stretch_span};
use super::declined::add_refusals;
use super::formats::{colon, cue_above, dash_byline, headline, transcript_labels, transcript_turn};
use super::fuse::join;
use super::learned::{QuoteModel, QuoteScratch, Text};
use super::quiet;
use super::scene::{Scene, Segment};
use super::words::WordClass as Class;
use super::{Cue, Found, Input, QuietMarkKind, Quote, QuoteKind, Status};
use crate::text::Span;
use crate::token::TokenKind;

/// Finds quotes, their cues and their source spans.
pub fn find_quotes(input: Input<'_>, text: Text<'_>, scratch: &mut QuoteScratch, model: Option<&QuoteModel>) -> Found {
    let scene = Scene::new(input);
    let mut found = find_by_rules(&scene);
    if let Some(model) = model.filter(|_| input.is_english) {
        scratch.read(&scene, text, &found.quotes);
        let links = model.find_links(scratch);
        found.quotes = join(&scene, &scratch.sheet, links, found.quotes, model);
        // Marks that turn out to quote somebody.
        let speech = found.quotes.iter().filter(|quote| quote.status.is_speech());
        let told = speech.flat_map(|quote| if quote.kind == QuoteKind::Direct { &quote.parts } else { &quote.quoted });
        let mut told: Vec<Span> = told.copied().collect();
        told.sort_unstable();
        let is_told =
            |span: Span| told.get(told.partition_point(|told| told.end <= span.start)).is_some_and(|told| told.contains(span));
        found.marks.retain(|mark| mark.kind == QuietMarkKind::Measure || !is_told(mark.span) || scene.quiet.contains(mark));
    }
    if input.is_english {
        found.quotes.iter_mut().filter(|quote| is_nobodys(&scene, quote)).for_each(|quote| quote.status = Status::Negated);
        add_refusals(&scene, &mut found.quotes);
    }
    found
}

/// `Nobody said`, `no official has said`, `none of them said`: speech that did not happen. Not `No. 10 said`.
fn is_nobodys(scene: &Scene<'_>, quote: &Quote) -> bool {
    let Some(source) = quote.source.filter(|_| quote.status.is_speech()) else { return false };
    let first = scene.input.tokens.first_at_or_after(source.start);
    let is_one_of = |words: &[&str]| words.iter().any(|word| scene.is(first, word));
    let counts = || scene.input.tokens.kinds.get(first + 1) == Some(&TokenKind::Word);
    first < scene.input.tokens.len() && (is_one_of(&["nobody", "none", "neither"]) || is_one_of(&["no"]) && counts())
}

/// What the learned models see of an article: left in `scratch`. The rules are run on the way.
pub fn read_sheet(input: Input<'_>, text: Text<'_>, scratch: &mut QuoteScratch) -> Found {
    let scene = Scene::new(input);
    let found = find_by_rules(&scene);
    scratch.read(&scene, text, &found.quotes);
    found
}

/// What the rules find.
fn find_by_rules(scene: &Scene<'_>) -> Found {
    let input = scene.input;
    let mut drafts: Vec<Draft> = Vec::new();
    let mut is_used = vec![false; scene.regions.len()];
    if input.is_english {
        let transcript = transcript_labels(scene);
        for (number, segment) in scene.segments.iter().enumerate() {
            read_segment(scene, number, segment, &transcript, &mut drafts, &mut is_used);
        }
    }
    let mut found = quiet::find(scene, &mut is_used, input.is_english);
    found.quotes.extend(drafts.into_iter().map(|draft| draft.quote));
    found.quotes.retain(|quote| !quote.parts.is_empty());
    found.quotes.sort_by_key(|quote| (quote.span().start, quote.span().end));
    found
}

/// How many words the title of a broadcast in marks has at most.
const LONGEST_TITLE: usize = 5;

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
    for (order, mut draft) in found.into_iter().enumerate() {
        if order == 0 {
            take_over_paragraphs(scene, &mut draft, drafts);
        }
        take(is_used, drafts, draft);
    }
    let first_free = segment.items.iter().position(|item| item.region.is_some_and(|region| !is_used[region]));
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
    let is_open = previous + 1 == first
        && !before.is_closed
        && before.paragraph + 1 == here.paragraph
        && draft.quote.parts.first() == Some(&here.inner);
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
                && joins_previous(scene, number, at, region, drafts, last_free, is_used)
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
        } else if at == 0
            && quoted.starts_like_sentence
            && (quoted.words >= 5 || is_exclaimed(scene, segment, region))
            && !segment.in_title
        {
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

/// `“How came you here?” and she rushed out.`: a few words that ask or cry out at the start of a sentence, and are no title ("“Oh!
/// Calcutta!” opened in June").
fn is_exclaimed(scene: &Scene<'_>, segment: &Segment, region: usize) -> bool {
    let quoted = scene.regions[region];
    let has_small_word = (quoted.first + 1..quoted.last)
        .any(|i| scene.is_word(i) && !scene.is_capitalised(i) && scene.input.tokens.kinds[i] == TokenKind::Word);
    let has_predicate = segment.items.get(1).is_some_and(|item| {
        item.class.is(Class::BE | Class::AUXILIARY | Class::MODAL | Class::FINITE | Class::PREPOSITION)
            || is_verb_like(scene, segment, 1)
    });
    let said = quoted.inner.text(scene.input.text);
    quoted.words >= 2 && said.ends_with(['!', '?']) && has_small_word && !has_predicate
}

/// `"A," she said. "B."`: nothing between the attribution of the draft before and this region, unless it be the title of what she
/// said it on (`"A," she said on "Morning Hour." "B."`).
fn joins_previous(
    scene: &Scene<'_>,
    number: usize,
    at: usize,
    region: usize,
    drafts: &[Draft],
    last_free: Option<usize>,
    is_used: &[bool],
) -> bool {
    let Some(draft) = drafts.last().filter(|draft| draft.can_continue) else {
        return false;
    };
    let Some(&last) = draft.regions.last() else { return false };
    let is_title_between = at == 0
        && last + 2 == region
        && !is_used[last + 1]
        && scene.regions[last + 1].words <= LONGEST_TITLE
        && draft.quote.kind == QuoteKind::Direct
        && number.checked_sub(1).is_some_and(|i| {
            // Behind the attribution, in its sentence.
            let items = &scene.segments[i].items;
            items
                .iter()
                .position(|item| item.region == Some(last))
                .is_some_and(|from| items.iter().skip(from + 2).any(|item| item.region == Some(last + 1)))
        });
    if last + 1 != region && !is_title_between || scene.regions[last].paragraph != scene.regions[region].paragraph {
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

pub fn floating(scene: &Scene<'_>, segment: &Segment, region: usize) -> Draft {
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
            share: None,
        },
        regions: vec![region],
        can_continue: true,
    }
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
    // “lazy,” “late” and “loud”: the comma stands inside the marks.
    let ends_with_comma = || {
        let region = segment.items[near + previous].region.map(|region| scene.regions[region].inner.text(scene.input.text));
        between.is_empty() && region.is_some_and(|said| said.ends_with(','))
    };
    (between.iter().any(|item| item.class.is(Class::CONJUNCTION | Class::COMMA)) || ends_with_comma())
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
