"""Who said what, in which words and where: raw news articles in, a table of quotes out.

One article::

    >>> import pullquote as pq
    >>> doc = pq.analyze('"We are ready," Mayor Ana Ruiz said on Tuesday. "We will not wait."')
    >>> quote = doc.quotes[0]
    >>> quote.speaker.name
    'Ana Ruiz'
    >>> [part.text for part in quote.parts]
    ['We are ready,', 'We will not wait.']
    >>> doc.text[quote.parts[0].start : quote.parts[0].end]
    'We are ready,'

``doc.show()`` prints the article with its quotes in colour; in a notebook a document shows itself.
It also has ``people``, ``mentions``, ``marks``, ``times``, ``boilerplate``, ``sentences``,
``tokens``, and ``to_dict()``.

Many articles: a table in, the same kind of table out (pandas, polars, pyarrow, any Arrow stream, a list
of str or of dict)::

    >>> articles = [{"id": "a1", "date": "2018-04-17", "text": doc.text}]
    >>> for row in pq.quotes(articles):
    ...     print(row["article_id"], row["speaker"], "|", row["said"])
    a1 Ana Ruiz | We are ready, We will not wait.

============== ====================================================================
function       one row for
============== ====================================================================
quotes         each quotation or reported statement, with its speaker, or the reason why there is none
people         each person of an article: names, role, affiliation, age, numbers of quotes
mentions       each name, role, pronoun or number
marks          each pair of quotation marks that quotes nobody: titles, nicknames, scare quotes
times          each date, time of day, duration or set of times, with its value
boilerplate    each stretch that is no article: byline, caption, read-more, copyright, hover card
sentences      each sentence
tokens         each word or sign
articles       each article, with counts, and ``error`` where it could not be analysed
============== ====================================================================

``pq.extract(articles, ["quotes", "people"])`` makes several tables in one pass, which
``pq.link_people(tables)`` gives one identity for each person over all articles; ``pq.show(quotes)`` is a
table that can be read, ``pq.Pipeline(threads=2)`` does all this with settings of your own, ``pipe``
for streams. Across articles: ``pq.same_quotes(quotes)`` finds the same words and what was changed in them,
``pq.clusters``, ``pq.compare`` and ``pq.find`` show and search them, ``pq.stories`` and
``pq.duplicates`` say which articles are of one event and which are copies, ``pq.link_articles`` puts both
into the table of articles; ``pq.Corpus`` keeps what was seen. To look and count: ``pq.summary(quotes)``
says who speaks how often where, ``pq.plots`` draws charts,
``pq.who_about_whom(tables)`` gives edges between people, ``pq.context(quotes, articles, words=20)`` the text
around quotes, ``pq.narration(articles)`` and ``pq.quoted(articles)`` one voice alone, with the way back to
the article, and ``pq.highlights(articles, "quotes.html")`` is a page to send on. To check:
``pq.review(quotes, "review.html", articles=articles)`` is a page to accept and correct quotes in,
``pq.apply_corrections`` puts what was corrected into the tables, ``pq.evaluate`` gives precision and recall of
it. ``quotes=False`` looks for no quotes, for those who want names, tags, people or sentences
alone, at twice the speed. The keywords that all these share: ``help(pq.quotes)``. The columns:
docs/tables.md in the repository. In the shell: ``pullquote quotes articles.jsonl -o quotes.csv``.

To and from other tools: ``doc.to_spacy(nlp)`` and ``pq.from_spacy``, ``pq.to_conllu``, ``pq.to_annotations``
(W3C), ``pq.to_displacy``, ``pq.from_json``; what is read back is a ``StoredDocument``, with the attributes of a
``Document``. docs/interchange.md says what each format holds.

Names of your own domain: ``pq.train_names(labelled, "my.model")``, then ``model="my.model"`` wherever
articles are taken. ``pq.accuracy("gold.jsonl")`` compares with articles that you annotated.

What holds: ``start`` and ``end`` are code points into the text you gave, untouched:
``text[start:end]``. Nothing is silently dropped: a quote without a speaker has a ``reason``, an
article that could not be analysed an ``error``. Same input, same output, for any number of threads.
English only.
"""

from pullquote._core import (
    Cue,
    Document,
    Mark,
    Mention,
    Person,
    Quote,
    Region,
    Sentence,
    Span,
    Speaker,
    Table,
    TimeExpression,
    Token,
    __version__,
)
from pullquote.errors import (
    InvalidInputError,
    InvalidOptionError,
    MissingPackageError,
    PullquoteError,
    PullquoteWarning,
)

