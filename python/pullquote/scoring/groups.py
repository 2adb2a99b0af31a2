"""Figures of quotes by group: by kind, status, quote marks, length of the article, or any field of the gold.

A group of articles (their outlet, their length) has precision, recall and F1. So has one that is told from
gold and from what we found alike: the kind, the quote marks. A group that only gold tells (the kind of
speaker, say) has shares of its gold quotes; the status, which only we tell, has shares of what we found.

found
    Content by overlap, as content.all.iou50 of `pullquote.scoring.quotes`.
source
    Found, and with the right source (e2e.all).
name, full_name
    Of gold quotes with a speaker, those found with the right name: the surname is enough; in full. By
    status: of the quotes found whose gold has a speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from pullquote.errors import InvalidOptionError
from pullquote.scoring.attributions import is_speech, to_attributions
from pullquote.scoring.jsonl import JsonObject, as_pair
from pullquote.scoring.quotes import QuotePairing
from pullquote.scoring.tally import Scores, Share, Tally

BUILT_IN = ("kind", "status", "marks", "length")
"""Groups that need no field in the gold."""

# Under what names fields stand in our corpora.
_NAMES_OF = {"outlet": ("outlet", "source", "publisher"), "region": ("region", "genre")}

# What is no group, though it is one value: ids, dates and texts.
_NO_GROUPS = frozenset(
    ["id", "text", "title", "date", "url", "speaker", "addressee", "type", "note", "comment"]
)

_LENGTHS = (
    (300, "under 300 words"),
    (600, "300 to 599 words"),
    (1000, "600 to 999 words"),
    (10**12, "1,000 words and more"),
)

# Opening marks: ‘x, 'x, but not the apostrophe of don't.
_SINGLE = re.compile(r"‘|(?<![\w'])'(?=\w)")
# “, ", ``.
_DOUBLE = re.compile(r"[“”„«»]|[\"＂]|``|''")
_STYLES = {'"': "straight", "＂": "straight", "``": "typewriter", "''": "typewriter"}

Side: TypeAlias = Literal["both", "gold", "found"]

Keys: TypeAlias = Sequence[str | None]
"""The group of each quote; None where it has none."""


class Comparison(QuotePairing):
    """The quotes of one article on both sides, paired, each with all its fields."""

    def __init__(
        self, gold: JsonObject, pred: JsonObject, *, speech_only: bool | None = None
    ) -> None:
        self.article = gold
        #: PolNeAR and the novels count no fragments apart.
        self.has_fragments = "attributions" not in gold
        only = self.has_fragments if speech_only is None else speech_only
        ours: JsonObject = {}
        if pred.get("quotes") is not None:
            found = [quote for quote in pred["quotes"] if not only or is_speech(quote)]
            ours = _with_fields({"id": gold["id"], "quotes": found}, found, gold["text"])
        theirs = gold["quotes"] if self.has_fragments else gold["attributions"]
        super().__init__(_with_fields(gold, theirs, gold["text"]), ours)

    @property
    def gold_quotes(self) -> list[JsonObject]:
        return [attribution["quote"] for attribution in self.gold]

    @property
    def found_quotes(self) -> list[JsonObject]:
        return [attribution["quote"] for attribution in self.pred]

    def kind_of(self, quote: JsonObject) -> str:
        kind = str(quote.get("kind") or quote.get("type"))
        return "mixed" if kind == "fragment" and not self.has_fragments else kind

    def kinds_right(self) -> Share:
        """Of the quotes found, those of the right kind."""
        share = Share()
        for i, j in self.pairs.items():
            share.add(self.kind_of(self.gold_quotes[i]) == self.kind_of(self.found_quotes[j]))
        return share


class Groups(NamedTuple):
    """One way to group quotes, and who tells the group: both sides, gold, or what was found."""

    name: str
    side: Side


def check_groups(names: Iterable[str], documents: Sequence[JsonObject]) -> list[Groups]:
    """The ways to group, by name.

    Raises:
        InvalidOptionError: the documents know nothing of one; the message lists what there is.
    """
    of_articles, of_quotes = _fields(documents)
    there = [*BUILT_IN, *sorted(of_articles | of_quotes)]
    groups = []
    for name in names:
        if name not in there:
            message = f"by is {name!r}; expected one of: {', '.join(there)}"
            raise InvalidOptionError(message)
        side: Side = "gold" if name in of_quotes and name not in of_articles else "both"
        if name == "status" and name not in of_quotes:
            side = "found"
        groups.append(Groups(name, "both" if name in ("kind", "marks", "length") else side))
    return groups


def score_groups(comparison: Comparison, groups: Groups) -> dict[str, Scores]:
    """The rows of one article by group: all or some of found, source, name, full_name."""
    gold, found = _keys(comparison, groups.name)
    gold_keys = gold if groups.side != "found" else None
    found_keys = found if groups.side != "gold" else None
    names = dict.fromkeys(key for key in [*(gold_keys or ()), *(found_keys or ())] if key)
    return {name: _score_group(comparison, name, gold_keys, found_keys) for name in names}


def sort_groups(name: str, groups: Iterable[str]) -> list[str]:
    """Lengths by length, all else by name."""
    if name != "length":
        return sorted(groups)
    return [label for _, label in _LENGTHS if label in groups]


def _keys(comparison: Comparison, name: str) -> tuple[Keys, Keys]:
    """The groups of gold and of what was found."""
    gold, found = comparison.gold_quotes, comparison.found_quotes
    text = comparison.article["text"]
    if name == "kind":
        return [comparison.kind_of(q) for q in gold], [comparison.kind_of(q) for q in found]
    if name == "marks":
        return [_marks_of(text, q) for q in gold], [_marks_of(text, q) for q in found]
    key = _length_of(text) if name == "length" else _field_of(comparison.article, name)
    if key is not None:
        return [key] * len(gold), [key] * len(found)
    return [_as_group(q.get(name)) for q in gold], [_as_group(q.get(name)) for q in found]


def _score_group(
    comparison: Comparison, group: str, gold_keys: Keys | None, found_keys: Keys | None
) -> Scores:
    gold = {i for i, key in enumerate(gold_keys or ()) if key == group}
    found = {j for j, key in enumerate(found_keys or ()) if key == group}
    right = {i: j for i, j in comparison.pairs.items() if comparison.is_source_right(i, j)}
    scores: Scores = {}
    measures: list[tuple[str, Mapping[int, int]]] = [("found", comparison.pairs)]
    if "source" in comparison.layers:
        measures.append(("source", right))
    for measure, pairs in measures:
        tally = Tally()
        tally.add(
            sum(j in found for j in pairs.values()),
            len(found),
            sum(i in gold for i in pairs),
            len(gold),
        )
        if gold_keys is not None and found_keys is not None:
            scores[measure] = tally.row()
        else:
            side = "R" if found_keys is None else "P"
            n = tally.n_gold if found_keys is None else tally.n_pred
            scores[measure] = {"acc": tally.row()[side], "n": n}
    if "speaker" in comparison.layers:
        if gold_keys is None:
            gold = {i for i, j in comparison.pairs.items() if j in found}
        for measure, lenient in (("name", True), ("full_name", False)):
            share = Share()
            for i in sorted(gold):
                if comparison.gold[i]["speaker"]:
                    j = comparison.pairs.get(i)
                    share.add(j is not None and comparison.is_speaker_right(i, j, lenient=lenient))
            if share.of:
                scores[measure] = share.row()
    return scores


def _with_fields(document: JsonObject, quotes: Sequence[Any], text: str) -> dict[str, Any]:
    made = to_attributions(document, text=text)
    made["attributions"] = [
        {**attribution, "quote": quote}
        for attribution, quote in zip(made["attributions"], quotes, strict=True)
    ]
    return made


def _as_group(value: Any) -> str | None:
    return str(value) if isinstance(value, (str, int, float)) and value != "" else None


def _field_of(article: JsonObject, name: str) -> str | None:
    meta = article.get("meta") or {}
    values = (held.get(key) for key in _NAMES_OF.get(name, (name,)) for held in (article, meta))
    return next((group for value in values if (group := _as_group(value)) is not None), None)


def _fields(documents: Iterable[JsonObject]) -> tuple[set[str], set[str]]:
    """Fields of articles, and of quotes, that hold one value each."""
    aliases = {key: name for name, keys in _NAMES_OF.items() for key in keys}
    articles: set[str] = set()
    quotes: set[str] = set()
    for document in documents:
        for held in (document, document.get("meta") or {}):
            articles.update(aliases.get(k, k) for k, v in held.items() if _as_group(v))
        for quote in (document.get("quotes") or []) + (document.get("attributions") or []):
            quotes.update(k for k, v in quote.items() if _as_group(v))
    known = {*_NO_GROUPS, "kind", "marks", "length"}
    return articles - known - {"status"}, quotes - known


def _length_of(text: str) -> str:
    n_words = len(text.split())
    return next(label for limit, label in _LENGTHS if n_words < limit)


def _marks_of(text: str, quote: JsonObject) -> str:
    """The style of the marks around a quote, or inside it: curly, straight, typewriter, single or none."""
    if (quote.get("kind") or quote.get("type")) == "indirect":
        return "none"
    spans = [as_pair(part) for part in quote.get("parts") or quote.get("content") or ()]
    for start, _ in spans:
        near = text[max(0, start - 1) : start + 1]
        if _DOUBLE.search(near) is None and _SINGLE.search(text, max(0, start - 1), start + 2):
            return "single"
    for pattern in (_DOUBLE, _SINGLE):
        for start, end in spans:
            mark = pattern.search(text, max(0, start - 2), end + 2)
            if mark:
                return "single" if pattern is _SINGLE else _STYLES.get(mark.group(), "curly")
    return "none"
