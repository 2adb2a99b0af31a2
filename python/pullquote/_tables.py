"""Makes tables in the kind of another: some of its rows and columns, with further columns."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from pullquote import _core
from pullquote._columns import ArrowColumns, Columns, CoreColumns, PandasColumns, PolarsColumns
from pullquote.errors import MissingPackageError

Kind: TypeAlias = Literal["text", "integer", "float", "boolean", "date", "edits", "texts", "pieces"]

_EDIT, _PIECE = ("op", "from", "to"), ("start", "source_start", "length")

#: What a table is made of: columns with their kinds, by name, in order.
New: TypeAlias = dict[str, tuple[Kind, list[Any]]]


def build(
    given: Any,
    table: Columns,
    rows: Sequence[int],
    taken: Sequence[str],
    columns: New,
    *,
    after: int,
    name: str,
) -> Any:
    """A table in the kind of `given`.

    Args:
        given: the caller's table.
        table: its columns.
        rows: for each row of the result, the row of `given`.
        taken: columns of `given` that are taken over, in their types.
        columns: further columns.
        after: how many of these stand before those taken over.
        name: what the table is called in a pandas frame's ``attrs`` and in Arrow metadata; "" for rows of
            the given table, which says what it is itself.
    """
    order = [*list(columns)[:after], *taken, *list(columns)[after:]]
    if isinstance(table, PandasColumns):
        return _pandas(table, rows, taken, columns, order, name)
    if isinstance(table, PolarsColumns):
        return _polars(table, rows, taken, columns, order)
    if isinstance(table, (ArrowColumns, CoreColumns)):
        return _arrow(table, rows, taken, columns, order, name)
    values = {one: columns[one][1] for one in columns}
    for one in taken:
        column = table.column(one)
        values[one] = [column[row] for row in rows]
    return [dict(zip(order, row)) for row in zip(*(values[one] for one in order))]


def join(parts: Sequence[Any]) -> Any:
    """One table of several that ``build`` made, in order; at least one."""
    first = parts[0]
    if isinstance(first, list):
        return [row for part in parts for row in part]
    if len(parts) == 1:
        return first
    if hasattr(first, "iloc"):
        frame = sys.modules["pandas"].concat(parts, ignore_index=True)
        frame.attrs.update(first.attrs)
        return frame
    module = type(first).__module__.partition(".")[0]
    if module == "polars":
        return sys.modules["polars"].concat(parts)
    arrow = sys.modules["pyarrow"]
    if hasattr(first, "read_all"):
        return arrow.concat_tables([part.read_all() for part in parts]).to_reader()
    return arrow.concat_tables(parts)


def _pandas(
    table: PandasColumns,
    rows: Sequence[int],
    taken: Sequence[str],
    columns: New,
    order: Sequence[str],
    name: str,
) -> Any:
    import numpy as np

    from pullquote._pandas import _column

    pandas = sys.modules["pandas"]
    at = np.array(rows, dtype="int64")
    data: dict[str, Any] = {}
    for one in order:
        if one in taken:
            data[one] = table.frame[one].take(at).reset_index(drop=True)
            continue
        kind, values = columns[one]
        can_be_null = kind == "integer" and None in values
        data[one] = _column(
            values, "nested" if kind in ("edits", "texts", "pieces") else kind, can_be_null
        )
    frame = pandas.DataFrame(data, copy=False)
    if name:
        frame.attrs["pullquote"] = {"schema": _core.SCHEMA_VERSION, "table": name}
    elif "pullquote" in table.frame.attrs:
        frame.attrs["pullquote"] = table.frame.attrs["pullquote"]
    return frame


def _polars(
    table: PolarsColumns,
    rows: Sequence[int],
    taken: Sequence[str],
    columns: New,
    order: Sequence[str],
) -> Any:
    polars = sys.modules["polars"]
    edit = polars.Struct(dict.fromkeys(_EDIT, polars.String))
    piece = polars.Struct(dict.fromkeys(_PIECE, polars.Int64))
    kinds: dict[Kind, Any] = {
        "text": polars.String,
        "integer": polars.Int64,
        "float": polars.Float64,
        "boolean": polars.Boolean,
        "date": polars.Date,
        "edits": polars.List(edit),
        "texts": polars.List(polars.String),
        "pieces": polars.List(piece),
    }
    at = polars.Series(list(rows), dtype=polars.Int64)
    return polars.DataFrame(
        [
            table.frame.get_column(one).gather(at)
            if one in taken
            else polars.Series(one, columns[one][1], kinds[columns[one][0]])
            for one in order
        ]
    )


def _arrow(
    table: ArrowColumns | CoreColumns,
    rows: Sequence[int],
    taken: Sequence[str],
    columns: New,
    order: Sequence[str],
    name: str,
) -> Any:
    try:
        import pyarrow as arrow
    except ImportError:
        message = 'a table out of an Arrow stream needs pyarrow: pip install "pullquote[pandas]"'
        raise MissingPackageError(message) from None
    edit = arrow.struct([(one, arrow.large_string()) for one in _EDIT])
    piece = arrow.struct([(one, arrow.int64()) for one in _PIECE])
    kinds: dict[Kind, Any] = {
        "text": arrow.large_string(),
        "integer": arrow.int64(),
        "float": arrow.float64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
        "edits": arrow.list_(edit),
        "texts": arrow.list_(arrow.large_string()),
        "pieces": arrow.list_(piece),
    }
    own = table.table if isinstance(table, ArrowColumns) else arrow.table(table.table)
    at = arrow.array(rows, arrow.int64())
    arrays = [
        own.column(one).take(at)
        if one in taken
        else arrow.array(columns[one][1], kinds[columns[one][0]])
        for one in order
    ]
    made = arrow.table(dict(zip(order, arrays)))
    about = {"pullquote.schema": str(_core.SCHEMA_VERSION), "pullquote.table": name}
    made = made.replace_schema_metadata(about if name else own.schema.metadata)
    return (
        made.to_reader()
        if isinstance(table, ArrowColumns) and table.kind == "RecordBatchReader"
        else made
    )


def by_article(given: Any, table: Columns, id: str | None, columns: New, name: str) -> Any:
    """A row for each article, in order, under its id as ``article_id``; without ids rows are numbered from 0."""
    rows = range(table.n_rows)
    if id is None:
        numbers: New = {"article_id": ("integer", list(rows))}
        return build(given, table, rows, [], numbers | columns, after=0, name=name)
    return rename(build(given, table, rows, [id], columns, after=0, name=name), id, "article_id")


def rename(table: Any, old: str, new: str) -> Any:
    """The table with a column under another name."""
    if old == new:
        return table
    if isinstance(table, list):
        return [{new if name == old else name: row[name] for name in row} for row in table]
    if hasattr(table, "iloc"):
        return table.rename(columns={old: new})
    if hasattr(table, "rename_columns"):
        names = [new if one == old else one for one in table.column_names]
        return table.rename_columns(names).replace_schema_metadata(table.schema.metadata)
    if hasattr(table, "read_all"):
        return rename(table.read_all(), old, new).to_reader()
    return table.rename({old: new})
