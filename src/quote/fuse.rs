//! Joins what the learned models found with what the rules found.
//!
//! Input: the scene, the rules' quotes, the models' links. Output: quotes sorted by start.
//! Method: a stretch that two cues claim stays with the surer one; a quoted region that a content covers half of, it takes whole; the
//! kind follows from the marks. A link whose cue the rules also found takes over what they know of it (status, addressee, further
//! paragraphs). What only the rules found stays where no link claims its words. Cost: O(links × content + quotes × log quotes).

// Counts of tokens in a sentence.
#![allow(clippy::cast_precision_loss)]

use super::credits::{is_credit, is_told_before};
use super::learned::sheet::{Sheet, coarse, role};
use super::learned::{Link, QuoteModel, Run};
use super::scene::Scene;
use super::status::status_of;
use super::tidy;
use super::{Cue, Quote, QuoteKind, Status};
use crate::model::hash::atom;
use crate::tag::lemma;
use crate::text::Span;
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// A link on its way to a quote.
pub(super) struct Proposal {
    pub(super) link: Link,
    /// Regions it takes whole, in order.
    pub(super) regions: Vec<usize>,
    /// Runs outside of them.
    pub(super) runs: Vec<Run>,
    /// The rules' quote with the same cue.
    rule: Option<usize>,
    /// The rules found a whole quotation in marks: what the model adds to it is left out.
    keeps_rule: bool,
}

impl Proposal {
    fn share(&self) -> f32 {
        self.link.cue_share * self.link.content_share
    }

    /// Its words went to others.
    fn is_empty(&self) -> bool {
        self.regions.is_empty() && self.runs.is_empty()
    }
}

/// Joins links and rules.
pub fn join(scene: &Scene<'_>, sheet: &Sheet, mut links: Vec<Link>, rules: Vec<Quote>, model: &QuoteModel) -> Vec<Quote> {
    links.retain(|link| !(is_credit(sheet, link, &rules) || is_told_before(scene, sheet, link, &rules)));
    for link in &mut links {
        tidy::tidy(scene, sheet, link);
    }
    settle_overlaps(&mut links);
    let mut is_matched = vec![false; rules.len()];
    let mut proposals: Vec<Proposal> = Vec::with_capacity(links.len());
    for link in links {
        let regions = regions_of(scene, &link);
        let of_rule = (link.cue.0..=link.cue.1).map(|i| &sheet.rows[i]).find(|row| row.role & 7 == role::CUE);
        let rule = of_rule.map(|row| row.quote as usize - 1).filter(|&rule| !is_matched[rule]);
        if let Some(rule) = rule {
            is_matched[rule] = true;
        }
        proposals.push(Proposal { link, regions, runs: Vec::new(), rule, keeps_rule: false });
    }
    let owners = share_regions(scene, sheet, &mut proposals, &rules);
    // A link of which nothing is left gives no quote: the rule's stays.
    for rule in proposals.iter().filter(|proposal| proposal.is_empty()).filter_map(|proposal| proposal.rule) {
        is_matched[rule] = false;
    }
    let mut taken = Taken::default();
    let mut found = Vec::new();
    let unmatched = rules.iter().zip(&is_matched).filter(|(rule, is_matched)| !**is_matched && rule.source.is_some());
    let speech = unmatched.filter(|(rule, _)| rule.status.is_speech());
    let mut spoken: Vec<Span> = speech.flat_map(|(rule, _)| rule.parts.iter().copied()).collect();
    spoken.sort_unstable();
    // Whole quotations first: what they take, no clause takes.
    proposals.sort_by_key(|proposal| !proposal.keeps_rule && !proposal.runs.is_empty());
    for proposal in proposals.iter().filter(|proposal| !proposal.is_empty() && !says_so(sheet, proposal)) {
        let rule = proposal.rule.map(|rule| &rules[rule]);
        // Words in the journalist's own sentence: our guide takes the words in marks alone.
        let as_it_is = rule.filter(|rule| {
            rule.kind == QuoteKind::Fragment
                || proposal.keeps_rule
                || ends_at_but(scene, sheet, rule)
                || leaves_marks(scene, proposal, rule, &owners)
                || ends_at_comma(sheet, scene, rule)
        });
        let quote = match as_it_is {
            Some(rule) => {
                let source = source_by(scene, sheet, &proposal.link, Some(rule));
                Quote { source, share: Some(proposal.share()), ..rule.clone() }
            }
            None => quote_of(scene, sheet, proposal, rule, &owners, model),
        };
        // What a rule takes for speech is not given up for an attitude with another cue.
        let is_attitude = rule.is_none() && quote.status == Status::Thought;
        let hides_speech = |whole: Span| {
            let next = spoken.partition_point(|part| part.end <= whole.start);
            spoken.get(next).is_some_and(|part| part.overlaps(whole))
        };
        // No parts: all that was left was told to somebody, or a relative pronoun.
        let quote = Some(quote).filter(|quote| {
            !(quote.parts.is_empty()
                || is_attitude && (hides_speech(quote.span()) || is_told_by_others(sheet, proposal))
                || tidy::is_none(scene, sheet, quote))
        });
        match (quote.and_then(|quote| taken.take(quote)), proposal.rule) {
            (Some(quote), _) => found.push(quote),
            (None, Some(rule)) => is_matched[rule] = false,
            (None, None) => {}
        }
    }
    // What only the rules found, and theirs of which the link gave no quote: where the words are free.
    let rest = rules.into_iter().zip(is_matched).filter(|(rule, is_matched)| !is_matched && !tidy::is_none(scene, sheet, rule));
    found.extend(rest.filter_map(|(quote, _)| taken.take(quote)));
    found.sort_by_key(|quote| (quote.span().start, quote.span().end));
    found
}

