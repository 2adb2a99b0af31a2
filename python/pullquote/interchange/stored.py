"""A document read back from a file or from another library: the same attributes, no analysis.

Input: the exchange format (``Document.to_dict()``). The views of a layer are made when they are asked
for; each reads the row of the exchange format that it stands for.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from pullquote.errors import InvalidInputError
from pullquote.interchange._places import merged
from pullquote.interchange.schema import compiled, document_schema, find_faults
from pullquote.interchange.views import (
    Mark,
    Mention,
    Person,
    Quote,
    Region,
    Row,
    Sentence,
    TimeExpression,
    Token,
    View,
    day,
    plain,
)

_SCHEMA = document_schema()
_IS_VALID = compiled(_SCHEMA, _SCHEMA["$defs"])

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
        self._row: Row = plain(row)
        self.check()

    def check(self) -> None:
        """Checks every field, and that every span is true to its offsets.

        Raises:
            InvalidInputError: one is not.
        """
        if not _IS_VALID(self._row):
            for fault in find_faults(self._row, _SCHEMA, _SCHEMA["$defs"]):
                raise InvalidInputError(fault)
        if not _is_true(self._row, self._row["text"]):
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
        found: Row = plain(self._row)
        return found

    def to_json(self) -> str:
        """The exchange format as one line of JSON."""
        return json.dumps(self._row, ensure_ascii=False, separators=(",", ":"))

    def quoted(self) -> str:
        """The words in marks that quote somebody, one stretch a line."""
        spans = merged(
            (span["start"], span["end"])
            for quote in self._row["quotes"]
            for span in quote["parts" if quote["kind"] == "direct" else "quoted"]
        )
        return "\n".join(self.text[start:end] for start, end in spans)

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
        return day(self._told("date"))

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
    def _people_by_id(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def _quotes_by_id(self) -> dict[str, Quote]:
        return {quote.id: quote for quote in self.quotes}

    @cached_property
    def _mentions_by_id(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            if mention._row["entity_id"] is not None:
                found.setdefault(mention._row["entity_id"], []).append(mention)
        return found

    def person_of(self, id: str | None) -> Person | None:
        """The person with an id, if there is one."""
        return None if id is None else self._people_by_id.get(id)

    def quote_of(self, id: str | None) -> Quote | None:
        """The quote with an id, if there is one."""
        return None if id is None else self._quotes_by_id.get(id)

    def mentions_of(self, id: str) -> tuple[Mention, ...]:
        """The mentions of the entity with an id."""
        return tuple(self._mentions_by_id.get(id, ()))

    def to_spacy(self, nlp: Any = None) -> Any:
        """The document as a spaCy ``Doc``; see ``pq.to_spacy``."""
        from pullquote.interchange import to_spacy

        return to_spacy(self, nlp)


def _is_span(row: Row) -> bool:
    """Whether it is a stretch: what a later version adds may have fields by these names that are others."""
    kinds = (type(row.get("start")), type(row.get("end")), type(row.get("text")))
    return kinds == (int, int, str)


def _is_true(row: Row, text: str) -> bool:
    """Whether every stretch is what stands in the text at its offsets."""
    for name, value in row.items():
        for one in value if type(value) is list else (value,):
            if type(one) is dict:
                if _is_span(one):
                    start, end = one["start"], one["end"]
                    if not 0 <= start <= end <= len(text) or text[start:end] != one["text"]:
                        return False
                # Rows of these two hold no others.
                if name not in ("tokens", "sentences") and not _is_true(one, text):
                    return False
    return True


def _faults_of_spans(value: Any, text: str, where: str) -> Iterator[str]:
    """Stretches, at any depth, that are not what stands in the text at their offsets."""
    if isinstance(value, dict):
        if where and _is_span(value):
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
