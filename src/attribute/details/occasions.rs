//! Medium, outlet or occasion of a saying, and whom its phrase names as the one told.
//!
//! Finds: `in a statement`, `on Twitter`, `by telephone`, `through his lawyer`, `In “A Year of Rain,” her novel` (channel); `at a news
//! conference`, `in a speech`, `on CNN`, `told the Courier`, `in an interview with Radio Meridian` (venue); `in an email to staff`
//! (addressee).
//! Does not find: `Speaking to reporters, X said` (our guide gives no addressee there), towns and buildings ("in Busan"), times ("at the time"), what belongs to another verb or a relative clause ("said
//! Ruiz, who lost her seat at a hearing"), a compound whose head is another thing ("in an interview room").
//! Method: a preposition, a noun phrase by tags, its head in a list; before the attribution only where the phrase opens the sentence,
//! behind it up to the next finite verb or relative word.

use super::outlets::{DAYS, is_outlet, outlet_at, phrase_end};
use super::{Details, Input, Zone};
use crate::quote::{QuietMarkKind, Status};
use crate::tag::Tag;
use crate::text::Span;

/// Words and writings: "in a …".
const WRITINGS: &[&str] = &[
    "statement",
    "statements",
    "interview",
    "interviews",
    "letter",
    "letters",
    "email",
    "emails",
    "e-mail",
    "e-mails",
    "tweet",
    "tweets",
    "post",
    "posts",
    "posting",
    "memo",
    "memos",
    "memorandum",
    "note",
    "message",
    "messages",
    "blog",
    "column",
    "article",
    "essay",
    "op-ed",
    "editorial",
    "book",
    "memoir",
    "memoirs",
    "autobiography",
    "biography",
    "novel",
    "newsletter",
    "report",
    "filing",
    "filings",
    "affidavit",
    "release",
    "video",
    "podcast",
    "broadcast",
    "call",
    "text",
    "texts",
    "telegram",
    "diary",
    "communique",
    "dispatch",
    "ruling",
    "opinion",
    "dissent",
    "complaint",
    "lawsuit",
    "indictment",
    "press release",
    "thread",
    "livestream",
    "recording",
    "monologue",
    "reply",
    "response",
    "announcement",
    "advisory",
    "petition",
    "manifesto",
    "leaflet",
];
/// What one speaks over.
const LINES: &[&str] = &[
    "phone",
    "telephone",
    "email",
    "e-mail",
    "text",
    "message",
    "letter",
    "fax",
    "telegram",
    "video",
    "videolink",
    "video-link",
    "skype",
    "zoom",
    "whatsapp",
    "radio",
    "mail",
    "link",
    "twitter",
    "facebook",
];
/// Who speaks for others: "through his …".
const GO_BETWEENS: &[&str] = &[
    "lawyer",
    "lawyers",
    "attorney",
    "attorneys",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "representative",
    "representatives",
    "publicist",
    "interpreter",
    "translator",
    "agent",
    "solicitor",
    "counsel",
    "aide",
];
/// What one writes on, beside the networks: "on its …".
const SURFACES: &[&str] = &[
    "website",
    "site",
    "page",
    "blog",
    "phone",
    "telephone",
    "call",
    "account",
    "feed",
    "timeline",
    "podcast",
    "media",
    "television",
    "radio",
    "tv",
];
/// Networks, which need no article.
const NETWORKS: &[&str] = &[
    "twitter",
    "facebook",
    "instagram",
    "tiktok",
    "youtube",
    "telegram",
    "linkedin",
    "reddit",
    "snapchat",
    "weibo",
    "whatsapp",
    "tumblr",
    "periscope",
    "mastodon",
    "bluesky",
    "threads",
    "vkontakte",
    "wechat",
    "x",
    "social",
];
/// Where people meet: "at a …".
const OCCASIONS: &[&str] = &[
    "conference",
    "briefing",
    "briefings",
    "hearing",
    "hearings",
    "rally",
    "rallies",
    "speech",
    "speeches",
    "debate",
    "debates",
    "meeting",
    "meetings",
    "event",
    "forum",
    "summit",
    "session",
    "ceremony",
    "panel",
    "testimony",
    "address",
    "remarks",
    "appearance",
    "trial",
    "luncheon",
    "dinner",
    "fundraiser",
    "gathering",
    "hall",
    "convention",
    "inauguration",
    "vigil",
    "funeral",
    "protest",
    "demonstration",
    "sermon",
    "lecture",
    "keynote",
    "presser",
    "roundtable",
    "symposium",
    "seminar",
    "inquiry",
    "inquest",
    "webcast",
    "discussion",
    "q&a",
    "talk",
    "eulogy",
    "march",
];

