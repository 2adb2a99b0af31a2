"""The quotations of a page, and the texts that they stand in: whole articles, or the stretches around quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pullquote._columns import Columns, open_columns
from pullquote._options import quoted
from pullquote._quotations import label_of, listed, offset_of, values_of
from pullquote._sources import check_unique, is_missing
from pullquote.errors import InvalidInputError

#: What is shown of a quotation; only the offsets must be there.
_OPTIONAL = (
    "quote_id", "kind", "status", "speaker", "person_id", "speaker_start", "speaker_end", "cue_start",
    "cue_end", "confidence", "method", "reason",
)  # fmt: skip

#: A lone surrogate, as "\\ud800"; not "😀", which is one code point here.
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(value: object) -> str:
    """A text without lone surrogates, of the same length.

    Examples:
        >>> clean("a" + chr(0xD800) + "b") == "a" + chr(0xFFFD) + "b"
        True
    """
    return _SURROGATE.sub("\ufffd", str(value))


def number_or_none(value: object) -> int | None:
    """An offset; None for what is none."""
    return offset_of(value)


@dataclass
class Found:
    """A row of quotes."""

    row: int
    article: str
    #: First and last code point, and the text between if the table has it.
    start: int
    end: int
    text: str | None
    parts: list[tuple[int, int]]
    before: str
    after: str
    values: dict[str, Any]


@dataclass
class Text:
    """An article: its whole text as one piece, or stretches of it as (first code point, words)."""

    id: Any
    outlet: Any = None
    date: Any = None
    title: Any = None
    is_whole: bool = False
    pieces: list[tuple[int, str]] = field(default_factory=list)


def read_quotes(table: Columns) -> list[Found]:
    """The rows of a table of quotes.

    Raises:
        InvalidInputError: a column that is missing, an offset that is none; the message names the row.
    """
    n = table.n_rows
    if table.names or n:
        for name in ("article_id", "start", "end"):
            if name not in table.names:
                message = f"quotes has no column {name!r}; columns there are: {quoted(table.names)}"
                raise InvalidInputError(message)
    names = (
        "article_id",
        "start",
        "end",
        "text",
        "parts",
        "context_before",
        "context_after",
        "date",
        "outlet",
    )
    columns = [values_of(table, name, n) for name in names]
    more = {name: values_of(table, name, n) for name in _OPTIONAL}
    found = []
    for row, (article, start, end, text, parts, before, after, date, outlet) in enumerate(
        zip(*columns)
    ):
        first, last = _offset(start, "start", row), _offset(end, "end", row)
        words = None if is_missing(text) else clean(text)
        if last <= first or (words is not None and len(words) != last - first):
            message = (
                f"quotes has start {first} and end {last} in row {row}, which do not fit its text"
            )
            raise InvalidInputError(message)
        spans = [
            (int(part["start"]), int(part["end"]))
            for part in listed(parts)
            if isinstance(part, Mapping)
        ]
        if not spans or (spans[0][0], spans[-1][1]) != (first, last):
            spans = [(first, last)]
        values = {name: column[row] for name, column in more.items()}
        values |= {"article_id": article, "date": date, "outlet": outlet}
        around = ["" if is_missing(one) else clean(one) for one in (before, after)]
        label = label_of(article)
        found.append(Found(row, label, first, last, words, spans, around[0], around[1], values))
    return found


def _offset(value: object, name: str, row: int) -> int:
    try:
        number = number_or_none(value)
    except (TypeError, ValueError):
        number = None
    if number is None or number < 0:
        message = f"quotes has {value!r} as {name} in row {row}; expected a number of code points"
        raise InvalidInputError(message)
    return number


def open_articles(articles: Any) -> Columns:
    """The articles, also as a list of texts."""
    is_rows = isinstance(articles, Iterable) and not isinstance(articles, (Mapping, str, bytes))
    if is_rows and not hasattr(articles, "columns") and not hasattr(articles, "__arrow_c_stream__"):
        articles = [{"text": row} if isinstance(row, str) else row for row in articles]
    return open_columns(articles, "articles")


def read_whole(articles: Any) -> dict[str, Text]:
    """The articles with their texts, by id as text.

    Raises:
        InvalidInputError: no column ``text``.
    """
    table = open_articles(articles)
    n = table.n_rows
    if table.names and "text" not in table.names:
        message = f"articles has no column 'text'; columns there are: {quoted(table.names)}"
        raise InvalidInputError(message)
    id = next((name for name in ("id", "article_id") if name in table.names), None)
    ids = list(range(n)) if id is None else table.column(id)
    check_unique(ids, id or "id")
    columns = [values_of(table, name, n) for name in ("text", "outlet", "date", "title")]
    texts = {}
    for one, text, outlet, date, title in zip(ids, *columns):
        words = "" if is_missing(text) else clean(text)
        texts[label_of(one)] = Text(one, outlet, date, title, True, [(0, words)])
    return texts


def read_texts(found: list[Found], articles: Any) -> dict[str, Text]:
    """The texts that the quotations stand in, by the article's id as text.

    Raises:
        InvalidInputError: a quotation that stands in none of them; the message names its row.
    """
    texts = _stretches(found) if articles is None else read_whole(articles)
    for one in found:
        text = texts.get(one.article)
        if text is None:
            message = (
                f"quotes has an article {one.article!r} in row {one.row}, which is not in articles"
            )
            raise InvalidInputError(message)
        if text.is_whole:
            whole = text.pieces[0][1]
            if one.end > len(whole) or (
                one.text is not None and whole[one.start : one.end] != one.text
            ):
                message = (
                    f"quotes has another text in row {one.row} than article {one.article!r} at {one.start} to "
                    f"{one.end}; give the articles that the quotes were found in (with title_in_text=True, the "
                    "table of articles that came with them)"
                )
                raise InvalidInputError(message)
            text.outlet = one.values["outlet"] if is_missing(text.outlet) else text.outlet
            text.date = one.values["date"] if is_missing(text.date) else text.date
    return texts


def _stretches(found: list[Found]) -> dict[str, Text]:
    """Texts put together of what stands around each quotation."""
    if found and not any(one.before or one.after for one in found):
        message = (
            "quotes has no context; give articles= with the articles, or make the quotes with "
            "pq.quotes(articles, context=300)"
        )
        raise InvalidInputError(message)
    by_article: dict[str, list[Found]] = {}
    for one in found:
        if one.text is None:
            message = f"quotes has no text in row {one.row}; expected text[start:end]"
            raise InvalidInputError(message)
        by_article.setdefault(one.article, []).append(one)
    texts = {}
    for label, rows in by_article.items():
        first = rows[0].values
        pieces: list[tuple[int, list[str]]] = []
        end = -1
        for one in sorted(rows, key=lambda row: row.start - len(row.before)):
            at, words = one.start - len(one.before), f"{one.before}{one.text}{one.after}"
            if at > end:
                pieces.append((at, []))
                end = at
            # What is new of it, if anything is.
            pieces[-1][1].append(words[end - at :])
            end = max(end, at + len(words))
        joined = [(at, "".join(words)) for at, words in pieces]
        texts[label] = Text(first["article_id"], first["outlet"], first["date"], pieces=joined)
    return texts
