//! The parts of a name of a person.
//!
//! Input: the text of a mention (`Donald John Trump`, `Robert F. Kennedy Jr.`, `Moon Jae-in`). Output: [`Name`]: folded parts, suffix.
//! Folding makes `François` and `Francois`, `al-Assad` and `Assad`, `Peña` and `Pena` equal; it never reaches the caller.

use crate::entity::lexicon::{Flags, Lexicon};

/// A parsed name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// Folded parts, without suffix, particles joined to what follows (`van der bellen`), nicknames in quotes left out.
    pub parts: Vec<Box<str>>,
    /// `jr`, `iii`
    pub suffix: Option<Box<str>>,
    /// What stands in marks or brackets inside the name, without them: `lou`, `big lou`.
    pub nickname: Option<Box<str>>,
}

/// Forms of address that are written like a first name, and that the model of names takes for one.
const ADDRESSES: [&str; 8] = ["bapak", "ibu", "alhaji", "alhaja", "hajiya", "hajia", "datuk", "ustaz"];

/// The name without a form of address: `Pak Wiryono` is `Wiryono`; but `Pak Song Il` has a family name first.
pub(crate) fn without_address(text: &str) -> &str {
    match text.split_once(char::is_whitespace) {
        Some(("Pak", rest)) if rest.split_whitespace().count() == 1 && !rest.contains('-') => rest.trim_start(),
        Some((first, rest)) if ADDRESSES.iter().any(|address| address.eq_ignore_ascii_case(first)) && !rest.trim().is_empty() => {
            rest.trim_start()
        }
        _ => text,
    }
}

/// Lower case, without accents and without the Arabic article.
pub(crate) fn fold(part: &str) -> Box<str> {
    let mut folded = String::with_capacity(part.len());
    for c in part.chars().flat_map(char::to_lowercase) {
        match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' | 'ċ' => folded.push('c'),
            'ď' | 'đ' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ğ' | 'ģ' => folded.push('g'),
            'ì'..='ï' | 'ī' | 'ı' => folded.push('i'),
            'ł' | 'ľ' | 'ļ' => folded.push('l'),
            'ñ' | 'ń' | 'ň' | 'ņ' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'ř' => folded.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => folded.push('s'),
            'ť' | 'ţ' | 'ț' => folded.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            '\u{300}'..='\u{36f}' | '\u{ad}' => {}
            '’' | '‘' => folded.push('\''),
            '‑' | '‐' => folded.push('-'),
            c => folded.push(c),
        }
    }
    for article in ["al-", "el-", "ul-", "as-", "an-", "ad-"] {
        if folded.len() > article.len() + 2 && folded.starts_with(article) {
            folded.drain(..article.len());
        }
    }
    folded.into_boxed_str()
}

impl Name {
    /// Parses the text of a mention.
    pub fn parse(text: &str) -> Self {
        let lexicon = Lexicon::get();
        let mut parts: Vec<Box<str>> = Vec::new();
        let mut suffix = None;
        let mut nickname = String::new();
        let mut particle = String::new();
        let mut in_quotes = false;
        for word in without_address(text).split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
            let opens = word.starts_with(['"', '“', '‘', '\'', '(']);
            let closes = word.ends_with(['"', '”', '’', '\'', ')']);
            if opens || in_quotes {
                in_quotes = !closes;
                if !nickname.is_empty() {
                    nickname.push(' ');
                }
                nickname.push_str(&fold(word.trim_matches(|c: char| !c.is_alphanumeric())));
                continue;
            }
            let folded = fold(word);
            let flags = lexicon.flags(&folded);
            let starts_lower = word.chars().next().is_some_and(char::is_lowercase);
            if !parts.is_empty() && flags.has(Flags::SUFFIX) && !starts_lower {
                suffix = Some(folded.trim_end_matches('.').into());
            } else if flags.has(Flags::PARTICLE)
                && !parts.is_empty()
                && (starts_lower || matches!(&*folded, "al" | "van" | "von" | "de"))
            {
                particle.push_str(&folded);
                particle.push(' ');
            } else if parts.is_empty()
                && particle.is_empty()
                && flags.has(Flags::PARTICLE)
                && (starts_lower
                    || matches!(&*folded, "de" | "von" | "della" | "di" | "du" | "bin" | "ibn")
                    || &*folded == "van" && text.contains(" de"))
                && text.trim_end().contains(char::is_whitespace)
            {
                // De la Torre, bin Faisal: a family name by itself.
                particle.push_str(&folded);
                particle.push(' ');
            } else if flags.has(Flags::PARTICLE) && !particle.is_empty() && starts_lower {
                particle.push_str(&folded);
                particle.push(' ');
            } else if particle.is_empty() {
                parts.push(folded);
            } else {
                particle.push_str(&folded);
                parts.push(std::mem::take(&mut particle).into_boxed_str());
            }
        }
        if !particle.is_empty() {
            parts.push(particle.trim_end().into());
        }
        if parts.is_empty() {
            parts.push(fold(text));
        }
        let nickname = (!nickname.is_empty()).then(|| nickname.into_boxed_str());
        Self { parts, suffix, nickname }
    }

    pub fn first(&self) -> &str {
        &self.parts[0]
    }

    pub fn last(&self) -> &str {
        &self.parts[self.parts.len() - 1]
    }

    pub fn is_full(&self) -> bool {
        self.parts.len() > 1
    }

    /// Whether the first part is an initial only (`J. Smith`).
    pub fn has_initial_first(&self) -> bool {
        is_initial(self.first())
    }

    /// Whether two full names can be one person's.
    pub fn can_be(&self, other: &Self) -> bool {
        if self.suffix != other.suffix {
            return false;
        }
        if self.parts.len() != other.parts.len() && self.letters().eq(other.letters()) {
            // Park Yeon-woo, Park Yeon Woo
            return true;
        }
        let (short, long) = if self.parts.len() <= other.parts.len() { (self, other) } else { (other, self) };
        if short.parts.len() >= 2 && (long.parts.ends_with(&short.parts) || long.parts.starts_with(&short.parts)) {
            return true;
        }
        same_part(short.last(), long.last()) && same_given(short.first(), long.first()) && same_middle(short, long)
    }

    fn letters(&self) -> impl Iterator<Item = char> + '_ {
        self.parts.iter().flat_map(|part| part.chars()).filter(|&c| c != '-' && c != ' ')
    }

    /// How well one word names this person: 3 as family name, 2 as another part, 1 as given name, 0 not at all.
    pub fn rank_of(&self, word: &str, is_family_first: bool) -> u32 {
        if same_part(self.last(), word) {
            return if is_family_first && self.is_full() { 2 } else { 3 };
        }
        if self.first() == word {
            return if is_family_first { 3 } else { 1 };
        }
        if self.nickname.as_deref() == Some(word) {
            return 1;
        }
        let inner = self.parts.iter().skip(1).any(|part| same_part(part, word));
        if inner { 2 } else { 0 }
    }
}

