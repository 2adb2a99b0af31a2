//! Trains the name model on annotated corpora and a teacher's labels.

use super::corpora::{is_open, read_documents};
use super::{Failure, Options};
use pullquote::entity::article::{Article, Input};
use pullquote::entity::features::{add_features, features_fingerprint};
use pullquote::model::{Clusters, Decoder, Vocabulary};
use pullquote::tag::{Tag, TagScratch, Tagger};
use pullquote::train::{Config, Example, Learned, learn};
use pullquote::{clean, quote, token};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;
use std::time::Instant;

/// Options of the task.
pub const OPTIONS: &[&str] = &[
    "--data", "--clusters", "--brown", "--gaz", "--tags", "--out", "--bits", "--epochs", "--margin", "--min-count", "--min-weight", "--seed", "--silver",
    "--confidence", "--limit", "--augment", "--regime", "--no-filter", "--ablate",
];

/// The labels: O, then B and I of each kind.
pub const KINDS: [&str; 4] = ["PER", "ORG", "LOC", "NORP"];
const LABELS: usize = 1 + 2 * KINDS.len();
const ANY: u64 = (1 << LABELS) - 1;
/// O, or a NORP that the corpus does not mark.
const O_OR_NORP: u64 = 1 | 1 << 7 | 1 << 8;

fn may_follow(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from != LABELS && (from == to || from + 1 == to)
}

/// An annotated article.
struct Labelled {
    words: Vec<u32>,
    sentences: Vec<u32>,
    tags: Vec<Tag>,
    /// Where each token stands, in code points.
    spans: Vec<(usize, usize)>,
    allowed: Vec<u64>,
    /// Gold spans, in code points.
    gold: BTreeSet<(usize, usize, usize)>,
    /// Sentences that are left out.
    skipped: BTreeSet<u32>,
}

/// What reading needs.
struct Reader<'a> {
    clusters: &'a Clusters,
    tagger: Tagger,
    vocabulary: Vocabulary,
    scratch: TagScratch,
    partial: usize,
}

/// How the case of an article is changed.
#[derive(Clone, Copy, PartialEq)]
enum Casing {
    Asis,
    Lower,
    Upper,
    Title,
}

impl Casing {
    fn of(self, form: &str) -> String {
        match self {
            Self::Asis => form.to_owned(),
            Self::Lower => form.to_lowercase(),
            Self::Upper => form.to_uppercase(),
            Self::Title => {
                let mut chars = form.chars();
                chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
            }
        }
    }
}

impl Reader<'_> {
    /// Reads a text with its names. `is_full`: whether NORP is marked. `raw`: whether the text has boilerplate.
    fn read(&mut self, text: &str, names: &[(usize, usize, usize)], is_full: bool, raw: bool, casing: Casing) -> Labelled {
        let regions = if raw { clean::find_regions(text, None).regions } else { Vec::new() };
        let (mut tokens, paragraphs) = token::tokenize(text, &regions);
        let pairing = quote::pair_marks(text, &paragraphs, &regions);
        token::find_sentences(text, &mut tokens, &paragraphs, &pairing.pairs);
        let words: Vec<u32> = (0..tokens.len())
            .map(|i| self.vocabulary.number(&casing.of(tokens.form(text, i)), self.clusters))
            .collect();
        let tags = self.tagger.tag(&tokens, &words, &self.vocabulary, &mut self.scratch).tags;
        // Code points of byte offsets.
        let mut spans = Vec::with_capacity(tokens.len());
        let (mut byte, mut point) = (0, 0);
        for span in &tokens.spans {
            let (start, end) = (span.start as usize, span.end as usize);
            point += text[byte..start].chars().count();
            let first = point;
            point += text[start..end].chars().count();
            byte = end;
            spans.push((first, point));
        }
        let outside = if is_full { 1 } else { O_OR_NORP };
        let mut allowed = vec![outside; spans.len()];
        for &(start, end, kind) in names {
            let mut is_first = true;
            for (i, &(first, last)) in spans.iter().enumerate().skip(spans.partition_point(|span| span.1 <= start)) {
                if first >= end {
                    break;
                }
                let label = 1 + 2 * kind + usize::from(!is_first);
                if first < start || last > end {
                    self.partial += 1;
                    allowed[i] = ANY;
                } else {
                    allowed[i] = 1 << label;
                }
                is_first = false;
            }
        }
        // What may be anything must leave a way for what follows.
        for i in 1..allowed.len() {
            let label = allowed[i].trailing_zeros() as usize;
            if allowed[i].is_power_of_two() && label != 0 && label % 2 == 0 {
                let before = allowed[i - 1];
                if before & (1 << label | 1 << (label - 1)) == 0 || tokens.sentences[i - 1] != tokens.sentences[i] {
                    allowed[i] = 1 << (label - 1);
                }
            }
        }
        Labelled {
            words,
            sentences: tokens.sentences,
            tags,
            spans,
            allowed,
            gold: names.iter().copied().collect(),
            skipped: BTreeSet::new(),
        }
    }
}

