//! Learns the name model from annotated articles.
//!
//! Input: texts with the spans of their names. Output: a [`Model`] that [`Recognizer`](crate::entity::recognizer::Recognizer) reads.
//! Method: the averaged perceptron ([`learn`]) over the features of [`crate::entity::features`]; then, on articles kept out of
//! training, the share of right names by kind and margin. Same input, same bytes. Cost: twice that of the perceptron.

use super::crf::{Field, learn_both, learn_field};
use super::{Config, Example, Examples, Learned, frequent_features, learn};
use crate::entity::article::{Article, Input};
use crate::entity::features::{add_context_features, add_features, features_fingerprint};
use crate::entity::recognizer::{Kind, LABELS, MARGIN_STEPS, Name, NameScratch, Recognizer, label_names, margin_step, may_follow};
use crate::model::{Clusters, FREQUENT, Model, Vocabulary};
use crate::tag::{Tag, TagScratch, Tagger};
use crate::{Result, clean, quote, token};
use std::collections::BTreeSet;

/// All labels, a bit each.
const ANY: u64 = (1 << LABELS) - 1;

/// Labels of a token outside all names where the corpus does not mark nationalities: it may be one.
const OUTSIDE_OR_GROUP: u64 = 1 | 0b11 << (1 + 2 * Kind::Group as u64);

/// A name as it was annotated: code points into the text, and its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GoldName {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What it names.
    pub kind: Kind,
}

/// How the case of an article is changed: headlines and posts are written so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Casing {
    #[default]
    AsIs,
    Lower,
    Upper,
    Title,
}

impl Casing {
    fn apply(self, form: &str) -> String {
        match self {
            Self::AsIs => form.to_owned(),
            Self::Lower => form.to_lowercase(),
            Self::Upper => form.to_uppercase(),
            Self::Title => {
                let mut chars = form.chars();
                chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
            }
        }
    }
}

/// How a text is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading {
    /// Whether the annotation marks nationalities.
    pub marks_groups: bool,
    /// Whether the text is raw: with boilerplate, which is masked.
    pub is_raw: bool,
    /// How its case is changed.
    pub casing: Casing,
}

/// An annotated article, read.
#[derive(Clone, Debug, Default)]
pub struct Annotated {
    words: Vec<u32>,
    /// The sentence of each token.
    pub sentences: Vec<u32>,
    tags: Vec<Tag>,
    /// Where each token stands, in code points.
    pub spans: Vec<(usize, usize)>,
    /// The labels that may be right, a bit each.
    allowed: Vec<u64>,
    /// The names as annotated.
    pub gold: Vec<GoldName>,
    /// Sentences that nothing is learned from.
    pub skipped: BTreeSet<u32>,
    /// Tokens that lie in a name and outside it: nothing is known of them.
    pub torn: usize,
}

/// Reads annotated texts.
#[derive(Debug)]
pub struct NameReader<'a> {
    clusters: &'a Clusters,
    tagger: &'a Tagger,
    vocabulary: Vocabulary,
    scratch: TagScratch,
}

impl<'a> NameReader<'a> {
    /// A reader that tags with `tagger`.
    pub fn new(clusters: &'a Clusters, tagger: &'a Tagger) -> Self {
        Self { clusters, tagger, vocabulary: Vocabulary::default(), scratch: TagScratch::default() }
    }

    /// The words of all texts read so far.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Reads a text with its names.
    pub fn read(&mut self, text: &str, gold: Vec<GoldName>, reading: Reading) -> Annotated {
        let regions = if reading.is_raw { clean::find_regions(text, None).regions } else { Vec::new() };
        let (mut tokens, paragraphs) = token::tokenize(text, &regions);
        let pairing = quote::pair_marks(text, &paragraphs, &regions);
        token::find_sentences(text, &mut tokens, &paragraphs, &pairing.pairs);
        let number = |vocabulary: &mut Vocabulary, i| match reading.casing {
            Casing::AsIs => vocabulary.number(tokens.form(text, i), self.clusters),
            casing => vocabulary.number(&casing.apply(tokens.form(text, i)), self.clusters),
        };
        let words: Vec<u32> = (0..tokens.len()).map(|i| number(&mut self.vocabulary, i)).collect();
        let tags = self.tagger.tag(&tokens, &words, &self.vocabulary, &mut self.scratch).tags;
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
        let outside = if reading.marks_groups { 1 } else { OUTSIDE_OR_GROUP };
        let mut article = Annotated {
            words,
            sentences: tokens.sentences,
            tags,
            allowed: vec![outside; spans.len()],
            spans,
            gold,
            skipped: BTreeSet::new(),
            torn: 0,
        };
        article.mark_names();
        article
    }
}

