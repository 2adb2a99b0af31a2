//! Noun phrases that say what somebody is: `a former Acme Corp. chief executive`, `the 34-year-old Kenyan runner`, `mayor of Port Alder`.
//!
//! Input: where a phrase may begin, or where it ends. Output: a [`Phrase`]. Method: the core up to the head noun tells most ([`core`](super::core));
//! what follows the head with *of*, *for*, *at* is the affiliation, or the rest of the role (`chief of staff`).
//! Cost: one core and at most four complements.

use super::core::{Core, MOST, core_end, find_head, is_body, is_core, is_determiner, read_core};
use super::nouns::{self, Noun};
use super::reader::Reader;
use crate::entity::lexicon::Flags;
use crate::entity::view::{Shape, Word};
use crate::entity::{Label, Mention};
use crate::person::context;
use crate::tag::Tag;

/// What a phrase begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Opening {
    #[default]
    Nothing,
    /// A name with a possessive: `Acme's chief executive`.
    Owner,
    /// `a`, `his`
    Determiner,
    The,
}

impl Opening {
    /// The determiner at word `i`, if there is one.
    fn at(reader: &Reader<'_>, i: usize) -> Self {
        if reader.is(i, &["the"]) {
            Self::The
        } else if is_determiner(reader, i) {
            Self::Determiner
        } else {
            Self::Nothing
        }
    }
}

/// What a phrase says of a person.
#[derive(Debug, Default)]
pub(super) struct Phrase {
    /// In lower case, abbreviations in full, with `former`.
    pub role: Option<String>,
    pub is_former: bool,
    pub affiliation: Option<String>,
    /// Whether the affiliation is a place before the head.
    pub has_place: bool,
    pub party: Option<String>,
    pub nationality: Option<String>,
    pub age: Option<u8>,
    pub opening: Opening,
    /// Whether the lexicon knows the role.
    pub is_known: bool,
    /// The first word behind.
    pub end: usize,
}

/// Reads the phrase that begins with word `at`.
pub(super) fn read(reader: &Reader<'_>, at: usize, buffer: &mut String) -> Option<Phrase> {
    let opening = Opening::at(reader, at);
    let is_past = reader.is(at, &["then"]);
    let start = at + usize::from(opening != Opening::Nothing || is_past);
    let mut end = core_end(reader, start);
    // a spokesman | based in Quito
    while end > start + 1 && reader.shape(end - 1) == Some(Shape::Lower) && matches!(reader.tag(end - 1), Some(Tag::Vbn | Tag::Vbg))
    {
        end -= 1;
    }
    if end == start || reader.shape(end - 1) == Some(Shape::Possessive) {
        return None;
    }
    let mut core = read_core(reader, start, end, buffer)?;
    core.phrase.opening = core.phrase.opening.max(opening);
    core.phrase.is_former |= is_past;
    let role_end = complements(reader, &mut core, end, buffer);
    name_role(reader, &mut core, role_end, buffer);
    Some(core.phrase)
}

/// Reads the phrase whose head stands right before word `first` of a name: `former Acme Corp. chief executive | Ana Ruiz`.
pub(super) fn read_before(reader: &Reader<'_>, first: usize, buffer: &mut String) -> Option<Phrase> {
    let head = first.checked_sub(1).filter(|&head| is_core(reader, head) && reader.same_sentence(head, first))?;
    if reader.shape(head) == Some(Shape::Possessive) {
        return None;
    }
    // The words of a title may have `of` in it: Secretary of State.
    let mut start = find_head(reader, first.saturating_sub(6), first, buffer).map_or(head, |(at, _)| at);
    while start > 0 && first - start < MOST && reader.same_sentence(start - 1, first) {
        match reader.name_over(start - 1) {
            Some(name) if name.label == Label::Person && reader.shape(start) != Some(Shape::Possessive) => break,
            Some(name) => {
                while start > 0 && reader.view.words[start - 1].span.start >= name.span.start {
                    start -= 1;
                }
            }
            None if is_core(reader, start - 1) => start -= 1,
            None => break,
        }
    }
    let mut core = read_core(reader, start, first, buffer)?;
    if let Some(before) = start.checked_sub(1) {
        core.phrase.opening = core.phrase.opening.max(Opening::at(reader, before));
    }
    // then-Mayor Ruiz
    core.phrase.is_former |= start > 0 && reader.is(start - 1, &["then"]);
    let role_end = core.end;
    name_role(reader, &mut core, role_end, buffer);
    core.phrase.end = first;
    Some(core.phrase)
}

