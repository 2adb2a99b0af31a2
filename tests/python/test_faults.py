"""A round of each kind of fault; ``make faults`` makes many (tests/python/faults.py)."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from pathlib import Path
from typing import Any

import pytest

import faults
import pullquote as pq
from pullquote import _journal, _save, _stream, _write

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="signals, limits and locks of another kind"
)


@pytest.mark.parametrize("name", faults.FAULTS)
def test_a_round(name: str) -> None:
    bench = faults.run(name, rounds=1, seed=3, n_articles=300)
    assert not bench.wrong
    assert bench.counts


def test_every_output_of_a_run_is_locked(tmp_path: Path) -> None:
    rows = [{"id": n, "text": '"No," Ana Ruiz said.'} for n in range(600)]
    quotes, people = tmp_path / "quotes.jsonl", tmp_path / "people.jsonl"

    def given():  # type: ignore[no-untyped-def]
        # The first ones are read before anything is opened.
        yield from rows[:300]
        for other in ({"people": people}, {"people": people, "quotes": tmp_path / "other.jsonl"}):
            with pytest.raises(pq.InvalidInputError, match=r"people\.jsonl\.parts: another run"):
                pq.write(rows, other)
        yield from rows[300:]

    assert pq.write(given(), {"quotes": quotes, "people": people}).n_articles == 600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people.jsonl", "quotes.jsonl"]


def _hold(folder: Path, rounds: int) -> int:
    """How often this process had the lock; at most one has it at a time, though the folder comes and goes."""
    n_held = 0
    for _ in range(rounds):
        try:
            lock = _journal.Lock(folder)
        except pq.InvalidInputError:
            continue
        mark = folder / "part-mark"
        with mark.open("x"):
            n_held += 1
        mark.unlink()
        lock.release()
    return n_held


def test_locks_hold_while_folders_come_and_go(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        held = pool.starmap(_hold, [(tmp_path / "x.parts", 200)] * 3)
    assert sum(held) > 0


def test_parts_and_journals_that_were_changed_are_refused(tmp_path: Path) -> None:
    out, folder = tmp_path / "out.jsonl", tmp_path / "out.jsonl.parts"

    def broken():  # type: ignore[no-untyped-def]
        yield from ({"id": n, "text": '"No," Ana Ruiz said.'} for n in range(300))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pq.write(broken(), {"quotes": out})
    for name, message in (("part-00000.jsonl", "not as it was written"), ("_journal.json", "dam")):
        path = folder / name
        content = path.read_bytes()
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        with pytest.raises(pq.InvalidInputError, match=message):
            pq.write([{"id": 0, "text": "x"}], {"quotes": out}, resume=True)
        path.write_bytes(content)


def test_out_of_memory_is_said(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conftest import run
    from pullquote import cli

    def fail(*args: object, **options: object) -> None:
        raise MemoryError

    (tmp_path / "in.jsonl").write_text('{"text": "x"}\n')
    monkeypatch.setattr(cli, "save_tables", fail)
    code, _, err = run(capfd, "quotes", str(tmp_path / "in.jsonl"))
    assert (code, err) == (1, "pullquote: out of memory; fewer --threads need less\n")


def test_a_run_goes_on_with_the_same_order_of_dates(tmp_path: Path) -> None:
    rows = [{"id": n, "text": "It was 3/4/2018."} for n in range(3000)]

    def broken():  # type: ignore[no-untyped-def]
        yield from rows[:2500]
        raise KeyboardInterrupt

    outputs = {"times": tmp_path / "times.jsonl"}
    from pullquote._save import save_tables

    with pytest.raises(KeyboardInterrupt):
        save_tables(pq.Pipeline(day_first=True)._core, broken(), outputs)
    with pytest.raises(pq.InvalidInputError, match="day_first True, not None"):
        pq.write(rows, outputs, resume=True)


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv.gz", "out.parquet"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError], ids=["interrupt", "disk"])
def test_broken_off_at_every_step_of_writing(
    name: str,
    error: type[BaseException],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Before and after each call that makes something safe: none may leave half of it taken for all.
    monkeypatch.setattr(_stream, "SLICE_ROWS", 3)
    monkeypatch.setattr(_save, "_COMMIT_ARTICLES", 6)
    # Counted, but not done: the disk is slow.
    monkeypatch.setattr(os, "fsync", lambda file: None)
    rows = [{"id": n, "text": f'"We are ready," Ana Ruiz said on day {n}.'} for n in range(14)]
    whole, out = tmp_path / "whole" / name, tmp_path / name
    whole.parent.mkdir()
    pq.write(rows, {"quotes": whole})
    steps = [(os, "replace"), (os, "fsync"), (_write, "_checksum"), (_write, "sync_folder")]

    def broken_at(step: int, is_before: bool) -> bool:
        """Whether a run came to a step, which broke it off."""
        left = step

        def breaking(function: Any) -> Any:
            def call(*args: Any, **options: Any) -> Any:
                nonlocal left
                left -= 1
                if left == 0 and is_before:
                    raise error
                result = function(*args, **options)
                if left == 0:
                    raise error
                return result

            return call

        with monkeypatch.context() as patched:
            for owner, called in steps:
                patched.setattr(owner, called, breaking(getattr(owner, called)))
            with contextlib.suppress(error):
                pq.write(rows, {"quotes": out}, threads=1)
        return left <= 0

    for is_before in (True, False):
        step = 1
        while broken_at(step, is_before):
            pq.write(rows, {"quotes": out}, resume=True, threads=1)
            assert out.read_bytes() == whole.read_bytes(), (step, is_before)
            assert [path.name for path in tmp_path.iterdir() if path != out] == ["whole"]
            out.unlink()
            step += 1
        assert step > 10
        out.unlink()
