//! The model file: magic, format version, fingerprint of the features, name, labels, table, sections, checksum. Little-endian.
//!
//! The reader trusts nothing: every length is checked against what is left, and errors say what is wrong and at which byte.

use super::weights::filter_len;
use crate::error::{Error, Result};
use std::borrow::Cow;
use std::ops::Range;

const MAGIC: &[u8; 8] = b"PQMODEL\0";

/// The version of the file's layout.
pub const FORMAT_VERSION: u32 = 1;

/// The most rows a table may have, as a power of two.
const MAX_BITS: u32 = 24;

/// The most labels.
const MAX_LABELS: usize = 64;

/// A trained model: weights and what belongs to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What it is for: `tags`, `names`.
    pub name: String,
    /// The fingerprint of the features it was trained on (see [`hash::fingerprint`](super::hash::fingerprint)).
    pub features: u64,
    /// What each label is called, in the order of the scores.
    pub labels: Vec<String>,
    /// The table has 2^bits rows.
    pub bits: u32,
    /// What one step of a weight is worth in learned units.
    pub scale: f32,
    /// From each label, and last from the start, to each label; in steps.
    pub transitions: Vec<i32>,
    /// See [`Weights`](super::Weights); empty if all features count.
    pub filter: Vec<u64>,
    /// The rows of the table, a byte (signed) for each label.
    pub rows: Cow<'static, [u8]>,
    /// Further tables by name, in the order of the file.
    pub sections: Vec<(String, Vec<u8>)>,
}

impl Model {
    /// The bytes of a section.
    pub fn section(&self, name: &str) -> Option<&[u8]> {
        self.sections.iter().find(|(of, _)| of == name).map(|(_, bytes)| bytes.as_slice())
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut file = Vec::with_capacity(64 + self.rows.len() + self.filter.len() * 8);
        file.extend(MAGIC);
        file.extend(FORMAT_VERSION.to_le_bytes());
        file.extend(self.features.to_le_bytes());
        push_block(&mut file, self.name.as_bytes());
        file.extend((self.labels.len() as u32).to_le_bytes());
        for label in &self.labels {
            push_block(&mut file, label.as_bytes());
        }
        file.extend(self.bits.to_le_bytes());
        file.extend(self.scale.to_le_bytes());
        file.extend(self.transitions.iter().flat_map(|weight| weight.to_le_bytes()));
        file.extend((self.filter.len() as u32).to_le_bytes());
        file.extend(self.filter.iter().flat_map(|word| word.to_le_bytes()));
        file.extend(&*self.rows);
        file.extend((self.sections.len() as u32).to_le_bytes());
        for (name, bytes) in &self.sections {
            push_block(&mut file, name.as_bytes());
            push_block(&mut file, bytes);
        }
        file.extend(crc32fast::hash(&file).to_le_bytes());
        file
    }

    /// Reads a file; `source` is its name in messages, `name` and `features` what the caller can use.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] if it is no model, cut off, damaged, of another format version, for another task or trained on
    /// other features.
    pub fn from_bytes(file: &[u8], source: &str, name: &str, features: u64) -> Result<Self> {
        let (model, rows) = Self::read(file, source, name, features)?;
        Ok(Self { rows: Cow::Owned(file[rows].to_vec()), ..model })
    }

    /// Reads a file that is embedded: without a copy of its rows.
    ///
    /// # Errors
    /// As [`Self::from_bytes`].
    pub fn from_embedded(file: &'static [u8], source: &str, name: &str, features: u64) -> Result<Self> {
        let (model, rows) = Self::read(file, source, name, features)?;
        Ok(Self { rows: Cow::Borrowed(&file[rows]), ..model })
    }

