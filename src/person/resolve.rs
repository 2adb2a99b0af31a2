//! Joins the named mentions of one article to persons.
//!
//! Input: PERSON mentions in order. Output: drafts of persons, and for every mention its draft.
//! Method: equal surface forms are one form; full forms join by `Name::can_be`, with persons found through a hash of their parts;
//! then bare forms in text order: the person with that family name, by title, gender, and who was named last.
//! Cost: a few hash lookups a mention; at most [`MOST`] persons are compared for one form.

use super::context::{TitleBefore, office_after, title_before};
use super::known;
use super::leaders::Leader;
use super::name::{Name, fold};
use super::office::{Fact, Office};
use super::roles::RoleMention;
use crate::entity::lexicon::{Flags, Lexicon, WordGender};
use crate::entity::view::View;
use crate::entity::{Label, Mention};
use crate::text::Span;
use hashbrown::HashMap;
use jiff::civil::Date;
use rustc_hash::FxBuildHasher;

/// Namesakes that are compared with one form; the latest count.
pub(crate) const MOST: usize = 12;

/// A surface form.
pub(crate) struct Form<'t> {
    pub text: &'t str,
    pub name: Name,
    /// The person of a full form.
    pub draft: Option<u32>,
    pub count: u32,
}

/// A named mention of a person.
pub(crate) struct Named {
    /// Position among all mentions given.
    pub mention: usize,
    pub form: u32,
    pub span: Span,
    /// Its first and last word in the view.
    pub words: (usize, usize),
    pub before: TitleBefore,
    pub draft: u32,
}

/// A person in the making.
#[derive(Default)]
pub(crate) struct Draft {
    /// Forms, in order of appearance.
    pub forms: Vec<u32>,
    /// The fullest form.
    pub best: u32,
    pub is_family_first: bool,
    pub facts: Vec<Fact>,
    /// The first title that is an office.
    pub role: Option<Box<str>>,
    pub titled: Option<WordGender>,
    /// Position of the last mention so far, among the named ones.
    pub last: usize,
    pub mentions: u32,
    /// The family name of the one named with this person: Mina and Tara *Ghorbani*.
    pub family: Option<Box<str>>,
    /// The title that tells this person from one of the same name: *Mr.* Ruiz beside Dr. Ruiz.
    apart: Option<Box<str>>,
    /// Forms that the article says are this person's: known as *Fishbone*.
    called: Vec<u32>,
    /// Full name from the table of leaders.
    pub known: Option<&'static Leader>,
}

pub(crate) struct Resolver<'t, 'v> {
    pub view: &'v View<'t>,
    date: Option<Date>,
    pub forms: Vec<Form<'t>>,
    pub named: Vec<Named>,
    pub drafts: Vec<Draft>,
    by_text: HashMap<&'t str, u32, FxBuildHasher>,
    pub by_part: HashMap<String, Vec<u32>, FxBuildHasher>,
    buffer: String,
}

impl<'t, 'v> Resolver<'t, 'v> {
    pub fn new(view: &'v View<'t>, names: &[Mention], date: Option<Date>) -> Self {
        let mut resolver = Self {
            view,
            date,
            forms: Vec::new(),
            named: Vec::new(),
            drafts: Vec::new(),
            by_text: HashMap::default(),
            by_part: HashMap::default(),
            buffer: String::new(),
        };
        resolver.read(names);
        resolver.find_bare_particles();
        resolver
    }

    fn read(&mut self, names: &[Mention]) {
        let words = &self.view.words;
        let mut at = 0;
        for (mention, name) in names.iter().enumerate().filter(|(_, name)| name.label == Label::Person) {
            while at < words.len() && words[at].span.end <= name.span.start {
                at += 1;
            }
            let mut last = at;
            while last + 1 < words.len() && words[last + 1].span.end <= name.span.end {
                last += 1;
            }
            let text = name.span.text(self.view.text);
            let form = *self.by_text.entry(text).or_insert_with(|| {
                self.forms.push(Form { text, name: Name::parse(text), draft: None, count: 0 });
                self.forms.len() as u32 - 1
            });
            self.forms[form as usize].count += 1;
            let before =
                if at < words.len() { title_before(self.view, at, last, &mut self.buffer) } else { TitleBefore::default() };
            self.named.push(Named { mention, form, span: name.span, words: (at, last), before, draft: u32::MAX });
        }
    }

