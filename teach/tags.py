r"""The teacher of Penn tags: a tag for each token of the start of raw articles.

    python -m teach.tags train                         # learn from the gold, write weights
    python -m teach.tags score                         # accuracy on the development sets
    python -m teach.tags label ARTICLES OUT.tsv.gz     # label raw articles

The encoder, the packages and the cutting into tokens are those of `teach.names`; if it has written
its weights to the same folder, the encoder begins with them. Trained on the words of names/ewt.train
(CC BY-SA 4.0) and of the documents of names/gum.train under CC BY and CC BY-SA; half of the documents
have their straight quotation marks curled, which few of the corpora have. Never on what `score`
measures with. Words there are as the treebanks cut them; a token of ours is a word.

Output: gzip of one line per article, in the order of the input: its id, a tab, and items separated
by spaces. A sentence is ``S<gap>,<length>,<confidence>``: it starts ``gap`` code points after the end
of the sentence before it (the first: after the start of the article's raw text) and is ``length``
code points long. The confidence is in hundredths, cut down: of the probabilities that the best tags
of its tokens have, the least. Its tokens follow, all of them: ``<length><tag>`` if one code point
lies between the token and the one before it, ``+<length><tag>`` if none does, ``<n>+<length><tag>``
if n do; the first starts with its sentence and has no such mark. A tag is its Penn name, which has no
digit: ``(?:(\d*)\+)?(\d+)(\D+)`` reads a token. ``S0,10,97 2PRP 3VBD +3RB +1.`` is "We didn't" with
a stop. The last token ends where its sentence does. Sentences that are not listed have not been read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
import sys
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.ao.quantization import quantize_dynamic
from torch.nn import functional

from teach.encoder import Labeller, pretrained
from teach.names import (
    _BATCH,
    _BODY_RATE,
    _NEW_RATE,
    _SEED,
    _WARM_UP,
    ROOT,
    SHARED,
    UNKNOWN_LABEL,
    Document,
    _left,
    annotate,
    batches_of_a_size,
    cut,
    label_chunks,
    read_rows,
    to_batch,
)

# In the order of src/tag/tagset.rs. Other tags of the corpora (AFX) teach nothing.
# fmt: off
TAGS = (
    "NN", "NNS", "NNP", "NNPS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD", "JJ", "JJR", "JJS",
    "RB", "RBR", "RBS", "RP", "IN", "TO", "DT", "PDT", "WDT", "PRP", "PRP$", "WP", "WP$", "WRB",
    "EX", "POS", "CC", "CD", "UH", "FW", "LS", "SYM", "ADD", "GW", "NFP", "HYPH", ",", ".", ":",
    "``", "''", "-LRB-", "-RRB-", "$",
)
# fmt: on
_NUMBER_OF = {tag: number for number, tag in enumerate(TAGS)}
_TRAINED_ON = ("ewt.train", "gum.train")
_MEASURED_ON = ("ewt.dev", "gum.dev")
_OPEN_LICENSES = ("CC-BY-4.0", "CC-BY-2.5", "CC-BY-SA-3.0")
_BLIND = ROOT / "eval/names_blind.jsonl"
_CURLY = {'"': "“”", "``": "“”", "''": "“”", "'": "‘’", "`": "‘’"}
_TOKEN = re.compile(r"(?:(\d*)\+)?(\d+)(\D+)")


# --- Documents ---------------------------------------------------------------------------------


def read_gold(name: str, *, is_training: bool = False) -> Iterator[Document]:
    """Read the documents of a corpus by the words of its gold; for training only the open ones."""
    for number, row in enumerate(read_rows(SHARED / f"names/{name}.jsonl")):
        if is_training and row.get("license", _OPEN_LICENSES[0]) not in _OPEN_LICENSES:
            continue
        tokens = [(start, end) for start, end, *_ in row["words"]]
        tags = [tag for _, _, tag, *_ in row["words"]]
        words = [row["text"][start:end] for start, end in tokens]
        if is_training and number % 2:
            words = [_curl(word, tag) for word, tag in zip(words, tags)]
        starts = [start for start, _ in tokens]
        cuts = ((bisect_left(starts, s), bisect_left(starts, e)) for s, e in row["sentences"])
        sentences = [(first, last) for first, last in cuts if first < last]
        labels = [_NUMBER_OF.get(tag, UNKNOWN_LABEL) for tag in tags]
        yield Document(row["id"], tokens, [_plain(word) for word in words], sentences, labels)


def _curl(word: str, tag: str) -> str:
    return _CURLY[word][tag != "``"] if word in _CURLY else word


def _plain(word: str) -> str:
    """Spell ``don’t`` and ``’s`` as the corpora mostly do."""
    return word if len(word) == 1 else word.replace("’", "'").replace("‘", "'")


# --- Training ----------------------------------------------------------------------------------


def train(folder: Path, epochs: float, minutes: float) -> None:
    """Fine-tune on the gold and write the weights to a folder.

    Args:
        folder: made if it is not there; weights of `teach.names` in it are begun with.
        epochs: how often all documents are read; the last time perhaps only part of them.
        minutes: be done after these, with fewer epochs if need be. Not the same weights each time.
    """
    torch.manual_seed(_SEED)
    generator = random.Random(_SEED)
    documents = [document for name in _TRAINED_ON for document in read_gold(name, is_training=True)]
    chunks = [chunk for document in documents for chunk in cut(document)]
    model = pretrained(len(TAGS)).train()
    new = [*model.head.parameters()]
    if (folder / "names.safetensors").exists():
        learned = load_file(folder / "names.safetensors")
        learned = {name: its for name, its in learned.items() if not name.startswith("head.")}
        model.load_state_dict(learned, strict=False)
    else:
        new += model.case.parameters()
    is_new = {id(parameter) for parameter in new}
    body = [p for p in model.parameters() if p.requires_grad and id(p) not in is_new]
    groups = [{"params": body, "rate": _BODY_RATE}, {"params": new, "rate": _NEW_RATE}]
    optimizer = torch.optim.AdamW(groups, fused=True)
    n_steps = int(epochs * math.ceil(len(chunks) / _BATCH))
    n_pieces = sum(chunk.n_pieces for chunk in chunks)
    n_words = sum(len(document.tokens) for document in documents)
    print(f"{len(documents)} documents, {n_words} words, {n_pieces} pieces, {n_steps} steps")
    began, n_read, mean_loss, step = time.monotonic(), 0, 1.0, 0
    while True:
        for batch in batches_of_a_size(chunks, generator):
            step += 1
            seconds = time.monotonic() - began
            progress = max(step / n_steps, seconds / (60 * minutes))
            if step % 50 == 0 or progress >= 1:
                print(
                    f"step {step}, {progress:.0%}, loss {mean_loss:.4f}, {seconds:.0f} s, "
                    f"{n_read / seconds:.0f} pieces/s, {n_read / n_pieces:.2f} epochs",
                    flush=True,
                )
            if step % 250 == 0 or progress >= 1:
                save(model, folder)
            if progress >= 1:
                return
            for group in optimizer.param_groups:
                slope = min(progress / _WARM_UP, (1 - progress) / (1 - _WARM_UP))
                group["lr"] = group["rate"] * slope
            gold = [label for c in batch for label in c.document.labels[c.first : c.last]]
            scores = model(*to_batch(batch))
            loss = functional.cross_entropy(scores, torch.tensor(gold), ignore_index=UNKNOWN_LABEL)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(body + new, 1.0)
            optimizer.step()
            mean_loss += 0.02 * (loss.item() - mean_loss)
            n_read += sum(chunk.n_pieces for chunk in batch)


def save(model: Labeller, folder: Path) -> None:
    """Write the weights that differ from those of the package."""
    folder.mkdir(parents=True, exist_ok=True)
    learned = {name: tensor for name, tensor in model.named_parameters() if tensor.requires_grad}
    save_file(learned, folder / "tags.safetensors")


def load(folder: Path, *, is_fast: bool = False) -> Labeller:
    """Read the weights that `train` wrote, to multiply in 8 bits if it is to be fast."""
    model = pretrained(len(TAGS))
    model.load_state_dict(load_file(folder / "tags.safetensors"), strict=False)
    model.eval()
    if is_fast:
        torch.backends.quantized.engine = "onednn"
        quantize_dynamic(model.layers, {nn.Linear}, dtype=torch.qint8, inplace=True)
    return model


# --- Labelling ---------------------------------------------------------------------------------


class Sentence(NamedTuple):
    """A sentence: its tokens in code points, their tags, and how sure the least sure one is."""

    tokens: list[tuple[int, int]]
    tags: list[str]
    confidence: float


def label_documents(
    model: Labeller, work: Sequence[tuple[Document, Sequence[tuple[int, int]]]]
) -> list[list[Sentence]]:
    """Label adjacent sentences of each document."""
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
        found.append(
            [
                Sentence(
                    document.tokens[first:last],
                    [TAGS[label] for label in best[first - begin : last - begin]],
                    min(sure[first - begin : last - begin]),
                )
                for first, last in sentences
            ]
        )
    return found


def label(model: Labeller, articles: Path, out: Path, *, n_tokens: int, minutes: float) -> None:
    """Label the start of articles and write the result; those of the blind set are left out.

    Args:
        model: as trained.
        articles: JSON lines with ``id`` and ``text``.
        out: see the module's header.
        n_tokens: read whole sentences of each article until they are so many tokens.
        minutes: stop after these, with all articles up to some place done.
    """
    deadline = time.monotonic() + 60 * minutes
    blind = {row["id"] for row in read_rows(_BLIND)}
    done: dict[str, list[Sentence]] = {}
    n_words, began = 0, time.monotonic()
    documents = annotate(row for row in read_rows(articles) if row["id"] not in blind)
    while time.monotonic() < deadline and (group := list(islice(documents, 100))):
        for document in group:
            document.words = [_plain(word) for word in document.words]
        work = [(document, _left(document, [], n_tokens)) for document in group]
        work = [(document, sentences) for document, sentences in work if sentences]
        for (document, _), sentences in zip(work, label_documents(model, work)):
            done[document.id] = sentences
        n_words += sum(sentences[-1][1] - sentences[0][0] for _, sentences in work)
        speed = n_words / (time.monotonic() - began)
        print(f"{len(done)} articles, {n_words} words, {speed:.0f} words/s", flush=True)
        if len(done) % 1000 < 100:
            write_labels(out, done)
    write_labels(out, done)


def write_labels(path: Path, labels: dict[str, list[Sentence]]) -> None:
    """Write labels, the same bytes for the same labels."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for name, sentences in labels.items():
        place, items = 0, []
        for tokens, tags, confidence in sentences:
            begin, end = tokens[0][0], tokens[-1][1]
            items.append(f"S{begin - place},{end - begin},{int(100 * confidence)}")
            for i, ((start, stop), tag) in enumerate(zip(tokens, tags)):
                gap = start - place
                mark = "" if i == 0 or gap == 1 else f"{gap or ''}+"
                items.append(f"{mark}{stop - start}{tag}")
                place = stop
        lines.append(f"{name}\t{' '.join(items)}\n")
    path.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))


