"""Documents out of CoNLL-U: of ours all layers, of others' tokens, sentences, names and what MISC has of quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from pullquote.errors import InvalidInputError
from pullquote.interchange._conllu_out import RECORD, as_cell
from pullquote.interchange._documents import new_document, new_mention, new_quote, span_at
from pullquote.interchange._places import is_in, merged
from pullquote.interchange.schema import KINDS, SPEAKER_KINDS
from pullquote.interchange.stored import StoredDocument
from pullquote.interchange.views import Row

_RANGE = re.compile(r"([0-9]+):([0-9]+)")


def from_conllu(source: str | Iterable[str]) -> list[StoredDocument]:
    """Documents out of CoNLL-U: nothing is analysed anew.

    Of what ``to_conllu`` wrote: tokens and sentences are those of the columns, all else is what the comment
    ``# pullquote`` says, which wins over MISC; so documents come back as they were. Without that comment, and
    of files by others: tokens, sentences, names (``NER`` or ``ner`` in MISC: BIO or BIOES) and, from the
    fields of MISC that ``to_conllu`` names, quotes with kind, parts, cue and speaker, with ``method``
    "imported". The text is then made of the tokens: at the offsets of ``TokenRange`` if the first has one,
    else with the spaces that ``SpaceAfter`` leaves and a line break between sentences.

    Words of a multi-word token (``1-2``) are its parts without a place of their own: the line of the
    whole is the token. Empty nodes (``1.1``) are left out.

    Args:
        source: the content of a file, or its lines.

    Returns:
        One StoredDocument for each ``# newdoc``, or one for a file that has none.

    Raises:
        InvalidInputError: a line that is no CoNLL-U, a token that does not stand at its offsets; the
            message names the line.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze('"We will not wait," Mayor Ana Ruiz said.', id="a1")
        >>> [again] = pq.from_conllu(pq.to_conllu(doc))
        >>> again.to_dict() == doc.to_dict()
        True
        >>> [again] = pq.from_conllu(pq.to_conllu(doc, with_record=False))
        >>> again.quotes[0].speaker.name, again.quotes[0].said
        ('Ana Ruiz', 'We will not wait,')
    """
    if isinstance(source, (bytes, Mapping)) or not isinstance(source, Iterable):
        message = f"source is a {type(source).__name__}; expected a str, or the lines of a file"
        raise InvalidInputError(message)
    lines = source.split("\n") if isinstance(source, str) else source
    return [StoredDocument(article.document()) for article in _articles(lines)]


class _Word:
    """A token's line."""

    __slots__ = ("form", "lemma", "line", "misc", "pos", "starts_sentence", "tag")

    def __init__(self, cells: list[str], line: int, starts_sentence: bool) -> None:
        self.form, self.line, self.starts_sentence = cells[1], line, starts_sentence
        self.lemma = None if cells[2] == "_" and cells[1] != "_" else cells[2]
        self.pos, self.tag = (None if cell == "_" else cell for cell in cells[3:5])
        pairs = (pair.partition("=") for pair in cells[9].split("|"))
        self.misc = {name: value for name, _, value in pairs if value}


