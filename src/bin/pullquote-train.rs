//! Trains the embedded models: `pullquote-train tags --data ../shared/data --out data/models/tags.bin`.
//!
//! Reads the corpora, learns, prints the scores on the development sets, writes the model: the same bytes each time.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::cast_precision_loss)]

use pullquote::model::hash::atom;
use pullquote::model::{Decoder, Lookup, Model};
use pullquote::tag::{COUNT, Features, Pos, Scratch, Tag, Tagger, Tags, Universal, Word, features_fingerprint};
use pullquote::train::{Config, Sequence, learn};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

/// Genres of GUM whose texts allow commercial use; weights that ship learn from these alone.
const OPEN_LICENSES: [&str; 3] = ["CC-BY-4.0", "CC-BY-2.5", "CC-BY-SA-3.0"];

/// How many words of the table of clusters are kept: the most frequent.
const CLUSTERED_WORDS: usize = 40_000;

struct Options {
    data: PathBuf,
    out: PathBuf,
    bits: u32,
    epochs: u32,
    margin: f32,
    min_count: u32,
    clusters: usize,
    reports: bool,
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    if task != "tags" {
        return Err(format!("unknown task {task:?}; expected tags").into());
    }
    let mut options = Options {
        data: "../shared/data".into(),
        out: "data/models/tags.bin".into(),
        bits: 16,
        epochs: 6,
        margin: 10.0,
        min_count: 2,
        clusters: CLUSTERED_WORDS,
        reports: false,
    };
    while let Some(option) = arguments.next() {
        if option == "--compare" {
            options.reports = true;
            continue;
        }
        let value = arguments.next().ok_or_else(|| format!("{option} needs a value"))?;
        match option.as_str() {
            "--data" => options.data = value.into(),
            "--out" => options.out = value.into(),
            "--bits" => options.bits = value.parse()?,
            "--epochs" => options.epochs = value.parse()?,
            "--margin" => options.margin = value.parse()?,
            "--min-count" => options.min_count = value.parse()?,
            "--clusters" => options.clusters = value.parse()?,
            _ => return Err(format!(
                "unknown option {option:?}; expected --data, --out, --bits, --epochs, --margin, --min-count, --clusters, --compare"
            )
            .into()),
        }
    }
    train_tags(&options)
}

/// A word with its right tags.
struct Row {
    form: String,
    is_spaced_before: bool,
    is_spaced_after: bool,
    /// None where our tag set has no name for it.
    tag: Option<Tag>,
    pos: Pos,
}

impl Row {
    fn word(&self) -> Word<'_> {
        Word { form: &self.form, is_spaced_before: self.is_spaced_before, is_spaced_after: self.is_spaced_after }
    }
}

/// The marks and apostrophes of a form as the tokeniser gives them.
fn normal_form(text: &str) -> String {
    let normal = |c| match c {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        c => c,
    };
    text.chars().map(normal).collect()
}

/// The sentences of a treebank's documents.
fn read_sentences(path: &Path, keeps: impl Fn(&serde_json::Value) -> bool) -> Result<Vec<Vec<Row>>, Failure> {
    let file = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut sentences = Vec::new();
    for line in file.lines() {
        let document: serde_json::Value = serde_json::from_str(line)?;
        if !keeps(&document) {
            continue;
        }
        let text: Vec<char> = document["text"].as_str().ok_or("no text")?.chars().collect();
        let number = |value: &serde_json::Value| value.as_u64().map(|number| number as usize).ok_or("no offset");
        let words = document["words"].as_array().ok_or("no words")?;
        let mut at = 0;
        for sentence in document["sentences"].as_array().ok_or("no sentences")? {
            let end = number(&sentence[1])?;
            let mut rows = Vec::new();
            while at < words.len() && number(&words[at][0])? < end {
                let (first, last) = (number(&words[at][0])?, number(&words[at][1])?);
                let is_space = |i: Option<usize>| i.and_then(|i| text.get(i)).is_none_or(|c| c.is_whitespace());
                rows.push(Row {
                    form: normal_form(&text[first..last].iter().collect::<String>()),
                    is_spaced_before: is_space(first.checked_sub(1)),
                    is_spaced_after: is_space(Some(last)),
                    tag: words[at][2].as_str().and_then(Tag::from_name),
                    pos: words[at][3].as_str().and_then(Pos::from_name).ok_or("no universal tag")?,
                });
                at += 1;
            }
            if !rows.is_empty() {
                sentences.push(rows);
            }
        }
    }
    Ok(sentences)
}

/// The most frequent words of the table of clusters.
fn read_clusters(path: &Path, count: usize) -> Result<Lookup, Failure> {
    let file = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut pairs = Vec::new();
    for line in file.lines().skip(1).take(count) {
        let mut fields = line.split('\t');
        let (Some(word), Some(cluster)) = (fields.next(), fields.next()) else { return Err(format!("odd line {line:?}").into()) };
        // The lowest bit is the first of the path: the first sixteen are enough.
        pairs.push((atom(word.as_bytes()), cluster.parse::<u32>()? as u16));
    }
    Ok(Lookup::new(pairs))
}

fn to_sequence(rows: &[Row], features: &mut Features, clusters: &Lookup) -> Sequence {
    let mut sequence = Sequence::default();
    features.read(rows.iter().map(Row::word), clusters);
    for (i, row) in rows.iter().enumerate() {
        sequence.push(&features.of(i), row.tag.unwrap_or(Tag::Jj) as u8);
    }
    sequence
}

/// Right tags, right universal parts, all.
type Score = (u32, u32, u32);