/// What is said of a place of saying.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Channel,
    Venue,
}

/// A phrase behind a preposition: its tokens without it.
#[derive(Clone, Copy)]
struct Phrase {
    sort: Sort,
    first: usize,
    last: usize,
}

/// Fills channel, venue and addressee.
pub(super) fn fill(input: &Input<'_>, zone: &Zone, number: usize, details: &mut Details) {
    let quote = &input.quotes[number];
    if let Some(told) = quote.addressee.map(|told| input.tokens.inside(told)).filter(|told| !told.is_empty())
        && is_outlet(input, told.start, told.end - 1)
    {
        details.venue = quote.addressee;
    }
    let mut at = zone.first;
    while at < zone.end {
        let inside_core = zone.core.0 <= at && at <= zone.core.1 && is_in_source(input, number, at);
        if at > zone.core.1 && ends_reach(input, zone, at) {
            break;
        }
        let may_open = at >= zone.core.0 || opens(input, zone, at);
        let phrase = if inside_core || !may_open { None } else { phrase_at(input, zone, at) };
        let Some(phrase) = phrase else {
            at += 1;
            continue;
        };
        let span = input.tokens.cover(phrase.first, phrase.last);
        match phrase.sort {
            Sort::Channel => details.channel = details.channel.or(Some(span)),
            Sort::Venue => details.venue = details.venue.or(Some(span)),
        }
        after_phrase(input, zone, phrase, details);
        at = phrase.last + 1;
    }
    if details.channel.is_none() && quote.status == Status::Wrote {
        details.channel = titled_work(input, zone);
    }
    if let Some(outlet) = told_outlet(input, zone, number) {
        details.venue = Some(outlet);
        details.addressee = Some(outlet);
    }
    // Who is told behind the verb comes first; the outlet's whole name before a piece of it ("told the Evening Herald").
    let is_wider = |told: &Span| quote.addressee.is_none_or(|other| told.contains(other));
    details.addressee = details.addressee.filter(is_wider);
}

/// A preposition inside the source phrase belongs to it: "lawyers on the phone".
fn is_in_source(input: &Input<'_>, number: usize, token: usize) -> bool {
    input.quotes[number].source.is_some_and(|source| source.contains(input.tokens.spans[token]))
}

/// Whether what stands at `token`, behind the attribution, belongs to another verb.
fn ends_reach(input: &Input<'_>, zone: &Zone, token: usize) -> bool {
    let in_core = token <= zone.core.1;
    !in_core
        && (input.is_any(
            token,
            &["who", "which", "whose", "whom", "that", "where", "when", "while", "as", "after", "before", "because", "since"],
        ) || matches!(input.tag(token), Some(Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md))
            || input.tag(token) == Some(Tag::Vbg)
                && !input.is_any(token, &["speaking", "talking", "appearing", "testifying", "writing"]))
}

