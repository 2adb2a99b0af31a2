"""The text around quotes, and who speaks about whom."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pullquote as pq

TEXT = (
    'Ana Ruiz met Tom Lee. "I like Tom Lee, and he knows it," Ana Ruiz said on Monday. He had gone.'
)
TABLES = ["quotes", "mentions", "people"]


def test_context_is_what_quotes_gives_with_context(articles: list[dict[str, Any]]) -> None:
    for kind in (list, pd.DataFrame, pl.DataFrame, pa.Table.from_pylist):
        given = kind(articles)
        found = pq.context(pq.quotes(given), given, chars=40)
        assert type(found) is type(pq.quotes(given))
        rows = found if isinstance(found, list) else pl.DataFrame(found).to_dicts()
        expected = pq.quotes(articles, context=40)
        for name in ("quote_id", "context_before", "context_after"):
            assert [row[name] for row in rows] == [row[name] for row in expected]


def test_context_of_words(articles: list[dict[str, Any]]) -> None:
    texts = {row["id"]: row["text"] for row in articles}
    for row in pq.context(pq.quotes(articles), articles, words=6):
        before, after = row["context_before"], row["context_after"]
        text = texts[row["article_id"]]
        assert text[row["start"] - len(before) : row["start"]] == before
        assert text[row["end"] : row["end"] + len(after)] == after
        n_words = [sum(any(map(str.isalnum, w)) for w in side.split()) for side in (before, after)]
        assert max(n_words) <= 6
        assert n_words[0] == 6 or row["start"] == len(before)
        assert n_words[1] == 6 or row["end"] + len(after) == len(text)
    rows = [{"article_id": "a", "start": 0, "end": 22}]
    assert pq.context(rows, [{"id": "a", "text": TEXT}], words=0)[0]["context_after"] == ""
    # One endless word does not make the rest be read.
    far = pq.context(rows, [{"id": "a", "text": TEXT[:22] + "x" * 100_000}], words=2)
    assert len(far[0]["context_after"]) < 300


def test_context_of_what_is_not_there() -> None:
    quotes = [{"article_id": 1, "start": 0, "end": 5}, {"article_id": 2.0, "start": 0, "end": 3}]
    found = pq.context(quotes, [{"article_id": 2, "text": "Fine."}], chars=9)
    assert [row["context_after"] for row in found] == [None, "e."]
    assert pq.context([], [], chars=1) == []
    with pytest.raises(
        pq.InvalidInputError, match="0 to 5 in row 0, but article 1 has 3 characters"
    ):
        pq.context(quotes, [{"id": 1, "text": "abc"}], words=3)
    with pytest.raises(pq.InvalidInputError, match="no column 'text'; columns there are: 'id'"):
        pq.context(quotes, [{"id": 1}], words=3)
    with pytest.raises(pq.InvalidInputError, match="no column 'start'"):
        pq.context([{"article_id": 1}], [], words=3)
    for options in ({}, {"words": 1, "chars": 1}):
        with pytest.raises(pq.InvalidOptionError, match="words= or chars=, one of the two"):
            pq.context(quotes, [], **options)
    with pytest.raises(pq.InvalidOptionError, match="words is -1; expected a number from 0"):
        pq.context(quotes, [], words=-1)


def edges(tables: Any) -> list[dict[str, Any]]:
    found = pq.who_about_whom(tables)
    return found if isinstance(found, list) else pl.DataFrame(found).to_dicts()


def test_who_about_whom() -> None:
    articles = [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}]
    for kind in (list, pd.DataFrame, pl.DataFrame, pa.Table.from_pylist):
        tables = pq.extract(kind(articles), TABLES)
        rows = edges(tables)
        found = [(row["speaker"], row["about"], row["is_self"]) for row in rows]
        assert found == [("Ana Ruiz", "Tom Lee", False), ("Ana Ruiz", "Ana Ruiz", True)]
        other, self = rows
        assert (other["n_quotes"], other["n_articles"], other["articles"]) == (2, 2, ["a", "b"])
        assert other["n_mentions"] == 4  # by name and by "he"
        assert self["n_mentions"] == 2  # "I"
        assert other["speaker_id"] is None
        linked = edges(pq.link_people(tables))
        assert [row["n_quotes"] for row in linked] == [2, 2]
        assert linked[0]["speaker_id"] == linked[1]["about_id"] == linked[1]["speaker_id"]
        assert str(linked[0]["speaker_id"]).startswith("person-")


def test_a_quote_within_a_quote_is_of_its_speaker() -> None:
    def quote(number: int, speaker: str, *parts: tuple[int, int]) -> dict[str, Any]:
        spans = [{"start": start, "end": end, "text": ""} for start, end in parts]
        person = f"a:{speaker}"
        return {
            "article_id": "a",
            "quote_id": f"q{number}",
            "speaker": speaker,
            "person_id": person,
        } | {"parts": spans}

    tables = {
        "quotes": [quote(0, "Tom Lee", (0, 50), (60, 70)), quote(1, "Ana Ruiz", (20, 40))],
        "people": [
            {"article_id": "a", "person_id": f"a:{name}", "name": name}
            for name in ("Tom Lee", "Ana Ruiz", "Jo Tran")
        ],
        "mentions": [
            {"article_id": "a", "entity_id": f"a:{name}", "start": start, "end": start + 5}
            # The last but one goes beyond its quote, the last stands in none.
            for name, start in [
                *(("Ana Ruiz", 2), ("Jo Tran", 30), ("Jo Tran", 62)),
                *(("Jo Tran", 48), ("Ana Ruiz", 90)),
            ]
        ],
    }
    assert {(row["speaker"], row["about"], row["n_mentions"]) for row in edges(tables)} == {
        ("Tom Lee", "Ana Ruiz", 1),
        ("Ana Ruiz", "Jo Tran", 1),
        ("Tom Lee", "Jo Tran", 1),
    }


def test_edges_count_every_mention_of_a_person_within_words(articles: list[dict[str, Any]]) -> None:
    tables = pq.extract(articles, TABLES)
    persons = {row["person_id"] for row in tables["people"]}
    expected = 0
    for mention in tables["mentions"]:
        holding = [
            quote
            for quote in tables["quotes"]
            if quote["article_id"] == mention["article_id"]
            and any(
                p["start"] <= mention["start"] and mention["end"] <= p["end"]
                for p in quote["parts"]
            )
        ]
        expected += bool(holding) and mention["entity_id"] in persons
    assert sum(row["n_mentions"] for row in edges(tables)) == expected > 20


def test_what_has_no_edges() -> None:
    empty = pq.extract([], TABLES)
    assert pq.who_about_whom(empty) == []
    assert len(pq.who_about_whom(pq.extract(pd.DataFrame({"text": []}), TABLES))) == 0
    with pytest.raises(
        pq.InvalidInputError, match="no table 'mentions'; tables there are: 'quotes'"
    ):
        pq.who_about_whom({"quotes": []})
    with pytest.raises(pq.InvalidInputError, match="got a list; expected the dict of tables"):
        pq.who_about_whom([])
