"""An article without its quotes, or its quotes alone, with the way back: every stretch knows where it stood."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from pullquote._core import Document
from pullquote._documents import analyse_table
from pullquote._model import ModelOption
from pullquote._tables import New, by_article
from pullquote.errors import InvalidInputError

_WORDS = re.compile(r"\S+|\s")


class Piece(NamedTuple):
    """A stretch that an excerpt took over as it stood; all in code points."""

    start: int
    source_start: int
    length: int


class Excerpt:
    """Parts of an article as one text, and where they stood: for models that read one voice alone.

    Attributes:
        text: the excerpt.
        pieces: the stretches taken over, in order: ``text[p.start : p.start + p.length]`` is
            ``article[p.source_start : p.source_start + p.length]``. What lies between them was put in: a space
            or a line break where something is left out.
    """

    def __init__(self, text: str, pieces: list[Piece]) -> None:
        self.text, self.pieces = text, pieces

    def to_source(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where a stretch of the excerpt stood in the article.

        Args:
            start: its first code point.
            end: one past its last.

        Returns:
            Spans of the article in order, none touching; one, unless something was left out in between.

        Raises:
            InvalidInputError: no stretch of the excerpt.

        Examples:
            >>> import pullquote as pq
            >>> doc = pq.analyze('"We will not wait," Ana Ruiz said. "It is late."')
            >>> words = pq.quoted(doc)
            >>> at = words.text.index("late")
            >>> [doc.text[start:end] for start, end in words.to_source(at, at + 4)]
            ['late']
        """
        if not isinstance(start, int) or not isinstance(end, int):
            message = f"span {start!r:.80} to {end!r:.80}; expected numbers of characters"
            raise InvalidInputError(message)
        if not 0 <= start <= end <= len(self.text):
            message = f"span {start} to {end}; expected one within 0 to {len(self.text)}"
            raise InvalidInputError(message)
        spans: list[tuple[int, int]] = []
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        for piece in self.pieces[first:]:
            if piece.start >= end:
                break
            moved = piece.source_start - piece.start
            one = max(start, piece.start) + moved, min(end, piece.start + piece.length) + moved
            if one[0] >= one[1]:
                continue
            if spans and spans[-1][1] == one[0]:
                one = spans.pop()[0], one[1]
            spans.append(one)
        return spans

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Excerpt({len(self.text)} characters, {len(self.pieces)} pieces)"


def narration(
    articles: Any,
    *,
    text: str = "text",
    id: str | None = "id",
    date: str | None = "date",
    title: str | None = "title",
    outlet: str | None = "outlet",
    model: ModelOption = None,
    threads: int | None = None,
) -> Any:
    """The outlet's own words: articles without what stands in quotation marks and without boilerplate.

    White space is evened out: one space, or one line break where there was one.

    Args:
        articles: a table of articles, as for ``pq.quotes``; or a Document.
        text: name of the column of raw texts.
        id: name of the column of ids; without one, rows are numbered from 0.
        date: name of the column of publication dates.
        title: name of the column of titles.
        outlet: name of the column of outlets.
        model: see ``pq.Pipeline``.
        threads: None for PULLQUOTE_NUM_THREADS or one per core; results are the same for any number.

    Returns:
        Of a Document an Excerpt. Of a table the same kind of table, one row per article, in order:
        ``article_id``, ``text`` (null where the article could not be analysed) and ``pieces``, a list of
        ``start`` (in this text), ``source_start`` (in the article's) and ``length``, in code points.

    Raises:
        InvalidInputError: a column that is not there, duplicate ids, no kind of table.
        InvalidOptionError: a Document made with ``quotes=False``, or an option that is not allowed.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze('The pier is old. "We will not wait," Mayor Ana Ruiz said.')
        >>> own = pq.narration(doc)
        >>> own.text
        'The pier is old. Mayor Ana Ruiz said.'
        >>> at = own.text.index("Mayor")
        >>> own.to_source(at, at + 5)
        [(37, 42)]
    """
    if isinstance(articles, Document):
        return _narration_of(articles)
    return _table(
        articles, _narration_of, (text, id, date, title, outlet), model, threads, "narration"
    )


