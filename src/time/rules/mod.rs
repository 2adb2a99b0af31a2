//! The rules: each reads an expression that begins at a token, by the classes of the tokens.
//!
//! A rule has an id, which is the `method` of what it finds, examples with their values on 17 April 2018, and counter-examples: a test
//! runs them all. Of several rules that read something at a token, the longest reading wins, then the earlier rule.

mod amounts;
mod clock;
mod dates;
mod modified;
mod periods;
mod relative;
mod sets;
mod weekdays;
mod years;

use super::meaning::{Item, Meaning};
use super::sheet::Sheet;
use super::words::{Class, Classes};
use crate::tag::Tag;
use std::sync::LazyLock;

/// What a rule reads at a token: a meaning, and one past the last token.
pub type Read = Option<(Meaning, usize)>;

/// One rule of the grammar.
#[derive(Debug)]
pub struct Rule {
    /// Its name in `method`.
    pub id: &'static str,
    /// What it finds.
    pub about: &'static str,
    /// The classes that its expressions begin with.
    pub starts: Classes,
    /// Reads an expression at a token.
    pub read: fn(&Sheet<'_>, usize) -> Read,
    /// Sentences with the extent in brackets, and the value on 17 April 2018.
    pub finds: &'static [(&'static str, &'static str)],
    /// Sentences in which it finds nothing.
    pub passes_over: &'static [&'static str],
}

/// What may stand before a weekday, a holiday, a season, a quarter: see [`relative::lean`].
const LEANING: Classes = Classes::of(&[
    Class::The,
    Class::Last,
    Class::This,
    Class::Past,
    Class::Coming,
    Class::Next,
    Class::Following,
    Class::Previous,
    Class::That,
    Class::Same,
]);

/// All rules, by family.
pub const RULES: [&[Rule]; 9] = [
    dates::RULES,
    years::RULES,
    relative::RULES,
    weekdays::RULES,
    periods::RULES,
    clock::RULES,
    amounts::RULES,
    sets::RULES,
    modified::RULES,
];

/// The rules that can begin with each class.
static BY_CLASS: LazyLock<Vec<Vec<&'static Rule>>> = LazyLock::new(|| {
    let mut by_class: Vec<Vec<&Rule>> = vec![Vec::new(); 64];
    for rule in RULES.into_iter().flatten() {
        for (class, rules) in by_class.iter_mut().enumerate() {
            if rule.starts.0 >> class & 1 == 1 {
                rules.push(rule);
            }
        }
    }
    by_class
});

/// The rules by the class that an expression begins with.
#[derive(Clone, Copy)]
pub struct Grammar(&'static [Vec<&'static Rule>]);

impl Grammar {
    /// All rules.
    pub fn get() -> Self {
        Self(&BY_CLASS)
    }

    /// The longest reading at token `i`.
    pub fn read(self, sheet: &Sheet<'_>, i: usize) -> Option<(Meaning, usize, &'static Rule)> {
        let mut best: Option<(Meaning, usize, &'static Rule)> = None;
        for rule in &self.0[sheet.class(i) as usize] {
            if let Some((meaning, end)) = (rule.read)(sheet, i)
                && best.as_ref().is_none_or(|(_, longest, _)| end > *longest)
            {
                best = Some((meaning, end, rule));
            }
        }
        best
    }
}

/// The longest reading at `i` by the rules of some families that keep `accepts`.
fn longest(sheet: &Sheet<'_>, i: usize, families: &[&'static [Rule]], accepts: fn(&Meaning) -> bool) -> Read {
    let class = sheet.class(i);
    if class == Class::None {
        return None;
    }
    let mut best: Read = None;
    for rule in families.iter().copied().flatten().filter(|rule| rule.starts.has(class)) {
        if let Some((meaning, end)) = (rule.read)(sheet, i)
            && accepts(&meaning)
            && best.as_ref().is_none_or(|(_, longest)| end > *longest)
        {
            best = Some((meaning, end));
        }
    }
    best
}

