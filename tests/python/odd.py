"""Odd values for every argument of every public function, made from the signatures.

``CALLS`` has each public function and method by name; ``good(call)`` gives arguments with which it works, ``ODD`` and
``odd_tables`` what callers pass by mistake. ``call`` judges what came of it.
"""

from __future__ import annotations

import contextlib
import copy
import datetime
import decimal
import fractions
import inspect
import io
import pathlib
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

import pullquote as pq

#: What functions and methods of ours return or are: not called by users, or without arguments.
RESULTS = {
    *("Document", "Quote", "Speaker", "Person", "Mention", "Mark", "TimeExpression", "Region"),
    *("Sentence", "Token", "Span", "Cue", "Table", "Articles", "Rows", "Written", "Training"),
    *("Cluster", "Comparison", "Summary", "Excerpt", "StoredDocument", "Corrected", "Evaluation"),
    "Accuracy",
    *("PullquoteError", "InvalidInputError", "InvalidOptionError", "MissingPackageError"),
    *("PullquoteWarning", "SPEECH", "__version__"),
}

ARTICLES: list[dict[str, Any]] = [
    {
        "id": "a",
        "date": "2019-05-02",
        "title": "A pier",
        "outlet": "The Brief",
        "text": '"We will not sell the old lighthouse to anybody," Mayor Ana Ruiz told Tom Lee on Monday.',
    },
    {
        "id": "b",
        "date": "2019-05-03",
        "title": None,
        "outlet": "Harbor Ledger",
        "text": 'Ana Ruiz met Tom Lee. "We won\'t sell the old lighthouse to anybody, Tom," Ruiz said.',
    },
]
TABLES = pq.extract(ARTICLES, ["articles", "quotes", "people", "mentions"])
LABELLED = [
    {"text": "Ana Ruiz came.", "entities": [[0, 8, "PERSON"]]},
    {"text": "Tom Lee left Kettle Bay.", "entities": [[0, 7, "PERSON"], [13, 23, "GPE"]]},
] * 4


def _corpus() -> pq.Corpus:
    corpus = pq.Corpus()
    corpus.add(TABLES["quotes"])
    return corpus


def _pipeline() -> pq.Pipeline:
    return pq.Pipeline(names={"ORG": ["Kettle Bay"]})


#: For each parameter a value that works; with ``function.parameter`` for that function alone.
GOOD: dict[str, Callable[[], Any]] = {
    "a": lambda: "We never sold it.",
    "b": lambda: "We sold it.",
    "aliases": lambda: {"Q1": ["Ana Ruiz"]},
    "alone": lambda: True,
    "annotations": lambda: pq.to_annotations(pq.analyze(ARTICLES[0]["text"])),
    "corrections": list,
    "doc": lambda: None,
    "documents": lambda: pq.analyze(ARTICLES[0]["text"]),
    "empty": lambda: True,
    "layers": lambda: ("quotes", "mentions"),
    "names": lambda: {"ORG": ["Kettle Bay"]},
    "names_case": lambda: "exact",
    "nlp": lambda: None,
    "people": lambda: copy.deepcopy(TABLES["people"]),
    "source": lambda: None,
    "style": lambda: "span",
    "with_record": lambda: True,
    "articles": lambda: copy.deepcopy(ARTICLES),
    "chars": lambda: None,
    "by": lambda: "outlet",
    "cluster": lambda: None,
    "copies": lambda: None,
    "context": lambda: 5,
    "date": lambda: "date",
    "day_first": lambda: None,
    "days": lambda: 3,
    "document": lambda: pq.analyze(ARTICLES[0]["text"]),
    "end": lambda: 3,
    "epochs": lambda: 1,
    "every": lambda: "week",
    "from_scratch": lambda: False,
    "gold": lambda: [{**article, "quotes": []} for article in ARTICLES],
    "guess_pronouns": lambda: False,
    "id": lambda: "id",
    "item": lambda: copy.deepcopy(TABLES["quotes"]),
    "keep": list,
    "known": lambda: None,
    "labelled": lambda: copy.deepcopy(LABELLED),
    "min_confidence": lambda: 0.1,
    "min_likeness": lambda: 0.2,
    "min_score": lambda: 0.5,
    "min_share": lambda: 0.5,
    "model": lambda: None,
    "other": _corpus,
    "out": lambda: "out.model",
    "outlet": lambda: "outlet",
    "outputs": lambda: {"quotes": "quotes.jsonl", "people": "people.csv"},
    "path": lambda: "out.file",
    "paths": lambda: ["in.jsonl"],
    "progress": lambda: False,
    "quotes": lambda: copy.deepcopy(TABLES["quotes"]),
    "resume": lambda: False,
    "rows": lambda: 10,
    "safe_csv": lambda: True,
    "same": lambda: None,
    "schema": lambda: pa.Table.from_pylist(ARTICLES).schema,
    "start": lambda: 0,
    "status": lambda: "all",
    "table": lambda: copy.deepcopy(TABLES["quotes"]),
    "tags": lambda: True,
    "tables": lambda: copy.deepcopy(TABLES),
    "text": lambda: "text",
    "threads": lambda: 1,
    "title": lambda: "title",
    "title_in_text": lambda: False,
    "top": lambda: 5,
    "who": lambda: None,
    "words": lambda: "sell the old lighthouse",
    "Corpus.load.path": lambda: "in.corpus",
    "accuracy.by": lambda: "outlet",
    "evaluate.by": lambda: None,
    "from_annotations.text": lambda: ARTICLES[0]["text"],
    "from_conllu.source": lambda: pq.to_conllu(pq.analyze(ARTICLES[0]["text"])),
    "from_dict.document": lambda: pq.analyze(ARTICLES[0]["text"]).to_dict(),
    "from_json.document": lambda: pq.analyze(ARTICLES[0]["text"]).to_json(),
    "arrow_function.table": lambda: "quotes",
    "context.words": lambda: 3,
    "extract.tables": lambda: ["quotes", "people"],
    "Pipeline.extract.tables": lambda: ["quotes", "people"],
    "plots.spread.quotes": lambda: None,
    "plots.spread.same": lambda: pq.same_quotes(TABLES["quotes"]),
    "write.articles": lambda: "in.jsonl",
}

