"""Across articles: near-duplicates and stories."""

from __future__ import annotations

from typing import Any

from pullquote import _core
from pullquote._columns import Columns, open_columns
from pullquote._options import quoted
from pullquote._quotations import day_of, label_of, text_or_none, values_of
from pullquote._sources import check_unique, is_missing
from pullquote._tables import New, build, by_article
from pullquote._threads import resolve_threads
from pullquote.errors import InvalidInputError, InvalidOptionError

_IDS = ("id", "article_id")


def duplicates(articles: Any, *, min_share: float = 0.6, threads: int | None = None) -> Any:
    """Near-duplicates and wire copies: which article each is a copy of, and how much they have in common.

    Compared are five words in a row, of which a fixed quarter is looked at. The first published is the
    original, on one day the longest. An article that only quotes another at length is no copy.

    Args:
        articles: a table with a row for each article: ``text``, an id in ``id`` or ``article_id``
            (else rows are numbered from 0) and, if it is there, ``date``.
        min_share: the least share of its words that an article has in common with its original, above 0 up to 1.
        threads: None for PULLQUOTE_NUM_THREADS or one per core; results are the same for any number.

    Returns:
        The same kind of table (a list of dict for a list), one row for each article, in order: the id as
        ``article_id``, ``copy_of`` (the id of the original as text, null for what is no copy), ``share``
        (of its words in a row, 0 to 1; null likewise).

    Raises:
        InvalidInputError: no column ``text``, duplicate ids, a text that is none.
        InvalidOptionError: an option with a value that is not allowed.

    Examples:
        >>> import pullquote as pq
        >>> wire = " ".join(f"Pier {n} was struck by ferry {n * 7} at noon, and nobody was hurt." for n in range(30))
        >>> articles = [{"id": "a", "text": wire}, {"id": "b", "text": "By our reporter. " + wire.upper()}]
        >>> [(row["article_id"], row["copy_of"]) for row in pq.duplicates(articles)]
        [('a', 'b'), ('b', None)]
    """
    check_share("min_share", min_share)
    table = open_columns(articles, "articles")
    given = _Articles(table)
    found = _core.find_duplicates(given.columns(), min_share, resolve_threads(threads))
    ids = given.labels
    columns: New = {
        "copy_of": ("text", [None if copy is None else ids[copy[0]] for copy in found]),
        "share": ("float", [None if copy is None else copy[1] for copy in found]),
    }
    return given.result(articles, columns, "duplicates")


def stories(
    articles: Any, *, days: int = 5, min_likeness: float = 0.2, threads: int | None = None
) -> Any:
    """Stories: which articles are about the same event.

    An article joins the story of the last days that it is most like: by rare words and, with more weight,
    by names of people and places, in its title and its first thousand words. Articles are taken in order
    of their dates; those without a date come last, and may join any story.

    Args:
        articles: a table with a row for each article: ``text``, an id in ``id`` or ``article_id``
            (else rows are numbered from 0), and ``title`` and ``date`` if they are there.
        days: how many days may lie between an article and the last of its story.
        min_likeness: how like an article must be to its story, above 0 up to 1.
        threads: None for PULLQUOTE_NUM_THREADS or one per core; results are the same for any number.

    Returns:
        The same kind of table (a list of dict for a list), one row for each article, in order: the id as
        ``article_id``, ``story_id`` (``story-`` and the id of its first article), ``n_articles`` of the
        story.

    Raises:
        InvalidInputError: no column ``text``, duplicate ids, a text that is none.
        InvalidOptionError: an option with a value that is not allowed.

    Examples:
        >>> import pullquote as pq
        >>> articles = [
        ...     {"id": 1, "date": "2019-05-02", "text": "The ferry Marigold struck a pier in Kettle Bay."},
        ...     {"id": 2, "date": "2019-05-03", "text": "In Kettle Bay, divers looked at the Marigold's hull."},
        ...     {"id": 3, "date": "2019-05-03", "text": "Port Sallow raises the toll for trawlers."},
        ... ]
        >>> [row["story_id"] for row in pq.stories(articles)]
        ['story-1', 'story-1', 'story-3']
    """
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= 36_500:
        message = f"days is {days!r}; expected a number from 0 to 36500"
        raise InvalidOptionError(message)
    check_share("min_likeness", min_likeness)
    table = open_columns(articles, "articles")
    given = _Articles(table)
    found = _core.find_stories(given.columns(), days, min_likeness, resolve_threads(threads))
    members: dict[int, list[int]] = {}
    for row, story in enumerate(found):
        members.setdefault(story, []).append(row)
    firsts = {story: given.first(rows) for story, rows in members.items()}
    columns: New = {
        "story_id": ("text", [f"story-{given.labels[firsts[story]]}" for story in found]),
        "n_articles": ("integer", [len(members[story]) for story in found]),
    }
    return given.result(articles, columns, "stories")


