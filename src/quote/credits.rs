//! Links of outlets that are credited with a report: "…, Barry said, according to the Anvil". They say nothing of their own; who the
//! outlet is, stands in the quote's `reported_by`.

use super::Quote;
use super::fuse::is_word;
use super::learned::Link;
use super::learned::sheet::{Row, Sheet, role};
use super::scene::Scene;

/// `“…,” Barry said, according to the Anvil`, `…, his lawyer said, the Courier reported`: all that the link would hold is what a rule reads
/// as somebody's words, with who said them; it credits an outlet and says nothing of its own.
pub fn is_credit(sheet: &Sheet, link: &Link, rules: &[Quote]) -> bool {
    let inside = || link.contents.iter().flat_map(|run| run.0..=run.1).filter(|&i| is_word(sheet, i)).map(|i| &sheet.rows[i]);
    let has_cue = |row: &Row| row.quote > 0 && rules[row.quote as usize - 1].cue.is_some();
    let is_core = |row: &&Row| row.role & 7 == role::CUE || row.role & 7 == role::SOURCE && has_cue(row);
    let Some(quote) = inside().find(is_core).map(|row| row.quote) else { return false };
    let is_of_quote = |row: &Row| row.quote == quote;
    quote > 0
        && rules[quote as usize - 1].status.is_speech()
        && !(link.cue.0..=link.cue.1).any(|i| is_of_quote(&sheet.rows[i]))
        && inside().all(is_of_quote)
}

/// `Haile left, his lawyer said, the Courier reported.`: who said it stands, by a rule, between the words and the outlet.
pub fn is_told_before(scene: &Scene<'_>, sheet: &Sheet, link: &Link, rules: &[Quote]) -> bool {
    let mut inside = link.contents.iter().flat_map(|run| run.0..=run.1).filter(|&i| is_word(sheet, i)).map(|i| &sheet.rows[i]);
    let Some(first) = link.contents.first().map(|run| &sheet.rows[run.0]).filter(|row| row.quote > 0) else { return false };
    let rule = &rules[first.quote as usize - 1];
    let (Some(cue), Some(_)) = (&rule.cue, rule.source) else { return false };
    let link_cue = scene.input.tokens.spans[link.cue.0];
    rule.status.is_speech()
        && rule.span().end <= cue.span.start
        && cue.span.end <= link_cue.start
        && inside.all(|row| row.quote == first.quote && row.role & 7 == role::CONTENT)
}
