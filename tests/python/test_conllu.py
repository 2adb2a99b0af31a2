"""To and from CoNLL-U, read by the packages `conllu` and `pyconll` too."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import pullquote as pq
from conftest import TEXT
from pullquote.interchange._conllu_out import as_cell
from test_interchange import ODD
from test_properties import TEXTS

conllu = pytest.importorskip("conllu")
pyconll = pytest.importorskip("pyconll")


def outer(document: pq.Document) -> list[str]:
    return [sentence.text for sentence in document.sentences if sentence.depth == 0]


def check_with_others(written: str, document: pq.Document) -> None:
    """Both packages read the tokens that were written, and write what they read."""
    forms = [as_cell(token.text) for token in document.tokens]
    sentences = [sentence for sentence in conllu.parse(written) if len(sentence)]
    assert [token["form"] for s in sentences for token in s] == forms
    places = [token["misc"]["TokenRange"] for s in sentences for token in s]
    assert places == [f"{t.start}:{t.end}" for t in document.tokens]
    # Text that is not English has no tags; `conllu` reads an empty UPOS as "_", an empty XPOS as None.
    tags = [(token["upos"], token["xpos"] or "_") for s in sentences for token in s]
    assert tags == [(t.pos or "_", t.tag or "_") for t in document.tokens]
    assert [token["id"] for s in sentences for token in s] == [
        number for s in sentences for number in range(1, len(s) + 1)
    ]
    for sentence in sentences:
        assert len(sentence.metadata["text"].strip()) > 0
    again = "".join(sentence.serialize() for sentence in conllu.parse(written))
    assert [d.to_dict() for d in pq.from_conllu(again)] == [document.to_dict()]
    if document.tokens:
        loaded = pyconll.load_from_string(written)
        assert [t.form for s in loaded for t in s] == forms
        assert [s.id for s in loaded] == [s.metadata["sent_id"] for s in sentences]


def check_round_trip(document: pq.Document) -> str:
    written = pq.to_conllu(document)
    (again,) = pq.from_conllu(written)
    assert again.to_dict() == document.to_dict()
    assert pq.to_conllu(again) == written
    (without,) = pq.from_conllu(pq.to_conllu(document, with_record=False))
    assert [(t.start, t.end, t.text, t.tag, t.pos, t.lemma) for t in without.tokens] == [
        (t.start, t.end, as_cell(t.text), t.tag, t.pos, t.lemma and as_cell(t.lemma))
        for t in document.tokens
    ]
    return written


@settings(max_examples=100, deadline=None)
@given(TEXTS)
@example("")
@example("Vamos al mar, dijo ella ayer por la tarde a los vecinos del pueblo.")
def test_any_text_comes_back(text: str) -> None:
    document = pq.analyze(text, id="x", date="2018-04-17")
    check_with_others(check_round_trip(document), document)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_come_back(text: str) -> None:
    for document in (pq.analyze(text), pq.Pipeline(quotes=False)(text)):
        check_with_others(check_round_trip(document), document)


def test_many_articles_are_one_file(documents: list[pq.Document]) -> None:
    bad = list(
        pq.Pipeline().pipe([None, {"text": ""}, {"text": "x", "id": 1}, {"text": "y", "id": 1}])
    )
    every = [bad[0], *documents, *bad[1:]]
    written = pq.to_conllu(every)
    assert [one.to_dict() for one in pq.from_conllu(written)] == [one.to_dict() for one in every]
    # Lines of an open file, and with the line ends of Windows.
    for lines in (written.splitlines(keepends=True), written.replace("\n", "\r\n").split("\n")):
        assert len(pq.from_conllu(lines)) == len(every)
    assert pq.from_conllu(written.replace("\n", "\r\n")) == pq.from_conllu(written)
    assert len(
        {s.metadata["newdoc id"] for s in conllu.parse(written) if "newdoc id" in s.metadata}
    ) >= len(documents)
    assert pq.to_conllu([]) == ""
    assert pq.from_conllu("") == []


def test_what_the_columns_hold(documents: list[pq.Document]) -> None:
    for document in documents:
        (read,) = pq.from_conllu(pq.to_conllu(document, with_record=False))
        assert (read.id, read.date, read.title, read.outlet) == (
            *(document.id, document.date, document.title, document.outlet),
        )
        assert [s.text for s in read.sentences] == [
            read.text[s.start : s.end] for s in document.sentences if s.depth == 0
        ]
        assert [(q.id, q.kind, [(p.start, p.end) for p in q.parts]) for q in read.quotes] == [
            (q.id, q.kind, [(p.start, p.end) for p in q.parts]) for q in document.quotes
        ]
        for ours, theirs in zip(document.quotes, read.quotes, strict=True):
            assert (ours.speaker and ours.speaker.name) == (theirs.speaker and theirs.speaker.name)
            assert (ours.cue and ours.cue.text.split()) == (theirs.cue and theirs.cue.text.split())
            assert not theirs.speaker or theirs.speaker.kind in (ours.speaker.kind, "none")  # type: ignore[union-attr]
            spans = [q.speaker and q.speaker.mention for q in (ours, theirs)]
            assert len({span and (span.start, span.end) for span in spans}) == 1
        names = {(m.start, m.end, m.label) for m in document.mentions if m.kind == "name"}
        read_names = {
            (m.start, m.end, m.label) for m in read.mentions if m.label not in ("DATE", "TIME")
        }
        assert read_names <= names
        assert len(read_names) >= 0.9 * len(names)


def test_a_sentence_as_written() -> None:
    document = pq.analyze('"Go," Ana Ruiz said.', id="a|1", title="A\ntitle")
    assert pq.to_conllu(document, with_record=False).split("\n") == [
        "# newdoc id = a|1",
        "# title = A title",
        "# language = en" if document.language else "# sent_id = a|1-s1",
        *(["# sent_id = a|1-s1"] if document.language else []),
        '# text = "Go," Ana Ruiz said.',
        '1\t"\t"\tPUNCT\t``\t_\t_\t_\t_\tNER=O|SpaceAfter=No|TokenRange=0:1',
        "2\tGo\tgo\tVERB\tVB\t_\t_\t_\t_\tNER=O|Quote=B-1:direct|SpaceAfter=No|Speaker=1:Ana Ruiz|TokenRange=1:3",
        "3\t,\t,\tPUNCT\t,\t_\t_\t_\t_\tNER=O|Quote=I-1:direct|SpaceAfter=No|TokenRange=3:4",
        "4\t\"\t\"\tPUNCT\t''\t_\t_\t_\t_\tNER=O|TokenRange=4:5",
        "5\tAna\tAna\tPROPN\tNNP\t_\t_\t_\t_\tEntityId=a%7C1:p1|NER=B-PERSON|Source=1:name|TokenRange=6:9",
        "6\tRuiz\tRuiz\tPROPN\tNNP\t_\t_\t_\t_\tNER=I-PERSON|Source=1:name|TokenRange=10:14",
        "7\tsaid\tsay\tVERB\tVBD\t_\t_\t_\t_\tCue=1|NER=O|SpaceAfter=No|TokenRange=15:19",
        "8\t.\t.\tPUNCT\t.\t_\t_\t_\t_\tNER=O|TokenRange=19:20",
        "",
        "",
    ]


OTHERS = """# sent_id = 1
# text = Vámonos al mar.
1-2\tVámonos\t_\t_\t_\t_\t_\t_\t_\tstart_char=0|end_char=7|ner=O
1\tVamos\tir\tVERB\t_\t_\t0\troot\t_\t_
2\tnos\tnosotros\tPRON\t_\t_\t1\tobj\t_\t_
3-4\tal\t_\t_\t_\t_\t_\t_\t_\tner=O
3\ta\ta\tADP\t_\t_\t5\tcase\t_\t_
4\tel\tel\tDET\t_\t_\t5\tdet\t_\t_
5\tmar\tmar\tNOUN\t_\t_\t1\tobl\t_\tner=S-LOC|SpaceAfter=No
5.1\tya\tya\tADV\t_\t_\t_\t_\t1:advmod\t_
6\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_

