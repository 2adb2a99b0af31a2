"""How fast, and in how much memory: ``make bench ARTICLES=file.jsonl`` (default: the examples, many times)."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import pullquote as pq

EXAMPLES = Path(__file__).parents[1] / "examples/articles.jsonl"


def read(path: Path) -> list[dict[str, Any]]:
    """The articles of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def main() -> None:
    """Prints articles and megabytes per second for one and more threads, and the peak of memory."""
    if len(sys.argv) > 1:
        articles = read(Path(sys.argv[1]))
    else:
        articles = [{**row, "id": f"{row['id']}-{n}"} for n in range(200) for row in read(EXAMPLES)]
    megabytes = sum(len(row["text"].encode("utf-8", "replace")) for row in articles) / 1e6
    print(f"{len(articles)} articles, {megabytes:.1f} MB")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    results = []
    for threads in (1, 2):
        started = time.perf_counter()
        tables = pq.extract(articles, ["quotes", "articles"], threads=threads, progress=False)
        seconds = time.perf_counter() - started
        rate, speed = len(articles) / seconds, megabytes / seconds
        print(f"{threads} threads: {rate:.0f} articles/s, {speed:.2f} MB/s")
        results.append(tables)
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    failed = sum(row["error"] is not None for row in results[0]["articles"])
    print(
        f"{len(results[0]['quotes'])} quotes, {failed} not analysed, {peak:.0f} MB for the results"
    )
    print("the same rows for any number of threads:", results[0] == results[1])


if __name__ == "__main__":
    main()
