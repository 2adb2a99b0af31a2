"""Scores clusters of spans that are the same utterance, printed in several articles.

Gold rows are clusters ``{"cluster_id", "members": [{"article_id", "start", "end", "text"}, ...],
"differences": [...], "origin"}`` and negatives ``{"pair": [span, span], "why"}``. A prediction is a
span ``{"cluster_id", "article_id", "start", "end"}`` with offsets into the raw text.

A gold member takes the cluster of the predicted span that overlaps it most, if the overlap is at
least half of the shorter of the two; a member that no span matches stands alone. Predicted spans
that match no member are not counted. Pairs of one gold cluster that share no run of three words
(two sentences of one statement, joined only by a longer quotation) are left out of the pairwise
figures unless asked for. The gold clusters lie far apart in time and topic, so the negatives,
not the pairwise precision, tell how much is joined too much.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any, NamedTuple

from pullquote.scoring.jsonl import JsonObject
from pullquote.scoring.tally import Row, Scores, Share, to_row

_WORD = re.compile(r"[a-z0-9']+")
_APOSTROPHES = str.maketrans("’‘", "''")


def score_same_quotes(
    gold: Iterable[JsonObject],
    pred: Iterable[JsonObject],
    *,
    all_pairs: bool = False,
    origin: str | None = None,
) -> Scores:
    """Score predicted clusters of spans.

    Args:
        gold: clusters and negative pairs.
        pred: predicted spans.
        all_pairs: also count the pairs of one gold cluster that share no three words in a row.
        origin: only the gold clusters of this origin, "silver" or "near-miss".

    Returns:
        Rows ``found`` (members that a span matches), ``pairwise``, ``b3``, ``negatives.<why>`` and
        ``negatives.all`` (acc is the share wrongly joined: less is better),
        ``negatives_seen.<why>`` (both spans found), ``pairwise_with_negatives`` (joined negatives
        counted as false) and ``recall.<difference>`` of pairs in clusters with that difference.
    """
    rows = list(gold)
    find = _Matcher(pred)
    clusters = [
        row for row in rows if row.get("members") and (not origin or row.get("origin") == origin)
    ]
    members = [
        _Member(cluster["cluster_id"], find(member), member["text"])
        for cluster in clusters
        for member in cluster["members"]
    ]
    found = Share()
    for member in members:
        found.add(member.pred is not None)
    joins = _count_joins(members, all_pairs)
    negatives = _count_negatives([row for row in rows if "pair" in row], find)
    scores = {
        "found": found.row(),
        "pairwise": joins.row(),
        "b3": _b_cubed(members),
        **{name: share.row() for name, share in sorted(negatives.items())},
    }
    wrongly_joined = negatives["negatives.all"].right if negatives else 0
    scores["pairwise_with_negatives"] = joins.row(further_false=wrongly_joined)
    for difference, share in sorted(_recall_by_difference(clusters, find, all_pairs).items()):
        scores[f"recall.{difference}"] = share.row()
    return scores


class _Member(NamedTuple):
    gold: str
    pred: Any
    text: str


class _Joins(NamedTuple):
    """Pairs of members: rightly joined, wrongly joined, not joined."""

    true: int
    false: int
    missed: int

    def row(self, further_false: int = 0) -> Row:
        n_pred, n_gold = self.true + self.false + further_false, self.true + self.missed
        precision = self.true / n_pred if n_pred else float(not n_gold)
        recall = self.true / n_gold if n_gold else 1.0
        return to_row(precision, recall, n_pred, n_gold)


class _Matcher:
    """Finds the predicted cluster of a gold span."""

    def __init__(self, pred: Iterable[JsonObject]) -> None:
        self._by_article: defaultdict[Any, list[JsonObject]] = defaultdict(list)
        for span in pred:
            self._by_article[span["article_id"]].append(span)

    def __call__(self, member: JsonObject) -> Any:
        """Cluster of the span that overlaps most, the first of equals, or None."""
        best, cluster = 0, None
        for span in self._by_article.get(member["article_id"], ()):
            overlap = min(member["end"], span["end"]) - max(member["start"], span["start"])
            shorter = min(member["end"] - member["start"], span["end"] - span["start"])
            if overlap > best and 2 * overlap >= shorter:
                best, cluster = overlap, span["cluster_id"]
        return cluster


def share_words(first: str, second: str) -> bool:
    """Do the texts share three words in a row (or all words of the shorter, if it has fewer)?"""
    words = [_WORD.findall(t.lower().translate(_APOSTROPHES)) for t in (first, second)]
    n = min(3, *map(len, words))
    runs = [{tuple(w[i : i + n]) for i in range(len(w) - n + 1)} for w in words]
    return bool(runs[0] & runs[1])


def _count_joins(members: list[_Member], all_pairs: bool) -> _Joins:
    true = false = missed = 0
    for a, b in combinations(members, 2):
        is_same, is_joined = a.gold == b.gold, a.pred is not None and a.pred == b.pred
        if is_same and not all_pairs and not share_words(a.text, b.text):
            continue
        true += is_same and is_joined
        false += is_joined and not is_same
        missed += is_same and not is_joined
    return _Joins(true, false, missed)


def _b_cubed(members: list[_Member]) -> Row:
    labels = [
        (m.gold, ("cluster", m.pred) if m.pred is not None else ("alone", i))
        for i, m in enumerate(members)
    ]
    gold_sizes = Counter(gold for gold, _ in labels)
    pred_sizes = Counter(pred for _, pred in labels)
    joint, n = Counter(labels), max(len(labels), 1)
    precision = sum(k * k / pred_sizes[p] for (_, p), k in joint.items()) / n
    recall = sum(k * k / gold_sizes[g] for (g, _), k in joint.items()) / n
    return to_row(precision, recall, len(pred_sizes), len(gold_sizes))


def _count_negatives(negatives: list[JsonObject], find: _Matcher) -> dict[str, Share]:
    shares: defaultdict[str, Share] = defaultdict(Share)
    for row in negatives:
        first, second = (find(member) for member in row["pair"])
        for why in ("all", row.get("why", "?")):
            shares[f"negatives.{why}"].add(first is not None and first == second)
            shares[f"negatives_seen.{why}"].add(first is not None and second is not None)
    return shares


def _recall_by_difference(
    clusters: list[JsonObject], find: _Matcher, all_pairs: bool
) -> dict[str, Share]:
    shares: defaultdict[str, Share] = defaultdict(Share)
    for cluster in clusters:
        members = [_Member("", find(member), member["text"]) for member in cluster["members"]]
        for a, b in combinations(members, 2):
            if all_pairs or share_words(a.text, b.text):
                for difference in cluster.get("differences", ()):
                    shares[difference].add(a.pred is not None and a.pred == b.pred)
    return shares
