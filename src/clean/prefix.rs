//! The metadata a scraper or a content system leaves at the top: dates, ages, section labels.
//!
//! *Finds* ` date 2018-04-21 ` and its like before the first words, whole lines "Published: April 3, 2018", "7 years ago", "This article
//! is more than 1 year old", "ANALYSIS/OPINION:"; a line that is nothing but a date and time at the very end.
//! *Does not find* a sentence that begins with a date, or with "date".
//! *Example*: `⟦ date 2018-04-21 ⟧The mayor left.`; the date goes to `metadata_date` where its reading is certain.

use super::page::{Line, prefix_len};
use super::{Found, RegionKind, words};
use jiff::civil::Date;

/// Labels before a date.
const LABELS: &[&str] = &[
    "date published",
    "publication date",
    "publish date",
    "date",
    "published on",
    "published at",
    "published",
    "first published",
    "originally published",
    "posted on",
    "posted at",
    "posted",
    "last updated",
    "last modified",
    "updated on",
];

/// Labels of the section, whole lines at the top.
const SECTIONS: &[&str] =
    &["analysis/opinion", "analysis", "opinion", "commentary", "exclusive", "editorial", "perspective", "politics", "op-ed"];

/// Only the first lines can be metadata.
const TOP_LINES: usize = 4;

/// A prefix, and the date in it.
pub(super) struct Prefix {
    /// Where.
    pub found: Found,
    /// The date, where its reading is certain.
    pub date: Option<Date>,
}

/// The prefix at line `index` of `lines`, among the first lines or as the last one.
pub(super) fn find(text: &str, lines: &[Line], index: usize) -> Option<Prefix> {
    let line = &lines[index];
    let is_last = index > 0 && index + 1 == lines.len() && line.text.len() < 60;
    if index >= TOP_LINES || is_last {
        return (is_last && read_date(line.text).is_some_and(|(_, end)| is_time_only(&line.text[end..])))
            .then(|| Prefix { found: whole(line), date: None });
    }
    if is_age(line) || (index < 2 && line.text.len() < 24 && line.is_any(SECTIONS) && is_label_case(line.text)) {
        return Some(Prefix { found: whole(line), date: None });
    }
    let label = LABELS.iter().find_map(|label| prefix_len(line.core, label)).unwrap_or(0);
    let after = &line.core[label..];
    let gap = after.len() - after.trim_start_matches([' ', ':', '\u{a0}', '\t', '|', '-']).len();
    let (date, length) = read_date(&after[gap..])?;
    let end = line.mark().len() + label + gap + length;
    let rest = &line.text[end..];
    if is_time_only(rest) && (label > 0 || index == 0 || rest.is_empty()) {
        return Some(Prefix { found: whole(line), date });
    }
    // Prose follows on the line: after a bare "date", or after a bar.
    let is_labelled = label > 0 && line.core[..label].eq_ignore_ascii_case("date") && index == 0;
    let bar = rest.trim_start().starts_with('|').then(|| rest.find('|').map_or(0, |at| at + 1));
    if index > 0 || !(is_labelled || bar.is_some()) {
        return None;
    }
    let from = end + bar.unwrap_or(0);
    let spaces = line.text[from..].len() - line.text[from..].trim_start_matches([' ', '\u{a0}', '\t']).len();
    // White space before a prefix at the very top belongs to it: nothing else can.
    let start = if text[..line.start].contains(['\n', '\r']) { line.start } else { 0 };
    Some(Prefix { found: Found { start, end: line.start + from + spaces, kind: RegionKind::MetadataPrefix }, date })
}

/// The whole line as a prefix.
fn whole(line: &Line) -> Found {
    Found::whole(line, RegionKind::MetadataPrefix)
}

