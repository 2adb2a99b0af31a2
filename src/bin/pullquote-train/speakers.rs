//! The model for speakers: `pullquote-train speakers`.
//!
//! Learns from questions that the attribution stage asks of the corpora's articles: news whose speakers are known by name
//! (press/wikinews.train), direct quotes with source spans (quotes/polnear.train, for quotes without attribution), pronouns with
//! their antecedents (people/coref_gap, coref_gum). Prints, from cross-validation by article on the first, how often rules and model
//! are right.

use crate::corpora::{is_open, read_documents};
use crate::{Failure, Options};
use pullquote::attribute::ranker::{Choose, NAME, Question};
use pullquote::attribute::{Input, attribute_quotes_with, features_fingerprint};
use pullquote::coref::{self, Entities, Pronouns, find_pronouns};
use pullquote::model::Ranker;
use pullquote::person::People;
use pullquote::quote::{Quote, QuoteKind, Status, pair_marks};
use pullquote::train::{Choice, RankerConfig, learn_ranker};
use pullquote::{Article, Document, Pipeline, Span};
use serde_json::Value;
use std::collections::BTreeMap;

/// The options of the task.
pub const OPTIONS: &[&str] =
    &["--data", "--out", "--bits", "--epochs", "--rate", "--decay", "--folds", "--polnear", "--gap", "--gum", "--open", "--errors"];

/// What is known of a quote's speaker.
#[derive(Clone, Debug)]
enum Gold {
    Nothing,
    Name(String),
    /// Named in one of these.
    Spans(Vec<Span>),
    /// Named in one of these, or by no more than the noun phrase itself.
    SpansOrItself(Vec<Span>),
}

/// A question of the corpora.
struct Known {
    choice: Choice,
    asked: &'static str,
    rule: Option<usize>,
    question: Question,
}

/// Writes down what is asked; answers as the gold says, so that later questions know who spoke.
struct Collector<'a> {
    gold: &'a [Gold],
    weight: f32,
    known: Vec<Known>,
}

impl Choose for Collector<'_> {
    fn choose(&mut self, question: &Question) -> Vec<f32> {
        let right: Vec<bool> = match &self.gold[question.quote] {
            Gold::Nothing => vec![false; question.names.len()],
            Gold::Name(name) => {
                let is = |near: bool| question.names.iter().map(|held| is_same_name(held, name, near)).collect::<Vec<_>>();
                let exact = is(false);
                if exact.contains(&true) { exact } else { is(true) }
            }
            Gold::Spans(spans) | Gold::SpansOrItself(spans) => {
                let is_meant =
                    |mentions: &Vec<Span>| mentions.iter().any(|mention| spans.iter().any(|span| span.overlaps(*mention)));
                let meant: Vec<bool> = question.mentions.iter().map(is_meant).collect();
                let is_itself = matches!(self.gold[question.quote], Gold::SpansOrItself(_)) && !meant.contains(&true);
                if is_itself { question.mentions.iter().map(Vec::is_empty).collect() } else { meant }
            }
        };
        let chosen = right.iter().position(|&right| right).or(question.rule).unwrap_or(0);
        if !matches!(self.gold[question.quote], Gold::Nothing) {
            let choice = Choice { candidates: question.candidates.clone(), right, weight: self.weight };
            self.known.push(Known { choice, asked: question.asked, rule: question.rule, question: question.clone() });
        }
        let mut shares = vec![0.0; question.names.len()];
        shares[chosen] = 1.0;
        shares
    }
}

/// Words of a name without titles; as `pullquote.scoring.names`.
fn words_of(name: &str) -> Vec<String> {
    const TITLES: [&str; 18] = [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "lady",
        "lord",
        "sen",
        "senator",
        "rep",
        "gov",
        "president",
        "the",
        "madame",
        "prof",
        "professor",
        "captain",
    ];
    let lower = name.to_lowercase().replace("'s", "").replace("’s", "").replace('.', " ");
    let is_kept = |c: &char| c.is_alphanumeric() || matches!(c, '\'' | '-' | '_');
    let words: Vec<String> = lower.split_whitespace().map(|word| word.chars().filter(is_kept).collect()).collect();
    let bare: Vec<String> = words.iter().filter(|word| !word.is_empty() && !TITLES.contains(&word.as_str())).cloned().collect();
    if bare.is_empty() { words } else { bare }
}

