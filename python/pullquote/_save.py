"""A run from articles to files, which can be broken off and gone on with: ``pq.write`` and the commands."""

from __future__ import annotations

import contextlib
import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pullquote import _core
from pullquote._journal import Journal, Lock, check_same, clear, parts_folder
from pullquote._model import ModelOption, open_pipeline
from pullquote._open import WRITABLE, format_of, path_of
from pullquote._options import SPEECH, Columns, StatusOption, Work, check_flag, resolve_tables
from pullquote._progress import Progress, check_progress, watch
from pullquote._read import Articles, error_kind, read
from pullquote._run import check_kept, open_columns
from pullquote._stream import Part, Skip, StreamSource
from pullquote._write import Output, open_output
from pullquote.errors import InvalidInputError, InvalidOptionError

#: A run makes sure of what it has written at the latest after so many articles.
_COMMIT_ARTICLES = 2048


class Written(NamedTuple):
    """What ``pq.write`` has read and written, the run before that it went on with included."""

    n_articles: int
    #: Rows by table.
    n_rows: dict[str, int]
    #: Articles that were not analysed, by kind of error.
    errors: dict[str, int]
    #: Of each column that is read, the files without it: the first, and how many.
    missing: dict[str, tuple[str, int]]
    #: Articles that the run before had done; None where all was complete and nothing was to do.
    n_before: int | None = 0

    @property
    def n_failed(self) -> int:
        """How many articles were not analysed."""
        return sum(self.errors.values())


class Step(NamedTuple):
    """Some articles that have been analysed, to be written."""

    n_articles: int
    errors: Iterable[str]
    n_rows: Mapping[str, int]
    #: Writes to the output of each name.
    write: Callable[[str, Any], None]


