//! Who may be meant: the candidates for the speaker of a quote.
//!
//! Finds: the entities named within [`REACH`] mentions before the quote, or behind it where it has no attribution; speakers before
//! that are no entity; for pronouns, noun phrases that open the sentences before; for a noun phrase, itself.
//! Does not find: who disagrees in kind, number or gender ([`Asked::allows`]). Cost: at most [`REACH`] mentions a quote.

use super::SpeakerKind;
use super::speaker::Resolver;
use crate::coref::EntityKind;
use crate::quote::Quote;
use crate::tag::Tag;
use crate::text::Span;

/// How many mentions before a quote are looked at.
const REACH: usize = 80;

/// How many bytes behind a quote without attribution its speaker may be named.
const AHEAD: u32 = 160;

/// How many candidates one question has at most.
const MOST: usize = 24;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    He,
    She,
    They,
    It,
    /// A definite noun for one person: `the senator`.
    Role,
    /// A definite noun for an organisation: `the company`.
    Organization,
    /// A definite plural: `the researchers`.
    Group,
    /// `the report`: whoever issued it.
    Document,
    /// No source span at all.
    Nobody,
}

impl Asked {
    pub fn name(self) -> &'static str {
        match self {
            Self::He => "he",
            Self::She => "she",
            Self::They => "they",
            Self::It => "it",
            Self::Role => "role",
            Self::Organization => "organization",
            Self::Group => "group",
            Self::Document => "document",
            Self::Nobody => "nobody",
        }
    }

    pub fn is_pronoun(self) -> bool {
        matches!(self, Self::He | Self::She | Self::They | Self::It)
    }

    pub fn allows(self, kind: EntityKind) -> bool {
        use EntityKind as Kind;
        match self {
            Self::He => matches!(kind, Kind::Man | Kind::Person | Kind::Phrase),
            Self::She => matches!(kind, Kind::Woman | Kind::Person | Kind::Phrase),
            Self::Role => kind.is_person(),
            Self::They | Self::It | Self::Organization => {
                matches!(kind, Kind::Organization | Kind::Country | Kind::Group | Kind::Phrase)
            }
            Self::Group => matches!(kind, Kind::Organization | Kind::Group | Kind::Phrase),
            Self::Document => kind != Kind::Place,
            Self::Nobody => !matches!(kind, Kind::Place),
        }
    }
}

/// Whom a candidate stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// An entity, by number.
    Entity(u32),
    /// Who spoke, by position in the history: no entity.
    Spoken(usize),
    /// A noun phrase that opens a sentence.
    Phrase(Span),
    /// The source span itself.
    Itself,
}

pub struct Candidate {
    pub whom: Whom,
    pub kind: EntityKind,
    /// The mention nearest to the quote.
    pub nearest: Option<Span>,
    pub is_after: bool,
    /// Mentions before.
    pub count: u32,
    /// Whether a mention stands beside the head noun that is asked for.
    pub is_beside_head: bool,
    pub mentions: Vec<Span>,
}

