"""Prints one table of figures over all corpora that are there: ``make eval``.

python -m eval [--only NAME] [--json OUT]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.corpora import NAMES, load_corpus, path_of
from eval.figures import compute_figures, faults_in_words
from eval.product import load_analyzer
from eval.table import LINES, Line
from pullquote.scoring import Row, Scores, headline
from pullquote.scoring.report import Analyze, analyze_all

# The corpora whose names figures are averaged: none of them is trained on.
_MEAN_OF = ("ewt.dev", "wikigold", "crossner_politics.dev")
_MEAN = "mean of the last three"
# Every fault in these is listed in words.
_IN_WORDS = ("seeds", "examples")


def main(arguments: Sequence[str] | None = None, analyze: Analyze | None = None) -> int:
    """Run the evaluation.

    Args:
        arguments: of the command line.
        analyze: the analyzer to measure; by default `pullquote.Pipeline`.

    Returns:
        The exit code: 0, or 2 if nothing matches ``--only``.
    """
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__.split("\n")[0])
    parser.add_argument("--only", metavar="NAME", help="lines whose corpus or measure has NAME")
    parser.add_argument("--json", metavar="OUT", type=Path, help="write all figures to OUT as JSON")
    options = parser.parse_args(arguments)

    lines = [line for line in LINES if not options.only or _matches(line, options.only)]
    if not lines:
        print(f"no line has {options.only!r}; corpora: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    wanted = [name for name in NAMES if name in {line.corpus for line in lines}]
    if any(line.corpus == _MEAN for line in lines):
        wanted = [name for name in NAMES if name in {*wanted, *_MEAN_OF}]
    present = [name for name in wanted if path_of(name).exists()]
    figures, faults = _measure(present, analyze or load_analyzer())
    _add_mean(figures)
    _print_table([line for line in lines if line.key in figures.get(line.corpus, {})], figures)
    for name in wanted:
        if name not in present:
            print(f"skipped {name}: no {path_of(name)}")
    for name, found in faults.items():
        print(f"\n{name}: " + ("all as gold has it" if not found else f"{len(found)} differences"))
        print("".join(f"  {fault}\n" for fault in found), end="")
    if options.json:
        options.json.write_text(json.dumps(_as_json(lines, figures, faults), indent=1) + "\n")
    return 0


def _matches(line: Line, name: str) -> bool:
    return name.lower() in f"{line.corpus} {line.measure.strip()}".lower()


def _measure(
    names: Sequence[str], analyze: Analyze
) -> tuple[dict[str, Scores], dict[str, list[str]]]:
    """Figures by corpus, and faults in words for the small ones; progress on standard error."""
    figures, faults = {}, {}
    for name in names:
        gold = load_corpus(name)
        started = time.perf_counter()
        pred = analyze_all(gold, analyze)
        seconds = time.perf_counter() - started
        n_characters = sum(len(doc["text"]) for doc in gold)
        print(
            f"{name}: {len(gold)} texts, {n_characters / 1e6:.2f} M characters, {seconds:.1f} s",
            file=sys.stderr,
        )
        for key, doc in pred.items():
            if doc.get("error"):
                print(f"{name}: {key} was not analysed: {doc['error']}", file=sys.stderr)
        figures[name] = compute_figures(name, gold, pred)
        if name in _IN_WORDS:
            faults[name] = faults_in_words(gold, pred)
    return figures, faults


def _add_mean(figures: dict[str, Scores]) -> None:
    if all(name in figures for name in _MEAN_OF):
        values = [figures[name]["names.ALL"]["F1"] for name in _MEAN_OF]
        figures[_MEAN] = {"names.ALL": {"acc": sum(values) / len(values), "n": len(values)}}


def _print_table(lines: Sequence[Line], figures: dict[str, Scores]) -> None:
    rows: list[tuple[str, ...]] = [
        ("corpus", "measure", "figure", "target", "peer", "human", "P / R", "gold")
    ]
    rows += [_cells(line, figures[line.corpus][line.key]) for line in lines]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths)]
        for column in (2, 5, 7):
            cells[column] = row[column].rjust(widths[column])
        print("  ".join(cells).rstrip())


def _cells(line: Line, row: Row) -> tuple[str, ...]:
    figure = headline(row)
    reached = "".join("*" for target in line.targets if round(figure, 1) >= target)
    return (
        line.corpus,
        line.measure,
        f"{figure:.1f}",
        " → ".join(f"{target:g}" for target in line.targets) + (f" {reached}" if reached else ""),
        line.peer,
        "" if line.human is None else f"{line.human:g}",
        f"{row['P']:.1f} / {row['R']:.1f}" if "P" in row else "",
        f"{row.get('n_gold', row.get('n', 0)):.0f}",
    )


def _as_json(
    lines: Sequence[Line], figures: dict[str, Scores], faults: dict[str, list[str]]
) -> dict[str, Any]:
    table = [
        line._asdict() | {"figure": headline(figures[line.corpus][line.key])}
        for line in lines
        if line.key in figures.get(line.corpus, {})
    ]
    return {"table": table, "figures": figures, "faults": faults}


if __name__ == "__main__":
    raise SystemExit(main())
