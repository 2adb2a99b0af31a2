//! What the tagger sees of a token: its atoms (word, affixes, shape, cluster, spaces) and those of its neighbours.
//!
//! Input: the tokens of one sentence. Output: [`COUNT`] features a token. Training and use both go through here.

use crate::model::Lookup;
use crate::model::hash::{atom, fingerprint, mix, mix2};

/// Features of a token.
pub const COUNT: usize = 42;

/// A token as the tagger reads it.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// Its normal form (straight marks and apostrophes).
    pub form: &'a str,
    /// Whether white space, or nothing, stands before it.
    pub is_spaced_before: bool,
    /// Whether white space, or nothing, stands behind it.
    pub is_spaced_after: bool,
}

/// Hashes of what one token is made of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Atoms {
    form: u64,
    /// The word in lower case.
    pub lower: u64,
    prefixes: [u64; 3],
    suffixes: [u64; 4],
    shape: u64,
    /// Whole cluster, and its first six and four bits.
    cluster: u64,
    cluster6: u64,
    cluster4: u64,
    spaces: u64,
    has_lower: bool,
}

/// A place before or behind the sentence.
const EDGE: u64 = 0x6564_6765;

/// The features of sentences; keeps its buffers between calls.
#[derive(Clone, Debug, Default)]
pub struct Features {
    lower: String,
    /// Two edges, the tokens of the sentence, two edges.
    atoms: Vec<Atoms>,
    /// Whether the sentence is in capitals.
    is_shouted: bool,
}

impl Features {
    /// Reads a sentence.
    pub fn read<'a>(&mut self, words: impl Iterator<Item = Word<'a>>, clusters: &Lookup) {
        let edge =
            Atoms { form: EDGE, lower: EDGE, shape: EDGE, cluster: EDGE, cluster6: EDGE, cluster4: EDGE, ..Atoms::default() };
        let edge = Atoms { suffixes: [EDGE; 4], ..edge };
        self.atoms.clear();
        self.atoms.extend([edge; 2]);
        for word in words {
            let atoms = Atoms::of(word, clusters, &mut self.lower);
            self.atoms.push(atoms);
        }
        self.atoms.extend([edge; 2]);
        self.is_shouted = self.atoms.len() > 6 && !self.atoms.iter().any(|atoms| atoms.has_lower);
    }

    /// How many tokens the sentence has.
    pub fn len(&self) -> usize {
        self.atoms.len().saturating_sub(4)
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The word of token `i` in lower case, as an atom.
    pub fn lower(&self, i: usize) -> u64 {
        self.atoms[i + 2].lower
    }

    /// The features of token `i`.
    #[inline]
    pub fn of(&self, i: usize) -> [u64; COUNT] {
        let [before2, before, own, after, after2] = &self.atoms[i..i + 5] else { return [0; COUNT] };
        let place = u64::from(i == 0) << 1 | u64::from(self.is_shouted);
        [
            mix(0, own.lower),
            mix(1, own.form),
            mix(2, own.prefixes[0]),
            mix(3, own.prefixes[1]),
            mix(4, own.prefixes[2]),
            mix(5, own.suffixes[0]),
            mix(6, own.suffixes[1]),
            mix(7, own.suffixes[2]),
            mix(8, own.suffixes[3]),
            mix2(9, own.shape, place),
            mix(10, own.cluster),
            mix(11, own.cluster6),
            mix(12, place),
            mix2(13, own.shape, own.suffixes[2]),
            mix2(14, own.lower, own.spaces),
            mix(15, before.lower),
            mix(16, after.lower),
            mix(17, before2.lower),
            mix(18, after2.lower),
            mix(19, before.suffixes[2]),
            mix(20, after.suffixes[2]),
            mix2(21, before.shape, own.shape),
            mix2(22, own.shape, after.shape),
            mix(23, before.cluster),
            mix(24, after.cluster),
            mix(25, before2.cluster6),
            mix(26, after2.cluster6),
            mix2(27, before.lower, own.lower),
            mix2(28, own.lower, after.lower),
            mix2(29, before.lower, after.lower),
            mix2(30, before2.lower, before.lower),
            mix2(31, after.lower, after2.lower),
            mix2(32, before.suffixes[2], own.suffixes[2]),
            mix2(33, own.suffixes[2], after.suffixes[2]),
            mix2(34, before.cluster, own.cluster6),
            mix2(35, own.cluster6, after.cluster),
            mix2(36, before.cluster6, mix2(0, own.suffixes[1], after.cluster6)),
            mix2(37, own.lower, after.cluster6),
            mix2(38, before.cluster6, own.lower),
            mix2(39, before2.cluster4, mix2(0, before.cluster6, own.suffixes[1])),
            mix2(40, own.suffixes[1], mix2(0, after.cluster6, after2.cluster4)),
            mix2(41, own.shape, mix2(0, before.shape, after.shape)),
        ]
    }
}

