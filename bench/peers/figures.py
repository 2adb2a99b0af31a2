"""Figures out of measured rounds: spreads, rates and exponents."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Any, NamedTuple


class Spread(NamedTuple):
    """The least, the middle and the greatest of some numbers."""

    least: float
    median: float
    greatest: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Spread:
        """Of at least one number."""
        return cls(min(numbers), statistics.median(numbers), max(numbers))


def rates(runs: Sequence[dict[str, Any]], unit: str, clock: str = "wall") -> Spread:
    """Units ("bytes", "words") a second of the rounds of one side; ``greatest`` is the best round."""
    return Spread.of([run[unit] * run["repeats"] / run[clock] for run in runs])


def ratios(
    ours: Sequence[dict[str, Any]], theirs: Sequence[dict[str, Any]], clock: str = "wall"
) -> Spread:
    """How many times as fast ours is, round by round: the two runs of one round were made in turn."""
    pairs = [
        (other[clock] / other["repeats"]) / (one[clock] / one["repeats"])
        for one, other in zip(ours, theirs)
    ]
    return Spread.of(pairs)


def fit_exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The power of the size with which cost grows: the slope of the least-squares line through the logarithms.

    Raises:
        ValueError: fewer than two sizes, or a size or cost that is not above 0.
    """
    if len(sizes) < 2:
        raise ValueError("an exponent takes at least two sizes")
    return statistics.linear_regression(
        [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    ).slope
