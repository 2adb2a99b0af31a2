//! Finds the attributions of one sentence: cue, source, and where the content may lie.
//!
//! Finds: reporting verbs in narration that report ("said", "has warned", "adding"), `according to`, refusals ("declined to comment").
//! Does not find: nouns ("the report"), infinitives ("to say"), passives ("was told"), negated and hypothetical sayings
//! ("did not say", "would say").
//! Example: in `"We are," Trump told reporters Tuesday.` the cue is `told`, the source `Trump`, the addressee `reporters`.

use super::cues::{Form, Frames, Verb};
use super::scene::{Scene, Segment};
use super::sources::Stretch;
use super::words::WordClass as Class;
use super::{Cue, Status};
use crate::token::TokenKind;

/// A cue with its source; all positions are items of its segment.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "what was seen at the cue, each on its own")]
pub struct AttributionAt {
    /// The cue's words.
    pub cue: Stretch,
    /// Its dictionary form.
    pub lemma: String,
    /// What it can report.
    pub frames: Frames,
    /// Said, wrote, …
    pub status: Status,
    /// Whose words, if the sentence says so.
    pub source: Option<Stretch>,
    /// Whether the source stands behind the cue.
    pub is_inverted: bool,
    /// Whether the source was taken over from the cue before ("and added").
    pub is_shared: bool,
    /// First item of the attribution: its source or cue, whichever comes first.
    pub first: usize,
    /// First item that can be content behind it.
    pub rest: usize,
    /// Who was told.
    pub addressee: Option<Stretch>,
    /// "that" stands before the content.
    pub has_that: bool,
    /// A comma or colon stands before what follows.
    pub has_pause: bool,
    /// `according to`.
    pub is_according: bool,
    /// A participle: "adding".
    pub is_participle: bool,
}

impl AttributionAt {
    pub fn cue_of(&self, scene: &Scene<'_>, segment: &Segment) -> Cue {
        let (first, last) = self.cue;
        Cue { span: scene.cover(segment.items[first].first, segment.items[last].last), lemma: self.lemma.clone() }
    }
}

/// What stands between a verb's subject and the verb.
struct VerbGroup {
    first: usize,
    is_negated: bool,
    is_modal: bool,
    is_be: bool,
}

