//! Splits a word into its syntactic words: negations, auxiliaries and possessives that are written on to it.
//!
//! Input: the normal form of a word without spaces. Output: where to cut.
//! Method: suffixes from the right, and a closed list of words that are fused without an apostrophe (Penn Treebank, as UD has it).
//! Cost: O(1).

use super::bytes::ends_with_any_case;

/// Cuts inside one word, from the left.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cuts {
    at: [usize; 3],
    len: usize,
}

impl Cuts {
    pub(super) fn as_slice(&self) -> &[usize] {
        &self.at[..self.len]
    }

    fn one(at: usize) -> Self {
        Self { at: [at, 0, 0], len: 1 }
    }
}

/// What may follow an apostrophe as a word of its own.
const AFTER_APOSTROPHE: [&str; 6] = ["s", "m", "d", "re", "ve", "ll"];

/// Whether `letters` (what stands behind an apostrophe) is a clitic.
pub(super) fn is_clitic(letters: &str) -> bool {
    AFTER_APOSTROPHE.iter().any(|clitic| letters.eq_ignore_ascii_case(clitic))
}

/// Words fused without an apostrophe, and where they are cut; sorted, for binary search.
const FUSED: [(&str, usize); 40] = [
    ("aint", 2),
    ("arent", 3),
    ("cannot", 3),
    ("cant", 2),
    ("couldnt", 5),
    ("didnt", 3),
    ("doesnt", 4),
    ("dont", 2),
    ("gimme", 3),
    ("gonna", 3),
    ("gotcha", 3),
    ("gotta", 3),
    ("hadnt", 3),
    ("hasnt", 3),
    ("havent", 4),
    ("heres", 4),
    ("hes", 2),
    ("im", 1),
    ("isnt", 2),
    ("itll", 2),
    ("ive", 1),
    ("lemme", 3),
    ("lotta", 3),
    ("outta", 3),
    ("shes", 3),
    ("shouldnt", 6),
    ("thats", 4),
    ("theres", 5),
    ("theyre", 4),
    ("wanna", 3),
    ("wasnt", 3),
    ("werent", 4),
    ("whats", 4),
    ("wheres", 5),
    ("whos", 3),
    ("wont", 2),
    ("wouldnt", 5),
    ("youll", 3),
    ("youre", 3),
    ("youve", 3),
];

/// The letters that fused words of each length begin with, as bits.
static FIRST_LETTERS: [u32; 9] = {
    let mut letters = [0; 9];
    let mut i = 0;
    while i < FUSED.len() {
        let word = FUSED[i].0.as_bytes();
        letters[word.len()] |= 1 << (word[0] & 31);
        i += 1;
    }
    letters
};

/// Where to cut the word `form`.
pub(super) fn find_cuts(form: &str) -> Cuts {
    if form.as_bytes().contains(&b'\'') { cut_apostrophes(form) } else { cut_fused(form) }
}

/// `cannot` → `can|not`.
#[inline]
pub(super) fn cut_fused(form: &str) -> Cuts {
    let bytes = form.as_bytes();
    if bytes.len() > 8
        || bytes.is_empty()
        || FIRST_LETTERS[bytes.len()] >> (bytes[0] & 31) & 1 == 0
        || !bytes[0].is_ascii_alphabetic()
    {
        return Cuts::default();
    }
    let key = key_of(bytes);
    match KEYS.binary_search(&key) {
        // "IM" and "IVE" are abbreviations more often than slips.
        Ok(found) if !(matches!(FUSED[found].0, "im" | "ive") && bytes[1].is_ascii_uppercase()) => Cuts::one(FUSED[found].1),
        _ => Cuts::default(),
    }
}

/// At most eight bytes in lower case as one number; the order is that of the words.
const fn key_of(word: &[u8]) -> u64 {
    let (mut key, mut i) = (0, 0);
    while i < 8 {
        key = key << 8 | if i < word.len() { (word[i] | 0x20) as u64 } else { 0 };
        i += 1;
    }
    key
}

/// The words of [`FUSED`] as keys.
static KEYS: [u64; FUSED.len()] = {
    let mut keys = [0; FUSED.len()];
    let mut i = 0;
    while i < FUSED.len() {
        keys[i] = key_of(FUSED[i].0.as_bytes());
        i += 1;
    }
    keys
};

/// `wouldn't've` → `would|n't|'ve`.
fn cut_apostrophes(form: &str) -> Cuts {
    if form.len() > 2 && form.is_char_boundary(2) && form[..2].eq_ignore_ascii_case("y'") && !is_clitic(&form[2..]) {
        return Cuts::one(2);
    }
    let mut found = [0; 3];
    let mut len = 0;
    let mut end = form.len();
    while len < 3 {
        let word = &form[..end];
        if end > 3 && ends_with_any_case(word, "n't") {
            end -= 3;
            found[len] = end;
            len += 1;
            break;
        }
        let Some(apostrophe) = word.rfind('\'') else { break };
        if apostrophe == 0 || !is_clitic(&word[apostrophe + 1..]) {
            break;
        }
        end = apostrophe;
        found[len] = end;
        len += 1;
    }
    found[..len].reverse();
    Cuts { at: found, len }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(KEYS.is_sorted());
    }

    #[test]
    fn cuts_what_is_fused_and_nothing_else() {
        for (form, expected) in [
            ("don't", "do|n't"),
            ("DON'T", "DO|N'T"),
            ("can't", "ca|n't"),
            ("cannot", "can|not"),
            ("Gonna", "Gon|na"),
            ("it's", "it|'s"),
            ("wouldn't've", "would|n't|'ve"),
            ("I'd've", "I|'d|'ve"),
            ("y'all", "y'|all"),
            ("O'Neill's", "O'Neill|'s"),
            ("o'clock", "o'clock"),
            ("L'Enfant", "L'Enfant"),
            ("canned", "canned"),
            ("n't", "n't"),
            ("é's", "é|'s"),
        ] {
            let cuts = find_cuts(form);
            let mut shown = form.to_owned();
            for &at in cuts.as_slice().iter().rev() {
                shown.insert(at, '|');
            }
            assert_eq!(shown, expected);
        }
    }
}
