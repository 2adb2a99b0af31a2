//! Cuts stretches of text into tokens.
//!
//! Input: pieces of unmasked text without paragraph breaks. Output: tokens in order, pushed on to the columns; every byte that is
//! neither white space nor invisible belongs to exactly one.
//! Method: a hand-written scanner over a byte table, one stretch between spaces at a time; a stretch of plain letters, as most
//! are, is a token at once. Penn Treebank conventions as UD has them. Cost: O(bytes).

use super::abbreviations::{self, keeps_stop};
use super::bytes::{
    ADDRESS, ALNUM, AMPERSAND, DIGIT, HIGH, LETTER, LOWER, OTHER, SPACE, UPPER, class, class_at, is_any_of, is_letter_at,
    is_word_at, run_end, same_end,
};
use super::clitics;
use super::currency;
use super::hyphens;
use super::links::{self, Link};
use super::view::View;
use super::{Case, TokenKind, Tokens};
use crate::text::Span;

/// Cuts pieces into tokens; holds the columns and the buffers.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Tokens,
    paragraph: u32,
    /// The first token of this paragraph, or the one that comes next.
    first: usize,
    /// A single mark that opens a quotation was met in this paragraph: the next one that could be a possessive closes it.
    pub(super) has_open_single: bool,
    view: View,
    links: Vec<Link>,
}

/// A stretch between spaces, in its normal form (which may hold plain spaces where the raw text has others).
#[derive(Clone, Copy)]
pub(super) struct Chunk<'c> {
    pub(super) form: &'c str,
    /// Where the form stands in the raw text, when it is the raw text.
    base: usize,
    view: Option<&'c View>,
    /// The raw text behind it, up to the end of the piece.
    rest: &'c str,
}

