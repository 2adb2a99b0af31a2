"""Who said what, in which words and where: raw news articles in, a table of quotes out.

Start with one of these::

    import pullquote as pq

    doc = pq.analyze(text, date="2018-04-17")   # one article: a Document, which shows itself
    doc.quotes[0].speaker.name
    quotes = pq.quotes(articles)                # a table in (pandas, polars, Arrow, list), same out
    tables = pq.extract(articles, ["quotes", "people"])   # several tables, one pass

Tables: ``articles quotes marks mentions people boilerplate sentences tokens``; their columns are in
docs/tables.md. Offsets are code points into the text you gave: ``text[start:end]``. Nothing is
silently dropped: a quote without a speaker has a ``reason``, an article that could not be analysed an
``error``. In the shell: ``pullquote quotes articles.jsonl -o quotes.csv``.
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
    Token,
    __version__,
)
from pullquote._options import SPEECH
from pullquote._run import extract
from pullquote.display import show
from pullquote.errors import (
    InvalidInputError,
    InvalidOptionError,
    MissingPackageError,
    PullquoteError,
    PullquoteWarning,
)
from pullquote.frames import (
    articles,
    boilerplate,
    marks,
    mentions,
    people,
    quotes,
    sentences,
    tokens,
)
from pullquote.pipeline import Pipeline, analyze

__all__ = [
    "analyze",
    "quotes",
    "mentions",
    "people",
    "marks",
    "boilerplate",
    "sentences",
    "tokens",
    "articles",
    "extract",
    "show",
    "Pipeline",
    "SPEECH",
    "Document",
    "Quote",
    "Speaker",
    "Person",
    "Mention",
    "Mark",
    "Region",
    "Sentence",
    "Token",
    "Span",
    "Cue",
    "Table",
    "PullquoteError",
    "InvalidInputError",
    "InvalidOptionError",
    "MissingPackageError",
    "PullquoteWarning",
    "__version__",
]
