//! From the source span to the speaker.
//!
//! Input: quotes in order, people. Output: an [`Attribution`] for each quote.
//! Method: a name in the span is its person; a pronoun is the nearest person that fits, sentence by sentence backwards, speakers
//! first; a role is the person it was resolved to; any other noun phrase speaks for itself.
//! Cost: O(quotes · sentences looked back), at most [`LOOK_BACK`] each.

use super::candidates::Asked;
use super::nouns::kind_of_phrase;
use super::{Input, Reason, Speaker, SpeakerKind};
use crate::coref::{Entities, Reference};
use crate::entity::{Label, Mention, MentionKind};
use crate::person::{Gender, PersonId};
use crate::quote::{Quote, QuoteKind};
use crate::text::Span;
use rustc_hash::FxHashMap;

/// How many sentences back a pronoun is resolved.
const LOOK_BACK: usize = 8;

/// What a pronoun can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pronoun {
    He,
    She,
    They,
    It,
    Who,
    Other,
}

fn pronoun(word: &str) -> Option<Pronoun> {
    Some(match word {
        "he" | "him" => Pronoun::He,
        "she" | "her" => Pronoun::She,
        "they" | "them" => Pronoun::They,
        "it" => Pronoun::It,
        "who" | "which" | "whom" => Pronoun::Who,
        "i" | "we" | "you" | "one" => Pronoun::Other,
        _ => return None,
    })
}

pub(super) struct Resolver<'a> {
    pub input: &'a Input<'a>,
    /// Speakers found so far, with the offset of their source (or content) and the number of the quote.
    pub spoken: Vec<(u32, Speaker, usize)>,
    pub entities: &'a Entities,
    /// Sentences outside quotations.
    pub outer: Vec<Span>,
    /// Stretches in marks: a person named in them is no candidate for a pronoun outside.
    quoted: Vec<Span>,
    /// The organisations that are spelled out before their letters: `Nile Basin Water Board (NBWB)`.
    spelled: FxHashMap<&'a str, Span>,
}

/// The letters in brackets behind a name: `(NBWB)`.
fn letters_behind(text: &str, name: Span) -> Option<&str> {
    let rest = text[name.end as usize..].strip_prefix(" (")?;
    let len = rest.bytes().take(9).take_while(u8::is_ascii_uppercase).count();
    ((2..=8).contains(&len) && rest[len..].starts_with(')')).then(|| &rest[..len])
}

impl<'a> Resolver<'a> {
    pub fn new(input: &'a Input<'a>) -> Self {
        let mut quoted: Vec<Span> = Vec::new();
        for quote in &input.quotes {
            quoted.extend(if quote.kind == QuoteKind::Direct { &quote.parts } else { &quote.quoted });
        }
        quoted.sort_unstable();
        let outer = input.sentences.iter().filter(|sentence| sentence.depth == 0).map(|sentence| sentence.span).collect();
        let mut spelled = FxHashMap::default();
        let is_organization = |mention: &&Mention| mention.label == Label::Org && mention.kind == MentionKind::Name;
        for mention in input.people.mentions.iter().filter(is_organization) {
            if let Some(letters) = letters_behind(input.text, mention.span) {
                spelled.entry(letters).or_insert(mention.span);
            }
        }
        Self { input, spoken: Vec::new(), entities: input.entities, outer, quoted, spelled }
    }

