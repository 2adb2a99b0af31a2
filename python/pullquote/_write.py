"""Writes tables as they come: in parts that can be read at any time, and that become one file at the end."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import json
import os
import shutil
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from pullquote._journal import parts_folder, sync_folder
from pullquote._open import WRITABLE, compression_of, format_of, need_arrow, packer
from pullquote._read import open_parquet
from pullquote.errors import InvalidInputError

if TYPE_CHECKING:
    from pullquote._stream import Part

#: A row group of Parquet ends at so many rows or bytes, a part of any output at so many bytes.
_GROUP_ROWS, _GROUP_BYTES = 65_536, 8 << 20

#: Parts have small row groups, and are read in small batches: what is held at a time is small.
_PIECE_ROWS, _JOIN_ROWS = 16_384, 4096


#: Lines that are packed and written together.
_PIECE_LINES = 8192


class Output(Protocol):
    """One output of a run."""

    @property
    def is_full(self) -> bool:
        """Whether what has been written since the last `commit` is enough for a part."""

    def open(self, state: Mapping[str, Any] | None) -> None:
        """Begins, or goes on behind what `commit` gave last."""

    def write(self, part: Part) -> None:
        """Writes the rows of a part."""

    def commit(self) -> dict[str, Any]:
        """Makes sure that all is on the disk; what `open` needs to go on from here."""

    def finish(self) -> None:
        """Puts the whole output in its place."""

    def close(self) -> None:
        """Lets go of files."""


def open_output(path: str, *, safe_csv: bool = False) -> Output:
    """The output for a path, by its suffix; `safe_csv`: see ``safe_cell``.

    Raises:
        InvalidInputError: no kind of file that can be written.
        MissingPackageError: a package is needed for it.
    """
    if format_of(path, WRITABLE) == ".parquet":
        need_arrow("Parquet needs")
        return ParquetOutput(path)
    return StandardOutput() if path == "-" else TextOutput(path, safe_csv=safe_csv)


def as_json(value: object) -> str:
    """A value in one line of JSON."""
    return json.dumps(value, ensure_ascii=False, default=str)


def lines_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Rows as JSON Lines."""
    return (f"{as_json(row)}\n" for row in rows)


