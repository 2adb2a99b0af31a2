//! What the ranker sees of an entity that a pronoun may mean.
//!
//! Input: a pronoun, what was mentioned before. Output: a [`Question`]: the entities within reach that agree in number, each with features
//! of agreement, distance, position, quotation, and how often it was mentioned; last, nobody of them.
//! Genders are mirrored, so that what is learned of *he* holds of *she*. Cost: O([`REACH`]) a pronoun.

use super::entities::{Entities, EntityKind};
use super::ranker::{Choose, Question};
use super::scene::{Place, Referent, Scene, Seen};
use super::words::{Case, Pronoun, Who};
use super::{Input, answer};
use crate::entity::lexicon::{Flags, Lexicon};
use crate::entity::view::View;
use crate::model::Candidates;
use crate::model::hash::{self, atom, mix2};
use crate::person::{Evidence, resolve_people};
use crate::quote::learned::probe::Probe;
use crate::scratch::Scratch;
use crate::tag::Tag;

/// How many mentions back are looked at.
const REACH: usize = 100;

/// How many candidates a question has, nobody apart.
const MOST: usize = 12;

/// How many words behind a pronoun its antecedent may follow in the same sentence (`Before she spoke, Ana Ruiz …`), and how many such
/// candidates there are.
const AHEAD: usize = 25;
const MOST_AHEAD: usize = 2;

/// More features than a candidate has: room made at once.
const FEATURES: usize = 100;

/// What belongs in the model file of these features: made of what their code gives for the [`Probe`].
pub fn fingerprint() -> u64 {
    #[derive(Default)]
    struct Writer(Vec<u64>);
    impl Choose for Writer {
        fn choose(&mut self, question: &Question, _: &Scene<'_>) -> Vec<f32> {
            let Candidates { features, ends } = &question.candidates;
            self.0.extend(ends.iter().map(|&end| u64::from(end)).chain(features.iter().copied()));
            (0..ends.len()).map(|i| if i == 0 { 1.0 } else { 0.0 }).collect()
        }
    }
    let mut writer = Writer::default();
    ask_probe(&mut writer);
    hash::fingerprint(&writer.0)
}

fn ask_probe(chooser: &mut impl Choose) {
    let Probe { text, tokens, tags, paragraphs, names, pairing, .. } = Probe::new();
    let mut scratch = Scratch::default();
    let numbers = scratch.words(text, &tokens);
    let view = View::new(text, &tokens, &numbers, scratch.vocabulary());
    let people = resolve_people(&view, &names, Evidence::default());
    let entities = Entities::of(text, &people);
    let input = Input {
        text,
        tokens: &tokens,
        tags: &tags,
        paragraphs: &paragraphs,
        pairs: &pairing.pairs,
        people: &people,
        entities: &entities,
    };
    answer::find_pronouns_with(&input, chooser);
}

/// A candidate as it is gathered.
struct Candidate {
    entity: u32,
    /// Its nearest mention.
    seen: Seen,
    /// Where that stands in [`Scene::seen`]; past its end for a mention that follows.
    position: usize,
    is_ahead: bool,
    /// Whether a verb follows the mention, and the nearer ones that had none.
    subjects_before: u64,
}

/// The candidates for a pronoun; nobody, the last one, has no entity.
pub fn ask(scene: &Scene<'_>, at: usize, pronoun: Pronoun, ahead: impl Fn(usize) -> Option<(u32, Seen)>) -> Question {
    let told = Told::of(scene, at, pronoun);
    let candidates = gather(scene, &told, ahead);
    let agrees = |found: &Candidate| agreement(&scene.entities[found.entity as usize], pronoun.who);
    let mut question = Question {
        span: scene.input.tokens.spans[at],
        who: pronoun.who,
        candidates: Candidates::default(),
        entities: candidates.iter().map(|found| found.entity).collect(),
    };
    question.candidates.features.reserve(FEATURES * (candidates.len() + 1));
    let agreements: Vec<i8> = candidates.iter().map(agrees).collect();
    for (order, found) in candidates.iter().enumerate() {
        let rivals = agreements[..order].iter().filter(|&&rival| rival >= agreements[order]).count();
        let better = agreements[order + 1..].iter().filter(|&&rival| rival > agreements[order]).count();
        let adder = &mut Adder { class: told.class, features: &mut question.candidates.features };
        let ranks = Ranks { order, rivals, better, agreement: agreements[order] };
        add_candidate(scene, found, &told, &ranks, adder);
        question.candidates.end_one();
    }
    let adder = &mut Adder { class: told.class, features: &mut question.candidates.features };
    add_nobody(scene, &candidates, &agreements, &told, adder);
    question.candidates.end_one();
    question
}

