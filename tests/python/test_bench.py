"""What bench/names.py counts and says; how fast anything is, no test asks."""

from __future__ import annotations

import importlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, TEXT


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("bench.names")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    rows = [{"id": f"{n}", "text": f"{TEXT} {n}"} for n in range(9)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_choice_of_articles_is_fixed_by_the_seed(names: Any, articles: Path) -> None:
    chosen = names.choose_articles(articles, 4, 1)
    assert len(set(chosen)) == 4
    assert chosen == names.choose_articles(articles, 4, 1)
    assert chosen != names.choose_articles(articles, 4, 2)
    assert len(names.choose_articles(articles, 100, 1)) == 9


def test_ratios_are_those_of_pairs(names: Any) -> None:
    run = names.Run
    pairs = [(run(1, 0.5), run(10, 8)), (run(2, 0.5), run(40, 4)), (run(4, 0.5), run(12, 6))]
    wall, processor = names.speed_rows("x", pairs, 80, 4_000_000)
    assert (wall["clock"], processor["clock"]) == ("wall", "processor")
    assert (wall["ratio"], processor["ratio"]) == ((3, 10, 20), (8, 12, 16))
    assert (wall["words/s"], wall["MB/s"], wall["spaCy words/s"]) == (40, 2, 80 / 12)
    alone = names.speed_rows("x", [(run(1, 1), None)], 80, 4_000_000)
    assert all("ratio" not in row for row in alone)


def test_sizes_are_those_of_what_is_compressed(names: Any, tmp_path: Path) -> None:
    (tmp_path / "even.bin").write_bytes(bytes(100_000))
    assert names.newest_wheel(tmp_path) is None
    with zipfile.ZipFile(tmp_path / "a.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("pullquote/_core.abi3.so", bytes(50_000))
        wheel.writestr("pullquote/_core.pyi", "x = 1")
    found = names.newest_wheel(tmp_path)
    sizes = names.wheel_sizes(found)
    assert 0 < sizes["core in it"] < sizes["wheel"] < 1000
    plain, deflated = names.model_sizes(tmp_path)["even.bin"]
    assert plain == 100_000
    assert deflated < 1000


@pytest.mark.parametrize("task", ["both", "mentions", "tags", "objects", "quotes"])
def test_a_worker_runs_as_often_as_it_is_told(names: Any, articles: Path, task: str) -> None:
    with names.Worker(sys.executable, task, articles, None) as worker:
        assert worker.ready["with"].startswith("pullquote ")
        pairs = names.measure_pairs(worker, None, 2)
    assert [other for _, other in pairs] == [None, None]
    assert all(ours.wall > 0 for ours, _ in pairs)


def test_spacy_is_there_or_named_as_missing(names: Any, articles: Path) -> None:
    with names.Worker(sys.executable, "spacy", articles, None) as worker:
        assert worker.ready.keys() & {"missing", "with"}


def test_what_is_not_there_is_skipped_by_name(
    names: Any,
    articles: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "data/models").mkdir(parents=True)
    (tmp_path / "data/models/a.bin").write_bytes(b"1234")
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench/worker.py").write_bytes((ROOT / "bench/worker.py").read_bytes())
    monkeypatch.setattr(names, "ROOT", tmp_path)
    monkeypatch.setitem(names.FRESH, "spacy", ("import no_such_package", "0"))
    out = tmp_path / "figures.json"
    options = ["--n", "2", "--pairs", "1", "--runs", "1", "--json", str(out)]
    assert names.main([str(articles), *options]) == 0
    printed = capsys.readouterr().out
    assert "2 articles of " in printed
    assert "spaCy, names only: import and first use skipped" in printed
    assert "data/models/a.bin: 0.00 MB deflated" in printed
    assert "wheel: skipped" in printed
    result = json.loads(out.read_text())
    assert {row["task"] for row in result["speed"]} == set(names.OURS.values())
    assert result["fresh"].keys() == {"ours"}
