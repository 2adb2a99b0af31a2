"""Promises that hold for any text: true offsets, no failure, pickles, the same result alone and in a batch."""

from __future__ import annotations

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

import pullquote as pq
from conftest import check_offsets

PIECES = [
    *('"', "“", "”", "'", "‘", "’", "«", "»", "``", "''", "&quot;", "â€œ", "(", ")", "[", "]"),
    *(
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u00a0",
        "\u200b",
        "\u00ad",
        "…",
        "—",
        "--",
        ".",
        ",",
        ":",
        "?",
    ),
    *(
        "said",
        "told",
        "according to",
        "that",
        "Mr. Trump",
        "Ana Ruiz",
        "the president",
        "she",
        "it",
    ),
    *(
        "WASHINGTON (Reuters) - ",
        "By Ana Ruiz",
        "©",
        "6'2\"",
        "the '90s",
        "U.S.",
        "é",
        "🎉",
        "한",
        "e\u0301",
    ),
    *(
        "TrumpDonald John Trump",
        "…MORE",
        "Read more:",
        " date 2018-04-21 ",
        "<p>",
        "@ana",
        "http://a.b/c",
    ),
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.text(max_size=200),
)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_is_safe_and_its_spans_are_true(text: str) -> None:
    document = pq.analyze(text, id="x", date="2018-04-17")
    assert document.error is None
    readable = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    check_offsets(document, readable)
    assert isinstance(document._repr_html_(), str)
    document.narration()
    document.quoted()


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_documents_and_views_survive_pickling(text: str) -> None:
    document = pq.analyze(text)
    again = pickle.loads(pickle.dumps(document))
    assert again == document
    assert again.to_json() == document.to_json()
    assert pickle.loads(pickle.dumps(document.quotes)) == document.quotes


@settings(max_examples=30, deadline=None)
@given(st.lists(TEXTS, max_size=6))
def test_alone_in_a_batch_and_on_two_threads(texts: list[str]) -> None:
    together = pq.mentions(texts, threads=1)
    assert pq.mentions(texts, threads=2) == together
    alone = [row for text in texts for row in pq.mentions([text])]
    drop = [{**row, "article_id": None} for row in together]
    assert [{**row, "article_id": None} for row in alone] == drop