/// `The vote was, Tan added, “a shrug”`: the link leaves out words in marks that the rule holds and nobody else claims.
fn leaves_marks(scene: &Scene<'_>, proposal: &Proposal, rule: &Quote, owners: &[Option<usize>]) -> bool {
    let is_left = |&part: &Span| region_at(scene, part).is_some_and(|region| owners[region].is_none());
    rule.kind == QuoteKind::Mixed && proposal.regions.is_empty() && rule.quoted.iter().any(is_left)
}

/// `If Tan says the lift is unsafe, the school will close.`: the clause of what was not said ends where the main one begins.
fn ends_at_comma(sheet: &Sheet, scene: &Scene<'_>, rule: &Quote) -> bool {
    let next = scene.input.tokens.first_at_or_after(rule.span().end);
    let is_comma = sheet.rows.get(next).is_some_and(|row| row.coarse == coarse::COMMA);
    is_comma && matches!(rule.status, Status::Hypothetical | Status::Negated) && rule.kind == QuoteKind::Indirect
}

/// `Some neighbours are not convinced. “Show me,” said Tan, who lives there.`: an attitude whose content is all in another sentence, one that
/// has an attribution of its own, is none.
fn is_told_by_others(sheet: &Sheet, proposal: &Proposal) -> bool {
    const REACH: usize = 40;
    let sentence_of = |i: usize| sheet.rows[i].sentence;
    let own = sentence_of(proposal.link.cue.0);
    let is_other = |run: &Run| sentence_of(run.0) != own;
    let Some(run) = proposal.runs.first().filter(|_| proposal.runs.iter().all(is_other) && proposal.regions.is_empty()) else {
        return false;
    };
    let near = run.0.saturating_sub(REACH)..(run.1 + REACH).min(sheet.rows.len());
    near.into_iter().any(|i| sentence_of(i) == sentence_of(run.0) && sheet.rows[i].role & 7 == role::CUE)
}

