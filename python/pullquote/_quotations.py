"""Reads tables of quotations for what matches them across articles, and places stretches in their articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Real
from typing import Any, TypeAlias

from pullquote._columns import Columns
from pullquote._options import quoted
from pullquote._sources import is_missing
from pullquote.errors import InvalidInputError

_WORDS = ("said", "text")

#: Of each row the number of its value, and the values.
_Coded: TypeAlias = tuple[list[int], list[str | None]]


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
        except ValueError:
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
    # NumPy's numbers are Real too; not a number (NaN) is in no range.
    number: Any = value
    return int(number) if abs(number) < 2**62 and number == int(number) else None


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


class Quotations:
    """The columns of a table of quotations."""

    def __init__(self, table: Columns, words: str, label: str) -> None:
        values = table.column(words) if table.names else []
        self.said: list[str] = []
        for row, value in enumerate(values):
            if not isinstance(value, str) and not is_missing(value):
                message = f"{label} has {value!r} as {words} in row {row}; expected a str"
                raise InvalidInputError(message)
            self.said.append(text_or_none(value) or "")
        self._table, self._words = table, words
        self._offsets: tuple[list[Any], ...] | None = None

    def _column(self, name: str) -> list[Any]:
        return values_of(self._table, name, len(self.said))

    def columns(self) -> dict[str, Any]:
        """What the core is given."""
        columns: dict[str, Any] = {
            "said": self.said,
            "quote": [label_of(value) for value in self._column("quote_id")],
            "article": self._coded("article_id", label_of),
            "date": self._coded("date", day_of),
            "identity": self._coded("identity_id", text_or_none),
        }
        for name in ("speaker", "speaker_kind", "kind"):
            columns[name] = self._coded(name, text_or_none)
        return columns

    def _coded(self, name: str, read: Callable[[object], str | None]) -> _Coded:
        """A column as numbers of its values, which are few."""
        if name not in self._table.names:
            return [0] * len(self.said), [None]
        numbers: dict[object, int] = {}
        values: list[str | None] = []
        codes = []
        for value in self._column(name):
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

    def place(self, row: int, start: int, end: int) -> tuple[int, int, str]:
        """Where a stretch of the words stands in the article, and its text there.

        Where the table has no offsets, or none that fit the words, the stretch of the words itself; where
        it has only those of the whole quotation, these.
        """
        said = self.said[row]
        if self._offsets is None:
            names = ("start", "end", "text", "parts")
            self._offsets = tuple(self._column(name) for name in names)
        first, last, text, parts = (column[row] for column in self._offsets)
        first, last = offset_of(first), offset_of(last)
        if first is None or last is None:
            return start, end, said[start:end]
        spans = spans_of(parts)
        if spans and sum(e - s for s, e in spans) + len(spans) - 1 == len(said):
            start, end = _in_article(spans, start, end)
        elif last - first == len(said):
            start, end = first + start, first + end
        else:
            return first, last, said[start:end]
        if isinstance(text, str) and len(text) == last - first:
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


def read_quotations(table: Columns, label: str) -> Quotations:
    """The words of a table, and what else is known of them.

    Raises:
        InvalidInputError: no column of words, or another value than a str in it.
    """
    words = next((name for name in _WORDS if name in table.names), None)
    if words is None:
        if not table.names:
            return Quotations(table, _WORDS[0], label)
        message = (
            f"{label} has no column 'said' or 'text'; columns there are: {quoted(table.names)}"
        )
        raise InvalidInputError(message)
    return Quotations(table, words, label)
