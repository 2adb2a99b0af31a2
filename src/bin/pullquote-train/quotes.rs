//! Trains the models of quotes on annotated attributions.

use super::corpora::read_documents;
use super::{Failure, Options};
use pullquote::entity::recognizer::Recognizer;
use pullquote::entity::view::View;
use pullquote::model::Model;
use pullquote::quote::learned::sheet::{Sheet, coarse};
use pullquote::quote::learned::{Link, QuoteModel, QuoteScratch, Run, Text, features_fingerprint};
use pullquote::scratch::Scratch;
use pullquote::train::quotes::{Annotated, GoldLink, Settings, empty_model, learn_quotes, learn_speech, runs_of};
use pullquote::{Span, clean, entity, quote, token};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

/// Options of the task. `--open`: from openly licensed data alone; `--share=N`: from every Nth article; `--leave-out=PUBLISHER`: without
/// the articles of a publisher, on which the models are then measured, and not written.
pub const OPTIONS: &[&str] = &[
    "--data",
    "--out",
    "--open",
    "--share",
    "--bits",
    "--kept",
    "--folds",
    "--epochs",
    "--epochs2",
    "--rate",
    "--rate2",
    "--dropped",
    "--dropped2",
    "--seed",
    "--runs",
    "--leave-out",
    "--only-speech",
];

/// Reads articles as the pipeline does, up to the rules.
#[derive(Default)]
struct Reader {
    scratch: Scratch,
    quotes: QuoteScratch,
}

impl Reader {
    fn read(&mut self, document: &Value, is_press: bool) -> Result<Annotated, Failure> {
        let text = document["text"].as_str().ok_or("no text")?;
        let cleaned = clean::find_regions(text, document["title"].as_str());
        let (mut tokens, paragraphs) = token::tokenize(text, &cleaned.regions);
        let pairing = quote::pair_marks(text, &paragraphs, &cleaned.regions);
        let sentences = token::find_sentences(text, &mut tokens, &paragraphs, &pairing.pairs);
        let recognizer = Recognizer::get();
        let (words, tags, names) = self.scratch.read(text, &tokens, recognizer);
        let view = View::new(text, &tokens, &words, self.scratch.vocabulary());
        let names = entity::find_mentions(&view, &names, recognizer);
        let input = quote::Input {
            text,
            tokens: &tokens,
            sentences: &sentences,
            paragraphs: &paragraphs,
            pairing: &pairing,
            names: &names,
            is_english: !cleaned.is_foreign,
        };
        let text_words = Text { vocabulary: self.scratch.vocabulary(), words: &words, tags: &tags.tags };
        quote::read_sheet(input, text_words, &mut self.quotes);
        let sheet = self.quotes.sheet.clone();
        let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        let spans = |value: &Value| -> Vec<Span> {
            let pair =
                |pair: &Value| Some(Span::new(*bytes.get(pair[0].as_u64()? as usize)?, *bytes.get(pair[1].as_u64()? as usize)?));
            value.as_array().map(|pairs| pairs.iter().filter_map(pair).collect()).unwrap_or_default()
        };
        let key = if is_press { "quotes" } else { "attributions" };
        let links = document[key].as_array().ok_or("no quotes")?;
        let links = links
            .iter()
            .map(|link| GoldLink {
                cue: runs_of(&spans(&link["cue"]), &tokens, &sheet),
                source: runs_of(&spans(&link["source"]), &tokens, &sheet),
                content: runs_of(&spans(&link["content"]), &tokens, &sheet),
            })
            .collect();
        let mut article = Annotated { sheet, links, is_press };
        if is_press {
            article.widen();
        }
        Ok(article)
    }

    fn read_all(&mut self, path: &Path, is_press: bool, share: usize) -> Result<Vec<Annotated>, Failure> {
        read_documents(path)?.iter().step_by(share).map(|document| self.read(document, is_press)).collect()
    }

    /// The articles of one publisher, and all others.
    fn read_apart(&mut self, path: &Path, publisher: &str) -> Result<(Vec<Annotated>, Vec<Annotated>), Failure> {
        let (theirs, others): (Vec<Value>, Vec<Value>) =
            read_documents(path)?.into_iter().partition(|document| document["meta"]["publisher"] == publisher);
        if theirs.is_empty() {
            return Err(format!("{}: no article of publisher {publisher:?}", path.display()).into());
        }
        let mut read =
            |documents: &[Value]| documents.iter().map(|document| self.read(document, false)).collect::<Result<Vec<_>, Failure>>();
        Ok((read(&theirs)?, read(&others)?))
    }
}

