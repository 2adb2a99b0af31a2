"""Prints one table of figures over all corpora that are there: ``make eval``.

python -m eval [--only NAME] [--json OUT] [--names-model FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval import corpora
from eval.across import ACROSS
from eval.corpora import NAMES, load_corpus, missing_file
from eval.figures import WITH_MORE, WITH_NAMES, compute_figures, compute_names, faults_in_words
from eval.product import HOW, MODEL, NamesAnalyzer, load_analyzer, load_names_analyzer
from eval.table import LINES, MEAN, Line
from pullquote.scoring import Row, Scores, headline
from pullquote.scoring.report import Analyze, analyze_all

# The corpora whose names figures are averaged: the model they are measured with has seen none.
_MEAN_OF = ("ewt.dev", "wikigold", "crossner_politics.dev")
# Every fault in these is listed in words.
_IN_WORDS = ("seeds", "examples")


def main(
    arguments: Sequence[str] | None = None,
    analyze: Analyze | None = None,
    names: NamesAnalyzer | None = None,
) -> int:
    """Run the evaluation.

    Args:
        arguments: of the command line.
        analyze: the analyzer to measure; by default `pullquote.Pipeline`.
        names: what names are measured with; by default as `eval.product` says.

    Returns:
        The exit code: 0, or 2 if nothing matches ``--only``.
    """
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__.split("\n")[0])
    parser.add_argument("--only", metavar="NAME", help="lines whose corpus or measure has NAME")
    parser.add_argument("--json", metavar="OUT", type=Path, help="write all figures to OUT as JSON")
    parser.add_argument(
        "--names-model", metavar="FILE", type=Path, help=f"measure names with it, not with {MODEL}"
    )
    options = parser.parse_args(arguments)
    if options.names_model and not options.names_model.exists():
        parser.error(f"there is no {options.names_model}")

    lines = [line for line in LINES if not options.only or _matches(line, options.only)]
    if not lines:
        print(f"no line has {options.only!r}; corpora: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    wanted = [name for name in NAMES if name in {line.corpus for line in lines}]
    if any(line.corpus == MEAN for line in lines):
        wanted = [name for name in NAMES if name in {*wanted, *_MEAN_OF}]
    missing = {name: path for name in wanted if (path := missing_file(name))}
    present = [name for name in wanted if name not in missing]
    analyze = analyze or load_analyzer()
    if names is None:
        names = load_names_analyzer(options.names_model or corpora.ROOT / MODEL, analyze)
    figures, faults = measure(present, analyze, names)
    add_mean(figures)
    print_table([line for line in lines if line.key in figures.get(line.corpus, {})], figures)
    _print_names_model([name for name in present if name in WITH_NAMES], names)
    for name, path in missing.items():
        print(f"skipped {name}: no {path}")
    for name, found in faults.items():
        print(f"\n{name}: " + ("all as gold has it" if not found else f"{len(found)} differences"))
        print("".join(f"  {fault}\n" for fault in found), end="")
    if options.json:
        options.json.write_text(
            json.dumps(_as_json(lines, figures, faults, names), indent=1) + "\n"
        )
    return 0


def _matches(line: Line, name: str) -> bool:
    return name.lower() in f"{line.corpus} {line.measure.strip()}".lower()


def measure(
    wanted: Sequence[str], analyze: Analyze, names: NamesAnalyzer
) -> tuple[dict[str, Scores], dict[str, list[str]]]:
    """Figures by corpus, and faults in words for the small ones; progress on standard error."""
    figures: dict[str, Scores] = {}
    faults: dict[str, list[str]] = {}
    for name in wanted:
        gold = load_corpus(name)
        figures[name] = {}
        pred: dict[str, dict[str, Any]] = {}
        if name in WITH_MORE:
            pred = _analyze(name, gold, analyze)
            figures[name] |= compute_figures(name, gold, pred)
        if name in ACROSS:
            figures[name] |= ACROSS[name](gold)
        if name in WITH_NAMES and names.may_measure(name):
            if names.analyze is not analyze or not pred:
                pred = _analyze(name, gold, names.analyze)
            figures[name] |= compute_names(name, gold, pred)
        if name in _IN_WORDS:
            faults[name] = faults_in_words(gold, pred)
    return figures, faults


def _analyze(
    name: str, gold: Sequence[dict[str, Any]], analyze: Analyze
) -> dict[str, dict[str, Any]]:
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
    return pred


def _print_names_model(present: Sequence[str], names: NamesAnalyzer) -> None:
    """Which model the figures of names are of, and which are left out because of it."""
    measured = [name for name in present if names.may_measure(name)]
    seen = [name for name in present if not names.may_measure(name)]
    if measured:
        print(f"names of {', '.join(measured)}: measured with {names.model}")
    if seen:
        print(f"skipped names of {', '.join(seen)}: {names.model} has seen them; {HOW}")


def add_mean(figures: dict[str, Scores]) -> None:
    """Add the mean over the corpora that names models are judged by, if all were measured."""
    if all("names.ALL" in figures.get(name, {}) for name in _MEAN_OF):
        values = [figures[name]["names.ALL"]["F1"] for name in _MEAN_OF]
        figures[MEAN] = {"names.ALL": {"acc": sum(values) / len(values), "n": len(values)}}


def print_table(lines: Sequence[Line], figures: dict[str, Scores]) -> None:
    """Print a line for each of `lines`, whose figures must be there."""
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
    lines: Sequence[Line],
    figures: dict[str, Scores],
    faults: dict[str, list[str]],
    names: NamesAnalyzer,
) -> dict[str, Any]:
    table = [
        line._asdict() | {"figure": headline(figures[line.corpus][line.key])}
        for line in lines
        if line.key in figures.get(line.corpus, {})
    ]
    return {"table": table, "figures": figures, "faults": faults, "names_model": names.model}


if __name__ == "__main__":
    raise SystemExit(main())
