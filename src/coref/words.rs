//! The personal pronouns of English.

use crate::tag::Tag;

/// Which pronoun, apart from its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Who {
    I,
    We,
    You,
    He,
    She,
    They,
    /// *who*, *whom*, *whose*
    Relative,
}

/// Its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Case {
    Subject,
    Object,
    /// `his`
    Owner,
    /// `himself`
    Reflexive,
}

/// A personal pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pronoun {
    /// Which one.
    pub who: Who,
    /// In which case.
    pub case: Case,
}

impl Pronoun {
    /// Reads a word by its tag. *you* and *her* are told apart by it; *it* means no person and is none of ours.
    pub fn read(form: &str, tag: Tag) -> Option<Self> {
        use Case::{Object, Owner, Reflexive, Subject};
        use Who::{He, I, Relative, She, They, We, You};
        let is_tagged = matches!(tag, Tag::Prp | Tag::PrpPossessive | Tag::Wp | Tag::WpPossessive);
        // "hers" and "themself" are rare enough for a tagger to miss.
        let is_plain =
            || form.ends_with("self") || form.ends_with("selves") || matches!(form, "hers" | "theirs" | "Theirs" | "Hers");
        if form.len() > 10 || !is_tagged && !is_plain() {
            return None;
        }
        let mut buffer = [0; 10];
        let lower = &mut buffer[..form.len()];
        lower.copy_from_slice(form.as_bytes());
        lower.make_ascii_lowercase();
        let (who, case) = match &*lower {
            b"i" => (I, Subject),
            b"me" => (I, Object),
            b"my" | b"mine" => (I, Owner),
            b"myself" => (I, Reflexive),
            b"we" => (We, Subject),
            b"us" if form != "US" => (We, Object),
            b"our" | b"ours" => (We, Owner),
            b"ourselves" => (We, Reflexive),
            b"you" => (You, Subject),
            b"your" | b"yours" => (You, Owner),
            b"yourself" | b"yourselves" => (You, Reflexive),
            b"he" => (He, Subject),
            b"him" => (He, Object),
            b"his" => (He, Owner),
            b"himself" => (He, Reflexive),
            b"she" => (She, Subject),
            b"her" if tag == Tag::PrpPossessive => (She, Owner),
            b"her" => (She, Object),
            b"hers" => (She, Owner),
            b"herself" => (She, Reflexive),
            b"they" => (They, Subject),
            b"them" => (They, Object),
            b"their" | b"theirs" => (They, Owner),
            b"themselves" | b"themself" => (They, Reflexive),
            b"who" => (Relative, Subject),
            b"whom" => (Relative, Object),
            b"whose" => (Relative, Owner),
            _ => return None,
        };
        Some(Self { who, case })
    }

    /// What attributes call it: `he`, `she`, `they`; `None` for the other persons.
    pub fn of_person(self) -> Option<&'static str> {
        match self.who {
            Who::He => Some("he"),
            Who::She => Some("she"),
            Who::They => Some("they"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_pronouns_and_no_other_words() {
        let read = |form, tag| Pronoun::read(form, tag).map(|pronoun| (pronoun.who, pronoun.case));
        assert_eq!(read("Her", Tag::PrpPossessive), Some((Who::She, Case::Owner)));
        assert_eq!(read("her", Tag::Prp), Some((Who::She, Case::Object)));
        assert_eq!(read("HE", Tag::Prp), Some((Who::He, Case::Subject)));
        assert_eq!(read("hers", Tag::Nns), Some((Who::She, Case::Owner)));
        assert_eq!(read("whose", Tag::WpPossessive), Some((Who::Relative, Case::Owner)));
        for (form, tag) in
            [("US", Tag::Prp), ("it", Tag::Prp), ("I", Tag::Cd), ("what", Tag::Wp), ("mine", Tag::Nn), ("itself", Tag::Prp)]
        {
            assert_eq!(read(form, tag), None, "{form}");
        }
    }
}
