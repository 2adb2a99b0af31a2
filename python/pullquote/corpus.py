"""A corpus of quotations and articles that grows: batches are added, saved, loaded and merged, without texts."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

from pullquote import _core
from pullquote._columns import Columns, open_columns
from pullquote._open import path_of, replacing
from pullquote._options import clean
from pullquote._quotations import (
    label_of,
    offset_of,
    quote_columns,
    slices,
    text_or_none,
    values_in,
    words_of,
)
from pullquote._sources import is_missing
from pullquote._tables import New
from pullquote._threads import resolve_threads
from pullquote.across import ArticleTable, check_days, check_share, story_id
from pullquote.errors import InvalidInputError, InvalidOptionError
from pullquote.matching import check_rows, check_score, check_words

_EPOCH = datetime.date(1970, 1, 1)


def _day(day: int | None) -> datetime.date | None:
    return None if day is None else _EPOCH + datetime.timedelta(day)


class Corpus:
    """Quotations and articles of many batches, to find the same words and the same stories in all of them.

    It holds hashes of words, speakers as hashes, dates, and the ids and outlets as you gave them: no texts,
    which cannot be had back. A million quotations of twenty words take some 250 MB, a story at most 3 kB.

    Examples:
        >>> import pullquote as pq
        >>> corpus = pq.Corpus()
        >>> monday = [{"quote_id": "a:q0", "said": "We won't sell the old lighthouse.", "speaker": "Ana Ruiz"}]
        >>> friday = [{"quote_id": "b:q0", "said": "We will not sell the old lighthouse", "speaker": "Ruiz"}]
        >>> corpus.add(monday), corpus.add(friday), corpus.add(monday)
        (1, 1, 0)
        >>> [(row["quote_id"], row["kept_share"]) for row in corpus.same_quotes()]
        [('a:q0', 1.0), ('b:q0', 1.0)]
    """

    def __init__(self) -> None:
        self._core = _core.Corpus()

    def add(self, quotes: Any, *, threads: int | None = None) -> int:
        """Adds quotations; those whose ``article_id`` and ``quote_id`` are there already are left out.

        Args:
            quotes: a table, as for ``pq.same_quotes``.
            threads: None for PULLQUOTE_NUM_THREADS or one per core; the corpus is the same for any number.

        Returns:
            How many were added.

        Raises:
            InvalidInputError: no column ``said`` or ``text``, no kind of table.
        """
        table = open_columns(quotes, "quotes")
        words = words_of(table, "quotes")
        n_threads = resolve_threads(threads)
        # Added when all of it is read: an error, or Ctrl-C, leaves the corpus as it was.
        batch = _core.Corpus()
        if words is not None:
            for rows in slices(table.n_rows):
                columns = quote_columns(table, words, rows, "quotes")
                batch.add(columns, _ids_of(table, rows), n_threads)
        return self._core.merge(batch)

    def add_articles(
        self, articles: Any, *, days: int = 5, min_likeness: float = 0.2, threads: int | None = None
    ) -> Any:
        """Adds articles to the stories so far: the next day's news to those of the days before.

        Articles that are there already keep their stories. Batches give the very stories that ``pq.stories``
        gives for all articles at once, with the same options, if every article has a date and the dates of a
        batch lie after those of all batches before: a day is not split between batches. Otherwise an
        article that comes late joins what is there by then, and two stories that it would have linked stay
        two. No article that is added changes the ``story_id`` of another.

        Args:
            articles: a table as for ``pq.stories``, with an id for each article.
            days: see ``pq.stories``.
            min_likeness: see ``pq.stories``.
            threads: None for PULLQUOTE_NUM_THREADS or one per core; the stories are the same for any number.

        Returns:
            What ``pq.stories`` returns for these articles: ``article_id``, ``story_id``, and ``n_articles`` of the
            story in the corpus so far.

        Raises:
            InvalidInputError: no column ``text``, no id, duplicate ids, a text that is none.
            InvalidOptionError: an option with a value that is not allowed.

        Examples:
            >>> import pullquote as pq
            >>> corpus = pq.Corpus()
            >>> monday = [{"id": 1, "date": "2019-05-06", "text": "The ferry Marigold struck a pier in Kettle Bay."}]
            >>> tuesday = [{"id": 2, "date": "2019-05-07", "text": "Kettle Bay: divers at the Marigold's hull."}]
            >>> [corpus.add_articles(batch) for batch in (monday, tuesday)][1]
            [{'article_id': 2, 'story_id': 'story-1', 'n_articles': 2}]
        """
        check_days(days)
        check_share("min_likeness", min_likeness)
        given = ArticleTable(articles, threads, for_stories=True, needs_ids=True)
        rows = self._core.articles(self._core.add_articles(given.core, days, min_likeness))
        columns: New = {
            "story_id": ("text", [story_id(first) for _, _, first, _ in rows]),
            "n_articles": ("integer", [n_articles for *_, n_articles in rows]),
        }
        return given.result(columns, "stories")

    def stories(self) -> list[dict[str, Any]]:
        """The stories of all articles that were added.

        Returns:
            A list of dict, articles in the order in which they were added: article_id (as text), date,
            story_id, n_articles of the story. ``pandas.DataFrame(...)`` takes it as it is.
        """
        rows = self._core.articles(list(range(self._core.n_articles)))
        return [
            {
                "article_id": id,
                "date": _day(day),
                "story_id": story_id(first),
                "n_articles": n_articles,
            }
            for id, day, first, n_articles in rows
        ]

    def merge(self, other: Corpus) -> int:
        """Adds the quotations and articles of another corpus that are not there yet.

        A story of which an article is in both goes on as the story that it is here, if in several the one of
        the article that came first to the other; the others are added as they are: two corpora never link stories
        by their words, and merging is not what adding the articles would be.

        Returns:
            How many quotations were added.

        Raises:
            InvalidInputError: no Corpus.
        """
        if not isinstance(other, Corpus):
            message = f"merge got a {type(other).__name__}; expected a Corpus"
            raise InvalidInputError(message)
        return self._core.merge(other._core)

    def same_quotes(self, *, alone: bool = False) -> list[dict[str, Any]]:
        """Clusters over all batches: the same as ``pq.same_quotes`` of all at once, as far as can be known.

        Args:
            alone: whether to give a row to utterances that stand only once, too.

        Returns:
            A list of dict, clusters in the order in which their first rows were added, members by date:
            cluster_id, quote_id, article_id (as text), outlet, date, start, end (of the whole quotation),
            n_words and of_words (how many of its words are the same utterance), is_longest, kept_share,
            flags, first_seen, lag, margin. ``pandas.DataFrame(...)`` takes it as it is.
        """
        if not isinstance(alone, bool):
            message = f"alone is {alone!r}; expected True or False"
            raise InvalidOptionError(message)
        rows, ids = self._core.same_quotes(alone)
        about = self._core.about([row[0] for row in rows])
        return [
            {
                "cluster_id": ids[cluster],
                **_ids(of),
                "n_words": words[0],
                "of_words": words[1],
                "is_longest": is_longest,
                "kept_share": share,
                "flags": flags,
                "first_seen": _day(first),
                "lag": lag,
                "margin": margin,
            }
            for (_, words, is_longest, share, flags, first, lag, margin, cluster), of in zip(
                rows, about
            )
        ]

    def find(
        self, words: str, *, min_score: float = 0.6, rows: int | None = 100
    ) -> list[dict[str, Any]]:
        """Quotations that hold some words, or most of them, best first: see ``pq.find``.

        Returns:
            A list of dict: score, quote_id, article_id (as text), outlet, date, start, end.
        """
        check_words(words)
        check_score(min_score)
        check_rows(rows)
        found = self._core.find(
            clean(words), min_score, 2**62 if rows is None else min(rows, 2**62)
        )
        about = self._core.about([quote for quote, _ in found])
        return [{"score": score, **_ids(of)} for (_, score), of in zip(found, about)]

    def ids(self) -> list[dict[str, Any]]:
        """The quotations that it holds, in the order in which they were added.

        Returns:
            A list of dict: quote_id, article_id (as text), outlet, date, start, end.
        """
        return [_ids(of) for of in self._core.about(list(range(len(self))))]

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the corpus to a file, which appears, whole, when all went well."""
        target = Path(path_of(path, "path"))
        content = self._core.to_bytes()
        with replacing(target) as file:
            file.write(content)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Corpus:
        """Reads a file that ``save`` wrote.

        Raises:
            InvalidInputError: the file is no corpus, cut off, damaged, or of another version.
        """
        file = Path(path_of(path, "path"))
        corpus = cls.__new__(cls)
        corpus._core = _core.Corpus.from_bytes(file.read_bytes(), file.name)
        return corpus

    @property
    def n_bytes(self) -> int:
        """About how much memory it takes, in bytes."""
        return self._core.n_bytes

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        n_articles = self._core.n_articles
        return f"Corpus({len(self):,} quotations, {n_articles:,} articles, {self.n_bytes / 1e6:.1f} MB)"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self._core.to_bytes(),)


def _restore(file: bytes) -> Corpus:
    corpus = Corpus.__new__(Corpus)
    corpus._core = _core.Corpus.from_bytes(file, "pickled")
    return corpus


def _ids(
    of: tuple[str | None, str | None, str | None, tuple[int, int] | None, int | None],
) -> dict[str, Any]:
    article, quote, outlet, span, day = of
    start, end = span or (None, None)
    return {
        "quote_id": quote,
        "article_id": article,
        "outlet": outlet,
        "date": _day(day),
        "start": start,
        "end": end,
    }


def _ids_of(
    table: Columns, rows: range
) -> list[tuple[str | None, str | None, str | None, tuple[int, int] | None]]:
    names = ("article_id", "quote_id", "outlet", "start", "end")
    return [
        (
            None if is_missing(article) else label_of(article),
            None if is_missing(quote) else label_of(quote),
            text_or_none(outlet),
            _span(start, end),
        )
        for article, quote, outlet, start, end in zip(
            *(values_in(table, name, rows) for name in names)
        )
    ]


def _span(start: Any, end: Any) -> tuple[int, int] | None:
    first, last = offset_of(start), offset_of(end)
    if first is None or last is None:
        return None
    return (first, last) if first <= last < 2**32 - 1 else None
