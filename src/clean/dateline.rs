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

/// Cities that stand alone in datelines by the custom of the agencies, and capitals of the world often filed from.
const CITIES: &[&str] = &[
    "ATLANTA",
    "BALTIMORE",
    "BOSTON",
    "CHICAGO",
    "CINCINNATI",
    "CLEVELAND",
    "DALLAS",
    "DENVER",
    "DETROIT",
    "HONOLULU",
    "HOUSTON",
    "INDIANAPOLIS",
    "LAS VEGAS",
    "LOS ANGELES",
    "MIAMI",
    "MILWAUKEE",
    "MINNEAPOLIS",
    "NEW ORLEANS",
    "NEW YORK",
    "OKLAHOMA CITY",
    "PHILADELPHIA",
    "PHOENIX",
    "PITTSBURGH",
    "SALT LAKE CITY",
    "SAN ANTONIO",
    "SAN DIEGO",
    "SAN FRANCISCO",
    "SEATTLE",
    "ST. LOUIS",
    "WASHINGTON",
    "UNITED NATIONS",
    "DES MOINES",
    "AUSTIN",
    "CHARLOTTE",
    "SACRAMENTO",
    "NASHVILLE",
    "PORTLAND",
    "ALBANY",
    "BROOKLYN",
    "AMSTERDAM",
    "ANKARA",
    "ATHENS",
    "BAGHDAD",
    "BANGKOK",
    "BEIJING",
    "BEIRUT",
    "BELGRADE",
    "BERLIN",
    "BOGOTA",
    "BRASILIA",
    "BRUSSELS",
    "BUCHAREST",
    "BUDAPEST",
    "BUENOS AIRES",
    "CAIRO",
    "CARACAS",
    "COPENHAGEN",
    "DAMASCUS",
    "DHAKA",
    "DJIBOUTI",
    "DUBAI",
    "DUBLIN",
    "EDINBURGH",
    "FRANKFURT",
    "GENEVA",
    "GIBRALTAR",
    "GUATEMALA CITY",
    "HAMBURG",
    "HANOI",
    "HAVANA",
    "HELSINKI",
    "HONG KONG",
    "ISLAMABAD",
    "ISTANBUL",
    "JAKARTA",
    "JERUSALEM",
    "JOHANNESBURG",
    "KABUL",
    "KIEV",
    "KYIV",
    "KUWAIT CITY",
    "LAGOS",
    "LIMA",
    "LISBON",
    "LONDON",
    "LUXEMBOURG",
    "MADRID",
    "MANILA",
    "MEXICO CITY",
    "MILAN",
    "MONTREAL",
    "MOSCOW",
    "MUMBAI",
    "MUNICH",
    "NAIROBI",
    "NEW DELHI",
    "OSLO",
    "OTTAWA",
    "PANAMA CITY",
    "PARIS",
    "PRAGUE",
    "PYONGYANG",
    "QUITO",
    "RIO DE JANEIRO",
    "RIYADH",
    "ROME",
    "SAN MARINO",
    "SANTIAGO",
    "SAO PAULO",
    "SÃO PAULO",
    "SEOUL",
    "SHANGHAI",
    "SINGAPORE",
    "SOFIA",
    "STOCKHOLM",
    "SYDNEY",
    "TAIPEI",
    "TEHRAN",
    "TEL AVIV",
    "TOKYO",
    "TORONTO",
    "TRIPOLI",
    "TUNIS",
    "VATICAN CITY",
    "VIENNA",
    "WARSAW",
    "ZURICH",
    "YANGON",
    "KARACHI",
    "DELHI",
    "KOLKATA",
    "CANBERRA",
    "ABUJA",
    "HARARE",
    "CAPE TOWN",
    "KHARTOUM",
    "SANAA",
    "DOHA",
    "ABU DHABI",
];

/// Nothing longer than this is a dateline.
const LONGEST: usize = 70;

/// The dateline at the beginning of the line; `is_top` where no paragraph of the article stands before it.
pub(super) fn find(line: &Line, is_top: bool) -> Option<Found> {
    find_in(line.text, line.start, is_top)
}

/// The dateline at the beginning of `text`, which stands at byte `start`.
pub(super) fn find_in(text: &str, start: usize, is_top: bool) -> Option<Found> {
    // "WASHINGTON": most lines begin with a word that is neither in capitals, nor bracketed, nor followed by an agency.
    let first = text.bytes().next()?;
    if !(first == b'(' || first.is_ascii_uppercase() || first >= 0x80) {
        return None;
    }
    let length = by_agency(text).or_else(|| by_place(text, is_top))?;
    Some(Found { start, end: start + length, kind: RegionKind::Dateline })
}

/// The first `LONGEST` bytes or fewer, to a character boundary.
fn head(text: &str) -> &str {
    &text[..super::page::floor_boundary(text, LONGEST)]
}

/// "(CNN)", "Washington (CNN)", "WASHINGTON (Reuters) -", "Oct 24 (Reuters) -": an agency in brackets after at most a place and date.
fn by_agency(text: &str) -> Option<usize> {
    let head = head(text);
    let open = head.find('(')?;
    let close = open + head[open..].find(')')?;
    let agency = head[open + 1..close].trim();
    let city = head[..open].split([',', '(']).next().unwrap_or_default().trim();
    let is_known =
        AGENCIES.contains(&agency) || agency.split(['/', '-']).next().is_some_and(|first| AGENCIES.contains(&first.trim()));
    // Any name in brackets may be an agency's after a city in capitals and before a dash.
    let is_city = city.chars().filter(|c| c.is_uppercase()).count() >= 3 && !city.chars().any(char::is_lowercase);
    let is_new = is_city
        && agency.len() > 2
        && words(agency).all(|word| word.text.starts_with(char::is_uppercase))
        && dash_len(&text[close + 1..]) > 0;
    if !is_known && !is_new {
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
fn by_place(text: &str, is_top: bool) -> Option<usize> {
    // "The": most lines.
    if let [first, second, ..] = text.as_bytes()
        && first.is_ascii_uppercase()
        && second.is_ascii_lowercase()
    {
        return None;
    }
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
    let is_plain_city =
        !city.contains(|c: char| c.is_ascii_digit()) && words(city).count() <= 4 && (first.text.len() >= 3 || city.contains(' '));
    if !is_capitals || !is_plain || !is_region || is_label || !is_plain_city {
        return None;
    }
    // Capitals before a dash head many a paragraph. A known city or a region makes a place of them; without, only a short one over
    // the whole article is believed.
    let is_known = CITIES.contains(&city.trim());
    let has_region = place.len() > city.len();
    let rest = text[place.len()..].trim_start();
    let is_em_dash = rest.starts_with(['—', '–']) || rest.starts_with("--");
    if !(is_known || has_region || is_top && is_em_dash && words(city).count() <= 2) {
        return None;
    }
    let dash = dash_len(&text[place.len()..]);
    let after = text[place.len() + dash..].trim_start();
    let follows =
        after.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘' | '\'' | '[' | '$') || c.is_ascii_digit());
    // After the dash a sentence, not another label in capitals ("LONDON — PARIS").
    let is_sentence = after.len() > 10 && after.bytes().take(60).any(|byte| byte.is_ascii_lowercase());
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
            "ULAN BATOR, Sept 14 (Star Wire) -",
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
            "MAYOR BLASTS COUNCIL - A video of the mayor was shown in the hall on Monday, to much noise.",
            "NATO — the alliance of the north — met in the hall on Monday.",
        ] {
            check(line);
        }
    }
}
