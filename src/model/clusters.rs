//! Clusters of words that occur in like places: `Tuesday` with `Friday`, `Nairobi` with `Lagos`.
//!
//! Input: a word. Output: its cluster, and the two wider ones that hold it. Method: paths of a Brown clustering (Brown et al. 1992; Koo et
//! al. 2008 for the use of their beginnings), a published table (data/lexicons/clusters.tsv).

use super::Lookup;
use super::hash::atom;
use crate::text::rows::{lines, split_field};
use std::sync::LazyLock;

/// The number of all words in no cluster.
pub const UNCLUSTERED: u32 = 1 << 20;

/// How much of the path the middle and the coarse cluster keep.
const MIDDLE: u32 = 0x3f;
const COARSE: u32 = 0xf;

/// A table of clusters.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    paths: Lookup,
}

impl Clusters {
    /// The embedded table, read at the first call.
    pub fn get() -> &'static Self {
        static CLUSTERS: LazyLock<Clusters> = LazyLock::new(|| Clusters::parse(include_str!("../../data/lexicons/clusters.tsv")));
        &CLUSTERS
    }

    /// Reads lines of word and path (hexadecimal, at most fffe); others are skipped.
    pub fn parse(table: &str) -> Self {
        let words = lines(table).filter_map(|line| {
            let (word, path) = split_field(line)?;
            Some((atom(word.as_bytes()), u16::from_str_radix(path, 16).ok()?))
        });
        Self { paths: Lookup::new(words) }
    }

    /// The fine, middle and coarse cluster of a form, given also in lower case. A form that is not in the table is looked up as begun
    /// with a capital, if it is in capitals, and in lower case.
    pub fn of(&self, form: &str, lower: &str) -> [u32; 3] {
        match self.path(form, lower) {
            Some(path) => [u32::from(path), u32::from(path) & MIDDLE, u32::from(path) & COARSE],
            None => [UNCLUSTERED; 3],
        }
    }

    fn path(&self, form: &str, lower: &str) -> Option<u16> {
        if let Some(path) = self.paths.get(atom(form.as_bytes())) {
            return Some(path);
        }
        if form == lower {
            return None;
        }
        let mut chars = form.chars();
        if chars.next().is_some_and(char::is_uppercase) && chars.as_str().chars().any(char::is_uppercase) {
            let first = form.len() - chars.as_str().len();
            let title = format!("{}{}", &form[..first], chars.as_str().to_lowercase());
            if let Some(path) = self.paths.get(atom(title.as_bytes())) {
                return Some(path);
            }
        }
        self.paths.get(atom(lower.as_bytes()))
    }

    /// How many words are in clusters.
    pub fn len(&self) -> usize {
        self.paths.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_in_other_cases() {
        let clusters = Clusters::parse("# made for this test\nParis\t1f5\nwent\tfffe\n");
        let of = |form: &str| clusters.of(form, &form.to_lowercase());
        assert_eq!(of("Paris"), [0x1f5, 0x35, 0x5]);
        assert_eq!(of("PARIS"), of("Paris"));
        assert_eq!(of("Went"), [0xfffe, 0x3e, 0xe]);
        assert_eq!(of("WENT"), of("went"));
        assert_eq!(of("paris"), [UNCLUSTERED; 3]);
        assert_eq!(clusters.len(), 2);
        assert!(Clusters::parse("").is_empty());
    }

    #[test]
    fn the_embedded_table_is_whole() {
        assert!(Clusters::get().len() > 39_000);
    }
}
