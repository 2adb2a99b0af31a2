"""Scores coreference: MUC, B-cubed, CEAF-e (phi4), their mean (CoNLL), and LEA.

Input: documents ``{"id", "clusters": [[[start, end], ...], ...]}`` by id; mentions agree if their
spans are equal; micro-averaged over documents. Gold may also carry ``etypes`` (one a cluster) and
``mtypes`` (mirrors the clusters: N name, M nominal, P pronoun).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from pullquote.scoring.assignment import best_assignment
from pullquote.scoring.jsonl import JsonObject, Span
from pullquote.scoring.tally import Row, Scores, to_row

Clusters: TypeAlias = Sequence[Sequence[Span]]

_Part: TypeAlias = tuple[float, int]
"""What was reached, and out of what: one side of one metric in one document."""


def score_coref(
    gold: Mapping[str, JsonObject],
    pred: Mapping[str, JsonObject],
    *,
    etype: Collection[str] | None = None,
    mtypes: Collection[str] | None = None,
    singletons: bool = False,
) -> Scores:
    """Score predicted clusters against gold, both by document id.

    Args:
        gold: gold documents.
        pred: predicted documents; a missing one counts as one without clusters.
        etype: keep the gold clusters of these types, and the predicted ones that touch one of them
            or no gold mention at all (so a system that clusters everything is not blamed).
        mtypes: drop gold mentions of other types, and the same spans from the predictions.
        singletons: keep clusters of one mention; else they are dropped from both sides.

    Returns:
        Rows mentions, muc, b3, ceafe, lea (n_pred and n_gold being the denominators), and ``conll``
        as an accuracy: the mean F1 of muc, b3 and ceafe over n documents.
    """
    sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * 4)
    for key, document in gold.items():
        ours, theirs = _prepare(document, pred.get(key, {}), etype, mtypes, singletons)
        for metric, (precision, recall) in _parts(ours, theirs):
            for place, number in enumerate((*precision, *recall)):
                sums[metric][place] += number
    scores = {metric: _row(numbers) for metric, numbers in sums.items()}
    if scores:
        mean = sum(scores[metric]["F1"] for metric in ("muc", "b3", "ceafe")) / 3
        scores["conll"] = {"acc": mean, "n": len(gold)}
    return scores


def _prepare(
    gold: JsonObject,
    pred: JsonObject,
    etype: Collection[str] | None,
    mtypes: Collection[str] | None,
    singletons: bool,
) -> tuple[Clusters, Clusters]:
    """Clusters of both sides after the filters of `score_coref`."""
    ours: list[list[Span]] = [[(m[0], m[1]) for m in c] for c in gold["clusters"]]
    theirs: list[list[Span]] = [[(m[0], m[1]) for m in c] for c in pred.get("clusters", [])]
    everything = {mention for cluster in ours for mention in cluster}
    dropped: set[Span] = set()
    if mtypes and "mtypes" in gold:
        dropped = {
            mention
            for cluster, types in zip(ours, gold["mtypes"])
            for mention, kind in zip(cluster, types)
            if kind not in mtypes
        }
    if etype:
        ours = [cluster for cluster, kind in zip(ours, gold["etypes"]) if kind in etype]
        kept = {mention for cluster in ours for mention in cluster}
        theirs = [c for c in theirs if kept.intersection(c) or not everything.intersection(c)]
    least = 1 if singletons else 2
    gold_clusters = [sorted(set(cluster) - dropped) for cluster in ours]
    pred_clusters = [sorted(set(cluster) - dropped) for cluster in theirs]
    return (
        [cluster for cluster in gold_clusters if len(cluster) >= least],
        [cluster for cluster in pred_clusters if len(cluster) >= least],
    )


def _parts(gold: Clusters, pred: Clusters) -> Iterator[tuple[str, tuple[_Part, _Part]]]:
    """Precision and recall parts of one document, by metric."""
    in_gold, in_pred = _cluster_of(gold), _cluster_of(pred)
    shared = in_gold.keys() & in_pred.keys()
    yield "mentions", ((len(shared), len(in_pred)), (len(shared), len(in_gold)))
    yield "muc", (_muc(pred, in_gold), _muc(gold, in_pred))
    yield "b3", (_b_cubed(pred, in_gold), _b_cubed(gold, in_pred))
    yield "lea", (_lea(pred, in_gold), _lea(gold, in_pred))
    overlaps = Counter((in_gold[mention], in_pred[mention]) for mention in shared)
    similarity = best_assignment(
        {(i, j): 2 * n / (len(gold[i]) + len(pred[j])) for (i, j), n in overlaps.items()}
    )
    yield "ceafe", ((similarity, len(pred)), (similarity, len(gold)))


def _cluster_of(clusters: Clusters) -> dict[Span, int]:
    return {mention: i for i, cluster in enumerate(clusters) for mention in cluster}


def _muc(clusters: Clusters, other: Mapping[Span, int]) -> _Part:
    """Links of the clusters that the other side keeps, of all links (Vilain et al. 1995)."""
    kept = links = 0
    for cluster in clusters:
        owners = [other.get(mention) for mention in cluster]
        pieces = len({i for i in owners if i is not None}) + owners.count(None)
        kept += len(cluster) - pieces
        links += len(cluster) - 1
    return kept, links


def _b_cubed(clusters: Clusters, other: Mapping[Span, int]) -> _Part:
    """Share of each mention's cluster that the other side clusters with it, over mentions."""
    reached = sum(
        n * n / len(cluster) for cluster in clusters for n in _hits(cluster, other).values()
    )
    return reached, sum(map(len, clusters))


def _lea(clusters: Clusters, other: Mapping[Span, int]) -> _Part:
    """Resolved links weighted by cluster size (Moosavi & Strube 2016)."""
    reached = 0.0
    for cluster in clusters:
        hits = _hits(cluster, other)
        if len(cluster) == 1:
            reached += float(bool(hits))
        else:
            reached += sum(n * (n - 1) for n in hits.values()) / (len(cluster) - 1)
    return reached, sum(map(len, clusters))


def _hits(cluster: Sequence[Span], other: Mapping[Span, int]) -> Counter[int]:
    """How many of the cluster's mentions fall in which cluster of the other side."""
    return Counter(other[mention] for mention in cluster if mention in other)


def _row(numbers: Sequence[float]) -> Row:
    reached_pred, of_pred, reached_gold, of_gold = numbers
    precision = reached_pred / of_pred if of_pred else 0.0
    recall = reached_gold / of_gold if of_gold else 0.0
    return to_row(precision, recall, of_pred, of_gold)
