//! Full names that the article lacks, from the dated table of leaders.
//!
//! Finds: `Trump`, `Mr. Xi`, `President Obama` in an article with a date. Does not find: anybody where the date is unknown, where two
//! leaders of the countries in the article go by the name, or where neither title nor country speaks for one.

use super::context::TitleBefore;
use super::leaders::{self, Leader};
use crate::entity::lexicon::{Country, Flags, Lexicon, PhraseKind};
use crate::entity::{Label, Mention};
use hashbrown::HashMap;
use jiff::civil::Date;
use rustc_hash::FxBuildHasher;

/// How often the article names each country.
#[derive(Debug, Default)]
pub(crate) struct Countries(HashMap<Country, u32, FxBuildHasher>);

impl Countries {
    /// Counts countries, nationalities, capitals, states and seats of government.
    pub fn of(text: &str, names: &[Mention]) -> Self {
        let lexicon = Lexicon::get();
        let mut counts = HashMap::default();
        let mut buffer = String::new();
        for mention in names.iter().filter(|mention| {
            !matches!(
                mention.label,
                Label::Person | Label::Money | Label::Cardinal | Label::Percent | Label::Ordinal | Label::Quantity
            )
        }) {
            crate::entity::lexicon::lower_into(&mut buffer, mention.span.text(text));
            let phrase = lexicon.phrase(&buffer);
            if let Some(country) = phrase
                .filter(|phrase| !matches!(phrase.kind, PhraseKind::Town | PhraseKind::WordTown))
                .and_then(|phrase| phrase.country)
            {
                *counts.entry(country).or_insert(0) += 1;
            }
        }
        Self(counts)
    }

    /// The country that the article is about: named most, and at least twice as often as any other.
    pub fn home(&self) -> Option<Country> {
        let most = self.0.iter().max_by_key(|(country, count)| (**count, **country))?;
        let others = self.0.iter().filter(|(country, _)| *country != most.0).map(|(_, count)| *count).max().unwrap_or(0);
        (*most.1 >= 2 * others).then_some(*most.0)
    }

    /// How often this country is named.
    pub fn count(&self, country: Country) -> u32 {
        self.0.get(&country).copied().unwrap_or(0)
    }
}

/// The leader that a bare `surname` means on `date`.
pub(crate) fn find(surname: &str, title: &TitleBefore, countries: &Countries, date: Date) -> Option<&'static Leader> {
    let office = title.office.as_ref().map(|fact| &*fact.office.noun);
    let stated = title.office.as_ref().and_then(|fact| fact.country);
    let fits_country = |leader: &Leader| stated.is_none_or(|country| country == leader.country);
    if let Some(office) = office {
        let fits = |leader: &&Leader| fits_country(leader) && (leader.office == office || is_same_office(leader.office, office));
        if !title.is_former
            && let found @ Some(_) = only(leaders::by_short(surname).filter(fits).filter(|leader| leader.holds_on(date)), countries)
        {
            return found;
        }
        // Former President Obama, or President Reagan: the last who held it before.
        return leaders::by_short(surname)
            .filter(fits)
            .filter(|leader| leader.held_before(date) && leader.is_head() && (leader.country == Country::US || title.is_former))
            .max_by_key(|leader| leader.until);
    }
    let in_office = leaders::by_short(surname)
        .filter(|leader| leader.holds_on(date) && !matches!(leader.office, "senator" | "representative" | "governor"));
    let is_given = Lexicon::get().flags(&surname.to_lowercase()).has(Flags::GIVEN);
    // Ryan may be a given name: then only Mr. Ryan is the Speaker.
    let named = in_office.filter(|leader| {
        countries.count(leader.country) > 0
            && (leader.is_head() || leader.office == "vice president" || !is_given || title.is_honorific)
    });
    if let found @ Some(_) = only(named, countries) {
        return found;
    }
    // Shortly before and after: Trump in 2016, Obama in 2018.
    let near = leaders::by_short(surname)
        .filter(|leader| leader.country == Country::US && leader.office == "president" && countries.count(Country::US) > 0)
        .filter(|leader| {
            let years = |from: Date, to: Date| i32::from(to.year()) - i32::from(from.year());
            leader.until.is_some_and(|until| until < date && years(until, date) <= 4)
                || leader.since > date && years(date, leader.since) <= 2
        });
    only(near, countries)
}

/// The only head of state or government of the world who goes by `surname` on `date`, unless the name is a common one.
pub(crate) fn only_one(surname: &str, date: Date) -> Option<&'static Leader> {
    let mut heads = leaders::by_short(surname).filter(|leader| leader.is_head() && leader.holds_on(date));
    let first = heads.next()?;
    heads.all(|other| other.name == first.name).then_some(first)
}

fn is_same_office(held: &str, said: &str) -> bool {
    match said {
        "secretary" => held.ends_with("secretary") || held == "secretary of state",
        "director" => held == "fbi director",
        "speaker" | "senator" => {
            held == said || said == "senator" && matches!(held, "majority leader" | "minority leader" | "candidate")
        }
        "leader" | "dictator" => !matches!(held, "senator" | "representative" | "vice president"),
        "president" => held == "leader",
        "premier" => held == "prime minister",
        "prime minister" => held == "premier",
        "pontiff" => held == "pope",
        _ => false,
    }
}

/// The one person of the rows, or the one whose country the article names clearly most.
fn only<'a>(rows: impl Iterator<Item = &'a Leader>, countries: &Countries) -> Option<&'a Leader> {
    let mut best: Option<&Leader> = None;
    let mut rival = 0;
    for row in rows {
        match best {
            None => best = Some(row),
            Some(held) if held.name == row.name => {}
            Some(held) => {
                let (a, b) = (countries.count(held.country), countries.count(row.country));
                rival = rival.max(a.min(b)) + u32::from(a.min(b) == 0 && a == b);
                if b > a {
                    best = Some(row);
                }
            }
        }
    }
    best.filter(|best| rival == 0 || countries.count(best.country) >= 3 * rival)
}
