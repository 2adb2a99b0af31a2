//! What belongs to social networks: requests to follow and share, share buttons, the signature under an embedded tweet.
//!
//! *Finds* "Follow us on Twitter", "Follow @x", "Read or Share this story: …", runs of button labels ("Share", "Tweet", "Email"), and
//! in a line with a tweet its link and signature ("pic.twitter.com/… — Name (@name) May 15, 2013"); the words of the tweet stay.
//! *Does not find* sentences about the networks, or a handle in a sentence.
//! *Example*: `Not good. ⟦— Ann Lee (@annlee) May 15, 2013⟧`.

use super::page::{Line, Phrase, prefix_len};
use super::{Found, RegionKind, words};

/// Openers that are a request by themselves.
const OPENERS: &[&str] = &[
    "follow @",
    "follow us",
    "like us on",
    "join us on facebook",
    "join us on twitter",
    "find us on",
    "connect with us on",
    "read or share this story",
    "share this:",
    "share this article",
    "share this story",
    "share on facebook",
    "share on twitter",
    "click to share",
    "click to email this",
    "listen to article",
    "copy link",
    "join one million",
    "join the conversation on",
];

/// Labels of share buttons: boilerplate where two stand together, or where the label says it all.
const BUTTONS: &[&str] = &[
    "share",
    "tweet",
    "email",
    "e-mail",
    "print",
    "facebook",
    "twitter",
    "pinterest",
    "tumblr",
    "linkedin",
    "whatsapp",
    "reddit",
    "pocket",
    "messenger",
    "instagram",
    "flipboard",
    "comments",
    "comment",
    "link copied",
    "copy link",
    "share this with",
    "copy this link",
    "post",
    "these are external links and will open in a new window",
    "google+",
    "stumbleupon",
    "digg",
    "save",
];

/// Button labels that are nothing else.
const SURE_BUTTONS: &[&str] =
    &["link copied", "whatsapp", "tumblr", "share this with", "copy this link", "join the conversation", "share your thoughts"];

/// A request or a handle that is the whole line, or the label before an embedded post.
pub(super) fn find(line: &Line) -> Option<Found> {
    let text = line.text;
    if text.len() <= 400 && (line.opens_with_any(OPENERS) || line.is_any(SURE_BUTTONS) || is_request(line) || is_handles(text)) {
        return Some(Found::whole(line, RegionKind::Social));
    }
    let label = prefix_len(line.core, "share all sharing options for:")
        .or_else(|| prefix_len(line.core, "skip twitter post").map(|length| embedded_label_len(line.core, length)))?;
    Some(Found { start: line.start, end: line.start + line.mark().len() + label, kind: RegionKind::Social })
}

/// Whether the line is a button label that counts only beside another.
pub(super) fn is_button(line: &Line) -> bool {
    line.text.len() < 60 && line.is_any(BUTTONS)
}

/// "Follow Ann Lee on Twitter: @annlee", "Like The Star on Facebook and follow @star on Twitter."
fn is_request(line: &Line) -> bool {
    if line.text.len() > 250 || !line.has_any(&[Phrase::Twitter, Phrase::Facebook, Phrase::Instagram, Phrase::At]) {
        return false;
    }
    let Some(length) = ["follow ", "like ", "contributing: follow "].iter().find_map(|opener| prefix_len(line.core, opener)) else {
        return line.mark().starts_with(['-', '—', '–', '•', '*']) && line.core.starts_with("Follow ");
    };
    let rest = &line.core[length..];
    line.core.starts_with("Follow ")
        && (rest.starts_with(|c: char| c.is_uppercase() || c == '@')
            || ["him ", "her ", "them ", "the "].iter().any(|w| rest.starts_with(w)))
        || line.core.starts_with("Like ")
            && line.has(Phrase::Facebook)
            && (rest.contains("on Facebook") || rest.contains("our Facebook"))
            && !rest.contains(',')
}

/// Whether the line is nothing but handles: "@annlee", "Follow @aFollow @b" is taken by the openers.
fn is_handles(text: &str) -> bool {
    text.starts_with('@') && text.split_whitespace().all(|word| word.starts_with('@') && word.len() > 2)
}

