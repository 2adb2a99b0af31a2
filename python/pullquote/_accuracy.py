"""How good the analysis is on articles that you annotated: figures with intervals."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from pullquote.errors import InvalidOptionError
from pullquote.pipeline import Pipeline
from pullquote.scoring import evaluate_file, format_report
from pullquote.scoring.tables import to_rows


@dataclass(frozen=True)
class Accuracy:
    """What ``accuracy`` gives: figures that show themselves."""

    #: As `pullquote.scoring.evaluate_file` gives them.
    result: Mapping[str, Any]

    def to_dicts(self) -> list[dict[str, Any]]:
        """One row for each figure, in percent.

        Columns: layer, measure, by, group, value, low, high (None below five articles), precision, recall,
        n_gold, n_found, n_articles.
        """
        return to_rows(self.result)

    def __getitem__(self, measure: str) -> dict[str, Any]:
        """The row of a measure, of all articles."""
        rows = [row for row in self.to_dicts() if row["by"] is None]
        for row in rows:
            if row["measure"] == measure:
                return row
        message = f"{measure!r}; measures there are: {', '.join(row['measure'] for row in rows)}"
        raise KeyError(message)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.to_dicts())

    def __len__(self) -> int:
        return len(self.to_dicts())

    def __repr__(self) -> str:
        return format_report(self.result)

    def _repr_html_(self) -> str:
        return f"<pre>{escape(repr(self))}</pre>"


def accuracy(
    gold: str | os.PathLike[str] | Iterable[Mapping[str, Any]],
    *,
    by: str | Sequence[str] = (),
    model: str | os.PathLike[str] | None = None,
) -> Accuracy:
    """Analyse annotated articles and compare: precision, recall and names of speakers, with 95 percent intervals.

    Whatever the annotation has is compared: quotes, their kinds, cues, sources and speakers, people, names,
    boilerplate, times. The format: docs/accuracy-format.md. To count what you decided in the page of
    ``pq.review``, there is ``pq.evaluate``.

    Intervals come from drawing whole articles anew, a thousand times, with a fixed seed; below five articles
    there are none.

    Args:
        gold: a file of JSON Lines, or the articles as ``json.loads`` gives them: ``id``, ``text`` (raw) and what is
            annotated; spans are ``[start, end]`` in code points.
        by: also by group: "kind", "status", "marks" (style of the quote marks), "length" (of the article), or any
            field of the articles or quotes that holds one value, such as "outlet" or "speaker_kind".
        model: a file with names of your own, as ``pq.train_names`` writes.

    Returns:
        Tables that show themselves; ``result["e2e.all"]`` is a row, ``result.to_dicts()`` are all.

    Raises:
        InvalidInputError: the gold is not as it should be; the message names line and field.
        InvalidOptionError: nothing to group by so; the message lists what there is.

    Examples:
        >>> import pullquote as pq
        >>> text = '"We are ready," Mayor Ana Ruiz said.'
        >>> quote = {"kind": "direct", "content": [[1, 14]], "source": [[16, 30]], "speaker": "Ana Ruiz"}
        >>> result = pq.accuracy([{"id": "a", "text": text, "quotes": [quote]}])
        >>> result["content.all.iou50"]["value"], result["speaker.e2e_strict"]["value"]
        (100.0, 100.0)
    """
    if not isinstance(by, Iterable) or isinstance(by, bytes):
        message = f"by is {by!r:.80}; expected a name to group by, or a list of them"
        raise InvalidOptionError(message)
    names = (by,) if isinstance(by, str) else tuple(by)
    return Accuracy(evaluate_file(gold, Pipeline(model=model), by=names))
