r"""The teacher of Penn tags: a tag for each token of the start of raw articles.

    python -m teach.tags train                         # learn from the gold, write weights
    python -m teach.tags score                         # accuracy on the development sets
    python -m teach.tags label ARTICLES OUT.tsv.gz     # label raw articles

The encoder, the packages and the cutting into tokens are those of `teach.names`; if that has written
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

import json
import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from teach.batches import Chunk, cut, to_batch
from teach.command import parsers_of
from teach.corpora import (
    ROOT,
    UNKNOWN_LABEL,
    Document,
    annotate,
    is_open,
    read_corpus,
    read_rows,
)
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
_BLIND = ROOT / "eval/names_blind.jsonl"
_CURLY = {'"': "“”", "``": "“”", "''": "“”", "'": "‘’", "`": "‘’"}
_TOKEN = re.compile(r"(?:(\d*)\+)?(\d+)(\D+)")
_WEIGHTS = "tags.safetensors"


# --- The gold ----------------------------------------------------------------------------------


def read_gold(name: str, *, is_training: bool = False) -> Iterator[Document]:
    """Read the documents of a corpus by the words of its gold; for training only the open ones."""
    for number, row in enumerate(read_corpus(name)):
        if is_training and not is_open(row):
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


def _in_plain_words(document: Document) -> Document:
    return replace(document, words=[_plain(word) for word in document.words])


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
    generator = seed()
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
    n_words = sum(len(document.tokens) for document in documents)
    print(f"{len(documents)} documents, {n_words} words", end=", ")
    fit(
        model,
        new,
        chunks,
        generator,
        _loss,
        folder / _WEIGHTS,
        epochs=epochs,
        minutes=minutes,
    )


def _loss(model: Labeller, chunks: Sequence[Chunk], recase: Sequence[int | None]) -> Tensor:
    gold = [label for c in chunks for label in c.document.labels[c.first : c.last]]
    scores = model(*to_batch(chunks, recase))
    return functional.cross_entropy(scores, torch.tensor(gold), ignore_index=UNKNOWN_LABEL)


# --- Labelling ---------------------------------------------------------------------------------


class Sentence(NamedTuple):
    """A sentence: its tokens in code points, their tags, and how sure the least sure one is."""

    tokens: list[tuple[int, int]]
    tags: list[str]
    confidence: float


def sentence_of(document: Document, found: Labelled) -> Sentence:
    """Read a sentence off its labels."""
    tokens = document.tokens[found.first : found.last]
    return Sentence(tokens, [TAGS[label] for label in found.best], min(found.sure))


def label(model: Labeller, articles: Path, out: Path, *, n_tokens: int, minutes: float) -> None:
    """Label the start of articles and write the result; those of the blind set are left out.

    Args:
        model: as trained.
        articles: JSON lines with ``id`` and ``text``.
        out: see the module's header.
        n_tokens: read whole sentences of each article until they are so many tokens.
        minutes: stop after these, with all articles up to some place done.
    """
    blind = {row["id"] for row in read_rows(_BLIND)}
    done: dict[str, list[Sentence]] = {}
    rows = (row for row in read_rows(articles) if row["id"] not in blind)
    documents = map(_in_plain_words, annotate(rows))

    def left(document: Document) -> list[tuple[int, int]]:
        return sentences_left(document, n_tokens)

    for group in label_stream(model, documents, left, minutes):
        for document, sentences in group:
            done[document.id] = [sentence_of(document, found) for found in sentences]
        if len(done) % 1000 < 100:
            write_labels(out, done)
    write_labels(out, done)


def write_labels(path: Path, labels: dict[str, list[Sentence]]) -> None:
    """Write labels in the form of the module's header."""
    write_items(path, ((name, _written(sentences)) for name, sentences in labels.items()))


def _written(sentences: Sequence[Sentence]) -> list[str]:
    place, items = 0, []
    for tokens, tags, confidence in sentences:
        begin, end = tokens[0][0], tokens[-1][1]
        items.append(f"S{begin - place},{end - begin},{int(100 * confidence)}")
        for i, ((start, stop), tag) in enumerate(zip(tokens, tags)):
            gap = start - place
            mark = "" if i == 0 or gap == 1 else f"{gap or ''}+"
            items.append(f"{mark}{stop - start}{tag}")
            place = stop
    return items


def read_labels(path: Path) -> dict[str, list[Sentence]]:
    """Read what `write_labels` wrote."""
    labels: dict[str, list[Sentence]] = {}
    for name, texts in read_items(path):
        sentences: list[Sentence] = []
        place = 0
        for text in texts:
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
        open_ids = {row["id"] for row in read_corpus(name) if is_open(row)}
        documents = list(read_gold(name))
        work = [(document, document.sentences) for document in documents]
        n: Counter[str] = Counter()
        mistakes: Counter[str] = Counter()
        for document, sentences in zip(documents, label_documents(model, work)):
            for sentence in sentences:
                is_sure = min(sentence.sure) >= 0.9
                has_open = document.id in open_ids
                its_gold = document.labels[sentence.first : sentence.last]
                for gold, best in zip(its_gold, sentence.best):
                    n.update(["all"] + ["open"] * has_open + ["sure"] * is_sure)
                    if gold == best:
                        n.update(["all+"] + ["open+"] * has_open + ["sure+"] * is_sure)
                    else:
                        mistakes[f"{TAGS[gold] if gold >= 0 else '?'}>{TAGS[best]}"] += 1
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
    parsers = parsers_of(
        "teach.tags", __doc__.split("\n")[0], measures="accuracy", labels="label raw articles"
    )
    parsers.label.add_argument(
        "--tokens", type=int, default=250, help="so many from the start of each"
    )
    options = parsers.all.parse_args(arguments)
    torch.set_num_threads(options.threads)
    if options.command == "train":
        train(options.weights, options.epochs, options.minutes)
        return
    model = load(options.weights / _WEIGHTS, len(TAGS), is_fast=options.fast)
    if options.command == "score":
        score(model, _MEASURED_ON, options.out)
    else:
        label(
            model, options.articles, options.out, n_tokens=options.tokens, minutes=options.minutes
        )


if __name__ == "__main__":
    main()
