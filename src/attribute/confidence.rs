//! How likely an attribution is right: the content of the quote, its source, and who that is.
//!
//! The product of three: the quote's own confidence ([`Quote::confidence`]), how often the source is right where the content is
//! ([`Evidence::source_share`](crate::quote::Evidence::source_share)), and the ranker's belief where it was asked who is meant.

use crate::quote::Quote;

/// How sure of content and source, `belief` being the share of belief in the speaker.
pub fn of(quote: &Quote, belief: f32) -> f32 {
    quote.confidence() * quote.evidence().source_share() * belief
}
