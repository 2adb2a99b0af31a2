"""`quotes=False`: the same tokens, tags, names, people and sentences, and nothing said of quotes."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings

import pullquote as pq
from conftest import TEXT, check_offsets, run
from pullquote import _core
from test_properties import TEXTS

#: The columns of each table that depend on quotes.
NULL = {
    "articles": {"n_quotes", "n_quoted_words"},
    "mentions": {"in_quote"},
    "people": {"n_quotes", "n_quoted_words"},
    "times": set(),
    "boilerplate": set(),
    "sentences": set(),
    "tokens": {"is_quoted"},
}
#: Those of them that have a value without quotes, another one: pronouns are read with the quotes.
OTHER = {"people": {"n_mentions", "first_paragraph", "pronouns", "pronouns_method"}}
FOREIGN = "Der Minister sagte am Dienstag, dass die Stadt nicht länger warten werde und dass er bereit sei."


def expect_same(articles: list[Any]) -> None:
    """All tables are the same with quotes and without, but for the columns that depend on them."""
    whole = pq.extract(articles, NULL, threads=1, progress=False)
    found = pq.extract(articles, NULL, quotes=False, threads=1, progress=False)
    for table, null in NULL.items():
        rows = [row for row in whole[table] if row.get("kind") != "pronoun"]
        dropped = OTHER.get(table, set())
        expected = [{**row, **dict.fromkeys(null | dropped)} for row in rows]
        assert [{**row, **dict.fromkeys(dropped)} for row in found[table]] == expected, table


def test_all_else_is_the_same(articles: list[dict[str, Any]]) -> None:
    expect_same([*articles, {"id": "x", "text": FOREIGN}, {"id": "y"}, {"id": "z", "text": 7}])


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_all_else_is_the_same_for_any_text(text: str) -> None:
    expect_same([text])
    document = pq.analyze(text, quotes=False)
    check_offsets(document, "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text))
    assert document.quotes == document.marks == ()
    assert {token.is_quoted for token in document.tokens} <= {None}


@pytest.mark.parametrize("table", NULL)
def test_every_kind_of_table_has_nulls(table: str, articles: list[dict[str, Any]]) -> None:
    function = getattr(pq, table)
    frame = function(pd.DataFrame(articles), quotes=False)
    assert frame.empty or all(frame[name].isna().all() for name in NULL[table])
    arrow = function(pa.Table.from_pylist(articles), quotes=False)
    assert all(arrow[name].null_count == len(arrow) for name in NULL[table])
    assert all(arrow.schema.field(name).nullable for name in NULL[table])
    polars = function(pl.DataFrame(articles), quotes=False)
    assert all(polars[name].null_count() == len(polars) for name in NULL[table])
    # An empty chunk has the schema of a full one, and with quotes the columns cannot be null.
    reader = function(pa.Table.from_pylist(articles).to_reader(3), quotes=False)
    assert reader.schema == arrow.schema
    assert function(pl.DataFrame(articles).head(0), quotes=False).schema == polars.schema
    whole = function(pa.Table.from_pylist(articles))
    assert not any(whole.schema.field(name).nullable for name in NULL[table])


def test_pandas_keeps_its_types_with_quotes(articles: list[dict[str, Any]]) -> None:
    frame = pd.DataFrame(articles)
    assert pq.mentions(frame)["in_quote"].dtype == np.dtype(bool)
    assert pq.people(frame)["n_quotes"].dtype == np.dtype("int64")
    assert pq.mentions(frame, quotes=False)["in_quote"].dtype == pd.BooleanDtype()
    assert pq.people(frame, quotes=False)["n_quotes"].dtype == pd.Int64Dtype()


def test_pipelines_and_functions_are_the_same(articles: list[dict[str, Any]]) -> None:
    nlp = pq.Pipeline(quotes=False, threads=1)
    for table in NULL:
        assert getattr(nlp, table)(articles) == getattr(pq, table)(articles, quotes=False)
    assert nlp(TEXT) == pq.analyze(TEXT, quotes=False) != pq.analyze(TEXT)
    assert [*nlp.pipe([TEXT])] == [nlp(TEXT)]
    assert hash(nlp(TEXT)) != hash(pq.analyze(TEXT))
    assert nlp(TEXT).tokens[0] != pq.analyze(TEXT).tokens[0]


def test_the_setting_shows_and_is_kept() -> None:
    nlp = pq.Pipeline(quotes=False, threads=1)
    document = nlp(TEXT)
    assert repr(nlp) == "Pipeline(quotes=False, threads=1)"
    assert repr(pq.Pipeline(quotes=True)) == "Pipeline(threads=None)"
    assert repr(document) == f"Document({len(TEXT)} characters, quotes=False, 1 people)"
    assert "no quotes looked for" in document._repr_html_()
    again, restored, mention = pickle.loads(pickle.dumps((nlp, document, document.mentions[0])))
    assert repr(again) == repr(nlp)
    assert restored == document == again(TEXT)
    assert mention == document.mentions[0]
    told = document.to_dict()
    assert told["quotes"] == told["marks"] == []
    assert {token["is_quoted"] for token in told["tokens"]} == {None}
    assert told["people"] == pq.analyze(TEXT).to_dict()["people"]


@pytest.mark.parametrize("table", ["quotes", "marks"])
def test_tables_of_quotes_are_refused(table: str) -> None:
    nlp = pq.Pipeline(quotes=False)
    reads = iter([TEXT])
    asked: list[Callable[[], object]] = [
        lambda: getattr(nlp, table)([TEXT]),
        lambda: nlp.extract(reads, ["tokens", table]),
        lambda: pq.extract([TEXT], ["people", table], quotes=False),
    ]
    for ask in asked:
        with pytest.raises(pq.InvalidOptionError) as raised:
            ask()
        assert str(raised.value) == (
            f'table "{table}" needs quotes, and quotes is False; expected quotes=True, or only tables '
            "out of: articles, mentions, people, times, boilerplate, sentences, tokens"
        )
    assert list(reads) == [TEXT], "nothing was read"
    with pytest.raises(TypeError, match="quotes"):
        getattr(pq, table)([TEXT], quotes=False)


def test_what_needs_quotes_says_so() -> None:
    document = pq.analyze(TEXT, quotes=False)
    for method in (document.narration, document.quoted):
        with pytest.raises(pq.InvalidOptionError, match="made with quotes=False; analyze the text"):
            method()
    wrong: Any
    for wrong in (None, 0, "no"):
        message = f"quotes is {wrong!r}; expected True or False"
        with pytest.raises(pq.InvalidOptionError, match=message):
            pq.Pipeline(quotes=wrong)
        with pytest.raises(pq.InvalidOptionError, match=message):
            pq.mentions([TEXT], quotes=wrong)
    assert repr(pq.Pipeline(quotes=np.bool_(False))) == "Pipeline(quotes=False, threads=None)"  # type: ignore[arg-type]


def test_one_thread_and_many_give_the_same(articles: list[dict[str, Any]]) -> None:
    rows = [{"text": row["text"]} for row in articles] * 5
    one = pq.extract(rows, NULL, quotes=False, threads=1)
    assert one == pq.extract(rows, NULL, quotes=False, threads=5)


def test_the_command(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    for table, null in (("mentions", "in_quote"), ("people", "n_quotes")):
        code, printed, err = run(capfd, table, str(path), "--no-quotes")
        rows = [json.loads(line) for line in printed.splitlines()]
        assert (code, {row[null] for row in rows}) == (0, {None}), err
    code, printed, err = run(capfd, "annotate", str(path), "--no-quotes")
    assert json.loads(printed) == pq.analyze(TEXT, id="a.txt", quotes=False).to_dict()
    assert err == "1 article, no quotes looked for, 0 not analysed\n"
    for command in ("quotes", "show"):
        code, _, err = run(capfd, command, str(path), "--no-quotes")
        assert code == 2
        assert "No such option" in err


def test_the_core_knows_its_setting() -> None:
    assert _core.Pipeline().quotes
    assert not _core.Pipeline(quotes=False).quotes
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer))"
    pickled = pickle.dumps(pq.Pipeline(quotes=False, threads=2))
    done = subprocess.run([sys.executable, "-c", code], input=pickled, capture_output=True)
    assert done.stdout.decode().strip() == "Pipeline(quotes=False, threads=2)", done.stderr
