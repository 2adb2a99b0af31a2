//! Advertisements and appeals that stand between or after the paragraphs.
//!
//! *Finds* labels where an advertisement was cut out ("ADVERTISEMENT", "Story Continued Below", "CLOSE" of an overlay), polls that
//! advertise ("… Vote Here!"), and appeals for money or membership (a promotion code, a donation).
//! *Does not find* a sentence about advertisements or donations; those words must be the whole line, or address the reader.
//! *Example*: `⟦Story continues below advertisement⟧`.

use super::page::{Line, Phrase, prefix_len};
use super::{Found, RegionKind};

/// Lines that are labels of advertisements, whole.
const LABELS: &[&str] = &[
    "advertisement",
    "advertisements",
    "story continued below",
    "story continues below",
    "story continues below advertisement",
    "article continues below",
    "article continues below advertisement",
    "article continues after advertisement",
    "article continues after ad",
    "continue reading below",
    "continue reading the main story",
    "continues below advertisement",
    "advertisement continue reading the main story",
    "advertisement - continue reading below",
    "advertisement story continues below",
    "advertisement thanks for watching! visit website",
    "skip advertisement",
    "skip ad",
    "sponsored",
    "sponsored content",
    "sponsored links",
    "sponsor message",
    "paid advertisement",
    "promoted content",
    "loading",
    "pullquote",
];

/// Labels only when in capitals: in small letters they are words ("close", "ad").
const CAPITAL_LABELS: &[&str] = &["CLOSE", "AD", "ADS"];

/// Openers of appeals: they speak to the reader.
const APPEALS: &[&str] = &[
    "donate today",
    "donate now",
    "donate to support",
    "make a donation",
    "please donate",
    "please consider donating",
    "please consider making a donation",
    "chip in $",
    "subscribe now for as little as",
    "support progressive journalism",
    "support independent journalism",
    "support our journalism",
    "support vox",
    "support local journalism",
    "become a member today",
    "thank you for supporting our journalism",
    "something to consider if you enjoyed this article",
];

/// An advertisement that is a whole line.
pub(super) fn find(line: &Line) -> Option<Found> {
    let is_ad = line.is_any(LABELS)
        || CAPITAL_LABELS.contains(&line.text)
        || line.has(Phrase::UnitName)
        || is_poll(line)
        || (line.text.len() < 900
            && (line.opens_with_any(APPEALS)
                || line.has(Phrase::PromoCode)
                || line.has(Phrase::NrPlus) && !line.opens_with_any(&["nrplus"])));
    if is_ad {
        return Some(Found::whole(line, RegionKind::Ad));
    }
    // A label glued to the first paragraph.
    let label = prefix_len(line.core, "nrplus member article")?;
    Some(Found { start: line.start, end: line.start + line.mark().len() + label, kind: RegionKind::Ad })
}

/// A poll that advertises: a short question and "Vote here!".
fn is_poll(line: &Line) -> bool {
    line.text.len() < 160
        && (line.has_any(&[Phrase::VoteHere, Phrase::VoteNow]) && !line.text.ends_with('.')
            || line.is_any(&["urgent poll", "urgent"]))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn finds_labels_polls_and_appeals() {
        for line in [
            "ADVERTISEMENT",
            "Advertisement:",
            "Story Continued Below",
            "Story continues below advertisement",
            "CLOSE",
            "Loading...",
            "Will the new mayor keep her word? Vote Here!",
            "Donate today to the Evening Star!",
            "Like what you read? Join us with the promo code STAR and save.",
        ] {
            check(&format!("She left the hall.\n\n⟦ad:{line}⟧\n\nHe stayed until noon."));
        }
    }

    #[test]
    fn leaves_sentences_about_them() {
        for line in [
            "The advertisement ran for a week.",
            "Close",
            "Advertisements for the mayor filled the square.",
            "He asked the crowd to vote now.",
            "Donate or go, she told them.",
        ] {
            check(&format!("She left the hall.\n\n{line}\n\nHe stayed until noon."));
        }
    }
}
