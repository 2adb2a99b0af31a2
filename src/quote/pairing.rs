//! Pairs quotation marks.
//!
//! Finds, in each paragraph, which mark opens and which closes; what is an apostrophe; what measures feet and inches.
//! Input: text, paragraphs, regions. Output: [`Pairing`], pairs sorted by their opening mark; two pairs are disjoint or nested.
//! Method: shape first (`“` opens), then the neighbours (a mark after a space and before a letter opens, whatever its shape),
//! then the state (an undecided mark closes what is open). Double marks are paired first; single ones within what the double
//! ones leave together. What stays open runs on to the end of its paragraph.
//! Cost: one pass over the marks of a paragraph, O(marks); no mark can make another paragraph's pairs wrong.

use super::MarkPair;
use crate::clean::Region;
use crate::text::Span;
use crate::text::marks::{Direction, MarkAt, find_marks, is_invisible};
use crate::token::Paragraph;

/// Paired marks of a text, and those without a partner.
#[derive(Clone, Debug, Default)]
pub struct Pairing {
    /// Pairs, sorted by the opening mark.
    pub pairs: Vec<MarkPair>,
    /// Double marks without a partner.
    pub unpaired: Vec<Span>,
    /// Marks of feet, inches, minutes and seconds.
    pub measures: Vec<Span>,
}

/// How many marks and invisible characters are passed over to find a neighbour: more in a row are no text.
const REACH: usize = 8;

/// How many later marks may decide whether a plural's apostrophe closes.
const LOOKAHEAD: usize = 32;

/// What a mark does where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    Undecided,
}

/// The characters beside a mark, marks of quotation and invisible characters passed over.
#[derive(Clone, Copy)]
struct Neighbours {
    previous: Option<char>,
    next: Option<char>,
}

fn is_mark_char(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '„' | '‟' | '‚' | '‛' | '«' | '»' | '‹' | '›' | '`' | '´')
}

fn neighbours(text: &str, limits: Span, mark: Span) -> Neighbours {
    let before = &text[limits.start.min(mark.start) as usize..mark.start as usize];
    let after = &text[mark.end as usize..limits.end.max(mark.end) as usize];
    Neighbours {
        previous: before.chars().rev().take(REACH).find(|&c| !is_invisible(c) && !is_mark_char(c)),
        next: after.chars().take(REACH).find(|&c| !is_invisible(c) && !is_mark_char(c)),
    }
}

/// White space, a dash, an opening bracket or nothing: a mark after it may open.
fn is_left_edge(previous: Option<char>) -> bool {
    previous.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '{' | '—' | '–' | '―' | '-' | '/' | ':' | '…' | '='))
}

/// White space, sentence punctuation, a dash, a closing bracket or nothing: a mark before it may close.
fn is_right_edge(next: Option<char>) -> bool {
    next.is_none_or(|c| {
        c.is_whitespace()
            || (!c.is_alphanumeric() && !matches!(c, '(' | '[' | '{' | '$' | '£' | '€' | '@' | '#' | '…' | '.'))
            || c == '.'
    })
}

/// Words that begin with an apostrophe where a letter is left out: `'em`, `'til`; digits: `'90s`. The word follows the mark.
fn is_elision(after: &str) -> bool {
    let word = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let is_decade = word.len() >= 2
        && word.len() <= 3
        && word.as_bytes()[..2].iter().all(u8::is_ascii_digit)
        && (word.len() == 2 || word.ends_with('s'));
    is_decade
        || matches!(
            word.to_ascii_lowercase().as_str(),
            "em" | "til"
                | "till"
                | "tis"
                | "twas"
                | "cause"
                | "cuz"
                | "bout"
                | "n"
                | "round"
                | "neath"
                | "twere"
                | "twill"
                | "ere"
                | "nuff"
                | "nother"
                | "fess"
        )
}

