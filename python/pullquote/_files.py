"""Files of articles and of rows, by suffix: JSON Lines, CSV, Parquet, plain text; gzip for all but Parquet."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TextIO

from pullquote._core import Table
from pullquote.errors import InvalidInputError, MissingPackageError

READABLE = (".jsonl", ".ndjson", ".csv", ".parquet", ".txt")
WRITABLE = (".jsonl", ".ndjson", ".csv", ".parquet")


def format_of(path: str, allowed: Sequence[str]) -> str:
    """The suffix that says the format, without ``.gz``; ``-`` is JSON Lines.

    Raises:
        InvalidInputError: none that is known.

    Examples:
        >>> format_of("articles.csv.gz", READABLE)
        '.csv'
    """
    suffix = ".jsonl" if path == "-" else Path(path.lower().removesuffix(".gz")).suffix
    if suffix not in allowed or (suffix == ".parquet" and path.lower().endswith(".gz")):
        known = ", ".join(allowed)
        message = f"{path}: unknown kind of file; expected a name that ends in {known} (or .gz)"
        raise InvalidInputError(message)
    return suffix


def _arrow() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        message = 'Parquet needs pyarrow: pip install "pullquote[cli]"'
        raise MissingPackageError(message) from None
    return pyarrow


@contextlib.contextmanager
def open_text(path: str) -> Iterator[TextIO]:
    """Opens a file for reading, as it is or unzipped; ``-`` is standard input."""
    if path == "-":
        file = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
        try:
            yield file
        finally:
            file.detach()
    elif path.lower().endswith(".gz"):
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as zipped:
            yield zipped
    else:
        with open(path, encoding="utf-8-sig", newline="") as plain:
            yield plain


def read_rows(path: str) -> Iterator[dict[str, Any]]:
    """The articles of a file, one by one.

    Raises:
        InvalidInputError: a line is no JSON object, or the file is no UTF-8; names file and line.
    """
    kind = format_of(path, READABLE)
    if kind == ".parquet":
        arrow = _arrow()
        try:
            with arrow.parquet.ParquetFile(path) as table:
                for batch in table.iter_batches(1024):
                    yield from batch.to_pylist()
        except arrow.ArrowInvalid as error:
            message = f"{path}: {error}"
            raise InvalidInputError(message) from None
        return
    try:
        with open_text(path) as file:
            if kind == ".txt":
                yield {"id": Path(path).name, "text": file.read()}
            elif kind == ".csv":
                csv.field_size_limit(2**31 - 1)
                yield from csv.DictReader(file)
            else:
                yield from _json_lines(file, path)
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8 ({error.reason} at byte {error.start}); convert it first"
        raise InvalidInputError(message) from None
    except (csv.Error, EOFError, gzip.BadGzipFile) as error:
        message = f"{path}: {error}"
        raise InvalidInputError(message) from None


def _json_lines(file: TextIO, path: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            message = f"{path}:{number}: not JSON: {error}"
            raise InvalidInputError(message) from None
        if not isinstance(row, dict):
            message = f"{path}:{number}: a JSON {type(row).__name__}; expected an object"
            raise InvalidInputError(message)
        yield row


def read_json(path: str) -> Any:
    """A file of JSON.

    Raises:
        InvalidInputError: not JSON.
    """
    with open_text(path) as file:
        try:
            return json.load(file)
        except ValueError as error:
            message = f"{path}: not JSON: {error}"
            raise InvalidInputError(message) from None


def read_table(path: str) -> Any:
    """A file of rows as a table: a pyarrow Table from Parquet, whose types it keeps, else a list of dict.

    Raises:
        InvalidInputError: not a file of rows, or what ``read_rows`` raises.
    """
    if format_of(path, WRITABLE) == ".parquet":
        arrow = _arrow()
        try:
            return arrow.parquet.read_table(path)
        except arrow.ArrowInvalid as error:
            message = f"{path}: {error}"
            raise InvalidInputError(message) from None
    return list(read_rows(path))


def write_table(path: str, table: Any) -> None:
    """Writes what ``read_table`` gives, as the suffix of `path` says; the file appears whole or not at all."""
    with RowWriter(path) as writer:
        writer.write_table(table)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


class RowWriter:
    """Writes rows to a file by its suffix; the file appears, whole, when all went well."""

    def __init__(self, path: str) -> None:
        self._path, self._kind = path, format_of(path, WRITABLE)
        self._part = path if path == "-" else f"{path}.part"
        self._file: io.TextIOWrapper | None = None
        self._raw: IO[bytes] | None = None
        self._parquet: Any = None
        self._csv: Any = None
        if self._kind == ".parquet":
            _arrow()

    def __enter__(self) -> RowWriter:
        if self._path == "-":
            self._file = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
        elif self._kind == ".parquet":
            Path(self._part).touch()
        elif self._path.lower().endswith(".gz"):
            # No time stamp and no name, so that the same rows are the same bytes.
            self._raw = open(self._part, "wb")
            binary = gzip.GzipFile(filename="", fileobj=self._raw, mode="wb", mtime=0)
            self._file = io.TextIOWrapper(binary, encoding="utf-8", newline="\n")
        else:
            self._file = open(self._part, "w", encoding="utf-8", newline="\n")
        return self

    def write_lines(self, lines: Sequence[str]) -> None:
        """Writes lines of JSON as they are."""
        if self._file is not None:
            self._file.writelines(f"{line}\n" for line in lines)

    def write(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Writes rows, which are those of the table with the caller's ids and kept columns."""
        if self._kind == ".parquet":
            self._write_parquet(table, rows)
        else:
            self.write_rows(list(rows[0]) if rows else table.column_names, rows)

    def write_rows(self, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
        """Writes rows with these columns, but not as Parquet."""
        if self._kind == ".csv":
            if self._csv is None:
                self._csv = csv.writer(self._file)  # type: ignore[arg-type]
                self._csv.writerow(names)
            for row in rows:
                values = [row.get(name) for name in names]
                self._csv.writerow(
                    [
                        _as_json(value) if isinstance(value, (list, dict)) else value
                        for value in values
                    ]
                )
        else:
            self.write_lines([_as_json(row) for row in rows])

    def write_table(self, table: Any) -> None:
        """Writes what ``read_table`` gives: a pyarrow Table, or a list of dict."""
        is_arrow = not isinstance(table, list)
        if self._kind == ".parquet":
            arrow = _arrow()
            whole = table if is_arrow else arrow.Table.from_pylist(table)
            arrow.parquet.write_table(whole, self._part)
            return
        rows = table.to_pylist() if is_arrow else table
        names = table.column_names if is_arrow else list(dict.fromkeys(k for r in rows for k in r))
        self.write_rows(names, rows)

    def _write_parquet(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        arrow = _arrow()
        batch = arrow.table(table)
        if rows:
            at = batch.schema.get_field_index("article_id")
            own = [row["article_id"] for row in rows]
            ids = self._column("article_id", own)
            batch = batch.set_column(at, "article_id", ids)
            for name in list(rows[0])[batch.num_columns :]:
                batch = batch.append_column(name, self._column(name, [row[name] for row in rows]))
        elif self._parquet is not None:
            return
        if self._parquet is None:
            if not rows:
                return
            self._parquet = arrow.parquet.ParquetWriter(self._part, batch.schema)
        self._parquet.write_table(batch)

    def _column(self, name: str, values: list[Any]) -> Any:
        """Values in the type they had in the first batch; what fits no one type becomes text."""
        arrow = _arrow()
        kind = self._parquet.schema.field(name).type if self._parquet is not None else None
        try:
            column = arrow.array(values, type=kind)
        except (arrow.ArrowInvalid, arrow.ArrowTypeError):
            if kind is not None and kind != arrow.string():
                message = f"column {name!r} is {kind} in the first rows, not in later ones; write .jsonl instead"
                raise InvalidInputError(message) from None
            column = arrow.array([None if v is None else str(v) for v in values], arrow.string())
        return column.cast(arrow.string()) if arrow.types.is_null(column.type) else column

    def finish(self, empty: Table | None) -> None:
        """Completes an output without rows: its columns stand in it all the same."""
        if self._kind == ".parquet" and self._parquet is None and empty is not None:
            arrow = _arrow()
            self._parquet = arrow.parquet.ParquetWriter(self._part, arrow.schema(empty))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._parquet is not None:
            self._parquet.close()
        if self._file is not None:
            if self._path == "-":
                if error is None:
                    self._file.flush()
                self._file.detach()
            else:
                self._file.close()
        if self._raw is not None:
            self._raw.close()
        if self._path == "-":
            return
        if error is None:
            os.replace(self._part, self._path)
        else:
            with contextlib.suppress(OSError):
                os.unlink(self._part)
