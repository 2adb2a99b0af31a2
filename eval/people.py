"""Scores whom names, roles and pronouns mean: coreference, ambiguous pronouns (GAP), roles.

Coreference is scored on persons, names and pronouns, exact spans, CoNLL mean F1. Predicted clusters
are the mentions of one ``entity_id`` that are persons; roles are left out, as gold's nominal mentions
are. GUM marks a name with its title and its ``'s``, we without (DESIGN.md): ``coref.as_marked``
compares after a mention is widened to the gold's shortest name that ends with it. OntoGUM has no
entity types: its persons are the clusters that share a mention with a person of GUM.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pullquote.scoring import JsonObject, Scores, by_id, score_coref
from pullquote.scoring.names import is_same_name
from pullquote.scoring.tally import Tally

Gold = Sequence[dict[str, Any]]
Pred = Mapping[str, JsonObject]
Span = tuple[int, int]


def score_clusters_of_people(gold: Gold, pred: Pred) -> Scores:
    """CoNLL F1 of persons, names and pronouns, with spans as they are and as gold marks them."""
    documents = by_id(gold)
    ours = {key: {"clusters": _clusters(pred[key])} for key in documents}
    widened = {
        key: {"clusters": _widen(ours[key]["clusters"], _names(document))}
        for key, document in documents.items()
    }
    figures: Scores = {}
    for name, clusters in (("coref", ours), ("coref.as_marked", widened)):
        rows = score_coref(documents, clusters, etype={"person"}, mtypes={"N", "P"})
        figures |= {f"{name}.{measure}": row for measure, row in rows.items()}
    return figures


def _clusters(document: JsonObject) -> list[list[Span]]:
    by_entity: defaultdict[str, list[Span]] = defaultdict(list)
    for mention in document.get("mentions") or ():
        is_meant = mention["kind"] in ("name", "pronoun") and mention["label"] == "PERSON"
        if is_meant and mention["entity_id"] is not None:
            by_entity[mention["entity_id"]].append((mention["start"], mention["end"]))
    return list(by_entity.values())


def _names(gold: JsonObject) -> list[Span]:
    pairs = zip(gold["clusters"], gold["mtypes"])
    spans = [(m[0], m[1]) for c, kinds in pairs for m, kind in zip(c, kinds) if kind == "N"]
    return sorted(spans, key=lambda span: span[1] - span[0])


def _widen(clusters: list[list[Span]], names: list[Span]) -> list[list[Span]]:
    """Each mention as the shortest name of the gold that ends with it, give or take ``'s``."""

    def widen(span: Span) -> Span:
        held = (name for name in names if name[0] <= span[0] and 0 <= name[1] - span[1] <= 2)
        return next(held, span)

    return [[widen(span) for span in cluster] for cluster in clusters]


def persons_of_ontogum(gold: Gold, types_from: Gold) -> list[dict[str, Any]]:
    """OntoGUM's documents with the entity types of GUM's clusters that share a mention."""
    typed = by_id(types_from)
    documents = []
    for document in gold:
        other = typed[document["id"]]
        kinds = {
            (m[0], m[1]): kind for c, kind in zip(other["clusters"], other["etypes"]) for m in c
        }
        etypes = []
        for cluster in document["clusters"]:
            found = [kinds[m[0], m[1]] for m in cluster if (m[0], m[1]) in kinds]
            etypes.append(max(set(found), key=found.count) if found else None)
        documents.append({**document, "etypes": etypes})
    return documents


def score_gap(gold: Gold, pred: Pred) -> Scores:
    """F1 over the two names of each pronoun, as Webster et al. 2018; and feminine over masculine."""
    tallies = {"all": Tally(), "f": Tally(), "m": Tally()}
    for document in gold:
        found = _meant_by_pronoun(document, pred[document["id"]])
        wanted = {name for name in ("a", "b") if document[f"{name}_coref"]}
        for which in ("all", document["gender"]):
            tallies[which].add_pairs(len(found & wanted), len(found), len(wanted))
    figures = {f"gap.{which}": tally.row() for which, tally in tallies.items()}
    ratio = 100 * figures["gap.f"]["F1"] / figures["gap.m"]["F1"] if figures["gap.m"]["F1"] else 0.0
    return figures | {"gap.ratio": {"acc": ratio, "n": len(gold)}}


def _meant_by_pronoun(gold: JsonObject, pred: JsonObject) -> set[str]:
    entity = next(
        (m["entity_id"] for m in pred["mentions"] if [m["start"], m["end"]] == gold["pronoun"]),
        None,
    )
    if entity is None:
        return set()
    spans = [(m["start"], m["end"]) for m in pred["mentions"] if m["entity_id"] == entity]
    names = {"a": gold["a"], "b": gold["b"]}
    return {
        key for key, (start, end) in names.items() if any(s < end and start < e for s, e in spans)
    }


def score_roles(gold: Gold, pred: Pred) -> Scores:
    """Roles labelled blind (eval/roles_blind.md), half a and half b, which was never tuned on.

    Of those that mean somebody, those under the right name; of those that mean nobody the article or
    the world names, those left open. A mention counts by its last word.
    """
    right = {half: Tally() for half in "ab"}
    kept_open = {half: Tally() for half in "ab"}
    for document in gold:
        found = {
            m["end"]: m for m in pred[document["id"]]["mentions"] if m["kind"] in ("role", "name")
        }
        people = {person["id"]: person["name"] for person in pred[document["id"]]["people"]}
        for mention in document["mentions"]:
            held = found.get(mention["end"])
            name = people.get(held["entity_id"]) if held and held["entity_id"] else None
            wanted = mention["person"]
            if wanted in (None, "-"):
                kept_open[document["half"]].add_pairs(int(name is None), 1, 1)
                continue
            is_right = name is not None and is_same_name(name, [wanted], lenient=False)
            right[document["half"]].add_pairs(int(is_right), int(name is not None), 1)
    figures: Scores = {}
    for half in "ab":
        figures[f"roles.{half}"] = right[half].row()
        figures[f"roles.open.{half}"] = kept_open[half].row()
    return figures
