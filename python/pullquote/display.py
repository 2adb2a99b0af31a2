"""Documents and tables for the eye: HTML for notebooks, colours for terminals. No script, nothing fetched."""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from pullquote._core import Document
from pullquote._markup import (
    N_COLOURS,
    Range,
    name_of,
    pieces_of,
    speaker_colours,
    why_nobody,
)
from pullquote._options import SPEECH, counted
from pullquote._progress import is_notebook
from pullquote.errors import InvalidInputError, InvalidOptionError

_ANSI = (34, 31, 32, 35, 33, 36, 94, 91, 92, 95)

#: Of each colour: ink and tint on light paper, ink and tint on dark paper. Ink on paper and on its own tint,
#: and text on each tint, have a contrast of 4.5 or more (WCAG AA; tested).
_COLOURS = (
    ("#0859ac", "#dcebff", "#91c1fe", "#1e3757"),
    ("#9d3013", "#ffe2db", "#fea28b", "#53291f"),
    ("#046e30", "#d5f3da", "#86d396", "#1a4024"),
    ("#743c98", "#f2e2ff", "#d4a9f5", "#412c50"),
    ("#7a5103", "#fce6c9", "#e9b364", "#4a3107"),
    ("#016869", "#c8f4f3", "#4ed5d5", "#004040"),
    ("#9a2a4f", "#fee1e6", "#fc9eb4", "#522732"),
    ("#5549aa", "#e7e7fe", "#b6b4ff", "#333157"),
    ("#596101", "#e8eecc", "#bbc76d", "#363a0d"),
    ("#046480", "#cdf0ff", "#5fcdf5", "#013d4f"),
)
#: Paper, text, faint text, lines, the tint and the ink of what nobody is named for, error.
_LIGHT = ("#ffffff", "#1f2328", "#63676e", "#dcdcd8", "#ececea", "#5c6067", "#b00020")
_DARK = ("#17191c", "#e6e6e3", "#9a9ea6", "#3a3d42", "#2f3237", "#b0b4bb", "#ff9a9a")

