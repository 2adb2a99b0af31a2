"""The command: ``python -m bench.peers --python PYTHON``, by the Python of the other programs."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.peers import tasks
from bench.peers.growth import MARKS
from bench.peers.process import ROOT
from bench.peers.report import Result, sections, to_markdown

SHARED = Path(os.environ.get("PULLQUOTE_SHARED") or ROOT.parent / "shared")
RAW = SHARED / "data" / "articles" / "raw.jsonl"
EXAMPLES = ROOT / "examples" / "articles.jsonl"


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.peers",
        description="Ours and other programs in turn over the same articles.",
    )
    parser.add_argument(
        "articles",
        nargs="?",
        type=Path,
        metavar="ARTICLES",
        help="JSON Lines with text; default: the raw articles of PULLQUOTE_SHARED, else the examples",
    )
    parser.add_argument("--python", default=sys.executable, help="one that has pullquote, pyarrow")
    parser.add_argument("--tasks", nargs="+", metavar="TASK", help="default: all")
    parser.add_argument("--seconds", type=float, default=14, help="for a pair of programs")
    parser.add_argument("--rounds", type=int, default=5, help="of each pair")
    parser.add_argument("--starts", type=int, default=5, help="new processes of each; 0 for none")
    parser.add_argument("--growth", type=int, default=MARKS[-1], help="most articles; 0 for none")
    parser.add_argument("--growth-seconds", type=float, default=240)
    parser.add_argument("--threads", type=int, default=2, help="of the growth")
    parser.add_argument("--quick", action="store_true", help="to see that it works: a few minutes")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the page, in Markdown")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all figures")
    parser.add_argument(
        "--read", type=Path, metavar="JSON", help="measure nothing: figures of --json"
    )
    options = parser.parse_args(arguments)
    if options.quick:
        options.seconds, options.rounds, options.starts = 2, 2, 1
        options.growth, options.growth_seconds = min(options.growth, 4000), 15
    if options.rounds < 1:
        parser.error(f"--rounds {options.rounds}; expected at least 1")
    try:
        options.tasks = tasks.chosen(options.tasks)
    except ValueError as error:
        parser.error(str(error))
    return options


def show(result: Result) -> None:
    """The tables on the screen."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False, markup=False)
    for section in sections(result):
        console.rule(section.title, align="left")
        for words in section.words:
            console.print(words)
        if section.columns:
            table = Table()
            for name in section.columns:
                table.add_column(name, overflow="fold")
            for row in section.rows:
                table.add_row(*row)
            console.print(table)
        for note in section.notes:
            console.print(f"- {note}")
        console.print()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write."""
    options = parse(arguments)
    if options.read:
        result = json.loads(options.read.read_text(encoding="utf-8"))
    else:
        # What measures needs psutil; what reads needs nothing.
        from bench.peers.run import Options, run
        from bench.peers.theirs import BATCH

        result = run(
            Options(
                python=options.python,
                articles=options.articles or (RAW if RAW.exists() else EXAMPLES),
                tasks=options.tasks,
                seconds=options.seconds,
                rounds=options.rounds,
                fewest=1 if options.quick else BATCH,
                starts=options.starts,
                marks=[mark for mark in MARKS if mark <= options.growth],
                growth_seconds=options.growth_seconds,
                threads=options.threads,
                quick=options.quick,
                tell=lambda words: print(words, file=sys.stderr, flush=True),
            )
        )
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if options.write:
        options.write.write_text(to_markdown(result), encoding="utf-8")
    show(result)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
