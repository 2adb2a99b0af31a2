//! What the article tells of each person: role, affiliation, age, nationality; pronouns.
//!
//! Input: the words, tags and names of one text, and its persons in the making. Output: [`Attributes`] for each person.
//! Method: rules over the words around every mention by name (`places`, `phrase`, `age`); of several roles the first that is held now,
//! and of two names for it the fuller one; pronouns last, those that the article states (`stated`) or else from the mentions of the whole
//! document (`pronouns`).
//! Cost: a bounded number of words for each mention.

mod age;
mod core;
mod descriptions;
mod groups;
mod nouns;
mod phrase;
mod places;
mod pronouns;
mod reader;
mod stated;

#[cfg(test)]
mod tests;

pub(crate) use pronouns::add_pronouns;

use super::leaders;
use super::resolve::Resolver;
use super::roles::RoleMention;
use crate::entity::Mention;
use crate::entity::view::Shape;
use crate::quote::MarkPair;
use crate::tag::Tag;
use jiff::civil::Date;
use phrase::Phrase;
use reader::Reader;

/// What the article tells of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Office or occupation in lower case, without article, with `former` if it is over (`prime minister`, `former spokeswoman`).
    pub role: Option<String>,
    /// What tells the role: "article" or "leaders-table".
    pub role_method: Option<&'static str>,
    /// The organisation, party or place that the role belongs to, as written, without *the*.
    pub affiliation: Option<String>,
    /// In years.
    pub age: Option<u8>,
    /// As written (`Japanese`).
    pub nationality: Option<String>,
    /// "he", "she" or "they".
    pub pronouns: Option<&'static str>,
    /// What tells the pronouns: "article", or "guess" from a title, the role or the given name.
    pub pronouns_method: Option<&'static str>,
}

/// Where attributes are looked for, beside the persons.
#[derive(Clone, Copy, Default)]
pub(crate) struct Evidence<'a> {
    /// Of all tokens; empty where they mean nothing.
    pub tags: &'a [Tag],
    /// Quotation marks.
    pub pairs: &'a [MarkPair],
    /// Of publication.
    pub date: Option<Date>,
}

/// Roles that are kept for one person, at most.
const MOST: usize = 8;

/// What has been found of one person, in order of appearance.
#[derive(Default)]
struct Collected {
    roles: Vec<Phrase>,
    /// Told of the person without a role: Ana Ruiz of Greenpeace; (D-Ore.)
    body: Option<String>,
    seat: Option<String>,
    party: Option<String>,
    nationality: Option<String>,
    age: Option<u8>,
    /// Stated: uses they/them pronouns.
    pronouns: Option<&'static str>,
}

impl Collected {
    fn add_age(&mut self, years: u8) {
        self.age.get_or_insert(years);
    }

    fn add_party(&mut self, party: &str) {
        self.party.get_or_insert_with(|| party.to_owned());
    }

    fn add_body(&mut self, name: impl Fn() -> String, is_place: bool) {
        if is_place { &mut self.seat } else { &mut self.body }.get_or_insert_with(name);
    }

    fn add(&mut self, mut phrase: Phrase) {
        if let Some(years) = phrase.age {
            self.add_age(years);
        }
        if self.nationality.is_none() {
            self.nationality = phrase.nationality.take();
        }
        if self.party.is_none() {
            self.party.clone_from(&phrase.party);
        }
        if phrase.role.is_some() && self.roles.len() < MOST && !self.roles.iter().any(|held| held.same_as(&phrase)) {
            self.roles.push(phrase);
        }
    }

    /// The first role that is held now, or else that was; its fullest name; and the body that it belongs to.
    fn settle(self) -> Attributes {
        let first = self.roles.iter().find(|held| !held.is_former).or(self.roles.first());
        let fullest = first.map(|first| {
            let fuller = |held: &&Phrase| {
                held.role.as_ref().zip(first.role.as_ref()).is_some_and(|(held, first)| held.ends_with(&format!(" {first}")))
            };
            self.roles.iter().filter(|held| held.is_former == first.is_former).find(fuller).unwrap_or(first)
        });
        let role = fullest.and_then(|held| held.role.clone());
        let of_role = fullest.and_then(|held| held.affiliation.clone()).or_else(|| {
            let first = first?;
            let of_same = self.roles.iter().find(|held| held.affiliation.is_some() && held.names_same_as(first));
            of_same.and_then(|held| held.affiliation.clone())
        });
        let seat = self.seat.filter(|_| role.is_some());
        Attributes {
            role_method: role.as_ref().map(|_| "article"),
            role,
            affiliation: of_role.or(self.body).or(self.party).or(seat),
            age: self.age,
            nationality: self.nationality,
            pronouns_method: self.pronouns.map(|_| pronouns::ARTICLE),
            pronouns: self.pronouns,
        }
    }
}

impl Phrase {
    /// Whether both name one role, one of them more fully.
    fn names_same_as(&self, other: &Self) -> bool {
        let both = self.role.as_ref().zip(other.role.as_ref());
        both.is_some_and(|(one, other)| one.ends_with(&**other) || other.ends_with(&**one))
    }

    fn same_as(&self, other: &Self) -> bool {
        self.role == other.role && (self.affiliation == other.affiliation || other.affiliation.is_none())
    }
}

