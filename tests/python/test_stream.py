"""Streams: files larger than memory in, tables out as they come; what is wrong in them; runs that break off."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import pullquote as pq
from conftest import run
from pullquote import _read, _save, _stream

GOOD = '"We are ready," Mayor Ana Ruiz said.'


def rows(count: int, first: int = 0, **more: Any) -> list[dict[str, Any]]:
    return [
        {"id": f"a{n}", "text": f"{GOOD} It was day {n}.", **more}
        for n in range(first, first + count)
    ]


def write_lines(path: Path, items: list[dict[str, Any]], end: str = "") -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in items) + end, "utf-8")
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def as_plain(items: Any) -> list[dict[str, Any]]:
    return json.loads(json.dumps(list(items), default=str))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices of three articles, made safe after six: so that small inputs have many."""
    monkeypatch.setattr(_stream, "SLICE_ROWS", 3)
    monkeypatch.setattr(_read, "_NAMED_BY", 2)
    monkeypatch.setattr(_save, "_COMMIT_ARTICLES", 6)


# Kinds of files


@pytest.mark.parametrize(
    "name",
    [
        f"x{kind}{pack}"
        for kind in (".jsonl", ".csv")
        for pack in ("", ".gz", ".bz2", ".xz", ".zst")
    ],
)
def test_every_text_file_in_and_out(name: str, tmp_path: Path, small: None) -> None:
    given = rows(10, url='http://example.org/ü, "x"\n')
    pq.write(given, {"articles": tmp_path / name}, keep=["url"])
    # What we write we read; of the articles' own text there is a second file.
    found = list(pq.read(tmp_path / name))
    assert [row["article_id"] for row in found] == [row["id"] for row in given]
    assert found[3]["url"] == given[3]["url"]
    assert [
        row["n_quotes"]
        for row in pq.articles(pq.read(tmp_path / name), text="url", id="article_id")
    ] == [0] * 10


def test_files_that_others_pack(tmp_path: Path) -> None:
    expected = pq.quotes(rows(9))
    frame = pd.DataFrame(rows(9))
    for suffix in ("gz", "bz2", "xz"):
        frame.to_json(tmp_path / f"x.jsonl.{suffix}", orient="records", lines=True)
        frame.to_csv(tmp_path / f"x.csv.{suffix}", index=False)
    with pa.output_stream(str(tmp_path / "x.jsonl.zst"), compression="zstd") as out:
        out.write(frame.to_json(orient="records", lines=True).encode())
    for codec in ("none", "snappy", "gzip", "zstd", "brotli", "lz4"):
        parquet.write_table(
            pa.Table.from_pandas(frame), tmp_path / f"{codec}.parquet", compression=codec
        )
    paths = sorted(tmp_path.iterdir())
    assert len(paths) == 13
    for path in paths:
        assert list(pq.quotes(pq.read(path))) == expected, path


