"""Articles out of files larger than memory: ``pq.read``.

What goes wrong on the way is a row of its own, which becomes an article with an ``error``, so that nothing is
lost and nothing stops: a line that is no JSON, a torn last line, a file that breaks off. Only where the very
first article cannot be read is it an error: then it is another kind of file.
"""

from __future__ import annotations

import csv
import io
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any

from pullquote._open import READABLE, Paths, find_files, format_of, need_arrow, open_bytes
from pullquote._options import quoted
from pullquote._sources import BadRow
from pullquote.errors import InvalidInputError

#: A line, or a field of CSV, that is longer holds no article: a mark is missing, or all line ends are.
MOST_BYTES = 1 << 28

#: Rows of a file that are looked at for the names of its columns.
_NAMED_BY = 256

#: So many columns a file may have; further ones (keys made of data) are read, but not listed.
_MOST_NAMES = 10_000


class ParquetFile:
    """A Parquet file whose rows have not been read yet."""

    def __init__(self, path: str) -> None:
        self.path = path


class Reading:
    """One way through the files: rows, bad rows and Parquet files, in order; and what it met.

    ``names`` are the columns of the first rows. Set ``wanted`` to those that are read, for ``missing``.
    """

    def __init__(self, paths: Sequence[str], rows: Iterable[Any] = ()) -> None:
        """Of files, or of rows that are there already."""
        self._paths = paths
        self._is_first = True
        self._first: list[Any] = []
        self._rest = self._items() if paths else iter(rows)
        self._seen: list[tuple[str, set[str]]] = []
        self.wanted: frozenset[str] = frozenset()
        #: Of each column that is read, the files without it: the first, and how many.
        self.missing: dict[str, tuple[str, int]] = {}
        names: dict[str, None] = {}
        for item in self._rest:
            self._first.append(item)
            if isinstance(item, ParquetFile):
                with open_parquet(item.path) as file:
                    names.update(dict.fromkeys(file.schema_arrow.names))
                break
            names.update(dict.fromkeys(item if isinstance(item, Mapping) else ("text",)))
            if len(self._first) >= _NAMED_BY:
                break
        self.names: list[str] = list(names)

    def __iter__(self) -> Iterator[Any]:
        yield from self._first
        self._first = []
        # Chained: a generator made by Cython that is exhausted must not be delegated to.
        yield from itertools.chain(self._rest)
        self._count_missing()

    def _items(self) -> Iterator[Any]:
        for path in self._paths:
            names: set[str] = set()
            kind = format_of(path, READABLE)
            n_rows = 0
            try:
                if kind == ".parquet":
                    with open_parquet(path) as file:
                        names.update(file.schema_arrow.names)
                        n_rows = file.metadata.num_rows
                    self._is_first = False
                    yield ParquetFile(path)
                else:
                    for row in self._rows(path, kind):
                        n_rows += 1
                        self._is_first = False
                        if len(names) < _MOST_NAMES and not isinstance(row, BadRow):
                            names.update(row)
                        yield row
            except UnreadableFileError as error:
                if self._is_first:
                    raise InvalidInputError(f"{path}: {error}") from None
                names.clear()
                yield BadRow(f"torn file: {path}: {error}")
            if n_rows and names:
                self._seen.append((path, names))
                self._count_missing()

    def _count_missing(self) -> None:
        if self.wanted:
            for path, names in self._seen:
                for name in self.wanted - names:
                    first, count = self.missing.get(name, (path, 0))
                    self.missing[name] = (first, count + 1)
            self._seen.clear()

    def _rows(self, path: str, kind: str) -> Iterator[dict[str, Any]]:
        with open_packed(path) as file:
            if kind == ".txt":
                yield {"id": os.path.basename(path), "text": _text(file.read())}
            elif kind == ".csv":
                yield from _csv_rows(file, path, self)
            else:
                yield from _json_rows(file, path, self)

    def refuse(self, kind: str, where: str, why: str) -> BadRow:
        """The row for what could not be read; of the first article an error."""
        if self._is_first:
            raise InvalidInputError(f"{where}: {kind}: {why}" if why else f"{where}: {kind}")
        return BadRow(f"{kind}: {where}: {why}" if why else f"{kind}: {where}")


class UnreadableFileError(Exception):
    """A file that breaks off, or is not what its name says."""


@contextmanager
def open_packed(path: str) -> Iterator[IO[bytes]]:
    """Opens a file of bytes; what is wrong with its packing is an ``UnreadableFileError``."""
    try:
        with open_bytes(path) as file:
            yield file
    except Exception as error:
        # Of gzip and bz2, zlib, lzma and zstd; those of the machine have a number, and stay what they are.
        is_packing = type(error).__name__ in ("EOFError", "error", "LZMAError", "ZstdError")
        if is_packing or (isinstance(error, OSError) and error.errno is None):
            raise UnreadableFileError(str(error)) from None
        raise


@contextmanager
def open_parquet(path: str) -> Iterator[Any]:
    """Opens a Parquet file for reading piece by piece; what is wrong with it is an ``UnreadableFileError``."""
    arrow = need_arrow("Parquet needs")
    os.stat(path)
    try:
        # Read through a buffer, so that memory depends on neither the file nor its row groups.
        with arrow.parquet.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False) as file:
            yield file
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        if getattr(error, "errno", None) is not None:
            raise
        raise UnreadableFileError(str(error)) from None


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"not UTF-8 ({error.reason} at byte {error.start}); convert it first"
        raise UnreadableFileError(message) from None


