"""Makes the page to review quotations by: one file of HTML, with its style, scripts and data in it."""

from __future__ import annotations

import base64
import json
import math
import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from pullquote import _core
from pullquote._columns import Columns, open_columns
from pullquote._open import path_of, replacing
from pullquote._options import check_flag, quoted
from pullquote._quotations import day_of, label_of, values_of
from pullquote._review.corrections import text_hash
from pullquote._review.texts import Found, Text, clean, number_or_none, read_quotes, read_texts
from pullquote._sources import is_missing
from pullquote.errors import InvalidInputError

#: In the order in which they are put together: one script, so that nothing of it is global.
SCRIPTS = (
    "texts.js",
    "state.js",
    "list.js",
    "article.js",
    "panel.js",
    "speaker.js",
    "span.js",
    "keys.js",
)


def review(
    quotes: Any,
    path: str | os.PathLike[str],
    *,
    articles: Any = None,
    people: Any = None,
    empty: bool = True,
    title: str = "Review of quotes",
) -> Path:
    """Writes a page to review quotes by: one HTML file that needs no network, for any browser.

    It shows each quote in its article, to accept it, to reject it, to correct its speaker, kind or span,
    to add those that were missed, all by keyboard (``?`` lists the keys). What was decided is kept by the
    browser and saved as a JSON file, for ``pq.apply_corrections`` and ``pq.evaluate``.

    Args:
        quotes: a table of quotes: what ``pq.quotes`` gave, or some rows of it; or the dict of tables that
            ``pq.extract`` gave, whose people then are offered as speakers.
        path: the file to write, usually ``.html``.
        articles: the articles that the quotes were found in, as they were given to ``pq.quotes``: ``text``,
            ``id`` (or ``article_id``; else rows are numbered), and ``title``, ``outlet`` and ``date`` if there.
            For quotes of ``title_in_text=True``, the table ``articles`` that came with them. Without it,
            the quotes must have been made with ``context=``, and only these stretches are shown.
        people: the table of people, to choose speakers from, if ``quotes`` is a table.
        empty: whether articles in which no quote was found are shown too: what was missed may be there.
        title: what stands above the page.

    Returns:
        The path that was written.

    Raises:
        InvalidInputError: no column ``article_id``, ``start`` or ``end``; neither articles nor context; a
            quote whose article is not there, or whose offsets are not of its text.
        OSError: the file cannot be written.

    Examples:
        >>> import pullquote as pq, tempfile, pathlib
        >>> articles = [{"id": "a", "text": '"We will not wait," Mayor Ana Ruiz said.'}]
        >>> target = pathlib.Path(tempfile.mkdtemp(), "review.html")
        >>> pq.review(pq.quotes(articles), target, articles=articles).name
        'review.html'
    """
    tables = dict(quotes) if isinstance(quotes, Mapping) else {"quotes": quotes}
    if "quotes" not in tables:
        message = f"review has no table 'quotes'; tables there are: {quoted(tables)}"
        raise InvalidInputError(message)
    if people is not None:
        tables["people"] = people
    own = tables.get("articles")
    if articles is None and own is not None and "text" in open_columns(own, "articles").names:
        articles = own
    found = read_quotes(open_columns(tables["quotes"], "quotes"))
    texts = read_texts(found, articles)
    if not check_flag("empty", empty):
        with_quotes = {one.article for one in found}
        texts = {label: text for label, text in texts.items() if label in with_quotes}
    persons = {}
    if "people" in tables:
        persons = _read_people(open_columns(tables["people"], "people"))
    target = Path(path_of(path, "path"))
    content = _page(_data(found, texts, persons), title).encode("utf-8")
    with replacing(target) as file:
        file.write(content)
    return target


