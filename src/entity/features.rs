//! What the name model sees of a token: its word and the two on either side, the run of capitals and the entry of the gazetteer it is
//! in, tags, and what the same word is elsewhere in the article.
//!
//! Templates after Ratinov & Roth 2009 (context aggregation, gazetteers), Krishnan & Manning 2006 (agreement over the article) and
//! ../shared/recipes/names.md (runs of capitals). Training and use both go through here.

use super::article::{Article, Input};
use super::lexicon::Flags;
use crate::model::hash::{atom, fingerprint, mix, mix2};
use crate::model::{OWN, PLACES, Sink, Vocabulary, Word};
use crate::tag::Tag;
use std::ops::Range;

/// What the lexicon knows that tells of names.
const NAME_FLAGS: u64 = 0x1fff_ffff;

/// What a word by itself gives to the token that sees it at `place` (0 two before the token, 2 its own, 4 two behind).
#[inline]
pub fn add_word_features(word: &Word, place: usize, sink: &mut impl Sink) {
    let template = |number: u64| number * PLACES as u64 + place as u64;
    let [fine, middle, coarse] = word.clusters.map(u64::from);
    sink.add(mix(template(0), word.lower));
    sink.add(mix(template(1), word.shape));
    sink.add(mix(template(2), fine));
    sink.add(mix(template(3), middle));
    if place.abs_diff(OWN) > 1 {
        return;
    }
    let flags = word.flags.bits() & NAME_FLAGS;
    sink.add(mix(template(4), word.suffixes[2]));
    sink.add(mix(template(5), coarse));
    sink.add(mix2(template(6), flags, word.casing()));
    if place != OWN {
        return;
    }
    sink.add(mix(template(7), word.form));
    for number in 0..4 {
        sink.add(mix(template(8 + number), word.prefixes[number as usize]));
        if number != 2 {
            sink.add(mix(template(12 + number), word.suffixes[number as usize]));
        }
    }
    sink.add(mix(template(16), word.casing()));
    let mut rest = flags;
    while rest != 0 {
        sink.add(mix2(template(17), u64::from(rest.trailing_zeros()), u64::from(word.letters.begins_upper)));
        rest &= rest - 1;
    }
    sink.add(mix2(template(18), middle, word.shape));
    sink.add(template(19));
}

/// Numbers of templates that read several words begin here.
const BASE: u64 = 300;

