//! The dictionary form of a word, from its tag.
//!
//! Finds: `said` → `say`, `hoping` → `hope`, `parties` → `party`, `biggest` → `big`. Leaves names as they are.
//! Method: irregular forms, then endings; where an ending can come from two words (`hoping`: `hope`, `hop`), the one that is a
//! common word. Facts of English, written for this project. Cost: O(1) a word.

use super::tagset::Tag;
use crate::text::rows::{lines, split_field};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Verbs whose forms do not follow the rules: the verb, then its forms.
const VERBS: &str = include_str!("../../data/lexicons/irregular_verbs.tsv");

/// Nouns and comparatives likewise: the form, then the lemma.
const NOUNS: [(&str, &str); 46] = [
    ("analyses", "analysis"),
    ("bases", "base"),
    ("bureaux", "bureau"),
    ("businesses", "business"),
    ("buses", "bus"),
    ("children", "child"),
    ("crises", "crisis"),
    ("criteria", "criterion"),
    ("diagnoses", "diagnosis"),
    ("feet", "foot"),
    ("gases", "gas"),
    ("geese", "goose"),
    ("grandchildren", "grandchild"),
    ("halves", "half"),
    ("hypotheses", "hypothesis"),
    ("knives", "knife"),
    ("leaves", "leaf"),
    ("lives", "life"),
    ("loaves", "loaf"),
    ("men", "man"),
    ("mice", "mouse"),
    ("movies", "movie"),
    ("news", "news"),
    ("oxen", "ox"),
    ("parentheses", "parenthesis"),
    ("people", "person"),
    ("phenomena", "phenomenon"),
    ("potatoes", "potato"),
    ("heroes", "hero"),
    ("echoes", "echo"),
    ("selves", "self"),
    ("series", "series"),
    ("shelves", "shelf"),
    ("shoes", "shoe"),
    ("species", "species"),
    ("teeth", "tooth"),
    ("theses", "thesis"),
    ("thieves", "thief"),
    ("ties", "tie"),
    ("tomatoes", "tomato"),
    ("vetoes", "veto"),
    ("viruses", "virus"),
    ("wives", "wife"),
    ("wolves", "wolf"),
    ("women", "woman"),
    ("zombies", "zombie"),
];

/// Comparatives and superlatives.
const DEGREES: [(&str, &str); 12] = [
    ("better", "good"),
    ("best", "good"),
    ("worse", "bad"),
    ("worst", "bad"),
    ("more", "much"),
    ("most", "much"),
    ("less", "little"),
    ("least", "little"),
    ("further", "far"),
    ("farther", "far"),
    ("furthest", "far"),
    ("farthest", "far"),
];

/// Pronouns and written-on words.
const PRONOUNS: [(&str, &str); 16] = [
    ("me", "I"),
    ("i", "I"),
    ("my", "my"),
    ("us", "we"),
    ("him", "he"),
    ("her", "she"),
    ("them", "they"),
    ("these", "this"),
    ("those", "that"),
    ("n't", "not"),
    ("an", "a"),
    ("'em", "they"),
    ("whom", "who"),
    ("'ll", "will"),
    ("'d", "would"),
    ("ca", "can"),
];

/// Forms of `be`, and auxiliaries written on.
const BE: [&str; 11] = ["am", "is", "are", "was", "were", "been", "being", "'m", "'re", "'s", "be"];

static COMMON: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| lines(include_str!("../../data/lexicons/common_words.tsv")).skip(1).collect());

static IRREGULAR: LazyLock<rustc_hash::FxHashMap<&str, &str>> = LazyLock::new(|| {
    let rows = lines(VERBS).filter(|line| !line.starts_with('#'));
    let pairs = rows.flat_map(|line| {
        let (verb, forms) = split_field(line).unwrap_or((line, ""));
        forms.split(' ').map(move |form| (form, verb))
    });
    pairs.collect()
});

fn is_common(word: &str) -> bool {
    COMMON.contains(word)
}

fn find<'a>(table: &[(&str, &'a str)], word: &str) -> Option<&'a str> {
    table.iter().find(|(form, _)| *form == word).map(|(_, lemma)| *lemma)
}

/// The lemma of `form` (a normal form, see [`Tokens::form`](crate::token::Tokens::form)) with its Penn tag.
pub fn lemma(form: &str, tag: Tag) -> Cow<'_, str> {
    if matches!(tag, Tag::Nnp | Tag::Nnps | Tag::Add | Tag::Fw | Tag::Sym | Tag::Nfp | Tag::Gw) {
        return Cow::Borrowed(form);
    }
    let lower = if form.chars().any(char::is_uppercase) { Cow::Owned(form.to_lowercase()) } else { Cow::Borrowed(form) };
    let word: &str = &lower;
    let found = match tag {
        Tag::Nns => find(&NOUNS, word).map(str::to_owned).or_else(|| plural(word)),
        Tag::Vbz if word == "'s" => Some("be".to_owned()),
        Tag::Vbd if word == "'d" => Some("have".to_owned()),
        Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz => verb(word, tag),
        Tag::Jjr | Tag::Rbr => find(&DEGREES, word).map(str::to_owned).or_else(|| stem(word, "er")),
        Tag::Jjs | Tag::Rbs => find(&DEGREES, word).map(str::to_owned).or_else(|| stem(word, "est")),
        Tag::Prp | Tag::Dt | Tag::Rb | Tag::Wp | Tag::Md | Tag::Pdt => match word {
            "wo" => Some("will".to_owned()),
            _ => find(&PRONOUNS, word).map(str::to_owned),
        },
        _ => None,
    };
    found.map_or(lower, Cow::Owned)
}