fn is_same_name(one: &str, other: &str, near: bool) -> bool {
    let (one, other) = (words_of(one), words_of(other));
    if one == other {
        return true;
    }
    near && !one.is_empty()
        && !other.is_empty()
        && (one.last() == other.last()
            || one.iter().all(|word| other.contains(word))
            || other.iter().all(|word| one.contains(word)))
}

/// An article as the stage for speakers gets it.
struct Analyzed {
    document: Document,
    people: People,
    entities: Entities,
    pronouns: Pronouns,
}

impl std::ops::Deref for Analyzed {
    type Target = Document;

    fn deref(&self) -> &Document {
        &self.document
    }
}

fn analyze(document: &Value) -> Analyzed {
    let field = |name: &str| document[name].as_str().map(str::to_owned);
    let article =
        Article { text: field("text"), id: field("id"), date: field("date"), title: field("title"), ..Article::default() };
    let document = Pipeline::new().analyze(article);
    let people = document.people.without_pronouns();
    let entities = Entities::of(&document.text, &people);
    let pairs = pair_marks(&document.text, &document.paragraphs, &document.regions).pairs;
    let Document { text, tokens, tags, paragraphs, .. } = &document;
    let input = coref::Input { text, tokens, tags, paragraphs, pairs: &pairs, people: &people, entities: &entities };
    let pronouns = find_pronouns(&input);
    Analyzed { document, people, entities, pronouns }
}

fn input(document: &Analyzed, quotes: Vec<Quote>) -> Input<'_> {
    Input {
        text: &document.text,
        tokens: &document.tokens,
        tags: &document.tags,
        sentences: &document.sentences,
        paragraphs: &document.paragraphs,
        quotes,
        people: &document.people,
        entities: &document.entities,
        pronouns: &document.pronouns,
    }
}

/// Spans of the gold, in bytes.
fn spans(document: &Document, value: &Value) -> Vec<Span> {
    let byte = |value: &Value| document.chars.to_bytes(&document.text, value.as_u64().unwrap_or(0) as u32);
    value.as_array().into_iter().flatten().map(|pair| Span { start: byte(&pair[0]), end: byte(&pair[1]) }).collect()
}

/// For every quote found, the gold quote that shares most with it, half at least of what either has.
fn matched<'a>(document: &Analyzed, rows: &'a [Value]) -> Vec<Option<&'a Value>> {
    let contents: Vec<Vec<Span>> = rows.iter().map(|row| spans(document, &row["content"])).collect();
    let len = |spans: &[Span]| spans.iter().map(|span| span.len() as u64).sum::<u64>();
    let shared = |a: &[Span], b: &[Span]| {
        a.iter().flat_map(|a| b.iter().map(|b| u64::from(a.end.min(b.end).saturating_sub(a.start.max(b.start))))).sum::<u64>()
    };
    let best = |quote: &Quote| {
        let overlaps = contents.iter().map(|content| {
            let both = shared(&quote.parts, content);
            (both * 1000 / (len(&quote.parts) + len(content) - both).max(1)) as usize
        });
        overlaps.zip(rows).filter(|(overlap, _)| *overlap >= 500).max_by_key(|(overlap, _)| *overlap).map(|(_, row)| row)
    };
    document.quotes.iter().map(best).collect()
}

fn collect(document: &Analyzed, quotes: Vec<Quote>, gold: &[Gold], weight: f32) -> Vec<Known> {
    let mut collector = Collector { gold, weight, known: Vec::new() };
    attribute_quotes_with(&input(document, quotes), &mut collector);
    collector.known
}

/// Quotes whose speakers are known by name.
fn by_name(row: &Value) -> Vec<Known> {
    let document = analyze(row);
    let rows = row["quotes"].as_array().map_or(&[][..], Vec::as_slice);
    let name = |gold: &Value| gold["speaker"].as_str().map_or(Gold::Nothing, |name| Gold::Name(name.to_owned()));
    let gold: Vec<Gold> = matched(&document, rows).iter().map(|row| row.map_or(Gold::Nothing, name)).collect();
    collect(&document, document.quotes.clone(), &gold, 1.0)
}

