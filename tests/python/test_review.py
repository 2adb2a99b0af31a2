"""Corrections: read with clear errors, applied the same to any kind of table, counted with intervals."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pullquote as pq
from pullquote._review.corrections import schema, text_hash
from pullquote._review.evaluation import design_effect, wilson
from pullquote._review.schema import first_error

ARTICLES = [
    {
        "id": "pier",
        "date": "2018-04-17",
        "outlet": "Harbor Ledger",
        "section": "news",
        "text": '"We are ready," Mayor Ana Ruiz said on Tuesday. "We will not wait."\n\n'
        "Jo Tran, who runs the ferry, said the pier was too old. Safe enough: the guard in his blue coat.",
    },
    {
        "id": "ferry",
        "date": "2018-04-18",
        "outlet": "The Brief",
        "section": "local",
        "text": 'The ferry 🎉 is late. "It is always late," said Jo Tran. Ana Ruiz was not there.',
    },
    {"id": "quiet", "date": None, "outlet": None, "section": "local", "text": "Rain fell all day."},
]
TEXTS = {article["id"]: str(article["text"]) for article in ARTICLES}


def spot(article: str, words: str) -> dict[str, Any]:
    """A stretch of an article, by its words."""
    start = TEXTS[article].index(words)
    return {"start": start, "end": start + len(words), "text": words}


def tables(keep: tuple[str, ...] = ()) -> dict[str, Any]:
    return pq.extract(ARTICLES, ["quotes", "people", "articles"], keep=keep)


def row_of(quotes: Any, words: str) -> dict[str, Any]:
    rows = quotes if isinstance(quotes, list) else to_rows(quotes)
    found = [row for row in rows if words in row["said"]]
    assert len(found) == 1, (words, [row["said"] for row in rows])
    return dict(found[0])


def to_rows(table: Any) -> list[dict[str, Any]]:
    if isinstance(table, pd.DataFrame):
        return [dict(row) for row in table.to_dict("records")]
    if isinstance(table, pl.DataFrame):
        return table.to_dicts()
    if isinstance(table, list):
        return table
    return list(pa.table(table).to_pylist())


def entry(row: dict[str, Any], verdict: str, **more: Any) -> dict[str, Any]:
    found = {name: row[name] for name in ("kind", "speaker", "person_id", "confidence", "method")}
    return {
        "verdict": verdict,
        "article_id": row["article_id"],
        "quote_id": row["quote_id"],
        **{name: row[name] for name in ("start", "end", "text")},
        "found": {**found, "parts": row["parts"]},
        **more,
    }


def addition(article: str, words: str, **more: Any) -> dict[str, Any]:
    place = spot(article, words)
    corrected = {"kind": "indirect", "speaker": None, **more, "parts": [place]}
    return {"verdict": "added", "article_id": article, **place, "corrected": corrected}


def saved(*entries: dict[str, Any], done: tuple[str, ...] = ()) -> dict[str, Any]:
    ids = list(dict.fromkeys([*(one["article_id"] for one in entries), *done]))
    return {
        "format": "pullquote-corrections",
        "version": 1,
        "n_quotes": 9,
        "articles": [
            {
                "article_id": id,
                "text_hash": text_hash(TEXTS[id]),
                "n_chars": len(TEXTS[id]),
                "outlet": None,
                "done": id in done,
            }
            for id in ids
        ],
        "entries": list(entries),
    }


def all_kinds() -> dict[str, Any]:
    """A rejected, an accepted, two corrected and an added one."""
    quotes = tables()["quotes"]
    ready, late = row_of(quotes, "We are ready"), row_of(quotes, "always late")
    old = row_of(quotes, "too old")
    shorter = spot("pier", "We are ready,")
    return saved(
        entry(ready, "corrected", corrected={"parts": [shorter], "text": shorter["text"]}),
        entry(old, "rejected"),
        entry(late, "corrected", corrected={"speaker": "Ana Ruiz"}, comment="she, surely"),
        addition("pier", "Safe enough", speaker="the guard"),
        done=("pier", "quiet"),
    )


def convert(table: Any, kind: str) -> Any:
    if kind == "list":
        return table
    if kind == "pandas":
        return pd.DataFrame(table)
    if kind == "polars":
        return pl.DataFrame(table)
    return pa.Table.from_pylist(table)


KINDS = ("list", "pandas", "polars", "pyarrow")


@pytest.mark.parametrize("kind", KINDS)
def test_corrections_are_applied_in_the_kind_of_the_caller(kind: str) -> None:
    made = pq.extract(convert(ARTICLES, kind), ["quotes", "people", "articles"], keep=["section"])
    done = pq.apply_corrections(made, all_kinds(), articles=ARTICLES)
    assert type(done.quotes) is type(made["quotes"])
    assert done.counts == {"accepted": 0, "corrected": 2, "rejected": 1, "added": 1, "unfit": 0}
    rows = to_rows(done.quotes)
    assert "too old" not in " ".join(row["said"] for row in rows)

    ready = row_of(rows, "We are ready")
    assert (ready["said"], ready["text"], ready["n_words"]) == ("We are ready,", "We are ready,", 3)
    assert TEXTS["pier"][ready["start"] : ready["end"]] == "We are ready,"
    assert (ready["speaker"], ready["corrected"], ready["method"]) == (
        "Ana Ruiz",
        "words",
        "review",
    )

    late = row_of(rows, "always late")
    assert (late["speaker"], late["corrected"], late["confidence"]) == ("Ana Ruiz", "speaker", 1.0)
    people = {(row["article_id"], row["name"]): row for row in to_rows(made["people"])}
    assert late["person_id"] == people["ferry", "Ana Ruiz"]["person_id"]
    assert late["text"] == "It is always late,"
    assert pd.isna(late["speaker_text"])
    assert pd.isna(late["speaker_start"])

    safe = row_of(rows, "Safe enough")
    assert (safe["corrected"], safe["kind"], safe["status"]) == ("added", "indirect", "said")
    assert (safe["speaker"], safe["article_id"]) == ("the guard", "pier")
    # The article's own columns, also those that were kept.
    assert (safe["outlet"], safe["section"]) == ("Harbor Ledger", "news")
    assert str(safe["date"])[:10] == "2018-04-17"
    assert len({row["quote_id"] for row in rows}) == len(rows)
    order = [("pier", "ferry").index(row["article_id"]) * 1000 + row["start"] for row in rows]
    assert order == sorted(order)


@pytest.mark.parametrize("kind", KINDS)
def test_the_columns_keep_their_types(kind: str) -> None:
    quotes = pq.quotes(convert(ARTICLES, kind), keep=["section"])
    done = pq.apply_corrections(quotes, all_kinds(), articles=ARTICLES).quotes
    if kind == "list":
        assert [*done[0]] == [*quotes[0], "corrected"]
    elif kind == "pandas":
        assert dict(done.drop(columns="corrected").dtypes) == dict(quotes.dtypes)
        assert done.attrs == quotes.attrs
    elif kind == "polars":
        assert done.drop("corrected").schema == quotes.schema
    else:
        assert done.drop_columns("corrected").schema.equals(quotes.schema)


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_of_people_and_articles_follow(kind: str) -> None:
    made = pq.extract(convert(ARTICLES, kind), ["quotes", "people", "articles"])
    done = pq.apply_corrections(made, all_kinds(), articles=ARTICLES)
    before = {row["article_id"]: row for row in to_rows(made["articles"])}
    after = {row["article_id"]: row for row in to_rows(done.tables["articles"])}
    # One fewer, one more; the second part of a direct quote has gone.
    assert after["pier"]["n_quotes"] == before["pier"]["n_quotes"]
    assert after["pier"]["n_quoted_words"] == before["pier"]["n_quoted_words"] - 4
    people = {(r["article_id"], r["name"]): r for r in to_rows(done.tables["people"])}
    assert people["ferry", "Ana Ruiz"]["n_quotes"] == 1
    assert people["ferry", "Ana Ruiz"]["n_quoted_words"] == 4
    assert people["ferry", "Jo Tran"]["n_quotes"] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_to_apply_again_changes_nothing_more(kind: str) -> None:
    made = pq.extract(convert(ARTICLES, kind), ["quotes", "people", "articles"])
    once = pq.apply_corrections(made, all_kinds(), articles=ARTICLES)
    twice = pq.apply_corrections(once.tables, all_kinds(), articles=ARTICLES)
    for name in made:
        one, other = (str(to_rows(done.tables[name])) for done in (once, twice))
        assert one == other, name
    assert not len(twice.unfit)


def test_an_arrow_stream_of_no_known_library_comes_back_as_a_table() -> None:
    class Stream:
        def __init__(self, table: Any) -> None:
            self._table = table

        def __arrow_c_stream__(self, schema: object = None) -> object:
            return self._table.__arrow_c_stream__(schema)

    quotes = pq.quotes(Stream(pa.Table.from_pylist(ARTICLES)))
    done = pq.apply_corrections(quotes, all_kinds(), articles=ARTICLES)
    assert isinstance(done.quotes, pa.Table)
    assert row_of(done.quotes, "Safe enough")["corrected"] == "added"


def test_nested_columns_of_csv_stay_json(tmp_path: Path) -> None:
    from pullquote._files import read_table, write_table

    path = str(tmp_path / "quotes.csv")
    write_table(path, tables()["quotes"])
    done = pq.apply_corrections(read_table(path), all_kinds(), articles=ARTICLES)
    assert not done.unfit
    ready = row_of(done.quotes, "We are ready")
    assert json.loads(ready["parts"]) == [spot("pier", "We are ready,")]


def test_an_accepted_quote_keeps_its_words_and_gets_sure() -> None:
    made = tables()
    late = row_of(made["quotes"], "always late")
    done = pq.apply_corrections(made["quotes"], saved(entry(late, "accepted")))
    new = row_of(done.quotes, "always late")
    assert new == {**late, "confidence": 1.0, "corrected": "accepted"}
    assert row_of(done.quotes, "too old")["corrected"] is None


def test_what_the_reviewer_saw_holds_in_a_later_version() -> None:
    made = tables()
    late = row_of(made["quotes"], "always late")
    corrections = saved(entry(late, "accepted"))
    # A later version says another speaker and kind for the same words: the one accepted is put back.
    later = [
        {**row, "speaker": "Ana Ruiz", "kind": "mixed"}
        if row["quote_id"] == late["quote_id"]
        else row
        for row in made["quotes"]
    ]
    new = row_of(pq.apply_corrections(later, corrections).quotes, "always late")
    assert (new["speaker"], new["kind"], new["corrected"]) == ("Jo Tran", "direct", "speaker, kind")
    assert new["person_id"] is None or new["person_id"].startswith("ferry")


def test_a_later_version_that_is_right_by_itself_is_no_misfit() -> None:
    corrections = all_kinds()
    once = pq.apply_corrections(tables(), corrections, articles=ARTICLES)
    # It finds what was added and no more what was rejected.
    later = [{k: v for k, v in row.items() if k != "corrected"} for row in once.quotes]
    done = pq.apply_corrections(later, corrections, articles=ARTICLES)
    assert not done.unfit
    assert {row["corrected"] for row in done.quotes} == {"accepted"}


def unfit(done: Any) -> list[tuple[int, str]]:
    return [(row["entry"], row["reason"]) for row in to_rows(done.unfit)]


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_longer_fits_is_listed_with_the_reason(kind: str) -> None:
    quotes = tables()["quotes"]
    ready, old, late = (row_of(quotes, one) for one in ("We are ready", "too old", "always late"))
    corrections = saved(
        entry(ready, "accepted"), entry(old, "accepted"), entry(late, "rejected"), done=("quiet",)
    )
    later = [row for row in quotes if row is not old and "too old" not in row["said"]]
    for row in later:
        if row["article_id"] == "ferry":
            row["end"] += 5
            row["text"] = TEXTS["ferry"][row["start"] : row["end"]]
        elif "We are ready" in row["said"]:
            row["end"] -= 3
            row["text"] = row["text"][:-3]
    later = to_rows(convert(later, kind)) if kind == "list" else convert(later, kind)
    done = pq.apply_corrections(later, corrections)
    assert type(done.unfit) is type(later)
    assert unfit(done) == [
        (0, f"found with other ends now: {ready['start']} to {ready['end'] - 3}"),
        (1, "not found any more"),
        (2, f"found with other ends now: {late['start']} to {late['end'] + 5}"),
    ]
    assert "3 unfit" in repr(done)
    assert len(to_rows(done.quotes)) == len(to_rows(later))
    row = to_rows(done.unfit)[0]
    assert (row["article_id"], row["text"], row["verdict"]) == ("pier", ready["text"], "accepted")


def test_added_words_must_stand_in_the_text() -> None:
    corrections = saved(addition("pier", "Safe enough"))
    changed = [{**one, "text": "NEWS " + str(one["text"])} for one in ARTICLES]
    done = pq.apply_corrections(pq.quotes(changed), corrections, articles=changed)
    assert unfit(done) == [(0, "the article's text has changed")]
    # By the number of characters, where there are no texts; on trust where there is nothing.
    made = pq.extract(changed, ["quotes", "articles"])
    assert unfit(pq.apply_corrections(made, corrections)) == [(0, "the article's text has changed")]
    assert unfit(pq.apply_corrections(made["quotes"], corrections)) == []
    quiet = saved(addition("quiet", "Rain fell"))
    assert unfit(pq.apply_corrections(tables()["quotes"], quiet)) == [
        (0, "no such article in the tables; give articles=")
    ]
    assert unfit(pq.apply_corrections(tables(), quiet)) == []
    assert unfit(pq.apply_corrections(tables(), quiet, articles=ARTICLES[:2])) == [
        (0, "no such article")
    ]


def test_added_to_an_article_in_which_nothing_was_found() -> None:
    frame = pd.DataFrame(ARTICLES)
    quotes = pq.quotes(frame)
    quotes = quotes[quotes["article_id"] != "quiet"]
    quotes["article_id"] = quotes["article_id"].cat.remove_unused_categories()
    done = pq.apply_corrections(quotes, saved(addition("quiet", "Rain fell")), articles=frame)
    assert done.quotes["article_id"].tolist()[-1] == "quiet"
    assert done.quotes["quote_id"].is_unique


def test_quotes_in_one_that_is_rejected_stand_alone() -> None:
    quotes = tables()["quotes"]
    ready, late = row_of(quotes, "We are ready"), row_of(quotes, "always late")
    for row in quotes:
        row["parent_id"] = late["quote_id"] if row["quote_id"] == ready["quote_id"] else None
    done = pq.apply_corrections(quotes, saved(entry(late, "rejected")))
    assert row_of(done.quotes, "We are ready")["parent_id"] is None


def test_nobody_is_named_and_identities_follow() -> None:
    linked = pq.link_people(tables())
    late, ready = (row_of(linked["quotes"], one) for one in ("always late", "We are ready"))
    corrections = saved(
        entry(late, "corrected", corrected={"speaker": "Ana Ruiz"}),
        entry(ready, "corrected", corrected={"speaker": None}),
    )
    done = pq.apply_corrections(linked, corrections).quotes
    assert row_of(done, "always late")["identity_id"] == ready["identity_id"]
    new = row_of(done, "We are ready")
    assert (new["speaker"], new["person_id"], new["identity_id"]) == (None, None, None)
    assert (new["reason"], new["confidence"], new["corrected"]) == ("review", 0.0, "speaker")


def test_kind_changes_the_words_in_marks() -> None:
    quotes = tables()["quotes"]
    late = row_of(quotes, "always late")
    done = pq.apply_corrections(
        quotes, saved(entry(late, "corrected", corrected={"kind": "fragment"}))
    )
    new = row_of(done.quotes, "always late")
    assert (new["kind"], new["quoted"], new["corrected"]) == ("fragment", late["parts"], "kind")


BROKEN: list[tuple[str, Any, str]] = [
    ("format", "csv", 'format: "csv"; expected "pullquote-corrections"'),
    ("version", 2, "version 2; this pullquote reads 1: use a newer pullquote"),
    ("version", True, "version: true; expected 1"),
    ("entrys", [], "unknown field 'entrys'; did you mean 'entries'?"),
    ("entries.0.verdict", "good", 'entries[0].verdict: "good"; expected one of: "accepted"'),
    ("entries.0.start", "7", 'entries[0].start: "7"; expected integer'),
    ("entries.0.start", -1, "entries[0].start: -1 is below 0"),
    ("entries.0.start", 3, "entries[0].text: 65 code points, but end - start is"),
    ("entries.0.text", None, "entries[0].text: null; expected string"),
    ("entries.0.speakr", "x", "entries[0]: unknown field 'speakr'; expected: verdict"),
    ("entries.0.found", None, "entries[0].found: null in one that is corrected"),
    ("entries.0.corrected", None, "entries[0].corrected: null in one that is corrected"),
    ("entries.0.corrected.kind", "loud", 'entries[0].corrected.kind: "loud"; expected one of'),
    (
        "entries.0.corrected.parts",
        [],
        "entries[0].corrected.parts: has 0 items; expected 1 or more",
    ),
    ("entries.0.corrected.parts.0.text", "x", "corrected.parts[0].text: 1 code points, but"),
    ("entries.0.corrected.text", "x", "entries[0].corrected.text: 1 code points; the parts are 13"),
    ("entries.2.article_id", "none", 'entries[2].article_id: "none" is not in articles'),
    ("entries.3.corrected.kind", ..., "entries[3].corrected: no field 'kind' in one that is added"),
    ("articles.1.article_id", "pier", 'articles[1].article_id: "pier" stands twice'),
    ("articles.0.done", 1, "articles[0].done: 1; expected boolean"),
]


@pytest.mark.parametrize(("path", "value", "message"), BROKEN)
def test_errors_name_the_entry_and_the_field(path: str, value: Any, message: str) -> None:
    broken = copy.deepcopy(all_kinds())
    *way, last = (int(one) if one.isdigit() else one for one in path.split("."))
    place: Any = broken
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    with pytest.raises(pq.InvalidInputError) as error:
        pq.evaluate(broken)
    assert message in str(error.value)


def test_an_entry_twice_and_files_that_are_none(tmp_path: Path) -> None:
    twice = all_kinds()
    twice["entries"].append(twice["entries"][1])
    with pytest.raises(
        pq.InvalidInputError, match=r"entries\[4\]: the same quotation as entries\[1\]"
    ):
        pq.evaluate(twice)
    path = tmp_path / "corrections.json"
    path.write_text("[1]", "utf-8")
    with pytest.raises(pq.InvalidInputError, match=r"corrections.json: \[1\]; expected the JSON"):
        pq.evaluate(path)
    path.write_text("{", "utf-8")
    with pytest.raises(pq.InvalidInputError, match="not JSON"):
        pq.apply_corrections([], str(path))
    with pytest.raises(FileNotFoundError):
        pq.evaluate(tmp_path / "none.json")
    with pytest.raises(pq.InvalidInputError, match="no table 'quotes'"):
        pq.apply_corrections({"people": []}, all_kinds())


def test_the_schema_is_one_and_is_kept_to() -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    assert validator.is_valid(all_kinds())
    # Both say the same of every value put in every place.
    values: list[Any] = [None, True, 1, -1, 1.5, "x", "added", "direct", [], {}, [{}]]

    def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        inner = (
            value.items()
            if isinstance(value, dict)
            else enumerate(value)
            if isinstance(value, list)
            else ()
        )
        return [way, *(place for key, one in inner for place in places(one, (*way, key)))]

    for place in places(all_kinds())[1:]:
        for value in values:
            changed = copy.deepcopy(all_kinds())
            target = changed
            for step in place[:-1]:
                target = target[step]
            target[place[-1]] = value
            assert validator.is_valid(changed) == (first_error(changed, schema()) is None), (
                place,
                value,
            )


# Evaluation


def test_precision_and_recall_by_hand() -> None:
    result = pq.evaluate(all_kinds())
    # Three were found, one of them is no quote; one was missed in an article that is done.
    figures = {row["measure"]: (row["n_right"], row["n"]) for row in result}
    assert figures["precision"] == (2, 3)
    assert figures["all right"] == (0, 3)
    assert figures["speaker"] == (1, 2)
    assert figures["kind"] == (2, 2)
    assert figures["words"] == (1, 2)
    assert figures["recall"] == (1, 2)
    assert "recall at most" not in figures
    row = row_of(tables()["quotes"], "We are ready")
    n_words = sum(len(part["text"]) for part in row["parts"])
    assert result["overlap"]["value"] == pytest.approx((len("We are ready,") / n_words + 1) / 2)
    assert "3 of 9 quotes reviewed, in 2 articles, 2 of them done" in repr(result)
    assert "<td style='text-align:left'>precision</td>" in result._repr_html_()
    assert len(result) == len(result.to_dicts())
    with pytest.raises(KeyError, match="measures there are: precision"):
        result["f1"]


def test_without_an_article_done_recall_is_a_bound() -> None:
    corrections = all_kinds()
    for article in corrections["articles"]:
        article["done"] = False
    result = pq.evaluate(corrections)
    assert result["recall"]["value"] is None
    assert result["recall at most"]["value"] == pytest.approx(2 / 3)
    assert result["recall at most"]["low"] is None
    assert "no article is done: recall is not known" in result.notes


def test_nothing_reviewed_is_no_error() -> None:
    result = pq.evaluate(saved())
    assert result["precision"]["value"] is None
    assert result["precision"]["low"] is None
    assert "0 of 9 quotes reviewed" in repr(result)
    done = pq.apply_corrections(tables()["quotes"], saved())
    assert repr(done) == "Corrected(nothing to correct)"
    assert [row["corrected"] for row in done.quotes] == [None] * len(done.quotes)
    assert pq.apply_corrections([], saved()).quotes == []


def test_what_was_reviewed_by_confidence_is_said_to_be() -> None:
    corrections = all_kinds()
    corrections["entries"][0]["order"] = "confidence"
    assert any("least sure first" in note for note in pq.evaluate(corrections).notes)
    corrections["n_quotes"] = 3
    assert not any("least sure first" in note for note in pq.evaluate(corrections).notes)


@pytest.mark.parametrize("by", ["kind", "outlet", "method", "confidence"])
def test_groups_add_up(by: Any) -> None:
    result = pq.evaluate(all_kinds(), by=by)
    for measure in ("precision", "recall"):
        rows = [row for row in result if row["measure"] == measure]
        assert rows[0]["group"] is None
        assert sum(row["n"] for row in rows[1:]) == rows[0]["n"]


def test_a_wrong_group_is_an_error() -> None:
    with pytest.raises(
        pq.InvalidOptionError, match="by is 'colour'; expected one of: kind, outlet"
    ):
        pq.evaluate(all_kinds(), by="colour")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    # By R's binom::binom.wilson and Newcombe (1998), table I.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_is_as_published(right: int, n: int, low: float, high: float) -> None:
    assert wilson(right, n) == pytest.approx((low, high), abs=5e-5)


def test_quotes_that_go_together_count_less() -> None:
    alone = [(str(n), float(n % 2)) for n in range(40)]
    together = [(str(n // 10), float(n // 10 % 2)) for n in range(40)]
    assert design_effect(alone) == pytest.approx(1.0)
    assert design_effect(together) > 9
    narrow, wide = (wilson(20, 40, design_effect(units)) for units in (alone, together))
    assert wide[0] < narrow[0] < 0.5 < narrow[1] < wide[1]


# The page's colours


def contrast(one: str, other: str) -> float:
    """As WCAG 2 counts it."""

    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_colours_have_a_contrast_of_four_and_a_half() -> None:
    style = Path(pq.__file__).with_name("_review").joinpath("style.css").read_text("utf-8")
    schemes = [
        dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", part))
        for part in style.split("{color-scheme:")[1:]
    ]
    assert len(schemes) == 3
    assert schemes[1] == schemes[2]
    verdicts = ("accepted", "corrected", "rejected", "added", "undecided")
    pairs = [
        (ink, paper)
        for ink in ("text", "faint", "main", *verdicts)
        for paper in ("paper", "ground")
    ]
    pairs += [(one, f"{one}-tint") for one in (*verdicts, "main")]
    pairs += [
        ("text", "here"),
        ("text", "main-tint"),
        ("on-main", "main"),
        ("corrected", "paper"),
        ("text", "hover"),
    ]
    for scheme in schemes:
        for ink, paper in pairs:
            assert contrast(scheme[ink], scheme[paper]) >= 4.5, (
                ink,
                paper,
                scheme[ink],
                scheme[paper],
            )
