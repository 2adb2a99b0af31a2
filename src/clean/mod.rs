//! Finds what is not the article's own prose: the title at the top, and boilerplate by kind.
//!
//! Input: the raw text. Output: [`Region`]s sorted by start, not overlapping; the body is what lies between.
//! Masked, never cut: later stages pass over masked regions and every offset stays true.
//! Method: the text as lines ([`page`]); rules by family, one a file, each about whole lines, the beginning or the end of one; and hover
//! cards inside lines. Then a look from the end upwards for notes on the author and galleries. Cost: O(bytes), about 85 MB/s on one core.

mod ad;
mod byline;
mod caption;
mod copyright;
mod dateline;
mod hovercard;
mod language;
mod newsletter;
mod page;
mod prefix;
mod read_more;
mod social;
mod title;
mod update_note;

use crate::text::Span;
use language::Language;
use page::Line;
use serde::Serialize;

/// What a region is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum RegionKind {
    /// The headline at the top of the text: analysed, not masked.
    Title,
    MetadataPrefix,
    Hovercard,
    Byline,
    Dateline,
    Caption,
    UpdateNote,
    ReadMore,
    Newsletter,
    Copyright,
    Ad,
    Social,
}

impl RegionKind {
    /// Whether the region's text yields no tokens, sentences, mentions or quotes.
    pub fn is_masked(self) -> bool {
        self != Self::Title
    }

    /// The name in tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::MetadataPrefix => "metadata_prefix",
            Self::Hovercard => "hovercard",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Caption => "caption",
            Self::UpdateNote => "update_note",
            Self::ReadMore => "read_more",
            Self::Newsletter => "newsletter",
            Self::Copyright => "copyright",
            Self::Ad => "ad",
            Self::Social => "social",
        }
    }
}

/// One stretch of the text that is not body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: RegionKind,
}

/// What cleaning found.
#[derive(Clone, Debug, Default)]
pub struct Cleaned {
    /// Regions, sorted by start, not overlapping.
    pub regions: Vec<Region>,
    /// The date in a metadata prefix (` date 2018-04-21 `), used where the caller gave none.
    pub metadata_date: Option<jiff::civil::Date>,
    /// `Some("en")` where the share of function words says English.
    pub language: Option<&'static str>,
    /// Whether the text is surely in another language: its marks are paired, its attributions are not read. A text too short to
    /// tell is read as English.
    pub is_foreign: bool,
    /// Doubts about the text: "not English", "looks like HTML; …".
    pub notes: Vec<String>,
}

/// Finds the regions of `text`. `title` is what the caller gave apart from the text: where the text begins with it,
/// that stretch is the title.
///
/// ```
/// use pullquote::clean::find_regions;
///
/// let text = "GENEVA (Reuters) - The talks failed.\n\n(Reporting by Ann Lee)";
/// let kinds: Vec<&str> = find_regions(text, None).regions.iter().map(|region| region.kind.name()).collect();
/// assert_eq!(kinds, ["dateline", "byline"]);
/// ```
pub fn find_regions(text: &str, title: Option<&str>) -> Cleaned {
    let mut cleaned = Cleaned::default();
    match language::guess(text) {
        Language::English => cleaned.language = Some("en"),
        Language::Unknown => {}
        Language::Other => {
            cleaned.is_foreign = true;
            cleaned.notes.push("not English".to_owned());
        }
    }
    if language::looks_like_html(text) {
        cleaned.notes.push("looks like HTML; extract the text first, e.g. with trafilatura".to_owned());
    }
    let lines = page::read_lines(text);
    let mut found = Vec::new();
    let is_whole = read_lines(text, title, &lines, &mut cleaned, &mut found);
    found.extend(lines[caption::gallery_at_end(&lines, &is_whole)].iter().map(|line| Found::whole(line, RegionKind::Caption)));
    read_author_notes(&lines, &is_whole, &mut found);
    cleaned.regions = settle(text, found);
    cleaned
}

/// A stretch that a rule found, in bytes of the article.
#[derive(Clone, Copy, Debug)]
struct Found {
    start: usize,
    end: usize,
    kind: RegionKind,
}

impl Found {
    /// The whole line.
    fn whole(line: &Line, kind: RegionKind) -> Self {
        Self { start: line.start, end: line.end(), kind }
    }
}

