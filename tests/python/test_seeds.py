"""The two articles that pullquote was conceived on: everything a careful reader marks, nothing else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import pullquote as pq
from pullquote.scoring import read_jsonl

ROOT = Path(__file__).parents[2]
SEEDS = Path(os.environ.get("PULLQUOTE_SHARED") or ROOT.parent / "shared") / "seeds" / "gold.jsonl"

pytestmark = pytest.mark.skipif(not SEEDS.exists(), reason=f"{SEEDS} is not there")


def seeds() -> list[dict[str, Any]]:
    return read_jsonl(SEEDS) if SEEDS.exists() else []


@pytest.fixture(params=seeds(), ids=lambda gold: gold["id"])
def gold(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


@pytest.fixture
def found(gold: dict[str, Any]) -> dict[str, Any]:
    return pq.analyze(gold["text"], date=gold["date"], id=gold["id"]).to_dict()


def spans(things: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [(thing["start"], thing["end"]) for thing in things]


def test_quotes(gold: dict[str, Any], found: dict[str, Any]) -> None:
    speech = [quote for quote in found["quotes"] if quote["status"] in pq.SPEECH]
    rows = sorted(
        (quote["kind"], quote["speaker"]["name"], quote["addressee"], tuple(spans(quote["parts"])))
        for quote in speech
    )
    expected = sorted(
        (quote["kind"], quote["speaker"], quote["addressee"], tuple(map(tuple, quote["content"])))
        for quote in gold["quotes"]
    )
    assert rows == expected


def test_cues_and_sources(gold: dict[str, Any], found: dict[str, Any]) -> None:
    rows = sorted(
        (*spans([quote["cue"]]), *spans([quote["speaker"]["mention"]]))
        for quote in found["quotes"]
        if quote["status"] in pq.SPEECH
    )
    expected = sorted(
        (tuple(quote["cue"][0]), tuple(quote["source"][0])) for quote in gold["quotes"]
    )
    assert rows == expected


def test_boilerplate(gold: dict[str, Any], found: dict[str, Any]) -> None:
    rows = [(region["start"], region["end"], region["kind"]) for region in found["boilerplate"]]
    assert rows == [tuple(region) for region in gold["boilerplate"]]


def test_persons_by_full_name(gold: dict[str, Any], found: dict[str, Any]) -> None:
    assert sorted(person["name"] for person in found["people"]) == sorted(gold["people"])


def test_names_of_persons(gold: dict[str, Any], found: dict[str, Any]) -> None:
    names = [m for m in found["mentions"] if m["label"] == "PERSON" and m["kind"] == "name"]
    expected = [(start, end) for start, end, label, _ in gold["entities"] if label == "PERSON"]
    assert spans(names) == expected


def test_nothing_of_the_hover_card(gold: dict[str, Any], found: dict[str, Any]) -> None:
    cards = [region for region in found["boilerplate"] if region["kind"] == "hovercard"]
    for card in cards:
        for layer in ("tokens", "mentions", "quotes", "marks"):
            inside = [t for t in found[layer] if card["start"] <= t["start"] < card["end"]]
            assert not inside, layer