/// Whether a family name can be another one misspelled: one letter more, less or other, or two swapped; not the first letter, not a
/// plural.
pub(crate) fn is_misspelled(one: &str, other: &str) -> bool {
    let (short, long) =
        if one.len() <= other.len() { (one.as_bytes(), other.as_bytes()) } else { (other.as_bytes(), one.as_bytes()) };
    if short.len() < 5 || long.len() - short.len() > 1 || short[0] != long[0] || long == short {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (rest, more) = (&short[same..], &long[same..]);
    if short.len() < long.len() {
        return rest == &more[1..] && more != b"s";
    }
    rest[1..] == more[1..] || rest.len() > 1 && rest[0] == more[1] && rest[1] == more[0] && rest[2..] == more[2..]
}

fn is_initial(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next().is_some_and(char::is_alphabetic)
        && chars.clone().all(|c| c == '.' || c.is_alphabetic())
        && (part.chars().count() == 1 || part.len() <= 6 && part.contains('.'))
}

/// Equal, or equal but for the particle (`van Rompuy`, `Rompuy`), or one half of a double name (`Ocasio-Cortez`, `Cortez` is not).
fn same_part(one: &str, other: &str) -> bool {
    let bare = |part: &str| part.rsplit(' ').next().map_or(0, str::len);
    one == other || (one.contains(' ') || other.contains(' ')) && one[one.len() - bare(one)..] == other[other.len() - bare(other)..]
}

fn same_given(one: &str, other: &str) -> bool {
    if is_initial(one) || is_initial(other) {
        return one.chars().next() == other.chars().next();
    }
    Lexicon::get().same_given_name(one, other)
}

/// Middle names do not contradict each other: their first letters agree where both have some.
fn same_middle(one: &Name, other: &Name) -> bool {
    let middle =
        |name: &Name| name.parts[1..name.parts.len().saturating_sub(1).max(1)].first().and_then(|part| part.chars().next());
    match (middle(one), middle(other)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_parts_and_suffixes() {
        for (text, parts, suffix) in [
            ("Donald John Trump", &["donald", "john", "trump"][..], None),
            ("Donald Trump Jr.", &["donald", "trump"][..], Some("jr")),
            ("Bashar al-Assad", &["bashar", "assad"][..], None),
            ("Alexander Van der Bellen", &["alexander", "van der bellen"][..], None),
            ("Henry \"Hank\" Paulson", &["henry", "paulson"][..], None),
            ("Enrique Peña Nieto", &["enrique", "pena", "nieto"][..], None),
            ("\"", &["\""][..], None),
        ] {
            let name = Name::parse(text);
            assert_eq!(name.parts.iter().map(|part| &**part).collect::<Vec<_>>(), parts, "{text}");
            assert_eq!(name.suffix.as_deref(), suffix, "{text}");
        }
    }

    #[test]
    fn a_misspelled_name_differs_by_one_letter() {
        for (one, other, expected) in [
            ("kovalenko", "kovalenka", true),
            ("diarra", "diara", true),
            ("carvalho", "cravalho", true),
            ("ferreira", "ferreiras", false),
            ("linton", "clinton", false),
            ("osei", "osai", false),
            ("quispe", "quispe", false),
            ("carvalho", "cravahlo", false),
        ] {
            assert_eq!(is_misspelled(one, other), expected, "{one} / {other}");
            assert_eq!(is_misspelled(other, one), expected, "{other} / {one}");
        }
    }

    #[test]
    fn joins_forms_of_one_name_only() {
        for (one, other, expected) in [
            ("Donald Trump", "Donald John Trump", true),
            ("Donald Trump", "Donald J. Trump", true),
            ("Donald Trump", "Donald Trump Jr.", false),
            ("Donald Trump", "Melania Trump", false),
            ("Bob Corker", "Robert Corker", true),
            ("J. Smith", "John Smith", true),
            ("George W. Bush", "George H.W. Bush", false),
            ("Recep Tayyip Erdogan", "Tayyip Erdoğan", true),
            ("Juan Manuel Santos Calderón", "Juan Manuel Santos", true),
            ("Kim Jong Un", "Kim Yo Jong", false),
            ("Ana Ruiz", "Anna Ruiz", false),
            ("Park Yeon-woo", "Park Yeon Woo", true),
            ("Park Yeon-woo", "Park Yeon Ji", false),
            ("Alhaji Bello Sani", "Bello Sani", true),
        ] {
            assert_eq!(Name::parse(one).can_be(&Name::parse(other)), expected, "{one} / {other}");
        }
    }
}
