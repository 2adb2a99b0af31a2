//! Spans, offsets and characters: what every stage needs to speak about the untouched text.

mod char_index;
pub mod marks;
pub(crate) mod measures;
pub mod rows;
mod span;

pub use char_index::{CharCursor, CharIndex};
pub use span::Span;
