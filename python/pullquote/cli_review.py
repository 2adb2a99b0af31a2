"""Commands to review quotes: make the page, put corrections into tables, count them."""

from __future__ import annotations

from typing import Any

import click

from pullquote._files import outputs, read_table, write_table
from pullquote._open import WRITABLE, format_of
from pullquote._options import counted
from pullquote._read import read
from pullquote._review.apply import apply_corrections
from pullquote._review.evaluation import BYS, evaluate
from pullquote._review.page import review
from pullquote._run import extract
from pullquote._sources import BadRow
from pullquote.errors import InvalidInputError

_ARTICLES = click.option(
    "--articles", metavar="FILE", help="The articles: columns text, id and, if known, title."
)
_QUIET = click.option("--quiet", "-q", is_flag=True, help="No closing line.")


def _articles(path: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for row in read([path]):
        if isinstance(row, BadRow):
            raise InvalidInputError(row.error)
        rows.append(dict(row))
    return rows


@click.command("review")
@click.argument("file", metavar="ARTICLES_OR_QUOTES")
@click.option(
    "--out", "-o", default="review.html", metavar="OUT", show_default=True, help="An .html file."
)
@_ARTICLES
@click.option(
    "--people", metavar="FILE", help='What "pullquote people" wrote, to choose speakers from.'
)
@click.option(
    "--title", default="Review of quotes", show_default=True, help="What stands above the page."
)
@click.option("--threads", type=int, help="Threads.  [default: one per core]")
@_QUIET
def review_command(
    file: str,
    out: str,
    articles: str | None,
    people: str | None,
    title: str,
    threads: int | None,
    quiet: bool,
) -> None:
    """Write a page to review quotes by, in a browser, without network.

    The file holds articles, whose quotes are looked for first; or quotes, made with --context or given
    together with --articles. What is decided in the page is saved as JSON, for "pullquote apply" and
    "pullquote score".
    """
    rows = _articles(file)
    if rows and {"article_id", "start", "end"} <= set(rows[0]):
        tables: dict[str, Any] = {"quotes": rows}
        if people:
            tables["people"] = read_table(people)
    else:
        if people or articles:
            message = (
                f"{file}: these are articles; --articles and --people go with a file of quotes"
            )
            raise InvalidInputError(message)
        tables = extract(rows, ["quotes", "people"], threads=threads, progress=False)
    own = rows if tables["quotes"] is not rows else _articles(articles) if articles else None
    review(tables, out, articles=own, title=title)
    if not quiet:
        click.echo(f"{counted(len(tables['quotes']), 'quote')}: open {out} in a browser", err=True)


@click.command("apply")
@click.argument("corrections", metavar="CORRECTIONS")
@click.argument("quotes", metavar="QUOTES")
@click.option("--out", "-o", default="-", metavar="OUT", help="A .jsonl, .csv or .parquet file.")
@_ARTICLES
@click.option(
    "--unfit", metavar="FILE", help="A file for the corrections that do not fit these quotes."
)
@_QUIET
def apply_command(
    corrections: str, quotes: str, out: str, articles: str | None, unfit: str | None, quiet: bool
) -> None:
    """Put CORRECTIONS, which the page of "pullquote review" saved, into QUOTES.

    QUOTES may be those of a later version. Corrections that do not fit any more are counted, and listed in the file
    that --unfit names.
    """
    targets = [out, *([unfit] if unfit else [])]
    for path in targets:
        format_of(path, WRITABLE)
    if len(set(targets)) < len(targets):
        message = f"{out}: both quotes and what does not fit would be written there; give two files"
        raise InvalidInputError(message)
    with outputs(targets) as write:
        done = apply_corrections(
            read_table(quotes), corrections, articles=_articles(articles) if articles else None
        )
        write(out, done.quotes)
        if unfit:
            write(unfit, done.unfit)
    if not quiet:
        click.echo(done.summary(), err=True)


@click.command("score")
@click.argument("corrections", metavar="CORRECTIONS")
@click.option("--by", type=click.Choice(BYS), help="Also for each of these.")
@click.option("--out", "-o", metavar="OUT", help="Write a .jsonl, .csv or .parquet file instead.")
def score_command(corrections: str, by: Any, out: str | None) -> None:
    """Print precision and recall of what was reviewed, with intervals.

    CORRECTIONS is what the page of "pullquote review" saved. (To compare with annotated articles: "pullquote eval".)
    """
    if out:
        format_of(out, WRITABLE)
    result = evaluate(corrections, by=by)
    if out:
        write_table(out, result.to_dicts())
    else:
        click.echo(repr(result))


COMMANDS = (review_command, apply_command, score_command)
