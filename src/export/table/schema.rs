//! The tables' columns: names, types and what they hold. The schema is the product: versioned, documented, held by a snapshot.

use super::TableOptions;
use crate::export::json::SCHEMA;
use crate::pipeline::Wanted;
use arrow_schema::{DataType, Field, Fields, Schema};
use std::collections::HashMap;
use std::sync::Arc;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// The caller's id.
    ArticleId,
    /// Text.
    Text,
    /// A count, a number or a code point offset.
    Integer,
    /// A number with a fraction.
    Float,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// Stretches of the text: a list of start, end, text.
    Spans,
    /// A list of texts.
    Texts,
}

impl ColumnType {
    /// The type in Arrow.
    pub fn arrow(self) -> DataType {
        match self {
            Self::ArticleId => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Int64)),
            Self::Text => DataType::LargeUtf8,
            Self::Integer => DataType::Int64,
            Self::Float => DataType::Float64,
            Self::Boolean => DataType::Boolean,
            Self::Date => DataType::Date32,
            Self::Spans => DataType::List(Arc::new(Field::new("item", DataType::Struct(Self::span_fields()), true))),
            Self::Texts => DataType::List(Arc::new(Field::new("item", DataType::LargeUtf8, true))),
        }
    }

    /// The fields of one stretch.
    pub fn span_fields() -> Fields {
        Fields::from(vec![
            Field::new("start", DataType::Int64, false),
            Field::new("end", DataType::Int64, false),
            Field::new("text", DataType::LargeUtf8, false),
        ])
    }

    /// The name in the documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::ArticleId => "the caller's",
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Spans => "list of {start, end, text}",
            Self::Texts => "list of text",
        }
    }
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnType,
    /// Whether it may be null.
    pub is_nullable: bool,
    /// Whether it depends on quotes: null where they were not looked for.
    pub needs_quotes: bool,
    /// What it says, for the documentation.
    pub about: &'static str,
}

impl Column {
    /// Whether it depends on parts of speech.
    pub(super) fn needs_tags(&self) -> bool {
        matches!(self.name, "tag" | "pos" | "lemma")
    }
}

const fn has(name: &'static str, kind: ColumnType, about: &'static str) -> Column {
    Column { name, kind, is_nullable: false, needs_quotes: false, about }
}

const fn may(name: &'static str, kind: ColumnType, about: &'static str) -> Column {
    Column { name, kind, is_nullable: true, needs_quotes: false, about }
}

const fn with_quotes(name: &'static str, kind: ColumnType, about: &'static str) -> Column {
    Column { name, kind, is_nullable: false, needs_quotes: true, about }
}

use ColumnType::{ArticleId, Boolean, Date, Float, Integer, Spans, Text, Texts};

const ID: Column =
    may("article_id", ArticleId, "the article's id, in the caller's type; the row number from 0 without an id column");
const START: Column = has("start", Integer, "first code point, into the text the caller gave");
const END: Column = has("end", Integer, "one past the last code point");
const TEXT: Column = has("text", Text, "exactly text[start:end]");
const METHOD: Column = has("method", Text, "the rule or model that found it");
const CONFIDENCE_OF_QUOTE: Column =
    has("confidence", Float, "how likely words and speaker are both right, 0 to 1; 0 where nobody is named");
const CONFIDENCE: Column = has("confidence", Float, "how sure, 0 to 1");

const ARTICLES: &[Column] = &[
    ID,
    may("title", Text, "the caller's title, else the one at the top of the text"),
    may("date", Date, "the caller's publication date, else the one in the metadata prefix"),
    may("outlet", Text, "who published it, as the caller says"),
    may("language", Text, "\"en\", or null for anything else"),
    has("n_chars", Integer, "code points of the text"),
    has("n_masked", Integer, "code points of boilerplate"),
    with_quotes("n_quotes", Integer, "quotes that report speech"),
    with_quotes("n_quoted_words", Integer, "words in marks in those quotes; nested ones are counted once"),
    may("story_id", Text, "the story, once pq.link_articles has put it in; null before"),
    may("copy_of", Text, "the article this is a copy of, if any, once pq.link_articles has put it in; null before"),
    may("error", Text, "why the article was not analysed"),
    may("note", Text, "analysed, with a doubt"),
];

