use std::io::BufRead;
fn main() {
    let texts: Vec<String> = std::io::stdin()
        .lock()
        .lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(&l.unwrap()).unwrap()["text"].as_str().unwrap().to_owned())
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let words: usize = texts.iter().map(|t| t.split_whitespace().count()).sum();
    let p = pullquote::pipeline::Pipeline::new();
    let run = || {
        let mut n = 0;
        let arts: Vec<_> = texts.iter().map(|t| pullquote::document::Article { text: Some(t.clone()), ..Default::default() }).collect();
        p.analyze_each(arts.into_iter(), 1, |d| { n += d.quotes.len(); true });
        n
    };
    run();
    let rounds: usize = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(3);
    for _ in 0..rounds {
        let s = std::time::Instant::now();
        let n = run();
        let t = s.elapsed().as_secs_f64();
        println!(
            "{} quotes {:.0} articles/s {:.2} MB/s {:.0} words/s",
            n,
            texts.len() as f64 / t,
            bytes as f64 / t / 1e6,
            words as f64 / t
        );
    }
}