/// Whether the phrase at `token`, before the attribution, opens the sentence (perhaps behind "But", "Later,"), a comma behind it, or
/// belongs to an opening participle ("Speaking to reporters by telephone, …").
fn opens(input: &Input<'_>, zone: &Zone, token: usize) -> bool {
    let leads = |i: usize| input.is_punctuation(i) || matches!(input.tag(i), Some(Tag::Cc | Tag::Rb | Tag::Rbr | Tag::In));
    if (zone.first..token).all(leads) {
        return true;
    }
    let start = (zone.first..token).find(|&i| !input.is_punctuation(i)).unwrap_or(token);
    let is_participle = input.is_any(
        start,
        &["speaking", "writing", "talking", "appearing", "testifying", "interviewed", "asked", "responding", "addressing"],
    );
    is_participle && !(start + 1..token).any(|i| ends_reach(input, &Zone { core: (start, start), ..*zone }, i))
        // Another phrase of the same opening: "In a speech at a rally in Ohio, …".
        || input.tag(start) == Some(Tag::In) && token < start + 12 && !(start..token).any(|i| input.is(i, ","))
}

/// The channel or venue behind the preposition at `at`.
fn phrase_at(input: &Input<'_>, zone: &Zone, at: usize) -> Option<Phrase> {
    let first = at + 1;
    let preposition = input.tokens.lower(input.text, at);
    let (channels, venues): (&[&str], &[&str]) = match preposition.as_ref() {
        "in" => (WRITINGS, OCCASIONS),
        "on" => (SURFACES, &["show", "program", "programme", "panel"]),
        "at" => (&[], OCCASIONS),
        "during" => (&["interview", "interviews", "call", "podcast", "broadcast", "livestream"], OCCASIONS),
        "by" | "via" | "over" => (LINES, &[]),
        "through" => (GO_BETWEENS, &[]),
        _ => return None,
    };
    if first >= zone.end {
        return None;
    }
    let phrase = |sort, last| Some(Phrase { sort, first, last });
    if preposition == "on" && NETWORKS.contains(&input.tokens.lower(input.text, first).as_ref()) && input.is_capitalised(first) {
        // "on Facebook", but "on Facebook Live", "on Truth Social"
        let more = (first + 1..zone.end.min(first + 3))
            .take_while(|&i| input.is_any(i, &["live", "page", "account", "feed", "post"]))
            .count();
        return phrase(Sort::Channel, first + more);
    }
    if preposition == "on" && input.is(first, "truth") && first + 1 < zone.end && input.is(first + 1, "social") {
        return phrase(Sort::Channel, first + 1);
    }
    if matches!(preposition.as_ref(), "on" | "in" | "via")
        && let Some(outlet) = outlet_at(input, first, zone.end)
    {
        let tokens = input.tokens.inside(outlet);
        let is_medium = preposition == "on"
            && SURFACES.contains(&input.tokens.lower(input.text, tokens.end - 1).as_ref())
            && !input.is_capitalised(tokens.end - 1);
        return phrase(if is_medium { Sort::Channel } else { Sort::Venue }, tokens.end - 1);
    }
    let last = head_end(input, first, zone.end, channels, venues)?;
    let head = input.tokens.lower(input.text, last);
    let sort = if channels.contains(&head.as_ref()) { Sort::Channel } else { Sort::Venue };
    // "in part", "in hall": a bare singular is no occasion; "in testimony", "in remarks", "by phone" are.
    let is_bare =
        first == last && !matches!(head.as_ref(), "testimony" | "remarks" | "tweets" | "interviews" | "emails" | "statements");
    let needs_article = sort == Sort::Venue || preposition == "in" || preposition == "on";
    let is_hall = head == "hall" && !(last > first && input.is(last - 1, "town"));
    // "provided by Linz City Radio": somebody, no line to speak over.
    let is_name = preposition == "by" && last > first && input.is_capitalised(last);
    if is_hall || is_name || is_bare && needs_article {
        return None;
    }
    phrase(sort, last)
}