impl Chunk<'_> {
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        match self.view {
            Some(view) => view.span(start, end),
            None => Span::new(self.base + start, self.base + end),
        }
    }

    pub(super) fn byte(&self, at: usize) -> u8 {
        self.form.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// What follows byte `at`, from its first character that is not white space.
    pub(super) fn after(&self, at: usize) -> &str {
        let after = self.form[at..].trim_start_matches(' ');
        if after.is_empty() { self.rest.trim_start() } else { after }
    }
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        // News has a token for about five bytes.
        let capacity = text.len() / 5;
        let tokens = Tokens {
            spans: Vec::with_capacity(capacity),
            kinds: Vec::with_capacity(capacity),
            cases: Vec::with_capacity(capacity),
            paragraphs: Vec::with_capacity(capacity),
            ..Tokens::default()
        };
        Self { text, tokens, paragraph: 0, first: 0, has_open_single: false, view: View::default(), links: Vec::new() }
    }

    /// Says which paragraph the next pieces belong to.
    pub(super) fn begin_paragraph(&mut self, paragraph: u32) {
        self.paragraph = paragraph;
        self.first = self.tokens.len();
        self.has_open_single = false;
    }

    /// Cuts one piece. Line breaks in it are spaces.
    pub(super) fn scan(&mut self, piece: Span) {
        self.scan_chunks(piece);
        self.tokens.paragraphs.resize(self.tokens.len(), self.paragraph);
    }

    fn scan_chunks(&mut self, piece: Span) {
        let text = self.text;
        let bytes = text.as_bytes();
        let end = piece.end as usize;
        let mut at = piece.start as usize;
        loop {
            while at < end && class(bytes[at]) == SPACE {
                at += 1;
            }
            if at == end {
                return;
            }
            let start = at;
            let mut seen = 0;
            while at < end {
                let class = class(bytes[at]);
                if class == SPACE {
                    break;
                }
                seen |= class;
                at += 1;
            }
            if seen & !LETTER == 0 {
                self.plain_word(start, at, seen);
                continue;
            }
            let rest = &text[at..end];
            if seen & (HIGH | AMPERSAND) == 0 {
                self.chunk(Chunk { form: &text[start..at], base: start, view: None, rest }, seen);
            } else {
                let mut view = std::mem::take(&mut self.view);
                view.build(text, start, at);
                // Addresses may have come out of entities.
                self.chunk(Chunk { form: &view.form, base: start, view: Some(&view), rest }, seen | ADDRESS);
                self.view = view;
            }
        }
    }

    /// A stretch of ASCII letters only.
    fn plain_word(&mut self, start: usize, end: usize, seen: u8) {
        let form = &self.text[start..end];
        if seen & UPPER != 0 && end - start <= 4 && currency::is_before_amount(form, &self.text[end..]) {
            self.push(Span::new(start, end), TokenKind::Symbol, case_of(form));
            return;
        }
        let case = match seen {
            LOWER => Case::Lower,
            UPPER if form.len() == 1 => Case::Title,
            UPPER => Case::Upper,
            _ => case_of(form),
        };
        let mut from = start;
        for &cut in clitics::cut_fused(form).as_slice() {
            self.push(Span::new(from, start + cut), TokenKind::Word, case);
            from = start + cut;
        }
        let case = if from == start || case != Case::Title { case } else { Case::Lower };
        self.push(Span::new(from, end), TokenKind::Word, case);
    }

    fn push(&mut self, span: Span, kind: TokenKind, case: Case) {
        self.tokens.spans.push(span);
        self.tokens.kinds.push(kind);
        self.tokens.cases.push(case);
    }

    pub(super) fn emit(&mut self, chunk: &Chunk<'_>, start: usize, end: usize, kind: TokenKind) {
        let form = &chunk.form[start..end];
        let span = chunk.span(start, end);
        let is_doubled = kind == TokenKind::QuoteMark && matches!(form, "''" | "``");
        if is_doubled || (chunk.view.is_some() && form != span.text(self.text)) {
            let form = if is_doubled { "\"" } else { form };
            self.tokens.push_form(form);
        }
        let case = if matches!(kind, TokenKind::Punctuation | TokenKind::QuoteMark) { Case::None } else { case_of(form) };
        self.push(span, kind, case);
    }

    /// The raw text of the last token of this paragraph.
    pub(super) fn previous(&self) -> &'a str {
        self.tokens.spans[self.first..].last().map_or("", |span| span.text(self.text))
    }

    /// Cuts a stretch that is not plain letters. `seen` are the classes of its bytes.
    fn chunk(&mut self, chunk: Chunk<'_>, seen: u8) {
        let mut found = std::mem::take(&mut self.links);
        found.clear();
        // A "." belongs to OTHER: `www.` has it.
        if seen & ADDRESS != 0 || (seen & OTHER != 0 && chunk.form.starts_with("www.")) {
            links::find_links(chunk.form, &mut found);
        }
        let mut at = 0;
        for link in &found {
            at = self.stretch(Chunk { form: &chunk.form[..link.start], ..chunk }, at);
            debug_assert_eq!(at, link.start);
            self.emit(&chunk, link.start, link.end, link.kind);
            at = link.end;
        }
        self.stretch(chunk, at);
        self.links = found;
    }

    /// Cuts what lies between addresses, from `at` to the end of the form; returns that end.
    fn stretch(&mut self, chunk: Chunk<'_>, mut at: usize) -> usize {
        let form = chunk.form;
        let bytes = form.as_bytes();
        while at < bytes.len() {
            let byte = bytes[at];
            at = match class(byte) {
                SPACE => at + 1,
                LOWER | UPPER => self.word(&chunk, at),
                DIGIT => self.number(&chunk, at, at),
                HIGH => self.beyond_ascii(&chunk, at),
                _ => self.mark(&chunk, at, byte),
            };
        }
        at
    }

    /// A word, with all that is joined to it; returns where it ends.
    pub(super) fn word(&mut self, chunk: &Chunk<'_>, start: usize) -> usize {
        let form = chunk.form;
        let bytes = form.as_bytes();
        let mut at = run_end(form, start);
        if class_at(bytes, start) == UPPER {
            let letters = start + bytes[start..at].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let after = chunk.span(start, letters).end as usize;
            if letters - start <= 4 && currency::is_before_amount(&form[start..letters], &self.text[after..]) {
                self.emit(chunk, start, letters, TokenKind::Symbol);
                return letters;
            }
        }
        if class_at(bytes, at) & (OTHER | ADDRESS | AMPERSAND) == 0 {
            self.emit_word(chunk, start, at);
            return at;
        }
        if chunk.byte(at) == b'.' {
            return self.dotted(chunk, start, at);
        }
        let mut part = start;
        loop {
            let next = at + 1;
            match chunk.byte(at) {
                b'\'' if is_letter_at(form, next) => {
                    let end = run_end(form, next);
                    // `Hamilton's-era`: what stands behind a clitic is a word of its own.
                    at = end;
                }
                b'-' if is_word_at(form, next)
                    && hyphens::keeps_hyphen(form, part, at, part == start, self.follows_name(chunk, start)) =>
                {
                    part = next;
                    at = run_end(form, next);
                }
                b'-' if part == start
                    && !is_word_at(form, next)
                    && chunk.byte(next) != b'-'
                    && hyphens::is_prefix(&form[start..at]) =>
                {
                    // `pre- and post-war`
                    at = next;
                    break;
                }
                b'&' if joins_ampersand(form, start, at) => at = run_end(form, next),
                b'_' => {
                    at = run_end(form, same_end(bytes, at));
                }
                b'.' if form[start..at].contains('_') && links::is_last_label(&form[next..run_end(form, next)]) => {
                    let end = run_end(form, next);
                    self.emit(chunk, start, end, TokenKind::Url);
                    return end;
                }
                b'/' if joins_slash(&form[start..at], &form[next..run_end_within(form, next, 4)]) => at = run_end(form, next),
                b'*' if at > start && is_letter_at(form, same_end(bytes, at)) => at = run_end(form, same_end(bytes, at)),
                b'$' if at - start <= 3 && form[start..at].bytes().all(|b| b.is_ascii_uppercase()) => {
                    self.emit(chunk, start, next, TokenKind::Symbol);
                    return next;
                }
                b'!' if is_any_of(&form[start..at], &["yahoo", "jeopardy"])
                    && chunk.byte(next) != b'!'
                    && continues(chunk, next) =>
                {
                    self.emit(chunk, start, next, TokenKind::Word);
                    return next;
                }
                b'+' if chunk.byte(next) == b'+' && form[start..at] == *"C" => {
                    self.emit(chunk, start, next + 1, TokenKind::Word);
                    return next + 1;
                }
                _ => break,
            }
        }
        self.emit_word(chunk, start, at);
        at
    }

    /// Whether the token before `start` is a capitalised word, one space away.
    fn follows_name(&self, chunk: &Chunk<'_>, start: usize) -> bool {
        let Some(span) = self.tokens.spans.last() else { return false };
        let here = chunk.span(start, start + 1).start;
        self.tokens.len() > self.first
            && matches!(self.tokens.cases.last(), Some(Case::Title | Case::Upper | Case::Mixed))
            && span.end < here
            && here - span.end <= 2
            && !abbreviations::is_starter(span.text(self.text))
    }

    /// Emits a word, its clitics apart.
    fn emit_word(&mut self, chunk: &Chunk<'_>, start: usize, end: usize) {
        let mut from = start;
        for &cut in clitics::find_cuts(&chunk.form[start..end]).as_slice() {
            self.emit(chunk, from, start + cut, TokenKind::Word);
            from = start + cut;
        }
        self.emit(chunk, from, end, TokenKind::Word);
    }

    /// A word with a full stop at `stop`: an abbreviation, an acronym, a domain, or the end of a sentence with no space behind it.
    fn dotted(&mut self, chunk: &Chunk<'_>, start: usize, stop: usize) -> usize {
        let form = chunk.form;
        let acronym = acronym_end(form, start, stop);
        if acronym > stop + 1 {
            let is_currency = form[start..acronym] == *"U.S." && currency::is_before_name(chunk.after(acronym));
            self.emit(chunk, start, acronym, if is_currency { TokenKind::Symbol } else { TokenKind::Word });
            return acronym;
        }
        if currency::takes_stop(&form[start..stop]) && chunk.after(stop + 1).starts_with(|c: char| c.is_ascii_digit()) {
            self.emit(chunk, start, stop + 1, TokenKind::Symbol);
            return stop + 1;
        }
        if !is_word_at(form, stop + 1) {
            return self.word_before_stop(chunk, start, stop);
        }
        // The whole chain of labels is read once, and then used up.
        let mut last = start;
        let mut end = stop;
        let mut labels = 1;
        let mut all_lower = is_lower(&form[start..stop]);
        while chunk.byte(end) == b'.' && is_word_at(form, end + 1) {
            last = end + 1;
            end = run_end(form, last);
            labels += 1;
            all_lower &= is_lower(&form[last..end]);
        }
        if labels == 2
            && is_any_of(
                &form[start..end],
                &["ph.d", "d.phil", "m.sc", "b.sc", "m.phil", "ed.d", "psy.d", "b.tech", "m.tech", "b.com"],
            )
        {
            let end = end + usize::from(chunk.byte(end) == b'.');
            self.emit(chunk, start, end, TokenKind::Word);
            return end;
        }
        let is_newsgroup = labels >= 3 && all_lower;
        if is_newsgroup || links::is_last_label(&form[last..end]) {
            let end = if chunk.byte(end) == b'/' && is_word_at(form, end + 1) { links::url_end(form, end) } else { end };
            self.emit(chunk, start, end, TokenKind::Url);
            return end;
        }
        let mut at = start;
        while at < last {
            let stop = run_end(form, at);
            let next = &form[stop + 1..run_end(form, stop + 1)];
            let has_digit = form[at..stop].bytes().any(|b| b.is_ascii_digit()) || next.starts_with(|c: char| c.is_ascii_digit());
            if keeps_stop(&form[at..stop], self.previous(), next) {
                self.emit(chunk, at, stop + 1, TokenKind::Word);
            } else if labels == 2 && is_note(&form[at..stop], next) && chunk.after(end).starts_with(char::is_uppercase) {
                self.emit_word(chunk, at, stop);
                self.emit(chunk, stop, stop + 1, TokenKind::Punctuation);
            } else if has_digit && labels == 2 {
                self.emit(chunk, at, end, TokenKind::Word);
                return end;
            } else {
                self.emit_word(chunk, at, stop);
                self.emit(chunk, stop, stop + 1, TokenKind::Punctuation);
            }
            at = stop + 1;
        }
        last
    }

    /// A word, a full stop, and no word directly behind: the stop belongs to an abbreviation or is left for the sentence.
    fn word_before_stop(&mut self, chunk: &Chunk<'_>, start: usize, stop: usize) -> usize {
        let is_ellipsis = chunk.form[stop..].starts_with("...");
        if !is_ellipsis && keeps_stop(&chunk.form[start..stop], self.previous(), chunk.after(stop + 1)) {
            self.emit(chunk, start, stop + 1, TokenKind::Word);
            return stop + 1;
        }
        self.emit_word(chunk, start, stop);
        stop
    }
}

