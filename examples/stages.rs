//! Nanoseconds a byte of the stages before the models.
use pullquote::*;
use std::time::Instant;
fn main() {
    if std::env::args().nth(2).is_some() {
        return dump();
    }
    let path = std::env::args().nth(1).unwrap();
    let lines = std::fs::read_to_string(path).unwrap();
    let texts: Vec<String> = lines
        .lines()
        .take(3000)
        .filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok())
        .map(|v| v["text"].as_str().unwrap_or("").to_owned())
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    for _ in 0..3 {
        let mut t = [0u128; 6];
        let mut n = 0;
        for text in &texts {
            let a = Instant::now();
            let chars = text::CharIndex::new(text);
            t[0] += a.elapsed().as_nanos();
            let a = Instant::now();
            let cleaned = clean::find_regions(text, None);
            t[1] += a.elapsed().as_nanos();
            let a = Instant::now();
            let (mut tokens, paragraphs) = token::tokenize(text, &cleaned.regions);
            t[2] += a.elapsed().as_nanos();
            let a = Instant::now();
            let pairing = quote::pair_marks(text, &paragraphs, &cleaned.regions);
            t[3] += a.elapsed().as_nanos();
            let a = Instant::now();
            let sentences = token::find_sentences(text, &mut tokens, &paragraphs, &pairing.pairs);
            t[4] += a.elapsed().as_nanos();
            let a = Instant::now();
            n += sentences.len() + tokens.spans.len();
            std::hint::black_box((chars, cleaned, tokens, paragraphs, pairing, sentences));
            t[5] += a.elapsed().as_nanos();
        }
        println!(
            "{bytes} bytes {n}: chars {:.2} clean {:.2} tokenize {:.2} pair {:.2} sentences {:.2} drop {:.2} ns/byte",
            t[0] as f64 / bytes as f64,
            t[1] as f64 / bytes as f64,
            t[2] as f64 / bytes as f64,
            t[3] as f64 / bytes as f64,
            t[4] as f64 / bytes as f64,
            t[5] as f64 / bytes as f64
        );
    }
}
fn dump() {
    let path = std::env::args().nth(1).unwrap();
    let lines = std::fs::read_to_string(path).unwrap();
    for line in lines.lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = v["text"].as_str().unwrap_or("");
        let cleaned = clean::find_regions(text, None);
        let (mut tokens, paragraphs) = token::tokenize(text, &cleaned.regions);
        let pairing = quote::pair_marks(text, &paragraphs, &cleaned.regions);
        let sentences = token::find_sentences(text, &mut tokens, &paragraphs, &pairing.pairs);
        println!("{:?}{:?}{:?}{:?}{:?}", cleaned, tokens, paragraphs, pairing.pairs.len(), sentences);
    }
}
