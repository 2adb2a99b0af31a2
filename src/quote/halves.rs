//! Subjects in two halves, and words in two halves.
//!
//! Finds: `Public health groups and some Western states say`, `the mayor and her deputy said`, and that `left-leaning` has no verb in it.
//! Does not find: two clauses (`The school closed and parents said`). Cost: the words of one subject.

use super::scene::{Scene, Segment};
use super::sources::LONGEST;
use super::words::WordClass as Class;

impl Scene<'_> {
    /// Whether a hyphen glues the next word to this one: `left-leaning groups` has no verb in it, `left - groups` has.
    pub(super) fn opens_compound(&self, token: usize) -> bool {
        let spans = &self.input.tokens.spans;
        token + 2 < spans.len()
            && self.input.tokens.form(self.input.text, token + 1) == "-"
            && spans[token].end == spans[token + 1].start
            && spans[token + 1].end == spans[token + 2].start
    }

    /// `government-funded`
    fn is_half_of_compound(&self, segment: &Segment, at: usize) -> bool {
        let token = segment.items[at].first;
        self.opens_compound(token) || token > 1 && self.opens_compound(token - 2)
    }

    /// `Public health groups and some Western states say`: where the first half of a subject in two halves begins, if what stands before
    /// `and` is a noun phrase by itself, from the start of the clause, in the plural or with a determiner. Not: `The school closed and
    /// parents said`.
    pub(super) fn first_of_both(&self, segment: &Segment, from: usize, start: usize, end: usize) -> usize {
        let is_and = |i: usize| segment.items[i].region.is_none() && self.is(segment.items[i].first, "and");
        let Some(and) = start.checked_sub(1).filter(|&i| i > from && is_and(i)) else { return start };
        let mut first = and;
        while first > from
            && end - first < LONGEST
            && (self.is_inside_subject(segment, first - 1) || first < and && is_and(first - 1))
        {
            first -= 1;
        }
        let has_verb = || (first..and).any(|i| self.is_participle(segment.items[i].first) && !self.is_half_of_compound(segment, i));
        if first == and || is_and(first) || has_verb() {
            return start;
        }
        let opens = first == from || self.class(segment, first - 1).is(Class::COMMA | Class::THAT);
        let opening = self.class(segment, first);
        let has_determiner = opening.is(Class::DETERMINER) && !opening.is(Class::PREPOSITION);
        let last = segment.items[and - 1].first;
        let is_plural = self.lower(last).ends_with('s') && self.verbs[last].is_none();
        let is_clean = !opening.is(Class::PREPOSITION | Class::ADVERB | Class::CONJUNCTION | Class::TIME);
        if opens && is_clean && (has_determiner || is_plural) { first } else { start }
    }
}
