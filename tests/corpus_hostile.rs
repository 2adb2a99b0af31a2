//! The same words in texts that nobody says: none takes time that grows faster than the text, none breaks anything off.

use pullquote::corpus::stories::vector_of;
use pullquote::corpus::{Quotation, Same, same_quotes};

fn word(n: usize) -> String {
    format!("w{} ", n.wrapping_mul(2_654_435_761) % 100_003)
}

fn words(range: std::ops::Range<usize>) -> String {
    range.map(word).collect()
}

fn same(texts: &[String]) -> Same {
    let quotes: Vec<Quotation<'_>> =
        texts.iter().zip(0..).map(|(said, label)| Quotation { said, label, ..Quotation::default() }).collect();
    let one = same_quotes(&quotes, true, 1);
    assert_eq!(one, same_quotes(&quotes, true, 3));
    one
}

#[test]
fn a_book_without_a_full_stop_and_its_fragments() {
    let mut texts = vec![words(0..16_000)];
    texts.extend((0..1_600).map(|at| words(at * 9..at * 9 + 10)));
    let found = same(&texts);
    assert_eq!((found.ids.len(), found.rows.len()), (1, 1_601));
    assert!(found.rows.iter().filter(|row| !row.is_longest).all(|row| row.difference.flags.is_truncated));
}

#[test]
fn a_book_and_quotations_of_its_two_ends() {
    let mut texts = vec![words(0..16_000)];
    texts.extend((0..1_000).map(|at| words(at % 100..at % 100 + 10) + &words(15_900..15_910)));
    assert_eq!(same(&texts).rows.iter().filter(|row| row.is_longest).count(), same(&texts).ids.len());
}

#[test]
fn a_book_and_the_same_backwards() {
    let parts: Vec<String> = (0..1_600).map(|at| words(at * 10..at * 10 + 10) + ". ").collect();
    let back: Vec<&str> = parts.iter().rev().map(String::as_str).collect();
    let found = same(&[parts.concat(), back.concat()]);
    assert!(found.rows.len() > 2, "sentences of it are found, some of them");
}

#[test]
fn one_word_said_again_and_again() {
    let one = "quokka ".repeat(16_000);
    let found = same(&[one.clone(), one[..one.len() - 7].to_owned(), "quokka zebu ".repeat(8_000)]);
    assert!(found.rows[1].difference.kept_share > 0.9);
}

#[test]
fn marks_of_a_wrong_encoding_and_other_oddities() {
    let parts = [
        "â€™", "â€œ", "â€", "\u{9d}", "â€”", "'", "[", "]", "a", "Tre", "1", "two", "hundred", "and", " ", ".", "&amp;", "n't",
        "\u{200b}", "İ",
    ];
    let mut seed = 7_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    };
    let texts: Vec<String> = (0..4_000).map(|_| (0..=next() % 12).map(|_| parts[next() % parts.len()]).collect()).collect();
    let quotes: Vec<Quotation<'_>> = texts.iter().map(|said| Quotation { said, ..Quotation::default() }).collect();
    for row in same_quotes(&quotes, true, 2).rows {
        assert!(texts[row.quote as usize].get(row.start as usize..row.end as usize).is_some());
    }
    for text in &texts {
        assert!(vector_of(text, text).iter().all(|word| word.1.is_finite()));
    }
}
