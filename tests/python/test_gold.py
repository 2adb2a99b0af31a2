"""The cases of tests/gold, by way of the package: the same comparisons as in tests/gold_*.rs.

Cases that do not come out right are named in unsettled.toml, each with the reason. A case that newly
fails, or is newly right, fails the test.
"""

from __future__ import annotations

import re
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


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def fold(value: str | None) -> str | None:
    return value.lower() if value is not None else None


def tokens_are_right(document: pq.Document, case: dict[str, Any]) -> bool:
    return [token.text for token in document.tokens] == case["tokens"]


def sentences_are_right(document: pq.Document, case: dict[str, Any]) -> bool:
    """Of depth 0; of depth 1 where the case names them."""
    return all(
        [s.text for s in document.sentences if s.depth == depth] == case[key]
        for key, depth in (("sentences", 0), ("inner", 1))
        if key in case
    )


def regions_are_right(document: pq.Document, case: dict[str, Any]) -> bool:
    """By text and kind."""
    wanted = [(region["kind"], region["text"]) for region in case["regions"]]
    return [(region.kind, region.text) for region in document.boilerplate] == wanted


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
            **{name: quote.get(name) for name in ("kind", "parts", "cue", "source")},
            "status": quote.get("status", "said"),
            "quoted": quote.get("quoted", []) if quote["kind"] != "direct" else [],
            "speaker": fold(quote.get("speaker")),
            "addressee": fold(quote.get("addressee")),
        }
        for quote in case["quotes"]
    ]
    marks = [{"text": mark.text, "kind": mark.kind} for mark in document.marks]
    return found == wanted and marks == case.get("marks", marks)


def reports_are_right(document: pq.Document, case: dict[str, Any]) -> bool:
    """Every field of every outer quote of every status; marks that quote nobody."""
    plain = ("channel", "venue", "reported_by", "anonymity_reason", "addressee")
    found = []
    for quote in document.quotes:
        if quote.parent is not None:
            continue
        speaker = quote.speaker
        found.append(
            {
                "kind": quote.kind,
                "status": quote.status,
                "parts": [part.text for part in quote.parts],
                "quoted": [span.text for span in quote.quoted] if quote.kind != "direct" else [],
                "cue": quote.cue.text if quote.cue else None,
                "source": speaker.mention.text if speaker and speaker.mention else None,
                "speaker": fold(speaker.name if speaker else None),
                "speaker_kind": speaker.kind if speaker else "none",
                "inserts": [span.text for span in quote.inserts],
                **{name: fold(getattr(quote, name)) for name in plain},
            }
        )
    wanted = [
        {
            **{name: quote.get(name) for name in ("kind", "parts", "cue", "source")},
            "status": quote.get("status", "said"),
            "quoted": quote.get("quoted", []) if quote["kind"] != "direct" else [],
            "speaker": fold(quote.get("speaker")),
            "speaker_kind": quote.get("speaker_kind", "none"),
            "inserts": quote.get("inserts", []),
            **{name: fold(quote.get(name)) for name in plain},
        }
        for quote in case["quotes"]
    ]
    marks = [{"text": mark.text, "kind": mark.kind} for mark in document.marks]
    return found == wanted and marks == case.get("marks", marks)


def settled(forms: set[str]) -> set[str]:
    """Without forms that are another form behind a title: Governor Ana Ruiz beside Ana Ruiz."""
    full = [f" {form}" for form in forms if " " in form]
    return {form for form in forms if not any(form.endswith(other) for other in full)}


def people_are_right(document: pq.Document, case: dict[str, Any]) -> bool:
    """The persons by their fullest names, and every form; the surname behind a title may be one or not."""
    gold = {name: settled(set(forms)) for name, forms in case["people"].items()}
    people = {person.name: person for person in document.people}
    if people.keys() != gold.keys():
        return False
    for name, forms in gold.items():
        texts = {mention.text for mention in people[name].mentions if mention.kind != "pronoun"}
        aliases = set(people[name].aliases)
        if not settled(aliases | (texts & {name})) <= forms <= aliases | texts:
            return False
    return True


def place(text: str, surface: str, n: int) -> tuple[int, int] | None:
    """The n-th place (from 1) of words that no letter, digit or underscore touches."""
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text)]
    return found[n - 1] if n <= len(found) else None


def pronouns_are_right(document: pq.Document, case: dict[str, Any]) -> bool:
    """Whom the n-th place of some words means; a mention with the same head counts. Doubtful cases are not judged."""
    if case.get("doubt"):
        return True
    for surface, n, wanted in case["expect"]:
        span = place(document.text, surface, n)
        if span is None:
            return False
        here = [
            mention.person
            for mention in document.mentions
            if mention.end == span[1] or (mention.start == span[0] and mention.end > span[1])
        ]
        person = next((person for person in here if person), None)
        if (person.name if person else "-") not in wanted.split(" | "):
            return False
    return True


def attributes_are_right(document: pq.Document, case: dict[str, Any]) -> bool:
    """Role, affiliation, age and nationality of every person of the case."""
    people = {person.name: person for person in document.people}
    keys = ("role", "affiliation", "age", "nationality")
    return people.keys() >= case["people"].keys() and all(
        getattr(people[name], key) == told.get(key)
        for name, told in case["people"].items()
        for key in keys
    )


def times_are_right(document: pq.Document, case: dict[str, Any]) -> bool:
    """Extent, type, value and days of all times."""
    wanted = []
    for time in case["times"]:
        start = -1
        for _ in range(time.get("nth", 1)):
            start = document.text.index(time["text"], start + 1)
        fields = tuple(time[name] for name in ("type", "value", "first_day", "last_day"))
        wanted.append((start, time["text"], *fields))
    found = []
    for time in document.times:
        days = [str(day or "") for day in (time.first_day, time.last_day)]
        found.append((time.start, time.text, time.type, time.value or "", *days))
    return found == wanted


CHECKS = {
    "tokens": tokens_are_right,
    "sentences": sentences_are_right,
    "regions": regions_are_right,
    "quotes": quotes_are_right,
    "reports": reports_are_right,
    "people": people_are_right,
    "pronouns": pronouns_are_right,
    "names_parts": people_are_right,
    "attributes": attributes_are_right,
    "times": times_are_right,
    "times_more": times_are_right,
}


@pytest.mark.parametrize("name", CHECKS)
def test_gold_cases_come_out_as_known(name: str) -> None:
    cases = load(GOLD / f"{name}.toml")["case"]
    assert len({case["name"] for case in cases}) == len(cases), "two cases have one name"
    failing = set()
    for case in cases:
        if "doubt" in case:
            continue
        given = {name: case.get(name) for name in ("date", "title", "day_first")}
        document = pq.analyze(case["text"], **given)
        document.check()
        if not CHECKS[name](document, case):
            failing.add(case["name"])
    listed = set(load(GOLD / "unsettled.toml").get(name, {}))
    assert failing <= listed, f"newly failing: {sorted(failing - listed)}"
    assert listed <= failing, (
        f"right now, or gone; take off unsettled.toml: {sorted(listed - failing)}"
    )


def test_the_list_names_gold_files_only() -> None:
    assert load(GOLD / "unsettled.toml").keys() <= CHECKS.keys()
