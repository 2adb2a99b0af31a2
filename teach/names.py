"""The teacher of names: labels persons, organisations, places and nationalities in raw articles.

    python -m teach.names train                         # learn from the gold, write weights
    python -m teach.names score                         # exact-span F1 on the development sets
    python -m teach.names label ARTICLES OUT.tsv.gz     # label raw articles

It is a small transformer (`teach.encoder`), too heavy to ship; the linear tagger in the wheel
learns from what it writes. `make teach` runs all three; teach/requirements.txt has the packages.

Input: the corpora in the shared data folder (see eval/README.md). Tokens and sentences are those of
`cargo run --example annotate`, so that what learns from the labels meets the same when it is used.
Trained on: names/worldwide.train (no licence stated), names/gum.train (only the genres under CC BY
and CC BY-SA), names/redocred.train and .dev (MIT over Wikipedia text). Only the first knows
nationalities (NORP): elsewhere a token that is no name may be one in truth, and the loss lets it.
Never trained on: what `score` measures with.

Output: gzip of one line per article, in the order of the input: its id, a tab, and items separated
by spaces. An item is ``<letter><gap>,<length>,<confidence>``: it starts ``gap`` code points after
the start of the item before it (the first: after the start of the article's raw text) and is
``length`` code points long. S is a sentence; P, O, L and N are names (PER, ORG, LOC, NORP) in the
sentence last begun, by start. The confidence is in hundredths, cut down: of the probabilities that
the best labels of its tokens have, the least. ``S0,21,97 P4,5,99`` says that the first 21 code
points are a sentence and its code points 4 to 9 a person. Sentences that are not listed have not
been read; a listed one without names has none.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.ao.quantization import quantize_dynamic

from teach.encoder import (
    CAPITAL,
    CAPITALS,
    LOWER,
    NO_LETTER,
    PAD,
    START,
    STOP,
    Labeller,
    case_of,
    pieces_of,
    pretrained,
)

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("PULLQUOTE_SHARED") or ROOT.parent / "shared") / "data"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")

KINDS = ("PER", "ORG", "LOC", "NORP")
LABELS = ("O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI"))
OUTSIDE = 0
# Tokens cut otherwise than the gold cuts names teach nothing.
UNKNOWN_LABEL = -1
PERHAPS_NORP = [OUTSIDE, LABELS.index("B-NORP"), LABELS.index("I-NORP")]

# What each corpus calls the kinds; all else is no name here.
_THREE = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
_KIND_OF = {
    "worldwide": {
        "Person": "PER",
        "Organization": "ORG",
        "Location": "LOC",
        "Facility": "LOC",
        "NORP": "NORP",
    },
    "gum": {"person": "PER", "organization": "ORG", "place": "LOC"},
    "redocred": _THREE,
    "ewt": _THREE,
    "wikigold": _THREE,
    "crossner_politics": {
        "politician": "PER",
        "person": "PER",
        "organisation": "ORG",
        "politicalparty": "ORG",
        "location": "LOC",
        "country": "LOC",
    },
}
_TRAINED_ON = ("worldwide.train", "gum.train", "redocred.train", "redocred.dev")
_MEASURED_ON = ("worldwide.dev", "ewt.dev", "wikigold.all", "crossner_politics.dev")
_OPEN_LICENSES = ("CC-BY-2.5", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0")

_CHUNK = 126  # pieces, without the two that mark start and stop
_BATCH = 8
_BODY_RATE, _NEW_RATE = 3e-4, 2e-3
_WARM_UP = 0.08
_CHANGED_CASE = 0.1
_SEED = 7


class Span(NamedTuple):
    """A name, in code points of the text."""

    start: int
    end: int
    kind: str


@dataclass
class Document:
    """Tokens of one text, its sentences as ranges of tokens, and labels if there is gold."""

    id: str
    tokens: list[tuple[int, int]]
    words: list[str]
    sentences: list[tuple[int, int]]
    labels: list[int] = field(default_factory=list)
    knows_norp: bool = True


class Chunk(NamedTuple):
    """A run of tokens of a document that the encoder reads at once: whole sentences if they fit."""

    document: Document
    first: int
    last: int
    n_pieces: int


# --- Documents ---------------------------------------------------------------------------------


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Read a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


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


def read_gold(name: str) -> Iterator[tuple[Document, list[Span]]]:
    """Read the documents of a corpus that have gold we may use, and their names."""
    corpus = name.split(".")[0]
    kind_of = _KIND_OF[corpus]
    rows = [row for row in read_rows(SHARED / f"names/{name}.jsonl") if _is_usable(row)]
    for row, document in zip(rows, annotate(rows), strict=True):
        spans = {Span(s, e, kind_of[label]) for s, e, label in row["entities"] if label in kind_of}
        document.knows_norp = "NORP" in kind_of.values()
        yield document, sorted(spans)


def _is_usable(row: dict[str, Any]) -> bool:
    return row["entities"] is not None and row.get("license", _OPEN_LICENSES[0]) in _OPEN_LICENSES


def align(document: Document, spans: Sequence[Span]) -> list[int]:
    """Give each token of a document its label."""
    labels = [OUTSIDE] * len(document.tokens)
    starts = [start for start, _ in document.tokens]
    ends = [end for _, end in document.tokens]
    for span in spans:
        first, last = bisect_left(ends, span.start + 1), bisect_left(starts, span.end)
        if first >= last:
            continue
        if starts[first] == span.start and ends[last - 1] == span.end:
            begin = LABELS.index(f"B-{span.kind}")
            labels[first:last] = [begin, *[begin + 1] * (last - first - 1)]
        else:
            labels[first:last] = [UNKNOWN_LABEL] * (last - first)
    return labels


def load_training() -> list[Document]:
    """Read all gold to train on.

    ReDocRED calls nationalities places; those that worldwide mostly calls NORP are so called here.
    """
    documents = []
    seen: dict[str, Counter[str]] = {}
    for name in _TRAINED_ON:
        for document, spans in read_gold(name):
            texts = [_text_of(document, span) for span in spans]
            if name.startswith("worldwide"):
                for span, text in zip(spans, texts):
                    seen.setdefault(text, Counter())[span.kind] += 1
            elif name.startswith("redocred"):
                spans = [
                    span._replace(kind="NORP") if _is_norp(seen.get(text)) else span
                    for span, text in zip(spans, texts)
                ]
            document.labels = align(document, spans)
            documents.append(document)
    return documents


def _text_of(document: Document, span: Span) -> str:
    starts = [start for start, _ in document.tokens]
    first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
    return " ".join(document.words[first:last])


def _is_norp(kinds: Counter[str] | None) -> bool:
    return kinds is not None and 2 * kinds["NORP"] > kinds.total()


# --- Chunks and batches ------------------------------------------------------------------------


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
    for start in range(0, len(shuffled), 64 * _BATCH):
        pool = sorted(shuffled[start : start + 64 * _BATCH], key=lambda chunk: chunk.n_pieces)
        batches += [pool[i : i + _BATCH] for i in range(0, len(pool), _BATCH)]
    generator.shuffle(batches)
    return batches


# --- Training ----------------------------------------------------------------------------------


def train(folder: Path, epochs: float, minutes: float, *, goes_on: bool = False) -> None:
    """Fine-tune on the gold and write the weights to a folder.

    Args:
        folder: made if it is not there.
        epochs: how often all documents are read; the last time perhaps only part of them.
        minutes: be done after these, with fewer epochs if need be. Not the same weights each time.
        goes_on: begin with the weights in the folder, at half the rates, not with the package's.
    """
    seed = _SEED + goes_on
    torch.manual_seed(seed)
    generator = random.Random(seed)
    documents = load_training()
    chunks = [chunk for document in documents for chunk in cut(document)]
    model = (load(folder) if goes_on else pretrained(len(LABELS))).train()
    new = [*model.case.parameters(), *model.head.parameters()]
    is_new = {id(parameter) for parameter in new}
    body = [p for p in model.parameters() if p.requires_grad and id(p) not in is_new]
    groups = [{"params": body, "rate": _BODY_RATE}, {"params": new, "rate": _NEW_RATE}]
    optimizer = torch.optim.AdamW(groups, fused=True)
    n_steps = int(epochs * math.ceil(len(chunks) / _BATCH))
    n_pieces = sum(chunk.n_pieces for chunk in chunks)
    print(f"{len(documents)} documents, {n_pieces} pieces, {n_steps} steps", flush=True)
    began, n_read, mean_loss = time.monotonic(), 0, 1.0
    for step, (batch, recase) in enumerate(_endless(chunks, generator), 1):
        seconds = time.monotonic() - began
        progress = max(step / n_steps, seconds / (60 * minutes))
        if step % 50 == 0 or progress >= 1:
            print(
                f"step {step}, {progress:.0%}, loss {mean_loss:.4f}, {seconds:.0f} s, "
                f"{n_read / seconds:.0f} pieces/s, {n_read / n_pieces:.2f} epochs",
                flush=True,
            )
        if step % 500 == 0 or progress >= 1:
            save(model, folder)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            rate = group["rate"] / (2 if goes_on else 1)
            group["lr"] = rate * min(progress / _WARM_UP, (1 - progress) / (1 - _WARM_UP))
        loss = _loss(model, batch, recase)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(body + new, 1.0)
        optimizer.step()
        mean_loss += 0.02 * (loss.item() - mean_loss)
        n_read += sum(chunk.n_pieces for chunk in batch)


def _endless(
    chunks: Sequence[Chunk], generator: random.Random
) -> Iterator[tuple[list[Chunk], list[int | None]]]:
    """Read all over and over; each time other documents have their case changed."""
    while True:
        recase: dict[str, int] = {}
        for document_id in dict.fromkeys(chunk.document.id for chunk in chunks):
            if generator.random() < _CHANGED_CASE:
                cases = (LOWER, CAPITALS, CAPITAL)
                recase[document_id] = generator.choices(cases, (0.5, 0.3, 0.2))[0]
        for batch in batches_of_a_size(chunks, generator):
            yield batch, [recase.get(chunk.document.id) for chunk in batch]


def _loss(model: Labeller, chunks: Sequence[Chunk], recase: Sequence[int | None]) -> Tensor:
    logs = model(*to_batch(chunks, recase)).log_softmax(-1)
    labels: list[int] = []
    perhaps: list[bool] = []
    for chunk in chunks:
        own = chunk.document.labels[chunk.first : chunk.last]
        labels += own
        perhaps += [label == OUTSIDE and not chunk.document.knows_norp for label in own]
    gold = torch.tensor(labels)
    likely = logs.gather(1, gold.clamp(min=0)[:, None])[:, 0]
    likely = torch.where(torch.tensor(perhaps), logs[:, PERHAPS_NORP].logsumexp(-1), likely)
    return -likely[gold != UNKNOWN_LABEL].mean()


def save(model: Labeller, folder: Path) -> None:
    """Write the weights that differ from those of the package."""
    folder.mkdir(parents=True, exist_ok=True)
    learned = {name: tensor for name, tensor in model.named_parameters() if tensor.requires_grad}
    save_file(learned, folder / "names.safetensors")


def load(folder: Path, *, is_fast: bool = False) -> Labeller:
    """Read the weights that `train` wrote.

    Args:
        folder: that `train` wrote to.
        is_fast: multiply in whole numbers of 8 bits: nearly twice as fast, not quite the same.
    """
    model = pretrained(len(LABELS))
    model.load_state_dict(load_file(folder / "names.safetensors"), strict=False)
    model.eval()
    if is_fast:
        torch.backends.quantized.engine = "onednn"
        quantize_dynamic(model.layers, {nn.Linear}, dtype=torch.qint8, inplace=True)
    return model


# --- Labelling ---------------------------------------------------------------------------------


class Labels(NamedTuple):
    """The best label of each token of a chunk, and its probability."""

    best: list[int]
    sure: list[float]


@torch.inference_mode()
def label_chunks(model: Labeller, chunks: Sequence[Chunk]) -> list[Labels]:
    """Label chunks, in their order."""
    found: list[Labels | None] = [None] * len(chunks)
    order = sorted(range(len(chunks)), key=lambda i: chunks[i].n_pieces)
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        sure, best = model(*to_batch([chunks[i] for i in batch])).softmax(-1).max(-1)
        sure_of, best_of = iter(sure.tolist()), iter(best.tolist())
        for i in batch:
            n_words = chunks[i].last - chunks[i].first
            found[i] = Labels(list(islice(best_of, n_words)), list(islice(sure_of, n_words)))
    return [labels for labels in found if labels is not None]


def spans_of(labels: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Read names off labels, as ranges of tokens; one that begins with I is taken as beginning."""
    first, kind = 0, ""
    for i, label in enumerate([*labels, OUTSIDE]):
        mark, _, its_kind = LABELS[label].partition("-")
        if kind and (mark != "I" or its_kind != kind):
            yield first, i, kind
            kind = ""
        if mark != "O" and not kind:
            first, kind = i, its_kind


