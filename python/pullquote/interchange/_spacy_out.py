"""A document as spaCy's Doc: our tokens, the text unchanged, span groups for what spaCy has no place for.

spaCy's text is its tokens one after the other, so that white space and what we mask are tokens too
(``token._.is_masked``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from pullquote.errors import InvalidOptionError, MissingPackageError
from pullquote.interchange._documents import FACTS, AnyDocument, flat_entities, row_of
from pullquote.interchange._places import GROUPS, Places, Unit, cuts_of, is_in, iter_units
from pullquote.interchange.views import Row

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

#: Where a Doc keeps what its layers cannot hold, in ``doc.user_data``.
KEY = "pullquote"

#: Sentences inside quotations; those of depth 0 are spaCy's own.
INNER = "sentences_in_quotes"


def need_spacy() -> Any:
    """The spacy module.

    Raises:
        MissingPackageError: it is not installed.
    """
    try:
        import spacy.tokens
    except ImportError:
        message = 'spaCy is not installed: pip install "pullquote[spacy]"'
        raise MissingPackageError(message) from None
    return spacy


def to_spacy(document: AnyDocument, nlp: Language | None = None) -> Doc:
    """The document as a spaCy ``Doc``; ``doc.to_spacy(nlp)`` is the same.

    ``Doc.text`` is the article, unchanged, so that offsets are spaCy's ``start_char`` and ``end_char``.
    Tokens, ``tag_``, ``pos_``, ``lemma_`` and sentences are ours; ``doc.ents`` has the names and numbers
    and, as DATE and TIME, the times, none overlapping. Span groups have the rest:

    =================== =============================== ===================== ====================
    ``doc.spans[…]``    one span for                    ``label_``            ``id_``
    =================== =============================== ===================== ====================
    quotes              each quote, first to last part  kind                  ``quote.id``
    quotes_parts        each of its parts               kind                  ``quote.id``
    quotes_cues         its words of saying             their lemma           ``quote.id``
    quotes_speakers     the words that name its speaker ``speaker.kind``      ``quote.id``
    people              each mention of a person        name, role, pronoun   ``person.id``
    mentions            each mention, overlapping ones  as in OntoNotes       ``mentions/0``, …
    times               each time                       DATE, TIME, DURATION, ``times/0``, …
                                                        SET
    marks               marks that quote nobody         kind                  ``marks/0``, …
    boilerplate         masked stretches                kind                  ``boilerplate/0``, …
    sentences_in_quotes each sentence of depth 1        depth                 ``sentences/0``, …
    =================== =============================== ===================== ====================

    ``kb_id_`` is the person's id in quotes and their parts and speakers, in mentions the id of the entity.
    ``span._.pullquote`` is the row of the exchange format that a span stands for: of quotes, parts, cues
    and speakers the whole quote, so ``span._.pullquote["speaker"]["name"]``; of people the person.
    ``doc._.pullquote`` tells id, title, date, outlet, language, error and note. ``token._.is_quoted`` and
    ``token._.is_masked`` (white space, boilerplate) are booleans; ``is_quoted`` is None with ``quotes=False``.
    All this goes with ``Doc.to_bytes``, and with a ``DocBin`` that has ``store_user_data=True``.

    Args:
        document: what ``pq.analyze`` or a pipeline gave, or a ``StoredDocument``.
        nlp: the spaCy pipeline whose vocabulary the Doc gets; None for that of ``spacy.blank("en")``. It is
            not run: ``nlp(pq.to_spacy(doc, nlp))`` does that, and adds, say, its parse.

    Returns:
        ``spacy.tokens.Doc``.

    Raises:
        InvalidInputError: no document.
        InvalidOptionError: ``nlp`` is no pipeline.
        MissingPackageError: spaCy is not installed.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.to_spacy(pq.analyze('"We will not wait," Mayor Ana Ruiz said.'))
        >>> for span in doc.spans["quotes"]:
        ...     print(span._.pullquote["speaker"]["name"], span.label_, span.start, span.end, span.text)
        Ana Ruiz direct 1 6 We will not wait,
    """
    row = row_of(document)
    need_spacy()
    from spacy.tokens import Doc

    vocab = getattr(_blank() if nlp is None else nlp, "vocab", None)
    if vocab is None:
        message = f"nlp is a {type(nlp).__name__}; expected a spaCy pipeline (spacy.load, spacy.blank) or None"
        raise InvalidOptionError(message)
    set_extensions()
    text, tokens = row["text"], row["tokens"]
    units = list(iter_units(text, tokens, cuts_of(row)))
    starts_sentence = _sentence_starts(text, row["sentences"], units)
    told = [None if number is None else tokens[number] for _, _, _, number in units]
    is_space = [text[start:end].isspace() for start, end, _, _ in units]
    doc = Doc(
        vocab,
        words=[text[start:end] for start, end, _, _ in units],
        spaces=[has_space for _, _, has_space, _ in units],
        user_data={KEY: _kept(row, units)},
        tags=[(t and t["tag"]) or ("_SP" if s else "") for t, s in zip(told, is_space)],
        pos=[(t and t["pos"]) or ("SPACE" if s else "") for t, s in zip(told, is_space)],
        lemmas=[
            (t and t["lemma"]) or (text[u[0] : u[1]] if s else "")
            for t, s, u in zip(told, is_space, units)
        ],
        sent_starts=starts_sentence,
    )
    place = DocPlaces(doc)
    doc.set_ents([place.span(one, one["label"], one["entity_id"]) for one in flat_entities(row)])
    for name, spans in _groups(row, place):
        doc.spans[name] = spans
    return doc


@cache
def _blank() -> Any:
    """An English vocabulary, made once: it takes as long as hundreds of Docs."""
    return need_spacy().blank("en")


class DocPlaces(Places):
    """Where the tokens of a Doc are."""

    def __init__(self, doc: Any) -> None:
        super().__init__([token.idx for token in doc], [token.idx + len(token) for token in doc])
        self.doc = doc

    def span(self, row: Row, label: str, kb_id: str | None = None, id: str = "") -> Span:
        """A span of the tokens that a stretch of the text touches."""
        from spacy.tokens import Span

        first, last = self.tokens(row["start"], row["end"])
        return Span(self.doc, first, last, label=label, kb_id=kb_id or "", span_id=id)


def _sentence_starts(text: str, sentences: list[Row], units: list[Unit]) -> list[bool] | None:
    """Which tokens begin a sentence: of ours, or the masked text between two."""
    outer = [one for one in sentences if one["depth"] == 0]
    if not outer:
        return None
    found: list[bool] = []
    number, inside = -1, False
    for start, end, _, _ in units:
        begins = False
        if number + 1 < len(outer) and start >= outer[number + 1]["start"]:
            number, begins, inside = number + 1, True, True
        elif inside and start >= outer[number]["end"] and not text[start:end].isspace():
            begins, inside = True, False
        found.append(begins)
    found[0] = True
    return found


def _runs(units: list[Unit], chosen: list[bool]) -> list[list[int]]:
    """The stretches that the chosen tokens cover, neighbours joined."""
    runs: list[list[int]] = []
    was_chosen = False
    for (start, end, _, _), is_chosen in zip(units, chosen):
        if is_chosen and was_chosen:
            runs[-1][1] = end
        elif is_chosen:
            runs.append([start, end])
        was_chosen = is_chosen
    return runs


def _kept(row: Row, units: list[Unit]) -> Row:
    """What the Doc keeps beside its layers: the article's facts and the rows of the span groups."""
    tokens = row["tokens"]
    has_quoted = any(token["is_quoted"] is not None for token in tokens)
    quoted = [n is not None and bool(tokens[n]["is_quoted"]) for _, _, _, n in units]
    return {
        **{name: row[name] for name in FACTS},
        **{layer: row[layer] for layer in ("quotes", "people", *GROUPS)},
        "sentences": [one for one in row["sentences"] if one["depth"] > 0],
        "masked": _runs(units, [number is None for _, _, _, number in units]),
        "quoted": _runs(units, quoted) if has_quoted or not tokens else None,
    }


