"""The scorers give the same numbers as the project's reference scripts in ../shared/score.

Predictions are gold with seeded damage: units dropped, shifted, renamed, added. The scripts run in
a process of their own.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pullquote.scoring import (
    by_id,
    label_maps,
    read_jsonl,
    score_clusters,
    score_coref,
    score_quotes,
    score_same_quotes,
    score_spans,
    score_timex,
    to_attributions,
)

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("PULLQUOTE_SHARED", ROOT.parent / "shared"))
SCRIPTS, DATA = SHARED / "score", SHARED / "data"

pytestmark = pytest.mark.skipif(not SCRIPTS.is_dir(), reason=f"no reference scorers: {SCRIPTS}")

Doc = dict[str, Any]


def load(name: str, limit: int) -> list[Doc]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"no data: {path}")
    return read_jsonl(path)[:limit]


def write(path: Path, rows: list[Doc]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(script: str, *arguments: str | Path) -> str:
    command = [sys.executable, str(SCRIPTS / script), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def call(module: str, gold: Path, pred: Path, expression: str) -> Any:
    """Evaluate an expression of the script's own `score`, to see figures that it does not print."""
    program = (
        f"import sys, json; sys.path.insert(0, {str(SCRIPTS)!r}); import {module} as m\n"
        "rows = lambda p: {r['id']: r for r in map(json.loads, open(p, encoding='utf-8'))}\n"
        f"gold, pred = rows({str(gold)!r}), rows({str(pred)!r})\n"
        f"print(json.dumps({expression}))"
    )
    command = [sys.executable, "-B", "-c", program]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def shift(rng: random.Random, span: list[Any], length: int) -> list[Any]:
    """Move an end of a span, once in three times, by up to a dozen characters."""
    start, end, *rest = span
    if rng.random() < 1 / 3:
        start = min(max(0, start + rng.randint(-12, 12)), length - 1)
        end = min(max(start + 1, end + rng.randint(-12, 12)), length)
    return [start, end, *rest]


def damage_quotes(rng: random.Random, document: Doc) -> Doc:
    length = len(document["text"])
    attributions = []
    for gold in document["attributions"]:
        if rng.random() < 0.15:
            continue
        made = {
            key: [shift(rng, span, length) for span in gold[key]]
            for key in ("content", "cue", "source")
        }
        made["source"] = made["source"] if rng.random() < 0.85 else []
        kind = gold["type"] if rng.random() < 0.85 else rng.choice(["direct", "mixed"])
        name = gold["speaker"]
        if name and rng.random() < 0.5:
            name = rng.choice([None, name.split()[-1], f"Mr. {name}", "Jane Doe"])
        attributions.append({**made, "type": kind, "speaker": name})
        if rng.random() < 0.1:
            start = rng.randrange(max(1, length - 60))
            attributions.append({"type": "direct", "content": [[start, start + 50]]})
    rng.shuffle(attributions)
    return {"id": document["id"], "attributions": attributions}


@pytest.mark.parametrize(
    ("name", "strict_type"),
    [
        ("quotes/polnear.dev.jsonl", False),
        ("quotes/polnear.dev.jsonl", True),
        ("quotes/litbank.dev.jsonl", False),
        ("quotes/clic.dev.jsonl", False),
        ("press/press.dev.jsonl", False),
    ],
)
def test_quotes(tmp_path: Path, name: str, strict_type: bool) -> None:
    rng = random.Random(1)
    gold = [to_attributions(document) for document in load(name, 40)]
    pred = [damage_quotes(rng, document) for document in gold][1:]
    files = write(tmp_path / "gold", gold), write(tmp_path / "pred", pred)
    options = ["--strict-type"] if strict_type else []
    expected = json.loads(run("score_quotes.py", *files, "--json", *options))
    scores = score_quotes(gold, by_id(pred), strict_type=strict_type)
    assert list(scores) == list(expected)
    for measure, row in expected.items():
        # the script rounds to two digits
        assert scores[measure] == pytest.approx(row, abs=0.005001), measure


