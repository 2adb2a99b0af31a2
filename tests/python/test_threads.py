"""Threads beside threads and processes: no more than the cores there are, nothing that a fork breaks."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
import subprocess
import sys
import threading
from typing import Any

import pytest

import pullquote as pq
from pullquote._threads import resolve_threads, working

TEXT = '"We are ready," Mayor Ana Ruiz said.'


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PULLQUOTE_NUM_THREADS", "OMP_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def speakers(texts: list[str]) -> list[Any]:
    return [row["speaker"] for row in pq.quotes(texts)]


def threads_here(_: object = None) -> int:
    return resolve_threads(None)


def test_one_for_each_core_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve_threads(None) == cores()
    assert resolve_threads(7) == 7
    for given, expected in (("1", 1), ("4,2", 4), ("0", 9), ("many", 9), ("", 9), ("99999", 9)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(9), raising=False)
        monkeypatch.setenv("OMP_NUM_THREADS", given)
        assert resolve_threads(None) == expected, given
    monkeypatch.setenv("PULLQUOTE_NUM_THREADS", " 3 ")
    assert resolve_threads(None) == 3
    assert resolve_threads(5) == 5


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "many", "²"])
def test_a_wrong_number_is_named(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_NUM_THREADS", given)
    message = f"PULLQUOTE_NUM_THREADS is '{given}'; expected a number from 1"
    with pytest.raises(pq.InvalidOptionError, match=message):
        pq.quotes([TEXT])
    assert speakers_with(threads=1) == ["Ana Ruiz"]


def speakers_with(threads: int) -> list[Any]:
    return [row["speaker"] for row in pq.quotes([TEXT], threads=threads)]


def test_calls_side_by_side_share_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_NUM_THREADS", "8")
    with working(None) as first, working(None) as second, working(None) as third:
        assert (first, second, third) == (8, 4, 2)
        with working(5) as asked:
            assert asked == 5
    with working(None) as alone:
        assert alone == 8


def test_in_threads_of_python() -> None:
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        found = list(pool.map(speakers, [[TEXT] * 50] * 16))
    assert found == [["Ana Ruiz"] * 50] * 16


def test_one_pipeline_in_many_threads() -> None:
    nlp, found = pq.Pipeline(), []

    def work() -> None:
        found.append([document.quotes[0].said for document in nlp.pipe([TEXT] * 40)])

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert found == [["We are ready,"] * 40] * 6


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_in_processes(method: str) -> None:
    # The parent has worked, and has a pipeline that the children take over or unpickle.
    assert speakers([TEXT] * 100) == ["Ana Ruiz"] * 100
    context = multiprocessing.get_context(method)
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        assert list(pool.map(speakers, [[TEXT] * 30] * 4, timeout=120)) == [["Ana Ruiz"] * 30] * 4
        # The processes are the threads.
        assert list(pool.map(threads_here, range(2), timeout=120)) == [1, 1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_after_a_fork_in_the_middle_of_work() -> None:
    code = (
        "import os, threading, time, warnings, pullquote as pq\n"
        "warnings.simplefilter('ignore', DeprecationWarning)\n"
        f"text = {TEXT!r}\n"
        "pq.quotes([text])\n"
        "worker = threading.Thread(target=lambda: pq.quotes([text] * 20000, threads=2))\n"
        "worker.start(); time.sleep(0.2)\n"
        "for _ in range(5):\n"
        "    child = os.fork()\n"
        "    if child == 0:\n"
        "        os._exit(0 if len(pq.quotes([text] * 50)) == 50 else 1)\n"
        "    assert os.waitpid(child, 0)[1] == 0\n"
        "worker.join(); print('done')\n"
    )
    command = [sys.executable, "-c", code]
    assert (
        subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
        == "done\n"
    )


def test_under_joblib() -> None:
    joblib = pytest.importorskip("joblib", reason="joblib is not installed")
    for backend in ("loky", "threading", "multiprocessing"):
        with joblib.parallel_config(backend, n_jobs=2):
            found = joblib.Parallel()(joblib.delayed(speakers)([TEXT] * 20) for _ in range(4))
            assert found == [["Ana Ruiz"] * 20] * 4
            shares = joblib.Parallel()(joblib.delayed(threads_here)() for _ in range(2))
        if backend != "threading":
            # Processes times threads are no more than cores.
            assert all(2 * share <= max(2, cores()) for share in shares)
