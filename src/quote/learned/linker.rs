//! What the second stage sees of a token, given a cue: everything relative to the cue, and what the first stage thought.
//!
//! Labels: outside; first and further token of the cue's source, of its content. Training and use both go through here.

use super::sheet::{Row, Sheet, coarse, role, steps};
use crate::model::hash::{mix, mix2};
use crate::model::posterior;
use crate::model::{Few, Sink};

/// The labels, in the order of the scores.
pub const LABELS: [&str; 5] = ["O", "B-source", "I-source", "B-content", "I-content"];

/// How far from its cue an attribution is looked for, in tokens.
pub const REACH: usize = 80;

/// Whether label `to` may follow `from` (the number of labels stands for the start).
pub fn may_follow(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from != LABELS.len() && (from == to || from + 1 == to)
}

/// The parts that the features come in: those of one part, but for the rest, are mostly the same as the token before.
pub mod part {
    /// Of the cue and how far it is: see [`Look::far_key`](super::Look::far_key).
    pub const FAR: u8 = 1;
    /// Of marks.
    pub const MARKS: u8 = 2;
    /// Of the verbs on either side.
    pub const VERBS: u8 = 4;
    /// Of what the first stage thought.
    pub const THOUGHT: u8 = 8;
    /// Of what the rules said.
    pub const RULES: u8 = 16;
    /// All else.
    pub const REST: u8 = 32;
    /// All of these.
    pub const ALL: u8 = 63;
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

/// What is seen of a token, given a cue.
#[derive(Clone, Copy, Debug)]
pub struct Look<'s> {
    /// The rows of two tokens before, its own, one behind.
    near: [&'s Row; 4],
    /// 0 before the cue, 1 in it, 2 behind.
    side: u64,
    /// How far from the cue, and the side.
    far: u64,
    /// How many sentences from the cue.
    sentences: u64,
    is_in: u64,
    /// Between token and cue.
    commas: u64,
    between: u64,
    mark_state: u64,
    mark: u64,
    path: u64,
    /// As in [`CueView::first_stage`].
    shares: [u8; 4],
    /// The likeliest labels of the tokens before and behind.
    labels: [u8; 2],
    others: u64,
    /// What the rules made of the token before, of it, of the one behind.
    roles: [u64; 3],
}

impl Look<'_> {
    /// Tokens that have the same have the same features of [`part::FAR`]; so with the others.
    #[inline]
    pub fn far_key(&self) -> u64 {
        self.far << 4 | self.sentences << 1 | self.is_in
    }

    /// See [`part::MARKS`].
    #[inline]
    pub fn marks_key(&self) -> (u64, u64) {
        (self.mark_state, self.mark)
    }

    /// See [`part::VERBS`].
    #[inline]
    pub fn verbs_key(&self) -> (u64, u32, u32) {
        (self.side, self.near[2].previous_verb, self.near[2].next_verb)
    }

    /// See [`part::THOUGHT`].
    #[inline]
    pub fn thought_key(&self) -> ([u8; 4], [u8; 2], u64) {
        (self.shares, self.labels, self.others)
    }

    /// See [`part::RULES`].
    #[inline]
    pub fn rules_key(&self) -> ([u64; 3], u64, u64) {
        (self.roles, self.near[2].rule, self.side)
    }
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

