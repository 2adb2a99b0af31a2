//! Cuts the unmasked text into pieces without paragraph breaks.
//!
//! Input: text, regions. Output: pieces in order, each saying whether it begins a paragraph. Several pieces make one paragraph
//! where a hover card stands in the middle of a sentence.
//! Method: in scraped news every line break separates. A text is hard-wrapped when it says so itself: enough of its lines of
//! 45 to 110 bytes break off without final punctuation before a line in lower case. Then a break behind a long line is a space.
//! In any text a single break is a space between a letter or comma and a small letter, and behind `Mr.` and its like
//! (283 thousand line breaks of raw news have none of these).
//! Cost: O(bytes), at the speed of memchr.

use crate::clean::{Region, RegionKind};
use crate::text::Span;

/// A stretch of unmasked text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) span: Span,
    pub(super) begins_paragraph: bool,
    pub(super) is_title: bool,
}

/// Finds the pieces of `text`.
pub(super) fn find_pieces(text: &str, regions: &[Region]) -> Vec<Piece> {
    let wrap = Wrap::measure(text);
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut begins = true;
    for region in regions {
        let (start, end) = (region.span.start as usize, region.span.end as usize);
        begins = cut_lines(text, at, start, begins, &wrap, &mut pieces);
        if region.kind == RegionKind::Title {
            cut_title(region.span, &mut pieces);
            begins = true;
        } else if region.kind != RegionKind::Hovercard {
            begins = true;
        }
        at = end.max(at);
    }
    cut_lines(text, at, text.len(), begins, &wrap, &mut pieces);
    pieces
}

/// The title is one paragraph, whatever breaks it holds.
fn cut_title(span: Span, pieces: &mut Vec<Piece>) {
    pieces.push(Piece { span, begins_paragraph: true, is_title: true });
}

/// Cuts `start..end` at its line breaks; returns whether what follows begins a paragraph.
fn cut_lines(text: &str, start: usize, end: usize, mut begins: bool, wrap: &Wrap, pieces: &mut Vec<Piece>) -> bool {
    if start >= end {
        return begins;
    }
    let mut from = start;
    for found in memchr::memchr2_iter(b'\n', b'\r', &text.as_bytes()[start..end]) {
        let at = start + found;
        if at < from || wrap.is_soft(text, at) {
            continue;
        }
        if at > from {
            pieces.push(Piece { span: Span::new(from, at), begins_paragraph: begins, is_title: false });
        }
        begins = true;
        from = at + 1;
    }
    if from < end {
        pieces.push(Piece { span: Span::new(from, end), begins_paragraph: begins, is_title: false });
        begins = false;
    }
    begins
}

/// What the text's own lines say about its line breaks.
#[derive(Debug, Default)]
struct Wrap {
    /// Offsets of the line breaks that are spaces, sorted.
    soft: Vec<usize>,
}

/// Lines that may have been wrapped are this long, in bytes.
const WRAPPED: std::ops::RangeInclusive<usize> = 45..=110;

impl Wrap {
    fn measure(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut start, mut evidence, mut longest, mut long_lines, mut lines) = (0, 0, 0, 0, 0);
        let mut candidates = Vec::new();
        let mut certain = Vec::new();
        for at in memchr::memchr_iter(b'\n', bytes) {
            let line = text[start..at].trim();
            let next_start = at + 1;
            start = next_start;
            lines += usize::from(!line.is_empty());
            long_lines += usize::from(line.len() > *WRAPPED.end());
            if goes_on(line, &text[next_start..]) {
                certain.push(at);
            }
            if !WRAPPED.contains(&line.len()) {
                continue;
            }
            let Some(next) = text[next_start..].chars().next().filter(|c| !c.is_whitespace()) else { continue };
            longest = longest.max(line.len());
            evidence += usize::from(next.is_lowercase() && !line.ends_with(['.', '!', '?', ':', '"', '”']));
            candidates.push((at, line.len()));
        }
        // Three breaks inside sentences, a third of all candidates, and hardly a line that was not wrapped.
        if evidence < 3 || evidence * 3 < candidates.len() || long_lines * 10 > lines {
            return Self { soft: certain };
        }
        let mut soft: Vec<usize> = candidates.into_iter().filter(|&(_, len)| len * 10 >= longest * 7).map(|(at, _)| at).collect();
        soft.append(&mut certain);
        soft.sort_unstable();
        Self { soft }
    }

    /// Whether the line break at `at` is a space. The `\r` of `\r\n` goes with its `\n`.
    fn is_soft(&self, text: &str, at: usize) -> bool {
        if self.soft.is_empty() {
            return false;
        }
        let at = if text.as_bytes()[at] == b'\r' { at + 1 } else { at };
        self.soft.binary_search(&at).is_ok()
    }
}

/// Whether a sentence surely runs on from `line` to the line that `rest` begins with.
fn goes_on(line: &str, rest: &str) -> bool {
    let Some(next) = rest.chars().next() else { return false };
    if next.is_lowercase() {
        return line.ends_with(|c: char| c.is_alphabetic() || c == ',');
    }
    next.is_uppercase()
        && [" Mr.", " Mrs.", " Ms.", " Dr.", " Sen.", " Rep.", " Gov.", " Gen."].iter().any(|title| line.ends_with(title))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'t>(text: &'t str, regions: &[Region]) -> Vec<&'t str> {
        find_pieces(text, regions).iter().map(|piece| piece.span.text(text)).collect()
    }

    #[test]
    fn every_line_break_of_news_separates() {
        assert_eq!(shown("One.\r\nTwo\n\nThree", &[]), ["One.", "Two", "Three"]);
    }

    #[test]
    fn a_sentence_that_surely_goes_on_is_one_piece() {
        assert_eq!(shown("The ferry left\nat noon with Mr.\nOsei.\n\nfine\n\nprint", &[]).len(), 3);
    }

    #[test]
    fn hard_wrapped_text_goes_on_over_the_break() {
        let line = "this line of a letter was broken by the program that sent it, and so";
        let text = format!("{line}\n{line}\n{line}\n{line}\nend.\n\nBest,\nAnn");
        let pieces = shown(&text, &[]);
        assert_eq!(pieces.len(), 3);
        assert!(pieces[0].ends_with("end."));
        assert_eq!(pieces[1..], ["Best,", "Ann"]);
    }

    #[test]
    fn a_hover_card_does_not_end_the_paragraph_and_other_boilerplate_does() {
        let text = "Trump CARD said. MORE\nThen";
        let region = |start, end, kind| Region { span: Span::new(start, end), kind };
        let pieces = find_pieces(text, &[region(6, 10, RegionKind::Hovercard), region(17, 21, RegionKind::ReadMore)]);
        let shown: Vec<(&str, bool)> = pieces.iter().map(|piece| (piece.span.text(text), piece.begins_paragraph)).collect();
        assert_eq!(shown, [("Trump ", true), (" said. ", false), ("Then", true)]);
    }
}