    /// A model without its rows, and where these are.
    fn read(file: &[u8], source: &str, name: &str, features: u64) -> Result<(Self, Range<usize>)> {
        let mut reader = Reader { file, at: 0, source };
        if reader.take(MAGIC.len(), "the magic bytes")? != MAGIC {
            return Err(reader.error_at(0, "this is no pullquote model; expected it to begin with PQMODEL".to_owned()));
        }
        let version = reader.u32("the format version")?;
        if version != FORMAT_VERSION {
            return Err(reader.error_at(8, format!("format version {version}; expected {FORMAT_VERSION}; train the model again")));
        }
        let Some((body, checksum)) = file.split_last_chunk::<4>().filter(|(body, _)| body.len() >= reader.at) else {
            return Err(reader.error_at(file.len(), "cut off before the checksum".to_owned()));
        };
        // Lengths first, so that a file that is cut off is told from one that is damaged.
        reader.file = body;
        let found_features = reader.u64("the fingerprint of the features")?;
        let found_name = reader.string("the model's name")?;
        let count = reader.u32("the number of labels")? as usize;
        if !(1..=MAX_LABELS).contains(&count) {
            return Err(reader.error(format!("{count} labels; expected 1 to {MAX_LABELS}")));
        }
        let labels = (0..count).map(|_| reader.string("a label")).collect::<Result<Vec<_>>>()?;
        let bits = reader.u32("the size of the table")?;
        if !(1..=MAX_BITS).contains(&bits) {
            return Err(reader.error(format!("a table of 2^{bits} rows; expected 2^1 to 2^{MAX_BITS}")));
        }
        let scale = f32::from_bits(reader.u32("the scale")?);
        let transitions = reader.take((count + 1) * count * 4, "the transitions")?;
        let transitions = transitions.as_chunks::<4>().0.iter().map(|&weight| i32::from_le_bytes(weight)).collect::<Vec<_>>();
        let filter = reader.u32("the length of the filter")? as usize;
        if filter != 0 && filter != filter_len(bits) {
            return Err(reader.error(format!("a filter of {filter} words; expected 0 or {}", filter_len(bits))));
        }
        let filter = reader.take(filter * 8, "the filter of features")?;
        let filter = filter.as_chunks::<8>().0.iter().map(|&word| u64::from_le_bytes(word)).collect();
        let first_row = reader.at;
        reader.take(count << bits, "the table of weights")?;
        let rows = first_row..reader.at;
        let count = reader.u32("the number of sections")?;
        let mut sections = Vec::new();
        for _ in 0..count {
            sections.push((reader.string("a section's name")?, reader.block("a section")?.to_vec()));
        }
        if reader.at != body.len() {
            return Err(reader.error(format!("{} bytes too many", body.len() - reader.at)));
        }
        if crc32fast::hash(body) != u32::from_le_bytes(*checksum) {
            return Err(reader.error("damaged: the checksum does not agree with the bytes; copy or train it again".to_owned()));
        }
        if found_name != name {
            return Err(reader.error_at(12, format!("a model of {found_name:?}; expected one of {name:?}")));
        }
        if found_features != features {
            return Err(reader.error_at(12, "trained with other features than this version's; train the model again".to_owned()));
        }
        // Transitions of 16 bits, as the decoder's sums need them; no comparisons with nonsense.
        if !scale.is_finite() || transitions.iter().any(|weight| weight.unsigned_abs() > 1 << 15) {
            return Err(reader.error("weights out of range".to_owned()));
        }
        let model = Self { name: found_name, features, labels, bits, scale, transitions, filter, rows: Cow::default(), sections };
        Ok((model, rows))
    }
}

/// A model file with another fingerprint of the features, all else as it was; `fingerprint_of` gives that of a model's name.
///
/// For a change of the probe or of the fingerprint itself, where the features that were trained on are still those of the code: else the
/// model must be trained again.
///
/// # Errors
/// As [`Model::from_bytes`]; and if `fingerprint_of` knows no such name.
pub fn restamp(file: &[u8], source: &str, fingerprint_of: impl Fn(&str) -> Option<u64>) -> Result<Vec<u8>> {
    let mut reader = Reader { file, at: 0, source };
    reader.take(MAGIC.len(), "the magic bytes")?;
    reader.u32("the format version")?;
    let before = reader.u64("the fingerprint of the features")?;
    let name = reader.string("the model's name")?;
    let mut model = Model::from_bytes(file, source, &name, before)?;
    model.features =
        fingerprint_of(&name).ok_or_else(|| reader.error(format!("a model of {name:?}; no features are known of it")))?;
    Ok(model.to_bytes())
}

fn push_block(file: &mut Vec<u8>, bytes: &[u8]) {
    file.extend((bytes.len() as u32).to_le_bytes());
    file.extend(bytes);
}

struct Reader<'a> {
    file: &'a [u8],
    at: usize,
    source: &'a str,
}

impl<'a> Reader<'a> {
    fn error_at(&self, at: usize, what: String) -> Error {
        Error::InvalidModel { source: self.source.to_owned(), at, what }
    }

    fn error(&self, what: String) -> Error {
        self.error_at(self.at, what)
    }

