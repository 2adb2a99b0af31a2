//! Names that stand for a person without being part of the full name, or that differ from it.
//!
//! Finds: `Van Rijswijk` of `Femke van Rijswijk`; the family name of Mina in `Mina and Tara Ghorbani`; `Fishbone` in `Osagie Imade, known as
//! Fishbone`; `Kovalenka` for `Kovalenko`. Does not find: `Lincoln` in `Lincoln and Franklin Roosevelt` (mostly a family name), two family
//! names that both exist (`Hansen`, `Hanson`), plurals. Cost: a few words for each name; at most two dozen persons for one that nobody has.

use super::name::{Name, is_misspelled};
use super::resolve::{MOST, Resolver, is_family_first};
use crate::entity::lexicon::{Flags, Lexicon, WordGender};
use rustc_hash::FxBuildHasher;

impl Resolver<'_, '_> {
    /// `Van Rijswijk` is a family name where there is a `Femke van Rijswijk`; `Van` may be a given name elsewhere.
    pub fn find_bare_particles(&mut self) {
        let lexicon = Lexicon::get();
        let starts_with_particle = |name: &Name| name.is_full() && lexicon.flags(name.first()).has(Flags::PARTICLE);
        if !self.forms.iter().any(|form| starts_with_particle(&form.name)) {
            return;
        }
        let is_double = |part: &str| part.contains(' ');
        let families: hashbrown::HashSet<Box<str>, FxBuildHasher> =
            self.forms.iter().map(|form| form.name.last()).filter(|part| is_double(part)).map(Box::from).collect();
        for form in &mut self.forms {
            if starts_with_particle(&form.name) {
                let whole = form.name.parts.join(" ").into_boxed_str();
                if families.contains(&whole) {
                    form.name.parts = vec![whole];
                }
            }
        }
    }

    /// Reads `Mina and Tara Ghorbani`: Mina is one of the family too, if nobody else of the article has that name.
    pub fn lend_families(&mut self) {
        let lexicon = Lexicon::get();
        for at in (0..self.named.len().saturating_sub(1)).rev() {
            let (one, next) = (&self.named[at], &self.named[at + 1]);
            let between = one.words.1 + 1;
            if next.words.0 != between + 1 || one.draft != u32::MAX || one.before.title.is_some() {
                continue;
            }
            let (name, whole) = (&self.forms[one.form as usize].name, &self.forms[next.form as usize]);
            let link = self.view.words[between].span.text(self.view.text);
            let lent = (next.draft != u32::MAX).then(|| self.drafts[next.draft as usize].family.clone()).flatten();
            let flags = lexicon.flags(name.last());
            // Names that are mostly family names (Lincoln and Franklin Roosevelt) are left alone.
            let is_given = flags.has(Flags::GIVEN)
                && (!flags.has(Flags::SURNAME)
                    || lexicon.share_of_women(name.last()).is_some_and(|share| share > 0.9)
                    || !lexicon.full_given_names(name.last()).is_empty());
            if !is_given
                || self.by_part.contains_key(name.last())
                || super::leaders::by_short(self.forms[one.form as usize].text).next().is_some()
            {
                continue;
            }
            let family = match (link, lent) {
                (",", lent @ Some(_)) => lent,
                ("and" | "&", None)
                    if whole.name.parts.len() == 2
                        && whole.name.suffix.is_none()
                        && lexicon.flags(whole.name.first()).has(Flags::GIVEN)
                        && !is_family_first(&whole.name, whole.text) =>
                {
                    let family = whole.text.split_once(char::is_whitespace).map(|(_, family)| family.trim_start());
                    family.filter(|family| family.len() > 2).map(Box::from)
                }
                _ => None,
            };
            if family.is_some() {
                let form = one.form;
                let draft = self.new_draft(form);
                self.drafts[draft as usize].family = family;
                self.index(form, draft);
                self.named[at].draft = draft;
                self.note(at, draft);
            }
        }
    }

    /// `Osagie Imade, known as | Fishbone`, `nicknamed`: the person named right before, where mention `at` is what they are called.
    pub fn called_so(&self, at: usize) -> Option<u32> {
        let before = &self.named[at.checked_sub(1)?];
        let (from, to) = (before.words.1 + 1, self.named[at].words.0);
        if to <= from || to - from > 7 || to > self.view.words.len() {
            return None;
        }
        let words: Vec<&str> = self.view.words[from..to].iter().map(|word| word.span.text(self.view.text)).collect();
        let end = words.iter().rposition(|word| !matches!(*word, "\"" | "“" | "‘" | "'"))?;
        let ([ref rest @ .., "known", "as"] | [ref rest @ .., "nicknamed" | "dubbed" | "alias" | "aka" | "a.k.a."]) = words[..=end]
        else {
            return None;
        };
        let is_link = |word: &&str| {
            matches!(
                *word,
                "," | "(" | "—" | "–" | "who" | "is" | "was" | "better" | "also" | "widely" | "popularly" | "commonly" | "best"
            )
        };
        (rest.iter().all(is_link) && before.draft != u32::MAX).then_some(before.draft)
    }

    /// The person whose family name a bare form that nobody has misspells; not where both are family names of their own.
    pub fn misspelled(&self, form: u32, gender: Option<WordGender>) -> Option<u32> {
        let lexicon = Lexicon::get();
        let word = self.forms[form as usize].name.last();
        let flags = lexicon.flags(word);
        if flags.has(Flags::LEADER) {
            return None;
        }
        let mut fits = (0..self.drafts.len() as u32).rev().take(2 * MOST).filter(|&draft| {
            let person = &self.drafts[draft as usize];
            let name = &self.forms[person.best as usize].name;
            let family = if person.is_family_first { name.first() } else { name.last() };
            name.is_full()
                && is_misspelled(word, family)
                && !(flags.has(Flags::SURNAME) && lexicon.flags(family).has(Flags::SURNAME))
                && gender.zip(self.gender_of(person)).is_none_or(|(said, known)| said == known)
        });
        let found = fits.next()?;
        fits.next().is_none().then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Article;
    use crate::pipeline::Pipeline;

    /// Names of the persons of a text.
    fn names(text: &str) -> Vec<String> {
        let document = Pipeline::new().analyze(Article { text: Some(text.to_owned()), ..Article::default() });
        document.people.persons.into_iter().map(|person| person.name).collect()
    }

    #[test]
    fn variants_are_joined_and_others_are_not() {
        for (text, expected) in [
            ("Tara and Sara Ghorbani run the bakery. Tara bakes.", &["Tara Ghorbani", "Sara Ghorbani"][..]),
            ("Burgess and Anna Whitlock run the bakery.", &["Burgess", "Anna Whitlock"]),
            ("Oksana Kovalenko won. Kovalenka was glad.", &["Oksana Kovalenko"]),
            ("Erik Hansen won. Mr. Hanson was glad.", &["Erik Hansen", "Hanson"]),
            ("Osagie Imade, known as Fishbone, retired. Fishbone fought.", &["Osagie Imade"]),
            ("Osagie Imade, who met Fishbone, retired.", &["Osagie Imade", "Fishbone"]),
            ("Femke van Rijswijk rode. Van Rijswijk won.", &["Femke van Rijswijk"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
