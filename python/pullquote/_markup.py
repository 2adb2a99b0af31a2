"""Layers of a document as ranges over its text: what the displays for HTML and for terminals share.

A range is drawn, not data: that of a quotation takes its marks in, which the quote's parts leave out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pullquote._core import Document, Quote
from pullquote._options import SPEECH
from pullquote._palette import clashing, colour_of, has_colour_of_its_own

#: Layers from the outside in, where several cover the same stretch: the card of the last is seen.
_LAYERS = ("masked", "title", "quote", "words", "mark", "name", "speaker", "cue")

#: What an opening and a closing mark can look like, longer ones first.
_OPENING = ("``", "''", '"', "“", "”", "„", "«", "»", "‹", "‘", "’", "'", "`")
_CLOSING = ("''", "``", '"', "”", "“", "»", "«", "›", "’", "‘", "'")

_REASONS = {
    "no-cue": "no words of saying near it",
    "no-candidate": "nobody who could have said it",
    "ambiguous": "several could have said it",
    "low-confidence": "not sure enough",
}


class Range(NamedTuple):
    """A stretch with what it is."""

    start: int
    end: int
    #: One of masked, title, quote, words (those in marks in a mixed quote), mark, name, speaker, cue.
    layer: str
    #: The colour's number, or -1.
    colour: int
    #: What its card says: why it is so.
    about: str
    #: Of a quote, its kind.
    kind: str = ""
    #: Of the last part of a quote: what to write behind it, if anything.
    who: str | None = None
    #: Whether an earlier speaker has the same colour.
    is_again: bool = False


def speaker_colours(document: Document) -> dict[str, int]:
    """A colour number for each speaker, in order of first appearance: of one name the same in every article.

    It is -1 for who is neither a person of the article nor an organisation: groups, documents, unnamed sources.
    """
    colours: dict[str, int] = {}
    for quote in document.quotes:
        if quote.speaker and (name := quote.speaker.name):
            is_person = quote.speaker.person is not None
            has_own = has_colour_of_its_own(quote.speaker.kind, is_person=is_person)
            colours[name] = colour_of(name) if has_own else colours.get(name, -1)
    return colours


def doubled(document: Document) -> set[str]:
    """The speakers whose colour another has who speaks more, or as much and earlier."""
    colours = speaker_colours(document)
    counts = Counter(name_of(quote) for quote in document.quotes)
    names = sorted(colours, key=lambda name: -counts[name])
    return clashing(name for name in names if colours[name] >= 0)


def name_of(quote: Quote) -> str | None:
    """The speaker's name, if there is one."""
    return quote.speaker.name if quote.speaker else None


def why_nobody(reason: str | None) -> str:
    """The reason for a missing speaker, in words.

    Examples:
        >>> why_nobody("no-cue")
        'nobody named: no words of saying near it (no-cue)'
    """
    if reason not in _REASONS:
        return f"nobody named ({reason})" if reason else "nobody named"
    return f"nobody named: {_REASONS[reason]} ({reason})"


def about_quote(quote: Quote) -> str:
    """Who says it, how sure, by which rule; or why nobody is named.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze('"We will not wait," Mayor Ana Ruiz said.')
        >>> print(about_quote(doc.quotes[0]))
        Ana Ruiz said (direct quote)
        speaker by name; cue: say
        method ..., confidence 0...
    """
    name = name_of(quote)
    told = f", to {quote.addressee}" if quote.addressee else ""
    lines = [f"{name or 'nobody named'} {quote.status} ({quote.kind} quote){told}"]
    if name is None:
        lines = [f"{why_nobody(quote.reason)}\n{quote.kind} quote, {quote.status}{told}"]
    facts = []
    if quote.speaker and name is not None:
        kind = quote.speaker.kind
        facts.append("speaker carried over" if kind == "none" else f"speaker by {kind}")
    if quote.cue:
        facts.append(f"cue: {quote.cue.lemma}")
    lines += ["; ".join(facts)] if facts else []
    return "\n".join([*lines, f"method {quote.method}, confidence {quote.confidence:.2f}"])


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the quotation marks that touch it.

    Examples:
        >>> _with_marks("He said ``no''.", 10, 12)
        (8, 14)
    """
    before = next((mark for mark in _OPENING if text.endswith(mark, 0, start)), "")
    after = next((mark for mark in _CLOSING if text.startswith(mark, end)), "")
    return start - len(before), end + len(after)


def _label(quote: Quote) -> str | None:
    """Who says it, where the words that name the speaker don't; and the status where it is not speech.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze('Ana Ruiz said: "Wait." She then said: "Now we are ready to go."')
        >>> [_label(quote) for quote in doc.quotes]
        [None, 'Ana Ruiz']
    """
    name = name_of(quote) or "?"
    if quote.status not in SPEECH:
        return f"{name}: {quote.status}"
    mention = quote.speaker.mention if quote.speaker else None
    is_named = mention is not None and name.casefold() in mention.text.casefold()
    return None if is_named else name


def _quote_ranges(text: str, quote: Quote, colour: int, is_again: bool) -> list[Range]:
    """The parts, the words in marks, the cue and the words that name the speaker."""
    about = about_quote(quote)
    found = []
    for number, part in enumerate(quote.parts, 1):
        start, end = part.start, part.end
        if quote.kind in ("direct", "fragment"):
            start, end = _with_marks(text, start, end)
        who = _label(quote) if number == len(quote.parts) else None
        found.append(Range(start, end, "quote", colour, about, quote.kind, who, is_again))
    if quote.kind == "mixed":
        for words in quote.quoted:
            start, end = _with_marks(text, words.start, words.end)
            found.append(Range(start, end, "words", colour, about))
    if quote.speaker and quote.speaker.mention:
        span = quote.speaker.mention
        about = f"speaker: {quote.speaker.name or '?'}\nmethod {quote.method}"
        found.append(Range(span.start, span.end, "speaker", colour, about))
    if quote.cue:
        about = f"cue: {quote.cue.lemma}"
        found.append(Range(quote.cue.start, quote.cue.end, "cue", colour, about))
    return found


def ranges_of(document: Document) -> list[Range]:
    """Everything that is shown, sorted by start, longer first."""
    colours = speaker_colours(document)
    again = doubled(document)
    found = [
        Range(region.start, region.end, "masked", -1, f"masked: {region.kind}")
        for region in document.boilerplate
    ]
    text = document.text
    start = len(text) - len(text.lstrip())
    if document.title and text.startswith(document.title, start):
        found.append(Range(start, start + len(document.title), "title", -1, "title"))
    for mark in document.marks:
        about = f"marks that quote nobody: {mark.kind}\nmethod {mark.method}"
        found.append(Range(mark.start, mark.end, "mark", -1, about))
    for mention in document.mentions:
        if mention.kind == "pronoun" and mention.person is None:
            continue  # it means nobody who has a name
        person = f" → {mention.person.name}" if mention.person else ""
        about = f"{mention.label} ({mention.kind}){person}\nmethod {mention.method}"
        colour = colours.get(mention.person.name, -1) if mention.person else -1
        found.append(Range(mention.start, mention.end, "name", colour, about, mention.kind))
    for quote in document.quotes:
        name = name_of(quote) or ""
        found += _quote_ranges(text, quote, colours.get(name, -1), name in again)
    found = [one for one in found if one.start < one.end]
    return sorted(found, key=lambda one: (one.start, -one.end, _LAYERS.index(one.layer)))


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
