"""The exchange format: its published schema, documents read back, and what is refused."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import pullquote as pq
from conftest import LAYERS, ROOT, TEXT, run
from pullquote.interchange import document_schema
from test_properties import TEXTS

jsonschema = pytest.importorskip("jsonschema")

#: What breaks tools that count bytes or UTF-16, split lines their own way, or strip.
ODD = [
    *(
        "",
        " ",
        "\n",
        "\r\n\r\n",
        "\x00",
        "\x1f",
        "a\x1cb said.",
        "\u2028",
        "a\x85b",
        " leading",
        "trailing \n",
        "_",
        "#",
        "\ufeff",
    ),
    "“Cafe\u0301 🎉🏽 is open,”\r\nsaid Ana Ruiz.\r\n\r\n\r\n“Fine.”",
    'Ana\u200bRuiz said: "\u05e9\u05dc\u05d5\u05dd \u202eolleh\u202c"\t said\u00a0she.',
    '"We|will;not=wait, 100% # sure," Ana Ruiz said. "_ \\t &lt;b&gt; <b>"',
    "WASHINGTON, April 17 (Reuters) - “Yes,” said Ruiz.TrumpDonald John Trump MORE\n\n© 2018 Ledger. All rights reserved.",
    "「はい」と彼女は言った。",
]


def closed(schema: Any) -> Any:
    """The schema with no field allowed that it does not name."""
    if isinstance(schema, dict):
        more = {"additionalProperties": False} if "properties" in schema else {}
        return {**{name: closed(inner) for name, inner in schema.items()}, **more}
    return [closed(inner) for inner in schema] if isinstance(schema, list) else schema


def test_the_published_schema_is_that_of_the_code_and_valid() -> None:
    published = json.loads((ROOT / "docs/schema/document.schema.json").read_text(encoding="utf-8"))
    assert published == document_schema()
    jsonschema.Draft202012Validator.check_schema(published)


def test_documents_are_of_the_schema_and_have_no_field_it_lacks(
    documents: list[pq.Document],
) -> None:
    validator = jsonschema.Draft202012Validator(closed(document_schema()))
    bad = list(
        pq.Pipeline().pipe([None, {"text": ""}, {"text": "x", "id": 1}, {"text": "y", "id": 1}])
    )
    plain = pq.Pipeline(quotes=False)(TEXT)
    for document in [*documents, *bad, plain, *map(pq.analyze, ODD)]:
        validator.validate(document.to_dict())
        validator.validate(json.loads(document.to_json()))


def test_the_lines_of_annotate_are_of_the_schema(
    tmp_path: Path, articles: list[dict[str, Any]], capfd: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.jsonl"
    code, _, _ = run(capfd, "annotate", str(ROOT / "examples/articles.jsonl"), "-o", str(target))
    assert code == 0
    lines = target.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(articles)
    validator = jsonschema.Draft202012Validator(closed(document_schema()))
    for line in lines:
        validator.validate(json.loads(line))
        assert json.loads(pq.from_json(line).to_json()) == json.loads(line)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
@example(ODD[-5])
def test_any_document_comes_back_out_of_json(text: str) -> None:
    document = pq.analyze(text, id="x", date="2018-04-17")
    told = document.to_dict()
    jsonschema.validate(told, document_schema())
    assert pq.from_json(document.to_json()).to_dict() == told
    assert pq.from_json(pq.from_dict(told).to_json().encode()).to_dict() == told


def equal(ours: Any, stored: Any) -> None:
    """A view of the core and one of a stored document say the same."""
    if isinstance(ours, tuple):
        assert len(ours) == len(stored)
        for one, other in zip(ours, stored, strict=True):
            equal(one, other)
    elif type(ours).__module__ == "pullquote":
        assert type(ours).__name__ == type(stored).__name__
        fields = [name for name in dir(ours) if not name.startswith("_") and name != "candidates"]
        assert set(fields) <= set(dir(stored))
        for name in fields:
            # Persons have mentions that have persons: each way once.
            if name not in ("mentions", "parent", "person"):
                equal(getattr(ours, name), getattr(stored, name))
    else:
        assert ours == stored


def test_a_stored_document_has_what_a_document_has(documents: list[pq.Document]) -> None:
    for document in [
        *documents,
        pq.analyze(TEXT, id="a", date="2018-04-17", title="T", outlet="O"),
    ]:
        stored = pq.from_dict(document.to_dict())
        for name in ("id", "text", "date", "title", "outlet", "language", "error", "note"):
            assert getattr(stored, name) == getattr(document, name)
        for layer in (*LAYERS, "times"):
            equal(getattr(document, layer), getattr(stored, layer))
        for ours, theirs in zip(document.quotes, stored.quotes, strict=True):
            assert (ours.parent and ours.parent.id) == (theirs.parent and theirs.parent.id)
            person, other = (one.speaker and one.speaker.person for one in (ours, theirs))
            assert (person and person.name) == (other and other.name)
        for person, other in zip(document.people, stored.people, strict=True):
            equal(person.mentions, other.mentions)
            assert all(mention.person == other for mention in other.mentions)
        assert stored.quoted() == document.quoted()
        assert stored._repr_html_() == document._repr_html_()
        assert repr(stored).startswith("StoredDocument(")
        # Layers that overlap make the same of each other's text.
        assert [repr(token) for token in stored.tokens[:5]] == [
            repr(t) for t in document.tokens[:5]
        ]


def test_show_prints_a_stored_document(capsys: pytest.CaptureFixture[str]) -> None:
    document = pq.analyze(TEXT)
    document.show()
    printed = capsys.readouterr().out
    pq.from_dict(document.to_dict()).show()
    assert capsys.readouterr().out == printed


def test_stored_documents_and_views_are_frozen_hashable_and_picklable() -> None:
    stored = pq.from_dict(pq.analyze(TEXT, id="a").to_dict())
    assert pickle.loads(pickle.dumps(stored)) == stored
    assert copy.deepcopy(stored) == stored
    assert hash(stored) == hash(pq.from_dict(stored.to_dict()))
    assert stored != pq.from_dict(pq.analyze(TEXT, id="b").to_dict())
    assert stored.quotes[0] != stored.quotes[1]
    with pytest.raises(AttributeError, match="frozen"):
        stored.text = "x"  # type: ignore[misc]
    quote = stored.quotes[0]
    for view in (quote, quote.speaker, quote.cue, quote.parts[0], *stored.people, *stored.times):
        assert pickle.loads(pickle.dumps(view)) == view
        assert hash(copy.copy(view)) == hash(view)
        with pytest.raises(AttributeError, match="frozen"):
            view.text = "x"  # type: ignore[union-attr]
        with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
            view.nonsense  # type: ignore[union-attr]  # noqa: B018
    told = stored.to_dict()
    told["quotes"].clear()
    assert stored.quotes


def broken(path: str, value: Any) -> dict[str, Any]:
    """A document with one field other than it should be; ``...`` takes it out."""
    told = pq.analyze(TEXT, id="a").to_dict()
    inner: Any = told
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return told


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("schema", 2, "schema is 2; this version reads 1"),
        ("text", None, "text is null; expected string"),
        ("quotes", ..., "the document has no 'quotes'"),
        ("date", "17/4/2018", 'date is "17/4/2018"; expected a day as YYYY-MM-DD'),
        ("date", "2018-02-30", 'date is "2018-02-30"; expected a day as YYYY-MM-DD'),
        ("quotes.0.kind", "loud", r'quotes\[0\].kind is "loud"; expected one of: direct, mixed'),
        ("quotes.0.parts", [], r"quotes\[0\].parts is empty"),
        ("quotes.0.confidence", 1.5, r"quotes\[0\].confidence is 1.5; expected 0 to 1"),
        ("quotes.0.confidence", True, r"quotes\[0\].confidence is true; expected number"),
        ("quotes.0.cue", {}, r"quotes\[0\].cue has no 'start'"),
        ("quotes.0.parent_id", "a:q9", r"quotes\[0\].parent_id is 'a:q9'; no quote has that id"),
        ("quotes.0.speaker.person_id", "p", r"quotes\[0\].speaker.person_id is 'p'; no person"),
        ("quotes.1.id", "a:q1", r"quotes\[1\].id is 'a:q1', as an earlier one's"),
        ("quotes.0.parts.1.start", 0, r"quotes\[0\].parts\[1\].text is .*; expected text\[0:"),
        ("tokens.0.start", -1, r"tokens\[0\].start is -1; expected 0 or more"),
        ("tokens.3.end", 10**9, r"tokens\[3\].text is"),
        ("tokens.0", "We", r'tokens\[0\] is "We"; expected object'),
        ("people.0.aliases", "Ruiz", r'people\[0\].aliases is "Ruiz"; expected array'),
    ],
)
def test_what_is_wrong_is_named(path: str, value: Any, message: str) -> None:
    told = broken(path, value)
    with pytest.raises(pq.InvalidInputError, match=message):
        pq.from_dict(told)


@pytest.mark.parametrize("source", ["", "{", "[]", "null", b"\xff", 7, None])
def test_no_json_of_a_document_is_an_error(source: Any) -> None:
    with pytest.raises(pq.InvalidInputError):
        pq.from_json(source)


def test_fields_that_a_later_version_adds_are_kept() -> None:
    told = pq.analyze(TEXT).to_dict()
    told["quotes"][0]["loudness"] = 11
    told["quotes"][0]["tune"] = {"start": "C", "end": None, "text": 4}
    told["page"] = {"start": 1, "end": 2, "text": None}
    assert pq.from_dict(told).to_dict() == told
    assert pq.from_dict(told).quotes[0].loudness == 11


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=4), st.lists),
    st.data(),
)
def test_no_value_in_any_place_is_more_than_an_error(value: Any, data: st.DataObject) -> None:
    told = pq.analyze(TEXT, id="a").to_dict()
    inner: Any = told
    while isinstance(inner, (dict, list)) and inner:
        keys = list(inner) if isinstance(inner, dict) else range(len(inner))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(inner[key], (dict, list)) or data.draw(st.booleans()):
            inner[key] = value
            break
        inner = inner[key]
    try:
        document = pq.from_dict(told)
    except pq.InvalidInputError:
        return
    assert document.to_dict() == told
