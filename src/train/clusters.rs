//! Clusters of words: which words stand in like contexts.
//!
//! Input: raw texts. Output: for each frequent word a fine cluster, for each fine cluster a middle one, for each middle one a
//! coarse one; as a text table.
//! Method: vectors by skip-gram with negative sampling (Mikolov et al. 2013, see [`vectors`]), less their mean (Mu and Viswanath
//! 2018), at unit length; a fixed number of rounds of Lloyd 1982 by cosine (Dhillon and Modha 2001), started by k-means++ (Arthur
//! and Vassilvitskii 2007); then the same over the centroids, each weighing what its words weigh. Same texts, same bytes: see
//! [`vectors`]; of equally near centroids the first is taken.
//! Cost: that of the vectors, and O(rounds × words × clusters × dimensions).
#![allow(clippy::cast_precision_loss)]

use super::corpus::Corpus;
use super::vectors::{self, DIMENSIONS, Random, Vector, add_scaled, dot, to_unit};
use crate::{Error, Result};
use std::fmt::{Display, Write};
use std::path::Path;

/// How to learn clusters.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Rarer words are left out.
    pub min_count: u32,
    /// At most so many words are kept, the most frequent.
    pub max_words: usize,
    /// How vectors are learned.
    pub vectors: vectors::Config,
    /// How many fine, middle and coarse clusters there are.
    pub sizes: [usize; 3],
    /// How often words are given to the nearest centroid.
    pub rounds: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self { min_count: 5, max_words: 48_000, vectors: vectors::Config::default(), sizes: [1024, 256, 64], rounds: 15 }
    }
}

impl Config {
    /// For the openly licensed texts, which are few: rarer words, seen more often.
    pub fn open() -> Self {
        let vectors = vectors::Config { epochs: 40, ..vectors::Config::default() };
        Self { min_count: 3, vectors, ..Self::default() }
    }
}

/// Words and their clusters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clusters {
    /// The words by descending frequency, ties by the word, each with its fine cluster.
    pub words: Vec<(String, u16)>,
    /// The middle cluster of each fine one.
    pub middle: Vec<u16>,
    /// The coarse cluster of each middle one.
    pub coarse: Vec<u16>,
}

impl Clusters {
    /// Clusters the words of `corpus` by their vectors.
    pub fn find(corpus: &Corpus, word_vectors: &[Vector], config: &Config) -> Self {
        let mut random = Random::new(config.vectors.seed);
        let mut points = centered(word_vectors);
        let mut weights = vec![1.0; points.len()];
        let [fine, middle, coarse] = config.sizes.map(|size| {
            let found = Partition::find(&points, &weights, size, config.rounds, &mut random);
            (points, weights) = (found.centroids, found.weights);
            found.nearest
        });
        Self { words: corpus.words.iter().cloned().zip(fine).collect(), middle, coarse }
    }

    /// The table as text: the note as a comment, the middle clusters, the coarse ones, then a line for each word.
    pub fn to_tsv(&self, note: &str) -> String {
        let join = |numbers: &[u16]| numbers.iter().map(u16::to_string).collect::<Vec<_>>().join("\t");
        let mut out = format!("# {note}\n{}\n{}\n", join(&self.middle), join(&self.coarse));
        for (word, fine) in &self.words {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{word}\t{fine}");
        }
        out
    }
}

/// Learns clusters of the words of `texts`.
///
/// The same texts in the same order give the same clusters, on every machine. 8 million tokens take a minute and a half.
pub fn train_clusters(texts: impl IntoIterator<Item = String>, config: &Config) -> Clusters {
    let corpus = Corpus::read(texts, config.min_count, config.max_words);
    let word_vectors = vectors::train_vectors(&corpus, config.vectors);
    Clusters::find(&corpus, &word_vectors, config)
}

