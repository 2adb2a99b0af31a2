//! The article as the quote rules see it: segments of words and quoted regions.
//!
//! Input: what [`find_quotes`](super::find_quotes) gets. Output: a [`Scene`]: for every token its word class, reporting verb, name
//! and quoted region; for every outer sentence a [`Segment`] in which a whole quotation is one item.
//! Cost: O(tokens + pairs).

use super::cues::{self, Verb};
use super::words::{self, WordClass};
use super::{Input, MarkPair};
use crate::entity::{Label, Mention};
use crate::text::Span;
use crate::token::{Case, TokenKind};

/// An outermost quotation: everything from its opening to its closing mark.
#[derive(Clone, Copy, Debug)]
pub struct QuotedRegion {
    /// Between the marks.
    pub inner: Span,
    /// First token, the mark included.
    pub first: usize,
    /// Last token, the mark included.
    pub last: usize,
    /// Its paragraph.
    pub paragraph: u32,
    /// Words inside.
    pub words: usize,
    /// Begins with a capital, a digit or an ellipsis.
    pub starts_like_sentence: bool,
    /// Ends, inside the marks, with a comma or a sentence's end.
    pub ends_like_sentence: bool,
    /// Has its closing mark.
    pub is_closed: bool,
}

/// One token of narration, or one quoted region.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    /// The region, if it is one: an index into [`Scene::regions`].
    pub region: Option<usize>,
    /// The word class of a token; nothing for a region.
    pub class: WordClass,
}

/// The items of one outer sentence.
#[derive(Clone, Debug)]
pub struct Segment {
    /// In order.
    pub items: Vec<Item>,
    /// Its paragraph.
    pub paragraph: u32,
    /// Whether it stands in the title.
    pub in_title: bool,
}

/// The whole article.
pub struct Scene<'a> {
    pub input: Input<'a>,
    pub classes: Vec<WordClass>,
    pub verbs: Vec<Option<Verb>>,
    /// For every token, its name: an index into `input.names`.
    pub names: Vec<Option<u32>>,
    pub regions: Vec<QuotedRegion>,
    /// Regions that surely quote nobody: their words are narration.
    pub quiet: Vec<super::QuietMark>,
    /// Whether double marks quote anything.
    pub has_double_marks: bool,
    pub segments: Vec<Segment>,
}

impl<'a> Scene<'a> {
    pub fn new(input: Input<'a>) -> Self {
        let classes = words::classify(input.text, input.tokens);
        let regions: Vec<QuotedRegion> =
            input.pairing.pairs.iter().filter(|pair| pair.depth == 0).filter_map(|pair| quoted_region(input, pair)).collect();
        let verbs = find_verbs(input, &classes);
        let mut names = vec![None; input.tokens.len()];
        for (number, mention) in input.names.iter().enumerate() {
            if matches!(mention.label, Label::Person | Label::Org | Label::Gpe | Label::Loc | Label::Fac | Label::Norp) {
                names[input.tokens.inside(mention.span)].fill(Some(number as u32));
            }
        }
        let has_double_marks = input.pairing.pairs.iter().any(|pair| !pair.is_single && pair.depth == 0);
        let (quiet, segments) = (Vec::new(), Vec::new());
        let mut scene = Self { input, classes, verbs, names, regions: Vec::new(), quiet, has_double_marks, segments };
        let mut kept = Vec::with_capacity(regions.len());
        let is_turn = turns_in_marks(input, &regions, &scene.classes);
        for (mut region, is_turn) in regions.into_iter().zip(is_turn) {
            if is_turn {
                // Read as a turn of a transcript, without its marks.
            } else if let Some((kind, method)) = super::quiet::certain_kind(&scene, &region) {
                scene.quiet.push(super::QuietMark { span: region.inner, kind, method });
            } else {
                scene.close_before_attribution(&mut region);
                kept.push(region);
            }
        }
        scene.regions = kept;
        scene.segments = cut_segments(input, &scene.regions, &scene.classes);
        scene
    }

    /// `"The market reopens, said Keita.` A mark that never closes: the words end at the comma before who said them.
    fn close_before_attribution(&self, region: &mut QuotedRegion) {
        if region.is_closed {
            return;
        }
        let is_comma = |i: usize| self.classes[i].is(WordClass::COMMA);
        let says = |i: usize| self.verbs[i].is_some_and(|verb| matches!(verb.lemma, "say" | "tell" | "add" | "write" | "ask"));
        let found = (region.first + 3..region.last).find(|&comma| {
            is_comma(comma)
                && (says(comma + 1)
                    || (comma + 2..(comma + 6).min(region.last + 1)).any(|verb| {
                        says(verb)
                            && (comma + 1..verb)
                                .all(|i| self.is_capitalised(i) || self.classes[i].is(WordClass::SUBJECT | WordClass::DETERMINER))
                            && !(comma + 1..verb).any(|i| self.is(i, "i") || self.is(i, "you"))
                    }))
        });
        if let Some(comma) = found {
            region.last = comma;
            region.inner.end = self.input.tokens.spans[comma].end;
            region.is_closed = true;
            region.ends_like_sentence = true;
        }
    }