impl Annotated {
    fn mark_names(&mut self) {
        for gold in &self.gold {
            let mut is_first = true;
            let begins = self.spans.partition_point(|span| span.1 <= gold.start);
            for (i, &(first, last)) in self.spans.iter().enumerate().skip(begins) {
                if first >= gold.end {
                    break;
                }
                if first < gold.start || last > gold.end {
                    self.torn += 1;
                    self.allowed[i] = ANY;
                } else {
                    self.allowed[i] = 1 << (1 + 2 * gold.kind as usize + usize::from(!is_first));
                }
                is_first = false;
            }
        }
        // A name that our sentences cut, or that is torn, goes on as a name of its own.
        for i in 0..self.allowed.len() {
            let label = self.allowed[i].trailing_zeros() as usize;
            if self.allowed[i].is_power_of_two() && label != 0 && label.is_multiple_of(2) {
                let goes_on = i > 0
                    && self.sentences[i - 1] == self.sentences[i]
                    && self.allowed[i - 1] & (1 << label | 1 << (label - 1)) != 0;
                if !goes_on {
                    self.allowed[i] = 1 << (label - 1);
                }
            }
        }
    }

    /// Outside the names, leaves it open whether a token is of one of these kinds: they are not annotated.
    pub(super) fn leave_open(&mut self, kinds: &[Kind]) {
        let open = kinds.iter().fold(1, |open, &kind| open | 0b11 << (1 + 2 * kind as u64));
        self.allowed.iter_mut().filter(|allowed| **allowed == 1).for_each(|allowed| *allowed = open);
    }

    /// How many names do not begin and end where tokens do: inside a word, or in boilerplate.
    pub(super) fn missed(&self) -> usize {
        let begins = |point: usize| self.spans.binary_search_by_key(&point, |span| span.0).is_ok();
        let ends = |point: usize| self.spans.binary_search_by_key(&point, |span| span.1).is_ok();
        self.gold.iter().filter(|gold| !begins(gold.start) || !ends(gold.end)).count()
    }

    /// How many tokens it has.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    fn input<'a>(&'a self, vocabulary: &'a Vocabulary) -> Input<'a> {
        Input { vocabulary, words: &self.words, sentences: &self.sentences, tags: &self.tags }
    }

    /// The names that a recognizer finds in it.
    pub fn find(&self, vocabulary: &Vocabulary, recognizer: &Recognizer, scratch: &mut NameScratch) -> Vec<Name> {
        recognizer.find(self.input(vocabulary), scratch)
    }

    /// A found name as a span of code points.
    pub fn span_of(&self, name: &Name) -> GoldName {
        GoldName { start: self.spans[name.first].0, end: self.spans[name.last].1, kind: name.kind }
    }
}

/// Hands the sentences of articles to `take` as examples.
pub fn each_example<'a>(articles: impl Iterator<Item = &'a Annotated>, vocabulary: &Vocabulary, take: &mut dyn FnMut(&Example)) {
    let (mut facts, mut example) = (Article::default(), Example::default());
    for article in articles {
        let input = article.input(vocabulary);
        facts.read(input);
        for (sentence, is_heading) in facts.sentences() {
            if article.skipped.contains(&article.sentences[sentence.start]) {
                continue;
            }
            example.clear();
            for i in sentence.clone() {
                add_features(input, &facts, &sentence, is_heading, i, &mut example.features);
                example.end_token(article.allowed[i]);
            }
            take(&example);
        }
    }
}

/// Hands sentences to `take` with the features that are looked up token by token in use; others are summed once a word.
fn each_context<'a>(articles: impl Iterator<Item = &'a Annotated>, vocabulary: &Vocabulary, take: &mut dyn FnMut(&Example)) {
    let (mut facts, mut example) = (Article::default(), Example::default());
    for article in articles {
        let input = article.input(vocabulary);
        facts.read(input);
        for (sentence, is_heading) in facts.sentences() {
            example.clear();
            for i in sentence.clone() {
                add_context_features(input, &facts, &sentence, is_heading, i, &mut example.features);
            }
            take(&example);
        }
    }
}

/// How names are learned unless something else is said.
pub const DEFAULT: Config = Config {
    labels: LABELS,
    bits: 17,
    epochs: 10,
    margin: 10.0,
    min_count: 2,
    min_weight: 2.0,
    has_filter: true,
    may_follow,
    seed: 1,
};

