//! From the model's names to mentions: titles and possessives cut off, places told apart.
//!
//! The model's data has one class for places; whether one is a country, city or state (GPE), a building (FAC) or else (LOC) follows from
//! the gazetteer and, for what it does not know, from the first and last word: `Lake Victoria`, `Victoria Station`.

use super::lexicon::{Flags, Lexicon, PhraseKind, lower_into, push_lower};
use super::recognizer::{Kind, Name, Recognizer};
use super::{Label, Mention, MentionKind};
use crate::token::{Case, Tokens};
use rustc_hash::FxHashSet;

/// The method of mentions that the model found.
const METHOD: &str = "name-model";

/// Turns names into mentions.
pub(super) fn to_mentions(text: &str, tokens: &Tokens, names: &[Name], recognizer: &Recognizer) -> Vec<Mention> {
    let mut buffer = String::new();
    let family_names: FxHashSet<String> = names
        .iter()
        .filter(|name| name.kind == Kind::Person && name.last > name.first)
        .map(|name| tokens.lower(text, name.last).into_owned())
        .collect();
    // A family name in capitals alone (`OTIENO:` in a transcript) looks like an organisation's letters.
    let is_shouted_family_name = |name: &Name| {
        name.first == name.last
            && tokens.cases[name.first] == Case::Upper
            && family_names.contains(&*tokens.lower(text, name.first))
    };
    let whole = names;
    let names = names.iter().flat_map(|name| split_pair(text, tokens, *name, whole));
    let names = names.flat_map(|name| split_places(text, tokens, name));
    let mentions = names.filter_map(|name| {
        let name = &name;
        let (first, last) = trim(text, tokens, name, &mut buffer)?;
        if name.kind == Kind::Person && is_party_and_state(tokens.cover(first, last).text(text)) {
            return None;
        }
        let label = match name.kind {
            Kind::Person if is_national(text, tokens, first, last) => Label::Norp,
            Kind::Person => seat_label(text, tokens, first, last, &mut buffer).unwrap_or(Label::Person),
            Kind::Organization if is_shouted_family_name(name) => Label::Person,
            Kind::Organization => Label::Org,
            Kind::Group => Label::Norp,
            Kind::Place => place_label(text, tokens, first, last, &mut buffer),
        };
        let confidence = recognizer.confidence(name);
        Some(Mention { span: tokens.cover(first, last), label, kind: MentionKind::Name, confidence, method: METHOD })
    });
    let mut mentions: Vec<Mention> = mentions.collect();
    add_titles_as_names(text, tokens, &family_names, &mut mentions);
    mentions
}

/// Nouns for one of a nation that are names of persons too, or rare.
const NATIONALS: [&str; 24] = [
    "swede",
    "dane",
    "finn",
    "turk",
    "pole",
    "scot",
    "briton",
    "brit",
    "spaniard",
    "croat",
    "serb",
    "czech",
    "argentine",
    "frenchman",
    "frenchwoman",
    "dutchman",
    "dutchwoman",
    "irishman",
    "irishwoman",
    "englishman",
    "englishwoman",
    "welshman",
    "welshwoman",
    "scotsman",
];

/// `the Finn`, which the model takes for a person's name; not `Finn` alone.
fn is_national(text: &str, tokens: &Tokens, first: usize, last: usize) -> bool {
    first == last
        && first > 0
        && tokens.form(text, first - 1).eq_ignore_ascii_case("the")
        && NATIONALS.contains(&&*tokens.lower(text, first))
}

/// `D-Ariz.`, `R-Texas`: party and state of the one named before, which the model may take for another name.
fn is_party_and_state(name: &str) -> bool {
    let mut letters = name.chars();
    matches!(letters.next(), Some('D' | 'R' | 'I'))
        && letters.next() == Some('-')
        && letters.next().is_some_and(char::is_uppercase)
        && name.len() <= 10
        && !name.contains(' ')
}

/// `Ms. Judge` where the article has a `Patty Judge`: family names that are titles, which the model leaves out behind a form of address.
/// Not `Mr. Judge` where nobody is called so.
fn add_titles_as_names(text: &str, tokens: &Tokens, family_names: &FxHashSet<String>, mentions: &mut Vec<Mention>) {
    let lexicon = Lexicon::get();
    if !family_names.iter().any(|name| lexicon.flags(name).has(Flags::TITLE)) {
        return;
    }
    let found = (1..tokens.spans.len()).filter(|&at| {
        matches!(tokens.form(text, at - 1), "Mr." | "Mrs." | "Ms." | "Mr" | "Mrs" | "Ms")
            && tokens.cases[at] == Case::Title
            && family_names.contains(&*tokens.lower(text, at))
            && tokens.cases.get(at + 1).is_none_or(|next| *next != Case::Title)
    });
    let added: Vec<Mention> = found
        .map(|at| tokens.spans[at])
        .filter(|span| {
            let next = mentions.partition_point(|held| held.span.end <= span.start);
            mentions.get(next).is_none_or(|held| held.span.start >= span.end)
        })
        .map(|span| Mention { span, label: Label::Person, kind: MentionKind::Name, confidence: 0.9, method: "title-as-name" })
        .collect();
    if !added.is_empty() {
        mentions.extend(added);
        mentions.sort_by_key(|mention| mention.span.start);
    }
}

