"""Across articles: stories batch by batch, links in the table of articles, broken files, hostile tables, Ctrl-C."""

from __future__ import annotations

import os
import pickle
import random
import signal
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pullquote as pq
from pullquote import _core
from test_tables import Stream, plain

SYLLABLES = ("ba", "ke", "lo", "mu", "ni", "pra", "sto", "ti", "vel", "zu")
KINDS = [list, pd.DataFrame, pl.DataFrame, pa.Table.from_pylist]


def name(chance: random.Random) -> str:
    """An invented name."""
    return "".join(chance.choice(SYLLABLES) for _ in range(4)).capitalize()


def news(n_days: int, *, seed: int = 1) -> list[dict[str, Any]]:
    """Articles of invented events that go on for some days, in no order."""
    chance = random.Random(seed)
    articles = []
    for event in range(n_days * 2):
        names = [name(chance) for _ in range(12)]
        for day in range(chance.randrange(n_days), n_days)[: 1 + event % 4]:
            for _ in range(chance.randrange(4)):
                told = chance.sample(names, 6)
                text = f"In {told[0]}, {' and '.join(told[1:])} met again. The mayor was not there."
                date = f"2019-05-{day + 1:02}"
                articles.append({"id": f"a{len(articles)}", "date": date, "text": text})
    chance.shuffle(articles)
    return articles


