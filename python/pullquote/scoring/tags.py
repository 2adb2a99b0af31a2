"""Scores the tags of words, through the tokens that were found.

Gold ``words`` are ``[start, end, XPOS, UPOS]``, predicted ``tokens`` objects with ``start``, ``end``,
``tag`` (XPOS) and ``pos`` (UPOS), as in ``Document.to_dict()``. A word is right if a token has exactly
its span, white space ignored, and the tag: words that were cut elsewhere are wrong, so the figure is
what a user gets. Beside it stands the same share of the words found, near to what a tagger reaches
on gold words, though its neighbours may still be cut wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pullquote.scoring.jsonl import JsonObject
from pullquote.scoring.ner import black_counts
from pullquote.scoring.tally import Scores, Share

# Measure, the field of a gold word that has it, the key of a predicted token.
_KINDS = (("xpos", 2, "tag"), ("upos", 3, "pos"))


def score_tags(gold: Iterable[JsonObject], pred: Mapping[str, JsonObject]) -> Scores:
    """Score Penn and universal tags.

    Args:
        gold: documents with ``text`` and ``words``.
        pred: documents with ``tokens`` by id; a missing document has none.

    Returns:
        ``tags.xpos`` and ``tags.upos``, shares of all gold words; with ``.found`` at the end, of
        those that have a token of their span.

    Example:
        >>> gold = {"id": "a", "text": "I can", "words": [[0, 1, "PRP", "PRON"], [2, 5, "MD", "AUX"]]}
        >>> tokens = [{"start": 2, "end": 5, "tag": "MD", "pos": "AUX"}]
        >>> rows = score_tags([gold], {"a": {"tokens": tokens}})
        >>> rows["tags.xpos"], rows["tags.xpos.found"]
        ({'acc': 50.0, 'n': 2}, {'acc': 100.0, 'n': 1})
    """
    shares = {f"tags.{kind}{end}": Share() for kind, *_ in _KINDS for end in ("", ".found")}
    for document in gold:
        black = black_counts(document["text"])
        tokens = {
            (black[token["start"]], black[token["end"]]): token
            for token in pred.get(document["id"], {}).get("tokens") or ()
        }
        for word in document["words"]:
            token = tokens.get((black[word[0]], black[word[1]]))
            for kind, field, key in _KINDS:
                is_right = token is not None and token.get(key) == word[field]
                shares[f"tags.{kind}"].add(is_right)
                if token is not None:
                    shares[f"tags.{kind}.found"].add(is_right)
    return {name: share.row() for name, share in shares.items()}
