"""A document as W3C Web Annotations (JSON-LD): one annotation for each quote, mention, time and other stretch.

Model: https://www.w3.org/TR/annotation-model/. Its positions are Unicode code points, as ours are. Each
annotation also holds the row of the exchange format it was made of (``pullquote``, a JSON literal), so
that reading it back loses nothing; the text itself stays where the caller has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote as percent

from pullquote._options import check_names
from pullquote.errors import InvalidInputError, InvalidOptionError
from pullquote.interchange._documents import (
    FACTS,
    AnyDocument,
    new_document,
    new_mention,
    new_quote,
    row_of,
    span_at,
)
from pullquote.interchange.stored import StoredDocument
from pullquote.interchange.views import Row

_CONTEXT: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {"@version": 1.1, "pullquote": {"@id": "urn:pullquote:row", "@type": "@json"}},
]

#: The layers that annotations can hold, with the field that is the tag.
LAYERS = {
    "quotes": "kind",
    "mentions": "label",
    "times": "type",
    "marks": "kind",
    "boilerplate": "kind",
    "sentences": "depth",
    "tokens": "tag",
}

#: Code points before and behind a stretch that a TextQuoteSelector gives.
_AROUND = 32


def to_annotations(
    document: AnyDocument,
    source: str | None = None,
    *,
    layers: tuple[str, ...] = ("quotes", "mentions", "times", "marks", "boilerplate"),
) -> dict[str, Any]:
    """The document as a W3C Web Annotation collection: JSON-LD as a dict, for ``json.dump``.

    An ``AnnotationCollection`` with all its annotations in the one page ``first``. Each annotation has:

    - ``target``: the stretch, by a ``TextPositionSelector`` (``start``, ``end``: code points) and a
      ``TextQuoteSelector`` (``exact``, and 32 code points before and behind); of a quote one for each part.
    - ``body``: a ``TextualBody`` to tag it with (kind of quote, label of entity, type of time). A quote has two more
      that name its speaker (``identifying``) and its status (``classifying``), and if the words that name
      the speaker stand in the text, a link to them; a time its TIMEX3 value.
    - ``pullquote``: the row of the exchange format.

    Args:
        document: what ``pq.analyze`` or a pipeline gave, or a ``StoredDocument``.
        source: the IRI of the text, as ``target.source``; None for ``urn:pullquote:article:`` and the id.
        layers: which to write: quotes, mentions, times, marks, boilerplate, sentences, tokens.

    Returns:
        dict: the collection.

    Raises:
        InvalidInputError: no document.
        InvalidOptionError: a layer that there is not.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze('"We will not wait," Mayor Ana Ruiz said.')
        >>> page = pq.to_annotations(doc, "https://example.org/a1", layers=("quotes",))["first"]
        >>> page["items"][0]["target"]["selector"][0]
        {'type': 'TextPositionSelector', 'start': 1, 'end': 18}
        >>> [(body["purpose"], body.get("value")) for body in page["items"][0]["body"]]
        [('tagging', 'direct'), ('classifying', 'said'), ('identifying', 'Ana Ruiz'), ('linking', None)]
    """
    row = row_of(document)
    if source is not None and not isinstance(source, str):
        message = f"source is a {type(source).__name__}; expected a str, or None"
        raise InvalidOptionError(message)
    for layer in check_names("layers", layers):
        if layer not in LAYERS:
            message = f"layers has {layer!r}; expected some of: {', '.join(LAYERS)}"
            raise InvalidOptionError(message)
    base = f"urn:pullquote:article:{percent(row['id'] or '', safe='')}"
    items = [
        _annotation(row, layer, number, base, source or base)
        for layer in layers
        for number in range(len(row[layer]))
    ]
    page = {
        "id": f"{base}#page",
        "type": "AnnotationPage",
        "partOf": f"{base}#annotations",
        "startIndex": 0,
        "items": items,
    }
    return {
        "@context": _CONTEXT,
        "id": f"{base}#annotations",
        "type": "AnnotationCollection",
        "label": row["title"] or row["id"] or "pullquote",
        "total": len(items),
        "first": page,
        "last": f"{base}#page",
        "pullquote": {**{name: row[name] for name in FACTS}, "people": row["people"]},
    }


def _target(text: str, source: str, span: Row) -> dict[str, Any]:
    start, end = span["start"], span["end"]
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - _AROUND) : start],
                "suffix": text[end : end + _AROUND],
            },
        ],
    }


def _textual(purpose: str, value: object) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": str(value), "format": "text/plain"}


def _annotation(row: Row, layer: str, number: int, base: str, source: str) -> dict[str, Any]:
    one, text = row[layer][number], row["text"]
    bodies = [_textual("tagging", one[LAYERS[layer]])] if one[LAYERS[layer]] is not None else []
    targets = [_target(text, source, part) for part in one.get("parts", [one])]
    if layer == "quotes":
        speaker = one["speaker"]
        bodies.append(_textual("classifying", one["status"]))
        if speaker and speaker["name"]:
            bodies.append(_textual("identifying", speaker["name"]))
        if speaker and speaker["mention"]:
            bodies.append({**_target(text, source, speaker["mention"]), "purpose": "linking"})
    elif layer == "times" and one["value"]:
        bodies.append(_textual("identifying", one["value"]))
    elif layer == "mentions" and one["entity_id"]:
        bodies.append(_textual("identifying", one["entity_id"]))
    return {
        "id": f"{base}#{layer}/{number}",
        "type": "Annotation",
        "motivation": "tagging",
        **({"body": bodies[0] if len(bodies) == 1 else bodies} if bodies else {}),
        "target": targets[0] if len(targets) == 1 else targets,
        "pullquote": one,
    }


def from_annotations(annotations: Mapping[str, Any] | list[Any], text: str) -> StoredDocument:
    """A document out of W3C Web Annotations and the text they are of.

    Annotations that ``to_annotations`` wrote come back as they were, with the people; layers that were not
    written are empty. Of others, the first tag decides: a kind of quote (direct, mixed, indirect,
    fragment) makes a quote, with the name of an ``identifying`` body as its speaker; any other tag a
    mention with that label; those without a tag are left out.

    Args:
        annotations: a collection, a page, one annotation, or a list of them; already parsed JSON.
        text: what the positions are of, unchanged.

    Returns:
        StoredDocument, with the attributes of ``pq.Document``.

    Raises:
        InvalidInputError: the text does not have the words of an annotation at its place; one that has no
            ``TextPositionSelector``; the message names the annotation.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze('"We will not wait," Mayor Ana Ruiz said.')
        >>> again = pq.from_annotations(pq.to_annotations(doc), doc.text)
        >>> again.quotes[0].speaker.person.role
        'mayor'
    """
    if not isinstance(text, str):
        message = f"text is a {type(text).__name__}; expected a str"
        raise InvalidInputError(message)
    whole = annotations.get("pullquote") if isinstance(annotations, Mapping) else None
    found: dict[str, list[Row]] = {layer: [] for layer in LAYERS}
    for number, item in enumerate(_items(annotations)):
        if not isinstance(item, Mapping):
            message = f"annotation {number} is a {type(item).__name__}; expected an object"
            raise InvalidInputError(message)
        name = str(item.get("id", f"annotation {number}"))
        spans = [_stretch(target, text, name) for target in _many(item.get("target"))]
        own = item.get("pullquote")
        layer = name.rpartition("#")[2].partition("/")[0]
        if isinstance(own, dict) and layer in LAYERS:
            _check_places(own, spans, name)
            found[layer].append(own)
        else:
            _add_foreign(found, item, spans, text)
    facts: Row = dict(whole) if isinstance(whole, Mapping) else {}
    people = facts.pop("people", [])
    known = {id for one in people if isinstance(one, dict) and (id := one.get("id"))}
    quotes = {quote.get("id") for quote in found["quotes"]}
    for quote in found["quotes"]:
        # An annotation may come without the others of its article.
        speaker = quote.get("speaker")
        if speaker and speaker.get("person_id") not in known:
            quote["speaker"] = {**speaker, "person_id": None}
        if quote.get("parent_id") not in quotes:
            quote["parent_id"] = None
    return StoredDocument(new_document(text, **facts, people=people, **found))


def _many(value: Any) -> list[Any]:
    """JSON-LD writes a list of one as the one."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _items(annotations: Any) -> list[Any]:
    if isinstance(annotations, Mapping):
        kinds = _many(annotations.get("type"))
        if "AnnotationCollection" in kinds:
            page = annotations.get("first")
            if not isinstance(page, Mapping) or (page.get("next") is not None):
                message = "the collection's first page is not in it, or is not its only one; give the annotations as a list"
                raise InvalidInputError(message)
            return _many(page.get("items"))
        if "AnnotationPage" in kinds:
            return _many(annotations.get("items"))
        return [annotations]
    if isinstance(annotations, list):
        return annotations
    message = f"annotations is a {type(annotations).__name__}; expected a collection, a page, an annotation or a list"
    raise InvalidInputError(message)