def _read_people(table: Columns) -> dict[str, list[dict[str, Any]]]:
    """The people of each article."""
    if table.names:
        for name in ("article_id", "name"):
            if name not in table.names:
                message = f"people has no column {name!r}; columns there are: {quoted(table.names)}"
                raise InvalidInputError(message)
    persons: dict[str, list[dict[str, Any]]] = {}
    columns = [
        values_of(table, name, table.n_rows) for name in ("article_id", "name", "person_id", "role")
    ]
    for article, name, id, role in zip(*columns):
        if not is_missing(name):
            person = {"name": clean(name), "id": _text(id), "role": _text(role)}
            persons.setdefault(label_of(article), []).append(person)
    return persons


def _text(value: object) -> str | None:
    return None if is_missing(value) or value == "" else clean(value)


def _id(value: object) -> str | int | float | bool | None:
    """An id as JSON can hold it."""
    if is_missing(value):
        return None
    # JavaScript has no whole numbers beyond these.
    is_number = isinstance(value, (int, float)) and abs(value) < 2**53
    return value if is_number else clean(value)  # type: ignore[return-value]


def _data(
    found: list[Found], texts: Mapping[str, Text], people: Mapping[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    numbers = {label: number for number, label in enumerate(texts)}
    articles = [
        {
            "id": _id(text.id),
            "outlet": _text(text.outlet),
            "date": day_of(text.date),
            "title": _text(text.title),
            "pieces": text.pieces,
            "hash": text_hash(text.pieces[0][1]) if text.is_whole else None,
            "n": len(text.pieces[0][1]) if text.is_whole else None,
            "people": people.get(label, []),
        }
        for label, text in texts.items()
    ]
    # In the order of articles, then as in the text.
    order = sorted(
        range(len(found)), key=lambda row: (numbers[found[row].article], found[row].start, row)
    )
    quotes = [_quote(found[row], numbers) for row in order]
    what = [[one["hash"] or one["pieces"], one["id"]] for one in articles]
    what += [[one["a"], one["p"], one["sp"], one["k"]] for one in quotes]
    return {
        "version": 1,
        "generator": _core.__version__,
        "review_id": text_hash(json.dumps(what)),
        "articles": articles,
        "quotes": quotes,
    }


def _quote(one: Found, numbers: Mapping[str, int]) -> dict[str, Any]:
    values = one.values
    speaker = number_or_none(values["speaker_start"]), number_or_none(values["speaker_end"])
    cue = number_or_none(values["cue_start"]), number_or_none(values["cue_end"])
    confidence = values["confidence"]
    is_known = not is_missing(confidence) and confidence != "" and math.isfinite(float(confidence))
    return {
        "a": numbers[one.article],
        "id": _id(values["quote_id"]),
        "p": one.parts,
        "k": _text(values["kind"]),
        "st": _text(values["status"]),
        "sp": _text(values["speaker"]),
        "pid": _text(values["person_id"]),
        "ss": speaker if None not in speaker else None,
        "cs": cue if None not in cue else None,
        "c": float(confidence) if is_known else None,
        "m": _text(values["method"]),
        "r": _text(values["reason"]),
    }


def embedded(value: object) -> str:
    """JSON that can stand in a script element: in ASCII, and without what HTML or JavaScript reads as its own.

    Examples:
        >>> "<" in embedded(["</script><!--"])
        False
    """
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def _read(names: Iterable[str]) -> str:
    folder = files("pullquote._review")
    return "".join(folder.joinpath(name).read_text("utf-8") for name in names)


def _page(data: Mapping[str, Any], title: str) -> str:
    style = _read(["style.css"])
    script = f'(() => {{\n"use strict";\n{_read(SCRIPTS)}\n}})();\n'
    # Only this script and this style, no connection to anywhere: whatever a text holds, nothing of it runs.
    policy = (
        f"default-src 'none'; script-src {_hashed(script)}; style-src {_hashed(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    filled = {
        "POLICY": escape(policy, quote=False),
        "TITLE": escape(clean(title)),
        "STYLE": style,
        "DATA": embedded(data),
        "SCRIPT": script,
    }
    pieces = _read(["page.html"]).split("%%")
    # Names stand at the odd places; what is filled in is not looked through again.
    return "".join(filled[piece] if at % 2 else piece for at, piece in enumerate(pieces))