/// Where the texts to learn from are, as JSON lines with a `text`; and whether anybody may use them.
const SOURCES: [(&str, bool); 8] = [
    ("articles/raw", false),
    ("names/worldwide.train", false),
    ("names/redocred.train", true),
    ("names/redocred.dev", true),
    ("names/gum.train", true),
    ("names/ewt.train", true),
    ("quotes/polnear.train", false),
    ("press/wikinews.train", true),
];

/// Genres of GUM whose texts allow commercial use; tables that ship learn from these alone.
const OPEN_LICENSES: [&str; 3] = ["CC-BY-4.0", "CC-BY-2.5", "CC-BY-SA-3.0"];

/// Reads the texts to learn from in the folder `data`; `is_open`: only those that are openly licensed.
///
/// # Errors
/// A file that is missing or not what it should be.
pub fn read_texts(data: &Path, is_open: bool) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for (source, _) in SOURCES.into_iter().filter(|(_, is_free)| *is_free || !is_open) {
        let path = data.join(format!("{source}.jsonl"));
        let fail = |what: &dyn Display| Error::InvalidInput(format!("{}: {what}", path.display()));
        let file = std::fs::read_to_string(&path).map_err(|error| fail(&error))?;
        for line in file.lines() {
            let row: Row = serde_json::from_str(line).map_err(|error| fail(&error))?;
            if source != "names/gum.train" || row.license.is_some_and(|license| OPEN_LICENSES.contains(&&*license)) {
                texts.push(row.text);
            }
        }
    }
    Ok(texts)
}

#[derive(serde::Deserialize)]
struct Row {
    text: String,
    license: Option<String>,
}

/// The vectors less their mean, at unit length.
fn centered(word_vectors: &[Vector]) -> Vec<Vector> {
    let mut sum = [0.0; DIMENSIONS];
    for vector in word_vectors {
        add_scaled(&mut sum, 1.0, vector);
    }
    let share = -1.0 / word_vectors.len().max(1) as f32;
    let center = |vector: &Vector| {
        let mut vector = *vector;
        add_scaled(&mut vector, share, &sum);
        to_unit(&vector)
    };
    word_vectors.iter().map(center).collect()
}

/// Points in groups.
struct Partition {
    /// The group of each point.
    nearest: Vec<u16>,
    /// The direction of each group.
    centroids: Vec<Vector>,
    /// What the points of each group weigh together.
    weights: Vec<f32>,
}

impl Partition {
    /// Groups unit vectors by cosine. There are `size` groups, or as many as there are points.
    fn find(points: &[Vector], weights: &[f32], size: usize, rounds: usize, random: &mut Random) -> Self {
        let centroids = choose_starts(points, weights, size.min(points.len()), random);
        let mut found = Self { nearest: Vec::new(), weights: vec![0.0; centroids.len()], centroids };
        for _ in 0..rounds {
            let nearest = points.iter().map(|point| found.nearest_to(point)).collect();
            if nearest == found.nearest {
                break;
            }
            found.nearest = nearest;
            found.recenter(points, weights);
        }
        found
    }

    fn nearest_to(&self, point: &Vector) -> u16 {
        let (mut best, mut nearest) = (f32::NEG_INFINITY, 0);
        for (i, centroid) in self.centroids.iter().enumerate() {
            let likeness = dot(point, centroid);
            if likeness > best {
                (best, nearest) = (likeness, i as u16);
            }
        }
        nearest
    }

    /// Moves each centroid to the mean direction of its points; an empty group stays where it was.
    fn recenter(&mut self, points: &[Vector], weights: &[f32]) {
        let mut sums = vec![[0.0; DIMENSIONS]; self.centroids.len()];
        self.weights.fill(0.0);
        for ((point, &weight), &group) in points.iter().zip(weights).zip(&self.nearest) {
            add_scaled(&mut sums[usize::from(group)], weight, point);
            self.weights[usize::from(group)] += weight;
        }
        for ((centroid, sum), &weight) in self.centroids.iter_mut().zip(&sums).zip(&self.weights) {
            if weight > 0.0 {
                *centroid = to_unit(sum);
            }
        }
    }
}

