//! A stretch of the caller's text.

use serde::Serialize;
use std::ops::Range;

/// A half-open range of UTF-8 **byte** offsets into the text the caller gave, always on character boundaries.
///
/// Python sees code points; [`CharIndex`](crate::text::CharIndex) converts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets.
    ///
    /// # Panics
    /// In debug builds, if `start > end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Self { start: start as u32, end: end as u32 }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span (or equals it).
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte offset lies inside.
    pub fn contains_offset(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span as a range for slicing a `str`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text of the span.
    pub fn text(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// The same stretch without white space at either end.
    #[must_use]
    pub fn trim(self, text: &str) -> Self {
        let inner = self.text(text);
        let left = inner.len() - inner.trim_start().len();
        let kept = inner.trim().len();
        let start = self.start as usize + if kept == 0 { 0 } else { left };
        Self::new(start, start + kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_to_the_words() {
        let text = "  to be \n";
        assert_eq!(Span::new(0, text.len()).trim(text).text(text), "to be");
        assert!(Span::new(0, 2).trim(text).is_empty());
    }

    #[test]
    fn overlap_is_symmetric_and_strict() {
        let (a, b, c) = (Span::new(0, 3), Span::new(2, 5), Span::new(3, 4));
        assert!(a.overlaps(b) && b.overlaps(a));
        assert!(!a.overlaps(c));
        assert!(b.contains(c));
        assert_eq!(a.cover(c), Span::new(0, 4));
    }
}
