//! Learns a name model from a user's own articles, on top of the embedded one or from nothing.
//!
//! Input: raw texts with the spans of their names. Output: the bytes of a model file, and what can be said of the training.
//! Method: texts are read as the pipeline reads them; the perceptron goes on from the embedded weights. The model lies between both, so
//! that what the articles do not show is not forgotten (Wortsman et al. 2022): no further from the embedded one than is best for articles
//! kept out of a training of its own, which also correct the confidence. Kinds that no article has a name of are taken as not annotated:
//! what the embedded model says of them stands. Same input, same bytes. Cost: as of the perceptron, twice.

use super::names::{
    Annotated, Counts, DEFAULT, GoldName, KEPT_OUT, NameReader, Reading, confidence_table, count_right, each_example, to_model,
};
use super::{Config, Learned, learn_on, learn_while};
use crate::entity::recognizer::{Kind, MARGIN_STEPS, NameScratch, Recognizer};
use crate::error::{Error, Result};
use crate::model::{Clusters, FREQUENT, Model, Vocabulary};
use crate::tag::Tagger;

/// How often the articles are seen, unless the caller says so.
pub const EPOCHS: u32 = DEFAULT.epochs;

/// How much of the way from the embedded weights to the learned ones the model may go. On top of a model without crossner_politics, 200
/// of its sentences raise names of persons, organisations and places on its dev set from 64.7 to 77.7 with half the way and 78.6 with
/// all of it; on other news (worldwide.dev), where it had 82.6, these leave 83.4 and 78.5.
const SHARES: [f32; 3] = [0.5, 0.75, 1.0];

/// What a larger share must be better by on articles kept out, in hundredths of F1.
const WORTH: f64 = 1.0;

/// Fewer articles teach nothing: one of these is kept out to learn the confidence.
pub const MIN_ARTICLES: usize = KEPT_OUT;

/// How many names kept out weigh as much as the embedded model's confidence.
const PRIOR: u32 = 20;

/// An article with all its names.
#[derive(Clone, Debug, Default)]
pub struct Labelled {
    /// The raw text.
    pub text: String,
    /// Its names, in any order; they do not overlap.
    pub names: Vec<GoldName>,
}

/// What was learned.
#[derive(Clone, Debug, PartialEq)]
pub struct Trained {
    /// The model file.
    pub file: Vec<u8>,
    /// The share of wrong tokens in each epoch, before its updates; a label that does not win by a margin is wrong.
    pub losses: Vec<f64>,
    /// Names that begin or end inside a word, or lie in boilerplate: not learned from as they stand.
    pub missed: usize,
}

