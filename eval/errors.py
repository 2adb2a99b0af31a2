"""Prints what was missed and what was invented, document by document, to read while developing.

    python -m eval.errors CORPUS [--layer LAYER] [--id ID] [--limit N] [--pred FILE]

CORPUS is a name of eval/corpora.py (press.dev, polnear.dev, worldwide.dev, ...), or a path to a
gold file of one of their forms. Without --layer all layers of the gold are compared.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.checks import (
    check_entities,
    check_people,
    check_quotes,
    check_regions,
    in_context,
)
from eval.corpora import NAMES, load_corpus
from eval.product import load_analyzer
from pullquote.scoring import JsonObject, by_id, label_maps, read_jsonl, to_attributions
from pullquote.scoring.exchange import to_entities, to_sentences, to_tokens
from pullquote.scoring.ner import black_counts
from pullquote.scoring.pairing import iou, pair_units
from pullquote.scoring.report import Analyze, analyze_all
from pullquote.scoring.words import WordIndex


def main(arguments: Sequence[str] | None = None, analyze: Analyze | None = None) -> int:
    """Run the command; `analyze` is the analyzer to look at, by default `pullquote.Pipeline`."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.errors",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("corpus", help=f"one of {', '.join(NAMES)}; or a file")
    parser.add_argument("--layer", choices=sorted(_LAYERS), help="only this layer")
    parser.add_argument("--id", help="only documents whose id has this in it")
    parser.add_argument("--limit", type=int, help="at most so many documents")
    parser.add_argument("--pred", type=Path, help="output of `pullquote annotate` to look at")
    options = parser.parse_args(arguments)

    is_known = options.corpus in NAMES
    gold = load_corpus(options.corpus) if is_known else read_jsonl(options.corpus)
    gold = [doc for doc in gold if not options.id or options.id in doc["id"]][: options.limit]
    if options.pred:
        pred: Mapping[str, JsonObject] = by_id(read_jsonl(options.pred))
    else:
        pred = analyze_all(gold, analyze or load_analyzer())
    for doc in gold:
        faults = list(find_faults(doc, pred.get(doc["id"], {}), options.layer))
        print(f"=== {doc['id']}: {len(faults)} faults" if faults else f"=== {doc['id']}: none")
        for fault in faults:
            print(f"  {fault}")
    return 0


def find_faults(gold: JsonObject, pred: JsonObject, layer: str | None = None) -> Iterator[str]:
    """Faults of one document in words, in the layers that its gold has."""
    for name, (key, find) in _LAYERS.items():
        if layer in (None, name) and gold.get(key) is not None:
            yield from find(gold, pred)


def _attributions(gold: JsonObject, pred: JsonObject) -> Iterator[str]:
    """Quotes in the scorers' form, whatever their status: not found, invented, and differing."""
    text = gold["text"]
    index = WordIndex(text)
    expected = gold["attributions"]
    found = to_attributions(pred, text=text)["attributions"] if pred.get("quotes") else []
    expected_words = [index.words(a["content"]) for a in expected]
    found_words = [index.words(a["content"]) for a in found]
    pairs = pair_units(expected_words, found_words, iou, 0.5)
    layers = gold.get("meta", {}).get("layers", ["content", "cue", "source"])
    for i, attribution in enumerate(expected):
        if i not in pairs:
            yield f"- missing  {_describe(text, attribution)}"
            continue
        other = found[pairs[i]]
        differs = [
            f"{key} [{_join(text, other[key])}] not [{_join(text, attribution[key])}]"
            for key in ("content", "cue", "source")
            if key in layers and index.words(other[key]) != index.words(attribution[key])
        ]
        if other["type"] != attribution["type"]:
            differs.insert(0, f"type {other['type']} not {attribution['type']}")
        if differs:
            yield f"~ differs  {_describe(text, attribution)}"
            yield from (f"      {difference}" for difference in differs)
    for j in sorted(set(range(len(found))) - set(pairs.values())):
        yield f"+ invented {_describe(text, found[j])}"


def _describe(text: str, attribution: JsonObject) -> str:
    content = attribution["content"]
    end = content[-1][1]
    before = text[max(0, content[0][0] - 60) : content[0][0]].replace("\n", "⏎")
    after = text[end : end + 60].replace("\n", "⏎")
    cue, source = (_join(text, attribution[key]) for key in ("cue", "source"))
    where = f"…{before}[[{_join(text, content)}]]{after}…"
    return f"{attribution['type']} cue [{cue}] source [{source}] {where}"


def _join(text: str, spans: Sequence[Sequence[int]]) -> str:
    return " + ".join(text[start:end].replace("\n", "⏎") for start, end in spans)


def _names(gold: JsonObject, pred: JsonObject) -> Iterator[str]:
    """Entities by the corpus's label map, or by OntoNotes labels."""
    table = label_maps().get(f"{gold.get('corpus')}:c3")
    if table is None:
        yield from check_entities(gold, pred).faults
        return
    text = gold["text"]
    expected = _mapped(gold["entities"], table)
    found = _mapped(to_entities(pred), label_maps()["spacy:c3"])
    for start, end, label in sorted(expected - found):
        other = [f"{text[s:e]} {name}" for s, e, name in found if s < end and start < e]
        yield f"- missing {label}: {in_context(text, start, end)} {other or ''}"
    for start, end, label in sorted(found - expected):
        if not any(s < end and start < e for s, e, _ in expected):
            yield f"+ false {label}: {in_context(text, start, end)}"


def _mapped(
    entities: Sequence[Sequence[Any]], table: Mapping[str, str | None]
) -> set[tuple[int, int, str]]:
    labelled = ((s, e, table.get(label, table.get("*", label))) for s, e, label in entities)
    return {(start, end, label) for start, end, label in labelled if label is not None}


def _segments(layer: str) -> Callable[[JsonObject, JsonObject], Iterator[str]]:
    """Token or flat sentence boundaries that differ."""

    def find(gold: JsonObject, pred: JsonObject) -> Iterator[str]:
        text, black = gold["text"], black_counts(gold["text"])
        rows = gold.get("words") or gold["tokens"] if layer == "tokens" else gold["sentences"]
        spans = to_tokens(pred) if layer == "tokens" else []
        if layer == "sentences" and pred:
            spans = to_sentences(pred, flat=True)
        expected = {(black[row[0]], black[row[1]]): (row[0], row[1]) for row in rows}
        found = {(black[s], black[e]): (s, e) for s, e in spans}
        width = 15 if layer == "tokens" else 5
        for sign, one, other in (("-", expected, found), ("+", found, expected)):
            for key in sorted(one.keys() - other.keys()):
                start, end = one[key]
                yield f"{sign} {layer[:-1]} {in_context(text, start, end, width)}"

    return find


_Find = Callable[[JsonObject, JsonObject], Iterator[str]]

# Layer: the key of the gold that holds it, and what compares it.
_LAYERS: dict[str, tuple[str, _Find]] = {
    "quotes": ("quotes", lambda gold, pred: iter(check_quotes(gold, pred).faults)),
    "attributions": ("attributions", _attributions),
    "people": ("people", lambda gold, pred: iter(check_people(gold, pred).faults)),
    "boilerplate": ("boilerplate", lambda gold, pred: iter(check_regions(gold, pred).faults)),
    "entities": ("entities", _names),
    "tokens": ("tokens", _segments("tokens")),
    "sentences": ("sentences", _segments("sentences")),
}


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