@pytest.mark.parametrize("options", [[], ["--speech"]])
@pytest.mark.parametrize("name", ["press/press.dev.jsonl", "../seeds/gold.jsonl"])
def test_attributions(tmp_path: Path, name: str, options: list[str]) -> None:
    gold = load(name, 100)
    lines = run("to_attributions.py", write(tmp_path / "gold", gold), *options).splitlines()
    made = [to_attributions(document, speech_only=bool(options)) for document in gold]
    assert made == [json.loads(line) for line in lines]


def test_attributions_of_analysed_documents(tmp_path: Path) -> None:
    rng = random.Random(2)
    analysed = [exchange_format(rng, document) for document in load("press/press.dev.jsonl", 20)]
    path = write(tmp_path / "analysed", analysed)
    for options in ([], ["--speech"]):
        lines = run("to_attributions.py", path, *options).splitlines()
        made = [to_attributions(document, speech_only=bool(options)) for document in analysed]
        assert made == [json.loads(line) for line in lines]


def exchange_format(rng: random.Random, document: Doc) -> Doc:
    def spans(pairs: list[list[int]]) -> list[Doc]:
        return [{"start": start, "end": end, "text": ""} for start, end in pairs]

    def first(pairs: list[list[int]]) -> Doc | None:
        return spans(pairs)[0] if pairs else None

    quotes = []
    for number, gold in enumerate(document["quotes"]):
        mention = first(gold["source"])
        speaker = {"name": gold["speaker"], "mention": mention} if rng.random() < 0.9 else None
        quotes.append(
            {
                "id": number,
                "kind": gold["kind"],
                "status": rng.choice(["said", "asked", "thought", "negated", None]),
                "parent_id": rng.choice([None, None, None, 0]),
                "parts": spans(gold["content"]),
                "cue": first(gold["cue"]),
                "speaker": speaker,
            }
        )
    return {"id": document["id"], "text": document["text"], "quotes": quotes}


@pytest.mark.parametrize(
    ("name", "gold_map", "lenient", "unit"),
    [
        ("names/worldwide.dev.jsonl", "worldwide:c3", False, "words"),
        ("names/worldwide.dev.jsonl", "worldwide:onto", True, "words"),
        ("names/crossner_politics.dev.jsonl", "crossner_politics:c3", False, "tokens"),
        ("names/ewt.dev.jsonl", None, False, "words"),
        ("names/gum.dev.jsonl", None, True, "tokens"),
    ],
)
def test_spans(tmp_path: Path, name: str, gold_map: str | None, lenient: bool, unit: Any) -> None:
    rng = random.Random(3)
    gold = load(name, 40)
    pred = []
    for document in gold:
        made: Doc = {"id": document["id"], "text": document["text"]}
        for layer in ("entities", "tokens", "sentences"):
            rows = [row for row in document[layer] or [] if rng.random() < 0.9]
            made[layer] = [shift(rng, row, len(document["text"])) for row in rows]
        pred.append(made)
    files = write(tmp_path / "gold", gold), write(tmp_path / "pred", pred)
    options = ["--json", "--unit", unit, *(["--lenient"] if lenient else [])]
    table = None
    if gold_map:
        table = label_maps()[gold_map]
        maps = ["--map", str(SCRIPTS / "ner_label_maps.json")]
        options += [*maps, "--gold-map", gold_map, "--pred-map", gold_map]
    expected = json.loads(run("score_ner.py", *files, *options))
    scores = score_spans(
        by_id(gold), by_id(pred), gold_map=table, pred_map=table, lenient=lenient, unit=unit
    )
    assert scores.keys() == expected.keys()
    for layer, labels in expected.items():
        assert scores[layer].keys() == labels.keys()
        for label, (right, n_gold, n_pred) in labels.items():
            row = scores[layer][label]
            assert (row["n_gold"], row["n_pred"]) == (n_gold, n_pred)
            assert row["P"] == pytest.approx(100 * right / n_pred if n_pred else 0.0)
            assert row["R"] == pytest.approx(100 * right / n_gold if n_gold else 0.0)


