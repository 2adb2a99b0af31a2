"""What data must not be able to do: run in a spreadsheet or in Python, or name files."""

from __future__ import annotations

import ast
import csv
from pathlib import Path
from typing import Any

import pytest

import pullquote as pq
from conftest import ROOT, run

FORMULAS = [
    *('=HYPERLINK("http://example.org","x")', "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1"),
    *("＝1", "＋1", "－1", "＠x", "=", "-", "=cmd|'/c calc'!A0"),
]
#: Calls by which data becomes code, or commands.
REFUSED = {
    *("eval", "exec", "compile", "pickle.load", "pickle.loads", "pickle.Unpickler"),
    *("marshal.load", "marshal.loads", "shelve.open", "dill.load", "dill.loads", "joblib.load"),
    *("yaml.load", "yaml.unsafe_load", "os.system", "os.popen", "os.execv", "os.spawnv"),
    *("subprocess.run", "subprocess.Popen", "subprocess.call", "subprocess.check_output"),
    *("__import__", "ctypes.CDLL", "tempfile.mktemp", "urllib.request.urlopen"),
    *("pandas.read_pickle", "numpy.load", "socket.socket"),
}
#: Where one of them is, and why it is harmless: the argument is ours.
KNOWN = {("__init__.py", "__import__"): "a module of ours, of two names written there"}


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def articles() -> list[dict[str, Any]]:
    said = '"We are ready," Mayor Ana Ruiz said on Tuesday.'
    return [
        {"id": one, "outlet": one, "=k": one, "text": f"{said} {n}"}
        for n, one in enumerate(FORMULAS)
    ]


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz"])
def test_formulas_are_no_formulas_in_safe_csv(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{suffix}"
    pq.write(articles(), {"quotes": path}, keep=["=k"], safe_csv=True)
    found = [list(row.values()) for row in pq.read(path)]
    assert len(found) == len(FORMULAS)
    assert "'=k" in next(iter(pq.read(path)))
    for row, formula in zip(found, FORMULAS):
        assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in row)
        assert row.count(f"'{formula}") == 3
    # Numbers stay numbers.
    assert all(float(row["confidence"]) >= 0 for row in pq.read(path))


def test_without_it_texts_are_as_they_are(tmp_path: Path) -> None:
    pq.write(articles(), {"quotes": tmp_path / "out.csv"})
    assert [row["article_id"] for row in pq.read(tmp_path / "out.csv")] == FORMULAS


def test_commands_write_it(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    given, quotes, same = (tmp_path / name for name in ("in.csv", "quotes.csv", "same.csv"))
    text = '"=1+1 is what we sold the old lighthouse for, to the ferry man," Ana Ruiz said.'
    with given.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "text"], ["=a", text], ["@b", text]])
    assert run(capfd, "quotes", str(given), "-o", str(quotes), "--safe-csv")[0] == 0
    at = cells(quotes)[0].index("article_id")
    assert [row[at] for row in cells(quotes)[1:]] == ["'=a", "'@b"]
    assert run(capfd, "quotes", str(given), "-o", str(quotes))[0] == 0
    for command in (["same", str(quotes)], ["duplicates", str(given)], ["stories", str(given)]):
        assert run(capfd, *command, "-o", str(same), "--safe-csv")[0] == 0
        rows = cells(same)
        assert len(rows) == 3
        assert not any(cell.startswith(("=", "@")) for row in rows for cell in row)
    # To go on, the option must be the same.
    code, _, err = run(capfd, "link", str(given), "-o", str(same), "--safe-csv")
    assert (code, "no column" in err) == (1, True)


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def test_no_data_becomes_code() -> None:
    found = []
    for path in sorted((ROOT / "python/pullquote").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.name for alias in node.names]
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                refused = {"pickle", "marshal", "shelve", "subprocess", "ctypes", "socket", "yaml"}
                found += [(path.name, name) for name in names if name.partition(".")[0] in refused]
            if isinstance(node, ast.Call):
                if _called(node) in REFUSED:
                    found.append((path.name, _called(node)))
                for keyword in node.keywords:
                    is_on = not isinstance(keyword.value, ast.Constant) or keyword.value.value
                    if keyword.arg in ("shell", "allow_pickle") and is_on:
                        found.append((path.name, f"{keyword.arg}="))
    assert set(found) == set(KNOWN)


EVIL_IDS = [
    "../../evil",
    "/tmp/evil",
    "..\\evil",
    "con.csv",
    "a\0b",
    "~/evil",
    "$(touch evil)",
    "x.parts",
]


def test_no_path_comes_out_of_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Ids, titles and outlets are names of files to nobody.
    folder = tmp_path / "a/b"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    rows = [
        {
            "id": evil,
            "outlet": evil,
            "title": evil,
            "url": evil,
            "text": f'"No," Ana Ruiz said. {evil}',
        }
        for evil in EVIL_IDS
    ]
    pq.write(rows, {"quotes": "quotes.csv", "people": "people.jsonl"}, keep=["url"])
    pq.highlights(rows, "quotes.html")
    pq.link_people(pq.extract(rows, ["quotes", "people"]))
    there = sorted(
        str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()
    )
    assert there == ["a/b/people.jsonl", "a/b/quotes.csv", "a/b/quotes.html"]


def test_security_md_says_how_to_report() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    for words in ("Report", "promise", "Out of scope", "safe_csv"):
        assert words in text
