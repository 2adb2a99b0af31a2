//! Marks that quote nobody: titles of works, nicknames, slogans, terms, scare quotes, measures, marks without a partner.
//!
//! Input: the scene and which regions a quote has taken. Output: [`QuietMark`]s sorted by start.
//! Method: the words before the marks and the capitals inside; what no rule knows is a scare quote.

use super::scene::{QuotedRegion, Scene};
use super::words::WordClass as Class;
use super::{Found, QuietMark, QuietMarkKind};
use crate::text::Span;
use crate::token::TokenKind;

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
    "headlined",
    "magazine",
    "sitcom",
    "drama",
    "track",
    "anthem",
    "ballad",
    "exhibition",
    "sang",
    "starred",
    "starring",
    "blockbuster",
    "thriller",
    "comedy",
    "bestseller",
    "sequel",
    "column",
    "author",
    "hit",
];
const SIGNS: &[&str] = &[
    "sign",
    "signs",
    "banner",
    "banners",
    "placard",
    "placards",
    "slogan",
    "slogans",
    "motto",
    "hat",
    "hats",
    "shirt",
    "shirts",
    "t-shirt",
    "t-shirts",
    "sticker",
    "stickers",
    "poster",
    "posters",
    "billboard",
    "billboards",
];
const SLOGAN_NOUNS: &[&str] =
    &["campaign", "slogan", "movement", "agenda", "platform", "hat", "hats", "sign", "signs", "banner", "rally", "shirt", "shirts"];
const TERMS: &[&str] =
    &["word", "words", "term", "terms", "phrase", "means", "meaning", "expression", "label", "letter", "letters"];
const NICKNAMES: &[&str] = &["known", "nicknamed", "nickname", "codenamed", "dubbed", "alias", "aka", "moniker"];

/// The words around a region, and what it is written like.
struct Setting<'a> {
    before: Vec<std::borrow::Cow<'a, str>>,
    after: Option<std::borrow::Cow<'a, str>>,
    between_capitals: bool,
    capitals: usize,
    in_title_case: bool,
}

impl Setting<'_> {
    fn any_before(&self, words: &[&str]) -> bool {
        self.before.iter().any(|word| words.contains(&word.as_ref()))
    }
}

fn setting<'a>(scene: &'a Scene<'_>, quoted: &QuotedRegion) -> Setting<'a> {
    let tokens = scene.input.tokens;
    let here = |i: &usize| *i < tokens.len() && tokens.paragraphs[*i] == quoted.paragraph;
    let before = (quoted.first.saturating_sub(4)..quoted.first).filter(here).map(|i| scene.lower(i)).collect();
    let previous = quoted.first.checked_sub(1).filter(here);
    let next = Some(quoted.last + 1).filter(here);
    let words: Vec<usize> = (quoted.first + 1..quoted.last.max(quoted.first + 1)).filter(|&i| scene.is_word(i)).collect();
    let capitals = words.iter().filter(|&&i| scene.is_capitalised(i)).count();
    let is_small = |i: usize| {
        !scene.is_capitalised(i)
            && tokens.kinds[i] == TokenKind::Word
            && !scene.classes[i].is(Class::PREPOSITION | Class::DETERMINER | Class::CONJUNCTION | Class::NEGATION)
    };
    let small = words.iter().filter(|&&i| is_small(i)).count();
    Setting {
        before,
        after: next.map(|i| scene.lower(i)),
        between_capitals: previous.is_some_and(|i| scene.is_capitalised(i)) && next.is_some_and(|i| scene.is_capitalised(i)),
        capitals,
        in_title_case: capitals > 0 && small == 0,
    }
}

/// What a region surely is before any attribution is read: a nickname, a named work, the words on a sign, a so-called thing.
pub fn certain_kind(scene: &Scene<'_>, quoted: &QuotedRegion) -> Option<(QuietMarkKind, &'static str)> {
    let setting = setting(scene, quoted);
    let last = setting.before.last().map(AsRef::as_ref);
    if setting.between_capitals && quoted.words <= 3 && !quoted.ends_like_sentence && setting.capitals > 0 {
        return Some((QuietMarkKind::Nickname, "nickname"));
    }
    if is_heading(scene, quoted, &setting) {
        return Some((QuietMarkKind::Title, "heading"));
    }
    if last == Some("so-called")
        || last == Some("called") && setting.before.len() > 2 && setting.before[setting.before.len() - 3] == "so"
    {
        return Some((QuietMarkKind::Scare, "so-called"));
    }
    let reads = matches!(last, Some("read" | "reads" | "reading" | "said" | "saying"));
    let sign_before = reads
        && (quoted.first.saturating_sub(9)..quoted.first)
            .any(|i| scene.input.tokens.paragraphs[i] == quoted.paragraph && SIGNS.contains(&scene.lower(i).as_ref()));
    if sign_before
        || setting.any_before(SIGNS)
            && (setting.any_before(&["reading", "read", "reads", "saying", "said", "says", "with"]) || quoted.words <= 6)
    {
        return Some((QuietMarkKind::Slogan, "slogan"));
    }
    let near_work = setting.before.iter().rev().take(3).any(|word| WORKS.contains(&word.as_ref()));
    if near_work && setting.in_title_case && quoted.words <= 10 {
        return Some((QuietMarkKind::Title, "title-of-work"));
    }
    if setting.in_title_case && setting.after.as_deref().is_some_and(|word| SLOGAN_NOUNS.contains(&word)) {
        return Some((QuietMarkKind::Slogan, "slogan"));
    }
    None
}

