//! Hover cards: what a web page shows over a politician's name, scraped into the sentence.
//!
//! *Finds* the full name repeated right after the name, then headlines, up to the word MORE:
//! `President Trump⟦Donald John TrumpOne headline Another headline MORE⟧ said`, glued or spaced; several in one sentence; one cut off
//! by the top of the text. The visible name stays.
//! *Does not find* MORE in prose, in a heading ("READ MORE:") or with no name repeated before it.
//! *Example*: `Sen. Jane Doe ⟦Janet (Jane) Mary DoeBridge opens Doe speaks MORE⟧ (R-Ohio)`.
//! Cost: each word between two MOREs is looked at a fixed number of times.

use super::page::Line;
use super::{Found, RegionKind, words};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Where cards end.
static MORE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("MORE"));

/// A surname glued to what follows has at most so many bytes.
const LONGEST_GLUED: usize = 48;

/// A full name has at most this many words.
const LONGEST_NAME: usize = 7;

/// The cards of a line, left to right.
pub(super) fn find(line: &Line, is_first_line: bool, found: &mut Vec<Found>) {
    let text = line.text;
    let mut floor = 0;
    for at in MORE.find_iter(text.as_bytes()) {
        let end = at + "MORE".len();
        let is_word = !text[..at].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric);
        // In "READ MORE" and in lines of capitals the word is no end of a card.
        if !is_word || at < floor || is_after_capitals(&text[floor..at]) {
            continue;
        }
        let start = card_start(&text[floor..at]).map(|start| floor + start);
        let is_cut = floor == 0 && is_first_line && found.is_empty();
        let start = start.or_else(|| (is_cut && is_before_name_end(&text[end..])).then_some(0));
        if let Some(start) = start {
            found.push(Found { start: line.start + start, end: line.start + end, kind: RegionKind::Hovercard });
        }
        // A card never reaches back over another MORE, so every stretch is read once.
        floor = end;
    }
}

/// Whether the word before is in capitals ("READ MORE", "LEARN MORE"), other than a word headlines end in.
fn is_after_capitals(before: &str) -> bool {
    let word = before.trim_end().rsplit([' ', '\u{a0}']).next().unwrap_or_default();
    matches!(
        word,
        "READ"
            | "LEARN"
            | "SEE"
            | "AND"
            | "FOR"
            | "VIEW"
            | "SHOW"
            | "NO"
            | "WAS"
            | "BE"
            | "ONCE"
            | "MUCH"
            | "EVEN"
            | "FIND"
            | "DISCOVER"
            | "ANY"
            | "MANY"
            | "IS"
            | "TO"
    )
}

/// Whether what follows MORE is what follows a name: a possessive, a party and state.
fn is_before_name_end(after: &str) -> bool {
    after.starts_with(['’', '\''])
        || after.trim_start().starts_with("(D")
        || after.trim_start().starts_with("(R")
        || after.trim_start().starts_with("(I-")
}

/// Where a card begins in the stretch before its MORE: after the visible name, where the full name repeats its last word.
fn card_start(stretch: &str) -> Option<usize> {
    // The last words seen, as places; a name's end is followed within a few words by itself, perhaps glued to more.
    let places: Vec<(usize, usize)> = words(stretch).map(|word| (word.start, word.end)).collect();
    let mut best = None;
    for (index, &(start, end)) in places.iter().enumerate() {
        let word = &stretch[start..end];
        if !is_name_word(word) {
            continue;
        }
        // Glued: "TrumpDonald John Trump…": the word holds its own end before the full name.
        if let Some(inner) = glued_start(stretch, &places, index) {
            best = Some(inner);
            break;
        }
        if let Some((mut full, last)) = repeated_start(stretch, &places, index) {
            // "Joe Roe Joe RoeBridge": the name ends in the last word that is repeated, not the first.
            for later in index + 1..last {
                full = repeated_start(stretch, &places, later).map_or(full, |(full, _)| full);
            }
            best = Some(full);
            break;
        }
    }
    best.or_else(|| unlike_start(stretch, &places))
}

/// The surname a visible name ends in, without a possessive or a suffix.
fn surname(word: &str) -> &str {
    word.trim_end_matches([',', '.'])
}

/// Spaced: word `index` (the surname), then a full name whose last word begins with the surname. Gives where the full name
/// begins, and the number of its last word.
fn repeated_start(stretch: &str, places: &[(usize, usize)], index: usize) -> Option<(usize, usize)> {
    let (start, end) = places[index];
    let name = surname(&stretch[start..end]);
    let is_suffix = matches!(name, "Jr" | "Sr" | "II" | "III");
    let name = if is_suffix && index > 0 { surname(&stretch[places[index - 1].0..places[index - 1].1]) } else { name };
    if name.chars().count() < 2 || stretch[start..end].ends_with(',') || !is_name_word(name) {
        return None;
    }
    let first = index + 1;
    for last in first..(first + LONGEST_NAME).min(places.len()) {
        let word = &stretch[places[last].0..places[last].1];
        if let Some(after) = word.strip_prefix(name) {
            let is_possessive = after.starts_with("'s") || after.starts_with("’s");
            let is_glued = !is_possessive
                && after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '\'' | '‘' | '“' | '"' | '$'));
            // "Biden Biden" alone is no full name, unless the text begins so.
            if (is_glued || after.is_empty()) && last > first || is_glued && index == 0 {
                return Some((places[first].0, last));
            }
        }
        if !is_inner_name_word(word) {
            return None;
        }
    }
    None
}

