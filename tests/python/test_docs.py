"""What README.md and the pages of docs/ show is what comes out, and what they link to is there.

A page is run from top to bottom in one namespace, in a folder with examples/ in it. Blocks of Python with prompts
are doctests; others run like the cells of a notebook, and a block of text right behind one is what it prints, the value
of its last line included. A comment `<!-- python … -->` is run and not shown; a block behind
`<!-- needs: spacy -->` runs where that package is. `make examples` writes the blocks of text anew, and what a
block saves in images/.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import os
import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

import pullquote as pq
from conftest import ROOT

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]

_FENCE = re.compile(
    r"^(?P<fence>```+)(?P<language>[^\n]*)\n(?P<code>.*?)^(?P=fence)\n"
    r"|<!-- (?P<kind>python|needs:)(?P<hidden>.*?)-->\n",
    flags=re.DOTALL | re.MULTILINE,
)


_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Block(NamedTuple):
    """Some Python, and the place of the output that is shown for it, if any is."""

    code: str
    line: int
    needs: str | None
    shown: tuple[int, int] | None


def blocks_of(text: str) -> list[Block]:
    """The blocks of Python of a page, in order."""
    found = [*_FENCE.finditer(text)]
    blocks = []
    for at, match in enumerate(found):
        is_hidden = match["kind"] == "python"
        if not is_hidden and (match["language"] or "").split(" ")[0] != "python":
            continue
        before = found[at - 1] if at else None
        needs = None
        if before and before["kind"] == "needs:" and not text[before.end() : match.start()].strip():
            needs = before["hidden"].strip()
        shown = None
        after = found[at + 1] if at + 1 < len(found) else None
        if after and after["language"] == "text" and not text[match.end() : after.start()].strip():
            shown = after.span("code")
        code = match["hidden"] if is_hidden else match["code"]
        start = match.start("hidden" if is_hidden else "code")
        blocks.append(Block(code, text.count("\n", 0, start), needs, shown))
    return blocks


def run(block: Block, namespace: dict[str, Any], name: str) -> str:
    """Runs a block as a notebook would: what it prints, the value of its last line included."""
    # The same line numbers as the page.
    tree = ast.parse("\n" * block.line + block.code, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(tree, name, "exec"), namespace)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), name, "eval"), namespace)
            if value is not None:
                print(value if isinstance(value, str) else repr(value))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().rstrip().splitlines())


def run_prompts(block: Block, namespace: dict[str, Any], name: str) -> None:
    """Runs a block with prompts, each with its own output."""
    test = doctest.DocTestParser().get_doctest(block.code, {}, name, name, block.line)
    test.globs = namespace
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=_FLAGS).run(
        test, out=report.append, clear_globs=False
    )
    assert result.attempted
    assert result.failed == 0, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_blocks_print_what_is_shown(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = blocks_of(text)
    if not blocks:
        pytest.skip("no Python")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "images").mkdir()
    monkeypatch.chdir(tmp_path)
    # Wide enough for the tables that are shown.
    with pd.option_context("display.width", 110, "display.max_columns", None):
        written = run_page(page, text, blocks)
    if written != text:
        page.write_text(written, encoding="utf-8")
    if os.environ.get("PULLQUOTE_BLESS"):
        for picture in (tmp_path / "images").iterdir():
            shutil.copy(picture, page.parent / "images")


def run_page(page: Path, text: str, blocks: list[Block]) -> str:
    """Runs all blocks and compares what they print with what is shown, or puts it there: the text of the page."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    pieces, at = [], 0
    for block in blocks:
        if block.needs and find_spec(block.needs) is None:
            continue
        if block.code.lstrip().startswith(">>>"):
            run_prompts(block, namespace, str(page))
            continue
        printed = run(block, namespace, str(page))
        if block.shown and os.environ.get("PULLQUOTE_BLESS"):
            pieces += [text[at : block.shown[0]], printed]
            at = block.shown[1]
        elif block.shown:
            assert printed == text[slice(*block.shown)], f"{page}:{block.line}"
    return "".join([*pieces, text[at:]])


def test_the_readme_has_examples() -> None:
    assert len(blocks_of(README.read_text(encoding="utf-8"))) >= 4


_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PROJECT = [
    *PAGES,
    *(ROOT / name for name in ("MODEL_CARD.md", "CONTRIBUTING.md", "eval/README.md")),
]


def anchors_of(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and MkDocs make them."""
    text = re.sub(
        r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    headings = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("page", _PROJECT, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_it_links_to_is_there(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    for link in _LINK.findall(text):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        # Pages that the site makes of other files are linked by those files.
        assert target.exists(), link
        # What docstrings give anchors to is checked by `make site`.
        if anchor and target.suffix == ".md" and ":::" not in target.read_text(encoding="utf-8"):
            assert anchor in anchors_of(target), link


def test_the_reference_has_all_names() -> None:
    pages = "".join(
        page.read_text(encoding="utf-8") for page in (ROOT / "docs/reference").glob("*.md")
    )
    shown = set(re.findall(r"^::: pullquote\.(\w+)", pages, flags=re.MULTILINE))
    shown |= set(re.findall(r"`pq\.(\w+)`", pages))
    assert {name for name in pq.__all__ if not name.startswith("_")} <= shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_it_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r"`pq\.(\w+)", text):
        assert hasattr(pq, name), name
    for path in re.findall(r"`((?:docs|examples)/[\w/.]+)`", text):
        assert (ROOT / path).exists(), path
