//! Links to other articles that were scraped along.
//!
//! *Finds* labelled links ("SEE ALSO: …", "Related: …", "( PHOTOS: …)", "JUST WATCHED …", "CLICK HERE TO …"), the titles that follow a
//! bare label ("READ MORE:"), and links in capitals between two paragraphs.
//! *Does not find* sentences that begin with such a word ("More than 90 percent …", "Watch for snow"): a colon or a known phrase
//! must follow.
//! *Example*: `⟦SEE ALSO: Mayor opens new bridge⟧`.

use super::page::{Line, prefix_len};
use super::{Found, RegionKind};

/// Openers that are links by themselves, whatever follows.
const OPENERS: &[&str] = &[
    "just watched",
    "must watch",
    "click here to",
    "click here for",
    "click for ",
    "click through to",
    "click to get",
    "click to read",
    "click to expand",
    "click below to",
    "click to see",
    "get the fox news app",
    "more on this...",
    "more on this …",
    "more on this…",
    "related coverage",
    "related story",
    "related stories",
    "related article",
    "related articles",
    "related content",
    "related link",
    "related links",
    "related video",
    "related videos",
    "watch the latest video at",
    "for more on this story",
    "for more articles like this",
    "read the full story",
    "read the full article",
    "read more about",
    "read more on",
    "read more from",
    "read more at",
    "read more here",
    "continue reading at",
    "you might also like",
    "you may also like",
    "explore further",
    "what to read next",
    "read next",
    "also on politico",
    "also in the news",
    "share your thoughts",
    "view image",
];

/// Labels that need a colon or a closing bracket after them.
const LABELS: &[&str] = &[
    "read more",
    "read",
    "more",
    "related",
    "also read",
    "read also",
    "see also",
    "see more",
    "also see",
    "watch",
    "watch now",
    "watch live",
    "listen",
    "photos",
    "gallery",
    "photo gallery",
    "pictures",
    "must read",
    "must reads",
    "recommended",
    "recommended reading",
    "in the news",
    "further reading",
    "go deeper",
    "full coverage",
    "special report",
    "more coverage",
    "more news",
    "more stories",
    "from the archives",
    "don't miss",
    "most read",
    "top stories",
    "also on politico",
    "special",
    "buzz cut",
    "complete coverage",
];

/// Labels after which a whole bracketed line is a link ("( See …)").
const BRACKETED: &[&str] = &[
    "also",
    "see",
    "photos",
    "watch",
    "full",
    "more",
    "related",
    "read",
    "politico's",
    "video",
    "listen",
    "click",
    "poll",
    "click here",
];

/// What a line is to this family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// A link by itself.
    Whole,
    /// A bare label: the titles after it are links too.
    Label,
}

/// Whether the line is a link or the label of links.
pub(super) fn read(line: &Line) -> Option<Link> {
    let text = line.text;
    if text.starts_with(['"', '“']) {
        return None;
    }
    if line.opens_with_any(OPENERS) && (text.len() < 400 || line.opens_with_any(&["just watched", "must watch", "related video"])) {
        return Some(if line.is_any(OPENERS) && text.ends_with([':', '.', '…']) { Link::Label } else { Link::Whole });
    }
    if text.len() > 260 {
        return None;
    }
    if line.is_any(&["read more", "see also", "also read", "related", "more", "watch", "go deeper", "also see", "listen"]) {
        let is_bare_word = !text.ends_with(':') && !line.is_any(&["read more", "see also", "also read", "also see"]);
        return (!is_bare_word).then_some(Link::Label);
    }
    for label in LABELS {
        if let Some(length) = prefix_len(line.core, label) {
            let rest = &line.core[length..];
            if rest.starts_with(':') && !is_prose_after_label(label, &rest[1..]) {
                return Some(Link::Whole);
            }
        }
    }
    let is_link = is_bracketed(line) || is_unpunctuated_title(line) || text.ends_with(" Read more") && !text.contains(". ");
    is_link.then_some(Link::Whole)
}

