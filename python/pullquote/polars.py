"""``frame.pullquote`` for polars: ``import pullquote.polars`` registers it.

``import pullquote`` does so too where polars has been imported before.

    >>> import polars as pl, pullquote.polars
    >>> frame = pl.DataFrame({"body": ['"We will not wait," Mayor Ana Ruiz said.']})
    >>> frame.pullquote.quotes("body")["speaker"].to_list()
    ['Ana Ruiz']
"""

from __future__ import annotations

from polars.api import register_dataframe_namespace, register_series_namespace

from pullquote._namespace import Namespace

register_dataframe_namespace("pullquote")(Namespace)
register_series_namespace("pullquote")(Namespace)

__all__ = ["Namespace"]
