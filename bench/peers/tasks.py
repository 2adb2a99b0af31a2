"""What is compared with what, and what each of the other programs does and does not do."""

from __future__ import annotations

from typing import NamedTuple


class Peer(NamedTuple):
    """Another program's way to do a task."""

    side: str
    """A name in ``theirs.SIDES``."""
    label: str
    does: str


class Task(NamedTuple):
    """Our call and theirs. Without peers ours is measured alone."""

    name: str
    title: str
    ours: str
    """A name in ``ours.SIDES``."""
    note: str
    peers: tuple[Peer, ...] = ()
    rows: str = "articles"
    """The file of texts: "articles", or "copies" with near-duplicates among them."""
    threads: int = 1
    weight: float = 1.0
    """Of the time: a parse is slow, and few articles say little."""


_SPACY = "spaCy"

TASKS = (
    Task(
        "all",
        "Everything on",
        "all",
        "All nine tables in one pass, Arrow in and out. spaCy's pipe finds no quotes, speakers, persons' identities or values of"
        " times; ours makes no dependency trees and no lemmas.",
        (Peer("spacy-full", f"{_SPACY} sm, full pipe, batch 16", "tags, parse, lemmas and names"),),
        weight=4,
    ),
    Task(
        "tokens",
        "Tokens with offsets",
        "tokens",
        "Ours: `pq.tokens`, an Arrow table of all words and signs with offsets, sentence and tag. None of the others tags here.",
        (
            Peer(
                "spacy-tokens",
                f"{_SPACY} blank tokeniser",
                "tokens in a Doc, with offsets; no tags",
            ),
            Peer("nltk-tokens", "NLTK NLTKWordTokenizer", "spans in code points, by regexes"),
            Peer(
                "blingfire-tokens",
                "blingfire",
                "tokens with offsets in code points",
            ),
            Peer("syntok-tokens", "syntok Tokenizer", "Token objects with offsets"),
            Peer(
                "hf-pretokens",
                "tokenizers BertPreTokenizer",
                "splits at white space and punctuation, with offsets; no model",
            ),
            Peer(
                "hf-bpe",
                "tokenizers BPE",
                "subword pieces with offsets, by a byte-level BPE of 8,000 pieces that the run trains, as no file can be had",
            ),
        ),
    ),
    Task(
        "sentences",
        "Sentences with tokens",
        "sentences",
        "Ours: the tables of sentences and of tokens in one pass. Others: sentences alone, but where it says tokens.",
        (
            Peer(
                "spacy-sentencizer",
                f"{_SPACY} sentencizer",
                "tokens and sentences, cut at its list of end signs, without a model",
            ),
            Peer(
                "spacy-senter", f"{_SPACY} sm senter", "tokens and sentences, by its trained model"
            ),
            Peer(
                "nltk-sentences",
                "NLTK Punkt",
                "sentence spans; its trained data can't be had, so Punkt is trained by the run, which it needs no labels for",
            ),
            Peer("blingfire-sentences", "blingfire", "sentences with offsets, no tokens"),
            Peer("syntok-sentences", "syntok segmenter", "sentences as lists of Tokens"),
            Peer(
                "sentencex-sentences",
                "sentencex",
                "sentences with offsets, no tokens; by rules, in Rust",
            ),
        ),
    ),
    Task(
        "tags-names",
        "Tags and names",
        "tags-names",
        "Ours: the tables of tokens and of mentions, `quotes=False`.",
        (
            Peer(
                "spacy-tags-names",
                f"{_SPACY} sm tagger and names",
                "Penn tags and 18 kinds of names; no parse",
            ),
        ),
    ),
    Task(
        "names",
        "Names",
        "names",
        "Ours: `pq.mentions(quotes=False)`: persons, organisations, places and more, with the person each name stands for.",
        (Peer("spacy-names", f"{_SPACY} sm names only", "18 kinds of names, amounts and dates"),),
    ),
    Task(
        "quotes",
        "Quotes with speakers",
        "quotes",
        "Ours: `pq.quotes`: direct, mixed and indirect, each with a speaker's full name or the reason why there is none.",
        (
            Peer(
                "textacy-quotes",
                "textacy direct_quotations, with spaCy's parse",
                "direct quotations only, the speaker as the noun phrase in the sentence (often “he”); an article with an odd number of"
                " marks is an error, counted here as none found",
            ),
        ),
        weight=2,
    ),
    Task(
        "quotes-direct",
        "Quotes without the models' indirect part",
        "quotes-direct",
        "`pq.quotes(indirect=False)`.",
    ),
    Task(
        "times",
        "Times",
        "times",
        "Ours: `pq.times(quotes=False)`: each with its TIMEX3 value against the article's date.",
        (
            Peer(
                "dateparser-times",
                "dateparser search_dates",
                "dates with a datetime each against the article's date, in many languages; the words, but no offsets",
            ),
            Peer(
                "timexy-times",
                "timexy in a blank spaCy",
                "times with TIMEX3 values, by rules over spaCy's tokens; it is not told the article's date",
            ),
        ),
    ),
    Task(
        "duplicates",
        "Near-duplicates",
        "duplicates",
        "Articles and seeded edits of them (words changed, paragraphs left out, other heads), shuffled. Ours: `pq.duplicates`, each"
        " copy with its original and the share in common. Others: shingles of five words, 128 permutations, threshold 0.6.",
        (
            Peer("rensa-duplicates", "rensa RMinHash and LSH", "a flag for each text, estimated"),
            Peer(
                "datasketch-duplicates",
                "datasketch MinHash and LSH",
                "texts that share a bucket with one before, estimated",
            ),
        ),
        rows="copies",
    ),
    Task(
        "phrases",
        "50,000 phrases",
        "phrases",
        'Ours: `pq.Pipeline(names={"ORG": phrases}, quotes=False).mentions`, word-bounded.',
        (
            Peer(
                "ahocorasick-phrases",
                "ahocorasick-rs",
                "leftmost-longest matches with offsets in code points; not word-bounded, no other names",
            ),
            Peer("spacy-phrases", f"{_SPACY} PhraseMatcher", "matches of token sequences"),
        ),
    ),
    Task(
        "objects",
        "Everything, as objects",
        "objects",
        "`pq.Pipeline().pipe`, tokens read one by one.",
    ),
    Task("all-2", "Everything on, two threads", "all-2", "As above, with `threads=2`.", threads=2),
)

#: Tasks that take long to get ready, where the time for it is told.
BUILT = frozenset({"phrases"})

#: What the issue asks of us: label, task, least MB/s.
AIMS = (
    ("everything on", "all", 2.5),
    ("tokens with offsets into Arrow", "tokens", 80.0),
    ("sentences with tokens", "sentences", 60.0),
    ("quotes without the models' indirect part", "quotes-direct", 10.0),
    ("50,000 phrases", "phrases", 60.0),
)
RATIO_AIM, IMPORT_AIM, WHEEL_AIM = 100, 30, 20
"""Times spaCy's full pipe; milliseconds; megabytes."""


def chosen(names: list[str] | None) -> tuple[Task, ...]:
    """The tasks of these names, or all.

    Raises:
        ValueError: a name that there is not.
    """
    if names is None:
        return TASKS
    known = {task.name: task for task in TASKS}
    for name in names:
        if name not in known:
            raise ValueError(f"unknown task {name!r}; expected some of: {', '.join(known)}")
    return tuple(known[name] for name in names)
