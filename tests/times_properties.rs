//! What is true of times in every text: spans hold, values are well formed, days fit the calendar, threads change nothing.

use proptest::prelude::*;
use pullquote::time::{TimeExpression, TimeType};
use pullquote::{Article, Document, Pipeline};

fn article(text: &str, date: Option<&str>) -> Article {
    Article { text: Some(text.to_owned()), date: date.map(str::to_owned), ..Article::default() }
}

fn analyze(text: &str, date: Option<&str>) -> Document {
    Pipeline::new().without_quotes().analyze(article(text, date))
}

/// Words of times, and odd characters.
const WORDS: &str = "the | a | last | next | this | that | past | same | following | previous | coming | early | late | mid | mid-March \
    | earlier | later | ago | before | after | of | in | on | since | until | and | to | - | – | / | , | . | every | \
    each | once | per | about | nearly | more than | few | several | recent | half | fiscal | 1990s | '70s | nineties | \
    3:07 | 24:00 | p.m. | a.m. | o'clock | GMT | (1210 GMT) | 2018-04-17 | 0000-00-00 | 9999-12-31 | 31/12/9999 | \
    4/17/18 | yesterday | today | tomorrow | tonight | overnight | now | daily | Christmas | Easter | New | Year | 's | \
    Eve | AD | BC | end | beginning | '87 | Q3 | FY2019 | recently | future | March | May | February | 29 | 30 | 31st | \
    1 | 0 | 1900 | 2016 | 9999 | 999999999 | 1,500 | 2.5 | 1/2 | Monday | Sundays | weekend | week | month | quarter | \
    year | decade | century | millennium | days | hours | minutes | two | twenty | hundred | first | third | spring | \
    winter | fall | morning | night | noon | midnight | will | said | was | expected | Zoë | 中文 | 🙂 | \u{ad} | &quot; | \
    é | percent | people | Trump | just | weekdays | from | ago | Ramadan | Eid al-Fitr | Lunar New Year | centuries | \
    turn | 12th | 420";

/// Text of times: their words in any order.
fn timely() -> impl Strategy<Value = String> {
    let words: Vec<&str> = WORDS.split(" | ").chain(["\n", "\n\n"]).collect();
    let spaces = prop::sample::select(vec![" ", " ", " ", "", "\u{a0}"]);
    let pieces = (prop::sample::select(words), spaces).prop_map(|(word, space)| format!("{word}{space}"));
    prop::collection::vec(pieces, 0..40).prop_map(|words| words.concat())
}

fn holds(document: &Document) -> Result<(), TestCaseError> {
    prop_assert_eq!(document.error.as_deref(), None);
    prop_assert_eq!(document.check(), Ok(()));
    for TimeExpression { span, kind, value, days, method } in &document.times {
        let text = span.text(&document.text);
        prop_assert!(!text.trim().is_empty() && text.trim() == text, "{text:?} is words");
        prop_assert!(!method.is_empty());
        prop_assert!(value.as_ref().is_none_or(|value| !value.is_empty()));
        if let Some((first, last)) = days {
            prop_assert!(first <= last && first.year() >= 1, "{text:?} {value:?}");
            prop_assert!(value.is_some() && matches!(kind, TimeType::Date | TimeType::Time));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_words_of_time_on_any_day(text in timely(), year in 1_i16..=9999, month in 1_i8..=12, day in 1_i8..=28) {
        holds(&analyze(&text, Some(&format!("{year:04}-{month:02}-{day:02}"))))?;
        holds(&analyze(&text, None))?;
    }

    #[test]
    fn any_text(text in "\\PC{0,80}") {
        holds(&analyze(&text, Some("2016-02-29")))?;
    }

    #[test]
    fn threads_change_nothing(texts in prop::collection::vec(timely(), 1..12)) {
        let articles = || texts.iter().map(|text| article(text, Some("2018-04-17"))).collect::<Vec<_>>();
        let pipeline = Pipeline::new().without_quotes();
        let times = |threads| -> Vec<_> { pipeline.analyze_batch(articles(), threads).into_iter().map(|document| document.times).collect() };
        prop_assert_eq!(times(1), times(3));
    }
}

/// Every day of leap and common years, and of the first and the last year: yesterday and last week are right, or have no value.
#[test]
fn days_and_weeks_beside_any_day() {
    let pipeline = Pipeline::new().without_quotes();
    for year in [1, 4, 1900, 2000, 2015, 2016, 2020, 9999] {
        let first = jiff::civil::date(year, 1, 1);
        for day in first.series(jiff::Span::new().days(11)).take_while(|day| day.year() == year) {
            let text = "It closed yesterday. It had opened last week.";
            let document = pipeline.analyze(article(text, Some(&format!("{:04}-{:02}-{:02}", year, day.month(), day.day()))));
            let [yesterday, week] = &document.times[..] else { panic!("{:?}", document.times) };
            let before = day.yesterday().ok().filter(|day| day.year() >= 1);
            assert_eq!(yesterday.days, before.map(|day| (day, day)));
            let monday = day.checked_sub(jiff::Span::new().days(7 + i64::from(day.weekday().to_monday_zero_offset())));
            let monday = monday.ok().filter(|day| day.year() >= 1);
            assert_eq!(week.days.map(|days| days.0), monday);
            let iso = monday.map(jiff::civil::Date::iso_week_date).map(|week| format!("{:04}-W{:02}", week.year(), week.week()));
            assert_eq!(week.value, iso);
        }
    }
}

/// Nothing is read by going as deep as the text is long.
#[test]
fn words_that_go_on_for_ever_are_read() {
    let document = analyze(&format!("It was {}two days.", "just ".repeat(100_000)), None);
    assert_eq!(document.error, None);
}

/// Decades and centuries before the first and after the last have no value.
#[test]
fn decades_and_centuries_end() {
    for (date, text) in [("0005-04-17", "last"), ("9999-04-17", "next")] {
        let document = analyze(&format!("It was so {text} decade and {text} century."), Some(date));
        assert_eq!(document.times.len(), 2);
        assert!(document.times.iter().all(|time| time.value.is_none()), "{:?}", document.times);
    }
}

/// No rule looks further than a few words, whatever the text.
#[test]
fn hostile_texts_end() {
    for piece in [
        "the first quarter ",
        "early late ",
        "1914-1915-",
        "Monday and ",
        "2 to ",
        "in the 50s ",
        "the first Monday of ",
        "a and a half ",
        "just ",
        "early in the ",
        "a week from ",
        "the 12th and ",
    ] {
        assert!(analyze(&piece.repeat(4000), Some("2018-04-17")).error.is_none());
    }
}
