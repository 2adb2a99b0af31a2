"""Checks the options of the table functions, and says what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from numbers import Real
from typing import Literal, NamedTuple, TypeAlias, TypedDict

from pullquote._core import TableOptions, table_names
from pullquote._progress import Progress
from pullquote._threads import resolve_threads, working
from pullquote.errors import InvalidInputError, InvalidOptionError

Status: TypeAlias = Literal[
    "said",
    "wrote",
    "tweeted",
    "asked",
    "denied",
    "thought",
    "hypothetical",
    "negated",
    "declined",
]
TableName: TypeAlias = Literal[
    "articles",
    "quotes",
    "marks",
    "mentions",
    "people",
    "times",
    "boilerplate",
    "sentences",
    "tokens",
]

#: The statuses that report speech.
SPEECH: tuple[Status, ...] = ("said", "wrote", "tweeted", "asked", "denied")

#: Every status: speech, then thoughts, hypothetical and denied sayings, refusals.
STATUSES: tuple[Status, ...] = (*SPEECH, "thought", "hypothetical", "negated", "declined")

StatusOption: TypeAlias = str | Iterable[str]

# As much as the core can hold.
_MOST_CONTEXT = 2**32 - 1

_DEFAULTS = {"text": "text", "date": "date", "title": "title", "id": "id", "outlet": "outlet"}


class TableKeywords(TypedDict, total=False):
    """The keywords that all methods of tables share; see ``pq.quotes``."""

    text: str
    date: str | None
    title: str | None
    id: str | None
    outlet: str | None
    keep: Sequence[str]
    context: int
    status: StatusOption
    min_confidence: float
    title_in_text: bool
    tags: bool
    progress: Progress


class Columns(NamedTuple):
    """The caller's columns that are read; None where there is none."""

    text: str
    date: str | None
    title: str | None
    id: str | None
    outlet: str | None
    keep: tuple[str, ...] = ()

    def kept_in(self, name: str, table: str) -> bool:
        """Whether a kept column is added to a table: not where the table has that very column."""
        own = {"articles": (self.date, self.title, self.outlet), "quotes": (self.date, self.outlet)}
        return not (name in own.get(table, ()) and name in ("date", "title", "outlet"))


def quoted(names: Iterable[object]) -> str:
    """Names in a message.

    Examples:
        >>> quoted(["url", "body"])
        "'url', 'body'"
    """
    return ", ".join(repr(name) for name in names) or "none"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number of things.

    Examples:
        >>> counted(1, "quote"), counted(1200, "quote"), counted(2, "person", "people")
        ('1 quote', '1,200 quotes', '2 people')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def check_names(option: str, value: object, known: Iterable[str]) -> tuple[str, ...]:
    """An option that is a list of names.

    Raises:
        InvalidOptionError: no list, or a name that is not known.

    Examples:
        >>> check_names("layers", ["quotes"], ("quotes", "times"))
        ('quotes',)
    """
    known = tuple(known)
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        message = f"{option} is {value!r:.80}; expected a list of some of: {', '.join(known)}"
        raise InvalidOptionError(message)
    names = tuple(value)
    for name in names:
        if not isinstance(name, str) or name not in known:
            message = f"{option} has {name!r:.80}; expected some of: {', '.join(known)}"
            raise InvalidOptionError(message)
    return names


def check_flag(option: str, value: object, *, or_none: bool = False) -> bool:
    """An option that is True or False (NumPy's will do); ``or_none``: the message says None too.

    Raises:
        InvalidOptionError: something else.
    """
    if type(value).__name__ not in ("bool", "bool_"):
        message = f"{option} is {value!r}; expected True{',' if or_none else ' or'} False"
        message += " or None" if or_none else ""
        raise InvalidOptionError(message)
    return bool(value)


def resolve_columns(
    there: Sequence[object],
    *,
    text: str,
    date: str | None,
    title: str | None,
    id: str | None,
    outlet: str | None,
    keep: Sequence[str] = (),
    is_open: bool = False,
) -> Columns:
    """Which columns to read.

    Args:
        there: names of the columns there are.
        text: name of the text column; the other columns likewise, or None for none.
        date: see above.
        title: see above.
        id: see above.
        outlet: see above.
        keep: further columns to copy.
        is_open: whether later rows may have columns that the first ones have not.

    Raises:
        InvalidInputError: a column that the caller names is missing; the message lists those there are.
        InvalidOptionError: columns to keep that are no list.
    """
    given = {"text": text, "date": date, "title": title, "id": id, "outlet": outlet}
    found: dict[str, str | None] = {}
    for option, name in given.items():
        check_name(option, name)
        if name is None and option != "text":
            found[option] = None
        elif name in there or (is_open and name == _DEFAULTS[option] != "text"):
            found[option] = name
        elif name == _DEFAULTS[option] and option != "text":
            found[option] = None
        else:
            message = f"no column {name!r} for `{option}`; columns there are: {quoted(there)}"
            raise InvalidInputError(message)
    if isinstance(keep, str):
        keep = [keep]
    if not isinstance(keep, Iterable):
        message = f"keep is {keep!r}; expected a list of names of columns"
        raise InvalidOptionError(message)
    keep = list(keep)
    for name in keep:
        check_name("keep", name)
    missing = [name for name in keep if name not in there]
    if missing:
        message = f"no column {quoted(missing)} to keep; columns there are: {quoted(there)}"
        raise InvalidInputError(message)
    return Columns(
        text=text,
        date=found["date"],
        title=found["title"],
        id=found["id"],
        outlet=found["outlet"],
        keep=tuple(dict.fromkeys(keep)),
    )


