"""Batches: the same bytes for any number of threads and any batch around; Ctrl-C; progress."""

from __future__ import annotations

import io
import pickle
import signal
import subprocess
import sys
import time
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

import pullquote as pq
from pullquote import _core


def as_bytes(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


@pytest.mark.parametrize("name", _core.table_names())
def test_the_same_bytes_for_any_number_of_threads(
    name: str, articles: list[dict[str, Any]]
) -> None:
    many = [{**row, "id": f"{row['id']}-{n}"} for n in range(9) for row in articles]
    table = pa.Table.from_pylist(many)
    one, two, five = (as_bytes(getattr(pq, name)(table, threads=n)) for n in (1, 2, 5))
    assert one == two == five


def test_the_batch_around_changes_nothing(articles: list[dict[str, Any]]) -> None:
    whole = pq.quotes(articles)
    assert [row for article in articles for row in pq.quotes([article])] == whole
    assert pq.quotes(articles[::-1])[-1] == pq.quotes([articles[0]])[-1]


def test_more_articles_than_a_chunk() -> None:
    texts = [f'"Number {number} is done," said Ana Ruiz.' for number in range(2500)]
    frame = pq.quotes(pl.DataFrame({"text": texts, "id": range(2500)}), keep=["id"])
    assert frame["article_id"].to_list() == frame["id"].to_list() == list(range(2500))
    assert [row["article_id"] for row in pq.quotes(texts)] == list(range(2500))


def test_threads_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_NUM_THREADS", "3")
    assert pq.articles(["a"])[0]["error"] is None
    monkeypatch.setenv("PULLQUOTE_NUM_THREADS", "many")
    with pytest.raises(pq.InvalidOptionError, match="PULLQUOTE_NUM_THREADS is 'many'"):
        pq.articles(["a"])


def test_progress_is_told() -> None:
    told: list[tuple[int, int | None]] = []
    pq.articles(["a"] * 1500, progress=lambda done, total: told.append((done, total)))
    assert told == [(1024, 1500), (1500, 1500)]


def test_a_progress_bar_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    pq.articles(["a"], progress=True)
    assert "1/1" in capsys.readouterr().err
    pq.articles(["a"])
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
@pytest.mark.parametrize("threads", [1, 2])
def test_ctrl_c_works_in_the_middle_of_a_batch(threads: int) -> None:
    code = (
        "import pullquote as pq\n"
        "text = '\"We are ready,\" Mayor Ana Ruiz said. It was late, and nobody came. ' * 300\n"
        "print('ready', flush=True)\n"
        "try:\n"
        f"    pq.quotes([text] * 100000, threads={threads})\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped', flush=True)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(1.0)
    asked = time.monotonic()
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate(timeout=30)
    assert out == "stopped\n"
    assert time.monotonic() - asked < 5


def test_other_threads_run_meanwhile() -> None:
    import threading

    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    started = time.monotonic()
    text = '"We are ready," Mayor Ana Ruiz said. ' * 100
    while time.monotonic() - started < 0.5:
        pq.articles([text] * 40, threads=1)
    done.set()
    thread.join()
    assert ticks > 20


def test_a_pipeline_survives_pickling() -> None:
    copy = pickle.loads(pickle.dumps(pq.Pipeline(threads=1)))
    assert repr(copy) == "Pipeline(threads=1)"
    assert copy('"Go," Ann Lee said.').quotes[0].said == "Go,"
