"""What articles come in: lists, pandas, polars, pyarrow, any Arrow stream. Each kind knows how to give tables back."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from pullquote import _core
from pullquote._options import Columns, Work, quoted
from pullquote.errors import InvalidInputError

#: Articles that are analysed together; fixed, so that the number of threads changes nothing.
CHUNK_ROWS = 1024
#: A chunk of lists ends early at this many characters.
CHUNK_CHARS = 16_000_000

_KINDS = (
    "a pandas or polars DataFrame or Series, a pyarrow Table, any object with __arrow_c_stream__, "
    "a list of str, or a list of dict"
)


class Chunk(NamedTuple):
    """The tables of some articles that follow each other."""

    tables: list[_core.Table]
    n_rows: int
    n_failed: int
    #: The input rows, where they are mappings or str; row 0 is `first_row` of the input.
    rows: Sequence[Any] = ()
    first_row: int = 0


class Source(Protocol):
    """Articles of one kind."""

    #: Names of the columns.
    names: Sequence[object]
    #: Number of articles, if known.
    n_rows: int | None
    #: Whether later rows may have further columns.
    is_open: bool

    def chunks(self, pipeline: _core.Pipeline, work: Work, columns: Columns) -> Iterator[Chunk]:
        """Analyses the articles, chunk by chunk; at least one chunk."""

    def finish(self, chunks: Sequence[Chunk], table: int, columns: Columns) -> Any:
        """One table in the kind of the input."""


def check_unique(labels: Iterable[object], column: str) -> None:
    """Refuses duplicate ids.

    Raises:
        InvalidInputError: names the first three duplicate ids and their rows.

    Examples:
        >>> check_unique(["a", "b", "a"], "id")
        Traceback (most recent call last):
        pullquote.errors.InvalidInputError: duplicate ids in column 'id': 'a' (rows 0, 2); ...
    """
    rows: dict[str, int] = {}
    doubles: dict[str, list[int]] = {}
    for row, label in enumerate(labels):
        if is_missing(label):
            continue
        key = str(label)
        if key in rows:
            doubles.setdefault(key, [rows[key]]).append(row)
        else:
            rows[key] = row
    if doubles:
        named = [
            f"{key!r} (rows {', '.join(map(str, at[:5]))}{', …' if len(at) > 5 else ''})"
            for key, at in list(doubles.items())[:3]
        ]
        more = f" and {len(doubles) - 3} more" if len(doubles) > 3 else ""
        message = (
            f"duplicate ids in column {column!r}: {', '.join(named)}{more}; "
            "make them unique, or pass id=None to number the rows"
        )
        raise InvalidInputError(message)


def is_missing(value: object) -> bool:
    """Whether a value stands for none: None, NaN, NaT, NA.

    Examples:
        >>> [is_missing(value) for value in (None, float("nan"), "", 0)]
        [True, True, False, False]
    """
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and value != value


class BadRow(dict[str, Any]):
    """A row that could not be read: without columns, but with the reason.

    The reason begins with its kind: ``not JSON: news.jsonl:7: …``.
    """

    def __init__(self, error: str) -> None:
        super().__init__()
        self.error = error


def bad_rows(rows: Iterable[Any], first_row: int) -> dict[int, str]:
    """The errors of rows that could not be read."""
    return {at: row.error for at, row in enumerate(rows, first_row) if isinstance(row, BadRow)}


def rows_of(chunk: Chunk, table: _core.Table, columns: Columns) -> Iterator[dict[str, Any]]:
    """A chunk's table as dicts, with the caller's ids and kept columns."""
    values = table.to_pydict()
    inputs = [chunk.rows[row - chunk.first_row] for row in table.article_rows()]
    if columns.id is not None:
        values["article_id"] = [value_of(row, columns.id) for row in inputs]
    for name in columns.keep:
        if columns.kept_in(name, table.name):
            values[name] = [value_of(row, name) for row in inputs]
    names = list(values)
    return (dict(zip(names, row)) for row in zip(*values.values()))


def value_of(row: object, name: str) -> Any:
    """A field of an input row; a str is its own text."""
    if isinstance(row, Mapping):
        return row.get(name)
    return row if name == "text" else None


class RowSource:
    """A list of rows that are str or mappings; its columns are all the keys there are."""

    is_open = False

    def __init__(self, articles: Iterable[Any], text: str) -> None:
        rows = list(articles)
        names: dict[object, None] = {}
        for row in rows:
            if isinstance(row, Mapping):
                names.update(dict.fromkeys(row))
        if not names or any(isinstance(row, str) for row in rows):
            names.setdefault("text" if rows and not names else text, None)
        self._rows = rows
        self.names: Sequence[object] = list(names)
        self.n_rows: int | None = len(rows)

    def chunks(self, pipeline: _core.Pipeline, work: Work, columns: Columns) -> Iterator[Chunk]:
        """See ``Source``."""
        if columns.id is not None:
            check_unique((value_of(row, columns.id) for row in self._rows), columns.id)
        first_row = 0
        for rows in _slices(self._rows, columns.text):
            lists = row_lists(rows, columns)
            with work.options() as options:
                tables, n_failed = pipeline.extract_lists(lists, {}, first_row, options)
            yield Chunk(tables, len(rows), n_failed, rows, first_row)
            first_row += len(rows)

    def finish(self, chunks: Sequence[Chunk], table: int, columns: Columns) -> list[dict[str, Any]]:
        """See ``Source``."""
        return [row for chunk in chunks for row in rows_of(chunk, chunk.tables[table], columns)]


def row_lists(rows: Sequence[Any], columns: Columns) -> _core.Lists:
    """The columns of some rows, as the core wants them."""

    def column(name: str | None) -> list[Any] | None:
        return None if name is None else [value_of(row, name) for row in rows]

    texts = [row.get(columns.text) if isinstance(row, Mapping) else row for row in rows]
    return (
        texts,
        column(columns.id),
        column(columns.date),
        column(columns.title),
        column(columns.outlet),
    )


def _slices(rows: Iterable[Any], text: str) -> Iterator[list[Any]]:
    """Cuts rows into chunks; at least one, if an empty one."""
    piece: list[Any] = []
    chars, is_first = 0, True
    for row in rows:
        piece.append(row)
        value = value_of(row, text) if isinstance(row, Mapping) else row
        chars += len(value) if isinstance(value, str) else 0
        if len(piece) >= CHUNK_ROWS or chars >= CHUNK_CHARS:
            yield piece
            piece, chars, is_first = [], 0, False
    if piece or is_first:
        yield piece


def open_source(articles: Any, text: str) -> Source:
    """The source for whatever the caller gives.

    Raises:
        InvalidInputError: nothing that articles can be read from; the message lists what can.
    """
    module = type(articles).__module__.partition(".")[0]
    name = type(articles).__name__
    if module == "pullquote" and name == "Articles":
        from pullquote._stream import StreamSource

        return StreamSource(articles, text)
    if isinstance(articles, (str, bytes)):
        message = f"articles is one {name}; use pq.analyze(text), put it in a list, or read files by pq.read(path)"
        raise InvalidInputError(message)
    if module == "pandas" and name in ("DataFrame", "Series"):
        from pullquote._pandas import PandasSource

        return PandasSource(articles, text)
    if module == "polars" and name == "LazyFrame":
        message = "articles is a polars LazyFrame; call .collect() on it first"
        raise InvalidInputError(message)
    if module == "polars" and name == "Series":
        articles = articles.to_frame(text)
    if module == "pyarrow" and name in ("ChunkedArray", "StringArray", "LargeStringArray"):
        articles = sys.modules["pyarrow"].table({text: articles})
    if hasattr(articles, "__arrow_c_stream__") or _is_record_batch(articles):
        from pullquote._arrow import ArrowSource

        return ArrowSource(articles)
    if isinstance(articles, Mapping) or not isinstance(articles, Iterable):
        message = f"articles is a {module}.{name}; expected {_KINDS}"
        raise InvalidInputError(message)
    return RowSource(articles, text)


def _is_record_batch(articles: object) -> bool:
    return type(articles).__module__.partition(".")[0] == "pyarrow" and hasattr(articles, "schema")


def needs(package: str) -> bool:
    """Whether a package is installed."""
    return importlib.util.find_spec(package) is not None


__all__ = ["Chunk", "RowSource", "Source", "check_unique", "open_source", "quoted", "rows_of"]
