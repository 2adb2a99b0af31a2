"""What can go wrong, by name. Texts never fail: only inputs and options do."""

from __future__ import annotations


class PullquoteError(Exception):
    """Any error of this package."""


class InvalidInputError(PullquoteError, ValueError):
    """Input that the caller must mend: a missing column, a duplicate id, no kind of table."""


class InvalidOptionError(PullquoteError, ValueError):
    """An option with a value that is not allowed; the message lists what is."""


class MissingPackageError(PullquoteError, ImportError):
    """An optional package is needed; the message says how to install it."""


class PullquoteWarning(UserWarning):
    """Articles that could not be analysed, or doubts about the input."""
