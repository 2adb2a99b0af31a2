//! scratch
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let clusters = pullquote::model::Clusters::get();
    let tagger = pullquote::tag::Tagger::from_bytes(&std::fs::read("/tmp/tags1.bin").unwrap(), "x").unwrap();
    let mut docs = Vec::new();
    for line in text.lines().take(600) {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let t = v["text"].as_str().unwrap().to_owned();
        let (mut tokens, paragraphs) = pullquote::token::tokenize(&t, &[]);
        pullquote::token::find_sentences(&t, &mut tokens, &paragraphs, &[]);
        docs.push((t, tokens));
    }
    let n: usize = docs.iter().map(|d| d.1.len()).sum();
    for _ in 0..3 {
        let mut vocabulary = pullquote::model::Vocabulary::default();
        let mut scratch = pullquote::tag::TagScratch::default();
        let (mut a, mut b) = (0.0, 0.0);
        for (t, tokens) in &docs {
            let s = std::time::Instant::now();
            vocabulary.begin_text();
            let words: Vec<u32> = (0..tokens.len()).map(|i| vocabulary.number(tokens.form(t, i), clusters)).collect();
            a += s.elapsed().as_secs_f64();
            let s = std::time::Instant::now();
            std::hint::black_box(tagger.tag(tokens, &words, &vocabulary, &mut scratch));
            b += s.elapsed().as_secs_f64();
        }
        println!(
            "{n} words: numbers {:.0} ns, tags {:.0} ns a word; vocab {}",
            a / n as f64 * 1e9,
            b / n as f64 * 1e9,
            vocabulary.words().len()
        );
    }
}
