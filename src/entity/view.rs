//! The tokens as name finding reads them: one [`Word`] for each, with what the lexicon knows about it.
//!
//! Input: text, tokens, the numbers of their words in a vocabulary. Output: words in order. Capitalised words joined by hyphens (`Ocasio-Cortez`, `al-Assad`, `Trump-Kim`)
//! are one word here; possessive `'s` is a word of its own.
//! Cost: O(tokens); what the lexicon knows of a word is looked up once, when the vocabulary meets it.

use super::lexicon::{Flags, Lexicon, lower_into, push_lower};
use crate::model::Vocabulary;
use crate::text::Span;
use crate::token::{Case, TokenKind, Tokens};

/// What a word looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `Trump`, `McConnell`, `Ocasio-Cortez`
    Capital,
    /// `NATO`, `U.S.`
    Upper,
    /// `J.`
    Initial,
    Lower,
    Number,
    Quote,
    Comma,
    Hyphen,
    /// `'s`, `'`
    Possessive,
    Other,
}

/// One word, number or mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub span: Span,
    pub flags: Flags,
    pub token: u32,
    pub sentence: u32,
    pub shape: Shape,
    /// First word of its sentence, quotation or list item: its capital says nothing.
    pub is_initial: bool,
    /// Several tokens joined by hyphens.
    pub is_joined: bool,
    /// Stands in a heading in Title Case or CAPITALS: its capital says nothing.
    pub in_heading: bool,
}

impl Word {
    /// Capitalised in any way.
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper | Shape::Initial)
    }

    pub fn has(&self, flag: Flags) -> bool {
        self.flags.has(flag)
    }

    pub fn has_any(&self, flags: Flags) -> bool {
        self.flags.has_any(flags)
    }
}

/// The words of a document, and its text.
pub struct View<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a Tokens,
    pub(crate) words: Vec<Word>,
}

impl<'a> View<'a> {
    /// Reads the words of a text. `numbers` are those of its tokens' words in `vocabulary`.
    pub fn new(text: &'a str, tokens: &'a Tokens, numbers: &[u32], vocabulary: &Vocabulary) -> Self {
        let mut words: Vec<Word> = Vec::with_capacity(tokens.len());
        let mut buffer = String::new();
        let mut forms = tokens.forms.iter().peekable();
        let mut i = 0;
        while i < tokens.len() {
            let last = joined_until(text, tokens, i);
            let span = tokens.cover(i, last);
            while forms.next_if(|(id, _)| id.index() < i).is_some() {}
            let form = forms.peek().filter(|(id, _)| id.index() == i).map_or_else(|| tokens.text(text, i), |(_, form)| form);
            let shape = if last > i { Shape::Capital } else { shape_of(tokens.kinds[i], tokens.cases[i], form) };
            let mut word = Word {
                span,
                flags: Flags::default(),
                token: i as u32,
                sentence: tokens.sentences.get(i).copied().unwrap_or(0),
                shape,
                is_initial: false,
                is_joined: last > i,
                in_heading: false,
            };
            if word.is_joined {
                lower_into(&mut buffer, span.text(text));
                word.flags = Lexicon::get().flags_with_part(&buffer);
            } else if tokens.kinds[i] == TokenKind::Word {
                word.flags = vocabulary.word(numbers[i]).flags_with_part;
            }
            word.is_initial = starts_anew(text, tokens, &words, &word);
            words.push(word);
            i = last + 1;
        }
        let mut view = Self { text, tokens, words };
        view.mark_headings();
        view
    }

    /// Appends the lower-case form of word `i`.
    pub fn push_lower(&self, buffer: &mut String, i: usize) {
        let word = &self.words[i];
        let form = if word.is_joined { word.span.text(self.text) } else { self.tokens.form(self.text, word.token as usize) };
        push_lower(buffer, form);
    }

    /// Where the words from `first` to `last` stand.
    pub fn cover(&self, first: usize, last: usize) -> Span {
        self.words[first].span.cover(self.words[last].span)
    }

    /// The longest entry that begins at word `i`: `find` looks a lower-case phrase of that many words up.
    pub fn longest<T>(
        &self,
        i: usize,
        buffer: &mut String,
        most: usize,
        find: impl Fn(&str, usize) -> Option<T>,
    ) -> Option<(usize, T)> {
        buffer.clear();
        let mut best = None;
        for len in 1..=most.min(self.words.len() - i) {
            let word = &self.words[i + len - 1];
            if len > 1 {
                if word.sentence != self.words[i].sentence
                    || !matches!(
                        word.shape,
                        Shape::Capital
                            | Shape::Upper
                            | Shape::Initial
                            | Shape::Lower
                            | Shape::Other
                            | Shape::Number
                            | Shape::Possessive
                    )
                {
                    break;
                }
                if word.shape != Shape::Possessive {
                    buffer.push(' ');
                }
            }
            self.push_lower(buffer, i + len - 1);
            if let Some(found) = find(buffer, len) {
                best = Some((len, found));
            }
        }
        best
    }