class Saving:
    """The outputs of a run, by name, and how far they are."""

    def __init__(
        self, paths: Mapping[str, str], settings: Mapping[str, Any], *, resume: bool
    ) -> None:
        """Opens all; raises InvalidInputError where there is another run, or none that fits."""
        for path in paths.values():
            format_of(path, WRITABLE)
            if path == "-" and (resume or len(paths) > 1):
                message = (
                    "standard output takes one table, and cannot be gone on with; write to a file"
                )
                raise InvalidOptionError(message)
        if len(set(map(os.path.abspath, paths.values()))) < len(paths):
            message = f"two tables are to go to one file: {', '.join(paths.values())}"
            raise InvalidOptionError(message)
        self._paths, self._settings = paths, {"pullquote": _core.__version__, **settings}
        safe_csv = bool(settings.get("safe_csv"))
        self._outputs: dict[str, Output] = {
            name: open_output(path, safe_csv=safe_csv) for name, path in paths.items()
        }
        first = next(iter(paths.values()))
        self._journal = None if first == "-" else Journal(first)
        self.n_articles = self.n_before = self._n_committed = self.checksum = 0
        self.n_rows: Counter[str] = Counter(dict.fromkeys(paths, 0))
        self.errors: Counter[str] = Counter()
        self.is_complete = False
        self._finished: list[str] = []
        self._locks: list[Lock] = []
        self._states: dict[str, Any] = {}
        if self._journal is not None:
            self._begin(self._journal, resume=resume)
        else:
            for output in self._outputs.values():
                output.open(None)

    def _begin(self, journal: Journal, *, resume: bool) -> None:
        if (
            resume
            and not journal.folder.is_dir()
            and all(map(os.path.exists, self._paths.values()))
        ):
            self.is_complete = True
            return
        try:
            # In one order, so that of two runs that share outputs one can go on.
            for folder in sorted(map(parts_folder, self._paths.values())):
                self._locks.append(Lock(folder))
            state = journal.load()
            if state is not None and not resume:
                message = (
                    f"{journal.describe(state)}; resume it, or delete the folder to start anew"
                )
                raise InvalidInputError(message)
            # From here on what is in the folder is this run's, if no other has begun it.
            self._is_ours = state is None
            self._open(journal, state)
        except BaseException:
            self.close()
            raise

    def _open(self, journal: Journal, state: dict[str, Any] | None) -> None:
        if state is None:
            for path in self._paths.values():
                if parts_folder(path) != journal.folder:
                    clear(parts_folder(path), keep_lock=True)
            for output in self._outputs.values():
                output.open(None)
            return
        # By way of JSON, as the journal has them.
        import json

        check_same(state["settings"], json.loads(json.dumps(self._settings)), journal.folder)
        self.n_articles = self._n_committed = self.n_before = state["n_articles"]
        self.checksum = state["checksum"]
        self.n_rows.update(state["n_rows"])
        self.errors.update(state["errors"])
        self._finished = state["finished"]
        self.has_all = state["has_all"]
        self._states = state["outputs"]
        for name, output in self._outputs.items():
            if name not in self._finished:
                output.open(self._states[name])

    #: Whether all articles have been written, and only the end is to be made.
    has_all = False

    #: Whether nothing in the folders is of an earlier run.
    _is_ours = False

    #: Whether all outputs are at the same article.
    _is_between = False

    def write(self, step: Step, checksum: int) -> None:
        """Writes some articles; `checksum` is that of all so far."""
        self._is_between = False
        for name, output in self._outputs.items():
            step.write(name, output)
        self.n_articles += step.n_articles
        self.n_rows.update(step.n_rows)
        self.errors.update(map(error_kind, step.errors))
        self.checksum = checksum
        is_late = self.n_articles - self._n_committed >= _COMMIT_ARTICLES
        self._is_between = True
        if is_late or any(output.is_full for output in self._outputs.values()):
            self._commit()

    def _commit(self) -> None:
        # What breaks off in here is not tried again by `close`: a part may be in its place and not be counted yet.
        self._is_between = False
        self._states = {name: output.commit() for name, output in self._outputs.items()}
        self._save()

    def _save(self) -> None:
        self._n_committed = self.n_articles
        if self._journal is not None:
            self._journal.save(
                {
                    "settings": self._settings,
                    "n_articles": self.n_articles,
                    "checksum": self.checksum,
                    "n_rows": self.n_rows,
                    "errors": self.errors,
                    "has_all": self.has_all,
                    "finished": self._finished,
                    "outputs": self._states,
                }
            )

    def finish(self) -> None:
        """Puts all outputs in their places, and deletes what a run leaves."""
        if self._journal is None:
            return
        if not self.has_all:
            self.has_all = True
            self._commit()
        for name, output in self._outputs.items():
            if name not in self._finished:
                output.finish()
                self._finished.append(name)
                self._save()
        for path in self._paths.values():
            if parts_folder(path) != self._journal.folder:
                clear(parts_folder(path))
        clear(self._journal.folder)

    def close(self, *, keep: bool = False) -> int:
        """Lets go of all files; how many articles are safe in what is left, for a run to go on with.

        With `keep` what has been written since the last part is made one first.
        """
        if keep and self._is_between and self._journal is not None and not self.has_all:
            with contextlib.suppress(OSError):
                self._commit()
        for output in self._outputs.values():
            output.close()
        if self._is_ours and self._n_committed == 0 and not self.has_all:
            for path in self._paths.values():
                clear(parts_folder(path))
        for lock in self._locks:
            lock.release()
        self._locks.clear()
        return 0 if self._journal is None else self._n_committed


def run(
    saving: Saving,
    source: StreamSource,
    steps: Callable[[Skip], Iterator[Step]],
    progress: Progress,
) -> Written:
    """Goes through the articles that are left, and writes them.

    An exception that breaks it off has the number of articles that are safe as ``n_safe``.
    """
    if saving.is_complete:
        return Written(0, {}, {}, {}, None)
    skip = Skip(saving.n_before, saving.checksum)
    n_before = saving.n_before
    try:
        with watch(progress, None) as advance:
            if not saving.has_all:
                advance(n_before)
                for step in steps(skip):
                    saving.write(step, skip.checksum)
                    advance(step.n_articles)
            saving.finish()
    except BaseException as error:
        # What has been done is kept, unless the disk may be at fault.
        keep = not isinstance(error, OSError)
        error.n_safe = saving.close(keep=keep)  # type: ignore[attr-defined]
        raise
    saving.close()
    return Written(
        saving.n_articles, dict(saving.n_rows), dict(saving.errors), source.missing, n_before
    )


