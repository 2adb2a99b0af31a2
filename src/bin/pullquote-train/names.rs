//! Trains the name model on annotated corpora and a teacher's labels.

use super::corpora::{is_open, numbers_of, read_documents, read_labels};
use super::{Failure, Options};
use pullquote::entity::lexicon::{Lexicon, PhraseKind};
use pullquote::entity::recognizer::{Kind, NameScratch, Recognizer};
use pullquote::model::{Clusters, Vocabulary};
use pullquote::tag::Tagger;
use pullquote::train::Config;
use pullquote::train::names::{
    Annotated, Casing, DEFAULT, GoldName, Learner, Learning, NameReader, Reading, learn_names, learn_weights, to_model,
};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::str::SplitAsciiWhitespace;
use std::time::Instant;

/// Options of the task. `--left-out`: without the corpora that measure how far it carries; `--open`: from openly licensed data alone,
/// without a teacher; `--teacher=FILE` or `none`; `--fast`: the first stage alone.
pub const OPTIONS: &[&str] = &[
    "--data",
    "--tags",
    "--out",
    "--bits",
    "--epochs",
    "--margin",
    "--min-count",
    "--min-weight",
    "--no-filter",
    "--seed",
    "--teacher",
    "--confidence",
    "--augment",
    "--left-out",
    "--learner",
    "--factor",
    "--field-epochs",
    "--runs",
    "--kept",
    "--rate",
    "--dropped",
    "--open",
    "--fast",
    "--add-groups",
    "--score",
];

/// What the corpora's labels are to us.
fn kind_of(label: &str) -> Option<Kind> {
    match label {
        "PER" | "Person" | "person" | "politician" => Some(Kind::Person),
        "ORG" | "Organization" | "organization" | "organisation" | "politicalparty" | "corporation" | "group" => {
            Some(Kind::Organization)
        }
        "LOC" | "Location" | "Facility" | "place" | "location" | "country" => Some(Kind::Place),
        "NORP" => Some(Kind::Group),
        _ => None,
    }
}

fn names_of(document: &Value) -> Option<Vec<GoldName>> {
    let entities = document["entities"].as_array()?;
    let name = |entity: &Value| {
        let kind = kind_of(entity[2].as_str()?)?;
        Some(GoldName { start: entity[0].as_u64()? as usize, end: entity[1].as_u64()? as usize, kind })
    };
    Some(entities.iter().filter_map(name).collect())
}

/// Some corpora, and the teacher that learned from them, mark nationalities as places (DocRED: `Polish`); the gazetteer knows better.
fn mend_nationalities(text: &str, names: &mut [GoldName]) {
    let byte_of: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    for name in names.iter_mut().filter(|name| name.kind == Kind::Place) {
        let Some((&start, &end)) = byte_of.get(name.start).zip(byte_of.get(name.end)) else { continue };
        let entry = Lexicon::get().phrase(&text[start..end].to_lowercase());
        if entry.is_some_and(|entry| entry.kind == PhraseKind::Group) {
            name.kind = Kind::Group;
        }
    }
}

/// Adds the nationalities that the gazetteer knows where a corpus marks none: capitalised words outside its names.
fn add_nationalities(text: &str, names: &mut Vec<GoldName>) {
    let mut found = Vec::new();
    let mut chars = text.chars().enumerate().peekable();
    while let Some((start, first)) = chars.next() {
        let mut word = String::from(first);
        while let Some((_, next)) = chars.next_if(|(_, next)| first.is_alphanumeric() && (next.is_alphanumeric() || *next == '-')) {
            word.push(next);
        }
        let end = start + word.chars().count();
        let is_group = || Lexicon::get().phrase(&word.to_lowercase()).is_some_and(|entry| entry.kind == PhraseKind::Group);
        if first.is_uppercase() && word.chars().any(char::is_lowercase) && is_group() {
            found.push(GoldName { start, end, kind: Kind::Group });
        }
    }
    found.retain(|group| names.iter().all(|name| name.end <= group.start || group.end <= name.start));
    names.extend(found);
    names.sort_unstable();
}