/// The label of a capital or a seat of government that the model takes for a person: `Pyongyang denied it`. None where it is a given name
/// or a family name too (`Jordan`), or a part of a longer name (`Paris Hilton`).
fn seat_label(text: &str, tokens: &Tokens, first: usize, last: usize, buffer: &mut String) -> Option<Label> {
    if last > first {
        return None;
    }
    lower_into(buffer, tokens.form(text, last));
    let lexicon = Lexicon::get();
    let phrase = lexicon.phrase(buffer).filter(|_| !lexicon.flags(buffer).has_any(Flags::GIVEN.with(Flags::SURNAME)))?;
    match phrase.kind {
        PhraseKind::Capital => Some(Label::Gpe),
        PhraseKind::Org if phrase.country.is_some() => Some(Label::Org),
        _ => None,
    }
}

/// Two persons whom a hyphen joins are two names where the article names each of them elsewhere: `the Trump-Kim summit`. A double name
/// stays one: `Ocasio-Cortez`.
fn split_pair(text: &str, tokens: &Tokens, name: Name, names: &[Name]) -> impl Iterator<Item = Name> {
    let is_hyphen = |i: usize| tokens.text(text, i) == "-";
    let (left, right) = (name.first, name.last);
    let is_pair = name.kind == Kind::Person && right == left + 2 && is_hyphen(left + 1);
    let is_named = |part: usize| {
        let form = tokens.form(text, part);
        names.iter().filter(|other| other.kind == Kind::Person && other.last > other.first).any(|other| {
            !(other.first..=other.last).any(is_hyphen) && (other.first..=other.last).any(|i| tokens.form(text, i) == form)
        })
    };
    let pieces = if is_pair && is_named(left) && is_named(right) {
        [Some(Name { last: left, ..name }), Some(Name { first: right, ..name })]
    } else {
        [Some(name), None]
    };
    pieces.into_iter().flatten()
}

/// A place and the larger one that it lies in are two names: `Norfolk, Va.` Commas inside other names stay: `Smith, Ruiz & Co.`
fn split_places<'a>(text: &'a str, tokens: &'a Tokens, name: Name) -> impl Iterator<Item = Name> + 'a {
    let ends = (name.first..=name.last).filter(move |&i| name.kind == Kind::Place && tokens.text(text, i) == ",");
    let mut first = name.first;
    ends.map(Some).chain([None]).filter_map(move |comma| {
        let piece = Name { first, last: comma.map_or(name.last, |comma| comma.saturating_sub(1)), ..name };
        first = comma.map_or(first, |comma| comma + 1);
        (piece.first <= piece.last && piece.first >= name.first).then_some(piece)
    })
}

/// The first and last token without possessive and, for persons, without titles; none if nothing is left.
fn trim(text: &str, tokens: &Tokens, name: &Name, buffer: &mut String) -> Option<(usize, usize)> {
    let (mut first, mut last) = (name.first, name.last);
    while matches!(tokens.form(text, last), "'s" | "'" | "," | "\"") {
        if last == first {
            return None;
        }
        last -= 1;
    }
    if name.kind == Kind::Person {
        let lexicon = Lexicon::get();
        while first < last {
            lower_into(buffer, tokens.form(text, first));
            let flags = lexicon.flags(buffer);
            let is_title =
                flags.has(Flags::HONORIFIC) || flags.has(Flags::TITLE) && !flags.has_any(Flags::GIVEN.with(Flags::SURNAME));
            if !is_title {
                break;
            }
            first += 1;
        }
    }
    Some((first, last))
}

fn place_label(text: &str, tokens: &Tokens, first: usize, last: usize, buffer: &mut String) -> Label {
    let lexicon = Lexicon::get();
    buffer.clear();
    for i in first..=last {
        if i > first {
            buffer.push(' ');
        }
        push_lower(buffer, tokens.form(text, i));
    }
    match lexicon.phrase(buffer).map(|phrase| phrase.kind) {
        Some(PhraseKind::Region) => return Label::Loc,
        Some(PhraseKind::Facility) => return Label::Fac,
        Some(PhraseKind::Group | PhraseKind::Org) | None => {}
        Some(_) => return Label::Gpe,
    }
    let mut flags_at = |i: usize| {
        lower_into(buffer, tokens.form(text, i));
        lexicon.flags(buffer)
    };
    let (head, tail) = (flags_at(first), flags_at(last));
    if last > first && tail.has(Flags::FAC_HEAD) {
        Label::Fac
    } else if last > first && (tail.has(Flags::LOC_HEAD) || head.has(Flags::LOC_FIRST)) {
        Label::Loc
    } else {
        Label::Gpe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn party_and_state_are_no_person() {
        for (name, expected) in [("D-Ariz.", true), ("R-Texas", true), ("D-Day", true), ("J-Lo", false), ("D-Ana Ruiz", false)] {
            assert_eq!(is_party_and_state(name), expected, "{name}");
        }
    }

    #[test]
    fn a_place_in_a_place_is_a_name_of_its_own() {
        let text = "Norfolk, Va., and Smith, Ruiz & Co.";
        let (tokens, _) = crate::token::tokenize(text, &[]);
        let pieces = |first: usize, last: usize, kind: Kind| -> Vec<&str> {
            let name = Name { first, last, kind, margin: 0 };
            split_places(text, &tokens, name).map(|name| tokens.cover(name.first, name.last).text(text)).collect()
        };
        assert_eq!(pieces(0, 2, Kind::Place), ["Norfolk", "Va."]);
        assert_eq!(pieces(0, 3, Kind::Place), ["Norfolk", "Va."]);
        assert_eq!(pieces(1, 1, Kind::Place), [] as [&str; 0]);
        let last = tokens.len() - 1;
        assert_eq!(pieces(5, last, Kind::Organization), ["Smith, Ruiz & Co."]);
    }
}
