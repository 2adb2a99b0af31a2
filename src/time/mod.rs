//! Finds dates, times of day, durations and sets of times, with TIMEX3 values against the publication date.
//!
//! Input: the text with its tokens, sentences and tags, its regions and the publication date. Output: [`TimeExpression`]s sorted by start,
//! not overlapping; also in metadata prefix, dateline, byline and update note, which yield no tokens otherwise.
//! Method: each token is looked up once ([`lexicon`]); a grammar of rules over their classes ([`rules`]), the longest reading wins; then
//! values by the verb's tense, the publication and the narrative ([`anchor`]), as in HeidelTime (Strötgen and Gertz 2010).
//! Cost: O(tokens), about 35 MB/s on one core.

mod anchor;
mod day_order;
mod feasts;
mod holidays;
mod lexicon;
mod meaning;
mod ranges;
pub mod rules;
mod said_on;
mod sheet;
mod tense;
mod unit;
mod value;
mod words;

pub use said_on::SaidOn;
pub use value::{TimeType, iso};

use crate::clean::{Region, RegionKind};
use crate::tag::Tag;
use crate::text::Span;
use crate::token::{Tokens, find_sentences, tokenize};
use anchor::Anchor;
use jiff::civil::Date;
use lexicon::Lexicon;
use ranges::Found;
use rules::Grammar;
use sheet::Sheet;
use words::{Class, Classes, Word};

/// A date, a time of day, a duration or a set of times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Where.
    pub span: Span,
    /// What kind of time.
    pub kind: TimeType,
    /// The TIMEX3 value; none where the publication date or an anchor that it needs is not known, and for dates that there are not.
    pub value: Option<String>,
    /// The days it covers, both included; none where they are not known, and for durations, sets and vague references.
    pub days: Option<(Date, Date)>,
    /// The rule that found it.
    pub method: &'static str,
}

/// What times are found in.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens, with their sentences.
    pub tokens: &'a Tokens,
    /// Their tags; empty where there are none.
    pub tags: &'a [Tag],
    /// Title and boilerplate.
    pub regions: &'a [Region],
    /// The publication date.
    pub publication: Option<Date>,
    /// Whether the day stands first in slashed dates: see [`find_times`].
    pub day_first: Option<bool>,
    /// Who published it: tells the order of slashed dates where nothing else does.
    pub outlet: Option<&'a str>,
}

/// Whether times are found in a masked region.
fn is_read(kind: RegionKind) -> bool {
    matches!(kind, RegionKind::MetadataPrefix | RegionKind::Dateline | RegionKind::Byline | RegionKind::UpdateNote)
}

/// Finds the times of an article.
///
/// Slashed dates (`3/4/2018`) have the day first if [`Input::day_first`] says so; without it, if the article has one that can only be
/// read so, or else if the outlet is one of a country that writes them so; otherwise the month.
pub fn find_times(input: &Input<'_>) -> Vec<TimeExpression> {
    let words = classify(input.text, input.tokens);
    let masked = masked_tokens(input);
    let masked_words = masked.as_ref().map(|tokens| classify(input.text, tokens)).unwrap_or_default();
    let is_day_first = input.day_first.unwrap_or_else(|| {
        let own = day_order::of_article(input.text, input.tokens, &words);
        let own = own.or_else(|| masked.as_ref().and_then(|tokens| day_order::of_article(input.text, tokens, &masked_words)));
        own.unwrap_or_else(|| input.outlet.is_some_and(day_order::of_outlet))
    });
    let mut times = Vec::new();
    read_tokens(input, input.tokens, input.tags, &words, is_day_first, &mut times);
    if let Some(tokens) = &masked {
        read_tokens(input, tokens, &[], &masked_words, is_day_first, &mut times);
        times.sort_by_key(|time| time.span.start);
    }
    times
}

/// What the grammar knows of each token.
fn classify(text: &str, tokens: &Tokens) -> Vec<Word> {
    let lexicon = Lexicon::get();
    (0..tokens.len()).map(|i| lexicon.word(tokens.form(text, i))).collect()
}

/// The tokens of the masked regions that are read.
fn masked_tokens(input: &Input<'_>) -> Option<Tokens> {
    let mut rest = Vec::new();
    let mut at = 0;
    for region in input.regions.iter().filter(|region| is_read(region.kind)) {
        if region.span.start > at {
            rest.push(Region { span: Span { start: at, end: region.span.start }, kind: RegionKind::Ad });
        }
        at = region.span.end;
    }
    if at == 0 {
        return None;
    }
    rest.push(Region { span: Span { start: at, end: input.text.len() as u32 }, kind: RegionKind::Ad });
    let (mut tokens, paragraphs) = tokenize(input.text, &rest);
    find_sentences(input.text, &mut tokens, &paragraphs, &[]);
    Some(tokens)
}