/// Applies the rules line by line. Gives, for each line, whether it is boilerplate as a whole.
fn read_lines(text: &str, title: Option<&str>, lines: &[Line], cleaned: &mut Cleaned, found: &mut Vec<Found>) -> Vec<bool> {
    let mut is_whole = vec![false; lines.len()];
    // Until the first line of the article itself: the title, the byline and the metadata stand before it.
    let mut is_top = true;
    let mut has_title = false;
    let mut is_under_label = false;
    // Whether nothing stands between the label and here: an advertisement between parts the links.
    let mut is_unbroken = false;
    let mut index = 0;
    while index < lines.len() {
        let line = &lines[index];
        if let Some(prefix) = prefix::find(text, lines, index).filter(|_| is_top || index + 1 == lines.len()) {
            cleaned.metadata_date = cleaned.metadata_date.or(prefix.date);
            is_whole[index] = prefix.found.end == line.end();
            // A dateline may follow on the same line.
            let rest = prefix.found.end.min(line.end());
            let behind = text[rest..line.end()].trim_start();
            let dateline = dateline::find_in(behind, line.end() - behind.len(), true);
            found.push(prefix.found);
            found.extend(dateline);
            index += 1;
            continue;
        }
        if is_top && index < 8 {
            let count = byline::lines_at_top(lines, index);
            if count > 0 {
                found.push(Found { start: line.start, end: lines[index + count - 1].end(), kind: RegionKind::Byline });
                is_whole[index..index + count].fill(true);
                index += count;
                continue;
            }
        }
        if is_top
            && !has_title
            && let Some(top) = title.and_then(|title| title::find_given(line, title))
        {
            has_title = true;
            let label = social::find(line).filter(|label| label.end <= top.title.start);
            found.extend(top.caption.into_iter().chain(label).chain([top.title]));
            index += 1;
            continue;
        }
        let whole = whole_line(lines, index, is_under_label);
        if let Some(region) = whole.filter(|region| region.end == line.end() && region.start == line.start) {
            let is_label = read_more::read(line) == Some(read_more::Link::Label);
            let is_link = is_under_label && region.kind == RegionKind::ReadMore && !is_label;
            is_under_label = region.kind == RegionKind::ReadMore && (is_under_label || is_label)
                || region.kind == RegionKind::Ad && is_under_label;
            is_unbroken = is_label || is_link && is_unbroken;
            is_whole[index] = true;
            // A label and the links under it are one region, and so are a heading and the notice under it.
            let is_next = index > 0 && is_whole[index - 1];
            match found.last_mut() {
                Some(last) if is_next && last.kind == region.kind && (is_link && is_unbroken || is_headed(lines, index)) => {
                    last.end = region.end;
                }
                _ => found.push(region),
            }
            index += 1;
            continue;
        }
        is_under_label = false;
        if is_top
            && !has_title
            && let Some(top) = title::find_headline(line, lines.get(index + 1), title.is_some_and(|title| !title.trim().is_empty()))
        {
            has_title = true;
            found.extend(top.caption);
            found.push(top.title);
            found.extend(whole);
            index += 1;
            continue;
        }
        // A credit alone under a first line: that line was its caption.
        if is_top && has_credit_below(lines, index) {
            found.push(Found { start: line.start, end: lines[index + 1].end(), kind: RegionKind::Caption });
            is_whole[index..=index + 1].fill(true);
            index += 2;
            continue;
        }
        found.extend(whole);
        found.extend(dateline::find(line, is_top));
        is_top = false;
        hovercard::find(line, index == 0, found);
        social::find_signatures(line, found);
        index += 1;
    }
    is_whole
}

/// The first rule that takes the line, or a stretch at its beginning or end.
fn whole_line(lines: &[Line], index: usize, is_under_label: bool) -> Option<Found> {
    let line = &lines[index];
    if line.text.len() < 200
        || index > 0 && lines[index - 1].text.len() < 16
        || line.has_phrases()
        || !line.text.starts_with(|c: char| c.is_alphabetic())
        || has_label(line)
    {
        let is_button = social::is_button(line)
            && (index.checked_sub(1).is_some_and(|before| social::is_button(&lines[before]))
                || lines.get(index + 1).is_some_and(social::is_button));
        let is_disclaimer =
            line.is_any(&["disclaimer"]) || index > 0 && lines[index - 1].is_any(&["disclaimer"]) && line.text.len() < 1_500;
        return is_disclaimer
            .then(|| Found::whole(line, RegionKind::Copyright))
            .or_else(|| ad::find(line))
            .or_else(|| update_note::find(line))
            .or_else(|| copyright::find(line))
            .or_else(|| newsletter::find(line))
            .or_else(|| byline::find(line))
            .or_else(|| social::find(line))
            .or_else(|| is_button.then(|| Found::whole(line, RegionKind::Social)))
            .or_else(|| read_more::is_bracketed(line).then(|| read_more::whole(line)))
            .or_else(|| caption::find(line))
            .or_else(|| {
                (read_more::read(line).is_some() || is_under_label && read_more::is_title(line) || is_capital_link(lines, index))
                    .then(|| read_more::whole(line))
            });
    }
    None
}

