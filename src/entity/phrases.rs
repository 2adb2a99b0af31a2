//! The user's own names: lists of phrases by label, tens of thousands of them.
//!
//! Input: tokens. Output: [`Mention`]s of method `names`, sorted by start, not overlapping: at each token the longest phrase that begins
//! there and ends with a token (`Acme` neither in `Acmes` nor in `Acme-Bot`, but in `Acme's`).
//! Method: one automaton of the crate `aho-corasick` over all phrases, walked as a trie from the start of each token. Curly and straight
//! apostrophes are the same. Cost: O(bytes), at most the longest phrase for each token; to build, O(bytes of the phrases).

use super::{Label, Mention, MentionKind};
use crate::error::{Error, Result};
use crate::token::Tokens;
use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, MatchKind};
use rustc_hash::FxHashMap;

/// What such mentions are found by.
pub const METHOD: &str = "names";

/// Whether the case of letters counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhraseCase {
    /// As written.
    Exact,
    /// Any.
    Ignore,
}

/// Lists of phrases, ready to be found.
#[derive(Clone, Debug)]
pub struct Phrases {
    automaton: NFA,
    /// Of each pattern of the automaton.
    labels: Vec<Label>,
}

impl Phrases {
    /// Makes ready `phrases` with their labels. Spellings that differ in the apostrophe alone are one phrase.
    ///
    /// # Errors
    /// An empty phrase, one with white space at an end, one that stands under two labels; more than the automaton can hold.
    pub fn new<'p>(phrases: impl IntoIterator<Item = (Label, &'p str)>, case: PhraseCase) -> Result<Self> {
        let mut labels: Vec<Label> = Vec::new();
        let mut patterns: Vec<String> = Vec::new();
        let mut seen: FxHashMap<String, Label> = FxHashMap::default();
        for (label, phrase) in phrases {
            if phrase.is_empty() || phrase.trim().len() != phrase.len() {
                let what = if phrase.trim().is_empty() { "is empty" } else { "has white space at an end" };
                let message = format!("names: {phrase:?} under {:?} {what}; expected a name as it stands in a text", label.name());
                return Err(Error::InvalidInput(message));
            }
            for spelling in spellings(phrase, case) {
                let key = if case == PhraseCase::Ignore { spelling.to_lowercase() } else { spelling.clone() };
                match seen.insert(key, label) {
                    Some(other) if other != label => {
                        let labels = format!("{:?} and {:?}", other.name(), label.name());
                        return Err(Error::InvalidInput(format!("names: {phrase:?} stands under {labels}; expected one label")));
                    }
                    // Under this label: written twice, or the same but for its case; other cases of letters beyond ASCII are patterns.
                    Some(_) if case == PhraseCase::Exact || spelling.is_ascii() => {}
                    _ => {
                        patterns.push(spelling);
                        labels.push(label);
                    }
                }
            }
        }
        let mut builder = NFA::builder();
        builder.match_kind(MatchKind::Standard).ascii_case_insensitive(case == PhraseCase::Ignore).prefilter(false);
        let automaton = builder.build(&patterns).map_err(|error| Error::InvalidInput(format!("names: too many: {error}")))?;
        Ok(Self { automaton, labels })
    }

    /// The phrases in a text, as mentions.
    pub fn find(&self, text: &str, tokens: &Tokens) -> Vec<Mention> {
        let mut found = Vec::new();
        let mut first = 0;
        while first < tokens.len() {
            let Some((last, label)) = self.longest_at(text, tokens, first) else {
                first += 1;
                continue;
            };
            let span = tokens.cover(first, last);
            found.push(Mention { span, label, kind: MentionKind::Name, confidence: 1.0, method: METHOD });
            first = last + 1;
        }
        found
    }

    /// The last token of the longest phrase that begins at token `first`, and its label.
    fn longest_at(&self, text: &str, tokens: &Tokens, first: usize) -> Option<(usize, Label)> {
        let start = tokens.spans[first].start as usize;
        let mut state = self.automaton.start_state(Anchored::Yes).ok()?;
        let mut token = first;
        let mut longest = None;
        for (at, &byte) in text.as_bytes().iter().enumerate().skip(start) {
            state = self.automaton.next_state(Anchored::Yes, state, byte);
            if !self.automaton.is_special(state) {
                continue;
            }
            if self.automaton.is_dead(state) {
                break;
            }
            let end = at + 1;
            while tokens.spans.get(token).is_some_and(|span| (span.end as usize) < end) {
                token += 1;
            }
            if tokens.spans.get(token).is_none_or(|span| span.end as usize != end) {
                continue;
            }
            // Phrases that end here but begin later are in the state too.
            let patterns = (0..self.automaton.match_len(state)).map(|index| self.automaton.match_pattern(state, index));
            let whole = patterns.into_iter().find(|&pattern| self.automaton.pattern_len(pattern) == end - start);
            longest = whole.map(|pattern| (token, self.labels[pattern.as_usize()])).or(longest);
        }
        longest
    }

    /// Puts the phrases of a text among its other mentions. A phrase takes the place of what it overlaps with, but for a longer name of the
    /// same label that holds it (`Jordan` in `Michael Jordan`).
    pub fn add_to(&self, text: &str, tokens: &Tokens, mentions: Vec<Mention>) -> Vec<Mention> {
        let mut found = self.find(text, tokens);
        let mut next = 0;
        found.retain(|phrase| {
            while mentions.get(next).is_some_and(|mention| mention.span.end <= phrase.span.start) {
                next += 1;
            }
            !mentions.get(next).is_some_and(|mention| {
                mention.label == phrase.label && mention.span.contains(phrase.span) && mention.span != phrase.span
            })
        });
        let mut phrases = found.into_iter().peekable();
        let mut all = Vec::with_capacity(mentions.len() + phrases.len());
        for mention in mentions {
            while let Some(phrase) = phrases.next_if(|phrase| phrase.span.start < mention.span.end) {
                all.push(phrase);
            }
            if !all.last().is_some_and(|last: &Mention| last.span.overlaps(mention.span)) {
                all.push(mention);
            }
        }
        all.extend(phrases);
        all
    }
}

