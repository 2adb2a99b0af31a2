"""A pipeline with settings of one's own, for single articles, streams and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pullquote import _core
from pullquote._model import ModelOption, NamesOption, open_names, open_pipeline
from pullquote._options import Columns, check_flag
from pullquote._run import extract_with
from pullquote._seen import Seen
from pullquote._sources import bad_rows, is_missing, row_lists
from pullquote._threads import resolve_threads, working
from pullquote.errors import InvalidInputError, InvalidOptionError

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from pullquote._options import TableKeywords

#: Articles that ``pipe`` reads ahead at first; the number doubles up to the last.
_FIRST, _LAST = 16, 1024

_ALL = Columns(text="text", date="date", title="title", id="id", outlet="outlet")


class Pipeline:
    """Analyses articles with settings of your own.

    The module functions (``pq.analyze``, ``pq.quotes``, …) use a pipeline with the defaults, or make
    one from their own ``quotes``, ``guess_pronouns``, ``day_first``, ``model`` and ``threads``.

    A pipeline can be pickled: its pickle holds the bytes of the model, so that it works on any machine.
    The pickle of a document holds the path and the checksum of the model: it needs a pipeline with that
    model, or the file at its place.

    Args:
        quotes: False for tokens, tags, names, people and sentences at twice the speed: no quotes and no
            pronouns are looked for. Documents have no ``quotes`` and ``marks`` then, and no mentions by
            pronoun; what depends on quotes (such as ``in_quote``) is null, and of persons
            ``pronouns``, unless the article states them. All else is the same. The tables quotes and marks
            are an error.
        guess_pronouns: True for pronouns of persons for whom the article uses none, from a title (Mrs.),
            the role (spokeswoman) or a given name that one gender bears all but always.
            ``pronouns_method`` is "guess" then. Needs quotes.
        day_first: True where slashed dates (3/4/2018) have the day first, False for the month. None: as
            in those of the article that can be read in one way only, else as in the outlet's country
            (by its name), else the month.
        names: names of your own by label, ``{"ORG": ["Acme Pier Works", …]}``, as many as you like: found
            wherever they stand as whole words (``Acme`` in ``Acme's``, not in ``Acmes``), the longest at a
            place, with ``method`` "names". They take the place of what the model finds there, but for a
            longer name with the same label (``Jordan`` leaves ``Michael Jordan``). Labels: PERSON, ORG, GPE,
            LOC, FAC, NORP and those of numbers. A PERSON can speak, like any other.
        names_case: "exact" for names as written, "ignore" for any case of their letters.
        model: a file that ``train_names`` or ``pullquote train`` wrote: names are found by it. Read
            once, here.
        threads: None for PULLQUOTE_NUM_THREADS or one per core; results are the same for any number.

    Raises:
        InvalidInputError: a model that is missing, damaged, for another task or of another version.
        InvalidOptionError: an option with a value that is not allowed, ``guess_pronouns`` without quotes.

    Examples:
        >>> import pullquote as pq
        >>> nlp = pq.Pipeline(threads=2)
        >>> nlp("The pier was closed.")
        Document(20 characters, 0 quotes, 0 people)
        >>> [doc.id for doc in nlp.pipe([{"id": "a", "text": "One."}, {"id": "b", "text": "Two."}])]
        ['a', 'b']
    """

    def __init__(
        self,
        *,
        quotes: bool = True,
        guess_pronouns: bool = False,
        day_first: bool | None = None,
        names: NamesOption = None,
        names_case: str = "exact",
        model: ModelOption = None,
        threads: int | None = None,
    ) -> None:
        resolve_threads(threads)
        self._threads = threads
        self._core = open_pipeline(
            model,
            quotes=quotes,
            guess_pronouns=guess_pronouns,
            day_first=day_first,
            names=open_names(names, names_case),
        )

    def __repr__(self) -> str:
        quotes = "" if self._core.quotes else "quotes=False, "
        model = f"model={self._core.model[0]!r}, " if self._core.model else ""
        guesses = "guess_pronouns=True, " if self._core.guess_pronouns else ""
        is_first = self._core.day_first
        order = "" if is_first is None else f"day_first={is_first}, "
        names = f"names={len(self._core.names):,}, " if self._core.names else ""
        return f"Pipeline({quotes}{guesses}{order}{names}{model}threads={self._threads})"

    def __getstate__(self) -> dict[str, Any]:
        return {
            "model": self._core.model,
            "quotes": self._core.quotes,
            "guess_pronouns": self._core.guess_pronouns,
            "day_first": self._core.day_first,
            "names": self._core.names,
            "threads": self._threads,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._threads = state["threads"]
        settings = {
            name: state[name] for name in ("quotes", "guess_pronouns", "day_first", "names")
        }
        self._core = _core.Pipeline(state["model"], **settings)

    def __call__(
        self,
        text: str,
        *,
        date: object = None,
        title: str | None = None,
        id: object = None,
        outlet: str | None = None,
        title_in_text: bool = False,
    ) -> _core.Document:
        """Analyses one article; see ``pullquote.analyze``."""
        if not isinstance(text, str):
            message = f"text is a {type(text).__name__}; expected a str"
            if isinstance(text, (bytes, bytearray)):
                message += ": decode it first"
            raise InvalidInputError(message)
        for name, label in (("title", title), ("outlet", outlet)):
            if not isinstance(label, str) and not is_missing(label):
                message = f"{name} is a {type(label).__name__}; expected a str, or None"
                raise InvalidInputError(message)
        check_flag("title_in_text", title_in_text)
        return self._core.analyze(
            text, date=date, title=title, id=id, outlet=outlet, title_in_text=title_in_text
        )

    def pipe(self, articles: Iterable[str | Mapping[str, Any] | None]) -> Iterator[_core.Document]:
        """Analyses a stream of articles on several threads, reading ahead a little.

        Args:
            articles: texts, or mappings with ``text`` and, if known, ``date``, ``title``, ``id``,
                ``outlet``.

        Yields:
            A document per article, in order. What could not be analysed has ``error``, a second
            article with the same id too.

        Raises:
            InvalidInputError: one text, or nothing that can be gone through.
        """
        if isinstance(articles, (str, bytes, Mapping)) or not isinstance(articles, Iterable):
            message = (
                f"articles is one {type(articles).__name__}; expected a list or any other iterable "
                "of str or of dict"
            )
            raise InvalidInputError(message)
        yield from self._documents(articles, _ALL)

    def _documents(self, articles: Iterable[Any], columns: Columns) -> Iterator[_core.Document]:
        seen, first_row = Seen(), 0
        for rows in _pieces(articles):
            lists = row_lists(rows, columns)
            found = seen.errors(lists[1] or (), first_row)
            found.update(bad_rows(rows, first_row))
            errors = {row - first_row: error for row, error in found.items()}
            with working(self._threads) as threads:
                documents = self._core.analyze_many(lists, errors, threads)
            yield from documents
            first_row += len(rows)

    def extract(
        self, articles: Any, tables: Iterable[str], **options: Unpack[TableKeywords]
    ) -> dict[str, Any]:
        """Several tables in one pass; see ``pullquote.extract``."""
        return extract_with(self._core, articles, tables, threads=self._threads, **options)

    def articles(self, articles: Any, **options: Unpack[TableKeywords]) -> Any:
        """See ``pullquote.articles``."""
        return self.extract(articles, ["articles"], **options)["articles"]

    def quotes(self, articles: Any, **options: Unpack[TableKeywords]) -> Any:
        """See ``pullquote.quotes``."""
        return self.extract(articles, ["quotes"], **options)["quotes"]

    def marks(self, articles: Any, **options: Unpack[TableKeywords]) -> Any:
        """See ``pullquote.marks``."""
        return self.extract(articles, ["marks"], **options)["marks"]

    def mentions(self, articles: Any, **options: Unpack[TableKeywords]) -> Any:
        """See ``pullquote.mentions``."""
        return self.extract(articles, ["mentions"], **options)["mentions"]

    def names(self, articles: Any, **options: Unpack[TableKeywords]) -> Any:
        """Where the names given as ``names`` stand, and nothing else: ``mentions`` at thirty times the speed.

        Rows as those of ``pullquote.mentions`` with ``method`` "names": also of names that ``mentions`` leaves to a longer
        one; ``entity_id`` and ``in_quote`` are null.

        Raises:
            InvalidOptionError: a pipeline without names.
        """
        if self._core.names is None:
            message = 'this pipeline has no names; expected one made with names={"ORG": [...]}'
            raise InvalidOptionError(message)
        nlp = _core.Pipeline(quotes=False, names=self._core.names)
        found = extract_with(
            nlp, articles, ["mentions"], threads=self._threads, only_names=True, **options
        )
        return found["mentions"]

    def people(self, articles: Any, **options: Unpack[TableKeywords]) -> Any:
        """See ``pullquote.people``."""
        return self.extract(articles, ["people"], **options)["people"]

    def times(self, articles: Any, **options: Unpack[TableKeywords]) -> Any:
        """See ``pullquote.times``."""
        return self.extract(articles, ["times"], **options)["times"]

    def boilerplate(self, articles: Any, **options: Unpack[TableKeywords]) -> Any:
        """See ``pullquote.boilerplate``."""
        return self.extract(articles, ["boilerplate"], **options)["boilerplate"]

    def sentences(self, articles: Any, **options: Unpack[TableKeywords]) -> Any:
        """See ``pullquote.sentences``."""
        return self.extract(articles, ["sentences"], **options)["sentences"]

    def tokens(self, articles: Any, **options: Unpack[TableKeywords]) -> Any:
        """See ``pullquote.tokens``."""
        return self.extract(articles, ["tokens"], **options)["tokens"]


def _pieces(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Cuts a stream into pieces, small ones first, so that the first document comes soon."""
    piece: list[Any] = []
    size = _FIRST
    for row in rows:
        piece.append(row)
        if len(piece) >= size:
            yield piece
            piece, size = [], min(2 * size, _LAST)
    if piece:
        yield piece


def analyze(
    text: str,
    *,
    date: object = None,
    title: str | None = None,
    id: object = None,
    outlet: str | None = None,
    title_in_text: bool = False,
    quotes: bool = True,
    guess_pronouns: bool = False,
    day_first: bool | None = None,
    model: ModelOption = None,
) -> _core.Document:
    """Analyses one article.

    Args:
        text: the raw text; every offset counts its code points.
        date: the publication date: str (ISO), date, datetime or timestamp.
        title: the title, given apart from the text: evidence only, spans come from the text.
        id: your id; shown as text.
        outlet: who published it.
        title_in_text: whether to analyse title, blank line, text; offsets then index that text.
        quotes: False for twice the speed without quotes; see ``Pipeline``.
        guess_pronouns: True to guess pronouns where the article uses none; see ``Pipeline``.
        day_first: whether slashed dates have the day first; see ``Pipeline``.
        model: see ``Pipeline``; for many articles make one, which reads the file once.

    Returns:
        A Document: the untouched text and the layers found in it.

    Raises:
        InvalidInputError: a text, title or outlet that is not a str, or a model that cannot be used.
        InvalidOptionError: an option with a value that is not allowed.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze("The pier was closed.", id="a", date="2018-04-17")
        >>> doc
        Document(id="a", 20 characters, 0 quotes, 0 people)
        >>> doc.date
        datetime.date(2018, 4, 17)
        >>> doc.check()
    """
    nlp = Pipeline(quotes=quotes, guess_pronouns=guess_pronouns, day_first=day_first, model=model)
    return nlp(text, date=date, title=title, id=id, outlet=outlet, title_in_text=title_in_text)
