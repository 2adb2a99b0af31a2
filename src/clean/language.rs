//! The language of a text by its function words, and whether it still is HTML.
//!
//! *Finds* English: at least 22% of the first 250 words are function words of English (news has 35 to 50%). With twenty words
//! or more and fewer than 12%, or mostly letters of another script, the text is "not English".
//! *Does not find* the language of a few words: under twenty words, one function word in ten makes "en", fewer leave it unknown, and
//! unknown is not "not English". *Looks like HTML*: more than twenty tags.
//! *Example*: "The mayor of the town said she was not in the hall." → "en".

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Words of grammar that are frequent in English; the file says where they come from.
static FUNCTION_WORDS: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
    include_str!("../../data/lexicons/function_words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| pack(line.split('\t').next()?.as_bytes()))
        .collect()
});

/// More words than these are not counted.
const SAMPLE: usize = 250;
/// With fewer words a share says little.
const ENOUGH: usize = 20;
/// More tags than these are no prose.
const MOST_TAGS: usize = 20;

/// What is known of a text's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// English.
    English,
    /// Too little to tell.
    Unknown,
    /// Clearly another.
    Other,
}

/// The language of `text`.
pub(super) fn guess(text: &str) -> Language {
    let mut count = 0_usize;
    let mut function = 0_usize;
    let mut foreign = 0_usize;
    let function_words = &*FUNCTION_WORDS;
    for word in words(text).take(SAMPLE) {
        if word.is_ascii() {
            count += 1;
            function += usize::from(pack(word.as_bytes()).is_some_and(|packed| function_words.contains(&packed)));
        } else if word.chars().any(|c| c > '\u{24f}') {
            // Greek and beyond; scripts without spaces run on, so letters count, six to a word.
            foreign += 1 + word.chars().count() / 6;
        } else {
            count += 1;
        }
    }
    let total = count + foreign;
    if total < ENOUGH {
        return if function > 0 && function * 10 >= total { Language::English } else { Language::Unknown };
    }
    if function * 100 >= total * 22 {
        Language::English
    } else if function * 100 < total * 12 || foreign * 2 > total {
        Language::Other
    } else {
        Language::Unknown
    }
}

/// The runs of letters, of any script.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        // Most characters are ASCII, and told by their byte.
        let start = rest.bytes().position(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii())?;
        let from = &rest[start..];
        let from = if from.as_bytes()[0].is_ascii() { from } else { from.trim_start_matches(|c: char| !c.is_alphabetic()) };
        let letters = from.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(from.len());
        let is_over = from.as_bytes().get(letters).is_none_or(u8::is_ascii);
        let end = if is_over { letters } else { from.find(|c: char| !c.is_alphabetic()).unwrap_or(from.len()) };
        rest = &from[end..];
        (end > 0).then_some(&from[..end])
    })
}

/// An ASCII word of at most eight letters as one number, in small letters. Longer words are no function words.
fn pack(word: &[u8]) -> Option<u64> {
    (word.len() <= 8).then(|| {
        let mut bytes = [0; 8];
        bytes[..word.len()].copy_from_slice(word);
        // The bit that makes capitals small; what stands behind the word becomes spaces.
        u64::from_le_bytes(bytes) | 0x2020_2020_2020_2020
    })
}

/// Whether the text holds more than twenty HTML tags.
pub(super) fn looks_like_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes)
        .filter(|&at| {
            let rest = &bytes[at + 1..];
            let is_tag = rest.first().is_some_and(|&byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!'));
            // The search stops at the next `<`, so all searches together read the text once.
            is_tag && memchr::memchr2(b'<', b'>', rest).is_some_and(|end| rest[end] == b'>')
        })
        .take(MOST_TAGS + 1)
        .count()
        > MOST_TAGS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_english() {
        assert_eq!(guess("The mayor of the town said she was not in the hall."), Language::English);
        assert_eq!(guess("\"We won,\" Ruiz said."), Language::English);
        assert_eq!(guess(&"The river rose and the town was under water for a week. ".repeat(5)), Language::English);
    }

    #[test]
    fn knows_others() {
        for text in [
            "Der Bürgermeister sagte am Montag, dass die Brücke über den Fluss erst im Sommer wieder für den Verkehr geöffnet werde, weil das Geld fehle.",
            "La alcaldesa dijo el lunes que el puente sobre el río no se abrirá hasta el verano porque falta dinero para las obras de la ciudad.",
            "Le maire a déclaré lundi que le pont sur la rivière ne serait pas ouvert avant l'été, car il manque de l'argent pour les travaux de la ville.",
            "Мэр сказала в понедельник, что мост через реку не откроют до лета, потому что в городе не хватает денег на ремонт, и люди недовольны этим решением.",
        ] {
            assert_eq!(guess(text), Language::Other, "{text}");
        }
    }

    #[test]
    fn leaves_a_few_words_unknown() {
        assert_eq!(guess(""), Language::Unknown);
        assert_eq!(guess("Bonjour tout le monde"), Language::Unknown);
        assert_eq!(guess("市長は月曜日に"), Language::Unknown);
    }

    #[test]
    fn counts_tags() {
        assert!(looks_like_html(&"<p>word</p>".repeat(11)));
        assert!(!looks_like_html(&"<p>word</p>".repeat(10)));
        assert!(!looks_like_html(&"a < b and 3 <4 <<<<".repeat(50)));
    }
}