/// Which changes of case copies get, in turn: half of them lower case, three tenths capitals.
const CASINGS: [Casing; 10] = {
    use Casing::{Lower, Title, Upper};
    [Lower, Upper, Lower, Title, Lower, Upper, Lower, Title, Lower, Upper]
};

/// What becomes of nationalities.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Groups {
    /// The corpus marks them.
    Marked,
    /// It does not: what is no name may be one.
    Open,
    /// It does not, and nothing else that is learned from does: those in the gazetteer are.
    Added,
}

/// The articles of a corpus; a share of them, `augment`, once more with changed case.
fn read_corpus(
    reader: &mut NameReader<'_>,
    path: &Path,
    groups: Groups,
    keeps: impl Fn(&Value) -> bool,
    augment: f64,
) -> Result<Vec<Annotated>, Failure> {
    let mut found = Vec::new();
    let (mut due, mut copies) = (0.0, 0);
    for document in read_documents(path)?.iter().filter(|document| keeps(document)) {
        let Some(mut names) = names_of(document) else { continue };
        let text = document["text"].as_str().ok_or("no text")?;
        if groups != Groups::Marked {
            mend_nationalities(text, &mut names);
            if groups == Groups::Added {
                add_nationalities(text, &mut names);
            }
        }
        let reading = Reading { marks_groups: groups != Groups::Open, ..Reading::default() };
        found.push(reader.read(text, names.clone(), reading));
        due += augment;
        if due >= 1.0 {
            due -= 1.0;
            found.push(reader.read(text, names, Reading { casing: CASINGS[copies % CASINGS.len()], ..reading }));
            copies += 1;
        }
    }
    Ok(found)
}

/// A label of the teacher: a name, or a sentence with how sure the teacher was of it, in percent.
struct Line {
    start: usize,
    end: usize,
    kind: Option<Kind>,
    confidence: usize,
}

/// The items of a line of the teacher's labels (see teach/names.py).
fn read_lines(items: SplitAsciiWhitespace<'_>) -> Option<Vec<Line>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for item in items {
        let (letter, numbers) = item.split_at_checked(1)?;
        let [gap, len, confidence] = numbers_of(numbers)?;
        start += gap;
        let kind = match letter {
            "S" => None,
            "P" => Some(Kind::Person),
            "O" => Some(Kind::Organization),
            "L" => Some(Kind::Place),
            "N" => Some(Kind::Group),
            _ => return None,
        };
        lines.push(Line { start, end: start + len, kind, confidence });
    }
    Some(lines)
}