/// The same of the quotes of the gold, by its own source spans.
fn by_gold_source(row: &Value) -> Vec<Known> {
    let document = analyze(row);
    let rows = row["quotes"].as_array().map_or(&[][..], Vec::as_slice);
    let mut quotes: Vec<(Quote, Gold)> = Vec::new();
    for row in rows {
        let (parts, source) = (spans(&document, &row["content"]), spans(&document, &row["source"]));
        let (Some(speaker), Some(source), false) = (row["speaker"].as_str(), source.first(), parts.is_empty()) else { continue };
        let kind = if row["kind"] == "direct" { QuoteKind::Direct } else { QuoteKind::Indirect };
        quotes.push((quote_of(parts, *source, kind), Gold::Name(speaker.to_owned())));
    }
    quotes.sort_by_key(|(quote, _)| quote.span().start);
    let (quotes, gold): (Vec<Quote>, Vec<Gold>) = quotes.into_iter().unzip();
    collect(&document, quotes, &gold, 1.0)
}

fn quote_of(parts: Vec<Span>, source: Span, kind: QuoteKind) -> Quote {
    Quote {
        kind,
        status: Status::Said,
        parts,
        quoted: Vec::new(),
        parent: None,
        in_title: false,
        cue: None,
        source: Some(source),
        antecedent: None,
        addressee: None,
        method: "bare-clause",
        share: None,
    }
}

/// Quotes without attribution of which the gold has a source that names somebody.
fn by_source(row: &Value, weight: f32) -> Vec<Known> {
    let document = analyze(row);
    let rows = row["attributions"].as_array().map_or(&[][..], Vec::as_slice);
    let source = |gold: &Value| {
        let found = spans(&document, &gold["source"]);
        if found.is_empty() { Gold::Nothing } else { Gold::Spans(found) }
    };
    let mut gold: Vec<Gold> = matched(&document, rows).iter().map(|row| row.map_or(Gold::Nothing, &source)).collect();
    for (gold, quote) in gold.iter_mut().zip(&document.quotes) {
        if quote.source.is_some() {
            *gold = Gold::Nothing;
        }
    }
    let mut known = collect(&document, document.quotes.clone(), &gold, weight);
    // Sources that name nobody, such as pronouns, say nothing.
    known.retain(|known| known.choice.right.contains(&true));
    known
}

/// Pronouns and noun phrases whose antecedents are known: as if each said the rest of its sentence.
fn by_antecedent(document: &Analyzed, mentions: Vec<(Span, Gold)>, weight: f32) -> Vec<Known> {
    let mut all = Vec::new();
    for (mention, gold) in mentions {
        let sentence = document.sentences.partition_point(|sentence| sentence.span.end <= mention.start);
        let Some(sentence) = document.sentences[sentence..].iter().find(|sentence| sentence.span.contains(mention)) else {
            continue;
        };
        let rest = Span { start: (mention.end + 1).min(sentence.span.end), end: sentence.span.end };
        if rest.is_empty() {
            continue;
        }
        let mut known = collect(document, vec![quote_of(vec![rest], mention, QuoteKind::Indirect)], &[gold], weight);
        known.retain(|known| known.choice.right.contains(&true));
        all.extend(known);
    }
    all
}