/// Whether the line stands under a heading that belongs to it: "Urgent poll:", "Disclaimer".
fn is_headed(lines: &[Line], index: usize) -> bool {
    index > 0 && lines[index - 1].is_any(&["urgent poll", "urgent", "vote now", "latest", "disclaimer"])
}

/// Whether a long line begins with a word that may be a label: most paragraphs do not, and are done with at once.
fn has_label(line: &Line) -> bool {
    const FIRST_WORDS: &[&str] = &[
        "just",
        "must",
        "related",
        "update",
        "updated",
        "correction",
        "corrections",
        "clarification",
        "editor's",
        "editors'",
        "an",
        "this",
        "file",
        "image",
        "media",
        "enlarge",
        "toggle",
        "hide",
        "facebook",
        "photos",
        "photo",
        "play",
        "slideshow",
        "skip",
        "share",
        "click",
        "close",
        "sign",
        "get",
        "content",
        "the opinions",
        "the views",
        "npr",
        "follow",
        "a previous",
        "something",
        "support",
        "thank",
    ];
    line.opens_with_any(FIRST_WORDS)
}

/// A link in capitals stands between two paragraphs that are not in capitals.
fn is_capital_link(lines: &[Line], index: usize) -> bool {
    let is_paragraph =
        |line: &Line| line.text.len() > 20 && line.ends_as_sentence() && line.text.bytes().any(|byte| byte.is_ascii_lowercase());
    index > 0
        && read_more::is_capital_link(&lines[index])
        && is_paragraph(&lines[index - 1])
        && lines.get(index + 1).is_none_or(is_paragraph)
}

/// Whether the next line is nothing but a bracketed photo credit, and this one short enough to be its caption.
fn has_credit_below(lines: &[Line], index: usize) -> bool {
    let Some(next) = lines.get(index + 1) else { return false };
    (40..400).contains(&lines[index].text.len())
        && next.text.len() < 80
        && next.text.starts_with('(')
        && next.text.ends_with(')')
        && caption::ends_in_credit(next)
        && read_more::read(next).is_none()
}

/// Finds notes on the author from the end of the text upwards, past lines that are boilerplate already.
fn read_author_notes(lines: &[Line], is_whole: &[bool], found: &mut Vec<Found>) {
    for (line, &is_boilerplate) in lines.iter().zip(is_whole).rev() {
        if is_boilerplate {
            continue;
        }
        if !byline::is_author_note(line) {
            return;
        }
        found.push(Found::whole(line, RegionKind::Byline));
    }
}

/// Sorts, and drops what is empty or overlaps an earlier stretch; where a note holds a notice ("… © 2017"), the note ends before it.
fn settle(text: &str, mut found: Vec<Found>) -> Vec<Region> {
    found.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
    let mut regions: Vec<Region> = Vec::with_capacity(found.len());
    for Found { start, end, kind } in found {
        let span = Span::new(start, end);
        if span.is_empty() {
            continue;
        }
        if let Some(last) = regions.last_mut()
            && last.span.overlaps(span)
        {
            if kind == RegionKind::Copyright
                && last.kind == RegionKind::Byline
                && start > last.span.start as usize
                && end >= last.span.end as usize
            {
                last.span = Span::new(last.span.start as usize, start).trim(text);
            } else {
                continue;
            }
        }
        regions.push(Region { span, kind });
    }
    regions
}

/// A word between white space, with its place.
#[derive(Clone, Copy, Debug)]
struct Word<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

