//! Stories: articles about the same event.
//!
//! Input: title, text and day of articles. Output: for each the number of its story. Method: an article is the rare words, and with
//! more weight the names, of its title and its first words; a story is the sum of its articles. From the first day to the last, an
//! article joins the story of the last days that it is most like (cosine), or begins one: single pass clustering, as in topic
//! detection and tracking (Allan et al. 1998). Stories are kept, so that further batches go on where the last ended.
//! Cost: O(words): an article is compared with the stories of the last days that share some of its heaviest words.

use super::normal::{BREAK, Key, NUMBER, WORD, tokens_of};
use super::rarity::weigh;
use super::signatures::NO_DAY;
use super::stop::Stop;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// Bytes of the text that are read: news tells first what matters.
const READ: usize = 6000;
/// The words that are kept of an article and of a story.
const KEPT: usize = 160;
pub(super) const KEPT_OF_STORY: usize = 320;
/// The heaviest words, by which stories are found.
pub(super) const FINDING: usize = 24;
/// The most stories that are looked at under one word, newest first.
const MOST: usize = 64;
/// Words lighter than this, in tenths of bits, say nothing of the event.
const LIGHT: u8 = 62;

type Map<K, V> = HashMap<K, V, FxBuildHasher>;

/// How articles become stories.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoryOptions {
    /// Days that may lie between an article and the last of its story.
    pub window: u32,
    /// How like they must be, 0 to 1.
    pub least: f32,
}

/// Words with their weights, sorted by word; of length 1.
pub type Vector = Vec<(Key, f32)>;

/// A story so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// The sum of its articles.
    pub words: Vector,
    /// The heaviest words of its first article, by which it is found.
    pub finding: Vec<Key>,
    /// The last day.
    pub last: i32,
    /// How many articles.
    pub n: u32,
}

/// Stories, to which articles are added.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stories {
    /// All stories, in the order in which they began.
    pub stories: Vec<Story>,
    by_word: Map<Key, Vec<u32>>,
}

/// An article as words.
pub fn vector_of(title: &str, text: &str) -> Vector {
    let mut end = text.len().min(READ);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut counts: Map<Key, f32> = Map::default();
    let mut weights = Vec::new();
    for (text, times) in [(title, 2.0), (&text[..end], 1.0)] {
        let tokens = tokens_of(text);
        let keys: Vec<Key> = tokens.iter().map(|token| token.key).collect();
        weights.clear();
        weigh(&keys, &mut weights);
        let is_capital = |at: usize| text[tokens[at].start as usize..].starts_with(char::is_uppercase);
        for at in 0..tokens.len() {
            let begins = at == 0 || keys[at - 1] & BREAK != 0;
            let is_name = is_capital(at) && (!begins || times > 1.0);
            if weights[at] < LIGHT || keys[at] & NUMBER != 0 && weights[at] < 90 {
                continue;
            }
            let key = keys[at] & WORD;
            *counts.entry(key).or_default() += times * if is_name && times < 2.0 { 1.5 } else { 1.0 };
            // Two names in a row are one: who, where.
            if is_name && at > 0 && !begins && is_capital(at - 1) && weights[at - 1] >= LIGHT {
                let pair = (crate::model::hash::mix2(11, u64::from(keys[at - 1] & WORD), u64::from(key)) >> 37) as Key;
                *counts.entry(pair).or_default() += 1.5 * times;
            }
        }
    }
    let mut keys: Vec<Key> = Vec::new();
    #[allow(clippy::iter_over_hash_type, reason = "sorted below")]
    for key in counts.keys() {
        keys.push(*key);
    }
    keys.sort_unstable();
    weights.clear();
    weigh(&keys, &mut weights);
    let words =
        keys.iter().zip(&weights).map(|(key, &weight)| (*key, (1.0 + libm::log2f(counts[key])).max(0.5) * f32::from(weight)));
    normal(words.collect(), KEPT)
}