fn kind_of(label: &str) -> Option<usize> {
    match label {
        "PER" | "Person" | "person" | "politician" => Some(0),
        "ORG" | "Organization" | "organization" | "organisation" | "politicalparty" | "corporation" | "group" => Some(1),
        "LOC" | "Location" | "Facility" | "place" | "location" | "country" => Some(2),
        "NORP" => Some(3),
        _ => None,
    }
}

fn names_of(document: &Value) -> Option<Vec<(usize, usize, usize)>> {
    let entities = document["entities"].as_array()?;
    let name = |entity: &Value| {
        let kind = kind_of(entity[2].as_str()?)?;
        Some((entity[0].as_u64()? as usize, entity[1].as_u64()? as usize, kind))
    };
    Some(entities.iter().filter_map(name).collect())
}

/// A corpus, the documents that are used, and whether it marks NORP.
fn corpus(reader: &mut Reader<'_>, path: &Path, is_full: bool, keeps: impl Fn(&Value) -> bool, augment: f64) -> Result<Vec<Labelled>, Failure> {
    let mut found = Vec::new();
    let mut turn = 0.0;
    let mut changed = 0;
    for document in read_documents(path)?.iter().filter(|document| keeps(document)) {
        let Some(names) = names_of(document) else { continue };
        let text = document["text"].as_str().ok_or("no text")?;
        found.push(reader.read(text, &names, is_full, false, Casing::Asis));
        turn += augment;
        if turn >= 1.0 {
            turn -= 1.0;
            let casing = [Casing::Lower, Casing::Upper, Casing::Lower, Casing::Title, Casing::Lower, Casing::Upper, Casing::Lower, Casing::Title, Casing::Lower, Casing::Upper][changed % 10];
            changed += 1;
            found.push(reader.read(text, &names, is_full, false, casing));
        }
    }
    Ok(found)
}

/// The teacher's labels of raw articles (see teach/names.py), by article.
fn read_silver(path: &str) -> Result<BTreeMap<String, Vec<(usize, usize, String, f32)>>, Failure> {
    let file = std::fs::File::open(path).map_err(|error| format!("{path}: {error}"))?;
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text)?;
    let mut found = BTreeMap::<String, Vec<_>>::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, start, end, label, confidence] = fields[..] else { return Err(format!("{path}: odd line {line:?}").into()) };
        found.entry(id.to_owned()).or_default().push((start.parse()?, end.parse()?, label.to_owned(), confidence.parse()?));
    }
    Ok(found)
}

fn silver(reader: &mut Reader<'_>, articles: &Path, labels: &str, floor: f32, limit: usize) -> Result<Vec<Labelled>, Failure> {
    let labels = read_silver(labels)?;
    let mut found = Vec::new();
    for document in read_documents(articles)? {
        let Some(lines) = document["id"].as_str().and_then(|id| labels.get(id)) else { continue };
        if found.len() >= limit {
            break;
        }
        let text = document["text"].as_str().ok_or("no text")?;
        let names: Vec<_> = lines.iter().filter_map(|(start, end, label, _)| Some((*start, *end, kind_of(label)?))).collect();
        let mut article = reader.read(text, &names, true, true, Casing::Asis);
        // Sentences that the teacher was unsure of, or did not read.
        let sure: Vec<(usize, usize)> =
            lines.iter().filter(|line| line.2 == "S" && line.3 >= floor).map(|line| (line.0, line.1)).collect();
        let is_sure = |span: (usize, usize)| {
            let at = sure.partition_point(|sentence| sentence.1 <= span.0);
            sure.get(at).is_some_and(|sentence| sentence.0 <= span.0 && span.1 <= sentence.1)
        };
        for (i, &span) in article.spans.iter().enumerate() {
            if !is_sure(span) {
                article.skipped.insert(article.sentences[i]);
            }
        }
        found.push(article);
    }
    Ok(found)
}