    /// What is seen of token `at`.
    #[inline]
    pub fn look<'s>(&self, sheet: &'s Sheet, at: usize) -> Look<'s> {
        let (first, last) = self.cue;
        let near: [&Row; 4] = sheet.around(self.within, at, 2);
        let own = near[2];
        let side: u64 = if at < first { 0 } else { 1 + u64::from(at > last) };
        let distance = if at < first { at as i64 - first as i64 } else { at as i64 - (last.min(at)) as i64 };
        let sentences = (i64::from(own.sentence) - i64::from(self.sentence)).clamp(-3, 3) as u64 & 7;
        let is_in = u64::from(own.region > 0);
        // Between.
        let (from, to) = if at < first { (at, first) } else { (last.min(at), at) };
        let (start, end) = (&sheet.rows[from].before, &sheet.rows[to].before);
        let verbs = u64::from((end.verbs - start.verbs).min(4));
        let finites = u64::from((end.finites - start.finites).min(3));
        let commas = u64::from((end.commas - start.commas).min(3));
        let marks = u64::from((end.marks - start.marks).min(3));
        let links = u64::from((end.subordinators - start.subordinators).min(3));
        // The first stage.
        let index = at - self.within.0;
        let (a, b) = (self.others[from - self.within.0], self.others[to - self.within.0]);
        let (cues, sources) = (u64::from((b.0 - a.0).min(2)), u64::from((b.1 - a.1).min(2)));
        let label_at = |i: Option<usize>| i.and_then(|i| self.first_stage.get(i)).map_or(7, |row| row[3]);
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
        let region = own.region.checked_sub(1).map_or(0, |region| steps(i64::from(sheet.region_words[region as usize])));
        Look {
            near,
            side,
            far: steps(distance) << 2 | side,
            sentences,
            is_in,
            commas,
            between: verbs << 10 | finites << 8 | commas << 6 | marks << 4 | links << 2 | side,
            mark_state: (is_in | u64::from(self.region > 0) << 1 | sentences << 2 | marks << 5 | self.opens_quoted << 8) << 2
                | side,
            mark: region << 4 | u64::from(own.region == self.region) << 3 | side << 1 | u64::from(own.is_mark),
            path: self.paths[index],
            shares: self.first_stage[index],
            labels: [label_at(index.checked_sub(1)), label_at(Some(index + 1))],
            others: cues << 4 | sources << 2 | side,
            roles: [near[1], own, near[3]].map(of_rule),
        }
    }

    /// The features of a token, in the order they were learned in.
    pub fn add_features(&self, sheet: &Sheet, at: usize, sink: &mut impl Sink) {
        self.add_parts::<{ part::ALL }>(sheet, &self.look(sheet, at), sink);
    }

    /// The features of a token that belong to some [parts](part).
    #[allow(clippy::too_many_lines, reason = "a list of templates")]
    #[inline]
    pub fn add_parts<const PARTS: u8>(&self, sheet: &Sheet, look: &Look<'_>, sink: &mut impl Sink) {
        use part::{FAR, MARKS, REST, RULES, THOUGHT, VERBS};
        // Which are left out is known to the compiler.
        let mut few = Few::<48>::new();
        let mut add = |part: u8, feature: u64| {
            if PARTS & part != 0 {
                few.add(feature);
            }
        };
        let &Look { near: [b2, b1, own, a1], side, far, sentences, is_in, commas, between, mark_state, others, .. } = look;
        // Words, by side.
        let sided = |number: u64| number << 2 | side;
        add(REST, mix(sided(0), own.lower));
        add(REST, mix(sided(1), b1.lower));
        add(REST, mix(sided(2), a1.lower));
        add(REST, mix(sided(3), own.fine));
        add(REST, mix(sided(4), own.lemma));
        let tags = |a: &Row, b: &Row| a.tag << 8 | b.tag;
        add(REST, mix(sided(7), tags(b1, own)));
        add(REST, mix(sided(8), tags(own, a1)));
        add(REST, mix2(sided(9), tags(b1, own), a1.tag));
        add(REST, mix2(sided(10), tags(b2, b1), own.tag));
        // Distance.
        add(FAR, mix(12, far << 3 | sentences));
        add(REST, mix2(13, far, own.tag));
        add(REST, mix2(15, far, u64::from(own.name) << 8 | u64::from(own.lexicon)));
        add(REST, mix2(16, far, b1.tag));
        add(REST, mix2(17, far, a1.tag));
        add(REST, mix2(18, far, own.middle));
        // The cue.
        let tag_and_side = own.tag << 2 | side;
        add(FAR, mix2(19, self.lemma, far));
        add(REST, mix2(20, self.lemma, tag_and_side));
        add(FAR, mix2(21, self.lemma, side | sentences << 2 | is_in << 5));
        add(FAR, mix2(22, self.words, side | sentences << 2 | is_in << 5));
        add(REST, mix2(24, self.tag, tag_and_side << 8 | sentences << 1 | is_in));
        add(FAR, mix2(25, self.tag, far));
        add(FAR, mix2(26, self.after, far));
        add(REST, mix2(27, self.after, tag_and_side));
        add(FAR, mix2(28, self.before, far));
        add(FAR, mix2(29, self.cluster, far));
        add(FAR, mix2(30, self.place, side));
        add(FAR, mix2(31, mix2(0, self.lemma, self.after), side | sentences << 2 | is_in << 5));
        // Between token and cue.
        add(REST, mix(33, between));
        add(REST, mix2(34, between, own.tag));
        add(REST, mix2(36, commas << 2 | side, tags(b1, own)));
        // Marks.
        add(MARKS, mix(38, mark_state));
        add(REST, mix2(39, mark_state, own.tag));
        add(MARKS, mix(40, look.mark));
        add(REST, mix2(41, own.tag, is_in << 4 | u64::from(b1.region > 0) << 5 | side));
        // The path.
        few.give(sink);
        if PARTS & REST != 0 && look.path != 0 {
            sink.add(mix(42, look.path));
        }
        let mut few = Few::<32>::new();
        let mut add = |part: u8, feature: u64| {
            if PARTS & part != 0 {
                few.add(feature);
            }
        };
        // The first stage.
        let [source, cue, content, label] = look.shares.map(u64::from);
        let [label_before, label_after] = look.labels.map(u64::from);
        add(THOUGHT, mix(47, source << 8 | cue << 5 | content << 2 | side));
        add(THOUGHT, mix(48, content << 6 | others));
        add(THOUGHT, mix(49, source << 6 | others));
        add(THOUGHT, mix(50, label << 12 | label_before << 9 | label_after << 6 | others));
        add(REST, mix2(51, label << 4 | content, far));
        add(REST, mix2(52, label << 4 | source, far));
        add(REST, mix2(53, label << 6 | others, between));
        add(THOUGHT, mix2(54, label << 6 | others, self.lemma));
        add(REST, mix2(55, content << 3 | label_before, own.tag << 2 | side));
        // The rules.
        let [role_before, role, role_after] = look.roles;
        let roles = role << 8 | role_before << 4 | role_after;
        let has_rule = u64::from(self.rule_quote > 0) << 2 | side;
        add(RULES, mix2(56, roles, has_rule));
        add(RULES, mix2(57, roles, self.rule));
        add(RULES, mix2(58, role << 3 | has_rule, own.rule));
        add(REST, mix2(59, role << 4 | role_before, label << 6 | content << 3 | has_rule));
        add(RULES, mix2(60, role << 3 | has_rule, self.lemma));
        add(REST, mix2(61, role << 3 | has_rule, own.tag << 4 | is_in));
        // The nearest verb.
        add(VERBS, mix2(62, sheet.lemma_at(own.previous_verb), side));
        add(VERBS, mix2(63, sheet.lemma_at(own.next_verb), side));
        add(REST, mix2(64, sheet.lower_at(own.previous_link), tag_and_side));
        few.give(sink);
    }
}