/// A one-word label before what reads as a sentence is prose: "More: the budget fell, and the mayor said so."
fn is_prose_after_label(label: &str, rest: &str) -> bool {
    let rest = rest.trim();
    !label.contains(' ') && rest.len() > 60 && rest.ends_with('.') && rest.starts_with(char::is_lowercase)
}

/// "( PHOTOS: Ten moments of the march)", "(RELATED: Mayor speaks)", "[Read: The mayor's rise]".
pub(super) fn is_bracketed(line: &Line) -> bool {
    let text = line.text;
    let is_closed = (text.starts_with('(') && text.ends_with(')')) || (text.starts_with('[') && text.ends_with(']'));
    is_closed
        && text.len() < 200
        && (line.opens_with_any(BRACKETED) && (text.starts_with("( ") || text.contains(':') || !line.ends_as_sentence()))
        && !text.trim_end_matches([')', ']', ' ']).ends_with('.')
}

/// "Related The mayor's long rise", "Read More My Street and I": a label, then a title with no full stop.
fn is_unpunctuated_title(line: &Line) -> bool {
    ["Related ", "Read More ", "READ MORE ", "Read more ", "RELATED "].iter().any(|label| {
        line.core.strip_prefix(label).is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '‘' | '“' | '\'' | '"'))
                && !rest.ends_with(['.', ':', ',', '”', '"'])
        })
    }) && line.text.len() < 180
}

/// Whether the line can be a title under a bare label: short, not a sentence.
pub(super) fn is_title(line: &Line) -> bool {
    let text = line.text;
    text.len() < 140
        && !text.ends_with(['.', ':', ',', ';', '"', '”'])
        && !text.starts_with(['"', '“'])
        && text.contains(' ')
        && line.core.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '‘' | '\''))
}

/// Whether the line is a headline in capitals, as some outlets set links between paragraphs.
pub(super) fn is_capital_link(line: &Line) -> bool {
    let text = line.text;
    if text.len() < 24 || text.len() > 180 || text.ends_with([':', '.', '"', '”']) || text.starts_with(['"', '“', '•', '-', '*'])
    {
        return false;
    }
    if text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    text.split_whitespace().filter(|word| word.bytes().any(|byte| byte.is_ascii_uppercase())).count() >= 5
}

/// The whole line as a link.
pub(super) fn whole(line: &Line) -> Found {
    Found::whole(line, RegionKind::ReadMore)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn finds_labelled_links() {
        for line in [
            "SEE ALSO: Mayor opens new bridge",
            "Related: Ten things to know about the bridge",
            "Related The bridge is falling and nobody cares",
            "( PHOTOS: Ten moments of the march)",
            "( Also on STAR: Bridge opens)",
            "(RELATED: Mayor speaks at last)",
            "JUST WATCHED Mayor on the bridge Replay More Videos ... MUST WATCH",
            "CLICK HERE TO GET THE STAR APP",
            "WATCH: What most people miss about the bridge",
            "More:Mayor opens new bridge",
            "Mayor opens the new bridge at last Read more",
            "More On This...",
        ] {
            check(&format!("She left the hall.\n\n⟦read_more:{line}⟧\n\nHe stayed until noon."));
        }
    }

    #[test]
    fn finds_the_titles_under_a_label_and_capital_links() {
        check(
            "She left.\n\n⟦read_more:Read more:\n\nMayor opens bridge\n\nHow we got here⟧\n\nThe mayor said that she would stay until noon.",
        );
        check(
            "She left the hall at noon on Monday.\n\n⟦read_more:MAYOR OPENS NEW BRIDGE OVER RIVER, AND NOBODY COMES⟧\n\nHe stayed until noon.",
        );
    }

    #[test]
    fn leaves_sentences_that_begin_alike() {
        for line in [
            "More than 90 percent of the town voted.",
            "Watch for snow on Monday, the office said.",
            "Related measures passed in the spring.",
            "Read the bill, she told the council.",
            "“Read more: it will do you good,” she said.",
            "See also the letter of the governor, which the court had read.",
            "(Photos show the march was large.)",
        ] {
            check(&format!("She left the hall.\n\n{line}\n\nHe stayed until noon."));
        }
    }
}
