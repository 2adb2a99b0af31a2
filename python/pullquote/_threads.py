"""How many threads a call may use, so that calls beside each other do not crowd the machine.

Each call of the core starts its own threads and ends them, so nothing is left over that a fork could break.
The results are the same for any number.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pullquote.errors import InvalidOptionError

# There are never more threads than articles that are analysed together.
_MOST = 2**16


def resolve_threads(threads: int | None) -> int:
    """How many threads: the option, else what the process may use.

    Raises:
        InvalidOptionError: not a number from 1.
    """
    if threads is None:
        return _of_process()
    if isinstance(threads, bool) or not isinstance(threads, int) or threads < 1:
        message = f"threads is {threads!r}; expected a number from 1, or None for all cores"
        raise InvalidOptionError(message)
    return min(threads, _MOST)


def _of_process() -> int:
    """The threads of this process: ``PULLQUOTE_NUM_THREADS``, else one for each core that is its own.

    joblib, Dask and Spark set ``OMP_NUM_THREADS`` in their workers to what each may use; workers of
    ``multiprocessing`` share the machine with their like, and have one.
    """
    given = os.environ.get("PULLQUOTE_NUM_THREADS", "").strip()
    if given:
        if not (given.isascii() and given.isdecimal()) or int(given[:9]) < 1:
            message = f"PULLQUOTE_NUM_THREADS is {given!r}; expected a number from 1"
            raise InvalidOptionError(message)
        return min(int(given[:9]), _MOST)
    process = sys.modules.get("multiprocessing.process")
    if process is not None and process.parent_process() is not None:
        return 1
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0)) or 1
    else:
        cores = os.cpu_count() or 1
    # Nested levels are given as "4,2"; whatever is no number is not ours to mend.
    shared = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    if shared.isascii() and shared.isdecimal() and int(shared[:9]) >= 1:
        return min(cores, int(shared[:9]))
    return cores


class _Running:
    """How many chunks are being analysed in this process, by whatever Python threads."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.count = 0


_running = _Running()


def _after_fork() -> None:
    # Of the threads of the parent none runs here, and one may have held the lock.
    global _running
    _running = _Running()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


@contextmanager
def working(threads: int | None) -> Iterator[int]:
    """The threads for the next chunk: with None, Python threads that work at the same time share the cores.

    Raises:
        InvalidOptionError: see ``resolve_threads``.

    Examples:
        >>> with working(3) as threads:
        ...     threads
        3
    """
    most = resolve_threads(threads)
    running = _running
    with running.lock:
        running.count += 1
        share = most if threads is not None else max(1, most // running.count)
    try:
        yield share
    finally:
        with running.lock:
            running.count -= 1
