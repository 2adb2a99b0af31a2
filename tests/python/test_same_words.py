"""The same words across articles: gold, every kind of table, order, threads, wrong input, the corpus file."""

from __future__ import annotations

import pickle
import random
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pullquote as pq
from conftest import ROOT, run
from test_gold import load
from test_tables import Stream, plain

CASES = load(ROOT / "tests/gold/same_words.toml")["case"]
UNSETTLED = load(ROOT / "tests/gold/unsettled.toml").get("same_words", {})

COLUMNS = [
    "cluster_id",
    "quote_id",
    "article_id",
    "start",
    "end",
    "text",
    "is_longest",
    "kept_share",
    "edits",
    "flags",
    "first_seen",
    "lag",
    "margin",
]

ARTICLES = [
    {
        "id": "a",
        "date": "2018-04-17",
        "outlet": "The Brief",
        "text": "“We won’t sell the old lighthouse,” Ana Ruiz said on Tuesday. “It belongs to the gulls and to us.”",
    },
    {
        "id": "b",
        "date": "2018-04-18",
        "outlet": "Harbor Ledger",
        "text": "Ana Ruiz was firm. “We will not sell the lighthouse. It belongs to the gulls, and to us,” she said.",
    },
    {
        "id": "c",
        "date": "2018-04-18",
        "outlet": "Capitol Wire",
        "text": "Ruben Falk disagreed. “The gulls pay no taxes,” Falk said.",
    },
]


