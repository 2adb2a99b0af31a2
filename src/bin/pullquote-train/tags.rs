//! Trains the tagger on the treebanks.

use super::corpora::{is_open, numbers_of, read_documents, read_labels};
use super::{Failure, Options};

use pullquote::model::{Clusters, Decoder, Model, PLACES, Vocabulary, Word};
use pullquote::tag::{
    Pos, Tag, TagInput, TagScratch, Tagger, Tags, Universal, add_context_features, add_word_features, features_fingerprint,
    is_shouted,
};
use pullquote::train::{Config, Example, frequent_features, learn};
use std::collections::BTreeMap;
use std::path::Path;
use std::str::SplitAsciiWhitespace;
use std::time::Instant;

/// Options of the task.
pub const OPTIONS: &[&str] = &[
    "--data",
    "--out",
    "--bits",
    "--epochs",
    "--margin",
    "--min-count",
    "--min-weight",
    "--seed",
    "--teacher",
    "--confidence",
    "--taught",
    "--compare",
];

/// A word with its right tags.
struct Row {
    form: String,
    spaces: u8,
    /// None where our tag set has no name for it.
    tag: Option<Tag>,
    pos: Pos,
}

/// A sentence whose words are numbered.
struct Sentence {
    rows: Vec<Row>,
    words: Vec<u32>,
}

/// The marks and apostrophes of a form as the tokeniser gives them.
fn normal_form(text: &str) -> String {
    let normal = |c| match c {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        c => c,
    };
    text.chars().map(normal).collect()
}

/// The sentences of a treebank's documents.
fn read_sentences(path: &Path, keeps: impl Fn(&serde_json::Value) -> bool) -> Result<Vec<Sentence>, Failure> {
    let mut sentences = Vec::new();
    for document in read_documents(path)?.iter().filter(|document| keeps(document)) {
        let text: Vec<char> = document["text"].as_str().ok_or("no text")?.chars().collect();
        let number = |value: &serde_json::Value| value.as_u64().map(|number| number as usize).ok_or("no offset");
        let words = document["words"].as_array().ok_or("no words")?;
        let mut at = 0;
        for sentence in document["sentences"].as_array().ok_or("no sentences")? {
            let end = number(&sentence[1])?;
            let mut rows = Vec::new();
            while at < words.len() && number(&words[at][0])? < end {
                let (first, last) = (number(&words[at][0])?, number(&words[at][1])?);
                let is_space = |i: Option<usize>| i.and_then(|i| text.get(i)).is_none_or(|c| c.is_whitespace());
                rows.push(Row {
                    form: normal_form(&text[first..last].iter().collect::<String>()),
                    spaces: u8::from(is_space(first.checked_sub(1))) << 1 | u8::from(is_space(Some(last))),
                    tag: words[at][2].as_str().and_then(Tag::from_name),
                    pos: words[at][3].as_str().and_then(Pos::from_name).ok_or("no universal tag")?,
                });
                at += 1;
            }
            if !rows.is_empty() {
                sentences.push(Sentence { rows, words: Vec::new() });
            }
        }
    }
    Ok(sentences)
}

/// What the teacher's label file says of one sentence: how sure it was, and the span of each token with its tag.
struct Taught {
    confidence: usize,
    tokens: Vec<(usize, usize, Option<Tag>)>,
}

/// The items of a line of the teacher's labels (see teach/tags.py).
fn read_taught(items: SplitAsciiWhitespace<'_>) -> Option<Vec<Taught>> {
    let mut sentences: Vec<Taught> = Vec::new();
    let (mut end_of_sentence, mut at, mut is_first) = (0, 0, true);
    for item in items {
        if let Some(numbers) = item.strip_prefix('S').filter(|rest| rest.contains(',')) {
            let [gap, len, confidence] = numbers_of(numbers)?;
            at = end_of_sentence + gap;
            end_of_sentence = at + len;
            is_first = true;
            sentences.push(Taught { confidence, tokens: Vec::new() });
            continue;
        }
        let (gap, token) = match item.split_once('+') {
            Some(("", token)) => (0, token),
            Some((gap, token)) => (gap.parse().ok()?, token),
            None => (usize::from(!is_first), item),
        };
        let digits = token.bytes().take_while(u8::is_ascii_digit).count();
        let len: usize = token[..digits].parse().ok()?;
        let start = at + gap;
        at = start + len;
        is_first = false;
        sentences.last_mut()?.tokens.push((start, at, Tag::from_name(&token[digits..])));
    }
    Some(sentences)
}

