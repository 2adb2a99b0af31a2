"""95 percent intervals of figures, by drawing whole articles anew (bootstrap; Efron 1979).

Quotes of one article are right or wrong together, so articles are drawn, not quotes: as many as there
are, with replacement, a thousand times; the interval is what the middle 95 percent of the figures span.
All figures are summed from the same draws, which a fixed seed decides: the same articles give the same
intervals everywhere.

Where all articles agree (all right, say) drawing tells nothing; then the interval is Wilson's, for as many
units as the smaller side has. Below five articles with units there is none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter, mul
from random import Random
from typing import Any, TypeAlias

from pullquote.scoring.tally import Row, Scores, headline, to_row

RESAMPLES = 1000
SEED = 1
LEAST_ARTICLES = 5

_Z = 1.959963984540054

Counts: TypeAlias = tuple[float, ...]
"""What a row was counted from: matched and all predictions, matched and all gold; or right and all."""


def add_intervals(
    documents: Sequence[Scores], *, means: Mapping[str, Sequence[str]] | None = None
) -> Scores:
    """Sum the figures of articles, with an interval for each.

    Args:
        documents: the rows of each article; one that has nothing of a measure may leave it out.
        means: measures whose figure is the mean of those of others (CoNLL F1), by name.

    Returns:
        Rows of all articles together, with ``n_articles`` (those that have units of the measure), and
        ``low`` and ``high``, the interval of the headline, or None.
    """
    draws = _draws(len(documents))
    rows: Scores = {}
    drawn: dict[str, list[float | None]] = {}
    for measure in dict.fromkeys(m for scores in documents for m in scores):
        if means and measure in means:
            continue
        held = [
            (index, counts)
            for index, scores in enumerate(documents)
            if measure in scores and any(counts := to_counts(scores[measure]))
        ]
        if not held:
            continue
        columns = list(zip(*(counts for _, counts in held)))
        row = to_row_of_counts(tuple(map(sum, columns)))
        figures = draws.figures([index for index, _ in held], columns)
        drawn[measure] = figures
        rows[measure] = _with_interval(row, figures, len(held))
    for measure, others in (means or {}).items():
        if all(other in rows for other in others):
            rows[measure] = _mean([rows[o] for o in others], [drawn[o] for o in others])
    return rows


def to_counts(row: Row) -> Counts:
    """The counts behind a row."""
    if "P" in row:
        precision, recall = row["P"] / 100, row["R"] / 100
        return precision * row["n_pred"], row["n_pred"], recall * row["n_gold"], row["n_gold"]
    return row["acc"] / 100 * row["n"], row["n"]


def to_row_of_counts(counts: Counts) -> Row:
    """The row of summed counts."""
    if len(counts) == 2:
        right, of = counts
        return {"acc": 100 * right / of if of else 0.0, "n": of}
    matched_pred, n_pred, matched_gold, n_gold = counts
    precision = matched_pred / n_pred if n_pred else 0.0
    return to_row(precision, matched_gold / n_gold if n_gold else 0.0, n_pred, n_gold)


class Draws:
    """How often each of some articles is drawn, a thousand times over."""

    def __init__(self, n_articles: int) -> None:
        self._weights: list[bytes] = []
        if n_articles < LEAST_ARTICLES:
            return
        # Of `random` only this method is promised to give the same numbers in later versions.
        draw = Random(SEED).random
        for _ in range(RESAMPLES):
            times = [0] * n_articles
            for _ in range(n_articles):
                times[int(draw() * n_articles)] += 1
            self._weights.append(bytes(times))

    def figures(
        self, articles: Sequence[int], columns: Sequence[Sequence[float]]
    ) -> list[float | None]:
        """The headline of each draw; None where nothing was drawn that has units.

        Args:
            articles: those that have units, rising.
            columns: their counts, kind by kind.
        """
        if len(articles) < LEAST_ARTICLES:
            return []
        pick = itemgetter(*articles)
        # Where quotes are matched one to one, both sides count the same.
        kinds = list(dict.fromkeys(map(tuple, columns)))
        places = [kinds.index(tuple(column)) for column in columns]
        figures: list[float | None] = []
        for weights in self._weights:
            times = pick(weights)
            sums = [sum(map(mul, times, kind)) for kind in kinds]
            counts = tuple(sums[place] for place in places)
            figures.append(headline(to_row_of_counts(counts)) if any(counts) else None)
        return figures


@lru_cache(maxsize=2)
def _draws(n_articles: int) -> Draws:
    return Draws(n_articles)


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's interval of a share, in percent.

    Examples:
        >>> [round(end, 1) for end in wilson(0.8, 10)]
        [49.0, 94.3]
        >>> [round(end, 1) for end in wilson(1.0, 50)]
        [92.9, 100.0]
    """
    z2 = _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low = 0.0 if share == 0 else 100 * max(0.0, middle - half)
    return low, 100.0 if share == 1 else 100 * min(1.0, middle + half)


def _with_interval(row: Row, figures: Sequence[float | None], n_articles: int) -> Row:
    low, high = _interval(row, [figure for figure in figures if figure is not None])
    ends: dict[str, Any] = {"low": low, "high": high, "n_articles": n_articles}
    return {**row, **ends}


def _interval(row: Row, figures: list[float]) -> tuple[float | None, float | None]:
    if not figures:
        return None, None
    figures.sort()
    if figures[-1] - figures[0] < 1e-9:
        n = row["n"] if "n" in row else min(row["n_pred"], row["n_gold"])
        return wilson(round(headline(row) / 100, 9), n) if n else (None, None)
    cut = round(len(figures) * 0.025)
    return figures[cut], figures[-1 - cut]


def _mean(rows: Sequence[Row], drawn: Sequence[Sequence[float | None]]) -> Row:
    n = len(rows)
    figures = [
        sum(figure for figure in of_one if figure is not None) / n
        for of_one in zip(*drawn)
        if None not in of_one
    ]
    n_articles = max(int(row["n_articles"]) for row in rows)
    row: Row = {"acc": sum(map(headline, rows)) / n, "n": n_articles}
    return _with_interval(row, figures, n_articles)
