"""The commands to review by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import run

ARTICLES = [
    {"id": "a", "text": '"We will not wait," Mayor Ana Ruiz said.'},
    {"id": "b", "text": "Nothing was said."},
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lines = "".join(json.dumps(article) + "\n" for article in ARTICLES)
    (tmp_path / "articles.jsonl").write_text(lines, "utf-8")
    part = {"start": 1, "end": 18, "text": "We will not wait,"}
    entry = {"verdict": "corrected", "article_id": "a", **part, "found": {"parts": [part]}}
    corrections: dict[str, Any] = {
        "format": "pullquote-corrections",
        "version": 1,
        "articles": [{"article_id": "a", "done": True}],
        "entries": [{**entry, "corrected": {"speaker": "Jo Tran"}}],
    }
    (tmp_path / "corrections.json").write_text(json.dumps(corrections), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_articles_or_quotes_become_a_page(folder: Path, capfd: Any) -> None:
    code, _, err = run(capfd, "review", "articles.jsonl")
    assert (code, err) == (0, "1 quote: open review.html in a browser\n")
    page = (folder / "review.html").read_text("utf-8")
    assert "We will not wait" in page
    assert "Nothing was said" in page
    assert run(capfd, "quotes", "articles.jsonl", "-o", "quotes.csv", "-q")[0] == 0
    code, _, err = run(capfd, "review", "quotes.csv")
    assert code == 1
    assert "quotes has no context; give articles=" in err
    assert run(capfd, "review", "quotes.csv", "--articles", "articles.jsonl", "-q")[0] == 0
    assert (folder / "review.html").read_text("utf-8").count("Nothing was said") == 1
    assert run(capfd, "review", "articles.jsonl", "--articles", "articles.jsonl")[0] == 1


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_corrections_are_applied_and_counted(folder: Path, capfd: Any, suffix: str) -> None:
    quotes, out, unfit = (f"{name}.{suffix}" for name in ("quotes", "out", "unfit"))
    assert run(capfd, "quotes", "articles.jsonl", "-o", quotes, "-q")[0] == 0
    code, _, err = run(capfd, "apply", "corrections.json", quotes, "-o", out, "--unfit", unfit)
    assert (code, err) == (0, "1 corrected\n")
    from pullquote._files import read_table

    table = read_table(out)
    rows = table if isinstance(table, list) else table.to_pylist()
    assert [(row["speaker"], row["corrected"]) for row in rows] == [("Jo Tran", "speaker")]
    assert len(read_table(unfit)) == 0
    assert run(capfd, "apply", "corrections.json", quotes, "-o", out, "--unfit", out)[0] == 1


def test_a_score_is_printed(folder: Path, capfd: Any) -> None:
    code, out, _ = run(capfd, "score", "corrections.json", "--by", "outlet")
    assert code == 0
    assert out.split("\n")[0].split() == [
        "precision", "1.000", "0.207", "to", "1.000", "1", "of", "1", "found", "ones", "that", "are", "quotes",
    ]  # fmt: skip
    assert run(capfd, "score", "corrections.json", "-o", "score.csv")[0] == 0
    assert (folder / "score.csv").read_text("utf-8").startswith("group,measure,value")
    (folder / "corrections.json").write_text('{"format": "x"}', "utf-8")
    code, _, err = run(capfd, "score", "corrections.json")
    assert code == 1
    assert "corrections.json: no field 'version'" in err