/// Nothing is said: "said so".
fn says_so(sheet: &Sheet, proposal: &Proposal) -> bool {
    let is_so = |run: &Run| run.1 - run.0 <= 1 && sheet.rows[run.0].lower == atom(b"so");
    proposal.regions.is_empty() && proposal.runs.iter().all(is_so)
}

/// `said it could fail but also raised …`: the rules end a clause where the speaker's own second verb begins.
fn ends_at_but(scene: &Scene<'_>, sheet: &Sheet, rule: &Quote) -> bool {
    let next = scene.input.tokens.first_at_or_after(rule.span().end);
    let is_but = |i: usize| sheet.rows.get(i).is_some_and(|row| row.lower == atom(b"but"));
    rule.status.is_speech() && rule.kind != QuoteKind::Direct && (is_but(next) || is_but(next + 1))
}

/// Stretches that are somebody's already.
#[derive(Default)]
struct Taken(BTreeMap<u32, u32>);

impl Taken {
    /// The quote, less parts in marks that are taken; none if nothing is left or if a part of a clause is taken.
    fn take(&mut self, mut quote: Quote) -> Option<Quote> {
        let is_free = |span: &Span| self.0.range(..span.end).next_back().is_none_or(|(_, &end)| end <= span.start);
        if quote.kind == QuoteKind::Direct {
            quote.parts.retain(is_free);
        }
        if quote.parts.is_empty() || !quote.parts.iter().all(is_free) {
            return None;
        }
        self.0.extend(quote.parts.iter().map(|part| (part.start, part.end)));
        Some(quote)
    }
}

/// Decides whose each region is, and leaves every proposal with its own. A quotation that the rules found whole goes to the link with its
/// cue; one without a cue may go to any link that is all in marks.
fn share_regions(scene: &Scene<'_>, sheet: &Sheet, proposals: &mut [Proposal], rules: &[Quote]) -> Vec<Option<usize>> {
    let mut rule_of = vec![None; scene.regions.len()];
    for (number, quote) in rules.iter().enumerate().filter(|(_, quote)| quote.kind == QuoteKind::Direct) {
        for region in quote.parts.iter().filter_map(|&part| region_at(scene, part)) {
            rule_of[region] = Some(number);
        }
    }
    let mut best = vec![(None, 0.0); scene.regions.len()];
    for (number, proposal) in proposals.iter_mut().enumerate() {
        let has_runs = !runs_outside(scene, sheet, &proposal.link, &proposal.regions).is_empty();
        proposal.keeps_rule = has_runs && proposal.rule.is_some_and(|rule| rules[rule].kind == QuoteKind::Direct);
        for &region in &proposal.regions {
            let rule = rule_of[region].filter(|&rule| Some(rule) != proposal.rule);
            let is_elsewhere = rule.is_some_and(|rule| rules[rule].cue.is_some() || has_runs);
            let share = share_of_region(scene, &proposal.link, region);
            if !is_elsewhere && share > best[region].1 {
                best[region] = (Some(number), share);
            }
        }
    }
    let owners: Vec<Option<usize>> = best.into_iter().map(|(owner, _)| owner).collect();
    for (number, proposal) in proposals.iter_mut().enumerate() {
        proposal.runs = runs_outside(scene, sheet, &proposal.link, &proposal.regions);
        proposal.regions.retain(|&region| owners[region] == Some(number));
    }
    owners
}

/// The region with this content.
fn region_at(scene: &Scene<'_>, part: Span) -> Option<usize> {
    let at = scene.regions.partition_point(|region| region.inner.end <= part.start);
    scene.regions.get(at).filter(|region| region.inner.overlaps(part)).map(|_| at)
}

