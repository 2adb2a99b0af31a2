"""The rows of one table of a stream, made while they are gone through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pullquote._open import need_arrow
from pullquote._options import Columns
from pullquote._stream import Part
from pullquote.errors import InvalidInputError

if TYPE_CHECKING:
    from pullquote._sources import Chunk, Source


class Rows:
    """One table of the articles that ``pq.read`` gives: nothing is read before it is gone through.

    Going through it gives a dict for each row; each time the files are read anew. With pyarrow it is an
    Arrow stream too, which polars, duckdb and others take without a copy.
    """

    def __init__(
        self,
        source: Source,
        chunks: Callable[[Source | None], Iterator[Chunk]],
        columns: Columns,
        name: str,
    ) -> None:
        self._source: Source | None = source
        self._chunks, self._columns = chunks, columns
        #: The table's name.
        self.name = name

    def __repr__(self) -> str:
        return f"Rows({self.name})"

    def _parts(self) -> Iterator[Part]:
        # The first time the source is the one whose columns have been checked.
        source, self._source = self._source, None
        for chunk in self._chunks(source):
            yield Part(chunk, 0, self._columns)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for part in self._parts():
            yield from part.rows()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.reader().__arrow_c_stream__(requested_schema)

    def reader(self) -> Any:
        """A pyarrow RecordBatchReader. The first rows say of what type ids and kept columns are.

        Going through it raises ``InvalidInputError`` for a later value of another type.
        """
        arrow = need_arrow("An Arrow stream needs")
        parts = self._parts()
        first = next(parts).arrow()
        schema = arrow.schema(
            [
                field.with_type(arrow.string()) if arrow.types.is_null(field.type) else field
                for field in first.schema
            ],
            metadata=first.schema.metadata,
        )

        def batches() -> Iterator[Any]:
            yield from _cast(first, schema).to_batches()
            for part in parts:
                yield from _cast(part.arrow(), schema).to_batches()

        return arrow.RecordBatchReader.from_batches(schema, batches())


def _cast(table: Any, schema: Any) -> Any:
    arrow = need_arrow("An Arrow stream needs")
    columns = []
    for field, column in zip(schema, table.columns):
        try:
            columns.append(column.cast(field.type))
        except arrow.ArrowException:
            message = (
                f"column {field.name!r} is {field.type} in the first rows, {column.type} in later ones; "
                "go through the rows, or write them by pq.write"
            )
            raise InvalidInputError(message) from None
    return arrow.table(columns, schema=schema)
