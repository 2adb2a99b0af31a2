"""Makes one whole run: every task, starts, growth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.peers import fresh, machine, theirs
from bench.peers.figures import fit_exponent
from bench.peers.process import ONE_THREAD, ROOT, FailedError, Worker
from bench.peers.report import Result
from bench.peers.rounds import measure
from bench.peers.tasks import Peer, Task
from bench.peers.texts import grown, read_articles, write_rows, write_texts

N_TRAINING = 300
"""Articles that Punkt and the BPE are trained on."""


class Options(NamedTuple):
    """How long and with what."""

    python: str
    """The Python that has pullquote."""
    articles: Path
    tasks: Sequence[Task]
    seconds: float
    """For a pair of programs."""
    rounds: int
    fewest: int
    """Articles in a round, however long they take: spaCy goes by batches."""
    starts: int
    """New processes for import and first result; 0 for none."""
    marks: Sequence[int]
    """Numbers of articles of the growth; empty for none."""
    growth_seconds: float
    threads: int
    """Of the growth."""
    quick: bool
    tell: Callable[[str], None]
    """For progress."""


def run(options: Options) -> Result:
    """All figures, as JSON can hold them."""
    rows = read_articles(options.articles)
    missing_file = Path(sys.prefix) / "missing.json"
    result: Result = {
        "quick": options.quick,
        "options": {"seconds": options.seconds, "rounds": options.rounds},
        "machine": machine.describe_machine(),
        "articles": {
            "name": options.articles.name,
            "n": len(rows),
            "bytes": sum(len(row["text"].encode("utf-8", "replace")) for row in rows),
        },
        "missing": json.loads(missing_file.read_text()) if missing_file.exists() else {},
        "tasks": [],
        "starts": [],
        "growth": None,
        "models": machine.model_sizes(ROOT / "data" / "models"),
    }
    wheel = machine.newest_wheel(ROOT / "dist")
    result["wheel"] = machine.wheel_sizes(wheel) if wheel else None
    if wheel is None:
        result["missing"]["size of the wheel"] = "there is none in dist/; `make wheel` makes it"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        numbers = write_texts(rows, folder)
        for failed in theirs.train([row["text"] for row in rows[:N_TRAINING]], folder):
            options.tell(failed)
        for task in options.tasks:
            result["tasks"].append(_run_task(task, folder, numbers[task.rows], options))
        if options.marks:
            result["growth"] = _run_growth(rows, folder / "grown.jsonl", options)
    if options.starts:
        for start in (fresh.OURS, *fresh.THEIRS):
            options.tell(f"start of {start.label}")
            python = options.python if start is fresh.OURS else sys.executable
            result["starts"].append(fresh.measure_start(python, start, options.starts))
    result["load_after"] = os.getloadavg()
    return result


def _run_task(task: Task, folder: Path, most: int, options: Options) -> dict[str, Any]:
    pairs: list[dict[str, Any]] = []
    for peer in task.peers or (None,):
        options.tell(f"{task.title}: {peer.label if peer else 'alone'}")
        pair = _run_pair(task, peer, folder, most, options)
        pairs.append(pair)
        if "missing" in pair:
            options.tell(f"  skipped: {pair['missing']}")
            if "label" not in pair:  # without ours there is nothing to compare
                break
    return {"name": task.name, "title": task.title, "note": task.note, "pairs": pairs}


def _run_pair(
    task: Task, peer: Peer | None, folder: Path, most: int, options: Options
) -> dict[str, Any]:
    """Ours beside one other, or alone; or the reason why it is not there, without ``label`` where it is ours."""
    core = machine.last_core() if task.threads == 1 else None
    seconds = task.weight * options.seconds
    limit = 120 + 5 * seconds
    pair: dict[str, Any] = {"peer": peer.side if peer else None}

    def start(python: str, whose: str, side: str) -> Worker:
        return Worker(python, whose, side, str(folder), task.rows, core=core, limit=limit)

    try:
        with start(options.python, "ours", task.ours) as ours:
            if peer is None:
                return pair | _measured(["ours"], [ours], seconds, most, options)
            pair |= {"label": peer.label, "does": peer.does}
            with start(sys.executable, "theirs", peer.side) as other:
                return pair | _measured(["ours", "theirs"], [ours, other], seconds, most, options)
    except FailedError as error:
        return pair | {"missing": str(error)}


def _measured(
    names: list[str], sides: list[Worker], seconds: float, most: int, options: Options
) -> dict[str, Any]:
    runs = measure(
        sides, seconds=seconds, n_rounds=options.rounds, most=most, fewest=options.fewest
    )
    return {name: {**side.ready, "runs": all_} for name, side, all_ in zip(names, sides, runs)}


def _run_growth(rows: list[dict[str, Any]], path: Path, options: Options) -> dict[str, Any]:
    options.tell("cost against size")
    write_rows(path, grown(rows, options.marks[-1]))
    command = [options.python, "-m", "bench.peers.growth", str(path), str(options.threads)]
    command += [str(options.growth_seconds), *map(str, options.marks)]
    environment = {**os.environ, **ONE_THREAD, "RAYON_NUM_THREADS": str(options.threads)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)
    marks = [json.loads(line) for line in done.stdout.splitlines()]
    told: dict[str, Any] = {"threads": options.threads, "marks": marks}
    if done.returncode:
        told["stopped"] = (done.stderr.strip() or "?").splitlines()[-1]
    elif len(marks) < len(options.marks):
        told["stopped"] = f"Stopped there, as {options.growth_seconds:.0f} seconds were over"
    if len(marks) > 1:
        sizes = [mark["articles"] for mark in marks]
        told["exponent"] = fit_exponent(sizes, [mark["seconds"] for mark in marks])
    return told
