"""A document read back from a file or from another library: the same attributes, no analysis.

Input: the exchange format (``Document.to_dict()``). The views of a layer are made when they are asked
for; each reads the row of the exchange format that it stands for.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from pullquote.errors import InvalidInputError
from pullquote.interchange.schema import document_schema, find_faults

_SCHEMA = document_schema()

Row = dict[str, Any]
#: The layers, in the order of the exchange format.
LAYERS = ("tokens", "sentences", "mentions", "quotes", "marks", "people", "times", "boilerplate")


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


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
        return self._document._person(self._row["entity_id"])


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
        return _day(self._row["first_day"])

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the value."""
        return _day(self._row["last_day"])


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
        return self._document._person(self._row["person_id"])

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
        return tuple(self._document._mentions_of.get(self.id, ()))

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
        return self._document._quote(self._row["parent_id"])

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
        return _day(self._row["said_on"])

    @property
    def candidates(self) -> tuple[tuple[Speaker, float], ...]:
        """The speaker alone: the others in question are not in the exchange format."""
        return ((self.speaker, self.confidence),) if self.speaker else ()

    def __repr__(self) -> str:
        name = self.speaker.name if self.speaker else None
        words = (json.dumps(one, ensure_ascii=False) for one in (name, self.said))
        return f"Quote({self.kind}, {', '.join(words)})"


_AnyView = TypeVar("_AnyView", bound=View)


