//! Which hyphenated compounds are one token.
//!
//! UD splits compounds at the hyphen (`well|-|known`, `Trump|-|Kim`) and keeps words with a bound affix whole (`co-founder`,
//! `Kafka-esque`). Names that are one name stay whole too: East Asian given names (`Jae-in`) and names around a small word (`Mar-a-Lago`).
//! Method: the affix list of the English treebanks; syllables of Chinese and Korean; connectors. Cost: O(1) a hyphen.

use super::bytes::{self, is_any_of};

/// Bound prefixes: the hyphen behind them does not split.
const PREFIXES: [&str; 62] = [
    "e", "u", "ante", "anti", "arch", "be", "bi", "bio", "co", "counter", "cross", "cyber", "de", "eco", "ex", "extra", "hyper",
    "inter", "intra", "macro", "mega", "meta", "micro", "mid", "mini", "mono", "multi", "neo", "non", "over", "pan", "para",
    "peri", "post", "pre", "pro", "proto", "pseudo", "psycho", "quasi", "re", "semi", "socio", "sub", "super", "tri", "ultra",
    "un", "uni", "vice", "agro", "agri", "ad", "infra", "trans", "uh", "mm", "hm", "m", "oh", "electro", "nano",
];

/// Bound suffixes: the hyphen before them does not split.
const SUFFIXES: [&str; 10] = ["esque", "ette", "fest", "fold", "gate", "itis", "less", "most", "rama", "wise"];

/// Small words inside names.
const CONNECTORS: [&str; 28] = [
    "a", "au", "aux", "d", "de", "del", "della", "des", "di", "du", "e", "el", "en", "et", "i", "la", "las", "le", "les", "lez",
    "los", "o", "sous", "sur", "ul", "under", "upon", "y",
];

/// Given names that take a second one, and the Arabic article.
const NAME_PREFIXES: [&str; 16] =
    ["al", "el", "Al", "El", "Jean", "Marie", "Anne", "Pierre", "Hans", "Karl", "Carl", "Ann", "Lee", "Marc", "Louis", "Claude"];

/// English words that look like a syllable: `Trump-run`, `Break-in`.
const NOT_SECOND: [&str; 24] = [
    "run", "man", "men", "on", "won", "pan", "sang", "song", "long", "wing", "young", "hot", "no", "so", "me", "in", "up", "out",
    "go", "hit", "lit", "fun", "sun", "aid",
];

/// English first halves whose second is a particle: `Sit-in`, `Log-on`.
const VERBS: [&str; 18] = [
    "sit", "lock", "log", "sign", "check", "break", "plug", "drop", "write", "built", "phone", "run", "pop", "hang", "stand",
    "walk", "add", "top",
];

const ONSETS: [&str; 40] = [
    "", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh", "r", "z", "c", "s", "y", "w", "ts",
    "tz", "hs", "ng", "kw", "gw", "kk", "pp", "tt", "jj", "ss", "hw", "sz", "v", "my", "hy",
];

const RIMES: [&str; 124] = [
    "a", "ai", "ao", "an", "ang", "e", "ei", "en", "eng", "er", "i", "ia", "ie", "iao", "iu", "ian", "in", "iang", "ing", "iong",
    "o", "ou", "ong", "u", "ua", "uo", "uai", "ui", "uan", "un", "uang", "ue", "ih", "ieh", "ien", "iung", "ueh", "uen", "eh",
    "eo", "eon", "eong", "eok", "eol", "eom", "eun", "eul", "eui", "euk", "eum", "ae", "aek", "aeng", "oe", "oo", "ook", "oon",
    "oong", "oom", "ung", "ul", "um", "uk", "ol", "om", "ok", "ak", "al", "am", "ap", "ar", "ee", "eek", "een", "ek", "el", "em",
    "ik", "il", "im", "ip", "it", "at", "ut", "ot", "op", "oi", "oy", "ay", "aw", "au", "oh", "on", "or", "ew", "eung", "uet",
    "uen", "yu", "yun", "yung", "yuk", "yong", "yol", "yo", "ya", "yang", "yeo", "yeon", "yeong", "yeol", "young", "ye", "yeok",
    "wan", "wa", "won", "we", "wi", "wang", "youn", "oung", "uck", "ong",
];

/// Whether `part` could be one syllable of a Chinese or Korean name.
fn is_syllable(part: &str) -> bool {
    let mut lower = [0; 8];
    let Some(lower) = lower.get_mut(..part.len()) else { return false };
    lower.copy_from_slice(part.as_bytes());
    lower.make_ascii_lowercase();
    let Ok(part) = std::str::from_utf8(lower) else { return false };
    (0..=2.min(part.len())).any(|cut| part.is_char_boundary(cut) && ONSETS.contains(&&part[..cut]) && RIMES.contains(&&part[cut..]))
        && part.len() >= 2
}

