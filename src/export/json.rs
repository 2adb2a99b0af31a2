//! The exchange format: one JSON object a document, `"schema": 1`, a contract held by tests.
//!
//! Offsets are code points. A layer not built yet is `[]`, a value not known `null`: so are, without quotes, `quotes` and `marks`, and
//! `is_quoted` of every token. Fields stand in the order of the structs here, which borrow from the document: text is written from them
//! without a tree of values between, which would take longer than the analysis.

use crate::document::Document;
use crate::person::PersonId;
use crate::quote::QuietMark;
use crate::tag::{Pos, Tag};
use crate::text::Span;
use crate::time::{TimeExpression, iso};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// The version of the exchange format and of the tables.
pub const SCHEMA: u32 = 1;

/// Rounds to four digits, so that the JSON of an `f32` is short and the same everywhere.
pub(crate) fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1e4).round() / 1e4
}

#[derive(Serialize)]
struct SpanJson<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

/// A span with fields behind it.
#[derive(Serialize)]
struct With<'a, F> {
    #[serde(flatten)]
    span: SpanJson<'a>,
    #[serde(flatten)]
    fields: F,
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    schema: u32,
    id: &'a Option<String>,
    title: &'a Option<String>,
    date: Option<String>,
    outlet: &'a Option<String>,
    language: Option<&'static str>,
    text: &'a str,
    error: &'a Option<String>,
    note: Option<String>,
    tokens: Vec<With<'a, TokenJson<'a>>>,
    sentences: Vec<With<'a, SentenceJson>>,
    mentions: Vec<With<'a, MentionJson>>,
    quotes: Vec<QuoteJson<'a>>,
    marks: Vec<With<'a, MarkJson>>,
    people: Vec<PersonJson<'a>>,
    times: Vec<With<'a, TimeJson<'a>>>,
    boilerplate: Vec<With<'a, KindJson>>,
}

#[derive(Serialize)]
struct TokenJson<'a> {
    tag: Option<&'static str>,
    pos: Option<&'static str>,
    lemma: Option<Cow<'a, str>>,
    is_quoted: Option<bool>,
}

#[derive(Serialize)]
struct SentenceJson {
    depth: u8,
}

#[derive(Serialize)]
struct MentionJson {
    label: &'static str,
    kind: &'static str,
    entity_id: Option<String>,
    confidence: f64,
    method: &'static str,
}

#[derive(Serialize)]
struct CueJson<'a> {
    lemma: &'a str,
}

#[derive(Serialize)]
struct SpeakerJson<'a> {
    name: &'a Option<String>,
    kind: &'static str,
    person_id: Option<String>,
    mention: Option<SpanJson<'a>>,
}

#[derive(Serialize)]
struct QuoteJson<'a> {
    id: String,
    kind: &'static str,
    status: &'static str,
    said: String,
    in_title: bool,
    parent_id: Option<String>,
    parts: Vec<SpanJson<'a>>,
    quoted: Vec<SpanJson<'a>>,
    cue: Option<With<'a, CueJson<'a>>>,
    speaker: Option<SpeakerJson<'a>>,
    addressee: &'a Option<String>,
    channel: Option<&'a str>,
    venue: Option<&'a str>,
    reported_by: Option<&'a str>,
    anonymity_reason: Option<&'a str>,
    inserts: Vec<SpanJson<'a>>,
    said_on: Option<String>,
    confidence: f64,
    method: &'static str,
    reason: Option<&'static str>,
    #[serde(flatten)]
    span: SpanJson<'a>,
}

#[derive(Serialize)]
struct MarkJson {
    kind: &'static str,
    method: &'static str,
}

#[derive(Serialize)]
struct KindJson {
    kind: &'static str,
}

#[derive(Serialize)]
struct PersonJson<'a> {
    id: String,
    name: &'a str,
    aliases: &'a [String],
    role: &'a Option<String>,
    role_method: Option<&'static str>,
    affiliation: &'a Option<String>,
    age: Option<u8>,
    nationality: &'a Option<String>,
    pronouns: Option<&'static str>,
    pronouns_method: Option<&'static str>,
    method: &'static str,
    mentions: Vec<With<'a, KindJson>>,
}

#[derive(Serialize)]
struct TimeJson<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    value: &'a Option<String>,
    first_day: Option<String>,
    last_day: Option<String>,
    method: &'static str,
}

impl Document {
    /// Code point offsets of a span.
    pub fn char_span(&self, span: Span) -> (u32, u32) {
        (self.chars.to_chars(&self.text, span.start), self.chars.to_chars(&self.text, span.end))
    }

