"""Documents as CoNLL-U: one block a sentence, one line a token, offsets, names and quotes in MISC.

The columns of syntax (FEATS, HEAD, DEPREL, DEPS) are empty: pullquote does not parse. What no column
holds stands in one comment at the head of an article, ``# pullquote = {…}``: the exchange format without
tokens and sentences, text included, so that reading it back loses nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote as percent

from pullquote._options import check_flag
from pullquote.interchange._documents import AnyDocument, flat_entities, rows_of
from pullquote.interchange.views import Row

#: The comment that holds what no column does.
RECORD = "pullquote"

_RESERVED = re.compile(r"[%|;=,\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SEPARATORS = dict.fromkeys(range(0x1C, 0x20), "\ufffd")
# What ends a line for `str.splitlines`, by which readers may go.
_LINE_END = re.compile(r"[\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]")


def to_conllu(documents: AnyDocument | Iterable[AnyDocument], *, with_record: bool = True) -> str:
    r"""Documents as CoNLL-U (v2), to be written to a file as UTF-8.

    Sentences of depth 0, in order; ``# newdoc id`` before the first of each article, ``# sent_id`` and
    ``# text`` for each. FORM, LEMMA, UPOS, XPOS are ours, the other columns ``_``. In MISC:

    ============== =================================================================================
    TokenRange     ``start:end``, code points into the article
    SpaceAfter     ``No`` where the next token follows at once
    NER            names, numbers, dates and times as in ``doc.ents``: ``B-PERSON``, ``I-PERSON``, ``O``
    EntityId       on the first token of a name: the person's or entity's id
    Quote          the quotes whose parts hold the token, by number in the article: ``B-1:direct``,
                   ``I-1:direct``; several with ``;``
    Cue            the numbers of the quotes whose words of saying it belongs to
    Source         of the quotes whose speaker it names number and kind of speaker: ``1:name``
    Speaker        on the first token of a quote: ``1:name``
    ============== =================================================================================

    The control characters U+001C to U+001F are U+FFFD in FORM and LEMMA. ``% | ; = ,`` and control characters in a name or id are percent-encoded. An article without a token
    is a block of comments alone: the ``conllu`` package reads it as a sentence without tokens.

    Args:
        documents: one or several.
        with_record: False leaves the comment ``# pullquote`` out, which holds the text and all layers:
            the file is half as large, and ``from_conllu`` reads what the columns hold.

    Returns:
        The file's content; empty for no documents.

    Raises:
        InvalidInputError: no documents.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze("The pier, she said, was closed.", id="a1")
        >>> print(pq.to_conllu(doc, with_record=False).expandtabs(1))
        # newdoc id = a1
        # language = en
        # sent_id = a1-s1
        # text = The pier, she said, was closed.
        1 The the DET DT _ _ _ _ NER=O|Quote=B-1:indirect|TokenRange=0:3
        ...
    """
    check_flag("with_record", with_record)
    return "".join(line for row in rows_of(documents) for line in _article(row, with_record))


def _article(row: Row, with_record: bool) -> Iterable[str]:
    """The lines of one article, each with its end."""
    yield f"# newdoc id = {one_line(row['id'])}\n" if row["id"] else "# newdoc\n"
    for name in ("title", "date", "outlet", "language"):
        if row[name]:
            yield f"# {name} = {one_line(row[name])}\n"
    if with_record:
        kept = {name: value for name, value in row.items() if name not in ("tokens", "sentences")}
        kept["sentences"] = [one for one in row["sentences"] if one["depth"] > 0]
        quoted = [token["is_quoted"] for token in row["tokens"]]
        kept["is_quoted"] = None if None in quoted else _runs(quoted)
        yield f"# {RECORD} = {json.dumps(kept, separators=(',', ':'))}\n"
    if not row["tokens"]:
        yield "\n"
        return
    tokens, misc = row["tokens"], _misc(row)
    for number, (start, end, first, last) in enumerate(_sentences(row), 1):
        prefix = f"{row['id']}-" if row["id"] else ""
        yield f"# sent_id = {one_line(prefix)}s{number}\n"
        words: list[str] = []
        lines: list[str] = []
        for index in range(first, last):
            token = tokens[index]
            follows = index + 1 < len(tokens) and tokens[index + 1]["start"] == token["end"]
            if follows:
                misc[index].append("SpaceAfter=No")
            misc[index].append(f"TokenRange={token['start']}:{token['end']}")
            words.append(as_cell(token["text"]) + ("" if follows or index + 1 == last else " "))
            lemma, pos, tag = (token[name] or "_" for name in ("lemma", "pos", "tag"))
            cells = (
                index - first + 1,
                as_cell(token["text"]),
                as_cell(lemma),
                pos,
                tag,
                "_",
                "_",
                "_",
                "_",
            )
            order = sorted(misc[index], key=lambda one: one.partition("=")[0].lower())
            lines.append("\t".join([*map(str, cells), "|".join(order)]) + "\n")
        if (start, end) != (tokens[first]["start"], tokens[last - 1]["end"]):
            yield f"# text_range = {start}:{end}\n"
        yield f"# text = {''.join(words)}\n"
        yield from lines
        yield "\n"


def _sentences(row: Row) -> Iterable[tuple[int, int, int, int]]:
    """Sentences of depth 0: start, end, and their tokens as a range. Every token is in one."""
    tokens = row["tokens"]
    outer = [one for one in row["sentences"] if one["depth"] == 0]
    first = 0
    for number, one in enumerate(outer):
        # What stands between two goes with the first of them.
        limit = outer[number + 1]["start"] if number + 1 < len(outer) else len(row["text"]) + 1
        last = first
        while last < len(tokens) and tokens[last]["start"] < limit:
            last += 1
        if last > first:
            yield one["start"], one["end"], first, last
        first = last
    if first < len(tokens):
        yield tokens[first]["start"], tokens[-1]["end"], first, len(tokens)


def _runs(flags: list[bool]) -> list[list[int]]:
    """The numbers of the tokens that are so, as ranges."""
    runs: list[list[int]] = []
    for number, flag in enumerate(flags):
        if flag and runs and runs[-1][1] == number:
            runs[-1][1] = number + 1
        elif flag:
            runs.append([number, number + 1])
    return runs


def _misc(row: Row) -> list[list[str]]:
    """The values of MISC, for each token."""
    tokens = row["tokens"]
    starts = {token["start"]: number for number, token in enumerate(tokens)}

    def covered(span: Row) -> range:
        first = starts.get(span["start"])
        if first is None:
            return range(0)
        last = first
        while last < len(tokens) and tokens[last]["start"] < span["end"]:
            last += 1
        return range(first, last)

    names = ["O"] * len(tokens)
    more: list[dict[str, list[str]]] = [{} for _ in tokens]
    for entity in flat_entities(row):
        place = covered(entity)
        for index in place:
            names[index] = f"{'B' if index == place.start else 'I'}-{entity['label']}"
        if place and entity["entity_id"]:
            more[place.start]["EntityId"] = [escaped(entity["entity_id"])]
    for number, quote in enumerate(row["quotes"], 1):
        speaker = quote["speaker"]
        for part in quote["parts"]:
            place = covered(part)
            for index in place:
                prefix = "B" if index == place.start else "I"
                more[index].setdefault("Quote", []).append(f"{prefix}-{number}:{quote['kind']}")
        place = covered(quote["parts"][0])
        if place and speaker and speaker["name"]:
            more[place.start].setdefault("Speaker", []).append(
                f"{number}:{escaped(speaker['name'])}"
            )
        for name, span in (("Cue", quote["cue"]), ("Source", speaker and speaker["mention"])):
            for index in covered(span) if span else ():
                kind = f":{speaker['kind']}" if name == "Source" else ""
                more[index].setdefault(name, []).append(f"{number}{kind}")
    return [
        [f"NER={name}", *(f"{key}={';'.join(values)}" for key, values in added.items())]
        for name, added in zip(names, more)
    ]


def escaped(value: str) -> str:
    """A name or id as a part of MISC.

    Examples:
        >>> escaped("Ruiz, Ana"), escaped("José")
        ('Ruiz%2C Ana', 'José')
    """
    return _RESERVED.sub(lambda found: percent(found[0], safe=""), value)


def as_cell(word: str) -> str:
    """A word as FORM or LEMMA: the control characters that Python holds for white space are U+FFFD.

    They are tokens of ours, but readers strip them or break lines at them.

    Examples:
        >>> as_cell("café"), as_cell(chr(31))
        ('café', '\ufffd')
    """
    return word.translate(_SEPARATORS)


def one_line(value: str) -> str:
    """A text as the value of a comment: what ends a line is a space."""
    return _LINE_END.sub(" ", value)
