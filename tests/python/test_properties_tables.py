"""Promises about tables: order, masked text, the same rows whatever stands beside an article, and other ways to write it."""

from __future__ import annotations

import itertools
import pickle
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pullquote as pq
from conftest import check_offsets
from test_properties import PIECES

TABLES = (
    *("articles", "quotes", "marks", "mentions", "people", "times", "boilerplate"),
    *("sentences", "tokens"),
)
#: What other programs leave in texts: marks of order, of bytes and of direction, joined emoji, half characters.
STRANGE = [
    *("\ufeff", "\u200e", "\u200f", "\u202b", "\u202c", "\u2066", "\u2069", "\u061c", "\u200d"),
    *(
        "👩‍👩‍👧",
        "🏳️‍🌈",
        "\ud83d",
        "\udc00",
        "\r\n",
        "\r",
        "\x85",
        "\u2028",
        "Mu\u0308ller",
        "שלום",
        "\0",
    ),
]
TEXTS = st.lists(st.sampled_from([*PIECES, *STRANGE, " "]), max_size=60).map("".join)
#: Ids as users have them.
BATCHES = st.lists(TEXTS, min_size=1, max_size=5).map(
    lambda texts: [{"id": f"a{at}", "text": text} for at, text in enumerate(texts)]
)


def readable(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)


def of_article(tables: dict[str, Any], id: str) -> dict[str, list[dict[str, Any]]]:
    return {name: [row for row in tables[name] if row["article_id"] == id] for name in tables}


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_strange_signs_move_no_offset(text: str) -> None:
    document = pq.analyze(text)
    assert document.error is None
    check_offsets(document, readable(text))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_masked_text_is_in_no_other_table(text: str) -> None:
    document = pq.analyze(text, title="A pier")
    masked = [(one.start, one.end) for one in document.boilerplate]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(masked))
    spans = [*document.tokens, *document.mentions, *document.marks]
    spans += [part for quote in document.quotes for part in (*quote.parts, *quote.quoted)]
    for span in spans:
        for start, end in masked:
            # One that goes around a stretch has words on both of its sides; none begins or ends in it.
            is_apart = span.end <= start or end <= span.start
            assert is_apart or (span.start < start and end < span.end), (span, start, end)
    for token in document.tokens:
        assert all(token.end <= start or end <= token.start for start, end in masked)


@settings(max_examples=40, deadline=None)
@given(BATCHES, st.integers(2, 5))
def test_no_neighbour_and_no_thread_changes_a_row(
    articles: list[dict[str, Any]], threads: int
) -> None:
    together = pq.extract(articles, TABLES, threads=1, status="all", context=5)
    assert pq.extract(articles, TABLES, threads=threads, status="all", context=5) == together
    nlp = pickle.loads(pickle.dumps(pq.Pipeline(threads=threads)))
    assert nlp.extract(articles, TABLES, status="all", context=5) == together
    # Each by itself; and with one more in front, one less behind, in another order.
    more = [{"id": "new", "text": '"No," Ana Ruiz said on Monday.'}, *reversed(articles[1:])]
    others = pq.extract(more, TABLES, status="all", context=5)
    for article in articles:
        rows = of_article(together, article["id"])
        alone = pq.extract([article], TABLES, status="all", context=5)
        assert of_article(alone, article["id"]) == rows
        if article is not articles[0]:
            assert of_article(others, article["id"]) == rows


@settings(max_examples=60, deadline=None)
@given(BATCHES)
def test_rows_are_in_order_and_flat(articles: list[dict[str, Any]]) -> None:
    order = {article["id"]: at for at, article in enumerate(articles)}
    texts = {article["id"]: readable(article["text"]) for article in articles}
    tables = pq.extract(articles, TABLES, status="all")
    assert [row["article_id"] for row in tables["articles"]] == list(order)
    for name in set(TABLES) - {"articles", "people"}:
        keys = [(order[row["article_id"]], row["start"]) for row in tables[name]]
        assert keys == sorted(keys), name
        for row in tables[name]:
            assert texts[row["article_id"]][row["start"] : row["end"]] == row["text"]
    for name in ("tokens", "mentions", "boilerplate", "times"):
        for one, other in zip(tables[name], tables[name][1:]):
            if one["article_id"] == other["article_id"]:
                assert one["end"] <= other["start"], name


def words_of(document: pq.Document) -> list[tuple[str, str | None, str]]:
    return [
        (" ".join(quote.said.split()), quote.speaker.name if quote.speaker else None, quote.kind)
        for quote in document.quotes
    ]


SAME: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "CRLF": (lambda text: text.replace("\n", "\r\n"), lambda text: text),
    "CR": (lambda text: text.replace("\n", "\r"), lambda text: text),
    "BOM": (lambda text: "\ufeff" + text, lambda text: text),
    "NFD": (
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: unicodedata.normalize("NFC", text),
    ),
    "direction": (lambda text: f"\u202a{text}\u202c", lambda text: text),
    "emoji at the end": (lambda text: text + "\n\n👩‍👩‍👧", lambda text: text),
    "surrogate at the end": (lambda text: text + "\n\n\ud83d", lambda text: text),
}


@pytest.mark.parametrize("name", SAME)
def test_other_ways_to_write_an_article(name: str, articles: list[dict[str, Any]]) -> None:
    write, read = SAME[name]
    for article in articles:
        given = {key: article.get(key) for key in ("date", "title", "outlet")}
        before = words_of(pq.analyze(article["text"], **given))
        document = pq.analyze(write(article["text"]), **given)
        check_offsets(document, readable(write(article["text"])))
        after = [
            (read(said), speaker and read(speaker), kind)
            for said, speaker, kind in words_of(document)
        ]
        assert after == [(read(said), who and read(who), kind) for said, who, kind in before]


def test_what_comes_of_a_text_is_that_text(articles: list[dict[str, Any]]) -> None:
    for article in articles:
        document = pq.analyze(article["text"])
        again = pickle.loads(pickle.dumps(document))
        assert document.text == again.text == document.to_dict()["text"] == article["text"]
        assert again.to_json() == document.to_json()
        assert pq.analyze(document.text).to_json() == document.to_json()
