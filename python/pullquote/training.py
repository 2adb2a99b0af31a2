"""Learning from labelled articles of one's own: a model file for ``Pipeline(model=…)``."""

from __future__ import annotations

import itertools
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pullquote import _core
from pullquote._files import open_text
from pullquote._open import path_of, replacing
from pullquote._options import quoted
from pullquote.errors import InvalidInputError, InvalidOptionError

#: What each label is to the model: one class for places, told apart later.
_KINDS = {
    "PERSON": "PER",
    "PER": "PER",
    "ORG": "ORG",
    "ORGANIZATION": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "LOCATION": "LOC",
    "FAC": "LOC",
    "FACILITY": "LOC",
    "NORP": "NORP",
}

#: Found by rule, so there is nothing to learn.
_BY_RULE = ("MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "DATE", "TIME")

_EXPECTED = "PERSON (or PER), ORG, GPE, LOC, FAC (all three learned as places), NORP"

_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")

_Row = tuple[str, list[tuple[int, int, str]]]


@dataclass(frozen=True)
class Training:
    """What a training learned from, and how it went."""

    #: The model file.
    path: str
    n_articles: int
    #: Names by kind: PER, ORG, LOC, NORP.
    n_names: dict[str, int]
    #: Names that begin or end inside a word, or lie in boilerplate: not learned as they stand.
    n_missed: int
    #: The share of wrong words in each pass; words whose label does not win by a margin count as wrong.
    losses: tuple[float, ...]


def train_names(
    articles: Iterable[Mapping[str, Any]] | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    from_scratch: bool = False,
    epochs: int | None = None,
) -> Training:
    """Learns names from labelled articles and writes a model for ``Pipeline(model=…)``.

    Learns on from the embedded model and stays between the two, so a few dozen articles of a domain help
    and little is forgotten of the rest. Label every name of a kind or none: a kind that no article has a name of is taken as not labelled, and stays as it is
    embedded. Same articles, same bytes.

    Args:
        articles: at least 8 mappings, or a JSON Lines file of them, with ``text`` and with ``entities``
            (``[[start, end, label], …]``) or ``mentions`` as in ``Document.to_dict()``; code points.
            Labels: PERSON (or PER), ORG, GPE, LOC, FAC, NORP. Amounts and dates are passed over, and
            so are mentions that are no names.
        out: the model file to write, about 2.4 MB.
        from_scratch: whether to learn from these articles alone: thousands are needed.
        epochs: passes over the articles, 10 unless you say so.

    Returns:
        A Training: numbers of articles and names, losses.

    Raises:
        InvalidInputError: an article that cannot be learned from (names file, line and field), too few,
            no name in any of them.
        InvalidOptionError: no number of epochs, no folder for the model.

    Examples:
        >>> import pullquote as pq
        >>> pq.train_names([{"text": "Ana Ruiz left.", "entities": [[0, 18, "PERSON"]]}], "my.model")
        Traceback (most recent call last):
        pullquote.errors.InvalidInputError: article 0: entities[0]: end 18 is outside the text of 14 characters
    """
    target = check_target(out)
    check_epochs(epochs)
    if isinstance(articles, (str, os.PathLike)):
        places = read_labelled([path_of(articles, "articles")])
    elif isinstance(articles, Mapping) or not isinstance(articles, Iterable):
        message = f"articles is a {type(articles).__name__}; expected a list of mappings, or the path of a JSON Lines file"
        raise InvalidInputError(message)
    else:
        places = ((f"article {at}", row) for at, row in enumerate(articles))
    return train_places(places, target, from_scratch=from_scratch, epochs=epochs)


def train_places(
    places: Iterable[tuple[str, object]], target: str, *, from_scratch: bool, epochs: int | None
) -> Training:
    """Learns from articles that come with the place where they stand, for messages."""
    rows = [_labelled(row, place) for place, row in places]
    counts = Counter(kind for _, names in rows for _, _, kind in names)
    if len(rows) < _core.MIN_LABELLED:
        message = f"{len(rows)} labelled articles; expected {_core.MIN_LABELLED} or more"
        raise InvalidInputError(message)
    if not counts:
        message = f"no name in any of {len(rows)} articles; expected labels {_EXPECTED}"
        raise InvalidInputError(message)
    content, losses, n_missed = _core.train_names(rows, from_scratch=from_scratch, epochs=epochs)
    with replacing(target) as file:
        file.write(content)
    n_names = {kind: counts[kind] for kind in ("PER", "ORG", "LOC", "NORP")}
    return Training(target, len(rows), n_names, n_missed, tuple(losses))


def check_target(out: str | os.PathLike[str]) -> str:
    """The path to write, before anything is learned.

    Raises:
        InvalidOptionError: it has no folder, or is one.
    """
    if not isinstance(out, (str, os.PathLike)) or not os.fspath(out):
        message = f"out is {out!r}; expected the path of the model file to write"
        raise InvalidOptionError(message)
    path = path_of(out, "out")
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        message = f"{path}: no folder {folder!r}; make it first"
        raise InvalidOptionError(message)
    if os.path.isdir(path):
        message = f"{path}: a folder; expected the path of the model file to write"
        raise InvalidOptionError(message)
    return path


def check_epochs(epochs: object) -> None:
    """Refuses what is no number of epochs.

    Raises:
        InvalidOptionError: not a number from 1 to 1000.
    """
    if epochs is None:
        return
    if isinstance(epochs, bool) or not isinstance(epochs, int) or not 1 <= epochs <= 1000:
        message = f"epochs is {epochs!r}; expected a number from 1 to 1000"
        raise InvalidOptionError(message)


def read_labelled(paths: Iterable[str]) -> Iterator[tuple[str, object]]:
    """The lines of JSON Lines files, each with its place: ``my.jsonl:3``.

    Raises:
        InvalidInputError: a file that is not there or not UTF-8, a line that is not JSON.
    """
    for path in paths:
        if path != "-" and not path.lower().endswith(_SUFFIXES):
            message = f"{path}: unknown kind of file; expected JSON Lines: {', '.join(_SUFFIXES)}"
            raise InvalidInputError(message)
        number = 0
        try:
            with open_text(path) as file:
                for number, line in enumerate(file, 1):
                    if line.strip():
                        yield f"{path}:{number}", json.loads(line)
        except json.JSONDecodeError as error:
            message = f"{path}:{number}: not JSON: {error.msg} at column {error.colno}"
            raise InvalidInputError(message) from None
        except UnicodeDecodeError as error:
            message = f"{path}: not UTF-8 ({error.reason} after line {number}); convert it first"
            raise InvalidInputError(message) from None
        except (OSError, EOFError) as error:
            message = f"{path}: {getattr(error, 'strerror', None) or error}"
            raise InvalidInputError(message) from None


def _labelled(row: object, place: str) -> _Row:
    """A row as the core takes it.

    Raises:
        InvalidInputError: names the place and the field, and what would be right.
    """
    if not isinstance(row, Mapping):
        message = f'{place}: a {type(row).__name__}; expected {{"text": …, "entities": [[start, end, label], …]}}'
        raise InvalidInputError(message)
    text = row.get("text")
    if not isinstance(text, str):
        what = f"text is a {type(text).__name__}" if text is not None else "no text"
        message = f"{place}: {what}; expected a str in `text`; fields there are: {quoted(row)}"
        raise InvalidInputError(message)
    field = next((name for name in ("entities", "mentions") if row.get(name) is not None), None)
    if field is None:
        message = (
            f"{place}: no names; expected `entities`, [[start, end, label], …], or `mentions`; "
            f"fields there are: {quoted(row)}"
        )
        raise InvalidInputError(message)
    items = row[field]
    if not isinstance(items, Sequence) or isinstance(items, str):
        message = f"{place}: {field} is a {type(items).__name__}; expected a list"
        raise InvalidInputError(message)
    names = []
    for at, item in enumerate(items):
        name = _name(item, text, f"{place}: {field}[{at}]")
        if name is not None:
            names.append((*name, at))
    names.sort()
    for (_, end, _, first), (start, *_, second) in itertools.pairwise(names):
        if start < end:
            message = f"{place}: {field}[{second}] begins at {start}, inside {field}[{first}], which ends at {end}; names may not overlap"
            raise InvalidInputError(message)
    return text, [(start, end, kind) for start, end, kind, _ in names]


def _name(item: object, text: str, place: str) -> tuple[int, int, str] | None:
    """Start, end and kind of an entity or mention; None for what is not learned."""
    if isinstance(item, Mapping):
        if item.get("kind", "name") != "name":
            return None
        start, end, label = item.get("start"), item.get("end"), item.get("label")
    elif isinstance(item, Sequence) and not isinstance(item, str) and len(item) >= 3:
        start, end, label = item[:3]
    else:
        message = f"{place}: {item!r:.60}; expected [start, end, label]"
        raise InvalidInputError(message)
    if not isinstance(label, str):
        message = f"{place}: label is {label!r}; expected one of: {_EXPECTED}"
        raise InvalidInputError(message)
    kind = _KINDS.get(label.upper())
    if kind is None:
        if label.upper() in _BY_RULE:
            return None
        message = f"{place}: unknown label {label!r}; expected one of: {_EXPECTED}; leave out names of other kinds"
        raise InvalidInputError(message)
    start, end = _point(start, "start", text, place), _point(end, "end", text, place)
    if start >= end:
        message = f"{place}: start {start} is not before end {end}"
        raise InvalidInputError(message)
    said = item.get("text") if isinstance(item, Mapping) else None
    if isinstance(said, str) and said != text[start:end]:
        message = (
            f"{place}: its text is {said!r}, but {start} to {end} in the article is {text[start:end]!r}; "
            "offsets count code points, not bytes"
        )
        raise InvalidInputError(message)
    return start, end, kind


def _point(value: object, name: str, text: str, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        message = f"{place}: {name} is {value!r}; expected a number of characters"
        raise InvalidInputError(message)
    if not 0 <= value <= len(text):
        message = f"{place}: {name} {value} is outside the text of {len(text)} characters"
        raise InvalidInputError(message)
    return value
