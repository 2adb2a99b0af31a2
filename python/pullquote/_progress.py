"""Progress of long work: a bar in a terminal or notebook, or a function of the caller's."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from pullquote.errors import InvalidOptionError, MissingPackageError

Progress: TypeAlias = bool | Callable[[int, int | None], None] | None

#: Seconds before an automatic bar shows itself.
DELAY = 2.0


def is_notebook() -> bool:
    """Whether this runs in a Jupyter kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and type(shell).__name__ == "ZMQInteractiveShell"


def check_progress(progress: object) -> None:
    """Refuses what no progress can be shown with.

    Raises:
        InvalidOptionError: neither None, True, False nor a function.
    """
    if progress is not None and not isinstance(progress, bool) and not callable(progress):
        message = (
            f"progress is {progress!r}; expected True, False, a function of (done, total), or None"
        )
        raise InvalidOptionError(message)


def _has_audience() -> bool:
    return is_notebook() or (sys.stderr is not None and sys.stderr.isatty())


@contextmanager
def watch(progress: Progress, total: int | None) -> Iterator[Callable[[int], None]]:
    """Gives a function to call with the number of articles done since the last call.

    Args:
        progress: None shows a bar for long work where somebody sees it and tqdm is there; True always,
            False never; a function is called with the number done and the total (None if unknown).
        total: number of articles, if known.

    Raises:
        MissingPackageError: progress=True without tqdm.

    Examples:
        >>> with watch(lambda done, total: print(done, total), 3) as advance:
        ...     advance(2)
        ...     advance(1)
        2 3
        3 3
    """
    if callable(progress):
        done = 0

        def report(count: int) -> None:
            nonlocal done
            done += count
            progress(done, total)

        yield report
        return
    has_tqdm = importlib.util.find_spec("tqdm") is not None
    if progress and not has_tqdm:
        message = "progress=True needs tqdm: pip install tqdm"
        raise MissingPackageError(message)
    if progress is False or not has_tqdm or (progress is None and not _has_audience()):
        yield lambda count: None
        return
    from tqdm.auto import tqdm

    delay = 0.0 if progress else DELAY
    with tqdm(total=total, unit=" articles", delay=delay) as bar:
        yield lambda count: (bar.update(count), None)[1]