/// The heaviest words at length 1.
fn normal(mut words: Vector, kept: usize) -> Vector {
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    words.truncate(kept);
    let length = libm::sqrtf(words.iter().map(|(_, weight)| weight * weight).sum::<f32>()).max(f32::MIN_POSITIVE);
    for word in &mut words {
        word.1 /= length;
    }
    words.sort_unstable_by_key(|word| word.0);
    words
}

fn cosine(a: &Vector, b: &Vector) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += a[i].1 * b[j].1;
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    sum
}

/// Adds vectors that stand for so many articles.
pub(super) fn sum_of(a: (&Vector, u32), b: (&Vector, u32)) -> Vector {
    let times = |(words, n): (&Vector, u32)| words.iter().map(move |&(key, weight)| (key, weight * n as f32)).collect::<Vector>();
    let mut all = times(a);
    all.extend(times(b));
    all.sort_by_key(|word| word.0);
    all.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1 += next.1;
        }
        is_same
    });
    normal(all, KEPT_OF_STORY)
}

impl Stories {
    /// Stories as they were saved.
    pub fn from_stories(stories: Vec<Story>) -> Self {
        let mut all = Self::default();
        for story in stories {
            all.push(story);
        }
        all
    }

    /// Adds a story as it is.
    pub fn push(&mut self, story: Story) {
        let number = self.stories.len() as u32;
        for &key in &story.finding {
            self.by_word.entry(key).or_default().push(number);
        }
        self.stories.push(story);
    }

    /// The story of each article; those of a day that is not known go last, and to any story. None, and all as it was, if stopped.
    ///
    /// Batches give what all articles at once give, if the days of each lie after those of the batches before, and all are known.
    pub fn add(
        &mut self,
        vectors: &[Vector],
        days: &[i32],
        labels: &[u64],
        options: StoryOptions,
        stop: &Stop,
    ) -> Option<Vec<u32>> {
        let mut order: Vec<u32> = (0..vectors.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| {
            let (a, b) = (a as usize, b as usize);
            let bits = |at: usize| vectors[at].iter().map(|&(key, weight)| (key, weight.to_bits()));
            (days[a] == NO_DAY, days[a])
                .cmp(&(days[b] == NO_DAY, days[b]))
                .then_with(|| bits(a).cmp(bits(b)))
                .then_with(|| labels[a].cmp(&labels[b]))
                .then(a.cmp(&b))
        });
        let n_before = self.stories.len();
        let mut before: Map<u32, Story> = Map::default();
        let mut found = vec![0; vectors.len()];
        for at in order {
            if stop.is_set() {
                self.undo(n_before, before);
                return None;
            }
            let (vector, day) = (&vectors[at as usize], days[at as usize]);
            let number = self.best(vector, day, options);
            if number.is_some_and(|number| (number as usize) < n_before) {
                before.entry(number?).or_insert_with_key(|&number| self.stories[number as usize].clone());
            }
            found[at as usize] = self.join(number, vector, day);
        }
        Some(found)
    }

    fn undo(&mut self, n_before: usize, before: Map<u32, Story>) {
        #[allow(clippy::iter_over_hash_type, reason = "each has a place of its own")]
        for (number, story) in before {
            self.stories[number as usize] = story;
        }
        self.stories.truncate(n_before);
        #[allow(clippy::iter_over_hash_type, reason = "each is cut by itself")]
        for list in self.by_word.values_mut() {
            list.truncate(list.partition_point(|&number| (number as usize) < n_before));
        }
        self.by_word.retain(|_, list| !list.is_empty());
    }

    /// The story that an article is most like.
    fn best(&self, vector: &Vector, day: i32, options: StoryOptions) -> Option<u32> {
        let best = self.candidates(vector, day, options.window).into_iter().map(|story| {
            let known = &self.stories[story as usize];
            (cosine(&known.words, vector), std::cmp::Reverse(story))
        });
        let best = best.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        best.filter(|(likeness, _)| *likeness >= options.least).map(|(_, number)| number.0)
    }

