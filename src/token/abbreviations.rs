//! Abbreviations: whether a full stop belongs to the word before it, and whether the sentence may end there.
//!
//! Input: a word and what stands around it. Output: a claim about its full stop.
//! Method: a lexicon of abbreviations by behaviour (data/lexicons/abbreviations.tsv) and the case of the next word.
//! Cost: O(1) a word with a full stop.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How the full stop of an abbreviation behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Before a name: `Mr.`, `Sen.`, `St.`; no sentence ends here.
    Title,
    /// Only before a number: `No. 5`, `p. 3`.
    Number,
    /// `Jan.`, `Tues.`
    Month,
    /// Words that are also others: `Mar. 3`, `Sun. 5`.
    MonthBeforeNumber,
    /// `Calif.`
    Place,
    /// Words that are also others: `Portland, Ore.`
    PlaceAfterComma,
    /// `Corp.`, `Jr.`, `Ave.`: a sentence may end here.
    Org,
    /// Any case: `etc.`, `govt.`
    General,
    /// Any case; something always follows: `vs.`, `e.g.`
    Never,
}

static LEXICON: LazyLock<FxHashMap<&'static str, Class>> = LazyLock::new(|| {
    include_str!("../../data/lexicons/abbreviations.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (word, class) = line.split_once('\t')?;
            let class = match class {
                "title" => Class::Title,
                "number" => Class::Number,
                "month" => Class::Month,
                "month_before_number" => Class::MonthBeforeNumber,
                "place" => Class::Place,
                "place_after_comma" => Class::PlaceAfterComma,
                "org" => Class::Org,
                "general" => Class::General,
                "never" => Class::Never,
                _ => return None,
            };
            Some((word, class))
        })
        .collect()
});

/// The class of `word` (without its last full stop), if it is a known abbreviation.
pub(super) fn class_of(word: &str) -> Option<Class> {
    let mut lower = [0; 8];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    LEXICON.get(std::str::from_utf8(lower).ok()?).copied()
}

/// Words that begin a sentence and no name: after `U.S.` or `Corp.` they say that the sentence was over.
const STARTERS: [&str; 78] = [
    "A",
    "About",
    "According",
    "After",
    "All",
    "Also",
    "Although",
    "An",
    "And",
    "Another",
    "Any",
    "Are",
    "As",
    "At",
    "Because",
    "Before",
    "But",
    "By",
    "Can",
    "Despite",
    "Did",
    "Do",
    "Does",
    "During",
    "Each",
    "Even",
    "Every",
    "For",
    "From",
    "Had",
    "Has",
    "Have",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Is",
    "It",
    "Its",
    "Last",
    "Like",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "My",
    "No",
    "Not",
    "Now",
    "Of",
    "On",
    "One",
    "Only",
    "Or",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "To",
    "We",
    "What",
    "When",
];

/// More of them; two lists keep the first in its common order.
const MORE_STARTERS: [&str; 30] = [
    "Nobody",
    "Nothing",
    "None",
    "Everyone",
    "Everybody",
    "Someone",
    "Something",
    "Both",
    "Few",
    "Several",
    "Others",
    "Today",
    "Still",
    "Though",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Yet",
    "You",
    "Your",
    "Under",
    "Until",
    "Was",
    "Were",
    "Will",
    "Would",
];

/// Whether `word` begins sentences rather than names.
pub(super) fn is_starter(word: &str) -> bool {
    STARTERS.contains(&word) || MORE_STARTERS.contains(&word)
}