    fn candidates(&self, part: &str) -> impl Iterator<Item = u32> + use<'_> {
        let all = self.by_part.get(part).map_or(&[][..], Vec::as_slice);
        all[all.len().saturating_sub(MOST)..].iter().copied()
    }

    /// Joins all mentions.
    pub fn resolve(&mut self) {
        for at in 0..self.named.len() {
            let form = self.named[at].form;
            if self.forms[form as usize].name.is_full() {
                let draft = self.draft_of_full(form);
                self.named[at].draft = draft;
                self.note(at, draft);
            }
        }
        self.lend_families();
        for draft in &mut self.drafts {
            draft.last = usize::MAX;
        }
        for at in 0..self.named.len() {
            let mut draft = self.named[at].draft;
            if draft == u32::MAX {
                draft = self.draft_of_bare(at);
                self.named[at].draft = draft;
                self.note(at, draft);
            }
            self.drafts[draft as usize].last = at;
        }
        self.order(&mut []);
    }

    /// Adds what mention `at` tells about its person.
    pub fn note(&mut self, at: usize, draft: u32) {
        let named = &self.named[at];
        let words = named.words;
        let after = if words.1 < self.view.words.len() { office_after(self.view, words.1, &mut self.buffer) } else { None };
        let person = &mut self.drafts[draft as usize];
        person.mentions += 1;
        if !person.forms.contains(&named.form) && person.forms.len() < 64 {
            person.forms.push(named.form);
        }
        if person.titled.is_none() {
            person.titled = named.before.gender;
        }
        if let Some(fact) = &named.before.office {
            if person.role.is_none() {
                person.role = named.before.title.map(|title| title.text(self.view.text).to_lowercase().into_boxed_str());
            }
            add_fact(&mut person.facts, fact.clone());
        }
        if let Some(fact) = after {
            if person.role.is_none() {
                person.role = Some(fact.office.noun.clone());
            }
            add_fact(&mut person.facts, fact);
        }
    }

    /// The person of a full form; a new one if none can be meant.
    fn draft_of_full(&mut self, form: u32) -> u32 {
        if let Some(draft) = self.forms[form as usize].draft {
            return draft;
        }
        let name = &self.forms[form as usize].name;
        let can_be = |draft: &u32| self.forms[self.drafts[*draft as usize].best as usize].name.can_be(name);
        let found = self
            .candidates(name.last())
            .filter(can_be)
            .last()
            .or_else(|| self.candidates(name.first()).filter(can_be).last())
            .or_else(|| self.nicknamed(&name.parts.join(" ")));
        let draft = match found {
            Some(draft) => {
                if self.is_fuller(form, self.drafts[draft as usize].best) {
                    self.drafts[draft as usize].best = form;
                }
                draft
            }
            None => self.new_draft(form),
        };
        self.index(form, draft);
        self.forms[form as usize].draft = Some(draft);
        draft
    }

    /// The person of whom this is the nickname.
    fn nicknamed(&self, nickname: &str) -> Option<u32> {
        let is_it = |draft: &u32| self.forms[self.drafts[*draft as usize].best as usize].name.nickname.as_deref() == Some(nickname);
        self.candidates(nickname).find(is_it)
    }

    pub fn new_draft(&mut self, form: u32) -> u32 {
        let name = &self.forms[form as usize].name;
        let is_family_first = name.is_full() && is_family_first(name, self.forms[form as usize].text);
        self.drafts.push(Draft { best: form, is_family_first, ..Draft::default() });
        self.drafts.len() as u32 - 1
    }

    pub fn index(&mut self, form: u32, draft: u32) {
        let name = &self.forms[form as usize].name;
        let parts: Vec<Box<str>> = name.parts.iter().take(6).chain(&name.nickname).cloned().collect();
        for part in &parts {
            // `van der bellen` is also found as `bellen`.
            for key in [&**part, part.rsplit(' ').next().unwrap_or(part)] {
                let drafts = self.by_part.entry_ref(key).or_default();
                if !drafts.contains(&draft) || drafts.len() > MOST {
                    drafts.push(draft);
                }
                if drafts.len() > 2 * MOST {
                    drafts.drain(..MOST);
                }
            }
        }
    }

    /// Whether form `one` is fuller than `other` of the same person: it adds to an end, or has a name for an initial.
    fn is_fuller(&self, one: u32, other: u32) -> bool {
        let (a, b) = (&self.forms[one as usize], &self.forms[other as usize]);
        let same_ends = a.name.first() == b.name.first() && a.name.last() == b.name.last();
        if same_ends {
            return (a.count, a.name.parts.len()) > (b.count, b.name.parts.len());
        }
        if a.name.has_initial_first() && a.name.parts[1..].ends_with(&b.name.parts)
            || b.name.has_initial_first() && b.name.parts[1..].ends_with(&a.name.parts)
        {
            // J. Mortimer Vance, Mortimer Vance
            return (a.count, a.name.parts.len()) > (b.count, b.name.parts.len());
        }
        if a.name.has_initial_first() != b.name.has_initial_first() {
            return b.name.has_initial_first();
        }
        if a.name.parts.len() != b.name.parts.len()
            && (a.name.parts.ends_with(&b.name.parts)
                || b.name.parts.ends_with(&a.name.parts)
                || a.name.parts.starts_with(&b.name.parts)
                || b.name.parts.starts_with(&a.name.parts))
        {
            return a.name.parts.len() > b.name.parts.len();
        }
        a.count > b.count
    }

    /// The person that a bare name at mention `at` means.
    fn draft_of_bare(&mut self, at: usize) -> u32 {
        let form = self.named[at].form;
        let word: Box<str> = self.forms[form as usize].name.last().into();
        let gender = self.named[at].before.gender;
        let office = self.named[at].before.office.clone();
        // President Clinton of 1996 is not Hillary Clinton.
        let meant = self.date.zip(office.as_ref()).and_then(|(date, fact)| {
            let mut holders = super::leaders::by_short(self.forms[form as usize].text)
                .filter(|row| row.office == &*fact.office.noun && row.holds_on(date));
            let first = holders.next()?;
            holders.next().is_none().then(|| Name::parse(first.name))
        });
        let other = self.other_than(at);
        let title = self.title_at(at);
        let mut best: Option<(i64, u32)> = None;
        for draft in self.candidates(&word).filter(|&draft| Some(draft) != other) {
            let person = &self.drafts[draft as usize];
            let name = &self.forms[person.best as usize].name;
            let rank = if person.called.contains(&form) {
                2
            } else if name.is_full() {
                name.rank_of(&word, person.is_family_first)
            } else {
                3
            };
            if rank == 0 || name.is_full() && meant.as_ref().is_some_and(|meant| !meant.can_be(name)) {
                continue;
            }
            let mut score = i64::from(rank) * 1_000_000;
            if let Some(gender) = gender {
                match self.gender_of(person) {
                    Some(known) if known != gender => continue,
                    Some(_) => score += 300_000,
                    None => {}
                }
            }
            if let Some(fact) = &office {
                if person.facts.iter().any(|held| held.office.can_be_called(&fact.office)) {
                    score += 400_000;
                } else if !person.facts.is_empty() {
                    score -= 200_000;
                }
            }
            if let Some((apart, title)) = person.apart.as_ref().zip(title.as_ref()) {
                score += if apart == title { 350_000 } else { -350_000 };
            }
            match (&name.suffix, &self.forms[form as usize].name.suffix) {
                (Some(_), None) => score -= 250_000,
                (Some(held), Some(said)) if held == said => score += 500_000,
                // Pike Sr. is not Roland Pike Jr.
                (Some(_), Some(_)) => continue,
                _ => {}
            }
            // Who was named last; before anybody was, who comes first.
            score += match person.last {
                usize::MAX => -100_000 - i64::from(draft).min(9_999),
                last => -i64::from((at - last).min(90_000) as u32),
            };
            if best.is_none_or(|(held, _)| score > held) {
                best = Some((score, draft));
            }
        }
        // Trump beside Donald Trump Jr.: the president, if it is he who goes by the bare name.
        let is_elder = |draft: u32| {
            let person = &self.drafts[draft as usize];
            let date = self.date.filter(|_| self.forms[person.best as usize].name.suffix.is_some());
            date.is_some_and(|date| known::only_one(self.forms[form as usize].text, date).is_some())
        };
        if let Some((_, draft)) = best.filter(|(_, draft)| self.forms[form as usize].name.suffix.is_some() || !is_elder(*draft)) {
            return draft;
        }
        if self.forms[form as usize].name.is_full() {
            return self.draft_of_full(form);
        }
        if let Some(draft) = self.called_so(at).or_else(|| self.misspelled(form, gender)) {
            self.drafts[draft as usize].called.push(form);
            self.index(form, draft);
            return draft;
        }
        let draft = self.new_draft(form);
        self.index(form, draft);
        if let Some(other) = other {
            self.drafts[draft as usize].apart = title;
            let held = &self.drafts[other as usize];
            if held.apart.is_none() && !self.forms[held.best as usize].name.is_full() {
                self.drafts[other as usize].apart = at.checked_sub(1).and_then(|before| self.title_at(before));
            }
        }
        draft
    }

    /// The person of a leader whom the article does not name, or names by this name.
    pub fn draft_of_leader(&mut self, leader: &'static Leader) -> u32 {
        let name = Name::parse(leader.name);
        let is_held = |draft: &Draft| {
            draft.known.is_some_and(|known| known.name == leader.name) || self.forms[draft.best as usize].name.can_be(&name)
        };
        if let Some(draft) = self.drafts.iter().position(is_held) {
            return draft as u32;
        }
        self.forms.push(Form { text: leader.name, name, draft: None, count: 0 });
        let draft = self.new_draft(self.forms.len() as u32 - 1);
        let person = &mut self.drafts[draft as usize];
        person.known = Some(leader);
        person.role = Some(leader.office.into());
        person.facts.push(Fact { office: Office::of(leader.office), country: Some(leader.country), is_former: false });
        draft
    }

    pub fn gender_of(&self, person: &Draft) -> Option<WordGender> {
        person.titled.or_else(|| {
            let name = &self.forms[person.best as usize].name;
            if !name.is_full() || person.is_family_first {
                return None;
            }
            given_gender(name.first())
        })
    }

    /// Numbers the drafts by first mention, named or by role, and drops those without one.
    pub fn order(&mut self, roles: &mut [RoleMention]) {
        let mut numbers = vec![u32::MAX; self.drafts.len()];
        let mut drafts: Vec<Draft> = Vec::with_capacity(self.drafts.len());
        let mut number = |old: &mut u32| {
            let number = &mut numbers[*old as usize];
            if *number == u32::MAX {
                *number = drafts.len() as u32;
                drafts.push(std::mem::take(&mut self.drafts[*old as usize]));
            }
            *old = *number;
        };
        let mut roles = roles.iter_mut().peekable();
        for named in &mut self.named {
            while let Some(role) = roles.next_if(|role| role.span.start < named.span.start) {
                role.draft.iter_mut().for_each(&mut number);
            }
            number(&mut named.draft);
        }
        roles.filter_map(|role| role.draft.as_mut()).for_each(number);
        self.drafts = drafts;
    }
}

