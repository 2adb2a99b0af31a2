//! What has been mentioned so far, as the ranker looks back on it.

use super::entities::EntityKind;
use super::words::{Case, Pronoun, Who};
use super::{Input, phrases};
use crate::entity::lexicon::WordGender;
use crate::entity::{Label, MentionKind};
use crate::person::{Gender, Person, PersonId};
use crate::tag::Tag;
use crate::text::Span;
use rustc_hash::FxHashMap;

/// Somebody or something that pronouns can mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Referent {
    /// What kind of thing, so far as agreement goes.
    pub kind: EntityKind,
    /// The person of the article, if it is one.
    pub person: Option<PersonId>,
    /// Told by title, table or noun: 3 a woman, -3 a man; by the given name: 2 (98.5% of its bearers), 1 (70%), -1, -2;
    /// 0 where nothing tells.
    pub gender: i8,
    /// How many pronouns were read as it: *he*, *she*, *they*.
    pub pronouns: [u16; 3],
    /// Mentions so far.
    pub count: u16,
    /// Mentions by name in the whole article.
    pub total: u16,
    /// Whether it is named in the title.
    pub in_title: bool,
}

impl Referent {
    /// Somebody without a name.
    pub(super) fn unnamed(kind: EntityKind, gender: i8) -> Self {
        Self { kind, person: None, gender, pronouns: [0; 3], count: 0, total: 0, in_title: false }
    }
}

/// How a mention mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    FullName,
    Name,
    Role,
    Phrase,
    Pronoun,
}

/// Its place among the words beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A verb follows.
    Subject,
    /// A verb stands before.
    Object,
    /// A preposition stands before.
    Prepositional,
    /// `'s` follows, or a possessive pronoun.
    Owner,
    /// A comma follows: an apposition, a list, a clause.
    Comma,
    /// *and* on one side.
    Joined,
    Other,
}

/// A mention that was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// Its first and last token.
    pub first: u32,
    pub last: u32,
    pub entity: u32,
    pub form: Form,
    pub place: Place,
    /// For pronouns, which.
    pub pronoun: Option<Pronoun>,
    /// The quotation it stands in, counted from 1; 0 outside.
    pub quotation: u32,
}

