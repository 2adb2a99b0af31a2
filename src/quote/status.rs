//! What the source of a link did with the words: said, thought, denied, or never said.
//!
//! Input: a link, the rules' quote with the same cue, the speech model's score. Output: a [`Status`]. Method: speech or attitude by the
//! model, which rules outweigh; which kind of speech by the rules or the verb. Sayings that did not take place ("did not say", "would
//! say") are told from attitudes by their verb.

use super::confidence::is_layout;
use super::fuse::Proposal;
use super::learned::QuoteModel;
use super::learned::sheet::{Sheet, coarse};
use super::nouns::is_saying_noun;
use super::scene::Scene;
use super::words::WordClass as Class;
use super::{Quote, QuoteKind, Status};
use crate::model::hash::atom;

/// What a rule's word adds to the log-odds of speech.
const TRUST: f32 = 2.0;

/// How much the log-odds of speech must be where the rules found none.
const DOUBT: f32 = 1.0;

/// What the source did: speech or not by the model, what kind of it by the rules or the verb.
pub fn status_of(scene: &Scene<'_>, sheet: &Sheet, proposal: &Proposal, rule: Option<&Quote>, model: &QuoteModel) -> Status {
    let score = model.speech_score(sheet, &proposal.link);
    let Some(rule) = rule else { return status_without_rule(scene, sheet, proposal, score) };
    // Layout and headlines speak for themselves.
    let is_certain = is_layout(rule.method) || rule.kind == QuoteKind::Direct || !rule.status.is_speech();
    if is_certain || score + TRUST >= 0.0 { rule.status } else { Status::Thought }
}

/// The same where the rules found no such cue: they have reasons, so the model must be surer.
fn status_without_rule(scene: &Scene<'_>, sheet: &Sheet, proposal: &Proposal, score: f32) -> Status {
    let (first, last) = proposal.link.cue;
    let rows = &sheet.rows;
    let head = sheet.head_of(proposal.link.cue);
    // "It is said that …": nobody says it.
    let has_be = (first.saturating_sub(1)..head).any(|i| scene.classes[i].is(Class::BE));
    let is_passive =
        has_be && rows[head].coarse == coarse::PARTICIPLE && rows.get(head + 1).is_none_or(|row| row.lower != atom(b"by"));
    // "urged calm": a topic and no clause.
    let is_finite = |i: usize| matches!(rows[i].coarse, coarse::FINITE | coarse::MODAL);
    let opens = |i: usize| matches!(rows[i].coarse, coarse::TO | coarse::GERUND | coarse::RELATIVE);
    let is_clause = |run: &super::learned::Run| (run.0..=run.1).any(is_finite) || (run.0..=run.1).take(2).any(opens);
    let has_words = !proposal.regions.is_empty() || proposal.runs.iter().any(is_clause);
    // "pledged to go": a plan, but where the lexicon knows the verb to report that way, and then the rules would have.
    let is_plan = proposal.regions.is_empty() && proposal.runs.first().is_some_and(|run| rows[run.0].coarse == coarse::TO);
    if is_passive || !has_words || proposal.link.sources.is_empty() {
        return Status::Thought;
    }
    let verb = (first..=last).rev().find_map(|i| scene.verbs[i]).filter(|verb| verb.status.is_speech());
    let opens_that = proposal.runs.first().is_some_and(|run| rows[run.0].lower == atom(b"that"));
    // "her warning that the reef was unlit"
    let is_noun = rows[head].coarse == coarse::NOUN && is_saying_noun(&scene.lower(head));
    let is_negated = (first..=last).any(|i| scene.classes[i].is(Class::NEGATION));
    let opens_question = proposal.runs.first().is_some_and(|run| scene.classes[run.0].is(Class::QUESTION));
    // The score is of speech that took place; "did not deny that" is none, yet no attitude either.
    let is_told_of = is_noun && opens_that || is_negated && verb.is_some() && (opens_that || opens_question);
    if !is_told_of && (score < DOUBT || is_plan) {
        return Status::Thought;
    }
    // "If Tan says": nobody has said it yet.
    let start = proposal.link.sources.iter().map(|run| run.0).fold(first, usize::min);
    let is_condition =
        start.checked_sub(1).is_some_and(|i| [&b"if"[..], b"unless", b"whether"].iter().any(|word| rows[i].lower == atom(word)));
    let is_expected = first >= 2
        && rows[first - 1].coarse == coarse::TO
        && [&b"expected"[..], b"likely", b"due", b"set", b"scheduled"].iter().any(|word| rows[first - 2].lower == atom(word));
    if is_negated {
        Status::Negated
    } else if is_condition || is_expected || (first..=last).any(|i| rows[i].coarse == coarse::MODAL) {
        Status::Hypothetical
    } else {
        verb.map_or(Status::Said, |verb| verb.status)
    }
}
