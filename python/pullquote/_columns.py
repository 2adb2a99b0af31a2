"""Tables of any kind, to read some columns of and to give back with others: the results of ``extract``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from pullquote import _core
from pullquote._options import quoted
from pullquote.errors import InvalidInputError, MissingPackageError, PullquoteError

_KINDS = (
    "a pandas or polars DataFrame, a pyarrow Table, any object with __arrow_c_stream__, "
    "or a list of dict"
)


class Columns(Protocol):
    """A table as its columns."""

    names: Sequence[str]
    n_rows: int

    def column(self, name: str) -> list[Any]:
        """The values of a column, as plain Python objects."""

    def pick(self, name: str, rows: Sequence[int]) -> list[Any]:
        """The values of a column in some rows, in their order; the others are not touched."""

    def with_texts(self, columns: dict[str, list[str | None]]) -> Any:
        """The table in its own kind, with columns of texts set; all else is as it was."""


class RowColumns:
    """A list of dict."""

    def __init__(self, rows: Sequence[Any], label: str) -> None:
        self._rows = rows
        names: dict[str, None] = {}
        for number, row in enumerate(rows):
            if not isinstance(row, Mapping):
                message = f"{label} has a {type(row).__name__} in row {number}; expected a dict"
                raise InvalidInputError(message)
            names.update(dict.fromkeys(row))
        self.names: Sequence[str] = list(names)
        self.n_rows = len(rows)

    def column(self, name: str) -> list[Any]:
        """See ``Columns``."""
        return [row.get(name) for row in self._rows]

    def pick(self, name: str, rows: Sequence[int]) -> list[Any]:
        """See ``Columns``."""
        return [self._rows[row].get(name) for row in rows]

    def with_texts(self, columns: dict[str, list[str | None]]) -> list[dict[str, Any]]:
        """See ``Columns``."""
        added = (dict(zip(columns, values)) for values in zip(*columns.values()))
        return [{**row, **values} for row, values in zip(self._rows, added)]


class PandasColumns:
    """A pandas DataFrame."""

    def __init__(self, frame: Any) -> None:
        self.frame = frame
        self.names: Sequence[str] = list(frame.columns)
        self.n_rows = len(frame)

    def column(self, name: str) -> list[Any]:
        """See ``Columns``."""
        return list(self.frame[name].tolist())

    def pick(self, name: str, rows: Sequence[int]) -> list[Any]:
        """See ``Columns``."""
        column = self.frame[name]
        if isinstance(rows, range):
            return list(column.iloc[rows.start : rows.stop].tolist())
        return list(column.take(rows).tolist())

    def with_texts(self, columns: dict[str, list[str | None]]) -> Any:
        """See ``Columns``."""
        from pullquote._pandas import TEXT_TYPE

        pandas = sys.modules["pandas"]
        index = self.frame.index
        return self.frame.assign(
            **{
                name: pandas.Series(values, index=index, dtype=TEXT_TYPE)
                for name, values in columns.items()
            }
        )


class PolarsColumns:
    """A polars DataFrame."""

    def __init__(self, frame: Any) -> None:
        self.frame = frame
        self.names: Sequence[str] = frame.columns
        self.n_rows = frame.height

    def column(self, name: str) -> list[Any]:
        """See ``Columns``."""
        return list(self.frame.get_column(name).to_list())

    def pick(self, name: str, rows: Sequence[int]) -> list[Any]:
        """See ``Columns``."""
        column = self.frame.get_column(name)
        if isinstance(rows, range):
            return list(column.slice(rows.start, len(rows)).to_list())
        return list(column.gather(list(rows)).to_list())

    def with_texts(self, columns: dict[str, list[str | None]]) -> Any:
        """See ``Columns``."""
        polars = sys.modules["polars"]
        series = [polars.Series(name, values, polars.String) for name, values in columns.items()]
        return self.frame.with_columns(series)


class ArrowColumns:
    """A pyarrow Table; or a RecordBatch or a reader, which is read to its end, as a Table.

    `kind` is the name of what it was.
    """

    def __init__(self, table: Any, *, kind: str = "Table") -> None:
        self.table, self.kind = table, kind
        self.names: Sequence[str] = table.column_names
        self.n_rows = table.num_rows

    def column(self, name: str) -> list[Any]:
        """See ``Columns``."""
        return list(self.table.column(name).to_pylist())

    def pick(self, name: str, rows: Sequence[int]) -> list[Any]:
        """See ``Columns``."""
        column = self.table.column(name)
        if isinstance(rows, range):
            return list(column.slice(rows.start, len(rows)).to_pylist())
        arrow = sys.modules["pyarrow"]
        return list(column.take(arrow.array(rows, arrow.int64())).to_pylist())

    def with_texts(self, columns: dict[str, list[str | None]]) -> Any:
        """See ``Columns``."""
        arrow, table = sys.modules["pyarrow"], self.table
        for name, values in columns.items():
            array = arrow.array(values, arrow.large_string())
            if name in table.column_names:
                table = table.set_column(table.column_names.index(name), name, array)
            else:
                table = table.append_column(name, array)
        if self.kind == "RecordBatchReader":
            return table.to_reader()
        if self.kind == "RecordBatch":
            whole = [column.combine_chunks() for column in table.columns]
            return arrow.RecordBatch.from_arrays(whole, schema=table.schema)
        return table


class CoreColumns:
    """A table of this package, as ``extract`` gives it for an Arrow stream of no known library."""

    def __init__(self, table: _core.Table) -> None:
        self.table = table
        self.names: Sequence[str] = table.column_names
        self.n_rows = table.num_rows
        self._columns: dict[str, list[Any]] = {}

    def column(self, name: str) -> list[Any]:
        """See ``Columns``."""
        return self.table.column(name)

    def pick(self, name: str, rows: Sequence[int]) -> list[Any]:
        """See ``Columns``."""
        if name not in self._columns:
            self._columns[name] = self.table.column(name)
        column = self._columns[name]
        return [column[row] for row in rows]

    def with_texts(self, columns: dict[str, list[str | None]]) -> _core.Table:
        """See ``Columns``."""
        return self.table.with_texts(list(columns.items()))


def open_columns(table: Any, label: str) -> Columns:
    """The columns of whatever table the caller has; `label` names it in messages.

    Raises:
        InvalidInputError: no table; the message lists what can be read, or two columns of one name.
        MissingPackageError: an Arrow stream that only pyarrow can read, which is not installed.
    """
    columns = _open(table, label)
    double = [name for name in dict.fromkeys(columns.names) if list(columns.names).count(name) > 1]
    if double:
        message = f"{label} has two columns named {double[0]!r}; rename one"
        raise InvalidInputError(message)
    return columns


def needs(table: Columns, label: str, names: Iterable[str]) -> None:
    """Refuses a table without a column that is needed.

    Raises:
        InvalidInputError: names it, and the columns there are.
    """
    for name in names:
        if name not in table.names:
            message = f"{label} has no column {name!r}; columns there are: {quoted(table.names)}"
            raise InvalidInputError(message)


def _open(table: Any, label: str) -> Columns:
    module = type(table).__module__.partition(".")[0]
    name = type(table).__name__
    if module == "pandas" and name == "DataFrame":
        return PandasColumns(table)
    if module == "polars" and name == "LazyFrame":
        message = f"{label} is a polars LazyFrame; call .collect() on it first"
        raise InvalidInputError(message)
    if module == "polars" and name == "DataFrame":
        return PolarsColumns(table)
    if isinstance(table, _core.Table):
        return CoreColumns(table)
    if module == "pyarrow" and name == "RecordBatch":
        return ArrowColumns(sys.modules["pyarrow"].Table.from_batches([table]), kind=name)
    if module == "pyarrow" and name == "Table":
        return ArrowColumns(table)
    # A single column (Series, ChunkedArray) has it too.
    is_foreign = module in ("pandas", "polars", "numpy", "pyarrow") and name != "RecordBatchReader"
    if hasattr(table, "__arrow_c_stream__") and not is_foreign:
        try:
            import pyarrow
        except ImportError:
            message = f'{label} is a {module}.{name}, which needs pyarrow: pip install "pullquote[pandas]"'
            raise MissingPackageError(message) from None
        try:
            return ArrowColumns(pyarrow.table(table), kind=name)
        except PullquoteError:
            raise
        except (ValueError, TypeError, pyarrow.ArrowException) as error:
            message = f"{label} is a {module}.{name}, which gives no Arrow table: {error}"
            raise InvalidInputError(message) from None
    if is_foreign or isinstance(table, (str, bytes, Mapping)) or not isinstance(table, Iterable):
        message = f"{label} is a {module}.{name}; expected {_KINDS}"
        raise InvalidInputError(message)
    return RowColumns(list(table), label)