class _Article:
    """The lines of one article."""

    def __init__(self) -> None:
        self.told: dict[str, str] = {}
        self.words: list[_Word] = []
        # Of sentences that begin before their first token or end behind their last.
        self.ranges: dict[int, tuple[int, int]] = {}
        self.record: Row | None = None
        self.is_begun = False

    def document(self) -> Row:
        """The exchange format."""
        record = self.record
        if record is None:
            text, places = self._joined()
        else:
            text, places = str(record.get("text", "")), self._ranges()
        tokens = [
            {
                **self._checked(text, word, place),
                "tag": word.tag,
                "pos": word.pos,
                "lemma": text[place[0] : place[1]] if word.lemma == word.form else word.lemma,
                "is_quoted": None,
            }
            for word, place in zip(self.words, places)
        ]
        sentences = self._sentences(text, tokens)
        if record is not None:
            return _completed(record, tokens, sentences)
        known = {name: self.told.get(name) for name in ("id", "title", "outlet", "language")}
        date = self.told.get("date", "")
        quotes = _quotes(text, tokens, self.words, known["id"])
        if quotes:
            # The words of direct quotes: of a mixed one MISC does not say which are in marks.
            direct = [quote for quote in quotes if quote["kind"] == "direct"]
            runs = merged((p["start"], p["end"]) for quote in direct for p in quote["parts"])
            for token in tokens:
                token["is_quoted"] = is_in(runs, token["start"])
        return new_document(
            text,
            **known,
            date=date if re.fullmatch(r"\d{4}-\d{2}-\d{2}", date) else None,
            tokens=tokens,
            sentences=sentences,
            mentions=_mentions(text, tokens, self.words),
            quotes=quotes,
        )

    def _ranges(self) -> list[tuple[int, int]]:
        found = []
        for word in self.words:
            place = _RANGE.fullmatch(word.misc.get("TokenRange", ""))
            if place is None:
                message = f"line {word.line}: no TokenRange=start:end in MISC"
                raise InvalidInputError(message)
            found.append((int(place[1]), int(place[2])))
        return found

    def _joined(self) -> tuple[str, list[tuple[int, int]]]:
        """The text that the tokens make, and where they stand in it."""
        if self.words and "TokenRange" in self.words[0].misc:
            places = self._ranges()
            text: list[str] = []
            end = 0
            for word, place in zip(self.words, places):
                if place[0] < end or place[1] - place[0] != len(word.form):
                    message = f"line {word.line}: TokenRange is {place[0]}:{place[1]}; the token before ends at {end}, and {word.form!r} has {len(word.form)} code points"
                    raise InvalidInputError(message)
                # A gap that a file invents must not cost memory: what is left out is at most an article.
                if place[0] - end > _WIDEST_GAP:
                    message = f"line {word.line}: TokenRange leaves out {place[0] - end} code points; expected {_WIDEST_GAP} at most"
                    raise InvalidInputError(message)
                text += [" " * (place[0] - end), word.form]
                end = place[1]
            return "".join(text), places
        text, places, end = [], [], 0
        for number, word in enumerate(self.words):
            gap = "\n" if word.starts_sentence else " "
            if number == 0 or self.words[number - 1].misc.get("SpaceAfter") == "No":
                gap = ""
            text += [gap, word.form]
            places.append((end + len(gap), end + len(gap) + len(word.form)))
            end = places[-1][1]
        return "".join(text), places

    def _checked(self, text: str, word: _Word, place: tuple[int, int]) -> Row:
        if as_cell(text[place[0] : place[1]]) != word.form:
            message = f"line {word.line}: the token is {word.form!r}; text[{place[0]}:{place[1]}] is {text[place[0] : place[1]]!r}"
            raise InvalidInputError(message)
        return span_at(text, *place)

    def _sentences(self, text: str, tokens: list[Row]) -> list[Row]:
        first = [number for number, word in enumerate(self.words) if word.starts_sentence]
        found = []
        for number, after in zip(first, [*first[1:], len(tokens)]):
            place = (tokens[number]["start"], tokens[after - 1]["end"])
            found.append({**span_at(text, *self.ranges.get(number, place)), "depth": 0})
        return found


#: Code points between two tokens of a file that does not have the text.
_WIDEST_GAP = 1_000_000


def _articles(lines: Iterable[str]) -> Iterator[_Article]:
    """The articles of a file, by ``# newdoc``."""
    article = _Article()
    starts_sentence = True
    # The last word of the multi-word token that is being read.
    inside = 0
    place: tuple[int, int] | None = None
    for number, raw in enumerate(lines, 1):
        if not isinstance(raw, str):
            message = f"line {number} is a {type(raw).__name__}; expected a str"
            raise InvalidInputError(message)
        line = raw.rstrip("\r\n")
        if not line:
            starts_sentence, inside, place = True, 0, None
        elif line.startswith("#"):
            name, _, value = line[1:].partition("=")
            name, value = name.strip(), value.strip()
            if name in ("newdoc", "newdoc id"):
                if article.is_begun:
                    yield article
                article = _Article()
                name = "id"
            elif name == RECORD:
                article.record = _record(value, number)
            elif name == "text_range" and (found := _RANGE.fullmatch(value)):
                place = (int(found[1]), int(found[2]))
            if value:
                article.told.setdefault(name, value)
            article.is_begun = True
        else:
            cells = line.split("\t")
            if (
                len(cells) != 10
                or not re.fullmatch(r"[0-9]+([-.][0-9]+)?", cells[0])
                or not cells[1]
            ):
                message = f"line {number}: {line[:60]!r} is no token; expected ten columns with tabs between"
                raise InvalidInputError(message)
            first, _, last = cells[0].partition("-")
            if "." in cells[0] or (not last and int(first) <= inside):
                continue
            inside = int(last) if last else inside
            if place is not None and starts_sentence:
                article.ranges[len(article.words)] = place
            article.words.append(_Word(cells, number, starts_sentence))
            article.is_begun, starts_sentence = True, False
    if article.is_begun:
        yield article


