"""Across articles: near-duplicates and stories."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pullquote import _core
from pullquote._columns import Columns, needs, open_columns
from pullquote._options import quoted
from pullquote._quotations import day_of, label_of, slices, text_or_none, values_in
from pullquote._sources import CHUNK_ROWS, check_unique, is_missing
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
    given = ArticleTable(articles, threads, for_copies=True)
    found = given.core.copies(min_share)
    columns: New = {
        "copy_of": (
            "text",
            [None if copy is None else given.labels[copy[0]] or None for copy in found],
        ),
        "share": ("float", [None if copy is None else copy[1] for copy in found]),
    }
    return given.result(columns, "duplicates")


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
    check_days(days)
    check_share("min_likeness", min_likeness)
    given = ArticleTable(articles, threads, for_stories=True)
    firsts = given.core.stories(days, min_likeness)
    n_articles = Counter(firsts)
    columns: New = {
        "story_id": ("text", [given.story_id(first) for first in firsts]),
        "n_articles": ("integer", [n_articles[first] for first in firsts]),
    }
    return given.result(columns, "stories")


def story_id(first: str) -> str:
    """The id of a story, made of that of its first article."""
    return f"story-{first}"


def link_articles(
    table: Any,
    articles: Any,
    *,
    min_share: float = 0.6,
    days: int = 5,
    min_likeness: float = 0.2,
    threads: int | None = None,
) -> Any:
    """Puts ``story_id`` and ``copy_of`` into a table: what ``stories`` and ``duplicates`` find, by ``article_id``.

    A step of its own after ``pq.articles``, whose rows depend on their article alone: what an article is
    a copy of, and which story it is of, depends on the others.

    Args:
        table: any table with ``article_id``: articles, of which the two columns are null until then, quotes,
            people, ….
        articles: the articles themselves, as for ``duplicates`` and ``stories``: ``text`` and, if they are there,
            ``id`` or ``article_id``, ``title`` and ``date``.
        min_share: see ``duplicates``.
        days: see ``stories``.
        min_likeness: see ``stories``.
        threads: None for PULLQUOTE_NUM_THREADS or one per core; results are the same for any number.

    Returns:
        The table in the same kind, with the same rows, and with the columns ``story_id`` and ``copy_of``: in place of
        those that it has, else at its end. ``copy_of`` is null for what is no copy; both are null in rows of articles
        that ``articles`` lacks, and in rows without an id. ``pq.drop_copies(quotes, table)`` takes the result as it is.

    Raises:
        InvalidInputError: no column ``article_id`` or ``text``, duplicate ids, a text that is none.
        InvalidOptionError: an option with a value that is not allowed.

    Examples:
        >>> import pullquote as pq
        >>> wire = " ".join(f"Pier {n} was struck by ferry {n * 7} at noon, and nobody was hurt." for n in range(30))
        >>> articles = [{"id": "a", "text": wire}, {"id": "b", "text": "By our reporter. " + wire}]
        >>> table = pq.link_articles(pq.articles(articles), articles)
        >>> [(row["article_id"], row["story_id"], row["copy_of"]) for row in table]
        [('a', 'story-a', 'b'), ('b', 'story-a', None)]
    """
    check_share("min_share", min_share)
    check_days(days)
    check_share("min_likeness", min_likeness)
    own = open_columns(table, "table")
    _check_ids(own)
    given = ArticleTable(articles, threads, for_stories=True, for_copies=True)
    labels = given.labels
    firsts = given.core.stories(days, min_likeness)
    story_of = {label: given.story_id(first) for label, first in zip(labels, firsts)}
    copies = given.core.copies(min_share)
    copy_of = {label: labels[copy[0]] for label, copy in zip(labels, copies) if copy is not None}
    ids = own.column("article_id") if own.names else []
    of = [None if is_missing(id) else label_of(id) for id in ids]
    columns = {"story_id": story_of, "copy_of": copy_of}
    found = {
        name: [None if id is None else by.get(id) for id in of] for name, by in columns.items()
    }
    return own.with_texts(found)


def drop_copies(table: Any, articles: Any) -> Any:
    """The rows of a table that are not of copies, so that what an agency wrote counts once.

    Args:
        table: any table with ``article_id``: quotes, people, mentions, ….
        articles: what ``pq.duplicates`` or ``pq.link_articles`` gave, or any table with ``article_id`` (or ``id``)
            and ``copy_of``, or the articles themselves, whose copies are looked for.

    Returns:
        The table without the rows of copies, in the same kind. Rows of articles that ``articles`` lacks stay.

    Raises:
        InvalidInputError: no column ``article_id``, what ``pq.articles`` gave before ``pq.link_articles`` has put
            copies in, or what ``pq.duplicates`` raises.

    Examples:
        >>> import pullquote as pq
        >>> quotes = [{"article_id": "a", "said": "Fine."}, {"article_id": "b", "said": "Fine."}]
        >>> pq.drop_copies(quotes, [{"article_id": "a", "copy_of": None}, {"article_id": "b", "copy_of": "a"}])
        [{'article_id': 'a', 'said': 'Fine.'}]
    """
    own = open_columns(table, "table")
    _check_ids(own)
    of = open_columns(articles, "articles")
    if of.names and "copy_of" not in of.names:
        of = open_columns(duplicates(articles), "articles")
    if {"n_masked", "story_id"} <= set(of.names) and _is_empty(of, "copy_of", "story_id"):
        message = "articles has no copies yet: pq.link_articles(table, articles) puts them in"
        raise InvalidInputError(message)
    id = _id_column(of)
    copies: set[str] = set()
    if of.names and id is not None:
        for article, original in zip(of.column(id), of.column("copy_of")):
            if not is_missing(original) and original != "":
                copies.add(label_of(article))
    ids = own.column("article_id") if own.names else []
    rows = [row for row, article in enumerate(ids) if label_of(article) not in copies]
    return build(table, own, rows, list(own.names), {}, after=0, name="")


def check_days(days: object) -> None:
    """Refuses what is no number of days."""
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= 36_500:
        message = f"days is {days!r}; expected a number from 0 to 36500"
        raise InvalidOptionError(message)


def check_share(name: str, value: object) -> None:
    """Refuses what is no share."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1:
        message = f"{name} is {value!r}; expected a number above 0 up to 1"
        raise InvalidOptionError(message)


