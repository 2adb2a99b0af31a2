//! Noun phrases that say what somebody is: `a former Acme Corp. chief executive`, `the 34-year-old Kenyan runner`, `mayor of Port Alder`.
//!
//! Input: where a phrase may begin, or where it ends. Output: a [`Phrase`]. Method: the tags give the core (up to the head noun), the names
//! in it the affiliation and nationality, what follows the head with *of*, *for*, *at* the affiliation too, or the rest of the role
//! (`chief of staff`). Cost: at most [`MOST`] words of a core and four complements.

use super::age;
use super::groups::{is_nationality, is_party};
use super::nouns::{self, Noun};
use super::reader::Reader;
use crate::entity::lexicon::{Flags, Lexicon};
use crate::entity::view::Shape;
use crate::entity::{Label, Mention};
use crate::person::context;
use crate::tag::Tag;

/// Words of a core, at most.
const MOST: usize = 12;

/// What a phrase says of a person.
#[derive(Debug, Default)]
pub(super) struct Phrase {
    /// In lower case, abbreviations in full, with `former`.
    pub role: Option<String>,
    pub is_former: bool,
    pub affiliation: Option<String>,
    pub party: Option<String>,
    pub nationality: Option<String>,
    pub age: Option<u8>,
    /// As [`Self::is_article`], or a name owns what follows.
    pub is_determined: bool,
    /// Whether an article or a possessive begins it.
    pub is_article: bool,
    /// Whether *the* begins it.
    pub is_definite: bool,
    /// Whether the lexicon knows the role.
    pub is_known: bool,
    /// The first word behind.
    pub end: usize,
}

/// The part of a phrase up to its head noun.
struct Core {
    phrase: Phrase,
    /// The head's first word, and what it is; none for `a 34-year-old`, `a Kenyan`.
    head: Option<(usize, Noun)>,
    /// Where the name of the role begins.
    role: usize,
    /// Behind the head.
    end: usize,
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

/// Reads the phrase that begins with word `at`.
pub(super) fn read(reader: &Reader<'_>, at: usize, buffer: &mut String) -> Option<Phrase> {
    let is_determined = is_determiner(reader, at);
    let is_past = reader.is(at, &["then"]);
    let start = at + usize::from(is_determined || is_past);
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
    core.phrase.is_determined |= is_determined;
    core.phrase.is_article = is_determined;
    core.phrase.is_definite = reader.is(at, &["the"]);
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
    core.phrase.is_article = start > 0 && is_determiner(reader, start - 1);
    core.phrase.is_determined |= core.phrase.is_article;
    // then-Mayor Ruiz
    core.phrase.is_former |= start > 0 && reader.is(start - 1, &["then"]);
    name_role(reader, &mut core, first, buffer);
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
    found.is_article = start > 0 && is_determiner(reader, start - 1);
    found.is_determined |= found.is_article;
    found.role.is_some().then_some(found)
}

/// Where the core that begins with word `start` ends.
fn core_end(reader: &Reader<'_>, start: usize) -> usize {
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
fn find_head(reader: &Reader<'_>, start: usize, end: usize, buffer: &mut String) -> Option<(usize, Noun)> {
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

/// Words that take back what the role says: `the likely nominee`.
const DOUBTS: [&str; 9] =
    ["next", "likely", "possible", "potential", "prospective", "alleged", "so-called", "self-styled", "would-be"];

/// Nouns for companies and their like: `an American company executive` need be no American.
const COMPANIES: [&str; 14] = [
    "company",
    "firm",
    "carmaker",
    "automaker",
    "airline",
    "bank",
    "retailer",
    "giant",
    "maker",
    "subsidiary",
    "branch",
    "club",
    "newspaper",
    "group",
];

/// Reads words `start..end`, of which the last is the head or nothing but an age or a nationality.
fn read_core(reader: &Reader<'_>, start: usize, end: usize, buffer: &mut String) -> Option<Core> {
    let mut phrase = Phrase { end, ..Phrase::default() };
    let mut head = find_head(reader, start, end, buffer);
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
            phrase = Phrase { affiliation, end, is_determined: true, ..Phrase::default() };
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
        } else if reader.is(at, &COMPANIES) {
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
    let is_title = reader.view.words.get(head).is_some_and(|head| head.is_capital());
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
fn is_body(name: &Mention) -> bool {
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
            phrase.affiliation = Some(rest.to_owned());
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
        // Russian | Foreign Ministry: the body's, not the person's.
        let joined = phrase.nationality.take_if(|_| !is_place).map(|nation| format!("{nation} {text}"));
        if joined.is_some() || !is_place || phrase.affiliation.is_none() {
            phrase.affiliation = Some(joined.unwrap_or(text));
        }
    }
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
    (is_body && end - first >= 2).then(|| reader.words(first, end).to_lowercase())
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
