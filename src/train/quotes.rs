//! Learns the two stages of the quote model from annotated articles.
//!
//! Input: [`Annotated`] articles. Output: the two models. Method: see [`learned`](crate::quote::learned); the second stage sees what a
//! first stage thinks that has not learned from the article (jackknifed by article), as it will in use.

use super::crf::{Field, learn_field};
use super::frequent::frequent_features;
use super::perceptron::{Config, Example, Examples, Learned};
use crate::model::Model;
use crate::model::hash::atom;
use crate::model::posterior::{Posterior, Row};
use crate::quote::learned::linker::{self, CueView};
use crate::quote::learned::sheet::{Sheet, Stretch, coarse};
use crate::quote::learned::spotting::Spotting;
use crate::quote::learned::{QuoteModel, QuoteScratch, Reading, Run, features_fingerprint, likely_cues, speech, spotter};
use crate::text::Span;
use crate::token::Tokens;

/// An attribution as a corpus has it, in tokens, without marks and punctuation at the edges.
#[derive(Clone, Debug, Default)]
pub struct GoldLink {
    /// Runs of the cue.
    pub cue: Vec<Run>,
    /// Runs of the source.
    pub source: Vec<Run>,
    /// Runs of the content.
    pub content: Vec<Run>,
}

/// An article to learn from.
#[derive(Clone, Debug, Default)]
pub struct Annotated {
    /// Its atoms.
    pub sheet: Sheet,
    /// What a person found in it.
    pub links: Vec<GoldLink>,
    /// Annotated by our own guide: speech only, no auxiliaries in cues, no "that" in contents.
    pub is_press: bool,
}

/// The runs of tokens in spans, trimmed.
pub fn runs_of(spans: &[Span], tokens: &Tokens, sheet: &Sheet) -> Vec<Run> {
    let mut found = Vec::new();
    for span in spans {
        let mut inside = tokens.inside(*span);
        if inside.is_empty() {
            continue;
        }
        let is_edge = |i: usize| {
            let row = &sheet.rows[i];
            row.is_mark || matches!(row.coarse, coarse::COMMA | coarse::STOP | coarse::MARK)
        };
        while inside.len() > 1 && is_edge(inside.start) {
            inside.start += 1;
        }
        while inside.len() > 1 && is_edge(inside.end - 1) {
            inside.end -= 1;
        }
        found.push((inside.start, inside.end - 1));
    }
    found
}

impl Annotated {
    /// Makes the spans of our own guide those of the wider one: auxiliaries belong to the cue, "that" to the content.
    pub fn widen(&mut self) {
        let rows = &self.sheet.rows;
        let that = atom(b"that");
        let auxiliaries = ["be", "have", "do"].map(|verb| atom(verb.as_bytes()));
        for link in &mut self.links {
            for run in &mut link.content {
                if run.0 > 0 && rows[run.0 - 1].lower == that {
                    run.0 -= 1;
                }
            }
            for run in &mut link.cue {
                let mut at = run.0;
                while at > 0 && rows[at - 1].sentence == rows[run.1].sentence {
                    let row = &rows[at - 1];
                    let is_auxiliary = row.coarse == coarse::MODAL || auxiliaries.contains(&row.lemma);
                    if !is_auxiliary && !matches!(row.coarse, coarse::ADVERB) {
                        break;
                    }
                    at -= 1;
                    if is_auxiliary {
                        run.0 = at;
                    }
                }
            }
        }
    }

