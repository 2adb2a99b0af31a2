"""Measures the corpora article by article, and writes what comes out: ``make accuracy``.

python -m eval.report [--write PAGE] [--check] [--only NAME] [--names-model FILE]

Without options it prints each figure with its interval. ``--write`` writes eval/intervals.json and the page that
`eval.page` makes of it. ``--check`` measures anew and fails (exit code 1) where a figure lies beyond the interval
written in eval/intervals.json; where there is none, where it is another figure.

Intervals: `pullquote.scoring.intervals`. Only figures that are sums over articles have them, so those of same words,
of stories and of pronouns' ratio are left to ``python -m eval``.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval import corpora
from eval.corpora import load_corpus, missing_file
from eval.figures import WITH_MORE, WITH_NAMES, compute_figures, compute_names
from eval.page import count_unsettled, failures, to_markdown
from eval.product import MODEL, NamesAnalyzer, load_analyzer, load_names_analyzer
from eval.table import LINES
from pullquote import __version__
from pullquote.scoring import Row, Scores, add_intervals, by_id, headline
from pullquote.scoring.groups import Comparison, check_groups, score_groups, sort_groups
from pullquote.scoring.report import Analyze, analyze_all

INTERVALS = Path(__file__).with_name("intervals.json")
GENDERS = Path(__file__).with_name("press_genders.json")

CHEAP = ("examples", "seeds", "press.dev", "excerpts.dev", "polnear.dev", "litbank.dev", "clic.dev")
"""What is measured anew by every run of the tests: a few seconds."""

# How the quotes of a corpus are grouped.
_GROUPS = {
    "press.dev": ("kind", "status", "outlet", "length", "marks", "speaker_kind", "speaker_gender"),
    "polnear.dev": ("kind", "status", "outlet", "length", "marks"),
    "litbank.dev": ("marks",),
    "clic.dev": ("marks",),
    "examples": ("kind", "marks", "speaker_kind"),
}
# Their gold has direct speech only, so of ours only that is grouped.
_DIRECT_ONLY = ("litbank.dev", "clic.dev")
_GENDERS = {"m": "men", "f": "women", "-": "no single person"}
_MEANS = {
    f"{name}.conll": tuple(f"{name}.{part}" for part in ("muc", "b3", "ceafe"))
    for name in ("coref", "coref.as_marked")
}
_REGIONS = "worldwide.dev"


def main(
    arguments: Sequence[str] | None = None,
    analyze: Analyze | None = None,
    names: NamesAnalyzer | None = None,
) -> int:
    """Run the command; the analyzers are those of `eval.product` by default."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.report", description=__doc__.split("\n")[0]
    )
    parser.add_argument(
        "--write", metavar="PAGE", type=Path, help="write the page and the intervals"
    )
    parser.add_argument("--check", action="store_true", help="compare with the intervals written")
    parser.add_argument("--only", metavar="NAME", help="corpora with NAME in their name")
    parser.add_argument("--names-model", metavar="FILE", type=Path, help=f"default: {MODEL}")
    options = parser.parse_args(arguments)
    analyze = analyze or load_analyzer()
    names = names or load_names_analyzer(options.names_model or corpora.ROOT / MODEL, analyze)
    wanted = [name for name in _CORPORA if not options.only or options.only in name]
    missing = {name: path for name in wanted if (path := missing_file(name))}
    for name, path in missing.items():
        print(f"skipped {name}: no {path}", file=sys.stderr)
    if options.write and (missing or options.only):
        print("the page needs all corpora; nothing is written", file=sys.stderr)
        return 2
    measured = measure([name for name in wanted if name not in missing], analyze, names)
    if options.write:
        INTERVALS.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", "utf-8")
        options.write.write_text(to_markdown(measured), "utf-8")
    elif options.check:
        faults = compare(measured, json.loads(INTERVALS.read_text("utf-8")))
        print("\n".join(faults) or "every figure lies within its interval")
        return 1 if faults else 0
    else:
        for name, corpus in measured["corpora"].items():
            for key, cell in corpus["figures"].items():
                print(f"{name:24}{key:28}{cell['value']:6.1f}  {cell['low']} to {cell['high']}")
    return 0


def measure(
    wanted: Iterable[str], analyze: Analyze, names: NamesAnalyzer | None = None
) -> dict[str, Any]:
    """Everything the page tells: figures with intervals by corpus, and by group.

    Args:
        wanted: names of corpora that are there.
        analyze: what to measure.
        names: what to measure names with; None leaves names out.
    """
    result: dict[str, Any] = {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "version": __version__,
        "names_model": _model_in_words(names),
        "unsettled": count_unsettled(),
        "failures": failures(),
        "corpora": {},
    }
    for corpus in wanted:
        gold = list(by_id(load_corpus(corpus)).values())
        found = {}
        held: dict[str, Any] = {"articles": len(gold), "figures": {}, "groups": {}}
        if corpus in WITH_MORE:
            found = analyze_all(gold, analyze)
            scores = [compute_figures(corpus, [doc], found) for doc in gold]
            held["figures"] |= _figures(corpus, scores, compute_figures(corpus, gold, found))
        if corpus in _GROUPS:
            held["groups"] |= _group(corpus, gold, found)
        if names and corpus in WITH_NAMES and names.may_measure(corpus):
            if names.analyze is not analyze or not found:
                found = analyze_all(gold, names.analyze)
            gold = [doc for doc in gold if doc.get("entities") is not None]
            scores = [compute_names(corpus, [doc], found) for doc in gold]
            held["figures"] |= _figures(corpus, scores, compute_names(corpus, gold, found))
            if corpus == _REGIONS:
                held["groups"]["region"] = _regions(gold, scores)
        if held["figures"]:
            result["corpora"][corpus] = held
    return result


