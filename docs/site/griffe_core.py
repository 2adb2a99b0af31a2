"""Gives the classes of the Rust core their docstrings: the stubs have the types, the binary has the words."""

from __future__ import annotations

import inspect
from typing import Any

import griffe


class CoreDocstrings(griffe.Extension):
    """Fills what `_core.pyi` lacks from the `__doc__` that the binary carries, as `help()` does."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Called once the package is loaded; `_core` is the only module without docstrings of its own."""
        if pkg.name == "pullquote":
            from pullquote import _core

            _fill(pkg["_core"], _core)


def _fill(described: Any, real: Any) -> None:
    for name, member in described.members.items():
        own = getattr(real, name, None)
        if member.is_alias or own is None:
            continue
        words = inspect.getdoc(own)
        # A plain value has the docstring of its type: no words about itself.
        is_value = isinstance(own, (int, str, float))
        if words and not member.docstring and not is_value and not name.startswith("_"):
            member.docstring = griffe.Docstring(words, parent=member, parser="google")
        if member.is_class:
            _fill(member, own)