/// Learns from `articles`: on from `base`, or from nothing. Asks often whether to go on; none if not.
///
/// # Errors
/// [`Error::InvalidInput`] for fewer than [`MIN_ARTICLES`], no name at all, and spans outside their text, empty or overlapping.
pub fn train_custom(
    articles: &[Labelled],
    base: Option<&Model>,
    epochs: u32,
    goes_on: &mut dyn FnMut() -> bool,
) -> Result<Option<Trained>> {
    check(articles)?;
    let mut reader = NameReader::new(Clusters::get(), Tagger::get());
    let unmarked: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|&kind| articles.iter().all(|article| article.names.iter().all(|name| name.kind != kind)))
        .collect();
    let mut read = Vec::with_capacity(articles.len());
    for article in articles {
        if !goes_on() {
            return Ok(None);
        }
        let reading = Reading { marks_groups: true, is_raw: true, ..Reading::default() };
        let mut annotated = reader.read(&article.text, article.names.clone(), reading);
        if base.is_some() {
            annotated.leave_open(&unmarked);
        }
        read.push(annotated);
    }
    let vocabulary = reader.vocabulary();
    let config = Config { epochs, min_weight: 0.0, ..DEFAULT };
    let mut learn = |articles: &[&Annotated]| -> Option<Learned> {
        let each = |take: &mut dyn FnMut(&super::Example)| each_example(articles.iter().copied(), vocabulary, take);
        match base {
            Some(base) => learn_on(config, base, &each, goes_on),
            None => learn_while(config, &each, goes_on),
        }
    };
    let is_kept = |i: usize| i % KEPT_OUT == KEPT_OUT - 1;
    let (mut part, mut kept) = (Vec::new(), Vec::new());
    for (i, article) in read.iter().enumerate() {
        if is_kept(i) { kept.push(article) } else { part.push(article) }
    }
    let Some(learned) = learn(&part) else { return Ok(None) };
    let (mut share, mut best) = (1.0, None);
    for next in if base.is_some() { &SHARES[..] } else { &[] } {
        let recognizer = Recognizer::from_model(&to_model(&toward(&learned, base, *next), Vec::new(), Vec::new()), BEING_LEARNED)?;
        let found = score(&kept, vocabulary, &recognizer, &unmarked);
        if best.is_none_or(|best| found >= best + WORTH) {
            (share, best) = (*next, Some(found));
        }
    }
    let model = to_model(&toward(&learned, base, share), Vec::new(), Vec::new());
    let recognizer = Recognizer::from_model(&model, BEING_LEARNED)?;
    let mut counts = prior(base, &unmarked)?;
    count_right(&kept, vocabulary, &recognizer, model.scale, &mut counts);
    let confidence = confidence_table(&counts);
    let Some(learned) = learn(&read.iter().collect::<Vec<_>>()) else { return Ok(None) };
    let learned = toward(&learned, base, share);
    let missed = read.iter().map(Annotated::missed).sum();
    // Which features are frequent hardly changes.
    let frequent = base.and_then(|base| base.section(FREQUENT)).unwrap_or_default().to_vec();
    Ok(Some(Trained { file: to_model(&learned, confidence, frequent).to_bytes(), losses: learned.losses, missed }))
}

/// The name of models in messages that nobody should see.
const BEING_LEARNED: &str = "the model being learned";

fn toward(learned: &Learned, base: Option<&Model>, share: f32) -> Learned {
    base.map_or_else(|| learned.clone(), |base| learned.clone().mixed(base, share))
}

/// F1 of the names that a recognizer finds in articles, kinds that are not annotated left out, in hundredths.
fn score(articles: &[&Annotated], vocabulary: &Vocabulary, recognizer: &Recognizer, unmarked: &[Kind]) -> f64 {
    let (mut scratch, mut right, mut all) = (NameScratch::default(), 0_u32, 0_u32);
    for article in articles {
        let found = article.find(vocabulary, recognizer, &mut scratch);
        let found = found.iter().map(|name| article.span_of(name)).filter(|name| !unmarked.contains(&name.kind));
        all += article.gold.len() as u32;
        for name in found {
            all += 1;
            right += u32::from(article.gold.contains(&name));
        }
    }
    // Nothing to find and nothing found is right.
    if all == 0 {
        return 100.0;
    }
    200.0 * f64::from(right) / f64::from(all)
}

/// The confidence before the articles kept out were looked at. Of kinds that are not annotated they say nothing.
fn prior(base: Option<&Model>, unmarked: &[Kind]) -> Result<Counts> {
    let Some(base) = base else { return Ok([[(1, 2); MARGIN_STEPS]; Kind::ALL.len()]) };
    let recognizer = Recognizer::from_model(base, "the model to begin with")?;
    let mut counts = [[(0, 0); MARGIN_STEPS]; Kind::ALL.len()];
    for (kind, (counts, shares)) in Kind::ALL.into_iter().zip(counts.iter_mut().zip(recognizer.confidence_table())) {
        let weight = if unmarked.contains(&kind) { 1 << 16 } else { PRIOR };
        for (slot, &share) in counts.iter_mut().zip(shares) {
            *slot = ((u32::from(share) * weight + 50) / 100, weight);
        }
    }
    Ok(counts)
}