/// k-means++: each start is drawn by weight and squared distance from the nearest one before.
fn choose_starts(points: &[Vector], weights: &[f32], size: usize, random: &mut Random) -> Vec<Vector> {
    let mut distances = vec![1.0_f32; points.len()];
    let mut starts: Vec<Vector> = Vec::with_capacity(size);
    while starts.len() < size {
        let chances = || distances.iter().zip(weights).map(|(distance, weight)| f64::from(distance * weight));
        let mut left = random.unit() * chances().sum::<f64>();
        let drawn = chances().position(|chance| {
            left -= chance;
            left < 0.0
        });
        let start = points[drawn.unwrap_or(points.len() - 1)];
        for (distance, point) in distances.iter_mut().zip(points) {
            *distance = distance.min((1.0 - dot(point, &start)).max(0.0));
        }
        starts.push(start);
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paragraphs about animals and paragraphs about towns, with a few words in both.
    fn toy() -> (Vec<String>, Config) {
        let mut random = Random::new(5);
        let mut text = |nouns: [&str; 4], verbs: [&str; 3]| {
            let mut pick = |words: &[&str]| words[random.below(words.len())].to_owned();
            (0..6).map(|_| format!("the {} {} the {} .", pick(&nouns), pick(&verbs), pick(&nouns))).collect::<Vec<_>>().join(" ")
        };
        let texts = (0..400).map(|i| match i % 2 {
            0 => text(["cat", "dog", "fox", "hen"], ["bites", "chases", "fears"]),
            _ => text(["Rome", "Paris", "Oslo", "Kyiv"], ["borders", "outgrew", "joins"]),
        });
        let texts = texts.collect();
        let vectors = vectors::Config { subsample: 1e-2, epochs: 10, ..vectors::Config::default() };
        (texts, Config { min_count: 2, sizes: [6, 3, 2], vectors, ..Config::default() })
    }

    fn coarse(clusters: &Clusters, word: &str) -> u16 {
        let (_, fine) = clusters.words.iter().find(|(known, _)| &**known == word).unwrap();
        clusters.coarse[usize::from(clusters.middle[usize::from(*fine)])]
    }

    #[test]
    fn two_groups_of_words_end_in_two_clusters() {
        let (texts, config) = toy();
        let clusters = train_clusters(texts, &config);
        assert_eq!(clusters.words.len(), 16);
        for (animal, town) in [("cat", "Rome"), ("dog", "Paris"), ("fox", "Oslo"), ("hen", "Kyiv"), ("bites", "joins")] {
            assert_eq!(coarse(&clusters, animal), coarse(&clusters, "cat"), "{animal}");
            assert_eq!(coarse(&clusters, town), coarse(&clusters, "Rome"), "{town}");
        }
        assert_ne!(coarse(&clusters, "cat"), coarse(&clusters, "Rome"));
    }

    #[test]
    fn the_same_bytes_every_time() {
        let (texts, config) = toy();
        let clusters = train_clusters(texts.clone(), &config);
        let table = clusters.to_tsv("toy");
        assert_eq!(table, train_clusters(texts.clone(), &config).to_tsv("toy"));
        let other = vectors::Config { seed: 2, ..config.vectors };
        assert_ne!(table, train_clusters(texts, &Config { vectors: other, ..config }).to_tsv("toy"));
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!((lines[0], lines[1].split('\t').count(), lines[2].split('\t').count()), ("# toy", 6, 3));
        assert!(lines[3].starts_with("the\t") && lines.len() == 3 + 16);
    }

    #[test]
    fn few_words_and_none_are_no_trouble() {
        assert_eq!(train_clusters(Vec::new(), &Config::default()), Clusters::default());
        let clusters = train_clusters(["one two one two one two".to_owned()], &Config { min_count: 2, ..Config::default() });
        assert_eq!((clusters.words.len(), clusters.middle.len(), clusters.coarse.len()), (2, 2, 2));
    }
}