/// Whether `word` may follow `a.m.` or `p.m.` within its sentence: days, months, time zones.
pub(super) fn follows_time(word: &str) -> bool {
    const FOLLOWERS: [&str; 14] =
        ["ET", "EST", "EDT", "PT", "PST", "PDT", "GMT", "CT", "CST", "BST", "Eastern", "Pacific", "Central", "Local"];
    let is_day = word.ends_with("day") || word.ends_with("days");
    is_day || FOLLOWERS.contains(&word) || MONTHS.iter().any(|month| word.starts_with(month))
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The word at the start of `text`: its letters, at most 12 bytes.
pub(super) fn first_word(text: &str) -> &str {
    let end = text.bytes().take(13).take_while(u8::is_ascii_alphabetic).count();
    &text[..end]
}

/// Whether the full stop behind `word` belongs to it. `previous` is the token before, `after` what follows, from its first
/// character that is not white space; empty at the end of the paragraph.
pub(super) fn keeps_stop(word: &str, previous: &str, after: &str) -> bool {
    let next = after.chars().next();
    let is_capital = word.starts_with(|c: char| c.is_uppercase());
    let before_capital = next.is_some_and(char::is_uppercase);
    let before_digit = next.is_some_and(|c| c.is_ascii_digit());
    let mut letters = word.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return keeps_initial(letter, previous, after);
    }
    match class_of(word) {
        None => false,
        // `on Main St. is` beside `St. Louis`.
        Some(Class::Title) if word == "St" && next.is_some_and(char::is_lowercase) => previous.starts_with(char::is_uppercase),
        // `600 ft. in the sky` beside `Ft. Worth`.
        Some(Class::Title) if !is_capital => word == "ft" && next.is_some_and(char::is_lowercase),
        Some(Class::Title) => {
            before_capital || before_digit || super::bytes::is_any_of(word, &["mr", "mrs", "ms", "dr"]) || next == Some('"')
        }
        Some(Class::Number) => {
            // `Sec. Pompeo`, `Sec. of State` beside `Sec. 5`.
            let is_secretary = word == "Sec" && (before_capital || after.starts_with("of "));
            before_digit || is_secretary || (next == Some('#') && is_capital)
        }
        Some(Class::Month | Class::Place) => is_capital,
        Some(Class::MonthBeforeNumber) => is_capital && before_digit,
        Some(Class::PlaceAfterComma) => is_capital && previous == ",",
        Some(Class::Org) => is_capital || next.is_some_and(char::is_lowercase),
        Some(Class::General) => true,
        Some(Class::Never) => next.is_some(),
    }
}

/// Words whose single capital is a label, not an initial.
const LABELLED: [&str; 10] = ["vitamin", "plan", "class", "grade", "hepatitis", "group", "type", "section", "option", "part"];

/// One letter and a full stop: an initial (`J. Smith`), `v.` or `p. 5`, or the end of a sentence (`Plan B.`).
fn keeps_initial(letter: char, previous: &str, after: &str) -> bool {
    let next = after.chars().next();
    if letter.is_lowercase() {
        return match next {
            Some(c) if c.is_ascii_digit() => matches!(letter, 'b' | 'c' | 'd' | 'f' | 'n' | 'p' | 'r' | 'v'),
            Some(c) => letter == 'v' && c.is_uppercase(),
            None => false,
        };
    }
    if !letter.is_uppercase() || LABELLED.contains(&previous) {
        return false;
    }
    match next {
        Some(c) if c.is_uppercase() => {
            !is_starter(first_word(after)) || (letter != 'I' && first_word(after).len() == 1 && after[1..].starts_with('.'))
        }
        Some(c) => letter != 'I' && (c == ',' || c.is_lowercase()) && previous.starts_with(char::is_uppercase),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_is_read_whole() {
        let rows = include_str!("../../data/lexicons/abbreviations.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(LEXICON.len(), rows - 1, "an unknown class or a double row");
        assert!(LEXICON.keys().all(|word| word.len() <= 8));
    }

    #[test]
    fn keeps_the_stop_of_abbreviations_only() {
        for (word, previous, after, expected) in [
            ("Mr", "", "Trump said", true),
            ("Sen", "", "Cotton", true),
            ("gen", "", "x", false),
            ("Sec", "&", "of State", true),
            ("ft", "600", "in the", true),
            ("St", "Main", "is", true),
            ("St", "the", "is", false),
            ("No", "", "5 seed", true),
            ("No", "", "He won't", false),
            ("Jan", "on", "5", true),
            ("Mar", "del", "He", false),
            ("Ore", ",", "He", true),
            ("Ore", "iron", "He", false),
            ("Corp", "News", "said", true),
            ("word", "", "The", false),
            ("J", "", "Smith", true),
            ("J", "", "K. Rowling", true),
            ("B", "Plan", "The", false),
            ("D", "vitamin", "Patients", false),
            ("I", "than", "But", false),
            ("v", "Roe", "Wade", true),
            ("x", "", "The", false),
            ("etc", "", "", true),
        ] {
            assert_eq!(keeps_stop(word, previous, after), expected, "{previous} {word}. {after}");
        }
    }
}
