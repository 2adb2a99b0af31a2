"""Reads annotated articles and checks them: every error names line and field.

The format is that of docs/accuracy-format.md. What is left out of a whole file (cues, say) is not scored.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pullquote.errors import InvalidInputError
from pullquote.scoring.attributions import LAYERS
from pullquote.scoring.jsonl import iter_numbered

KINDS = ("direct", "mixed", "indirect", "fragment")
TYPES = ("direct", "mixed", "indirect")
LAYERS_OF_GOLD = ("quotes", "attributions", "people", "boilerplate", "entities", "times")
_SPANS = ("content", "quoted", "cue", "source")


def read_gold(gold: str | os.PathLike[str] | Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Read a gold file, or check articles that are read already.

    Args:
        gold: a file of JSON Lines, or its objects.

    Returns:
        The articles, with empty lists where a quote leaves a field out.

    Raises:
        InvalidInputError: the message names line and field, what is there and what was expected.
    """
    rows: list[tuple[str, Any]]
    if isinstance(gold, (str, os.PathLike)):
        name = os.fspath(gold)
        try:
            rows = [(f"{name}:{number}", row) for number, row in iter_numbered(gold)]
        except ValueError as error:
            raise InvalidInputError(str(error)) from None
    elif (
        hasattr(gold, "columns")
        or isinstance(gold, (bytes, Mapping))
        or not isinstance(gold, Iterable)
    ):
        what = f"a {type(gold).__name__}" if hasattr(gold, "columns") else _shown(gold)
        message = f"gold is {what}; expected a file of JSON Lines, or a list of dict"
        raise InvalidInputError(message)
    else:
        name = "gold"
        rows = [(f"gold[{number}]", row) for number, row in enumerate(gold)]
    first: dict[Any, str] = {}
    articles = []
    for where, row in rows:
        if not isinstance(row, Mapping):
            raise InvalidInputError(f"{where}: {_shown(row)}; expected an object")
        articles.append(_Checker(where, row).article())
        other = first.setdefault(row["id"], where)
        if other != where:
            raise InvalidInputError(f"{where}: id {row['id']!r} stands at {other} too")
    if not articles:
        raise InvalidInputError(f"{name}: no articles")
    if not any(article.get(layer) is not None for article in articles for layer in LAYERS_OF_GOLD):
        message = f"{name}: nothing is annotated; expected one of: {', '.join(LAYERS_OF_GOLD)}"
        raise InvalidInputError(message)
    _name_layers(articles)
    return articles


def _name_layers(articles: Sequence[dict[str, Any]]) -> None:
    """Say which fields of quotes the file has at all, and fill the others."""
    forms = ("quotes", "attributions")
    quotes = [q for article in articles for form in forms for q in article.get(form) or ()]
    there = [name for name in LAYERS if any(name in quote for quote in quotes)]
    for article in articles:
        article["layers"] = there
        article["meta"] = {"layers": there, **(article.get("meta") or {})}
        for form in forms:
            if article.get(form) is not None:
                article[form] = [
                    {**{name: [] for name in _SPANS}, "speaker": None, **quote}
                    for quote in article[form]
                ]


