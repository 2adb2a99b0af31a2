"""What bench/peers counts, chooses and writes, without any of the other programs; how fast anything is, no test asks."""

from __future__ import annotations

import importlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, TEXT


@pytest.fixture(autouse=True)
def _root_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


def load(name: str) -> Any:
    return importlib.import_module(f"bench.peers.{name}")


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    return [{"id": f"{n}", "date": "2018-04-17", "text": f"{TEXT} {n}"} for n in range(9)]


@pytest.fixture
def folder(tmp_path: Path, rows: list[dict[str, Any]]) -> Path:
    load("texts").write_texts(rows, tmp_path)
    return tmp_path


def runs(*walls: float, peak: float = 50.0) -> list[dict[str, Any]]:
    return [
        {"wall": wall, "processor": wall / 2, "repeats": 2, "n": 3, "bytes": 4_000_000}
        | {"words": 80, "found": 1234, "peak_mb": peak}
        for wall in walls
    ]


def side(name: str, *walls: float, peak: float = 50.0) -> dict[str, Any]:
    made = runs(*walls, peak=peak)
    return {"with": name, "ready_s": 0.5, "ready_mb": 20.0, "runs": made}


@pytest.fixture
def result() -> dict[str, Any]:
    """A run's figures, all invented."""
    full = {"peer": "spacy-full", "label": "spaCy sm", "does": "tags | names"}
    full |= {"ours": side("ours 1", 1, 2, 4), "theirs": side("spaCy 2", 120, 360, 440)}
    slow = {"peer": "quick", "label": "Quick", "does": "splits"}
    slow |= {"ours": side("ours 1", 4, 4), "theirs": side("Quick 3", 1, 2, peak=9)}
    gone = {"peer": "gone", "label": "Gone", "does": "x", "missing": "No module named 'gone'"}
    size = {"version": "1", "alone": 2_000_000, "all": 3_000_000, "n": 2}
    start = {"import_ms": [9.0, 10.0], "first_ms": [50.0], "peak_mb": 40, "size": size}
    marks = [
        {"articles": n, "seconds": n / 500, "peak_mb": 60, "quotes": 9 * n} for n in (1000, 2000)
    ]
    return {
        "quick": True,
        "options": {"seconds": 2, "rounds": 3},
        "machine": {
            "processor": "Abacus 9",
            "cores": 2,
            "memory_gb": 8.0,
            "system": "Linux",
            "python": "3.11",
            "load": [0.1, 0.2, 0.3],
            "day": "2026-01-02",
        },
        "load_after": [1.0, 1.0, 1.0],
        "articles": {"name": "a.jsonl", "n": 9, "bytes": 12_000_000},
        "missing": {"fossil==1": "no matching distribution"},
        "tasks": [
            {"name": "all", "title": "Everything on", "note": "All.", "pairs": [full]},
            {"name": "tokens", "title": "Tokens", "note": "Words.", "pairs": [slow, gone]},
            {
                "name": "phrases",
                "title": "Phrases",
                "note": "x",
                "pairs": [{"peer": "a", "missing": "no names="}],
            },
        ],
        "starts": [
            {"label": "pullquote, quotes", "package": "pullquote", **start},
            {"label": "Quick, x", "package": "quick", **start, "import_ms": [1.0, 2.0]},
            {"label": "Gone, x", "package": "gone", "missing": "No module named 'gone'"},
        ],
        "growth": {"threads": 2, "marks": marks, "exponent": 1.0},
        "wheel": {"name": "a.whl", "wheel": 9_000_000, "core": 8_000_000},
        "models": {"a.bin": [4, 12]},
    }


def test_ratios_are_those_of_rounds() -> None:
    figures = load("figures")
    ours, theirs = runs(1, 2, 4), runs(10, 40, 12)
    assert figures.ratios(ours, theirs) == (3, 10, 20)
    theirs[0]["repeats"] = 1
    assert figures.ratios(ours, theirs).greatest == 20
    assert figures.rates(ours, "words") == (40, 80, 160)


@pytest.mark.parametrize("power", [1.0, 1.2, 2.0])
def test_the_exponent_is_that_of_the_cost(power: float) -> None:
    sizes = (1000, 2000, 4000, 64_000)
    costs = [3.5 * size**power for size in sizes]
    assert load("figures").fit_exponent(sizes, costs) == pytest.approx(power)


def test_an_exponent_takes_two_sizes() -> None:
    with pytest.raises(ValueError, match="at least two"):
        load("figures").fit_exponent([1000], [1])


