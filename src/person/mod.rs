//! Joins the mentions of one article that mean one person.
//!
//! Input: text, tokens, named mentions, the publication date. Output: [`People`]: persons in order of first appearance, the
//! role mentions found on the way, and for every mention the person it means.
//! Method: full names first, then bare ones in text order (`resolve`), full names that the article lacks from the dated table of
//! leaders (`known`), then definite role nouns (`roles`). Pronouns belong to the attribution stage. Cost: linear.

mod attributes;
pub(crate) mod context;
mod families;
mod gender;
mod known;
pub mod leaders;
pub(crate) mod name;
mod office;
pub(crate) mod resolve;
mod roles;
mod variants;

pub use attributes::Attributes;
pub(crate) use attributes::{Evidence, add_pronouns};

use crate::coref::{Entities, Pronouns};
use crate::entity::lexicon::{Country, Flags, Lexicon};
use crate::entity::view::View;
use crate::entity::{Label, Mention, MentionKind};
use crate::text::Span;
use known::Countries;
use office::{Fact, Office};
use resolve::{Named, Resolver};
use roles::Setting;

/// The number of a person within the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u32);

impl PersonId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The number of a mention within the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentionId(pub u32);

/// Grammatical gender that the article itself gives evidence for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Gender {
    #[default]
    Unknown,
    Feminine,
    Masculine,
}

/// One person of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The fullest name known from the article, or from the embedded table of leaders.
    pub name: String,
    /// The other forms used in the article (names with titles, roles), in order of first appearance.
    pub aliases: Vec<String>,
    /// Mentions, by position in [`People::mentions`].
    pub mentions: Vec<MentionId>,
    /// Title, honorific or a name lexicon's strong majority.
    pub gender: Gender,
    /// What the article tells of the person: role, affiliation, age, nationality, pronouns.
    pub attributes: Attributes,
    /// What gave the full name: "article" or "leaders-table".
    pub method: &'static str,
    /// The gender that a title, a noun or the table of leaders tells.
    pub(crate) told_gender: Gender,
    /// The share of women among the bearers of the given name.
    pub(crate) share_of_women: Option<f32>,
}

/// Persons and their mentions.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Persons, in order of first appearance.
    pub persons: Vec<Person>,
    /// Every mention of the document: the named ones given, and the roles found, sorted by start.
    pub mentions: Vec<Mention>,
    /// For every mention, the person it means.
    pub person_of: Vec<Option<PersonId>>,
    /// For every mention, the entity it means, by number: persons, organisations, places, and those without a name. Filled once
    /// pronouns are read.
    pub entity_of: Vec<Option<u32>>,
}

impl People {
    /// The person that the mention at exactly this span means.
    pub fn person_at(&self, span: Span) -> Option<PersonId> {
        self.person_of[self.mention_at(span)?.0 as usize]
    }

    /// The mention at exactly this span.
    pub fn mention_at(&self, span: Span) -> Option<MentionId> {
        let at =
            self.mentions.binary_search_by_key(&(span.start, span.end), |mention| (mention.span.start, mention.span.end)).ok()?;
        Some(MentionId(at as u32))
    }

