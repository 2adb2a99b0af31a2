//! Writes the present fingerprints of the features into model files.

use super::{Failure, Options};
use pullquote::attribute;
use pullquote::coref;
use pullquote::model::restamp;
use pullquote::quote::learned;
use std::path::Path;

/// Options of the task.
pub const OPTIONS: &[&str] = &["--out"];

/// The models whose fingerprints depend on more than one stage.
const FILES: [&str; 5] = ["quotes_spotter.bin", "quotes_linker.bin", "quotes_speech.bin", "pronouns.bin", "speakers.bin"];

/// Stamps the models of quotes, pronouns and speakers in the folder `--out`.
pub fn stamp(options: &Options) -> Result<(), Failure> {
    let folder = Path::new(options.text("--out", "data/models"));
    for name in FILES {
        let path = folder.join(name);
        let file = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let fingerprint_of = |model: &str| match model {
            "quotes-spotter" | "quotes-linker" | "quotes-speech" => Some(learned::features_fingerprint(model)),
            coref::ranker::NAME => Some(coref::features_fingerprint()),
            attribute::ranker::NAME => Some(attribute::features_fingerprint()),
            _ => None,
        };
        let stamped = restamp(&file, name, fingerprint_of)?;
        println!("{}: {}", path.display(), if stamped == file { "as it was" } else { "stamped" });
        std::fs::write(&path, stamped)?;
    }
    Ok(())
}
