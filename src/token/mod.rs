//! Tokens, paragraphs and sentences of the unmasked text.
//!
//! Input: text, regions; for sentences also the paired quotation marks. Output: columns sorted by start. Tokens do not
//! overlap; every byte that is neither white space, invisible nor masked belongs to exactly one token.

mod abbreviations;
mod apostrophes;
mod boundaries;
mod breaks;
mod bytes;
mod clitics;
mod currency;
mod hyphens;
mod links;
mod numbers;
mod paragraphs;
mod quotations;
mod symbols;
mod view;
mod words;

use crate::clean::Region;
use crate::quote::MarkPair;
use crate::text::Span;
use std::borrow::Cow;

/// The number of a token within its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub u32);

impl TokenId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum TokenKind {
    /// Letters, with inner apostrophes, hyphens and full stops (`Mar-a-Lago`, `U.S.`), and clitics (`n't`, `'s`).
    Word,
    /// Digits with inner separators (`1,200.5`, `6`, `1990s`, `-5`); a unit or magnitude is a word of its own (`1.2|bn`, `5|pm`).
    Number,
    /// Sentence punctuation, brackets, dashes, ellipses.
    Punctuation,
    /// A quotation mark, in any of its forms.
    QuoteMark,
    /// Currency, percent and other symbols, emoji, emoticons; codes of currencies before amounts (`RM|5`, `KD 7,500`); marks of feet
    /// and inches (`6|'|2|"`).
    Symbol,
    Url,
    Email,
    /// `@handle`.
    Handle,
    /// `#tag`.
    Hashtag,
}

/// How a token's letters are cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// No cased letter.
    None,
    /// `talks`
    Lower,
    /// `Trump`, `O'Neill`, `A`
    Title,
    /// `NATO`, `U.S.` (two letters or more)
    Upper,
    /// `iPhone`, `McConnell`
    Mixed,
}

/// The tokens of a document, in columns.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// Where each token stands.
    pub spans: Vec<Span>,
    /// What each is made of.
    pub kinds: Vec<TokenKind>,
    /// How each is cased.
    pub cases: Vec<Case>,
    /// The outer sentence (depth 0) of each: an index into the outer sentences, in order.
    pub sentences: Vec<u32>,
    /// The paragraph of each.
    pub paragraphs: Vec<u32>,
    /// Normal forms of the few tokens whose text differs from it (curly apostrophes, soft hyphens, entities), by token.
    pub forms: Vec<(TokenId, Box<str>)>,
    /// A bit for each token up to the last that has a normal form: most have none, and are told so at once.
    has_form: Vec<u64>,
}