def _record(value: str, line: int) -> Row:
    try:
        record = json.loads(value)
    except ValueError as error:
        message = f"line {line}: # {RECORD} holds no JSON: {error}"
        raise InvalidInputError(message) from None
    if not isinstance(record, dict):
        message = f"line {line}: # {RECORD} is a {type(record).__name__}; expected an object"
        raise InvalidInputError(message)
    return record


def _completed(record: Row, tokens: list[Row], sentences: list[Row]) -> Row:
    """The record with its tokens and sentences, in the order of the exchange format."""
    runs = record.pop("is_quoted", None)
    if runs is not None:
        for token in tokens:
            token["is_quoted"] = False
        for first, last in runs:
            for token in tokens[first:last]:
                token["is_quoted"] = True
    every = [*sentences, *record.get("sentences", [])]
    record["sentences"] = sorted(every, key=lambda one: (one["start"], one["depth"]))
    return new_document(str(record.pop("text", "")), **{**record, "tokens": tokens})


def _mentions(text: str, tokens: list[Row], words: list[_Word]) -> list[Row]:
    """Names out of BIO or BIOES."""
    found: list[Row] = []
    label = ""
    for token, word in zip(tokens, words):
        prefix, _, name = (word.misc.get("NER") or word.misc.get("ner") or "O").partition("-")
        if prefix in ("B", "S") or (prefix in ("I", "E") and name != label):
            entity = word.misc.get("EntityId")
            id = unquote(entity) if entity else None
            found.append(
                new_mention(span_at(text, token["start"], token["end"]), name, entity_id=id)
            )
        elif prefix in ("I", "E"):
            found[-1] |= span_at(text, found[-1]["start"], token["end"])
        label = name if prefix in ("B", "I") else ""
    return found


def _quotes(text: str, tokens: list[Row], words: list[_Word], id: str | None) -> list[Row]:
    """Quotes out of ``Quote``, ``Cue``, ``Source`` and ``Speaker``."""
    parts: dict[int, list[Row]] = {}
    kinds: dict[int, str] = {}
    cues: dict[int, list[int]] = {}
    sources: dict[int, list[int]] = {}
    names: dict[int, str] = {}
    speaker_kinds: dict[int, str] = {}
    for index, (token, word) in enumerate(zip(tokens, words)):
        for prefix, number, kind in re.findall(
            r"([BI])-([0-9]+)(?::(\w+))?", word.misc.get("Quote", "")
        ):
            own = parts.setdefault(int(number), [])
            kinds.setdefault(int(number), kind)
            if prefix == "B" or not own:
                own.append(span_at(text, token["start"], token["end"]))
            else:
                own[-1] = span_at(text, own[-1]["start"], token["end"])
        for name, places in (("Cue", cues), ("Source", sources)):
            for number, kind in re.findall(r"([0-9]+)(?::(\w+))?", word.misc.get(name, "")):
                places.setdefault(int(number), []).append(index)
                if kind in SPEAKER_KINDS:
                    speaker_kinds[int(number)] = kind
        for number, spoken in re.findall(r"([0-9]+):([^;]+)", word.misc.get("Speaker", "")):
            names[int(number)] = unquote(spoken)

    def stretch(indices: list[int]) -> Row:
        return span_at(text, tokens[indices[0]]["start"], tokens[indices[-1]]["end"])

    found = []
    for number, own in sorted(parts.items()):
        cue: Row | None = None
        if number in cues:
            first = cues[number][0]
            cue = {
                **stretch(cues[number]),
                "lemma": tokens[first]["lemma"] or tokens[first]["text"],
            }
        speaker: dict[str, Any] | None = None
        if number in names or number in sources:
            mention = stretch(sources[number]) if number in sources else None
            speaker = {
                "name": names.get(number),
                "kind": speaker_kinds.get(number, "name" if mention else "none"),
                "person_id": None,
                "mention": mention,
            }
        kind = kinds[number] if kinds[number] in KINDS else "direct"
        quote_id = f"{id}:q{number}" if id else f"q{number}"
        quote = new_quote(quote_id, own, kind=kind, cue=cue, speaker=speaker)
        quote["text"] = text[quote["start"] : quote["end"]]
        found.append(quote)
    return found
