"""Imports the wheel on every Python from 3.10 that is on this machine, bare, and analyses an article: `make pythons`.

Looked for: `python3.10` and later on the PATH, those of pyenv, and those that `uv python list --only-installed` names. A bare
Python has nothing but the wheel: no pandas, no pyarrow, no click. Exit code 1 where one fails, or where there is none.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

_WHAT = """
import json, pickle, platform, sys
sys.path.insert(0, sys.argv[1])
import pullquote as pq
text = '"We are ready," Mayor Ana Ruiz said on Tuesday.'
(quote,) = pq.analyze(text).quotes
assert quote.speaker.name == "Ana Ruiz"
(row,) = pq.quotes([{"id": "a", "text": text}])
assert text[row["start"]:row["end"]] == row["text"]
document = pq.analyze(text)
assert pickle.loads(pickle.dumps(document)) == document
assert pq.write([{"id": "a", "text": text}], {"quotes": sys.argv[2]}).n_rows == {"quotes": 1}
assert pq.show([row]) and pq.summary([row]).n_quotes == 1
assert "pandas" not in sys.modules and "pyarrow" not in sys.modules
for name in pq.__all__:
    getattr(pq, name)
print(json.dumps([platform.python_implementation(), platform.python_version(), pq.__version__]))
"""


def pythons() -> list[Path]:
    """Interpreters, each once."""
    names = [f"python3.{minor}{t}" for minor in range(10, 30) for t in ("", "t")]
    found = [Path(path) for name in names if (path := shutil.which(name))]
    found += sorted(Path.home().glob(".pyenv/versions/*/bin/python3"))
    if shutil.which("uv"):
        command = ["uv", "python", "list", "--only-installed", "--output-format", "json"]
        listed = subprocess.run(command, capture_output=True, text=True)
        if listed.returncode == 0:
            found += [Path(one["path"]) for one in json.loads(listed.stdout)]
    kept: dict[tuple[str, ...], Path] = {}
    code = "import platform as p, sys; print(p.python_implementation(), *sys.version_info[:3], sys.flags.gil if hasattr(sys.flags, 'gil') else 1)"
    for path in found:
        about = subprocess.run([path, "-c", code], capture_output=True, text=True)
        version = tuple(about.stdout.split())
        if about.returncode == 0 and (int(version[1]), int(version[2])) >= (3, 10):
            kept.setdefault(version, path)
    return [kept[version] for version in sorted(kept, key=lambda v: [int(n) for n in v[1:4]])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path, help="a wheel, or a folder that has the package")
    given = parser.parse_args()
    n_failed = n_done = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = given.wheel
        if place.suffix == ".whl":
            place = folder / "wheel"
            with zipfile.ZipFile(given.wheel) as archive:
                archive.extractall(place)
        for python in pythons():
            # -I: nothing of the user or the environment; -S: no site-packages.
            command = [python, "-I", "-S", "-W", "error", "-c", _WHAT, place, folder / "out.jsonl"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=300)
            n_done += 1
            if done.returncode:
                n_failed += 1
                print(f"FAILED  {python}\n{done.stderr}")
            else:
                print("ok      {} {}, pullquote {}  {}".format(*json.loads(done.stdout), python))
    if not n_done:
        print("no Python from 3.10 found")
    sys.exit(1 if n_failed or not n_done else 0)


if __name__ == "__main__":
    main()
