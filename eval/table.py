"""The lines of the evaluation table: what is measured where, what we want, what others reach.

Peers and humans are figures measured by the project with the same scorers, see
../shared/data/README.md; "spaCy sm" without more, on this very file by ``python -m eval.spacy_sm``.
Those marked "test" were measured on held-out sets, not on this file.
"""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """One line of the table.

    Attributes:
        corpus: name in `eval.corpora`.
        measure: in words.
        key: measure in the corpus's figures (`eval.figures`).
        targets: what is wanted, nearest aim first.
        peer: the best of the others, and who that is.
        human: agreement of annotators.
    """

    corpus: str
    measure: str
    key: str
    targets: tuple[float, ...] = ()
    peer: str = ""
    human: float | None = None


MEAN = "mean of the last three"

_SPACY_WORDS = {"gum.dev": "99.5 spaCy, test", "ewt.dev": "97.4 spaCy, test"}


def _tag_lines(corpus: str, target: float, peer: str) -> tuple[Line, ...]:
    return (
        Line(corpus, "XPOS, of all words", "tags.xpos", (target,), peer),
        Line(corpus, "XPOS, of words found", "tags.xpos.found"),
        Line(corpus, "UPOS, of all words", "tags.upos"),
        Line(corpus, "UPOS, of words found", "tags.upos.found"),
    )


