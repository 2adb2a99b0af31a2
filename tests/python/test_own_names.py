"""Names of the user's own, and tables that find only the layers they need."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

import pullquote as pq
from pullquote import _save

TEXT = (
    "OSTERHAVN — Acme Pier Works will close, Lena Quist said on Monday. “We kept Acme’s word,” "
    "Quist said. Acmes and PanAcme had no comment. Nordby Tea’s owner, Bo Nordby Teasdale, left OSTERHAVN."
)
ARTICLES = [{"id": "a", "text": TEXT}, {"id": "b", "text": "Nothing."}]
NAMES = {"ORG": ["Acme", "Acme Pier Works", "Nordby Tea"], "GPE": ["Osterhavn"]}


def shown(rows: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [(row["text"], row["label"]) for row in rows if row["method"] == "names"]


def test_names_are_found_as_whole_words_and_the_longest_wins() -> None:
    nlp = pq.Pipeline(names=NAMES)
    rows = nlp.names(ARTICLES)
    assert shown(rows) == [("Acme Pier Works", "ORG"), ("Acme", "ORG"), ("Nordby Tea", "ORG")]
    for row in rows:
        assert TEXT[row["start"] : row["end"]] == row["text"]
    found = shown(nlp.mentions(ARTICLES))
    assert ("Acme Pier Works", "ORG") in found
    assert ("Acme", "ORG") in found
    ignoring = pq.Pipeline(names=NAMES, names_case="ignore")
    assert ("OSTERHAVN", "GPE") in [(row["text"], row["label"]) for row in ignoring.names(ARTICLES)]


def test_a_longer_name_of_the_label_stays() -> None:
    text = "The mayor, Ana Ruiz, said she would stay. Ruiz left."
    rows = pq.Pipeline(names={"PERSON": ["Ruiz"]}).mentions([text])
    names = [(row["text"], row["method"] == "names") for row in rows if row["kind"] == "name"]
    assert names == [("Ana Ruiz", False), ("Ruiz", True)]


def test_a_name_of_ones_own_can_speak() -> None:
    text = "“The gate is shut,” zorblatt said on Monday."
    quote = pq.Pipeline(names={"PERSON": ["zorblatt"]}).quotes([text])[0]
    assert quote["speaker"] == "zorblatt"


@pytest.mark.parametrize(
    ("names", "case", "expected"),
    [
        (["Acme"], "exact", "expected a dict"),
        ({"ORG": "Acme"}, "exact", "expected a list of names"),
        ({"ORG": [1]}, "exact", "expected str"),
        ({"COMPANY": ["Acme"]}, "exact", "unknown label"),
        ({"ORG": [""]}, "exact", "is empty"),
        ({"ORG": ["Acme"], "GPE": ["Acme"]}, "exact", "two labels|stands under"),
        ({"ORG": ["Acme"], "GPE": ["acme"]}, "ignore", "stands under"),
        ({"ORG": ["Acme"]}, "smart", "names_case"),
    ],
)
def test_what_is_no_list_of_names_is_refused(names: object, case: str, expected: str) -> None:
    with pytest.raises(pq.InvalidOptionError, match=expected):
        pq.Pipeline(names=names, names_case=case)  # type: ignore[arg-type]


def test_a_pipeline_without_names_has_no_table_of_them() -> None:
    with pytest.raises(pq.InvalidOptionError, match="no names"):
        pq.Pipeline().names(ARTICLES)


def test_names_survive_pickling() -> None:
    nlp = pq.Pipeline(names=NAMES, names_case="ignore")
    again = pickle.loads(pickle.dumps(nlp))
    assert again.names(ARTICLES) == nlp.names(ARTICLES)
    assert repr(again) == repr(nlp)
    assert "names=4" in repr(nlp)
    document = nlp(TEXT)
    restored = pickle.loads(pickle.dumps(document))
    assert restored == document
    assert restored.to_dict() == document.to_dict()
    assert document != pq.analyze(TEXT)


def test_many_names_are_found_as_a_search_for_each_would() -> None:
    words = [f"Zq{n:05}x" for n in range(50_000)]
    nlp = pq.Pipeline(names={"ORG": words})
    text = " and ".join(words[::5_000]) + ", Zq00001xy"
    assert [row["text"] for row in nlp.names([text])] == words[::5_000]


@pytest.mark.parametrize("quotes", [True, False])
def test_a_table_alone_is_the_same_as_among_others(quotes: bool) -> None:
    names = ["articles", "mentions", "people", "times", "boilerplate", "sentences", "tokens"]
    names += ["quotes", "marks"] if quotes else []
    together = pq.extract(ARTICLES, names, quotes=quotes)
    for name in names:
        assert pq.extract(ARTICLES, [name], quotes=quotes)[name] == together[name], name


def test_tokens_without_tags_are_the_same_tokens() -> None:
    full = pq.tokens(ARTICLES)
    bare = pq.tokens(ARTICLES, tags=False, quotes=False)
    for column in ("article_id", "sentence", "start", "end", "text"):
        assert [row[column] for row in bare] == [row[column] for row in full], column
    for column in ("tag", "pos", "lemma", "is_quoted"):
        assert all(row[column] is None for row in bare), column
    half = pq.tokens(ARTICLES, tags=False)
    assert [row["is_quoted"] for row in half] == [row["is_quoted"] for row in full]
    with pytest.raises(pq.InvalidOptionError, match="tags"):
        pq.tokens(ARTICLES, tags="no")  # type: ignore[arg-type]


def test_a_run_is_not_gone_on_with_under_other_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_save, "_COMMIT_ARTICLES", 6)
    out = {"tokens": tmp_path / "tokens.jsonl"}
    articles = [{"id": str(n), "text": "One."} for n in range(3000)]

    def breaks_off() -> Iterator[dict[str, str]]:
        yield from articles
        raise OSError("the source broke off")

    with pytest.raises(OSError, match="broke off"):
        pq.write(breaks_off(), out, tags=False, quotes=False)
    with pytest.raises(pq.InvalidInputError, match="a run with tags False, not True"):
        pq.write(articles, out, quotes=False, resume=True)
    done = pq.write(articles, out, tags=False, quotes=False, resume=True)
    assert done.n_rows["tokens"] == 6000
