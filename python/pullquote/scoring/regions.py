"""Scores labelled stretches of text, such as boilerplate: span F1 by kind.

Input: regions ``[start, end, kind]`` of one document (objects with ``start``, ``end`` and ``kind``
are read too). White space at the ends of a region is ignored, and so are regions of nothing else.
Measures, micro-averaged over documents; a pair agrees in kind, unless the measure says otherwise:

<kind>.exact, all.exact
    Both ends agree.
<kind>.iou50, all.iou50
    One-to-one pairs whose characters overlap by half (intersection over union) at least.
any_kind.exact, any_kind.iou50
    The same over all regions, whatever their kinds.
any_kind.chars
    Characters that lie in some region.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeAlias

from pullquote.scoring.jsonl import Span, as_pair
from pullquote.scoring.pairing import Unit, iou, pair_units, same
from pullquote.scoring.tally import Scores, Tally

Document: TypeAlias = tuple[str, Iterable[Any], Iterable[Any]]
"""A text with its gold and its predicted regions."""

_MEASURES = (("exact", same, 1.0), ("iou50", iou, 0.5))


def score_regions(documents: Iterable[Document]) -> Scores:
    """Score predicted regions against gold.

    Returns:
        Rows by measure: the ones over all kinds first, then by kind in alphabetical order.
    """
    total: defaultdict[str, Tally] = defaultdict(Tally)
    by_kind: defaultdict[str, Tally] = defaultdict(Tally)
    for text, gold_regions, pred_regions in documents:
        gold, pred = _units_by_kind(text, gold_regions), _units_by_kind(text, pred_regions)
        for kind in sorted(gold.keys() | pred.keys()):
            ours, theirs = gold.get(kind, []), pred.get(kind, [])
            for key, similarity, floor in _MEASURES:
                n = len(pair_units(ours, theirs, similarity, floor))
                for tally in (total[f"all.{key}"], by_kind[f"{kind}.{key}"]):
                    tally.add_pairs(n, len(theirs), len(ours))
        ours = [unit for units in gold.values() for unit in units]
        theirs = [unit for units in pred.values() for unit in units]
        for key, similarity, floor in _MEASURES:
            n = len(pair_units(ours, theirs, similarity, floor))
            total[f"any_kind.{key}"].add_pairs(n, len(theirs), len(ours))
        in_gold, in_pred = frozenset().union(*ours), frozenset().union(*theirs)
        total["any_kind.chars"].add_pairs(len(in_gold & in_pred), len(in_pred), len(in_gold))
    rows = {measure: tally.row() for measure, tally in total.items()}
    return rows | {measure: tally.row() for measure, tally in sorted(by_kind.items())}


def trim_span(text: str, start: int, end: int) -> Span:
    """Leave white space at both ends out of a span."""
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    return start, start + len(stretch.strip())


def kind_of(region: Any) -> str:
    """The kind of a region in either form."""
    return str(region["kind"] if isinstance(region, dict) else region[2])


def _units_by_kind(text: str, regions: Iterable[Any]) -> dict[str, list[Unit]]:
    units: dict[str, list[Unit]] = {}
    for region in regions:
        start, end = trim_span(text, *as_pair(region))
        if start < end:
            units.setdefault(kind_of(region), []).append(frozenset(range(start, end)))
    return units