/// A stretch that two cues claim stays with the one that is surer of most of it.
fn settle_overlaps(links: &mut Vec<Link>) {
    let share = |link: &Link, run: Run| -> f32 {
        let (first, last) = (run.0.max(link.start), (run.1 + 1).min(link.start + link.shares.len()));
        if first >= last {
            return 0.0;
        }
        let sum: f32 = link.shares[first - link.start..last - link.start].iter().map(|share| share.1).sum();
        sum / (last - first) as f32
    };
    for i in 0..links.len() {
        let (before, behind) = links.split_at_mut(i + 1);
        let one = &mut before[i];
        for other in behind.iter_mut().take(8) {
            let mut at = 0;
            while at < one.contents.len() {
                let run = one.contents[at];
                let rival = other.contents.iter().position(|rival| rival.0 <= run.1 && run.0 <= rival.1);
                let Some(rival) = rival else {
                    at += 1;
                    continue;
                };
                let theirs = other.contents[rival];
                let shared = (run.0.max(theirs.0), run.1.min(theirs.1));
                if share(one, shared) >= share(other, shared) {
                    other.contents.remove(rival);
                } else {
                    one.contents.remove(at);
                }
            }
        }
    }
    links.retain(|link| !link.contents.is_empty());
}

pub(super) fn is_word(sheet: &Sheet, i: usize) -> bool {
    !matches!(sheet.rows[i].coarse, coarse::COMMA..=coarse::BRACKET)
}

/// The regions that a link covers half of or more.
fn regions_of(scene: &Scene<'_>, link: &Link) -> Vec<usize> {
    let mut found = Vec::new();
    let (Some(&(first, _)), Some(&(_, last))) = (link.contents.first(), link.contents.last()) else { return found };
    let from = scene.regions.partition_point(|region| region.last < first);
    for (number, region) in scene.regions.iter().enumerate().skip(from).take_while(|(_, region)| region.first <= last) {
        let covered: usize =
            link.contents.iter().map(|run| (run.1.min(region.last) + 1).saturating_sub(run.0.max(region.first))).sum();
        // What the model reads around the cue may end inside a long region.
        let seen = seen_of_region(scene, link, number).len();
        if covered * 2 >= seen && covered > 0 {
            found.push(number);
        }
    }
    found
}

/// The tokens of a region that the model read, as places in the link's shares.
fn seen_of_region(scene: &Scene<'_>, link: &Link, region: usize) -> std::ops::Range<usize> {
    let region = &scene.regions[region];
    let first = region.first.saturating_sub(link.start).min(link.shares.len());
    let end = (region.last + 1).saturating_sub(link.start).min(link.shares.len());
    first..end.max(first)
}

/// How sure a link is that a region is its content.
fn share_of_region(scene: &Scene<'_>, link: &Link, region: usize) -> f32 {
    let seen = &link.shares[seen_of_region(scene, link, region)];
    let (sum, count) = seen.iter().fold((0.0, 0.0_f32), |(sum, count), share| (sum + share.1, count + 1.0));
    sum / count.max(1.0)
}

/// The parts of a link's content outside of its regions, without punctuation at their ends.
fn runs_outside(scene: &Scene<'_>, sheet: &Sheet, link: &Link, regions: &[usize]) -> Vec<Run> {
    let mut found = Vec::new();
    let mut add = |first: usize, last: usize| {
        let (mut first, mut last) = (first, last);
        while first <= last && !is_word(sheet, first) {
            first += 1;
        }
        while last > first && !is_word(sheet, last) {
            last -= 1;
        }
        if first <= last {
            found.push((first, last));
        }
    };
    for &(mut first, last) in &link.contents {
        for region in regions.iter().map(|&region| &scene.regions[region]) {
            if region.last < first || region.first > last {
                continue;
            }
            if region.first > first {
                add(first, region.first - 1);
            }
            first = region.last + 1;
        }
        if first <= last {
            add(first, last);
        }
    }
    found
}

