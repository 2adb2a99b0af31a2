//! What the models see of an article: a row of atoms for each token, made once for both stages.
//!
//! Input: the scene, tags, words, and the quotes that the rules found. Output: a [`Sheet`]. Cost: O(tokens).

use super::super::cues::Verb;
use super::super::scene::Scene;
use super::super::words::WordClass as Class;
use super::super::{Quote, Status};
use crate::entity::Label;
use crate::model::hash::{atom, mix};
use crate::model::{Vocabulary, Word};
use crate::tag::{Tag, lemma};
use crate::token::TokenKind;

/// No such token.
pub const NOWHERE: u32 = u32::MAX;

/// What a token is by its tag, coarsely.
pub mod coarse {
    #![allow(missing_docs)]
    pub const EDGE: u8 = 0;
    pub const FINITE: u8 = 1;
    pub const MODAL: u8 = 2;
    pub const BASE: u8 = 3;
    pub const GERUND: u8 = 4;
    pub const PARTICIPLE: u8 = 5;
    pub const NOUN: u8 = 6;
    pub const NAME: u8 = 7;
    pub const PRONOUN: u8 = 8;
    pub const RELATIVE: u8 = 9;
    pub const PREPOSITION: u8 = 10;
    pub const TO: u8 = 11;
    pub const CONJUNCTION: u8 = 12;
    pub const DETERMINER: u8 = 13;
    pub const ADJECTIVE: u8 = 14;
    pub const ADVERB: u8 = 15;
    pub const NUMBER: u8 = 16;
    pub const POSSESSIVE: u8 = 17;
    pub const COMMA: u8 = 18;
    pub const STOP: u8 = 19;
    pub const COLON: u8 = 20;
    pub const MARK: u8 = 21;
    pub const BRACKET: u8 = 22;
    pub const OTHER: u8 = 23;
}

fn coarse_of(tag: Tag) -> u8 {
    match tag {
        Tag::Vbd | Tag::Vbz | Tag::Vbp => coarse::FINITE,
        Tag::Md => coarse::MODAL,
        Tag::Vb => coarse::BASE,
        Tag::Vbg => coarse::GERUND,
        Tag::Vbn => coarse::PARTICIPLE,
        Tag::Nn | Tag::Nns => coarse::NOUN,
        Tag::Nnp | Tag::Nnps => coarse::NAME,
        Tag::Prp | Tag::Ex => coarse::PRONOUN,
        Tag::Wp | Tag::Wdt | Tag::Wrb => coarse::RELATIVE,
        Tag::In | Tag::Rp => coarse::PREPOSITION,
        Tag::To => coarse::TO,
        Tag::Cc => coarse::CONJUNCTION,
        Tag::Dt | Tag::Pdt => coarse::DETERMINER,
        Tag::Jj | Tag::Jjr | Tag::Jjs => coarse::ADJECTIVE,
        Tag::Rb | Tag::Rbr | Tag::Rbs => coarse::ADVERB,
        Tag::Cd => coarse::NUMBER,
        Tag::Pos | Tag::PrpPossessive | Tag::WpPossessive => coarse::POSSESSIVE,
        Tag::Comma => coarse::COMMA,
        Tag::Stop => coarse::STOP,
        Tag::Colon | Tag::Hyph => coarse::COLON,
        Tag::OpenQuote | Tag::CloseQuote => coarse::MARK,
        Tag::OpenBracket | Tag::CloseBracket => coarse::BRACKET,
        _ => coarse::OTHER,
    }
}

/// What the rules made of a token.
pub mod role {
    #![allow(missing_docs)]
    pub const NONE: u8 = 0;
    pub const CUE: u8 = 1;
    pub const SOURCE: u8 = 2;
    pub const CONTENT: u8 = 3;
    pub const ADDRESSEE: u8 = 4;
    /// Added to the first token of each.
    pub const BEGINS: u8 = 8;
}

/// How many verbs, marks and so on stand before a token, counted from the article's start.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs)]
pub struct Counts {
    pub verbs: u32,
    pub finites: u32,
    pub commas: u32,
    pub marks: u32,
    pub subordinators: u32,
}

