r"""Word tokens of a text, the units in which quotations are compared.

A word token is ``\w+`` plus inner apostrophes and hyphens. Comparing sets of them instead of
offsets means that quote marks, punctuation at the edges and white space never decide a match:
corpora differ on whether the marks belong to the span.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from pullquote.scoring.jsonl import Span

Words: TypeAlias = frozenset[int]
"""Indices of word tokens."""

# "Moon Jae-in's" is two tokens; a lone apostrophe or dash is none.
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")

# Double quote marks of every house style; a single quote mark is none.
_MARK = re.compile(r"[“„«”»\"＂]|``|''")
_OPENING = {"“", "„", "«", "``"}
_UNDIRECTED = {'"', "＂", "''"}

# Words before which the head of a noun phrase stands: "the head | of the agency".
_ENDS_HEAD = frozenset(
    [
        "of",
        "in",
        "for",
        "at",
        "from",
        "on",
        "with",
        "to",
        "who",
        "which",
        "whose",
        "that",
        "by",
        "as",
        "and",
        "or",
        "after",
        "during",
        "speaking",
    ]
)


class WordIndex:
    """Finds the word tokens of one text under any span.

    Args:
        text: the document's raw text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._bounds = [match.span() for match in _WORD.finditer(text)]
        self._word_at = {
            offset: word
            for word, (start, end) in enumerate(self._bounds)
            for offset in range(start, end)
        }
        self.quoted = self.words(quoted_regions(text))

    def words(self, spans: Iterable[Sequence[Any]]) -> Words:
        """Tokens that share a character with one of the spans."""
        word_at = self._word_at
        return frozenset(
            word_at[offset]
            for span in spans
            for offset in range(span[0], span[1])
            if offset in word_at
        )

    def head(self, spans: Iterable[Sequence[Any]]) -> int | None:
        """Head word: the last one before the first comma, preposition or relative pronoun.

        Returns:
            The token's index, or None for spans that hold no word.
        """
        words = sorted(self.words(spans))
        if not words:
            return None
        head = words[0]
        for word, following in pairwise(words):
            gap = self.text[self._bounds[word][1] : self._bounds[following][0]]
            start, end = self._bounds[following]
            if following != word + 1 or any(mark in gap for mark in ",(;"):
                break
            if self.text[start:end].lower() in _ENDS_HEAD:
                break
            head = following
        return head


def quoted_regions(text: str) -> Iterator[Span]:
    """Stretches inside double quote marks, marks included, in order.

    Marks are paired line by line; one that is not closed reaches to the end of its line.
    """
    for line in re.finditer(r"[^\n]+", text):
        opened: int | None = None
        for mark in _MARK.finditer(text, *line.span()):
            opens = _opens(mark, text, line.start(), is_open=opened is not None)
            if opens and opened is None:
                opened = mark.start()
            elif not opens and opened is not None:
                yield opened, mark.end()
                opened = None
        if opened is not None:
            yield opened, line.end()


def _opens(mark: re.Match[str], text: str, line_start: int, *, is_open: bool) -> bool:
    """Does this mark open a quotation? An undirected one does if none is open."""
    if mark.group() not in _UNDIRECTED:
        return mark.group() in _OPENING
    # The archive text of the New York Times writes '' for both sides: after a letter it closes.
    after_letter = mark.start() > line_start and text[mark.start() - 1].isalnum()
    return not is_open and not (mark.group() == "''" and after_letter)
