"""Scores what is found across articles: the same words, and stories.

Silver clusters are 98% right but miss a fifth of the true pairs, so only their recall is asked. As in
score_same.py, two members of a gold cluster that share no three words in a row (two sentences that a
longer quotation joins) are no pair.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import pullquote as pq
from eval.corpora import SHARED
from pullquote.scoring import JsonObject, Row, Scores
from pullquote.scoring.tally import Tally

Gold = Sequence[dict[str, Any]]
_Pairs = set[tuple[int, int]]


def score_silver(gold: Gold) -> Scores:
    """Pairs of quotations of different outlets."""
    rows = [{"said": row["quote"], "date": row["date"], "outlet": row["source"]} for row in gold]
    return _score_pairs(gold, rows)


def score_synth(gold: Gold) -> Scores:
    """Pairs of variants made by named edits, and hard negatives."""
    rows = [{"said": row["quote"], "speaker": row["speaker"]} for row in gold]
    return _score_pairs(gold, rows, all_pairs=True)


def _score_pairs(gold: Gold, rows: list[dict[str, Any]], *, all_pairs: bool = False) -> Scores:
    for number, row in enumerate(rows):
        row["quote_id"] = str(number)
    found = _pairs((int(row["quote_id"]), row["cluster_id"]) for row in pq.same_quotes(rows))
    wanted = _pairs((number, row["cluster_id"]) for number, row in enumerate(gold))
    if not all_pairs:
        grams = [_grams(row["quote"]) for row in gold]
        apart = {(a, b) for a, b in wanted if not grams[a] & grams[b]}
        wanted, found = wanted - apart, found - apart
    tally = Tally()
    tally.add_pairs(len(wanted & found), len(found), len(wanted))
    row = tally.row()
    recall: Row = {"acc": row["R"], "n": len(wanted)}
    precision: Row = {"acc": row["P"], "n": len(found)}
    return {"same.pairs": row, "same.recall": recall, "same.precision": precision}


def _pairs(labelled: Iterable[tuple[int, str]]) -> _Pairs:
    clusters: defaultdict[str, set[int]] = defaultdict(set)
    for number, cluster in labelled:
        clusters[cluster].add(number)
    return {pair for members in clusters.values() for pair in combinations(sorted(members), 2)}


def _grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower().replace("’", "'").replace("‘", "'"))
    n = min(3, len(words))
    return {tuple(words[at : at + n]) for at in range(len(words) - n + 1)}


def score_stories(gold: Gold) -> Scores:
    """B-cubed of articles about one event, told by three outlets."""
    articles = [doc | {"story": event["story_id"]} for event in gold for doc in event["docs"]]
    given = [{name: doc.get(name) for name in ("id", "title", "text", "date")} for doc in articles]
    found = [row["story_id"] for row in pq.stories(given)]
    wanted = [doc["story"] for doc in articles]
    n = len(articles)
    sizes = [_sizes(labels) for labels in (wanted, found)]
    both = _sizes(list(zip(wanted, found)))
    precision = sum(k * k / sizes[1][f] for (_, f), k in both.items()) / n
    recall = sum(k * k / sizes[0][w] for (w, _), k in both.items()) / n
    f1 = 2 * precision * recall / (precision + recall)
    return {
        "stories.b3": {"P": 100 * precision, "R": 100 * recall, "F1": 100 * f1, "n": n},
    }


def _sizes(labels: Sequence[Any]) -> dict[Any, int]:
    sizes: dict[Any, int] = {}
    for label in labels:
        sizes[label] = sizes.get(label, 0) + 1
    return sizes


def score_seeds(gold: Gold) -> Scores:
    """Of both seeds, the pairs of same_words.json found, and what else is joined.

    A fragment of an utterance that the gold has is nothing else.
    """
    articles = [{name: doc.get(name) for name in ("id", "text", "date")} for doc in gold]
    rows = pq.same_quotes(pq.quotes(articles))
    wanted = _gold_pairs()
    joined = [
        (a, b)
        for a, b in combinations(rows, 2)
        if a["cluster_id"] == b["cluster_id"] and a["article_id"] != b["article_id"]
    ]
    n_found = sum(any(_meets(pair, a) and _meets(pair, b) for a, b in joined) for pair in wanted)
    known = [(a, b) for a, b in joined if any(_meets(p, a) or _meets(p, b) for p in wanted)]
    tally = Tally()
    tally.add_pairs(n_found, n_found + len(joined) - len(known), len(wanted))
    return {"same.pairs": tally.row()}


def _gold_pairs() -> list[JsonObject]:
    pairs = json.loads((SHARED / "seeds" / "same_words.json").read_text(encoding="utf-8"))
    return [dict(pair) for pair in pairs]


def _meets(pair: JsonObject, row: JsonObject) -> bool:
    span = pair.get(row["article_id"])
    return span is not None and row["start"] < span[1] and span[0] < row["end"]


ACROSS = {
    "quotes_silver.dev": score_silver,
    "quotes_synth.dev": score_synth,
    "basil.dev": score_stories,
    "seeds": score_seeds,
}
