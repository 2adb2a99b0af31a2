//! The file of a corpus: magic, version, columns with their lengths, checksum; little-endian.
//!
//! The reader trusts nothing: a file that is cut off, damaged or something else is an error that says where. It takes no more memory than
//! the file has bytes for, and what it gives fits together, whoever wrote the file.

use super::signatures::{NO_DAY, Signatures};
use super::speaker::Speaker;
use super::store::Corpus;
use super::stories::{FINDING, KEPT_OF_STORY, Stories, Story};
use super::texts::{Interned, Texts};
use crate::error::{Error, Result};

const MAGIC: &[u8; 8] = b"PQCORPUS";

/// The version of the file's layout, and of the keys. 2: articles and stories.
pub const FORMAT_VERSION: u32 = 2;

/// Days of any calendar: others would overflow differences.
const DAYS: std::ops::Range<i32> = -800_000..3_000_000;

impl Corpus {
    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let all = &self.all;
        let mut file =
            Vec::with_capacity(1024 + all.keys.len() * 5 + all.len() * 52 + self.texts.n_bytes() + self.articles.n_bytes());
        file.extend(MAGIC);
        file.extend(FORMAT_VERSION.to_le_bytes());
        let mut writer = Writer { file };
        writer.column(&all.keys, |key| key.to_le_bytes());
        writer.column(&all.weights, |weight| [*weight]);
        writer.column(&all.ends, |end| end.to_le_bytes());
        writer.column(&all.days, |day| day.to_le_bytes());
        writer.column(&all.speakers, |speaker| speaker.to_le_bytes());
        writer.column(&all.sizes, |size| size.to_le_bytes());
        writer.column(&all.labels, |label| label.to_le_bytes());
        writer.column(self.ids.as_flattened(), |id| id.to_le_bytes());
        writer.column(&self.spans, |span| (u64::from(span.1) << 32 | u64::from(span.0)).to_le_bytes());
        writer.column(&names_to_bytes(all), |byte| [*byte]);
        writer.column(&self.texts.texts().ends, |end| end.to_le_bytes());
        writer.column(self.texts.texts().bytes.as_bytes(), |byte| [*byte]);
        writer.column(&self.articles.ids, |id| id.to_le_bytes());
        writer.column(&self.articles.days, |day| day.to_le_bytes());
        writer.column(&self.articles.story_of, |story| story.to_le_bytes());
        writer.column(&self.articles.firsts, |first| first.to_le_bytes());
        writer.column(&stories_to_bytes(&self.articles.stories), |byte| [*byte]);
        let mut file = writer.file;
        file.extend(crc32fast::hash(&file).to_le_bytes());
        file
    }

    /// Reads a file; `source` is its name in messages.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] if it is no corpus, cut off, damaged or of another version.
    pub fn from_bytes(file: &[u8], source: &str) -> Result<Self> {
        let mut reader = Reader { file, at: 0, source };
        if reader.take(MAGIC.len(), "its name")? != MAGIC {
            return Err(reader.error("this is no corpus of pullquote; expected it to begin with PQCORPUS"));
        }
        let version = u32::from_le_bytes(reader.array("the version")?);
        if version != FORMAT_VERSION {
            return Err(reader.error(&format!("version {version}; expected {FORMAT_VERSION}: make the corpus again")));
        }
        let Some((body, checksum)) = file.split_last_chunk::<4>().filter(|(body, _)| body.len() >= reader.at) else {
            return Err(reader.error("cut off before the checksum"));
        };
        if crc32fast::hash(body) != u32::from_le_bytes(*checksum) {
            return Err(reader.error("the checksum is wrong: the file is cut off or damaged"));
        }
        reader.file = body;
        let mut corpus = Self::default();
        let all = &mut corpus.all;
        all.keys = reader.column("words", u32::from_le_bytes)?;
        all.weights = reader.column("weights", |[byte]| byte)?;
        all.ends = reader.column("ends", u64::from_le_bytes)?;
        all.days = reader.column("days", i32::from_le_bytes)?;
        all.speakers = reader.column("speakers", u32::from_le_bytes)?;
        all.sizes = reader.column("sizes", u64::from_le_bytes)?;
        all.labels = reader.column("labels", u64::from_le_bytes)?;
        let ids = reader.column("ids", u32::from_le_bytes)?;
        let (ids, []) = ids.as_chunks::<3>() else { return Err(reader.error("ids that are not three each")) };
        corpus.ids = ids.to_vec();
        let span = |bytes| {
            let span = u64::from_le_bytes(bytes);
            (span as u32, (span >> 32) as u32)
        };
        corpus.spans = reader.column("spans", span)?;
        let names = reader.column("names", |[byte]| byte)?;
        let ends = reader.column("ends of texts", u64::from_le_bytes)?;
        let bytes = String::from_utf8(reader.column("texts", |[byte]| byte)?);
        let bytes = bytes.map_err(|_| reader.error("texts that are no UTF-8"))?;
        let articles = &mut corpus.articles;
        articles.ids = reader.column("articles", u32::from_le_bytes)?;
        articles.days = reader.column("days of articles", i32::from_le_bytes)?;
        articles.story_of = reader.column("stories of articles", u32::from_le_bytes)?;
        articles.firsts = reader.column("first articles", u32::from_le_bytes)?;
        let stories = reader.column("stories", |[byte]| byte)?;
        if reader.at != body.len() {
            return Err(reader.error("bytes too many"));
        }
        let texts = Texts { bytes, ends };
        if !texts.is_sound() {
            return Err(reader.error("ends of texts that do not rise to the end"));
        }
        corpus.texts = Interned::from_texts(texts);
        read_names(&names, all).ok_or_else(|| reader.error("names that break off"))?;
        corpus.articles.stories = read_stories(&stories).ok_or_else(|| reader.error("stories that are none"))?;
        corpus.articles.check(&corpus.texts).map_err(|what| reader.error(what))?;
        corpus.check().map_err(|what| reader.error(what))?;
        let known = corpus.ids.iter().zip(&corpus.all.labels).filter(|(ids, _)| ids[1] != 0).map(|(_, &label)| label);
        corpus.known = known.collect();
        Ok(corpus)
    }

    /// What no checksum tells: that columns fit each other.
    fn check(&self) -> std::result::Result<(), &'static str> {
        let (all, n) = (&self.all, self.all.ends.len());
        let lengths = [all.days.len(), all.sizes.len(), all.speakers.len(), all.labels.len(), self.ids.len(), self.spans.len()];
        if lengths.iter().any(|&length| length != n) || all.weights.len() != all.keys.len() || n >= u32::MAX as usize {
            return Err("columns of different lengths");
        }
        if !all.ends.is_sorted() || all.ends.last().copied().unwrap_or(0) != all.keys.len() as u64 {
            return Err("ends of quotations that do not rise to the end");
        }
        if all.speakers.iter().any(|&speaker| speaker as usize >= all.names.len()) {
            return Err("a speaker that is not there");
        }
        if self.ids.iter().flatten().any(|&id| id as usize > self.texts.texts().len()) {
            return Err("an id that is not there");
        }
        let stories = &self.articles.stories.stories;
        let days = all.days.iter().chain(&self.articles.days).copied().chain(stories.iter().map(|story| story.last));
        if days.filter(|&day| day != NO_DAY).any(|day| !DAYS.contains(&day)) {
            return Err("a day that is none");
        }
        Ok(())
    }
}