/// How the letters of `form` are cased. Parts behind an apostrophe or hyphen may be capitalised again.
fn case_of(form: &str) -> Case {
    let mut bytes = form.bytes();
    let first = bytes.next().map_or(0, class);
    // Most words: a letter, then small ones.
    if first & LETTER != 0 && bytes.all(|byte| class(byte) == LOWER) {
        return if first == LOWER { Case::Lower } else { Case::Title };
    }
    case_of_any(form)
}

fn case_of_any(form: &str) -> Case {
    let (mut upper, mut lower, mut is_title, mut begins) = (0, 0, true, true);
    let mut first_is_upper = None;
    for c in form.chars() {
        if c.is_lowercase() {
            lower += 1;
            first_is_upper.get_or_insert(false);
            begins = false;
        } else if c.is_uppercase() {
            upper += 1;
            first_is_upper.get_or_insert(true);
            is_title &= begins;
            begins = false;
        } else if !c.is_alphabetic() {
            begins = matches!(c, '\'' | '-' | '.') || (begins && upper + lower == 0);
        }
    }
    match (upper, lower) {
        (0, 0) => Case::None,
        (0, _) => Case::Lower,
        (1, 0) => Case::Title,
        (_, 0) => Case::Upper,
        _ if is_title && first_is_upper == Some(true) => Case::Title,
        _ => Case::Mixed,
    }
}