# True to type checkers, as typing's own is; to import that takes as long as all the rest.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from pullquote._accuracy import Accuracy, accuracy
    from pullquote._options import SPEECH
    from pullquote._read import Articles, read
    from pullquote._review.apply import Corrected, apply_corrections
    from pullquote._review.evaluation import Evaluation, evaluate
    from pullquote._review.page import review
    from pullquote._rows import Rows
    from pullquote._run import extract
    from pullquote._save import Written, write
    from pullquote.across import drop_copies, duplicates, link_articles, stories
    from pullquote.around import context
    from pullquote.corpus import Corpus
    from pullquote.counts import Summary, summary
    from pullquote.display import show
    from pullquote.edges import who_about_whom
    from pullquote.engines import arrow_function
    from pullquote.excerpts import Excerpt, narration, quoted
    from pullquote.frames import (
        articles,
        boilerplate,
        marks,
        mentions,
        people,
        quotes,
        sentences,
        times,
        tokens,
    )
    from pullquote.interchange import (
        StoredDocument,
        from_annotations,
        from_conllu,
        from_dict,
        from_json,
        from_spacy,
        to_annotations,
        to_conllu,
        to_displacy,
        to_spacy,
    )
    from pullquote.linking import link_people
    from pullquote.matching import find, same_quotes
    from pullquote.pages import highlights
    from pullquote.pipeline import Pipeline, analyze
    from pullquote.training import Training, train_names
    from pullquote.variants import Cluster, Comparison, clusters, compare
else:
    # These are imported when they are first asked for (PEP 562).
    _NAMES = {
        "_options": ("SPEECH",),
        "_read": ("Articles", "read"),
        "_review.apply": ("Corrected", "apply_corrections"),
        "_review.evaluation": ("Evaluation", "evaluate"),
        "_review.page": ("review",),
        "_rows": ("Rows",),
        "_run": ("extract",),
        "_accuracy": ("Accuracy", "accuracy"),
        "around": ("context",),
        "across": ("drop_copies", "duplicates", "link_articles", "stories"),
        "corpus": ("Corpus",),
        "counts": ("Summary", "summary"),
        "_save": ("Written", "write"),
        "display": ("show",),
        "edges": ("who_about_whom",),
        "engines": ("arrow_function",),
        "excerpts": ("Excerpt", "narration", "quoted"),
        "frames": (
            "articles",
            "boilerplate",
            "marks",
            "mentions",
            "people",
            "quotes",
            "sentences",
            "times",
            "tokens",
        ),
        "interchange": (
            "StoredDocument",
            "from_annotations",
            "from_conllu",
            "from_dict",
            "from_json",
            "from_spacy",
            "to_annotations",
            "to_conllu",
            "to_displacy",
            "to_spacy",
        ),
        "linking": ("link_people",),
        "matching": ("find", "same_quotes"),
        "pages": ("highlights",),
        "pipeline": ("Pipeline", "analyze"),
        "plots": (),
        "spark": (),
        "training": ("Training", "train_names"),
        "variants": ("Cluster", "Comparison", "clusters", "compare"),
    }
    _MODULES = {name: module for module, names in _NAMES.items() for name in names}

    def __getattr__(name):
        from importlib import import_module

        if name in _NAMES:
            return import_module(f"pullquote.{name}")
        if name not in _MODULES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        globals()[name] = value = getattr(import_module(f"pullquote.{_MODULES[name]}"), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__} - {"TYPE_CHECKING", "__dir__", "__getattr__"})


def _register() -> None:
    """Gives the frames that are loaded already their ``pullquote``; later ones get it by an import of ours."""
    import sys

    for name in ("pandas", "polars"):
        # One that is still being imported has not all yet.
        if hasattr(sys.modules.get(name), "DataFrame"):
            __import__(f"pullquote.{name}")


_register()


def _to_spacy(self: Document, nlp: object = None) -> object:
    """The document as a spaCy ``Doc``; see ``pq.to_spacy``."""
    from pullquote.interchange import to_spacy

    return to_spacy(self, nlp)


# A method that the core, which knows no other package, does not have.
_to_spacy.__name__, _to_spacy.__qualname__ = "to_spacy", "Document.to_spacy"
setattr(Document, "to_spacy", _to_spacy)  # noqa: B010

__all__ = [
    "analyze",
    "quotes",
    "mentions",
    "people",
    "marks",
    "times",
    "boilerplate",
    "sentences",
    "tokens",
    "articles",
    "extract",
    "read",
    "write",
    "link_people",
    "same_quotes",
    "clusters",
    "compare",
    "find",
    "stories",
    "duplicates",
    "link_articles",
    "drop_copies",
    "Corpus",
    "review",
    "apply_corrections",
    "evaluate",
    "show",
    "summary",
    "Pipeline",
    "highlights",
    "context",
    "who_about_whom",
    "narration",
    "quoted",
    "arrow_function",
    "accuracy",
    "train_names",
    "to_spacy",
    "from_spacy",
    "to_conllu",
    "from_conllu",
    "to_annotations",
    "from_annotations",
    "to_displacy",
    "from_dict",
    "from_json",
    "SPEECH",
    "Document",
    "StoredDocument",
    "Quote",
    "Speaker",
    "Person",
    "Mention",
    "Mark",
    "TimeExpression",
    "Region",
    "Sentence",
    "Token",
    "Span",
    "Cue",
    "Table",
    "Articles",
    "Rows",
    "Written",
    "Training",
    "Cluster",
    "Comparison",
    "Summary",
    "Excerpt",
    "Accuracy",
    "Corrected",
    "Evaluation",
    "PullquoteError",
    "InvalidInputError",
    "InvalidOptionError",
    "MissingPackageError",
    "PullquoteWarning",
    "__version__",
]
