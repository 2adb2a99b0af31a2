//! The day on which something was said.
//!
//! *Finds* a day in the clause of the cue, outside the words reported: `said Tuesday in a statement`, `On Monday, X told`, `X, in 2015,
//! wrote` (which is no day: then none is known); without one the article's date.
//! *Does not find* days in the words reported, behind another verb or in a relative clause (`said Ruiz, who left on Monday`).
//! Cost: at most [`REACH`] tokens on either side of a cue.

use super::{TimeExpression, TimeType};
use crate::quote::Quote;
use crate::tag::Tag;
use crate::text::Span;
use crate::token::Tokens;
use jiff::civil::Date;

/// How many tokens before and behind the cue are looked at.
const REACH: usize = 25;

/// What it is read from.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct SaidOn<'a> {
    pub text: &'a str,
    pub tokens: &'a Tokens,
    pub tags: &'a [Tag],
    pub times: &'a [TimeExpression],
    pub publication: Option<Date>,
}

/// What the clause of a cue tells of the day.
enum Told {
    Day(Date),
    /// A time that is no day, or one without a value.
    Unknown,
}

impl SaidOn<'_> {
    /// The day of a quote: what its clause says, else the article's date; none where the clause names a time that is no known day.
    pub fn day_of(&self, quote: &Quote) -> Option<Date> {
        match quote.cue.as_ref().and_then(|cue| self.told_beside(cue.span, quote)) {
            Some(Told::Day(day)) => Some(day),
            Some(Told::Unknown) => None,
            None => self.publication,
        }
    }

    fn told_beside(&self, cue: Span, quote: &Quote) -> Option<Told> {
        let range = self.tokens.inside(cue);
        let (first, last) = (range.start, range.end.checked_sub(1)?);
        if first > last {
            return None;
        }
        self.behind(last, quote).or_else(|| self.before(first, quote))
    }

    /// The first time behind the cue.
    fn behind(&self, last: usize, quote: &Quote) -> Option<Told> {
        for i in last + 1..(last + 1 + REACH).min(self.tokens.len()) {
            let span = self.tokens.spans[i];
            if self.tokens.sentences[i] != self.tokens.sentences[last] || is_inside(span, quote) || self.is_barrier(i) {
                return None;
            }
            if let Some(told) = self.time_at(span.start, true) {
                return Some(told);
            }
        }
        None
    }

    /// The nearest time before the cue.
    fn before(&self, first: usize, quote: &Quote) -> Option<Told> {
        for i in (first.saturating_sub(REACH)..first).rev() {
            let span = self.tokens.spans[i];
            if self.tokens.sentences[i] != self.tokens.sentences[first] || is_inside(span, quote) || self.is_barrier(i) {
                return None;
            }
            if let Some(told) = self.time_at(span.end, false) {
                return Some(told);
            }
        }
        None
    }

    /// Whether another clause begins: a finite verb, a relative word, a colon.
    fn is_barrier(&self, i: usize) -> bool {
        matches!(
            self.tags.get(i),
            Some(Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Wdt | Tag::Wp | Tag::Wrb | Tag::WpPossessive | Tag::Colon)
        ) || self.tokens.is_any(
            self.text,
            i,
            &["that", "after", "before", "since", "because", "as", "about", "if", "while", "\"", ";"],
        )
    }

    /// What a time that begins, or ends, at a byte tells.
    fn time_at(&self, byte: u32, is_start: bool) -> Option<Told> {
        let at = self.times.partition_point(|time| if is_start { time.span.start < byte } else { time.span.end < byte });
        let time = self.times.get(at).filter(|time| byte == if is_start { time.span.start } else { time.span.end })?;
        if !matches!(time.kind, TimeType::Date | TimeType::Time)
            || matches!(time.value.as_deref(), Some("PRESENT_REF" | "FUTURE_REF"))
        {
            return None;
        }
        Some(match time.days {
            Some((first, last)) if first == last => Told::Day(first),
            _ => Told::Unknown,
        })
    }
}

/// Whether a token lies in the words reported.
fn is_inside(token: Span, quote: &Quote) -> bool {
    quote.parts.iter().any(|part| part.contains(token))
}

#[cfg(test)]
mod tests {
    use crate::{Article, Pipeline};

    #[test]
    fn the_day_is_that_of_the_clause_else_of_the_article() {
        for (text, date, expected) in [
            ("\"We will not wait,\" Mayor Ana Ruiz said on Monday.", Some("2018-04-17"), Some("2018-04-16")),
            ("\"We will not wait,\" Mayor Ana Ruiz said.", Some("2018-04-17"), Some("2018-04-17")),
            ("\"We leave on Friday,\" Mayor Ana Ruiz said.", Some("2018-04-17"), Some("2018-04-17")),
            ("\"We will not wait,\" Mayor Ana Ruiz said on March 3, 2015.", None, Some("2015-03-03")),
            ("\"We will not wait,\" Mayor Ana Ruiz said on Monday.", None, None),
            ("\"We will not wait,\" Mayor Ana Ruiz said.", None, None),
            ("\"We will not wait,\" Mayor Ana Ruiz said last year.", Some("2018-04-17"), None),
            ("\"We will not wait,\" said Mayor Ana Ruiz, who was sworn in on Monday.", Some("2018-04-17"), Some("2018-04-17")),
        ] {
            let article = Article { text: Some(text.to_owned()), date: date.map(str::to_owned), ..Article::default() };
            let document = Pipeline::new().analyze(article);
            let found: Vec<Option<String>> =
                document.details.iter().map(|details| details.said_on.map(|day| day.to_string())).collect();
            assert_eq!(found, [expected.map(str::to_owned)], "{text}");
        }
    }
}