fn check(articles: &[Labelled]) -> Result<()> {
    if articles.len() < MIN_ARTICLES {
        return Err(Error::InvalidInput(format!("{} labelled articles; expected {MIN_ARTICLES} or more", articles.len())));
    }
    if articles.iter().all(|article| article.names.is_empty()) {
        return Err(Error::InvalidInput(format!("no name in any of {} articles; expected some to learn from", articles.len())));
    }
    for (i, article) in articles.iter().enumerate() {
        let len = article.text.chars().count();
        let mut names = article.names.clone();
        names.sort_unstable();
        let mut end = 0;
        for name in names {
            let wrong = if name.start >= name.end || name.end > len {
                "is no stretch of the text"
            } else if name.start < end {
                "overlaps the one before"
            } else {
                end = name.end;
                continue;
            };
            let message = format!("article {i}: the name from {} to {} {wrong} ({len} characters)", name.start, name.end);
            return Err(Error::InvalidInput(message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Article;
    use crate::pipeline::Pipeline;
    use std::sync::Arc;

    /// Firms that are called like persons.
    fn articles() -> Vec<Labelled> {
        let firms = ["Clara", "Peter", "Lucy", "Martin", "Ruth", "Simon", "Emma", "Paul"]
            .iter()
            .flat_map(|given| ["Holm", "Ashdown", "Marsh", "Vale", "Calder", "Lund"].map(|surname| format!("{given} {surname}")));
        let texts = firms.map(|firm| (format!("On Monday {firm} recalled its new kettle in Berlin."), firm.len()));
        let labelled = texts
            .map(|(text, len)| Labelled { names: vec![GoldName { start: 10, end: 10 + len, kind: Kind::Organization }], text });
        labelled.collect()
    }

    fn names(pipeline: &Pipeline, text: &str) -> Vec<(String, &'static str)> {
        let document = pipeline.analyze(Article { text: Some(text.to_owned()), ..Article::default() });
        let mentions = document.mentions().iter();
        mentions.map(|mention| (mention.span.text(text).to_owned(), mention.label.name())).collect()
    }

    #[test]
    fn a_few_articles_teach_a_domain_and_the_rest_stays() {
        let base = Recognizer::embedded_model().unwrap();
        let train = || train_custom(&articles(), Some(&base), EPOCHS, &mut || true).unwrap().unwrap();
        let trained = train();
        assert_eq!(trained, train());
        assert!(trained.losses.last() < trained.losses.first(), "{:?}", trained.losses);
        assert_eq!(trained.missed, 0);
        let recognizer = Recognizer::from_bytes(&trained.file, "toy.model").unwrap();
        let pipeline = Pipeline::new().with_recognizer(Arc::new(recognizer));
        let text = "On Friday Helen Frost recalled its last kettle in Berlin, said Angela Merkel.";
        let place_and_person = [("Berlin".to_owned(), "GPE"), ("Angela Merkel".to_owned(), "PERSON")];
        let (before, after) = (names(&Pipeline::new(), text), names(&pipeline, text));
        assert_ne!(before[0], ("Helen Frost".to_owned(), "ORG"), "{before:?}");
        assert_eq!(after[0], ("Helen Frost".to_owned(), "ORG"), "{after:?}");
        // Places and persons are not annotated at all: they are still found.
        assert_eq!(after[1..], place_and_person);
    }

    #[test]
    fn stops_when_asked_and_refuses_what_teaches_nothing() {
        let base = Recognizer::embedded_model().unwrap();
        for calls in [1, 50, 90] {
            let mut left = calls;
            let mut goes_on = || {
                left -= 1;
                left > 0
            };
            assert_eq!(train_custom(&articles(), Some(&base), 1, &mut goes_on), Ok(None), "{calls}");
        }
        let message = |change: &dyn Fn(&mut Vec<Labelled>)| {
            let mut articles = articles();
            change(&mut articles);
            train_custom(&articles, Some(&base), 1, &mut || true).unwrap_err().to_string()
        };
        assert_eq!(message(&|articles| articles.truncate(7)), "7 labelled articles; expected 8 or more");
        assert!(message(&|articles| articles.iter_mut().for_each(|article| article.names.clear())).starts_with("no name in any"));
        assert!(message(&|articles| articles[2].names[0].end = 999).contains("article 2: the name from 10 to 999 is no stretch"));
        assert!(
            message(&|articles| {
                let name = articles[3].names[0];
                articles[3].names.push(GoldName { start: 12, ..name });
            })
            .contains("overlaps the one before")
        );
    }
}
