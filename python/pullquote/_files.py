"""Files that are read whole: JSON, and tables of rows as ``pullquote link`` takes and gives them."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from pullquote._open import WRITABLE, format_of, need_arrow, open_bytes, packer
from pullquote._read import Articles
from pullquote._sources import BadRow
from pullquote._write import csv_lines, lines_of
from pullquote.errors import InvalidInputError


@contextlib.contextmanager
def open_text(path: str) -> Iterator[TextIO]:
    """Opens a file for reading, as it is or unpacked; ``-`` is standard input."""
    with open_bytes(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        try:
            yield text
        finally:
            text.detach()


def read_json(path: str) -> Any:
    """A file of JSON.

    Raises:
        InvalidInputError: not JSON.
    """
    import json

    with open_text(path) as file:
        try:
            return json.load(file)
        except ValueError as error:
            message = f"{path}: not JSON: {error}"
            raise InvalidInputError(message) from None


def read_table(path: str) -> Any:
    """A file of rows as a table: a pyarrow Table from Parquet, whose types it keeps, else a list of dict.

    Raises:
        InvalidInputError: not a file of rows, or a row that cannot be read.
    """
    if format_of(path, WRITABLE) == ".parquet":
        arrow = need_arrow("Parquet needs")
        try:
            return arrow.parquet.read_table(path)
        except arrow.ArrowInvalid as error:
            message = f"{path}: {error}"
            raise InvalidInputError(message) from None
    rows = []
    for row in Articles([path]):
        if isinstance(row, BadRow):
            raise InvalidInputError(row.error)
        rows.append(row)
    return rows


def write_table(path: str, table: Any) -> None:
    """Writes what ``read_table`` gives, as the suffix of `path` says; the file appears whole or not at all."""
    with outputs([path]) as write:
        write(path, table)


@contextlib.contextmanager
def outputs(paths: Iterable[str]) -> Iterator[Callable[[str, Any], None]]:
    """Opens files that tables are to be written to; they appear together when all went well, else none does."""
    files = [path for path in paths if path != "-"]
    try:
        for path in files:
            open(_new(path), "wb").close()
        yield _write
        for path in files:
            os.replace(_new(path), path)
    except BaseException:
        for path in files:
            with contextlib.suppress(OSError):
                os.unlink(_new(path))
        raise


def _new(path: str) -> str:
    return f"{path}.new"


def _write(path: str, table: Any) -> None:
    is_arrow = not isinstance(table, list)
    if format_of(path, WRITABLE) == ".parquet":
        arrow = need_arrow("Parquet needs")
        whole = table if is_arrow else arrow.Table.from_pylist(table)
        arrow.parquet.write_table(whole, _new(path))
        return
    rows = table.to_pylist() if is_arrow else table
    names = table.column_names if is_arrow else list(dict.fromkeys(k for r in rows for k in r))
    is_csv = format_of(path, WRITABLE) == ".csv"
    lines = [*csv_lines(names), *csv_lines(names, rows)] if is_csv else lines_of(rows)
    data = packer(path)("".join(lines).encode("utf-8", "surrogatepass"))
    if path == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with open(_new(path), "wb") as file:
        file.write(data)
