"""Turns documents with ``quotes`` into the form that the quote scorer reads.

Hand annotation (the press and seeds files, examples/gold.jsonl) and pullquote's own output
(``Document.to_dict()``, a line of ``pullquote annotate``) both become ``{"id", "text", "date",
"title", "meta", "attributions": [{"type", "content", "cue", "source", "speaker"}]}``. A fragment
counts as mixed. A document that has ``attributions`` already is left as it is.
"""

from __future__ import annotations

from typing import Any

from pullquote.scoring.jsonl import JsonObject, as_pair

SPEECH = frozenset({"said", "wrote", "tweeted", "asked", "denied"})
"""The statuses that are speech; see the guide."""

LAYERS = ("content", "cue", "source", "speaker")


def to_attributions(
    document: JsonObject, *, speech_only: bool = False, text: str | None = None
) -> dict[str, Any]:
    """Convert one document.

    Args:
        document: an annotated or analysed article.
        speech_only: drop quotes inside quotes and those whose status is not speech. Use it on
            predictions for press and seeds, whose gold holds speech only.
        text: the document's text where the document has none.

    Raises:
        KeyError: the document has neither quotes nor attributions.
    """
    if "attributions" in document and "quotes" not in document:
        return dict(document)
    quotes = [quote for quote in document["quotes"] if not speech_only or is_speech(quote)]
    title = document.get("title")
    return {
        "id": document["id"],
        "text": document.get("text") or text or "",
        "date": document.get("date"),
        "title": title if isinstance(title, str) else None,
        "meta": {"layers": list(document.get("layers", LAYERS)), "outlet": document.get("source")},
        "attributions": [to_attribution(quote) for quote in quotes],
    }


def is_speech(quote: JsonObject) -> bool:
    """Is the quote an outermost one and speech? One without a status counts as speech."""
    status = quote.get("status")
    return (status is None or status in SPEECH) and quote.get("parent_id") is None


def to_attribution(quote: JsonObject) -> dict[str, Any]:
    """Convert one quote of either form."""
    kind = "mixed" if quote["kind"] == "fragment" else quote["kind"]
    if "content" in quote:  # hand annotation has the scorer's fields under the scorer's names
        return {"type": kind} | {key: quote[key] for key in LAYERS}
    speaker: JsonObject = quote.get("speaker") or {}
    return {
        "type": kind,
        "content": [list(as_pair(part)) for part in quote["parts"]],
        "cue": [list(as_pair(quote["cue"]))] if quote.get("cue") else [],
        "source": [list(as_pair(speaker["mention"]))] if speaker.get("mention") else [],
        "speaker": speaker.get("name"),
    }