def _json_rows(file: IO[bytes], path: str, reading: Reading) -> Iterator[dict[str, Any]]:
    import json

    number = 0
    while line := file.readline(MOST_BYTES):
        number += 1
        where = f"{path}:{number}"
        is_whole = line.endswith(b"\n")
        if not is_whole and len(line) >= MOST_BYTES:
            yield reading.refuse("not JSON", where, f"a line of more than {MOST_BYTES:,} bytes")
            while line and not line.endswith(b"\n"):
                line = file.readline(MOST_BYTES)
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            kind = "not UTF-8" if is_whole else "torn last line"
            yield reading.refuse(kind, where, f"{error.reason} at byte {error.start} of the line")
        except (ValueError, RecursionError) as error:
            yield reading.refuse("not JSON" if is_whole else "torn last line", where, str(error))
        else:
            if isinstance(row, dict):
                yield row
            else:
                what = f"a JSON {type(row).__name__}; expected an object"
                yield reading.refuse("not JSON", where, what)


class _Lines:
    """The lines of a CSV file, and those that the reader took for its last row."""

    def __init__(self, file: io.TextIOWrapper) -> None:
        self._file = file
        self.of_row: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(MOST_BYTES)
        if not line:
            raise StopIteration
        self.number += 1
        self.of_row.append(line)
        return line


def _csv_rows(file: IO[bytes], path: str, reading: Reading) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(MOST_BYTES)
    # What is no UTF-8 becomes lone surrogates, which no UTF-8 has: such rows are refused, one by one.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    lines = _Lines(text)
    reader = csv.reader(lines)
    names: list[str] | None = None
    try:
        while True:
            first = lines.number + 1
            lines.of_row.clear()
            where = f"{path}:{first}"
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield reading.refuse("not CSV", where, str(error))
                continue
            if not values:
                continue
            if any(_is_escaped(value) for value in values):
                if names is None:
                    raise UnreadableFileError("not UTF-8; convert it first")
                yield reading.refuse("not UTF-8", where, "convert the file first")
            elif names is None:
                # What spreadsheets write where the comma is the decimal sign, or as "text with tabs".
                if len(values) == 1 and (
                    sign := next((sign for sign in ";\t" if sign in values[0]), None)
                ):
                    raise UnreadableFileError(f"columns are parted by {sign!r}; expected commas")
                names = values
            elif len(values) != len(names):
                kind = "torn last line" if _is_torn(lines, text) else "not CSV"
                yield reading.refuse(kind, where, f"{len(values)} columns of {len(names)}")
            elif _is_torn(lines, text, may_be_whole=True):
                yield reading.refuse("torn last line", where, "a quotation mark is missing")
            else:
                yield dict(zip(names, values))
    finally:
        text.detach()


def _is_escaped(value: str) -> bool:
    return not value.isascii() and any("\udc80" <= char <= "\udcff" for char in value)


def _is_torn(lines: _Lines, text: io.TextIOWrapper, *, may_be_whole: bool = False) -> bool:
    """Whether the row that was read last is the last one, and breaks off."""
    raw = "".join(lines.of_row)
    # Only the last row can end in the middle of a quoted field, or without a line end.
    if raw.endswith(("\n", "\r")) and raw.count('"') % 2 == 0:
        return False
    if not may_be_whole:
        return True
    try:
        for _ in csv.reader([raw], strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


class Articles:
    """Articles in files, read when they are gone through; ``pq.read`` makes it.

    Takes the place of a table in ``pq.quotes`` and its like, which then give a stream too, and in ``pq.write``.
    Going through it gives a dict for each article; one that could not be read is empty, with ``error``.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths: tuple[str, ...] = tuple(paths)

    def __repr__(self) -> str:
        more = f" and {len(self.paths) - 3} more" if len(self.paths) > 3 else ""
        return f"Articles({quoted(self.paths[:3])}{more})"

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for item in Reading(self.paths):
            if isinstance(item, ParquetFile):
                yield from _parquet_rows(item.path)
            else:
                yield item


def _parquet_rows(path: str) -> Iterator[Mapping[str, Any]]:
    try:
        with open_parquet(path) as file:
            for batch in file.iter_batches(_NAMED_BY, use_threads=False):
                yield from batch.to_pylist()
    except UnreadableFileError as error:
        yield BadRow(f"torn file: {path}: {error}")


def read(paths: Paths) -> Articles:
    """Articles in files of any size, as a stream that is never in memory as a whole.

    Args:
        paths: a file, a pattern (``"news/**/*.jsonl.gz"``), a folder, or a list of them: JSON Lines, CSV,
            Parquet, plain text (one article a file), by suffix; all but Parquet also in ``.gz``, ``.bz2``,
            ``.xz``, ``.zst``. ``"-"`` is JSON Lines on standard input.

    Returns:
        Articles, to go through or to give to ``pq.write`` or to any function that takes a table. What
        cannot be read becomes an article with an ``error``: docs/scale.md says which.

    Raises:
        InvalidInputError: nothing is there, or no kind of file that can be read.
        InvalidOptionError: not a path, nor a list of paths.

    Examples:
        >>> import pullquote as pq
        >>> pq.read(["a.jsonl", "b.csv.gz"])
        Articles('a.jsonl', 'b.csv.gz')
    """
    return Articles(find_files(paths))


def error_kind(error: str) -> str:
    """What kind an error of an article is, to count by.

    Examples:
        >>> error_kind("not JSON: news.jsonl:7: Expecting value"), error_kind("duplicate id 'a', first in row 0")
        ('not JSON', 'duplicate id')
    """
    return error.partition(": ")[0].partition(" '")[0]