_RULES = """
.pullquote{background:var(--pq-paper);color:var(--pq-text);border:1px solid var(--pq-line);border-radius:8px;
max-width:68em;padding:1.1em 1.5em 1.2em;box-sizing:border-box;font:14px/1.5 system-ui,-apple-system,'Segoe UI',
Inter,Roboto,sans-serif;text-align:left;--i:var(--pq-none-ink);--t:var(--pq-none)}
.pullquote .pq-head{display:flex;flex-wrap:wrap;gap:0 1em;justify-content:space-between;color:var(--pq-faint);
font-size:13px;border-bottom:1px solid var(--pq-line);padding-bottom:.5em;margin-bottom:.9em}
.pullquote .pq-head b{color:var(--pq-text);font-weight:600}
.pullquote .pq-error{color:var(--pq-error);margin-bottom:.6em}
.pullquote .pq-body{display:flex;flex-wrap:wrap;gap:1.2em 2.4em;align-items:flex-start}
.pullquote.pullquote.pullquote .pq-text{flex:1 1 32em;min-width:0;margin:0;padding:0;border:0;color:inherit;background:none;max-width:40em;white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere;
font:16.5px/1.78 Charter,'Bitstream Charter','Charis SIL',Georgia,Cambria,'Times New Roman',serif;
font-variant-numeric:oldstyle-nums;text-rendering:optimizeLegibility}
.pullquote .pq-apart{font:600 1.3em/1.3 Charter,'Bitstream Charter','Charis SIL',Georgia,Cambria,serif;margin:0 0 .7em}
.pullquote .pq-title{font-size:1.3em;line-height:1.3;font-weight:600}
.pullquote mark,.pullquote .pq-text b,.pullquote small{font:inherit;color:inherit;background:none;padding:0}
.pullquote .pq-quote,.pullquote .pq-words{border-radius:.2em;-webkit-box-decoration-break:clone;
box-decoration-break:clone}
.pullquote .pq-direct,.pullquote .pq-fragment,.pullquote .pq-words{background:var(--t);padding:.06em .08em}
.pullquote .pq-direct,.pullquote .pq-fragment{text-decoration:underline solid var(--i) 2px;
text-underline-offset:.3em;text-decoration-skip-ink:none}
.pullquote .pq-mixed,.pullquote .pq-indirect{text-decoration:underline dotted var(--i) 2px;text-underline-offset:.3em;
text-decoration-skip-ink:none}
.pullquote .pq-who::after{content:attr(data-who);font:600 10.5px/1 system-ui,-apple-system,'Segoe UI',Inter,Roboto,
sans-serif;letter-spacing:.015em;white-space:nowrap;color:var(--pq-paper);background:var(--i);border-radius:3px;
padding:2px 5px;margin:0 .1em 0 .35em;position:relative;top:-.16em}
.pullquote .pq-text b.pq-speaker{font-weight:700;color:var(--i)}
.pullquote .pq-cue{font-style:italic;color:var(--i)}
.pullquote .pq-name{border-bottom:1px solid var(--pq-line)}
.pullquote .pq-pronoun,.pullquote .pq-role{border-bottom-style:dotted}
.pullquote .pq-quote .pq-name,.pullquote .pq-title .pq-name{border:0}
.pullquote .pq-mark{text-decoration:underline wavy var(--pq-faint) 1px;text-underline-offset:.25em}
.pullquote small.pq-masked{font-size:.84em;color:var(--pq-faint);
background:repeating-linear-gradient(135deg,var(--pq-none) 0 3px,transparent 3px 7px)}
.pullquote .pq-key small.pq-masked{font-size:12px;padding:.15em .4em}
.pullquote .pq-people{flex:1 1 14em;max-width:22em;font-size:13px}
.pullquote .pq-caption{font-size:11px;font-weight:600;letter-spacing:.07em;text-transform:uppercase;color:var(--pq-faint);
margin:.2em 0 .5em}
.pullquote .pq-person{border-left:4px solid var(--i);padding:0 0 0 .7em;margin:0 0 .65em}
.pullquote .pq-person b{color:var(--i);font-weight:600;font-size:14px}
.pullquote .pq-person div,.pullquote .pq-faint{color:var(--pq-faint)}
.pullquote .pq-key{border-top:1px solid var(--pq-line);margin-top:1.1em;padding-top:.6em;font-size:12px;
color:var(--pq-faint)}
.pullquote .pq-key>span{margin-right:1.3em;white-space:nowrap}
.pullquote.pullquote.pullquote table{border-collapse:collapse;width:100%;margin:0;font:inherit;table-layout:auto;
color:inherit;border:0}
.pullquote.pullquote.pullquote tr{background:none}
.pullquote.pullquote.pullquote td,.pullquote.pullquote.pullquote th{text-align:left;vertical-align:baseline;padding:.38em 0 .38em 1.1em;
border:0;border-top:1px solid var(--pq-line);font-size:13px;font-weight:400;white-space:normal;max-width:none}
.pullquote.pullquote.pullquote td:first-child,.pullquote.pullquote.pullquote th:first-child{padding-left:0}
.pullquote.pullquote.pullquote th{color:var(--pq-faint);border-top:0}
.pullquote.pullquote.pullquote tr.pq-article th{padding-top:1.2em;font-size:12.5px}
.pullquote.pullquote.pullquote tr.pq-article b{color:var(--pq-text);font-weight:600}
.pullquote.pullquote.pullquote td.pq-speaker{width:13em;font-weight:600;font-size:13.5px;color:var(--i)}
.pullquote.pullquote.pullquote td.pq-said{font:15.5px/1.5 Charter,'Bitstream Charter','Charis SIL',Georgia,Cambria,serif;
overflow-wrap:anywhere}
.pullquote.pullquote.pullquote td.pq-how{width:7em;color:var(--pq-faint);font-size:12px;white-space:nowrap}
"""


def _scheme(selector: str, basics: tuple[str, ...], first: int) -> str:
    """The colours of one scheme: papers and inks, then ink and tint for each speaker."""
    names = ("paper", "text", "faint", "line", "none", "none-ink", "error")
    own = "".join(f"--pq-{name}:{value};" for name, value in zip(names, basics))
    inks = "".join(f"--i{n}:{c[first]};--t{n}:{c[first + 1]};" for n, c in enumerate(_COLOURS))
    return f"{selector}{{{own}{inks}}}\n"


# Dark where the reader's system is; but what the notebook (JupyterLab, VS Code) says of itself wins.
_STYLE = (
    _RULES
    + "".join(f".pullquote .pq-c{n}{{--i:var(--i{n});--t:var(--t{n})}}\n" for n in range(N_COLOURS))
    + _scheme(".pullquote", _LIGHT, 0)
    + f"@media (prefers-color-scheme:dark){{{_scheme('.pullquote', _DARK, 2)}}}\n"
    + _scheme("[data-jp-theme-light=true] .pullquote,.vscode-light .pullquote", _LIGHT, 0)
    + _scheme("[data-jp-theme-light=false] .pullquote,.vscode-dark .pullquote", _DARK, 2)
)