/// Hands the sentences of articles to `take` as examples.
fn each_example(articles: &[Labelled], vocabulary: &Vocabulary, ablated: &dyn Fn(&mut Example, usize), take: &mut dyn FnMut(&Example)) {
    let (mut facts, mut example) = (Article::default(), Example::default());
    for article in articles {
        let input = Input { vocabulary, words: &article.words, sentences: &article.sentences, tags: &article.tags };
        facts.read(input);
        for (sentence, is_heading) in facts.sentences() {
            if article.skipped.contains(&article.sentences[sentence.start]) {
                continue;
            }
            example.clear();
            for i in sentence.clone() {
                let first = example.features.len();
                add_features(input, &facts, &sentence, is_heading, i, &mut example.features);
                ablated(&mut example, first);
                example.end_token(article.allowed[i]);
            }
            take(&example);
        }
    }
}

/// The names that labels stand for.
fn spans_of(labels: &[u8], spans: &[(usize, usize)], found: &mut BTreeSet<(usize, usize, usize)>) {
    let mut open: Option<(usize, usize, usize)> = None;
    for (&label, &(start, end)) in labels.iter().zip(spans) {
        if label % 2 == 1 {
            found.extend(open.take());
            open = Some((start, end, usize::from(label) / 2));
        } else if label == 0 {
            found.extend(open.take());
        } else if let Some(open) = &mut open {
            open.1 = end;
        }
    }
    found.extend(open);
}

#[derive(Clone, Copy, Default)]
struct Count {
    right: u32,
    found: u32,
    gold: u32,
}

impl Count {
    fn f1(self) -> f64 {
        200.0 * f64::from(self.right) / f64::from((self.found + self.gold).max(1))
    }
}

fn evaluate(learned: &Learned, articles: &[Labelled], vocabulary: &Vocabulary, ablated: &dyn Fn(&mut Example, usize)) -> [Count; 5] {
    let mut counts = [Count::default(); 5];
    let mut decoder = Decoder::default();
    let mut path = Vec::new();
    for article in articles {
        let mut found = BTreeSet::new();
        let mut at = 0;
        each_example(std::slice::from_ref(article), vocabulary, ablated, &mut |example| {
            learned.best_path(example, &mut decoder, &mut path);
            spans_of(&path, &article.spans[at..at + path.len()], &mut found);
            at += path.len();
        });
        for kind in 0..4 {
            let of = |spans: &BTreeSet<(usize, usize, usize)>| spans.iter().filter(|span| span.2 == kind).count() as u32;
            let right = found.intersection(&article.gold).filter(|span| span.2 == kind).count() as u32;
            for slot in [Some(kind), (kind < 3).then_some(4)].into_iter().flatten() {
                counts[slot].right += right;
                counts[slot].found += of(&found);
                counts[slot].gold += of(&article.gold);
            }
        }
    }
    counts
}

