"""Labels of whole sentences by a model, and the files that they are written to."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import torch

from teach.batches import BATCH, Chunk, cut, to_batch
from teach.corpora import Document
from teach.encoder import Labeller

# Documents that are labelled together.
_GROUP = 100


class Labels(NamedTuple):
    """The best label of each of some tokens, and its probability."""

    best: list[int]
    sure: list[float]


class Labelled(NamedTuple):
    """A sentence of a document, as a range of tokens, with its labels."""

    first: int
    last: int
    best: list[int]
    sure: list[float]


@torch.inference_mode()
def label_chunks(model: Labeller, chunks: Sequence[Chunk]) -> list[Labels]:
    """Label chunks, in their order."""
    found: list[Labels | None] = [None] * len(chunks)
    order = sorted(range(len(chunks)), key=lambda i: chunks[i].n_pieces)
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        sure, best = model(*to_batch([chunks[i] for i in batch])).softmax(-1).max(-1)
        sure_of, best_of = iter(sure.tolist()), iter(best.tolist())
        for i in batch:
            n_words = chunks[i].last - chunks[i].first
            found[i] = Labels(list(islice(best_of, n_words)), list(islice(sure_of, n_words)))
    return [labels for labels in found if labels is not None]


def label_documents(
    model: Labeller, work: Sequence[tuple[Document, Sequence[tuple[int, int]]]]
) -> list[list[Labelled]]:
    """Label adjacent sentences of each document."""
    chunks = [list(cut(document, sentences)) for document, sentences in work]
    labels = iter(label_chunks(model, [chunk for group in chunks for chunk in group]))
    found = []
    for (_, sentences), group in zip(work, chunks):
        best: list[int] = []
        sure: list[float] = []
        for its in islice(labels, len(group)):
            best += its.best
            sure += its.sure
        begin = sentences[0][0] if sentences else 0
        found.append(
            [
                Labelled(
                    first,
                    last,
                    best[first - begin : last - begin],
                    sure[first - begin : last - begin],
                )
                for first, last in sentences
            ]
        )
    return found


def label_stream(
    model: Labeller,
    documents: Iterator[Document],
    left: Callable[[Document], list[tuple[int, int]]],
    minutes: float,
) -> Iterator[list[tuple[Document, list[Labelled]]]]:
    """Label documents, a group at a time, and print how far it is.

    Args:
        model: as trained.
        documents: read group by group.
        left: the sentences of a document that are to be labelled; it is passed over if there are none.
        minutes: stop after these.
    """
    n_articles, n_words, began = 0, 0, time.monotonic()
    while time.monotonic() < began + 60 * minutes and (group := list(islice(documents, _GROUP))):
        work = [(document, left(document)) for document in group]
        work = [(document, sentences) for document, sentences in work if sentences]
        labelled = label_documents(model, work)
        yield [(document, its) for (document, _), its in zip(work, labelled)]
        n_words += sum(sentences[-1][1] - sentences[0][0] for _, sentences in work)
        n_articles += len(group)
        speed = n_words / (time.monotonic() - began)
        print(f"{n_articles} articles, {n_words} words, {speed:.0f} words/s", flush=True)


def sentences_left(
    document: Document, n_tokens: int | None, labelled_to: int = -1
) -> list[tuple[int, int]]:
    """List the sentences that begin in the first tokens, and not before a place that is reached."""
    return [
        (first, last)
        for first, last in document.sentences
        if (n_tokens is None or first < n_tokens) and document.tokens[first][0] >= labelled_to
    ]


def write_items(path: Path, items: Iterable[tuple[str, Sequence[str]]]) -> None:
    """Write the items of each article as a line, the same bytes for the same labels."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{name}\t{' '.join(its)}\n" for name, its in items)
    path.write_bytes(gzip.compress(lines.encode(), 9, mtime=0))


def read_items(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Read what `write_items` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            name, _, items = line.rstrip("\n").partition("\t")
            yield name, items.split()