fn quote_of(
    scene: &Scene<'_>,
    sheet: &Sheet,
    proposal: &Proposal,
    rule: Option<&Quote>,
    owners: &[Option<usize>],
    model: &QuoteModel,
) -> Quote {
    let Proposal { link, regions, runs, .. } = proposal;
    let status = status_of(scene, sheet, proposal, rule, model);
    let is_direct = runs.is_empty();
    let mut parts = Vec::new();
    let mut quoted = Vec::new();
    let kind = if is_direct {
        parts.extend(regions.iter().map(|&region| scene.regions[region].inner));
        if rule.is_some_and(|rule| rule.kind == QuoteKind::Fragment) { QuoteKind::Fragment } else { QuoteKind::Direct }
    } else {
        quoted.extend(regions.iter().map(|&region| scene.regions[region].inner));
        parts = clause_parts(scene, sheet, proposal, rule.and_then(|rule| rule.addressee), status);
        if quoted.is_empty() { QuoteKind::Indirect } else { QuoteKind::Mixed }
    };
    // A quotation that runs on into the next paragraphs.
    if let Some(rule) = rule.filter(|rule| is_direct && rule.kind == QuoteKind::Direct) {
        // Those of the rule do not overlap each other.
        let own = parts.len();
        for &part in &rule.parts {
            let is_free = region_at(scene, part).is_none_or(|region| owners[region].is_none());
            if is_free && !parts[..own].iter().any(|known: &Span| known.overlaps(part)) {
                parts.push(part);
            }
        }
        parts.sort_unstable();
    }
    if kind == QuoteKind::Fragment {
        quoted.clone_from(&parts);
    }
    let source = source_by(scene, sheet, link, rule);
    let paragraph = scene.input.tokens.paragraphs[link.cue.0];
    Quote {
        kind,
        status,
        parts,
        quoted,
        parent: None,
        in_title: scene.input.paragraphs.get(paragraph as usize).is_some_and(|paragraph| paragraph.is_title),
        cue: Some(cue_of(scene, sheet, link, rule, status)),
        source,
        antecedent: rule.and_then(|rule| rule.antecedent),
        addressee: rule.and_then(|rule| rule.addressee).filter(|told| source.is_none_or(|source| !source.overlaps(*told))),
        method: rule.map_or("model-linked", |rule| rule.method),
        share: Some(proposal.share()),
    }
}

/// The parts of a clause: runs and regions that touch are one. "that", who was told and, of speech, a relative pronoun alone are no parts.
fn clause_parts(scene: &Scene<'_>, sheet: &Sheet, proposal: &Proposal, told: Option<Span>, status: Status) -> Vec<Span> {
    let mut runs = proposal.runs.clone();
    for run in &mut runs {
        let inside = |i: usize| told.is_some_and(|told| told.contains(scene.input.tokens.spans[i]));
        while run.0 <= run.1 && inside(run.0) {
            run.0 += 1;
        }
    }
    if let Some(run) = runs.first_mut().filter(|run| run.0 <= run.1 && run.0 == proposal.link.contents[0].0) {
        run.0 += tidy::before_clause(scene, sheet, *run, status, !proposal.regions.is_empty());
    }
    runs.retain(|run| run.0 <= run.1);
    if status != Status::Thought && runs.len() + proposal.regions.len() > 1 {
        runs.retain(|run| run.0 < run.1 || sheet.rows[run.0].coarse != coarse::RELATIVE);
    }
    let mut pieces: Vec<(Run, Span)> = runs.iter().map(|&run| (run, scene.cover(run.0, run.1))).collect();
    let region_piece = |&region: &usize| {
        let region = &scene.regions[region];
        ((region.first, region.last), scene.cover(region.first, region.last))
    };
    pieces.extend(proposal.regions.iter().map(region_piece));
    pieces.sort_unstable();
    let mut parts: Vec<(Run, Span)> = Vec::new();
    for (run, span) in pieces {
        match parts.last_mut() {
            // Only punctuation of the content itself stands between.
            Some((before, whole)) if (before.1 + 1..run.0).all(|i| !is_word(sheet, i)) => {
                // A region at the end keeps its closing mark out, one in the middle keeps both in.
                *whole = whole.cover(span);
                before.1 = run.1;
            }
            _ => parts.push((run, span)),
        }
    }
    parts.into_iter().map(|(_, span)| span).collect()
}

