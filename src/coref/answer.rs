//! Reads an article from left to right and asks whom each pronoun means.

use super::entities::EntityKind;
use super::features::ask;
use super::ranker::{self, Choose};
use super::scene::{Form, Scene};
use super::words::{Pronoun, Who};
use super::{Input, Pronouns, Reference, phrases};
use crate::entity::{Label, MentionKind};

/// A pronoun whose likeliest entity is less likely than this stays without one.
const FLOOR: f32 = 0.4;

/// Finds the pronouns, and says whom those of the third person mean.
pub fn find_pronouns(input: &Input<'_>) -> Pronouns {
    find_pronouns_with(input, &mut ranker::embedded())
}

/// The same with another model.
pub fn find_pronouns_with<C: Choose>(input: &Input<'_>, chooser: &mut C) -> Pronouns {
    let mut scene = Scene::new(input);
    let mut references = Vec::new();
    let (starts, ends) = name_edges(input);
    let starts_name = |token: usize| starts.get(token).is_some_and(|&number| number != NONE);
    let mut at = 0;
    while at < input.tokens.len().min(input.tags.tags.len()) {
        if starts_name(at) {
            let number = starts[at] as usize;
            scene.see_mention(number, at);
            let end = input.people.mentions[number].span.end;
            while at < input.tokens.len() && input.tokens.spans[at].start < end {
                at += 1;
            }
            continue;
        }
        let tag = input.tags.tags[at];
        if let Some(pronoun) = Pronoun::read(input.tokens.form(input.text, at), tag) {
            let (entity, belief) = match pronoun.who {
                Who::He | Who::She | Who::They => third(&mut scene, at, pronoun, &starts, chooser),
                Who::Relative => relative(&scene, at).map_or((None, 0.0), |entity| (Some(entity), 0.9)),
                Who::I | Who::We | Who::You => (None, 0.0),
            };
            if let Some(entity) = entity {
                scene.see(at, at, entity, Form::Pronoun, Some(pronoun));
            }
            if entity.is_some() || pronoun.who != Who::Relative {
                references.push(Reference { span: input.tokens.spans[at], pronoun, entity, belief });
            }
        } else if let Some(phrase) = phrases::phrase_at(input, at, starts_name, |token| ends[token]) {
            let entity = scene.entity_of_phrase(&phrase);
            scene.see(phrase.first, phrase.head, entity, Form::Phrase, None);
        }
        at += 1;
    }
    Pronouns { references, entities: scene.entities }
}

const NONE: u32 = u32::MAX;

/// For each token, the mention that begins there, if pronouns can mean it; and whether a person's name ends there.
fn name_edges(input: &Input<'_>) -> (Vec<u32>, Vec<bool>) {
    let mut starts = vec![NONE; input.tokens.len()];
    let mut ends = vec![false; input.tokens.len()];
    let mut token = 0;
    for (number, mention) in input.people.mentions.iter().enumerate() {
        if input.entities.of_mention[number].is_none() {
            continue;
        }
        while token < input.tokens.len() && input.tokens.spans[token].end <= mention.span.start {
            token += 1;
        }
        if token == input.tokens.len() {
            break;
        }
        if starts[token] == NONE {
            starts[token] = number as u32;
        }
        if mention.label == Label::Person && mention.kind == MentionKind::Name {
            let last = input.tokens.spans.partition_point(|span| span.end < mention.span.end);
            if let Some(is_end) = ends.get_mut(last) {
                *is_end = true;
            }
        }
    }
    (starts, ends)
}

/// Asks whom a pronoun of the third person means; nobody of those mentioned is somebody new.
fn third<C: Choose>(scene: &mut Scene<'_>, at: usize, pronoun: Pronoun, starts: &[u32], chooser: &mut C) -> (Option<u32>, f32) {
    let ahead = |token: usize| {
        starts.get(token).filter(|&&number| number != NONE).and_then(|&number| scene.mention(number as usize, token))
    };
    let question = ask(scene, at, pronoun, ahead);
    let mut shares = chooser.choose(&question, scene);
    doubt_names(&mut shares, &question.entities, pronoun.who, scene);
    let best = (0..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]).then(b.cmp(&a)));
    let Some(best) = best else { return (None, 0.0) };
    match question.entities.get(best) {
        Some(&entity) if shares[best] >= FLOOR => (Some(entity), shares[best]),
        Some(_) => (None, 0.0),
        None => {
            let kind = if pronoun.who == Who::They { EntityKind::Group } else { EntityKind::Phrase };
            let gender = match pronoun.who {
                Who::She => 3,
                Who::He => -3,
                _ => 0,
            };
            (Some(scene.add(kind, gender)), shares[best])
        }
    }
}

/// What is left of the belief in an entity whose given name is nearly always borne by the other gender, where nothing else tells.
const OTHER_GENDER: f32 = 0.15;

/// The same for names of one gender mostly, and for bare ones, which may be family names.
const MAYBE_OTHER: f32 = 0.5;

/// Takes belief from entities whose names speak against the pronoun: `Maria` for *he*. The model itself trusts names little, since half
/// of its training text (GAP) was chosen so that both names are of one gender.
fn doubt_names(shares: &mut [f32], entities: &[u32], who: Who, scene: &Scene<'_>) {
    let other = match who {
        Who::He => 1,
        Who::She => -1,
        _ => return,
    };
    let mut total = 0.0;
    for (at, share) in shares.iter_mut().enumerate() {
        match entities.get(at).map_or(0, |&entity| scene.entities[entity as usize].gender * other) {
            2 => *share *= OTHER_GENDER,
            1 => *share *= MAYBE_OTHER,
            _ => {}
        }
        total += *share;
    }
    if total > 0.0 {
        for share in shares {
            *share /= total;
        }
    }
}

/// *who* behind a person or a noun for one: `Ana Ruiz, who`, `a man who`, `Ruiz, whose`.
fn relative(scene: &Scene<'_>, at: usize) -> Option<u32> {
    let seen = scene.seen.last()?;
    let before = at.checked_sub(1)?;
    let is_beside = seen.last as usize == before
        || seen.last as usize + 1 == before && scene.tag(before) == Some(crate::tag::Tag::Comma)
        || scene.tag(before) == Some(crate::tag::Tag::In) && seen.last as usize + 2 >= before;
    let kind = scene.entities[seen.entity as usize].kind;
    let can_be = kind.is_person() || matches!(kind, EntityKind::Phrase | EntityKind::Group);
    (is_beside && can_be && seen.form != Form::Pronoun).then_some(seen.entity)
}
