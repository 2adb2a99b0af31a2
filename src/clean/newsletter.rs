//! Invitations to newsletters and alerts, and to write to the editor.
//!
//! *Finds* "Sign up for our newsletter …", "Get the … delivered to your inbox. By signing up, you agree …", "(Subscribe to …)".
//! *Does not find* news about newsletters or inboxes ("People signed up for the newsletter"): the reader must be addressed.
//! *Example*: `⟦Get our best stories in your inbox. Sign up here.⟧`.

use super::page::{Line, Phrase};
use super::{Found, RegionKind};

/// Openers that are an invitation by themselves on a short line.
const OPENERS: &[&str] = &[
    "sign up for",
    "sign up here",
    "sign up now",
    "sign up today",
    "sign up to",
    "newsletter sign up",
    "newsletter sign-up",
    "subscribe to",
    "subscribe here",
    "subscribe now",
    "subscribe today",
    "manage newsletters",
    "send letters to",
    "submit a letter",
    "to respond to a column",
    "to respond to this editorial",
    "to read more editorials",
    "you can read diverse opinions from",
    "get breaking news alerts",
    "get breaking news delivered",
];

/// Lines longer than this are paragraphs.
const LONGEST: usize = 800;

/// An invitation: the whole line.
pub(super) fn find(line: &Line) -> Option<Found> {
    use Phrase::{BySigningUp, Inbox, Newsletter, OurNewsletter, SignUp, SignUpHyphen, Subscribe, YourInbox};
    if line.text.len() > LONGEST || line.text.starts_with(['"', '“', '‘']) {
        return None;
    }
    let is_invitation = (line.text.len() < 400 && line.opens_with_any(OPENERS))
        || line.is_any(&["sign up", "subscribe", "email sign up"])
        || line.has(BySigningUp) && line.has_any(&[SignUp, Newsletter, Inbox, Subscribe]) && addresses_reader(line.text)
        || line.has(YourInbox)
            && (line.text.len() < 200 || line.has_any(&[SignUp, SignUpHyphen, Subscribe]))
            && addresses_reader(line.text)
        || line.has_any(&[Newsletter, Inbox]) && has_imperative(line.text) && !line.opens_with_any(&["related:"])
        || line.has(Subscribe)
            && line.has(Newsletter)
            && line.text.len() < 130
            && line.text.contains("subscribe to")
            && !line.ends_as_sentence()
        || line.has(OurNewsletter) && line.has_any(&[SignUp, Subscribe]) && line.text.len() < 300;
    is_invitation.then(|| Found::whole(line, RegionKind::Newsletter))
}

/// Whether the line speaks to "you", and nobody speaks in it.
fn addresses_reader(text: &str) -> bool {
    !text.contains(['"', '“']) || has_imperative(text)
}

/// "Sign up", "Subscribe", "Get" as an order: at the beginning of the line or after a sentence or heading (a capital letter).
fn has_imperative(text: &str) -> bool {
    [
        "Sign up",
        "sign up here",
        "Sign Up",
        "SIGN UP",
        "Subscribe to",
        "Subscribe now",
        "subscribe to our",
        "Subscribe here",
        "sign up for our",
        "sign up for the",
    ]
    .iter()
    .any(|order| text.find(order).is_some_and(|at| !follows_a_subject(&text[..at], order)))
}

/// Whether the order belongs to somebody's clause: "Parents must sign up for the", "she asked him to sign up here". An order in
/// small letters stands after a comma, a full stop, or "and".
fn follows_a_subject(before: &str, order: &str) -> bool {
    let before = before.trim_end();
    let last = before.rsplit([' ', '\u{a0}']).next().unwrap_or_default();
    let is_helper =
        matches!(last, "to" | "can" | "could" | "would" | "will" | "must" | "should" | "they" | "people" | "did" | "not" | "who");
    let is_small = order.starts_with(char::is_lowercase);
    let is_joined = before.is_empty()
        || before.ends_with(|c: char| !c.is_alphanumeric())
        || matches!(last, "and" | "And" | "or" | "Or" | "then" | "please" | "Please");
    is_helper || is_small && !is_joined
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn finds_invitations() {
        for line in [
            "Sign up for Daily Newsletters Manage Newsletters",
            "Get the Star stories you care about delivered to your inbox. By signing up, you agree to our Privacy Policy",
            "Get all the latest news on the river delivered daily to your inbox. Sign up here.",
            "Morning Star Your guide to the town, weekday mornings. Sign Up Loading By signing up you agree to receive email newsletters.",
            "(Subscribe to the Star’s podcast with Ann Lee)",
            "If you liked this story, sign up for the weekly Star newsletter.",
            "Newsletter Sign-up",
        ] {
            check(&format!("She left the hall.\n\n⟦newsletter:{line}⟧"));
        }
    }

    #[test]
    fn leaves_news_about_newsletters() {
        for line in [
            "More than 300 people wanted to sign up for the newsletter, she said.",
            "The mail flooded the inboxes of both parties.",
            "“Sign up for our newsletter,” the poster in the hall said.",
            "The letter was sent in the group's newsletter on Monday.",
            "Parents must sign up for the ferry by Monday, the school said in its newsletter.",
            "By signing up early, the families saved a hundred dollars.",
        ] {
            check(&format!("She left the hall.\n\n{line}\n\nHe stayed."));
        }
    }
}
