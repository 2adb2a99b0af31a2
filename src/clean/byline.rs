//! Who wrote the article, and notes about the writers.
//!
//! *Finds* "By Jane Doe, Capitol Wire", a writer's name over the outlet's at the top, "Jane Doe | Staff writer", "Jane Doe contributed
//! to this report.", "Write to Jane Doe at …", and at the end notes on the author that a mark sets apart ("• Jane Doe is …").
//! *Does not find* sentences with "by" at the front ("By Monday night"), agency credits (`copyright`), persons in the news.
//! *Example*: `⟦By JANE DOE⟧`.

use super::page::{Line, Phrase, last_sentence_start, prefix_len, rfind_ignore_case};
use super::{Found, RegionKind, words};

/// Words in small letters that a byline may hold.
const SMALL_WORDS: &[&str] = &[
    "and",
    "of",
    "for",
    "the",
    "at",
    "in",
    "de",
    "la",
    "van",
    "von",
    "der",
    "del",
    "di",
    "da",
    "bin",
    "al",
    "with",
    "to",
    "correspondent",
    "correspondents",
    "editor",
    "reporter",
    "writer",
    "columnist",
    "contributor",
    "staff",
    "bureau",
    "chief",
    "senior",
    "special",
    "producer",
    "analyst",
    "political",
    "technology",
    "business",
    "science",
    "health",
    "security",
    "diplomatic",
    "world",
    "national",
    "on",
    "opinion",
];

/// What a second line under a writer's name may be.
const AFFILIATIONS: &[&str] = &[
    "usa today",
    "usatoday",
    "special for usa today",
    "special to usa today",
    "opinion columnist",
    "opinion contributor",
    "opinion contributors",
    "the associated press",
    "associated press",
    "reuters",
    "staff writer",
    "staff writers",
    "staff reporter",
    "afp",
    "bloomberg",
    "guest columnist",
    "contributing writer",
    "columnist",
    "contributor",
    "senior writer",
    "political reporter",
    "correspondent",
    "usa today opinion",
    "special to the star",
    "politics editor",
];

/// Words of work that mark a byline with no "By".
const JOBS: &[&str] = &[
    "staff writer",
    "staff writers",
    "staff reporter",
    "correspondent",
    "reporter",
    "contributor",
    "columnist",
    "editor",
    "guest writer",
    "opinion contributor",
    "associated press",
    "news editor",
    "contributing writer",
];

/// Openers of requests to write to the author.
const CONTACTS: &[&str] = &[
    "write to ",
    "contact ",
    "email ",
    "e-mail ",
    "reach ",
    "you can reach ",
    "you can email ",
    "you can contact ",
    "contact us at",
    "readers may write",
];

/// Nothing longer is a byline.
const LONGEST: usize = 150;

/// A byline or credit of persons: whole, or the last sentence of the line.
pub(super) fn find(line: &Line) -> Option<Found> {
    let whole = || Found::whole(line, RegionKind::Byline);
    if line.text.len() <= LONGEST && (opens_with_by(line) || is_reported_from(line)) {
        return Some(whole());
    }
    if line.has_any(&[Phrase::At, Phrase::EmailProtected]) && is_contact(line) {
        return Some(whole());
    }
    if (line.core.starts_with("Contributing: ")
        || line.core.starts_with("With assistance ")
        || line.core.starts_with("With assistance by "))
        && line.text.len() < 250
    {
        return Some(whole());
    }
    if line.has(Phrase::ReportingBy) {
        if line.text.len() < 400 && is_desk_credit(line.text) {
            return Some(whole());
        }
        if line.text.ends_with(')')
            && let Some(open) = line.text.rfind('(')
            && is_desk_credit(&line.text[open..])
        {
            return Some(Found { start: line.start + open, end: line.end(), kind: RegionKind::Byline });
        }
    }
    if !line.has_any(&[Phrase::ContributedTo, Phrase::ContributedReporting]) || line.text.contains(['"', '“']) {
        return None;
    }
    if line.text.len() < 450 && is_credit(line.core) {
        return Some(whole());
    }
    let start = last_sentence_start(line.text);
    (start > 0 && is_credit(&line.text[start..])).then(|| Found {
        start: line.start + start,
        end: line.end(),
        kind: RegionKind::Byline,
    })
}