# sent_id = 2
1\t_\t_\tSYM\t_\t_\t0\troot\t_\tner=B-ORG
2\tAcme\t_\tPROPN\t_\t_\t1\tflat\t_\tner=E-ORG
"""


def test_files_by_others_are_read() -> None:
    (read,) = pq.from_conllu(OTHERS)
    assert read.text == "Vámonos al mar.\n_ Acme"
    assert [(t.text, t.pos, t.lemma) for t in read.tokens][:3] == [
        *(("Vámonos", None, None), ("al", None, None), ("mar", "NOUN", "mar")),
    ]
    assert [t.lemma for t in read.tokens][-2:] == ["_", None]
    assert [(m.text, m.label) for m in read.mentions] == [("mar", "LOC"), ("_ Acme", "ORG")]
    assert [s.text for s in read.sentences] == ["Vámonos al mar.", "_ Acme"]


def row(*cells: str) -> str:
    return "\t".join(cells) + "\n"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nonsense\n", "line 1: 'nonsense' is no token; expected ten columns"),
        (row("1", *"abcdefgh"), "line 1: .* is no token"),
        (row("x", *"abcdefghi"), "line 1: .* is no token"),
        ("# pullquote = {\n", "line 1: # pullquote holds no JSON"),
        ("# pullquote = []\n", "line 1: # pullquote is a list; expected an object"),
        ("# pullquote = {}\n" + row("1", *"abcdefghi"), "line 2: no TokenRange=start:end in MISC"),
        (
            '# pullquote = {"text":"b"}\n' + row("1", *"abcdefgh", "TokenRange=0:1"),
            "line 2: the token is 'a'; text.0:1. is 'b'",
        ),
        (
            row("1", *"abcdefgh", "TokenRange=0:2"),
            "line 1: TokenRange is 0:2; the token before ends at 0",
        ),
        (row("1", *"abcdefgh", "TokenRange=9999999:10000000"), "leaves out 9999999 code points"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(source: str, message: str) -> None:
    with pytest.raises(pq.InvalidInputError, match=message):
        pq.from_conllu(source)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_damaged_file_is_an_error_or_a_document(data: st.DataObject) -> None:
    written = pq.to_conllu(pq.analyze(TEXT, id="a"), with_record=data.draw(st.booleans()))
    at = data.draw(st.integers(0, len(written)))
    until = data.draw(st.integers(at, min(len(written), at + 30)))
    try:
        read = pq.from_conllu(written[:at] + data.draw(st.text(max_size=5)) + written[until:])
    except pq.InvalidInputError:
        return
    for document in read:
        document.check()


@pytest.mark.parametrize("documents", ["x", None, 7, [1], {"text": "x"}])
def test_what_is_no_document_is_an_error(documents: Any) -> None:
    with pytest.raises(pq.InvalidInputError, match="expected"):
        pq.to_conllu(documents)