/// `harbour.17`: the number of a note behind a full stop.
fn is_note(word: &str, number: &str) -> bool {
    word.len() >= 4
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && number.len() <= 2
        && number.bytes().all(|b| b.is_ascii_digit())
}

fn is_lower(label: &str) -> bool {
    label.bytes().all(|b| !b.is_ascii_uppercase())
}

/// `run_end`, looking at no more than `limit` bytes.
fn run_end_within(form: &str, at: usize, limit: usize) -> usize {
    let bytes = form.as_bytes();
    let mut end = at;
    while end < at + limit && class_at(bytes, end) & ALNUM != 0 {
        end += 1;
    }
    end
}

/// Whether the text goes on in the same sentence behind `at`: a small letter or a clitic.
fn continues(chunk: &Chunk<'_>, at: usize) -> bool {
    chunk.after(at).starts_with(|c: char| c.is_lowercase() || matches!(c, '\'' | ',' | '’'))
}

/// `AT&T`, `R&D`, `p&l`: both sides short and in capitals, or single letters.
fn joins_ampersand(form: &str, start: usize, at: usize) -> bool {
    let (left, right) = (&form[start..at], &form[at + 1..run_end_within(form, at + 1, 5)]);
    let is_capitals = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_uppercase());
    (is_capitals(left) && is_capitals(right)) || (left.len() == 1 && right.len() == 1 && is_letter_at(form, at + 1))
}

