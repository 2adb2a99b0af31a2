//! The model for pronouns: `pullquote-train pronouns`.
//!
//! Learns from pronouns whose antecedents are known: people/coref_gum (texts under open licences), coref_litbank, coref_gap; the train
//! splits. Prints how often the model's first choice is right on the dev splits, each pronoun read with the model's own earlier answers.

use crate::corpora::{is_open, read_documents};
use crate::{Failure, Options};
use pullquote::coref::ranker::{Choose, NAME, Question};
use pullquote::coref::{Entities, Input, Scene, Who, features_fingerprint, find_pronouns_with};
use pullquote::model::Ranker;
use pullquote::person::People;
use pullquote::quote::{MarkPair, pair_marks};
use pullquote::train::{Choice, RankerConfig, learn_ranker};
use pullquote::{Article, Document, Pipeline, Span};
use serde_json::Value;
use std::collections::BTreeMap;

/// The options of the task.
pub const OPTIONS: &[&str] =
    &["--data", "--out", "--bits", "--epochs", "--rate", "--decay", "--gap", "--litbank", "--they", "--sharpness", "--errors"];

/// An article with what is known of its mentions.
struct Known {
    document: Document,
    people: People,
    entities: Entities,
    pairs: Vec<MarkPair>,
    gold: Gold,
    weight: f32,
}

/// Who is meant by which mention.
enum Gold {
    /// Mentions by cluster, sorted.
    Clusters(Vec<(Span, usize)>),
    /// One pronoun and two names, each with whether it is meant.
    Pair { pronoun: Span, names: [(Span, bool); 2] },
}

impl Gold {
    /// The cluster of a mention: of the shortest one of the gold that begins or ends with it.
    fn cluster(&self, span: Span) -> Option<usize> {
        let Self::Clusters(mentions) = self else { return None };
        let is_same = |other: &Span| {
            other.start == span.start && other.end == span.end
                || other.contains(span) && (other.start == span.start || other.end.abs_diff(span.end) <= 4)
        };
        let near = mentions.iter().filter(|(other, _)| is_same(other));
        near.min_by_key(|(other, _)| other.len()).map(|(_, cluster)| *cluster)
    }

    /// Which candidates are right; `None` if nothing is known of this pronoun.
    fn right(&self, question: &Question, scene: &Scene<'_>) -> Option<Vec<bool>> {
        match self {
            Self::Clusters(mentions) => {
                let cluster = mentions.iter().find(|(span, _)| *span == question.span)?.1;
                let is_meant = |&entity: &u32| scene.spans_of(entity).find_map(|span| self.cluster(span)) == Some(cluster);
                let mut right: Vec<bool> = question.entities.iter().map(is_meant).collect();
                right.push(!right.contains(&true));
                Some(right)
            }
            Self::Pair { pronoun, names } => {
                if question.span != *pronoun {
                    return None;
                }
                let is_named = |entity: u32, name: Span| scene.spans_of(entity).any(|span| span.overlaps(name));
                let meant: Vec<Span> = names.iter().filter(|(_, is_meant)| *is_meant).map(|(name, _)| *name).collect();
                let all = question.entities.iter();
                let mut right: Vec<bool> = if meant.is_empty() {
                    all.map(|&entity| !names.iter().any(|(name, _)| is_named(entity, *name))).collect()
                } else {
                    all.map(|&entity| meant.iter().any(|name| is_named(entity, *name))).collect()
                };
                right.push(meant.is_empty());
                Some(right)
            }
        }
    }
}

fn spans(document: &Document, value: &Value) -> Vec<Span> {
    value.as_array().into_iter().flatten().map(|pair| span(document, pair)).collect()
}

fn span(document: &Document, pair: &Value) -> Span {
    let byte = |value: &Value| document.chars.to_bytes(&document.text, value.as_u64().unwrap_or(0) as u32);
    Span { start: byte(&pair[0]), end: byte(&pair[1]) }
}

