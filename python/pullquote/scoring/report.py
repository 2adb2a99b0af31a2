"""Evaluates an analyzer on a gold file and prints the figures: what ``pullquote eval GOLD`` does.

The gold file has one JSON object a line (docs/accuracy-format.md), in one of two forms:

- press form (data/press, the seeds, examples/gold.jsonl): ``text``, ``date``, ``title`` and any of
  ``quotes``, ``people``, ``boilerplate``, ``entities``, ``times``. Its quotes are speech only, so
  of the predictions only outermost quotes that are speech are compared;
- attributions form (PolNeAR and the novels): ``text``, ``meta`` and ``attributions``, compared with
  all predicted quotes, since such corpora may count thoughts and plans too.

Whatever layers the gold has are scored. The text is analysed raw; a ``title`` that is a string goes
to the analyzer as evidence, one that is a span of the text does not.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from pullquote.scoring.attributions import to_attributions
from pullquote.scoring.exchange import to_entities, to_timexes
from pullquote.scoring.gold import read_gold
from pullquote.scoring.groups import Comparison, check_groups, score_groups, sort_groups
from pullquote.scoring.intervals import add_intervals
from pullquote.scoring.jsonl import JsonObject
from pullquote.scoring.ner import LabelMap, label_maps, score_spans
from pullquote.scoring.people import score_people
from pullquote.scoring.quotes import score_pairings, score_quotes
from pullquote.scoring.regions import score_regions
from pullquote.scoring.tally import Scores
from pullquote.scoring.timex import score_timex

Analyze: TypeAlias = Callable[..., Any]
"""Called as ``analyze(text, date=..., title=..., id=...)``, as `pullquote.analyze` and a
`pullquote.Pipeline` are; returns a Document or its ``to_dict()``."""

# Places are told apart by gazetteer and head word only, so they are scored as one class.
_MERGED_PLACES: LabelMap = {"GPE": "LOC", "FAC": "LOC"}

# In the order they are printed.
_LAYERS = ("quotes", "speakers", "people", "boilerplate", "entities", "times")


def evaluate_file(
    gold: str | os.PathLike[str] | Iterable[JsonObject],
    analyze: Analyze,
    *,
    by: Sequence[str] = (),
) -> dict[str, Any]:
    """Analyse the texts of annotated articles and score every layer that they have.

    Args:
        gold: JSON Lines, see the module; or the articles themselves.
        analyze: the analyzer to evaluate.
        by: groups that quotes are scored by, too: see `pullquote.scoring.groups`.

    Returns:
        ``{"documents", "errors", "figures", "by"}``: the number of documents, ``{"id", "error"}`` of the
        ones that could not be analysed (they count as empty), rows with intervals by measure by layer,
        and the same by measure by group by what is grouped. `format_report` makes tables of it.

    Raises:
        InvalidInputError: the gold is not as it should be; the message names line and field.
        InvalidOptionError: the gold has nothing to group by so; the message lists what it has.
    """
    articles = read_gold(gold)
    check_groups(by, articles)
    return evaluate(articles, analyze_all(articles, analyze), by=by)


def analyze_all(gold: Iterable[JsonObject], analyze: Analyze) -> dict[str, dict[str, Any]]:
    """Analyse raw texts one by one; ``to_dict()`` by the gold document's id."""
    return {document["id"]: _analyze_one(document, analyze) for document in gold}


def evaluate(
    gold: Sequence[JsonObject], pred: Mapping[str, JsonObject], *, by: Sequence[str] = ()
) -> dict[str, Any]:
    """Score predictions in the exchange format, by id; the result is `evaluate_file`'s."""
    ways = check_groups(by, gold)
    maps = entity_maps(_having(gold, "entities"))
    layers: defaultdict[str, list[Scores]] = defaultdict(lambda: [{} for _ in gold])
    groups: dict[str, defaultdict[str, list[Scores]]] = {
        name: defaultdict(lambda: [{} for _ in gold]) for name in by
    }
    for number, document in enumerate(gold):
        found = pred.get(document["id"], {})
        for layer, rows in _score_layers(document, found, maps).items():
            layers[layer][number] = rows
        if "quotes" in document or "attributions" in document:
            comparison = Comparison(document, found)
            rows = score_pairings([comparison]) | {"kind": comparison.kinds_right().row()}
            speakers = {k: row for k, row in rows.items() if k.startswith("speaker.")}
            layers["quotes"][number] = {k: row for k, row in rows.items() if k not in speakers}
            if speakers:
                layers["speakers"][number] = speakers
            for way in ways:
                for group, scores in score_groups(comparison, way).items():
                    groups[way.name][group][number] = scores
    errors = [
        {"id": doc["id"], "error": pred[doc["id"]]["error"]}
        for doc in gold
        if pred.get(doc["id"], {}).get("error")
    ]
    return {
        "documents": len(gold),
        "errors": errors,
        "figures": {name: add_intervals(layers[name]) for name in _LAYERS if name in layers},
        "by": {
            name: {group: add_intervals(held[group]) for group in sort_groups(name, held)}
            for name, held in groups.items()
        },
    }


