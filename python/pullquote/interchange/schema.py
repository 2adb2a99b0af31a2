"""The exchange format of one document as a JSON Schema (draft 2020-12), and a check of values against it.

``docs/schema/document.schema.json`` is what ``python -m pullquote.interchange`` prints; a test
holds it to that, and another holds ``Document.to_dict()`` to the schema. The check reads the few
keywords that the schema uses, so that reading a document needs no package.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pullquote._core import SCHEMA_VERSION

Schema = dict[str, Any]

STATUSES = (
    *("said", "wrote", "tweeted", "asked", "denied"),
    *("thought", "hypothetical", "negated", "declined"),
)
KINDS = ("direct", "mixed", "indirect", "fragment")
SPEAKER_KINDS = (
    *("name", "role", "pronoun", "group", "organization", "anonymous", "document", "none"),
)
REASONS = ("no-cue", "no-candidate", "ambiguous", "low-confidence")
MARK_KINDS = ("scare", "title", "nickname", "slogan", "term", "measure", "unpaired")
REGION_KINDS = (
    *("metadata_prefix", "hovercard", "byline", "dateline", "caption", "update_note"),
    *("read_more", "newsletter", "copyright", "ad", "social"),
)
TIME_TYPES = ("DATE", "TIME", "DURATION", "SET")

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_FLAG: Schema = {"type": "boolean"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_DAY_OR_NULL: Schema = {
    "type": ["string", "null"],
    "format": "date",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}


def _object(about: str, fields: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "description": about,
        "properties": dict(fields),
        "required": list(fields),
    }


def _span(about: str, **fields: Schema) -> Schema:
    """A stretch of the text, with what is known of it."""
    place: Schema = {"type": "integer", "minimum": 0}
    return _object(about, {"start": place, "end": place, "text": _TEXT, **fields})


def _one_of(values: tuple[str, ...], *, or_null: bool = False) -> Schema:
    if or_null:
        return {"type": ["string", "null"], "enum": [*values, None]}
    return {"type": "string", "enum": list(values)}


def _list(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _or_null(name: str) -> Schema:
    return {"anyOf": [{"$ref": f"#/$defs/{name}"}, {"type": "null"}]}


def document_schema() -> Schema:
    """The JSON Schema of ``Document.to_dict()``, a new dict each time.

    Fields that a later version adds are allowed, fields that are missing are not.

    Examples:
        >>> document_schema()["$id"]
        'urn:pullquote:schema:document:1'
    """
    definitions = {
        "span": _span("text[start:end], in Unicode code points"),
        "token": _span(
            "a word or sign of title and body, not of boilerplate",
            tag={**_TEXT_OR_NULL, "description": "Penn Treebank"},
            pos={**_TEXT_OR_NULL, "description": "Universal Dependencies"},
            lemma=_TEXT_OR_NULL,
            is_quoted={"type": ["boolean", "null"]},
        ),
        "sentence": _span(
            "a sentence: depth 0, or 1 inside a quotation", depth={"type": "integer", "minimum": 0}
        ),
        "mention": _span(
            "a name, number, role or pronoun; labels as in OntoNotes",
            label=_TEXT,
            kind=_one_of(("name", "role", "pronoun")),
            entity_id=_TEXT_OR_NULL,
            confidence=_SHARE,
            method=_TEXT,
        ),
        "cue": _span("the words of saying", lemma=_TEXT),
        "speaker": _object(
            "who said it: the fullest name known, and the words that name the speaker here",
            {
                "name": _TEXT_OR_NULL,
                "kind": _one_of(SPEAKER_KINDS),
                "person_id": _TEXT_OR_NULL,
                "mention": _or_null("span"),
            },
        ),
        "quote": _span(
            "a quotation or reported statement, from its first part to its last",
            id=_TEXT,
            kind=_one_of(KINDS),
            status=_one_of(STATUSES),
            said=_TEXT,
            in_title=_FLAG,
            parent_id=_TEXT_OR_NULL,
            parts={**_list("span"), "minItems": 1},
            quoted=_list("span"),
            cue=_or_null("cue"),
            speaker=_or_null("speaker"),
            addressee=_TEXT_OR_NULL,
            channel=_TEXT_OR_NULL,
            venue=_TEXT_OR_NULL,
            reported_by=_TEXT_OR_NULL,
            anonymity_reason=_TEXT_OR_NULL,
            inserts=_list("span"),
            said_on=_DAY_OR_NULL,
            confidence=_SHARE,
            method=_TEXT,
            reason=_one_of(REASONS, or_null=True),
        ),
        "mark": _span("quotation marks that quote nobody", kind=_one_of(MARK_KINDS), method=_TEXT),
        "person_mention": _span(
            "where the person is mentioned", kind=_one_of(("name", "role", "pronoun"))
        ),
        "person": _object(
            "a person of the article",
            {
                "id": _TEXT,
                "name": _TEXT,
                "aliases": {"type": "array", "items": _TEXT},
                "role": _TEXT_OR_NULL,
                "role_method": _TEXT_OR_NULL,
                "affiliation": _TEXT_OR_NULL,
                "age": {"type": ["integer", "null"], "minimum": 0},
                "nationality": _TEXT_OR_NULL,
                "pronouns": _TEXT_OR_NULL,
                "pronouns_method": _TEXT_OR_NULL,
                "method": _TEXT,
                "mentions": _list("person_mention"),
            },
        ),
        "time": _span(
            "a date, time of day, duration or set of times",
            type=_one_of(TIME_TYPES),
            value={**_TEXT_OR_NULL, "description": "TIMEX3"},
            first_day=_DAY_OR_NULL,
            last_day=_DAY_OR_NULL,
            method=_TEXT,
        ),
        "region": _span("masked: not the article's own prose", kind=_one_of(REGION_KINDS)),
    }
    article = _object(
        "One news article as pullquote reads it. Offsets are Unicode code points into `text`, half-open. "
        "A layer without rows is [], a value not known null.",
        {
            "schema": {"type": "integer", "const": SCHEMA_VERSION},
            "id": _TEXT_OR_NULL,
            "title": _TEXT_OR_NULL,
            "date": _DAY_OR_NULL,
            "outlet": _TEXT_OR_NULL,
            "language": _TEXT_OR_NULL,
            "text": _TEXT,
            "error": {**_TEXT_OR_NULL, "description": "why it was not analysed"},
            "note": {**_TEXT_OR_NULL, "description": "analysed, with a doubt"},
            "tokens": _list("token"),
            "sentences": _list("sentence"),
            "mentions": _list("mention"),
            "quotes": _list("quote"),
            "marks": _list("mark"),
            "people": _list("person"),
            "times": _list("time"),
            "boilerplate": _list("region"),
        },
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:pullquote:schema:document:{SCHEMA_VERSION}",
        "title": "pullquote document",
        **article,
        "$defs": definitions,
    }


_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def _is_a(value: object, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and (not isinstance(value, bool) or name == "boolean")


def find_faults(
    value: Any, schema: Schema, definitions: Mapping[str, Schema], where: str = ""
) -> Iterator[str]:
    """What is wrong with a value, in order: `quotes[3].kind is "loud"; expected one of: …`."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in schema:
        # Ours are all "this or null".
        if value is not None:
            yield from find_faults(value, schema["anyOf"][0], definitions, where)
        return
    place = where or "the document"
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not any(_is_a(value, kind) for kind in kinds):
        yield f"{place} is {_shown(value)}; expected {' or '.join(kinds)}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{place} is {_shown(value)}; this version reads {schema['const']}"
    if "enum" in schema and value not in schema["enum"]:
        names = ", ".join(str(one) for one in schema["enum"] if one is not None)
        yield f"{place} is {_shown(value)}; expected one of: {names}"
    if isinstance(value, str) and "pattern" in schema and not _is_day(value):
        yield f"{place} is {_shown(value)}; expected a day as YYYY-MM-DD"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        least, most = schema.get("minimum", value), schema.get("maximum", value)
        if not least <= value <= most:
            limits = f"{least} to {most}" if "maximum" in schema else f"{least} or more"
            yield f"{place} is {value}; expected {limits}"
    if isinstance(value, dict):
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{place} has no {name!r}"
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                yield from find_faults(
                    value[name], inner, definitions, f"{where}.{name}" if where else name
                )
    elif isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{place} is empty"
        for number, one in enumerate(value):
            yield from find_faults(one, schema["items"], definitions, f"{where}[{number}]")