fn add_fact(facts: &mut Vec<Fact>, fact: Fact) {
    if !facts.contains(&fact) && facts.len() < 16 {
        facts.push(fact);
    }
}

/// The gender of a given name borne by one gender nearly always.
pub(crate) fn given_gender(folded: &str) -> Option<WordGender> {
    match Lexicon::get().share_of_women(folded)? {
        share if share >= 0.95 => Some(WordGender::Feminine),
        share if share <= 0.05 => Some(WordGender::Masculine),
        _ => None,
    }
}

/// Whether the family name stands first: a family name of that use, and given names that are East Asian by form.
pub(crate) fn is_family_first(name: &Name, text: &str) -> bool {
    let lexicon = Lexicon::get();
    if !lexicon.flags(name.first()).has(Flags::FAMILY_FIRST) {
        return false;
    }
    let rest: Vec<&str> = text.split_whitespace().skip(1).collect();
    let is_hyphenated = rest.len() == 1 && rest[0].contains('-') && rest[0].len() <= 12;
    let is_syllables = rest.len() == 2
        && rest.iter().all(|part| part.len() <= 6 && !lexicon.flags(&fold(part)).has(Flags::GIVEN.with(Flags::SURNAME)));
    let is_table =
        super::leaders::by_name(text).any(|leader| fold(leader.short) == fold(text.split_whitespace().next().unwrap_or_default()));
    // Li Keqiang, Xi Jinping: one long given name that no Western lexicon has.
    let is_one = rest.len() == 1 && !lexicon.flags(&fold(rest[0])).has_any(Flags::SURNAME.with(Flags::GIVEN));
    is_hyphenated || is_syllables || is_table || is_one
}
