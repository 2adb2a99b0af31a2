//! Where and by which agency an article was filed, before its first sentence.
//!
//! *Finds* "WASHINGTON (Reuters) -", "GENEVA —", "(CNN)", "LONDON, April 3 (Reuters) -", "Oct 24 (Reuters) -": the stretch with its dash.
//! *Does not find* words in capitals that are no place ("UPDATE —", "WINNERS —"), a party in brackets ("Jane Doe (D) …").
//! *Example*: `⟦DES MOINES, Iowa (AP) —⟧ The mayor left.`.

use super::page::Line;
use super::{Found, RegionKind, words};

/// Agencies and networks that sign a dateline.
const AGENCIES: &[&str] = &[
    "CNN",
    "AP",
    "Reuters",
    "REUTERS",
    "AFP",
    "UPI",
    "Bloomberg",
    "CNNMoney",
    "CNN Money",
    "CNN Business",
    "CNN Student News",
    "dpa",
    "DPA",
    "ANI",
    "PTI",
    "IANS",
    "TASS",
    "Xinhua",
    "EFE",
    "KNX",
    "CBS",
    "ABC",
    "NBC",
    "RNS",
    "BP",
    "TNS",
    "MCT",
    "CNS",
    "Thomson Reuters Foundation",
    "The Hill",
    "TheHill",
    "The Center Square",
    "Kyodo",
    "Yonhap",
    "JTA",
    "Newsmax",
    "WWJ",
    "CBSDC",
    "StatePoint",
    "Capitol News",
    "CBSNewYork",
    "CBSMiami",
    "KDKA",
    "CBS News",
    "Daily Caller News Foundation",
    "Sputnik",
    "RT",
    "VOA",
];

/// Words in capitals before a dash that are labels, not places.
const LABELS: &[&str] = &[
    "UPDATE",
    "UPDATED",
    "CORRECTION",
    "ANALYSIS",
    "OPINION",
    "FACT",
    "WATCH",
    "READ",
    "VIDEO",
    "PHOTOS",
    "BREAKING",
    "EXCLUSIVE",
    "NOTE",
    "WINNERS",
    "LOSERS",
    "TARGET",
    "DATE",
    "WHO",
    "WHAT",
    "WHY",
    "HOW",
    "WHEN",
    "WHERE",
    "THE",
    "AND",
    "BUT",
    "MORE",
    "LIVE",
    "POLL",
    "YES",
    "NO",
    "TRUMP",
    "OBAMA",
    "CLINTON",
    "BIDEN",
    "SANDERS",
    "WARREN",
    "ROMNEY",
    "GOP",
    "DEMOCRATS",
    "REPUBLICANS",
    "CLAIM",
    "TRUE",
    "FALSE",
    "FACTS",
    "NOW",
    "NEW",
    "MYTH",
    "REALITY",
    "IS",
    "ARE",
    "IN",
    "ON",
    "OF",
    "TO",
    "FOR",
    "A",
    "AN",
    "FILE",
    "ADVERTISEMENT",
    "HOUSE",
    "SENATE",
    "STATE",
    "SPEED",
    "UP",
    "DOWN",
    "HEADLINE",
    "SPOTTED",
    "FIRST",
    "NEXT",
    "TODAY",
    "TOMORROW",
    "MONDAY",
    "TUESDAY",
    "WEDNESDAY",
    "THURSDAY",
    "FRIDAY",
    "SATURDAY",
    "SUNDAY",
    "TOP",
    "PLUS",
    "VERDICT",
    "BACKGROUND",
    "CONTEXT",
    "PROS",
    "CONS",
    "ASSISTED",
    "COVID",
    "NAFTA",
    "NATO",
    "FBI",
    "CIA",
    "NSA",
    "DOJ",
    "DHS",
    "EPA",
    "IRS",
    "DACA",
    "ISIS",
    "NFL",
    "NBA",
    "PTSD",
    "SCENE",
    "HOT",
    "BIRTHDAY",
    "BIRTHDAYS",
    "DRIVING",
    "JOB",
    "FLASHBACK",
    "QUOTE",
    "REMEMBER",
    "Q",
    "PS",
    "REPORT",
    "HEALTH",
    "ECONOMY",
    "IMMIGRATION",
    "TRADE",
    "TAXES",
    "JOBS",
    "ENERGY",
];

/// Nothing longer than this is a dateline.
const LONGEST: usize = 70;

/// The dateline at the beginning of the line.
pub(super) fn find(line: &Line) -> Option<Found> {
    let text = line.text;
    // "WASHINGTON": most lines begin with a word that is neither in capitals, nor bracketed, nor followed by an agency.
    let first = text.bytes().next()?;
    if !(first == b'(' || first.is_ascii_uppercase() || first >= 0x80) {
        return None;
    }
    let length = by_agency(text).or_else(|| by_place(text))?;
    Some(Found { start: line.start, end: line.start + length, kind: RegionKind::Dateline })
}

