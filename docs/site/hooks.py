"""Brings into the site what lives elsewhere in the repository: README and its neighbours, notebooks, figures.

Pages link to files of the repository as on a git host (`../README.md`); here those links become links to the pages.
"""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]

NOTEBOOKS = ("start", "who_gets_quoted", "same_words", "sources_audit", "your_own_data")

#: Files of the repository and the pages that show them.
PAGES = {
    "README.md": "index.md",
    "MODEL_CARD.md": "project/model-card.md",
    "eval/README.md": "project/evaluation.md",
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "NOTICE": "project/notice.md",
} | {f"examples/{name}.ipynb": f"notebooks/{name}.md" for name in NOTEBOOKS}

#: Files that pages link to and that are shown as they are.
ASSETS = (
    "eval/names_blind.md",
    "eval/roles_blind.md",
    "examples/corpus.jsonl",
    "examples/articles.jsonl",
    "python/pullquote/_review/corrections.schema.json",
)

_LINK = re.compile(r"(\]\()([^)\s#]+)((?:#[^)\s]*)?\))")
_INCLUDE = re.compile(r"<!-- include: (\S+) (\S+) -->")


def on_files(files: Files, config: Any) -> Files:
    """Adds the pages that stand outside docs/."""
    for path, page in PAGES.items():
        content = (ROOT / path).read_text(encoding="utf-8")
        if path.endswith(".ipynb"):
            content = notebook_page(json.loads(content), path)
        elif path == "NOTICE":
            content = f"# Notice\n\n```text\n{content}```\n"
        files.append(File.generated(config, page, content=_linked(content, path, page)))
    for path in ASSETS:
        files.append(
            File.generated(config, f"files/{path}.txt", content=(ROOT / path).read_bytes())
        )
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Puts in figures that stand in another file; turns links to the repository's files into links to pages."""
    markdown = _INCLUDE.sub(lambda found: _included(found[1], found[2]), markdown)
    if page.file.src_uri not in PAGES.values():
        markdown = _linked(markdown, f"docs/{page.file.src_uri}", page.file.src_uri)
    # Hidden set-up of examples is nothing for readers.
    return re.sub(r"<!-- (?:python|needs:).*?-->\n", "", markdown, flags=re.DOTALL)


def _included(path: str, block: str) -> str:
    text = (ROOT / path).read_text(encoding="utf-8")
    found = re.search(rf"<!-- {block} -->\n(.*?)<!-- /{block} -->", text, flags=re.DOTALL)
    if not found:
        raise PluginError(f"{path} has no block {block}")
    return found[1]


def _linked(markdown: str, path: str, page: str) -> str:
    """The text of a file of the repository, with its links to others as they must be on a page."""

    def target(found: re.Match[str]) -> str:
        before, link, after = found.groups()
        if "://" in link or link.startswith(("#", "mailto:")):
            return found[0]
        full = normpath(str(PurePosixPath(path).parent / link))
        if full in PAGES:
            to = PAGES[full]
        elif full in ASSETS:
            to = f"files/{full}.txt"
        elif full.startswith("docs/"):
            to = full.removeprefix("docs/")
        else:
            return found[0]
        return f"{before}{relpath(to, str(PurePosixPath(page).parent))}{after}"

    return _LINK.sub(target, markdown)


def notebook_page(notebook: dict[str, Any], path: str) -> str:
    """A notebook as Markdown, with the outputs that it was saved with."""
    pieces = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            pieces.append(source)
        else:
            pieces.append(f"```python\n{source}\n```")
            pieces += [_shown(output, path) for output in cell["outputs"]]
    first, _, rest = "\n\n".join(pieces).partition("\n")
    note = f"*This page is the notebook `{path}` as it was last run.*"
    return f"{first}\n\n{note}\n\n{rest}\n"


def _shown(output: dict[str, Any], path: str) -> str:
    """One output: the best form of it that a page can show."""
    if output["output_type"] == "error":
        raise PluginError(f"{path} was saved with an error: {output['evalue']}")
    data = output.get("data", {"text/plain": output.get("text", "")})
    if "text/html" in data:
        return f'<div class="nb-output">{_in_one_line("".join(data["text/html"]))}</div>'
    if "image/svg+xml" in data:
        return f'<div class="nb-output">{"".join(data["image/svg+xml"])}</div>'
    if "image/png" in data:
        png = "".join(data["image/png"]).replace("\n", "")
        return f'<div class="nb-output"><img alt="Chart" src="data:image/png;base64,{png}"></div>'
    return f"```text\n{''.join(data['text/plain'])}\n```"


def _in_one_line(html: str) -> str:
    """HTML without line ends, at which Markdown would end it: in text they are written as entities."""
    pieces = re.split(r"(<style.*?</style>|<[^>]*>)", html, flags=re.DOTALL)
    return "".join(
        piece.replace("\n", " " if number % 2 else "&#10;") for number, piece in enumerate(pieces)
    )