/// The teacher's sentences, as if they were gold: those it was sure of, in articles that the blind labels do not measure.
fn read_taught_sentences(options: &Options, path: &str) -> Result<Vec<Sentence>, Failure> {
    let mut labels = read_labels(path, read_taught)?;
    for document in read_documents(Path::new("eval/names_blind.jsonl"))? {
        labels.remove(document["id"].as_str().unwrap_or_default());
    }
    let floor = options.number("--confidence", 65)?;
    let most = options.number("--taught", usize::MAX)?;
    let mut sentences = Vec::new();
    let mut words = 0;
    for document in read_documents(&options.data().join("articles/raw.jsonl"))? {
        let Some(taught) = document["id"].as_str().and_then(|id| labels.get(id)) else { continue };
        let text: Vec<char> = document["text"].as_str().ok_or("no text")?.chars().collect();
        for sentence in taught.iter().filter(|sentence| sentence.confidence >= floor) {
            let is_space = |i: Option<usize>| i.and_then(|i| text.get(i)).is_none_or(|c| c.is_whitespace());
            let row = |&(first, last, tag): &(usize, usize, Option<Tag>)| Row {
                form: normal_form(&text[first..last].iter().collect::<String>()),
                spaces: u8::from(is_space(first.checked_sub(1))) << 1 | u8::from(is_space(Some(last))),
                tag,
                pos: Pos::X,
            };
            let rows: Vec<Row> = sentence.tokens.iter().map(row).collect();
            words += rows.len();
            sentences.push(Sentence { rows, words: Vec::new() });
        }
        if words > most {
            break;
        }
    }
    Ok(sentences)
}

fn number_words(sentences: &mut [Sentence], vocabulary: &mut Vocabulary, clusters: &Clusters) {
    for sentence in sentences {
        sentence.words = sentence.rows.iter().map(|row| vocabulary.number(&row.form, clusters)).collect();
    }
}

/// Fills an example with the features of a sentence, through the code that is used; without those of single words, which are summed once
/// a word in use, if `has_words` is false.
fn read_example(sentence: &Sentence, vocabulary: &Vocabulary, has_words: bool, example: &mut Example) {
    example.clear();
    let word_at = |i: usize| i.checked_sub(2).and_then(|i| sentence.words.get(i)).map_or(Vocabulary::NONE, |&word| word);
    let shouted = is_shouted(sentence.words.iter().map(|&word| vocabulary.word(word)));
    for (i, row) in sentence.rows.iter().enumerate() {
        let around: [&Word; PLACES] = std::array::from_fn(|place| vocabulary.word(word_at(i + place)));
        for (place, word) in around.iter().enumerate().filter(|_| has_words) {
            add_word_features(word, place, &mut example.features);
        }
        add_context_features(around, u64::from(row.spaces), i == 0, shouted, &mut example.features);
        example.end_token(row.tag.map_or(u64::MAX >> (64 - Tag::ALL.len()), |tag| 1 << tag as u64));
    }
}

/// Right tags and right universal parts of all words, in percent; and the most frequent confusions.
fn evaluate(tagger: &Tagger, vocabulary: &Vocabulary, name: &str, sentences: &[Sentence], with_errors: bool) {
    let mut scratch = TagScratch::default();
    let (mut right, mut right_pos, mut all) = (0, 0, 0);
    let mut confusions = BTreeMap::<(&str, &str), u32>::new();
    for sentence in sentences {
        let mut found = Tags::default();
        tagger.tag_sentence(&inputs(sentence), vocabulary, &mut scratch, &mut found);
        for ((row, &tag), &pos) in sentence.rows.iter().zip(&found.tags).zip(&found.pos) {
            all += 1;
            right_pos += u32::from(pos == row.pos);
            if row.tag == Some(tag) {
                right += 1;
            } else {
                *confusions.entry((row.tag.map_or("AFX", Tag::name), tag.name())).or_default() += 1;
            }
        }
    }
    println!("{name}: XPOS {:.2}, UPOS {:.2} of {all} words", percent(right, all), percent(right_pos, all));
    if with_errors {
        let mut worst: Vec<_> = confusions.into_iter().collect();
        worst.sort_by_key(|&(names, count)| (std::cmp::Reverse(count), names));
        let worst: Vec<String> = worst.iter().take(14).map(|((gold, found), count)| format!("{gold}>{found} {count}")).collect();
        println!("  {}", worst.join(", "));
    }
}

fn inputs(sentence: &Sentence) -> Vec<TagInput> {
    sentence.rows.iter().zip(&sentence.words).map(|(row, &word)| TagInput { word, spaces: row.spaces }).collect()
}

fn percent(part: u32, whole: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(whole.max(1))
}

