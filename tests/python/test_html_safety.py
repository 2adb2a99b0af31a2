"""Whatever an article, an id, an outlet or a name says, the displays hold our tags and attributes and its text alone."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pullquote as pq

html5lib = pytest.importorskip("html5lib")

TAGS = {
    *(
        "style",
        "figure",
        "div",
        "span",
        "b",
        "bdi",
        "mark",
        "small",
        "pre",
        "ul",
        "li",
        "ins",
        "del",
    ),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
# Those of a page of its own.
PAGE_TAGS = TAGS | {
    "html",
    "head",
    "meta",
    "title",
    "body",
    "main",
    "h1",
    "nav",
    "ol",
    "a",
    "section",
    "footer",
}
ATTRIBUTES = {
    *("class", "tabindex", "aria-label", "aria-description", "aria-hidden", "role", "dir", "scope"),
    *("colspan", "data-who", "style"),
}
PAGE_ATTRIBUTES = ATTRIBUTES | {"lang", "charset", "http-equiv", "content", "name", "href", "id"}

EVIL = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "</style><style>*{display:none}",
    "</pre></div></figure><h1>out</h1>",
    "<!-- not a comment",
    "]]><![CDATA[",
    "javascript:alert(1)",
    "url(http://example.org/x.png)",
    "}.pullquote{display:none}",
    "<img src=x onerror=alert(1)>",
    "a\0b",
    "\u202eevil\u202c\u200f",
    "&lt;b&gt; &amp; &#60; &notanentity;",
    "\r\n\r",
    "\ud800",
    "\x1b[31m\x0b\x0c",
]


def expected(text: str) -> str:
    """What HTML can hold of a text."""
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)


class Strict(HTMLParser):
    """Refuses every tag and attribute that is not ours."""

    def __init__(self, tags: set[str], attributes: set[str]) -> None:
        super().__init__()
        self._tags, self._attributes = tags, attributes

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self._tags, tag
        for name, value in attrs:
            assert name in self._attributes, (tag, name)
            if name == "style":
                assert re.fullmatch(r"width:\d+%", value or ""), value
            if name == "class":
                assert re.fullmatch(r"[a-z0-9 -]+", value or ""), value
            if name == "href":
                assert re.fullmatch(r"#article-\d+", value or ""), value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def parse(html: str, *, is_page: bool = False) -> Any:
    """The tree that a browser makes of it, in which only our elements are."""
    assert "\0" not in html
    html.encode("utf-8")
    Strict(PAGE_TAGS if is_page else TAGS, PAGE_ATTRIBUTES if is_page else ATTRIBUTES).feed(html)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html) if is_page else parser.parseFragment(html)
    for one in tree.iter():
        if isinstance(one.tag, str) and one.tag != "DOCUMENT_FRAGMENT":
            assert one.tag in (PAGE_TAGS if is_page else TAGS), one.tag
            assert set(one.attrib) <= (PAGE_ATTRIBUTES if is_page else ATTRIBUTES)
    # The rules are as they were written, whatever the text says of style.
    style = "".join("".join(one.itertext()) for one in tree.iter("style"))
    assert "alert" not in style
    assert "url(" not in style
    assert "http" not in style
    return tree


def text_of(tree: Any, tag: str) -> list[str]:
    return ["".join(one.itertext()) for one in tree.iter(tag)]


def article(evil: str) -> dict[str, Any]:
    text = f'{evil} "{evil} we will not wait," said Ana {evil} Ruiz. Tom Lee said {evil} was late.\n\nBy {evil}'
    return {"id": evil, "outlet": evil, "title": evil, "date": "2019-05-02", "text": text}


@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
def test_a_document_is_its_text(evil: str) -> None:
    given = article(evil)
    document = pq.analyze(given["text"], id=evil, outlet=evil, title=evil, date=given["date"])
    tree = parse(document._repr_html_())
    (shown,) = text_of(tree, "pre")
    assert shown == expected(document.text) == expected(given["text"])
    title = expected(evil)
    assert title.replace("\r", "") in "".join(text_of(tree, "figure")).replace("\r", "")


@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
def test_tables_summaries_and_comparisons_are_theirs(evil: str) -> None:
    row = {
        "article_id": f"x{evil}",
        "outlet": evil,
        "date": evil,
        "speaker": f"Ana {evil} Ruiz",
        "speaker_text": evil,
        "identity_name": evil,
        "cue": evil,
        "cue_lemma": evil,
        "method": evil,
        "status": evil,
        "reason": evil,
        "said": f"We {evil} wait.",
        "confidence": 0.5,
    }
    rows = [{**row, "kind": kind, "n_words": 3} for kind in ("direct", "mixed", "indirect", evil)]
    rows[1]["quoted"] = [{"start": 0, "end": 1, "text": evil}]
    rows.append({**row, "speaker": None, "kind": "direct"})
    tree = parse(pq.show(rows)._repr_html_())
    said = [cell for cell in text_of(tree, "td") if "wait." in cell]
    assert len(said) == 5
    assert all(expected(f"We {evil} wait.") in cell for cell in said)
    parse(pq.summary(rows)._repr_html_())
    parse(pq.compare(f"We {evil} will never wait.", f"{evil} We will wait, too")._repr_html_())
    twice = [
        {
            "said": f"We won't sell the old lighthouse to anybody {evil}",
            "speaker": evil,
            "outlet": evil,
        },
        {"said": "We will not sell the old lighthouse to anybody", "speaker": evil, "date": evil},
    ]
    for cluster in pq.clusters(twice):
        parse(cluster._repr_html_())


def test_a_page_of_articles(tmp_path: Path) -> None:
    given = [article(evil) for evil in EVIL]
    path = pq.highlights(given, tmp_path / "quotes.html", title="<b>Quotes</b> & more")
    html = path.read_bytes().decode("utf-8")
    tree = parse(html, is_page=True)
    assert text_of(tree, "pre") == [expected(one["text"]) for one in given]
    assert text_of(tree, "h1") == ["<b>Quotes</b> & more"]
    assert "default-src 'none'" in html
    links = [one.attrib["href"][1:] for one in tree.iter("a")]
    assert links == [one.attrib["id"] for one in tree.iter("section")]
    assert len(links) == len(EVIL)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([*EVIL, '"', "“", "”", "Ana Ruiz said ", "\n", " ", "é🎉"]), max_size=14
    ).map("".join)
)
def test_any_text_is_its_text(text: str) -> None:
    tree = parse(pq.analyze(text, id=text, outlet=text)._repr_html_())
    assert text_of(tree, "pre") == [expected(text)]
