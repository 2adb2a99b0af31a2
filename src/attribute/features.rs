//! What the ranker sees of a candidate for the speaker of a quote.
//!
//! Input: a quote, what is asked (whom a pronoun or a noun phrase means, or whose a quote without attribution is), entities.
//! Output: a [`Question`]: the candidates within reach, each with features of distance, position, turns taken, agreement, cue, and
//! what the rules would choose. Cost: O(candidates).

use super::answer::attribute_quotes_with;
use super::candidates::{Asked, Candidate, Whom, gather};
use super::ranker::{Choose, Question};
use super::speaker::Resolver;
use super::{Input, Speaker, SpeakerKind};
use crate::coref::{Case, Entities, EntityKind, Pronoun, Pronouns, Reference, Who};
use crate::entity::MentionKind;
use crate::entity::lexicon::{Flags, Lexicon};
use crate::entity::view::View;
use crate::model::Candidates;
use crate::model::hash::{self, atom, mix2};
use crate::person::{Evidence, Gender, resolve_people};
use crate::quote::learned::probe::Probe;
use crate::quote::{Quote, QuoteKind};
use crate::scratch::Scratch;
use crate::text::Span;

/// What belongs in the model file of these features: made of what their code gives for the [`Probe`].
pub fn fingerprint() -> u64 {
    let mut writer = Writer::default();
    ask_probe(&mut writer);
    hash::fingerprint(&writer.0)
}

fn ask_probe(chooser: &mut impl Choose) {
    let Probe { text, tokens, tags, sentences, paragraphs, names, quotes, .. } = Probe::new();
    let mut scratch = Scratch::default();
    let numbers = scratch.words(text, &tokens);
    let view = View::new(text, &tokens, &numbers, scratch.vocabulary());
    let people = resolve_people(&view, &names, Evidence::default());
    let entities = Entities::of(text, &people);
    // What the model of pronouns makes of them is no part of it.
    let reference =
        |span| Reference { span, pronoun: Pronoun { who: Who::She, case: Case::Subject }, entity: Some(0), belief: 0.7 };
    let references = quotes.iter().filter_map(|quote| quote.source).filter(|span| span.len() == 3).map(reference).collect();
    let input = Input {
        text,
        tokens: &tokens,
        tags: &tags,
        sentences: &sentences,
        paragraphs: &paragraphs,
        quotes,
        people: &people,
        entities: &entities,
        pronouns: &Pronouns { references, entities: Vec::new() },
    };
    attribute_quotes_with(&input, chooser);
}

/// Writes down what is asked, and takes the first candidate.
#[derive(Default)]
struct Writer(Vec<u64>);

impl Choose for Writer {
    fn choose(&mut self, question: &Question) -> Vec<f32> {
        let Candidates { features, ends } = &question.candidates;
        self.0.extend(ends.iter().map(|&end| u64::from(end)).chain(features.iter().copied()));
        (0..question.names.len()).map(|i| if i == 0 { 1.0 } else { 0.0 }).collect()
    }
}

/// A question with what the answers mean.
pub struct Asking {
    pub question: Question,
    pub speakers: Vec<Speaker>,
    /// For a quote without attribution: the mention of each candidate that stands beside it with a verb of saying.
    pub beside: Vec<Option<Span>>,
}

/// The candidates for a quote and their features; none if there is nobody.
pub fn ask(
    resolver: &Resolver<'_>,
    number: usize,
    source: Option<Span>,
    asked: Asked,
    rule: Option<&Speaker>,
    method: &str,
) -> Option<Asking> {
    let quote = &resolver.input.quotes[number];
    let at = source.map_or(quote.span().start, |source| source.start);
    let head = source.filter(|_| !asked.is_pronoun()).map(|source| head_of(source.text(resolver.input.text)));
    let mut candidates = gather(resolver, quote, source, asked, at, head.as_deref());
    if source.is_some() && !asked.is_pronoun() {
        candidates.push(Candidate {
            whom: Whom::Itself,
            kind: EntityKind::Phrase,
            nearest: source,
            is_after: false,
            count: 0,
            is_beside_head: false,
            mentions: Vec::new(),
        });
    }
    let mut asking = Asking {
        question: Question { quote: number, asked: asked.name(), ..Question::default() },
        speakers: Vec::new(),
        beside: Vec::new(),
    };
    let turns = turns(resolver, number);
    let reference = source.filter(|_| asked.is_pronoun()).and_then(|source| resolver.reference(source));
    for (order, candidate) in candidates.iter().enumerate() {
        let speaker = speaker_of(resolver, candidate, source, rule);
        let Some(name) = speaker.name.clone() else { continue };
        let is_rule = rule.is_some_and(|rule| match (rule.person, speaker.person) {
            (Some(a), Some(b)) => a == b,
            _ => rule.name == speaker.name,
        });
        // One name, one candidate: the nearer.
        if let Some(held) = asking.question.names.iter().position(|held| held.eq_ignore_ascii_case(&name)) {
            asking.question.mentions[held].extend(&candidate.mentions);
            continue;
        }
        if is_rule {
            asking.question.rule.get_or_insert(asking.speakers.len());
        }
        let told = Told {
            asked,
            at,
            quote,
            source,
            method,
            order,
            is_rule,
            has_rule: rule.is_some(),
            head: head.as_deref(),
            turns: &turns,
            reference,
        };
        let beside = push_features(resolver, candidate, &speaker, &told, &mut asking.question.candidates.features);
        asking.question.candidates.end_one();
        asking.question.names.push(name);
        asking.question.mentions.push(candidate.mentions.clone());
        asking.speakers.push(speaker);
        asking.beside.push(beside);
    }
    (!asking.speakers.is_empty()).then_some(asking)
}