/// Glued on the left, `TrumpDonald John TrumpHeadline`: a capital inside the word, and the full name ends in what precedes it.
fn glued_start(stretch: &str, places: &[(usize, usize)], index: usize) -> Option<usize> {
    let (start, end) = places[index];
    let word = &stretch[start..end];
    for (at, _) in word
        .char_indices()
        .take_while(|&(at, _)| at <= LONGEST_GLUED)
        .filter(|(at, c)| c.is_uppercase() && word[..*at].ends_with(|b: char| b.is_lowercase() || b == '.'))
    {
        let name = &word[..at];
        if name.chars().count() < 3 {
            continue;
        }
        for last in index + 1..(index + 1 + LONGEST_NAME).min(places.len()) {
            let later = &stretch[places[last].0..places[last].1];
            if later.starts_with(name) {
                return Some(start + at);
            }
            if !is_inner_name_word(later) {
                break;
            }
        }
    }
    None
}

/// A full name that does not repeat the visible one (`Secretary Doe-Roe Jane Mary DoeBridge opens`): name words, the last of them
/// glued to a headline, after a name.
fn unlike_start(stretch: &str, places: &[(usize, usize)]) -> Option<usize> {
    let glued = places.iter().position(|&(start, end)| {
        let word = &stretch[start..end];
        let inner = word.char_indices().skip(1).find(|&(at, c)| c.is_uppercase() && word[..at].ends_with(char::is_lowercase));
        inner.is_some_and(|(at, _)| at >= 3 && word.starts_with(char::is_uppercase) && !is_known_camel(word))
            && !word.contains(['/', '@', '.', '#', '-'])
    })?;
    let mut first = glued;
    while first > 0 && glued - first < 3 && is_inner_name_word(&stretch[places[first - 1].0..places[first - 1].1]) {
        first -= 1;
    }
    // A bracketed short name ("Robert (Bob) Roe") shows which word the full name begins with.
    let bracket = (first..glued).find(|&index| stretch[places[index].0..].starts_with('('));
    let start = match bracket {
        Some(bracket) if bracket > first => bracket - 1,
        _ if glued - first >= 2 => glued - 1,
        _ => return None,
    };
    Some(places[start].0)
}

/// Names written with a capital inside.
fn is_known_camel(word: &str) -> bool {
    word.starts_with("Mc")
        || word.starts_with("Mac")
        || word.starts_with("De")
        || word.starts_with("Le")
        || word.starts_with("La")
        || matches!(
            word,
            "YouTube"
                | "BuzzFeed"
                | "FaceTime"
                | "TikTok"
                | "WikiLeaks"
                | "SpaceX"
                | "LinkedIn"
                | "PolitiFact"
                | "HuffPost"
                | "TrumpCare"
                | "ObamaCare"
                | "DeVos"
        )
}

/// Whether a visible name may end in this word.
fn is_name_word(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.len() > 1
}

/// Whether a full name may hold this word before its last: a capital, an initial, a name in brackets, a particle.
fn is_inner_name_word(word: &str) -> bool {
    let bare = word.trim_start_matches(['(', '"', '“', '\'', '‘']);
    let is_particle = matches!(word, "de" | "la" | "van" | "von" | "del" | "der" | "bin" | "al" | "di" | "da");
    is_particle
        || (bare.starts_with(char::is_uppercase)
            && !word.ends_with([',', ';', ':', '?', '!', '…'])
            && (!word.ends_with('.') || word.len() <= 4))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn finds_glued_and_spaced_cards() {
        check(
            "President Roe⟦hovercard:Richard John RoeBridge opens to cars Roe speaks of 'great' bridge MORE⟧ on Tuesday said it was ready.",
        );
        check("Sen. Jane Doe ⟦hovercard:Janet (Jane) Mary DoeBridge opens Doe speaks MORE⟧ (R-Ohio) left.");
        check("Former Mayor Al Poe ⟦hovercard:Alan Edgar Poe Bridge opens | Poe speaks MORE⟧’s house burned.");
        check(
            "He told Joe Roe ⟦hovercard:Joe RoeRoe to stay The Memo: a bridge too far MORE⟧ and Sen. Ann van Dyk ⟦hovercard:Ann van Dyk2020 bridge plan MORE⟧ (D) to go.",
        );
        check("⟦hovercard:bridge' MORE⟧’s numbers have fallen in the town.");
        check("Don Roe Jr. ⟦hovercard:Donald (Don) John RoeBridge opens MORE⟧ left.");
    }

    #[test]
    fn leaves_more_in_prose() {
        check("“We want MORE,” Jane Doe said. Doe left.");
        check("READ MORE: MAYOR JANE DOE SPEAKS MORE THAN EVER".replace("READ MORE: ", "The sign said ").as_str());
        check("Jane Doe and John Doe said the act (MORE) would pass.");
        check("Jane Doe, Ann Doe and John Roe asked for MORE.");
    }
}