def _stretch(target: Any, text: str, name: str) -> Row:
    """The stretch that a target selects, checked against the words it gives."""
    selectors = _many(target.get("selector")) if isinstance(target, Mapping) else []
    by_type = {one.get("type"): one for one in selectors if isinstance(one, Mapping)}
    position, quoted = by_type.get("TextPositionSelector"), by_type.get("TextQuoteSelector")
    start, end = (position.get("start"), position.get("end")) if position else (None, None)
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= len(text):
        message = f"{name}: no TextPositionSelector with a start and an end in the text of {len(text)} code points"
        raise InvalidInputError(message)
    if quoted and quoted.get("exact") != text[start:end]:
        message = f"{name}: the words are {str(quoted.get('exact'))[:60]!r}; text[{start}:{end}] is {text[start:end][:60]!r}"
        raise InvalidInputError(message)
    return span_at(text, start, end)


def _check_places(own: Row, spans: list[Row], name: str) -> None:
    """The row and the selectors must agree: neither is quietly preferred."""
    parts = own.get("parts", [own])
    places = [(part.get("start"), part.get("end")) for part in parts if isinstance(part, dict)]
    if places != [(span["start"], span["end"]) for span in spans]:
        message = f"{name}: pullquote has other offsets than the selectors; take pullquote out to read the selectors"
        raise InvalidInputError(message)


def _add_foreign(
    found: dict[str, list[Row]], item: Mapping[str, Any], spans: list[Row], text: str
) -> None:
    told: dict[str, str] = {}
    for body in _many(item.get("body")):
        if isinstance(body, Mapping) and isinstance(body.get("value"), str):
            told.setdefault(str(body.get("purpose", item.get("motivation"))), body["value"])
    tag = told.get("tagging")
    if tag is None or not spans:
        return
    if tag in ("direct", "mixed", "indirect", "fragment"):
        spans = sorted(spans, key=lambda one: int(one["start"]))
        name = told.get("identifying")
        speaker = name and {"name": name, "kind": "none", "person_id": None, "mention": None}
        ids = {quote.get("id") for quote in found["quotes"]}
        number = len(ids) + 1
        while f"q{number}" in ids:
            number += 1
        quote = new_quote(f"q{number}", spans, kind=tag, speaker=speaker or None)
        quote["text"] = text[quote["start"] : quote["end"]]
        found["quotes"].append(quote)
    else:
        found["mentions"] += [new_mention(span, tag) for span in spans]
