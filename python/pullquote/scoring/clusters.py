"""Scores a clustering of items, such as stories: B-cubed, pairwise and V-measure.

Input: cluster by item, on both sides. Items that the prediction lacks count as clusters of their
own; items that gold lacks are ignored.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from pullquote.scoring.tally import Scores, to_row


def score_clusters(gold: Mapping[Any, Hashable], pred: Mapping[Any, Hashable]) -> Scores:
    """Score a clustering; both arguments give the cluster by item.

    Returns:
        Rows ``b3``, ``pairwise`` and ``v_measure`` (P homogeneity, R completeness); n_pred and
        n_gold are numbers of clusters, in ``pairwise`` of joined pairs.
    """
    labels: dict[Hashable, Hashable] = {
        item: ("cluster", pred[item]) if item in pred else ("alone", item) for item in gold
    }
    n = len(gold)
    gold_sizes, pred_sizes = Counter(gold.values()), Counter(labels.values())
    joint = Counter((gold[item], labels[item]) for item in gold)

    precision = sum(k * k / pred_sizes[p] for (_, p), k in joint.items()) / n if n else 0.0
    recall = sum(k * k / gold_sizes[g] for (g, _), k in joint.items()) / n if n else 0.0
    scores = {"b3": to_row(precision, recall, len(pred_sizes), len(gold_sizes))}

    right, joined, wanted = (_n_pairs(sizes.values()) for sizes in (joint, pred_sizes, gold_sizes))
    precision = right / joined if joined else float(wanted == 0)
    recall = right / wanted if wanted else 1.0
    scores["pairwise"] = to_row(precision, recall, joined, wanted)

    gold_entropy, pred_entropy, joint_entropy = (
        _entropy(sizes.values(), n) for sizes in (gold_sizes, pred_sizes, joint)
    )
    homogeneity = 1 - (joint_entropy - pred_entropy) / gold_entropy if gold_entropy else 1.0
    completeness = 1 - (joint_entropy - gold_entropy) / pred_entropy if pred_entropy else 1.0
    scores["v_measure"] = to_row(homogeneity, completeness, len(pred_sizes), len(gold_sizes))
    return scores


def _n_pairs(sizes: Iterable[int]) -> int:
    return sum(k * (k - 1) // 2 for k in sizes)


def _entropy(sizes: Iterable[int], n: int) -> float:
    return -sum(k / n * math.log(k / n) for k in sizes)
