"""Greedy one-to-one pairing of gold units with predicted ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeAlias

Unit: TypeAlias = frozenset[int]
"""A unit is the set of what it covers: word tokens or characters."""


def iou(gold: Unit, pred: Unit) -> float:
    """Intersection over union."""
    return len(gold & pred) / len(gold | pred)


def same(gold: Unit, pred: Unit) -> float:
    """1 for equal sets, else 0."""
    return 1.0 if gold == pred else 0.0


def pair_units(
    gold: Sequence[Unit],
    pred: Sequence[Unit],
    similarity: Callable[[Unit, Unit], float],
    floor: float,
) -> dict[int, int]:
    """Pair units by falling similarity, each at most once; ties go to the earlier units.

    Args:
        gold: gold units; an empty one is never paired.
        pred: predicted units.
        similarity: of two units that share an element.
        floor: pairs less similar than this are not made.

    Returns:
        Index of the predicted unit by index of the gold unit.
    """
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for j, unit in enumerate(pred):
        for element in unit:
            holders[element].append(j)
    candidates = []
    for i, unit in enumerate(gold):
        for j in {j for element in unit for j in holders.get(element, ())}:
            similar = similarity(unit, pred[j])
            if similar >= floor:
                candidates.append((-similar, i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs
