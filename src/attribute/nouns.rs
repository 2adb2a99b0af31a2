//! What a noun phrase that speaks is: a group, an organisation, an unnamed source, a document, a role.
//!
//! Input: the words of a source span without a person's name. Output: a [`SpeakerKind`].
//! Method: the head noun (the last word before "of", "for", "in", a comma) against four short lists, then number and article.

use super::SpeakerKind;

const DOCUMENTS: &[&str] = &[
    "report",
    "reports",
    "statement",
    "document",
    "documents",
    "letter",
    "memo",
    "study",
    "studies",
    "editorial",
    "article",
    "lawsuit",
    "complaint",
    "indictment",
    "filing",
    "filings",
    "poll",
    "polls",
    "survey",
    "website",
    "bill",
    "book",
    "transcript",
    "post",
    "tweet",
    "message",
    "email",
    "paper",
    "analysis",
    "affidavit",
    "petition",
    "resolution",
    "release",
    "summary",
    "bulletin",
    "advisory",
    "guidelines",
    "records",
    "census",
    "order",
    "ruling",
    "decision",
    "opinion",
    "headline",
    "ad",
    "caption",
    "sign",
    "text",
    "page",
    "paragraph",
    "note",
    "declaration",
    "communique",
    "manifesto",
    "agreement",
    "constitution",
    "law",
    "research",
    "data",
    "figures",
    "accounts",
    "brief",
    "notice",
    "column",
    "blog",
    "site",
    "obituary",
    "diary",
    "warrant",
    "verdict",
    "findings",
    "statistics",
    "schedule",
    "motion",
    "decree",
    "projections",
    "estimates",
    "description",
    "questionnaire",
    "papers",
    "bylaw",
    "bylaws",
    "statute",
];
const ORGANIZATIONS: &[&str] = &[
    "government",
    "ministry",
    "department",
    "agency",
    "company",
    "administration",
    "committee",
    "commission",
    "council",
    "court",
    "museum",
    "office",
    "army",
    "military",
    "party",
    "campaign",
    "organization",
    "organisation",
    "association",
    "union",
    "university",
    "school",
    "bank",
    "firm",
    "bureau",
    "group",
    "network",
    "newspaper",
    "paper",
    "team",
    "board",
    "panel",
    "parliament",
    "senate",
    "house",
    "congress",
    "authority",
    "authorities",
    "service",
    "institute",
    "center",
    "centre",
    "foundation",
    "church",
    "hospital",
    "club",
    "federation",
    "league",
    "coalition",
    "embassy",
    "kremlin",
    "regime",
    "outlet",
    "magazine",
    "station",
    "channel",
    "chamber",
    "jury",
    "tribunal",
    "corporation",
    "maker",
    "giant",
    "carrier",
    "airline",
    "retailer",
    "operator",
    "operation",
    "caucus",
    "faculty",
];
const UNNAMED: &[&str] = &[
    "official",
    "officials",
    "source",
    "sources",
    "aide",
    "aides",
    "person",
    "people",
    "insider",
    "insiders",
    "adviser",
    "advisers",
    "advisor",
    "advisors",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "diplomat",
    "diplomats",
    "officer",
    "operative",
    "operatives",
    "strategist",
    "staffer",
    "staffers",
    "employee",
    "employees",
    "executive",
    "witness",
    "witnesses",
    "resident",
    "lawmaker",
    "senator",
    "congressman",
    "lawyer",
    "attorney",
    "analyst",
    "expert",
    "man",
    "woman",
    "student",
    "teacher",
    "voter",
    "supporter",
    "doctor",
    "neighbor",
    "neighbour",
    "relative",
    "friend",
    "colleague",
    "member",
    "participant",
    "reporter",
    "narrator",
    "investigator",
    "prosecutor",
    "banker",
    "trader",
    "manager",
    "worker",
    "soldier",
    "activist",
    "protester",
    "passenger",
    "driver",
    "owner",
    "figure",
];

pub fn head(words: &[&str]) -> usize {
    let stops =
        ["of", "for", "in", "at", "from", "on", "with", "to", "who", "which", "that", "by", "familiar", "close", "briefed", ","];
    // "a survey published in May", "the letter dated Friday", "the study itself"
    let behind = |word: &str| {
        matches!(
            word,
            "published"
                | "posted"
                | "released"
                | "obtained"
                | "issued"
                | "dated"
                | "written"
                | "signed"
                | "conducted"
                | "filed"
                | "commissioned"
                | "seen"
                | "reviewed"
                | "itself"
                | "themselves"
                | "taken"
                | "sent"
        )
    };
    let end = words.iter().enumerate().position(|(i, word)| stops.contains(word) || i > 0 && behind(word));
    end.unwrap_or(words.len()).saturating_sub(1)
}

