"""The analyzers that are measured: pipelines with default options, and the one for names.

No figure is shown for a model that has seen the file it is measured on. The names model in the package
is trained on the corpora of `SEEN` too, so names are measured with one trained without them, which
`make train-eval` writes to target/eval/names.model. Without that file, the names of these corpora go
unmeasured and those of the others are measured with the model in the package.
"""

from __future__ import annotations

import hashlib
import importlib
from pathlib import Path
from typing import Any, NamedTuple, cast

from pullquote.scoring.report import Analyze

MODEL = Path("target/eval/names.model")
"""Where `make train-eval` writes, from the root of the repository."""

SEEN = frozenset({"ewt.dev", "wikigold", "crossner_politics.dev"})
"""What the model in the package is trained on, of the corpora with names."""

HOW = f"`make train-eval` makes {MODEL}, a model trained without them"


class NamesAnalyzer(NamedTuple):
    """What names are measured with.

    Attributes:
        analyze: the analyzer.
        model: in words, for the reader of the figures.
        seen: corpora that must not be measured with it.
    """

    analyze: Analyze
    model: str
    seen: frozenset[str] = frozenset()

    def may_measure(self, corpus: str) -> bool:
        """Whether a figure for the names of this corpus would be honest."""
        return corpus not in self.seen


def load_analyzer() -> Analyze:
    """Make the pipeline.

    Raises:
        SystemExit: pullquote is not built; the message says what to do.
    """
    return cast(Analyze, _pipeline_class()())


def load_names_analyzer(path: Path, analyze: Analyze) -> NamesAnalyzer:
    """What to measure names with: the model of a file if it is there, else the one in the package.

    Args:
        path: the file, which may be missing.
        analyze: the pipeline with the model in the package.

    Raises:
        SystemExit: the file is no model of this version, or pullquote can't read one from a file.
    """
    if not path.exists():
        return NamesAnalyzer(analyze, "the model in the package", SEEN)
    try:
        pipeline = _pipeline_class()(model=str(path))
    except TypeError as error:
        message = f"this pullquote reads no model from a file ({error}); build it, or remove {path}"
        raise SystemExit(message) from error
    except (OSError, ValueError) as error:
        raise SystemExit(f"{path}: {error}; `make train-eval` makes it anew") from error
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:12]
    return NamesAnalyzer(pipeline, f"{path} ({len(content):,} bytes, SHA-256 {digest})")


def _pipeline_class() -> Any:
    try:
        return importlib.import_module("pullquote").Pipeline
    except (ImportError, AttributeError) as error:
        message = f"pullquote is not built ({error}); run `make eval`, or `pip install .` first"
        raise SystemExit(message) from error