impl Atoms {
    fn of(word: Word<'_>, clusters: &Lookup, lower: &mut String) -> Self {
        let form = word.form;
        lower.clear();
        if form.is_ascii() {
            lower.push_str(form);
            lower.make_ascii_lowercase();
        } else {
            lower.extend(form.chars().flat_map(char::to_lowercase));
        }
        let (form_atom, lower_atom) = (atom(form.as_bytes()), atom(lower.as_bytes()));
        let cluster = clusters.get(form_atom).or_else(|| clusters.get(lower_atom)).map_or(1 << 20, u64::from);
        let (shape, has_lower) = shape(form);
        let mut prefixes = [lower_atom; 3];
        for (prefix, (end, _)) in prefixes.iter_mut().zip(lower.char_indices().skip(1)) {
            *prefix = atom(&lower.as_bytes()[..end]);
        }
        let mut suffixes = [lower_atom; 4];
        for (suffix, (start, _)) in suffixes.iter_mut().zip(lower.char_indices().rev()) {
            *suffix = atom(&lower.as_bytes()[start..]);
        }
        Self {
            form: form_atom,
            lower: lower_atom,
            prefixes,
            suffixes,
            shape,
            cluster,
            cluster6: cluster & (1 << 20 | 0x3f),
            cluster4: cluster & (1 << 20 | 0xf),
            spaces: u64::from(word.is_spaced_before) << 1 | u64::from(word.is_spaced_after),
            has_lower,
        }
    }
}

/// The classes of the characters, runs cut at three, as a number; and whether there is a small letter.
fn shape(form: &str) -> (u64, bool) {
    let (mut shape, mut run, mut last, mut has_lower) = (1_u64, 0, 0, false);
    for c in form.chars() {
        let class = match c {
            'a'..='z' => 1,
            'A'..='Z' => 2,
            '0'..='9' => 3,
            '-' => 4,
            '.' | ',' => 5,
            _ if c.is_lowercase() => 1,
            _ if c.is_uppercase() => 2,
            _ if c.is_alphanumeric() => 6,
            _ => 7,
        };
        has_lower |= class == 1;
        run = if class == last { run + 1 } else { 1 };
        last = class;
        // The mark on top moves left with each class, so that shapes of up to twenty runs differ.
        if run <= 3 && shape < 1 << 60 {
            shape = shape << 3 | class;
        }
    }
    (shape, has_lower)
}

/// The fingerprint of this code: what it gives for a probe sentence.
pub fn features_fingerprint() -> u64 {
    let clusters = Lookup::new([(atom(b"the"), 11), (atom(b"Minister"), 900)]);
    let words = ["The", "minister", "'s", "mid-2019", "réseau", "(", "U.S.", ")", "won", "n't", "\"", "1,200.5"];
    let words = words.iter().enumerate().map(|(i, form)| Word { form, is_spaced_before: i % 3 == 0, is_spaced_after: i % 4 == 0 });
    let mut features = Features::default();
    features.read(words, &clusters);
    fingerprint(&(0..features.len()).flat_map(|i| features.of(i)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_cut_runs_at_three() {
        let shape_of = |form: &str| shape(form).0;
        assert_eq!(shape_of("Washington"), shape_of("Paris"));
        for (a, b) in [("NATO", "Nato"), ("1,2", "12"), ("U.S.", "US"), ("iPhone", "phone"), ("a-b", "ab")] {
            assert_ne!(shape_of(a), shape_of(b), "{a} {b}");
        }
        assert_eq!(shape_of(&"a-".repeat(500)), shape_of(&"a-".repeat(900)));
    }

    #[test]
    fn every_template_is_its_own() {
        let mut features = Features::default();
        let word = |form| Word { form, is_spaced_before: true, is_spaced_after: true };
        features.read(["a", "a", "a", "a", "a"].map(word).into_iter(), &Lookup::default());
        let mut all = features.of(2).to_vec();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), COUNT);
        features.read(std::iter::empty(), &Lookup::default());
        assert!(features.is_empty());
    }
}
