"""To and from W3C Web Annotation: the model's own rules, positions, round trips."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

import pullquote as pq
from conftest import TEXT
from test_interchange import ODD
from test_properties import TEXTS

ALL = ("quotes", "mentions", "times", "marks", "boilerplate", "sentences", "tokens")

#: The MUSTs of https://www.w3.org/TR/annotation-model/ for what we write, as a JSON Schema.
SELECTOR = {
    "anyOf": [
        {
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0},
            },
            "required": ["type", "start", "end"],
        },
        {
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                "exact": {"type": "string"},
                "prefix": {"type": "string"},
                "suffix": {"type": "string"},
            },
            "required": ["type", "exact"],
        },
    ]
}
TARGET = {
    "type": "object",
    "properties": {
        "source": {"type": "string", "format": "uri"},
        "selector": {"type": "array", "items": SELECTOR},
    },
    "required": ["source", "selector"],
}
ANNOTATION = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uri"},
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["tagging"]},
        "target": {"anyOf": [TARGET, {"type": "array", "minItems": 2, "items": TARGET}]},
    },
    "required": ["id", "type", "target"],
}
COLLECTION = {
    "type": "object",
    "properties": {
        "@context": {"contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        "id": {"type": "string", "format": "uri"},
        "type": {"const": "AnnotationCollection"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "properties": {
                "type": {"const": "AnnotationPage"},
                "startIndex": {"const": 0},
                "items": {"type": "array", "items": ANNOTATION},
            },
            "required": ["id", "type", "partOf", "items"],
        },
    },
    "required": ["@context", "id", "type", "total", "first"],
}


def check_round_trip(document: pq.Document, source: str | None = None) -> dict[str, Any]:
    jsonschema = pytest.importorskip("jsonschema")
    written: dict[str, Any] = json.loads(
        json.dumps(pq.to_annotations(document, source, layers=ALL))
    )
    jsonschema.validate(written, COLLECTION, cls=jsonschema.Draft202012Validator)
    items = written["first"]["items"]
    assert written["total"] == len(items) == len({item["id"] for item in items})
    for item in items:
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        for target in targets:
            position, quoted = target["selector"]
            words = document.text[position["start"] : position["end"]]
            assert words == quoted["exact"]
            around = quoted["prefix"] + quoted["exact"] + quoted["suffix"]
            assert document.text.find(around) >= 0
    assert pq.from_annotations(written, document.text).to_dict() == document.to_dict()
    return written


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_any_text_comes_back(text: str) -> None:
    check_round_trip(pq.analyze(text, id="x/ö ü", date="2018-04-17"))


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_come_back(text: str) -> None:
    check_round_trip(pq.analyze(text), "https://example.org/a?b#c")


def test_examples_and_failures_come_back(documents: list[pq.Document]) -> None:
    bad = pq.Pipeline().pipe([None, {"text": ""}, {"text": "x", "id": 1}, {"text": "y", "id": 1}])
    for document in [*documents, *bad]:
        written = check_round_trip(document)
        # The page, or its annotations alone, lack only what the collection tells of the article.
        for part in (written["first"], written["first"]["items"]):
            read = pq.from_annotations(part, document.text)
            assert [quote.said for quote in read.quotes] == [
                quote.said for quote in document.quotes
            ]
            assert read.people == ()
    one = written["first"]["items"][:1]
    assert len(pq.from_annotations(one[0], document.text).to_dict()["tokens"]) <= 1 if one else True


def test_positions_are_code_points() -> None:
    document = pq.analyze("🎉 cafe\u0301. “Fine,” said Ana Ruiz.")
    (item,) = pq.to_annotations(document, "https://example.org/a", layers=("quotes",))["first"][
        "items"
    ]
    # By the model, "character number", not UTF-16 units, nor bytes.
    assert item["target"]["selector"][0] == {
        "type": "TextPositionSelector",
        "start": document.text.index("Fine"),
        "end": document.text.index("Fine") + 5,
    }
    assert item["target"]["source"] == "https://example.org/a"
    assert item["body"][:3] == [
        {"type": "TextualBody", "purpose": "tagging", "value": "direct", "format": "text/plain"},
        {"type": "TextualBody", "purpose": "classifying", "value": "said", "format": "text/plain"},
        {
            "type": "TextualBody",
            "purpose": "identifying",
            "value": "Ana Ruiz",
            "format": "text/plain",
        },
    ]
    assert item["body"][3]["purpose"] == "linking"
    assert item["body"][3]["selector"][1]["exact"] == "Ana Ruiz"


def test_a_split_quotation_has_a_target_for_each_part() -> None:
    item = pq.to_annotations(pq.analyze(TEXT))["first"]["items"][0]
    assert [target["selector"][1]["exact"] for target in item["target"]] == [
        *("We are ready,", "We will not wait — 100 € is enough."),
    ]


def test_annotations_by_others_are_read() -> None:
    text = "“Fine,” said Ana Ruiz."

    def annotation(start: int, end: int, *bodies: Any) -> dict[str, Any]:
        selector = {"type": "TextPositionSelector", "start": start, "end": end}
        return {
            "type": "Annotation",
            "body": list(bodies),
            "target": {"source": "x", "selector": selector},
        }

    tag = {"type": "TextualBody", "purpose": "tagging", "value": "direct"}
    who = {"type": "TextualBody", "purpose": "identifying", "value": "Ana Ruiz"}
    name = {"type": "TextualBody", "value": "PERSON"}
    items = [
        annotation(1, 6, tag, who),
        annotation(13, 21, name) | {"motivation": "tagging"},
        annotation(0, 2),
    ]
    read = pq.from_annotations(items, text)
    assert [(q.id, q.kind, q.said, q.speaker and q.speaker.name) for q in read.quotes] == [
        ("q1", "direct", "Fine,", "Ana Ruiz")
    ]
    assert [(m.text, m.label) for m in read.mentions] == [("Ana Ruiz", "PERSON")]
    assert pq.from_annotations(items[0], text).quotes == read.quotes or read.mentions


def test_what_does_not_fit_is_named() -> None:
    document = pq.analyze(TEXT, id="a")
    written = pq.to_annotations(document)
    with pytest.raises(
        pq.InvalidInputError, match=r"urn:pullquote:article:a#quotes/0: the words are 'We are"
    ):
        pq.from_annotations(written, " " + TEXT)
    with pytest.raises(
        pq.InvalidInputError,
        match="no TextPositionSelector with a start and an end in the text of 3",
    ):
        pq.from_annotations(written, "abc")
    moved = json.loads(json.dumps(written))
    moved["first"]["items"][0]["pullquote"]["parts"].pop()
    with pytest.raises(
        pq.InvalidInputError, match="#quotes/0: pullquote has other offsets than the selectors"
    ):
        pq.from_annotations(moved, TEXT)
    with pytest.raises(pq.InvalidInputError, match="annotations is a str"):
        pq.from_annotations("x", TEXT)  # type: ignore[arg-type]
    with pytest.raises(pq.InvalidInputError, match="annotation 0 is a int"):
        pq.from_annotations([1], TEXT)
    with pytest.raises(pq.InvalidInputError, match="text is a NoneType"):
        pq.from_annotations(written, None)  # type: ignore[arg-type]
    with pytest.raises(pq.InvalidInputError, match="first page is not in it"):
        pq.from_annotations(
            {"type": "AnnotationCollection", "first": "https://example.org/p1"}, TEXT
        )
    with pytest.raises(pq.InvalidOptionError, match="layers has 'quote'; expected some of: quotes"):
        pq.to_annotations(document, layers=("quote",))
