"""Learning from labelled articles: what it gives, every message, model files in pipelines and pickles."""

from __future__ import annotations

import gzip
import json
import os
import pickle
import re
import signal
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pullquote as pq
from conftest import ROOT, TEXT, run

#: Ferries that are called like persons, ORG by the rules of this domain, and their skippers.
GIVEN = ["Clara", "Peter", "Lucy", "Martin", "Ruth", "Simon", "Emma", "Paul"]
SURNAMES = ["Holm", "Ashdown", "Marsh", "Vale", "Calder", "Lund"]
FERRIES = [f"{given} {surname}" for surname in SURNAMES for given in GIVEN]
PEOPLE = ["Joan Pell", "Omar Reyes", "Ivy Tan", "Karl Busch", "Mia Sorel", "Dan Okafor"]

UNSEEN = (
    'The ferry Helen Frost left Port Alder on Friday. "It was loud," said Nora Lindt, who steers the '
    "ferry Helen Frost."
)


def labelled(text: str, names: dict[str, str]) -> dict[str, Any]:
    """An article with every occurrence of the names."""
    found = [
        [match.start(), match.end(), label]
        for name, label in names.items()
        for match in re.finditer(re.escape(name), text)
    ]
    return {"text": text, "entities": sorted(found)}


def toy() -> list[dict[str, Any]]:
    articles = []
    for at, ferry in enumerate(FERRIES):
        person, place = PEOPLE[at % len(PEOPLE)], ("Port Alder", "Lower Quay")[at % 2]
        text = (
            f"The ferry {ferry} left {place} on Friday. “We are café people 🎉,” said {person}, who "
            f"steers the ferry {ferry}.\n\nThe new engine of the ferry {ferry} is loud."
        )
        articles.append(labelled(text, {ferry: "ORG", person: "PERSON", place: "GPE"}))
    return articles


