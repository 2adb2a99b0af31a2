"""Two workers in turn: ours, theirs, ours, theirs, … over the same articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench.peers.process import Worker

LEAST = 0.2
"""Seconds that a side fills by passing over its articles again: below it the clock says little."""


def choose_n(sides: Sequence[Worker], share: float, most: int, fewest: int = 1) -> int:
    """So many articles that the slower side takes about `share` seconds, from `fewest` to `most`. Warms both up first."""
    n = min(4, most)
    for side in sides:
        side.run(n)  # what is loaded when first used
    while True:
        runs = [side.run(n) for side in sides]
        slowest = max(run["wall"] for run in runs)
        if n >= most:
            return most
        if slowest >= share / 4:
            return min(most, max(fewest, round(n * share / slowest)))
        n = min(most, n * (8 if slowest < share / 64 else 2))


def measure(
    sides: Sequence[Worker], *, seconds: float, n_rounds: int, most: int, fewest: int = 1
) -> list[list[dict[str, Any]]]:
    """The answers of each side, round by round.

    Args:
        sides: one or two workers.
        seconds: about so long for all rounds of all sides.
        n_rounds: at least 1.
        most: the articles there are.
        fewest: articles in a round, however long they take.
    """
    n = choose_n(sides, seconds / (len(sides) * n_rounds + 1), most, fewest)
    answers: list[list[dict[str, Any]]] = [[] for _ in sides]
    for _ in range(n_rounds):
        for side, runs in zip(sides, answers):
            runs.append(side.run(n, LEAST))
    return answers