/// "By Jane Doe", "BY JANE DOE AND JOHN ROE", "by Jane Doe, BBC News, Houston".
fn opens_with_by(line: &Line) -> bool {
    let Some(length) = ["by ", "written by ", "analysis by ", "story by ", "posted by ", "opinion by "]
        .iter()
        .find_map(|opener| prefix_len(line.core, opener))
    else {
        return false;
    };
    let rest = line.core[length..].trim();
    !line.text.ends_with(['.', ':', '?', '!', '"', '”']) && is_names(rest)
}

/// Whether the words are names, titles of work and outlets: two capitalised words to begin with, small words only from the list.
fn is_names(text: &str) -> bool {
    let mut capitalised = 0;
    let mut count = 0;
    for word in words(text) {
        let bare = word.text.trim_matches([',', '.', '(', ')', '|', ';', '/', '’', '\'']);
        count += 1;
        if bare.is_empty() || bare.starts_with('@') || matches!(bare, "-" | "–" | "—" | "&") {
            continue;
        }
        if bare.starts_with(char::is_uppercase) {
            capitalised += 1;
        } else if count <= 1 || !(SMALL_WORDS.contains(&bare) || bare.starts_with(|c: char| c.is_ascii_digit())) {
            return false;
        }
    }
    let first = words(text).next().map_or("", |word| word.text);
    let is_time = super::prefix::month(first).is_some()
        || first.ends_with("day")
        || matches!(first, "Early" | "Late" | "Mid" | "Now" | "Then" | "Contrast" | "Comparison");
    capitalised >= 2 && count <= 18 && !is_time
}

/// "Barrow reported from Atlanta." alone on its line.
fn is_reported_from(line: &Line) -> bool {
    line.text.ends_with('.')
        && line.text.len() < 120
        && {
            let mut parts =
                words(line.core).skip(1).take(4).skip_while(|word| word.text.starts_with(char::is_uppercase) || word.text == "and");
            parts.next().is_some_and(|word| word.text == "reported") && parts.next().is_some_and(|word| word.text == "from")
        }
        && line.core.matches(' ').count() <= 9
        && !line.core.starts_with("The ")
        && !line.core.contains(" that ")
}

/// "Write to Jane Doe at jane@star.example", "Jane Doe can be reached at …".
fn is_contact(line: &Line) -> bool {
    let has_address = line.has(Phrase::EmailProtected) || words(line.text).any(|word| is_address(word.text));
    if line.text.len() > 500 {
        return false;
    }
    has_address
        && (line.opens_with_any(CONTACTS)
            || [
                "can be reached",
                "be reached via",
                "be reached at",
                "email address is",
                "e-mail address is",
                "Email him",
                "Email her",
                "polite applause to",
            ]
            .iter()
            .any(|phrase| line.text.contains(phrase)))
        || line.has(Phrase::At) && is_address(line.text)
}

