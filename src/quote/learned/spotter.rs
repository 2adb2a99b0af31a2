//! What the first stage sees of a token: words and tags around, the nearest verbs and nouns, marks, what the rules said.
//!
//! Labels: outside; first and further token of a cue, a source, a content. Training and use both go through here.

use super::sheet::{NOWHERE, Row, Sheet, Stretch, steps, steps_to};
use crate::model::Sink;
use crate::model::hash::{mix, mix2};

/// The labels, in the order of the scores.
pub const LABELS: [&str; 7] = ["O", "B-cue", "I-cue", "B-source", "I-source", "B-content", "I-content"];

/// Whether label `to` may follow `from` (the number of labels stands for the start).
pub fn may_follow(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from != LABELS.len() && (from == to || from + 1 == to)
}

/// The features of token `at` of a paragraph. `is_press`: what the token's corpus adds in training, nothing in use.
#[allow(clippy::too_many_lines, reason = "a list of templates")]
pub fn add_features(sheet: &Sheet, paragraph: Stretch, at: usize, is_press: bool, sink: &mut impl Sink) {
    let within = (paragraph.first as usize, paragraph.end as usize);
    let near: [&Row; 7] = std::array::from_fn(|i| sheet.at(within, at, i as isize - 3));
    let [b3, b2, b1, own, a1, a2, a3] = near;
    let sentence = sheet.sentences[own.sentence as usize];
    // Words.
    for (place, row) in near.iter().enumerate() {
        sink.add(mix(place as u64, row.lower));
    }
    for (place, row) in near[1..6].iter().enumerate() {
        sink.add(mix(20 + place as u64, row.fine));
    }
    sink.add(mix(12, own.tag));
    sink.add(mix(30, own.suffix));
    sink.add(mix(31, own.shape));
    sink.add(mix(32, own.middle));
    sink.add(mix(33, own.lemma));
    sink.add(mix2(36, own.lemma, own.tag));
    sink.add(mix2(37, own.lemma, a1.tag));
    sink.add(mix2(38, b1.tag, own.lemma));
    sink.add(mix2(39, b1.lower, own.lower));
    sink.add(mix2(40, own.lower, a1.lower));
    let tags = |a: &Row, b: &Row| a.tag << 8 | b.tag;
    sink.add(mix(44, tags(b1, own)));
    sink.add(mix(45, tags(own, a1)));
    sink.add(mix2(46, tags(b1, own), a1.tag));
    sink.add(mix2(47, tags(b2, b1), own.tag));
    sink.add(mix2(48, tags(own, a1), a2.tag));
    // Lexicon and names.
    let lexicon = |row: &Row| u64::from(row.lexicon);
    let name = |row: &Row| u64::from(row.name);
    sink.add(mix(50, lexicon(own) << 16 | lexicon(b1) << 8 | lexicon(a1)));
    sink.add(mix2(51, lexicon(own), tags(b1, a1)));
    sink.add(mix2(53, name(own), tags(b1, own)));
    // The nearest verb, noun and link word.
    sink.add(mix(54, sheet.lemma_at(own.previous_verb)));
    sink.add(mix2(55, sheet.lemma_at(own.previous_verb), steps_to(at, own.previous_verb)));
    sink.add(mix2(56, sheet.lemma_at(own.previous_verb), own.tag));
    sink.add(mix(57, sheet.lemma_at(own.next_verb)));
    sink.add(mix2(58, sheet.lemma_at(own.next_verb), steps_to(at, own.next_verb)));
    sink.add(mix2(59, sheet.lemma_at(own.next_verb), own.tag));
    sink.add(mix2(63, sheet.lower_at(own.previous_link), own.tag));
    sink.add(mix2(64, sheet.lower_at(own.next_link), steps_to(at, own.next_link)));
    // Where in the sentence.
    let start = steps(at as i64 - i64::from(sentence.first));
    let end = steps(i64::from(sentence.last) - at as i64);
    sink.add(mix2(65, start, own.tag));
    sink.add(mix2(66, end, own.tag));
    sink.add(mix(67, u64::from(sentence.number.min(4)) << 8 | start));
    // Marks.
    let is_in = u64::from(own.region > 0);
    let region = own.region.checked_sub(1).map_or(0, |region| steps(i64::from(sheet.region_words[region as usize])));
    let marks = is_in | u64::from(sentence.has_marks) << 1 | u64::from(own.is_mark) << 2;
    let sentence_before = own.sentence.checked_sub(1).map_or(0, |before| u64::from(sheet.sentences[before as usize].ends_quoted));
    sink.add(mix2(69, marks, own.lemma));
    sink.add(mix2(70, marks, own.tag));
    sink.add(mix(71, is_in << 16 | steps_to(at, own.previous_mark) << 8 | steps_to(at, own.next_mark)));
    sink.add(mix(
        72,
        marks << 8 | u64::from(sentence.opens_quoted) << 7 | sentence_before << 6 | u64::from(sentence.number.min(1)),
    ));
    sink.add(mix2(73, region, marks << 8 | u64::from(sentence.opens_quoted)));
    // What the rules said.
    let role = |row: &Row| u64::from(row.role);
    sink.add(mix(75, role(own) << 16 | role(b1) << 8 | role(a1)));
    sink.add(mix2(76, role(own), own.rule));
    sink.add(mix2(77, role(own) << 8 | role(b1), own.rule));
    sink.add(mix2(78, role(own), own.lemma));
    sink.add(mix2(79, role(b1), own.tag << 8 | role(a1)));
    sink.add(mix(80, role(b3) << 32 | role(b2) << 24 | role(b1) << 16 | role(own) << 8 | is_in));
    sink.add(mix(81, role(a3) << 32 | role(a2) << 24 | role(a1) << 16 | role(own) << 8 | is_in));
    if is_press {
        sink.add(mix(90, 0));
        sink.add(mix(91, own.lemma));
        sink.add(mix(92, own.tag));
        sink.add(mix(93, lexicon(own)));
        sink.add(mix(94, sheet.lemma_at(own.previous_verb)));
        sink.add(mix(95, role(own)));
        sink.add(mix(96, if own.previous_verb == NOWHERE { 0 } else { lexicon(&sheet.rows[own.previous_verb as usize]) }));
    }
}
