"""Rebuilds data/lexicons/rule_confidence.tsv: how often each attribution rule is right on polnear.train.

    python -m eval.confidence [--check]

A rule's quote is right if its content matches a gold content (IoU of word tokens at least 0.5) and
its source is right by head word, or both have none. Rules seen fewer than `FEW` times share one line,
`*`, with all of them.
"""

from __future__ import annotations

import argparse
from collections import Counter

from eval.corpora import ROOT, SHARED
from eval.product import load_analyzer
from pullquote.scoring import read_jsonl
from pullquote.scoring.attributions import to_attribution
from pullquote.scoring.quotes import QuotePairing
from pullquote.scoring.report import analyze_all

FEW = 20
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
        seen.update(attribution["rule"] for attribution in pairing.pred)
        for i, j in pairing.pairs.items():
            right[pairing.pred[j]["rule"]] += pairing.is_source_right(i, j)
    return {rule: (right[rule], n) for rule, n in seen.items()}


def main() -> int:
    """Print the shares and write the table; with ``--check`` only compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="compare with the table, write nothing"
    )
    check = parser.parse_args().check
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
