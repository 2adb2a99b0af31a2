"""Puts what a reviewer decided into tables again, and lists what does not fit them any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from pullquote._columns import Columns, open_columns
from pullquote._options import quoted
from pullquote._quotations import label_of
from pullquote._review.corrections import read_corrections
from pullquote._review.editor import Change, Editor
from pullquote._review.rows import Row, edited
from pullquote._sources import is_missing
from pullquote.errors import InvalidInputError


@dataclass(frozen=True)
class Corrected:
    """What ``apply_corrections`` gives."""

    #: The table of quotes, corrected; in the kind of the caller's.
    quotes: Any
    #: All tables that were given, with ``quotes`` and what is counted of them.
    tables: dict[str, Any]
    #: The entries that do not fit the tables, a row each, with the reason; in the same kind.
    unfit: Any
    #: How many entries were applied, by what came of them.
    counts: dict[str, int]

    def __repr__(self) -> str:
        return f"Corrected({self.summary()})"

    def _repr_html_(self) -> str:
        return f"<p><b>Corrected</b>: {escape(self.summary())}</p>"

    def summary(self) -> str:
        """What was done, in a line."""
        parts = [f"{count:,} {name}" for name, count in self.counts.items() if count]
        return ", ".join(parts) or "nothing to correct"


def apply_corrections(tables: Any, corrections: Any, *, articles: Any = None) -> Corrected:
    """Puts corrections into the tables that they were made for, or into those of a later version.

    What a reviewer saw is found again by article, offsets and words. A quote that was rejected is dropped; one
    that was accepted or corrected has the kind, speaker and words that the reviewer says, whatever the tables
    say now; one that was added becomes a row. What does not fit (another text, a quote that is not found any
    more or has other ends now) is left as it is and listed.

    A corrected row has ``method`` "review", a ``confidence`` of 1 (0 where nobody is named), and null in columns
    that the new speaker or words leave unknown: ``speaker_text``, ``speaker_kind`` and ``addressee`` among them. Every table of
    quotes gets the column ``corrected``: "accepted" (seen, and right as it is), "added", or what was changed
    ("speaker", "kind", "words", or several, with commas); null for what was not reviewed.

    Args:
        tables: the table of quotes, or the dict of tables that ``extract`` gave, whose ``people`` and
            ``articles`` then have their numbers of quotes mended.
        corrections: the file that the page of ``pq.review`` saved, or its contents as ``json.load`` gives them.
        articles: the articles (``text``, and ``id`` or ``article_id``), to check that words corrected or added
            stand in them. Without it, what is added is taken on trust for articles that have other quotes.

    Returns:
        An object with ``quotes``, ``tables``, ``unfit`` and ``counts``; tables are in the kind of the caller's. The same
        input gives the same output; to apply corrections again changes nothing more.

    Raises:
        InvalidInputError: no table of quotes, or no file of corrections; the message names entry and field.

    Examples:
        >>> import pullquote as pq
        >>> articles = [{"id": "a", "text": '"We will not wait," Mayor Ana Ruiz said.'}]
        >>> quotes = pq.quotes(articles)
        >>> part = {"start": 1, "end": 18, "text": "We will not wait,"}
        >>> corrections = {
        ...     "format": "pullquote-corrections",
        ...     "version": 1,
        ...     "articles": [{"article_id": "a", "done": False}],
        ...     "entries": [
        ...         {"verdict": "corrected", "article_id": "a", **part, "found": {"parts": [part]},
        ...          "corrected": {"speaker": "Jo Tran"}}
        ...     ],
        ... }
        >>> done = pq.apply_corrections(quotes, corrections)
        >>> done
        Corrected(1 corrected)
        >>> [(row["speaker"], row["method"], row["corrected"]) for row in done.quotes]
        [('Jo Tran', 'review', 'speaker')]
    """
    is_dict = isinstance(tables, Mapping)
    given = dict(tables) if is_dict else {"quotes": tables}
    if "quotes" not in given:
        message = f"tables have no table 'quotes'; tables there are: {quoted(given)}"
        raise InvalidInputError(message)
    read = read_corrections(corrections)
    own = given.get("articles")
    if articles is None and own is not None and "text" in open_columns(own, "articles").names:
        articles = own
    editor = Editor(given, read, articles)
    for entry in read.entries:
        editor.take(entry)
    quotes = editor.quotes()
    result = {**given, "quotes": quotes}
    for name in ("people", "articles"):
        if name in given and editor.changes:
            result[name] = _recounted(given[name], name, editor.changes)
    counts = {name: editor.counts[name] for name in ("accepted", "corrected", "rejected", "added")}
    counts["unfit"] = len(editor.unfit)
    return Corrected(quotes, result, editor.unfit_table(given["quotes"]), counts)


def _recounted(table: Any, name: str, changes: Mapping[Any, Change]) -> Any:
    """People or articles with their numbers of quotes mended."""
    columns: Columns = open_columns(table, name)
    if not columns.names or "n_quotes" not in columns.names:
        return table
    n = columns.n_rows
    keys: list[Any] = [label_of(article) for article in columns.column("article_id")]
    if name == "people":
        keys = list(zip(keys, (label_of(id) for id in columns.column("person_id"))))
    values = {one: columns.column(one) for one in columns.names}
    order = list(range(n))
    rows: list[Row] = []
    for row, key in enumerate(keys):
        change = changes.get(key)
        if change is None or (not change.quotes and not change.words):
            continue
        new = {one: values[one][row] for one in columns.names}
        for column, by in (("n_quotes", change.quotes), ("n_quoted_words", change.words)):
            if column in new and not is_missing(new[column]):
                new[column] = max(0, int(new[column]) + by)
        order[row] = n + len(rows)
        rows.append(new)
    return edited(columns, order, rows, {}) if rows else table
