"""The corpora that pullquote is measured on, and where they lie.

The data is not part of the repository: it is looked for in the folder that the environment variable
PULLQUOTE_SHARED names, else in ``../shared`` beside the clone. `examples` is ours and always there; of `names_blind` and `roles_blind` only the labels are.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from eval.people import persons_of_ontogum
from eval.times import read_cases
from pullquote.scoring import iter_jsonl, read_jsonl

try:
    import tomllib
except ImportError:  # Python 3.10
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("PULLQUOTE_SHARED") or ROOT.parent / "shared")

_IN_SHARED = {
    "gum.dev": "data/names/gum.dev.jsonl",
    "ewt.dev": "data/names/ewt.dev.jsonl",
    "worldwide.dev": "data/names/worldwide.dev.jsonl",
    "wikigold": "data/names/wikigold.all.jsonl",
    "crossner_politics.dev": "data/names/crossner_politics.dev.jsonl",
    "polnear.dev": "data/quotes/polnear.dev.jsonl",
    "press.dev": "data/press/press.dev.jsonl",
    "litbank.dev": "data/quotes/litbank.dev.jsonl",
    "clic.dev": "data/quotes/clic.dev.jsonl",
    "excerpts.dev": "data/boilerplate/excerpts.dev.jsonl",
    "coref_gum.dev": "data/people/coref_gum.jsonl",
    "coref_ontogum.dev": "data/people/coref_ontogum.jsonl",
    "gap.dev": "data/people/coref_gap.jsonl",
    "te3.dev": "data/times/timex_te3.jsonl",
    "wikiwars.dev": "data/times/timex_wikiwars.jsonl",
    "gum_times.dev": "data/times/timex_gum.jsonl",
    "quotes_silver.dev": "data/same_words/quotes_silver.jsonl",
    "quotes_synth.dev": "data/same_words/quotes_synth.jsonl",
    "basil.dev": "data/stories/basil.jsonl",
    "seeds": "seeds/gold.jsonl",
}
_EXAMPLES = "examples"
_BLIND = ("names_blind", "roles_blind")
# Files that hold all splits.
_DEV_OF_ALL = (
    "coref_gum.dev",
    "coref_ontogum.dev",
    "gap.dev",
    "te3.dev",
    "wikiwars.dev",
    "gum_times.dev",
)
_TIME_CASES = "time_cases"
_ACROSS = ("quotes_silver.dev", "quotes_synth.dev", "basil.dev")

NAMES = (*_IN_SHARED, *_BLIND, _TIME_CASES, _EXAMPLES)


def path_of(name: str) -> Path:
    """The gold file of a corpus, which may be missing."""
    if name == _EXAMPLES:
        return ROOT / "examples" / "gold.jsonl"
    if name == _TIME_CASES:
        return ROOT / "tests" / "gold" / "times.toml"
    if name in _BLIND:
        return ROOT / "eval" / f"{name}.jsonl"
    return SHARED / _IN_SHARED[name]


def missing_file(name: str) -> Path | None:
    """The first file of a corpus that is not there: its gold, or the texts that the gold is about."""
    paths = [path_of(name)] + ([_raw_articles()] if name in _BLIND else [])
    return next((path for path in paths if not path.exists()), None)


def _raw_articles() -> Path:
    return SHARED / "data" / "articles" / "raw.jsonl"


def load_corpus(name: str) -> list[dict[str, Any]]:
    """Read the gold documents of a corpus.

    A document's ``title`` is a string only if it is given apart from the text. Stretches of
    boilerplate are always called ``boilerplate``.

    Raises:
        FileNotFoundError: the corpus is not there.
    """
    if name == _TIME_CASES:
        return read_cases(tomllib.loads(path_of(name).read_text("utf-8"))["case"])
    documents = read_jsonl(path_of(name))
    if name == _EXAMPLES:
        documents = _with_articles(documents, ROOT / "examples" / "articles.jsonl")
    elif name in _ACROSS:
        return [row for row in documents if row["split"] == "dev"]
    elif name in _DEV_OF_ALL:
        documents = _dev_of_all(name, documents)
    elif name in _BLIND:
        documents = _with_articles(documents, _raw_articles())
    for document in documents:
        if "spans" in document:
            document["boilerplate"] = document.pop("spans")
    return documents


def _dev_of_all(name: str, documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    dev = [doc | {"date": doc.get("dct")} for doc in documents if doc["split"] == "dev"]
    if name == "coref_ontogum.dev":
        return persons_of_ontogum(dev, load_corpus("coref_gum.dev"))
    return dev


def _with_articles(gold: list[dict[str, Any]], path: Path) -> list[dict[str, Any]]:
    """Add what a user would give, from a file of articles, to its gold."""
    wanted = {document["id"] for document in gold}
    articles = {row["id"]: row for row in iter_jsonl(path) if row["id"] in wanted}
    documents = []
    for document in gold:
        article = articles.get(document["id"], {})
        given = {key: article[key] for key in ("text", "date", "title") if article.get(key)}
        documents.append({**document, **given})
    return documents
