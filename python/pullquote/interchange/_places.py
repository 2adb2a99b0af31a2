"""A whole text as tokens, ours and what lies between them, and which of them a stretch of the text touches.

spaCy and displaCy need all of the text to be tokens: white space and what we mask is cut into tokens
of its own, at spaces and where a span begins or ends. Cost: O(text + spans · log tokens).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from pullquote.interchange.views import Row

#: A token: start, end, whether a space follows that is no token itself, which of ours it is.
Unit: TypeAlias = tuple[int, int, bool, int | None]

#: Layers that are span groups of the same name, with the field that is the label. The id of a span is
#: the name of its layer and its number there.
GROUPS = {"mentions": "label", "times": "type", "marks": "kind", "boilerplate": "kind"}

# Matches "\n\n " and "well-known"; never both white space and what is not.
_PIECE = re.compile(r"\s+|\S+")


class Places:
    """Where tokens are, to find those that a stretch of the text covers."""

    def __init__(self, starts: list[int], ends: list[int]) -> None:
        self.starts, self.ends = starts, ends

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that a stretch of the text touches, as a range."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        return (first, last) if first < last else (first, first)


def stretches(row: Row) -> tuple[list[str], Places]:
    """All of a document's text as tokens, and where they are."""
    units = list(iter_units(row["text"], row["tokens"], cuts_of(row)))
    words = [row["text"][start:end] for start, end, _, _ in units]
    return words, Places([unit[0] for unit in units], [unit[1] for unit in units])


def cuts_of(row: Row) -> list[int]:
    """Where spans begin and end, sorted: between our tokens all of them must be ends of tokens."""
    found: set[int] = set()
    for layer in (*GROUPS, "sentences"):
        for one in row[layer]:
            found |= {one["start"], one["end"]}
    for quote in row["quotes"]:
        mention = quote["speaker"] and quote["speaker"]["mention"]
        for one in (*quote["parts"], *filter(None, (quote["cue"], mention))):
            found |= {one["start"], one["end"]}
    return sorted(found)


def iter_units(text: str, tokens: list[Row], cuts: list[int]) -> Iterator[Unit]:
    """The text as spaCy's tokens: start, end, whether a space follows that is no token, which of ours it is."""
    waiting: tuple[int, int, int | None] | None = None
    position = 0
    for start, end, number in _pieces(text, tokens, cuts):
        # A space behind a word belongs to it; any more white space is a token.
        if waiting is not None:
            has_space = (
                waiting[1] == start and text[start] == " " and not text[waiting[0]].isspace()
            )
            yield waiting[0], waiting[1], has_space, waiting[2]
            start += has_space
        waiting = (start, end, number) if start < end else None
        position = end
    if waiting is not None:
        yield waiting[0], waiting[1], False, waiting[2]
    assert position == len(text)


def _pieces(text: str, tokens: list[Row], cuts: list[int]) -> Iterator[tuple[int, int, int | None]]:
    """Our tokens, and between them white space and what is not, cut where spans begin and end."""
    position = 0
    for number, token in enumerate([*tokens, {"start": len(text), "end": len(text)}]):
        for piece in _PIECE.finditer(text[position : token["start"]]):
            start, end = position + piece.start(), position + piece.end()
            for cut in cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]:
                yield start, cut, None
                start = cut
            yield start, end, None
        position = token["end"]
        if token["start"] < token["end"]:
            yield token["start"], token["end"], number


def is_in(runs: Sequence[Sequence[int]], position: int) -> bool:
    """Whether sorted stretches hold a position.

    Examples:
        >>> is_in([[0, 2], [5, 9]], 2), is_in([[0, 2], [5, 9]], 5)
        (False, True)
    """
    number = bisect_right(runs, position, key=lambda run: run[0]) - 1
    return number >= 0 and position < runs[number][1]


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in any order as sorted ones, of which none overlap or touch.

    Examples:
        >>> merged([(5, 9), (0, 2), (1, 3)])
        [(0, 3), (5, 9)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