def settings_of(
    pipeline: _core.Pipeline, columns: Columns, work: Work | None = None
) -> dict[str, Any]:
    """What a run must be gone on with."""
    settings: dict[str, Any] = {
        "columns": columns._asdict(),
        "quotes": pipeline.quotes,
        "guess_pronouns": pipeline.guess_pronouns,
        "day_first": pipeline.day_first,
        "names": zlib.crc32(repr(_lists_of(pipeline)).encode()) if pipeline.names else None,
        "model": zlib.crc32(pipeline.model[1]) if pipeline.model else None,
    }
    if work is not None:
        names = ("tables", "context", "statuses", "min_confidence", "title_in_text", "tags")
        settings |= {name: getattr(work, name) for name in names}
    return settings


def _lists_of(pipeline: _core.Pipeline) -> object:
    names = pipeline.names
    return names and (names.ignore_case, names.lists)


def check_apart(articles: Any, paths: Iterable[str]) -> None:
    """Refuses an output that is an input too.

    Raises:
        InvalidInputError: names it.
    """
    inputs = {os.path.abspath(path) for path in getattr(articles, "paths", ()) if path != "-"}
    for path in paths:
        if path != "-" and os.path.abspath(path) in inputs:
            message = f"{path} is one of the files to read; write to another"
            raise InvalidInputError(message)


def save_tables(
    pipeline: _core.Pipeline,
    articles: Any,
    outputs: Mapping[str, str | os.PathLike[str]],
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    tags: bool = True,
    threads: int | None = None,
    progress: Progress = None,
    resume: bool = False,
    safe_csv: bool = False,
) -> Written:
    """``write`` with a pipeline that is there."""
    if not isinstance(outputs, Mapping):
        message = f'outputs is {outputs!r}; expected a file for each table, like {{"quotes": "quotes.parquet"}}'
        raise InvalidOptionError(message)
    names = resolve_tables(outputs)
    check_progress(progress)
    check_flag("resume", resume)
    check_flag("safe_csv", safe_csv)
    paths = {name: path_of(outputs[name], f"the output for {name}") for name in names}
    tables = names if "articles" in names else [*names, "articles"]
    work = Work(
        tables,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        threads=threads,
        tags=tags,
        errors_only="articles" not in names,
    )
    pipeline.check_tables(work.checked)
    for path in paths.values():
        open_output(path)
    articles = open_articles(articles)
    check_apart(articles, paths.values())
    source = StreamSource(articles, text)
    columns = open_columns(
        source, text=text, date=date, title=title, id=id, outlet=outlet, keep=keep
    )
    check_kept(columns, names, context)
    settings = {**settings_of(pipeline, columns, work), "safe_csv": bool(safe_csv)}
    saving = Saving(paths, settings, resume=resume)

    def steps(skip: Skip) -> Iterator[Step]:
        for chunk in source.chunks(pipeline, work, columns, skip):
            parts = {name: Part(chunk, at, columns) for at, name in enumerate(names)}
            errors = chunk.tables[tables.index("articles")].column("error")
            yield Step(
                chunk.n_rows,
                [error for error in errors if error is not None],
                {name: part.table.num_rows for name, part in parts.items()},
                lambda name, output, parts=parts: output.write(parts[name]),  # type: ignore[misc]
            )

    return run(saving, source, steps, progress)


