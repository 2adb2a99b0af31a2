//! Whom *I*, *we* and *you* mean: the speaker and the addressee of the quotation they stand in; outside quotations author and reader.
//!
//! Input: pronouns, quotes with their speakers. Output: entities for the pronouns of the first and second person. *We* is a group of its
//! own for each speaker, unless an organisation speaks. Cost: O(pronouns × log quotes).

use super::entities::EntityKind;
use super::scene::Referent;
use super::words::Who;
use super::{Pronouns, Reference};
use crate::attribute::{Attribution, Speaker, SpeakerKind};
use crate::quote::{Quote, QuoteKind};
use crate::text::Span;
use rustc_hash::FxHashMap;

/// What tells who speaks where.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Speech<'a> {
    pub quotes: &'a [Quote],
    pub attributions: &'a [Attribution],
    /// For each quote, where the addressee is named.
    pub addressees: &'a [Option<Span>],
    pub people: &'a crate::person::People,
}

/// Somebody that a pronoun of the first or second person can mean.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Author,
    Reader,
    /// A speaker without name or person.
    Named(String),
    /// Those for whom an entity, or the author, speaks.
    GroupOf(Option<u32>),
}

/// Resolves the pronouns of the first and second person.
pub fn resolve_speech(pronouns: &mut Pronouns, speech: &Speech<'_>) {
    let stretches = stretches(speech.quotes);
    let mut reader = Reader { entity_of_person: FxHashMap::default(), by_key: FxHashMap::default() };
    for (number, entity) in pronouns.entities.iter().enumerate() {
        if let Some(person) = entity.person {
            reader.entity_of_person.entry(person.0).or_insert(number as u32);
        }
    }
    let mut references = std::mem::take(&mut pronouns.references);
    bind_sources(&mut references, &reader, speech);
    for at in 0..references.len() {
        let Reference { span, pronoun, .. } = references[at];
        if !matches!(pronoun.who, Who::I | Who::We | Who::You) {
            continue;
        }
        let quote = innermost(&stretches, span);
        let found = match quote {
            Some(quote) => reader.inside(quote, pronoun.who, speech, &references, &mut pronouns.entities),
            None => Some((reader.outside(pronoun.who, &mut pronouns.entities), 0.8)),
        };
        (references[at].entity, references[at].belief) = found.map_or((None, 0.0), |(entity, belief)| (Some(entity), belief));
    }
    pronouns.references = references;
}

/// Pronouns that are the source of a quote mean its speaker: one answer for one place.
fn bind_sources(references: &mut [Reference], reader: &Reader, speech: &Speech<'_>) {
    for attribution in speech.attributions {
        let Some(speaker) = attribution.speaker.as_ref().filter(|speaker| speaker.kind == SpeakerKind::Pronoun) else { continue };
        let (Some(person), Some(span)) = (speaker.person, speaker.mention) else { continue };
        let Some(&entity) = reader.entity_of_person.get(&person.0) else { continue };
        let at = references.partition_point(|reference| reference.span.start < span.start);
        if let Some(reference) = references.get_mut(at).filter(|reference| reference.span == span) {
            (reference.entity, reference.belief) = (Some(entity), attribution.belief);
        }
    }
}

/// The quoted stretches in order, each with its quote.
fn stretches(quotes: &[Quote]) -> Vec<(Span, usize)> {
    let mut stretches: Vec<(Span, usize)> = Vec::new();
    for (number, quote) in quotes.iter().enumerate() {
        let in_marks = if quote.kind == QuoteKind::Direct { &quote.parts } else { &quote.quoted };
        stretches.extend(in_marks.iter().map(|&span| (span, number)));
    }
    stretches.sort_unstable_by_key(|(span, number)| (span.start, std::cmp::Reverse(span.end), *number));
    stretches
}

/// How many stretches before a pronoun may hold it: nested quotations.
const DEPTH: usize = 6;

/// The innermost quote around a span.
fn innermost(stretches: &[(Span, usize)], span: Span) -> Option<usize> {
    let from = stretches.partition_point(|(stretch, _)| stretch.start <= span.start);
    let near = stretches[..from].iter().rev().take(DEPTH);
    near.filter(|(stretch, _)| stretch.contains(span)).map(|(_, quote)| *quote).next()
}

struct Reader {
    entity_of_person: FxHashMap<u32, u32>,
    by_key: FxHashMap<Key, u32>,
}

impl Reader {
    fn keyed(&mut self, key: Key, kind: EntityKind, entities: &mut Vec<Referent>) -> u32 {
        *self.by_key.entry(key).or_insert_with(|| {
            entities.push(Referent::unnamed(kind, 0));
            entities.len() as u32 - 1
        })
    }

    fn outside(&mut self, who: Who, entities: &mut Vec<Referent>) -> u32 {
        match who {
            Who::I => self.keyed(Key::Author, EntityKind::Person, entities),
            Who::We => self.keyed(Key::GroupOf(None), EntityKind::Group, entities),
            _ => self.keyed(Key::Reader, EntityKind::Person, entities),
        }
    }

    /// Whom the pronoun means in a quote, and how sure that is.
    fn inside(
        &mut self,
        quote: usize,
        who: Who,
        speech: &Speech<'_>,
        references: &[Reference],
        entities: &mut Vec<Referent>,
    ) -> Option<(u32, f32)> {
        let attribution = &speech.attributions[quote];
        if who == Who::You {
            let told = speech.addressees[quote]?;
            let person = speech.people.person_within_span(told)?;
            return Some((*self.entity_of_person.get(&person.0)?, 0.7));
        }
        let speaker = attribution.speaker.as_ref()?;
        let entity = self.entity_of(speaker, references, entities)?;
        let is_group = matches!(entities[entity as usize].kind, EntityKind::Organization | EntityKind::Group | EntityKind::Country);
        if who == Who::I || is_group {
            return Some((entity, attribution.belief));
        }
        Some((self.keyed(Key::GroupOf(Some(entity)), EntityKind::Group, entities), attribution.belief))
    }

    fn entity_of(&mut self, speaker: &Speaker, references: &[Reference], entities: &mut Vec<Referent>) -> Option<u32> {
        if let Some(person) = speaker.person {
            return self.entity_of_person.get(&person.0).copied();
        }
        // "she said" of somebody without a name.
        let by_pronoun = speaker.mention.and_then(|span| {
            let at = references.binary_search_by_key(&span.start, |reference| reference.span.start).ok()?;
            references[at].entity.filter(|_| references[at].span == span)
        });
        if by_pronoun.is_some() {
            return by_pronoun;
        }
        let name = speaker.name.as_ref()?.to_lowercase();
        Some(self.keyed(Key::Named(name), EntityKind::Person, entities))
    }
}
