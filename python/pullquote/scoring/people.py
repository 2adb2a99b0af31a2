"""Scores the persons of an article: were they found, under the right name, with all their forms?

Gold is ``{"<fullest name>": ["<surface form>", ...]}``: every different form, pronouns left out
("Trump", "Mr. Trump", "the president"). A prediction is the ``people`` layer of the exchange
format: ``[{"name", "aliases", "mentions": [{"text", "kind"}]}]``; its forms are the texts of its
mentions that are no pronouns, or name and aliases where it lists no mention. Forms are compared
without regard to case and white space.

Persons are paired one to one, same name first, then near names (`pullquote.scoring.names`) by the
number of forms they share, forms alone last. Measures, micro-averaged over the corpus:

people.name
    Persons under their full name.
people.found
    Persons paired under any name: a near name, or a form in common.
people.forms
    Forms at the right person. Forms of a person who has no partner are missed, or false.
people.forms_untitled
    The same with titles left out of the forms of both sides ("Mr. Trump" is "Trump").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from pullquote.scoring.jsonl import JsonObject
from pullquote.scoring.names import is_same_name, normalize_name
from pullquote.scoring.tally import Scores, Tally

GoldPeople: TypeAlias = Mapping[str, Sequence[str]]


def score_people(documents: Iterable[tuple[GoldPeople, Sequence[JsonObject]]]) -> Scores:
    """Score predicted people against gold, given as pairs of one document each."""
    names, found, forms, untitled = (Tally() for _ in range(4))
    for gold, pred in documents:
        pairs = pair_people(gold, pred)
        n_named = sum(
            is_same_name(pred[j]["name"], [name], lenient=False) for name, j in pairs.items()
        )
        names.add_pairs(n_named, len(pred), len(gold))
        found.add_pairs(len(pairs), len(pred), len(gold))
        gold_forms = {name: _folded(given) for name, given in gold.items()}
        pred_forms = [_folded(surface_forms(person)) for person in pred]
        _add_forms(forms, pairs, gold_forms, pred_forms)
        _add_forms(
            untitled,
            pairs,
            {name: _without_titles(given) for name, given in gold_forms.items()},
            [_without_titles(given) for given in pred_forms],
        )
    return {
        "people.name": names.row(),
        "people.found": found.row(),
        "people.forms": forms.row(),
        "people.forms_untitled": untitled.row(),
    }


def pair_people(gold: GoldPeople, pred: Sequence[JsonObject]) -> dict[str, int]:
    """Index of the predicted person by gold name; see the module for the order of preference."""
    candidates = []
    for i, (name, forms) in enumerate(gold.items()):
        wanted = _folded([name, *forms])
        for j, person in enumerate(pred):
            is_equal = is_same_name(person["name"], [name], lenient=False)
            is_near = is_same_name(person["name"], [name], lenient=True)
            n_shared = len(wanted & _folded(surface_forms(person)))
            if is_equal or is_near or n_shared:
                candidates.append((not is_equal, not is_near, -n_shared, i, j))
    names = list(gold)
    pairs: dict[str, int] = {}
    taken: set[int] = set()
    for *_, i, j in sorted(candidates):
        if names[i] not in pairs and j not in taken:
            pairs[names[i]] = j
            taken.add(j)
    return pairs


def surface_forms(person: JsonObject) -> list[str]:
    """The different texts that stand for a predicted person, pronouns left out."""
    mentions = [m["text"] for m in person.get("mentions") or () if m.get("kind") != "pronoun"]
    return list(dict.fromkeys(mentions or [person["name"], *(person.get("aliases") or ())]))


def _folded(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(form.split()).casefold() for form in forms)


def _without_titles(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(normalize_name(form)) for form in forms)


def _add_forms(
    tally: Tally,
    pairs: Mapping[str, int],
    gold: Mapping[str, frozenset[str]],
    pred: Sequence[frozenset[str]],
) -> None:
    n_right = sum(len(gold[name] & pred[j]) for name, j in pairs.items())
    tally.add_pairs(n_right, sum(map(len, pred)), sum(map(len, gold.values())))