def test_label_maps() -> None:
    path = SCRIPTS / "ner_label_maps.json"
    assert label_maps() == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["times/timex_gum.jsonl", "times/timex_te3.jsonl"])
def test_timex(tmp_path: Path, name: str) -> None:
    rng = random.Random(4)
    gold = load(name, 80)
    pred = []
    for document in gold[1:]:
        timexes = [
            shift(rng, timex, len(document["text"]))
            for timex in document["timexes"]
            if rng.random() < 0.85
        ]
        for timex in timexes:
            if rng.random() < 0.3:
                timex[2:] = rng.choice([[], ["TIME", None], ["DATE", "2018-04"]])
        pred.append({"id": document["id"], "timexes": timexes})
    files = write(tmp_path / "gold", gold), write(tmp_path / "pred", pred)
    expected = json.loads(run("score_timex.py", *files, "--json"))
    scores = score_timex(by_id(gold), by_id(pred))
    for measure in ("strict", "relaxed", "type", "value", "value_date"):
        for ours, theirs in (("P", "p"), ("R", "r"), ("F1", "f1")):
            assert scores[measure][ours] == pytest.approx(100 * expected[measure][theirs])
    assert scores["strict"]["n_gold"] == expected["gold"]
    assert scores["strict"]["n_pred"] == expected["pred"]
    assert scores["value_acc"]["acc"] == pytest.approx(100 * expected["value_acc"])
    for kind, row in expected["by_gold_type"].items():
        for recall in ("relaxed_recall", "value_recall"):
            share = scores[f"{recall}.{kind}"]
            assert share == pytest.approx({"acc": 100 * row[recall], "n": row["gold"]})


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("people/coref_gum.jsonl", {}),
        ("people/coref_ontogum.jsonl", {"singletons": True}),
        ("people/coref_gum.jsonl", {"etype": ["person"], "mtypes": ["N", "P"]}),
        ("people/coref_litbank.jsonl", {"mtypes": ["N", "P"]}),
    ],
)
def test_coref(tmp_path: Path, name: str, options: Mapping[str, Any]) -> None:
    rng = random.Random(5)
    gold = load(name, 40)
    pred = []
    for document in gold[1:]:
        clusters: list[list[list[int]]] = []
        for cluster in document["clusters"]:
            spans = [shift(rng, span, len(document["text"])) for span in cluster]
            kept = [span for span in spans if rng.random() < 0.9]
            rng.shuffle(kept)
            cut = rng.randrange(len(kept) + 1) if rng.random() < 0.4 else len(kept)
            if clusters and rng.random() < 0.2:
                clusters[-1] += kept[cut:]
                clusters.append(kept[:cut])
            else:
                clusters += [kept[:cut], kept[cut:]]
        pred.append({"id": document["id"], "clusters": clusters})
    files = write(tmp_path / "gold", gold), write(tmp_path / "pred", pred)
    expected = call("score_coref", *files, f"m.score(gold, pred, **{dict(options)!r})")
    scores = score_coref(by_id(gold), by_id(pred), **options)
    assert scores.keys() == expected.keys()
    assert scores["conll"]["acc"] == pytest.approx(100 * expected.pop("conll"))
    for metric, figures in expected.items():
        ours = [scores[metric][key] for key in ("P", "R", "F1")]
        assert ours == pytest.approx([100 * figure for figure in figures]), metric


def test_clusters(tmp_path: Path) -> None:
    rng = random.Random(6)
    gold = [{"id": i, "cluster_id": rng.randrange(40)} for i in range(200)]
    pred = [
        {"id": row["id"], "cluster_id": rng.choice([row["cluster_id"], rng.randrange(60)])}
        for row in gold
        if rng.random() < 0.9
    ]
    files = write(tmp_path / "gold", gold), write(tmp_path / "pred", pred)
    flat = "*({k: r['cluster_id'] for k, r in x.items()} for x in (gold, pred))"
    expected = call("score_clusters", *files, f"m.score({flat})")
    scores = score_clusters(*({r["id"]: r["cluster_id"] for r in rows} for rows in (gold, pred)))
    for measure in ("b3", "pairwise", "v_measure"):
        ours = [scores[measure][key] for key in ("P", "R", "F1")]
        assert ours == pytest.approx([100 * figure for figure in expected[measure]])
    assert scores["b3"]["n_gold"] == expected["gold_clusters"]
    assert scores["b3"]["n_pred"] == expected["pred_clusters"]


