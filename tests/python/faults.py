"""Breaks runs in every way that can be thought of, many times over, and counts what came of it.

``python tests/python/faults.py --rounds 50`` (``make faults``) prints a line for each kind of fault; exit code 1 where
anything was lost, doubled, changed or unclear. tests/python/test_faults.py runs a round or two of each.

A round of the first kinds starts the command on articles in files, breaks it at a random moment, and again when it
goes on, up to three times; then lets it end. What must hold: the output has the very bytes of a run that was left
alone; until then nothing stands under its name; every end has an exit code and a message that are documented.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pullquote as pq

#: The command, which makes its parts after 64 articles in place of 2,048: more moments between two of them.
DRIVER = (
    "from pullquote import _save, _stream; _save._COMMIT_ARTICLES = 64; _stream.SLICE_ROWS = 16\n"
    "from pullquote.cli import main\n"
    "import os; open(os.environ.get('FAULTS_STARTED', os.devnull), 'w').close()\n"
    "main()"
)
COMMAND = [sys.executable, "-c", DRIVER]
TEXT = '"We are ready," Mayor Ana Ruiz said on day {n}. "We will not wait," she told the café 🎉 owner Tom Lee.'
OUTPUTS = ["out.jsonl", "out.csv.gz", "out.parquet"]


class Bench:
    """A folder with articles, what a run left alone makes of them, and the counts of one kind of fault."""

    def __init__(self, folder: Path, seed: int, n_articles: int = 1200) -> None:
        self.folder, self.random = folder, random.Random(seed)
        self.n_articles = n_articles
        rows = [{"id": f"a{n}", "text": TEXT.format(n=n) * (1 + n % 7)} for n in range(n_articles)]
        self.source = folder / "in.jsonl"
        self.source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        self.whole: dict[str, bytes] = {}
        self.seconds = 1.0
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []

    def expect(self, what: str, is_so: bool, more: object = "") -> None:
        """Counts what went wrong."""
        if not is_so:
            self.counts["wrong"] += 1
            self.wrong.append(f"{what} {more}"[:2000])

    def arguments(self, out: Path, *more: str) -> list[str]:
        return [*COMMAND, "quotes", str(self.source), "-o", str(out), "--threads", "1", "-q", *more]

    def expected(self, name: str) -> bytes:
        """The bytes of a run that is left alone."""
        if name not in self.whole:
            out = self.folder / "whole" / name
            out.parent.mkdir(exist_ok=True)
            began = time.monotonic()
            subprocess.run(self.arguments(out), check=True, timeout=300)
            self.seconds = time.monotonic() - began
            self.whole[name] = out.read_bytes()
        return self.whole[name]

    def check_whole(self, out: Path) -> None:
        """The output is there, as it must be, and nothing else."""
        whole = self.expected(out.name)
        self.expect(f"{out.name} has other bytes", out.exists() and out.read_bytes() == whole)
        self.expect(
            f"{out.name}.parts is left over", not out.with_name(out.name + ".parts").exists()
        )
        out.unlink(missing_ok=True)


def wait_for(path: Path, child: subprocess.Popen[str]) -> None:
    """Until the run has begun to write."""
    limit = time.monotonic() + 120
    while not path.exists() and child.poll() is None and time.monotonic() < limit:
        time.sleep(0.002)


def broken_off(bench: Bench, how: signal.Signals) -> None:
    """A signal at a random moment, up to three times, then --resume to the end."""
    name = bench.random.choice(OUTPUTS)
    out, folder = bench.folder / name, bench.folder / f"{name}.parts"
    bench.expected(name)
    more: list[str] = []
    for _ in range(bench.random.randint(1, 3)):
        # Before the program begins a signal is Python's own business.
        started = bench.folder / "started"
        started.unlink(missing_ok=True)
        child = subprocess.Popen(
            bench.arguments(out, *more),
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "FAULTS_STARTED": str(started)},
        )
        wait_for(started, child)
        time.sleep(bench.random.uniform(0, 0.6 * bench.seconds))
        child.send_signal(how)
        _, err = child.communicate(timeout=300)
        # While Python itself ends, a signal ends it at once; then all is written.
        is_whole = not folder.exists() and out.exists()
        if child.returncode == 0 or (child.returncode == -how and is_whole):
            bench.counts["had ended"] += 1
            break
        bench.counts["broken off"] += 1
        code = 130 if how == signal.SIGINT else -how
        bench.expect(f"exit code {child.returncode} for {how.name}", child.returncode == code, err)
        bench.expect("a traceback", "Traceback" not in err, err)
        # A file under its own name is whole, whatever the moment.
        bench.expect("a torn output", not out.exists() or out.read_bytes() == bench.whole[name])
        read = list(pq.read(folder)) if folder.is_dir() and any(folder.glob("part-*")) else []
        ids = [row["article_id"] for row in read]
        bench.expect("parts out of order", ids == sorted(ids, key=lambda id: int(id[1:])))
        # Before the first part there is nothing to resume, and a run need not say that it does.
        more = ["--resume"]
    done = subprocess.run(
        bench.arguments(out, "--resume"), capture_output=True, text=True, timeout=300
    )
    bench.expect("--resume failed", done.returncode == 0, done.stderr)
    bench.check_whole(out)


def killed(bench: Bench) -> None:
    """SIGKILL at random moments."""
    broken_off(bench, signal.SIGKILL)


def interrupted(bench: Bench) -> None:
    """SIGINT at random moments."""
    broken_off(bench, signal.SIGINT)


def terminated(bench: Bench) -> None:
    """SIGTERM at random moments."""
    broken_off(bench, signal.SIGTERM)


def full_disk(bench: Bench) -> None:
    """No file may be longer than a random number of bytes: the error comes where that of a full disk comes."""
    import resource

    name = bench.random.choice(OUTPUTS)
    out = bench.folder / name
    room = bench.random.randint(0, int(1.05 * len(bench.expected(name))))
    done = subprocess.run(
        bench.arguments(out),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        timeout=300,
    )
    if done.returncode == 0:
        bench.counts["had room"] += 1
        bench.check_whole(out)
        return
    bench.counts["stopped"] += 1
    bench.expect("no clear error", "File too large" in done.stderr, done.stderr)
    bench.expect(f"exit code {done.returncode}", done.returncode == 1, done.stderr)
    bench.expect("a traceback", "Traceback" not in done.stderr, done.stderr)
    bench.expect("a torn output", not out.exists())
    done = subprocess.run(
        bench.arguments(out, "--resume"), capture_output=True, text=True, timeout=300
    )
    bench.expect("--resume failed", done.returncode == 0, done.stderr)
    bench.check_whole(out)


def full_tmpfs(bench: Bench) -> None:
    """A file system that is really full, of random size; where this process may mount one."""
    name = bench.random.choice(OUTPUTS)
    whole = bench.expected(name)
    room = bench.random.randint(4096, 3 * len(whole))
    disk = bench.folder / "disk"
    disk.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        bench.counts["could not mount"] += 1
        return
    try:
        out = disk / name
        done = subprocess.run(bench.arguments(out), capture_output=True, text=True, timeout=300)
        if done.returncode == 0:
            bench.counts["had room"] += 1
        else:
            bench.counts["stopped"] += 1
            bench.expect("no clear error", "No space left" in done.stderr, done.stderr)
            bench.expect(f"exit code {done.returncode}", done.returncode == 1, done.stderr)
            bench.expect("a traceback", "Traceback" not in done.stderr, done.stderr)
            bench.expect("a torn output", not out.exists())
            more = ["mount", "-o", f"remount,size={8 * len(whole) + (1 << 20)}", str(disk)]
            subprocess.run(more, check=True, capture_output=True)
            done = subprocess.run(
                bench.arguments(out, "--resume"), capture_output=True, text=True, timeout=300
            )
            bench.expect("--resume failed", done.returncode == 0, done.stderr)
        bench.check_whole(out)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def little_memory(bench: Bench) -> None:
    """An address space of random size, from what the program can barely start in."""
    import resource

    room = bench.random.randint(60 << 20, 420 << 20)
    name = bench.random.choice(OUTPUTS)
    out = bench.folder / name
    bench.expected(name)
    done = subprocess.run(
        bench.arguments(out),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (room, room)),
        timeout=300,
    )
    if done.returncode == 0:
        bench.counts["had room"] += 1
    else:
        # Where memory ends in the middle of Rust or Arrow, the process is ended: what was written is safe.
        ends = {1: "clear error", -signal.SIGABRT: "aborted", -signal.SIGSEGV: "crashed"}
        bench.counts[ends.get(done.returncode, f"exit code {done.returncode}")] += 1
        bench.expect("without a word", bool(done.stderr.strip()))
        bench.expect("a torn output", not out.exists())
        done = subprocess.run(
            bench.arguments(out, "--resume"), capture_output=True, text=True, timeout=300
        )
        bench.expect("--resume failed", done.returncode == 0, done.stderr)
    bench.check_whole(out)


def two_writers(bench: Bench) -> None:
    """Four processes on one output at about the same time: one at a time writes, the others say why they do not."""
    name = bench.random.choice(OUTPUTS)
    out = bench.folder / name
    bench.expected(name)
    children = []
    for _ in range(4):
        more = bench.random.choice([[], ["--resume"]])
        children.append(
            subprocess.Popen(bench.arguments(out, *more), stderr=subprocess.PIPE, text=True)
        )
        time.sleep(bench.random.choice([0, 0, 0.3 * bench.seconds, bench.seconds]))
    for child in children:
        _, err = child.communicate(timeout=300)
        if child.returncode == 0:
            bench.counts["wrote, or all was there"] += 1
        else:
            bench.counts["refused"] += 1
            bench.expect("no clear error", "another run is writing there" in err, err)
            bench.expect(f"exit code {child.returncode}", child.returncode == 1, err)
    bench.check_whole(out)


def damaged(bench: Bench, content: bytes) -> bytes:
    """Cut off, with bits flipped, or with a stretch replaced."""
    data = bytearray(content)
    how = bench.random.choice(["cut", "bits", "stretch", "zeros"])
    if how == "cut":
        del data[bench.random.randrange(len(data)) :]
    elif how == "bits":
        for _ in range(bench.random.choice([1, 1, 1, 8])):
            data[bench.random.randrange(len(data))] ^= 1 << bench.random.randrange(8)
    else:
        at = bench.random.randrange(len(data))
        size = bench.random.randint(1, 64)
        new = bytes(size) if how == "zeros" else bench.random.randbytes(size)
        data[at : at + size] = new
    return bytes(data)


def articles_in(bench: Bench, suffix: str) -> bytes:
    """A file of forty articles."""
    rows = [{"id": f"a{n}", "text": TEXT.format(n=n)} for n in range(40)]
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    if suffix == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet

        sink = pa.BufferOutputStream()
        pa.parquet.write_table(pa.Table.from_pylist(rows), sink)
        return bytes(sink.getvalue().to_pybytes())
    if suffix == ".csv":
        head = '"id","text"\n'
        return (
            head
            + "".join(
                f'{row["id"]},"{row["text"].replace(chr(34), chr(34) * 2)}"\n' for row in rows
            )
        ).encode()
    packed = {".jsonl.gz": gzip.compress, ".jsonl.bz2": bz2.compress}.get(suffix)
    return packed(lines) if packed else lines


SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.bz2", ".csv", ".parquet")


def torn_inputs(bench: Bench) -> None:
    """Twenty damaged files of every kind: each is read as far as it goes, or refused, and nothing is doubled."""
    for number in range(20):
        suffix = SUFFIXES[number % len(SUFFIXES)]
        path, out = bench.folder / f"torn{suffix}", bench.folder / "torn-out.jsonl"
        path.write_bytes(damaged(bench, articles_in(bench, suffix)))
        try:
            done = pq.write(path, {"articles": out}, threads=1)
        except pq.InvalidInputError as error:
            bench.counts["refused"] += 1
            bench.expect(
                "an error that names no file",
                path.name in str(error) or "column" in str(error),
                error,
            )
            continue
        except Exception as error:
            bench.expect(f"{suffix}: {type(error).__name__}", False, error)
            continue
        finally:
            path.unlink()
        written = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
        out.unlink()
        bench.counts["some not analysed" if done.n_failed else "read"] += 1
        counts = (len(written), done.n_articles)
        # Damage may hold a few line ends of its own.
        bench.expect("a row for each article", counts[0] == counts[1] <= 41 + 64, counts)
        failed = sum(row["error"] is not None for row in written)
        bench.expect("every failure is counted", failed == done.n_failed)


def flipped_models(bench: Bench) -> None:
    """A damaged corpus and a damaged model, ten times: refused with a clear error, as their checksums are wrong."""
    model, corpus = bench.folder / "names.model", bench.folder / "quotes.corpus"
    if not model.exists():
        rows = [{"text": "Ana Ruiz left.", "entities": [[0, 8, "PERSON"]]}] * 8
        pq.train_names(rows, model, epochs=1)
        made = pq.Corpus()
        made.add([{"quote_id": str(n), "said": TEXT.format(n=n)} for n in range(20)])
        made.save(corpus)
    readers: list[tuple[Path, Callable[[Path], Any]]] = [
        (model, lambda path: pq.Pipeline(model=path)),
        (corpus, pq.Corpus.load),
    ]
    for _ in range(10):
        for path, load in readers:
            other = bench.folder / "damaged.bin"
            content = path.read_bytes()
            other.write_bytes(damaged(bench, content))
            if other.read_bytes() == content:
                continue
            try:
                load(other)
            except pq.InvalidInputError as error:
                bench.counts["refused"] += 1
                bench.expect("an error that names no file", other.name in str(error), error)
            except BaseException as error:
                bench.expect(f"{path.name}: {type(error).__name__}", False, error)
            else:
                bench.expect(f"{path.name} was taken", False)


def damaged_journals(bench: Bench) -> None:
    """What a broken run left is damaged: refused, or the very bytes of a run that was left alone."""
    name = bench.random.choice(OUTPUTS)
    out, folder = bench.folder / name, bench.folder / f"{name}.parts"
    bench.expected(name)
    child = subprocess.Popen(bench.arguments(out), stderr=subprocess.PIPE, text=True)
    limit = time.monotonic() + 120
    while (
        not (folder / "_journal.json").exists()
        and child.poll() is None
        and time.monotonic() < limit
    ):
        time.sleep(0.002)
    child.kill()
    child.communicate()
    if child.returncode == 0:
        bench.counts["had ended"] += 1
        out.unlink()
        return
    journal = folder / "_journal.json"
    file = journal if bench.random.random() < 0.5 else bench.random.choice([*folder.glob("part-*")])
    content = file.read_bytes()
    harm = damaged(bench, content)
    file.write_bytes(harm)
    done = subprocess.run(
        bench.arguments(out, "--resume"), capture_output=True, text=True, timeout=300
    )
    kind = "journal" if file == journal else "part"
    bench.expect("a traceback", "Traceback" not in done.stderr, done.stderr)
    if done.returncode == 0 and out.read_bytes() != bench.whole[name]:
        bench.expect(
            f"{kind}: other bytes, without a word", False, harm[:300] if file == journal else ""
        )
    bench.counts[f"{kind} refused" if done.returncode else f"{kind} harmless"] += 1
    out.unlink(missing_ok=True)
    for path in folder.iterdir() if folder.is_dir() else ():
        path.unlink()
    if folder.is_dir():
        folder.rmdir()


def forked(bench: Bench) -> None:
    """A fork at a random moment while other threads analyse: the child works, and gives the same."""
    code = (
        "import os, threading, time, warnings, pullquote as pq\n"
        "warnings.simplefilter('ignore', DeprecationWarning)\n"
        f"text = {TEXT.format(n=1)!r}\n"
        "expected = pq.quotes([text] * 20)\n"
        "is_done = threading.Event()\n"
        "def work():\n"
        "    while not is_done.is_set(): pq.quotes([text] * 200, threads=2)\n"
        "workers = [threading.Thread(target=work) for _ in range(2)]\n"
        "for worker in workers: worker.start()\n"
        f"time.sleep({bench.random.uniform(0, 0.5)})\n"
        "for _ in range(4):\n"
        f"    time.sleep({bench.random.uniform(0, 0.05)})\n"
        "    child = os.fork()\n"
        "    if child == 0:\n"
        "        os._exit(0 if pq.quotes([text] * 20) == expected else 1)\n"
        "    assert os.waitpid(child, 0)[1] == 0\n"
        "is_done.set()\n"
        "for worker in workers: worker.join()\n"
    )
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=120
        )
    except subprocess.TimeoutExpired:
        bench.expect("a child hangs", False)
        return
    bench.counts["children"] += 4
    bench.expect("a child failed", done.returncode == 0, done.stderr)


def unreadable(bench: Bench) -> None:
    """Files that are not there, folders in their place, no rights, an output in no folder: exit code 1 and a name."""
    folder = bench.folder / "folder.jsonl"
    folder.mkdir(exist_ok=True)
    (folder / "in").mkdir(exist_ok=True)
    closed = bench.folder / "closed.jsonl"
    closed.write_text('{"text": "x"}\n')
    closed.chmod(0)
    gone, out = bench.folder / "gone.jsonl", bench.folder / "unreadable-out.jsonl"
    pairs = [(gone, out), (folder, out), (bench.source, bench.folder / "no/such/out.jsonl")]
    pairs += [(bench.source, bench.folder / "folder.jsonl")]
    if os.geteuid():
        pairs.append((closed, out))
    for source, target in pairs:
        arguments = [*COMMAND, "quotes", str(source), "-o", str(target), "-q"]
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=300)
        bench.counts["refused"] += 1
        bench.expect(f"exit code {done.returncode} for {source} to {target}", done.returncode == 1)
        bench.expect("a traceback", "Traceback" not in done.stderr, done.stderr)
        named = source.name in done.stderr or target.name in done.stderr
        bench.expect("an error that names no file", named, done.stderr)


FAULTS: dict[str, Callable[[Bench], None]] = {
    function.__name__: function
    for function in (
        *(killed, interrupted, terminated, full_disk, full_tmpfs, little_memory, two_writers),
        *(torn_inputs, flipped_models, damaged_journals, forked, unreadable),
    )
}


def run(name: str, rounds: int, seed: int, n_articles: int = 1200) -> Bench:
    """Some rounds of one kind of fault, in a folder of its own."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        # As in the background of a shell; the children would not hear it either.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), seed, n_articles)
        for _ in range(rounds):
            FAULTS[name](bench)
        return bench


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", choices=list(FAULTS), default=list(FAULTS))
    given = parser.parse_args()
    n_wrong = 0
    print("| fault | rounds | what came of it | wrong |\n|---|---|---|---|")
    for name in given.only:
        bench = run(name, given.rounds, given.seed)
        counts = ", ".join(
            f"{count:,} {what}" for what, count in sorted(bench.counts.items()) if what != "wrong"
        )
        about = str(FAULTS[name].__doc__).partition("\n")[0].rstrip(".")
        print(
            f"| {name.replace('_', ' ')}: {about} | {given.rounds} | {counts} | {bench.counts['wrong']} |",
            flush=True,
        )
        for one in bench.wrong[:5]:
            print(f"    {one}", file=sys.stderr)
        n_wrong += bench.counts["wrong"]
    sys.exit(1 if n_wrong else 0)


if __name__ == "__main__":
    main()