    pub fn name_at(&self, token: usize) -> Option<&'a Mention> {
        self.names[token].map(|number| &self.input.names[number as usize])
    }

    pub fn is_person_at(&self, token: usize) -> bool {
        self.name_at(token).is_some_and(|name| name.label == Label::Person)
    }

    pub fn lower(&self, token: usize) -> std::borrow::Cow<'_, str> {
        self.input.tokens.lower(self.input.text, token)
    }

    pub fn is(&self, token: usize, word: &str) -> bool {
        self.input.tokens.is(self.input.text, token, word)
    }

    pub fn is_capitalised(&self, token: usize) -> bool {
        self.input.tokens.kinds[token] == TokenKind::Word
            && matches!(self.input.tokens.cases[token], Case::Title | Case::Upper | Case::Mixed)
    }

    pub fn is_word(&self, token: usize) -> bool {
        matches!(self.input.tokens.kinds[token], TokenKind::Word | TokenKind::Number | TokenKind::Handle)
    }

    /// Whether token `first` begins a person's name and the name's mention starts there.
    pub fn name_starts(&self, token: usize) -> bool {
        self.name_at(token).is_some_and(|name| name.span.start == self.input.tokens.spans[token].start)
    }

    pub fn cover(&self, first: usize, last: usize) -> Span {
        self.input.tokens.cover(first, last)
    }
}

fn quoted_region(input: Input<'_>, pair: &MarkPair) -> Option<QuotedRegion> {
    let inner = pair.inner().trim(input.text);
    let tokens = input.tokens.inside(pair.outer());
    let words = input
        .tokens
        .inside(inner)
        .filter(|&i| {
            matches!(
                input.tokens.kinds[i],
                TokenKind::Word | TokenKind::Number | TokenKind::Handle | TokenKind::Hashtag | TokenKind::Url | TokenKind::Email
            )
        })
        .count();
    if inner.is_empty() || tokens.is_empty() || words == 0 {
        return None;
    }
    let said = inner.text(input.text);
    let first_letter = said.chars().find(|c| c.is_alphanumeric());
    let starts_like_sentence =
        first_letter.is_some_and(|c| !c.is_lowercase()) || said.starts_with(['…', '[']) || said.starts_with("...");
    let ends_like_sentence =
        said.trim_end_matches(['’', '\'', '”', '"', '‘', '“', ')', ']']).ends_with(['.', ',', '!', '?', '…', '—', '–', '-', ';']);
    Some(QuotedRegion {
        inner,
        first: tokens.start,
        last: tokens.end - 1,
        paragraph: input.tokens.paragraphs[tokens.start],
        words,
        starts_like_sentence,
        ends_like_sentence,
        is_closed: pair.is_closed,
    })
}

/// Of each region whether it is a turn of a transcript quoted whole: `"RUIZ: We lost.` at the start of two paragraphs or more.
fn turns_in_marks(input: Input<'_>, regions: &[QuotedRegion], classes: &[WordClass]) -> Vec<bool> {
    let tokens = input.tokens;
    let is_turn = |region: &QuotedRegion| {
        let opens = region.first == 0 || tokens.paragraphs[region.first - 1] != region.paragraph;
        let label = (region.first + 1..region.last).take_while(|&i| tokens.cases[i] == Case::Upper).take(4).count();
        opens && label > 0 && classes[region.first + 1 + label].is(WordClass::COLON)
    };
    let found: Vec<bool> = regions.iter().map(is_turn).collect();
    if found.iter().filter(|&&is_turn| is_turn).count() < 2 { vec![false; regions.len()] } else { found }
}

fn find_verbs(input: Input<'_>, classes: &[WordClass]) -> Vec<Option<Verb>> {
    (0..input.tokens.len())
        .map(|i| {
            if input.tokens.kinds[i] != TokenKind::Word
                || classes[i].is(WordClass::DETERMINER | WordClass::POSSESSIVE | WordClass::PREPOSITION)
            {
                return None;
            }
            cues::verb(&input.tokens.lower(input.text, i))
        })
        .collect()
}

/// One segment an outer sentence; sentences that a quotation runs across are one.
fn cut_segments(input: Input<'_>, regions: &[QuotedRegion], classes: &[WordClass]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut next_region = regions.iter().enumerate().peekable();
    let mut token = 0;
    let mut last_place = None;
    while token < input.tokens.len() {
        while next_region.next_if(|(_, region)| region.last < token).is_some() {}
        let region = next_region.next_if(|(_, region)| region.first <= token);
        let last = region.map_or(token, |(_, region)| region.last);
        let paragraph = input.tokens.paragraphs[token];
        let place = Some((paragraph, input.tokens.sentences[token]));
        if last_place != place {
            let in_title = input.paragraphs.get(paragraph as usize).is_some_and(|paragraph| paragraph.is_title);
            segments.push(Segment { items: Vec::new(), paragraph, in_title });
        }
        let class = if region.is_some() { WordClass::NONE } else { classes[token] };
        if let Some(segment) = segments.last_mut() {
            segment.items.push(Item { first: token, last, region: region.map(|(number, _)| number), class });
        }
        last_place = Some((input.tokens.paragraphs[last], input.tokens.sentences[last]));
        token = last + 1;
    }
    segments
}