class StoredDocument:
    """A document read back by ``pq.from_dict``, ``from_json``, ``from_spacy``, ``from_conllu`` or ``from_annotations``.

    It has the layers and fields of ``pq.Document``, ``to_dict()``, ``to_json()``, ``check()``,
    ``show()`` and ``quoted()``, shows itself in a notebook, and can be written to every format that a
    ``pq.Document`` can. It lacks ``narration()``, and what the exchange format does not hold: of
    ``quote.candidates`` it has the speaker only.

    Raises:
        InvalidInputError: a field that is missing or of a wrong type, a stretch whose ``text`` is not
            ``text[start:end]``, an id that nothing has, another version of the format; the message
            names the place.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze('"We will not wait," Mayor Ana Ruiz said.')
        >>> again = pq.from_json(doc.to_json())
        >>> again.quotes[0].speaker.person.role
        'mayor'
        >>> again.to_dict() == doc.to_dict()
        True
    """

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row: Row = copy.deepcopy(dict(row))
        self.check()

    def check(self) -> None:
        """Checks every field, and that every span is true to its offsets.

        Raises:
            InvalidInputError: one is not.
        """
        for fault in find_faults(self._row, _SCHEMA, _SCHEMA["$defs"]):
            raise InvalidInputError(fault)
        for fault in _faults_of_spans(self._row, self._row["text"], ""):
            raise InvalidInputError(fault)
        for fault in _faults_of_links(self._row):
            raise InvalidInputError(fault)

    def __getstate__(self) -> Row:
        return self._row

    def __setstate__(self, row: Row) -> None:
        self.__dict__["_row"] = row

    def __setattr__(self, name: str, value: object) -> None:
        if name in self.__dict__ or name != "_row":
            message = f"StoredDocument.{name} cannot be set: a document is frozen"
            raise AttributeError(message)
        self.__dict__[name] = value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, StoredDocument):
            return NotImplemented
        return self is other or self._row == other._row

    def __hash__(self) -> int:
        return hash((self.id, self.text))

    def __repr__(self) -> str:
        id = f"id={json.dumps(self.id, ensure_ascii=False)}, " if self.id is not None else ""
        if self.error:
            return f"StoredDocument({id}error={json.dumps(self.error, ensure_ascii=False)})"
        counts = f"{len(self._row['quotes'])} quotes, {len(self._row['people'])} people"
        return f"StoredDocument({id}{len(self.text)} characters, {counts})"

    def _repr_html_(self) -> str:
        from pullquote.display import document_html

        return document_html(self)  # type: ignore[arg-type]

    def show(self) -> None:
        """Shows the article with its quotes and speakers."""
        from pullquote.display import show_document

        show_document(self)  # type: ignore[arg-type]

    def to_dict(self) -> Row:
        """The exchange format."""
        return copy.deepcopy(self._row)

    def to_json(self) -> str:
        """The exchange format as one line of JSON."""
        return json.dumps(self._row, ensure_ascii=False, separators=(",", ":"))

    def quoted(self) -> str:
        """The words in marks that quote somebody, one stretch a line."""
        spans = sorted(
            (span["start"], span["end"])
            for quote in self._row["quotes"]
            for span in quote["parts" if quote["kind"] == "direct" else "quoted"]
        )
        merged: list[tuple[int, int]] = []
        for start, end in spans:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return "\n".join(self.text[start:end] for start, end in merged)

    @property
    def text(self) -> str:
        """The article, as it was given."""
        return str(self._row["text"])

    @property
    def id(self) -> str | None:
        """The article's id."""
        return self._told("id")

    @property
    def date(self) -> dt.date | None:
        """The publication date."""
        return _day(self._told("date"))

    @property
    def title(self) -> str | None:
        """The title."""
        return self._told("title")

    @property
    def outlet(self) -> str | None:
        """Who published it."""
        return self._told("outlet")

    @property
    def language(self) -> str | None:
        """``"en"``, or None for anything else."""
        return self._told("language")

    @property
    def error(self) -> str | None:
        """Why it was not analysed."""
        return self._told("error")

    @property
    def note(self) -> str | None:
        """Analysed, with a doubt."""
        return self._told("note")

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words and signs."""
        return self._layer(Token, "tokens")

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences; those inside quotations have depth 1."""
        return self._layer(Sentence, "sentences")

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Names, numbers, roles and pronouns."""
        return self._layer(Mention, "mentions")

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """Quotations and reported statements, of every status."""
        return self._layer(Quote, "quotes")

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Quotation marks that quote nobody."""
        return self._layer(Mark, "marks")

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Persons, in order of first appearance."""
        return self._layer(Person, "people")

    @cached_property
    def times(self) -> tuple[TimeExpression, ...]:
        """Dates, times of day, durations and sets of times."""
        return self._layer(TimeExpression, "times")

    @cached_property
    def boilerplate(self) -> tuple[Region, ...]:
        """Masked stretches."""
        return self._layer(Region, "boilerplate")

    def _told(self, name: str) -> str | None:
        value: str | None = self._row[name]
        return value

    def _layer(
        self, view: Callable[[StoredDocument, Row], _AnyView], name: str
    ) -> tuple[_AnyView, ...]:
        return tuple(view(self, row) for row in self._row[name])

    @cached_property
    def _by_id(self) -> dict[str, Person | Quote]:
        return {one.id: one for one in (*self.people, *self.quotes)}

    def _person(self, id: str | None) -> Person | None:
        found = self._by_id.get(id) if id is not None else None
        return found if isinstance(found, Person) else None

    def _quote(self, id: str | None) -> Quote | None:
        found = self._by_id.get(id) if id is not None else None
        return found if isinstance(found, Quote) else None

    @cached_property
    def _mentions_of(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            if mention._row["entity_id"] is not None:
                found.setdefault(mention._row["entity_id"], []).append(mention)
        return found


def _faults_of_spans(value: Any, text: str, where: str) -> Iterator[str]:
    """Stretches, at any depth, that are not what stands in the text at their offsets."""
    if isinstance(value, dict):
        if where and {"start", "end", "text"} <= value.keys():
            start, end, words = value["start"], value["end"], value["text"]
            # Ordered and inside, and not only by Python's leniency with slices.
            if not (0 <= start <= end <= len(text)) or text[start:end] != words:
                yield (
                    f"{where}.text is {json.dumps(words, ensure_ascii=False)[:60]}; expected "
                    f"text[{start}:{end}] = {json.dumps(text[start:end], ensure_ascii=False)[:60]}"
                )
        for name, inner in value.items():
            yield from _faults_of_spans(inner, text, f"{where}.{name}" if where else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _faults_of_spans(inner, text, f"{where}[{number}]")


def _faults_of_links(row: Row) -> Iterator[str]:
    """Ids that are used twice or that nothing has."""
    ids: dict[str, set[str]] = {}
    for layer in ("people", "quotes"):
        seen = ids.setdefault(layer, set())
        for number, one in enumerate(row[layer]):
            if one["id"] in seen:
                yield f"{layer}[{number}].id is {one['id']!r}, as an earlier one's; expected each once"
            seen.add(one["id"])
    for number, quote in enumerate(row["quotes"]):
        parent, speaker = quote["parent_id"], quote["speaker"]
        if parent is not None and parent not in ids["quotes"]:
            yield f"quotes[{number}].parent_id is {parent!r}; no quote has that id"
        person = speaker["person_id"] if speaker else None
        if person is not None and person not in ids["people"]:
            yield f"quotes[{number}].speaker.person_id is {person!r}; no person has that id"


def from_dict(document: Mapping[str, Any]) -> StoredDocument:
    """A document out of the exchange format.

    Args:
        document: what ``Document.to_dict()`` gave; fields that are not known are kept.

    Returns:
        StoredDocument, with the attributes of ``pq.Document``.

    Raises:
        InvalidInputError: it is no such document; the message names the first place that is wrong.

    Examples:
        >>> import pullquote as pq
        >>> pq.from_dict(pq.analyze("The pier was closed.", id="a").to_dict())
        StoredDocument(id="a", 20 characters, 0 quotes, 0 people)
    """
    if not isinstance(document, Mapping):
        message = f"document is a {type(document).__name__}; expected what Document.to_dict() gives"
        raise InvalidInputError(message)
    return StoredDocument(document)


def from_json(document: str | bytes) -> StoredDocument:
    r"""A document out of one line of JSON: of ``Document.to_json()``, or of ``pullquote annotate``.

    Args:
        document: the JSON, str or UTF-8.

    Returns:
        StoredDocument, with the attributes of ``pq.Document``.

    Raises:
        InvalidInputError: no JSON, or no such document.

    Examples:
        >>> import pullquote as pq
        >>> lines = [pq.analyze(text).to_json() for text in ("One.", "Two.")]
        >>> [pq.from_json(line).text for line in lines]
        ['One.', 'Two.']
    """
    try:
        value = json.loads(document)
    except (TypeError, ValueError) as error:
        message = f"no JSON of a document: {error}"
        raise InvalidInputError(message) from None
    return from_dict(value)