/// Whether a word is an e-mail address.
fn is_address(word: &str) -> bool {
    let word = word.trim_matches(['.', ',', '(', ')', ';', ':']);
    word.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@') && !name.contains(['(', ' ']))
}

/// "Jane Doe and John Roe contributed to this report.": a credit, not "She contributed to this success".
fn is_credit(text: &str) -> bool {
    let Some(at) = text
        .find("contributed to this")
        .or_else(|| text.find("contributed reporting"))
        .or_else(|| text.find("Contributed to this"))
    else {
        return false;
    };
    let rest = text[at..].trim_start_matches("contributed ").trim_start_matches("to this").trim_start();
    // After "this report" the credit ends, or says where from: "Farmers contributed to this report of a drought" is news.
    let ends_credit = |after: &str| {
        let after = after.trim_start();
        !after.starts_with(char::is_lowercase)
            || ["from ", "to this ", "in ", "and ", "for ", "which "].iter().any(|word| after.starts_with(word))
    };
    let is_text = ["report", "story", "article", "post", "piece", "column", "reporting", "analysis", "package", "dispatch"]
        .iter()
        .any(|noun| prefix_len(rest, noun).is_some_and(|length| ends_credit(&rest[length..])))
        || rest.is_empty()
        || rest.starts_with(['.', ';', ',']);
    is_text && text[..at].chars().next().is_some_and(|c| !c.is_lowercase())
}

/// "Reporting by Ann Lee; Editing by Bo Park": names of reporters and editors, no sentence.
fn is_desk_credit(text: &str) -> bool {
    let inner = text.trim_start_matches(['(', '[', ' ']);
    let opener = ["additional reporting by ", "writing by ", "reporting by ", "editing by ", "compiled by "];
    let Some(length) = opener.iter().find_map(|opener| prefix_len(inner, opener)) else { return false };
    inner[length..].starts_with(char::is_uppercase)
        && (text.starts_with('(') && text.ends_with(')')
            || rfind_ignore_case(text, "editing by").is_some()
            || (text.len() < 80 && !text.ends_with('.')))
}

/// How many lines from `index` are a byline at the top: the writer's name over the outlet's, or one of the two.
pub(super) fn lines_at_top(lines: &[Line], index: usize) -> usize {
    let line = &lines[index];
    let is_affiliation = |line: &Line| {
        line.text.len() < 40 && AFFILIATIONS.iter().any(|known| line.text.trim_end_matches(['.', ',']).eq_ignore_ascii_case(known))
    };
    if is_affiliation(line) {
        return usize::from(line.text.starts_with(char::is_uppercase));
    }
    let is_name = line.text.len() < 90
        && !line.text.contains(['/', '('])
        && !line.ends_as_sentence()
        && !line.text.ends_with(':')
        && is_names(line.text)
        && words(line.text).count() <= 12;
    // A paper's name in capitals counts where an article follows.
    let is_capital_name = |line: &Line| {
        line.text.len() < 40
            && (2..=4).contains(&words(line.text).count())
            && line.text.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '&' | '-'))
    };
    let has_article = lines.get(index + 2).is_some_and(|line| line.text.len() > 40);
    if is_name && lines.get(index + 1).is_some_and(|next| is_affiliation(next) || has_article && is_capital_name(next)) {
        return 2;
    }
    let has_job = line.text.split(['|', ',']).skip(1).any(|part| {
        let part = part.trim();
        JOBS.iter().any(|job| part.len() < 50 && (part.eq_ignore_ascii_case(job) || part.to_ascii_lowercase().ends_with(job)))
    });
    let before = line.text.split(['|', ',']).next().unwrap_or_default();
    usize::from(line.text.len() < 90 && has_job && is_names(before) && words(before).count() <= 5 && !line.ends_as_sentence())
}

