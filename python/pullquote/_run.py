"""The way of a batch: articles of any kind, chunk by chunk through the core, tables of the same kind."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pullquote import _core
from pullquote._model import ModelOption, open_pipeline
from pullquote._options import (
    SPEECH,
    Columns,
    StatusOption,
    Work,
    resolve_columns,
    resolve_tables,
)
from pullquote._progress import Progress, check_progress, watch
from pullquote._sources import Chunk, Source, open_source
from pullquote.errors import InvalidOptionError, PullquoteWarning


def check_kept(columns: Columns, tables: Sequence[str], context: int) -> None:
    """Refuses kept columns that would stand twice in a table.

    Raises:
        InvalidOptionError: names the column and the table.
    """
    for table in tables:
        there = {name for name, *_ in _core.table_columns(table)}
        there |= {"context_before", "context_after"} if context else set()
        for name in columns.keep:
            if name in there and columns.kept_in(name, table):
                message = f"keep has {name!r}, which is a column of {table}; rename yours first"
                raise InvalidOptionError(message)


def open_columns(source: Source, **options: Any) -> Columns:
    """The columns to read of a source; see ``resolve_columns``."""
    columns = resolve_columns(source.names, is_open=source.is_open, **options)
    if columns.id not in source.names:
        # Without ids in the first rows of a stream all rows are numbered.
        columns = columns._replace(id=None)
    return columns


def watched_chunks(
    source: Source,
    pipeline: _core.Pipeline,
    work: Work,
    columns: Columns,
    progress: Progress,
    has_articles: bool,
) -> Iterator[Chunk]:
    """The chunks, with a progress bar; warns at the end of articles that no table shows."""
    n_failed = n_rows = 0
    with watch(progress, source.n_rows) as advance:
        for chunk in source.chunks(pipeline, work, columns):
            advance(chunk.n_rows)
            n_failed += chunk.n_failed
            n_rows += chunk.n_rows
            yield chunk
    if n_failed and not has_articles:
        message = f"{n_failed} of {n_rows} articles were not analysed; pq.articles() says why"
        warnings.warn(message, PullquoteWarning, stacklevel=levels_up())


def levels_up() -> int:
    """How many frames up the first one outside this package is."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("pullquote"):
        frame = frame.f_back
        level += 1
    return level


def extract(
    articles: Any,
    tables: Iterable[str],
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    quotes: bool = True,
    guess_pronouns: bool = False,
    day_first: bool | None = None,
    model: ModelOption = None,
    threads: int | None = None,
    progress: Progress = None,
) -> dict[str, Any]:
    """Several tables of the same articles in one pass.

    Takes the keywords of ``quotes``, and raises what it raises.

    Args:
        articles: see ``quotes``.
        tables: names of tables: articles, quotes, marks, mentions, people, times, boilerplate,
            sentences, tokens.
        text: see ``quotes``; so for the others.
        date: see ``quotes``.
        title: see ``quotes``.
        id: see ``quotes``.
        outlet: see ``quotes``.
        keep: see ``quotes``.
        context: see ``quotes``.
        status: see ``quotes``.
        min_confidence: see ``quotes``.
        title_in_text: see ``quotes``.
        quotes: False for twice the speed: no quotes and no pronouns are looked for. The columns that
            depend on them are null or lack the pronouns then, and the tables quotes and marks an error.
        guess_pronouns: True for pronouns of persons for whom the article uses none, from a title, the
            role or a given name; see ``people``.
        day_first: True where slashed dates (3/4/2018) have the day first, False for the month. None: as
            in those of the article that can be read in one way only, else as in the outlet's country
            (by its name), else the month.
        model: see ``quotes``.
        threads: see ``quotes``.
        progress: see ``quotes``.

    Returns:
        The tables by name, in the order asked for, each of the kind of the input.

    Examples:
        >>> import pullquote as pq
        >>> tables = pq.extract(["Nothing was said."], ["quotes", "people"])
        >>> list(tables)
        ['quotes', 'people']
    """
    return extract_with(
        open_pipeline(model, quotes=quotes, guess_pronouns=guess_pronouns, day_first=day_first),
        articles,
        tables,
        text=text,
        date=date,
        title=title,
        id=id,
        outlet=outlet,
        keep=keep,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        threads=threads,
        progress=progress,
    )


def extract_with(
    pipeline: _core.Pipeline,
    articles: Any,
    tables: Iterable[str],
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    threads: int | None = None,
    progress: Progress = None,
) -> dict[str, Any]:
    """``extract`` with a pipeline that is there."""
    names = resolve_tables(tables)
    check_progress(progress)
    work = Work(
        names,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        threads=threads,
    )
    pipeline.check_tables(work.checked)

    def opened() -> tuple[Source, Columns]:
        source = open_source(articles, text)
        columns = open_columns(
            source, text=text, date=date, title=title, id=id, outlet=outlet, keep=keep
        )
        check_kept(columns, names, context)
        return source, columns

    source, columns = opened()
    if len(names) == 1 and type(articles).__name__ == "Articles":
        from pullquote._rows import Rows

        def chunks_again(first: Source | None) -> Iterator[Chunk]:
            again = opened()[0] if first is None else first
            return watched_chunks(again, pipeline, work, columns, progress, names == ["articles"])

        return {names[0]: Rows(source, chunks_again, columns, names[0])}
    chunks = watched_chunks(source, pipeline, work, columns, progress, "articles" in names)
    if len(names) == 1 and getattr(source, "is_reader", False):
        pyarrow = sys.modules["pyarrow"]
        empty = source.empty(pipeline, work, columns)  # type: ignore[attr-defined]
        schema = pyarrow.schema(empty.tables[0])
        batches = (
            batch for chunk in chunks for batch in pyarrow.table(chunk.tables[0]).to_batches()
        )
        return {names[0]: pyarrow.RecordBatchReader.from_batches(schema, batches)}
    collected = list(chunks)
    return {name: source.finish(collected, at, columns) for at, name in enumerate(names)}