fn double_role(mark: &MarkAt, near: Neighbours) -> Role {
    let (left, right) = (is_left_edge(near.previous), is_right_edge(near.next));
    let by_neighbours = match (left, right) {
        (true, false) => Role::Open,
        (false, true) => Role::Close,
        _ => Role::Undecided,
    };
    match mark.direction {
        Direction::Either => by_neighbours,
        // A directed mark is believed unless both of its neighbours say otherwise.
        Direction::Open if by_neighbours == Role::Close && near.previous.is_some_and(|c| !c.is_whitespace()) => Role::Close,
        Direction::Close if by_neighbours == Role::Open && near.next.is_some_and(char::is_alphanumeric) => Role::Open,
        Direction::Open => Role::Open,
        Direction::Close => Role::Close,
    }
}

/// `6'2"`, `12"`: a mark right after a digit, with no quotation open that it could close better.
fn is_measure(text: &str, limits: Span, mark: &MarkAt) -> bool {
    let before = &text[limits.start as usize..mark.span.start as usize];
    if !before.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &before[..before.len() - digits];
    // Feet stand before the inches (6'2"), or the feet mark before a digit (6'2).
    rest.ends_with(['\'', '’', '′']) && rest.trim_end_matches(['\'', '’', '′']).ends_with(|c: char| c.is_ascii_digit())
}

fn is_feet(text: &str, limits: Span, mark: &MarkAt) -> bool {
    let before = &text[limits.start as usize..mark.span.start as usize];
    let after = &text[mark.span.end as usize..limits.end.max(mark.span.end) as usize];
    let figures = before.trim_end_matches(|c: char| c.is_ascii_digit());
    figures.len() < before.len() && (after.starts_with(|c: char| c.is_ascii_digit()) || figures.ends_with('°'))
}

struct Pairer<'a> {
    text: &'a str,
    limits: Span,
    /// Whether the paragraph before ended inside a quotation.
    runs_on: bool,
    /// Whether the next paragraph begins with a single mark that opens.
    reopens: bool,
    pairs: Vec<MarkPair>,
    out: Pairing,
}

