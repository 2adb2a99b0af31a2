"""The cases of tests/gold, by way of the package.

Cases that do not come out right are named in known_failures.toml. A case that newly fails, or newly
passes, fails the test. ``PULLQUOTE_BLESS=1 pytest tests/python/test_gold.py`` rewrites the list.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import pullquote as pq
from conftest import ROOT

try:
    import tomllib
except ImportError:
    import tomli as tomllib

GOLD = ROOT / "tests/gold"
KNOWN = GOLD / "known_failures.toml"
HEAD = "# Cases of tests/gold that do not come out right yet; written by tests/python/test_gold.py with PULLQUOTE_BLESS=1.\n"


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file."""
    path = GOLD / f"{name}.toml"
    if not path.exists():
        return []
    return list(tomllib.loads(path.read_text("utf-8")).get("case", []))


def fold(value: str | None) -> str | None:
    return value.casefold() if value is not None else None


def quotes_are_right(document: pq.Document, case: dict[str, Any]) -> bool:
    """Kind, status, parts, cue, source, speaker, addressee of all speech; marks that quote nobody."""
    found = [
        {
            "kind": quote.kind,
            "status": quote.status,
            "parts": [part.text for part in quote.parts],
            "quoted": [span.text for span in quote.quoted] if quote.kind != "direct" else [],
            "cue": quote.cue.text if quote.cue else None,
            "source": quote.speaker.mention.text
            if quote.speaker and quote.speaker.mention
            else None,
            "speaker": fold(quote.speaker.name if quote.speaker else None),
            "addressee": fold(quote.addressee),
        }
        for quote in document.quotes
        if quote.status in pq.SPEECH and quote.parent is None
    ]
    wanted = [
        {
            **{name: quote.get(name) for name in ("kind", "status", "parts", "cue", "source")},
            "quoted": quote.get("quoted", []),
            "speaker": fold(quote.get("speaker")),
            "addressee": fold(quote.get("addressee")),
        }
        for quote in case["quotes"]
    ]
    marks = [mark.get("text") if isinstance(mark, dict) else mark for mark in case.get("marks", [])]
    return found == wanted and (
        "marks" not in case or [mark.text for mark in document.marks] == marks
    )


def people_are_right(document: pq.Document, case: dict[str, Any]) -> bool:
    """The persons by their fullest names, and every form that means them."""
    found = {
        person.name: {mention.text for mention in person.mentions if mention.kind != "pronoun"}
        for person in document.people
    }
    bare = {
        name: {form for form in forms if any(form == m.text for m in document.mentions)}
        for name, forms in case["people"].items()
    }
    return set(found) == set(case["people"]) and all(bare[name] <= found[name] for name in found)


CHECKS = {"quotes": quotes_are_right, "people": people_are_right}


def known() -> dict[str, list[str]]:
    """The names of the cases known to fail, by file."""
    return tomllib.loads(KNOWN.read_text("utf-8")) if KNOWN.exists() else {}


def test_gold_cases_come_out_as_known() -> None:
    failing: dict[str, list[str]] = {}
    total = 0
    for name, is_right in CHECKS.items():
        listed = cases(name)
        assert len({case["name"] for case in listed}) == len(listed), (
            f"two cases of {name} have one name"
        )
        total += len(listed)
        failing[name] = []
        for case in listed:
            document = pq.analyze(case["text"], date=case.get("date"), title=case.get("title"))
            document.check()
            if not is_right(document, case):
                failing[name].append(case["name"])
    if os.environ.get("PULLQUOTE_BLESS"):
        _write(KNOWN, failing)
        pytest.skip("known_failures.toml written")
    expected = {name: set(known().get(name, [])) for name in CHECKS}
    newly_failing = {name: sorted(set(failing[name]) - expected[name]) for name in CHECKS}
    newly_passing = {name: sorted(expected[name] - set(failing[name])) for name in CHECKS}
    assert not any(newly_failing.values()), f"newly failing: {newly_failing}"
    assert not any(newly_passing.values()), (
        f"newly passing, take them off the list: {newly_passing}"
    )
    assert total > 0


def _write(path: Path, failing: dict[str, list[str]]) -> None:
    blocks = [
        f"{name} = [\n" + "".join(f'  "{case}",\n' for case in sorted(names)) + "]\n"
        for name, names in failing.items()
    ]
    path.write_text(HEAD + "\n" + "\n".join(blocks), "utf-8")