fn read(row: &Value, weight: f32) -> Known {
    let field = |name: &str| row[name].as_str().map(str::to_owned);
    let article = Article { text: field("text"), date: field("dct"), ..Article::default() };
    let document = Pipeline::new().without_quotes().analyze(article);
    let people = document.people.without_pronouns();
    let entities = Entities::of(&document.text, &people);
    let pairs = pair_marks(&document.text, &document.paragraphs, &document.regions).pairs;
    let gold = if row["pronoun"].is_array() {
        let name = |key: &str| (span(&document, &row[key]), row[format!("{key}_coref")].as_bool() == Some(true));
        Gold::Pair { pronoun: span(&document, &row["pronoun"]), names: [name("a"), name("b")] }
    } else {
        let clusters = row["clusters"].as_array().into_iter().flatten().enumerate();
        let mut mentions: Vec<(Span, usize)> = clusters
            .flat_map(|(number, mentions)| spans(&document, mentions).into_iter().map(move |span| (span, number)))
            .collect();
        mentions.sort_unstable();
        Gold::Clusters(mentions)
    };
    Known { document, people, entities, pairs, gold, weight }
}

impl Known {
    fn ask<C: Choose>(&self, chooser: &mut C) {
        let Document { text, tokens, tags, paragraphs, .. } = &self.document;
        let input = Input { text, tokens, tags, paragraphs, pairs: &self.pairs, people: &self.people, entities: &self.entities };
        find_pronouns_with(&input, chooser);
    }
}

/// Writes down what is asked; answers as the gold says.
struct Collector<'a> {
    known: &'a Known,
    /// What is asked for pronouns that the gold does not tell of.
    earlier: Option<&'a Ranker>,
    they: f32,
    choices: Vec<Choice>,
}

impl Choose for Collector<'_> {
    fn choose(&mut self, question: &Question, scene: &Scene<'_>) -> Vec<f32> {
        let count = question.candidates.ends.len();
        let Some(right) = self.known.gold.right(question, scene) else {
            let certain = |i| if i == 0 { 1.0 } else { 0.0 };
            return self.earlier.map_or_else(|| (0..count).map(certain).collect(), |ranker| ranker.shares(&question.candidates));
        };
        let chosen = right.iter().position(|&right| right).unwrap_or(count - 1);
        let weight = self.known.weight * if question.who == Who::They { self.they } else { 1.0 };
        self.choices.push(Choice { candidates: question.candidates.clone(), right, weight });
        let mut shares = vec![0.0; count];
        shares[chosen] = 1.0;
        shares
    }
}

/// Lets the model answer, and counts.
struct Judge<'a> {
    known: &'a Known,
    ranker: &'a Ranker,
    counts: &'a mut BTreeMap<&'static str, [u32; 4]>,
    answers: &'a mut Vec<(f32, bool)>,
    with_errors: bool,
}

impl Choose for Judge<'_> {
    fn choose(&mut self, question: &Question, scene: &Scene<'_>) -> Vec<f32> {
        let shares = self.ranker.shares(&question.candidates);
        let best = (0..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]).then(b.cmp(&a))).unwrap_or(0);
        if let Some(right) = self.known.gold.right(question, scene) {
            let who = match question.who {
                Who::He => "he",
                Who::She => "she",
                _ => "they",
            };
            let nobody = right.len() - 1;
            if self.with_errors && !right[best] {
                print_error(&self.known.document.text, question, scene, &right, &shares);
            }
            for name in [who, "all"] {
                let count = self.counts.entry(name).or_default();
                count[0] += 1;
                count[1] += u32::from(right[best]);
                count[2] += u32::from(right[nobody]);
                count[3] += u32::from(right[nobody] && best == nobody);
            }
            self.answers.push((shares[best], right[best]));
        }
        shares
    }
}

/// Prints the candidates, the right ones with a star, and the words before the pronoun.
fn print_error(text: &str, question: &Question, scene: &Scene<'_>, right: &[bool], shares: &[f32]) {
    let (before, after) = (&text[..question.span.start as usize], &text[question.span.end as usize..]);
    let start = before.char_indices().rev().nth(400).map_or(0, |(at, _)| at);
    let after: String = after.chars().take(80).collect();
    println!("--- {}[[{}]]{after}", &before[start..], question.span.text(text));
    for (number, &entity) in question.entities.iter().enumerate() {
        let words: Vec<&str> = scene.spans_of(entity).take(6).map(|span| span.text(text)).collect();
        println!("    {} {:.2} {}", if right[number] { "*" } else { " " }, shares[number], words.join(" | "));
    }
}

