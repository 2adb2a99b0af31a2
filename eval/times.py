"""Scores dates and times: TempEval-3's measures, GUM's intervals, the cases of tests/gold/times.toml.

GUM leaves durations and vague times unmarked, and writes the value of a period as its first and last
day: recall is judged, and of the times found the value, right if it is the same or covers the same
days. Its values that say no certain days (``--03``, ``/-0700``, ``1919/``) are not judged.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pullquote as pq
from pullquote.scoring import JsonObject, Scores, by_id, score_timex
from pullquote.scoring.exchange import to_timexes
from pullquote.scoring.tally import Share
from pullquote.scoring.timex import align

Gold = Sequence[dict[str, Any]]
Pred = Mapping[str, JsonObject]

_DAY = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")


def score_times(gold: Gold, pred: Pred) -> Scores:
    """Extents and values as TempEval-3 compared them."""
    rows = score_timex(
        by_id(gold), {key: {"timexes": to_timexes(doc)} for key, doc in pred.items()}
    )
    return {f"times.{measure}": row for measure, row in rows.items()}


def score_gum_times(gold: Gold, pred: Pred) -> Scores:
    """Recall of GUM's dates, and the share of right values among those found."""
    recall, value = Share(), Share()
    for document in gold:
        times = pred[document["id"]].get("times") or []
        wanted = document["timexes"]
        pairs = align(wanted, to_timexes({"times": times}))
        for i, timex in enumerate(wanted):
            recall.add(i in pairs)
            days = _days(timex[3])
            if i in pairs and (days or timex[3] == times[pairs[i]]["value"]):
                time = times[pairs[i]]
                value.add(
                    timex[3] == time["value"] or days == (time["first_day"], time["last_day"])
                )
    return {"times.recall": recall.row(), "times.value_of_found": value.row()}


def _days(value: str) -> tuple[str, str] | None:
    """First and last day of a value of GUM, ``2015``, ``2015-03/2015-05``; None if they are not said."""
    first, slash, last = value.partition("/")
    found = _day(first, at_end=False), _day(last if slash else first, at_end=True)
    return (found[0], found[1]) if found[0] and found[1] else None


def _day(text: str, *, at_end: bool) -> str | None:
    match = _DAY.fullmatch(text)
    if not match:
        return None
    year = int(match[1])
    month = int(match[2] or (12 if at_end else 1))
    if not 1 <= month <= 12:
        return None
    day = int(match[3] or (calendar.monthrange(year, month)[1] if at_end else 1))
    return f"{year:04}-{month:02}-{day:02}"


def score_time_cases(gold: Gold, pred: Pred) -> Scores:
    """The share of cases of which every time is right, none too many; half b was never tuned on."""
    shares = {"a": Share(), "b": Share()}
    for case in gold:
        found = pred[case["id"]]
        if case["day_first"]:
            found = pq.analyze(case["text"], date=case["date"], day_first=True).to_dict()
        names = ("type", "value", "first_day", "last_day")
        times = [
            [time["start"], time["text"], *(time[name] or "" for name in names)]
            for time in found["times"]
        ]
        shares[case["half"]].add(times == case["times"])
    return {f"times.cases.{half}": share.row() for half, share in shares.items()}


def check_seed_times(gold: Gold, pred: Pred) -> Scores:
    """The share of gold times with extent, type and value right."""
    share = Share()
    for document in gold:
        found = [list(timex) for timex in to_timexes(pred[document["id"]])]
        for timex in document.get("times") or ():
            share.add(list(timex) in found)
    return {"times.right": share.row()} if share.of else {}


def read_cases(cases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cases of tests/gold/times.toml as documents."""
    documents = []
    for case in cases:
        times = []
        for time in case["times"]:
            start = -1
            for _ in range(time.get("nth", 1)):
                start = case["text"].index(time["text"], start + 1)
            names = ("text", "type", "value", "first_day", "last_day")
            times.append([start, *(time[name] for name in names)])
        documents.append(
            {
                "id": case["name"],
                "text": case["text"],
                "date": case.get("date"),
                "day_first": case.get("day_first", False),
                "half": case["half"],
                "times": times,
            }
        )
    return documents