/// The entities mentioned before, the nearest first; then those first named behind the pronoun in its sentence.
fn gather(scene: &Scene<'_>, told: &Told, ahead: impl Fn(usize) -> Option<(u32, Seen)>) -> Vec<Candidate> {
    let who = told.pronoun.who;
    let mut candidates: Vec<Candidate> = Vec::with_capacity(MOST + MOST_AHEAD);
    let mut subjects_before = 0;
    for (position, &seen) in scene.seen.iter().enumerate().rev().take(REACH) {
        let is_known = candidates.iter().any(|held| held.entity == seen.entity);
        if is_known || !allows(who, &scene.entities[seen.entity as usize]) {
            continue;
        }
        candidates.push(Candidate { entity: seen.entity, seen, position, is_ahead: false, subjects_before });
        subjects_before += u64::from(seen.place == Place::Subject);
        if candidates.len() == MOST {
            break;
        }
    }
    let end = (told.at + AHEAD).min(scene.input.tokens.len());
    let mut found = 0;
    for token in (told.at + 1..end).take_while(|&token| scene.sentence(token as u32) == told.sentence) {
        let Some((entity, seen)) = ahead(token) else { continue };
        if !allows(who, &scene.entities[entity as usize]) || candidates.iter().any(|held| held.entity == entity) {
            continue;
        }
        candidates.push(Candidate { entity, seen, position: scene.seen.len(), is_ahead: true, subjects_before: 0 });
        found += 1;
        if found == MOST_AHEAD {
            break;
        }
    }
    candidates
}

/// Whether the pronoun can mean an entity of that number and gender.
fn allows(who: Who, entity: &Referent) -> bool {
    use EntityKind::{Country, Group, Man, Organization, Person, Phrase, Place, Woman};
    match entity.kind {
        Woman | Man | Person | Phrase => match who {
            Who::He => entity.gender < 3,
            Who::She => entity.gender > -3,
            _ => true,
        },
        Organization | Group | Country => who == Who::They,
        Place => false,
    }
}

/// What is told of the pronoun to every candidate.
struct Told {
    at: usize,
    pronoun: Pronoun,
    /// The kind of pronoun, as far as features differ by it.
    class: u64,
    sentence: u32,
    paragraph: u32,
    quotation: u32,
    /// The tag of the word before and of the word after.
    before: u64,
    after: u64,
    /// The word before, if it has no meaning of its own; the last verb before in the sentence.
    word_before: u64,
    verb_before: u64,
    says_after: bool,
    opens_sentence: bool,
    opens_paragraph: bool,
    /// How the clause of the pronoun begins: whether a conjunction or a comma stands between the sentence's start and the pronoun.
    clause: u64,
}

impl Told {
    /// How many sentences ago a mention stood, in steps.
    fn sentences_since(&self, scene: &Scene<'_>, seen: &Seen) -> u64 {
        bucket((self.sentence - scene.sentence(seen.last).min(self.sentence)) as usize)
    }

