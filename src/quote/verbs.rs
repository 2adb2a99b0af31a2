//! Whether a form of a reporting verb reports where it stands.
//!
//! Finds: finite forms with a subject, participles behind a comma; whether the saying took place at all ([`Mood`]). Does not find:
//! nouns ("the report"), infinitives ("to say"), passives ("was told", but "were told by police").

use super::cues::{Form, Frames, Verb};
use super::scene::{Scene, Segment};
use super::sources::Stretch;
use super::words::WordClass as Class;

/// What stands between a verb's subject and the verb.
pub struct VerbGroup {
    pub first: usize,
    pub is_negated: bool,
    pub is_modal: bool,
    pub is_be: bool,
}

pub fn verb_group(scene: &Scene<'_>, segment: &Segment, at: usize) -> VerbGroup {
    let mut group = VerbGroup { first: at, is_negated: false, is_modal: false, is_be: false };
    while group.first > 0 {
        let item = segment.items[group.first - 1];
        let class = item.class;
        // "quietly but firmly replied"
        let joins_adverbs = class.is(Class::CONJUNCTION)
            && group.first < at
            && group.first >= 2
            && segment.items[group.first - 2].class.is(Class::ADVERB)
            && segment.items[group.first].class.is(Class::ADVERB);
        // "a report issued in May concluded": a month.
        let is_month = class.is(Class::TIME) && scene.is_capitalised(item.first) && group.first > 1;
        let is_group = joins_adverbs
            || !is_month
                && class.is(Class::AUXILIARY | Class::BE | Class::MODAL | Class::NEGATION | Class::ADVERB)
                && scene.names[item.first].is_none();
        if item.region.is_some() || !is_group {
            break;
        }
        // The possessive 's is no auxiliary.
        if scene.is(item.first, "'s") && group.first == at {
            break;
        }
        group.is_negated |= class.is(Class::NEGATION);
        group.is_modal |= class.is(Class::MODAL);
        group.is_be |= class.is(Class::BE);
        group.first -= 1;
    }
    group
}

/// Whether a saying took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It did.
    Told,
    /// It did not: "did not say", "without saying", "stopped short of saying".
    Untold,
    /// It may, might have, or is yet to: "would say", "is expected to say".
    Possible,
}

/// Where the group of "is expected to say" begins; nothing where no such promise stands before the infinitive at item `at`.
fn expectation(scene: &Scene<'_>, segment: &Segment, at: usize) -> Option<usize> {
    const EXPECTED: &[&str] = &[
        "expected",
        "likely",
        "set",
        "due",
        "scheduled",
        "poised",
        "going",
        "prepared",
        "preparing",
        "planning",
        "plans",
        "intends",
    ];
    let is_word = |i: usize, words: &[&str]| {
        let item = segment.items[i];
        item.region.is_none() && words.iter().any(|word| scene.is(item.first, word))
    };
    let mut first = at.checked_sub(2).filter(|&i| is_word(at - 1, &["to"]) && is_word(i, EXPECTED))?;
    while first > 0 {
        let before = segment.items[first - 1];
        let is_group = before.class.is(Class::AUXILIARY | Class::BE | Class::MODAL | Class::ADVERB);
        if before.region.is_some() || !is_group || scene.names[before.first].is_some() {
            break;
        }
        first -= 1;
    }
    Some(first)
}

/// Whether the saying of the verb at item `at` took place, and where its group begins.
pub fn mood(scene: &Scene<'_>, segment: &Segment, at: usize, verb: Verb, group: &VerbGroup) -> (Mood, usize) {
    let is_word = |back: usize, words: &[&str]| {
        at.checked_sub(back).is_some_and(|i| {
            let item = segment.items[i];
            item.region.is_none() && words.iter().any(|word| scene.is(item.first, word))
        })
    };
    if verb.form == Form::Ing && is_word(1, &["without"]) {
        return (Mood::Untold, at - 1);
    }
    if verb.form == Form::Ing && is_word(1, &["of"]) && is_word(2, &["short"]) && at >= 3 {
        // "stopped just short of saying"
        return (Mood::Untold, if is_word(3, &["just"]) && at >= 4 { at - 4 } else { at - 3 });
    }
    // "He is likely to find that …": an event, and no saying to come.
    let is_saying = !matches!(verb.lemma, "find" | "signal" | "remind" | "hold" | "suggest");
    if let Some(first) = expectation(scene, segment, at).filter(|_| is_saying) {
        return (Mood::Possible, first);
    }
    let mood = if group.is_negated {
        Mood::Untold
    } else if group.is_modal {
        Mood::Possible
    } else {
        Mood::Told
    };
    (mood, group.first)
}

