"""A document as the dictionaries that displaCy, spaCy's visualiser, renders without a Doc."""

from __future__ import annotations

from html import escape
from typing import Any, Literal

from pullquote._options import check_names
from pullquote.errors import InvalidOptionError
from pullquote.interchange._documents import AnyDocument, flat_entities, row_of, without_overlaps
from pullquote.interchange._places import stretches
from pullquote.interchange.views import Row

Style = Literal["span", "ent"]

#: What can be shown.
SHOWN = ("quotes", "cues", "speakers", "entities", "marks", "times", "boilerplate")


def to_displacy(
    document: AnyDocument,
    style: Style = "span",
    *,
    layers: tuple[str, ...] | None = None,
) -> dict[str, Any]:
    """The document for ``displacy.render(…, style=style, manual=True)``.

    Args:
        document: what ``pq.analyze`` or a pipeline gave, or a ``StoredDocument``.
        style: "span": stretches over tokens, which may overlap; "ent": stretches of the text, of which those are
            left out that overlap an earlier one.
        layers: what to show, of quotes (their parts), cues, speakers, entities, marks, times, boilerplate. None for
            quotes, cues and speakers with "span", entities with "ent".

    Returns:
        dict: for "ent" ``text``, ``ents`` (``start``, ``end``, ``label``) and ``title``; for "span" ``text``,
        ``tokens`` (str) and ``spans`` (``start_token``, ``end_token``, ``label``, and the offsets). Labels
        are QUOTE:DIRECT and the like, CUE, SPEAKER, PERSON and the other labels of entities, MARK, DATE and the
        other types of times, BOILERPLATE; ``kb_id`` is the speaker of a quote, and the value of a time. ``kb_id`` and
        ``title`` are escaped for HTML: displaCy does not.

    Raises:
        InvalidInputError: no document.
        InvalidOptionError: a style or a layer that there is not.

    Examples:
        >>> import pullquote as pq
        >>> doc = pq.analyze("Mayor Ana Ruiz spoke in Port Alder.")
        >>> pq.to_displacy(doc, "ent")["ents"][0]
        {'start': 6, 'end': 14, 'label': 'PERSON', 'kb_id': '', 'kb_url': '#'}
    """
    row = row_of(document)
    if not isinstance(style, str) or style not in ("span", "ent"):
        message = f"style is {style!r}; expected one of: span, ent"
        raise InvalidOptionError(message)
    if layers is None:
        layers = ("quotes", "cues", "speakers") if style == "span" else ("entities",)
    for layer in check_names("layers", layers):
        if layer not in SHOWN:
            message = f"layers has {layer!r}; expected some of: {', '.join(SHOWN)}"
            raise InvalidOptionError(message)
    shown = [one for layer in layers for one in _spans(row, layer)]
    # displaCy marks up whatever it is told to: an empty stretch would be a label on nothing.
    shown = sorted(
        (one for one in shown if one["start"] < one["end"]),
        key=lambda one: (one["start"], -one["end"]),
    )
    if style == "ent":
        return {
            "text": row["text"],
            "ents": without_overlaps(shown),
            "title": escape(row["title"] or ""),
        }
    units, places = stretches(row)
    spans = []
    for one in shown:
        first, last = places.tokens(one["start"], one["end"])
        spans.append({**one, "start_token": first, "end_token": last})
    return {"text": row["text"], "tokens": units, "spans": spans}


def _spans(row: Row, layer: str) -> list[Row]:
    if layer == "quotes":
        return [
            _labelled(
                part,
                f"QUOTE:{quote['kind'].upper()}",
                quote["speaker"] and quote["speaker"]["name"],
            )
            for quote in row["quotes"]
            for part in quote["parts"]
        ]
    if layer == "cues":
        return [_labelled(quote["cue"], "CUE") for quote in row["quotes"] if quote["cue"]]
    if layer == "speakers":
        speakers = [quote["speaker"] for quote in row["quotes"] if quote["speaker"]]
        return [_labelled(one["mention"], "SPEAKER") for one in speakers if one["mention"]]
    if layer == "entities":
        return [_labelled(one, one["label"]) for one in flat_entities(row)]
    if layer == "times":
        return [_labelled(one, one["type"], one["value"]) for one in row["times"]]
    return [_labelled(one, "MARK" if layer == "marks" else "BOILERPLATE") for one in row[layer]]


def _labelled(span: Row, label: str, kb_id: str | None = None) -> Row:
    return {
        "start": span["start"],
        "end": span["end"],
        "label": label,
        # displaCy escapes the text but not this, and it may be words of the article.
        "kb_id": escape(kb_id or ""),
        "kb_url": "#",
    }
