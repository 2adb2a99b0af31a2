//! Where sentences may end: after which tokens, whatever the quotation marks around.
//!
//! Input: tokens. Output: for each token, whether a sentence ends behind it. The last token of a paragraph always ends one.
//! Method: rules on the terminator, the marks, brackets and notes that close behind it, and the next word:
//! stop, question, ellipsis, abbreviation, emoticon, list-marker, rule-line. Ends without a terminator: `breaks`. Cost: O(tokens).

use super::abbreviations::{self, Class};
use super::breaks::mark_breaks;
use super::{Case, TokenKind, Tokens};

/// What a token does at the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Terminator {
    /// A full stop of its own.
    Stop,
    /// `?`, `!`, `?!`
    Question,
    /// `...`, `…`
    Ellipsis,
    /// A word that ends with its full stop.
    Abbreviation,
    /// `:)`
    Emoticon,
}

/// The tokens with what the rules ask of them.
struct Reader<'a> {
    text: &'a str,
    tokens: &'a Tokens,
}

/// For each token, whether a sentence ends behind it.
pub(super) fn find_ends(text: &str, tokens: &Tokens) -> Vec<bool> {
    let reader = Reader { text, tokens };
    let count = tokens.len();
    let brackets = reader.find_brackets();
    let mut next_bracket = 0;
    let mut ends = vec![false; count];
    mark_breaks(text, tokens, &mut ends);
    let mut first = 0;
    // Whether a mark stands open in this paragraph: decides for marks with a space on either side.
    let mut is_open = false;
    let (kinds, spans, bytes) = (&tokens.kinds[..count], &tokens.spans[..count], text.as_bytes());
    let paragraphs = &tokens.paragraphs[..count];
    for i in 0..count {
        // Most words, at once.
        if kinds[i] == TokenKind::Word
            && !ends[i]
            && i + 1 < count
            && paragraphs[i] == paragraphs[i + 1]
            && bytes[spans[i].end as usize - 1] != b'.'
        {
            continue;
        }
        is_open ^= tokens.kinds[i] == TokenKind::QuoteMark;
        while brackets.get(next_bracket).is_some_and(|bracket| bracket.1 < i) {
            next_bracket += 1;
        }
        // A terminator before may have put the end behind this token already.
        if !ends[i] {
            if reader.is_last_of_paragraph(i) {
                ends[i] = true;
            } else if reader.is_rule_line(i) {
                // rule-line: `*****` stands alone.
                ends[i] = true;
                if i > first {
                    ends[i - 1] = true;
                }
            } else if let Some(terminator) = reader.terminator(i) {
                let last = reader.last_closer(i, is_open);
                if reader.is_last_of_paragraph(last) {
                    ends[last] = true;
                } else if first < brackets.get(next_bracket).map_or(0, |bracket| bracket.0)
                    && last < brackets[next_bracket].1
                    && i > brackets[next_bracket].0
                {
                    // bracket: what stands in brackets within a sentence does not end it.
                } else if !reader.is_list_marker(first, i) && reader.is_end(terminator, i, last) {
                    ends[last] = true;
                }
            }
        }
        if ends[i] {
            first = i + 1;
            is_open &= !reader.is_last_of_paragraph(i);
        }
    }
    ends
}

