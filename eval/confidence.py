"""Learns how sure to be of quotes, and shows how far that is to be trusted.

    python -m eval.confidence                  # rebuild both tables and the one in MODEL_CARD.md
    python -m eval.confidence --check          # write nothing; fail if one of them would change
    python -m eval.confidence --reliability    # write nothing; of the tables as they are

Run it after every change of what is found (`make train`), then build again: the tables are embedded.

What is right: the content, if gold has one with IoU of word tokens at least 0.5; of words in marks
without an attribution, which PolNeAR counts to the quotation before, if half of its words lie in
a gold content. The source, by head word on PolNeAR (in words without a source of their own, the
last name of the speaker is in the gold source; where that is a pronoun, nobody knows), by
surname on press.

- data/lexicons/rule_confidence.tsv: for each rule, the share of contents right on polnear.train
  where the models had nothing. Rules seen fewer than `FEW` times share one line, `*`. The models
  have learned from these articles, so what they leave is a little worse than elsewhere.
- data/lexicons/quote_confidence.tsv: for each kind of evidence, intercept and slope of the
  logistic function from a share (the models' own, else the rule's) to a probability; and how often
  the source is right where the content is. Learned from polnear.dev, which no model of quotes has
  seen.

Reliability: for each tenth of confidence, its mean, the share of quotes that are right, and their
number; then the mean distance of the two (expected calibration error), and the mean squared distance
of confidence from right (Brier). Each article of polnear.dev is judged by a table learned from the other four fifths; press.dev
by the table as it is, which has not seen it.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from eval.corpora import SHARED
from eval.product import load_analyzer
from pullquote.scoring import read_jsonl
from pullquote.scoring.attributions import is_speech, to_attribution, to_attributions
from pullquote.scoring.jsonl import JsonObject
from pullquote.scoring.quotes import QuotePairing

FEW = 20
FOLDS = 5
PRONOUNS = {"he", "she", "they", "it", "i", "we", "who"}
_LEXICONS = Path(__file__).resolve().parents[1] / "data" / "lexicons"
RULES = _LEXICONS / "rule_confidence.tsv"
FITS = _LEXICONS / "quote_confidence.tsv"
RULES_HEADER = (
    "# source: python -m eval.confidence on ../shared/data/quotes/polnear.train.jsonl; figures only\n"
    "# rule\tshare of contents right\tquotes seen\n"
)
CARD = _LEXICONS.parents[1] / "MODEL_CARD.md"
BEGIN, END = "<!-- figures:confidence -->\n", "<!-- /figures:confidence -->\n"
FITS_HEADER = (
    "# source: python -m eval.confidence on ../shared/data/quotes/polnear.dev.jsonl; figures only\n"
    "# evidence\tintercept\tslope\tshare of sources right\tquotes seen\n"
)

# What is believed of a kind of evidence before any quote is seen: mean and variance.
_INTERCEPT, _SLOPE = (1.0, 4.0), (0.3, 0.1)


Judged: TypeAlias = list[tuple[float, bool]]
"""Confidences, each with whether the quote is right."""


class Case(NamedTuple):
    """One quote found, and what gold says of it.

    Attributes:
        article: the article's id.
        evidence: who found it, and of which kind it is.
        rule: the rule's id.
        share: the models' estimate; None where a rule alone found it.
        belief: the share of belief in the speaker.
        confidence: as the library gives it.
        is_named: whether the library names a speaker.
        is_right: is the content right?
        is_source_right: and the source? None if gold doesn't say.
    """

    article: str
    evidence: str
    rule: str
    share: float | None
    belief: float
    confidence: float
    is_named: bool
    is_right: bool
    is_source_right: bool | None


class Fit(NamedTuple):
    """The line of one kind of evidence."""

    intercept: float
    slope: float
    source: float
    seen: int


class Tables(NamedTuple):
    """Both tables."""

    rules: Mapping[str, tuple[float, int]]
    fits: Mapping[str, Fit]

    @classmethod
    def read(cls) -> Tables:
        """The tables as they are."""
        rules = {rule: (float(share), int(n)) for rule, share, n in _rows(RULES)}
        fits = {
            evidence: Fit(*map(float, numbers), int(n)) for evidence, *numbers, n in _rows(FITS)
        }
        return cls(rules, fits)

    def content(self, case: Case) -> float:
        """The probability that the content is right, as src/quote/confidence.rs has it."""
        fit = self.fits[case.evidence]
        odds = math.exp(fit.intercept + fit.slope * _log_odds(case, self.rules))
        return odds / (1 + odds)

    def both(self, case: Case, *, by_name: bool) -> float:
        """The same of content and source; by name, or as the words that name the source."""
        belief = case.belief if by_name or case.evidence == "carried" else 1.0
        return self.content(case) * self.fits[case.evidence].source * belief


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def _log_odds(case: Case, rules: Mapping[str, tuple[float, int]]) -> float:
    share = case.share if case.share is not None else rules.get(case.rule, rules["*"])[0]
    share = min(max(share, 0.01), 0.99)
    return math.log(share / (1 - share))


def cases_of(path: Path) -> list[Case]:
    """Analyse the articles of a gold file and judge the quotes."""
    analyze = load_analyzer()
    cases: list[Case] = []
    for gold in read_jsonl(path):
        is_press = "attributions" not in gold
        title = gold.get("title")
        document = analyze(
            gold["text"],
            date=gold.get("date") or gold.get("meta", {}).get("date"),
            title=title if isinstance(title, str) else None,
            id=gold["id"],
        )
        rows = [
            to_attribution(row) | {"quote": quote, "name": (row["speaker"] or {}).get("name")}
            for row, quote in zip(document.to_dict()["quotes"], document.quotes)
            if not is_press or is_speech(row)
        ]
        pairing = QuotePairing(to_attributions(gold), {"attributions": rows})
        cases += _judged(gold, pairing, is_press)
    return cases


def _judged(gold: JsonObject, pairing: QuotePairing, is_press: bool) -> Iterator[Case]:
    gold_of = {j: i for i, j in pairing.pairs.items()}
    for j, row in enumerate(pairing.pred):
        evidence, rule, share, belief = row["quote"]._evidence
        is_right = j in gold_of
        is_source_right: bool | None
        if is_press:
            is_source_right = is_right and pairing.is_speaker_right(gold_of[j], j, lenient=True)
        elif evidence == "carried" and not row["source"]:
            words = pairing.pred_words[j]
            around = [
                i
                for i, whole in enumerate(pairing.gold_words)
                if 2 * len(words & whole) >= len(words)
            ]
            is_right = is_right or bool(around)
            is_source_right = _is_named_in(gold, pairing, around, row["name"])
        else:
            is_source_right = is_right and pairing.is_source_right(gold_of[j], j)
        yield Case(
            article=gold["id"],
            evidence=evidence,
            rule=rule,
            share=share,
            belief=belief,
            confidence=row["quote"].confidence,
            is_named=bool(row["name"]),
            is_right=is_right,
            is_source_right=is_source_right,
        )


def _is_named_in(
    gold: JsonObject, pairing: QuotePairing, around: Iterable[int], name: str | None
) -> bool | None:
    """Is the speaker the one of the gold content around? None if a pronoun says so."""
    spans = [span for i in around for span in pairing.gold[i]["source"]]
    sources = [gold["text"][start:end].lower() for start, end in spans]
    if not sources or not name:
        return False
    if all(source in PRONOUNS for source in sources):
        return None
    return any(name.split()[-1].lower() in source for source in sources)


def measure_rules(cases: Iterable[Case]) -> dict[str, tuple[float, int]]:
    """For each rule, the share of contents right and how many were seen, where the models had none."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for case in cases:
        if case.share is None:
            seen[case.rule] += 1
            right[case.rule] += case.is_right
    rare = [rule for rule, n in seen.items() if n < FEW]
    for rule in rare:
        right["*"] += right.pop(rule, 0)
        seen["*"] += seen.pop(rule)
    seen["*"] = seen["*"] or 0
    return {rule: (round((right[rule] + 1) / (n + 2), 3), n) for rule, n in sorted(seen.items())}