/// A token's atoms. Positions are token numbers, [`NOWHERE`] if there is none in the sentence.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Row {
    pub lower: u64,
    pub lemma: u64,
    pub suffix: u64,
    pub shape: u64,
    pub fine: u64,
    pub middle: u64,
    pub tag: u64,
    pub coarse: u8,
    /// Person, organisation, place, group; whether it begins one.
    pub name: u8,
    /// Reporting verb by the lexicon, role noun, closed class.
    pub lexicon: u8,
    /// The quoted region it lies in, from 1.
    pub region: u32,
    pub is_mark: bool,
    pub previous_verb: u32,
    pub next_verb: u32,
    pub previous_link: u32,
    pub next_link: u32,
    pub previous_mark: u32,
    pub next_mark: u32,
    pub sentence: u32,
    /// What the rules made of it, of which quote (from 1), by which rule.
    pub role: u8,
    pub quote: u32,
    pub rule: u64,
    pub before: Counts,
    /// The number of its word in the vocabulary.
    pub word: u32,
}

impl Row {
    /// A place before or behind the paragraph.
    pub const EDGE: Self = Self {
        lower: Word::NONE.lower,
        lemma: Word::NONE.lower,
        suffix: 0,
        shape: 0,
        fine: 0xffff_ffff,
        middle: 0xffff_ffff,
        tag: 99,
        coarse: coarse::EDGE,
        name: 0,
        lexicon: 0,
        region: 0,
        is_mark: false,
        previous_verb: NOWHERE,
        next_verb: NOWHERE,
        previous_link: NOWHERE,
        next_link: NOWHERE,
        previous_mark: NOWHERE,
        next_mark: NOWHERE,
        sentence: NOWHERE,
        role: role::NONE,
        quote: 0,
        rule: 0,
        before: Counts { verbs: 0, finites: 0, commas: 0, marks: 0, subordinators: 0 },
        word: Vocabulary::NONE,
    };
}

/// What a sentence is like.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct SentenceShape {
    pub first: u32,
    pub last: u32,
    /// Its number in the paragraph.
    pub number: u32,
    pub has_marks: bool,
    pub opens_quoted: bool,
    pub ends_quoted: bool,
}

/// A paragraph's tokens.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Stretch {
    pub first: u32,
    pub end: u32,
}

/// An article's atoms.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Sheet {
    pub rows: Vec<Row>,
    pub sentences: Vec<SentenceShape>,
    pub paragraphs: Vec<Stretch>,
    /// The words in each quoted region.
    pub region_words: Vec<u32>,
    /// The edition of the vocabulary whose numbers the words have.
    pub edition: u64,
}

/// Adverbs, determiners and the like have no lemma of interest: forms are enough. What the words of a vocabulary are as verbs and nouns.
#[derive(Clone, Debug, Default)]
pub struct Lemmas {
    found: Vec<Option<[u64; 2]>>,
    edition: u64,
}

impl Lemmas {
    fn of(&mut self, word: u32, form: impl FnOnce() -> String, tag: Tag, lower: u64) -> u64 {
        let place = match tag {
            Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz => 0,
            Tag::Nns => 1,
            _ => return lower,
        };
        let word = word as usize;
        if self.found.len() <= word {
            self.found.resize(word + 1, None);
        }
        self.found[word].get_or_insert_with(|| {
            let form = form();
            let verb_tag = if form.ends_with("ing") {
                Tag::Vbg
            } else if form.ends_with('s') {
                Tag::Vbz
            } else {
                Tag::Vbd
            };
            [verb_tag, Tag::Nns].map(|tag| atom(lemma(&form, tag).as_bytes()))
        })[place]
    }
}

/// What a sheet is made of, beside the scene.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct Words<'a> {
    pub vocabulary: &'a Vocabulary,
    /// The number of each token's word.
    pub numbers: &'a [u32],
    pub tags: &'a [Tag],
}