#: Tables whose cells are mistaken, by parameter.
CELLS = {"articles", "item", "known", "labelled", "quotes", "same", "table", "tables"}


def _boolean_quotes(name: str) -> bool:
    return name.partition(".")[0] in {
        *("analyze", "extract", "write", "Pipeline", "arrow_function", "articles", "mentions"),
        *("people", "marks", "times", "boilerplate", "sentences", "tokens"),
    }


def _class_methods(owner: type, instance: Callable[[], Any]) -> Iterator[tuple[str, Any, Any]]:
    for name, member in inspect.getmembers(owner):
        if name.startswith("_") and name not in ("__init__", "__call__"):
            continue
        if inspect.isfunction(member) or inspect.ismethod(member):
            yield f"{owner.__name__}.{name}", member, instance


def _calls() -> dict[str, tuple[Callable[..., Any], inspect.Signature]]:
    """Every public function and method, bound, with its signature."""
    found: dict[str, tuple[Callable[..., Any], inspect.Signature]] = {}
    for name in [name for name in pq.__all__ if name not in RESULTS]:
        member = getattr(pq, name)
        if inspect.isclass(member):
            instance = {"Pipeline": _pipeline, "Corpus": _corpus}.get(name)
            assert instance, f"say in odd.py how a {name} is made, or that it is a result"
            found[name] = (member, inspect.signature(member))
            for method, inner, make in _class_methods(member, instance):
                last = method.partition(".")[2]
                if last == "__init__":
                    continue
                signature = inspect.signature(getattr(make(), last))

                def bound(*args: Any, _make: Any = make, _last: str = last, **kwargs: Any) -> Any:
                    return getattr(_make(), _last)(*args, **kwargs)

                del inner
                found[method] = (bound, signature)
        else:
            found[name] = (member, inspect.signature(member))
    with contextlib.suppress(pq.MissingPackageError, ImportError):
        for name in ("speakers", "over_time", "spread"):
            function = getattr(pq.plots, name)
            found[f"plots.{name}"] = (function, inspect.signature(function))
    excerpt = pq.quoted(pq.analyze(ARTICLES[0]["text"]))
    found["Excerpt.to_source"] = (excerpt.to_source, inspect.signature(excerpt.to_source))
    return found


CALLS = _calls()


def parameters(name: str) -> list[str]:
    """The arguments of a call, without those that go on to another function."""
    kinds = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    named = [p.name for p in CALLS[name][1].parameters.values() if p.kind not in kinds]
    if len(named) < len(CALLS[name][1].parameters):
        # **options: TableKeywords.
        named += ["text", "date", "title", "id", "outlet", "keep", "context", "status"]
        named += ["min_confidence", "title_in_text", "tags", "progress"]
    return list(dict.fromkeys(named))


