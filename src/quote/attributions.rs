//! Finds the attributions of one sentence: cue, source, and where the content may lie.
//!
//! Finds: reporting verbs in narration that report (judged in [`verbs`](super::verbs)), also sayings that did not take place ("did
//! not say whether", status negated) or only may ("would say that", "If Ruiz says", hypothetical), passives with an agent ("were told
//! by police"), `according to`, refusals ("declined to comment"). Does not find: nouns of saying ("the claim that"), conditions of
//! speaking ("who asked not to be named").
//! Example: in `"We are," Trump told reporters Tuesday.` the cue is `told`, the source `Trump`, the addressee `reporters`.

use super::cues::{Form, Frames, Verb};
use super::scene::{Scene, Segment};
use super::sources::Stretch;
use super::tail::{skip_adverbials, skip_tail};
use super::verbs::{Mood, VerbGroup, is_noun_like, is_subject, mood, reports, verb_group};
use super::words::WordClass as Class;
use super::{Cue, Status};

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
    /// It stands in a clause that opens the sentence ("If Ruiz says so, …"): its content ends at the comma.
    pub ends_at_comma: bool,
}

impl AttributionAt {
    pub fn cue_of(&self, scene: &Scene<'_>, segment: &Segment) -> Cue {
        let (first, last) = self.cue;
        Cue { span: scene.cover(segment.items[first].first, segment.items[last].last), lemma: self.lemma.clone() }
    }
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
        if let Some(attribution) = according_to(scene, segment, at).or_else(|| in_the_words_of(scene, segment, at)) {
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
    if is_measure(scene, segment, at + 2) {
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
        ends_at_comma: false,
    })
}

/// `according to plan`, `according to size and price`: what things go by, without an article.
fn is_measure(scene: &Scene<'_>, segment: &Segment, at: usize) -> bool {
    const MEASURES: &[&str] = &[
        "ability",
        "age",
        "alphabet",
        "colour",
        "color",
        "custom",
        "height",
        "merit",
        "need",
        "needs",
        "plan",
        "price",
        "protocol",
        "quality",
        "rank",
        "schedule",
        "season",
        "seniority",
        "size",
        "taste",
        "tradition",
        "type",
        "weight",
    ];
    segment.items.get(at).is_some_and(|item| item.region.is_none() && MEASURES.contains(&scene.lower(item.first).as_ref()))
}

/// `in the words of an aide, “eleven teas and no map”`: a fragment whose speaker is named before it.
fn in_the_words_of(scene: &Scene<'_>, segment: &Segment, at: usize) -> Option<AttributionAt> {
    let is_words = ["in", "the", "words", "of"]
        .iter()
        .zip(at..)
        .all(|(word, i)| segment.items.get(i).is_some_and(|item| item.region.is_none() && scene.is(item.first, word)));
    let source = is_words.then(|| scene.source_after(segment, at + 3)).flatten()?;
    let rest = source.1 + 1;
    let comma = segment.items.get(rest).is_some_and(|item| item.class.is(Class::COMMA));
    let rest = rest + usize::from(comma);
    segment.items.get(rest).filter(|item| item.region.is_some())?;
    Some(AttributionAt {
        cue: (at, at + 3),
        lemma: "in the words of".to_owned(),
        frames: Frames::NAMING,
        status: Status::Said,
        source: Some(source),
        is_inverted: true,
        is_shared: false,
        first: at,
        rest,
        addressee: None,
        has_that: false,
        has_pause: false,
        is_according: false,
        is_participle: false,
        ends_at_comma: false,
    })
}