    /// The mentions that lie wholly inside `span`, in order.
    pub fn mentions_within(&self, span: Span) -> impl DoubleEndedIterator<Item = MentionId> + use<'_> {
        let first = self.mentions.partition_point(|mention| mention.span.start < span.start);
        let end = self.mentions.partition_point(|mention| mention.span.start < span.end);
        (first..end).filter(move |&at| self.mentions[at].span.end <= span.end).map(|at| MentionId(at as u32))
    }

    /// The person that a noun phrase means: `Japanese Prime Minister Shinzo Abe`, `Mayor Ana Ruiz`, `the president`, `Ruiz, the mayor`.
    ///
    /// Not persons that are only named in it: `a spokesman for Trump`, `Trump's lawyer`, `Trump administration officials`.
    pub fn person_within(&self, text: &str, span: Span) -> Option<PersonId> {
        if let Some(person) = self.person_at(span) {
            return Some(person);
        }
        let mut role = None;
        for id in self.mentions_within(span) {
            let (mention, person) = (&self.mentions[id.0 as usize], self.person_of[id.0 as usize]);
            let Some(person) = person else { continue };
            let after = text[mention.span.end as usize..span.end as usize].trim_start();
            let before = text[span.start as usize..mention.span.start as usize].trim_end();
            let ends = after.is_empty() || after.starts_with([',', '(', '.', '—', '–']) || after.starts_with("and ");
            let owned = after.starts_with(['\'', '’']);
            let last_word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let is_dependent = matches!(
                last_word,
                "of" | "for" | "to" | "with" | "by" | "from" | "about" | "against" | "under" | "on" | "in" | "at" | "near"
            );
            if !ends || owned || is_dependent {
                continue;
            }
            if mention.kind == MentionKind::Name {
                return Some(person);
            }
            if before.is_empty() {
                role = role.or(Some(person));
            }
        }
        role
    }

    /// The last person named in a stretch.
    pub(crate) fn person_within_span(&self, span: Span) -> Option<PersonId> {
        self.mentions_within(span).rev().find_map(|id| self.person_of[id.0 as usize])
    }

    /// Adds the pronouns to the mentions.
    pub(crate) fn add_pronouns(&mut self, entities: &Entities, pronouns: &Pronouns) {
        let count = self.mentions.len() + pronouns.references.len();
        let old = std::mem::replace(&mut self.mentions, Vec::with_capacity(count));
        let persons = std::mem::replace(&mut self.person_of, Vec::with_capacity(count));
        let numbers = entities.of_mention.iter().map(|found| found.map(|(entity, _)| entity));
        let mut named = old.into_iter().zip(persons).zip(numbers).peekable();
        for person in &mut self.persons {
            person.mentions.clear();
        }
        for reference in &pronouns.references {
            while let Some(((mention, person), entity)) =
                named.next_if(|((mention, _), _)| mention.span.start <= reference.span.start)
            {
                self.push_mention(mention, person, entity);
            }
            let referent = reference.entity.map(|entity| &pronouns.entities[entity as usize]);
            let mention = Mention {
                span: reference.span,
                label: referent.map_or(Label::Person, |referent| referent.kind.label()),
                kind: MentionKind::Pronoun,
                confidence: reference.belief,
                method: reference.method(),
            };
            self.push_mention(mention, referent.and_then(|referent| referent.person), reference.entity);
        }
        for ((mention, person), entity) in named {
            self.push_mention(mention, person, entity);
        }
    }

    /// The role with which a phrase begins, and which was open, means this person: the speakers' ranker says so.
    pub(crate) fn settle_role(&mut self, text: &str, phrase: Span, person: PersonId) {
        let open = self.mentions_within(phrase).next().filter(|id| {
            let mention = &self.mentions[id.0 as usize];
            mention.kind == MentionKind::Role && mention.span.start == phrase.start && self.person_of[id.0 as usize].is_none()
        });
        let Some(id) = open else { return };
        self.person_of[id.0 as usize] = Some(person);
        let mention = &mut self.mentions[id.0 as usize];
        mention.method = "speaker-ranker";
        let alias = mention.span.text(text);
        let row = &mut self.persons[person.index()];
        let at = row.mentions.partition_point(|held| held.0 < id.0);
        row.mentions.insert(at, id);
        add_alias(row, alias);
    }

    /// The same without the pronouns: what the stages before they are read have.
    #[must_use]
    pub fn without_pronouns(&self) -> Self {
        let mut people = Self { persons: self.persons.clone(), ..Self::default() };
        for person in &mut people.persons {
            person.mentions.clear();
        }
        for (at, mention) in self.mentions.iter().enumerate().filter(|(_, mention)| mention.kind != MentionKind::Pronoun) {
            people.push_mention(mention.clone(), self.person_of[at], None);
        }
        people.entity_of.clear();
        people
    }

    fn push_mention(&mut self, mention: Mention, person: Option<PersonId>, entity: Option<u32>) {
        if let Some(person) = person {
            self.persons[person.index()].mentions.push(MentionId(self.mentions.len() as u32));
        }
        self.mentions.push(mention);
        self.person_of.push(person);
        self.entity_of.push(entity);
    }

    /// One person.
    pub fn person(&self, id: PersonId) -> &Person {
        &self.persons[id.index()]
    }
}