/// Trains, reports, writes.
pub fn train(options: &Options) -> Result<(), Failure> {
    let names = options.data().join("names");
    let mut train = read_sentences(&names.join("ewt.train.jsonl"), |_| true)?;
    train.extend(read_sentences(&names.join("gum.train.jsonl"), is_open)?);
    let mut ewt = read_sentences(&names.join("ewt.dev.jsonl"), |_| true)?;
    let mut gum = read_sentences(&names.join("gum.dev.jsonl"), |_| true)?;
    let mut gum_news = read_sentences(&names.join("gum.dev.jsonl"), |document| document["genre"] == "news")?;
    let clusters = Clusters::get();
    let mut vocabulary = Vocabulary::default();
    let teacher = options.text("--teacher", "data/teach/tags.tsv.gz");
    let mut taught = if teacher == "none" { Vec::new() } else { read_taught_sentences(options, teacher)? };
    for sentences in [&mut train, &mut taught, &mut ewt, &mut gum, &mut gum_news] {
        number_words(sentences, &mut vocabulary, clusters);
    }
    let words: u32 = train.iter().map(|sentence| sentence.rows.len() as u32).sum();
    let taught_words: usize = taught.iter().map(|sentence| sentence.rows.len()).sum();
    println!("{} sentences, {words} words; {taught_words} words of the teacher", train.len());

    let start = Instant::now();
    let config = Config {
        labels: Tag::ALL.len(),
        bits: options.number("--bits", 17)?,
        epochs: options.number("--epochs", 8)?,
        margin: options.number("--margin", 10.0)?,
        min_count: options.number("--min-count", 2)?,
        min_weight: options.number("--min-weight", 2.0)?,
        has_filter: true,
        may_follow: |_, _| true,
        seed: options.number("--seed", 1)?,
    };
    let learned = learn(config, &|take| {
        let mut example = Example::default();
        for sentence in train.iter().chain(&taught) {
            read_example(sentence, &vocabulary, true, &mut example);
            take(&example);
        }
    });
    let losses: Vec<String> = learned.losses.iter().map(|loss| format!("{:.2}", 100.0 * loss)).collect();
    let known = learned.known_features();
    println!("{known} classes of features in the filter");
    println!("wrong in each epoch: {} %; {:.0} s", losses.join(" "), start.elapsed().as_secs_f64());

    let columns: Vec<(Vec<Tag>, Vec<u64>, Vec<Pos>)> = train
        .iter()
        .map(|sentence| {
            let words = sentence.words.iter().map(|&word| vocabulary.word(word).lower).collect();
            let tags = sentence.rows.iter().map(|row| row.tag.unwrap_or(Tag::Jj)).collect();
            (tags, words, sentence.rows.iter().map(|row| row.pos).collect())
        })
        .collect();
    let universal = Universal::learn(columns.iter().map(|(tags, words, parts)| (&tags[..], &words[..], &parts[..])));
    let labels = Tag::ALL.map(|tag| tag.name().to_owned()).to_vec();
    // Features of single words are summed once a word.
    let frequent = frequent_features(&learned, &|take| {
        let mut example = Example::default();
        for sentence in &train {
            read_example(sentence, &vocabulary, false, &mut example);
            take(&example);
        }
    });
    let sections = vec![("universal".to_owned(), universal.to_bytes()), frequent];
    let model: Model = learned.quantized("tags", features_fingerprint(), labels, sections);
    let file = model.to_bytes();
    let tagger = Tagger::from_bytes(&file, "the new model")?;
    for (name, sentences, with_errors) in [("EWT dev", &ewt, true), ("GUM dev", &gum, true), ("GUM dev, news", &gum_news, false)] {
        evaluate(&tagger, &vocabulary, name, sentences, with_errors);
        if options.has("--compare") {
            for (width, weights) in [("f32", learned.clone()), ("i16", learned.rounded(32767.0)), ("i8 ", learned.rounded(127.0))] {
                let (mut decoder, mut path, mut right, mut all) = (Decoder::default(), Vec::new(), 0, 0);
                let mut example = Example::default();
                for sentence in sentences {
                    read_example(sentence, &vocabulary, true, &mut example);
                    weights.best_path(&example, &mut decoder, &mut path);
                    right +=
                        sentence.rows.iter().zip(&path).filter(|(row, label)| row.tag == Tag::from_number(**label)).count() as u32;
                    all += sentence.rows.len() as u32;
                }
                println!("  {width}, all labels tried: XPOS {:.2}", percent(right, all));
            }
        }
    }
    let mut best = f64::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        let (mut scratch, mut found) = (TagScratch::default(), Tags::default());
        for sentence in &train {
            tagger.tag_sentence(&inputs(sentence), &vocabulary, &mut scratch, &mut found);
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{:.2} million words a second on one core", f64::from(words) / best / 1e6);
    let out = options.text("--out", "data/models/tags.bin");
    std::fs::write(out, &file).map_err(|error| format!("{out}: {error}"))?;
    println!("{out}: {} bytes, CRC-32 {:08x}", file.len(), crc32fast::hash(&file[..file.len() - 4]));
    Ok(())
}
