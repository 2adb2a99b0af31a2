//! Nouns for persons that are no names: `a woman in the crowd`, `the researchers`, `his lawyer`.
//!
//! Finds: a determiner or owner, adjectives, a noun that the lexicon knows for a person; plurals also without determiner.
//! Does not find: what stands beside a name (`Ana Ruiz, a teacher,`) or behind *is* and *as*: that describes somebody named.
//! Cost: one look at each common noun, at most [`REACH`] words to the left.

use super::Input;
use crate::entity::lexicon::{Lexicon, RoleClass, WordGender};
use crate::tag::Tag;

/// How many words before the noun may belong to it.
const REACH: usize = 6;

/// A noun phrase for a person or for persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its first word, by token.
    pub first: usize,
    /// Its noun.
    pub head: usize,
    /// Begins with *the*, *this* or an owner.
    pub is_definite: bool,
    pub is_plural: bool,
    /// The gender that the noun tells.
    pub gender: Option<WordGender>,
}

/// The phrase whose noun is token `head`. `starts_name` and `ends_name` tell whether a person's name begins, ends at a token.
pub fn phrase_at(
    input: &Input<'_>,
    head: usize,
    starts_name: impl Fn(usize) -> bool,
    ends_name: impl Fn(usize) -> bool,
) -> Option<Phrase> {
    let (tokens, tags) = (input.tokens, &input.tags.tags);
    let is_plural = match tags[head] {
        Tag::Nn => false,
        Tag::Nns => true,
        _ => return None,
    };
    let next = tags.get(head + 1);
    if matches!(next, Some(Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Hyph)) || starts_name(head + 1) {
        return None;
    }
    let noun = tokens.lower(input.text, head);
    let role = Lexicon::get().role(&noun).filter(|role| role.class != RoleClass::Other || sounds_like_person(&noun))?;
    let mut first = head;
    while first > 0 && head - first < REACH && tokens.sentences[first - 1] == tokens.sentences[head] {
        let tag = tags[first - 1];
        if !matches!(tag, Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Nn | Tag::Nnp | Tag::Cd | Tag::Vbn | Tag::Hyph)
            || ends_name(first - 1)
        {
            break;
        }
        first -= 1;
    }
    let determiner = first.checked_sub(1).map(|before| (before, tags[before]));
    let (first, is_definite) = match determiner {
        Some((before, Tag::Dt)) => (before, tokens.is_any(input.text, before, &["the", "The", "this", "This", "that", "That"])),
        Some((before, Tag::PrpPossessive)) => (before, true),
        Some((_, Tag::Pos)) => (first, true),
        _ if is_plural => (first, false),
        _ => return None,
    };
    // "Ana Ruiz, the mayor" and "the mayor, Ana Ruiz": a description of her.
    let describes_before = first.checked_sub(2).is_some_and(|name| tags[first - 1] == Tag::Comma && ends_name(name));
    let describes_next = next == Some(&Tag::Comma) && starts_name(head + 2);
    let is_predicate = first.checked_sub(1).is_some_and(|before| {
        tokens.is_any(input.text, before, &["is", "was", "are", "were", "be", "been", "being", "as", "become", "became", "like"])
    });
    if describes_before || describes_next || is_predicate {
        return None;
    }
    Some(Phrase { first, head, is_definite, is_plural: is_plural || role.is_plural, gender: role.gender })
}

/// `goalkeeper`, `pianist`: of the nouns that `WordNet` has for persons among other things (`head`, `end`, `match`), those formed for
/// persons.
fn sounds_like_person(noun: &str) -> bool {
    let noun = noun.strip_suffix('s').unwrap_or(noun);
    ["er", "or", "ist", "ian", "man", "men", "woman", "women", "ee", "ant", "ess", "eur"]
        .iter()
        .any(|ending| noun.ends_with(ending))
}
