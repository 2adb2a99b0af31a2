"""The evaluation harness, run on an analyzer that knows the gold and on one that finds nothing."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pullquote as pq

ROOT = Path(__file__).parents[2]

TEXT = "By Bo Lee\n\n“We will win. We must,” Mayor Ana Park said. She offered her “blessing”."


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def gold_quote(kind: str, words: str, cue: str, source: str) -> dict[str, Any]:
    quote: dict[str, Any] = {"kind": kind, "speaker": "Ana Park", "addressee": None}
    quote |= {"source": [span(source)], "cue": [span(cue)], "content": [span(words)]}
    return quote | {"quoted": [span(words)] if kind == "fragment" else []}


GOLD: dict[str, Any] = {
    "id": "a",
    "text": TEXT,
    "boilerplate": [[*span("By Bo Lee"), "byline"]],
    "quotes": [
        gold_quote("direct", "We will win. We must,", "said", "Mayor Ana Park"),
        gold_quote("fragment", "blessing", "offered", "She"),
    ],
    "not_quotes": [],
    "people": {"Ana Park": ["Mayor Ana Park"]},
    "entities": [[*span("Ana Park"), "PERSON"]],
}


def as_objects(pairs: list[list[int]]) -> list[dict[str, Any]]:
    return [{"start": s, "end": e, "text": TEXT[s:e]} for s, e in pairs]


def know(text: str, **_: object) -> dict[str, Any]:
    """Gold in the exchange format."""
    assert text == TEXT
    quotes = [
        {
            "kind": quote["kind"],
            "status": "said",
            "parent_id": None,
            "parts": as_objects(quote["content"]),
            "quoted": as_objects(quote["quoted"]),
            "cue": as_objects(quote["cue"])[0],
            "speaker": {"name": quote["speaker"], "mention": as_objects(quote["source"])[0]},
        }
        for quote in GOLD["quotes"]
    ]
    person = as_objects([span("Ana Park")])[0] | {"label": "PERSON", "kind": "name"}
    mayor = as_objects([span("Mayor Ana Park")])[0] | {"kind": "name"}
    byline = as_objects([span("By Bo Lee")])[0] | {"kind": "byline"}
    return {
        "id": "a",
        "text": text,
        "error": None,
        "quotes": quotes,
        "mentions": [person],
        "people": [{"name": "Ana Park", "aliases": [], "mentions": [mayor]}],
        "boilerplate": [byline],
    }


def find_nothing(text: str, **_: object) -> dict[str, Any]:
    empty: dict[str, Any] = {layer: [] for layer in ("quotes", "mentions", "people", "boilerplate")}
    return empty | {"id": "a", "text": text, "error": None, "tokens": [], "sentences": []}


@pytest.fixture
def harness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Modules of eval/ by name, set up on one document of examples and no other data."""
    monkeypatch.syspath_prepend(str(ROOT))
    corpora = importlib.import_module("eval.corpora")
    (tmp_path / "examples").mkdir()
    gold = {key: value for key, value in GOLD.items() if key != "text"}
    article = {"id": "a", "text": TEXT, "title": "A win", "date": "2020-01-02"}
    for name, row in (("gold", gold), ("articles", article)):
        path = tmp_path / "examples" / f"{name}.jsonl"
        path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr(corpora, "ROOT", tmp_path)
    monkeypatch.setattr(corpora, "SHARED", tmp_path / "nowhere")
    return lambda name: importlib.import_module(f"eval.{name}")