/// Joins names to persons, finds role mentions and what they mean, and what is told of each person but the pronouns.
pub(crate) fn resolve_people(view: &View<'_>, names: &[Mention], evidence: Evidence<'_>) -> People {
    let text = view.text;
    let mut resolver = Resolver::new(view, names, evidence.date);
    resolver.resolve();
    let countries = Countries::of(text, names);
    if let Some(date) = evidence.date {
        add_known(&mut resolver, &countries, date);
    }
    let mut roles = roles::find_roles(&mut resolver, &Setting { countries: &countries, date: evidence.date });
    resolver.order(&mut roles);
    let genders = gender::find_genders(&resolver);
    let attributes = attributes::find(&resolver, names, &mut roles, evidence);
    let mut persons: Vec<Person> = resolver
        .drafts
        .iter()
        .zip(genders.into_iter().zip(attributes))
        .map(|(draft, (gender, attributes))| Person {
            name: display_name(draft, &resolver),
            aliases: Vec::new(),
            mentions: Vec::new(),
            gender,
            attributes,
            method: if draft.known.is_some() { "leaders-table" } else { "article" },
            told_gender: gender::told(draft),
            share_of_women: gender::share_of_women(&resolver, draft),
        })
        .collect();
    // All mentions in order, each with its person.
    let mut all: Vec<(Mention, Option<PersonId>, Option<&str>)> = Vec::with_capacity(names.len() + roles.len());
    let mut in_order = resolver.named.iter().peekable();
    for (at, mention) in names.iter().enumerate() {
        let of_person: Option<&Named> = in_order.next_if(|named| named.mention == at);
        let alias = of_person.map(|named| surface(named, &resolver, text));
        all.push((mention.clone(), of_person.map(|named| PersonId(named.draft)), alias));
    }
    for role in roles {
        let mention = Mention {
            span: role.span,
            label: Label::Person,
            kind: MentionKind::Role,
            confidence: if role.draft.is_some() { 0.8 } else { 0.5 },
            method: role.method,
        };
        all.push((mention, role.draft.map(PersonId), Some(role.span.text(text))));
    }
    all.sort_by_key(|(mention, ..)| (mention.span.start, mention.span.end));
    let mut people =
        People { mentions: Vec::with_capacity(all.len()), person_of: Vec::with_capacity(all.len()), ..People::default() };
    for (mention, person, alias) in all {
        if let Some(person) = person {
            let row = &mut persons[person.index()];
            row.mentions.push(MentionId(people.mentions.len() as u32));
            if let Some(alias) = alias {
                add_alias(row, alias);
            }
        }
        people.mentions.push(mention);
        people.person_of.push(person);
    }
    people.persons = persons;
    people
}

/// The fullest name; a pope, queen or prince by one name keeps the title (`Pope Francis`).
fn display_name(draft: &resolve::Draft, resolver: &Resolver<'_, '_>) -> String {
    let form = &resolver.forms[draft.best as usize];
    let own = || match (without_nickname(name::without_address(form.text)), &draft.family) {
        (given, Some(family)) => format!("{given} {family}"),
        (name, None) => name,
    };
    let name = draft.known.map_or_else(own, |leader| leader.name.to_owned());
    let is_single = draft.known.map_or(!form.name.is_full(), |leader| !leader.name.contains(' '));
    let is_regnal = name.split(' ').nth(1).is_some_and(|numeral| numeral.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X')));
    match draft.role.as_deref() {
        Some(role @ ("pope" | "queen" | "king" | "prince" | "princess" | "emperor")) if is_single || is_regnal => {
            format!("{}{} {name}", role[..1].to_uppercase(), &role[1..])
        }
        _ => name,
    }
}

/// How many forms of one person are kept.
const MOST_ALIASES: usize = 64;

fn add_alias(person: &mut Person, alias: &str) {
    if person.aliases.len() < MOST_ALIASES && person.name != alias && !person.aliases.iter().any(|held| held == alias) {
        let alias = one_line(alias);
        if person.name != alias && !person.aliases.contains(&alias) {
            person.aliases.push(alias);
        }
    }
}

/// `President Trump`, but `Shinzo Abe`: the title belongs to the form where only a part of the name stands.
fn surface<'a>(named: &Named, resolver: &Resolver<'_, '_>, text: &'a str) -> &'a str {
    match named.before.span {
        Some(span) if !resolver.forms[named.form as usize].name.is_full() => span.text(text),
        _ => named.span.text(text),
    }
}

/// `Luis "Lou" Ferreira` is `Luis Ferreira`.
fn without_nickname(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '‘');
    match (text.find(is_mark), text.rfind(|c| is_mark(c) || c == '’' && text.contains('‘'))) {
        (Some(open), Some(close)) if open > 0 && close > open => {
            let rest = text[close..].trim_start_matches(|c: char| !c.is_alphabetic());
            one_line(&format!("{}{rest}", &text[..open]))
        }
        _ => one_line(text),
    }
}