impl Sheet {
    /// Reads an article.
    pub fn fill(&mut self, scene: &Scene<'_>, words: Words<'_>, lemmas: &mut Lemmas, rules: &[Quote]) {
        let tokens = scene.input.tokens;
        self.rows.clear();
        self.rows.reserve(tokens.len());
        self.sentences.clear();
        self.paragraphs.clear();
        self.region_words.clear();
        self.region_words.extend(scene.regions.iter().map(|region| region.words as u32));
        if lemmas.edition != words.vocabulary.edition() {
            lemmas.found.clear();
            lemmas.edition = words.vocabulary.edition();
        }
        self.edition = words.vocabulary.edition();
        let mut counts = Counts::default();
        for i in 0..tokens.len() {
            let word = words.vocabulary.word(words.numbers[i]);
            let tag = words.tags[i];
            let lemma = lemmas.of(words.numbers[i], || tokens.lower(scene.input.text, i).into_owned(), tag, word.lower);
            let (class, verb) = (scene.classes[i], scene.verbs[i]);
            let coarse = coarse_of(tag);
            let is_mark = tokens.kinds[i] == TokenKind::QuoteMark;
            let name = scene.name_at(i).map_or(0, |name| {
                let kind = match name.label {
                    Label::Person => 1,
                    Label::Org => 2,
                    Label::Gpe | Label::Loc | Label::Fac => 3,
                    _ => 4,
                };
                kind | u8::from(name.span.start == tokens.spans[i].start) << 3
            });
            self.rows.push(Row {
                lower: word.lower,
                lemma,
                suffix: word.suffixes[2],
                shape: word.shape,
                fine: u64::from(word.clusters[0]),
                middle: u64::from(word.clusters[1]),
                tag: tag as u64,
                coarse,
                name,
                lexicon: lexicon_code(class, verb, word),
                is_mark,
                sentence: 0,
                before: counts,
                word: words.numbers[i],
                ..Row::EDGE
            });
            let is_finite = matches!(coarse, coarse::FINITE | coarse::MODAL);
            counts.verbs += u32::from(matches!(coarse, coarse::FINITE..=coarse::PARTICIPLE));
            counts.finites += u32::from(is_finite);
            counts.commas += u32::from(coarse == coarse::COMMA);
            counts.marks += u32::from(is_mark);
            counts.subordinators += u32::from(class.is(Class::SUBORDINATOR | Class::CONJUNCTION));
        }
        for (number, region) in scene.regions.iter().enumerate() {
            for row in &mut self.rows[region.first..=region.last] {
                row.region = number as u32 + 1;
            }
        }
        self.cut(scene);
        self.find_neighbours(scene);
        self.add_rules(scene, rules);
    }

    fn cut(&mut self, scene: &Scene<'_>) {
        let tokens = scene.input.tokens;
        let mut last_sentence = None;
        for i in 0..tokens.len() {
            let paragraph = tokens.paragraphs[i];
            let begins = i == 0 || tokens.paragraphs[i - 1] != paragraph;
            if begins {
                self.paragraphs.push(Stretch { first: i as u32, end: i as u32 });
            }
            if begins || last_sentence != Some(tokens.sentences[i]) {
                let number = if begins { 0 } else { self.sentences.last().map_or(0, |sentence| sentence.number + 1) };
                let opens_quoted = self.rows[i].region > 0;
                self.sentences.push(SentenceShape {
                    first: i as u32,
                    last: i as u32,
                    number,
                    has_marks: false,
                    opens_quoted,
                    ends_quoted: false,
                });
                last_sentence = Some(tokens.sentences[i]);
            }
            let row = &mut self.rows[i];
            row.sentence = self.sentences.len() as u32 - 1;
            if let (Some(sentence), Some(paragraph)) = (self.sentences.last_mut(), self.paragraphs.last_mut()) {
                sentence.last = i as u32;
                sentence.has_marks |= row.is_mark;
                if row.coarse != coarse::STOP || row.region > 0 {
                    sentence.ends_quoted = row.region > 0;
                }
                paragraph.end = i as u32 + 1;
            }
        }
    }

    /// The nearest verb, link word and mark on either side.
    fn find_neighbours(&mut self, scene: &Scene<'_>) {
        let is_link = |rows: &[Row], i: usize| {
            scene.classes[i].is(Class::SUBORDINATOR)
                || matches!(rows[i].coarse, coarse::CONJUNCTION | coarse::TO | coarse::RELATIVE)
        };
        let is_verb = |row: &Row| matches!(row.coarse, coarse::FINITE..=coarse::PARTICIPLE);
        let rows = &mut self.rows;
        let mut last = [NOWHERE; 3];
        for i in 0..rows.len() {
            if i == 0 || rows[i].sentence != rows[i - 1].sentence {
                last[..2].fill(NOWHERE);
                if i == 0 || self.sentences[rows[i].sentence as usize].number == 0 {
                    last[2] = NOWHERE;
                }
            }
            let row = &mut rows[i];
            [row.previous_verb, row.previous_link, row.previous_mark] = last;
            let found = [is_verb(&rows[i]), is_link(rows, i), rows[i].is_mark];
            for (last, is) in last.iter_mut().zip(found) {
                if is {
                    *last = i as u32;
                }
            }
        }
        let mut last = [NOWHERE; 3];
        for i in (0..rows.len()).rev() {
            let next = rows.get(i + 1).map(|row| row.sentence);
            if next != Some(rows[i].sentence) {
                last[..2].fill(NOWHERE);
                if next.is_none_or(|next| self.sentences[next as usize].number == 0) {
                    last[2] = NOWHERE;
                }
            }
            let row = &mut rows[i];
            [row.next_verb, row.next_link, row.next_mark] = last;
            let found = [is_verb(&rows[i]), is_link(rows, i), rows[i].is_mark];
            for (last, is) in last.iter_mut().zip(found) {
                if is {
                    *last = i as u32;
                }
            }
        }
    }