class Item(NamedTuple):
    """A sentence (S) or a name (P, O, L, N) in it, in code points."""

    letter: str
    start: int
    end: int
    confidence: float


def label_documents(
    model: Labeller, work: Sequence[tuple[Document, Sequence[tuple[int, int]]]]
) -> list[list[Item]]:
    """Label adjacent sentences of each document: each sentence, followed by its names."""
    chunks = [list(cut(document, sentences)) for document, sentences in work]
    labels = iter(label_chunks(model, [chunk for group in chunks for chunk in group]))
    found = []
    for (document, sentences), group in zip(work, chunks):
        best: list[int] = []
        sure: list[float] = []
        for its in islice(labels, len(group)):
            best += its.best
            sure += its.sure
        begin = sentences[0][0] if sentences else 0
        items = []
        for first, last in sentences:
            own, own_sure = best[first - begin : last - begin], sure[first - begin : last - begin]
            items.append(_item(document, "S", first, last, own_sure))
            for i, j, kind in spans_of(own):
                items.append(_item(document, kind[0], first + i, first + j, own_sure[i:j]))
        found.append(items)
    return found


def _item(document: Document, letter: str, first: int, last: int, sure: list[float]) -> Item:
    return Item(letter, document.tokens[first][0], document.tokens[last - 1][1], min(sure))


