"""The edges of tables: whatever stands in a row, the others are unharmed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pullquote as pq
from conftest import TEXT

GOOD = '"We are ready," Mayor Ana Ruiz said.'


def error_of(text: Any) -> Any:
    rows = pq.articles([{"text": text}, {"text": GOOD}])
    assert rows[1]["error"] is None
    assert rows[1]["n_quotes"] == 1
    return rows[0]["error"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (None, "no text"),
        (float("nan"), "no text"),
        (pd.NA, "no text"),
        (np.float64("nan"), "no text"),
        ("", None),
        (7, "text is not a str but int"),
        (b"text", "text is not a str but bytes"),
        (["a"], "text is not a str but list"),
    ],
)
def test_texts_that_are_none(text: Any, error: str | None) -> None:
    assert error_of(text) == error


def test_a_series_with_holes() -> None:
    frame = pq.articles(pd.Series([GOOD, None, np.nan, 5], dtype=object))
    assert frame["error"].fillna("").tolist() == [
        "",
        "no text",
        "no text",
        "text is not a str but int",
    ]
    assert pq.articles(pl.Series([GOOD, None]))["error"].to_list() == [None, "no text"]


def test_errors_are_warned_of_where_no_table_shows_them() -> None:
    with pytest.warns(pq.PullquoteWarning, match=r"1 of 2 articles were not analysed") as caught:
        pq.quotes([GOOD, None])
    assert caught[0].filename == __file__


def test_no_id_column_gives_row_numbers() -> None:
    rows = pq.articles(["a", "b"])
    assert [row["article_id"] for row in rows] == [0, 1]
    assert pq.quotes([GOOD, GOOD])[1]["article_id"] == 1
    assert pq.quotes([GOOD])[0]["quote_id"] == "q1"


def test_duplicate_ids_are_named_with_their_rows() -> None:
    ids = ["a", "b", "a", "c", "b", "c", "d", "d", None, None]
    message = r"'a' \(rows 0, 2\), 'b' \(rows 1, 4\), 'c' \(rows 3, 5\) and 1 more"
    rows = [{"id": id, "text": "x"} for id in ids]
    for articles in (rows, pd.DataFrame(rows), pl.DataFrame(rows), pa.Table.from_pylist(rows)):
        with pytest.raises(pq.InvalidInputError, match=message):
            pq.quotes(articles)
    assert pq.articles(rows, id=None)[3]["article_id"] == 3


def test_in_a_stream_the_later_duplicate_is_an_error_row() -> None:
    reader = pa.Table.from_pylist([{"id": id, "text": "x"} for id in "aba"]).to_reader(1)
    errors = pq.articles(reader).read_all()["error"].to_pylist()
    assert errors == [None, None, "duplicate id 'a', first in row 0"]


def test_unreadable_dates_are_noted_and_the_text_analysed() -> None:
    rows = pq.articles(
        [{"text": GOOD, "date": "soon"}, {"text": GOOD, "date": dt.date(2020, 1, 2)}]
    )
    assert rows[0]["date"] is None
    assert "unreadable date" in rows[0]["note"]
    assert rows[0]["n_quotes"] == 1
    assert rows[1]["date"] == dt.date(2020, 1, 2)


def test_lone_surrogates_in_a_table() -> None:
    row = pq.articles(["a \ud800 b"])[0]
    assert (row["n_chars"], row["note"]) == (5, "1 lone surrogates read as U+FFFD")


def test_html_is_noted() -> None:
    row = pq.articles(["<p>One.</p>" * 15])[0]
    assert "looks like HTML" in row["note"]


def test_not_english_is_noted() -> None:
    text = (
        "Der Bürgermeister sagte am Dienstag, dass die Brücke nicht vor dem Winter fertig werde. "
        * 4
    )
    row = pq.articles([text])[0]
    assert row["language"] is None
    assert "not English" in row["note"]


@pytest.mark.parametrize(
    ("articles", "message"),
    [
        ("one text", r"articles is one str; use pq\.analyze\(text\), .* pq\.read\(path\)"),
        (b"bytes", "articles is one bytes"),
        (7, "expected a pandas or polars DataFrame"),
        ({"text": ["a"]}, "expected a pandas or polars DataFrame"),
        (pl.LazyFrame({"text": ["a"]}), r"call \.collect\(\)"),
        (pl.DataFrame({"text": [1]}), 'column "text" is of type Int64; expected text'),
        (pd.DataFrame({"body": ["a"]}), "no column 'text' for `text`; columns there are: 'body'"),
        ([{"body": "a"}], "no column 'text' for `text`; columns there are: 'body'"),
    ],
)
def test_inputs_that_are_refused(articles: Any, message: str) -> None:
    with pytest.raises(pq.InvalidInputError, match=message):
        pq.quotes(articles)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"status": "sung"}, 'unknown status "sung"; expected one of: said, wrote'),
        ({"threads": 0}, "threads is 0; expected a number from 1"),
        ({"threads": True}, "threads is True"),
        ({"context": -1}, "context is -1; expected a number of characters from 0 to 4294967295"),
        ({"context": 10**20}, r"context is 10{20}; expected a number of characters from 0 to"),
        ({"context": "many"}, "context is 'many'"),
        ({"context": None}, "context is None"),
        ({"status": 5}, 'status is 5; expected "all" or some of: said, wrote'),
        ({"status": ["said", None]}, r"status is \['said', None\]"),
        ({"min_confidence": 1.5}, "min_confidence is 1.5; expected a number from 0 to 1"),
        ({"min_confidence": -0.1}, "min_confidence is -0.1"),
        ({"min_confidence": float("nan")}, "min_confidence is nan"),
        ({"min_confidence": "0.8"}, "min_confidence is '0.8'"),
        ({"min_confidence": True}, "min_confidence is True"),
        ({"min_confidence": None}, "min_confidence is None"),
        ({"title_in_text": "no"}, "title_in_text is 'no'; expected True or False"),
        ({"progress": 5}, r"progress is 5; expected True, False, a function of \(done, total\)"),
        ({"progress": "yes"}, "progress is 'yes'"),
        ({"keep": 5}, "keep is 5; expected a list of names of columns"),
        ({"keep": ["text"]}, "keep has 'text', which is a column of quotes"),
    ],
)
def test_options_that_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(pq.InvalidOptionError, match=message):
        pq.quotes([{"text": "a"}], **options)


def test_options_are_checked_before_any_work() -> None:
    reader = pa.table({"text": [GOOD]}).to_reader()
    with pytest.raises(pq.InvalidOptionError, match="progress is 5"):
        pq.quotes(reader, progress=5)  # type: ignore[arg-type]
    assert pq.quotes(reader).read_all().num_rows == 1


def test_any_number_of_threads_will_do() -> None:
    assert len(pq.quotes([GOOD], threads=10**20)) == 1
    assert len(list(pq.Pipeline(threads=10**20).pipe([GOOD, GOOD]))) == 2


def test_numpy_flags_will_do() -> None:
    row = pq.articles([{"text": GOOD, "title": "T"}], title_in_text=np.True_)  # type: ignore[arg-type]
    assert row[0]["text"] == f"T\n\n{GOOD}"


def test_arguments_of_one_article() -> None:
    analyze: Any = pq.analyze
    for name in ("title", "outlet"):
        with pytest.raises(pq.InvalidInputError, match=f"{name} is a int; expected a str, or None"):
            analyze(GOOD, **{name: 5})
        assert getattr(analyze(GOOD, **{name: float("nan")}), name) is None
    with pytest.raises(pq.InvalidOptionError, match="title_in_text is 1; expected True or False"):
        analyze(GOOD, title_in_text=1)


@pytest.mark.parametrize(
    ("articles", "name"), [(GOOD, "str"), ({"text": GOOD}, "dict"), (5, "int")]
)
def test_a_stream_is_no_single_text(articles: Any, name: str) -> None:
    with pytest.raises(pq.InvalidInputError, match=f"articles is one {name}; expected a list"):
        next(pq.Pipeline().pipe(articles))


def test_unknown_tables_are_refused() -> None:
    with pytest.raises(
        pq.InvalidOptionError, match='unknown table "quots"; expected one of: articles, quotes'
    ):
        pq.extract(["a"], ["quots"])
    with pytest.raises(pq.InvalidOptionError, match=r'like \["quotes"\]'):
        pq.extract(["a"], "quotes")
    for tables in (5, [5]):
        with pytest.raises(pq.InvalidOptionError, match="expected a list of some of: articles, "):
            pq.extract(["a"], tables)  # type: ignore[arg-type]
    with pytest.raises(pq.InvalidOptionError, match="no tables asked for"):
        pq.extract(["a"], [])


@pytest.mark.parametrize("column", ["text", "date", "title", "id", "outlet"])
def test_a_named_column_must_be_there(column: str) -> None:
    with pytest.raises(
        pq.InvalidInputError, match=f"no column 'nope' for `{column}`; columns there are: 'text'"
    ):
        pq.quotes([{"text": "a"}], **{column: "nope"})
    with pytest.raises(pq.InvalidInputError, match="no column 'url' to keep"):
        pq.quotes([{"text": "a"}], keep=["url"])


def test_none_switches_a_column_off() -> None:
    frame = pd.DataFrame({"text": [GOOD], "date": ["2018-04-17"], "id": ["x"], "outlet": ["O"]})
    row = pq.quotes(frame, date=None, id=None, outlet=None).iloc[0]
    assert pd.isna(row["date"])
    assert pd.isna(row["outlet"])
    assert row["article_id"] == 0


def test_no_articles_at_all() -> None:
    empty = pd.DataFrame({"text": pd.Series([], dtype=object), "id": pd.Series([], dtype=object)})
    full = pq.quotes(pd.DataFrame({"text": [TEXT], "id": ["a"]}))
    frame = pq.quotes(empty)
    assert len(frame) == 0
    assert frame.columns.tolist() == full.columns.tolist()
    assert frame.dtypes.drop("article_id").tolist() == full.dtypes.drop("article_id").tolist()
    assert pq.quotes([]) == []
    assert pq.quotes(pl.DataFrame({"text": []}, schema={"text": pl.String})).shape == (0, 35)
    assert (
        pq.quotes(pa.table({"text": pa.array([], pa.string())}).to_reader()).read_all().num_rows
        == 0
    )


@pytest.mark.parametrize("sign", [";", "\t"])
def test_csv_of_another_sign_is_named(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id{sign}text\n1{sign}Rain, wind and fog.\n", encoding="utf-8")
    with pytest.raises(pq.InvalidInputError, match=r"columns are parted by .*; expected commas"):
        list(pq.quotes(pq.read(path)))


def test_what_is_swapped_is_not_printed_whole() -> None:
    frame = pd.DataFrame({"said": ["We will not wait."] * 3})
    with pytest.raises(
        pq.InvalidOptionError, match=r"^words is a DataFrame; expected some words to look for$"
    ):
        pq.find("wait", frame)  # type: ignore[arg-type]
    with pytest.raises(
        pq.InvalidInputError, match=r"^gold is a DataFrame; expected a file of JSON Lines"
    ):
        pq.accuracy(frame)  # type: ignore[arg-type]


def test_a_folder_that_is_not_there_is_named_as_given(tmp_path: Path) -> None:
    path = tmp_path / "none" / "quotes.html"
    with pytest.raises(FileNotFoundError) as caught:
        pq.highlights(["Rain."], path)
    assert caught.value.filename == str(path)