/// What the article gives to token `i` beyond single words. `sentence` is its sentence's range of tokens.
#[inline]
pub fn add_context_features(
    input: Input<'_>,
    article: &Article,
    sentence: &Range<usize>,
    is_heading: bool,
    i: usize,
    sink: &mut impl Sink,
) {
    let none = &Word::NONE;
    let word_at = |at: Option<usize>| at.filter(|at| sentence.contains(at)).map_or(none, |at| input.word(at));
    let own = input.word(i);
    let (before, after) = (word_at(i.checked_sub(1)), word_at(Some(i + 1)));
    let middle = |word: &Word| u64::from(word.clusters[1]);
    let coarse = |word: &Word| u64::from(word.clusters[2]);
    let tag_at =
        |at: Option<usize>| at.filter(|at| sentence.contains(at)).map_or(99, |at| input.tags.get(at).map_or(98, |&tag| tag as u64));
    let phrase_at = |at: Option<usize>| at.filter(|at| sentence.contains(at)).map_or(9999, |at| article.phrase(at));

    sink.add_all(&[
        mix2(BASE, before.lower, own.lower),
        mix2(BASE + 1, own.lower, after.lower),
        mix2(BASE + 2, before.lower, after.lower),
        mix2(BASE + 3, own.shape, mix2(0, before.shape, after.shape)),
        mix2(BASE + 4, before.shape, own.shape),
        mix2(BASE + 5, own.shape, after.shape),
        mix2(BASE + 6, middle(before), middle(own)),
        mix2(BASE + 7, middle(own), middle(after)),
        mix2(BASE + 8, coarse(before), mix2(0, coarse(after), own.shape)),
    ]);
    let (tag_before, tag, tag_after) = (tag_at(i.checked_sub(1)), tag_at(Some(i)), tag_at(Some(i + 1)));
    sink.add_all(&[mix2(BASE + 9, tag, own.casing()), mix2(BASE + 10, tag_before, tag), mix2(BASE + 11, tag, tag_after)]);
    let phrase = phrase_at(Some(i));
    if phrase != 0 {
        sink.add(mix2(BASE + 12, phrase, own.casing()));
    }
    let (phrase_before, phrase_after) = (phrase_at(i.checked_sub(1)), phrase_at(Some(i + 1)));
    if phrase_before != 0 {
        sink.add(mix2(BASE + 13, phrase_before, own.casing()));
    }
    if phrase_after != 0 {
        sink.add(mix2(BASE + 14, phrase_after, own.casing()));
    }
    if !own.letters.begins_upper {
        return;
    }
    let place = u64::from(is_heading) << 1 | u64::from(i == sentence.start);
    sink.add(mix2(BASE + 15, place, own.shape));

    let (first, last) = article.run(i);
    let (to_first, to_last) = ((i - first) as u64, (last - i) as u64);
    let (head, tail) = (input.word(first), input.word(last));
    let (ahead, beyond) = (word_at(first.checked_sub(1)), word_at(Some(last + 1)));
    let flags = |word: &Word| word.flags.bits() & NAME_FLAGS;
    sink.add_all(&[
        mix2(BASE + 16, to_first, to_last),
        mix2(BASE + 17, ahead.lower, to_first),
        mix2(BASE + 18, beyond.lower, to_last),
        mix2(BASE + 19, head.lower, to_first),
        mix2(BASE + 20, tail.lower, to_last),
        mix2(BASE + 21, flags(head), to_first),
        mix2(BASE + 22, flags(tail), to_last),
        mix2(BASE + 23, middle(head), to_first),
        mix2(BASE + 24, middle(tail), to_last),
        mix2(BASE + 25, middle(ahead), to_first),
        mix2(BASE + 26, middle(beyond), to_last),
        mix2(BASE + 27, mix2(0, flags(head), flags(tail)), mix2(1, to_first, to_last)),
    ]);

    let (inner, neighbours) = article.elsewhere(input, i, |hint| sink.add(mix(BASE + 28, hint)));
    sink.add(mix2(BASE + 29, inner, place));
    let mut rest = neighbours;
    while rest != 0 {
        sink.add(mix2(BASE + 30, u64::from(rest.trailing_zeros()), own.casing()));
        rest &= rest - 1;
    }
    sink.add(mix2(BASE + 31, neighbours, own.flags.has(Flags::COMMON).into()));
}

/// All features of token `i`, for training.
pub fn add_features(
    input: Input<'_>,
    article: &Article,
    sentence: &Range<usize>,
    is_heading: bool,
    i: usize,
    sink: &mut impl Sink,
) {
    for place in 0..PLACES {
        let at = (i + place).checked_sub(OWN).filter(|at| sentence.contains(at));
        add_word_features(at.map_or(&Word::NONE, |at| input.word(at)), place, sink);
    }
    add_context_features(input, article, sentence, is_heading, i, sink);
}

/// The fingerprint of this code: what it gives for a few words.
pub fn features_fingerprint() -> u64 {
    let clusters = crate::model::Clusters::parse("The\t1f1\nAda\t2\n");
    let mut vocabulary = Vocabulary::default();
    let forms =
        ["The", "Mayor", "of", "Nairobi", ",", "Ada", "O.", "Ruiz-Mbeki", "said", "Ada", "went", "to", "réseau", "No", "12-A"];
    let words: Vec<u32> = forms.iter().map(|form| vocabulary.number(form, &clusters)).collect();
    let sentences: Vec<u32> = (0..forms.len() as u32).map(|i| i / 9).collect();
    let tags = vec![Tag::Nnp; forms.len()];
    let input = Input { vocabulary: &vocabulary, words: &words, sentences: &sentences, tags: &tags };
    let mut article = Article::default();
    article.read(input);
    let mut features = vec![atom(b"names")];
    for (sentence, is_heading) in article.sentences() {
        for i in sentence.clone() {
            add_features(input, &article, &sentence, is_heading, i, &mut features);
        }
    }
    fingerprint(&features)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_of_a_word_is_its_own() {
        let mut features = Vec::new();
        (0..PLACES).for_each(|place| add_word_features(&Word::NONE, place, &mut features));
        let count = features.len();
        features.sort_unstable();
        features.dedup();
        assert_eq!(features.len(), count);
    }
}
