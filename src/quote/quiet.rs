//! Marks that quote nobody: titles of works, nicknames, slogans, terms, scare quotes, measures, marks without a partner.
//!
//! Input: the scene and which regions a quote has taken. Output: [`QuietMark`]s sorted by start.
//! Method: the words before the marks and the capitals inside; what no rule knows is a scare quote.

use super::scene::Scene;
use super::words::WordClass as Class;
use super::{Found, QuietMark, QuietMarkKind};

const WORKS: &[&str] = &[
    "book",
    "novel",
    "film",
    "movie",
    "song",
    "album",
    "show",
    "series",
    "play",
    "poem",
    "essay",
    "documentary",
    "memoir",
    "titled",
    "entitled",
    "episode",
    "podcast",
    "single",
    "opera",
    "musical",
    "painting",
    "article",
    "column",
    "headlined",
    "magazine",
    "program",
    "sitcom",
    "drama",
    "track",
    "hit",
    "anthem",
    "ballad",
    "author",
    "exhibition",
    "painter",
    "wrote",
    "sang",
    "starred",
    "star",
    "starring",
];
const SLOGANS: &[&str] = &[
    "sign", "signs", "banner", "banners", "placard", "placards", "slogan", "slogans", "motto", "reading", "hat", "hats", "shirt",
    "shirts", "t-shirt", "hashtag", "read", "chant", "chants", "sticker", "stickers", "poster", "posters",
];
const TERMS: &[&str] = &[
    "word",
    "words",
    "term",
    "terms",
    "phrase",
    "so-called",
    "known",
    "called",
    "means",
    "meaning",
    "dubbed",
    "expression",
    "label",
    "nicknamed",
    "codenamed",
];

fn kind_of(scene: &Scene<'_>, region: usize) -> (QuietMarkKind, &'static str) {
    let quoted = scene.regions[region];
    let tokens = scene.input.tokens;
    let paragraph = quoted.paragraph;
    let before: Vec<_> = (quoted.first.saturating_sub(4)..quoted.first)
        .filter(|&i| tokens.paragraphs[i] == paragraph)
        .map(|i| scene.lower(i))
        .collect();
    let any = |words: &[&str]| before.iter().any(|word| words.contains(&word.as_ref()));
    let neighbour = |i: Option<usize>| i.filter(|&i| i < tokens.len() && tokens.paragraphs[i] == paragraph);
    let person_before = neighbour(quoted.first.checked_sub(1)).is_some_and(|i| scene.is_capitalised(i));
    let person_after = neighbour(Some(quoted.last + 1)).is_some_and(|i| scene.is_capitalised(i));
    let inside = quoted.first + 1..quoted.last.max(quoted.first + 1);
    let words: Vec<usize> = inside.filter(|&i| scene.is_word(i)).collect();
    let capitals = words.iter().filter(|&&i| scene.is_capitalised(i)).count();
    if person_before && person_after && quoted.words <= 3 {
        return (QuietMarkKind::Nickname, "nickname");
    }
    if any(SLOGANS) {
        return (QuietMarkKind::Slogan, "slogan");
    }
    let small = words
        .iter()
        .filter(|&&i| !scene.is_capitalised(i) && !scene.classes[i].is(Class::PREPOSITION | Class::DETERMINER | Class::CONJUNCTION))
        .count();
    let in_title_case = capitals > 0 && small == 0 && !quoted.ends_like_sentence;
    if capitals > 0 && any(WORKS) || in_title_case && quoted.words >= 2 {
        return (QuietMarkKind::Title, "title-case");
    }
    if any(TERMS) {
        return (QuietMarkKind::Term, "term");
    }
    if in_title_case {
        return (QuietMarkKind::Title, "title-case");
    }
    (QuietMarkKind::Scare, "scare")
}

/// The marks that no quote took; in other languages than English, every region is left as it is.
pub fn find(scene: &Scene<'_>, is_used: &mut [bool], is_english: bool) -> Found {
    let mut found = Found::default();
    for (region, used) in is_used.iter_mut().enumerate() {
        if *used {
            continue;
        }
        *used = true;
        let inner = scene.regions[region].inner;
        if is_english {
            let (kind, method) = kind_of(scene, region);
            found.marks.push(QuietMark { span: inner, kind, method });
        } else {
            found.quotes.push(unattributed(inner));
        }
    }
    let single = |spans: &[crate::text::Span], kind, method| {
        spans.iter().map(move |&span| QuietMark { span, kind, method }).collect::<Vec<_>>()
    };
    found.marks.extend(single(&scene.input.pairing.measures, QuietMarkKind::Measure, "measure"));
    found.marks.extend(single(&scene.input.pairing.unpaired, QuietMarkKind::Unpaired, "unpaired"));
    found.marks.sort_by_key(|mark| (mark.span.start, mark.span.end));
    found
}

/// A quotation in a language whose attributions are not read.
fn unattributed(inner: crate::text::Span) -> super::Quote {
    super::Quote {
        kind: super::QuoteKind::Direct,
        status: super::Status::Said,
        parts: vec![inner],
        quoted: Vec::new(),
        parent: None,
        in_title: false,
        cue: None,
        source: None,
        addressee: None,
        method: "marks-only",
    }
}
