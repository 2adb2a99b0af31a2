"""Licences, sources and known vulnerabilities of what we build on: `make audit`.

1. Every crate of Cargo.lock has a licence and a source that deny.toml allows: checked here, offline.
2. `cargo deny check`, which also asks the RustSec database: where cargo-deny is installed (`cargo install --locked cargo-deny`).
3. `pip-audit` of the packages of the extras as they are installed, where it is: it asks the PyPI JSON API or OSV.

What could not be done is said, and is no failure; `--strict` makes it one.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]


def is_allowed(expression: str, allowed: set[str]) -> bool:
    """Whether an SPDX expression can be met by licences that are allowed.

    `(MIT OR Apache-2.0) AND Unicode-3.0`: AND needs both sides, OR one; `/` is an old OR.
    """
    words = re.findall(r"[()]|[^\s()]+(?: WITH [^\s()]+)?", expression.replace("/", " OR "))
    at = 0

    def one() -> bool:
        nonlocal at
        word = words[at]
        at += 1
        if word == "(":
            found = any_of()
            at += 1
            return found
        return word in allowed

    def all_of() -> bool:
        nonlocal at
        found = one()
        while at < len(words) and words[at] == "AND":
            at += 1
            found = one() and found
        return found

    def any_of() -> bool:
        nonlocal at
        found = all_of()
        while at < len(words) and words[at] == "OR":
            at += 1
            found = all_of() or found
        return found

    return bool(words) and any_of()


def check_crates() -> list[str]:
    """What is wrong with the crates: licence or source."""
    with (ROOT / "deny.toml").open("rb") as file:
        rules: dict[str, Any] = tomllib.load(file)
    allowed = set(rules["licenses"]["allow"])
    sources = {f"registry+{one}" for one in rules["sources"]["allow-registry"]}
    command = ["cargo", "metadata", "--format-version", "1", "--all-features", "--locked"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    packages = [one for one in json.loads(listed.stdout)["packages"] if one["source"]]
    wrong = []
    for one in packages:
        name = f"{one['name']} {one['version']}"
        if not is_allowed(one["license"] or "", allowed):
            wrong.append(f"{name}: licence {one['license']!r} is not among those of deny.toml")
        if one["source"] not in sources:
            wrong.append(f"{name}: from {one['source']}")
    print(f"licences and sources of {len(packages)} crates: {wrong or 'all allowed'}")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strict", action="store_true", help="fail where a check cannot be done")
    given = parser.parse_args()
    wrong, missing = check_crates(), []
    if shutil.which("cargo-deny"):
        done = subprocess.run(["cargo", "deny", "--all-features", "check"], cwd=ROOT)
        if done.returncode:
            wrong.append("cargo deny check failed (or could not fetch the RustSec database)")
    else:
        missing.append(
            "cargo-deny is not installed: advisories and yanked crates were not looked up"
        )
    if importlib.util.find_spec("pip_audit"):
        command = [sys.executable, "-m", "pip_audit", "--local", "--skip-editable", "--format=json"]
        done_python = subprocess.run(command, capture_output=True, text=True)
        try:
            found = json.loads(done_python.stdout)["dependencies"]
        except (ValueError, KeyError):
            missing.append(f"pip-audit could not be run: {done_python.stderr.strip()[-200:]}")
            found = []
        skipped = [one["name"] for one in found if "skip_reason" in one]
        bad = [one for one in found if one.get("vulns")]
        print(
            f"pip-audit: {len(found) - len(skipped)} packages looked up, {len(bad)} with findings"
        )
        wrong += [
            f"{one['name']} {one['version']}: {[v['id'] for v in one['vulns']]}" for one in bad
        ]
        if skipped:
            missing.append(
                f"pip-audit could not look up {len(skipped)} packages, such as {skipped[0]}"
            )
    else:
        missing.append("pip-audit is not installed: Python packages were not looked up")
    for one in wrong:
        print(f"WRONG: {one}")
    for one in missing:
        print(f"not done: {one}")
    sys.exit(1 if wrong or (given.strict and missing) else 0)


if __name__ == "__main__":
    main()
