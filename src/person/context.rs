//! What stands around the mention of a person: title before, office behind a comma.
//!
//! Finds: `Japanese Prime Minister | Shinzo Abe` (title *prime minister*, country Japan), `Ana Ruiz, the mayor of X` (office *mayor*).
//! Does not find: offices told in a clause (`Abe, who is prime minister`). Looks at most eight words either way.

use super::office::{Fact, Office};
use crate::entity::lexicon::{Country, Flags, Lexicon, WordGender};
use crate::entity::view::{Shape, View};
use crate::text::Span;

/// The title before a mention.
#[derive(Clone, Debug, Default)]
pub(crate) struct TitleBefore {
    /// From the title's first word (country and adjectives left out) to the end of the mention.
    pub span: Option<Span>,
    /// Of the title alone.
    pub title: Option<Span>,
    pub office: Option<Fact>,
    pub gender: Option<WordGender>,
    /// Mr., Mrs., Dr.: not an office.
    pub is_honorific: bool,
    /// `former`, `ex-`, `late`.
    pub is_former: bool,
}

/// Reads what stands before word `first` of a mention that ends with word `last`.
pub(crate) fn title_before(view: &View<'_>, first: usize, last: usize, buffer: &mut String) -> TitleBefore {
    let lexicon = Lexicon::get();
    let words = &view.words;
    let mut found = TitleBefore::default();
    let mut start = first;
    for len in (1..=4.min(first)).rev() {
        let from = first - len;
        if words[from].sentence != words[first].sentence
            || words[from..first].iter().any(|word| {
                !matches!(word.shape, Shape::Lower | Shape::Capital | Shape::Upper | Shape::Initial | Shape::Hyphen | Shape::Other)
            })
        {
            continue;
        }
        let flags = words[from].flags;
        if !flags.has_any(Flags::TITLE.with(Flags::STARTS_TITLE).with(Flags::ROLE).with(Flags::STARTS_ROLE)) {
            continue;
        }
        phrase(view, from, first, buffer);
        let title = lexicon.title(buffer);
        let role = lexicon.role(buffer);
        if title.is_none() && role.is_none_or(|role| role.is_plural) {
            continue;
        }
        found.is_honorific = title.is_some_and(|title| title.is_honorific);
        found.gender = title.and_then(|title| title.gender).or(role.and_then(|role| role.gender));
        if !found.is_honorific {
            found.office = Some(Fact { office: Office::of(buffer), country: None, is_former: false });
        }
        found.title = Some(view.cover(from, first - 1));
        if title.is_some() {
            found.span = Some(view.cover(from, last));
        }
        start = from;
        break;
    }
    if found.title.is_none() {
        return found;
    }
    // Walk on over modifiers: former, deputy, Republican, Japanese.
    let mut at = start;
    while at > 0 && start - at < 5 && words[at - 1].sentence == words[first].sentence {
        let word = &words[at - 1];
        if !matches!(word.shape, Shape::Lower | Shape::Capital | Shape::Upper) {
            break;
        }
        phrase(view, at - 1, at, buffer);
        if matches!(&**buffer, "former" | "ex" | "late" | "then") {
            found.is_former = true;
            found.office.iter_mut().for_each(|fact| fact.is_former = true);
        }
        // The deputy is not the mayor.
        if is_deputy(buffer) {
            found.office = None;
        }
        let country = lexicon.country(buffer).or_else(|| {
            if at >= 2 && words[at - 2].is_capital() && words[at - 2].sentence == word.sentence {
                phrase(view, at - 2, at, buffer);
                lexicon.country(buffer)
            } else {
                None
            }
        });
        if let (Some(country), Some(fact)) = (country, found.office.as_mut()) {
            fact.country = Some(country);
            // One word or two: North Korean.
            phrase(view, at - 1, at, buffer);
            let from = if lexicon.country(buffer).is_some() { at - 1 } else { at - 2 };
            found.span = found.span.map(|span| span.cover(view.words[from].span));
            break;
        }
        if !word.has_any(Flags::TITLE_MODIFIER.with(Flags::TITLE).with(Flags::PHRASE)) {
            break;
        }
        at -= 1;
    }
    found
}

