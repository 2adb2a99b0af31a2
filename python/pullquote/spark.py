"""Tables on Spark: a DataFrame of articles in, a DataFrame of quotes out, made by its workers.

    import pullquote as pq
    quotes = pq.spark.quotes(articles, text="body", id="url")

Each worker analyses its partitions, with one thread for each core that Spark gives it; nothing is collected. All
workers need pullquote and pyarrow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pullquote._model import ModelOption
from pullquote._open import need_arrow
from pullquote._options import resolve_columns
from pullquote.engines import arrow_function, check_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Unpack

    from pullquote._options import TableKeywords


class _Mapped:
    """What each task does: batches of articles in, batches of the table in Spark's types out."""

    def __init__(self, function: Any, names: list[str], schema: Any) -> None:
        self._function, self._names, self._schema = function, names, schema

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        arrow = need_arrow("Spark's batches need")
        named = (batch.rename_columns(self._names) for batch in batches)
        for batch in self._function(named):
            columns = [column.cast(kind) for column, kind in zip(batch.columns, self._schema.types)]
            yield arrow.RecordBatch.from_arrays(columns, schema=self._schema)


def table(
    articles: Any,
    name: str,
    *,
    quotes: bool = True,
    guess_pronouns: bool = False,
    model: ModelOption = None,
    threads: int | None = 1,
    **options: Unpack[TableKeywords],
) -> Any:
    """A table of the articles of a Spark DataFrame.

    Args:
        articles: a Spark DataFrame, one article per row, with a column of ids.
        name: name of the table: articles, quotes, marks, mentions, people, boilerplate, sentences, tokens.
        quotes: see ``pq.extract``.
        guess_pronouns: see ``pq.extract``.
        model: see ``pq.quotes``; the file is read here and goes to the workers with the plan.
        threads: threads of each task; as many as Spark gives it cores (``spark.task.cpus``).
        options: further keywords of ``pq.quotes``.

    Returns:
        A Spark DataFrame, made when it is asked for. ``article_id`` and kept columns have their own types,
        text is ``string``, integers are ``bigint``. Of two articles with the same id the later one has an
        ``error`` where they are in one partition; nobody looks over all of them.

    Raises:
        InvalidInputError: no such column; the message lists those there are.
        InvalidOptionError: an unknown table, or an option with a value that is not allowed.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    check_ids(articles.columns, options.get("id", "id"), "Spark")
    named: dict[str, Any] = {
        option: options.get(option, option) for option in ("text", "date", "title", "id", "outlet")
    }
    columns = resolve_columns(articles.columns, keep=options.get("keep", ()), **named)
    wanted = dict.fromkeys(name for name in (*columns[:5], *columns.keep) if name is not None)
    # Only what is read goes to the workers.
    articles = articles.select([articles[_quoted(column)] for column in wanted])
    function = arrow_function(
        name,
        to_arrow_schema(articles.schema),
        quotes=quotes,
        guess_pronouns=guess_pronouns,
        model=model,
        threads=threads,
        **options,
    )
    schema = from_arrow_schema(function.schema)
    mapped = _Mapped(function, list(wanted), to_arrow_schema(schema))
    # Spark cannot map columns with dots in their names: they are numbered on the way.
    numbered = [articles[_quoted(column)].alias(f"c{at}") for at, column in enumerate(wanted)]
    return articles.select(numbered).mapInArrow(mapped, schema)


def _quoted(column: str) -> str:
    return "`" + column.replace("`", "``") + "`"


def quotes(articles: Any, **options: Any) -> Any:
    """Who said what; takes the keywords of ``table``, as do all functions here."""
    return table(articles, "quotes", **options)


def mentions(articles: Any, **options: Any) -> Any:
    """Names, numbers, roles and pronouns."""
    return table(articles, "mentions", **options)


def people(articles: Any, **options: Any) -> Any:
    """The persons of each article."""
    return table(articles, "people", **options)


def marks(articles: Any, **options: Any) -> Any:
    """Pairs of quotation marks that quote nobody."""
    return table(articles, "marks", **options)


def boilerplate(articles: Any, **options: Any) -> Any:
    """Stretches that are no article."""
    return table(articles, "boilerplate", **options)


def sentences(articles: Any, **options: Any) -> Any:
    """Sentences."""
    return table(articles, "sentences", **options)


def tokens(articles: Any, **options: Any) -> Any:
    """Words and signs."""
    return table(articles, "tokens", **options)


def articles(articles: Any, **options: Any) -> Any:
    """The articles with what was found in them, and why one could not be analysed."""
    return table(articles, "articles", **options)