#: The element of each layer: where a page strips styles, quotes and speakers still stand out.
_TAGS = {"quote": "mark", "speaker": "b", "masked": "small"}


def _colour(colour: int) -> str:
    return f" pq-c{colour}" if colour >= 0 else ""


def _open(one: Range) -> str:
    kind = f" pq-{one.kind}" if one.kind else ""
    classes = f"pq-{one.layer}{kind}{_colour(one.colour)}"
    return f'<{_TAGS.get(one.layer, "span")} class="{classes}" title="{escape(one.about)}">'


def _close(one: Range) -> str:
    end = f"</{_TAGS.get(one.layer, 'span')}>"
    if one.who is None:
        return end
    return f'{end}<span class="pq-who{_colour(one.colour)}" data-who="{escape(one.who)}"></span>'


def page(body: str) -> str:
    """A fragment of HTML that brings its style."""
    return f'<style>{_STYLE}</style><div class="pullquote">{body}</div>'


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
        out += map(_open, ranges[kept:])
        opened = ranges
        out.append(escape(document.text[start:end], quote=False))
    out += map(_close, reversed(opened))
    return "".join(out)


def document_html(document: Document) -> str:
    """The article as HTML: quotes in their speakers' colours, reasons as tooltips, boilerplate greyed.

    Examples:
        >>> import pullquote as pq
        >>> html = document_html(pq.analyze("<b>Fine</b> & well."))
        >>> "&lt;b&gt;Fine&lt;/b&gt; &amp; well." in html
        True
    """
    notes = "".join(
        f'<div class="pq-error">{label}: {escape(value)}</div>'
        for label, value in (("error", document.error), ("note", document.note))
        if value
    )
    title = document.title
    if title and not document.text.lstrip().startswith(title):
        notes += f'<div class="pq-apart" title="title, given apart">{escape(title)}</div>'
    return page(
        f"{_head(document)}{notes}"
        f'<div class="pq-body"><pre class="pq-text">{_marked_text(document)}</pre>'
        f"{_people(document)}</div>{_key(document)}"
    )


def _head(document: Document) -> str:
    values = [str(value) for value in (document.outlet, document.date, document.id) if value]
    left = " · ".join(f"<b>{escape(v)}</b>" if n == 0 else escape(v) for n, v in enumerate(values))
    spoken = [quote for quote in document.quotes if quote.status in SPEECH]
    n_speakers = len({name for quote in spoken if (name := name_of(quote))})
    right = f"{counted(len(spoken), 'quote')} · {counted(n_speakers, 'speaker')}"
    if document.tokens and document.tokens[0].is_quoted is None:
        right = "no quotes looked for"
    return f'<div class="pq-head"><span>{left}</span><span>{right}</span></div>'


def _people(document: Document) -> str:
    """Who speaks, how often; then the people who are named and do not speak."""
    colours = speaker_colours(document)
    spoken = [quote for quote in document.quotes if quote.status in SPEECH]
    counts = Counter(name_of(quote) for quote in spoken)
    others: dict[str, set[str]] = defaultdict(set)
    for quote in document.quotes:
        others[name_of(quote) or ""].add(quote.status)
    persons = {person.name: person for person in document.people}
    items = []
    for name in sorted(colours, key=lambda name: -counts[name]):
        facts = [counted(counts[name], "quote")] if counts[name] else sorted(others[name])
        about = "not a person of the article: an organisation, a group, a document or unnamed"
        if person := persons.get(name):
            facts.append(counted(len(person.mentions), "mention"))
            aliases = [alias for alias in person.aliases if alias != name]
            about = f"also called: {', '.join(aliases)}" if aliases else "always called so"
        items.append(
            f'<div class="pq-person{_colour(colours[name])}" title="{escape(about)}">'
            f"<b>{escape(name)}</b><div>{' · '.join(facts)}</div></div>"
        )
    if counts[None]:
        reasons = {why_nobody(quote.reason) for quote in spoken if name_of(quote) is None}
        items.append(
            f'<div class="pq-person" title="{escape(chr(10).join(sorted(reasons)))}"><b>nobody named</b>'
            f"<div>{counted(counts[None], 'quote')}</div></div>"
        )
    out = '<div class="pq-caption">Who speaks</div>' + "".join(items) if items else ""
    silent = [name for name in persons if name not in colours]
    if silent:
        named = escape(", ".join(silent))
        out += f'<div class="pq-caption">Also named</div><div class="pq-faint">{named}</div>'
    return f'<div class="pq-people">{out}</div>' if out else ""


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


