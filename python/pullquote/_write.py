"""Writes tables as they come: JSON Lines and CSV into one file that grows, Parquet in parts that are joined at the end."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pullquote._journal import parts_folder
from pullquote._open import WRITABLE, compression_of, format_of, need_arrow, packer

if TYPE_CHECKING:
    from pullquote._stream import Part

#: A part, and a row group of the whole file, end at so many rows or bytes.
_GROUP_ROWS, _GROUP_BYTES = 65_536, 32 << 20

#: Row groups are written with so few rows at a time that a batch out of them is small.
_JOIN_ROWS = 4096


class Output(Protocol):
    """One output of a run."""

    def open(self, state: Mapping[str, Any] | None) -> None:
        """Begins, or goes on behind what `commit` gave last."""

    def write(self, part: Part) -> None:
        """Writes the rows of a part."""

    def commit(self) -> dict[str, Any]:
        """Makes sure that all is on the disk; what `open` needs to go on from here."""

    def finish(self) -> None:
        """Puts the whole output in its place. Once more does no harm."""

    def close(self) -> None:
        """Lets go of files."""


def open_output(path: str) -> Output:
    """The output for a path, by its suffix.

    Raises:
        InvalidInputError: no kind of file that can be written.
        MissingPackageError: a package is needed for it.
    """
    if format_of(path, WRITABLE) == ".parquet":
        need_arrow("Parquet needs")
        return ParquetOutput(path)
    return StandardOutput() if path == "-" else TextOutput(path)


def as_json(value: object) -> str:
    """A value in one line of JSON."""
    return json.dumps(value, ensure_ascii=False, default=str)


def lines_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Rows as JSON Lines."""
    return (f"{as_json(row)}\n" for row in rows)


def csv_lines(
    names: Sequence[str], rows: Iterable[Mapping[str, Any]], *, has_header: bool
) -> Iterator[str]:
    """Rows as CSV; lists and dicts as JSON in it."""
    out = io.StringIO()
    writer = csv.writer(out)
    if has_header:
        writer.writerow(names)
    for row in rows:
        values = (row.get(name) for name in names)
        writer.writerow([as_json(v) if isinstance(v, (list, dict)) else v for v in values])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


class StandardOutput:
    """JSON Lines on standard output, flushed with each piece."""

    def open(self, state: Mapping[str, Any] | None) -> None:
        """See ``Output``."""

    def write(self, part: Part) -> None:
        """See ``Output``."""
        self.write_lines(lines_of(part.rows()))

    def write_lines(self, lines: Iterable[str]) -> None:
        """Writes lines as they are."""
        sys.stdout.buffer.write("".join(lines).encode("utf-8", "surrogatepass"))
        sys.stdout.buffer.flush()

    def commit(self) -> dict[str, Any]:
        """See ``Output``."""
        return {}

    def finish(self) -> None:
        """See ``Output``."""

    def close(self) -> None:
        """See ``Output``."""


class TextOutput:
    """JSON Lines or CSV, packed or not."""

    def __init__(self, path: str) -> None:
        self._path, self._is_csv = path, format_of(path, WRITABLE) == ".csv"
        self._pack = packer(path)
        folder = parts_folder(path)
        self._part = folder / f"part-00000{format_of(path, WRITABLE)}{compression_of(path)}"
        self._file: io.FileIO | None = None
        self._n_bytes = 0

    def open(self, state: Mapping[str, Any] | None) -> None:
        """See ``Output``."""
        self._part.parent.mkdir(exist_ok=True)
        self._n_bytes = 0 if state is None else int(state["bytes"])
        # Without a buffer, so that a piece is written whole by one call: a run that is killed leaves whole rows.
        self._file = open(self._part, "ab", buffering=0)
        if os.fstat(self._file.fileno()).st_size < self._n_bytes:
            message = f"is shorter than its journal says; delete {self._part.parent} and start anew"
            raise OSError(None, message, str(self._part))
        self._file.truncate(self._n_bytes)

    def write(self, part: Part) -> None:
        """See ``Output``."""
        if self._is_csv:
            lines = csv_lines(part.names, part.rows(), has_header=self._n_bytes == 0)
        else:
            lines = lines_of(part.rows())
        self.write_lines(lines)

    def write_lines(self, lines: Iterable[str]) -> None:
        """Writes lines as they are."""
        data = "".join(lines).encode("utf-8", "surrogatepass")
        assert self._file is not None
        if not data:
            return
        rest = memoryview(self._pack(data))
        while rest:
            written = self._file.write(rest)
            self._n_bytes += written
            rest = rest[written:]

    def commit(self) -> dict[str, Any]:
        """See ``Output``."""
        assert self._file is not None
        os.fsync(self._file.fileno())
        return {"bytes": self._n_bytes}

    def finish(self) -> None:
        """See ``Output``."""
        self.close()
        # Not there if it is in its place already.
        if self._part.exists():
            os.replace(self._part, self._path)

    def close(self) -> None:
        """See ``Output``."""
        if self._file is not None:
            self._file.close()
            self._file = None