/// Everybody within reach of a quote who agrees with what is asked, the nearest first.
pub fn gather(
    resolver: &Resolver<'_>,
    quote: &Quote,
    source: Option<Span>,
    asked: Asked,
    at: u32,
    head: Option<&str>,
) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mentions = &resolver.input.people.mentions;
    let before = mentions.partition_point(|mention| mention.span.start < at);
    // The senator's wife is not the senator.
    let owners: Vec<u32> = source.map_or_else(Vec::new, |source| {
        let from = mentions.partition_point(|mention| mention.span.start < source.start);
        let inside = mentions.iter().enumerate().skip(from).take_while(|(_, mention)| mention.span.end <= source.end);
        let owned = inside.filter(|(_, mention)| resolver.is_possessive(mention.span));
        owned.filter_map(|(index, _)| resolver.entities.of_mention[index].map(|(entity, _)| entity)).collect()
    });
    let mut see = |index: usize, is_after: bool| {
        let span = mentions[index].span;
        let Some((entity, count)) = resolver.entities.of_mention[index] else { return };
        let kind = resolver.entities.list[entity as usize].kind;
        if !asked.allows(kind) || owners.contains(&entity) || source.is_some_and(|source| source.contains(span)) {
            return;
        }
        let is_beside_head = head.is_some_and(|head| is_beside(resolver, span, head));
        if let Some(held) = candidates.iter_mut().find(|held| held.whom == Whom::Entity(entity)) {
            held.is_beside_head |= is_beside_head;
            if held.mentions.len() < 4 {
                held.mentions.push(span);
            }
        } else if candidates.len() < MOST {
            let whom = Whom::Entity(entity);
            candidates.push(Candidate { whom, kind, nearest: Some(span), is_after, count, is_beside_head, mentions: vec![span] });
        }
    };
    if asked == Asked::Nobody {
        let end = quote.span().end;
        let paragraph = resolver.paragraph_of(quote.span().start);
        let limit = resolver.input.paragraphs.get(paragraph).map_or(end, |paragraph| paragraph.span.end).min(end + AHEAD);
        let from = mentions.partition_point(|mention| mention.span.start < end);
        for index in (from..mentions.len()).take(8).take_while(|&index| mentions[index].span.end <= limit) {
            see(index, true);
        }
    }
    // Names in the words themselves last: they tell little of who speaks them.
    let in_content = |index: usize| quote.parts.iter().any(|part| part.contains(mentions[index].span));
    for index in (before.saturating_sub(REACH)..before).rev().filter(|&index| !in_content(index)) {
        see(index, false);
    }
    for index in (before.saturating_sub(REACH)..before).rev().filter(|&index| in_content(index)) {
        see(index, false);
    }
    for (position, spoken) in resolver.spoken.iter().enumerate().rev().take(4) {
        let kind = match spoken.1.kind {
            SpeakerKind::Organization | SpeakerKind::Document => EntityKind::Organization,
            SpeakerKind::Group => EntityKind::Group,
            _ => EntityKind::Phrase,
        };
        if spoken.1.person.is_none() && asked.allows(kind) && candidates.len() < MOST {
            candidates.push(Candidate {
                whom: Whom::Spoken(position),
                kind,
                nearest: spoken.1.mention,
                is_after: false,
                count: 1,
                is_beside_head: false,
                mentions: spoken.1.mention.into_iter().collect(),
            });
        }
    }
    if asked.is_pronoun() {
        let here = resolver.outer.partition_point(|sentence| sentence.start <= at);
        for sentence in resolver.outer[here.saturating_sub(3)..here].iter().rev() {
            if let Some((phrase, kind)) = opening_phrase(resolver, *sentence).filter(|(span, kind)| {
                span.end <= at && asked.allows(*kind) && !quote.parts.iter().any(|part| part.contains(*span))
            }) {
                candidates.push(Candidate {
                    whom: Whom::Phrase(phrase),
                    kind,
                    nearest: Some(phrase),
                    is_after: false,
                    count: 0,
                    is_beside_head: false,
                    mentions: vec![phrase],
                });
            }
        }
    }
    candidates
}

/// `A man with a dog came`, `The airline cut`: a noun phrase of common nouns that opens a sentence.
fn opening_phrase(resolver: &Resolver<'_>, sentence: Span) -> Option<(Span, EntityKind)> {
    let (tokens, tags) = (resolver.input.tokens, &resolver.input.tags.tags);
    let first = tokens.first_at_or_after(sentence.start);
    if tags.get(first) != Some(&Tag::Dt) && tags.get(first) != Some(&Tag::PrpPossessive) && tags.get(first) != Some(&Tag::Cd) {
        return None;
    }
    let is_part = |tag: Option<&Tag>| {
        matches!(tag, Some(Tag::Jj | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Vbn | Tag::Cd | Tag::Hyph))
    };
    let mut last = first;
    while last + 1 < tokens.len() && last - first < 6 && is_part(tags.get(last + 1)) {
        last += 1;
    }
    // A relative clause or "with", "from", "of" and one more phrase belong to it.
    while last > first && !matches!(tags[last], Tag::Nn | Tag::Nns) {
        last -= 1;
    }
    if last == first {
        return None;
    }
    let head = tokens.lower(resolver.input.text, last);
    let kind = if tags[last] == Tag::Nns {
        EntityKind::Group
    } else if super::nouns::is_organization_phrase(&[&*head]) {
        EntityKind::Organization
    } else {
        EntityKind::Phrase
    };
    let mut end = last;
    if tags.get(last + 1) == Some(&Tag::In) && matches!(&*tokens.lower(resolver.input.text, last + 1), "with" | "from" | "of") {
        let mut more = last + 1;
        while more + 1 < tokens.len() && more - last < 6 && (is_part(tags.get(more + 1)) || tags.get(more + 1) == Some(&Tag::Dt)) {
            more += 1;
        }
        if more > last + 1 {
            end = more;
        }
    }
    Some((tokens.cover(first, end), kind))
}

/// Whether word `head` stands within three words of a mention.
fn is_beside(resolver: &Resolver<'_>, span: Span, head: &str) -> bool {
    let tokens = resolver.input.tokens;
    let first = tokens.first_at_or_after(span.start);
    let last = tokens.first_at_or_after(span.end);
    let is_head = |i: usize| tokens.lower(resolver.input.text, i) == head;
    (first.saturating_sub(4)..first).any(is_head) || (last..(last + 4).min(tokens.len())).any(is_head)
}