const QUOTES: &[Column] = &[
    has("quote_id", Text, "unique over the batch where articles have ids, without an id column only within the article"),
    ID,
    may("date", Date, "the article's date"),
    may("outlet", Text, "the article's outlet"),
    has("kind", Text, "direct, mixed, indirect, fragment"),
    has("status", Text, "said, wrote, tweeted, asked, denied; not speech: thought, hypothetical, negated, declined"),
    has("text", Text, "exactly text[start:end], with an attribution that stands between"),
    has("said", Text, "the parts joined by one space: the words reported"),
    has("quoted", Spans, "the words in marks of a mixed quote or a fragment; empty for direct and indirect quotes"),
    has("n_words", Integer, "words of `said`"),
    has("parts", Spans, "the stretches that were said, without the outer marks"),
    START,
    END,
    has("in_title", Boolean, "whether it stands in the title"),
    may("parent_id", Text, "the quote that holds this one"),
    may("cue", Text, "the words of saying"),
    may("cue_start", Integer, "first code point of the cue"),
    may("cue_end", Integer, "one past its last code point"),
    may("cue_lemma", Text, "dictionary form of the cue"),
    may("speaker", Text, "the fullest name known from the article; null only if none was found"),
    may("person_id", Text, "the person in `people`"),
    may("speaker_text", Text, "the words that name the speaker in the attribution"),
    may("speaker_start", Integer, "first code point of those words"),
    may("speaker_end", Integer, "one past their last code point"),
    may(
        "speaker_kind",
        Text,
        "name, role, pronoun, group, organization, anonymous, document; none: carried over, no words of its own",
    ),
    may("addressee", Text, "who was told"),
    may("channel", Text, "the medium, in the words of the text: a statement, Twitter, an interview, his lawyer"),
    may("venue", Text, "the outlet or the occasion, in the words of the text: CNN, a news conference"),
    may("reported_by", Text, "the outlet that is credited with the report"),
    may("anonymity_reason", Text, "the ground given for not naming the source"),
    has("inserts", Spans, "brackets with their contents and ellipses in the words quoted"),
    may("said_on", Date, "the day it was said: in the clause of the cue, else the article's date; null where neither tells a day"),
    CONFIDENCE_OF_QUOTE,
    has("method", Text, "the rule or model that found the speaker"),
    may("reason", Text, "why there is no speaker name: no-cue, no-candidate, ambiguous, low-confidence"),
];

const MARKS: &[Column] =
    &[ID, START, END, TEXT, has("kind", Text, "scare, title, nickname, slogan, term, measure, unpaired"), METHOD];

const MENTIONS: &[Column] = &[
    ID,
    START,
    END,
    TEXT,
    has("label", Text, "PERSON, ORG, GPE, LOC, FAC, NORP, MONEY, PERCENT, QUANTITY, ORDINAL, CARDINAL"),
    has("kind", Text, "name, role, pronoun; no pronouns without quotes"),
    may("entity_id", Text, "what it means: of persons people.person_id, of others an id within the article"),
    with_quotes("in_quote", Boolean, "whether it stands in quotation marks that quote somebody"),
    CONFIDENCE,
    METHOD,
];

const PEOPLE: &[Column] = &[
    ID,
    has("person_id", Text, "unique over the batch where articles have ids, without an id column only within the article"),
    has("name", Text, "the fullest name known"),
    has("aliases", Texts, "the other forms in the article, in order of first appearance"),
    may("role", Text, "office or occupation as the article tells it, in lower case, `former` where it is over"),
    may("role_method", Text, "what tells the role: article; leaders-table where the article does not and the date is known"),
    may("affiliation", Text, "organisation, party or place that the role belongs to, as written, without \"the\""),
    may("age", Integer, "age in years"),
    may("nationality", Text, "nationality as written (Japanese)"),
    may(
        "pronouns",
        Text,
        "he, she or they: what the article states, else uses most for the person; null for none, two alike, or few against title or name; without quotes only if stated",
    ),
    may(
        "pronouns_method",
        Text,
        "what tells the pronouns: article; guess, from title, role or given name, with guess_pronouns=True only",
    ),
    has("n_mentions", Integer, "mentions of every kind; without quotes none by pronoun"),
    with_quotes("n_quotes", Integer, "quotes that report speech of this person"),
    with_quotes("n_quoted_words", Integer, "words in marks in those quotes"),
    may("first_paragraph", Integer, "the paragraph of the first mention, from 0; without quotes none by pronoun counts"),
    has("method", Text, "what gave the name: article; leaders-table where the article gives a part of it or the office alone"),
];

const TIMES: &[Column] = &[
    ID,
    START,
    END,
    TEXT,
    has("type", Text, "DATE, TIME (of day), DURATION, SET (of times)"),
    may(
        "value",
        Text,
        "TIMEX3 value; null where it needs a publication date or an anchor that is not known, and for impossible dates",
    ),
    may("first_day", Date, "first day that it covers; null for durations, sets and vague references"),
    may("last_day", Date, "last day that it covers, itself included"),
    METHOD,
];

const BOILERPLATE: &[Column] = &[
    ID,
    START,
    END,
    TEXT,
    has(
        "kind",
        Text,
        "metadata_prefix, hovercard, byline, dateline, caption, update_note, read_more, newsletter, copyright, ad, social",
    ),
];

