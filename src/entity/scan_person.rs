//! Names of persons among capitalised words, for the first pass (`scan`).
//!
//! Finds: `Donald John Trump`, `Robert F. Kennedy Jr.`, `Ludwig van der Berg`, `John "Jack" Smith`, `Park Min-seo`.
//! Does not find: common words (`Health Care`), places and headed names, names in headings without a known given name.
//! Method: the name's extent by shape, then points for and against: given and family names, titles, verbs of saying, ages; common
//! words, articles, prepositions of place. Two points make a name.

use super::flags::Flags;
use super::scan::Scanner;
use super::view::Shape;

impl Scanner<'_, '_> {
    /// The person's name that begins at `i`: its last word, and how much speaks for it.
    pub(super) fn person_at(&mut self, i: usize, end: usize, is_titled: bool) -> (usize, i32) {
        let words = &self.view.words;
        let first = &words[i];
        let mut last = i;
        let mut score = 0;
        let mut names = 1;
        let mut k = i + 1;
        while k < words.len() && k < i + 9 && names < 6 && words[k].sentence == first.sentence {
            let word = &words[k];
            if word.shape == Shape::Initial && k < end {
                // An initial counts only if a name follows it, or as the last letter of a name cut short (`Stefan W.`).
                names += 1;
                last = k;
                score += if k + 1 < end { 2 } else { 0 };
            } else if k < end && word.is_capital() {
                if self.ends_person(i, k) {
                    break;
                }
                if word.has(Flags::SUFFIX) {
                    score += 2;
                }
                names += 1;
                last = k;
            } else if word.has(Flags::PARTICLE) && self.has_name_after(k) {
                let next = if words[k + 1].has(Flags::PARTICLE) && !words[k + 1].is_capital() { k + 2 } else { k + 1 };
                score += 2;
                names += 1;
                last = next;
                k = next;
                if next >= end {
                    // The rest of the name lies in the next run.
                    k += 1;
                    while k < words.len()
                        && words[k].is_capital()
                        && !words[k].is_initial
                        && words[k].sentence == first.sentence
                        && names < 6
                    {
                        if self.ends_person(i, k) {
                            break;
                        }
                        last = k;
                        names += 1;
                        k += 1;
                    }
                    break;
                }
            } else if word.shape == Shape::Quote
                && let Some(close) = self.nickname_end(k)
            {
                score += 2;
                last = close + 1;
                names += 1;
                break;
            } else if word.shape == Shape::Comma && k + 1 < words.len() && words[k + 1].has(Flags::SUFFIX) && names > 1 {
                last = k + 1;
                score += 2;
                break;
            } else {
                break;
            }
            k += 1;
        }
        if last == i {
            return (i, 0);
        }
        (last, score + self.evidence(i, last, names, is_titled))
    }

