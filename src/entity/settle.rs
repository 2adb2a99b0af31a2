//! Second pass: open stretches are decided by what the whole article says of the same words.
//!
//! Finds: `Trump` is a person wherever `Donald Trump` or `President Trump` stands in the article; an organisation's short form;
//! known places unless the article uses the word as a family name; unknown words by title, verb of saying and preposition.
//! Does not find: common words at the start of a sentence (`Green energy`), unless the article has them as a family name.
//! Example: `Theresa May ... May said` gives PERSON `May`; `May be` gives nothing.
//! Cost: two hash lookups a capitalised word.

use super::lexicon::{Flags, Lexicon, Phrase, PhraseKind, lower_into};
use super::scan::{Candidate, label_of};
use super::view::{Shape, View, Word, key_of};
use super::{Label, Mention, MentionKind};
use crate::text::Span;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// What the article has shown of one word.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// Last word of a person's name, or alone behind a title.
    as_family: u32,
    /// First word of a person's name.
    as_given: u32,
    /// Whole or first word of an organisation.
    as_org: u32,
    /// Behind a preposition of place.
    as_place: u32,
    lower: u32,
    /// Capitalised where a common word would not be.
    capital: u32,
}

pub(crate) struct Settler<'a, 'b> {
    view: &'a View<'b>,
    lexicon: &'static Lexicon,
    seen: HashMap<u64, Seen, FxBuildHasher>,
    buffer: String,
    mentions: Vec<Mention>,
}

impl<'a, 'b> Settler<'a, 'b> {
    pub fn new(view: &'a View<'b>, candidates: &[Candidate]) -> Self {
        let mut settler = Self {
            view,
            lexicon: Lexicon::get(),
            seen: HashMap::default(),
            buffer: String::new(),
            mentions: Vec::with_capacity(candidates.len()),
        };
        settler.remember(candidates);
        settler
    }

    fn seen(&self, key: u64) -> Seen {
        self.seen.get(&key).copied().unwrap_or_default()
    }

