"""Charts: valid, described, of any kind of table, with the figures that the tables give."""

from __future__ import annotations

import datetime
import sys
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pullquote as pq

pytest.importorskip("altair")

KINDS: list[Callable[[list[dict[str, Any]]], Any]] = [
    list,
    pd.DataFrame,
    pl.DataFrame,
    pa.Table.from_pylist,
]

WORDS = "We won't sell the old lighthouse. It belongs to the gulls, and they pay no rent."


def values_of(chart: Any) -> list[dict[str, Any]]:
    """The rows of a chart, whose spec is checked against Vega-Lite's schema on the way."""
    spec = chart.to_dict(validate=True)
    assert spec["title"]["text"]
    assert len(spec["description"]) > 30
    assert "http" not in str({key: value for key, value in spec.items() if key != "$schema"})
    rows = spec["data"]["values"]
    for name in ("speaker", "outlet"):
        assert len({row[name] for row in rows if name in row}) <= 20
    return list(rows)


def told() -> list[dict[str, Any]]:
    """One utterance in three outlets."""
    words = [
        WORDS,
        WORDS.replace("won't", "will not"),
        "It belongs to the gulls, and they pay no rent.",
    ]
    outlets = ["Harbor Ledger", "The Brief", "The Brief"]
    days = ["2019-05-04", "2019-05-02", "2019-05-09"]
    return [
        {"quote_id": f"q{n}", "article_id": f"a{n}", "said": said, "speaker": "Ana Ruiz"}
        | {"outlet": outlets[n], "date": days[n]}
        for n, said in enumerate(words)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_speakers(kind: Any, articles: list[dict[str, Any]]) -> None:
    quotes = pq.quotes(kind(articles))
    rows = values_of(pq.plots.speakers(quotes, top=5))
    assert len({row["speaker"] for row in rows}) == 6
    words: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in pq.quotes(articles):
        words[row["outlet"], row["speaker"]] += row["n_words"]
    totals: defaultdict[str, int] = defaultdict(int)
    for (outlet, _), n in words.items():
        totals[outlet] += n
    for row in rows:
        if row["speaker"] != "other":
            assert row["words"] == words[row["outlet"], row["speaker"]]
        assert row["share"] == pytest.approx(row["words"] / totals[row["outlet"]])
    assert sum(row["words"] for row in rows) == sum(words.values())


def test_speakers_are_grouped() -> None:
    rows = [
        {
            "speaker": f"Speaker {n % 70}" if n % 5 else None,
            "outlet": f"Outlet {n % 31}",
            "n_words": 4,
        }
        for n in range(2170)
    ]
    shown = values_of(pq.plots.speakers(rows, top=18))
    speakers = {row["speaker"] for row in shown}
    assert {"other", "nobody named"} <= speakers
    assert len(speakers) == 20
    assert sum(row["words"] for row in shown) == 4 * 2170
    one = pq.plots.speakers([{"speaker": "Ana Ruiz", "said": "No, never."}]).to_dict()
    assert one["mark"]["type"] == "bar"


@pytest.mark.parametrize("kind", KINDS)
def test_over_time(kind: Any, articles: list[dict[str, Any]]) -> None:
    tables = pq.extract(kind(articles), ["articles", "quotes"])
    rows = values_of(pq.plots.over_time(tables["quotes"], tables["articles"], every="year"))
    assert [row["date"][:4] for row in rows] == sorted({one["date"][:4] for one in articles})
    # Counted once more, by way of the quoted words of each document.
    documents = list(pq.Pipeline().pipe(articles))
    for row in rows:
        own = [one for one in documents if str(one.date.year) == row["date"][:4]]
        inside = sum(len(one.quoted().replace("\n", "")) for one in own)
        breaks = sum(pq.quoted(one).text.count("\n") for one in own)
        whole = sum(len(one.text) - sum(r.end - r.start for r in one.boilerplate) for one in own)
        assert row["articles"] == len(own)
        assert row["share"] == pytest.approx(inside / whole, abs=0.001 + breaks / whole)


def test_over_time_without_copies() -> None:
    articles = [
        {
            "id": n,
            "date": f"2019-0{n}-11",
            "outlet": f"Outlet {n}",
            "text": '"We will not wait," Ana Ruiz said.',
        }
        for n in range(1, 10)
    ]
    articles.append({"id": 10, "date": None, "outlet": "Outlet 1", "text": "Nothing."})
    quotes = pq.quotes(articles)
    copies = [{"article_id": n, "copy_of": "1" if n > 7 else None} for n in range(1, 11)]
    chart = pq.plots.over_time(quotes, articles, copies=copies, by="outlet", every="quarter", top=4)
    rows = values_of(chart)
    assert sum(row["articles"] for row in rows) == 7
    assert len({row["outlet"] for row in rows}) == 5
    assert chart.to_dict()["title"]["subtitle"] == ("7 articles, by quarter; 3 copies left out")
    kept = [{**row, "copy_of": copies[n]["copy_of"]} for n, row in enumerate(articles)]
    by_column = pq.plots.over_time(quotes, kept)
    assert sum(row["articles"] for row in values_of(by_column)) == 7
    assert (
        "1 without a date left out" in pq.plots.over_time(quotes, articles).to_dict()["description"]
    )
    days = values_of(pq.plots.over_time(quotes, articles[:3], every="day"))
    assert [row["date"] for row in days] == [f"2019-0{n}-11T00:00:00" for n in (1, 2, 3)]


@pytest.mark.parametrize("kind", KINDS)
def test_spread(kind: Any) -> None:
    quotes = kind(told())
    chart = pq.plots.spread(pq.same_quotes(quotes), quotes)
    rows = values_of(chart)
    assert [(row["outlet"], row["date"][:10], row["days_later"]) for row in rows] == [
        ("The Brief", "2019-05-02", 0),
        ("Harbor Ledger", "2019-05-04", 2),
        ("The Brief", "2019-05-09", 7),
    ]
    assert [row["is_whole"] for row in rows] == [True, True, False]
    spec = chart.to_dict()
    assert (
        spec["title"]["subtitle"] == "first in The Brief, 2019-05-02; 3 quotes, 2 outlets, 7 days"
    )


def test_spread_of_a_corpus_and_over_many_outlets() -> None:
    rows = [
        {
            "quote_id": n,
            "article_id": n,
            "said": WORDS,
            "speaker": "Ana Ruiz",
            "outlet": f"Outlet {n:02}",
        }
        | {"date": datetime.date(2019, 5, 2) + datetime.timedelta(n // 4)}
        for n in range(40)
    ]
    corpus = pq.Corpus()
    corpus.add(rows)
    shown = values_of(pq.plots.spread(corpus.same_quotes(), top=19))
    assert len(shown) == 40
    assert len({row["outlet"] for row in shown}) == 20


def test_what_cannot_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    quotes = told()
    same = pq.same_quotes(quotes)
    with pytest.raises(pq.InvalidInputError, match="quotes has no rows; there is nothing to draw"):
        pq.plots.speakers([])
    with pytest.raises(
        pq.InvalidInputError, match="no column 'speaker'; columns there are: 'said'"
    ):
        pq.plots.speakers([{"said": "No."}])
    with pytest.raises(pq.InvalidOptionError, match="top is 19; expected a number from 1 to 18"):
        pq.plots.speakers(quotes, top=19)
    with pytest.raises(
        pq.InvalidOptionError, match="every is 'decade'; expected one of: day, week"
    ):
        pq.plots.over_time(quotes, [], every="decade")  # type: ignore[arg-type]
    with pytest.raises(pq.InvalidOptionError, match="by is 'speaker'"):
        pq.plots.over_time(quotes, [], by="speaker")  # type: ignore[arg-type]
    with pytest.raises(pq.InvalidInputError, match="articles has no row with a date"):
        pq.plots.over_time([], [{"id": 1, "text": "Fine.", "date": None}])
    with pytest.raises(pq.InvalidInputError, match="same has no cluster 'x'"):
        pq.plots.spread(same, quotes, cluster="x")
    undated = [{**row, "date": None} for row in quotes]
    with pytest.raises(pq.InvalidInputError, match="have no dates"):
        pq.plots.spread(pq.same_quotes(undated), undated)
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(pq.MissingPackageError, match=r'pip install "pullquote\[plots\]"'):
        pq.plots.speakers(quotes)
