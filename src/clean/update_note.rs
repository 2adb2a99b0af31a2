//! Notes of the desk about the article: updates, corrections, editor's notes.
//!
//! *Finds* "This story was updated at …", "—Updated at 4:52 p.m.", "CORRECTION: An earlier version …", "Editor's note: …", whole
//! lines; and, where news follows on the line, only the label ("Update at 1:25 p.m. ET:").
//! *Does not find* "updated" in a sentence of the article ("The ministry updated its figures").
//! *Example*: `The vote passed.⏎⏎⟦This story was updated at 9 a.m.⟧`.

use super::page::{Line, Phrase, prefix_len, starts_with_words};
use super::{Found, RegionKind, words};

/// What a note calls the text it stands in.
const TEXTS: &[&str] =
    &["story", "article", "post", "report", "piece", "column", "item", "page", "headline", "blog post", "breaking news story"];

/// What a note says was done to it.
const CHANGES: &[&str] = &[
    "was updated",
    "has been updated",
    "was last updated",
    "was corrected",
    "has been corrected",
    "was amended",
    "has been amended",
    "was revised",
    "has been revised",
    "has been clarified",
    "was edited",
    "has been edited",
    "will be updated",
    "is being updated",
    "was originally published with",
];

/// Labels of notes whose whole line is the note.
const LABELS: &[&str] = &[
    "correction:",
    "corrections:",
    "corrections and clarifications:",
    "correction (",
    "correction -",
    "correction –",
    "correction —",
    "clarification:",
    "clarifications:",
    "editor's note:",
    "editors' note:",
    "editors note:",
    "editor's note -",
    "editor's note —",
    "editor's note –",
    "note to readers:",
    "note: this story",
    "note: this article",
    "note: this post",
];

/// Headings of notes, whole lines.
const HEADINGS: &[&str] = &[
    "corrections & amplifications",
    "correction",
    "clarification",
    "our original post continues",
    "our original post",
    "updated",
    "update",
];

/// Lines longer than this are paragraphs, not notes.
const LONGEST_NOTE: usize = 900;

/// A note, or the label of one.
pub(super) fn find(line: &Line) -> Option<Found> {
    let core = line.core;
    if line.is_any(HEADINGS) && (line.text.ends_with(':') || line.text.len() > 7 && line.text.ends_with('s')) {
        return Some(Found::whole(line, RegionKind::UpdateNote));
    }
    if line.text.len() <= LONGEST_NOTE && (line.opens_with_any(LABELS) || is_about_this_text(line)) {
        let kind = if line.has_any(&[Phrase::PromoCode, Phrase::Paywall]) { RegionKind::Ad } else { RegionKind::UpdateNote };
        return Some(Found::whole(line, kind));
    }
    let label = update_label(core)?;
    let rest = core[label..].trim_start();
    let is_whole = rest.len() < 24 || line.has_any(&[Phrase::EarlierVersion, Phrase::PreviousVersion]);
    if is_whole {
        return Some(Found::whole(line, RegionKind::UpdateNote));
    }
    Some(Found { start: line.start, end: line.start + line.mark().len() + label, kind: RegionKind::UpdateNote })
}

/// "This story was updated …", "An earlier version of this article …".
fn is_about_this_text(line: &Line) -> bool {
    let core = line.core;
    if let Some(length) = prefix_len(core, "this ") {
        let rest = &core[length..];
        let rest = prefix_len(rest, "breaking news ").map_or(rest, |length| &rest[length..]);
        return TEXTS
            .iter()
            .filter_map(|noun| prefix_len(rest, noun))
            .any(|length| CHANGES.iter().any(|change| starts_with_words(rest[length..].trim_start(), change)));
    }
    ["an earlier version of this ", "a previous version of this ", "earlier versions of this ", "an earlier version of the "]
        .iter()
        .filter_map(|opener| prefix_len(core, opener))
        .any(|length| TEXTS.iter().any(|noun| starts_with_words(&core[length..], noun)))
}

/// The length of "Updated at 4:52 p.m. ET on Monday:", "UPDATE:", "Update at 8:18 p.m. ET.": the label and its time.
fn update_label(core: &str) -> Option<usize> {
    let opener = ["updated", "update", "last updated"].iter().find_map(|opener| prefix_len(core, opener))?;
    let mut end = opener;
    let mut has_time = false;
    for word in words(&core[opener..]) {
        let bare = word.text.trim_end_matches([':', ',', '.', ';', ')']);
        let is_colon = word.text.starts_with(':') && end == opener;
        if is_colon || is_time_word(bare) {
            has_time |= bare.starts_with(|c: char| c.is_ascii_digit()) || is_colon;
            end = opener + word.end;
            // A colon glued to the next word: "Update:The vote".
            if is_colon {
                return Some(opener + 1);
            }
            if word.text.ends_with([':', ';']) {
                return Some(end);
            }
        } else {
            break;
        }
    }
    if core[opener..].starts_with(':') {
        return Some(opener + 1);
    }
    let rest = core[end..].trim_start_matches([')', ']', ' ']);
    let ends_clearly =
        rest.is_empty() || core[..end].ends_with('.') && !core[..end].ends_with(".m.") || rest.starts_with(['—', '–', '|']);
    (has_time && (ends_clearly || rest.len() < 24)).then_some(end)
}

/// Words of a time or date in a note.
fn is_time_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || super::prefix::month(word).is_some()
        || matches!(
            word.to_ascii_lowercase().as_str(),
            "at" | "on"
                | "a.m"
                | "p.m"
                | "am"
                | "pm"
                | "et"
                | "est"
                | "edt"
                | "pt"
                | "ct"
                | "gmt"
                | "bst"
                | "eastern"
                | "pacific"
                | "time"
                | "noon"
                | "midnight"
                | "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "saturday"
                | "sunday"
                | "of"
                | "with"
                | "|"
                | "-"
                | "–"
        )
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn finds_whole_notes() {
        for line in [
            "—Updated at 4:52 p.m.",
            "Updated at 11:11 a.m. ET:",
            "Updated Sept. 13, 3:55 p.m. ET",
            "Updated: 12:03 p.m.",
            "This story was updated at 4:02 p.m.",
            "(This article has been updated to add the mayor's reply.)",
            "CORRECTION: An earlier version of this story gave the wrong street.",
            "Editor's note: The names of the children have been changed.",
            "*An earlier version of this article misspelled the river's name.",
            "Updated: An earlier version of this post named the wrong town.",
        ] {
            check(&format!("She left the hall.\n\n⟦update_note:{line}⟧"));
        }
    }

    #[test]
    fn finds_the_label_alone_where_news_follows() {
        check("⟦update_note:Update at 1:25 p.m. ET:⟧ The council has passed the budget by a vote of five to four.");
        check("⟦update_note:UPDATE:⟧ The council has passed the budget by a vote of five to four, the clerk said.");
    }

    #[test]
    fn leaves_sentences_about_updates() {
        for line in [
            "Updated figures from the ministry show a fall in prices.",
            "This story was told by her mother every winter.",
            "An earlier version of this bill failed in the Senate.",
            "The correction: a fall of ten points in a week.",
            "This report has been the talk of the town.",
        ] {
            check(&format!("She left the hall.\n\n{line}"));
        }
    }
}
