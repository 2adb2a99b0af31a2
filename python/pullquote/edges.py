"""Who speaks about whom: edges between the people of articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pullquote._columns import Columns, needs, open_columns
from pullquote._options import quoted
from pullquote._quotations import label_of, listed, offsets_of, spans_of, text_or_none, values_of
from pullquote._tables import New, build
from pullquote.errors import InvalidInputError


def who_about_whom(tables: Any) -> Any:
    """Who speaks about whom: an edge from each speaker to each person named or meant in the speaker's words.

    A person is known by ``identity_id``, if ``pq.link_people`` added it, else by name: two articles' "Ana
    Ruiz" are one then. What stands in a quote within a quote is said by the inner speaker. Copies count as
    often as they stand: leave them out before by ``pq.drop_copies``.

    Args:
        tables: what ``pq.extract(articles, ["quotes", "mentions", "people"])`` gave, as it is or after
            ``pq.link_people``. Articles must have had ids, unless there is but one.

    Returns:
        The kind of table that ``quotes`` is, a row for each pair, most quotes first, those who speak of
        themselves (mostly as "I") at the end: ``speaker``, ``speaker_id`` (``identity_id``; null without one,
        as for sources that are no persons), ``about``, ``about_id``, ``is_self``, ``n_quotes``,
        ``n_mentions``, ``n_articles``, ``articles`` (their ids as text).

    Raises:
        InvalidInputError: a table or a column that is missing.

    Examples:
        >>> import pullquote as pq
        >>> articles = [{"id": "a", "text": 'Ana Ruiz met Tom Lee. "I like Tom Lee," Ana Ruiz said on Monday.'}]
        >>> tables = pq.extract(articles, ["quotes", "mentions", "people"])
        >>> for row in pq.who_about_whom(tables):
        ...     print(row["speaker"], "->", row["about"], row["n_quotes"], row["is_self"])
        Ana Ruiz -> Tom Lee 1 False
        Ana Ruiz -> Ana Ruiz 1 True
    """
    if not isinstance(tables, Mapping):
        message = (
            f"who_about_whom got a {type(tables).__name__}; expected the dict of tables of "
            'pq.extract(articles, ["quotes", "mentions", "people"])'
        )
        raise InvalidInputError(message)
    opened = {}
    for name in ("quotes", "mentions", "people"):
        if name not in tables:
            message = f"no table {name!r}; tables there are: {quoted(tables)}"
            raise InvalidInputError(message)
        opened[name] = open_columns(tables[name], name)
    persons = _persons(opened["people"])
    spoken = _spoken(opened["quotes"], persons)
    edges = _edges(opened["mentions"], persons, spoken)
    order = sorted(
        edges.items(),
        key=lambda item: (item[0][0] == item[0][1], -len(item[1].quotes), *item[1].names, item[0]),
    )
    columns: New = {
        "speaker": ("text", [edge.names[0] for _, edge in order]),
        "speaker_id": ("text", [edge.ids[0] for _, edge in order]),
        "about": ("text", [edge.names[1] for _, edge in order]),
        "about_id": ("text", [edge.ids[1] for _, edge in order]),
        "is_self": ("boolean", [key[0] == key[1] for key, _ in order]),
        "n_quotes": ("integer", [len(edge.quotes) for _, edge in order]),
        "n_mentions": ("integer", [edge.n_mentions for _, edge in order]),
        "n_articles": ("integer", [len(edge.articles) for _, edge in order]),
        "articles": ("texts", [list(edge.articles) for _, edge in order]),
    }
    return build(
        tables["quotes"],
        opened["quotes"],
        [],
        [],
        columns,
        after=len(columns),
        name="who_about_whom",
    )


class _Edge:
    """What is known of a pair; articles in order of appearance."""

    def __init__(self, names: tuple[str, str], ids: tuple[str | None, str | None]) -> None:
        self.names, self.ids = names, ids
        self.quotes: set[tuple[str, str]] = set()
        self.articles: dict[str, None] = {}
        self.n_mentions = 0


#: What tells a person from others, the name to show, the id to give.
_Who = tuple[str, str, str | None]
#: Of a quote: its id, who speaks, its parts.
_Spoken = tuple[str, _Who, list[tuple[int, int]]]


def _persons(people: Columns) -> dict[tuple[str, str], _Who]:
    """The persons by article and person_id."""
    if not people.n_rows:
        return {}
    needs(people, "people", ("article_id", "person_id", "name"))
    n = people.n_rows
    columns = [values_of(people, name, n) for name in ("article_id", "person_id", "name")]
    columns += [values_of(people, name, n) for name in ("identity_id", "identity_name")]
    found = {}
    for article, person, name, identity, full in zip(*columns):
        shown = text_or_none(full) or text_or_none(name) or ""
        id = text_or_none(identity)
        own = text_or_none(person) or ""
        found[label_of(article), own] = (id or f"name {shown.casefold()}", shown, id)
    return found


def _spoken(quotes: Columns, persons: Mapping[tuple[str, str], _Who]) -> dict[str, list[_Spoken]]:
    """The quotes of each article that name a speaker."""
    if not quotes.n_rows:
        return {}
    needs(quotes, "quotes", ("article_id", "quote_id", "speaker", "person_id", "parts"))
    found: dict[str, list[_Spoken]] = {}
    columns = (
        quotes.column(name) for name in ("article_id", "quote_id", "speaker", "person_id", "parts")
    )
    for row, (article, quote, speaker, person, parts) in enumerate(zip(*columns)):
        name, key = text_or_none(speaker), label_of(article)
        if name is None:
            continue
        who = persons.get((key, text_or_none(person) or "")) or (
            f"name {name.casefold()}",
            name,
            None,
        )
        spans = spans_of(parts)
        if not spans and listed(parts):
            message = f"quotes has {parts!r:.80} as parts in row {row}; expected a list of start, end, text"
            raise InvalidInputError(message)
        found.setdefault(key, []).append((label_of(quote), who, spans))
    return found


def _edges(
    mentions: Columns,
    persons: Mapping[tuple[str, str], _Who],
    spoken: Mapping[str, list[_Spoken]],
) -> dict[tuple[str, str], _Edge]:
    edges: dict[tuple[str, str], _Edge] = {}
    if not mentions.n_rows:
        return edges
    needs(mentions, "mentions", ("article_id", "entity_id", "start", "end"))
    by_article: dict[str, list[tuple[int, int, _Who]]] = {}
    columns = [mentions.column(name) for name in ("article_id", "entity_id")]
    columns += [offsets_of(mentions.column(at), "mentions", at) for at in ("start", "end")]
    for article, entity, start, end in zip(*columns):
        key = label_of(article)
        about = persons.get((key, text_or_none(entity) or ""))
        if about is not None and key in spoken and start is not None and end is not None:
            by_article.setdefault(key, []).append((start, end, about))
    for article, meant in by_article.items():
        for (quote, who), about in _within(meant, spoken[article]):
            edge = edges.get((who[0], about[0]))
            if edge is None:
                edge = edges[who[0], about[0]] = _Edge((who[1], about[1]), (who[2], about[2]))
            edge.quotes.add((article, quote))
            edge.articles[article] = None
            edge.n_mentions += 1
    return edges


def _within(
    meant: list[tuple[int, int, _Who]], spoken: list[_Spoken]
) -> Iterable[tuple[tuple[str, _Who], _Who]]:
    """Of each mention within a quote the innermost one: the shortest part that holds it."""
    parts = sorted(
        (start, -end, quote, who) for quote, who, spans in spoken for start, end in spans
    )
    opened: list[tuple[int, int, str, _Who]] = []
    following = 0
    for start, end, about in sorted(meant):
        while following < len(parts) and parts[following][0] <= start:
            opened.append(parts[following])
            following += 1
        opened = [part for part in opened if -part[1] > start]
        holding = [part for part in opened if -part[1] >= end]
        if holding:
            _, _, quote, who = min(holding, key=lambda part: -part[1] - part[0])
            yield (quote, who), about