def document_ansi(document: Document, *, has_colour: bool) -> str:
    """The article for a terminal: quotes in their speakers' colours, boilerplate dim, then the quotes.

    Args:
        document: an analysed article.
        has_colour: whether to write colours.
    """
    out = []
    for start, end, ranges in pieces_of(document):
        words = printable(document.text[start:end])
        out.append(_coloured(words, ranges) if has_colour else words)
    lines = ["".join(out).rstrip(), ""]
    if document.error:
        lines.append(f"error: {document.error}")
    if document.note:
        lines.append(f"note: {document.note}")
    colours = speaker_colours(document)
    for quote in document.quotes:
        known = name_of(quote)
        name = printable(known or f"? ({quote.reason})")
        if has_colour and known:
            name = f"\x1b[1;{_ANSI[colours[known]]}m{name}\x1b[0m"
        lines.append(f"  {name}: {printable(' '.join(quote.said.split()))}")
    return "\n".join(lines)


def printable(text: str) -> str:
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
        InvalidOptionError: no number of rows.

    Examples:
        >>> import pullquote as pq
        >>> quote = {"speaker": "Ana Ruiz", "said": "We will not wait.", "cue": "said"}
        >>> pq.show([quote])
        Ana Ruiz: We will not wait.
    """
    if isinstance(item, Document):
        return View(document_html(item), document_ansi(item, has_colour=False))
    if isinstance(rows, bool) or not isinstance(rows, int) or rows < 0:
        message = f"rows is {rows!r}; expected a number from 0"
        raise InvalidOptionError(message)
    records, n_rows = _records(item, rows)
    if records and not {"speaker", "said"} <= set(records[0]):
        message = f"nothing to show in columns {list(records[0])}; expected speaker and said"
        raise InvalidInputError(message)
    more = f"… and {n_rows - len(records)} more" if n_rows > len(records) else ""
    lines = [f"{_who(record) or '?'}: {printable(str(record['said']))}" for record in records]
    return View(_table_html(records, more), "\n".join([*lines, *([more] if more else [])]))


def _who(record: Mapping[str, Any]) -> str:
    value = record.get("speaker")
    return "" if value is None or value != value else printable(str(value))


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
    """Speaker, words, how they are known; a heading where another article begins."""
    colours: dict[str, int] = {}
    rows: list[str] = []
    article = ""
    for record in records:
        if (heading := _article(record)) != article:
            rows.append(f'<tr class="pq-article"><th colspan="3">{heading}</th></tr>')
            article = heading
        rows.append(_row_html(record, colours))
    head = "<tr><th>speaker</th><th>words</th><th></th></tr>"
    tail = f'<div class="pq-key">{escape(more)}</div>' if more else ""
    return page(f"<table>{head}{''.join(rows)}</table>{tail}")


def _article(record: Mapping[str, Any]) -> str:
    values = [record.get(column) for column in ("article_id", "outlet", "date")]
    known = [str(value) for value in values if value is not None and value == value]
    known = [value.removesuffix(" 00:00:00") for value in known]
    return " · ".join(f"<b>{escape(v)}</b>" if n == 0 else escape(v) for n, v in enumerate(known))


def _parts(record: Mapping[str, Any]) -> list[str]:
    """The stretches that stood in marks, of a quote that is nothing else."""
    if record.get("kind") not in ("direct", "fragment"):
        return []
    parts = record.get("parts")
    if parts is None or isinstance(parts, (str, float)):
        return [str(record["said"])]
    return [str(part["text"]) for part in parts]


def _row_html(record: Mapping[str, Any], colours: dict[str, int]) -> str:
    who, kind = _who(record), str(record.get("kind") or "")
    colour = colours.setdefault(who, len(colours) % N_COLOURS) if who else -1
    reason = record.get("reason")
    name = escape(who) or f'<span class="pq-faint">{escape(str(reason or "nobody named"))}</span>'
    facts = [str(record.get(column) or "") for column in ("kind", "status", "method")]
    lines = [" · ".join(fact for fact in facts if fact)] if any(facts) else []
    if not who:
        lines.insert(0, why_nobody(None if reason is None else str(reason)))
    elif record.get("speaker_text"):
        lines.append(f"named as: {record['speaker_text']}")
    how = kind
    if isinstance(confidence := record.get("confidence"), float):
        how += f" {confidence:.2f}"
    words = " ".join(f"“{text}”" for text in _parts(record)) or str(record["said"])
    words = escape(words, quote=False)
    return (
        f'<tr title="{escape(chr(10).join(lines))}"><td class="pq-speaker{_colour(colour)}">{name}</td>'
        f'<td class="pq-said">{words}</td><td class="pq-how">{escape(how)}</td></tr>'
    )