fn verb_group(scene: &Scene<'_>, segment: &Segment, at: usize) -> VerbGroup {
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
        let is_group = joins_adverbs
            || class.is(Class::AUXILIARY | Class::BE | Class::MODAL | Class::NEGATION | Class::ADVERB)
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

/// Nouns that look like a reporting verb: a form of these is a verb only where its neighbours say so.
fn is_noun_like(lemma: &str) -> bool {
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
fn reports(scene: &Scene<'_>, segment: &Segment, at: usize, verb: Verb, group: &VerbGroup) -> bool {
    let token = segment.items[at].first;
    if scene.names[token].is_some() || group.is_negated {
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
            return went_on;
        }
        if previous.class.is(Class::PREPOSITION) && verb.form != Form::Ing {
            return false;
        }
    }
    match verb.form {
        // "Asked about the talks, …": a sentence opens with the past only where its subject follows ("Said Ruiz:").
        Form::Past => (!group.is_be || has_agent(scene, segment, at, verb)) && (at > 0 || verb.lemma == "say"),
        Form::Participle => group.first < at && !group.is_be,
        Form::Ing => {
            group.is_be
                || previous.is_none_or(|item| {
                    item.region.is_some()
                        || item.class.is(Class::PUNCTUATION | Class::CONJUNCTION | Class::ADVERB)
                        || ["by", "before", "after", "while", "in"].iter().any(|word| scene.is(item.first, word))
                        || next_is_region
                        || verb.lemma == "say"
                })
        }
        Form::Base | Form::Third => {
            if group.is_modal || group.is_be {
                return false;
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

/// Whether a noun phrase can be the subject of a form that is more often a noun ("reports", "request"): it has a name, a pronoun
/// or an article, and its number agrees.
fn is_subject(scene: &Scene<'_>, segment: &Segment, (first, last): Stretch, form: Form) -> bool {
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

/// `Residents were told by police that …`
fn has_agent(scene: &Scene<'_>, segment: &Segment, at: usize, verb: Verb) -> bool {
    verb.frames.has(Frames::ADDRESSEE)
        && segment.items.get(at + 1).is_some_and(|item| item.region.is_none() && scene.is(item.first, "by"))
}

/// Every attribution of a segment, left to right.
pub fn find_attributions(scene: &Scene<'_>, segment: &Segment) -> Vec<AttributionAt> {
    let mut found: Vec<AttributionAt> = Vec::new();
    for at in 0..segment.items.len() {
        let item = segment.items[at];
        if item.region.is_some() {
            continue;
        }
        let from = found.last().map_or(0, |previous| if previous.is_inverted { previous.rest } else { previous.cue.1 + 1 });
        if at < from {
            continue;
        }
        if let Some(attribution) = according_to(scene, segment, at) {
            found.push(attribution);
        } else if let Some(verb) = scene.verbs[item.first].filter(|verb| verb.status.is_speech()) {
            let previous = found.last().cloned();
            if let Some(attribution) = verb_attribution(scene, segment, at, verb, from, previous.as_ref()) {
                found.push(attribution);
            }
        } else if let Some(attribution) = refusal(scene, segment, at, from) {
            found.push(attribution);
        }
    }
    found
}

fn according_to(scene: &Scene<'_>, segment: &Segment, at: usize) -> Option<AttributionAt> {
    let next = segment.items.get(at + 1).filter(|item| item.region.is_none())?;
    if !scene.is(segment.items[at].first, "according") || !scene.is(next.first, "to") {
        return None;
    }
    let source = scene.source_after(segment, at + 1).or_else(|| noun_to_comma(scene, segment, at + 2))?;
    let rest = if at == 0 { end_of_opening(scene, segment, source.1 + 1) } else { skip_adverbials(scene, segment, source.1 + 1) };
    // "police and county officials": all words up to the comma are the source.
    let is_joined = segment.items.get(source.1 + 1).is_some_and(|item| item.region.is_none() && scene.is(item.first, "and"));
    let source = if is_joined { noun_to_comma(scene, segment, source.0).unwrap_or(source) } else { source };
    Some(AttributionAt {
        cue: (at, at + 1),
        lemma: "according to".to_owned(),
        frames: Frames::QUOTATION,
        status: Status::Said,
        source: Some(source),
        is_inverted: true,
        is_shared: false,
        first: at,
        rest: rest.max(source.1 + 1),
        addressee: None,
        has_that: false,
        has_pause: false,
        is_according: true,
        is_participle: false,
    })
}

/// The comma that closes an opening "According to …": the first one, or the one that closes an apposition behind it.
fn end_of_opening(scene: &Scene<'_>, segment: &Segment, from: usize) -> usize {
    let comma_after = |from: usize| (from..segment.items.len().min(from + 24)).find(|&i| segment.items[i].class.is(Class::COMMA));
    let Some(first) = comma_after(from) else { return from };
    let Some(second) = comma_after(first + 1) else { return first };
    let is_verb = |i: usize| segment.items[i].class.is(Class::FINITE | Class::AUXILIARY | Class::BE | Class::MODAL);
    let opens_apposition = segment.items[first + 1].region.is_none()
        && (segment.items[first + 1].class.is(Class::DETERMINER | Class::RELATIVE | Class::ADVERB)
            || scene.is(segment.items[first + 1].first, "former"));
    if opens_apposition && !(first + 1..second).any(is_verb) { second } else { first }
}

fn noun_to_comma(scene: &Scene<'_>, segment: &Segment, start: usize) -> Option<Stretch> {
    let end = (start..segment.items.len().min(start + 12))
        .take_while(|&i| {
            segment.items[i].region.is_none()
                && !segment.items[i].class.is(Class::PUNCTUATION | Class::SUBORDINATOR)
                && scene.is_word(segment.items[i].first)
        })
        .last()?;
    Some((start, end))
}

fn verb_attribution(
    scene: &Scene<'_>,
    segment: &Segment,
    at: usize,
    verb: Verb,
    from: usize,
    previous: Option<&AttributionAt>,
) -> Option<AttributionAt> {
    let group = verb_group(scene, segment, at);
    let group = VerbGroup { first: group.first.max(from.min(at)), ..group };
    if !reports(scene, segment, at, verb, &group) {
        return None;
    }
    if group.is_be && verb.form == Form::Past {
        return passive(scene, segment, at, verb, from, &group);
    }
    let is_participle = verb.form == Form::Ing && !group.is_be;
    let before = if is_participle { None } else { scene.source_before(segment, from, group.first) };
    let stands_alone = group.first == 0 || {
        let item = segment.items[group.first - 1];
        item.region.is_some() || item.class.is(Class::PUNCTUATION)
    };
    let mut is_inverted = false;
    let mut is_shared = false;
    let source = before.or_else(|| {
        let can_invert = stands_alone
            && group.first == at
            && (matches!(verb.form, Form::Past | Form::Third) || verb.lemma == "say" && verb.form == Form::Base);
        let is_after_content =
            group.first == 0 || segment.items[group.first - 1].region.is_some() || is_after_region(segment, group.first);
        if can_invert && (is_after_content || verb.lemma == "say") {
            let source = scene.source_after(segment, at);
            is_inverted = source.is_some();
            source
        } else {
            None
        }
    });
    let source = source.or_else(|| {
        is_shared = true;
        // "…, adding", "and warned": whose the words before are, else the sentence's subject.
        previous
            .filter(|previous| !previous.is_according)
            .and_then(|previous| previous.source)
            .or_else(|| scene.subject_of(segment, group.first))
    });
    let mut cue = (at, at);
    if let Some(next) = segment.items.get(at + 1).filter(|item| item.region.is_none()) {
        let joined = match verb.lemma {
            "call" => ["on", "for"].as_slice(),
            "refer" | "allude" => ["to"].as_slice(),
            "rail" => ["against"].as_slice(),
            _ => [].as_slice(),
        };
        if joined.iter().any(|word| scene.is(next.first, word)) {
            cue.1 = at + 1;
        }
    }
    if is_noun_like(verb.lemma)
        && matches!(verb.form, Form::Base | Form::Third)
        && !before.is_some_and(|source| is_subject(scene, segment, source, verb.form))
        && !is_inverted
    {
        return None;
    }
    let source_first = source.filter(|_| !is_shared && !is_inverted).map_or(group.first, |source| source.0);
    // "who asked not to be named": a condition of speaking, not speech.
    let named = (cue.1 + 1..segment.items.len().min(cue.1 + 6)).any(|i| {
        segment.items[i].region.is_none()
            && ["named", "identified", "quoted", "anonymous"].iter().any(|word| scene.is(segment.items[i].first, word))
    });
    if named && matches!(verb.lemma, "ask" | "request" | "insist" | "demand") {
        return None;
    }
    // "If Ruiz says the gate is shut": nobody has said it yet.
    let is_condition = source_first.checked_sub(1).is_some_and(|i| {
        segment.items[i].region.is_none() && ["if", "unless", "whether"].iter().any(|word| scene.is(segment.items[i].first, word))
    });
    if is_condition {
        return None;
    }
    let mut attribution = AttributionAt {
        cue,
        lemma: verb.lemma.to_owned(),
        frames: if verb.lemma == "call" && cue.1 > cue.0 {
            Frames::INFINITIVE | Frames::ADDRESSEE | Frames::NAMING
        } else {
            verb.frames
        },
        status: verb.status,
        source,
        is_inverted,
        is_shared,
        first: source_first.min(group.first),
        rest: if is_inverted { source.map_or(at, |source| source.1) + 1 } else { cue.1 + 1 },
        addressee: None,
        has_that: false,
        has_pause: false,
        is_according: false,
        is_participle,
    };
    skip_tail(scene, segment, &mut attribution);
    Some(attribution)
}

/// `Residents were told by police that the road was closed.`: the agent speaks, the subject is told.
fn passive(scene: &Scene<'_>, segment: &Segment, at: usize, verb: Verb, from: usize, group: &VerbGroup) -> Option<AttributionAt> {
    let source = scene.source_after(segment, at + 1)?;
    let addressee = scene.source_before(segment, from, group.first);
    let mut attribution = AttributionAt {
        cue: (at, at),
        lemma: verb.lemma.to_owned(),
        frames: verb.frames,
        status: verb.status,
        source: Some(source),
        is_inverted: true,
        is_shared: false,
        first: addressee.map_or(group.first, |addressee| addressee.0),
        rest: source.1 + 1,
        addressee,
        has_that: false,
        has_pause: false,
        is_according: false,
        is_participle: false,
    };
    skip_tail(scene, segment, &mut attribution);
    Some(attribution)
}

/// Whether the item before is a comma or dash right behind a quoted region.
fn is_after_region(segment: &Segment, at: usize) -> bool {
    at >= 2 && segment.items[at - 1].class.is(Class::PUNCTUATION) && segment.items[at - 2].region.is_some()
}

/// Moves `rest` behind days, occasions, the addressee, "that" and a comma.
fn skip_tail(scene: &Scene<'_>, segment: &Segment, attribution: &mut AttributionAt) {
    let items = &segment.items;
    let mut at = attribution.rest;
    for _ in 0..6 {
        let before = at;
        at = skip_apposition(scene, segment, attribution, at);
        at = skip_adverbials(scene, segment, at);
        if attribution.addressee.is_none() {
            let to = items.get(at).filter(|item| item.region.is_none() && item.class.is(Class::TO));
            let start = if to.is_some() && !attribution.frames.has(Frames::INFINITIVE) { at + 1 } else { at };
            let can_tell = attribution.frames.has(Frames::ADDRESSEE) && !attribution.is_inverted;
            if (can_tell || start > at)
                && let Some(end) = addressee_end(scene, segment, start, can_tell && start == at)
            {
                attribution.addressee = Some((start, end));
                at = end + 1;
            }
        }
        // "told the Courier, which printed it, that …"
        let opens_relative = items.get(at).is_some_and(|item| item.class.is(Class::COMMA))
            && items.get(at + 1).is_some_and(|item| item.class.is(Class::RELATIVE));
        if attribution.addressee.is_some()
            && opens_relative
            && let Some(close) = (at + 2..items.len().min(at + 24)).find(|&i| items[i].class.is(Class::COMMA))
            && items.get(close + 1).is_some_and(|item| item.class.is(Class::THAT))
        {
            at = close + 1;
        }
        if at == before {
            break;
        }
    }
    if let Some(item) = items.get(at).filter(|item| item.class.is(Class::COMMA | Class::COLON)) {
        // "said, however, that": a parenthesis between two commas.
        let is_parenthesis = item.class.is(Class::COMMA)
            && items.get(at + 1).is_some_and(|item| item.class.is(Class::ADVERB))
            && items.get(at + 2).is_some_and(|item| item.class.is(Class::COMMA));
        attribution.has_pause = !is_parenthesis;
        at += if is_parenthesis { 3 } else { 1 };
    }
    if items.get(at).is_some_and(|item| item.region.is_none() && item.class.is(Class::THAT)) && attribution.frames.has(Frames::THAT)
    {
        attribution.has_that = true;
        at += 1;
        if items.get(at).is_some_and(|item| item.class.is(Class::COMMA)) {
            at += 1;
        }
    }
    attribution.rest = at;
}

/// `said Ruiz, the mayor of Lima,`: past the apposition behind an inverted source.
fn skip_apposition(scene: &Scene<'_>, segment: &Segment, attribution: &AttributionAt, at: usize) -> usize {
    let items = &segment.items;
    if !attribution.is_inverted || !items.get(at).is_some_and(|item| item.class.is(Class::COMMA)) {
        return at;
    }
    let opens = items.get(at + 1).is_some_and(|item| {
        item.region.is_none()
            && (item.class.is(Class::DETERMINER | Class::RELATIVE | Class::POSSESSIVE | Class::PREPOSITION)
                || scene.input.tokens.kinds[item.first] == TokenKind::Number
                || (item.class == Class::NONE && scene.verbs[item.first].is_none()))
    });
    if !opens {
        return at;
    }
    let mut end = at + 1;
    while let Some(item) = items.get(end) {
        if item.region.is_some() || item.class.is(Class::COMMA | Class::COLON | Class::END | Class::BREAK) {
            break;
        }
        // "said Haddad, who called it …": the apposition reports something of its own.
        if scene.verbs[item.first].is_some_and(|verb| matches!(verb.form, Form::Past | Form::Third) && verb.status.is_speech()) {
            return at;
        }
        end += 1;
    }
    end
}

/// Days and occasions: "Tuesday", "on Friday", "in a statement", "at a news conference in Lima", "last week".
fn skip_adverbials(scene: &Scene<'_>, segment: &Segment, mut at: usize) -> usize {
    let items = &segment.items;
    let class = |i: usize| items.get(i).filter(|item| item.region.is_none()).map_or(Class::NONE, |item| item.class);
    let is_time = |i: usize| {
        class(i).is(Class::TIME)
            || items.get(i).is_some_and(|item| item.region.is_none() && scene.input.tokens.kinds[item.first] == TokenKind::Number)
    };
    loop {
        if class(at).is(Class::TIME) {
            at += 1;
            continue;
        }
        if class(at).is(Class::ADVERB) && !class(at).is(Class::SUBJECT | Class::PREPOSITION) {
            at += 1;
            continue;
        }
        let starts = class(at).is(Class::DETERMINER) && class(at + 1).is(Class::TIME)
            || items.get(at).is_some_and(|item| {
                item.region.is_none()
                    && ["last", "this", "next", "earlier"].iter().any(|word| scene.is(item.first, word))
                    && class(at + 1).is(Class::TIME)
            });
        if starts {
            at += 2;
            continue;
        }
        if class(at).is(Class::PREPOSITION) && !class(at).is(Class::TO) {
            // "on condition of anonymity"
            if let Some(end) = (at + 1..at + 5)
                .find(|&i| items.get(i).is_some_and(|item| item.region.is_none() && scene.is(item.first, "anonymity")))
            {
                at = end + 1;
                continue;
            }
            // A prepositional phrase counts if it reaches a day or an occasion within a few words.
            let end = (at + 1..at + 8).take_while(|&i| {
                let class = class(i);
                items.get(i).is_some_and(|item| item.region.is_none())
                    && !class.is(Class::THAT
                        | Class::SUBJECT
                        | Class::COMMA
                        | Class::COLON
                        | Class::END
                        | Class::MODAL
                        | Class::BE
                        | Class::AUXILIARY)
            });
            let reached = end.into_iter().find(|&i| is_time(i) || class(i).is(Class::OCCASION));
            if let Some(end) = reached {
                at = end + 1;
                // "news conference", "blog post": the last of the occasion's words.
                while class(at).is(Class::OCCASION | Class::TIME) || (is_time(at) && is_time(at - 1)) {
                    at += 1;
                }
                continue;
            }
            // "of the talks", "of Clinton": what is spoken of, up to a comma or colon before a quotation.
            let stop = (at + 1..at + 12)
                .find(|&i| items.get(i).is_none_or(|item| item.region.is_some() || item.class.is(Class::PUNCTUATION)));
            if let Some(stop) = stop
                && class(stop).is(Class::COMMA | Class::COLON)
                && items.get(stop + 1).is_some_and(|item| item.region.is_some())
            {
                return stop;
            }
        }
        return at;
    }
}

/// The last item of a noun phrase that names who is told. `is_object`: without "to", right behind the verb.
fn addressee_end(scene: &Scene<'_>, segment: &Segment, start: usize, is_object: bool) -> Option<usize> {
    let items = &segment.items;
    let first = items.get(start).filter(|item| item.region.is_none())?;
    if first.class.is(Class::OBJECT) && scene.names[first.first].is_none() {
        return Some(start);
    }
    if first.class.is(Class::PUNCTUATION
        | Class::SUBJECT
        | Class::THAT
        | Class::TO
        | Class::PREPOSITION
        | Class::SUBORDINATOR
        | Class::AUXILIARY
        | Class::MODAL
        | Class::TIME)
        && scene.names[first.first].is_none()
        && !first.class.is(Class::DETERMINER)
    {
        return None;
    }
    if scene.lower(first.first).ends_with("ing") {
        return None;
    }
    let mut end = start;
    while let Some(item) = items.get(end + 1).filter(|item| item.region.is_none()) {
        let token = item.first;
        let same_name = scene.names[token].is_some() && scene.names[token] == scene.names[items[end].first];
        let is_possessive = scene.is(token, "'s");
        let after_possessive = scene.is(items[end].first, "'s");
        let joins_names = item.class.is(Class::CONJUNCTION)
            && items.get(end + 2).is_some_and(|next| {
                next.region.is_none() && (scene.is_capitalised(next.first) || scene.names[next.first].is_some())
            })
            && scene.is_capitalised(items[end].first);
        let after_determiner = items[end].class.is(Class::DETERMINER | Class::POSSESSIVE) && !items[end].class.is(Class::THAT);
        let lower_noun = item.class == Class::NONE && !scene.is_capitalised(token) && scene.names[token].is_none();
        let continues_phrase =
            lower_noun && (after_determiner || items[end].class == Class::NONE || after_possessive) && scene.verbs[token].is_none();
        let capital = scene.is_capitalised(token)
            && (scene.is_capitalised(items[end].first) || after_determiner || after_possessive)
            && (scene.names[token].is_none() || after_determiner || after_possessive);
        if same_name || is_possessive || continues_phrase || capital || joins_names {
            end += if joins_names { 2 } else { 1 };
            continue;
        }
        break;
    }
    if end - start > 8 {
        return None;
    }
    // Without "that", a bare clause may begin here: what is told needs something behind it that begins a clause.
    let next = items.get(end + 1);
    let opens = next.is_none_or(|item| {
        item.region.is_some()
            || item.class.is(Class::THAT
                | Class::TO
                | Class::SUBJECT
                | Class::DETERMINER
                | Class::POSSESSIVE
                | Class::PUNCTUATION
                | Class::QUESTION
                | Class::TIME
                | Class::PREPOSITION
                | Class::ADVERB)
            || scene.names[item.first].is_some()
            || scene.is_capitalised(item.first)
    });
    let plural_told = !is_object || scene.input.tokens.spans.len() > start;
    (opens && plural_told).then_some(end)
}

/// "declined to comment", "did not respond to a request", "could not be reached".
fn refusal(scene: &Scene<'_>, segment: &Segment, at: usize, from: usize) -> Option<AttributionAt> {
    let items = &segment.items;
    let word = |i: usize, words: &[&str]| {
        items.get(i).is_some_and(|item| item.region.is_none() && words.iter().any(|w| scene.is(item.first, w)))
    };
    let group = verb_group(scene, segment, at);
    let refuses = word(at, &["declined", "refused", "declines", "refuses"])
        && word(at + 1, &["to"])
        && word(
            at + 2,
            &[
                "comment",
                "say",
                "answer",
                "elaborate",
                "discuss",
                "respond",
                "speculate",
                "confirm",
                "identify",
                "provide",
                "disclose",
                "specify",
            ],
        );
    let silent = group.is_negated
        && (word(at, &["respond", "reply", "responded", "replied"])
            || word(at, &["return", "returned"])
                && (at + 1..at + 5)
                    .any(|i| word(i, &["call", "calls", "request", "requests", "message", "messages", "email", "emails"]))
            || (word(at, &["comment"]) && group.is_modal))
        || word(at, &["reached"]) && group.is_negated && group.is_be;
    if !refuses && !silent {
        return None;
    }
    let source = scene.source_before(segment, from, group.first)?;
    let (cue, rest, lemma) = if refuses {
        ((at, at), at + 1, if word(at, &["refused", "refuses"]) { "refuse" } else { "decline" })
    } else {
        ((group.first, at), at + 1, "not respond")
    };
    Some(AttributionAt {
        cue,
        lemma: lemma.to_owned(),
        frames: Frames::INFINITIVE,
        status: Status::Declined,
        source: Some(source),
        is_inverted: false,
        is_shared: false,
        first: source.0,
        rest,
        addressee: None,
        has_that: false,
        has_pause: false,
        is_according: false,
        is_participle: false,
    })
}
