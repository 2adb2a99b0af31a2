//! Documents in the shapes that others read: JSON, plain words, Arrow tables; and the check that every span is true.

mod check;
pub mod json;
#[cfg(feature = "table")]
pub mod table;
mod words;

pub use words::count_words;
