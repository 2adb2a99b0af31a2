"""What an article says of its persons, in tables, objects, JSON and the command; guessed pronouns."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import pullquote as pq
from conftest import run
from pullquote import _core

TEXT = (
    "Ana Ruiz, 34, a Kenyan spokeswoman for Acme Corp., left early. "
    "Robert Osei, the former mayor of Port Alder, did not."
)
RUIZ = {"role": "spokeswoman", "affiliation": "Acme Corp.", "age": 34, "nationality": "Kenyan"}
OSEI = {
    "role": "former mayor",
    "affiliation": "Port Alder",
    "age": None,
    "nationality": None,
}
#: Every column that attributes fill.
KEYS = (*RUIZ, "role_method", "pronouns", "pronouns_method")


def told(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in RUIZ}


def test_tables_objects_and_json_say_the_same() -> None:
    document = pq.analyze(TEXT)
    rows = pq.people([TEXT])
    assert [told(row) for row in rows] == [RUIZ, OSEI]
    assert {row["role_method"] for row in rows} == {"article"}
    for row, person, listed in zip(
        rows, document.people, document.to_dict()["people"], strict=True
    ):
        assert all(row[key] == getattr(person, key) == listed[key] for key in KEYS)
    assert [told(row) for row in pq.people([TEXT], quotes=False)] == [RUIZ, OSEI]


def test_frames_have_integers_for_ages() -> None:
    frame = pq.people(pd.DataFrame({"text": [TEXT]}))
    assert frame["age"].dtype == pd.Int64Dtype()
    assert frame["age"].tolist()[0] == 34
    table = pq.people(pa.table({"text": [TEXT]}))
    assert table["age"].to_pylist() == [34, None]


def test_the_leaders_table_tells_a_role_that_the_article_does_not() -> None:
    text = "Angela Merkel left Berlin early."
    assert [row["role"] for row in pq.people([{"text": text}])] == [None]
    row = pq.people([{"text": text, "date": "2018-04-17"}])[0]
    assert (row["role"], row["role_method"]) == ("chancellor", "leaders-table")
    row = pq.people([{"text": f"Novelist {text}", "date": "2018-04-17"}])[0]
    assert (row["role"], row["role_method"]) == ("novelist", "article")


def test_pronouns_are_guessed_only_on_request() -> None:
    text = "Maria Lund spoke. Zyx Lund left. Kim Jong-su stayed."
    assert {(row["pronouns"], row["pronouns_method"]) for row in pq.people([text])} == {
        (None, None)
    }
    guessed = [
        (row["pronouns"], row["pronouns_method"]) for row in pq.people([text], guess_pronouns=True)
    ]
    assert guessed == [("she", "guess"), (None, None), (None, None)]


def test_a_title_comes_before_a_name_and_a_statement_before_all() -> None:
    text = (
        "Mrs. Robert Brown met Mr. Mary Li and Jean Osei. Robin Vale, who uses they/them pronouns, "
        "called. Spokeswoman Robert Vaea did not."
    )
    for guesses in (False, True):
        found = {
            row["name"]: (row["pronouns"], row["pronouns_method"])
            for row in pq.people([text], guess_pronouns=guesses)
        }
        assert found["Robin Vale"] == ("they", "article")
        assert found["Jean Osei"] == (None, None)
        for name, pronoun in (("Robert Brown", "she"), ("Mary Li", "he"), ("Robert Vaea", "she")):
            assert found[name] == ((pronoun, "guess") if guesses else (None, None))
    row = pq.people(["Robin Vale, who uses they/them pronouns, called."], quotes=False)[0]
    assert (row["pronouns"], row["pronouns_method"]) == ("they", "article")


def test_the_foremost_office_of_the_table_is_the_role() -> None:
    row = pq.people([{"text": "Emmanuel Macron spoke.", "date": "2018-04-17"}])[0]
    assert (row["role"], row["role_method"]) == ("president", "leaders-table")


def test_the_option_is_that_of_people_alone() -> None:
    nlp = pq.Pipeline(guess_pronouns=True, threads=1)
    found = pq.people([TEXT], guess_pronouns=True)
    assert (
        found == nlp.people([TEXT]) == pq.extract([TEXT], ["people"], guess_pronouns=True)["people"]
    )
    for table in set(_core.table_names()) - {"people"}:
        assert getattr(nlp, table)([TEXT]) == getattr(pq, table)([TEXT])
        with pytest.raises(TypeError, match="guess_pronouns"):
            getattr(pq, table)([TEXT], guess_pronouns=True)


def test_there_is_no_guess_without_quotes() -> None:
    message = "guess_pronouns is True and quotes is False; .*: leave one of the two out"
    calls: list[Any] = [pq.Pipeline, lambda **options: pq.people([TEXT], **options)]
    for call in calls:
        with pytest.raises(pq.InvalidOptionError, match=message):
            call(guess_pronouns=True, quotes=False)


def test_the_setting_shows_and_is_kept() -> None:
    nlp = pq.Pipeline(guess_pronouns=True, threads=1)
    assert repr(nlp) == "Pipeline(guess_pronouns=True, threads=1)"
    document = nlp(TEXT)
    assert document == pq.analyze(TEXT, guess_pronouns=True) != pq.analyze(TEXT)
    assert hash(document) != hash(pq.analyze(TEXT))
    again, restored, person = pickle.loads(pickle.dumps((nlp, document, document.people[1])))
    assert repr(again) == repr(nlp)
    assert restored == document
    assert (person.pronouns, person.pronouns_method) == ("he", "guess")
    assert [*nlp.pipe([TEXT])] == [document]
    wrong: Any = "yes"
    with pytest.raises(
        pq.InvalidOptionError, match="guess_pronouns is 'yes'; expected True or False"
    ):
        pq.people([TEXT], guess_pronouns=wrong)


def test_the_command(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    code, printed, err = run(capfd, "people", str(path), "--guess-pronouns")
    assert code == 0, err
    assert json.loads(printed.splitlines()[1])["pronouns"] == "he"
    code, printed, err = run(capfd, "annotate", str(path), "--guess-pronouns")
    assert json.loads(printed) == pq.analyze(TEXT, id="a.txt", guess_pronouns=True).to_dict()
    code, _, err = run(capfd, "quotes", str(path), "--guess-pronouns")
    assert code == 2
    assert "No such option" in err
    code, _, err = run(capfd, "people", str(path), "--guess-pronouns", "--no-quotes")
    assert code == 1
    assert "guess_pronouns is True and quotes is False" in err


def test_method_says_what_gave_the_name() -> None:
    text = "Ana Ruiz met Abe in May. Abe, the prime minister of Japan, said it was good."
    rows = pq.people([{"text": text, "date": "2018-04-17"}])
    assert [(row["name"], row["method"]) for row in rows] == [
        ("Ana Ruiz", "article"),
        ("Shinzo Abe", "leaders-table"),
    ]
    doc = pq.analyze(text, date="2018-04-17")
    assert [person.method for person in doc.people] == ["article", "leaders-table"]
    assert [person["method"] for person in doc.to_dict()["people"]] == ["article", "leaders-table"]


def test_a_role_that_only_the_table_fills_says_so() -> None:
    doc = pq.analyze("In Washington the president said he was sad.", date="2018-04-17")
    roles = [mention for mention in doc.mentions if mention.kind == "role"]
    assert [(role.text, role.method) for role in roles] == [("the president", "leaders-table")]
    assert roles[0].person is not None
    assert roles[0].person.name == "Donald Trump"


def test_a_role_or_pronoun_that_speaks_means_the_speaker(articles: list[dict[str, Any]]) -> None:
    checked = 0
    for article in articles:
        doc = pq.analyze(**{key: article.get(key) for key in ("text", "date", "title")}).to_dict()
        meant = {(row["start"], row["end"]): row["entity_id"] for row in doc["mentions"]}
        for quote in doc["quotes"]:
            speaker = quote["speaker"]
            if speaker and speaker["person_id"] and speaker["kind"] in ("role", "pronoun"):
                span = (speaker["mention"]["start"], speaker["mention"]["end"])
                if span in meant:
                    checked += 1
                    assert meant[span] == speaker["person_id"], quote["text"]
    assert checked > 10
