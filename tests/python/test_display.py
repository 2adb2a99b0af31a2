"""Documents and tables for the eye: everything escaped, nothing lost, nested spans well-formed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pullquote as pq
from conftest import TEXT
from pullquote._markup import N_COLOURS
from pullquote.display import _ANSI, _COLOURS, _DARK, _LIGHT, document_ansi


class Reader(HTMLParser):
    """Collects the text shown and checks that tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.shown = ""
        self.tags: set[str] = set()
        self.titles: list[str] = []
        self._in_text = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.stack.append(tag)
        given = dict(attrs)
        if given.get("class") == "pq-text":
            self._in_text = len(self.stack)
        if given.get("title"):
            self.titles.append(given["title"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag
        if len(self.stack) < self._in_text:
            self._in_text = 0

    def handle_data(self, data: str) -> None:
        if self._in_text:
            self.shown += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.stack == []
    known = {"style", "div", "span", "b", "mark", "small", "pre", "table", "tr", "td", "th"}
    assert reader.tags <= known
    assert "http" not in html
    assert "url(" not in html
    return reader


def test_the_whole_text_is_shown(documents: list[pq.Document]) -> None:
    for document in documents:
        reader = read(document._repr_html_())
        assert reader.shown == document.text
        assert any("method" in title for title in reader.titles)


def test_everything_is_escaped() -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=y>'
    document = pq.analyze(f'"{evil}," said Ana <b>Ruiz</b>.', id=evil, outlet=evil, title=evil)
    html = document._repr_html_()
    assert "<script" not in html
    assert "<img" not in html
    assert read(html).shown == document.text
    assert "<script" not in pq.show([{"speaker": evil, "said": evil}])._repr_html_()


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_everything_is_legible_in_light_and_dark() -> None:
    assert len(_COLOURS) == len(_ANSI) == N_COLOURS
    for (paper, text, faint, _, none, none_ink, error), first in ((_LIGHT, 0), (_DARK, 2)):
        pairs = [(text, paper), (text, none), (none_ink, none), (none_ink, paper), (error, paper)]
        pairs += [(faint, paper), (faint, none)]
        for colour in _COLOURS:
            ink, tint = colour[first : first + 2]
            pairs += [(ink, paper), (ink, tint), (text, tint)]
        assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_who_says_it_is_written_behind_the_quote_unless_named_beside_it() -> None:
    document = pq.analyze('"We are ready," Ana Ruiz said.\n\n"We will not wait," she said.')
    html = document._repr_html_()
    assert html.count('data-who="Ana Ruiz"') == 1
    assert html.index("We will not wait") < html.index('data-who="Ana Ruiz"')


def test_blank_lines_at_the_start_are_kept() -> None:
    # What reads HTML drops the first line break after <pre>.
    html = pq.analyze("\n\nNothing.")._repr_html_()
    assert '<pre class="pq-text">\n\n\nNothing.' in html


def test_a_title_given_apart_is_shown() -> None:
    assert "Mayor &lt;b&gt;" in pq.analyze("Nothing.", title="Mayor <b>")._repr_html_()
    assert (
        "pq-apart"
        not in pq.analyze("Mayor\n\nNothing.", title="Mayor")._repr_html_().split("</style>")[1]
    )


def test_errors_and_notes_are_shown() -> None:
    assert "unreadable date" in pq.analyze("a", date="soon")._repr_html_()
    failed = next(pq.Pipeline().pipe([None]))
    assert "no text" in failed._repr_html_()
    assert repr(failed) == 'Document(error="no text")'


def test_the_terminal_shows_text_and_quotes() -> None:
    document = pq.analyze(TEXT)
    plain = document_ansi(document, has_colour=False)
    assert plain.startswith(TEXT)
    assert "\x1b" not in plain
    assert "Ana Ruiz: We are ready," in plain
    assert "\x1b[" in document_ansi(document, has_colour=True)
    # What an article says does not steer the terminal.
    assert "\x1b" not in document_ansi(pq.analyze("a \x1b[31m b"), has_colour=False)


def test_show_prints(capsys: pytest.CaptureFixture[str]) -> None:
    pq.analyze(TEXT).show()
    assert "Ana Ruiz: We are ready," in capsys.readouterr().out


def test_show_reads_every_kind_of_table(articles: list[dict[str, Any]]) -> None:
    rows = pq.quotes(articles)
    views = [
        pq.show(pq.quotes(given), rows=5)
        for given in (
            articles,
            pd.DataFrame(articles),
            pl.DataFrame(articles),
            pa.Table.from_pylist(articles),
        )
    ]
    assert len({repr(view) for view in views}) == 1
    assert f"… and {len(rows) - 5} more" in repr(views[0])
    for view in views:
        read(view._repr_html_())
    assert pq.show(pq.analyze(TEXT))._repr_html_() == pq.analyze(TEXT)._repr_html_()
    with pytest.raises(pq.InvalidInputError, match="expected speaker and said"):
        pq.show([{"a": 1}])
    with pytest.raises(pq.InvalidInputError, match="cannot show a int"):
        pq.show(7)
    with pytest.raises(pq.InvalidOptionError, match="rows is -1; expected a number from 0"):
        pq.show(rows, rows=-1)
