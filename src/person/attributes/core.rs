//! The core of a noun phrase, up to its head noun: `former Acme Corp. chief executive`, `34-year-old Kenyan runner`.
//!
//! Input: a range of words. Output: a [`Core`]: the head, where the name of the role begins, and what the names and numbers before the
//! head tell. Method: tags say how far it goes; a possessive makes what stands before it the owner; names known and unknown are bodies,
//! parties or nationalities; adjectives that only describe are left out. Cost: at most [`MOST`] words.

use super::age;
use super::groups::{is_nationality, is_party};
use super::nouns::{self, Noun};
use super::phrase::{Opening, Phrase};
use super::reader::Reader;
use crate::entity::lexicon::{Flags, Lexicon, PhraseKind};
use crate::entity::view::{Shape, Word};
use crate::entity::{Label, Mention};
use crate::person::context;
use crate::tag::Tag;

/// Words of a core, at most.
pub(super) const MOST: usize = 12;

/// The part of a phrase up to its head noun.
pub(super) struct Core {
    pub phrase: Phrase,
    /// The head's first word, and what it is; none for `a 34-year-old`, `a Kenyan`.
    pub head: Option<(usize, Noun)>,
    /// Where the name of the role begins.
    pub role: usize,
    /// Behind the head.
    pub end: usize,
}

