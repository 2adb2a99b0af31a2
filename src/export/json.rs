//! The exchange format: one JSON object a document, `"schema": 1`, a contract held by tests.
//!
//! Offsets are code points. A layer not built yet is `[]`, a value not known `null`: so are, without quotes, `quotes` and `marks`, and
//! `is_quoted` of every token.

use crate::document::Document;
use crate::person::PersonId;
use crate::tag::{Pos, Tag};
use crate::text::Span;
use crate::time::{TimeExpression, iso};
use serde_json::{Value, json};

/// The version of the exchange format and of the tables.
pub const SCHEMA: u32 = 1;

/// Rounds to four digits, so that the JSON of an `f32` is short and the same everywhere.
pub(crate) fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1e4).round() / 1e4
}

fn time_json(time: &TimeExpression) -> Value {
    json!({
        "type": time.kind.name(),
        "value": time.value,
        "first_day": time.days.map(|days| iso(days.0)),
        "last_day": time.days.map(|days| iso(days.1)),
        "method": time.method,
    })
}

impl Document {
    /// Code point offsets of a span.
    pub fn char_span(&self, span: Span) -> (u32, u32) {
        (self.chars.to_chars(&self.text, span.start), self.chars.to_chars(&self.text, span.end))
    }

    fn span_json(&self, span: Span) -> Value {
        let (start, end) = self.char_span(span);
        json!({"start": start, "end": end, "text": span.text(&self.text)})
    }

    fn words(&self, span: Option<Span>) -> Option<&str> {
        span.map(|span| span.text(&self.text))
    }

    fn span_with(&self, span: Span, fields: Value) -> Value {
        let mut object = self.span_json(span);
        if let (Value::Object(target), Value::Object(more)) = (&mut object, fields) {
            target.extend(more);
        }
        object
    }

    fn spans_json(&self, spans: &[Span]) -> Vec<Value> {
        spans.iter().map(|&span| self.span_json(span)).collect()
    }

    fn quote_json(&self, index: usize) -> Value {
        let (quote, attribution, details) = (&self.quotes[index], &self.attributions[index], &self.details[index]);
        let cue = quote.cue.as_ref().map(|cue| self.span_with(cue.span, json!({"lemma": cue.lemma})));
        let speaker = attribution.speaker.as_ref().map(|speaker| {
            json!({
                "name": speaker.name,
                "kind": speaker.kind.name(),
                "person_id": speaker.person.map(|person| self.person_id(person)),
                "mention": speaker.mention.map(|span| self.span_json(span)),
            })
        });
        let mut object = json!({
            "id": self.quote_id(index),
            "kind": quote.kind.name(),
            "status": quote.status.name(),
            "said": self.said(index),
            "in_title": quote.in_title,
            "parent_id": quote.parent.map(|parent| self.quote_id(parent.0 as usize)),
            "parts": self.spans_json(&quote.parts),
            "quoted": self.spans_json(&quote.quoted),
            "cue": cue,
            "speaker": speaker,
            "addressee": attribution.addressee,
            "channel": self.words(details.channel),
            "venue": self.words(details.venue),
            "reported_by": self.words(details.reported_by),
            "anonymity_reason": self.words(details.anonymity_reason),
            "inserts": self.spans_json(&details.inserts),
            "said_on": details.said_on.map(iso),
            "confidence": rounded(attribution.confidence),
            "method": attribution.method,
            "reason": attribution.reason.map(super::super::attribute::Reason::name),
        });
        if let (Value::Object(target), Value::Object(span)) = (&mut object, self.span_json(quote.span())) {
            target.extend(span);
        }
        object
    }

    fn person_json(&self, id: PersonId) -> Value {
        let person = &self.people.persons[id.index()];
        let told = &person.attributes;
        let mentions: Vec<Value> = person
            .mentions
            .iter()
            .map(|mention| &self.people.mentions[mention.0 as usize])
            .map(|mention| self.span_with(mention.span, json!({"kind": mention.kind.name()})))
            .collect();
        json!({
            "id": self.person_id(id),
            "name": person.name,
            "aliases": person.aliases,
            "role": told.role,
            "role_method": told.role_method,
            "affiliation": told.affiliation,
            "age": told.age,
            "nationality": told.nationality,
            "pronouns": told.pronouns,
            "pronouns_method": told.pronouns_method,
            "method": person.method,
            "mentions": mentions,
        })
    }

    /// The document as one JSON object in the exchange format.
    pub fn to_json(&self) -> Value {
        let tokens = &self.tokens;
        let is_quoted = self.has_quote_layer.then(|| self.quoted_tokens());
        let token_rows: Vec<Value> = (0..tokens.len())
            .map(|i| {
                let (tag, pos) = (self.tag(i).map(Tag::name), self.pos(i).map(Pos::name));
                let is_quoted = is_quoted.as_ref().map(|is_quoted| is_quoted[i]);
                self.span_with(tokens.spans[i], json!({"tag": tag, "pos": pos, "lemma": self.lemma(i), "is_quoted": is_quoted}))
            })
            .collect();
        let sentences: Vec<Value> = self.sentences.iter().map(|s| self.span_with(s.span, json!({"depth": s.depth}))).collect();
        let mentions: Vec<Value> = self
            .mentions()
            .iter()
            .enumerate()
            .map(|(number, mention)| {
                self.span_with(
                    mention.span,
                    json!({
                        "label": mention.label.name(),
                        "kind": mention.kind.name(),
                        "entity_id": self.entity_id(number),
                        "confidence": rounded(mention.confidence),
                        "method": mention.method,
                    }),
                )
            })
            .collect();
        let marks: Vec<Value> =
            self.marks.iter().map(|m| self.span_with(m.span, json!({"kind": m.kind.name(), "method": m.method}))).collect();
        let times: Vec<Value> = self.times.iter().map(|time| self.span_with(time.span, time_json(time))).collect();
        let boilerplate: Vec<Value> = self.boilerplate().map(|r| self.span_with(r.span, json!({"kind": r.kind.name()}))).collect();
        json!({
            "schema": SCHEMA,
            "id": self.id,
            "title": self.title,
            "date": self.date.map(|date| date.to_string()),
            "outlet": self.outlet,
            "language": self.language,
            "text": self.text,
            "error": self.error,
            "note": self.note(),
            "tokens": token_rows,
            "sentences": sentences,
            "mentions": mentions,
            "quotes": (0..self.quotes.len()).map(|index| self.quote_json(index)).collect::<Vec<_>>(),
            "marks": marks,
            "people": (0..self.people.persons.len()).map(|i| self.person_json(PersonId(i as u32))).collect::<Vec<_>>(),
            "times": times,
            "boilerplate": boilerplate,
        })
    }
}
