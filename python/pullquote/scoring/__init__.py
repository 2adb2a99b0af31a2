"""Scorers: how good are the quotes, speakers, names, people, dates and clusters that were found?

They need nothing but the standard library and work on plain JSON documents, so predictions of any
program can be scored. Each module says at its top what it compares and how:

===================  =========================================================================
`score_quotes`       contents, cues, sources, speakers; `to_attributions` makes its input
`score_spans`        entities, tokens, sentences by exact offsets; `label_maps` for labels
`score_tags`         Penn and universal tags of words
`score_regions`      boilerplate and other labelled stretches, exact and by overlap
`score_people`       the persons of an article and the forms that name them
`score_timex`        temporal expressions and their values
`score_coref`        coreference clusters
`score_clusters`     a clustering of items, such as stories
`score_same_quotes`  clusters of spans that are the same utterance
`evaluate_file`      all of it that a gold file has layers for, with intervals; `read_gold` checks
                     the file, `format_report` prints the figures
`add_intervals`      95 percent intervals of any of these, by drawing articles
===================  =========================================================================

Every figure is a row of numbers in percent: ``{"P", "R", "F1", "n_pred", "n_gold"}`` or
``{"acc", "n"}``.

Example:
    >>> text = '"We will win," Ms. Park said.'
    >>> park = {"type": "direct", "content": [[1, 13]], "cue": [[24, 28]], "source": [[15, 23]],
    ...         "speaker": "Jin Park"}
    >>> gold = {"id": "a", "text": text, "attributions": [park]}
    >>> pred = {"id": "a", "attributions": [park | {"source": []}]}
    >>> scores = score_quotes([gold], {"a": pred})
    >>> scores["content.direct.exact"]["F1"], scores["e2e.direct"]["F1"]
    (100.0, 0.0)
"""

from pullquote.scoring.attributions import SPEECH, is_speech, to_attributions
from pullquote.scoring.clusters import score_clusters
from pullquote.scoring.coref import score_coref
from pullquote.scoring.gold import read_gold
from pullquote.scoring.intervals import add_intervals
from pullquote.scoring.jsonl import JsonObject, by_id, iter_jsonl, read_jsonl
from pullquote.scoring.ner import label_maps, score_spans
from pullquote.scoring.people import score_people
from pullquote.scoring.quotes import score_quotes
from pullquote.scoring.regions import score_regions
from pullquote.scoring.report import evaluate, evaluate_file
from pullquote.scoring.same_quotes import score_same_quotes
from pullquote.scoring.tables import format_report
from pullquote.scoring.tags import score_tags
from pullquote.scoring.tally import Row, Scores, headline
from pullquote.scoring.timex import score_timex

__all__ = [
    "SPEECH",
    "JsonObject",
    "Row",
    "Scores",
    "add_intervals",
    "by_id",
    "evaluate",
    "evaluate_file",
    "format_report",
    "headline",
    "is_speech",
    "iter_jsonl",
    "label_maps",
    "read_gold",
    "read_jsonl",
    "score_clusters",
    "score_coref",
    "score_people",
    "score_quotes",
    "score_regions",
    "score_same_quotes",
    "score_spans",
    "score_tags",
    "score_timex",
    "to_attributions",
]