def quoted(
    articles: Any,
    *,
    text: str = "text",
    id: str | None = "id",
    date: str | None = "date",
    title: str | None = "title",
    outlet: str | None = "outlet",
    model: ModelOption = None,
    threads: int | None = None,
) -> Any:
    r"""What others are quoted with: the words in quotation marks alone, one stretch a line, without the marks.

    Takes what ``pq.narration`` takes, returns and raises likewise.

    Examples:
        >>> import pullquote as pq
        >>> rows = pq.quoted([{"id": "a", "text": '"We are ready," Ana Ruiz said. "We will not wait."'}])
        >>> rows[0]["text"]
        'We are ready,\nWe will not wait.'
        >>> rows[0]["pieces"]
        [{'start': 0, 'source_start': 1, 'length': 13}, {'start': 14, 'source_start': 32, 'length': 17}]
    """
    if isinstance(articles, Document):
        return _quoted_of(articles)
    return _table(articles, _quoted_of, (text, id, date, title, outlet), model, threads, "quoted")


def _quoted_spans(document: Document) -> list[tuple[int, int]]:
    """What stands in marks that quote somebody: sorted, overlapping and touching ones joined."""
    return merged_spans(
        (part.start, part.end)
        for quote in document.quotes
        for part in (quote.parts if quote.kind == "direct" else quote.quoted)
    )


def merged_spans(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans, overlapping and touching ones joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _quoted_of(document: Document) -> Excerpt:
    text = document.quoted()
    pieces, at = [], 0
    for start, end in _quoted_spans(document):
        pieces.append(Piece(at, start, end - start))
        at += end - start + 1
    return Excerpt(text, [piece for piece in pieces if piece.length])


def _narration_of(document: Document) -> Excerpt:
    text = document.narration()
    gaps = [(one.start, one.end) for one in document.boilerplate]
    gaps = merged_spans([*gaps, *_quoted_spans(document)])
    pieces: list[Piece] = []
    for start, source, length in _aligned(text, document.text, gaps):
        last = pieces[-1] if pieces else None
        if last and last.start + last.length == start and last.source_start + last.length == source:
            pieces[-1] = last._replace(length=last.length + length)
        else:
            pieces.append(Piece(start, source, length))
    return Excerpt(text, pieces)


def _aligned(text: str, source: str, gaps: list[tuple[int, int]]) -> Iterator[Piece]:
    """Where each word of `text` stands in `source`, outside the gaps, in order.

    `text` is `source` without the gaps, without marks beside them, and with white space evened: so each of its
    signs is the next of its kind in `source`, but for the white space put in.
    """
    at, gap = 0, 0

    def skip() -> None:
        """Out of a gap, if there is one here."""
        nonlocal at, gap
        while gap < len(gaps) and gaps[gap][1] <= at:
            gap += 1
        if gap < len(gaps) and gaps[gap][0] <= at:
            at = gaps[gap][1]

    for match in _WORDS.finditer(text):
        word, start = match[0], match.start()
        skip()
        if word.isspace():
            # The first white space here; put in where there is none.
            if source[at : at + 1] == word:
                yield Piece(start, at, 1)
                at += 1
            continue
        while at < len(source) and source[at].isspace():
            at += 1
            skip()
        limit = gaps[gap][0] if gap < len(gaps) else len(source)
        if source.startswith(word, at) and at + len(word) <= limit:
            yield Piece(start, at, len(word))
            at += len(word)
            continue
        for number, sign in enumerate(word, start):
            skip()
            while at < len(source) and source[at] != sign:
                at += 1
                skip()
            yield Piece(number, at, 1)
            at += 1


def _table(
    articles: Any,
    excerpt_of: Callable[[Document], Excerpt],
    names: tuple[str, str | None, str | None, str | None, str | None],
    model: ModelOption,
    threads: int | None,
    name: str,
) -> Any:
    """A row for each article, in the kind of the table."""
    found = analyse_table(articles, names, model, threads)
    texts: list[str | None] = []
    pieces: list[list[dict[str, int]]] = []
    for document in found.documents:
        excerpt = None if document.error else excerpt_of(document)
        texts.append(excerpt.text if excerpt else None)
        pieces.append([piece._asdict() for piece in excerpt.pieces] if excerpt else [])
    columns: New = {"text": ("text", texts), "pieces": ("pieces", pieces)}
    return by_article(found.given, found.table, found.id, columns, name)