/// Whether nothing stands at `i` that goes with what stands before it.
fn closes(sheet: &Sheet<'_>, i: usize) -> bool {
    if i >= sheet.end {
        return true;
    }
    match sheet.tag(i) {
        Some(tag) => matches!(tag, Tag::Comma | Tag::Stop | Tag::Colon | Tag::CloseQuote | Tag::OpenQuote | Tag::CloseBracket),
        None => sheet.is(i, Class::Comma),
    }
}

/// A date of any kind at `i`.
fn date_at(sheet: &Sheet<'_>, i: usize) -> Read {
    longest(sheet, i, &[dates::RULES, years::RULES, &relative::RULES[..3], weekdays::RULES, periods::RULES], |_| true)
}

/// A month at `i`, by the calendar.
fn month_at(sheet: &Sheet<'_>, i: usize) -> Read {
    longest(sheet, i, &[&dates::RULES[2..4]], |_| true)
}

/// A day at `i`.
fn day_at(sheet: &Sheet<'_>, i: usize) -> Read {
    longest(sheet, i, &[dates::RULES, &relative::RULES[..3], weekdays::RULES], Meaning::is_day)
}

/// A day at `i` by which a part of it can be named: `Monday`, `June 3`, `yesterday`, `Christmas`.
fn plain_day_at(sheet: &Sheet<'_>, i: usize) -> Read {
    longest(sheet, i, &[&dates::RULES[..2], &relative::RULES[..1], weekdays::RULES], |meaning| {
        matches!(meaning, Meaning::Value(_) | Meaning::Days(_) | Meaning::Weekday(..))
            || matches!(meaning, Meaning::InYear { item: Item::MonthDay(..) | Item::Holiday(_), .. })
    })
}

/// A part of a day at `i`.
fn part_at(sheet: &Sheet<'_>, i: usize) -> Read {
    longest(sheet, i, &[clock::RULES], |meaning| matches!(meaning, Meaning::Part(..)))
}

/// An amount of time at `i`, or what is told by one: so long ago, later, at a clock time.
fn amount_at(sheet: &Sheet<'_>, i: usize) -> Read {
    longest(sheet, i, &[&relative::RULES[3..6], &amounts::RULES[..1], clock::RULES], |_| true)
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::{Article, Document, Pipeline};
    use std::fmt::Write;

    fn analyze(text: &str) -> Document {
        let article = Article { text: Some(text.to_owned()), date: Some("2018-04-17".to_owned()), ..Article::default() };
        Pipeline::new().without_quotes().analyze(article)
    }

    #[test]
    fn every_rule_keeps_its_examples() {
        let mut wrong = String::new();
        for rule in RULES.into_iter().flatten() {
            for (marked, value) in rule.finds {
                let text = marked.replace(['[', ']'], "");
                let wanted = marked.split(['[', ']']).nth(1).unwrap_or_default();
                let document = analyze(&text);
                let found: Vec<(&str, String, &str)> = document
                    .times
                    .iter()
                    .map(|time| (time.span.text(&document.text), time.value.clone().unwrap_or_default(), time.method))
                    .collect();
                if !found.contains(&(wanted, (*value).to_owned(), rule.id)) {
                    _ = write!(wrong, "\n{}: {marked} {value}: {found:?}", rule.id);
                }
            }
            for text in rule.passes_over {
                let document = analyze(text);
                if document.times.iter().any(|time| time.method == rule.id) {
                    _ = write!(wrong, "\n{}: finds {:?} in {text}", rule.id, document.times);
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }

    #[test]
    fn rules_have_names_of_their_own_and_examples() {
        let mut ids = std::collections::BTreeSet::new();
        for rule in RULES.into_iter().flatten() {
            assert!(ids.insert(rule.id), "{}", rule.id);
            assert!(!rule.finds.is_empty() && !rule.passes_over.is_empty() && !rule.about.is_empty(), "{}", rule.id);
        }
    }
}