/// The first `LONGEST` bytes or fewer, to a character boundary.
fn head(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// "(CNN)", "Washington (CNN)", "WASHINGTON (Reuters) -", "Oct 24 (Reuters) -": an agency in brackets after at most a place and date.
fn by_agency(text: &str) -> Option<usize> {
    let head = head(text);
    let open = head.find('(')?;
    let close = open + head[open..].find(')')?;
    let agency = head[open + 1..close].trim();
    if !AGENCIES.contains(&agency) && !agency.split(['/', '-']).next().is_some_and(|first| AGENCIES.contains(&first.trim())) {
        return None;
    }
    let place = head[..open].trim_end_matches([' ', '\u{a0}', ',', '—', '-', '–']);
    let is_place = words(place).count() <= 7
        && words(place).all(|word| {
            word.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '(')
                || matches!(
                    word.text,
                    "de" | "of" | "and" | "al" | "near" | "aboard" | "on" | "the" | "in" | "del" | "la" | "/" | "--" | "-" | "—"
                )
        })
        && !words(place).any(|word| matches!(word.text, "The" | "A" | "In" | "On"));
    let after = &text[close + 1..];
    let dash = dash_len(after);
    // "Officials told AP (AP)" apart, a dateline is followed by a dash or by a capital.
    let follows = dash > 0
        || after
            .trim_start()
            .starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘' | '\'' | '[') || c.is_ascii_digit());
    (is_place && follows).then_some(close + 1 + dash)
}

/// "GENEVA —", "PHILADELPHIA, PA –", "DURHAM, N.H. -", "MOSCOW, April 3 --": a place in capitals and a dash.
fn by_place(text: &str) -> Option<usize> {
    let head = head(text);
    let mut end = None;
    for (at, _) in head.match_indices([' ', '—', '–', '\u{a0}']) {
        if dash_len(&text[at..]) > 0 {
            end = Some(at);
            break;
        }
    }
    let place = &head[..end?];
    let first = words(place).next()?;
    let city = place.split(',').next()?;
    let is_capitals = city.chars().filter(|c| c.is_uppercase()).count() >= 3 && !city.chars().any(char::is_lowercase);
    let is_plain = place.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '-' | '\'' | '’' | '/' | '\u{a0}'));
    let is_region = place[city.len()..].split([',', ' ', '\u{a0}']).all(|word| {
        word.is_empty()
            || word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || matches!(word, "of" | "and" | "the")
    });
    let is_label = words(city).any(|word| LABELS.contains(&word.text.trim_matches(['.', '’', '\''])));
    if !is_capitals
        || !is_plain
        || !is_region
        || is_label
        || words(city).count() > 4
        || first.text.len() < 3 && !city.contains(' ')
        || city.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    if city.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let dash = dash_len(&text[place.len()..]);
    let after = text[place.len() + dash..].trim_start();
    let follows =
        after.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘' | '\'' | '[' | '$') || c.is_ascii_digit());
    // After the dash a sentence, not another label in capitals ("LONDON — PARIS").
    let is_sentence = after.len() > 30 && after.bytes().take(60).any(|byte| byte.is_ascii_lowercase());
    (follows && is_sentence).then_some(place.len() + dash)
}

/// The length of a dash with the spaces before it, where one is next: " —", "—", " --", " - ", " – ".
fn dash_len(text: &str) -> usize {
    let trimmed = text.trim_start_matches([' ', '\u{a0}']);
    let spaces = text.len() - trimmed.len();
    let dash = if trimmed.starts_with(['—', '–', '―']) {
        3
    } else if trimmed.starts_with("--") {
        trimmed.len() - trimmed.trim_start_matches('-').len()
    } else if trimmed.starts_with("- ") && spaces > 0 || trimmed.starts_with("-\u{a0}") {
        1
    } else {
        return 0;
    };
    spaces + dash
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn finds_places_and_agencies() {
        for dateline in [
            "WASHINGTON (Reuters) -",
            "GENEVA —",
            "(CNN)",
            "(CNN) --",
            "Washington (CNN)",
            "LONDON, April 3 (Reuters) -",
            "Oct 24 (Reuters) -",
            "DES MOINES, Iowa (AP) —",
            "PHILADELPHIA, PA –",
            "DURHAM, N.H. –",
            "BERLIN --",
            "SÃO PAULO —",
        ] {
            check(&format!("⟦dateline:{dateline}⟧ The mayor left the hall at noon on Monday, her office said."));
        }
    }

    #[test]
    fn leaves_labels_and_sentences() {
        for line in [
            "UPDATE — The mayor left the hall at noon on Monday, her office said.",
            "Jane Doe (D) said that she would stay in the hall until noon.",
            "The Associated Press (AP) said that she would stay in the hall.",
            "The mayor — who left at noon — would not say why she went.",
            "WINNERS — The mayor and all who came with her to the hall.",
            "NATO — the alliance of the north — met in the hall on Monday.",
        ] {
            check(line);
        }
    }
}
