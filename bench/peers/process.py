"""Starts workers, asks them, and ends them."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# Neither linear algebra nor tokenizers must take a second core.
ONE_THREAD = {
    **dict.fromkeys(
        (
            "OMP_NUM_THREADS",
            "OPENBLAS_NUM_THREADS",
            "MKL_NUM_THREADS",
            "RAYON_NUM_THREADS",
            "PULLQUOTE_NUM_THREADS",
        ),
        "1",
    ),
    "TOKENIZERS_PARALLELISM": "false",
}


class FailedError(Exception):
    """A worker that is missing something, broke, or took too long; the message says why."""


class Worker:
    """A process of ``bench.peers.worker``; a context manager, so that it ends.

    Args:
        python: the Python that has the program.
        arguments: WHOSE, SIDE, FOLDER and ROWS of the worker.
        core: the core that it is held to, where the system can; None for all.
        limit: seconds after which it is ended whatever it does.
        environment: added to that of one thread.

    Raises:
        FailedError: here or in ``run``, with the reason.
    """

    def __init__(
        self,
        python: str,
        *arguments: str,
        core: int | None = None,
        limit: float = 300,
        environment: dict[str, str] | None = None,
    ) -> None:
        self._process = subprocess.Popen(
            [python, "-W", "ignore", "-m", "bench.peers.worker", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD, **(environment or {})},
        )
        self._name = arguments[1]
        self._errors: list[str] = []
        assert self._process.stderr
        # Read as it comes: a full pipe would stop the worker.
        reader = threading.Thread(target=self._errors.extend, args=(self._process.stderr,))
        reader.daemon = True
        reader.start()
        self._reader = reader
        self._limit = limit
        self._late = False
        self._timer = threading.Timer(limit, self._kill)
        self._timer.daemon = True
        self._timer.start()
        if core is not None and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(self._process.pid, {core})
        try:
            self.ready = self._answer()
            if "missing" in self.ready:
                raise FailedError(self.ready["missing"])
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it."""
        assert self._process.stdin
        assert self._process.stdout
        assert self._process.stderr
        self._timer.cancel()
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()
        self._process.stderr.close()

    def run(self, n: int, least: float = 0.0) -> dict[str, Any]:
        """One answer over the first n rows, by as many passes as fill `least` seconds."""
        assert self._process.stdin
        # If it has ended, its answer, or the want of one, says why.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps({"n": n, "least": least}) + "\n")
            self._process.stdin.flush()
        return self._answer()

    def _kill(self) -> None:
        self._late = True
        self._process.kill()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            self._reader.join()
            if self._late:
                raise FailedError(f"{self._name} was ended after {self._limit:.0f} s")
            last = next((text.strip() for text in reversed(self._errors) if text.strip()), "")
            raise FailedError(f"{self._name}: {last or self._process.returncode}")
        answer: dict[str, Any] = json.loads(line)
        return answer
