"""What docs/interchange.md shows is what comes out."""

from __future__ import annotations

import doctest
import re

import pytest

from conftest import ROOT

PAGE = (ROOT / "docs/interchange.md").read_text(encoding="utf-8")


def test_its_examples_print_what_is_shown() -> None:
    pytest.importorskip("spacy")
    blocks = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    assert len(blocks) >= 6
    examples = doctest.DocTestParser().get_doctest(
        "".join(blocks), {}, "interchange.md", None, None
    )
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    result = runner.run(examples, out=report.append)
    assert result.attempted >= 20
    assert result.failed == 0, "".join(report)


def test_what_it_names_is_there() -> None:
    import pullquote as pq

    for name in re.findall(r"`pq\.(\w+)", PAGE):
        assert hasattr(pq, name), name
    for path in re.findall(r"`(docs/[\w/.]+)`", PAGE):
        assert (ROOT / path).exists(), path
