//! Learns the table of word clusters from unlabelled text; with `--open` from openly licensed texts alone; `--show` prints some.

use super::{Failure, Options};
use pullquote::train::clusters::{Clusters, Config, read_texts};
use pullquote::train::corpus::Corpus;
use pullquote::train::vectors::train_vectors;
use std::collections::BTreeMap;
use std::time::Instant;

/// One cluster is shown for each.
const SHOWN: [&str; 12] =
    ["Michael", "Johnson", "London", "Google", "said", "Monday", "Senator", "Pakistani", "police", "NATO", "million", "quickly"];

/// Options of the task.
pub const OPTIONS: &[&str] = &["--data", "--out", "--open", "--show"];

/// Learns, reports, writes.
pub fn train(options: &Options) -> Result<(), Failure> {
    let (is_open, is_shown) = (options.has("--open"), options.has("--show"));
    let (data, out) = (options.data(), options.text("--out", "data/models/clusters.tsv"));
    let config = if is_open { Config::open() } else { Config::default() };
    let mut last = Instant::now();
    let mut lap = |stage: &str| {
        eprintln!("{:6.1} s {stage}", last.elapsed().as_secs_f64());
        last = Instant::now();
    };
    let texts = read_texts(&data, is_open)?;
    lap("reading");
    let corpus = Corpus::read(texts, config.min_count, config.max_words);
    lap("cutting into words");
    let vectors = train_vectors(&corpus, config.vectors);
    lap("vectors");
    let clusters = Clusters::find(&corpus, &vectors, &config);
    lap("clusters");
    let command = if is_open { "clusters --open" } else { "clusters" };
    let table = clusters.to_tsv(&format!(
        "Word clusters, learned by `pullquote-train {command}`: middle cluster of each fine one; coarse of each middle one; words with fine ones"
    ));
    std::fs::write(out, &table)?;
    let (words, rarest) = (corpus.words.len(), corpus.counts.last().copied().unwrap_or_default());
    eprintln!("{} tokens, {words} words, the rarest {rarest} times; {} bytes", corpus.tokens.len(), table.len());
    if is_shown {
        show(&clusters);
    }
    Ok(())
}

/// Prints the sizes of clusters and some of them.
fn show(clusters: &Clusters) {
    let mut members = BTreeMap::<u16, Vec<&str>>::new();
    for (word, fine) in &clusters.words {
        members.entry(*fine).or_default().push(word);
    }
    let mut sizes: Vec<usize> = members.values().map(Vec::len).collect();
    sizes.sort_unstable();
    println!(
        "{} clusters, smallest {}, median {}, largest {}",
        sizes.len(),
        sizes[0],
        sizes[sizes.len() / 2],
        sizes[sizes.len() - 1]
    );
    for shown in SHOWN {
        let Some((_, fine)) = clusters.words.iter().find(|(word, _)| &**word == shown) else { continue };
        let middle = clusters.middle[usize::from(*fine)];
        let all = &members[fine];
        println!("{shown}: {fine} < {middle} < {}: {} words", clusters.coarse[usize::from(middle)], all.len());
        println!("    {}", all[..all.len().min(12)].join(" "));
        let rarest: Vec<&str> = all.iter().rev().take(12).copied().collect();
        println!("    … {}", rarest.join(" "));
    }
}
