"""Precision and recall, with intervals, of what was reviewed.

Intervals are Wilson's for shares, with the number of units divided by the design effect of articles (Kish 1965;
Franco et al. 2019): quotes of one article are right or wrong together, so a hundred of one article tell less than a
hundred of fifty. For the mean overlap it is the normal one, by the variance between articles. 95 percent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal, TypeAlias

from pullquote._options import counted
from pullquote._review.corrections import Claim, Corrections, Entry, read_corrections
from pullquote.errors import InvalidOptionError

By: TypeAlias = Literal["kind", "outlet", "method", "confidence"]
BYS = ("kind", "outlet", "method", "confidence")
_Z = 1.959963984540054

#: A unit with its article.
_Unit: TypeAlias = tuple[str, float]

_ABOUT = {
    "precision": "found ones that are quotes",
    "all right": "found ones that needed no correction",
    "speaker": "speaker right, of the quotes found",
    "kind": "kind right, of the quotes found",
    "words": "words exactly right, of the quotes found",
    "overlap": "mean share of the words, found and right, in common",
    "recall": "quotes that were found, in articles that are done",
    "recall at most": "quotes that were found, in articles that are not done: some may be missed yet",
}


@dataclass(frozen=True)
class Evaluation:
    """What ``evaluate`` gives: a table that shows itself."""

    #: A dict for each measure, as in ``to_dicts()``.
    rows: tuple[dict[str, Any], ...]
    #: What must be known to read them.
    notes: tuple[str, ...]

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows: group (with ``by=``), measure, value, low, high, n, n_right, n_articles, about."""
        return [dict(row) for row in self.rows]

    def __getitem__(self, measure: str) -> dict[str, Any]:
        """The row of a measure: of all, where there are groups."""
        for row in self.rows:
            if row["measure"] == measure and row["group"] is None:
                return dict(row)
        names = ", ".join(dict.fromkeys(row["measure"] for row in self.rows))
        message = f"{measure!r}; measures there are: {names}"
        raise KeyError(message)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.to_dicts())

    def __len__(self) -> int:
        return len(self.rows)

    def _cells(self) -> list[tuple[str, ...]]:
        cells: list[tuple[str, ...]] = []
        for row in self.rows:
            value = "-" if row["value"] is None else f"{row['value']:.3f}"
            interval = "" if row["low"] is None else f"{row['low']:.3f} to {row['high']:.3f}"
            right = "" if row["n_right"] is None else f"{row['n_right']:,} of {row['n']:,}"
            cells.append(
                (
                    row["group"] or "",
                    row["measure"],
                    value,
                    interval,
                    right or f"{row['n']:,}",
                    row["about"],
                )
            )
        return cells

    def __repr__(self) -> str:
        cells = self._cells()
        if not any(cell[0] for cell in cells):
            cells = [cell[1:] for cell in cells]
        widths = [max(map(len, column)) for column in zip(*cells)] if cells else []
        lines = [
            "  ".join(text.ljust(width) for text, width in zip(cell, widths)).rstrip()
            for cell in cells
        ]
        return "\n".join([*lines, *self.notes])

    def _repr_html_(self) -> str:
        cells = self._cells()
        groups = any(cell[0] for cell in cells)
        head = ["", "measure", "value", "95% interval", "right", "what it is"]
        skip = 0 if groups else 1
        rows = "".join(
            "<tr>"
            + "".join(f"<td style='text-align:left'>{escape(text)}</td>" for text in cell[skip:])
            + "</tr>"
            for cell in cells
        )
        titles = "".join(f"<th style='text-align:left'>{title}</th>" for title in head[skip:])
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        return f"<table><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table>{notes}"


