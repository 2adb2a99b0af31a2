"""What a pipeline is made of: its settings, the model file that an option means, its bytes."""

from __future__ import annotations

import os
from typing import TypeAlias

from pullquote import _core
from pullquote._open import path_of
from pullquote._options import check_flag
from pullquote.errors import InvalidInputError, InvalidOptionError

ModelOption: TypeAlias = str | os.PathLike[str] | None


def open_pipeline(
    model: ModelOption,
    *,
    quotes: bool = True,
    guess_pronouns: bool = False,
    day_first: bool | None = None,
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
        return _core.Pipeline(quotes=quotes, guess_pronouns=guess_pronouns, day_first=day_first)
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
        (path, content), quotes=quotes, guess_pronouns=guess_pronouns, day_first=day_first
    )
