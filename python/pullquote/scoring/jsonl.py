"""JSON Lines in, and the few shapes that all scorers share.

Documents are plain mappings as ``json`` reads them. Every span is a pair ``[start, end]`` in code
points into the document's text, end exclusive; pullquote's own output writes the same span as an
object with ``start`` and ``end``, and `as_pair` reads both.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

JsonObject: TypeAlias = Mapping[str, Any]
"""One JSON object: a document, an attribution, a quote."""

Span: TypeAlias = tuple[int, int]
"""Half-open stretch of code points."""


def read_jsonl(path: str | os.PathLike[str]) -> list[dict[str, Any]]:
    """Read one JSON object a line; blank lines are skipped.

    Raises:
        ValueError: a line is not a JSON object; the message names file and line.
    """
    return list(iter_jsonl(path))


def iter_jsonl(path: str | os.PathLike[str]) -> Iterator[dict[str, Any]]:
    """Iterate the objects of `read_jsonl` without holding them all."""
    for _, row in iter_numbered(path):
        yield row


def iter_numbered(path: str | os.PathLike[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Iterate the objects with the numbers of their lines, from 1."""
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"{os.fspath(path)}:{number}: not JSON: {error}") from error
            if not isinstance(row, dict):
                raise ValueError(
                    f"{os.fspath(path)}:{number}: expected a JSON object, got {type(row).__name__}"
                )
            yield number, row


def by_id(documents: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Index documents by their ``id``; of two with the same id the later one stays."""
    return {document["id"]: document for document in documents}


def as_pair(span: Any) -> Span:
    """Read a span written as ``[start, end, ...]`` or as ``{"start": ..., "end": ...}``."""
    if isinstance(span, Mapping):
        return int(span["start"]), int(span["end"])
    return int(span[0]), int(span[1])