def evaluate(corrections: Any, *, by: By | None = None) -> Evaluation:
    """How right the quotes were that a reviewer saw: precision and recall with 95 percent intervals.

    Precision, and whether speaker, kind and words are right, count all quotes decided on; a speaker is right where the
    reviewer left it. Recall counts articles marked as done, in which what was missed was added; of others
    only the most that it can be is given.

    Intervals are Wilson's, with quotes of one article taken as alike as they are (design effect). They hold for
    the table if what was reviewed is a fair sample of it: shuffled articles are, the least sure quotes are not.

    Args:
        corrections: the file that the page of ``pq.review`` saved, or its contents as ``json.load`` gives them.
        by: also for each kind, outlet, method or band of confidence that was found.

    Returns:
        A table that shows itself; ``result["precision"]`` is a row, ``result.to_dicts()`` are all.

    Raises:
        InvalidInputError: no file of corrections; the message names entry and field.
        InvalidOptionError: another ``by``.

    Examples:
        >>> import pullquote as pq
        >>> def entry(start, verdict):
        ...     part = {"start": start, "end": start + 2, "text": "No"}
        ...     return {"verdict": verdict, "article_id": "a", **part, "found": {"parts": [part]}}
        >>> corrections = {
        ...     "format": "pullquote-corrections",
        ...     "version": 1,
        ...     "articles": [{"article_id": "a", "done": True}],
        ...     "entries": [entry(0, "accepted"), entry(5, "accepted"), entry(9, "rejected")],
        ... }
        >>> result = pq.evaluate(corrections)
        >>> row = result["precision"]
        >>> print(f"{row['value']:.2f} ({row['low']:.2f} to {row['high']:.2f})")
        0.67 (0.21 to 0.94)
    """
    if by is not None and not (isinstance(by, str) and by in BYS):
        message = f"by is {by!r}; expected one of: {', '.join(BYS)}"
        raise InvalidOptionError(message)
    read = read_corrections(corrections)
    entries = [entry for entry in read.entries if entry.is_decided]
    rows = _measures(entries, read, None)
    if by is not None:
        groups: dict[str, list[Entry]] = {}
        for entry in entries:
            groups.setdefault(_group(entry, read, by), []).append(entry)
        for name in sorted(groups):
            rows += _measures(groups[name], read, name)
    return Evaluation(tuple(rows), tuple(_notes(entries, read)))


def _group(entry: Entry, read: Corrections, by: By) -> str:
    claim = entry.found or entry.truth
    if by == "kind":
        return (claim and claim.kind) or "unknown"
    if by == "outlet":
        return read.articles[entry.article].outlet or "unknown"
    if by == "method":
        return entry.method or ("added" if entry.found is None else "unknown")
    if entry.confidence is None:
        return "added" if entry.found is None else "unknown"
    low = min(int(entry.confidence * 10 + 1e-9), 9)
    return f"{low / 10:.1f} to {(low + 1) / 10:.1f}"


def _measures(
    entries: Sequence[Entry], read: Corrections, group: str | None
) -> list[dict[str, Any]]:
    found = [entry for entry in entries if entry.found is not None]
    quotes = [entry for entry in found if entry.truth is not None]
    true = [entry for entry in entries if entry.truth is not None]
    rows = [
        _share("precision", found, lambda e: e.truth is not None),
        _share("all right", found, lambda e: e.verdict == "accepted"),
        _share("speaker", quotes, lambda e: _same(e, lambda claim: claim.speaker)),
        _share("kind", quotes, lambda e: _same(e, lambda claim: claim.kind)),
        _share("words", quotes, lambda e: _same(e, lambda claim: claim.spans)),
        _mean("overlap", [(entry.article, _overlap(entry)) for entry in quotes]),
    ]
    done = [entry for entry in true if read.articles[entry.article].done]
    rest = [entry for entry in true if not read.articles[entry.article].done]
    rows.append(_share("recall", done, lambda e: e.found is not None))
    if not done and rest:
        rows.append(_share("recall at most", rest, lambda e: e.found is not None, is_bound=True))
    return [{"group": group, **row} for row in rows if group is None or row["n"]]


def _same(entry: Entry, what: Callable[[Claim], object]) -> bool:
    return (
        entry.found is not None
        and entry.truth is not None
        and what(entry.found) == what(entry.truth)
    )


def _overlap(entry: Entry) -> float:
    """Intersection over union of code points."""
    assert entry.found is not None
    assert entry.truth is not None
    one, other = entry.found.spans, entry.truth.spans
    shared = sum(max(0, min(e, f) - max(s, t)) for s, e in one for t, f in other)
    both = sum(e - s for s, e in one) + sum(e - s for s, e in other) - shared
    return shared / both


