//! Newspapers, broadcasters and agencies by the look of their names, and the one that is credited with a report.
//!
//! Finds: names with a masthead's word at their end (the Evening Courier), a broadcaster's in front (Radio Meridian), well-known
//! initials (CNN), common nouns (state television, the newspaper). Credits (`reported_by`): "…, the Courier reported", "…, according
//! to the Courier", "the Courier quoted X as saying", "X was quoted by the Courier as saying".
//! Does not find: an outlet that speaks for itself ("The Courier reported that …": it is the speaker), other sources ("according to
//! the police"), people and titles with such a word ("Press Secretary Ruiz").

use super::{Input, Zone};
use crate::tag::Tag;
use crate::text::Span;

/// Last words of names of papers and agencies.
const MASTHEADS: &[&str] = &[
    "times",
    "post",
    "journal",
    "herald",
    "tribune",
    "courier",
    "gazette",
    "chronicle",
    "guardian",
    "observer",
    "telegraph",
    "mail",
    "mirror",
    "sun",
    "star",
    "globe",
    "independent",
    "examiner",
    "inquirer",
    "enquirer",
    "sentinel",
    "mercury",
    "dispatch",
    "press",
    "record",
    "bee",
    "argus",
    "echo",
    "express",
    "monitor",
    "bulletin",
    "advertiser",
    "advocate",
    "beacon",
    "bugle",
    "clarion",
    "messenger",
    "spectator",
    "statesman",
    "news",
    "magazine",
    "weekly",
    "daily",
    "newspaper",
    "tv",
    "television",
    "radio",
    "review",
    "week",
    "today",
    "agency",
    "network",
    "beast",
    "caller",
    "online",
];
/// Words that make a name an outlet's wherever they stand in it.
const MARKERS: &[&str] = &["radio", "tv", "television", "daily", "weekly", "news", "gazette", "tribune"];
/// Outlets known by one word.
const KNOWN: &[&str] = &[
    "cnn",
    "bbc",
    "nbc",
    "abc",
    "cbs",
    "npr",
    "pbs",
    "msnbc",
    "cnbc",
    "fox",
    "reuters",
    "afp",
    "ap",
    "upi",
    "bloomberg",
    "politico",
    "axios",
    "buzzfeed",
    "breitbart",
    "newsweek",
    "vox",
    "vice",
    "c-span",
    "espn",
    "itv",
    "sky",
    "univision",
    "telemundo",
    "pti",
    "tass",
    "xinhua",
    "interfax",
    "slate",
    "salon",
    "huffpost",
    "mashable",
    "techcrunch",
    "wired",
    "wikinews",
    "al-jazeera",
    "jazeera",
    "newsmax",
    "lifezette",
    "mlive",
    "variety",
    "vogue",
    "esquire",
    "forbes",
    "fortune",
    "playboy",
];
/// Common nouns.
const NOUNS: &[&str] = &[
    "newspaper",
    "newspapers",
    "magazine",
    "broadcaster",
    "tabloid",
    "weekly",
    "daily",
    "television",
    "radio",
    "paper",
    "outlet",
    "tv",
    "station",
    "network",
    "channel",
    "programme",
    "program",
    "show",
    "podcast",
    "website",
];

/// Whether the tokens from `first` to `last` are an outlet's name or a noun for one.
pub(super) fn is_outlet(input: &Input<'_>, first: usize, last: usize) -> bool {
    let lower = |token: usize| input.tokens.lower(input.text, token);
    let capitals: Vec<usize> =
        (first..=last).filter(|&token| input.is_capitalised(token) && !input.is_any(token, &["the", "a", "an"])).collect();
    if input.names_person(first, last)
        && !input.is(first, "the")
        && !capitals.iter().any(|&token| MARKERS.contains(&lower(token).as_ref()))
    {
        return false;
    }
    let Some(&last_capital) = capitals.last() else {
        return NOUNS.contains(&lower(last).as_ref()) || lower(last) == "agency" && last > first && lower(last - 1) == "news";
    };
    // "the Meridian news agency"; "a Fox interview", "a Fox News host" are none.
    if last_capital < last {
        return NOUNS.contains(&lower(last).as_ref()) || lower(last) == "agency" || is_any_noun_before(input, first, last_capital);
    }
    let has_article = input.is_any(first, &["the"]);
    let word = lower(last_capital);
    capitals.iter().any(|&token| KNOWN.contains(&lower(token).as_ref()))
        || MASTHEADS.contains(&word.as_ref())
            && (capitals.len() > 1 || has_article && !matches!(word.as_ref(), "network" | "agency"))
        || capitals.len() > 1 && capitals.iter().any(|&token| MARKERS.contains(&lower(token).as_ref()))
        || is_any_noun_before(input, first, last_capital)
}