def drop_copies(table: Any, articles: Any) -> Any:
    """The rows of a table that are not of copies, so that what an agency wrote counts once.

    Args:
        table: any table with ``article_id``: quotes, people, mentions, ….
        articles: what ``pq.duplicates`` gave, or any table with ``article_id`` (or ``id``) and ``copy_of``,
            or the articles themselves, whose copies are looked for.

    Returns:
        The table without the rows of copies, in the same kind. Rows of articles that ``articles`` lacks stay.

    Raises:
        InvalidInputError: no column ``article_id``, or what ``pq.duplicates`` raises.

    Examples:
        >>> import pullquote as pq
        >>> quotes = [{"article_id": "a", "said": "Fine."}, {"article_id": "b", "said": "Fine."}]
        >>> pq.drop_copies(quotes, [{"article_id": "a", "copy_of": None}, {"article_id": "b", "copy_of": "a"}])
        [{'article_id': 'a', 'said': 'Fine.'}]
    """
    own = open_columns(table, "table")
    if own.names and "article_id" not in own.names:
        message = f"table has no column 'article_id'; columns there are: {quoted(own.names)}"
        raise InvalidInputError(message)
    of = open_columns(articles, "articles")
    if of.names and "copy_of" not in of.names:
        of = open_columns(duplicates(articles), "articles")
    id = _id_column(of)
    copies: set[str] = set()
    if of.names and id is not None:
        for article, original in zip(of.column(id), of.column("copy_of")):
            if not is_missing(original) and original != "":
                copies.add(label_of(article))
    ids = own.column("article_id") if own.names else []
    rows = [row for row, article in enumerate(ids) if label_of(article) not in copies]
    return build(table, own, rows, list(own.names), {}, after=0, name="")


def check_share(name: str, value: object) -> None:
    """Refuses what is no share."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1:
        message = f"{name} is {value!r}; expected a number above 0 up to 1"
        raise InvalidOptionError(message)


def _id_column(table: Columns) -> str | None:
    return next((name for name in _IDS if name in table.names), None)


class _Articles:
    """The columns of a table of articles."""

    def __init__(self, table: Columns) -> None:
        if table.names and "text" not in table.names:
            message = f"articles has no column 'text'; columns there are: {quoted(table.names)}"
            raise InvalidInputError(message)
        self._table = table
        texts = table.column("text") if table.names else []
        for row, text in enumerate(texts):
            if not isinstance(text, str) and not is_missing(text):
                message = f"articles has {text!r} as text in row {row}; expected a str"
                raise InvalidInputError(message)
        self._texts = [text_or_none(text) or "" for text in texts]
        self._id = _id_column(table)
        n = len(texts)
        if self._id is None:
            self.labels = [str(row) for row in range(n)]
        else:
            ids = table.column(self._id)
            check_unique(ids, self._id)
            self.labels = [label_of(id) for id in ids]
        self._dates = [day_of(date) for date in values_of(table, "date", n)]
        self._titles = [text_or_none(title) for title in values_of(table, "title", n)]

    def columns(self) -> dict[str, list[Any]]:
        """What the core is given."""
        return {
            "text": self._texts,
            "title": self._titles,
            "date": self._dates,
            "label": self.labels,
        }

    def first(self, rows: list[int]) -> int:
        """The first published of some rows; of equals the first by id, so that no order matters."""
        return min(rows, key=lambda row: (self._dates[row] or "9999", self.labels[row]))

    def result(self, articles: Any, columns: New, name: str) -> Any:
        """A row for each article, under its id."""
        return by_article(articles, self._table, self._id, columns, name)