def by_day(articles: list[dict[str, Any]], days_each: int) -> list[list[dict[str, Any]]]:
    """Batches of so many days."""
    batches: dict[int, list[dict[str, Any]]] = {}
    for article in articles:
        batches.setdefault(int(article["date"][-2:]) // days_each, []).append(article)
    return [batches[day] for day in sorted(batches)]


def stories_of(rows: list[dict[str, Any]]) -> dict[str, tuple[str, int]]:
    return {str(row["article_id"]): (row["story_id"], row["n_articles"]) for row in rows}


@pytest.mark.parametrize("days_each", [1, 3, 28])
def test_batches_of_days_give_the_stories_of_all_at_once(days_each: int, tmp_path: Path) -> None:
    articles = news(28)
    expected = stories_of(pq.stories(articles))
    assert max(n for _, n in expected.values()) > 3
    corpus = pq.Corpus()
    seen: dict[str, str] = {}
    for number, batch in enumerate(by_day(articles, days_each)):
        corpus.add_articles(batch)
        now = {id: story for id, (story, _) in stories_of(corpus.stories()).items()}
        assert seen.items() <= now.items(), "an article that is added changes no other"
        seen = now
        # Saved and loaded in between.
        if number % 2:
            corpus.save(tmp_path / "a.corpus")
            corpus = pq.Corpus.load(tmp_path / "a.corpus")
        else:
            corpus = pickle.loads(pickle.dumps(corpus))
    assert stories_of(corpus.stories()) == expected
    assert {str(row["date"]) for row in corpus.stories()} == {row["date"] for row in articles}
    # The same again changes nothing.
    again = corpus.add_articles(articles[:7])
    assert stories_of(again).items() <= expected.items()
    assert stories_of(corpus.stories()) == expected


def test_late_articles_join_what_is_there() -> None:
    articles = news(10)
    corpus = pq.Corpus()
    for batch in reversed(by_day(articles, 2)):
        corpus.add_articles(batch)
    rows = corpus.stories()
    assert {row["article_id"] for row in rows} == {article["id"] for article in articles}
    sizes: dict[str, int] = {}
    for row in rows:
        sizes[row["story_id"]] = sizes.get(row["story_id"], 0) + 1
    assert all(sizes[row["story_id"]] == row["n_articles"] for row in rows)


def test_merged_stories() -> None:
    articles = news(12)
    one, two = pq.Corpus(), pq.Corpus()
    one.add_articles(articles[:60])
    two.add_articles(articles[40:])
    before, other = stories_of(one.stories()), stories_of(two.stories())
    assert one.merge(two) == 0
    after = stories_of(one.stories())
    assert set(after) == {article["id"] for article in articles}
    assert {id: after[id][0] for id in before} == {id: story for id, (story, _) in before.items()}
    # Those of one story in the other are of one story still.
    for story in {story for story, _ in other.values()}:
        new = {after[id][0] for id in other if other[id][0] == story and id not in before}
        assert len(new) <= 1
    assert stories_of(pickle.loads(pickle.dumps(one)).stories()) == after
    assert one.merge(one) == 0
    assert stories_of(one.stories()) == after


def test_a_corpus_knows_articles_by_their_ids() -> None:
    corpus = pq.Corpus()
    for articles, message in (
        ([{"text": "Fine."}], "no column 'id' or 'article_id'"),
        ([{"id": "a", "text": "Fine."}, {"id": None, "text": "Fine."}], "no id in row 1"),
        ([{"id": 7, "text": "Fine."}, {"id": "7", "text": "Fine."}], "duplicate ids"),
        ([{"id": 7, "text": 8}], "8 as text in row 0"),
    ):
        with pytest.raises(pq.InvalidInputError, match=message):
            corpus.add_articles(articles)
    with pytest.raises(pq.InvalidOptionError, match="days is -1"):
        corpus.add_articles([], days=-1)
    assert corpus.add_articles([]) == corpus.stories() == []


@pytest.mark.parametrize("make", KINDS)
def test_links_are_put_into_the_table_of_articles(make: Callable[..., Any]) -> None:
    wire = " ".join(f"Pier {n} was struck by the ferry {n * 7} in Kettle Bay." for n in range(30))
    articles = [
        {"id": "a", "date": "2019-05-02", "text": f"“It is sad,” Ana Ruiz said. {wire}"},
        {
            "id": "b",
            "date": "2019-05-03",
            "text": f"By our own reporter. “It is sad,” Ana Ruiz said. {wire}",
        },
        {
            "id": "c",
            "date": "2019-05-03",
            "text": "“We toll trawlers,” said Jo Tran of Port Sallow.",
        },
    ]
    table = pq.articles(make(articles))
    quotes = pq.quotes(make(articles))
    with pytest.raises(pq.InvalidInputError, match="no copies yet"):
        pq.drop_copies(quotes, table)
    linked = pq.link_articles(table, make(articles))
    assert type(linked) is type(table)
    before, after = plain(table), plain(linked)
    found = [(row["article_id"], row["story_id"], row["copy_of"]) for row in after]
    assert found == [("a", "story-a", None), ("b", "story-a", "a"), ("c", "story-c", None)]
    for row, old in zip(after, before):
        assert list(row) == list(old)
        assert row | {"story_id": None, "copy_of": None} == old
    kept = plain(pq.drop_copies(quotes, linked))
    assert [row["article_id"] for row in kept] == ["a", "c"]
    # Any table with article_id takes them; rows of other articles have none.
    told = plain(pq.link_articles(quotes, make(articles[1:])))
    assert [(row["story_id"], row["copy_of"]) for row in told] == [
        (None, None),
        ("story-b", None),
        ("story-c", None),
    ]


def test_links_without_ids_and_wrong_tables() -> None:
    articles = [
        {"text": "The ferry Marigold struck a pier."},
        {"text": "Port Sallow raises tolls."},
    ]
    linked = pq.link_articles(pq.articles(articles), articles)
    assert [row["story_id"] for row in linked] == ["story-0", "story-1"]
    with pytest.raises(pq.InvalidInputError, match="no column 'article_id'"):
        pq.link_articles([{"a": 1}], articles)
    with pytest.raises(pq.InvalidInputError, match="no column 'text'"):
        pq.link_articles(linked, linked)
    # No ids here and there: two stories, no names in common.
    told = pq.stories([{"id": None, "text": articles[0]["text"]}, {"id": None, **articles[1]}])
    assert [row["story_id"] for row in told] == ["story-row-0", "story-row-1"]
    assert [row["n_articles"] for row in told] == [1, 1]


def test_an_article_added_to_a_batch_changes_no_other_row() -> None:
    articles = news(3)
    assert pq.articles(articles)[:-1] == pq.articles(articles[:-1])


def full_corpus() -> pq.Corpus:
    corpus = pq.Corpus()
    chance = random.Random(5)
    corpus.add(
        [
            {
                "quote_id": f"q{n}",
                "article_id": f"a{n % 5}",
                "outlet": "The Brief",
                "speaker": chance.choice(["Ana Ruiz", "Ruiz", "officials", None]),
                "identity_id": chance.choice(["person-1", None]),
                "date": f"2019-05-{1 + n % 28:02}",
                "start": n,
                "end": n + 20,
                "said": f"The lighthouse keeper of island {n % 4} sold his lamp, alas {n % 3}",
            }
            for n in range(12)
        ]
    )
    corpus.add_articles(news(3))
    return corpus


def damaged(whole: bytes, chance: random.Random) -> bytearray:
    """A file cut, with bits turned, other bytes, lengths beyond all memory, bytes put in or left out."""
    broken = bytearray(whole)
    for _ in range(chance.choice((1, 1, 1, 4, 40))):
        if not broken:
            break
        at, kind = chance.randrange(len(broken)), chance.randrange(6)
        if kind == 0:
            del broken[max(at, 20) :]
        elif kind == 1:
            broken[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            broken[at : at + 8] = chance.randbytes(8)
        elif kind == 3:
            broken[at : at + 8] = chance.choice((b"\xff" * 8, b"\0\0\0\0\0\x01\0\0"))
        elif kind == 4:
            broken[at:at] = chance.randbytes(chance.randrange(1, 30))
        else:
            del broken[at : at + chance.randrange(1, 30)]
    return broken


def test_two_thousand_broken_files_are_clear_errors(tmp_path: Path) -> None:
    corpus = full_corpus()
    path = tmp_path / "quotes.corpus"
    corpus.save(path)
    whole = path.read_bytes()
    chance = random.Random(11)
    n_read, messages = 0, set[str]()
    for number in range(2000):
        broken = damaged(whole, chance)
        # Half of them by somebody who can make checksums.
        if number % 2 and len(broken) > 16:
            broken[:12] = whole[:12]
            broken[-4:] = zlib.crc32(broken[:-4]).to_bytes(4, "little")
        elif bytes(broken) == whole:
            continue
        path.write_bytes(broken)
        try:
            loaded = pq.Corpus.load(path)
        except pq.InvalidInputError as error:
            messages.add(str(error))
            continue
        assert number % 2, "a wrong checksum is never read"
        n_read += 1
        loaded.same_quotes(alone=True)
        loaded.stories()
        loaded.find("lighthouse keeper", min_score=0.1)
        loaded.add_articles([{"id": "new", "text": "Kettle Bay.", "date": "2019-05-02"}])
        loaded.merge(corpus)
        assert pickle.loads(pickle.dumps(loaded)).stories() == loaded.stories()
    assert n_read > 20
    assert len(messages) > 20
    assert all(message.startswith("corpus quotes.corpus: ") for message in messages)


def test_alien_files_and_other_versions(tmp_path: Path) -> None:
    path = tmp_path / "quotes.corpus"
    for content, message in (
        (b"", "cut off"),
        (b"PK\x03\x04 something else", "no corpus of pullquote"),
        (b"PQCORPUS\x01\0\0\0", "version 1; expected 2"),
        (b"PQCORPUS\x02\0\0\0", "cut off"),
    ):
        path.write_bytes(content)
        with pytest.raises(pq.InvalidInputError, match=message):
            pq.Corpus.load(path)


ODD = [
    None,
    "",
    float("nan"),
    float("inf"),
    -1,
    2**70,
    "\ud800",
    b"\xff",
    [1],
    {"start": "x"},
    True,
]


def test_odd_values_in_every_column() -> None:
    names = (
        "quote_id",
        "article_id",
        "speaker",
        "speaker_kind",
        "kind",
        "date",
        "identity_id",
        "outlet",
        "start",
        "end",
        "parts",
    )
    said = "We won't sell the old lighthouse of Quillon to anybody, ever."
    rows = []
    for column in names:
        for value in ODD:
            other = ODD[(ODD.index(value) + 3) % len(ODD)] if column == "start" else 70
            rows.append({"said": said, "start": 9, "end": other, column: value})
    rows += [
        {"said": said, "start": 0, "end": 61, "parts": value}
        for value in ("[" * 100_000, [{"start": 5}])
    ]
    rows += [dict.fromkeys(names) | {"said": None}, {}, {"said": ""}]
    found = pq.same_quotes(rows, alone=True)
    assert {row["text"] for row in found if row["text"]} == {said}
    corpus = pq.Corpus()
    assert 0 < corpus.add(rows) <= len(rows)
    assert len(corpus.same_quotes(alone=True)) == len(corpus)
    assert pq.find(rows, "lighthouse of Quillon")


def test_the_same_ids_and_none_are_in_any_order_the_same() -> None:
    words = ["WE SOLD THE OLD LIGHTHOUSE OF QUILLON", "We sold the old lighthouse of Quillon"]
    rows = [{"said": said, "quote_id": "q0"} for said in (*words, words[0].title(), *words)]
    expected = sorted(str(row) for row in pq.same_quotes(rows))
    assert len(expected) == 5
    for seed in range(10):
        shuffled = random.Random(seed).sample(rows, len(rows))
        assert (
            sorted(str(row) for row in pq.same_quotes(shuffled, threads=1 + seed % 3)) == expected
        )


@pytest.mark.parametrize("make", [*KINDS, Stream])
def test_more_rows_than_one_slice(
    make: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        {
            "quote_id": f"q{n}",
            "said": f"The keeper of island {n % 9} sold brass lamp {n % 11}, alas",
        }
        for n in range(300)
    ]
    columns = ("cluster_id", "quote_id", "text", "is_longest", "kept_share", "edits")
    expected = [[row[name] for name in columns] for row in pq.same_quotes(rows)]

    def sevens(n_rows: int) -> Iterator[range]:
        return (range(first, min(n_rows, first + 7)) for first in range(0, n_rows, 7))

    monkeypatch.setattr("pullquote.matching.SLICE", 7)
    monkeypatch.setattr("pullquote._quotations.slices", sevens)
    found = pq.same_quotes(make(pa.Table.from_pylist(rows)) if make is Stream else make(rows))
    assert [[row[name] for name in columns] for row in plain(found)] == expected
    if make is pd.DataFrame:
        assert found.attrs["pullquote"]["table"] == "same_quotes"
        assert list(found.index) == list(range(len(expected)))


def test_a_book_and_its_sentences() -> None:
    """Long variants are compared about the stretch only: offsets, share and flags are those of the whole."""
    chance = random.Random(2)
    sentences = [" ".join(name(chance) for _ in range(8)).lower() + "." for _ in range(700)]
    book = " ".join(sentences)
    parts = [sentences[n].replace(" ", " … ", 1) for n in (0, 350, 699)]
    found = pq.same_quotes([{"said": said, "speaker": "Ana Ruiz"} for said in (book, *parts)])
    assert len(found) == 4
    assert len({row["cluster_id"] for row in found}) == 1
    assert found[0]["is_longest"]
    for row in found[1:]:
        assert row["flags"] == ["ellipsis", "truncated"]
        assert row["kept_share"] == pytest.approx(8 / 5600, rel=0.01)
        assert row["edits"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
def test_ctrl_c_stops_the_core() -> None:
    said = "The lighthouse keeper of Quillon sold his brass lamp to a choir of pirates, alas. "
    n_rows = 200_000
    quotes = _core.QuoteSet()
    coded = ([0] * n_rows, [None])
    names = [f"Ana Ruiz{n}" for n in range(50)]
    days = [f"{1990 + n // 12}-{1 + n % 12:02}-01" for n in range(300)]
    quotes.push(
        {
            "said": [f"{said}{n}" for n in range(n_rows)],
            "quote": [f"q{n}" for n in range(n_rows)],
            "speaker": ([n % 50 for n in range(n_rows)], names),
            "date": ([n % 300 for n in range(n_rows)], days),
            **dict.fromkeys(("article", "speaker_kind", "kind", "identity"), coded),
        },
        2,
    )
    chance = random.Random(1)
    names = [name(chance) for _ in range(60)]
    articles = _core.ArticleSet(True, False)
    n_articles = 20_000
    texts = [" of ".join(chance.sample(names, 20)) for _ in range(n_articles)]
    articles.push(
        {
            "text": texts,
            "title": [None] * n_articles,
            "date": [None] * n_articles,
            "label": [f"a{n}" for n in range(n_articles)],
        },
        2,
    )
    corpus = _core.Corpus()
    for work in (
        lambda: quotes.same_quotes(False, 2),
        lambda: articles.stories(5, 1.0),
        lambda: corpus.add_articles(articles, 5, 1.0),
    ):
        timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            work()
        timer.join()
    assert corpus.n_articles == 0
