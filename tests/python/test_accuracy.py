"""``pq.accuracy`` and ``pullquote eval``: gold of the user's own, groups, intervals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pullquote as pq
from conftest import ROOT, run
from pullquote.scoring import add_intervals, evaluate, headline, read_gold
from pullquote.scoring.intervals import wilson

TEXT = '"We are ready," Mayor Ana Ruiz said. She added that the hall was “old”.'


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


READY: dict[str, Any] = {
    "kind": "direct",
    "content": [span("We are ready,")],
    "cue": [span("said")],
    "source": [span("Mayor Ana Ruiz")],
    "speaker": "Ana Ruiz",
    "speaker_kind": "name",
}
OLD: dict[str, Any] = {
    "kind": "mixed",
    "content": [span("the hall was “old")],
    "cue": [span("added")],
    "source": [span("She")],
    "speaker": "Ana Ruiz",
    "speaker_kind": "pronoun",
}


def gold(n: int = 6, **fields: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": f"a{number}",
            "text": TEXT,
            "outlet": "odd" if number % 2 else "even",
            "quotes": [READY, OLD],
            **fields,
        }
        for number in range(n)
    ]


def found(article: dict[str, Any], *, wrong: bool = False) -> dict[str, Any]:
    """What an analyzer would give; where `wrong`, the mixed quote is missed."""
    quotes = [
        {
            "kind": quote["kind"],
            "status": "said",
            "parts": [{"start": s, "end": e} for s, e in quote["content"]],
            "cue": dict(zip(("start", "end"), quote["cue"][0])),
            "speaker": {
                "name": quote["speaker"],
                "mention": dict(zip(("start", "end"), quote["source"][0])),
            },
        }
        for quote in article["quotes"][: 1 if wrong else 2]
    ]
    return {"id": article["id"], "text": TEXT, "quotes": quotes}


def result_of(articles: list[dict[str, Any]], by: tuple[str, ...] = ()) -> dict[str, Any]:
    pred = {a["id"]: found(a, wrong=n % 3 == 0) for n, a in enumerate(articles)}
    return evaluate(read_gold(articles), pred, by=by)


def test_intervals_hold_the_figure_and_are_the_same_each_time() -> None:
    articles = gold(12)
    result = result_of(articles)
    row = result["figures"]["quotes"]["content.all.iou50"]
    assert row["P"] == 100
    assert row["R"] == pytest.approx(100 * 20 / 24)
    assert row["n_articles"] == 12
    assert row["low"] < row["F1"] < row["high"]
    assert result == result_of(articles)


def test_more_articles_give_narrower_intervals() -> None:
    widths = []
    for n in (12, 120):
        row = result_of(gold(n))["figures"]["quotes"]["content.all.iou50"]
        widths.append(row["high"] - row["low"])
    assert widths[1] < widths[0] / 2


def test_where_all_articles_agree_the_interval_is_wilsons() -> None:
    row = result_of(gold(9))["figures"]["quotes"]["content.direct.iou50"]
    assert (row["low"], row["high"]) == wilson(1.0, 9)


def test_few_articles_have_no_interval() -> None:
    row = result_of(gold(4))["figures"]["quotes"]["content.all.iou50"]
    assert (row["low"], row["high"]) == (None, None)


def test_sums_of_articles_are_the_figures_of_all() -> None:
    """Against the scorers run over all articles at once."""
    from pullquote.scoring.report import evaluate_quotes

    articles = gold(7)
    pred = {a["id"]: found(a, wrong=n % 3 == 0) for n, a in enumerate(articles)}
    ours = evaluate(read_gold(articles), pred)["figures"]
    whole = evaluate_quotes(articles, pred)
    rows = ours["quotes"] | ours["speakers"]
    assert set(whole) <= set(rows)
    for measure, row in whole.items():
        assert headline(rows[measure]) == pytest.approx(headline(row))


def test_articles_are_drawn_not_quotes() -> None:
    """A hundred quotes of which all of one article in five are wrong tell little."""
    wrong, right = {"found": {"acc": 0.0, "n": 20}}, {"found": {"acc": 100.0, "n": 20}}
    row = add_intervals([wrong, right, right, right, right])["found"]
    assert row["acc"] == 80
    low, _ = wilson(0.8, 100)
    assert row["low"] < low - 20


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("kind", ["direct", "mixed"]),
        ("marks", ["curly", "straight"]),
        ("length", ["under 300 words"]),
        ("status", ["said"]),
        ("outlet", ["even", "odd"]),
        ("speaker_kind", ["name", "pronoun"]),
    ],
)
def test_groups(by: str, groups: list[str]) -> None:
    result = result_of(gold(12), (by,))
    assert list(result["by"][by]) == groups
    scores = result["by"][by][groups[-1]]
    assert list(scores) == ["found", "source", "name", "full_name"]
    is_both = by in ("kind", "marks", "length", "outlet")
    assert ("P" in scores["found"]) == is_both


def test_groups_of_gold_are_shares_of_gold_and_of_status_shares_of_ours() -> None:
    result = result_of(gold(12), ("speaker_kind", "status"))
    pronouns = result["by"]["speaker_kind"]["pronoun"]["found"]
    assert (pronouns["acc"], pronouns["n"]) == (pytest.approx(100 * 8 / 12), 12)
    said = result["by"]["status"]["said"]["found"]
    assert (said["acc"], said["n"]) == (100, 20)


def test_unknown_group_lists_what_there_is() -> None:
    with pytest.raises(pq.InvalidOptionError, match=r"'mood'.*kind, .*outlet, speaker_kind"):
        pq.accuracy(gold(), by="mood")


def test_what_the_file_leaves_out_is_not_scored() -> None:
    bare = {key: READY[key] for key in ("kind", "content")}
    result = pq.accuracy([{"id": 1, "text": TEXT, "quotes": [bare]}])
    measures = {row["measure"] for row in result}
    assert "content.all.iou50" in measures
    assert not {m for m in measures if m.startswith(("cue", "source", "speaker", "e2e"))}


QUOTE = {"kind": "direct", "content": [[1, 14]]}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": 1}, r"\[0\]: no text; expected the raw text"),
        ({"text": TEXT, "quotes": []}, r"no id; expected a text or a number"),
        ({"quotes": {}}, r"quotes is \{\}; expected a list"),
        ({"quotes": [7]}, r"quotes\[0\] is 7; expected an object"),
        (
            {"quotes": [QUOTE | {"kind": "loud"}]},
            r"quotes\[0\]\.kind is 'loud'; expected one of: d",
        ),
        (
            {"quotes": [QUOTE | {"content": []}]},
            r"quotes\[0\]\.content is \[\]; expected its parts",
        ),
        ({"quotes": [QUOTE | {"content": [[5, 2]]}]}, r"content\[0\] is \[5, 2\]; expected 0 <="),
        ({"quotes": [QUOTE | {"cue": [[0, 999]]}]}, r"cue\[0\] is \[0, 999\]; .* <= 71"),
        ({"quotes": [QUOTE | {"cue": [1, 2]}]}, r"cue\[0\] is 1; expected \[start, end\]"),
        (
            {"quotes": [QUOTE | {"speaker": 3}]},
            r"quotes\[0\]\.speaker is 3; expected a text or null",
        ),
        (
            {"quotes": [QUOTE | {"content_text": ["We were"]}]},
            r"content\[0\] holds 'We are ready,'; expected the words of content_text\[0\], at \[1, 14\]",
        ),
        ({"people": ["Ana"]}, r"people is \['Ana'\]; expected an object"),
        ({"people": {"Ana": "Ana"}}, r"people\['Ana'\] is 'Ana'; expected a list of texts"),
        ({"boilerplate": [[0, 3]]}, r"boilerplate\[0\] is \[0, 3\]; expected \[start, end, kind\]"),
        ({"attributions": [{"type": "fragment"}]}, r"attributions\[0\]\.type is 'fragment'"),
        ({"title": [3]}, r"title is \[3\]"),
        ({"meta": {"layers": 3}}, r"meta\.layers is 3; expected a list of: content, cue"),
        ({"meta": {"aliases": {"Ana": 3}}}, r"meta\.aliases is"),
        ({"quotes": [], "attributions": []}, r"both quotes and attributions"),
        ({"date": 2018}, r"date is 2018; expected a text or null"),
        ({}, r"gold: nothing is annotated"),
    ],
)
def test_errors_name_the_field(row: dict[str, Any], message: str) -> None:
    article = row if "text" in row or row == {"id": 1} else {"id": 1, "text": TEXT, **row}
    with pytest.raises(pq.InvalidInputError, match=message):
        pq.accuracy([article])


def test_errors_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    good = json.dumps({"id": 1, "text": TEXT, "quotes": []})
    path.write_text(f"{good}\n\n{good}\n", "utf-8")
    with pytest.raises(pq.InvalidInputError, match=r"gold\.jsonl:3: id 1 stands at .*:1 too"):
        pq.accuracy(path)
    path.write_text(f"{good}\nno\n", "utf-8")
    with pytest.raises(pq.InvalidInputError, match=r"gold\.jsonl:2: not JSON"):
        pq.accuracy(path)
    path.write_text("", "utf-8")
    with pytest.raises(pq.InvalidInputError, match="no articles"):
        pq.accuracy(path)


def test_accuracy_shows_itself() -> None:
    result = pq.accuracy(ROOT / "examples/gold.jsonl", by=["kind"])
    assert "by kind" in repr(result)
    assert result._repr_html_().startswith("<pre>")
    row = result["speaker.e2e_strict"]
    assert row["low"] <= row["value"] <= row["high"]
    assert len(result) == len(result.to_dicts()) > 40
    with pytest.raises(KeyError, match="measures there are"):
        result["nope"]


def test_command_groups(capfd: pytest.CaptureFixture[str]) -> None:
    path = str(ROOT / "examples/gold.jsonl")
    code, out, _ = run(capfd, "eval", path, "--by", "kind", "--by", "speaker_kind")
    assert code == 0
    assert "by speaker_kind" in out
    assert "interval" in out
    code, out, err = run(capfd, "eval", path, "--by", "mood")
    assert (code, out) == (1, "")
    assert "by is 'mood'" in err
    code, out, _ = run(capfd, "eval", path, "--by", "kind", "--json")
    assert set(json.loads(out)["by"]["kind"]) == {"direct", "fragment", "indirect", "mixed"}


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 20)
    | st.floats()
    | st.sampled_from(["", "x", "direct"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["kind", "type", "content", "cue", "source", "quoted", "speaker", "layers"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
_FIELDS = [
    *("id", "text", "date", "title", "outlet", "meta", "layers", "quotes", "attributions"),
    *("people", "boilerplate", "entities", "times", "content_text"),
]


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from(_FIELDS), _VALUES, max_size=5),
    st.dictionaries(
        st.sampled_from(["kind", "content", "cue", "source", "quoted", "speaker", "content_text"]),
        _VALUES,
    ),
)
def test_whatever_gold_is_given_errors_are_ours(
    article: dict[str, Any], quote: dict[str, Any]
) -> None:
    for fields in (article, {"quotes": [QUOTE | quote]}, {**article, "quotes": [QUOTE | quote]}):
        row = {"id": 1, "text": TEXT, **fields}
        try:
            articles = read_gold([row])
            result = evaluate(articles, {1: {"id": 1, "quotes": []}}, by=("marks",))
        except pq.InvalidInputError as error:
            assert str(error).startswith("gold")  # noqa: PT017
        else:
            assert result["documents"] == 1