    /// Adds an article to a story, or begins one.
    fn join(&mut self, number: Option<u32>, vector: &Vector, day: i32) -> u32 {
        let Some(number) = number else {
            self.push(Story { words: vector.clone(), finding: heaviest(vector), last: day, n: 1 });
            return self.stories.len() as u32 - 1;
        };
        self.stories[number as usize].add(vector, day, 1);
        number
    }

    /// Stories near in time that share a heavy word, sorted.
    fn candidates(&self, vector: &Vector, day: i32, window: u32) -> Vec<u32> {
        let is_near = |story: &Story| day == NO_DAY || story.last == NO_DAY || story.last.abs_diff(day) <= window;
        let mut found: Vec<u32> = Vec::new();
        for key in heaviest(vector) {
            let Some(list) = self.by_word.get(&key) else { continue };
            let recent = list.iter().rev().take(MOST * 4);
            found.extend(recent.copied().filter(|&story| is_near(&self.stories[story as usize])).take(MOST));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Story {
    /// Adds the sum of `n` articles, the last of that day.
    pub fn add(&mut self, words: &Vector, day: i32, n: u32) {
        self.words = sum_of((&self.words, self.n), (words, n));
        self.n += n;
        // A day that is not known is the least.
        self.last = self.last.max(day);
    }
}

fn heaviest(vector: &Vector) -> Vec<Key> {
    let mut words: Vec<(Key, f32)> = vector.clone();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    words.into_iter().take(FINDING).map(|word| word.0).collect()
}

/// The vectors of articles (title, text), on `threads` threads.
pub fn vectors_of(articles: &[(&str, &str)], threads: usize) -> Vec<Vector> {
    let share = articles.len().div_ceil(threads.clamp(1, 1 + articles.len() / 64)).max(1);
    std::thread::scope(|scope| {
        let vector = |&(title, text): &(&str, &str)| vector_of(title, text);
        let handles: Vec<_> =
            articles.chunks(share).map(|part| scope.spawn(move || part.iter().map(vector).collect::<Vec<_>>())).collect();
        handles.into_iter().flat_map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_event_is_one_story() {
        let articles = [
            (
                "Ferry strikes pier in Kettle Bay",
                "The ferry Marigold struck the old pier in Kettle Bay. Captain Joost Vermeer blamed fog.",
            ),
            (
                "Captain blames fog",
                "Joost Vermeer, captain of the Marigold, said fog hid the pier that his ferry struck in Kettle Bay.",
            ),
            (
                "Council raises harbor toll",
                "The council of Port Sallow raised the toll for trawlers. Mayor Ines Calder opposed the toll.",
            ),
            (
                "Ferry strikes pier in Kettle Bay",
                "The ferry Marigold struck the old pier in Kettle Bay. Captain Joost Vermeer blamed fog.",
            ),
        ];
        let options = StoryOptions { window: 5, least: 0.3 };
        let vectors = vectors_of(&articles, 2);
        let mut stories = Stories::default();
        let stop = Stop::default();
        let found = stories.add(&vectors, &[10, 11, 11, 400], &[0; 4], options, &stop).unwrap();
        assert_eq!((found[0] == found[1], found[0] == found[2], found[0] == found[3]), (true, false, false), "{found:?}");
        // In two batches the same.
        let mut again = Stories::default();
        again.add(&vectors[..1], &[10], &[0], options, &stop);
        let mut again = Stories::from_stories(again.stories);
        // Stopped, nothing is changed.
        let before = again.clone();
        let stopped = Stop::default();
        stopped.set();
        assert_eq!(again.add(&vectors[1..], &[11, 11, 400], &[0; 3], options, &stopped), None);
        assert_eq!(again, before);
        assert_eq!(again.add(&vectors[1..], &[11, 11, 400], &[0; 3], options, &stop).unwrap(), found[1..]);
        assert_eq!(again, stories);
    }
}