/// By what names are learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Learner {
    /// The perceptron alone.
    Perceptron,
    /// The conditional random field alone.
    Field,
    /// The mean of both.
    Both,
}

/// How names are learned: settings of the perceptron, and what a field needs more.
#[derive(Clone, Copy, Debug)]
pub struct Learning {
    /// By what.
    pub learner: Learner,
    /// Settings of the perceptron; `margin` and `min_weight` say nothing to a field that learns alone.
    pub config: Config,
    /// How often the field sees all sentences.
    pub epochs: u32,
    /// The length of its steps.
    pub rate: f32,
    /// How many features of 256 it leaves out at random.
    pub dropped: u8,
    /// How many features it keeps if it learns alone.
    pub kept: usize,
    /// How often it learns.
    pub runs: u32,
    /// What its weights are multiplied by, to be as wide as the perceptron's: votes over an article and the confidence read leads in
    /// the perceptron's units.
    pub factor: f32,
}

impl From<Config> for Learning {
    fn from(config: Config) -> Self {
        Self { learner: Learner::Both, config, epochs: 5, rate: 0.1, dropped: 51, kept: 400_000, runs: 3, factor: 60.0 }
    }
}

/// Learns weights from articles.
#[allow(clippy::needless_pass_by_value)] // an iterator, cloned for each reading
pub fn learn_weights<'a>(
    articles: impl Iterator<Item = &'a Annotated> + Clone,
    vocabulary: &Vocabulary,
    learning: Learning,
) -> Learned {
    let Learning { learner, config, epochs, rate, dropped, kept, runs, factor } = learning;
    let field = Field { config, rate, dropped, kept, wide_bits: 22, runs };
    let read: &Examples<'_> = &|take| each_example(articles.clone(), vocabulary, take);
    match learner {
        Learner::Perceptron => learn(config, read),
        Learner::Field => learn_field(Field { config: Config { epochs, ..config }, ..field }, read).times(factor),
        Learner::Both => learn_both(field, epochs, factor, read),
    }
}

/// Every so many articles, one is kept out of training to learn the confidence.
pub(super) const KEPT_OUT: usize = 8;

/// Learns a model from articles: weights from all of them; the confidence from those kept out of a training of its own. `taught`
/// articles have a teacher's labels, which say nothing of confidence.
///
/// # Errors
/// None that a caller can cause.
pub fn learn_names(
    articles: &[Annotated],
    taught: &[Annotated],
    vocabulary: &Vocabulary,
    learning: Learning,
) -> Result<(Model, Learned)> {
    let is_kept = |i: usize| i % KEPT_OUT == KEPT_OUT - 1;
    let others = articles.iter().enumerate().filter(|(i, _)| !is_kept(*i)).map(|(_, article)| article);
    let model = to_model(&learn_weights(others.chain(taught), vocabulary, learning), Vec::new(), Vec::new());
    let recognizer = Recognizer::from_model(&model, "the model being learned")?;
    let kept: Vec<&Annotated> = articles.iter().enumerate().filter(|(i, _)| is_kept(*i)).map(|(_, article)| article).collect();
    let mut counts: Counts = [[(1, 2); MARGIN_STEPS]; Kind::ALL.len()];
    count_right(&kept, vocabulary, &recognizer, model.scale, &mut counts);
    let learned = learn_weights(articles.iter().chain(taught), vocabulary, learning);
    let (_, frequent) = frequent_features(&learned, &|take| each_context(articles.iter().chain(taught), vocabulary, take));
    Ok((to_model(&learned, confidence_table(&counts), frequent), learned))
}

/// The model of learned weights.
pub fn to_model(learned: &Learned, confidence: Vec<u8>, frequent: Vec<u8>) -> Model {
    let sections = vec![("confidence".to_owned(), confidence), (FREQUENT.to_owned(), frequent)];
    learned.quantized("names", features_fingerprint(), label_names(), sections)
}

/// Right names and all, by kind and margin.
pub(super) type Counts = [[(u32, u32); MARGIN_STEPS]; Kind::ALL.len()];

