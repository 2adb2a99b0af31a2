"""When are two names of a speaker the same name?"""

from __future__ import annotations

import re
from collections.abc import Iterable

# "Trump's" and "Trump’s" lose their ending; "O'Brien" does not.
_POSSESSIVE = re.compile(r"['’]s\b")
_NOT_NAME = re.compile(r"[^\w'-]")

# Left out of names before they are compared, unless nothing else stands there ("the president").
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "lady",
        "lord",
        "sen",
        "senator",
        "rep",
        "gov",
        "president",
        "the",
        "madame",
        "prof",
        "professor",
        "captain",
        "colonel",
    ]
)


def normalize_name(name: str) -> tuple[str, ...]:
    """Lower-case words of a name without titles, full stops and possessive endings.

    Example:
        >>> normalize_name("President Trump's")
        ('trump',)
        >>> normalize_name("the president")
        ('the', 'president')
    """
    parts = _POSSESSIVE.sub("", name.lower()).replace(".", " ").split()
    words = [_NOT_NAME.sub("", part) for part in parts]
    return tuple(word for word in words if word and word not in _TITLES) or tuple(words)


def is_same_name(pred: str | None, gold: Iterable[str], *, lenient: bool) -> bool:
    """Is the predicted name one of the gold names of a person?

    Args:
        pred: predicted name; None or empty is never right.
        gold: the gold name and its aliases.
        lenient: also accept the same last word, or all words of one name among the other's.
    """
    if not pred:
        return False
    words = normalize_name(pred)
    names = {normalize_name(name) for name in gold}
    if words in names:
        return True
    return lenient and any(_is_near(words, name) for name in names)


def _is_near(pred: tuple[str, ...], gold: tuple[str, ...]) -> bool:
    if not pred or not gold:
        return False
    return pred[-1] == gold[-1] or set(pred) <= set(gold) or set(gold) <= set(pred)
