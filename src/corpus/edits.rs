//! How one wording of an utterance differs from another, word by word.
//!
//! Input: two texts and their tokens. Output: [`Difference`]: edits in order, flags, and the share of the longer that the shorter
//! keeps. An edit is a stretch of the one in place of a stretch of the other, as written: `replace`, `insert` (only in the
//! variant), `delete` (only in the longest), `respell` (the same words written otherwise: contractions, numbers). Marks and capitals
//! are no edits; nor are words beyond the ends of the variant, which the flag `truncated` and the share tell.
//! Cost: that of [`align`].

use super::align::{Alignment, align, align_short, find_seeds};
use super::judge::{Gap, changes, gaps};
use super::normal::{BRACKET, ELLIPSIS, Key, Token};
use super::rarity::weigh;
use std::ops::Range;

/// Up to so many pairs of words, texts are compared word by word where no three words in a row agree.
const MOST_CELLS: usize = 40_000;

/// What was done to the longest variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Other words stand there.
    Replace,
    /// Words were added.
    Insert,
    /// Words were left out.
    Delete,
    /// The same words are written otherwise.
    Respell,
}

impl Op {
    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Insert => "insert",
            Self::Delete => "delete",
            Self::Respell => "respell",
        }
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What kind.
    pub op: Op,
    /// The stretch of the longest variant, in bytes; empty for an insertion.
    pub from: Range<u32>,
    /// The stretch of the variant.
    pub to: Range<u32>,
}

/// What is said of a variant as a whole; see docs/tables.md.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, clippy::struct_excessive_bools)]
pub struct Flags {
    pub has_ellipsis: bool,
    pub has_bracket: bool,
    pub is_truncated: bool,
    pub is_negation_changed: bool,
    pub is_number_changed: bool,
}

impl Flags {
    /// The names of the flags that are set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        [
            ("ellipsis", self.has_ellipsis),
            ("bracket", self.has_bracket),
            ("truncated", self.is_truncated),
            ("negation_changed", self.is_negation_changed),
            ("number_changed", self.is_number_changed),
        ]
        .into_iter()
        .filter_map(|(name, is_set)| is_set.then_some(name))
    }
}

/// How a variant differs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// In order.
    pub edits: Vec<Edit>,
    /// Of the variant.
    pub flags: Flags,
    /// Words of the longest that the variant has, of all of its words.
    pub kept_share: f32,
}

impl Difference {
    /// The same seen from the other side.
    #[must_use]
    pub fn turned(mut self) -> Self {
        for edit in &mut self.edits {
            std::mem::swap(&mut edit.from, &mut edit.to);
            edit.op = match edit.op {
                Op::Insert => Op::Delete,
                Op::Delete => Op::Insert,
                op => op,
            };
        }
        self
    }
}

/// One wording: a text and those of its tokens that are compared.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The text that the tokens' offsets are of.
    pub text: &'a str,
    /// The tokens.
    pub tokens: &'a [Token],
}

impl Wording<'_> {
    /// The keys of the tokens.
    pub fn keys(&self) -> Vec<Key> {
        self.tokens.iter().map(|token| token.key).collect()
    }

    /// From the first to the last of some tokens as written, with brackets that stand at them; nothing for no tokens.
    fn stretch(&self, range: &Range<usize>) -> Range<u32> {
        let Some(tokens) = self.tokens.get(range.clone()).filter(|tokens| !tokens.is_empty()) else {
            let at = self.tokens.get(range.start).map_or(self.text.len() as u32, |token| token.start);
            return at..at;
        };
        let (mut start, mut end) = (tokens[0].start, tokens[0].end);
        for token in tokens {
            end = end.max(token.end);
        }
        if tokens[0].key & BRACKET != 0 && self.text[..start as usize].ends_with('[') {
            start -= 1;
        }
        if tokens[tokens.len() - 1].key & BRACKET != 0 && self.text[end as usize..].starts_with(']') {
            end += 1;
        }
        start..end
    }
}

