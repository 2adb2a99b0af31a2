//! Groups tokens into sentences: outer ones that keep a quotation with its attribution, inner ones inside the marks.
//!
//! Input: tokens, ends of sentences, paired marks. Output: sentences sorted by start, the outer before the inner it holds.
//! Method: an end inside a pair of marks is no end of the outer sentence, unless the quotation stands alone (no word of the
//! outer sentence is outside marks). Inside a pair every end counts. Cost: O(tokens + pairs).

use super::{Sentence, TokenKind, Tokens};
use crate::quote::MarkPair;

/// Groups tokens by `ends` (for each token, whether a sentence ends behind it), and fills `tokens.sentences`.
pub(super) fn group(text: &str, tokens: &mut Tokens, ends: &[bool], pairs: &[MarkPair]) -> Vec<Sentence> {
    let quoted = find_quoted(tokens, pairs);
    let mut found = Vec::new();
    tokens.sentences.clear();
    tokens.sentences.reserve(tokens.len());
    let (mut first, mut outer, mut next_pair) = (0, 0, 0);
    while first < tokens.len() {
        let last = coarse_end(tokens, ends, &quoted, first);
        let is_alone = (first..=last).all(|i| quoted.pair[i] != NONE || tokens.kinds[i] != TokenKind::Word);
        let mut start = first;
        // Ends inside marks count only where the quotation stands alone.
        let from = if is_alone { first } else { last };
        for (i, &is_end) in ends.iter().enumerate().take(last + 1).skip(from) {
            if i == last || is_end {
                found.push(Sentence { span: tokens.cover(start, i), depth: 0, paragraph: tokens.paragraphs[start] });
                tokens.sentences.resize(i + 1, outer);
                outer += 1;
                start = i + 1;
            }
        }
        while let Some(pair) = quoted.ranges.get(next_pair).filter(|pair| pair.0 <= last) {
            push_inner(text, tokens, ends, *pair, &mut found);
            next_pair += 1;
        }
        first = last + 1;
    }
    // Stable: an outer sentence stays before the inner one that begins with it.
    found.sort_by_key(|sentence| (sentence.span.start, sentence.depth));
    found
}

const NONE: u32 = u32::MAX;

/// Tokens by the outermost pair of marks that holds them.
struct Quoted {
    /// For each token, its pair; the marks themselves belong to it.
    pair: Vec<u32>,
    /// Tokens between the marks of each pair: first, and one past the last. Not empty.
    ranges: Vec<(usize, usize)>,
}

fn find_quoted(tokens: &Tokens, pairs: &[MarkPair]) -> Quoted {
    let mut quoted = Quoted { pair: vec![NONE; tokens.len()], ranges: Vec::new() };
    let mut done = 0;
    for pair in pairs {
        let outer = pair.outer();
        if pair.depth > 0 || outer.start < done {
            continue;
        }
        done = outer.end;
        let inner = tokens.inside(pair.inner());
        if inner.is_empty() {
            continue;
        }
        quoted.pair[tokens.inside(outer)].fill(quoted.ranges.len() as u32);
        quoted.ranges.push((inner.start, inner.end));
    }
    quoted
}

/// The last token of the outer sentence that begins at `first`, when quotations are kept whole.
fn coarse_end(tokens: &Tokens, ends: &[bool], quoted: &Quoted, first: usize) -> usize {
    let mut i = first;
    loop {
        let is_last = i + 1 == tokens.len() || tokens.paragraphs[i + 1] != tokens.paragraphs[i];
        let is_inside = !is_last && quoted.pair[i] != NONE && quoted.pair[i] == quoted.pair[i + 1];
        if is_last || (ends[i] && !is_inside) {
            return i;
        }
        i += 1;
    }
}

/// The sentences inside one pair: cut at every end, if there is one, or if what stands inside ends as a clause does.
fn push_inner(text: &str, tokens: &Tokens, ends: &[bool], (first, end): (usize, usize), found: &mut Vec<Sentence>) {
    let mut start = first;
    let final_text = tokens.text(text, end - 1);
    let ends_clause =
        final_text.starts_with(['.', '!', '?', ',', '…', '—', '-']) || (final_text.len() > 1 && final_text.ends_with('.'));
    if !ends_clause && !ends[first..end - 1].iter().any(|&is_end| is_end) {
        return;
    }
    for (i, &is_end) in ends.iter().enumerate().take(end).skip(first) {
        if i == end - 1 || is_end {
            found.push(Sentence { span: tokens.cover(start, i), depth: 1, paragraph: tokens.paragraphs[start] });
            start = i + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::quote::MarkPair;
    use crate::text::{Span, marks};
    use crate::token::{find_sentences, tokenize};

    /// Outer and inner sentences of `text`, its double marks paired in turn; one without a partner runs on.
    fn shown(text: &str) -> (Vec<&str>, Vec<&str>) {
        let (mut tokens, paragraphs) = tokenize(text, &[]);
        let found: Vec<Span> = marks::find_marks(text).iter().filter(|mark| !mark.is_single).map(|mark| mark.span).collect();
        let pairs: Vec<MarkPair> = found
            .chunks(2)
            .map(|two| MarkPair {
                open: two[0],
                close: two.get(1).copied().unwrap_or(Span::new(text.len(), text.len())),
                depth: 0,
                is_single: false,
                is_closed: two.len() == 2,
            })
            .collect();
        let sentences = find_sentences(text, &mut tokens, &paragraphs, &pairs);
        let at_depth = |depth| sentences.iter().filter(|s| s.depth == depth).map(|s| s.span.text(text)).collect();
        (at_depth(0), at_depth(1))
    }

    #[test]
    fn a_quotation_stays_with_its_attribution() {
        let text = "\"I am here. You are not,\" he said. He left.";
        assert_eq!(shown(text), (vec!["\"I am here. You are not,\" he said.", "He left."], vec!["I am here.", "You are not,"]));
    }

    #[test]
    fn a_quotation_that_stands_alone_is_cut() {
        let (outer, inner) = shown("“I came. I saw.”");
        assert_eq!(outer, ["“I came.", "I saw.”"]);
        assert_eq!(inner, ["I came.", "I saw."]);
    }

    #[test]
    fn a_quotation_that_runs_on_has_inner_sentences_and_quoted_words_have_none() {
        assert_eq!(shown("He said: “I came. I saw.").1, ["I came.", "I saw."]);
        assert!(shown("The “very high” levels rose.").1.is_empty());
    }
}