/// Whether the phrase is an organisation by its head noun: "the airline".
pub fn is_organization_phrase(words: &[&str]) -> bool {
    words.get(head(words)).is_some_and(|word| ORGANIZATIONS.contains(word))
}

fn is_plural(word: &str) -> bool {
    (word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us"))
        || matches!(word, "people" | "men" | "women" | "police" | "children")
}

/// What the phrase is; `words` are its words in lower case.
pub fn kind_of_phrase(words: &[&str], is_organization: bool) -> SpeakerKind {
    // "45 percent of respondents"
    if words.contains(&"percent") || words.contains(&"%") {
        return SpeakerKind::Group;
    }
    let Some(&head_word) = words.get(head(words)) else { return SpeakerKind::Role };
    let first = words[0];
    let is_indefinite = matches!(first, "a" | "an" | "one" | "another" | "some" | "several" | "two" | "three" | "many" | "other");
    let is_possessive = |word: &&str| word.ends_with("'s") || word.ends_with("’s") || word.ends_with("s'") || word.ends_with("s’");
    let is_definite = matches!(first, "the" | "his" | "her" | "their" | "its" | "this" | "that") || words.iter().any(is_possessive);
    // "two officials" are people whom the outlet knows and does not name; "officials" speak for an office.
    let is_few =
        matches!(first, "one" | "two" | "three" | "four" | "five" | "six" | "some" | "several" | "other" | "senior" | "both")
            || words.iter().any(|word| matches!(*word, "familiar" | "close" | "briefed" | "unnamed" | "anonymous"));
    let singular_unnamed = UNNAMED.contains(&head_word) && !is_plural(head_word);
    if DOCUMENTS.contains(&head_word) {
        SpeakerKind::Document
    } else if matches!(head_word, "sources" | "insiders")
        || is_few && UNNAMED.contains(&head_word)
        || singular_unnamed && (is_indefinite || !is_definite)
    {
        SpeakerKind::Anonymous
    } else if ORGANIZATIONS.contains(&head_word) || is_organization {
        SpeakerKind::Organization
    } else if is_plural(head_word) || matches!(first, "many" | "some" | "several" | "others" | "most") || joins_two(words) {
        SpeakerKind::Group
    } else if is_indefinite {
        SpeakerKind::Anonymous
    } else {
        SpeakerKind::Role
    }
}

/// `the mayor and the governor`: a determiner on both sides of *and*; not: `the founder and chief executive`.
fn joins_two(words: &[&str]) -> bool {
    let is_determiner = |word: &str| matches!(word, "the" | "a" | "an" | "his" | "her" | "their" | "its" | "one");
    words.windows(2).any(|pair| pair[0] == "and" && is_determiner(pair[1])) && is_determiner(words[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_by_head_number_and_article() {
        for (phrase, expected) in [
            ("a senior administration official", SpeakerKind::Anonymous),
            ("two officials in washington", SpeakerKind::Anonymous),
            ("people briefed on the talks", SpeakerKind::Anonymous),
            ("officials in washington", SpeakerKind::Group),
            ("police", SpeakerKind::Group),
            ("court papers", SpeakerKind::Document),
            ("a survey published", SpeakerKind::Document),
            ("cameron's spokesman", SpeakerKind::Role),
            ("a person familiar with the talks", SpeakerKind::Anonymous),
            ("critics", SpeakerKind::Group),
            ("the foreign ministry", SpeakerKind::Organization),
            ("the report", SpeakerKind::Document),
            ("the mayor", SpeakerKind::Role),
            ("the spokeswoman", SpeakerKind::Role),
            ("45 percent of voters", SpeakerKind::Group),
            ("a survey published in may", SpeakerKind::Document),
            ("the study itself", SpeakerKind::Document),
            ("the released prisoner", SpeakerKind::Role),
        ] {
            let words: Vec<&str> = phrase.split(' ').collect();
            assert_eq!(kind_of_phrase(&words, false), expected, "{phrase}");
        }
    }
}
