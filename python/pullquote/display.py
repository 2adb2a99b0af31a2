"""Documents and tables for the eye: HTML for notebooks, colours for terminals. No script, nothing fetched."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from pullquote._core import Document
from pullquote._markup import N_COLOURS, Range, name_of, pieces_of, speaker_colours
from pullquote._progress import is_notebook
from pullquote.errors import InvalidInputError

_HUES = (212, 25, 140, 285, 48, 335, 178, 100)
_ANSI = (34, 31, 32, 35, 33, 36, 94, 92)

_STYLE = """
.pullquote{font:15px/1.65 Georgia,'Times New Roman',serif;max-width:46em;color:#1c1c1c;background:#fff;
padding:1em 1.2em;border:1px solid #ddd;border-radius:8px}
.pullquote .pq-text{white-space:pre-wrap;overflow-wrap:anywhere}
.pullquote .pq-quote{background:hsl(var(--pq,0) 80% 50%/.16);border-bottom:2px solid hsl(var(--pq,0) 70% 45%)}
.pullquote .pq-none{background:rgba(128,128,128,.16);border-bottom:2px dashed #999}
.pullquote .pq-speaker{font-weight:bold;color:hsl(var(--pq,0) 75% 35%)}
.pullquote .pq-cue{font-style:italic;color:hsl(var(--pq,0) 45% 40%)}
.pullquote .pq-name{border-bottom:1px dotted #888}
.pullquote .pq-mark{text-decoration:underline wavy #b0a060 1px}
.pullquote .pq-masked{color:#999;background:repeating-linear-gradient(135deg,rgba(128,128,128,.12) 0 4px,transparent 4px 8px)}
.pullquote .pq-head{font:13px/1.5 system-ui,sans-serif;color:#666;margin-bottom:.6em}
.pullquote .pq-legend{font:13px/1.9 system-ui,sans-serif;margin-top:.8em;border-top:1px solid #ddd;padding-top:.5em}
.pullquote .pq-legend span{margin-right:.9em;white-space:nowrap}
.pullquote .pq-swatch{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin-right:.35em;
background:hsl(var(--pq,0) 70% 50%)}
.pullquote table{border-collapse:collapse;font:14px/1.5 system-ui,sans-serif;width:100%}
.pullquote td,.pullquote th{text-align:left;vertical-align:top;padding:.35em .8em .35em 0;border-top:1px solid #ddd}
.pullquote td.pq-said{font-family:Georgia,serif}
.pullquote .pq-faint{color:#888}
.pullquote .pq-error{color:#b00020}
@media (prefers-color-scheme:dark){.pullquote:not(.pq-light *){color:#e4e4e4;background:#1b1d21;border-color:#444}
.pullquote .pq-speaker{color:hsl(var(--pq,0) 80% 72%)}.pullquote .pq-cue{color:hsl(var(--pq,0) 50% 72%)}
.pullquote .pq-masked{color:#777}.pullquote .pq-legend,.pullquote td,.pullquote th{border-color:#444}
.pullquote .pq-head{color:#aaa}}
"""


def _hue(colour: int) -> str:
    return f' style="--pq:{_HUES[colour]}"' if colour >= 0 else ""


def _tag(one: Range) -> str:
    name = "none" if one.layer == "quote" and one.colour < 0 else one.layer
    return f'<span class="pq-{name}"{_hue(one.colour)} title="{escape(one.about)}">'


def _page(body: str) -> str:
    return f'<style>{_STYLE}</style><div class="pullquote">{body}</div>'


def document_html(document: Document) -> str:
    """The article as HTML: names, quotes and speakers coloured, reasons as tooltips, boilerplate greyed.

    Examples:
        >>> import pullquote as pq
        >>> html = document_html(pq.analyze("<b>Fine</b> & well."))
        >>> "&lt;b&gt;Fine&lt;/b&gt; &amp; well." in html
        True
    """
    head = " · ".join(
        escape(str(value)) for value in (document.id, document.outlet, document.date) if value
    )
    for label, value in (("error", document.error), ("note", document.note)):
        if value:
            head += f'<div class="pq-error">{label}: {escape(value)}</div>'
    parts = []
    for start, end, ranges in pieces_of(document):
        words = escape(document.text[start:end])
        parts.append("".join(map(_tag, ranges)) + words + "</span>" * len(ranges))
    return _page(
        (f'<div class="pq-head">{head}</div>' if head else "")
        + f'<div class="pq-text">{"".join(parts)}</div>'
        + _legend(document)
    )


def _counts(document: Document) -> dict[str, int]:
    counts: dict[str, int] = {}
    for quote in document.quotes:
        if name := name_of(quote):
            counts[name] = counts.get(name, 0) + 1
    return counts


def _legend(document: Document) -> str:
    counts, items = _counts(document), []
    for name, colour in speaker_colours(document).items():
        swatch = f'<i class="pq-swatch"{_hue(colour)}></i>'
        items.append(f"<span>{swatch}{escape(name)} ({counts[name]})</span>")
    nameless = sum(name_of(quote) is None for quote in document.quotes)
    if nameless:
        items.append(f'<span class="pq-faint">nobody named ({nameless})</span>')
    silent = [person.name for person in document.people if person.name not in counts]
    if silent:
        items.append(f'<span class="pq-faint">also: {escape(", ".join(silent))}</span>')
    return f'<div class="pq-legend">{" ".join(items)}</div>' if items else ""


def document_ansi(document: Document, *, has_colour: bool) -> str:
    """The article for a terminal: quotes in their speakers' colours, boilerplate dim, then the quotes.

    Args:
        document: an analysed article.
        has_colour: whether to write colours; without them quotes stand in brackets with numbers.
    """
    out = []
    for start, end, ranges in pieces_of(document):
        words = _printable(document.text[start:end])
        out.append(_coloured(words, ranges) if has_colour else words)
    lines = ["".join(out).rstrip(), ""]
    if document.error:
        lines.append(f"error: {document.error}")
    if document.note:
        lines.append(f"note: {document.note}")
    colours = speaker_colours(document)
    for quote in document.quotes:
        known = name_of(quote)
        name = _printable(known or f"? ({quote.reason})")
        if has_colour and known:
            name = f"\x1b[1;{_ANSI[colours[known]]}m{name}\x1b[0m"
        lines.append(f"  {name}: {_printable(' '.join(quote.said.split()))}")
    return "\n".join(lines)


def _printable(text: str) -> str:
    """The text without control characters, so that an article cannot steer the terminal."""
    return "".join(c if c in "\n\t" or c.isprintable() else " " for c in text)


def _coloured(words: str, ranges: list[Range]) -> str:
    codes: list[int] = []
    for one in ranges:
        if one.layer == "masked":
            codes.append(2)
        elif one.layer in ("quote", "cue"):
            codes.append(_ANSI[one.colour] if one.colour >= 0 else 4)
            codes += [3] if one.layer == "cue" else []
        elif one.layer == "speaker":
            codes += [1, _ANSI[one.colour]] if one.colour >= 0 else [1]
        elif one.layer == "name":
            codes.append(1)
    return f"\x1b[{';'.join(map(str, codes))}m{words}\x1b[0m" if codes and words.strip() else words


class View:
    """Something to look at: shows itself in a notebook, and prints as text."""

    def __init__(self, html: str, text: str) -> None:
        self._html, self._text = html, text

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._text


def has_colour() -> bool:
    """Whether standard output is a terminal that wants colours (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and sys.stdout.isatty()


def show_document(document: Document) -> None:
    """Shows an article: as HTML in a notebook, else printed."""
    if is_notebook():
        from IPython.display import HTML, display

        display(HTML(document_html(document)))
    else:
        print(document_ansi(document, has_colour=has_colour()))


def show(item: Any, *, rows: int = 50) -> View:
    """A document, or a table of quotes, for the eye: who said what, readably.

    Args:
        item: a Document, or a table with columns ``speaker`` and ``said`` (a DataFrame, a pyarrow
            Table, a list of dict).
        rows: how many rows of a table to show at most.

    Returns:
        A View: HTML in a notebook, text when printed.

    Raises:
        InvalidInputError: neither a document nor such a table.

    Examples:
        >>> import pullquote as pq
        >>> quote = {"speaker": "Ana Ruiz", "said": "We will not wait.", "cue": "said"}
        >>> pq.show([quote])
        Ana Ruiz: We will not wait.
    """
    if isinstance(item, Document):
        return View(document_html(item), document_ansi(item, has_colour=False))
    records, n_rows = _records(item, rows)
    if records and not {"speaker", "said"} <= set(records[0]):
        message = f"nothing to show in columns {list(records[0])}; expected speaker and said"
        raise InvalidInputError(message)
    more = f"… and {n_rows - len(records)} more" if n_rows > len(records) else ""
    lines = [f"{_who(record) or '?'}: {_printable(str(record['said']))}" for record in records]
    return View(_table_html(records, more), "\n".join([*lines, *([more] if more else [])]))


def _who(record: Mapping[str, Any]) -> str:
    value = record.get("speaker")
    return "" if value is None or value != value else _printable(str(value))


def _records(item: Any, rows: int) -> tuple[list[dict[str, Any]], int]:
    if hasattr(item, "to_pydict") and hasattr(item, "num_rows"):
        part = item.slice(0, rows) if hasattr(item, "slice") else item
        columns = part.to_pydict()
        records = [dict(zip(columns, values)) for values in zip(*columns.values())]
        return records[:rows], item.num_rows
    if hasattr(item, "to_dicts"):
        return item.head(rows).to_dicts(), len(item)
    if hasattr(item, "iloc"):
        return item.head(rows).to_dict("records"), len(item)
    if isinstance(item, Iterable) and not isinstance(item, (str, Mapping)):
        listed = list(item)
        if all(isinstance(record, Mapping) for record in listed):
            return [dict(record) for record in listed[:rows]], len(listed)
    message = f"cannot show a {type(item).__name__}; expected a Document or a table of quotes"
    raise InvalidInputError(message)


def _table_html(records: list[dict[str, Any]], more: str) -> str:
    colours: dict[str, int] = {}
    body = []
    for record in records:
        who = _who(record)
        colour = colours.setdefault(who, len(colours) % N_COLOURS) if who else -1
        name = (
            escape(who)
            or f'<span class="pq-faint">{escape(str(record.get("reason") or "?"))}</span>'
        )
        about = escape(" · ".join(str(record.get(c) or "") for c in ("kind", "status", "method")))
        faint = " · ".join(
            str(record[c]) for c in ("article_id", "date") if record.get(c) is not None
        )
        body.append(
            f'<tr title="{about}"><td class="pq-speaker"{_hue(colour)}>{name}</td>'
            f'<td class="pq-said">{escape(str(record["said"]))}</td>'
            f'<td class="pq-faint">{escape(faint)}</td></tr>'
        )
    head = "<tr><th>speaker</th><th>said</th><th></th></tr>"
    tail = f'<div class="pq-faint">{more}</div>' if more else ""
    return _page(f"<table>{head}{''.join(body)}</table>{tail}")