/// Reads the phrase with a name behind its head that stands right before word `first`: `ambassador to Kenya | Ana Ruiz`.
pub(super) fn read_before_with_complement(reader: &Reader<'_>, first: usize, buffer: &mut String) -> Option<Phrase> {
    let name = reader.name_over(first.checked_sub(1)?).filter(|name| is_body(name))?;
    let mut at = first - 1;
    while at > 0 && reader.view.words[at - 1].span.start >= name.span.start {
        at -= 1;
    }
    let at = at.checked_sub(1)?;
    let preposition = if is_determiner(reader, at) { at.checked_sub(1)? } else { at };
    if !reader.is(preposition, &["of", "for", "to", "at"]) || !reader.same_sentence(preposition, first) {
        return None;
    }
    let run = (preposition.saturating_sub(MOST)..preposition).rev().take_while(|&i| is_core(reader, i));
    let start = run.last().filter(|&start| reader.same_sentence(start, first))?;
    let mut found = read(reader, start, buffer).filter(|found| found.end == first && found.is_known)?;
    if let Some(before) = start.checked_sub(1) {
        found.opening = found.opening.max(Opening::at(reader, before));
    }
    found.role.is_some().then_some(found)
}

/// Reads what follows the head: the affiliation, or more of the role. Returns where the role ends.
fn complements(reader: &Reader<'_>, core: &mut Core, end: usize, buffer: &mut String) -> usize {
    let Some((head, noun)) = core.head else { return end };
    let mut role_end = end;
    let mut at = end;
    // Behind `from` and its like, `of` belongs to what came there.
    let mut is_nested = false;
    for order in 0..4 {
        if !reader.same_sentence(head, at) {
            break;
        }
        if order == 0 && reader.is(at, &["and"]) {
            // chief executive and founder of Acme
            let last = core_end(reader, at + 1);
            if last > at + 1 && matches!(find_head(reader, at + 1, last, buffer), Some((_, Noun::Role))) {
                at = last;
                continue;
            }
        }
        if !reader.is(at, &["of", "for", "at", "with", "from", "in", "on", "to", "under"]) {
            break;
        }
        let is_determined = is_determiner(reader, at + 1);
        let first = at + 1 + usize::from(is_determined);
        let last = core_end(reader, first);
        let found = (first..last).find_map(|i| reader.name_at(i));
        if last == first {
            // a lawyer for Ruiz
            match found.or_else(|| reader.name_at(first)) {
                Some((_, last)) => at = last + 1,
                None => break,
            }
            continue;
        }
        match found {
            Some((name, _)) => {
                let is_open = !is_nested || reader.is(at, &["at", "with"]);
                if noun == Noun::Role && core.phrase.affiliation.is_none() && is_open && takes(reader, at, end, name) {
                    core.phrase.affiliation = Some(body_text(reader, name, last));
                }
            }
            None if noun == Noun::Role
                && order == 0
                && !is_determined
                && reader.is(at, &["of", "for"])
                && is_plain(reader, first, last) =>
            {
                role_end = last;
            }
            None if noun == Noun::Role
                && core.phrase.affiliation.is_none()
                && !is_nested
                && reader.is(at, &["of", "for", "at", "with"]) =>
            {
                core.phrase.affiliation = common_body(reader, first, last);
            }
            None => {}
        }
        is_nested |= !reader.is(at, &["of", "for", "at", "with"]);
        at = last;
    }
    core.phrase.end = at;
    role_end
}