/// The last word of a noun phrase before its first preposition or comma, in lower case.
fn head_of(phrase: &str) -> String {
    let lower = phrase.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let word = words.get(super::nouns::head(&words)).copied().unwrap_or_default();
    word.trim_end_matches("'s").trim_end_matches("’s").to_owned()
}

fn speaker_of(resolver: &Resolver<'_>, candidate: &Candidate, source: Option<Span>, rule: Option<&Speaker>) -> Speaker {
    let speaker = match candidate.whom {
        Whom::Entity(entity) => {
            let entity = &resolver.entities.list[entity as usize];
            match entity.person {
                Some(person) => resolver.named(person, SpeakerKind::None),
                None => resolver.noun_phrase(entity.name, false),
            }
        }
        Whom::Spoken(position) => resolver.spoken[position].1.clone(),
        Whom::Phrase(span) => resolver.noun_phrase(span, false),
        Whom::Itself => source.map_or_else(
            || Speaker { name: None, kind: SpeakerKind::None, person: None, mention: None },
            |span| resolver.noun_phrase(span, false),
        ),
    };
    let kind = source.map_or(SpeakerKind::None, |_| rule.map_or(SpeakerKind::Pronoun, |rule| rule.kind));
    Speaker { kind, mention: source, ..speaker }
}

/// Who spoke last, who before: names and how many quotes ago, nearest first.
fn turns(resolver: &Resolver<'_>, number: usize) -> Vec<(String, usize)> {
    let mut turns: Vec<(String, usize)> = Vec::new();
    for (_, speaker, quote) in resolver.spoken.iter().rev().take(10) {
        let Some(name) = &speaker.name else { continue };
        if !turns.iter().any(|(held, _)| held == name) {
            turns.push((name.clone(), number.saturating_sub(*quote)));
        }
    }
    turns
}

/// What is told of the question to every candidate.
struct Told<'a> {
    asked: Asked,
    at: u32,
    quote: &'a Quote,
    source: Option<Span>,
    method: &'a str,
    /// The candidate's place among all.
    order: usize,
    is_rule: bool,
    has_rule: bool,
    head: Option<&'a str>,
    turns: &'a [(String, usize)],
    /// What the model of pronouns makes of the source.
    reference: Option<&'a Reference>,
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

/// Adds the features of a candidate. Gives the mention beside the quote that a verb of saying stands next to.
fn push_features(
    resolver: &Resolver<'_>,
    candidate: &Candidate,
    speaker: &Speaker,
    told: &Told<'_>,
    features: &mut Vec<u64>,
) -> Option<Span> {
    let input = resolver.input;
    let mut adder = Adder { asked: told.asked as u64 + 1, features };
    adder.add(1, candidate.kind as u64 + 1);
    // What the rules say.
    let rule = u64::from(told.is_rule) << 1 | u64::from(told.has_rule);
    adder.add(2, rule);
    if let Some(reference) = told.reference {
        let says = reference.entity.map_or(0, |entity| 1 + u64::from(candidate.whom == Whom::Entity(entity)));
        #[allow(clippy::cast_sign_loss, reason = "a share")]
        let belief = (reference.belief * 8.0) as u64;
        adder.add(31, says);
        adder.add(32, says << 4 | belief);
    }
    if told.asked == Asked::Nobody {
        adder.add(3, rule << 32 ^ atom(told.method.as_bytes()));
    }
    if let Some(head) = told.head {
        add_noun(input.text, candidate, speaker, told, head, &mut adder);
    }
    if candidate.whom == Whom::Itself {
        return None;
    }
    add_turns(resolver, candidate, speaker, told, &mut adder);
    let Some(nearest) = candidate.nearest else {
        adder.add(14, 1);
        return None;
    };
    let apart = add_place(resolver, candidate, nearest, told, &mut adder);
    add_words(resolver, candidate, speaker, nearest, apart, told, &mut adder)
}