/// Nouns that look like a reporting verb: a form of these is a verb only where its neighbours say so.
pub fn is_noun_like(lemma: &str) -> bool {
    matches!(
        lemma,
        "report"
            | "claim"
            | "state"
            | "charge"
            | "comment"
            | "demand"
            | "note"
            | "order"
            | "offer"
            | "promise"
            | "request"
            | "attack"
            | "call"
            | "post"
            | "tweet"
            | "blog"
            | "vow"
            | "pledge"
            | "threaten"
            | "estimate"
            | "project"
            | "forecast"
            | "cry"
            | "brand"
            | "label"
            | "term"
            | "credit"
            | "blame"
            | "praise"
            | "hope"
            | "fear"
            | "email"
            | "message"
            | "text"
            | "hint"
            | "signal"
            | "answer"
            | "reply"
            | "protest"
            | "counter"
            | "remark"
            | "appeal"
            | "question"
            | "rule"
            | "hold"
            | "find"
            | "guess"
            | "reason"
            | "rebuke"
            | "command"
            | "rip"
            | "slam"
            | "blast"
            | "caption"
            | "echo"
            | "laugh"
            | "sigh"
            | "joke"
            | "quip"
            | "object"
            | "direct"
            | "volunteer"
            | "venture"
            | "press"
            | "tout"
            | "address"
    )
}

/// Whether the verb at item `at` reports, judged by what stands before it.
pub fn reports(scene: &Scene<'_>, segment: &Segment, at: usize, verb: Verb, group: &VerbGroup) -> bool {
    let token = segment.items[at].first;
    if scene.names[token].is_some() {
        return false;
    }
    let previous = at.checked_sub(1).map(|i| segment.items[i]);
    let next = segment.items.get(at + 1);
    let next_is_region = next.is_some_and(|item| item.region.is_some() || item.class.is(Class::COLON));
    if let Some(previous) = previous.filter(|item| item.region.is_none()) {
        let is_possessive = scene.is(previous.first, "'s") || previous.class.is(Class::POSSESSIVE);
        if (previous.class.is(Class::DETERMINER) && !previous.class.is(Class::SUBJECT))
            || (is_possessive && !matches!(verb.form, Form::Past))
        {
            return false;
        }
        if previous.class.is(Class::TO) {
            let went_on =
                at >= 2 && ["on", "continued", "continues"].iter().any(|word| scene.is(segment.items[at - 2].first, word));
            return went_on || verb.form == Form::Base && expectation(scene, segment, at).is_some();
        }
        if previous.class.is(Class::PREPOSITION) && verb.form != Form::Ing {
            return false;
        }
    }
    // "as Hawley tells it"
    let tells_it = verb.lemma == "tell"
        && next.is_some_and(|item| item.region.is_none() && scene.is(item.first, "it"))
        && segment.items.get(at + 2).is_none_or(|item| item.class.is(Class::PUNCTUATION));
    if tells_it || is_idiom(scene, segment, at, verb) {
        return false;
    }
    match verb.form {
        // "Asked about the talks, …": a sentence opens with the past only where its subject follows ("Said Ruiz:").
        Form::Past => (!group.is_be || has_agent(scene, segment, at, verb)) && (at > 0 || opens_sentence(scene, segment, verb)),
        Form::Participle => group.first < at && !group.is_be,
        Form::Ing => {
            group.is_be
                || previous.is_none_or(|item| {
                    item.region.is_some()
                        || item.class.is(Class::PUNCTUATION | Class::CONJUNCTION | Class::ADVERB)
                        || ["by", "before", "after", "while", "in", "without"].iter().any(|word| scene.is(item.first, word))
                        || next_is_region
                        || verb.lemma == "say"
                })
        }
        Form::Base | Form::Third => {
            if group.is_be {
                return false;
            }
            if group.is_modal || group.is_negated {
                return verb.form == Form::Base;
            }
            let clause_follows = next.is_some_and(|item| {
                item.region.is_some()
                    || item.class.is(Class::THAT
                        | Class::SUBJECT
                        | Class::DETERMINER
                        | Class::POSSESSIVE
                        | Class::COLON
                        | Class::COMMA)
                    || scene.names[item.first].is_some()
                    || (verb.frames.has(Frames::INFINITIVE | Frames::ADDRESSEE) && item.class.is(Class::TO | Class::OBJECT))
            });
            let closes_quotation = segment.items[at.saturating_sub(10)..at].iter().any(|item| item.region.is_some())
                && next.is_none_or(|item| item.class.is(Class::PUNCTUATION | Class::TIME | Class::PREPOSITION));
            !is_noun_like(verb.lemma) || closes_quotation || clause_follows && !next.is_some_and(|item| item.class.is(Class::COMMA))
        }
    }
}