    /// The first stage's labels of all tokens.
    fn labels(&self) -> Vec<u8> {
        let mut labels = vec![0; self.sheet.rows.len()];
        let mut mark = |runs: &[Run], label: u8| {
            for &(first, last) in runs {
                labels[first..=last].fill(label + 1);
                labels[first] = label;
                // What was the middle of another run begins anew behind this one.
                if let Some(next) = labels.get_mut(last + 1).filter(|next| **next != 0 && **next % 2 == 0) {
                    *next -= 1;
                }
            }
        };
        self.links.iter().for_each(|link| mark(&link.content, 5));
        self.links.iter().for_each(|link| mark(&link.source, 3));
        self.links.iter().for_each(|link| mark(&link.cue, 1));
        labels
    }
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Settings {
    pub bits: u32,
    /// Features kept in each stage.
    pub kept: usize,
    pub folds: usize,
    pub epochs: [u32; 2],
    pub rates: [f32; 2],
    pub min_counts: [u8; 2],
    pub dropped: [u8; 2],
    /// The jackknifed first stages fit closer: the second is better for it.
    pub jackknife: (u32, f32, u8),
    pub seed: u64,
    /// How often each stage is learned; the weights are averaged.
    pub runs: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            bits: 17,
            kept: 150_000,
            folds: 3,
            epochs: [6, 4],
            rates: [0.12, 0.12],
            min_counts: [2, 3],
            dropped: [51, 26],
            jackknife: (5, 0.15, 26),
            seed: 1,
            runs: 4,
        }
    }
}

impl Settings {
    fn field(&self, stage: usize) -> Field {
        let (labels, may_follow): (usize, fn(usize, usize) -> bool) =
            if stage == 0 { (spotter::LABELS.len(), spotter::may_follow) } else { (linker::LABELS.len(), linker::may_follow) };
        let config = Config {
            labels,
            bits: self.bits,
            epochs: self.epochs[stage],
            margin: 0.0,
            min_count: self.min_counts[stage],
            min_weight: 0.0,
            has_filter: true,
            may_follow,
            seed: self.seed,
        };
        Field { config, rate: self.rates[stage], dropped: self.dropped[stage], kept: self.kept, wide_bits: 22, runs: self.runs }
    }
}

/// Learns the first stage from the articles that `keeps` lets through.
pub fn learn_spotter(articles: &[Annotated], settings: &Settings, keeps: &dyn Fn(usize) -> bool) -> Learned {
    learn_field(settings.field(0), &|take| each_spotted(articles, keeps, take))
}

/// Hands the paragraphs of articles to `take` as examples of the first stage.
fn each_spotted(articles: &[Annotated], keeps: &dyn Fn(usize) -> bool, take: &mut dyn FnMut(&Example)) {
    let mut example = Example::default();
    for (_, article) in articles.iter().enumerate().filter(|&(number, _)| keeps(number)) {
        let labels = article.labels();
        for &paragraph in &article.sheet.paragraphs {
            example.clear();
            let first = paragraph.first as usize;
            for (at, label) in labels[first..paragraph.end as usize].iter().enumerate() {
                spotter::add_features(&article.sheet, paragraph, first + at, article.is_press, &mut example.features);
                example.end_token(1 << label);
            }
            take(&example);
        }
    }
}

fn model(learned: &Learned, stage: usize, sections: Vec<(String, Vec<u8>)>) -> Model {
    let (name, labels) = if stage == 0 { ("quotes-spotter", &spotter::LABELS[..]) } else { ("quotes-linker", &linker::LABELS[..]) };
    learned.quantized(name, features_fingerprint(name), labels.iter().map(|&label| label.to_owned()).collect(), sections)
}

/// A cue to learn from: where, and the runs of its source and content.
struct CueExample {
    paragraph: Stretch,
    cue: Run,
    /// The link it belongs to; none for a cue that nobody marked.
    link: Option<usize>,
}

