//! Tells speech from attitudes, plans and topics: "said the gate was shut" from "wants the gate shut".
//!
//! Input: a cue with its source and content. Output: features for two labels. Training and use both go through here.

use super::Run;
use super::sheet::{Row, Sheet, coarse, role, steps};
use crate::model::Sink;
use crate::model::hash::{mix, mix2};

/// The labels, in the order of the scores.
pub const LABELS: [&str; 2] = ["speech", "other"];

/// Whether label `to` may follow `from`: quotes stand alone.
pub fn may_follow(_: usize, _: usize) -> bool {
    true
}

/// The features of one quote.
pub fn add_features(sheet: &Sheet, cue: Run, sources: &[Run], contents: &[Run], sink: &mut impl Sink) {
    let rows = &sheet.rows;
    let head = &rows[sheet.head_of(cue)];
    let first = contents.first().map_or(&Row::EDGE, |run| &rows[run.0]);
    let second = contents.first().filter(|run| run.0 < run.1).map_or(&Row::EDGE, |run| &rows[run.0 + 1]);
    let inside = || contents.iter().flat_map(|&(first, last)| rows[first..=last].iter());
    let has_finite = u64::from(inside().any(|row| matches!(row.coarse, coarse::FINITE | coarse::MODAL)));
    let opens = match first.coarse {
        coarse::TO => 1,
        coarse::GERUND => 2,
        coarse::RELATIVE => 3,
        coarse::PREPOSITION => 4,
        coarse::MARK => 5,
        _ => 0,
    };
    let has_marks = u64::from(inside().any(|row| row.region > 0));
    let words = contents.iter().map(|run| run.1 - run.0 + 1).sum::<usize>() as i64;
    let form = has_finite << 4 | opens << 1 | has_marks;
    let lexicon = u64::from(head.lexicon);
    let whole = (cue.0..=cue.1).fold(0, |hash, i| mix2(1, hash, rows[i].lower));
    let of_rule = (cue.0..=cue.1).map(|i| &rows[i]).find(|row| row.role & 7 == role::CUE);
    let rule = of_rule.map_or(0, |row| row.rule);
    let after = rows.get(cue.1 + 1).unwrap_or(&Row::EDGE);
    let before = cue.0.checked_sub(1).map_or(&Row::EDGE, |i| &rows[i]);
    let modal = u64::from((cue.0..=cue.1).any(|i| rows[i].coarse == coarse::MODAL));
    let source = sources.first().map_or(&Row::EDGE, |run| &rows[run.1]);
    let is_behind = u64::from(contents.first().is_some_and(|run| run.0 > cue.0));
    sink.add(mix(0, head.lemma));
    sink.add(mix2(1, head.lemma, form));
    sink.add(mix(2, lexicon));
    sink.add(mix2(3, lexicon, form));
    sink.add(mix(4, head.fine));
    sink.add(mix2(5, head.fine, form));
    sink.add(mix2(6, head.middle, form));
    sink.add(mix2(7, head.tag, form));
    sink.add(mix(8, whole));
    sink.add(mix2(9, rule, form));
    sink.add(mix2(10, rule, head.lemma));
    sink.add(mix2(11, first.tag, second.tag << 8 | lexicon));
    sink.add(mix2(12, first.lower, lexicon));
    sink.add(mix2(13, after.lower, lexicon));
    sink.add(mix2(14, after.lower, head.lemma));
    sink.add(mix2(15, before.tag, lexicon << 8 | head.tag));
    sink.add(mix2(16, modal << 8 | steps((cue.1 - cue.0) as i64), lexicon));
    sink.add(mix2(17, source.lemma, lexicon));
    sink.add(mix2(18, u64::from(source.name) << 8 | u64::from(source.coarse), lexicon));
    sink.add(mix2(19, steps(words), has_finite << 8 | lexicon));
    sink.add(mix2(20, is_behind, form << 8 | lexicon));
    sink.add(mix2(21, head.suffix, form));
    sink.add(mix(22, form));
}