/// Prints the shares, and the most frequent confusions.
fn evaluate(tagger: &Tagger, name: &str, sentences: &[Vec<Row>], with_errors: bool) -> Score {
    let mut scratch = Scratch::default();
    let (mut right, mut right_pos, mut all) = (0, 0, 0);
    let mut confusions = BTreeMap::<(&str, &str), u32>::new();
    for rows in sentences {
        let mut found = Tags::default();
        tagger.tag_sentence(rows.iter().map(Row::word), &mut scratch, &mut found);
        for ((row, &tag), &pos) in rows.iter().zip(&found.tags).zip(&found.pos) {
            all += 1;
            right_pos += u32::from(pos == row.pos);
            if row.tag == Some(tag) {
                right += 1;
            } else {
                *confusions.entry((row.tag.map_or("AFX", Tag::name), tag.name())).or_default() += 1;
            }
        }
    }
    println!("{name}: XPOS {:.2}, UPOS {:.2} of {all} words", percent(right, all), percent(right_pos, all));
    if with_errors {
        let mut worst: Vec<_> = confusions.into_iter().collect();
        worst.sort_by_key(|&(names, count)| (std::cmp::Reverse(count), names));
        let worst: Vec<String> = worst.iter().take(14).map(|((gold, found), count)| format!("{gold}>{found} {count}")).collect();
        println!("  {}", worst.join(", "));
    }
    (right, right_pos, all)
}

fn percent(part: u32, whole: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(whole.max(1))
}

fn train_tags(options: &Options) -> Result<(), Failure> {
    let names = options.data.join("names");
    let is_open =
        |document: &serde_json::Value| document["license"].as_str().is_some_and(|license| OPEN_LICENSES.contains(&license));
    let mut train = read_sentences(&names.join("ewt.train.jsonl"), |_| true)?;
    train.extend(read_sentences(&names.join("gum.train.jsonl"), is_open)?);
    let ewt = read_sentences(&names.join("ewt.dev.jsonl"), |_| true)?;
    let gum = read_sentences(&names.join("gum.dev.jsonl"), |_| true)?;
    let gum_news = read_sentences(&names.join("gum.dev.jsonl"), |document| document["genre"] == "news")?;
    let clusters = read_clusters(&options.data.join("lexicons/brown_spacy_en.tsv"), options.clusters)?;
    println!("{} sentences, {} words, {} clustered words", train.len(), train.iter().map(Vec::len).sum::<usize>(), clusters.len());

    let start = Instant::now();
    let mut features = Features::default();
    let sequences: Vec<Sequence> = train.iter().map(|rows| to_sequence(rows, &mut features, &clusters)).collect();
    let config = Config {
        labels: Tag::ALL.len(),
        bits: options.bits,
        epochs: options.epochs,
        margin: options.margin,
        min_count: options.min_count,
        seed: 1,
    };
    let learned = learn(&sequences, config);
    let losses: Vec<String> = learned.losses.iter().map(|loss| format!("{:.2}", 100.0 * loss)).collect();
    println!("wrong in each epoch: {} %; {:.0} s", losses.join(" "), start.elapsed().as_secs_f64());

    let columns: Vec<(Vec<Tag>, Vec<u64>, Vec<Pos>)> = train
        .iter()
        .map(|rows| {
            features.read(rows.iter().map(Row::word), &clusters);
            let words = (0..features.len()).map(|i| features.lower(i)).collect();
            (rows.iter().map(|row| row.tag.unwrap_or(Tag::Jj)).collect(), words, rows.iter().map(|row| row.pos).collect())
        })
        .collect();
    let universal = Universal::learn(columns.iter().map(|(tags, words, parts)| (&tags[..], &words[..], &parts[..])));
    let model = Model {
        name: "tags".to_owned(),
        features: features_fingerprint(),
        labels: Tag::ALL.map(|tag| tag.name().to_owned()).to_vec(),
        weights: learned.quantized(),
        sections: vec![("clusters".to_owned(), clusters.to_bytes()), ("universal".to_owned(), universal.to_bytes())],
    };
    let file = model.to_bytes();
    let tagger = Tagger::from_bytes(&file, "the new model")?;
    for (name, sentences, with_errors) in [("EWT dev", &ewt, true), ("GUM dev", &gum, true), ("GUM dev, news", &gum_news, false)] {
        evaluate(&tagger, name, sentences, with_errors);
        if options.reports {
            for (width, weights) in [("f32", learned.clone()), ("i16", learned.rounded(32767.0)), ("i8 ", learned.rounded(127.0))] {
                let (mut decoder, mut path, mut right, mut all) = (Decoder::default(), Vec::new(), 0, 0);
                for rows in sentences {
                    weights.best_path(&to_sequence(rows, &mut features, &clusters), &mut decoder, &mut path);
                    right += rows.iter().zip(&path).filter(|(row, label)| row.tag == Tag::from_number(**label)).count() as u32;
                    all += rows.len() as u32;
                }
                println!("  {width}, all labels tried: XPOS {:.2}", percent(right, all));
            }
        }
    }
    let words: u32 = train.iter().map(|rows| rows.len() as u32).sum();
    let mut best = f64::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        let (mut scratch, mut found) = (Scratch::default(), Tags::default());
        for rows in &train {
            tagger.tag_sentence(rows.iter().map(Row::word), &mut scratch, &mut found);
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{:.2} million words a second on one core, {COUNT} features a word", f64::from(words) / best / 1e6);
    std::fs::write(&options.out, &file).map_err(|error| format!("{}: {error}", options.out.display()))?;
    println!("{}: {} bytes, CRC-32 {:08x}", options.out.display(), file.len(), crc32fast::hash(&file[..file.len() - 4]));
    Ok(())
}
