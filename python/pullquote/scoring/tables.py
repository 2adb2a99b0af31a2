"""Figures as rows of one table, and as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pullquote.scoring.intervals import LEAST_ARTICLES, RESAMPLES
from pullquote.scoring.tally import Row, Scores, headline

# What the printed table shows, in words; the result holds every measure.
_SHOWN = {
    "quotes": {
        "content.all.iou50": "all kinds found (IoU >= 0.5)",
        "content.all.exact": "all kinds found exactly",
        "content.direct.iou50": "direct found (IoU >= 0.5)",
        "content.direct.exact": "direct found exactly",
        "content.indmix.soft": "indirect and mixed, overlap",
        "quoted.tokens": "words inside quote marks",
        "kind": "kind right, of quotes found",
        "cue.exact": "cue",
        "e2e.direct": "direct, with the right source",
        "e2e.all": "all kinds, with the right source",
    },
    "speakers": {
        "speaker.e2e_lenient": "name right, surname enough, of all gold quotes",
        "speaker.e2e_strict": "full name right, of all gold quotes",
        "speaker.acc_lenient": "name right, surname enough, of quotes found",
        "speaker.acc_strict": "full name right, of quotes found",
    },
    "people": {
        "people.name": "found under the full name",
        "people.found": "found under any name",
        "people.forms": "forms",
        "people.forms_untitled": "forms, titles left out",
    },
}

OF_GROUPS = {
    "found": "found",
    "source": "with the right source",
    "name": "name right",
    "full_name": "full name right",
}
"""The measures of groups, in words."""


def to_rows(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row for each figure of `evaluate_file`'s result: see ``pq.accuracy``."""
    rows = [
        _to_row(layer, measure, None, None, row)
        for layer, scores in result["figures"].items()
        for measure, row in scores.items()
    ]
    for name, groups in result["by"].items():
        for group, scores in groups.items():
            rows += [_to_row("quotes", m, name, group, scores[m]) for m in OF_GROUPS if m in scores]
    return rows


def _to_row(
    layer: str, measure: str, by: str | None, group: str | None, row: Row
) -> dict[str, Any]:
    return {
        "layer": layer,
        "measure": measure,
        "by": by,
        "group": group,
        "value": headline(row),
        "low": row["low"],
        "high": row["high"],
        "precision": row.get("P"),
        "recall": row.get("R"),
        "n_gold": row.get("n_gold", row.get("n")),
        "n_found": row.get("n_pred"),
        "n_articles": row["n_articles"],
    }


def format_report(result: Mapping[str, Any]) -> str:
    """Write the result of `evaluate_file` as tables of plain text."""
    lines = [f"{result['documents']} documents"]
    lines += [f"  not analysed: {row['id']}: {row['error']}" for row in result["errors"]]
    for layer, rows in result["figures"].items():
        lines += ["", f"{layer:50}{_HEAD}"]
        shown = _SHOWN.get(layer, {measure: measure for measure in rows})
        lines += [f"  {label:48}{_cells(rows[m])}" for m, label in shown.items() if m in rows]
    for name, groups in result["by"].items():
        lines += ["", f"{'by ' + name:50}{_HEAD}"]
        lines += _group_lines(groups)
    return "\n".join([*lines, "", note(result["documents"])])


def note(n_documents: int) -> str:
    """What must be known to read the intervals."""
    if n_documents < LEAST_ARTICLES:
        return f"no intervals: they need {LEAST_ARTICLES} articles"
    return (
        f"F1, or share, in percent; interval: 95%, {RESAMPLES:,} draws of whole articles; "
        f"none below {LEAST_ARTICLES} articles"
    )


_HEAD = f"{'figure':>7}{'interval':>16}{'P':>7}{'R':>7}{'gold':>7}{'found':>7}{'articles':>10}"


def _group_lines(groups: Mapping[str, Scores]) -> Iterator[str]:
    for group, rows in groups.items():
        first = True
        for measure, label in OF_GROUPS.items():
            if measure in rows:
                yield f"  {group[:22] if first else '':24}{label:24}{_cells(rows[measure])}"
                first = False


def _cells(row: Row) -> str:
    interval = "" if row["low"] is None else f"{row['low']:.1f} to {row['high']:.1f}"
    sides = f"{row['P']:7.1f}{row['R']:7.1f}" if "P" in row else f"{'':14}"
    counts = f"{row['n_gold']:7.0f}{row['n_pred']:7.0f}" if "P" in row else f"{row['n']:7.0f}{'':7}"
    return f"{headline(row):7.1f}{interval:>16}{sides}{counts}{row['n_articles']:10.0f}"
