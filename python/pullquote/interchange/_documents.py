"""What all formats share: the documents they take, and what of overlapping layers fits where nothing may overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from pullquote._core import SCHEMA_VERSION, Document
from pullquote.errors import InvalidInputError
from pullquote.interchange.stored import StoredDocument
from pullquote.interchange.views import Row

#: What can be written: an analysed document or one that was read back.
AnyDocument: TypeAlias = Document | StoredDocument

#: The layers, in the order of the exchange format.
LAYERS = ("tokens", "sentences", "mentions", "quotes", "marks", "people", "times", "boilerplate")

#: What the exchange format tells of the article as a whole.
FACTS = ("schema", "id", "title", "date", "outlet", "language", "error", "note")


def row_of(document: AnyDocument) -> Row:
    """The exchange format of a document, of the caller's own.

    Raises:
        InvalidInputError: no document.
    """
    if not isinstance(document, (Document, StoredDocument)):
        message = f"document is a {type(document).__name__}; expected what pq.analyze() gives"
        raise InvalidInputError(message)
    return document.to_dict()


def rows_of(documents: AnyDocument | Iterable[AnyDocument]) -> list[Row]:
    """The same of one document or of many.

    Raises:
        InvalidInputError: neither.
    """
    if isinstance(documents, (Document, StoredDocument)):
        return [documents.to_dict()]
    if isinstance(documents, (str, bytes, Mapping)) or not isinstance(documents, Iterable):
        message = f"documents is a {type(documents).__name__}; expected a document or several"
        raise InvalidInputError(message)
    return [row_of(document) for document in documents]


def without_overlaps(spans: Iterable[Row]) -> list[Row]:
    """Of stretches that overlap, the one that begins first; of those, the longest.

    Examples:
        >>> spans = [{"start": 4, "end": 9}, {"start": 0, "end": 2}, {"start": 0, "end": 5}]
        >>> without_overlaps(spans)
        [{'start': 0, 'end': 5}]
    """
    kept: list[Row] = []
    end = 0
    for span in sorted(spans, key=lambda one: (one["start"], -one["end"])):
        if span["start"] >= end and span["end"] > span["start"]:
            kept.append(span)
            end = span["end"]
    return kept


def flat_entities(row: Row) -> list[Row]:
    """Names, numbers, dates and times as other tools have them: labelled as in OntoNotes, none overlapping.

    Roles and pronouns are none. A duration or a set of times is a DATE, or a TIME where it is in hours
    or less.
    """
    names = [mention for mention in row["mentions"] if mention["kind"] == "name"]
    times = [{**time, "label": _label_of(time), "entity_id": None} for time in row["times"]]
    return without_overlaps([*names, *times])


def _label_of(time: Mapping[str, Any]) -> str:
    value = time["value"] or ""
    return "TIME" if time["type"] == "TIME" or value.startswith("PT") else "DATE"


def new_quote(id: str, parts: list[Row], **known: Any) -> Row:
    """A quote of which only some things are known; the rest is what the exchange format has for unknown."""
    start, end = parts[0]["start"], parts[-1]["end"]
    return {
        "id": id,
        "kind": "direct",
        "status": "said",
        "said": " ".join(part["text"] for part in parts),
        "in_title": False,
        "parent_id": None,
        "parts": parts,
        "quoted": [],
        "cue": None,
        "speaker": None,
        "addressee": None,
        "channel": None,
        "venue": None,
        "reported_by": None,
        "anonymity_reason": None,
        "inserts": [],
        "said_on": None,
        "confidence": 1.0,
        "method": "imported",
        "start": start,
        "end": end,
        **known,
        "reason": None if (known.get("speaker") or {}).get("name") else "no-candidate",
    }


def new_mention(span: Row, label: str, **known: Any) -> Row:
    """A mention of which only the label is known."""
    return {
        **span,
        "label": label,
        "kind": "name",
        "entity_id": None,
        "confidence": 1.0,
        "method": "imported",
        **known,
    }


def span_at(text: str, start: int, end: int) -> Row:
    """A stretch of the exchange format."""
    return {"start": start, "end": end, "text": text[start:end]}


def new_document(text: str, **known: Any) -> Row:
    """A document of which only some things are known."""
    empty: Row = {
        "schema": SCHEMA_VERSION,
        **dict.fromkeys(("id", "title", "date", "outlet", "language")),
        "text": text,
        **dict.fromkeys(("error", "note")),
        **{name: [] for name in LAYERS},
    }
    return empty | known