def test_patterns_folders_and_lists(tmp_path: Path) -> None:
    for name in (
        "b/2.jsonl",
        "b/1.jsonl",
        "_left/0.jsonl",
        "b/.hidden.jsonl",
        "a.jsonl",
        "b/q.jsonl.parts/part-00000.jsonl",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        write_lines(tmp_path / name, rows(1))
    (tmp_path / "b/_SUCCESS").touch()
    (tmp_path / "b/notes.docx").touch()
    expected = tuple(str(tmp_path / name) for name in ("b/1.jsonl", "b/2.jsonl"))
    assert pq.read(tmp_path / "b").paths == expected
    assert pq.read(str(tmp_path / "b/*.jsonl")).paths == expected
    assert pq.read(str(tmp_path / "**/*.jsonl")).paths[-2:] == expected
    assert pq.read([tmp_path / "b/2.jsonl", tmp_path / "b"]).paths == expected[::-1]
    with pytest.raises(pq.InvalidInputError, match=r"no files there that end in \.jsonl"):
        pq.read(str(tmp_path / "*.csv"))
    with pytest.raises(pq.InvalidInputError, match="unknown kind of file"):
        pq.read(tmp_path / "b/notes.docx")
    with pytest.raises(pq.InvalidInputError, match="no files given"):
        pq.read([])
    for wrong in (5, [5], b"x"):
        with pytest.raises(pq.InvalidOptionError, match="expected a path"):
            pq.read(wrong)  # type: ignore[arg-type]


def test_a_table_of_a_stream_is_a_stream(tmp_path: Path, small: None) -> None:
    path = write_lines(tmp_path / "x.jsonl", rows(10, number=7))
    expected = pq.quotes(rows(10, number=7), keep=["number"])
    found = pq.quotes(pq.read(path), keep=["number"])
    assert repr(found) == "Rows(quotes)"
    assert list(found) == list(found) == expected
    assert pa.table(found).drop_columns(["parts"]).to_pylist()[0]["number"] == 7
    assert pl.DataFrame(found).height == pa.table(found).to_pandas().shape[0] == len(expected)
    assert [document.id for document in pq.Pipeline().pipe(pq.read(path))] == [
        f"a{n}" for n in range(10)
    ]
    tables = pq.extract(pq.read(path), ["quotes", "people"], keep=["number"])
    assert tables["quotes"] == expected
    with pytest.raises(
        pq.InvalidInputError, match="no column 'body' for `text`; columns there are: 'id'"
    ):
        pq.quotes(pq.read(path), text="body")


def test_an_arrow_stream_names_the_column_whose_type_changes(tmp_path: Path, small: None) -> None:
    path = write_lines(tmp_path / "x.jsonl", rows(3, x=1) + rows(3, 3, x=[2]))
    with pytest.raises(pq.InvalidInputError, match="column 'x' is int64 in the first rows, list"):
        pq.quotes(pq.read(path), keep=["x"]).reader().read_all()


def test_parquet_reads_just_its_columns_in_their_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array([7, 8], pa.int16()),
            "text": pa.array([GOOD, GOOD]),
            "when": pa.array([1, 2], pa.timestamp("ms")),
            "unread": pa.array([[1], None], pa.list_(pa.int8())),
        }
    )
    parquet.write_table(table, tmp_path / "in.parquet")
    done = pq.write(tmp_path / "in.parquet", {"quotes": tmp_path / "out.parquet"}, keep=["when"])
    assert (done.n_articles, done.n_rows, done.n_failed) == (2, {"quotes": 2}, 0)
    schema = parquet.read_schema(tmp_path / "out.parquet")
    assert schema.field("article_id").type == pa.int16()
    assert schema.field("when").type == pa.timestamp("ms")
    assert schema.metadata[b"pullquote.table"] == b"quotes"


def test_rows_of_a_generator(tmp_path: Path) -> None:
    done = pq.write(
        (row for row in rows(3)), {"quotes": tmp_path / "q.csv", "people": tmp_path / "p.jsonl"}
    )
    assert done.n_rows == {"quotes": 3, "people": 3}
    assert pd.read_csv(tmp_path / "q.csv")["speaker"].tolist() == ["Ana Ruiz"] * 3
    done = pq.write(iter([GOOD, GOOD]), {"quotes": tmp_path / "s.jsonl"})
    assert [row["article_id"] for row in read_lines(tmp_path / "s.jsonl")] == [0, 1]
    with pytest.raises(pq.InvalidInputError, match="articles is a DataFrame; expected a path"):
        pq.write(pd.DataFrame(rows(3)), {"quotes": tmp_path / "x.csv"})
    with pytest.raises(pq.InvalidOptionError, match="expected a file for each table"):
        pq.write(rows(3), "quotes.csv")  # type: ignore[arg-type]


# What is wrong in files: each is counted, nothing is lost


def closing(capfd: pytest.CaptureFixture[str], *arguments: Any) -> str:
    code, _, err = run(capfd, *map(str, arguments))
    assert code == 0
    return err.rstrip("\n")


