//! Brings what the models found to the conventions of our guide, and drops what is no report at all.
//!
//! Finds: content that runs on over the main verb behind a noun's clause ("her claim that the vault was empty | surprised nobody"),
//! a relative pronoun or "as" left over before the source, "that" before a clause, the possessive mark in a source. Drops: requests
//! not to be named ("who asked not to be identified": a detail, no content), attitudes of nobody ("the alleged thief", "is called"),
//! a "that" which is no conjunction ("stressed that beam").
//! Cost: O(content) for each quote.

use super::learned::sheet::{Sheet, coarse};
use super::learned::{Link, Run};
use super::nouns::is_saying_noun;
use super::scene::Scene;
use super::verbs::TALES;
use super::words::WordClass as Class;
use super::{Quote, QuoteKind, Status};
use crate::model::hash::atom;
use crate::tag::Tag;

/// No further before cue or source is looked than this many tokens.
const REACH: usize = 80;

fn is_finite(sheet: &Sheet, i: usize) -> bool {
    matches!(sheet.rows[i].coarse, coarse::FINITE | coarse::MODAL)
}

/// Takes from a link what is none of its content.
pub fn tidy(scene: &Scene<'_>, sheet: &Sheet, link: &mut Link) {
    let rows = &sheet.rows;
    if let Some(inside) = parenthesis(scene, sheet, link) {
        link.contents = vec![inside];
    }
    // "speaking on condition of anonymity to discuss private talks, said": told of the source.
    if link.contents.len() > 1 {
        link.contents.retain(|run| rows[run.0].lower != atom(b"anonymity"));
    }
    // "The spot where witnesses said …": what the relative clause hangs on is not theirs.
    if link.contents.len() > 1
        && let Some(source) = link.sources.first().filter(|source| source.1 < link.cue.0)
    {
        let before = source.0.wrapping_sub(1);
        let first = &mut link.contents[0];
        let is_relative = rows[first.1].coarse == coarse::RELATIVE;
        let is_as = first.0 == first.1 && rows[first.1].lower == atom(b"as");
        if first.1 == before && is_relative {
            first.0 = first.1;
        } else if is_as {
            link.contents.remove(0);
        }
    }
    // "The vote was lost, as Tan put it."
    let source = link.sources.first().map_or(link.cue.0, |source| source.0.min(link.cue.0));
    if let Some(run) = link.contents.iter_mut().find(|run| run.1 + 1 == source && run.0 < run.1)
        && rows[run.1].lower == atom(b"as")
    {
        run.1 -= 1;
    }
    let head = sheet.head_of(link.cue);
    // "Her hope that …": behind a possessive a noun, whatever its tag.
    let is_owned = head > 0 && scene.classes[head - 1].is(Class::POSSESSIVE);
    if (rows[head].coarse == coarse::NOUN || is_owned)
        && let Some(run) = link.contents.first_mut().filter(|run| run.0 > link.cue.1)
        && let Some(verb) = main_verb(scene, sheet, link.cue, *run)
    {
        run.1 = verb - 1;
        link.contents.truncate(1);
    }
}

/// `The horses – there were eleven, Tan recalled – swam.`: where a dash or bracket closes right behind cue and source, what is said stands
/// inside. Of dashes the one that opened is the last of an odd number.
fn parenthesis(scene: &Scene<'_>, sheet: &Sheet, link: &Link) -> Option<Run> {
    let form = |i: usize| scene.input.tokens.form(scene.input.text, i);
    let last = link.sources.iter().map(|source| source.1).fold(link.cue.1, usize::max);
    let first = link.sources.iter().map(|source| source.0).fold(link.cue.0, usize::min);
    let close = Some(last + 1).filter(|&i| i < sheet.rows.len() && sheet.rows[i].sentence == sheet.rows[first].sentence)?;
    let opens = match form(close) {
        ")" => "(",
        dash @ ("–" | "—" | "--") => dash,
        _ => return None,
    };
    let start = (sheet.sentences[sheet.rows[first].sentence as usize].first as usize).max(first.saturating_sub(REACH));
    let marks = || (start..first).filter(|&i| form(i) == opens);
    let is_open = opens == "(" || marks().count() % 2 == 1;
    let open = marks().next_back().filter(|_| is_open)?;
    let has_region = sheet.rows[open..close].iter().any(|row| row.region > 0);
    let is_word = |i: usize| scene.is_word(i);
    (!has_region && (open + 1..first).any(is_word)).then_some((open + 1, first - 1))
}