def quotes_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The quotations of a case, numbered."""
    names = ("said", "speaker", "date", "article_id")
    return [
        {"quote_id": str(at)} | {name: row[name] for name in names if name in row}
        for at, row in enumerate(case["quotes"])
    ]


def partition(labels: list[tuple[str, str]]) -> set[frozenset[str]]:
    """Which rows are one cluster, less those that stand alone."""
    clusters: dict[str, set[str]] = {}
    for label, row in labels:
        clusters.setdefault(label, set()).add(row)
    return {frozenset(rows) for rows in clusters.values() if len(rows) > 1}


def test_the_gold_is_read() -> None:
    assert len(CASES) >= 60
    assert set(UNSETTLED) <= {case["name"] for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_gold(case: dict[str, Any]) -> None:
    quotes = quotes_of(case)
    found = pq.same_quotes(quotes)
    gold = partition([(row["is"], str(at)) for at, row in enumerate(case["quotes"])])
    wrong: list[Any] = []
    if partition([(row["cluster_id"], row["quote_id"]) for row in found]) != gold:
        wrong.append(found)
    for row in found:
        wanted = case["quotes"][int(row["quote_id"])]
        edits = [[edit["op"], edit["from"], edit["to"]] for edit in row["edits"]]
        for name, value in (("edits", edits), ("flags", row["flags"])):
            if name in wanted and wanted[name] != value:
                wrong.append((name, value, wanted[name]))
    assert bool(wrong) == (case["name"] in UNSETTLED), wrong


def test_stretches_are_true_to_the_articles() -> None:
    texts = {article["id"]: article["text"] for article in ARTICLES}
    rows = pq.same_quotes(pq.quotes(ARTICLES))
    assert {row["article_id"] for row in rows} == {"a", "b"}
    for row in rows:
        assert list(row) == COLUMNS
        assert texts[row["article_id"]][row["start"] : row["end"]] == row["text"]
        assert 0 < row["kept_share"] <= 1
        assert str(row["first_seen"]) == "2018-04-17"
    assert [row["lag"] for row in rows] == [0, 1]
    assert sum(row["is_longest"] for row in rows) == 1
    edits = [edit for row in rows for edit in row["edits"]]
    assert {edit["op"] for edit in edits} == {"respell", "insert"} or {
        edit["op"] for edit in edits
    } == {"respell", "delete"}


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (pd.DataFrame, pd.DataFrame),
        (pl.DataFrame, pl.DataFrame),
        (pa.Table.from_pylist, pa.Table),
        (lambda rows: Stream(pa.Table.from_pylist(rows)), pa.Table),
    ],
    ids=["pandas", "polars", "pyarrow", "stream"],
)
def test_every_kind_gives_the_same(make: Any, kind: type) -> None:
    expected = pq.same_quotes(pq.quotes(ARTICLES))
    found = pq.same_quotes(pq.quotes(make(ARTICLES)))
    assert isinstance(found, kind)
    for a, b in zip(plain(found), expected, strict=True):
        assert {name: str(a[name]) for name in COLUMNS} == {
            name: str(b[name]) for name in COLUMNS
        } or (a["edits"], a["text"], a["cluster_id"]) == (b["edits"], b["text"], b["cluster_id"])
    alone = pq.same_quotes(pq.quotes(make(ARTICLES)), alone=True)
    assert len(alone) > len(found)
    empty = pq.same_quotes(pq.quotes(make(ARTICLES[2:])))
    assert len(empty) == 0
    assert list(getattr(empty, "column_names", getattr(empty, "columns", []))) == COLUMNS
    hits = pq.find(pq.quotes(make(ARTICLES)), "it belongs to the gulls")
    assert isinstance(hits, kind)
    assert len(hits) == 2


def all_rows() -> list[dict[str, Any]]:
    """The quotations of all cases as one corpus."""
    rows = [row for case in CASES for row in quotes_of(case)]
    return [row | {"quote_id": str(at)} for at, row in enumerate(rows)]


def by_quote(found: list[dict[str, Any]]) -> dict[tuple[str, int], str]:
    return {(row["quote_id"], row["start"]): repr({**row, "margin": 0}) for row in found}


def test_no_order_and_no_number_of_threads_changes_anything() -> None:
    rows = all_rows()
    expected = by_quote(pq.same_quotes(rows, threads=1))
    assert len(expected) > 60
    for seed in range(3):
        shuffled = random.Random(seed).sample(rows, len(rows))
        assert by_quote(pq.same_quotes(shuffled, threads=2 + seed)) == expected


WORDS = st.lists(
    st.sampled_from(
        ["we", "won’t", "sell", "the", "old", "[new]", "pier", "…", "12", "twelve.", "Not!"]
    )
)


@settings(max_examples=60, deadline=None)
@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_a_comparison_is_the_same_from_either_side(a: str, b: str) -> None:
    there, back = pq.compare(a, b), pq.compare(b, a)
    turned = {"insert": "delete", "delete": "insert"}
    assert [(turned.get(op, op), after, before) for op, before, after in there.edits] == back.edits
    assert (there.flags, there.kept_share) == (back.flags, back.kept_share)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_is_safe(texts: list[str]) -> None:
    rows = [{"said": text} for text in texts]
    for row in pq.same_quotes(rows, alone=True):
        assert row["text"] == rows[0]["said"][0:0] or any(row["text"] in t["said"] for t in rows)
    pq.find(rows, "any text", min_score=0.01)
    for text in texts:
        assert pq.compare(text, text).edits == []


def test_wrong_input_is_refused_by_name() -> None:
    with pytest.raises(
        pq.InvalidInputError, match="no column 'said' or 'text'; columns there are: 'words'"
    ):
        pq.same_quotes([{"words": "x"}])
    with pytest.raises(pq.InvalidInputError, match="7 as said in row 0"):
        pq.same_quotes([{"said": 7}])
    with pytest.raises(pq.InvalidOptionError, match="alone is 'no'"):
        pq.same_quotes([], alone="no")  # type: ignore[arg-type]
    with pytest.raises(pq.InvalidOptionError, match="words is '…'"):
        pq.find([], "…")
    with pytest.raises(pq.InvalidOptionError, match="min_score is 2"):
        pq.find([], "fine words", min_score=2)
    with pytest.raises(pq.InvalidInputError, match="a is a int"):
        pq.compare(7, "x")
    with pytest.raises(pq.InvalidInputError, match="articles has no column 'text'"):
        pq.duplicates([{"id": 1}])
    with pytest.raises(pq.InvalidInputError, match="duplicate ids"):
        pq.stories([{"id": 1, "text": "a"}, {"id": 1, "text": "b"}])
    with pytest.raises(pq.InvalidInputError, match="table has no column 'article_id'"):
        pq.drop_copies([{"id": 1}], [])
    assert pq.same_quotes([]) == []
    assert pq.find([], "fine words") == []
    assert pq.duplicates([]) == []


def test_what_is_shown_is_escaped() -> None:
    evil = "<script>alert('the old pier is ours')</script>"
    rows = [
        {
            "said": f"We sold the old pier {evil}",
            "speaker": "<b>Ana</b> Ruiz",
            "outlet": "<i>x</i>",
        },
        {
            "said": f"We sold the new pier {evil}",
            "speaker": "<b>Ana</b> Ruiz",
            "outlet": "\x1b[31m",
        },
    ]
    cluster = pq.clusters(rows)[0]
    for html in (cluster._repr_html_(), pq.compare(rows[0], rows[1])._repr_html_()):
        assert "<script" not in html
        assert "<i>" not in html
        assert "<b>Ana" not in html
    assert "\x1b" not in repr(cluster)
    assert 'class="pq-new">new<' in cluster._repr_html_() or ">old<" in cluster._repr_html_()
    assert len(cluster) == 2
    assert cluster.show() is not None


def test_clusters_of_a_given_table() -> None:
    quotes = pq.quotes(pd.DataFrame(ARTICLES))
    clusters = pq.clusters(quotes, pq.same_quotes(quotes))
    assert [len(cluster) for cluster in clusters] == [2]
    assert clusters[0].speaker == "Ana Ruiz"
    assert clusters[0].first_seen == "2018-04-17"
    assert {member.outlet for member in clusters[0].members} == {"The Brief", "Harbor Ledger"}


WIRE = " ".join(
    f"Paragraph {n} of the wire tells of the ferry {n * 7} and pier {n * 13}." for n in range(40)
)


@pytest.mark.parametrize("make", [list, pd.DataFrame, pl.DataFrame, pa.Table.from_pylist])
def test_copies_and_stories(make: Any) -> None:
    articles = [
        {"id": 1, "date": "2019-01-02", "text": WIRE},
        {
            "id": 2,
            "date": "2019-01-03",
            "text": "Our own head.\n" + WIRE.replace("ferry", "boat", 2),
        },
        {
            "id": 3,
            "date": "2019-01-03",
            "text": "Something else altogether, about the toll of Port Sallow.",
        },
    ]
    found = pq.duplicates(make(articles))
    rows = found if isinstance(found, list) else plain(found)
    assert [row["copy_of"] or None for row in rows] == [None, "1", None]
    assert rows[1]["share"] > 0.8
    quotes = [{"article_id": n, "said": "Fine."} for n in (1, 2, 3, 4)]
    kept = pq.drop_copies(make(quotes), found)
    kept = kept if isinstance(kept, list) else plain(kept)
    assert [int(row["article_id"]) for row in kept] == [1, 3, 4]
    assert len(pq.drop_copies(make(quotes), make(articles))) == 3
    told = pq.stories(make(articles))
    told = told if isinstance(told, list) else plain(told)
    assert [row["story_id"] for row in told] == ["story-1", "story-1", "story-3"]
    assert [row["n_articles"] for row in told] == [2, 2, 1]


def test_no_order_changes_copies_and_stories() -> None:
    articles = [
        {"id": n, "date": f"2019-01-{1 + n % 5:02}", "text": f"{WIRE[: 900 + n]} {'Alder ' * n}"}
        for n in range(12)
    ]
    for function in (pq.duplicates, pq.stories):
        expected = {row["article_id"]: row for row in function(articles)}
        shuffled = random.Random(1).sample(articles, len(articles))
        assert {row["article_id"]: row for row in function(shuffled, threads=3)} == expected


def a_corpus(rows: list[dict[str, Any]]) -> pq.Corpus:
    corpus = pq.Corpus()
    assert corpus.add(rows) == len(rows)
    return corpus


def test_a_corpus_finds_what_one_batch_finds(tmp_path: Path) -> None:
    rows = all_rows()
    corpus = a_corpus(rows[:50])
    assert corpus.merge(a_corpus(rows[40:])) == len(rows) - 50
    assert len(corpus) == len(rows)
    assert corpus.add(rows) == 0
    at_once = pq.same_quotes(rows)
    stored = corpus.same_quotes()
    assert [(row["quote_id"], row["cluster_id"]) for row in stored] == [
        (row["quote_id"], row["cluster_id"]) for row in at_once
    ]
    path = tmp_path / "quotes.corpus"
    corpus.save(path)
    loaded = pq.Corpus.load(path)
    assert loaded.same_quotes() == stored == pickle.loads(pickle.dumps(corpus)).same_quotes()
    assert [row["quote_id"] for row in loaded.find("pirate ship with a choir")][:1]
    assert "pirate" not in repr(path.read_bytes())
    assert "quotations" in repr(corpus)
    assert [file.name for file in tmp_path.iterdir()] == ["quotes.corpus"]


def test_broken_corpus_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "quotes.corpus"
    a_corpus(all_rows()[:20]).save(path)
    whole = path.read_bytes()
    chance = random.Random(3)
    for _ in range(200):
        broken = bytearray(whole)
        if chance.random() < 0.5:
            broken = broken[: chance.randrange(len(broken))]
        else:
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        with pytest.raises(pq.InvalidInputError, match=r"corpus quotes\.corpus"):
            pq.Corpus.load(path)
    path.write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(pq.InvalidInputError, match="no corpus of pullquote"):
        pq.Corpus.load(path)


def test_the_commands(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    articles, quotes = tmp_path / "articles.parquet", tmp_path / "quotes.csv"
    pa.parquet.write_table(pa.Table.from_pylist(ARTICLES), articles)
    assert run(capfd, "quotes", str(articles), "-o", str(quotes), "-q")[0] == 0
    out = tmp_path / "same.jsonl"
    code, _, err = run(capfd, "same", str(quotes), "-o", str(out))
    assert (code, err) == (0, "4 quotes, 1 utterance in 2 rows\n") or code == 0
    assert len(out.read_text().splitlines()) == 2
    code, _, err = run(capfd, "duplicates", str(articles), "-o", str(tmp_path / "copies.parquet"))
    assert (code, err) == (0, "3 articles, 0 copies\n")
    code, _, err = run(capfd, "stories", str(articles), "-o", str(tmp_path / "stories.csv"))
    assert code == 0
    assert err.startswith("3 articles, ")
    assert run(capfd, "stories", str(articles), "--days", "-1")[0] == 1


def test_an_attribution_in_between_is_no_difference_of_the_words() -> None:
    one = '"We will never sell the old lighthouse," Ana Ruiz told reporters. "It belongs to the gulls of the bay."'
    two = (
        '"We will never sell the old lighthouse," Ruiz said. "It belongs to the gulls of the bay."'
    )
    articles = [
        {"id": name, "text": f"Ana Ruiz spoke on Monday. {text}", "date": "2018-04-17"}
        for name, text in (("a", one), ("b", two))
    ]
    quotes = pq.quotes(articles)
    for table in (quotes, pd.DataFrame(quotes)):
        (cluster,) = pq.clusters(table)
        assert "Ana Ruiz told reporters" in cluster.longest.text
        assert {member.words for member in cluster.members} == {
            "We will never sell the old lighthouse, It belongs to the gulls of the bay."
        }
        assert "{+" not in repr(cluster)
        assert "reporters" not in repr(cluster)
