//! What holds of tokens and sentences for any text: nothing lost, nothing twice, always in order, the same for curly and straight.

use proptest::prelude::*;
use pullquote::clean::{Region, RegionKind};
use pullquote::quote::MarkPair;
use pullquote::text::{Span, marks};
use pullquote::token;

/// Pieces that the rules look for, put together in any order.
fn hostile_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "I",
        "Trump",
        "U.S.",
        "a.m.",
        "Mr.",
        "don't",
        "cannot",
        "’s",
        "'",
        "\"",
        "“",
        "”",
        "``",
        "''",
        "&quot;",
        "&amp;",
        "&nbsp;",
        "&#8217;",
        "&#",
        "â€œ",
        "â€",
        "\u{ad}",
        "\u{200b}",
        "\u{feff}",
        "\u{a0}",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\n\n",
        "\t",
        ".",
        "...",
        "…",
        "!",
        "?!",
        ",",
        ":",
        ";",
        ":)",
        "-",
        "--",
        "—",
        "Mar-a-Lago",
        "Jae-in",
        "$",
        "US$",
        "1.2bn",
        "6'2\"",
        "1990s",
        "'90s",
        "3,000",
        "713-853-3989",
        "@x",
        "#y",
        "http://a.b/c",
        "www.a.com",
        "a@b.co",
        "é",
        "ß",
        "日本",
        "🎉",
        "👨\u{200d}👩",
        "🇺🇸",
        "e\u{301}",
        "(",
        ")",
        "[",
        "]",
        "[1]",
        "*",
        "_",
        "/",
        "&",
        "+",
        "=",
        "%",
        "less.The",
        "x_y.doc",
        "\u{85}",
        "\u{0}",
        "\u{2028}",
        "\u{fe0f}",
        "said",
        "He",
    ]);
    prop::collection::vec(prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => any::<String>()], 0..40)
        .prop_map(|parts| parts.concat())
}

/// Checks the promises on `text` with masked `regions` and paired marks.
fn check(text: &str, regions: &[Region], pairs: &[MarkPair]) -> Result<(), TestCaseError> {
    let (mut tokens, paragraphs) = token::tokenize(text, regions);
    let is_masked = |at: usize| regions.iter().any(|region| region.kind.is_masked() && region.span.contains_offset(at as u32));
    let mut covered = vec![false; text.len()];
    let mut last_end = 0;
    for (i, span) in tokens.spans.iter().enumerate() {
        prop_assert!(span.start < span.end && span.start >= last_end, "token {} at {:?} after {}", i, span, last_end);
        last_end = span.end;
        prop_assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
        prop_assert!(!is_masked(span.start as usize) && !is_masked(span.end as usize - 1));
        covered[span.range()].fill(true);
        let paragraph = paragraphs[tokens.paragraphs[i] as usize];
        prop_assert!(paragraph.span.contains(*span));
        prop_assert!(!tokens.form(text, i).is_empty());
    }
    for (at, c) in text.char_indices() {
        if !covered[at] && !is_masked(at) && !c.is_whitespace() && !marks::is_invisible(c) {
            // Only an entity that stands for a space or for nothing is left out.
            let before = text[..=at].rfind('&').map_or("", |start| &text[start..]);
            prop_assert!(
                before.starts_with("&nbsp;") || before.starts_with("&shy;") || before.starts_with("&#"),
                "lost {:?} at {}",
                c,
                at
            );
        }
    }
    prop_assert!(paragraphs.windows(2).all(|two| two[0].span.end <= two[1].span.start));
    prop_assert!(tokens.forms.windows(2).all(|two| two[0].0 < two[1].0));
    let sentences = token::find_sentences(text, &mut tokens, &paragraphs, pairs);
    prop_assert_eq!(tokens.sentences.len(), tokens.len());
    let outer: Vec<Span> = sentences.iter().filter(|sentence| sentence.depth == 0).map(|sentence| sentence.span).collect();
    prop_assert!(outer.windows(2).all(|two| two[0].end <= two[1].start));
    for (i, span) in tokens.spans.iter().enumerate() {
        prop_assert!(outer[tokens.sentences[i] as usize].contains(*span));
    }
    for (i, sentence) in sentences.iter().enumerate() {
        prop_assert!(i == 0 || sentences[i - 1].span.start <= sentence.span.start);
        prop_assert!(sentence.depth == 0 || outer.iter().any(|span| span.contains(sentence.span)));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_all_is_in_order(text in hostile_text()) {
        check(&text, &[], &[])?;
    }

    #[test]
    fn masked_text_has_no_tokens(text in hostile_text(), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(), kind in 0_usize..3) {
        let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (mut start, mut end) = (*a.get(&bounds), *b.get(&bounds));
        if start > end {
            std::mem::swap(&mut start, &mut end);
        }
        let kind = [RegionKind::Hovercard, RegionKind::ReadMore, RegionKind::Title][kind];
        check(&text, &[Region { span: Span::new(start, end), kind }], &[])?;
    }

    #[test]
    fn any_pairs_of_marks_are_safe(text in hostile_text()) {
        let found = marks::find_marks(&text);
        let pairs: Vec<MarkPair> = found
            .chunks_exact(2)
            .map(|two| MarkPair { open: two[0].span, close: two[1].span, depth: 0, is_single: two[0].is_single, is_closed: true })
            .collect();
        check(&text, &[], &pairs)?;
    }

    #[test]
    fn curly_and_straight_have_the_same_tokens(text in "([a-zA-Z.,!? 0-9-]|'|\"){0,60}") {
        // `''` is one mark in ASCII; two curly ones are two.
        let text = text.replace("''", "' ");
        let curly = text.replace('\'', "’").replace('"', "”");
        let ends = |text: &str| {
            let (tokens, _) = token::tokenize(text, &[]);
            tokens.spans.iter().map(|span| text[..span.end as usize].chars().count()).collect::<Vec<_>>()
        };
        prop_assert_eq!(ends(&text), ends(&curly));
    }
}