/// Prints how often the model is right.
fn judge(name: &str, all: &[Known], ranker: &Ranker, with_errors: bool) {
    let (mut counts, mut answers) = (BTreeMap::new(), Vec::new());
    for known in all {
        known.ask(&mut Judge { known, ranker, counts: &mut counts, answers: &mut answers, with_errors });
    }
    println!("{name}:");
    for (who, [all, right, nobody, found]) in counts {
        println!("  {who:5} {all:5} pronouns: {right:5} right; {nobody:5} mean nobody before, {found:5} of them found");
    }
    let mut bins = [(0u32, 0u32); 10];
    let mut distance = 0.0;
    for (share, is_right) in &answers {
        distance += (share - f32::from(u8::from(*is_right))).powi(2);
        #[allow(clippy::cast_sign_loss, reason = "a share")]
        let bin = &mut bins[((share * 10.0) as usize).min(9)];
        bin.0 += 1;
        bin.1 += u32::from(*is_right);
    }
    let row = |(tenth, (all, right)): (usize, &(u32, u32))| format!(".{tenth}: {right}/{all}");
    let table: Vec<String> = bins.iter().enumerate().filter(|(_, (all, _))| *all > 0).map(row).collect();
    println!("  right by belief: {}; Brier {:.3}", table.join(" "), distance / answers.len().max(1) as f32);
}

/// Trains, reports, writes.
pub fn train(options: &Options) -> Result<(), Failure> {
    let data = options.data();
    let config = RankerConfig {
        bits: options.number("--bits", 15)?,
        epochs: options.number("--epochs", 12)?,
        rate: options.number("--rate", 0.1)?,
        decay: options.number("--decay", 1e-3)?,
    };
    let they = options.number("--they", 1.0)?;
    let sharpness = options.number("--sharpness", 1.0)?;
    let licenses: BTreeMap<String, bool> = read_documents(&data.join("names/gum.train.jsonl"))?
        .iter()
        .filter_map(|row| Some((row["id"].as_str()?.to_owned(), is_open(row))))
        .collect();
    let learn = |choices: &[Choice]| learn_ranker(config, choices).quantized(NAME, features_fingerprint());
    let read_model = |file: &[u8]| Ranker::from_bytes(file, "the new model", NAME, features_fingerprint());
    let mut earlier = None;
    let mut choices = Vec::new();
    let mut dev = Vec::new();
    for (name, weight) in [("gum", 1.0), ("litbank", options.number("--litbank", 0.5)?), ("gap", options.number("--gap", 1.0)?)] {
        let rows = read_documents(&data.join(format!("people/coref_{name}.jsonl")))?;
        if name == "gap" {
            // Of each text one pronoun is known; the others are read by a model of the other corpora.
            earlier = Some(read_model(&learn(&choices).to_bytes())?);
        }
        let is_ours = |row: &&Value| {
            row["split"] == "train" && (name != "gum" || row["id"].as_str().is_some_and(|id| licenses.get(id) == Some(&true)))
        };
        for row in rows.iter().filter(is_ours) {
            let known = read(row, weight);
            let mut collector = Collector { known: &known, earlier: earlier.as_ref(), they, choices: Vec::new() };
            known.ask(&mut collector);
            choices.append(&mut collector.choices);
        }
        println!("with {name}: {} pronouns", choices.len());
        dev.push((name, rows.iter().filter(|row| row["split"] == "dev").map(|row| read(row, 1.0)).collect::<Vec<_>>()));
    }
    let mut model = learn(&choices);
    model.scale *= sharpness;
    let file = model.to_bytes();
    let ranker = read_model(&file)?;
    for (name, known) in &dev {
        judge(&format!("{name}.dev"), known, &ranker, options.has("--errors"));
    }
    let out = options.text("--out", "data/models/pronouns.bin");
    std::fs::write(out, &file).map_err(|error| format!("{out}: {error}"))?;
    println!("{out}: {} bytes, CRC-32 {:08x}", file.len(), crc32fast::hash(&file[..file.len() - 4]));
    Ok(())
}
