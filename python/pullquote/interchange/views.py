"""The rows of a stored document as objects: the same attributes as those of ``pq.Document``'s layers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from pullquote.interchange.stored import StoredDocument

#: An object of the exchange format.
Row: TypeAlias = dict[str, Any]


_SCALARS = (str, int, type(None), float, bool)


def day(value: str | None) -> dt.date | None:
    """A day of the exchange format."""
    return dt.date.fromisoformat(value) if value else None


def plain(value: Any) -> Any:
    """A copy in plain dicts and lists: some formats read lists back as tuples."""
    if isinstance(value, Mapping):
        return {
            name: inner if type(inner) in _SCALARS else plain(inner)
            for name, inner in value.items()
        }
    return [plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


class View:
    """One row of a stored document; its fields are attributes. Frozen, hashable, picklable."""

    __slots__ = ("_document", "_row")
    _document: StoredDocument
    _row: Row

    def __init__(self, document: StoredDocument, row: Row) -> None:
        object.__setattr__(self, "_document", document)
        object.__setattr__(self, "_row", row)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._row:
            message = f"{type(self).__name__!r} object has no attribute {name!r}"
            raise AttributeError(message)
        return self._row[name]

    def __setattr__(self, name: str, value: object) -> None:
        message = f"{type(self).__name__}.{name} cannot be set: a view is frozen"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> None:
        self.__setattr__(name, None)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._row})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, View) or type(self) is not type(other):
            return NotImplemented
        return self._row == other._row and self._document == other._document

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._row.get("start"), self._row.get("id")))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._document, self._row)

    def _spans(self, name: str) -> tuple[Span, ...]:
        return tuple(Span(self._document, row) for row in self._row[name])


class Span(View):
    """``text[start:end]``, in code points."""

    __slots__ = ()
    start: int
    end: int
    text: str

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.start}, {self.end}, {json.dumps(self.text, ensure_ascii=False)})"


class Token(Span):
    """A word or sign."""

    __slots__ = ()
    tag: str | None
    pos: str | None
    lemma: str | None
    is_quoted: bool | None


class Sentence(Span):
    """A sentence; of depth 1 inside a quotation."""

    __slots__ = ()
    depth: int


class Mention(Span):
    """A name, number, role or pronoun."""

    __slots__ = ()
    label: str
    kind: str
    confidence: float
    method: str

    @property
    def person(self) -> Person | None:
        """The person that is meant, if it is one."""
        return self._document.person_of(self._row["entity_id"])


class Mark(Span):
    """Quotation marks that quote nobody."""

    __slots__ = ()
    kind: str
    method: str


class Region(Span):
    """A stretch that is not the article's own prose."""

    __slots__ = ()
    kind: str


class TimeExpression(Span):
    """A date, time of day, duration or set of times."""

    __slots__ = ()
    type: str
    value: str | None
    method: str

    @property
    def first_day(self) -> dt.date | None:
        """The first day of the value."""
        return day(self._row["first_day"])

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the value."""
        return day(self._row["last_day"])


class Cue(Span):
    """The words of saying."""

    __slots__ = ()
    lemma: str


class Speaker(View):
    """Who said it."""

    __slots__ = ()
    name: str | None
    kind: str

    @property
    def person(self) -> Person | None:
        """The person, if it is one of ``people``."""
        return self._document.person_of(self._row["person_id"])

    @property
    def mention(self) -> Span | None:
        """The words that name the speaker here."""
        row = self._row["mention"]
        return None if row is None else Span(self._document, row)

    def __repr__(self) -> str:
        return f"Speaker({json.dumps(self.name, ensure_ascii=False)}, {json.dumps(self.kind)})"


class Person(View):
    """A person of the article."""

    __slots__ = ()
    id: str
    name: str
    method: str
    role: str | None
    role_method: str | None
    affiliation: str | None
    age: int | None
    nationality: str | None
    pronouns: str | None
    pronouns_method: str | None

    @property
    def aliases(self) -> tuple[str, ...]:
        """The other forms of the name."""
        return tuple(self._row["aliases"])

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Where the person is mentioned, as far as ``mentions`` has it."""
        return self._document.mentions_of(self.id)

    def __repr__(self) -> str:
        return f"Person({json.dumps(self.name, ensure_ascii=False)})"


class Quote(Span):
    """A quotation or reported statement."""

    __slots__ = ()
    id: str
    kind: str
    status: str
    said: str
    in_title: bool
    addressee: str | None
    channel: str | None
    venue: str | None
    reported_by: str | None
    anonymity_reason: str | None
    confidence: float
    method: str
    reason: str | None

    @property
    def parts(self) -> tuple[Span, ...]:
        """The stretches that were said."""
        return self._spans("parts")

    @property
    def quoted(self) -> tuple[Span, ...]:
        """The words in marks of a mixed quote or a fragment."""
        return self._spans("quoted")

    @property
    def inserts(self) -> tuple[Span, ...]:
        """Brackets and ellipses in the words quoted."""
        return self._spans("inserts")

    @property
    def parent(self) -> Quote | None:
        """The quote that holds this one."""
        return self._document.quote_of(self._row["parent_id"])

    @property
    def cue(self) -> Cue | None:
        """The words of saying."""
        row = self._row["cue"]
        return None if row is None else Cue(self._document, row)

    @property
    def speaker(self) -> Speaker | None:
        """Who said it."""
        row = self._row["speaker"]
        return None if row is None else Speaker(self._document, row)

    @property
    def said_on(self) -> dt.date | None:
        """The day it was said."""
        return day(self._row["said_on"])

    @property
    def candidates(self) -> tuple[tuple[Speaker, float], ...]:
        """The speaker alone: the others in question are not in the exchange format."""
        return ((self.speaker, self.confidence),) if self.speaker else ()

    def __repr__(self) -> str:
        name = self.speaker.name if self.speaker else None
        words = (json.dumps(one, ensure_ascii=False) for one in (name, self.said))
        return f"Quote({self.kind}, {', '.join(words)})"
