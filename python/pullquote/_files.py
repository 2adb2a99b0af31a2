"""Files that are read whole: JSON, and tables of rows as ``pullquote link`` takes and gives them."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from pullquote._open import WRITABLE, format_of, need_arrow, open_bytes, packer, part_of
from pullquote._read import Articles, UnreadableFileError, open_packed, open_parquet
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

    try:
        with open_packed(path) as file:
            return json.loads(file.read().decode("utf-8-sig"))
    except (ValueError, UnreadableFileError, RecursionError) as error:
        message = f"{path}: not JSON: {error}"
        raise InvalidInputError(message) from None


def read_table(path: str) -> Any:
    """A file of rows as a table: a pyarrow Table from Parquet, whose types it keeps, else a list of dict.

    Raises:
        InvalidInputError: not a file of rows, or a row that cannot be read.
    """
    if format_of(path, WRITABLE) == ".parquet":
        try:
            with open_parquet(path) as file:
                return file.read()
        except UnreadableFileError as error:
            message = f"{path}: {error}"
            raise InvalidInputError(message) from None
    rows = []
    for row in Articles([path]):
        if isinstance(row, BadRow):
            raise InvalidInputError(row.error)
        rows.append(row)
    return rows


def write_table(path: str, table: Any, *, safe_csv: bool = False) -> None:
    """Writes what ``read_table`` gives, as the suffix of `path` says; the file appears whole or not at all."""
    with outputs([path], safe_csv=safe_csv) as write:
        write(path, table)


@contextlib.contextmanager
def outputs(
    paths: Iterable[str], *, safe_csv: bool = False
) -> Iterator[Callable[[str, Any], None]]:
    """Opens files that tables are to be written to; they appear together when all went well, else none does."""
    files = [path for path in paths if path != "-"]
    try:
        for path in files:
            open(part_of(path), "wb").close()
        yield lambda path, table: _write(path, table, safe_csv)
        for path in files:
            os.replace(part_of(path), path)
    except BaseException:
        for path in files:
            with contextlib.suppress(OSError):
                os.unlink(part_of(path))
        raise


def _write(path: str, table: Any, safe_csv: bool) -> None:
    is_arrow = not isinstance(table, list)
    if format_of(path, WRITABLE) == ".parquet":
        arrow = need_arrow("Parquet needs")
        whole = table if is_arrow else arrow.Table.from_pylist(table)
        arrow.parquet.write_table(whole, part_of(path))
        return
    rows = table.to_pylist() if is_arrow else table
    names = table.column_names if is_arrow else list(dict.fromkeys(k for r in rows for k in r))
    is_csv = format_of(path, WRITABLE) == ".csv"
    lines = lines_of(rows)
    if is_csv:
        head = csv_lines(names, is_safe=safe_csv)
        lines = itertools.chain(head, csv_lines(names, rows, is_safe=safe_csv))
    data = packer(path)("".join(lines).encode("utf-8", "surrogatepass"))
    if path == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with open(part_of(path), "wb") as file:
        file.write(data)
