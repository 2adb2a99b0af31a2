"""Scores temporal expressions as TempEval-3 did, micro-averaged.

Input: documents ``{"id", "timexes": [[start, end, type, value], ...]}`` by id; predictions may
leave type and value null. Measures:

strict
    Equal extents.
relaxed
    One-to-one pairs that overlap, equal extents first, then the largest overlap.
type, value
    Relaxed pairs with the same TIMEX3 type, the same value; value F1 was the headline number of the
    shared task.
value_acc
    Right values among relaxed pairs.
value_date
    The value measure on expressions whose value is a calendar year, month or day.
relaxed_recall.<TYPE>, value_recall.<TYPE>
    Share of the gold expressions of that type found, and with the right value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from pullquote.scoring.jsonl import JsonObject
from pullquote.scoring.tally import Scores, Share, Tally

Timex: TypeAlias = Sequence[Any]
"""``[start, end, type, value]``"""

# "2018", "2018-04" and "2018-04-17"; not "2018-W16".
_CALENDAR = re.compile(r"\d{4}(-\d\d){0,2}$")


def score_timex(gold: Mapping[str, JsonObject], pred: Mapping[str, JsonObject]) -> Scores:
    """Score predicted temporal expressions against gold, both by document id.

    A document without prediction counts as one without expressions.
    """
    tallies = {name: Tally() for name in ("strict", "relaxed", "type", "value", "value_date")}
    shares = defaultdict(Share, value_acc=Share())
    for key, document in gold.items():
        golds: list[Timex] = document["timexes"]
        preds: list[Timex] = [
            [*timex, None, None][:4] for timex in pred.get(key, {}).get("timexes", [])
        ]
        pairs = align(golds, preds)
        is_value_right = {i: _is_same_value(golds[i], preds[j]) for i, j in pairs.items()}
        n_right = {
            "strict": sum(list(golds[i][:2]) == list(preds[j][:2]) for i, j in pairs.items()),
            "relaxed": len(pairs),
            "type": sum(golds[i][2] == preds[j][2] for i, j in pairs.items()),
            "value": sum(is_value_right.values()),
        }
        for name, n in n_right.items():
            tallies[name].add_pairs(n, len(preds), len(golds))
        tallies["value_date"].add_pairs(
            sum(right and _is_calendar(golds[i]) for i, right in is_value_right.items()),
            sum(map(_is_calendar, preds)),
            sum(map(_is_calendar, golds)),
        )
        for right in is_value_right.values():
            shares["value_acc"].add(right)
        for i, timex in enumerate(golds):
            shares[f"relaxed_recall.{timex[2]}"].add(i in pairs)
            shares[f"value_recall.{timex[2]}"].add(is_value_right.get(i, False))
    rows = {name: tally.row() for name, tally in tallies.items()}
    return rows | {name: share.row() for name, share in sorted(shares.items())}


def align(gold: Sequence[Timex], pred: Sequence[Timex]) -> dict[int, int]:
    """One-to-one pairs of overlapping expressions: equal extents first, then by overlap.

    Returns:
        Index into pred by index into gold.
    """
    candidates = []
    for i, a in enumerate(gold):
        for j, b in enumerate(pred):
            overlap = min(a[1], b[1]) - max(a[0], b[0])
            if overlap > 0:
                is_exact = a[0] == b[0] and a[1] == b[1]
                candidates.append((not is_exact, -overlap, i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(candidates):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _value(timex: Timex) -> str:
    return (timex[3] or "").strip().upper()


def _is_same_value(gold: Timex, pred: Timex) -> bool:
    return _value(gold) == _value(pred) != ""


def _is_calendar(timex: Timex) -> bool:
    return bool(_CALENDAR.match(_value(timex)))
