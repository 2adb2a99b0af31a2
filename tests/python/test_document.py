"""Documents and views: true offsets, frozen, hashable, picklable; the exchange format."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

import pullquote as pq
from conftest import LAYERS, TEXT, check_offsets


def test_offsets_of_all_examples(documents: list[pq.Document], articles: list[Any]) -> None:
    for document, article in zip(documents, articles, strict=True):
        check_offsets(document, article["text"])


def test_a_split_quotation_is_one_quote_with_two_parts() -> None:
    document = pq.analyze(TEXT, id="hill-1", date="2018-04-17")
    quote = document.quotes[0]
    assert [part.text for part in quote.parts] == [
        "We are ready,",
        "We will not wait — 100 € is enough.",
    ]
    assert quote.speaker is not None
    assert quote.speaker.name == "Ana Ruiz"
    assert quote.id == "hill-1:q1"
    assert document.quotes[0] is document.quotes[0]
    check_offsets(document, TEXT)


def test_views_are_frozen_hashable_and_picklable(documents: list[pq.Document]) -> None:
    seen = set()
    for document in [*documents[:3], pq.analyze(TEXT)]:
        assert pickle.loads(pickle.dumps(document)) == document
        views: list[Any] = [view for layer in LAYERS for view in getattr(document, layer)[:20]]
        for quote in document.quotes:
            views += [*quote.parts, *([quote.cue] if quote.cue else [])]
            views += [quote.speaker] if quote.speaker else []
        for view in views:
            twin = (
                pickle.loads(pickle.dumps(view)) if view.__class__ not in seen else copy.copy(view)
            )
            seen.add(view.__class__)
            assert twin == view
            assert hash(twin) == hash(view)
            assert repr(twin) == repr(view)
            name = "name" if isinstance(view, (pq.Speaker, pq.Person)) else "text"
            with pytest.raises(AttributeError):
                setattr(view, name, "x")
    assert {pq.Token, pq.Quote, pq.Span, pq.Speaker} <= seen


def test_views_of_different_places_or_texts_differ() -> None:
    one, two = pq.analyze(TEXT), pq.analyze(TEXT + " ")
    assert one.tokens[0] != one.tokens[1]
    assert one.tokens[0] != two.tokens[0]
    assert one != two
    assert one == pq.analyze(TEXT)
    assert one != pq.analyze(TEXT, id="a")
    assert len({one, pq.analyze(TEXT)}) == 1


@pytest.mark.parametrize("layer", ["tokens", "quotes", "span", "nonsense"])
def test_a_broken_pickle_is_an_error(layer: str) -> None:
    from pullquote import _core

    with pytest.raises(pq.InvalidInputError):
        _core._restore_view(pq.analyze("é"), layer, 1, 99)


def test_to_dict_is_the_exchange_format() -> None:
    document = pq.analyze(TEXT, id="a", date="2018-04-17", outlet="Ledger").to_dict()
    assert list(document) == [
        *("schema", "id", "title", "date", "outlet", "language", "text", "error", "note"),
        *("tokens", "sentences", "mentions", "quotes", "marks", "people", "times", "boilerplate"),
    ]
    assert document["schema"] == 1
    assert document["date"] == "2018-04-17"
    quote = document["quotes"][0]
    assert set(quote) == {
        *("id", "kind", "status", "text", "said", "start", "end", "in_title", "parent_id", "parts"),
        *("quoted", "cue", "speaker", "addressee", "channel", "venue", "reported_by"),
        *("anonymity_reason", "inserts", "said_on", "confidence", "method", "reason"),
    }
    assert set(quote["cue"]) == {"start", "end", "text", "lemma"}
    assert set(quote["speaker"]) == {"name", "kind", "person_id", "mention"}
    assert (
        json.loads(pq.analyze(TEXT, id="a", date="2018-04-17", outlet="Ledger").to_json())
        == document
    )


def test_objects_say_what_to_dict_says(documents: list[pq.Document]) -> None:
    for document in documents[:4]:
        told = document.to_dict()
        assert [quote.id for quote in document.quotes] == [quote["id"] for quote in told["quotes"]]
        assert [token.is_quoted for token in document.tokens] == [
            t["is_quoted"] for t in told["tokens"]
        ]
        for quote, other in zip(document.quotes, told["quotes"], strict=True):
            assert (quote.confidence, quote.method, quote.reason) == (
                *(other["confidence"], other["method"], other["reason"]),
            )
            assert (quote.speaker.name if quote.speaker else None) == (other["speaker"] or {}).get(
                "name"
            )
            assert (quote.reason is None) == (
                quote.speaker is not None and quote.speaker.name is not None
            )
        for person, other in zip(document.people, told["people"], strict=True):
            assert [m.start for m in person.mentions] == [m["start"] for m in other["mentions"]]
            assert all(mention.person == person for mention in person.mentions)


def test_narration_and_quoted_words() -> None:
    document = pq.analyze(
        '"We will not wait," Mayor Ana Ruiz said.\n\n© 2018 Ledger. All rights reserved.'
    )
    assert document.quoted() == "We will not wait,"
    assert document.narration() == "Mayor Ana Ruiz said."


@pytest.mark.parametrize(
    "date",
    [
        "2018-04-17",
        "2018-04-17T22:15:00Z",
        dt.date(2018, 4, 17),
        dt.datetime(2018, 4, 17, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
        pd.Timestamp("2018-04-17 10:00"),
        np.datetime64("2018-04-17"),
        np.datetime64("2018-04-17T10:00:00", "ns"),
    ],
)
def test_dates_of_every_kind(date: object) -> None:
    assert pq.analyze("Fine.", date=date).date == dt.date(2018, 4, 17)


@pytest.mark.parametrize("date", [None, "", float("nan"), pd.NaT, pd.NA, np.datetime64("NaT")])
def test_no_date_is_no_doubt(date: object) -> None:
    document = pq.analyze("Fine.", date=date)
    assert (document.date, document.note) == (None, None)


@pytest.mark.parametrize("date", ["last Tuesday", 17.5, "2018-13-45"])
def test_an_unreadable_date_is_noted(date: object) -> None:
    document = pq.analyze('"Fine," said Ana Ruiz.', date=date)
    assert document.date is None
    assert document.note is not None
    assert "unreadable date" in document.note
    assert document.quotes


@pytest.mark.parametrize("text", [None, 7, b"bytes", ["a"]])
def test_analyze_wants_a_str(text: Any) -> None:
    with pytest.raises(pq.InvalidInputError, match="expected a str"):
        pq.analyze(text)


def test_lone_surrogates_keep_the_offsets() -> None:
    text = '\ud83d "We are ready," said \udc00 Ana Ruiz.'
    document = pq.analyze(text)
    assert document.text == text.replace("\ud83d", "\ufffd").replace("\udc00", "\ufffd")
    assert document.note == "2 lone surrogates read as U+FFFD"
    quote = document.quotes[0].parts[0]
    assert text[quote.start : quote.end] == "We are ready,"
    assert pickle.loads(pickle.dumps(document)) == document


def test_title_in_text() -> None:
    document = pq.analyze("Nothing was said.", title="A title", title_in_text=True)
    assert document.text == "A title\n\nNothing was said."
    assert document.title == "A title"
    assert pickle.loads(pickle.dumps(document)).text == document.text


def test_pipe_takes_texts_and_mappings_and_never_fails() -> None:
    nlp = pq.Pipeline(threads=2)
    items: list[Any] = [
        "One.",
        {"text": "Two.", "id": 7},
        None,
        3,
        {"text": "Again.", "id": "7"},
        {},
    ]
    documents = list(nlp.pipe(items))
    assert [document.error for document in documents] == [
        *(None, None, "no text", "text is not a str but int"),
        *("duplicate id '7', first in row 1", "no text"),
    ]
    assert documents[1].id == "7"
    for document in documents:
        document.check()
        assert pickle.loads(pickle.dumps(document)) == document


def test_pipe_is_lazy_and_long_enough() -> None:
    taken = 0

    def texts() -> Any:
        nonlocal taken
        for number in range(5000):
            taken += 1
            yield f"Text {number}."

    stream = pq.Pipeline(threads=2).pipe(texts())
    assert next(stream).text == "Text 0."
    assert taken < 100
    assert sum(1 for _ in stream) == 4999


def test_not_english_and_empty() -> None:
    assert pq.analyze("").error is None
    assert pq.analyze("").quotes == ()
    assert pq.analyze(" \n ").sentences == ()


def test_candidates_are_speakers_with_confidence_and_travel() -> None:
    text = "Ana Ruiz met Omar Haddad. She said the bridge was safe. Critics said it was not."
    document = pq.analyze(text)
    hers, theirs = document.quotes
    names = [speaker.name for speaker, _ in hers.candidates]
    assert names[0] == "Ana Ruiz"
    assert hers.candidates[0][1] == hers.confidence
    assert [speaker.name for speaker, _ in theirs.candidates] == ["Critics"]
    again = pickle.loads(pickle.dumps(hers.candidates))
    assert again == hers.candidates
    assert "candidates" not in document.to_dict()["quotes"][0]
