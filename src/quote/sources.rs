//! Finds the words that name the speaker beside a cue.
//!
//! Finds: the noun phrase before the verb ("the president said"), behind it ("said Maria Lopez"), across an apposition
//! ("Abe, the prime minister, said") or a day ("Trump on Tuesday said"); a pronoun; the subject of the sentence for participles.
//! Does not find: subjects whose clause lies between ("the man who won said": the clause's end is not known without a parser).
//! Method: walking from the cue to the nearest word that cannot be inside a noun phrase.

use super::scene::{Scene, Segment};
use super::words::WordClass as Class;
use crate::entity::Label;

/// A stretch of items, both ends included.
pub type Stretch = (usize, usize);

/// The subject of a sentence stands among its first items.
const OPENING: usize = 80;

/// How many appositions, brackets and participles may stand within one another.
const NESTING: usize = 3;

/// No noun phrase is longer than this many items.
pub(super) const LONGEST: usize = 16;

impl Scene<'_> {
    #[allow(clippy::unused_self, reason = "reads like its neighbours, which need the scene")]
    pub(super) fn class(&self, segment: &Segment, at: usize) -> Class {
        segment.items[at].class
    }

    /// Whether item `at` can stand inside a noun phrase that is being read from right to left.
    pub(super) fn is_inside_subject(&self, segment: &Segment, at: usize) -> bool {
        let item = segment.items[at];
        if item.region.is_some() {
            return false;
        }
        let token = item.first;
        if self.names[token].is_some() {
            return true;
        }
        let class = item.class;
        if class.is(Class::PUNCTUATION) {
            let form = self.input.tokens.form(self.input.text, token);
            return form == "-" && at > 0 && self.input.tokens.spans[token - 1].end == self.input.tokens.spans[token].start;
        }
        if self.is(token, "'s") || self.is(token, "'") {
            return true;
        }
        if self.opens_compound(token) {
            return true;
        }
        if class.is(Class::SUBORDINATOR
            | Class::THAT
            | Class::AUXILIARY
            | Class::BE
            | Class::MODAL
            | Class::NEGATION
            | Class::FINITE)
            && !class.is(Class::DETERMINER)
        {
            return false;
        }
        if class.is(Class::CONJUNCTION) {
            // "Trump and Abe said": names on both sides.
            let joins =
                |i: usize| segment.items.get(i).is_some_and(|item| item.region.is_none() && self.is_capitalised(item.first));
            return at > 0 && self.is(token, "and") && joins(at - 1) && joins(at + 1);
        }
        if class.is(Class::SUBJECT | Class::OBJECT) && !class.is(Class::POSSESSIVE) {
            return false;
        }
        if self.verbs[token].is_some_and(|verb| matches!(verb.form, super::cues::Form::Past | super::cues::Form::Ing)) {
            return false;
        }
        true
    }

    /// The noun phrase that ends right before item `verb`; `from` is the first item it may use.
    pub fn source_before(&self, segment: &Segment, from: usize, verb: usize) -> Option<Stretch> {
        self.source_within(segment, from, verb, NESTING)
    }

    fn source_within(&self, segment: &Segment, from: usize, verb: usize, nesting: usize) -> Option<Stretch> {
        let nesting = nesting.checked_sub(1)?;
        let mut end = verb.checked_sub(1).filter(|&end| end >= from)?;
        end = self.skip_days_back(segment, from, end);
        if segment.items[end].region.is_some() {
            return None;
        }
        let class = self.class(segment, end);
        if class.is(Class::SUBJECT) && !self.is_capitalised_name(segment, end) {
            return Some((end, end));
        }
        if class.is(Class::COMMA) {
            return self.source_before_apposition(segment, from, end, nesting);
        }
        if class.is(Class::BRACKET) {
            return self.source_before_bracket(segment, from, end, nesting);
        }
        if !self.is_inside_subject(segment, end) || class.is(Class::CONJUNCTION) {
            return None;
        }
        let mut start = end;
        while start > from && end - start < LONGEST && self.is_inside_subject(segment, start - 1) {
            start -= 1;
        }
        // "a source speaking to Fox News said", "a study funded by the bank said": the noun before the participle.
        let participle = start
            .checked_sub(1)
            .filter(|&i| i > from && segment.items[i].region.is_none() && self.is_participle(segment.items[i].first));
        let opens_with_preposition =
            self.class(segment, start).is(Class::PREPOSITION) && self.names[segment.items[start].first].is_none();
        if let Some(participle) = participle.filter(|_| opens_with_preposition)
            && let Some(source) = self.source_within(segment, from, participle, nesting)
        {
            return Some(source);
        }
        if self.is_participle(segment.items[start].first) {
            return None;
        }
        // "Dietrich, 66, said": an age between commas.
        let is_age = (start..=end).all(|i| self.input.tokens.kinds[segment.items[i].first] == crate::token::TokenKind::Number);
        if is_age && start > from && self.class(segment, start - 1).is(Class::COMMA) {
            return self.source_within(segment, from, start - 1, nesting);
        }
        // "have long asked": an adverb that no list knows, behind an auxiliary.
        let behind_auxiliary = start == end
            && start > from
            && self.class(segment, start - 1).is(Class::AUXILIARY | Class::BE)
            && !self.is(segment.items[start - 1].first, "'s");
        if behind_auxiliary && self.names[segment.items[start].first].is_none() && !self.is_capitalised(segment.items[start].first)
        {
            return self.source_within(segment, from, start - 1, nesting);
        }
        self.trim_subject(segment, self.first_of_both(segment, from, start, end), end)
    }

    /// A lower-case word in -ing or -ed.
    pub(super) fn is_participle(&self, token: usize) -> bool {
        let word = self.lower(token);
        !self.is_capitalised(token) && word.len() > 4 && (word.ends_with("ing") || word.ends_with("ed"))
    }

    fn is_capitalised_name(&self, segment: &Segment, at: usize) -> bool {
        self.names[segment.items[at].first].is_some()
    }

    /// Drops what cannot begin a subject: adverbs, conjunctions, a leading prepositional phrase.
    fn trim_subject(&self, segment: &Segment, mut start: usize, end: usize) -> Option<Stretch> {
        loop {
            let class = self.class(segment, start);
            let is_name = self.is_capitalised_name(segment, start);
            if start < end && !is_name && class.is(Class::PREPOSITION) {
                // "In Washington officials said": the last determiner or name after the preposition begins the subject.
                start = (start + 1..=end).rev().find(|&i| {
                    let class = self.class(segment, i);
                    class.is(Class::DETERMINER | Class::POSSESSIVE) || self.name_starts(segment.items[i].first)
                })?;
                break;
            }
            // "Tuesday officials said" opens with a day, "Jan van der Meulen said" with a name.
            let is_given_name = class.is(Class::TIME)
                && self.is_capitalised(segment.items[start].first)
                && segment.items.get(start + 1).is_some_and(|next| {
                    start < end && (self.is_capitalised(next.first) || self.is(next.first, "van") || self.is(next.first, "de"))
                });
            let is_opening = class.is(Class::ADVERB | Class::CONJUNCTION | Class::TIME | Class::PUNCTUATION) && !is_given_name;
            if is_name || !is_opening {
                break;
            }
            if start == end {
                return None;
            }
            start += 1;
        }
        let has_word = (start..=end).any(|i| self.is_word(segment.items[i].first));
        has_word.then_some((start, end))
    }

    /// Steps back over "on Tuesday", "Tuesday", "last week", "later": what may stand between subject and verb.
    fn skip_days_back(&self, segment: &Segment, from: usize, mut end: usize) -> usize {
        while end > from {
            let class = self.class(segment, end);
            let is_name = self.is_capitalised_name(segment, end);
            let is_day = class.is(Class::TIME) && !is_name;
            if is_day || (class.is(Class::ADVERB) && !is_name) {
                end -= 1;
                let before = segment.items[end].first;
                if segment.items[end].region.is_none()
                    && end > from
                    && ["on", "in", "last", "this", "late", "early", "earlier"].iter().any(|word| self.is(before, word))
                {
                    end -= 1;
                }
                continue;
            }
            break;
        }
        end
    }

    /// `Abe, the prime minister, said`: the noun phrase before the comma that opens the apposition.
    fn source_before_apposition(&self, segment: &Segment, from: usize, comma: usize, nesting: usize) -> Option<Stretch> {
        let lowest = from.max(comma.saturating_sub(40));
        let mut fallback = None;
        for open in (lowest + 1..comma).rev() {
            let item = segment.items[open];
            if item.region.is_some() && open + 1 < comma {
                break;
            }
            if !item.class.is(Class::COMMA) {
                continue;
            }
            let after = segment.items[open + 1];
            let before = segment.items[open - 1];
            if before.region.is_some() {
                // "…," the mayor, Ana Ruiz, said: what stands between the region and the comma is the source.
                fallback = fallback.or_else(|| self.noun_phrase_in(segment, open + 1, comma - 1));
                break;
            }
            let opens_apposition = after.region.is_none()
                && (after.class.is(Class::DETERMINER | Class::RELATIVE | Class::POSSESSIVE | Class::PREPOSITION)
                    || self.input.tokens.kinds[after.first] == crate::token::TokenKind::Number
                    || self.verbs[after.first].is_some_and(|verb| verb.form == super::cues::Form::Ing)
                    || self.lower(after.first).ends_with("ing")
                    || self.is_participle(after.first)
                    || [
                        "r-",
                        "d-",
                        "r",
                        "d",
                        "former",
                        "president",
                        "chairman",
                        "director",
                        "head",
                        "leader",
                        "speaking",
                        "asked",
                        "based",
                    ]
                    .iter()
                    .any(|word| self.lower(after.first).starts_with(word))
                    || self.is_person_at(before.first));
            let opens_apposition =
                opens_apposition || after.region.is_none() && self.is_person_at(after.first) && before.class == Class::NONE;
            if opens_apposition
                && (self.names[before.first].is_some() || before.class == Class::NONE)
                && let Some((start, end)) = self.source_within(segment, from, open, nesting)
            {
                // "the group's director, Jane Doe, said": the name belongs to the source; "Doe's lawyer, the former mayor Ann
                // Lee, said": the apposition is the source.
                if !self.has_person(segment, start, end) {
                    if self.is_person_at(segment.items[comma - 1].first) && self.is_capitalised(after.first) {
                        return Some((start, comma - 1));
                    }
                    if self.is_person_at(segment.items[comma - 1].first) && after.class.is(Class::DETERMINER) {
                        return Some((open + 1, comma - 1));
                    }
                }
                return Some((start, end));
            }
        }
        // No apposition: "In the end, Ruiz, said".
        fallback.or_else(|| {
            let before = comma.checked_sub(1).filter(|&i| i >= from)?;
            self.names[segment.items[before].first]?;
            self.source_within(segment, from, comma, nesting)
        })
    }

    /// `Boehner (R-Ohio) said`.
    fn source_before_bracket(&self, segment: &Segment, from: usize, close: usize, nesting: usize) -> Option<Stretch> {
        let open = (from.max(close.saturating_sub(12))..close).rev().find(|&i| {
            segment.items[i].region.is_none()
                && matches!(self.input.tokens.form(self.input.text, segment.items[i].first), "(" | "[")
        })?;
        if open == from {
            return None;
        }
        self.source_within(segment, from, open, nesting)
    }

    /// Whether a person is named in the stretch, other than as an owner ("Trump's lawyer").
    pub fn has_person(&self, segment: &Segment, start: usize, end: usize) -> bool {
        (start..=end).any(|i| {
            let item = segment.items[i];
            let is_owner = segment
                .items
                .get(i + 1)
                .is_some_and(|next| next.region.is_none() && (self.is(next.first, "'s") || self.is(next.first, "'")));
            item.region.is_none() && self.is_person_at(item.first) && !is_owner
        })
    }

    /// A noun phrase within a stretch: the whole stretch, if nothing in it is a verb.
    fn noun_phrase_in(&self, segment: &Segment, start: usize, end: usize) -> Option<Stretch> {
        if start > end || (start..=end).any(|i| !self.is_inside_subject(segment, i)) {
            return None;
        }
        self.trim_subject(segment, start, end)
    }

    /// The noun phrase that begins right after item `verb`: `said Maria Lopez, the mayor`.
    pub fn source_after(&self, segment: &Segment, verb: usize) -> Option<Stretch> {
        let start = verb + 1;
        let first = segment.items.get(start).filter(|item| item.region.is_none())?;
        if first.class.is(Class::SUBJECT) && !self.is_capitalised_name(segment, start) {
            return Some((start, start));
        }
        if first.class.is(Class::PUNCTUATION
            | Class::PREPOSITION
            | Class::SUBORDINATOR
            | Class::THAT
            | Class::TO
            | Class::AUXILIARY
            | Class::BE
            | Class::ADVERB
            | Class::CONJUNCTION
            | Class::OBJECT
            | Class::TIME)
            && self.names[first.first].is_none()
            && !first.class.is(Class::POSSESSIVE | Class::DETERMINER)
        {
            return None;
        }
        let mut end = start;
        while let Some(item) = segment.items.get(end + 1) {
            let token = item.first;
            if item.region.is_some() || end - start > LONGEST {
                break;
            }
            // "the 42-year-old nurse": what a hyphen joins is one word.
            let is_glued = token > 0
                && self.input.tokens.form(self.input.text, token - 1) == "-"
                && self.input.tokens.spans[token - 1].end == self.input.tokens.spans[token].start;
            let in_name = self.names[token].is_some() || is_glued;
            let joins = item.class.is(Class::PREPOSITION) && ["of", "for", "at"].iter().any(|word| self.is(token, word));
            let stops = item.class.is(Class::PREPOSITION
                | Class::SUBORDINATOR
                | Class::THAT
                | Class::AUXILIARY
                | Class::BE
                | Class::MODAL
                | Class::FINITE
                | Class::TIME
                | Class::TO
                | Class::ADVERB)
                && !self.is(token, "'s");
            let joins_names = item.class.is(Class::CONJUNCTION)
                && self.is(token, "and")
                && segment.items.get(end + 2).is_some_and(|next| next.region.is_none() && self.is_person_at(next.first));
            let is_hyphen = self.input.tokens.form(self.input.text, token) == "-"
                && self.input.tokens.spans[token - 1].end == self.input.tokens.spans[token].start;
            let is_break = item.class.is(Class::PUNCTUATION | Class::CONJUNCTION) && !joins_names && !is_hyphen;
            if !in_name && ((stops && !joins) || is_break) {
                break;
            }
            end += 1;
        }
        // "said the group's director, Jane Doe"
        if !self.has_person(segment, start, end)
            && let (Some(comma), Some(name)) = (segment.items.get(end + 1), segment.items.get(end + 2))
            && comma.class.is(Class::COMMA)
            && name.region.is_none()
            && self.is_person_at(name.first)
            && !self.is_capitalised_name(segment, start)
        {
            end += 2;
            while segment
                .items
                .get(end + 1)
                .is_some_and(|item| item.region.is_none() && self.names[item.first] == self.names[name.first])
            {
                end += 1;
            }
        }
        Some((start, end))
    }

    /// `Haddad shook her head, saying …`: capitals that no name list knows, at the start, right before a verb.
    fn opening_name(&self, segment: &Segment, before: usize) -> Option<Stretch> {
        let is_capital = |i: usize| {
            let item = segment.items[i];
            item.region.is_none()
                && self.is_capitalised(item.first)
                && item.class == Class::NONE
                && self.names[item.first].is_none()
        };
        let end = (0..before.min(4)).take_while(|&i| is_capital(i)).last()?;
        let next = segment.items.get(end + 1).filter(|item| item.region.is_none())?;
        let verb = self.lower(next.first);
        let is_verb = next.class.is(Class::FINITE | Class::AUXILIARY | Class::BE | Class::MODAL)
            || self.verbs[next.first].is_some()
            || (verb.len() > 4 && verb.ends_with("ed"));
        (is_verb && !self.is(next.first, "'s")).then_some((0, end))
    }

    /// The subject of the sentence, for a participle or a second verb: the first pronoun or person, else the first organisation,
    /// before item `before`.
    pub fn subject_of(&self, segment: &Segment, before: usize) -> Option<Stretch> {
        let mut other = None;
        if let Some(stretch) = self.opening_name(segment, before) {
            return Some(stretch);
        }
        // "On Facebook, the union was blunter": not the name in the opening phrase.
        let opens_with_phrase =
            segment.items.first().is_some_and(|item| item.class.is(Class::PREPOSITION) && item.region.is_none());
        let comma = segment
            .items
            .iter()
            .take(OPENING)
            .position(|item| item.class.is(Class::COMMA))
            .filter(|&comma| opens_with_phrase && comma < before);
        for at in comma.map_or(0, |comma| comma + 1)..before.min(segment.items.len()).min(OPENING) {
            let item = segment.items[at];
            if item.region.is_some() {
                continue;
            }
            if item.class.is(Class::SUBJECT) && !item.class.is(Class::RELATIVE) && self.names[item.first].is_none() {
                return Some((at, at));
            }
            let Some(name) = self.name_at(item.first) else {
                let is_start = at == comma.map_or(0, |comma| comma + 1) && item.class.is(Class::DETERMINER);
                if is_start {
                    let is_noun = |i: usize| {
                        self.is_inside_subject(segment, i)
                            && !segment.items[i].class.is(Class::PREPOSITION | Class::ADVERB)
                            && !(i > at + 1 && self.is_participle(segment.items[i].first))
                    };
                    let end = (at + 1..before).take_while(|&i| is_noun(i)).last();
                    if let Some(end) = end {
                        return Some((at, end));
                    }
                }
                continue;
            };
            let is_possessive = |end: usize| {
                segment
                    .items
                    .get(end + 1)
                    .is_some_and(|next| next.region.is_none() && (self.is(next.first, "'s") || self.is(next.first, "'")))
            };
            let mut end = at;
            while end + 1 < before
                && segment.items[end + 1].region.is_none()
                && self.names[segment.items[end + 1].first] == self.names[item.first]
            {
                end += 1;
            }
            if is_possessive(end) {
                continue;
            }
            match name.label {
                Label::Person => return Some((at, end)),
                Label::Org | Label::Gpe if other.is_none() => other = Some((at, end)),
                _ => {}
            }
        }
        other
    }
}