    fn of(scene: &Scene<'_>, at: usize, pronoun: Pronoun) -> Self {
        let (text, tokens) = (scene.input.text, scene.input.tokens);
        let tag = |token: Option<usize>| token.and_then(|token| scene.tag(token));
        let number = |tag: Option<Tag>| tag.map_or(99, |tag| tag as u64);
        let sentence = scene.sentence(at as u32);
        let before = at.checked_sub(1).filter(|&before| tokens.sentences[before] == sentence);
        let atom_of = |token: usize| atom(tokens.lower(text, token).as_bytes());
        let is_plain = |tag: Tag| {
            matches!(
                tag,
                Tag::In
                    | Tag::To
                    | Tag::Cc
                    | Tag::Wrb
                    | Tag::Rb
                    | Tag::Md
                    | Tag::Wdt
                    | Tag::Wp
                    | Tag::Dt
                    | Tag::Comma
                    | Tag::OpenQuote
            )
        };
        let verb = (0..at)
            .rev()
            .take(25)
            .take_while(|&token| tokens.sentences[token] == sentence)
            .find(|&token| matches!(scene.tag(token), Some(Tag::Vb | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbg | Tag::Vbn)));
        let number_class = u64::from(pronoun.who == Who::They);
        Self {
            at,
            pronoun,
            class: 1 + number_class * 8 + pronoun.case as u64,
            sentence,
            paragraph: scene.paragraph(at as u32),
            quotation: scene.quotations[at],
            before: number(tag(before)),
            after: number(tag(Some(at + 1))),
            word_before: before.filter(|&before| tag(Some(before)).is_some_and(is_plain)).map_or(0, atom_of),
            verb_before: verb.map_or(0, atom_of),
            says_after: says(scene, at + 1),
            opens_sentence: before.is_none_or(|before| tag(Some(before)) == Some(Tag::OpenQuote)),
            clause: clause_of(scene, at, sentence),
            opens_paragraph: at == 0 || scene.paragraph(at as u32 - 1) != scene.paragraph(at as u32),
        }
    }
}

/// What stands before a pronoun in its sentence: 1 a comma, 2 a conjunction or preposition as the first word, 4 a verb.
fn clause_of(scene: &Scene<'_>, at: usize, sentence: u32) -> u64 {
    let mut clause = 0;
    for token in (0..at).rev().take(30).take_while(|&token| scene.sentence(token as u32) == sentence) {
        let opens = token == 0 || scene.sentence(token as u32 - 1) != sentence;
        clause |= match scene.tag(token) {
            Some(Tag::Comma) => 1,
            Some(Tag::In | Tag::Wrb | Tag::Vbg) if opens => 2,
            Some(Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md) => 4,
            _ => 0,
        };
    }
    clause
}

fn says(scene: &Scene<'_>, token: usize) -> bool {
    let tokens = scene.input.tokens;
    token < tokens.len()
        && matches!(scene.tag(token), Some(Tag::Vbd | Tag::Vbz | Tag::Vbp))
        && Lexicon::get().flags(&tokens.lower(scene.input.text, token)).has(Flags::SAYING)
}

/// From 5, surely, over 0, nobody knows, to -5, surely not.
fn agreement(entity: &Referent, who: Who) -> i8 {
    let [he, she, they] = entity.pronouns;
    let (own, other, sign) = match who {
        Who::He => (he, she, -1),
        Who::She => (she, he, 1),
        _ => return if they > 0 { 4 } else { 0 },
    };
    let by_name = sign * entity.gender;
    match (own, other) {
        (0, 0) => by_name,
        (_, 0) => 4.max(by_name + 1),
        (0, _) => (-4).min(by_name),
        (own, other) if own > other => 2,
        _ => -2,
    }
}

fn bucket(number: usize) -> u64 {
    match number {
        0..=3 => number as u64,
        4..=5 => 4,
        6..=9 => 5,
        10..=19 => 6,
        _ => 7,
    }
}

/// Takes features, each once for all pronouns of its number and once for its case.
struct Adder<'a> {
    class: u64,
    features: &'a mut Vec<u64>,
}

impl Adder<'_> {
    fn add(&mut self, template: u64, value: u64) {
        self.features.push(mix2(template, self.class >> 3, value));
        self.features.push(mix2(template, self.class + 100, value));
    }
}

/// How a candidate stands among the others.
struct Ranks {
    order: usize,
    /// Nearer ones that agree as well.
    rivals: usize,
    /// Farther ones that agree better.
    better: usize,
    agreement: i8,
}

