//! Refusals to speak: who was asked and gave no answer.
//!
//! Finds: `refuses` (declined to comment, refused to answer questions, declined further comment), `silent` (did not respond to a
//! request, has not commented, would not say whether), `unreachable` (could not be reached, was not available for comment).
//! Does not find: other things declined ("declined the soup", "refused to sign the bill", "refused to talk the price down"),
//! silence that is none ("did not respond to treatment", "did not return to the field"), anonymity ("declined to be named"), ignorance
//! ("could not say"), what a reported clause or a quotation tells of.
//! Input: the scene and the quotes found so far. Output: quotes of kind indirect and status declined. The cue is the verb of refusing
//! ("declined"; "declined to say" before a clause) or the one that did not happen ("respond", "reached"); the content is what follows
//! it, without adverbs of time; where nothing follows, the cue itself, since a quote has a content. Cost: O(tokens).

use super::content::stretch_span;
use super::cues::Form;
use super::scene::{Scene, Segment};
use super::verbs::verb_group;
use super::words::WordClass as Class;
use super::{Cue, Quote, QuoteKind, Status};
use crate::text::Span;

/// What those who decline would have done: "declined to …".
const ANSWERS: &[&str] = &[
    "comment",
    "say",
    "answer",
    "elaborate",
    "discuss",
    "respond",
    "reply",
    "speculate",
    "confirm",
    "deny",
    "identify",
    "disclose",
    "specify",
    "explain",
    "reveal",
    "divulge",
    "clarify",
    "name",
];
/// Verbs that need one of [`ANSWER_NOUNS`] as their object: "declined to give details", not "declined to give money".
const GIVES: &[&str] = &["give", "provide", "offer", "make", "grant", "issue", "speak", "talk"];
const ANSWER_NOUNS: &[&str] = &[
    "comment",
    "comments",
    "detail",
    "details",
    "reason",
    "reasons",
    "explanation",
    "interview",
    "interviews",
    "statement",
    "reporter",
    "reporters",
    "media",
    "press",
    "journalist",
    "journalists",
    "specifics",
    "information",
];
/// What reporters send.
const REQUESTS: &[&str] = &[
    "request",
    "requests",
    "question",
    "questions",
    "inquiry",
    "inquiries",
    "enquiry",
    "enquiries",
    "query",
    "queries",
    "message",
    "messages",
    "call",
    "calls",
    "email",
    "emails",
    "e-mail",
    "e-mails",
    "letter",
    "letters",
    "voicemail",
    "voicemails",
    "text",
    "texts",
    "interview",
    "attempts",
    "seeking",
    "comment",
];
/// How far a refusal is read.
const LONGEST: usize = 40;

/// A refusal in items of a segment.
struct Refusal {
    /// The first item of the verb group, auxiliaries included: the subject stands before it.
    group: usize,
    cue: (usize, usize),
    lemma: &'static str,
    /// The first item of the content.
    rest: usize,
}

/// What the other quotes hold, looked up in no time however many there are.
struct Told {
    /// For every token, whether a content or a cue of speech holds it.
    held: Vec<bool>,
    /// The sources, sorted.
    sources: Vec<Span>,
}

impl Told {
    fn new(scene: &Scene<'_>, quotes: &[Quote]) -> Self {
        let tokens = scene.input.tokens;
        let mut held = vec![false; tokens.len()];
        let speech = quotes.iter().filter(|quote| quote.status.is_speech());
        for span in speech.flat_map(|quote| quote.parts.iter().chain(quote.cue.as_ref().map(|cue| &cue.span))) {
            held[tokens.inside(*span)].fill(true);
        }
        let mut sources: Vec<Span> = quotes.iter().filter_map(|quote| quote.source).collect();
        sources.sort_unstable();
        Self { held, sources }
    }

    /// The last source inside a stretch.
    fn last_source(&self, stretch: Span) -> Option<Span> {
        let end = self.sources.partition_point(|source| source.start < stretch.end);
        self.sources[..end].last().copied().filter(|&source| stretch.contains(source))
    }
}