/// Whether the affiliation can be the name behind the preposition at word `at`.
fn takes(reader: &Reader<'_>, at: usize, end: usize, name: &Mention) -> bool {
    let is_org = name.label == Label::Org;
    if !is_body(name) {
        return false;
    }
    if reader.is(at, &["of", "for"]) {
        return true;
    }
    if reader.is(at, &["at", "with"]) {
        return name.label != Label::Loc;
    }
    if reader.is(at, &["from"]) {
        let sent = ["senator", "representative", "congressman", "congresswoman", "lawmaker", "legislator", "mp", "delegate"];
        return is_org || reader.is(end - 1, &sent);
    }
    reader.is(at, &["in", "on"]) && is_org
}

/// A name with the noun for a body behind it: `Ruiz administration`, `Acme group`.
fn body_text(reader: &Reader<'_>, name: &Mention, end: usize) -> String {
    let mut last = end - 1;
    while reader.view.words[last].span.start > name.span.end
        && !(reader.shape(last) == Some(Shape::Lower) && reader.view.words[last].has_any(Flags::ORG_HEAD.with(Flags::ORG_OF)))
    {
        last -= 1;
    }
    let behind = &reader.view.text[name.span.end as usize..];
    if reader.view.words[last].span.start > name.span.end && !behind.starts_with(['\'', '’']) {
        return reader.span_words(name.span.cover(reader.view.words[last].span));
    }
    reader.span_words(name.span)
}

/// `the fire department`: a body that has no name, but more than one word.
fn common_body(reader: &Reader<'_>, first: usize, end: usize) -> Option<String> {
    let head = &reader.view.words[end - 1];
    let is_body = head.shape == Shape::Lower && head.has_any(Flags::ORG_HEAD.with(Flags::ORG_OF));
    // The academic journal Harbour Studies: it has a name after all.
    let is_named = reader.view.words.get(end).is_some_and(Word::is_capital);
    (is_body && end - first >= 2 && !is_named).then(|| reader.words(first, end).to_lowercase())
}

/// Common nouns and their adjectives alone: `staff`, `human rights`.
fn is_plain(reader: &Reader<'_>, first: usize, end: usize) -> bool {
    end - first <= 4
        && !matches!(reader.tag(end - 1), Some(Tag::Jj))
        && !reader.is(end, &["and"])
        && (first..end).all(|i| matches!(reader.tag(i), Some(Tag::Nn | Tag::Nns | Tag::Jj | Tag::Nnp | Tag::Nnps)))
        && !reader.view.words[first].has(Flags::FUNCTION)
}

/// Writes the role's name: words from the core's role to `end`.
fn name_role(reader: &Reader<'_>, core: &mut Core, end: usize, buffer: &mut String) {
    let Some((head, Noun::Role)) = core.head else { return };
    let first = (core.role..head).find(|&i| reader.shape(i) != Some(Shape::Hyphen)).unwrap_or(head);
    let lower = lower_but_acronyms(&reader.words(first, end));
    context::phrase(reader.view, head, core.end, buffer);
    core.phrase.is_known = nouns::known(buffer.rsplit('-').next().unwrap_or(buffer)).is_some() || nouns::known(buffer).is_some();
    let role = in_full(&lower);
    let is_marked = role.starts_with("ex-") || role.starts_with("former");
    core.phrase.role = Some(if core.phrase.is_former && !is_marked { format!("former {role}") } else { role });
    core.phrase.is_former |= is_marked;
}

/// Lower case, but `MP`, `CEO`.
fn lower_but_acronyms(text: &str) -> String {
    let is_acronym = |word: &str| (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let words: Vec<String> =
        text.split(' ').map(|word| if is_acronym(word) { word.to_owned() } else { word.to_lowercase() }).collect();
    words.join(" ")
}

/// The role with its title in full: `state sen.` → `state senator`, `deputy gov.` → `deputy governor`.
fn in_full(role: &str) -> String {
    if let Some(full) = nouns::in_full(role) {
        return full.to_owned();
    }
    // The longest abbreviation first: retired lt. col.
    let ends = role.match_indices(' ').map(|(at, _)| role.split_at(at + 1));
    for (rest, title) in ends {
        if let Some(full) = nouns::in_full(title) {
            return format!("{rest}{full}");
        }
    }
    role.to_owned()
}