fn add_candidate(scene: &Scene<'_>, found: &Candidate, told: &Told, ranks: &Ranks, adder: &mut Adder<'_>) {
    let entity = &scene.entities[found.entity as usize];
    let seen = &found.seen;
    let agreement = (ranks.agreement + 8).cast_unsigned().into();
    let (kind, form, place) = (entity.kind as u64, seen.form as u64, seen.place as u64);
    let sentences = if found.is_ahead { 9 } else { told.sentences_since(scene, seen) };
    let near = if found.is_ahead { 4 } else { sentences.min(3) };
    adder.add(1, agreement);
    adder.add(2, agreement << 8 | bucket(ranks.order));
    adder.add(3, ranks.rivals.min(4) as u64 | (ranks.better.min(3) as u64) << 4);
    adder.add(4, sentences << 4 | form);
    adder.add(5, near << 4 | place);
    adder.add(6, agreement << 8 | sentences);
    adder.add(7, kind << 4 | form);
    let opens = opens_sentence(scene, seen);
    let earlier = earlier_in_sentence(scene, found);
    adder.add(8, u64::from(opens) << 8 | near << 4 | place);
    adder.add(9, earlier << 4 | near);
    adder.add(10, bucket(entity.count.into()) << 4 | bucket(entity.total.into()));
    adder.add(11, bucket(entity.count.into()) << 4 | sentences);
    adder.add(12, u64::from(entity.in_title) << 1 | u64::from(found.entity == 0));
    let subjects = found.subjects_before.min(3);
    adder.add(13, subjects << 8 | near << 4 | place);
    adder.add(14, bucket(ranks.order) << 8 | near << 4 | place);
    adder.add(15, bucket(entity.count.into()) << 8 | near << 4 | place);
    adder.add(16, bucket(ranks.rivals) << 8 | agreement << 4 | u64::from(seen.place == Place::Subject));
    add_words(scene, found, told, near, adder);
    add_quotations(told, seen, near, adder);
    add_pronouns(scene, found, told, adder);
}

/// The words between, where the mention stands in the same sentence or the one before.
fn add_words(scene: &Scene<'_>, found: &Candidate, told: &Told, near: u64, adder: &mut Adder<'_>) {
    let seen = &found.seen;
    let place = seen.place as u64;
    let paragraphs = (told.paragraph - scene.paragraph(seen.last).min(told.paragraph)).min(3);
    adder.add(20, u64::from(paragraphs) << 2 | u64::from(told.opens_paragraph) << 1 | u64::from(told.opens_sentence));
    let here = place << 4 | near;
    adder.add(21, told.before << 16 | here);
    adder.add(22, told.after << 16 | here);
    adder.add(23, told.word_before ^ here);
    adder.add(24, told.verb_before ^ here);
    let says = says(scene, seen.last as usize + 1);
    adder.add(25, u64::from(says) << 5 | u64::from(told.says_after) << 4 | near);
    if near == 0 || found.is_ahead {
        let between = if found.is_ahead { told.at + 1..seen.first as usize } else { seen.last as usize + 1..told.at };
        let (mut verbs, mut commas, mut links) = (0, 0, 0);
        for token in between.clone().take(40) {
            match scene.tag(token) {
                Some(Tag::Vb | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbg | Tag::Vbn) => verbs += 1,
                Some(Tag::Comma) => commas += 1,
                Some(Tag::Cc | Tag::In | Tag::Wrb | Tag::Wp | Tag::Wdt) => links += 1,
                _ => {}
            }
        }
        let counts = u64::from(verbs.min(3u8)) << 8 | u64::from(commas.min(2u8)) << 4 | u64::from(links.min(3u8));
        adder.add(26, counts << 8 | place << 4 | near);
        adder.add(27, bucket(between.len()) << 8 | place << 4 | near);
        adder.add(28, counts << 8 | told.before);
        adder.add(33, told.before << 16 | told.clause << 8 | near);
    }
    // Who else of its kind stands between.
    let between = scene.seen.get(found.position + 1..).unwrap_or_default();
    let between = between.iter().rev().take(REACH).filter(|other| other.entity != found.entity).count();
    adder.add(29, bucket(between) << 4 | near);
}

