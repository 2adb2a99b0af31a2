//! What the second stage sees of a token, given a cue: everything relative to the cue, and what the first stage thought.
//!
//! Labels: outside; first and further token of the cue's source, of its content. Training and use both go through here.

use super::sheet::{Row, Sheet, coarse, role, steps};
use crate::model::Sink;
use crate::model::hash::{mix, mix2};
use crate::model::posterior;

/// The labels, in the order of the scores.
pub const LABELS: [&str; 5] = ["O", "B-source", "I-source", "B-content", "I-content"];

/// How far from its cue an attribution is looked for, in tokens.
pub const REACH: usize = 80;

/// Whether label `to` may follow `from` (the number of labels stands for the start).
pub fn may_follow(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from != LABELS.len() && (from == to || from + 1 == to)
}

/// Chunks in a path, at most.
const LONGEST_PATH: u32 = 14;

/// A cue and what is the same for all tokens around it.
#[derive(Clone, Debug, Default)]
pub struct CueView {
    /// First and last token.
    pub cue: (usize, usize),
    /// The tokens that are read: the first, one past the last.
    pub within: (usize, usize),
    lemma: u64,
    words: u64,
    tag: u64,
    cluster: u64,
    after: u64,
    before: u64,
    region: u32,
    sentence: u32,
    place: u64,
    opens_quoted: u64,
    rule_quote: u32,
    rule: u64,
    /// For each token that is read: a hash of the kinds of words from the cue to it.
    paths: Vec<u64>,
    /// Probabilities of source, cue and content in steps; the likeliest label.
    first_stage: Vec<[u8; 4]>,
    /// Other cues and sources up to a token, counted from the first.
    others: Vec<(u16, u16)>,
    /// How likely the first stage takes a token for part of a source or a content.
    shares: Vec<f32>,
}

/// A probability in eight steps.
fn step_of(probability: f32) -> u8 {
    const STEPS: [f32; 7] = [0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98];
    STEPS.iter().map(|&step| u8::from(probability >= step)).sum()
}

impl CueView {
    /// Looks at a cue within its paragraph; `first_stage` holds the probabilities of the paragraph's tokens. `is_wide`: all of the
    /// paragraph in reach, as in training; else the cue's sentence and those beside it that have
    /// quotation marks (a quotation of several sentences is one): elsewhere hardly any content begins.
    pub fn fill(
        &mut self,
        sheet: &Sheet,
        paragraph: (usize, usize),
        cue: (usize, usize),
        first_stage: &[posterior::Row],
        is_wide: bool,
    ) {
        let (first, last) = cue;
        self.cue = cue;
        let rows = &sheet.rows;
        self.within = (paragraph.0.max(first.saturating_sub(REACH)), paragraph.1.min(last + 1 + REACH));
        if !is_wide {
            let (mut before, mut behind) = (rows[first].sentence as usize, rows[last].sentence as usize);
            let has_marks = |sentence: usize| sheet.sentences.get(sentence).is_some_and(|sentence| sentence.has_marks);
            before -= usize::from(before > 0 && has_marks(before - 1));
            behind += usize::from(has_marks(behind + 1));
            let start = sheet.sentences[before].first as usize;
            let end = sheet.sentences[behind.min(sheet.sentences.len() - 1)].last as usize + 1;
            self.within = (self.within.0.max(start), self.within.1.min(end));
        }
        let head = sheet.head_of(cue);
        self.lemma = rows[head].lemma;
        self.tag = rows[head].tag;
        self.cluster = rows[head].fine;
        self.words = (first..=last).fold(0, |hash, i| mix2(1, hash, rows[i].lower));
        self.after = sheet.at(paragraph, last, 1).lower;
        self.before = sheet.at(paragraph, first, -1).lower;
        self.region = rows[first].region;
        self.sentence = rows[first].sentence;
        let sentence = sheet.sentences[self.sentence as usize];
        self.place = steps((first as i64) - i64::from(sentence.first)) << 8 | steps(i64::from(sentence.last) - last as i64);
        self.opens_quoted = u64::from(sentence.opens_quoted) | u64::from(sentence.has_marks) << 1;
        let of_rule = (first..=last).map(|i| &rows[i]).find(|row| row.role & 7 == role::CUE);
        (self.rule_quote, self.rule) = of_rule.map_or((0, 0), |row| (row.quote, row.rule));
        self.find_paths(sheet);
        self.first_stage.clear();
        self.others.clear();
        self.shares.clear();
        let (mut cues, mut sources) = (0_u16, 0_u16);
        let mut before = 0;
        for i in self.within.0..self.within.1 {
            let row = &first_stage[i - paragraph.0];
            let [cue_share, source_share, content_share] = [row[1] + row[2], row[3] + row[4], row[5] + row[6]];
            self.shares.push(source_share + content_share);
            let mut best = 0;
            let mut most = row[0];
            for (label, share) in [(1, cue_share), (2, source_share), (3, content_share)] {
                if share > most {
                    (best, most) = (label, share);
                }
            }
            self.first_stage.push([step_of(source_share), step_of(cue_share), step_of(content_share), best]);
            let is_own = (first..=last).contains(&i);
            cues += u16::from(best == 1 && before != 1 && !is_own);
            sources += u16::from(best == 2 && before != 2);
            self.others.push((cues, sources));
            before = best;
        }
    }

