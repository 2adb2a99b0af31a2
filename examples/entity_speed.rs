//! Throughput of the name and person stages on JSON lines: `cargo run --release --example entity_speed < articles.jsonl`.
#![allow(clippy::print_stdout)]

use pullquote::entity::{self, lexicon::Lexicon};
use pullquote::{clean, person, quote, token};
use std::io::BufRead;
use std::time::{Duration, Instant};

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
        let start = Instant::now();
        let names = entity::find_mentions(text, &tokens, &sentences, &paragraphs);
        names_time += start.elapsed();
        let start = Instant::now();
        let people = person::resolve_people(person::Input {
            text,
            tokens: &tokens,
            sentences: &sentences,
            paragraphs: &paragraphs,
            regions: &regions,
            names: &names,
            date,
            title: None,
        });
        people_time += start.elapsed();
        std::hint::black_box(people);
    }
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!("names {:.1} MB/s, people {:.1} MB/s", speed(names_time), speed(people_time));
    Ok(())
}
