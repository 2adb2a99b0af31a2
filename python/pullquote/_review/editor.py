"""A table of quotes while a reviewer's decisions are put into it, one after the other.

Contract: an entry is applied, or listed with a reason; a row that no entry is about stays as it is. An entry
is about the row with its article, offsets and words, or with those that the reviewer gave. Cost: O(rows +
entries), and of an article's quotes for each that is added or does not fit.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pullquote import _core
from pullquote._columns import open_columns
from pullquote._options import SPEECH, quoted
from pullquote._quotations import label_of, listed, text_or_none, values_of
from pullquote._review.corrections import Claim, Corrections, Entry, text_hash
from pullquote._review.rows import Row, edited
from pullquote._review.texts import clean, number_or_none, read_whole
from pullquote._review.words import count_words, marked, words_in_marks
from pullquote._sources import is_missing
from pullquote._tables import Kind, New, build
from pullquote.errors import InvalidInputError

_UNFIT = ("entry", "article_id", "quote_id", "start", "end", "text", "verdict", "reason")
_IDENTITY = ("identity_id", "identity_name", "identity_method")
#: From this on two stretches are the same quotation, found otherwise.
_SAME = 0.5


@dataclass
class Change:
    """What the numbers of an article or a person lose or gain."""

    quotes: int = 0
    words: int = 0

    def add(self, row: Row, sign: int) -> None:
        if row.get("status", "said") in SPEECH:
            self.quotes += sign
            self.words += sign * words_in_marks(row)


@dataclass
class _Place:
    """A row of quotes as far as entries are found by it."""

    row: int
    start: int
    end: int
    text: str | None
    quote: str
    is_dropped: bool = False


@dataclass
class Editor:
    """The table of quotes while corrections are put into it."""

    given: dict[str, Any]
    corrections: Corrections
    articles: Any
    unfit: list[tuple[Entry, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    #: By article, and by (article, person).
    changes: dict[Any, Change] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._table = table = open_columns(self.given["quotes"], "quotes")
        n = table.n_rows
        if table.names:
            for name in ("article_id", "start", "end"):
                if name not in table.names:
                    message = (
                        f"quotes has no column {name!r}; columns there are: {quoted(table.names)}"
                    )
                    raise InvalidInputError(message)
        names = ("article_id", "start", "end", "text", "quote_id")
        columns = [values_of(table, name, n) for name in names]
        self._places: dict[str, list[_Place]] = {}
        self._index: dict[tuple[str, int, int], list[_Place]] = {}
        for row, (article, start, end, text, quote) in enumerate(zip(*columns)):
            first, last = number_or_none(start), number_or_none(end)
            if first is None or last is None:
                message = f"quotes has no start or end in row {row}; expected code points"
                raise InvalidInputError(message)
            words = None if is_missing(text) else clean(text)
            place = _Place(row, first, last, words, label_of(quote))
            label = label_of(article)
            self._places.setdefault(label, []).append(place)
            self._index.setdefault((label, first, last), []).append(place)
        self._columns: dict[str, list[Any]] = {}
        self._changed: dict[int, Row] = {}
        self._speakers: dict[str, dict[Any, int]] = {}
        self._who: list[list[Any]] = []
        self._added: list[tuple[str, Row]] = []
        self._marks: list[str | None] = [
            text_or_none(mark) for mark in values_of(table, "corrected", n)
        ]
        # Nested values are JSON in files of CSV.
        self._is_flat = any(isinstance(v, str) for v in values_of(table, "parts", min(n, 50))[:50])
        self._texts = None if self.articles is None else read_whole(self.articles)
        self._people = self._read_people()
        self._known = self._read_articles()

    def _read_people(self) -> dict[tuple[str, str], Row]:
        """The people by article and name."""
        if "people" not in self.given:
            return {}
        table = open_columns(self.given["people"], "people")
        names = ["article_id", "name", "person_id", *_IDENTITY]
        people: dict[tuple[str, str], Row] = {}
        for values in zip(*(values_of(table, name, table.n_rows) for name in names)):
            row = dict(zip(names, values))
            people.setdefault((label_of(row["article_id"]), str(row["name"])), row)
        return people

    def _read_articles(self) -> dict[str, Row]:
        if "articles" not in self.given:
            return {}
        table = open_columns(self.given["articles"], "articles")
        names = ("article_id", "n_chars", "date", "outlet", "title")
        columns = [values_of(table, name, table.n_rows) for name in names]
        return {label_of(row[0]): dict(zip(names, row)) for row in zip(*columns)}

    # What is in the table

    def _row(self, number: int) -> Row:
        """A row as it is now."""
        if number not in self._changed:
            for name in self._table.names:
                if name not in self._columns:
                    self._columns[name] = self._table.column(name)
            return {name: self._columns[name][number] for name in self._table.names}
        return self._changed[number]

    def _at(self, entry: Entry) -> _Place | None:
        """The row that an entry is about: where it was found, or where the reviewer says that it stands."""
        spans = [(entry.start, entry.end, entry.text)]
        if entry.truth is not None:
            spans.append((entry.truth.start, entry.truth.end, entry.truth.text))
        for start, end, text in spans:
            there = self._index.get((entry.article, start, end), [])
            same = [one for one in there if one.text in (None, text)]
            if same:
                return next((one for one in same if one.quote == entry.quote), same[0])
        return None

    def _like(self, entry: Entry) -> _Place | None:
        """The row that has most in common with an entry, if it is enough to be the same."""
        best, most = None, 0.0
        for one in self._places.get(entry.article, []):
            shared = min(one.end, entry.end) - max(one.start, entry.start)
            share = shared / (max(one.end, entry.end) - min(one.start, entry.start))
            if share > most and not one.is_dropped:
                best, most = one, share
        return best if most >= _SAME else None

    def _misfit(self, entry: Entry, claim: Claim, is_new: bool) -> str | None:
        """Why words cannot stand where a reviewer says, if that can be told."""
        if self._texts is not None:
            whole = self._texts.get(entry.article)
            if whole is None:
                return "no such article"
            text = whole.pieces[0][1]
            if all(text[start:end] == words for start, end, words in claim.parts):
                return None
            then = self.corrections.articles[entry.article].text_hash
            changed = then is not None and then != text_hash(text)
            return "the article's text has changed" if changed else "the text is another there"
        if is_new and entry.article not in self._places and entry.article not in self._known:
            return "no such article in the tables; give articles="
        n_now = number_or_none(self._known.get(entry.article, {}).get("n_chars"))
        n_then = self.corrections.articles[entry.article].n_chars
        if n_now is not None and n_then is not None and n_now != n_then:
            return "the article's text has changed"
        return None

    # What entries do

    def take(self, entry: Entry) -> None:
        """Applies an entry, or lists it."""
        if not entry.is_decided:
            return
        reason = self._reject(entry) if entry.truth is None else self._hold(entry, entry.truth)
        if reason is None:
            self.counts[entry.verdict] += 1
        else:
            self.unfit.append((entry, reason))

    def _reject(self, entry: Entry) -> str | None:
        place = self._at(entry)
        if place is None:
            other = self._like(entry)
            if other is None:
                # What is no quote is not found any more.
                return None
            return f"found with other ends now: {other.start} to {other.end}"
        if not place.is_dropped:
            place.is_dropped = True
            self._count(entry.article, self._row(place.row), -1)
        return None

    def _hold(self, entry: Entry, truth: Claim) -> str | None:
        place = self._at(entry)
        if place is None:
            other = self._like(entry)
            if other is not None:
                return f"found with other ends now: {other.start} to {other.end}"
            if entry.verdict != "added":
                return "not found any more"
            reason = self._misfit(entry, truth, is_new=True)
            if reason is None:
                self._add(entry, truth)
            return reason
        if place.is_dropped:
            return "the same as one that is rejected"
        row = dict(self._row(place.row))
        old_parts = tuple((int(p["start"]), int(p["end"])) for p in listed(row.get("parts")))
        is_moved = (old_parts or ((place.start, place.end),)) != truth.spans
        if is_moved:
            reason = self._misfit(entry, truth, is_new=False)
            if reason is not None:
                return reason
        before, changed = dict(row), []
        if text_or_none(row.get("speaker")) != truth.speaker:
            changed.append("speaker")
            self._set_speaker(row, entry.article, truth)
        if row.get("kind") != truth.kind and truth.kind is not None:
            changed.append("kind")
            row["kind"] = truth.kind
        if is_moved:
            changed.append("words")
            self._set_words(row, truth)
        if "kind" in changed or "words" in changed:
            row["quoted"] = self._nested(_quoted(row, truth))
        if changed:
            row["method"] = "review"
        row["confidence"] = 1.0 if truth.speaker else 0.0
        self._count(entry.article, before, -1)
        self._count(entry.article, row, 1)
        if is_moved:
            self._index[entry.article, place.start, place.end].remove(place)
            place.start, place.end, place.text = truth.start, truth.end, truth.text
            self._index.setdefault((entry.article, place.start, place.end), []).append(place)
        self._changed[place.row] = {name: row.get(name) for name in self._table.names}
        if changed or self._marks[place.row] is None:
            self._marks[place.row] = ", ".join(changed) or "accepted"
        return None

    def _nested(self, spans: list[Row]) -> Any:
        return json.dumps(spans, ensure_ascii=False) if self._is_flat else spans

    def _set_speaker(self, row: Row, article: str, truth: Claim) -> None:
        row["speaker"] = truth.speaker
        row["speaker_kind"] = "none" if truth.speaker else None
        for name in (
            "person_id",
            "speaker_text",
            "speaker_start",
            "speaker_end",
            "addressee",
            *_IDENTITY,
        ):
            row[name] = None
        row["reason"] = None if truth.speaker else "review"
        if truth.speaker is None:
            return
        person = self._people.get((article, truth.speaker)) or self._speaker(article, truth.speaker)
        if person is not None:
            for name in ("person_id", *_IDENTITY):
                row[name] = person.get(name)

    def _speaker(self, article: str, name: str) -> Row | None:
        """Who a speaker is by the article's other quotes, as they were given."""
        if article not in self._speakers:
            found = self._speakers[article] = {}
            columns = (
                [
                    values_of(self._table, one, self._table.n_rows)
                    for one in ("speaker", "person_id")
                ]
                if not self._who
                else self._who
            )
            self._who = columns
            for place in self._places.get(article, []):
                if not is_missing(columns[1][place.row]):
                    found.setdefault(columns[0][place.row], place.row)
        row = self._speakers[article].get(name)
        return None if row is None else self._row(row)

    def _set_words(self, row: Row, truth: Claim) -> None:
        parts = [{"start": s, "end": e, "text": t} for s, e, t in truth.parts]
        row |= {
            "start": truth.start,
            "end": truth.end,
            "text": truth.text,
            "parts": self._nested(parts),
            "said": " ".join(text for _, _, text in truth.parts),
            "n_words": sum(count_words(text) for _, _, text in truth.parts),
        }
        row["inserts"] = self._nested(
            [
                one
                for one in listed(row.get("inserts"))
                if any(s <= int(one["start"]) and int(one["end"]) <= e for s, e in truth.spans)
            ]
        )
        # What stood around the words found before does not stand around these.
        for name in ("context_before", "context_after"):
            row[name] = None
        cue = number_or_none(row.get("cue_start"))
        if cue is not None and any(start <= cue < end for start, end in truth.spans):
            row |= dict.fromkeys(("cue", "cue_start", "cue_end", "cue_lemma"))

    def _add(self, entry: Entry, truth: Claim) -> None:
        places = self._places.setdefault(entry.article, [])
        row: Row = dict.fromkeys(self._table.names)
        article: Row = {"article_id": self._id_of(entry), **self._known.get(entry.article, {})}
        if self._texts is not None and entry.article in self._texts:
            text = self._texts[entry.article]
            article = {"date": text.date, "outlet": text.outlet, "title": text.title} | article
        schema = {*(name for name, *_ in _core.table_columns("quotes")), *_IDENTITY, "corrected"}
        schema |= {"context_before", "context_after"}
        for number, place in enumerate(places):
            other = self._row(place.row)
            if number == 0:
                # The caller's own columns are those of the article, where its rows agree.
                row |= {k: v for k, v in other.items() if k not in schema}
                article |= {name: other.get(name) for name in ("article_id", "date", "outlet")}
            for name, value in other.items():
                if name not in schema and not _is_same(row[name], value):
                    row[name] = None
        row |= {name: article.get(name) for name in ("article_id", "date", "outlet")}
        self._set_words(row, truth)
        self._set_speaker(row, entry.article, truth)
        title = article.get("title")
        whole = self._texts.get(entry.article) if self._texts is not None else None
        row |= {
            "quote_id": f"{entry.article}:added-{entry.start}-{entry.end}",
            "kind": truth.kind,
            "status": "said",
            "in_title": bool(
                isinstance(title, str)
                and title
                and whole is not None
                and whole.pieces[0][1].startswith(clean(title))
                and truth.end <= len(title)
            ),
            "confidence": 1.0 if truth.speaker else 0.0,
            "method": "review",
        }
        row["said_on"] = row["date"]
        row["quoted"] = self._nested(_quoted(row, truth))
        around = [
            one
            for one in places
            if one.start <= truth.start and truth.end <= one.end and not one.is_dropped
        ]
        if around:
            least = min(around, key=lambda one: one.end - one.start)
            row["parent_id"] = self._row(least.row).get("quote_id")
        self._added.append((entry.article, {name: row.get(name) for name in self._table.names}))
        self._count(entry.article, row, 1)

    def _id_of(self, entry: Entry) -> Any:
        if self._texts is not None and entry.article in self._texts:
            return self._texts[entry.article].id
        return entry.article

    def _count(self, article: str, row: Row, sign: int) -> None:
        self.changes.setdefault(article, Change()).add(row, sign)
        if not is_missing(row.get("person_id")):
            self.changes.setdefault((article, label_of(row["person_id"])), Change()).add(row, sign)

    # What comes out

    def quotes(self) -> Any:
        """The table, corrected."""
        dropped = {one.row for many in self._places.values() for one in many if one.is_dropped}
        n = self._table.n_rows
        gone = {label_of(self._row(row).get("quote_id")) for row in dropped} - {""}
        if gone and "parent_id" in self._table.names:
            for row, parent in enumerate(self._table.column("parent_id")):
                if row not in dropped and label_of(parent) in gone:
                    self._changed[row] = {**self._row(row), "parent_id": None}
        rows: list[Row] = []
        numbers = list(range(n))
        for row, values in self._changed.items():
            numbers[row] = n + len(rows)
            rows.append(values)
        # Each row with its article's place and its own, to put those added where they belong.
        first = {
            label: min(one.row for one in many) for label, many in self._places.items() if many
        }
        order: list[tuple[int, int, int, int, str | None]] = []
        for label, many in self._places.items():
            for one in many:
                if one.row not in dropped:
                    order.append(
                        (first[label], one.start, one.row, numbers[one.row], self._marks[one.row])
                    )
        if not self._added:
            # Nothing new to find a place for: the caller's order stays.
            order.sort(key=lambda one: one[2])
        for label, values in self._added:
            key = (first.get(label, n), int(values["start"]), n + len(rows))
            order.append((*key, n + len(rows), "added"))
            rows.append(values)
        if self._added:
            order.sort(key=lambda one: one[:3])
        marks = [one[4] for one in order]
        return edited(self._table, [one[3] for one in order], rows, {"corrected": marks})

    def unfit_table(self, like: Any) -> Any:
        """The entries that do not fit, in the kind of a table."""
        rows = [
            (e.number, e.article, e.quote, e.start, e.end, e.text, e.verdict, reason)
            for e, reason in self.unfit
        ]
        columns: New = {}
        for at, name in enumerate(_UNFIT):
            kind: Kind = "integer" if name in ("entry", "start", "end") else "text"
            columns[name] = (kind, [row[at] for row in rows])
        return build(like, self._table, [], [], columns, after=0, name="unfit")


def _quoted(row: Row, truth: Claim) -> list[Row]:
    """The words in marks of a mixed quote or a fragment."""
    if row.get("kind") == "fragment":
        return [{"start": s, "end": e, "text": t} for s, e, t in truth.parts]
    if row.get("kind") != "mixed":
        return []
    found = []
    for start, _, text in truth.parts:
        found += [
            {"start": start + s, "end": start + e, "text": text[s:e]} for s, e in marked(text)
        ]
    return found


def _is_same(one: object, other: object) -> bool:
    return (is_missing(one) and is_missing(other)) or bool(one == other)
