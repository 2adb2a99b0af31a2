"""Something to look at: HTML in a notebook, text when printed, colours through rich."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


class View:
    """Something to look at: shows itself in a notebook, prints as text, and in colour by ``rich.print``."""

    def __init__(self, html: str, text: str, rich: Callable[[], Any] | None = None) -> None:
        self._html, self._text, self._rich = html, text, rich

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._text

    def __rich_console__(self, console: Any, options: Any) -> Iterator[Any]:
        # Only rich calls this, so that it is there.
        from rich.text import Text

        yield self._rich() if self._rich else Text(self._text)