def compare(measured: Mapping[str, Any], written: Mapping[str, Any]) -> list[str]:
    """What lies beyond the intervals written, in words; only what was measured is compared."""
    faults = []
    for name, corpus in measured["corpora"].items():
        known = written["corpora"].get(name, {"figures": {}})["figures"]
        for key, cell in corpus["figures"].items():
            if key not in known:
                faults.append(f"{name}, {key}: not in {INTERVALS.name}; run `make accuracy`")
                continue
            value, low, high = cell["value"], known[key]["low"], known[key]["high"]
            before = known[key]["value"]
            if low is None:
                if value != before:
                    faults.append(
                        f"{name}, {key}: {value}; it was {before}, too few for an interval"
                    )
            elif not low <= value <= high:
                side = "below" if value < low else "above"
                faults.append(f"{name}, {key}: {value} is {side} {low} to {high} (it was {before})")
        # Names are measured only where the caller has a model that may be.
        gone = [key for key in known if key not in corpus["figures"] and "names." not in key]
        faults += [f"{name}, {key}: not measured any more" for key in gone]
    return faults


def _figures(corpus: str, scores: Sequence[Scores], whole: Scores) -> dict[str, Any]:
    """The figures of a corpus that `eval.table` shows, where the sum of its articles gives them."""
    rows = add_intervals(scores, means=_MEANS)
    keys = dict.fromkeys(line.key for line in LINES if line.corpus == corpus)
    if corpus == "gap.dev":
        keys |= dict.fromkeys(("gap.f", "gap.m"))
    return {
        key: _cell(rows[key])
        for key in keys
        if key in rows and abs(headline(rows[key]) - headline(whole[key])) < 1e-6
    }


def _group(corpus: str, gold: Sequence[dict[str, Any]], found: Mapping[str, Any]) -> dict[str, Any]:
    gold = _with_genders(gold) if corpus == "press.dev" else gold
    ways = check_groups(_GROUPS[corpus], gold)
    held: dict[str, defaultdict[str, list[Scores]]] = {
        way.name: defaultdict(lambda: [{} for _ in gold]) for way in ways
    }
    for number, document in enumerate(gold):
        ours = found[document["id"]]
        if corpus in _DIRECT_ONLY:
            ours = ours | {"quotes": [q for q in ours["quotes"] if q["kind"] == "direct"]}
        comparison = Comparison(document, ours)
        for way in ways:
            for group, scores in score_groups(comparison, way).items():
                held[way.name][group][number] = scores
    return {
        way.name: {
            group: {key: _cell(row) for key, row in add_intervals(held[way.name][group]).items()}
            for group in sort_groups(way.name, held[way.name])
        }
        for way in ways
    }


def _with_genders(gold: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    letters = json.loads(GENDERS.read_text("utf-8"))
    return [
        document
        | {
            "quotes": [
                quote | {"speaker_gender": _GENDERS[letter]}
                for quote, letter in zip(document["quotes"], letters[document["id"]], strict=True)
            ]
        }
        for document in gold
    ]


def _regions(gold: Sequence[dict[str, Any]], scores: Sequence[Scores]) -> dict[str, Any]:
    regions = sorted({doc["genre"] for doc in gold})
    return {
        region: {
            key: _cell(row)
            for key, row in add_intervals(
                [rows if doc["genre"] == region else {} for doc, rows in zip(gold, scores)]
            ).items()
            if key in ("names.ALL", "names.PER", "names.ORG", "names.LOC")
        }
        for region in regions
    }


def _cell(row: Row) -> dict[str, Any]:
    """A row rounded to what is printed."""
    cell: dict[str, Any] = {"value": round(headline(row), 1)}
    cell |= {key: None if row[key] is None else round(row[key], 1) for key in ("low", "high")}
    if "P" in row:
        cell |= {"P": round(row["P"], 1), "R": round(row["R"], 1)}
    cell["n"] = round(row.get("n_gold", row.get("n", 0)))
    return cell | {"articles": row["n_articles"]}


def _model_in_words(names: NamesAnalyzer | None) -> str | None:
    """Without the folder, which is another on each machine."""
    return names.model.replace(str(corpora.ROOT) + "/", "") if names else None


_CORPORA = tuple(name for name in corpora.NAMES if name in WITH_MORE or name in WITH_NAMES)


if __name__ == "__main__":
    raise SystemExit(main())
