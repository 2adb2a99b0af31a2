"""One side of a comparison, in a process of its own: ``python -m bench.peers.worker WHOSE SIDE FOLDER ROWS``.

WHOSE is "ours" or "theirs", FOLDER what ``bench.peers.texts`` wrote, ROWS a JSON Lines file in it, without
its suffix. Prints one JSON object when ready, ``{"with", "ready_s", "ready_mb"}``, or ``{"missing"}``. For each line
``{"n", "least"}`` on standard input it runs over the first n rows, as often as it takes to fill ``least``
seconds, and prints ``{"wall", "processor", "repeats", "n", "bytes", "words", "found", "peak_mb"}``, of which
the sums of bytes, words and found are those of one pass. The clock starts after the rows are read and in the
form that the call takes.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any


def peak_mb() -> float:
    """The most memory that this process has had, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage has the parent's peak too, where it is greater
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main(arguments: Sequence[str]) -> None:
    """Get ready, and run once a line."""
    whose, name, folder, file = arguments
    warnings.simplefilter("ignore")
    started = time.perf_counter()
    from bench.peers.ours import NotThereError

    try:
        if whose == "ours":
            from bench.peers.ours import SIDES
        else:
            from bench.peers.theirs import SIDES
        side = SIDES[name](Path(folder))
    except (ImportError, OSError, NotThereError) as error:  # spaCy: OSError where there is no model
        print(json.dumps({"missing": f"{error}"}), flush=True)
        return
    ready_s = time.perf_counter() - started
    print(json.dumps({"with": side.label, "ready_s": ready_s, "ready_mb": peak_mb()}), flush=True)
    rows: list[dict[str, Any]] = []
    with (Path(folder) / f"{file}.jsonl").open(encoding="utf-8") as lines:
        for command in sys.stdin:
            asked = json.loads(command)
            # Only what is run over is in memory.
            rows += [json.loads(line) for line in islice(lines, max(0, asked["n"] - len(rows)))]
            some = rows[: asked["n"]]
            given = side.take(some)
            texts = [row["text"] for row in some]
            answer: dict[str, Any] = {
                "n": len(some),
                "bytes": sum(len(text.encode("utf-8", "replace")) for text in texts),
                "words": sum(len(text.split()) for text in texts),
            }
            repeats = 0
            clocks = time.perf_counter(), time.process_time()
            while not repeats or time.perf_counter() - clocks[0] < asked["least"]:
                answer["found"] = side.run(given)
                repeats += 1
            answer["wall"] = time.perf_counter() - clocks[0]
            answer["processor"] = time.process_time() - clocks[1]
            print(json.dumps(answer | {"repeats": repeats, "peak_mb": peak_mb()}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