/// `'Legend in the Coal Fields'`: a few words in capitals and single marks that are a paragraph of their own, in an article that quotes
/// with double ones.
fn is_heading(scene: &Scene<'_>, quoted: &QuotedRegion, setting: &Setting<'_>) -> bool {
    let tokens = scene.input.tokens;
    let is_alone = |i: Option<usize>| i.is_none_or(|i| i >= tokens.len() || tokens.paragraphs[i] != quoted.paragraph);
    let is_single = matches!(tokens.form(scene.input.text, quoted.first), "'" | "‘");
    is_single
        && (2..=7).contains(&quoted.words)
        && setting.in_title_case
        && is_alone(quoted.first.checked_sub(1))
        && is_alone(Some(quoted.last + 1))
        && scene.has_double_marks
}

/// What a region that no attribution took most likely is.
fn likely_kind(scene: &Scene<'_>, quoted: &QuotedRegion) -> (QuietMarkKind, &'static str) {
    let setting = setting(scene, quoted);
    if setting.any_before(SIGNS) {
        return (QuietMarkKind::Slogan, "slogan");
    }
    if setting.any_before(NICKNAMES) && quoted.words <= 4 {
        return (QuietMarkKind::Nickname, "known-as");
    }
    if quoted.words == 1 && setting.after.as_deref().is_some_and(|word| matches!(word, "means" | "meaning" | "refers" | "in")) {
        return (QuietMarkKind::Term, "term");
    }
    let in_title_case = setting.in_title_case && !quoted.ends_like_sentence;
    if setting.capitals > 0 && setting.any_before(WORKS) || in_title_case && quoted.words >= 2 {
        return (QuietMarkKind::Title, "title-case");
    }
    if setting.any_before(TERMS) {
        return (QuietMarkKind::Term, "term");
    }
    if in_title_case {
        return (QuietMarkKind::Title, "title-case");
    }
    (QuietMarkKind::Scare, "scare")
}

/// Measures, joined with their figures: `6'2"` is one, not two.
fn measures(scene: &Scene<'_>) -> Vec<QuietMark> {
    let text = scene.input.text;
    let mut found: Vec<QuietMark> = Vec::new();
    for &mark in &scene.input.pairing.measures {
        let before = &text[..mark.start as usize];
        let figures = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '°')).len();
        let span = Span { start: mark.start - figures as u32, end: mark.end };
        match found.last_mut().filter(|last| last.span.end >= span.start) {
            Some(last) => last.span = last.span.cover(span),
            None => found.push(QuietMark { span, kind: QuietMarkKind::Measure, method: "measure" }),
        }
    }
    found
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
            let (kind, method) = likely_kind(scene, &scene.regions[region]);
            found.marks.push(QuietMark { span: inner, kind, method });
        } else {
            found.quotes.push(unattributed(inner));
        }
    }
    let unpaired = |&span: &Span| QuietMark { span, kind: QuietMarkKind::Unpaired, method: "unpaired" };
    found.marks.extend(scene.input.pairing.unpaired.iter().map(unpaired));
    found.marks.extend(measures(scene));
    if is_english {
        found.marks.extend(scene.quiet.iter().cloned());
    }
    found.marks.sort_by_key(|mark| (mark.span.start, mark.span.end));
    found
}

/// A quotation in a language whose attributions are not read.
pub(super) fn unattributed(inner: Span) -> super::Quote {
    super::Quote {
        kind: super::QuoteKind::Direct,
        status: super::Status::Said,
        parts: vec![inner],
        quoted: Vec::new(),
        parent: None,
        in_title: false,
        cue: None,
        source: None,
        antecedent: None,
        addressee: None,
        method: "marks-only",
        share: None,
    }
}
