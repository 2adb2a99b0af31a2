"""Writes docs/accuracy.md from eval/intervals.json: tables of figures with intervals, and of what goes wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from eval.corpora import ROOT
from eval.table import LINES

try:
    import tomllib
except ImportError:  # Python 3.10
    import tomli as tomllib

# " (issue 5)", a note to ourselves.
_ISSUE = re.compile(r" \(issue \d+\)")

FAILURES = Path(__file__).with_name("failures.toml")

_ABOUT = {
    "press.dev": "raw scraped news articles of 14 outlets, annotated by this project",
    "polnear.dev": "PolNeAR, US political news of seven publishers; counts beliefs and plans too",
    "litbank.dev": "LitBank, novels; direct speech only, and of ours direct quotes only",
    "clic.dev": "CLiC, samples of novels; direct speech only, and of ours direct quotes only",
    "examples": "a dozen articles of our own, hard on purpose",
}
_BY = {
    "kind": "kind",
    "status": "status that we give",
    "outlet": "outlet",
    "length": "length of the article",
    "marks": "quote marks",
    "speaker_kind": "what the words are that name the speaker",
    "speaker_gender": "gender of the speaker",
}
_COLUMNS = {
    "found": "found",
    "source": "with the right source",
    "name": "name right",
    "full_name": "full name right",
}
_NAMES = {
    "names.ALL": "all",
    "names.PER": "persons",
    "names.ORG": "organisations",
    "names.LOC": "places",
}

_HEAD = """# Accuracy

Made by `make accuracy` (`python -m eval.report --write docs/accuracy.md`) on {date} with pullquote {version}; not written by hand. The corpora are not
ours to ship: [eval/README.md](../eval/README.md) says what they are, whose, and how each measure is taken. To measure on articles of your own:
`pullquote eval gold.jsonl --by kind` ([the format](accuracy-format.md)).

**How to read it.** All figures are percentages: F1, or a share where there is no P / R. In brackets is the 95 percent interval: what the figure
would be on other articles of the same making, by a thousand draws of whole articles (bootstrap, a fixed seed). Where all articles agree, it is
Wilson's; below five articles with such units there is none, and below twenty it is rather too narrow. It tells nothing of news of another kind.

