//! The headline at the top of the text. Analysed like the body, not masked.
//!
//! *Finds* the caller's title where the text begins with it (quotes, case, dashes, spaces and a trailing outlet name aside), or where
//! the first line ends with it after a caption; with no title given, a first line that looks like a headline: no full stop, a
//! blank line and prose after it.
//! *Does not find* a normal first sentence, a writer's name, a label.
//! *Example*: `⟦Mayor: Bridge, town hall to close by 'very early June'⟧⏎⏎The mayor said …`.

use super::page::{Line, ends_as_sentence, ends_in_abbreviation};
use super::{Found, RegionKind, words};

/// Separators before the outlet's name in a page title.
const OUTLET_SEPARATORS: &[&str] = &[" - ", " | ", " – ", " — ", " : ", " · "];

/// What the first line holds: a title, and perhaps a caption before it.
pub(super) struct Top {
    /// The caption scraped into the same line.
    pub caption: Option<Found>,
    /// The headline.
    pub title: Found,
}

/// The title that the caller gave, in `line`, the first that is not masked: the line is it, or ends with it.
pub(super) fn find_given(line: &Line, given: &str) -> Option<Top> {
    // No headline is as long; and the title is read anew for each line at the top.
    if given.len() > 1_000 {
        return None;
    }
    with_and_without_outlet(given.trim()).find_map(|candidate| equal_start(line, candidate).or_else(|| equal_end(line, candidate)))
}

/// A headline by its looks in `line`, the first that is not masked; `next` is the one after it.
///
/// Where the caller gave another title (`has_given`), only the case of a title is believed: the line may be a standfirst.
pub(super) fn find_headline(line: &Line, next: Option<&Line>, has_given: bool) -> Option<Top> {
    let next = next.filter(|next| next.is_after_blank && is_prose(next))?;
    headline_after_caption(line).or_else(|| looks_like_headline(line, next, has_given).then(|| whole(line)))
}

/// The whole line as the title.
fn whole(line: &Line) -> Top {
    Top { caption: None, title: Found::whole(line, RegionKind::Title) }
}

/// The title as given, then cut at the last separator that may precede an outlet's name.
fn with_and_without_outlet(given: &str) -> impl Iterator<Item = &str> {
    let cut = OUTLET_SEPARATORS.iter().filter_map(|separator| given.rfind(separator)).max().map(|at| given[..at].trim());
    [Some(given), cut].into_iter().flatten().filter(|candidate| words(candidate).count() >= 2)
}

/// The letters and digits of `text`, in small letters: what two writings of one title share.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// The line is the title.
fn equal_start(line: &Line, title: &str) -> Option<Top> {
    (line.text.len() < title.len() * 2 + 40 && letters(line.text).eq(letters(title))).then(|| whole(line))
}

/// The line ends with the title, after a sentence, a bar or a colon: "The bridge at noon. | AP Photo Mayor opens bridge".
fn equal_end(line: &Line, title: &str) -> Option<Top> {
    let wanted = letters(title).count();
    if wanted < 8 || line.text.len() > 1_500 {
        return None;
    }
    let mut left = wanted;
    let mut start = line.text.len();
    for (at, c) in line.text.char_indices().rev() {
        if left == 0 {
            break;
        }
        if c.is_alphanumeric() {
            left = left.saturating_sub(c.to_lowercase().count());
            start = at;
        }
    }
    if start == 0 || !letters(&line.text[start..]).eq(letters(title)) {
        return None;
    }
    // An opening quotation mark belongs to the title.
    let before = line.text[..start].trim_end_matches(['"', '“', '‘', '\'']);
    let start = if before.ends_with(char::is_whitespace) { before.len() } else { start };
    let head = line.text[..start].trim_end();
    // "Fact Check: Did the mayor …": a label that belongs to the headline.
    if head.ends_with(':') && head.len() < 25 {
        return Some(whole(line));
    }
    let is_break = head.ends_with(['.', '!', '?', ':', '|', '”', '"', ')']) || head.contains('|') || head.len() < 25;
    is_break.then(|| Top {
        caption: caption_before(line, head),
        title: Found { start: line.start + start, end: line.end(), kind: RegionKind::Title },
    })
}

/// What stands before a title on its line: a sentence is a caption; the label of a share button is another rule's.
fn caption_before(line: &Line, head: &str) -> Option<Found> {
    (!super::page::starts_with_words(head, "share all sharing options")).then_some(Found {
        start: line.start,
        end: line.start + head.len(),
        kind: RegionKind::Caption,
    })
}

