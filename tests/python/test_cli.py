"""The command: files by suffix, exit codes, messages, the closing line."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import pullquote as pq
from conftest import ROOT, TEXT, run

ARTICLES = str(ROOT / "examples/articles.jsonl")


def test_min_confidence(capfd: pytest.CaptureFixture[str], articles: list[dict[str, Any]]) -> None:
    code, out, err = run(capfd, "quotes", ARTICLES, "--min-confidence", "0.9", "--quiet")
    expected = pq.quotes(articles, min_confidence=0.9)
    assert (code, len(out.splitlines()), err) == (0, len(expected), "")
    code, _, err = run(capfd, "quotes", ARTICLES, "--min-confidence", "90")
    assert (code, err) == (1, "pullquote: min_confidence is 90.0; expected a number from 0 to 1\n")


def test_quotes_to_standard_output(
    capfd: pytest.CaptureFixture[str], articles: list[dict[str, Any]]
) -> None:
    code, out, err = run(capfd, "quotes", ARTICLES, "--keep", "url", "--context", "5")
    expected = pq.quotes(articles, keep=["url"], context=5)
    assert code == 0
    assert [json.loads(line) for line in out.splitlines()] == json.loads(
        json.dumps(expected, default=str)
    )
    assert err == f"{len(articles)} articles, {len(expected)} quotes, 0 not analysed\n"


def test_the_closing_line_counts_in_english(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"text": '"We will wait," Mayor Ana Ruiz said.'}) + "\n", "utf-8")
    for command, rows in (("quotes", "1 quote"), ("people", "1 person"), ("annotate", "1 quote")):
        _, _, err = run(capfd, command, str(path))
        assert err == f"1 article, {rows}, 0 not analysed\n"
    path.write_text(json.dumps({"text": "Nothing was said."}) + "\n", "utf-8")
    assert run(capfd, "people", str(path))[2] == "1 article, 0 people, 0 not analysed\n"


def test_every_format_in_and_out(
    capfd: pytest.CaptureFixture[str], articles: list[dict[str, Any]], tmp_path: Path
) -> None:
    parquet.write_table(pa.Table.from_pylist(articles), tmp_path / "in.parquet")
    with gzip.open(tmp_path / "in.csv.gz", "wt", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(articles[0]))
        writer.writeheader()
        writer.writerows(articles)
    expected = json.loads(json.dumps(pq.quotes(articles), default=str))
    for given in (ARTICLES, str(tmp_path / "in.parquet"), str(tmp_path / "in.csv.gz")):
        for suffix in ("jsonl", "jsonl.gz", "csv", "parquet"):
            out = tmp_path / f"out.{suffix}"
            assert run(capfd, "quotes", given, "-o", str(out), "-q") == (0, "", "")
            if suffix == "parquet":
                table = parquet.read_table(out)
                assert table.schema.metadata[b"pullquote.table"] == b"quotes"
                found = json.loads(json.dumps(table.to_pylist(), default=str))
            elif suffix == "csv":
                with out.open(newline="", encoding="utf-8") as file:
                    rows = list(csv.DictReader(file))
                assert [row["said"] for row in rows] == [row["said"] for row in expected]
                assert json.loads(rows[0]["parts"]) == expected[0]["parts"]
                continue
            else:
                opened = gzip.open(out, "rt") if suffix.endswith("gz") else out.open()  # noqa: SIM115
                with opened as file:
                    found = [json.loads(line) for line in file]
            assert found == expected
    assert not list(tmp_path.glob("*.parts"))


def test_people_mentions_annotate(
    capfd: pytest.CaptureFixture[str], articles: list[dict[str, Any]], tmp_path: Path
) -> None:
    for name in ("people", "mentions"):
        out = tmp_path / f"{name}.jsonl"
        assert run(capfd, name, ARTICLES, "-o", str(out))[0] == 0
        assert len(out.read_text("utf-8").splitlines()) == len(getattr(pq, name)(articles))
    code, annotated, err = run(capfd, "annotate", ARTICLES)
    documents = pq.Pipeline().pipe(articles)
    assert (code, annotated.splitlines()) == (0, [document.to_json() for document in documents])
    assert err.startswith(f"{len(articles)} articles, ")


def test_show_and_eval(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, "utf-8")
    code, out, _ = run(capfd, "show", str(article))
    assert (code, "Ana Ruiz: We are ready," in out, "\x1b" in out) == (0, True, False)
    assert "\x1b" in run(capfd, "show", str(article), "--color")[1]
    code, out, err = run(capfd, "show", str(article), "--only", "nope")
    assert (code, out, err) == (1, "", "pullquote: no article with id 'nope'\n")
    code, out, _ = run(capfd, "eval", str(ROOT / "examples/gold.jsonl"))
    assert code == 0
    assert "quotes" in out
    code, out, _ = run(capfd, "eval", str(ROOT / "examples/gold.jsonl"), "--json")
    assert json.loads(out)["errors"] == []


def test_bad_articles_are_counted(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [{"id": 1, "text": TEXT}, {"id": 2, "text": None}, {"id": 1, "text": TEXT}, {"id": 3}]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    code, _, err = run(capfd, "quotes", str(path), "-o", str(tmp_path / "out.parquet"))
    assert code == 0
    assert err.endswith("3 not analysed (2 no text, 1 duplicate id)\n")
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table.schema.field("article_id").type == pa.int64()


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ('{"text": ', "in.jsonl", "in.jsonl:1: torn last line"),
        ('["a"]\n', "in.jsonl", "in.jsonl:1: not JSON: a JSON list; expected an object"),
        ('{"body": "a"}\n', "in.jsonl", "no column 'text' for `text`; columns there are: 'body'"),
        ("a", "in.docx", "in.docx: unknown kind of file; expected a name that ends in .jsonl"),
        ("a", "in.jsonl.gz", "in.jsonl.gz: Not a gzipped file"),
    ],
)
def test_broken_files(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, content: str, name: str, message: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    out = tmp_path / "out.jsonl"
    code, _, err = run(capfd, "quotes", str(tmp_path / name), "-o", str(out))
    assert code == 1
    assert err.startswith("pullquote: ")
    assert message in err
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_usage(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "quotes")[0] == 2
    assert run(capfd, "sing")[0] == 2
    assert run(capfd, "quotes", ARTICLES, "--threads", "x")[0] == 2
    code, out, _ = run(capfd, "--version")
    assert (code, out) == (0, f"pullquote, version {pq.__version__}\n")
    for command in ("quotes", "people", "mentions", "annotate", "show", "link", "eval"):
        code, out, _ = run(capfd, command, "--help")
        assert code == 0
        assert "Usage: pullquote" in out
    code, _, err = run(capfd, "quotes", "nope.jsonl")
    assert (code, err) == (1, "pullquote: nope.jsonl: No such file or directory\n")
    code, _, err = run(capfd, "quotes", ARTICLES, "-o", "out.xlsx")
    assert code == 1
    assert "out.xlsx: unknown kind of file" in err


def test_standard_input_and_a_reader_that_leaves(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pullquote"]
    line = json.dumps({"text": TEXT, "id": "a"}) + "\n"
    done = subprocess.run(
        [*command, "quotes", "-"], input=line, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout.splitlines()[0])["article_id"] == "a"
    if os.name == "posix":
        path = tmp_path / "in.jsonl"
        path.write_text("".join(json.dumps({"text": TEXT}) + "\n" for _ in range(3000)), "utf-8")
        piped = subprocess.Popen(
            [*command, "annotate", str(path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert piped.stdout is not None
        piped.stdout.readline()
        piped.stdout.close()
        assert piped.wait(60) == 0
        assert piped.stderr is not None
        assert piped.stderr.read() == ""
        piped.stderr.close()
