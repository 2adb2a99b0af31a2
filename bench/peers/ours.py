"""Our side of each task: Arrow in, Arrow out, one thread unless it says two.

A side is made by a function of the folder of the run. ``take`` turns rows into what the call takes, before the
clock starts; ``run`` does the work and returns how much was found, so that nothing is left undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

Rows: TypeAlias = Sequence[dict[str, Any]]

TABLES = (
    "tokens",
    "articles",
    "quotes",
    "people",
    "mentions",
    "marks",
    "times",
    "boilerplate",
    "sentences",
)


class Side(NamedTuple):
    """A program, ready to run."""

    label: str
    take: Callable[[Rows], Any]
    run: Callable[[Any], int]


class NotThereError(Exception):
    """What is asked for is not in this version."""


def frame(rows: Rows) -> Any:
    """A pyarrow table of the columns that we use."""
    import pyarrow

    names = ("id", "date", "title", "outlet", "text")
    return pyarrow.table({name: [row.get(name) for row in rows] for name in names})


def _version() -> str:
    import pullquote as pq

    return f"pullquote {pq.__version__}"


def _tables(*tables: str, threads: int = 1, **options: Any) -> Callable[[Path], Side]:
    """Some tables in one pass; the rows of the first are counted."""

    def make(_: Path) -> Side:
        # pyarrow as well, so that what it takes is counted as there when all is ready.
        import pyarrow  # noqa: F401

        import pullquote as pq

        def run(articles: Any) -> int:
            found = pq.extract(articles, list(tables), threads=threads, progress=False, **options)
            return len(found[tables[0]])

        return Side(_version(), frame, run)

    return make


def _direct_quotes(_: Path) -> Side:
    import pullquote as pq

    def run(articles: Any) -> int:
        # In a mapping, as this option may not be there yet.
        options: dict[str, Any] = {"indirect": False}
        return len(pq.quotes(articles, threads=1, progress=False, **options))

    try:
        run(frame([{"text": "Hello."}]))
    except TypeError as error:
        raise NotThereError("this pullquote has no indirect=") from error
    return Side(_version(), frame, run)


def _phrases(folder: Path) -> Side:
    import pullquote as pq

    phrases = (folder / "phrases.txt").read_text(encoding="utf-8").splitlines()
    options: dict[str, Any] = {"names": {"ORG": phrases}, "quotes": False, "threads": 1}
    try:
        pipeline = pq.Pipeline(**options)
    except TypeError as error:
        raise NotThereError("this pullquote's Pipeline has no names=") from error
    return Side(
        _version(), frame, lambda articles: len(pipeline.mentions(articles, progress=False))
    )


def _objects(_: Path) -> Side:
    import pullquote as pq

    pipeline = pq.Pipeline(threads=1)

    def run(rows: Rows) -> int:
        found = 0
        for document in pipeline.pipe(rows):
            found += sum(token.tag is not None for token in document.tokens)
            found += len(document.mentions) + len(document.quotes)
        return found

    return Side(_version(), lambda rows: rows, run)


def _duplicates(_: Path) -> Side:
    import pullquote as pq

    def run(articles: Any) -> int:
        copies: Any = pq.duplicates(articles, threads=1)
        return len(copies) - copies["copy_of"].null_count

    return Side(_version(), frame, run)


SIDES: Mapping[str, Callable[[Path], Side]] = {
    "all": _tables(*TABLES),
    "all-2": _tables(*TABLES, threads=2),
    "objects": _objects,
    "tokens": _tables("tokens", quotes=False),
    "sentences": _tables("sentences", "tokens", quotes=False),
    "tags-names": _tables("mentions", "tokens", quotes=False),
    "names": _tables("mentions", quotes=False),
    "quotes": _tables("quotes"),
    "quotes-direct": _direct_quotes,
    "times": _tables("times", quotes=False),
    "duplicates": _duplicates,
    "phrases": _phrases,
}