const DETERMINERS: [&str; 12] = ["the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "this", "another"];

pub(super) fn is_determiner(reader: &Reader<'_>, i: usize) -> bool {
    reader.is(i, &DETERMINERS)
}

/// Whether word `i` can stand inside a noun phrase, before or as its head.
pub(super) fn is_core(reader: &Reader<'_>, i: usize) -> bool {
    let Some(word) = reader.view.words.get(i) else { return false };
    match word.shape {
        Shape::Comma | Shape::Quote => return false,
        Shape::Possessive | Shape::Hyphen | Shape::Number => return true,
        _ => {}
    }
    match reader.tag(i) {
        Some(
            Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Jj | Tag::Jjs | Tag::Vbn | Tag::Vbg | Tag::Cd | Tag::Hyph | Tag::Fw,
        ) => true,
        Some(Tag::Rbs) => reader.is(i, &["most"]),
        _ => word.has(Flags::TITLE_MODIFIER) && !word.has(Flags::FUNCTION),
    }
}

/// Where the core that begins with word `start` ends.
pub(super) fn core_end(reader: &Reader<'_>, start: usize) -> usize {
    let mut end = start;
    while end < start + MOST && is_core(reader, end) && reader.same_sentence(start, end) {
        match reader.name_at(end) {
            Some((name, last)) if name.label == Label::Person => {
                // Ruiz's lawyer; not: mayor Ruiz
                if reader.shape(last + 1) != Some(Shape::Possessive) {
                    break;
                }
                end = last + 1;
            }
            Some((_, last)) => end = last + 1,
            None => end += 1,
        }
        // public policy and development director; not: lawyer and activist
        if reader.is(end, &["and"])
            && matches!(reader.tag(end - 1), Some(Tag::Nn | Tag::Nns))
            && matches!(reader.tag(end + 1), Some(Tag::Nn | Tag::Nns | Tag::Jj))
            && matches!(reader.tag(end + 2), Some(Tag::Nn | Tag::Nns))
            && !reader.view.words[end - 1].has_any(Flags::ROLE.with(Flags::TITLE))
        {
            end += 1;
        }
    }
    end.min(reader.len())
}

/// The head noun that ends before word `end`, longest first: its first word, and what it is.
pub(super) fn find_head(reader: &Reader<'_>, start: usize, end: usize, buffer: &mut String) -> Option<(usize, Noun)> {
    let starts = Flags::STARTS_TITLE.with(Flags::STARTS_ROLE);
    for len in (2..=4.min(end - start)).rev() {
        if reader.view.words[end - len].has_any(starts) && reader.same_sentence(end - len, end - 1) {
            context::phrase(reader.view, end - len, end, buffer);
            if let Some(noun) = nouns::known(buffer) {
                return Some((end - len, noun));
            }
        }
    }
    let is_noun = matches!(reader.tag(end - 1), Some(Tag::Nn | Tag::Nnp | Tag::Jj | Tag::Nnps | Tag::Vbg | Tag::Fw))
        || reader.view.words[end - 1].has_any(Flags::TITLE.with(Flags::ROLE));
    if !is_noun {
        return None;
    }
    context::phrase(reader.view, end - 1, end, buffer);
    // editor-in-chief
    if end >= start + 5 && matches!(&**buffer, "chief" | "charge" | "residence") && reader.is(end - 3, &["in"]) {
        return Some((end - 5, Noun::Role));
    }
    if is_party(buffer) || is_nationality(buffer) {
        return None;
    }
    let is_lower = reader.shape(end - 1) == Some(Shape::Lower) || reader.view.words[end - 1].is_initial;
    let noun = if is_lower { nouns::describing(buffer) } else { nouns::known(buffer) };
    noun.map(|noun| (end - 1, noun))
}

/// Nouns that a name of a place before them says the subject of.
const TOPICAL: [&str; 6] = ["expert", "analyst", "specialist", "scholar", "historian", "watcher"];

/// Words that take back what the role says: `the likely nominee`.
const DOUBTS: [&str; 9] =
    ["next", "likely", "possible", "potential", "prospective", "alleged", "so-called", "self-styled", "would-be"];

/// Nouns for companies and other bodies, and for their wares: `an American company executive` need be no American, nor need an Italian
/// wine importer be an Italian. Not fields of work: `a Kenyan distance runner`, `the Danish foreign minister`.
const BODIES: &str = "company firm corporation conglomerate carmaker automaker airline bank retailer giant maker manufacturer subsidiary branch \
club newspaper magazine newsroom broadcaster network channel group restaurant cafe bar bakery shop store boutique grocery market hotel hostel factory \
plant mill brewery winery farm school university college academy institute museum gallery theater theatre studio hospital clinic church embassy consulate \
ministry government parliament army navy team union league brand startup agency charity foundation food wine beer car cuisine";

/// Heads for those who deal in something: the demonym before it is the thing's, whatever the thing: `Chinese antiques dealer`.
const DEALERS: [&str; 10] =
    ["owner", "dealer", "seller", "importer", "exporter", "distributor", "collector", "operator", "buyer", "trader"];

/// Whether word `i` is a noun that the demonym before it belongs to, with a head at `head`.
fn is_thing(reader: &Reader<'_>, i: usize, head: usize) -> bool {
    let text = reader.text(i);
    if BODIES.split_ascii_whitespace().any(|noun| noun.eq_ignore_ascii_case(text)) {
        return true;
    }
    matches!(reader.tag(i), Some(Tag::Nn | Tag::Nns)) && reader.is(head, &DEALERS) && nouns::known(&text.to_lowercase()).is_none()
}

/// Reads words `start..end`, of which the last is the head or nothing but an age or a nationality.
pub(super) fn read_core(reader: &Reader<'_>, start: usize, end: usize, buffer: &mut String) -> Option<Core> {
    let mut phrase = Phrase { end, ..Phrase::default() };
    let mut end = end;
    let mut head = find_head(reader, start, end, buffer);
    // Chairman Rep. Ruiz, Press Secretary Rear Adm. Ruiz: the first is the office.
    if let Some((at, _)) = head
        && at > start
        && reader.text(end - 1).ends_with('.')
        && reader.view.words[at - 1].has(Flags::TITLE)
        && !reader.view.words[at - 1].has(Flags::TITLE_MODIFIER)
        && let other @ Some((_, Noun::Role)) = find_head(reader, start, at, buffer)
    {
        (head, end) = (other, at);
    }
    let limit = head.map_or(end, |(at, _)| at);
    let (mut role, mut at) = (start, start);
    let mut is_doubtful = false;
    while at < limit {
        if let Some((name, last)) = reader.name_at(at) {
            let next = last + 1;
            if next > limit && head.is_some() {
                // A name that holds the head too: Dallas | Police Chief
                phrase.affiliation = Some(reader.words(at, limit));
                (at, role) = (limit, limit);
                continue;
            }
            add_name(reader, (name, at, last), &mut phrase);
            at = next;
            role = next;
            continue;
        }
        if let Some((years, next)) = age::year_old(reader, at) {
            phrase.age = Some(years);
            at = next;
            role = next;
            continue;
        }
        let word = &reader.view.words[at];
        if word.shape == Shape::Capital && word.has(Flags::PHRASE) && add_group(reader, at, &mut phrase, buffer) {
            at += 1;
            role = at;
            continue;
        }
        if word.shape == Shape::Possessive {
            // What stood before owns the rest.
            let affiliation = phrase.affiliation.take().filter(|_| reader.name_over(at - 1).is_some_and(is_body));
            phrase = Phrase { affiliation, end, opening: Opening::Owner, ..Phrase::default() };
            role = at + 1;
            is_doubtful = false;
        } else if reader.is(at, &["former", "ex", "onetime", "erstwhile"]) {
            phrase.is_former = true;
            role = at + 1;
        } else if reader.is(at, &["based", "born", "trained", "backed", "led", "educated", "speaking"])
            && at > start
            && reader.shape(at - 1) == Some(Shape::Hyphen)
        {
            (phrase.affiliation, phrase.nationality, phrase.party) = (None, None, None);
            role = at + 1;
        } else if phrase.nationality.is_some() && is_thing(reader, at, limit) {
            phrase.nationality = None;
        } else if reader.is(at, &DOUBTS) {
            is_doubtful = true;
            role = at + 1;
        } else if !is_kept(reader, at, (start, role, limit), buffer) {
            if is_unknown_name(reader, at, limit) {
                let is_part = |&i: &usize| is_unknown_name(reader, i, limit) || i == start && is_plain_capital(reader, i);
                let first = (start..at).rev().take_while(is_part).last().unwrap_or(at);
                phrase.affiliation = Some(reader.words(first, at + 1));
            }
            role = at + 1;
        }
        at += 1;
    }
    // A Syria expert: what the person knows, not whom they work for.
    if reader.is(end - 1, &TOPICAL) && phrase.has_place {
        phrase.affiliation = None;
    }
    if head.is_none() && role < end {
        // Something that is no person: nothing is said of one.
        return None;
    }
    // A council member, a movie star; not: a member of the club, a star
    if let Some((at, Noun::Person)) = head
        && reader.is(at, &["member", "star"])
        && (role < at || phrase.affiliation.is_some())
    {
        head = Some((at, Noun::Role));
    }
    if is_doubtful {
        head = head.map(|(at, _)| (at, Noun::Person));
    }
    Some(Core { phrase, head, role: role.min(limit), end })
}

/// A capital at the start of a sentence, of a word that may belong to a name: `Rolling | Stone`; not: `Former | Rovers`.
fn is_plain_capital(reader: &Reader<'_>, i: usize) -> bool {
    let word = &reader.view.words[i];
    let others = Flags::TITLE_MODIFIER.with(Flags::TITLE).with(Flags::ROLE).with(Flags::FUNCTION).with(Flags::DATE);
    word.shape == Shape::Capital && !word.has_any(others)
}

/// A body that the model of names does not know: `Rovers striker`, `Zyntek chief executive`; not: `Senior | Legal | Counsel`.
fn is_unknown_name(reader: &Reader<'_>, i: usize, head: usize) -> bool {
    let word = &reader.view.words[i];
    let is_title = reader.view.words.get(head).is_some_and(Word::is_capital);
    let is_common = (word.is_initial || is_title) && word.has_any(Flags::COMMON.with(Flags::FUNCTION));
    let is_plain = is_common || word.has(Flags::DATE) || word.in_heading;
    word.shape == Shape::Capital
        && !is_plain
        && !word.has_any(Flags::TITLE_MODIFIER.with(Flags::TITLE).with(Flags::ROLE))
        && (matches!(reader.tag(i), Some(Tag::Nnp | Tag::Nnps))
            || matches!(reader.tag(i), Some(Tag::Nn | Tag::Nns)) && !word.has(Flags::COMMON))
        && reader.name_over(i).is_none()
}

/// What may stand in lower case before a title in capitals: `acting Secretary`; not: `a milestone President Ruiz set`.
const BEFORE_TITLES: [&str; 20] = [
    "acting",
    "deputy",
    "vice",
    "state",
    "assistant",
    "associate",
    "interim",
    "retired",
    "executive",
    "senior",
    "junior",
    "chief",
    "city",
    "county",
    "federal",
    "district",
    "police",
    "army",
    "general",
    "staff",
];

/// Whether word `at` before the head at `limit` belongs to the name of the role, of a phrase that begins at `start` and a role that so
/// far begins at `role`.
fn is_kept(reader: &Reader<'_>, at: usize, (start, role, limit): (usize, usize, usize), buffer: &mut String) -> bool {
    let word = &reader.view.words[at];
    // The second half of a compound goes where the first one went.
    if word.shape == Shape::Hyphen {
        return role < at;
    }
    if at > start && reader.shape(at - 1) == Some(Shape::Hyphen) && at - 1 < role {
        return false;
    }
    let is_title = reader.view.words.get(limit).is_some_and(|head| head.is_capital() && !head.is_initial && !head.in_heading);
    if word.shape == Shape::Lower && is_title {
        return reader.is(at, &BEFORE_TITLES);
    }
    let tag = reader.tag(at);
    if word.is_capital() && !word.is_initial {
        let known = Flags::TITLE_MODIFIER.with(Flags::TITLE).with(Flags::ROLE).with(Flags::STARTS_TITLE);
        return (word.has_any(known) || is_title && word.has(Flags::COMMON))
            && !reader.is(at, &["new", "first", "then", "late", "current"]);
    }
    if is_unknown_name(reader, at, limit) || reader.is(at, &["year"]) {
        return false;
    }
    match tag {
        Some(Tag::Cc) => role < at,
        Some(Tag::Nn | Tag::Nns) if !word.has(Flags::FUNCTION) => {
            context::phrase(reader.view, at, at + 1, buffer);
            !matches!(&**buffer, "star" | "veteran" | "longtime" | "billionaire" | "millionaire")
        }
        Some(Tag::Jj | Tag::Vbn | Tag::Vbg) => {
            context::phrase(reader.view, at, at + 1, buffer);
            nouns::is_part_of_role(buffer, word.flags)
                || at + 1 < limit
                    && matches!(reader.tag(at + 1), Some(Tag::Nn | Tag::Nns))
                    && reader.name_over(at + 1).is_none()
                    && !nouns::is_descriptive(buffer)
                    && tag == Some(Tag::Jj)
        }
        _ => false,
    }
}

/// Organisations and places.
pub(super) fn is_body(name: &Mention) -> bool {
    matches!(name.label, Label::Org | Label::Gpe | Label::Loc | Label::Fac)
}

/// Adds a party or nationality that the model of names did not find.
fn add_group(reader: &Reader<'_>, at: usize, phrase: &mut Phrase, buffer: &mut String) -> bool {
    context::phrase(reader.view, at, at + 1, buffer);
    let group = if is_party(buffer) {
        &mut phrase.party
    } else if is_nationality(buffer) {
        &mut phrase.nationality
    } else {
        return false;
    };
    *group = Some(reader.words(at, at + 1));
    true
}

/// Adds what a name before the head tells.
fn add_name(reader: &Reader<'_>, (name, first, last): (&Mention, usize, usize), phrase: &mut Phrase) {
    // British-Nigerian: the name may be half of a compound.
    let whole = reader.words(first, last + 1);
    if is_nationality(&whole.to_lowercase()) {
        phrase.nationality = Some(whole);
        return;
    }
    let text = reader.span_words(name.span);
    let lower = text.to_lowercase();
    // Republican Texas, US Democratic; not: Democratic Party
    let is_place = |place: &str| Lexicon::get().phrase(place).is_some();
    if let Some((one, rest)) = text.split_once(' ').filter(|_| name.label != Label::Norp)
        && let Some((_, rest_lower)) = lower.split_once(' ')
    {
        if is_party(&one.to_lowercase()) && is_place(rest_lower) {
            phrase.party = Some(one.to_owned());
            if Lexicon::get().phrase(rest_lower).is_some_and(|phrase| phrase.kind == PhraseKind::Org) {
                phrase.affiliation = Some(rest.to_owned());
            }
            return;
        }
        if is_party(rest_lower) && is_place(&one.to_lowercase()) {
            phrase.party = Some(rest.to_owned());
            phrase.affiliation = Some(one.to_owned());
            return;
        }
    }
    if is_nationality(&lower) {
        phrase.nationality = Some(text);
    } else if is_party(&lower) {
        phrase.party = Some(text);
    } else if is_body(name) {
        let is_place = name.label != Label::Org;
        if is_place && phrase.party.is_some() {
            // Republican Ohio Sen. Ruiz: the first
            return;
        }
        // Russian | Foreign Ministry: the body's, not the person's.
        let joined = phrase.nationality.take_if(|_| !is_place).map(|nation| format!("{nation} {text}"));
        if joined.is_some() || !is_place || phrase.affiliation.is_none() {
            phrase.affiliation = Some(joined.unwrap_or(text));
            phrase.has_place = is_place;
        }
    }
}
