//! Nouns of saying: what somebody's `warning`, `claim` or `answer` was.
//!
//! Input: a word in lower case. Output: whether it is one. A noun with a clause of its own is a cue ("her warning that the reef was
//! unlit"), and so is one before a colon ("Her answer: “No.”").

const NOUNS: &[&str] = &[
    "acknowledgement",
    "acknowledgment",
    "admission",
    "advice",
    "allegation",
    "allegations",
    "announcement",
    "answer",
    "argument",
    "assertion",
    "assertions",
    "assessment",
    "assurance",
    "assurances",
    "charge",
    "charges",
    "claim",
    "claims",
    "comment",
    "comments",
    "complaint",
    "complaints",
    "conclusion",
    "confirmation",
    "contention",
    "declaration",
    "demand",
    "demands",
    "denial",
    "explanation",
    "insistence",
    "message",
    "pledge",
    "prediction",
    "predictions",
    "proclamation",
    "promise",
    "promises",
    "proposal",
    "reaction",
    "recommendation",
    "remark",
    "remarks",
    "reminder",
    "reply",
    "request",
    "response",
    "revelation",
    "statement",
    "statements",
    "suggestion",
    "suggestions",
    "testimony",
    "verdict",
    "vow",
    "warning",
    "warnings",
];

/// Whether it is a noun of saying.
pub fn is_saying_noun(word: &str) -> bool {
    NOUNS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_can_be_searched() {
        assert!(NOUNS.is_sorted());
        assert!(is_saying_noun("warning") && is_saying_noun("verdict"));
        assert!(!is_saying_noun("hope") && !is_saying_noun("bridge"));
    }
}
