"""Scores entities, tokens and sentences by exact offsets.

Input: gold and predicted documents over the same ``text``, joined by ``id``:

- ``entities`` ``[[start, end, label], ...]``: span and label must agree;
- ``tokens`` ``[[start, end], ...]``: both ends must agree (CoNLL-2018 "Tokens"); with
  ``unit="words"`` the ``words`` (syntactic words, as in the Penn Treebank) are used where a
  document has them;
- ``sentences`` ``[[start, end], ...]``: both ends must agree (CoNLL-2018 "Sentences").

White space is ignored: offsets are turned into counts of non-white characters, as the CoNLL-2018
evaluator does, so blanks at the ends of a span never cost a match.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

from pullquote.scoring.jsonl import JsonObject
from pullquote.scoring.tally import Scores, Tally

LAYERS = ("entities", "tokens", "sentences")

LabelMap: TypeAlias = Mapping[str, "str | None"]
"""Target label by source label; None drops the entity; ``"*"`` stands for labels not listed, which
keep their name without it."""

_Key: TypeAlias = tuple[int, int, str]

_ALL = "ALL"

# "the White House" loses its article, "then" nothing.
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
# "Mr. Trump" loses its honorific, "Mrtyu" nothing.
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Dr|Prof|Sir|Gen|Lt|Col|Sen|Rep)\.?\s+")
# "Trump's" and "the Democrats'" lose their ending.
_POSSESSIVE = re.compile(r"\s*['’]s?$")


@cache
def label_maps() -> dict[str, dict[str, str | None]]:
    """The label maps by name: ``<corpus>:c3`` to PER, ORG, LOC; ``:onto`` to OntoNotes labels."""
    source = resources.files("pullquote.scoring").joinpath("label_maps.json")
    maps: dict[str, dict[str, str | None]] = json.loads(source.read_text(encoding="utf-8"))
    return maps


def score_spans(
    gold: Mapping[str, JsonObject],
    pred: Mapping[str, JsonObject],
    *,
    gold_map: LabelMap | None = None,
    pred_map: LabelMap | None = None,
    lenient: bool = False,
    unit: Literal["words", "tokens"] = "words",
    genre: str | None = None,
    skip_empty: bool = True,
) -> dict[str, Scores]:
    """Score all layers that both sides have.

    Args:
        gold: gold documents by id.
        pred: predicted documents by id; their ``text`` may be missing.
        gold_map: label map for gold entities.
        pred_map: label map for predicted entities.
        lenient: compare entities without leading articles and honorifics and a trailing ``'s``.
        unit: which gold tokens to compare with.
        genre: regular expression; only documents whose ``genre`` matches are scored.
        skip_empty: leave out a layer that is absent or empty in all predictions; without it such a
            layer has recall 0, so that a system which finds nothing does not go without a figure.

    Returns:
        Rows by label, ``"ALL"`` being their sum, by layer. A layer that is absent or empty in
        all gold documents is left out.

    Raises:
        ValueError: a gold document has no prediction, the texts differ, or a span lies outside.
    """
    ids = [key for key, doc in gold.items() if _has_genre(doc, genre)]
    _check_texts(ids, gold, pred)
    scores: dict[str, Scores] = {}
    for layer in LAYERS:
        if not any(gold[key].get(layer) for key in ids):
            continue
        if skip_empty and not any(pred[key].get(layer) for key in ids):
            continue
        tallies: defaultdict[str, Tally] = defaultdict(Tally)
        for key in ids:
            black = black_counts(gold[key]["text"])
            if layer == "entities":
                text = gold[key]["text"]
                gold_keys = _entities(gold[key], text, black, gold_map, lenient)
                pred_keys = _entities(pred[key], text, black, pred_map, lenient)
            else:
                gold_keys = _bounds(gold[key], black, layer, unit)
                pred_keys = _bounds(pred[key], black, layer, unit)
            _count(tallies, gold_keys, pred_keys)
        if layer == "entities":
            tallies[_ALL] = _total(list(tallies.values()))
        scores[layer] = {label: tally.row() for label, tally in tallies.items()}
    return scores


def black_counts(text: str) -> list[int]:
    """For each offset, its end included, the number of non-white characters before it."""
    counts, seen = [], 0
    for character in text:
        counts.append(seen)
        seen += not character.isspace()
    counts.append(seen)
    return counts


def _has_genre(document: JsonObject, genre: str | None) -> bool:
    return not genre or bool(re.search(genre, document.get("genre") or ""))


def _check_texts(
    ids: list[str], gold: Mapping[str, JsonObject], pred: Mapping[str, JsonObject]
) -> None:
    missing = [key for key in ids if key not in pred]
    if missing:
        raise ValueError(f"{len(missing)} gold documents have no prediction, e.g. {missing[0]}")
    for key in ids:
        if gold[key]["text"] != pred[key].get("text", gold[key]["text"]):
            raise ValueError(f"the texts of gold and prediction differ: {key}")


def _entities(
    document: JsonObject, text: str, black: list[int], table: LabelMap | None, lenient: bool
) -> set[_Key]:
    keys = set()
    for entity in document.get("entities") or []:
        start, end, source = entity[:3]
        label = table.get(source, table.get("*", source)) if table else source
        if label is None:
            continue
        if lenient:
            start, end = _trim(text, start, end)
        keys.add((*_count_bounds(document, black, start, end), label))
    return keys


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    for prefix in (_ARTICLE, _HONORIFIC):
        match = prefix.match(text, start, end)
        if match and match.end() < end:
            start = match.end()
    match = _POSSESSIVE.search(text[start:end])
    if match and match.start() > 0:
        end = start + match.start()
    return start, end


def _bounds(document: JsonObject, black: list[int], layer: str, unit: str) -> set[_Key]:
    rows = document.get(layer) or []
    if layer == "tokens" and unit == "words" and document.get("words"):
        rows = document["words"]
    bounds = (_count_bounds(document, black, row[0], row[1]) for row in rows)
    return {(start, end, _ALL) for start, end in bounds if start < end}


def _count_bounds(document: JsonObject, black: list[int], start: int, end: int) -> tuple[int, int]:
    if not 0 <= start <= end < len(black):
        where = f"the text of {document.get('id')}, which has {len(black) - 1} code points"
        raise ValueError(f"span {start}-{end} lies outside {where}")
    return black[start], black[end]


def _count(tallies: defaultdict[str, Tally], gold: set[_Key], pred: set[_Key]) -> None:
    for key in gold:
        tallies[key[2]].add_pairs(0, 0, 1)
    for key in pred:
        tallies[key[2]].add_pairs(0, 1, 0)
    for key in gold & pred:
        tallies[key[2]].add_pairs(1, 0, 0)


def _total(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally.matched_pred, tally.n_pred, tally.matched_gold, tally.n_gold)
    return total