    /// Marks the sentences whose capitals say nothing: headings in Title Case or CAPITALS.
    fn mark_headings(&mut self) {
        let mut first = 0;
        while first < self.words.len() {
            let sentence = self.words[first].sentence;
            let mut end = first;
            let (mut small, mut capital, mut upper, mut long) = (0, 0, 0, 0);
            while end < self.words.len() && self.words[end].sentence == sentence {
                let word = &self.words[end];
                let length = word.span.end - word.span.start;
                match word.shape {
                    Shape::Lower if length >= 4 => small += 1,
                    Shape::Capital if length >= 4 => capital += 1,
                    Shape::Upper => {
                        upper += 1;
                        long += u32::from(length >= 5);
                    }
                    _ => {}
                }
                end += 1;
            }
            let is_sentence = end > first && matches!(self.words[end - 1].span.text(self.text), "." | "?" | "!");
            let is_title_case = capital >= 4 && small * 4 <= capital && !is_sentence;
            let is_upper = upper >= 3 && long >= 2 && upper > 2 * (small + capital);
            if is_title_case || is_upper {
                for word in &mut self.words[first..end] {
                    word.in_heading = true;
                }
            }
            first = end;
        }
    }
}

/// The last token of the hyphenated capitalised word that begins at token `i`; `i` itself where there is none.
fn joined_until(text: &str, tokens: &Tokens, i: usize) -> usize {
    let starts_name =
        |j: usize| tokens.kinds[j] == TokenKind::Word && matches!(tokens.cases[j], Case::Title | Case::Upper | Case::Mixed);
    let is_article = |j: usize| {
        tokens.cases[j] == Case::Lower && matches!(tokens.text(text, j), "al" | "el" | "ul" | "bin" | "ben" | "ibn" | "as" | "ad")
    };
    let mut last = i;
    if !starts_name(i) && !is_article(i) {
        return i;
    }
    while last + 2 < tokens.len()
        && last < i + 8
        && tokens.spans[last].end == tokens.spans[last + 1].start
        && tokens.spans[last + 1].end == tokens.spans[last + 2].start
        && matches!(tokens.text(text, last + 1), "-" | "‑" | "‐")
        && (starts_name(last + 2) || is_article(last + 2))
    {
        last += 2;
    }
    if is_article(last) { i } else { last }
}

fn shape_of(kind: TokenKind, case: Case, form: &str) -> Shape {
    match kind {
        TokenKind::Word => match case {
            _ if matches!(form, "'s" | "'" | "'S") => Shape::Possessive,
            Case::Lower => {
                let is_article = form.len() > 4
                    && ["al-", "el-", "ul-", "as-", "an-", "ad-", "bin-", "d'"].iter().any(|start| form.starts_with(start));
                if is_article && form.chars().any(char::is_uppercase) { Shape::Capital } else { Shape::Lower }
            }
            Case::Title if form.len() == 2 && form.ends_with('.') => Shape::Initial,
            Case::Title if form.len() == 1 => Shape::Initial,
            Case::Title => Shape::Capital,
            Case::Upper
                if form.len() <= 6
                    && is_initials(form)
                    && form != "U.S."
                    && form != "U.N."
                    && form != "U.K."
                    && form != "E.U."
                    && form != "D.C." =>
            {
                Shape::Initial
            }
            Case::Upper => Shape::Upper,
            Case::Mixed => {
                let first = form.chars().next().is_some_and(char::is_uppercase);
                let is_article =
                    ["al-", "el-", "ul-", "as-", "an-", "ad-", "bin-", "d'", "O'"].iter().any(|start| form.starts_with(start));
                if first || is_article || form.starts_with("iP") || form.starts_with("eB") { Shape::Capital } else { Shape::Other }
            }
            Case::None => Shape::Other,
        },
        TokenKind::Number => Shape::Number,
        TokenKind::QuoteMark => Shape::Quote,
        TokenKind::Punctuation => match form {
            "," => Shape::Comma,
            "-" | "‑" | "‐" => Shape::Hyphen,
            _ if form.ends_with('.') && form.starts_with(char::is_uppercase) => Shape::Initial,
            _ => Shape::Other,
        },
        _ => Shape::Other,
    }
}

/// `J.K.`, `H.W.`, `J.R.R.`
fn is_initials(form: &str) -> bool {
    form.len() >= 4 && form.bytes().enumerate().all(|(at, byte)| if at % 2 == 0 { byte.is_ascii_uppercase() } else { byte == b'.' })
}

/// Marks after which a capital says nothing.
const ENDS: [&str; 16] = [".", "!", "?", ":", ";", "…", "...", "•", "*", "—", "–", "--", "|", ">", "·", "»"];

/// Whether `word` begins a sentence, quotation or list item, by what stands before it.
fn starts_anew(text: &str, tokens: &Tokens, before: &[Word], word: &Word) -> bool {
    let Some(previous) = before.last() else { return true };
    if previous.sentence != word.sentence {
        return true;
    }
    match previous.shape {
        Shape::Quote => true,
        Shape::Other => {
            let is_word = previous.is_joined || tokens.kinds[previous.token as usize] == TokenKind::Word;
            !is_word && ENDS.contains(&previous.span.text(text))
        }
        _ => false,
    }
}