/// Whether the hyphen at `hyphen`, between the parts `left..hyphen` and the one behind it, keeps its word together.
/// `is_first`: nothing of the compound stands before `left`. `after_name`: the token before is a capitalised word.
pub(super) fn keeps_hyphen(form: &str, left: usize, hyphen: usize, is_first: bool, after_name: bool) -> bool {
    let bytes = form.as_bytes();
    let before = &form[left..hyphen];
    let end = bytes::run_end(form, hyphen + 1);
    let after = &form[hyphen + 1..end];
    if is_first && bytes::is_letter_at(form, hyphen + 1) && is_any_of(before, &PREFIXES) {
        return !is_split_prefix(before);
    }
    if is_first && NAME_PREFIXES.contains(&before) && is_capitalised(after) && (before.len() == 2 || is_known_second(after)) {
        return true;
    }
    let is_last = bytes.get(end) != Some(&b'-');
    if is_last && is_any_of(after, &SUFFIXES) {
        return true;
    }
    if is_first && is_capitalised(before) {
        if !is_last && CONNECTORS.contains(&after) && bytes.get(end + 1).is_some_and(u8::is_ascii_uppercase) {
            return true;
        }
        return is_last && after_name && is_given_name(before, after);
    }
    // The second hyphen of `Mar-a-Lago`.
    !is_first && CONNECTORS.contains(&before) && bytes.get(hyphen + 1).is_some_and(u8::is_ascii_uppercase)
}

/// The second half of a double given name.
fn is_known_second(after: &str) -> bool {
    const SECONDS: [&str; 24] = [
        "Claude",
        "Luc",
        "Paul",
        "Pierre",
        "Marie",
        "Jacques",
        "Michel",
        "François",
        "Louis",
        "Marc",
        "Philippe",
        "Yves",
        "Baptiste",
        "Bernard",
        "Christophe",
        "Max",
        "Laure",
        "Anne",
        "Peter",
        "Heinz",
        "Dieter",
        "Henri",
        "Hugues",
        "Ann",
    ];
    SECONDS.contains(&after)
}

/// Whether `word` is a bound prefix that may stand alone before a hyphen (`pre- and post-war`).
pub(super) fn is_prefix(word: &str) -> bool {
    word.len() >= 2 && is_any_of(word, &PREFIXES)
}

/// Capital prefixes of one letter are letters: `E-3`, `U-turn`.
fn is_split_prefix(prefix: &str) -> bool {
    prefix == "U" || prefix == "M"
}

fn is_capitalised(part: &str) -> bool {
    let bytes = part.as_bytes();
    bytes.len() >= 2 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(|byte| byte.is_ascii_lowercase() || !byte.is_ascii())
}

/// `Jae-in`, `Myung-bak`, `Min-Woo`.
fn is_given_name(first: &str, second: &str) -> bool {
    if !is_syllable(first) || !is_syllable(second) {
        return false;
    }
    let is_particle = matches!(second, "in" | "on" | "up" | "out" | "off");
    if is_particle {
        return second == "in" && !is_any_of(first, &VERBS);
    }
    second.as_bytes()[0].is_ascii_uppercase() || !is_any_of(second, &NOT_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_affixes_and_single_names_whole() {
        for (form, after_name, expected) in [
            ("co-founder", false, true),
            ("e-mail", false, true),
            ("anti-Bush", false, true),
            ("Kafka-esque", false, true),
            ("well-known", false, false),
            ("Trump-Kim", true, false),
            ("Mar-a-Lago", false, true),
            ("May-to-May", false, false),
            ("Jae-in", true, true),
            ("Jae-in", false, false),
            ("Jong-un", true, true),
            ("Jinping-led", true, false),
            ("Ki-moon", true, true),
            ("Wen-je", true, true),
            ("Teng-hui", true, true),
            ("House-run", true, false),
            ("Sit-in", true, false),
            ("U-turn", false, false),
            ("Stratford-upon-Avon", false, true),
            ("al-Haddad", false, true),
            ("Jean-Claude", false, true),
            ("Jean-Trump", false, false),
            ("Min-Woo", true, true),
            ("Bailey-Ross", true, false),
        ] {
            let hyphen = form.find('-').unwrap();
            assert_eq!(keeps_hyphen(form, 0, hyphen, true, after_name), expected, "{form}");
        }
        assert!(keeps_hyphen("Mar-a-Lago", 4, 5, false, false));
    }
}
