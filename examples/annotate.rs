//! Reads articles as JSON lines (`id`, `text`, `date`, `title`, `outlet`) on standard input, writes documents as JSON lines in
//! the exchange format: `cargo run --release --example annotate < articles.jsonl > annotated.jsonl`.
#![allow(clippy::print_stdout)]

use pullquote::{Article, Pipeline};
use serde_json::Value;
use std::io::BufRead;

fn main() -> Result<(), Box<dyn std::error::Error>> {
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
    Pipeline::new().analyze_each(articles.into_iter(), 2, |document| {
        println!("{}", document.to_json_line());
        true
    });
    Ok(())
}
