"""Whatever a function is given: a right result or an error of ours, never one from inside, a panic or a hang."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import odd
import pullquote as pq


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Paths among the odd values are of files in here."""
    path = tmp_path_factory.mktemp("odd")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(path)
        lines = "".join(json.dumps(row) + "\n" for row in odd.ARTICLES)
        (path / "in.jsonl").write_text(lines)
        odd.good("Corpus.merge")["other"].save(path / "in.corpus")
        yield path


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """What never ends is an error, too; a call takes milliseconds."""
    if not hasattr(signal, "alarm"):
        yield
        return

    def stop(number: int, frame: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(300)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def call(name: str, arguments: dict[str, Any], what: object) -> None:
    for left in ("quotes.jsonl", "people.csv"):
        Path(left).unlink(missing_ok=True)
    wrong = odd.call(name, arguments)
    assert wrong is None, f"pq.{name}, {what}: {wrong}"


def test_every_public_name_is_told_of() -> None:
    # A new function is covered when its parameters have a value in odd.GOOD.
    named = {name.partition(".")[0] for name in odd.CALLS}
    assert set(pq.__all__) - odd.RESULTS <= named
    unknown = {
        f"{name}({parameter})"
        for name in odd.CALLS
        for parameter in odd.parameters(name)
        if parameter not in odd.GOOD and f"{name}.{parameter}" not in odd.GOOD
    }
    assert not unknown, f"give them a value that works in odd.GOOD: {sorted(unknown)}"


@pytest.mark.parametrize("name", odd.CALLS)
def test_good_arguments_and_each_odd_one(name: str) -> None:
    call(name, odd.good(name), "good arguments")
    labels = list(odd.ODD)
    for number, parameter in enumerate(odd.parameters(name)):
        # Another eighth for each parameter; make odd has all.
        for label in labels[number % 8 :: 8]:
            if parameter != "progress" or label not in odd.CALLABLES:
                arguments = {**odd.good(name), parameter: odd.ODD[label]()}
                call(name, arguments, f"{parameter}={label}")


NAMES = [name for name in odd.CALLS if odd.parameters(name)]
CELLS = [
    (name, parameter, column)
    for name in NAMES
    for parameter in sorted(odd.CELLS & set(odd.parameters(name)))
    for column in odd.columns_of(odd.good(name)[parameter])
]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_several_odd_ones(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    arguments = odd.good(name)
    chosen = data.draw(st.lists(st.sampled_from(odd.parameters(name)), max_size=3, unique=True))
    for parameter in chosen:
        label = data.draw(st.sampled_from(list(odd.ODD)))
        if parameter != "progress" or label not in odd.CALLABLES:
            arguments[parameter] = odd.ODD[label]()
    call(name, arguments, chosen)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(CELLS), st.sampled_from(list(odd.CELL_VALUES)), st.sampled_from(odd.KINDS))
def test_odd_cells(where: tuple[str, str, str], label: str, kind: str) -> None:
    name, parameter, column = where
    arguments = odd.good(name)
    table = odd.with_cell(arguments[parameter], column, odd.CELL_VALUES[label]())
    arguments[parameter] = odd.in_kind(table, kind)
    call(name, arguments, f"{column} of {parameter} is {label}, in {kind}")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(CELLS), st.sampled_from(odd.KINDS))
def test_columns_that_are_missing(where: tuple[str, str, str], kind: str) -> None:
    name, parameter, column = where
    arguments = odd.good(name)
    arguments[parameter] = odd.in_kind(odd.with_cell(arguments[parameter], column, ...), kind)
    call(name, arguments, f"{parameter} without {column}, in {kind}")


@settings(max_examples=100, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists))
def test_any_text_date_and_label(value: Any) -> None:
    for name in ("text", "date", "title", "id", "outlet", "title_in_text", "day_first"):
        call("analyze", {"text": odd.ARTICLES[0]["text"], name: value}, f"{name}={value!r}")
    rows = [{**odd.ARTICLES[0], "date": value, "title": value, "outlet": value}, {"text": value}]
    call("quotes", {"articles": rows}, value)
