//! The rows that one document adds to a table; the cells stand in the order of the schema.

use super::TableOptions;
use super::columns::{Cell, Columns};
use super::schema::TableKind;
use crate::document::Document;
use crate::export::count_words;
use crate::export::json::rounded;
use crate::person::PersonId;
use crate::tag::{Pos, Tag};
use crate::text::Span;
use jiff::civil::Date;

/// One stretch as a cell holds it.
type Stretch<'a> = (i64, i64, &'a str);

pub(super) fn push(columns: &mut Columns, kind: TableKind, options: &TableOptions, row: u64, document: &Document) {
    let mut rows = Rows { columns, options, row, document };
    match kind {
        TableKind::Articles => rows.push_article(),
        TableKind::Quotes => rows.push_quotes(),
        TableKind::Marks => rows.push_marks(),
        TableKind::Mentions => rows.push_mentions(),
        TableKind::People => rows.push_people(),
        TableKind::Times => rows.push_times(),
        TableKind::Boilerplate => rows.push_boilerplate(),
        TableKind::Sentences => rows.push_sentences(),
        TableKind::Tokens => rows.push_tokens(),
    }
}

fn number(count: impl TryInto<i64>) -> Cell<'static> {
    Cell::Integer(count.try_into().unwrap_or(i64::MAX))
}

fn day(date: Option<Date>) -> Cell<'static> {
    const UNIX_EPOCH: Date = Date::constant(1970, 1, 1);
    date.and_then(|date| date.since(UNIX_EPOCH).ok()).map_or(Cell::Null, |since| Cell::Date(since.get_days()))
}

struct Rows<'a> {
    columns: &'a mut Columns,
    options: &'a TableOptions,
    row: u64,
    document: &'a Document,
}