/// Section labels are set in capitals, or end in a colon.
fn is_label_case(text: &str) -> bool {
    text.ends_with(':') || !text.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// "7 years ago", "This article is more than 1 year old".
fn is_age(line: &Line) -> bool {
    if line.text.len() > 60 {
        return false;
    }
    if line.opens_with_any(&["this article is more than", "this story is more than", "this post is more than"]) {
        return line.text.ends_with("old");
    }
    let mut parts = line.text.split_whitespace();
    let (Some(number), Some(unit), Some("ago"), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let unit = unit.trim_end_matches('s');
    (number.parse::<u32>().is_ok() || matches!(number, "a" | "an"))
        && matches!(unit, "year" | "month" | "week" | "day" | "hour" | "minute")
}

/// Whether nothing but a time of day, a zone and separators is left: "10:14 ET (15:14 GMT)".
fn is_time_only(rest: &str) -> bool {
    rest.len() < 50
        && words(rest).all(|word| {
            let bare = word.text.trim_matches(['(', ')', ',', '.', '|', ';', '-', '–', '—']);
            bare.is_empty()
                || bare.trim_start_matches('T').starts_with(|c: char| c.is_ascii_digit())
                || matches!(
                    bare.to_ascii_lowercase().as_str(),
                    "am" | "pm"
                        | "a.m"
                        | "p.m"
                        | "e"
                        | "es"
                        | "et"
                        | "est"
                        | "edt"
                        | "pt"
                        | "gmt"
                        | "utc"
                        | "bst"
                        | "at"
                        | "updated"
                )
        })
}

/// The month a word names ("Sept.", "April"), 1 to 12.
pub(super) fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let word = word.trim_end_matches([',', '.']);
    if word.len() < 3 || !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let is_month = |name: &str| {
        (word.len() == 3 || word.len() == name.len() || word.eq_ignore_ascii_case("sept"))
            && name.len() >= word.len()
            && name.as_bytes()[..word.len()].eq_ignore_ascii_case(word.as_bytes())
    };
    MONTHS.iter().position(|name| is_month(name)).map(|index| index as i8 + 1)
}

/// A date at the beginning of `text` and where it ends. The date is `None` where day and month cannot be told apart (3/4/2018).
pub(super) fn read_date(text: &str) -> Option<(Option<Date>, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = |text: &str| text.parse::<i16>().ok();
    if digits == 4 && text.len() >= 10 && text.is_char_boundary(10) {
        // 2018-04-21, 2018/04/21
        let (year, rest) = text.split_at(4);
        let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
        let mut parts = text[..10].split(separator).skip(1);
        let (month, day) = (parts.next()?, parts.next()?);
        let date = Date::new(number(year)?, month.parse().ok()?, day.parse().ok()?).ok()?;
        return Some((Some(date), 10)).filter(|_| !text[10..].starts_with(|c: char| c.is_ascii_digit()));
    }
    if (1..=2).contains(&digits) && text[digits..].starts_with('/') {
        // 4/21/2018
        let end = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'/').count();
        let parts: Vec<i16> = text[..end].split('/').filter_map(number).collect();
        let &[first, second, year] = &parts[..] else { return None };
        let long = if year < 100 { 2000 + year } else { year };
        let date = match (first, second) {
            (month, day) if day > 12 => Date::new(long, month as i8, day as i8).ok(),
            (day, month) if day > 12 => Date::new(long, month as i8, day as i8).ok(),
            _ => None,
        };
        return Some((date, end));
    }
    let mut parts = words(text).take(4);
    let mut first = parts.next().filter(|word| word.start == 0)?;
    if matches!(
        first.text.trim_end_matches(','),
        "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday"
    ) {
        first = parts.next()?;
    }
    let (second, third) = (parts.next()?, parts.next()?);
    let (month, day) = if let Some(found) = month(first.text) { (found, second.text) } else { (month(second.text)?, first.text) };
    let day = day.trim_end_matches(|c: char| !c.is_ascii_digit()).parse::<i8>().ok()?;
    let year_digits = third.text.bytes().take_while(u8::is_ascii_digit).count();
    if year_digits != 4 {
        return None;
    }
    let date = Date::new(number(&third.text[..4])?, month, day).ok()?;
    Some((Some(date), third.start + 4))
}

#[cfg(test)]
mod tests {
    use super::super::find_regions;
    use super::super::tests::check;
    use super::*;

    #[test]
    fn finds_prefixes() {
        check("⟦metadata_prefix: date 2018-04-21 ⟧The mayor left the hall at noon.");
        check("⟦metadata_prefix:date: 2018-04-21⟧\n\nThe mayor left the hall at noon.");
        check("⟦metadata_prefix:Published: April 3, 2018⟧\n\nThe mayor left the hall at noon.");
        check("⟦metadata_prefix:Posted on February 7, 2013⟧\n\nThe mayor left the hall at noon.");
        check("⟦metadata_prefix:2018-04-21 | ⟧The mayor left the hall at noon.");
        check("⟦metadata_prefix:7 years ago⟧\n\nThe mayor left the hall at noon.");
        check("⟦metadata_prefix:ANALYSIS/OPINION:⟧\n\nThe mayor left the hall at noon.");
        check("A.\n\nB.\n\nC.\n\nD.\n\n⟦metadata_prefix:January 05, 2018 10:14 ET (15:14 GMT)⟧");
    }

    #[test]
    fn leaves_sentences_with_dates() {
        check("April 3, 2018, was a cold day in the hall.");
        check("Date nights are back, the owner said.");
        check("Two years ago the hall burned.\n\nIt is new now.");
        check("Published in April, the book sold well.");
        check("2018 was a cold year.");
    }

    #[test]
    fn reads_the_date_where_it_is_certain() {
        let date = |text: &str| find_regions(text, None).metadata_date.map(|date| date.to_string());
        assert_eq!(date(" date 2018-04-21 The mayor left.").as_deref(), Some("2018-04-21"));
        assert_eq!(date("Published: Sept. 3, 2018\n\nThe mayor left.").as_deref(), Some("2018-09-03"));
        assert_eq!(date("Posted on 21 April 2018\n\nThe mayor left.").as_deref(), Some("2018-04-21"));
        assert_eq!(date("Date: 4/21/2018\n\nThe mayor left.").as_deref(), Some("2018-04-21"));
        assert_eq!(date("Date: 3/4/2018\n\nThe mayor left."), None);
        assert_eq!(date(" date 2018-99-21 The mayor left."), None);
    }

    #[test]
    fn knows_months() {
        assert_eq!(month("Sept."), Some(9));
        assert_eq!(month("May"), Some(5));
        assert_eq!(month("may"), None);
        assert_eq!(month("Marched"), None);
    }
}
