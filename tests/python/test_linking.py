"""Identities across articles: the gold cases, every kind of table, wrong input, order, earlier results."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pullquote as pq
from conftest import ROOT, run
from pullquote import _core
from test_gold import load
from test_tables import Stream, plain

CASES = load(ROOT / "tests/gold/identities.toml")["case"]
UNSETTLED = load(ROOT / "tests/gold/unsettled.toml").get("identities", {})
ADDED = ["identity_id", "identity_name", "identity_method"]


def tables_of(case: dict[str, Any]) -> dict[str, Any]:
    """The tables that a case describes."""
    people = [
        {"article_id": row["in"], "person_id": f"{row['in']}:p{at}", "aliases": []}
        | {name: value for name, value in row.items() if name not in ("in", "is")}
        for at, row in enumerate(case["people"])
    ]
    articles = [{"article_id": id, **row} for id, row in case.get("articles", {}).items()]
    return {"people": people, "articles": articles}


def partition(labels: list[str]) -> set[frozenset[int]]:
    """Which rows are one, whatever the labels."""
    rows: dict[str, set[int]] = {}
    for row, label in enumerate(labels):
        rows.setdefault(label, set()).add(row)
    return {frozenset(same) for same in rows.values()}


def mistakes(case: dict[str, Any], people: list[dict[str, Any]]) -> list[str]:
    """What is not as in the gold."""
    gold = [row["is"] for row in case["people"]]
    found = [row["identity_id"] for row in people]
    wrong = [] if partition(gold) == partition(found) else [f"{gold} is not {found}"]
    for identity, row in zip(gold, people):
        for wanted, column in (("names", "identity_name"), ("ids", "identity_id")):
            if case.get(wanted, {}).get(identity, row[column]) != row[column]:
                wrong.append(f"{identity}: {column} {row[column]!r}")
    return wrong


def test_the_gold_is_read() -> None:
    assert len(CASES) >= 40
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names)
    assert set(UNSETTLED) <= set(names)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_gold(case: dict[str, Any]) -> None:
    linked = pq.link_people(tables_of(case), aliases=case.get("register"))
    wrong = mistakes(case, linked["people"])
    assert bool(wrong) == (case["name"] in UNSETTLED), wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_no_order_of_rows_or_articles_changes_an_identity(case: dict[str, Any]) -> None:
    tables = tables_of(case)
    expected = identities(pq.link_people(tables, aliases=case.get("register"))["people"])
    for seed in range(4):
        shuffled = {
            name: random.Random(seed).sample(rows, len(rows)) for name, rows in tables.items()
        }
        linked = pq.link_people(shuffled, aliases=case.get("register"))
        assert identities(linked["people"]) == expected


def identities(people: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """For every person of an article the identity."""
    return {row["person_id"]: tuple(row[name] for name in ADDED) for row in people}


ARTICLES = [
    {
        "id": "a",
        "date": "2018-04-17",
        "text": "Shiro Anbe met Dorian Trask. “We agree,” Anbe said.",
    },
    {
        "id": "b",
        "date": "2018-04-18",
        "text": "Anbe met Dorian Trask again. “It is late,” he said.",
    },
    {"id": "c", "date": "2018-04-19", "text": "“Nobody knows,” a clerk said. The pier was closed."},
]


def extracted(kind: Any = list) -> dict[str, Any]:
    return pq.extract(kind(ARTICLES), ["quotes", "people", "articles"])


def test_adds_columns_to_people_and_quotes_and_changes_nothing_else() -> None:
    tables = extracted()
    before = repr(tables)
    linked = pq.link_people(tables)
    assert repr(tables) == before
    assert list(linked) == list(tables)
    assert linked["articles"] is tables["articles"]
    for name in ("people", "quotes"):
        assert [list(row) for row in linked[name]] == [[*row, *ADDED] for row in tables[name]]
        assert [{k: row[k] for k in row if k not in ADDED} for row in linked[name]] == tables[name]
    by_person = {row["person_id"]: row["identity_id"] for row in linked["people"]}
    for row in linked["quotes"]:
        assert row["identity_id"] == by_person.get(row["person_id"])
    named = {row["article_id"]: row["identity_name"] for row in linked["quotes"]}
    assert named["a"] == "Shiro Anbe"
    assert named["c"] is None


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (pd.DataFrame, pd.DataFrame),
        (pl.DataFrame, pl.DataFrame),
        (pa.Table.from_pylist, pa.Table),
        (lambda rows: Stream(pa.Table.from_pylist(rows)), _core.Table),
    ],
    ids=["pandas", "polars", "pyarrow", "stream"],
)
def test_every_kind_gives_the_same_identities(make: Any, kind: type) -> None:
    expected = pq.link_people(extracted())
    linked = pq.link_people(extracted(make))
    again = pq.link_people(linked)
    for name in ("people", "quotes"):
        assert isinstance(linked[name], kind)
        assert plain(linked[name]) == expected[name]
        assert plain(again[name]) == expected[name], "columns of an earlier run are replaced"
    alone = pq.link_people(extracted(make)["people"])
    assert isinstance(alone, kind)


def test_other_kinds_of_tables() -> None:
    expected = pq.link_people(extracted()["people"])
    table = extracted(pa.Table.from_pylist)["people"]
    batch = pq.link_people(table.to_batches()[0])
    assert isinstance(batch, pa.RecordBatch)
    assert batch.to_pylist() == expected
    assert isinstance(pq.link_people(table.to_batches()[0].slice(0, 0)), pa.RecordBatch)
    given = extracted()["people"]
    assert pq.link_people(tuple(given)) == pq.link_people(row for row in given) == expected
    reader = pq.link_people(table.to_reader())
    assert isinstance(reader, pa.RecordBatchReader)
    assert plain(reader) == expected
    assert plain(pq.link_people(Stream(table))) == expected
    assert plain(pq.link_people(pl.DataFrame(table))) == expected
    mixed = {
        "people": extracted(pd.DataFrame)["people"],
        "quotes": extracted(pl.DataFrame)["quotes"],
    }
    linked = pq.link_people(mixed)
    assert isinstance(linked["people"], pd.DataFrame)
    assert linked["quotes"]["identity_id"].to_list() == [
        row["identity_id"] for row in pq.link_people(extracted())["quotes"]
    ]


def test_pandas_keeps_its_index_and_attributes() -> None:
    people = extracted(pd.DataFrame)["people"]
    people.index = pd.Index(range(10, 10 + len(people)))
    linked = pq.link_people(people)
    assert linked.index.tolist() == people.index.tolist()
    assert linked.attrs == people.attrs
    assert linked.columns.tolist() == [*people.columns, *ADDED]


def test_no_rows_are_fine() -> None:
    assert pq.link_people([]) == []
    for make in (pd.DataFrame, pl.DataFrame, pa.Table.from_pylist):
        tables = pq.extract(make([{"id": "a", "text": "Nothing."}]), ["people", "quotes"])
        assert len(pq.link_people(tables)["people"]) == 0


def test_concatenated_tables_link_as_one() -> None:
    frames = [pq.people(pd.DataFrame(ARTICLES[:1])), pq.people(pd.DataFrame(ARTICLES[1:]))]
    linked = pq.link_people(pd.concat(frames))
    expected = pq.link_people(pq.people(ARTICLES))
    assert linked["identity_id"].tolist() == [row["identity_id"] for row in expected]


def test_csv_turns_nothing_around(tmp_path: Any) -> None:
    path = tmp_path / "people.csv"
    pq.people(pd.DataFrame(ARTICLES)).to_csv(path, index=False)
    expected = [row["identity_id"] for row in pq.link_people(pq.people(ARTICLES))]
    for frame in (pd.read_csv(path), pd.read_csv(path, dtype=str, keep_default_na=False)):
        assert pq.link_people(frame)["identity_id"].tolist() == expected


PERSON = {"article_id": "a", "person_id": "a:p1", "name": "Ana Ruiz"}


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"quotes": []}, r"has no table 'people'; tables there are: 'quotes'; make them with"),
        (
            [{"name": "Ana Ruiz"}],
            r"people has no column 'article_id', 'person_id'; columns .* 'name'",
        ),
        (
            [PERSON, PERSON],
            r"people has persons twice: 'a:p1' of article 'a' \(rows 0, 1\); give every",
        ),
        ([PERSON | {"name": None}], r"people has None as name in row 0; expected a str"),
        ([PERSON | {"name": 7}], r"people has 7 as name in row 0; expected a str"),
        ([PERSON, PERSON | {"person_id": None}], r"people has None as person_id in row 1"),
        (["Ana Ruiz"], r"people has a str in row 0; expected a dict"),
        ("people.csv", r"people is a builtins.str; expected a pandas or polars DataFrame"),
        (7, r"people is a builtins.int; expected a pandas or polars DataFrame"),
        (
            pd.Series(["Ana Ruiz"]),
            r"people is a pandas.Series; expected a pandas or polars DataFrame",
        ),
        (pl.Series(["Ana Ruiz"]), r"people is a polars.Series; expected a pandas or polars"),
        (np.array(["Ana Ruiz"]), r"people is a numpy.ndarray; expected a pandas or polars"),
        (pa.chunked_array([["Ana Ruiz"]]), r"people is a pyarrow.ChunkedArray; expected a pandas"),
        (pd.DataFrame(index=[1, 2, 3]), r"people has no column 'article_id', 'person_id', 'name'"),
        (
            [{}, {}],
            r"people has no column 'article_id', 'person_id', 'name'; columns there are: none",
        ),
        ({"people": [PERSON], "quotes": [{}]}, r"quotes has no column 'article_id', 'person_id'"),
        (
            [PERSON | {"role": ["a"]}],
            r"people has a list as role in row 0; expected a str, or None",
        ),
        (
            [PERSON, PERSON | {"person_id": "b", "pronouns": np.array(["he", "she"])}],
            "a ndarray as pronouns in row 1",
        ),
        ([PERSON | {"nationality": 7}], r"people has a int as nationality in row 0"),
        (pl.LazyFrame([PERSON]), r"people is a polars LazyFrame; call .collect\(\) on it first"),
        (
            pd.DataFrame([PERSON]).iloc[:, [0, 1, 2, 2]],
            r"people has two columns named 'name'; rename",
        ),
        (
            {"people": [PERSON], "quotes": [{"text": "x"}]},
            r"quotes has no column 'article_id', 'person_id'",
        ),
    ],
)
def test_wrong_tables(tables: Any, message: str) -> None:
    with pytest.raises(pq.InvalidInputError, match=message):
        pq.link_people(tables)


@pytest.mark.parametrize(
    ("aliases", "message"),
    [
        (["Ana Ruiz"], r"aliases is a list; expected a dict from identifiers to names"),
        ({7: ["Ana Ruiz"]}, r"aliases has the identifier 7; expected a str"),
        ({"Q1": []}, r"aliases has \[\] for 'Q1'; expected a list of names"),
        ({"Q1": [7]}, r"aliases has \[7\] for 'Q1'; expected a list of names"),
        ({"Q1": [" "]}, r"aliases has \[' '\] for 'Q1'"),
        ({"Q1": 7}, r"aliases has 7 for 'Q1'"),
    ],
)
def test_wrong_aliases(aliases: Any, message: str) -> None:
    with pytest.raises(pq.InvalidOptionError, match=message):
        pq.link_people([PERSON], aliases=aliases)


def test_wrong_known() -> None:
    with pytest.raises(pq.InvalidInputError, match="known: has no table 'people'"):
        pq.link_people([PERSON], known={"quotes": []})
    with pytest.raises(pq.InvalidInputError, match="known: people has no identity_id in row 0"):
        pq.link_people([PERSON], known=[PERSON | {"identity_id": None}])
    with pytest.raises(pq.InvalidInputError, match="known: people has no column 'name'"):
        pq.link_people([PERSON], known=[{"article_id": "a", "person_id": "a:p1"}])


def test_spellings_of_a_name_are_one_and_show_the_usual_one() -> None:
    names = ["Ana  Ruizalde", "Ruizalde, Ana", "習近平", "習近平"]
    people = [
        {"article_id": str(at), "person_id": str(at), "name": name} for at, name in enumerate(names)
    ]
    shown = [(row["identity_name"], row["identity_method"]) for row in pq.link_people(people)]
    assert shown == [("Ana Ruizalde", "full-name")] * 2 + [("習近平", "full-name")] * 2


def test_quotes_of_persons_that_are_not_there() -> None:
    quotes = [{"article_id": "a", "person_id": person} for person in ("a:p1", "a:p9", None, np.nan)]
    with pytest.warns(pq.PullquoteWarning, match="1 row of quotes name persons .* such as 'a:p9'"):
        linked = pq.link_people({"people": [PERSON], "quotes": quotes})
    assert [row["identity_name"] for row in linked["quotes"]] == ["Ana Ruiz", None, None, None]


def test_values_of_all_kinds() -> None:
    """What other libraries make of lists, ages, dates and ids."""
    rows: list[dict[str, Any]] = [
        {
            "article_id": 7,
            "aliases": np.array(["Ruiz"]),
            "age": np.float64(34),
            "date": pd.Timestamp("2018-04-17"),
        },
        {"article_id": 8.0, "aliases": '["Ruiz"]', "age": "61", "date": "2018-04-17T09:00:00Z"},
        {
            "article_id": "9",
            "aliases": "[Ruiz",
            "age": "old",
            "date": "soon",
            "role": "",
            "nationality": pd.NA,
        },
        {
            "article_id": None,
            "aliases": None,
            "age": float("nan"),
            "date": pd.NaT,
            "role": "\ud800",
        },
        {"article_id": "10", "aliases": 7, "age": float("inf"), "outlet": 7},
    ]
    people = [
        {"person_id": f"p{at}", "name": "Ana\ud800 Ruizalde", **row} for at, row in enumerate(rows)
    ]
    linked = pq.link_people(people)
    assert linked[0]["identity_id"] != linked[1]["identity_id"], "ages"
    assert {row["identity_name"] for row in linked} == {"Ana? Ruizalde"}
    quotes = [{"article_id": "7.0", "person_id": "p0"}, {"article_id": 7.0, "person_id": "p0"}]
    with pytest.warns(pq.PullquoteWarning, match="1 row of quotes"):
        found = pq.link_people({"people": people, "quotes": quotes})["quotes"]
    assert found[1]["identity_id"] == linked[0]["identity_id"]


def people_of(*articles: tuple[str, list[str]]) -> list[dict[str, Any]]:
    return [
        {"article_id": id, "person_id": f"{id}:p{at}", "name": name}
        for id, names in articles
        for at, name in enumerate(names)
    ]


EARLIER = people_of(("a", ["Ines Carvalho", "Tomasz Wilk"]), ("b", ["Osei", "John Smith"]))
LATER = people_of(("c", ["Carvalho", "Tomasz Wilk"]), ("d", ["Abena Osei", "John Smith"]))


@pytest.mark.parametrize("register", [None, {"Q1": ["Ines Carvalho"]}])
def test_identities_of_earlier_results_keep_their_ids(
    register: dict[str, list[str]] | None,
) -> None:
    earlier = pq.link_people(EARLIER, aliases=register)
    ids = {row["name"]: row["identity_id"] for row in earlier}
    for known in (earlier, {"people": earlier}, pd.DataFrame(earlier), pl.DataFrame(earlier)):
        later = pq.link_people(LATER, known=known, aliases=register)
        assert [row["article_id"] for row in later] == ["c", "c", "d", "d"]
        assert later[0]["identity_id"] == ids["Ines Carvalho"]
        assert later[0]["identity_name"] == "Ines Carvalho"
        assert later[0]["identity_method"] == "context"
        assert later[1]["identity_id"] == ids["Tomasz Wilk"]
        # Nothing but the name is shared: another one, though the key of the name is taken.
        assert later[3]["identity_id"] not in ids.values()
    if register is None:
        expected = pq.link_people(LATER, known=earlier)
        reader = pa.Table.from_pylist(EARLIER).to_reader()
        for unlinked in (EARLIER, {"people": EARLIER}, reader):
            assert pq.link_people(LATER, known=unlinked) == expected
        assert pq.link_people(LATER, known=earlier[::-1]) == expected


def test_articles_that_come_again_keep_their_ids() -> None:
    earlier = pq.link_people(EARLIER)
    renamed = [row | {"identity_id": f"my-{at}"} for at, row in enumerate(earlier)]
    again = pq.link_people([*LATER, *EARLIER], known=renamed)
    assert [row["identity_id"] for row in again[len(LATER) :]] == ["my-0", "my-1", "my-2", "my-3"]
    assert again[0]["identity_id"] == "my-0"


def test_the_register_comes_before_earlier_identities() -> None:
    earlier = pq.link_people(EARLIER)
    later = pq.link_people(
        people_of(("e", ["Ines Carvalho"])), known=earlier, aliases={"Q1": ["Ines Carvalho"]}
    )
    assert (later[0]["identity_id"], later[0]["identity_method"]) == ("Q1", "alias")


NAMES = st.sampled_from(
    [
        *(
            "Ines Carvalho",
            "Inês Carvalho",
            "I. Carvalho",
            "Carvalho",
            "Rui Carvalho",
            "Rui Carvalho Jr.",
        ),
        *(
            "John Smith",
            "J. Smith",
            "John Q. Smith",
            "Smith",
            "Bill Tessaro",
            "William Tessaro",
            "Tessaro",
        ),
        *(
            "Han Seo-jin",
            "Han",
            "Patrick J. Osei",
            "Patrick M. Osei",
            "Patrick Osei",
            "Osei",
            "",
            "von",
            '"',
        ),
    ]
)
ROWS = st.fixed_dictionaries(
    {"name": NAMES},
    optional={
        "role": st.sampled_from(["striker", "senator", None]),
        "nationality": st.sampled_from(["Portuguese", "Ghanaian", None]),
        "age": st.sampled_from([34, 61, None]),
        "pronouns": st.sampled_from(["she", "he", None]),
        "affiliation": st.sampled_from(["Meridian Radio", None]),
    },
)
BATCHES = st.lists(
    st.tuples(st.sampled_from([None, "2018-04-17", "2005-01-01"]), st.lists(ROWS, max_size=4)),
    max_size=7,
)


def batch_tables(batch: list[tuple[str | None, list[dict[str, Any]]]]) -> dict[str, Any]:
    people = [
        {"article_id": f"a{at}", "person_id": f"a{at}:p{number}", **row}
        for at, (_, rows) in enumerate(batch)
        for number, row in enumerate(rows)
    ]
    articles = [{"article_id": f"a{at}", "date": date} for at, (date, _) in enumerate(batch)]
    return {"people": people, "articles": articles}


@settings(max_examples=200, deadline=None)
@given(BATCHES, st.randoms(use_true_random=False))
def test_any_batch_in_any_order(batch: Any, order: random.Random) -> None:
    tables = batch_tables(batch)
    linked = pq.link_people(tables)["people"]
    shuffled = {name: order.sample(rows, len(rows)) for name, rows in tables.items()}
    assert identities(pq.link_people(shuffled)["people"]) == identities(linked)
    names = {row["identity_id"]: row["identity_name"] for row in linked}
    for row in linked:
        assert row["identity_name"] == names[row["identity_id"]], "one name for one identity"
        assert row["identity_method"] in ("full-name", "context", "alone")
    counts = [row["identity_id"] for row in linked]
    for row in linked:
        assert (row["identity_method"] == "alone") == (counts.count(row["identity_id"]) == 1)


@settings(max_examples=100, deadline=None)
@given(BATCHES, st.integers(0, 7))
def test_any_batch_in_two_parts(batch: Any, cut: int) -> None:
    tables = batch_tables(batch)
    first = {f"a{at}" for at in range(cut)}

    def part(is_first: bool) -> dict[str, Any]:
        return {
            name: [row for row in rows if (row["article_id"] in first) == is_first]
            for name, rows in tables.items()
        }

    earlier = pq.link_people(part(True))
    both = pq.link_people(tables, known=earlier)["people"]
    kept = identities(earlier["people"])
    for row in both:
        if row["person_id"] in kept:
            assert row["identity_id"] == kept[row["person_id"]][0]
    later = pq.link_people(part(False), known=earlier)["people"]
    assert len(later) == len(part(False)["people"])


def test_comparisons_grow_with_the_articles() -> None:
    def comparisons(number: int) -> int:
        names = ["John Smith", "Carvalho", "Ines Carvalho", "Bill Tessaro", "William Tessaro"]
        people: dict[str, list[Any]] = {
            "article": [article for article in range(number) for _ in names],
            "label": [str(at) for at in range(len(names) * number)],
            "name": names * number,
            "aliases": [[] for _ in names * number],
        }
        for column in ("role", "affiliation", "age", "nationality", "pronouns", "known"):
            people[column] = [None] * len(people["name"])
        articles = [(str(at), "2018-04-17", None) for at in range(number)]
        return _core.link_people(people, articles, [])[3]

    assert comparisons(1600) <= 6 * comparisons(400)


def test_help_shows_how() -> None:
    assert "one identity for each person" in (pq.link_people.__doc__ or "").lower()
    assert "link_people" in pq.__all__


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet", ".csv.gz"])
def test_the_command(suffix: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    articles = tmp_path / "articles.jsonl"
    articles.write_text("".join(json.dumps(row) + "\n" for row in ARTICLES), "utf-8")
    files = {name: str(tmp_path / f"{name}{suffix}") for name in ("people", "quotes", "p", "q")}
    for name in ("people", "quotes"):
        assert run(capfd, name, str(articles), "-q", "-o", files[name])[0] == 0
    quotes = ["--quotes", files["quotes"], files["q"]]
    code, _, err = run(capfd, "link", files["people"], "-o", files["p"], *quotes)
    assert (code, err) == (0, "4 persons of articles, 2 identities\n")
    expected = pq.link_people(extracted())
    for name, path in (("people", files["p"]), ("quotes", files["q"])):
        if suffix == ".parquet":
            rows = pa.parquet.read_table(path).to_pylist()
        elif suffix == ".jsonl":
            rows = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
        else:
            rows = pd.read_csv(path).replace({np.nan: None}).to_dict("records")
        assert len(rows) == len(expected[name])
        for row, wanted in zip(rows, expected[name]):
            assert {key: row[key] for key in ADDED} == {key: wanted[key] for key in ADDED}
            assert row["person_id"] == wanted["person_id"]
    register = tmp_path / "register.json"
    register.write_text('{"Q1": ["Shiro Anbe"]}', "utf-8")
    out = tmp_path / "x.jsonl"
    for options, id in (
        (["--known", files["p"]], expected["people"][0]["identity_id"]),
        (["--aliases", str(register)], "Q1"),
    ):
        assert run(capfd, "link", files["people"], *options, "-q", "-o", str(out))[0] == 0
        assert f'"{id}"' in out.read_text("utf-8")


def test_the_command_says_what_is_wrong(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    people = tmp_path / "people.jsonl"
    people.write_text('{"article_id": "a"}\n', "utf-8")
    code, _, err = run(capfd, "link", str(people))
    assert code == 1
    assert "people has no column 'person_id', 'name'" in err
    code, _, err = run(capfd, "link", str(tmp_path / "people.txt"))
    assert code == 1
    assert "people.txt: unknown kind of file" in err
    register = tmp_path / "register.json"
    for text, message in (("{", "not JSON"), ("[]", "aliases is a list")):
        register.write_text(text, "utf-8")
        code, _, err = run(capfd, "link", str(people), "--aliases", str(register))
        assert code == 1
        assert message in err
    assert run(capfd, "link", str(people), "-o", "out.xlsx")[0] == 1


def test_the_command_writes_all_or_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    people, quotes, out = (str(tmp_path / name) for name in ("p.jsonl", "q.jsonl", "out.jsonl"))
    Path(people).write_text(json.dumps(PERSON) + "\n", encoding="utf-8")
    Path(quotes).write_text("", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    nowhere = str(tmp_path / "no" / "q.jsonl")
    code, _, err = run(capfd, "link", people, "--quotes", quotes, nowhere, "-o", out)
    assert code == 1
    assert "no/q.jsonl" in err
    code, _, err = run(capfd, "link", people, "--quotes", quotes, out, "-o", out)
    assert code == 1
    assert "both people and quotes would be written there; give two files" in err
    code, _, err = run(capfd, "link", quotes, "-o", out)
    assert code == 1
    assert 'q.jsonl: no rows; expected what "pullquote people" wrote' in err
    assert sorted(tmp_path.iterdir()) == before
    parquet = tmp_path / "p.parquet"
    parquet.write_bytes(b"")
    code, _, err = run(capfd, "link", str(parquet), "-o", out)
    assert code == 1
    assert "p.parquet: " in err