/// The text with any white space as one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Full names, offices and countries from the dated table of leaders.
fn add_known(resolver: &mut Resolver<'_, '_>, countries: &Countries, date: jiff::civil::Date) {
    let mut leaders_here = 0;
    let mut open = Vec::new();
    for at in 0..resolver.drafts.len() {
        let draft = &resolver.drafts[at];
        let form = &resolver.forms[draft.best as usize];
        if form.name.is_full() {
            let family = form.text.split_whitespace().last().unwrap_or_default();
            let first = form.text.split_whitespace().next().unwrap_or_default();
            let rows: Vec<&leaders::Leader> = leaders::by_short(family)
                .chain(leaders::by_short(first))
                .filter(|row| row.since <= date && name::Name::parse(row.name).can_be(&form.name))
                .collect();
            for row in rows {
                leaders_here += u32::from(row.is_head() && row.holds_on(date));
                let fact = Fact { office: Office::of(row.office), country: Some(row.country), is_former: false };
                let draft = &mut resolver.drafts[at];
                if row.holds_on(date) && !draft.facts.contains(&fact) {
                    draft.facts.push(fact);
                }
            }
        } else {
            open.push(at);
        }
    }
    // The first mention with an office before it tells most; else the first.
    let mut telling = vec![usize::MAX; resolver.drafts.len()];
    for (at, named) in resolver.named.iter().enumerate() {
        let held = &mut telling[named.draft as usize];
        if *held == usize::MAX || named.before.office.is_some() && resolver.named[*held].before.office.is_none() {
            *held = at;
        }
    }
    let mut unsure = Vec::new();
    for at in open {
        let surname = bare_surname(resolver, at);
        let Some(title) = resolver.named.get(telling[at]) else { continue };
        match known::find(&surname, &title.before, countries, date) {
            Some(leader) => {
                leaders_here += 1;
                set_known(resolver, at, leader, date);
            }
            None => unsure.push((at, surname)),
        }
    }
    // A rare name is the leader's even where nothing names the country; a usual one where two other leaders stand beside it.
    let lexicon = Lexicon::get();
    for (at, surname) in unsure {
        let is_rare = !lexicon.flags(&surname.to_lowercase()).has_any(Flags::SURNAME.with(Flags::GIVEN));
        let draft = &resolver.drafts[at];
        if draft.facts.is_empty()
            && let Some(leader) = known::only_one(&surname, date)
            && (is_rare || leader.country == Country::US || leaders_here >= 2 && draft.mentions >= 2)
        {
            set_known(resolver, at, leader, date);
        }
    }
}

fn bare_surname(resolver: &Resolver<'_, '_>, at: usize) -> String {
    let text = resolver.forms[resolver.drafts[at].best as usize].text;
    if text.len() > 3 && text.chars().all(|c| !c.is_lowercase()) {
        // TRUMP in a heading.
        let lower = text.to_lowercase();
        let mut chars = lower.chars();
        return chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default();
    }
    text.to_owned()
}

fn set_known(resolver: &mut Resolver<'_, '_>, at: usize, leader: &'static leaders::Leader, date: jiff::civil::Date) {
    let draft = &mut resolver.drafts[at];
    draft.known = Some(leader);
    for row in leaders::by_name(leader.name).filter(|row| row.holds_on(date)) {
        let fact = Fact { office: Office::of(row.office), country: Some(row.country), is_former: false };
        if !draft.facts.contains(&fact) {
            draft.facts.push(fact);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str) -> People {
        let (mut tokens, paragraphs) = crate::token::tokenize(text, &[]);
        crate::token::find_sentences(text, &mut tokens, &paragraphs, &[]);
        let recognizer = crate::entity::recognizer::Recognizer::get();
        let mut scratch = crate::scratch::Scratch::default();
        let (words, tags, names) = scratch.read(text, &tokens, recognizer);
        let view = View::new(text, &tokens, &words, scratch.vocabulary());
        let names = crate::entity::find_mentions(&view, &names, recognizer);
        resolve_people(&view, &names, Evidence { tags: &tags.tags, pairs: &[], date: Some(jiff::civil::date(2018, 4, 17)) })
    }

    fn within<'a>(people: &'a People, text: &str, phrase: &str) -> Option<&'a str> {
        let span = Span::new(text.find(phrase)?, text.find(phrase)? + phrase.len());
        people.person_within(text, span).map(|id| people.person(id).name.as_str())
    }

    #[test]
    fn gives_the_person_that_a_noun_phrase_means() {
        let text = "Japanese Prime Minister Shinzo Abe met President Trump. A spokesman for Trump declined. Trump's lawyer, Ana Ruiz, did not. \
                    Trump administration officials waited for the Japanese leader.";
        let people = people(text);
        for (phrase, expected) in [
            ("Japanese Prime Minister Shinzo Abe", Some("Shinzo Abe")),
            ("President Trump", Some("Donald Trump")),
            ("Trump's lawyer, Ana Ruiz", Some("Ana Ruiz")),
            ("the Japanese leader", Some("Shinzo Abe")),
            ("A spokesman for Trump", None),
            ("Trump administration officials", None),
        ] {
            assert_eq!(within(&people, text, phrase), expected, "{phrase}");
        }
    }

    #[test]
    fn gender_comes_from_titles_names_and_pronouns() {
        let text = "Mrs. Diallo spoke. Robert Osei listened. Tamsir Wolof came late; she was tired.";
        let genders: Vec<_> = people(text).persons.iter().map(|person| (person.name.clone(), person.gender)).collect();
        let expected = [("Diallo", Gender::Feminine), ("Robert Osei", Gender::Masculine), ("Tamsir Wolof", Gender::Feminine)];
        assert_eq!(genders, expected.map(|(name, gender)| (name.to_owned(), gender)));
    }
}
