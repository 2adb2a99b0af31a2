//! Reporting verbs: which forms they take, what they can report, and with which status.
//!
//! Source: data/lexicons/reporting_verbs.tsv, written for this project.

use super::Status;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a reporting verb can be followed by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames(u16);

impl Frames {
    /// A quotation in marks.
    pub const QUOTATION: Self = Self(1);
    /// A clause, with or without "that".
    pub const CLAUSE: Self = Self(1 << 1);
    /// A clause with "that".
    pub const THAT: Self = Self(1 << 2);
    /// A clause with "whether", "how", "why".
    pub const QUESTION: Self = Self(1 << 3);
    /// An infinitive.
    pub const INFINITIVE: Self = Self(1 << 4);
    /// A gerund.
    pub const GERUND: Self = Self(1 << 5);
    /// Somebody told, before the content.
    pub const ADDRESSEE: Self = Self(1 << 6);
    /// A few quoted words: called it "x".
    pub const NAMING: Self = Self(1 << 7);

    /// Whether any of `other` is possible.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn parse(letters: &str) -> Self {
        letters.bytes().fold(Self(0), |frames, letter| {
            let frame = match letter {
                b'q' => Self::QUOTATION.0,
                b'c' => Self::CLAUSE.0 | Self::THAT.0,
                b't' => Self::THAT.0,
                b'w' => Self::QUESTION.0,
                b'i' => Self::INFINITIVE.0,
                b'g' => Self::GERUND.0,
                b'a' => Self::ADDRESSEE.0,
                b'n' => Self::NAMING.0,
                _ => 0,
            };
            Self(frames.0 | frame)
        })
    }
}

impl std::ops::BitOr for Frames {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Which form of the verb it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// say
    Base,
    /// says
    Third,
    /// said (past, or participle where they are alike)
    Past,
    /// spoken, where it differs from the past
    Participle,
    /// saying
    Ing,
}

/// A reporting verb.
#[derive(Clone, Copy, Debug)]
pub struct Verb {
    /// Its dictionary form.
    pub lemma: &'static str,
    /// What its subject did.
    pub status: Status,
    /// What it can report.
    pub frames: Frames,
    /// Which form this is.
    pub form: Form,
}

static VERBS: LazyLock<FxHashMap<&'static str, Verb>> = LazyLock::new(|| {
    let mut verbs = FxHashMap::default();
    for line in include_str!("../../data/lexicons/reporting_verbs.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(lemma), Some(status), Some(frames), Some(forms)) =
            (columns.next(), columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let status = Status::ALL.into_iter().find(|known| known.name() == status).unwrap_or(Status::Said);
        let frames = Frames::parse(frames);
        let kinds = [Form::Base, Form::Third, Form::Past, Form::Participle, Form::Ing];
        for (word, form) in forms.split(' ').zip(kinds) {
            verbs.entry(word).or_insert(Verb { lemma, status, frames, form });
        }
    }
    verbs
});

/// The reporting verb with this lower-case form.
pub fn verb(word: &str) -> Option<Verb> {
    VERBS.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lexicon_is_read() {
        let said = verb("said").unwrap();
        assert_eq!((said.lemma, said.form, said.status), ("say", Form::Past, Status::Said));
        assert!(said.frames.has(Frames::CLAUSE) && !said.frames.has(Frames::NAMING));
        assert_eq!(verb("denies").unwrap().status, Status::Denied);
        assert!(verb("table").is_none());
        let lines = include_str!("../../data/lexicons/reporting_verbs.tsv").lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 4, "{line}");
            assert_eq!(columns[3].split(' ').count(), 5, "{line}");
            assert!(Status::ALL.iter().any(|status| status.name() == columns[1]), "{line}");
        }
    }
}
