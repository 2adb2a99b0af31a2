"""What charts are drawn of: articles by day, characters in quotation marks, the quotes of one utterance."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from pullquote._columns import needs, open_columns
from pullquote._quotations import (
    day_of,
    label_of,
    listed,
    offset_of,
    spans_of,
    text_or_none,
    values_of,
)
from pullquote.across import drop_copies
from pullquote.errors import InvalidInputError
from pullquote.excerpts import merged_spans

NO_OUTLET = "no outlet"


def check_rows(n_rows: int, label: str) -> None:
    """Refuses a table without rows."""
    if not n_rows:
        message = f"{label} has no rows; there is nothing to draw"
        raise InvalidInputError(message)


def moment(day: str) -> str:
    """A day for a chart: a bare date would be read as midnight in Greenwich, the day before in America."""
    return f"{day}T00:00:00"


def date_of(day: str) -> datetime.date:
    """The date of an ISO day."""
    return datetime.date.fromisoformat(day)


def _day(value: object) -> str | None:
    """An ISO day, None for what is no date."""
    day = day_of(value)
    try:
        return date_of(day).isoformat() if day else None
    except ValueError:
        return None


def _later(day: str, days: int) -> str:
    try:
        return (date_of(day) + datetime.timedelta(days)).isoformat()
    except OverflowError:
        return day


def period(day: str, every: str) -> str:
    """The first day of a day's period.

    Examples:
        >>> [period("2018-05-17", every) for every in ("week", "month", "quarter", "year")]
        ['2018-05-14', '2018-05-01', '2018-04-01', '2018-01-01']
    """
    date = date_of(day)
    if every == "week":
        return (date - datetime.timedelta(date.weekday())).isoformat()
    if every == "month":
        return date.replace(day=1).isoformat()
    if every == "quarter":
        return date.replace(month=(date.month - 1) // 3 * 3 + 1, day=1).isoformat()
    return date.replace(month=1, day=1).isoformat() if every == "year" else day


def dated_articles(articles: Any, copies: Any) -> tuple[list[dict[str, Any]], int, int]:
    """The articles with a date that are no copies, with their lengths; how many have none; how many are copies."""
    table = open_columns(articles, "articles")
    check_rows(table.n_rows, "articles")
    needs(table, "articles", ("date",))
    id = next((name for name in ("article_id", "id") if name in table.names), None)
    n = table.n_rows
    ids = [label_of(one) for one in table.column(id)] if id else [str(row) for row in range(n)]
    if "n_chars" in table.names:
        masked = values_of(table, "n_masked", n)
        lengths = [
            max(0, (offset_of(chars) or 0) - (offset_of(less) or 0))
            for chars, less in zip(table.column("n_chars"), masked)
        ]
    else:
        needs(table, "articles", ("text",))
        lengths = [len(text) if isinstance(text, str) else 0 for text in table.column("text")]
    given = [{"article_id": one, "row": row} for row, one in enumerate(ids)]
    own = values_of(table, "copy_of", n)
    of = [{"article_id": one, "copy_of": copy} for one, copy in zip(ids, own)]
    kept = drop_copies(given, of if copies is None else copies)
    days = [_day(value) for value in table.column("date")]
    outlets = values_of(table, "outlet", n)
    rows = [
        {
            "article": one["article_id"],
            "day": days[one["row"]],
            "outlet": text_or_none(outlets[one["row"]]) or NO_OUTLET,
            "n_chars": lengths[one["row"]],
        }
        for one in kept
    ]
    dated = [row for row in rows if row["day"]]
    if not dated:
        message = "articles has no row with a date; give dates, or text whose metadata tells them"
        raise InvalidInputError(message)
    return dated, len(rows) - len(dated), n - len(kept)


def chars_in_marks(quotes: Any) -> dict[str, int]:
    """Of each article, how many characters stand in marks that quote somebody."""
    table = open_columns(quotes, "quotes")
    if not table.n_rows:
        return {}
    names = ("article_id", "kind", "parts", "quoted")
    needs(table, "quotes", names)
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for article, kind, parts, words in zip(*(table.column(name) for name in names)):
        is_direct = text_or_none(kind) == "direct"
        spans[label_of(article)] += spans_of(parts if is_direct else words)
    return {
        article: sum(end - start for start, end in merged_spans(found))
        for article, found in spans.items()
    }


def members_of(same: Any, quotes: Any, cluster: str | None) -> list[dict[str, Any]]:
    """The quotes of one utterance that have a date."""
    table = open_columns(same, "same")
    check_rows(table.n_rows, "same")
    needs(table, "same", ("cluster_id", "first_seen", "lag"))
    n = table.n_rows
    ids = [str(value) for value in table.column("cluster_id")]
    if cluster is None:
        counts = Counter(ids)
        seen = {id: _day(day) or "9999" for id, day in zip(ids, table.column("first_seen"))}
        cluster = min(counts, key=lambda id: (-counts[id], seen[id], id))
    if not isinstance(cluster, str) or cluster not in ids:
        message = f"same has no cluster {cluster!r}"
        raise InvalidInputError(message)
    outlets = values_of(table, "outlet", n)
    if quotes is not None:
        outlets = _outlets(table, quotes)
    names = ("first_seen", "lag", "text", "flags", "kept_share", "is_longest")
    columns = (values_of(table, name, n) for name in names)
    rows = []
    for id, outlet, first, lag, text, flags, kept, is_longest in zip(ids, outlets, *columns):
        day = _day(first)
        days = offset_of(lag)
        if id != cluster or day is None or days is None:
            continue
        told = ", ".join(str(flag) for flag in listed(flags))
        rows.append(
            {
                "outlet": text_or_none(outlet) or NO_OUTLET,
                "date": _later(day, days),
                "days_later": days,
                "text": text_or_none(text) or "",
                "flags": told,
                "is_longest": bool(is_longest),
                "is_whole": isinstance(kept, float) and kept >= 1 and not told,
            }
        )
    if not rows:
        message = (
            f"the quotes of cluster {cluster!r} have no dates; pq.same_quotes reads them from date"
        )
        raise InvalidInputError(message)
    return rows


def _outlets(same: Any, quotes: Any) -> list[Any]:
    """The outlets of the quotes of `same`, by article and quote."""
    of = open_columns(quotes, "quotes")
    keys = [name for name in ("article_id", "quote_id") if name in same.names]
    needs(of, "quotes", ("outlet", *keys))
    if not keys:
        message = "same has no column 'quote_id' or 'article_id' to find its quotes by"
        raise InvalidInputError(message)

    def key_of(row: Iterable[object]) -> tuple[str, ...]:
        return tuple(label_of(value) for value in row)

    known = dict(zip(map(key_of, zip(*map(of.column, keys))), of.column("outlet")))
    return [known.get(key_of(row)) for row in zip(*map(same.column, keys))]
