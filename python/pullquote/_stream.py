"""Articles of files through the core, a slice at a time: rows as dicts, Parquet as Arrow batches."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pullquote import _core
from pullquote._open import need_arrow
from pullquote._options import Columns, Work
from pullquote._read import (
    Articles,
    ParquetFile,
    Reading,
    UnreadableFileError,
    open_parquet,
)
from pullquote._seen import Seen
from pullquote._sources import BadRow, Chunk, bad_rows, row_lists, rows_of, value_of
from pullquote.errors import InvalidInputError

#: Articles that are analysed together, and the characters at which a slice ends early. Small, so that the
#: tables of a slice, which may be many times the text, are small too.
SLICE_ROWS = 128
SLICE_CHARS = 1_000_000


class Slice(NamedTuple):
    """Some articles that follow each other: rows, or an Arrow batch."""

    rows: list[Any]
    batch: Any
    first_row: int
    errors: dict[int, str]

    @property
    def n_rows(self) -> int:
        """How many articles."""
        return len(self.rows) if self.batch is None else int(self.batch.num_rows)


class StreamSource:
    """The articles of files, or rows from anywhere, read once."""

    is_open = True
    n_rows: int | None = None

    def __init__(self, articles: Articles | Iterable[Any], text: str) -> None:
        paths = articles.paths if isinstance(articles, Articles) else ()
        self._reading = Reading(paths, () if paths else articles)
        # Of files without rows, whatever column is asked for.
        self.names: Sequence[object] = self._reading.names or [text]

    @property
    def missing(self) -> dict[str, tuple[str, int]]:
        """Of each column that is read, the files without it: the first, and how many."""
        return self._reading.missing

    def slices(self, columns: Columns, skip: Skip | None = None) -> Iterator[Slice]:
        """The articles in slices, less those that an earlier run has done.

        Raises:
            InvalidInputError: those to skip are not what they were.
        """
        named = (columns.text, columns.id, columns.date, columns.title, columns.outlet)
        wanted = list(dict.fromkeys(n for n in (*named, *columns.keep) if n is not None))
        self._reading.wanted = frozenset(name for name in wanted if name in self.names)
        seen, first_row = Seen(), 0
        for rows, batch in _cut(self._reading, columns, wanted):
            part = Slice(rows, batch, first_row, {})
            first_row += part.n_rows
            if columns.id is not None:
                ids = (
                    (value_of(row, columns.id) for row in rows)
                    if batch is None
                    else batch.column(columns.id).to_pylist()
                )
                part.errors.update(seen.errors(ids, part.first_row))
            part.errors.update(_unread(part, columns.text))
            if skip is None:
                yield part
            elif (rest := skip(part, columns.text)) is not None:
                yield rest
        if skip is not None:
            skip.check_end()

    def chunks(
        self,
        pipeline: _core.Pipeline,
        work: Work,
        columns: Columns,
        skip: Skip | None = None,
    ) -> Iterator[Chunk]:
        """See ``Source``; `skip` leaves out what an earlier run has done."""
        is_first = True
        for part in self.slices(columns, skip):
            is_first = False
            yield _chunk(pipeline, part, work, columns)
        if is_first:
            yield _chunk(pipeline, Slice([], None, 0, {}), work, columns)

    def finish(self, chunks: Sequence[Chunk], table: int, columns: Columns) -> list[dict[str, Any]]:
        """See ``Source``."""
        return [row for chunk in chunks for row in Part(chunk, table, columns).rows()]


def _unread(part: Slice, text: str) -> dict[int, str]:
    """The errors of what could not be read, and of rows without the column of texts."""
    if part.batch is not None:
        metadata = part.batch.schema.metadata or {}
        where = metadata.get(_WITHOUT_TEXT)
        if where is None:
            return {}
        error = f"no text: no column {text!r} in {where.decode()}"
        return dict.fromkeys(range(part.first_row, part.first_row + part.n_rows), error)
    errors = bad_rows(part.rows, part.first_row)
    for at, row in enumerate(part.rows, part.first_row):
        if isinstance(row, dict) and text not in row and at not in errors:
            errors[at] = f"no text: no column {text!r}"
    return errors


def _chunk(pipeline: _core.Pipeline, part: Slice, work: Work, columns: Columns) -> Chunk:
    if part.batch is not None:
        # Of Arrow; loaded where it is needed only.
        from pullquote._arrow import extract

        table = need_arrow("Parquet needs").Table.from_batches([part.batch])
        batch = _core.ArrowReader(table).read(part.n_rows)
        assert batch is not None
        return extract(pipeline, batch, work, columns, part.errors, part.first_row)
    lists = row_lists(part.rows, columns)
    with work.options() as options:
        tables, n_failed = pipeline.extract_lists(lists, part.errors, part.first_row, options)
    return Chunk(tables, len(part.rows), n_failed, part.rows, part.first_row)


_WITHOUT_TEXT = b"pullquote.without_text"


def _cut(
    items: Iterable[Any], columns: Columns, wanted: Sequence[str]
) -> Iterator[tuple[list[Any], Any]]:
    """Cuts what is read into slices; rows of several files may be in one."""
    rows: list[Any] = []
    chars = 0
    for item in items:
        if isinstance(item, ParquetFile):
            if rows:
                yield rows, None
            rows, chars = [], 0
            try:
                for batch in _batches(item.path, columns, wanted):
                    yield [], batch
            except UnreadableFileError as error:
                rows.append(BadRow(f"torn file: {item.path}: {error}"))
            continue
        rows.append(item)
        value = item if isinstance(item, str) else value_of(item, columns.text)
        chars += len(value) if isinstance(value, str) else 0
        if len(rows) >= SLICE_ROWS or chars >= SLICE_CHARS:
            yield rows, None
            rows, chars = [], 0
    if rows:
        yield rows, None


def _batches(path: str, columns: Columns, wanted: Sequence[str]) -> Iterator[Any]:
    """The batches of a Parquet file, with just the columns that are read; nulls where it has not one."""
    arrow = need_arrow("Parquet needs")
    with open_parquet(path) as file:
        there = file.schema_arrow.names
        double = [name for name in wanted if there.count(name) > 1]
        if double:
            message = f"{path} has two columns named {double[0]!r}; rename one"
            raise InvalidInputError(message)
        for batch in file.iter_batches(
            SLICE_ROWS, columns=[n for n in wanted if n in there], use_threads=False
        ):
            # Bytes that are no UTF-8, above all: what comes after takes them for text.
            batch.validate(full=True)
            arrays = [
                batch.column(name)
                if name in there
                else arrow.nulls(batch.num_rows, arrow.large_string())
                for name in wanted
            ]
            without = None if columns.text in there else {_WITHOUT_TEXT: path}
            schema = arrow.schema(
                [(name, array.type) for name, array in zip(wanted, arrays)], metadata=without
            )
            yield from _halves(arrow.RecordBatch.from_arrays(arrays, schema=schema))


def _halves(batch: Any) -> Iterator[Any]:
    """A batch in pieces of no more than some bytes each, if a row is not more by itself."""
    if batch.num_rows <= 1 or batch.nbytes <= 4 * SLICE_CHARS:
        yield batch
        return
    middle = batch.num_rows // 2
    yield from _halves(batch.slice(0, middle))
    yield from _halves(batch.slice(middle))


class Skip:
    """Leaves out the articles that an earlier run has done, if they are still the same."""

    def __init__(self, n_rows: int = 0, checksum: int = 0) -> None:
        self._n_rows, self._expected = n_rows, checksum
        self._is_checked = n_rows == 0
        #: Of all articles so far.
        self.checksum = 0

    def __call__(self, part: Slice, text: str) -> Slice | None:
        """What is left of a slice."""
        done = self._n_rows - part.first_row
        texts = _texts(part, text)
        if done <= 0:
            self.checksum = _checksum(texts, self.checksum)
            return part
        self.checksum = _checksum(texts[:done], self.checksum)
        if done < part.n_rows:
            self._compare()
            self.checksum = _checksum(texts[done:], self.checksum)
            first_row = part.first_row + done
            batch = None if part.batch is None else part.batch.slice(done)
            errors = {row: error for row, error in part.errors.items() if row >= first_row}
            return Slice(part.rows[done:], batch, first_row, errors)
        if done == part.n_rows:
            self._compare()
        return None

    def check_end(self) -> None:
        """All articles have been gone through."""
        if not self._is_checked:
            self._compare(is_short=True)

    def _compare(self, *, is_short: bool = False) -> None:
        self._is_checked = True
        if is_short or self.checksum != self._expected:
            message = (
                f"the first {self._n_rows:,} articles are not those of the run to go on with; "
                "give it the same files, or delete what it left and start anew"
            )
            raise InvalidInputError(message)


def _texts(part: Slice, text: str) -> list[Any]:
    if part.batch is not None:
        return list(part.batch.column(text).to_pylist())
    return [value_of(row, text) if isinstance(row, dict) else row for row in part.rows]


def _checksum(texts: Iterable[Any], value: int) -> int:
    for text in texts:
        if isinstance(text, str):
            value = zlib.crc32(text.encode("utf-8", "surrogatepass"), value)
        value = zlib.crc32(b"\0", value)
    return value


class Part:
    """One table of one chunk, as rows or as a pyarrow Table; with the caller's ids and kept columns."""

    def __init__(self, chunk: Chunk, table: int, columns: Columns) -> None:
        self._chunk, self._columns = chunk, columns
        self.table = chunk.tables[table]
        kept = [name for name in columns.keep if columns.kept_in(name, self.table.name)]
        own = [name for name, *_ in self.table.columns]
        #: All columns, in order.
        self.names: list[str] = [*own, *(name for name in kept if name not in own)]

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows as dicts."""
        if not self.table.num_rows:
            return
        if self._chunk.rows:
            yield from rows_of(self._chunk, self.table, self._columns)
            return
        for batch in self.arrow().to_batches(1024):
            yield from batch.to_pylist()

    def arrow(self) -> Any:
        """The rows as a pyarrow Table; `article_id` is a plain column, in the caller's type."""
        arrow = need_arrow("Parquet needs")
        whole = arrow.table(self.table)
        at = whole.schema.get_field_index("article_id")
        own = self._columns.id
        if self._chunk.rows:
            first = self._chunk.first_row
            rows = [self._chunk.rows[row - first] for row in self.table.article_rows()]
            for name in self.names[whole.num_columns :]:
                whole = whole.append_column(name, plain_array(value_of(row, name) for row in rows))
        if self._chunk.rows and own is not None:
            ids = plain_array(value_of(row, own) for row in rows)
        else:
            ids = whole.column(at)
            if arrow.types.is_dictionary(ids.type):
                ids = ids.cast(ids.type.value_type)
        return whole.set_column(at, "article_id", ids)


def plain_array(values: Iterable[Any]) -> Any:
    """Values as an Arrow array; what fits no one type becomes text."""
    arrow, given = need_arrow("Parquet needs"), list(values)
    try:
        return arrow.array(given)
    except (arrow.ArrowInvalid, arrow.ArrowTypeError, OverflowError):
        return arrow.array([None if v is None else str(v) for v in given], arrow.string())