fn names_to_bytes(all: &Signatures) -> Vec<u8> {
    let mut names = Vec::new();
    for name in &all.names {
        names.push(name.words.len() as u8);
        names.push(u8::from(name.is_person) | u8::from(name.identity.is_some()) << 1);
        names.extend(name.words.iter().flat_map(|word| word.to_le_bytes()));
        names.extend(name.identity.unwrap_or(0).to_le_bytes());
    }
    names
}

fn read_names(mut bytes: &[u8], all: &mut Signatures) -> Option<()> {
    while !bytes.is_empty() {
        let (head, rest) = bytes.split_first_chunk::<2>()?;
        let n = usize::from(head[0]);
        let (words, rest) = rest.split_at_checked(n * 4)?;
        let (identity, rest) = rest.split_first_chunk::<8>()?;
        let words = words.as_chunks::<4>().0.iter().map(|&word| u32::from_le_bytes(word)).collect();
        let identity = (head[1] & 2 != 0).then(|| u64::from_le_bytes(*identity));
        let before = all.names.len() as u32;
        if all.number_of(Speaker { words, is_person: head[1] & 1 != 0, identity }) != before {
            return None;
        }
        bytes = rest;
    }
    Some(())
}

/// Of each story how many articles, the last day, the words it is found by, all words with their weights.
fn stories_to_bytes(stories: &Stories) -> Vec<u8> {
    let mut bytes = Vec::new();
    for story in &stories.stories {
        bytes.extend(story.n.to_le_bytes());
        bytes.extend(story.last.to_le_bytes());
        bytes.extend((story.finding.len() as u16).to_le_bytes());
        bytes.extend((story.words.len() as u16).to_le_bytes());
        bytes.extend(story.finding.iter().flat_map(|key| key.to_le_bytes()));
        for (key, weight) in &story.words {
            bytes.extend(key.to_le_bytes());
            bytes.extend(weight.to_le_bytes());
        }
    }
    bytes
}

