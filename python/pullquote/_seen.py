"""Ids of a stream so far, in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from pullquote._sources import is_missing

_FIRST_SIZE = 1 << 12


class Seen:
    """Ids of a stream so far; a later row with the same id becomes an error row.

    Keeps 64 bits of each id and its row: 32 to 64 bytes for each. Of a million different ids two are taken
    for one with a probability of 3 in 100 million.
    """

    def __init__(self) -> None:
        self._size, self._count = _FIRST_SIZE, 0
        self._keys = array("Q", bytes(8 * self._size))
        self._rows = array("Q", bytes(8 * self._size))

    def errors(self, labels: Iterable[object], first_row: int) -> dict[int, str]:
        """The errors of the rows whose ids came before."""
        errors = {}
        for row, label in enumerate(labels, first_row):
            if is_missing(label):
                continue
            earlier = self._first_row(str(label), row)
            if earlier != row:
                errors[row] = f"duplicate id {str(label)!r}, first in row {earlier}"
        return errors

    def _first_row(self, label: str, row: int) -> int:
        # Zero marks a free place.
        key = (hash(label) & 0xFFFF_FFFF_FFFF_FFFF) or 1
        at = self._place(key)
        if self._keys[at]:
            return self._rows[at]
        self._keys[at], self._rows[at] = key, row
        self._count += 1
        if 2 * self._count > self._size:
            self._grow()
        return row

    def _place(self, key: int) -> int:
        """Where a key stands, or the free place for it."""
        keys, mask = self._keys, self._size - 1
        at = key & mask
        while keys[at] and keys[at] != key:
            at = (at + 1) & mask
        return at

    def _grow(self) -> None:
        keys, rows = self._keys, self._rows
        self._size *= 2
        self._keys = array("Q", bytes(8 * self._size))
        self._rows = array("Q", bytes(8 * self._size))
        for key, row in zip(keys, rows):
            if key:
                at = self._place(key)
                self._keys[at], self._rows[at] = key, row