impl<'a> Rows<'a> {
    fn stretch(&self, span: Span) -> Stretch<'a> {
        let (start, end) = self.document.char_span(span);
        (i64::from(start), i64::from(end), span.text(&self.document.text))
    }

    fn stretches(&self, spans: &[Span]) -> Vec<Stretch<'a>> {
        spans.iter().map(|&span| self.stretch(span)).collect()
    }

    /// A cell that depends on quotes: null where nobody looked for them.
    fn if_sought<'c>(&self, cell: impl FnOnce() -> Cell<'c>) -> Cell<'c> {
        if self.document.has_quote_layer { cell() } else { Cell::Null }
    }

    /// Adds a row about `span`, with its context where that is asked for.
    fn push_row(&mut self, cells: &[Cell<'_>], span: Span) {
        if self.options.context == 0 {
            self.columns.push(self.row, cells);
            return;
        }
        let (before, after) = context(&self.document.text, span, self.options.context as usize);
        let more = [Cell::Text(before), Cell::Text(after)];
        let cells: Vec<Cell<'_>> = cells.iter().copied().chain(more).collect();
        self.columns.push(self.row, &cells);
    }

    fn push_article(&mut self) {
        let document = self.document;
        let masked: u64 =
            document.boilerplate().map(|region| document.char_span(region.span)).map(|(start, end)| u64::from(end - start)).sum();
        let n_quoted = || document.iter_speech().map(|index| document.words_quoted(index)).sum::<u64>();
        let note = document.note();
        let mut cells = vec![
            document.title.as_ref().into(),
            day(document.date),
            document.outlet.as_ref().into(),
            document.language.into(),
            number(document.chars.to_chars(&document.text, document.text.len() as u32)),
            number(masked),
            self.if_sought(|| number(document.iter_speech().count())),
            self.if_sought(|| number(n_quoted())),
            Cell::Null,
            Cell::Null,
            document.error.as_ref().into(),
            note.as_ref().into(),
        ];
        if self.options.has_text {
            cells.push(if document.error.is_some() { Cell::Null } else { Cell::Text(&document.text) });
        }
        self.columns.push(self.row, &cells);
    }

    fn push_quotes(&mut self) {
        let document = self.document;
        for (index, (quote, attribution)) in document.quotes.iter().zip(&document.attributions).enumerate() {
            let confidence = rounded(attribution.confidence);
            if !self.options.statuses.contains(&quote.status) || confidence < self.options.min_confidence {
                continue;
            }
            let (start, end, text) = self.stretch(quote.span());
            let (parts, quoted) = (self.stretches(&quote.parts), self.stretches(&quote.quoted));
            let (id, said) = (document.quote_id(index), document.said(index));
            let parent = quote.parent.map(|parent| document.quote_id(parent.0 as usize));
            let cue = quote.cue.as_ref().map(|cue| (self.stretch(cue.span), cue.lemma.as_str()));
            let details = &document.details[index];
            let inserts = self.stretches(&details.inserts);
            let words = |span: Option<Span>| span.map(|span| span.text(&document.text)).into();
            let speaker = attribution.speaker.as_ref();
            let person = speaker.and_then(|speaker| speaker.person).map(|person| document.person_id(person));
            let named = speaker.and_then(|speaker| speaker.mention).map(|span| self.stretch(span));
            let fields = [
                Cell::Text(&id),
                day(document.date),
                document.outlet.as_ref().into(),
                Cell::Text(quote.kind.name()),
                Cell::Text(quote.status.name()),
                Cell::Text(text),
                Cell::Text(&said),
                Cell::Spans(&quoted),
                number(count_words(&said)),
                Cell::Spans(&parts),
                Cell::Integer(start),
                Cell::Integer(end),
                Cell::Boolean(quote.in_title),
                parent.as_ref().into(),
                cue.map(|(stretch, _)| stretch.2).into(),
                cue.map(|(stretch, _)| stretch.0).into(),
                cue.map(|(stretch, _)| stretch.1).into(),
                cue.map(|(_, lemma)| lemma).into(),
                speaker.and_then(|speaker| speaker.name.as_ref()).into(),
                person.as_ref().into(),
                named.map(|stretch| stretch.2).into(),
                named.map(|stretch| stretch.0).into(),
                named.map(|stretch| stretch.1).into(),
                speaker.map(|speaker| speaker.kind.name()).into(),
                attribution.addressee.as_ref().into(),
                words(details.channel),
                words(details.venue),
                words(details.reported_by),
                words(details.anonymity_reason),
                Cell::Spans(&inserts),
                day(details.said_on),
                Cell::Float(confidence),
                Cell::Text(attribution.method),
                attribution.reason.map(crate::attribute::Reason::name).into(),
            ];
            self.push_row(&fields, quote.span());
        }
    }

    fn push_marks(&mut self) {
        for mark in &self.document.marks {
            let (start, end, text) = self.stretch(mark.span);
            let cells =
                [Cell::Integer(start), Cell::Integer(end), Cell::Text(text), Cell::Text(mark.kind.name()), Cell::Text(mark.method)];
            self.push_row(&cells, mark.span);
        }
    }

    fn push_mentions(&mut self) {
        let document = self.document;
        let quoted = document.quoted_spans();
        for (number, mention) in document.mentions().iter().enumerate() {
            let (start, end, text) = self.stretch(mention.span);
            let entity = document.entity_id(number);
            let cells = [
                Cell::Integer(start),
                Cell::Integer(end),
                Cell::Text(text),
                Cell::Text(mention.label.name()),
                Cell::Text(mention.kind.name()),
                entity.as_ref().into(),
                self.if_sought(|| Cell::Boolean(is_inside(mention.span, &quoted))),
                Cell::Float(rounded(mention.confidence)),
                Cell::Text(mention.method),
            ];
            self.push_row(&cells, mention.span);
        }
    }

    fn push_people(&mut self) {
        let document = self.document;
        let mut spoken = vec![(0_u64, 0_u64); document.people.persons.len()];
        for index in document.iter_speech() {
            let speaker = document.attributions[index].speaker.as_ref();
            if let Some(count) = speaker.and_then(|speaker| spoken.get_mut(speaker.person?.index())) {
                count.0 += 1;
                count.1 += document.words_quoted(index);
            }
        }
        for (number_of, (person, (quotes, words))) in document.people.persons.iter().zip(spoken).enumerate() {
            let first = person.mentions.first().map(|mention| document.people.mentions[mention.0 as usize].span.start);
            let paragraph = first.and_then(|first| document.paragraphs.partition_point(|p| p.span.start <= first).checked_sub(1));
            let id = document.person_id(PersonId(number_of as u32));
            let told = &person.attributes;
            let cells = [
                Cell::Text(&id),
                Cell::Text(&person.name),
                Cell::Texts(&person.aliases),
                told.role.as_ref().into(),
                told.role_method.into(),
                told.affiliation.as_ref().into(),
                told.age.map_or(Cell::Null, number),
                told.nationality.as_ref().into(),
                told.pronouns.into(),
                told.pronouns_method.into(),
                number(person.mentions.len()),
                self.if_sought(|| number(quotes)),
                self.if_sought(|| number(words)),
                paragraph.map_or(Cell::Null, number),
                Cell::Text(person.method),
            ];
            self.columns.push(self.row, &cells);
        }
    }

    fn push_times(&mut self) {
        for time in &self.document.times {
            let (start, end, text) = self.stretch(time.span);
            let cells = [
                Cell::Integer(start),
                Cell::Integer(end),
                Cell::Text(text),
                Cell::Text(time.kind.name()),
                time.value.as_ref().into(),
                day(time.days.map(|days| days.0)),
                day(time.days.map(|days| days.1)),
                Cell::Text(time.method),
            ];
            self.push_row(&cells, time.span);
        }
    }

    fn push_boilerplate(&mut self) {
        for region in self.document.boilerplate() {
            let (start, end, text) = self.stretch(region.span);
            let cells = [Cell::Integer(start), Cell::Integer(end), Cell::Text(text), Cell::Text(region.kind.name())];
            self.push_row(&cells, region.span);
        }
    }

    fn push_sentences(&mut self) {
        let mut outer = -1;
        for sentence in &self.document.sentences {
            outer += i64::from(sentence.depth == 0);
            let (start, end, text) = self.stretch(sentence.span);
            let cells = [
                if outer < 0 { Cell::Null } else { Cell::Integer(outer) },
                Cell::Integer(start),
                Cell::Integer(end),
                Cell::Text(text),
                Cell::Integer(i64::from(sentence.depth)),
            ];
            self.push_row(&cells, sentence.span);
        }
    }

    /// A column at a time: tokens are by far the most rows.
    fn push_tokens(&mut self) {
        let document = self.document;
        let (text, tokens) = (&*document.text, &document.tokens);
        let mut rows = self.columns.extend(self.row, tokens.len());
        rows.integers(tokens.sentences.iter().map(|&sentence| i64::from(sentence)));
        let mut cursor = document.chars.cursor(text);
        rows.integers(tokens.spans.iter().map(|span| i64::from(cursor.to_chars(span.start))));
        let mut cursor = document.chars.cursor(text);
        rows.integers(tokens.spans.iter().map(|span| i64::from(cursor.to_chars(span.end))));
        rows.texts(tokens.spans.iter().map(|span| span.text(text)));
        if self.options.has_tags {
            rows.optional_texts((0..tokens.len()).map(|token| document.tag(token).map(Tag::name)));
            rows.optional_texts((0..tokens.len()).map(|token| document.pos(token).map(Pos::name)));
            rows.optional_texts((0..tokens.len()).map(|token| document.lemma(token)));
        } else {
            (0..3).for_each(|_| rows.nulls());
        }
        if document.has_quote_layer {
            rows.booleans(document.quoted_tokens().into_iter());
        } else {
            rows.nulls();
        }
        if self.options.context > 0 {
            let width = self.options.context as usize;
            rows.texts(tokens.spans.iter().map(|&span| context(text, span, width).0));
            rows.texts(tokens.spans.iter().map(|&span| context(text, span, width).1));
        }
    }
}

/// The `width` code points before and after `span`.
fn context(text: &str, span: Span, width: usize) -> (&str, &str) {
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let from = before.char_indices().rev().nth(width - 1).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(width).map_or(after.len(), |(at, _)| at);
    (&before[from..], &after[..to])
}

/// Whether `span` lies inside one of the sorted, disjoint spans.
fn is_inside(span: Span, sorted: &[Span]) -> bool {
    let at = sorted.partition_point(|other| other.start <= span.start);
    at > 0 && sorted[at - 1].contains(span)
}