#: What a spreadsheet takes for the beginning of a formula, in some places of the world in full width.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def safe_cell(value: Any) -> Any:
    r"""A value of CSV that no spreadsheet runs as a formula; numbers are none.

    Examples:
        >>> [safe_cell(value) for value in ('=HYPERLINK("x")', "-1", -1, "We will - not.")]
        ['\'=HYPERLINK("x")', "'-1", -1, 'We will - not.']
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def csv_lines(
    names: Sequence[str], rows: Iterable[Mapping[str, Any]] | None = None, *, is_safe: bool = False
) -> Iterator[str]:
    """Rows as CSV, lists and dicts as JSON in it; without rows the line of names."""
    out = io.StringIO()
    writer = csv.writer(out)
    cell = safe_cell if is_safe else lambda value: value
    if rows is None:
        writer.writerow(map(cell, names))
        rows = ()
    for row in rows:
        values = (row.get(name) for name in names)
        writer.writerow([as_json(v) if isinstance(v, (list, dict)) else cell(v) for v in values])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


class StandardOutput:
    """JSON Lines on standard output, flushed with each piece."""

    is_full = True

    def open(self, state: Mapping[str, Any] | None) -> None:
        """See ``Output``."""

    def write(self, part: Part) -> None:
        """See ``Output``."""
        self.write_lines(lines_of(part.rows()))

    def write_lines(self, lines: Iterable[str]) -> None:
        """See ``Output``."""
        sys.stdout.buffer.write(_encoded(lines))
        sys.stdout.buffer.flush()

    def commit(self) -> dict[str, Any]:
        """See ``Output``."""
        return {}

    def finish(self) -> None:
        """See ``Output``."""

    def close(self) -> None:
        """See ``Output``."""


class PartsOutput:
    """An output in parts, each a file that can be read by itself, which become one file at the end."""

    def __init__(self, path: str) -> None:
        self._path, self._folder = path, parts_folder(path)
        self._suffix = format_of(path, WRITABLE) + compression_of(path)
        self._n_bytes = 0
        #: Of each part, in order, the checksum.
        self._parts: list[int] = []
        self._file: IO[bytes] | None = None

    @property
    def is_full(self) -> bool:
        """See ``Output``."""
        return self._n_bytes >= _GROUP_BYTES

    @property
    def _new(self) -> Path:
        # Under this name until it is whole, so that all files named part-… can be read at any time.
        return self._folder / f"_part{self._suffix}"

    def _part(self, number: int) -> Path:
        return self._folder / f"part-{number:05}{self._suffix}"

    def open(self, state: Mapping[str, Any] | None) -> None:
        """See ``Output``; raises InvalidInputError where a part is gone, or is not what it was."""
        self._folder.mkdir(exist_ok=True)
        self._parts = [] if state is None else list(state["parts"])
        known = {self._part(number) for number in range(len(self._parts))}
        there = {
            path for path in self._folder.iterdir() if path.name.startswith(("part-", "_part"))
        }
        for path in there - known:
            path.unlink()
        for path in sorted(known - there):
            message = f"{path} is gone; delete {self._folder} and start anew"
            raise InvalidInputError(message)
        for number, checksum in enumerate(self._parts):
            if _checksum(self._part(number)) != checksum:
                message = (
                    f"{self._part(number)} is not as it was written; delete {self._folder} and start "
                    "anew"
                )
                raise InvalidInputError(message)

    def write_bytes(self, data: bytes) -> None:
        """Writes to the part that is being made."""
        if self._file is None:
            self._file = open(self._new, "wb", buffering=0)  # noqa: SIM115
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._n_bytes += len(data)

    def commit(self) -> dict[str, Any]:
        """See ``Output``."""
        if self._file is not None:
            os.fsync(self._file.fileno())
            self.close()
            checksum = _checksum(self._new)
            os.replace(self._new, self._part(len(self._parts)))
            sync_folder(self._folder)
            self._parts.append(checksum)
            self._n_bytes = 0
        return {"parts": self._parts}

    def finish(self) -> None:
        """See ``Output``."""
        whole = self._folder / f"_whole{self._suffix}"
        with open(whole, "wb") as file:
            self._join(sorted(self._folder.glob("part-*")), file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(whole, self._path)
        sync_folder(Path(self._path).parent)

    def _join(self, parts: Sequence[Path], file: IO[bytes]) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """See ``Output``."""
        if self._file is not None:
            # All that counts has been flushed by `commit`; what is left over may not fit on a full disk.
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None


class TextOutput(PartsOutput):
    """JSON Lines or CSV, packed or not; a part of CSV begins with the names of the columns."""

    def __init__(self, path: str, *, safe_csv: bool) -> None:
        super().__init__(path)
        self._is_safe = safe_csv
        self._is_csv = format_of(path, WRITABLE) == ".csv"
        self._pack = packer(path)
        self._header = 0

    def write(self, part: Part) -> None:
        """See ``Output``."""
        if not self._is_csv:
            self.write_lines(lines_of(part.rows()))
            return
        header = self._pack(_encoded(csv_lines(part.names, is_safe=self._is_safe)))
        self._header = len(header)
        if self._file is None:
            self.write_bytes(header)
        self.write_lines(csv_lines(part.names, part.rows(), is_safe=self._is_safe))

    def write_lines(self, lines: Iterable[str]) -> None:
        """See ``Output``."""
        rest = iter(lines)
        while data := _encoded(itertools.islice(rest, _PIECE_LINES)):
            self.write_bytes(self._pack(data))

    def commit(self) -> dict[str, Any]:
        """See ``Output``; the header's length is that of its packed bytes, the same in all parts."""
        return {**super().commit(), "header": self._header}

    def open(self, state: Mapping[str, Any] | None) -> None:
        """See ``Output``."""
        super().open(state)
        self._header = 0 if state is None else int(state["header"])

    def _join(self, parts: Sequence[Path], file: IO[bytes]) -> None:
        for number, path in enumerate(parts):
            with path.open("rb") as part:
                part.seek(self._header if number else 0)
                shutil.copyfileobj(part, file, 1 << 20)


