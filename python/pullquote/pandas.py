"""``frame.pullquote`` for pandas: ``import pullquote.pandas`` registers it.

``import pullquote`` does so too where pandas has been imported before.

    >>> import pandas as pd, pullquote.pandas
    >>> frame = pd.DataFrame({"body": ['"We will not wait," Mayor Ana Ruiz said.']})
    >>> frame.pullquote.quotes("body")["speaker"].tolist()
    ['Ana Ruiz']
"""

from __future__ import annotations

from pandas.api.extensions import register_dataframe_accessor, register_series_accessor

from pullquote._namespace import Namespace

register_dataframe_accessor("pullquote")(Namespace)
register_series_accessor("pullquote")(Namespace)

__all__ = ["Namespace"]
