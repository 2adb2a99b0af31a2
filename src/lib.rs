//! Who said what: quotations and their speakers, with exact offsets, from raw news articles.
//!
//! ```
//! use pullquote::{Article, Pipeline};
//!
//! let text = "\"We are ready,\" Mayor Ana Ruiz said. \"We will not wait.\"".to_owned();
//! let document = Pipeline::new().analyze(Article { text: Some(text), ..Article::default() });
//! assert!(document.error.is_none());
//! ```

pub mod attribute;
pub mod clean;
pub mod coref;
pub mod corpus;
pub mod document;
pub mod entity;
pub mod error;
pub mod export;
pub mod identity;
pub mod model;
pub mod person;
pub mod pipeline;
#[cfg(feature = "python")]
mod python;
pub mod quote;
pub mod scratch;
pub mod tag;
pub mod text;
pub mod time;
pub mod token;
pub mod train;

pub use document::{Article, Document};
pub use error::{Error, Result};
pub use pipeline::Pipeline;
pub use text::Span;