def _share(
    measure: str,
    entries: Sequence[Entry],
    is_right: Callable[[Entry], bool],
    *,
    is_bound: bool = False,
) -> dict[str, Any]:
    units = [(entry.article, float(is_right(entry))) for entry in entries]
    n, right = len(units), int(sum(value for _, value in units))
    low, high = wilson(right, n, design_effect(units)) if n and not is_bound else (None, None)
    return _row(measure, right / n if n else None, low, high, units, right)


def _mean(measure: str, units: Sequence[_Unit]) -> dict[str, Any]:
    if not units:
        return _row(measure, None, None, None, units, None)
    mean = sum(value for _, value in units) / len(units)
    error = math.sqrt(_variance(units, mean))
    low, high = max(0.0, mean - _Z * error), min(1.0, mean + _Z * error)
    # One unit, or all alike: nothing is known of how they differ.
    if error == 0.0:
        return _row(measure, mean, None, None, units, None)
    return _row(measure, mean, low, high, units, None)


def _row(
    measure: str,
    value: float | None,
    low: float | None,
    high: float | None,
    units: Sequence[_Unit],
    right: int | None,
) -> dict[str, Any]:
    return {
        "measure": measure,
        "value": value,
        "low": low,
        "high": high,
        "n": len(units),
        "n_right": right,
        "n_articles": len({article for article, _ in units}),
        "about": _ABOUT[measure],
    }


def _variance(units: Sequence[_Unit], mean: float) -> float:
    """The variance of a mean, by the sums of articles (a ratio estimator); 0 for a single article."""
    sums: dict[str, float] = {}
    for article, value in units:
        sums[article] = sums.get(article, 0.0) + value - mean
    k = len(sums)
    if k < 2:
        return 0.0
    return k / (k - 1) * sum(one * one for one in sums.values()) / len(units) ** 2


def design_effect(units: Sequence[_Unit]) -> float:
    """How many quotes tell as much as one that stands alone; 1 or more.

    Examples:
        >>> design_effect([("a", 1), ("a", 1), ("b", 0), ("b", 0)])
        3.0
        >>> design_effect([("a", 1), ("b", 0), ("c", 1), ("d", 0)])
        1.0
    """
    n = len(units)
    p = sum(value for _, value in units) / n
    if not 0.0 < p < 1.0:
        return 1.0
    return max(1.0, _variance(units, p) / (p * (1.0 - p) / (n - 1)))


def wilson(right: int, n: int, effect: float = 1.0) -> tuple[float, float]:
    """Wilson's interval of a share at 95 percent.

    Examples:
        >>> [round(one, 4) for one in wilson(8, 10)]
        [0.4902, 0.9433]
        >>> wilson(0, 5)[0]
        0.0
    """
    share, size = right / n, n / effect
    z2 = _Z * _Z
    middle = (share + z2 / (2 * size)) / (1 + z2 / size)
    half = _Z / (1 + z2 / size) * math.sqrt(share * (1 - share) / size + z2 / (4 * size * size))
    low = 0.0 if right == 0 else max(0.0, middle - half)
    return low, 1.0 if right == n else min(1.0, middle + half)


def _notes(entries: Sequence[Entry], read: Corrections) -> list[str]:
    n_found = sum(entry.found is not None for entry in entries)
    if read.n_quotes is None:
        reviewed = counted(n_found, "quote")
    else:
        reviewed = f"{n_found:,} of {counted(read.n_quotes, 'quote')}"
    articles = len({entry.article for entry in entries})
    n_done = sum(article.done for article in read.articles.values())
    notes = [
        f"{reviewed} reviewed, in {counted(articles, 'article')}, {n_done:,} of them done; "
        "intervals: Wilson, 95%, quotes of one article as alike as they are"
    ]
    if read.n_quotes is None or n_found < read.n_quotes:
        if any(entry.order == "confidence" for entry in entries):
            notes.append("reviewed least sure first: these figures are of those, not of all quotes")
        elif any(entry.order == "text" for entry in entries):
            notes.append(
                "reviewed in the order of the articles: fair only if these are in no order"
            )
    if not n_done:
        notes.append("no article is done: recall is not known")
    return notes
