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
    try:
        return cast(Analyze, importlib.import_module("pullquote").Pipeline())
    except (ImportError, AttributeError) as error:
        message = f"pullquote is not built ({error}); run `make eval`, or `pip install .` first"
        raise SystemExit(message) from error
