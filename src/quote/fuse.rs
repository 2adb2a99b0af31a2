//! Joins what the learned models found with what the rules found.
//!
//! Input: the scene, the rules' quotes, the models' links. Output: quotes sorted by start.
//! Method: a stretch that two cues claim stays with the surer one; a quoted region that a content covers half of, it takes whole; the
//! kind follows from the marks. A link whose cue the rules also found takes over what they know of it (status, addressee, further
//! paragraphs). What only the rules found stays where no link claims its words. Cost: O(links × content + rules).

use super::learned::sheet::{Sheet, coarse};
use super::learned::{Link, QuoteModel, Run};
use super::scene::Scene;
use super::words::WordClass as Class;
use super::{Cue, Quote, QuoteKind, Status};
use crate::model::hash::atom;
use crate::text::Span;

/// How the two are joined.
#[derive(Clone, Copy, Debug)]
pub struct Joining {
    /// Links whose cue and content are less likely than this are left out, unless the rules agree.
    pub least: f32,
    /// Links all in marks need less.
    pub least_direct: f32,
}

impl Default for Joining {
    fn default() -> Self {
        Self { least: knob(0, 0.0), least_direct: knob(1, 0.0) }
    }
}

/// EXPERIMENT
pub fn knob(number: usize, default: f32) -> f32 {
    static KNOBS: std::sync::LazyLock<Vec<Option<f32>>> = std::sync::LazyLock::new(|| {
        let given = std::env::var("PQ_K").unwrap_or_default();
        let mut knobs = vec![None; 40];
        for pair in given.split(',').filter(|pair| !pair.is_empty()) {
            if let Some((number, value)) = pair.split_once('=') {
                knobs[number.parse::<usize>().unwrap()] = value.parse().ok();
            }
        }
        knobs
    });
    KNOBS[number].unwrap_or(default)
}

/// A link on its way to a quote.
struct Proposal {
    link: Link,
    /// Regions it takes whole, in order.
    regions: Vec<usize>,
    /// Runs outside of them.
    runs: Vec<Run>,
    /// The rules' quote with the same cue.
    rule: Option<usize>,
    /// The rules found a whole quotation in marks: what the model adds to it is left out.
    keeps_rule: bool,
}

