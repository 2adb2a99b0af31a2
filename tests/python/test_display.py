"""Documents and tables for the eye: everything escaped, nothing lost, nested spans well-formed."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import pullquote as pq
from conftest import TEXT
from pullquote import plots
from pullquote._palette import ANSI, COLOURS, DARK, LIGHT, N_COLOURS, RICH, clashing, colour_of
from pullquote.display import document_ansi


class Reader(HTMLParser):
    """Collects the text shown and checks that tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.shown = ""
        self.cards: list[str] = []
        self.stops = 0
        self._in_text = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack.append(tag)
        given = dict(attrs)
        if given.get("class") == "pq-text":
            self._in_text = len(self.stack)
        self.cards += [given["aria-description"] or ""] if "aria-description" in given else []
        self.stops += "tabindex" in given

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
    return reader


def test_the_whole_text_is_shown(documents: list[pq.Document]) -> None:
    for document in documents:
        reader = read(document._repr_html_())
        assert reader.shown == document.text
        assert any("method" in card for card in reader.cards)
        # The keyboard stops once at each part of a quote.
        assert reader.stops == sum(len(quote.parts) for quote in document.quotes)


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


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two, as CSS and Vega mix them."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def test_everything_is_legible_in_light_and_dark() -> None:
    assert len(COLOURS) == len(ANSI) == len(RICH) == N_COLOURS
    for (paper, text, faint, _, none, none_ink, error), first in ((LIGHT, 0), (DARK, 2)):
        pairs = [(text, paper), (text, none), (none_ink, none), (none_ink, paper), (error, paper)]
        pairs += [(faint, paper), (faint, none)]
        for colour in COLOURS:
            ink, tint = colour[first : first + 2]
            pairs += [(ink, paper), (ink, tint), (text, tint)]
        # The cells of a summary.
        tint = COLOURS[0][first + 1]
        pairs += [(text, mixed(paper, tint, share)) for share in (0.45, 0.75, 1)]
        assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_the_figures_in_a_chart_are_legible() -> None:
    for percent in range(101):
        cell = mixed(plots.PALE, plots.DARK, percent / 100)
        text = "#ffffff" if percent / 100 >= plots.WHITE_FROM else "#000000"
        assert contrast(text, cell) >= 4.5, percent


def test_a_person_has_one_colour_everywhere() -> None:
    name = "Ana Ruiz"
    texts = (
        f'"We are ready," {name} said.',
        f'"No," said Tom Lee. "Never," said Jo Tran. "We are ready," {name} said.',
    )
    classes = []
    for text in texts:
        document = pq.analyze(text)
        found = re.findall(
            r'<li class="pq-person (pq-c\d)[^"]*"><b><bdi>Ana Ruiz<', document._repr_html_()
        )
        table = pq.show(pq.quotes([text]))._repr_html_()
        classes += found + re.findall(r"pq-speaker (pq-c\d)[^>]*><b><bdi>Ana Ruiz<", table)
    assert classes == [f"pq-c{colour_of(name)}"] * 4


def test_two_of_one_colour_can_be_told_apart() -> None:
    names = [
        "Ana Ruiz",
        "Tom Lee",
        "Jo Tran",
        "Sam Holt",
        "Kim Vance",
        "Lee Marsh",
        "Ned Cole",
        "Amy Pike",
    ]
    names += ["Bob Frost", "Eve Hale", "Dan Reed"]
    second = clashing(names)
    assert second
    document = pq.analyze(
        "\n\n".join(f'"We are ready to go there," {name} said.' for name in names)
    )
    html = document._repr_html_()
    doubled = re.findall(r'<li class="pq-person pq-c\d pq-again"><b><bdi>([^<]*)<', html)
    assert set(doubled) == second
    assert len(re.findall(r'<mark class="[^"]*pq-again"', html)) == len(second)


def test_who_is_nobody_in_particular_is_grey() -> None:
    html = pq.analyze('"We are ready," a city official said.')._repr_html_()
    assert re.findall(r'<li class="(pq-person[^"]*)"', html) == ["pq-person"]


def test_who_says_it_is_written_behind_the_quote_unless_named_beside_it() -> None:
    document = pq.analyze('"We are ready," Ana Ruiz said.\n\n"We will not wait," she said.')
    html = document._repr_html_()
    assert html.count('data-who="Ana Ruiz"') == 1
    assert html.index("We will not wait") < html.index('data-who="Ana Ruiz"')


