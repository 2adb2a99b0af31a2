//! Forms of names: which spellings are one form, and which forms can be one person's.
//!
//! Input: a name as printed. Output: [`Form`]: its key, equal for `Inês Carvalho` and `INES CARVALHO`, `Han Seo-jin` and
//! `Han Seo Jin`, `J.K. Okoro` and `J. K. Okoro`; the family names it is found by; whether it is a common name.

use crate::entity::lexicon::{Flags, Lexicon, rows};
use crate::person::leaders;
use crate::person::name::Name;
use crate::person::resolve::is_family_first;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Bearers in a million, by name: as a given and as a family name.
static FREQUENT: LazyLock<HashMap<&'static str, (u32, u32), FxBuildHasher>> = LazyLock::new(|| {
    let mut table = HashMap::<_, (u32, u32), _>::default();
    for row in rows(include_str!("../../data/lexicons/frequent_names.tsv")) {
        let mut fields = row.split('\t');
        if let (Some(name), Some(kind), Some(Ok(share))) = (fields.next(), fields.next(), fields.next().map(str::parse)) {
            let entry = table.entry(name).or_default();
            if kind == "given" {
                entry.0 = share;
            } else {
                entry.1 = share;
            }
        }
    }
    table
});

/// A full name is common from this many bearers on: ten in a million, with shares in a million.
const COMMON: u64 = 10_000_000;

/// A name, however it is spelled.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub name: Name,
    /// Equal for all spellings of the form.
    pub key: String,
    /// Given name, family name and suffix: equal for forms that differ in middle names alone.
    pub core: String,
    /// The first middle name or initial.
    pub middle: Option<String>,
    /// The family names that the form is found by; where there are three parts and more, the second last comes last.
    pub families: Vec<String>,
    /// Whether it is a given and a family name, not one word alone.
    pub is_full: bool,
    /// How much the name says by itself.
    pub fame: Fame,
    is_family_first: bool,
    /// How many of the families may stand for the person alone.
    n_own_families: usize,
}

/// How much a name says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fame {
    /// Little: many people bear it, or it is one word.
    Common,
    /// Who is meant.
    Rare,
    /// Who is meant, somebody who has held a high office: whom so many articles name that it says nothing of others beside.
    Famous,
}

/// Whether two forms can be one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// Not.
    Not,
    /// Yes, with evidence: a nickname, an initial, a second family name, another order.
    Perhaps,
    /// Yes, with much evidence: one has `Jr.`, the other has not.
    Hardly,
    /// The same but for middle names that do not contradict.
    Same,
}

/// Degrees that stand behind a name and a comma, without full stops.
const DEGREES: [&str; 12] = ["MD", "PHD", "ESQ", "JD", "RN", "DDS", "DO", "MBA", "MP", "QC", "KC", "CPA"];

/// A name as it is usually printed: `Ana Ruiz` for `Ana  Ruiz` and for `Ruiz, Ana`; but `Ana Ruiz, MD` and `Ana Ruiz, Jr.` are as they were.
pub(super) fn usual(text: &str) -> Cow<'_, str> {
    let is_plain = !text.contains(',') && !text.contains("  ") && text.trim().len() == text.len();
    if is_plain && !text.contains(|c: char| c.is_whitespace() && c != ' ') {
        return Cow::Borrowed(text);
    }
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((family, rest)) = text.split_once(',') else { return Cow::Owned(one_line(text)) };
    let is_suffix = |word: &&str| Lexicon::get().flags(&word.trim_end_matches(',').to_lowercase()).has(Flags::SUFFIX);
    let (suffixes, mut given): (Vec<&str>, Vec<&str>) = rest.split_whitespace().partition(is_suffix);
    given.last_mut().into_iter().for_each(|last| *last = last.trim_end_matches(','));
    let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    let is_given = |word: &&str| word.starts_with(char::is_uppercase) && !word.contains(',') && !DEGREES.contains(&&*letters(word));
    let is_title = |word: &str| Lexicon::get().flags(&word.to_lowercase()).has_any(Flags::TITLE.with(Flags::ROLE));
    let is_swapped = given.first().is_some_and(|first| !is_title(first)) && given.len() <= 3 && given.iter().all(is_given);
    if family.trim().is_empty() || !is_swapped {
        return Cow::Owned(one_line(text));
    }
    Cow::Owned([given.join(" "), one_line(family), suffixes.join(" ")].join(" ").trim_end().to_owned())
}

