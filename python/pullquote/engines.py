"""Tables inside engines that bring Arrow batches of their own: Spark, Dask, DuckDB and others.

``arrow_function("quotes", schema)`` is a function from batches of articles to batches of quotes, whose schema is
known before there is any article. It can be pickled, with a model of your own inside, so that it runs on any
machine that has pullquote and pyarrow. docs/scale.md has an example for each engine.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pullquote import _core
from pullquote._model import ModelOption
from pullquote._open import need_arrow
from pullquote._options import quoted
from pullquote.errors import InvalidInputError, InvalidOptionError, PullquoteWarning

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pullquote._options import TableKeywords


class ArrowFunction:
    """A function from Arrow batches of articles to Arrow batches of one table; ``arrow_function`` makes it."""

    def __init__(
        self,
        table: str,
        schema: Any,
        pipeline: Any,
        options: dict[str, Any],
    ) -> None:
        arrow = need_arrow("Arrow batches need")
        self.table, self._pipeline, self._options = table, pipeline, options
        #: The pyarrow schema of the batches it takes.
        try:
            self.input_schema = arrow.schema(schema)
        except (TypeError, ValueError, arrow.ArrowException) as error:
            message = f"schema is a {type(schema).__name__}, expected the pyarrow schema of the articles: {error}"
            raise InvalidOptionError(message) from None
        #: The pyarrow schema of the batches it gives: that of the table, without dictionaries.
        self.schema = self._read([]).schema

    def __repr__(self) -> str:
        return f"ArrowFunction({self.table})"

    def _read(self, batches: Iterable[Any]) -> Any:
        """A reader of the table, as pullquote gives it."""
        arrow = need_arrow("Arrow batches need")
        reader = arrow.RecordBatchReader.from_batches(self.input_schema, batches)
        options = {"progress": False, **self._options}
        found = self._pipeline.extract(reader, [self.table], **options)
        return _plain(arrow, found[self.table])

    def __call__(self, batches: Any) -> Iterator[Any]:
        """The table of some articles, batch by batch as they come.

        Args:
            batches: pyarrow RecordBatches, a pyarrow Table or RecordBatchReader. An id that comes twice
                gives an article with an ``error``; those of other calls are not known.

        Yields:
            RecordBatches of ``schema``, for some hundreds of articles each.
        """
        if hasattr(batches, "to_batches"):
            batches = batches.to_batches()
        with warnings.catch_warnings():
            # The log of a worker is no place to look into; the table of articles tells.
            warnings.simplefilter("ignore", PullquoteWarning)
            yield from self._read(batches)


def _plain(arrow: Any, reader: Any) -> Any:
    """A reader without dictionaries, which not all engines take, or not with others in each batch."""
    fields = [
        field.with_type(field.type.value_type) if arrow.types.is_dictionary(field.type) else field
        for field in reader.schema
    ]
    schema = arrow.schema(fields, metadata=reader.schema.metadata)
    batches = (
        arrow.RecordBatch.from_arrays(
            [
                array.dictionary_decode() if arrow.types.is_dictionary(array.type) else array
                for array in batch.columns
            ],
            schema=schema,
        )
        for batch in reader
    )
    return arrow.RecordBatchReader.from_batches(schema, batches)


def arrow_function(
    table: str,
    schema: Any,
    *,
    quotes: bool = True,
    guess_pronouns: bool = False,
    model: ModelOption = None,
    threads: int | None = 1,
    **options: Unpack[TableKeywords],
) -> ArrowFunction:
    """A function from Arrow batches of articles to Arrow batches of one table, for engines.

    Args:
        table: name of the table: articles, quotes, marks, mentions, people, boilerplate, sentences, tokens.
        schema: the pyarrow schema of the articles.
        quotes: see ``pq.extract``.
        guess_pronouns: see ``pq.extract``.
        model: see ``pq.quotes``; read here, once, and pickled with the function.
        threads: threads of each call: one, as engines make many calls at a time; None see ``pq.quotes``.
        options: further keywords of ``pq.quotes``. Without a column of ids rows are numbered in each
            call anew.

    Returns:
        An ArrowFunction: ``function(batches)`` gives batches of ``function.schema``.

    Raises:
        InvalidInputError: no such column in the schema, a model that cannot be used.
        InvalidOptionError: an unknown table, or an option with a value that is not allowed.
        MissingPackageError: pyarrow is not installed.

    Examples:
        >>> import pyarrow as pa, pullquote as pq
        >>> articles = pa.table({"id": ["a"], "text": ['"We will not wait," Mayor Ana Ruiz said.']})
        >>> function = pq.arrow_function("quotes", articles.schema)
        >>> [batch["speaker"].to_pylist() for batch in function(articles)]
        [['Ana Ruiz']]
    """
    from pullquote.pipeline import Pipeline

    if not isinstance(table, str) or table not in _core.table_names():
        message = f"unknown table {table!r}; expected one of: {', '.join(_core.table_names())}"
        raise InvalidOptionError(message)
    pipeline = Pipeline(quotes=quotes, guess_pronouns=guess_pronouns, model=model, threads=threads)
    return ArrowFunction(table, schema, pipeline, dict(options))


def check_ids(names: Iterable[str], id: str | None, engine: str) -> None:
    """Refuses articles without ids, where nobody could tell which rows are of which article.

    Raises:
        InvalidInputError: there is no such column.
    """
    there = list(names)
    if id is None or id not in there:
        message = (
            f"no column {id!r} for `id`, and rows have no numbers in {engine}; columns there are: "
            f"{quoted(there)}"
        )
        raise InvalidInputError(message)


__all__ = ["ArrowFunction", "arrow_function"]