/// Puts the refusals among the quotes in place of those that the search for attributions came upon: there they only keep their verbs
/// from being read as speech.
pub(super) fn add_refusals(scene: &Scene<'_>, quotes: &mut Vec<Quote>) {
    quotes.retain(|quote| quote.status != Status::Declined);
    let told = Told::new(scene, quotes);
    let mut refusals: Vec<Quote> = Vec::new();
    for segment in &scene.segments {
        let mut at = 0;
        while at < segment.items.len() {
            let refusal = find(scene, segment, at);
            at += 1;
            let Some(quote) = refusal.and_then(|refusal| quote_of(scene, segment, &refusal, &told)) else { continue };
            refusals.push(quote);
        }
    }
    // What a model took for an attitude with the same verb is this refusal.
    let is_refusal = |quote: &Quote| {
        let cue = quote.cue.as_ref().filter(|_| !quote.status.is_speech()).map(|cue| cue.span);
        cue.is_some_and(|cue| {
            let at = refusals.partition_point(|refusal| refusal.cue.as_ref().is_some_and(|other| other.span.end <= cue.start));
            refusals.get(at).and_then(|refusal| refusal.cue.as_ref()).is_some_and(|other| other.span.overlaps(cue))
        })
    };
    quotes.retain(|quote| !is_refusal(quote));
    quotes.extend(refusals);
    quotes.sort_by_key(|quote| (quote.span().start, quote.span().end));
}

fn is_word(scene: &Scene<'_>, segment: &Segment, at: usize, words: &[&str]) -> bool {
    segment.items.get(at).is_some_and(|item| item.region.is_none() && words.iter().any(|word| scene.is(item.first, word)))
}

fn class_at(segment: &Segment, at: usize) -> Class {
    segment.items.get(at).filter(|item| item.region.is_none()).map_or(Class::NONE, |item| item.class)
}

/// The next item that is no adverb and no time: `declined on Sunday to comment`, `declined to directly respond`.
fn skip_adverbs(scene: &Scene<'_>, segment: &Segment, mut at: usize) -> usize {
    for _ in 0..4 {
        let class = class_at(segment, at);
        let is_adverb = class.is(Class::ADVERB | Class::TIME)
            || is_word(scene, segment, at, &["on", "last", "this"]) && class_at(segment, at + 1).is(Class::TIME)
            || segment.items.get(at).is_some_and(|item| item.region.is_none() && scene.lower(item.first).ends_with("ly"));
        if !is_adverb {
            break;
        }
        at += 1;
    }
    at
}

fn find(scene: &Scene<'_>, segment: &Segment, at: usize) -> Option<Refusal> {
    let item = segment.items.get(at).filter(|item| item.region.is_none())?;
    // Most words are none of these: looked at once.
    match scene.lower(item.first).as_ref() {
        "declined" | "declines" | "declining" => refuses(scene, segment, at, "decline"),
        "refused" | "refuses" | "refusing" => refuses(scene, segment, at, "refuse"),
        "respond" | "responded" => silent(scene, segment, at, "respond"),
        "reply" | "replied" => silent(scene, segment, at, "reply"),
        "return" | "returned" => silent(scene, segment, at, "return"),
        "answer" | "answered" => silent(scene, segment, at, "answer"),
        "comment" | "commented" => silent(scene, segment, at, "comment"),
        "say" => silent(scene, segment, at, "say"),
        "elaborate" => silent(scene, segment, at, "elaborate"),
        "discuss" => silent(scene, segment, at, "discuss"),
        "confirm" => silent(scene, segment, at, "confirm"),
        "specify" => silent(scene, segment, at, "specify"),
        "disclose" => silent(scene, segment, at, "disclose"),
        "speculate" => silent(scene, segment, at, "speculate"),
        "reached" => unreachable(scene, segment, at, "reach"),
        "contacted" => unreachable(scene, segment, at, "contact"),
        "available" => unreachable(scene, segment, at, "available"),
        "unavailable" => unreachable(scene, segment, at, "unavailable"),
        _ => None,
    }
}

