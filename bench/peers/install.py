"""Makes the other programs' environment: ``python bench/peers/install.py FOLDER REQUIREMENTS``.

What can't be installed here is left out, and the reason goes to FOLDER/missing.json, for the run to tell.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path


def requirements_of(text: str) -> list[str]:
    """The lines of a requirements file that name a package."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def main(folder: Path, requirements: Path) -> None:
    """Install all at once, or else one by one."""
    venv.create(folder, with_pip=True, clear=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    missing = {}
    if subprocess.run([*pip, "--requirement", str(requirements)]).returncode:
        for line in requirements_of(requirements.read_text(encoding="utf-8")):
            done = subprocess.run([*pip, line], stderr=subprocess.PIPE, text=True)
            if done.returncode:
                missing[line] = (done.stderr.strip() or "?").splitlines()[-1]
    (folder / "missing.json").write_text(json.dumps(missing, indent=1) + "\n", encoding="utf-8")
    for line, reason in missing.items():
        print(f"{line} can't be had here: {reason}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