/// Joins links and rules.
pub fn join(scene: &Scene<'_>, sheet: &Sheet, mut links: Vec<Link>, rules: Vec<Quote>, model: &QuoteModel) -> Vec<Quote> {
    let joining = model.joining;
    settle_overlaps(&mut links);
    let mut owners: Vec<Option<(usize, f32)>> = vec![None; scene.regions.len()];
    let mut proposals: Vec<Proposal> = Vec::with_capacity(links.len());
    for link in links {
        let number = proposals.len();
        let regions = regions_of(scene, &link);
        for &(region, share) in &regions {
            if owners[region].is_none_or(|(_, best)| share > best) {
                owners[region] = Some((number, share));
            }
        }
        let rule = rules.iter().position(|quote| {
            quote.cue.as_ref().is_some_and(|cue| cue.span.overlaps(scene.cover(link.cue.0, link.cue.1)))
        });
        proposals.push(Proposal { link, regions: regions.into_iter().map(|(region, _)| region).collect(), runs: Vec::new(), rule, keeps_rule: false });
    }
    // Which direct quote of the rules a region is in.
    let mut rule_of = vec![None; scene.regions.len()];
    for (number, quote) in rules.iter().enumerate().filter(|(_, quote)| quote.kind == QuoteKind::Direct) {
        for part in &quote.parts {
            let first = scene.regions.partition_point(|region| region.inner.end <= part.start);
            if let Some(region) = scene.regions.get(first).filter(|region| region.inner.overlaps(*part)) {
                let _ = region;
                rule_of[first] = Some(number);
            }
        }
    }
    let mode = knob(2, 1.0) as i32;
    for (number, proposal) in proposals.iter_mut().enumerate() {
        let has_runs = !runs_outside(scene, sheet, &proposal.link, &proposal.regions, &[]).is_empty();
        let is_direct = proposal.rule.is_some_and(|rule| rules[rule].kind == QuoteKind::Direct);
        proposal.keeps_rule = has_runs && is_direct && knob(8, 1.0) > 0.0;
        let has_runs = has_runs && knob(9, 1.0) > 0.0;
        for &region in &proposal.regions {
            let Some(rule) = rule_of[region].filter(|&rule| Some(rule) != proposal.rule) else { continue };
            let release = match mode {
                0 => false,
                1 => rules[rule].cue.is_some() || has_runs,
                2 => true,
                _ => rules[rule].cue.is_some() || proposal.rule.is_none(),
            };
            if release && owners[region].is_some_and(|(owner, _)| owner == number) {
                owners[region] = None;
            }
        }
    }
    for (number, proposal) in proposals.iter_mut().enumerate() {
        let lost: Vec<usize> =
            proposal.regions.iter().copied().filter(|&region| owners[region].is_none_or(|(owner, _)| owner != number)).collect();
        proposal.regions.retain(|&region| owners[region].is_some_and(|(owner, _)| owner == number));
        if proposal.keeps_rule {
            proposal.regions.retain(|&region| rule_of[region] == proposal.rule);
        }
        proposal.runs = runs_outside(scene, sheet, &proposal.link, &proposal.regions, &lost);
    }
    proposals.retain(|proposal| !proposal.runs.is_empty() || !proposal.regions.is_empty());
    let is_owned = |region: usize| owners[region].is_some();
    let mut found = Vec::new();
    let mut is_matched = vec![false; rules.len()];
    for proposal in &proposals {
        let sure = proposal.link.cue_share * proposal.link.content_share;
        let least = if proposal.runs.is_empty() { joining.least_direct } else { joining.least };
        if proposal.rule.is_none() && sure < least {
            continue;
        }
        if let Some(rule) = proposal.rule {
            is_matched[rule] = true;
        }
        let rule = proposal.rule.map(|rule| &rules[rule]);
        // Words in the journalist's own sentence: our guide takes the words in marks alone.
        if let Some(rule) = rule.filter(|rule| rule.kind == QuoteKind::Fragment && knob(7, 1.0) > 0.0 || proposal.keeps_rule) {
            let source = source_of(scene, sheet, &proposal.link).or(rule.source);
            found.push(Quote { source, confidence: Some(sure), ..rule.clone() });
            continue;
        }
        found.push(quote_of(scene, sheet, proposal, rule, &is_owned, model));
    }
    // What only the rules found.
    let claimed: Vec<Span> = found.iter().flat_map(|quote: &Quote| quote.parts.iter().copied()).collect();
    for (number, mut quote) in rules.into_iter().enumerate() {
        if is_matched[number] {
            continue;
        }
        let is_free = |span: &Span| !claimed.iter().any(|claimed| claimed.overlaps(*span));
        if quote.kind == QuoteKind::Direct {
            quote.parts.retain(|part| is_free(part));
            if !quote.parts.is_empty() {
                found.push(quote);
            }
        } else if quote.parts.iter().all(is_free)
            && knob(if quote.kind == QuoteKind::Fragment { 3 } else { 4 }, 1.0) > 0.0
        {
            found.push(quote);
        }
    }
    found.sort_by_key(|quote| (quote.span().start, quote.span().end));
    found
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

fn is_word(sheet: &Sheet, i: usize) -> bool {
    !matches!(sheet.rows[i].coarse, coarse::COMMA..=coarse::BRACKET)
}

/// The regions that a link covers half of or more, with how sure it is of them.
fn regions_of(scene: &Scene<'_>, link: &Link) -> Vec<(usize, f32)> {
    let mut found = Vec::new();
    let (Some(&(first, _)), Some(&(_, last))) = (link.contents.first(), link.contents.last()) else { return found };
    let from = scene.regions.partition_point(|region| region.last < first);
    for (number, region) in scene.regions.iter().enumerate().skip(from).take_while(|(_, region)| region.first <= last) {
        let covered: usize = link
            .contents
            .iter()
            .map(|run| (run.1.min(region.last) + 1).saturating_sub(run.0.max(region.first)))
            .sum();
        // The cue's window may end inside a long region.
        let seen = (region.last.min(link.start + link.shares.len() - 1) + 1).saturating_sub(region.first.max(link.start));
        if covered * 2 >= seen && covered > 0 {
            let inside = region.first.max(link.start)..=region.last.min(link.start + link.shares.len() - 1);
            let count = inside.clone().count().max(1) as f32;
            let share: f32 = inside.map(|i| link.shares[i - link.start].1).sum();
            found.push((number, share / count));
        }
    }
    found
}

/// The parts of a link's content outside of its regions, without punctuation at their ends.
fn runs_outside(scene: &Scene<'_>, sheet: &Sheet, link: &Link, regions: &[usize], lost: &[usize]) -> Vec<Run> {
    let mut regions: Vec<usize> = regions.iter().chain(lost).copied().collect();
    regions.sort_unstable();
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
    is_owned: &dyn Fn(usize) -> bool,
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
        parts = clause_parts(scene, sheet, link, regions, runs, status);
        if quoted.is_empty() { QuoteKind::Indirect } else { QuoteKind::Mixed }
    };
    // A quotation that runs on into the next paragraphs.
    if let Some(rule) = rule.filter(|rule| is_direct && rule.kind == QuoteKind::Direct) {
        for &part in &rule.parts {
            let is_free = scene.regions.iter().position(|region| region.inner == part).is_none_or(|region| !is_owned(region));
            if is_free && !parts.iter().any(|known: &Span| known.overlaps(part)) {
                parts.push(part);
            }
        }
        parts.sort_unstable();
    }
    if kind == QuoteKind::Fragment {
        quoted.clone_from(&parts);
    }
    let source = source_of(scene, sheet, link).or_else(|| rule.and_then(|rule| rule.source));
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
        confidence: Some(link.cue_share * link.content_share),
    }
}

