"""Reads pullquote's exchange format (``Document.to_dict()``) as the scorers want it."""

from __future__ import annotations

from typing import Any

from pullquote.scoring.jsonl import JsonObject, as_pair


def to_entities(document: JsonObject) -> list[list[Any]]:
    """Mentions with a label as ``[start, end, label]``; roles and pronouns are no entities."""
    return [
        [*as_pair(mention), mention["label"]]
        for mention in document.get("mentions") or ()
        if mention.get("label") and mention.get("kind") not in ("role", "pronoun")
    ]


def to_tokens(document: JsonObject) -> list[list[int]]:
    """Tokens as ``[start, end]``."""
    return [list(as_pair(token)) for token in document.get("tokens") or ()]


def to_sentences(document: JsonObject, *, flat: bool = False) -> list[list[int]]:
    """Outer sentences as ``[start, end]``.

    Args:
        document: an analysed document.
        flat: also cut where, inside a quotation, one sentence follows directly on another, as
            treebanks do: ``"I came. I saw," he said.`` is one outer sentence and two flat ones. The
            first sentence of a quotation cuts nothing, so the text before it keeps it.
    """
    sentences = document.get("sentences") or ()
    outer = sorted(as_pair(s) for s in sentences if not s.get("depth"))
    if not flat:
        return [list(span) for span in outer]
    text, cuts, previous_end = document["text"], [], None
    for start, end in sorted(as_pair(s) for s in sentences if s.get("depth") == 1):
        if previous_end is not None and not text[previous_end:start].strip():
            cuts.append(start)
        previous_end = end
    pieces = []
    for start, end in outer:
        inner = [cut for cut in cuts if start < cut < end]
        pieces += [list(piece) for piece in zip([start, *inner], [*inner, end])]
    return pieces


def to_timexes(document: JsonObject) -> list[list[Any]]:
    """Times as ``[start, end, type, value]``."""
    return [
        [*as_pair(time), time.get("type"), time.get("value")]
        for time in document.get("times") or ()
    ]