/// The head of the noun phrase from `first`: the last of its leading nouns that is in one of the lists.
fn head_end(input: &Input<'_>, first: usize, end: usize, channels: &[&str], venues: &[&str]) -> Option<usize> {
    let is_head = |token: usize| {
        let word = input.tokens.lower(input.text, token);
        (channels.contains(&word.as_ref()) || venues.contains(&word.as_ref()))
            && !matches!(input.tag(token), Some(Tag::Vb | Tag::Vbd | Tag::Vbz))
    };
    let is_inside = |token: usize| {
        matches!(
            input.tag(token),
            Some(
                Tag::Nn
                    | Tag::Nns
                    | Tag::Nnp
                    | Tag::Nnps
                    | Tag::Jj
                    | Tag::Jjr
                    | Tag::Jjs
                    | Tag::Cd
                    | Tag::Dt
                    | Tag::PrpPossessive
                    | Tag::Hyph
                    | Tag::Pos
                    | Tag::Vbn
                    | Tag::Vbg
                    | Tag::Rb
            )
        )
    };
    let limit = end.min(first + 9);
    let mut last = (first..limit).take_while(|&token| is_head(token) || is_inside(token)).find(|&token| is_head(token))?;
    while last + 1 < limit && is_head(last + 1) {
        last += 1;
    }
    // "in an interview room": the head is another noun.
    let is_compound = last + 1 < end
        && input.tag(last + 1) == Some(Tag::Nn)
        && !DAYS.contains(&input.tokens.lower(input.text, last + 1).as_ref());
    (!is_compound).then_some(last)
}

/// What a phrase goes on to name: `an interview with the Courier`, `an email to staff`, `a statement to CNN`.
fn after_phrase(input: &Input<'_>, zone: &Zone, phrase: Phrase, details: &mut Details) {
    let next = phrase.last + 1;
    if next + 1 >= zone.end {
        return;
    }
    if input.is_any(next, &["with", "for", "to", "on"])
        && let Some(outlet) = outlet_at(input, next + 1, zone.end)
    {
        details.venue = details.venue.or(Some(outlet));
        if input.is(next, "to") {
            details.addressee = Some(outlet);
        }
    } else if input.is(next, "to")
        && let Some(last) = phrase_end(input, next + 1, zone.end)
    {
        details.addressee = Some(input.tokens.cover(next + 1, last));
    }
}

/// `In “A Year of Rain,” her second novel, …`: a title of a work in marks behind "in", the comma inside the marks left out.
fn titled_work(input: &Input<'_>, zone: &Zone) -> Option<Span> {
    let zone_span = input.tokens.cover(zone.first, zone.end - 1);
    let from = input.marks.partition_point(|mark| mark.span.start < zone_span.start);
    let near = input.marks[from..].iter().take_while(|mark| mark.span.start < zone_span.end);
    let title = near.into_iter().find(|mark| {
        let tokens = input.tokens.inside(mark.span);
        // "in", the opening mark, the title
        let behind_in = tokens.start >= 2 && input.is(tokens.start - 2, "in");
        let is_work = mark.kind == QuietMarkKind::Title && tokens.end <= zone.core.0
            || (tokens.end..zone.end.min(tokens.end + 5))
                .any(|i| input.is_any(i, &["novel", "book", "memoir", "autobiography", "essay", "biography", "poem"]));
        zone_span.contains(mark.span) && behind_in && is_work
    })?;
    let text = title.span.text(input.text);
    Some(Span { start: title.span.start, end: title.span.start + text.trim_end_matches([',', '.']).len() as u32 })
}

/// `told state television`: an outlet right behind the cue.
fn told_outlet(input: &Input<'_>, zone: &Zone, number: usize) -> Option<Span> {
    input.quotes[number].cue.as_ref().filter(|cue| cue.lemma == "tell")?;
    let next = zone.anchor.1 + 1;
    (next < zone.end).then(|| outlet_at(input, next, zone.end)).flatten()
}
