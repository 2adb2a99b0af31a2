"""Arrow streams in and out: polars, pyarrow, and anything else with ``__arrow_c_stream__``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from pullquote import _core
from pullquote._options import Columns, Work
from pullquote._seen import Seen
from pullquote._sources import CHUNK_ROWS, Chunk, check_unique
from pullquote.errors import InvalidInputError


class ArrowSource:
    """Any Arrow stream."""

    is_open = False

    def __init__(self, articles: Any) -> None:
        module = type(articles).__module__.partition(".")[0]
        self._kind = {"polars": "polars", "pyarrow": "pyarrow"}.get(module, "")
        if self._kind == "pyarrow" and type(articles).__name__ == "RecordBatch":
            articles = sys.modules["pyarrow"].Table.from_batches([articles])
        self._articles = articles
        self.is_reader = self._kind == "pyarrow" and type(articles).__name__ != "Table"
        self._is_stream = not self._kind or self.is_reader
        try:
            self._reader = _core.ArrowReader(articles)
        except TypeError as error:
            message = (
                f"articles is a {type(articles).__name__}, which gives no Arrow table: {error}"
            )
            raise InvalidInputError(message) from None
        self.names: Sequence[object] = self._reader.column_names
        self.n_rows: int | None = None if self._is_stream else len(articles)

    def _check_ids(self, name: str) -> None:
        """A table can be read twice: all ids are checked before any work."""
        reader = _core.ArrowReader(self._articles.select([name]))

        def labels() -> Iterator[str | None]:
            while (batch := reader.read(1 << 20)) is not None:
                yield from batch.labels(name)

        check_unique(labels(), name)

    def chunks(self, pipeline: _core.Pipeline, work: Work, columns: Columns) -> Iterator[Chunk]:
        """See ``Source``."""
        if columns.id is not None and not self._is_stream:
            self._check_ids(columns.id)
        seen = Seen() if self._is_stream else None
        first_row = 0
        while (batch := self._reader.read(CHUNK_ROWS)) is not None:
            errors = {}
            if seen is not None and columns.id is not None:
                errors = seen.errors(batch.labels(columns.id), first_row)
            yield extract(pipeline, batch, work, columns, errors, first_row)
            first_row += batch.num_rows
        if first_row == 0:
            yield self.empty(pipeline, work, columns)

    def empty(self, pipeline: _core.Pipeline, work: Work, columns: Columns) -> Chunk:
        """The tables of no articles: the schema."""
        return extract(pipeline, self._reader.empty(), work, columns, {}, 0)

    def finish(self, chunks: Sequence[Chunk], table: int, columns: Columns) -> Any:
        """See ``Source``."""
        whole = _core.Table.concat([chunk.tables[table] for chunk in chunks])
        if self._kind == "pyarrow":
            return sys.modules["pyarrow"].table(whole)
        if self._kind == "polars":
            frame = sys.modules["polars"].DataFrame(whole)
            if columns.id is None:
                return frame
            kind = self._articles.schema[columns.id]
            return frame.with_columns(frame["article_id"].cast(kind))
        return whole


def extract(
    pipeline: _core.Pipeline,
    batch: _core.ArrowBatch,
    work: Work,
    columns: Columns,
    errors: dict[int, str],
    first_row: int,
) -> Chunk:
    """The tables of one batch."""
    names = (columns.text, columns.id, columns.date, columns.title, columns.outlet)
    keep = [
        (name, [table for table in _core.table_names() if not columns.kept_in(name, table)])
        for name in columns.keep
    ]
    with work.options() as options:
        tables, n_failed = pipeline.extract_batch(batch, names, keep, errors, first_row, options)
    return Chunk(tables, batch.num_rows, n_failed)
