"""A round of each kind of fault; ``make faults`` makes many (tests/python/faults.py)."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

import pytest

import faults
import pullquote as pq
from pullquote import _journal

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