def _groups(row: Row, place: DocPlaces) -> Iterator[tuple[str, list[Span]]]:
    """The span groups, by name."""
    quotes: dict[str, list[Span]] = {
        "quotes": [],
        "quotes_parts": [],
        "quotes_cues": [],
        "quotes_speakers": [],
    }
    for quote in row["quotes"]:
        id, kind, cue, speaker = quote["id"], quote["kind"], quote["cue"], quote["speaker"]
        person = speaker and speaker["person_id"]
        quotes["quotes"].append(place.span(quote, kind, person, id))
        quotes["quotes_parts"] += [place.span(part, kind, person, id) for part in quote["parts"]]
        if cue:
            quotes["quotes_cues"].append(place.span(cue, cue["lemma"], None, id))
        if speaker and speaker["mention"]:
            spoken = place.span(speaker["mention"], speaker["kind"], person, id)
            quotes["quotes_speakers"].append(spoken)
    yield from quotes.items()
    for name, label in GROUPS.items():
        yield (
            name,
            [
                place.span(one, one[label], one.get("entity_id"), f"{name}/{number}")
                for number, one in enumerate(row[name])
            ],
        )
    yield (
        "people",
        [
            place.span(mention, mention["kind"], person["id"], person["id"])
            for person in row["people"]
            for mention in person["mentions"]
        ],
    )
    inner = (one for one in row["sentences"] if one["depth"] > 0)
    yield (
        INNER,
        [place.span(one, str(one["depth"]), None, f"sentences/{n}") for n, one in enumerate(inner)],
    )