/// "The mayor on the bridge at noon. Mayor opens bridge": a sentence, then words with no full stop, and nothing else on the line.
fn headline_after_caption(line: &Line) -> Option<Top> {
    let text = line.text;
    if text.len() > 420 || ends_as_sentence(text) || text.ends_with([':', ',', '-', '—', ')']) {
        return None;
    }
    let start = super::page::last_sentence_start(text);
    let head = text[..start].trim_end();
    let tail = &text[start..];
    let length = words(tail).count();
    let is_caption = head.len() >= 35 && !ends_in_abbreviation(head) && words(head).count() >= 6 && !head.contains(['"', '“']);
    let is_headline = (2..=14).contains(&length)
        && tail.starts_with(char::is_uppercase)
        && !tail.contains(['|', '/', '@'])
        && !tail.starts_with("Photo");
    (start > 0 && is_caption && is_headline).then(|| Top {
        caption: caption_before(line, head),
        title: Found { start: line.start + start, end: line.end(), kind: RegionKind::Title },
    })
}

/// Whether the line reads as a paragraph of the article.
fn is_prose(line: &Line) -> bool {
    line.text.len() >= 60 && line.text.bytes().any(|byte| byte.is_ascii_lowercase())
        || line.ends_as_sentence() && line.text.len() > 20
}

/// Whether a first line with no title given is a headline.
fn looks_like_headline(line: &Line, next: &Line, has_given: bool) -> bool {
    let text = line.text;
    let count = words(text).count();
    if !(4..=22).contains(&count)
        || text.len() > 150
        || !line.is_after_blank
        || text.ends_with(['.', ':', ';', ',', '…', '-', '–', '—', ')', ']', '|'])
    {
        return false;
    }
    if !text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '\'' | '‘' | '“' | '"' | '$'))
        || text.contains(['|', '@', '{'])
    {
        return false;
    }
    if super::page::starts_with_words(text, "story highlights") || super::page::starts_with_words(text, "from the") {
        return false;
    }
    let bare = text.trim_end_matches(['"', '”', '’', '\'']);
    if !line.mark().is_empty() || bare.ends_with(['.', ',']) {
        return false;
    }
    if text.contains(". ") && super::page::last_sentence_start(text) > 0 {
        return false;
    }
    let long: Vec<&str> =
        words(text).map(|word| word.text).filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3).collect();
    let capitals = long
        .iter()
        .filter(|word| {
            word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        })
        .count();
    let is_title_case = !long.is_empty() && capitals * 10 >= long.len() * 8;
    let is_speech = text.starts_with(['"', '“']) && text.ends_with(['"', '”']);
    if text.ends_with(['?', '!', '"', '”', '’', '\'']) {
        // A question or a quotation may be a first sentence: only the case of a title, or a colon, says headline.
        return !is_speech && (is_title_case && count >= 4 || text.contains(": "));
    }
    is_title_case || !has_given && next.text.len() > text.len()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_with_title};

    const PROSE: &str = "The mayor said on Monday that she would stay in the hall until noon.";

    #[test]
    fn finds_the_given_title() {
        check_with_title("Mayor's 'bridge' opens - The Star", &format!("⟦title:Mayor’s “Bridge” Opens⟧\n\n{PROSE}"));
        check_with_title("Mayor opens bridge", &format!("⟦title:Mayor Opens Bridge⟧\n{PROSE}"));
        check_with_title(
            "Mayor opens bridge",
            &format!("⟦caption:The mayor at noon on Monday. | AP Photo⟧ ⟦title:Mayor opens bridge⟧\n\n{PROSE}"),
        );
        check_with_title("Mayor opens bridge", &format!("⟦metadata_prefix:7 years ago⟧\n\n⟦title:Mayor opens bridge⟧\n\n{PROSE}"));
    }

    #[test]
    fn finds_a_headline_when_none_is_given() {
        for title in [
            "Mayor: Bridge, town hall to close by 'very early June'",
            "Mayor Opens Bridge Over the Long River",
            "Who Will Pay for the Bridge?",
            "Town council passes budget after long night",
        ] {
            check(&format!("⟦title:{title}⟧\n\n{PROSE}"));
        }
        check(&format!(
            "⟦caption:The mayor opened the new bridge over the river on Monday.⟧ ⟦title:Bridge opens to cars⟧\n\n{PROSE}"
        ));
    }

    #[test]
    fn leaves_first_sentences_and_names() {
        check_with_title("Mayor opens bridge", &format!("Mayor opens bridge, and few people come to see it.\n\n{PROSE}"));
        for line in [
            "The hall was empty.",
            "Why would anyone stay?",
            "“We are going to win”",
            "Ana Ruiz Vega",
            "What she said was this:",
            "From the Left",
            "Wow",
        ] {
            check(&format!("{line}\n\n{PROSE}"));
        }
        check(&format!("{PROSE}\n\n{PROSE}"));
    }
}