/// The words of `text` between white space.
fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Word { text: word, start, end: start + word.len() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::fmt::Write;

    /// Checks a text whose regions are written in it: `⟦kind:stretch⟧`.
    pub(super) fn check(annotated: &str) {
        check_any(annotated, None);
    }

    /// As [`check`], with a title given apart.
    pub(super) fn check_with_title(title: &str, annotated: &str) {
        check_any(annotated, Some(title));
    }

    fn check_any(annotated: &str, title: Option<&str>) {
        let text: String = annotated
            .split('⟦')
            .enumerate()
            .map(|(index, part)| if index == 0 { part } else { part.split_once(':').expect("a kind").1 })
            .collect::<String>()
            .replace('⟧', "");
        let mut shown = String::new();
        let mut cursor = 0;
        for region in find_regions(&text, title).regions {
            shown.push_str(&text[cursor..region.span.start as usize]);
            let _ = write!(shown, "⟦{}:{}⟧", region.kind.name(), region.span.text(&text));
            cursor = region.span.end as usize;
        }
        shown.push_str(&text[cursor..]);
        assert_eq!(shown, annotated);
    }

    #[test]
    fn a_note_ends_where_its_notice_begins() {
        check(
            "The hall was empty by noon, her office said.\n\n⟦byline:— Jane Doe is the host of “Bridges.” Her e-mail address is jane@star.example.⟧ ⟦copyright:Copyright © 2017 Star.example⟧",
        );
    }

    #[test]
    fn empty_texts_have_no_regions() {
        for text in ["", " ", "\n\n\r\n"] {
            let cleaned = find_regions(text, Some(""));
            assert!(cleaned.regions.is_empty() && cleaned.notes.is_empty() && cleaned.language.is_none());
        }
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let start = std::time::Instant::now();
        for piece in [
            "MORE ",
            "Trump Donald ",
            "aB",
            "TrumpDonald MORE ",
            "(@a)",
            "(@a) May ",
            "— (@a) May 1, 2013 ",
            ") ",
            "<a",
            "© 2018 ",
            "Copyright ",
            "contributed to this ",
            "UPDATE: 1 ",
            "CLOSE\n",
            "Read more:\n",
            "Urgent\n",
            "(",
            "|",
            "/AP",
            "Reporting by A (",
            "• Jane Doe, ",
            "A. ",
            "\r",
            "\u{a0}",
        ] {
            let text = piece.repeat(400_000 / piece.len());
            let _ = find_regions(&text, Some(&text));
        }
        // Seconds even when not optimised; a square of the length would be hours.
        assert!(start.elapsed().as_secs() < 60);
    }

    proptest! {
        #[test]
        fn regions_are_sorted_apart_and_on_boundaries(text in arbitrary_text(), title in proptest::option::of(arbitrary_text())) {
            let cleaned = find_regions(&text, title.as_deref());
            let mut end = 0;
            for region in &cleaned.regions {
                let (from, to) = (region.span.start as usize, region.span.end as usize);
                prop_assert!(end <= from && from < to && to <= text.len());
                prop_assert!(text.is_char_boundary(from) && text.is_char_boundary(to));
                end = to;
            }
        }
    }

    /// Strings of any characters, and of the pieces that rules look for.
    fn arbitrary_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<String>(),
            proptest::sample::select(vec![
                "\n",
                "\n\n",
                "\r\n",
                " ",
                "MORE",
                "Trump",
                "TrumpDonald John TrumpÉ",
                " date 2018-04-21 ",
                "date",
                "2018-04-21",
                "|",
                "(CNN) - ",
                "PARIS —",
                "(",
                ")",
                "© 2019 ",
                "Copyright 2018",
                "(Reporting by A",
                "Getty Images",
                "(@a) May 15, 2013",
                "— ",
                "pic.twitter.com/é",
                "Updated at 4 p.m.",
                "UPDATE:",
                "By Jané Doe",
                "Read more:",
                "Related É",
                "contributed to this report.",
                ". ",
                "“",
                "’s",
                "Photo: É",
                "/AP",
                "| AP",
                "Skip Twitter post by @a",
                "ADVERTISEMENT",
                "\u{a0}",
                "\u{200b}",
                "7 years ago",
                "Sign up for our newsletter",
                "• Jane Doe is",
                "The mayor opened it. Bridge opens",
                "USA TODAY",
                "CLOSE ",
                "Follow @",
                "Share All sharing options for: ",
                "4/21/2018",
            ])
            .prop_map(str::to_owned),
        ];
        proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }
}
