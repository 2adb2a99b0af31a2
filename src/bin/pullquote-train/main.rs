//! Trains the embedded models: `pullquote-train tags`, `names`, `quotes`, `pronouns`, `speakers` (`make train`).
//!
//! `pullquote-train stamp` writes the present fingerprints of the features into the models of quotes, pronouns and speakers: after a change of the
//! fingerprints alone, not of the features.
//!
//! Reads the corpora, learns, prints the scores on the development sets, writes the model: the same bytes each time.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::cast_precision_loss)]

mod corpora;
mod names;
mod pronouns;
mod quotes;
mod speakers;
mod stamp;
mod tags;

use pullquote::attribute::ranker::MAY_BE_MISSING;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

/// What went wrong.
pub type Failure = Box<dyn std::error::Error>;

/// The options of the command line: `--name value`, or `--name` alone.
pub struct Options {
    given: BTreeMap<String, String>,
}

impl Options {
    fn parse(arguments: impl Iterator<Item = String>, known: &[&str]) -> Result<Self, Failure> {
        let mut given = BTreeMap::new();
        for argument in arguments {
            let (name, value) = argument.split_once('=').unwrap_or((&argument, ""));
            if !known.contains(&name) {
                return Err(format!("unknown option {name:?}; expected one of {}", known.join(", ")).into());
            }
            given.insert(name.to_owned(), value.to_owned());
        }
        Ok(Self { given })
    }

    /// Whether an option is there.
    pub fn has(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    /// The value of an option, if it is there.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.given.get(name).map(String::as_str)
    }

    /// The value of an option.
    pub fn text<'a>(&'a self, name: &str, default: &'a str) -> &'a str {
        self.given.get(name).map_or(default, String::as_str)
    }

    /// The value of an option that is a number.
    ///
    /// # Errors
    /// If it is none.
    pub fn number<T: std::str::FromStr + Copy>(&self, name: &str, default: T) -> Result<T, Failure> {
        let Some(value) = self.given.get(name) else { return Ok(default) };
        value.parse().map_err(|_| format!("{name}={value}: expected a number").into())
    }

    /// The folder of the corpora.
    pub fn data(&self) -> PathBuf {
        self.text("--data", "../shared/data").into()
    }
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    // Whoever trains them after a change of the features has no model of speakers yet.
    MAY_BE_MISSING.store(matches!(task.as_str(), "quotes" | "pronouns" | "speakers"), Ordering::Relaxed);
    match task.as_str() {
        "tags" => tags::train(&Options::parse(arguments, tags::OPTIONS)?),
        "names" => names::train(&Options::parse(arguments, names::OPTIONS)?),
        "quotes" => quotes::train(&Options::parse(arguments, quotes::OPTIONS)?),
        "pronouns" => pronouns::train(&Options::parse(arguments, pronouns::OPTIONS)?),
        "speakers" => speakers::train(&Options::parse(arguments, speakers::OPTIONS)?),
        "stamp" => stamp::stamp(&Options::parse(arguments, stamp::OPTIONS)?),
        _ => Err(format!("unknown task {task:?}; expected tags, names, quotes, pronouns, speakers or stamp").into()),
    }
}
