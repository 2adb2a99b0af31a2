"""Articles with their quotes as one file to open in a browser or to send on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from pullquote._core import Document
from pullquote._documents import analyse_table
from pullquote._html import frame, safe, style
from pullquote._model import ModelOption
from pullquote._open import path_of, replacing
from pullquote._options import counted
from pullquote.display import counts_of, document_body
from pullquote.errors import InvalidOptionError

# Nothing is loaded and no script runs, whatever an article says.
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{style}
<style>
:root{{color-scheme:light dark}}
body{{margin:0 auto;padding:1.2em 1em 3em;max-width:70em;background:#f6f6f4;color:#1f2328;
font:15px/1.5 system-ui,-apple-system,'Segoe UI',Inter,Roboto,sans-serif}}
h1{{font-size:1.4em;margin:.2em 0 .6em}}
ol{{padding-left:1.6em;columns:24em;column-gap:3.5em;margin:0 0 1.6em}}
li{{break-inside:avoid;padding:.15em 0}}
li span{{color:#63676e;font-size:13px;display:block}}
a{{color:#0859ac}}
.pullquote{{margin:0 0 1.4em!important;max-width:none!important;scroll-margin-top:1em}}
@media (prefers-color-scheme:dark){{body{{background:#0f1113;color:#e6e6e3}}a{{color:#91c1fe}}li span{{color:#9a9ea6}}}}
@media print{{ol{{display:none}}.pullquote{{border:0!important}}}}
</style>
</head>
<body>
<main>
"""


def highlights(
    articles: Any,
    path: str | os.PathLike[str],
    *,
    title: str = "Who said what",
    text: str = "text",
    id: str | None = "id",
    date: str | None = "date",
    outlet: str | None = "outlet",
    model: ModelOption = None,
    threads: int | None = None,
) -> Path:
    """Writes articles with their quotes highlighted to one HTML file, which works by itself, offline, without script.

    A speaker has the same colour in all articles. The file begins with a list of the articles.

    Args:
        articles: a Document, a list of Documents, or a table of articles, as for ``pq.quotes``, of which
            ``title`` is read, too.
        path: where to write; an earlier file is replaced when all is written.
        title: the heading of the page.
        text: name of the column of raw texts.
        id: name of the column of ids.
        date: name of the column of publication dates.
        outlet: name of the column of outlets.
        model: see ``pq.Pipeline``.
        threads: None for PULLQUOTE_NUM_THREADS or one per core; results are the same for any number.

    Returns:
        The path.

    Raises:
        InvalidInputError: a column that is not there, duplicate ids, no kind of table.
        InvalidOptionError: a title that is no text.

    Examples:
        >>> import tempfile
        >>> import pullquote as pq
        >>> doc = pq.analyze('"We will not wait," Mayor Ana Ruiz said.', id="a")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pq.highlights([doc], f"{folder}/quotes.html")
        ...     path.read_text(encoding="utf-8").startswith("<!doctype html>")
        True
    """
    if not isinstance(title, str):
        message = f"title is a {type(title).__name__}; expected a str"
        raise InvalidOptionError(message)
    if isinstance(articles, Document):
        documents = [articles]
    elif isinstance(articles, (list, tuple)) and all(isinstance(one, Document) for one in articles):
        documents = [*articles]
    else:
        names = (text, id, date, "title", outlet)
        documents = list(analyse_table(articles, names, model, threads).documents)
    target = Path(path_of(path, "path"))
    with replacing(target) as file:
        file.writelines(piece.encode("utf-8") for piece in _page(documents, title))
    return target


def _page(documents: list[Document], title: str) -> Iterator[str]:
    yield _HEAD.format(title=safe(title), style=style())
    yield f"<h1>{safe(title)}</h1>\n"
    if len(documents) > 1:
        items = (
            f'<li><a href="#article-{number}">{_name(one, number)}</a> <span>{counts_of(one)}</span></li>\n'
            for number, one in enumerate(documents, 1)
        )
        yield from chain(['<nav aria-label="Articles"><ol>\n'], items, ["</ol></nav>\n"])
    for number, one in enumerate(documents, 1):
        label = f"Article {number} with {counts_of(one)}"
        yield f'<section id="article-{number}">{frame(document_body(one), label)}</section>\n'
    yield f"</main>\n<footer>{counted(len(documents), 'article')}</footer>\n</body>\n</html>\n"


def _name(document: Document, number: int) -> str:
    first = document.text.strip().partition("\n")[0][:90]
    return f"<bdi>{safe(document.title or first or document.id or number)}</bdi>"
