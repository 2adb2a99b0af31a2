"""What a run has written so far, so that another can go on where it broke off.

A run writes into a folder beside its output, ``quotes.parquet.parts``, which goes when the output is whole:

- ``part-00000.jsonl``, ``part-00001.jsonl``, …: files that are whole, one after the other;
- ``_part.jsonl``: the one that is being made;
- ``_journal.json``: how far all outputs of the run are, of one moment; ``_lock``: held while a run writes.

Parts that are not in the journal are deleted when a run goes on, and their articles done again.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import IO, Any

from pullquote._open import PARTS
from pullquote._options import counted
from pullquote.errors import InvalidInputError

_JOURNAL, _LOCK = "_journal.json", "_lock"


def parts_folder(path: str) -> Path:
    """The folder of the run that makes an output."""
    return Path(path + PARTS)


class Journal:
    """The journal of a run, in the folder of its first output."""

    def __init__(self, path: str) -> None:
        self.folder = parts_folder(path)
        self._path = self.folder / _JOURNAL
        self._lock: IO[bytes] | None = None

    def load(self) -> dict[str, Any] | None:
        """What the run before has written, if it has written anything.

        Raises:
            InvalidInputError: a journal that is damaged.
        """
        try:
            content = self._path.read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            state = json.loads(content)
            if state["format"] != 1:
                raise ValueError
        except (ValueError, KeyError, TypeError):
            message = f"{self._path} is damaged or of another version; delete {self.folder} and start anew"
            raise InvalidInputError(message) from None
        return dict(state)

    def lock(self) -> None:
        """Makes the folder, and keeps other runs out of it while this one lives.

        Raises:
            InvalidInputError: another run is writing there.
        """
        self.folder.mkdir(exist_ok=True)
        if sys.platform == "win32":
            return
        import fcntl

        self._lock = open(self.folder / _LOCK, "ab")  # noqa: SIM115
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            self._lock = None
            message = (
                f"{self.folder}: another run is writing there; wait for it, or write elsewhere"
            )
            raise InvalidInputError(message) from None

    def unlock(self) -> None:
        """Lets other runs in."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def save(self, state: dict[str, Any]) -> None:
        """Replaces the journal at one stroke."""
        new = self.folder / f"{_JOURNAL}.new"
        with open(new, "w", encoding="utf-8") as file:
            json.dump({"format": 1, **state}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, self._path)

    def describe(self, state: dict[str, Any]) -> str:
        """The run that is not complete, in a message."""
        return (
            f"{self.folder} holds {counted(state['n_articles'], 'article')} of a run that broke off"
        )


def clear(folder: Path) -> None:
    """Deletes what a run has left in its folder, the journal last, and the folder if nothing else is in it."""
    if not folder.is_dir():
        return
    own = [path for path in folder.iterdir() if path.name.startswith(("part-", "_"))]
    for path in sorted(own, key=lambda path: path.name == _JOURNAL):
        path.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()


def check_same(before: dict[str, Any], now: dict[str, Any], folder: Path) -> None:
    """Refuses to go on with other settings.

    Raises:
        InvalidInputError: names the first setting that differs.
    """
    for name in {**before, **now}:
        if before.get(name) != now.get(name):
            message = (
                f"{folder} is of a run with {name} {before.get(name)!r}, not {now.get(name)!r}; go on with "
                "the same settings, or delete it and start anew"
            )
            raise InvalidInputError(message)