def read_labels(path: Path) -> dict[str, list[Sentence]]:
    """Read what `write_labels` wrote."""
    labels: dict[str, list[Sentence]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            name, _, texts = line.rstrip("\n").partition("\t")
            sentences: list[Sentence] = []
            place = 0
            for text in texts.split(" "):
                if text.startswith("S"):
                    gap, _, confidence = map(int, text[1:].split(","))
                    start = place + gap
                    sentences.append(Sentence([], [], (confidence + 0.5) / 100))
                else:
                    match = _TOKEN.fullmatch(text)
                    assert match is not None, text
                    mark, length, tag = match.groups()
                    if sentences[-1].tokens:
                        start = place + (1 if mark is None else int(mark or 0))
                    place = start + int(length)
                    sentences[-1].tokens.append((start, place))
                    sentences[-1].tags.append(tag)
            labels[name] = sentences
    return labels


# --- Measuring ---------------------------------------------------------------------------------


def score(model: Labeller, names: Sequence[str], out: TextIO) -> None:
    """Write accuracy in per cent over the words of each development set, as JSON lines.

    A word whose tag is none of ours counts as wrong. ``open``: only the documents under the
    licences that the training is restricted to. ``sure``: the share of words in sentences with a
    confidence of 90 and more, and the accuracy there.
    """
    for name in names:
        licenses = {
            row["id"]: row.get("license", _OPEN_LICENSES[0])
            for row in read_rows(SHARED / f"names/{name}.jsonl")
        }
        documents = list(read_gold(name))
        work = [(document, document.sentences) for document in documents]
        n: Counter[str] = Counter()
        mistakes: Counter[str] = Counter()
        for document, sentences in zip(documents, label_documents(model, work)):
            for (first, last), sentence in zip(document.sentences, sentences):
                is_sure = sentence.confidence >= 0.9
                is_open = licenses[document.id] in _OPEN_LICENSES
                for gold, tag in zip(document.labels[first:last], sentence.tags):
                    is_right = gold == _NUMBER_OF[tag]
                    n.update(["all"] + ["open"] * is_open + ["sure"] * is_sure)
                    if is_right:
                        n.update(["all+"] + ["open+"] * is_open + ["sure+"] * is_sure)
                    else:
                        mistakes[f"{TAGS[gold] if gold >= 0 else '?'}>{tag}"] += 1
        figures: dict[str, Any] = {"corpus": name, "words": n["all"]}
        for kind in ("all", "open", "sure"):
            figures[kind] = round(100 * n[f"{kind}+"] / max(1, n[kind]), 2)
        figures["share of sure"] = round(100 * n["sure"] / n["all"], 1)
        print(json.dumps(figures), file=out, flush=True)
        print(mistakes.most_common(15), file=sys.stderr)


# --- Command line ------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one of the commands."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(
        prog="python -m teach.tags", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--weights", type=Path, default=ROOT / "target/teach", metavar="FOLDER")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--fast", action="store_true", help="8 bits, to label and to score")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("train", help="fine-tune on the gold and write the weights")
    command.add_argument("--epochs", type=float, default=2)
    command.add_argument("--minutes", type=float, default=math.inf)
    command = commands.add_parser("score", help="accuracy on the development sets")
    command.add_argument("--out", type=argparse.FileType("w"), default=sys.stdout)
    command = commands.add_parser("label", help="label raw articles")
    command.add_argument("articles", type=Path)
    command.add_argument("out", type=Path)
    command.add_argument("--tokens", type=int, default=250, help="so many from the start of each")
    command.add_argument("--minutes", type=float, default=math.inf)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    if options.command == "train":
        train(options.weights, options.epochs, options.minutes)
    elif options.command == "score":
        score(load(options.weights, is_fast=options.fast), _MEASURED_ON, options.out)
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
