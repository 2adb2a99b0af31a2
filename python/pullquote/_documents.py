"""Tables of articles as documents, for what needs more of an article than its tables hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pullquote._columns import Columns, open_columns
from pullquote._core import Document
from pullquote._model import ModelOption
from pullquote._options import check_name, quoted
from pullquote._sources import check_unique
from pullquote.errors import InvalidInputError
from pullquote.pipeline import Pipeline

_FIELDS = ("text", "id", "date", "title", "outlet")


class Analysed(NamedTuple):
    """Articles and what became of them."""

    #: The caller's table; a list of dict in place of a list of str.
    given: Any
    table: Columns
    #: The column of ids, if there is one.
    id: str | None
    #: One for each row, in order, made while it is gone through.
    documents: Iterator[Document]


def analyse_table(
    articles: Any,
    names: tuple[str, str | None, str | None, str | None, str | None],
    model: ModelOption,
    threads: int | None,
) -> Analysed:
    """Analyses a table of articles.

    Args:
        articles: any kind of table, or a list of str.
        names: the columns of text, id, date, title and outlet; those of these very names need not be there.
        model: see ``pq.Pipeline``.
        threads: see ``pq.Pipeline``.

    Raises:
        InvalidInputError: a column that is not there, duplicate ids, no kind of table.
    """
    if isinstance(articles, (list, tuple)) and any(isinstance(one, str) for one in articles):
        articles = [one if isinstance(one, Mapping) else {names[0]: one} for one in articles]
    table = open_columns(articles, "articles")
    given: dict[str, list[Any]] = {}
    for field, column in zip(_FIELDS, names):
        check_name(field, column)
        if column in table.names:
            given[field] = table.column(str(column))
        elif column is not None and (field == "text" or column != field) and table.names:
            message = f"articles has no column {column!r}; columns there are: {quoted(table.names)}"
            raise InvalidInputError(message)
    if "id" in given:
        check_unique(given["id"], str(names[1]))
    rows = (dict(zip(given, row)) for row in zip(*given.values()))
    documents = Pipeline(model=model, threads=threads).pipe(rows)
    return Analysed(articles, table, names[1] if "id" in given else None, documents)
