"""One identity for each person over many articles."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from pullquote import _core
from pullquote._columns import Columns, open_columns
from pullquote._options import counted, quoted
from pullquote._run import levels_up
from pullquote._sources import is_missing
from pullquote.errors import InvalidInputError, InvalidOptionError, PullquoteWarning

#: An article and a person of it.
_Key = tuple[str | None, str]

_ADDED = ("identity_id", "identity_name", "identity_method")
_TEXTS = ("role", "affiliation", "nationality", "pronouns")


def link_people(
    tables: Any, *, aliases: Mapping[str, Iterable[str]] | None = None, known: Any = None
) -> Any:
    """One identity for each person over all articles: a second, explicit step after ``extract``.

    ``speaker`` and ``person_id`` depend on their article alone. This adds three columns to people and
    quotes, and changes nothing else:

    - ``identity_id``: the same for all rows of one person; made of the name, and for namesakes of the
      first article's contents, so that no order of articles changes it.
    - ``identity_name``: the fullest usual name, also where the article has the family name alone.
    - ``identity_method``: why: ``full-name`` (the full name agrees), ``context`` (the name agrees in
      part, or is a common one, and persons, roles, countries or dates are shared), ``alias`` (your
      register has the name), ``alone`` (no other row is this person).

    Rows of one full name are one person, unless ages, countries, pronouns or fields of work contradict, or
    one article has both; ages whose dates are not known contradict only where they lie more than forty
    years apart. Common names (John Smith), nicknames, initials, and family names alone need shared
    context. When in doubt two rows stay two persons.

    Args:
        tables: what ``extract`` gave: a dict with the table ``people`` and others, or the table of people
            alone; also of several calls, put together by you, if articles had ids. Dates and outlets are
            read from ``articles``, ``quotes`` and ``people``, wherever there are such columns. Of any
            kind of table; a reader of record batches is read to its end.
        aliases: your own register: for each identifier the names of the person, first the one to show. A
            name that stands under two identifiers decides nothing by itself.
        known: the result for earlier articles, whose identities keep their ``identity_id``: a dict of
            tables or the table of people. Without ``identity_id``, it is linked first. Rows that are
            given again keep theirs, whatever the register says; in new ones the register comes first.

    Returns:
        The tables, in the same kind, with the same rows in the same order; columns from an earlier run
        are replaced. They are null in quotes of nobody. A tuple of dict or anything else that gives dicts
        comes back as a list of dict, an Arrow stream of no known library as a pyarrow Table.

    Raises:
        InvalidInputError: no table ``people``, no kind of table, a column that is missing, a name or
            person_id that is, a role (or the like) that is no text, or two rows for one person of one article.
        InvalidOptionError: aliases that are no dict of lists of names.

    Examples:
        >>> import pullquote as pq
        >>> articles = [
        ...     {"id": "a", "text": '"We are ready," said Ana Ruiz. Jo Tran, the mayor, was not.'},
        ...     {"id": "b", "text": 'Jo Tran met Ruiz on Monday. "It is late," Ruiz said.'},
        ... ]
        >>> tables = pq.link_people(pq.extract(articles, ["quotes", "people"]))
        >>> for row in tables["quotes"]:
        ...     print(row["speaker"], "|", row["identity_name"], "|", row["identity_method"])
        Ana Ruiz | Ana Ruiz | full-name
        Ruiz | Ana Ruiz | context
        >>> linked = pq.link_people(tables, aliases={"Q42": ["Ana Ruiz"]})
        >>> linked["people"][0]["identity_id"]
        'Q42'
    """
    is_dict = isinstance(tables, Mapping)
    register = _check_aliases(aliases)
    people = _open(tables, "")
    rows = _read_people(people["people"], "people")
    earlier = _read_known(known)
    batch = _Batch(rows, _dates_and_outlets(people), earlier, register)
    found = batch.link()
    result = dict(tables) if is_dict else {}
    for name in ("people", "quotes"):
        if name in people:
            result[name] = _add(people[name], name, rows if name == "people" else None, found)
    return result if is_dict else result["people"]


class _Identity(NamedTuple):
    id: str
    name: str
    method: str


class _Person(NamedTuple):
    """A row of people."""

    key: _Key
    name: str
    aliases: list[str]
    role: str | None
    affiliation: str | None
    nationality: str | None
    pronouns: str | None
    age: int | None


class _Known(NamedTuple):
    """The rows of earlier articles with their identities."""

    people: list[_Person]
    ids: list[str]
    names: list[str]
    moments: dict[str | None, tuple[str | None, str | None]]


_NOBODY = _Known([], [], [], {})


def _open(tables: Any, before: str) -> dict[str, Columns]:
    """The tables that are read: people and, if they are there, quotes and articles."""
    if not isinstance(tables, Mapping):
        return {"people": open_columns(tables, f"{before}people")}
    if "people" not in tables:
        message = (
            f"{before or 'link_people '}has no table 'people'; tables there are: {quoted(tables)}; "
            'make them with pq.extract(articles, ["quotes", "people"])'
        )
        raise InvalidInputError(message)
    names = [name for name in ("people", "quotes", "articles") if name in tables]
    return {name: open_columns(tables[name], before + name) for name in names}


def _check_aliases(aliases: Mapping[str, Iterable[str]] | None) -> dict[str, list[str]]:
    if aliases is None:
        return {}
    if not isinstance(aliases, Mapping):
        message = (
            f"aliases is a {type(aliases).__name__}; expected a dict from identifiers to names, "
            'like {"Q42": ["Ana Ruiz", "Ruiz"]}'
        )
        raise InvalidOptionError(message)
    register = {}
    for key, given in aliases.items():
        names = (
            [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
        )
        if not isinstance(key, str) or not key:
            message = f"aliases has the identifier {key!r}; expected a str"
            raise InvalidOptionError(message)
        if not names or not all(isinstance(name, str) and name.strip() for name in names):
            message = f"aliases has {given!r} for {key!r}; expected a list of names"
            raise InvalidOptionError(message)
        register[key] = [_clean(name) for name in names]
    return register


def _clean(text: str) -> str:
    """Without lone surrogates, which are in no file either."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _label(value: object) -> str | None:
    """An id as text: 7, 7.0 and "7" are one, as tables turn ids into each other."""
    if is_missing(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _clean(str(value))


def _id(value: object) -> str | None:
    return None if is_missing(value) else _clean(str(value)) or None


def _texts_of(table: Columns, label: str, name: str) -> list[str | None]:
    """A column of texts, null where it has none or is not there; empty texts are null too."""
    texts = []
    for row, value in enumerate(_values(table, name)):
        if not isinstance(value, str) and not is_missing(value):
            kind = type(value).__name__
            message = f"{label} has a {kind} as {name} in row {row}; expected a str, or None"
            raise InvalidInputError(message)
        texts.append(_clean(value) or None if isinstance(value, str) else None)
    return texts


def _texts(value: object) -> list[str]:
    """A list of names; in CSV it is JSON."""
    if isinstance(value, str):
        if not value.startswith("["):
            return [_clean(value)] if value else []
        try:
            value = json.loads(value)
        except ValueError:
            return [_clean(str(value))]
    if isinstance(value, Iterable):
        return [_clean(str(item)) for item in value if not is_missing(item)]
    return []


def _age(value: object) -> int | None:
    try:
        age = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return int(age) if 0 <= age <= 200 else None


def _day(value: object) -> str | None:
    if is_missing(value):
        return None
    return _clean(value.isoformat() if hasattr(value, "isoformat") else str(value))[:10] or None


def _check_columns(table: Columns, label: str, names: Iterable[str]) -> None:
    # A list without rows has no columns either.
    missing = (
        [name for name in names if name not in table.names] if table.names or table.n_rows else []
    )
    if missing:
        message = (
            f"{label} has no column {quoted(missing)}; columns there are: {quoted(table.names)}"
        )
        raise InvalidInputError(message)


def _values(table: Columns, name: str) -> list[Any]:
    return table.column(name) if name in table.names else [None] * table.n_rows


def _keys(table: Columns) -> Iterator[tuple[str | None, str | None]]:
    """For every row its article and person."""
    if table.names:
        for article, person in zip(table.column("article_id"), table.column("person_id")):
            yield _label(article), _id(person)


def _read_people(table: Columns, label: str) -> list[_Person]:
    _check_columns(table, label, ("article_id", "person_id", "name"))
    names = table.column("name") if table.names else []
    texts = {name: _texts_of(table, label, name) for name in _TEXTS}
    aliases, ages = _values(table, "aliases"), _values(table, "age")
    people: list[_Person] = []
    rows: dict[_Key, int] = {}
    doubles: dict[_Key, list[int]] = {}
    for at, ((article, person), name) in enumerate(zip(_keys(table), names)):
        if person is None or not isinstance(name, str):
            column = "person_id" if person is None else "name"
            value = None if person is None or is_missing(name) else name
            message = f"{label} has {value!r} as {column} in row {at}; expected a str"
            raise InvalidInputError(message)
        key = (article, person)
        if rows.setdefault(key, at) != at:
            doubles.setdefault(key, [rows[key]]).append(at)
        said = {column: values[at] for column, values in texts.items()}
        people.append(_Person(key, _clean(name), _texts(aliases[at]), age=_age(ages[at]), **said))
    if doubles:
        named = [
            f"{person!r} of article {article!r} (rows {', '.join(map(str, at[:5]))})"
            for (article, person), at in list(doubles.items())[:3]
        ]
        more = f" and {len(doubles) - 3} more" if len(doubles) > 3 else ""
        message = (
            f"{label} has persons twice: {', '.join(named)}{more}; give every article an id of its own "
            "before pq.extract, or link the tables of one call and pass them as known= to the next"
        )
        raise InvalidInputError(message)
    return people


def _dates_and_outlets(
    tables: dict[str, Columns],
) -> dict[str | None, tuple[str | None, str | None]]:
    """For every article its date and outlet, from whatever table has them."""
    dates: dict[str | None, str] = {}
    outlets: dict[str | None, str] = {}
    for name in ("articles", "quotes", "people"):
        table = tables.get(name)
        if table is None or "article_id" not in table.names:
            continue
        articles = [_label(article) for article in table.column("article_id")]
        for article, date in zip(articles, _values(table, "date")):
            if (day := _day(date)) is not None:
                dates.setdefault(article, day)
        for article, outlet in zip(articles, _values(table, "outlet")):
            if (text := _id(outlet)) is not None:
                outlets.setdefault(article, text)
    return {article: (dates.get(article), outlets.get(article)) for article in {*dates, *outlets}}


def _read_known(known: Any) -> _Known:
    if known is None:
        return _NOBODY
    tables = _open(known, "known: ")
    people = _read_people(tables["people"], "known: people")
    moments = _dates_and_outlets(tables)
    if people and "identity_id" not in tables["people"].names:
        linked = _Batch(people, moments, _NOBODY, {}).link()
        found = [linked[person.key] for person in people]
        return _Known(people, [one.id for one in found], [one.name for one in found], moments)
    ids = [_id(value) for value in _values(tables["people"], "identity_id")]
    if None in ids:
        message = f"known: people has no identity_id in row {ids.index(None)}; link it again"
        raise InvalidInputError(message)
    given = _texts_of(tables["people"], "known: people", "identity_name")
    names = [name or person.name for name, person in zip(given, people)]
    return _Known(people, [str(value) for value in ids], names, moments)


def _names_of(known: _Known) -> dict[str, str]:
    """The name of every earlier identity: a full one, the most frequent, so that no order of rows matters."""
    counts = Counter(zip(known.ids, known.names))
    names: dict[str, str] = {}
    for (id, name), _ in sorted(
        counts.items(), key=lambda item: (" " in item[0][1], item[1], item[0])
    ):
        names[id] = name
    return names


class _Batch:
    """What the core is given, and what it gives back."""

    def __init__(
        self,
        people: list[_Person],
        moments: dict[str | None, tuple[str | None, str | None]],
        known: _Known,
        register: dict[str, list[str]],
    ) -> None:
        self._people = people
        ids = _names_of(known)
        earlier = sorted(id for id in ids if id not in register)
        self._ids = [*register, *earlier]
        self._given = [(True, names) for names in register.values()]
        self._given += [(False, [ids[id]]) for id in earlier]
        number_of = {id: number for number, id in enumerate(self._ids)}
        # Articles that are given again are the same ones.
        own = {(person.key, person.name) for person in people}
        self._known: dict[tuple[_Key, str], int] = {}
        further: list[tuple[_Person, int]] = []
        for person, id in zip(known.people, known.ids):
            if (person.key, person.name) in own:
                self._known[person.key, person.name] = number_of[id]
            else:
                further.append((person, number_of[id]))
        self._articles: list[tuple[str, str | None, str | None]] = []
        self._columns: dict[str, list[Any]] = {
            name: [] for name in ("article", "label", "name", "aliases", "age", "known", *_TEXTS)
        }
        self._fill(((person, self._number(person)) for person in people), moments)
        self._fill(iter(further), known.moments)

    def _number(self, person: _Person) -> int | None:
        return self._known.get((person.key, person.name))

    def _fill(
        self,
        people: Iterator[tuple[_Person, int | None]],
        moments: dict[str | None, tuple[str | None, str | None]],
    ) -> None:
        numbers: dict[str | None, int] = {}
        for person, number in people:
            article = person.key[0]
            if article not in numbers:
                numbers[article] = len(self._articles)
                self._articles.append((article or "", *moments.get(article, (None, None))))
            row = {"article": numbers[article], "label": person.key[1], "known": number}
            for name, values in self._columns.items():
                values.append(row[name] if name in row else getattr(person, name))

    def link(self) -> dict[_Key, _Identity]:
        """The identity of every row of people."""
        numbers, methods, identities, _ = _core.link_people(
            self._columns, self._articles, self._given
        )
        taken = set(self._ids)
        ids = []
        for _, given, key, long_key in identities:
            if given is not None:
                ids.append(self._ids[given])
                continue
            id = _identifier(key)
            while id in taken:
                id = _identifier(long_key)
                long_key += "\n"
            taken.add(id)
            ids.append(id)
        return {
            person.key: _Identity(ids[number], identities[number][0], method)
            for person, number, method in zip(self._people, numbers, methods)
        }


def _identifier(key: str) -> str:
    """An identifier that looks like none of a register's.

    Examples:
        >>> _identifier("ana|ruiz")
        'person-44608793603d1d94'
    """
    return f"person-{blake2b(key.encode(), digest_size=8).hexdigest()}"


def _add(
    table: Columns, label: str, people: list[_Person] | None, found: dict[_Key, _Identity]
) -> Any:
    """The table with the identities of its persons."""
    if people is not None:
        identities: list[_Identity | None] = [found[person.key] for person in people]
    else:
        _check_columns(table, label, ("article_id", "person_id"))
        keys = list(_keys(table))
        identities = [found.get((article, person)) if person else None for article, person in keys]
        lost = [
            key for key, identity in zip(keys, identities) if key[1] is not None and not identity
        ]
        if lost:
            message = (
                f"{counted(len(lost), 'row')} of {label} name persons that are not in people, such as "
                f"{lost[0][1]!r}; they have no identity"
            )
            warnings.warn(message, PullquoteWarning, stacklevel=levels_up())
    texts: dict[str, list[str | None]] = {
        name: [identity and identity[at] for identity in identities]
        for at, name in enumerate(_ADDED)
    }
    return table.with_texts(texts)
