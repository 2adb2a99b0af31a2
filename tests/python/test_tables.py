"""Tables: every kind in, the same kind out, the same rows; the schema; context, keep, status, confidence."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pullquote as pq
from conftest import TEXT
from pullquote import _core

TABLES = _core.table_names()


def plain(table: Any) -> list[dict[str, Any]]:
    """The rows of any kind of table as plain dicts."""
    if isinstance(table, pd.DataFrame):
        table = table.astype(object).where(table.notna(), None)
        rows = table.to_dict("records")
        for row in rows:
            for name in ("date", "said_on", "first_day", "last_day"):
                if row.get(name) is not None:
                    row[name] = row[name].date()
        return rows
    if isinstance(table, pl.DataFrame):
        return table.to_dicts()
    if isinstance(table, pa.RecordBatchReader):
        table = table.read_all()
    if isinstance(table, _core.Table):
        table = pa.table(table)
    return table.to_pylist() if isinstance(table, pa.Table) else table


@pytest.mark.parametrize("name", TABLES)
def test_every_kind_gives_the_same_rows(name: str, articles: list[dict[str, Any]]) -> None:
    expected = getattr(pq, name)(articles, keep=["url"])
    table = pa.Table.from_pylist(articles)
    kinds: list[tuple[Any, type]] = [
        (pd.DataFrame(articles), pd.DataFrame),
        (pl.DataFrame(articles), pl.DataFrame),
        (table, pa.Table),
        (table.to_batches()[0], pa.Table),
        (table.to_reader(3), pa.RecordBatchReader),
        (Stream(table), _core.Table),
    ]
    for given, kind in kinds:
        found = getattr(pq, name)(given, keep=["url"])
        assert isinstance(found, kind)
        assert plain(found) == expected, kind


class Stream:
    """An Arrow stream of no known library."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("name", TABLES)
def test_the_schema(name: str) -> None:
    columns = [column for column, *_ in _core.table_columns(name)]
    assert pq.quotes is not None
    frame = getattr(pq, name)(pd.DataFrame({"text": [TEXT]}))
    assert frame.columns.tolist() == columns
    assert frame.attrs["pullquote"] == {"schema": 1, "table": name}
    schema = getattr(pq, name)(pa.table({"text": [TEXT]})).schema
    assert schema.names == columns
    assert schema.metadata == {b"pullquote.schema": b"1", b"pullquote.table": name.encode()}
    if name not in ("articles",):
        assert len(getattr(pq, name)([TEXT])) > 0 or name == "marks"


def test_ids_keep_their_type() -> None:
    for ids in (["a", "b"], [7, 8]):
        frame = pd.DataFrame({"text": [TEXT, TEXT], "id": ids})
        found = pq.quotes(frame)["article_id"]
        assert isinstance(found.dtype, pd.CategoricalDtype)
        assert found.cat.categories.tolist() == ids
        assert found.cat.categories.dtype == pd.Index(ids).dtype
        assert (
            pq.quotes(pl.DataFrame({"text": [TEXT, TEXT], "id": ids}))["article_id"]
            .unique()
            .sort()
            .to_list()
            == ids
        )
        arrow = (
            pq.quotes(pa.table({"text": [TEXT, TEXT], "id": ids})).schema.field("article_id").type
        )
        assert arrow == pa.dictionary(pa.int32(), pa.array(ids).type)
    assert pq.quotes(pl.DataFrame({"text": [TEXT], "id": [7]}))["article_id"].dtype == pl.Int64


def test_tables_of_one_call_merge() -> None:
    frame = pd.DataFrame({"text": [TEXT, "Nothing.", TEXT], "id": ["a", None, "c"]})
    tables = pq.extract(frame, ["quotes", "articles"])
    assert list(tables) == ["quotes", "articles"]
    merged = tables["quotes"].merge(tables["articles"], on="article_id", suffixes=("", "_article"))
    assert len(merged) == len(tables["quotes"])
    assert tables["articles"]["article_id"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())],
    ids=str,
)
def test_texts_of_every_arrow_type(kind: pa.DataType) -> None:
    texts = pa.chunked_array([pa.array(["x", TEXT, None]), pa.array([TEXT, "y"])])
    table = pa.table(
        {
            "text": texts.cast(pa.string()).cast(kind)
            if kind != pa.string_view()
            else pa.chunked_array([pa.array(chunk.to_pylist(), kind) for chunk in texts.chunks])
        }
    )
    sliced = table.slice(1, 3)
    assert pq.articles(sliced)["n_chars"].to_pylist() == [len(TEXT), 0, len(TEXT)]


