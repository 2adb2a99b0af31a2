"""Reads tables of quotations for what matches them across articles, and places stretches in their articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from numbers import Real
from typing import Any, TypeAlias

from pullquote import _core
from pullquote._columns import Columns
from pullquote._options import quoted
from pullquote._sources import is_missing
from pullquote.errors import InvalidInputError

_WORDS = ("said", "text")

#: So many rows are Python objects at a time.
SLICE = 1 << 15

#: Of each row the number of its value, and the values.
_Coded: TypeAlias = tuple[list[int], list[str | None]]
_Reader: TypeAlias = Callable[[object], str | None]


def text_or_none(value: object) -> str | None:
    """A text without lone surrogates; None for none."""
    if is_missing(value):
        return None
    text = (value if isinstance(value, str) else str(value)) or None
    return (
        text if text is None or text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
    )


def label_of(value: object) -> str:
    """An id as text: 7, 7.0 and "7" are one, as tables turn ids into each other."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return text_or_none(value) or ""


def day_of(value: object) -> str | None:
    """A date, a timestamp or a text as an ISO day; what is no date is ignored later."""
    if is_missing(value):
        return None
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return text_or_none(text[:10])


def listed(value: object) -> list[Any]:
    """A nested value; in CSV it is JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    return list(value) if isinstance(value, Iterable) else []


def offset_of(value: object) -> int | None:
    """A number of characters, as a number or, in CSV, as text; None for what is none.

    Examples:
        >>> [offset_of(value) for value in (7, 7.0, "7", None, "", 0.5, "x", True)]
        [7, 7, 7, None, None, None, None, None]
    """
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    number = float(value)
    return int(number) if 0 <= number < 2**53 and number.is_integer() else None


def offsets_of(values: Sequence[object], label: str, name: str) -> list[int | None]:
    """A column of offsets; null where there is none.

    Raises:
        InvalidInputError: a value that is no number of characters; names its row.
    """
    offsets = [offset_of(value) for value in values]
    for row, (offset, value) in enumerate(zip(offsets, values)):
        is_none = is_missing(value) or (isinstance(value, str) and not value)
        if offset is None and not is_none:
            message = (
                f"{label} has {value!r:.80} as {name} in row {row}; expected a number of characters"
            )
            raise InvalidInputError(message)
    return offsets


def spans_of(parts: object) -> list[tuple[int, int]]:
    """Where the parts of a quote stand; nothing where one of them cannot be read."""
    spans = []
    for part in listed(parts):
        is_part = isinstance(part, Mapping)
        start, end = (offset_of(part.get(at)) if is_part else None for at in ("start", "end"))
        if start is None or end is None:
            return []
        spans.append((start, end))
    return spans


def values_of(table: Columns, name: str, n_rows: int) -> list[Any]:
    """A column, or as many None."""
    return table.column(name) if name in table.names else [None] * n_rows


def values_in(table: Columns, name: str, rows: Sequence[int]) -> list[Any]:
    """A column in some rows, or as many None."""
    return table.pick(name, rows) if name in table.names else [None] * len(rows)


def slices(n_rows: int, size: int = SLICE) -> Iterator[range]:
    """The rows of a table, some at a time."""
    return (range(first, min(first + size, n_rows)) for first in range(0, n_rows, size))


def quote_columns(table: Columns, words: str, rows: range, label: str) -> dict[str, Any]:
    """What the core is given of some rows.

    Raises:
        InvalidInputError: another value than a str in the column of words.
    """
    said = []
    for row, value in zip(rows, table.pick(words, rows)):
        if not isinstance(value, str) and not is_missing(value):
            message = f"{label} has {value!r} as {words} in row {row}; expected a str"
            raise InvalidInputError(message)
        said.append(text_or_none(value) or "")
    columns: dict[str, Any] = {
        "said": said,
        "quote": [label_of(value) for value in values_in(table, "quote_id", rows)],
    }
    readers: dict[str, tuple[str, _Reader]] = {
        "article": ("article_id", label_of),
        "date": ("date", day_of),
        "identity": ("identity_id", text_or_none),
        "speaker": ("speaker", text_or_none),
        "speaker_kind": ("speaker_kind", text_or_none),
        "kind": ("kind", text_or_none),
    }
    for name, (column, read) in readers.items():
        columns[name] = _coded(values_in(table, column, rows), read)
    return columns


def _coded(column: list[Any], read: _Reader) -> _Coded:
    """A column as numbers of its values, which are few."""
    numbers: dict[object, int] = {}
    values: list[str | None] = []
    codes = []
    for value in column:
        try:
            number = numbers.get(value)
        except TypeError:
            value = str(value)
            number = numbers.get(value)
        if number is None:
            number = numbers[value] = len(values)
            values.append(read(value))
        codes.append(number)
    return codes, values


class Quotations:
    """A table of quotations, and in the core what matching needs of it."""

    def __init__(self, table: Columns, words: str | None, label: str, threads: int) -> None:
        self.core = _core.QuoteSet()
        self._table = table
        if words is not None:
            for rows in slices(table.n_rows):
                self.core.push(quote_columns(table, words, rows, label), threads)

    def place(
        self, rows: Sequence[int], spans: Sequence[tuple[int, int, int]], texts: Sequence[str]
    ) -> tuple[list[int], list[int], list[str]]:
        """Where stretches of the words stand in the articles, and their texts there.

        Where the table has no offsets, or none that fit the words, the stretch of the words itself; where
        it has only those of the whole quotation, these.

        Args:
            rows: the rows of the table.
            spans: from, to, and the length of the words.
            texts: the stretches of the words.
        """
        names = ("start", "end", "text", "parts")
        offsets = zip(*(values_in(self._table, name, rows) for name in names))
        placed = [_placed(*span, said, *given) for span, said, given in zip(spans, texts, offsets)]
        starts, ends, stretches = zip(*placed) if placed else ((), (), ())
        return list(starts), list(ends), list(stretches)


def _placed(
    start: int, end: int, length: int, said: str, first: Any, last: Any, text: Any, parts: Any
) -> tuple[int, int, str]:
    first, last = offset_of(first), offset_of(last)
    if first is None or last is None:
        return start, end, said
    spans = spans_of(parts)
    if spans and sum(e - s for s, e in spans) + len(spans) - 1 == length:
        start, end = _in_article(spans, start, end)
    elif last - first == length:
        start, end = first + start, first + end
    else:
        return first, last, said
    if isinstance(text, str) and len(text) == last - first and first <= start <= end <= last:
        return start, end, text[start - first : end - first]
    return start, end, said


def _in_article(spans: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Offsets into the parts joined by one space, as offsets into the article.

    Examples:
        >>> _in_article([(10, 15), (30, 36)], 0, 12)
        (10, 36)
        >>> _in_article([(10, 15), (30, 36)], 6, 9)
        (30, 33)
        >>> _in_article([(10, 15), (30, 36)], 0, 5)
        (10, 15)
    """
    found = [spans[0][0], spans[-1][1]]
    before = 0
    for first, last in spans:
        length = last - first
        if before <= start < before + length:
            found[0] = first + start - before
        if before < end <= before + length:
            found[1] = first + end - before
        before += length + 1
    return found[0], found[1]


def words_of(table: Columns, label: str) -> str | None:
    """The column of words; None for a table without rows and columns.

    Raises:
        InvalidInputError: no column of words.
    """
    words = next((name for name in _WORDS if name in table.names), None)
    if words is None and table.names:
        message = (
            f"{label} has no column 'said' or 'text'; columns there are: {quoted(table.names)}"
        )
        raise InvalidInputError(message)
    return words


def read_quotations(table: Columns, label: str, threads: int) -> Quotations:
    """The words of a table, and what else is known of them.

    Raises:
        InvalidInputError: no column of words, or another value than a str in it.
    """
    return Quotations(table, words_of(table, label), label, threads)