/// Whether the line is a note on the author, set apart by a mark, as stands at the end: "• Jane Doe is editor of the Star."
pub(super) fn is_author_note(line: &Line) -> bool {
    const VERBS: &[&str] = &["is", "are", "was", "writes", "covers", "serves", "teaches", "reported", "hosts"];
    const NOT_NAMES: &[&str] = &[
        "The", "A", "An", "In", "On", "At", "By", "For", "If", "It", "This", "That", "There", "We", "He", "She", "They", "What",
        "And", "But",
    ];
    let core = line.core;
    if line.text.len() > 600 || core.contains(" said") || is_tweet(line) {
        return false;
    }
    let mut parts = words(core).skip_while(|word| {
        (word.text.starts_with(char::is_uppercase)
            || matches!(word.text, "and" | "de" | "van" | "von" | "bin")
            || word.text.starts_with("(@"))
            && !word.text.ends_with([',', ')', '’', '\''])
    });
    let Some(stop) = parts.next() else { return false };
    let name = core[..stop.end].trim_end();
    // The name ends in a comma ("Jane Doe, a fellow …"), a possessive ("Jane Doe’s email …"), a handle, or before the verb.
    let ends_name = stop.text.ends_with([',', ')']) || stop.text.ends_with("’s") || stop.text.ends_with("'s");
    let has_verb = VERBS.contains(&stop.text)
        || stop.text.ends_with("’s") && core[stop.end..].contains("mail")
        || ends_name && words(&core[stop.end..]).any(|word| VERBS.contains(&word.text));
    let first = words(core).next().map_or("", |word| word.text);
    let name_words = words(name).filter(|word| word.text.starts_with(char::is_uppercase)).count();
    let is_name = (2..=10).contains(&name_words)
        && !NOT_NAMES.contains(&first)
        && !first.ends_with("day")
        && super::prefix::month(first).is_none();
    if !is_name || !has_verb {
        return false;
    }
    let is_marked = line.mark().starts_with(['•', '—', '–', '*', '-', '●', '·']);
    let is_contactable = line.has_any(&[Phrase::At, Phrase::EmailProtected]);
    let is_columnist = core.contains(" writes ") && (core.contains(" column") || core.contains(" blog"));
    is_marked || is_contactable || is_columnist && line.text.len() < 200
}

/// Whether the line is a tweet, signed and dated: no note on an author, though it holds a handle.
fn is_tweet(line: &Line) -> bool {
    let mut found = Vec::new();
    super::social::find_signatures(line, &mut found);
    !found.is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn finds_bylines_at_the_top() {
        for line in [
            "By JANE DOE",
            "By Jane Doe, Capitol Wire",
            "By Jane Doe, Star White House correspondent",
            "Jane Doe | Staff writer",
            "Jane Doe and John Roe\n\nUSA TODAY",
        ] {
            check(&format!("⟦byline:{line}⟧\n\nThe mayor left the hall at noon, her office said on Monday."));
        }
    }

    #[test]
    fn finds_credits_contacts_and_notes_at_the_end() {
        for line in [
            "Jane Doe and John Roe contributed to this report.",
            "—Jane Doe contributed to this article.",
            "Roe reported from Atlanta. Star writers Jane Doe and Ann Lee contributed to this report.",
            "Write to Jane Doe at jane.doe@star.example",
            "• Jane Doe is an associate at the Institute of Bridges.",
            "Contributing: Jane Doe, Evening Star",
            "Reporting by Ann Lee and Bo Park; Editing by Cy Day",
            "(Reporting by Ann Lee)",
        ] {
            check(&format!("The mayor left the hall at noon, her office said on Monday.\n\n⟦byline:{line}⟧"));
        }
    }

    #[test]
    fn finds_the_credit_at_the_end_of_a_line() {
        check("She left the hall at noon, he said. ⟦byline:(Reporting by Ann Lee; editing by Bo Park)⟧");
    }

    #[test]
    fn leaves_sentences_and_lists() {
        for line in [
            "By Monday night the hall was empty",
            "By the time she left, the hall was empty.",
            "By Friday, Jane Doe had left.",
            "The rain contributed to this summer's flood.",
            "“Jane contributed to this report,” he said.",
            "Farmers contributed to this report of a drought, she said.",
            "Reporting by the Star suggests that she knew.",
            "Editing by hand takes a week.",
            "• Tuesday will bring a law that is old.\n\n• On Wednesday, the judges are back.",
            "• Jane Doe is the first to go, and there will be others before the year ends.\n\nThe hall was empty.",
        ] {
            check(&format!(
                "The mayor left the hall at noon, her office said on Monday.\n\n{line}\n\nHe stayed until noon and then he left the hall, too."
            ));
        }
    }
}