/// `The Anvil quoted Tan as saying “no”`: not the outlet speaks, but whom it quotes.
fn quoted_as_saying(scene: &Scene<'_>, segment: &Segment, at: usize) -> Option<Stretch> {
    let is_word = |i: usize, words: &[&str]| {
        segment.items[i].region.is_none() && words.iter().any(|word| scene.is(segment.items[i].first, word))
    };
    let last = at.checked_sub(2).filter(|_| is_word(at - 1, &["as"]))?;
    let quoted = (last.saturating_sub(10)..last)
        .rev()
        .find(|&i| is_word(i, &["quoted", "quotes", "quoting", "cited", "cites", "citing"]))?;
    let is_name = (quoted + 1..=last)
        .all(|i| segment.items[i].region.is_none() && !segment.items[i].class.is(Class::PUNCTUATION | Class::PREPOSITION));
    is_name.then_some((quoted + 1, last))
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
    if !reports(scene, segment, at, verb, &group) {
        return None;
    }
    let (mood, first) = mood(scene, segment, at, verb, &group);
    let group = VerbGroup { first: first.max(from.min(at)), ..group };
    if group.is_be && verb.form == Form::Past {
        return if mood == Mood::Told { passive(scene, segment, at, verb, from, &group) } else { None };
    }
    let is_participle = verb.form == Form::Ing && !group.is_be && (mood == Mood::Told || group.first + 1 == at);
    let before = if is_participle { quoted_as_saying(scene, segment, at) } else { scene.source_before(segment, from, group.first) };
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
            let source = source.filter(|&(_, last)| {
                is_after_content && follows_content(segment, group.first) || !goes_on_as_clause(scene, segment, last)
            });
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
    let cue = with_particle(scene, segment, at, verb);
    if is_noun_like(verb.lemma)
        && mood == Mood::Told
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
    let mood = mood_behind_link(scene, segment, source_first, verb, mood)?;
    // "If Ruiz says so, the gate opens.", "Without saying why, Ruiz left."
    let ends_at_comma = mood == Mood::Possible && source_first == 1 && is_link(scene, segment, source_first, &["if", "unless"])
        || mood == Mood::Untold && group.first == 0;
    let source = source.or_else(|| {
        let comma = (at + 1..segment.items.len()).find(|&i| segment.items[i].class.is(Class::COMMA)).filter(|_| ends_at_comma)?;
        scene.source_after(segment, comma)
    });
    let mut attribution = AttributionAt {
        cue,
        lemma: verb.lemma.to_owned(),
        frames: if verb.lemma == "call" && cue.1 > cue.0 {
            Frames::INFINITIVE | Frames::ADDRESSEE | Frames::NAMING
        } else {
            verb.frames
        },
        status: match mood {
            Mood::Told => verb.status,
            Mood::Untold => Status::Negated,
            Mood::Possible => Status::Hypothetical,
        },
        source,
        is_inverted,
        is_shared,
        first: behind_as(scene, segment, source_first.min(group.first)),
        // "put it": the object is no content.
        rest: if is_inverted { source.map_or(at, |source| source.1) + 1 } else { cue.1 + 1 + usize::from(verb.lemma == "put") },
        addressee: None,
        has_that: false,
        has_pause: false,
        is_according: false,
        is_participle,
        ends_at_comma,
    };
    skip_tail(scene, segment, &mut attribution);
    (mood == Mood::Told || reports_clause(scene, segment, &attribution)).then_some(attribution)
}

/// A verb with the particle that belongs to it: "called for", "referred to".
fn with_particle(scene: &Scene<'_>, segment: &Segment, at: usize, verb: Verb) -> Stretch {
    let joined = match verb.lemma {
        "call" => ["on", "for"].as_slice(),
        "refer" | "allude" => ["to"].as_slice(),
        "rail" => ["against"].as_slice(),
        _ => [].as_slice(),
    };
    let next = segment.items.get(at + 1).filter(|item| item.region.is_none());
    let is_joined = next.is_some_and(|next| joined.iter().any(|word| scene.is(next.first, word)));
    (at, at + usize::from(is_joined))
}

/// Whether one of these words stands right before item `first`.
fn is_link(scene: &Scene<'_>, segment: &Segment, first: usize, words: &[&str]) -> bool {
    let before = first.checked_sub(1).map(|i| segment.items[i]).filter(|item| item.region.is_none());
    before.is_some_and(|item| words.iter().any(|word| scene.is(item.first, word)))
}

