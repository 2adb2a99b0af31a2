"""The package as a module: what an import costs, and that what is loaded later is there."""

from __future__ import annotations

import inspect
import pydoc
import subprocess
import sys
from collections.abc import Callable
from typing import get_type_hints

import pytest

import pullquote as pq
from pullquote._core import table_names
from pullquote._options import TableKeywords
from pullquote._run import extract_with

# Each takes longer than all the rest of `import pullquote`.
DEAR = ("typing", "re", "dataclasses", "inspect", "enum", "json", "pathlib", "html", "csv", "gzip")


def run(code: str) -> str:
    """What a fresh interpreter prints."""
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:] = {sys.path}\n{code}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return done.stdout.strip()


def test_an_import_loads_little() -> None:
    code = f"import pullquote; print([name for name in {DEAR} if name in sys.modules])"
    assert run(code) == "[]"


def test_a_table_loads_no_displays_and_no_dataclasses() -> None:
    later = ("dataclasses", "inspect", "pullquote.display", "pullquote.training", "pandas")
    code = f"import pullquote as pq; pq.quotes(['Fine.']); print([n for n in {later} if n in sys.modules])"
    assert run(code) == "[]"


def test_every_name_is_there_and_listed() -> None:
    assert set(pq.__all__) <= set(dir(pq))
    assert not {"TYPE_CHECKING", "__getattr__"} & set(dir(pq))
    assert len(set(pq.__all__)) == len(pq.__all__)
    found: dict[str, object] = {}
    exec("from pullquote import *", found)
    assert set(pq.__all__) <= found.keys()
    # In a fresh interpreter, where nothing has asked for them yet.
    assert run("import pullquote as pq; print(set(pq.__all__) <= set(dir(pq)))") == "True"
    assert run("import pullquote; print(pullquote.display.show is pullquote.show)") == "True"


def test_help_shows_what_is_loaded_later() -> None:
    text = run("import pydoc, pullquote; print(pydoc.plain(pydoc.render_doc(pullquote)))")
    for name in ("quotes(articles: 'Any'", "show(item: 'Any'", "class Training", "class Pipeline"):
        assert name in text
    assert "__getattr__" not in text
    assert "title_in_text: 'bool' = False" in pydoc.plain(pydoc.render_doc(pq.quotes))
    assert get_type_hints(pq.quotes)["context"] is int


def test_a_wrong_name_is_an_error_that_knows_better() -> None:
    with pytest.raises(AttributeError, match="module 'pullquote' has no attribute 'quots'"):
        pq.quots  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(ImportError):
        from pullquote import quots  # type: ignore[attr-defined]  # noqa: F401


def test_all_functions_of_tables_have_the_same_keywords() -> None:
    # Written out in each, so that help() and editors show them with their defaults.
    expected = inspect.signature(pq.people)
    # But that what is of quotes cannot leave them out, that only people have pronouns to guess, and that only times and
    # the day of a quote depend on the order of slashed dates; and that only tokens have parts of speech to do without.
    for name in table_names():
        without = {"guess_pronouns"} if name != "people" else set()
        without |= {"quotes"} if name in ("quotes", "marks") else set()
        found = inspect.signature(getattr(pq, name)).parameters.values()
        parameters = [p for p in found if p.name not in ("day_first", "tags")]
        assert (len(parameters) < len(found)) == (name in ("quotes", "times", "tokens")), name
        assert parameters == [p for p in expected.parameters.values() if p.name not in without]
    keywords = [p for p in expected.parameters.values() if p.kind is p.KEYWORD_ONLY]
    # Of the pipeline, not of a call.
    settings = ("model", "quotes", "guess_pronouns", "day_first")

    def keywords_of(function: Callable[..., object]) -> list[inspect.Parameter]:
        given = inspect.signature(function).parameters.values()
        own = ("day_first", "tags", "only_names")
        return [p for p in given if p.kind is p.KEYWORD_ONLY and p.name not in own]

    assert keywords_of(pq.extract) == keywords
    assert keywords_of(extract_with) == [p for p in keywords if p.name not in settings]
    shared = [p.name for p in keywords if p.name not in (*settings, "threads")]
    assert [name for name in TableKeywords.__annotations__ if name != "tags"] == shared
