"""Documents for the eye: an article with who says what in it, and ``pq.show`` for whatever can be shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from pullquote._core import Document
from pullquote._html import colour_class, page, safe, why
from pullquote._listing import records_of, show_quotes
from pullquote._markup import Range, doubled, name_of, pieces_of, speaker_colours, why_nobody
from pullquote._options import SPEECH, counted
from pullquote._progress import is_notebook
from pullquote._terminal import document_ansi, document_rich, has_colour, printable
from pullquote._view import View
from pullquote.corpus import Corpus
from pullquote.counts import summary
from pullquote.errors import InvalidInputError, InvalidOptionError

__all__ = ["View", "document_ansi", "document_html", "page", "printable", "show", "show_document"]

#: The element of each layer: where a page strips styles, quotes and speakers still stand out.
_TAGS = {"quote": "mark", "speaker": "b", "masked": "small"}


def _open(one: Range, at: int) -> str:
    kind = f" pq-{one.kind}" if one.kind else ""
    classes = f"pq-why pq-{one.layer}{kind}{colour_class(one.colour, one.is_again)}"
    # The keyboard stops once at each part of a quote, whose card names speaker and cue.
    is_stop = one.layer == "quote" and one.start == at
    return f'<{_TAGS.get(one.layer, "span")} class="{classes}"{why(one.about, is_stop=is_stop)}>'


def _close(one: Range) -> str:
    end = f"</{_TAGS.get(one.layer, 'span')}>"
    if one.who is None:
        return end
    return f'{end}<span class="pq-who{colour_class(one.colour)}" data-who="{safe(one.who)}"></span>'


def _marked_text(document: Document) -> str:
    """The text with an element for each range; a range that crosses another is opened again."""
    # The first line break after <pre> is not shown. (A <div> would do for browsers, but what rewrites HTML,
    # as nbconvert does, loses blank lines between tags.)
    out: list[str] = ["\n"] if document.text.startswith(("\n", "\r")) else []
    opened: list[Range] = []
    for start, end, ranges in pieces_of(document):
        kept = 0
        while kept < min(len(opened), len(ranges)) and opened[kept] is ranges[kept]:
            kept += 1
        for one in reversed(opened[kept:]):
            # Who says it stands where the quote ends, not where it is cut.
            out.append(_close(one if one.end <= start else one._replace(who=None)))
        out += (_open(one, start) for one in ranges[kept:])
        opened = ranges
        out.append(safe(document.text[start:end]))
    out += map(_close, reversed(opened))
    return "".join(out)


def document_html(document: Document) -> str:
    """The article as HTML: quotes in their speakers' colours, reasons on pointing or focus, boilerplate greyed.

    Examples:
        >>> import pullquote as pq
        >>> html = document_html(pq.analyze("<b>Fine</b> & well."))
        >>> "&lt;b&gt;Fine&lt;/b&gt; &amp; well." in html
        True
    """
    return page(document_body(document), f"Article with {counts_of(document)}")


def document_body(document: Document) -> str:
    """The same without style and frame."""
    notes = "".join(
        f'<div class="pq-error">{label}: {safe(value)}</div>'
        for label, value in (("error", document.error), ("note", document.note))
        if value
    )
    title = document.title
    if title and not document.text.lstrip().startswith(title):
        notes += f'<div class="pq-apart"><bdi>{safe(title)}</bdi></div>'
    return (
        f"{_head(document)}{notes}"
        f'<div class="pq-body"><pre class="pq-text" dir="auto">{_marked_text(document)}</pre>'
        f"{_people(document)}</div>{_key(document)}"
    )


def counts_of(document: Document) -> str:
    """How many quotes, of how many speakers."""
    if document.tokens and document.tokens[0].is_quoted is None:
        return "no quotes looked for"
    spoken = [quote for quote in document.quotes if quote.status in SPEECH]
    n_speakers = len({name for quote in spoken if (name := name_of(quote))})
    return f"{counted(len(spoken), 'quote')} · {counted(n_speakers, 'speaker')}"


def _head(document: Document) -> str:
    values = [str(value) for value in (document.outlet, document.date, document.id) if value]
    shown = [f"<bdi>{safe(value)}</bdi>" for value in values]
    left = " · ".join(f"<b>{value}</b>" if n == 0 else value for n, value in enumerate(shown))
    return f'<div class="pq-head"><span>{left}</span><span>{counts_of(document)}</span></div>'


def _people(document: Document) -> str:
    """Who speaks, how often; then the people who are named and do not speak."""
    colours = speaker_colours(document)
    again = doubled(document)
    spoken = [quote for quote in document.quotes if quote.status in SPEECH]
    counts = Counter(name_of(quote) for quote in spoken)
    others: dict[str, set[str]] = defaultdict(set)
    for quote in document.quotes:
        others[name_of(quote) or ""].add(quote.status)
    persons = {person.name: person for person in document.people}
    items = []
    for name in sorted(colours, key=lambda name: -counts[name]):
        facts = [counted(counts[name], "quote")] if counts[name] else sorted(others[name])
        about = ""
        if person := persons.get(name):
            facts.append(counted(len(person.mentions), "mention"))
            told = [person.role, person.affiliation, str(person.age) if person.age else None]
            about = ", ".join(fact for fact in told if fact)
            aliases = [alias for alias in person.aliases if alias != name]
            about += f"{'; ' if about else ''}also {', '.join(aliases)}" if aliases else ""
        items.append(
            _person(name, facts, about, f"pq-person{colour_class(colours[name], name in again)}")
        )
    if counts[None]:
        reasons = {why_nobody(quote.reason) for quote in spoken if name_of(quote) is None}
        facts = [counted(counts[None], "quote")]
        items.append(_person("nobody named", facts, "\n".join(sorted(reasons)), "pq-person"))
    out = ""
    if items:
        out = f'<div class="pq-caption">Who speaks</div><ul aria-label="Who speaks">{"".join(items)}</ul>'
    silent = [name for name in persons if name not in colours]
    if silent:
        named = ", ".join(f"<bdi>{safe(name)}</bdi>" for name in silent)
        out += f'<div class="pq-caption">Also named</div><div class="pq-faint">{named}</div>'
    return f'<div class="pq-people">{out}</div>' if out else ""


def _person(name: str, facts: list[str], about: str, classes: str) -> str:
    lines = [" · ".join(facts), *([about] if about else [])]
    told = "".join(f"<div>{safe(line)}</div>" for line in lines)
    return f'<li class="{classes}"><b><bdi>{safe(name)}</bdi></b>{told}</li>'


def _key(document: Document) -> str:
    kinds = {quote.kind for quote in document.quotes}
    items = []
    if kinds & {"direct", "fragment", "mixed"}:
        items.append('<span><mark class="pq-quote pq-direct">in quotation marks</mark></span>')
    if kinds & {"indirect", "mixed"}:
        items.append('<span><mark class="pq-quote pq-indirect">reported</mark></span>')
    if document.marks:
        items.append('<span><span class="pq-mark">marks that quote nobody</span></span>')
    if document.boilerplate:
        items.append('<span><small class="pq-masked">masked</small></span>')
    return f'<div class="pq-key">{"".join(items)}</div>' if items else ""


def show_document(document: Document) -> None:
    """Shows an article: as HTML in a notebook, else printed."""
    if is_notebook():
        from IPython.display import HTML, display

        display(HTML(document_html(document)))
    else:
        print(document_ansi(document, has_colour=has_colour()))


def show(item: Any, *, rows: int = 50) -> View:
    """A document, a table of quotes or a whole corpus, for the eye: who said what, readably.

    Args:
        item: a Document; a table with columns ``speaker`` and ``said`` (a DataFrame, a pyarrow Table, a list
            of dict), which is listed; or, as ``pq.summary`` counts them, the dict of tables that
            ``pq.extract`` gave, a list of Documents or a Corpus.
        rows: how many rows of a table to show at most.

    Returns:
        A View: HTML in a notebook, text when printed, in colour by ``rich.print``.

    Raises:
        InvalidInputError: nothing of these.
        InvalidOptionError: no number of rows.

    Examples:
        >>> import pullquote as pq
        >>> quote = {"speaker": "Ana Ruiz", "said": "We will not wait.", "cue": "said"}
        >>> pq.show([quote])
        Ana Ruiz: We will not wait.
    """
    if isinstance(item, View):
        return item
    if isinstance(item, Document):
        html, text = document_html(item), document_ansi(item, has_colour=False)
        return View(html, text, lambda: document_rich(item))
    if isinstance(rows, bool) or not isinstance(rows, int) or rows < 0:
        message = f"rows is {rows!r}; expected a number from 0"
        raise InvalidOptionError(message)
    if isinstance(item, (Mapping, Corpus)) or _is_documents(item):
        return summary(item)
    records, n_rows = records_of(item, rows)
    if records and not {"speaker", "said"} <= set(records[0]):
        message = f"nothing to show in columns {list(records[0])}; expected speaker and said"
        raise InvalidInputError(message)
    return show_quotes(records, n_rows)


def _is_documents(item: object) -> bool:
    return isinstance(item, (list, tuple)) and bool(item) and isinstance(item[0], Document)
