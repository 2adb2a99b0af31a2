//! Whose words a document's words are: the quoted stretches, the narration between them, and how many words there are.
//!
//! Input: one analysed document. Output: merged spans, strings and counts. Masked boilerplate is nobody's.
//! Cost: O(spans + bytes).

use crate::document::Document;
use crate::quote::QuoteKind;
use crate::text::Span;
use crate::text::marks::{self, MarkAt};

/// The words of a stretch: what white space separates, if it holds a letter or a digit.
pub fn count_words(text: &str) -> u64 {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count() as u64
}

/// Joins overlapping and touching spans. Input in any order, output sorted.
fn merge(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => *last = last.cover(span),
            _ => merged.push(span),
        }
    }
    merged
}

impl Document {
    /// The spans of quote `index` that stand in quotation marks: a direct quote's parts, else the quoted words.
    pub fn spans_in_marks(&self, index: usize) -> &[Span] {
        let quote = &self.quotes[index];
        if quote.kind == QuoteKind::Direct { &quote.parts } else { &quote.quoted }
    }

    /// Every stretch in quotation marks that quotes somebody, sorted, none overlapping.
    pub fn quoted_spans(&self) -> Vec<Span> {
        merge((0..self.quotes.len()).flat_map(|index| self.spans_in_marks(index).iter().copied()).collect())
    }

    /// How many words quote `index` reports.
    pub fn words_said(&self, index: usize) -> u64 {
        self.quotes[index].parts.iter().map(|part| count_words(part.text(&self.text))).sum()
    }

    /// How many words of quote `index` stand in marks; none if it lies inside another quote, whose words they are.
    pub fn words_quoted(&self, index: usize) -> u64 {
        if self.quotes[index].parent.is_some() {
            return 0;
        }
        self.spans_in_marks(index).iter().map(|span| count_words(span.text(&self.text))).sum()
    }

    /// The quotes that report speech (no thoughts, no negations), by index.
    pub fn iter_speech(&self) -> impl Iterator<Item = usize> {
        (0..self.quotes.len()).filter(|&index| self.quotes[index].status.is_speech())
    }

    /// The quoted words, one stretch a line; none where quotes were not looked for.
    pub fn quoted_text(&self) -> String {
        let spans = self.quoted_spans();
        spans.iter().map(|span| span.text(&self.text)).collect::<Vec<_>>().join("\n")
    }

    /// The outlet's own words: the text without boilerplate and without quoted words and their marks, as far as quotes were
    /// looked for.
    /// White space is evened out: one space, or a line break where there was one.
    pub fn narration_text(&self) -> String {
        let found = marks::find_marks(&self.text);
        let quoted = self.quoted_spans().into_iter().map(|span| with_marks(span, &found));
        let gaps = merge(quoted.chain(self.boilerplate().map(|region| region.span)).collect());
        let mut kept = String::with_capacity(self.text.len());
        let mut from = 0;
        for gap in &gaps {
            push_evened(&mut kept, &self.text[from..gap.start as usize]);
            if self.text[gap.range()].contains('\n') {
                push_evened(&mut kept, "\n");
            } else {
                push_evened(&mut kept, " ");
            }
            from = gap.end as usize;
        }
        push_evened(&mut kept, &self.text[from..]);
        kept.truncate(kept.trim_end().len());
        kept
    }
}

/// A quoted span together with the marks that stand right beside it.
fn with_marks(span: Span, found: &[MarkAt]) -> Span {
    let before = found.partition_point(|mark| mark.span.end < span.start);
    let after = found.partition_point(|mark| mark.span.start < span.end);
    Span {
        start: found.get(before).filter(|mark| mark.span.end == span.start).map_or(span.start, |mark| mark.span.start),
        end: found.get(after).filter(|mark| mark.span.start == span.end).map_or(span.end, |mark| mark.span.end),
    }
}

/// Appends `piece`; runs of white space become one space, or one line break if there is one among them.
fn push_evened(kept: &mut String, piece: &str) {
    for c in piece.chars() {
        if !c.is_whitespace() {
            kept.push(c);
        } else if c == '\n' && !kept.is_empty() && !kept.ends_with('\n') {
            if kept.ends_with(' ') {
                kept.pop();
            }
            kept.push('\n');
        } else if !kept.is_empty() && !kept.ends_with([' ', '\n']) {
            kept.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words_not_dashes() {
        for (text, words) in [("", 0), ("we will", 2), ("no — never", 2), ("$1.2bn don't", 2), ("...", 0)] {
            assert_eq!(count_words(text), words, "{text:?}");
        }
    }

    #[test]
    fn merges_nested_and_touching() {
        let merged = merge(vec![Span::new(5, 9), Span::new(0, 3), Span::new(6, 7), Span::new(9, 10)]);
        assert_eq!(merged, [Span::new(0, 3), Span::new(5, 10)]);
    }

    #[test]
    fn evens_white_space() {
        let mut kept = String::new();
        push_evened(&mut kept, "  a \t b \n\n c  ");
        assert_eq!(kept, "a b\nc ");
    }
}
