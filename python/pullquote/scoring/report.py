"""Evaluates an analyzer on a gold file and prints the figures: what ``pullquote eval GOLD`` does.

The gold file has one JSON object a line, in one of two forms:

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
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from pullquote.scoring.attributions import to_attributions
from pullquote.scoring.exchange import to_entities, to_timexes
from pullquote.scoring.jsonl import JsonObject, read_jsonl
from pullquote.scoring.ner import LabelMap, label_maps, score_spans
from pullquote.scoring.people import score_people
from pullquote.scoring.quotes import score_quotes
from pullquote.scoring.regions import score_regions
from pullquote.scoring.tally import Row, Scores
from pullquote.scoring.timex import score_timex

Analyze: TypeAlias = Callable[..., Any]
"""Called as ``analyze(text, date=..., title=..., id=...)``, as `pullquote.analyze` and a
`pullquote.Pipeline` are; returns a Document or its ``to_dict()``."""

# Places are told apart by gazetteer and head word only, so they are scored as one class.
_MERGED_PLACES: LabelMap = {"GPE": "LOC", "FAC": "LOC"}

# What the printed table shows, in words; the result holds every measure.
_SHOWN = {
    "quotes": {
        "content.all.iou50": "all kinds found (IoU >= 0.5)",
        "content.direct.iou50": "direct found (IoU >= 0.5)",
        "content.direct.exact": "direct found exactly",
        "content.indmix.soft": "indirect and mixed, overlap",
        "quoted.tokens": "words inside quote marks",
        "cue.exact": "cue",
        "e2e.direct": "direct, with the right source",
        "e2e.all": "all kinds, with the right source",
    },
    "speakers": {
        "speaker.e2e_lenient": "name right, surname enough, of all gold quotes",
        "speaker.e2e_strict": "full name right, of all gold quotes",
        "speaker.acc_lenient": "name right, surname enough, of quotes found",
        "speaker.acc_strict": "full name right, of quotes found",
    },
    "people": {
        "people.name": "found under the full name",
        "people.found": "found under any name",
        "people.forms": "forms",
        "people.forms_untitled": "forms, titles left out",
    },
}


def evaluate_file(gold_path: str | os.PathLike[str], analyze: Analyze) -> dict[str, Any]:
    """Analyse the texts of a gold file and score every layer that it has.

    Args:
        gold_path: JSON Lines, see the module.
        analyze: the analyzer to evaluate.

    Returns:
        ``{"documents", "errors", "figures"}``: the number of documents, ``{"id", "error"}`` of the
        ones that could not be analysed (they count as empty), and rows by measure by layer.
        `format_report` makes a table of it.

    Raises:
        ValueError: a line is no JSON object, or has no text.
    """
    gold = read_jsonl(gold_path)
    for number, document in enumerate(gold, 1):
        if not isinstance(document.get("text"), str) or "id" not in document:
            raise ValueError(f"{os.fspath(gold_path)}: document {number} needs an id and a text")
    return evaluate(gold, analyze_all(gold, analyze))


def analyze_all(gold: Iterable[JsonObject], analyze: Analyze) -> dict[str, dict[str, Any]]:
    """Analyse raw texts one by one; ``to_dict()`` by the gold document's id."""
    return {document["id"]: _analyze_one(document, analyze) for document in gold}


def evaluate(gold: Sequence[JsonObject], pred: Mapping[str, JsonObject]) -> dict[str, Any]:
    """Score predictions in the exchange format, by id; the result is `evaluate_file`'s."""
    figures: dict[str, Scores] = {}
    with_quotes = [doc for doc in gold if "quotes" in doc or "attributions" in doc]
    if with_quotes:
        rows = evaluate_quotes(with_quotes, pred)
        figures["quotes"] = {k: row for k, row in rows.items() if not k.startswith("speaker.")}
        speakers = {k: row for k, row in rows.items() if k.startswith("speaker.")}
        if speakers:
            figures["speakers"] = speakers
    with_people = _having(gold, "people")
    if with_people:
        figures["people"] = score_people(
            (doc["people"], _layer(pred, doc, "people")) for doc in with_people
        )
    with_regions = _having(gold, "boilerplate")
    if with_regions:
        figures["boilerplate"] = score_regions(
            (doc["text"], doc["boilerplate"], _layer(pred, doc, "boilerplate"))
            for doc in with_regions
        )
    with_entities = _having(gold, "entities")
    if with_entities:
        figures["entities"] = evaluate_entities(with_entities, pred)
    with_times = _having(gold, "times")
    if with_times:
        figures["times"] = score_timex(
            {doc["id"]: {"timexes": doc["times"]} for doc in with_times},
            {key: {"timexes": to_timexes(doc)} for key, doc in pred.items()},
        )
    errors = [
        {"id": doc["id"], "error": pred[doc["id"]]["error"]}
        for doc in gold
        if pred.get(doc["id"], {}).get("error")
    ]
    return {"documents": len(gold), "errors": errors, "figures": figures}


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
        corpora = {doc.get("corpus") for doc in gold}
        name = f"{corpora.pop()}:c3" if len(corpora) == 1 else ""
        if name in label_maps():
            gold_map, pred_map = label_maps()[name], label_maps()["spacy:c3"]
        else:
            gold_map = _MERGED_PLACES
            labels = {_MERGED_PLACES.get(e[2], e[2]) for doc in gold for e in doc["entities"]}
            places = _MERGED_PLACES if "LOC" in labels else {}
            pred_map = {**{label: label for label in labels if label}, **places, "*": None}
    rows = score_spans(
        {doc["id"]: {key: doc.get(key) for key in ("id", "text", "entities")} for doc in gold},
        {
            doc["id"]: {"id": doc["id"], "entities": to_entities(pred.get(doc["id"], {}))}
            for doc in gold
        },
        gold_map=gold_map,
        pred_map=pred_map,
        skip_empty=False,
    ).get("entities", {})
    return {label: rows[label] for label in sorted(rows, key=lambda k: (k == "ALL", k))}


def format_report(result: Mapping[str, Any]) -> str:
    """Write the result of `evaluate_file` as a table of plain text."""
    lines = [f"{result['documents']} documents"]
    lines += [f"  not analysed: {row['id']}: {row['error']}" for row in result["errors"]]
    for layer, rows in result["figures"].items():
        lines += ["", f"{layer:52}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'found':>7}"]
        shown = _SHOWN.get(layer, {measure: measure for measure in rows})
        lines += [_format_row(label, rows[m]) for m, label in shown.items() if m in rows]
    return "\n".join(lines)


def _format_row(label: str, row: Row) -> str:
    if "acc" in row:
        return f"  {label:50}{'':14}{row['acc']:7.1f}{row['n']:7.0f}"
    figures = "".join(f"{row[key]:7.1f}" for key in ("P", "R", "F1"))
    return f"  {label:50}{figures}{row['n_gold']:7.0f}{row['n_pred']:7.0f}"


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