def test_table_names_what_it_skips(
    harness: Callable[[str], Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.json"
    assert harness("__main__").main(["--json", str(out)], know) == 0
    printed = capsys.readouterr().out
    assert "skipped polnear.dev: no " in printed
    assert "examples: all as gold has it" in printed
    result = json.loads(out.read_text())
    assert {line["corpus"] for line in result["table"]} == {"examples"}
    assert {line["figure"] for line in result["table"]} == {100.0}


def test_faults_are_told_in_words(
    harness: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert harness("__main__").main(["--only", "examples"], find_nothing) == 0
    printed = capsys.readouterr().out
    assert "missing quote, fragment of Ana Park: “blessing”" in printed
    assert "missing person: Ana Park" in printed
    assert "missing byline" in printed


def test_only_must_match_a_line(harness: Callable[[str], Any]) -> None:
    assert harness("__main__").main(["--only", "no such corpus"], know) == 2


def test_errors_lists_faults_by_document(
    harness: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    errors = harness("errors")
    errors.main(["examples"], know)
    assert capsys.readouterr().out == "=== a: none\n"
    errors.main(["examples", "--layer", "entities"], find_nothing)
    assert "missing PERSON: " in capsys.readouterr().out


def test_confidence_is_what_the_tables_say(
    harness: Callable[[str], Any], articles: list[dict[str, Any]]
) -> None:
    confidence = harness("confidence")
    tables = confidence.Tables.read()
    quotes = [quote for document in pq.Pipeline().pipe(articles) for quote in document.quotes]
    for quote in quotes:
        evidence, rule, share, belief = quote._evidence  # type: ignore[attr-defined]
        case = confidence.Case(
            "a", evidence, rule, share, belief, quote.confidence, True, True, True
        )
        assert tables.both(case, by_name=True) == pytest.approx(quote.confidence, abs=2e-4)
    assert len(quotes) > 50


def test_confidence_is_learned_from_what_was_right(harness: Callable[[str], Any]) -> None:
    confidence = harness("confidence")
    cases = [
        confidence.Case(str(i), kind, "called", share, 1.0, 0.5, True, i % 10 < right, i % 2 == 0)
        for kind, share, right in (
            ("both-clause", 0.9, 9),
            ("both-clause", 0.1, 3),
            ("rule", None, 5),
        )
        for i in range(200)
    ]
    rules = confidence.measure_rules(cases)
    assert rules["called"] == (0.5, 200)
    assert rules["*"][1] == 0
    tables = confidence.learn(cases, rules)
    found = [tables.content(cases[at]) for at in (0, 200, 400)]
    assert found == pytest.approx([0.9, 0.3, 0.5], abs=0.03)
    # A slope never falls, though what the models doubted was right.
    turned = [case._replace(is_right=not case.is_right) for case in cases]
    assert confidence.learn(turned, rules).fits["both-clause"].slope == 0
    judged = {"ours": [(0.25, False), (0.25, True), (0.95, True)]}
    printed = confidence.format_reliability(judged).splitlines()
    assert printed[2] == "| .2 | 0.25, 0.50, 2 |"
    assert printed[-1] == "| calibration error, Brier | 0.183, 0.209 |"


def test_what_makes_a_quote_wrong(harness: Callable[[str], Any]) -> None:
    check = harness("checks").check_quotes
    pred = know(TEXT)
    first = pred["quotes"][0]
    first["cue"] = None
    assert check(GOLD, pred).n_right == 2
    first["kind"] = "mixed"
    result = check(GOLD, pred)
    assert result.n_right == 1
    assert result.faults[0].startswith("kind is mixed, not direct; cue is none, not “said”: in")


def entities_of(text: str, *names: tuple[str, str]) -> list[list[Any]]:
    return [[text.index(name), text.index(name) + len(name), label] for name, label in names]


SENTENCE = "Ana Park of Norway flew to Port Alder."
TAGS = ["NNP", "NNP", "IN", "NNP", "VBD", "IN", "NNP", "NNP"]


def write_rows(path: Path, *rows: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def names_data(harness: Callable[[str], Any], tmp_path: Path) -> Path:
    """A sentence in each of the corpora with names, and a blind article; the shared folder."""
    shared = harness("corpora").SHARED
    for name, labels in (
        ("ewt.dev", ("PER", "LOC")),
        ("wikigold.all", ("PER", "LOC")),
        ("crossner_politics.dev", ("politician", "country")),
        ("worldwide.dev", ("Person", "Location")),
    ):
        row = {"id": f"{name}_7", "corpus": name.split(".")[0], "text": SENTENCE, "genre": "Asia"}
        row["entities"] = entities_of(SENTENCE, ("Ana Park", labels[0]), ("Norway", labels[1]))
        if name == "ewt.dev":
            words = [(SENTENCE.index(w), w) for w in SENTENCE[:-1].split()]
            row["words"] = [[s, s + len(w), tag, "X"] for (s, w), tag in zip(words, TAGS)]
            row |= {"tokens": [w[:2] for w in row["words"]], "sentences": [[0, len(SENTENCE)]]}
        write_rows(shared / f"data/names/{name}.jsonl", row)
    blind = entities_of(SENTENCE, ("Ana Park", "PERSON"), ("Norway", "LOC"))
    write_rows(tmp_path / "eval/names_blind.jsonl", {"id": "b", "date": "", "entities": blind})
    article = {"id": "b", "text": SENTENCE, "title": "A flight", "date": "2020-01-02"}
    write_rows(shared / "data/articles/raw.jsonl", article, article | {"id": "c"})
    return Path(shared)


def find_persons(text: str, **_: object) -> dict[str, Any]:
    """Persons only, and every token a proper noun."""
    found = find_nothing(text)
    if text == SENTENCE:
        words = [(text.index(w), w) for w in text[:-1].split()]
        found["tokens"] = [
            {"start": s, "end": s + len(w), "tag": "NNP", "pos": "X"} for s, w in words
        ]
        found["mentions"] = [{"start": 0, "end": 8, "label": "PERSON", "kind": "name"}]
    return found


def test_names_are_not_measured_with_a_model_that_has_seen_them(
    harness: Callable[[str], Any],
    names_data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "figures.json"
    assert harness("__main__").main(["--only", "names", "--json", str(out)], find_persons) == 0
    printed = capsys.readouterr().out
    assert "skipped names of ewt.dev, wikigold, crossner_politics.dev: the model in the" in printed
    assert "`make train-eval` makes target/eval/names.model" in printed
    assert "names of worldwide.dev, names_blind: measured with the model in the package" in printed
    corpora = {line["corpus"] for line in json.loads(out.read_text())["table"]}
    assert corpora == {"worldwide.dev", "names_blind", "examples"}


def test_names_by_another_model(
    harness: Callable[[str], Any],
    names_data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "figures.json"
    other = harness("product").NamesAnalyzer(find_persons, "my.model")
    assert harness("__main__").main(["--json", str(out)], find_nothing, other) == 0
    printed = capsys.readouterr().out
    assert "crossner_politics.dev, names_blind: measured with my.model" in printed
    assert "skipped names" not in printed
    figures = json.loads(out.read_text())["figures"]
    assert figures["ewt.dev"]["tags.xpos"]["acc"] == 0
    assert figures["mean of the last three"]["names.ALL"]["acc"] == pytest.approx(200 / 3)
    assert figures["names_blind"]["names.PER"]["F1"] == 100


def test_a_names_model_that_is_none_says_where(
    harness: Callable[[str], Any], tmp_path: Path
) -> None:
    product = harness("product")
    path = tmp_path / "no.model"
    assert product.load_names_analyzer(path, know).seen == product.SEEN
    path.write_bytes(b"no model")
    with pytest.raises(SystemExit, match=r"no\.model"):
        product.load_names_analyzer(path, know)
    with pytest.raises(SystemExit):
        harness("__main__").main(["--names-model", str(tmp_path / "missing")], know)


def test_tags_count_only_on_tokens_of_the_word(
    harness: Callable[[str], Any], names_data: Path
) -> None:
    gold = harness("corpora").load_corpus("ewt.dev")
    pred = find_persons(SENTENCE)
    del pred["tokens"][0]
    rows = harness("figures").compute_figures("ewt.dev", gold, {"ewt.dev_7": pred})
    assert rows["tags.xpos"] == {"acc": 50.0, "n": 8}
    assert rows["tags.xpos.found"] == {"acc": pytest.approx(400 / 7), "n": 7}
    assert rows["tags.upos"]["acc"] == 87.5


def test_regions_and_outlets(
    harness: Callable[[str], Any], names_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    regions = harness("regions")
    names = harness("product").NamesAnalyzer(find_persons, "my.model")
    assert regions.main(["--outlets", "--faults", "2"], names) == 0
    printed = capsys.readouterr().out
    assert [line.split()[0] for line in printed.splitlines()[1:4]] == [
        "all",
        "Asia",
        "worldwide.dev",
    ]
    assert "measured with my.model" in printed
    assert "missed     1  Norway LOC" in printed
    seen = names._replace(seen=frozenset({"ewt.dev"}))
    assert regions.main(["ewt.dev"], seen) == 0
    assert "skipped ewt.dev: my.model has seen it" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ([[0, 8, "PERSON"]], None),
        ([[4, 8, "PERSON"]], "ends"),
        ([[0, 8, "ORG"]], "label"),
        ([[4, 8, "GPE"]], "both"),
        ([], "missed"),
        ([[0, 8, "PERSON"], [27, 37, "GPE"]], "invented"),
    ],
)
def test_what_is_wrong_with_a_name(
    harness: Callable[[str], Any], found: list[list[Any]], kind: str | None
) -> None:
    gold = {"text": SENTENCE, "entities": entities_of(SENTENCE, ("Ana Park", "PERSON"))}
    mentions = [{"start": s, "end": e, "label": lab, "kind": "name"} for s, e, lab in found]
    faults = harness("regions").find_faults(gold, {"mentions": mentions})
    assert [fault.kind for fault in faults] == ([kind] if kind else [])


def test_the_names_model_of_a_file_is_told_by_its_bytes(
    harness: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = harness("product")

    class Pipeline:
        def __init__(self, *, model: str | None = None) -> None:
            self.model = model

    monkeypatch.setattr(importlib.import_module("pullquote"), "Pipeline", Pipeline)
    path = tmp_path / "names.model"
    path.write_bytes(b"abc")
    names = product.load_names_analyzer(path, know)
    assert names.analyze.model == str(path)
    assert names.model == f"{path} (3 bytes, SHA-256 ba7816bf8f01)"
    assert all(names.may_measure(corpus) for corpus in product.SEEN)