def good(name: str) -> dict[str, Any]:
    """Arguments that work; KeyError for a parameter nobody has told of."""
    values = {}
    for parameter in parameters(name):
        if parameter == "quotes" and _boolean_quotes(name):
            values[parameter] = name.partition(".")[0] not in ("people", "tokens")
        elif name in ("analyze", "Pipeline.__call__"):
            single = {"text": ARTICLES[0]["text"], "date": "2019-05-02", "id": "a"}
            values[parameter] = single.get(parameter) or (
                "x" if parameter in ("title", "outlet") else GOOD[parameter]()
            )
        else:
            make = GOOD.get(f"{name}.{parameter}") or GOOD[parameter]
            values[parameter] = make()
    return values


class Opaque:
    """An object that is nothing to us."""

    def __repr__(self) -> str:
        return "Opaque()"


class Lying:
    """What says that it is an Arrow stream, and is none."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return object()


def _huge() -> int:
    return 2**200


#: Makers of odd values: each call gets a fresh one, as generators can be gone through once.
ODD: dict[str, Callable[[], Any]] = {
    **{
        repr(value): lambda value=value: copy.copy(value)  # type: ignore[misc]
        for value in (
            *(None, True, False, 0, 1, -1, 7, 2**31, 2**32, 2**63, 2**64, -(2**63) - 1),
            *(0.0, 0.5, -0.5, 1.0, 1e300, float("nan"), float("inf"), -float("inf")),
            *("", " ", "x", "text", "said", "quotes", "all", "\ud800", "a\0b", "é🎉", "x" * 5000),
            *(
                "../x",
                "x.jsonl",
                "x.parquet",
                "x.csv.gz",
                "-.txt",
                ".",
                "*",
                "**",
                "[",
                "2019-02-30",
            ),
            *(b"", b"x", b"\xff"),
            *(
                [],
                [None],
                [1],
                [True],
                ["x"],
                [["x"]],
                [[]],
                [{}],
                [{"x": 1}],
                [{1: 2}],
                ["x", None],
            ),
            *([b"x"], ["text", "text"], [{"text": "x"}, 7], [{None: None}], [float("nan")]),
            *((), ("x",), {}, {"x": 1}, {1: 2}, {"quotes": None}, {"quotes": []}, {"people": 5}),
            *(
                {"quotes": 7, "people": 7, "mentions": 7},
                {"quotes": [], "people": [], "mentions": []},
            ),
            *(
                {"quotes": "x"},
                {"": ""},
                {"x": ["y"]},
                {"x": [5]},
                {None: "x"},
                {"quotes": b"x.csv"},
            ),
            *(1j, range(3)),
        )
    },
    "2**200": _huge,
    "set": lambda: {"x"},
    "generator": lambda: (one for one in ("x", None, 5)),
    "failed": lambda: pq.analyze("", id="e"),
    "opaque": Opaque,
    "lying": Lying,
    "class": lambda: Opaque,
    "module": lambda: pq,
    "function": lambda: lambda *args, **kwargs: None,
    "bytearray": lambda: bytearray(b"x"),
    "memoryview": lambda: memoryview(b"x"),
    "decimal": lambda: decimal.Decimal("0.5"),
    "fraction": lambda: fractions.Fraction(1, 2),
    "day": lambda: datetime.date(2019, 5, 2),
    "moment": lambda: datetime.datetime(2019, 5, 2, tzinfo=datetime.timezone.utc),
    "delta": lambda: datetime.timedelta(1),
    "path": lambda: pathlib.Path("nowhere/x.jsonl"),
    "folder": lambda: pathlib.Path(),
    "int64": lambda: np.int64(1),
    "float32": lambda: np.float32(0.5),
    "array": lambda: np.array([1, 2]),
    "texts": lambda: np.array(["x", "y"]),
    "matrix": lambda: np.zeros((2, 2)),
    "NaT": lambda: pd.NaT,
    "NA": lambda: pd.NA,
    "timestamp": lambda: pd.Timestamp("2019-05-02"),
    "stringio": lambda: io.StringIO("x"),
    "frame": lambda: pd.DataFrame(),
    "frame of numbers": lambda: pd.DataFrame({0: [1], 1: [2]}),
    "frame of levels": lambda: pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])),
    "frame with doubles": lambda: pd.DataFrame([["x", "y"]], columns=["text", "text"]),
    "series": lambda: pd.Series(["x", None, 5], dtype=object),
    "index": lambda: pd.Index(["x"]),
    "polars": lambda: pl.DataFrame({"text": ["x"], "id": [[1]]}),
    "polars empty": lambda: pl.DataFrame(),
    "polars series": lambda: pl.Series([1]),
    "polars lazy": lambda: pl.LazyFrame({"text": ["x"]}),
    "arrow": lambda: pa.table({"text": [1], "start": ["x"]}),
    "arrow empty": lambda: pa.table({}),
    "arrow array": lambda: pa.array(["x"]),
    "arrow schema": lambda: pa.schema([("x", pa.int8())]),
    "arrow reader": lambda: pa.table({"said": ["x"]}).to_reader(),
    "document": lambda: pq.analyze("x"),
    "documents": lambda: [pq.analyze("x"), 5],
    "quote": lambda: pq.analyze(ARTICLES[0]["text"]).quotes[0],
    "person": lambda: pq.analyze(ARTICLES[0]["text"]).people[0],
    "corpus": pq.Corpus,
    "pipeline": pq.Pipeline,
    "articles": lambda: pq.read("in.jsonl"),
    "gone": lambda: pq.read("nowhere.jsonl"),
    "view": lambda: pq.show([]),
}

#: What raises errors of its own where it is called.
CALLABLES = ("class", "pipeline", "failed")

#: Odd cells of tables.
CELL_VALUES: dict[str, Callable[[], Any]] = {
    name: ODD[name]
    for name in (
        *("None", "True", "0", "-1", str(2**63), "2**200", "0.5", "nan", "inf", "''", "'x'"),
        *(repr("\ud800"), "b'x'", "[]", "[1]", "[None]", "[{}]", "{}", "{'x': 1}", "opaque", "set"),
        *("day", "moment", "NaT", "NA", "decimal", "array", "int64", "'2019-02-30'"),
    )
} | {
    "part": lambda: [{"start": "x", "end": None, "text": 5}],
    "parts": lambda: [{"start": 10**30, "end": -5, "text": "x"}],
    "json": lambda: '[{"start": 1}]',
    "torn json": lambda: '[{"start"',
    "json number": lambda: "7",
}


def columns_of(value: Any) -> list[str]:
    """The columns of a list of dict, or ``table.column`` of a dict of tables."""
    if isinstance(value, Mapping):
        return [f"{table}.{name}" for table in value for name in columns_of(value[table])]
    return (
        list(value[0]) if isinstance(value, list) and value and isinstance(value[0], dict) else []
    )


def with_cell(value: Any, column: str, cell: Any) -> Any:
    """The same with an odd value in one row; without the column for a cell that is ``...``."""
    if isinstance(value, dict):
        table, _, name = column.partition(".")
        return {**value, table: with_cell(value[table], name, cell)}
    rows = [dict(row) for row in value]
    for row in rows[:1] if cell is not ... else rows:
        if cell is ...:
            del row[column]
        else:
            row[column] = cell
    return rows


def in_kind(value: Any, kind: str) -> Any:
    """A list of dict as another kind of table; itself where that kind cannot hold it."""
    makers: dict[str, Callable[[Any], Any]] = {
        "list": lambda rows: rows,
        "pandas": pd.DataFrame,
        "polars": lambda rows: pl.DataFrame(rows, infer_schema_length=None),
        "arrow": pa.Table.from_pylist,
        "reader": lambda rows: pa.Table.from_pylist(rows).to_reader(),
    }
    if isinstance(value, dict):
        return {name: in_kind(table, kind) for name, table in value.items()}
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return value
    try:
        return makers[kind](value)
    except Exception:
        return value


KINDS = ("list", "pandas", "polars", "arrow", "reader")


def call(name: str, arguments: dict[str, Any]) -> str | None:
    """What is wrong with how a call ended; None for a result or a clear error of ours."""
    function, signature = CALLS[name]
    first = [
        p.name for p in signature.parameters.values() if p.kind is inspect.Parameter.POSITIONAL_ONLY
    ]
    args = [arguments.pop(one) for one in first]
    try:
        with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            found = function(*args, **arguments)
            # What is made while it is gone through; results show themselves.
            if isinstance(found, Iterator) or type(found).__name__ == "Rows":
                for _ in found:
                    pass
            elif type(found).__module__.startswith("pullquote"):
                repr(found)
    except pq.PullquoteError as error:
        return None if str(error).strip() else "an error without a message"
    except OSError as error:
        return None if error.filename is not None else f"an OSError without a path: {error}"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:150]} at {pathlib.Path(last.filename).name}:{last.lineno}"
    return None
