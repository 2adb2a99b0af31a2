"""Counting: precision, recall and F1, and plain accuracy.

All figures of the package are rows of numbers: ``{"P", "R", "F1", "n_pred", "n_gold"}`` or
``{"acc", "n"}``. P, R, F1 and acc are percentages, not rounded.
"""

from __future__ import annotations

from typing import TypeAlias

Row: TypeAlias = dict[str, float]
"""One figure with what it was counted from."""

Scores: TypeAlias = dict[str, Row]
"""Rows by the name of their measure."""


class Tally:
    """Counts behind a precision, a recall and their F1.

    The two sides are counted apart, because in overlap measures a matched prediction and a matched
    gold unit need not come in pairs.
    """

    def __init__(self) -> None:
        self.matched_pred = 0.0
        self.n_pred = 0
        self.matched_gold = 0.0
        self.n_gold = 0

    def add(self, matched_pred: float, n_pred: int, matched_gold: float, n_gold: int) -> None:
        """Add the counts of one document."""
        self.matched_pred += matched_pred
        self.n_pred += n_pred
        self.matched_gold += matched_gold
        self.n_gold += n_gold

    def add_pairs(self, n_pairs: int, n_pred: int, n_gold: int) -> None:
        """Add the counts of one document whose units were matched one to one."""
        self.add(n_pairs, n_pred, n_pairs, n_gold)

    def __bool__(self) -> bool:
        return bool(self.n_pred or self.n_gold)

    def row(self) -> Row:
        """Percentages; a side without units gives 0."""
        precision = self.matched_pred / self.n_pred if self.n_pred else 0.0
        recall = self.matched_gold / self.n_gold if self.n_gold else 0.0
        return to_row(precision, recall, self.n_pred, self.n_gold)


class Share:
    """How many of how many were right."""

    def __init__(self) -> None:
        self.right = 0
        self.of = 0

    def add(self, is_right: bool) -> None:
        """Count one case."""
        self.right += is_right
        self.of += 1

    def row(self) -> Row:
        """Accuracy in percent; 0 where there was no case."""
        return {"acc": 100 * self.right / self.of if self.of else 0.0, "n": self.of}


def to_row(precision: float, recall: float, n_pred: float, n_gold: float) -> Row:
    """Row of a precision and a recall given as fractions."""
    return {
        "P": 100 * precision,
        "R": 100 * recall,
        "F1": 100 * _harmonic_mean(precision, recall),
        "n_pred": n_pred,
        "n_gold": n_gold,
    }


def _harmonic_mean(precision: float, recall: float) -> float:
    """F1 of a precision and a recall; 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def headline(row: Row) -> float:
    """The one number of a row: its F1, or its accuracy."""
    return row["F1"] if "F1" in row else row["acc"]