**What flatters.** These are development files: variants were chosen by them, so figures on text that nobody looked at will be lower. No figure is
printed for a model that has learned from the file it is measured on: the names are those of {names_model}, a
model trained without ewt.dev, wikigold and crossner_politics.dev, from which the one in the package has learned too. The quote models learned from
polnear.train, other articles of the same seven publishers: for others see "What travels" in [MODEL_CARD.md](../MODEL_CARD.md). press.dev is 14 articles, and
its annotators are this project; two people agreed at 95.5 (found) and 93 (speaker's name) on other such articles. In excerpts.dev recall flatters:
it was picked around patterns. `examples`, `time_cases` and `seeds` are our own or were looked at often.

A test (tests/python/test_eval_report.py) fails when a figure of examples or, where they are there, of {cheap} falls beyond its interval.
"""


def to_markdown(measured: Mapping[str, Any]) -> str:
    """The whole page; the same figures give the same page."""
    from eval.report import CHEAP

    head = _HEAD.format(
        date=measured["date"],
        version=measured["version"],
        names_model=f"`{measured['names_model']}`",
        cheap=", ".join(name for name in CHEAP if name != "examples"),
    )
    parts = [head, *_overall(measured["corpora"]), *_groups(measured["corpora"])]
    parts += _failures(measured["failures"], measured["unsettled"])
    return "\n".join(parts)


def _overall(found: Mapping[str, Any]) -> Iterator[str]:
    rows = []
    for line in LINES:
        cell = found.get(line.corpus, {"figures": {}})["figures"].get(line.key)
        if cell:
            n = f"{cell['n']:,}, {cell['articles']:,}"
            rows.append((line.corpus, line.measure.strip(), _value(cell), _sides(cell), n))
        if line.key == "gap.all" and cell:
            for key, label in (("gap.f", "feminine pronouns"), ("gap.m", "masculine pronouns")):
                cell = found[line.corpus]["figures"][key]
                n = f"{cell['n']:,}, {cell['articles']:,}"
                rows.append((line.corpus, label, _value(cell), _sides(cell), n))
    yield "## Over all\n"
    yield (
        "News: press, polnear, worldwide (of every continent), names_blind, te3 (of 1989 to 2013). Novels: litbank, clic; they count each stretch between two marks as "
        "a quotation, ours goes on behind *he said*. Fifteen genres: gum. Blogs, mails and reviews: ewt. Encyclopedia: wikigold, crossner_politics, "
        "wikiwars, gap.\n"
    )
    yield from _table(("corpus", "measure", "figure", "P / R", "units, texts"), rows)
    yield (
        "\n`python -m eval` prints these too, with targets and other programs' figures, and those that are no sums over articles, which have no "
        "interval: same words, stories, the ratio of feminine to masculine pronouns.\n"
    )


def _groups(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## Quotes by group\n"
    yield (
        "*Found*: half of the words in common (intersection over union). *With the right source*: and the words that name the speaker. *Name right*: "
        "of all gold quotes with a speaker, found and the surname right; *full name*. A group that both sides tell has F1; one that only the gold "
        "tells (by the words that name the speaker, gender) has shares of its gold quotes; the status, which only we tell, has shares of what we found, and "
        "names right of the quotes found. Groups without gold quotes are left out. *n*: gold quotes (by status: ours), articles.\n"
    )
    for corpus, about in _ABOUT.items():
        groups = found.get(corpus, {"groups": {}})["groups"]
        if groups:
            yield f"### {corpus}: {about}\n"
        for by, held in groups.items():
            held = {group: cells for group, cells in held.items() if cells["found"]["n"]}
            columns = [key for key in _COLUMNS if any(key in cells for cells in held.values())]
            rows = [
                (group, *(_value(cells.get(key)) for key in columns), _units(cells))
                for group, cells in held.items()
            ]
            yield from _table((_BY[by], *(_COLUMNS[key] for key in columns), "n"), rows)
            yield ""
    yield from _regions(found.get("worldwide.dev", {"groups": {}})["groups"].get("region", {}))


def _regions(regions: Mapping[str, Any]) -> Iterator[str]:
    if not regions:
        return
    yield "## Names by region of the world\n"
    yield "worldwide.dev, exact spans, F1. `python -m eval.regions --outlets --faults 5` tells more, by outlet too.\n"
    rows = [
        (region, *(_value(cells.get(key)) for key in _NAMES), _units(cells, "names.ALL"))
        for region, cells in regions.items()
    ]
    yield from _table(("region", *_NAMES.values(), "n"), rows)
    yield ""


def _failures(groups: Iterable[Mapping[str, Any]], n_unsettled: int) -> Iterator[str]:
    yield "## What goes wrong\n"
    yield (
        "Examples of our own, from tests/gold; people and places are made up. tests/gold/unsettled.toml lists all cases that do not come out right, "
        f"{n_unsettled:,} on that day.\n"
    )
    for group in groups:
        rows = [(_quoted(text), reason) for text, reason in group["cases"]]
        yield f"### {group['what']}\n"
        yield from _table(("text", "what goes wrong"), rows)
        yield ""
    yield 'More limits: "What it can\'t do" in [README.md](../README.md), "Known weaknesses" in [MODEL_CARD.md](../MODEL_CARD.md).\n'


def failures() -> list[dict[str, Any]]:
    """The texts and reasons of eval/failures.toml by group.

    Raises:
        KeyError: a case is not among the unsettled ones: it comes right now, and must go.
    """
    unsettled = _load(ROOT / "tests/gold/unsettled.toml")
    held = []
    for group in _load(FAILURES)["group"]:
        rows = []
        for name in group["cases"]:
            family, case = name.split("/")
            texts = {c["name"]: c for c in _load(ROOT / f"tests/gold/{family}.toml")["case"]}
            rows.append([texts[case]["text"], _ISSUE.sub("", unsettled[family][case])])
        held.append({"what": group["what"], "cases": rows})
    return held


def count_unsettled() -> int:
    """How many cases of tests/gold do not come out right."""
    return sum(map(len, _load(ROOT / "tests/gold/unsettled.toml").values()))


@cache
def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _value(cell: Mapping[str, Any] | None) -> str:
    if cell is None:
        return ""
    interval = "" if cell["low"] is None else f" ({cell['low']:.1f} to {cell['high']:.1f})"
    return f"{cell['value']:.1f}{interval}"


def _sides(cell: Mapping[str, Any]) -> str:
    return f"{cell['P']:.1f} / {cell['R']:.1f}" if "P" in cell else ""


def _units(cells: Mapping[str, Any], key: str = "found") -> str:
    return f"{cells[key]['n']:,}, {cells[key]['articles']:,}"


def _quoted(text: str) -> str:
    return " ⏎ ".join(line for line in text.replace("|", "\\|").split("\n") if line)