def _id_column(table: Columns) -> str | None:
    return next((name for name in _IDS if name in table.names), None)


def _check_ids(table: Columns) -> None:
    if table.names:
        needs(table, "table", ("article_id",))


def _is_empty(table: Columns, *names: str) -> bool:
    """Whether columns hold nothing, in a table that has rows."""
    values = [value for name in names for value in table.column(name)]
    return bool(values) and all(is_missing(value) for value in values)


class ArticleTable:
    """A table of articles, and in the core what is kept of them."""

    def __init__(
        self,
        articles: Any,
        threads: int | None,
        *,
        for_stories: bool = False,
        for_copies: bool = False,
        needs_ids: bool = False,
    ) -> None:
        table = open_columns(articles, "articles")
        if table.names:
            needs(table, "articles", ("text",))
        self._given, self._table = articles, table
        self._id = _id_column(table)
        n_rows = table.n_rows if table.names else 0
        if self._id is None:
            if needs_ids and n_rows:
                message = (
                    f"articles has no column 'id' or 'article_id', by which a corpus knows them; "
                    f"columns there are: {quoted(table.names)}"
                )
                raise InvalidInputError(message)
            self.labels = [str(row) for row in range(n_rows)]
        else:
            ids = table.column(self._id)
            self.labels = [label_of(id) for id in ids]
            if needs_ids and "" in self.labels:
                message = f"articles has no {self._id} in row {self.labels.index('')}, by which a corpus knows it"
                raise InvalidInputError(message)
            check_unique((label or None for label in self.labels), self._id)
        n_threads = resolve_threads(threads)
        self.core = _core.ArticleSet(for_stories, for_copies)
        for rows in slices(n_rows, CHUNK_ROWS):
            self.core.push(self._columns(rows), n_threads)

    def _columns(self, rows: range) -> dict[str, list[Any]]:
        """What the core is given of some rows."""
        texts = self._table.pick("text", rows)
        for row, text in zip(rows, texts):
            if not isinstance(text, str) and not is_missing(text):
                message = f"articles has {text!r} as text in row {row}; expected a str"
                raise InvalidInputError(message)
        return {
            "text": [text_or_none(text) or "" for text in texts],
            "title": [text_or_none(title) for title in values_in(self._table, "title", rows)],
            "date": [day_of(date) for date in values_in(self._table, "date", rows)],
            "label": self.labels[rows.start : rows.stop],
        }

    def story_id(self, first: int) -> str:
        """The id of a story, made of that of its first article, or of its row."""
        return story_id(self.labels[first] or f"row-{first}")

    def result(self, columns: New, name: str) -> Any:
        """A row for each article, under its id."""
        return by_article(self._given, self._table, self._id, columns, name)