def test_texts_are_fixed_by_the_seed(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    texts = load("texts")
    numbers = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        numbers.append(texts.write_texts(rows, tmp_path / name))
    for file in ("articles.jsonl", "copies.jsonl", "phrases.txt"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    assert numbers[0] == {"articles": 9, "copies": 9 + 5 * 9 + 3}
    phrases = (tmp_path / "a/phrases.txt").read_text().splitlines()
    assert len(set(phrases)) == texts.N_PHRASES
    assert "Ana Ruiz" in phrases


def test_grown_articles_are_numbered_edits(rows: list[dict[str, Any]]) -> None:
    grown = list(load("texts").grown(rows, 20))
    assert [row["id"] for row in grown] == [f"{n}" for n in range(20)]
    assert [row["text"] for row in grown[:9]] == [row["text"] for row in rows]
    assert all(row["text"].startswith("By our own reporter\n") for row in grown[9:])


def test_articles_without_any_text_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": ""}\n\n{"title": "x"}\n')
    with pytest.raises(ValueError, match="no articles in"):
        load("texts").read_articles(path)


class Paced:
    """Stands for a worker that takes so long for each article."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.asked: list[tuple[int, float]] = []

    def run(self, n: int, least: float = 0.0) -> dict[str, Any]:
        self.asked.append((n, least))
        return {"wall": n * self.seconds, "n": n}


@pytest.mark.parametrize(
    ("slow", "most", "n"),
    [(0.01, 5000, 200), (0.01, 50, 50), (1e-6, 5000, 5000), (30, 5000, 1), (0.01, 3, 3)],
)
def test_the_slower_side_decides_how_many_articles(slow: float, most: int, n: int) -> None:
    rounds = load("rounds")
    sides = [Paced(1e-7), Paced(slow)]
    assert rounds.choose_n(sides, 2.0, most) == n
    assert rounds.choose_n(sides, 2.0, most, 16) == min(most, max(n, 16))
    assert sides[0].asked == sides[1].asked
    assert max(asked for asked, _ in sides[1].asked) <= max(n, 4)  # no long run by mistake


def test_sides_run_in_turn_over_the_same_articles() -> None:
    rounds = load("rounds")
    sides = [Paced(0.001), Paced(0.1)]
    answers = rounds.measure(sides, seconds=6.0, n_rounds=2, most=1000)
    assert [[run["n"] for run in runs] for runs in answers] == [[12, 12], [12, 12]]
    assert sides[0].asked[-2:] == [(12, rounds.LEAST)] * 2


def test_a_worker_runs_as_often_as_it_is_told(folder: Path) -> None:
    process = load("process")
    with process.Worker(sys.executable, "ours", "quotes", str(folder), "articles") as worker:
        assert worker.ready["with"].startswith("pullquote ")
        few, many = worker.run(2), worker.run(9, 0.01)
    assert (few["n"], many["n"]) == (2, 9)
    assert few["found"] > 0
    assert many["wall"] >= 0.01
    assert 0 < few["words"] < many["words"]
    assert 1 < worker.ready["ready_mb"] <= few["peak_mb"] <= many["peak_mb"]


def test_each_of_our_sides_finds_something_or_is_not_there_yet(folder: Path) -> None:
    ours = load("ours")
    for name, make in ours.SIDES.items():
        try:
            made = make(folder)
        except ours.NotThereError as error:
            assert "this pullquote" in str(error)  # noqa: PT017
            continue
        file = "copies" if name == "duplicates" else "articles"
        given = [json.loads(line) for line in (folder / f"{file}.jsonl").read_text().splitlines()]
        assert made.run(made.take(given)) > 0, name


def test_what_a_worker_lacks_it_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    process = load("process")
    with pytest.raises(process.FailedError, match="KeyError: 'no-such'"):
        process.Worker(sys.executable, "theirs", "no-such", str(folder), "articles")
    with pytest.raises(process.FailedError, match="No such file"):
        process.Worker(sys.executable, "ours", "phrases", str(folder / "gone"), "articles")


def test_every_task_has_its_sides() -> None:
    tasks, ours, theirs = load("tasks"), load("ours"), load("theirs")
    assert {task.ours for task in tasks.TASKS} == set(ours.SIDES)
    assert {peer.side for task in tasks.TASKS for peer in task.peers} == set(theirs.SIDES)
    assert {name for _, name, _ in tasks.AIMS} <= {task.name for task in tasks.TASKS}
    assert [task.name for task in tasks.chosen(["names", "all"])] == ["names", "all"]
    with pytest.raises(ValueError, match="unknown task 'nams'; expected some of: all, tokens"):
        tasks.chosen(["nams"])


def test_the_page_says_who_is_faster_and_what_is_missing(result: dict[str, Any]) -> None:
    page = load("report").to_markdown(result)
    assert "Abacus 9, 2 cores, 8 GB" in page
    assert "A quick run" in page
    assert "| everything on | 2.5 MB/s | 4.00 MB/s | 8.00 MB/s | reached |" in page
    assert "100 times | 120 times | 180 times | reached |" in page
    assert "Quick is 2.67 times as fast as we are (6.00 against 2.00 MB/s)" in page
    assert "Tokens, less memory in MB: Quick (9 against 50)." in page
    assert "is imported sooner than ours: Quick." in page
    assert "spaCy sm: tags | names." in page
    assert "120 (110 to 180)" in page
    assert "- fossil==1: no matching distribution" in page
    assert "- Tokens, Gone: No module named 'gone'" in page
    assert "- Phrases, ours: no names=" in page
    assert "Time grows with the power 1.000 of the number." in page
    for line in page.splitlines():
        assert line == line.strip()


def test_the_page_does_without_what_was_not_measured(result: dict[str, Any]) -> None:
    result |= {"tasks": [], "starts": [], "growth": None, "wheel": None, "models": {}}
    page = load("report").to_markdown(result | {"quick": False, "missing": {}})
    assert "**A quick run" not in page
    assert "## Import" not in page
    assert "| everything on | 2.5 MB/s | not measured |" in page
    assert "In nothing that was measured here." in page
    assert "Nothing: all that was asked for was measured." in page


def test_figures_can_be_read_again(
    result: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = load("__main__")
    monkeypatch.setattr(command, "show", lambda _: None)
    (tmp_path / "in.json").write_text(json.dumps(result))
    page = tmp_path / "page.md"
    assert command.main(["--read", str(tmp_path / "in.json"), "--write", str(page)]) == 0
    assert page.read_text() == load("report").to_markdown(result)


@pytest.mark.parametrize("options", [["--tasks", "nams"], ["--rounds", "0"]])
def test_options_that_cannot_be_are_refused(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        load("__main__").parse(options)
    assert "expected" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("number", "text"),
    [(1234, "1,234"), (12.34, "12.3"), (1.234, "1.23"), (0.0123, "0.012"), (0, "0")],
)
def test_numbers_are_short(number: float, text: str) -> None:
    assert load("report").digits(number) == text


def test_sizes_are_those_of_what_is_compressed(tmp_path: Path) -> None:
    machine = load("machine")
    assert machine.newest_wheel(tmp_path) is None
    with zipfile.ZipFile(tmp_path / "a.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("pullquote/_core.abi3.so", bytes(50_000))
        wheel.writestr("pullquote/_core.pyi", "x = 1")
    sizes = machine.wheel_sizes(machine.newest_wheel(tmp_path))
    assert 0 < sizes["core"] < sizes["wheel"] < 1000
    (tmp_path / "models").mkdir()
    (tmp_path / "models/even.bin").write_bytes(bytes(100_000))
    plain, deflated = machine.model_sizes(tmp_path / "models")["even.bin"]
    assert plain == 100_000
    assert deflated < 1000


def test_the_processor_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cpuinfo"
    path.write_text("processor\t: 0\nmodel name\t: Abacus 9\n")
    assert load("machine").processor_name(path) == "Abacus 9"


def test_installed_sizes_go_with_what_is_needed() -> None:
    size = load("fresh").installed_size("pytest")
    assert size["n"] > 2
    assert 0 < size["alone"] < size["all"]


def test_a_start_that_fails_says_why() -> None:
    fresh = load("fresh")
    gone = fresh.Start("Gone", "gone", "import no_such_package", "0")
    assert "no_such_package" in fresh.measure_start(sys.executable, gone, 1)["missing"]


def test_growth_reads_the_clock_at_each_mark(
    rows: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = load("texts")
    path = tmp_path / "grown.jsonl"
    texts.write_rows(path, texts.grown(rows, 20))
    load("growth").main([str(path), "1", "60", "5", "10", "20"])
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [mark["articles"] for mark in told] == [5, 10, 20]
    assert 0 < told[0]["quotes"] < told[1]["quotes"] < told[2]["quotes"]
    load("growth").main([str(path), "1", "0", "5", "10", "20"])
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_requirements_are_lines_without_comments() -> None:
    install = load("install")
    text = (ROOT / "bench/requirements.txt").read_text(encoding="utf-8")
    lines = install.requirements_of(text)
    assert "syntok==1.4.4" in lines
    assert all("==" in line and "#" not in line for line in lines)