def label(
    model: Labeller, articles: Path, out: Path, *, n_tokens: int | None, minutes: float
) -> None:
    """Label articles and write the result; what `out` already has is kept and gone on from.

    Args:
        model: as trained.
        articles: JSON lines with ``id`` and ``text``.
        out: see the module's header.
        n_tokens: read whole sentences of each article until they are so many tokens; None: all.
        minutes: stop after these, with all articles up to some place done.
    """
    deadline = time.monotonic() + 60 * minutes
    done = read_labels(out) if out.exists() else {}
    order = [row["id"] for row in read_rows(articles)]
    n_articles, n_words, began = 0, 0, time.monotonic()
    documents = annotate(read_rows(articles))
    while group := list(islice(documents, 100)):
        if time.monotonic() > deadline:
            break
        work = [
            (document, _left(document, done.get(document.id, []), n_tokens)) for document in group
        ]
        work = [(document, sentences) for document, sentences in work if sentences]
        for (document, _), items in zip(work, label_documents(model, work)):
            done.setdefault(document.id, []).extend(items)
        n_words += sum(sentences[-1][1] - sentences[0][0] for _, sentences in work)
        speed = n_words / (time.monotonic() - began)
        n_articles += len(group)
        print(f"{n_articles} articles, {n_words} words, {speed:.0f} words/s", flush=True)
    write_labels(out, {name: done[name] for name in order if name in done})