def compiled(schema: Schema, definitions: Mapping[str, Schema]) -> Callable[[Any], bool]:
    """Whether a value has no fault, as a function: quicker than to look for the faults and word them."""
    if "$ref" in schema:
        return compiled(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    if "anyOf" in schema:
        inner = compiled(schema["anyOf"][0], definitions)
        return lambda value: value is None or inner(value)
    if schema["type"] == "object":
        fields = [(name, compiled(one, definitions)) for name, one in schema["properties"].items()]

        def is_object(value: Any) -> bool:
            if type(value) is not dict:
                return False
            for name, is_valid in fields:
                if name not in value or not is_valid(value[name]):
                    return False
            return True

        return is_object
    if schema["type"] == "array":
        item, least = compiled(schema["items"], definitions), schema.get("minItems", 0)
        return lambda value: type(value) is list and len(value) >= least and all(map(item, value))
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    types = frozenset(one for kind in kinds for one in _TYPES[kind])
    if not {"enum", "const", "pattern", "minimum"} & schema.keys():
        return lambda value: type(value) in types
    # Few values are worth more than their type: the same test as that which words the fault.
    return lambda value: (
        type(value) in types and next(find_faults(value, schema, definitions), None) is None
    )


def _is_day(value: str) -> bool:
    try:
        return dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _shown(value: object) -> str:
    """A value in a message: JSON, cut short."""
    if isinstance(value, (str, int, float, bool, type(None))):
        words = json.dumps(value, ensure_ascii=False)
        return words if len(words) <= 60 else f"{words[:57]}…"
    return f"a {type(value).__name__}"