/// Compares a wording `b` with a longer one.
pub fn compare(a: Wording<'_>, b: Wording<'_>) -> Difference {
    let (of_a, of_b) = (a.keys(), b.keys());
    let (alignment, gaps) = aligned(&of_a, &of_b);
    let mut edits = respelled(a, b, &alignment);
    edits.extend(gaps.iter().map(|gap| {
        let op = match (gap.a.is_empty(), gap.b.is_empty()) {
            (true, _) => Op::Insert,
            (_, true) => Op::Delete,
            _ => Op::Replace,
        };
        Edit { op, from: a.stretch(&gap.a), to: b.stretch(&gap.b) }
    }));
    edits.sort_by_key(|edit| (edit.to.start, edit.from.start, edit.to.end));
    Difference { edits, ..compare_keys(&of_a, &of_b, &alignment, &gaps) }
}

/// Flags and share of a variant, from keys alone.
pub fn compare_keys(a: &[Key], b: &[Key], alignment: &Alignment, gaps: &[Gap]) -> Difference {
    let (is_negation_changed, is_number_changed) = changes(a, b, gaps);
    // What of the longer is compared: with the words at an end of the variant those at the same end of the sentence.
    let (mut start, mut end) = (0, 0);
    if let (Some(first), Some(last)) = (alignment.pairs.first(), alignment.pairs.last()) {
        let before = gaps.first().filter(|gap| gap.is_end && gap.b.end <= first.1 as usize);
        let after = gaps.last().filter(|gap| gap.is_end && gap.b.start > last.1 as usize);
        start = before.map_or(first.0 as usize, |gap| gap.a.start);
        end = after.map_or(last.0 as usize + 1, |gap| gap.a.end);
    }
    let flags = Flags { is_truncated: start > 0 || end < a.len(), is_negation_changed, is_number_changed, ..flags_of(b) };
    Difference { edits: Vec::new(), flags, kept_share: alignment.pairs.len() as f32 / a.len().max(1) as f32 }
}

/// The flags that words have by themselves.
pub fn flags_of(keys: &[Key]) -> Flags {
    let has = |sign: Key| keys.iter().any(|key| key & sign != 0);
    Flags { has_ellipsis: has(ELLIPSIS), has_bracket: has(BRACKET), ..Flags::default() }
}

/// The alignment of two wordings whatever they are, and the gaps: for short ones also where no three words agree.
pub fn aligned(a: &[Key], b: &[Key]) -> (Alignment, Vec<Gap>) {
    let mut weights = Vec::with_capacity(b.len());
    weigh(b, &mut weights);
    let mut seeds = find_seeds(a, b);
    let is_short = a.len() * b.len() <= MOST_CELLS;
    let alignment = if seeds.is_empty() && is_short { align_short(a, b, &weights) } else { align(a, b, &weights, &mut seeds) };
    let gaps = gaps(a, b, &alignment);
    (alignment, gaps)
}

/// Longest variants up to this many words are compared whole.
const WIDE: usize = 2048;
/// Of longer ones, beside the words that agree, so many: more than a sentence.
const BESIDE: usize = 600;

/// The words of a longest variant that a member is compared with, if it agrees with those `of` it: a thousand fragments of a book
/// would else cost a thousand books.
pub fn window(n_words: usize, of: (u32, u32)) -> Range<usize> {
    if n_words <= WIDE {
        return 0..n_words;
    }
    (of.0 as usize).saturating_sub(BESIDE)..n_words.min(of.1 as usize + BESIDE)
}

impl Difference {
    /// The difference from a window as that from all words.
    #[must_use]
    pub fn of_whole(mut self, window: &Range<usize>, n_words: usize) -> Self {
        if window.len() < n_words {
            self.kept_share *= window.len() as f32 / n_words as f32;
            self.flags.is_truncated = true;
        }
        self
    }
}