def test_blank_lines_at_the_start_are_kept() -> None:
    # What reads HTML drops the first line break after <pre>.
    html = pq.analyze("\n\nNothing.")._repr_html_()
    assert '<pre class="pq-text" dir="auto">\n\n\nNothing.' in html


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


def test_a_table_of_quotes_says_what_its_cells_are(articles: list[dict[str, Any]]) -> None:
    html = pq.show(pq.quotes(articles[:2]))._repr_html_()
    assert html.count('scope="col"') == 2
    assert html.count('scope="rowgroup"') == 2
    n_rows = len(pq.quotes(articles[:2]))
    assert html.count('scope="row"') == n_rows
    assert html.count('tabindex="0"') == n_rows
    assert f'<figure class="pullquote" aria-label="Table of {n_rows} quotes">' in html


def test_rich_prints_everything(articles: list[dict[str, Any]]) -> None:
    console = pytest.importorskip("rich.console")
    quotes = pq.quotes(articles)
    document = pq.analyze(TEXT + " \x1b[31m [bold]not markup[/bold]")

    def printed(item: object) -> str:
        out = console.Console(width=120, record=True, file=io.StringIO(), color_system="truecolor")
        out.print(item)
        return str(out.export_text())

    shown = printed(pq.show(document))
    assert "[bold]not markup[/bold]" in shown
    assert "\x1b" not in shown
    assert "Ana Ruiz" in shown
    assert f"… and {len(quotes) - 5} more" in printed(pq.show(quotes, rows=5))
    assert "Barack Obama" in printed(pq.summary(quotes))
    assert "never" in printed(pq.compare("We never sold it.", "We sold it."))
    assert "variants" in printed(pq.clusters(quotes)[0])
    assert "nobody named" not in printed(pq.show([{"speaker": "Ana [red]Ruiz", "said": "[b]No"}]))


def test_a_summary_counts(articles: list[dict[str, Any]], documents: list[pq.Document]) -> None:
    tables = pq.extract(pd.DataFrame(articles), ["quotes", "people"])
    quotes = tables["quotes"]
    summary = pq.summary(quotes)
    assert summary.n_quotes == len(quotes)
    assert summary.n_articles == quotes["article_id"].nunique()
    assert summary.outlets == quotes["outlet"].astype(str).value_counts().to_dict()
    assert sum(summary.kinds.values()) == sum(summary.sources.values()) == len(quotes)
    first = summary.speakers[0]
    own = quotes[quotes["speaker"] == first["speaker"]]
    assert first["n_quotes"] == len(own) == sum(first["outlets"].values())
    assert first["n_words"] == own["n_words"].sum()
    for other in (pq.show(tables), pq.show(documents), pq.summary(pl.from_pandas(quotes))):
        assert repr(other) == repr(summary)
    linked = pq.link_people(tables)
    assert pq.summary(linked).n_quotes == len(quotes)
    html = summary._repr_html_()
    read(html)
    assert html.count('scope="col"') == 3 + len(summary.outlets)
    assert repr(pq.summary([])) == "0 quotes · 0 articles"
    read(pq.summary([])._repr_html_())
    with pytest.raises(
        pq.InvalidInputError, match="no column 'speaker'; columns there are: 'said'"
    ):
        pq.summary([{"said": "No."}])
    with pytest.raises(
        pq.InvalidInputError, match="no table 'quotes' to count; tables there are: 'people'"
    ):
        pq.show({"people": []})


def test_a_summary_groups_what_is_many() -> None:
    rows = [
        {"speaker": f"Speaker {n % 30}", "outlet": f"Outlet {n % 12}", "said": "No, never."}
        for n in range(120)
    ]
    html = pq.summary(rows)._repr_html_()
    assert "… and 15 more speakers" in html
    assert "5 others" in html


def test_a_corpus_shows_where() -> None:
    corpus = pq.Corpus()
    rows = [
        {"quote_id": n, "article_id": n, "said": "We wait.", "outlet": "The Brief"} for n in (1, 2)
    ]
    corpus.add([{**row, "date": "2019-05-02"} for row in rows])
    assert (
        repr(pq.show(corpus))
        == "2 quotes · 2 articles · 1 outlet · 2019-05-02\noutlets: The Brief 2"
    )
    assert [row["quote_id"] for row in corpus.ids()] == ["1", "2"]