    /// How likely the first stage takes token `at` for part of a source or a content.
    pub fn share(&self, at: usize) -> f32 {
        self.shares[at - self.within.0]
    }

    fn find_paths(&mut self, sheet: &Sheet) {
        let (first, last) = self.cue;
        self.paths.clear();
        self.paths.resize(self.within.1 - self.within.0, 0);
        let mut walk = |places: &mut dyn Iterator<Item = usize>, seed: u64| {
            let (mut hash, mut length, mut before) = (seed, 0, coarse::EDGE);
            for i in places {
                let chunk = match sheet.rows[i].coarse {
                    coarse::NOUN | coarse::NAME | coarse::DETERMINER | coarse::ADJECTIVE | coarse::NUMBER | coarse::POSSESSIVE => {
                        coarse::NOUN
                    }
                    coarse::ADVERB => before,
                    other => other,
                };
                if chunk != before {
                    length += 1;
                    hash = if length > LONGEST_PATH { 0 } else { mix2(2, hash, u64::from(chunk)) };
                    before = chunk;
                }
                if length > LONGEST_PATH {
                    break;
                }
                self.paths[i - self.within.0] = hash;
            }
        };
        walk(&mut (self.within.0..first).rev(), 1);
        walk(&mut (last + 1..self.within.1), 2);
    }

