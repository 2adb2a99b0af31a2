"""Compares one analysed document with gold, layer by layer, and says in words what differs.

This is stricter than the scorers: a quote is right only if kind, every part and the speaker's full
name are. Used for the seeds, where all must be right, and by ``python -m eval.errors``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pullquote.scoring import JsonObject, is_speech
from pullquote.scoring.exchange import to_entities
from pullquote.scoring.jsonl import as_pair
from pullquote.scoring.names import is_same_name
from pullquote.scoring.pairing import iou, pair_units
from pullquote.scoring.people import pair_people, surface_forms
from pullquote.scoring.regions import kind_of, trim_span
from pullquote.scoring.words import WordIndex

PLACES = frozenset({"GPE", "LOC", "FAC"})


class Check(NamedTuple):
    """What a layer of one document came to."""

    n_gold: int
    n_pred: int
    n_right: int
    faults: list[str]


def check_quotes(gold: JsonObject, pred: JsonObject) -> Check:
    """Compare quotes in the press form with the speech that was found."""
    text = gold["text"]
    index = WordIndex(text)
    expected = gold["quotes"]
    found = [quote for quote in pred.get("quotes") or () if is_speech(quote)]
    expected_words = [index.words(quote["content"]) for quote in expected]
    found_words = [index.words(map(as_pair, quote["parts"])) for quote in found]
    pairs = pair_units(expected_words, found_words, iou, 0.3)
    faults, n_right = [], 0
    for i, quote in enumerate(expected):
        label = f"{quote['kind']} of {quote['speaker']}: {_excerpt(text, quote['content'])}"
        if i not in pairs:
            faults.append(f"missing quote, {label}")
            continue
        differences = list(_quote_differences(index, quote, found[pairs[i]]))
        if differences:
            faults.append(f"{'; '.join(differences)}: in {label}")
        n_right += not any(d.startswith(_DECIDING) for d in differences)
    for j in sorted(set(range(len(found))) - set(pairs.values())):
        quote = found[j]
        spans = [as_pair(part) for part in quote["parts"]]
        name = (quote.get("speaker") or {}).get("name")
        faults.append(
            f"invented quote, {quote['kind']} of {name} by {quote.get('method')}:"
            f" {_excerpt(text, spans)}"
        )
    return Check(len(expected), len(found), n_right, faults)


# What makes a quote wrong; a difference in source, cue or punctuation is only reported.
_DECIDING = ("kind is", "words are", "speaker is")


def _quote_differences(index: WordIndex, gold: JsonObject, pred: JsonObject) -> Iterator[str]:
    text = index.text
    if pred["kind"] != gold["kind"]:
        yield f"kind is {pred['kind']}, not {gold['kind']}"
    expected = [as_pair(span) for span in gold["content"]]
    found = [as_pair(part) for part in pred["parts"]]
    if [index.words([span]) for span in expected] != [index.words([span]) for span in found]:
        yield f"words are {_excerpt(text, found)}"
    elif expected != found:
        yield f"edges are {found}, not {expected}"
    speaker = pred.get("speaker") or {}
    name = speaker.get("name")
    if gold["speaker"] and not is_same_name(name, [gold["speaker"]], lenient=False):
        why = pred.get("reason") or pred.get("method")
        yield f"speaker is {name} ({why}), not {gold['speaker']}"
    elif not gold["speaker"] and name:
        yield f"speaker is {name}, not none"
    mention = speaker.get("mention")
    source = [as_pair(mention)] if mention else []
    if index.words(source) != index.words(gold["source"]):
        yield f"source is {_excerpt(text, source)}, not {_excerpt(text, gold['source'])}"
    cue = [as_pair(pred["cue"])] if pred.get("cue") else []
    if [list(span) for span in cue] != [list(span) for span in gold["cue"]]:
        yield f"cue is {_excerpt(text, cue)}, not {_excerpt(text, gold['cue'])}"
    quoted = [as_pair(span) for span in pred.get("quoted") or ()]
    if gold.get("quoted") and index.words(quoted) != index.words(gold["quoted"]):
        yield f"quoted words are {_excerpt(text, quoted)}, not {_excerpt(text, gold['quoted'])}"


def check_entities(
    gold: JsonObject, pred: JsonObject, labels: Iterable[str] | None = None
) -> Check:
    """Compare entities by exact span and label, places being one label.

    Args:
        gold: document with ``entities`` under OntoNotes labels.
        pred: analysed document.
        labels: only these; by default the ones that gold uses.
    """
    wanted = set(labels or {_merged(entity[2]) for entity in gold["entities"]})
    expected = {(*as_pair(e), _merged(e[2])) for e in gold["entities"]}
    found = {(*as_pair(e), _merged(e[2])) for e in to_entities(pred)}
    expected = {entity for entity in expected if entity[2] in wanted}
    found = {entity for entity in found if entity[2] in wanted}
    text = gold["text"]
    faults = [
        f"{fault} {label}: {in_context(text, start, end)}"
        for fault, entities in (("missing", expected - found), ("false", found - expected))
        for start, end, label in sorted(entities)
    ]
    return Check(len(expected), len(found), len(expected & found), faults)


def check_people(gold: JsonObject, pred: JsonObject) -> Check:
    """Compare persons by full name and by the forms that stand for them."""
    expected: dict[str, Sequence[str]] = gold["people"]
    found: list[Any] = pred.get("people") or []
    pairs = pair_people(expected, found)
    faults, n_right = [], 0
    for name, forms in expected.items():
        if name not in pairs:
            faults.append(f"missing person: {name} ({', '.join(forms)})")
            continue
        person = found[pairs[name]]
        is_named = is_same_name(person["name"], [name], lenient=False)
        n_right += is_named
        if not is_named:
            faults.append(f"person is called {person['name']}, not {name}")
        given = surface_forms(person)
        for fault, missing in (("lacks", _lacking(forms, given)), ("has", _lacking(given, forms))):
            if missing:
                faults.append(f"{name} {fault} the form {', '.join(missing)}")
    for j in sorted(set(range(len(found))) - set(pairs.values())):
        faults.append(f"extra person: {found[j]['name']} ({', '.join(surface_forms(found[j]))})")
    return Check(len(expected), len(found), n_right, faults)


def check_regions(gold: JsonObject, pred: JsonObject) -> Check:
    """Compare boilerplate by exact span, white space at its ends left out, and kind."""
    text = gold["text"]
    sides = [
        {(*trim_span(text, *as_pair(region)), kind_of(region)) for region in regions}
        for regions in (gold["boilerplate"], pred.get("boilerplate") or ())
    ]
    expected, found = sides
    faults = [
        f"{fault} {kind} {start}-{end}: {_excerpt(text, [(start, end)])}"
        for fault, regions in (("missing", expected - found), ("false", found - expected))
        for start, end, kind in sorted(regions)
    ]
    return Check(len(expected), len(found), len(expected & found), faults)


def in_context(text: str, start: int, end: int, width: int = 40) -> str:
    """A span in brackets with what stands around it, on one line."""
    before, after = text[max(0, start - width) : start], text[end : end + width]
    return f"{before}[[{text[start:end]}]]{after}".replace("\n", "⏎")


def _merged(label: str) -> str:
    return "LOC" if label in PLACES else label


def _lacking(forms: Iterable[str], others: Iterable[str]) -> list[str]:
    known = {" ".join(form.split()).casefold() for form in others}
    return [f"“{form}”" for form in forms if " ".join(form.split()).casefold() not in known]


def _excerpt(text: str, spans: Iterable[Sequence[int]], width: int = 110) -> str:
    parts = []
    for start, end in spans:
        stretch = text[start:end].replace("\n", "⏎")
        half = width // 2
        parts.append(stretch if len(stretch) <= width else f"{stretch[:half]} … {stretch[-half:]}")
    return " + ".join(f"“{part}”" for part in parts) or "none"
