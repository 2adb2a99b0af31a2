"""Some rows of a table changed, dropped or added, in its own kind and with its own types."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from pullquote._columns import ArrowColumns, Columns, CoreColumns, PandasColumns, PolarsColumns
from pullquote.errors import MissingPackageError

Row: TypeAlias = dict[str, Any]


def edited(
    table: Columns, order: Sequence[int], rows: Sequence[Row], texts: Mapping[str, list[str | None]]
) -> Any:
    """The table with other rows, and with further columns of texts.

    Args:
        table: the caller's.
        order: for each row of the result its number in the table; or, from ``table.n_rows`` on, its number
            in ``rows``.
        rows: whole rows that are in the table otherwise, or not at all.
        texts: further columns, a value for each row of the result; those of that name are replaced.
    """
    if isinstance(table, PandasColumns):
        return _pandas(table, order, rows, texts)
    if isinstance(table, PolarsColumns):
        return _polars(table, order, rows, texts)
    if isinstance(table, (ArrowColumns, CoreColumns)):
        return _arrow(table, order, rows, texts)
    columns = [table.column(name) for name in table.names]
    n = table.n_rows
    made = []
    for number, at in enumerate(order):
        row = rows[at - n] if at >= n else dict(zip(table.names, (one[at] for one in columns)))
        made.append({**row, **{name: values[number] for name, values in texts.items()}})
    return made


def _pandas(
    table: PandasColumns, order: Sequence[int], rows: Sequence[Row], texts: Mapping[str, Any]
) -> Any:
    import numpy as np

    from pullquote._pandas import TEXT_TYPE

    pandas = sys.modules["pandas"]
    at = np.array(order, dtype="int64")
    data: dict[str, Any] = {}
    for name in table.names:
        column = table.frame[name]
        if rows:
            values = [row.get(name) for row in rows]
            if isinstance(column.dtype, pandas.CategoricalDtype):
                there = set(column.cat.categories)
                new = list(dict.fromkeys(v for v in values if v is not None and v not in there))
                # The categories of an index of numbers are made to hold what is new.
                column = column.cat.add_categories(new) if new else column
            added = pandas.Series(values, dtype=_type_for(column.dtype, values), name=name)
            column = pandas.concat([column, added], ignore_index=True)
        data[name] = column.take(at).reset_index(drop=True)
    for name, given in texts.items():
        data[name] = pandas.Series(given, dtype=TEXT_TYPE)
    frame = pandas.DataFrame(data, copy=False)
    frame.attrs.update(table.frame.attrs)
    return frame


def _type_for(dtype: Any, values: Sequence[Any]) -> Any:
    """The type of a column, or one that can hold a null where it cannot."""
    if any(value is None for value in values) and dtype.kind in "iub":
        return object if dtype.kind == "b" else "Int64"
    return dtype


def _polars(
    table: PolarsColumns, order: Sequence[int], rows: Sequence[Row], texts: Mapping[str, Any]
) -> Any:
    polars = sys.modules["polars"]
    frame = table.frame
    if rows:
        added = [
            polars.Series(name, [row.get(name) for row in rows], dtype)
            for name, dtype in frame.schema.items()
        ]
        frame = polars.concat([frame, polars.DataFrame(added)])
    frame = frame[polars.Series(list(order), dtype=polars.Int64)]
    return frame.with_columns(
        [polars.Series(name, values, polars.String) for name, values in texts.items()]
    )


def _arrow(
    table: ArrowColumns | CoreColumns,
    order: Sequence[int],
    rows: Sequence[Row],
    texts: Mapping[str, Any],
) -> Any:
    try:
        import pyarrow as arrow
    except ImportError:
        message = 'a table out of an Arrow stream needs pyarrow: pip install "pullquote[pandas]"'
        raise MissingPackageError(message) from None
    whole = table.table if isinstance(table, ArrowColumns) else arrow.table(table.table)
    if rows:
        added = arrow.table(
            [arrow.array([row.get(f.name) for row in rows], f.type) for f in whole.schema],
            schema=whole.schema,
        )
        whole = arrow.concat_tables([whole, added]).unify_dictionaries()
    whole = whole.take(arrow.array(order, arrow.int64()))
    return ArrowColumns(
        whole, kind=table.kind if isinstance(table, ArrowColumns) else "Table"
    ).with_texts(dict(texts))
