"""Figures stay within the intervals of eval/intervals.json, and docs/accuracy.md says what is in it.

On examples/ always; on the quicker corpora where they are there.
"""

from __future__ import annotations

import importlib
import json
from copy import deepcopy
from typing import Any

import pytest

import pullquote as pq
from conftest import ROOT


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("eval.report")


@pytest.fixture
def written(report: Any) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(report.INTERVALS.read_text("utf-8"))
    return result


def check(report: Any, written: dict[str, Any], corpus: str) -> None:
    measured = report.measure([corpus], pq.Pipeline())
    assert list(measured["corpora"]) == [corpus]
    assert measured["corpora"][corpus]["articles"] == written["corpora"][corpus]["articles"]
    faults = report.compare(measured, written)
    assert not faults, "\n".join([*faults, "if that is meant: make accuracy"])


def test_figures_of_examples_lie_within_their_intervals(
    report: Any, written: dict[str, Any]
) -> None:
    check(report, written, "examples")


@pytest.mark.parametrize(
    "corpus", ["seeds", "press.dev", "excerpts.dev", "polnear.dev", "litbank.dev", "clic.dev"]
)
def test_figures_of_dev_files_lie_within_their_intervals(
    report: Any, written: dict[str, Any], corpus: str
) -> None:
    assert corpus in report.CHEAP
    missing = importlib.import_module("eval.corpora").missing_file(corpus)
    if missing:
        pytest.skip(f"{corpus} is not there: no {missing} (see PULLQUOTE_SHARED in eval/README.md)")
    check(report, written, corpus)


def test_compare_tells_what_lies_beyond(report: Any, written: dict[str, Any]) -> None:
    assert report.compare(written, written) == []
    worse = deepcopy(written)
    press = worse["corpora"]["press.dev"]["figures"]
    interval = press["e2e.all"]["low"], press["e2e.all"]["high"]
    press["e2e.all"]["value"] = 10.0
    press["content.all.iou50"]["value"] = 100.0
    del press["people.name"]
    worse["corpora"]["seeds"]["figures"]["checks.quotes"]["value"] = 90.0
    faults = report.compare(worse, written)
    assert len(faults) == 4
    assert f"press.dev, e2e.all: 10.0 is below {interval[0]} to {interval[1]}" in "\n".join(faults)
    assert "press.dev, content.all.iou50: 100.0 is above" in "\n".join(faults)
    assert "press.dev, people.name: not measured any more" in faults
    assert "seeds, checks.quotes: 90.0; it was 100.0, too few for an interval" in faults
    unknown = {"corpora": {"press.dev": {"figures": {"new": {"value": 1.0}}}}}
    assert "press.dev, new: not in intervals.json" in report.compare(unknown, written)[0]


def test_the_page_says_what_was_measured(report: Any, written: dict[str, Any]) -> None:
    page = (ROOT / "docs/accuracy.md").read_text("utf-8")
    assert page == report.to_markdown(written), "docs/accuracy.md is stale: make accuracy"


def test_no_figure_for_a_model_that_has_seen_the_file(written: dict[str, Any]) -> None:
    """Written with a model that has not, or not at all."""
    if "package" in written["names_model"]:
        for corpus in ("ewt.dev", "wikigold", "crossner_politics.dev"):
            figures = written["corpora"].get(corpus, {"figures": {}})["figures"]
            assert not [key for key in figures if key.startswith("names.")]


def test_failures_are_cases_that_do_not_come_out_right(report: Any) -> None:
    """Else `failures` raises a KeyError: the case is right now, and must go from failures.toml."""
    groups = importlib.import_module("eval.page").failures()
    assert len(groups) > 5
    assert all(text and reason for group in groups for text, reason in group["cases"])


def test_every_quote_of_press_has_a_gender(report: Any) -> None:
    corpora = importlib.import_module("eval.corpora")
    if corpora.missing_file("press.dev"):
        pytest.skip("press.dev is not there (see PULLQUOTE_SHARED in eval/README.md)")
    letters = json.loads(report.GENDERS.read_text("utf-8"))
    for document in corpora.load_corpus("press.dev"):
        assert len(letters[document["id"]]) == len(document["quotes"])
