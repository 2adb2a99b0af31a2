"""What a run has written so far, so that another can go on where it broke off.

A run writes into a folder beside its output, ``quotes.parquet.parts``, which goes when the output is whole:

- ``part-00000.jsonl``, ``part-00001.jsonl``, …: files that are whole, one after the other;
- ``_part.jsonl``: the one that is being made;
- ``_journal.json``: how far all outputs of the run are, of one moment, and the checksums of their parts;
- ``_lock``: held while a run writes.

Parts that are not in the journal are deleted when a run goes on, and their articles done again.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import zlib
from pathlib import Path
from typing import IO, Any

from pullquote._open import PARTS
from pullquote._options import counted
from pullquote.errors import InvalidInputError

_JOURNAL, _LOCK = "_journal.json", "_lock"


def parts_folder(path: str) -> Path:
    """The folder of the run that makes an output."""
    return Path(path + PARTS)


def sync_folder(folder: Path) -> None:
    """Makes sure that names in a folder outlive a power cut."""
    if sys.platform == "win32":
        return
    at = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(at)
    finally:
        os.close(at)


class Lock:
    """Keeps other runs out of a folder, which is made for it, while this one lives."""

    def __init__(self, folder: Path) -> None:
        """Raises InvalidInputError where another run is writing."""
        self.folder = folder
        self._file: IO[bytes] | None = None
        if sys.platform == "win32":
            folder.mkdir(exist_ok=True)
            return
        while self._file is None:
            # Not `exist_ok`, which is an error where the folder goes in between.
            with contextlib.suppress(FileExistsError):
                folder.mkdir()
            self._try()

    def _try(self) -> None:
        import fcntl

        path = self.folder / _LOCK
        try:
            file = open(path, "ab")  # noqa: SIM115
        except FileNotFoundError:
            # A run that ended has just deleted the folder: once more.
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # A run that ended in between may have deleted the file that is locked now.
            if os.path.samestat(os.fstat(file.fileno()), os.stat(path)):
                self._file = file
        except FileNotFoundError:
            return
        except BlockingIOError:
            message = (
                f"{self.folder}: another run is writing there; wait for it, or write elsewhere"
            )
            raise InvalidInputError(message) from None
        finally:
            if self._file is not file:
                file.close()

    def release(self) -> None:
        """Lets other runs in; the folder goes, if nothing else is in it."""
        if self.folder.is_dir() and {path.name for path in self.folder.iterdir()} <= {_LOCK}:
            clear(self.folder)
        if self._file is not None:
            self._file.close()
            self._file = None


class Journal:
    """The journal of a run, in the folder of its first output."""

    def __init__(self, path: str) -> None:
        self.folder = parts_folder(path)
        self._path = self.folder / _JOURNAL

    def load(self) -> dict[str, Any] | None:
        """What the run before has written, if it has written anything.

        Raises:
            InvalidInputError: a journal that is damaged.
        """
        try:
            content = self._path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            line, _, check = content.partition(b"\n")
            if int(check, 16) != zlib.crc32(line):
                raise ValueError
            state = json.loads(line)
            if state["format"] != 2:
                raise ValueError
        except (ValueError, KeyError, TypeError):
            message = f"{self._path} is damaged or of another version; delete {self.folder} and start anew"
            raise InvalidInputError(message) from None
        return dict(state)

    def save(self, state: dict[str, Any]) -> None:
        """Replaces the journal at one stroke."""
        new = self.folder / f"{_JOURNAL}.new"
        line = json.dumps({"format": 2, **state}).encode()
        with open(new, "wb") as file:
            file.write(b"%b\n%08x\n" % (line, zlib.crc32(line)))
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, self._path)
        sync_folder(self.folder)

    def describe(self, state: dict[str, Any]) -> str:
        """The run that is not complete, in a message."""
        return (
            f"{self.folder} holds {counted(state['n_articles'], 'article')} of a run that broke off"
        )


def clear(folder: Path, *, keep_lock: bool = False) -> None:
    """Deletes what a run has left in its folder, and the folder if nothing else is in it.

    The journal goes late, so that one that is broken off meanwhile can be gone on with, and the lock at the very end, when
    nothing is left that another run could meet.
    """
    if not folder.is_dir():
        return
    own = [path for path in folder.iterdir() if path.name.startswith(("part-", "_"))]
    for path in sorted(own, key=lambda path: (path.name == _LOCK, path.name == _JOURNAL)):
        if not (keep_lock and path.name == _LOCK):
            path.unlink()
    # Another run may be there already, or something of the user's.
    with contextlib.suppress(OSError):
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
