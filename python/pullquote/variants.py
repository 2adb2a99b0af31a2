"""Variants of an utterance for the eye: two wordings, or a cluster, with the differences marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pullquote import _core
from pullquote._columns import needs, open_columns
from pullquote._html import page, safe
from pullquote._options import counted
from pullquote._quotations import label_of, listed, offset_of, spans_of, text_or_none
from pullquote._sources import is_missing
from pullquote._terminal import printable
from pullquote._view import View
from pullquote.errors import InvalidInputError
from pullquote.matching import same_quotes

# What is gone is struck out, what is new is bold: colour alone says nothing.
_RULES = (
    "<style>.pullquote .pq-cut{background:var(--t1);text-decoration:line-through var(--i1);border-radius:.2em;"
    "padding:0 .1em}.pullquote .pq-new{background:var(--t2);font-weight:600;text-decoration:none;"
    "border-radius:.2em;padding:0 .1em}.pullquote .pq-fact{white-space:nowrap}</style>"
)


class Edit(NamedTuple):
    """One difference: ``op`` is replace, insert, delete or respell; ``before`` in the one, ``after`` in the other."""

    op: str
    before: str
    after: str


class Comparison(View):
    """Two wordings with their differences: shows itself in a notebook, prints as text.

    Attributes:
        edits: what makes the second of the first, in order.
        flags: ellipsis, bracket, truncated, negation_changed, number_changed, of the shorter.
        kept_share: the share of the words of the longer that the shorter has.
    """

    def __init__(self, a: str, b: str) -> None:
        found, flags, share = _core.compare(a, b)
        self.edits = [
            Edit(op, a[before[0] : before[1]], b[after[0] : after[1]])
            for op, before, after in found
        ]
        self.flags: list[str] = flags
        self.kept_share: float = share
        cuts = [before for op, before, _ in found if before[0] < before[1]]
        news = [after for op, _, after in found if after[0] < after[1]]
        facts = ", ".join([f"{share:.0%} of the words of the longer", *flags])
        html = _table([(_marked(a, cuts, "pq-cut"), ""), (_marked(b, news, "pq-new"), "")], facts)
        text = f"{_plain(a, cuts, '[-', '-]')}\n{_plain(b, news, '{+', '+}')}\n({facts})"
        rows = [(a, cuts, ""), (b, news, "")]
        super().__init__(html, text, lambda: _rich(rows, "strike red", facts))


def compare(a: Any, b: Any) -> Comparison:
    """Two wordings under one another, with the differences marked.

    Args:
        a: a str, a row of a table of quotes (a mapping with ``said`` or ``text``), or a Quote.
        b: likewise. ``compare(b, a)`` gives the same differences the other way round.

    Returns:
        A Comparison: HTML in a notebook, text when printed, and ``edits``, ``flags``, ``kept_share``.

    Raises:
        InvalidInputError: none of these.

    Examples:
        >>> import pullquote as pq
        >>> pq.compare("We never sold the old pier.", "We sold the pier, alas")
        We [-never-] sold the [-old-] pier.
        We sold the pier, {+alas+}
        (67% of the words of the longer, negation_changed)
    """
    return Comparison(_words_of(a, "a"), _words_of(b, "b"))


def _words_of(item: Any, name: str) -> str:
    said: Any = item
    if isinstance(item, Mapping) or hasattr(item, "get"):
        said = item.get("said", item.get("text"))
    elif not isinstance(item, str):
        said = getattr(item, "said", None)
    if not isinstance(said, str):
        message = f"{name} is a {type(item).__name__}; expected a str, a Quote or a row with said"
        raise InvalidInputError(message)
    return text_or_none(said) or ""


def _pieces(text: str, spans: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text in pieces, and which of them are marked."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        start = max(start, at)
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = max(at, end)
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def _marked(text: str, spans: list[tuple[int, int]], kind: str) -> str:
    tag = "del" if kind == "pq-cut" else "ins"
    return "".join(
        f'<{tag} class="{kind}">{safe(piece)}</{tag}>' if is_marked else safe(piece)
        for piece, is_marked in _pieces(text, spans)
    )


def _plain(text: str, spans: list[tuple[int, int]], before: str, after: str) -> str:
    pieces = _pieces(text, spans)
    marked = "".join(f"{before}{piece}{after}" if is_so else piece for piece, is_so in pieces)
    return printable(" ".join(marked.split()))


def _table(rows: list[tuple[str, str]], facts: str) -> str:
    cells = "".join(
        f'<tr><td class="pq-said">{words}</td><td class="pq-how">{about}</td></tr>'
        for words, about in rows
    )
    head = f'<div class="pq-head"><bdi>{safe(facts)}</bdi></div>'
    return _RULES + page(f"{head}<table><tbody>{cells}</tbody></table>", "Wordings compared")


def _rich(rows: list[tuple[str, list[tuple[int, int]], str]], style: str, facts: str) -> Any:
    """The same for rich: words, what is marked in them, what is said about them."""
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE, pad_edge=False, show_header=False, caption=Text(printable(facts)))
    for words, spans, about in rows:
        text = Text()
        for piece, is_marked in _pieces(words, spans):
            text.append(printable(piece), style=style if is_marked else "")
        table.add_row(text, Text(printable(about), style="dim"))
        style = style.replace("strike red", "bold green")
    return table


class Member(NamedTuple):
    """A variant in a cluster.

    ``text`` is the stretch of the article, with an attribution that stands between; ``words`` are the words
    reported in it, which are what the variants are compared by; ``said`` is all that the quote reports.
    """

    said: str
    text: str
    words: str
    outlet: str | None
    date: str | None
    speaker: str | None
    article_id: Any
    is_longest: bool
    flags: list[str]
    lag: int | None


class Cluster:
    """The variants of one utterance; ``show()`` puts them under one another, a notebook shows them by itself.

    Attributes:
        id: ``cluster_id``.
        members: the variants, first published first.
        speaker: who is named most often, None if nobody is.
        first_seen: the first day, ISO, None if no dates are known.
    """

    def __init__(self, id: str, members: list[Member]) -> None:
        self.id, self.members = id, members
        names = [member.speaker for member in members if member.speaker]
        self.speaker = max(names, key=lambda name: (names.count(name), len(name)), default=None)
        dates = [member.date for member in members if member.date]
        self.first_seen = min(dates, default=None)

    @property
    def longest(self) -> Member:
        """The longest variant, with which the others are compared."""
        return next((one for one in self.members if one.is_longest), self.members[0])

    def show(self) -> View:
        """The variants under one another, longest first, with differences marked, outlets and dates beside them."""
        head = f"{self.speaker or 'nobody named'} · {counted(len(self.members), 'variant')}"
        rows, lines, drawn = [], [printable(head)], []
        longest = self.longest
        others = [member for member in self.members if member is not longest]
        for member in [longest, *others]:
            facts = [member.outlet, member.date, f"+{member.lag} d" if member.lag else None]
            about = " · ".join(fact for fact in [*facts, *member.flags] if fact)
            spans: list[tuple[int, int]] = []
            if member is not longest:
                found, _, _ = _core.compare(longest.words, member.words)
                spans = [after for _, _, after in found if after[0] < after[1]]
            named = [*facts, *(flag.replace("_", " ") for flag in member.flags)]
            told = (f'<span class="pq-fact">{safe(fact)}</span>' for fact in named if fact)
            rows.append((_marked(member.words, spans, "pq-new"), " · ".join(told)))
            drawn.append((member.words, spans, about))
            lines.append(
                f"  {_plain(member.words, spans, '{+', '+}')}"
                + (f"  ({printable(about)})" if about else "")
            )
        return View(_table(rows, head), "\n".join(lines), lambda: _rich(drawn, "bold green", head))

    def __rich_console__(self, console: Any, options: Any) -> Iterator[Any]:
        yield self.show()

    def _repr_html_(self) -> str:
        return self.show()._repr_html_()

    def __repr__(self) -> str:
        return repr(self.show())

    def __len__(self) -> int:
        return len(self.members)


def clusters(quotes: Any, same: Any = None) -> list[Cluster]:
    """The clusters of a table of quotations as objects that show themselves, those of most articles first.

    Args:
        quotes: a table, as for ``pq.same_quotes``.
        same: what ``pq.same_quotes`` gave for it, if you have it; quotations are found by ``article_id``
            and ``quote_id``, which both tables must have then.

    Returns:
        A list of Cluster.

    Raises:
        InvalidInputError: what ``pq.same_quotes`` raises, or a row of ``same`` that is not in ``quotes``.

    Examples:
        >>> import pullquote as pq
        >>> quotes = [
        ...     {"said": "We won't sell the old lighthouse.", "speaker": "Ana Ruiz", "outlet": "The Brief"},
        ...     {"said": "We will not sell the lighthouse", "speaker": "Ruiz", "outlet": "Harbor Ledger"},
        ... ]
        >>> pq.clusters(quotes)[0]
        Ana Ruiz · 2 variants
          We won't sell the old lighthouse.  (The Brief)
          We {+will not+} sell the lighthouse  (Harbor Ledger)
    """
    table = open_columns(quotes, "quotes")
    names = [name for name in (*_OF_QUOTES, *_KEYS) if name in table.names]
    values = {name: table.column(name) for name in names}
    n_rows = len(next(iter(values.values()), []))
    given: list[dict[str, Any]] = [
        {name: values[name][row] for name in names} for row in range(n_rows)
    ]
    if same is None:
        # Numbers of rows in place of ids, so that any table will do.
        numbered = [dict(row, quote_id=str(at), article_id="") for at, row in enumerate(given)]
        found: list[dict[str, Any]] = same_quotes(numbered)
        by_key = {("", str(at)): row for at, row in enumerate(given)}
    else:
        columns = open_columns(same, "same")
        if columns.names:
            needs(columns, "same", ("cluster_id", "is_longest"))
        lists = {name: columns.column(name) for name in columns.names}
        found = [dict(zip(lists, row)) for row in zip(*lists.values())]
        by_key = {_key(row): row for row in given}
    members: dict[str, list[Member]] = {}
    for row in found:
        of = by_key.get(_key(row))
        if of is None:
            message = f"same has quote {row.get('quote_id')!r}, which is not in quotes"
            raise InvalidInputError(message)
        members.setdefault(row["cluster_id"], []).append(_member(row, of))
    made = [Cluster(id, rows) for id, rows in members.items()]
    return sorted(made, key=lambda cluster: -len(cluster))


_OF_QUOTES = (
    "said",
    "text",
    "speaker",
    "speaker_kind",
    "kind",
    "date",
    "outlet",
    "identity_id",
    "start",
    "end",
    "parts",
)
_KEYS = ("article_id", "quote_id")


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return label_of(row.get("article_id", "")), label_of(row.get("quote_id", ""))


def _words_within(row: Mapping[str, Any], of: Mapping[str, Any]) -> str:
    """The parts of a quote as far as they lie in the stretch, joined; the stretch itself without parts."""
    parts, spans = listed(of.get("parts")), spans_of(of.get("parts"))
    start, end = offset_of(row.get("start")), offset_of(row.get("end"))
    text = text_or_none(row.get("text")) or ""
    if not spans or start is None or end is None or is_missing(of.get("start")):
        return text
    pieces = [
        str(part.get("text", ""))[max(0, start - first) : max(0, end - first)]
        for part, (first, _) in zip(parts, spans)
    ]
    return " ".join(piece for piece in pieces if piece) or text


def _member(row: Mapping[str, Any], of: Mapping[str, Any]) -> Member:
    date = of.get("date")
    return Member(
        said=text_or_none(of.get("said", of.get("text"))) or "",
        text=text_or_none(row.get("text")) or "",
        words=_words_within(row, of),
        outlet=text_or_none(of.get("outlet")),
        date=None if is_missing(date) else str(date)[:10],
        speaker=text_or_none(of.get("speaker")),
        article_id=of.get("article_id"),
        is_longest=bool(row["is_longest"]),
        flags=[str(flag) for flag in listed(row.get("flags"))],
        lag=offset_of(row.get("lag")),
    )
