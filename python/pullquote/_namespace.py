"""``frame.pullquote``: what pandas and polars give their frames and series by their own registries."""

from __future__ import annotations

# As in pullquote/__init__.py: true to type checkers; typing takes longer to import than all this.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any


class Namespace:
    """The tables of a frame of articles: ``frame.pullquote.quotes("body", id="url")``.

    Of a frame the first argument is the column of texts; of a series of texts there is none. All keywords of
    ``pq.quotes`` can follow.
    """

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def _table(self, name: str, text: str, options: dict[str, Any]) -> Any:
        # Loaded when it is used: to register costs next to nothing.
        from pullquote import frames

        return getattr(frames, name)(self._frame, text=text, **options)

    def quotes(self, text: str = "text", **options: Any) -> Any:
        """Who said what; see ``pq.quotes``."""
        return self._table("quotes", text, options)

    def mentions(self, text: str = "text", **options: Any) -> Any:
        """Names, numbers, roles and pronouns; see ``pq.mentions``."""
        return self._table("mentions", text, options)

    def people(self, text: str = "text", **options: Any) -> Any:
        """The persons of each article; see ``pq.people``."""
        return self._table("people", text, options)

    def marks(self, text: str = "text", **options: Any) -> Any:
        """Pairs of quotation marks that quote nobody; see ``pq.marks``."""
        return self._table("marks", text, options)

    def boilerplate(self, text: str = "text", **options: Any) -> Any:
        """Stretches that are no article; see ``pq.boilerplate``."""
        return self._table("boilerplate", text, options)

    def sentences(self, text: str = "text", **options: Any) -> Any:
        """Sentences; see ``pq.sentences``."""
        return self._table("sentences", text, options)

    def tokens(self, text: str = "text", **options: Any) -> Any:
        """Words and signs; see ``pq.tokens``."""
        return self._table("tokens", text, options)

    def articles(self, text: str = "text", **options: Any) -> Any:
        """The articles with what was found in them; see ``pq.articles``."""
        return self._table("articles", text, options)

    def extract(self, tables: Any, text: str = "text", **options: Any) -> dict[str, Any]:
        """Several tables in one pass; see ``pq.extract``."""
        from pullquote._run import extract

        return extract(self._frame, tables, text=text, **options)