/// `Said Ruiz: “No.”`, `Added Ruiz: “No.”`: the verb at the start, its subject and a colon behind it.
fn opens_sentence(scene: &Scene<'_>, segment: &Segment, verb: Verb) -> bool {
    verb.lemma == "say"
        || scene.source_after(segment, 0).is_some_and(|(_, last)| {
            segment.items.get(last + 1).is_some_and(|item| item.class.is(Class::COLON))
                && segment.items.get(last + 2).is_some_and(|item| item.region.is_some())
        })
}

/// What is told without being given.
pub const TALES: &[&str] = &["story", "stories", "tale", "tales", "joke", "jokes", "lie", "lies", "truth"];

/// `told a story and left`, `it goes without saying`, `put the cup down`: words of saying where nothing is said.
fn is_idiom(scene: &Scene<'_>, segment: &Segment, at: usize, verb: Verb) -> bool {
    let is_word = |i: Option<usize>, words: &[&str]| {
        let item = i.and_then(|i| segment.items.get(i)).filter(|item| item.region.is_none());
        item.is_some_and(|item| words.iter().any(|word| scene.is(item.first, word)))
    };
    match verb.lemma {
        "tell" => {
            let is_tale = |i| is_word(Some(i), TALES);
            let noun = (at + 1..at + 4).find(|&i| is_tale(i));
            let opens_phrase = segment.items.get(at + 1).is_some_and(|item| item.class.is(Class::DETERMINER | Class::POSSESSIVE));
            noun.is_some_and(|noun| (noun == at + 1 || opens_phrase) && !is_word(Some(noun + 1), &[":", ","]))
        }
        "say" => {
            let goes =
                is_word(at.checked_sub(2), &["go", "goes", "went", "going", "gone"]) && is_word(at.checked_sub(1), &["without"]);
            let lets = is_word(at.checked_sub(1), &["let's", "'s", "us"])
                && (is_word(at.checked_sub(2), &["let"]) || is_word(at.checked_sub(1), &["let's"]));
            goes || lets
        }
        "put" => !is_word(Some(at + 1), &["it"]),
        // "“Never,” returned the guard", not "the ship returned".
        "return" => {
            at.checked_sub(1).is_none_or(|i| segment.items[i].region.is_none()) || scene.source_after(segment, at).is_none()
        }
        _ => false,
    }
}

/// Whether a noun phrase can be the subject of a form that is more often a noun ("reports", "request"): it has a name, a pronoun
/// or an article, and its number agrees.
pub fn is_subject(scene: &Scene<'_>, segment: &Segment, (first, last): Stretch, form: Form) -> bool {
    let head = segment.items[last];
    if head.class.is(Class::SUBJECT) {
        return true;
    }
    let is_plural = scene.lower(head.first).ends_with('s') || scene.is(head.first, "people") || scene.is(head.first, "police");
    let has_name = scene.names[head.first].is_some();
    let has_article = segment.items[first].class.is(Class::DETERMINER | Class::POSSESSIVE) && first < last;
    match form {
        Form::Base => {
            is_plural && (!has_name || has_article)
                || scene.name_at(head.first).is_some_and(|name| name.label == crate::entity::Label::Norp)
        }
        _ => has_name || has_article && !is_plural,
    }
}

/// `Residents were told by police that …`, `The treaty was described by the envoy as “ink on ice”`
pub fn has_agent(scene: &Scene<'_>, segment: &Segment, at: usize, verb: Verb) -> bool {
    verb.frames.has(Frames::ADDRESSEE | Frames::NAMING)
        && segment.items.get(at + 1).is_some_and(|item| item.region.is_none() && scene.is(item.first, "by"))
}