def learn(cases: Iterable[Case], rules: Mapping[str, tuple[float, int]]) -> Tables:
    """A line for each kind of evidence."""
    of_kind: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        of_kind[case.evidence].append(case)
    fits = {}
    for evidence, those in sorted(of_kind.items()):
        intercept, slope = _fit([(_log_odds(case, rules), case.is_right) for case in those])
        known = [case for case in those if case.is_right and case.is_named]
        known = [case for case in known if case.is_source_right is not None]
        right = sum(bool(case.is_source_right) for case in known)
        # Whom words without a source belong to, the ranker has a belief of its own.
        most = sum(case.belief if evidence == "carried" else 1.0 for case in known)
        source = (
            min((right + 1) / (most + 1), 1.0)
            if evidence == "carried"
            else (right + 1) / (most + 2)
        )
        fits[evidence] = Fit(round(intercept, 3), round(slope, 3), round(source, 3), len(those))
    return Tables(rules, fits)


def _fit(points: list[tuple[float, bool]]) -> tuple[float, float]:
    """Intercept and slope of a logistic function, which never falls; Newton's method, one at a time."""
    intercept, slope = _INTERCEPT[0], _SLOPE[0]
    for _ in range(300):
        chances = [1 / (1 + math.exp(-(intercept + slope * x))) for x, _ in points]
        pull = (
            sum(y - p for (_, y), p in zip(points, chances))
            - (intercept - _INTERCEPT[0]) / _INTERCEPT[1]
        )
        intercept += pull / (sum(p * (1 - p) for p in chances) + 1 / _INTERCEPT[1])
        chances = [1 / (1 + math.exp(-(intercept + slope * x))) for x, _ in points]
        pull = sum((y - p) * x for (x, y), p in zip(points, chances))
        pull -= (slope - _SLOPE[0]) / _SLOPE[1]
        steep = sum(p * (1 - p) * x * x for (x, _), p in zip(points, chances)) + 1 / _SLOPE[1]
        slope = max(slope + pull / steep, 0.0)
    return intercept, slope