impl Pairer<'_> {
    fn pair(&mut self, open: Span, close: Span, is_single: bool, is_closed: bool) {
        self.pairs.push(MarkPair { open, close, depth: 0, is_single, is_closed });
    }

    /// Pairs double marks with a stack.
    fn pair_doubles(&mut self, marks: &[MarkAt]) {
        let mut open: Vec<Span> = Vec::new();
        let doubles: Vec<&MarkAt> = marks.iter().filter(|mark| !mark.is_single).collect();
        for (at, mark) in doubles.iter().enumerate() {
            let near = neighbours(self.text, self.limits, mark.span);
            let mut role = double_role(mark, near);
            let is_last = at + 1 == doubles.len();
            if mark.direction == Direction::Either
                && near.previous.is_some_and(|c| c.is_ascii_digit())
                && (is_measure(self.text, self.limits, mark) || (open.is_empty() && role != Role::Open))
                && (open.is_empty() || !is_last)
                || self.is_inches(mark, near, &open, doubles.len() - at - 1)
            {
                self.out.measures.push(mark.span);
                continue;
            }
            if role == Role::Undecided {
                role = if open.is_empty() { Role::Open } else { Role::Close };
            }
            match role {
                Role::Open => {
                    // The paragraph's first mark, where the quotation before was left open, reopens it.
                    open.push(mark.span);
                }
                _ => match open.pop() {
                    Some(start) => self.pair(start, mark.span, false, true),
                    None if self.runs_on && self.pairs.is_empty() && at == 0 => {
                        let start = Span { start: self.limits.start, end: self.limits.start };
                        self.pair(start, mark.span, false, true);
                    }
                    None => self.out.unpaired.push(mark.span),
                },
            }
        }
        self.leave_open(&open);
    }

    /// `"I ordered the 12" pipe," she said.`: a straight mark after a digit, a word behind it, and an odd number of marks to come.
    fn is_inches(&self, mark: &MarkAt, near: Neighbours, open: &[Span], later: usize) -> bool {
        mark.direction == Direction::Either
            && open.len() == 1
            && later % 2 == 1
            && near.previous.is_some_and(|c| c.is_ascii_digit())
            && self.text[mark.span.end as usize..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase))
    }

    /// What is still open at the end of the paragraph: the innermost runs on; an opening mark before it lost its partner.
    fn leave_open(&mut self, open: &[Span]) {
        let end = Span { start: self.limits.end, end: self.limits.end };
        for (at, &start) in open.iter().enumerate() {
            let next_open = open
                .get(at + 1)
                .copied()
                .or_else(|| self.pairs.iter().filter(|pair| pair.open.start > start.start).map(|pair| pair.open).min());
            match next_open {
                // Another quotation begins before this one ends: close it at the sentence end before.
                Some(next) => match self.sentence_end(start.end, next.start) {
                    Some(close) => self.pair(start, close, false, false),
                    None if at + 1 == open.len() => self.pair(start, end, false, false),
                    None => self.out.unpaired.push(start),
                },
                None => self.pair(start, end, false, false),
            }
        }
    }

    /// An empty span after the first sentence end (or comma before an attribution) between two offsets.
    fn sentence_end(&self, from: u32, to: u32) -> Option<Span> {
        let between = &self.text[from as usize..to as usize];
        let at = between.find([',', '.', '?', '!']).filter(|_| between.trim_end().ends_with(['.', ',', ':']))?;
        let close = from + at as u32 + 1;
        Some(Span { start: close, end: close })
    }

    /// For every single mark, the innermost double pair around it, by one sweep over both.
    fn doubles_around(&mut self, singles: &[&MarkAt]) -> Vec<Option<u32>> {
        self.pairs.sort_by_key(|pair| (pair.open.start, std::cmp::Reverse(pair.close.end)));
        let mut around = Vec::with_capacity(singles.len());
        let mut open: Vec<usize> = Vec::new();
        let mut next = 0;
        for mark in singles {
            while next < self.pairs.len() && self.pairs[next].open.end <= mark.span.start {
                while open.last().is_some_and(|&pair| self.pairs[pair].close.start <= self.pairs[next].open.start) {
                    open.pop();
                }
                open.push(next);
                next += 1;
            }
            while open.last().is_some_and(|&pair| self.pairs[pair].close.start <= mark.span.start) {
                open.pop();
            }
            around.push(open.last().map(|&pair| pair as u32));
        }
        around
    }

    /// Pairs single marks between which no double pair begins or ends half-way.
    fn pair_singles(&mut self, marks: &[MarkAt]) {
        let singles: Vec<&MarkAt> = marks.iter().filter(|mark| mark.is_single).collect();
        let arounds = self.doubles_around(&singles);
        let last_close = singles.iter().rposition(|mark| may_close_single(self.close_neighbours(mark)));
        let mut open: Option<(Span, Option<u32>)> = None;
        let mut at = 0;
        while at < singles.len() {
            let mark = singles[at];
            at += 1;
            if is_feet(self.text, self.limits, mark) {
                self.out.measures.push(mark.span);
                continue;
            }
            let near = self.close_neighbours(mark);
            let around = arounds[at - 1];
            if let Some((start, within)) = open {
                // Inside a double pair that began later: an apostrophe of what is quoted there.
                if around != within && around.is_some_and(|pair| self.pairs[pair as usize].open.start > start.start) {
                    continue;
                }
                // The double pair around the opening mark has ended: they are no pair.
                if within != around {
                    open = None;
                } else if self.closes_single(&singles[at..], near, start, mark.span) {
                    self.pair(start, mark.span, true, true);
                    open = None;
                    continue;
                } else {
                    continue;
                }
            }
            if self.opens_single(mark, near) && (self.reopens || last_close.is_some_and(|last| last >= at)) {
                open = Some((mark.span, around));
            }
        }
        // The next paragraph opens a single mark again: this one runs on, if it opened a sentence.
        if let Some((start, None)) = open.filter(|_| self.reopens) {
            let before = self.text[self.limits.start as usize..start.start as usize].trim_end();
            if before.is_empty() || before.ends_with(['.', ',', ':', '?', '!']) {
                let end = Span { start: self.limits.end, end: self.limits.end };
                self.pair(start, end, true, false);
            }
        }
    }

    /// The very next characters beside a single mark, invisible ones passed over.
    fn close_neighbours(&self, mark: &MarkAt) -> Neighbours {
        let before = &self.text[self.limits.start as usize..mark.span.start as usize];
        let after = &self.text[mark.span.end as usize..self.limits.end.max(mark.span.end) as usize];
        Neighbours {
            previous: before.chars().rev().take(REACH).find(|&c| !is_invisible(c)),
            next: after.chars().take(REACH).find(|&c| !is_invisible(c)),
        }
    }

    fn opens_single(&self, mark: &MarkAt, near: Neighbours) -> bool {
        let left = near
            .previous
            .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '"' | '“' | '„' | '«' | '/' | ':'));
        let right = near
            .next
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '$' | '£' | '€' | '[' | '(' | '…' | '.' | '@' | '#' | '"' | '“'));
        left && right && !is_elision(&self.text[mark.span.end as usize..self.limits.end as usize])
    }

    /// A mark that may close does, unless it follows a plural's `s` before a word and a surer one comes later.
    fn closes_single(&self, later: &[&MarkAt], near: Neighbours, open: Span, mark: Span) -> bool {
        if !may_close_single(near) {
            return false;
        }
        let is_sure = near.previous.is_some_and(|c| !c.is_alphanumeric()) || near.next.is_none_or(|c| !c.is_whitespace());
        if is_sure || !near.previous.is_some_and(|c| c == 's' || c == 'S' || c == 'z') {
            return true;
        }
        // ‘I paid for the plovers’ nests: a whole utterance does not close without punctuation before a word.
        let said = &self.text[open.end as usize..];
        let rest = self.text[mark.end as usize..self.limits.end as usize].strip_prefix(char::is_whitespace);
        let before_word = rest.is_some_and(|rest| rest.starts_with(char::is_lowercase));
        if said.starts_with(char::is_uppercase) && before_word {
            return false;
        }
        // `the workers' rights`: a possessive if a later mark closes before another opens.
        for &next in later.iter().take(LOOKAHEAD) {
            let near = neighbours(self.text, self.limits, next.span);
            if self.opens_single(next, near) {
                return true;
            }
            let previous = near.previous.is_some_and(|c| matches!(c, '.' | ',' | '!' | '?' | '…'));
            if may_close_single(near) && previous {
                return false;
            }
        }
        true
    }
}

