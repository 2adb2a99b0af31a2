"""The scorers on small cases whose figures can be worked out by hand; they need no data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pullquote.scoring import (
    evaluate_file,
    format_report,
    headline,
    label_maps,
    score_clusters,
    score_coref,
    score_people,
    score_quotes,
    score_regions,
    score_same_quotes,
    score_spans,
    score_timex,
    to_attributions,
)
from pullquote.scoring.exchange import to_entities, to_sentences
from pullquote.scoring.names import is_same_name
from pullquote.scoring.words import WordIndex

TEXT = '"We will win," Mayor Ana Park said. "Soon." Critics of the plan said it would fail.'


def span(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def attribution(kind: str, content: list[str], source: str, speaker: str | None) -> dict[str, Any]:
    return {
        "type": kind,
        "content": [span(part) for part in content],
        "cue": [span("said")],
        "source": [span(source)] if source else [],
        "speaker": speaker,
    }


PARK = attribution("direct", ["We will win,", "Soon."], "Mayor Ana Park", "Ana Park")
CRITICS = attribution("indirect", ["it would fail"], "Critics of the plan", "Critics of the plan")
GOLD = {
    "id": "a",
    "text": TEXT,
    "meta": {"layers": ["content", "cue", "source", "speaker"]},
    "attributions": [PARK, CRITICS],
}


def score(*attributions: dict[str, Any]) -> dict[str, float]:
    rows = score_quotes([GOLD], {"a": {"id": "a", "attributions": list(attributions)}})
    return {name: round(headline(row), 2) for name, row in rows.items()}


def test_gold_scored_against_itself_is_perfect() -> None:
    assert set(score(PARK, CRITICS).values()) == {100.0}


def test_missing_document_counts_as_no_quotes() -> None:
    rows = score_quotes([GOLD], {})
    assert rows["content.all.iou50"]["R"] == 0
    assert rows["speaker.e2e_strict"] == {"acc": 0, "n": 2}


def test_quote_marks_and_punctuation_do_not_decide() -> None:
    with_marks = PARK | {"content": [span('"We will win,"'), span('"Soon."')]}
    assert score(with_marks, CRITICS)["content.direct.exact"] == 100


@pytest.mark.parametrize(
    ("parts", "is_exact", "is_found"),
    [
        (["We will win,", "Soon."], True, True),
        (["We will win,"], False, True),  # 3 of 4 words
        (["Soon."], False, False),  # 1 of 4 words
    ],
)
def test_parts_are_one_unit(parts: list[str], is_exact: bool, is_found: bool) -> None:
    figures = score(attribution("direct", parts, "Mayor Ana Park", "Ana Park"))
    assert figures["content.direct.exact"] == 100 * is_exact
    assert figures["content.direct.iou50"] == 100 * is_found


def test_wrong_type_is_not_punished_twice() -> None:
    as_mixed = PARK | {"type": "mixed"}
    pred = {"a": {"attributions": [as_mixed, CRITICS]}}
    lenient, strict = score_quotes([GOLD], pred), score_quotes([GOLD], pred, strict_type=True)
    assert lenient["content.direct.iou50"]["R"] == 100
    assert strict["content.direct.iou50"]["R"] == 0
    assert strict["content.indmix.iou50"]["P"] == 50


@pytest.mark.parametrize(
    ("source", "is_right"),
    [("Mayor Ana Park", True), ("Park", True), ("Mayor", True), ("Critics", False), ("", False)],
)
def test_source_is_right_by_its_head(source: str, is_right: bool) -> None:
    pred = PARK | {"source": [span(source)] if source else []}
    assert score(pred)["e2e.direct"] == 100 * is_right


def test_head_stands_before_the_preposition() -> None:
    index = WordIndex(TEXT)
    head = index.head([span("Critics of the plan")])
    assert head is not None
    assert frozenset({head}) == index.words([span("Critics")])


@pytest.mark.parametrize(
    ("pred", "strict", "lenient"),
    [
        ("Ana Park", True, True),
        ("Mayor Ana Park", False, True),
        ("Ms. Park", False, True),
        ("Ana", False, True),
        ("Ana Bell", False, False),
        (None, False, False),
    ],
)
def test_names(pred: str | None, strict: bool, lenient: bool) -> None:
    assert is_same_name(pred, ["Ana Park"], lenient=False) is strict
    assert is_same_name(pred, ["Ana Park"], lenient=True) is lenient


def test_quotes_of_the_exchange_format_become_attributions() -> None:
    part = {"start": 1, "end": 13, "text": "We will win,"}
    quote: dict[str, Any] = {"kind": "fragment", "status": "said", "parent_id": None}
    quote |= {"parts": [part], "cue": None, "speaker": {"name": "Ana Park", "mention": None}}
    document = {"id": "a", "text": TEXT, "quotes": [quote, quote | {"status": "thought"}]}
    converted = to_attributions(document, speech_only=True)["attributions"]
    assert converted == [
        {"type": "mixed", "content": [[1, 13]], "cue": [], "source": [], "speaker": "Ana Park"}
    ]
    assert len(to_attributions(document)["attributions"]) == 2


def test_spans_ignore_white_space_and_map_labels() -> None:
    gold = {"a": {"text": "In New  York.", "entities": [[3, 12, "Location"]]}}
    pred = {"a": {"entities": [[2, 12, "GPE"], [0, 2, "CARDINAL"]]}}
    maps = label_maps()
    rows = score_spans(gold, pred, gold_map=maps["worldwide:c3"], pred_map=maps["spacy:c3"])
    assert rows["entities"]["LOC"]["F1"] == rows["entities"]["ALL"]["F1"] == 100


def test_spans_name_the_document_that_is_missing() -> None:
    with pytest.raises(ValueError, match=r"1 gold documents have no prediction, e\.g\. a"):
        score_spans({"a": {"text": "", "entities": []}}, {})


def test_spans_outside_the_text_are_named() -> None:
    gold = {"a": {"text": "Ana", "entities": [[0, 3, "PER"]]}}
    with pytest.raises(ValueError, match="span 0-4 lies outside the text of a, which has 3"):
        score_spans(gold, {"a": {"id": "a", "entities": [[0, 4, "PER"]]}})


def test_layer_without_predictions_is_zero_only_if_asked() -> None:
    gold, pred = {"a": {"text": "Ana", "entities": [[0, 3, "PER"]]}}, {"a": {"text": "Ana"}}
    assert score_spans(gold, pred) == {}
    assert score_spans(gold, pred, skip_empty=False)["entities"]["PER"]["R"] == 0


def test_roles_and_pronouns_are_no_entities() -> None:
    mentions = [
        {"start": 0, "end": 3, "label": "PERSON", "kind": kind}
        for kind in ("name", "role", "pronoun")
    ]
    assert to_entities({"mentions": mentions}) == [[0, 3, "PERSON"]]


def test_flat_sentences_are_cut_between_sentences_of_a_quotation() -> None:
    text = '"I came. I saw," he said. Rain fell.'
    sentences = [
        {"start": start, "end": end, "depth": depth}
        for start, end, depth in ((0, 25, 0), (1, 8, 1), (9, 15, 1), (26, 36, 0))
    ]
    document = {"text": text, "sentences": sentences}
    assert to_sentences(document) == [[0, 25], [26, 36]]
    assert [text[s:e].strip() for s, e in to_sentences(document, flat=True)] == [
        '"I came.',
        'I saw," he said.',
        "Rain fell.",
    ]


def test_regions_by_kind_and_by_overlap() -> None:
    text = "By Ana Park\n\nRain fell.\n\nRead more: floods"
    gold = [[0, 11, "byline"], [25, 42, "read_more"]]
    pred = [
        {"start": 0, "end": 13, "kind": "byline"},
        {"start": 25, "end": 35, "kind": "read_more"},
        {"start": 13, "end": 23, "kind": "ad"},
    ]
    rows = score_regions([(text, gold, pred)])
    assert rows["byline.exact"]["F1"] == 100  # the blank line after it does not count
    assert rows["read_more.exact"]["F1"] == 0
    assert rows["all.iou50"] == pytest.approx(
        {"P": 200 / 3, "R": 100, "F1": 80, "n_pred": 3, "n_gold": 2}
    )
    assert rows["any_kind.chars"]["R"] == pytest.approx(100 * 21 / 28)


def test_people_pair_full_names_first() -> None:
    gold = {"Donald Trump": ["Trump", "the president"], "Melania Trump": ["Mrs. Trump"]}
    pred = [
        {"name": "Melania Trump", "mentions": [{"text": "Mrs. Trump", "kind": "name"}]},
        {
            "name": "Trump",
            "mentions": [
                {"text": "Trump", "kind": "name"},
                {"text": "The president", "kind": "role"},
                {"text": "he", "kind": "pronoun"},
            ],
        },
    ]
    rows = score_people([(gold, pred)])
    assert rows["people.name"]["F1"] == 50
    assert rows["people.found"]["F1"] == rows["people.forms"]["F1"] == 100


def test_times_need_overlap_and_the_same_value() -> None:
    gold = {"a": {"timexes": [[0, 8, "DATE", "2018-04-17"], [20, 26, "DATE", "2018"]]}}
    pred = {"a": {"timexes": [[3, 8, "DATE", "2018-04-17"], [20, 26, "DATE"]]}}
    rows = score_timex(gold, pred)
    assert [rows[k]["F1"] for k in ("strict", "relaxed", "value")] == [50, 100, 50]
    assert rows["value_date"] == pytest.approx(
        {"P": 100, "R": 50, "F1": 200 / 3, "n_pred": 1, "n_gold": 2}
    )
    assert score_timex(gold, {})["value_acc"] == {"acc": 0, "n": 0}


def test_coreference_of_a_split_cluster() -> None:
    gold = {"a": {"clusters": [[[0, 1], [2, 3], [4, 5], [6, 7]]]}}
    pred = {"a": {"clusters": [[[0, 1], [2, 3]], [[4, 5], [6, 7]]]}}
    rows = score_coref(gold, pred)
    assert rows["muc"]["R"] == pytest.approx(200 / 3)
    assert rows["muc"]["P"] == 100
    assert rows["b3"]["R"] == 50
    assert rows["ceafe"]["R"] == pytest.approx(200 / 3)
    assert score_coref(gold, gold)["conll"]["acc"] == 100


def test_clusters_lacking_items_stand_alone() -> None:
    rows = score_clusters({1: "x", 2: "x", 3: "y"}, {1: "p", 2: "p"})
    assert [row["F1"] for row in rows.values()] == [100, 100, 100]
    assert score_clusters({1: "x", 2: "x"}, {})["pairwise"]["R"] == 0


def test_same_quotes_counts_joins_and_negatives() -> None:
    def member(article: str, text: str = "we will win soon") -> dict[str, Any]:
        return {"article_id": article, "start": 0, "end": 16, "text": text}

    gold: list[dict[str, Any]] = [
        {"cluster_id": 1, "members": [member("a"), member("b")], "differences": ["ellipsis"]},
        {"pair": [member("a"), member("c")], "why": "other speaker"},
    ]
    pred = [member(article) | {"cluster_id": 7} for article in ("a", "c")]
    rows = score_same_quotes(gold, pred)
    assert rows["found"] == {"acc": 50, "n": 2}
    assert rows["pairwise"]["R"] == 0
    assert rows["negatives.other speaker"] == {"acc": 100, "n": 1}
    assert rows["recall.ellipsis"] == {"acc": 0, "n": 1}


def test_evaluate_file_scores_the_layers_that_gold_has(tmp_path: Path) -> None:
    gold_quote = {"kind": "direct", "content": [[1, 13]], "quoted": [], "cue": [], "source": []}
    gold = {
        "id": "a",
        "text": TEXT,
        "title": [0, 3],
        "quotes": [gold_quote | {"speaker": "Ana Park"}],
        "people": {"Ana Park": ["Ana Park"]},
        "entities": [[21, 29, "PERSON"]],
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(gold) + "\n", encoding="utf-8")

    def analyze(text: str, **about: object) -> dict[str, Any]:
        assert about == {"date": None, "title": None, "id": "a"}
        quote = {"kind": "direct", "parts": [{"start": 1, "end": 13}], "speaker": None}
        return {"id": "a", "text": text, "quotes": [quote], "people": [], "mentions": []}

    result = evaluate_file(path, analyze)
    assert result["documents"] == 1
    assert list(result["figures"]) == ["quotes", "speakers", "people", "entities"]
    assert result["figures"]["quotes"]["e2e.all"]["F1"] == 100
    named = result["figures"]["speakers"]["speaker.e2e_strict"]
    assert (named["acc"], named["n"], named["low"]) == (0, 1, None)
    assert result["figures"]["entities"]["PERSON"]["R"] == 0
    assert "direct found exactly" in format_report(result)


def test_evaluate_file_says_what_is_wrong_with_a_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "text": "x"}\n{oops\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"gold\.jsonl:2: not JSON"):
        evaluate_file(path, dict)
