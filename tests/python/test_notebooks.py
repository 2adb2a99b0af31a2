"""The notebooks of examples/ run, and what they were saved with is what comes out.

`make examples` runs them and saves their outputs.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))
_MOST_BYTES = 300_000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of examples/, so that nothing is written there; the kernel finds the package that is tested."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    import pullquote

    monkeypatch.setenv("PYTHONPATH", str(Path(pullquote.__file__).parents[1]))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    if os.environ.get("PULLQUOTE_BLESS"):
        # Charts are saved as pictures, which a git host shows; readers get those that they can point at.
        startup = tmp_path / "ipython/profile_default/startup/pictures.py"
        startup.parent.mkdir(parents=True)
        startup.write_text("import altair\naltair.renderers.enable('png', scale_factor=1)\n")
    # Bars, and what their library has to say, depend on the machine.
    monkeypatch.setenv("TQDM_DISABLE", "1")
    monkeypatch.delenv("PULLQUOTE_ARTICLES", raising=False)
    return tmp_path / "examples"


def execute(path: Path) -> Any:
    """The notebook with new outputs."""
    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(
        notebook,
        timeout=100,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    done = client.execute()
    for cell in done.cells:
        outputs = cell.get("outputs", [])
        if outputs:
            cell.outputs = [one for one in outputs if one.get("name") != "stderr"]
    return done


def plain(notebook: Any) -> list[str]:
    """What each cell prints, as plain text."""
    return [
        "".join(output.get("data", {}).get("text/plain") or output.get("text", ""))
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
    ]


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: str(path.name))
def test_it_gives_what_it_was_saved_with(path: Path, folder: Path) -> None:
    done = execute(folder / path.name)
    if os.environ.get("PULLQUOTE_BLESS"):
        done.metadata = {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
        for number, cell in enumerate(done.cells):
            cell.id = f"cell-{number}"
        path.write_text(nbformat.writes(done) + "\n", encoding="utf-8")
    saved = json.loads(path.read_text(encoding="utf-8"))
    assert plain(done) == plain(saved)
    assert path.stat().st_size <= _MOST_BYTES


@pytest.mark.filterwarnings("default")
def test_your_own_data_reads_what_the_reader_brings(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pandas as pd

    articles = pd.read_json(ROOT / "examples/articles.jsonl", lines=True)
    own = articles.rename(columns={"text": "body", "outlet": "source", "id": "url_id"})
    own.to_csv(tmp_path / "mine.csv", index=False)
    monkeypatch.setenv("PULLQUOTE_ARTICLES", str(tmp_path / "mine.csv"))
    monkeypatch.setenv("PULLQUOTE_COLUMNS", "text=body,outlet=source,id=url_id")
    done = execute(folder / "your_own_data.ipynb")
    assert any("Denise Okafor" in text for text in plain(done))
