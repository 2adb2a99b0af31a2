//! Who in the article can speak: persons, organisations, countries, groups.
//!
//! Input: people with their mentions. Output: [`Entities`], one for every person and for every other name, and the entity of each
//! mention. Method: a person is what the person stage joined; other names join by their words, and letters in brackets join the
//! name before them (`Nile Basin Water Board (NBWB)`). Cost: linear.

use crate::entity::{Label, MentionKind};
use crate::person::{Gender, People, PersonId};
use crate::text::Span;
use rustc_hash::FxHashMap;

/// What kind of thing an entity is, so far as agreement with pronouns and nouns goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityKind {
    /// Of whom a title, a table or the name tells it.
    Woman,
    /// The same.
    Man,
    /// A person whose gender nothing tells.
    Person,
    /// A company, an office, a party.
    Organization,
    /// Any name that can mean a government.
    Country,
    /// A people, party or faith: `Democrats`.
    Group,
    /// A building or region.
    Place,
    /// A noun phrase that spoke or opened a sentence: `the researchers`, `a man with a dog`.
    Phrase,
}

impl EntityKind {
    /// The label of its mentions; those of unnamed groups are persons.
    pub fn label(self) -> Label {
        match self {
            Self::Organization => Label::Org,
            Self::Country => Label::Gpe,
            Self::Place => Label::Loc,
            Self::Woman | Self::Man | Self::Person | Self::Group | Self::Phrase => Label::Person,
        }
    }

    /// Whether it is one person.
    pub fn is_person(self) -> bool {
        matches!(self, Self::Woman | Self::Man | Self::Person)
    }
}

/// Somebody or something that can speak.
#[derive(Clone, Debug)]
pub struct Entity {
    /// What kind of thing.
    pub kind: EntityKind,
    /// The person of the article, if it is one.
    pub person: Option<PersonId>,
    /// The first mention with the fullest name.
    pub name: Span,
}

/// The entities of one article.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// In order of first appearance.
    pub list: Vec<Entity>,
    /// For every mention of [`People`], its entity, and how many mentions of it stand before.
    pub of_mention: Vec<Option<(u32, u32)>>,
    /// The full names of organisations by their last word: `Times`, where one name alone ends so.
    full_names: FxHashMap<String, Option<Span>>,
}

/// Last words that mean another body where they stand alone.
const BODIES: [&str; 12] =
    ["house", "senate", "congress", "state", "party", "council", "board", "office", "department", "committee", "group", "union"];

/// The full names of organisations by their last word.
fn full_names(text: &str, people: &People) -> FxHashMap<String, Option<Span>> {
    let mut names: FxHashMap<String, Option<Span>> = FxHashMap::default();
    for mention in people.mentions.iter().filter(|mention| mention.label == Label::Org && mention.kind == MentionKind::Name) {
        let name = plain(mention.span.text(text));
        let Some((_, last)) = name.rsplit_once(' ').filter(|(_, last)| !BODIES.contains(last)) else { continue };
        match names.get_mut(last) {
            None => _ = names.insert(last.to_owned(), Some(mention.span)),
            Some(held) if held.is_some_and(|span| plain(span.text(text)) == name) => {}
            Some(held) => *held = None,
        }
    }
    names
}

impl Entities {
    /// The full name of the organisation that goes by its last word: `Times` where the article has one `… Times` only.
    pub fn full_name(&self, text: &str, short: &str) -> Option<Span> {
        let span = self.full_names.get(&plain(short)).copied().flatten()?;
        // The short form has a capital, as the full one has.
        let is_name = short.split_whitespace().next_back().is_some_and(|word| word.starts_with(char::is_uppercase));
        (is_name && plain(span.text(text)) != plain(short)).then_some(span)
    }

    /// Joins the mentions.
    pub fn of(text: &str, people: &People) -> Self {
        let mut entities =
            Self { list: Vec::new(), of_mention: Vec::with_capacity(people.mentions.len()), full_names: full_names(text, people) };
        let mut of_person: Vec<Option<u32>> = vec![None; people.persons.len()];
        let mut of_name: FxHashMap<String, u32> = FxHashMap::default();
        let mut counts: Vec<u32> = Vec::new();
        let mut last: Option<(Span, u32)> = None;
        for (mention, person) in people.mentions.iter().zip(&people.person_of) {
            let kind = match (mention.label, person) {
                (Label::Person, Some(person)) => match people.persons[person.index()].gender {
                    Gender::Feminine => EntityKind::Woman,
                    Gender::Masculine => EntityKind::Man,
                    Gender::Unknown => EntityKind::Person,
                },
                (Label::Person, None) if mention.kind == MentionKind::Role => EntityKind::Phrase,
                (Label::Person, None) => EntityKind::Person,
                (Label::Org, _) => EntityKind::Organization,
                (Label::Gpe, _) => EntityKind::Country,
                (Label::Norp, _) => EntityKind::Group,
                (Label::Fac | Label::Loc, _) => EntityKind::Place,
                _ => {
                    entities.of_mention.push(None);
                    continue;
                }
            };
            let new = Entity { kind, person: *person, name: mention.span };
            let number = entities.list.len() as u32;
            let found = if let Some(person) = person {
                *of_person[person.index()].get_or_insert(number)
            } else {
                let full = (kind == EntityKind::Organization).then(|| entities.full_name(text, mention.span.text(text))).flatten();
                let key = plain(full.unwrap_or(mention.span).text(text));
                // The letters behind a name: the same organisation.
                let spelled = last.filter(|(span, entity): &(Span, u32)| {
                    kind == EntityKind::Organization
                        && entities.list[*entity as usize].kind == EntityKind::Organization
                        && text[span.end as usize..].starts_with(" (")
                        && span.end + 2 == mention.span.start
                        && mention.span.text(text).bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'&')
                });
                *of_name.entry(key).or_insert(spelled.map_or(number, |(_, entity)| entity))
            };
            if found == number {
                entities.list.push(new);
                counts.push(0);
            }
            entities.of_mention.push(Some((found, counts[found as usize])));
            counts[found as usize] += 1;
            last = Some((mention.span, found));
        }
        entities
    }
}

/// The words in lower case without a leading "the".
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.strip_prefix("the ").unwrap_or(&lower).split_whitespace().collect::<Vec<_>>().join(" ")
}