class ParquetOutput:
    """Parquet: each part is a whole file with the types of its own rows; all become one file at the end."""

    def __init__(self, path: str) -> None:
        self._path, self._folder = path, parts_folder(path)
        self._tables: list[Any] = []
        self._n_rows = self._n_bytes = self._n_files = 0

    @property
    def is_full(self) -> bool:
        """Whether what has been written is enough for a part, which `commit` makes."""
        return self._n_rows >= _GROUP_ROWS or self._n_bytes >= _GROUP_BYTES

    def _part(self, number: int) -> Path:
        return self._folder / f"part-{number:05}.parquet"

    def open(self, state: Mapping[str, Any] | None) -> None:
        """See ``Output``."""
        self._folder.mkdir(exist_ok=True)
        self._n_files = 0 if state is None else int(state["files"])
        known = {self._part(number) for number in range(self._n_files)}
        for path in self._folder.glob("*part-*.parquet"):
            if path not in known:
                path.unlink()

    def write(self, part: Part) -> None:
        """See ``Output``."""
        if part.table.num_rows or not self._n_files + len(self._tables):
            table = part.arrow()
            self._tables.append(table)
            self._n_rows += table.num_rows
            self._n_bytes += table.nbytes

    def commit(self) -> dict[str, Any]:
        """See ``Output``."""
        if self._tables:
            arrow = need_arrow("Parquet needs")
            whole = arrow.concat_tables(unified(self._tables))
            # Under this name until it is whole, so that all files named part-… can be read at any time.
            new = self._folder / f"_part-{self._n_files:05}.parquet"
            with open(new, "wb") as file:
                arrow.parquet.write_table(whole, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(new, self._part(self._n_files))
            self._n_files += 1
            self._tables.clear()
            self._n_rows = self._n_bytes = 0
        return {"files": self._n_files}

    def finish(self) -> None:
        """See ``Output``."""
        arrow = need_arrow("Parquet needs")
        paths = sorted(self._folder.glob("part-*.parquet"))
        if not paths:
            return
        schema = joint_schema([arrow.parquet.read_schema(path) for path in paths])
        whole = self._folder / "_whole.parquet"
        with open(whole, "wb") as file, arrow.parquet.ParquetWriter(file, schema) as writer:
            held: list[Any] = []
            for path in paths:
                with arrow.parquet.ParquetFile(path) as part:
                    for batch in part.iter_batches(_JOIN_ROWS):
                        held.append(cast_table(arrow.Table.from_batches([batch]), schema))
                        if (
                            sum(table.num_rows for table in held) >= _GROUP_ROWS
                            or sum(table.nbytes for table in held) >= _GROUP_BYTES
                        ):
                            writer.write_table(arrow.concat_tables(held))
                            held.clear()
            if held:
                writer.write_table(arrow.concat_tables(held))
        os.replace(whole, self._path)

    def close(self) -> None:
        """See ``Output``."""
        self._tables.clear()


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