fn read_stories(mut bytes: &[u8]) -> Option<Stories> {
    let mut stories = Vec::new();
    while !bytes.is_empty() {
        let (n, rest) = bytes.split_first_chunk()?;
        let (last, rest) = rest.split_first_chunk()?;
        let (n_finding, rest) = rest.split_first_chunk()?;
        let (n_words, rest) = rest.split_first_chunk()?;
        let (n_finding, n_words) = (usize::from(u16::from_le_bytes(*n_finding)), usize::from(u16::from_le_bytes(*n_words)));
        let (finding, rest) = rest.split_at_checked(n_finding * 4)?;
        let (words, rest) = rest.split_at_checked(n_words * 8)?;
        let finding = finding.as_chunks::<4>().0.iter().map(|&key| u32::from_le_bytes(key)).collect();
        let word = |&[a, b, c, d, e, f, g, h]: &[u8; 8]| (u32::from_le_bytes([a, b, c, d]), f32::from_le_bytes([e, f, g, h]));
        let words: Vec<(u32, f32)> = words.as_chunks::<8>().0.iter().map(word).collect();
        // Sorted by word, each once, of length 1 at most.
        let is_sound = words.is_sorted_by(|a, b| a.0 < b.0) && words.iter().all(|(_, weight)| (0.0..1.01).contains(weight));
        if n_finding > FINDING || n_words > KEPT_OF_STORY || !is_sound {
            return None;
        }
        stories.push(Story { words, finding, last: i32::from_le_bytes(*last), n: u32::from_le_bytes(*n) });
        bytes = rest;
    }
    Some(Stories::from_stories(stories))
}

struct Writer {
    file: Vec<u8>,
}

impl Writer {
    fn column<T, const N: usize>(&mut self, values: &[T], write: impl Fn(&T) -> [u8; N]) {
        self.file.extend((values.len() as u64).to_le_bytes());
        self.file.extend(values.iter().flat_map(write));
    }
}

struct Reader<'a> {
    file: &'a [u8],
    at: usize,
    source: &'a str,
}

impl<'a> Reader<'a> {
    fn error(&self, what: &str) -> Error {
        Error::InvalidInput(format!("corpus {}: {what} (at byte {})", self.source, self.at))
    }

    fn take(&mut self, n: usize, what: &str) -> Result<&'a [u8]> {
        let taken = self.at.checked_add(n).and_then(|end| self.file.get(self.at..end));
        let taken = taken.ok_or_else(|| self.error(&format!("cut off in {what}")))?;
        self.at += n;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self, what: &str) -> Result<[u8; N]> {
        let taken = self.take(N, what)?;
        taken.try_into().map_err(|_| self.error(&format!("cut off in {what}")))
    }

    fn column<T, const N: usize>(&mut self, what: &str, read: impl Fn([u8; N]) -> T) -> Result<Vec<T>> {
        let n = u64::from_le_bytes(self.array(what)?);
        let n = usize::try_from(n).ok().and_then(|n| n.checked_mul(N)).ok_or_else(|| self.error(&format!("cut off in {what}")))?;
        Ok(self.take(n, what)?.as_chunks::<N>().0.iter().map(|&bytes| read(bytes)).collect())
    }
}