const SENTENCES: &[Column] = &[
    ID,
    may("sentence", Integer, "number of the outer sentence, from 0; an inner one has that of the sentence that holds it"),
    START,
    END,
    TEXT,
    has("depth", Integer, "0 outer, 1 inside a quotation"),
];

const TOKENS: &[Column] = &[
    ID,
    has("sentence", Integer, "number of the outer sentence, from 0"),
    START,
    END,
    TEXT,
    may("tag", Text, "Penn tag; null where the text is not English"),
    may("pos", Text, "universal part of speech"),
    may("lemma", Text, "dictionary form; of names the form itself"),
    with_quotes("is_quoted", Boolean, "whether it stands in quotation marks that quote somebody"),
];

const ARTICLE_TEXT: Column = may("text", Text, "the text that was analysed: title, blank line, text (only with title_in_text)");
const CONTEXT_BEFORE: Column = has("context_before", Text, "text right before the span (only with context)");
const CONTEXT_AFTER: Column = has("context_after", Text, "text right after the span (only with context)");

/// The tables there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum TableKind {
    Articles,
    Quotes,
    Marks,
    Mentions,
    People,
    Times,
    Boilerplate,
    Sentences,
    Tokens,
}

impl TableKind {
    /// Every table, in the order of the documentation.
    pub const ALL: [Self; 9] = [
        Self::Articles,
        Self::Quotes,
        Self::Marks,
        Self::Mentions,
        Self::People,
        Self::Times,
        Self::Boilerplate,
        Self::Sentences,
        Self::Tokens,
    ];

    /// The table's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Quotes => "quotes",
            Self::Marks => "marks",
            Self::Mentions => "mentions",
            Self::People => "people",
            Self::Times => "times",
            Self::Boilerplate => "boilerplate",
            Self::Sentences => "sentences",
            Self::Tokens => "tokens",
        }
    }

    /// The table of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// One sentence on what a row is.
    pub fn about(self) -> &'static str {
        match self {
            Self::Articles => "One row per article, those that could not be analysed included",
            Self::Quotes => "One row per quotation or reported statement, sorted by (article, start)",
            Self::Marks => "One row per pair of marks that quotes nobody",
            Self::Mentions => "One row per named mention, number, role or pronoun",
            Self::People => "One row per person and article, in order of first appearance",
            Self::Times => "One row per date, time of day, duration or set of times",
            Self::Boilerplate => "One row per masked stretch: what is not the article's own prose",
            Self::Sentences => "One row per sentence",
            Self::Tokens => "One row per token",
        }
    }

    /// The columns that are always there.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Articles => ARTICLES,
            Self::Quotes => QUOTES,
            Self::Marks => MARKS,
            Self::Mentions => MENTIONS,
            Self::People => PEOPLE,
            Self::Times => TIMES,
            Self::Boilerplate => BOILERPLATE,
            Self::Sentences => SENTENCES,
            Self::Tokens => TOKENS,
        }
    }

    /// Whether its rows are stretches of text, which can have context.
    pub fn has_spans(self) -> bool {
        !matches!(self, Self::Articles | Self::People)
    }

    /// Whether its rows are what the stage that finds quotes finds.
    pub fn is_of_quotes(self) -> bool {
        matches!(self, Self::Quotes | Self::Marks)
    }

    /// The layers that its rows are made of.
    pub fn wanted(self, options: &TableOptions) -> Wanted {
        let (tags, people, quotes, times) = match self {
            Self::Mentions if options.only_phrases => (false, false, false, false),
            Self::Boilerplate | Self::Sentences => (false, false, false, false),
            Self::Times => (true, false, false, true),
            // A quote has the day on which it was said.
            Self::Quotes => (true, true, true, true),
            Self::Articles => (false, false, options.has_quotes, false),
            Self::Marks | Self::Mentions | Self::People => (true, true, options.has_quotes, false),
            Self::Tokens => (options.has_tags, false, options.has_quotes, false),
        };
        Wanted { tags, people, quotes, times }.or(Wanted::default())
    }

    /// The columns that options add.
    pub(super) fn further_columns(self, options: &TableOptions) -> Vec<Column> {
        if self == Self::Articles && options.has_text {
            vec![ARTICLE_TEXT]
        } else if self.has_spans() && options.context > 0 {
            vec![CONTEXT_BEFORE, CONTEXT_AFTER]
        } else {
            Vec::new()
        }
    }
}

/// The table's schema in Arrow, with the version in its metadata.
pub fn arrow_schema(kind: TableKind, fields: Vec<Field>) -> Schema {
    let metadata = HashMap::from([
        ("pullquote.schema".to_owned(), SCHEMA.to_string()),
        ("pullquote.table".to_owned(), kind.name().to_owned()),
    ]);
    Schema::new_with_metadata(fields, metadata)
}