/// The pronouns and definite noun phrases of a document with clusters, each with the other mentions of its cluster.
fn anaphors(row: &Value, document: &Analyzed) -> Vec<(Span, Gold)> {
    const PRONOUNS: [&str; 17] = [
        "he", "she", "they", "it", "his", "her", "him", "its", "their", "them", "i", "you", "we", "who", "that", "which", "himself",
    ];
    let mut found = Vec::new();
    for (number, cluster) in row["clusters"].as_array().into_iter().flatten().enumerate() {
        let mentions = spans(document, cluster);
        let word = |span: &Span| span.text(&document.text).to_lowercase();
        let is_pronoun = |span: &Span| PRONOUNS.contains(&&*word(span));
        let others: Vec<Span> = mentions.iter().filter(|span| !is_pronoun(span) && span.len() < 60).copied().collect();
        let is_somebody = matches!(row["etypes"][number].as_str(), Some("person" | "organization"));
        for span in &mentions {
            if matches!(&*word(span), "he" | "she" | "they" | "it") {
                found.push((*span, Gold::Spans(others.clone())));
            } else if is_somebody && word(span).starts_with("the ") && span.len() < 40 && document.people.person_at(*span).is_none()
            {
                let others = others.iter().filter(|other| other.start < span.start).copied().collect();
                found.push((*span, Gold::SpansOrItself(others)));
            }
        }
    }
    found
}

/// Counts: questions, rules right, model right, right candidate there.
type Counts = BTreeMap<&'static str, [u32; 4]>;

/// What a model said to questions that it did not learn from.
#[derive(Default)]
struct Judged {
    counts: Counts,
    /// For each question, the shares of the candidates and whether the first choice is right.
    answers: Vec<(Vec<f32>, bool)>,
}

impl Judged {
    fn add(&mut self, ranker: &Ranker, questions: &[&Known], with_errors: bool) {
        let mut chooser = ranker;
        for known in questions {
            let (names, right) = (&known.question.names, &known.choice.right);
            let shares = chooser.choose(&known.question);
            let best = (0..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]).then(b.cmp(&a))).unwrap_or(0);
            if with_errors && !right[best] {
                let meant: Vec<(&String, f32)> = (0..names.len()).filter(|&i| right[i]).map(|i| (&names[i], shares[i])).collect();
                println!("    {}: {:?} {:.2}, right: {meant:?}", known.asked, names[best], shares[best]);
            }
            for name in [known.asked, "all"] {
                let count = self.counts.entry(name).or_default();
                count[0] += 1;
                count[1] += u32::from(known.rule.is_some_and(|rule| right[rule]));
                count[2] += u32::from(right[best]);
                count[3] += u32::from(right.contains(&true));
            }
            self.answers.push((shares, right[best]));
        }
    }

    /// The squared distance of confidence from right (1) or wrong (0), if shares are softened by `warmth`; and the table.
    fn reliability(&self, warmth: f32) -> (f32, [(u32, u32); 10]) {
        let (mut distance, mut bins) = (0.0, [(0, 0); 10]);
        for (shares, is_right) in &self.answers {
            let softened: Vec<f32> = shares.iter().map(|share| libm::powf(*share, 1.0 / warmth)).collect();
            let most = softened.iter().copied().fold(0.0, f32::max) / softened.iter().sum::<f32>();
            distance += (most - f32::from(u8::from(*is_right))).powi(2);
            #[allow(clippy::cast_sign_loss, reason = "a share")]
            let bin = &mut bins[((most * 10.0) as usize).min(9)];
            bin.0 += 1;
            bin.1 += u32::from(*is_right);
        }
        (distance / self.answers.len().max(1) as f32, bins)
    }
}

fn print(counts: &Counts) {
    for (asked, [all, rule, model, there]) in counts {
        println!("  {asked:12} {all:5} questions: rules {rule:5}, model {model:5}, candidate there {there:5}");
    }
}

/// The questions of the articles that a fold holds back, or of the others.
fn of_fold(articles: &[Vec<Known>], folds: usize, fold: usize, is_held: bool) -> Vec<&Known> {
    let chosen = articles.iter().enumerate().filter(|(number, _)| (number % folds == fold) == is_held);
    chosen.flat_map(|(_, known)| known).collect()
}

