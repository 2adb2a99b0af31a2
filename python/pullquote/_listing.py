"""Tables of quotes for the eye: speaker, words, how they are known; a heading for each article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pullquote._html import colour_class, page, safe, why
from pullquote._markup import why_nobody
from pullquote._options import counted
from pullquote._palette import colour_of, has_colour_of_its_own
from pullquote._quotations import listed, text_or_none
from pullquote._sources import is_missing
from pullquote._terminal import printable, quotes_rich
from pullquote._view import View
from pullquote.errors import InvalidInputError


def records_of(item: Any, rows: int) -> tuple[list[dict[str, Any]], int]:
    """The first rows of a table as dicts, and how many it has.

    Raises:
        InvalidInputError: no table.
    """
    if hasattr(item, "to_pydict") and hasattr(item, "num_rows"):
        part = item.slice(0, rows) if hasattr(item, "slice") else item
        columns = part.to_pydict()
        records = [dict(zip(columns, values)) for values in zip(*columns.values())]
        return records[:rows], item.num_rows
    if hasattr(item, "to_dicts"):
        return item.head(rows).to_dicts(), len(item)
    if hasattr(item, "iloc") and hasattr(item, "columns"):
        return item.head(rows).to_dict("records"), len(item)
    if isinstance(item, Iterable) and not isinstance(item, (str, Mapping)):
        given = list(item)
        if all(isinstance(record, Mapping) for record in given):
            return [dict(record) for record in given[:rows]], len(given)
    message = f"cannot show a {type(item).__name__}; expected a Document or a table of quotes"
    raise InvalidInputError(message)


def show_quotes(records: list[dict[str, Any]], n_rows: int) -> View:
    """Rows of a table of quotes as a View; `n_rows` are all there are."""
    more = f"… and {n_rows - len(records)} more" if n_rows > len(records) else ""
    lines = [f"{_who(record) or '?'}: {printable(str(record['said']))}" for record in records]
    text = "\n".join([*lines, *([more] if more else [])])

    def rich() -> Any:
        rows = [
            (_who(one) or None, str(one.get("reason") or "?"), _kind(one), str(one["said"]))
            for one in records
        ]
        return quotes_rich(rows, more)

    return View(_table_html(records, n_rows, more), text, rich)


def _who(record: Mapping[str, Any]) -> str:
    value = record.get("speaker")
    return "" if is_missing(value) else printable(str(value))


def _kind(record: Mapping[str, Any]) -> str:
    kind = text_or_none(record.get("kind")) or ""
    confidence = record.get("confidence")
    is_known = isinstance(confidence, float) and not is_missing(confidence)
    return f"{kind} {confidence:.2f}".strip() if is_known else kind


def _table_html(records: list[dict[str, Any]], n_rows: int, more: str) -> str:
    bodies: list[list[str]] = [[]]
    article = ""
    for record in records:
        if (heading := _article(record)) != article:
            head = f'<tr class="pq-article"><th colspan="2" scope="rowgroup">{heading}</th></tr>'
            bodies.append([head])
            article = heading
        bodies[-1].append(_row_html(record))
    head = '<thead><tr><th scope="col">speaker</th><th scope="col">words</th></tr></thead>'
    groups = "".join(f"<tbody>{''.join(rows)}</tbody>" for rows in bodies if rows)
    tail = f'<div class="pq-key">{safe(more)}</div>' if more else ""
    return page(f"<table>{head}{groups}</table>{tail}", f"Table of {counted(n_rows, 'quote')}")


def _article(record: Mapping[str, Any]) -> str:
    values = [record.get(column) for column in ("article_id", "outlet", "date")]
    known = [str(value).removesuffix(" 00:00:00") for value in values if not is_missing(value)]
    shown = [f"<bdi>{safe(value)}</bdi>" for value in known if value]
    return " · ".join(f"<b>{value}</b>" if n == 0 else value for n, value in enumerate(shown))


def _words_html(record: Mapping[str, Any], colour: str) -> str:
    """The words; those that stood in marks stand out."""
    said, kind = str(record["said"]), text_or_none(record.get("kind"))
    if kind in ("direct", "fragment"):
        given = [part for part in listed(record.get("parts")) if isinstance(part, Mapping)]
        parts = [str(part["text"]) for part in given if "text" in part]
        return " ".join(
            f'<mark class="pq-words{colour}">“{safe(text)}”</mark>' for text in parts or [said]
        )
    out, at = [], 0
    for words in listed(record.get("quoted")):
        text = str(words.get("text", "")) if isinstance(words, Mapping) else ""
        found = said.find(text, at) if text else -1
        if found >= 0:
            out.append(f'{safe(said[at:found])}<mark class="pq-words{colour}">{safe(text)}</mark>')
            at = found + len(text)
    return "".join([*out, safe(said[at:])])


def _row_html(record: Mapping[str, Any]) -> str:
    who = _who(record)
    identity = text_or_none(record.get("identity_name")) or who
    is_person = not is_missing(record.get("person_id"))
    has_own = has_colour_of_its_own(text_or_none(record.get("speaker_kind")), is_person=is_person)
    colour = colour_class(colour_of(identity)) if who and has_own else ""
    reason = text_or_none(record.get("reason"))
    facts = [text_or_none(record.get(column)) for column in ("kind", "status", "method")]
    lines = [why_nobody(reason) if not who else f"{identity} {facts[1] or 'said'}"]
    if who and (named := text_or_none(record.get("speaker_text"))):
        lines.append(f"named as: {named}")
    if cue := text_or_none(record.get("cue")):
        lines.append(f"cue: {cue}")
    lines += [" · ".join(fact for fact in (facts[0], facts[2]) if fact)]
    name = f"<b><bdi>{safe(who)}</bdi></b>" if who else '<span class="pq-faint">nobody named</span>'
    how = f'<div class="pq-how">{safe(_kind(record))}</div>' if _kind(record) else ""
    about = why("\n".join(line for line in lines if line), is_stop=True)
    return (
        f'<tr><th scope="row" class="pq-speaker{colour}">{name}{how}</th>'
        f'<td class="pq-said{colour}"><span class="pq-why"{about}>{_words_html(record, colour)}</span></td></tr>'
    )