    fn take(&mut self, len: usize, what: &str) -> Result<&'a [u8]> {
        let rest = &self.file[self.at..];
        let Some(bytes) = rest.get(..len) else {
            return Err(self.error(format!("cut off: {what} needs {len} bytes, {} are left; copy or train it again", rest.len())));
        };
        self.at += len;
        Ok(bytes)
    }

    fn u32(&mut self, what: &str) -> Result<u32> {
        let bytes = self.take(4, what)?;
        Ok(bytes.iter().rev().fold(0, |number, &byte| (number << 8) | u32::from(byte)))
    }

    fn u64(&mut self, what: &str) -> Result<u64> {
        Ok(u64::from(self.u32(what)?) | u64::from(self.u32(what)?) << 32)
    }

    fn block(&mut self, what: &str) -> Result<&'a [u8]> {
        let len = self.u32(what)? as usize;
        self.take(len, what)
    }

    fn string(&mut self, what: &str) -> Result<String> {
        let bytes = self.block(what)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| self.error(format!("{what} is not UTF-8")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toy() -> Model {
        Model {
            name: "toy".to_owned(),
            features: 77,
            labels: vec!["A".to_owned(), "B".to_owned()],
            bits: 3,
            scale: 0.5,
            transitions: vec![1, -2, 3, -4, 5, -6],
            filter: vec![7; 4],
            rows: (0..16).collect::<Vec<u8>>().into(),
            sections: vec![("words".to_owned(), vec![1, 2, 3])],
        }
    }

    fn message(file: &[u8]) -> String {
        Model::from_bytes(file, "toy.bin", "toy", 77).map_or_else(|error| error.to_string(), |_| "read".to_owned())
    }

    /// The toy's file with a change, and a checksum that agrees again.
    fn changed(change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
        let mut file = toy().to_bytes();
        file.truncate(file.len() - 4);
        change(&mut file);
        file.extend(crc32fast::hash(&file).to_le_bytes());
        file
    }

    #[test]
    fn a_new_stamp_changes_nothing_else() {
        let stamped = restamp(&toy().to_bytes(), "toy.bin", |name| (name == "toy").then_some(78)).expect("a whole file");
        assert_eq!(Model::from_bytes(&stamped, "toy.bin", "toy", 78), Ok(Model { features: 78, ..toy() }));
        assert!(restamp(&toy().to_bytes(), "toy.bin", |_| None).is_err());
        assert!(restamp(&toy().to_bytes()[..40], "toy.bin", |_| Some(78)).is_err());
        let mut damaged = toy().to_bytes();
        damaged[70] ^= 1;
        assert!(restamp(&damaged, "toy.bin", |_| Some(78)).is_err());
    }

    #[test]
    fn reads_what_it_wrote() {
        let read = Model::from_bytes(&toy().to_bytes(), "toy.bin", "toy", 77);
        assert_eq!(read, Ok(toy()));
        assert_eq!(toy().section("words"), Some(&[1, 2, 3][..]));
        assert_eq!(toy().section("none"), None);
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let file = toy().to_bytes();
        assert_eq!(
            message(b""),
            "model toy.bin: cut off: the magic bytes needs 8 bytes, 0 are left; copy or train it again (at byte 0)"
        );
        assert!(message(b"%PDF-1.7 and more").contains("this is no pullquote model"));
        assert!(message(&changed(|file| file[8] = 9)).contains("format version 9; expected 1; train the model again (at byte 8)"));
        let error = Model::from_bytes(&file, "toy.bin", "names", 77).map_err(|error| error.to_string());
        assert_eq!(error, Err("model toy.bin: a model of \"toy\"; expected one of \"names\" (at byte 12)".to_owned()));
        let error = Model::from_bytes(&file, "toy.bin", "toy", 78).map_err(|error| error.to_string());
        assert!(error.is_err_and(|error| error.contains("other features")));
    }

    #[test]
    fn every_cut_and_every_flipped_bit_is_noticed() {
        let file = toy().to_bytes();
        for len in 0..file.len() {
            let message = message(&file[..len]);
            assert!(message.contains("cut off") || message.contains("too many"), "{len}: {message}");
        }
        for at in 0..file.len() {
            for bit in 0..8 {
                let mut flipped = file.clone();
                flipped[at] ^= 1 << bit;
                assert_ne!(message(&flipped), "read", "byte {at}, bit {bit}");
            }
        }
    }

    #[test]
    fn sizes_beyond_the_file_are_refused_before_anything_is_allocated() {
        let file = toy().to_bytes();
        assert!(message(&changed(|file| file.extend([0; 5]))).contains("5 bytes too many"));
        // The length of the name, the number of labels, the length of a label, the bits.
        for at in [20, 27, 31] {
            let message = message(&changed(|file| file[at + 3] = 0xff));
            assert!(message.contains("cut off") || message.contains("labels; expected 1 to 64"), "{at}: {message}");
        }
        assert!(message(&changed(|file| file[41] = 24)).contains("a filter of 4 words; expected 0 or 8388608"));
        assert!(message(&changed(|file| file[41] = 60)).contains("a table of 2^60 rows; expected 2^1 to 2^24"));
        assert!(file.len() < 200);
    }
}