/// The parts of a clause: runs and regions that touch are one.
fn clause_parts(scene: &Scene<'_>, sheet: &Sheet, link: &Link, regions: &[usize], runs: &[Run], status: Status) -> Vec<Span> {
    let mut pieces: Vec<(Run, Span)> = runs.iter().map(|&run| (run, scene.cover(run.0, run.1))).collect();
    let region_piece = |&region: &usize| {
        let region = &scene.regions[region];
        ((region.first, region.last), region.inner)
    };
    pieces.extend(regions.iter().map(region_piece));
    pieces.sort_unstable();
    // "that" belongs to the attribution.
    let that = atom(b"that");
    if (status.is_speech() || knob(6, 0.0) > 0.0) && knob(6, 0.0) < 2.0
        && let Some((run, span)) = pieces.first_mut()
        && sheet.rows[run.0].lower == that
        && run.0 == link.contents[0].0
    {
        if run.0 < run.1 {
            run.0 += 1;
            *span = scene.cover(run.0, run.1);
        } else if pieces.len() > 1 {
            pieces.remove(0);
        }
    }
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

/// The likeliest run of the source; where none was decoded, the best one outside the content.
fn source_of(scene: &Scene<'_>, sheet: &Sheet, link: &Link) -> Option<Span> {
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
    Some(scene.cover(first, last))
}

/// The cue as our guide has it: a rule's own, else without auxiliaries in front where it is speech.
fn cue_of(scene: &Scene<'_>, sheet: &Sheet, link: &Link, rule: Option<&Quote>, status: Status) -> Cue {
    let (mut first, last) = link.cue;
    let mode = knob(5, 3.0) as i32;
    if let Some(cue) = rule.and_then(|rule| rule.cue.as_ref()).filter(|_| mode == 3) {
        return cue.clone();
    }
    let is_auxiliary = |i: usize| {
        matches!(sheet.rows[i].coarse, coarse::MODAL | coarse::ADVERB) || scene.classes[i].is(Class::AUXILIARY | Class::BE | Class::MODAL)
    };
    while mode > 1 && status.is_speech() && first < last && is_auxiliary(first) {
        first += 1;
    }
    let head = (first..=last).rev().find(|&i| matches!(sheet.rows[i].coarse, coarse::FINITE | coarse::BASE..=coarse::PARTICIPLE));
    let lemma = match head {
        Some(i) => scene.verbs[i].map_or_else(|| scene.lower(i).into_owned(), |verb| verb.lemma.to_owned()),
        None => scene.lower(last).into_owned(),
    };
    Cue { span: scene.cover(first, last), lemma }
}

/// What the source did: speech or not by the model, what kind of it by the rules or the verb.
fn status_of(scene: &Scene<'_>, sheet: &Sheet, proposal: &Proposal, rule: Option<&Quote>, model: &QuoteModel) -> Status {
    let (first, last) = proposal.link.cue;
    if let Some(rule) = rule.filter(|rule| !rule.status.is_speech() || rule.kind == QuoteKind::Direct) {
        return rule.status;
    }
    let is_negated = (first..=last).any(|i| scene.classes[i].is(Class::NEGATION));
    let is_modal = (first..=last).any(|i| sheet.rows[i].coarse == coarse::MODAL);
    let verb = (first..=last).rev().find_map(|i| scene.verbs[i]);
    let score = model.speech_score(sheet, &proposal.link) + if rule.is_some() { knob(14, 1.0) } else { knob(15, 0.0) };
    if score < 0.0 && !(proposal.runs.is_empty() && knob(16, 0.0) > 0.0) {
        return Status::Thought;
    }
    match (rule, verb) {
        (Some(rule), _) => rule.status,
        (None, _) if is_negated => Status::Negated,
        (None, _) if is_modal => Status::Hypothetical,
        (None, Some(verb)) if verb.status.is_speech() => verb.status,
        _ => Status::Said,
    }
}
