"""What a pipeline is made of: its settings, the model file that an option means, its bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pullquote import _core
from pullquote._open import path_of
from pullquote._options import check_flag
from pullquote.errors import InvalidInputError, InvalidOptionError

ModelOption: TypeAlias = str | os.PathLike[str] | None

NamesOption: TypeAlias = Mapping[str, Iterable[str]] | None


def open_names(names: NamesOption, case: str = "exact") -> _core.Names | None:
    """Names of the user's own, ready to be found.

    Raises:
        InvalidOptionError: no mapping of labels to lists of str, an unknown label or case, an empty name, one that
            stands under two labels.
    """
    if not isinstance(case, str) or case not in ("exact", "ignore"):
        message = f'names_case is {case!r}; expected "exact" or "ignore"'
        raise InvalidOptionError(message)
    if names is None:
        return None
    if not isinstance(names, Mapping):
        message = f'names is a {type(names).__name__}; expected a dict like {{"ORG": ["Acme Pier Works"]}}'
        raise InvalidOptionError(message)
    lists = []
    for label, phrases in names.items():
        if isinstance(phrases, str) or not isinstance(phrases, Iterable):
            message = f"names[{label!r}] is {phrases!r}; expected a list of names"
            raise InvalidOptionError(message)
        phrases = list(phrases)
        bad = next((phrase for phrase in phrases if not isinstance(phrase, str)), None)
        if bad is not None or not isinstance(label, str):
            message = (
                f"names[{label!r}] holds {bad!r}; expected str"
                if bad is not None
                else f"names has the label {label!r}; expected a str"
            )
            raise InvalidOptionError(message)
        lists.append((label, phrases))
    return _core.Names(lists, ignore_case=case == "ignore")


def read_names(path: str) -> Mapping[str, Iterable[str]]:
    """Names of the user's own from a JSON file.

    Raises:
        InvalidInputError: a file that is not there, or no JSON.
    """
    import json

    try:
        with open(path, encoding="utf-8") as file:
            names = json.load(file)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        message = f'names {path}: {why}; expected a JSON file like {{"ORG": ["Acme Pier Works"]}}'
        raise InvalidInputError(message) from None
    if not isinstance(names, Mapping):
        message = f'names {path}: expected a JSON object like {{"ORG": ["Acme Pier Works"]}}'
        raise InvalidInputError(message)
    return names


def open_pipeline(
    model: ModelOption,
    *,
    quotes: bool = True,
    guess_pronouns: bool = False,
    day_first: bool | None = None,
    names: _core.Names | None = None,
) -> _core.Pipeline:
    """A pipeline with the embedded models, or with the user's own for names, and its settings.

    Raises:
        InvalidInputError: a file that is not there, or no model that this version can use.
        InvalidOptionError: no path, a setting that is neither True nor False, or two that exclude each other.
    """
    quotes = check_flag("quotes", quotes)
    guess_pronouns = check_flag("guess_pronouns", guess_pronouns)
    if guess_pronouns and not quotes:
        message = (
            "guess_pronouns is True and quotes is False; without quotes no pronouns are read, so that nothing "
            "tells for whom the article uses none: leave one of the two out"
        )
        raise InvalidOptionError(message)
    if day_first is not None:
        day_first = check_flag("day_first", day_first, or_none=True)
    if model is None:
        return _core.Pipeline(
            quotes=quotes, guess_pronouns=guess_pronouns, day_first=day_first, names=names
        )
    if not isinstance(model, (str, os.PathLike)) or not isinstance(os.fspath(model), str):
        message = f"model is a {type(model).__name__}; expected the path of a model file, or None"
        raise InvalidOptionError(message)
    path = os.path.abspath(path_of(model, "model") if os.fspath(model) else model)
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        message = (
            f"model {path}: {error.strerror or error}; expected a file that pq.train_names() or "
            "`pullquote train` wrote"
        )
        raise InvalidInputError(message) from None
    return _core.Pipeline(
        (path, content),
        quotes=quotes,
        guess_pronouns=guess_pronouns,
        day_first=day_first,
        names=names,
    )