/// `declined to comment`, `declined to say whether`, `declined further comment`.
fn refuses(scene: &Scene<'_>, segment: &Segment, at: usize, lemma: &'static str) -> Option<Refusal> {
    let group = verb_group(scene, segment, at);
    if group.is_negated {
        return None;
    }
    let refusal = |cue, rest, lemma| Some(Refusal { group: group.first, cue, lemma, rest });
    let noun = if is_word(scene, segment, at + 1, &["further", "any", "immediate", "to"]) { at + 2 } else { at + 1 };
    if is_word(scene, segment, noun, &["comment"]) && !is_word(scene, segment, at + 1, &["to"]) {
        return refusal((at, at), at + 1, lemma);
    }
    let to = skip_adverbs(scene, segment, at + 1);
    if !is_word(scene, segment, to, &["to"]) {
        return None;
    }
    let verb = skip_adverbs(scene, segment, to + 1);
    let object = |words| (verb + 1..verb + 8).any(|i| is_word(scene, segment, i, words));
    let answers = is_word(scene, segment, verb, ANSWERS)
        || is_word(scene, segment, verb, GIVES) && object(ANSWER_NOUNS)
        || is_word(scene, segment, verb, &["be"]) && is_word(scene, segment, verb + 1, &["interviewed"]);
    if !answers {
        return None;
    }
    let opens_clause = class_at(segment, verb + 1).is(Class::QUESTION | Class::THAT);
    // "refused to say the words": no question is left open.
    if is_word(scene, segment, verb, &["say"])
        && class_at(segment, verb + 1).is(Class::DETERMINER)
        && !is_word(scene, segment, verb + 1, &["more"])
    {
        return None;
    }
    if opens_clause && to == at + 1 && verb == to + 1 {
        let lemma = if lemma == "refuse" { "refuse to say" } else { "decline to say" };
        return refusal((at, verb), verb + 1, lemma);
    }
    refusal((at, at), to, lemma)
}

/// `did not respond to a request`, `has not commented`, `would not say whether`.
fn silent(scene: &Scene<'_>, segment: &Segment, at: usize, lemma: &'static str) -> Option<Refusal> {
    let group = verb_group(scene, segment, at);
    if !group.is_negated || group.is_be {
        return None;
    }
    let will_not = (group.first..at).any(|i| is_word(scene, segment, i, &["would", "will", "wo"]));
    let asked = (at + 1..at + 10)
        .take_while(|&i| !class_at(segment, i).is(Class::END | Class::COMMA | Class::BREAK))
        .any(|i| is_word(scene, segment, i, REQUESTS));
    let ends = segment.items.get(at + 1).is_none_or(|item| item.class.is(Class::END | Class::COMMA | Class::BREAK));
    let is_silent = match lemma {
        "respond" | "reply" => asked || ends,
        // "had not answered the question" tells of a time before, perhaps not of a refusal.
        "return" | "answer" => asked && !(group.first..at).any(|i| is_word(scene, segment, i, &["had"])),
        "comment" => !is_word(scene, segment, at + 1, &["that"]) && !group.is_modal || will_not,
        _ => will_not,
    };
    is_silent.then_some(Refusal { group: group.first, cue: (at, at), lemma, rest: skip_adverbs(scene, segment, at + 1) })
}

/// `could not be reached for comment`, `was not available for comment`.
fn unreachable(scene: &Scene<'_>, segment: &Segment, at: usize, lemma: &'static str) -> Option<Refusal> {
    let group = verb_group(scene, segment, at);
    let for_comment = is_word(scene, segment, at + 1, &["for", "to"])
        && (at + 2..at + 5).any(|i| is_word(scene, segment, i, &["comment", "comments", "interview", "interviews", "questions"]));
    let is_refusal = match lemma {
        "available" => group.is_negated && group.is_be && for_comment,
        "unavailable" => group.is_be && for_comment,
        // "could not be reached by road"
        _ => {
            let by_road = is_word(scene, segment, at + 1, &["by", "without", "in", "until", "with", "between"])
                && !(at + 1..at + 4).any(|i| is_word(scene, segment, i, &["phone", "telephone", "email", "e-mail"]));
            group.is_negated && group.is_be && group.is_modal && !by_road
        }
    };
    is_refusal.then_some(Refusal { group: group.first, cue: (at, at), lemma, rest: at + 1 })
}

