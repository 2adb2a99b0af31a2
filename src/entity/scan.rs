//! First pass over the words: every stretch of capitalised words becomes names and stretches still open.
//!
//! Finds: entries of the gazetteer (longest match), names by their last word (*Intelligence Committee*, *Jordan River*), names of
//! persons by given name, family name, initials, particles and title. Does not decide single unknown words: see `settle`.
//! Example: `Senate Intelligence Committee Chairman Richard Burr` gives ORG `Senate Intelligence Committee`, PERSON `Richard Burr`.
//! Cost: a few lookups a capitalised word; looks at most eight words ahead.

use super::Label;
use super::lexicon::{Flags, Lexicon, Phrase, PhraseKind};
use super::view::{Shape, View, Word};

/// A stretch of words that is a name, or may be one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// First word.
    pub first: usize,
    /// Last word, included.
    pub last: usize,
    /// `None`: open.
    pub label: Option<Label>,
    pub confidence: f32,
    pub method: &'static str,
    /// A title stands before it.
    pub is_titled: bool,
    /// What the gazetteer says of an open word.
    pub phrase: Option<Phrase>,
}

/// Words that are family names as well as last words of names of things.
const BOTH: Flags = Flags::SURNAME;

/// Heads that are never read as family names.
const STRONG_HEADS: [&str; 34] = [
    "street",
    "avenue",
    "road",
    "river",
    "county",
    "university",
    "party",
    "court",
    "committee",
    "council",
    "airport",
    "hospital",
    "hotel",
    "station",
    "island",
    "islands",
    "mountain",
    "mountains",
    "ministry",
    "agency",
    "association",
    "institute",
    "company",
    "group",
    "inc",
    "inc.",
    "corp",
    "corp.",
    "ltd",
    "foundation",
    "department",
    "stadium",
    "museum",
    "beach",
];

pub(crate) struct Scanner<'a, 'b> {
    view: &'a View<'b>,
    lexicon: &'static Lexicon,
    buffer: String,
    found: Vec<Candidate>,
}

pub(crate) fn label_of(kind: PhraseKind) -> Label {
    match kind {
        PhraseKind::Country
        | PhraseKind::Capital
        | PhraseKind::State
        | PhraseKind::City
        | PhraseKind::Town
        | PhraseKind::WordTown => Label::Gpe,
        PhraseKind::Region => Label::Loc,
        PhraseKind::Facility => Label::Fac,
        PhraseKind::Group => Label::Norp,
        PhraseKind::Org => Label::Org,
    }
}

impl<'a, 'b> Scanner<'a, 'b> {
    pub fn new(view: &'a View<'b>) -> Self {
        Self { view, lexicon: Lexicon::get(), buffer: String::new(), found: Vec::new() }
    }

    /// Every candidate, in order, without overlap.
    pub fn scan(mut self) -> Vec<Candidate> {
        let words = &self.view.words;
        let mut i = 0;
        while i < words.len() {
            if !words[i].is_capital() {
                i += 1;
                continue;
            }
            let mut end = i + 1;
            while end < words.len() && words[end].is_capital() && !words[end].is_initial && words[end].sentence == words[i].sentence
            {
                end += 1;
            }
            i = self.segment(i, end);
        }
        self.found
    }