/// Trains, reports, writes.
pub fn train(options: &Options) -> Result<(), Failure> {
    let data = options.data();
    let config = RankerConfig {
        bits: options.number("--bits", 14)?,
        epochs: options.number("--epochs", 12)?,
        rate: options.number("--rate", 0.1)?,
        decay: options.number("--decay", 1e-3)?,
    };
    let news = read_documents(&data.join("press/wikinews.train.jsonl"))?;
    let articles: Vec<Vec<Known>> = news.iter().map(by_name).collect();
    let by_hand: Vec<Vec<Known>> = news.iter().map(by_gold_source).collect();
    let mut others: Vec<Known> = Vec::new();
    let weight: f32 = options.number("--polnear", 0.5)?;
    if !options.has("--open") && weight > 0.0 {
        let known = read_documents(&data.join("quotes/polnear.train.jsonl"))?
            .iter()
            .flat_map(|row| by_source(row, weight))
            .collect::<Vec<_>>();
        println!("polnear.train: {} questions", known.len());
        others.extend(known);
    }
    let weight: f32 = options.number("--gap", 0.2)?;
    let is_trained_on = |row: &&Value| row["split"] == "train" && weight > 0.0;
    for row in read_documents(&data.join("people/coref_gap.jsonl"))?.iter().filter(is_trained_on) {
        let document = analyze(row);
        others.extend(by_antecedent(&document, anaphors(row, &document), weight));
    }
    println!("with GAP: {} questions", others.len());
    let weight: f32 = options.number("--gum", 0.2)?;
    let licenses: BTreeMap<String, bool> = read_documents(&data.join("names/gum.train.jsonl"))?
        .iter()
        .filter_map(|row| Some((row["id"].as_str()?.to_owned(), is_open(row))))
        .collect();
    for row in &read_documents(&data.join("people/coref_gum.jsonl"))? {
        let is_ours = row["split"] == "train" && row["id"].as_str().is_some_and(|id| licenses.get(id) == Some(&true));
        if is_ours && weight > 0.0 {
            let document = analyze(row);
            others.extend(by_antecedent(&document, anaphors(row, &document), weight));
        }
    }
    println!("with GUM: {} questions", others.len());
    let learn = |own: Vec<&Known>| {
        // Those of other corpora first; the learner mixes them.
        let choices: Vec<Choice> = others.iter().chain(own).map(|known| known.choice.clone()).collect();
        learn_ranker(config, &choices).quantized(NAME, features_fingerprint())
    };
    let folds: usize = options.number("--folds", 5)?;
    let mut judged = Judged::default();
    for fold in 0..folds {
        let rest: Vec<&Known> =
            of_fold(&articles, folds, fold, false).into_iter().chain(of_fold(&by_hand, folds, fold, false)).collect();
        let ranker = Ranker::from_bytes(&learn(rest).to_bytes(), "a fold's model", NAME, features_fingerprint())?;
        judged.add(&ranker, &of_fold(&articles, folds, fold, true), options.has("--errors"));
    }
    println!("wikinews.train, {folds} folds by article:");
    print(&judged.counts);
    // The model is surer of itself than it should be: what it says is softened as suits the held-out questions.
    let warmths = (10..=40).map(|tenths: u8| f32::from(tenths) / 10.0);
    let warmth = warmths.min_by(|&a, &b| judged.reliability(a).0.total_cmp(&judged.reliability(b).0)).unwrap_or(1.0);
    let (distance, bins) = judged.reliability(warmth);
    let row = |(tenth, (all, right)): (usize, &(u32, u32))| format!(".{tenth}: {right}/{all}");
    let table: Vec<String> = bins.iter().enumerate().filter(|(_, (all, _))| *all > 0).map(row).collect();
    println!("  right by confidence, softened by {warmth}: {}; Brier {distance:.3}", table.join(" "));
    let mut model = learn(articles.iter().chain(&by_hand).flatten().collect());
    model.scale /= warmth;
    let file = model.to_bytes();
    let ranker = Ranker::from_bytes(&file, "the new model", NAME, features_fingerprint())?;
    let mut judged = Judged::default();
    judged.add(&ranker, &others.iter().collect::<Vec<_>>(), false);
    println!("the other corpora, learned from:");
    print(&judged.counts);
    let out = options.text("--out", "data/models/speakers.bin");
    std::fs::write(out, &file).map_err(|error| format!("{out}: {error}"))?;
    println!("{out}: {} bytes, CRC-32 {:08x}", file.len(), crc32fast::hash(&file[..file.len() - 4]));
    Ok(())
}
