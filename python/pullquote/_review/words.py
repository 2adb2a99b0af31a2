"""How many words, as the core counts them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pullquote._quotations import listed
from pullquote._sources import is_missing


def count_words(text: str) -> int:
    """What white space separates, if it holds a letter or a digit.

    Examples:
        >>> count_words("no — never")
        2
    """
    return sum(any(map(str.isalnum, word)) for word in text.split())


def words_in_marks(row: Mapping[str, Any]) -> int:
    """The words of a quote that stand in marks; none if it lies in another one, whose words they are."""
    if not is_missing(row.get("parent_id")) and row.get("parent_id") != "":
        return 0
    spans = listed(row.get("parts" if row.get("kind") == "direct" else "quoted"))
    return sum(count_words(str(span["text"])) for span in spans)


def marked(text: str) -> list[tuple[int, int]]:
    """The stretches between double marks.

    Examples:
        >>> marked('it was "hot" and “dry”')
        [(8, 11), (18, 21)]
    """
    found, begin = [], None
    for at, sign in enumerate(text):
        if sign == "“" or (sign == '"' and begin is None):
            begin = at + 1
        elif sign in '"”' and begin is not None:
            if at > begin:
                found.append((begin, at))
            begin = None
    return found
