"""Engines and libraries of tables, the real ones: DuckDB, Dask, Spark; accessors of pandas and polars."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import pullquote as pq
from conftest import ROOT

TABLES = ["articles", "quotes", "marks", "mentions", "people", "boilerplate", "sentences", "tokens"]


@pytest.fixture(scope="module")
def table(articles: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(articles)


# The function of batches


@pytest.mark.parametrize("name", TABLES)
def test_the_function_gives_the_table(
    name: str, table: pa.Table, articles: list[dict[str, Any]]
) -> None:
    function = pq.arrow_function(name, table.schema, keep=["url"])
    batches = list(function(table.to_batches(3)))
    assert all(batch.schema.equals(function.schema, check_metadata=True) for batch in batches)
    assert pa.Table.from_batches(batches).to_pylist() == getattr(pq, name)(articles, keep=["url"])
    kinds = {str(field.type) for field in function.schema}
    assert not [kind for kind in kinds if "dictionary" in kind]


def test_the_function_takes_what_there_is_and_travels(table: pa.Table) -> None:
    function = pickle.loads(pickle.dumps(pq.arrow_function("quotes", table.schema)))
    assert repr(function) == "ArrowFunction(quotes)"
    expected = list(function(table))
    for given in (table.to_reader(), iter(table.to_batches()), table.to_batches()):
        assert list(function(given)) == expected
    nothing = pa.Table.from_batches(function([]), schema=function.schema)
    assert nothing.num_rows == 0
    assert function.schema.metadata[b"pullquote.table"] == b"quotes"


def test_what_the_function_refuses(table: pa.Table) -> None:
    with pytest.raises(pq.InvalidInputError, match="no column 'body' for `text`"):
        pq.arrow_function("quotes", table.schema, text="body")
    with pytest.raises(pq.InvalidOptionError, match="unknown table 'quots'; expected one of"):
        pq.arrow_function("quots", table.schema)
    with pytest.raises(pq.InvalidOptionError, match="context is -1"):
        pq.arrow_function("quotes", table.schema, context=-1)


# Accessors


def test_the_accessors(articles: list[dict[str, Any]]) -> None:
    import pullquote.pandas
    import pullquote.polars  # noqa: F401

    rows = [
        {"body" if key == "text" else key: value for key, value in row.items()} for row in articles
    ]
    frame, polar = pd.DataFrame(rows), pl.DataFrame(rows)
    for name in TABLES:
        expected = getattr(pq, name)(frame, text="body", keep=["url"])
        pd.testing.assert_frame_equal(
            getattr(frame.pullquote, name)("body", keep=["url"]), expected
        )
        found = getattr(polar.pullquote, name)("body", keep=["url"])  # type: ignore[attr-defined]
        assert found.equals(getattr(pq, name)(polar, text="body", keep=["url"]))
        texts = len(getattr(pq, name)(frame["body"]))
        assert getattr(frame["body"].pullquote, name)().shape[0] == texts
        assert getattr(polar["body"].pullquote, name)().height == texts  # type: ignore[attr-defined]
    assert list(frame.pullquote.extract(["people", "quotes"], "body")) == ["people", "quotes"]
    with pytest.raises(
        pq.InvalidInputError, match="no column 'text' for `text`; columns there are: 'id'"
    ):
        frame.pullquote.quotes()


@pytest.mark.parametrize("library", ["pandas", "polars"])
@pytest.mark.parametrize(
    "imports",
    ["import {0}, pullquote", "import pullquote.{0}", "import pullquote, {0}, pullquote.{0}"],
)
def test_the_accessors_are_there_after(imports: str, library: str) -> None:
    code = (
        f"{imports.format(library)}\nimport {library} as x, sys\n"
        "assert x.DataFrame({'text': ['Fine.']}).pullquote.articles().shape[0] == 1\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_an_import_alone_loads_neither() -> None:
    code = "import sys, pullquote; assert not {'pandas', 'polars', 'pyarrow'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", code], check=True)


# DuckDB


def test_duckdb_in_and_out(table: pa.Table, articles: list[dict[str, Any]], tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    parquet.write_table(table, tmp_path / "articles.parquet")
    expected = pq.quotes(articles)
    with duckdb.connect() as con:
        quotes = pq.quotes(con.cursor().sql(f"from '{tmp_path}/articles.parquet'"))
        assert isinstance(quotes, pq.Table)
        counts = con.sql(
            "select speaker, count(*) from quotes group by all order by all"
        ).fetchall()
    speakers = [row["speaker"] for row in expected]
    assert dict(counts) == {speaker: speakers.count(speaker) for speaker in speakers}


def test_duckdb_streams_through_the_function(table: pa.Table, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    parquet.write_table(table, tmp_path / "articles.parquet")
    # As in docs/scale.md.
    with duckdb.connect() as con:
        articles = con.cursor().sql(f"from '{tmp_path}/articles.parquet'").to_arrow_reader(1024)
        function = pq.arrow_function("quotes", articles.schema, threads=None)
        quotes = pa.RecordBatchReader.from_batches(function.schema, function(articles))  # noqa: F841
        con.execute(f"copy (from quotes where kind = 'direct') to '{tmp_path}/quotes.parquet'")
    kinds = parquet.read_table(tmp_path / "quotes.parquet")["kind"].to_pylist()
    expected = [row["kind"] for row in pq.quotes(table).to_pylist()]
    assert kinds == ["direct"] * expected.count("direct")


# Dask


def test_dask(articles: list[dict[str, Any]]) -> None:
    dask = pytest.importorskip("dask.dataframe", reason="dask is not installed")
    frame = pd.DataFrame(articles)
    partitions = dask.from_pandas(frame, npartitions=3)
    # As in docs/scale.md.
    schema = pa.Schema.from_pandas(partitions.head(1), preserve_index=False)
    function = pq.arrow_function("quotes", schema)

    def quotes_of(part: pd.DataFrame) -> pd.DataFrame:
        batches = function(pa.Table.from_pandas(part, schema, preserve_index=False))
        return pa.Table.from_batches(batches, function.schema).to_pandas(types_mapper=pd.ArrowDtype)

    meta = function.schema.empty_table().to_pandas(types_mapper=pd.ArrowDtype)
    found = partitions.map_partitions(quotes_of, meta=meta)
    expected = [row["said"] for row in pq.quotes(articles)]
    for scheduler in ("threads", "processes"):
        assert found.compute(scheduler=scheduler)["said"].tolist() == expected


# Spark


def why_no_spark() -> str:
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "pyspark is not installed"
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        return "there is no Java"
    return ""


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    reason = why_no_spark()
    if reason:
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").appName("pullquote")
    settings = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1"}
    for name, value in {**settings, "spark.sql.shuffle.partitions": "2"}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def by_id(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, default=str, sort_keys=True) for row in rows)


@pytest.mark.filterwarnings("ignore")
def test_spark_on_two_workers(spark: Any, articles: list[dict[str, Any]]) -> None:
    frame = spark.read.json(str(ROOT / "examples/articles.jsonl")).repartition(2)
    for name in ("quotes", "people", "articles"):
        found = getattr(pq.spark, name)(frame, keep=["url"])
        rows = [row.asDict(recursive=True) for row in found.collect()]
        assert by_id(rows) == by_id(getattr(pq, name)(articles, keep=["url"]))
    types = dict(pq.spark.quotes(frame, keep=["url"]).dtypes)
    assert types["start"] == "bigint"
    assert types["said_on"] == "date"
    assert types["parts"] == "array<struct<start:bigint,end:bigint,text:string>>"
    assert types["url"] == types["article_id"] == "string"


@pytest.mark.filterwarnings("ignore")
def test_what_spark_needs(spark: Any, articles: list[dict[str, Any]]) -> None:
    frame = spark.createDataFrame(
        [(7, '"Go," Ann Lee said.'), (8, None)], "number int, `the.body` string"
    )
    found = pq.spark.articles(frame, text="the.body", id="number")
    assert found.schema["article_id"].dataType.simpleString() == "int"
    rows = {row.article_id: row for row in found.collect()}
    assert (rows[7].n_quotes, rows[8].error) == (1, "no text")
    with pytest.raises(
        pq.InvalidInputError, match="no column 'id' for `id`, and rows have no numbers in Spark"
    ):
        pq.spark.quotes(frame, text="the.body")
    with pytest.raises(pq.InvalidInputError, match="no column 'text' for `text`"):
        pq.spark.quotes(frame, id="number")
    assert pq.spark.quotes(frame.limit(0), text="the.body", id="number").count() == 0