/// One past the last item of the content: the clause's end, less adverbs of time.
fn content_end(scene: &Scene<'_>, segment: &Segment, rest: usize) -> usize {
    let opens_clause = class_at(segment, rest).is(Class::QUESTION | Class::THAT);
    let ends_at = |i: usize| {
        let item = segment.items[i];
        let class = item.class;
        let next = class_at(segment, i + 1);
        // A past form: "calls and emails" are nouns.
        let next_is_verb = segment
            .items
            .get(i + 1)
            .is_some_and(|next| next.region.is_none() && scene.verbs[next.first].is_some_and(|verb| verb.form == Form::Past));
        item.region.is_some()
            || class.is(Class::COMMA | Class::BREAK | Class::END | Class::BRACKET | Class::COLON)
            || is_word(scene, segment, i, &["but", "saying", "citing", "adding", "referring"])
            || class.is(Class::CONJUNCTION)
                && (next_is_verb
                    || is_word(scene, segment, i - 1, &["comment"])
                    || next.is(Class::SUBJECT | Class::AUXILIARY | Class::BE | Class::MODAL | Class::FINITE))
            || !opens_clause
                && (is_word(scene, segment, i, &["because", "while", "when", "after", "until", "as", "before"])
                    || is_word(scene, segment, i, &["who"]) && !class_at(segment, i - 1).is(Class::PREPOSITION))
    };
    let limit = segment.items.len().min(rest + LONGEST);
    let mut end = (rest..limit).find(|&i| ends_at(i)).unwrap_or(limit);
    let is_time = |i: usize| class_at(segment, i).is(Class::TIME);
    while end > rest && is_time(end - 1) {
        end -= 1;
        // "on Sunday", "late Friday", "last week"
        if end > rest && is_word(scene, segment, end - 1, &["on", "last", "this", "late", "early", "over", "the"]) {
            end -= 1;
        }
    }
    end
}

fn quote_of(scene: &Scene<'_>, segment: &Segment, refusal: &Refusal, told: &Told) -> Option<Quote> {
    let cue = stretch_span(scene, segment, refusal.cue.0, refusal.cue.1);
    let end = content_end(scene, segment, refusal.rest);
    let part = if end > refusal.rest { stretch_span(scene, segment, refusal.rest, end - 1) } else { cue };
    let is_told = |span: Span| told.held[scene.input.tokens.inside(span)].contains(&true);
    if is_told(cue) || is_told(part) {
        return None;
    }
    let conditional = is_word(scene, segment, 0, &["if", "unless"]);
    // "the cause could not be determined, he said": nobody is asked; a refusal is somebody's.
    let source = source_of(scene, segment, refusal, told).filter(|_| !conditional)?;
    Some(Quote {
        kind: QuoteKind::Indirect,
        status: Status::Declined,
        parts: vec![part],
        quoted: Vec::new(),
        parent: None,
        in_title: segment.in_title,
        cue: Some(Cue { span: cue, lemma: refusal.lemma.to_owned() }),
        source: Some(source),
        antecedent: None,
        addressee: None,
        method: "declined",
        share: None,
    })
}

/// The subject right before the verb; behind a conjunction or for a participle that of the sentence, which has perhaps said something.
fn source_of(scene: &Scene<'_>, segment: &Segment, refusal: &Refusal, told: &Told) -> Option<Span> {
    let in_span = |(first, last)| stretch_span(scene, segment, first, last);
    let is_shared = refusal.group > 0
        && (class_at(segment, refusal.group - 1).is(Class::CONJUNCTION)
            || is_word(scene, segment, refusal.cue.0, &["declining", "refusing"]));
    if !is_shared {
        return scene.source_before(segment, 0, refusal.group).map(in_span);
    }
    let sentence = stretch_span(scene, segment, 0, refusal.group - 1);
    let spoke = told.last_source(sentence);
    spoke.or_else(|| scene.subject_of(segment, refusal.group).map(in_span))
}
