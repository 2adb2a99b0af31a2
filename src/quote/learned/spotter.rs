//! What the first stage sees of a token: words and tags around, the nearest verbs and nouns, marks, what the rules said.
//!
//! Labels: outside; first and further token of a cue, a source, a content. Training and use both go through here.

use super::sheet::{NOWHERE, Row, Sheet, Stretch, steps, steps_to};
use crate::model::hash::{mix, mix2};
use crate::model::{Few, Sink};

/// The labels, in the order of the scores.
pub const LABELS: [&str; 7] = ["O", "B-cue", "I-cue", "B-source", "I-source", "B-content", "I-content"];

/// Whether label `to` may follow `from` (the number of labels stands for the start).
pub fn may_follow(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from != LABELS.len() && (from == to || from + 1 == to)
}

/// Places around a token whose words it sees: three before, its own, three behind.
pub const PLACES: usize = 7;

/// The place of the token's own word.
pub const OWN: usize = 3;

/// The parts that the features come in, by how often they change.
pub mod part {
    /// Of the token's word and tag.
    pub const OWN: u8 = 1;
    /// Of the verbs on either side: the same from one verb to the next.
    pub const VERBS: u8 = 2;
    /// Of marks and rules: mostly the same as the token before, see [`frame`](super::frame).
    pub const FRAME: u8 = 4;
    /// All else.
    pub const REST: u8 = 8;
    /// All of these.
    pub const ALL: u8 = 15;
}

/// The rows that a token sees.
#[inline]
pub fn near(sheet: &Sheet, paragraph: Stretch, at: usize) -> [&Row; PLACES] {
    sheet.around((paragraph.first as usize, paragraph.end as usize), at, OWN)
}

/// What a word by itself gives to the token that sees it at `place`: its form, and nearer its cluster.
#[inline]
pub fn word_features(row: &Row, place: usize) -> (u64, Option<u64>) {
    let cluster = (place.abs_diff(OWN) < OWN).then(|| mix(19 + place as u64, row.fine));
    (mix(place as u64, row.lower), cluster)
}

/// All features of token `at` of a paragraph, in the order they were learned in. `is_press`: what the token's corpus adds in training,
/// nothing in use.
pub fn add_features(sheet: &Sheet, paragraph: Stretch, at: usize, is_press: bool, sink: &mut impl Sink) {
    let near = near(sheet, paragraph, at);
    let of_words: [(u64, Option<u64>); PLACES] = std::array::from_fn(|place| word_features(near[place], place));
    for (form, _) in of_words {
        sink.add(form);
    }
    for cluster in of_words.into_iter().filter_map(|(_, cluster)| cluster) {
        sink.add(cluster);
    }
    add_parts::<{ part::ALL }>(sheet, near, at, sink);
    if is_press {
        let own = near[OWN];
        let lexicon = |row: &Row| u64::from(row.lexicon);
        sink.add(mix(90, 0));
        sink.add(mix(91, own.lemma));
        sink.add(mix(92, own.tag));
        sink.add(mix(93, lexicon(own)));
        sink.add(mix(94, sheet.lemma_at(own.previous_verb)));
        sink.add(mix(95, u64::from(own.role)));
        sink.add(mix(96, if own.previous_verb == NOWHERE { 0 } else { lexicon(&sheet.rows[own.previous_verb as usize]) }));
    }
}

/// What the features of [`part::FRAME`] are made of: tokens with the same have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What the rules made of the tokens around.
    roles: [u8; PLACES],
    /// In a quoted region, in the sentence's marks, is one: a bit each.
    marks: u64,
    /// The sentence: not the paragraph's first, behind one that ends quoted, begins quoted; a bit each.
    place: u64,
    region: u64,
    rule: u64,
}

/// The frame of a token.
#[inline]
pub fn frame(sheet: &Sheet, near: [&Row; PLACES]) -> Frame {
    let own = near[OWN];
    let sentence = sheet.sentences[own.sentence as usize];
    let before = own.sentence.checked_sub(1).map(|before| sheet.sentences[before as usize]);
    let region = own.region.checked_sub(1).map_or(0, |region| steps(i64::from(sheet.region_words[region as usize])));
    Frame {
        roles: near.map(|row| row.role),
        marks: u64::from(own.region > 0) | u64::from(sentence.has_marks) << 1 | u64::from(own.is_mark) << 2,
        place: u64::from(sentence.number > 0)
            | u64::from(before.is_some_and(|before| before.ends_quoted)) << 6
            | u64::from(sentence.opens_quoted) << 7,
        region,
        rule: own.rule,
    }
}

