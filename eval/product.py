"""The analyzer that is measured: a `pullquote.Pipeline` with default options."""

from __future__ import annotations

import importlib
from typing import cast

from pullquote.scoring.report import Analyze


def load_analyzer() -> Analyze:
    """Make the pipeline.

    Raises:
        SystemExit: pullquote is not built; the message says what to do.
    """
    pullquote = importlib.import_module("pullquote")
    if not hasattr(pullquote, "Pipeline"):
        raise SystemExit("pullquote is not built: run `make eval`, or `pip install .` first")
    return cast(Analyze, pullquote.Pipeline())