def _article_of(doc: Any) -> Row | None:
    kept = doc.user_data.get(KEY)
    return kept and {name: kept[name] for name in FACTS}


def _row_of_span(span: Any) -> Row | None:
    """The row that a span stands for, by its id; None of a span that is not ours. No copy: a person may be long."""
    kept, id = span.doc.user_data.get(KEY), span.id_
    if not kept or not id:
        return None
    layer, _, number = id.partition("/")
    if layer in (*GROUPS, "sentences") and number.isdecimal() and int(number) < len(kept[layer]):
        return cast(Row, kept[layer][int(number)])
    for layer, letter in (("quotes", "q"), ("people", "p")):
        # Ids count from 1, so that the row mostly is where its id says.
        number, rows = id.rpartition(letter)[2], kept[layer]
        if number.isdecimal() and 0 < int(number) <= len(rows):
            row: Row = rows[int(number) - 1]
            if row["id"] == id:
                return row
    rows = (one for layer in ("quotes", "people") for one in kept[layer])
    return next((one for one in rows if one["id"] == id), None)


def _is_in(token: Any, name: str) -> bool | None:
    kept = token.doc.user_data.get(KEY)
    runs = kept and kept[name]
    if runs is None:
        return None
    return is_in(runs, token.idx)


def _is_quoted(token: Any) -> bool | None:
    return _is_in(token, "quoted")


def _is_masked(token: Any) -> bool | None:
    return _is_in(token, "masked")


def set_extensions() -> None:
    """Gives Doc, Span and Token our attributes under ``._``; an extension of the caller's own by that name stays."""
    from spacy.tokens import Doc, Span, Token

    for kind, name, getter in (
        (Doc, "pullquote", _article_of),
        (Span, "pullquote", _row_of_span),
        (Token, "is_quoted", _is_quoted),
        (Token, "is_masked", _is_masked),
    ):
        if not kind.has_extension(name):
            kind.set_extension(name, getter=getter)
