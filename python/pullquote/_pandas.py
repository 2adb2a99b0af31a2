"""pandas in, pandas out; pyarrow is not needed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pullquote import _core
from pullquote._options import Columns, Work
from pullquote._sources import Chunk, _slices, check_unique
from pullquote.errors import InvalidInputError

#: What text columns are: pandas 3 has a type for them.
TEXT_TYPE: Any = "str" if int(pd.__version__.partition(".")[0]) >= 3 else object


class PandasSource:
    """A DataFrame, or a Series of texts."""

    is_open = False

    def __init__(self, articles: Any, text: str) -> None:
        self._frame = articles.to_frame(text) if isinstance(articles, pd.Series) else articles
        self.names: Sequence[object] = list(self._frame.columns)
        self.n_rows: int | None = len(self._frame)
        double = self._frame.columns[self._frame.columns.duplicated()]
        if len(double):
            message = f"two columns are named {double[0]!r}; rename one"
            raise InvalidInputError(message)

    def chunks(self, pipeline: _core.Pipeline, work: Work, columns: Columns) -> Iterator[Chunk]:
        """See ``Source``."""
        frame = self._frame
        if columns.id is not None:
            ids = frame[columns.id].tolist()
            check_unique(ids, columns.id)
            other = next((row for row, id in enumerate(ids) if not isinstance(id, Hashable)), None)
            if other is not None:
                message = (
                    f"column {columns.id!r} has a {type(ids[other]).__name__} in row {other}; expected ids that "
                    "are text or numbers"
                )
                raise InvalidInputError(message)
        names = (columns.id, columns.date, columns.title, columns.outlet)
        first_row = 0
        for texts in _slices(iter(frame[columns.text]), columns.text):
            part = frame.iloc[first_row : first_row + len(texts)]
            given = [None if name is None else part[name].tolist() for name in names]
            lists = (texts, given[0], given[1], given[2], given[3])
            with work.options() as options:
                tables, n_failed = pipeline.extract_lists(lists, {}, first_row, options)
            yield Chunk(tables, len(texts), n_failed)
            first_row += len(texts)

    def finish(self, chunks: Sequence[Chunk], table: int, columns: Columns) -> pd.DataFrame:
        """See ``Source``."""
        whole = _core.Table.concat([chunk.tables[table] for chunk in chunks])
        rows = np.array(whole.article_rows(), dtype="int64")
        values = whole.to_pydict()
        data: dict[str, Any] = {}
        for name, kind, can_be_null in whole.columns:
            data[name] = _column(values.pop(name), kind, can_be_null)
        data["article_id"] = self._ids(rows, columns.id)
        for name in columns.keep:
            if columns.kept_in(name, whole.name):
                data[name] = self._frame[name].take(rows).reset_index(drop=True)
        frame: pd.DataFrame = pd.DataFrame(data, copy=False)
        frame.attrs["pullquote"] = {"schema": _core.SCHEMA_VERSION, "table": whole.name}
        return frame

    def _ids(self, rows: Any, name: str | None) -> Any:
        """The id of each row; all ids are categories, so that tables of one call merge."""
        if name is None:
            return pd.Categorical.from_codes(rows, categories=pd.RangeIndex(len(self._frame)))
        ids = self._frame[name]
        if isinstance(ids.dtype, pd.CategoricalDtype):
            return ids.take(rows).array
        is_there = ids.notna().to_numpy()
        numbers = np.where(is_there, np.cumsum(is_there) - 1, -1)
        return pd.Categorical.from_codes(numbers[rows], categories=pd.Index(ids[is_there]))


def _column(values: list[Any], kind: str, can_be_null: bool) -> Any:
    if kind == "text":
        return pd.Series(values, dtype=TEXT_TYPE)
    if kind == "integer":
        return pd.Series(values, dtype="Int64" if can_be_null else "int64")
    if kind == "float":
        return pd.Series(values, dtype="float64")
    if kind == "boolean":
        return pd.Series(values, dtype="boolean" if can_be_null else "bool")
    if kind == "date":
        days = np.array(values, dtype="datetime64[D]")
        return pd.Series(days.astype("datetime64[s]"))
    return pd.Series(values, dtype=object)