def test_torn_last_lines(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good = "".join(json.dumps(row) + "\n" for row in rows(2))
    whole = json.dumps({"id": "é", "text": GOOD}, ensure_ascii=False).encode()
    out = tmp_path / "out.jsonl"
    for cut in (1, 9, len(whole) - 1):
        (tmp_path / "in.jsonl").write_bytes(good.encode() + whole[:cut])
        line = closing(capfd, "quotes", tmp_path / "in.jsonl", "-o", out)
        assert line == "3 articles, 2 quotes, 1 not analysed (1 torn last line)"
    (tmp_path / "in.jsonl").write_bytes(good.encode() + whole)
    assert "0 not analysed" in closing(capfd, "quotes", tmp_path / "in.jsonl", "-o", out)
    table = 'id,text\na,"' + GOOD.replace('"', '""') + '"\n'
    for torn in ("b", 'b,"no en', 'b,"a line\n', 'b,"""no'):
        (tmp_path / "in.csv").write_text(table + torn)
        line = closing(capfd, "quotes", tmp_path / "in.csv", "-o", out)
        assert line == "2 articles, 1 quote, 1 not analysed (1 torn last line)", torn
    for whole_row in ("b,x", 'b,"x"', 'b,5" pipe', "b,x\n"):
        (tmp_path / "in.csv").write_text(table + whole_row)
        assert "0 not analysed" in closing(capfd, "quotes", tmp_path / "in.csv", "-o", out)


def test_bad_rows(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lines = [json.dumps(row).encode() for row in rows(3)]
    lines[1:1] = [b"{not json}", b"", b'["a"]', b'{"text": "\xff"}', b"[" * 100_000, b'{"id": "x"}']
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    out = tmp_path / "out.jsonl"
    assert closing(capfd, "quotes", tmp_path / "in.jsonl", "-o", out) == (
        "8 articles, 3 quotes, 5 not analysed (3 not JSON, 1 no text, 1 not UTF-8)"
    )
    errors = [row["error"] for row in pq.articles(pq.read(tmp_path / "in.jsonl")) if row["error"]]
    assert errors[0].startswith(f"not JSON: {tmp_path}/in.jsonl:2: ")
    assert errors[1].endswith("in.jsonl:4: a JSON list; expected an object")
    assert errors[4] == "no text: no column 'text'"
    documents = list(pq.Pipeline().pipe(pq.read(tmp_path / "in.jsonl")))
    assert [document.error for document in documents if document.error][:4] == errors[:4]
    (tmp_path / "in.csv").write_bytes(b"id,text\na,x\nb\nc,x,y\nd,\xff\ne,x\n")
    assert closing(capfd, "quotes", tmp_path / "in.csv", "-o", out) == (
        "5 articles, 0 quotes, 3 not analysed (2 not CSV, 1 not UTF-8)"
    )


def test_files_that_break_off(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    first = write_lines(tmp_path / "1.jsonl", rows(2))
    text = "".join(
        json.dumps({"id": f"z{n}", "text": os.urandom(2000).hex()}) + "\n" for n in range(200)
    )
    packed = gzip.compress(text.encode())
    (tmp_path / "2.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "3.parquet").write_bytes(b"PAR1, but no more")
    last = write_lines(tmp_path / "4.jsonl", rows(1, 2))
    line = closing(capfd, "quotes", tmp_path, "-o", tmp_path / "out.jsonl")
    assert " 3 quotes, 2 not analysed (2 torn file)" in line
    read = {row["article_id"] for row in read_lines(tmp_path / "out.jsonl")}
    assert read == {"a0", "a1", "a2"}
    os.unlink(tmp_path / "out.jsonl")
    os.unlink(first)
    os.unlink(last)
    code, _, err = run(capfd, "quotes", str(tmp_path / "3.parquet"))
    assert (code, "3.parquet: " in err) == (1, True)


def test_a_missing_column_midway(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    write_lines(tmp_path / "1.jsonl", rows(2, outlet="O", url="u"))
    pd.DataFrame(rows(2, 2)).to_csv(tmp_path / "2.csv", index=False)
    pd.DataFrame(rows(2, 4, url="v")).rename(columns={"text": "body"}).to_parquet(
        tmp_path / "3.parquet"
    )
    pd.DataFrame(rows(1, 6, outlet="P")).to_parquet(tmp_path / "4.parquet")
    line = closing(capfd, "quotes", tmp_path, "-o", out, "--keep", "url")
    assert line == (
        "7 articles, 5 quotes, 2 not analysed (2 no text); "
        f"no column 'outlet' in {tmp_path}/2.csv and 1 more; no column 'text' in {tmp_path}/3.parquet; "
        f"no column 'url' in {tmp_path}/2.csv and 1 more"
    )
    found = pd.read_csv(out)
    assert found["article_id"].tolist() == ["a0", "a1", "a2", "a3", "a6"]
    assert found["outlet"].fillna("").tolist() == ["O", "O", "", "", "P"]
    errors = [
        row["error"] for row in pq.articles(pq.read([tmp_path / "1.jsonl", tmp_path / "3.parquet"]))
    ]
    assert errors[2] == f"no text: no column 'text' in {tmp_path}/3.parquet"


def test_types_that_change_midway_meet_in_parquet(tmp_path: Path, small: None) -> None:
    values: list[Any] = [None] * 7 + [1] * 7 + [2.5] * 7
    given = [
        {"id": n if n < 9 else f"a{n}", "text": GOOD, "x": x, "y": [n] if n < 7 else n, "z": None}
        for n, x in enumerate(values)
    ]
    pq.write(given, {"articles": tmp_path / "out.parquet"}, keep=["x", "y", "z"])
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table["x"].to_pylist() == values
    assert table["article_id"].to_pylist() == [str(row["id"]) for row in given]
    assert table["y"].to_pylist() == [f"[{n}]" for n in range(7)] + [str(n) for n in range(7, 21)]
    assert table.schema.field("z").type == pa.string()


def test_the_same_id_far_behind(tmp_path: Path) -> None:
    given = [{"id": n, "text": "x"} for n in range(6000)] + [{"id": 5, "text": "x"}]
    write_lines(tmp_path / "in.jsonl", given)
    errors = [row["error"] for row in pq.articles(pq.read(tmp_path / "in.jsonl"))]
    assert errors == [None] * 6000 + ["duplicate id '5', first in row 5"]


# Runs that break off


OUTPUTS = ["out.jsonl", "out.jsonl.gz", "out.csv", "out.parquet", "out.csv.zst"]


class BrokenError(Exception):
    """What breaks a run off."""


def broken(items: list[dict[str, Any]], after: int) -> Any:
    yield from items[:after]
    raise BrokenError


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_run_goes_on_where_it_broke_off(name: str, tmp_path: Path, small: None) -> None:
    given = rows(20, url="u")
    options: Any = {"keep": ["url"], "threads": 1}
    whole, out = tmp_path / "whole" / name, tmp_path / name
    whole.parent.mkdir()
    pq.write(given, {"quotes": whole}, **options)
    for after in (14, 17):
        with pytest.raises(BrokenError) as caught:
            pq.write(broken(given, after), {"quotes": out}, resume=True, **options)
        assert not out.exists()
        # What is there can be read, whatever the moment: it is a beginning of the whole.
        safe = caught.value.n_safe  # type: ignore[attr-defined]
        assert safe == (12 if after == 14 else 15)
        parts = list(pq.read(tmp_path / f"{name}.parts"))
        assert as_plain(parts)[:safe] == as_plain(pq.read(whole))[:safe]
    with pytest.raises(pq.InvalidInputError, match=r"articles of a run that broke off; resume it"):
        pq.write(given, {"quotes": out}, **options)
    with pytest.raises(pq.InvalidInputError, match=r"is of a run with context 0, not 9"):
        pq.write(given, {"quotes": out}, resume=True, context=9, **options)
    for others in (rows(20, 1), rows(2)):
        with pytest.raises(pq.InvalidInputError, match="are not those of the run to go on with"):
            pq.write(
                [{**row, "url": "u"} for row in others], {"quotes": out}, resume=True, **options
            )
    done = pq.write(given, {"quotes": out}, resume=True, **options)
    assert (done.n_articles, done.n_rows, done.n_before) == (20, {"quotes": 20}, safe)
    assert out.read_bytes() == whole.read_bytes()
    assert not (tmp_path / f"{name}.parts").exists()
    assert pq.write(given, {"quotes": out}, resume=True, **options).n_before is None


def test_several_tables_go_on_together(tmp_path: Path, small: None) -> None:
    given = [*rows(20), {"id": "a3", "text": "x"}, {"id": "none"}]

    def outputs(folder: str) -> dict[str, Path]:
        (tmp_path / folder).mkdir(exist_ok=True)
        names = {"people": "p.parquet", "quotes": "q.jsonl", "articles": "a.csv.gz"}
        return {table: tmp_path / folder / name for table, name in names.items()}

    expected = pq.write(given, outputs("whole"))
    with pytest.raises(BrokenError):
        pq.write(broken(given, 16), outputs("out"))
    done = pq.write(given, outputs("out"), resume=True)
    assert done == expected._replace(n_before=15)
    assert done.errors == {"duplicate id": 1, "no text": 1}
    for table, path in outputs("out").items():
        assert path.read_bytes() == outputs("whole")[table].read_bytes()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "a.csv.gz",
        "p.parquet",
        "q.jsonl",
    ]


def test_a_run_that_breaks_off_at_its_end(
    tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, outputs = rows(20), {"quotes": tmp_path / "q.parquet", "people": tmp_path / "p.jsonl"}
    with monkeypatch.context() as patched:
        patched.setattr(
            _save.Saving,
            "finish",
            lambda self: exec("raise BrokenError", {"BrokenError": BrokenError}),
        )
        with pytest.raises(BrokenError):
            pq.write(given, outputs)
    real = os.replace

    def no_people(source: Any, target: Any) -> None:
        if str(target).endswith("p.jsonl"):
            raise BrokenError
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", no_people)
        with pytest.raises(BrokenError):
            pq.write(given, outputs, resume=True)
    assert outputs["quotes"].exists()
    assert not outputs["people"].exists()
    assert pq.write(given, outputs, resume=True).n_rows == {"quotes": 20, "people": 20}
    assert (
        parquet.read_table(outputs["quotes"]).num_rows == len(read_lines(outputs["people"])) == 20
    )
    assert not list(tmp_path.glob("*.parts"))


def test_what_is_torn_is_cut_off(tmp_path: Path, small: None) -> None:
    given = rows(12)
    for name in ("out.jsonl", "out.csv.gz", "out.parquet"):
        out = tmp_path / name
        with pytest.raises(BrokenError):
            pq.write(broken(given, 8), {"quotes": out})
        folder = tmp_path / f"{name}.parts"
        part = max(folder.glob("part-*"))
        shutil.copy(part, folder / part.name.replace("part-00000", "part-00001"))
        (folder / part.name.replace("part-00000", "_part")).write_bytes(b"torn")
        pq.write(given, {"quotes": out}, resume=True)
        ids = [row["article_id"] for row in pq.read(out)]
        assert ids == [row["id"] for row in given]


def test_journals_that_cannot_be(tmp_path: Path, small: None) -> None:
    out = tmp_path / "out.jsonl"
    with pytest.raises(BrokenError):
        pq.write(broken(rows(9), 8), {"quotes": out})
    part = tmp_path / "out.jsonl.parts/part-00000.jsonl"
    content = part.read_bytes()
    part.unlink()
    with pytest.raises(pq.InvalidInputError, match=r"part-00000.jsonl is gone; delete .*\.parts"):
        pq.write(rows(9), {"quotes": out}, resume=True)
    part.write_bytes(content)
    journal = tmp_path / "out.jsonl.parts/_journal.json"
    kept = journal.read_text()
    journal.write_text('{"format": 1')
    with pytest.raises(pq.InvalidInputError, match="is damaged or of another version"):
        pq.write(rows(9), {"quotes": out}, resume=True)
    journal.write_text(kept)
    assert pq.write(rows(9), {"quotes": out}, resume=True).n_articles == 9


def test_outputs_that_cannot_be(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = write_lines(tmp_path / "in.jsonl", rows(1))
    with pytest.raises(pq.InvalidInputError, match="is one of the files to read"):
        pq.write(path, {"quotes": path})
    with pytest.raises(pq.InvalidOptionError, match="two tables are to go to one file"):
        pq.write(path, {"quotes": tmp_path / "x.csv", "people": tmp_path / "x.csv"})
    with pytest.raises(pq.InvalidOptionError, match="standard output takes one table"):
        pq.write(path, {"quotes": "-"}, resume=True)
    with pytest.raises(pq.InvalidInputError, match="unknown kind of file"):
        pq.write(path, {"quotes": "x.xlsx"})
    code, _, err = run(capfd, "quotes", str(path), "-o", str(tmp_path / "no/such/folder.jsonl"))
    assert (code, "No such file or directory" in err) == (1, True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl"]


COMMAND = [sys.executable, "-m", "pullquote", "--help"][:3]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
@pytest.mark.parametrize("command", ["quotes", "annotate"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_command_leaves_what_can_be_read(
    command: str, how: signal.Signals, tmp_path: Path
) -> None:
    given = [{"id": n, "text": f"{GOOD} " * 3} for n in range(3000)]
    path = write_lines(tmp_path / "in.jsonl", given)
    out, folder = tmp_path / "out.jsonl", tmp_path / "out.jsonl.parts"
    arguments = [*COMMAND, command, str(path), "-o", str(out)]
    child = subprocess.Popen([*arguments, "--threads", "1"], stderr=subprocess.PIPE, text=True)
    # In the middle of a part.
    limit, new = time.monotonic() + 60, folder / "_part.jsonl"
    while (
        not ((folder / "part-00000.jsonl").exists() and new.exists()) and time.monotonic() < limit
    ):
        time.sleep(0.01)
    child.send_signal(how)
    _, err = child.communicate(timeout=60)
    assert child.returncode == (130 if how == signal.SIGINT else -how)
    if how == signal.SIGINT:
        assert "interrupted\npullquote: " in err
        assert f"articles are safe in {folder}; --resume goes on with them" in err
    assert not out.exists()
    before = [row for part in sorted(folder.glob("part-*")) for row in read_lines(part)]
    assert before
    done = subprocess.run([*arguments, "--resume"], check=True, capture_output=True, text=True)
    assert done.stderr.startswith("3,000 articles (")
    again = subprocess.run([*arguments, "--resume"], check=True, capture_output=True, text=True)
    assert again.stderr == f"{out} is there and whole; nothing to do\n"
    found = read_lines(out)
    assert found[: len(before)] == before
    key = "id" if command == "annotate" else "article_id"
    ids = list(dict.fromkeys(str(row[key]) for row in found))
    assert ids == [str(n) for n in range(3000)]
    once = 3000 if command == "annotate" else 3000 * 3
    assert len(found) == once


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of this kind")
@pytest.mark.parametrize("name", ["out.jsonl", "out.csv.gz", "out.parquet"])
def test_a_full_disk(name: str, tmp_path: Path) -> None:
    import resource

    given = [{"id": n, "text": GOOD, "more": os.urandom(1000).hex()} for n in range(9000)]
    path = write_lines(tmp_path / "in.jsonl", given)
    out = tmp_path / name
    arguments = [*COMMAND, "quotes", str(path), "-o", str(out), "--keep", "more"]
    # A file can be no longer than this: the error comes where that of a full disk comes.
    room = 6_000_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run(arguments, capture_output=True, text=True, preexec_fn=limit)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "Exception ignored" not in done.stderr
    assert f"articles are safe in {out}.parts; --resume goes on with them" in done.stderr
    assert not out.exists()
    done = subprocess.run([*arguments, "--resume"], capture_output=True, text=True, check=True)
    assert "9,000 articles (" in done.stderr
    assert [str(row["article_id"]) for row in pq.read(out)] == [str(n) for n in range(9000)]


@pytest.mark.skipif(sys.platform == "win32", reason="no locks of this kind")
def test_two_runs_at_once(tmp_path: Path, small: None) -> None:
    out = tmp_path / "out.jsonl"

    def given() -> Any:
        yield from rows(9)
        with pytest.raises(pq.InvalidInputError, match="another run is writing there"):
            pq.write(rows(9), {"quotes": out}, resume=True)
        yield from rows(9, 9)

    assert pq.write(given(), {"quotes": out}).n_articles == 18


def test_the_same_bytes_for_any_number_of_threads(
    tmp_path: Path, articles: list[dict[str, Any]]
) -> None:
    many = [{**row, "id": f"{row['id']}-{n}"} for n in range(40) for row in articles]
    for name in ("out.jsonl", "out.parquet"):
        written = []
        for threads in (1, 3):
            pq.write(many, {"quotes": tmp_path / name}, threads=threads)
            written.append((tmp_path / name).read_bytes())
        assert written[0] == written[1]


def test_text_files(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(GOOD, "utf-8")
    assert [row["article_id"] for row in pq.quotes(pq.read(tmp_path))] == [
        f"{n}.txt" for n in range(5)
    ]


def test_wide_fields_of_csv(tmp_path: Path) -> None:
    with (tmp_path / "in.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["id", "text"], ["a", "long " * 100_000], ["b", GOOD]])
    assert [row["n_chars"] for row in pq.articles(pq.read(tmp_path / "in.csv"))] == [
        500_000,
        len(GOOD),
    ]