def _left(document: Document, items: Sequence[Item], n_tokens: int | None) -> list[tuple[int, int]]:
    labelled_to = max((item.end for item in items), default=-1)
    return [
        (first, last)
        for first, last in document.sentences
        if (n_tokens is None or first < n_tokens) and document.tokens[first][0] >= labelled_to
    ]


def write_labels(path: Path, labels: dict[str, list[Item]]) -> None:
    """Write labels, the same bytes for the same labels."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for name, items in labels.items():
        starts = [0, *(item.start for item in items)]
        gaps = [start - before for before, start in pairwise(starts)]
        texts = [
            f"{item.letter}{gap},{item.end - item.start},{int(100 * item.confidence)}"
            for gap, item in zip(gaps, items)
        ]
        lines.append(f"{name}\t{' '.join(texts)}\n")
    path.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))


def read_labels(path: Path) -> dict[str, list[Item]]:
    """Read what `write_labels` wrote."""
    labels: dict[str, list[Item]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            name, _, texts = line.rstrip("\n").partition("\t")
            start, items = 0, []
            for text in texts.split():
                gap, length, confidence = map(int, text[1:].split(","))
                start += gap
                # Half a hundredth more, so that it is cut down to the same when written again.
                items.append(Item(text[0], start, start + length, (confidence + 0.5) / 100))
            labels[name] = items
    return labels


# --- Measuring ---------------------------------------------------------------------------------


def score(model: Labeller, names: Sequence[str], out: TextIO) -> None:
    """Write exact-span F1 in per cent on each development set, as JSON lines."""
    for name in names:
        gold: set[tuple[int, Span]] = set()
        found: set[tuple[int, Span]] = set()
        documents = []
        for i, (document, spans) in enumerate(read_gold(name)):
            gold |= {(i, span) for span in spans}
            documents.append((document, document.sentences))
        kind_of = {kind[0]: kind for kind in KINDS}
        for i, items in enumerate(label_documents(model, documents)):
            for letter, start, end, _ in items:
                if letter != "S":
                    found.add((i, Span(start, end, kind_of[letter])))
        figures: dict[str, Any] = {"corpus": name}
        figures["PER/ORG/LOC"] = _f1(gold, found, ("PER", "ORG", "LOC"))
        for kind in KINDS:
            if any(span.kind == kind for _, span in gold):
                figures[kind] = _f1(gold, found, (kind,))
        print(json.dumps(figures), file=out, flush=True)


def _f1(gold: set[tuple[int, Span]], found: set[tuple[int, Span]], kinds: Sequence[str]) -> float:
    gold = {name for name in gold if name[1].kind in kinds}
    found = {name for name in found if name[1].kind in kinds}
    return round(200 * len(gold & found) / max(1, len(gold) + len(found)), 1)


# --- Command line ------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one of the commands."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(
        prog="python -m teach.names", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--weights", type=Path, default=ROOT / "target/teach", metavar="FOLDER")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--fast", action="store_true", help="8 bits, to label and to score")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("train", help="fine-tune on the gold and write the weights")
    command.add_argument("--goes-on", action="store_true", help="begin with the weights there are")
    command.add_argument("--epochs", type=float, default=2)
    command.add_argument("--minutes", type=float, default=math.inf)
    command = commands.add_parser("score", help="F1 on the development sets")
    command.add_argument("--out", type=argparse.FileType("w"), default=sys.stdout)
    command.add_argument("--only", nargs="+", choices=_MEASURED_ON, default=_MEASURED_ON)
    command = commands.add_parser("label", help="label raw articles; goes on where OUT ends")
    command.add_argument("articles", type=Path)
    command.add_argument("out", type=Path)
    command.add_argument("--tokens", type=int, help="only so many from the start of each article")
    command.add_argument("--minutes", type=float, default=math.inf)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    if options.command == "train":
        train(options.weights, options.epochs, options.minutes, goes_on=options.goes_on)
    elif options.command == "score":
        score(load(options.weights, is_fast=options.fast), options.only, options.out)
    else:
        label(
            load(options.weights, is_fast=options.fast),
            options.articles,
            options.out,
            n_tokens=options.tokens,
            minutes=options.minutes,
        )


if __name__ == "__main__":
    main()