impl Reader<'_> {
    fn raw(&self, i: usize) -> &str {
        self.tokens.spans[i].text(self.text)
    }

    fn is_last_of_paragraph(&self, i: usize) -> bool {
        self.tokens.paragraphs.get(i + 1) != Some(&self.tokens.paragraphs[i])
    }

    fn is_same_paragraph(&self, i: usize, j: usize) -> bool {
        self.tokens.paragraphs[i] == self.tokens.paragraphs[j]
    }

    /// Whether nothing stands between token `i` and the one before.
    fn is_attached(&self, i: usize) -> bool {
        i > 0 && self.tokens.spans[i - 1].end == self.tokens.spans[i].start
    }

    /// Pairs of round brackets within one paragraph, outermost only, at most `REACH` tokens apart.
    fn find_brackets(&self) -> Vec<(usize, usize)> {
        const REACH: usize = 60;
        let mut found = Vec::new();
        let mut open: Option<usize> = None;
        for (i, _) in self.tokens.kinds.iter().enumerate().filter(|(_, kind)| **kind == TokenKind::Punctuation) {
            match self.raw(i) {
                "(" if open.is_none_or(|open| !self.is_same_paragraph(open, i)) => open = Some(i),
                ")" => {
                    if let Some(start) = open.take()
                        && i - start <= REACH
                        && self.is_same_paragraph(start, i)
                    {
                        found.push((start, i));
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn terminator(&self, i: usize) -> Option<Terminator> {
        let raw = self.raw(i);
        let first = *raw.as_bytes().first()?;
        match self.tokens.kinds[i] {
            TokenKind::Punctuation => match first {
                b'.' if raw.len() == 1 => Some(Terminator::Stop),
                b'.' => Some(Terminator::Ellipsis),
                b'!' | b'?' => Some(Terminator::Question),
                0xE2 if raw.starts_with(['…', '‥']) => Some(Terminator::Ellipsis),
                0xE3 | 0xEF if raw.starts_with(['。', '！', '？']) => Some(Terminator::Question),
                _ => None,
            },
            TokenKind::Word if raw.len() > 1 && raw.ends_with('.') => Some(Terminator::Abbreviation),
            TokenKind::Symbol if is_emoticon(raw) => Some(Terminator::Emoticon),
            _ => None,
        }
    }

    /// The last of the tokens behind `i` that belong to its sentence: closing marks and brackets, emoticons, notes (`[1]`).
    fn last_closer(&self, i: usize, mut is_open: bool) -> usize {
        let mut last = i;
        while !self.is_last_of_paragraph(last) {
            let next = last + 1;
            let raw = self.raw(next);
            if let Some(close) = self.demand_end(next) {
                last = close;
                continue;
            }
            let closes = match self.tokens.kinds[next] {
                TokenKind::QuoteMark => {
                    let closes = self.is_closing_mark(next, is_open);
                    is_open = !is_open;
                    closes
                }
                TokenKind::Punctuation => {
                    matches!(raw, ")" | "]" | "}") || (raw == "[" && self.is_note(next)) || self.raw(last) == "["
                }
                TokenKind::Number => self.raw(last) == "[" || (last == i && self.is_bare_note(i, next)),
                TokenKind::Symbol => is_emoticon(raw),
                _ => false,
            };
            if !closes {
                break;
            }
            last = next;
        }
        last
    }

    /// `[1]` or `[...]` behind a full stop.
    fn is_note(&self, open: usize) -> bool {
        open + 2 < self.tokens.len()
            && (self.tokens.kinds[open + 1] == TokenKind::Number || matches!(self.raw(open + 1), "..." | "…"))
            && matches!(self.raw(open + 2), "]" | ",")
    }

    /// Where `[better source needed]` ends, if it begins at `open`.
    fn demand_end(&self, open: usize) -> Option<usize> {
        if self.raw(open) != "[" {
            return None;
        }
        let close = (open + 2..self.tokens.len().min(open + 6)).find(|&close| self.raw(close) == "]")?;
        (self.raw(close - 1) == "needed" && self.tokens.paragraphs[close] == self.tokens.paragraphs[open]).then_some(close)
    }

    /// `It is so. 8 The`: the number of a note between a full stop and the next sentence.
    fn is_bare_note(&self, stop: usize, number: usize) -> bool {
        self.raw(stop) == "."
            && self.raw(number).len() <= 2
            && !self.is_last_of_paragraph(number)
            && (abbreviations::is_starter(self.raw(number + 1)) || self.is_attached(number))
    }

    /// A mark that closes by its shape, or stands against the token before and away from the one behind.
    fn is_closing_mark(&self, i: usize, is_open: bool) -> bool {
        let raw = self.raw(i);
        if raw.starts_with(['”', '»', '’', '›']) {
            return true;
        }
        if raw.starts_with(['“', '«', '‘', '„', '‹', '`']) {
            return false;
        }
        if !self.is_attached(i) {
            // `" He left. " Then`: spaced on both sides.
            return is_open && !self.is_last_of_paragraph(i) && !self.is_attached(i + 1);
        }
        self.is_last_of_paragraph(i) || !self.is_attached(i + 1) || self.tokens.kinds[i + 1] != TokenKind::Word
    }

    /// list-marker: `1.`, `2.1.`, `a.`, `IV.` at the start of a sentence.
    fn is_list_marker(&self, first: usize, i: usize) -> bool {
        if i != first + 1 || self.raw(i) != "." {
            return false;
        }
        let marker = self.raw(first);
        let is_number = self.tokens.kinds[first] == TokenKind::Number && is_section(marker);
        is_number
            || (marker.len() == 1 && marker.as_bytes()[0].is_ascii_alphabetic())
            || matches!(marker, "II" | "III" | "IV" | "VI" | "VII" | "VIII" | "IX")
    }

    /// A drawn line: at least three of `*`, `=`, `_`, `~`, four of `-`.
    fn is_rule_line(&self, i: usize) -> bool {
        let raw = self.raw(i).as_bytes();
        match raw[0] {
            b'*' | b'=' | b'_' | b'~' => raw.len() >= 3,
            b'#' => raw == b"###",
            b'-' => raw.len() >= 5,
            _ => false,
        }
    }

    /// Whether the sentence ends behind `last`, the last closer of the terminator `i`. There is a next token in the paragraph.
    fn is_end(&self, terminator: Terminator, i: usize, last: usize) -> bool {
        let next = last + 1;
        let raw = self.raw(next);
        let is_closed = last > i && self.tokens.kinds[last] != TokenKind::Symbol;
        let kind = self.tokens.kinds[next];
        let begins_lower = match kind {
            TokenKind::Word => self.tokens.cases[next] == Case::Lower && !raw.starts_with(|c: char| c.is_ascii_digit()),
            _ => false,
        };
        let is_opener = kind == TokenKind::QuoteMark || matches!(raw, "(" | "[" | "{" | "<");
        let is_capital = matches!(self.tokens.cases[next], Case::Title | Case::Upper)
            || (kind == TokenKind::Word && self.tokens.cases[next] == Case::Mixed);
        if kind == TokenKind::Punctuation && !is_opener {
            // `",` `)--` `?...`: the sentence goes on, or a later terminator decides. A dash or bullet may begin a line of its own.
            return terminator == Terminator::Stop && matches!(raw, "-" | "--" | "•" | "·" | "*" | "**" | "—" | "–") && !is_closed;
        }
        if kind == TokenKind::Hashtag && terminator == Terminator::Emoticon {
            return false;
        }
        match terminator {
            // `8a.m`, `(draft).doc`: no space, and a small letter.
            Terminator::Stop => !(begins_lower && (is_closed || self.is_attached(next))),
            // `Encore? (1931)`
            Terminator::Question if raw == "(" && self.tokens.kinds.get(next + 1) == Some(&TokenKind::Number) => false,
            Terminator::Question => {
                let goes_on = begins_lower && (is_closed || (self.raw(i) == "!" && self.may_belong_to_name(i)));
                !(goes_on || (is_closed && self.is_attribution(next)))
            }
            Terminator::Ellipsis if is_closed => is_opener || (is_capital && !self.is_attribution(next)),
            // `I ... I mean`: who hesitates goes on.
            Terminator::Ellipsis => is_capital && (raw != "I" || (i > 0 && !matches!(self.raw(i - 1), "I" | "and" | "but" | ","))),
            Terminator::Abbreviation => self.is_end_after_abbreviation(i, next, is_opener, is_closed),
            Terminator::Emoticon => is_capital,
        }
    }

    /// `Jeb! supporters`: a capitalised word before the mark.
    fn may_belong_to_name(&self, i: usize) -> bool {
        i > 0 && self.tokens.kinds[i - 1] == TokenKind::Word && self.tokens.cases[i - 1] != Case::Lower
    }

    fn is_end_after_abbreviation(&self, i: usize, next: usize, is_opener: bool, is_closed: bool) -> bool {
        let raw = self.raw(next);
        let is_capital = self.tokens.cases[next] == Case::Title;
        let word = self.raw(i).trim_end_matches('.');
        let class = abbreviations::class_of(word);
        if is_closed && is_capital {
            return !self.is_attribution(next);
        }
        match class {
            Some(Class::Title | Class::Number | Class::MonthBeforeNumber | Class::Never) => false,
            Some(Class::General) => is_capital || (is_opener && raw != "("),
            Some(Class::Month | Class::Place | Class::PlaceAfterComma | Class::Org) => abbreviations::is_starter(raw),
            None if word.len() == 1 => false,
            None if super::bytes::is_any_of(word, &["a.m", "p.m"]) => is_capital && !abbreviations::follows_time(raw),
            // `U.S. The`, `9 a.m. He`, `Ph.D. She`.
            None => abbreviations::is_starter(raw) && (raw.len() > 1 || !word.ends_with(|c: char| c.is_uppercase())),
        }
    }

    /// Whether a capitalised attribution stands at `next`, behind a closing mark: `"Are you ready?" Mayor Ruiz asked.`
    fn is_attribution(&self, next: usize) -> bool {
        if self.raw(next) == "I" {
            let verb = self.tokens.spans.get(next + 1).map_or("", |span| span.text(self.text));
            return SAID.contains(&verb) || I_SAID.contains(&verb);
        }
        if abbreviations::is_starter(self.raw(next)) {
            return false;
        }
        for i in next..(next + 7).min(self.tokens.len()) {
            if self.tokens.paragraphs[i] != self.tokens.paragraphs[next] || self.tokens.kinds[i] == TokenKind::Punctuation {
                return false;
            }
            if self.tokens.cases[i] == Case::Lower && SAID.contains(&self.raw(i)) {
                return i > next;
            }
        }
        false
    }
}

/// Verbs that follow the name of a speaker.
const SAID: [&str; 40] = [
    "said",
    "says",
    "asked",
    "asks",
    "told",
    "tells",
    "wrote",
    "writes",
    "tweeted",
    "tweets",
    "added",
    "adds",
    "replied",
    "replies",
    "shouted",
    "cried",
    "yelled",
    "exclaimed",
    "wondered",
    "demanded",
    "insisted",
    "continued",
    "concluded",
    "explained",
    "noted",
    "responded",
    "answered",
    "joked",
    "quipped",
    "stated",
    "warned",
    "declared",
    "recalled",
    "posted",
    "chanted",
    "remarked",
    "argued",
    "announced",
    "screamed",
    "inquired",
];

/// Verbs that say who speaks behind `I` only.
const I_SAID: [&str; 10] = ["say", "ask", "called", "whispered", "muttered", "murmured", "howled", "snapped", "started", "began"];

/// `12`, `2.1`, `2.1.3`
fn is_section(marker: &str) -> bool {
    marker.split('.').all(|part| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
        && (!marker.contains('.') || marker.len() <= 5)
}

fn is_emoticon(raw: &str) -> bool {
    raw.len() >= 2
        && (raw.starts_with([':', ';', '=', '^']) || raw.starts_with("<3"))
        && !raw.starts_with("==")
        && !raw.starts_with("=>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    /// The text with a bar behind every sentence but the last.
    fn shown(text: &str) -> String {
        let (tokens, _) = tokenize(text, &[]);
        let mut shown = text.to_owned();
        for (i, _) in find_ends(text, &tokens).iter().enumerate().rev().skip(1).filter(|(_, is_end)| **is_end) {
            shown.insert(tokens.spans[i].end as usize, '|');
        }
        shown
    }

    #[test]
    fn sentences_end_where_they_should_and_nowhere_else() {
        for expected in [
            // stop, question
            "He left.| She stayed.",
            "Why?| Nobody knows!| Really?!| Yes.",
            "It took a year or less.|The Obama administration did not.",
            "At 8a.m on Tuesday he left.",
            "\"Go.\"| He went.",
            "\"Go!\" he said.",
            "\"Are you ready?\" Mayor Ruiz asked.",
            "\"Are you ready?\"| She was.",
            "He left.| \"We stay,\" she said.",
            "He left (at last).| She stayed.",
            "The ferry (it was late. Really.) left.",
            "It was so.[1]| It is.",
            "It was so. [better source needed]| It is.",
            "It was so. 8| Then it was not.",
            "It was so.| 8 people left.",
            "\"Are you ready?\" I asked.",
            "\"Are you ready?\"| I was.",
            "It is true!!| and it is good!| you know it.",
            "Jeb! supporters left.",
            // breaks
            "Town council closes pier| Monday, June 1, 2009",
            "Town council closed Monday, June 1, 2009",
            "The pier closes on Monday, June 1, 2009",
            "Friday, March 6, 2009| On Tuesday the pier closed.",
            "Friday, March 6, 2009, was warm.",
            "Figure 2.6| Would you swim here?",
            "Figure 2.6 shows the pier.",
            "A crowd on the pier| Image: Ann Lee.",
            "A crowd on the pier (Image: Ann Lee).",
            "Ann Lee 02/14/2003 10:12 AM| Dear Ben, the pier is closed.",
            "See https://example.com/pier| The pier is closed.",
            "Amazon.com Books left.",
            "Write to ann@example.com| We answer.",
            "Ann Lee ann@example.com Pier University",
            "She won the award [17]| She left.",
            "The pier closed (so it seems)| They left.",
            "PORTLAND (AP) The pier closed.",
            "He said it —| Would you believe it?",
            "First —| Okay, we go.",
            "2.1. The pier",
            "He saw Encore? (1931) twice.",
            "Well, that was because of the —| The storm took it.",
            "The four cities — The Hague too — agreed.",
            "He is — I think — the mayor.",
            // abbreviation
            "Mr. Osei met Sen. Cotton and J. K. Rowling in the U.S. Senate.",
            "He moved to the U.S.| He liked it.",
            "It closes at 5 p.m.| Nobody waits.",
            "It closes at 5 p.m. Monday.",
            "He runs Acme Corp.| The firm makes boots.",
            "He runs Acme Corp. Chief Ann Lee left.",
            "No. 5 won 3.5 points.| No.| He lost.",
            "Yahoo! said so.",
            // ellipsis
            "Well ... he left.",
            "Well...| Then he left.",
            "He left...| I stayed. ".trim_end(),
            "I... I mean it.",
            // list-marker, emoticon, rule-line
            "1. Go home.| 2. Stay.",
            "Thanks! :)| See you.",
            "One.| *****| Two.",
        ] {
            assert_eq!(shown(&expected.replace('|', "")), expected);
        }
    }
}