/// Learns all stages.
///
/// # Panics
/// Never: the models it makes on the way have our labels.
pub fn learn_quotes(articles: &[Annotated], settings: &Settings, report: &mut dyn FnMut(&str)) -> [Model; 3] {
    let spotter = learn_spotter(articles, settings, &|_| true);
    report(&format!("first stage: {} features, share wrong by epoch {:.4?}", spotter.known_features(), spotter.losses));
    let frequent = frequent_features(&spotter, &|take| each_spotted(articles, &|_| true, take));
    let spotter = model(&spotter, 0, vec![frequent]);
    // What a first stage thinks of articles that it has not learned from.
    let mut thoughts: Vec<Vec<Row>> = vec![Vec::new(); articles.len()];
    let no_linker = empty_model("quotes-linker", &linker::LABELS);
    let no_speech = empty_model("quotes-speech", &speech::LABELS);
    let (epochs, rate, dropped) = settings.jackknife;
    let close = Settings {
        epochs: [epochs, settings.epochs[1]],
        rates: [rate, settings.rates[1]],
        dropped: [dropped, settings.dropped[1]],
        // One is enough to learn from.
        runs: 1,
        ..*settings
    };
    for fold in 0..settings.folds {
        let learned = if settings.folds == 1 {
            None
        } else {
            Some(model(&learn_spotter(articles, &close, &|number| number % settings.folds != fold), 0, Vec::new()))
        };
        let reader =
            QuoteModel::new(learned.as_ref().unwrap_or(&spotter), &no_linker, &no_speech).unwrap_or_else(|error| panic!("{error}"));
        let (mut posterior, mut spotting) = (Posterior::default(), Spotting::default());
        for (number, article) in articles.iter().enumerate().filter(|(number, _)| number % settings.folds == fold) {
            for &paragraph in &article.sheet.paragraphs {
                reader.spot(&article.sheet, paragraph, &mut spotting, &mut posterior);
                thoughts[number].extend_from_slice(&posterior.rows);
            }
        }
        report(&format!("fold {fold} done"));
    }
    let cues: Vec<Vec<CueExample>> =
        articles.iter().zip(&thoughts).map(|(article, thoughts)| cue_examples(article, thoughts)).collect();
    let rejected = cues.iter().flatten().filter(|cue| cue.link.is_none()).count();
    report(&format!("{} cues to learn from, {rejected} of them rejected", cues.iter().map(Vec::len).sum::<usize>()));
    let each_cue: &Examples<'_> = &|take| {
        let (mut example, mut view) = (Example::default(), CueView::default());
        for ((article, thoughts), cues) in articles.iter().zip(&thoughts).zip(&cues) {
            for cue in cues {
                let within = (cue.paragraph.first as usize, cue.paragraph.end as usize);
                view.fill(&article.sheet, within, cue.cue, &thoughts[within.0..within.1], true);
                let mut labels = vec![0_u8; view.within.1 - view.within.0];
                let mut mark = |runs: &[Run], label: u8| {
                    for &(first, last) in runs {
                        let (first, last) = (first.max(view.within.0), last.min(view.within.1 - 1));
                        if first <= last {
                            labels[first - view.within.0..=last - view.within.0].fill(label + 1);
                            labels[first - view.within.0] = label;
                        }
                    }
                };
                if let Some(link) = cue.link.map(|link| &article.links[link]) {
                    mark(&link.content, 3);
                    mark(&link.source, 1);
                }
                example.clear();
                for at in view.within.0..view.within.1 {
                    view.add_features(&article.sheet, at, &mut example.features);
                    example.end_token(1 << labels[at - view.within.0]);
                }
                mend(&mut example.allowed);
                take(&example);
            }
        }
    };
    let linker = learn_field(settings.field(1), each_cue);
    report(&format!("second stage: {} features, share wrong by epoch {:.4?}", linker.known_features(), linker.losses));
    let linker = model(&linker, 1, vec![frequent_features(&linker, each_cue)]);
    let reader = QuoteModel::new(&spotter, &linker, &no_speech).unwrap_or_else(|error| panic!("{error}"));
    let speech = learn_speech(articles, &reader, settings, report);
    [spotter, linker, speech]
}