fn verb(word: &str, tag: Tag) -> Option<String> {
    if BE.contains(&word) {
        return Some("be".to_owned());
    }
    match word {
        "has" | "had" | "'ve" | "having" => return Some("have".to_owned()),
        "does" | "did" | "done" => return Some("do".to_owned()),
        "goes" => return Some("go".to_owned()),
        _ => {}
    }
    match tag {
        Tag::Vbz => plural(word),
        Tag::Vbg => IRREGULAR.get(word).map(|&verb| verb.to_owned()).or_else(|| stem(word, "ing")),
        Tag::Vbd | Tag::Vbn => IRREGULAR.get(word).map(|&verb| verb.to_owned()).or_else(|| stem(word, "ed")),
        _ => None,
    }
}

/// `parties` → `party`, `watches` → `watch`, `rises` → `rise`.
fn plural(word: &str) -> Option<String> {
    let stem = word.strip_suffix('s').filter(|stem| stem.len() > 1 && !stem.ends_with(['s', '\'']))?;
    if let Some(start) = stem.strip_suffix("ie").filter(|start| start.len() > 1) {
        return Some(format!("{start}y"));
    }
    if let Some(start) = stem.strip_suffix('e')
        && (start.ends_with("sh")
            || start.ends_with("ch")
            || start.ends_with("ss")
            || start.ends_with('x')
            || start.ends_with("zz"))
        && (!is_common(stem) || is_common(start))
    {
        return Some(start.to_owned());
    }
    if stem.len() > 2
        && !is_common(stem)
        && stem.strip_suffix('e').is_some_and(|start| start.ends_with(['o', 's']) && is_common(start))
    {
        return Some(stem[..stem.len() - 1].to_owned());
    }
    Some(stem.to_owned())
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Takes `-ing`, `-ed`, `-er`, `-est` off.
fn stem(word: &str, ending: &str) -> Option<String> {
    let start = word.strip_suffix(ending).filter(|start| start.len() > 1)?;
    if ending != "ing"
        && let Some(body) = start.strip_suffix('i')
    {
        return Some(format!("{body}y"));
    }
    let with_e = format!("{start}e");
    let bytes = start.as_bytes();
    let last = bytes[bytes.len() - 1];
    let is_doubled = bytes.len() > 2 && last == bytes[bytes.len() - 2] && last.is_ascii_alphabetic() && !is_vowel(last);
    if is_doubled {
        // `planned`, but `called`, `passed`.
        let single = &start[..start.len() - 1];
        let keeps = single.len() == 2
            || is_common(start) && !is_common(single)
            || matches!(last, b'l' | b's' | b'z' | b'f') && is_common(start);
        return Some(if keeps { start } else { single }.to_owned());
    }
    // A short word of one consonant, vowel, consonant would have doubled the last: `hoping` is of `hope`.
    let is_short = bytes.len() >= 3
        && !is_vowel(last)
        && !matches!(last, b'w' | b'x' | b'y')
        && is_vowel(bytes[bytes.len() - 2])
        && !is_vowel(bytes[bytes.len() - 3])
        && !bytes[..bytes.len() - 2].iter().copied().any(is_vowel);
    let takes_e = match (is_common(&with_e), is_common(start)) {
        (true, true) => is_short || bytes.len() == 2 || last == b'v' || last == b'c' || last == b'u',
        (true, false) => true,
        (false, true) => false,
        (false, false) => is_short || matches!(last, b'v' | b'c' | b'u') || start.ends_with("at") || start.ends_with("iz"),
    };
    Some(if takes_e { with_e } else { start.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_their_words() {
        for (tag, pairs) in [
            (
                Tag::Vbd,
                "said say|told tell|hoped hope|planned plan|called call|visited visit|tried try|were be|went go|'d have|argued argue",
            ),
            (Tag::Vbg, "saying say|hoping hope|stopping stop|telling tell|being be|dying die|making make|adding add|staring stare"),
            (Tag::Vbn, "taken take|been be|used use|pressed press|opened open|stated state|written write|added add"),
            (Tag::Vbz, "says say|watches watch|tries try|rises rise|'s be|has have|goes go|passes pass|causes cause"),
            (Tag::Nns, "parties party|people person|boxes box|houses house|children child|Talks talk|churches church|heroes hero"),
            (Tag::Jjr, "bigger big|larger large|happier happy|better good|higher high"),
            (Tag::Jjs, "biggest big|latest late|worst bad"),
            (Tag::Prp, "I I|him he|us we"),
            (Tag::Nnp, "Trump Trump|Hastings Hastings"),
            (Tag::Nn, "Talk talk|news news"),
            (Tag::Rb, "n't not"),
            (Tag::Md, "wo will|'ll will|ca can"),
        ] {
            for pair in pairs.split('|') {
                let (form, expected) = pair.split_once(' ').unwrap_or_default();
                assert_eq!(lemma(form, tag), expected, "{form} {}", tag.name());
            }
        }
    }

    #[test]
    fn any_word_with_any_tag_has_a_lemma() {
        for form in ["", "s", "ed", "éed", "ing", "ssing", "İs", "'", "ies", "ées", "日本s", "er", "iest", "x\u{301}ing"] {
            for tag in Tag::ALL {
                let _ = lemma(form, tag);
            }
        }
    }
}