def reliability(polnear: list[Case], press: list[Case], tables: Tables) -> dict[str, Judged]:
    """Confidence and verdict of the quotes of both corpora, by what is judged."""
    articles = sorted({case.article for case in polnear})
    fold_of = {article: number % FOLDS for number, article in enumerate(articles)}
    contents: Judged = []
    both: Judged = []
    for fold in range(FOLDS):
        others = [case for case in polnear if fold_of[case.article] != fold]
        learned = learn(others, tables.rules)
        for case in polnear:
            if fold_of[case.article] != fold:
                continue
            contents.append((learned.content(case), case.is_right))
            if case.is_named and case.is_source_right is not None:
                both.append((learned.both(case, by_name=False), case.is_source_right))
    return {
        "polnear.dev: content": contents,
        "and the words that name the source": both,
        "press.dev: content": [(tables.content(case), case.is_right) for case in press],
        "and the speaker's surname": [
            (tables.both(case, by_name=True), bool(case.is_source_right))
            for case in press
            if case.is_named
        ],
    }


def format_reliability(judged: Mapping[str, Judged]) -> str:
    """A table in Markdown: by tenths of confidence, its mean, the share right, quotes."""
    lines = [["confidence", *judged], ["---"] * (len(judged) + 1)]
    for tenth in range(10):
        cells = [_cell(_inside(pairs, tenth)) for pairs in judged.values()]
        if any(cells):
            lines.append([f".{tenth}", *cells])
    lines.append(["calibration error, Brier", *map(_errors, judged.values())])
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _inside(pairs: Judged, tenth: int) -> Judged:
    return [pair for pair in pairs if min(int(pair[0] * 10), 9) == tenth]


def _means(pairs: Judged) -> tuple[float, float]:
    confidence, right = zip(*pairs)
    return sum(confidence) / len(pairs), sum(right) / len(pairs)


def _cell(pairs: Judged) -> str:
    return "{:.2f}, {:.2f}, {}".format(*_means(pairs), len(pairs)) if pairs else ""


def _errors(pairs: Judged) -> str:
    parts = [inside for inside in (_inside(pairs, tenth) for tenth in range(10)) if inside]
    distances = (len(part) * abs(mean - share) for part in parts for mean, share in [_means(part)])
    brier = sum((confidence - is_right) ** 2 for confidence, is_right in pairs)
    return f"{sum(distances) / len(pairs):.3f}, {brier / len(pairs):.3f}" if pairs else ""


def format_threshold(press: list[Case], least: float) -> str:
    """What a threshold keeps, and how much of that is right, of the library's own confidence."""
    parts = []
    for name, cases in (
        ("all", press),
        (f"at least {least}", [case for case in press if case.confidence >= least]),
    ):
        content = sum(case.is_right for case in cases)
        both = sum(bool(case.is_source_right) for case in cases)
        n = max(len(cases), 1)
        parts.append(
            f"{name}: {len(cases)} quotes, {content / n:.0%} right, {both / n:.0%} with the speaker"
        )
    return "press.dev, " + "; ".join(parts) + "\n"


def written(tables: Tables) -> dict[Path, str]:
    """The files as text."""
    rules = [f"{rule}\t{share:.3f}\t{n}\n" for rule, (share, n) in sorted(tables.rules.items())]
    fits = [
        f"{evidence}\t{fit.intercept:.3f}\t{fit.slope:.3f}\t{fit.source:.3f}\t{fit.seen}\n"
        for evidence, fit in sorted(tables.fits.items())
    ]
    return {RULES: RULES_HEADER + "".join(rules), FITS: FITS_HEADER + "".join(fits)}


def main(arguments: list[str] | None = None) -> int:
    """Rebuild the tables and print how reliable they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="compare with the tables, write nothing"
    )
    parser.add_argument(
        "--reliability", action="store_true", help="of the tables as they are; write nothing"
    )
    options = parser.parse_args(arguments)
    data = SHARED / "data"
    polnear = cases_of(data / "quotes" / "polnear.dev.jsonl")
    if options.reliability:
        tables = Tables.read()
    else:
        tables = learn(polnear, measure_rules(cases_of(data / "quotes" / "polnear.train.jsonl")))
    press = cases_of(data / "press" / "press.dev.jsonl")
    figures = format_reliability(reliability(polnear, press, tables))
    print(figures, end="")
    # Of the confidence as it is built in: rebuild after the tables have changed.
    print(format_threshold(press, 0.8), end="")
    if options.reliability:
        return 0
    files = written(tables)
    before, _, rest = CARD.read_text(encoding="utf-8").partition(BEGIN)
    files[CARD] = before + BEGIN + figures + END + rest.partition(END)[2]
    if options.check:
        return int(any(path.read_text(encoding="utf-8") != text for path, text in files.items()))
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