/// `The claim that the vault was empty surprised nobody`: where a noun with its clause is the subject of the sentence, the last finite
/// verb without a subject of its own is the sentence's.
fn main_verb(scene: &Scene<'_>, sheet: &Sheet, cue: Run, run: Run) -> Option<usize> {
    let sentence = sheet.sentences[sheet.rows[cue.0].sentence as usize];
    let has_verb_before = (cue.0.saturating_sub(REACH).max(sentence.first as usize)..cue.0).any(|i| is_finite(sheet, i));
    if has_verb_before {
        return None;
    }
    let opens = |i: usize| {
        scene.classes[i].is(Class::SUBORDINATOR | Class::CONJUNCTION | Class::SUBJECT | Class::COMMA | Class::BREAK)
            || matches!(sheet.rows[i].coarse, coarse::CONJUNCTION | coarse::RELATIVE | coarse::PRONOUN)
    };
    let verb = (run.0 + 1..=run.1).find(|&i| is_finite(sheet, i))?;
    // "Her promise to feed the dogs lasted a week": an infinitive has no finite verb.
    if sheet.rows[run.0].coarse == coarse::TO {
        return (verb > run.0 + 2 && !(run.0 + 1..verb).any(opens)).then_some(verb);
    }
    if sheet.rows[run.0].lower != atom(b"that") {
        return None;
    }
    // The clause ends where the run does.
    let is_next = |by: usize| run.1 + by <= sentence.last as usize && is_finite(sheet, run.1 + by);
    if is_next(1) || is_next(2) {
        return None;
    }
    // Of two finite verbs without a subject between them the second is the sentence's; not behind "she knew", which has a clause
    // without a conjunction.
    let verbs: Vec<usize> = (run.0 + 1..=run.1).filter(|&i| is_finite(sheet, i)).collect();
    let follows = |pair: &&[usize]| scene.verbs[pair[0]].is_none() && !(pair[0] + 1..pair[1]).any(opens);
    verbs.windows(2).rev().find(follows).map(|pair| pair[1])
}

/// How many words stand between the cue and the clause: "that", and the noun in "denied allegations that".
///
/// `has_marks`: words in marks are part of it.
pub fn before_clause(scene: &Scene<'_>, sheet: &Sheet, run: Run, status: Status, has_marks: bool) -> usize {
    let is_that = |i: usize| i <= run.1 && sheet.rows[i].lower == atom(b"that");
    if is_that(run.0) {
        // "said that was not her view", "doubts that, and says so": a pronoun.
        let is_pronoun = run.0 < run.1
            && (is_finite(sheet, run.0 + 1) || sheet.rows[run.0 + 1].coarse == coarse::COMMA && status == Status::Thought);
        // "thinks that way": no clause.
        let is_clause = status != Status::Thought || has_marks || (run.0 + 1..=run.1).any(|i| is_finite(sheet, i));
        let comma = run.0 < run.1 && sheet.rows[run.0 + 1].coarse == coarse::COMMA;
        return if is_clause && !is_pronoun { 1 + usize::from(comma) } else { 0 };
    }
    let is_noun = status == Status::Denied && is_that(run.0 + 1) && is_saying_noun(&scene.lower(run.0));
    2 * usize::from(is_noun)
}

