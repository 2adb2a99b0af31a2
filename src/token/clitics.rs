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

/// Words fused without an apostrophe, and where they are cut.
const FUSED: [(&str, usize); 40] = [
    ("cannot", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("wanna", 3),
    ("gimme", 3),
    ("lemme", 3),
    ("gotcha", 3),
    ("dont", 2),
    ("didnt", 3),
    ("doesnt", 4),
    ("isnt", 2),
    ("wasnt", 3),
    ("werent", 4),
    ("arent", 3),
    ("havent", 4),
    ("hasnt", 3),
    ("hadnt", 3),
    ("couldnt", 5),
    ("wouldnt", 5),
    ("shouldnt", 6),
    ("aint", 2),
    ("cant", 2),
    ("wont", 2),
    ("im", 1),
    ("ive", 1),
    ("youre", 3),
    ("youve", 3),
    ("youll", 3),
    ("theyre", 4),
    ("thats", 4),
    ("whats", 4),
    ("theres", 5),
    ("heres", 4),
    ("wheres", 5),
    ("hes", 2),
    ("shes", 3),
    ("itll", 2),
    ("whos", 3),
    ("lotta", 3),
    ("outta", 3),
];

/// Where to cut the word `form`.
pub(super) fn find_cuts(form: &str) -> Cuts {
    if form.as_bytes().contains(&b'\'') { cut_apostrophes(form) } else { cut_fused(form) }
}

/// `cannot` → `can|not`.
#[inline]
pub(super) fn cut_fused(form: &str) -> Cuts {
    if !matches!(form.len(), 2..=8)
        || !matches!(form.as_bytes()[0] | 0x20, b'a' | b'c' | b'd' | b'g'..=b'i' | b'k' | b'l' | b's' | b't' | b'w' | b'y')
    {
        return Cuts::default();
    }
    match FUSED.iter().find(|(word, _)| form.eq_ignore_ascii_case(word)) {
        // "IM" and "IVE" are abbreviations more often than slips.
        Some((word, _)) if (*word == "im" || *word == "ive") && form.as_bytes()[1].is_ascii_uppercase() => Cuts::default(),
        Some(&(_, at)) if at < form.len() => Cuts::one(at),
        _ => Cuts::default(),
    }
}

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
