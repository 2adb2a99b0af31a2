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
from pullquote.display import document_ansi


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
    assert reader.tags <= {"style", "div", "span", "i", "table", "tr", "td", "th"}
    assert "http" not in html
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