/// The source as our guide has it, with title and head only: a rule's own where the model means the same, else without what follows a
/// comma.
fn source_by(scene: &Scene<'_>, sheet: &Sheet, link: &Link, rule: Option<&Quote>) -> Option<Span> {
    let of_rule = rule.and_then(|rule| rule.source);
    let Some((first, last)) = source_of(sheet, link) else { return of_rule };
    let whole = scene.cover(first, last);
    // "The Anvil quoted Tan as saying": the models take the outlet.
    let head = sheet.head_of(link.cue);
    let is_as_saying = sheet.rows[head].coarse == coarse::GERUND && head > 0 && sheet.rows[head - 1].lower == atom(b"as");
    if let Some(source) = of_rule.filter(|source| is_as_saying || source.overlaps(whole)) {
        return Some(source);
    }
    let (first, last) = tidy::noun_phrase(scene, sheet, (first, last));
    let whole = scene.cover(first, last);
    let comma = (first + 1..=last).find(|&i| sheet.rows[i].coarse == coarse::COMMA);
    let is_list = (first..=last).any(|i| sheet.rows[i].coarse == coarse::CONJUNCTION);
    Some(match comma {
        Some(comma) if !is_list || sheet.rows[comma + 1].coarse == coarse::RELATIVE => scene.cover(first, comma - 1),
        _ => whole,
    })
}

/// The likeliest run of the source; where none was decoded, the best one outside the content.
fn source_of(sheet: &Sheet, link: &Link) -> Option<Run> {
    let share = |run: &Run| -> f32 {
        let sum: f32 = (run.0..=run.1).map(|i| link.shares[i - link.start].0).sum();
        sum / (run.1 - run.0 + 1) as f32
    };
    let best = link.sources.iter().copied().max_by(|a, b| share(a).total_cmp(&share(b)));
    let best = best.or_else(|| {
        let is_content = |i: usize| link.contents.iter().any(|run| run.0 <= i && i <= run.1);
        let mut found: Option<Run> = None;
        let mut at = link.start;
        let end = link.start + link.shares.len();
        while at < end {
            if link.shares[at - link.start].0 < 0.1 || is_content(at) {
                at += 1;
                continue;
            }
            let first = at;
            while at < end && link.shares[at - link.start].0 >= 0.1 && !is_content(at) {
                at += 1;
            }
            let run = (first, at - 1);
            if found.is_none_or(|found| share(&run) > share(&found)) {
                found = Some(run);
            }
        }
        found
    })?;
    let (mut first, mut last) = best;
    while first < last && !is_word(sheet, first) {
        first += 1;
    }
    while last > first && !is_word(sheet, last) {
        last -= 1;
    }
    Some((first, last))
}

/// The cue as our guide has it: a rule's own; where it is speech, the verb with its particle ("called for", not "said on Friday").
fn cue_of(scene: &Scene<'_>, sheet: &Sheet, link: &Link, rule: Option<&Quote>, status: Status) -> Cue {
    if let Some(cue) = rule.and_then(|rule| rule.cue.as_ref()) {
        return cue.clone();
    }
    let (mut first, mut last) = link.cue;
    let head = sheet.head_of(link.cue);
    let is_verb = matches!(sheet.rows[head].coarse, coarse::FINITE | coarse::BASE..=coarse::PARTICIPLE);
    let lemma = match scene.verbs[head] {
        Some(verb) => verb.lemma.to_owned(),
        None if is_verb => lemma(&scene.lower(head), sheet.tag(head)).into_owned(),
        None => scene.lower(head).into_owned(),
    };
    if is_verb && status != Status::Thought {
        first = head;
        let has_particle = head + 1 == last && sheet.rows[last].coarse == coarse::PREPOSITION;
        last = if has_particle { last } else { head };
    }
    Cue { span: scene.cover(first, last), lemma }
}
