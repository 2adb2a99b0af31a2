"""Documents cut into chunks that the encoder reads at once, and chunks laid out side by side."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from teach.corpora import Document
from teach.encoder import NO_LETTER, PAD, START, STOP, case_of, pieces_of

#: Chunks that are read together.
BATCH = 8
_CHUNK = 126  # pieces, without the two that mark start and stop


class Chunk(NamedTuple):
    """A run of tokens of a document that the encoder reads at once: whole sentences if they fit."""

    document: Document
    first: int
    last: int
    n_pieces: int


def cut(document: Document, sentences: Iterable[tuple[int, int]] | None = None) -> Iterator[Chunk]:
    """Cut a document, or adjacent sentences of it, into chunks."""
    first, last, size = 0, 0, 0
    for start, end in document.sentences if sentences is None else sentences:
        sizes = [len(pieces_of(word)) for word in document.words[start:end]]
        if size and (size + sum(sizes) > _CHUNK or start != last):
            yield Chunk(document, first, last, size)
            size = 0
        if not size:
            first = last = start
        for n_pieces in sizes:
            if size + n_pieces > _CHUNK:
                yield Chunk(document, first, last, size)
                first, size = last, 0
            last += 1
            size += n_pieces
    if size:
        yield Chunk(document, first, last, size)


class Batch(NamedTuple):
    """What the encoder reads: padded pieces, and where words begin, chunk by chunk."""

    pieces: Tensor
    cases: Tensor
    rows: Tensor
    columns: Tensor


def to_batch(chunks: Sequence[Chunk], recase: Sequence[int | None] | None = None) -> Batch:
    """Lay chunks out side by side.

    Args:
        chunks: to be read at once.
        recase: for each chunk, the case that all its words are given, or None for their own.
    """
    width = max(chunk.n_pieces for chunk in chunks) + 2
    pieces, cases, rows, columns = [], [], [], []
    for row, chunk in enumerate(chunks):
        forced = recase[row] if recase else None
        line, line_cases = [START], [NO_LETTER]
        for word in chunk.document.words[chunk.first : chunk.last]:
            rows.append(row)
            columns.append(len(line))
            ids = pieces_of(word)
            case = case_of(word)
            if forced is not None and case != NO_LETTER:
                case = forced
            line += ids
            line_cases += [case] * len(ids)
        line.append(STOP)
        line_cases.append(NO_LETTER)
        gap = width - len(line)
        pieces.append(line + [PAD] * gap)
        cases.append(line_cases + [NO_LETTER] * gap)
    return Batch(*map(torch.tensor, (pieces, cases, rows, columns)))


def batches_of_a_size(chunks: Sequence[Chunk], generator: random.Random) -> list[list[Chunk]]:
    """Group chunks by chance, but those in a batch are about equally long, which saves padding."""
    shuffled = generator.sample(chunks, len(chunks))
    batches = []
    for start in range(0, len(shuffled), 64 * BATCH):
        pool = sorted(shuffled[start : start + 64 * BATCH], key=lambda chunk: chunk.n_pieces)
        batches += [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
    generator.shuffle(batches)
    return batches