    fn add_rules(&mut self, scene: &Scene<'_>, rules: &[Quote]) {
        let tokens = scene.input.tokens;
        for (number, quote) in rules.iter().enumerate() {
            let rule = mix(quote.kind as u64 | u64::from(quote.status.is_speech()) << 4, atom(quote.method.as_bytes()));
            let spans = quote.parts.iter().map(|&part| (part, role::CONTENT));
            let spans = spans.chain(quote.addressee.map(|span| (span, role::ADDRESSEE)));
            let spans = spans.chain(quote.source.map(|span| (span, role::SOURCE)));
            let spans = spans.chain(quote.cue.as_ref().map(|cue| (cue.span, role::CUE)));
            for (span, role) in spans {
                for (order, i) in tokens.inside(span).enumerate() {
                    let row = &mut self.rows[i];
                    // A source that two quotes share stays with the first; cues are never hidden.
                    let hides = row.role & 7 == role::CUE || (row.role & 7 == role::SOURCE && role != role::CUE);
                    if !hides {
                        row.role = role | if order == 0 { role::BEGINS } else { 0 };
                        row.quote = number as u32 + 1;
                        row.rule = rule;
                    }
                }
            }
        }
    }

    /// The row of token `at` of the paragraph `within`, moved by `by`; the edge outside.
    #[inline]
    pub fn at(&self, within: (usize, usize), at: usize, by: isize) -> &Row {
        let place = at.wrapping_add_signed(by);
        if place >= within.0 && place < within.1 { &self.rows[place] } else { &Row::EDGE }
    }

    /// The rows of the paragraph `within` around token `at`, the first `before` tokens ahead of it; the edge outside.
    #[inline]
    pub fn around<const COUNT: usize>(&self, within: (usize, usize), at: usize, before: usize) -> [&Row; COUNT] {
        // Away from the edges, as most tokens are, they are looked for once.
        let window = at.checked_sub(before).filter(|&first| first >= within.0 && first + COUNT <= within.1);
        if let Some(rows) = window.and_then(|first| self.rows.get(first..)?.first_chunk()) {
            return rows.each_ref();
        }
        std::array::from_fn(|place| self.at(within, at, place as isize - before as isize))
    }

    /// The token that tells most of a cue: its last verb, else its last word ("according" of "according to").
    pub fn head_of(&self, (first, last): super::Run) -> usize {
        let is_verb = |&i: &usize| matches!(self.rows[i].coarse, coarse::FINITE | coarse::BASE..=coarse::PARTICIPLE);
        let otherwise = if self.rows[last].coarse == coarse::PREPOSITION { first } else { last };
        (first..=last).rev().find(is_verb).unwrap_or(otherwise)
    }

    /// The tag of a token.
    pub fn tag(&self, at: usize) -> Tag {
        Tag::from_number(self.rows[at].tag as u8).unwrap_or(Tag::Nn)
    }

    /// The lemma at a position.
    #[inline]
    pub fn lemma_at(&self, at: u32) -> u64 {
        self.rows.get(at as usize).map_or(0, |row| row.lemma)
    }

    /// The word at a position.
    #[inline]
    pub fn lower_at(&self, at: u32) -> u64 {
        self.rows.get(at as usize).map_or(0, |row| row.lower)
    }
}

fn lexicon_code(class: Class, verb: Option<Verb>, word: &Word) -> u8 {
    use crate::entity::lexicon::Flags;
    let verb = verb.map_or(0, |verb| if verb.status == Status::Thought { 1 } else { 2 });
    let noun = u8::from(word.flags.has(Flags::ROLE)) | u8::from(class.is(Class::OCCASION)) << 1;
    verb | noun << 2 | u8::from(class.is(Class::SUBJECT)) << 4 | u8::from(class.is(Class::TIME)) << 5
}

/// A distance in few steps, with its sign.
#[inline]
pub fn steps(distance: i64) -> u64 {
    let size = distance.unsigned_abs();
    let step = match size {
        0..=3 => size,
        4..=5 => 4,
        6..=8 => 5,
        9..=13 => 6,
        14..=20 => 7,
        21..=35 => 8,
        36..=60 => 9,
        _ => 10,
    };
    step << 1 | u64::from(distance < 0)
}

/// The distance between two positions in steps.
#[inline]
pub fn steps_to(from: usize, to: u32) -> u64 {
    if to == NOWHERE { 31 } else { steps(i64::from(to) - from as i64) }
}