/// `w/o`, `s/he`, `I/O`, `n/a`.
fn joins_slash(left: &str, right: &str) -> bool {
    (left.len() == 1 && right.len() == 1 && right.as_bytes()[0].is_ascii_alphabetic() && left != "c")
        || (left.eq_ignore_ascii_case("w") && is_any_of(right, &["out"]))
        || (left.eq_ignore_ascii_case("s") && right.eq_ignore_ascii_case("he"))
}

/// The end of a run of single letters with full stops (`U.S.`, `a.m`), when it has two letters or more; otherwise `stop + 1` at most.
fn acronym_end(form: &str, start: usize, stop: usize) -> usize {
    let bytes = form.as_bytes();
    if stop - start != 1 {
        return 0;
    }
    let (mut at, mut letters) = (start, 0);
    while class_at(bytes, at) & LETTER != 0 && bytes.get(at + 1) == Some(&b'.') {
        at += 2;
        letters += 1;
    }
    // `U.S`, but neither the `T` of `U.S.The` nor `e.coli`.
    if is_letter_at(form, at) && run_end(form, at) == at + 1 && bytes.get(at + 1) != Some(&b'.') {
        return at + 1;
    }
    // `D.C...`: the ellipsis is its own.
    if letters >= 2 { at } else { 0 }
}

#[cfg(test)]
mod tests {
    use crate::token::{Case, TokenKind, tokenize};

    /// The tokens' texts, joined by bars.
    fn shown(text: &str) -> String {
        let (tokens, _) = tokenize(text, &[]);
        let texts: Vec<&str> = tokens.spans.iter().map(|span| span.text(text)).collect();
        texts.join("|")
    }

    #[test]
    fn cuts_as_universal_dependencies_do() {
        for (text, expected) in [
            ("Trump's men don't.", "Trump|'s|men|do|n't|."),
            ("James’ and the dogs' bowls", "James|’|and|the|dogs|'|bowls"),
            ("the 'dogs' here", "the|'|dogs|'|here"),
            ("U.S.-led talks at 9 a.m.", "U.S.|-|led|talks|at|9|a.m."),
            ("Moon Jae-in at Mar-a-Lago", "Moon|Jae-in|at|Mar-a-Lago"),
            ("the Trump-Kim summit", "the|Trump|-|Kim|summit"),
            ("a 12-year-old co-founder", "a|12|-|year|-|old|co-founder"),
            ("$1.2bn, US$5 and 10%", "$|1.2|bn|,|US$|5|and|10|%"),
            ("he is 6'2\" tall", "he|is|6|'|2|\"|tall"),
            ("the '90s, 1990s and 90's", "the|'90s|,|1990s|and|90's"),
            ("@a_b: #Vote2016 https://t.co/x.", "@a_b|:|#Vote2016|https://t.co/x|."),
            ("AT&amp;T and R&D", "AT&amp;T|and|R&D"),
            ("&quot;Go,&quot; he said", "&quot;|Go|,|&quot;|he|said"),
            ("wait...what—no--yes", "wait|...|what|—|no|--|yes"),
            ("co\u{ad}operate\u{a0}now\u{200b}", "co\u{ad}operate|now"),
            ("or less.The Obama", "or|less|.|The|Obama"),
            ("nytimes.com and St.Methodius", "nytimes.com|and|St.|Methodius"),
            ("of harbour.17 Then version1.2 or rfc.23 left", "of|harbour|.|17|Then|version1.2|or|rfc.23|left"),
            ("713-853-3989 or 50-60", "713-853-3989|or|50|-|60"),
            ("pre- and post-war", "pre-|and|post-war"),
            ("`` Go '' he", "``|Go|''|he"),
            ("👨\u{200d}👩 🇺🇸🇬🇧", "👨\u{200d}👩|🇺🇸|🇬🇧"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn says_kind_case_and_form() {
        let text = "“It’s McConnell’s O'Neill in the U.S.,” A iPhone";
        let (tokens, _) = tokenize(text, &[]);
        assert_eq!(tokens.kinds[0], TokenKind::QuoteMark);
        assert_eq!((tokens.form(text, 0), tokens.form(text, 2)), ("\"", "'s"));
        let cases: Vec<(&str, Case)> = (0..tokens.len()).map(|i| (tokens.text(text, i), tokens.cases[i])).collect();
        for expected in [
            ("It", Case::Title),
            ("McConnell", Case::Mixed),
            ("O'Neill", Case::Title),
            ("in", Case::Lower),
            ("U.S.", Case::Upper),
            ("A", Case::Title),
            ("iPhone", Case::Mixed),
            (",", Case::None),
        ] {
            assert!(cases.contains(&expected), "{expected:?} in {cases:?}");
        }
    }
}