/// "Skip Twitter post 4 by @name": up to the handle.
fn embedded_label_len(core: &str, opener: usize) -> usize {
    words(&core[opener..]).take(4).find(|word| word.text.starts_with('@')).map_or(opener, |word| opener + word.end)
}

/// The links and signatures of tweets inside a line, left to right.
pub(super) fn find_signatures(line: &Line, found: &mut Vec<Found>) {
    if !line.has(Phrase::Handle) {
        return;
    }
    let text = line.text;
    let mut floor = 0;
    for at in text.match_indices("(@").map(|(at, _)| at) {
        let Some(end) = signature_end(text, at).filter(|_| at >= floor) else { continue };
        let Some(dash) = signature_start(&text[floor..at]).map(|start| floor + start) else { continue };
        let start = before_link(&text[floor..dash]).map_or(dash, |start| floor + start);
        found.push(Found { start: line.start + start, end: line.start + end, kind: RegionKind::Social });
        floor = end;
    }
}

/// Where "(@annlee) May 15, 2013" ends, if it is one.
fn signature_end(text: &str, at: usize) -> Option<usize> {
    let handle = &text[at + 2..];
    let length = handle.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let rest = handle[length..].strip_prefix(')')?;
    let after = at + 2 + length + 1;
    // " September 15, 2013": the date is near, or there is none.
    let rest = &rest[..super::page::floor_boundary(rest, 24)];
    let mut parts = words(rest).take(3);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    super::prefix::month(first.text)?;
    let is_day = second.text.trim_end_matches(',').parse::<u8>().is_ok();
    let year: String = third.text.chars().take_while(char::is_ascii_digit).collect();
    (is_day && year.len() == 4).then(|| after + third.start + 4)
}

/// Where the dash before the name stands, within the last 120 bytes: "— Ann Lee ".
fn signature_start(before: &str) -> Option<usize> {
    let floor = super::page::floor_boundary(before, before.len().saturating_sub(120));
    let window = &before[floor..];
    let dash = ["— ", "– ", "-- ", "- ", "—", "― "].iter().find_map(|dash| window.rfind(dash))?;
    Some(floor + dash)
}

/// Where a link to the tweet's picture begins that stands right before the dash.
fn before_link(before: &str) -> Option<usize> {
    let kept = before.trim_end();
    let start = kept.rfind([' ', '\u{a0}']).map_or(0, |space| space + kept[space..].chars().next().map_or(1, char::len_utf8));
    kept[start..].starts_with("pic.twitter.com/").then_some(start)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn finds_requests_and_handles() {
        for line in [
            "Follow us on Twitter @star",
            "Follow @annlee on Twitter.",
            "Follow @starFollow @annlee",
            "- Follow the Star on Twitter: @star",
            "Follow Ann Lee on Twitter: @annlee",
            "Like The Star on Facebook and follow @star on Twitter.",
            "@annlee",
            "Read or Share this story: http://star.example/1",
            "Share this: Pocket",
        ] {
            check(&format!("She left the hall.\n\n⟦social:{line}⟧"));
        }
        check("She left.\n\n⟦social:Email⟧\n\n⟦social:Print⟧\n\nHe stayed.");
    }

    #[test]
    fn finds_the_signature_of_a_tweet_and_leaves_its_words() {
        check("Not good for the town. ⟦social:— Ann Lee (@annlee) May 15, 2013⟧\n\nHe laughed.");
        check("Look at this! ⟦social:pic.twitter.com/Ab12 — Ann Lee (@annlee) January 5, 2020⟧");
        check("⟦social:Skip Twitter post 4 by @annlee⟧ The river is rising and we must go.");
    }

    #[test]
    fn leaves_sentences_about_them() {
        for line in [
            "Follow the money, she said.",
            "Facebook and Twitter took the posts down.",
            "Ann Lee (@annlee) wrote on Monday that the river rose.",
            "Twitter",
            "Like many people on Facebook, he was angry.",
            "Follow him if you can, she said.",
        ] {
            check(&format!("She left the hall.\n\n{line}\n\nHe stayed."));
        }
    }
}
