"""Identities across articles: the gold cases, every kind of table, wrong input, order, earlier results."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pullquote as pq
from conftest import ROOT
from pullquote import _core
from test_gold import load
from test_tables import Stream, plain

CASES = load(ROOT / "tests/gold/identities.toml")["case"]
UNSETTLED = load(ROOT / "tests/gold/unsettled.toml").get("identities", {})
ADDED = ["identity_id", "identity_name", "identity_method"]


def tables_of(case: dict[str, Any]) -> dict[str, Any]:
    """The tables that a case describes."""
    people = [
        {"article_id": row["in"], "person_id": f"{row['in']}:p{at}", "aliases": []}
        | {name: value for name, value in row.items() if name not in ("in", "is")}
        for at, row in enumerate(case["people"])
    ]
    articles = [{"article_id": id, **row} for id, row in case.get("articles", {}).items()]
    return {"people": people, "articles": articles}


def partition(labels: list[str]) -> set[frozenset[int]]:
    """Which rows are one, whatever the labels."""
    rows: dict[str, set[int]] = {}
    for row, label in enumerate(labels):
        rows.setdefault(label, set()).add(row)
    return {frozenset(same) for same in rows.values()}


def mistakes(case: dict[str, Any], people: list[dict[str, Any]]) -> list[str]:
    """What is not as in the gold."""
    gold = [row["is"] for row in case["people"]]
    found = [row["identity_id"] for row in people]
    wrong = [] if partition(gold) == partition(found) else [f"{gold} is not {found}"]
    for identity, row in zip(gold, people):
        for wanted, column in (("names", "identity_name"), ("ids", "identity_id")):
            if case.get(wanted, {}).get(identity, row[column]) != row[column]:
                wrong.append(f"{identity}: {column} {row[column]!r}")
    return wrong


def test_the_gold_is_read() -> None:
    assert len(CASES) >= 40
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names)
    assert set(UNSETTLED) <= set(names)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_gold(case: dict[str, Any]) -> None:
    linked = pq.link_people(tables_of(case), aliases=case.get("register"))
    wrong = mistakes(case, linked["people"])
    assert bool(wrong) == (case["name"] in UNSETTLED), wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_no_order_of_rows_or_articles_changes_an_identity(case: dict[str, Any]) -> None:
    tables = tables_of(case)
    expected = identities(pq.link_people(tables, aliases=case.get("register"))["people"])
    for seed in range(4):
        shuffled = {
            name: random.Random(seed).sample(rows, len(rows)) for name, rows in tables.items()
        }
        linked = pq.link_people(shuffled, aliases=case.get("register"))
        assert identities(linked["people"]) == expected


def identities(people: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """For every person of an article the identity."""
    return {row["person_id"]: tuple(row[name] for name in ADDED) for row in people}
