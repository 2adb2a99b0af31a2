//! What else an article tells of a saying: medium, outlet or occasion, who reported it, why its source is not named, and what the
//! outlet put into the quoted words.
//!
//! Input: text, tokens, tags, mentions, quotes with their attributions. Output: one [`Details`] a quote, in the same order; each
//! field is a stretch of the text, without preposition or marks around it. Attitudes, negated and hypothetical sayings have inserts alone.
//! Method: patterns over the words around cue and source in their sentence, those that no quote holds ([`Zone`]); one file a field.
//! Cost: O(tokens), and at most [`REACH`] tokens on either side for each quote.

mod anonymity;
mod inserts;
mod occasions;
mod outlets;
#[cfg(test)]
mod tests;

use crate::attribute::Attribution;
use crate::entity::{Label, Mention};
use crate::quote::{QuietMark, Quote, Status};
use crate::tag::{Tag, Tags};
use crate::text::Span;
use crate::token::{TokenKind, Tokens};

/// How many tokens before and behind the cue are looked at: no sentence of prose is longer, and a hostile one costs no more.
const REACH: usize = 120;

/// What else is told of a saying.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The medium: a statement, Twitter, an interview, his lawyer.
    pub channel: Option<Span>,
    /// The outlet or the occasion: CNN, a news conference.
    pub venue: Option<Span>,
    /// The outlet that is credited with the report.
    pub reported_by: Option<Span>,
    /// Whether the article says that the source asked not to be named.
    pub is_unnamed: bool,
    /// The ground given for not naming the source.
    pub anonymity_reason: Option<Span>,
    /// Brackets with their contents and ellipses in the words quoted, in order.
    pub inserts: Vec<Span>,
    /// Who was told, where a phrase of its own says so: an email to staff, speaking to reporters.
    pub addressee: Option<Span>,
    /// The day it was said; filled when the times of the article are known.
    pub said_on: Option<jiff::civil::Date>,
}

/// What [`find_details`] reads.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Input<'a> {
    pub text: &'a str,
    pub tokens: &'a Tokens,
    pub tags: &'a Tags,
    pub mentions: &'a [Mention],
    pub quotes: &'a [Quote],
    pub attributions: &'a [Attribution],
    pub marks: &'a [QuietMark],
}

impl Input<'_> {
    fn is(&self, token: usize, word: &str) -> bool {
        self.tokens.is(self.text, token, word)
    }

    fn is_any(&self, token: usize, words: &[&str]) -> bool {
        self.tokens.is_any(self.text, token, words)
    }

    fn tag(&self, token: usize) -> Option<Tag> {
        self.tags.tags.get(token).copied()
    }

    fn is_punctuation(&self, token: usize) -> bool {
        !matches!(self.tokens.kinds[token], TokenKind::Word | TokenKind::Number | TokenKind::Handle | TokenKind::Hashtag)
    }

    fn is_capitalised(&self, token: usize) -> bool {
        self.tokens.text(self.text, token).starts_with(char::is_uppercase)
    }

    /// Whether a person's name overlaps the tokens from `first` to `last`.
    fn names_person(&self, first: usize, last: usize) -> bool {
        let span = self.tokens.cover(first, last);
        let before = self.mentions.partition_point(|mention| mention.span.end <= span.start);
        self.mentions[before..]
            .iter()
            .take_while(|mention| mention.span.start < span.end)
            .any(|mention| mention.label == Label::Person && mention.kind == crate::entity::MentionKind::Name)
    }
}

/// The words of one attribution: tokens of its sentence around cue and source that belong to no quote.
#[derive(Clone, Copy, Debug)]
struct Zone {
    /// First token.
    first: usize,
    /// One past the last token.
    end: usize,
    /// The tokens of the cue, or of the source where there is no cue.
    anchor: (usize, usize),
    /// The tokens of cue and source together.
    core: (usize, usize),
}

/// Whether somebody was heard: speech and refusals. An attitude has no medium, and nobody is told.
fn is_told(quote: &Quote) -> bool {
    quote.status.is_speech() || quote.status == Status::Declined
}

/// For every token, whether what somebody said holds it. Attitudes do not: `who asked not to be named` tells of the source.
fn held_tokens(input: &Input<'_>) -> Vec<bool> {
    let mut held = vec![false; input.tokens.len()];
    for part in input.quotes.iter().filter(|quote| quote.status.is_speech()).flat_map(|quote| &quote.parts) {
        held[input.tokens.inside(*part)].fill(true);
    }
    held
}

impl Zone {
    /// The zone of a quote; none where neither cue nor source stands.
    fn of(input: &Input<'_>, held: &[bool], number: usize) -> Option<Self> {
        let quote = &input.quotes[number];
        let cue = quote.cue.as_ref().map(|cue| cue.span);
        let tokens = input.tokens.inside(cue.or(quote.source)?);
        if tokens.is_empty() {
            return None;
        }
        let sentence = input.tokens.sentences[tokens.start];
        // The next attribution in the sentence begins with its own cue.
        let is_other_cue = |token: usize| {
            let span = input.tokens.spans[token];
            let near = [number.checked_sub(1), Some(number + 1)];
            near.into_iter()
                .flatten()
                .filter_map(|i| input.quotes.get(i).filter(|quote| quote.status.is_speech())?.cue.as_ref())
                .any(|other| other.span.contains(span) && cue != Some(other.span))
        };
        let is_free = |token: usize| input.tokens.sentences[token] == sentence && !held[token] && !is_other_cue(token);
        let (mut first, mut end) = (tokens.start, tokens.end);
        while first > 0 && tokens.start - first < REACH && is_free(first - 1) {
            first -= 1;
        }
        while end < held.len() && end - tokens.end < REACH && is_free(end) {
            end += 1;
        }
        let source =
            quote.source.map(|source| input.tokens.inside(source)).filter(|source| first <= source.start && source.end <= end);
        let core = source.map_or((tokens.start, tokens.end - 1), |source| {
            (source.start.min(tokens.start), (source.end - 1).max(tokens.end - 1))
        });
        Some(Self { first, end, anchor: (tokens.start, tokens.end - 1), core })
    }
}

/// The details of every quote, in the same order.
pub fn find_details(input: &Input<'_>) -> Vec<Details> {
    if input.quotes.is_empty() {
        return Vec::new();
    }
    let held = held_tokens(input);
    let mut found: Vec<Details> = (0..input.quotes.len())
        .map(|number| {
            let mut details = Details { inserts: inserts::find(input.text, &input.quotes[number]), ..Details::default() };
            let is_told = is_told(&input.quotes[number]) && !input.tags.tags.is_empty();
            if let Some(zone) = is_told.then(|| Zone::of(input, &held, number)).flatten() {
                occasions::fill(input, &zone, number, &mut details);
                details.reported_by = outlets::credited(input, &zone, number);
                details.is_unnamed = anonymity::is_asked_for(input, zone.first, zone.end);
                details.anonymity_reason = anonymity::reason_in(input, zone.first, zone.end);
            }
            details
        })
        .collect();
    anonymity::add_from_next_sentence(input, &held, &mut found);
    found
}
