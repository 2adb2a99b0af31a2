"""Times as objects, tables, files: values, days, the order of slashed dates, the day of a quote."""

from __future__ import annotations

import datetime
import json
import pickle
from pathlib import Path

import pytest

import pullquote as pq
from conftest import run

TEXT = (
    "BELMORA, April 16 (AP) - The pier was closed late last month, Mayor Ana Ruiz said on Monday. "
    '"We will open it on Friday," she said. The paper of 3/4/2018 says so.'
)


def test_objects_are_frozen_and_can_be_compared() -> None:
    document = pq.analyze(TEXT, date="2018-04-17")
    time = document.times[1]
    assert isinstance(time, pq.TimeExpression)
    assert (time.text, time.type, time.value) == ("late last month", "DATE", "2018-03")
    assert (time.first_day, time.last_day) == (
        datetime.date(2018, 3, 1),
        datetime.date(2018, 3, 31),
    )
    assert time.method == "early-late"
    assert repr(time) == f'TimeExpression({time.start}, {time.end}, "late last month", "2018-03")'
    assert pickle.loads(pickle.dumps(time)) == time == pq.analyze(TEXT, date="2018-04-17").times[1]
    assert len({*document.times}) == len(document.times)
    with pytest.raises(AttributeError):
        time.value = "2018"  # type: ignore[misc]


def test_times_of_datelines_are_found_and_quotes_have_days() -> None:
    document = pq.analyze(TEXT, date="2018-04-17")
    assert document.times[0].text == "April 16"
    assert [region.kind for region in document.boilerplate] == ["dateline"]
    days = {str(quote.said_on) for quote in document.quotes}
    assert days <= {"2018-04-16", "2018-04-17"}
    assert {
        str(row["said_on"]) for row in pq.quotes([{"text": TEXT, "date": "2018-04-17"}])
    } == days


def test_without_a_date_nothing_counts_from_today() -> None:
    times = {time.text: time.value for time in pq.analyze(TEXT).times}
    assert times["late last month"] is times["Monday"] is times["Friday"] is None
    assert times["3/4/2018"] == "2018-03-04"
    assert [quote.said_on for quote in pq.analyze(TEXT).quotes] == [None] * 2


@pytest.mark.parametrize(
    ("options", "outlet", "value"),
    [
        ({}, None, "2018-03-04"),
        ({}, "BBC News", "2018-04-03"),
        ({"day_first": False}, "BBC News", "2018-03-04"),
        ({"day_first": True}, None, "2018-04-03"),
    ],
)
def test_the_order_of_slashed_dates(
    options: dict[str, bool], outlet: str | None, value: str
) -> None:
    article = {"text": "The paper of 3/4/2018 says so.", "outlet": outlet}
    nlp = pq.Pipeline(**options)  # type: ignore[arg-type]
    assert [row["value"] for row in nlp.times([article])] == [value]
    assert [row["value"] for row in pq.times([article], **options)] == [value]  # type: ignore[arg-type]
    document = pq.analyze(article["text"] or "", outlet=outlet, **options)  # type: ignore[arg-type]
    assert pickle.loads(pickle.dumps(document)) == document
    assert pickle.loads(pickle.dumps(nlp))(article["text"], outlet=outlet) == document


def test_an_article_tells_the_order_itself() -> None:
    text = "The papers of 3/4/2018 and 25/4/2018 say so."
    assert [time.value for time in pq.analyze(text).times] == ["2018-04-03", "2018-04-25"]


@pytest.mark.parametrize("wrong", ["yes", 1])
def test_a_wrong_order_is_an_error(wrong: object) -> None:
    with pytest.raises(pq.InvalidOptionError, match="expected True, False or None"):
        pq.times(["One."], day_first=wrong)  # type: ignore[arg-type]


def test_the_command_writes_them(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT, "date": "2018-04-17"}) + "\n", "utf-8")
    code, out, err = run(capfd, "times", str(path), "--day-first", "--no-quotes")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, rows[-1]["value"]) == (0, "2018-04-03")
    assert err.endswith(f"1 article, {len(rows)} times, 0 not analysed\n")
