//! Throughput of the name and person stages on JSON lines: `cargo run --release --example entity_speed < articles.jsonl`.
#![allow(clippy::print_stdout, clippy::cast_precision_loss)]

use pullquote::entity::{self, lexicon::Lexicon};
use pullquote::{clean, person, quote, token};
use std::io::BufRead;
use std::time::{Duration, Instant};

/// The result, and the shortest of three times: other work on the machine is left out.
fn best_of_three<T>(mut stage: impl FnMut() -> T) -> (T, Duration) {
    let mut run = || {
        let start = Instant::now();
        let result = stage();
        (result, start.elapsed())
    };
    let (_, first) = run();
    let (_, second) = run();
    let (result, third) = run();
    (result, first.min(second).min(third))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    Lexicon::get();
    println!("lexicons {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let (mut bytes, mut names_time, mut people_time) = (0, Duration::ZERO, Duration::ZERO);
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or_default();
        let date = row["date"].as_str().and_then(|date| date.get(..10)?.parse().ok());
        let regions = clean::find_regions(text, None).regions;
        let (mut tokens, paragraphs) = token::tokenize(text, &regions);
        let pairs = quote::pair_marks(text, &paragraphs, &regions).pairs;
        let sentences = token::find_sentences(text, &mut tokens, &paragraphs, &pairs);
        bytes += text.len();
        let (names, time) = best_of_three(|| entity::find_mentions(text, &tokens, &sentences, &paragraphs));
        names_time += time;
        let input = person::Input {
            text,
            tokens: &tokens,
            sentences: &sentences,
            paragraphs: &paragraphs,
            regions: &regions,
            names: &names,
            date,
            title: None,
        };
        people_time += best_of_three(|| person::resolve_people(input)).1;
    }
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!("names {:.1} MB/s, people {:.1} MB/s", speed(names_time), speed(people_time));
    Ok(())
}
