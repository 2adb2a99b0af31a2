"""The same words across articles: clusters of quotations, their differences, fuzzy search."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from pullquote._columns import Columns, open_columns
from pullquote._options import clean
from pullquote._quotations import SLICE, Quotations, read_quotations
from pullquote._tables import Kind, build, join
from pullquote._threads import resolve_threads
from pullquote.errors import InvalidOptionError

#: The columns of the result, beside the ids.
_SAME: dict[str, Kind] = {
    "start": "integer",
    "end": "integer",
    "text": "text",
    "is_longest": "boolean",
    "kept_share": "float",
    "edits": "edits",
    "flags": "texts",
    "first_seen": "date",
    "lag": "integer",
    "margin": "float",
}

_EPOCH = datetime.date(1970, 1, 1)


def same_quotes(quotes: Any, *, alone: bool = False, threads: int | None = None) -> Any:
    """The same words across articles: which quotations are one utterance, and what was changed in each.

    An utterance is known by rare words in a row; how much must agree depends on who speaks, on the days
    between, and on how common the words are. Contractions, marks, case, dashes, brackets around letters and
    the spelling of numbers do not count. Fragments of three words and more belong to the utterance that they
    come from. Proverbs, slogans and condolences of different people or days stay apart. Every member is
    compared with the longest variant of its cluster, so that unlike ends are not chained. A quotation that
    has sentences of two utterances stands in both clusters, with the stretch that belongs there.

    Args:
        quotes: a table with the words in ``said`` (else ``text``), one row for each quotation: what
            ``pq.quotes`` gave, or your own. ``quote_id``, ``article_id``, ``speaker``,
            ``speaker_kind``, ``kind``, ``date``, ``identity_id`` (of ``pq.link_people``),
            ``start``, ``end``, ``parts`` and ``text`` are used where they are there: the more of them,
            the surer.
        alone: whether to give a row to utterances that stand only once, too.
        threads: None for PULLQUOTE_NUM_THREADS or one per core; results are the same for any number.

    Returns:
        The same kind of table (a list of dict for a list), one row for each member of a cluster: clusters
        in order of their first rows, members by date. ``start`` and ``end`` are code points into the
        article's text, where the table has offsets, else into the words. ``edits`` is a list of op
        (replace, insert, delete, respell), from (in the longest variant), to (in this one); ``flags`` are
        ellipsis, bracket, truncated, negation_changed, number_changed; ``lag`` counts days since
        ``first_seen``; ``margin`` is how far the evidence goes beyond what was needed, in bits: the
        smaller, the less sure. All columns: docs/tables.md.

    Raises:
        InvalidInputError: no column ``said`` or ``text``, no kind of table, a word column with other
            values than str.
        InvalidOptionError: an option with a value that is not allowed.

    Examples:
        >>> import pullquote as pq
        >>> quotes = [
        ...     {"said": "We won't sell the old lighthouse to anybody, ever.", "speaker": "Ana Ruiz"},
        ...     {"said": "We will not sell the lighthouse to anybody", "speaker": "Ruiz"},
        ...     {"said": "The gulls are loud today.", "speaker": "Ruiz"},
        ... ]
        >>> for row in pq.same_quotes(quotes):
        ...     print(row["text"], row["edits"], row["flags"])
        We won't sell the old lighthouse to anybody, ever. [] []
        We will not sell the lighthouse to anybody [{'op': 'respell', 'from': "won't", 'to': 'will not'},
            {'op': 'delete', 'from': 'old', 'to': ''}] ['truncated']
    """
    if not isinstance(alone, bool):
        message = f"alone is {alone!r}; expected True or False"
        raise InvalidOptionError(message)
    table = open_columns(quotes, "quotes")
    n_threads = resolve_threads(threads)
    given = read_quotations(table, "quotes", n_threads)
    found = given.core.same_quotes(alone, n_threads)
    parts: list[Any] = []
    # Some rows at a time, so that few of them are Python objects at once.
    while (columns := found.next_rows(SLICE))[0] or not parts:
        parts.append(_same_part(quotes, table, given, columns))
    return join(parts)


def _same_part(quotes: Any, table: Columns, given: Quotations, found: Any) -> Any:
    """Some rows of the result, as a table."""
    rows, clusters, spans, said, is_longest, kept, edits, flags, first, lag, margin = found
    start, end, text = given.place(rows, spans, said)
    values: dict[str, list[Any]] = {
        "start": start,
        "end": end,
        "text": text,
        "is_longest": is_longest,
        "kept_share": kept,
        "edits": [edit_dicts(one) for one in edits],
        "flags": flags,
        "first_seen": [None if day is None else _EPOCH + datetime.timedelta(day) for day in first],
        "lag": lag,
        "margin": margin,
    }
    taken = [name for name in ("quote_id", "article_id") if name in table.names]
    columns: dict[str, tuple[Kind, list[Any]]] = {"cluster_id": ("text", clusters)}
    columns |= {name: (_SAME[name], values[name]) for name in _SAME}
    return build(quotes, table, rows, taken, columns, after=1, name="same_quotes")


def edit_dicts(edits: Sequence[tuple[str, str, str]]) -> list[dict[str, str]]:
    """Edits as rows of a table."""
    return [{"op": op, "from": before, "to": after} for op, before, after in edits]


def find(
    quotes: Any,
    words: str,
    *,
    min_score: float = 0.6,
    rows: int | None = 100,
    threads: int | None = None,
) -> Any:
    """Quotations that hold some words, or most of them: ranked, with the differences.

    Marks, case, contractions and the spelling of numbers do not count; rare words count more than common
    ones, and words in between, left out or changed lower the score.

    Args:
        quotes: a table with the words in ``said`` (else ``text``), as for ``pq.same_quotes``.
        words: what to look for: up to 64 words are used.
        min_score: rows with at least this score, above 0 up to 1 (all words, in order, with nothing between).
        rows: the most rows, None for all.
        threads: None for PULLQUOTE_NUM_THREADS or one per core; results are the same for any number.

    Returns:
        The rows of the table that hold the words, best first, in the same kind of table, with columns added
        in front: ``score``, ``found`` (the stretch), ``edits`` and ``flags``, as in ``pq.same_quotes``,
        against the words looked for.

    Raises:
        InvalidInputError: no column ``said`` or ``text``, no kind of table.
        InvalidOptionError: no words, or an option with a value that is not allowed.

    Examples:
        >>> import pullquote as pq
        >>> quotes = [{"said": "We shall see what happens to the pier."}, {"said": "The gulls are loud."}]
        >>> for row in pq.find(quotes, "we'll see what happens", min_score=0.4):
        ...     print(round(row["score"], 2), row["found"])
        0.6 see what happens
    """
    check_words(words)
    check_score(min_score)
    check_rows(rows)
    table = open_columns(quotes, "quotes")
    given = read_quotations(table, "quotes", resolve_threads(threads))
    most = 2**62 if rows is None else min(rows, 2**62)
    found = given.core.find(clean(words), min_score, most)
    numbers = [row for row, *_ in found]
    columns: dict[str, tuple[Kind, list[Any]]] = {
        "score": ("float", [score for _, score, *_ in found]),
        "found": ("text", [stretch for _, _, stretch, *_ in found]),
        "edits": ("edits", [edit_dicts(edits) for *_, edits, _ in found]),
        "flags": ("texts", [flags for *_, flags in found]),
    }
    names = [name for name in table.names if name not in columns]
    return build(quotes, table, numbers, names, columns, after=len(columns), name="found")


def check_words(words: object) -> None:
    """Refuses what is nothing to look for."""
    if not isinstance(words, str) or not any(sign.isalnum() for sign in words):
        shown = repr(words) if isinstance(words, str) else f"a {type(words).__name__}"
        message = f"words is {shown}; expected some words to look for"
        raise InvalidOptionError(message)


def check_score(score: object) -> None:
    """Refuses what is no score."""
    if isinstance(score, bool) or not isinstance(score, (int, float)) or not 0 < score <= 1:
        message = f"min_score is {score!r}; expected a number above 0 up to 1"
        raise InvalidOptionError(message)


def check_rows(rows: object) -> None:
    """Refuses what is no number of rows."""
    if rows is not None and (isinstance(rows, bool) or not isinstance(rows, int) or rows < 0):
        message = f"rows is {rows!r}; expected a number from 0, or None for all"
        raise InvalidOptionError(message)
