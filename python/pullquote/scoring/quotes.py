"""Scores quotations: contents, cues, sources and speakers.

Input: gold documents ``{"id", "text", "meta", "attributions": [{"type", "content", "cue", "source",
"speaker"}]}`` and predictions of the same form, joined by ``id`` (`to_attributions` makes it from
pullquote's output). A document without prediction counts as one without quotes. Gold
``meta.layers`` says what a corpus annotates: by default content, cue and source; measures of
absent layers are not reported. ``meta.aliases`` may give further names by speaker.

Units are sets of word tokens (`pullquote.scoring.words`). A content in parts ("a," he said, "b") is
one unit. An attribution whose content holds no word is ignored on both sides.

Measures, micro-averaged over the corpus; ``<type>`` is direct, indmix (indirect and mixed) or all:

content.<type>.exact
    Word sets are equal.
content.<type>.iou50
    One-to-one pairs by falling intersection over union, 0.5 at least.
content.<type>.soft
    Overlap (Johansson & Moschitti 2010, Pareti 2015). R is the mean share of a gold content's words
    that predictions cover, P the mean share of a prediction's words that gold covers.
quoted.tokens
    Words inside double quote marks that belong to an attribution, however cut into units.
cue.exact, cue.overlap
    Cues with equal word sets; cues that share a word, one to one.
source.acc_head.<type>, source.acc_exact.<type>
    Among iou50 pairs whose gold has a source: the head word of one source lies in the other; the
    word sets are equal.
source.null_acc
    Among iou50 pairs whose gold has no source: the prediction has none either.
e2e.<type>
    Content by iou50 and the source right (by head, or both empty).
speaker.acc_strict, speaker.acc_lenient
    Among iou50 pairs whose gold has a speaker: the name is right, in full or by surname
    (`pullquote.scoring.names`).
speaker.e2e_strict, speaker.e2e_lenient
    The same, but of all gold quotes that have a speaker.

In the measures by type, P counts predictions of that type matched to gold of any type, and R
gold of that type matched by predictions of any type, so a wrong type is not punished twice;
``strict_type`` restricts both sides instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pullquote.scoring.jsonl import JsonObject
from pullquote.scoring.names import is_same_name
from pullquote.scoring.pairing import Unit, iou, pair_units, same
from pullquote.scoring.tally import Scores, Share, Tally
from pullquote.scoring.words import WordIndex, Words

TYPES = {
    "direct": frozenset({"direct"}),
    "indmix": frozenset({"indirect", "mixed"}),
    "all": frozenset({"direct", "indirect", "mixed"}),
}
_DEFAULT_LAYERS = ("content", "cue", "source")
_LENIENCE = {"strict": False, "lenient": True}


def score_quotes(
    gold: Iterable[JsonObject], pred: Mapping[str, JsonObject], *, strict_type: bool = False
) -> Scores:
    """Score predicted attributions against gold.

    Args:
        gold: gold documents.
        pred: predicted documents by id; of these only ``attributions`` is read.
        strict_type: match direct with direct only, and indmix with indmix.

    Returns:
        Rows by measure (see the module): first the ones with P, R and F1, then accuracies by name.
        Measures with nothing on either side are left out.
    """
    return score_pairings(
        (QuotePairing(document, pred.get(document["id"], {})) for document in gold),
        strict_type=strict_type,
    )


def score_pairings(pairings: Iterable[QuotePairing], *, strict_type: bool = False) -> Scores:
    """The rows of `score_quotes` for documents that are paired already."""
    scorer = _Scorer(strict_type)
    for pairing in pairings:
        scorer.add(pairing)
    return scorer.scores()


class QuotePairing:
    """One document: attributions of both sides as word sets, and their pairs by iou50."""

    def __init__(self, gold: JsonObject, pred: JsonObject) -> None:
        self.index = WordIndex(gold["text"])
        meta = gold.get("meta", {})
        self.layers = frozenset(meta.get("layers", _DEFAULT_LAYERS))
        self.aliases: Mapping[str, Sequence[str]] = meta.get("aliases", {})
        self.gold, self.gold_words = self._with_words(gold["attributions"])
        self.pred, self.pred_words = self._with_words(pred.get("attributions", []))
        self.pairs = pair_units(self.gold_words, self.pred_words, iou, 0.5)

    def _with_words(self, attributions: Iterable[Any]) -> tuple[list[JsonObject], list[Words]]:
        kept: list[JsonObject] = []
        words: list[Words] = []
        for attribution in attributions:
            content = self.index.words(attribution["content"])
            if content:
                kept.append(attribution)
                words.append(content)
        return kept, words

    def is_source_right(self, i: int, j: int) -> bool:
        """Do the sources of gold ``i`` and prediction ``j`` agree by head, or in being none?"""
        gold, pred = self.gold[i]["source"], self.pred[j].get("source") or []
        if not gold or not pred:
            return not gold and not pred
        index = self.index
        return index.head(gold) in index.words(pred) or index.head(pred) in index.words(gold)

    def is_source_exact(self, i: int, j: int) -> bool:
        gold, pred = self.gold[i]["source"], self.pred[j].get("source") or []
        return self.index.words(gold) == self.index.words(pred)

    def is_speaker_right(self, i: int, j: int, *, lenient: bool) -> bool:
        name = self.gold[i]["speaker"]
        names = [name, *self.aliases.get(name, [])]
        return is_same_name(self.pred[j].get("speaker"), names, lenient=lenient)


class _Scorer:
    """Adds up documents."""

    def __init__(self, strict_type: bool) -> None:
        self.strict_type = strict_type
        self.tallies: defaultdict[str, Tally] = defaultdict(Tally)
        self.shares: defaultdict[str, Share] = defaultdict(Share)

    def add(self, doc: QuotePairing) -> None:
        for name, types in TYPES.items():
            gold_of_type = [i for i, a in enumerate(doc.gold) if a["type"] in types]
            pred_of_type = [j for j, a in enumerate(doc.pred) if a.get("type", "direct") in types]
            self._add_content(doc, name, gold_of_type, pred_of_type)
            if "source" in doc.layers:
                right = {i: j for i, j in doc.pairs.items() if doc.is_source_right(i, j)}
                self._add_matched(f"e2e.{name}", right, gold_of_type, pred_of_type)
        self._add_quoted_tokens(doc)
        if "cue" in doc.layers:
            self._add_cues(doc)
        if "source" in doc.layers:
            self._add_sources(doc)
        if "speaker" in doc.layers:
            self._add_speakers(doc)

    def scores(self) -> Scores:
        rows = {name: tally.row() for name, tally in self.tallies.items() if tally}
        return rows | {name: share.row() for name, share in sorted(self.shares.items())}

    def _add_matched(
        self,
        measure: str,
        pairs: Mapping[int, int],
        gold_of_type: list[int],
        pred_of_type: list[int],
    ) -> None:
        """Count the pairs made over all types, each side by its own type."""
        wanted_gold, wanted_pred = set(gold_of_type), set(pred_of_type)
        self.tallies[measure].add(
            sum(j in wanted_pred for j in pairs.values()),
            len(pred_of_type),
            sum(i in wanted_gold for i in pairs),
            len(gold_of_type),
        )

    def _add_content(
        self, doc: QuotePairing, name: str, gold_of_type: list[int], pred_of_type: list[int]
    ) -> None:
        gold_units = [doc.gold_words[i] for i in gold_of_type]
        pred_units = [doc.pred_words[j] for j in pred_of_type]
        is_within_type = self.strict_type or name == "all"
        measures: list[tuple[str, Callable[[Unit, Unit], float], float]]
        measures = [("exact", same, 1.0), ("iou50", iou, 0.5)]
        for key, similarity, floor in measures:
            measure = f"content.{name}.{key}"
            if is_within_type:
                pairs = pair_units(gold_units, pred_units, similarity, floor)
                self.tallies[measure].add_pairs(len(pairs), len(pred_units), len(gold_units))
            else:
                pairs = pair_units(doc.gold_words, doc.pred_words, similarity, floor)
                self._add_matched(measure, pairs, gold_of_type, pred_of_type)
        covered_by_gold = _union(gold_units if self.strict_type else doc.gold_words)
        covered_by_pred = _union(pred_units if self.strict_type else doc.pred_words)
        self.tallies[f"content.{name}.soft"].add(
            sum(len(unit & covered_by_gold) / len(unit) for unit in pred_units),
            len(pred_units),
            sum(len(unit & covered_by_pred) / len(unit) for unit in gold_units),
            len(gold_units),
        )

    def _add_quoted_tokens(self, doc: QuotePairing) -> None:
        gold = _union(doc.gold_words) & doc.index.quoted
        pred = _union(doc.pred_words) & doc.index.quoted
        self.tallies["quoted.tokens"].add_pairs(len(gold & pred), len(pred), len(gold))

    def _add_cues(self, doc: QuotePairing) -> None:
        gold = [doc.index.words(attribution["cue"]) for attribution in doc.gold]
        pred = [doc.index.words(attribution.get("cue") or []) for attribution in doc.pred]
        gold, pred = [cue for cue in gold if cue], [cue for cue in pred if cue]
        exact = pair_units(gold, pred, same, 1.0)
        overlapping = pair_units(gold, pred, iou, 1e-9)
        self.tallies["cue.exact"].add_pairs(len(exact), len(pred), len(gold))
        self.tallies["cue.overlap"].add_pairs(len(overlapping), len(pred), len(gold))

    def _add_sources(self, doc: QuotePairing) -> None:
        for i, j in doc.pairs.items():
            is_right = doc.is_source_right(i, j)
            if not doc.gold[i]["source"]:
                self.shares["source.null_acc"].add(is_right)
                continue
            for name in ("direct" if doc.gold[i]["type"] == "direct" else "indmix", "all"):
                self.shares[f"source.acc_head.{name}"].add(is_right)
                self.shares[f"source.acc_exact.{name}"].add(doc.is_source_exact(i, j))

    def _add_speakers(self, doc: QuotePairing) -> None:
        for key, lenient in _LENIENCE.items():
            end_to_end = self.shares[f"speaker.e2e_{key}"]
            for i, attribution in enumerate(doc.gold):
                if not attribution["speaker"]:
                    continue
                j = doc.pairs.get(i)
                is_right = j is not None and doc.is_speaker_right(i, j, lenient=lenient)
                end_to_end.add(is_right)
                if j is not None:
                    self.shares[f"speaker.acc_{key}"].add(is_right)


def _union(units: Iterable[Words]) -> Words:
    return frozenset().union(*units)
