"""Where the corpora lie, which of them may be learned from, and documents cut into tokens and sentences."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("PULLQUOTE_SHARED") or ROOT.parent / "shared") / "data"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")

# The label of a token that teaches nothing: the gold is cut otherwise, or has a label that is none of ours.
UNKNOWN_LABEL = -1

_OPEN_LICENSES = ("CC-BY-2.5", "CC-BY-4.0", "CC-BY-SA-3.0")


@dataclass
class Document:
    """Tokens of one text, its sentences as ranges of tokens, and labels if there is gold."""

    id: str
    tokens: list[tuple[int, int]]
    words: list[str]
    sentences: list[tuple[int, int]]
    labels: list[int] = field(default_factory=list)
    knows_norp: bool = True


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Read a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_corpus(name: str) -> Iterator[dict[str, Any]]:
    """Read the documents of an annotated corpus in the shared folder."""
    return read_rows(SHARED / f"names/{name}.jsonl")


def is_open(row: dict[str, Any]) -> bool:
    """Tell whether a document may be learned from; only those of GUM have licences of their own."""
    return row.get("license", _OPEN_LICENSES[0]) in _OPEN_LICENSES


def annotate(rows: Iterable[dict[str, Any]]) -> Iterator[Document]:
    """Cut texts into tokens and sentences with our own pipeline, in order."""
    binary = TARGET / "release/examples/annotate"
    if not binary.exists():
        command = ["cargo", "build", "--quiet", "--release", "--example", "annotate"]
        subprocess.run(command, cwd=ROOT, check=True)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as texts:
        for row in rows:
            texts.write(json.dumps({"id": row["id"], "text": row["text"]}) + "\n")
        texts.seek(0)
        with subprocess.Popen(binary, stdin=texts, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    yield _to_document(json.loads(line))
            except GeneratorExit:
                process.kill()
                raise
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, str(binary))


def _to_document(found: dict[str, Any]) -> Document:
    tokens = [(token["start"], token["end"]) for token in found["tokens"]]
    starts = [start for start, _ in tokens]
    cuts = {0, len(tokens)}
    for sentence in found["sentences"]:
        if sentence["depth"] == 0:
            cuts |= {bisect_left(starts, sentence["start"]), bisect_left(starts, sentence["end"])}
    words = [token["text"] for token in found["tokens"]]
    return Document(found["id"], tokens, words, list(pairwise(sorted(cuts))))