/// The mood of an attribution that begins at item `first`, behind what may be a link word: `If Ruiz says the gate is shut` has not been
/// said yet. None where nothing is reported: an indirect question ("asked if Ruiz agreed"), an event ("The court could find that …").
fn mood_behind_link(scene: &Scene<'_>, segment: &Segment, first: usize, verb: Verb, mood: Mood) -> Option<Mood> {
    let is_condition = is_link(scene, segment, first, &["if", "unless"]);
    let is_verb = |item: &super::scene::Item| item.region.is_none() && scene.verbs[item.first].is_some();
    let asks = is_condition && segment.items[first.saturating_sub(6)..first - 1].iter().any(is_verb);
    let is_event =
        (is_condition || mood == Mood::Possible) && matches!(verb.lemma, "find" | "signal" | "remind" | "hold" | "suggest");
    if is_link(scene, segment, first, &["whether"]) || asks || is_event {
        return None;
    }
    Some(if is_condition && mood == Mood::Told { Mood::Possible } else { mood })
}

/// `As Ruiz said, …`, `…, as Ruiz put it, …`: the conjunction belongs to the attribution.
fn behind_as(scene: &Scene<'_>, segment: &Segment, first: usize) -> usize {
    let is_as = |i: &usize| segment.items[*i].region.is_none() && scene.is(segment.items[*i].first, "as");
    let stands_apart = |i: &usize| *i == 0 || segment.items[*i - 1].class.is(Class::COMMA | Class::BREAK);
    first.checked_sub(1).filter(is_as).filter(stands_apart).unwrap_or(first)
}

/// A saying that did not take place is told with a clause or with words in marks; with a bare noun ("would not say goodbye") it is none.
fn reports_clause(scene: &Scene<'_>, segment: &Segment, attribution: &AttributionAt) -> bool {
    let before = attribution.first.checked_sub(1).map(|i| segment.items[i]);
    let is_behind = before.is_some_and(|item| item.region.is_some()) || is_after_region(segment, attribution.first);
    let opens = segment.items.get(attribution.rest).is_some_and(|item| {
        item.region.is_some()
            || attribution.frames.has(Frames::QUESTION) && item.class.is(Class::QUESTION)
            || matches!(attribution.lemma.as_str(), "say" | "tell")
                && (item.class.is(Class::DETERMINER | Class::SUBJECT | Class::POSSESSIVE) || scene.names[item.first].is_some())
    });
    // "a question that would not go unanswered": the word before "that" must be the verb or who was told.
    attribution.has_that || opens || is_behind && attribution.frames.has(Frames::QUOTATION)
}

/// Whether quoted words stand right before: then what follows the verb is its subject.
fn follows_content(segment: &Segment, at: usize) -> bool {
    at > 0 && segment.items[at - 1].region.is_some() || is_after_region(segment, at)
}

/// `Smith, flanked by aides, said the vote was rigged`: behind a comma, what follows the verb is a clause of its own.
fn goes_on_as_clause(scene: &Scene<'_>, segment: &Segment, last: usize) -> bool {
    segment.items.get(last + 1).is_some_and(|item| {
        item.region.is_none()
            && !item.class.is(Class::PUNCTUATION | Class::TIME)
            && (item.class.is(Class::BE | Class::AUXILIARY | Class::MODAL | Class::FINITE | Class::NEGATION)
                || scene.verbs[item.first].is_some()
                || scene.lower(item.first).ends_with("ed"))
    })
}

/// `Residents were told by police that the road was closed.`: the agent speaks, the subject is told.
fn passive(scene: &Scene<'_>, segment: &Segment, at: usize, verb: Verb, from: usize, group: &VerbGroup) -> Option<AttributionAt> {
    let source = scene.source_after(segment, at + 1)?;
    let subject = scene.source_before(segment, from, group.first);
    let addressee = subject.filter(|_| verb.frames.has(Frames::ADDRESSEE));
    let mut attribution = AttributionAt {
        cue: (at, at),
        lemma: verb.lemma.to_owned(),
        frames: verb.frames,
        status: verb.status,
        source: Some(source),
        is_inverted: true,
        is_shared: false,
        first: subject.map_or(group.first, |subject| subject.0),
        rest: source.1 + 1,
        addressee,
        has_that: false,
        has_pause: false,
        is_according: false,
        is_participle: false,
        ends_at_comma: false,
    };
    skip_tail(scene, segment, &mut attribution);
    Some(attribution)
}

/// Whether the item before is a comma or dash right behind a quoted region.
fn is_after_region(segment: &Segment, at: usize) -> bool {
    at >= 2 && segment.items[at - 1].class.is(Class::PUNCTUATION) && segment.items[at - 2].region.is_some()
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
        ends_at_comma: false,
    })
}