/// Takes features, each joined with what is asked.
struct Adder<'a> {
    asked: u64,
    features: &'a mut Vec<u64>,
}

impl Adder<'_> {
    fn add(&mut self, template: u64, value: u64) {
        self.features.push(mix2(template, self.asked, value));
    }
}

/// Of a noun phrase: its head, and whether the candidate's name agrees with it.
fn add_noun(text: &str, candidate: &Candidate, speaker: &Speaker, told: &Told<'_>, head: &str, adder: &mut Adder<'_>) {
    let kind = candidate.kind as u64 + 1;
    let determiner = told.source.map_or(0, |source| determiner(source.text(text)));
    let is_itself = u64::from(candidate.whom == Whom::Itself);
    let is_entity = u64::from(matches!(candidate.whom, Whom::Entity(_)));
    adder.add(4, is_itself << 8 | determiner);
    adder.add(5, atom(head.as_bytes()) ^ (is_itself << 1 | is_entity));
    adder.add(6, atom(head.as_bytes()) ^ kind << 8);
    adder.add(7, u64::from(candidate.is_beside_head) << 8 | kind);
    let has_head = speaker.name.as_ref().is_some_and(|name| name.to_lowercase().split_whitespace().any(|word| word == head));
    adder.add(8, is_itself << 1 | u64::from(has_head));
    // "the fire service": North Wales Fire and Rescue Service.
    let phrase = told.source.map_or("", |source| source.text(text)).to_lowercase();
    let said: Vec<&str> = phrase.split_whitespace().skip(1).collect();
    let name = speaker.name.as_deref().unwrap_or_default().to_lowercase();
    let has_all = said.iter().all(|word| name.split_whitespace().any(|held| held == *word));
    adder.add(31, is_itself << 9 | u64::from(has_all) << 8 | bucket(said.len()));
    if candidate.whom == Whom::Itself {
        let words = told.source.map_or(0, |source| source.text(text).split_whitespace().count());
        adder.add(9, bucket(words));
    }
}

/// Who spoke before, how long ago, and who was told.
fn add_turns(resolver: &Resolver<'_>, candidate: &Candidate, speaker: &Speaker, told: &Told<'_>, adder: &mut Adder<'_>) {
    let input = resolver.input;
    let is_direct = u64::from(told.quote.kind == QuoteKind::Direct);
    let rule = u64::from(told.is_rule) << 1 | u64::from(told.has_rule);
    let turn = speaker.name.as_ref().and_then(|name| told.turns.iter().position(|(held, _)| held == name));
    let ago = turn.map_or(9, |turn| bucket(told.turns[turn].1));
    let turn = turn.map_or(9, |turn| turn.min(4) as u64);
    adder.add(10, turn);
    // The rules know more where somebody spoke before.
    adder.add(29, rule << 8 | turn);
    adder.add(30, rule << 1 | u64::from(told.turns.is_empty()));
    adder.add(11, turn << 8 | ago << 4 | is_direct);
    let last = resolver.spoken.last();
    let here = resolver.paragraph_of(told.at);
    let since = last.map_or(9, |(at, ..)| bucket(here.saturating_sub(resolver.paragraph_of(*at))));
    adder.add(12, turn << 8 | since);
    let was_told = last
        .and_then(|(_, _, quote)| input.quotes[*quote].addressee)
        .is_some_and(|told| candidate.mentions.iter().any(|&span| told.contains(span)));
    adder.add(13, u64::from(was_told));
}