    fn remember(&mut self, candidates: &[Candidate]) {
        let words = &self.view.words;
        for word in words.iter().filter(|word| word.is_capital()) {
            let seen = self.seen.entry(word.key).or_default();
            if !word.is_initial && !word.in_heading {
                seen.capital += 1;
            }
        }
        for word in words.iter().filter(|word| word.shape == Shape::Lower) {
            if let Some(seen) = self.seen.get_mut(&word.key) {
                seen.lower += 1;
            }
        }
        for candidate in candidates {
            let (first, last) = (candidate.first, candidate.last);
            let before =
                if first > 0 && self.view.same_sentence(first - 1, first) { words[first - 1].flags } else { Flags::default() };
            match candidate.label {
                Some(Label::Person) => {
                    if words[first].in_heading && candidate.confidence < 0.8 {
                        continue;
                    }
                    let tail = if words[last].has(Flags::SUFFIX) && last > first {
                        if words[last - 1].shape == Shape::Comma { last - 2 } else { last - 1 }
                    } else {
                        last
                    };
                    self.entry(tail).as_family += 1;
                    self.entry(first).as_given += 1;
                    // Names with the family name first, and second family names.
                    if last >= first + 2 && !words[first].in_heading && words[first].has(Flags::SURNAME.with(Flags::LEADER)) {
                        self.entry(first).as_family += 1;
                    }
                    for at in first + 1..tail {
                        if words[at].shape == Shape::Capital && words[at].has(Flags::SURNAME) && !words[at].has(Flags::GIVEN) {
                            self.entry(at).as_family += 1;
                        }
                    }
                }
                Some(Label::Org)
                    if last > first
                        && words[first].shape == Shape::Capital
                        && !words[first].has_any(Flags::COMMON.with(Flags::PHRASE).with(Flags::GIVEN)) =>
                {
                    self.entry(first).as_org += 1;
                }
                None if first == last => {
                    if candidate.is_titled && !words[first].has(Flags::COMMON) {
                        self.entry(first).as_family += 1;
                    } else if self.says(first)
                        && candidate.phrase.is_none()
                        && !words[first].has_any(Flags::COMMON.with(Flags::FUNCTION).with(Flags::DATE))
                        && words[first].shape == Shape::Capital
                    {
                        self.entry(first).as_family += 1;
                    } else if before.has(Flags::PLACE_PREPOSITION) {
                        self.entry(first).as_place += 1;
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether a verb of saying stands right before or behind word `at`.
    fn says(&self, at: usize) -> bool {
        let words = &self.view.words;
        let is_saying =
            |i: usize| words[i].sentence == words[at].sentence && words[i].shape == Shape::Lower && words[i].has(Flags::SAYING);
        at + 1 < words.len() && is_saying(at + 1) || at > 0 && is_saying(at - 1)
    }

    fn entry(&mut self, at: usize) -> &mut Seen {
        self.seen.entry(self.view.words[at].key).or_default()
    }

    /// The mentions, in order.
    pub fn settle(mut self, candidates: &[Candidate]) -> Vec<Mention> {
        for candidate in candidates {
            match candidate.label {
                Some(label) => self.emit(candidate.first, candidate.last, label, candidate.confidence, candidate.method),
                None if candidate.first < candidate.last => self.settle_stretch(candidate),
                None => self.settle_word(candidate),
            }
        }
        self.mentions
    }

    fn emit(&mut self, mut first: usize, mut last: usize, label: Label, confidence: f32, method: &'static str) {
        let words = &self.view.words;
        if label == Label::Fac
            && words.get(last + 1).is_some_and(|next| {
                next.shape == Shape::Lower
                    && next.has_any(Flags::FAC_HEAD)
                    && next.sentence == words[last].sentence
                    && !next.has(Flags::ORG_OF)
            })
            || label == Label::Fac && self.is_next(last, "club")
        {
            last += 1;
        }
        if label == Label::Gpe && first > 0 && words[first - 1].shape == Shape::Lower && words[first - 1].has(Flags::STARTS_PHRASE)
        {
            // two Koreas
            self.buffer.clear();
            self.view.push_lower(&mut self.buffer, first - 1);
            self.buffer.push(' ');
            self.view.push_lower(&mut self.buffer, first);
            if self.lexicon.phrase(&self.buffer).is_some() {
                first -= 1;
            }
        }
        if label == Label::Person && first == last {
            first = self.with_particles(first);
        }
        let span = self.view.cover(first, last);
        self.mentions.push(Mention { span, label, kind: MentionKind::Name, confidence, method });
    }

    /// Where the family name of word `at` begins: `De la Torre`, `van der Meulen`, `bin Faisal`.
    fn with_particles(&mut self, at: usize) -> usize {
        let words = &self.view.words;
        let is_particle =
            |i: usize| words[i].has(Flags::PARTICLE) && words[i].sentence == words[at].sentence && !words[i].is_joined;
        let mut first = at;
        while first > 0 && at - first < 3 && is_particle(first - 1) {
            first -= 1;
        }
        while first < at {
            self.buffer.clear();
            self.view.push_lower(&mut self.buffer, first);
            if matches!(
                &*self.buffer,
                "van" | "von" | "de" | "del" | "bin" | "ibn" | "ben" | "della" | "di" | "da" | "du" | "dos" | "ter"
            ) {
                break;
            }
            first += 1;
        }
        first
    }

    fn is_next(&mut self, at: usize, what: &str) -> bool {
        if at + 1 >= self.view.words.len() || self.view.words[at + 1].shape != Shape::Lower {
            return false;
        }
        self.buffer.clear();
        self.view.push_lower(&mut self.buffer, at + 1);
        self.buffer == what
    }

    /// Two unknown words or more.
    fn settle_stretch(&mut self, candidate: &Candidate) {
        let words = &self.view.words;
        let (first, last) = (candidate.first, candidate.last);
        let tail = self.seen(words[last].key);
        if words[first].is_initial && words[first].has(Flags::COMMON) {
            let rest = Candidate { first: first + 1, ..*candidate };
            return if rest.first == rest.last { self.settle_word(&rest) } else { self.settle_stretch(&rest) };
        }
        if words[first].in_heading {
            return;
        }
        if candidate.is_titled || tail.as_family > 0 && words[last].shape == Shape::Capital {
            return self.emit(first, last, Label::Person, 0.7, "person-agreement");
        }
        let is_plain = (first..=last).all(|at| !words[at].has(Flags::COMMON));
        let before =
            first.checked_sub(1).filter(|&at| self.view.same_sentence(at, first)).map_or(Flags::default(), |at| words[at].flags);
        if is_plain && before.has(Flags::PLACE_PREPOSITION) {
            self.emit(first, last, Label::Gpe, 0.5, "place-preposition");
        }
    }

    fn settle_word(&mut self, candidate: &Candidate) {
        let at = candidate.first;
        let word = self.view.words[at];
        if word.is_joined && self.settle_joined(at) {
            return;
        }
        if let Some((label, confidence, method)) = self.decide(candidate, &word) {
            self.emit(at, at, label, confidence, method);
        }
    }

    /// `Trump-Kim`, `US-China`: each part a name of its own.
    fn settle_joined(&mut self, at: usize) -> bool {
        let word = self.view.words[at];
        let text = word.span.text(self.view.text);
        let mut start = 0;
        let mut parts: Vec<(Span, Label)> = Vec::new();
        for part in text.split(['-', '‑', '‐']) {
            let span = Span { start: word.span.start + start, end: word.span.start + start + part.len() as u32 };
            start +=
                part.len() as u32 + text[start as usize + part.len()..].chars().next().map_or(0, |mark| mark.len_utf8() as u32);
            lower_into(&mut self.buffer, part);
            let seen = self.seen(key_of(&self.buffer));
            if seen.as_family > 0
                || self.lexicon.flags(&self.buffer).has(Flags::LEADER) && !self.lexicon.flags(&self.buffer).has(Flags::COMMON)
            {
                parts.push((span, Label::Person));
            } else if let Some(phrase) = self.lexicon.phrase(&self.buffer) {
                parts.push((span, label_of(phrase.kind)));
            }
        }
        let whole = {
            lower_into(&mut self.buffer, text);
            self.lexicon.phrase(&self.buffer)
        };
        if parts.len() < 2 || whole.is_some() || self.seen(word.key).as_family > 0 {
            return false;
        }
        for (span, label) in parts {
            self.mentions.push(Mention { span, label, kind: MentionKind::Name, confidence: 0.8, method: "hyphenated-pair" });
        }
        true
    }

    /// Label, confidence and rule for one capitalised word.
    fn decide(&mut self, candidate: &Candidate, word: &Word) -> Option<(Label, f32, &'static str)> {
        let at = candidate.first;
        let words = &self.view.words;
        let seen = self.seen(word.key);
        let before = at.checked_sub(1).filter(|&b| words[b].sentence == word.sentence).map(|b| words[b]);
        let after = words.get(at + 1).filter(|next| next.sentence == word.sentence).copied();
        let before_flags = before.map_or(Flags::default(), |before| before.flags);
        let is_after_place = before_flags.has(Flags::PLACE_PREPOSITION) && before.is_some_and(|b| b.shape == Shape::Lower);
        let says = self.says(at);
        let owns = after.is_some_and(|next| next.shape == Shape::Possessive);
        let is_common = word.has(Flags::COMMON);
        // Common words at the start of a sentence are words.
        let may_be_word = is_common && (word.is_initial || word.in_heading);

        if word.shape == Shape::Upper && !word.in_heading {
            if let Some(phrase) = candidate.phrase.filter(|phrase| !matches!(phrase.kind, PhraseKind::Town | PhraseKind::WordTown))
            {
                return Some((label_of(phrase.kind), 0.9, "gazetteer-acronym"));
            }
            if seen.as_family > 0 {
                return Some((Label::Person, 0.8, "person-agreement"));
            }
            let length = word.span.end - word.span.start;
            let is_plain =
                word.has_any(Flags::PLAIN_ACRONYM.with(Flags::DATE)) || length < 2 || length > 6 || is_common && seen.capital < 2;
            return (!is_plain && candidate.phrase.is_none()).then_some((Label::Org, 0.55, "acronym"));
        }
        if candidate.is_titled
            && !(is_common && !word.has_any(Flags::SURNAME.with(Flags::GIVEN)))
            && candidate.phrase.is_none_or(|phrase| phrase.kind != PhraseKind::Country)
        {
            return Some((Label::Person, 0.9, "title-name"));
        }
        if seen.as_family > 0 && !(is_after_place && seen.as_place > seen.as_family) {
            let stands_as_name = !may_be_word || says || owns || seen.capital > 0 && !word.has(Flags::FUNCTION);
            if stands_as_name
                && self.outweighs_place(candidate.phrase, seen)
                && !(word.has(Flags::FUNCTION) && word.is_initial && !says && !owns)
            {
                return Some((Label::Person, 0.92, "person-agreement"));
            }
        }
        if let Some(phrase) = candidate.phrase {
            let is_strong = !matches!(phrase.kind, PhraseKind::Town | PhraseKind::WordTown);
            let is_word = is_common && (word.is_initial || word.in_heading || phrase.kind == PhraseKind::WordTown);
            if is_strong
                && (!is_common || seen.capital > seen.lower || phrase.kind == PhraseKind::Country)
                && !(may_be_word && phrase.kind == PhraseKind::Org)
            {
                if !(phrase.kind == PhraseKind::City && word.has_any(Flags::GIVEN.with(Flags::SURNAME)) && says) {
                    return Some((label_of(phrase.kind), 0.9, "gazetteer"));
                }
            }
            let comma_state = after.is_some_and(|next| next.shape == Shape::Comma)
                && words.get(at + 2).is_some_and(|next| next.is_capital() && next.has(Flags::PHRASE));
            let is_name_too = word.has_any(Flags::GIVEN.with(Flags::SURNAME));
            if !is_word && (is_after_place || comma_state || !is_name_too && !is_common) {
                return Some((Label::Gpe, if is_name_too { 0.7 } else { 0.8 }, "gazetteer-town"));
            }
        }
        if !is_common
            && candidate.phrase.is_none()
            && word.shape == Shape::Capital
            && after.is_some_and(|next| next.shape == Shape::Comma)
            && at + 2 < words.len()
            && crate::person::context::is_one_of(self.view, at + 2, &mut self.buffer, &["who"])
        {
            return Some((Label::Person, 0.75, "who-clause"));
        }
        if may_be_word && !(says && word.has(Flags::SURNAME)) || word.has_any(Flags::FUNCTION.with(Flags::DATE)) {
            return None;
        }
        if seen.as_org > 0 && !word.in_heading {
            return Some((Label::Org, 0.7, "org-agreement"));
        }
        if seen.as_given > 0 && !word.has_any(Flags::PARTICLE.with(Flags::TITLE)) {
            return Some((Label::Person, 0.8, "person-given-agreement"));
        }
        let before_title = before.is_some_and(|b| b.has_any(Flags::TITLE.with(Flags::ROLE)) && !b.has(Flags::ORG_HEAD));
        if word.has(Flags::LEADER) && !is_common && !is_after_place {
            return Some((Label::Person, 0.85, "leader-surname"));
        }
        if word.in_heading {
            return None;
        }
        if word.has_any(Flags::ORG_HEAD.with(Flags::NONE_HEAD).with(Flags::FAC_HEAD).with(Flags::TITLE))
            && !says
            && seen.as_family == 0
        {
            return None;
        }
        if is_after_place && !is_common {
            return Some((Label::Gpe, 0.5, "place-preposition"));
        }
        if (says || before_title) && word.has_any(Flags::SURNAME.with(Flags::GIVEN)) {
            return Some((Label::Person, 0.7, "says"));
        }
        None
    }

    /// Whether the article's evidence for a person is stronger than the gazetteer's for a place.
    fn outweighs_place(&self, phrase: Option<Phrase>, seen: Seen) -> bool {
        match phrase.map(|phrase| phrase.kind) {
            None | Some(PhraseKind::Town | PhraseKind::WordTown | PhraseKind::City) => true,
            Some(_) => seen.as_family > seen.as_place && seen.as_family >= 1,
        }
    }
}
