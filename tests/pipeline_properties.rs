//! What is true of every text: spans hold, parts are inside, masked text is never quoted, a batch changes nothing.

use proptest::prelude::*;
use pullquote::{Article, Document, Pipeline};

fn article(text: &str) -> Article {
    Article { text: Some(text.to_owned()), date: Some("2018-04-17".to_owned()), id: Some("a".to_owned()), ..Article::default() }
}

fn analyze(text: &str) -> Document {
    Pipeline::new().analyze(article(text))
}

/// News-like text: words, marks, names and breaks in any order.
fn news() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\"".to_owned()),
        Just("“".to_owned()),
        Just("”".to_owned()),
        Just("‘".to_owned()),
        Just("'".to_owned()),
        Just("''".to_owned()),
        Just("\n\n".to_owned()),
        Just("\n".to_owned()),
        Just(". ".to_owned()),
        Just(", ".to_owned()),
        Just(": ".to_owned()),
        Just(" — ".to_owned()),
        Just(" said ".to_owned()),
        Just(" told ".to_owned()),
        Just(" that ".to_owned()),
        Just(" according to ".to_owned()),
        Just(" declined to comment ".to_owned()),
        Just(" Mayor Ana Ruiz ".to_owned()),
        Just(" President Trump ".to_owned()),
        Just(" he ".to_owned()),
        Just(" who ".to_owned()),
        Just(" the report ".to_owned()),
        Just("ADVERTISEMENT".to_owned()),
        Just(" Zoë’s é 中文 🙂 ".to_owned()),
        "[a-zA-Z ]{1,12}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn holds(document: &Document) -> Result<(), TestCaseError> {
    prop_assert_eq!(document.error.as_deref(), None);
    prop_assert_eq!(document.quotes.len(), document.attributions.len());
    let mut last = 0;
    for (quote, attribution) in document.quotes.iter().zip(&document.attributions) {
        prop_assert!(quote.span().start >= last, "quotes are sorted");
        last = quote.span().start;
        for part in quote.parts.iter().chain(&quote.quoted).chain(&quote.source).chain(&quote.addressee) {
            prop_assert!(
                document.text.get(part.range()).is_some_and(|text| !text.trim().is_empty()),
                "{part:?} is a stretch of words"
            );
        }
        for pair in quote.parts.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "parts do not overlap");
        }
        let has_name = attribution.speaker.as_ref().is_some_and(|speaker| speaker.name.is_some());
        prop_assert_eq!(has_name, attribution.reason.is_none(), "a reason exactly where no name is");
        for region in document.boilerplate() {
            for part in &quote.parts {
                prop_assert!(!region.span.contains(*part), "masked text is not quoted");
            }
        }
    }
    for mark in &document.marks {
        prop_assert!(document.text.get(mark.span.range()).is_some());
    }
    Ok(())
}

/// A clause that is "that" alone is none: this one once stopped the analysis.
#[test]
fn a_clause_of_which_nothing_is_left_is_no_quote() {
    let document = analyze("Ruiz said that the harbor was stopped by a ship, something that Trump mocked.");
    assert_eq!(document.error, None);
    assert!(document.quotes.iter().all(|quote| !quote.parts.is_empty()));
    assert!(!document.quotes.is_empty());
}

#[test]
fn confidence_is_a_probability_and_zero_where_nobody_is_named() {
    let document =
        analyze("“We are ready,” Mayor Ana Ruiz said. She said that it would open. Its “quiet” rooms, it is said, are full.");
    assert!(document.attributions.iter().any(|attribution| attribution.confidence > 0.8));
    for (quote, attribution) in document.quotes.iter().zip(&document.attributions) {
        assert!(quote.confidence() > 0.0 && quote.confidence() < 1.0);
        assert!(attribution.confidence <= quote.confidence());
        assert_eq!(attribution.confidence > 0.0, attribution.reason.is_none());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_news_like_text_is_safe(text in news()) {
        holds(&analyze(&text))?;
    }

    #[test]
    fn any_text_is_safe(text in "\\PC{0,300}") {
        holds(&analyze(&text))?;
    }

    #[test]
    fn without_quotes_all_else_is_the_same(text in news()) {
        let (with, without) = (analyze(&text), Pipeline::new().without_quotes().analyze(article(&text)));
        prop_assert!(with.has_quote_layer && !without.has_quote_layer);
        prop_assert_eq!(without.check(), Ok(()));
        prop_assert!(without.quotes.is_empty() && without.marks.is_empty() && without.attributions.is_empty());
        let (mut expected, found) = (with.to_json(), without.to_json());
        expected["quotes"] = serde_json::json!([]);
        expected["marks"] = serde_json::json!([]);
        // Pronouns are read with the quotes.
        let is_other = |mention: &serde_json::Value| mention["kind"] != "pronoun";
        expected["mentions"].as_array_mut().unwrap().retain(is_other);
        for person in expected["people"].as_array_mut().unwrap() {
            person["mentions"].as_array_mut().unwrap().retain(is_other);
            person["pronouns"] = serde_json::Value::Null;
            person["pronouns_method"] = serde_json::Value::Null;
        }
        for token in expected["tokens"].as_array_mut().unwrap() {
            prop_assert!(token["is_quoted"].take().is_boolean());
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn threads_and_neighbours_change_nothing(texts in prop::collection::vec(news(), 1..6)) {
        let articles: Vec<Article> = texts.iter().map(|text| article(text)).collect();
        let json = |threads| -> Vec<String> {
            Pipeline::new().analyze_batch(articles.clone(), threads).iter().map(|document| document.to_json().to_string()).collect()
        };
        let one = json(1);
        prop_assert_eq!(&one, &json(3));
        let alone: Vec<String> = texts.iter().map(|text| analyze(text).to_json().to_string()).collect();
        prop_assert_eq!(one, alone);
    }
}
