"""A document out of spaCy's Doc: what the Doc holds now, with what ours kept beside it.

The Doc's tokens, sentences and span groups say what there is and where; of spans that came from
``to_spacy`` and are still in place, the kept row says the rest. So a round trip gives back every layer,
and what was moved, removed or added in spaCy is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pullquote.errors import InvalidInputError
from pullquote.interchange._documents import (
    FACTS,
    new_document,
    new_mention,
    new_quote,
    span_at,
)
from pullquote.interchange._places import GROUPS, is_in
from pullquote.interchange._spacy_out import INNER, KEY, DocPlaces, need_spacy
from pullquote.interchange.stored import StoredDocument
from pullquote.interchange.views import Row

if TYPE_CHECKING:
    from spacy.tokens import Doc


def from_spacy(doc: Doc) -> StoredDocument:
    """A document out of a spaCy ``Doc``: nothing is analysed anew.

    Of a Doc that ``to_spacy`` made, all layers come back as they were, but for what was changed in spaCy:
    tokens (if they were merged or split) with their tags and lemmas, sentences, and the spans in the groups
    that ``to_spacy`` describes. A quote whose span was removed from ``doc.spans["quotes"]`` is gone, one
    that was added is there; the spans of another id in ``quotes_parts``, ``quotes_cues`` and
    ``quotes_speakers`` are its parts, cue and speaker.

    Of any other Doc: its tokens, its sentences if it has any, ``doc.ents`` as mentions, and
    the spans of ``doc.spans["quotes"]`` as quotes (``label_`` is the kind, direct where it is empty) that
    have ``method`` "imported" and no other field. To analyse its text: ``pq.analyze(doc.text)``.

    Args:
        doc: spaCy's; its offsets are ours.

    Returns:
        StoredDocument, with the attributes of ``pq.Document``.

    Raises:
        InvalidInputError: no Doc, or a label that the exchange format does not have.
        MissingPackageError: spaCy is not installed.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze('"We will not wait," Mayor Ana Ruiz said.')
        >>> pq.from_spacy(pq.to_spacy(doc)).to_dict() == doc.to_dict()
        True
    """
    need_spacy()
    from spacy.tokens import Doc

    if not isinstance(doc, Doc):
        message = f"doc is a {type(doc).__name__}; expected a spaCy Doc"
        raise InvalidInputError(message)
    return StoredDocument(_Reader(doc).document())


class _Reader:
    """Reads one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc: Any = doc
        self.text: str = doc.text
        self.kept: Row = doc.user_data.get(KEY) or {}
        self.place = DocPlaces(doc)
        # What was no token of ours; a control character may be one, and white space to spaCy.
        masked = self.kept.get("masked")
        self.is_word = [not (t.is_space if masked is None else is_in(masked, t.idx)) for t in doc]

    def document(self) -> Row:
        """The exchange format."""
        return new_document(
            self.text,
            **{name: self.kept[name] for name in FACTS if name in self.kept},
            tokens=self.tokens(),
            sentences=self.sentences(),
            mentions=self.mentions(),
            quotes=self.quotes(),
            people=self.people(),
            **{
                name: self.rows(name, **unknown)
                for name, unknown in (
                    ("times", {"value": None, "first_day": None, "last_day": None}),
                    ("marks", {}),
                    ("boilerplate", {}),
                )
            },
        )

    def group(self, name: str) -> list[Any]:
        """The spans of a group, in its order."""
        return list(self.doc.spans[name]) if name in self.doc.spans else []

    def settled(self, row: Row | None, span: Any) -> Row:
        """The stretch of a kept row if its span is still in place, else that of the span."""
        if row is not None and self.place.tokens(row["start"], row["end"]) == (
            span.start,
            span.end,
        ):
            return {name: row[name] for name in ("start", "end", "text")}
        return span_at(self.text, span.start_char, span.end_char)

    def tokens(self) -> list[Row]:
        quoted = self.kept.get("quoted")
        return [
            {
                **span_at(self.text, token.idx, token.idx + len(token)),
                "tag": token.tag_ or None,
                "pos": token.pos_ or None,
                "lemma": token.lemma_ or None,
                "is_quoted": None if quoted is None else is_in(quoted, token.idx),
            }
            for token, is_word in zip(self.doc, self.is_word)
            if is_word
        ]

    def sentences(self) -> list[Row]:
        found: list[Row] = []
        if self.doc.has_annotation("SENT_START"):
            for sentence in self.doc.sents:
                words = [t for t in range(sentence.start, sentence.end) if self.is_word[t]]
                if words:
                    start, end = self.place.starts[words[0]], self.place.ends[words[-1]]
                    found.append({**span_at(self.text, start, end), "depth": 0})
        for span in self.group(INNER):
            row = self.kept_row("sentences", span)
            depth = int(span.label_) if span.label_.isdigit() else 1
            found.append({**self.settled(row, span), "depth": depth})
        return sorted(found, key=lambda one: (one["start"], one["depth"]))

    def kept_row(self, layer: str, span: Any) -> Row | None:
        """The row that a span was made of."""
        name, _, number = span.id_.partition("/")
        rows = self.kept.get(layer, ())
        if name != layer or not number.isdigit() or int(number) >= len(rows):
            return None
        found: Row = rows[int(number)]
        return found

    def rows(self, layer: str, **unknown: Any) -> list[Row]:
        """A layer that is a span group: its label, with the rest as it was kept."""
        found = []
        for span in self.group(layer):
            row = self.kept_row(layer, span)
            known = row or (
                {**unknown, "method": "imported"} if layer != "boilerplate" else unknown
            )
            label = {GROUPS[layer]: span.label_}
            found.append({**known, **self.settled(row, span), **label})
        return found

    def mentions(self) -> list[Row]:
        if "mentions" not in self.doc.spans:
            return [
                new_mention(
                    span_at(self.text, one.start_char, one.end_char),
                    one.label_,
                    entity_id=one.kb_id_ or None,
                )
                for one in self.doc.ents
            ]
        found = []
        for span in self.group("mentions"):
            row = self.kept_row("mentions", span)
            known = row or new_mention({}, span.label_)
            place = {
                **self.settled(row, span),
                "label": span.label_,
                "entity_id": span.kb_id_ or None,
            }
            found.append({**known, **place})
        return found

    def people(self) -> list[Row]:
        """The persons that were kept, with the mentions that their group has now."""
        by_id: dict[str, list[Any]] = {}
        for span in self.group("people"):
            by_id.setdefault(span.id_, []).append(span)
        found = []
        for person in self.kept.get("people", ()):
            was = {self.place.tokens(m["start"], m["end"]): m for m in person["mentions"]}
            mentions = [
                {**self.settled(was.get((s.start, s.end)), s), "kind": s.label_}
                for s in by_id.get(person["id"], ())
            ]
            found.append({**person, "mentions": mentions})
        return found

    def quotes(self) -> list[Row]:
        kept = {quote["id"]: quote for quote in self.kept.get("quotes", ())}
        parts: dict[str, list[Any]] = {}
        for part in self.group("quotes_parts"):
            parts.setdefault(part.id_, []).append(part)
        cues = {span.id_: span for span in reversed(self.group("quotes_cues"))}
        speakers = {span.id_: span for span in reversed(self.group("quotes_speakers"))}
        spans = self.group("quotes")
        ids = {span.id_ for span in spans}
        found = []
        for number, span in enumerate(spans, 1):
            was = kept.get(span.id_) if span.id_ else None
            own = parts.get(span.id_, []) if span.id_ else []
            quote = new_quote(
                span.id_ or _free(f"q{number}", ids),
                self.parts(was, own or [span]),
                kind=span.label_ or "direct",
                cue=self.cue(was, cues.get(span.id_) if span.id_ else None),
                speaker=self.speaker(was, speakers.get(span.id_) if span.id_ else None),
            )
            if was is not None:
                same = ("kind", "said", "parts", "cue", "speaker", "reason", "start", "end", "text")
                quote |= {name: value for name, value in was.items() if name not in same}
                quote["reason"] = (
                    was["reason"] if quote["speaker"] == was["speaker"] else quote["reason"]
                )
                quote["parent_id"] = was["parent_id"] if was["parent_id"] in ids else None
            quote["text"] = self.text[quote["start"] : quote["end"]]
            found.append(quote)
        return found

    def parts(self, was: Row | None, spans: list[Any]) -> list[Row]:
        places = {self.place.tokens(p["start"], p["end"]): p for p in was["parts"]} if was else {}
        return [self.settled(places.get((s.start, s.end)), s) for s in spans]

    def cue(self, was: Row | None, span: Any | None) -> Row | None:
        if span is None:
            return None
        return {**self.settled(was and was["cue"], span), "lemma": span.label_ or span.lemma_}

    def speaker(self, was: Row | None, span: Any | None) -> Row | None:
        """As it was, if the words that name the speaker are where they were; else those words."""
        known: Row | None = was and was["speaker"]
        mention: Row | None = known and known["mention"]
        if span is None:
            return known if mention is None else None
        place = self.settled(mention, span)
        person = span.kb_id_ or None
        if (
            known
            and place == mention
            and (known["person_id"], known["kind"]) == (person, span.label_)
        ):
            return known
        names = {one["id"]: one["name"] for one in self.kept.get("people", ())}
        return {
            "name": names.get(person, place["text"]),
            "kind": span.label_ or "name",
            "person_id": person if person in names else None,
            "mention": place,
        }


def _free(id: str, taken: set[str]) -> str:
    """An id that no other quote has."""
    while id in taken:
        id += "'"
    taken.add(id)
    return id
