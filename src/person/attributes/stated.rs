//! Pronouns that an article states.
//!
//! Finds: `Robin Vale, who uses they/them pronouns`; `Vale (she/her)`; `Vale, a potter whose pronouns are he/him`; `Vale goes by they and
//! them`. Of `she/they` the first. Does not find: what stands behind another name or verb (`Vale met a sailor who uses they/them pronouns`),
//! pronouns that make no set (`uses them`). Cost: at most [`REACH`] words behind a name.

use super::reader::Reader;
use crate::coref::Pronoun;
use crate::entity::Label;
use crate::entity::view::Shape;
use crate::tag::Tag;

/// Words between a name and the pronouns.
const REACH: usize = 16;

/// The pronouns that are stated behind word `last` of a name.
pub(super) fn behind(reader: &Reader<'_>, last: usize) -> Option<&'static str> {
    let mut at = last + 1;
    if reader.text(at) == "(" {
        return set(reader, at + 1);
    }
    if reader.shape(at) == Some(Shape::Possessive) {
        return whose(reader, at + 1);
    }
    if let found @ Some(_) = uses(reader, at) {
        return found;
    }
    if !reader.is_comma(at) {
        return None;
    }
    // Over an apposition: , 34, a potter who
    while at < last + REACH && reader.same_sentence(last, at) {
        if reader.is(at, &["who"]) {
            return uses(reader, at + 1);
        }
        if reader.is(at, &["whose"]) {
            return whose(reader, at + 1);
        }
        let is_verb = matches!(reader.tag(at), Some(Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md));
        if is_verb || reader.name_at(at).is_some_and(|(name, _)| name.label == Label::Person) {
            return None;
        }
        at += 1;
    }
    None
}

/// `uses they/them pronouns`, `goes by they/them` at word `at`.
fn uses(reader: &Reader<'_>, at: usize) -> Option<&'static str> {
    let at = at + usize::from(reader.is(at, &["now", "also"]));
    if reader.is(at, &["uses", "use", "used", "prefers"]) {
        return set(reader, at + 1 + usize::from(reader.is(at + 1, &["the"])));
    }
    let goes_by = reader.is(at, &["goes", "went"]) && reader.is(at + 1, &["by"]);
    goes_by.then(|| set(reader, at + 2)).flatten()
}

/// `pronouns are they/them` at word `at`, behind *whose* or `'s`.
fn whose(reader: &Reader<'_>, at: usize) -> Option<&'static str> {
    let at = at + usize::from(reader.is(at, &["preferred"]));
    let is_told = reader.is(at, &["pronouns"]) && reader.is(at + 1, &["are", "were"]);
    is_told.then(|| set(reader, at + 2)).flatten()
}

/// The first of two pronouns or more: `they/them`, `she / her`, `they and them`; also in marks.
fn set(reader: &Reader<'_>, at: usize) -> Option<&'static str> {
    let start = reader.view.words.get(at)?.span.start as usize;
    let rest = reader.view.text[start..].trim_start_matches(['"', '“', '‘', '\'']);
    let word = |text: &str| text.bytes().take_while(u8::is_ascii_alphabetic).count().min(10);
    let pronoun = |text: &str| Pronoun::read(text, Tag::Prp)?.of_person();
    let (first, rest) = rest.split_at(word(rest));
    let found = pronoun(first)?;
    let rest = rest.trim_start_matches(' ');
    let rest = ["/", "and ", "or "].iter().find_map(|link| rest.strip_prefix(link))?.trim_start_matches(' ');
    pronoun(&rest[..word(rest)]).map(|_| found)
}

#[cfg(test)]
mod tests {
    use crate::document::Article;
    use crate::pipeline::Pipeline;

    #[test]
    fn stated_pronouns_are_read_before_any_are_counted() {
        for (text, expected) in [
            ("Robin Vale, who uses they/them pronouns, said he was late.", Some("they")),
            ("Robin Vale (she/her) swam. He sang.", Some("she")),
            ("Robin Vale, a potter whose pronouns are he/him, sang.", Some("he")),
            ("Robin Vale goes by they and them.", Some("they")),
            ("Robin Vale, 34, who uses “she/they” pronouns, sang.", Some("she")),
            ("Robin Vale’s pronouns are they/them.", Some("they")),
            ("Robin Vale met a sailor who uses they/them pronouns.", None),
            ("Robin Vale, who uses them daily, sang.", None),
            ("Robin Vale (they sang) left.", None),
        ] {
            let article = Article { text: Some(text.to_owned()), ..Article::default() };
            for guesses in [false, true] {
                let pipeline = if guesses { Pipeline::new().with_guessed_pronouns() } else { Pipeline::new() };
                let document = pipeline.analyze(article.clone());
                let told = &document.people.persons[0].attributes;
                if expected.is_some() || !guesses {
                    assert_eq!((told.pronouns, told.pronouns_method), (expected, expected.map(|_| "article")), "{text}");
                }
            }
        }
    }
}