def names(nlp: pq.Pipeline, text: str) -> list[tuple[str, str]]:
    return [(m.text, m.label) for m in nlp(text).mentions if m.kind == "name"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that knows the ferries."""
    path = tmp_path_factory.mktemp("model") / "ferries.model"
    pq.train_names(toy(), path)
    return path


def test_learns_a_domain_that_the_embedded_model_gets_wrong(model: Path) -> None:
    right = [
        ("Helen Frost", "ORG"),
        ("Port Alder", "GPE"),
        ("Nora Lindt", "PERSON"),
        ("Helen Frost", "ORG"),
    ]
    assert names(pq.Pipeline(), UNSEEN) != right
    assert names(pq.Pipeline(model=model), UNSEEN) == right


def test_says_how_it_went(tmp_path: Path) -> None:
    done = pq.train_names(toy(), str(tmp_path / "a.model"))
    assert done.path == str(tmp_path / "a.model")
    assert (done.n_articles, done.n_missed) == (48, 0)
    assert done.n_names == {"PER": 48, "ORG": 144, "LOC": 48, "NORP": 0}
    assert done.losses[-1] < done.losses[0]
    assert len(pq.train_names(toy(), tmp_path / "b.model", epochs=5).losses) == 5
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a.model", "b.model"]


@pytest.mark.parametrize("from_scratch", [False, True])
def test_same_articles_same_bytes(tmp_path: Path, from_scratch: bool) -> None:
    for name in ("a.model", "b.model"):
        pq.train_names(toy(), tmp_path / name, from_scratch=from_scratch, epochs=2)
    content = (tmp_path / "a.model").read_bytes()
    assert content == (tmp_path / "b.model").read_bytes()
    assert pq.Pipeline(model=tmp_path / "a.model")(TEXT).error is None


def test_kinds_that_are_not_labelled_stay_as_they_are(tmp_path: Path) -> None:
    ferries = [
        {"text": row["text"], "entities": [e for e in row["entities"] if e[2] == "ORG"]}
        for row in toy()
    ]
    pq.train_names(ferries, tmp_path / "a.model")
    text = "Angela Merkel met French officials in Berlin."
    found = names(pq.Pipeline(model=tmp_path / "a.model"), text)
    assert found == names(pq.Pipeline(), text)
    assert ("Angela Merkel", "PERSON") in found


def test_takes_what_documents_give_and_what_has_no_name(tmp_path: Path) -> None:
    document = pq.analyze(TEXT + " It cost $5 million.").to_dict()
    assert {m["label"] for m in document["mentions"]} >= {"PERSON", "MONEY"}
    rows = [*toy(), document, {"text": "Nothing here.", "entities": []}]
    done = pq.train_names(rows, tmp_path / "a.model")
    assert done.n_articles == 50
    assert done.n_names["PER"] > 48


def test_names_inside_words_and_in_boilerplate_are_counted(tmp_path: Path) -> None:
    rows = toy()
    rows[0]["entities"][0] = [9, 12, "ORG"]
    assert pq.train_names(rows, tmp_path / "a.model").n_missed == 1


BAD: list[tuple[object, str]] = [
    ("a", 'article 8: a str; expected {"text": …, "entities": [[start, end, label], …]}'),
    (
        {"body": "a", "entities": []},
        "article 8: no text; expected a str in `text`; fields there are: 'body', 'entities'",
    ),
    ({"text": 3}, "article 8: text is a int; expected a str in `text`; fields there are: 'text'"),
    (
        {"text": "a", "labels": []},
        "article 8: no names; expected `entities`, [[start, end, label], …], or `mentions`; "
        "fields there are: 'text', 'labels'",
    ),
    ({"text": "a", "entities": {}}, "article 8: entities is a dict; expected a list"),
    (
        {"text": "a", "entities": [[0, 1]]},
        "article 8: entities[0]: [0, 1]; expected [start, end, label]",
    ),
    (
        {"text": "Ann", "entities": [[0, 4, "PER"]]},
        "article 8: entities[0]: end 4 is outside the text of 3 characters",
    ),
    (
        {"text": "Ann", "mentions": [{"start": -1, "end": 2, "label": "PER"}]},
        "article 8: mentions[0]: start -1 is outside the text of 3 characters",
    ),
    (
        {"text": "Ann", "entities": [[2, 2, "PER"]]},
        "article 8: entities[0]: start 2 is not before end 2",
    ),
    (
        {"text": "Ann", "entities": [[0, "3", "PER"]]},
        "article 8: entities[0]: end is '3'; expected a number of characters",
    ),
    (
        {"text": "Ann Lee", "entities": [[4, 7, "PER"], [0, 5, "ORG"]]},
        "article 8: entities[0] begins at 4, inside entities[1], which ends at 5; names may not overlap",
    ),
    (
        {"text": "Ann", "entities": [[0, 3, "HUMAN"]]},
        "article 8: entities[0]: unknown label 'HUMAN'; expected one of: PERSON (or PER), ORG, GPE, LOC, "
        "FAC (all three learned as places), NORP; leave out names of other kinds",
    ),
    (
        {"text": "é Ann", "mentions": [{"start": 3, "end": 5, "label": "PER", "text": "Ann"}]},
        "article 8: mentions[0]: its text is 'Ann', but 3 to 5 in the article is 'nn'; offsets count "
        "code points, not bytes",
    ),
    (
        {"text": "Ann", "entities": [[0, 3, None]]},
        "article 8: entities[0]: label is None; expected",
    ),
]


@pytest.mark.parametrize(("row", "message"), BAD)
def test_an_article_that_cannot_be_learned_from(tmp_path: Path, row: Any, message: str) -> None:
    with pytest.raises(pq.InvalidInputError, match="^" + re.escape(message)):
        pq.train_names([*toy()[:8], row], tmp_path / "a.model")
    # The same from a file: with its line, empty lines counted.
    path = tmp_path / "my.jsonl"
    lines = [json.dumps(article) for article in [*toy()[:8], row]]
    path.write_text("\n".join(["", *lines]) + "\n", "utf-8")
    message = message.replace("article 8", f"{path}:10")
    with pytest.raises(pq.InvalidInputError, match="^" + re.escape(message)):
        pq.train_names(path, tmp_path / "a.model")
    assert not (tmp_path / "a.model").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("my.jsonl", b'{"text": "a", "entities": []}\n{"text": ,}\n', ":2: not JSON: Expecting value at column 10"),
        ("my.jsonl", b'{"text": "\xff"}\n', ": not UTF-8 (invalid start byte after line 0); convert it first"),
        ("my.jsonl", b"", ": 0 labelled articles; expected 8 or more"),
        ("my.csv", b"text", ": unknown kind of file; expected JSON Lines: .jsonl"),
        ("my.jsonl.gz", b"text", ": Not a gzipped file"),
        ("my.jsonl", None, ": No such file or directory"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    expected = re.escape(message if content == b"" else f"{path}{message}").removeprefix(":\\ ")
    with pytest.raises(pq.InvalidInputError, match="^" + expected):
        pq.train_names(path, tmp_path / "a.model")


def test_too_little_to_learn_from(tmp_path: Path) -> None:
    out = tmp_path / "a.model"
    with pytest.raises(pq.InvalidInputError, match=r"^7 labelled articles; expected 8 or more$"):
        pq.train_names(toy()[:7], out)
    with pytest.raises(
        pq.InvalidInputError, match=r"^no name in any of 9 articles; expected labels"
    ):
        pq.train_names([{"text": "a", "entities": []}] * 9, out)
    with pytest.raises(
        pq.InvalidInputError, match=r"^articles is a dict; expected a list of mappings"
    ):
        pq.train_names(toy()[0], out)  # type: ignore[arg-type]


def test_options_are_checked_before_anything_is_read(tmp_path: Path) -> None:
    missing = tmp_path / "none" / "a.model"
    for out, options, message in [
        (missing, {}, f"{missing}: no folder '{missing.parent}'; make it first"),
        (tmp_path, {}, f"{tmp_path}: a folder; expected the path of the model file to write"),
        ("", {}, "out is ''; expected the path of the model file to write"),
        ("a.model", {"epochs": 0}, "epochs is 0; expected a number from 1 to 1000"),
        ("a.model", {"epochs": True}, "epochs is True; expected a number from 1 to 1000"),
    ]:
        with pytest.raises(pq.InvalidOptionError, match="^" + re.escape(message) + "$"):
            pq.train_names("none.jsonl", out, **options)  # type: ignore[arg-type]


def with_checksum(content: bytes) -> bytes:
    return content + struct.pack("<I", zlib.crc32(content))


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda _: b"", "cut off: the magic bytes needs 8 bytes, 0 are left; copy or train it again (at byte 0)"),
        (lambda _: b"text, no model", "this is no pullquote model; expected it to begin with PQMODEL (at byte 0)"),
        (lambda file: file[:5000], "cut off: the filter of features needs"),
        (lambda file: file[:-4], "cut off"),
        (lambda file: flipped(file, 100_000), "damaged: the checksum does not agree with the bytes"),
        (lambda file: with_checksum(flipped(file[:-4], 8)), "format version 0; expected 1; train the model again (at byte 8)"),
        (lambda file: with_checksum(flipped(file[:-4], 12)), "trained with other features than this version's; train the model again (at byte 12)"),
        (lambda _: (ROOT / "data/models/tags.bin").read_bytes(), 'a model of "tags"; expected one of "names" (at byte 12)'),
    ],
)  # fmt: skip
def test_a_model_that_cannot_be_used(
    tmp_path: Path, model: Path, change: Callable[[bytes], bytes], message: str
) -> None:
    path = tmp_path / "my.model"
    path.write_bytes(change(model.read_bytes()))
    uses: list[Callable[[], object]] = [
        lambda: pq.Pipeline(model=path),
        lambda: pq.quotes([TEXT], model=str(path)),
        lambda: pq.analyze(TEXT, model=path),
    ]
    for use in uses:
        with pytest.raises(
            pq.InvalidInputError, match=re.escape(f"model {path}: {message}")
        ) as raised:
            use()
        assert re.search(r"\(at byte \d+\)$", str(raised.value))


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "none.model"
    message = f"model {path}: No such file or directory; expected a file that pq.train_names()"
    with pytest.raises(pq.InvalidInputError, match="^" + re.escape(message)):
        pq.Pipeline(model=path)
    with pytest.raises(pq.InvalidInputError, match=": Is a directory; expected"):
        pq.Pipeline(model=tmp_path)
    for wrong in (b"my.model", 3):
        with pytest.raises(
            pq.InvalidOptionError, match="expected the path of a model file, or None"
        ):
            pq.Pipeline(model=wrong)  # type: ignore[arg-type]


def test_every_function_takes_a_model(model: Path) -> None:
    nlp = pq.Pipeline(model=model, threads=1)
    labels = [row["label"] for row in pq.mentions([UNSEEN], model=model) if row["kind"] == "name"]
    assert labels == ["ORG", "GPE", "PERSON", "ORG"]
    assert pq.extract([UNSEEN], ["mentions"], model=model)["mentions"] == nlp.mentions([UNSEEN])
    assert pq.analyze(UNSEEN, model=model) == nlp(UNSEEN) != pq.analyze(UNSEEN)
    for table in ("quotes", "people", "marks", "boilerplate", "sentences", "tokens", "articles"):
        assert getattr(pq, table)([UNSEEN], model=model) == getattr(nlp, table)([UNSEEN])


def test_one_thread_and_many_give_the_same(model: Path, articles: list[dict[str, Any]]) -> None:
    rows = [*articles, *toy()[:12]] * 5
    tables = ["mentions", "people", "quotes"]
    one = pq.extract([{"text": row["text"]} for row in rows], tables, model=model, threads=1)
    many = pq.extract([{"text": row["text"]} for row in rows], tables, model=model, threads=5)
    assert one == many
    # Two models in turn in one thread.
    custom, embedded = pq.Pipeline(model=model, threads=1), pq.Pipeline(threads=1)
    alone = [names(embedded, row["text"]) for row in rows[:20]]
    mixed = [(names(embedded, row["text"]), names(custom, row["text"])) for row in rows[:20]]
    assert [pair[0] for pair in mixed] == alone
    assert [pair[1] for pair in mixed] == [names(custom, row["text"]) for row in rows[:20]]


LOADS = """
import pickle, sys
nlp, document = pickle.load(sys.stdin.buffer)
assert document == nlp(document.text)
print([m.label for m in document.mentions if m.kind == "name"], nlp)
"""


def test_pickles_work_in_another_process(tmp_path: Path, model: Path) -> None:
    path = tmp_path / "moved.model"
    path.write_bytes(model.read_bytes())
    nlp = pq.Pipeline(model=path, threads=1)
    assert repr(nlp) == f"Pipeline(model={str(path)!r}, threads=1)"
    pickled = pickle.dumps((nlp, nlp(UNSEEN)))
    path.unlink()
    done = subprocess.run([sys.executable, "-c", LOADS], input=pickled, capture_output=True)
    assert done.stderr == b""
    assert done.stdout.decode().startswith("['ORG', 'GPE', 'PERSON', 'ORG'] Pipeline(model=")


def test_a_pickled_document_looks_for_its_model(tmp_path: Path, model: Path) -> None:
    path = tmp_path / "my.model"
    pq.train_names(toy(), path, from_scratch=True, epochs=2)
    content = path.read_bytes()
    document = pq.analyze(UNSEEN, model=path)
    found = [m.text for m in document.mentions]
    pickled = pickle.dumps(document)
    assert len(pickled) < 10_000
    del document
    assert [m.text for m in pickle.loads(pickled).mentions] == found
    path.write_bytes(model.read_bytes())
    with pytest.raises(
        pq.InvalidInputError, match="another model than the one that a pickled document"
    ):
        pickle.loads(pickled)
    path.unlink()
    with pytest.raises(pq.InvalidInputError, match="a pickled document was made with it"):
        pickle.loads(pickled)
    path.write_bytes(content)
    assert pickle.loads(pickled) == pq.analyze(UNSEEN, model=path)


def test_the_command(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    first, second, out = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz", tmp_path / "my.model"
    lines = [json.dumps(row) + "\n" for row in toy()]
    first.write_text("".join(lines[:6]), "utf-8")
    with gzip.open(second, "wt", encoding="utf-8") as file:
        file.writelines(lines[6:])
    code, printed, err = run(capfd, "train", "--names", str(first), str(second), "-o", str(out))
    assert (code, printed) == (0, "")
    assert err.startswith(f"{out}: 48 articles, names: 48 PER, 144 ORG, 48 LOC; wrong: ")
    pq.train_names(toy(), tmp_path / "same.model")
    assert out.read_bytes() == (tmp_path / "same.model").read_bytes()
    article = tmp_path / "article.txt"
    article.write_text(UNSEEN, "utf-8")
    code, printed, _ = run(capfd, "mentions", str(article), "--model", str(out))
    rows = [json.loads(line) for line in printed.splitlines()]
    assert [row["label"] for row in rows if row["kind"] == "name"] == [
        "ORG",
        "GPE",
        "PERSON",
        "ORG",
    ]
    code, printed, _ = run(capfd, "annotate", str(article), "--model", str(out))
    assert json.loads(printed) == pq.analyze(UNSEEN, id="article.txt", model=out).to_dict()


def test_the_command_says_what_is_wrong(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Ann", "entities": [[0, 9, "PER"]]}\n', "utf-8")
    out = str(tmp_path / "my.model")
    code, _, err = run(capfd, "train", "--names", str(path), "-o", out)
    message = f"{path}:1: entities[0]: end 9 is outside the text of 3 characters"
    assert (code, err) == (1, f"pullquote: {message}\n")
    assert run(capfd, "train", "-o", out)[0] == 2
    assert run(capfd, "train", "--names", str(path), "-o", out, "--epochs", "0")[0] == 1
    code, _, err = run(capfd, "quotes", str(path), "--model", out)
    assert (code, "model " in err, "No such file" in err) == (1, True, True)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_stops_a_training(tmp_path: Path) -> None:
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        pq.train_names(toy() * 20, tmp_path / "a.model", epochs=1000)
    assert list(tmp_path.iterdir()) == []