    fn word(&self, i: usize) -> &'a Word {
        &self.view.words[i]
    }

    fn is_any_of(&mut self, i: usize, list: &[&str]) -> bool {
        self.buffer.clear();
        self.view.push_lower(&mut self.buffer, i);
        list.contains(&&*self.buffer)
    }

    /// Cuts the run of capitalised words `i..end` into candidates. Gives the word to go on from.
    fn segment(&mut self, mut i: usize, end: usize) -> usize {
        let mut is_titled = false;
        while i < end {
            let next = self.step(i, end, &mut is_titled);
            debug_assert!(next > i, "every step goes on");
            i = next.max(i + 1);
        }
        i
    }

    fn push(&mut self, first: usize, last: usize, label: Label, confidence: f32, method: &'static str) -> usize {
        self.found.push(Candidate { first, last, label: Some(label), confidence, method, is_titled: false, phrase: None });
        last + 1
    }

    fn open(&mut self, first: usize, last: usize, is_titled: bool, phrase: Option<Phrase>) -> usize {
        self.found.push(Candidate { first, last, label: None, confidence: 0.0, method: "open", is_titled, phrase });
        last + 1
    }

    fn step(&mut self, i: usize, end: usize, is_titled: &mut bool) -> usize {
        let word = *self.word(i);
        let was_titled = std::mem::take(is_titled);
        if self.is_function(i, end) {
            *is_titled = was_titled;
            return i + 1;
        }
        if word.has(Flags::DATE) && !(i + 1 < end && word.has(Flags::GIVEN) && self.word(i + 1).has(Flags::SURNAME)) {
            // May and others may be a person's name: the rest of the article tells.
            return if word.has(Flags::SURNAME) && word.has(Flags::LEADER) { self.open(i, i, was_titled, None) } else { i + 1 };
        }
        let phrase = self.phrase_at(i);
        if let Some((len, entry)) = phrase
            && len > 1
            && self.beyond_phrase(i, len, end).is_none()
            && !self.is_person_despite_phrase(i, len, end)
        {
            return self.push(i, i + len - 1, label_of(entry.kind), 0.9, "gazetteer-phrase");
        }
        if let Some((1, entry)) = phrase
            && i + 1 < end
            && self.stands_before_person(i, end, entry)
        {
            *is_titled = was_titled || i > 0 && self.is_any_of(i - 1, &["of"]);
            return self.push(i, i, label_of(entry.kind), 0.85, "place-before-name");
        }
        if let Some(next) = self.title_at(i, end) {
            *is_titled = true;
            return next;
        }
        if let Some((last, label)) = self.headed_at(i, end, was_titled) {
            return match label {
                Some(label) => self.push(i, last, label, 0.8, "head-word"),
                None => last + 1,
            };
        }
        if let Some((len, entry)) = phrase.filter(|(len, _)| *len > 1) {
            return self.push(i, i + len - 1, label_of(entry.kind), 0.85, "gazetteer-phrase");
        }
        let (last, score) = self.person_at(i, end, was_titled);
        if last > i && score >= 2 {
            let confidence = if score >= 5 {
                0.95
            } else if score >= 3 {
                0.85
            } else {
                0.65
            };
            return self.push(i, last, Label::Person, confidence, "person-full-name");
        }
        let single = phrase.map(|(_, entry)| entry);
        if let Some(entry) = single
            && matches!(entry.kind, PhraseKind::Group)
            && !was_titled
        {
            return self.push(i, i, Label::Norp, 0.9, "gazetteer-group");
        }
        if last > i && single.is_none() && !word.has(Flags::COMMON) && word.shape != Shape::Upper {
            return self.open(i, last, was_titled, None);
        }
        self.open(i, i, was_titled, single)
    }

    /// Whether word `i` cannot begin a name here.
    fn is_function(&mut self, i: usize, end: usize) -> bool {
        let word = self.word(i);
        if !word.has(Flags::FUNCTION) {
            return word.shape == Shape::Initial && (i + 1 >= end || self.word(i + 1).shape == Shape::Initial && i + 2 >= end);
        }
        if word.shape == Shape::Upper && !word.in_heading && word.span.end - word.span.start >= 2 {
            // US, WHO, IT: not the function word.
            return !word.has(Flags::PHRASE);
        }
        // Will Smith, but: Will Trump go?
        let is_name = i + 1 < end && word.has(Flags::GIVEN) && {
            let next = self.word(i + 1);
            (next.has(Flags::SURNAME) || !word.is_initial)
                && !next.has_any(Flags::FUNCTION.with(Flags::TITLE).with(Flags::PHRASE))
                && !next.has(Flags::LEADER)
        };
        !is_name
    }

    fn phrase_at(&mut self, i: usize) -> Option<(usize, Phrase)> {
        let word = self.word(i);
        if !word.has_any(Flags::PHRASE.with(Flags::STARTS_PHRASE)) {
            return None;
        }
        let most = if word.has(Flags::STARTS_PHRASE) { 6 } else { 1 };
        let (view, lexicon) = (self.view, self.lexicon);
        let mut buffer = std::mem::take(&mut self.buffer);
        let found = view.longest(i, &mut buffer, most, |phrase, len| {
            let ends_well = view.words[i + len - 1].is_capital() || matches!(view.words[i + len - 1].shape, Shape::Number);
            if ends_well { lexicon.phrase(phrase) } else { None }
        });
        self.buffer = buffer;
        found
    }

    /// Whether a phrase of two words that is a place is rather a person here: a title before it, or in the middle of a name.
    fn is_person_despite_phrase(&self, i: usize, len: usize, end: usize) -> bool {
        len == 2
            && i + len < end
            && self.word(i).has(Flags::GIVEN)
            && self.word(i + len).has(Flags::SURNAME)
            && !self.word(i + len).has(Flags::COMMON)
            && self.word(i + 1).has(Flags::GIVEN)
    }

    /// `German | Chancellor`, `Mayor of London | Sadiq Khan`: a place or group right before a title or a full name.
    fn stands_before_person(&mut self, i: usize, end: usize, entry: Phrase) -> bool {
        let next = *self.word(i + 1);
        if entry.kind == PhraseKind::Group
            && next.has_any(Flags::TITLE.with(Flags::STARTS_TITLE))
            && !next.has(Flags::ORG_HEAD)
            && next.has(Flags::COMMON)
        {
            return self.headed_at(i, end, false).is_none();
        }
        let is_place = matches!(entry.kind, PhraseKind::Country | PhraseKind::State | PhraseKind::Capital | PhraseKind::City);
        is_place
            && i + 2 < end
            && !next.has_any(Flags::PHRASE.with(Flags::COMMON).with(Flags::TITLE))
            && (next.has(Flags::GIVEN) && !self.word(i).has_any(Flags::GIVEN)
                || i > 1 && self.is_any_of(i - 1, &["of"]) && self.word(i - 2).has_any(Flags::TITLE))
            && head_label(self.word(i + 2)).is_none()
    }

    /// A title at `i` that a name follows: where the name begins.
    fn title_at(&mut self, i: usize, end: usize) -> Option<usize> {
        let word = self.word(i);
        if !word.has_any(Flags::TITLE.with(Flags::STARTS_TITLE).with(Flags::TITLE_MODIFIER).with(Flags::ROLE)) {
            return None;
        }
        let (view, lexicon) = (self.view, self.lexicon);
        let mut buffer = std::mem::take(&mut self.buffer);
        let found = view.longest(i, &mut buffer, 4, |phrase, _| lexicon.title(phrase));
        self.buffer = buffer;
        if let Some((len, title)) = found {
            let next = i + len;
            if next >= end {
                // A title and no name: President, Prime Minister.
                return (!title.is_honorific && !word.has_any(Flags::SURNAME.with(Flags::GIVEN)) || len > 1).then_some(next);
            }
            let after = self.word(next);
            if after.has_any(Flags::ORG_HEAD) && !after.has(Flags::SURNAME) && !after.has(Flags::TITLE) {
                return None;
            }
            if after.has(Flags::NONE_HEAD) && !after.has_any(Flags::SURNAME.with(Flags::GIVEN)) {
                return None;
            }
            return Some(next);
        }
        // Legislator Tanya Chan, Violinist Brigit O'Regan.
        if word.has(Flags::ROLE)
            && (word.has(Flags::COMMON) || !word.has(Flags::SURNAME))
            && !word.has_any(Flags::GIVEN)
            && i + 2 < end
            && self.word(i + 1).has(Flags::GIVEN)
        {
            return Some(i + 1);
        }
        // Former, Foreign, Deputy before a title; the organisation before it is kept (House, Senate, Army).
        let next = i + 1;
        (next < end
            && word.has(Flags::TITLE_MODIFIER)
            && !word.has(Flags::PHRASE)
            && self.word(next).has_any(Flags::TITLE.with(Flags::STARTS_TITLE).with(Flags::TITLE_MODIFIER))
            && !self.word(next).has(Flags::ORG_HEAD))
        .then_some(next)
    }

    /// A name that its last word makes: where it ends and what it is (`None`: an event, law or work).
    fn headed_at(&mut self, i: usize, end: usize, is_titled: bool) -> Option<(usize, Option<Label>)> {
        let word = *self.word(i);
        if is_titled && word.has_any(Flags::GIVEN.with(Flags::SURNAME)) {
            return None;
        }
        if word.has_any(Flags::LOC_FIRST) && i + 1 < end && !self.word(i + 1).has(Flags::FUNCTION) {
            return Some((i + 1, Some(Label::Loc)));
        }
        if word.has_any(Flags::ORG_OF.with(Flags::ORG_HEAD)) && !word.has(Flags::TITLE) {
            if let Some(last) = self.of_name(i) {
                return Some((last, Some(Label::Org)));
            }
        }
        let mut j = i + 1;
        let mut best = None;
        while j < end.min(i + 8) {
            let here = *self.word(j);
            if here.has_any(Flags::DATE) || here.has(Flags::FUNCTION) && here.shape != Shape::Upper {
                break;
            }
            if best.is_none()
                && here.has(Flags::TITLE)
                && j + 1 < end
                && !self.word(j + 1).has_any(Flags::ORG_HEAD.with(Flags::ORG_OF))
            {
                break;
            }
            let label = head_label(&here);
            match (label, best) {
                (Some(label), _) if !self.is_family_name(i, j, end) => best = Some((j, label)),
                (None, Some(_)) => break,
                _ => {}
            }
            j += 1;
        }
        let (mut last, label) = best?;
        // A given name inside that begins a person's name ends the search too soon or too late: leave such runs to the person.
        if self.word(i).has(Flags::GIVEN) && last == i + 2 && self.word(i + 1).has(Flags::SURNAME) && label.is_none() {
            return None;
        }
        if label == Some(Label::Org)
            && let Some(further) = self.of_name(last)
        {
            last = further;
        }
        Some((last, label))
    }

    /// Whether the head at `j` is the family name of the person whose given name is word `i`.
    fn is_family_name(&mut self, i: usize, j: usize, end: usize) -> bool {
        let (first, head) = (*self.word(i), *self.word(j));
        if !first.has(Flags::GIVEN) || j > i + 2 || !head.has(BOTH) || first.has(Flags::PHRASE) && !head.has(Flags::GIVEN) {
            return false;
        }
        let is_second = j == i + 1 || self.word(i + 1).shape == Shape::Initial;
        is_second
            && !self.is_any_of(j, &STRONG_HEADS)
            && (j + 1 >= end || !self.word(j + 1).has_any(Flags::ORG_HEAD))
            && !(i > 0 && self.is_any_of(i - 1, &["the"]))
    }

    /// `Department of Justice`, `Bank of England`, `Centers for Disease Control and Prevention`: the last word.
    fn of_name(&mut self, head: usize) -> Option<usize> {
        if !self.word(head).has(Flags::ORG_OF) {
            return None;
        }
        let words = &self.view.words;
        let mut at = head + 1;
        if !self.is_any_of_at(at, &["of", "for"]) {
            return None;
        }
        at += 1;
        if self.is_any_of_at(at, &["the"]) {
            at += 1;
        }
        let is_name = |j: usize| {
            j < words.len()
                && words[j].is_capital()
                && words[j].sentence == words[head].sentence
                && !words[j].has(Flags::DATE)
                && !(words[j].has(Flags::FUNCTION) && words[j].shape != Shape::Upper)
        };
        if !is_name(at) {
            return None;
        }
        let mut last = at;
        let limit = head + 9;
        while last < limit {
            if is_name(last + 1) && !words[last + 1].has(Flags::TITLE) {
                last += 1;
            } else if self.is_any_of_at(last + 1, &["and", "of", "&", "for"])
                && is_name(last + 2)
                && !words[last + 2].has_any(Flags::GIVEN.with(Flags::TITLE).with(Flags::PHRASE))
                && words[last].has(Flags::COMMON)
                && words[last + 2].has(Flags::COMMON)
            {
                last += 2;
            } else {
                break;
            }
        }
        Some(last)
    }

    fn is_any_of_at(&mut self, i: usize, list: &[&str]) -> bool {
        i < self.view.words.len() && self.word(i).shape != Shape::Capital && self.is_any_of(i, list)
    }

    /// A longer name by its head word around a phrase at `i` of `len` words (`New York University`).
    fn beyond_phrase(&mut self, i: usize, len: usize, end: usize) -> Option<()> {
        let next = i + len;
        if next >= end {
            return None;
        }
        let (last, _) = self.headed_at(i, end, false)?;
        (last >= next).then_some(())
    }

    /// The person's name that begins at `i`: its last word, and how much speaks for it.
    fn person_at(&mut self, i: usize, end: usize, is_titled: bool) -> (usize, i32) {
        let words = &self.view.words;
        let first = &words[i];
        let mut last = i;
        let mut score = 0;
        let mut names = 1;
        let mut k = i + 1;
        while k < words.len() && k < i + 9 && names < 6 && words[k].sentence == first.sentence {
            let word = &words[k];
            if word.shape == Shape::Initial && k < end {
                // An initial counts only if a name follows it, or as the last letter of a name cut short (`Stefan W.`).
                names += 1;
                last = k;
                score += if k + 1 < end { 2 } else { 0 };
            } else if k < end && word.is_capital() {
                if self.ends_person(i, k) {
                    break;
                }
                if word.has(Flags::SUFFIX) {
                    score += 2;
                }
                names += 1;
                last = k;
            } else if word.has(Flags::PARTICLE) && self.has_name_after(k) {
                let next = if words[k + 1].has(Flags::PARTICLE) && !words[k + 1].is_capital() { k + 2 } else { k + 1 };
                score += 2;
                names += 1;
                last = next;
                k = next;
                if next >= end {
                    // The rest of the name lies in the next run.
                    k += 1;
                    while k < words.len()
                        && words[k].is_capital()
                        && !words[k].is_initial
                        && words[k].sentence == first.sentence
                        && names < 6
                    {
                        if self.ends_person(i, k) {
                            break;
                        }
                        last = k;
                        names += 1;
                        k += 1;
                    }
                    break;
                }
            } else if word.shape == Shape::Quote
                && let Some(close) = self.nickname_end(k)
            {
                score += 2;
                last = close + 1;
                names += 1;
                break;
            } else if word.shape == Shape::Comma && k + 1 < words.len() && words[k + 1].has(Flags::SUFFIX) && names > 1 {
                last = k + 1;
                score += 2;
                break;
            } else {
                break;
            }
            k += 1;
        }
        if last == i {
            return (i, 0);
        }
        (last, score + self.evidence(i, last, names, is_titled))
    }

    /// What speaks for and against words `i..=last` being a person.
    fn evidence(&mut self, i: usize, last: usize, names: usize, is_titled: bool) -> i32 {
        let words = &self.view.words;
        let (first, tail) = (words[i], words[last]);
        let mut score = 0;
        let is_given = first.has(Flags::GIVEN);
        score += if is_given && !first.has(Flags::COMMON) {
            3
        } else if is_given {
            2
        } else if first.has(Flags::COMMON) {
            -3
        } else {
            1
        };
        if tail.has(Flags::SURNAME) && (is_given || !tail.has(Flags::COMMON)) {
            score += 2;
        } else if tail.has(Flags::COMMON) {
            score -= if tail.has(Flags::SURNAME) && !tail.in_heading { 1 } else { 3 };
        } else {
            score += 1;
        }
        for word in &words[i + 1..last] {
            if word.is_capital() && word.has(Flags::COMMON) && !word.has_any(Flags::GIVEN.with(Flags::SURNAME)) {
                score -= 2;
            }
        }
        if first.has(Flags::FAMILY_FIRST)
            && (names == 2 && tail.span.text(self.view.text).contains('-') || names == 3 && !tail.has(Flags::COMMON))
        {
            // Park Min-seo, Xi Mingze
            score += 4;
        }
        if is_titled {
            score += 4;
        }
        if i > 0 {
            let before = words[i - 1];
            if before.sentence == first.sentence {
                if before.has(Flags::TITLE) || before.has(Flags::ROLE) {
                    score += 2;
                } else if before.has(Flags::PLACE_PREPOSITION) && before.shape == Shape::Lower {
                    score -= 2;
                } else if before.shape == Shape::Lower && self.is_any_of(i - 1, &["the"]) {
                    score -= 4;
                }
                if before.has(Flags::SAYING) {
                    score += 2;
                }
            }
        }
        if let Some(after) = words.get(last + 1).filter(|after| after.sentence == first.sentence) {
            if after.has(Flags::SAYING) && after.shape == Shape::Lower {
                score += 2;
            }
            if after.shape == Shape::Comma
                && words
                    .get(last + 2)
                    .is_some_and(|number| number.shape == Shape::Number && number.span.end - number.span.start == 2)
            {
                score += 2;
            }
        }
        if first.has(Flags::PHRASE) && !is_titled {
            score -= if is_given { 2 } else { 3 };
        }
        if tail.has(Flags::PHRASE) && !tail.has_any(Flags::SURNAME.with(Flags::GIVEN)) {
            score -= 3;
        }
        if first.in_heading && !(is_given && tail.has(Flags::SURNAME)) {
            score -= 4;
        }
        if !first.in_heading
            && (first.shape == Shape::Upper && first.span.end - first.span.start > 2
                || tail.shape == Shape::Upper && !tail.has(Flags::SUFFIX))
        {
            score -= 4;
        }
        if names > 4 {
            score -= 1;
        }
        score
    }

    /// Whether capitalised word `k` cannot go on the name begun at `i`.
    fn ends_person(&self, i: usize, k: usize) -> bool {
        let (word, first) = (self.word(k), self.word(i));
        if k > i && word.has(Flags::SUFFIX) {
            return false;
        }
        // Theresa May, Kevin So: a capital in running text makes a name of it.
        let is_second =
            k == i + 1 && first.has(Flags::GIVEN) && word.has_any(Flags::SURNAME.with(Flags::LEADER)) && !word.in_heading;
        if word.has_any(Flags::FUNCTION.with(Flags::DATE)) && !is_second {
            return true;
        }
        let is_last = self.view.words.get(k + 1).is_none_or(|next| !next.is_capital() || next.has(Flags::SUFFIX));
        if word.has(Flags::TITLE)
            && !(first.has(Flags::GIVEN)
                && !first.has(Flags::PHRASE)
                && k <= i + 2
                && (is_last && !word.has(Flags::HONORIFIC) || word.has(Flags::SURNAME) && !word.has(Flags::COMMON)))
        {
            return true;
        }
        if word.has_any(Flags::ORG_HEAD.with(Flags::FAC_HEAD).with(Flags::NONE_HEAD).with(Flags::GPE_HEAD))
            && !word.has_any(Flags::SURNAME.with(Flags::GIVEN))
        {
            return true;
        }
        word.shape == Shape::Upper && first.shape != Shape::Upper && !word.has(Flags::SUFFIX)
    }

    fn has_name_after(&self, k: usize) -> bool {
        let words = &self.view.words;
        let is_name = |j: usize| {
            j < words.len() && words[j].is_capital() && words[j].sentence == words[k].sentence && !words[j].has(Flags::FUNCTION)
        };
        words[k].shape == Shape::Lower
            && (is_name(k + 1) || k + 1 < words.len() && words[k + 1].has(Flags::PARTICLE) && is_name(k + 2))
    }

    /// `John "Jack" Smith`: the closing mark, if a name follows it.
    fn nickname_end(&self, k: usize) -> Option<usize> {
        let words = &self.view.words;
        let close = (k + 2..(k + 4).min(words.len())).find(|&j| words[j].shape == Shape::Quote)?;
        let after = words.get(close + 1)?;
        (words[k + 1].is_capital() && after.is_capital() && after.sentence == words[k].sentence && !after.has(Flags::FUNCTION))
            .then_some(close)
    }
}

/// What a name ending in this word is: `Some(None)` for laws, events and works; `None` if the word makes no name.
fn head_label(word: &Word) -> Option<Option<Label>> {
    if word.has(Flags::NONE_HEAD) && !word.has(Flags::ORG_HEAD) {
        Some(None)
    } else if word.has(Flags::ORG_HEAD) {
        Some(Some(Label::Org))
    } else if word.has(Flags::FAC_HEAD) {
        Some(Some(Label::Fac))
    } else if word.has(Flags::LOC_HEAD) {
        Some(Some(Label::Loc))
    } else if word.has(Flags::GPE_HEAD) {
        Some(Some(Label::Gpe))
    } else {
        None
    }
}
