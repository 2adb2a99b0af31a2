//! Namesakes that the words between two names tell apart.
//!
//! Finds: two persons in `Dr. Ruiz and Mr. Ruiz`; in `Mr. Smith and his son, John Smith`; in `Smith’s father, John Smith`. Does not find:
//! anybody in `John Smith and his son` (no second name) or in two full names that are equal. Cost: a few words for each name.

use super::resolve::{Named, Resolver};
use crate::entity::view::Shape;
use crate::text::Span;

/// Words between a name and the kin that are named with it.
const REACH: usize = 12;

const OWNERS: [&str; 4] = ["his", "her", "their", "whose"];

const WHICH: [&str; 10] = ["elder", "older", "eldest", "oldest", "younger", "youngest", "late", "adult", "twin", "only"];

const KIN: [&str; 30] = [
    "son",
    "daughter",
    "father",
    "mother",
    "brother",
    "sister",
    "husband",
    "wife",
    "uncle",
    "aunt",
    "nephew",
    "niece",
    "cousin",
    "grandson",
    "granddaughter",
    "grandfather",
    "grandmother",
    "dad",
    "mom",
    "mum",
    "stepson",
    "stepdaughter",
    "stepfather",
    "stepmother",
    "stepbrother",
    "stepsister",
    "widow",
    "widower",
    "half-brother",
    "half-sister",
];

impl Resolver<'_, '_> {
    /// The person whom the bare name at mention `at` cannot mean, though of the same name.
    pub fn other_than(&self, at: usize) -> Option<u32> {
        let draft = |at: usize| self.named.get(at).map(|named| named.draft).filter(|&draft| draft != u32::MAX);
        if let Some(before) = at.checked_sub(1)
            && (self.is_beside(before, at) || self.is_kin(before, at))
        {
            return draft(before);
        }
        if self.is_kin(at, at + 1) { draft(at + 1) } else { None }
    }

    /// The title at mention `at` as written, in lower case and without a full stop.
    pub fn title_at(&self, at: usize) -> Option<Box<str>> {
        let title = self.named[at].before.title?.text(self.view.text);
        Some(title.trim_end_matches('.').to_lowercase().into_boxed_str())
    }

    fn word(&self, at: usize) -> &str {
        self.view.words.get(at).map_or("", |word| word.span.text(self.view.text))
    }

    fn is(&self, at: usize, list: &[&str]) -> bool {
        list.iter().any(|word| word.eq_ignore_ascii_case(self.word(at)))
    }

    fn is_one_sentence(&self, one: &Named, other: &Named) -> bool {
        let sentence = |named: &Named| self.view.words.get(named.words.0).map(|word| word.sentence);
        other.words.0 > one.words.1 && other.words.0 - one.words.1 <= REACH && sentence(one) == sentence(other)
    }

    /// `Dr. Ruiz and | Mr. Ruiz`: one family name, other titles.
    fn is_beside(&self, one: usize, other: usize) -> bool {
        let (first, second) = (&self.named[one], &self.named[other]);
        let link = first.words.1 + 1;
        let family = |named: &Named| self.forms[named.form as usize].name.last();
        let starts_at = |title: Span| self.view.words.get(link + 1).is_some_and(|word| word.span.start == title.start);
        self.is(link, &["and", "&"])
            && second.before.title.is_some_and(starts_at)
            && family(first) == family(second)
            && self.title_at(one).is_some_and(|title| Some(title) != self.title_at(other))
    }

    /// Whether mention `other` names somebody of the family of the one named before at `one`: `Mr. Smith and his son, | John Smith`.
    fn is_kin(&self, one: usize, other: usize) -> bool {
        let (Some(first), Some(second)) = (self.named.get(one), self.named.get(other)) else { return false };
        if !self.is_one_sentence(first, second) {
            return false;
        }
        // his son, | John Smith; Smith’s late father Mr. | Smith
        let mut between = (first.words.1 + 1..second.words.0).rev();
        let is_title = |&i: &usize| self.view.words.get(i).is_some_and(|word| word.shape == Shape::Comma || word.is_capital());
        let titles = between.clone().take_while(is_title).count();
        if let Some(noun) = between.nth(titles).filter(|&noun| self.is(noun, &KIN)) {
            let owner = noun - 1 - usize::from(self.is(noun - 1, &WHICH));
            let is_possessive = self.view.words.get(owner).is_some_and(|word| word.shape == Shape::Possessive);
            return owner > first.words.1 && (is_possessive || self.is(owner, &OWNERS));
        }
        // John Smith |, his son
        let comma = second.words.1 + 1;
        let noun = comma + 2 + usize::from(self.is(comma + 2, &WHICH));
        self.view.words.get(comma).is_some_and(|word| word.shape == Shape::Comma)
            && self.is(comma + 1, &OWNERS)
            && self.is(noun, &KIN)
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Article;
    use crate::pipeline::Pipeline;

    /// The persons of a text, and how often each is named.
    fn persons(text: &str) -> Vec<(String, usize)> {
        let document = Pipeline::new().without_quotes().analyze(Article { text: Some(text.to_owned()), ..Article::default() });
        document.people.persons.into_iter().map(|person| (person.name, person.mentions.len())).collect()
    }

    #[test]
    fn namesakes_who_are_named_together_are_two() {
        for (text, expected) in [
            ("Dr. Ruiz and Mr. Ruiz live here.", &[("Ruiz", 1), ("Ruiz", 1)][..]),
            ("Dr. Ruiz and Mr. Ruiz live here. Mr. Ruiz paints. Dr. Ruiz reads.", &[("Ruiz", 2), ("Ruiz", 2)]),
            ("Mr. Smith and his son, John Smith, left.", &[("Smith", 1), ("John Smith", 1)]),
            ("Mr. Smith and his elder son John Smith left. Mr. Smith drove.", &[("Smith", 2), ("John Smith", 1)]),
            ("Mr. Smith and John Smith, his son, left.", &[("Smith", 1), ("John Smith", 1)]),
            ("John Smith and his father, Mr. Smith, left.", &[("John Smith", 1), ("Smith", 1)]),
            ("Mr. Smith left. John Smith is his name.", &[("John Smith", 2)]),
            ("Mr. Ruiz left and Mr. Ruiz came back.", &[("Ruiz", 2)]),
            ("John Smith met his son. Mr. Smith left.", &[("John Smith", 2)]),
        ] {
            let found = persons(text);
            let found: Vec<(&str, usize)> = found.iter().map(|(name, count)| (name.as_str(), *count)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
