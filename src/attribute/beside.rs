//! The speaker who is named right behind a quotation, where no verb of saying was known.
//!
//! Finds: the subject behind a comma inside the marks (`“Not yet,” the miller, a patient man, sighed.`), since a comma there promises
//! an attribution; the subject of a verb of saying behind any end (`“Go home.” Ruiz said.`); a dash and a name below the quotation.
//! Does not find: narration behind a full stop (`“Go home.” The crowd left.`), a name without a verb.
//! Cost: at most some thirty tokens behind each part.

use super::speaker::Resolver;
use crate::entity::lexicon::{Flags, Lexicon};
use crate::entity::{Label, MentionKind};
use crate::quote::{Quote, QuoteKind};
use crate::tag::Tag;
use crate::text::Span;

/// How many words a noun phrase has at most.
const LONGEST: usize = 10;

/// How far behind the noun phrase its verb may stand.
const VERB_WITHIN: usize = 30;

/// The noun phrase beside a quotation without attribution that says who speaks.
pub(super) fn source_beside(resolver: &Resolver<'_>, quote: &Quote) -> Option<Span> {
    if quote.kind != QuoteKind::Direct || quote.in_title {
        return None;
    }
    quote.parts.iter().find_map(|&part| behind(resolver, part)).or_else(|| below(resolver, quote))
}

fn behind(resolver: &Resolver<'_>, part: Span) -> Option<Span> {
    let (text, tokens, tags) = (resolver.input.text, resolver.input.tokens, &resolver.input.tags.tags);
    let words = part.text(text).trim_end();
    let has_comma = words.ends_with(',');
    if !has_comma && !words.ends_with(['.', '?', '!']) {
        return None;
    }
    let paragraph = resolver.paragraph_of(part.start);
    let mut at = tokens.first_at_or_after(part.end);
    let is_mark = |i: usize| tokens.spans.get(i).is_some_and(|span| span.text(text).chars().all(|c| "\"'”’“".contains(c)));
    let first = at;
    while at < first + 3 && is_mark(at) {
        at += 1;
    }
    // The mark itself must be there, and the words must go on in the same paragraph.
    if at == first || tokens.spans.get(at).is_none_or(|span| resolver.paragraph_of(span.start) != paragraph) {
        return None;
    }
    let says = |i: usize| i < tokens.len() && Lexicon::get().flags(&tokens.lower(text, i)).has(Flags::SAYING);
    let is_verb = |i: usize| matches!(tags.get(i), Some(Tag::Vbd | Tag::Vbz | Tag::Vbp));
    if is_verb(at) && (says(at) || has_comma) {
        let (from, to) = noun_phrase(resolver, at + 1)?;
        return Some(tokens.cover(from, to));
    }
    let (from, to) = noun_phrase(resolver, at)?;
    let has_verb = if has_comma {
        let end = (to + 1 + VERB_WITHIN).min(tokens.len());
        let is_end = |i: &usize| matches!(tags.get(*i), Some(Tag::Stop | Tag::OpenQuote)) || is_mark(*i);
        (to + 1..end).take_while(|i| !is_end(i)).any(is_verb)
    } else {
        says(to + 1) && is_verb(to + 1)
    };
    has_verb.then(|| tokens.cover(from, to))
}

/// The noun phrase that begins at a token: a pronoun, or words up to the last noun of a run.
fn noun_phrase(resolver: &Resolver<'_>, from: usize) -> Option<(usize, usize)> {
    let (text, tokens, tags) = (resolver.input.text, resolver.input.tokens, &resolver.input.tags.tags);
    if tags.get(from) == Some(&Tag::Prp) {
        return matches!(&*tokens.lower(text, from), "he" | "she" | "they").then_some((from, from));
    }
    let is_part = |i: usize| {
        matches!(
            tags.get(i),
            Some(
                Tag::Dt | Tag::PrpPossessive | Tag::Jj | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Cd | Tag::Pos | Tag::Hyph
            )
        )
    };
    let end = (from..tokens.len().min(from + LONGEST)).take_while(|&i| is_part(i)).last()?;
    let last = (from..=end).rev().find(|&i| matches!(tags[i], Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps))?;
    Some((from, last))
}

/// `- Ana Ruiz` or `― Ana Ruiz, mayor` in the paragraph below.
fn below(resolver: &Resolver<'_>, quote: &Quote) -> Option<Span> {
    let text = resolver.input.text;
    let end = quote.span().end;
    let next = resolver.input.paragraphs.get(resolver.paragraph_of(end) + 1)?.span;
    let rest = next.text(text).trim_start();
    if next.len() > 80 || !rest.starts_with(['-', '–', '—', '―']) {
        return None;
    }
    let name = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = next.end - name.len() as u32;
    let mentions = &resolver.input.people.mentions;
    let at = mentions.partition_point(|mention| mention.span.start < start);
    let mention = mentions.get(at).filter(|mention| mention.kind == MentionKind::Name && mention.span.start < start + 24)?;
    matches!(mention.label, Label::Person | Label::Org).then_some(mention.span)
}
