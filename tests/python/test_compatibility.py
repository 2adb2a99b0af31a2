"""Tables, documents and corpora of earlier schemas are read, and every table says of which schema it is."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import pullquote as pq
from conftest import ROOT
from pullquote import _core

FOLDERS = sorted((ROOT / "tests/data").glob("schema*"))
TABLES = ("articles", "quotes", "people", "mentions", "marks", "times", "boilerplate")


def examples() -> list[dict[str, Any]]:
    return list(pq.read(ROOT / "examples/articles.jsonl"))[:5]


@pytest.fixture(params=FOLDERS, ids=lambda path: path.name)
def folder(request: pytest.FixtureRequest) -> Path:
    """The tables of an earlier schema."""
    path: Path = request.param
    return path


def test_there_are_tables_of_every_schema() -> None:
    assert [path.name for path in FOLDERS] == [
        f"schema{n + 1}" for n in range(_core.SCHEMA_VERSION)
    ]


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_only_added(name: str, folder: Path) -> None:
    # Within a schema a column keeps its name and type, and its null-ness.
    earlier = parquet.read_schema(folder / f"{name}.parquet")
    schema = earlier.metadata[b"pullquote.schema"].decode()
    assert (f"schema{schema}", earlier.metadata[b"pullquote.table"]) == (folder.name, name.encode())
    if int(schema) == _core.SCHEMA_VERSION:
        now = pa.schema(pq.extract(pa.Table.from_pylist(examples()), [name])[name].schema)
        for field in earlier:
            if field.name not in ("article_id", "date"):
                assert now.field(field.name).type == field.type, field.name


@pytest.mark.parametrize("kind", ["arrow", "pandas", "polars", "list"])
def test_functions_take_earlier_tables(kind: str, folder: Path) -> None:
    tables: dict[str, Any] = {
        name: parquet.read_table(folder / f"{name}.parquet") for name in TABLES
    }
    if kind != "arrow":
        turn: dict[str, Any] = {
            "pandas": pa.Table.to_pandas,
            "polars": pl.from_arrow,
            "list": pa.Table.to_pylist,
        }
        tables = {name: turn[kind](table) for name, table in tables.items()}
    n_rows = len(tables["quotes"])
    linked = pq.link_people(tables)
    assert len(linked["quotes"]) == n_rows
    assert len(pq.who_about_whom(linked)) > 0
    assert len(pq.same_quotes(tables["quotes"], alone=True)) > 0
    assert len(pq.context(tables["quotes"], examples(), words=3)) == n_rows
    assert len(pq.drop_copies(tables["quotes"], examples())) == n_rows
    assert len(pq.find(tables["quotes"], "the", min_score=0.1)) > 0
    assert pq.summary(tables).n_quotes == n_rows
    assert pq.show(tables["quotes"])._repr_html_()


def test_earlier_text_files(folder: Path) -> None:
    whole = parquet.read_table(folder / "quotes.parquet").to_pylist()
    rows = list(pq.read(folder / "quotes.csv.gz"))
    assert [row["said"] for row in rows] == [row["said"] for row in whole]
    same = pq.same_quotes(rows, alone=True)
    expected = parquet.read_table(folder / "same_quotes.parquet").to_pylist()
    assert [(row["start"], row["end"]) for row in same] == [
        (row["start"], row["end"]) for row in expected
    ]
    people = list(pq.read(folder / "people.jsonl.gz"))
    assert len(pq.link_people({"people": people, "quotes": rows})["people"]) == len(people)


def test_earlier_documents(folder: Path) -> None:
    lines = lzma.decompress((folder / "documents.jsonl.xz").read_bytes()).decode().splitlines()
    for line in lines:
        document = json.loads(line)
        assert f"schema{document['schema']}" == folder.name
        now = pq.analyze(document["text"]).to_dict()
        if document["schema"] == now["schema"]:
            assert set(document) <= set(now)
            for layer in ("quotes", "people", "mentions", "tokens"):
                assert set(document[layer][0]) <= set(now[layer][0])


def test_earlier_corpora(folder: Path) -> None:
    # Corpora have a version of their own: this is of 1, before stories were in them, and what it was made of is there.
    with pytest.raises(pq.InvalidInputError, match="version 1; expected 2: make the corpus again"):
        pq.Corpus.load(folder / "quotes.corpus")
    corpus = pq.Corpus()
    corpus.add(pd.read_parquet(folder / "quotes.parquet"))
    assert len(corpus) > 0


def made(articles: Any) -> dict[str, Any]:
    """What every function that gives a table gives."""
    tables = pq.extract(articles, ["quotes", "people", "mentions"])
    return {
        **tables,
        "same_quotes": pq.same_quotes(tables["quotes"], alone=True),
        "found": pq.find(tables["quotes"], "the"),
        "duplicates": pq.duplicates(articles),
        "stories": pq.stories(articles),
        "narration": pq.narration(articles),
        "quoted": pq.quoted(articles),
        "who_about_whom": pq.who_about_whom(tables),
    }


def test_every_arrow_table_says_its_schema() -> None:
    articles = pa.Table.from_pylist(examples())
    for name, table in made(articles).items():
        about = pa.table(table).schema.metadata
        assert about == {b"pullquote.schema": b"1", b"pullquote.table": name.encode()}, name
    quotes = pq.quotes(articles)
    for table in (pq.drop_copies(quotes, articles), pq.context(quotes, articles, words=2)):
        assert table.schema.metadata[b"pullquote.table"] == b"quotes"
    linked = pq.link_people(pq.extract(articles, ["quotes", "people"]))
    assert linked["people"].schema.metadata[b"pullquote.table"] == b"people"


def test_every_frame_says_its_schema() -> None:
    articles = pd.DataFrame(examples())
    for name, frame in made(articles).items():
        assert frame.attrs["pullquote"] == {"schema": _core.SCHEMA_VERSION, "table": name}, name
    quotes = pq.quotes(articles)
    for frame in (pq.drop_copies(quotes, articles), pq.context(quotes, articles, words=2)):
        assert frame.attrs["pullquote"]["table"] == "quotes"


def test_every_document_says_its_schema() -> None:
    assert pq.analyze("x").to_dict()["schema"] == _core.SCHEMA_VERSION
    assert json.loads(pq.analyze("x").to_json())["schema"] == _core.SCHEMA_VERSION