    fn span_json(&self, span: Span) -> SpanJson<'_> {
        let (start, end) = self.char_span(span);
        SpanJson { start, end, text: span.text(&self.text) }
    }

    fn words(&self, span: Option<Span>) -> Option<&str> {
        span.map(|span| span.text(&self.text))
    }

    fn span_with<F>(&self, span: Span, fields: F) -> With<'_, F> {
        With { span: self.span_json(span), fields }
    }

    fn spans_json(&self, spans: &[Span]) -> Vec<SpanJson<'_>> {
        spans.iter().map(|&span| self.span_json(span)).collect()
    }

    fn quote_json(&self, index: usize) -> QuoteJson<'_> {
        let (quote, attribution, details) = (&self.quotes[index], &self.attributions[index], &self.details[index]);
        QuoteJson {
            id: self.quote_id(index),
            kind: quote.kind.name(),
            status: quote.status.name(),
            said: self.said(index),
            in_title: quote.in_title,
            parent_id: quote.parent.map(|parent| self.quote_id(parent.0 as usize)),
            parts: self.spans_json(&quote.parts),
            quoted: self.spans_json(&quote.quoted),
            cue: quote.cue.as_ref().map(|cue| self.span_with(cue.span, CueJson { lemma: &cue.lemma })),
            speaker: attribution.speaker.as_ref().map(|speaker| SpeakerJson {
                name: &speaker.name,
                kind: speaker.kind.name(),
                person_id: speaker.person.map(|person| self.person_id(person)),
                mention: speaker.mention.map(|span| self.span_json(span)),
            }),
            addressee: &attribution.addressee,
            channel: self.words(details.channel),
            venue: self.words(details.venue),
            reported_by: self.words(details.reported_by),
            anonymity_reason: self.words(details.anonymity_reason),
            inserts: self.spans_json(&details.inserts),
            said_on: details.said_on.map(iso),
            confidence: rounded(attribution.confidence),
            method: attribution.method,
            reason: attribution.reason.map(crate::attribute::Reason::name),
            span: self.span_json(quote.span()),
        }
    }

    fn person_json(&self, id: PersonId) -> PersonJson<'_> {
        let person = &self.people.persons[id.index()];
        let told = &person.attributes;
        let mentions = person.mentions.iter().map(|mention| &self.people.mentions[mention.0 as usize]);
        PersonJson {
            id: self.person_id(id),
            name: &person.name,
            aliases: &person.aliases,
            role: &told.role,
            role_method: told.role_method,
            affiliation: &told.affiliation,
            age: told.age,
            nationality: &told.nationality,
            pronouns: told.pronouns,
            pronouns_method: told.pronouns_method,
            method: person.method,
            mentions: mentions.map(|mention| self.span_with(mention.span, KindJson { kind: mention.kind.name() })).collect(),
        }
    }

    fn mention_json(&self, number: usize) -> With<'_, MentionJson> {
        let mention = &self.mentions()[number];
        let fields = MentionJson {
            label: mention.label.name(),
            kind: mention.kind.name(),
            entity_id: self.entity_id(number),
            confidence: rounded(mention.confidence),
            method: mention.method,
        };
        self.span_with(mention.span, fields)
    }

    fn mark_json(&self, mark: &QuietMark) -> With<'_, MarkJson> {
        self.span_with(mark.span, MarkJson { kind: mark.kind.name(), method: mark.method })
    }

    fn time_json<'a>(&'a self, time: &'a TimeExpression) -> With<'a, TimeJson<'a>> {
        let fields = TimeJson {
            kind: time.kind.name(),
            value: &time.value,
            first_day: time.days.map(|days| iso(days.0)),
            last_day: time.days.map(|days| iso(days.1)),
            method: time.method,
        };
        self.span_with(time.span, fields)
    }

    fn exchange(&self) -> DocumentJson<'_> {
        let is_quoted = self.has_quote_layer.then(|| self.quoted_tokens());
        let token = |i: usize| {
            let fields = TokenJson {
                tag: self.tag(i).map(Tag::name),
                pos: self.pos(i).map(Pos::name),
                lemma: self.lemma(i),
                is_quoted: is_quoted.as_ref().map(|is_quoted| is_quoted[i]),
            };
            self.span_with(self.tokens.spans[i], fields)
        };
        DocumentJson {
            schema: SCHEMA,
            id: &self.id,
            title: &self.title,
            date: self.date.map(|date| date.to_string()),
            outlet: &self.outlet,
            language: self.language,
            text: &self.text,
            error: &self.error,
            note: self.note(),
            tokens: (0..self.tokens.len()).map(token).collect(),
            sentences: self.sentences.iter().map(|s| self.span_with(s.span, SentenceJson { depth: s.depth })).collect(),
            mentions: (0..self.mentions().len()).map(|number| self.mention_json(number)).collect(),
            quotes: (0..self.quotes.len()).map(|index| self.quote_json(index)).collect(),
            marks: self.marks.iter().map(|mark| self.mark_json(mark)).collect(),
            people: (0..self.people.persons.len()).map(|i| self.person_json(PersonId(i as u32))).collect(),
            times: self.times.iter().map(|time| self.time_json(time)).collect(),
            boilerplate: self.boilerplate().map(|r| self.span_with(r.span, KindJson { kind: r.kind.name() })).collect(),
        }
    }

    /// The document as one JSON object in the exchange format.
    ///
    /// # Panics
    /// Never: nothing in it can fail to become JSON.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self.exchange()).expect("no map with odd keys, no number that is none")
    }

    /// [`to_json`](Self::to_json) as one line of text, a few times as fast as by its values.
    ///
    /// # Panics
    /// Never, as above.
    pub fn to_json_line(&self) -> String {
        serde_json::to_string(&self.exchange()).expect("no map with odd keys, no number that is none")
    }
}
