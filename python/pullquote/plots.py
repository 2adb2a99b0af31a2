"""Charts of what was found: who is quoted where, how much over time, how an utterance spread.

Each function takes any kind of table and returns an Altair chart, to be shown, changed or saved
(``chart.save("chart.html")``). Altair is an extra: ``pip install "pullquote[plots]"``. A chart has a title and a
description for screen readers, holds its own few rows, and groups whatever goes beyond ``top`` as "other".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, Literal

from pullquote._columns import needs, open_columns
from pullquote._options import counted
from pullquote._quotations import text_or_none, values_of
from pullquote._series import (
    NO_OUTLET,
    chars_in_marks,
    check_rows,
    date_of,
    dated_articles,
    members_of,
    moment,
    period,
)
from pullquote.counts import n_words
from pullquote.errors import InvalidOptionError, MissingPackageError

OTHER, NOBODY = "other", "nobody named"

#: The most categories of a chart, with "other".
_MOST = 20

#: Cells from pale to dark, and from which share of the darkest their text is white: black below and white from
#: there have a contrast of 4.5 or more (tested).
PALE, DARK, WHITE_FROM = "#eef4fc", "#0859ac", 0.8

_ISO = "%Y-%m-%d"

Every = Literal["day", "week", "month", "quarter", "year"]
_EVERY = ("day", "week", "month", "quarter", "year")


def speakers(quotes: Any, *, top: int = 12) -> Any:
    """Whose words fill the quotes of each outlet: shares of all words reported there.

    Args:
        quotes: a table with ``speaker`` and ``n_words`` (else ``said``), as ``pq.quotes`` gives it;
            ``outlet`` and ``identity_name`` (of ``pq.link_people``) are used if they are there. Leave copies
            out before by ``pq.drop_copies``.
        top: how many speakers, and how many outlets, have a row and a column of their own, from 1 to 18.

    Returns:
        An Altair chart: a table of shares, speakers down, outlets across; bars where there is but one outlet.

    Raises:
        InvalidInputError: a column that is missing, no quotes, no kind of table.
        InvalidOptionError: a ``top`` that is not allowed.
        MissingPackageError: Altair is not installed.

    Examples:
        >>> import pullquote as pq
        >>> quotes = [
        ...     {"speaker": "Ana Ruiz", "outlet": "The Brief", "said": "We will not wait."},
        ...     {"speaker": "Tom Lee", "outlet": "Harbor Ledger", "said": "It is late."},
        ... ]
        >>> pq.plots.speakers(quotes).to_dict()["title"]["text"]
        'Share of words reported, by speaker and outlet'
    """
    alt = _altair()
    _check_top(top, _MOST - 2)
    table = open_columns(quotes, "quotes")
    check_rows(table.n_rows, "quotes")
    needs(table, "quotes", ("speaker",))
    counts = "n_words" if "n_words" in table.names else "said"
    needs(table, "quotes", (counts,))
    n = table.n_rows
    words: Counter[tuple[str, str]] = Counter()
    columns = (table.column(counts), table.column("speaker"))
    for value, speaker, identity, outlet in zip(
        *columns, values_of(table, "identity_name", n), values_of(table, "outlet", n)
    ):
        name = text_or_none(identity) or text_or_none(speaker) or NOBODY
        words[name, text_or_none(outlet) or NO_OUTLET] += n_words(value)
    who = _grouped(_sums(words, 0), top, last=(NOBODY,))
    where = _grouped(_sums(words, 1), top, last=(NO_OUTLET,))
    cells: Counter[tuple[str, str]] = Counter()
    for (one, outlet), value in words.items():
        cells[who[one], where[outlet]] += value
    whole = _sums(cells, 1)
    rows: list[dict[str, Any]] = [
        {"speaker": one, "outlet": outlet, "words": value, "share": value / (whole[outlet] or 1)}
        for (one, outlet), value in sorted(cells.items())
    ]
    for row in rows:
        # Those who are nobody in particular stay pale, so that the others can be told apart.
        row["shade"] = 0 if row["speaker"] in (OTHER, NOBODY) else row["share"]
    order = list(dict.fromkeys(who.values()))
    outlets = list(dict.fromkeys(where.values()))
    leader = max(rows, key=lambda row: (row["shade"] > 0, row["words"], row["speaker"]))
    facts = f"{counted(sum(words.values()), 'word')} of {counted(n, 'quote')}"
    description = (
        f"Shares of the words reported, by speaker and outlet: {facts}. Most words in one outlet: "
        f"{leader['speaker']} in {leader['outlet']}, {leader['share']:.0%} of them."
    )
    tooltip = [
        alt.Tooltip("speaker:N"),
        alt.Tooltip("outlet:N"),
        alt.Tooltip("words:Q", format=","),
        alt.Tooltip("share:Q", format=".1%"),
    ]
    y = alt.Y("speaker:N", sort=order, title=None, axis=alt.Axis(labelLimit=220))
    base = alt.Chart(alt.Data(values=rows))
    if len(outlets) == 1:
        share = alt.X("share:Q", title="share of words reported", axis=alt.Axis(format="%"))
        return (
            base.mark_bar(color=DARK)
            .encode(x=share, y=y, tooltip=tooltip)
            .properties(
                title=alt.Title(
                    "Share of words reported, by speaker", subtitle=facts, anchor="start"
                ),
                description=description,
            )
        )
    across = alt.Axis(orient="top", labelAngle=-35, labelLimit=160)
    base = base.encode(x=alt.X("outlet:N", sort=outlets, title=None, axis=across), y=y)
    most = max(row["shade"] for row in rows) or 1
    scale = alt.Scale(domain=[0, most], range=[PALE, DARK], interpolate="rgb")
    colour = alt.Color("shade:Q", scale=scale, legend=None)
    is_dark = alt.datum.shade >= WHITE_FROM * most
    cell = base.mark_rect(stroke="white").encode(color=colour, tooltip=tooltip)
    text = base.mark_text(fontSize=11).encode(
        text=alt.Text("share:Q", format=".0%"),
        color=alt.condition(is_dark, alt.value("white"), alt.value("black")),
    )
    return (cell + text).properties(
        width=alt.Step(58),
        height=alt.Step(24),
        title=alt.Title(
            "Share of words reported, by speaker and outlet",
            subtitle=f"{facts}; each column is 100%",
            anchor="start",
        ),
        description=description,
    )


def over_time(
    quotes: Any,
    articles: Any,
    *,
    copies: Any = None,
    every: Every = "month",
    by: Literal["outlet"] | None = None,
    top: int = 6,
) -> Any:
    """How much of the text stands in quotation marks that quote somebody, over time.

    It is counted in characters; nested quotes count once. Articles without a date are left out; the
    subtitle says how many, and how many copies.

    Args:
        quotes: what ``pq.quotes`` gave: ``article_id``, ``kind``, ``parts`` and ``quoted`` are read.
        articles: what ``pq.articles`` gave (``article_id``, ``date``, ``n_chars``, ``n_masked``), so that
            boilerplate does not count; or the articles themselves, with ``id``, ``date`` and ``text``.
        copies: what ``pq.duplicates`` gave, to leave copies out; None for the column ``copy_of`` of
            articles, if it is there.
        every: a point for each "day", "week" (from Monday), "month", "quarter" or "year".
        by: "outlet" for a line for each outlet.
        top: how many outlets have a line of their own, from 1 to 9.

    Returns:
        An Altair chart: lines with a point for each period that has articles.

    Raises:
        InvalidInputError: a column that is missing, no article with a date, no kind of table.
        InvalidOptionError: an option with a value that is not allowed.
        MissingPackageError: Altair is not installed.

    Examples:
        >>> import pullquote as pq
        >>> articles = [{"id": 1, "date": "2018-04-17", "text": '"We will not wait," Ana Ruiz said.'}]
        >>> chart = pq.plots.over_time(pq.quotes(articles), articles)
        >>> chart.to_dict()["title"]["subtitle"]
        '1 article, by month'
    """
    alt = _altair()
    _check_top(top, 9)
    if not isinstance(every, str) or every not in _EVERY:
        message = f"every is {every!r}; expected one of: {', '.join(_EVERY)}"
        raise InvalidOptionError(message)
    if by is not None and not (isinstance(by, str) and by == "outlet"):
        message = f'by is {by!r}; expected "outlet" or None'
        raise InvalidOptionError(message)
    rows, without_date, n_copies = dated_articles(articles, copies)
    inside = chars_in_marks(quotes)
    outlets: Counter[str] = Counter(row["outlet"] for row in rows)
    shown = _grouped(outlets, top, last=(NO_OUTLET,)) if by else dict.fromkeys(outlets, "")
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        cell = sums[shown[row["outlet"]], period(row["day"], every)]
        cell[0] += min(inside.get(row["article"], 0), row["n_chars"])
        cell[1] += row["n_chars"]
        cell[2] += 1
    points: list[dict[str, Any]] = [
        {"outlet": outlet, "date": moment(day), "share": part / (whole or 1), "articles": n}
        for (outlet, day), (part, whole, n) in sorted(sums.items())
    ]
    facts = [f"{counted(len(rows), 'article')}, by {every}"]
    facts += [f"{counted(n_copies, 'copy', 'copies')} left out"] if n_copies else []
    facts += [f"{without_date} without a date left out"] if without_date else []
    whole = sum(row["n_chars"] for row in rows) or 1
    mean = sum(part for part, _, _ in sums.values()) / whole
    days = sorted(row["day"] for row in rows)
    base = alt.Chart(alt.Data(values=points)).encode(
        x=alt.X("date:T", title=None),
        y=alt.Y("share:Q", title="share in quotation marks", axis=alt.Axis(format="%")),
        tooltip=[
            *([alt.Tooltip("outlet:N")] if by else []),
            alt.Tooltip("date:T", title=every if every == "day" else f"{every} from", format=_ISO),
            alt.Tooltip("share:Q", format=".1%"),
            alt.Tooltip("articles:Q"),
        ],
    )
    line = base.mark_line(strokeWidth=2)
    dots = base.mark_point(filled=True, size=45, opacity=1)
    if by:
        order = list(dict.fromkeys(shown.values()))
        scale = alt.Scale(domain=order)
        colour = alt.Color("outlet:N", scale=scale, title=None)
        line = line.encode(color=colour.legend(None))
        # Shapes too, for those who cannot tell the colours apart.
        dots = dots.encode(color=colour, shape=alt.Shape("outlet:N", scale=scale, title=None))
    # One legend, that of the dots: of colours and shapes.
    return (
        (line + dots)
        .resolve_legend(color="independent", shape="independent")
        .properties(
            width=520,
            height=260,
            title=alt.Title(
                "Share of the text in quotation marks", subtitle="; ".join(facts), anchor="start"
            ),
            description=(
                f"Share of the text that stands in quotation marks, {days[0]} to {days[-1]}: {'; '.join(facts)}. "
                f"Over all {mean:.0%}."
            ),
        )
    )


def spread(same: Any, quotes: Any = None, *, cluster: str | None = None, top: int = 15) -> Any:
    """Where an utterance stood first, and when it came to other outlets.

    Args:
        same: what ``pq.same_quotes`` or ``Corpus.same_quotes`` gave.
        quotes: the quotes that it was made of, which know the outlets; not needed for those of a Corpus.
        cluster: the ``cluster_id`` of the utterance; None for that of most quotes, of equals the earliest.
        top: how many outlets have a row of their own, from 1 to 19.

    Returns:
        An Altair chart: a row for each outlet, the earliest first; a point for each quote at its day, hollow
        where words were changed or left out.

    Raises:
        InvalidInputError: a column that is missing, no cluster, or none of that id, no dates.
        InvalidOptionError: a ``top`` that is not allowed.
        MissingPackageError: Altair is not installed.

    Examples:
        >>> import pullquote as pq
        >>> quotes = [
        ...     {"said": "We won't sell the old lighthouse.", "date": "2019-05-02", "outlet": "The Brief"},
        ...     {"said": "We will not sell the lighthouse", "date": "2019-05-04", "outlet": "Harbor Ledger"},
        ... ]
        >>> quotes = [{**row, "quote_id": n, "speaker": "Ana Ruiz"} for n, row in enumerate(quotes)]
        >>> pq.plots.spread(pq.same_quotes(quotes), quotes).to_dict()["title"]["subtitle"]
        'first in The Brief, 2019-05-02; 2 quotes, 2 outlets, 2 days'
    """
    alt = _altair()
    _check_top(top, _MOST - 1)
    members = members_of(same, quotes, cluster)
    firsts: dict[str, str] = {}
    for row in members:
        firsts[row["outlet"]] = min(row["date"], firsts.get(row["outlet"], row["date"]))
    first = min(members, key=lambda row: (row["date"], not row["is_longest"], row["outlet"]))
    # The first outlet on top, though others have its day.
    names = sorted(firsts, key=lambda name: (firsts[name], name != first["outlet"], name))
    shown = {
        name: name if n < top or len(names) <= top + 1 else OTHER for n, name in enumerate(names)
    }
    order = list(dict.fromkeys(shown.values()))
    points = [
        {
            **row,
            "outlet": shown[row["outlet"]],
            "date": moment(row["date"]),
            "first": moment(first["date"]),
        }
        for row in members
    ]
    days = (date_of(max(row["date"] for row in members)) - date_of(first["date"])).days
    words = next(
        (row["text"] for row in members if row["is_longest"] and row["text"]), first["text"]
    )
    title = (
        f"“{words if len(words) <= 80 else words[:79].rstrip() + '…'}”"
        if words
        else "One utterance"
    )
    facts = (
        f"first in {first['outlet']}, {first['date']}; {counted(len(members), 'quote')}, "
        f"{counted(len(names), 'outlet')}, {counted(days, 'day')}"
    )
    base = alt.Chart(alt.Data(values=points)).encode(
        y=alt.Y("outlet:N", sort=order, title=None, axis=alt.Axis(labelLimit=220, grid=True))
    )
    # No times of day between the days of a short spread.
    ticks = "day" if days <= 10 else alt.Undefined
    axis = alt.Axis(format="%-d %b %Y", tickCount=ticks, labelFlush=False)
    x = alt.X("date:T", title=None, axis=axis, scale=alt.Scale(padding=14))
    rule = base.mark_rule(color=DARK, opacity=0.5).encode(
        x=alt.X("first:T", title=None), x2="date:T"
    )
    fill = alt.condition(alt.datum.is_whole, alt.value(DARK), alt.value("white"))
    tooltip = [alt.Tooltip("outlet:N"), alt.Tooltip("date:T", format=_ISO)]
    tooltip += [alt.Tooltip(field) for field in ("days_later:Q", "text:N", "flags:N")]
    dots = base.mark_circle(size=110, stroke=DARK, strokeWidth=2, opacity=1).encode(
        x=x, fill=fill, tooltip=tooltip
    )
    return (rule + dots).properties(
        width=520,
        height=alt.Step(28),
        title=alt.Title(title, subtitle=facts, anchor="start"),
        description=f"When an utterance came to each outlet: {title}, {facts}.",
    )


def _altair() -> Any:
    try:
        import altair
    except ImportError:
        message = 'pq.plots needs altair: pip install "pullquote[plots]"'
        raise MissingPackageError(message) from None
    return altair


def _check_top(top: object, most: int) -> None:
    if isinstance(top, bool) or not isinstance(top, int) or not 1 <= top <= most:
        message = f"top is {top!r}; expected a number from 1 to {most}"
        raise InvalidOptionError(message)


def _sums(counts: Mapping[tuple[str, str], int], field: int) -> Counter[str]:
    sums: Counter[str] = Counter()
    for key, value in counts.items():
        sums[key[field]] += value
    return sums


def _grouped(counts: Mapping[str, int], top: int, *, last: tuple[str, ...]) -> dict[str, str]:
    """What each name is shown as, most first, then "other", then those that come last.

    Examples:
        >>> _grouped({"a": 1, "b": 3, "c": 2, "d": 1, "-": 9}, 2, last=("-",))
        {'b': 'b', 'c': 'c', 'a': 'other', 'd': 'other', '-': '-'}
    """
    names = sorted(
        (name for name in counts if name not in last), key=lambda one: (-counts[one], one)
    )
    # One that would be alone as "other" keeps its name.
    kept = names if len(names) <= top + 1 else names[:top]
    shown = {name: name if name in kept else OTHER for name in names}
    return shown | {name: name for name in last if name in counts}