fn add_quotations(told: &Told, seen: &Seen, near: u64, adder: &mut Adder<'_>) {
    let relation = match (told.quotation, seen.quotation) {
        (0, 0) => 0,
        (0, _) => 1,
        (_, 0) => 2,
        (here, there) if here == there => 3,
        _ => 4,
    };
    adder.add(30, relation);
    adder.add(31, relation << 8 | near << 4 | seen.place as u64);
    // Who says the words is not "he" in them.
    adder.add(32, relation << 4 | u64::from(seen.place == Place::Subject) << 1 | u64::from(seen.pronoun.is_some()));
}

/// Whether the nearest mention is a pronoun too, the same or another.
fn add_pronouns(scene: &Scene<'_>, found: &Candidate, told: &Told, adder: &mut Adder<'_>) {
    let last = scene.seen.iter().rev().find(|seen| seen.pronoun.is_some_and(|other| other.who == told.pronoun.who));
    let chain = last.map_or(3, |last| {
        let near = told.sentence - scene.sentence(last.last).min(told.sentence);
        if last.entity == found.entity { near.min(2) } else { 4 + near.min(2) }
    });
    adder.add(40, chain.into());
    let case = last.and_then(|last| last.pronoun).map_or(9, |other| other.case as u64);
    adder.add(41, u64::from(chain) << 4 | case);
    adder.add(42, u64::from(chain) << 1 | u64::from(told.opens_sentence));
}

/// Whether the mention is the first of its sentence's words.
fn opens_sentence(scene: &Scene<'_>, seen: &Seen) -> bool {
    seen.first == 0
        || scene.sentence(seen.first - 1) != scene.sentence(seen.first)
        || scene.tag(seen.first as usize - 1) == Some(Tag::OpenQuote)
}

/// How many other mentions stand before it in its sentence, up to 3.
fn earlier_in_sentence(scene: &Scene<'_>, found: &Candidate) -> u64 {
    let sentence = scene.sentence(found.seen.first);
    let before = scene.seen[..found.position].iter().rev().take(3);
    before.take_while(|seen| scene.sentence(seen.first) == sentence).count() as u64
}

/// The features of nobody: how good the others are.
fn add_nobody(scene: &Scene<'_>, candidates: &[Candidate], agreements: &[i8], told: &Told, adder: &mut Adder<'_>) {
    let best = agreements.iter().copied().max().unwrap_or(-9);
    let nearest = candidates
        .iter()
        .zip(agreements)
        .find(|(_, agreement)| **agreement >= 0)
        .map(|(found, _)| if found.is_ahead { 8 } else { told.sentences_since(scene, &found.seen) });
    adder.add(50, 1);
    adder.add(51, bucket(candidates.len()));
    adder.add(52, (best + 9).cast_unsigned().into());
    adder.add(53, nearest.unwrap_or(9));
    adder.add(54, told.after);
    adder.add(55, told.before);
    adder.add(56, u64::from(told.quotation > 0) << 1 | u64::from(told.opens_sentence));
    adder.add(57, u64::from(told.pronoun.case == Case::Subject) << 8 | nearest.unwrap_or(9));
    adder.add(58, told.word_before);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_probe_asks_for_all_numbers() {
        struct Asked(Vec<(Who, usize)>);
        impl Choose for Asked {
            fn choose(&mut self, question: &Question, _: &Scene<'_>) -> Vec<f32> {
                self.0.push((question.who, question.candidates.ends.len()));
                let mut shares = vec![0.0; question.candidates.ends.len()];
                shares[0] = 1.0;
                shares
            }
        }
        let mut asked = Asked(Vec::new());
        ask_probe(&mut asked);
        assert!(asked.0.iter().any(|(who, count)| *who == Who::She && *count > 1), "{:?}", asked.0);
        assert_eq!(fingerprint(), fingerprint());
    }
}
