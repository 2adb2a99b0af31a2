"""Works out the figures of one corpus: rows by the keys that `eval.table` uses.

Names are apart from the rest, since they may be measured with another model (`eval.product`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from eval.checks import Check, check_entities, check_people, check_quotes, check_regions
from eval.people import score_clusters_of_people, score_gap, score_roles
from eval.times import check_seed_times, score_gum_times, score_time_cases, score_times
from pullquote.scoring import JsonObject, Scores, by_id, label_maps, score_spans, score_tags
from pullquote.scoring.exchange import to_sentences, to_tokens
from pullquote.scoring.people import score_people
from pullquote.scoring.regions import score_regions
from pullquote.scoring.report import evaluate_entities, evaluate_quotes
from pullquote.scoring.tally import Tally

Gold: TypeAlias = list[dict[str, Any]]
Pred: TypeAlias = Mapping[str, JsonObject]
_Layer: TypeAlias = Callable[[Gold, Pred], Scores]


def compute_figures(corpus: str, gold: Gold, pred: Pred) -> Scores:
    """All figures of a corpus but those of its names.

    Args:
        corpus: name in `eval.corpora`.
        gold: its documents.
        pred: analysed documents in the exchange format, by id.
    """
    return _compute(_LAYERS.get(corpus, ()), gold, pred)


def compute_names(corpus: str, gold: Gold, pred: Pred) -> Scores:
    """The figures of the names of a corpus; arguments as for `compute_figures`."""
    return _compute(_NAMES[corpus], gold, pred)


def _compute(layers: Sequence[_Layer], gold: Gold, pred: Pred) -> Scores:
    figures: Scores = {}
    for layer in layers:
        figures |= layer(gold, pred)
    return figures


def _segments(gold: Gold, pred: Pred) -> Scores:
    """Words and outer sentences; flat sentences too, as treebanks cut quotations."""
    documents = by_id(gold)
    tokens = {key: {"id": key, "tokens": to_tokens(pred[key])} for key in documents}
    outer = {key: {"id": key, "sentences": to_sentences(pred[key])} for key in documents}
    flat = {key: {"id": key, "sentences": to_sentences(pred[key], flat=True)} for key in documents}
    figures: Scores = {}
    for name, layer, predictions in (
        ("words", "tokens", tokens),
        ("sentences", "sentences", outer),
        ("sentences.flat", "sentences", flat),
    ):
        wanted = {
            key: {"text": doc["text"], layer: doc[layer], "words": doc.get("words")}
            for key, doc in documents.items()
        }
        figures[name] = score_spans(wanted, predictions, skip_empty=False)[layer]["ALL"]
    return figures


def _names(gold: Gold, pred: Pred) -> Scores:
    """PER, ORG and LOC by the label map of the corpus, and their sum."""
    rows = evaluate_entities([doc for doc in gold if doc["entities"] is not None], pred)
    return {f"names.{label}": row for label, row in rows.items()}


def _names_blind(gold: Gold, pred: Pred) -> Scores:
    """The same, for gold under our own labels."""
    table = label_maps()["spacy:c3"]
    rows = evaluate_entities(gold, pred, gold_map=table, pred_map=table)
    return {f"names.{label}": row for label, row in rows.items()}


def _other_names(source: str, *labels: str) -> _Layer:
    """Labels beside PER, ORG and LOC, by the label map of a source."""

    def score(gold: Gold, pred: Pred) -> Scores:
        maps = label_maps()
        rows = evaluate_entities(
            gold, pred, gold_map=maps[f"{source}:onto"], pred_map=maps["spacy:onto"]
        )
        return {f"names.{label}": rows[label] for label in labels if label in rows}

    return score


def _tags(gold: Gold, pred: Pred) -> Scores:
    return score_tags(by_id(gold).values(), pred)


def _quotes(gold: Gold, pred: Pred) -> Scores:
    return evaluate_quotes(gold, pred)


def _boilerplate(gold: Gold, pred: Pred) -> Scores:
    rows = score_regions(
        (doc["text"], doc["boilerplate"], pred[doc["id"]].get("boilerplate") or ()) for doc in gold
    )
    return {f"boilerplate.{measure}": row for measure, row in rows.items()}


def _people(gold: Gold, pred: Pred) -> Scores:
    return score_people((doc["people"], pred[doc["id"]].get("people") or []) for doc in gold)


def _checks(gold: Gold, pred: Pred) -> Scores:
    """Quotes and persons as `eval.checks` compares them: wholly right or wrong."""
    quotes = _total(check_quotes(doc, pred[doc["id"]]) for doc in gold)
    persons = _total(
        check_entities(doc, pred[doc["id"]], ["PERSON"]) for doc in gold if "entities" in doc
    )
    return {
        name: tally.row()
        for name, tally in (("checks.quotes", quotes), ("checks.persons", persons))
        if tally
    }


def _total(checks: Iterable[Check]) -> Tally:
    total = Tally()
    for check in checks:
        total.add_pairs(check.n_right, check.n_pred, check.n_gold)
    return total


def faults_in_words(gold: Gold, pred: Pred) -> list[str]:
    """Everything that is not as gold has it, in words, by document."""
    faults = []
    for doc in gold:
        found = pred[doc["id"]]
        checks = [check_quotes(doc, found)]
        checks += [
            check(doc, found)
            for layer, check in (
                ("entities", check_entities),
                ("people", check_people),
                ("boilerplate", check_regions),
            )
            if layer in doc
        ]
        faults += [f"{doc['id']}: {fault}" for check in checks for fault in check.faults]
    return faults


_ANNOTATED: Sequence[_Layer] = (_quotes, _boilerplate, _people, _checks)

_LAYERS: Mapping[str, Sequence[_Layer]] = {
    "gum.dev": (_segments, _tags),
    "ewt.dev": (_segments, _tags),
    "polnear.dev": (_quotes,),
    "press.dev": (_quotes, _boilerplate, _people),
    "litbank.dev": (_quotes,),
    "clic.dev": (_quotes,),
    "excerpts.dev": (_boilerplate,),
    "coref_gum.dev": (score_clusters_of_people,),
    "coref_ontogum.dev": (score_clusters_of_people,),
    "gap.dev": (score_gap,),
    "roles_blind": (score_roles,),
    "te3.dev": (score_times,),
    "wikiwars.dev": (score_times,),
    "gum_times.dev": (score_gum_times,),
    "time_cases": (score_time_cases,),
    "seeds": (*_ANNOTATED, check_seed_times),
    "examples": _ANNOTATED,
}

_NAMES: Mapping[str, Sequence[_Layer]] = {
    "gum.dev": (_names,),
    "ewt.dev": (_names,),
    "worldwide.dev": (_names, _other_names("worldwide", "NORP", "MONEY")),
    "wikigold": (_names,),
    "crossner_politics.dev": (_names,),
    "names_blind": (_names_blind, _other_names("spacy", "NORP")),
}

WITH_NAMES = frozenset(_NAMES)
WITH_MORE = frozenset(_LAYERS)