/// Whether a name is a full one in Chinese or Korean characters: `習近平`; two of them may be a family name.
fn is_east_asian_script(text: &str) -> bool {
    let is_one = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{323af}');
    (3..=6).contains(&text.chars().take(7).count()) && text.chars().all(is_one)
}

/// The parts in single words; `j.k.` are two.
fn words(name: &Name) -> Vec<String> {
    let mut words = Vec::new();
    for part in &name.parts {
        for word in part.split(['-', ' ']).filter(|word| !word.is_empty()) {
            let letters: Vec<char> = word.chars().filter(|c| c.is_alphanumeric()).collect();
            if word.contains('.') && letters.len() <= 4 && is_initials(word) {
                words.extend(letters.iter().map(char::to_string));
            } else {
                words.push(word.chars().filter(|&c| c != '.').collect());
            }
        }
    }
    words.retain(|word: &String| !word.is_empty());
    words
}

/// `j.`, `j.k.`, not `st.`
fn is_initials(word: &str) -> bool {
    word.split('.').all(|letter| letter.chars().count() <= 1)
}

fn is_one_letter(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

impl Form {
    pub fn parse(text: &str) -> Self {
        let text = &*usual(text);
        let name = Name::parse(text);
        let words = words(&name);
        if is_east_asian_script(text) {
            return Self {
                key: text.to_owned(),
                core: text.to_owned(),
                middle: None,
                families: vec![text.to_owned()],
                is_full: true,
                fame: Fame::Rare,
                is_family_first: true,
                n_own_families: 1,
                name,
            };
        }
        let suffix = name.suffix.as_deref().map(|suffix| format!("|{suffix}")).unwrap_or_default();
        let is_full = name.is_full() && words.len() > 1;
        let family_first = is_full && is_family_first(&name, text);
        let is_famous = || leaders::by_name(text).any(|row| row.is_head() || !is_of_many(row.office));
        if !is_full {
            let word = words.concat();
            let word = if word.is_empty() { text.to_lowercase() } else { word };
            let key = format!("|{word}{suffix}");
            let families = vec![name.last().to_owned()];
            return Self {
                name,
                core: key.clone(),
                key,
                middle: None,
                families,
                is_full,
                fame: Fame::Common,
                is_family_first: false,
                n_own_families: 1,
            };
        }
        let key = format!("{}|{}{suffix}", words[0], words[1..].concat());
        // Without particles, which may be left out; a double name is one.
        let last: String = name.last().rsplit(' ').next().unwrap_or_default().chars().filter(|c| !matches!(c, '-' | '.')).collect();
        let (core, middle) = if family_first {
            (key.clone(), None)
        } else {
            // Particles and halves of double names belong to the family name, not between the names.
            let middle =
                if name.parts.len() > 2 || words.len() > 2 && is_one_letter(&words[1]) { Some(words[1].clone()) } else { None };
            (format!("{}|{last}{suffix}", words[0]), middle)
        };
        let mut families = families(&name, family_first);
        let n_own_families = families.len();
        if let Some(inner) = inner_family(&name, &families) {
            families.push(inner);
        }
        let is_common = || words.len() == 2 && (is_one_letter(&words[0]) || is_common_name(&words[0], &last));
        let fame = if is_famous() {
            Fame::Famous
        } else if is_common() {
            Fame::Common
        } else {
            Fame::Rare
        };
        Self { name, key, core, middle, families, is_full, fame, is_family_first: family_first, n_own_families }
    }

    /// Whether many people bear it, or it is one word.
    pub fn is_common(&self) -> bool {
        self.fame == Fame::Common
    }

    /// The family names that may stand for the person alone: not the second last part, which may be a middle name.
    pub fn own_families(&self) -> &[String] {
        &self.families[..self.n_own_families]
    }

    /// Whether the given name is an initial.
    pub fn has_initial_first(&self) -> bool {
        self.is_full && self.name.has_initial_first()
    }

    /// Whether two forms can be one person's, middle names included.
    pub fn relation(&self, other: &Self) -> Relation {
        if !self.is_full || !other.is_full {
            return Relation::Not;
        }
        if self.key == other.key {
            return Relation::Same;
        }
        if self.name.suffix != other.name.suffix {
            // A suffix may be left out; two suffixes are two persons.
            let bare = |form: &Self| Name { suffix: None, ..form.name.clone() };
            let one_has = self.name.suffix.is_none() != other.name.suffix.is_none();
            return if one_has && bare(self).can_be(&bare(other)) && self.middles_agree(other) {
                Relation::Hardly
            } else {
                Relation::Not
            };
        }
        if self.is_swapped(other) {
            return Relation::Perhaps;
        }
        if !self.name.can_be(&other.name) || !self.middles_agree(other) {
            return Relation::Not;
        }
        if self.core != other.core || self.has_initial_first() {
            return if self.initials_agree(other) { Relation::Perhaps } else { Relation::Not };
        }
        // John Quincy Adams is not any John Adams; John Q. Adams stays him.
        let is_spelled = |middle: &Option<String>| middle.as_deref().is_some_and(|middle| !is_one_letter(middle));
        match (&self.middle, &other.middle) {
            (None, middle) | (middle, None) if is_spelled(middle) => Relation::Perhaps,
            _ => Relation::Same,
        }
    }

    /// Who goes by two initials goes by no given name alone: `J.K. Okoro` is Joseph K. Okoro, not Joseph Okoro.
    fn initials_agree(&self, other: &Self) -> bool {
        let (initials, spelled) = if self.has_initial_first() { (self, other) } else { (other, self) };
        if !initials.has_initial_first() || initials.core == spelled.core {
            return true;
        }
        match (&initials.middle, &spelled.middle) {
            (Some(initial), Some(middle)) => can_be_middle(initial, middle),
            (middle, _) => middle.is_none(),
        }
    }

    /// Middle names spelled in full are equal, initials their first letters.
    fn middles_agree(&self, other: &Self) -> bool {
        match (&self.middle, &other.middle) {
            (Some(a), Some(b)) if self.core == other.core => can_be_middle(a, b),
            _ => true,
        }
    }

    /// `Seo-jin Han` for `Han Seo-jin`.
    fn is_swapped(&self, other: &Self) -> bool {
        let (first, last) = if self.is_family_first { (self, other) } else { (other, self) };
        first.is_family_first
            && !last.is_family_first
            && first.name.first() == last.name.last()
            && self.name.parts.len() == other.name.parts.len()
            && first.name.parts[1..] == last.name.parts[..last.name.parts.len() - 1]
    }
}

/// Whether a middle name and a middle name or initial can be one.
pub(super) fn can_be_middle(one: &str, other: &str) -> bool {
    one == other || (is_one_letter(one) || is_one_letter(other)) && one.chars().next() == other.chars().next()
}

/// Seats in Congress, of which there are too many for a name to speak for itself.
fn is_of_many(office: &str) -> bool {
    matches!(office, "senator" | "representative")
}

fn families(name: &Name, family_first: bool) -> Vec<String> {
    let mut families: Vec<String> = Vec::new();
    let mut add = |part: &str| {
        if !families.iter().any(|family| family == part) {
            families.push(part.to_owned());
        }
    };
    let last = name.last();
    if family_first {
        add(name.first());
    }
    add(last);
    // `van der bellen` is also found as `bellen`.
    add(last.rsplit(' ').next().unwrap_or(last));
    families
}

/// The second last of three parts and more: the first of two family names, or a middle name.
fn inner_family(name: &Name, families: &[String]) -> Option<String> {
    let inner = &**name.parts.len().checked_sub(2).filter(|&at| at > 0).map(|at| &name.parts[at])?;
    (!families.iter().any(|family| family == inner)).then(|| inner.to_owned())
}

/// Whether many people bear this given and family name.
fn is_common_name(given: &str, family: &str) -> bool {
    let share = |word: &str| FREQUENT.get(word).copied().unwrap_or_default();
    let lexicon = Lexicon::get();
    // Short forms are as frequent as what they stand for.
    let full = lexicon.full_given_names(given).iter().map(|full| share(full).0).max().unwrap_or(0);
    u64::from(share(given).0.max(full)) * u64::from(share(family).1) >= COMMON
}

/// Whether a word alone may name many families, or no family at all.
pub(super) fn is_frequent_family(word: &str) -> bool {
    FREQUENT.get(word).is_some_and(|share| share.1 > 0) || Lexicon::get().flags(word).has_any(Flags::GIVEN.with(Flags::COMMON))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_form_have_one_key() {
        for (one, other, expected) in [
            ("Inês Carvalho", "INES CARVALHO", true),
            ("Han Seo-jin", "Han Seo Jin", true),
            ("J.K. Okoro", "J. K. Okoro", true),
            ("Joost van der Veldt", "Joost Van der Veldt", true),
            ("Elena Vasquez-Rothe", "Elena Vasquez Rothe", true),
            ("Samir al-Hadidi", "Samir Hadidi", true),
            ("Luis Ferrante Jr.", "Luis Ferrante, Jr", true),
            ("Luis Ferrante Jr.", "Ferrante, Luis, Jr.", true),
            ("Ana Ruiz", " Ana\u{a0} Ruiz\n", true),
            ("Ana Ruiz", "Ruiz, Ana", true),
            ("Ana Ruiz", "RUIZ, ANA", true),
            ("J. K. Okoro", "Okoro, J.K.", true),
            ("Joost van der Veldt", "van der Veldt, Joost", true),
            ("MD Ana Ruiz", "Ana Ruiz, M.D.", false),
            ("Mayor Ana Ruiz", "Ana Ruiz, Mayor", false),
            ("習近平", "習近平", true),
            ("Luis Ferrante Jr.", "Luis Ferrante", false),
            ("Ana Ruiz", "Anna Ruiz", false),
            ("Ruiz", "Ana Ruiz", false),
        ] {
            assert_eq!(Form::parse(one).key == Form::parse(other).key, expected, "{one} / {other}");
        }
    }

    #[test]
    fn names_are_as_usually_printed() {
        for (text, expected) in [
            ("Ana Ruiz", "Ana Ruiz"),
            ("Ana  Ruiz", "Ana Ruiz"),
            ("Ruiz, Ana", "Ana Ruiz"),
            ("Ferrante, Luis Jr.", "Luis Ferrante Jr."),
            ("Ruiz,", "Ruiz,"),
            (", Ana", ", Ana"),
            ("Ana Ruiz, PhD", "Ana Ruiz, PhD"),
            ("", ""),
        ] {
            assert_eq!(usual(text), expected, "{text}");
        }
        for (text, expected) in [("習近平", true), ("김정은", true), ("田中", false), ("Xi Jinping", true), ("さくらい", false)]
        {
            assert_eq!(Form::parse(text).is_full, expected, "{text}");
        }
    }

    #[test]
    fn tells_which_forms_can_be_one_person() {
        for (one, other, expected) in [
            ("Patrick J. Osei", "Patrick Osei", Relation::Same),
            ("Patrick James Osei", "Patrick J. Osei", Relation::Same),
            ("Patrick James Osei", "Patrick Osei", Relation::Perhaps),
            ("Patrick James Osei", "Patrick John Osei", Relation::Not),
            ("Patrick J. Osei", "Patrick M. Osei", Relation::Not),
            ("William Tessaro", "Bill Tessaro", Relation::Perhaps),
            ("J. Okoro", "Joseph Okoro", Relation::Perhaps),
            ("J.K. Okoro", "Joseph K. Okoro", Relation::Perhaps),
            ("J.K. Okoro", "Joseph Okoro", Relation::Not),
            ("J. Okoro", "J.K. Okoro", Relation::Perhaps),
            ("Ramiro Peñalva Ochando", "Ramiro Peñalva", Relation::Perhaps),
            ("Han Seo-jin", "Seo-jin Han", Relation::Perhaps),
            ("Luis Ferrante Jr.", "Luis Ferrante", Relation::Hardly),
            ("Luis Ferrante Jr.", "Luis Ferrante III", Relation::Not),
            ("Ines Carvalho", "Rui Carvalho", Relation::Not),
            ("Ines Carvalho", "Carvalho", Relation::Not),
        ] {
            let (a, b) = (Form::parse(one), Form::parse(other));
            assert_eq!(a.relation(&b), expected, "{one} / {other}");
            assert_eq!(b.relation(&a), expected, "{other} / {one}");
        }
    }

    #[test]
    fn knows_common_names() {
        for (name, expected) in [
            ("John Smith", true),
            ("Mary Johnson", true),
            ("Jim Brown", true),
            ("J. Okoro", true),
            ("John Q. Smith", false),
            ("Ines Carvalho", false),
            ("Carvalho", true),
        ] {
            assert_eq!(Form::parse(name).is_common(), expected, "{name}");
        }
        assert!(is_frequent_family("smith"));
        assert!(!is_frequent_family("carvalho"));
    }
}