/// Where the nearest mention stands. Gives the distance in sentences, in steps.
fn add_place(resolver: &Resolver<'_>, candidate: &Candidate, nearest: Span, told: &Told<'_>, adder: &mut Adder<'_>) -> u64 {
    let input = resolver.input;
    let (tokens, tags) = (input.tokens, &input.tags.tags);
    let kind = candidate.kind as u64 + 1;
    let here = resolver.paragraph_of(told.at);
    let sentence_of = |offset: u32| resolver.outer.partition_point(|sentence| sentence.start <= offset);
    let (there, now) = (sentence_of(nearest.start), sentence_of(told.at));
    let apart = if candidate.is_after { 16 + bucket(there.saturating_sub(now)) } else { bucket(now.saturating_sub(there)) };
    adder.add(15, apart);
    adder.add(16, apart << 8 | kind);
    let paragraphs = bucket(here.abs_diff(resolver.paragraph_of(nearest.start)));
    adder.add(17, u64::from(candidate.is_after) << 8 | paragraphs);
    adder.add(18, told.order.min(6) as u64);
    adder.add(19, bucket(candidate.count as usize));
    adder.add(
        20,
        match candidate.whom {
            Whom::Entity(entity) => bucket(entity as usize),
            Whom::Spoken(_) => 20,
            Whom::Phrase(_) => 21,
            Whom::Itself => 22,
        },
    );
    // Syntax-like position: what stands before and behind, and whether others of its kind stand before it in the sentence.
    let first = tokens.first_at_or_after(nearest.start);
    let behind = tokens.first_at_or_after(nearest.end);
    let tag = |i: Option<usize>| i.and_then(|i| tags.get(i)).map_or(99, |&tag| tag as u64);
    let opens = resolver.outer.get(there.wrapping_sub(1)).is_some_and(|sentence| sentence.start == nearest.start);
    adder.add(21, if opens { 98 } else { tag(first.checked_sub(1)) });
    adder.add(22, tag(Some(behind)));
    let sentence_start = resolver.outer.get(there.wrapping_sub(1)).map_or(0, |sentence| sentence.start);
    let from = input.people.mentions.partition_point(|mention| mention.span.start < sentence_start);
    let rivals = input.people.mentions[from..]
        .iter()
        .zip(&resolver.entities.of_mention[from..])
        .take(12)
        .take_while(|(mention, _)| mention.span.start < nearest.start)
        .filter(|(_, entity)| entity.is_some_and(|(entity, _)| told.asked.allows(resolver.entities.list[entity as usize].kind)))
        .count();
    adder.add(23, apart << 4 | rivals.min(3) as u64);
    apart
}

/// The nearest mention itself and the words beside it. Gives it if it stands beside the quote with a verb of saying.
fn add_words(
    resolver: &Resolver<'_>,
    candidate: &Candidate,
    speaker: &Speaker,
    nearest: Span,
    apart: u64,
    told: &Told<'_>,
    adder: &mut Adder<'_>,
) -> Option<Span> {
    let input = resolver.input;
    let tokens = input.tokens;
    let first = tokens.first_at_or_after(nearest.start);
    let behind = tokens.first_at_or_after(nearest.end);
    let is_direct = u64::from(told.quote.kind == QuoteKind::Direct);
    let is_quoted = resolver.is_quoted(nearest);
    let is_owner = resolver.is_possessive(nearest);
    adder.add(24, u64::from(is_quoted) << 1 | u64::from(is_owner));
    let is_role = input.people.mention_at(nearest).is_some_and(|id| input.people.mentions[id.0 as usize].kind == MentionKind::Role);
    adder.add(25, u64::from(is_role));
    // Named in the words themselves: seldom one's own.
    let in_content = candidate.mentions.iter().any(|&span| told.quote.parts.iter().any(|part| part.contains(span)));
    adder.add(26, u64::from(in_content) << 1 | is_direct);
    // A verb of saying beside the mention.
    let says = |i: Option<usize>| {
        i.filter(|&i| i < tokens.len()).is_some_and(|i| Lexicon::get().flags(&tokens.lower(input.text, i)).has(Flags::SAYING))
    };
    let says_before = says(first.checked_sub(1));
    let says_behind = says(Some(behind));
    let saying = u64::from(says_before) << 1 | u64::from(says_behind);
    adder.add(27, saying << 8 | apart);
    if let Some(person) = speaker.person {
        let gender = input.people.persons[person.index()].gender;
        let agrees = match (told.asked, gender) {
            (_, Gender::Unknown) => 2,
            (Asked::She, Gender::Feminine) | (Asked::He, Gender::Masculine) => 1,
            _ => 0,
        };
        adder.add(28, agrees << 8 | apart);
    }
    let is_near = told.quote.span().end <= nearest.start && nearest.start - told.quote.span().end < 60;
    (candidate.is_after && is_near && saying != 0 && !is_owner && !is_quoted).then_some(nearest)
}

/// How a noun phrase begins: 1 "the", 2 "a", 3 a possessive pronoun, 4 "this" or "that", 5 a capital, 6 else.
fn determiner(phrase: &str) -> u64 {
    let first = phrase.split_whitespace().next().unwrap_or_default();
    match first.to_lowercase().as_str() {
        "the" => 1,
        "a" | "an" | "one" | "another" => 2,
        "his" | "her" | "their" | "its" => 3,
        "this" | "that" | "these" | "those" => 4,
        _ if first.starts_with(char::is_uppercase) => 5,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_probe_asks_all_there_is_to_ask() {
        struct Kinds(Vec<&'static str>);
        impl Choose for Kinds {
            fn choose(&mut self, question: &Question) -> Vec<f32> {
                assert!(question.candidates.features.len() > 10);
                self.0.push(question.asked);
                vec![1.0; question.names.len()]
            }
        }
        let mut kinds = Kinds(Vec::new());
        ask_probe(&mut kinds);
        assert_eq!(kinds.0, ["she", "role", "nobody"]);
        assert_eq!(fingerprint(), fingerprint());
    }
}