def _score_layers(
    document: JsonObject, found: JsonObject, maps: tuple[LabelMap, LabelMap]
) -> dict[str, Scores]:
    """The rows of one article, of all layers that gold has but quotes."""
    figures: dict[str, Scores] = {}
    if document.get("people") is not None:
        figures["people"] = score_people([(document["people"], found.get("people") or [])])
    if document.get("boilerplate") is not None:
        regions = found.get("boilerplate") or []
        figures["boilerplate"] = score_regions(
            [(document["text"], document["boilerplate"], regions)]
        )
    if document.get("entities") is not None:
        figures["entities"] = evaluate_entities(
            [document], {document["id"]: found}, gold_map=maps[0], pred_map=maps[1]
        )
    if document.get("times") is not None:
        figures["times"] = score_timex(
            {document["id"]: {"timexes": document["times"]}},
            {document["id"]: {"timexes": to_timexes(found)}},
        )
    return figures


def evaluate_quotes(
    gold: Sequence[JsonObject],
    pred: Mapping[str, JsonObject],
    *,
    speech_only: bool | None = None,
) -> Scores:
    """Score quotes and speakers.

    Args:
        gold: documents in either form.
        pred: predictions in the exchange format, by id.
        speech_only: compare with predicted speech only; by default as the form of each gold
            document says.
    """
    predictions = {}
    for doc in gold:
        if pred.get(doc["id"], {}).get("quotes") is not None:
            only = "attributions" not in doc if speech_only is None else speech_only
            predictions[doc["id"]] = to_attributions(
                pred[doc["id"]], speech_only=only, text=doc["text"]
            )
    return score_quotes([to_attributions(doc) for doc in gold], predictions)


def evaluate_entities(
    gold: Sequence[JsonObject],
    pred: Mapping[str, JsonObject],
    *,
    gold_map: LabelMap | None = None,
    pred_map: LabelMap | None = None,
) -> Scores:
    """Score entities, exact spans; only labels that gold uses are compared.

    Args:
        gold: documents with ``entities``.
        pred: predictions in the exchange format, by id.
        gold_map: label map for gold. By default the one of the documents' ``corpus`` to PER, ORG
            and LOC if there is one, else OntoNotes labels with GPE and FAC counted as LOC.
        pred_map: label map for predictions, as needed by `gold_map`.
    """
    if gold_map is None:
        gold_map, pred_map = entity_maps(gold)
    ours = {
        doc["id"]: {
            "id": doc["id"],
            "text": doc["text"],
            "entities": to_entities(pred.get(doc["id"], {})),
        }
        for doc in gold
    }
    theirs = {doc["id"]: {key: doc.get(key) for key in ("id", "text", "entities")} for doc in gold}
    if any(doc["entities"] for doc in gold):
        rows = score_spans(theirs, ours, gold_map=gold_map, pred_map=pred_map, skip_empty=False)
        rows_by_label = rows.get("entities", {})
    else:
        # The scorer leaves out what gold has nothing of; here all that was found is false.
        rows = score_spans(ours, theirs, gold_map=pred_map, pred_map=gold_map, skip_empty=False)
        rows_by_label = {
            label: row | {"n_pred": row["n_gold"], "n_gold": 0}
            for label, row in rows.get("entities", {}).items()
        }
    return {
        label: rows_by_label[label]
        for label in sorted(rows_by_label, key=lambda k: (k == "ALL", k))
    }


def entity_maps(gold: Sequence[JsonObject]) -> tuple[LabelMap, LabelMap]:
    """The label maps of gold and of predictions: see `evaluate_entities`."""
    corpora = {doc.get("corpus") for doc in gold}
    name = f"{corpora.pop()}:c3" if len(corpora) == 1 else ""
    if name in label_maps():
        return label_maps()[name], label_maps()["spacy:c3"]
    labels = {_MERGED_PLACES.get(e[2], e[2]) for doc in gold for e in doc["entities"]}
    places = _MERGED_PLACES if "LOC" in labels else {}
    return _MERGED_PLACES, {**{label: label for label in labels if label}, **places, "*": None}


def _analyze_one(document: JsonObject, analyze: Analyze) -> dict[str, Any]:
    title = document.get("title")
    analysis = analyze(
        document["text"],
        date=document.get("date") or document.get("meta", {}).get("date"),
        title=title if isinstance(title, str) else None,
        id=document["id"],
    )
    result: dict[str, Any] = analysis if isinstance(analysis, dict) else analysis.to_dict()
    return result


def _having(gold: Iterable[JsonObject], layer: str) -> list[JsonObject]:
    return [doc for doc in gold if doc.get(layer) is not None]


def _layer(pred: Mapping[str, JsonObject], doc: JsonObject, layer: str) -> list[Any]:
    return pred.get(doc["id"], {}).get(layer) or []