@pytest.mark.parametrize(
    "dates",
    [
        pa.array(["2018-04-17"]),
        pa.array([dt.date(2018, 4, 17)]),
        pa.array([dt.date(2018, 4, 17)], pa.date64()),
        *(
            pa.array([dt.datetime(2018, 4, 17, 9)], pa.timestamp(unit))
            for unit in ("s", "ms", "us", "ns")
        ),
        # 02:00 in UTC is the evening before in New York.
        pa.array([dt.datetime(2018, 4, 18, 2)], pa.timestamp("us", "America/New_York")),
        pa.array([dt.datetime(2018, 4, 16, 23)], pa.timestamp("us", "+02:00")),
    ],
    ids=lambda dates: str(dates.type),
)
def test_dates_of_every_arrow_type(dates: pa.Array) -> None:
    table = pa.table({"text": ["x"], "date": dates})
    for given in (table, pl.DataFrame(table), table.to_pandas(date_as_object=False)):
        assert plain(pq.articles(given))[0]["date"] == dt.date(2018, 4, 17)


def test_context_counts_code_points() -> None:
    for row in pq.quotes([TEXT], context=7):
        assert row["context_before"] == TEXT[max(0, row["start"] - 7) : row["start"]]
        assert row["context_after"] == TEXT[row["end"] : row["end"] + 7]
    assert "context_before" not in pq.people([TEXT], context=7)[0]


def test_keep_leaves_a_column_that_is_there_already() -> None:
    rows = [{"text": TEXT, "title": "T", "date": "2018-04-17", "url": {"any": "thing"}}]
    tables = pq.extract(rows, ["quotes", "articles"], keep=["url", "title", "date"])
    assert list(tables["quotes"][0])[-2:] == ["url", "title"]
    assert list(tables["articles"][0])[-1] == "url"
    assert tables["quotes"][0]["url"] == {"any": "thing"}


def test_status() -> None:
    text = TEXT + " She declined to comment on the price."
    said = pq.quotes([text])
    everything = pq.quotes([text], status="all")
    assert {row["status"] for row in said} <= set(pq.SPEECH)
    assert len(everything) >= len(said)
    assert pq.quotes([text], status=["denied"]) == pq.quotes([text], status="denied")
    assert len(pq.analyze(text).quotes) == len(everything)


def test_min_confidence(articles: list[dict[str, Any]]) -> None:
    everything = pq.quotes(articles)
    assert pq.quotes(articles, min_confidence=0) == everything
    sure = pq.quotes(articles, min_confidence=0.8)
    assert sure == [row for row in everything if row["confidence"] >= 0.8]
    assert 0 < len(sure) < len(everything)
    # The very number that is shown will do, whichever kind of number it is.
    least = sure[0]["confidence"]
    assert sure[0] in pq.quotes(articles, min_confidence=np.float64(least))  # type: ignore[arg-type]
    tables = pq.Pipeline().extract(articles, ["quotes", "people"], min_confidence=0.8)
    assert tables["quotes"] == sure
    assert tables["people"] == pq.people(articles)


def test_title_in_text_gives_the_text_back() -> None:
    row = {"text": TEXT, "title": "Café: a title"}
    tables = pq.extract([row], ["articles", "quotes"], title_in_text=True)
    text = tables["articles"][0]["text"]
    assert text == f"Café: a title\n\n{TEXT}"
    for quote in tables["quotes"]:
        assert text[quote["start"] : quote["end"]] == quote["text"]
    assert "text" not in pq.articles([row])[0]


def test_counts(articles: list[dict[str, Any]]) -> None:
    tables = pq.extract(articles, ["quotes", "articles", "people"])
    assert sum(row["n_quotes"] for row in tables["articles"]) == len(tables["quotes"])
    persons = [row["person_id"] for row in tables["quotes"]]
    for person in tables["people"]:
        assert person["n_quotes"] == persons.count(person["person_id"])
    ids = [row["quote_id"] for row in tables["quotes"]]
    assert len(ids) == len(set(ids))


def test_pipeline_methods_are_the_functions() -> None:
    nlp = pq.Pipeline(threads=1)
    for name in TABLES:
        assert getattr(nlp, name)([TEXT]) == getattr(pq, name)([TEXT])
    assert nlp.extract([TEXT], ["quotes"]) == pq.extract([TEXT], ["quotes"])


def test_pandas_works_without_pyarrow() -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import pandas as pd, pullquote as pq\n"
        f"frame = pq.quotes(pd.DataFrame({{'text': [{TEXT!r}], 'id': ['a']}}))\n"
        "assert type(frame['parts'][0]) is list and type(frame['parts'][0][0]) is dict\n"
        "assert frame['article_id'].dtype == 'category'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_is_imported_that_is_not_needed() -> None:
    code = (
        "import sys, pullquote as pq\n"
        f"pq.quotes([{TEXT!r}]); pq.analyze({TEXT!r})._repr_html_()\n"
        "for name in ('pandas', 'polars', 'pyarrow', 'numpy', 'IPython', 'click'):\n"
        "    assert name not in sys.modules, name"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
