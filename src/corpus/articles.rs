//! Articles without their texts: what is kept of them to find stories and copies, and those that a corpus knows.
//!
//! [`ArticleSet`] is one batch, of which the texts are read once and let go. [`Articles`] are those of a corpus: of each the id, the
//! day and the story, of each story its words as hashes ([`super::stories`]). Cost: that of stories; merging O(stories and articles).

use super::duplicates::{Copy, Sketch, find_copies, sketches_of};
use super::signatures::NO_DAY;
use super::stop::Stop;
use super::stories::{Stories, Story, StoryOptions, Vector, vectors_of};
use super::texts::{Interned, Texts};
use crate::model::hash::atom;
use rustc_hash::{FxHashMap, FxHashSet};

/// A batch of articles.
#[derive(Clone, Debug, Default)]
pub struct ArticleSet {
    /// Their ids as text.
    pub ids: Texts,
    /// Days since 1970, or [`NO_DAY`].
    pub days: Vec<i32>,
    vectors: Vec<Vector>,
    sketches: Vec<Sketch>,
    has_vectors: bool,
    has_sketches: bool,
}

impl ArticleSet {
    /// An empty one, for stories (words are kept), for copies (sketches), or both.
    pub fn new(has_vectors: bool, has_sketches: bool) -> Self {
        Self { has_vectors, has_sketches, ..Self::default() }
    }

    /// Reads articles (title, text); ids and days are added by the caller.
    pub fn read(&mut self, articles: &[(&str, &str)], threads: usize) {
        if self.has_vectors {
            self.vectors.extend(vectors_of(articles, threads));
        }
        if self.has_sketches {
            let texts: Vec<&str> = articles.iter().map(|(_, text)| *text).collect();
            self.sketches.extend(sketches_of(&texts, threads));
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    fn labels(&self) -> Vec<u64> {
        (0..self.len()).map(|at| atom(self.ids.get(at).as_bytes())).collect()
    }

    /// The earlier of two articles; of one day the first by its id.
    fn earlier(&self, a: u32, b: u32) -> u32 {
        let key = |at: u32| (self.days[at as usize] == NO_DAY, self.days[at as usize], self.ids.get(at as usize));
        if key(b) < key(a) { b } else { a }
    }

    /// For each article the one it is a copy of; of some of them if stopped.
    pub fn copies(&self, least: f32, stop: &Stop) -> Vec<Option<Copy>> {
        find_copies(&self.sketches, &self.days, &self.labels(), least, stop)
    }

    /// For each article the first one of its story; none if stopped.
    pub fn stories(&self, options: StoryOptions, stop: &Stop) -> Option<Vec<u32>> {
        let found = Stories::default().add(&self.vectors, &self.days, &self.labels(), options, stop)?;
        let mut firsts: Vec<Option<u32>> = Vec::new();
        for (&story, at) in found.iter().zip(0..) {
            firsts.resize(firsts.len().max(story as usize + 1), None);
            let first = &mut firsts[story as usize];
            *first = Some(first.map_or(at, |first| self.earlier(first, at)));
        }
        found.iter().map(|&story| firsts[story as usize]).collect()
    }
}

/// The articles of a corpus.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Articles {
    /// The stories so far.
    pub stories: Stories,
    /// Of each story the article that it is named by.
    pub firsts: Vec<u32>,
    /// Of each article the number of its id among the texts of the corpus.
    pub ids: Vec<u32>,
    /// Of each article the day, or [`NO_DAY`].
    pub days: Vec<i32>,
    /// Of each article the story.
    pub story_of: Vec<u32>,
    /// Where the article with an id is.
    known: FxHashMap<u32, u32>,
}

impl Articles {
    /// Adds articles; those whose ids are known already keep their stories. For each article its number here; none, and all as it
    /// was, if stopped.
    pub fn add(&mut self, set: &ArticleSet, texts: &mut Interned, options: StoryOptions, stop: &Stop) -> Option<Vec<u32>> {
        let ids: Vec<u32> = (0..set.len()).map(|at| texts.number_of(Some(set.ids.get(at)))).collect();
        let mut seen = FxHashSet::default();
        let new: Vec<usize> = (0..set.len()).filter(|&at| !self.known.contains_key(&ids[at]) && seen.insert(ids[at])).collect();
        let vectors: Vec<Vector> = new.iter().map(|&at| set.vectors[at].clone()).collect();
        let days: Vec<i32> = new.iter().map(|&at| set.days[at]).collect();
        let labels: Vec<u64> = new.iter().map(|&at| atom(set.ids.get(at).as_bytes())).collect();
        let found = self.stories.add(&vectors, &days, &labels, options, stop)?;
        let mut firsts: Vec<Option<u32>> = vec![None; self.stories.stories.len() - self.firsts.len()];
        for (&at, &story) in new.iter().zip(&found) {
            if let Some(of_new) = (story as usize).checked_sub(self.firsts.len()) {
                firsts[of_new] = Some(firsts[of_new].map_or(at as u32, |first| set.earlier(first, at as u32)));
            }
        }
        for (&at, &story) in new.iter().zip(&found) {
            self.push(ids[at], set.days[at], story);
        }
        // Each new story has an article.
        self.firsts.extend(firsts.into_iter().flatten().map(|at| self.known[&ids[at as usize]]));
        Some(ids.iter().map(|id| self.known[id]).collect())
    }