/// The ways in which a phrase may be written: either apostrophe; if case does not count, capitals and small letters beyond ASCII.
fn spellings(phrase: &str, case: PhraseCase) -> Vec<String> {
    let mut spellings = vec![phrase.to_owned()];
    if case == PhraseCase::Ignore && !phrase.is_ascii() {
        spellings.extend([phrase.to_lowercase(), phrase.to_uppercase()]);
    }
    if phrase.contains(['\'', '’']) {
        let other = |spelling: &String| [spelling.replace('’', "'"), spelling.replace('\'', "’")];
        spellings = spellings.iter().flat_map(other).collect();
    }
    spellings.sort_unstable();
    spellings.dedup();
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use crate::token::tokenize;

    fn lists(case: PhraseCase) -> Phrases {
        let names = [
            (Label::Org, "Acme"),
            (Label::Org, "Acme Pier Works"),
            (Label::Org, "Harbour Tea"),
            (Label::Fac, "Pier Works"),
            (Label::Org, "O'Dell & Sons"),
            (Label::Gpe, "Ålvik"),
        ];
        Phrases::new(names, case).unwrap()
    }

    fn shown(phrases: &Phrases, text: &str) -> Vec<String> {
        let (tokens, _) = tokenize(text, &[]);
        phrases.find(text, &tokens).iter().map(|found| format!("{} {}", found.span.text(text), found.label.name())).collect()
    }

    #[test]
    fn finds_the_longest_at_word_bounds() {
        let phrases = lists(PhraseCase::Exact);
        for (text, expected) in [
            ("Acme Pier Works met Acme's board.", vec!["Acme Pier Works ORG", "Acme ORG"]),
            ("Acmes and PanAcme met acme.", vec![]),
            ("Acme Pier Working met the Pier Works.", vec!["Acme ORG", "Pier Works FAC"]),
            ("O’Dell & Sons of Ålvik, (O'Dell & Sons)", vec!["O’Dell & Sons ORG", "Ålvik GPE", "O'Dell & Sons ORG"]),
            ("", vec![]),
        ] {
            assert_eq!(shown(&phrases, text), expected, "{text}");
        }
        assert_eq!(shown(&lists(PhraseCase::Ignore), "ACME and åLVIK, ÅLVIK"), ["ACME ORG", "åLVIK GPE", "ÅLVIK GPE"]);
    }

    #[test]
    fn a_longer_name_of_the_label_stays_and_others_give_way() {
        let text = "Acme Tower by Harbour Tea Company";
        let (tokens, _) = tokenize(text, &[]);
        let mention = |start, end, label| Mention {
            span: Span::new(start, end),
            label,
            kind: MentionKind::Name,
            confidence: 0.9,
            method: "model",
        };
        let others = vec![mention(0, 10, Label::Fac), mention(14, 33, Label::Org)];
        let all = lists(PhraseCase::Exact).add_to(text, &tokens, others);
        let shown: Vec<(&str, &str)> = all.iter().map(|found| (found.span.text(text), found.method)).collect();
        assert_eq!(shown, [("Acme", "names"), ("Harbour Tea Company", "model")]);
    }

    #[test]
    fn refuses_what_is_no_name_and_two_labels() {
        for (names, expected) in [
            (vec![(Label::Org, "")], "is empty"),
            (vec![(Label::Org, " Acme")], "white space"),
            (vec![(Label::Org, "Acme"), (Label::Gpe, "Acme")], "\"ORG\" and \"GPE\""),
        ] {
            let error = Phrases::new(names, PhraseCase::Exact).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
