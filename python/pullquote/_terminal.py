"""Articles for terminals: by escape codes, or by rich where the caller prints with it."""

from __future__ import annotations

import os
import sys
from typing import Any

from pullquote._core import Document
from pullquote._markup import Range, name_of, pieces_of, speaker_colours
from pullquote._palette import ANSI, RICH


def printable(text: str) -> str:
    """The text without control characters, so that an article cannot steer the terminal."""
    return "".join(c if c in "\n\t" or c.isprintable() else " " for c in text)


def has_colour() -> bool:
    """Whether standard output is a terminal that wants colours (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and sys.stdout.isatty()


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
    lines = ["".join(out).rstrip(), "", *_doubts(document)]
    colours = speaker_colours(document)
    for quote in document.quotes:
        known = name_of(quote)
        name = printable(known or f"? ({quote.reason})")
        if has_colour and known:
            ink = f";{ANSI[colours[known]]}" if colours[known] >= 0 else ""
            name = f"\x1b[1{ink}m{name}\x1b[0m"
        lines.append(f"  {name}: {printable(' '.join(quote.said.split()))}")
    return "\n".join(lines)


def _doubts(document: Document) -> list[str]:
    values = (("error", document.error), ("note", document.note))
    return [f"{label}: {value}" for label, value in values if value]


def _coloured(words: str, ranges: list[Range]) -> str:
    codes: list[int] = []
    for one in ranges:
        if one.layer == "masked":
            codes.append(2)
        elif one.layer in ("quote", "cue"):
            codes.append(ANSI[one.colour] if one.colour >= 0 else 4)
            codes += [3] if one.layer == "cue" else []
        elif one.layer == "speaker":
            codes += [1, ANSI[one.colour]] if one.colour >= 0 else [1]
        elif one.layer == "name":
            codes.append(1)
    return f"\x1b[{';'.join(map(str, codes))}m{words}\x1b[0m" if codes and words.strip() else words


def document_rich(document: Document) -> Any:
    """The same for rich: the text, then a table of the quotes, which wraps to the width there is."""
    from rich.console import Group
    from rich.text import Text

    text = Text()
    for start, end, ranges in pieces_of(document):
        style = " ".join(_style(one) for one in ranges)
        text.append(printable(document.text[start:end]), style=style.strip())
    text.rstrip()
    rows = [
        (name_of(quote), str(quote.reason or "?"), f"{quote.kind}, {quote.status}", quote.said)
        for quote in document.quotes
    ]
    doubts = [Text(line, style="bold red") for line in _doubts(document)]
    return Group(text, "", *doubts, *([quotes_rich(rows)] if rows else []))


def _style(one: Range) -> str:
    ink = RICH[one.colour] if one.colour >= 0 else ""
    if one.layer == "masked":
        return "dim"
    if one.layer == "quote":
        return f"underline {ink}" if one.is_again or not ink else ink
    return {"cue": f"italic {ink}", "speaker": f"bold {ink}", "name": "bold"}.get(one.layer, "")


def quotes_rich(rows: list[tuple[str | None, str, str, str]], more: str = "") -> Any:
    """A table for rich of (speaker, why there is none, kind, words)."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from pullquote._palette import colour_of

    table = Table(box=SIMPLE_HEAD, pad_edge=False, caption=more or None, caption_justify="left")
    table.add_column("speaker", min_width=12, max_width=28)
    table.add_column("words", ratio=1)
    table.add_column("kind", no_wrap=True)
    for speaker, reason, kind, said in rows:
        name = (
            Text(printable(speaker), style=f"bold {RICH[colour_of(speaker)]}")
            if speaker
            else Text(f"? ({printable(reason)})", style="dim")
        )
        table.add_row(name, Text(printable(" ".join(said.split()))), Text(kind, style="dim"))
    return table
