"""How long the same words and near-duplicates take: ``python -m bench.across QUOTES ARTICLES``.

QUOTES is what ``pullquote quotes`` wrote for ARTICLES, both JSON Lines. Quotations are made more by seeded edits
(words left out, ends cut, brackets, ellipses, contractions, other outlets and days), up to a million; articles
seven times as many (words changed, paragraphs left out, other heads). Prints seconds for 62, 125, 250 and 500 thousand
and a million quotations, the exponent of the time, and near-duplicates of all articles; ``make bench-peers`` has these
beside rensa and datasketch.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow

import pullquote as pq
from bench.peers.figures import fit_exponent
from bench.peers.texts import many_articles

SIZES = (62_500, 125_000, 250_000, 500_000, 1_000_000)
SEED = 7
COPIES = 12


def read(path: Path, names: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file, of all columns or of some."""
    rows = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows.append({name: row[name] for name in names} if names else row)
    return rows


def edited(said: str, chance: random.Random) -> str:
    """A quotation as another outlet might print it."""
    words = said.split()
    kind = chance.randrange(6)
    if len(words) < 6 or kind == 0:
        return said
    if kind == 1:
        cut = chance.randrange(3, len(words))
        return " ".join(words[:cut] if chance.random() < 0.5 else words[-cut:])
    at = chance.randrange(1, len(words) - 2)
    if kind == 2:
        return " ".join([*words[:at], "…", *words[at + 2 :]])
    if kind == 3:
        return " ".join([*words[:at], f"[{words[at]}]", *words[at + 1 :]])
    if kind == 4:
        return said.replace(" is ", "\u2019s ").replace(" not ", "n\u2019t ")
    return " ".join(words[:at] + words[at + 1 :])


def many_quotes(quotes: Sequence[dict[str, Any]], n: int) -> dict[str, list[Any]]:
    """`n` quotations in columns: every twelfth as given, the others seeded edits of these."""
    chance = random.Random(SEED)
    base = quotes[: max(1, n // COPIES)]
    names = ("speaker", "speaker_kind", "kind", "date")
    columns: dict[str, list[Any]] = {name: [] for name in ("said", *names)}
    for number in range(n):
        quote = base[number % len(base)]
        said = quote["said"] if number < len(base) else edited(quote["said"], chance)
        columns["said"].append(said)
        for name in names:
            columns[name].append(quote[name])
    columns["quote_id"] = [f"q{number}" for number in range(n)]
    columns["article_id"] = [f"a{number // 15}" for number in range(n)]
    return columns


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and the result."""
    started = time.perf_counter()
    result = run()
    return time.perf_counter() - started, result


def peak() -> float:
    """The most memory so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bench_quotes(quotes: Sequence[dict[str, Any]], sizes: Sequence[int]) -> None:
    """Seconds by number of quotations, and the exponent."""
    seconds = []
    for size in sizes:
        columns = many_quotes(quotes, size)
        rows = pyarrow.table(columns)
        del columns
        wall, same = timed(lambda rows=rows: pq.same_quotes(rows, threads=2))
        seconds.append(wall)
        print(f"{size:>9,} quotations: {wall:6.1f} s, {len(same):,} rows, peak {peak():,.0f} MB")
        del rows, same
    if len(sizes) > 1:
        print(f"time grows with the power {fit_exponent(sizes, seconds):.2f}")


def bench_corpus(quotes: Sequence[dict[str, Any]], size: int) -> None:
    """Memory and file of a corpus."""
    corpus = pq.Corpus()
    rows = pyarrow.table(many_quotes(quotes, size))
    before = peak()
    wall, _ = timed(lambda: corpus.add(rows))
    file = len(corpus._core.to_bytes())
    print(
        f"Corpus of {len(corpus):,}: {corpus.n_bytes / 1e6:.0f} MB in memory, {file / 1e6:.0f} MB as a file,"
        f" added in {wall:.1f} s (peak before {before:,.0f} MB)"
    )


def bench_articles(articles: Sequence[dict[str, Any]]) -> None:
    """Seconds for near-duplicates and stories."""
    rows = many_articles(articles)
    megabytes = sum(len(row["text"]) for row in rows) / 1e6
    for threads in (1, 2):
        wall, found = timed(lambda threads=threads: pq.duplicates(rows, threads=threads))
        n_copies = sum(row["copy_of"] is not None for row in found)
        print(
            f"{len(rows):,} articles, {megabytes:.0f} MB: {wall:.1f} s on {threads} threads, {n_copies:,} copies"
        )
    wall, found = timed(lambda: pq.stories(rows[: len(articles)], threads=2))
    n_stories = len({row["story_id"] for row in found})
    print(f"{len(articles):,} articles, {n_stories:,} stories: {wall:.1f} s on 2 threads")


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints all of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.across", description=__doc__)
    parser.add_argument("quotes", type=Path)
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--least", type=int, default=0, help="the fewest quotations")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="the most quotations")
    options = parser.parse_args(arguments)
    names = ("said", "speaker", "speaker_kind", "kind", "date")
    quotes = read(options.quotes, names)
    print(f"before: {peak():,.0f} MB")
    bench_quotes(quotes, [size for size in SIZES if options.least <= size <= options.most])
    bench_corpus(quotes, options.most)
    if options.articles:
        bench_articles(read(options.articles))


if __name__ == "__main__":
    main()
