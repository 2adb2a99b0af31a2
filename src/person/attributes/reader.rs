//! The words, tags and names of a text, as the rules for attributes ask for them.
//!
//! Cost: O(1) a question; O(log n) for those that look a name or a pair of marks up.

use crate::entity::view::{Shape, View};
use crate::entity::{Label, Mention};
use crate::quote::MarkPair;
use crate::tag::Tag;
use crate::text::Span;

/// One text.
pub(super) struct Reader<'a> {
    pub view: &'a View<'a>,
    /// Of the tokens.
    pub tags: &'a [Tag],
    /// Named mentions and numbers, in order.
    pub names: &'a [Mention],
    /// Quotation marks, sorted by the opening one.
    pub pairs: &'a [MarkPair],
}

/// How many pairs of marks that open before a word are looked at for one that closes behind it.
const NESTED: usize = 4;

impl<'a> Reader<'a> {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.view.words.len()
    }

    /// Word `i` as it stands in the text; empty beyond the end.
    pub fn text(&self, i: usize) -> &'a str {
        self.view.words.get(i).map_or("", |word| word.span.text(self.view.text))
    }

    /// Whether word `i` is one of these, in lower case, capitals or none.
    pub fn is(&self, i: usize, list: &[&str]) -> bool {
        let text = self.text(i);
        list.iter().any(|word| word.len() == text.len() && word.eq_ignore_ascii_case(text))
    }

    pub fn tag(&self, i: usize) -> Option<Tag> {
        self.tags.get(self.view.words.get(i)?.token as usize).copied()
    }

    pub fn shape(&self, i: usize) -> Option<Shape> {
        self.view.words.get(i).map(|word| word.shape)
    }

    pub fn is_comma(&self, i: usize) -> bool {
        self.shape(i) == Some(Shape::Comma)
    }

    /// Whether both words are there and stand in one sentence.
    pub fn same_sentence(&self, i: usize, j: usize) -> bool {
        match (self.view.words.get(i), self.view.words.get(j)) {
            (Some(one), Some(other)) => one.sentence == other.sentence,
            _ => false,
        }
    }

    /// The name (not a number) that begins with word `i`, and its last word.
    pub fn name_at(&self, i: usize) -> Option<(&'a Mention, usize)> {
        let start = self.view.words.get(i).filter(|word| word.is_capital())?.span.start;
        let at = self.names.partition_point(|name| name.span.start < start);
        let name = self.names.get(at).filter(|name| name.span.start == start && is_name(name.label))?;
        let mut last = i;
        while self.view.words.get(last + 1).is_some_and(|word| word.span.end <= name.span.end) {
            last += 1;
        }
        Some((name, last))
    }

    /// The name (not a number) that word `i` belongs to.
    pub fn name_over(&self, i: usize) -> Option<&'a Mention> {
        let span = self.view.words.get(i)?.span;
        let at = self.names.partition_point(|name| name.span.end <= span.start);
        self.names.get(at).filter(|name| name.span.start <= span.start && is_name(name.label))
    }

    /// Whether word `i` stands between quotation marks.
    pub fn is_quoted(&self, i: usize) -> bool {
        let Some(word) = self.view.words.get(i) else { return false };
        let before = self.pairs.partition_point(|pair| pair.open.start < word.span.start);
        self.pairs[..before].iter().rev().take(NESTED).any(|pair| pair.close.start > word.span.start)
    }

    /// The text of the words `first..end` with any white space as one space.
    pub fn words(&self, first: usize, end: usize) -> String {
        self.span_words(self.view.cover(first, end - 1))
    }

    pub fn span_words(&self, span: Span) -> String {
        super::super::one_line(span.text(self.view.text))
    }
}

fn is_name(label: Label) -> bool {
    matches!(label, Label::Person | Label::Org | Label::Gpe | Label::Loc | Label::Fac | Label::Norp)
}
