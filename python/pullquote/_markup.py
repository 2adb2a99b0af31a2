"""Layers of a document as ranges over its text, cut where they overlap: what HTML and terminal share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pullquote._core import Document, Quote

#: How many colours there are for speakers.
N_COLOURS = 8


@dataclass(frozen=True)
class Range:
    """A stretch with what it is."""

    start: int
    end: int
    #: quote, mark, name, speaker, cue or masked.
    layer: str
    #: The colour's number, or -1.
    colour: int
    about: str


def speaker_colours(document: Document) -> dict[str, int]:
    """A colour number for each speaker, in order of first appearance."""
    colours: dict[str, int] = {}
    for quote in document.quotes:
        if name := name_of(quote):
            colours.setdefault(name, len(colours) % N_COLOURS)
    return colours


def name_of(quote: Quote) -> str | None:
    """The speaker's name, if there is one."""
    return quote.speaker.name if quote.speaker else None


def about_quote(quote: Quote) -> str:
    """Who says it, how sure, by which rule; or why nobody is named.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze('"We will not wait," Mayor Ana Ruiz said.')
        >>> all("method" in about_quote(quote) for quote in doc.quotes)
        True
    """
    if quote.speaker is None or quote.speaker.name is None:
        who = f"nobody named ({quote.reason})"
    else:
        who = f"{quote.speaker.name} ({quote.speaker.kind})"
    told = f", to {quote.addressee}" if quote.addressee else ""
    return (
        f"{quote.kind}, {quote.status}: {who}{told}\n"
        f"method {quote.method}, confidence {quote.confidence:.2f}"
    )


def ranges_of(document: Document) -> list[Range]:
    """Everything that is shown, sorted by start, longer first."""
    colours = speaker_colours(document)
    found = [
        Range(region.start, region.end, "masked", -1, f"masked: {region.kind}")
        for region in document.boilerplate
    ]
    for mark in document.marks:
        about = f"marks that quote nobody: {mark.kind}\nmethod {mark.method}"
        found.append(Range(mark.start, mark.end, "mark", -1, about))
    for mention in document.mentions:
        person = f" → {mention.person.name}" if mention.person else ""
        about = f"{mention.label} ({mention.kind}){person}\nmethod {mention.method}"
        found.append(Range(mention.start, mention.end, "name", -1, about))
    for quote in document.quotes:
        speaker = quote.speaker
        colour = colours.get(name_of(quote) or "", -1)
        about = about_quote(quote)
        found += [Range(part.start, part.end, "quote", colour, about) for part in quote.parts]
        if speaker and speaker.mention:
            span = speaker.mention
            found.append(
                Range(span.start, span.end, "speaker", colour, f"speaker: {speaker.name or '?'}")
            )
        if quote.cue:
            about = f"cue: {quote.cue.lemma}"
            found.append(Range(quote.cue.start, quote.cue.end, "cue", colour, about))
    found = [one for one in found if one.start < one.end]
    return sorted(found, key=lambda one: (one.start, -one.end, one.layer))


def pieces_of(document: Document) -> Iterator[tuple[int, int, list[Range]]]:
    """Cuts the text at every border: pieces that cover it whole, each with the ranges over it, outer first.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze('"We will not wait," Mayor Ana Ruiz said.')
        >>> "".join(doc.text[start:end] for start, end, _ in pieces_of(doc)) == doc.text
        True
    """
    ranges = ranges_of(document)
    length = len(document.text)
    borders = sorted({0, length, *(r.start for r in ranges), *(r.end for r in ranges)})
    active: list[Range] = []
    following = 0
    for start, end in pairwise(borders):
        active = [one for one in active if one.end > start]
        while following < len(ranges) and ranges[following].start <= start:
            active.append(ranges[following])
            following += 1
        yield start, end, list(active)