/// Learns what is speech: of what the stages find in articles annotated by our guide, what a person marked there.
pub fn learn_speech(articles: &[Annotated], reader: &QuoteModel, settings: &Settings, report: &mut dyn FnMut(&str)) -> Model {
    // Read more generously than in use: what is found wrongly are the examples of what is no speech.
    let mut reader = reader.clone();
    reader.reading = Reading { cue: 2.0, outside: -1.5, source: 1.0 };
    let mut scratch = QuoteScratch::default();
    let mut examples = Vec::new();
    for article in articles.iter().filter(|article| article.is_press) {
        scratch.sheet.clone_from(&article.sheet);
        let mut is_cue = vec![false; article.sheet.rows.len()];
        article.links.iter().flat_map(|link| &link.cue).for_each(|&(first, last)| is_cue[first..=last].fill(true));
        for link in reader.find_links(&mut scratch) {
            let is_speech = is_cue[link.cue.0..=link.cue.1].contains(&true);
            let mut example = Example::default();
            speech::add_features(&article.sheet, link.cue, &link.sources, &link.contents, &mut example.features);
            example.end_token(if is_speech { 1 } else { 2 });
            examples.push(example);
        }
    }
    let others = examples.iter().filter(|example| example.allowed[0] == 2).count();
    let config = Config {
        labels: speech::LABELS.len(),
        bits: 15,
        epochs: 8,
        margin: 0.0,
        min_count: 2,
        min_weight: 0.0,
        has_filter: true,
        may_follow: speech::may_follow,
        seed: settings.seed,
    };
    let field = Field { config, rate: 0.05, dropped: 64, kept: 0, wide_bits: 20, runs: 1 };
    let learned = learn_field(field, &|take| examples.iter().for_each(&mut *take));
    report(&format!("speech: {} examples, {others} of them none, share wrong by epoch {:.3?}", examples.len(), learned.losses));
    let name = "quotes-speech";
    learned.quantized(name, features_fingerprint(name), speech::LABELS.map(str::to_owned).to_vec(), Vec::new())
}

/// A run that another one cut in two begins anew behind it.
fn mend(allowed: &mut [u64]) {
    let mut before = linker::LABELS.len();
    for of in allowed {
        let label = of.trailing_zeros() as usize;
        if !linker::may_follow(before, label) {
            *of >>= 1;
        }
        before = of.trailing_zeros() as usize;
    }
}

/// A model that knows nothing.
pub fn empty_model(name: &str, labels: &[&str]) -> Model {
    Model {
        name: name.to_owned(),
        features: features_fingerprint(name),
        labels: labels.iter().map(|&label| label.to_owned()).collect(),
        bits: 4,
        scale: 1.0,
        transitions: vec![0; (labels.len() + 1) * labels.len()],
        filter: Vec::new(),
        rows: vec![0; labels.len() << 4].into(),
        sections: Vec::new(),
    }
}

/// The cues of an article to learn from: all that are marked, and those that the first stage would propose wrongly.
fn cue_examples(article: &Annotated, thoughts: &[Row]) -> Vec<CueExample> {
    let mut found = Vec::new();
    let mut is_cue = vec![false; article.sheet.rows.len()];
    for link in &article.links {
        link.cue.iter().for_each(|&(first, last)| is_cue[first..=last].fill(true));
    }
    for &paragraph in &article.sheet.paragraphs {
        let within = (paragraph.first as usize, paragraph.end as usize);
        for (number, link) in article.links.iter().enumerate() {
            let Some(&cue) = link.cue.first().filter(|cue| cue.0 >= within.0 && cue.1 < within.1) else { continue };
            found.push(CueExample { paragraph, cue, link: Some(number) });
        }
        // Our own guide leaves thoughts unmarked: no examples of what is no cue.
        if article.is_press {
            continue;
        }
        for (cue, _) in likely_cues(paragraph, &thoughts[within.0..within.1], std::f32::consts::E) {
            if !is_cue[cue.0..=cue.1].contains(&true) {
                found.push(CueExample { paragraph, cue, link: None });
            }
        }
    }
    found
}