class _Checker:
    """Checks one article."""

    def __init__(self, where: str, row: Mapping[str, Any]) -> None:
        self.where, self.row = where, row
        self.text = ""

    def article(self) -> dict[str, Any]:
        text = self.row.get("text")
        if not isinstance(text, str) or not text:
            raise self.error("text", text, "the raw text of the article")
        self.text = text
        if not isinstance(self.row.get("id"), (str, int)):
            raise self.error("id", self.row.get("id"), "a text or a number")
        self.optional_text(self.row, "date", "")
        self.optional_text(self.row, "outlet", "")
        if self.row.get("meta") is not None and not isinstance(self.row["meta"], Mapping):
            raise self.error("meta", self.row["meta"], "an object")
        meta = self.row.get("meta") or {}
        layers, aliases = meta.get("layers", []), meta.get("aliases", {})
        if not _is_list(layers) or not all(layer in LAYERS for layer in layers):
            raise self.error("meta.layers", layers, f"a list of: {', '.join(LAYERS)}")
        if not isinstance(aliases, Mapping) or not all(map(_is_list, aliases.values())):
            raise self.error("meta.aliases", aliases, "an object of names with lists of names")
        title = self.row.get("title")
        if title is not None and not isinstance(title, str):
            self.span("title", title)
        for number, quote in enumerate(self.list_of("quotes")):
            self.quote(f"quotes[{number}]", quote, "kind", KINDS)
        for number, quote in enumerate(self.list_of("attributions")):
            self.quote(f"attributions[{number}]", quote, "type", TYPES)
        people = self.row.get("people")
        if people is not None and not isinstance(people, Mapping):
            raise self.error("people", people, "an object of names with lists of their forms")
        for name, forms in (people or {}).items():
            if not _is_list(forms) or not all(isinstance(form, str) for form in forms):
                raise self.error(f"people[{name!r}]", forms, "a list of texts")
        for layer, last in (("boilerplate", "kind"), ("entities", "label"), ("times", "type")):
            for number, region in enumerate(self.list_of(layer)):
                field = f"{layer}[{number}]"
                if not _is_list(region) or len(region) < 3 or not isinstance(region[2], str):
                    raise self.error(field, region, f"[start, end, {last}]")
                self.span(field, region)
        row = {k: v for k, v in self.row.items() if v is not None or k not in LAYERS_OF_GOLD}
        if "quotes" in row and "attributions" in row:
            message = f"{self.where}: both quotes and attributions; expected one of them"
            raise InvalidInputError(message)
        return row

    def quote(self, field: str, quote: Any, kind: str, kinds: Sequence[str]) -> None:
        if not isinstance(quote, Mapping):
            raise self.error(field, quote, "an object")
        if quote.get(kind) not in kinds:
            raise self.error(f"{field}.{kind}", quote.get(kind), f"one of: {', '.join(kinds)}")
        if not quote.get("content") and kind == "kind":
            raise self.error(f"{field}.content", quote.get("content"), "its parts: [[start, end]]")
        for name in _SPANS:
            spans: Any = quote.get(name, ())
            if not _is_list(spans):
                raise self.error(f"{field}.{name}", spans, "a list of [start, end]")
            for number, span in enumerate(spans):
                self.span(f"{field}.{name}[{number}]", span)
        self.optional_text(quote, "speaker", f"{field}.")
        words = quote.get("content_text")
        if words is not None and not _is_list(words):
            raise self.error(f"{field}.content_text", words, "a list of texts")
        parts = [self.text[span[0] : span[1]] for span in quote.get("content") or ()]
        if words is not None and list(words) != parts:
            at, got = next(
                ((n, part) for n, part in enumerate(parts) if n >= len(words) or words[n] != part),
                (len(parts), ""),
            )
            message = (
                f"the words of content_text[{at}], at {quote['content'][at] if got else 'no span'}"
            )
            raise self.error(f"{field}.content[{at}]", got, message, verb="holds")

    def list_of(self, layer: str) -> Sequence[Any]:
        rows = self.row.get(layer)
        if rows is not None and not _is_list(rows):
            raise self.error(layer, rows, "a list")
        return rows or ()

    def optional_text(self, held: Mapping[str, Any], name: str, before: str) -> None:
        value = held.get(name)
        if value is not None and not isinstance(value, str):
            raise self.error(f"{before}{name}", value, "a text or null")

    def span(self, field: str, span: Any) -> None:
        if not _is_list(span) or len(span) < 2 or not all(type(end) is int for end in span[:2]):
            raise self.error(field, span, "[start, end] in code points")
        if not 0 <= span[0] < span[1] <= len(self.text):
            n = f"{len(self.text):,}"
            raise self.error(field, span, f"0 <= start < end <= {n}, the code points of the text")

    def error(
        self, field: str, value: Any, expected: str, *, verb: str = "is"
    ) -> InvalidInputError:
        if value is None and field.split(".")[-1].split("[")[0] not in self.row:
            return InvalidInputError(f"{self.where}: no {field}; expected {expected}")
        return InvalidInputError(
            f"{self.where}: {field} {verb} {_shown(value)}; expected {expected}"
        )


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