/// Trains, reports, writes.
pub fn train(options: &Options) -> Result<(), Failure> {
    let names = options.data().join("names");
    let table = std::fs::read_to_string(options.text("--clusters", "data/models/clusters.tsv"))?;
    let mut clusters = Clusters::parse(&table);
    if options.has("--brown") {
        clusters.brown = Some(Box::new(Clusters::parse(&std::fs::read_to_string(options.text("--brown", ""))?)));
    }
    if options.has("--gaz") {
        let table = std::fs::read_to_string(options.text("--gaz", ""))?;
        let pairs = table.lines().filter_map(|line| line.split_once('\t'));
        clusters.gaz = pullquote::model::Lookup::new(
            pairs.map(|(word, bits)| (pullquote::model::hash::atom(word.as_bytes()), bits.parse().unwrap_or(0))),
        );
    }
    let tags = options.text("--tags", "data/models/tags.bin");
    let tagger = Tagger::from_bytes(&std::fs::read(tags)?, tags)?;
    let mut reader =
        Reader { clusters: &clusters, tagger, vocabulary: Vocabulary::default(), scratch: TagScratch::default(), partial: 0 };
    let augment: f64 = options.number("--augment", 0.1)?;
    let start = Instant::now();
    let mut train = corpus(&mut reader, &names.join("worldwide.train.jsonl"), true, |_| true, augment)?;
    train.extend(corpus(&mut reader, &names.join("gum.train.jsonl"), false, is_open, augment)?);
    for file in ["redocred.train.jsonl", "redocred.dev.jsonl"] {
        train.extend(corpus(&mut reader, &names.join(file), false, |_| true, augment)?);
    }
    if options.text("--regime", "dev") == "final" {
        for file in ["ewt.dev.jsonl", "wikigold.all.jsonl", "crossner_politics.train.jsonl", "crossner_politics.dev.jsonl"] {
            train.extend(corpus(&mut reader, &names.join(file), false, |_| true, augment)?);
        }
    }
    let gold_tokens: usize = train.iter().map(|article| article.words.len()).sum();
    if options.has("--silver") {
        let floor = options.number("--confidence", 0.6)?;
        let limit = options.number("--limit", usize::MAX)?;
        for (articles, labels) in options.text("--silver", "").split(',').filter_map(|pair| pair.split_once(':')) {
            train.extend(silver(&mut reader, Path::new(articles), labels, floor, limit)?);
        }
    }
    let tokens: usize = train.iter().map(|article| article.words.len()).sum();
    let sets = ["worldwide.dev", "ewt.dev", "wikigold.all", "crossner_politics.dev", "gum.dev"];
    let mut dev = Vec::new();
    for set in sets {
        dev.push(corpus(&mut reader, &names.join(format!("{set}.jsonl")), true, |_| true, 0.0)?);
    }
    println!(
        "{} articles, {gold_tokens} gold and {} silver tokens, {} partial; read in {:.0} s",
        train.len(),
        tokens - gold_tokens,
        reader.partial,
        start.elapsed().as_secs_f64()
    );
    let start = Instant::now();
    let config = Config {
        labels: LABELS,
        bits: options.number("--bits", 18)?,
        epochs: options.number("--epochs", 10)?,
        margin: options.number("--margin", 10.0)?,
        min_count: options.number("--min-count", 2)?,
        min_weight: options.number("--min-weight", 0.0)?,
        has_filter: !options.has("--no-filter"),
        may_follow,
        seed: options.number("--seed", 1)?,
    };
    let vocabulary = &reader.vocabulary;
    let ablated = |_: &mut Example, _: usize| {};
    let learned = learn(config, &|take| each_example(&train, vocabulary, &ablated, take));
    let losses: Vec<String> = learned.losses.iter().map(|loss| format!("{:.2}", 100.0 * loss)).collect();
    println!("wrong in each epoch: {} %; {:.0} s; {} known", losses.join(" "), start.elapsed().as_secs_f64(), learned.known_features());
    for (width, weights) in [("f32", learned.clone()), ("i16", learned.rounded(32767.0)), ("i8", learned.rounded(127.0))] {
        let mut outside = 0.0;
        for (set, articles) in sets.iter().zip(&dev) {
            let counts = evaluate(&weights, articles, vocabulary, &ablated);
            let f1: Vec<String> = KINDS.iter().chain(&["all"]).zip(&counts).map(|(kind, count)| format!("{kind} {:.1}", count.f1())).collect();
            if width == "i8" || set.starts_with("worldwide") {
                println!("  {width} {set}: {}", f1.join(" "));
            }
            if ["ewt.dev", "wikigold.all", "crossner_politics.dev"].contains(set) {
                outside += counts[4].f1() / 3.0;
            }
        }
        println!("{width} mean of ewt, wikigold, crossner: {outside:.2}");
    }
    let labels = std::iter::once("O".to_owned())
        .chain(KINDS.iter().flat_map(|kind| [format!("B-{kind}"), format!("I-{kind}")]))
        .collect();
    let model = learned.quantized("names", features_fingerprint(), labels, Vec::new());
    let file = model.to_bytes();
    let out = options.text("--out", "data/models/names.bin");
    std::fs::write(out, &file).map_err(|error| format!("{out}: {error}"))?;
    println!("{out}: {} bytes, CRC-32 {:08x}", file.len(), crc32fast::hash(&file[..file.len() - 4]));
    Ok(())
}
