"""The command ``pullquote``: files of articles in, tables of who said what out.

Exit codes: 0 done (articles that could not be analysed are counted on the closing line), 1 failed, 2 wrong
usage, 130 interrupted.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from pullquote import _core
from pullquote._files import (
    READABLE,
    WRITABLE,
    RowWriter,
    format_of,
    read_json,
    read_rows,
    read_table,
    write_table,
)
from pullquote._model import open_pipeline
from pullquote._options import SPEECH, Columns, counted, resolve_columns, table_options
from pullquote._progress import watch
from pullquote._run import check_kept
from pullquote._sources import RowSource, rows_of
from pullquote.across import check_share, duplicates, stories
from pullquote.display import document_ansi
from pullquote.errors import InvalidInputError, PullquoteError
from pullquote.linking import link_people
from pullquote.matching import same_quotes
from pullquote.pipeline import Pipeline
from pullquote.training import check_epochs, check_target, read_labelled, train_places

try:
    import click
except ImportError:
    sys.exit('pullquote: the command needs click: pip install "pullquote[cli]"')

F = TypeVar("F", bound=Callable[..., Any])

#: One row of each table.
_ONE = {"quotes": "quote", "people": "person", "mentions": "mention", "times": "time"}

_FILES = f"FILES end in {', '.join(READABLE)}, all but Parquet also in .gz; - is JSON Lines on standard input."


@dataclass(frozen=True)
class Input:
    """What the options say about the articles."""

    files: tuple[str, ...]
    columns: dict[str, str | None]
    keep: tuple[str, ...]
    quotes: bool
    guess_pronouns: bool
    day_first: bool | None
    model: str | None
    threads: int | None
    is_quiet: bool

    def rows(self) -> Iterator[dict[str, Any]]:
        """All articles of all files."""
        for path in self.files:
            yield from read_rows(path)

    def open(self) -> tuple[RowSource, Columns]:
        """A source of the rows, and the columns that are read."""
        for path in self.files:
            format_of(path, READABLE)
        rows = self.rows()
        first = list(itertools.islice(rows, 256))
        names = list(dict.fromkeys(name for row in first for name in row))
        if not first:
            names = [str(self.columns["text"])]
        columns = resolve_columns(names, keep=self.keep, is_open=True, **self.columns)  # type: ignore[arg-type]
        return RowSource(itertools.chain(first, rows), names, is_open=True), columns

    def say(self, message: str) -> None:
        """The closing line."""
        if not self.is_quiet:
            click.echo(message, err=True)


def _input_options(function: F) -> F:
    def column(name: str, what: str) -> Any:
        return click.option(
            f"--{name}",
            default=name,
            metavar="COLUMN",
            show_default=True,
            help=f"Column of {what}.",
        )

    for option in reversed(
        [
            click.argument("files", nargs=-1, required=True, metavar="FILES..."),
            column("text", "raw texts"),
            column("date", 'publication dates; "" for none'),
            column("title", 'titles; "" for none'),
            column("id", 'ids; "" to number the rows'),
            column("outlet", 'outlets; "" for none'),
            click.option("--model", metavar="FILE", help="Find names by a model of your own."),
            click.option("--threads", type=int, help="Threads.  [default: one per core]"),
            click.option("--quiet", "-q", is_flag=True, help="No progress bar, no closing line."),
        ]
    ):
        function = option(function)
    return function


def _pop_input(options: dict[str, Any]) -> Input:
    columns = {name: options.pop(name) or None for name in ("date", "title", "id", "outlet")}
    return Input(
        files=options.pop("files"),
        columns={"text": options.pop("text"), **columns},
        keep=options.pop("keep", ()),
        quotes=not options.pop("no_quotes", False),
        guess_pronouns=options.pop("guess_pronouns", False),
        day_first=options.pop("day_first", None),
        model=options.pop("model"),
        threads=options.pop("threads"),
        is_quiet=options.pop("quiet"),
    )


def _no_quotes(function: F) -> F:
    about = "Look for no quotes and pronouns, which is quicker; what needs them is null."
    return click.option("--no-quotes", is_flag=True, help=about)(function)


def _guess_pronouns(function: F) -> F:
    about = "Guess pronouns from titles, roles and given names where the article uses none."
    return click.option("--guess-pronouns", is_flag=True, help=about)(function)


def _day_first(function: F) -> F:
    about = "Order of slashed dates.  [default: by article and outlet, else month first]"
    return click.option("--day-first/--month-first", default=None, help=about)(function)


def _no_option(function: F) -> F:
    return function


def _table_command(name: str, about: str) -> None:
    @commands.command(name, help=f"{about}\n\n{_FILES}")
    @_input_options
    @click.option(
        "--out", "-o", default="-", metavar="OUT", help="A .jsonl, .csv or .parquet file."
    )
    @click.option("--keep", multiple=True, metavar="COLUMN", help="Copy a column; may be repeated.")
    @click.option("--context", type=int, default=0, help="Characters of text around each row.")
    @click.option(
        "--status", multiple=True, help='Which quotes: a status, may be repeated, or "all".'
    )
    @click.option(
        "--min-confidence",
        type=float,
        default=0.0,
        help="Only quotes at least this likely to be right, 0 to 1.",
    )
    @click.option("--title-in-text", is_flag=True, help="Analyse title, blank line, text.")
    @(_no_option if name == "quotes" else _no_quotes)
    @(_guess_pronouns if name == "people" else _no_option)
    @(_day_first if name in ("times", "quotes") else _no_option)
    def command(out: str, status: tuple[str, ...], **options: Any) -> None:
        names = ("context", "min_confidence", "title_in_text")
        wanted = {option: options.pop(option) for option in names}
        wanted["status"] = "all" if "all" in status else status or SPEECH
        _write_table(name, _pop_input(options), out, wanted)


def _write_table(name: str, given: Input, out: str, options: dict[str, Any]) -> None:
    wanted = table_options([name, "articles"], threads=given.threads, **options)
    pipeline = open_pipeline(
        given.model,
        quotes=given.quotes,
        guess_pronouns=given.guess_pronouns,
        day_first=given.day_first,
    )
    with RowWriter(out) as writer:
        source, columns = given.open()
        check_kept(columns, [name], options["context"])
        n_articles = n_rows = 0
        errors: Counter[str] = Counter()
        table = None
        with watch(False if given.is_quiet else None, None) as advance:
            for chunk in source.chunks(pipeline, wanted, columns):
                table = chunk.tables[0]
                writer.write(table, rows_of(chunk, table, columns))
                errors.update(
                    error for error in chunk.tables[1].to_pydict()["error"] if error is not None
                )
                n_articles += chunk.n_rows
                n_rows += table.num_rows
                advance(chunk.n_rows)
        writer.finish(table)
    given.say(_closing(n_articles, counted(n_rows, _ONE[name], name), errors))


def _closing(n_articles: int, rows: str, errors: Counter[str]) -> str:
    """The closing line.

    Examples:
        >>> _closing(12, "128 quotes", Counter({"no text": 2}))
        '12 articles, 128 quotes, 2 not analysed (2 no text)'
    """
    why = ", ".join(f"{count} {error}" for error, count in errors.most_common(3))
    more = ", …" if len(errors) > 3 else ""
    failed = (
        f"{errors.total() if hasattr(errors, 'total') else sum(errors.values()):,} not analysed"
    )
    articles = counted(n_articles, "article")
    return f"{articles}, {rows}, {failed}" + (f" ({why}{more})" if why else "")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(_core.__version__, prog_name="pullquote")
def commands() -> None:
    """Who said what, in which words and where: raw news articles in, tables out.

    \b
    pullquote quotes articles.jsonl -o quotes.csv
    pullquote show article.txt
    pullquote link people.csv --quotes quotes.csv linked-quotes.csv -o linked.csv
    pullquote same quotes.jsonl -o same.jsonl
    pullquote train --names labelled.jsonl -o my.model
    """  # noqa: D301


_table_command("quotes", "Write the quotes with their speakers, one row each.")
_table_command("people", "Write the persons of each article, one row each.")
_table_command("mentions", "Write names, numbers, roles and pronouns, one row each.")
_table_command("times", "Write dates and times with their values, one row each.")


def _documents(given: Input) -> Iterator[_core.Document]:
    pipeline = Pipeline(
        quotes=given.quotes,
        guess_pronouns=given.guess_pronouns,
        day_first=given.day_first,
        model=given.model,
        threads=given.threads,
    )
    source, columns = given.open()
    return pipeline._documents(source._rows, columns)


@commands.command(help=f"Write whole documents, one line of JSON each (schema 1).\n\n{_FILES}")
@_input_options
@click.option("--out", "-o", default="-", metavar="OUT", help="A .jsonl file.")
@_no_quotes
@_guess_pronouns
@_day_first
def annotate(out: str, **options: Any) -> None:
    """Writes documents in the exchange format."""
    given = _pop_input(options)
    if format_of(out, (".jsonl", ".ndjson")):
        n_articles = n_quotes = 0
        errors: Counter[str] = Counter()
        quiet = False if given.is_quiet else None
        with RowWriter(out) as writer, watch(quiet, None) as advance:
            for document in _documents(given):
                writer.write_lines([document.to_json()])
                n_articles += 1
                n_quotes += len(document.quotes)
                errors.update([document.error] if document.error else [])
                advance(1)
        rows = counted(n_quotes, "quote") if given.quotes else "no quotes looked for"
        given.say(_closing(n_articles, rows, errors))


@commands.command(help=f"Print articles with their quotes and speakers in colour.\n\n{_FILES}")
@_input_options
@click.option("--only", multiple=True, metavar="ID", help="Only the article with this id.")
@click.option("--color/--no-color", default=None, help="Colours.  [default: on a terminal]")
def show(only: tuple[str, ...], color: bool | None, **options: Any) -> None:
    """Prints annotated articles."""
    given = _pop_input(options)
    if color is None:
        color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    n_shown = 0
    for document in _documents(given):
        if only and document.id not in only:
            continue
        head = " · ".join(str(v) for v in (document.id, document.outlet, document.date) if v)
        click.echo(("\n\n" if n_shown else "") + (f"— {head}\n" if head else ""), nl=False)
        click.echo(document_ansi(document, has_colour=bool(color)), color=bool(color))
        n_shown += 1
    if only and not n_shown:
        message = f"no article with id {', '.join(map(repr, only))}"
        raise InvalidInputError(message)


@commands.command("eval")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Every figure, as JSON.")
@click.option("--model", metavar="FILE", help="Find names by a model of your own.")
def evaluate(gold: str, as_json: bool, model: str | None) -> None:
    """Compare with GOLD, annotated articles in JSON Lines (format: eval/README.md)."""
    import json

    from pullquote.scoring import evaluate_file, format_report

    pipeline = Pipeline(model=model)
    try:
        result = evaluate_file(gold, pipeline)
    except ValueError as error:
        raise InvalidInputError(str(error)) from None
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else format_report(result))


@commands.command()
@click.argument("files", nargs=-1, metavar="[FILES]...")
@click.option(
    "--names", multiple=True, required=True, metavar="FILE", help="Articles with their names."
)
@click.option("--out", "-o", required=True, metavar="OUT", help="The model file to write.")
@click.option("--from-scratch", is_flag=True, help="Learn from these articles alone.")
@click.option("--epochs", type=int, help="Passes over the articles.  [default: 10]")
@click.option("--quiet", "-q", is_flag=True, help="No closing line.")
def train(
    files: tuple[str, ...],
    names: tuple[str, ...],
    out: str,
    from_scratch: bool,
    epochs: int | None,
    quiet: bool,
) -> None:
    """Learn names from labelled articles, on top of the embedded model.

    FILES are JSON Lines (also in .gz), a line for an article: {"text": …, "entities": [[start, end,
    label], …]} with code points and the labels PERSON, ORG, GPE, LOC, FAC, NORP. Use the model with
    --model OUT.
    """
    target = check_target(out)
    check_epochs(epochs)
    places = read_labelled([*names, *files])
    done = train_places(places, target, from_scratch=from_scratch, epochs=epochs)
    if quiet:
        return
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in done.n_names.items() if count)
    missed = f", {done.n_missed:,} of them inside words or boilerplate" if done.n_missed else ""
    losses = " → ".join(f"{loss:.1%}" for loss in done.losses)
    click.echo(
        f"{target}: {counted(done.n_articles, 'article')}, names: {kinds}{missed}; wrong: {losses}",
        err=True,
    )


@commands.command()
@click.argument("people", metavar="PEOPLE")
@click.option(
    "--out",
    "-o",
    default="-",
    metavar="OUT",
    help="A .jsonl, .csv or .parquet file for the people.",
)
@click.option(
    "--quotes",
    nargs=2,
    metavar="IN OUT",
    help="A file of quotes, and one for them with identities.",
)
@click.option("--aliases", metavar="FILE", help='Your register, JSON: {"Q42": ["Ana Ruiz", …], …}.')
@click.option(
    "--known", metavar="FILE", help="People of earlier articles, who keep their identities."
)
@click.option("--quiet", "-q", is_flag=True, help="No closing line.")
def link(
    people: str,
    out: str,
    quotes: tuple[str, str] | None,
    aliases: str | None,
    known: str | None,
    quiet: bool,
) -> None:
    """Give one identity to each person over all articles.

    PEOPLE is what "pullquote people" wrote, of articles with ids. The columns identity_id, identity_name
    and identity_method are added; give the quotes too, whose dates and outlets help.
    """
    targets = {"people": out} | ({"quotes": quotes[1]} if quotes else {})
    for path in targets.values():
        format_of(path, WRITABLE)
    if quotes and quotes[1] == out:
        message = f"{out}: both people and quotes would be written there; give two files"
        raise InvalidInputError(message)
    # All files are opened before anything is done, and appear only when all went well.
    with contextlib.ExitStack() as stack:
        writers = {name: stack.enter_context(RowWriter(path)) for name, path in targets.items()}
        tables = {"people": read_table(people)}
        if isinstance(tables["people"], list) and not tables["people"]:
            message = f'{people}: no rows; expected what "pullquote people" wrote'
            raise InvalidInputError(message)
        if quotes:
            tables["quotes"] = read_table(quotes[0])
        linked = link_people(
            tables,
            aliases=read_json(aliases) if aliases else None,
            known=read_table(known) if known else None,
        )
        for name, writer in writers.items():
            writer.write_table(linked[name])
    if not quiet:
        rows = linked["people"]
        ids = [r["identity_id"] for r in (rows if isinstance(rows, list) else rows.to_pylist())]
        persons = counted(len(set(ids)), "identity", "identities")
        click.echo(f"{counted(len(ids), 'person', 'persons')} of articles, {persons}", err=True)


_TABLE_OUT = click.option(
    "--out", "-o", default="-", metavar="OUT", help="A .jsonl, .csv or .parquet file."
)
_QUIET = click.option("--quiet", "-q", is_flag=True, help="No closing line.")
_THREADS = click.option("--threads", type=int, help="Threads.  [default: one per core]")


def _rows(table: Any) -> list[dict[str, Any]]:
    return table if isinstance(table, list) else list(table.to_pylist())


@commands.command()
@click.argument("quotes", metavar="QUOTES")
@_TABLE_OUT
@click.option("--alone", is_flag=True, help="Also utterances that stand only once.")
@_THREADS
@_QUIET
def same(quotes: str, out: str, alone: bool, threads: int | None, quiet: bool) -> None:
    """Find the same words across articles, and what was changed in them.

    QUOTES is what "pullquote quotes" wrote, or any table with a column "said" or "text"; one row for each member of
    a cluster is written. All columns: docs/tables.md.
    """
    format_of(out, WRITABLE)
    table = read_table(quotes)
    found = same_quotes(table, alone=alone, threads=threads)
    write_table(out, found)
    if not quiet:
        rows = _rows(found)
        n_clusters = counted(len({row["cluster_id"] for row in rows}), "utterance")
        click.echo(
            f"{counted(len(table), 'quote')}, {n_clusters} in {counted(len(rows), 'row')}", err=True
        )


@commands.command("duplicates")
@click.argument("articles", metavar="ARTICLES")
@_TABLE_OUT
@click.option(
    "--min-share", type=float, default=0.6, show_default=True, help="Least share in common."
)
@_THREADS
@_QUIET
def duplicates_command(
    articles: str, out: str, min_share: float, threads: int | None, quiet: bool
) -> None:
    """Find near-duplicates and wire copies, and how much they have in common.

    ARTICLES has columns "text", "id" and, if known, "date"; one row for each article is written, with the article it
    is a copy of.
    """
    format_of(out, WRITABLE)
    check_share("--min-share", min_share)
    found = duplicates(read_table(articles), min_share=min_share, threads=threads)
    write_table(out, found)
    if not quiet:
        rows = _rows(found)
        n_copies = sum(row["copy_of"] is not None for row in rows)
        click.echo(
            f"{counted(len(rows), 'article')}, {counted(n_copies, 'copy', 'copies')}", err=True
        )


@commands.command("stories")
@click.argument("articles", metavar="ARTICLES")
@_TABLE_OUT
@click.option("--days", type=int, default=5, show_default=True, help="Days within a story.")
@_THREADS
@_QUIET
def stories_command(articles: str, out: str, days: int, threads: int | None, quiet: bool) -> None:
    """Find the articles that are about the same event.

    ARTICLES has columns "text" and "id" and, if known, "title" and "date"; one row for each article is written, with
    its story.
    """
    format_of(out, WRITABLE)
    found = stories(read_table(articles), days=days, threads=threads)
    write_table(out, found)
    if not quiet:
        rows = _rows(found)
        n_stories = len({row["story_id"] for row in rows})
        click.echo(
            f"{counted(len(rows), 'article')}, {counted(n_stories, 'story', 'stories')}", err=True
        )


def _fail(message: str, code: int = 1) -> NoReturn:
    click.echo(f"pullquote: {message}", err=True)
    sys.exit(code)


def main(arguments: list[str] | None = None) -> None:
    """Runs the command, and ends the program with its exit code."""
    try:
        given = sys.argv[1:] if arguments is None else list(arguments)
        with commands.make_context("pullquote", given) as context:
            commands.invoke(context)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _fail("interrupted", 130)
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except PullquoteError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
