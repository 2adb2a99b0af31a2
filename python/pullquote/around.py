"""What stands around quotes in their articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pullquote._columns import needs, open_columns
from pullquote._quotations import label_of, offsets_of
from pullquote._sources import check_unique
from pullquote.errors import InvalidInputError, InvalidOptionError

_WORD = re.compile(r"\S+")
#: Longer words than this are cut, so that little text is read for a context of words.
_LONGEST = 64


def context(
    quotes: Any, articles: Any, *, words: int | None = None, chars: int | None = None
) -> Any:
    """The text around each quote, out of the articles: for what was made without ``context=``.

    Args:
        quotes: a table with ``article_id``, ``start`` and ``end``: quotes, mentions, times, ….
        articles: a table with a row for each article: ``text``, and its id in ``id`` or ``article_id``
            (else rows are numbered from 0).
        words: how many words to give before and after.
        chars: how many characters, in place of words; as ``context=`` of ``pq.quotes``.

    Returns:
        The table of quotes in its kind, with ``context_before`` and ``context_after``: stretches of the article
        that touch the quote; null where the article is not there.

    Raises:
        InvalidInputError: a column that is missing, duplicate ids, or a quote that ends after its article.
        InvalidOptionError: neither words nor chars, both, or no number from 0.

    Examples:
        >>> import pullquote as pq
        >>> articles = [{"id": "a", "text": 'On Tuesday she was calm. "We will not wait," Ana Ruiz said.'}]
        >>> row = pq.context(pq.quotes(articles), articles, words=3)[0]
        >>> row["context_before"], row["context_after"]
        ('she was calm. "', '" Ana Ruiz said.')
    """
    is_words = words is not None
    most = words if is_words else chars
    if is_words == (chars is not None):
        message = "context takes words= or chars=, one of the two"
        raise InvalidOptionError(message)
    if isinstance(most, bool) or not isinstance(most, int) or most < 0:
        message = f"{'words' if is_words else 'chars'} is {most!r}; expected a number from 0"
        raise InvalidOptionError(message)
    table = open_columns(quotes, "quotes")
    if not table.n_rows:
        return (
            quotes
            if not table.names
            else table.with_texts({"context_before": [], "context_after": []})
        )
    needs(table, "quotes", ("article_id", "start", "end"))
    texts = texts_of(articles)
    before: list[str | None] = []
    after: list[str | None] = []
    starts, ends = (offsets_of(table.column(at), "quotes", at) for at in ("start", "end"))
    for row, (article, start, end) in enumerate(zip(table.column("article_id"), starts, ends)):
        text = texts.get(label_of(article))
        if text is None or start is None or end is None:
            before.append(None)
            after.append(None)
            continue
        if not 0 <= start <= end <= len(text):
            message = (
                f"quotes has {start} to {end} in row {row}, but article {article!r} has {len(text)} characters; "
                "give the texts that the quotes were made of"
            )
            raise InvalidInputError(message)
        left, right = _words(text, start, end, most) if is_words else _chars(text, start, end, most)
        before.append(left)
        after.append(right)
    return table.with_texts({"context_before": before, "context_after": after})


def _chars(text: str, start: int, end: int, most: int) -> tuple[str, str]:
    return text[max(0, start - most) : start], text[end : end + most]


def _words(text: str, start: int, end: int, most: int) -> tuple[str, str]:
    """The stretches up to the words furthest from the span; marks that touch it go with them and are no words."""
    if not most:
        return "", ""
    return text[_left(text, start, most) : start], text[end : _right(text, end, most)]


def _left(text: str, start: int, most: int) -> int:
    """Where the word begins that stands `most` words before: looked for in a window that grows."""
    longest = most * _LONGEST
    reach = min(longest, 8 * most + 16)
    while True:
        low = max(0, start - reach)
        # The first word may be cut by the window.
        found = [m.start() for m in _WORD.finditer(text, low, start) if _is_word(m[0])]
        if len(found) > most or low == 0 or reach >= longest:
            return found[-most] if len(found) >= most else low
        reach = min(longest, 2 * reach)


def _right(text: str, end: int, most: int) -> int:
    """Where the word ends that stands `most` words after."""
    high = min(len(text), end + most * _LONGEST)
    for match in _WORD.finditer(text, end, high):
        most -= _is_word(match[0])
        if not most:
            return match.end()
    return high


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def texts_of(articles: Any) -> dict[str, str]:
    """The texts of articles by their ids as text.

    Raises:
        InvalidInputError: no column ``text``, or duplicate ids.
    """
    table = open_columns(articles, "articles")
    if not table.n_rows:
        return {}
    needs(table, "articles", ("text",))
    id = next((name for name in ("id", "article_id") if name in table.names), None)
    ids: Iterable[Any] = table.column(id) if id else range(table.n_rows)
    ids = list(ids)
    check_unique(ids, id or "id")
    return {
        label_of(one): text for one, text in zip(ids, table.column("text")) if isinstance(text, str)
    }
