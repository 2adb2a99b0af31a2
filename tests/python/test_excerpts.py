"""Narration and quoted words alone: the same texts as the document's, and true ways back into the article."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pullquote as pq

PIECES = [
    *(
        '"',
        "“",
        "”",
        "''",
        "``",
        "'",
        '""',
        " ",
        "\n\n",
        "\t",
        "\r\n",
        "\xa0",
        "\x1c",
        "\0",
        "\u202e",
        "é🎉",
    ),
    *("said Ana Ruiz", "We wait,", ".", "- ", "© 2018 The Brief. All rights reserved."),
]


def check(excerpt: pq.Excerpt, document: pq.Document) -> None:
    """Every piece is true, in order, and all that is between is white space."""
    text, source = excerpt.text, document.text
    at, source_at = 0, 0
    for start, source_start, length in excerpt.pieces:
        assert length > 0
        assert start >= at
        assert source_start >= source_at
        assert text[start : start + length] == source[source_start : source_start + length]
        assert not text[at:start].strip()
        at, source_at = start + length, source_start + length
    assert not text[at:].strip()


def check_document(document: pq.Document) -> None:
    own, others = pq.narration(document), pq.quoted(document)
    assert own.text == document.narration()
    assert others.text == document.quoted()
    check(own, document)
    check(others, document)
    inside = {at for piece in others.pieces for at in range(piece.source_start, sum(piece[1:]))}
    for piece in own.pieces:
        assert not inside & set(range(piece.source_start, sum(piece[1:])))


def test_every_piece_is_true(documents: list[pq.Document]) -> None:
    assert len(documents) > 10
    for document in documents:
        check_document(document)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=30,
    ).map("".join)
)
def test_any_text_has_true_pieces(text: str) -> None:
    check_document(pq.analyze(text))


def test_white_space_that_was_evened_has_no_source() -> None:
    document = pq.analyze('It  is\n\n\nold.\t"We will not wait here," Ana Ruiz said.')
    own = pq.narration(document)
    assert own.text == "It is\nold. Ana Ruiz said."
    check(own, document)
    start = own.text.index("old")
    assert own.to_source(start, start + 3) == [(9, 12)]
    # Across what was left out: two spans.
    first, second = own.to_source(start, len(own.text))
    assert document.text[slice(*first)].strip() == "old."
    assert document.text[slice(*second)] == "Ana Ruiz said."
    assert own.to_source(3, 3) == []
    with pytest.raises(pq.InvalidInputError, match="span 3 to 99; expected one within 0 to 25"):
        own.to_source(3, 99)


def test_any_table(articles: list[dict[str, Any]]) -> None:
    for function in (pq.narration, pq.quoted):
        rows = function(articles)
        assert [row["article_id"] for row in rows] == [row["id"] for row in articles]
        assert list(rows[0]) == ["article_id", "text", "pieces"]
        frame = function(pd.DataFrame(articles))
        assert frame.to_dict("records") == rows
        assert function(pl.DataFrame(articles)).to_dicts() == rows
        table = function(pa.Table.from_pylist(articles))
        assert isinstance(table, pa.Table)
        assert table.to_pylist() == rows
        source = {row["id"]: row["text"] for row in articles}
        for row in rows:
            for piece in row["pieces"]:
                start, at, length = piece.values()
                text = source[row["article_id"]]
                assert row["text"][start : start + length] == text[at : at + length]


def test_what_cannot_be_read() -> None:
    rows = pq.narration(["Fine.", None, {"text": 7}])
    assert [row["text"] for row in rows] == ["Fine.", None, None]
    assert [row["article_id"] for row in rows] == [0, 1, 2]
    assert pq.narration([]) == []
    frame = pd.DataFrame({"body": ["Fine.", None], "title": ["A", None], "id": [4, 5]})
    assert pq.quoted(frame, text="body")["article_id"].tolist() == [4, 5]
    with pytest.raises(pq.InvalidInputError, match="no column 'text'; columns there are: 'body'"):
        pq.narration(frame)
    with pytest.raises(pq.InvalidInputError, match="no column 'key'"):
        pq.narration(frame, text="body", id="key")
    with pytest.raises(pq.InvalidInputError, match="duplicate ids"):
        pq.narration([{"id": 1, "text": "a"}, {"id": 1, "text": "b"}])
    with pytest.raises(pq.InvalidOptionError, match="quotes=False"):
        pq.narration(pq.analyze("Fine.", quotes=False))
    failed = next(pq.Pipeline().pipe([None]))
    assert pq.narration(failed).text == ""