/// The features of token `at` that belong to some [parts](part).
#[allow(clippy::too_many_lines, reason = "a list of templates")]
#[inline]
pub fn add_parts<const PARTS: u8>(sheet: &Sheet, near: [&Row; PLACES], at: usize, sink: &mut impl Sink) {
    use part::{FRAME, REST, VERBS};
    // Which are left out is known to the compiler.
    let mut few = Few::<48>::new();
    let mut add = |part: u8, feature: u64| {
        if PARTS & part != 0 {
            few.add(feature);
        }
    };
    let [_, b2, b1, own, a1, a2, _] = near;
    let sentence = sheet.sentences[own.sentence as usize];
    add(part::OWN, mix(12, own.tag));
    add(part::OWN, mix(30, own.suffix));
    add(part::OWN, mix(31, own.shape));
    add(part::OWN, mix(32, own.middle));
    add(part::OWN, mix(33, own.lemma));
    add(part::OWN, mix2(36, own.lemma, own.tag));
    add(REST, mix2(37, own.lemma, a1.tag));
    add(REST, mix2(38, b1.tag, own.lemma));
    add(REST, mix2(39, b1.lower, own.lower));
    add(REST, mix2(40, own.lower, a1.lower));
    let tags = |a: &Row, b: &Row| a.tag << 8 | b.tag;
    add(REST, mix(44, tags(b1, own)));
    add(REST, mix(45, tags(own, a1)));
    add(REST, mix2(46, tags(b1, own), a1.tag));
    add(REST, mix2(47, tags(b2, b1), own.tag));
    add(REST, mix2(48, tags(own, a1), a2.tag));
    // Lexicon and names.
    let lexicon = |row: &Row| u64::from(row.lexicon);
    let name = |row: &Row| u64::from(row.name);
    add(REST, mix(50, lexicon(own) << 16 | lexicon(b1) << 8 | lexicon(a1)));
    add(REST, mix2(51, lexicon(own), tags(b1, a1)));
    add(REST, mix2(53, name(own), tags(b1, own)));
    // The nearest verb, noun and link word.
    add(VERBS, mix(54, sheet.lemma_at(own.previous_verb)));
    add(REST, mix2(55, sheet.lemma_at(own.previous_verb), steps_to(at, own.previous_verb)));
    add(REST, mix2(56, sheet.lemma_at(own.previous_verb), own.tag));
    add(VERBS, mix(57, sheet.lemma_at(own.next_verb)));
    add(REST, mix2(58, sheet.lemma_at(own.next_verb), steps_to(at, own.next_verb)));
    add(REST, mix2(59, sheet.lemma_at(own.next_verb), own.tag));
    add(REST, mix2(63, sheet.lower_at(own.previous_link), own.tag));
    add(REST, mix2(64, sheet.lower_at(own.next_link), steps_to(at, own.next_link)));
    // Where in the sentence.
    let start = steps(at as i64 - i64::from(sentence.first));
    let end = steps(i64::from(sentence.last) - at as i64);
    add(REST, mix2(65, start, own.tag));
    add(REST, mix2(66, end, own.tag));
    add(REST, mix(67, u64::from(sentence.number.min(4)) << 8 | start));
    // Marks.
    let frame = frame(sheet, near);
    let (is_in, opens_quoted, marks) = (frame.marks & 1, frame.place >> 7, frame.marks);
    add(REST, mix2(69, marks, own.lemma));
    add(REST, mix2(70, marks, own.tag));
    add(REST, mix(71, is_in << 16 | steps_to(at, own.previous_mark) << 8 | steps_to(at, own.next_mark)));
    add(FRAME, mix(72, marks << 8 | frame.place));
    add(FRAME, mix2(73, frame.region, marks << 8 | opens_quoted));
    // What the rules said.
    let [rb3, rb2, rb1, role, ra1, ra2, ra3] = frame.roles.map(u64::from);
    add(FRAME, mix(75, role << 16 | rb1 << 8 | ra1));
    add(FRAME, mix2(76, role, frame.rule));
    add(FRAME, mix2(77, role << 8 | rb1, frame.rule));
    add(REST, mix2(78, role, own.lemma));
    add(REST, mix2(79, rb1, own.tag << 8 | ra1));
    add(FRAME, mix(80, rb3 << 32 | rb2 << 24 | rb1 << 16 | role << 8 | is_in));
    add(FRAME, mix(81, ra3 << 32 | ra2 << 24 | ra1 << 16 | role << 8 | is_in));
    few.give(sink);
}
