"""Files that are read whole: JSON, and tables of rows as ``pullquote link`` takes and gives them."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
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
        return need_arrow("Parquet needs").parquet.read_table(path)
    rows = []
    for row in Articles([path]):
        if isinstance(row, BadRow):
            raise InvalidInputError(row.error)
        rows.append(row)
    return rows


def write_table(path: str, table: Any) -> None:
    """Writes what ``read_table`` gives, as the suffix of `path` says; it appears whole or not at all."""
    is_arrow = not isinstance(table, list)
    new = f"{path}.new"
    try:
        if format_of(path, WRITABLE) == ".parquet":
            arrow = need_arrow("Parquet needs")
            whole = table if is_arrow else arrow.Table.from_pylist(table)
            arrow.parquet.write_table(whole, new)
        else:
            rows = table.to_pylist() if is_arrow else table
            names = (
                table.column_names if is_arrow else list(dict.fromkeys(k for r in rows for k in r))
            )
            is_csv = format_of(path, WRITABLE) == ".csv"
            lines = [*csv_lines(names), *csv_lines(names, rows)] if is_csv else lines_of(rows)
            data = packer(path)("".join(lines).encode("utf-8", "surrogatepass"))
            if path == "-":
                import sys

                sys.stdout.buffer.write(data)
                sys.stdout.buffer.flush()
                return
            with open(new, "wb") as file:
                file.write(data)
        os.replace(new, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(new)
        raise