LINES = (
    Line("gum.dev", "words", "words", (99.2, 99.5), _SPACY_WORDS["gum.dev"]),
    Line("gum.dev", "sentences", "sentences", (94.5, 97), "95.6 blingfire, test"),
    Line("gum.dev", "sentences, flat", "sentences.flat", (94.5, 97), "95.6 blingfire, test"),
    *_tag_lines("gum.dev", 96.5, "96.0 spaCy sm, test"),
    Line("ewt.dev", "words", "words", (97.5, 98.3), _SPACY_WORDS["ewt.dev"]),
    Line("ewt.dev", "sentences", "sentences", (82, 85), "83.8 spaCy senter, test"),
    Line("ewt.dev", "sentences, flat", "sentences.flat", (82, 85), "83.8 spaCy senter, test"),
    *_tag_lines("ewt.dev", 94.5, "92.6 spaCy sm, test"),
    Line("worldwide.dev", "names PER/ORG/LOC, exact", "names.ALL", (86.5,), "63 spaCy md, test"),
    Line("worldwide.dev", "  PER", "names.PER"),
    Line("worldwide.dev", "  ORG", "names.ORG"),
    Line("worldwide.dev", "  LOC", "names.LOC"),
    Line("worldwide.dev", "NORP, exact", "names.NORP", (88,)),
    Line("worldwide.dev", "MONEY, exact", "names.MONEY", (88,)),
    Line("names_blind", "names PER/ORG/LOC, exact", "names.ALL", (), "64.4 spaCy sm"),
    Line("names_blind", "  PER", "names.PER"),
    Line("names_blind", "  ORG", "names.ORG"),
    Line("names_blind", "  LOC", "names.LOC"),
    Line("names_blind", "NORP, exact", "names.NORP", (), "88.1 spaCy sm"),
    Line("gum.dev", "names PER/ORG/LOC, exact", "names.ALL", (), "47.7 spaCy sm"),
    Line("ewt.dev", "names PER/ORG/LOC, exact", "names.ALL", (), "62 spaCy md, test"),
    Line("wikigold", "names PER/ORG/LOC, exact", "names.ALL", (), "53.1 spaCy sm"),
    Line("crossner_politics.dev", "names PER/ORG/LOC, exact", "names.ALL", (), "44.3 spaCy sm"),
    Line(MEAN, "names PER/ORG/LOC, exact", "names.ALL", (74.5,), "52 spaCy sm"),
    Line(
        "polnear.dev",
        "direct, IoU >= 0.5",
        "content.direct.iou50",
        (90, 95),
        "84.9 marks, nearest name",
        98.3,
    ),
    Line(
        "polnear.dev", "direct, with the right source", "e2e.direct", (80, 91), "73.4 textacy", 97.1
    ),
    Line(
        "polnear.dev",
        "indirect + mixed, soft",
        "content.indmix.soft",
        (76,),
        "51.7 Citron",
        81.9,
    ),
    Line("polnear.dev", "cue, exact", "cue.exact", (69.5,), "47.0 Gender Gap Tracker", 72.2),
    Line("polnear.dev", "all kinds, with the right source", "e2e.all", (68,), "40.3 Citron", 76.1),
    Line(
        "press.dev",
        "all kinds, IoU >= 0.5",
        "content.all.iou50",
        (75, 85),
        "69.4 Gender Gap Tracker",
        95.5,
    ),
    Line(
        "press.dev",
        "all kinds, with the right source",
        "e2e.all",
        (74,),
        "56.7 Gender Gap Tracker",
        94.6,
    ),
    Line(
        "press.dev", "indirect + mixed, soft", "content.indmix.soft", (80,), "72 Gender Gap Tracker"
    ),
    Line(
        "press.dev",
        "speaker's name right, of all gold",
        "speaker.e2e_lenient",
        (65, 72),
        "40 Gender Gap Tracker",
        93,
    ),
    Line(
        "press.dev",
        "speaker's full name right, of all gold",
        "speaker.e2e_strict",
        (80,),
        "12 Gender Gap Tracker",
        93,
    ),
    Line("litbank.dev", "direct, IoU >= 0.5", "content.direct.iou50", (80,)),
    Line("clic.dev", "direct, IoU >= 0.5", "content.direct.iou50", (80,)),
    Line("excerpts.dev", "boilerplate spans, exact", "boilerplate.all.exact", (85,)),
    Line("excerpts.dev", "boilerplate spans, IoU >= 0.5", "boilerplate.all.iou50", (85,)),
    Line("press.dev", "boilerplate spans, exact", "boilerplate.all.exact"),
    Line("press.dev", "boilerplate spans, IoU >= 0.5", "boilerplate.all.iou50"),
    Line("coref_gum.dev", "persons, CoNLL", "coref.conll", (62,), "40 naive rule, news"),
    Line("coref_gum.dev", "persons, CoNLL, names as marked", "coref.as_marked.conll"),
    Line("coref_ontogum.dev", "persons, CoNLL", "coref.conll", (55,)),
    Line("coref_ontogum.dev", "persons, CoNLL, names as marked", "coref.as_marked.conll"),
    Line("gap.dev", "pronouns", "gap.all", (65,), "33 naive rule"),
    Line("gap.dev", "  feminine over masculine", "gap.ratio"),
    Line("quotes_silver.dev", "same words, pairs found", "same.recall", (95,)),
    Line("quotes_silver.dev", "  of pairs joined, in the silver", "same.precision"),
    Line("quotes_synth.dev", "same words, pairs", "same.pairs", (99,)),
    Line("basil.dev", "stories, B-cubed", "stories.b3", (92,), "89 tf-idf, single link"),
    Line("seeds", "same words, pairs", "same.pairs", (100,)),
    Line("roles_blind", "roles, half a", "roles.a"),
    Line("roles_blind", "roles, half b", "roles.b"),
    Line("roles_blind", "  of nobody named, left open, b", "roles.open.b"),
    Line("te3.dev", "times, exact extent", "times.strict", (80,)),
    Line("te3.dev", "times, any overlap", "times.relaxed", (90,), "88 spaCy, test"),
    Line("te3.dev", "times with the right value", "times.value", (76,), "77.6 HeidelTime, test"),
    Line("wikiwars.dev", "times with the right value", "times.value", (70,)),
    Line("gum_times.dev", "dates found, of all gold", "times.recall", (92,)),
    Line("gum_times.dev", "  of those the value or the days right", "times.value_of_found", (85,)),
    Line("time_cases", "cases right, half a", "times.cases.a"),
    Line("time_cases", "cases right, half b", "times.cases.b"),
    Line("seeds", "times with type and value", "times.right", (100,)),
    Line("press.dev", "people under their full name", "people.name"),
    Line("press.dev", "people under any name", "people.found"),
    Line("press.dev", "forms of their names", "people.forms"),
    Line("press.dev", "forms, titles left out", "people.forms_untitled"),
    *(
        line
        for corpus in ("seeds", "examples")
        for line in (
            Line(corpus, "quotes right: kind, parts, speaker", "checks.quotes", (100,)),
            Line(corpus, "names of persons, exact", "checks.persons", (100,)),
            Line(corpus, "people under their full name", "people.name", (100,)),
            Line(corpus, "forms, titles left out", "people.forms_untitled"),
            Line(corpus, "boilerplate spans, exact", "boilerplate.all.exact", (100,)),
        )
    ),
)
