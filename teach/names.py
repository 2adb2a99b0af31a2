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

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import torch
from torch import Tensor

from teach.batches import Chunk, cut, to_batch
from teach.command import parsers_of
from teach.corpora import UNKNOWN_LABEL, Document, annotate, is_open, read_corpus, read_rows
from teach.encoder import Labeller, pretrained
from teach.labels import (
    Labelled,
    label_documents,
    label_stream,
    read_items,
    sentences_left,
    write_items,
)
from teach.training import fit, load, seed

KINDS = ("PER", "ORG", "LOC", "NORP")
LABELS = ("O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI"))
OUTSIDE = 0
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
_CHANGED_CASE = 0.1
_WEIGHTS = "names.safetensors"


class Span(NamedTuple):
    """A name, in code points of the text."""

    start: int
    end: int
    kind: str


# --- The gold ----------------------------------------------------------------------------------


def read_gold(name: str) -> Iterator[tuple[Document, list[Span]]]:
    """Read the documents of a corpus that have gold we may use, and their names."""
    corpus = name.split(".")[0]
    kind_of = _KIND_OF[corpus]
    rows = [row for row in read_corpus(name) if row["entities"] is not None and is_open(row)]
    for row, document in zip(rows, annotate(rows), strict=True):
        spans = {Span(s, e, kind_of[label]) for s, e, label in row["entities"] if label in kind_of}
        document.knows_norp = "NORP" in kind_of.values()
        yield document, sorted(spans)


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


# --- Training ----------------------------------------------------------------------------------


def train(folder: Path, epochs: float, minutes: float, *, goes_on: bool = False) -> None:
    """Fine-tune on the gold and write the weights to a folder.

    Args:
        folder: made if it is not there.
        epochs: how often all documents are read; the last time perhaps only part of them.
        minutes: be done after these, with fewer epochs if need be. Not the same weights each time.
        goes_on: begin with the weights in the folder, at half the rates, not with the package's.
    """
    generator = seed(int(goes_on))
    documents = load_training()
    chunks = [chunk for document in documents for chunk in cut(document)]
    model = (load(folder / _WEIGHTS, len(LABELS)) if goes_on else pretrained(len(LABELS))).train()
    print(f"{len(documents)} documents", end=", ")
    fit(
        model,
        [*model.case.parameters(), *model.head.parameters()],
        chunks,
        generator,
        _loss,
        folder / _WEIGHTS,
        epochs=epochs,
        minutes=minutes,
        slower=2 if goes_on else 1,
        changed_case=_CHANGED_CASE,
    )


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


# --- Labelling ---------------------------------------------------------------------------------


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


def items_of(document: Document, sentences: Sequence[Labelled]) -> Iterator[Item]:
    """Read each sentence off its labels, followed by its names."""
    for first, last, best, sure in sentences:
        yield _item(document, "S", first, last, sure)
        for i, j, kind in spans_of(best):
            yield _item(document, kind[0], first + i, first + j, sure[i:j])


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
    done = read_labels(out) if out.exists() else {}
    order = [row["id"] for row in read_rows(articles)]

    def left(document: Document) -> list[tuple[int, int]]:
        labelled_to = max((item.end for item in done.get(document.id, ())), default=-1)
        return sentences_left(document, n_tokens, labelled_to)

    for group in label_stream(model, annotate(read_rows(articles)), left, minutes):
        for document, sentences in group:
            done.setdefault(document.id, []).extend(items_of(document, sentences))
    write_labels(out, {name: done[name] for name in order if name in done})


def write_labels(path: Path, labels: dict[str, list[Item]]) -> None:
    """Write labels in the form of the module's header."""
    write_items(path, ((name, _written(items)) for name, items in labels.items()))


def _written(items: Sequence[Item]) -> list[str]:
    starts = [0, *(item.start for item in items)]
    gaps = [start - before for before, start in pairwise(starts)]
    return [
        f"{item.letter}{gap},{item.end - item.start},{int(100 * item.confidence)}"
        for gap, item in zip(gaps, items)
    ]


def read_labels(path: Path) -> dict[str, list[Item]]:
    """Read what `write_labels` wrote."""
    labels: dict[str, list[Item]] = {}
    for name, texts in read_items(path):
        start, items = 0, []
        for text in texts:
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
        for i, sentences in enumerate(label_documents(model, documents)):
            for letter, start, end, _ in items_of(documents[i][0], sentences):
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
    parsers = parsers_of(
        "teach.names",
        __doc__.split("\n")[0],
        measures="F1",
        labels="label raw articles; goes on where OUT ends",
    )
    parsers.train.add_argument(
        "--goes-on", action="store_true", help="begin with the weights there are"
    )
    parsers.score.add_argument("--only", nargs="+", choices=_MEASURED_ON, default=_MEASURED_ON)
    parsers.label.add_argument(
        "--tokens", type=int, help="only so many from the start of each article"
    )
    options = parsers.all.parse_args(arguments)
    torch.set_num_threads(options.threads)
    if options.command == "train":
        train(options.weights, options.epochs, options.minutes, goes_on=options.goes_on)
        return
    model = load(options.weights / _WEIGHTS, len(LABELS), is_fast=options.fast)
    if options.command == "score":
        score(model, options.only, options.out)
    else:
        label(
            model, options.articles, options.out, n_tokens=options.tokens, minutes=options.minutes
        )


if __name__ == "__main__":
    main()
