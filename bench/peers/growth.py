"""Cost against size: ``python -m bench.peers.growth ARTICLES THREADS SECONDS MARK …``, by the Python that has ours.

One stream, ``pq.quotes(pq.read(ARTICLES))``, whose rows are dropped as they come. Ids are numbers from 0; when the
first row of article MARK or a later one comes, and at the end, prints ``{"articles", "seconds", "peak_mb",
"quotes"}``. Stops at the first mark after SECONDS are over.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.peers.worker import peak_mb

MARKS = (1000, 2000, 4000, 8000, 16_000, 32_000, 64_000)


def main(arguments: Sequence[str]) -> None:
    """Print a line for each mark."""
    path, threads, seconds, *marks = arguments
    import pullquote as pq

    left = [int(mark) for mark in marks]
    started = time.perf_counter()
    n_quotes = 0

    def tell(n_articles: int) -> float:
        wall = time.perf_counter() - started
        answer = {"articles": n_articles, "seconds": wall, "peak_mb": peak_mb(), "quotes": n_quotes}
        print(json.dumps(answer), flush=True)
        return wall

    for row in pq.quotes(pq.read(Path(path)), threads=int(threads), progress=False):
        while left and int(row["article_id"]) >= left[0]:
            if tell(left.pop(0)) > float(seconds):
                return
        n_quotes += 1
    if left:
        tell(left[0])


if __name__ == "__main__":
    main(sys.argv[1:])
