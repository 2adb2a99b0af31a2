"""Pairs of stretches that ``same_quotes`` joins, for somebody to judge blind: ``python -m eval.same_blind``.

python -m eval.same_blind draw ARTICLES OUT [--quotes QUOTES]   writes pairs to judge to OUT, the key beside it
python -m eval.same_blind keep OUT JUDGED                       joins judgements with the key: eval/same_blind.jsonl
python -m eval.same_blind                                       prints the shares of eval/same_blind.jsonl

OUT lies outside the repository: it has texts. Of the raw articles' quotations it draws 200 pairs at random
from all pairs of different articles in one cluster, the 100 that the method is least sure of, and 100
that share four words and were not joined, so that the judge cannot know; all shuffled, with a fixed seed.
JUDGED is JSON Lines, ``{"pair", "verdict": "same" | "different" | "unsure"}``. What is kept has ids and spans, no text.
Two members of a cluster that share no three words in a row (two sentences that a longer variant joins) are
counted apart, as score_same.py does.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parent / "same_blind.jsonl"
N_RANDOM, N_UNSURE, N_APART = 200, 100, 100
AROUND = 400
SEED = 20261122

Row = dict[str, Any]
Pair = tuple[Row, Row]


def read(path: Path) -> list[Row]:
    """The rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write(path: Path, rows: Iterable[Row]) -> None:
    """Writes JSON Lines."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def draw(quotes: Sequence[Row], seed: int = SEED) -> list[tuple[str, Pair]]:
    """Pairs with why they were drawn: random, unsure, apart."""
    import pullquote as pq

    chance = random.Random(seed)
    rows = pq.same_quotes(quotes)
    clusters: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        clusters[row["cluster_id"]].append(row)
    joined = [
        (a, b)
        for members in clusters.values()
        for a, b in combinations(members, 2)
        if a["article_id"] != b["article_id"]
    ]
    unsure: list[tuple[float, Pair]] = []
    for members in clusters.values():
        longest = next(row for row in members if row["is_longest"])
        unsure += [
            (row["margin"], (longest, row))
            for row in members
            if row is not longest and row["article_id"] != longest["article_id"]
        ]
    unsure.sort(key=lambda item: (item[0], item[1][1]["quote_id"]))
    print(
        f"{len(quotes)} quotes, {len(clusters)} clusters, {len(joined)} pairs over articles",
        file=sys.stderr,
    )
    least = [pair for _, pair in unsure[:N_UNSURE]]
    drawn = [("random", pair) for pair in chance.sample(joined, N_RANDOM)]
    drawn += [("unsure", pair) for pair in least]
    drawn += [("apart", pair) for pair in _apart(quotes, rows, chance)]
    chance.shuffle(drawn)
    return drawn


def _apart(quotes: Sequence[Row], rows: Sequence[Row], chance: random.Random) -> list[Pair]:
    """Pairs that share four words and stand in no common cluster."""
    where: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        where[row["quote_id"]].add(row["cluster_id"])
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, quote in enumerate(quotes):
        words = re.findall(r"[a-z0-9]+", quote["said"].lower().replace("’", ""))
        for four in {tuple(words[i : i + 4]) for i in range(len(words) - 3)}:
            places[four].append(at)
    found = set()
    for same in places.values():
        if 2 <= len(same) <= 4:
            for a, b in combinations(same, 2):
                one, other = quotes[a], quotes[b]
                is_joined = where[one["quote_id"]] & where[other["quote_id"]]
                if one["article_id"] != other["article_id"] and not is_joined:
                    found.add((a, b))
    # Half of them of one speaker, which is the harder half.
    by_one = sorted(
        pair for pair in found if quotes[pair[0]]["speaker"] == quotes[pair[1]]["speaker"]
    )
    others = sorted(found - set(by_one))
    taken = chance.sample(by_one, min(len(by_one), N_APART // 2))
    taken += chance.sample(others, N_APART - len(taken))
    return [(dict(quotes[a]), dict(quotes[b])) for a, b in taken]


def shown(row: Row, article: Row) -> Row:
    """A stretch in its context, marked with ⟦ ⟧."""
    text, start, end = article["text"], row["start"], row["end"]
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    named = {name: article.get(name) for name in ("outlet", "date", "title")}
    return {**named, "text": f"{before}⟦{text[start:end]}⟧{after}"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Draws, keeps or prints."""
    parser = argparse.ArgumentParser(prog="python -m eval.same_blind", description=__doc__)
    parser.add_argument("command", nargs="?", choices=("draw", "keep", "print"), default="print")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--quotes", type=Path, help="what pq.quotes gave for the articles")
    parser.add_argument("--seed", type=int, default=SEED, help="another for other pairs")
    options = parser.parse_args(arguments)
    if options.command == "print":
        return print_shares(read(KEPT))
    if len(options.files) != 2:
        parser.error(f"{options.command} needs two files")
    first, second = options.files
    if options.command == "keep":
        return keep(first, second)
    articles = read(first)
    if options.quotes:
        quotes = read(options.quotes)
    else:
        import pullquote as pq

        quotes = pq.quotes(articles)
    by_id = {article["id"]: article for article in articles}
    pairs, key = [], []
    for number, (why, (a, b)) in enumerate(draw(quotes, options.seed)):
        sides = [shown(row, by_id[row["article_id"]]) for row in (a, b)]
        pairs.append({"pair": number, "a": sides[0], "b": sides[1]})
        spans = [[row["article_id"], row["start"], row["end"]] for row in (a, b)]
        key.append({"pair": number, "why": why, "a": spans[0], "b": spans[1]})
    write(second, pairs)
    write(key_of(second), key)
    print(f"{len(pairs)} pairs in {second}, the key in {key_of(second)}")
    return 0


def key_of(path: Path) -> Path:
    """Where the key of a file of pairs is."""
    return path.with_name(path.stem + "-key" + path.suffix)


def keep(pairs: Path, judged: Path) -> int:
    """Writes the judgements with ids and spans."""
    same = {row["pair"]: row["verdict"] for row in read(judged)}
    shown = {row["pair"]: row for row in read(pairs)}
    rows = [
        row | {"verdict": same[row["pair"]], "shares_words": shares_words(shown[row["pair"]])}
        for row in read(key_of(pairs))
        if row["pair"] in same
    ]
    write(KEPT, rows)
    print(f"{len(rows)} judgements in {KEPT}")
    return print_shares(rows)


def shares_words(pair: Row) -> bool:
    """Whether both stretches share three words in a row."""
    grams = []
    for side in ("a", "b"):
        text = pair[side]["text"].partition("⟦")[2].partition("⟧")[0]
        words = re.findall(r"[a-z0-9]+", text.lower().replace("’", ""))
        n = min(3, len(words))
        grams.append({tuple(words[at : at + n]) for at in range(len(words) - n + 1)})
    return bool(grams[0] & grams[1])


def print_shares(rows: Sequence[Row]) -> int:
    """How many of each kind were judged to be the same; the unsure ones count as not."""
    for why, about in (
        ("random", "joined, drawn at random"),
        ("unsure", "joined, the least sure"),
        ("apart", "four words in common, not joined"),
    ):
        of = [row for row in rows if row["why"] == why]
        for judged, which in (
            (of, ""),
            ([r for r in of if r["shares_words"]], ", in three words and more"),
        ):
            if judged:
                n = sum(row["verdict"] == "same" for row in judged)
                print(f"{about}{which}: {n / len(judged):.3f} the same ({n} of {len(judged)})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