/// Reads `, the mayor of X,` behind word `last` of a mention.
pub(crate) fn office_after(view: &View<'_>, last: usize, buffer: &mut String) -> Option<Fact> {
    let words = &view.words;
    if words.get(last + 1)?.shape != Shape::Comma {
        return None;
    }
    let mut at = last + 2;
    let (mut country, mut is_former) = (None, false);
    let limit = (at + 7).min(words.len());
    while at < limit && words[at].sentence == words[last].sentence && words[at].shape != Shape::Comma {
        if let Some((len, noun)) = role_at(view, at, buffer) {
            // The last noun of the phrase is the office: the foreign policy adviser.
            let end = at + len;
            if role_at(view, end, buffer).is_some() && words[end].shape == Shape::Lower {
                at = end;
                continue;
            }
            // "in Mueller, the president lashed out": another clause.
            if words.get(end).is_some_and(|next| next.sentence == words[last].sentence) && !closes_apposition(view, end, buffer) {
                return None;
            }
            return Some(Fact { office: noun, country: country_of_phrase(view, end, buffer).or(country), is_former });
        }
        let word = &words[at];
        if word.has(Flags::FUNCTION)
            && !is_one_of(view, at, buffer, &["the", "a", "an", "one", "his", "her", "its", "their", "first", "second", "then"])
            || word.has(Flags::SAYING) && word.shape == Shape::Lower
        {
            return None;
        }
        phrase(view, at, at + 1, buffer);
        if is_deputy(buffer) {
            return None;
        }
        is_former |= matches!(&**buffer, "former" | "ex");
        if word.is_capital() {
            country = Lexicon::get().country(buffer).or(country);
        }
        at += 1;
    }
    None
}

/// Words that make another office of an office.
pub(crate) fn is_deputy(word: &str) -> bool {
    matches!(word, "deputy" | "vice" | "assistant" | "opposition" | "shadow" | "aspiring")
}

/// Whether the word behind a role noun goes on with an apposition: a mark, a preposition, `who`, a name.
fn closes_apposition(view: &View<'_>, at: usize, buffer: &mut String) -> bool {
    const LINKS: [&str; 14] =
        ["of", "for", "at", "in", "on", "to", "from", "with", "under", "during", "who", "whose", "and", "since"];
    view.words[at].shape != Shape::Lower || is_one_of(view, at, buffer, &LINKS)
}

/// The singular role noun (longest) at word `at`: words it takes, and the office.
pub(crate) fn role_at(view: &View<'_>, at: usize, buffer: &mut String) -> Option<(usize, Office)> {
    let word = view.words.get(at)?;
    if !word.has_any(Flags::ROLE.with(Flags::STARTS_ROLE)) {
        return None;
    }
    let lexicon = Lexicon::get();
    let (len, office) = view.longest(at, buffer, 3, |text, _| {
        lexicon.role(text).filter(|role| !role.is_plural).map(|role| Office::of_role(text, role))
    })?;
    Some((len, office))
}

/// `of France`, `of the United States` at word `at`: the country.
pub(crate) fn country_of_phrase(view: &View<'_>, at: usize, buffer: &mut String) -> Option<Country> {
    if !is_one_of(view, at, buffer, &["of"]) {
        return None;
    }
    let start = if is_one_of(view, at + 1, buffer, &["the"]) { at + 2 } else { at + 1 };
    if !view.words.get(start)?.is_capital() {
        return None;
    }
    let lexicon = Lexicon::get();
    let (len, country) = view.longest(start, buffer, 4, |text, _| lexicon.country(text))?;
    // Not the president of the American Chess Union.
    let goes_on = view.words.get(start + len).is_some_and(|next| next.is_capital() && next.sentence == view.words[start].sentence);
    (!goes_on).then_some(country)
}

/// Writes words `from..to` in lower case, joined by spaces (hyphens as in the text).
pub(crate) fn phrase(view: &View<'_>, from: usize, to: usize, buffer: &mut String) {
    buffer.clear();
    for i in from..to {
        let tight = view.words[i].shape == Shape::Hyphen || i > from && view.words[i - 1].shape == Shape::Hyphen;
        if i > from && !tight {
            buffer.push(' ');
        }
        view.push_lower(buffer, i);
    }
}

pub(crate) fn is_one_of(view: &View<'_>, at: usize, buffer: &mut String, list: &[&str]) -> bool {
    if at >= view.words.len() {
        return false;
    }
    phrase(view, at, at + 1, buffer);
    list.contains(&&**buffer)
}
