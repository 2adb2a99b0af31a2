//! Whether two speakers, as two articles name them, may be one.
//!
//! Input: names as in the tables (`Donald Trump`, `Trump`, `Mr. Trump`), or identities of `link_people`. Output: [`Relation`].
//! Names are the same if the surnames are and no given names contradict. What is no name of a person (`the ministry`, `officials`)
//! is known to be the same where it is equal, and tells nothing where it is not: one paper names the spokeswoman, one the ministry.

use super::normal::{Key, WORD, tokens_of};

/// What two speakers are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Nobody is named on one side, or the two cannot be compared.
    Unknown,
    /// One person or body.
    Same,
    /// Two persons.
    Different,
}

/// A speaker as keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speaker {
    /// The words of the name, titles left out; empty for nobody.
    pub words: Vec<Key>,
    /// Whether it is the name of a person.
    pub is_person: bool,
    /// The hash of the identity over all articles, if known.
    pub identity: Option<u64>,
}

const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "dr",
    "sen",
    "rep",
    "gov",
    "president",
    "senator",
    "congressman",
    "congresswoman",
    "governor",
    "mayor",
    "secretary",
    "gen",
    "general",
    "prime",
    "minister",
    "the",
    "sir",
    "judge",
    "justice",
    "rev",
    "prof",
    "professor",
    "lt",
    "col",
    "capt",
    "sgt",
    "chief",
    "king",
    "queen",
    "prince",
    "pope",
    "chancellor",
    "former",
    "vice",
    "lady",
    "lord",
    "captain",
    "coach",
    "attorney",
    "officer",
    "sheriff",
    "chairman",
    "chairwoman",
    "speaker",
    "representative",
    "colonel",
    "mister",
    "jr",
    "ii",
    "iii",
];

/// Words that names of bodies and descriptions have, names of persons not.
const BODIES: &[&str] = &[
    "of",
    "for",
    "and",
    "police",
    "department",
    "ministry",
    "office",
    "authority",
    "agency",
    "committee",
    "company",
    "court",
    "officials",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "spokesmen",
    "statement",
    "house",
    "union",
    "party",
    "group",
    "council",
    "association",
    "institute",
    "university",
    "report",
    "campaign",
    "army",
    "force",
    "forces",
    "bank",
    "news",
    "inc",
    "corp",
    "post",
    "times",
    "commission",
    "bureau",
    "center",
    "foundation",
    "administration",
    "government",
    "service",
    "board",
    "city",
    "state",
    "states",
    "nations",
    "team",
    "club",
    "reporter",
    "journal",
    "letter",
    "documents",
    "source",
    "sources",
    "official",
    "people",
];

impl Speaker {
    /// A speaker by name; `kind` is `speaker_kind`, if known; `identity` of `link_people`.
    pub fn new(name: Option<&str>, kind: Option<&str>, identity: Option<&str>) -> Self {
        let name = name.unwrap_or("");
        let mut words = Vec::new();
        let mut has_capital = false;
        let mut is_body = matches!(kind, Some("role" | "group" | "organization" | "anonymous" | "document"));
        for part in name.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'))).filter(|part| !part.is_empty())
        {
            let lower = part.to_lowercase();
            if TITLES.contains(&lower.as_str()) {
                continue;
            }
            is_body |= BODIES.contains(&lower.as_str());
            // Initials tell little.
            if part.chars().count() > 1 {
                has_capital |= part.starts_with(char::is_uppercase);
                words.extend(tokens_of(part).iter().map(|token| token.key & WORD).take(2));
            }
        }
        words.truncate(6);
        let identity = identity.map(|identity| crate::model::hash::atom(identity.as_bytes()));
        Self { is_person: (has_capital && !is_body && words.len() <= 4) || identity.is_some(), words, identity }
    }

    /// Whether the two may be one.
    pub fn relation(&self, other: &Self) -> Relation {
        if let (Some(a), Some(b)) = (self.identity, other.identity) {
            return if a == b { Relation::Same } else { Relation::Different };
        }
        let (a, b) = (self.words.as_slice(), other.words.as_slice());
        let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else { return Relation::Unknown };
        if a == b {
            return Relation::Same;
        }
        if !(self.is_person && other.is_person) {
            return Relation::Unknown;
        }
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        // `Trump`, `Donald Trump`; `Mary Ann Wood`, `Ann Wood`; a given name alone: `Beyoncé`, `Beyoncé Knowles`.
        if short.iter().all(|word| long.contains(word)) {
            return Relation::Same;
        }
        // `Bill Clinton`, `William Clinton`: the surname agrees, the given names may be short forms.
        if last_a == last_b { Relation::Unknown } else { Relation::Different }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(a: &str, b: &str) -> Relation {
        let of = |name| Speaker::new(Some(name).filter(|name: &&str| !name.is_empty()), None, None);
        assert_eq!(of(a).relation(&of(b)), of(b).relation(&of(a)));
        of(a).relation(&of(b))
    }

    #[test]
    fn names() {
        for (a, b, expected) in [
            ("Ana Ruiz", "Ruiz", Relation::Same),
            ("Mayor Ana Ruiz", "Ms. Ruiz", Relation::Same),
            ("Ana Ruiz", "Anna Ruiz", Relation::Unknown),
            ("Ana Ruiz", "Jo Tran", Relation::Different),
            ("Ana Ruiz", "", Relation::Unknown),
            ("Ministry of Supply", "Katya Lund", Relation::Unknown),
            ("officials", "Katya Lund", Relation::Unknown),
            ("Harbor Police", "Harbor Police", Relation::Same),
        ] {
            assert_eq!(relation(a, b), expected, "{a} | {b}");
        }
        let known = |name, id| Speaker::new(Some(name), Some("name"), Some(id));
        assert_eq!(known("Abe", "person-1").relation(&known("Shinzo Abe", "person-1")), Relation::Same);
        assert_eq!(known("Smith", "person-1").relation(&known("Smith", "person-2")), Relation::Different);
    }
}