/// `the magazine “Nota Bene”`: a common noun before the name.
fn is_any_noun_before(input: &Input<'_>, first: usize, last: usize) -> bool {
    (first..last).any(|token| !input.is_capitalised(token) && NOUNS.contains(&input.tokens.lower(input.text, token).as_ref()))
}

/// The last token of the noun phrase that begins at `first`: an article, then nouns, adjectives, names.
pub(super) fn phrase_end(input: &Input<'_>, first: usize, end: usize) -> Option<usize> {
    let is_inside = |token: usize| {
        let of = token > first
            && input.is(token, "of")
            && token + 1 < end
            && input.is_capitalised(token - 1)
            && input.is_capitalised(token + 1);
        let tag = input.tag(token);
        let is_day = DAYS.contains(&input.tokens.lower(input.text, token).as_ref());
        let nominal = matches!(
            tag,
            Some(
                Tag::Nn
                    | Tag::Nns
                    | Tag::Nnp
                    | Tag::Nnps
                    | Tag::Jj
                    | Tag::Jjs
                    | Tag::Cd
                    | Tag::Dt
                    | Tag::PrpPossessive
                    | Tag::Hyph
                    | Tag::Pos
            )
        );
        !is_day && !input.is(token, "that") && (of || nominal)
    };
    let count = (first..end.min(first + 9)).take_while(|&token| is_inside(token)).count();
    let mut last = (first + count).checked_sub(1).filter(|_| count > 0)?;
    // "ABC's “This Week”": the outlet alone.
    while last > first && input.is_any(last, &["'s", "'", "of", "-"]) {
        last -= 1;
    }
    Some(last)
}

/// Days behind a name are no part of it: "told the Courier Monday".
pub(super) const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "yesterday",
    "today",
    "tonight",
    "tomorrow",
    "last",
    "this",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The outlet that begins at token `first`, if one does.
pub(super) fn outlet_at(input: &Input<'_>, first: usize, end: usize) -> Option<Span> {
    let last = phrase_end(input, first, end)?;
    is_outlet(input, first, last).then(|| input.tokens.cover(first, last))
}

/// Who is credited with the report of quote `number`.
pub(super) fn credited(input: &Input<'_>, zone: &Zone, number: usize) -> Option<Span> {
    let is_cue = |token: usize| (zone.anchor.0..=zone.anchor.1).contains(&token);
    let source = input.quotes[number].source;
    (zone.first..zone.end)
        .find_map(|token| {
            if is_cue(token) {
                return None;
            }
            if input.is(token, "according") && token + 2 < zone.end && input.is(token + 1, "to") {
                outlet_at(input, token + 2, zone.end)
            } else if input.is_any(token, &["reported", "reports"]) && token > zone.core.1 {
                reporter_before(input, zone, token)
            } else if input.is_any(token, &["quoted", "cited", "quotes"]) {
                quoter(input, zone, token)
            } else {
                None
            }
        })
        .filter(|&outlet| Some(outlet) != source)
}

/// `…, the Courier reported.`: from the comma to the verb, and nothing reported behind it.
fn reporter_before(input: &Input<'_>, zone: &Zone, verb: usize) -> Option<Span> {
    let comma = (zone.first..verb).rev().take(9).find(|&token| input.is_punctuation(token))?;
    let is_last = verb + 1 >= zone.end
        || input.is_punctuation(verb + 1)
        || DAYS.contains(&input.tokens.lower(input.text, verb + 1).as_ref())
        || input.is(verb + 1, "on");
    let (first, last) = (comma + 1, verb - 1);
    (first <= last && is_last && input.is(comma, ",") && is_outlet(input, first, last)).then(|| input.tokens.cover(first, last))
}

/// `the Courier quoted X as saying`, `X was quoted by the Courier as saying`: who quotes is the one credited, whatever it is called.
fn quoter(input: &Input<'_>, zone: &Zone, verb: usize) -> Option<Span> {
    let saying = zone.anchor.0;
    let is_frame = saying > verb + 1 && input.is(saying - 1, "as") && input.is_any(saying, &["saying", "telling"]);
    if !is_frame {
        return None;
    }
    if input.is(verb + 1, "by") {
        let last = phrase_end(input, verb + 2, saying)?;
        return Some(input.tokens.cover(verb + 2, last));
    }
    let is_passive = verb > zone.first && input.is_any(verb - 1, &["was", "were", "is", "are", "been"]);
    let first = (zone.first..verb).rev().take_while(|&token| !input.is_punctuation(token)).last()?;
    (!is_passive && phrase_end(input, first, verb) == Some(verb - 1)).then(|| input.tokens.cover(first, verb - 1))
}