/// Trains and writes both stages.
pub fn train(options: &Options) -> Result<(), Failure> {
    let start = Instant::now();
    let data = options.data();
    let mut reader = Reader::default();
    let share = options.number("--share", 1)?;
    let press = reader.read_all(&data.join("press/wikinews.train.jsonl"), true, share)?;
    let mut articles = Vec::new();
    let mut left_out = None;
    let train = data.join("quotes/polnear.train.jsonl");
    if let Some(publisher) = options.get("--leave-out") {
        let (theirs, others) = reader.read_apart(&train, publisher)?;
        articles = others;
        left_out = Some(theirs);
    } else if !options.has("--open") {
        articles = reader.read_all(&train, false, share)?;
    }
    articles.extend(press);
    if options.has("--open") {
        // There is no other corpus to differ from.
        for article in &mut articles {
            article.is_press = false;
        }
    }
    let is_trial = left_out.is_some();
    let dev = match left_out {
        Some(theirs) => theirs,
        None => reader.read_all(&data.join("quotes/polnear.dev.jsonl"), false, 1)?,
    };
    let seconds = |start: Instant| start.elapsed().as_secs_f32();
    println!("{} articles, {} to choose by, read in {:.1} s", articles.len(), dev.len(), seconds(start));
    let defaults = Settings::default();
    let settings = Settings {
        bits: options.number("--bits", defaults.bits)?,
        kept: options.number("--kept", defaults.kept)?,
        folds: options.number("--folds", defaults.folds)?,
        epochs: [options.number("--epochs", defaults.epochs[0])?, options.number("--epochs2", defaults.epochs[1])?],
        rates: [options.number("--rate", defaults.rates[0])?, options.number("--rate2", defaults.rates[1])?],
        dropped: [options.number("--dropped", defaults.dropped[0])?, options.number("--dropped2", defaults.dropped[1])?],
        seed: options.number("--seed", defaults.seed)?,
        runs: options.number("--runs", defaults.runs)?,
        ..defaults
    };
    if options.has("--only-speech") {
        // The two stages as they are.
        let read = |file: &str, name: &str| -> Result<_, Failure> {
            let path = Path::new(options.text("--out", "data/models")).join(file);
            Ok(Model::from_bytes(&std::fs::read(&path)?, file, name, features_fingerprint(name))?)
        };
        let (spotter, linker) = (read("quotes_spotter.bin", "quotes-spotter")?, read("quotes_linker.bin", "quotes-linker")?);
        let reader = QuoteModel::new(&spotter, &linker, &empty_model("quotes-speech", &["speech", "other"]))?;
        let speech = learn_speech(&articles, &reader, &settings, &mut |line| println!("{line}"));
        std::fs::write(Path::new(options.text("--out", "data/models")).join("quotes_speech.bin"), speech.to_bytes())?;
        return Ok(());
    }
    let [spotter, linker, speech] = learn_quotes(&articles, &settings, &mut |line| println!("{:6.1} s  {line}", seconds(start)));
    let out = options.text("--out", "data/models");
    if is_trial {
        evaluate(&QuoteModel::new(&spotter, &linker, &speech)?, &dev);
        return Ok(());
    }
    for (model, name) in [(&spotter, "quotes_spotter.bin"), (&linker, "quotes_linker.bin"), (&speech, "quotes_speech.bin")] {
        let file = model.to_bytes();
        let path = Path::new(out).join(name);
        std::fs::write(&path, &file).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("{}: {} bytes, CRC-32 {:08x}", path.display(), file.len(), crc32fast::hash(&file[..file.len() - 4]));
    }
    evaluate(&QuoteModel::new(&spotter, &linker, &speech)?, &dev);
    Ok(())
}

/// Right, found, in the gold.
#[derive(Clone, Copy, Default)]
struct Counts(f32, f32, f32);