class ParquetOutput(PartsOutput):
    """Parquet: each part has the types of its own rows, the whole file those that hold all of them."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._tables: list[Any] = []

    def write(self, part: Part) -> None:
        """See ``Output``."""
        if part.table.num_rows or not len(self._parts) + len(self._tables):
            table = part.arrow()
            self._tables.append(table)
            self._n_bytes += table.nbytes

    def commit(self) -> dict[str, Any]:
        """See ``Output``."""
        if self._tables:
            arrow = need_arrow("Parquet needs")
            whole = arrow.concat_tables(unified(self._tables))
            self._file = open(self._new, "wb")  # noqa: SIM115
            arrow.parquet.write_table(whole, self._file, row_group_size=_PIECE_ROWS)
            self._file.flush()
            self._tables.clear()
            # What Arrow holds for the next part may be more than all else.
            arrow.default_memory_pool().release_unused()
        return super().commit()

    def _join(self, parts: Sequence[Path], file: IO[bytes]) -> None:
        arrow = need_arrow("Parquet needs")
        schema = joint_schema([arrow.parquet.read_schema(path) for path in parts])
        with arrow.parquet.ParquetWriter(file, schema) as writer:
            held: list[Any] = []
            n_rows = n_bytes = 0
            for path in parts:
                with open_parquet(str(path)) as part:
                    for batch in part.iter_batches(_JOIN_ROWS, use_threads=False):
                        table = cast_table(arrow.Table.from_batches([batch]), schema)
                        held.append(table)
                        n_rows, n_bytes = n_rows + table.num_rows, n_bytes + table.nbytes
                        if n_rows >= _GROUP_ROWS or n_bytes >= _GROUP_BYTES:
                            writer.write_table(arrow.concat_tables(held))
                            held, n_rows, n_bytes = [], 0, 0
            if held:
                writer.write_table(arrow.concat_tables(held))

    def close(self) -> None:
        """See ``Output``."""
        super().close()
        self._tables.clear()


def _checksum(path: Path) -> int:
    checksum = 0
    with open(path, "rb") as file:
        while data := file.read(1 << 20):
            checksum = zlib.crc32(data, checksum)
    return checksum


def _encoded(lines: Iterable[str]) -> bytes:
    return "".join(lines).encode("utf-8", "surrogatepass")


def unified(tables: Sequence[Any]) -> list[Any]:
    """Tables with the same types."""
    schema = joint_schema([table.schema for table in tables], has_null=True)
    return [cast_table(table, schema) for table in tables]


def joint_schema(schemas: Sequence[Any], *, has_null: bool = False) -> Any:
    """The types that hold the values of all: the common one, a wider number, or else text.

    A column without any value becomes text, unless it may stay without a type for now.
    """
    arrow = need_arrow("Parquet needs")
    fields = []
    for at, field in enumerate(schemas[0]):
        kinds = list(dict.fromkeys(schema.field(at).type for schema in schemas))
        kinds = [kind for kind in kinds if not arrow.types.is_null(kind)]
        if not kinds:
            kind = arrow.null() if has_null else arrow.string()
        elif len(kinds) == 1:
            kind = kinds[0]
        else:
            kind = _common(arrow, kinds)
        fields.append(
            arrow.field(
                field.name, kind, nullable=True if kinds != [field.type] else field.nullable
            )
        )
    return arrow.schema(fields, metadata=schemas[0].metadata)


def _common(arrow: Any, kinds: Sequence[Any]) -> Any:
    types = arrow.types
    if any(types.is_boolean(kind) for kind in kinds):
        return arrow.string()
    try:
        schemas = [arrow.schema([("x", kind)]) for kind in kinds]
        return arrow.unify_schemas(schemas, promote_options="permissive").field("x").type
    except (arrow.ArrowException, TypeError):
        return arrow.large_string() if arrow.large_string() in kinds else arrow.string()


def cast_table(table: Any, schema: Any) -> Any:
    """A table with other types, which hold all its values; what is of many parts becomes text as JSON."""
    if table.schema.equals(schema):
        return table.replace_schema_metadata(schema.metadata)
    arrow = need_arrow("Parquet needs")
    columns = []
    for field, column in zip(schema, table.columns):
        try:
            columns.append(column.cast(field.type))
        except arrow.ArrowException:
            texts = [
                None if v is None else as_json(v) if isinstance(v, (list, dict)) else str(v)
                for v in column.to_pylist()
            ]
            columns.append(arrow.chunked_array([arrow.array(texts, field.type)]))
    return arrow.table(columns, schema=schema)