    fn push(&mut self, id: u32, day: i32, story: u32) {
        self.known.insert(id, self.ids.len() as u32);
        self.ids.push(id);
        self.days.push(day);
        self.story_of.push(story);
    }

    /// Adds the articles of another corpus that are not there yet. A story of which an article is known here goes on in the story of
    /// that article, the first of them; another is added as it is.
    pub fn merge(&mut self, other: &Self, texts: &mut Interned, of_other: &Interned) {
        let ids: Vec<u32> = other.ids.iter().map(|&id| texts.number_of(of_other.get(id))).collect();
        let mut targets: Vec<Option<u32>> = vec![None; other.stories.stories.len()];
        let mut new: Vec<u32> = vec![0; targets.len()];
        let mut last: Vec<i32> = vec![NO_DAY; targets.len()];
        for (at, id) in ids.iter().enumerate() {
            let story = other.story_of[at] as usize;
            if let Some(&known) = self.known.get(id) {
                targets[story] = targets[story].or(Some(self.story_of[known as usize]));
            } else {
                new[story] += 1;
                last[story] = last[story].max(other.days[at]);
            }
        }
        let mut named: Vec<(usize, u32)> = Vec::new();
        for (at, story) in other.stories.stories.iter().enumerate() {
            if let Some(target) = targets[at] {
                if new[at] > 0 {
                    self.stories.stories[target as usize].add(&story.words, last[at], new[at]);
                }
            } else {
                targets[at] = Some(self.stories.stories.len() as u32);
                self.stories.push(Story::clone(story));
                named.push((at, other.firsts[at]));
            }
        }
        for (at, &id) in ids.iter().enumerate() {
            if let Some(story) = targets[other.story_of[at] as usize].filter(|_| !self.known.contains_key(&id)) {
                self.push(id, other.days[at], story);
            }
        }
        self.firsts.extend(named.iter().map(|&(_, first)| self.known[&ids[first as usize]]));
    }

    /// Whether what came from a file fits together, and fits the texts; what is wrong else.
    pub(super) fn check(&mut self, texts: &Interned) -> Result<(), &'static str> {
        let (n, stories) = (self.ids.len(), &self.stories.stories);
        if self.days.len() != n || self.story_of.len() != n || self.firsts.len() != stories.len() {
            return Err("columns of articles of different lengths");
        }
        let mut counts = vec![0; stories.len()];
        for (at, (&id, &story)) in self.ids.iter().zip(&self.story_of).enumerate() {
            let is_id = id > 0 && id as usize <= texts.texts().len() && self.known.insert(id, at as u32).is_none();
            let count = counts.get_mut(story as usize).filter(|_| is_id).ok_or("an article that is none")?;
            *count += 1;
        }
        let is_first = |(story, &first): (usize, &u32)| self.story_of.get(first as usize) == Some(&(story as u32));
        if stories.iter().map(|story| story.n).ne(counts) || !self.firsts.iter().enumerate().all(is_first) {
            return Err("stories that do not fit their articles");
        }
        Ok(())
    }

    /// Bytes of memory, about.
    pub fn n_bytes(&self) -> usize {
        let stories = &self.stories.stories;
        let words: usize = stories.iter().map(|story| story.words.len() * 8 + story.finding.len() * 8 + 72).sum();
        words + self.ids.len() * 24
    }
}