/// A source without the possessive mark at its end ("the mayor's claim") and without "what" before it ("What Tan called").
pub fn noun_phrase(scene: &Scene<'_>, sheet: &Sheet, (mut first, mut last): Run) -> Run {
    while first < last && sheet.tag(last) == Tag::Pos {
        last -= 1;
    }
    let opens = |i: usize| scene.is(i, "what") || scene.is(i, "which") || scene.is(i, "whom");
    // Not "which has been reviewed": a clause of its own.
    let is_verb = |i: usize| matches!(sheet.rows[i].coarse, coarse::FINITE..=coarse::PARTICIPLE);
    if first < last && sheet.rows[first].coarse == coarse::RELATIVE && opens(first) && !(first + 1..=last).any(is_verb) {
        first += 1;
    }
    (first, last)
}

/// Whether nobody reports or thinks anything here.
pub fn is_none(scene: &Scene<'_>, sheet: &Sheet, quote: &Quote) -> bool {
    if quote.kind == QuoteKind::Direct {
        return false;
    }
    asks_for_anonymity(scene, quote) || is_pronoun_that(scene, sheet, quote) || is_tale(scene, quote)
}

/// `who asked not to be identified because …`, `requested anonymity`: told of the source ([`details`](crate::attribute)), no content.
fn asks_for_anonymity(scene: &Scene<'_>, quote: &Quote) -> bool {
    const VERBS: &[&str] =
        &["ask", "request", "decline", "refuse", "demand", "insist", "insist on", "seek", "want", "wish", "prefer"];
    let Some(cue) = &quote.cue else { return false };
    let first = scene.input.tokens.first_at_or_after(quote.span().start);
    let holds = |i: usize, words: &[&str]| words.iter().any(|word| scene.is(i, word));
    let end = scene.input.tokens.inside(quote.span()).end;
    VERBS.contains(&cue.lemma.as_str())
        && quote.quoted.is_empty()
        && (first..end.min(first + 5)).any(|i| {
            holds(i, &["anonymity", "anonymous", "anonymously"])
                || holds(i, &["named", "identified", "quoted"]) && i > first && holds(i - 1, &["be"])
        })
}

/// `told a story and left`: what is told is named, not given.
fn is_tale(scene: &Scene<'_>, quote: &Quote) -> bool {
    let first = scene.input.tokens.first_at_or_after(quote.span().start);
    let Some(noun) = scene.classes[first].is(Class::DETERMINER).then_some(first + 1).filter(|&i| i < scene.classes.len()) else {
        return false;
    };
    quote.quoted.is_empty()
        && quote.cue.as_ref().is_some_and(|cue| cue.lemma == "tell" && cue.span.end < quote.span().start)
        && TALES.contains(&scene.lower(noun).as_ref())
}

/// `Engineers stressed that beam until it split`: behind a "that" which is no conjunction stands no verb of its own.
fn is_pronoun_that(scene: &Scene<'_>, sheet: &Sheet, quote: &Quote) -> bool {
    if quote.method != "that-clause" || !quote.quoted.is_empty() {
        return false;
    }
    let tokens = scene.input.tokens.inside(quote.span());
    let Some(that) = tokens.start.checked_sub(1).filter(|&i| scene.is(i, "that")) else { return false };
    let is_link =
        |i: usize| ["until", "till", "when", "while", "before", "after", "because", "since"].iter().any(|word| scene.is(i, word));
    let end = tokens.clone().skip(1).find(|&i| is_link(i)).unwrap_or(tokens.end);
    let is_verb = |i: usize| matches!(sheet.rows[i].coarse, coarse::FINITE..=coarse::PARTICIPLE);
    // "that beam": one thing, without an article, is no subject.
    let is_noun = sheet.rows[that].coarse == coarse::DETERMINER || sheet.tag(tokens.start) == Tag::Nn;
    is_noun && !is_link(tokens.start) && !(tokens.start..end).any(is_verb)
}
