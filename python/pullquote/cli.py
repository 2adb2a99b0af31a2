"""The command ``pullquote``: files of articles in, tables of who said what out.

Exit codes: 0 done (articles that could not be analysed are counted on the closing line), 1 failed, 2 wrong
usage, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from pullquote import _core
from pullquote._files import outputs, read_json, read_table, write_table
from pullquote._model import open_pipeline
from pullquote._open import PARTS, READABLE, WRITABLE, format_of
from pullquote._options import SPEECH, Columns, counted
from pullquote._read import Articles, read
from pullquote._run import open_columns
from pullquote._save import (
    Saving,
    Step,
    Written,
    check_apart,
    run,
    save_tables,
    settings_of,
)
from pullquote._sources import row_lists
from pullquote._stream import Skip, Slice, StreamSource
from pullquote._threads import working
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

from pullquote import cli_review

F = TypeVar("F", bound=Callable[..., Any])

#: One row of each table.
_ONE = {"quotes": "quote", "people": "person", "mentions": "mention", "times": "time"}

_FILES = (
    f"FILES are files, patterns or folders of {', '.join(READABLE)}; all but Parquet also in .gz, .bz2, .xz, "
    ".zst; - is JSON Lines on standard input."
)


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

    def articles(self) -> Articles:
        """The articles of all files."""
        return read(self.files)

    def open(self, articles: Articles) -> tuple[StreamSource, Columns]:
        """A source of the articles, and the columns that are read."""
        source = StreamSource(articles, str(self.columns["text"]))
        return source, open_columns(source, keep=self.keep, **self.columns)

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


def _resume(function: F) -> F:
    about = "Go on with a run that broke off, of the same files and options."
    return click.option("--resume", is_flag=True, help=about)(function)


_SAFE_CSV = click.option(
    "--safe-csv",
    is_flag=True,
    help="In CSV, text that a spreadsheet would run as a formula gets a ' in front.",
)


def _day_first(function: F) -> F:
    about = "Order of slashed dates.  [default: by article and outlet, else month first]"
    return click.option("--day-first/--month-first", default=None, help=about)(function)


def _no_option(function: F) -> F:
    return function


def _table_command(name: str, about: str) -> None:
    @commands.command(name, help=f"{about}\n\n{_FILES}")
    @_input_options
    @click.option(
        "--out",
        "-o",
        default="-",
        metavar="OUT",
        help="A .jsonl, .csv or .parquet file; until it is whole, what is written is in OUT.parts.",
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
    @_resume
    @_SAFE_CSV
    @(_no_option if name == "quotes" else _no_quotes)
    @(_guess_pronouns if name == "people" else _no_option)
    @(_day_first if name in ("times", "quotes") else _no_option)
    def command(out: str, status: tuple[str, ...], **options: Any) -> None:
        names = ("context", "min_confidence", "title_in_text", "resume", "safe_csv")
        wanted = {option: options.pop(option) for option in names}
        wanted["status"] = "all" if "all" in status else status or SPEECH
        _write_table(name, _pop_input(options), out, wanted)


def _write_table(name: str, given: Input, out: str, options: dict[str, Any]) -> None:
    pipeline = open_pipeline(
        given.model,
        quotes=given.quotes,
        guess_pronouns=given.guess_pronouns,
        day_first=given.day_first,
    )
    with _saying_what_is_safe(out):
        done = save_tables(
            pipeline,
            given.articles(),
            {name: out},
            keep=given.keep,
            threads=given.threads,
            progress=False if given.is_quiet else None,
            **given.columns,  # type: ignore[arg-type]
            **options,
        )
    given.say(_closing(done, out, counted(sum(done.n_rows.values()), _ONE[name], name)))


@contextmanager
def _saying_what_is_safe(out: str) -> Iterator[None]:
    """Tells, after what went wrong, how to go on."""
    try:
        yield
    except BaseException as error:
        safe = getattr(error, "n_safe", 0)
        if safe:
            error.hint = (  # type: ignore[attr-defined]
                f"{counted(safe, 'article')} are safe in {out}{PARTS}; --resume goes on with them"
            )
        raise


def _closing(done: Written, out: str, rows: str) -> str:
    """The closing line.

    Examples:
        >>> _closing(Written(12, {}, {"no text": 2}, {}), "-", "128 quotes")
        '12 articles, 128 quotes, 2 not analysed (2 no text)'
        >>> _closing(Written(12, {}, {}, {"outlet": ("b.csv", 3)}, 5), "-", "1 quote")
        "12 articles (5 by the run before), 1 quote, 0 not analysed; no column 'outlet' in b.csv and 2 more"
    """
    if done.n_before is None:
        return f"{out} is there and whole; nothing to do"
    errors = sorted(done.errors.items(), key=lambda item: (-item[1], item[0]))
    why = ", ".join(f"{count:,} {error}" for error, count in errors[:3])
    more = ", …" if len(errors) > 3 else ""
    before = f" ({done.n_before:,} by the run before)" if done.n_before else ""
    missing = [
        f"; no column {name!r} in {first}" + (f" and {count - 1:,} more" if count > 1 else "")
        for name, (first, count) in sorted(done.missing.items())
    ]
    return (
        f"{counted(done.n_articles, 'article')}{before}, {rows}, {done.n_failed:,} not analysed"
        + (f" ({why}{more})" if why else "")
        + "".join(missing)
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(_core.__version__, prog_name="pullquote")
def commands() -> None:
    """Who said what, in which words and where: raw news articles in, tables out.

    \b
    pullquote quotes articles.jsonl -o quotes.csv
    pullquote show article.txt
    pullquote link people.csv --quotes quotes.csv linked-quotes.csv -o linked.csv
    pullquote same quotes.jsonl -o same.jsonl
    pullquote review articles.jsonl -o review.html
    pullquote train --names labelled.jsonl -o my.model
    """  # noqa: D301


_table_command("quotes", "Write the quotes with their speakers, one row each.")
_table_command("people", "Write the persons of each article, one row each.")
_table_command("mentions", "Write names, numbers, roles and pronouns, one row each.")
_table_command("times", "Write dates and times with their values, one row each.")


def _analyze(pipeline: _core.Pipeline, part: Slice, columns: Columns, threads: int | None) -> Any:
    """The documents of a slice."""
    rows = part.rows if part.batch is None else part.batch.to_pylist()
    errors = {row - part.first_row: error for row, error in part.errors.items()}
    with working(threads) as free:
        return pipeline.analyze_many(row_lists(rows, columns), errors, free)


@commands.command(help=f"Write whole documents, one line of JSON each (schema 1).\n\n{_FILES}")
@_input_options
@click.option("--out", "-o", default="-", metavar="OUT", help="A .jsonl file.")
@_resume
@_no_quotes
@_guess_pronouns
@_day_first
def annotate(out: str, resume: bool, **options: Any) -> None:
    """Writes documents in the exchange format."""
    given = _pop_input(options)
    format_of(out, (".jsonl", ".ndjson"))
    pipeline = open_pipeline(
        given.model,
        quotes=given.quotes,
        guess_pronouns=given.guess_pronouns,
        day_first=given.day_first,
    )
    articles = given.articles()
    check_apart(articles, [out])
    source, columns = given.open(articles)

    def steps(skip: Skip) -> Iterator[Step]:
        for part in source.slices(columns, skip):
            documents = _analyze(pipeline, part, columns, given.threads)
            yield Step(
                len(documents),
                [document.error for document in documents if document.error],
                {"quotes": sum(len(document.quotes) for document in documents)},
                lambda _, output, documents=documents: output.write_lines(  # type: ignore[misc]
                    f"{document.to_json()}\n" for document in documents
                ),
            )

    with _saying_what_is_safe(out):
        saving = Saving({"quotes": out}, settings_of(pipeline, columns), resume=resume)
        done = run(saving, source, steps, False if given.is_quiet else None)
    n_quotes = done.n_rows.get("quotes", 0)
    given.say(
        _closing(done, out, counted(n_quotes, "quote") if given.quotes else "no quotes looked for")
    )


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
    pipeline = open_pipeline(
        given.model,
        quotes=given.quotes,
        guess_pronouns=given.guess_pronouns,
        day_first=given.day_first,
    )
    source, columns = given.open(given.articles())
    documents = (
        document
        for part in source.slices(columns)
        for document in _analyze(pipeline, part, columns, given.threads)
    )
    for document in documents:
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
@_SAFE_CSV
@click.option("--quiet", "-q", is_flag=True, help="No closing line.")
def link(
    people: str,
    out: str,
    quotes: tuple[str, str] | None,
    aliases: str | None,
    known: str | None,
    safe_csv: bool,
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
    with outputs(targets.values(), safe_csv=safe_csv) as write:
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
        for name, path in targets.items():
            write(path, linked[name])
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
@_SAFE_CSV
@click.option("--alone", is_flag=True, help="Also utterances that stand only once.")
@_THREADS
@_QUIET
def same(
    quotes: str, out: str, safe_csv: bool, alone: bool, threads: int | None, quiet: bool
) -> None:
    """Find the same words across articles, and what was changed in them.

    QUOTES is what "pullquote quotes" wrote, or any table with a column "said" or "text"; one row for each member of
    a cluster is written. All columns: docs/tables.md.
    """
    format_of(out, WRITABLE)
    table = read_table(quotes)
    found = same_quotes(table, alone=alone, threads=threads)
    write_table(out, found, safe_csv=safe_csv)
    if not quiet:
        rows = _rows(found)
        n_clusters = counted(len({row["cluster_id"] for row in rows}), "utterance")
        click.echo(
            f"{counted(len(table), 'quote')}, {n_clusters} in {counted(len(rows), 'row')}", err=True
        )


@commands.command("duplicates")
@click.argument("articles", metavar="ARTICLES")
@_TABLE_OUT
@_SAFE_CSV
@click.option(
    "--min-share", type=float, default=0.6, show_default=True, help="Least share in common."
)
@_THREADS
@_QUIET
def duplicates_command(
    articles: str, out: str, safe_csv: bool, min_share: float, threads: int | None, quiet: bool
) -> None:
    """Find near-duplicates and wire copies, and how much they have in common.

    ARTICLES has columns "text", "id" and, if known, "date"; one row for each article is written, with the article it
    is a copy of.
    """
    format_of(out, WRITABLE)
    check_share("--min-share", min_share)
    found = duplicates(read_table(articles), min_share=min_share, threads=threads)
    write_table(out, found, safe_csv=safe_csv)
    if not quiet:
        rows = _rows(found)
        n_copies = sum(row["copy_of"] is not None for row in rows)
        click.echo(
            f"{counted(len(rows), 'article')}, {counted(n_copies, 'copy', 'copies')}", err=True
        )


@commands.command("stories")
@click.argument("articles", metavar="ARTICLES")
@_TABLE_OUT
@_SAFE_CSV
@click.option("--days", type=int, default=5, show_default=True, help="Days within a story.")
@_THREADS
@_QUIET
def stories_command(
    articles: str, out: str, safe_csv: bool, days: int, threads: int | None, quiet: bool
) -> None:
    """Find the articles that are about the same event.

    ARTICLES has columns "text" and "id" and, if known, "title" and "date"; one row for each article is written, with
    its story.
    """
    format_of(out, WRITABLE)
    found = stories(read_table(articles), days=days, threads=threads)
    write_table(out, found, safe_csv=safe_csv)
    if not quiet:
        rows = _rows(found)
        n_stories = len({row["story_id"] for row in rows})
        click.echo(
            f"{counted(len(rows), 'article')}, {counted(n_stories, 'story', 'stories')}", err=True
        )


for _command in cli_review.COMMANDS:
    commands.add_command(_command)


def _fail(message: str, code: int = 1, error: BaseException | None = None) -> NoReturn:
    click.echo(f"pullquote: {message}", err=True)
    hint = getattr(error, "hint", None)
    if hint:
        click.echo(f"pullquote: {hint}", err=True)
    sys.exit(code)


def main(arguments: list[str] | None = None) -> None:
    """Runs the command, and ends the program with its exit code."""
    # Arrow's own pools keep up to 100 MB more than they need; this is read when it is first imported.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        given = sys.argv[1:] if arguments is None else list(arguments)
        with commands.make_context("pullquote", given) as context:
            commands.invoke(context)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt) as error:
        _fail("interrupted", 130, error)
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except PullquoteError as error:
        _fail(str(error), 1, error)
    except MemoryError as error:
        _fail("out of memory; fewer --threads need less", 1, error)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _fail(f"{where}{error.strerror}" if error.strerror else str(error), 1, error)