/// Counts right and all names by kind and margin.
pub(super) fn count_right(
    articles: &[&Annotated],
    vocabulary: &Vocabulary,
    recognizer: &Recognizer,
    scale: f32,
    counts: &mut Counts,
) {
    let mut scratch = NameScratch::default();
    for article in articles {
        let gold: BTreeSet<GoldName> = article.gold.iter().copied().collect();
        for name in article.find(vocabulary, recognizer, &mut scratch) {
            // Where nationalities are not marked, nothing is known of them.
            let is_marked = name.kind != Kind::Group || article.allowed[name.first] & OUTSIDE_OR_GROUP != OUTSIDE_OR_GROUP;
            if is_marked {
                let (right, all) = &mut counts[name.kind as usize][margin_step(name.margin, scale)];
                *right += u32::from(gold.contains(&article.span_of(&name)));
                *all += 1;
            }
        }
    }
}

/// The share of right names in percent, by kind and margin; it does not fall as the margin grows.
pub(super) fn confidence_table(counts: &Counts) -> Vec<u8> {
    counts.iter().flat_map(rising_shares).collect()
}

/// Shares in percent that do not fall: neighbours that do are pooled (Ayer et al. 1955).
fn rising_shares(counts: &[(u32, u32); MARGIN_STEPS]) -> Vec<u8> {
    let mut pools: Vec<(u32, u32, usize)> = Vec::new();
    for &(right, all) in counts {
        let mut pool = (right, all, 1);
        while let Some(&(before_right, before_all, len)) = pools.last() {
            if u64::from(before_right) * u64::from(pool.1) < u64::from(pool.0) * u64::from(before_all) {
                break;
            }
            pools.pop();
            pool = (before_right + pool.0, before_all + pool.1, len + pool.2);
        }
        pools.push(pool);
    }
    let share = |right: u32, all: u32| ((200 * right + all) / (2 * all.max(1))) as u8;
    pools.iter().flat_map(|&(right, all, len)| std::iter::repeat_n(share(right, all), len)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_do_not_fall() {
        let mut counts = [(9, 10); MARGIN_STEPS];
        counts[0] = (3, 10);
        counts[1] = (1, 10);
        counts[2] = (6, 10);
        let shares = rising_shares(&counts);
        assert_eq!(shares[..4], [20, 20, 60, 90]);
        assert_eq!(shares.len(), MARGIN_STEPS);
    }

    #[test]
    fn a_torn_or_cut_name_begins_anew() {
        let clusters = Clusters::default();
        let mut reader = NameReader::new(&clusters, Tagger::get());
        let gold = |start, end| GoldName { start, end, kind: Kind::Person };
        // The second name begins inside a token.
        let article = reader.read("Ada Ruiz met Unhappy Lovelace.", vec![gold(0, 8), gold(15, 29)], Reading::default());
        assert_eq!(article.torn, 1);
        assert_eq!(article.allowed[..6], [1 << 1, 1 << 2, OUTSIDE_OR_GROUP, ANY, 1 << 2, OUTSIDE_OR_GROUP]);
    }

    #[test]
    fn a_few_sentences_teach_their_names() {
        let clusters = Clusters::default();
        let mut reader = NameReader::new(&clusters, Tagger::get());
        let mut articles = Vec::new();
        for (person, place) in [("Zorvek", "Quandu"), ("Ilmara", "Testopol"), ("Brunko", "Oberau"), ("Vashti", "Lunamar")] {
            for verb in ["visited", "left", "praised"] {
                let text = format!("Yesterday {person} {verb} the city of {place} again.");
                let begins = text.find(place).unwrap();
                let gold = vec![
                    GoldName { start: 10, end: 10 + person.len(), kind: Kind::Person },
                    GoldName { start: begins, end: begins + place.len(), kind: Kind::Place },
                ];
                articles.push(reader.read(&text, gold, Reading { marks_groups: true, ..Reading::default() }));
            }
        }
        let config = Config { bits: 12, min_weight: 0.0, ..DEFAULT };
        let (model, learned) = learn_names(&articles, &[], reader.vocabulary(), config.into()).unwrap();
        assert!(learned.losses[9] < learned.losses[0]);
        assert_eq!(learn_names(&articles, &[], reader.vocabulary(), config.into()).unwrap().0.to_bytes(), model.to_bytes());
        let recognizer = Recognizer::from_bytes(&model.to_bytes(), "toy").unwrap();
        let article = reader.read("Yesterday Mirela visited the city of Arqua again.", Vec::new(), Reading::default());
        let names = article.find(reader.vocabulary(), &recognizer, &mut NameScratch::default());
        let kinds: Vec<Kind> = names.iter().map(|name| name.kind).collect();
        assert_eq!(kinds, [Kind::Person, Kind::Place]);
    }
}