/// The mentions so far, and the entities.
pub struct Scene<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) seen: Vec<Seen>,
    pub(super) entities: Vec<Referent>,
    /// For each token, the quotation it stands in; 0 outside.
    pub(super) quotations: Vec<u32>,
    /// Phrases by their noun.
    by_head: FxHashMap<u64, u32>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(input: &'a Input<'a>) -> Self {
        let mut entities: Vec<Referent> = input.entities.list.iter().map(|entity| referent(input, entity)).collect();
        for (mention, entity) in input.people.mentions.iter().zip(&input.entities.of_mention) {
            let Some((entity, _)) = entity else { continue };
            let entity = &mut entities[*entity as usize];
            entity.total = entity.total.saturating_add(1);
            entity.in_title |= input.paragraphs.first().is_some_and(|first| first.is_title && first.span.contains(mention.span));
        }
        Self { input, seen: Vec::new(), entities, quotations: quotations(input), by_head: FxHashMap::default() }
    }

    pub(super) fn tag(&self, token: usize) -> Option<Tag> {
        self.input.tags.tags.get(token).copied()
    }

    pub(super) fn sentence(&self, token: u32) -> u32 {
        self.input.tokens.sentences[token as usize]
    }

    pub(super) fn paragraph(&self, token: u32) -> u32 {
        self.input.tokens.paragraphs[token as usize]
    }

    /// Adds a pronoun or phrase that means an entity.
    pub(super) fn see(&mut self, first: usize, last: usize, entity: u32, form: Form, pronoun: Option<Pronoun>) {
        let place = match pronoun.map(|pronoun| pronoun.case) {
            Some(Case::Owner) => Place::Owner,
            Some(Case::Subject) => Place::Subject,
            _ => self.place(first, last),
        };
        let quotation = self.quotations[first];
        self.push(Seen { first: first as u32, last: last as u32, entity, form, place, pronoun, quotation });
    }

    fn push(&mut self, seen: Seen) {
        let referent = &mut self.entities[seen.entity as usize];
        referent.count = referent.count.saturating_add(1);
        let which = match seen.pronoun.map(|pronoun| pronoun.who) {
            Some(Who::He) => Some(0),
            Some(Who::She) => Some(1),
            Some(Who::They) => Some(2),
            _ => None,
        };
        if let Some(which) = which {
            referent.pronouns[which] = referent.pronouns[which].saturating_add(1);
        }
        self.seen.push(seen);
    }

    /// Where an entity is mentioned: so far, the nearest first, then by name in the whole article. Looks at all mentions: for training.
    pub fn spans_of(&self, entity: u32) -> impl Iterator<Item = Span> + use<'_> {
        let spans = &self.input.tokens.spans;
        let so_far = self.seen.iter().rev().filter(move |seen| seen.entity == entity);
        let so_far = so_far.map(|seen| spans[seen.first as usize].cover(spans[seen.last as usize]));
        let named = self.input.people.mentions.iter().zip(&self.input.entities.of_mention);
        let named = named.filter(move |(_, of)| of.is_some_and(|(of, _)| of == entity)).map(|(mention, _)| mention.span);
        so_far.chain(named)
    }

    fn place(&self, first: usize, last: usize) -> Place {
        let next = self.tag(last + 1);
        let before = first.checked_sub(1).and_then(|before| self.tag(before));
        let is_behind_verb = matches!(before, Some(Tag::Vb | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbg | Tag::Vbn));
        let is_behind_preposition = matches!(before, Some(Tag::In | Tag::To));
        if next == Some(Tag::Pos) {
            Place::Owner
        } else if self.is_subject(last, is_behind_verb || is_behind_preposition) {
            Place::Subject
        } else if is_behind_verb {
            Place::Object
        } else if is_behind_preposition {
            Place::Prepositional
        } else if before == Some(Tag::Cc) || next == Some(Tag::Cc) {
            Place::Joined
        } else if next == Some(Tag::Comma) {
            Place::Comma
        } else {
            Place::Other
        }
    }

    /// Whether a verb follows a mention that ends with token `last`: at once, or behind a phrase or an apposition that belongs to it
    /// (`a woman in the street said`, `Ana Ruiz, a banker, said`).
    fn is_subject(&self, last: usize, is_governed: bool) -> bool {
        const REACH: usize = 12;
        let is_verb = |token: usize| matches!(self.tag(token), Some(Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md));
        if is_verb(last + 1) || self.tag(last + 1) == Some(Tag::Rb) && is_verb(last + 2) {
            return true;
        }
        if is_governed {
            return false;
        }
        match self.tag(last + 1) {
            Some(Tag::In) => {
                let is_part = |token: usize| {
                    matches!(
                        self.tag(token),
                        Some(
                            Tag::In
                                | Tag::Dt
                                | Tag::Jj
                                | Tag::Nn
                                | Tag::Nns
                                | Tag::Nnp
                                | Tag::Nnps
                                | Tag::Cd
                                | Tag::PrpPossessive
                                | Tag::Hyph
                        )
                    )
                };
                (last + 1..last + 1 + REACH).find(|&token| !is_part(token)).is_some_and(is_verb)
            }
            Some(Tag::Comma) => {
                let is_end = |token: usize| matches!(self.tag(token), None | Some(Tag::Comma | Tag::Stop | Tag::OpenQuote));
                (last + 2..last + 2 + REACH).find(|&token| is_end(token)).is_some_and(|end| is_verb(end + 1))
            }
            _ => false,
        }
    }

    /// The entity of a phrase: the one that had the same noun if it is definite, else a new one.
    pub(super) fn entity_of_phrase(&mut self, phrase: &phrases::Phrase) -> u32 {
        let head = crate::model::hash::atom(self.input.tokens.lower(self.input.text, phrase.head).as_bytes());
        if let Some(&entity) = self.by_head.get(&head).filter(|_| phrase.is_definite) {
            return entity;
        }
        let kind = if phrase.is_plural { EntityKind::Group } else { EntityKind::Phrase };
        let entity = self.add(kind, phrase.gender.map_or(0, |gender| if gender == WordGender::Feminine { 3 } else { -3 }));
        self.by_head.insert(head, entity);
        entity
    }

    /// A new entity without name.
    pub(super) fn add(&mut self, kind: EntityKind, gender: i8) -> u32 {
        self.entities.push(Referent::unnamed(kind, gender));
        self.entities.len() as u32 - 1
    }

    /// Adds mention `number` of the article's people, if it is one that pronouns can mean. `first` is its first token.
    pub(super) fn see_mention(&mut self, number: usize, first: usize) {
        if let Some((_, seen)) = self.mention(number, first) {
            self.push(seen);
        }
    }

    /// Mention `number` of the article's people and its entity, if it is one that pronouns can mean.
    pub(super) fn mention(&self, number: usize, first: usize) -> Option<(u32, Seen)> {
        let (entity, _) = self.input.entities.of_mention[number]?;
        let mention = &self.input.people.mentions[number];
        let mut last = first;
        while last + 1 < self.input.tokens.len() && self.input.tokens.spans[last + 1].end <= mention.span.end {
            last += 1;
        }
        let form = match mention.kind {
            MentionKind::Role => Form::Role,
            _ if mention.label == Label::Person && last > first => Form::FullName,
            _ => Form::Name,
        };
        let (place, quotation) = (self.place(first, last), self.quotations[first]);
        Some((entity, Seen { first: first as u32, last: last as u32, entity, form, place, pronoun: None, quotation }))
    }
}

/// For each token the outermost quotation it stands in, from 1.
fn quotations(input: &Input<'_>) -> Vec<u32> {
    let mut quotations = vec![0; input.tokens.len()];
    for (number, pair) in input.pairs.iter().filter(|pair| pair.depth == 0).enumerate() {
        for token in input.tokens.inside(pair.inner()) {
            quotations[token] = number as u32 + 1;
        }
    }
    quotations
}

fn referent(input: &Input<'_>, entity: &super::Entity) -> Referent {
    let gender = entity.person.map_or(0, |person| gender_of(&input.people.persons[person.index()]));
    Referent { person: entity.person, ..Referent::unnamed(entity.kind, gender) }
}

fn gender_of(person: &Person) -> i8 {
    match (person.told_gender, person.share_of_women) {
        (Gender::Feminine, _) => 3,
        (Gender::Masculine, _) => -3,
        (_, Some(share)) if share >= 0.985 => 2,
        (_, Some(share)) if share >= 0.7 => 1,
        (_, Some(share)) if share <= 0.015 => -2,
        (_, Some(share)) if share <= 0.3 => -1,
        _ => 0,
    }
}