def check_name(option: str, name: object) -> None:
    """Refuses what no column can be called; pandas has columns named by numbers and tuples."""
    if name is not None and not isinstance(name, (str, int, tuple)):
        message = f"{option} is {name!r:.80}; expected the name of a column"
        raise InvalidOptionError(message)


def clean(text: str) -> str:
    """Without lone surrogates, each of which becomes one sign."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def resolve_status(status: StatusOption) -> list[str]:
    """The statuses asked for.

    Raises:
        InvalidOptionError: no name, nor a list of names.

    Examples:
        >>> resolve_status("all") == list(STATUSES)
        True
        >>> resolve_status("denied")
        ['denied']
    """
    if isinstance(status, str):
        return list(STATUSES) if status == "all" else [clean(status)]
    names = list(status) if isinstance(status, Iterable) else [status]
    if not all(isinstance(name, str) for name in names):
        message = f'status is {status!r}; expected "all" or some of: {", ".join(STATUSES)}'
        raise InvalidOptionError(message)
    return list(map(clean, names))


def resolve_confidence(min_confidence: float) -> float:
    """The least confidence of a quote; NumPy's numbers will do.

    Raises:
        InvalidOptionError: not a number from 0 to 1.

    Examples:
        >>> resolve_confidence(1)
        1.0
    """
    is_number = isinstance(min_confidence, Real) and not isinstance(min_confidence, bool)
    # Not a number (NaN) is in no range.
    if not is_number or not 0 <= min_confidence <= 1:
        message = f"min_confidence is {min_confidence!r}; expected a number from 0 to 1"
        raise InvalidOptionError(message)
    return float(min_confidence)


def resolve_tables(tables: Iterable[str]) -> list[str]:
    """The tables asked for, each once.

    Raises:
        InvalidOptionError: a name in a bare str, what is no name, or no table at all.
    """
    if isinstance(tables, str):
        message = f'tables is {tables!r}; expected a list of names, like ["{tables}"]'
        raise InvalidOptionError(message)
    names = list(tables) if isinstance(tables, Iterable) else [tables]
    if not all(isinstance(name, str) for name in names):
        message = f"tables is {tables!r}; expected a list of some of: {', '.join(table_names())}"
        raise InvalidOptionError(message)
    if not names:
        message = f"no tables asked for; expected some of: {', '.join(table_names())}"
        raise InvalidOptionError(message)
    return list(dict.fromkeys(map(clean, names)))


class Work:
    """What a call asks for, checked; given to the core with as many threads as are free at the time."""

    def __init__(
        self,
        tables: Sequence[str],
        *,
        context: int,
        status: StatusOption,
        min_confidence: float,
        title_in_text: bool,
        threads: int | None,
        tags: bool = True,
        only_names: bool = False,
        errors_only: bool = False,
    ) -> None:
        """Raises InvalidOptionError for a value that is not allowed."""
        is_number = isinstance(context, int) and not isinstance(context, bool)
        if not is_number or not 0 <= context <= _MOST_CONTEXT:
            message = (
                f"context is {context!r}; expected a number of characters from 0 to {_MOST_CONTEXT}"
            )
            raise InvalidOptionError(message)
        self.tables = list(tables)
        self.context = context
        self.statuses = resolve_status(status)
        self.min_confidence = resolve_confidence(min_confidence)
        self.title_in_text = check_flag("title_in_text", title_in_text)
        self.tags = check_flag("tags", tags)
        self.only_names = only_names
        self.errors_only = errors_only
        self.threads = threads
        self.checked = self._options(resolve_threads(threads))

    def _options(self, threads: int) -> TableOptions:
        return TableOptions(
            self.tables,
            context=self.context,
            statuses=self.statuses,
            min_confidence=self.min_confidence,
            title_in_text=self.title_in_text,
            tags=self.tags,
            only_names=self.only_names,
            errors_only=self.errors_only,
            threads=threads,
        )

    @contextmanager
    def options(self) -> Iterator[TableOptions]:
        """The options for the next chunk; while they are in use, others get fewer threads."""
        with working(self.threads) as threads:
            yield self._options(threads)