    /// What the pronoun at a span means.
    pub fn reference(&self, span: Span) -> Option<&'a Reference> {
        let references = &self.input.pronouns.references;
        let at = references.binary_search_by_key(&span.start, |reference| reference.span.start).ok()?;
        Some(&references[at]).filter(|reference| reference.span == span)
    }

    /// The paragraph of an offset, by number.
    pub fn paragraph_of(&self, offset: u32) -> usize {
        self.input.paragraphs.partition_point(|paragraph| paragraph.span.start <= offset).saturating_sub(1)
    }

    pub fn is_quoted(&self, span: Span) -> bool {
        let at = self.quoted.partition_point(|quoted| quoted.end <= span.start);
        self.quoted.get(at).is_some_and(|quoted| quoted.contains(span))
    }

    /// Mentions that lie inside a span, with their numbers.
    fn mentions_in(&self, span: Span) -> impl Iterator<Item = (usize, &'a Mention)> {
        let mentions = &self.input.people.mentions;
        let first = mentions.partition_point(|mention| mention.span.start < span.start);
        mentions[first..]
            .iter()
            .enumerate()
            .take_while(move |(_, mention)| mention.span.start < span.end)
            .filter(move |(_, mention)| span.contains(mention.span))
            .map(move |(at, mention)| (first + at, mention))
    }

    fn person_name(&self, person: PersonId) -> String {
        self.input.people.persons[person.index()].name.clone()
    }

    pub fn is_possessive(&self, span: Span) -> bool {
        let rest = &self.input.text[span.end as usize..];
        rest.starts_with("'s ") || rest.starts_with("’s ") || rest.starts_with("' ") || rest.starts_with("’ ")
    }

    /// The speaker that a source span names.
    pub fn speaker(&self, source: Span, quote: &Quote) -> Result<Speaker, Reason> {
        let text = source.text(self.input.text);
        let lower = text.to_lowercase();
        if let Some(pronoun) = pronoun(&lower) {
            return self.speaker_of_pronoun(pronoun, source, quote);
        }
        let names: Vec<(usize, &Mention)> = self
            .mentions_in(source)
            .filter(|(_, mention)| {
                mention.kind == MentionKind::Name && mention.label == Label::Person && !self.is_possessive(mention.span)
            })
            .filter(|(_, mention)| self.is_head(mention.span, source))
            .collect();
        let is_joined = names.len() > 1 && (lower.contains(" and ") || lower.contains(", ")) || joins_capitals(text);
        if let (Some(&(number, mention)), false) = (names.last(), is_joined) {
            let person = self.input.people.person_of[number];
            let name = person.map_or_else(|| mention.span.text(self.input.text).to_owned(), |person| self.person_name(person));
            return Ok(Speaker { name: Some(name), kind: SpeakerKind::Name, person, mention: Some(source) });
        }
        if names.is_empty() {
            if let Some(person) = self.apposed(source, quote) {
                return Ok(Speaker {
                    name: Some(self.person_name(person)),
                    kind: SpeakerKind::Name,
                    person: Some(person),
                    mention: Some(source),
                });
            }
            let role = self
                .mentions_in(source)
                .filter(|(_, mention)| mention.kind == MentionKind::Role && !self.is_possessive(mention.span))
                .filter(|(_, mention)| self.is_head(mention.span, source))
                .last();
            if let Some(person) = role.and_then(|(number, _)| self.input.people.person_of[number]) {
                return Ok(Speaker {
                    name: Some(self.person_name(person)),
                    kind: SpeakerKind::Role,
                    person: Some(person),
                    mention: Some(source),
                });
            }
        }
        Ok(self.noun_phrase(source, is_joined))
    }

    /// A phrase that names no person speaks for itself, less a leading article.
    pub fn noun_phrase(&self, source: Span, is_joined: bool) -> Speaker {
        let text = source.text(self.input.text);
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let last = self
            .mentions_in(source)
            .filter(|(_, mention)| mention.kind == MentionKind::Name && !self.is_possessive(mention.span))
            .last();
        let is_group_name = last.is_some_and(|(_, mention)| mention.label == Label::Norp && mention.span.end == source.end);
        let is_organization = last.is_some_and(|(_, mention)| {
            matches!(mention.label, Label::Org | Label::Gpe | Label::Fac | Label::Loc) && mention.span.end == source.end
        });
        let is_unknown_name = last.is_none()
            && words.len() <= 3
            && text.split_whitespace().all(|word| word.starts_with(char::is_uppercase) && !word.chars().all(char::is_uppercase))
            && kind_of_phrase(&words, false) == SpeakerKind::Role;
        let kind = if is_joined || is_group_name {
            SpeakerKind::Group
        } else if is_unknown_name {
            SpeakerKind::Name
        } else {
            kind_of_phrase(&words, is_organization)
        };
        let mut name = text;
        for article in ["the ", "The ", "a ", "A ", "an ", "An "] {
            let is_the = article.trim().eq_ignore_ascii_case("the");
            if let Some(rest) = name.strip_prefix(article) {
                name = if is_the { rest } else { name };
                break;
            }
        }
        // A report speaks for whoever issued it, where the phrase says who: "the coroner's report".
        if kind == SpeakerKind::Document
            && let Some((owner, _)) = name.split_once("'s ").or_else(|| name.split_once("’s "))
            && self.mentions_in(source).next().is_none()
        {
            return Speaker { name: Some(owner.to_owned()), kind, person: None, mention: Some(source) };
        }
        if kind == SpeakerKind::Document
            && let Some((number, issuer)) = self
                .mentions_in(source)
                .find(|(_, mention)| mention.kind == MentionKind::Name && matches!(mention.label, Label::Org | Label::Person))
                .or_else(|| self.issuer_behind(source))
        {
            let person = self.input.people.person_of[number];
            let written = issuer.span.text(self.input.text);
            let issuer_name = person
                .map_or_else(|| self.spelled_out(written).unwrap_or_else(|| written.to_owned()), |person| self.person_name(person));
            return Speaker { name: Some(issuer_name), kind, person, mention: Some(source) };
        }
        if kind == SpeakerKind::Organization
            && let Some(full) = self.spelled_out(name)
        {
            return Speaker { name: Some(full), kind, person: None, mention: Some(source) };
        }
        Speaker { name: Some(name.split_whitespace().collect::<Vec<_>>().join(" ")), kind, person: None, mention: Some(source) }
    }

    /// `the NBWB` where the article has "Nile Basin Water Board (NBWB)".
    /// `The Times` where it has one newspaper of that name.
    fn spelled_out(&self, short: &str) -> Option<String> {
        let text = self.input.text;
        let full = self.spelled.get(short).copied().or_else(|| self.entities.full_name(text, short))?;
        let name = full.text(text);
        Some(name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name).to_owned())
    }

    /// `The airline cut forty routes. It said …`: the noun phrase that opens the sentence before.
    fn organization_before(&self, pronoun: Span) -> Option<String> {
        let sentences = self.input.sentences;
        let here = sentences.partition_point(|sentence| sentence.span.start <= pronoun.start);
        let before =
            sentences[..here].iter().rev().filter(|sentence| sentence.depth == 0 && sentence.span.end <= pronoun.start).take(2);
        for sentence in before {
            let words: Vec<&str> = sentence.span.text(self.input.text).split_whitespace().take(4).collect();
            let Some((&article, rest)) = words.split_first() else { continue };
            if !article.eq_ignore_ascii_case("the") {
                continue;
            }
            for length in 1..=rest.len().min(3) {
                let lower: Vec<String> = rest[..length].iter().map(|word| word.to_lowercase()).collect();
                let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
                if super::nouns::is_organization_phrase(&lower) {
                    return Some(rest[..length].join(" "));
                }
            }
        }
        None
    }

    /// What the model is asked about a source span, given what the rules say; none for names and for phrases that introduce somebody.
    pub fn asked(&self, source: Span, rule: Option<&Speaker>) -> Option<Asked> {
        let lower = source.text(self.input.text).to_lowercase();
        match pronoun(&lower) {
            Some(Pronoun::He) => return Some(Asked::He),
            Some(Pronoun::She) => return Some(Asked::She),
            Some(Pronoun::They) => return Some(Asked::They),
            Some(Pronoun::It) => return Some(Asked::It),
            Some(Pronoun::Who | Pronoun::Other) => return None,
            None => {}
        }
        let rule = rule?;
        // Whom the role means, the article has told; the senator's wife and the former mayor are somebody else.
        let is_another = lower.contains("'s ")
            || lower.contains("’s ")
            || lower.rsplit(' ').skip(1).any(|word| matches!(word, "former" | "acting" | "interim" | "deputy"));
        if rule.kind == SpeakerKind::Role && (rule.person.is_some() || is_another) {
            return None;
        }
        // A name at the end is what the phrase is: "the agency Reuters", "the Justice Department".
        let ends_with_name =
            self.mentions_in(source).any(|(_, mention)| mention.kind == MentionKind::Name && mention.span.end == source.end);
        // "the Linz Liberal", "the coast's independent": a person by party.
        let is_party_member = lower.starts_with("the ")
            && matches!(lower.rsplit(' ').next(), Some("democrat" | "republican" | "independent" | "libertarian" | "socialist"));
        if is_party_member {
            return Some(Asked::Role);
        }
        let is_definite = ["the ", "this ", "that ", "his ", "her ", "their ", "its "].iter().any(|first| lower.starts_with(first));
        match rule.kind {
            _ if ends_with_name || !is_definite || lower.contains(" and ") => None,
            SpeakerKind::Role => Some(Asked::Role),
            SpeakerKind::Organization => Some(Asked::Organization),
            SpeakerKind::Group => Some(Asked::Group),
            SpeakerKind::Document => Some(Asked::Document),
            _ => None,
        }
    }

    fn speaker_of_pronoun(&self, pronoun: Pronoun, source: Span, quote: &Quote) -> Result<Speaker, Reason> {
        let found = match pronoun {
            Pronoun::He => self.person_before(source, Gender::Masculine, quote),
            Pronoun::She => self.person_before(source, Gender::Feminine, quote),
            Pronoun::Who => {
                if let Some(phrase) =
                    quote.antecedent.filter(|phrase| self::pronoun(&phrase.text(self.input.text).to_lowercase()).is_none())
                {
                    if let Some(person) = self.named_before(phrase) {
                        let name = Some(self.person_name(person));
                        return Ok(Speaker { name, kind: SpeakerKind::Pronoun, person: Some(person), mention: Some(source) });
                    }
                    let speaker = self.speaker(phrase, quote)?;
                    return Ok(Speaker { kind: SpeakerKind::Pronoun, mention: Some(source), ..speaker });
                }
                return self.antecedent(source).ok_or(Reason::NoCandidate);
            }
            Pronoun::They | Pronoun::It => return self.others_before(source, pronoun).ok_or(Reason::NoCandidate),
            Pronoun::Other => None,
        };
        // A name that no list knows has no person: the last one that spoke.
        let unknown = || {
            let spoken =
                self.spoken.iter().rev().take(3).find(|(start, speaker, _)| {
                    *start < source.start && speaker.person.is_none() && speaker.kind == SpeakerKind::Name
                });
            spoken.map(|(_, speaker, _)| Speaker { kind: SpeakerKind::Pronoun, mention: Some(source), ..speaker.clone() })
        };
        let Some(person) = found else {
            return unknown().filter(|_| pronoun != Pronoun::Other).ok_or(Reason::NoCandidate);
        };
        Ok(Speaker {
            name: Some(self.person_name(person)),
            kind: SpeakerKind::Pronoun,
            person: Some(person),
            mention: Some(source),
        })
    }

    fn fits(&self, person: PersonId, gender: Gender) -> bool {
        let known = self.input.people.persons[person.index()].gender;
        known == gender || known == Gender::Unknown
    }

    /// The person a pronoun means: sentence by sentence backwards, the speaker of a quote there, else the first person named.
    fn person_before(&self, pronoun: Span, gender: Gender, quote: &Quote) -> Option<PersonId> {
        let sentences = self.input.sentences;
        let here = sentences.partition_point(|sentence| sentence.span.start <= pronoun.start);
        let mut weak = None;
        let content_start = quote.span().start;
        for sentence in sentences[..here].iter().rev().filter(|sentence| sentence.depth == 0).take(LOOK_BACK + 1) {
            let speaker = self
                .spoken
                .iter()
                .rev()
                .take(16)
                .take_while(|(start, ..)| *start >= sentence.span.start)
                .find(|(start, speaker, _)| {
                    *start < pronoun.start && *start < sentence.span.end && *start != content_start && speaker.person.is_some()
                })
                .and_then(|(_, speaker, _)| speaker.person)
                .filter(|&person| self.fits(person, gender));
            if speaker.is_some() {
                return speaker;
            }
            for (number, mention) in self.mentions_in(sentence.span) {
                let is_candidate =
                    mention.label == Label::Person && mention.span.end <= pronoun.start && !self.is_quoted(mention.span);
                let Some(person) = self.input.people.person_of[number].filter(|_| is_candidate) else { continue };
                if !self.fits(person, gender) {
                    continue;
                }
                if self.is_possessive(mention.span) {
                    weak = weak.or(Some(person));
                    continue;
                }
                return Some(person);
            }
            if weak.is_some() {
                return weak;
            }
        }
        weak
    }

    /// `Ruiz, who said …`: what stands right before.
    fn antecedent(&self, who: Span) -> Option<Speaker> {
        let mentions = &self.input.people.mentions;
        let before = mentions.partition_point(|mention| mention.span.end <= who.start);
        let (number, mention) = mentions[..before]
            .iter()
            .enumerate()
            .rev()
            .take(3)
            .find(|(_, mention)| matches!(mention.label, Label::Person | Label::Org))?;
        if who.start - mention.span.end > 60 {
            return None;
        }
        let person = self.input.people.person_of[number];
        let name = person.map_or_else(|| mention.span.text(self.input.text).to_owned(), |person| self.person_name(person));
        Some(Speaker { name: Some(name), kind: SpeakerKind::Pronoun, person, mention: Some(who) })
    }

    /// `they`, `it`: the last group or organisation that spoke, else the last organisation named.
    fn others_before(&self, pronoun: Span, which: Pronoun) -> Option<Speaker> {
        let fits = |kind: SpeakerKind| match which {
            Pronoun::They => matches!(kind, SpeakerKind::Group | SpeakerKind::Organization | SpeakerKind::Anonymous),
            _ => matches!(kind, SpeakerKind::Organization | SpeakerKind::Document),
        };
        let spoken = self.spoken.iter().rev().take(4).find(|(start, speaker, _)| *start < pronoun.start && fits(speaker.kind));
        if let Some((_, speaker, _)) = spoken {
            return Some(Speaker { kind: SpeakerKind::Pronoun, mention: Some(pronoun), ..speaker.clone() });
        }
        if let Some(name) = self.organization_before(pronoun) {
            return Some(Speaker { name: Some(name), kind: SpeakerKind::Pronoun, person: None, mention: Some(pronoun) });
        }
        let mentions = &self.input.people.mentions;
        let before = mentions.partition_point(|mention| mention.span.end <= pronoun.start);
        let organization = mentions[..before].iter().rev().take(6).find(|mention| mention.label == Label::Org)?;
        Some(Speaker {
            name: Some(organization.span.text(self.input.text).to_owned()),
            kind: SpeakerKind::Pronoun,
            person: None,
            mention: Some(pronoun),
        })
    }

    /// The first person named in a sentence, outside marks and not as an owner.
    pub fn subject_of(&self, sentence: Span) -> Option<PersonId> {
        self.mentions_in(sentence)
            .filter(|(_, mention)| {
                mention.label == Label::Person && !self.is_quoted(mention.span) && !self.is_possessive(mention.span)
            })
            .find_map(|(number, _)| self.input.people.person_of[number])
    }

    pub fn named(&self, person: PersonId, kind: SpeakerKind) -> Speaker {
        Speaker { name: Some(self.person_name(person)), kind, person: Some(person), mention: None }
    }
}

/// `Tan and Osei`: capitals on both sides of "and", and nothing but capitals.
fn joins_capitals(text: &str) -> bool {
    text.split_once(" and ").is_some_and(|(left, right)| {
        [left, right].iter().all(|side| {
            side.split_whitespace().all(|word| word.starts_with(char::is_uppercase)) && side.split_whitespace().count() <= 3
        })
    })
}

/// Who was told: a person's full name where the phrase names one, else the phrase.
pub(super) fn addressee(resolver: &Resolver<'_>, span: Span, quote: &Quote, speaker: Option<&Speaker>) -> String {
    let text = span.text(resolver.input.text);
    let gender = match text.to_lowercase().as_str() {
        "him" => Some(Gender::Masculine),
        "her" => Some(Gender::Feminine),
        _ => None,
    };
    let told = match gender {
        Some(gender) => resolver
            .person_before(span, gender, quote)
            .filter(|&person| speaker.is_none_or(|speaker| speaker.person != Some(person))),
        None => resolver
            .mentions_in(span)
            .find(|(_, mention)| mention.label == Label::Person && mention.span == span)
            .and_then(|(number, _)| resolver.input.people.person_of[number]),
    };
    told.map_or_else(|| text.to_owned(), |person| resolver.person_name(person))
}
