//! Reads articles as `annotate` does, analyses them as often as asked on one thread, and prints processor time and megabytes a
//! second of the best round: `cargo run --release --example rounds -- 5 < articles.jsonl`.
#![allow(clippy::print_stdout, clippy::cast_precision_loss)]

use pullquote::{Article, Pipeline};
use serde_json::Value;
use std::io::BufRead;

/// Nanoseconds that this process has had of processors.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|field| field.parse().ok()).unwrap_or(0.0)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rounds: usize = std::env::args().nth(1).map_or(Ok(5), |rounds| rounds.parse())?;
    let mut articles = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| row[name].as_str().map(str::to_owned);
        articles.push(Article {
            text: field("text"),
            id: field("id"),
            date: field("date"),
            title: field("title"),
            outlet: field("outlet"),
            ..Article::default()
        });
    }
    let bytes: usize = articles.iter().filter_map(|article| article.text.as_ref()).map(String::len).sum();
    if rounds == 0 {
        use std::hash::Hasher;
        let mut hasher = std::hash::DefaultHasher::new();
        Pipeline::new().analyze_each(articles.into_iter(), 1, |document| {
            hasher.write(document.to_json_line().as_bytes());
            true
        });
        println!("{:016x}", hasher.finish());
        return Ok(());
    }
    let mut best = f64::INFINITY;
    for _ in 0..rounds {
        let begin = processor_time();
        for group in articles.chunks(32) {
            let documents = Pipeline::new().analyze_group(group.to_vec());
            std::hint::black_box(&documents);
        }
        best = best.min(processor_time() - begin);
    }
    println!("{:.1} ms, {:.3} MB/s", best / 1e6, bytes as f64 / best * 1e3);
    Ok(())
}
