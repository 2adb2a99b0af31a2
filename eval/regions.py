"""Prints how well names are found in the news of each region of the world, and what goes wrong there.

    python -m eval.regions [CORPUS] [--outlets] [--faults N] [--names-model FILE]

CORPUS is worldwide.dev by default; its regions are the ``genre`` of its documents, its outlets what
their ids begin with. Columns: F1 of exact spans by label, precision and recall of PER, ORG and LOC
together, NORP apart; then what became of the names that were not found exactly (other ends, another
label, both, missed), and the invented ones, all in names per thousand gold names.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from eval import corpora
from eval.corpora import load_corpus, missing_file
from eval.figures import WITH_NAMES, compute_names
from eval.product import HOW, MODEL, NamesAnalyzer, load_analyzer, load_names_analyzer
from pullquote.scoring import JsonObject, Row, label_maps
from pullquote.scoring.exchange import to_entities
from pullquote.scoring.report import analyze_all

_LABELS = ("ALL", "PER", "ORG", "LOC", "NORP")
_KINDS = ("ends", "label", "both", "missed", "invented")
# "cn_article_scmp_17" is an article of "cn_scmp".
_NUMBER = re.compile(r"(?:_article)?_?[\d-]*$")


class Fault(NamedTuple):
    """A name that is not as gold has it: what is wrong, and the name with its label in gold and ours."""

    kind: str
    gold: str
    found: str


def main(arguments: Sequence[str] | None = None, names: NamesAnalyzer | None = None) -> int:
    """Run the command; `names` is what to measure with, by default as `eval.product` says."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.regions",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "corpus", nargs="?", default="worldwide.dev", choices=sorted(WITH_NAMES), metavar="CORPUS"
    )
    parser.add_argument("--outlets", action="store_true", help="a line for each outlet too")
    parser.add_argument("--faults", type=int, default=0, metavar="N", help="N faults of each kind")
    parser.add_argument("--names-model", type=Path, metavar="FILE", help=f"default: {MODEL}")
    options = parser.parse_args(arguments)
    if options.names_model and not options.names_model.exists():
        parser.error(f"there is no {options.names_model}")
    if missing := missing_file(options.corpus):
        print(f"skipped {options.corpus}: no {missing}")
        return 0
    if names is None:
        path = options.names_model or corpora.ROOT / MODEL
        names = load_names_analyzer(path, load_analyzer())
    if not names.may_measure(options.corpus):
        print(f"skipped {options.corpus}: {names.model} has seen it; {HOW}")
        return 0
    gold = [doc for doc in load_corpus(options.corpus) if doc["entities"] is not None]
    pred = analyze_all(gold, names.analyze)
    groups = group_documents(gold, with_outlets=options.outlets)
    table: list[tuple[str, ...]] = [("region", "texts", "names", *_LABELS, "P / R", *_KINDS)]
    faults = {region: _all_faults(docs, pred) for region, docs in groups.items()}
    for region, docs in groups.items():
        rows = compute_names(options.corpus, docs, pred)
        table.append(_cells(region, docs, rows, faults[region]))
    _print_aligned(table)
    print(f"measured with {names.model}")
    for region, found in faults.items():
        if options.faults and not region.startswith(" "):
            _print_faults(region, found, options.faults)
    return 0


def group_documents(
    gold: Iterable[dict[str, Any]], *, with_outlets: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """All documents, those of each region, and, under it and set in, those of its outlets."""
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    outlets: defaultdict[str, set[str]] = defaultdict(set)
    for doc in gold:
        region = str(doc.get("genre") or doc.get("outlet") or "no region")
        outlet = "  " + _NUMBER.sub("", doc["id"]).replace("_article_", "_")
        outlets[region].add(outlet)
        for name in ("all", region, outlet):
            groups[name].append(doc)
    ordered = {"all": groups["all"]}
    for region in sorted(outlets):
        ordered[region] = groups[region]
        if with_outlets:
            ordered |= {outlet: groups[outlet] for outlet in sorted(outlets[region])}
    return ordered


def find_faults(gold: JsonObject, pred: JsonObject) -> list[Fault]:
    """What is wrong with the names of one document, PER, ORG and LOC only."""
    maps = label_maps()
    text = gold["text"]
    table = maps.get(f"{gold.get('corpus')}:c3", maps["spacy:c3"])
    expected = _mapped(gold["entities"], table)
    found = _mapped(to_entities(pred), maps["spacy:c3"])
    faults = []
    for start, end, label in sorted(expected - found):
        near = sorted(
            (f for f in found if f[0] < end and start < f[1]), key=lambda f: f[2] != label
        )
        kind = "missed"
        if near:
            is_span, is_label = near[0][:2] == (start, end), near[0][2] == label
            kind = "label" if is_span else "ends" if is_label else "both"
        named = " + ".join(f"{text[s:e]} {other}" for s, e, other in near)
        faults.append(Fault(kind, f"{text[start:end]} {label}", named))
    for start, end, label in sorted(found - expected):
        if not any(s < end and start < e for s, e, _ in expected):
            faults.append(Fault("invented", "", f"{text[start:end]} {label}"))
    return faults


def _mapped(
    entities: Iterable[Sequence[Any]], table: Mapping[str, str | None]
) -> set[tuple[int, int, str]]:
    labelled = ((e[0], e[1], table.get(e[2], table.get("*", e[2]))) for e in entities)
    return {(start, end, label) for start, end, label in labelled if label is not None}


def _all_faults(docs: Iterable[JsonObject], pred: Mapping[str, JsonObject]) -> list[Fault]:
    return [fault for doc in docs for fault in find_faults(doc, pred[doc["id"]])]


def _cells(
    region: str, docs: Sequence[JsonObject], rows: Mapping[str, Row], faults: Sequence[Fault]
) -> tuple[str, ...]:
    every = rows.get("names.ALL", {"P": 0.0, "R": 0.0, "F1": 0.0, "n_gold": 0})
    counts = Counter(fault.kind for fault in faults)
    n_gold = every["n_gold"]
    figures = (rows.get(f"names.{label}") for label in _LABELS)
    return (
        region,
        f"{len(docs)}",
        f"{n_gold:.0f}",
        *(f"{row['F1']:.1f}" if row and row["n_gold"] else "" for row in figures),
        f"{every['P']:.1f} / {every['R']:.1f}",
        *(f"{1000 * counts[kind] / n_gold:.0f}" if n_gold else "" for kind in _KINDS),
    )


def _print_aligned(table: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        first, *others = (
            cell.ljust(w) if not i else cell.rjust(w)
            for i, (cell, w) in enumerate(zip(row, widths))
        )
        print("  ".join([first, *others]).rstrip())


def _print_faults(region: str, faults: Sequence[Fault], limit: int) -> None:
    """The commonest faults of each kind."""
    print(f"\n{region}")
    for kind in _KINDS:
        counts = Counter((f.gold, f.found) for f in faults if f.kind == kind)
        for (gold, found), n in counts.most_common(limit):
            words = " | ".join(part.replace("\n", "⏎") for part in (gold, found) if part)
            print(f"  {kind:8} {n:3}  {words}")


if __name__ == "__main__":
    raise SystemExit(main())
