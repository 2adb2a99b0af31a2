"""What the tests share: articles that have something of every layer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import pullquote as pq

ROOT = Path(__file__).parents[2]

TEXT = (
    '"We are ready," Mayor Ana Ruiz said on Tuesday. "We will not wait — 100 € is enough."\n\n'
    "Ruiz told reporters that the café 🎉 would open. According to the ministry, “nothing” is lost.\n\n"
    "© 2018 Port Alder Ledger. All rights reserved."
)

LAYERS = ("tokens", "sentences", "mentions", "quotes", "marks", "people", "boilerplate")


@pytest.fixture(scope="session")
def articles() -> list[dict[str, Any]]:
    """The articles of examples/."""
    with (ROOT / "examples/articles.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def documents(articles: list[dict[str, Any]]) -> list[pq.Document]:
    """The articles of examples/, analysed."""
    return list(pq.Pipeline().pipe(articles))


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Runs the command: its exit code, what it printed, what went to standard error."""
    # Imported here: most tests need no command, and it needs a package more.
    from pullquote.cli import main

    try:
        main(list(arguments))
        code = 0
    except SystemExit as done:
        code = int(done.code or 0)
    out, err = capfd.readouterr()
    return code, out, err


def check_offsets(document: pq.Document, text: str) -> None:
    """Every span of every layer is true to the text that was given."""
    document.check()
    assert document.text == text
    spans: list[Any] = []
    for layer in (*LAYERS, "times"):
        if layer != "people":
            spans += getattr(document, layer)
    for quote in document.quotes:
        spans += [*quote.parts, *quote.quoted, *quote.inserts]
        spans += [quote.cue] if quote.cue else []
        spans += [quote.speaker.mention] if quote.speaker and quote.speaker.mention else []
        assert quote.said == " ".join(part.text for part in quote.parts)
        assert (quote.start, quote.end) == (quote.parts[0].start, quote.parts[-1].end)
    for span in spans:
        assert 0 <= span.start <= span.end <= len(text)
        assert text[span.start : span.end] == span.text
    _check_dict(document.to_dict(), text)


def _check_dict(value: Any, text: str) -> None:
    """The same in the exchange format, at any depth."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            assert text[value["start"] : value["end"]] == value["text"]
        for inner in value.values():
            _check_dict(inner, text)
    elif isinstance(value, list):
        for inner in value:
            _check_dict(inner, text)