@pytest.mark.parametrize("all_pairs", [False, True])
def test_same_quotes(tmp_path: Path, all_pairs: bool) -> None:
    gold, pred = same_quotes_case(random.Random(7))
    files = write(tmp_path / "gold", gold), write(tmp_path / "pred", pred)
    printed = run("score_same.py", *files, *(["--all"] if all_pairs else []))
    scores = score_same_quotes(gold, pred, all_pairs=all_pairs)

    def figures(label: str) -> list[float]:
        pattern = rf"{re.escape(label)} +P ([\d.]+)  R ([\d.]+)  F1 ([\d.]+)"
        found = re.search(pattern, printed)
        assert found, label
        return [100 * float(figure) for figure in found.groups()]

    for label, measure in (
        ("pairwise", "pairwise"),
        ("B-cubed", "b3"),
        ("pairwise, joined negatives as false", "pairwise_with_negatives"),
    ):
        ours = [scores[measure][key] for key in ("P", "R", "F1")]
        assert ours == pytest.approx(figures(label), abs=0.0051), label
    negatives = re.findall(
        r"negatives  (.+?) +wrongly joined [\d.]+  \((\d+) of (\d+); both spans found in (\d+)\)",
        printed,
    )
    assert len(negatives) == 3
    for why, joined, n, seen in negatives:
        assert scores[f"negatives.{why}"]["acc"] == pytest.approx(100 * int(joined) / int(n))
        assert scores[f"negatives_seen.{why}"]["acc"] == pytest.approx(100 * int(seen) / int(n))
    recalls = re.findall(r"(ellipsis|number) ([\d.]+) \((\d+)\)", printed)
    assert len(recalls) == 2
    for difference, recall, n in recalls:
        row = scores[f"recall.{difference}"]
        assert row["n"] == int(n)
        assert row["acc"] == pytest.approx(100 * float(recall), abs=0.51)


def same_quotes_case(rng: random.Random) -> tuple[list[Doc], list[Doc]]:
    """Clusters of spans in made-up articles, negative pairs, and damaged predictions of them."""
    words = [
        "we",
        "will",
        "win",
        "this",
        "soon",
        "and",
        "nobody",
        "said",
        "it’s",
        "a",
        "game",
        "of",
        "chance",
        "or",
        "luck",
    ]

    def member() -> Doc:
        start = rng.randrange(2000)
        text = " ".join(rng.sample(words, rng.randint(2, 9)))
        article = f"article {rng.randrange(30)}"
        return {"article_id": article, "start": start, "end": start + len(text), "text": text}

    gold: list[Doc] = []
    pred: list[Doc] = []
    for cluster in range(30):
        members = [member()]
        for _ in range(rng.randint(1, 4)):
            cut = rng.randint(1, 6)
            text = " ".join(members[0]["text"].split()[:cut])
            other = member()
            members.append(other | {"text": text, "end": other["start"] + len(text)})
        differences = rng.choice([["ellipsis"], ["number"], ["ellipsis", "number"]])
        gold.append({"cluster_id": cluster, "members": members, "differences": differences})
        for found in members:
            if rng.random() < 0.8:
                start, end = shift(rng, [found["start"], found["end"]], 3000)
                named = rng.choice([cluster, cluster, cluster + 1])
                pred.append({**found, "start": start, "end": end, "cluster_id": named})
    for _ in range(20):
        pair = [member(), member()]
        gold.append({"pair": pair, "why": rng.choice(["other speaker", "other day"])})
        if rng.random() < 0.7:
            named = rng.randrange(3)
            pred += [found | {"cluster_id": named + rng.randrange(2)} for found in pair]
    return gold, pred
