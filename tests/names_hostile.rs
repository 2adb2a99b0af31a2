//! Names and persons of any text: spans true, no panic, no time that grows faster than the text.

use proptest::prelude::*;
use pullquote::{Article, Pipeline};
use std::time::Instant;

fn check(text: String) {
    let article = Article { text: Some(text), date: Some("2018-04-17".to_owned()), ..Article::default() };
    let document = Pipeline::new().analyze(article);
    let people = &document.people;
    assert_eq!(people.mentions.len(), people.person_of.len());
    let mut previous = (0, 0);
    for mention in &people.mentions {
        assert!(document.text.get(mention.span.start as usize..mention.span.end as usize).is_some_and(|text| !text.is_empty()));
        assert!(previous <= (mention.span.start, mention.span.end), "sorted");
        previous = (mention.span.start, mention.span.end);
        assert_eq!(
            people.person_at(mention.span).is_some(),
            people.person_of[people.mention_at(mention.span).unwrap().0 as usize].is_some()
        );
    }
    for (at, person) in people.persons.iter().enumerate() {
        assert!(!person.name.is_empty() && !person.mentions.is_empty());
        assert!(person.mentions.iter().all(|id| people.person_of[id.0 as usize].is_some_and(|held| held.index() == at)));
    }
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,300}") {
        check(text);
    }

    #[test]
    fn any_order_of_name_words(words in prop::collection::vec(prop::sample::select(vec![
        "Donald", "Trump", "the", "president", "President", "of", "South", "Korea", "said", ",", ".", "\"", "Mr.", "van", "De", "al-Assad", "Jr.", "J.",
        "Kim", "Jong", "Un", "Bank", "Trump-Kim", "$", "1.2", "billion", "two", "percent", "US", "May", "\n\n", "’s", "who", "mayor", "—", "Les", "É",
    ]), 0..60)) {
        check(words.join(" "));
    }
}

/// `pattern` for every number, with the number for each `#`.
fn numbered(n: usize, pattern: &str) -> String {
    (0..n).map(|i| pattern.replace('#', &i.to_string())).collect()
}

#[test]
fn time_grows_with_the_text_only() {
    type Maker = fn(usize) -> String;
    let makers: [(&str, Maker); 6] = [
        ("one name", |n| "Donald Trump said. ".repeat(n)),
        ("one run", |n| "Trump ".repeat(n)),
        ("one surname", |n| numbered(n, "Person# Smith met Smith. ")),
        ("many roles", |n| numbered(n, "President Name# Surname# saw the president. ")),
        ("of of", |n| "Department of ".repeat(n)),
        ("hyphens", |n| "Trump-Kim-".repeat(n)),
    ];
    for (name, make) in makers {
        let time = |n: usize| {
            let text = make(n);
            let start = Instant::now();
            check(text);
            start.elapsed().as_secs_f64()
        };
        time(200);
        // The quickest of three: other work on the machine must not count.
        let quickest = |n: usize| (0..3).map(|_| time(n)).fold(f64::INFINITY, f64::min);
        let (small, large) = (quickest(2_000), quickest(16_000));
        // Eight times the text; squared it would be 64 times.
        assert!(large < 30.0 * small + 0.5, "{name}: {small:.3} s, then {large:.3} s for eight times the text");
    }
}