    /// What speaks for and against words `i..=last` being a person.
    fn evidence(&mut self, i: usize, last: usize, names: usize, is_titled: bool) -> i32 {
        let words = &self.view.words;
        let (first, tail) = (words[i], words[last]);
        let mut score = 0;
        let is_given = first.has(Flags::GIVEN);
        score += if is_given && !first.has(Flags::COMMON) {
            3
        } else if is_given {
            2
        } else if first.has(Flags::COMMON) {
            -3
        } else {
            1
        };
        if tail.has(Flags::SURNAME) && (is_given || !tail.has(Flags::COMMON)) {
            score += 2;
        } else if tail.has(Flags::COMMON) {
            score -= if tail.has(Flags::SURNAME) && !tail.in_heading { 1 } else { 3 };
        } else {
            score += 1;
        }
        for word in &words[i + 1..last] {
            if word.is_capital() && word.has(Flags::COMMON) && !word.has_any(Flags::GIVEN.with(Flags::SURNAME)) {
                score -= 2;
            }
        }
        if first.has(Flags::FAMILY_FIRST)
            && (names == 2 && tail.span.text(self.view.text).contains('-') || names == 3 && !tail.has(Flags::COMMON))
        {
            // Park Min-seo, Xi Mingze
            score += 4;
        }
        if is_titled {
            score += 4;
        }
        if i > 0 {
            let before = words[i - 1];
            if before.sentence == first.sentence {
                if before.has(Flags::TITLE) || before.has(Flags::ROLE) {
                    score += 2;
                } else if before.has(Flags::PLACE_PREPOSITION) && before.shape == Shape::Lower {
                    score -= 2;
                } else if before.shape == Shape::Lower && self.is_any_of(i - 1, &["the"]) {
                    score -= 4;
                }
                if before.has(Flags::SAYING) {
                    score += 2;
                }
            }
        }
        if let Some(after) = words.get(last + 1).filter(|after| after.sentence == first.sentence) {
            if after.has(Flags::SAYING) && after.shape == Shape::Lower {
                score += 2;
            }
            if after.shape == Shape::Comma
                && words
                    .get(last + 2)
                    .is_some_and(|number| number.shape == Shape::Number && number.span.end - number.span.start == 2)
            {
                score += 2;
            }
        }
        if first.has(Flags::PHRASE) && !is_titled {
            score -= if is_given { 2 } else { 3 };
        }
        if tail.has(Flags::PHRASE) && !tail.has_any(Flags::SURNAME.with(Flags::GIVEN)) {
            score -= 3;
        }
        if first.in_heading && !(is_given && tail.has(Flags::SURNAME)) {
            score -= 4;
        }
        if !first.in_heading
            && (first.shape == Shape::Upper && first.span.end - first.span.start > 2
                || tail.shape == Shape::Upper && !tail.has(Flags::SUFFIX))
        {
            score -= 4;
        }
        if names > 4 {
            score -= 1;
        }
        score
    }

    /// Whether capitalised word `k` cannot go on the name begun at `i`.
    fn ends_person(&self, i: usize, k: usize) -> bool {
        let (word, first) = (self.word(k), self.word(i));
        if k > i && word.has(Flags::SUFFIX) {
            return false;
        }
        // Theresa May, Kevin So: a capital in running text makes a name of it.
        let is_second =
            k == i + 1 && first.has(Flags::GIVEN) && word.has_any(Flags::SURNAME.with(Flags::LEADER)) && !word.in_heading;
        if word.has_any(Flags::FUNCTION.with(Flags::DATE)) && !is_second {
            return true;
        }
        let is_last = self.view.words.get(k + 1).is_none_or(|next| !next.is_capital() || next.has(Flags::SUFFIX));
        if word.has(Flags::TITLE)
            && !(first.has(Flags::GIVEN)
                && !first.has(Flags::PHRASE)
                && k <= i + 2
                && (is_last && !word.has(Flags::HONORIFIC) || word.has(Flags::SURNAME) && !word.has(Flags::COMMON)))
        {
            return true;
        }
        if word.has_any(Flags::ORG_HEAD.with(Flags::FAC_HEAD).with(Flags::NONE_HEAD).with(Flags::GPE_HEAD))
            && !word.has_any(Flags::SURNAME.with(Flags::GIVEN))
        {
            return true;
        }
        word.shape == Shape::Upper && first.shape != Shape::Upper && !word.has(Flags::SUFFIX)
    }

    fn has_name_after(&self, k: usize) -> bool {
        let words = &self.view.words;
        let is_name = |j: usize| {
            j < words.len() && words[j].is_capital() && words[j].sentence == words[k].sentence && !words[j].has(Flags::FUNCTION)
        };
        words[k].shape == Shape::Lower
            && (is_name(k + 1) || k + 1 < words.len() && words[k + 1].has(Flags::PARTICLE) && is_name(k + 2))
    }

    /// `John "Jack" Smith`: the closing mark, if a name follows it.
    fn nickname_end(&self, k: usize) -> Option<usize> {
        let words = &self.view.words;
        let close = (k + 2..(k + 4).min(words.len())).find(|&j| words[j].shape == Shape::Quote)?;
        let after = words.get(close + 1)?;
        (words[k + 1].is_capital() && after.is_capital() && after.sentence == words[k].sentence && !after.has(Flags::FUNCTION))
            .then_some(close)
    }
}
