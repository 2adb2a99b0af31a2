"""A corpus at a glance: who speaks, how often, where, in which words of saying."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from pullquote._columns import open_columns
from pullquote._core import Document
from pullquote._html import colour_class, page, safe
from pullquote._options import SPEECH, counted, quoted
from pullquote._palette import RICH, colour_of
from pullquote._quotations import day_of, label_of, offset_of, text_or_none
from pullquote._sources import is_missing
from pullquote._terminal import printable
from pullquote._view import View
from pullquote.corpus import Corpus
from pullquote.errors import InvalidInputError

#: How many rows and columns are shown.
_SPEAKERS, _OUTLETS, _CUES = 15, 8, 10
_OTHER = "other"

_RULES = """<style>
.pullquote .pq-scroll{overflow-x:auto;padding:2px}
.pullquote .pq-counts td,.pullquote .pq-counts thead th:not(:first-child){text-align:right!important;
font-variant-numeric:tabular-nums;padding-right:.5em!important}
.pullquote .pq-counts th:first-child{position:sticky;left:0;background:var(--pq-paper)!important}
.pullquote .pq-counts thead th{vertical-align:bottom!important;min-width:3.2em}
.pullquote .pq-counts .pq-l1{background:color-mix(in srgb,var(--t0) 45%,transparent)!important}
.pullquote .pq-counts .pq-l2{background:color-mix(in srgb,var(--t0) 75%,transparent)!important}
.pullquote .pq-counts .pq-l3{background:var(--t0)!important}
.pullquote .pq-side{display:flex;flex-wrap:wrap;gap:1.4em 3em;margin-top:1.6em}
.pullquote .pq-side>table{flex:1 1 16em;width:auto!important;max-width:26em;align-self:flex-start}
.pullquote td.pq-bar{width:45%;min-width:5em}
.pullquote td.pq-bar>span{display:block;height:.7em;min-width:2px;border-radius:2px;background:var(--i)}
.pullquote .pq-n{text-align:right!important;font-variant-numeric:tabular-nums;white-space:nowrap!important}
</style>"""


class Summary(View):
    """The counts of a corpus: shows itself in a notebook, prints as text.

    Attributes:
        n_quotes: how many quotes there are.
        n_articles: in how many articles; articles without a quote are not known to it.
        sources: how many quotes are of a person, an organization, a group, a document, an unnamed source
            (anonymous) and of nobody named, most first.
        speakers: for each speaker, most quotes first: speaker, n_quotes, n_words, outlets (a dict of
            numbers of quotes).
        outlets: for each outlet the number of quotes, most first.
        kinds: for each kind the number of quotes, most first.
        cues: for each verb of saying, in its dictionary form, the number of quotes, most first.
    """

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.n_quotes = len(rows)
        self.n_articles = len({row["article"] for row in rows})
        self.sources = _most(row["source"] for row in rows)
        self.outlets = _most(row["outlet"] for row in rows)
        self.kinds = _most(row["kind"] for row in rows)
        # A colon is no word.
        self.cues = {
            cue: n
            for cue, n in _most(row["cue"] for row in rows).items()
            if any(map(str.isalpha, cue))
        }
        self.speakers = _speakers(rows)
        days = sorted(row["date"] for row in rows if row["date"])
        span = [days[0], days[-1]] if days and days[0] != days[-1] else days[:1]
        self._facts = [
            counted(self.n_quotes, "quote"),
            counted(self.n_articles, "article"),
            *([counted(len(self.speakers), "speaker")] if self.speakers else []),
            *([counted(len(self.outlets), "outlet")] if self.outlets else []),
            *([" to ".join(span)] if span else []),
        ]
        super().__init__(self._as_html(), self._as_text(), self._as_rich)

    def _columns(self) -> tuple[list[str], bool]:
        """The outlets with a column of their own, and whether the others have one together."""
        names = list(self.outlets)
        return (names, False) if len(names) <= _OUTLETS else (names[: _OUTLETS - 1], True)

    def _cells(self, counts: Mapping[str, int]) -> list[int]:
        names, has_other = self._columns()
        cells = [counts.get(name, 0) for name in names]
        return [*cells, sum(counts.values()) - sum(cells)] if has_other else cells

    def _heads(self) -> list[str]:
        names, has_other = self._columns()
        return [*names, f"{len(self.outlets) - len(names)} others"] if has_other else names

    def _as_html(self) -> str:
        head = f'<div class="pq-head"><span><b>{safe(self._facts[0])}</b> · {safe(" · ".join(self._facts[1:]))}</span></div>'
        shown = self.speakers[:_SPEAKERS]
        titles = "".join(
            f'<th scope="col"><bdi>{safe(name)}</bdi></th>'
            for name in ("quotes", "words", *self._heads())
        )
        most = max((max(self._cells(row["outlets"]), default=0) for row in shown), default=0)
        rows = "".join(self._row(row, most) for row in shown)
        more = counted(len(self.speakers) - len(shown), "more speaker")
        tail = (
            f'<div class="pq-faint">… and {more}</div>' if len(self.speakers) > len(shown) else ""
        )
        table = (
            '<div class="pq-scroll" role="region" tabindex="0" aria-label="Who speaks where">'
            '<table class="pq-counts"><caption class="pq-caption">Who speaks where</caption>'
            f'<thead><tr><th scope="col">speaker</th>{titles}</tr></thead><tbody>{rows}</tbody></table></div>{tail}'
        )
        side = [] if shown else [_bars("Outlets", self.outlets, self.n_quotes)]
        side += [_bars("Kinds", self.kinds, self.n_quotes)]
        side.append(_bars("Words of saying", dict(list(self.cues.items())[:_CUES]), 0))
        side.append(_bars("Sources", self.sources, self.n_quotes))
        body = f'{head}{table if shown else ""}<div class="pq-side">{"".join(side)}</div>'
        return _RULES + page(body, f"Counts of {self._facts[0]}")

    def _row(self, row: Mapping[str, Any], most: int) -> str:
        cells = "".join(
            f'<td class="pq-l{-(-3 * n // most)}">{n:,}</td>'
            if n
            else '<td class="pq-faint">–</td>'
            for n in self._cells(row["outlets"])
        )
        colour = colour_class(colour_of(row["speaker"]))
        name = f"<b><bdi>{safe(row['speaker'])}</bdi></b>"
        return (
            f'<tr><th scope="row" class="pq-speaker{colour}">{name}</th><td>{row["n_quotes"]:,}</td>'
            f"<td>{row['n_words']:,}</td>{cells}</tr>"
        )

    def _as_text(self) -> str:
        lines = [" · ".join(self._facts)]
        shown = self.speakers[:10]
        width = max((len(row["speaker"]) for row in shown), default=0)
        lines += [
            f"  {printable(row['speaker']):{width}}  {row['n_quotes']:,}"
            + f"  ({', '.join(f'{printable(name)} {n:,}' for name, n in list(row['outlets'].items())[:3])})"
            * bool(row["outlets"])
            for row in shown
        ]
        lists = [] if self.speakers else [("outlets", self.outlets)]
        for title, values in (*lists, ("kinds", self.kinds), ("cues", self.cues)):
            some = ", ".join(f"{printable(name)} {n:,}" for name, n in list(values.items())[:6])
            lines += [f"{title}: {some}"] if some else []
        return "\n".join(lines)

    def _as_rich(self) -> Any:
        from rich.box import SIMPLE_HEAD
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        table.add_column("speaker", min_width=12, max_width=32)
        for name in ("quotes", "words"):
            table.add_column(name, justify="right")
        table.add_column("where")
        for row in self.speakers[:_SPEAKERS]:
            name = Text(printable(row["speaker"]), style=f"bold {RICH[colour_of(row['speaker'])]}")
            where = ", ".join(f"{one} {n:,}" for one, n in list(row["outlets"].items())[:4])
            numbers = (f"{row['n_quotes']:,}", f"{row['n_words']:,}")
            table.add_row(name, *numbers, Text(printable(where), style="dim"))
        tail = [
            line
            for line in self._text.split("\n")
            if line.startswith(("outlets: ", "kinds: ", "cues: "))
        ]
        return Group(Text(" · ".join(self._facts), style="bold"), table, *map(Text, tail))


def _bars(title: str, counts: Mapping[str, int], whole: int) -> str:
    """A table of counts with bars; with the share of the whole, if it is given."""
    if not counts:
        return ""
    most = max(counts.values())
    rows = "".join(
        f'<tr><th scope="row"><bdi>{safe(label)}</bdi></th><td class="pq-n">{n:,}'
        f"{f' · {n / whole:.0%}' if whole else ''}</td>"
        f'<td class="pq-bar pq-c0" aria-hidden="true"><span style="width:{100 * n / most:.0f}%"></span></td></tr>'
        for label, n in counts.items()
    )
    return f'<table><caption class="pq-caption">{title}</caption><tbody>{rows}</tbody></table>'


def _most(values: Iterable[str | None]) -> dict[str, int]:
    """How often each value stands, most first, of equals by name."""
    return _sorted(Counter(value for value in values if value))


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _speakers(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    words: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    outlets: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        name = row["speaker"]
        if name is None:
            continue
        numbers[name] += 1
        words[name] += row["n_words"]
        if row["outlet"]:
            outlets[name][row["outlet"]] += 1
    return [
        {
            "speaker": name,
            "n_quotes": n,
            "n_words": words[name],
            "outlets": _sorted(outlets[name]),
        }
        for name, n in _sorted(numbers).items()
    ]


def summary(quotes: Any) -> Summary:
    """Who speaks, how often and where: counts of a table of quotes or a whole corpus.

    Speakers are counted by ``identity_name``, if ``pq.link_people`` added it, else by ``speaker``. Copies are
    counted as often as they stand: leave them out before by ``pq.drop_copies``.

    Args:
        quotes: a table with ``speaker``, as ``pq.quotes`` gives it; ``outlet``, ``article_id``, ``date``,
            ``kind``, ``cue_lemma`` (else ``cue``), ``n_words`` (else ``said``) and ``identity_name`` are used
            where they are there. Or the dict of tables that ``pq.extract`` gave, Documents, or a Corpus, which
            knows outlets and dates only.

    Returns:
        A Summary: HTML in a notebook, text when printed, and ``speakers``, ``outlets``, ``kinds``, ``cues``.

    Raises:
        InvalidInputError: no kind of table, no column ``speaker``, or a dict without ``quotes``.

    Examples:
        >>> import pullquote as pq
        >>> quotes = [
        ...     {"speaker": "Ana Ruiz", "outlet": "The Brief", "kind": "direct", "cue": "said"},
        ...     {"speaker": "Ana Ruiz", "outlet": "Harbor Ledger", "kind": "indirect", "cue": "told"},
        ...     {"speaker": "Tom Lee", "outlet": "The Brief", "kind": "direct", "cue": "said"},
        ... ]
        >>> pq.summary(quotes)
        3 quotes · 1 article · 2 speakers · 2 outlets
          Ana Ruiz  2  (Harbor Ledger 1, The Brief 1)
          Tom Lee   1  (The Brief 1)
        kinds: direct 2, indirect 1
        cues: said 2, told 1
    """
    return Summary(_rows(quotes))


_T = TypeVar("_T")

_NOTHING = {"speaker": None, "kind": None, "cue": None, "n_words": 0, "source": None}


def _rows(quotes: Any) -> list[dict[str, Any]]:
    if isinstance(quotes, Document):
        quotes = [quotes]
    if isinstance(quotes, (list, tuple)) and quotes and isinstance(quotes[0], Document):
        other = next((one for one in quotes if not isinstance(one, Document)), None)
        if other is not None:
            message = f"quotes has a {type(other).__name__} among Documents; expected one kind"
            raise InvalidInputError(message)
        return [row for number, one in enumerate(quotes) for row in _of_document(one, number)]
    if isinstance(quotes, Corpus):
        return [
            {
                **_NOTHING,
                "article": row["article_id"],
                "outlet": row["outlet"],
                "date": day_of(row["date"]),
            }
            for row in quotes.ids()
        ]
    if isinstance(quotes, Mapping):
        if "quotes" not in quotes:
            message = f"no table 'quotes' to count; tables there are: {quoted(quotes)}"
            raise InvalidInputError(message)
        quotes = quotes["quotes"]
    table = open_columns(quotes, "quotes")
    if not table.n_rows:
        return []
    if "speaker" not in table.names:
        message = f"quotes has no column 'speaker'; columns there are: {quoted(table.names)}"
        raise InvalidInputError(message)

    def column(read: Callable[[Any], _T], *names: str) -> list[_T]:
        """The first column that is there; what stands often is read once."""
        found = next((name for name in names if name in table.names), None)
        if found is None:
            return [read(None)] * table.n_rows
        known: dict[object, _T] = {}
        out = []
        for value in table.column(found):
            if not isinstance(value, Hashable):
                out.append(read(value))
                continue
            if value not in known:
                known[value] = read(value)
            out.append(known[value])
        return out

    given = zip(
        column(text_or_none, "identity_name"),
        column(text_or_none, "speaker"),
        column(text_or_none, "outlet"),
        column(label_of, "article_id"),
        column(day_of, "date"),
        column(text_or_none, "kind"),
        column(text_or_none, "cue_lemma", "cue"),
        column(n_words, "n_words", "said"),
        column(lambda value: not is_missing(value), "person_id"),
        column(text_or_none, "speaker_kind"),
    )
    return [
        {
            "speaker": identity or speaker,
            "outlet": outlet,
            "article": article,
            "date": date,
            "kind": kind,
            "cue": cue,
            "n_words": words,
            "source": _source(speaker, source, is_person=is_person),
        }
        for identity, speaker, outlet, article, date, kind, cue, words, is_person, source in given
    ]


def _source(speaker: str | None, kind: str | None, *, is_person: bool) -> str:
    """What the source is; of a phrase for a person whom nobody names, "person"."""
    if speaker is None:
        return "nobody named"
    is_other = kind in ("organization", "group", "document", "anonymous")
    return "person" if is_person or not is_other else str(kind)


def n_words(value: object) -> int:
    """A number of words, or that of a text: what white space separates, if it holds a letter or a digit."""
    if isinstance(value, str):
        return sum(any(map(str.isalnum, word)) for word in value.split())
    return offset_of(value) or 0


def _of_document(document: Document, number: int) -> Iterable[dict[str, Any]]:
    for quote in document.quotes:
        if quote.status in SPEECH:
            speaker = quote.speaker
            name = speaker.name if speaker else None
            yield {
                "speaker": name,
                "outlet": document.outlet,
                "article": document.id or str(number),
                "date": day_of(document.date),
                "kind": quote.kind,
                "cue": quote.cue.lemma if quote.cue else None,
                "n_words": n_words(quote.said),
                "source": _source(
                    name,
                    speaker.kind if speaker else None,
                    is_person=bool(speaker and speaker.person),
                ),
            }