impl Counts {
    fn print(self, name: &str) {
        let (precision, recall) = (100.0 * self.0 / self.1.max(1.0), 100.0 * self.0 / self.2.max(1.0));
        println!(
            "{name:28} P {precision:5.1}  R {recall:5.1}  F1 {:5.1}",
            2.0 * precision * recall / (precision + recall).max(1.0)
        );
    }
}

/// The words of runs, without punctuation.
fn words_of(sheet: &Sheet, runs: &[Run]) -> BTreeSet<usize> {
    let is_word = |&i: &usize| !matches!(sheet.rows[i].coarse, coarse::COMMA..=coarse::BRACKET);
    runs.iter().flat_map(|&(first, last)| first..=last).filter(is_word).collect()
}

/// Figures that are near those of the scorers, before quotes are joined with the marks.
fn evaluate(model: &QuoteModel, dev: &[Annotated]) {
    let (mut cues, mut found, mut attributed, mut soft) = (Counts::default(), Counts::default(), Counts::default(), [0.0_f32; 4]);
    let mut scratch = QuoteScratch::default();
    let start = Instant::now();
    let mut words = 0;
    let links: Vec<Vec<Link>> = dev
        .iter()
        .map(|article| {
            scratch.sheet.clone_from(&article.sheet);
            words += article.sheet.rows.len();
            model.find_links(&mut scratch)
        })
        .collect();
    println!("{:.2} million words a second", words as f32 / start.elapsed().as_secs_f32() / 1e6);
    for (article, links) in dev.iter().zip(&links) {
        let sheet = &article.sheet;
        let gold_cues: BTreeSet<_> = article.links.iter().filter_map(|link| link.cue.first()).collect();
        let right = links.iter().filter(|link| gold_cues.contains(&link.cue)).count();
        cues = Counts(cues.0 + right as f32, cues.1 + links.len() as f32, cues.2 + gold_cues.len() as f32);
        let gold: Vec<_> = article.links.iter().map(|link| words_of(sheet, &link.content)).collect();
        let ours: Vec<_> = links.iter().map(|link| words_of(sheet, &link.contents)).collect();
        let all_gold: BTreeSet<usize> = gold.iter().flatten().copied().collect();
        let all_ours: BTreeSet<usize> = ours.iter().flatten().copied().collect();
        for (sets, other, at) in [(&ours, &all_gold, 0), (&gold, &all_ours, 2)] {
            for set in sets.iter().filter(|set| !set.is_empty()) {
                soft[at] += set.intersection(other).count() as f32 / set.len() as f32;
                soft[at + 1] += 1.0;
            }
        }
        let mut pairs = Vec::new();
        for (i, gold) in gold.iter().enumerate() {
            for (j, ours) in ours.iter().enumerate() {
                let (both, all) = (gold.intersection(ours).count(), gold.union(ours).count());
                if both * 2 >= all && both > 0 {
                    pairs.push((std::cmp::Reverse(both * 10_000 / all), i, j));
                }
            }
        }
        pairs.sort_unstable();
        let (mut used_gold, mut used_ours) = (BTreeSet::new(), BTreeSet::new());
        for (_, i, j) in pairs {
            if used_gold.contains(&i) || used_ours.contains(&j) {
                continue;
            }
            used_gold.insert(i);
            used_ours.insert(j);
            found.0 += 1.0;
            let (source, ours) = (words_of(sheet, &article.links[i].source), words_of(sheet, &links[j].sources));
            let is_right = if source.is_empty() { ours.is_empty() } else { source.intersection(&ours).count() > 0 };
            attributed.0 += f32::from(u8::from(is_right));
        }
        let sizes = (ours.len() as f32, gold.iter().filter(|set| !set.is_empty()).count() as f32);
        found = Counts(found.0, found.1 + sizes.0, found.2 + sizes.1);
        attributed = Counts(attributed.0, attributed.1 + sizes.0, attributed.2 + sizes.1);
    }
    cues.print("cue exact");
    found.print("content IoU >= 0.5");
    attributed.print("with a source that overlaps");
    let (precision, recall) = (100.0 * soft[0] / soft[1], 100.0 * soft[2] / soft[3]);
    println!(
        "content, all, soft           P {precision:5.1}  R {recall:5.1}  F1 {:5.1}",
        2.0 * precision * recall / (precision + recall)
    );
}