/// Letters and digits only, lower case, for comparing spellings.
fn plain(text: &str) -> impl Iterator<Item = char> + '_ {
    text.replace("â€™", "")
        .replace("&#39;", "")
        .replace("&amp;", "&")
        .replace("&#8217;", "")
        .chars()
        .collect::<Vec<_>>()
        .into_iter()
        .filter(|c| c.is_alphanumeric() || matches!(c, '%' | '&'))
        .flat_map(char::to_lowercase)
}

/// Pairs whose words are written otherwise: tokens of one word (`don't`) go together.
fn respelled(a: Wording<'_>, b: Wording<'_>, alignment: &Alignment) -> Vec<Edit> {
    let mut edits = Vec::new();
    let pairs = &alignment.pairs;
    let token = |pair: (u32, u32)| (a.tokens[pair.0 as usize], b.tokens[pair.1 as usize]);
    let mut at = 0;
    while at < pairs.len() {
        let mut end = at + 1;
        while end < pairs.len() {
            let (before, next) = (token(pairs[end - 1]), token(pairs[end]));
            if before.0.start != next.0.start && before.1.start != next.1.start {
                break;
            }
            end += 1;
        }
        let ((first_a, first_b), (last_a, last_b)) = (token(pairs[at]), token(pairs[end - 1]));
        let (from, to) = (first_a.start..last_a.end, first_b.start..last_b.end);
        let text = |wording: Wording<'_>, range: &Range<u32>| wording.text[range.start as usize..range.end as usize].to_owned();
        let (of_a, of_b) = (text(a, &from), text(b, &to));
        if of_a != of_b && !plain(&of_a).eq(plain(&of_b)) {
            edits.push(Edit { op: Op::Respell, from, to });
        }
        at = end;
    }
    // Half of a contraction that has lost its partner is part of a gap: the gap tells.
    edits.retain(|edit| edit.from.start < edit.from.end && edit.to.start < edit.to.end);
    edits
}

#[cfg(test)]
mod tests {
    use super::super::normal::{WORD, tokens_of};
    use super::*;

    fn found(a: &str, b: &str) -> (Vec<String>, Vec<&'static str>) {
        let (of_a, of_b) = (tokens_of(a), tokens_of(b));
        let difference = compare(Wording { text: a, tokens: &of_a }, Wording { text: b, tokens: &of_b });
        let text = |text: &str, range: &Range<u32>| text[range.start as usize..range.end as usize].to_owned();
        let edits = difference.edits.iter().map(|edit| format!("{} {}>{}", edit.op.name(), text(a, &edit.from), text(b, &edit.to)));
        (edits.collect(), difference.flags.names().collect())
    }

    #[test]
    fn edits_and_flags() {
        let cases: &[(&str, &str, &[&str], &[&str])] = &[
            ("We sold the old pier.", "We sold the old pier", &[], &[]),
            ("We do not sell piers.", "We don't sell piers.", &["respell do not>don't"], &[]),
            ("He sold the old pier", "[The mayor] sold the old pier", &["replace He>[The mayor]"], &["bracket"]),
            ("We sold the old, rotten pier today", "We sold the … pier today", &["delete old, rotten>"], &["ellipsis"]),
            ("We sold the old pier today", "We sold the old", &[], &["truncated"]),
            ("We never sold the old pier", "We sold the old pier", &["delete never>"], &["negation_changed"]),
            ("We sold three old piers today", "We sold five old piers today", &["replace three>five"], &["number_changed"]),
            ("We sold three old piers", "We sold 3 old piers", &["respell three>3"], &[]),
            ("Sold the old pier. We had to.", "We sold the old pier, alas", &["insert >We", "insert >alas"], &["truncated"]),
        ];
        for &(a, b, edits, flags) in cases {
            let (of_edits, of_flags) = found(a, b);
            assert_eq!(
                (of_edits.as_slice(), of_flags.as_slice()),
                (edits.iter().map(|e| (*e).to_owned()).collect::<Vec<_>>().as_slice(), flags),
                "{a} | {b}"
            );
        }
    }

    #[test]
    fn keys_without_signs_are_the_words() {
        assert_eq!(tokens_of("pier")[0].key & WORD, tokens_of("[Pier] …")[0].key & WORD);
    }
}