impl Tokens {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The raw text of token `i`.
    pub fn text<'a>(&self, text: &'a str, i: usize) -> &'a str {
        self.spans[i].text(text)
    }

    /// The normal form of token `i`: straight apostrophes and marks, no soft hyphens; otherwise its raw text.
    #[inline]
    pub fn form<'a>(&'a self, text: &'a str, i: usize) -> &'a str {
        if self.is_normal(i) { self.spans[i].text(text) } else { self.own_form(text, i) }
    }

    /// Whether the normal form of token `i` is its text.
    #[inline]
    fn is_normal(&self, i: usize) -> bool {
        self.has_form.get(i / 64).is_none_or(|bits| bits >> (i % 64) & 1 == 0)
    }

    #[cold]
    fn own_form<'a>(&'a self, text: &'a str, i: usize) -> &'a str {
        let at = self.forms.binary_search_by_key(&TokenId(i as u32), |(id, _)| *id);
        at.map_or_else(|_| self.spans[i].text(text), |at| &self.forms[at].1)
    }

    /// Gives the token that comes next a normal form.
    fn push_form(&mut self, form: &str) {
        let next = self.len();
        self.has_form.resize(next / 64 + 1, 0);
        self.has_form[next / 64] |= 1 << (next % 64);
        self.forms.push((TokenId(next as u32), form.into()));
    }

    /// Whether the normal form of token `i` in lower case is `word`, which is in lower case.
    pub fn is(&self, text: &str, i: usize, word: &str) -> bool {
        self.is_any(text, i, &[word])
    }

    /// Whether the normal form of token `i` in lower case is one of `words`, which are in lower case.
    #[inline]
    pub fn is_any(&self, text: &str, i: usize, words: &[&str]) -> bool {
        // Most words are told apart by their length, which lower case keeps where there are no capitals.
        if self.is_normal(i) && matches!(self.cases[i], Case::Lower | Case::None) {
            let len = self.spans[i].len();
            if words.iter().all(|word| word.len() != len) {
                return false;
            }
        }
        self.is_one_of(text, i, words)
    }

    fn is_one_of(&self, text: &str, i: usize, words: &[&str]) -> bool {
        let form = self.form(text, i);
        // Letters of ASCII stay as long in lower case: most words are told apart by their length.
        let mut as_long = words.iter().filter(|word| word.len() == form.len());
        match self.cases[i] {
            Case::Lower | Case::None => as_long.any(|word| form == *word),
            _ if form.is_ascii() => as_long.any(|word| form.eq_ignore_ascii_case(word)),
            _ => {
                let lower = form.to_lowercase();
                words.iter().any(|word| lower == *word)
            }
        }
    }

    /// The normal form in lower case.
    pub fn lower<'a>(&'a self, text: &'a str, i: usize) -> Cow<'a, str> {
        let form = self.form(text, i);
        match self.cases[i] {
            Case::Lower | Case::None => Cow::Borrowed(form),
            _ => Cow::Owned(form.to_lowercase()),
        }
    }

    /// The index of the first token that starts at or after byte `offset`.
    pub fn first_at_or_after(&self, offset: u32) -> usize {
        self.spans.partition_point(|span| span.start < offset)
    }

    /// The tokens that lie wholly inside `span`, as an index range.
    pub fn inside(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.first_at_or_after(span.start);
        let last = self.spans.partition_point(|token| token.end <= span.end);
        first..last.max(first)
    }

    /// The span from token `first` to token `last`, both included.
    pub fn cover(&self, first: usize, last: usize) -> Span {
        self.spans[first].cover(self.spans[last])
    }
}

/// A sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where, without the white space around it.
    pub span: Span,
    /// 0: a sentence of the article, a whole quotation in it included; 1: a sentence inside a quotation.
    pub depth: u8,
    /// Its paragraph.
    pub paragraph: u32,
}

/// A paragraph: what stands between line breaks that separate (in news, every line break does).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where, trimmed; masked stretches at its ends are left out, those in its middle are inside the span.
    pub span: Span,
    /// Whether it is the title.
    pub is_title: bool,
}

/// Cuts the unmasked text into paragraphs and tokens. `sentences` of the tokens is filled by [`find_sentences`].
pub fn tokenize(text: &str, regions: &[Region]) -> (Tokens, Vec<Paragraph>) {
    let mut scanner = words::Scanner::new(text);
    let mut found: Vec<Paragraph> = Vec::new();
    // The first token of the paragraph that is being read.
    let mut first = 0;
    let mut is_title = false;
    let close = |scanner: &words::Scanner<'_>, found: &mut Vec<Paragraph>, first: &mut usize, is_title: bool| {
        let count = scanner.tokens.len();
        if count > *first {
            found.push(Paragraph { span: scanner.tokens.cover(*first, count - 1), is_title });
            *first = count;
        }
    };
    for piece in paragraphs::find_pieces(text, regions) {
        if piece.begins_paragraph {
            close(&scanner, &mut found, &mut first, is_title);
            scanner.begin_paragraph(found.len() as u32);
        }
        is_title = piece.is_title;
        scanner.scan(piece.span);
    }
    close(&scanner, &mut found, &mut first, is_title);
    (scanner.tokens, found)
}

/// Groups tokens into sentences, and fills `tokens.sentences`. Sorted by start; an outer sentence comes before the inner ones
/// it holds; the outer ones do not overlap and cover all tokens.
pub fn find_sentences(text: &str, tokens: &mut Tokens, paragraphs: &[Paragraph], pairs: &[MarkPair]) -> Vec<Sentence> {
    debug_assert!(tokens.paragraphs.last().is_none_or(|&last| (last as usize) < paragraphs.len()));
    let ends = boundaries::find_ends(text, tokens);
    quotations::group(text, tokens, &ends, pairs)
}
