"""Reads corrections: what the page of ``pq.review`` saves. The format: corrections.schema.json, docs/review.md."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Any

from pullquote._files import read_json
from pullquote._open import path_of
from pullquote._quotations import label_of
from pullquote._review.schema import first_error, shown
from pullquote.errors import InvalidInputError

#: Of the format; a file with a higher one is an error.
VERSION = 1

Parts = tuple[tuple[int, int, str], ...]


def text_hash(text: str) -> str:
    """What tells whether an article's text is the one that was reviewed.

    Examples:
        >>> text_hash("Nothing was said.")
        'f1bd356ff68c3b96'
    """
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True)
class Claim:
    """What a quotation is said to be: by pullquote, or by the reviewer."""

    kind: str | None
    speaker: str | None
    person_id: str | None
    parts: Parts
    #: From the first part to the last, with what stands between.
    text: str

    @property
    def start(self) -> int:
        """First code point."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.parts[-1][1]

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The parts without their words."""
        return tuple((start, end) for start, end, _ in self.parts)


@dataclass(frozen=True)
class Entry:
    """One decision."""

    number: int
    verdict: str
    article: str
    quote: str | None
    start: int
    end: int
    text: str
    #: None if it was added.
    found: Claim | None
    #: None if it was rejected or only commented on.
    truth: Claim | None
    confidence: float | None
    method: str | None
    comment: str | None
    order: str | None

    @property
    def is_decided(self) -> bool:
        """Whether there is more than a comment."""
        return self.verdict != "commented"


@dataclass(frozen=True)
class Article:
    """An article with decisions."""

    text_hash: str | None
    n_chars: int | None
    outlet: str | None
    done: bool


@dataclass(frozen=True)
class Corrections:
    """All decisions of a file, in its order."""

    entries: tuple[Entry, ...]
    #: By id, as text.
    articles: dict[str, Article]
    n_quotes: int | None


def schema() -> dict[str, Any]:
    """The JSON Schema of the format."""
    text = files("pullquote._review").joinpath("corrections.schema.json").read_text("utf-8")
    return dict(json.loads(text))


def read_corrections(corrections: Any) -> Corrections:
    """Corrections from a file, or as ``json.load`` gives them.

    Raises:
        InvalidInputError: no JSON, another format, or a field with a value that is not allowed; the
            message names the entry and the field.
    """
    if isinstance(corrections, Corrections):
        return corrections
    where = "corrections"
    if isinstance(corrections, (str, os.PathLike)):
        where = path_of(corrections, "corrections")
        corrections = read_json(where)
    if not isinstance(corrections, Mapping):
        message = (
            f"{where}: {shown(corrections)}; expected the JSON that the page of pq.review saves"
        )
        raise InvalidInputError(message)
    value = dict(corrections)
    version = value.get("version")
    is_ours = value.get("format") == "pullquote-corrections"
    if is_ours and isinstance(version, int) and version > VERSION:
        message = (
            f"{where}: version {version}; this pullquote reads {VERSION}: use a newer pullquote"
        )
        raise InvalidInputError(message)
    error = first_error(value, schema())
    if error:
        message = f"{where}: {error}"
        raise InvalidInputError(message)
    try:
        return _read(value)
    except ValueError as error:
        message = f"{where}: {error}"
        raise InvalidInputError(message) from None


def _read(value: Mapping[str, Any]) -> Corrections:
    articles = {}
    for number, one in enumerate(value["articles"]):
        label = label_of(one["article_id"])
        if label in articles:
            message = f"articles[{number}].article_id: {shown(one['article_id'])} stands twice"
            raise ValueError(message)
        articles[label] = Article(
            one.get("text_hash"), _whole(one.get("n_chars")), one.get("outlet"), one["done"]
        )
    entries = []
    seen: dict[tuple[str, int, int, str], int] = {}
    for number, one in enumerate(value["entries"]):
        entry = _entry(number, one)
        key = (entry.article, entry.start, entry.end, entry.quote or "")
        if key in seen:
            message = f"entries[{number}]: the same quotation as entries[{seen[key]}]"
            raise ValueError(message)
        if entry.article not in articles:
            message = f"entries[{number}].article_id: {shown(one['article_id'])} is not in articles"
            raise ValueError(message)
        seen[key] = number
        entries.append(entry)
    return Corrections(tuple(entries), articles, _whole(value.get("n_quotes")))


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _entry(number: int, one: Mapping[str, Any]) -> Entry:
    place = f"entries[{number}]"
    verdict, text = one["verdict"], one["text"]
    start, end = int(one["start"]), int(one["end"])
    if end - start != len(text) or not text:
        message = f"{place}.text: {len(text)} code points, but end - start is {end - start}"
        raise ValueError(message)
    given = one.get("found")
    if (given is None) != (verdict == "added"):
        message = f"{place}.found: {shown(given)} in one that is {verdict}"
        raise ValueError(message)
    found = None
    if given is not None:
        parts = _parts(given["parts"], f"{place}.found.parts", start, end)
        found = Claim(given.get("kind"), given.get("speaker"), given.get("person_id"), parts, text)
        if (found.start, found.end) != (start, end):
            message = (
                f"{place}.found.parts: from {found.start} to {found.end}, not {start} to {end}"
            )
            raise ValueError(message)
    changed = one.get("corrected")
    if (changed is not None) != (verdict in ("corrected", "added")):
        message = f"{place}.corrected: {shown(changed)} in one that is {verdict}"
        raise ValueError(message)
    return Entry(
        number=number,
        verdict=verdict,
        article=label_of(one["article_id"]),
        quote=None if one.get("quote_id") is None else label_of(one["quote_id"]),
        start=start,
        end=end,
        text=text,
        found=found,
        truth=None
        if verdict in ("rejected", "commented")
        else _truth(place, found, changed or {}, start, end, text),
        confidence=given.get("confidence") if given else None,
        method=given.get("method") if given else None,
        comment=one.get("comment") or None,
        order=one.get("order"),
    )


def _truth(
    place: str,
    found: Claim | None,
    changed: Mapping[str, Any],
    start: int,
    end: int,
    text: str,
) -> Claim:
    """What is right: what was found, with what was changed."""
    place = f"{place}.corrected"
    if found is None:
        for name in ("kind", "parts"):
            if name not in changed:
                message = f"{place}: no field {name!r} in one that is added"
                raise ValueError(message)
        parts = _parts(changed["parts"], f"{place}.parts", start, end)
        if (parts[0][0], parts[-1][1]) != (start, end):
            message = f"{place}.parts: from {parts[0][0]} to {parts[-1][1]}, not {start} to {end}"
            raise ValueError(message)
        return Claim(
            changed["kind"], changed.get("speaker") or None, changed.get("person_id"), parts, text
        )
    parts, whole = found.parts, found.text
    if "parts" in changed:
        whole = changed.get("text") or ""
        parts = _parts(changed["parts"], f"{place}.parts", 0, None)
        if parts[-1][1] - parts[0][0] != len(whole):
            message = f"{place}.text: {len(whole)} code points; the parts are {parts[-1][1] - parts[0][0]}"
            raise ValueError(message)
    has_speaker = "speaker" in changed
    return Claim(
        changed.get("kind", found.kind),
        (changed["speaker"] or None) if has_speaker else found.speaker,
        changed.get("person_id") if has_speaker else found.person_id,
        parts,
        whole,
    )


def _parts(given: list[Mapping[str, Any]], place: str, first: int, last: int | None) -> Parts:
    parts = []
    for number, part in enumerate(given):
        start, end, text = int(part["start"]), int(part["end"]), part["text"]
        if start < first or end <= start or (last is not None and end > last):
            message = f"{place}[{number}]: {start} to {end} is empty, out of order or outside the quotation"
            raise ValueError(message)
        if end - start != len(text):
            message = (
                f"{place}[{number}].text: {len(text)} code points, but end - start is {end - start}"
            )
            raise ValueError(message)
        parts.append((start, end, text))
        first = end
    return tuple(parts)