/// Raw articles with the teacher's labels, but for those `without`; sentences that it was not sure of, or did not read, are skipped.
fn read_taught(
    reader: &mut NameReader<'_>,
    articles: &Path,
    labels: &str,
    floor: usize,
    without: &BTreeSet<String>,
) -> Result<Vec<Annotated>, Failure> {
    let mut labels = read_labels(labels, read_lines)?;
    for id in without {
        labels.remove(id);
    }
    let mut found = Vec::new();
    for document in read_documents(articles)? {
        let Some(lines) = document["id"].as_str().and_then(|id| labels.get(id)) else { continue };
        let text = document["text"].as_str().ok_or("no text")?;
        let name = |line: &Line| Some(GoldName { start: line.start, end: line.end, kind: line.kind? });
        let mut names: Vec<GoldName> = lines.iter().filter_map(name).collect();
        mend_nationalities(text, &mut names);
        let mut article = reader.read(text, names, Reading { marks_groups: true, is_raw: true, casing: Casing::AsIs });
        let sure: Vec<(usize, usize)> = lines
            .iter()
            .filter(|line| line.kind.is_none() && line.confidence >= floor)
            .map(|line| (line.start, line.end))
            .collect();
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

/// What is scored.
const SETS: [&str; 5] = ["worldwide.dev", "ewt.dev", "wikigold.all", "crossner_politics.dev", "gum.dev"];

/// What the model in development does not learn from.
const LEFT_OUT: [&str; 3] = ["ewt.dev", "wikigold.all", "crossner_politics.dev"];

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

/// Counts by kind, and last of persons, organisations and places together.
fn evaluate(recognizer: &Recognizer, articles: &[Annotated], vocabulary: &Vocabulary) -> [Count; 5] {
    let mut counts = [Count::default(); 5];
    let mut scratch = NameScratch::default();
    for article in articles {
        let gold: BTreeSet<GoldName> = article.gold.iter().copied().collect();
        let found: BTreeSet<GoldName> =
            article.find(vocabulary, recognizer, &mut scratch).iter().map(|name| article.span_of(name)).collect();
        for kind in Kind::ALL {
            let of = |names: &BTreeSet<GoldName>| names.iter().filter(|name| name.kind == kind).count() as u32;
            let right = found.intersection(&gold).filter(|name| name.kind == kind).count() as u32;
            for slot in [Some(kind as usize), (kind != Kind::Group).then_some(4)].into_iter().flatten() {
                counts[slot].right += right;
                counts[slot].found += of(&found);
                counts[slot].gold += of(&gold);
            }
        }
    }
    counts
}

/// Prints the scores on the development sets.
fn report(recognizer: &Recognizer, dev: &[Vec<Annotated>], vocabulary: &Vocabulary, options: &Options) {
    let mut outside = 0.0;
    // No figure for what was learned from.
    let is_seen = |set: &str| !options.has("--left-out") && LEFT_OUT.contains(&set);
    for (set, articles) in SETS.iter().zip(dev).filter(|(set, _)| !is_seen(set)) {
        let counts = evaluate(recognizer, articles, vocabulary);
        let labels = Kind::ALL.map(Kind::name).into_iter().chain(["all"]);
        let f1: Vec<String> = labels.zip(&counts).map(|(label, count)| format!("{label} {:.1}", count.f1())).collect();
        println!("  {set}: {}", f1.join(" "));
        if LEFT_OUT.contains(set) {
            outside += counts[4].f1() / LEFT_OUT.len() as f64;
        }
    }
    if options.has("--left-out") {
        println!("mean of ewt, wikigold, crossner: {outside:.2}");
    }
}

/// Trains, reports, writes.
pub fn train(options: &Options) -> Result<(), Failure> {
    let names = options.data().join("names");
    let clusters = Clusters::get();
    let tags = options.text("--tags", "data/models/tags.bin");
    let tagger = Tagger::from_bytes(&std::fs::read(tags)?, tags)?;
    let mut reader = NameReader::new(clusters, &tagger);
    let augment: f64 = options.number("--augment", 0.1)?;
    if let Some(model) = options.get("--score") {
        let recognizer = Recognizer::from_bytes(&std::fs::read(model)?, model)?;
        let mut dev = Vec::new();
        for set in SETS {
            dev.push(read_corpus(&mut reader, &names.join(format!("{set}.jsonl")), Groups::Marked, |_| true, 0.0)?);
        }
        report(&recognizer, &dev, reader.vocabulary(), options);
        return Ok(());
    }
    let start = Instant::now();
    let is_open_only = options.has("--open");
    let groups = if is_open_only || options.has("--add-groups") { Groups::Added } else { Groups::Open };
    let mut train = Vec::new();
    if !is_open_only {
        train.extend(read_corpus(&mut reader, &names.join("worldwide.train.jsonl"), Groups::Marked, |_| true, augment)?);
    }
    train.extend(read_corpus(&mut reader, &names.join("gum.train.jsonl"), groups, is_open, augment)?);
    for file in ["redocred.train.jsonl", "redocred.dev.jsonl"] {
        train.extend(read_corpus(&mut reader, &names.join(file), groups, |_| true, augment)?);
    }
    if !options.has("--left-out") {
        for file in ["ewt.dev.jsonl", "wikigold.all.jsonl", "crossner_politics.train.jsonl", "crossner_politics.dev.jsonl"] {
            train.extend(read_corpus(&mut reader, &names.join(file), groups, |_| true, augment)?);
        }
    }
    let gold_tokens: usize = train.iter().map(Annotated::len).sum();
    let mut taught = Vec::new();
    let teacher = options.text("--teacher", "data/teach/names.tsv.gz");
    if !is_open_only && teacher != "none" {
        // What the blind labels measure is not learned from.
        let blind = read_documents(Path::new("eval/names_blind.jsonl"))?;
        let blind: BTreeSet<String> = blind.iter().filter_map(|document| Some(document["id"].as_str()?.to_owned())).collect();
        let floor = options.number("--confidence", 60)?;
        taught = read_taught(&mut reader, &options.data().join("articles/raw.jsonl"), teacher, floor, &blind)?;
    }
    let taught_tokens: usize = taught.iter().map(Annotated::len).sum();
    let torn: usize = train.iter().map(|article| article.torn).sum();
    let mut dev = Vec::new();
    for set in SETS {
        dev.push(read_corpus(&mut reader, &names.join(format!("{set}.jsonl")), Groups::Marked, |_| true, 0.0)?);
    }
    println!(
        "{} articles, {gold_tokens} gold tokens ({torn} torn), {} of the teacher; read in {:.0} s",
        train.len() + taught.len(),
        taught_tokens,
        start.elapsed().as_secs_f64()
    );
    let start = Instant::now();
    let config = Config {
        bits: options.number("--bits", DEFAULT.bits)?,
        epochs: options.number("--epochs", DEFAULT.epochs)?,
        margin: options.number("--margin", DEFAULT.margin)?,
        min_count: options.number("--min-count", DEFAULT.min_count)?,
        min_weight: options.number("--min-weight", DEFAULT.min_weight)?,
        has_filter: !options.has("--no-filter"),
        seed: options.number("--seed", DEFAULT.seed)?,
        ..DEFAULT
    };
    let vocabulary = reader.vocabulary();
    let default = Learning::from(config);
    let learning = Learning {
        learner: match options.text("--learner", "both") {
            "both" => Learner::Both,
            "perceptron" => Learner::Perceptron,
            "field" => Learner::Field,
            other => return Err(format!("--learner={other}; expected both, perceptron or field").into()),
        },
        epochs: options.number("--field-epochs", default.epochs)?,
        rate: options.number("--rate", default.rate)?,
        dropped: options.number("--dropped", default.dropped)?,
        kept: options.number("--kept", default.kept)?,
        runs: options.number("--runs", default.runs)?,
        factor: options.number("--factor", default.factor)?,
        ..default
    };
    let (model, learned) = if options.has("--fast") {
        let learned = learn_weights(train.iter().chain(&taught), vocabulary, learning);
        (to_model(&learned, Vec::new(), Vec::new()), learned)
    } else {
        learn_names(&train, &taught, vocabulary, learning)?
    };
    let losses: Vec<String> = learned.losses.iter().map(|loss| format!("{:.2}", 100.0 * loss)).collect();
    println!("wrong in each epoch: {} %; {:.0} s", losses.join(" "), start.elapsed().as_secs_f64());
    let recognizer = Recognizer::from_model(&model, "the new model")?;
    report(&recognizer, &dev, vocabulary, options);
    let file = model.to_bytes();
    let out = options.text("--out", "data/models/names.bin");
    std::fs::write(out, &file).map_err(|error| format!("{out}: {error}"))?;
    println!("{out}: {} bytes, CRC-32 {:08x}", file.len(), crc32fast::hash(&file[..file.len() - 4]));
    Ok(())
}