    /// The features of token `at`.
    #[allow(clippy::too_many_lines, reason = "a list of templates")]
    pub fn add_features(&self, sheet: &Sheet, at: usize, sink: &mut impl Sink) {
        let (first, last) = self.cue;
        let near: [&Row; 5] = std::array::from_fn(|i| sheet.at(self.within, at, i as isize - 2));
        let [b2, b1, own, a1, _] = near;
        let side: u64 = if at < first { 0 } else { 1 + u64::from(at > last) };
        let distance = if at < first { at as i64 - first as i64 } else { at as i64 - (last.min(at)) as i64 };
        let far = steps(distance) << 2 | side;
        let sentences = (i64::from(own.sentence) - i64::from(self.sentence)).clamp(-3, 3) as u64 & 7;
        let is_in = u64::from(own.region > 0);
        let is_same_region = u64::from(own.region == self.region);
        // Between.
        let (from, to) = if at < first { (at, first) } else { (last.min(at), at) };
        let (start, end) = (&sheet.rows[from].before, &sheet.rows[to].before);
        let verbs = u64::from((end.verbs - start.verbs).min(4));
        let finites = u64::from((end.finites - start.finites).min(3));
        let commas = u64::from((end.commas - start.commas).min(3));
        let marks = u64::from((end.marks - start.marks).min(3));
        let links = u64::from((end.subordinators - start.subordinators).min(3));
        let between = verbs << 10 | finites << 8 | commas << 6 | marks << 4 | links << 2 | side;
        // Words, by side.
        let sided = |number: u64| number << 2 | side;
        sink.add(mix(sided(0), own.lower));
        sink.add(mix(sided(1), b1.lower));
        sink.add(mix(sided(2), a1.lower));
        sink.add(mix(sided(3), own.fine));
        sink.add(mix(sided(4), own.lemma));
        let tags = |a: &Row, b: &Row| a.tag << 8 | b.tag;
        sink.add(mix(sided(7), tags(b1, own)));
        sink.add(mix(sided(8), tags(own, a1)));
        sink.add(mix2(sided(9), tags(b1, own), a1.tag));
        sink.add(mix2(sided(10), tags(b2, b1), own.tag));
        // Distance.
        sink.add(mix(12, far << 3 | sentences));
        sink.add(mix2(13, far, own.tag));
        sink.add(mix2(15, far, u64::from(own.name) << 8 | u64::from(own.lexicon)));
        sink.add(mix2(16, far, b1.tag));
        sink.add(mix2(17, far, a1.tag));
        sink.add(mix2(18, far, own.middle));
        // The cue.
        let tag_and_side = own.tag << 2 | side;
        sink.add(mix2(19, self.lemma, far));
        sink.add(mix2(20, self.lemma, tag_and_side));
        sink.add(mix2(21, self.lemma, side | sentences << 2 | is_in << 5));
        sink.add(mix2(22, self.words, side | sentences << 2 | is_in << 5));
        sink.add(mix2(24, self.tag, tag_and_side << 8 | sentences << 1 | is_in));
        sink.add(mix2(25, self.tag, far));
        sink.add(mix2(26, self.after, far));
        sink.add(mix2(27, self.after, tag_and_side));
        sink.add(mix2(28, self.before, far));
        sink.add(mix2(29, self.cluster, far));
        sink.add(mix2(30, self.place, side));
        sink.add(mix2(31, mix2(0, self.lemma, self.after), side | sentences << 2 | is_in << 5));
        // Between token and cue.
        sink.add(mix(33, between));
        sink.add(mix2(34, between, own.tag));
        sink.add(mix2(36, commas << 2 | side, tags(b1, own)));
        // Marks.
        let mark_state = is_in | u64::from(self.region > 0) << 1 | sentences << 2 | marks << 5 | self.opens_quoted << 8;
        sink.add(mix(38, mark_state << 2 | side));
        sink.add(mix2(39, mark_state << 2 | side, own.tag));
        let region = own.region.checked_sub(1).map_or(0, |region| steps(i64::from(sheet.region_words[region as usize])));
        sink.add(mix(40, region << 4 | is_same_region << 3 | side << 1 | u64::from(own.is_mark)));
        sink.add(mix2(41, own.tag, is_in << 4 | u64::from(b1.region > 0) << 5 | side));
        // The path.
        let path = self.paths[at - self.within.0];
        if path != 0 {
            sink.add(mix(42, path));
        }
        // The first stage.
        let index = at - self.within.0;
        let [source, cue, content, label] = self.first_stage[index].map(u64::from);
        let label_at = |i: Option<usize>| i.and_then(|i| self.first_stage.get(i)).map_or(7, |row| u64::from(row[3]));
        let (label_before, label_after) = (label_at(index.checked_sub(1)), label_at(Some(index + 1)));
        let (cues, sources) = {
            let (a, b) = (self.others[from - self.within.0], self.others[to - self.within.0]);
            (u64::from((b.0 - a.0).min(2)), u64::from((b.1 - a.1).min(2)))
        };
        let others = cues << 4 | sources << 2 | side;
        sink.add(mix(47, source << 8 | cue << 5 | content << 2 | side));
        sink.add(mix(48, content << 6 | others));
        sink.add(mix(49, source << 6 | others));
        sink.add(mix(50, label << 12 | label_before << 9 | label_after << 6 | others));
        sink.add(mix2(51, label << 4 | content, far));
        sink.add(mix2(52, label << 4 | source, far));
        sink.add(mix2(53, label << 6 | others, between));
        sink.add(mix2(54, label << 6 | others, self.lemma));
        sink.add(mix2(55, content << 3 | label_before, own.tag << 2 | side));
        // The rules.
        let of_rule = |row: &Row| {
            if row.quote == 0 {
                0
            } else if row.quote == self.rule_quote {
                u64::from(row.role & 7)
            } else {
                8 | u64::from(row.role & 7)
            }
        };
        let role = of_rule(own) << 8 | of_rule(b1) << 4 | of_rule(a1);
        let has_rule = u64::from(self.rule_quote > 0) << 2 | side;
        sink.add(mix2(56, role, has_rule));
        sink.add(mix2(57, role, self.rule));
        sink.add(mix2(58, of_rule(own) << 3 | has_rule, own.rule));
        sink.add(mix2(59, of_rule(own) << 4 | of_rule(b1), label << 6 | content << 3 | has_rule));
        sink.add(mix2(60, of_rule(own) << 3 | has_rule, self.lemma));
        sink.add(mix2(61, of_rule(own) << 3 | has_rule, own.tag << 4 | is_in));
        // The nearest verb.
        sink.add(mix2(62, sheet.lemma_at(own.previous_verb), side));
        sink.add(mix2(63, sheet.lemma_at(own.next_verb), side));
        sink.add(mix2(64, sheet.lower_at(own.previous_link), tag_and_side));
    }
}
