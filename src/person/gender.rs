//! The grammatical gender that the article gives a person.
//!
//! Method: title (Mr., Mrs.), the table of leaders, a given name borne by one gender nearly always, the pronouns that come next after
//! the person's mentions. Pronouns overrule the given name when there are several and all agree.
//! Cost: at most thirty words behind each mention.

use super::Gender;
use super::resolve::{Draft, Resolver, given_gender};
use crate::coref::{Pronoun, Who};
use crate::entity::lexicon::{Lexicon, WordGender};
use crate::entity::view::Shape;
use crate::tag::Tag;

/// How far behind a mention its pronoun is looked for.
const REACH: usize = 30;

/// The gender of every draft.
pub(crate) fn find_genders(resolver: &Resolver<'_, '_>) -> Vec<Gender> {
    let mut votes = vec![(0u32, 0u32); resolver.drafts.len()];
    let words = &resolver.view.words;
    let mut buffer = String::new();
    for (at, named) in resolver.named.iter().enumerate() {
        let start = named.words.1 + 1;
        let follower = resolver.named.get(at + 1).map_or(words.len(), |next| next.words.0);
        let end = follower.min(start + REACH).min(words.len());
        for (i, word) in words.iter().enumerate().take(end).skip(start) {
            if word.shape != Shape::Lower && !word.is_initial || word.span.end - word.span.start > 7 {
                continue;
            }
            buffer.clear();
            resolver.view.push_lower(&mut buffer, i);
            match Pronoun::read(&buffer, Tag::Prp).map(|pronoun| pronoun.who) {
                Some(Who::He) => votes[named.draft as usize].0 += 1,
                Some(Who::She) => votes[named.draft as usize].1 += 1,
                _ => continue,
            }
            break;
        }
    }
    resolver.drafts.iter().zip(votes).map(|(draft, votes)| gender(resolver, draft, votes)).collect()
}

/// The gender that a title or the table of leaders tells.
pub(crate) fn told(draft: &Draft) -> Gender {
    match (draft.titled, draft.known.and_then(|leader| leader.gender)) {
        (Some(titled), _) => of_word(titled),
        (None, Some('F')) => Gender::Feminine,
        (None, Some(_)) => Gender::Masculine,
        (None, None) => Gender::Unknown,
    }
}

/// The share of women among the bearers of the given name, if the name has one that the lexicon knows.
pub(crate) fn share_of_women(resolver: &Resolver<'_, '_>, draft: &Draft) -> Option<f32> {
    let name = &resolver.forms[draft.best as usize].name;
    if draft.is_family_first {
        return None;
    }
    // A bare name may be a family name that is a given name too: Ms. Scott, and then Scott.
    Lexicon::get().share_of_women(name.first()).map(|share| if name.is_full() { share } else { share.clamp(0.1, 0.9) })
}

fn gender(resolver: &Resolver<'_, '_>, draft: &Draft, (he, she): (u32, u32)) -> Gender {
    if told(draft) != Gender::Unknown {
        return told(draft);
    }
    let name = &resolver.forms[draft.best as usize].name;
    let by_pronoun = if he >= 3 * she && he > 0 {
        Some(Gender::Masculine)
    } else if she >= 3 * he && she > 0 {
        Some(Gender::Feminine)
    } else {
        None
    };
    let is_sure = he.min(she) == 0 && he.max(she) >= 3;
    let by_name = if name.is_full() && !draft.is_family_first { given_gender(name.first()).map(of_word) } else { None };
    match (by_name, by_pronoun) {
        (_, Some(gender)) if is_sure => gender,
        (Some(gender), _) | (None, Some(gender)) => gender,
        (None, None) => Gender::Unknown,
    }
}

fn of_word(gender: WordGender) -> Gender {
    match gender {
        WordGender::Feminine => Gender::Feminine,
        WordGender::Masculine => Gender::Masculine,
    }
}