/// Something before it, and no word right after it.
fn may_close_single(near: Neighbours) -> bool {
    near.previous.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[')) && near.next.is_none_or(|c| !c.is_alphanumeric())
}

/// Depth of each pair: how many other pairs hold it. The pairs are sorted by their opening mark.
fn set_depths(pairs: &mut [MarkPair]) {
    let mut ends: Vec<u32> = Vec::new();
    for pair in pairs {
        while ends.last().is_some_and(|&end| end <= pair.open.start) {
            ends.pop();
        }
        pair.depth = ends.len().min(255) as u8;
        ends.push(pair.close.end);
    }
}

/// Pairs the quotation marks, paragraph by paragraph.
pub fn pair_marks(text: &str, paragraphs: &[Paragraph], regions: &[Region]) -> Pairing {
    let marks = find_marks(text);
    let mut masked = regions.iter().filter(|region| region.kind.is_masked()).peekable();
    let mut out = Pairing::default();
    let mut at = 0;
    let mut runs_on = false;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let mut inside: Vec<MarkAt> = Vec::new();
        while at < marks.len() && marks[at].span.start < paragraph.span.end {
            let mark = marks[at];
            at += 1;
            while masked.next_if(|region| region.span.end <= mark.span.start).is_some() {}
            let is_masked = masked.peek().is_some_and(|region| region.span.contains(mark.span));
            if mark.span.start >= paragraph.span.start && !is_masked {
                inside.push(mark);
            }
        }
        if inside.is_empty() {
            runs_on = false;
            continue;
        }
        let reopens = paragraphs.get(number + 1).is_some_and(|next| next.span.text(text).starts_with(['‘', '\'']));
        let mut pairer = Pairer { text, limits: paragraph.span, runs_on, reopens, pairs: Vec::new(), out: Pairing::default() };
        pairer.pair_doubles(&inside);
        pairer.pair_singles(&inside);
        let mut pairs = pairer.pairs;
        pairs.sort_by_key(|pair| (pair.open.start, u32::MAX - pair.close.end));
        runs_on = pairs.iter().any(|pair| !pair.is_closed && !pair.is_single && pair.close.start == paragraph.span.end);
        set_depths(&mut pairs);
        out.pairs.extend(pairs);
        out.unpaired.extend(pairer.out.unpaired);
        out.measures.extend(pairer.out.measures);
    }
    out.unpaired.sort_unstable();
    out.measures.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<String> {
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            if !line.trim().is_empty() {
                paragraphs.push(Paragraph { span: Span::new(start, start + line.len()).trim(text), is_title: false });
            }
            start += line.len() + 1;
        }
        pair_marks(text, &paragraphs, &[])
            .pairs
            .iter()
            .map(|pair| format!("{}{}{}", pair.depth, if pair.is_closed { ' ' } else { '…' }, pair.inner().text(text)))
            .collect()
    }

    #[test]
    fn pairs_of_every_shape() {
        for (text, expected) in [
            ("He said \"no\" twice.", vec!["0 no"]),
            ("“We are,” he said. “Now.”", vec!["0 We are,", "0 Now."]),
            ("``We are,'' he said. ``Now.''", vec!["0 We are,", "0 Now."]),
            ("''We are,'' he said.", vec!["0 We are,"]),
            ("«Oui», he said. „Ja“, she said.", vec!["0 Oui", "0 Ja"]),
            ("‘We’re done,’ said Ruiz, of the workers’ union.", vec!["0 We’re done,"]),
            ("'We're done,' said Ruiz.", vec!["0 We're done,"]),
            ("“I said ‘no’ to him,” she said.", vec!["0 I said ‘no’ to him,", "1 no"]),
            ("‘I said “no” to him,’ she said.", vec!["0 I said “no” to him,", "1 no"]),
            ("It's the '90s and rock 'n' roll, James' dog ate 'em.", vec![]),
            ("He is 6'2\" tall and said \"hi\".", vec!["0 hi"]),
            ("&quot;Go,&quot; he said. â€œNo,â€\u{9d} she said.", vec!["0 Go,", "0 No,"]),
            ("”We are,” he said.", vec!["0 We are,"]),
            ("“We are,“ he said.", vec!["0 We are,"]),
            ("\"We run on.\n\n\"And on.\" He left.", vec!["0…We run on.", "0 And on."]),
            ("“We run on.\n\nAnd on.” He left.", vec!["0…We run on.", "0 And on."]),
            ("Talks at 'very high levels'", vec!["0 very high levels"]),
            ("‘I paid for the plovers’ nests,’ he said.", vec!["0 I paid for the plovers’ nests,"]),
            ("‘It’s open. He said, “We’ve come.” I know.’", vec!["0 It’s open. He said, “We’ve come.” I know.", "1 We’ve come."]),
            ("‘We run on.\n\n‘And on,’ he said.", vec!["0…We run on.", "0 And on,"]),
            ("\"We need it, he said. \"And we will.\"", vec!["0…We need it,", "0 And we will."]),
        ] {
            assert_eq!(inner(text), expected, "{text}");
        }
    }
}
