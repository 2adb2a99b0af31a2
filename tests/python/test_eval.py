"""The evaluation harness, run on an analyzer that knows the gold and on one that finds nothing."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

TEXT = "By Bo Lee\n\n“We will win. We must,” Mayor Ana Park said. She offered her “blessing”."


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def gold_quote(kind: str, words: str, cue: str, source: str) -> dict[str, Any]:
    quote: dict[str, Any] = {"kind": kind, "speaker": "Ana Park", "addressee": None}
    quote |= {"source": [span(source)], "cue": [span(cue)], "content": [span(words)]}
    return quote | {"quoted": [span(words)] if kind == "fragment" else []}


GOLD: dict[str, Any] = {
    "id": "a",
    "text": TEXT,
    "boilerplate": [[*span("By Bo Lee"), "byline"]],
    "quotes": [
        gold_quote("direct", "We will win. We must,", "said", "Mayor Ana Park"),
        gold_quote("fragment", "blessing", "offered", "She"),
    ],
    "not_quotes": [],
    "people": {"Ana Park": ["Mayor Ana Park"]},
    "entities": [[*span("Ana Park"), "PERSON"]],
}


def as_objects(pairs: list[list[int]]) -> list[dict[str, Any]]:
    return [{"start": s, "end": e, "text": TEXT[s:e]} for s, e in pairs]


def know(text: str, **_: object) -> dict[str, Any]:
    """Gold in the exchange format."""
    assert text == TEXT
    quotes = [
        {
            "kind": quote["kind"],
            "status": "said",
            "parent_id": None,
            "parts": as_objects(quote["content"]),
            "quoted": as_objects(quote["quoted"]),
            "cue": as_objects(quote["cue"])[0],
            "speaker": {"name": quote["speaker"], "mention": as_objects(quote["source"])[0]},
        }
        for quote in GOLD["quotes"]
    ]
    person = as_objects([span("Ana Park")])[0] | {"label": "PERSON", "kind": "name"}
    mayor = as_objects([span("Mayor Ana Park")])[0] | {"kind": "name"}
    byline = as_objects([span("By Bo Lee")])[0] | {"kind": "byline"}
    return {
        "id": "a",
        "text": text,
        "error": None,
        "quotes": quotes,
        "mentions": [person],
        "people": [{"name": "Ana Park", "aliases": [], "mentions": [mayor]}],
        "boilerplate": [byline],
    }


def find_nothing(text: str, **_: object) -> dict[str, Any]:
    empty: dict[str, Any] = {layer: [] for layer in ("quotes", "mentions", "people", "boilerplate")}
    return empty | {"id": "a", "text": text, "error": None, "tokens": [], "sentences": []}


@pytest.fixture
def harness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Modules of eval/ by name, set up on one document of examples and no other data."""
    monkeypatch.syspath_prepend(str(ROOT))
    corpora = importlib.import_module("eval.corpora")
    (tmp_path / "examples").mkdir()
    gold = {key: value for key, value in GOLD.items() if key != "text"}
    article = {"id": "a", "text": TEXT, "title": "A win", "date": "2020-01-02"}
    for name, row in (("gold", gold), ("articles", article)):
        path = tmp_path / "examples" / f"{name}.jsonl"
        path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr(corpora, "ROOT", tmp_path)
    monkeypatch.setattr(corpora, "SHARED", tmp_path / "nowhere")
    return lambda name: importlib.import_module(f"eval.{name}")


def test_table_names_what_it_skips(
    harness: Callable[[str], Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.json"
    assert harness("__main__").main(["--json", str(out)], know) == 0
    printed = capsys.readouterr().out
    assert "skipped polnear.dev: no " in printed
    assert "examples: all as gold has it" in printed
    result = json.loads(out.read_text())
    assert {line["corpus"] for line in result["table"]} == {"examples"}
    assert {line["figure"] for line in result["table"]} == {100.0}


def test_faults_are_told_in_words(
    harness: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert harness("__main__").main(["--only", "examples"], find_nothing) == 0
    printed = capsys.readouterr().out
    assert "missing quote, fragment of Ana Park: “blessing”" in printed
    assert "missing person: Ana Park" in printed
    assert "missing byline" in printed


def test_only_must_match_a_line(harness: Callable[[str], Any]) -> None:
    assert harness("__main__").main(["--only", "no such corpus"], know) == 2


def test_errors_lists_faults_by_document(
    harness: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    errors = harness("errors")
    errors.main(["examples"], know)
    assert capsys.readouterr().out == "=== a: none\n"
    errors.main(["examples", "--layer", "entities"], find_nothing)
    assert "missing PERSON: " in capsys.readouterr().out


def test_what_makes_a_quote_wrong(harness: Callable[[str], Any]) -> None:
    check = harness("checks").check_quotes
    pred = know(TEXT)
    first = pred["quotes"][0]
    first["cue"] = None
    assert check(GOLD, pred).n_right == 2
    first["kind"] = "mixed"
    result = check(GOLD, pred)
    assert result.n_right == 1
    assert result.faults[0].startswith("kind is mixed, not direct; cue is none, not “said”: in")
