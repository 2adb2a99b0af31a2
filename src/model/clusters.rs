//! Clusters of words that occur in like places: `Tuesday` with `Friday`, `Nairobi` with `Lagos`.
//!
//! Input: a word. Output: its fine, middle and coarse cluster. Learned from unlabelled news ([`crate::train::clusters`]).

use super::Lookup;
use super::hash::atom;
use std::sync::LazyLock;

/// The number of all words in no cluster.
pub const UNCLUSTERED: u16 = u16::MAX - 2;

/// A table of clusters.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    fine: Lookup,
    /// The middle cluster of each fine one, and the coarse one of each middle one.
    middle: Vec<u16>,
    coarse: Vec<u16>,
    /// experiment
    pub brown: Option<Box<Clusters>>,
    pub gaz: Lookup,
}

impl Clusters {
    /// The embedded table, read at the first call.
    pub fn get() -> &'static Self {
        static CLUSTERS: LazyLock<Clusters> = LazyLock::new(|| Clusters::parse(include_str!("../../data/models/clusters.tsv")));
        &CLUSTERS
    }

    /// Reads a table: lines that begin with `#` are skipped; then one line with the middle cluster of each fine one, one with the
    /// coarse cluster of each middle one, and lines of word and fine cluster. Lines of another form are skipped.
    pub fn parse(table: &str) -> Self {
        let mut lines = table.lines().filter(|line| !line.starts_with('#'));
        let mut numbers = || -> Vec<u16> {
            lines.next().unwrap_or_default().split_ascii_whitespace().filter_map(|number| number.parse().ok()).collect()
        };
        let (middle, coarse) = (numbers(), numbers());
        let words = lines.filter_map(|line| {
            let (word, cluster) = line.split_once('\t')?;
            Some((atom(word.as_bytes()), cluster.parse().ok()?))
        });
        Self { fine: Lookup::new(words), middle, coarse, brown: None, gaz: Lookup::default() }
    }

    /// The clusters of a form, given also in lower case: digits count as 0, words in capitals as begun with one.
    pub fn of(&self, form: &str, lower: &str) -> [u16; 3] {
        let Some(fine) = self.fine_of(form, lower) else { return [UNCLUSTERED; 3] };
        let middle = self.middle.get(usize::from(fine)).copied().unwrap_or(UNCLUSTERED);
        [fine, middle, self.coarse.get(usize::from(middle)).copied().unwrap_or(UNCLUSTERED)]
    }

    fn fine_of(&self, form: &str, lower: &str) -> Option<u16> {
        if form.bytes().any(|byte| byte.is_ascii_digit()) {
            let zeros: String = form.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            return self.fine.get(atom(zeros.as_bytes()));
        }
        if let Some(fine) = self.fine.get(atom(form.as_bytes())) {
            return Some(fine);
        }
        if form == lower {
            return None;
        }
        let mut chars = form.chars();
        if chars.next().is_some_and(char::is_uppercase) && chars.as_str().chars().any(char::is_uppercase) {
            let first = form.len() - chars.as_str().len();
            let title = format!("{}{}", &form[..first], chars.as_str().to_lowercase());
            if let Some(fine) = self.fine.get(atom(title.as_bytes())) {
                return Some(fine);
            }
        }
        self.fine.get(atom(lower.as_bytes()))
    }

    /// How many words are in clusters.
    pub fn len(&self) -> usize {
        self.fine.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.fine.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_in_other_cases_and_with_other_digits() {
        let clusters = Clusters::parse("# made for this test\n5 6 5\n9 9 9 9 9 8 7\nParis\t0\nwent\t1\n0000\t2\n");
        let of = |form: &str| clusters.of(form, &form.to_lowercase());
        assert_eq!(of("Paris"), [0, 5, 8]);
        assert_eq!(of("PARIS"), of("Paris"));
        assert_eq!(of("Went"), [1, 6, 7]);
        assert_eq!(of("WENT"), of("went"));
        assert_eq!(of("1984"), [2, 5, 8]);
        assert_eq!(of("paris"), [UNCLUSTERED; 3]);
        assert_eq!(clusters.len(), 3);
        assert!(Clusters::parse("").is_empty());
    }
}
