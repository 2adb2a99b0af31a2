"""Builds sdist and wheel twice, each from a clean clone, and compares them byte by byte: `make reproducible`.

What could differ is held still: the time by SOURCE_DATE_EPOCH (that of the commit), the place by building both in one folder,
one after the other, and by `--remap-path-prefix`, so that no path of the machine is in the binary either, which is checked.
Needs git, a Rust toolchain and maturin (that of the interpreter that runs this). Exit code 1 where anything differs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def output_of(*command: str) -> str:
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def build(clone: Path, out: Path, kinds: list[str], commit: str) -> dict[str, str]:
    """Builds in a new clone; the hashes of what came out, by name."""
    shutil.rmtree(clone, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
    subprocess.run(["git", "-C", str(clone), "checkout", "--quiet", commit], check=True)
    cargo = os.environ.get("CARGO_HOME", str(Path.home() / ".cargo"))
    sysroot = output_of("rustc", "--print", "sysroot")
    places = {str(clone): "/pullquote", cargo: "/cargo", sysroot: "/rust"}
    flags = [f"--remap-path-prefix={place}={name}" for place, name in places.items()]
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": output_of("git", "log", "-1", "--format=%ct", commit),
        "RUSTFLAGS": " ".join([os.environ.get("RUSTFLAGS", ""), *flags]).strip(),
        "CARGO_TARGET_DIR": str(clone / "target"),
        "CARGO_INCREMENTAL": "0",
        "LC_ALL": "C",
        "TZ": "UTC",
    }
    maturin = [sys.executable, "-m", "maturin"]
    if "sdist" in kinds:
        subprocess.run(
            [*maturin, "sdist", "--out", str(out)], cwd=clone, env=environment, check=True
        )
    if "wheel" in kinds:
        command = [*maturin, "build", "--release", "--strip", "--locked", "--out", str(out)]
        subprocess.run(command, cwd=clone, env=environment, check=True)
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())
    }


def contents(path: Path) -> dict[str, bytes]:
    """The files in an archive, to say which differ."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(path) as archive:
        files = ((member.name, archive.extractfile(member)) for member in archive)
        return {name: file.read() for name, file in files if file}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--kinds", nargs="+", choices=["sdist", "wheel"], default=["sdist", "wheel"]
    )
    parser.add_argument("--commit", default="HEAD")
    given = parser.parse_args()
    commit = output_of("git", "rev-parse", given.commit)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        outs = [folder / "first", folder / "second"]
        for out in outs:
            out.mkdir()
        first, second = (build(folder / "clone", out, given.kinds, commit) for out in outs)
        is_same = first.keys() == second.keys() and bool(first)
        for file in sorted({*first, *second}):
            same = first.get(file) == second.get(file)
            is_same &= same
            print(f"{first.get(file, '-')}  {file}  {'the same' if same else 'DIFFERS'}")
            if not same and file in first and file in second:
                one, other = (contents(out / file) for out in outs)
                names = [n for n in sorted({*one, *other}) if one.get(n) != other.get(n)]
                print(
                    f"  differ: {', '.join(names) or 'the archive itself (order, times or modes)'}"
                )
            for inner, content in contents(outs[0] / file).items():
                for place in (name, str(Path.home() / ".cargo")):
                    if place.encode() in content:
                        is_same = False
                        print(f"  {inner} has a path of this machine: {place}")
    print(f"commit {commit}: {'reproducible' if is_same else 'NOT reproducible'}")
    sys.exit(0 if is_same else 1)


if __name__ == "__main__":
    main()
