//! What can fail: input the caller can mend. Texts never fail.

use std::fmt;

/// Why a call failed. Analysis itself cannot fail: any text is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// An option with a value that is not allowed: the option, the value, what would be right.
    InvalidOption {
        /// The option's name.
        option: &'static str,
        /// The value given.
        value: String,
        /// What is allowed.
        expected: String,
    },
    /// Something in the input that the caller must mend.
    InvalidInput(String),
    /// A model file that cannot be used: which, where, what is wrong with it.
    InvalidModel {
        /// The file's name.
        source: String,
        /// The byte where reading stopped.
        at: usize,
        /// What is wrong, and what to do.
        what: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidOption { option, value, expected } => write!(f, "unknown {option} {value:?}; expected {expected}"),
            Self::InvalidInput(message) => f.write_str(message),
            Self::InvalidModel { source, at, what } => write!(f, "model {source}: {what} (at byte {at})"),
        }
    }
}

impl std::error::Error for Error {}

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;
