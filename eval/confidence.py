"""Rebuilds data/lexicons/rule_confidence.tsv: how often each attribution rule is right on polnear.train.

    python -m eval.confidence [--check]
    python -m eval.confidence --reliability

A rule's quote is right if its content matches a gold content (IoU of word tokens at least 0.5) and
its source is right by head word. A quote whose speaker is carried over has no source of its own; it
is right if half of its words lie in a gold content whose source ends in the speaker's last name,
and is left out where that source is a pronoun, which names nobody. Rules seen fewer than `FEW` times
share one line, `*`, with all of them.

``--reliability`` writes nothing and shows how far the confidence of quotes is to be trusted: for each
tenth of confidence, the mean and the share of quotes that are right, on press.dev (content and
speaker's surname) and polnear.dev (content and head of the source).
"""

from __future__ import annotations

import argparse
from collections import Counter

from eval.corpora import ROOT, SHARED
from eval.product import load_analyzer
from pullquote.scoring import read_jsonl
from pullquote.scoring.attributions import is_speech, to_attribution, to_attributions
from pullquote.scoring.jsonl import JsonObject
from pullquote.scoring.quotes import QuotePairing
from pullquote.scoring.report import analyze_all

FEW = 20
PRONOUNS = {"he", "she", "they", "it", "i", "we", "who"}
TABLE = ROOT / "data" / "lexicons" / "rule_confidence.tsv"
HEADER = (
    "# source: python -m eval.confidence on ../shared/data/quotes/polnear.train.jsonl; figures only\n"
    "# rule\tshare right\tquotes seen\n"
)


def measure() -> dict[str, tuple[int, int]]:
    """Count, for each rule, the quotes that are right and the quotes seen."""
    gold = read_jsonl(SHARED / "data" / "quotes" / "polnear.train.jsonl")
    documents = analyze_all(gold, load_analyzer())
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for document in gold:
        quotes = documents[document["id"]]["quotes"]
        attributions = [to_attribution(quote) | {"rule": quote["method"]} for quote in quotes]
        pairing = QuotePairing(document, {"attributions": attributions})
        gold_of = {j: i for i, j in pairing.pairs.items()}
        for j, attribution in enumerate(pairing.pred):
            rule = attribution["rule"]
            if attribution["source"]:
                verdict = j in gold_of and pairing.is_source_right(gold_of[j], j)
            elif attribution["speaker"]:
                verdict = _is_carried_right(document, pairing, j)
            else:
                continue
            if verdict is not None:
                seen[rule] += 1
                right[rule] += verdict
    return {rule: (right[rule], n) for rule, n in seen.items()}


def _is_carried_right(document: JsonObject, pairing: QuotePairing, j: int) -> bool | None:
    """Is the carried speaker the one of the gold content around it? None if a pronoun says so."""
    words = pairing.pred_words[j]
    around = [i for i, gold in enumerate(pairing.gold_words) if 2 * len(words & gold) >= len(words)]
    sources = [
        document["text"][start:end] for i in around for start, end in pairing.gold[i]["source"]
    ]
    if not sources:
        return False
    if all(source.lower() in PRONOUNS for source in sources):
        return None
    last_name = pairing.pred[j]["speaker"].split()[-1].lower()
    return any(last_name in source.lower() for source in sources)


def reliability() -> str:
    """Draw up the table: confidence against the share that is right."""
    lines = []
    for corpus, folder in (("press.dev", "press"), ("polnear.dev", "quotes")):
        gold = read_jsonl(SHARED / "data" / folder / f"{corpus}.jsonl")
        verdicts = _press_verdicts(gold) if folder == "press" else _polnear_verdicts(gold)
        error = 0.0
        lines.append(f"{corpus}: confidence, mean, share right, quotes")
        for tenth in range(10):
            inside = [pair for pair in verdicts if min(int(pair[0] * 10), 9) == tenth]
            if not inside:
                continue
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            error += abs(mean - share) * len(inside) / max(len(verdicts), 1)
            lines.append(f"  .{tenth}  {mean:.3f}  {share:.3f}  {len(inside):5}")
        lines.append(f"  mean distance, by quotes: {error:.3f}")
    return "\n".join(lines)


def _press_verdicts(gold: list[JsonObject]) -> list[tuple[float, bool]]:
    documents = analyze_all(gold, load_analyzer())
    verdicts = []
    for document in gold:
        quotes = [quote for quote in documents[document["id"]]["quotes"] if is_speech(quote)]
        quotes = [quote for quote in quotes if (quote["speaker"] or {}).get("name")]
        found = [to_attribution(quote) | {"sure": quote["confidence"]} for quote in quotes]
        pairing = QuotePairing(to_attributions(document), {"attributions": found})
        gold_of = {j: i for i, j in pairing.pairs.items()}
        for j, attribution in enumerate(pairing.pred):
            is_right = j in gold_of and pairing.is_speaker_right(gold_of[j], j, lenient=True)
            verdicts.append((attribution["sure"], is_right))
    return verdicts


def _polnear_verdicts(gold: list[JsonObject]) -> list[tuple[float, bool]]:
    documents = analyze_all(gold, load_analyzer())
    verdicts = []
    for document in gold:
        quotes = documents[document["id"]]["quotes"]
        quotes = [quote for quote in quotes if (quote["speaker"] or {}).get("mention")]
        found = [to_attribution(quote) | {"sure": quote["confidence"]} for quote in quotes]
        pairing = QuotePairing(document, {"attributions": found})
        gold_of = {j: i for i, j in pairing.pairs.items()}
        for j, attribution in enumerate(pairing.pred):
            is_right = j in gold_of and pairing.is_source_right(gold_of[j], j)
            verdicts.append((attribution["sure"], is_right))
    return verdicts


def main() -> int:
    """Print the shares and write the table; with ``--check`` only compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="compare with the table, write nothing"
    )
    parser.add_argument(
        "--reliability", action="store_true", help="confidence against share right; write nothing"
    )
    options = parser.parse_args()
    if options.reliability:
        print(reliability())
        return 0
    check = options.check
    counts = measure()
    rare = [count for count in counts.values() if count[1] < FEW]
    rows = {rule: count for rule, count in counts.items() if count[1] >= FEW}
    rows["*"] = (sum(right for right, _ in rare), sum(n for _, n in rare))
    lines = [f"{rule}\t{right / max(n, 1):.3f}\t{n}\n" for rule, (right, n) in sorted(rows.items())]
    print("".join(lines), end="")
    text = HEADER + "".join(lines)
    if check:
        return int(TABLE.read_text(encoding="utf-8") != text)
    TABLE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