def open_articles(articles: Any) -> Any:
    """What ``pq.write`` reads: files, or rows that come from anywhere.

    Raises:
        InvalidInputError: neither.
    """
    if isinstance(articles, (str, os.PathLike)):
        return read(articles)
    if isinstance(articles, Articles):
        return articles
    name = type(articles).__name__
    is_table = hasattr(articles, "__arrow_c_stream__") or hasattr(articles, "columns")
    is_table |= hasattr(articles, "__arrow_c_array__")
    if is_table or isinstance(articles, (bytes, Mapping)) or not isinstance(articles, Iterable):
        message = (
            f"articles is a {name}; expected a path, a pattern, what pq.read() gives, or an iterable of "
            "dict; for a table in memory use pq.extract(), and write what it gives"
        )
        raise InvalidInputError(message)
    return articles


def write(
    articles: Any,
    outputs: Mapping[str, str | os.PathLike[str]],
    *,
    text: str = "text",
    date: str | None = "date",
    title: str | None = "title",
    id: str | None = "id",
    outlet: str | None = "outlet",
    keep: Sequence[str] = (),
    context: int = 0,
    status: StatusOption = SPEECH,
    min_confidence: float = 0.0,
    title_in_text: bool = False,
    quotes: bool = True,
    guess_pronouns: bool = False,
    day_first: bool | None = None,
    tags: bool = True,
    model: ModelOption = None,
    threads: int | None = None,
    progress: Progress = None,
    resume: bool = False,
    safe_csv: bool = False,
) -> Written:
    """Writes tables of more articles than fit into memory, as they come.

    Takes the keywords of ``extract``, and raises what it raises. Memory depends neither on the number of
    articles (but for some dozens of bytes for each id) nor on that of rows.

    Args:
        articles: a path, a pattern, what ``pq.read`` gives, or an iterable of dict or of str.
        outputs: a file for each table: ``{"quotes": "quotes.parquet", "people": "people.csv.gz"}``; JSON
            Lines, CSV or Parquet by suffix, all but Parquet also in ``.gz``, ``.bz2``, ``.xz``, ``.zst``.
        text: see ``pq.quotes``; so for the others.
        date: see ``pq.quotes``.
        title: see ``pq.quotes``.
        id: see ``pq.quotes``.
        outlet: see ``pq.quotes``.
        keep: see ``pq.quotes``.
        context: see ``pq.quotes``.
        status: see ``pq.quotes``.
        min_confidence: see ``pq.quotes``.
        title_in_text: see ``pq.quotes``.
        quotes: see ``pq.extract``.
        guess_pronouns: see ``pq.extract``.
        day_first: see ``pq.extract``.
        tags: see ``pq.extract``.
        model: see ``pq.quotes``.
        threads: see ``pq.quotes``.
        progress: see ``pq.quotes``.
        resume: True to go on with a run of the same articles and settings that broke off, if there is one;
            an output that is there and whole is left as it is.
        safe_csv: True for CSV that is opened in a spreadsheet: text that begins with ``=``, ``+``, ``-``, ``@``,
            a tab or a line break, which would be run as a formula, gets a ``'`` in front. False leaves texts
            as they are, so that ``start`` and ``end`` fit.

    Returns:
        Written: numbers of articles and rows, and what was not analysed. An output stands in its place
        when it is whole; until then, and after a run that broke off, what is written can be read in the
        folder beside it, ``quotes.parquet.parts``.

    Raises:
        InvalidInputError: a run that broke off stands in the way, or is none of these articles.
        OSError: a disk that is full, a file that cannot be read; ``resume=True`` goes on afterwards.

    Examples:
        >>> import pullquote as pq
        >>> pq.write("news/*.jsonl.gz", {"quotes": "quotes.parquet"}, resume=True)  # doctest: +SKIP
        Written(n_articles=1000000, …)
    """
    return save_tables(
        open_pipeline(model, quotes=quotes, guess_pronouns=guess_pronouns, day_first=day_first),
        articles,
        outputs,
        text=text,
        date=date,
        title=title,
        id=id,
        outlet=outlet,
        keep=keep,
        context=context,
        status=status,
        min_confidence=min_confidence,
        title_in_text=title_in_text,
        tags=tags,
        threads=threads,
        progress=progress,
        resume=resume,
        safe_csv=safe_csv,
    )
