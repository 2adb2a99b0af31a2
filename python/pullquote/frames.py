"""One function per table: articles in, the table of the same kind out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pullquote._model import ModelOption
from pullquote._options import SPEECH, StatusOption
from pullquote._progress import Progress
from pullquote._run import extract


def quotes(
    articles: Any,
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    day_first: bool | None = None,
    model: ModelOption = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Any:
    """Who said what: one row per quotation or reported statement.

    Args:
        articles: one article per row: a pandas or polars DataFrame, a pyarrow Table or reader, any
            Arrow stream, a list of dict or of str.
        text: name of the column of raw texts. A default column is used if it is there; a column
            that you name must be there; None switches one off.
        date: name of the column of publication dates: str, date, datetime or timestamp.
        title: name of the column of titles: evidence only, spans come from the text.
        id: name of the column of ids, each of which may stand once; without one, rows are numbered,
            and ``quote_id`` and ``person_id`` are unique only within their article.
        outlet: name of the column of outlets.
        keep: names of further columns to copy.
        context: characters of text to give before and after each quote.
        status: which quotes: those that report speech, "all", or a list of statuses.
        min_confidence: only quotes whose ``confidence`` is at least this, from 0 (all of them) to 1. It
            is a probability that words and speaker are both right, 0 where nobody is named.
        title_in_text: whether to analyse title, blank line, text; offsets then index that text,
            which the articles table returns.
        day_first: see ``pq.times``; it can decide ``said_on``.
        model: a file that ``train_names`` or ``pullquote train`` wrote: names are found by it.
        threads: None for PULLQUOTE_NUM_THREADS or one per core; results are the same for any number.
        progress: None for a bar where somebody sees it, True, False, or a function of (done, total).

    Returns:
        The same kind of table (a list of dict for a list), one row per quote, sorted by (article, start);
        offsets are code points. The columns are in docs/tables.md.

    Raises:
        InvalidInputError: a column that you name is not there, duplicate ids, no kind of table, a
            model that cannot be used.
        InvalidOptionError: an option with a value that is not allowed.

    Examples:
        >>> import pullquote as pq
        >>> rows = pq.quotes(['"We will not wait," Mayor Ana Ruiz said.'])
        >>> type(rows)
        <class 'list'>
    """
    return extract(
        articles,
        ["quotes"],
        text=text,
        date=date,
        title=title,
        id=id,
        outlet=outlet,
        keep=keep,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        day_first=day_first,
        model=model,
        threads=threads,
        progress=progress,
    )["quotes"]


def mentions(
    articles: Any,
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    quotes: bool = True,
    model: ModelOption = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Any:
    """Names, numbers, roles and pronouns: one row per mention.

    Takes the keywords of ``pq.quotes`` and raises what it raises. ``quotes=False`` looks for no quotes and no
    pronouns, at twice the speed: there are no rows of kind "pronoun" then, and ``in_quote`` is null.

    Returns:
        The same kind of table (a list of dict for a list), one row per mention, sorted by (article, start).
    """
    return extract(
        articles,
        ["mentions"],
        text=text,
        date=date,
        title=title,
        id=id,
        outlet=outlet,
        keep=keep,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        quotes=quotes,
        model=model,
        threads=threads,
        progress=progress,
    )["mentions"]


def people(
    articles: Any,
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    quotes: bool = True,
    guess_pronouns: bool = False,
    model: ModelOption = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Any:
    """Persons: one row per person and article.

    Takes the keywords of ``pq.quotes`` and raises what it raises. ``quotes=False`` looks for no quotes and no
    pronouns, at twice the speed: ``n_quotes`` and ``n_quoted_words`` are null then, ``pronouns`` too unless the
    article states them, and ``n_mentions`` and ``first_paragraph`` do not count pronouns.

    ``pronouns`` are those that the article states or uses for the person. With ``guess_pronouns=True`` (which needs
    quotes) persons for whom it uses none get "he" or "she" from a title (Mrs.), the role (spokeswoman) or a
    given name that one gender bears all but always; ``pronouns_method`` is "guess" then.

    Returns:
        The same kind of table (a list of dict for a list), one row per person, in order of first appearance.
    """
    return extract(
        articles,
        ["people"],
        text=text,
        date=date,
        title=title,
        id=id,
        outlet=outlet,
        keep=keep,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        quotes=quotes,
        guess_pronouns=guess_pronouns,
        model=model,
        threads=threads,
        progress=progress,
    )["people"]


def marks(
    articles: Any,
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    model: ModelOption = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Any:
    """Marks that quote nobody (titles, nicknames, scare quotes): one row per pair.

    Takes the keywords of ``quotes`` and raises what it raises.

    Returns:
        The same kind of table (a list of dict for a list), one row per pair of marks, sorted by (article, start).
    """
    return extract(
        articles,
        ["marks"],
        text=text,
        date=date,
        title=title,
        id=id,
        outlet=outlet,
        keep=keep,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        model=model,
        threads=threads,
        progress=progress,
    )["marks"]


def times(
    articles: Any,
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    quotes: bool = True,
    day_first: bool | None = None,
    model: ModelOption = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Any:
    """When: one row per date, time of day, duration or set of times, with its value.

    Takes the keywords of ``pq.quotes`` and raises what it raises. Values count from the article's date:
    without one, "on Tuesday" has none. ``quotes=False`` looks for no quotes, at twice the speed.

    With ``day_first=True`` slashed dates (3/4/2018) have the day first, with False the month. None: as in
    those of the article that can be read in one way only, else as in the outlet's country (by its name),
    else the month.

    Returns:
        The same kind of table (a list of dict for a list), one row per time, sorted by (article, start).
        ``value`` is that of TIMEX3, ``first_day`` and ``last_day`` the days that it covers, both included.

    Examples:
        >>> import pullquote as pq
        >>> articles = [{"date": "2018-04-17", "text": "It was closed late last month."}]
        >>> for row in pq.times(articles):
        ...     print(row["text"], row["value"], row["first_day"], row["last_day"])
        late last month 2018-03 2018-03-01 2018-03-31
    """
    return extract(
        articles,
        ["times"],
        text=text,
        date=date,
        title=title,
        id=id,
        outlet=outlet,
        keep=keep,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        quotes=quotes,
        day_first=day_first,
        model=model,
        threads=threads,
        progress=progress,
    )["times"]


def boilerplate(
    articles: Any,
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    quotes: bool = True,
    model: ModelOption = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Any:
    """What is not the article's own prose (bylines, captions, ads): one row per stretch.

    Takes the keywords of ``pq.quotes`` and raises what it raises. ``quotes=False`` looks for no quotes, at
    twice the speed.

    Returns:
        The same kind of table (a list of dict for a list), one row per masked stretch, sorted by (article, start).
    """
    return extract(
        articles,
        ["boilerplate"],
        text=text,
        date=date,
        title=title,
        id=id,
        outlet=outlet,
        keep=keep,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        quotes=quotes,
        model=model,
        threads=threads,
        progress=progress,
    )["boilerplate"]


def sentences(
    articles: Any,
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    quotes: bool = True,
    model: ModelOption = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Any:
    """Sentences: one row per sentence.

    Takes the keywords of ``pq.quotes`` and raises what it raises. ``quotes=False`` looks for no quotes, at
    twice the speed.

    Returns:
        The same kind of table (a list of dict for a list), one row per sentence, sorted by (article, start).
    """
    return extract(
        articles,
        ["sentences"],
        text=text,
        date=date,
        title=title,
        id=id,
        outlet=outlet,
        keep=keep,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        quotes=quotes,
        model=model,
        threads=threads,
        progress=progress,
    )["sentences"]


def tokens(
    articles: Any,
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    quotes: bool = True,
    tags: bool = True,
    model: ModelOption = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Any:
    """Tokens: one row per token.

    Takes the keywords of ``pq.quotes`` and raises what it raises. ``quotes=False`` looks for no quotes and no
    names; ``is_quoted`` is null then. With ``tags=False`` too nothing but tokens and sentences is looked for, at
    twenty times the speed; ``tag``, ``pos`` and ``lemma`` are null.

    Returns:
        The same kind of table (a list of dict for a list), one row per token, sorted by (article, start).
    """
    return extract(
        articles,
        ["tokens"],
        text=text,
        date=date,
        title=title,
        id=id,
        outlet=outlet,
        keep=keep,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        quotes=quotes,
        tags=tags,
        model=model,
        threads=threads,
        progress=progress,
    )["tokens"]


def articles(
    articles: Any,
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    quotes: bool = True,
    model: ModelOption = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Any:
    """The articles with what was found in them, and why one could not be analysed.

    Takes the keywords of ``pq.quotes`` and raises what it raises. ``quotes=False`` looks for no quotes, at
    twice the speed; ``n_quotes`` and ``n_quoted_words`` are null then.

    Returns:
        The same kind of table (a list of dict for a list), one row per article, in order.

    Examples:
        >>> import pullquote as pq
        >>> [row["error"] for row in pq.articles(["Fine.", None, 7])]
        [None, 'no text', 'text is not a str but int']
    """
    return extract(
        articles,
        ["articles"],
        text=text,
        date=date,
        title=title,
        id=id,
        outlet=outlet,
        keep=keep,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        quotes=quotes,
        model=model,
        threads=threads,
        progress=progress,
    )["articles"]