/// The attributes of every draft, without pronouns; adds to the role mentions those that the attributes resolve.
pub(crate) fn find(
    resolver: &Resolver<'_, '_>,
    names: &[Mention],
    roles: &mut Vec<RoleMention>,
    evidence: Evidence<'_>,
) -> Vec<Attributes> {
    let mut collected: Vec<Collected> = resolver.drafts.iter().map(|_| Collected::default()).collect();
    let reader = Reader { view: resolver.view, tags: evidence.tags, names, pairs: evidence.pairs };
    if !evidence.tags.is_empty() {
        let mut buffer = String::new();
        for named in &resolver.named {
            let is_full = resolver.forms[named.form as usize].name.is_full();
            let collected = &mut collected[named.draft as usize];
            places::read(&reader, named, is_full, &mut buffer, collected);
            collected.pronouns = collected.pronouns.or_else(|| stated::behind(&reader, named.words.1));
        }
        find_ages_at_death(&reader, resolver, &mut collected);
        find_ages_of_roles(&reader, resolver, roles, &mut collected);
        descriptions::resolve(&reader, resolver, &collected, roles, &mut buffer);
    }
    let mut found: Vec<Attributes> = collected.into_iter().map(Collected::settle).collect();
    if let Some(date) = evidence.date {
        for (attributes, draft) in found.iter_mut().zip(&resolver.drafts) {
            if attributes.role.is_none() {
                let name = draft.known.map_or(resolver.forms[draft.best as usize].text, |leader| leader.name);
                let rows = draft.known.into_iter().chain(leaders::by_name(name));
                let row = rows.into_iter().find(|row| row.holds_on(date) && (draft.known.is_some() || row.is_head()));
                attributes.role = row.map(|row| row.office.to_owned());
                attributes.role_method = row.map(|_| "leaders-table");
            }
        }
    }
    found
}

/// How many sentences back *the 34-year-old* may have been named, or have died.
const SENTENCES: u32 = 2;

/// `She was 93.` behind the sentence that tells of a death: the age of the one named first in that.
fn find_ages_at_death(reader: &Reader<'_>, resolver: &Resolver<'_, '_>, collected: &mut [Collected]) {
    let words = &reader.view.words;
    for i in 2..reader.len() {
        let is_whole = reader.shape(i) == Some(Shape::Number)
            && reader.is(i - 1, &["was"])
            && reader.is(i - 2, &["he", "she"])
            && !(i > 2 && reader.same_sentence(i - 3, i))
            && reader.text(i + 1) == ".";
        let Some(years) = age::told(reader, i).filter(|_| is_whole) else { continue };
        let sentence = words[i].sentence;
        let before = (0..i - 2).rev().take_while(|&word| words[word].sentence + SENTENCES >= sentence);
        let Some(death) = before.into_iter().find(|&word| reader.is(word, &["died", "dies"])) else { continue };
        let of_death = words[death].sentence;
        let first = resolver.named.partition_point(|named| words.get(named.words.0).is_none_or(|word| word.sentence < of_death));
        if let Some(named) = resolver.named.get(first).filter(|named| named.words.1 < death) {
            collected[named.draft as usize].add_age(years);
        }
    }
}

/// `the 34-year-old`, `the 34-year-old striker`: of the person that the role means; without a noun of the only one named just before.
fn find_ages_of_roles(reader: &Reader<'_>, resolver: &Resolver<'_, '_>, roles: &[RoleMention], collected: &mut [Collected]) {
    let (mut role, mut named) = (0, 0);
    for i in 1..reader.len() {
        if reader.shape(i) != Some(Shape::Number) || !reader.is(i - 1, &["the"]) {
            continue;
        }
        let Some((years, end)) = age::year_old(reader, i) else { continue };
        let start = reader.view.words[i].span.start;
        while roles.get(role).is_some_and(|mention| mention.span.end <= start) {
            role += 1;
        }
        while resolver.named.get(named).is_some_and(|mention| mention.span.start < start) {
            named += 1;
        }
        let draft = match roles.get(role).filter(|mention| mention.span.start <= start) {
            Some(mention) => mention.draft,
            None if core::is_core(reader, end) => None,
            None => {
                only_one_named(reader, resolver, i, named, |draft| collected[draft as usize].age.is_none_or(|told| told == years))
            }
        };
        if let Some(draft) = draft {
            collected[draft as usize].add_age(years);
        }
    }
}

/// The person that fits and is named in the sentences before word `i`, if it is one only; `named` mentions stand before.
fn only_one_named(
    reader: &Reader<'_>,
    resolver: &Resolver<'_, '_>,
    i: usize,
    named: usize,
    fits: impl Fn(u32) -> bool,
) -> Option<u32> {
    let sentence = reader.view.words[i].sentence;
    let near = resolver.named[..named]
        .iter()
        .rev()
        .take_while(|mention| reader.view.words.get(mention.words.0).is_some_and(|word| word.sentence + SENTENCES >= sentence))
        .take(MOST);
    let mut drafts = near.map(|mention| mention.draft).filter(|&draft| fits(draft));
    let first = drafts.next()?;
    drafts.all(|draft| draft == first).then_some(first)
}