/// Classes without which a sentence has no time.
const TRIGGERS: Classes = Classes::of(&[
    Class::Month,
    Class::Weekday,
    Class::Weekdays,
    Class::Unit,
    Class::Units,
    Class::Digits,
    Class::Season,
    Class::Part,
    Class::Noon,
    Class::Decade,
    Class::Clock,
    Class::OClock,
    Class::Meridiem,
    Class::Numeric,
    Class::DayName,
    Class::Now,
    Class::Frequency,
    Class::Holiday,
    Class::Era,
    Class::ShortYear,
    Class::Short,
    Class::Vague,
    Class::Ago,
    Class::Ordinal,
    Class::Past,
    Class::Fiscal,
]);

fn read_tokens(
    input: &Input<'_>,
    tokens: &Tokens,
    tags: &[Tag],
    words: &[Word],
    is_day_first: bool,
    times: &mut Vec<TimeExpression>,
) {
    let grammar = Grammar::get();
    let mut anchor = Anchor::new(input.publication);
    let mut found: Vec<Found> = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let mut sentence = tokens.sentences[start];
        let (mut end, mut seen) = (start, 0_u64);
        while end < tokens.len() && (tokens.sentences[end] == sentence || goes_on(input.text, tokens, words, end)) {
            sentence = tokens.sentences[end];
            seen |= 1 << words[end].class as u8;
            end += 1;
        }
        if seen & TRIGGERS.0 != 0 {
            let sheet = Sheet { text: input.text, tokens, tags, words, start, end, is_day_first };
            read_sentence(&sheet, grammar, &mut found);
            give_values(&sheet, &found, sentence, &mut anchor, times);
        }
        start = end;
    }
}

/// Whether a sentence or paragraph was cut inside a date, before token `i`: `Sept.|27`, a line break behind the month.
fn goes_on(text: &str, tokens: &Tokens, words: &[Word], i: usize) -> bool {
    let is_date = i > 0 && words[i - 1].class == Class::Month && words[i].class == Class::Digits && words[i].digits != 3;
    let between = || &text[tokens.spans[i - 1].end as usize..tokens.spans[i].start as usize];
    is_date && between().len() <= 2 && between().bytes().filter(|&byte| byte == b'\n').count() <= 1
}

/// The expressions of a sentence, in order.
fn read_sentence(sheet: &Sheet<'_>, grammar: Grammar, found: &mut Vec<Found>) {
    found.clear();
    let mut i = sheet.start;
    while i < sheet.end {
        if sheet.words[i].class == Class::None {
            i += 1;
            continue;
        }
        let read = grammar.read(sheet, i).map(|(meaning, end, rule)| Found { first: i, end, meaning, method: rule.id });
        let read = read
            .or_else(|| found.last().and_then(|before| ranges::second_end(sheet, i, before)))
            .or_else(|| ranges::first_end(sheet, i));
        match read {
            Some(read) => {
                i = read.end;
                found.push(read);
            }
            None => i += 1,
        }
    }
    ranges::borrow_years(sheet, found);
}

/// Values for the expressions of a sentence, in order.
fn give_values(sheet: &Sheet<'_>, found: &[Found], sentence: u32, anchor: &mut Anchor, times: &mut Vec<TimeExpression>) {
    for (i, expression) in found.iter().enumerate() {
        let tense = tense::tense(sheet, expression.first, expression.end, expression.meaning.is_day());
        let hint = match expression.meaning {
            meaning::Meaning::Clock(_, _, None) => ranges::day_of_clock(sheet, found, i).and_then(|other| {
                let tense = tense::tense(sheet, found[other].first, found[other].end, true);
                anchor.value(&found[other].meaning, tense, sentence, None)?.day()
            }),
            _ => None,
        };
        let value = anchor.read(&expression.meaning, tense, sentence, hint);
        times.push(TimeExpression {
            span: sheet.tokens.cover(expression.first, expression.end - 1),
            kind: anchor::time_type(&expression.meaning, value.as_ref()),
            days: value.as_ref().and_then(value::Value::days),
            value: value.map(|value| value.text()),
            method: expression.method,
        });
    }
}
